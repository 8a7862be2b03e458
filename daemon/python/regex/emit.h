/* Trees of regular expressions (tree.h) in PCRE2's syntax. */
#ifndef HEAPD_PYTHON_REGEX_EMIT_H
#define HEAPD_PYTHON_REGEX_EMIT_H

#include "daemon/python/regex/tree.h"

struct emitted {
    char *text; /* ASCII, in host memory: the caller's to free() */
    size_t length, room;
    bool failed; /* no memory */
};

/* For subjects whose characters are at most `most`: 0xff, 0xffff, 0x10ffff. `by_unicode`: PCRE2_UCP will be
 * on. HEAP_OK, or MemoryError, OverflowError. */
enum heap_status regex_emit(const struct regex_tree *tree, uint32_t most, bool by_unicode,
                            struct emitted *out) HEAP_MUST_CHECK;

#endif
