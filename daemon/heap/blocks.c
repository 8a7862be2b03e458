/* Two-level segregated fit over a growing range (blocks.h).
 *
 * In memory: at a - 16 the size that was asked for, at a - 8 the footprint (header included, a multiple of
 * 16) with two flags, then the payload. A free block keeps its list links in the payload and its footprint
 * once more in its last word, where the block behind it finds it. A block that ends at the top is never free:
 * it lowers the top instead.
 */
#include "daemon/heap/blocks.h"

#include <string.h>

#include "daemon/heap/region.h"
#include "daemon/heap/state.h"

#define HEADER        16u
#define MIN_FOOTPRINT 48u
#define IN_USE        1u
#define PREVIOUS_FREE 2u
#define FLAGS         15u
#define DISCARD_ABOVE (1u << 20) /* free runs of this many bytes give their pages back */

/* While a program runs so many bytes of pages above the top stay: it asks for them again most often. Pages
 * that are new come in one go where they are the program's, which writes all of what it asks for: each by
 * itself costs an interruption. More than a few megabytes come while they are written, which may be given up
 * on the way. */
#define KEPT_ABOVE_TOP   (32u << 20)
#define EXPECTED_FROM    (64u << 10)
#define EXPECTED_AT_MOST (4u << 20)

struct header {
    uint64_t requested;
    uint64_t footprint; /* with flags */
};

struct links {
    addr next, previous;
};

static struct header *header_of(const struct heap *h, addr a)
{
    return heap_at(h, a - HEADER);
}
static struct links *links_of(const struct heap *h, addr a)
{
    return heap_at(h, a);
}
static uint64_t footprint(const struct heap *h, addr a)
{
    return header_of(h, a)->footprint & ~(uint64_t)FLAGS;
}

void blocks_init(struct blocks *b, addr start, addr end)
{
    memset(b, 0, sizeof *b);
    b->start = b->top = b->peak_top = b->paged_top = start;
    b->end = end;
}

size_t blocks_footprint_of(size_t size)
{
    size_t need = (size + HEADER + 15) & ~(size_t)15;
    return need < MIN_FOOTPRINT ? MIN_FOOTPRINT : need;
}

size_t blocks_requested(const struct heap *h, addr a)
{
    return header_of(h, a)->requested;
}
size_t blocks_footprint(const struct heap *h, addr a)
{
    return footprint(h, a);
}

/* All of a free block but its header, links and footprint behind. */
static void poison(const struct heap *h, addr a, uint64_t size)
{
    region_poison(h, a + sizeof(struct links), size - HEADER - sizeof(struct links) - 8);
}

static void unpoison(const struct heap *h, addr a, uint64_t size)
{
    region_unpoison(h, a, size - HEADER);
}

/* ---- free lists ------------------------------------------------------------------------------ */

/* The list for a footprint: sixteen per power of two. */
static void list_of(uint64_t size, unsigned *first, unsigned *second)
{
    uint64_t units = size >> 4;
    if (units < BLOCKS_SECOND_LEVELS) {
        *first = 0;
        *second = (unsigned)units;
        return;
    }
    unsigned log = 63u - (unsigned)__builtin_clzll(units);
    *first = log - 3;
    *second = (unsigned)(units >> (log - 4)) & (BLOCKS_SECOND_LEVELS - 1);
}

static void list_insert(struct heap *h, struct blocks *b, addr a, uint64_t size)
{
    unsigned first, second;
    list_of(size, &first, &second);
    addr head = b->free_list[first][second];
    *links_of(h, a) = (struct links){head, 0};
    if (head)
        links_of(h, head)->previous = a;
    b->free_list[first][second] = a;
    b->first_map |= 1u << first;
    b->second_map[first] |= 1u << second;
}

static void list_remove(struct heap *h, struct blocks *b, addr a, uint64_t size)
{
    unsigned first, second;
    list_of(size, &first, &second);
    struct links l = *links_of(h, a);
    unpoison(h, a, size);
    if (l.next)
        links_of(h, l.next)->previous = l.previous;
    if (l.previous) {
        links_of(h, l.previous)->next = l.next;
    } else {
        b->free_list[first][second] = l.next;
        if (!l.next && !(b->second_map[first] &= ~(1u << second)))
            b->first_map &= ~(1u << first);
    }
}

/* A free block of at least `size`: the head of the size's own list if it fits, else the head of the next list
 * that has one (where all fit). 0: none. */
static addr list_find(struct heap *h, struct blocks *b, uint64_t size)
{
    unsigned first, second;
    list_of(size, &first, &second);
    addr own = b->free_list[first][second];
    if (own && footprint(h, own) >= size)
        return own;
    uint32_t seconds = second + 1 < BLOCKS_SECOND_LEVELS ? b->second_map[first] & (~0u << (second + 1)) : 0;
    if (!seconds) {
        uint32_t firsts = first + 1 < BLOCKS_FIRST_LEVELS ? b->first_map & (~0u << (first + 1)) : 0;
        if (!firsts)
            return 0;
        first = (unsigned)__builtin_ctz(firsts);
        seconds = b->second_map[first];
    }
    return b->free_list[first][__builtin_ctz(seconds)];
}

/* ---- blocks ---------------------------------------------------------------------------------- */

/* Mark [a - HEADER, + size) free, tell the block behind. It must end below the top. */
static void make_free(struct heap *h, struct blocks *b, addr a, uint64_t size, uint64_t previous_free)
{
    header_of(h, a)->footprint = size | previous_free;
    header_of(h, a)->requested = 0;
    HEAP_FIELD(h, a - HEADER + size - 8, 0, uint64_t) = size;
    header_of(h, a + size)->footprint |= PREVIOUS_FREE;
    list_insert(h, b, a, size);
    poison(h, a, size);
}

/* Cut `size` bytes off the front of a block in use of `total` bytes; the rest becomes free if it can be a
 * block. */
static uint64_t split(struct heap *h, struct blocks *b, addr a, uint64_t total, uint64_t size)
{
    if (total - size < MIN_FOOTPRINT)
        return total;
    addr rest = a + size;
    if (rest - HEADER + (total - size) == b->top)
        b->top = rest - HEADER;
    else
        make_free(h, b, rest, total - size, 0);
    return size;
}

static void raise_top(struct heap *h, struct blocks *b, uint64_t by)
{
    addr from = b->top > b->paged_top ? b->top : b->paged_top;
    b->top += by;
    if (b->top > b->peak_top)
        b->peak_top = b->top;
    if (b->top <= b->paged_top)
        return;
    b->paged_top = b->top;
    uint64_t begin = (from - HEAP_BASE) & ~(REGION_PAGE - 1);
    uint64_t end = (b->top - HEAP_BASE) & ~(REGION_PAGE - 1);
    if (from - b->start < REGION_HUGE_BLOCKS_FROM && b->top - b->start >= REGION_HUGE_BLOCKS_FROM)
        region_use_huge_blocks(h, begin, b->end - HEAP_BASE);
    if (b == &h->large && end > begin && end - begin >= EXPECTED_FROM && end - begin <= EXPECTED_AT_MOST)
        region_expect(h, begin, end - begin);
}

static addr take(struct heap *h, struct blocks *b, uint64_t need)
{
    addr a = list_find(h, b, need);
    if (a) {
        uint64_t total = footprint(h, a), before = header_of(h, a)->footprint & PREVIOUS_FREE;
        list_remove(h, b, a, total);
        header_of(h, a + total)->footprint &= ~(uint64_t)PREVIOUS_FREE;
        uint64_t size = split(h, b, a, total, need);
        header_of(h, a)->footprint = size | before | IN_USE;
        return a;
    }
    if (b->end - b->top < need + HEADER)
        return 0;
    a = b->top + HEADER;
    raise_top(h, b, need);
    header_of(h, a)->footprint = need | IN_USE;
    return a;
}

addr blocks_alloc(struct heap *h, struct blocks *b, size_t size)
{
    if (size > b->end - b->start)
        return 0;
    addr a = take(h, b, blocks_footprint_of(size));
    if (!a)
        return 0;
    header_of(h, a)->requested = size;
    b->used_bytes += footprint(h, a);
    b->used_count++;
    return a;
}

/* Pages inside [from, to) go back to the host. */
static void discard_inside(struct heap *h, addr from, addr to)
{
    uint64_t begin = (from - HEAP_BASE + 4095) & ~4095ull, end = (to - HEAP_BASE) & ~4095ull;
    if (end > begin && end - begin >= DISCARD_ABOVE)
        region_discard(h, begin, end - begin);
}

void blocks_trim(struct heap *h, struct blocks *b)
{
    if (b->paged_top - b->top < DISCARD_ABOVE + 2 * REGION_PAGE)
        return; /* until more of them lie there, or what is allocated next takes them */
    discard_inside(h, b->top, b->paged_top);
    b->paged_top = b->top;
}

void blocks_free(struct heap *h, struct blocks *b, addr a)
{
    uint64_t size = footprint(h, a), freed = size;
    bool previous_free = header_of(h, a)->footprint & PREVIOUS_FREE;
    b->used_bytes -= size;
    b->used_count--;

    addr behind = a + size;
    if (behind - HEADER < b->top && !(header_of(h, behind)->footprint & IN_USE)) {
        uint64_t more = footprint(h, behind);
        list_remove(h, b, behind, more);
        size += more;
    }
    if (previous_free) {
        uint64_t before = HEAP_FIELD(h, a - HEADER - 8, 0, uint64_t);
        a -= before;
        list_remove(h, b, a, before);
        size += before;
        previous_free = false; /* two free blocks never touch */
    }
    if (a - HEADER + size == b->top) {
        b->top = a - HEADER;
        if (!h->frame || b->paged_top - b->top > KEPT_ABOVE_TOP)
            blocks_trim(h, b);
        return;
    }
    make_free(h, b, a, size, previous_free ? PREVIOUS_FREE : 0);
    if (freed >= DISCARD_ABOVE)
        discard_inside(h, a + sizeof(struct links), a - HEADER + size - 8);
}

addr blocks_realloc(struct heap *h, struct blocks *b, addr a, size_t size)
{
    if (size > b->end - b->start)
        return 0;
    uint64_t need = blocks_footprint_of(size), old = footprint(h, a);
    uint64_t flags = header_of(h, a)->footprint & FLAGS;
    if (need > old) {
        addr behind = a + old;
        bool at_top = behind - HEADER == b->top;
        bool free_behind = !at_top && !(header_of(h, behind)->footprint & IN_USE);
        uint64_t total = old + (free_behind ? footprint(h, behind) : 0);
        if (at_top && b->end - b->top >= need - old + HEADER) {
            raise_top(h, b, need - old);
            total = need;
        } else if (free_behind && total >= need) {
            list_remove(h, b, behind, total - old);
            header_of(h, a + total)->footprint &= ~(uint64_t)PREVIOUS_FREE;
        } else {
            addr moved = blocks_alloc(h, b, size);
            if (!moved)
                return 0;
            memcpy(heap_at(h, moved), heap_at(h, a), old - HEADER);
            blocks_free(h, b, a);
            return moved;
        }
        need = split(h, b, a, total, need);
    } else if (old - need >= MIN_FOOTPRINT) {
        /* The tail becomes a block in use for a moment, and is freed: it joins what is behind. */
        addr rest = a + need;
        header_of(h, rest)->footprint = (old - need) | IN_USE;
        header_of(h, a)->footprint = need | flags;
        b->used_count++;
        blocks_free(h, b, rest);
        header_of(h, a)->requested = size;
        return a;
    } else {
        need = old;
    }
    b->used_bytes += need - old;
    header_of(h, a)->footprint = need | flags;
    header_of(h, a)->requested = size;
    return a;
}

addr blocks_next(const struct heap *h, const struct blocks *b, addr a, bool *in_use)
{
    addr next = a ? a + footprint(h, a) : b->start + HEADER;
    if (next - HEADER >= b->top)
        return 0;
    *in_use = header_of(h, next)->footprint & IN_USE;
    return next;
}
