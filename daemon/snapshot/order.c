/*
 * Orders: see order.h.
 *
 * Many numbers are sorted byte by byte, lowest first, leaving out bytes in which all are the same; fewer by
 * merging, and few by insertion. Tracebacks are sorted by as many of their first frames as fit into one such
 * number, those that share all of these by the next ones, and so on. What many have in common is so looked at
 * once for each, and not again in each comparison. */
#include "daemon/snapshot/order.h"
#include "daemon/snapshot/value.h"
#include <stdlib.h>
#include <string.h>

enum { FEW = 16, MANY = 512, BYTES = sizeof(uint64_t), AHEAD = 8 };

static void sort_few(struct snapshot_key *keys, size_t count)
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

/* Two sorted ranges, the one before `middle` and the one after it, into `to`. Which is next cannot be
 * predicted, so nothing branches on it. */
static void merge(const struct snapshot_key *from, const struct snapshot_key *middle,
                  const struct snapshot_key *end, struct snapshot_key *to)
{
    const struct snapshot_key *a = from, *b = middle;
    while (a < middle && b < end) {
        bool second = b->key < a->key;
        const struct snapshot_key *next = second ? b : a;
        *to++ = *next;
        b += second;
        a += !second;
    }
    memcpy(to, a, (size_t)(middle - a) * sizeof *a);
    memcpy(to + (middle - a), b, (size_t)(end - b) * sizeof *b);
}

static void sort_by_merging(struct snapshot_key *keys, struct snapshot_key *scratch, size_t count)
{
    struct snapshot_key *from = keys, *to = scratch;
    for (size_t at = 0; at < count; at += FEW) {
        sort_few(keys + at, count - at < FEW ? count - at : FEW);
    }
    for (size_t width = FEW; width < count; width *= 2) {
        for (size_t at = 0; at < count; at += 2 * width) {
            size_t middle = count - at < width ? count : at + width;
            size_t end = count - at < 2 * width ? count : at + 2 * width;
            merge(from + at, from + middle, from + end, to + at);
        }
        struct snapshot_key *sorted = to;
        to = from;
        from = sorted;
    }
    if (from != keys) {
        memcpy(keys, from, count * sizeof *keys);
    }
}

static void sort_by_byte(const struct snapshot_key *from, struct snapshot_key *to, size_t count,
                         unsigned byte, size_t places[256])
{
    for (size_t i = 0, at = 0; i < 256; i++) {
        size_t here = places[i];
        places[i] = at;
        at += here;
    }
    for (size_t i = 0; i < count; i++) {
        to[places[from[i].key >> byte * 8 & 0xff]++] = from[i];
    }
}

static void sort_by_bytes(struct snapshot_key *keys, struct snapshot_key *scratch, size_t count)
{
    struct snapshot_key *from = keys, *to = scratch;
    size_t places[BYTES][256] = {0};
    for (size_t i = 0; i < count; i++) {
        for (unsigned byte = 0; byte < BYTES; byte++) {
            places[byte][keys[i].key >> byte * 8 & 0xff]++;
        }
    }
    for (unsigned byte = 0; byte < BYTES; byte++) {
        if (places[byte][keys[0].key >> byte * 8 & 0xff] != count) {
            sort_by_byte(from, to, count, byte, places[byte]);
            struct snapshot_key *sorted = to;
            to = from;
            from = sorted;
        }
    }
    if (from != keys) {
        memcpy(keys, from, count * sizeof *keys);
    }
}

void snapshot_sort_keys(struct snapshot_key *keys, struct snapshot_key *scratch, size_t count)
{
    if (count <= FEW) {
        sort_few(keys, count);
    } else if (count <= MANY) {
        sort_by_merging(keys, scratch, count);
    } else {
        sort_by_bytes(keys, scratch, count);
    }
}

/* ---- Tracebacks ---------------------------------------------------------------------------------- */

struct sorting {
    const struct snapshot_traceback *tracebacks;
    const uint32_t *paths;
    unsigned bits;  /* that a frame takes in a key, none being a frame too */
    uint32_t depth; /* frames in a key */
};

/* Frames as a number that is in their order; 0 in place of one that is not there. */
static uint64_t frames_at(const struct sorting *sorting, uint32_t id, uint32_t depth)
{
    const struct snapshot_traceback *t = &sorting->tracebacks[id];
    const uint32_t *path = sorting->paths + t->path;
    uint64_t key = 0;
    for (uint32_t i = depth; i < depth + sorting->depth; i++) {
        key = key << sorting->bits | (i < t->nframe ? path[i] + 1 : 0);
    }
    return key;
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

/* Sorts a range by some frames more; what they leave to be sorted by further ones is put on the stack. */
static size_t sort_range(const struct sorting *sorting, struct snapshot_key *keys,
                         struct snapshot_key *scratch, struct range range, struct range *stack, size_t height)
{
    const uint64_t last_frame = ((uint64_t)1 << sorting->bits) - 1;
    struct snapshot_key *first = keys + range.at;
    for (size_t i = 0; i < range.count; i++) {
        if (range.count - i > 2 * AHEAD) {
            __builtin_prefetch(&sorting->tracebacks[first[i + 2 * AHEAD].id]);
            __builtin_prefetch(&sorting->paths[sorting->tracebacks[first[i + AHEAD].id].path + range.depth]);
        }
        first[i].key = frames_at(sorting, first[i].id, range.depth);
    }
    snapshot_sort_keys(first, scratch, range.count);
    for (size_t i = 0, end; i < range.count; i = end) {
        uint64_t key = first[i].key;
        for (end = i + 1; end < range.count && first[end].key == key; end++) {
        }
        if (end - i > 1 && (key & last_frame) == 0) {
            sort_by_rest(sorting, first + i, scratch, end - i);
        } else if (end - i > 1) {
            stack[height++] = (struct range){range.at + i, end - i, range.depth + sorting->depth};
        }
    }
    return height;
}

enum snapshot_status snapshot_sort_tracebacks(const struct snapshot_traceback *tracebacks,
                                              const uint32_t *paths, uint32_t frames,
                                              struct snapshot_key *keys, struct snapshot_key *scratch,
                                              size_t count)
{
    struct sorting sorting = {tracebacks, paths, frames == 0 ? 1 : 32 - (unsigned)__builtin_clz(frames), 0};
    sorting.depth = 64 / sorting.bits;
    /* Ranges that wait do not overlap and are of two or more each. */
    struct range *stack = reallocarray(NULL, count / 2 + 1, sizeof *stack);
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
