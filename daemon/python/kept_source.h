/* The texts of the programs that a session has run: for tracebacks, linecache, warnings.
 *
 * A text belongs to the code that was made of it. What says so is the str that its code objects have as their
 * file's name, the object: exec() names its code "<string>", too, and so may every run of a session. Under
 * other names than those of that form ("<...>") a text is found by the name alone, as one in a file would be.
 */
#ifndef HEAPD_PYTHON_KEPT_SOURCE_H
#define HEAPD_PYTHON_KEPT_SOURCE_H

#include "daemon/heap/base.h"

/* The text of code that will have `name` as its co_filename. Texts that no code is left of are let go. */
enum heap_status source_keep(struct heap *h, const char *text, size_t length, addr name) HEAP_MUST_CHECK;

/* The text for a co_filename: borrowed, or 0. */
addr source_of(const struct heap *h, addr filename);

#endif
