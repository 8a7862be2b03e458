/*
 * The shortest paths to many objects, merged (questions.h). Each object on the way belongs to one group,
 * found once: that of what refers to it on its shortest path, and there that of its type and label. The
 * references of what refers to it are gone through once for all that it leads to, not for each. So the cost
 * is linear, however many objects are asked for.
 */
#include "daemon/graph/questions.h"
#include "daemon/graph/value.h"
#include "daemon/graph/work.h"

#include <stdlib.h>

struct merge {
    const struct graph_analysis *analysis;
    struct graph_group *groups;
    size_t count, capacity;
    uint32_t *slots; /* groups by key, plus 1 */
    size_t slot_count;
    uint32_t *group_of; /* by node, plus 1; 0: not known yet */
    uint32_t *above_of; /* by node, plus 1: what refers to it on its shortest path, itself: nothing does; 0: not known */
    uint32_t *edge_of;  /* by node, plus 1: the reference by which it does; 0: not known yet */
    struct words path;
};

static size_t slot_of(const struct graph_group *g, size_t slot_count)
{
    uint64_t hash = graph_mix((uint64_t)g->parent << 32 | g->type,
                              (uint64_t)g->text << 16 | (uint64_t)g->edge_kind << 8 | g->root_kind);
    return (size_t)hash & (slot_count - 1);
}

static bool is_same(const struct graph_group *a, const struct graph_group *b)
{
    return a->parent == b->parent && a->type == b->type && a->text == b->text &&
           a->edge_kind == b->edge_kind && a->root_kind == b->root_kind;
}

static bool grow(struct merge *m)
{
    size_t slots = m->slot_count < 64 ? 64 : 2 * m->slot_count;
    struct graph_group *moved = reallocarray(m->groups, slots, sizeof *moved);
    if (moved == NULL)
        return false;
    m->groups = moved;
    uint32_t *table = calloc(slots, sizeof *table);
    if (table == NULL)
        return false;
    for (size_t i = 0; i < m->count; i++) {
        size_t at = slot_of(&m->groups[i], slots);
        while (table[at] != 0)
            at = (at + 1) & (slots - 1);
        table[at] = (uint32_t)i + 1;
    }
    free(m->slots);
    m->slots = table;
    m->slot_count = slots;
    return true;
}

/* The group with this key, made if there is none; GRAPH_NONE: no memory. */
static uint32_t group(struct merge *m, const struct graph_group *key)
{
    if (2 * (m->count + 1) > m->slot_count && !grow(m))
        return GRAPH_NONE;
    size_t at = slot_of(key, m->slot_count);
    for (; m->slots[at] != 0; at = (at + 1) & (m->slot_count - 1))
        if (is_same(&m->groups[m->slots[at] - 1], key))
            return m->slots[at] - 1;
    m->groups[m->count] = *key;
    m->slots[at] = (uint32_t)++m->count;
    return (uint32_t)m->count - 1;
}

/* What refers to it on its shortest path; GRAPH_NONE: it is a root. */
static uint32_t above(struct merge *m, uint32_t node)
{
    const struct graph_analysis *a = m->analysis;
    uint32_t roots;
    if (m->above_of[node] != 0)
        return m->above_of[node] - 1 != node ? m->above_of[node] - 1 : GRAPH_NONE;
    m->above_of[node] = node + 1;
    if (graph_roots_of(a, node, &roots) != NULL)
        return GRAPH_NONE;
    for (uint32_t k = a->in_first[node]; k < a->in_first[node + 1]; k++) {
        uint32_t from = a->in_from[k];
        if (graph_is_garbage(a, node) ? a->place[from] < a->place[node]
                                      : a->distance[from] + 1 == a->distance[node]) {
            m->above_of[node] = from + 1;
            return from;
        }
    }
    return GRAPH_NONE;
}

/* The first reference by which `from`, which is above it, leads to a node: found for all that it leads to. */
static uint32_t edge_to(struct merge *m, uint32_t from, uint32_t node)
{
    const struct graph *g = m->analysis->graph;
    if (from == GRAPH_NONE)
        return 0;
    bool known = m->edge_of[node] != 0;
    for (uint32_t e = g->first[from]; e < g->first[from + 1] && !known; e++) {
        uint32_t to = g->to[e];
        if (m->edge_of[to] == 0 && graph_is_strong(m->analysis, e) && above(m, to) == from)
            m->edge_of[to] = e + 1;
    }
    return m->edge_of[node] == 0 ? 0 : m->edge_of[node] - 1;
}

static uint32_t label_text(const struct graph *g, uint32_t edge)
{
    if (graph_kind_has_text(g->kind[edge]))
        return g->label[edge];
    if (g->kind[edge] == GRAPH_EDGE_VALUE && g->label[edge] != GRAPH_NONE && g->text != NULL)
        return g->text[g->label[edge]];
    return GRAPH_NONE;
}

/* The group of one object whose referrer's is known. */
static bool assign(struct merge *m, uint32_t node, uint32_t from, uint32_t edge)
{
    const struct graph *g = m->analysis->graph;
    struct graph_group key = {.parent = GRAPH_NONE, .type = g->type[node], .text = GRAPH_NONE, .node = node};
    if (from == GRAPH_NONE) {
        uint32_t count;
        const struct graph_root *root = graph_roots_of(m->analysis, node, &count);
        struct graph_group top = {.parent = GRAPH_NONE,
                                  .type = GRAPH_NONE,
                                  .text = root->text,
                                  .root_kind = root->kind,
                                  .node = node};
        key.parent = group(m, &top);
        if (key.parent == GRAPH_NONE)
            return false;
    } else {
        key.parent = m->group_of[from] - 1;
        key.edge_kind = g->kind[edge];
        key.text = label_text(g, edge);
    }
    uint32_t found = group(m, &key);
    if (found == GRAPH_NONE)
        return false;
    m->groups[found].objects++;
    m->group_of[node] = found + 1;
    return true;
}

/* Up to what has a group, and down again. The path has triples: a node, its referrer, the edge. */
static bool climb(struct merge *m, uint32_t node)
{
    m->path.count = 0;
    while (node != GRAPH_NONE && m->group_of[node] == 0) {
        uint32_t from = above(m, node), edge = edge_to(m, from, node);
        if (!words_push(&m->path, node) || !words_push(&m->path, from) || !words_push(&m->path, edge))
            return false;
        node = from;
    }
    for (; m->path.count > 0; m->path.count -= 3) {
        const uint32_t *step = &m->path.items[m->path.count - 3];
        if (!assign(m, step[0], step[1], step[2]))
            return false;
    }
    return true;
}

enum graph_status graph_merge_paths(const struct graph_analysis *a, const uint32_t *nodes, size_t node_count,
                                    const struct graph_control *control, struct graph_group **groups,
                                    size_t *count)
{
    size_t all = a->graph->node_count;
    struct merge m = {.analysis = a,
                      .group_of = scratch_new(all, sizeof *m.group_of),
                      .above_of = scratch_new(all, sizeof *m.above_of),
                      .edge_of = scratch_new(all, sizeof *m.edge_of)};
    bool has_room = m.group_of != NULL && m.above_of != NULL && m.edge_of != NULL;
    enum graph_status status = has_room ? GRAPH_OK : GRAPH_NO_MEMORY;
    for (size_t i = 0; i < node_count && status == GRAPH_OK; i++) {
        if (!graph_goes_on(control, "paths", i, node_count))
            status = GRAPH_STOPPED;
        else if (!climb(&m, nodes[i]))
            status = GRAPH_NO_MEMORY;
        if (status == GRAPH_OK) {
            struct graph_group *own = &m.groups[m.group_of[nodes[i]] - 1];
            own->targets++;
            own->bytes += a->graph->size[nodes[i]];
        }
    }
    for (size_t i = m.count; i-- > 0 && status == GRAPH_OK;)
        if (m.groups[i].parent != GRAPH_NONE) {
            m.groups[m.groups[i].parent].targets += m.groups[i].targets;
            m.groups[m.groups[i].parent].bytes += m.groups[i].bytes;
        }
    if (status == GRAPH_OK && m.groups == NULL && !grow(&m))
        status = GRAPH_NO_MEMORY;
    if (status == GRAPH_OK) {
        *groups = m.groups;
        *count = m.count;
    } else {
        free(m.groups);
    }
    free(m.slots);
    words_drop(&m.path);
    scratch_free(m.group_of, all, sizeof *m.group_of);
    scratch_free(m.above_of, all, sizeof *m.above_of);
    scratch_free(m.edge_of, all, sizeof *m.edge_of);
    return status;
}
