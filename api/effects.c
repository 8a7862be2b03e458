/* Effects (effects.h). */
#include "api/effects.h"

#include <stdlib.h>
#include <string.h>

#include "api/resources/write_gc.h"

bool effects_begin(struct effects *e, struct heap *h, uint32_t limit)
{
    *e = (struct effects){.heap = h};
    e->room = limit + limit / 4; /* as the heap has it: what is rare always finds a place */
    e->kept = malloc(e->room * sizeof *e->kept);
    if (!e->kept)
        return false;
    if (events_record(h, limit) != HEAP_OK) {
        heap_clear_raised(h);
        free(e->kept);
        e->kept = NULL;
        return false;
    }
    events_reset(h); /* the totals went on while nobody asked */
    return true;
}

static void add(struct event_totals *to, const struct event_totals *t)
{
    to->allocated += t->allocated;
    to->allocated_bytes += t->allocated_bytes;
    to->freed += t->freed;
    to->freed_bytes += t->freed_bytes;
    to->resized += t->resized;
    to->finalized += t->finalized;
    to->collections += t->collections;
    to->dropped += t->dropped;
}

void effects_gather(struct effects *e)
{
    struct event_totals t;
    events_totals(e->heap, &t);
    for (size_t i = 0; i < events_count(e->heap); i++) {
        if (e->count < e->room)
            e->kept[e->count++] = *events_at(e->heap, i);
        else
            t.dropped++;
    }
    add(&e->since, &t);
    add(&e->sum, &t);
    events_reset(e->heap);
}

void effects_skip(struct effects *e)
{
    effects_gather(e);
    e->count = 0;
    memset(&e->since, 0, sizeof e->since);
}

/* {"id", "type", "size"}, what a collection did, or {"id", "text"}. */
static void write_event(struct json_writer *w, const struct heap_event *e)
{
    json_begin_object(w);
    if (e->kind == EVENT_COLLECTION) {
        write_collection_members(w, &e->u.collection);
    } else if (e->kind == EVENT_LOG || e->kind == EVENT_UNRAISABLE) {
        json_member_address(w, "id", e->object);
        json_member_string(w, "text", e->u.text, e->text_length);
    } else {
        json_member_address(w, "id", e->object);
        json_member_string(w, "type", e->u.text, e->text_length);
        json_member_uint(w, "size", e->size);
    }
    json_end_object(w);
}

void effects_write_members(struct json_writer *w, const struct event_totals *totals,
                           const struct heap_event *(*at)(const void *source, size_t i), const void *source,
                           size_t each, bool brief)
{
    static const struct {
        const char *name;
        enum event_kind kind;
        bool brief;
    } lists[] = {
        {"allocated", EVENT_ALLOCATED, true},    {"freed", EVENT_FREED, true},
        {"finalized", EVENT_FINALIZED, true},    {"resized", EVENT_RESIZED, false},
        {"collections", EVENT_COLLECTION, true}, {"log", EVENT_LOG, false},
        {"unraisable", EVENT_UNRAISABLE, false},
    };
    const struct heap_event *e;
    for (size_t k = 0; k < sizeof lists / sizeof *lists; k++) {
        size_t written = 0;
        if (brief && !lists[k].brief)
            continue;
        json_key_string(w, lists[k].name, strlen(lists[k].name));
        json_begin_array(w);
        for (size_t i = 0; written < each && (e = at(source, i)) != NULL; i++) {
            if (e->kind != lists[k].kind)
                continue;
            write_event(w, e);
            written++;
        }
        json_end_array(w);
    }
    json_key(w, "counts");
    json_begin_object(w);
    json_member_uint(w, "allocated", totals->allocated);
    json_member_uint(w, "allocated_bytes", totals->allocated_bytes);
    json_member_uint(w, "freed", totals->freed);
    json_member_uint(w, "freed_bytes", totals->freed_bytes);
    if (!brief) {
        json_member_uint(w, "resized", totals->resized);
        json_member_uint(w, "finalized", totals->finalized);
        json_member_uint(w, "collections", totals->collections);
        json_member_uint(w, "not_listed", totals->dropped);
    }
    json_end_object(w);
}

static const struct heap_event *kept_at(const void *source, size_t i)
{
    const struct effects *e = source;
    return i < e->count ? &e->kept[i] : NULL;
}

void effects_write(struct effects *e, struct json_writer *w)
{
    effects_gather(e);
    json_key(w, "effects");
    json_begin_object(w);
    effects_write_members(w, &e->since, kept_at, e, SIZE_MAX, false);
    json_end_object(w);
    effects_skip(e);
}

void effects_end(struct effects *e)
{
    if (!e->kept)
        return;
    effects_gather(e);
    (void)!events_record(e->heap, 0);
    free(e->kept);
    e->kept = NULL;
}
