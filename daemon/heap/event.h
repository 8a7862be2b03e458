/* What an operation does to the heap, recorded while asked for: bounded buffers in the tables area, read out
 * and emptied by the owner after each operation. Off costs one predictable branch for each object made or
 * released. A buffer that is full takes no more events: the first ones are kept.
 */
#ifndef HEAPD_HEAP_EVENT_H
#define HEAPD_HEAP_EVENT_H

#include "daemon/heap/base.h"
#include "daemon/heap/collector.h"

enum event_kind {
    EVENT_ALLOCATED = 1, /* object, type, size: by object.c, with the header complete */
    EVENT_FREED,         /* object, type, size: by object.c, its contents are gone already */
    EVENT_RESIZED,       /* object, type, size */
    EVENT_FINALIZED,     /* object, type: by whoever calls the finalizer */
    EVENT_LOG,           /* text of a log finalizer or callback; object */
    EVENT_UNRAISABLE,    /* text: exception ignored in a finalizer or callback */
    EVENT_COLLECTION     /* a collection, automatic or not */
};

struct heap_event {
    uint32_t kind; /* enum event_kind */
    uint32_t text_length;
    addr object, type; /* type: may be dead as well by now; type_name says it */
    uint64_t size; /* bytes of the object's own block (what it got, headers included), the same when made and
                      when freed */
    union {
        char text[104]; /* type name, or the log text */
        struct collection collection;
    } u;
};

/* Counters go on even when the ring is full; dropped says how many events did not fit. */
struct event_totals {
    uint64_t allocated, allocated_bytes, freed, freed_bytes, resized, finalized, collections, dropped;
};

enum heap_status events_record(struct heap *h, uint32_t capacity) HEAP_MUST_CHECK; /* 0: off */
void events_totals(const struct heap *h, struct event_totals *out);
size_t events_count(const struct heap *h);
const struct heap_event *events_at(const struct heap *h, size_t index);
void events_reset(struct heap *h);

/* A program's own doing, for which what it passes through would fill the record: until events_settle(), of
 * what is freed or resized, what was there before; then of what was made what is still there: what holds
 * others first, then other objects, then what was made before events_compiled(). Half of the room is for
 * these, and half of the rest for holders among what went. The first instances of classes that came and went
 * are recorded as well. Everything is counted. What happens while it is held is counted and not recorded.
 * Collections and texts are recorded as ever, finalizers until half of the room is taken. Without memory
 * nothing changes. */
void events_balance(struct heap *h);
void events_compiled(struct heap *h); /* what comes now is the program's */
void events_hold(struct heap *h);     /* as often as events_go_on() */
void events_go_on(struct heap *h);
void events_settle(struct heap *h); /* what comes now is but counted, */
void events_each(struct heap *h);   /* until here: each is recorded again */

/* Collections, finalizer logs and unraisable exceptions are always kept (a small buffer of their own),
 * recording or not: the owner drains them after each operation. */
size_t events_notable_count(const struct heap *h);
const struct heap_event *events_notable_at(const struct heap *h, size_t index);
void events_notable_reset(struct heap *h);

/* For the library. event_object only while h->recording_events (the caller's branch); the others always. */
void event_object(struct heap *h, enum event_kind kind, addr object);
void event_text(struct heap *h, enum event_kind kind, addr object, const char *text, size_t length);
/* What is written outside of a run: EVENT_LOG of None, line by line. */
void event_output(struct heap *h, const char *text, size_t length);
void event_collection(struct heap *h, const struct collection *c);

#endif
