/* The value: references to it, finding in it, its labels as text (graph.h). */
#include "daemon/graph/value.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *graph_status_text(enum graph_status status)
{
    static const char *const texts[] = {
        [GRAPH_OK] = "done",
        [GRAPH_NO_MEMORY] = "there is no memory for the graph",
        [GRAPH_INVALID] = "an argument makes no sense",
        [GRAPH_TOO_LARGE] = "the graph has too many objects or references",
        [GRAPH_STOPPED] = "it was stopped",
        [GRAPH_CORRUPT] = "the stored graph is damaged",
    };
    return (unsigned)status < sizeof texts / sizeof *texts ? texts[status] : "unknown";
}

const char *graph_edge_kind_name(enum graph_edge_kind kind)
{
    static const char *const names[GRAPH_EDGE_KINDS] = {
        "other", "type", "attribute", "slot",  "dict",     "key",      "value", "value",
        "index", "item", "cell",      "local", "internal", "callback", "weak",
    };
    return (unsigned)kind < GRAPH_EDGE_KINDS ? names[kind] : NULL;
}

const char *graph_root_kind_name(enum graph_root_kind kind)
{
    static const char *const names[GRAPH_ROOT_KINDS] = {
        "name", "local", "frame", "module", "thread", "session", "internal", "builtin", "garbage",
    };
    return (unsigned)kind < GRAPH_ROOT_KINDS ? names[kind] : NULL;
}

struct graph *graph_retain(struct graph *graph)
{
    atomic_fetch_add(&((struct graph_value *)graph)->references, 1);
    return graph;
}

void graph_value_drop(struct graph_value *value)
{
    if (value == NULL)
        return;
    for (int i = 0; i < COLUMN_COUNT; i++)
        column_drop(&value->columns[i]);
    free(value);
}

void graph_release(struct graph *graph)
{
    struct graph_value *value = (struct graph_value *)graph;
    if (value != NULL && atomic_fetch_sub(&value->references, 1) == 1)
        graph_value_drop(value);
}

uint64_t graph_footprint(const struct graph *graph)
{
    const struct graph_value *value = (const struct graph_value *)graph;
    uint64_t bytes = sizeof *value;
    for (int i = 0; i < COLUMN_COUNT; i++)
        bytes += value->columns[i].capacity;
    return bytes;
}

void graph_value_settle(struct graph_value *value)
{
    struct graph *g = &value->graph;
    struct column *c = value->columns;
    g->address = c[COLUMN_ADDRESS].data;
    g->size = c[COLUMN_SIZE].data;
    g->content = c[COLUMN_CONTENT].data;
    g->birth = c[COLUMN_BIRTH].data;
    g->type = c[COLUMN_TYPE].data;
    g->text = c[COLUMN_TEXT].data;
    g->wasted = c[COLUMN_WASTED].data;
    g->flags = c[COLUMN_FLAGS].data;
    g->first = c[COLUMN_FIRST].data;
    g->to = c[COLUMN_TO].data;
    g->label = c[COLUMN_LABEL].data;
    g->kind = c[COLUMN_KIND].data;
    g->roots = c[COLUMN_ROOTS].data;
    g->type_name = c[COLUMN_TYPE_NAME].data;
    g->text_first = c[COLUMN_TEXT_FIRST].data;
    g->texts = c[COLUMN_TEXTS].data;
    g->bytes = g->objects = 0;
    for (uint32_t i = 0; i < g->node_count; i++)
        if (!graph_is_static(g, i)) {
            g->bytes += g->size[i];
            g->objects++;
        }
}

uint32_t graph_find(const struct graph *graph, uint64_t address)
{
    uint32_t low = 0, high = graph->node_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (graph->address[middle] < address)
            low = middle + 1;
        else
            high = middle;
    }
    return low < graph->node_count && graph->address[low] == address ? low : GRAPH_NONE;
}

struct graph_text graph_text_of(const struct graph *graph, uint32_t text)
{
    if (text >= graph->text_count)
        return (struct graph_text){NULL, 0};
    uint64_t from = graph->text_first[text];
    return (struct graph_text){graph->texts + from, (size_t)(graph->text_first[text + 1] - from - 1)};
}

struct graph_text graph_type_name(const struct graph *graph, uint32_t node)
{
    return graph_text_of(graph, graph->type_name[graph->type[node]]);
}

uint32_t graph_find_type(const struct graph *graph, const char *name, size_t length)
{
    for (uint32_t i = 0; i < graph->type_count; i++) {
        struct graph_text text = graph_text_of(graph, graph->type_name[i]);
        if (text.length == length && (length == 0 || memcmp(text.bytes, name, length) == 0))
            return i;
    }
    return GRAPH_NONE;
}

/* ---- labels -------------------------------------------------------------------------------------- */

/* Characters are not cut in two. */
static size_t cut(char *out, size_t length, size_t room)
{
    if (length < room)
        return length;
    length = room - 1;
    while (length > 0 && ((unsigned char)out[length] & 0xc0) == 0x80)
        length--;
    out[length] = 0;
    return length;
}

static int put(char *out, size_t room, const char *before, struct graph_text text, const char *after)
{
    return snprintf(out, room, "%s%.*s%s", before, (int)(text.length < 1000 ? text.length : 1000),
                    text.bytes != NULL ? text.bytes : "?", after);
}

/* A string between quotes, as Python writes it; what it cannot print, ASCII aside, is left as it is. */
static size_t quote(struct graph_text text, char *out, size_t room)
{
    bool has_one = memchr(text.bytes, '\'', text.length) != NULL;
    char quoting = has_one && memchr(text.bytes, '"', text.length) == NULL ? '"' : '\'';
    size_t at = 0;
    out[at++] = quoting;
    for (size_t i = 0; i < text.length && at + 6 < room; i++) {
        unsigned char c = (unsigned char)text.bytes[i];
        const char *escaped = c == '\n' ? "\\n" : c == '\r' ? "\\r" : c == '\t' ? "\\t" : NULL;
        if (escaped != NULL)
            at += (size_t)snprintf(out + at, room - at, "%s", escaped);
        else if (c < ' ' || c == 0x7f)
            at += (size_t)snprintf(out + at, room - at, "\\x%02x", c);
        else if (c == '\\' || c == (unsigned char)quoting)
            at += (size_t)snprintf(out + at, room - at, "\\%c", c);
        else
            out[at++] = (char)c;
    }
    out[at++] = quoting;
    out[at] = 0;
    return at;
}

/* A dict's value: its key's own text, or where the key is. */
static int put_key(const struct graph *g, uint32_t key, char *out, size_t room)
{
    char quoted[1000];
    if (key >= g->node_count)
        return snprintf(out, room, "[?]");
    if (g->text != NULL && g->text[key] != GRAPH_NONE) {
        struct graph_text text = graph_text_of(g, g->text[key]);
        if (g->flags[key] & GRAPH_NODE_IS_STRING)
            text = (struct graph_text){quoted, quote(text, quoted, sizeof quoted)};
        return put(out, room, "[", text, "]");
    }
    struct graph_text type = graph_type_name(g, key);
    return snprintf(out, room, "[<%.*s 0x%llx>]", (int)type.length, type.bytes,
                    (unsigned long long)g->address[key]);
}

size_t graph_edge_text(const struct graph *graph, uint32_t edge, char *out, size_t room)
{
    uint32_t label = graph->label[edge];
    struct graph_text text =
        graph_text_of(graph, graph_kind_has_text(graph->kind[edge]) ? label : GRAPH_NONE);
    int length = 0;
    switch ((enum graph_edge_kind)graph->kind[edge]) {
    case GRAPH_EDGE_TYPE:
        length = snprintf(out, room, ".__class__");
        break;
    case GRAPH_EDGE_ATTRIBUTE:
    case GRAPH_EDGE_SLOT:
        length = put(out, room, ".", text, "");
        break;
    case GRAPH_EDGE_DICT:
        length = snprintf(out, room, ".__dict__");
        break;
    case GRAPH_EDGE_KEY:
        length = snprintf(out, room, "(key %u)", label);
        break;
    case GRAPH_EDGE_VALUE:
        length = put_key(graph, label, out, room);
        break;
    case GRAPH_EDGE_NAMED_VALUE:
        length = put(out, room, "[", text, "]");
        break;
    case GRAPH_EDGE_INDEX:
        length = snprintf(out, room, "[%u]", label);
        break;
    case GRAPH_EDGE_ITEM:
        length = snprintf(out, room, "(item)");
        break;
    case GRAPH_EDGE_CELL:
        length = put(out, room, "(cell ", text, ")");
        break;
    case GRAPH_EDGE_LOCAL:
        length = put(out, room, "(local ", text, ")");
        break;
    case GRAPH_EDGE_INTERNAL:
        length = put(out, room, "(", text, ")");
        break;
    case GRAPH_EDGE_CALLBACK:
        length = snprintf(out, room, "(callback)");
        break;
    case GRAPH_EDGE_WEAK:
        length = snprintf(out, room, "(weak)");
        break;
    default:
        length = snprintf(out, room, "(?)");
    }
    return cut(out, (size_t)length, room);
}

size_t graph_root_text(const struct graph *graph, const struct graph_root *root, char *out, size_t room)
{
    const char *kind = graph_root_kind_name((enum graph_root_kind)root->kind);
    struct graph_text text = graph_text_of(graph, root->text);
    int length;
    if (text.bytes == NULL)
        length = snprintf(out, room, "%s", kind);
    else if (root->kind == GRAPH_ROOT_LOCAL)
        length = snprintf(out, room, "local %.*s of frame %u", (int)text.length, text.bytes, root->number);
    else
        length =
            snprintf(out, room, "%s %.*s", kind, (int)(text.length < 1000 ? text.length : 1000), text.bytes);
    return cut(out, (size_t)length, room);
}
