/*
 * The flame graph: tracebacks are sorted by their frames, oldest first, so each continues the path of the
 * one before it for as long as the two agree, and the tree grows depth first. Of two snapshots, both lists
 * are merged in that order.
 */
#include "daemon/snapshot/array.h"
#include "daemon/snapshot/filter.h"
#include "daemon/snapshot/joint.h"
#include <stdlib.h>
#include <string.h>

struct growth {
    struct snapshot_flame *flame;
    size_t node_room;
    uint32_t *stack; /* the nodes of the current path: stack[0] the root */
    size_t stack_room;
    uint32_t depth; /* of the current path */
    unsigned char *newer_kept, *older_kept;
    struct snapshot_joint joint; /* of a difference */
};

/* Whether the node is at this frame, of the newer or of the older snapshot. */
static bool is_at(const struct growth *growth, const struct snapshot_flame_node *node, uint32_t frame,
                  bool in_older)
{
    if (node->in_older == in_older) {
        return node->frame == frame;
    }
    uint32_t older = in_older ? frame : node->frame, newer = in_older ? node->frame : frame;
    return growth->joint.older_frames[older] == growth->joint.newer_frames[newer];
}

/* The node of `frame` under the node at `depth` becomes the current path's next. */
static enum snapshot_status step(struct growth *growth, uint32_t depth, uint32_t frame, bool in_older)
{
    struct snapshot_flame *flame = growth->flame;
    uint32_t sibling = 0;
    if (depth + 1 <= growth->depth) {
        sibling = growth->stack[depth + 1];
        if (is_at(growth, &flame->nodes[sibling], frame, in_older)) {
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
    flame->nodes[id] = (struct snapshot_flame_node){.frame = frame, .parent = parent, .in_older = in_older};
    flame->nodes[parent].child_count++;
    if (sibling != 0) {
        flame->nodes[sibling].next_sibling = id;
    }
    growth->stack[depth + 1] = id;
    growth->depth = depth + 1; /* what went deeper belonged to the sibling */
    return SNAPSHOT_OK;
}

static void add_to_node(struct snapshot_flame_node *node, const struct snapshot_traceback *traceback,
                        bool own, bool in_older)
{
    if (!in_older) {
        node->size += traceback->size;
        node->count += traceback->count;
        node->own_size += own ? traceback->size : 0;
        node->own_count += own ? traceback->count : 0;
    }
    int64_t size = in_older ? -(int64_t)traceback->size : (int64_t)traceback->size;
    int64_t count = in_older ? -(int64_t)traceback->count : (int64_t)traceback->count;
    node->size_diff += size;
    node->count_diff += count;
    node->own_size_diff += own ? size : 0;
    node->own_count_diff += own ? count : 0;
}

static enum snapshot_status add_traceback(struct growth *growth, const struct snapshot *snapshot,
                                          const struct snapshot_traceback *traceback, bool in_older)
{
    struct snapshot_flame *flame = growth->flame;
    for (uint32_t i = 0; i < traceback->nframe; i++) {
        enum snapshot_status status = step(growth, i, snapshot->paths[traceback->path + i], in_older);
        if (status != SNAPSHOT_OK) {
            return status;
        }
    }
    for (uint32_t i = 0; i <= traceback->nframe; i++) {
        add_to_node(&flame->nodes[growth->stack[i]], traceback, i == traceback->nframe, in_older);
    }
    if (traceback->nframe > flame->depth) {
        flame->depth = traceback->nframe;
    }
    return SNAPSHOT_OK;
}

/* Sites of both snapshots in one order. */
static enum snapshot_status add_all(struct growth *growth, const struct snapshot *older,
                                    const struct snapshot *newer)
{
    uint32_t i = 0, j = 0, older_count = older != NULL ? older->traceback_count : 0;
    enum snapshot_status status = SNAPSHOT_OK;
    while (status == SNAPSHOT_OK && (i < older_count || j < newer->traceback_count)) {
        bool in_older =
            j == newer->traceback_count ||
            (i < older_count && snapshot_joint_compare(&growth->joint, SNAPSHOT_BY_TRACEBACK, i, j) < 0);
        const struct snapshot *from = in_older ? older : newer;
        uint32_t at = in_older ? i++ : j++;
        if (snapshot_is_kept(in_older ? growth->older_kept : growth->newer_kept, at)) {
            status = add_traceback(growth, from, &from->tracebacks[at], in_older);
        }
    }
    return status;
}

static enum snapshot_status prepare(struct growth *growth, struct snapshot *older, struct snapshot *newer,
                                    const struct snapshot_filter *filters, size_t filter_count)
{
    enum snapshot_status status = snapshot_select(newer, filters, filter_count, &growth->newer_kept);
    if (status == SNAPSHOT_OK && older != NULL) {
        status = snapshot_select(older, filters, filter_count, &growth->older_kept);
    }
    if (status == SNAPSHOT_OK && older != NULL) {
        status = snapshot_joint_init(&growth->joint, older, newer);
    }
    if (status != SNAPSHOT_OK) {
        return status;
    }
    growth->flame = calloc(1, sizeof *growth->flame);
    if (growth->flame == NULL ||
        snapshot_reserve(&growth->flame->nodes, &growth->node_room, 1, sizeof *growth->flame->nodes) ||
        snapshot_reserve(&growth->stack, &growth->stack_room, 1, sizeof *growth->stack)) {
        return SNAPSHOT_NO_MEMORY;
    }
    growth->flame->snapshot = snapshot_retain(newer);
    growth->flame->older = older != NULL ? snapshot_retain(older) : NULL;
    growth->flame->nodes[0] = (struct snapshot_flame_node){.frame = UINT32_MAX};
    growth->flame->node_count = 1;
    growth->stack[0] = 0;
    return SNAPSHOT_OK;
}

static void clear_differences(struct snapshot_flame *flame)
{
    for (uint32_t i = 0; i < flame->node_count; i++) {
        struct snapshot_flame_node *node = &flame->nodes[i];
        node->size_diff = node->count_diff = node->own_size_diff = node->own_count_diff = 0;
    }
}

static enum snapshot_status grow(struct snapshot *older, struct snapshot *newer,
                                 const struct snapshot_filter *filters, size_t filter_count,
                                 struct snapshot_flame **result)
{
    struct growth growth = {0};
    enum snapshot_status status = prepare(&growth, older, newer, filters, filter_count);
    if (status == SNAPSHOT_OK) {
        status = add_all(&growth, older, newer);
    }
    free(growth.newer_kept);
    free(growth.older_kept);
    free(growth.stack);
    snapshot_joint_drop(&growth.joint);
    if (status != SNAPSHOT_OK) {
        snapshot_flame_free(growth.flame);
        return status;
    }
    if (older == NULL) {
        clear_differences(growth.flame);
    }
    *result = growth.flame;
    return SNAPSHOT_OK;
}

enum snapshot_status snapshot_flamegraph(struct snapshot *snapshot, const struct snapshot_filter *filters,
                                         size_t filter_count, struct snapshot_flame **result)
{
    return grow(NULL, snapshot, filters, filter_count, result);
}

enum snapshot_status snapshot_flamegraph_diff(struct snapshot *older, struct snapshot *newer,
                                              const struct snapshot_filter *filters, size_t filter_count,
                                              struct snapshot_flame **result)
{
    return grow(older, newer, filters, filter_count, result);
}

struct snapshot_place snapshot_flame_place(const struct snapshot_flame *flame,
                                           const struct snapshot_flame_node *node)
{
    const struct snapshot *from = node->in_older ? flame->older : flame->snapshot;
    const struct snapshot_frame *frame = &from->frames[node->frame];
    return (struct snapshot_place){from->strings[frame->file], frame->line};
}

void snapshot_flame_free(struct snapshot_flame *flame)
{
    if (flame != NULL) {
        snapshot_release(flame->snapshot);
        snapshot_release(flame->older);
        free(flame->nodes);
        free(flame);
    }
}

/* ---- Leaving out --------------------------------------------------------------------------------- */

/* A node whose descendants are being looked at. */
struct open_node {
    uint32_t before, now; /* its number before and after */
    uint32_t last;        /* its last child that stays; 0: none yet */
    struct snapshot_flame_node other;
};

struct pruning {
    struct snapshot_flame *flame;
    struct open_node *open;
    double size, count, older_size, older_count; /* what a node must have */
    uint32_t kept;
};

static bool is_large(const struct pruning *p, const struct snapshot_flame_node *node)
{
    return (double)node->size >= p->size || (double)node->count >= p->count ||
           (p->flame->older != NULL && ((double)node->size - (double)node->size_diff >= p->older_size ||
                                        (double)node->count - (double)node->count_diff >= p->older_count));
}

/* The next child of an open node. It is written where what was there has been read. */
static void keep_node(struct pruning *p, struct open_node *under, struct snapshot_flame_node node)
{
    uint32_t at = p->kept++;
    node.parent = under->now;
    node.next_sibling = node.child_count = 0;
    p->flame->nodes[at] = node;
    p->flame->nodes[under->now].child_count++;
    if (under->last != 0) {
        p->flame->nodes[under->last].next_sibling = at;
    }
    under->last = at;
}

static void leave_out(struct open_node *under, const struct snapshot_flame_node *node, uint32_t nodes)
{
    struct snapshot_flame_node *other = &under->other;
    other->left_out += nodes;
    other->own_size = other->size += node->size;
    other->own_count = other->count += node->count;
    other->own_size_diff = other->size_diff += node->size_diff;
    other->own_count_diff = other->count_diff += node->count_diff;
}

static void open_node(struct open_node *open, uint32_t before, uint32_t now)
{
    *open = (struct open_node){.before = before, .now = now, .other.frame = SNAPSHOT_FLAME_OTHER};
}

static void close_node(struct pruning *p, struct open_node *open)
{
    if (open->other.left_out > 0) {
        keep_node(p, open, open->other);
    }
}

static void prune(struct pruning *p)
{
    const struct snapshot_flame_node *nodes = p->flame->nodes;
    uint32_t depth = 0, count = p->flame->node_count, next;
    open_node(&p->open[0], 0, 0);
    p->flame->nodes[0].child_count = 0;
    p->kept = 1;
    for (uint32_t i = 1; i < count; i = next) {
        struct snapshot_flame_node node = nodes[i];
        while (p->open[depth].before != node.parent) {
            close_node(p, &p->open[depth--]);
        }
        next = i + 1;
        if (is_large(p, &node)) {
            keep_node(p, &p->open[depth], node);
            open_node(&p->open[depth + 1], i, p->kept - 1);
            depth++;
            continue;
        }
        while (next < count && nodes[next].parent >= i) { /* a descendant */
            next++;
        }
        leave_out(&p->open[depth], &node, next - i);
    }
    for (uint32_t i = depth + 1; i-- > 0;) {
        close_node(p, &p->open[i]);
    }
    p->flame->node_count = p->kept;
}

enum snapshot_status snapshot_flame_prune(struct snapshot_flame *flame, double fraction)
{
    const struct snapshot_flame_node *root = &flame->nodes[0];
    struct pruning pruning = {
        .flame = flame,
        .size = fraction * (double)root->size,
        .count = fraction * (double)root->count,
        .older_size = fraction * ((double)root->size - (double)root->size_diff),
        .older_count = fraction * ((double)root->count - (double)root->count_diff),
        .open = reallocarray(NULL, flame->depth + (size_t)2, sizeof *pruning.open),
    };
    if (pruning.open == NULL) {
        return SNAPSHOT_NO_MEMORY;
    }
    prune(&pruning);
    free(pruning.open);
    return SNAPSHOT_OK;
}
