/* A heap from its first byte: creation, copies. */
#include "daemon/heap/heap.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/heap/boot.h"
#include "daemon/heap/extents.h"
#include "daemon/heap/object/free_list.h"
#include "daemon/heap/runtime.h"

_Static_assert(sizeof(struct heap) <= REGION_STATIC, "struct heap must end before the static area");

/* In this order: each step uses what those before it made. */
static void (*const boot_steps[])(struct heap *h) = {
    memory_boot, trace_boot,           event_boot, collector_boot, type_boot,      singleton_boot,
    int_boot,    intern_boot,          str_boot,   bytes_boot,     tuple_boot,     dict_boot,
    set_boot,    collector_lists_boot, class_boot, frame_boot,     free_list_boot,
};

/* PYTHONHASHSEED to the two words of the key: 0 is the key of zeros, else the generator of
 * Python/bootstrap_hash.c. */
static void seed_hash(struct heap *h, uint32_t seed)
{
    unsigned char key[16] = {0};
    uint32_t x = seed;
    for (size_t i = 0; seed && i < sizeof key; i++) {
        x = x * 214013 + 2531011;
        key[i] = (unsigned char)(x >> 16);
    }
    memcpy(h->hash_seed, key, sizeof key);
    h->hash_seed_option = seed;
}

/* Frames begin so far into their first page. Processors take a load for one of what was just stored while the
 * two addresses differ by a multiple of 4096: the outermost frames lie where a page of struct heap has
 * nothing that is loaded often, behind `attended` and before `abi`. Elsewhere loops over calls or attributes
 * take up to half as long again. */
#define STACK_OFFSET 0xcc0

static void boot(struct heap *h, const struct abi *abi, const struct heap_options *options)
{
    h->magic = HEAP_MAGIC;
    h->abi = *abi;
    h->limit = REGION_LIMIT_MAX; /* until the fresh heap is whole */
    h->recursion_limit = options->recursion_limit ? options->recursion_limit : abi->recursion_limit;
    h->int_max_str_digits = abi->int_max_str_digits;
    h->static_top = HEAP_BASE + REGION_STATIC;
    seed_hash(h, options->hash_seed);
    for (size_t i = 0; i < sizeof boot_steps / sizeof *boot_steps; i++)
        boot_steps[i](h);
    h->stack_top = HEAP_BASE + REGION_STACK + STACK_OFFSET;
    h->handled = heap_addr(h, &h->handled_outermost);
    h->steps_limit = UINT64_MAX;
    if (runtime_boot)
        runtime_boot(h);
    free_lists_clear(h, false); /* what making the language has left */
    assert(h->static_top <= HEAP_BASE + REGION_ARENAS);
    assert(heap_raised(h) == EXC_NONE);
    h->peak_used = 0;
    if (options->limit && options->limit < REGION_LIMIT_MAX)
        h->limit = options->limit;
}

struct heap *heap_create(const struct heap_options *options)
{
    const struct abi *abi = abi_find(options->minor);
    struct heap *h = abi ? region_reserve() : NULL;
    if (h)
        boot(h, abi, options);
    return h;
}

void heap_clear_free_lists(struct heap *h)
{
    free_lists_clear(h, false);
}

void heap_destroy(struct heap *h)
{
    region_release(h);
}

/* ---- what is in use of a region -------------------------------------------------------------- */

static struct extent pages(uint64_t from, uint64_t to)
{
    from &= ~(REGION_PAGE - 1);
    to = (to + REGION_PAGE - 1) & ~(REGION_PAGE - 1);
    return (struct extent){from, to > from ? to - from : 0};
}

size_t heap_extents_untraced(const struct heap *h, struct extent out[EXTENTS_MAX])
{
    uint64_t arenas_end = REGION_ARENAS + (uint64_t)h->arenas_high * h->abi.arena_size;
    uint64_t large = h->large.start - HEAP_BASE, large_end = h->large.top - HEAP_BASE;
    size_t n = 0;
    out[n++] = pages(0, h->static_top - HEAP_BASE);
    out[n++] = pages(REGION_ARENAS, arenas_end);
    out[n++] = pages(large, large_end);
    out[n++] = pages(REGION_TABLES, REGION_TABLES + (uint64_t)h->arenas_high * sizeof(struct arena));
    out[n++] = pages(h->tables.start - HEAP_BASE, h->tables.top - HEAP_BASE);
    out[n++] = pages(REGION_STARTS, REGION_STARTS + arenas_end / 64);
    out[n++] = pages(REGION_STARTS + large / 64, REGION_STARTS + large_end / 64 + 1);
    return n;
}

/* The words of the traces are next to the pages they belong to. */
size_t heap_extents(const struct heap *h, struct extent out[EXTENTS_MAX])
{
    size_t n = heap_extents_untraced(h, out);
    if (!h->tracing)
        return n;
    out[n++] = pages(REGION_TRACES,
                     REGION_TRACES + (REGION_ARENAS + (uint64_t)h->arenas_high * h->abi.arena_size) / 4);
    out[n++] = pages(REGION_TRACES + (h->large.start - HEAP_BASE) / 4,
                     REGION_TRACES + (h->large.top - HEAP_BASE) / 4 + 1);
    return n;
}

static void use_huge_blocks(struct heap *h, const struct blocks *b)
{
    if (b->top - b->start >= REGION_HUGE_BLOCKS_FROM)
        region_use_huge_blocks(h, b->start - HEAP_BASE + REGION_HUGE_BLOCKS_FROM, b->end - HEAP_BASE);
}

struct heap *heap_copy(const struct heap *h)
{
    struct heap *copy = region_reserve();
    if (!copy)
        return NULL;
    struct extent used[EXTENTS_MAX];
    size_t n = heap_extents(h, used);
    if ((uint64_t)h->arenas_high * h->abi.arena_size > REGION_HUGE_FROM)
        region_use_huge_pages(copy, REGION_ARENAS + REGION_HUGE_FROM);
    use_huge_blocks(copy, &h->large);
    use_huge_blocks(copy, &h->tables);
    for (size_t i = 0; i < n; i++)
        region_copy(copy, h, used[i].offset, used[i].size);
    copy->arenas_of_template = 0; /* these pages are its own */
    return copy;
}

/* ---- settings -------------------------------------------------------------------------------- */

const struct abi *heap_abi(const struct heap *h)
{
    return &h->abi;
}

uint64_t heap_object_count(const struct heap *h)
{
    return h->object_count;
}

enum heap_status heap_set_limit(struct heap *h, uint64_t limit)
{
    struct memory_stats now;
    memory_stats(h, &now);
    if (limit > REGION_LIMIT_MAX)
        return raise_error(h, EXC_VALUE_ERROR, "memory limit must be at most %llu bytes",
                           (unsigned long long)REGION_LIMIT_MAX);
    if (limit < now.used)
        return raise_error(h, EXC_VALUE_ERROR, "memory limit is below the %llu bytes in use",
                           (unsigned long long)now.used);
    h->limit = limit;
    return HEAP_OK;
}

void heap_set_recursion_limit(struct heap *h, uint32_t limit)
{
    h->recursion_limit = limit;
}

void heap_abandon(struct heap *h)
{
    __atomic_store_n(&h->abandon, 1, __ATOMIC_RELAXED);
}
#ifdef HEAPD_DEBUG
void heap_abandon_after(struct heap *h, uint64_t n)
{
    h->looks = n;
}
uint64_t heap_looks_left(const struct heap *h)
{
    return h->looks;
}
#endif
void heap_goes_when_stopped(struct heap *h)
{
    h->goes_when_stopped = true;
}

void heap_stopped(struct heap *h)
{
    h->goes = h->goes_when_stopped;
}

void heap_resume(struct heap *h)
{
    __atomic_store_n(&h->abandon, 0, __ATOMIC_RELAXED);
}
