/* While somebody watches: which line the instruction that runs is of, and whether it begins with it. */
#ifndef HEAPD_PYTHON_WATCH_H
#define HEAPD_PYTHON_WATCH_H

#include "daemon/python/interpreter.h"

/* Has a line begun that was not the `last` one? Tracing is told. The line, or `last`. */
uint32_t watch_traced_line(struct heap *h, addr f, uint32_t last);

/* The instruction before, in the same frame. A line begins where sys.settrace() says so: with an instruction
 * of another line than the one before, or with a jump back, but for those that wait in `yield from`; the
 * first RESUME begins none. */
struct line_watch {
    uint32_t line, at;
    bool begun; /* the first RESUME is behind */
    bool went;  /* it has run, and the next one is where it has led */
    bool again; /* the line that begins is the same: a jump back, or (`first`) the line of the first RESUME,
                   which has just run */
    bool first;
    uint32_t resumed; /* that line, between the two */
};

/* As if the instruction `at` had just run. */
struct line_watch watch_behind(const struct heap *h, addr f, uint32_t at);

/* `word` is about to run: the line that begins with it, of which the host is told; 0: none. */
uint32_t watch_line(struct heap *h, addr f, struct line_watch *w, uint32_t word);

#endif
