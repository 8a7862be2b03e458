/*
 * From what a builder collected to the value: nodes sorted by address, references resolved from addresses to
 * nodes, what cannot be resolved left out. Linear, but for the sort of unsorted nodes (radix: linear too).
 */
#include "daemon/graph/builder.h"

#include <stdlib.h>
#include <string.h>

/* ---- order --------------------------------------------------------------------------------------- */

struct keyed {
    uint64_t key;
    uint32_t index;
};

/* Least significant byte first, which keeps the order of equal keys; bytes that all keys share cost one
 * look. */
static void sort_keyed(struct keyed **items, struct keyed **other, size_t count)
{
    for (unsigned shift = 0; shift < 64; shift += 8) {
        size_t places[257] = {0};
        for (size_t i = 0; i < count; i++)
            places[((*items)[i].key >> shift & 0xff) + 1]++;
        bool shared = false;
        for (int v = 0; v < 256; v++)
            shared = shared || places[v + 1] == count;
        if (shared)
            continue;
        for (int v = 0; v < 256; v++)
            places[v + 1] += places[v];
        for (size_t i = 0; i < count; i++)
            (*other)[places[(*items)[i].key >> shift & 0xff]++] = (*items)[i];
        struct keyed *swapped = *items;
        *items = *other;
        *other = swapped;
    }
}

/* order[i] = which node of the input comes i-th; *count without those of an address that was there before. */
static enum graph_status find_order(const struct graph_builder *b, uint32_t *order, uint32_t *count)
{
    size_t n = b->value->graph.node_count;
    const uint64_t *address = b->value->columns[COLUMN_ADDRESS].data;
    struct keyed *both = scratch_new(2 * n, sizeof *both), *items = both, *other = both + n;
    if (both == NULL)
        return GRAPH_NO_MEMORY;
    for (size_t i = 0; i < n; i++)
        items[i] = (struct keyed){address[i], (uint32_t)i};
    sort_keyed(&items, &other, n);
    uint32_t kept = 0;
    for (size_t i = 0; i < n; i++)
        if (i == 0 || items[i].key != items[i - 1].key)
            order[kept++] = items[i].index;
    *count = kept;
    scratch_free(both, 2 * n, sizeof *both);
    return GRAPH_OK;
}

enum graph_status graph_builder_shared_address(const struct graph_builder *b, bool *shared)
{
    size_t room = b->value->graph.node_count;
    *shared = false;
    if (!b->unsorted) /* each is above the one before */
        return GRAPH_OK;
    uint32_t count, *order = scratch_new(room, sizeof *order);
    if (order == NULL)
        return GRAPH_NO_MEMORY;
    enum graph_status status = find_order(b, order, &count);
    *shared = status == GRAPH_OK && count != room;
    scratch_free(order, room, sizeof *order);
    return status;
}

static enum graph_status reorder(struct column *column, size_t element, const uint32_t *order, uint32_t count,
                                 const char *directory)
{
    struct column sorted = {0};
    if (column->data == NULL)
        return GRAPH_OK;
    enum graph_status status = column_reserve(&sorted, ((size_t)count + 1) * element, directory);
    if (status != GRAPH_OK)
        return status;
    for (size_t i = 0; i < count; i++)
        memcpy((char *)sorted.data + i * element, (char *)column->data + order[i] * element, element);
    column_drop(column);
    *column = sorted;
    return GRAPH_OK;
}

/* Edges follow their nodes to their new places. */
static enum graph_status reorder_edges(struct graph_builder *b, const uint32_t *order, uint32_t count)
{
    struct column *columns = b->value->columns;
    struct graph *g = &b->value->graph;
    struct column to = {0}, kind = {0}, label = {0}, first = {0};
    size_t edges = g->edge_count;
    enum graph_status status = column_reserve(&to, (edges + 1) * sizeof(uint64_t), b->directory);
    if (status == GRAPH_OK)
        status = column_reserve(&kind, edges + 1, b->directory);
    if (status == GRAPH_OK)
        status = column_reserve(&label, (edges + 1) * sizeof(uint32_t), b->directory);
    if (status == GRAPH_OK)
        status = column_reserve(&first, ((size_t)count + 2) * sizeof(uint32_t), b->directory);
    if (status != GRAPH_OK) {
        column_drop(&to);
        column_drop(&kind);
        column_drop(&label);
        column_drop(&first);
        return status;
    }
    const uint32_t *old = columns[COLUMN_FIRST].data;
    uint32_t *places = first.data, next = 0;
    for (uint32_t i = 0; i < count && edges > 0; i++) {
        size_t from = old[order[i]], n = (order[i] + 1 < g->node_count ? old[order[i] + 1] : edges) - from;
        places[i] = next;
        memcpy((uint64_t *)to.data + next, (uint64_t *)b->targets.data + from, n * sizeof(uint64_t));
        memcpy((uint8_t *)kind.data + next, (uint8_t *)columns[COLUMN_KIND].data + from, n);
        memcpy((uint32_t *)label.data + next, (uint32_t *)columns[COLUMN_LABEL].data + from,
               n * sizeof(uint32_t));
        next += (uint32_t)n;
    }
    if (edges == 0)
        memset(places, 0, ((size_t)count + 1) * sizeof *places);
    column_drop(&b->targets);
    column_drop(&columns[COLUMN_KIND]);
    column_drop(&columns[COLUMN_LABEL]);
    column_drop(&columns[COLUMN_FIRST]);
    b->targets = to;
    columns[COLUMN_KIND] = kind;
    columns[COLUMN_LABEL] = label;
    columns[COLUMN_FIRST] = first;
    g->edge_count = next;
    return GRAPH_OK;
}

static enum graph_status sort_nodes(struct graph_builder *b)
{
    static const struct {
        enum graph_column column;
        size_t element;
    } by_node[] = {{COLUMN_ADDRESS, 8}, {COLUMN_SIZE, 8},   {COLUMN_CONTENT, 8}, {COLUMN_TYPE, 4},
                   {COLUMN_TEXT, 4},    {COLUMN_WASTED, 4}, {COLUMN_BIRTH, 4},   {COLUMN_FLAGS, 1}};
    struct graph *g = &b->value->graph;
    size_t room = g->node_count;
    uint32_t count, *order = scratch_new(room, sizeof *order);
    if (order == NULL)
        return GRAPH_NO_MEMORY;
    enum graph_status status = find_order(b, order, &count);
    for (size_t i = 0; i < sizeof by_node / sizeof *by_node && status == GRAPH_OK; i++)
        status =
            reorder(&b->value->columns[by_node[i].column], by_node[i].element, order, count, b->directory);
    if (status == GRAPH_OK)
        status = reorder(&b->references, sizeof(uint32_t), order, count, b->directory);
    if (status == GRAPH_OK)
        status = reorder_edges(b, order, count);
    if (status == GRAPH_OK) {
        g->duplicate_nodes = g->node_count - count;
        g->node_count = count;
    }
    scratch_free(order, room, sizeof *order);
    return status;
}

/* ---- resolving ----------------------------------------------------------------------------------- */

/* Nodes by address: open addressing, a slot is a node plus 1. Addresses may be made up so that they would
 * collide: what they are multiplied by nobody knows, and the highest bits of the product depend on all of an
 * address's. */
struct address_index {
    uint64_t factor;
    unsigned shift;
    const uint64_t *address;
    uint32_t *slots;
    size_t count; /* of slots, a power of two */
};

static size_t slot_of(const struct address_index *index, uint64_t address)
{
    return (size_t)(address * index->factor >> index->shift);
}

static bool index_init(struct address_index *index, uint64_t seed, const uint64_t *address, uint32_t nodes)
{
    index->factor = seed | 1;
    index->address = address;
    index->count = 64;
    index->shift = 58;
    for (; index->count < 2 * (size_t)nodes; index->shift--)
        index->count *= 2;
    index->slots = scratch_new(index->count, sizeof *index->slots);
    if (index->slots == NULL)
        return false;
    for (uint32_t i = 0; i < nodes; i++) {
        size_t at = slot_of(index, address[i]);
        while (index->slots[at] != 0)
            at = (at + 1) & (index->count - 1);
        index->slots[at] = i + 1;
    }
    return true;
}

static uint32_t index_find(const struct address_index *index, uint64_t address)
{
    for (size_t at = slot_of(index, address); index->slots[at] != 0; at = (at + 1) & (index->count - 1))
        if (index->address[index->slots[at] - 1] == address)
            return index->slots[at] - 1;
    return GRAPH_NONE;
}

/* The next few searches' memory is asked for before it is needed. */
enum { SLOT_AHEAD = 24, ADDRESS_AHEAD = 12 };

static void look_ahead(const struct address_index *index, const uint64_t *targets, size_t at, size_t count)
{
    if (at + SLOT_AHEAD < count)
        __builtin_prefetch(&index->slots[slot_of(index, targets[at + SLOT_AHEAD])]);
    if (at + ADDRESS_AHEAD < count) {
        uint32_t node = index->slots[slot_of(index, targets[at + ADDRESS_AHEAD])];
        if (node != 0)
            __builtin_prefetch(&index->address[node - 1]);
    }
}

/* Targets and keys become nodes; edges whose target is not there are left out. */
static enum graph_status resolve_edges(struct graph_builder *b, const struct address_index *index,
                                       const struct graph_control *control)
{
    struct graph *g = &b->value->graph;
    struct column *columns = b->value->columns;
    enum graph_status status =
        column_reserve(&columns[COLUMN_TO], ((size_t)g->edge_count + 1) * sizeof(uint32_t), b->directory);
    if (status == GRAPH_OK)
        status = column_reserve(&columns[COLUMN_KIND], 1, b->directory);
    if (status == GRAPH_OK)
        status = column_reserve(&columns[COLUMN_LABEL], sizeof(uint32_t), b->directory);
    if (status != GRAPH_OK)
        return status;
    const uint64_t *targets = b->targets.data, *keys = b->keys.data;
    uint32_t *first = columns[COLUMN_FIRST].data, *to = columns[COLUMN_TO].data,
             *label = columns[COLUMN_LABEL].data;
    uint8_t *kind = columns[COLUMN_KIND].data;
    uint32_t next = 0, end = 0;
    for (uint32_t node = 0; node < g->node_count; node++) {
        uint32_t from = first[node];
        end = node + 1 < g->node_count ? first[node + 1] : g->edge_count;
        first[node] = next;
        for (uint32_t e = from; e < end; e++) {
            look_ahead(index, targets, e, g->edge_count);
            uint32_t target = index_find(index, targets[e]);
            if (target == GRAPH_NONE)
                continue;
            to[next] = target;
            kind[next] = kind[e];
            label[next] = label[e];
            if (kind[e] == GRAPH_EDGE_VALUE && label[e] != GRAPH_NONE)
                label[next] = index_find(index, keys[label[e]]);
            next++;
        }
        if (!graph_goes_on(control, "resolve", node, g->node_count))
            return GRAPH_STOPPED;
    }
    g->dangling_edges = g->edge_count - next;
    first[g->node_count] = next;
    g->edge_count = next;
    return GRAPH_OK;
}

static int in_order(const void *a, const void *b)
{
    const struct graph_root *x = a, *y = b;
    if (x->node != y->node)
        return x->node < y->node ? -1 : 1;
    if (x->kind != y->kind)
        return x->kind < y->kind ? -1 : 1;
    if (x->number != y->number)
        return x->number < y->number ? -1 : 1;
    return (x->text > y->text) - (x->text < y->text);
}

static enum graph_status resolve_roots(struct graph_builder *b, const struct address_index *index)
{
    struct graph *g = &b->value->graph;
    struct column *column = &b->value->columns[COLUMN_ROOTS];
    enum graph_status status =
        column_zeroed(column, ((size_t)g->root_count + 1) * sizeof(struct graph_root), b->directory);
    if (status != GRAPH_OK)
        return status;
    struct graph_root *roots = column->data;
    const struct root_input *inputs = b->roots.data;
    uint32_t kept = 0;
    for (uint32_t i = 0; i < g->root_count; i++) {
        uint32_t node = index_find(index, inputs[i].address);
        if (node != GRAPH_NONE) {
            roots[kept].node = node;
            roots[kept].text = inputs[i].text;
            roots[kept].number = inputs[i].number;
            roots[kept++].kind = inputs[i].kind;
        }
    }
    g->root_count = kept;
    qsort(roots, kept, sizeof *roots, in_order);
    return GRAPH_OK;
}

/* Nodes with more references than there are here, and no root, are held from elsewhere. */
static enum graph_status add_internal_roots(struct graph_builder *b)
{
    struct graph *g = &b->value->graph;
    struct column *column = &b->value->columns[COLUMN_ROOTS];
    const uint32_t *known = b->references.data, *to = b->value->columns[COLUMN_TO].data;
    const uint8_t *kind = b->value->columns[COLUMN_KIND].data;
    uint32_t sorted = g->root_count,
             *found = known != NULL ? scratch_new(g->node_count, sizeof *found) : NULL;
    if (known == NULL)
        return GRAPH_OK;
    if (found == NULL)
        return GRAPH_NO_MEMORY;
    enum graph_status status = GRAPH_OK;
    for (uint32_t e = 0; e < g->edge_count; e++)
        found[to[e]] += kind[e] != GRAPH_EDGE_WEAK;
    for (uint32_t i = 0, r = 0; i < g->node_count && status == GRAPH_OK; i++) {
        while (r < sorted && ((struct graph_root *)column->data)[r].node < i)
            r++;
        if (known[i] <= found[i] || (r < sorted && ((struct graph_root *)column->data)[r].node == i))
            continue;
        status =
            column_reserve(column, ((size_t)g->root_count + 1) * sizeof(struct graph_root), b->directory);
        if (status == GRAPH_OK) {
            struct graph_root *root = &((struct graph_root *)column->data)[g->root_count++];
            memset(root, 0, sizeof *root); /* also what is between the members: it is stored */
            root->node = i;
            root->text = GRAPH_NONE;
            root->kind = GRAPH_ROOT_INTERNAL;
        }
    }
    scratch_free(found, g->node_count, sizeof *found);
    if (status == GRAPH_OK)
        qsort(column->data, g->root_count, sizeof(struct graph_root), in_order);
    return status;
}

static enum graph_status resolve(struct graph_builder *b, const struct graph_control *control)
{
    struct address_index index;
    if (!index_init(&index, b->seed, b->value->columns[COLUMN_ADDRESS].data, b->value->graph.node_count))
        return GRAPH_NO_MEMORY;
    enum graph_status status = resolve_edges(b, &index, control);
    if (status == GRAPH_OK)
        status = resolve_roots(b, &index);
    if (status == GRAPH_OK)
        status = add_internal_roots(b);
    scratch_free(index.slots, index.count, sizeof *index.slots);
    return status;
}

/* ---- together ------------------------------------------------------------------------------------ */

/* Columns that are always there, also of a graph of nothing. */
static enum graph_status fill_up(struct graph_builder *b)
{
    static const enum graph_column always[] = {COLUMN_ADDRESS, COLUMN_SIZE,      COLUMN_TYPE, COLUMN_FLAGS,
                                               COLUMN_FIRST,   COLUMN_TYPE_NAME, COLUMN_TEXTS};
    enum graph_status status = GRAPH_OK;
    for (size_t i = 0; i < sizeof always / sizeof *always && status == GRAPH_OK; i++)
        status = column_reserve(&b->value->columns[always[i]], 16, b->directory);
    if (status == GRAPH_OK && b->value->columns[COLUMN_TEXT_FIRST].data == NULL)
        status = column_zeroed(&b->value->columns[COLUMN_TEXT_FIRST], 16, b->directory);
    return status;
}

enum graph_status graph_builder_finish(struct graph_builder *b, const struct graph_control *control,
                                       struct graph **graph)
{
    struct graph_value *value = b->value;
    enum graph_status status = fill_up(b);
    if (status == GRAPH_OK && b->unsorted)
        status = sort_nodes(b);
    if (status == GRAPH_OK)
        status = resolve(b, control);
    if (status == GRAPH_OK)
        graph_value_settle(value);
    if (status == GRAPH_OK && b->by_items)
        status = graph_value_contents(value, control);
    if (status == GRAPH_OK) {
        *graph = &value->graph;
        b->value = NULL;
    }
    graph_builder_drop(b);
    return status;
}
