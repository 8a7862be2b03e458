/* Generators: a frame that waits for the next value to be asked for. Mirrors Objects/genobject.c; the evaluation of it is the
 * language's (runtime.h). */
#include "daemon/heap/object/generator.h"

#include "daemon/heap/object/class.h"
#include "daemon/heap/object/function.h"
#include "daemon/heap/object/heaptype.h"
#include "daemon/heap/object/names.h"
#include "daemon/heap/object/text.h"
#include "daemon/heap/runtime.h"

addr generator_new(struct heap *h, addr f)
{
    addr o = object_new(h, h->type[KIND_GENERATOR], iframe_slot_count(h, f));
    if (!o)
        return 0;
    HEAP_FIELD(h, o, 16, addr) = 0; /* where ob_size would be; the size follows from the code */
    struct generator_fields *g = generator_fields(h, o);
    addr function = iframe_at(h, f)->function; /* 0: eval() of a generator's code */
    const struct code_object *code = code_at(h, iframe_at(h, f)->code);
    *g = (struct generator_fields){.state = GENERATOR_CREATED,
                                   .slots = (uint32_t)iframe_slot_count(h, f),
                                   .name = incref(h, function ? function_at(h, function)->name : code->name),
                                   .qualname = incref(h, function ? function_at(h, function)->qualname : code->qualname)};
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

/* ---- the kind ---------------------------------------------------------------------------------------------- */

static bool has_frame(const struct heap *h, addr o)
{
    return generator_fields(h, o)->state < GENERATOR_CLEARED;
}

/* What runs is on the stack of calls: nothing of it is anybody's trash. */
static void generator_traverse(struct heap *h, addr o, span_visitor *visit, void *context)
{
    struct generator_fields *g = generator_fields(h, o);
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
    if (has_frame(h, o)) {
        g->state = GENERATOR_CLEARED;
        iframe_clear(h, generator_frame(h, o));
    }
    return (h->abi.generator_has_code && take(&HEAP_FIELD(h, o, 16, addr), reference)) ||
           take(&iframe_at(h, generator_frame(h, o))->code, reference) || take(&g->name, reference) || take(&g->qualname, reference) || take(&g->handled.value, reference);
}

/* <generator object f at 0x...> */
static enum heap_status generator_repr(struct heap *h, addr o, struct text *out)
{
    text_put(out, "<generator object ", 18);
    text_put_str(h, out, generator_fields(h, o)->qualname);
    text_putf(out, " at 0x%llx>", (unsigned long long)o);
    return HEAP_OK;
}

/* An ended generator keeps the memory of its frame: the number of slots is what its block was made for. */
static size_t generator_size(const struct heap *h, addr o)
{
    return (size_t)type_at(h, h->type[KIND_GENERATOR])->basicsize + (size_t)generator_fields(h, o)->slots * sizeof(slot);
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

extern const struct kind_ops generator_ops;
const struct kind_ops generator_ops = {
    .iter = generator_iter,
    .next = generator_next,
    .traverse = generator_traverse,
    .release_next = generator_release_next,
    .repr = generator_repr,
    .size = generator_size,
};
