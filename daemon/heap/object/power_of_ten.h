/* Powers of ten as 128 bits, for printing floats (float_text.c). */
#ifndef HEAPD_HEAP_OBJECT_POWER_OF_TEN_H
#define HEAPD_HEAP_OBJECT_POWER_OF_TEN_H

#include <stdint.h>

#define POWER_OF_TEN_FIRST (-292)
#define POWER_OF_TEN_LAST  324

/* [k - FIRST]: high and low half of ceil(10**k * 2**s), the highest bit set. */
extern const uint64_t power_of_ten[POWER_OF_TEN_LAST - POWER_OF_TEN_FIRST + 1][2];

#endif
