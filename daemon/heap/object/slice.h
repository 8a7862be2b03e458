/* slice, for the files of object/. */
#ifndef HEAPD_HEAP_OBJECT_SLICE_H
#define HEAPD_HEAP_OBJECT_SLICE_H

#include "daemon/heap/object/object.h"
#include "daemon/heap/object/scalar.h"

static inline addr *slice_fields(const struct heap *h, addr o)
{
    return heap_at(h, o + 16);
} /* start, stop, step */

/* What a slice means for a sequence: the `count` positions start, start + step, ... (PySlice_Unpack,
 * PySlice_AdjustIndices). */
struct slice_indices {
    int64_t start, stop, step, count;
};
/* The bounds as they are written, None replaced: what has __index__ runs code. `count` is not known yet. */
enum heap_status slice_unpack(struct heap *h, addr o, struct slice_indices *out) HEAP_MUST_CHECK;
/* The same for what may be longer than a machine word: start, stop and step as *new* ints
 * (_PySlice_GetLongIndices). */
enum heap_status slice_long_indices(struct heap *h, addr o, addr length, addr out[3]) HEAP_MUST_CHECK;
/* Cut to a length, which is asked for after slice_unpack(). */
void slice_adjust(struct slice_indices *s, int64_t length);
/* Both, where the length cannot change meanwhile. */
enum heap_status slice_indices(struct heap *h, addr o, int64_t length,
                               struct slice_indices *out) HEAP_MUST_CHECK;

#endif
