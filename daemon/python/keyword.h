/* What keyword may have been meant where a SyntaxError says nothing but that there is one (from 3.14). */
#ifndef HEAPD_PYTHON_KEYWORD_H
#define HEAPD_PYTHON_KEYWORD_H

#include "daemon/heap/base.h"

/* What the exception says of itself; each may be 0 or None. */
struct keyword_question {
    addr message, metadata, line, filename, text;
};

/* *new*: (text, offset, end_offset, line, message) to be told instead, the line counted from where the text
 * that was looked at begins. 0: nothing, and nothing is pending. */
addr keyword_meant(struct heap *h, const struct keyword_question *q);

/* The keywords that are like a word (UTF-8), the likeliest first. How many there are. */
enum { KEYWORDS_LIKE = 3 };
size_t keywords_like(const char *word, size_t length, const char *out[KEYWORDS_LIKE]);

#endif
