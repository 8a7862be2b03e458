/* What follows a change of a heap (settle.h). */
#include "api/settle.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "api/resources/write_gc.h"
#include "api/value_write.h"

uint64_t heap_clock_us(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000000 + (uint64_t)t.tv_nsec / 1000;
}

#if defined HEAPD_DEBUG && !defined FUZZING_BUILD_MODE_UNSAFE_FOR_PRODUCTION
static bool print_finding(void *context, const struct finding *f)
{
    (void)context;
    fprintf(stderr, "heap_verify: %s at 0x%llx: expected %llu, found %llu\n", f->what,
            (unsigned long long)f->where, (unsigned long long)f->expected, (unsigned long long)f->found);
    return true;
}

void settle_check(const struct heap *h)
{
    if (heap_verify(h, print_finding, NULL) > 0)
        abort();
}
#endif

/* ---- events for those who watch ------------------------------------------------------------------ */

struct message {
    struct outbuf out;
    struct json_writer w;
};

static void message_begin(struct message *m, uint64_t seq)
{
    *m = (struct message){0};
    json_writer_init(&m->w, &m->out, false);
    json_begin_object(&m->w);
    json_member_uint(&m->w, "seq", seq);
}

static void message_send(struct message *m, struct session *session, const char *type)
{
    json_end_object(&m->w);
    if (!m->out.failed)
        event_publish(session_events(session), type, m->out.data, m->out.length);
    outbuf_destroy(&m->out);
}

static void tell_collection(struct session *session, uint64_t seq, const struct collection *c)
{
    struct message m;
    message_begin(&m, seq);
    write_collection_members(&m.w, c);
    message_send(&m, session, "collection");
}

/* What a finalizer or a callback said, or failed with. */
static void tell_text(struct session *session, uint64_t seq, const struct heap_event *e)
{
    struct message m;
    message_begin(&m, seq);
    json_member_address(&m.w, "object", e->object);
    json_member_string(&m.w, "text", e->u.text, e->text_length);
    message_send(&m, session, e->kind == EVENT_LOG ? "log" : "unraisable");
}

/* How many objects a request made or released, and the bytes of their blocks. */
static void tell_bulk(struct session *session, uint64_t seq, const char *type, uint64_t count, uint64_t bytes)
{
    struct message m;
    if (count == 0)
        return;
    message_begin(&m, seq);
    json_member_uint(&m.w, "count", count);
    json_member_uint(&m.w, "bytes", bytes);
    message_send(&m, session, type);
}

void settle_counted(struct session *session, const struct event_totals *totals)
{
    if (!event_stream_watched(session_events(session)))
        return;
    tell_bulk(session, session_seq(session), "allocations", totals->allocated, totals->allocated_bytes);
    tell_bulk(session, session_seq(session), "deallocations", totals->freed, totals->freed_bytes);
}

static void tell_change(struct session *session, struct heap *h, uint64_t seq)
{
    struct memory_stats memory;
    struct message m;
    memory_stats(h, &memory);
    message_begin(&m, seq);
    json_member_uint(&m.w, "used", memory.used);
    json_member_uint(&m.w, "committed", memory.committed);
    json_member_uint(&m.w, "objects", heap_object_count(h));
    message_send(&m, session, "change");
}

/* ---- history ------------------------------------------------------------------------------------- */

/* A full queue drops history rather than slow the heap down; the store counts what it dropped. */
static void append(struct api_request *request, struct session *session, const struct store_collection *rows,
                   size_t count)
{
    if (count > 0 && request->context->store)
        (void)!store_collections_append(request->context->store, session_record(session), rows, count);
}

static void store_rows(struct api_request *request, struct session *session, struct heap *h, uint64_t seq)
{
    enum { BATCH = 64 };
    struct store_collection rows[BATCH];
    size_t n = 0, count = session_is_replayed(session) ? 0 : events_notable_count(h);
    int64_t now = wall_clock_us();
    for (size_t i = 0; i < count; i++) {
        const struct heap_event *e = events_notable_at(h, i);
        if (e->kind != EVENT_COLLECTION) {
            tell_text(session, seq, e);
            continue;
        }
        const struct collection *c = &e->u.collection;
        tell_collection(session, seq, c);
        rows[n++] = (struct store_collection){
            .time = now,
            .seq = seq,
            .generation = c->generation,
            .cause = collection_cause_name(c->cause),
            .collected = c->collected,
            .uncollectable = c->uncollectable,
            .finalized = c->finalized,
            .examined = c->examined,
            .freed_bytes = c->freed_bytes,
            .pause_us = c->pause_us,
        };
        if (n == BATCH || i + 1 == count) {
            append(request, session, rows, n);
            n = 0;
        }
    }
    append(request, session, rows, n);
}

void settle_notable(struct api_request *request, struct session *session)
{
    struct heap *h = session_heap(session);
    if (HEAP_LIKELY(events_notable_count(h) == 0))
        return;
    store_rows(request, session, h, session_seq(session));
    events_notable_reset(h);
}

void settle_begin(struct session *session)
{
    struct heap *h = session_heap(session);
    if (!event_stream_watched(session_events(session)))
        return;
    if (events_record(h, 1) == HEAP_OK)
        events_reset(h);
    else
        heap_clear_raised(h); /* those who watch miss a number */
}

void settle(struct api_request *request, struct session *session)
{
    struct heap *h = session_heap(session);
    uint64_t seq = session_seq(session);
    settle_notable(request, session);
    if (h->recording_events) {
        struct event_totals t;
        events_totals(h, &t);
        (void)!events_record(h, 0);
        settle_counted(session, &t);
    }
    if (event_stream_watched(session_events(session)))
        tell_change(session, h, seq);
}
