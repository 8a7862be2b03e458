/* Births (births.h): the table of those that the last capture saw. */
#include "daemon/heap/births.h"

#include "daemon/heap/memory.h"
#include "daemon/heap/object/object.h"
#include "daemon/heap/quick_memory.h"
#include "daemon/heap/region.h"
#include "daemon/heap/state.h"

struct birth {
    uint32_t place; /* the object's, in units of 16 bytes: addresses of objects have 34 bits */
    uint32_t capture;
};

struct births {
    uint32_t count, room;
    struct birth items[];
};

static struct births *births_at(const struct heap *h, addr table)
{
    return heap_at(h, table);
}

static uint32_t place_of(addr o)
{
    return (uint32_t)((o - HEAP_BASE) >> 4);
}

bool births_begin(struct heap *h, struct births_capture *capture)
{
    uint32_t room = (uint32_t)h->object_count;
    addr table = table_alloc(h, sizeof(struct births) + room * sizeof(struct birth));
    if (!table)
        return false;
    *births_at(h, table) = (struct births){.room = room};
    *capture = (struct births_capture){.table = table};
    h->captures++;
    return true;
}

/* Both go by rising address: what is marked is in the table of the capture before. */
static uint32_t birth_before(const struct heap *h, struct births_capture *capture, addr o)
{
    const struct births *before = births_at(h, h->births);
    while (capture->before < before->count && before->items[capture->before].place < place_of(o))
        capture->before++;
    bool found = capture->before < before->count && before->items[capture->before].place == place_of(o);
    return found ? before->items[capture->before].capture : h->captures;
}

uint32_t births_of_next(struct heap *h, struct births_capture *capture, addr o)
{
    struct births *b = births_at(h, capture->table);
    bool marked = *object_start_word(h, o) & object_start_bit(o) << 1;
    uint32_t birth = marked && h->births ? birth_before(h, capture, o) : h->captures;
    if (b->count < b->room)
        b->items[b->count++] = (struct birth){place_of(o), birth};
    return birth;
}

static void mark(struct heap *h, addr from, addr to)
{
    for (addr a = from; a < to; a += 512) {
        uint64_t *word = object_start_word(h, a);
        if (*word != 0)
            *word |= (*word & OBJECT_START_BITS) << 1;
    }
}

void births_end(struct heap *h, struct births_capture *capture, bool keep)
{
    addr arenas = HEAP_BASE + REGION_ARENAS;
    if (!keep) {
        table_free(h, capture->table);
        h->captures--;
        return;
    }
    if (h->births)
        table_free(h, h->births);
    h->births = capture->table;
    mark(h, arenas, arenas + (addr)h->arenas_high * h->abi.arena_size);
    mark(h, h->large.start & ~511ull, h->large.top);
}

bool births_pass(struct heap *h)
{
    struct births_capture capture;
    if (!births_begin(h, &capture))
        return false;
    for (addr o = object_next(h, 0); o; o = object_next(h, o + 16))
        (void)births_of_next(h, &capture, o);
    births_end(h, &capture, true);
    return true;
}
