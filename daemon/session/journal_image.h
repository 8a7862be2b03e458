/* A heap as compressed bytes, and back. */
#ifndef HEAPD_SESSION_JOURNAL_IMAGE_H
#define HEAPD_SESSION_JOURNAL_IMAGE_H

#include <stddef.h>

struct heap;

/* malloc'd; NULL: no memory, or more than `most` bytes. */
char *journal_pack(const struct heap *h, size_t most, size_t *length);

/* *new*; NULL: no memory, or no image. */
struct heap *journal_unpack(const char *bytes, size_t length);

#endif
