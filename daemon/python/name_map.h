/* Maps from names to numbers that keep the order of insertion, for the compiler: symbol tables, the tables of
 * names of a code object, sets. Names are addresses of interned strs (any number but 0 will do), so that
 * equal means identical.
 *
 * The memory is that of an arena and ends with it. A map of zeros is empty.
 */
#ifndef HEAPD_PYTHON_NAME_MAP_H
#define HEAPD_PYTHON_NAME_MAP_H

#include "daemon/heap/base.h"
#include "daemon/python/ast.h"

struct name_entry {
    addr name; /* 0: removed */
    int64_t value;
};

struct name_map {
    struct name_entry *entries;
    uint32_t used, capacity; /* entries, removed ones included */
    uint32_t count;          /* without them */
    uint32_t *index;         /* entry + 1 by hash; NULL while there are few */
    uint32_t index_mask;
};

struct name_entry *name_map_find(const struct name_map *m, addr name); /* NULL: not there */
/* Adds the name with the value, or gives the value to the one that is there. False: no memory, nothing has
 * changed. */
bool name_map_set(struct name_map *m, struct ast_arena *arena, addr name, int64_t value);
void name_map_remove(struct name_map *m, addr name); /* no effect when it is not there */
bool name_map_merge(struct name_map *m, struct ast_arena *arena,
                    const struct name_map *other); /* every name of `other` too */

static inline bool name_map_has(const struct name_map *m, addr name)
{
    return name_map_find(m, name) != NULL;
}
static inline int64_t name_map_get(const struct name_map *m, addr name, int64_t otherwise)
{
    const struct name_entry *e = name_map_find(m, name);
    return e ? e->value : otherwise;
}

/* In order: for (struct name_entry *e = name_map_first(m); e; e = name_map_next(m, e)) */
struct name_entry *name_map_next(const struct name_map *m,
                                 const struct name_entry *e); /* e NULL: the first */
static inline struct name_entry *name_map_first(const struct name_map *m)
{
    return name_map_next(m, NULL);
}

#endif
