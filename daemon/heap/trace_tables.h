/* Interned file names and tracebacks: the tables behind trace.c, in the tables area. Ids begin with 1 and
 * stay the same as long as what they name is referred to; 0 says that there was no room.
 *
 * A traceback that no trace refers to any more may go when the table would have to grow, and its id is used
 * again.
 */
#ifndef HEAPD_HEAP_TRACE_TABLES_H
#define HEAPD_HEAP_TRACE_TABLES_H

#include "daemon/heap/base.h"

#define TRACEBACKS_MAX    ((1u << 22) - 1) /* what the word of a trace can say */
#define TRACE_STRINGS_MAX (1u << 20)

struct trace_place {
    uint32_t file; /* id */
    uint32_t line;
};

struct trace_string {
    addr text; /* its bytes, in a block of their own; 0 for none */
    uint32_t length, hash;
};

struct trace_entry {
    uint64_t size, count; /* of the traces that refer to it */
    uint32_t hash;
    uint16_t frames, total;
    union {
        struct trace_place only; /* frames == 1 */
        addr places;             /* struct trace_place[frames], oldest first */
        uint64_t next_free;      /* frames == 0: index + 1 of the next unused entry */
    } u;
};

/* An array with an index of open addressing over it: at least twice as many slots, each 0 or an index + 1. */
struct trace_table {
    addr rows, index;
    uint32_t count, capacity;
};

struct trace_tables {
    struct trace_table strings;    /* of struct trace_string */
    struct trace_table tracebacks; /* of struct trace_entry */
    uint32_t free_entry;           /* index + 1 */
    uint64_t bytes;                /* of all blocks */
};

uint32_t trace_intern_string(struct heap *h, struct trace_tables *t, const char *text,
                             uint32_t length) HEAP_MUST_CHECK;
/* `frames` at least 1, at most `total`; `keep` is the id of a traceback without traces that must not go. */
uint32_t trace_intern_traceback(struct heap *h, struct trace_tables *t, const struct trace_place *places,
                                uint32_t frames, uint32_t total, uint32_t keep) HEAP_MUST_CHECK;

static inline struct trace_string *trace_string_at(const struct heap *h, const struct trace_tables *t,
                                                   uint32_t id)
{
    return (struct trace_string *)heap_at(h, t->strings.rows) + (id - 1);
}
static inline struct trace_entry *trace_entry_at(const struct heap *h, const struct trace_tables *t,
                                                 uint32_t id)
{
    return (struct trace_entry *)heap_at(h, t->tracebacks.rows) + (id - 1);
}
/* Oldest first. */
static inline const struct trace_place *trace_entry_places(const struct heap *h, const struct trace_entry *e)
{
    return e->frames == 1 ? &e->u.only : heap_at(h, e->u.places);
}

void trace_tables_forget_tracebacks(struct heap *h, struct trace_tables *t);
void trace_tables_forget_strings(struct heap *h, struct trace_tables *t);

#endif
