/* Collecting a graph, column by column (graph.h); finish.c makes the value of it. */
#include "daemon/graph/builder.h"

#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

/* ---- texts --------------------------------------------------------------------------------------- */

static uint64_t hash_bytes(uint64_t seed, const char *bytes, size_t length)
{
    uint64_t hash = graph_mix(seed, length);
    while (length > 0) {
        uint64_t word = 0;
        size_t part = length < 8 ? length : 8;
        memcpy(&word, bytes, part);
        hash = graph_mix(hash, word);
        bytes += part;
        length -= part;
    }
    return hash;
}

uint64_t graph_content(const void *bytes, size_t length)
{
    uint64_t hash = hash_bytes(0x2545f4914f6cdd1du, bytes, length);
    return hash > 1 ? hash : 2;
}

/* Open addressing; a slot is an id plus 1. `hashes` has those of all ids. */
static enum graph_status grow_index(struct text_index *index, const uint64_t *hashes, uint32_t count)
{
    size_t larger = index->slot_count < 64 ? 64 : index->slot_count * 2;
    uint32_t *slots = calloc(larger, sizeof *slots);
    if (slots == NULL)
        return GRAPH_NO_MEMORY;
    for (uint32_t id = 0; id < count; id++) {
        size_t at = hashes[id] & (larger - 1);
        while (slots[at] != 0)
            at = (at + 1) & (larger - 1);
        slots[at] = id + 1;
    }
    free(index->slots);
    *index = (struct text_index){slots, larger};
    return GRAPH_OK;
}

static bool is_text(const struct graph_builder *b, uint32_t id, const char *bytes, size_t length)
{
    const uint64_t *first = b->value->columns[COLUMN_TEXT_FIRST].data;
    const char *texts = b->value->columns[COLUMN_TEXTS].data;
    return first[id + 1] - first[id] == length + 1 && memcmp(texts + first[id], bytes, length) == 0;
}

/* Room for one text more, everywhere. */
static enum graph_status make_room(struct graph_builder *b, size_t length, uint64_t end)
{
    struct column *columns = b->value->columns;
    uint32_t count = b->value->graph.text_count;
    enum graph_status status = column_reserve(&columns[COLUMN_TEXTS], end + length + 1, b->directory);
    if (status == GRAPH_OK)
        status =
            column_reserve(&columns[COLUMN_TEXT_FIRST], ((size_t)count + 2) * sizeof(uint64_t), b->directory);
    if (status == GRAPH_OK)
        status = column_reserve(&b->hashes, ((size_t)count + 1) * sizeof(uint64_t), b->directory);
    if (status == GRAPH_OK && 4 * ((size_t)count + 1) > 3 * b->index.slot_count)
        status = grow_index(&b->index, b->hashes.data, count);
    return status;
}

enum graph_status graph_builder_text(struct graph_builder *b, const char *bytes, size_t length,
                                     uint32_t *text)
{
    struct column *columns = b->value->columns;
    uint32_t count = b->value->graph.text_count;
    uint64_t hash = hash_bytes(b->seed, bytes, length);
    const uint64_t *hashes = b->hashes.data;
    size_t mask = b->index.slot_count - 1;
    for (size_t at = hash & mask; b->index.slots != NULL && b->index.slots[at] != 0; at = (at + 1) & mask) {
        uint32_t id = b->index.slots[at] - 1;
        if (hashes[id] == hash && is_text(b, id, bytes, length)) {
            *text = id;
            return GRAPH_OK;
        }
    }
    if (count >= GRAPH_MAX)
        return GRAPH_TOO_LARGE;
    uint64_t end = count > 0 ? ((const uint64_t *)columns[COLUMN_TEXT_FIRST].data)[count] : 0;
    enum graph_status status = make_room(b, length, end);
    if (status != GRAPH_OK)
        return status;
    char *texts = columns[COLUMN_TEXTS].data;
    uint64_t *first = columns[COLUMN_TEXT_FIRST].data;
    if (length > 0)
        memcpy(texts + end, bytes, length);
    texts[end + length] = 0;
    first[count] = end;
    first[count + 1] = end + length + 1;
    ((uint64_t *)b->hashes.data)[count] = hash;
    size_t at = hash & (b->index.slot_count - 1);
    while (b->index.slots[at] != 0)
        at = (at + 1) & (b->index.slot_count - 1);
    b->index.slots[at] = count + 1;
    b->value->graph.text_count = count + 1;
    *text = count;
    return GRAPH_OK;
}

/* Types are found by the id of their name. */
enum graph_status graph_builder_type(struct graph_builder *b, const char *name, size_t length, uint32_t *type)
{
    struct graph *g = &b->value->graph;
    struct column *names = &b->value->columns[COLUMN_TYPE_NAME];
    uint32_t text;
    enum graph_status status = graph_builder_text(b, name, length, &text);
    if (status == GRAPH_OK)
        status = column_reserve(&b->type_of_text, ((size_t)text + 1) * sizeof(uint32_t), b->directory);
    if (status != GRAPH_OK)
        return status;
    uint32_t *types = b->type_of_text.data;
    for (; b->types_known <= text; b->types_known++)
        types[b->types_known] = GRAPH_NONE;
    if (types[text] == GRAPH_NONE) {
        status = column_reserve(names, ((size_t)g->type_count + 1) * sizeof(uint32_t), b->directory);
        if (status != GRAPH_OK)
            return status;
        ((uint32_t *)names->data)[g->type_count] = text;
        types[text] = g->type_count++;
    }
    *type = types[text];
    return GRAPH_OK;
}

/* By type: what it is numbered from now on. The names follow; types that are nowhere are left out. */
static void renumber_types(struct graph_builder *b, const uint32_t *names, uint32_t *number)
{
    struct graph *g = &b->value->graph;
    uint32_t *name = b->value->columns[COLUMN_TYPE_NAME].data, *types = b->type_of_text.data, count = 0;
    for (uint32_t text = 0; text < b->types_known; text++)
        types[text] = GRAPH_NONE;
    for (uint32_t i = 0; i < g->type_count; i++) {
        uint32_t text = names[i] != GRAPH_NONE ? names[i] : name[i];
        if (number[i] == GRAPH_NONE)
            continue;
        if (types[text] == GRAPH_NONE) {
            name[count] = text;
            types[text] = count++;
        }
        number[i] = types[text];
    }
    g->type_count = count;
}

enum graph_status graph_builder_name_types(struct graph_builder *b, const uint32_t *names)
{
    struct graph *g = &b->value->graph;
    uint32_t *type = b->value->columns[COLUMN_TYPE].data;
    for (uint32_t i = 0; i < g->type_count; i++)
        if (names[i] != GRAPH_NONE && names[i] >= g->text_count)
            return GRAPH_INVALID;
    enum graph_status status =
        column_reserve(&b->type_of_text, ((size_t)g->text_count + 1) * sizeof(uint32_t), b->directory);
    if (status != GRAPH_OK)
        return status;
    uint32_t *number = malloc(((size_t)g->type_count + 1) * sizeof *number);
    if (number == NULL)
        return GRAPH_NO_MEMORY;
    b->types_known = g->text_count;
    memset(number, 0xff, ((size_t)g->type_count + 1) * sizeof *number);
    for (uint32_t i = 0; i < g->node_count; i++)
        number[type[i]] = 0;
    renumber_types(b, names, number);
    for (uint32_t i = 0; i < g->node_count; i++)
        type[i] = number[type[i]];
    free(number);
    return GRAPH_OK;
}

/* ---- nodes, edges, roots ------------------------------------------------------------------------- */

/* The element `index` of a column that has room for it. */
#define ELEMENT(builder, column, type, index) (((type *)(builder)->value->columns[column].data)[index])

/* A column that is all zero as long as nobody needs it. */
static enum graph_status optional(struct graph_builder *b, struct column *column, size_t element, bool needed,
                                  int unset)
{
    size_t count = b->value->graph.node_count;
    if (column->data == NULL && !needed)
        return GRAPH_OK;
    bool fresh = column->data == NULL;
    enum graph_status status = column_reserve(column, (count + 1) * element, b->directory);
    if (status == GRAPH_OK && fresh)
        memset(column->data, unset, count * element);
    return status;
}

static enum graph_status reserve_node(struct graph_builder *b, const struct graph_node_input *node)
{
    static const struct {
        enum graph_column column;
        size_t element;
    } always[] = {
        {COLUMN_ADDRESS, 8}, {COLUMN_SIZE, 8}, {COLUMN_TYPE, 4}, {COLUMN_FLAGS, 1}, {COLUMN_FIRST, 4}};
    size_t count = b->value->graph.node_count;
    enum graph_status status = GRAPH_OK;
    for (size_t i = 0; i < sizeof always / sizeof *always && status == GRAPH_OK; i++)
        status = column_reserve(&b->value->columns[always[i].column], (count + 2) * always[i].element,
                                b->directory);
    if (status == GRAPH_OK)
        status = optional(b, &b->value->columns[COLUMN_CONTENT], 8,
                          node->content != 0 || (node->flags & GRAPH_NODE_BY_ITEMS), 0);
    if (status == GRAPH_OK)
        status = optional(b, &b->value->columns[COLUMN_TEXT], 4, node->text != GRAPH_NONE, 0xff);
    if (status == GRAPH_OK)
        status = optional(b, &b->value->columns[COLUMN_WASTED], 4, node->wasted != 0, 0);
    if (status == GRAPH_OK)
        status = optional(b, &b->value->columns[COLUMN_BIRTH], 4, node->birth != 0, 0);
    if (status == GRAPH_OK)
        status = optional(b, &b->references, 4, node->references != 0, 0);
    return status;
}

enum graph_status graph_builder_node(struct graph_builder *b, const struct graph_node_input *node)
{
    struct graph *g = &b->value->graph;
    uint32_t i = g->node_count;
    if (node->type >= g->type_count || (node->text != GRAPH_NONE && node->text >= g->text_count))
        return GRAPH_INVALID;
    if (i >= GRAPH_MAX)
        return GRAPH_TOO_LARGE;
    enum graph_status status = reserve_node(b, node);
    if (status != GRAPH_OK)
        return status;
    if (i > 0 && node->address <= ELEMENT(b, COLUMN_ADDRESS, uint64_t, i - 1))
        b->unsorted = true;
    ELEMENT(b, COLUMN_ADDRESS, uint64_t, i) = node->address;
    ELEMENT(b, COLUMN_SIZE, uint64_t, i) = node->size;
    ELEMENT(b, COLUMN_TYPE, uint32_t, i) = node->type;
    ELEMENT(b, COLUMN_FLAGS, uint8_t, i) = node->flags;
    ELEMENT(b, COLUMN_FIRST, uint32_t, i) = g->edge_count;
    if (b->value->columns[COLUMN_CONTENT].data != NULL)
        ELEMENT(b, COLUMN_CONTENT, uint64_t, i) = node->content;
    if (b->value->columns[COLUMN_TEXT].data != NULL)
        ELEMENT(b, COLUMN_TEXT, uint32_t, i) = node->text;
    if (b->value->columns[COLUMN_WASTED].data != NULL)
        ELEMENT(b, COLUMN_WASTED, uint32_t, i) = node->wasted;
    if (b->value->columns[COLUMN_BIRTH].data != NULL)
        ELEMENT(b, COLUMN_BIRTH, uint32_t, i) = node->birth;
    if (b->references.data != NULL)
        ((uint32_t *)b->references.data)[i] = node->references;
    b->by_items = b->by_items || (node->flags & GRAPH_NODE_BY_ITEMS) != 0;
    g->node_count = i + 1;
    return GRAPH_OK;
}

enum graph_status graph_builder_edge(struct graph_builder *b, const struct graph_edge_input *edge)
{
    struct graph *g = &b->value->graph;
    struct column *columns = b->value->columns;
    size_t i = g->edge_count;
    bool by_key = edge->kind == GRAPH_EDGE_VALUE && edge->label != 0;
    if (g->node_count == 0 || (unsigned)edge->kind >= GRAPH_EDGE_KINDS ||
        (graph_kind_has_text(edge->kind) && edge->label != GRAPH_NONE && edge->label >= g->text_count))
        return GRAPH_INVALID;
    if (i >= GRAPH_MAX)
        return GRAPH_TOO_LARGE;
    enum graph_status status = column_reserve(&b->targets, (i + 1) * sizeof(uint64_t), b->directory);
    if (status == GRAPH_OK)
        status = column_reserve(&columns[COLUMN_KIND], i + 1, b->directory);
    if (status == GRAPH_OK)
        status = column_reserve(&columns[COLUMN_LABEL], (i + 1) * sizeof(uint32_t), b->directory);
    if (status == GRAPH_OK && by_key)
        status = column_reserve(&b->keys, ((size_t)b->key_count + 1) * sizeof(uint64_t), b->directory);
    if (status != GRAPH_OK)
        return status;
    ((uint64_t *)b->targets.data)[i] = edge->to;
    ELEMENT(b, COLUMN_KIND, uint8_t, i) = (uint8_t)edge->kind;
    uint32_t label = edge->label < GRAPH_NONE ? (uint32_t)edge->label : GRAPH_NONE;
    if (edge->kind == GRAPH_EDGE_VALUE)
        label = by_key ? b->key_count : GRAPH_NONE;
    if (by_key)
        ((uint64_t *)b->keys.data)[b->key_count++] = edge->label;
    ELEMENT(b, COLUMN_LABEL, uint32_t, i) = label;
    g->edge_count++;
    return GRAPH_OK;
}

enum graph_status graph_builder_root(struct graph_builder *b, uint64_t address, enum graph_root_kind kind,
                                     uint32_t text, uint32_t number)
{
    struct graph *g = &b->value->graph;
    if ((unsigned)kind >= GRAPH_ROOT_KINDS || (text != GRAPH_NONE && text >= g->text_count))
        return GRAPH_INVALID;
    if (g->root_count >= GRAPH_MAX)
        return GRAPH_TOO_LARGE;
    enum graph_status status =
        column_reserve(&b->roots, ((size_t)g->root_count + 1) * sizeof(struct root_input), b->directory);
    if (status == GRAPH_OK)
        ((struct root_input *)b->roots.data)[g->root_count++] =
            (struct root_input){address, text, number, (uint8_t)kind};
    return status;
}

static size_t in_memory(const struct column *column)
{
    return column->file ? 0 : column->capacity;
}

size_t graph_builder_footprint(const struct graph_builder *b)
{
    /* Finishing takes some for each node besides: to find nodes by address, and to sort them. */
    size_t finishing = b->value->graph.node_count * (size_t)(b->unsorted ? 40 : 20);
    size_t bytes = sizeof *b + sizeof *b->value + b->index.slot_count * sizeof *b->index.slots + finishing;
    for (int i = 0; i < COLUMN_COUNT; i++)
        bytes += in_memory(&b->value->columns[i]);
    return bytes + in_memory(&b->hashes) + in_memory(&b->type_of_text) + in_memory(&b->targets) +
           in_memory(&b->keys) + in_memory(&b->references) + in_memory(&b->roots);
}

/* ---- life ---------------------------------------------------------------------------------------- */

enum graph_status graph_builder_new(const char *directory, struct graph_builder **builder)
{
    struct graph_builder *b = calloc(1, sizeof *b);
    if (b == NULL)
        return GRAPH_NO_MEMORY;
    b->value = calloc(1, sizeof *b->value);
    b->directory = directory != NULL ? strdup(directory) : NULL;
    if (b->value == NULL || (directory != NULL && b->directory == NULL)) {
        graph_builder_drop(b);
        return GRAPH_NO_MEMORY;
    }
    atomic_init(&b->value->references, 1);
    if (getrandom(&b->seed, sizeof b->seed, 0) != (ssize_t)sizeof b->seed)
        b->seed = (uintptr_t)b; /* better than nothing */
    *builder = b;
    return GRAPH_OK;
}

void graph_builder_drop(struct graph_builder *b)
{
    if (b == NULL)
        return;
    graph_value_drop(b->value);
    column_drop(&b->hashes);
    column_drop(&b->type_of_text);
    column_drop(&b->targets);
    column_drop(&b->keys);
    column_drop(&b->references);
    column_drop(&b->roots);
    free(b->index.slots);
    free(b->directory);
    free(b);
}
