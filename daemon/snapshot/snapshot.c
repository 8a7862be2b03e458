/*
 * The value itself: one block of memory that begins with its reference count and holds every column.
 */
#include "daemon/snapshot/snapshot.h"
#include "daemon/snapshot/value.h"
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

struct box {
    atomic_size_t references;
    size_t footprint;
    struct snapshot value;
};

static struct box *box_of(const struct snapshot *snapshot)
{
    return (struct box *)((char *)(uintptr_t)snapshot - offsetof(struct box, value));
}

/* Where `count` elements lie in the block, after what *used bytes hold already; NULL while measuring. */
static void *take(char *block, size_t *used, size_t count, size_t element)
{
    void *column = block == NULL ? NULL : block + *used;
    *used += (count * element + 7) & ~(size_t)7;
    return column;
}

/* Lays the columns out in `block`, or with NULL only measures; returns the size of the block. */
static size_t lay_out(char *block, const struct snapshot *shape, size_t bytes, struct snapshot_parts *parts)
{
    size_t used = sizeof(struct box);
    parts->strings = take(block, &used, shape->string_count, sizeof *parts->strings);
    parts->frames = take(block, &used, shape->frame_count, sizeof *parts->frames);
    parts->tracebacks = take(block, &used, shape->traceback_count, sizeof *parts->tracebacks);
    parts->types = take(block, &used, shape->type_count, sizeof *parts->types);
    parts->paths = take(block, &used, shape->path_length, sizeof *parts->paths);
    parts->bytes = take(block, &used, bytes, 1);
    return used;
}

struct snapshot *snapshot_new(const struct snapshot *shape, size_t bytes, struct snapshot_parts *parts)
{
    size_t footprint = lay_out(NULL, shape, bytes, parts);
    struct box *box = malloc(footprint);
    if (box == NULL) {
        return NULL;
    }
    lay_out((char *)box, shape, bytes, parts);
    box->footprint = footprint;
    atomic_init(&box->references, 1);
    box->value = *shape;
    box->value.strings = parts->strings;
    box->value.frames = parts->frames;
    box->value.paths = parts->paths;
    box->value.tracebacks = parts->tracebacks;
    box->value.types = parts->types;
    return &box->value;
}

struct snapshot *snapshot_retain(struct snapshot *snapshot)
{
    atomic_fetch_add_explicit(&box_of(snapshot)->references, 1, memory_order_relaxed);
    return snapshot;
}

void snapshot_release(struct snapshot *snapshot)
{
    if (snapshot != NULL &&
        atomic_fetch_sub_explicit(&box_of(snapshot)->references, 1, memory_order_acq_rel) == 1) {
        free(box_of(snapshot));
    }
}

size_t snapshot_footprint(const struct snapshot *snapshot)
{
    return box_of(snapshot)->footprint;
}

const struct snapshot_frame *snapshot_newest_frame(const struct snapshot *snapshot, uint32_t traceback)
{
    const struct snapshot_traceback *t = &snapshot->tracebacks[traceback];
    return &snapshot->frames[snapshot->paths[t->path + t->nframe - 1]];
}

int snapshot_text_compare(struct snapshot_text a, struct snapshot_text b)
{
    size_t shorter = a.length < b.length ? a.length : b.length;
    int order = shorter == 0 ? 0 : memcmp(a.bytes, b.bytes, shorter);
    return order != 0 ? order : (a.length > b.length) - (a.length < b.length);
}

bool snapshot_is_text(const char *text, size_t length)
{
    const unsigned char *bytes = (const unsigned char *)text;
    for (size_t i = 0; i < length;) {
        unsigned char first = bytes[i++];
        unsigned more = first < 0x80   ? 0
                        : first < 0xc2 ? 4
                        : first < 0xe0 ? 1
                        : first < 0xf0 ? 2
                        : first < 0xf5 ? 3
                                       : 4;
        if (more > 3 || length - i < more) {
            return false;
        }
        for (unsigned k = 0; k < more; k++) {
            unsigned char next = bytes[i++];
            bool low = k == 0 && ((first == 0xe0 && next < 0xa0) || (first == 0xf0 && next < 0x90));
            if ((next & 0xc0) != 0x80 || low || (k == 0 && first == 0xf4 && next > 0x8f)) {
                return false;
            }
        }
    }
    return true;
}
