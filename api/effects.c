/* Effects (effects.h). */
#include "api/effects.h"

#include <stdlib.h>
#include <string.h>

#include "api/resources/write_gc.h"

bool effects_begin(struct effects *e, struct heap *h, uint32_t limit)
{
    *e = (struct effects){.heap = h, .limit = limit};
    e->kept = malloc(limit * sizeof *e->kept);
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
        if (e->count < e->limit)
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

void effects_write_event(struct json_writer *w, const struct heap_event *e)
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

static void write_list(struct json_writer *w, const struct effects *e, enum event_kind kind)
{
    json_begin_array(w);
    for (size_t i = 0; i < e->count; i++)
        if (e->kept[i].kind == kind)
            effects_write_event(w, &e->kept[i]);
    json_end_array(w);
}

void effects_write(struct effects *e, struct json_writer *w)
{
    effects_gather(e);
    const struct event_totals t = e->since;
    json_key(w, "effects");
    json_begin_object(w);
    json_key(w, "allocated");
    write_list(w, e, EVENT_ALLOCATED);
    json_key(w, "freed");
    write_list(w, e, EVENT_FREED);
    json_key(w, "finalized");
    write_list(w, e, EVENT_FINALIZED);
    json_key(w, "resized");
    write_list(w, e, EVENT_RESIZED);
    json_key(w, "collections");
    write_list(w, e, EVENT_COLLECTION);
    json_key(w, "log");
    write_list(w, e, EVENT_LOG);
    json_key(w, "unraisable");
    write_list(w, e, EVENT_UNRAISABLE);
    json_key(w, "counts");
    json_begin_object(w);
    json_member_uint(w, "allocated", t.allocated);
    json_member_uint(w, "allocated_bytes", t.allocated_bytes);
    json_member_uint(w, "freed", t.freed);
    json_member_uint(w, "freed_bytes", t.freed_bytes);
    json_member_uint(w, "resized", t.resized);
    json_member_uint(w, "finalized", t.finalized);
    json_member_uint(w, "collections", t.collections);
    json_member_uint(w, "not_listed", t.dropped);
    json_end_object(w);
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
