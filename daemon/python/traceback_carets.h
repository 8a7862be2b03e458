/* Between traceback_line.c and traceback_carets.c. */
#ifndef HEAPD_PYTHON_TRACEBACK_CARETS_H
#define HEAPD_PYTHON_TRACEBACK_CARETS_H

#include "daemon/python/traceback_line.h"

size_t text_characters(const char *bytes, size_t length); /* how many there are */
/* The character at *at, which goes on to the next; U+FFFD for a byte that is none. Lone surrogates are
 * characters. */
uint32_t text_character(const char *bytes, size_t length, size_t *at);
void sink_repeat(const struct text_sink *to, char c, size_t count);

/* The source lines and carets of a frame, as Lib/traceback.py shows them. */
void traceback_put_source(const struct text_sink *to, const struct traceback_style *style,
                          const struct source_lines *source, const struct traceback_frame *frame);

#endif
