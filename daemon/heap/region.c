/* Reserving and giving back address space. What lies where is in region.h. */
#include "daemon/heap/region.h"

#include <string.h>
#include <sys/mman.h>

struct heap *region_reserve(void)
{
    void *p = mmap(NULL, REGION_SIZE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (p == MAP_FAILED)
        return NULL;
    (void)madvise(p, REGION_SIZE, MADV_NOHUGEPAGE); /* a heap of a few pages must not cost two megabytes */
    return p;
}

void region_release(struct heap *h)
{
    if (h)
        (void)munmap(h, REGION_SIZE);
}

void region_use_huge_pages(struct heap *h, uint64_t offset)
{
    (void)madvise((char *)h + offset, REGION_LARGE - offset, MADV_HUGEPAGE);
    (void)madvise((char *)h + REGION_STARTS, REGION_SIZE - REGION_STARTS, MADV_HUGEPAGE);
}

void region_discard(struct heap *h, uint64_t offset, uint64_t size)
{
    if (madvise((char *)h + offset, size, MADV_DONTNEED) != 0)
        memset((char *)h + offset, 0, size);
}

bool region_map(struct heap *h, int image, uint64_t offset, uint64_t size)
{
    void *p = mmap((char *)h + offset, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_FIXED, image, (off_t)offset);
    return p != MAP_FAILED;
}

void region_copy(struct heap *to, const struct heap *from, uint64_t offset, uint64_t size)
{
    static const char zero[REGION_PAGE];
    for (uint64_t at = offset; at < offset + size; at += REGION_PAGE) {
        const char *page = (const char *)from + at;
        if (memcmp(page, zero, REGION_PAGE) != 0)
            memcpy((char *)to + at, page, REGION_PAGE);
    }
}
