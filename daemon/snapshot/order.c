/*
 * Orders: see order.h.
 *
 * Numbers are sorted byte by byte, lowest first, leaving out bytes in which all are the same. Tracebacks
 * are sorted by their first two frames as one such number, those that share both by the next two, and so
 * on; a few that are left are compared with each other. What many have in common is so looked at once for
 * each, and not again in each comparison. */
#include "daemon/snapshot/order.h"
#include "daemon/snapshot/value.h"
#include <stdlib.h>
#include <string.h>

enum { FEW = 24 };

static void sort_few_keys(struct snapshot_key *keys, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        struct snapshot_key key = keys[i];
        size_t at = i;
        for (; at > 0 && keys[at - 1].key > key.key; at--) {
            keys[at] = keys[at - 1];
        }
        keys[at] = key;
    }
}

/* By one byte of the key. */
static void sort_by_byte(const struct snapshot_key *from, struct snapshot_key *to, size_t count,
                         unsigned shift)
{
    size_t places[256] = {0}, at = 0;
    for (size_t i = 0; i < count; i++) {
        places[from[i].key >> shift & 0xff]++;
    }
    for (size_t i = 0; i < 256; i++) {
        size_t here = places[i];
        places[i] = at;
        at += here;
    }
    for (size_t i = 0; i < count; i++) {
        to[places[from[i].key >> shift & 0xff]++] = from[i];
    }
}

void snapshot_sort_keys(struct snapshot_key *keys, struct snapshot_key *scratch, size_t count)
{
    struct snapshot_key *from = keys, *to = scratch;
    uint64_t any = 0, all = UINT64_MAX;
    if (count <= FEW) {
        sort_few_keys(keys, count);
        return;
    }
    for (size_t i = 0; i < count; i++) {
        any |= keys[i].key;
        all &= keys[i].key;
    }
    for (unsigned shift = 0; shift < 64; shift += 8) {
        if (((any ^ all) >> shift & 0xff) != 0) {
            sort_by_byte(from, to, count, shift);
            struct snapshot_key *sorted = to;
            to = from;
            from = sorted;
        }
    }
    if (from != keys) {
        memcpy(keys, from, count * sizeof *keys);
    }
}

/* ---- Tracebacks ---------------------------------------------------------------------------------- */

struct sorting {
    const struct snapshot_traceback *tracebacks;
    const uint32_t *paths;
};

/* Two whose first `depth` frames are the same. */
static int compare(const struct sorting *sorting, uint32_t a, uint32_t b, uint32_t depth)
{
    const struct snapshot_traceback *x = &sorting->tracebacks[a], *y = &sorting->tracebacks[b];
    int order = snapshot_path_compare(sorting->paths + x->path + depth, x->nframe - depth,
                                      sorting->paths + y->path + depth, y->nframe - depth);
    if (order != 0) {
        return order;
    }
    if (x->domain != y->domain) {
        return x->domain < y->domain ? -1 : 1;
    }
    return (x->total_nframe > y->total_nframe) - (x->total_nframe < y->total_nframe);
}

static void sort_few(const struct sorting *sorting, struct snapshot_key *keys, size_t count, uint32_t depth)
{
    for (size_t i = 1; i < count; i++) {
        struct snapshot_key key = keys[i];
        size_t at = i;
        for (; at > 0 && compare(sorting, keys[at - 1].id, key.id, depth) > 0; at--) {
            keys[at] = keys[at - 1];
        }
        keys[at] = key;
    }
}

/* Two frames as a number that is in their order; 0 in place of one that is not there. */
static uint64_t frames_at(const struct sorting *sorting, uint32_t id, uint32_t depth)
{
    const struct snapshot_traceback *t = &sorting->tracebacks[id];
    const uint32_t *path = sorting->paths + t->path;
    uint64_t first = depth < t->nframe ? (uint64_t)path[depth] + 1 : 0;
    uint64_t second = depth + 1 < t->nframe ? (uint64_t)path[depth + 1] + 1 : 0;
    return first << 32 | second;
}

/* All of the same frames. */
static void sort_by_rest(const struct sorting *sorting, struct snapshot_key *keys,
                         struct snapshot_key *scratch, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const struct snapshot_traceback *t = &sorting->tracebacks[keys[i].id];
        keys[i].key = (uint64_t)t->domain << 32 | t->total_nframe;
    }
    snapshot_sort_keys(keys, scratch, count);
}

struct range {
    size_t at, count;
    uint32_t depth;
};

/* Sorts a range by two frames more; what they leave to be sorted by further ones is put on the stack. */
static size_t sort_range(const struct sorting *sorting, struct snapshot_key *keys,
                         struct snapshot_key *scratch, struct range range, struct range *stack, size_t height)
{
    struct snapshot_key *first = keys + range.at;
    for (size_t i = 0; i < range.count; i++) {
        first[i].key = frames_at(sorting, first[i].id, range.depth);
    }
    snapshot_sort_keys(first, scratch, range.count);
    for (size_t i = 0, end; i < range.count; i = end) {
        uint64_t key = first[i].key;
        for (end = i + 1; end < range.count && first[end].key == key; end++) {
        }
        if (key >> 32 == 0 || (uint32_t)key == 0) {
            sort_by_rest(sorting, first + i, scratch, end - i);
        } else if (end - i <= FEW) {
            sort_few(sorting, first + i, end - i, range.depth + 2);
        } else {
            stack[height++] = (struct range){range.at + i, end - i, range.depth + 2};
        }
    }
    return height;
}

enum snapshot_status snapshot_sort_tracebacks(const struct snapshot_traceback *tracebacks,
                                              const uint32_t *paths, struct snapshot_key *keys,
                                              struct snapshot_key *scratch, size_t count)
{
    struct sorting sorting = {tracebacks, paths};
    if (count <= FEW) {
        sort_few(&sorting, keys, count, 0);
        return SNAPSHOT_OK;
    }
    /* Ranges that wait do not overlap and are of more than FEW each. */
    struct range *stack = reallocarray(NULL, count / FEW + 1, sizeof *stack);
    if (stack == NULL) {
        return SNAPSHOT_NO_MEMORY;
    }
    size_t height = 0;
    stack[height++] = (struct range){0, count, 0};
    while (height > 0) {
        struct range range = stack[--height];
        height = sort_range(&sorting, keys, scratch, range, stack, height);
    }
    free(stack);
    return SNAPSHOT_OK;
}
