/* Hashing for the files of object/: see scalar.h for hash_double and hash_bytes. Mirrors Python/pyhash.c. */
#ifndef HEAPD_HEAP_OBJECT_HASH_H
#define HEAPD_HEAP_OBJECT_HASH_H

#include "daemon/heap/base.h"

#define HASH_BITS    61
#define HASH_MODULUS ((1ull << HASH_BITS) - 1)
#define HASH_INF     314159

/* What objects hash by that have nothing better. */
int64_t hash_address(addr a);

/* -1 says "error" in CPython and is no hash. */
static inline int64_t hash_result(uint64_t x)
{
    return (int64_t)x == -1 ? -2 : (int64_t)x;
}

#endif
