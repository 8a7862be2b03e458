/* Python's literals, as repr writes them, to objects: numbers, texts, the containers, and calls of the types
 * of numbers and texts. */
#ifndef HEAPD_TESTS_LITERAL_H
#define HEAPD_TESTS_LITERAL_H

#include "daemon/heap/heap.h"

/* *new*: the value that begins at *text, which is moved behind it. 0: an exception is pending. A text that is
 * no literal ends the process. */
addr literal_parse(struct heap *h, const char **text);

/* Skips `token` and answers true if it is next. */
bool literal_accept(const char **text, const char *token);

/* Reads an identifier into `out`; false if there is none. */
bool literal_name(const char **text, char out[64]);

#endif
