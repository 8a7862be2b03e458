/* How long a worker waits for the reader of a stream.
 *
 * A slow reader has as long as its deadline, or its session, lasts; one that takes nothing at all is waited
 * for PATIENCE_MS, so that a few of them do not keep all workers. */
#ifndef API_PATIENCE_H
#define API_PATIENCE_H

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>

#include "daemon/session/deadline.h"

enum { PATIENCE_MS = 2000, PATIENCE_LOOK_MS = 100 };

struct patience {
    struct deadline end;
    uint64_t taken;        /* by the reader, when `end` was set */
    unsigned milliseconds; /* 0: PATIENCE_MS */
    bool begun;
};

/* Under `lock`: sleeps until `room` is signalled, a look at most. False: the reader has `taken` nothing for
 * too long. Begins with {0}, or with its milliseconds. */
static inline bool patience_wait(struct patience *p, uint64_t taken, pthread_cond_t *room,
                                 pthread_mutex_t *lock)
{
    struct deadline soon;
    if (!p->begun || p->taken != taken) {
        deadline_start(&p->end, p->milliseconds ? p->milliseconds : PATIENCE_MS);
        p->taken = taken;
        p->begun = true;
    } else if (deadline_passed(&p->end)) {
        return false;
    }
    deadline_start(&soon, PATIENCE_LOOK_MS);
    struct timespec until = deadline_timespec(&soon);
    (void)pthread_cond_clockwait(room, lock, CLOCK_MONOTONIC, &until);
    return true;
}

#endif
