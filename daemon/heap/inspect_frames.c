/* References of what has a frame within it: generators and their like, frame objects whose frames have ended.
 */
#include "daemon/heap/inspect_frames.h"

#include "daemon/heap/object/generator.h"
#include "daemon/heap/object/sequence.h"
#include "daemon/heap/state.h"

static struct edge field(const char *name)
{
    return (struct edge){.kind = EDGE_INTERNAL, .field = name};
}

static bool generator_edge(const struct heap *h, addr o, addr at, struct edge *out)
{
    const struct generator_fields *g = generator_fields(h, o);
    if (at == heap_addr(h, &g->name))
        *out = field("gi_name");
    else if (at == heap_addr(h, &g->qualname))
        *out = field("gi_qualname");
    else if (at == heap_addr(h, &g->handled.value))
        *out = field("gi_exc_state");
    else if (at == heap_addr(h, &g->origin))
        *out = field("gi_origin_or_finalizer");
    else if (h->abi.generator_has_code && at == o + 16)
        *out = field("gi_code");
    else
        return false;
    return true;
}

static bool frame_object_edge(const struct heap *h, addr o, addr at, struct edge *out)
{
    const struct frame_object *p = frame_object_at(h, o);
    if (at == heap_addr(h, &p->back))
        *out = field("f_back");
    else if (at == heap_addr(h, &p->trace))
        *out = field("f_trace");
    else
        return false;
    return true;
}

static struct edge frame_edge(const struct heap *h, addr f, addr at)
{
    const struct interpreter_frame *frame = iframe_at(h, f);
    if (at == heap_addr(h, &frame->code))
        return field("f_code");
    if (at == heap_addr(h, &frame->function))
        return field("f_func");
    if (at == heap_addr(h, &frame->globals))
        return field("f_globals");
    if (at == heap_addr(h, &frame->builtins))
        return field("f_builtins");
    if (at == heap_addr(h, &frame->locals))
        return field("f_locals");
    if (at == heap_addr(h, &frame->object))
        return field("frame_obj");
    addr slots = heap_addr(h, iframe_slots(h, f));
    if (!frame->code || at < slots || (at - slots) / sizeof(slot) >= frame->top)
        return field("f_extra_locals");
    size_t i = (at - slots) / sizeof(slot);
    const struct code_object *code = code_at(h, frame->code);
    if (i >= (size_t)code->nlocalsplus)
        return field("stack");
    return (struct edge){.kind = EDGE_LOCAL, .index = i, .name = tuple_item(h, code->localsplusnames, i)};
}

bool inspect_frame_edge(const struct heap *h, addr o, addr at, struct edge *out)
{
    enum kind kind = object_kind(h, o);
    if (kind_waits(kind)) {
        if (!generator_edge(h, o, at, out))
            *out = frame_edge(h, generator_frame(h, o), at);
        return true;
    }
    if (kind != KIND_FRAME)
        return false;
    if (!frame_object_edge(h, o, at, out))
        *out = frame_object_at(h, o)->frame ? frame_edge(h, frame_object_at(h, o)->frame, at)
                                            : field("f_extra_locals");
    return true;
}
