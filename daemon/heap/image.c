/* Images and digests (image.h). */
#include "daemon/heap/image.h"

#include <string.h>

#include "daemon/heap/extents.h"
#include "daemon/heap/heap.h"
#include "daemon/heap/state.h"

/* ---- out
 * -------------------------------------------------------------------------------------------------------------
 */

static bool take_extent(const struct heap *h, struct extent e, image_taker *take, void *context)
{
    uint64_t page[REGION_PAGE / sizeof(uint64_t)];
    for (uint64_t at = e.offset; at < e.offset + e.size; at += REGION_PAGE)
        if (region_read(h, at, page) && !take(context, at, page))
            return false;
    return true;
}

bool heap_image(const struct heap *h, image_taker *take, void *context)
{
    struct extent used[EXTENTS_MAX];
    size_t n = heap_extents(h, used);
    for (size_t i = 0; i < n; i++)
        if (!take_extent(h, used[i], take, context))
            return false;
    return true;
}

/* ---- in
 * --------------------------------------------------------------------------------------------------------------
 */

struct heap *heap_image_begin(void)
{
    return region_reserve();
}

bool heap_image_put(struct heap *region, uint64_t offset, const void *page)
{
    if (offset % REGION_PAGE != 0 || offset >= REGION_SIZE)
        return false;
    memcpy((char *)region + offset, page, REGION_PAGE);
    return true;
}

struct heap *heap_image_end(struct heap *region)
{
    if (region->magic != HEAP_MAGIC)
        return NULL;
    region->arenas_of_template = 0; /* these pages are its own */
    heap_resume(region);
    return region;
}

/* ---- changes
 * -----------------------------------------------------------------------------------------------------------
 */

static uint64_t mix(uint64_t sum, uint64_t value)
{
    sum = (sum ^ value) * 0x9e3779b97f4a7c15ull;
    return sum ^ sum >> 29;
}

uint64_t heap_digest(const struct heap *h)
{
    uint64_t sum = mix(HEAP_MAGIC, h->object_count);
    sum = mix(sum, h->small_used);
    sum = mix(sum, h->small_blocks);
    sum = mix(sum, h->peak_used);
    sum = mix(sum, h->large.used_bytes ^ h->large.top << 20);
    sum = mix(sum, h->arenas_ever);
    sum = mix(sum, h->dict_version);
    sum = mix(sum, (uint64_t)h->type_versions << 32 | h->keys_versions);
    sum = mix(sum, (uint64_t)(uint32_t)h->generation[0].count << 32 | (uint32_t)h->generation[1].count);
    sum = mix(sum, (uint64_t)(uint32_t)h->generation[2].count << 32 | h->recursion_limit);
    for (int i = 0; i < 3; i++)
        sum = mix(sum, h->generation[i].head.prev ^ (uint64_t)h->generation[i].threshold << 32);
    sum = mix(sum, h->steps);
    return mix(sum, h->tracing);
}

void heap_note_changes(struct heap *h, bool on)
{
    h->failing = on || h->fail_after != 0;
    h->changed = false;
}

bool heap_changed(const struct heap *h)
{
    return h->changed;
}

bool heap_was_clocked(struct heap *h)
{
    bool clocked = h->clocked;
    h->clocked = false;
    return clocked;
}

uint32_t heap_refusals(const struct heap *h)
{
    return h->refusals;
}
