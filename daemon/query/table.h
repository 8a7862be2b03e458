/* A virtual table of this library: its columns as data, and a cursor. module.c makes SQLite's module of it.
 *
 * Whatever "=" on indexed columns says may be used by a cursor and need not be: SQLite compares again. So a
 * cursor may answer too many rows, never too few. */
#ifndef HEAPD_QUERY_TABLE_H
#define HEAPD_QUERY_TABLE_H

#include <sqlite3.h>

#include "daemon/query/budget.h"
#include "daemon/query/pairs.h"
#include "daemon/query/query.h"

enum column_type { TYPE_INTEGER, TYPE_ADDRESS, TYPE_ID, TYPE_TEXT, TYPE_PARAMETER, TYPE_TEXT_PARAMETER };

struct column {
    const char *name;
    enum column_type type;
    double rows; /* how many "= value" leaves, roughly; 0: it does not help */
    const char *meaning;
};

struct cursor {
    sqlite3_vtab_cursor base; /* first */
    struct query *query;
    const struct table *table;
    bool ended;
    int64_t row; /* from 0 */
};

struct table {
    const char *name, *meaning;
    const struct column *columns;
    size_t column_count; /* at most 31 */
    bool live;
    double rows; /* of all, roughly: what a scan costs */
    size_t cursor_size;
    /* `used` has a bit for each column with a value; values in the order of columns. SQLite's codes. Sets the
     * cursor on the first row, or `ended`. May be called again. */
    int (*filter)(struct cursor *c, unsigned used, sqlite3_value **values);
    int (*next)(struct cursor *c);
    void (*column)(struct cursor *c, sqlite3_context *out, int i);
    void (*close)(struct cursor *c); /* frees what the cursor holds, not itself; NULL: nothing */
};

extern const struct table *const query_tables[];
extern const size_t query_table_count;
const struct table *query_table_named(const char *name);

/* module.c: false: no memory. */
bool tables_register(struct query *q, sqlite3 *db) QUERY_MUST_CHECK;

/* ---- a query, as tables see it (query.c) */

enum { LOADED_SNAPSHOTS = 4, HELD_GRAPHS = 2, HOT_SOURCES = 8 };

struct query {
    sqlite3 *db;
    sqlite3_stmt *statement;
    struct budget budget;
    struct query_source source;
    struct query_error error;
    struct error_hint {
        enum query_error_kind kind; /* what a table failed of */
    } hint;
    bool live, snapshots, stopped, memory_failed;
    bool declaring;          /* module.c: SQLite is told a table's columns */
    uint64_t visited, ticks; /* rows; steps of any loop */

    /* of the live heap, made when first needed */
    struct generation_map *generations;
    struct pairs positions; /* object -> place in the list of its generation */
    struct pairs by_type;   /* type -> objects */
    struct pairs by_target; /* object -> those that refer to it */
    bool has_positions, has_by_type, has_by_target;
    unsigned type_lookups, target_lookups;
    struct hot_source { /* an object with many references that was asked more than once for those to one
                           target */
        addr source;
        struct packed_edge *edges; /* by target; NULL: seen once */
        size_t count;
        uint64_t used;
    } hot[HOT_SOURCES];

    struct loaded {
        int64_t number;
        struct snapshot *value;
        uint64_t used; /* when */
    } loaded[LOADED_SNAPSHOTS];
    struct held_graph {
        int64_t number;
        struct graph *graph;
        struct graph_analysis *analysis; /* NULL: not needed yet */
        uint64_t used;
    } graphs[HELD_GRAPHS];
    uint64_t uses;
};

/* Is the time over? For loops: asks the source every 1024th time. */
bool query_stop(struct query *q);

/* A table's failure in words, as the virtual table's message; answers SQLITE_ERROR. */
int cursor_fail(struct cursor *c, enum query_error_kind kind, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* The stored snapshot after that number into *out; `ended` if there is none. Answers SQLite's codes. */
int query_next_snapshot(struct cursor *c, int64_t after, struct query_snapshot *out);

/* index.c. All answer SQLite's codes. */
int query_need_generations(struct query *q);
int query_need_positions(struct query *q);
int query_need_by_type(struct query *q);
int query_need_by_target(struct query *q);
void query_forget_indexes(struct query *q);

/* One reference held by the query, until it has loaded a few others. Fails with words. */
int query_snapshot_value(struct cursor *c, int64_t number, struct snapshot **out);

/* hot.c: a reference, packed. */
struct packed_edge {
    uint32_t to, name;     /* places */
    uint32_t index, order; /* order: among those of the source */
    enum edge_kind kind;
    const char *field;
};
/* NULL: walk it. */
const struct hot_source *query_hot_source(struct query *q, addr source);
/* A walk over `source` has seen so many references: the next one that would may find them sorted. False: no
 * memory, or stopped. */
bool query_note_walk(struct query *q, addr source, uint64_t edges) QUERY_MUST_CHECK;
/* The references to `target` are [*first, *end). */
void hot_find(const struct hot_source *hot, addr target, size_t *first, size_t *end);
struct edge hot_edge(const struct hot_source *hot, size_t i);
void query_forget_hot(struct query *q);

/* graphs.c: new references. *out NULL: that snapshot is not there, or has no graph. */
int query_graph(struct cursor *c, int64_t number, struct graph **out);
int query_graph_analysis(struct cursor *c, int64_t number, struct graph *graph, struct graph_analysis **out);
void query_forget_graphs(struct query *q);

/* ---- values */

/* The address that a number or an id ("0x7f…") stands for; 0: none. */
addr value_address(sqlite3_value *value);
addr value_id(sqlite3_value *value);
bool value_int(sqlite3_value *value, int64_t *out); /* a whole number */

/* What a filter got, by column: NULL where there is no value. */
void values_by_column(unsigned used, sqlite3_value **values, sqlite3_value **of, int count);

void result_address(sqlite3_context *out, addr a); /* 0: NULL */
void result_id(sqlite3_context *out, addr a);
void result_uint(sqlite3_context *out, uint64_t value);
void result_str(sqlite3_context *out, const struct heap *h, addr s); /* a str object's characters; 0: NULL */
void result_repr(sqlite3_context *out, struct heap *h, addr o); /* what can be shown without running code */
void result_snapshot_text(sqlite3_context *out, struct snapshot_text text); /* bytes NULL: NULL */
/* "a.py:3;b.py:5", oldest first, as flame graphs want it. */
void result_stack(sqlite3_context *out, uint32_t count,
                  struct snapshot_place (*place)(const void *context, uint32_t i), const void *context);

#endif
