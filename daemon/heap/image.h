/* A heap as its pages, for who keeps it somewhere else and makes it again later; and what says cheaply
 * whether two heaps went the same way, or one has changed.
 *
 * An image has what heap_copy() copies: every page that is in use and not zero, by its offset in the region.
 * The heap that is made of it goes on as the first would have. Pages are those of one version of heapd: an
 * image is for the process that made it.
 */
#ifndef HEAPD_HEAP_IMAGE_H
#define HEAPD_HEAP_IMAGE_H

#include "daemon/heap/base.h"
#include "daemon/heap/region.h"

/* Takes one page (it may look at it until it returns). False ends the walk. */
typedef bool image_taker(void *context, uint64_t offset, const void *page);

/* Every page of the image, in order of offsets. False: `take` said so. */
bool heap_image(const struct heap *h, image_taker *take, void *context);

/* The other way: an empty region (NULL: the host refuses), its pages, and the heap (*new*). False, NULL:
 * these are not the pages of a heap, and the region is the caller's to give up with heap_destroy(). */
struct heap *heap_image_begin(void) HEAP_MUST_CHECK;
bool heap_image_put(struct heap *region, uint64_t offset, const void *page) HEAP_MUST_CHECK;
struct heap *heap_image_end(struct heap *region) HEAP_MUST_CHECK;

/* A number that two heaps share that the same operations have made, and that others share by chance alone: of
 * counters and lists, in some tens of nanoseconds, whatever the size of the heap. */
uint64_t heap_digest(const struct heap *h);

/* From now on heap_changed() says whether any block has been allocated or released since. Allocations take a
 * few nanoseconds more while it is on. */
void heap_note_changes(struct heap *h, bool on);
bool heap_changed(const struct heap *h);

/* Has anything since the last time that this was asked depended on how fast the host is? */
bool heap_was_clocked(struct heap *h);

/* How often the heap had no memory for somebody: what it depends on can be outside of it (the limit). */
uint32_t heap_refusals(const struct heap *h);

#endif
