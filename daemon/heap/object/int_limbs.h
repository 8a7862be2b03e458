/* An int's digits as limbs, and memory for a result: what the files of int arithmetic share. */
#ifndef HEAPD_HEAP_OBJECT_INT_LIMBS_H
#define HEAPD_HEAP_OBJECT_INT_LIMBS_H

#include <stdlib.h>

#include "daemon/heap/object/int.h"
#include "daemon/heap/object/limbs.h"
#include "daemon/heap/region.h"

#define INT_FEW 64 /* digits of a result that are kept on the stack */

struct magnitude {
    const uint32_t *digits; /* valid until the heap's memory moves: it does not while host memory is used */
    size_t count;
    bool negative;
};

static inline struct magnitude magnitude(const struct heap *h, addr o)
{
    return (struct magnitude){int_digits(h, o), int_digit_count(h, o), int_sign(h, o) < 0};
}

/* MemoryError before anything is computed whose result the heap could not hold. */
static inline enum heap_status int_check_size(struct heap *h, uint64_t digits)
{
    uint64_t used = h->small_used + h->large.used_bytes;
    if (digits > INT_MAX_DIGITS || digits * sizeof(uint32_t) > h->limit - (used < h->limit ? used : h->limit))
        return raise_memory(h);
    return HEAP_OK;
}

/* Memory for `count` limbs of a result, in `few` if they are few; NULL: MemoryError. result_free() takes
 * either. */
static inline uint32_t *result_memory(struct heap *h, uint32_t few[INT_FEW], size_t count)
{
    uint32_t *memory = few;
    if (count > INT_FEW) {
        if (int_check_size(h, count / 2) != HEAP_OK) /* a quotient and its remainder are two results */
            return NULL;
        memory = malloc(count * sizeof *memory);
        region_use_huge_memory(memory, count * sizeof *memory);
    }
    if (!memory)
        (void)raise_memory(h);
    return memory;
}

static inline void result_free(uint32_t few[INT_FEW], uint32_t *memory)
{
    if (memory != few)
        free(memory);
}

#endif
