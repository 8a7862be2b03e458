/* Generators, coroutines, asynchronous generators: a frame that waits for the next value to be asked for.
 * Mirrors Objects/genobject.c; the evaluation of it is the language's (runtime.h). */
#include "daemon/heap/object/generator.h"

#include "daemon/heap/object/awaitable.h"
#include "daemon/heap/object/class.h"
#include "daemon/heap/object/container.h"
#include "daemon/heap/object/function.h"
#include "daemon/heap/object/heaptype.h"
#include "daemon/heap/object/member.h"
#include "daemon/heap/object/names.h"
#include "daemon/heap/object/scalar.h"
#include "daemon/heap/object/text.h"
#include "daemon/heap/runtime.h"

static enum kind kind_of_code(const struct code_object *code)
{
    return code->flags & CODE_COROUTINE         ? KIND_COROUTINE
           : code->flags & CODE_ASYNC_GENERATOR ? KIND_ASYNC_GENERATOR
                                                : KIND_GENERATOR;
}

/* (file, line, function) of a frame. *new* */
static addr origin_entry(struct heap *h, addr f)
{
    const struct code_object *code = code_at(h, iframe_at(h, f)->code);
    addr line = int_new(h, iframe_line(h, f)), items[3] = {code->filename, line, code->name};
    addr entry = line ? tuple_from(h, items, 3) : 0;
    xdecref(h, line);
    return entry;
}

/* Where the coroutine is made: the frames from `f` on outwards, as many as are wanted. *new*, 0: raised */
static addr origin_new(struct heap *h, addr f)
{
    uint32_t count = 0;
    for (addr at = f; at && count < h->program.origin_depth; at = iframe_at(h, at)->previous)
        count++;
    addr origin = tuple_new(h, count);
    for (uint32_t i = 0; origin && i < count; i++, f = iframe_at(h, f)->previous) {
        addr entry = origin_entry(h, f);
        if (!entry) {
            decref(h, origin);
            return 0;
        }
        tuple_init(h, origin, i, entry);
    }
    if (origin && count)
        tuple_done(h, origin);
    return origin;
}

addr generator_new(struct heap *h, addr f)
{
    const struct function_object *function = function_at(h, iframe_at(h, f)->function);
    enum kind kind = kind_of_code(code_at(h, iframe_at(h, f)->code));
    addr origin = 0;
    if (HEAP_UNLIKELY(kind == KIND_COROUTINE && h->program.origin_depth) &&
        !(origin = origin_new(h, iframe_at(h, f)->previous)))
        return 0;
    addr o = object_new(h, h->type[kind], iframe_slot_count(h, f));
    if (!o) {
        xdecref(h, origin);
        return 0;
    }
    HEAP_FIELD(h, o, 16, addr) = 0; /* where ob_size would be; the size follows from the code */
    struct generator_fields *g = generator_fields(h, o);
    *g = (struct generator_fields){.state = GENERATOR_CREATED,
                                   .origin = origin,
                                   .slots = (uint32_t)iframe_slot_count(h, f) & 0x7fffffffu,
                                   .name = incref(h, function->name),
                                   .qualname = incref(h, function->qualname)};
    if (h->abi.generator_has_code)
        HEAP_FIELD(h, o, 16, addr) = incref(h, iframe_at(h, f)->code);
    addr own = generator_frame(h, o);
    iframe_move(h, own, f);
    struct interpreter_frame *frame = iframe_at(h, own);
    frame->owner = FRAME_OF_GENERATOR;
    frame->previous = 0;
    if (frame->object)
        frame_object_at(h, frame->object)->frame = own;
    iframe_drop(h, f);
    object_track(h, o);
    return o;
}

void generator_ended(struct heap *h, addr g)
{
    generator_fields(h, g)->state = GENERATOR_CLEARED;
}

const char *generator_word(const struct heap *h, addr g)
{
    enum kind kind = object_kind(h, g);
    return kind == KIND_COROUTINE         ? "coroutine"
           : kind == KIND_ASYNC_GENERATOR ? "async generator"
                                          : "generator";
}

addr generator_code(const struct heap *h, addr g)
{
    return h->abi.generator_has_code ? HEAP_FIELD(h, g, 16, addr) : iframe_at(h, generator_frame(h, g))->code;
}

/* ---- the kinds ------------------------------------------------------------------------------- */

static bool has_frame(const struct heap *h, addr o)
{
    return generator_fields(h, o)->state < GENERATOR_CLEARED;
}

/* What runs is on the stack of calls: nothing of it is anybody's trash. */
static void generator_traverse(struct heap *h, addr o, span_visitor *visit, void *context)
{
    struct generator_fields *g = generator_fields(h, o);
    visit(h, context, &g->origin, 1, 1);
    if (h->abi.generator_has_code)
        visit(h, context, &HEAP_FIELD(h, o, 16, addr), 1, 1);
    visit(h, context, &g->name, 1, 1);
    visit(h, context, &g->qualname, 1, 1);
    if (!has_frame(h, o))
        visit(h, context, &iframe_at(h, generator_frame(h, o))->code, 1, 1);
    else if (g->state != GENERATOR_EXECUTING)
        iframe_traverse(h, generator_frame(h, o), visit, context);
    visit(h, context, &g->handled.value, 1, 1);
}

static bool take(addr *field, addr *reference)
{
    *reference = *field;
    *field = 0;
    return *reference;
}

static bool generator_release_next(struct heap *h, addr o, addr *reference)
{
    struct generator_fields *g = generator_fields(h, o);
    if (take(&g->origin, reference))
        return true;
    if (has_frame(h, o)) {
        g->state = GENERATOR_CLEARED;
        iframe_clear(h, generator_frame(h, o));
    }
    return (h->abi.generator_has_code && take(&HEAP_FIELD(h, o, 16, addr), reference)) ||
           take(&iframe_at(h, generator_frame(h, o))->code, reference) || take(&g->name, reference) ||
           take(&g->qualname, reference) || take(&g->handled.value, reference);
}

/* <generator object f at 0x...> */
static enum heap_status generator_repr(struct heap *h, addr o, struct text *out)
{
    text_putf(out, "<%s object ", object_type_name(h, o));
    text_put_str(h, out, generator_fields(h, o)->qualname);
    text_putf(out, " at 0x%llx>", (unsigned long long)o);
    return HEAP_OK;
}

/* An ended generator keeps the memory of its frame: the number of slots is what its block was made for. */
static size_t generator_size(const struct heap *h, addr o)
{
    return (size_t)type_at(h, h->type[KIND_GENERATOR])->basicsize +
           (size_t)generator_fields(h, o)->slots * sizeof(slot);
}

static enum heap_status generator_iter(struct heap *h, addr o, addr *out)
{
    *out = incref(h, o);
    return HEAP_OK;
}

/* A value that it returns is the StopIteration's. */
static enum heap_status generator_next(struct heap *h, addr o, addr *item)
{
    addr result = 0;
    enum heap_status status = runtime_send(h, o, none(h), item, &result);
    if (status == HEAP_OK && !*item && result && result != none(h))
        status = raise_stop(h, result);
    xdecref(h, result);
    return status;
}

#define WAITS                                                                                                \
    .traverse = generator_traverse, .release_next = generator_release_next, .repr = generator_repr,          \
    .size = generator_size

extern const struct kind_ops generator_ops, coroutine_ops, async_generator_ops;
const struct kind_ops generator_ops = {WAITS, .iter = generator_iter, .next = generator_next};
const struct kind_ops coroutine_ops = {WAITS};
const struct kind_ops async_generator_ops = {WAITS};

/* Fields that are shown: with gi_code there is a word more in front of them. */
#define FIELD(more, name, type, field)                                                                       \
    {                                                                                                        \
        name, type, MEMBER_READ_ONLY, 16 + (more) + offsetof(struct generator_fields, field)                 \
    }
#define CODE(name)                                                                                           \
    {                                                                                                        \
        name, MEMBER_OBJECT, MEMBER_READ_ONLY, 16                                                            \
    }
const struct member_spec *generator_members(const struct heap *h, enum kind kind)
{
    static const struct member_spec code[] = {CODE("gi_code"), {0}},
                                    origin[] = {FIELD(0, "cr_origin", MEMBER_OBJECT, origin), {0}},
                                    code_origin[] = {FIELD(8, "cr_origin", MEMBER_OBJECT, origin),
                                                     CODE("cr_code"),
                                                     {0}},
                                    running[] = {FIELD(0, "ag_running", MEMBER_BOOL, running), {0}},
                                    code_running[] = {
                                        FIELD(8, "ag_running", MEMBER_BOOL, running), CODE("ag_code"), {0}};
    bool has_code = h->abi.generator_has_code;
    if (kind == KIND_GENERATOR)
        return has_code ? code : NULL;
    return kind == KIND_COROUTINE ? has_code ? code_origin : origin : has_code ? code_running : running;
}
