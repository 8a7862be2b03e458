/* The pending exception of a heap. One at a time; the one who sees HEAP_RAISED (or a 0 where an address was expected)
 * either passes it on or clears it.
 */
#ifndef HEAPD_HEAP_RAISE_H
#define HEAPD_HEAP_RAISE_H

#include "daemon/heap/base.h"

enum exception {
    EXC_NONE = 0,
    EXC_TYPE_ERROR,
    EXC_VALUE_ERROR,
    EXC_KEY_ERROR,
    EXC_INDEX_ERROR,
    EXC_ATTRIBUTE_ERROR,
    EXC_NAME_ERROR,
    EXC_MEMORY_ERROR,
    EXC_RECURSION_ERROR,
    EXC_OVERFLOW_ERROR,
    EXC_RUNTIME_ERROR,
    EXC_REFERENCE_ERROR,
    EXC_SYSTEM_ERROR,
    EXC_UNICODE_DECODE_ERROR,
    EXC_UNICODE_ENCODE_ERROR,
    EXC_ZERO_DIVISION_ERROR,
    EXC_LOOKUP_ERROR,
    EXC_STOP_ITERATION,
    EXC_COUNT
};

struct raised {
    uint32_t exception; /* enum exception */
    uint32_t abandoned; /* not an exception: heap_abandon() was seen */
    char message[504];  /* UTF-8, cut at a character */
};

/* Make an exception pending (the first one wins while one is pending). Format as printf; %s, %d, %u, %zu, %lld, %c only.
 * raise_error answers HEAP_RAISED so that `return raise_error(...)` reads well; raise_none answers 0 for functions that
 * return an address. */
enum heap_status raise_error(struct heap *h, enum exception e, const char *format, ...) __attribute__((format(printf, 3, 4)));
addr raise_none(struct heap *h, enum exception e, const char *format, ...) __attribute__((format(printf, 3, 4)));
enum heap_status raise_memory(struct heap *h);

/* For functions that return an address and were asked to stop: answers 0. Whoever gets a 0 and answers with a status returns
 * raise_status(h), which is HEAP_ABANDONED then and HEAP_RAISED otherwise. heap_clear_raised() forgets it. */
addr raise_abandoned(struct heap *h);
enum heap_status raise_status(const struct heap *h);

/* "TypeError" ... */
const char *exception_name(enum exception e);

/* EXC_NONE when nothing is pending. */
enum exception heap_raised(const struct heap *h);
const char *heap_raised_message(const struct heap *h);
void heap_clear_raised(struct heap *h);

#endif
