/* Stored snapshots: snapshots, snapshot_traces, snapshot_frames, snapshot_types, and snapshot_diff, which
 * takes arguments. */
#include <stdio.h>
#include <time.h>

#include "daemon/query/table.h"

/* ---- snapshots */

enum list_column {
    L_NUMBER,
    L_LABEL,
    L_SOURCE,
    L_TAKEN_AT,
    L_SEQ,
    L_SIZE,
    L_BLOCKS,
    L_PEAK,
    L_NFRAME,
    L_OBJECTS,
    L_COUNT
};

static const struct column list_columns[] = {
    [L_NUMBER] = {"snapshot", TYPE_INTEGER, 1, "its number"},
    [L_LABEL] = {"label", TYPE_TEXT, 0, "NULL for none"},
    [L_SOURCE] = {"source", TYPE_TEXT, 0, "heap, or where it came from"},
    [L_TAKEN_AT] = {"taken_at", TYPE_TEXT, 0, "when, in UTC"},
    [L_SEQ] = {"seq", TYPE_INTEGER, 0, "number of the session's step"},
    [L_SIZE] = {"size", TYPE_INTEGER, 0, "traced bytes"},
    [L_BLOCKS] = {"count", TYPE_INTEGER, 0, "traced blocks"},
    [L_PEAK] = {"peak", TYPE_INTEGER, 0,
                "the most that was traced until then; NULL: not known, it was imported"},
    [L_NFRAME] = {"nframe", TYPE_INTEGER, 0, "frames that a traceback may have"},
    [L_OBJECTS] = {"objects", TYPE_INTEGER, 0, "1: types were counted"},
};

struct list_cursor {
    struct cursor c;
    struct query_snapshot item;
    char label[512], source[128];
    bool one;
};

/* The list's strings are only lent. */
static int list_read(struct list_cursor *c, int64_t after)
{
    int code = query_next_snapshot(&c->c, after, &c->item);
    if (code == SQLITE_OK && !c->c.ended) {
        snprintf(c->label, sizeof c->label, "%s", c->item.label ? c->item.label : "");
        snprintf(c->source, sizeof c->source, "%s", c->item.source ? c->item.source : "");
    }
    return code;
}

static int list_filter(struct cursor *base, unsigned used, sqlite3_value **values)
{
    struct list_cursor *c = (struct list_cursor *)base;
    int64_t number = 1;
    c->one = used != 0;
    base->ended = c->one && (!value_int(values[0], &number) || number < 1);
    return base->ended ? SQLITE_OK : list_read(c, number - 1);
}

static int list_next(struct cursor *base)
{
    struct list_cursor *c = (struct list_cursor *)base;
    base->ended = c->one;
    return c->one ? SQLITE_OK : list_read(c, c->item.number);
}

static void result_time(sqlite3_context *out, int64_t us)
{
    char text[40];
    struct tm tm;
    time_t seconds = (time_t)(us / 1000000);
    if (!gmtime_r(&seconds, &tm))
        return;
    size_t length = strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%S", &tm);
    snprintf(text + length, sizeof text - length, ".%06dZ", (int)(us % 1000000));
    sqlite3_result_text(out, text, -1, SQLITE_TRANSIENT);
}

static void list_column(struct cursor *base, sqlite3_context *out, int i)
{
    const struct list_cursor *c = (const struct list_cursor *)base;
    const struct query_snapshot *s = &c->item;
    switch ((enum list_column)i) {
    case L_NUMBER:
        return sqlite3_result_int64(out, s->number);
    case L_LABEL:
        return s->label ? sqlite3_result_text(out, c->label, -1, SQLITE_TRANSIENT) : sqlite3_result_null(out);
    case L_SOURCE:
        return sqlite3_result_text(out, c->source, -1, SQLITE_TRANSIENT);
    case L_TAKEN_AT:
        return result_time(out, s->taken_at);
    case L_SEQ:
        return result_uint(out, s->seq);
    case L_SIZE:
        return result_uint(out, s->size);
    case L_BLOCKS:
        return result_uint(out, s->count);
    case L_PEAK:
        return s->has_peak ? result_uint(out, s->peak) : sqlite3_result_null(out);
    case L_NFRAME:
        return sqlite3_result_int64(out, s->nframe);
    case L_OBJECTS:
        return sqlite3_result_int(out, s->objects);
    case L_COUNT:
        break;
    }
}

const struct table table_snapshots = {
    .name = "snapshots",
    .meaning = "The session's snapshots, oldest first.",
    .columns = list_columns,
    .column_count = L_COUNT,
    .rows = 100,
    .cursor_size = sizeof(struct list_cursor),
    .filter = list_filter,
    .next = list_next,
    .column = list_column,
};

/* ---- what is in one, or in all: a cursor over (snapshot, entry, part) */

struct within {
    struct cursor c;
    struct snapshot *value; /* a reference of its own; NULL: none yet */
    int64_t number;
    bool one, one_entry;
    uint32_t entry, part;
    uint32_t (*entries)(const struct snapshot *s);
    uint32_t (*parts)(const struct snapshot *s, uint32_t entry); /* at least 1 */
};

/* The snapshot after `number`, or that very one. */
static int within_load(struct within *w, int64_t number)
{
    struct query_snapshot item;
    struct snapshot *value = NULL;
    int code = w->one ? SQLITE_OK : query_next_snapshot(&w->c, number, &item);
    if (code != SQLITE_OK)
        return code;
    if (!w->one)
        number = w->c.ended ? 0 : item.number;
    code = w->c.ended ? SQLITE_OK : query_snapshot_value(&w->c, number, &value);
    if (code != SQLITE_OK)
        return code;
    snapshot_release(w->value);
    w->value = value ? snapshot_retain(value) : NULL;
    w->number = number;
    w->entry = w->part = 0;
    w->c.ended = w->c.ended || (w->one && !value);
    return SQLITE_OK;
}

/* Snapshots without entries, and such as went meanwhile, are passed over. */
static int within_settle(struct within *w)
{
    while (!w->c.ended && (!w->value || w->entry >= w->entries(w->value))) {
        if (w->one) {
            w->c.ended = true;
            break;
        }
        int code = within_load(w, w->number);
        if (code != SQLITE_OK)
            return code;
        if (query_stop(w->c.query))
            return SQLITE_INTERRUPT;
    }
    return SQLITE_OK;
}

static int within_start(struct within *w, sqlite3_value *snapshot, sqlite3_value *entry)
{
    int64_t number = 0, index = 0;
    w->one = snapshot != NULL;
    w->one_entry = entry != NULL;
    w->c.ended = (snapshot && !value_int(snapshot, &number)) ||
                 (entry && (!value_int(entry, &index) || index < 0 || index > UINT32_MAX));
    if (w->c.ended)
        return SQLITE_OK;
    int code = within_load(w, number);
    if (code == SQLITE_OK && w->one) /* of all snapshots the entry is looked for by SQLite */
        w->entry = (uint32_t)index;
    w->one_entry = w->one_entry && w->one;
    return code == SQLITE_OK ? within_settle(w) : code;
}

static int within_next(struct cursor *base)
{
    struct within *w = (struct within *)base;
    if (w->parts && ++w->part < w->parts(w->value, w->entry))
        return SQLITE_OK;
    w->part = 0;
    w->entry++;
    base->ended = w->one_entry;
    return within_settle(w);
}

static void within_close(struct cursor *base)
{
    snapshot_release(((struct within *)base)->value);
}

static uint32_t count_tracebacks(const struct snapshot *s)
{
    return s->traceback_count;
}
static uint32_t count_types(const struct snapshot *s)
{
    return s->type_count;
}
static uint32_t count_frames(const struct snapshot *s, uint32_t traceback)
{
    return s->tracebacks[traceback].nframe;
}

/* ---- snapshot_traces */

enum site_column {
    S_SNAPSHOT,
    S_TRACEBACK,
    S_DOMAIN,
    S_FILE,
    S_LINE,
    S_SIZE,
    S_BLOCKS,
    S_FRAMES,
    S_TOTAL,
    S_STACK,
    S_COUNT
};

static const struct column site_columns[] = {
    [S_SNAPSHOT] = {"snapshot", TYPE_INTEGER, 1e4, "number of the snapshot"},
    [S_TRACEBACK] = {"traceback", TYPE_INTEGER, 1000,
                     "number of the traceback in it; it means nothing in another one"},
    [S_DOMAIN] = {"domain", TYPE_INTEGER, 0, "of the blocks, 0 the heap's own"},
    [S_FILE] = {"file", TYPE_TEXT, 0, "of the most recent frame"},
    [S_LINE] = {"line", TYPE_INTEGER, 0, "of the most recent frame"},
    [S_SIZE] = {"size", TYPE_INTEGER, 0, "bytes"},
    [S_BLOCKS] = {"count", TYPE_INTEGER, 0, "blocks"},
    [S_FRAMES] = {"frames", TYPE_INTEGER, 0, "how many the traceback has"},
    [S_TOTAL] = {"total_frames", TYPE_INTEGER, 0, "how many there were"},
    [S_STACK] = {"stack", TYPE_TEXT, 0, "all frames, oldest first: a.py:3;b.py:5"},
};

static int sites_filter(struct cursor *base, unsigned used, sqlite3_value **values)
{
    struct within *w = (struct within *)base;
    sqlite3_value *snapshot = used & 1u << S_SNAPSHOT ? *values++ : NULL,
                  *entry = used & 1u << S_TRACEBACK ? *values : NULL;
    w->entries = count_tracebacks;
    return within_start(w, snapshot, entry);
}

static struct snapshot_place place_in_snapshot(const void *context, uint32_t i)
{
    const struct within *w = context;
    const struct snapshot_frame *f =
        &w->value->frames[w->value->paths[w->value->tracebacks[w->entry].path + i]];
    return (struct snapshot_place){w->value->strings[f->file], f->line};
}

static void sites_column(struct cursor *base, sqlite3_context *out, int i)
{
    const struct within *w = (const struct within *)base;
    const struct snapshot_traceback *t = &w->value->tracebacks[w->entry];
    switch ((enum site_column)i) {
    case S_SNAPSHOT:
        return sqlite3_result_int64(out, w->number);
    case S_TRACEBACK:
        return sqlite3_result_int64(out, w->entry);
    case S_DOMAIN:
        return sqlite3_result_int64(out, t->domain);
    case S_FILE:
        return result_snapshot_text(out, place_in_snapshot(w, t->nframe - 1).file);
    case S_LINE:
        return sqlite3_result_int64(out, place_in_snapshot(w, t->nframe - 1).line);
    case S_SIZE:
        return result_uint(out, t->size);
    case S_BLOCKS:
        return result_uint(out, t->count);
    case S_FRAMES:
        return sqlite3_result_int64(out, t->nframe);
    case S_TOTAL:
        return sqlite3_result_int64(out, t->total_nframe);
    case S_STACK:
        return result_stack(out, t->nframe, place_in_snapshot, w);
    case S_COUNT:
        break;
    }
}

const struct table table_snapshot_traces = {
    .name = "snapshot_traces",
    .meaning = "Allocation sites of snapshots: tracebacks with what was allocated there.",
    .columns = site_columns,
    .column_count = S_COUNT,
    .rows = 1e6,
    .cursor_size = sizeof(struct within),
    .filter = sites_filter,
    .next = within_next,
    .column = sites_column,
    .close = within_close,
};

/* ---- snapshot_frames */

enum place_column { P_SNAPSHOT, P_TRACEBACK, P_POSITION, P_FILE, P_LINE, P_COUNT };

static const struct column place_columns[] = {
    [P_SNAPSHOT] = {"snapshot", TYPE_INTEGER, 1e5, "number of the snapshot"},
    [P_TRACEBACK] = {"traceback", TYPE_INTEGER, 100, "number of the traceback in it"},
    [P_POSITION] = {"position", TYPE_INTEGER, 0, "of the frame, 0 the most recent one"},
    [P_FILE] = {"file", TYPE_TEXT, 0, "where it was"},
    [P_LINE] = {"line", TYPE_INTEGER, 0, "and on which line"},
};

static int places_filter(struct cursor *base, unsigned used, sqlite3_value **values)
{
    struct within *w = (struct within *)base;
    w->parts = count_frames;
    return sites_filter(base, used, values);
}

static void places_column(struct cursor *base, sqlite3_context *out, int i)
{
    const struct within *w = (const struct within *)base;
    struct snapshot_place p = place_in_snapshot(w, w->value->tracebacks[w->entry].nframe - 1 - w->part);
    switch ((enum place_column)i) {
    case P_SNAPSHOT:
        return sqlite3_result_int64(out, w->number);
    case P_TRACEBACK:
        return sqlite3_result_int64(out, w->entry);
    case P_POSITION:
        return sqlite3_result_int64(out, w->part);
    case P_FILE:
        return result_snapshot_text(out, p.file);
    case P_LINE:
        return sqlite3_result_int64(out, p.line);
    case P_COUNT:
        break;
    }
}

const struct table table_snapshot_frames = {
    .name = "snapshot_frames",
    .meaning = "The frames of the tracebacks in snapshots.",
    .columns = place_columns,
    .column_count = P_COUNT,
    .rows = 1e7,
    .cursor_size = sizeof(struct within),
    .filter = places_filter,
    .next = within_next,
    .column = places_column,
    .close = within_close,
};

/* ---- snapshot_types */

enum type_column { Y_SNAPSHOT, Y_TYPE, Y_SIZE, Y_OBJECTS, Y_COUNT };

static const struct column type_columns[] = {
    [Y_SNAPSHOT] = {"snapshot", TYPE_INTEGER, 100, "number of the snapshot"},
    [Y_TYPE] = {"type", TYPE_TEXT, 0, "name of the type"},
    [Y_SIZE] = {"size", TYPE_INTEGER, 0, "bytes in its objects"},
    [Y_OBJECTS] = {"count", TYPE_INTEGER, 0, "its objects"},
};

static int types_filter(struct cursor *base, unsigned used, sqlite3_value **values)
{
    struct within *w = (struct within *)base;
    w->entries = count_types;
    return within_start(w, used ? values[0] : NULL, NULL);
}

static void types_column(struct cursor *base, sqlite3_context *out, int i)
{
    const struct within *w = (const struct within *)base;
    const struct snapshot_type *t = &w->value->types[w->entry];
    switch ((enum type_column)i) {
    case Y_SNAPSHOT:
        return sqlite3_result_int64(out, w->number);
    case Y_TYPE:
        return result_snapshot_text(out, w->value->strings[t->name]);
    case Y_SIZE:
        return result_uint(out, t->size);
    case Y_OBJECTS:
        return result_uint(out, t->count);
    case Y_COUNT:
        break;
    }
}

const struct table table_snapshot_types = {
    .name = "snapshot_types",
    .meaning = "Objects by type in the snapshots that were taken with \"objects\": true.",
    .columns = type_columns,
    .column_count = Y_COUNT,
    .rows = 1e4,
    .cursor_size = sizeof(struct within),
    .filter = types_filter,
    .next = within_next,
    .column = types_column,
    .close = within_close,
};
