/* Effects (effects.h). */
#include "api/effects.h"

#include "api/resources/write_gc.h"

bool effects_begin(struct effects *e, struct heap *h)
{
    e->heap = h;
    if (events_record(h, EFFECTS_LISTED) != HEAP_OK)
        return false;
    events_reset(h); /* the totals went on while nobody asked */
    return true;
}

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

static void write_list(struct json_writer *w, const struct heap *h, enum event_kind kind)
{
    json_begin_array(w);
    for (size_t i = 0; i < events_count(h); i++)
        if (events_at(h, i)->kind == kind)
            write_event(w, events_at(h, i));
    json_end_array(w);
}

void effects_write(struct effects *e, struct json_writer *w)
{
    struct heap *h = e->heap;
    struct event_totals t;
    events_totals(h, &t);
    json_key(w, "effects");
    json_begin_object(w);
    json_key(w, "allocated");
    write_list(w, h, EVENT_ALLOCATED);
    json_key(w, "freed");
    write_list(w, h, EVENT_FREED);
    json_key(w, "finalized");
    write_list(w, h, EVENT_FINALIZED);
    json_key(w, "resized");
    write_list(w, h, EVENT_RESIZED);
    json_key(w, "collections");
    write_list(w, h, EVENT_COLLECTION);
    json_key(w, "log");
    write_list(w, h, EVENT_LOG);
    json_key(w, "unraisable");
    write_list(w, h, EVENT_UNRAISABLE);
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
    events_reset(h);
}

void effects_end(struct effects *e) { (void)!events_record(e->heap, 0); }
