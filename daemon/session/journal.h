/* The journal of a session: what was done to it, so that it can be made again as it was after any of its
 * steps.
 *
 * A journal is a list of *entries*, in order. Each is what somebody has asked of the session within one turn,
 * as bytes that only its writer understands, with the sequence numbers before and after it; doing it again
 * leads to the same heap. Between them are *images* of the whole heap: where doing again begins, so that it
 * is never long, and behind each thing that cannot be done again (it was given up at a deadline, or read the
 * host's clock). The first entry follows an image, or the *origin*: a fresh heap with these settings.
 *
 *   on -> waits   what came cannot be recorded, and an image is not affordable now: nothing is recorded until
 * it is (a gap)
 *      -> failed  the disk or the host's memory refused: the journal is empty and stays so
 *
 * The newest entries are in memory, at most a block of them; all before is in parts, in the file that all
 * journals share (journal_file.h). Parts never change and are counted: a fork has those of the first up to
 * where it forks. Beyond the limit of a journal its oldest parts go, up to an image. Images take at most a
 * fiftieth of the time of the work that is recorded, some at the beginning aside.
 *
 * One thread at a time changes a journal (who has the session's turn); others may ask and copy meanwhile. */
#ifndef HEAPD_SESSION_JOURNAL_H
#define HEAPD_SESSION_JOURNAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct heap;
struct journal;
struct journals;

/* ---- what all of them share ---------------------------------------------------------------------- */

struct journals_config {
    const char *directory; /* of the file */
    uint64_t limit;        /* bytes of one journal */
    uint64_t total;        /* and of all together */
    void (*failed)(void *context, const char *session,
                   const char *why); /* one has been switched off; NULL: nobody is told */
    void *context;
};

/* NULL: no memory. It outlives every journal. */
struct journals *journals_new(const struct journals_config *config);
void journals_free(struct journals *journals); /* NULL is ignored */

uint64_t journals_bytes(struct journals *journals); /* on the disk */

/* At most a few sessions are made again at a time. False: there are as many. */
bool journals_begin_replay(struct journals *journals) __attribute__((warn_unused_result));
void journals_end_replay(struct journals *journals);

/* ---- writing ------------------------------------------------------------------------------------- */

struct journal_origin {
    unsigned minor; /* CPython 3.minor */
    uint32_t recursion_limit, hash_seed;
    uint64_t memory_limit;
};

/* An empty one. `origin` NULL: it waits for an image. NULL: no memory. */
struct journal *journal_new(struct journals *journals, const struct journal_origin *origin);
void journal_free(struct journal *journal); /* NULL is ignored */

struct journal_piece {
    const void *bytes;
    size_t length;
};

struct journal_entry {
    uint64_t from, to;   /* sequence numbers before and after */
    uint64_t digest;     /* heap_digest() after it, unless `cut` */
    uint32_t kind;       /* its writer's; JOURNAL_SETTINGS belongs to the making of the session */
    uint32_t operations; /* its writer's: how far it came */
    uint32_t cut;        /* it went on after `to`, in a way that is not known */
    uint32_t length;     /* of its bytes, which the reader gets */
};

enum { JOURNAL_SETTINGS = 1, JOURNAL_KIND_FREE = 2 };

/* `work_ns`: how long doing it again may take. */
void journal_append(struct journal *journal, const char *session, const struct journal_entry *entry,
                    const struct journal_piece *pieces, size_t count, uint64_t work_ns);

/* Something was done that cannot be recorded: nothing before the next image leads to what comes now. */
void journal_break(struct journal *journal);

/* Is it time for an image? */
bool journal_wants_image(const struct journal *journal);

struct journal_state {
    uint64_t seq;
    bool exact; /* the heap is as it was right after the step `seq`, not after something that was no step */
    bool runs_programs;
    uint64_t memory_limit;
};
void journal_image(struct journal *journal, const char *session, const struct heap *h,
                   const struct journal_state *state);

/* ---- asking, from any thread --------------------------------------------------------------------- */

enum journal_mode { JOURNAL_ON, JOURNAL_WAITS, JOURNAL_FAILED };

struct journal_view {
    enum journal_mode mode;
    uint64_t from;  /* from this sequence number to the last there is all, when it is on */
    uint64_t bytes; /* in memory and on the disk; those that it shares with others count */
};
void journal_look(struct journal *journal, struct journal_view *out);

enum journal_found {
    JOURNAL_FOUND,
    JOURNAL_GONE,      /* so far back there is nothing any more */
    JOURNAL_GAP,       /* that lies within something that cannot be done again, or was not recorded */
    JOURNAL_NO_MEMORY, /* the host's, or the disk's */
};

#define JOURNAL_ALL UINT64_MAX

/* A second journal with what this one has up to the step `seq` (JOURNAL_ALL: to its end). */
enum journal_found journal_copy(struct journal *journal, uint64_t seq, struct journal **out)
    __attribute__((warn_unused_result));

/* ---- reading a journal that nobody writes -------------------------------------------------------- */

struct journal_reader {
    struct journal *journal;
    size_t part, at;
    char *bytes; /* of the part that is read */
    size_t length;
    bool in_tail;
};

/* Where doing again begins: the last image as a heap (*new*) with its state, or the origin and no heap.
 * False: it cannot be read, or there is no memory. journal_read_end() is due in any case. */
bool journal_read_begin(struct journal_reader *reader, struct journal *journal, struct heap **h,
                        struct journal_state *state, struct journal_origin *origin)
    __attribute__((warn_unused_result));

enum journal_read { JOURNAL_ENTRY, JOURNAL_END, JOURNAL_UNREADABLE };

/* The next entry; its bytes live until the next call. */
enum journal_read journal_read_next(struct journal_reader *reader, struct journal_entry *entry,
                                    const char **bytes) __attribute__((warn_unused_result));
void journal_read_end(struct journal_reader *reader);

#endif
