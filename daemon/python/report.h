/* What that version prints of exceptions: those that nobody caught, and those that nobody can be told of.
 * Text goes to a sink, as it comes; str() of the program's own classes runs, and what that raises is lost.
 */
#ifndef HEAPD_PYTHON_REPORT_H
#define HEAPD_PYTHON_REPORT_H

#include "daemon/heap/object/object.h"
#include "daemon/python/traceback_line.h"

/* The traceback, the exception, its notes, and before it what caused it or was being handled. HEAP_ABANDONED:
 * it was to stop. */
enum heap_status report_exception(struct heap *h, const struct text_sink *to, addr exception) HEAP_MUST_CHECK;

/* The exception's class and text and, if wanted, what may have been meant. */
enum heap_status report_message(struct heap *h, const struct text_sink *to, addr exception,
                                bool suggests) HEAP_MUST_CHECK;

/* What nobody could be told of: "MESSAGE: <object>" or, without an object, "MESSAGE:"; 0 for either is none,
 * and the message is "Exception ignored in" then. Then frames and exception; no chain, no notes. */
enum heap_status report_unraisable(struct heap *h, const struct text_sink *to, addr message, addr object,
                                   addr exception) HEAP_MUST_CHECK;

/* What sys.exit() leaves to be printed: nothing for None and numbers. */
enum heap_status report_exit(struct heap *h, const struct text_sink *to, addr exception) HEAP_MUST_CHECK;

#endif
