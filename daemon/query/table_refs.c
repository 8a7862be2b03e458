/* refs: every counted reference that an object in blocks holds, labelled.
 *
 * References of one object are read into the cursor a few thousand at a time: a list of millions has as many.
 * Those to one object are found by looking through the heap at first, and by an index of all references once
 * that was done twice. */
#include "daemon/query/table.h"

enum ref_column {
    R_SOURCE,
    R_SOURCE_ID,
    R_TARGET,
    R_TARGET_ID,
    R_KIND,
    R_POSITION,
    R_NAME,
    R_LABEL,
    R_SOURCE_TYPE,
    R_TARGET_TYPE,
    R_COUNT
};

static const struct column ref_columns[] = {
    [R_SOURCE] = {"source", TYPE_ADDRESS, 8, "the object that refers"},
    [R_SOURCE_ID] = {"source_id", TYPE_ID, 8, "the same as text"},
    [R_TARGET] = {"target", TYPE_ADDRESS, 16,
                  "the object referred to; builtin ones too, which are not in objects"},
    [R_TARGET_ID] = {"target_id", TYPE_ID, 16, "the same as text"},
    [R_KIND] = {"kind", TYPE_TEXT, 0,
                "type, attribute, key, value, index, slot, dict, item, local, internal or callback"},
    [R_POSITION] = {"position", TYPE_INTEGER, 0, "index of an item, place of an entry"},
    [R_NAME] = {"name", TYPE_TEXT, 0,
                "of an attribute, slot or local, the key of a value when that is a str, else NULL"},
    [R_LABEL] = {"label", TYPE_TEXT, 0, "the step as Python writes it: .name, [3], ['k']"},
    [R_SOURCE_TYPE] = {"source_type", TYPE_TEXT, 0, "name of the type of the one"},
    [R_TARGET_TYPE] = {"target_type", TYPE_TEXT, 0, "and of the other"},
};

enum { CHUNK = 4096 };
enum ref_mode { MODE_SCAN, MODE_SCAN_TARGET, MODE_SOURCE, MODE_TARGET };

struct refs_cursor {
    struct cursor c;
    enum ref_mode mode;
    addr source, target;  /* target 0: any */
    size_t referrer, end; /* in by_target */
    struct edge *edges;   /* CHUNK of them */
    size_t count, at;     /* in `edges` */
    uint64_t skip, seen;  /* of this source's: behind us; while reading */
    uint64_t walked;      /* all that were looked at while reading */
    bool more;
};

static bool take_edge(void *context, const struct edge *e)
{
    struct refs_cursor *c = context;
    if (query_stop(c->c.query))
        return false;
    c->walked++;
    if (c->target && e->to != c->target)
        return true;
    if (c->seen++ < c->skip)
        return true;
    if (c->count == CHUNK) {
        c->more = true;
        return false;
    }
    c->edges[c->count++] = *e;
    return true;
}

/* The same from an object whose references have been sorted. */
static void read_hot(struct refs_cursor *c, const struct hot_source *hot)
{
    size_t first, end;
    hot_find(hot, c->target, &first, &end);
    for (first += (size_t)c->skip; first < end && c->count < CHUNK; first++)
        c->edges[c->count++] = hot_edge(hot, first);
    c->more = first < end;
}

/* The references of `source` from `skip` on. */
static int read_source(struct refs_cursor *c)
{
    struct query *q = c->c.query;
    const struct hot_source *hot = c->target ? query_hot_source(q, c->source) : NULL;
    c->count = c->at = 0;
    c->seen = c->walked = 0;
    c->more = false;
    if (hot) {
        read_hot(c, hot);
        return SQLITE_OK;
    }
    inspect_counted(q->source.heap, c->source, take_edge, c);
    if (q->stopped)
        return SQLITE_INTERRUPT;
    bool by_index = c->mode == MODE_TARGET || c->mode == MODE_SOURCE;
    if (c->target && by_index && !c->more && c->skip == 0 && !query_note_walk(q, c->source, c->walked))
        return q->stopped ? SQLITE_INTERRUPT : SQLITE_NOMEM;
    return SQLITE_OK;
}

/* false: there are no more sources. */
static bool next_source(struct refs_cursor *c)
{
    struct query *q = c->c.query;
    c->skip = 0;
    switch (c->mode) {
    case MODE_SOURCE:
        return false;
    case MODE_TARGET:
        if (c->referrer == c->end)
            return false;
        c->source = place_address(pairs_value(&q->by_target, c->referrer++));
        return true;
    default:
        c->source = object_next(q->source.heap, c->source + 16);
        return c->source != 0;
    }
}

/* Goes on to the first source that has a reference for us. */
static int settle(struct refs_cursor *c)
{
    while (c->at == c->count) {
        if (c->more)
            c->skip += c->count;
        else if (!next_source(c)) {
            c->c.ended = true;
            return SQLITE_OK;
        }
        int code = read_source(c);
        if (code != SQLITE_OK)
            return code;
    }
    return SQLITE_OK;
}

static int refs_next(struct cursor *base)
{
    struct refs_cursor *c = (struct refs_cursor *)base;
    c->at++;
    return settle(c);
}

static int start_target(struct refs_cursor *c)
{
    struct query *q = c->c.query;
    if (q->target_lookups++ < 2) {
        c->mode = MODE_SCAN_TARGET;
        return settle(c);
    }
    int code = query_need_by_target(q);
    if (code != SQLITE_OK)
        return code;
    c->mode = MODE_TARGET;
    pairs_find(&q->by_target, place_of(c->target), &c->referrer, &c->end);
    return settle(c);
}

static int start_source(struct refs_cursor *c)
{
    c->mode = MODE_SOURCE;
    c->c.ended = !object_in_blocks(c->source) || !object_exists(c->c.query->source.heap, c->source);
    if (c->c.ended)
        return SQLITE_OK;
    int code = read_source(c);
    return code == SQLITE_OK ? settle(c) : code;
}

static int refs_filter(struct cursor *base, unsigned used, sqlite3_value **values)
{
    struct refs_cursor *c = (struct refs_cursor *)base;
    if (!c->edges && !(c->edges = sqlite3_malloc64(CHUNK * sizeof *c->edges)))
        return SQLITE_NOMEM;
    c->source = c->target = 0;
    c->count = c->at = 0;
    c->skip = 0;
    c->more = false;
    for (unsigned i = R_SOURCE; i <= R_TARGET_ID; i++) {
        if (!(used & 1u << i))
            continue;
        addr a = i == R_SOURCE || i == R_TARGET ? value_address(*values++) : value_id(*values++);
        *(i <= R_SOURCE_ID ? &c->source : &c->target) = a;
        base->ended = base->ended || !a;
    }
    if (base->ended)
        return SQLITE_OK;
    if (c->source)
        return start_source(c);
    if (c->target)
        return start_target(c);
    c->mode = MODE_SCAN;
    return settle(c);
}

static bool is_str(const struct heap *h, addr o)
{
    return o && object_kind(h, o) == KIND_STR;
}

static void name_column(sqlite3_context *out, const struct heap *h, const struct edge *e)
{
    bool named =
        e->kind == EDGE_ATTRIBUTE || e->kind == EDGE_SLOT || e->kind == EDGE_VALUE || e->kind == EDGE_LOCAL;
    if (named && is_str(h, e->name))
        result_str(out, h, e->name);
}

/* At most so much of a name or a key. */
enum { LABEL_ROOM = 240 };

static void put_str(struct text *t, const struct heap *h, addr s)
{
    char room[LABEL_ROOM];
    if (is_str(h, s) && str_utf8_size(h, s) <= sizeof room)
        text_put(t, room, str_utf8(h, s, room));
    else
        text_put(t, "...", 3);
}

static void label_column(sqlite3_context *out, struct heap *h, const struct edge *e)
{
    char room[LABEL_ROOM + 16];
    struct text t = {.bytes = room, .capacity = sizeof room, .plain = true};
    switch (e->kind) {
    case EDGE_ATTRIBUTE:
    case EDGE_SLOT:
        text_put(&t, ".", 1);
        put_str(&t, h, e->name);
        break;
    case EDGE_LOCAL:
        text_put(&t, "local ", 6);
        put_str(&t, h, e->name);
        break;
    case EDGE_VALUE:
        text_put(&t, "[", 1);
        if (e->name && object_repr(h, e->name, &t) != HEAP_OK)
            heap_clear_raised(h);
        text_put(&t, "]", 1);
        break;
    case EDGE_INDEX:
        text_putf(&t, "[%llu]", (unsigned long long)e->index);
        break;
    case EDGE_DICT:
        text_putf(&t, ".__dict__");
        break;
    case EDGE_TYPE:
        text_putf(&t, "ob_type");
        break;
    case EDGE_KEY:
        text_putf(&t, "key %llu", (unsigned long long)e->index);
        break;
    case EDGE_ITEM:
        text_putf(&t, "item");
        break;
    case EDGE_INTERNAL:
    case EDGE_WEAK_CALLBACK:
        text_putf(&t, "%s", e->field ? e->field : "callback");
        break;
    }
    sqlite3_result_text(out, room, (int)t.length, SQLITE_TRANSIENT);
}

static void refs_column(struct cursor *base, sqlite3_context *out, int i)
{
    struct refs_cursor *c = (struct refs_cursor *)base;
    struct heap *h = base->query->source.heap;
    const struct edge *e = &c->edges[c->at];
    switch ((enum ref_column)i) {
    case R_SOURCE:
        return result_address(out, e->from);
    case R_SOURCE_ID:
        return result_id(out, e->from);
    case R_TARGET:
        return result_address(out, e->to);
    case R_TARGET_ID:
        return result_id(out, e->to);
    case R_KIND:
        return sqlite3_result_text(out, edge_kind_name(e->kind), -1, SQLITE_STATIC);
    case R_POSITION:
        if (e->kind == EDGE_INDEX || e->kind == EDGE_KEY || e->kind == EDGE_VALUE || e->kind == EDGE_ITEM)
            result_uint(out, e->index);
        return;
    case R_NAME:
        return name_column(out, h, e);
    case R_LABEL:
        return label_column(out, h, e);
    case R_SOURCE_TYPE:
        return sqlite3_result_text(out, object_type_name(h, e->from), -1, SQLITE_TRANSIENT);
    case R_TARGET_TYPE:
        return sqlite3_result_text(out, object_type_name(h, e->to), -1, SQLITE_TRANSIENT);
    case R_COUNT:
        break;
    }
}

static void refs_close(struct cursor *base)
{
    sqlite3_free(((struct refs_cursor *)base)->edges);
}

const struct table table_refs = {
    .name = "refs",
    .meaning = "Every counted reference that one object holds to another.",
    .columns = ref_columns,
    .column_count = R_COUNT,
    .live = true,
    .rows = 3e6,
    .cursor_size = sizeof(struct refs_cursor),
    .filter = refs_filter,
    .next = refs_next,
    .column = refs_column,
    .close = refs_close,
};
