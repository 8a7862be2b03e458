/* What turns the items of a block in place (long_work.h). Each is its own inverse: what was given up turns
 * what it has turned once more.
 */
#include "daemon/heap/object/long_work.h"

/* Turns the items from `from` up to `end`, or those and their opposites. */
typedef void turning(char *items, size_t from, size_t end, size_t count, size_t size);

static enum heap_status turn_all(struct heap *h, turning *turn, char *items, size_t turns, size_t count,
                                 size_t size)
{
    size_t at_once = BYTES_AT_ONCE / 4 / size; /* turning takes longer than copying */
    for (size_t done = 0; done < turns;) {
        if (loop_work(h, 0) != HEAP_OK) {
            turn(items, 0, done, count, size);
            return HEAP_ABANDONED;
        }
        size_t end = turns - done > at_once ? done + at_once : turns;
        turn(items, done, end, count, size);
        done = end;
    }
    return HEAP_OK;
}

#define SWAP_ENDS(type)                                                                                      \
    for (size_t i = from; i < end; i++) {                                                                    \
        type *a = (type *)items + i, *b = (type *)items + (count - 1 - i), kept = *a;                        \
        *a = *b;                                                                                             \
        *b = kept;                                                                                           \
    }

static void swap_ends(char *items, size_t from, size_t end, size_t count, size_t size)
{
    if (size == 1)
        SWAP_ENDS(uint8_t)
    else if (size == 2)
        SWAP_ENDS(uint16_t)
    else if (size == 4)
        SWAP_ENDS(uint32_t)
    else
        SWAP_ENDS(uint64_t)
}

enum heap_status items_reverse(struct heap *h, void *items, size_t count, size_t size)
{
    work_done(h, steps_of_bytes(count * size));
    return turn_all(h, swap_ends, items, count / 2, count, size);
}

#define SWAP_BYTES(type, swap)                                                                               \
    for (size_t i = from; i < end; i++)                                                                      \
        ((type *)items)[i] = swap(((type *)items)[i]);

static void swap_bytes(char *items, size_t from, size_t end, size_t count, size_t size)
{
    (void)count;
    if (size == 2)
        SWAP_BYTES(uint16_t, __builtin_bswap16)
    else if (size == 4)
        SWAP_BYTES(uint32_t, __builtin_bswap32)
    else
        SWAP_BYTES(uint64_t, __builtin_bswap64)
}

enum heap_status items_byteswap(struct heap *h, void *items, size_t count, size_t size)
{
    work_done(h, steps_of_bytes(count * size));
    return size == 1 ? HEAP_OK : turn_all(h, swap_bytes, items, count, count, size);
}
