/* From a heap to a graph's builder (heap_graph.h). */
#include "api/heap_graph.h"

#include <stdio.h>
#include <string.h>

enum { KNOWN = 1024, TEXT_SHOWN = 64, STEP = 16, MANY = 32768 };

/* Ids of types and names that came lately, by address. */
struct known {
    addr address[KNOWN];
    uint32_t id[KNOWN];
};

struct copying {
    struct heap *h;
    struct graph_builder *b;
    enum graph_status status;
    struct known types, names, fields;
    struct births_capture *births; /* NULL: nobody asks */
};

static size_t place_of(addr a)
{
    return (size_t)(a * 0x9e3779b97f4a7c15u >> 54) % KNOWN;
}

/* ---- texts --------------------------------------------------------------------------------------- */

static uint32_t add_text(struct copying *c, const char *bytes, size_t length)
{
    uint32_t id = GRAPH_NONE;
    if (c->status == GRAPH_OK)
        c->status = graph_builder_text(c->b, bytes, length, &id);
    return id;
}

/* A str as a text, if it is not long. */
static uint32_t str_text(struct copying *c, addr s)
{
    char text[4 * TEXT_SHOWN];
    if (!s || str_length(c->h, s) > TEXT_SHOWN)
        return GRAPH_NONE;
    return add_text(c, text, str_utf8(c->h, s, text));
}

static uint32_t name_text(struct copying *c, addr name)
{
    size_t place = place_of(name);
    if (!name)
        return GRAPH_NONE;
    if (c->names.address[place] != name) {
        c->names.id[place] = str_text(c, name);
        c->names.address[place] = name;
    }
    return c->names.id[place];
}

static uint32_t type_id(struct copying *c, addr type)
{
    size_t place = place_of(type);
    if (c->types.address[place] != type) {
        const char *name = type_name(c->h, type);
        if (c->status == GRAPH_OK)
            c->status = graph_builder_type(c->b, name, strlen(name), &c->types.id[place]);
        c->types.address[place] = c->status == GRAPH_OK ? type : 0;
    }
    return c->types.id[place];
}

static uint32_t number_text(struct copying *c, addr o, enum kind kind)
{
    char text[40];
    int64_t value;
    if (kind == KIND_FLOAT)
        return add_text(c, text, float_repr(float_value(c->h, o), text));
    if (!int_fits(c->h, o, &value))
        return GRAPH_NONE;
    return add_text(c, text, (size_t)snprintf(text, sizeof text, "%lld", (long long)value));
}

/* ---- nodes --------------------------------------------------------------------------------------- */

static uint64_t content_of_int(const struct heap *h, addr o)
{
    uint64_t digits = graph_content(int_digits(h, o), int_digit_count(h, o) * sizeof(uint32_t));
    return int_sign(h, o) < 0 ? ~digits : digits;
}

/* What equal values have in common, and how they are shown; of exact builtin types only, since a class may
 * say otherwise. */
static void describe_value(struct copying *c, addr o, struct graph_node_input *node)
{
    const struct heap *h = c->h;
    enum kind kind = object_kind(h, o);
    double real;
    if (!object_is_exact(h, o, kind))
        return;
    switch (kind) {
    case KIND_STR:
        node->content =
            graph_content(str_data(h, o), str_length(h, o) * str_kind(h, o)) ^ (uint64_t)str_kind(h, o) << 40;
        node->text = str_text(c, o);
        node->flags |= GRAPH_NODE_IS_STRING;
        break;
    case KIND_BYTES:
        node->content = graph_content(bytes_data(h, o), bytes_length(h, o));
        break;
    case KIND_INT:
        node->content = content_of_int(h, o);
        node->text = number_text(c, o, kind);
        break;
    case KIND_FLOAT:
        real = float_value(h, o);
        node->content = graph_content(&real, sizeof real);
        node->text = number_text(c, o, kind);
        break;
    case KIND_TUPLE:
        node->flags |= GRAPH_NODE_BY_ITEMS;
        break;
    default:
        break;
    }
    if (node->content == 1)
        node->content = 2; /* 0 and 1 mean something else */
}

static void describe_name(struct copying *c, addr o, struct graph_node_input *node)
{
    if (object_kind(c->h, o) == KIND_TYPE) {
        const char *name = type_name(c->h, o);
        node->text = add_text(c, name, strlen(name));
        node->flags |= GRAPH_NODE_IS_TYPE;
    } else if (inspect_name(c->h, o)) {
        node->text = name_text(c, inspect_name(c->h, o));
    }
}

static void add_node(struct copying *c, addr o)
{
    const struct heap *h = c->h;
    bool in_blocks = object_in_blocks(o), immortal = object_is_immortal(h, o);
    uint64_t unused = inspect_unused(h, o);
    struct graph_node_input node = {
        .address = o,
        .size = object_getsizeof(h, o),
        .type = type_id(c, object_type(h, o)),
        .text = GRAPH_NONE,
        .wasted = unused < UINT32_MAX ? (uint32_t)unused : UINT32_MAX,
        .birth = in_blocks && c->births ? births_of_next(c->h, c->births, o) : 0,
        .references = in_blocks && !immortal ? object_refcount(h, o) : 0,
        .flags = (uint8_t)((in_blocks ? 0 : GRAPH_NODE_STATIC) | (immortal ? GRAPH_NODE_IMMORTAL : 0) |
                           (in_blocks && object_is_tracked(h, o) ? GRAPH_NODE_TRACKED : 0)),
    };
    describe_value(c, o, &node);
    describe_name(c, o, &node);
    if (c->status == GRAPH_OK)
        c->status = graph_builder_node(c->b, &node);
    if (c->status == GRAPH_OK && (!in_blocks || immortal))
        c->status = graph_builder_root(c->b, o, GRAPH_ROOT_BUILTIN, GRAPH_NONE, 0);
}

/* ---- edges --------------------------------------------------------------------------------------- */

/* Names of C fields are constants: found by their own address. */
static uint32_t field_text(struct copying *c, const char *field)
{
    size_t place = place_of((uintptr_t)field);
    if (c->fields.address[place] != (uintptr_t)field) {
        c->fields.id[place] = add_text(c, field, strlen(field));
        c->fields.address[place] = (uintptr_t)field;
    }
    return c->fields.id[place];
}

/* Is its repr() one of builtin values through and through, and of few of them? Then nothing runs for it. */
static bool is_plain(const struct heap *h, addr o, size_t *left)
{
    enum kind kind = object_kind(h, o);
    bool plain = *left > 0 && object_is_exact(h, o, kind);
    size_t position = 0;
    addr item;
    *left -= *left > 0;
    switch (kind) {
    case KIND_INT:
        return plain && int_digit_count(h, o) <= 10; /* more than that is not shown whole */
    case KIND_NONE:
    case KIND_BOOL:
    case KIND_FLOAT:
    case KIND_STR:
    case KIND_BYTES:
        return plain;
    case KIND_TUPLE:
        for (size_t i = 0; plain && i < tuple_length(h, o); i++)
            plain = is_plain(h, tuple_item(h, o, i), left);
        return plain;
    case KIND_FROZENSET:
        while (plain && set_next(h, o, &position, &item))
            plain = is_plain(h, item, left);
        return plain;
    default:
        return false;
    }
}

/* Keys have a text of their own where they are strs and numbers; of others, short and builtin, it is made
 * here, as Python writes them. GRAPH_NONE: where it is, must do. */
static uint32_t key_text(struct copying *c, addr key)
{
    static const enum kind plain[] = {KIND_NONE, KIND_BOOL, KIND_BYTES, KIND_TUPLE, KIND_FROZENSET, KIND_INT};
    char text[TEXT_SHOWN + 1];
    enum kind kind = key ? object_kind(c->h, key) : KIND_COUNT;
    int64_t value;
    bool shown = false;
    size_t left = TEXT_SHOWN; /* a value has one character at least */
    for (size_t i = 0; i < sizeof plain / sizeof *plain; i++)
        shown = shown || kind == plain[i];
    if (!shown || !is_plain(c->h, key, &left) || (kind == KIND_INT && int_fits(c->h, key, &value)))
        return GRAPH_NONE;
    size_t length = inspect_short_repr(c->h, key, text, sizeof text);
    return length > 0 ? add_text(c, text, length) : GRAPH_NONE;
}

static bool add_edge(void *context, const struct edge *e)
{
    struct copying *c = context;
    struct graph_edge_input edge = {.to = e->to, .label = GRAPH_NONE};
    switch (e->kind) {
    case EDGE_TYPE:
        edge.kind = GRAPH_EDGE_TYPE;
        break;
    case EDGE_ATTRIBUTE:
    case EDGE_SLOT:
        edge.kind = e->kind == EDGE_SLOT ? GRAPH_EDGE_SLOT : GRAPH_EDGE_ATTRIBUTE;
        edge.label = name_text(c, e->name);
        break;
    case EDGE_LOCAL:
        edge.kind = GRAPH_EDGE_LOCAL;
        edge.label = name_text(c, e->name);
        break;
    case EDGE_KEY:
    case EDGE_INDEX:
        edge.kind = e->kind == EDGE_KEY ? GRAPH_EDGE_KEY : GRAPH_EDGE_INDEX;
        edge.label = e->index;
        break;
    case EDGE_VALUE:
        edge.label = key_text(c, e->name);
        edge.kind = edge.label != GRAPH_NONE ? GRAPH_EDGE_NAMED_VALUE : GRAPH_EDGE_VALUE;
        if (edge.kind == GRAPH_EDGE_VALUE)
            edge.label = e->name;
        break;
    case EDGE_DICT:
        edge.kind = GRAPH_EDGE_DICT;
        break;
    case EDGE_ITEM:
        edge.kind = GRAPH_EDGE_ITEM;
        break;
    case EDGE_INTERNAL:
        edge.kind = e->field && *e->field ? GRAPH_EDGE_INTERNAL : GRAPH_EDGE_OTHER;
        if (edge.kind == GRAPH_EDGE_INTERNAL)
            edge.label = field_text(c, e->field);
        break;
    case EDGE_WEAK_CALLBACK:
        edge.kind = GRAPH_EDGE_CALLBACK;
        break;
    }
    if (c->status == GRAPH_OK)
        c->status = graph_builder_edge(c->b, &edge);
    return c->status == GRAPH_OK;
}

/* ---- roots --------------------------------------------------------------------------------------- */

static void add_root(struct heap *h, void *context, const char *kind, size_t frame, addr name, addr value)
{
    static const struct {
        const char *kind;
        enum graph_root_kind root;
        const char *text; /* NULL: the name, or the kind's own word */
    } kinds[] = {
        {"global", GRAPH_ROOT_NAME, NULL},
        {"local", GRAPH_ROOT_LOCAL, NULL},
        {"globals", GRAPH_ROOT_MODULE, "__main__"},
        {"locals", GRAPH_ROOT_FRAME, NULL},
        {"modules", GRAPH_ROOT_MODULE, "sys.modules"},
        {"handle", GRAPH_ROOT_SESSION, NULL},
    };
    struct copying *c = context;
    enum graph_root_kind root = GRAPH_ROOT_INTERNAL;
    const char *word = kind;
    (void)h;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (strcmp(kinds[i].kind, kind) == 0) {
            root = kinds[i].root;
            word = kinds[i].text;
        }
    uint32_t text = name ? name_text(c, name) : GRAPH_NONE;
    if (!name && word)
        text = add_text(c, word, strlen(word));
    if (c->status == GRAPH_OK)
        c->status = graph_builder_root(c->b, value, root, text, (uint32_t)frame);
}

/* ---- together ------------------------------------------------------------------------------------ */

static void copy_all(struct copying *c, const struct graph_control *control)
{
    struct heap *h = c->h;
    uint64_t done = 0, total = heap_object_count(h);
    for (addr o = inspect_next(h, 0); o && c->status == GRAPH_OK; o = inspect_next(h, o + STEP)) {
        add_node(c, o);
        if (c->status == GRAPH_OK)
            inspect_counted(h, o, add_edge, c);
        if (++done % MANY == 0 && control && control->go_on &&
            !control->go_on(control->context, "copy", done, total))
            c->status = GRAPH_STOPPED;
    }
    if (c->status == GRAPH_OK)
        roots_each(h, add_root, c);
}

enum graph_status heap_graph_copy(struct heap *h, bool captured, const char *directory,
                                  const struct graph_control *control, struct graph_builder **builder)
{
    struct births_capture births;
    struct copying c = {.h = h};
    c.status = graph_builder_new(directory, &c.b);
    if (c.status != GRAPH_OK)
        return c.status;
    if (captured && births_begin(h, &births))
        c.births = &births;
    else if (captured)
        c.status = GRAPH_NO_MEMORY;
    copy_all(&c, control);
    if (c.births)
        births_end(h, c.births, c.status == GRAPH_OK);
    if (c.status == GRAPH_OK)
        *builder = c.b;
    else
        graph_builder_drop(c.b);
    return c.status;
}
