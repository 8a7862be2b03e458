/* SQL over a heap and its snapshots, read-only.
 *
 * A query is one SELECT on a connection of its own, to no file, whose only tables are virtual ones: what is
 * in the heap at this moment (objects, refs, names, ...) and what is in stored snapshots. Nothing is copied
 * first; a row is made when it is asked for.
 *
 *   query_open -> query_prepare -> query_bind_... -> query_start -> query_step ... -> query_close
 *
 * Preparing needs no heap. From query_start to the last query_step the heap belongs to the query's thread and
 * must not change. One thread at a time; which one does not matter.
 *
 * Whoever writes the SQL may be hostile. An authorizer lets nothing through but SELECT over the tables
 * listed here with functions from a list; length, depth and number of everything are limited; `stopped`
 * is asked every few thousand steps; and the memory that one query takes from SQLite is bounded
 * (query_limit_memory). */
#ifndef HEAPD_QUERY_QUERY_H
#define HEAPD_QUERY_QUERY_H

#include "daemon/graph/analysis.h"
#include "daemon/heap/heap.h"
#include "daemon/snapshot/snapshot.h"

#define QUERY_MUST_CHECK __attribute__((warn_unused_result))

/* Makes SQLite count memory by query. Once in a process, before anything else uses SQLite; false: too late,
 * and queries are not bounded. */
bool query_limit_memory(void);

/* ---- where rows come from */

struct query_snapshot {
    int64_t number;
    const char *label, *source; /* until the next call; NULL: none */
    int64_t taken_at;           /* microseconds since the epoch */
    uint64_t seq, size, count, peak;
    uint32_t nframe;
    bool has_peak, objects;
};

enum query_found { QUERY_FOUND, QUERY_NOT_FOUND, QUERY_NO_MEMORY, QUERY_UNREADABLE, QUERY_GIVEN_UP };

struct query_source {
    struct heap *heap; /* NULL: none; tables of the live heap are an error then */
    void *context;
    /* The snapshot with the lowest number above `after`. */
    enum query_found (*next_snapshot)(void *context, int64_t after, struct query_snapshot *out);
    /* One reference, the query's. */
    enum query_found (*load_snapshot)(void *context, int64_t number, struct snapshot **out);
    /* Its object graph, one reference, and its analysis where that is there already (else NULL). Not found:
     * it was taken without. May be NULL. */
    enum query_found (*load_graph)(void *context, int64_t number, const struct graph_control *control,
                                   struct graph **graph, struct graph_analysis **analysis);
    const char *directory;          /* for columns of graphs that are large; NULL: in memory */
    bool (*stopped)(void *context); /* asked often: is the time over? */
};

/* ---- one query */

struct query_limits {
    uint64_t memory; /* bytes from SQLite; 0: QUERY_MEMORY */
};
#define QUERY_MEMORY       (256ull << 20)
#define QUERY_SQL_LENGTH   65536  /* bytes of SQL */
#define QUERY_VALUE_LENGTH 262144 /* bytes of a text or blob, also in between */
#define QUERY_PARAMETERS   1000

enum query_error_kind {
    QUERY_FINE = 0,
    QUERY_BAD_SQL,     /* does not parse, names what is not there */
    QUERY_DENIED,      /* more than a SELECT, or a function that is not allowed */
    QUERY_FAILED,      /* in the middle: an overflow, a malformed JSON, a snapshot that is not there, ... */
    QUERY_TOO_LARGE,   /* a value beyond QUERY_VALUE_LENGTH */
    QUERY_OVER_MEMORY, /* beyond its limit, or the host's */
    QUERY_STOPPED,     /* `stopped` said so */
    QUERY_NEEDS_HEAP,  /* a live table, and there is no heap */
};

struct query_error {
    enum query_error_kind kind;
    char message[512]; /* SQLite's words, mostly */
    int offset;        /* byte in the SQL that it is about; -1: none */
};

struct query;

struct query *query_open(const struct query_limits *limits); /* NULL: no memory */
void query_close(struct query *q);                           /* NULL is ignored */

/* One statement. False: query_error() says why. */
bool query_prepare(struct query *q, const char *sql, size_t length) QUERY_MUST_CHECK;
const struct query_error *query_error(const struct query *q);

bool query_is_live(const struct query *q);       /* reads a table of the live heap */
bool query_has_snapshots(const struct query *q); /* reads one of snapshots */

/* Parameters by position, from 1. Texts are copied. */
int query_parameter_count(struct query *q);
int query_parameter_named(struct query *q, const char *name); /* without its ":", "@" or "$"; 0: none */
bool query_bind_null(struct query *q, int index) QUERY_MUST_CHECK;
bool query_bind_int(struct query *q, int index, int64_t value) QUERY_MUST_CHECK;
bool query_bind_real(struct query *q, int index, double value) QUERY_MUST_CHECK;
bool query_bind_text(struct query *q, int index, const char *text, size_t length) QUERY_MUST_CHECK;

int query_column_count(struct query *q);
const char *query_column_name(struct query *q, int i);
const char *query_column_type(struct query *q,
                              int i); /* "address", "id", "integer", "text", "real"; NULL: computed */

/* `source` is borrowed until query_close(). */
void query_start(struct query *q, const struct query_source *source);

enum query_step { QUERY_ROW, QUERY_DONE, QUERY_ERROR };
enum query_step query_step(struct query *q) QUERY_MUST_CHECK;

/* A value of the row, until the next step. */
struct query_value {
    enum { QUERY_NULL, QUERY_INT, QUERY_REAL, QUERY_TEXT, QUERY_BLOB } type;
    int64_t integer;
    double real;
    const void *bytes;
    size_t length;
};
struct query_value query_value(struct query *q, int i);

uint64_t query_rows_visited(const struct query *q); /* of the virtual tables */
uint64_t query_memory_peak(const struct query *q);  /* 0 where it is not counted */

/* ---- what there is */

struct query_column {
    const char *name, *type, *meaning;
    bool indexed;   /* "= value" is found without looking at every row */
    bool parameter; /* of a table that takes arguments, in this order */
};
struct query_table {
    const char *name, *meaning;
    bool live; /* of the live heap, else of snapshots */
};
bool query_table(size_t index, struct query_table *out);
bool query_table_column(size_t table, size_t index, struct query_column *out);

/* Worked examples: the first two snapshots and a name `data` are what they speak of. */
struct query_example {
    const char *title, *sql;
};
bool query_example(size_t index, struct query_example *out);

#endif
