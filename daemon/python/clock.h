/* A session's own clock: a microsecond for each step of its programs, and what they sleep. */
#ifndef HEAPD_PYTHON_CLOCK_H
#define HEAPD_PYTHON_CLOCK_H

#include "daemon/python/interpreter.h"

#define CLOCK_STEP_NS 1000
#define CLOCK_LAST_NS                                                                                        \
    INT64_C(                                                                                                 \
        7000000000000000000) /* some 220 years: nobody sleeps longer, so that time.time_ns() fits a word */

static inline int64_t clock_elapsed_ns(const struct heap *h)
{
    return (int64_t)(h->steps * CLOCK_STEP_NS + interpreter_of(h)->slept_ns);
}

/* When it will have slept for so long (not negative) from now on, in nanoseconds. */
static inline int64_t clock_after(const struct heap *h, double seconds)
{
    double ns = (double)clock_elapsed_ns(h) + seconds * 1e9;
    return ns < (double)CLOCK_LAST_NS ? clock_elapsed_ns(h) + (int64_t)(seconds * 1e9) : CLOCK_LAST_NS;
}

static inline void clock_set_ns(struct heap *h, int64_t ns)
{
    interpreter_of(h)->slept_ns = (uint64_t)ns - h->steps * CLOCK_STEP_NS;
}

#endif
