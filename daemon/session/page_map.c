#include "daemon/session/page_map.h"
#include "daemon/heap/region.h"
#include <fcntl.h>
#include <unistd.h>

#define PAGE_PRESENT (1ull << 63)
#define PAGE_SWAPPED (1ull << 62)
#define PAGE_OF_FILE (1ull << 61) /* or shared: nobody has written it */

bool page_map_written(const void *at, size_t count, bool *written)
{
    uint64_t pages[WRITTEN_PAGES_MAX];
    size_t size = count * sizeof *pages;
    int map = open("/proc/self/pagemap", O_RDONLY | O_CLOEXEC);
    if (map < 0)
        return false;
    ssize_t got = pread(map, pages, size, (off_t)((uintptr_t)at / REGION_PAGE * sizeof *pages));
    (void)close(map);
    if (got != (ssize_t)size)
        return false;
    for (size_t i = 0; i < count; i++)
        written[i] = (pages[i] & (PAGE_PRESENT | PAGE_SWAPPED)) && !(pages[i] & PAGE_OF_FILE);
    return true;
}
