/* What escapes in string literals stand for. */
#ifndef HEAPD_PYTHON_ESCAPE_H
#define HEAPD_PYTHON_ESCAPE_H

#include "daemon/python/parser.h"

enum escape_mode { ESCAPE_RAW, ESCAPE_STR, ESCAPE_BYTES };

/* The value of the source's bytes [start, end), appended to out, which has room for as many bytes. Answers
 * how many it wrote. Errors are about the literal, [literal, literal_end). */
size_t escape_decode(struct parser *p, uint32_t start, uint32_t end, enum escape_mode mode, char *out,
                     uint32_t literal, uint32_t literal_end);

#endif
