/* The collector as JSON. */
#ifndef API_RESOURCES_WRITE_GC_H
#define API_RESOURCES_WRITE_GC_H

#include "api/json/tape.h"
#include "api/json/writer.h"
#include "daemon/heap/heap.h"

#define GC_DEBUG_NAMES "stats collectable uncollectable saveall leak"

/* An array of names, or the number of gc.set_debug(). False: neither. */
bool read_debug_flags(const struct json_tape *tape, uint32_t token, uint32_t *flags);

/* enabled, threshold, count, stats, debug, frozen, garbage, generations */
void write_gc_members(struct json_writer *w, struct heap *h);

/* generation, collected, uncollectable, freed_bytes, finalized, duration_us and more */
void write_collection_members(struct json_writer *w, const struct collection *c);

#endif
