/* What follows a change of a heap: its collections and logs go to the store and to those who watch, memory is
 * sampled.
 *
 * The heap itself knows no clock. heap_clock_us() is the one that its collector may ask, for nothing but
 * the length of pauses. */
#ifndef API_SETTLE_H
#define API_SETTLE_H

#include "api/request.h"
#include "daemon/heap/heap.h"

/* Inside the session's turn, before operations: counts what they allocate and free, if anybody watches. Not
 * together with effects, which count for themselves. */
void settle_begin(struct session *session);

/* Inside the session's turn, after operations. Queues rows for the store and publishes events; waits for
 * nothing. */
void settle(struct api_request *request, struct session *session);

/* Instead of settle_begin(), where effects were recorded: tells those who watch what they counted. */
void settle_counted(struct session *session, const struct event_totals *totals);

/* The first half of it, after each operation of a batch: collections and logs alone. Costs a comparison where
 * there are none. */
void settle_notable(struct api_request *request, struct session *session);

/* Debug builds: heap_verify, and abort with what it found. Elsewhere nothing; where inputs are made up by the
 * thousand neither: their targets verify the heap once at the end of each. */
#if defined HEAPD_DEBUG && !defined FUZZING_BUILD_MODE_UNSAFE_FOR_PRODUCTION
void settle_check(const struct heap *h);
#else
static inline void settle_check(const struct heap *h)
{
    (void)h;
}
#endif

#endif
