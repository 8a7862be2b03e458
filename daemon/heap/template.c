/* Templates: fresh heaps that share their first pages. */
#include "daemon/heap/heap.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "daemon/heap/extents.h"

struct heap_template {
    int image;          /* a memory file with the pages at their offsets */
    struct heap *fresh; /* a heap of it that nobody changes */
    struct extent used[EXTENTS_MAX];
    size_t count;
};

static bool write_all(int file, const char *bytes, size_t size, off_t at)
{
    while (size > 0) {
        ssize_t n = pwrite(file, bytes, size, at);
        if (n <= 0)
            return false;
        bytes += n;
        at += n;
        size -= (size_t)n;
    }
    return true;
}

/* Pages of arenas beyond the pools that are in use would be mapped for nothing: end the extent at the last
 * touched page. */
static void trim(const struct heap *h, struct extent *e)
{
    static const char zero[REGION_PAGE];
    while (e->size > 0 && memcmp((const char *)h + e->offset + e->size - REGION_PAGE, zero, REGION_PAGE) == 0)
        e->size -= REGION_PAGE;
}

struct heap_template *heap_template_new(const struct heap_options *options)
{
    struct heap_template *t = calloc(1, sizeof *t);
    struct heap *h = t ? heap_create(options) : NULL;
    if (!h) {
        free(t);
        return NULL;
    }
    assert(h->large.top == h->large.start); /* region_discard() must never meet the image's pages there */
    h->arenas_of_template = h->arenas_high;
    t->image = memfd_create("heapd-template", MFD_CLOEXEC);
    t->count = heap_extents_untraced(h, t->used);
    region_unpoison_all(h);
    bool ok = t->image >= 0;
    for (size_t i = 0; ok && i < t->count; i++) {
        trim(h, &t->used[i]);
        ok = write_all(t->image, (const char *)h + t->used[i].offset, t->used[i].size,
                       (off_t)t->used[i].offset);
    }
    heap_destroy(h);
    if (ok && (t->fresh = heap_create_from(t, 0, 0)))
        return t;
    heap_template_free(t);
    return NULL;
}

void heap_template_free(struct heap_template *t)
{
    if (!t)
        return;
    heap_destroy(t->fresh);
    if (t->image >= 0)
        (void)close(t->image);
    free(t);
}

void heap_set_up(struct heap *h, uint64_t limit, uint32_t recursion_limit)
{
    if (limit)
        h->limit = limit < REGION_LIMIT_MAX ? limit : REGION_LIMIT_MAX;
    if (recursion_limit)
        h->recursion_limit = recursion_limit;
}

struct heap *heap_create_from(const struct heap_template *t, uint64_t limit, uint32_t recursion_limit)
{
    struct heap *h = region_reserve();
    if (!h)
        return NULL;
    for (size_t i = 0; i < t->count; i++)
        if (t->used[i].size && !region_map(h, t->image, t->used[i].offset, t->used[i].size)) {
            region_release(h);
            return NULL;
        }
    heap_set_up(h, limit, recursion_limit);
    return h;
}

/* ---- again ----------------------------------------------------------------------------------- */

/* Where the areas of the region begin: a small program writes nothing else. */
static const struct window {
    uint64_t offset;
    size_t pages;
} windows[] = {
    {0, WRITTEN_PAGES_MAX}, /* what is static, and the first arenas */
    {REGION_LARGE, 64},     {REGION_TABLES, 384},
    {REGION_STARTS, 16},    {REGION_STARTS + REGION_LARGE / 64, 4},
    {REGION_MARKS, 32},     {REGION_MARKS + REGION_LARGE / 16, 8},
    {REGION_ORDER, 4},      {REGION_ORDER_YOUNG, 4},
    {REGION_CANDIDATES, 4}, {REGION_STACK, 16},
};
#define WINDOW_COUNT (sizeof windows / sizeof *windows)

/* A heap with more pages than this begins without any again. */
#define KEPT_PAGES 512

static bool had_huge_pages(const struct blocks *b)
{
    return b->peak_top - b->start >= REGION_HUGE_BLOCKS_FROM;
}

/* How many of them; SIZE_MAX: nobody knows. The pages are as the template has them. */
static size_t renew_window(const struct heap_template *t, struct heap *h, const struct window *w,
                           written_pages_reader *read)
{
    bool written[WRITTEN_PAGES_MAX];
    size_t count = 0;
    char *to = (char *)h + w->offset;
    const char *from = (const char *)t->fresh + w->offset;
    if (!read(to, w->pages, written))
        return SIZE_MAX;
    for (size_t i = 0; i < w->pages; i++)
        if (written[i]) {
            memcpy(to + i * REGION_PAGE, from + i * REGION_PAGE, REGION_PAGE);
            count++;
        }
    return count;
}

bool heap_renew(const struct heap_template *t, struct heap *h, written_pages_reader *read)
{
    size_t kept = 0;
    if (h->arenas_of_template == 0 || (uint64_t)h->arenas_high * h->abi.arena_size > REGION_HUGE_FROM ||
        had_huge_pages(&h->large) || had_huge_pages(&h->tables))
        return false;
    region_unpoison_all(h);
    for (size_t i = 0; i < WINDOW_COUNT; i++) {
        uint64_t end = i + 1 < WINDOW_COUNT ? windows[i + 1].offset : REGION_SIZE;
        size_t pages = renew_window(t, h, &windows[i], read);
        if (pages == SIZE_MAX || (kept += pages) > KEPT_PAGES)
            return region_forget(h, 0, REGION_SIZE);
        if (!region_forget(h, windows[i].offset + windows[i].pages * REGION_PAGE, end))
            return false;
    }
    return true;
}
