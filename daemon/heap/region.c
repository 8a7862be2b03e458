/* Reserving and giving back address space. What lies where is in region.h. */
#include "daemon/heap/region.h"

#include <string.h>
#include <sys/mman.h>

#ifdef REGION_POISONS
#include <sanitizer/asan_interface.h>

void region_poison(const struct heap *h, addr a, uint64_t size)
{
    __asan_poison_memory_region(heap_at(h, a), size);
}
void region_unpoison(const struct heap *h, addr a, uint64_t size)
{
    __asan_unpoison_memory_region(heap_at(h, a), size);
}

/* The shadow of so large a range is mostly pages that were never touched: those that were are given back. */
void region_unpoison_all(const struct heap *h)
{
    size_t scale, offset;
    __asan_get_shadow_mapping(&scale, &offset);
    uint64_t from = ((uint64_t)(uintptr_t)h >> scale) + offset, to = from + (REGION_SIZE >> scale),
             first = (from + REGION_PAGE - 1) & ~(REGION_PAGE - 1), last = to & ~(REGION_PAGE - 1);
    region_unpoison(h, HEAP_BASE, (first - from) << scale);
    region_unpoison(h, HEAP_BASE + ((last - from) << scale), (to - last) << scale);
    (void)madvise((void *)(uintptr_t)first, last - first, MADV_DONTNEED);
}

/* What is poisoned is copied as well: it may hold the links of free blocks. The copy is not poisoned. */
__attribute__((no_sanitize("address"), no_sanitize("undefined"))) static bool copy_page(void *to,
                                                                                        const void *from)
{
    const uint64_t *words = from;
    uint64_t *copied = to;
    size_t i = 0;
    while (i < REGION_PAGE / sizeof *words && !words[i])
        i++;
    if (i == REGION_PAGE / sizeof *words)
        return false;
    for (i = 0; i < REGION_PAGE / sizeof *words; i++)
        copied[i] = words[i];
    return true;
}
#else
static bool copy_page(void *to, const void *from)
{
    static const char zero[REGION_PAGE];
    if (memcmp(from, zero, REGION_PAGE) == 0)
        return false;
    memcpy(to, from, REGION_PAGE);
    return true;
}
#endif

struct heap *region_reserve(void)
{
    void *p =
        mmap(NULL, REGION_SIZE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (p == MAP_FAILED)
        return NULL;
    (void)madvise(p, REGION_SIZE, MADV_NOHUGEPAGE); /* a heap of a few pages must not cost two megabytes */
    return p;
}

void region_release(struct heap *h)
{
    if (!h)
        return;
    region_unpoison_all(h); /* what lies there next is another's */
    (void)munmap(h, REGION_SIZE);
}

void region_use_huge_pages(struct heap *h, uint64_t offset)
{
    (void)madvise((char *)h + offset, REGION_LARGE - offset, MADV_HUGEPAGE);
    (void)madvise((char *)h + REGION_STARTS, REGION_SIZE - REGION_STARTS, MADV_HUGEPAGE);
}

void region_use_huge_blocks(struct heap *h, uint64_t offset, uint64_t end)
{
    (void)madvise((char *)h + offset, end - offset, MADV_HUGEPAGE);
}

void region_use_huge_memory(void *memory, size_t size)
{
    uintptr_t begin = ((uintptr_t)memory + REGION_PAGE - 1) & ~(uintptr_t)(REGION_PAGE - 1),
              end = ((uintptr_t)memory + size) & ~(uintptr_t)(REGION_PAGE - 1);
    if (memory && size >= REGION_HUGE_BLOCKS_FROM)
        (void)madvise((void *)begin, end - begin, MADV_HUGEPAGE);
}

void region_expect(struct heap *h, uint64_t offset, uint64_t size)
{
#ifdef MADV_POPULATE_WRITE
    (void)madvise((char *)h + offset, size, MADV_POPULATE_WRITE);
#else
    (void)h, (void)offset, (void)size;
#endif
}

void region_discard(struct heap *h, uint64_t offset, uint64_t size)
{
    if (madvise((char *)h + offset, size, MADV_DONTNEED) != 0)
        memset((char *)h + offset, 0, size);
}

bool region_forget(struct heap *h, uint64_t offset, uint64_t end)
{
    return madvise((char *)h + offset, end - offset, MADV_DONTNEED) == 0;
}

bool region_map(struct heap *h, int image, uint64_t offset, uint64_t size)
{
    void *p =
        mmap((char *)h + offset, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_FIXED, image, (off_t)offset);
    return p != MAP_FAILED;
}

void region_copy(struct heap *to, const struct heap *from, uint64_t offset, uint64_t size)
{
    for (uint64_t at = offset; at < offset + size; at += REGION_PAGE)
        (void)copy_page((char *)to + at, (const char *)from + at);
}

bool region_read(const struct heap *h, uint64_t offset, void *to)
{
    return copy_page(to, (const char *)h + offset);
}
