/*
 * Objects as columns: what many lines {"object": ...} say, for who has to make them with little work.
 *
 *   {"block": {"address": "AAECAw...", ...}}
 *
 * Each column is base64 of little-endian numbers. By object: "address" (8 bytes each), "type" (4), "size"
 * (8) and, where they are not all 0, "flags" (1; bits in the order of the flags' names: tracked 1, static
 * 2, immortal 4, type 8, string 16, by_items 32), "text" (4; a name's number plus 1) and "edges" (4: how
 * many). By edge, in the objects' order: "kind" (1; as in `kinds`), "to" (8) and "label" (8; a text is a
 * name's number plus 1, 0 none; a value's 0 is no key). Edges that are more than the objects have come
 * first: they are the rest of the object last named. */
#include "api/base64.h"
#include "api/import_lines_internal.h"

#include <endian.h>
#include <string.h>

/* The numbers of kinds in a file, which stay what they are. */
static const enum graph_edge_kind kinds[] = {
    GRAPH_EDGE_OTHER, GRAPH_EDGE_TYPE,  GRAPH_EDGE_ATTRIBUTE,   GRAPH_EDGE_SLOT,     GRAPH_EDGE_DICT,
    GRAPH_EDGE_KEY,   GRAPH_EDGE_VALUE, GRAPH_EDGE_NAMED_VALUE, GRAPH_EDGE_INDEX,    GRAPH_EDGE_ITEM,
    GRAPH_EDGE_CELL,  GRAPH_EDGE_LOCAL, GRAPH_EDGE_INTERNAL,    GRAPH_EDGE_CALLBACK, GRAPH_EDGE_WEAK,
};
static const uint8_t flag_bits[] = {GRAPH_NODE_TRACKED, GRAPH_NODE_STATIC,    GRAPH_NODE_IMMORTAL,
                                    GRAPH_NODE_IS_TYPE, GRAPH_NODE_IS_STRING, GRAPH_NODE_BY_ITEMS};
enum { KINDS = sizeof kinds / sizeof *kinds, FLAGS = sizeof flag_bits / sizeof *flag_bits };

/* ---- columns ------------------------------------------------------------------------------------- */

struct numbers {
    const unsigned char *data; /* NULL: all are 0 */
    size_t count;
};

enum { ADDRESS, TYPE, SIZE, FLAG, TEXT, EDGES, KIND, TO, LABEL, COLUMNS };
static const struct {
    const char *name;
    unsigned width;
} columns[COLUMNS] = {{"address", 8}, {"type", 4}, {"size", 8}, {"flags", 1}, {"text", 4},
                      {"edges", 4},   {"kind", 1}, {"to", 8},   {"label", 8}};

static enum lines_status read_column(struct import_lines *l, uint32_t object, int which,
                                     struct numbers *column)
{
    uint32_t token = json_member(&l->tape, object, columns[which].name, strlen(columns[which].name));
    size_t length, size;
    *column = (struct numbers){0};
    if (token == 0)
        return LINES_OK;
    if (l->tape.tokens[token].kind != JSON_STRING)
        return lines_refuse(l, "\"%s\" is a column, numbers in base64", columns[which].name);
    length = l->tape.tokens[token].length;
    unsigned char *data = scratch_alloc(&l->scratch, length + 4);
    if (data == NULL)
        return LINES_NO_MEMORY;
    if (!base64_decode(json_text(&l->tape, token), length, data, &size) || size % columns[which].width != 0)
        return lines_refuse(l, "\"%s\" is a column of %u bytes each, in base64", columns[which].name,
                            columns[which].width);
    *column = (struct numbers){data, size / columns[which].width};
    return LINES_OK;
}

static uint64_t number8(const struct numbers *column, size_t i)
{
    uint64_t value = 0;
    if (column->data != NULL)
        memcpy(&value, column->data + 8 * i, 8);
    return le64toh(value);
}

static uint32_t number4(const struct numbers *column, size_t i)
{
    uint32_t value = 0;
    if (column->data != NULL)
        memcpy(&value, column->data + 4 * i, 4);
    return le32toh(value);
}

static unsigned number1(const struct numbers *column, size_t i)
{
    return column->data != NULL ? column->data[i] : 0;
}

/* ---- names --------------------------------------------------------------------------------------- */

enum lines_status lines_read_name(struct import_lines *l, uint32_t array)
{
    uint64_t number;
    const struct json_token *tokens = l->tape.tokens;
    if (tokens[array].kind != JSON_ARRAY || tokens[array].count != 2 ||
        !json_uint64(&l->tape, array + 1, &number) || !json_is_string(tokens[array + 2]))
        return lines_refuse(l, "a name is a number and a text");
    if (number != l->name_count)
        return lines_refuse(l, "names are numbered in order: this would be %zu", l->name_count);
    if (!import_room(&l->names, &l->name_room, l->name_count, sizeof *l->names))
        return LINES_NO_MEMORY;
    struct line_name *name = &l->names[l->name_count];
    enum lines_status status = lines_text(l, array + 2, &name->text);
    name->content = lines_content(l, array + 2);
    l->name_count += status == LINES_OK;
    return status;
}

/* A name's number plus 1. */
static bool name_of(const struct import_lines *l, uint64_t number, uint32_t *text)
{
    *text = number == 0 || number > l->name_count ? GRAPH_NONE : l->names[number - 1].text;
    return number <= l->name_count;
}

/* ---- blocks -------------------------------------------------------------------------------------- */

static enum lines_status add_object(struct import_lines *l, const struct numbers *column, size_t i)
{
    struct graph_node_input node = {.address = number8(&column[ADDRESS], i),
                                    .size = number8(&column[SIZE], i)};
    uint32_t type = number4(&column[TYPE], i);
    unsigned flags = number1(&column[FLAG], i);
    if (node.address == 0 || node.size > INT64_MAX)
        return lines_refuse(l, "an object is an address, a type and a size");
    if (type >= l->type_count)
        return lines_refuse(l, "a type that was not there yet");
    if (flags >> FLAGS != 0)
        return lines_refuse(l, "a flag that is not known");
    if (!name_of(l, number4(&column[TEXT], i), &node.text))
        return lines_refuse(l, "a name that was not there yet");
    for (unsigned bit = 0; bit < FLAGS; bit++)
        node.flags |= flags >> bit & 1 ? flag_bits[bit] : 0;
    node.type = l->types[type].id;
    if ((node.flags & GRAPH_NODE_IS_STRING) && node.text != GRAPH_NONE)
        node.content = l->names[number4(&column[TEXT], i) - 1].content;
    return lines_add_object(l, &node, &l->types[type]);
}

static enum lines_status add_edge(struct import_lines *l, const struct numbers *column, size_t i)
{
    unsigned kind = number1(&column[KIND], i);
    struct graph_edge_input edge = {.to = number8(&column[TO], i), .label = number8(&column[LABEL], i)};
    uint32_t text;
    if (kind >= KINDS)
        return lines_refuse(l, "a kind of edge that is not known");
    edge.kind = kinds[kind];
    switch (edge.kind) {
    case GRAPH_EDGE_VALUE:
        break;
    case GRAPH_EDGE_KEY:
    case GRAPH_EDGE_INDEX:
        if (edge.label > GRAPH_MAX)
            return lines_refuse(l, "a place is a whole number");
        break;
    default:
        if (!name_of(l, edge.label, &text))
            return lines_refuse(l, "a name that was not there yet");
        edge.label = text;
    }
    l->progress.edges++;
    return lines_from_graph(l, graph_builder_edge(l->graph, &edge));
}

static bool fits(const struct numbers *column, size_t count)
{
    return column->data == NULL || column->count == count;
}

enum lines_status lines_read_block(struct import_lines *l, uint32_t object)
{
    struct numbers column[COLUMNS];
    enum lines_status status = LINES_OK;
    if (l->tape.tokens[object].kind != JSON_OBJECT)
        return lines_refuse(l, "a block is an object of columns");
    for (int i = 0; i < COLUMNS && status == LINES_OK; i++)
        status = read_column(l, object, i, &column[i]);
    if (status != LINES_OK)
        return status;
    size_t objects = column[ADDRESS].count, edges = column[TO].count, owned = 0, edge = 0;
    if (column[TYPE].count != objects || column[SIZE].count != objects || !fits(&column[FLAG], objects) ||
        !fits(&column[TEXT], objects) || !fits(&column[EDGES], objects) || column[KIND].count != edges ||
        !fits(&column[LABEL], edges))
        return lines_refuse(l, "columns of objects, and columns of edges, are of one length");
    for (size_t i = 0; i < objects; i++)
        owned += number4(&column[EDGES], i);
    if (owned > edges || (owned < edges && !l->in_object))
        return lines_refuse(l, "edges are those of objects");
    for (; edge < edges - owned && status == LINES_OK; edge++)
        status = add_edge(l, column, edge);
    for (size_t i = 0; i < objects && status == LINES_OK; i++) {
        status = add_object(l, column, i);
        for (uint32_t k = number4(&column[EDGES], i); k > 0 && status == LINES_OK; k--)
            status = add_edge(l, column, edge++);
    }
    return status;
}
