/* names, frames and roots: where references to objects come from that no object holds. They are few, and read
 * at once. */
#include <string.h>

#include "daemon/query/table.h"

/* ---- a list of roots, for names and roots */

struct root {
    const char *kind;
    uint32_t frame;
    addr name; /* a str; 0 */
    addr object;
    addr holder; /* the object that the reference is in; 0: none */
};

struct roots_cursor {
    struct cursor c;
    struct root *items;
    size_t count, capacity, at;
    bool failed;
    addr source; /* while statics are read */
};

static void add_root(struct roots_cursor *c, const struct root *root)
{
    if (c->failed)
        return;
    if (c->count == c->capacity) {
        size_t capacity = c->capacity ? c->capacity * 2 : 64;
        struct root *items = sqlite3_realloc64(c->items, capacity * sizeof *items);
        if (!items) {
            c->failed = true;
            return;
        }
        c->items = items;
        c->capacity = capacity;
    }
    c->items[c->count++] = *root;
}

static int roots_start(struct roots_cursor *c)
{
    c->at = 0;
    c->c.ended = c->count == 0;
    if (c->c.query->stopped)
        return SQLITE_INTERRUPT;
    return c->failed ? SQLITE_NOMEM : SQLITE_OK;
}

static int roots_next(struct cursor *base)
{
    struct roots_cursor *c = (struct roots_cursor *)base;
    base->ended = ++c->at == c->count;
    return SQLITE_OK;
}

static void roots_close(struct cursor *base)
{
    sqlite3_free(((struct roots_cursor *)base)->items);
}

/* ---- names */

enum name_column { N_NAME, N_FRAME, N_KIND, N_OBJECT, N_ID, N_TYPE, N_HOLDER, N_COUNT };

static const struct column name_columns[] = {
    [N_NAME] = {"name", TYPE_TEXT, 2, "as it is bound"},
    [N_FRAME] = {"frame", TYPE_INTEGER, 20, "number of its frame, 0 the module"},
    [N_KIND] = {"kind", TYPE_TEXT, 0, "global or local"},
    [N_OBJECT] = {"object", TYPE_ADDRESS, 0, "what it is bound to"},
    [N_ID] = {"id", TYPE_ID, 0, "the same as text"},
    [N_TYPE] = {"type", TYPE_TEXT, 0, "name of that object's type"},
    [N_HOLDER] = {"holder", TYPE_ADDRESS, 0, "the dict that holds a global, NULL for a local"},
};

static int names_filter(struct cursor *base, unsigned used, sqlite3_value **values)
{
    struct roots_cursor *c = (struct roots_cursor *)base;
    const struct heap *h = base->query->source.heap;
    sqlite3_value *wanted = used & 1u << N_NAME ? values[0] : NULL;
    addr name, value;
    c->count = 0;
    for (size_t frame = 0; frame < frame_count_pushed(h); frame++)
        for (size_t position = 0; name_next(h, frame, &position, &name, &value);) {
            if (wanted && (sqlite3_value_type(wanted) != SQLITE_TEXT ||
                           !str_equal_utf8(h, name, (const char *)sqlite3_value_text(wanted),
                                           (size_t)sqlite3_value_bytes(wanted))))
                continue;
            add_root(c, &(struct root){frame ? "local" : "global", (uint32_t)frame, name, value,
                                       frame ? 0 : h->globals});
        }
    return roots_start(c);
}

static void names_column(struct cursor *base, sqlite3_context *out, int i)
{
    const struct roots_cursor *c = (const struct roots_cursor *)base;
    const struct root *root = &c->items[c->at];
    const struct heap *h = base->query->source.heap;
    switch ((enum name_column)i) {
    case N_NAME:
        return result_str(out, h, root->name);
    case N_FRAME:
        return sqlite3_result_int64(out, root->frame);
    case N_KIND:
        return sqlite3_result_text(out, root->kind, -1, SQLITE_STATIC);
    case N_OBJECT:
        return result_address(out, root->object);
    case N_ID:
        return result_id(out, root->object);
    case N_TYPE:
        return sqlite3_result_text(out, object_type_name(h, root->object), -1, SQLITE_TRANSIENT);
    case N_HOLDER:
        return result_address(out, root->holder);
    case N_COUNT:
        break;
    }
}

const struct table table_names = {
    .name = "names",
    .meaning = "Names bound in the module and in the frames above it.",
    .columns = name_columns,
    .column_count = N_COUNT,
    .live = true,
    .rows = 100,
    .cursor_size = sizeof(struct roots_cursor),
    .filter = names_filter,
    .next = roots_next,
    .column = names_column,
    .close = roots_close,
};

/* ---- roots */

enum root_column { T_KIND, T_FRAME, T_NAME, T_OBJECT, T_ID, T_TYPE, T_HOLDER, T_COUNT };

static const struct column root_columns[] = {
    [T_KIND] = {"kind", TYPE_TEXT, 0,
                "global, local, globals, modules, handle, garbage, callbacks, raised, or static: held by a "
                "builtin object"},
    [T_FRAME] = {"frame", TYPE_INTEGER, 0, "number of the frame, 0 the module"},
    [T_NAME] = {"name", TYPE_TEXT, 0, "the name, NULL where there is none"},
    [T_OBJECT] = {"object", TYPE_ADDRESS, 0, "what is kept alive"},
    [T_ID] = {"id", TYPE_ID, 0, "the same as text"},
    [T_TYPE] = {"type", TYPE_TEXT, 0, "name of its type"},
    [T_HOLDER] = {"holder", TYPE_ADDRESS, 0,
                  "the builtin object, or the dict of globals, that holds it; NULL for none"},
};

static void visit_root(struct heap *h, void *context, const char *kind, size_t frame, addr name, addr value)
{
    addr holder = kind[0] == 'g' && !strcmp(kind, "global") ? h->globals : 0;
    add_root(context, &(struct root){kind, (uint32_t)frame, name, value, holder});
}

/* What the globals are bound to is there already, by name. */
static bool visit_static(void *context, const struct edge *e)
{
    const struct roots_cursor *c = context;
    bool bound = e->from == c->c.query->source.heap->globals && e->kind == EDGE_VALUE;
    if (object_in_blocks(e->to) && !bound)
        add_root(context, &(struct root){"static", 0, 0, e->to, e->from});
    return true;
}

static int roots_filter(struct cursor *base, unsigned used, sqlite3_value **values)
{
    struct roots_cursor *c = (struct roots_cursor *)base;
    struct heap *h = base->query->source.heap;
    (void)used, (void)values;
    c->count = 0;
    roots_each(h, visit_root, c);
    for (addr o = inspect_static_next(h, 0); o; o = inspect_static_next(h, o + 16))
        inspect_counted(h, o, visit_static, c);
    return roots_start(c);
}

static void roots_column(struct cursor *base, sqlite3_context *out, int i)
{
    const struct roots_cursor *c = (const struct roots_cursor *)base;
    const struct root *root = &c->items[c->at];
    const struct heap *h = base->query->source.heap;
    switch ((enum root_column)i) {
    case T_KIND:
        return sqlite3_result_text(out, root->kind, -1, SQLITE_STATIC);
    case T_FRAME:
        return sqlite3_result_int64(out, root->frame);
    case T_NAME:
        return result_str(out, h, root->name);
    case T_OBJECT:
        return result_address(out, root->object);
    case T_ID:
        return result_id(out, root->object);
    case T_TYPE:
        return sqlite3_result_text(out, object_type_name(h, root->object), -1, SQLITE_TRANSIENT);
    case T_HOLDER:
        return result_address(out, root->holder);
    case T_COUNT:
        break;
    }
}

const struct table table_roots = {
    .name = "roots",
    .meaning = "Every reference that keeps an object alive and is in none of the objects: where walks begin.",
    .columns = root_columns,
    .column_count = T_COUNT,
    .live = true,
    .rows = 1000,
    .cursor_size = sizeof(struct roots_cursor),
    .filter = roots_filter,
    .next = roots_next,
    .column = roots_column,
    .close = roots_close,
};

/* ---- frames */

enum frame_column { F_NUMBER, F_FUNCTION, F_FILE, F_LINE, F_LOCALS, F_COUNT };

static const struct column frame_columns[] = {
    [F_NUMBER] = {"number", TYPE_INTEGER, 0, "0 is the module, the highest the top"},
    [F_FUNCTION] = {"function", TYPE_TEXT, 0, "its name"},
    [F_FILE] = {"file", TYPE_TEXT, 0, "where it is"},
    [F_LINE] = {"line", TYPE_INTEGER, 0, "and on which line"},
    [F_LOCALS] = {"locals", TYPE_INTEGER, 0, "how many names are bound in it"},
};

static int frames_filter(struct cursor *c, unsigned used, sqlite3_value **values)
{
    (void)used, (void)values;
    c->ended = frame_count(c->query->source.heap) == 0;
    return SQLITE_OK;
}

static int frames_next(struct cursor *c)
{
    c->ended = (size_t)c->row >= frame_count(c->query->source.heap);
    return SQLITE_OK;
}

static void frames_column(struct cursor *c, sqlite3_context *out, int i)
{
    struct frame_info info;
    if (!frame_info(c->query->source.heap, (size_t)c->row, &info))
        return;
    switch ((enum frame_column)i) {
    case F_NUMBER:
        return sqlite3_result_int64(out, c->row);
    case F_FUNCTION:
        return sqlite3_result_text(out, info.function, -1, SQLITE_TRANSIENT);
    case F_FILE:
        return sqlite3_result_text(out, info.file, -1, SQLITE_TRANSIENT);
    case F_LINE:
        return sqlite3_result_int64(out, info.line);
    case F_LOCALS:
        return sqlite3_result_int64(out, info.locals);
    case F_COUNT:
        break;
    }
}

const struct table table_frames = {
    .name = "frames",
    .meaning = "The call stack, the module first.",
    .columns = frame_columns,
    .column_count = F_COUNT,
    .live = true,
    .rows = 20,
    .cursor_size = sizeof(struct cursor),
    .filter = frames_filter,
    .next = frames_next,
    .column = frames_column,
};
