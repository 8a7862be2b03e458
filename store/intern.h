/*
 * The ids under which a snapshot's strings and frames stand in the database, as far as stored differences
 * (and in a session's own file its sites) name them: looked up or made when they are first asked for, and
 * remembered until the transaction is rolled back. For the store only.
 */
#ifndef HEAPD_STORE_INTERN_H
#define HEAPD_STORE_INTERN_H

#include "store/database.h"
#include "store/internal.h"

struct interner {
    const struct snapshot *value;
    int64_t *strings, *frames; /* by the value's ids; 0: not asked for yet */
};

enum store_status interner_init(struct interner *interner, const struct snapshot *value) STORE_MUST_CHECK;
void interner_drop(struct interner *interner);
/* Forgets all ids: those made last are not there any more. */
void interner_rewind(struct interner *interner);

/* The id of one of the value's strings or frames; made, if there was none. */
enum store_status interner_string(struct database *database, struct interner *interner, uint32_t string,
                                  int64_t *id) STORE_MUST_CHECK;
enum store_status interner_frame(struct database *database, struct interner *interner, uint32_t frame,
                                 int64_t *id) STORE_MUST_CHECK;

/* A stored difference, before it is stored: frames and names are the newer snapshot's. */
struct growth {
    int64_t previous; /* 0: there is none */
    int64_t size_diff, count_diff;
    size_t count, type_count;
    struct growth_row {
        uint32_t key; /* a frame; of types, the name's string */
        uint64_t size, count;
        int64_t size_diff, count_diff;
    } rows[GROWTH_ROWS], types[GROWTH_ROWS];
};

/* Compares by line, and by type where both count them. `older` NULL: there is nothing to compare with. */
enum store_status growth_compute(struct growth *growth, int64_t previous, struct snapshot *older,
                                 struct snapshot *newer) STORE_MUST_CHECK;
/* Stores it as that of the snapshot with this row id, whose value is the interner's. */
enum store_status growth_write(struct database *database, const struct growth *growth, int64_t snapshot,
                               struct interner *interner) STORE_MUST_CHECK;

#endif
