/* What escapes in string literals stand for. */
#ifndef HEAPD_PYTHON_ESCAPE_H
#define HEAPD_PYTHON_ESCAPE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum escape_mode { ESCAPE_RAW, ESCAPE_STR, ESCAPE_BYTES };

/* The value of a literal's text, in out, which has room for as many bytes. False: it has none, and `error` is
 * CPython's message. *doubtful: behind the backslash of the first escape that is none, or of an octal one
 * that is beyond a byte; NULL: none. */
bool escape_decode(const char *text, size_t length, enum escape_mode mode, char *out, size_t *written,
                   char error[120], const char **doubtful);

#endif
