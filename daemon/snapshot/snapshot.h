/*
 * Snapshots as values.
 *
 * A `struct snapshot` says, for one moment of one heap, how many bytes and blocks each allocation site
 * holds. It is immutable, lives in host memory, is shared by reference count and may be read by any number
 * of threads. A site is a traceback (oldest frame first) in a domain; blocks of the same site are summed,
 * so everything here costs by the number of sites, never by the number of blocks.
 *
 * Invariants of a finished snapshot:
 *   - strings are distinct and sorted by code point (bytewise, names being UTF-8), so that the order of
 *     string ids is the order of the strings;
 *   - frames are distinct and sorted by (file, line): the order of frame ids is Python's order of frames;
 *   - tracebacks are distinct by (frames, domain, total_nframe) and sorted so: their order is that of
 *     Python's tuples of frames. Every traceback has at least one frame and at least one block.
 *   - types are distinct and sorted by name.
 * Comparing two things of one snapshot is therefore comparing two integers, and comparing two snapshots is
 * one merge.
 *
 * Statistics, differences and filters answer what CPython's Lib/tracemalloc.py answers, order included.
 * This library knows libc only: no heap, no JSON, no SQL. */
#ifndef HEAPD_SNAPSHOT_SNAPSHOT_H
#define HEAPD_SNAPSHOT_SNAPSHOT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SNAPSHOT_MUST_CHECK __attribute__((warn_unused_result))

enum snapshot_status {
    SNAPSHOT_OK = 0,
    SNAPSHOT_NO_MEMORY, /* the host has no memory left; nothing changed */
    SNAPSHOT_INVALID,   /* the query contradicts itself: snapshot_query_check() says how; or bytes are no
                           snapshot */
    SNAPSHOT_BAD_ID,    /* a builder was given an id that it did not hand out */
    SNAPSHOT_TOO_LARGE, /* more than 2^32 - 2 strings or path entries, 2^24 pages of frames, or a sum beyond 64 bits */
};

/* ---- The value ----------------------------------------------------------------------------------- */

/* Text that need not end with NUL (these do), UTF-8; what Python calls a lone surrogate is its three
 * bytes. */
struct snapshot_text {
    const char *bytes;
    size_t length;
};

/* Is it UTF-8 as Python writes it: code points up to U+10FFFF, each in its shortest form, lone surrogates
 * too? */
bool snapshot_is_text(const char *bytes, size_t length);

struct snapshot_frame {
    uint32_t file; /* string id */
    uint32_t line; /* 0: none */
};

struct snapshot_traceback {
    uint32_t path;         /* where its frame ids begin in snapshot.paths; oldest frame first */
    uint32_t nframe;       /* how many frames are kept, at least 1 */
    uint32_t total_nframe; /* how many there were, nframe or more; 0: not known (dumps before 3.9) */
    uint32_t domain;       /* 0: the heap's own */
    uint64_t size;         /* bytes in its blocks */
    uint64_t count;        /* its blocks, at least 1 */
};

struct snapshot_type {
    uint32_t name; /* string id */
    uint64_t size;
    uint64_t count;
};

struct snapshot {
    uint32_t string_count, frame_count, path_length, traceback_count, type_count;
    uint32_t nframe; /* the traceback limit when it was taken */
    uint64_t size;   /* sum over tracebacks */
    uint64_t count;  /* sum over tracebacks */
    uint64_t peak;   /* traced peak when it was taken; 0: not known */
    const struct snapshot_text *strings;
    const struct snapshot_frame *frames;
    const uint32_t *paths; /* frame ids, all tracebacks one after the other */
    const struct snapshot_traceback *tracebacks;
    const struct snapshot_type *types; /* empty: types were not counted */
};

/* One more reference to `snapshot`; returns it. Any thread. */
struct snapshot *snapshot_retain(struct snapshot *snapshot);
/* Gives one reference back; the last one frees it. NULL is allowed. Any thread. */
void snapshot_release(struct snapshot *snapshot);
/* Host memory that the snapshot occupies, in bytes. Constant time. */
size_t snapshot_footprint(const struct snapshot *snapshot);

/* The newest frame of a traceback (what `lineno` groups by). */
const struct snapshot_frame *snapshot_newest_frame(const struct snapshot *snapshot, uint32_t traceback);

/* ---- Building one -------------------------------------------------------------------------------- */

/*
 * A builder collects strings, frames and tracebacks in any order and with repetitions; equal ones are
 * merged, the sums added up. Ids are the builder's own: they are valid for this builder only and are not
 * those of the finished snapshot. One thread at a time.
 *
 * Typical use, from a heap's trace table (all outside the session's lock, on the copy):
 *     string(file) -> id;  frame(id, line) -> id;  traceback(frame ids, n, total, domain, size, count)
 * An importer of single blocks calls traceback() once per block with count 1.
 * After a failure the builder is as before the call and may be used on or dropped.
 */
struct snapshot_builder;

enum snapshot_status snapshot_builder_new(struct snapshot_builder **builder) SNAPSHOT_MUST_CHECK;
/* Frees the builder. NULL is allowed. */
void snapshot_builder_drop(struct snapshot_builder *builder);

/* Interns a copy of the text. */
enum snapshot_status snapshot_builder_string(struct snapshot_builder *builder, const char *bytes,
                                             size_t length, uint32_t *id) SNAPSHOT_MUST_CHECK;
/* The text of a string id; borrowed until the next string is added. An id that was not handed out: bytes
 * NULL. */
struct snapshot_text snapshot_builder_text(const struct snapshot_builder *builder, uint32_t id);
/* Host memory that the builder occupies, in bytes. Constant time. */
size_t snapshot_builder_footprint(const struct snapshot_builder *builder);
/* Interns the frame; `file` is an id from snapshot_builder_string(). */
enum snapshot_status snapshot_builder_frame(struct snapshot_builder *builder, uint32_t file, uint32_t line,
                                            uint32_t *id) SNAPSHOT_MUST_CHECK;
/* The same for many; after a failure some of them may be there. */
enum snapshot_status snapshot_builder_frames(struct snapshot_builder *builder,
                                             const struct snapshot_frame *frames, size_t count,
                                             uint32_t *ids) SNAPSHOT_MUST_CHECK;
/*
 * Adds `size` bytes in `count` blocks to the site with these frames, OLDEST FIRST. No frames at all reads
 * as CPython's `<unknown>`, line 0. A count of 0 (a site whose blocks are all gone) adds nothing.
 */
enum snapshot_status snapshot_builder_traceback(struct snapshot_builder *builder, const uint32_t *frames,
                                                uint32_t nframe, uint32_t total_nframe, uint32_t domain,
                                                uint64_t size, uint64_t count) SNAPSHOT_MUST_CHECK;
/*
 * The same in two steps, for who has many blocks of one site: the site with its frames, which may stay
 * without blocks (the snapshot has it not then), and the blocks.
 */
enum snapshot_status snapshot_builder_site(struct snapshot_builder *builder, const uint32_t *frames,
                                           uint32_t nframe, uint32_t total_nframe, uint32_t domain,
                                           uint32_t *site) SNAPSHOT_MUST_CHECK;
enum snapshot_status snapshot_builder_blocks(struct snapshot_builder *builder, uint32_t site, uint64_t size,
                                             uint64_t count) SNAPSHOT_MUST_CHECK;
/*
 * The same for who knows the tracebacks apart: the frames are kept once, as a path, whatever sites are made
 * of them. A path has frames, which are given NEWEST FIRST here.
 */
struct snapshot_path {
    uint32_t at, nframe;
};
enum snapshot_status snapshot_builder_path(struct snapshot_builder *builder, const uint32_t *frames,
                                           uint32_t nframe, struct snapshot_path *path) SNAPSHOT_MUST_CHECK;
/* The site of a path, which is looked for. */
enum snapshot_status snapshot_builder_path_site(struct snapshot_builder *builder, struct snapshot_path path,
                                                uint32_t total_nframe, uint32_t domain,
                                                uint32_t *site) SNAPSHOT_MUST_CHECK;
/*
 * All the blocks of a path in a domain, for who asks once for each: the site is not looked for, which costs
 * the more the more there are. One that is there already becomes one with it in the end.
 */
enum snapshot_status snapshot_builder_path_blocks(struct snapshot_builder *builder, struct snapshot_path path,
                                                  uint32_t total_nframe, uint32_t domain, uint64_t size,
                                                  uint64_t count) SNAPSHOT_MUST_CHECK;
/* Adds to the totals of a type; a count of 0 adds nothing. */
enum snapshot_status snapshot_builder_type(struct snapshot_builder *builder, const char *name, size_t length,
                                           uint64_t size, uint64_t count) SNAPSHOT_MUST_CHECK;
/* The traceback limit and the traced peak. */
void snapshot_builder_traced(struct snapshot_builder *builder, uint32_t nframe, uint64_t peak);

/*
 * Makes the value: one reference, the caller's. The builder is dropped, whether this succeeds or not.
 * Cost: n log n in the number of tracebacks.
 */
enum snapshot_status snapshot_builder_finish(struct snapshot_builder *builder,
                                             struct snapshot **snapshot) SNAPSHOT_MUST_CHECK;

/* ---- Stored form: see stored.c ------------------------------------------------------------------- */

/* The value as bytes, the caller's to free. */
enum snapshot_status snapshot_write(const struct snapshot *snapshot, unsigned char **bytes,
                                    size_t *length) SNAPSHOT_MUST_CHECK;
/* Nothing in the bytes is trusted: what is no snapshot is SNAPSHOT_INVALID. One reference. */
enum snapshot_status snapshot_read(const unsigned char *bytes, size_t length,
                                   struct snapshot **snapshot) SNAPSHOT_MUST_CHECK;

/* ---- Filters ------------------------------------------------------------------------------------- */

/*
 * tracemalloc.Filter, or with a NULL pattern tracemalloc.DomainFilter. A site is kept if any inclusive
 * filter matches (or there is none) and no exclusive one does. The pattern is Python's fnmatch (see
 * pattern.h); `.pyc` reads as `.py` in pattern and name. Only the newest frame is looked at unless
 * `all_frames`. An exclusive filter that names a domain excludes only where both match.
 */
struct snapshot_filter {
    struct snapshot_text pattern; /* borrowed; bytes NULL: a filter on the domain alone */
    uint32_t line;
    uint32_t domain;
    bool inclusive;
    bool has_line;
    bool has_domain;
    bool all_frames;
};

/* ---- Statistics and differences ------------------------------------------------------------------ */

enum snapshot_group {
    SNAPSHOT_BY_LINENO,
    SNAPSHOT_BY_FILENAME,  /* one frame with line 0 */
    SNAPSHOT_BY_TRACEBACK, /* never cumulative */
    SNAPSHOT_BY_TYPE,      /* never cumulative, never filtered: types have no site */
    SNAPSHOT_BY_DOMAIN,    /* never cumulative */
    SNAPSHOT_BY_PACKAGE,   /* the newest frame's file's: see package.h; never cumulative */
};

/* "lineno", "filename", "traceback", "type", "domain", "package"; false: no such group. */
bool snapshot_group_from_name(const char *name, enum snapshot_group *group) SNAPSHOT_MUST_CHECK;
const char *snapshot_group_name(enum snapshot_group group);

struct snapshot_query {
    enum snapshot_group group_by;
    bool grown;                            /* of a difference, only groups whose size is more than it was */
    bool cumulative;                       /* every occurrence of a frame counts, not the newest alone */
    const struct snapshot_filter *filters; /* borrowed, for the call */
    size_t filter_count;
    size_t limit; /* rows wanted; 0: all */
};

/* NULL: the query can be answered; else why not, in words for a client. */
const char *snapshot_query_check(const struct snapshot_query *query);

struct snapshot_row {
    uint64_t size, count;          /* now (in a difference: in the newer snapshot) */
    int64_t size_diff, count_diff; /* 0 in statistics */
    uint32_t key;                  /* the table's own: read it by snapshot_table_frame() or _name() */
    uint32_t order;                /* ascending in the order of the groups; breaks ties */
    bool removed;                  /* the group is in the older snapshot only */
};

/*
 * The answer: rows in tracemalloc's order. It holds references to its snapshots, so they may be released.
 * Totals are over all groups, also those that the limit cut off, cumulative ones included.
 */
struct snapshot_table {
    enum snapshot_group group_by;
    struct snapshot *newer;
    struct snapshot *older; /* NULL: statistics */
    struct snapshot_row *rows;
    size_t row_count;
    size_t group_count;            /* rows there would be without a limit */
    uint64_t size, count;          /* of the selected sites, each counted once (newer snapshot) */
    int64_t size_diff, count_diff; /* newer minus older */
};

/* Snapshot.statistics(): descending by (size, count, group). The table is the caller's to free. */
enum snapshot_status snapshot_statistics(struct snapshot *snapshot, const struct snapshot_query *query,
                                         struct snapshot_table **table) SNAPSHOT_MUST_CHECK;
/*
 * newer.compare_to(older): descending by (|size_diff|, size, |count_diff|, count, group). A removed group
 * has size 0 and negative differences, an added one has difference = size; unchanged groups are there too.
 */
enum snapshot_status snapshot_compare(struct snapshot *older, struct snapshot *newer,
                                      const struct snapshot_query *query,
                                      struct snapshot_table **table) SNAPSHOT_MUST_CHECK;
/* NULL is allowed. */
void snapshot_table_free(struct snapshot_table *table);

struct snapshot_place {
    struct snapshot_text file; /* borrowed from the table's snapshots */
    uint32_t line;
};

/* How many frames a row's key has: all by traceback, 1 by lineno and filename, 0 by type, domain and
 * package. */
uint32_t snapshot_table_nframe(const struct snapshot_table *table, const struct snapshot_row *row);
/* Frame `i` of a row, oldest first; i < snapshot_table_nframe(). */
struct snapshot_place snapshot_table_frame(const struct snapshot_table *table, const struct snapshot_row *row,
                                           uint32_t i);
/* The name of a row grouped by type or package; elsewhere bytes is NULL. */
struct snapshot_text snapshot_table_name(const struct snapshot_table *table, const struct snapshot_row *row);
/* The domain of a row grouped by domain; elsewhere 0. */
uint32_t snapshot_table_domain(const struct snapshot_table *table, const struct snapshot_row *row);

/* ---- Flame graph --------------------------------------------------------------------------------- */

#define SNAPSHOT_FLAME_OTHER (UINT32_MAX - 1) /* instead of a frame's id: nodes that were left out */

/*
 * The tracebacks as a tree: node 0 is the root and has no frame; a child of a node is one frame further
 * towards the allocation. Nodes are in depth-first order, children in the order of their frames, so a
 * node's first child, if it has one, is the node after it.
 */
struct snapshot_flame_node {
    uint32_t frame;        /* frame id; UINT32_MAX in the root */
    uint32_t parent;       /* node index; the root is its own */
    uint32_t next_sibling; /* node index; 0: the last one */
    uint32_t child_count;
    uint32_t left_out;            /* how many nodes it stands for; 0 except in SNAPSHOT_FLAME_OTHER */
    bool in_older;                /* the frame id is the older snapshot's */
    uint64_t size, count;         /* of the whole subtree; in a difference: in the newer snapshot */
    uint64_t own_size, own_count; /* of the sites that end here */
    int64_t size_diff, count_diff;
    int64_t own_size_diff, own_count_diff;
};

struct snapshot_flame {
    struct snapshot *snapshot; /* a reference of its own */
    struct snapshot *older;    /* likewise; NULL: no difference */
    struct snapshot_flame_node *nodes;
    uint32_t node_count; /* at least 1 */
    uint32_t depth;      /* longest path, the root not counted */
};

/* Linear in the length of all tracebacks. Differences in it are 0. */
enum snapshot_status snapshot_flamegraph(struct snapshot *snapshot, const struct snapshot_filter *filters,
                                         size_t filter_count,
                                         struct snapshot_flame **flame) SNAPSHOT_MUST_CHECK;
/* The paths of both: what each holds in the newer snapshot, and how much more than in the older one. */
enum snapshot_status snapshot_flamegraph_diff(struct snapshot *older, struct snapshot *newer,
                                              const struct snapshot_filter *filters, size_t filter_count,
                                              struct snapshot_flame **flame) SNAPSHOT_MUST_CHECK;
/*
 * Leaves out nodes with less than this fraction of the root's bytes and of its blocks, in the newer as in the
 * older snapshot, and all below them. For what is left out under a node a last child stands, whose frame is
 * SNAPSHOT_FLAME_OTHER and which has their sums as its own: the totals stay.
 */
enum snapshot_status snapshot_flame_prune(struct snapshot_flame *flame, double fraction) SNAPSHOT_MUST_CHECK;
/* Where a node is; not of the root, or of one that stands for others. Borrowed from the snapshots. */
struct snapshot_place snapshot_flame_place(const struct snapshot_flame *flame,
                                           const struct snapshot_flame_node *node);
/* NULL is allowed. */
void snapshot_flame_free(struct snapshot_flame *flame);

#endif
