/* struct journal, for the files that make it up: journal.c writes, journal_read.c reads and copies. */
#ifndef HEAPD_SESSION_JOURNAL_PRIVATE_H
#define HEAPD_SESSION_JOURNAL_PRIVATE_H

#include "daemon/session/journal.h"
#include "daemon/session/journal_file.h"

#include <pthread.h>
#include <stdatomic.h>

struct journals {
    struct journals_config config;
    struct journal_file *file;
    atomic_uint replays;
};

/* An image, or entries one after the other; in the file, never changed. */
struct part {
    atomic_size_t references;
    struct journals *journals;
    bool image;
    struct journal_state state; /* of an image */
    uint64_t first, last;       /* of entries: `from` of the first, `to` of the last */
    uint64_t length;
    uint32_t count;
    uint32_t blocks[];
};

/* Entries in memory. */
struct tail {
    char *bytes;
    size_t length, room;
    uint64_t first, last;
};

struct journal {
    struct journals *journals;
    pthread_mutex_t lock; /* over all; who writes need not take it to read what only he changes */
    enum journal_mode mode;
    bool has_origin; /* the first part follows the origin */
    struct journal_origin origin;
    struct part **parts;
    size_t part_count, part_room;
    struct tail tail;
    uint64_t part_bytes;  /* in all parts */
    uint64_t whole_from;  /* from here on nothing is missing */
    uint64_t since_bytes; /* recorded since the last image */
    uint64_t since_ns;    /* and the work in it */
    int64_t credit_ns;    /* that images may take */
};

/* Blocks that so many bytes take. */
static inline size_t journal_blocks(uint64_t bytes)
{
    return (size_t)((bytes + JOURNAL_BLOCK - 1) / JOURNAL_BLOCK);
}

void part_release(struct part *part);

/* Under the lock. The part is taken over; false: no memory, it is not. */
bool journal_add_part(struct journal *journal, struct part *part) __attribute__((warn_unused_result));

/* Bytes for the end of the tail; false: no memory. */
bool tail_put(struct tail *tail, const void *bytes, size_t length) __attribute__((warn_unused_result));
void tail_reset(struct tail *tail);

#endif
