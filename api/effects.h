/* What an operation did to the heap, for ?effects=1: recorded from begin to end, written after each
 * operation. */
#ifndef API_EFFECTS_H
#define API_EFFECTS_H

#include "api/json/writer.h"
#include "daemon/heap/heap.h"

enum {
    EFFECTS_LISTED = 1000, /* events listed one by one; all are counted */
    EFFECTS_BRIEF = 100    /* the same of a program whose caller did not ask for them */
};

struct effects {
    struct heap *heap;
    uint32_t room;
    struct heap_event *kept; /* gathered since the last write; malloc'd */
    size_t count;
    struct event_totals since; /* the last write */
    struct event_totals sum;   /* from begin to end */
};

bool effects_begin(struct effects *e, struct heap *h, uint32_t limit); /* false: no memory */

/* Takes over what the heap has recorded so far, so that there is room for more. Whoever wants to see it first
 * looks at events_at() before. */
void effects_gather(struct effects *e);

/* "effects": {"allocated": […], "freed", "finalized", "resized", "collections", "counts"} of what happened
 * since the last write. */
void effects_write(struct effects *e, struct json_writer *w);

/* Forgets what came since the last write. */
void effects_skip(struct effects *e);

void effects_end(struct effects *e);

/* Lists of events by kind and, under "counts", how many there were: members of the object being written.
 * `at(source, i)` is the event of that number, NULL behind the last; `each` is how many a list has at most.
 * `brief`: only what objects and collections did. */
void effects_write_members(struct json_writer *w, const struct event_totals *totals,
                           const struct heap_event *(*at)(const void *source, size_t i), const void *source,
                           size_t each, bool brief);

#endif
