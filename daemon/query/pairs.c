/* Sorted pairs (pairs.h). */
#include "daemon/query/pairs.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

enum { FIRST_CAPACITY = 1024, DIGIT_BITS = 11, DIGITS = 1 << DIGIT_BITS, FEW = 4096 };

bool pairs_add(struct pairs *p, uint32_t key, uint32_t value)
{
    if (p->count == p->capacity) {
        size_t capacity = p->capacity ? p->capacity + p->capacity / 2 : FIRST_CAPACITY;
        uint64_t *items = sqlite3_realloc64(p->items, capacity * sizeof *items);
        if (!items)
            return false;
        p->items = items;
        p->capacity = capacity;
    }
    p->items[p->count++] = (uint64_t)key << 32 | value;
    return true;
}

static int compare(const void *left, const void *right)
{
    uint64_t a = *(const uint64_t *)left, b = *(const uint64_t *)right;
    return a < b ? -1 : a > b;
}

/* One pass of a radix sort, lowest digits first; false: all have the same digit, and nothing was moved. */
static bool pass(uint64_t *to, const uint64_t *from, size_t count, unsigned shift)
{
    size_t start[DIGITS] = {0}, at = 0;
    for (size_t i = 0; i < count; i++)
        start[from[i] >> shift & (DIGITS - 1)]++;
    if (start[from[0] >> shift & (DIGITS - 1)] == count)
        return false;
    for (size_t d = 0; d < DIGITS; d++) {
        size_t here = start[d];
        start[d] = at;
        at += here;
    }
    for (size_t i = 0; i < count; i++)
        to[start[from[i] >> shift & (DIGITS - 1)]++] = from[i];
    return true;
}

static bool radix_sort(struct pairs *p)
{
    uint64_t *other = sqlite3_malloc64(p->count * sizeof *other);
    if (!other)
        return false;
    for (unsigned shift = 0; shift < 64; shift += DIGIT_BITS)
        if (pass(other, p->items, p->count, shift)) {
            uint64_t *sorted = other;
            other = p->items;
            p->items = sorted;
            p->capacity = p->count;
        }
    sqlite3_free(other);
    return true;
}

bool pairs_sort(struct pairs *p)
{
    if (p->count < FEW)
        qsort(p->items, p->count, p->items ? sizeof *p->items : 1, compare);
    else if (!radix_sort(p))
        return false;
    size_t kept = 0;
    for (size_t i = 0; i < p->count; i++)
        if (kept == 0 || p->items[i] != p->items[kept - 1])
            p->items[kept++] = p->items[i];
    p->count = kept;
    return true;
}

void pairs_free(struct pairs *p)
{
    sqlite3_free(p->items);
    *p = (struct pairs){0};
}

static size_t lower_bound(const struct pairs *p, uint64_t wanted)
{
    size_t low = 0, high = p->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (p->items[middle] < wanted)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

void pairs_find(const struct pairs *p, uint32_t key, size_t *first, size_t *end)
{
    *first = lower_bound(p, (uint64_t)key << 32);
    *end = key == UINT32_MAX ? p->count : lower_bound(p, ((uint64_t)key + 1) << 32);
}
