/* Where reports go while a program runs: its sys.stderr, which may be an object of its own; and what the
 * module sys says. */
#ifndef HEAPD_PYTHON_STANDARD_ERROR_H
#define HEAPD_PYTHON_STANDARD_ERROR_H

#include "daemon/python/traceback_line.h"

/* An entry of the module sys, borrowed; 0: there is none, or no such module yet. */
addr sys_entry(const struct heap *h, const char *name);
addr sys_dict(
    const struct heap *h); /* borrowed; 0 where a program has put something else in the module's place */

struct standard_error {
    struct text_sink sink;
    struct heap *h;
    addr file;   /* counted: the program's own, whose write() is called at the end; 0: the host's */
    bool closed; /* sys.stderr is None */
    char *bytes;
    size_t length, capacity;
};
void standard_error_begin(struct heap *h, struct standard_error *to);
void standard_error_end(struct standard_error *to); /* what write() raises is lost */

#endif
