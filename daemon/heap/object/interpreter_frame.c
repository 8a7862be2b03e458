/* Frames on the heap's stack, and frame objects. Mirrors Python/frame.c and Objects/frameobject.c. */
#include "daemon/heap/object/interpreter_frame.h"

#include <string.h>

#include "daemon/heap/object/class.h"
#include "daemon/heap/object/container.h"
#include "daemon/heap/object/dict.h"
#include "daemon/heap/object/function.h"
#include "daemon/heap/object/generator.h"
#include "daemon/heap/object/names.h"
#include "daemon/heap/object/sequence.h"
#include "daemon/heap/object/text.h"
#include "daemon/heap/object/type_variable.h"
#include "daemon/heap/object/unraisable.h"
#include "daemon/heap/region.h"

/* ---- the stack ------------------------------------------------------------------------------- */

static size_t frame_bytes(const struct heap *h, size_t slots)
{
    return (h->abi.frame_locals + slots * sizeof(slot) + 15) & ~(size_t)15;
}

addr iframe_push(struct heap *h, size_t slots)
{
    size_t bytes = frame_bytes(h, slots);
    if (HEAP_UNLIKELY(bytes > HEAP_BASE + REGION_STACK + REGION_STACK_SIZE - h->stack_top))
        return raise_none(h, EXC_RECURSION_ERROR, "maximum recursion depth exceeded");
    addr f = h->stack_top;
    h->stack_top += bytes;
    return f;
}

void iframe_drop(struct heap *h, addr f)
{
    h->stack_top = f;
}

uint32_t iframe_line(const struct heap *h, addr f)
{
    const struct interpreter_frame *frame = iframe_at(h, f);
    return code_position_at(h, frame->code, frame->at)->line;
}

bool iframe_incomplete(const struct heap *h, addr f)
{
    const struct interpreter_frame *frame = iframe_at(h, f);
    const uint32_t *instructions = code_instructions(h, frame->code);
    if (frame->owner == FRAME_OF_GENERATOR)
        return false;
    for (uint32_t i = 0; i <= frame->at; i++)
        if ((instructions[i] & 0xff) == CODE_RESUME)
            return false;
    return true;
}

static const char *ascii(const struct heap *h, addr s)
{
    return str_is_ascii(h, s) ? str_data(h, s) : "?";
}

const char *iframe_file(const struct heap *h, addr f)
{
    return ascii(h, code_at(h, iframe_at(h, f)->code)->filename);
}

const char *iframe_function(const struct heap *h, addr f)
{
    return ascii(h, code_at(h, iframe_at(h, f)->code)->qualname);
}

addr iframe_local(const struct heap *h, addr f, size_t i)
{
    const struct interpreter_frame *frame = iframe_at(h, f);
    addr value = slot_object(iframe_slots(h, f)[i]);
    uint8_t kind = bytes_data(h, code_at(h, frame->code)->localspluskinds)[i];
    if (value && kind & (CODE_CELL | CODE_FREE) && object_kind(h, value) == KIND_CELL)
        return *cell_value(h,
                           value); /* a cell variable whose cell has been made; before, a parameter's value */
    return value;
}

/* ---- the end of a frame ---------------------------------------------------------------------- */

void iframe_move(struct heap *h, addr to, addr from)
{
    struct interpreter_frame *source = iframe_at(h, from);
    slot *slots = iframe_slots(h, from), *moved = iframe_slots(h, to);
    *iframe_at(h, to) = *source;
    for (size_t i = 0; i < source->top; i++)
        moved[i] = slots[i] ? slot_own(h, slots[i]) : 0;
    memset(moved + source->top, 0, (iframe_slot_count(h, from) - source->top) * sizeof(slot));
    source->top = 0;
}

static void release_slots(struct heap *h, addr f)
{
    struct interpreter_frame *frame = iframe_at(h, f);
    slot *slots = iframe_slots(h, f);
    if (h->abi.locals_released_backwards) {
        while (frame->top > 0) {
            slot s = slots[--frame->top];
            slots[frame->top] = 0;
            slot_release(h, s);
        }
        return;
    }
    size_t top = frame->top;
    frame->top = 0; /* whoever looks meanwhile finds nothing */
    for (size_t i = 0; i < top; i++) {
        slot s = slots[i];
        slots[i] = 0;
        slot_release(h, s);
    }
}

/* Without a gi_code of its own (from 3.12 on) a generator keeps the code of the frame that has ended. */
static addr code_left(struct heap *h, addr f)
{
    const struct interpreter_frame *frame = iframe_at(h, f);
    bool kept = frame->owner == FRAME_OF_GENERATOR && !h->abi.generator_has_code;
    return kept ? incref(h, frame->code) : 0;
}

/* Has somebody asked for its object already? */
static bool has_object(const struct heap *h, addr f)
{
    return iframe_at(h, f)->owner == FRAME_OF_OBJECT || iframe_at(h, f)->object;
}

/* The frame object takes the frame over: it now says itself who called it. */
static void hand_over(struct heap *h, addr f, addr object)
{
    struct frame_object *o = frame_object_at(h, object);
    addr own = object + h->abi.frame_object_frame, back = iframe_at(h, f)->previous, code = code_left(h, f);
    if (iframe_at(h, f)->owner == FRAME_OF_GENERATOR && h->abi.generator_has_code)
        back = 0; /* up to 3.11 a generator forgets who asked for its values before it lets go of its frame */
    iframe_move(h, own, f);
    struct interpreter_frame *frame = iframe_at(h, own);
    frame->owner = FRAME_OF_OBJECT;
    frame->object = 0;
    frame->previous = 0;
    o->frame = own;
    struct interpreter_frame *left =
        iframe_at(h, f); /* whoever is just about to ask for its object finds nothing */
    left->locals = left->function = left->globals = left->builtins = 0;
    left->code = code;
    left->cleared = 1;
    if (back && has_object(h, back)) {
        object_replace(h, &o->back, frame_object_of(h, back));
    } else if (back) {
        struct pending pending; /* the frame may be left because of an exception */
        pending_set_aside(h, &pending);
        addr caller = frame_object_of(h, back);
        if (caller)
            object_replace(h, &o->back, caller);
        else
            heap_clear_raised(h); /* no memory: f_back is None, as CPython answers */
        pending_restore(h, &pending);
    }
    if (!object_is_tracked(h, object))
        object_track(h, object);
    decref(h, object);
}

void iframe_clear(struct heap *h, addr f)
{
    struct interpreter_frame *frame = iframe_at(h, f);
    addr object = frame->object;
    if (HEAP_UNLIKELY(object != 0)) {
        frame->object = 0;
        if (object_refcount(h, object) > 1) {
            hand_over(h, f, object);
            return;
        }
        frame_object_at(h, object)->frame = 0;
        decref(h, object);
    }
    release_slots(h, f);
    addr locals = frame->locals, function = frame->function, code = frame->code;
    frame->locals = frame->function = frame->globals = frame->builtins = 0;
    frame->code = code_left(h, f);
    frame->cleared = 1;
    xdecref(h, locals);
    xdecref(h, function);
    xdecref(h, code);
}

void iframe_traverse(struct heap *h, addr f, span_visitor *visit, void *context)
{
    struct interpreter_frame *frame = iframe_at(h, f);
    visit(h, context, &frame->object, 1, 1);
    visit(h, context, &frame->locals, 1, 1);
    visit(h, context, &frame->function, 1, 1);
    visit(h, context, &frame->code, 1, 1);
    visit(h, context, iframe_slots(h, f), frame->top, 1);
}

/* ---- frame objects --------------------------------------------------------------------------- */

addr frame_object_of(struct heap *h, addr f)
{
    if (iframe_at(h, f)->owner == FRAME_OF_OBJECT)
        return incref(h, f - h->abi.frame_object_frame);
    if (iframe_at(h, f)->object)
        return incref(h, iframe_at(h, f)->object);
    addr o = object_new(h, h->type[KIND_FRAME], iframe_slot_count(h, f));
    if (!o)
        return 0;
    struct frame_object *p = frame_object_at(h, o);
    /* ob_size is where f_back is: a frame's size follows from its code */
    *p = (struct frame_object){.base = p->base, .trace_lines = 1};
    if (HEAP_UNLIKELY(iframe_at(h, f)->object)) { /* a finalizer has asked for it meanwhile */
        decref(h, o);
        return incref(h, iframe_at(h, f)->object);
    }
    if (HEAP_LIKELY(!iframe_at(h, f)->cleared)) { /* nor has one ended the generator that it is of */
        p->frame = f;
        iframe_at(h, f)->object = incref(h, o);
    }
    return o; /* untracked as long as its frame runs */
}

addr frame_object_back(struct heap *h, addr o, addr *out)
{
    struct frame_object *p = frame_object_at(h, o);
    addr caller = p->frame ? iframe_at(h, p->frame)->previous : 0;
    *out = 0;
    if (p->back)
        *out = incref(h, p->back);
    else if (caller && !(*out = frame_object_of(h, caller)))
        return 0;
    return 1;
}

bool frame_object_has_frame(const struct heap *h, addr o)
{
    addr f = frame_object_at(h, o)->frame;
    return f && !iframe_at(h, f)->cleared;
}

bool frame_object_has_variables(const struct heap *h, addr o)
{
    if (!frame_object_has_frame(h, o))
        return false;
    addr f = frame_object_at(h, o)->frame;
    const struct code_object *code = code_at(h, iframe_at(h, f)->code);
    const uint8_t *kinds = bytes_data(h, code->localspluskinds);
    for (size_t i = 0; !(code->flags & CODE_OPTIMIZED) && i < tuple_length(h, code->localsplusnames); i++)
        if (kinds[i] & CODE_HIDDEN && iframe_local(h, f, i))
            return true;
    return code->flags & CODE_OPTIMIZED;
}

/* The dict may call what compares its keys, and a value that it gives up may be finalized: the value is held
 * meanwhile. */
static enum heap_status variable_to_dict(struct heap *h, addr value, addr name, addr d)
{
    bool found;
    if (!value)
        return dict_delete(h, d, name, &found);
    incref(h, value);
    enum heap_status status = dict_set(h, d, name, value);
    decref(h, value);
    return status;
}

/* What the variables of a function, or of an inlined comprehension in the body of a module or class, mean
 * now: put into `d`, and taken out where they have no value any more. A finalizer may drop the generator that
 * the frame lies in, whose frame then moves to its object: where it is is asked for each variable. */
static enum heap_status variables_to_dict(struct heap *h, addr o, addr d)
{
    addr code = incref(h, iframe_at(h, frame_object_at(h, o)->frame)->code),
         names = code_at(h, code)->localsplusnames;
    const uint8_t *kinds = bytes_data(h, code_at(h, code)->localspluskinds);
    bool function = code_at(h, code)->flags & CODE_OPTIMIZED;
    enum heap_status status = HEAP_OK;
    for (size_t i = 0; status == HEAP_OK && i < tuple_length(h, names) && frame_object_has_frame(h, o); i++)
        if (!function || !(kinds[i] & CODE_HIDDEN))
            status = variable_to_dict(h, iframe_local(h, frame_object_at(h, o)->frame, i),
                                      tuple_item(h, names, i), d);
    decref(h, code);
    return status;
}

static addr kept_locals(const struct heap *h, addr o)
{
    return frame_object_has_frame(h, o) ? iframe_at(h, frame_object_at(h, o)->frame)->locals : 0;
}

/* The one that the frame keeps from now on; a finalizer may have asked for one meanwhile. `d`
 * is taken over. */
static addr keep_locals(struct heap *h, addr o, addr d)
{
    addr kept = kept_locals(h, o);
    if (kept == d || !frame_object_has_frame(h, o))
        return d;
    if (!kept) {
        iframe_at(h, frame_object_at(h, o)->frame)->locals = incref(h, d);
        return d;
    }
    incref(h, kept);
    decref(h, d);
    return kept;
}

static enum heap_status locals_of(struct heap *h, addr o, addr *out)
{
    bool own = h->abi.frame_extra_locals && frame_object_has_variables(h, o);
    addr kept = own ? 0 : kept_locals(h, o), d = kept ? incref(h, kept) : dict_new(h);
    if (!d)
        return raise_status(h);
    /* The frame has been given up, perhaps by a finalizer that the new dict has called. */
    if (!frame_object_has_frame(h, o)) {
        *out = d;
        return HEAP_OK;
    }
    bool function = code_at(h, iframe_at(h, frame_object_at(h, o)->frame)->code)->flags & CODE_OPTIMIZED;
    enum heap_status status = function || !kept ? variables_to_dict(h, o, d) : HEAP_OK;
    if (status == HEAP_OK && own && *frame_object_extra(h, o))
        status = dict_update(h, d, *frame_object_extra(h, o));
    if (status != HEAP_OK)
        decref(h, d);
    else
        *out = function && h->abi.locals_are_kept ? keep_locals(h, o, d) : d;
    return status;
}

/* The dict of a module or class body is its namespace; of a function it is made anew, or one that the frame
 * keeps. The object is held: as long as it is, its frame is either where it was or its own. */
enum heap_status frame_object_locals(struct heap *h, addr o, addr *out)
{
    incref(h, o);
    enum heap_status status = locals_of(h, o, out);
    decref(h, o);
    return status;
}

/* ---- the kind -------------------------------------------------------------------------------- */

static addr own_frame(const struct heap *h, addr o)
{
    addr own = o + h->abi.frame_object_frame;
    return frame_object_at(h, o)->frame == own ? own : 0;
}

static void frame_traverse(struct heap *h, addr o, span_visitor *visit, void *context)
{
    struct frame_object *p = frame_object_at(h, o);
    visit(h, context, &p->back, 1, 1);
    visit(h, context, &p->trace, 1, 1);
    if (h->abi.frame_extra_locals) {
        visit(h, context, frame_object_extra(h, o), 1, 1);
        visit(h, context, frame_object_overwritten(h, o), 1, 1);
    }
    if (own_frame(h, o) && !iframe_at(h, own_frame(h, o))->cleared)
        iframe_traverse(h, own_frame(h, o), visit, context);
}

static bool take(addr *field, addr *reference)
{
    *reference = *field;
    *field = 0;
    return *reference;
}

/* frame_dealloc(): the locals first, in order, then what calls and code hold. */
static bool frame_release_next(struct heap *h, addr o, addr *reference)
{
    struct frame_object *p = frame_object_at(h, o);
    addr own = own_frame(h, o);
    if (own && !iframe_at(h, own)->cleared) {
        struct interpreter_frame *frame = iframe_at(h, own);
        slot *slots = iframe_slots(h, own);
        for (size_t i = 0; i < frame->top; i++)
            if (slots[i])
                return take(&slots[i], reference);
        if (frame->locals && take(&frame->locals, reference))
            return true;
        frame->globals = frame->builtins = 0;
        if (take(&frame->function, reference) || take(&frame->code, reference))
            return true;
        frame->cleared = 1;
    }
    if (take(&p->back, reference) || take(&p->trace, reference))
        return true;
    return h->abi.frame_extra_locals &&
           (take(frame_object_extra(h, o), reference) || take(frame_object_overwritten(h, o), reference));
}

static void frame_clear_kind(struct heap *h, addr o)
{
    object_replace(h, &frame_object_at(h, o)->trace, 0);
    if (h->abi.frame_extra_locals) {
        object_replace(h, frame_object_extra(h, o), 0);
        object_replace(h, frame_object_overwritten(h, o), 0);
    }
    addr own = own_frame(h, o);
    if (!own || iframe_at(h, own)->cleared)
        return;
    slot *slots = iframe_slots(h, own);
    for (size_t i = 0; i < iframe_at(h, own)->top; i++)
        object_replace(h, &slots[i], 0);
}

/* <frame at 0x..., file 'x.py', line 3, code f> */
static enum heap_status frame_repr(struct heap *h, addr o, struct text *out)
{
    addr f = frame_object_at(h, o)->frame;
    text_putf(out, "<frame at 0x%llx", (unsigned long long)o);
    if (f && iframe_at(h, f)->code) {
        uint32_t line = iframe_line(h, f);
        addr code = incref(h, iframe_at(h, f)->code); /* a text that grows may collect */
        text_put(out, ", file ", 7);
        enum heap_status status = object_repr(h, code_at(h, code)->filename, out);
        if (status == HEAP_OK) {
            text_putf(out, ", line %u, code ", line);
            text_put_str(h, out, code_at(h, code)->name);
        }
        decref(h, code);
        if (status != HEAP_OK)
            return status;
    }
    text_put(out, ">", 1);
    return HEAP_OK;
}

static size_t frame_size(const struct heap *h, addr o)
{
    addr f = frame_object_at(h, o)->frame;
    size_t slots = f && iframe_at(h, f)->code ? iframe_slot_count(h, f) : 0;
    return (size_t)type_at(h, h->type[KIND_FRAME])->basicsize + slots * sizeof(slot);
}

extern const struct kind_ops frame_ops;
const struct kind_ops frame_ops = {
    .traverse = frame_traverse,
    .release_next = frame_release_next,
    .clear = frame_clear_kind,
    .repr = frame_repr,
    .size = frame_size,
};

addr type_running_module(const struct heap *h)
{
    addr globals = h->frame ? iframe_at(h, h->frame)->globals : 0;
    return globals ? dict_get_str(h, globals, known_name(h, NAME_NAME)) : 0;
}
