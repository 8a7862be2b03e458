/* The evaluation loop: instructions of code objects on frames of the heap's stack. Mirrors Python/ceval.c.
 *
 * A call of a Python function from Python is a new frame and no level of C stack; a call from C (a finalizer, a key function) is a loop
 * of its own, whose first frame is marked as its entry. `at` of the frame is always the instruction that runs, so that whoever looks
 * (a traceback, the tracing of an allocation) finds the line.
 *
 * While somebody watches lines or traces allocations, every instruction goes through `traced` first, which notices that another line
 * has begun.
 */
#include <string.h>

#include "daemon/heap/heap.h"
#include "daemon/heap/object/builtin.h"
#include "daemon/heap/object/dict.h"
#include "daemon/heap/object/exception.h"
#include "daemon/heap/object/format.h"
#include "daemon/heap/object/iterator.h"
#include "daemon/heap/object/module.h"
#include "daemon/heap/object/operator.h"
#include "daemon/heap/object/order.h"
#include "daemon/heap/object/sequence.h"
#include "daemon/heap/object/set.h"
#include "daemon/heap/object/slice.h"
#include "daemon/python/evaluate.h"
#include "daemon/python/opcode.h"
#include "daemon/python/quick.h"
#include "daemon/python/quick_frame.h"
#include "daemon/python/specialize.h"

/* ---- frames --------------------------------------------------------------------------------------------------- */

static void enter(struct heap *h, addr f)
{
    iframe_at(h, f)->previous = h->frame;
    h->frame = f;
    if (HEAP_UNLIKELY(h->tracing))
        trace_location_changed(h);
}

/* The frame is nobody's current frame before what it holds is released. */
static void leave(struct heap *h, addr f)
{
    struct interpreter_frame *frame = iframe_at(h, f);
    h->frame = frame->previous;
    if (HEAP_UNLIKELY(h->tracing))
        trace_location_changed(h);
    h->recursion_depth--;
    if (frame->owner == FRAME_OF_GENERATOR) {
        addr g = generator_of_frame(h, f);
        generator_ended(h, g);
        iframe_clear(h, f);
        return;
    }
    iframe_clear(h, f);
    iframe_drop(h, f);
}

/* ---- small things ----------------------------------------------------------------------------------------------- */

static inline bool is_exact(const struct heap *h, addr o, enum kind k)
{
    return object_type(h, o) == h->type[k];
}

/* Calls what is no Python function: callable and arguments stay the caller's. Borrowed slots are shown as plain addresses meanwhile. */
static enum heap_status call_foreign(struct heap *h, addr callable, slot *args, size_t count, addr kwnames, addr *out)
{
    enum { FEW = 12 };
    addr few[FEW], *plain = few, table = 0;
    size_t keywords = kwnames ? tuple_length(h, kwnames) : 0;
    if (count > FEW) {
        table = table_alloc(h, count * sizeof(addr));
        if (!table)
            return raise_memory(h);
        plain = heap_at(h, table);
    }
    for (size_t i = 0; i < count; i++)
        plain[i] = slot_object(args[i]);
    if (!kwnames && (is_exact(h, callable, KIND_METHOD_DESCRIPTOR) || is_exact(h, callable, KIND_BUILTIN))) {
        enum heap_status called = object_call_builtin(h, callable, plain, count, out);
        table_free(h, table);
        return called;
    }
    enum heap_status status = object_call(h, callable, plain, count - keywords, keywords ? tuple_items(h, kwnames) : NULL,
                                          plain + (count - keywords), keywords, out);
    table_free(h, table);
    return status;
}

static void release_call(struct heap *h, slot callable, slot *args, size_t count)
{
    if (h->abi.locals_released_backwards) {
        for (size_t i = count; i-- > 0;)
            slot_release(h, args[i]);
        slot_release(h, callable);
    } else {
        slot_release(h, callable);
        for (size_t i = 0; i < count; i++)
            slot_release(h, args[i]);
    }
}

static enum heap_status make_function(struct heap *h, slot *top, uint32_t flags, addr globals, addr *out)
{
    slot *p = top;
    addr code = slot_object(*--p);
    addr made = function_new(h, code, globals);
    if (!made)
        return raise_status(h);
    struct function_object *f = function_at(h, made);
    if (flags & 8)
        f->closure = slot_own(h, *--p);
    if (flags & 16)
        f->annotate = slot_own(h, *--p);
    if (flags & 4)
        f->annotations = slot_own(h, *--p);
    if (flags & 2)
        f->kwdefaults = slot_own(h, *--p);
    if (flags & 1)
        f->defaults = slot_own(h, *--p);
    slot_release(h, top[-1]);
    *out = made;
    return HEAP_OK;
}

/* The entry of the exception table for an instruction, innermost first. */
static const struct code_handler *find_handler(const struct heap *h, addr code, uint32_t at)
{
    addr table = code_at(h, code)->handlers;
    if (!table)
        return NULL;
    const struct code_handler *handlers = (const void *)bytes_data(h, table), *found = NULL;
    size_t count = bytes_length(h, table) / sizeof *handlers;
    for (size_t i = 0; i < count; i++)
        if (handlers[i].start <= at && at < handlers[i].end)
            return &handlers[i];
    return found;
}

static enum heap_status to_bool(struct heap *h, addr o, bool *out)
{
    int64_t x;
    if (HEAP_LIKELY(o == h->singleton[SINGLETON_TRUE] || o == h->singleton[SINGLETON_FALSE])) {
        *out = o == h->singleton[SINGLETON_TRUE];
        return HEAP_OK;
    }
    if (o == none(h)) {
        *out = false;
        return HEAP_OK;
    }
    if (quick_int(h, o, &x)) {
        *out = x != 0;
        return HEAP_OK;
    }
    return object_truth(h, o, out);
}

/* ---- the loop ------------------------------------------------------------------------------------------------------ */

#define PUSH(s)       (*sp++ = (s))
#define POP()         (*--sp)
#define TOP           (sp[-1])
#define SECOND        (sp[-2])
#define OBJECT(s)     slot_object(s)
#define FALL(status)  /* leave to the error handling unless it went well */                                    \
    do {                                                                                                     \
        if (HEAP_UNLIKELY((status) != HEAP_OK))                                                              \
            goto failed;                                                                                     \
    } while (0)
#define DISPATCH()                                                                                           \
    do {                                                                                                     \
        word = *ip++;                                                                                        \
        goto *table[word & 0xff];                                                                            \
    } while (0)
/* The frame says which instruction runs: before whatever may look at it, that is, run code or allocate memory that is traced. */
#define AT()          (frame->at = (uint32_t)(ip - code) - 1)
#define RELEASE(s)    /* where only a last reference runs anything */                                          \
    do {                                                                                                     \
        slot released_ = (s);                                                                                \
        if (released_ && !(released_ & SLOT_BORROWED) && reference_is_dropped(h, released_)) {               \
            AT();                                                                                            \
            object_release(h, released_);                                                                    \
        }                                                                                                    \
    } while (0)
#define RELEASE_NUMBER(s)                                                                                    \
    do {                                                                                                     \
        if (!((s) & SLOT_BORROWED))                                                                          \
            quick_number_decref(h, (s));                                                                     \
    } while (0)
/* An operation on the two topmost, exact ints of at most two digits or exact floats. */
#define INTS(value)                                                                                          \
    do {                                                                                                     \
        int64_t x, y;                                                                                        \
        if (HEAP_UNLIKELY(!quick_int(h, OBJECT(SECOND), &x) || !quick_int(h, OBJECT(TOP), &y)))              \
            goto op_BINARY_OP;                                                                               \
        addr result_ = quick_int_result(h, (value), SECOND, TOP);                                            \
        if (HEAP_UNLIKELY(!result_))                                                                         \
            goto raised_here;                                                                                \
        sp--;                                                                                                \
        TOP = result_;                                                                                       \
        DISPATCH();                                                                                          \
    } while (0)
#define FLOATS(value)                                                                                        \
    do {                                                                                                     \
        if (HEAP_UNLIKELY(!is_exact(h, OBJECT(SECOND), KIND_FLOAT) || !is_exact(h, OBJECT(TOP), KIND_FLOAT))) \
            goto op_BINARY_OP;                                                                               \
        double u = HEAP_FIELD(h, OBJECT(SECOND), FLOAT_VALUE, double), v = HEAP_FIELD(h, OBJECT(TOP), FLOAT_VALUE, double); \
        addr result_ = quick_float_result(h, (value), SECOND, TOP);                                          \
        if (HEAP_UNLIKELY(!result_))                                                                         \
            goto raised_here;                                                                                \
        sp--;                                                                                                \
        TOP = result_;                                                                                       \
        DISPATCH();                                                                                          \
    } while (0)
/* A truth value for the instruction that follows: straight to where it jumps. Each instruction is its own while lines are watched. */
#define TRUTH(b)                                                                                             \
    do {                                                                                                     \
        bool truth_ = (b);                                                                                   \
        uint32_t next_ = *ip;                                                                                \
        if (HEAP_LIKELY(table == plain)) {                                                                   \
            if ((next_ & 0xff) == OP_POP_JUMP_IF_FALSE) {                                                    \
                ip = truth_ ? ip + 1 : code + (next_ >> 8);                                                  \
                DISPATCH();                                                                                  \
            }                                                                                                \
            if ((next_ & 0xff) == OP_POP_JUMP_IF_TRUE) {                                                     \
                ip = truth_ ? code + (next_ >> 8) : ip + 1;                                                  \
                DISPATCH();                                                                                  \
            }                                                                                                \
        }                                                                                                    \
        PUSH(BOOL(truth_));                                                                                  \
        DISPATCH();                                                                                          \
    } while (0)
#define ARG           (word >> 8)
#define SELF          ((uint32_t *)(uintptr_t)ip - 1) /* the instruction, to be changed */
#define BOOL(b)       incref(h, h->singleton[(b) ? SINGLETON_TRUE : SINGLETON_FALSE])
#define WATCHED()     (h->attended | watches | *monitors) /* does each instruction go through `traced` first? */
#define CHECK_PAUSE()                                                                                        \
    do {                                                                                                     \
        if (HEAP_UNLIKELY(interpreter_must_pause(h))) {                                                      \
            frame->top = (uint32_t)(sp - locals);                                                            \
            FALL(status = interpreter_pause(h));                                                                      \
        }                                                                                                    \
    } while (0)

/* Has a line begun that was not the one before? For tracing. */
static uint32_t notice_line(struct heap *h, addr f, uint32_t last)
{
    uint32_t line = iframe_line(h, f);
    if (!line || line == last)
        return last;
    if (h->tracing)
        trace_line_changed(h, line);
    return line;
}

/* For whoever watches: the instruction before, in the same frame. A line begins where sys.settrace() says so: with an instruction of another line than
 * the one before, or with a jump back, but for those that wait in `yield from`; the first RESUME begins none. */
struct line_watch {
    uint32_t line, at;
    bool begun; /* the first RESUME is behind */
};

static struct line_watch watch_behind(const struct heap *h, addr f, uint32_t at)
{
    addr code = iframe_at(h, f)->code;
    const uint32_t *instructions = code_instructions(h, code);
    size_t first = 0, words = (size_t)code_at(h, code)->words;
    while (first < words && (instructions[first] & 0xff) != OP_RESUME)
        first++;
    return (struct line_watch){.line = code_position_at(h, code, at)->line, .at = at, .begun = at > first};
}

static uint32_t watch_line(struct heap *h, addr f, struct line_watch *w, uint32_t word)
{
    const struct python_host *host = interpreter_host(h);
    uint32_t at = iframe_at(h, f)->at, line = iframe_line(h, f);
    bool begins = false;
    if ((word & 0xff) == OP_RESUME) {
        line = word >> 8 ? line : 0; /* after the first one a line begins whatever it is */
        w->begun = true;
    } else if (w->begun && line && (line != w->line || (at < w->at && (word & 0xff) != OP_SEND))) {
        begins = true;
        if (host && host->watch)
            host->watch(host->context, h, PYTHON_LINE, line);
    }
    w->line = line;
    w->at = at;
    return begins ? line : 0;
}

static enum heap_status evaluate(struct heap *h, addr f, bool throwing, addr *out);

/* A loop is a level of C stack: where that gets short, the frame begins with a RecursionError. */
enum heap_status eval_frame(struct heap *h, addr f, bool throwing, addr *out)
{
    bool entered = c_stack_enter(h, "") == HEAP_OK;
    enum heap_status status = evaluate(h, f, throwing || !entered, out);
    if (entered)
        c_stack_leave(h);
    return status;
}

#if defined(__x86_64__) && !defined(__clang__) && !defined(HEAPD_DEBUG)
#define IN_REGISTER(name) __asm__(name)
#else
#define IN_REGISTER(name)
#endif

static enum heap_status evaluate(struct heap *h, addr f, bool throwing, addr *out)
{
    static const void *const plain[256] = {
#define X(name, caches) [OP_##name] = &&op_##name,
        PYTHON_OPCODES(X)
#undef X
#define X(name, general) [OP_##name] = &&op_##name,
            PYTHON_SPECIAL_OPCODES(X)
#undef X
    };
    static const void *const watched[256] = {
#define X(name, caches) [OP_##name] = &&traced,
        PYTHON_OPCODES(X) PYTHON_SPECIAL_OPCODES(X)
#undef X
    };
    const uint32_t watches = interpreter_host(h) && interpreter_host(h)->watch; /* as long as the run goes on */
    const bool *const monitors = &interpreter_of(h)->monitor.on;
    const void *const *table = WATCHED() ? watched : plain;
    const size_t code_head = (size_t)type_at(h, h->type[KIND_CODE])->basicsize; /* where instructions begin */
    struct interpreter_frame *frame;
    const uint32_t *code;
    register const uint32_t *ip IN_REGISTER("rbx"); /* each instruction waits for it */
    slot *locals, *sp;
    const addr *consts, *names;
    uint32_t word, line, last_line = 0;
    struct line_watch watch = {0};
    slot kwnames;
    enum heap_status status = HEAP_OK;
    bool in_traceback;

    iframe_at(h, f)->entry = 1;
    enter(h, f);

begin: /* of the frame f */
    if (HEAP_LIKELY(!throwing))
        goto enter_frame;
    frame = iframe_at(h, f);
    code = code_instructions(h, frame->code);
    locals = iframe_slots(h, f);
    consts = tuple_items(h, code_at(h, frame->code)->consts);
    names = tuple_items(h, code_at(h, frame->code)->names);
    ip = code + frame->at;
    sp = locals + frame->top;
    last_line = 0;
    if (HEAP_UNLIKELY(table == watched))
        watch = watch_behind(h, f, frame->at - (frame->at > 0));
    throwing = false;
    frame->at -= frame->at > 0; /* the instruction that it waits at */
    status = HEAP_RAISED;
    goto failed;

enter_frame:
    frame = iframe_at(h, f);
    code = heap_at(h, frame->code + code_head);
    locals = iframe_slots(h, f);
    consts = tuple_items(h, code_at(h, frame->code)->consts);
    names = tuple_items(h, code_at(h, frame->code)->names);
    ip = code + frame->at;
    sp = locals + frame->top;
    last_line = 0;
    if (HEAP_UNLIKELY(table == watched))
        watch = watch_behind(h, f, frame->at - (frame->at > 0));
    DISPATCH();

    /* ---- the way of every instruction while lines are watched */
traced:
    AT();
    frame->top = (uint32_t)(sp - locals);
    last_line = notice_line(h, f, last_line);
    line = watch_line(h, f, &watch, word);
    if (HEAP_UNLIKELY(interpreter_of(h)->monitor.on))
        FALL(status = monitor_step(h, f, word, sp, line));
    goto *plain[word & 0xff];

    /* ---- stack, constants, locals */
op_NOP:
    DISPATCH();
op_RESUME:
    AT();
    CHECK_PAUSE();
    table = WATCHED() ? watched : plain;
    DISPATCH();
op_POP_TOP:
    RELEASE(POP());
    DISPATCH();
op_PUSH_NULL:
    PUSH(0);
    DISPATCH();
op_COPY: {
    slot s = sp[-(ptrdiff_t)ARG];
    PUSH(s ? incref(h, OBJECT(s)) : 0);
    DISPATCH();
}
op_SWAP: {
    slot s = sp[-(ptrdiff_t)ARG];
    sp[-(ptrdiff_t)ARG] = TOP;
    TOP = s;
    DISPATCH();
}
op_LOAD_CONST:
    PUSH(incref(h, consts[ARG]));
    DISPATCH();
op_LOAD_SMALL_INT:
    PUSH(quick_int_new(h, ARG)); /* one of those that are always there */
    DISPATCH();
op_LOAD_FAST:
    if (HEAP_UNLIKELY(!locals[ARG]))
        goto unbound;
    PUSH(incref(h, OBJECT(locals[ARG])));
    DISPATCH();
op_LOAD_FAST_BORROW:
    if (HEAP_UNLIKELY(!locals[ARG]))
        goto unbound;
    PUSH(OBJECT(locals[ARG]) | SLOT_BORROWED);
    DISPATCH();
op_LOAD_FAST_AND_CLEAR:
    PUSH(locals[ARG]);
    locals[ARG] = 0;
    DISPATCH();
op_STORE_FAST: {
    slot value = POP(), old = locals[ARG];
    locals[ARG] = value & SLOT_BORROWED ? slot_own(h, value) : value;
    RELEASE(old);
    DISPATCH();
}
op_DELETE_FAST: {
    slot old = locals[ARG];
    if (!old)
        goto unbound;
    locals[ARG] = 0;
    RELEASE(old);
    DISPATCH();
}

    /* ---- cells */
op_MAKE_CELL: {
    AT();
    slot value = locals[ARG];
    addr cell = cell_new(h, value ? OBJECT(value) : 0);
    if (!cell)
        goto raised;
    locals[ARG] = cell;
    slot_release(h, value);
    DISPATCH();
}
op_LOAD_CLOSURE:
    PUSH(incref(h, OBJECT(locals[ARG])));
    DISPATCH();
op_LOAD_DEREF: {
    addr value = *cell_value(h, OBJECT(locals[ARG]));
    if (HEAP_UNLIKELY(!value))
        goto unbound;
    PUSH(incref(h, value));
    DISPATCH();
}
op_LOAD_CLASSDEREF: {
    AT();
    addr value;
    FALL(status = evaluate_load_classderef(h, f, ARG, &value));
    PUSH(value);
    DISPATCH();
}
op_LOAD_FROM_DICT_OR_DEREF: {
    AT();
    addr value;
    FALL(status = evaluate_load_from_dict_or_deref(h, f, OBJECT(TOP), ARG, &value));
    slot namespace = TOP;
    TOP = value;
    slot_release(h, namespace);
    DISPATCH();
}
op_LOAD_FROM_DICT_OR_GLOBALS: {
    AT();
    addr value;
    FALL(status = evaluate_load_from_dict_or_globals(h, f, OBJECT(TOP), names[ARG], &value));
    slot namespace = TOP;
    TOP = value;
    slot_release(h, namespace);
    DISPATCH();
}
op_STORE_DEREF: {
    AT();
    slot value = POP();
    object_replace(h, cell_value(h, OBJECT(locals[ARG])), slot_own(h, value));
    DISPATCH();
}
op_DELETE_DEREF: {
    AT();
    addr *value = cell_value(h, OBJECT(locals[ARG]));
    if (!*value)
        goto unbound;
    object_replace(h, value, 0);
    DISPATCH();
}
op_COPY_FREE_VARS: {
    addr closure = function_at(h, frame->function)->closure;
    size_t offset = (size_t)code_at(h, frame->code)->nlocalsplus - ARG;
    for (size_t i = 0; i < ARG; i++)
        locals[offset + i] = incref(h, tuple_item(h, closure, i));
    DISPATCH();
}

    /* ---- names */
op_LOAD_NAME: {
    AT();
    addr value;
    FALL(status = evaluate_load_name(h, f, names[ARG], &value));
    PUSH(value);
    DISPATCH();
}
op_STORE_NAME: {
    AT();
    FALL(status = evaluate_store_name(h, f, names[ARG], OBJECT(TOP)));
    slot_release(h, POP());
    DISPATCH();
}
op_DELETE_NAME:
    AT();
    FALL(status = evaluate_delete_name(h, f, names[ARG]));
    DISPATCH();
op_LOAD_GLOBAL: {
    AT();
    addr name = names[ARG >> 1], value = dict_get_str(h, frame->globals, name);
    uint32_t *here = SELF;
    if (here[1])
        here[1]--;
    else
        specialize_load_global(h, here, frame->globals, frame->builtins, name);
    if (ARG & 1)
        PUSH(0);
    if (HEAP_LIKELY(value || (value = dict_get_str(h, frame->builtins, name))))
        incref(h, value);
    else
        FALL(status = evaluate_load_global(h, f, name, &value));
    PUSH(value);
    ip += 3;
    DISPATCH();
}
op_LOAD_GLOBAL_MODULE: {
    const struct dict_keys *k = keys_at(h, dict_at(h, frame->globals)->keys);
    if (HEAP_UNLIKELY(k->version != ip[0]))
        goto special_missed;
    if (ARG & 1)
        PUSH(0);
    PUSH(incref(h, *(const addr *)((const char *)k + ip[2])));
    ip += 3;
    DISPATCH();
}
op_LOAD_GLOBAL_BUILTIN: {
    const struct dict_keys *k = keys_at(h, dict_at(h, frame->builtins)->keys);
    if (HEAP_UNLIKELY(keys_at(h, dict_at(h, frame->globals)->keys)->version != ip[0] || k->version != ip[1]))
        goto special_missed;
    if (ARG & 1)
        PUSH(0);
    PUSH(incref(h, *(const addr *)((const char *)k + ip[2])));
    ip += 3;
    DISPATCH();
}
special_missed:
    specialize_forget(SELF);
    word = *SELF;
    goto *plain[word & 0xff];
op_STORE_GLOBAL:
    AT();
    FALL(status = dict_set(h, frame->globals, names[ARG], OBJECT(TOP)));
    slot_release(h, POP());
    DISPATCH();
op_DELETE_GLOBAL:
    AT();
    FALL(status = evaluate_delete_global(h, f, names[ARG]));
    DISPATCH();
op_LOAD_LOCALS:
    PUSH(incref(h, frame->locals));
    DISPATCH();
op_LOAD_BUILD_CLASS: {
    AT();
    addr build = dict_get_ascii(h, frame->builtins, "__build_class__", 15);
    if (!build) {
        status = raise_error(h, EXC_NAME_ERROR, "__build_class__ not found");
        goto failed;
    }
    PUSH(incref(h, build));
    DISPATCH();
}
op_LOAD_ASSERTION_ERROR:
    PUSH(incref(h, h->exception_type[ARG ? EXC_NOT_IMPLEMENTED_ERROR : EXC_ASSERTION_ERROR]));
    DISPATCH();

    /* ---- operators */
op_UNARY_NEGATIVE: {
    int64_t x;
    if (HEAP_LIKELY(quick_int(h, OBJECT(TOP), &x))) {
        addr result = quick_int_new(h, -x);
        if (HEAP_UNLIKELY(!result))
            goto raised_here;
        slot old = TOP;
        TOP = result;
        RELEASE_NUMBER(old);
        DISPATCH();
    }
    word = UNARY_NEGATIVE << 8;
    goto unary;
}
op_UNARY_POSITIVE:
    word = UNARY_POSITIVE << 8;
    goto unary;
op_UNARY_INVERT:
    word = UNARY_INVERT << 8;
unary: {
    AT();
    addr result;
    FALL(status = object_unary(h, ARG, OBJECT(TOP), &result));
    slot old = TOP;
    TOP = result;
    slot_release(h, old);
    DISPATCH();
}
op_UNARY_NOT: {
    AT();
    bool truth;
    FALL(status = to_bool(h, OBJECT(TOP), &truth));
    slot old = TOP;
    TOP = BOOL(!truth);
    slot_release(h, old);
    DISPATCH();
}
op_BINARY_OP: {
    slot a = SECOND, b = TOP;
    addr result;
    int64_t x, y;
    double u, v;
    if (quick_int(h, OBJECT(a), &x) && quick_int(h, OBJECT(b), &y)) {
        if (HEAP_LIKELY(quick_int_binary(ARG, x, y, &x))) {
            specialize_binary(SELF, true);
            result = quick_int_result(h, x, a, b);
            goto numbers;
        }
    } else if ((is_exact(h, OBJECT(a), KIND_FLOAT) || is_exact(h, OBJECT(b), KIND_FLOAT)) && quick_double(h, OBJECT(a), &u) &&
               quick_double(h, OBJECT(b), &v) && quick_float_binary(ARG, u, v, &u)) {
        if (is_exact(h, OBJECT(a), KIND_FLOAT) && is_exact(h, OBJECT(b), KIND_FLOAT))
            specialize_binary(SELF, false);
        result = quick_float_result(h, u, a, b);
        goto numbers;
    }
    unsigned op = ARG;
    AT();
    if (op % BINARY_COUNT == BINARY_ADD && is_exact(h, OBJECT(a), KIND_STR) && is_exact(h, OBJECT(b), KIND_STR) &&
        (*ip & 0xff) == OP_STORE_FAST && locals[*ip >> 8] == OBJECT(a)) {
        /* s = s + t: the local gives its reference up, so that a string that nobody else has can grow where it is */
        addr left = slot_own(h, a);
        locals[*ip >> 8] = 0;
        decref(h, left); /* the local's: not the last one */
        sp -= 2;
        status = str_append(h, &left, OBJECT(b));
        slot_release(h, b);
        FALL(status);
        PUSH(left);
        DISPATCH();
    }
    if (op >= BINARY_COUNT)
        FALL(status = object_binary_inplace(h, op - BINARY_COUNT, OBJECT(a), OBJECT(b), &result));
    else
        FALL(status = object_binary(h, op, OBJECT(a), OBJECT(b), &result));
    sp--;
    TOP = result;
    slot_release(h, a);
    slot_release(h, b);
    DISPATCH();
numbers: /* nothing that goes here runs any code */
    if (HEAP_UNLIKELY(!result))
        goto raised_here;
    sp--;
    TOP = result;
    DISPATCH();
}
op_BINARY_OP_ADD_INT:
    INTS(x + y);
op_BINARY_OP_SUBTRACT_INT:
    INTS(x - y);
op_BINARY_OP_ADD_FLOAT:
    FLOATS(u + v);
op_BINARY_OP_SUBTRACT_FLOAT:
    FLOATS(u - v);
op_BINARY_OP_MULTIPLY_FLOAT:
    FLOATS(u * v);
op_BINARY_SUBSCR: {
    slot o = SECOND, key = TOP;
    addr result;
    const addr *item = quick_item(h, OBJECT(o), OBJECT(key));
    if (HEAP_LIKELY(item != NULL)) {
        result = incref(h, *item);
        sp--;
        TOP = result;
        RELEASE(o);
        RELEASE_NUMBER(key);
        DISPATCH();
    }
    AT();
    if (is_exact(h, OBJECT(o), KIND_DICT))
        FALL(status = quick_dict_item(h, OBJECT(o), OBJECT(key), &result));
    else
        FALL(status = object_getitem(h, OBJECT(o), OBJECT(key), &result));
    sp--;
    TOP = result;
    slot_release(h, o);
    slot_release(h, key);
    DISPATCH();
}
op_STORE_SUBSCR: {
    slot o = SECOND, key = TOP;
    AT();
    addr *item = is_exact(h, OBJECT(o), KIND_LIST) ? quick_item(h, OBJECT(o), OBJECT(key)) : NULL;
    if (HEAP_LIKELY(item != NULL)) {
        sp -= 3;
        object_replace(h, item, slot_own(h, sp[0]));
        slot_release(h, o);
        RELEASE_NUMBER(key);
        DISPATCH();
    }
    if (is_exact(h, OBJECT(o), KIND_DICT))
        FALL(status = dict_set(h, OBJECT(o), OBJECT(key), OBJECT(sp[-3])));
    else
        FALL(status = object_setitem(h, OBJECT(o), OBJECT(key), OBJECT(sp[-3])));
    sp -= 3;
    slot_release(h, sp[0]);
    slot_release(h, sp[1]);
    slot_release(h, sp[2]);
    DISPATCH();
}
op_DELETE_SUBSCR: {
    AT();
    FALL(status = object_setitem(h, OBJECT(SECOND), OBJECT(TOP), 0));
    sp -= 2;
    slot_release(h, sp[0]);
    slot_release(h, sp[1]);
    DISPATCH();
}
op_BINARY_SLICE: {
    AT();
    addr slice = slice_new(h, OBJECT(SECOND), OBJECT(TOP), none(h)), result;
    if (!slice)
        goto raised;
    status = object_getitem(h, OBJECT(sp[-3]), slice, &result);
    decref(h, slice);
    FALL(status);
    sp -= 2;
    slot o = TOP, start = sp[0], stop = sp[1];
    TOP = result;
    slot_release(h, start);
    slot_release(h, stop);
    slot_release(h, o);
    DISPATCH();
}
op_STORE_SLICE: {
    AT();
    addr slice = slice_new(h, OBJECT(SECOND), OBJECT(TOP), none(h));
    if (!slice)
        goto raised;
    status = object_setitem(h, OBJECT(sp[-3]), slice, OBJECT(sp[-4]));
    decref(h, slice);
    FALL(status);
    sp -= 4;
    slot_release(h, sp[0]);
    slot_release(h, sp[1]);
    slot_release(h, sp[2]);
    slot_release(h, sp[3]);
    DISPATCH();
}
op_BUILD_SLICE: {
    AT();
    addr slice = ARG == 3 ? slice_new(h, OBJECT(sp[-3]), OBJECT(SECOND), OBJECT(TOP))
                          : slice_new(h, OBJECT(SECOND), OBJECT(TOP), none(h));
    if (!slice)
        goto raised;
    for (uint32_t i = 0; i < ARG; i++)
        slot_release(h, POP());
    PUSH(slice);
    DISPATCH();
}
op_COMPARE_OP: {
    slot a = SECOND, b = TOP;
    addr result;
    bool holds;
    if (quick_compare(h, ARG, OBJECT(a), OBJECT(b), &holds)) {
        sp -= 2;
        RELEASE_NUMBER(a);
        RELEASE_NUMBER(b);
        TRUTH(holds);
    }
    AT();
    FALL(status = object_compare(h, ARG, OBJECT(a), OBJECT(b), &result));
    sp--;
    TOP = result;
    slot_release(h, a);
    slot_release(h, b);
    DISPATCH();
}
op_IS_OP: {
    slot a = SECOND, b = TOP;
    bool holds = (OBJECT(a) == OBJECT(b)) != ARG;
    sp -= 2;
    RELEASE(a);
    RELEASE(b);
    TRUTH(holds);
}
op_CONTAINS_OP: {
    AT();
    bool found, wanted = !ARG;
    FALL(status = object_contains(h, OBJECT(TOP), OBJECT(SECOND), &found));
    slot a = SECOND, b = TOP;
    sp -= 2;
    slot_release(h, a);
    slot_release(h, b);
    TRUTH(found == wanted);
}

    /* ---- attributes */
op_LOAD_ATTR: {
    AT();
    addr value;
    uint32_t *here = SELF;
    if (here[1])
        here[1]--;
    else
        specialize_load_attr(h, here, OBJECT(TOP), names[ARG]);
    FALL(status = object_getattr(h, OBJECT(TOP), names[ARG], &value));
    slot old = TOP;
    TOP = value;
    slot_release(h, old);
    ip += 3;
    DISPATCH();
}
op_LOAD_ATTR_VALUE: {
    slot o = TOP;
    const struct type_object *t = type_at(h, object_type(h, OBJECT(o)));
    addr values = t->version_tag == ip[0] ? special_values(h, OBJECT(o), t) : 0;
    addr value = values ? values_slots(h, values)[ip[1]] : 0;
    if (HEAP_UNLIKELY(!value))
        goto special_missed;
    TOP = incref(h, value);
    RELEASE(o);
    ip += 3;
    DISPATCH();
}
op_LOAD_ATTR_SLOT: {
    slot o = TOP;
    addr value = type_at(h, object_type(h, OBJECT(o)))->version_tag == ip[0] ? HEAP_FIELD(h, OBJECT(o), ip[1], addr) : 0;
    if (HEAP_UNLIKELY(!value))
        goto special_missed;
    TOP = incref(h, value);
    RELEASE(o);
    ip += 3;
    DISPATCH();
}
op_LOAD_ATTR_OF_TYPE: {
    slot o = TOP;
    addr type = object_type(h, OBJECT(o));
    const struct type_object *t = type_at(h, type);
    if (HEAP_UNLIKELY(t->version_tag != ip[0] || !special_is_not_own(h, OBJECT(o), t, type, ip[1])))
        goto special_missed;
    TOP = incref(h, special_to_object(ip[2]));
    RELEASE(o);
    ip += 3;
    DISPATCH();
}
op_LOAD_ATTR_MODULE: {
    slot o = TOP;
    if (HEAP_UNLIKELY(!is_exact(h, OBJECT(o), KIND_MODULE) || !module_dict(h, OBJECT(o))))
        goto special_missed;
    const struct dict_keys *k = keys_at(h, dict_at(h, module_dict(h, OBJECT(o)))->keys);
    if (HEAP_UNLIKELY(k->version != ip[0]))
        goto special_missed;
    TOP = incref(h, *(const addr *)((const char *)k + ip[1]));
    RELEASE(o);
    ip += 3;
    DISPATCH();
}
op_LOAD_METHOD_OF_TYPE: {
    slot self = TOP;
    addr type = object_type(h, OBJECT(self));
    const struct type_object *t = type_at(h, type);
    if (HEAP_UNLIKELY(t->version_tag != ip[0] || !special_is_not_own(h, OBJECT(self), t, type, ip[1])))
        goto special_missed;
    TOP = incref(h, special_to_object(ip[2]));
    PUSH(self);
    ip += 3;
    DISPATCH();
}
op_STORE_ATTR_VALUE: {
    slot o = TOP, value = SECOND;
    const struct type_object *t = type_at(h, object_type(h, OBJECT(o)));
    addr values = t->version_tag == ip[0] && !special_dict(h, OBJECT(o)) ? special_values(h, OBJECT(o), t) : 0;
    if (HEAP_UNLIKELY(!values))
        goto special_missed;
    addr *to = &values_slots(h, values)[ip[1]], old = *to;
    if (HEAP_UNLIKELY(!old))
        values_note_insertion(h, values, ip[1]);
    AT();
    sp -= 2;
    ip += 3;
    if (HEAP_LIKELY(!old || !reference_is_dropped(h, old))) {
        *to = slot_own(h, value);
    } else { /* what goes may look at counts: the stack holds the value too */
        *to = incref(h, OBJECT(value));
        object_release(h, old);
        slot_release(h, value);
    }
    slot_release(h, o);
    DISPATCH();
}
op_STORE_ATTR_SLOT: {
    slot o = TOP, value = SECOND;
    if (HEAP_UNLIKELY(type_at(h, object_type(h, OBJECT(o)))->version_tag != ip[0]))
        goto special_missed;
    AT();
    object_replace(h, &HEAP_FIELD(h, OBJECT(o), ip[1], addr), incref(h, OBJECT(value)));
    sp -= 2;
    slot_release(h, value);
    slot_release(h, o);
    ip += 3;
    DISPATCH();
}
op_LOAD_METHOD: {
    AT();
    addr method, attribute;
    uint32_t *here = SELF;
    if (here[1])
        here[1]--;
    else
        specialize_load_method(h, here, OBJECT(TOP), names[ARG]);
    FALL(status = evaluate_load_method(h, OBJECT(TOP), names[ARG], &method, &attribute));
    slot self = TOP;
    if (method) {
        TOP = method;
        PUSH(self);
    } else {
        TOP = 0;
        PUSH(attribute);
        slot_release(h, self);
    }
    ip += 3;
    DISPATCH();
}
op_LOAD_SUPER_ATTR: {
    AT();
    addr method, attribute;
    slot super = sp[-3], class = SECOND, self = TOP;
    FALL(status = evaluate_super_attr(h, OBJECT(super), OBJECT(class), OBJECT(self), names[ARG >> 2], ARG, &method, &attribute));
    sp -= 3;
    if (ARG & 1) {
        PUSH(method);
        PUSH(method ? slot_own(h, self) : attribute);
        if (!method)
            slot_release(h, self);
    } else {
        PUSH(attribute);
        slot_release(h, self);
    }
    slot_release(h, class);
    slot_release(h, super);
    DISPATCH();
}
op_STORE_ATTR: {
    AT();
    uint32_t *here = SELF;
    if (here[1])
        here[1]--;
    else
        specialize_store_attr(h, here, OBJECT(TOP), names[ARG]);
    FALL(status = object_setattr(h, OBJECT(TOP), names[ARG], OBJECT(SECOND)));
    sp -= 2;
    slot_release(h, sp[0]);
    slot_release(h, sp[1]);
    ip += 3;
    DISPATCH();
}
op_DELETE_ATTR:
    AT();
    FALL(status = object_setattr(h, OBJECT(TOP), names[ARG], 0));
    slot_release(h, POP());
    DISPATCH();

    /* ---- calls */
op_CALL:
    AT();
    kwnames = 0;
    goto call;
op_CALL_KW:
    AT();
    kwnames = POP();
    goto call;
op_CALL_NAMED:
    kwnames = consts[*ip++] | SLOT_BORROWED;
    AT();
call: { /* base: NULL callable | callable NULL | callable first */
    slot *base = sp - ARG - 2;
    if ((!base[0] || !base[1]) && object_kind(h, OBJECT(base[0] | base[1])) == KIND_METHOD) { /* a bound method is taken apart */
        addr method = slot_own(h, base[0] | base[1]), function, self;
        method_parts(h, method, &function, &self);
        base[0] = incref(h, function);
        base[1] = incref(h, self);
        decref(h, method);
    }
    slot callable = base[0] ? base[0] : base[1];
    bool first = base[0] && base[1];
    slot *args = base + 2 - first;
    size_t count = ARG + first;
    frame->top = (uint32_t)(sp - locals);
    if (object_kind(h, OBJECT(callable)) == KIND_FUNCTION) {
        sp = base;
        frame->top = (uint32_t)(sp - locals);
        if (HEAP_LIKELY(!kwnames && !(callable & SLOT_BORROWED))) {
            addr quick = quick_frame(h, callable, args, count);
            if (HEAP_LIKELY(quick != 0)) {
                f = quick;
                enter(h, f);
                goto enter_frame;
            }
        }
        addr called = bind_call(h, slot_own(h, callable), args, count, OBJECT(kwnames));
        slot_release(h, kwnames);
        if (HEAP_UNLIKELY(!called))
            goto raised;
        enter(h, called);
        f = called;
        goto begin;
    }
    addr result;
    status = call_foreign(h, OBJECT(callable), args, count, OBJECT(kwnames), &result);
    sp = base;
    release_call(h, callable, args, count);
    slot_release(h, kwnames);
    FALL(status);
    PUSH(result);
    CHECK_PAUSE();
    table = WATCHED() ? watched : plain;
    DISPATCH();
}
op_CALL_FUNCTION_EX: {
    AT();
    slot kwargs = ARG & 1 ? POP() : 0;
    slot args = POP(), upper = POP(), lower = POP(), callable = upper | lower; /* one of them is NULL */
    addr result;
    if (!args) { /* f(*name): the NULL above came with LOAD_GLOBAL, below the value */
        args = kwargs;
        kwargs = 0;
    }
    frame->top = (uint32_t)(sp - locals);
    status = evaluate_args_tuple(h, OBJECT(callable), &args);
    if (status == HEAP_OK && h->abi.call_ex_is_inlined && object_kind(h, OBJECT(callable)) == KIND_FUNCTION) {
        addr called = evaluate_bind_ex(h, OBJECT(callable), OBJECT(args), OBJECT(kwargs));
        slot_release(h, callable);
        slot_release(h, args);
        slot_release(h, kwargs);
        if (HEAP_UNLIKELY(!called))
            goto raised;
        enter(h, called);
        f = called;
        goto begin;
    }
    if (status == HEAP_OK)
        status = evaluate_call_ex(h, OBJECT(callable), OBJECT(args), OBJECT(kwargs), &result);
    slot_release(h, callable);
    slot_release(h, args);
    slot_release(h, kwargs);
    FALL(status);
    PUSH(result);
    CHECK_PAUSE();
    table = WATCHED() ? watched : plain;
    DISPATCH();
}
op_MAKE_FUNCTION: {
    AT();
    addr made;
    uint32_t flags = ARG;
    FALL(status = make_function(h, sp, flags, frame->globals, &made));
    sp -= 1 + __builtin_popcount(flags);
    PUSH(made);
    DISPATCH();
}

    /* ---- displays */
op_BUILD_TUPLE: {
    AT();
    addr made = tuple_new(h, ARG);
    if (!made)
        goto raised;
    sp -= ARG;
    for (uint32_t i = 0; i < ARG; i++)
        tuple_init(h, made, i, slot_own(h, sp[i]));
    tuple_done_whole(h, made);
    PUSH(made);
    DISPATCH();
}
op_BUILD_LIST: {
    AT();
    addr made = list_new(h, ARG);
    if (!made)
        goto raised;
    sp -= ARG;
    for (uint32_t i = 0; i < ARG; i++)
        list_init(h, made, i, slot_own(h, sp[i]));
    PUSH(made);
    DISPATCH();
}
op_BUILD_SET: {
    AT();
    addr made = set_new(h);
    if (!made)
        goto raised;
    for (uint32_t i = 0; i < ARG; i++) {
        status = set_add(h, made, OBJECT(sp[(ptrdiff_t)i - (ptrdiff_t)ARG]));
        if (status != HEAP_OK) {
            decref(h, made);
            goto failed;
        }
    }
    for (uint32_t i = 0; i < ARG; i++)
        slot_release(h, sp[(ptrdiff_t)i - (ptrdiff_t)ARG]);
    sp -= ARG;
    PUSH(made);
    DISPATCH();
}
op_BUILD_MAP: {
    AT();
    slot *pairs = sp - 2 * (ptrdiff_t)ARG;
    bool unicode = true;
    for (uint32_t i = 0; i < ARG && unicode; i++)
        unicode = key_is_str(h, OBJECT(pairs[2 * i]));
    addr made = ARG ? dict_new_presized(h, ARG, unicode) : dict_new(h);
    if (!made)
        goto raised;
    for (uint32_t i = 0; i < ARG; i++) {
        status = dict_set(h, made, OBJECT(pairs[2 * i]), OBJECT(pairs[2 * i + 1]));
        if (status != HEAP_OK) {
            decref(h, made);
            goto failed;
        }
    }
    while (sp > pairs)
        slot_release(h, POP());
    PUSH(made);
    DISPATCH();
}
op_BUILD_CONST_KEY_MAP: {
    AT();
    slot keys = TOP, *values = sp - 1 - ARG;
    bool unicode = true;
    for (uint32_t i = 0; i < ARG && unicode; i++)
        unicode = key_is_str(h, tuple_item(h, OBJECT(keys), i));
    addr made = dict_new_presized(h, ARG, unicode);
    if (!made)
        goto raised;
    for (uint32_t i = 0; i < ARG; i++) {
        status = dict_set(h, made, tuple_item(h, OBJECT(keys), i), OBJECT(values[i]));
        if (status != HEAP_OK) {
            decref(h, made);
            goto failed;
        }
    }
    while (sp > values)
        slot_release(h, POP());
    PUSH(made);
    DISPATCH();
}
op_BUILD_STRING: {
    AT();
    addr made;
    FALL(status = evaluate_build_string(h, sp - ARG, ARG, &made));
    for (uint32_t i = 0; i < ARG; i++)
        slot_release(h, POP());
    PUSH(made);
    DISPATCH();
}
op_LIST_APPEND:
    AT();
    FALL(status = list_append(h, OBJECT(sp[-(ptrdiff_t)ARG - 1]), OBJECT(TOP)));
    slot_release(h, POP());
    DISPATCH();
op_SET_ADD:
    AT();
    FALL(status = set_add(h, OBJECT(sp[-(ptrdiff_t)ARG - 1]), OBJECT(TOP)));
    slot_release(h, POP());
    DISPATCH();
op_MAP_ADD:
    AT();
    FALL(status = dict_set(h, OBJECT(sp[-(ptrdiff_t)ARG - 2]), OBJECT(SECOND), OBJECT(TOP)));
    slot_release(h, POP());
    slot_release(h, POP());
    DISPATCH();
op_LIST_EXTEND:
    AT();
    FALL(status = evaluate_list_extend(h, OBJECT(sp[-(ptrdiff_t)ARG - 1]), OBJECT(TOP)));
    slot_release(h, POP());
    DISPATCH();
op_SET_UPDATE:
    AT();
    FALL(status = set_update(h, OBJECT(sp[-(ptrdiff_t)ARG - 1]), OBJECT(TOP)));
    slot_release(h, POP());
    DISPATCH();
op_DICT_UPDATE:
    AT();
    FALL(status = evaluate_dict_merge(h, OBJECT(sp[-(ptrdiff_t)ARG - 1]), OBJECT(TOP), 0));
    slot_release(h, POP());
    DISPATCH();
op_DICT_MERGE:
    AT(); /* NULL callable args dict ... mapping */
    FALL(status = evaluate_dict_merge(h, OBJECT(sp[-(ptrdiff_t)ARG - 1]), OBJECT(TOP), OBJECT(sp[-(ptrdiff_t)ARG - 3] ? sp[-(ptrdiff_t)ARG - 3] : sp[-(ptrdiff_t)ARG - 4])));
    slot_release(h, POP());
    DISPATCH();
op_LIST_TO_TUPLE: {
    AT();
    addr made = tuple_from(h, list_items(h, OBJECT(TOP)), list_length(h, OBJECT(TOP)));
    if (!made)
        goto raised;
    slot old = TOP;
    TOP = made;
    slot_release(h, old);
    DISPATCH();
}
op_UNPACK_SEQUENCE: {
    slot o = POP(); /* the stack has room for the items alone, and what lies behind it is the next frame's */
    AT();
    status = evaluate_unpack(h, OBJECT(o), ARG, sp);
    if (HEAP_LIKELY(status == HEAP_OK))
        sp += (ptrdiff_t)ARG;
    slot_release(h, o);
    FALL(status);
    DISPATCH();
}
op_UNPACK_EX: {
    slot o = POP();
    AT();
    size_t before = ARG & 0xff, after = ARG >> 8, total = before + 1 + after;
    status = evaluate_unpack_ex(h, OBJECT(o), before, after, sp);
    if (HEAP_LIKELY(status == HEAP_OK))
        sp += (ptrdiff_t)total;
    slot_release(h, o);
    FALL(status);
    DISPATCH();
}

    /* ---- texts */
op_CONVERT_VALUE: {
    AT();
    addr text = evaluate_convert(h, OBJECT(TOP), ARG);
    if (!text)
        goto raised;
    slot old = TOP;
    TOP = text;
    slot_release(h, old);
    DISPATCH();
}
op_FORMAT_SIMPLE: {
    AT();
    if (ARG == 0 && is_exact(h, OBJECT(TOP), KIND_STR))
        DISPATCH();
    addr text;
    FALL(status = evaluate_format(h, OBJECT(TOP), ARG, 0, &text));
    slot old = TOP;
    TOP = text;
    slot_release(h, old);
    DISPATCH();
}
op_FORMAT_WITH_SPEC: {
    AT();
    addr text;
    FALL(status = evaluate_format(h, OBJECT(SECOND), ARG, OBJECT(TOP), &text));
    slot value = SECOND, spec = TOP;
    sp--;
    TOP = text;
    slot_release(h, value);
    slot_release(h, spec);
    DISPATCH();
}

    /* ---- loops and jumps */
op_GET_ITER: {
    AT();
    addr iterator;
    FALL(status = object_iter(h, OBJECT(TOP), &iterator));
    slot old = TOP;
    TOP = iterator;
    slot_release(h, old);
    DISPATCH();
}
op_FOR_ITER: {
    addr o = OBJECT(TOP), type = object_type(h, o), item;
    if (type == h->type[KIND_RANGE_ITERATOR]) {
        if (quick_range_next(h, o, &item)) {
            if (HEAP_UNLIKELY(!item))
                goto raised_here;
            PUSH(item);
            DISPATCH();
        }
    } else if (type == h->type[KIND_LIST_ITERATOR]) {
        struct index_iterator *it = index_iterator_at(h, o);
        if (it->sequence && (uint64_t)it->index < (uint64_t)list_at(h, it->sequence)->size) {
            PUSH(incref(h, list_items(h, it->sequence)[it->index++]));
            DISPATCH();
        }
    } else if (type == h->type[KIND_TUPLE_ITERATOR]) {
        struct index_iterator *it = index_iterator_at(h, o);
        if (it->sequence && (uint64_t)it->index < (uint64_t)object_size_field(h, it->sequence)) {
            PUSH(incref(h, tuple_items(h, it->sequence)[it->index++]));
            DISPATCH();
        }
    }
    AT();
    frame->top = (uint32_t)(sp - locals);
    FALL(status = iterator_next(h, o, &item));
    if (HEAP_LIKELY(item != 0)) {
        PUSH(item);
        DISPATCH();
    }
    slot iterator = POP();
    ip = code + ARG;
    slot_release(h, iterator);
    DISPATCH();
}
op_JUMP:
    ip = code + ARG;
    DISPATCH();
op_JUMP_BACKWARD:
    if (HEAP_UNLIKELY(interpreter_must_pause(h))) {
        AT();
        frame->top = (uint32_t)(sp - locals);
        FALL(status = interpreter_pause(h));
    }
    ip = code + ARG;
    DISPATCH();
op_POP_JUMP_IF_FALSE: {
    slot o = TOP;
    if (o == h->singleton[SINGLETON_TRUE] || o == h->singleton[SINGLETON_FALSE]) { /* never the last reference */
        sp--;
        if (o == h->singleton[SINGLETON_FALSE])
            ip = code + ARG;
        decref(h, o);
        DISPATCH();
    }
    goto truth;
}
op_POP_JUMP_IF_TRUE: {
    slot o = TOP;
    if (o == h->singleton[SINGLETON_TRUE] || o == h->singleton[SINGLETON_FALSE]) {
        sp--;
        if (o == h->singleton[SINGLETON_TRUE])
            ip = code + ARG;
        decref(h, o);
        DISPATCH();
    }
}
truth: {
    bool truth, wanted = (word & 0xff) == OP_POP_JUMP_IF_TRUE;
    AT();
    FALL(status = to_bool(h, OBJECT(TOP), &truth));
    slot_release(h, POP());
    if (truth == wanted)
        ip = code + ARG;
    DISPATCH();
}
op_POP_JUMP_IF_NONE:
op_POP_JUMP_IF_NOT_NONE: {
    slot o = POP();
    bool is_none = OBJECT(o) == none(h);
    RELEASE(o);
    if (is_none == ((word & 0xff) == OP_POP_JUMP_IF_NONE))
        ip = code + ARG;
    DISPATCH();
}
op_JUMP_IF_FALSE_OR_POP:
    AT();
op_JUMP_IF_TRUE_OR_POP: {
    AT();
    bool truth;
    FALL(status = to_bool(h, OBJECT(TOP), &truth));
    if (truth == ((word & 0xff) == OP_JUMP_IF_TRUE_OR_POP))
        ip = code + ARG;
    else
        slot_release(h, POP());
    DISPATCH();
}

    /* ---- returns, generators */
op_RETURN_VALUE: {
    AT();
    slot s = POP();
    addr value = slot_own(h, s);
    bool entry = frame->entry;
    if (HEAP_LIKELY(quick_leaves(h, frame))) {
        quick_leave(h, f, frame, sp);
    } else {
        frame->top = (uint32_t)(sp - locals);
        leave(h, f);
    }
    if (entry) {
        *out = value;
        return HEAP_OK;
    }
    f = h->frame;
    iframe_slots(h, f)[iframe_at(h, f)->top++] = value;
    goto returned;
}
returned: /* to the frame f, whose call has its result on the stack now */
    frame = iframe_at(h, f);
    frame->at++;
    table = WATCHED() ? watched : plain;
    goto enter_frame;
op_RETURN_GENERATOR: {
    AT();
    bool entry = frame->entry;
    frame->top = (uint32_t)(sp - locals);
    frame->at = (uint32_t)(ip - code);
    addr caller = frame->previous;
    addr g = generator_new(h, f);
    if (!g) {
        frame->at--;
        goto raised;
    }
    h->frame = caller;
    h->recursion_depth--;
    if (HEAP_UNLIKELY(h->tracing))
        trace_location_changed(h);
    if (entry) {
        *out = g;
        return HEAP_OK;
    }
    f = caller;
    iframe_slots(h, f)[iframe_at(h, f)->top++] = g;
    goto returned;
}
op_YIELD_VALUE: {
    AT();
    slot s = POP();
    addr value = slot_own(h, s);
    for (slot *p = locals; p < sp; p++)
        if (*p & SLOT_BORROWED)
            *p = slot_own(h, *p);
    frame->top = (uint32_t)(sp - locals);
    frame->at = (uint32_t)(ip - code);
    generator_fields(h, generator_of_frame(h, f))->state = GENERATOR_SUSPENDED;
    h->frame = frame->previous;
    frame->previous = 0;
    h->recursion_depth--;
    if (HEAP_UNLIKELY(h->tracing))
        trace_location_changed(h);
    *out = value; /* a generator's frame is always the entry of a loop */
    return HEAP_OK;
}
op_GET_YIELD_FROM_ITER: {
    AT();
    addr iterator;
    FALL(status = evaluate_yield_from_iter(h, OBJECT(TOP), f, &iterator));
    slot old = TOP;
    TOP = iterator;
    slot_release(h, old);
    DISPATCH();
}
op_SEND: {
    AT();
    addr yielded, result;
    frame->top = (uint32_t)(sp - locals);
    FALL(status = evaluate_send(h, OBJECT(SECOND), OBJECT(TOP), &yielded, &result));
    slot value = POP();
    slot_release(h, value);
    if (yielded) {
        PUSH(yielded);
        DISPATCH();
    }
    slot receiver = TOP;
    TOP = result;
    ip = code + ARG;
    slot_release(h, receiver);
    DISPATCH();
}
op_CLEANUP_THROW: {
    AT(); /* receiver last exception */
    addr exception = OBJECT(TOP), value;
    if (object_kind(h, exception) != KIND_STOP_ITERATION) {
        exception_restore(h, incref(h, exception));
        status = HEAP_RAISED;
        in_traceback = false;
        goto unwinding;
    }
    value = exception_at(h, exception)->u.stop.value;
    value = incref(h, value ? value : none(h));
    for (int i = 0; i < 3; i++)
        slot_release(h, POP());
    PUSH(value);
    DISPATCH();
}

    /* ---- exceptions */
op_PUSH_EXC_INFO: {
    AT();
    slot exception = TOP;
    struct handled *handled = heap_at(h, h->handled);
    TOP = handled->value ? handled->value : incref(h, none(h));
    handled->value = incref(h, OBJECT(exception));
    h->handling = handled->value;
    PUSH(exception);
    DISPATCH();
}
op_POP_EXCEPT: {
    AT();
    slot previous = POP();
    struct handled *handled = heap_at(h, h->handled);
    addr old = handled->value;
    handled->value = OBJECT(previous) == none(h) ? 0 : slot_own(h, previous);
    h->handling = handled->value ? handled->value : evaluate_handled(h);
    if (!handled->value)
        slot_release(h, previous);
    xdecref(h, old);
    DISPATCH();
}
op_CHECK_EXC_MATCH: {
    AT();
    bool match;
    FALL(status = exception_match(h, OBJECT(SECOND), OBJECT(TOP), &match));
    slot type = TOP;
    TOP = BOOL(match);
    slot_release(h, type);
    DISPATCH();
}
op_RERAISE: {
    AT();
    slot exception = POP();
    if (ARG) {
        int64_t at = 0;
        if (int_fits(h, OBJECT(sp[-(ptrdiff_t)ARG]), &at))
            frame->at = (uint32_t)at;
    }
    exception_restore(h, slot_own(h, exception));
    status = HEAP_RAISED;
    in_traceback = false;
    goto unwinding;
}
op_RAISE_VARARGS: {
    AT();
    if (ARG == 0) {
        in_traceback = !evaluate_reraise_handled(h);
        status = HEAP_RAISED;
        goto unwinding;
    }
    slot cause = ARG == 2 ? POP() : 0, exception = POP();
    status = evaluate_raise(h, OBJECT(exception), OBJECT(cause));
    slot_release(h, exception);
    slot_release(h, cause);
    goto failed;
}
op_BEFORE_WITH: {
    AT();
    addr method, exit, entered;
    FALL(status = evaluate_with_methods(h, OBJECT(TOP), &method, &exit));
    slot manager = TOP;
    TOP = exit;
    slot_release(h, manager);
    frame->top = (uint32_t)(sp - locals);
    status = object_call(h, method, NULL, 0, NULL, NULL, 0, &entered);
    decref(h, method);
    FALL(status);
    PUSH(entered);
    table = WATCHED() ? watched : plain;
    DISPATCH();
}
op_LOAD_SPECIAL: {
    AT();
    addr method, attribute;
    FALL(status = evaluate_load_special(h, OBJECT(TOP), ARG, &method, &attribute));
    slot self = TOP;
    if (method) {
        TOP = method;
        PUSH(self);
    } else {
        TOP = attribute;
        PUSH(0);
        slot_release(h, self);
    }
    DISPATCH();
}
op_WITH_EXCEPT_START: {
    AT(); /* exit [self] lasti previous exception */
    addr exception = OBJECT(TOP), traceback = exception_traceback(h, exception), result;
    slot self = ARG ? sp[-4] : 0, exit = ARG ? sp[-5] : sp[-4];
    addr args[4] = {OBJECT(self), object_type(h, exception), exception, traceback ? traceback : none(h)};
    frame->top = (uint32_t)(sp - locals);
    FALL(status = object_call(h, OBJECT(exit), self ? args : args + 1, self ? 4 : 3, NULL, NULL, 0, &result));
    PUSH(result);
    DISPATCH();
}
op_STOP_ITERATION_ERROR: {
    AT();
    slot exception = TOP;
    addr replaced;
    FALL(status = evaluate_stop_iteration_error(h, OBJECT(exception), &replaced));
    TOP = replaced;
    slot_release(h, exception);
    DISPATCH();
}

    /* ---- imports, annotations, the result */
op_IMPORT_NAME: {
    AT();
    addr module;
    int64_t level = 0;
    if (!int_fits(h, OBJECT(SECOND), &level))
        level = 0;
    frame->top = (uint32_t)(sp - locals);
    FALL(status = import_name(h, names[ARG], frame->globals, OBJECT(TOP), level, &module));
    slot_release(h, POP());
    slot old = TOP;
    TOP = module;
    slot_release(h, old);
    DISPATCH();
}
op_IMPORT_FROM: {
    AT();
    addr value;
    FALL(status = import_from(h, OBJECT(TOP), names[ARG], &value));
    PUSH(value);
    DISPATCH();
}
op_IMPORT_STAR:
    AT();
    FALL(status = import_star(h, OBJECT(TOP), frame->locals ? frame->locals : frame->globals));
    slot_release(h, POP());
    DISPATCH();
op_SETUP_ANNOTATIONS:
    AT();
    FALL(status = evaluate_setup_annotations(h, f));
    DISPATCH();
op_STORE_RESULT: {
    AT();
    slot value = POP();
    object_replace(h, &h->program.result, slot_own(h, value));
    DISPATCH();
}

    /* ---- match */
op_GET_LEN: {
    AT();
    int64_t length;
    FALL(status = object_length(h, OBJECT(TOP), &length));
    addr result = int_new(h, length);
    if (!result)
        goto raised;
    PUSH(result);
    DISPATCH();
}
op_MATCH_MAPPING: {
    AT();
    bool matches = evaluate_matches_mapping(h, OBJECT(TOP));
    PUSH(BOOL(matches));
    DISPATCH();
}
op_MATCH_SEQUENCE: {
    AT();
    bool matches = evaluate_matches_sequence(h, OBJECT(TOP));
    PUSH(BOOL(matches));
    DISPATCH();
}
op_MATCH_KEYS: {
    AT();
    addr values;
    FALL(status = evaluate_match_keys(h, OBJECT(SECOND), OBJECT(TOP), &values));
    PUSH(values);
    DISPATCH();
}
op_MATCH_CLASS: {
    AT();
    addr attributes;
    slot o = sp[-3], type = SECOND, keywords = TOP;
    FALL(status = evaluate_match_class(h, OBJECT(o), OBJECT(type), ARG, OBJECT(keywords), &attributes));
    sp -= 2;
    TOP = attributes;
    slot_release(h, o);
    slot_release(h, type);
    slot_release(h, keywords);
    DISPATCH();
}

    /* ---- what goes wrong */
unbound:
    AT();
    status = evaluate_raise_unbound(h, f, ARG);
    goto failed;
raised_here:
    AT();
raised:
    status = raise_status(h);
failed:
    in_traceback = true;
unwinding: /* status and, for an exception, the pending one; f and sp are where it happened */
    if (status == HEAP_RAISED && HEAP_UNLIKELY(h->raised.abandoned))
        status = HEAP_ABANDONED; /* whoever could answer no more than that it failed */
    if (status == HEAP_RAISED) {
        const struct code_handler *handler;
        frame->top = (uint32_t)(sp - locals);
        addr exception = evaluate_catch(h, f, in_traceback);
        if (HEAP_UNLIKELY(!exception)) {
            status = HEAP_ABANDONED;
            goto unwinding;
        }
        if (HEAP_UNLIKELY(interpreter_of(h)->monitor.on) && in_traceback)
            exception = monitor_exception(h, f, exception);
        handler = find_handler(h, frame->code, (uint32_t)(ip - code) - 1); /* RERAISE sets `at` back */
        if (handler) {
            uint32_t at = frame->at;
            while (sp > locals + code_at(h, frame->code)->nlocalsplus + handler->depth)
                slot_release(h, POP());
            if (handler->lasti) {
                addr number = int_new(h, at);
                PUSH(number ? number : incref(h, none(h)));
                if (!number)
                    heap_clear_raised(h);
            }
            PUSH(exception);
            ip = code + handler->target;
            table = WATCHED() ? watched : plain;
            DISPATCH();
        }
        exception_restore(h, exception);
    }
    while (sp > locals + code_at(h, frame->code)->nlocalsplus)
        slot_release(h, POP());
    frame->top = (uint32_t)(sp - locals);
    bool entry = frame->entry;
    if (HEAP_UNLIKELY(interpreter_of(h)->monitor.on))
        monitor_unwind(h, f, status == HEAP_RAISED);
    leave(h, f);
    if (entry)
        return status;
    f = h->frame;
    frame = iframe_at(h, f);
    code = code_instructions(h, frame->code);
    locals = iframe_slots(h, f);
    consts = tuple_items(h, code_at(h, frame->code)->consts);
    names = tuple_items(h, code_at(h, frame->code)->names);
    sp = locals + frame->top;
    ip = code + frame->at + 1;
    if (HEAP_UNLIKELY(table == watched))
        watch = watch_behind(h, f, frame->at);
    goto failed;
}
