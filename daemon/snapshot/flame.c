/*
 * The flame graph: tracebacks are sorted by their frames, oldest first, so each continues the path of the
 * one before it for as long as the two agree, and the tree grows depth first.
 */
#include "daemon/snapshot/array.h"
#include "daemon/snapshot/filter.h"
#include <stdlib.h>
#include <string.h>

struct growth {
    struct snapshot_flame *flame;
    size_t node_room;
    uint32_t *stack; /* the nodes of the current path: stack[0] the root */
    size_t stack_room;
    uint32_t depth; /* of the current path */
};

/* The node of `frame` under the node at `depth` becomes the current path's next. */
static enum snapshot_status step(struct growth *growth, uint32_t depth, uint32_t frame)
{
    struct snapshot_flame *flame = growth->flame;
    uint32_t sibling = 0;
    if (depth + 1 <= growth->depth) {
        sibling = growth->stack[depth + 1];
        if (flame->nodes[sibling].frame == frame) {
            return SNAPSHOT_OK;
        }
    }
    if (flame->node_count >= SNAPSHOT_MAX_IDS) {
        return SNAPSHOT_TOO_LARGE;
    }
    if (snapshot_reserve(&flame->nodes, &growth->node_room, flame->node_count + (size_t)1,
                         sizeof *flame->nodes) ||
        snapshot_reserve(&growth->stack, &growth->stack_room, depth + (size_t)2, sizeof *growth->stack)) {
        return SNAPSHOT_NO_MEMORY;
    }
    uint32_t parent = growth->stack[depth], id = flame->node_count++;
    flame->nodes[id] = (struct snapshot_flame_node){.frame = frame, .parent = parent};
    flame->nodes[parent].child_count++;
    if (sibling != 0) {
        flame->nodes[sibling].next_sibling = id;
    }
    growth->stack[depth + 1] = id;
    growth->depth = depth + 1; /* what went deeper belonged to the sibling */
    return SNAPSHOT_OK;
}

static enum snapshot_status add_traceback(struct growth *growth, const struct snapshot *snapshot,
                                          const struct snapshot_traceback *traceback)
{
    struct snapshot_flame *flame = growth->flame;
    for (uint32_t i = 0; i < traceback->nframe; i++) {
        enum snapshot_status status = step(growth, i, snapshot->paths[traceback->path + i]);
        if (status != SNAPSHOT_OK) {
            return status;
        }
    }
    for (uint32_t i = 0; i <= traceback->nframe; i++) {
        struct snapshot_flame_node *node = &flame->nodes[growth->stack[i]];
        node->size += traceback->size;
        node->count += traceback->count;
    }
    struct snapshot_flame_node *last = &flame->nodes[growth->stack[traceback->nframe]];
    last->own_size += traceback->size;
    last->own_count += traceback->count;
    if (traceback->nframe > flame->depth) {
        flame->depth = traceback->nframe;
    }
    return SNAPSHOT_OK;
}

enum snapshot_status snapshot_flamegraph(struct snapshot *snapshot, const struct snapshot_filter *filters,
                                         size_t filter_count, struct snapshot_flame **result)
{
    unsigned char *kept;
    struct growth growth = {0};
    enum snapshot_status status = snapshot_select(snapshot, filters, filter_count, &kept);
    if (status != SNAPSHOT_OK) {
        return status;
    }
    growth.flame = calloc(1, sizeof *growth.flame);
    if (growth.flame == NULL ||
        snapshot_reserve(&growth.flame->nodes, &growth.node_room, 1, sizeof *growth.flame->nodes) ||
        snapshot_reserve(&growth.stack, &growth.stack_room, 1, sizeof *growth.stack)) {
        status = SNAPSHOT_NO_MEMORY;
        goto fail;
    }
    growth.flame->snapshot = snapshot_retain(snapshot);
    growth.flame->nodes[0] = (struct snapshot_flame_node){.frame = UINT32_MAX};
    growth.flame->node_count = 1;
    growth.stack[0] = 0;
    for (uint32_t i = 0; i < snapshot->traceback_count; i++) {
        if (snapshot_is_kept(kept, i)) {
            status = add_traceback(&growth, snapshot, &snapshot->tracebacks[i]);
            if (status != SNAPSHOT_OK) {
                goto fail;
            }
        }
    }
    free(kept);
    free(growth.stack);
    *result = growth.flame;
    return SNAPSHOT_OK;
fail:
    free(kept);
    free(growth.stack);
    snapshot_flame_free(growth.flame);
    return status;
}

void snapshot_flame_free(struct snapshot_flame *flame)
{
    if (flame != NULL) {
        snapshot_release(flame->snapshot);
        free(flame->nodes);
        free(flame);
    }
}
