/* Reference counts: every reference there is, from objects and from the library itself, counted anew and
 * compared. */
#include "daemon/heap/frame.h"
#include "daemon/heap/object/dict.h"
#include "daemon/heap/object/generator.h"
#include "daemon/heap/references.h"
#include "daemon/heap/verifying.h"

static uint32_t *count_of(const struct verifying *v, addr o)
{
    const struct heap *h = v->h;
    uint64_t small = (o - HEAP_BASE - REGION_ARENAS) / 16, large = (o - h->large.start) / 16;
    if (!object_in_blocks(o))
        return &v->counts[v->counts_low + v->counts_large + (o - HEAP_BASE - REGION_STATIC) / 16];
    if (arena_owns(o))
        return small < v->counts_low ? &v->counts[small] : NULL;
    return o >= h->large.start && large < v->counts_large ? &v->counts[v->counts_low + large] : NULL;
}

static bool is_in_static_area(const struct heap *h, addr a)
{
    return a >= HEAP_BASE + REGION_STATIC && a < h->static_top;
}

/* Made when the heap was, and never released. What such objects have of each other is not counted, but what
 * others have of them is. */
static bool is_fixed(const struct heap *h, addr o)
{
    return !object_in_blocks(o) && !object_is_resident(h, o);
}

static void count(const struct heap *h, void *context, const addr *field, addr to)
{
    struct verifying *v = context;
    if (!object_exists(h, to)) {
        verify_report(v, "reference: to what is no object", heap_addr(h, field), 0, to);
        return;
    }
    if (is_fixed(h, to) && is_in_static_area(h, heap_addr(h, field)))
        return;
    uint32_t *n = count_of(v, to);
    if (n)
        ++*n;
}

/* The names in shared keys whose class is gone: once, with the first dict that has them. */
static void count_orphaned_names(struct verifying *v, addr keys)
{
    if (!host_marks_remove(&v->orphans, keys))
        return;
    for (size_t i = 0; i < keys_shared_size(v->h, keys); i++)
        count(v->h, v, &keys_unicode(keys_at(v->h, keys))[i].key, keys_shared_name(v->h, keys, i));
}

static void count_from(struct verifying *v, addr o)
{
    references_counted(v->h, o, count, v);
    if (object_kind(v->h, o) == KIND_DICT && dict_at(v->h, o)->values)
        count_orphaned_names(v, dict_at(v->h, o)->keys);
}

/* The references that the library itself holds: names and values of locals, handles, the
 * pending exception, the module __main__, whose dict counts as any other. */
static void count_own(struct verifying *v)
{
    const struct heap *h = v->h;
    addr name, value;
    uint32_t holds;
    for (size_t frame = 1; frame < frame_count_pushed(h); frame++)
        for (size_t position = 0; name_next(h, frame, &position, &name, &value);) {
            count(h, v, &name, name);
            count(h, v, &value, value);
        }
    for (size_t position = 0; handle_next(h, &position, &value, &holds);)
        while (holds-- > 0)
            count(h, v, &value, value);
    const addr raised[] = {h->raised.object, h->raised.detail[0], h->raised.detail[1], h->raised.text};
    for (size_t i = 0; i < 4; i++)
        if (raised[i])
            count(h, v, &raised[i], raised[i]);
    const addr *main = h->main ? &h->main : &h->globals;
    count(h, v, main, *main);
}

/* What a frame that runs holds: borrowed slots are somebody else's. */
static void count_frame(struct verifying *v, addr f)
{
    const struct heap *h = v->h;
    const struct interpreter_frame *frame = iframe_at(h, f);
    const slot *slots = iframe_slots(h, f);
    const addr *fields[] = {&frame->code, &frame->function, &frame->locals, &frame->object};
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
        if (*fields[i])
            count(h, v, fields[i], *fields[i]);
    for (size_t i = 0; i < frame->top; i++)
        if (slots[i] && !(slots[i] & SLOT_BORROWED))
            count(h, v, &slots[i], slots[i]);
}

static void count_program(struct verifying *v)
{
    const struct heap *h = v->h;
    const addr *fields[] = {&h->program.modules,         &h->program.sources,        &h->program.code,
                            &h->handled_outermost.value, &h->program.profile,        &h->program.trace,
                            &h->program.async_first,     &h->program.async_finalizer};
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
        if (*fields[i])
            count(h, v, fields[i], *fields[i]);
    for (addr a = h->program.keys; a; a = ((const struct program_keys *)heap_at(h, a))->next) {
        const struct program_keys *k = heap_at(h, a);
        for (uint32_t i = 0; i < k->count; i++)
            count(h, v, (const addr *)heap_at(h, k->keys) + i, ((const addr *)heap_at(h, k->keys))[i]);
    }
    for (addr f = h->frame; f; f = iframe_at(h, f)->previous)
        if (iframe_at(h, f)->owner == FRAME_ON_STACK ||
            generator_fields(h, generator_of_frame(h, f))->state == GENERATOR_EXECUTING)
            count_frame(v, f);
}

static void compare(struct verifying *v, addr o)
{
    const struct heap *h = v->h;
    if (object_is_immortal(h, o))
        return;
    uint32_t expected = *count_of(v, o), found = object_refcount(h, o);
    if (is_fixed(h, o) ? expected > found : expected != found)
        verify_report(v, "object: its reference count", o, expected, found);
}

void verify_references(struct verifying *v)
{
    verify_each_object(v, count_from);
    count_own(v);
    count_program(v);
    if (!v->h->dying && v->findings == 0) /* what is damaged has not told its references */
        verify_each_object(v, compare);
}
