/*
 * Reading the file that tracemalloc's Snapshot.dump() writes (CPython 3.6 to 3.15): a pickle of protocol 4 or
 * 5, which is read here and never executed. Of pickle's machine there is only what such a file needs:
 * numbers, strings, tuples, one list, the dicts of two objects, and the two classes tracemalloc.Snapshot and
 * tracemalloc._Traces. Everything else is refused, with its offset and the opcode's name.
 *
 * The bytes come in pieces of any size, so that an upload need never be whole in memory; traces go into a
 * snapshot_builder as they are read. What is kept beside it is the pickle's memo: 4 bytes or 8 for each thing
 * in the file that it might refer to again.
 *
 *   new -> feed ... feed -> finish -> a builder;   drop at any time
 */
#ifndef HEAPD_SNAPSHOT_DUMP_H
#define HEAPD_SNAPSHOT_DUMP_H

#include "daemon/snapshot/snapshot.h"

struct snapshot_dump;

enum dump_status {
    DUMP_OK = 0,
    DUMP_REFUSED,   /* it is not such a file: the error says where and why */
    DUMP_NO_MEMORY, /* the host's */
    DUMP_TOO_LARGE, /* beyond the reader's limit, or more than a snapshot can count: the error's reason says
                       which */
};

struct dump_error {
    uint64_t offset;  /* of the opcode, in the pickle */
    char opcode[24];  /* its name; "" at the end of the file */
    char reason[200]; /* a sentence for a client, without offset and opcode */
};

struct dump_progress {
    uint64_t bytes;    /* of the pickle, read so far */
    uint64_t traces;   /* read so far */
    unsigned protocol; /* 0: not read yet */
    uint32_t limit;    /* traceback_limit, once it is read */
    bool totals;       /* the traces say how deep their tracebacks were: written by 3.9 or later */
};

/* `memory` bounds what the reader and its builder may take, in bytes. */
enum dump_status snapshot_dump_new(size_t memory, struct snapshot_dump **dump) SNAPSHOT_MUST_CHECK;
/* Frees the reader and its builder. NULL is allowed. */
void snapshot_dump_drop(struct snapshot_dump *dump);

/* Reads the next bytes. After anything but DUMP_OK only drop makes sense. `error` is filled on
 * DUMP_REFUSED, its reason on DUMP_TOO_LARGE too. */
enum dump_status snapshot_dump_feed(struct snapshot_dump *dump, const void *bytes, size_t length,
                                    struct dump_error *error) SNAPSHOT_MUST_CHECK;
/* All bytes were fed: the builder with all traces and the traceback limit, the caller's from now on. */
enum dump_status snapshot_dump_finish(struct snapshot_dump *dump, struct snapshot_builder **builder,
                                      struct dump_error *error) SNAPSHOT_MUST_CHECK;

void snapshot_dump_progress(const struct snapshot_dump *dump, struct dump_progress *progress);

/* The name of an opcode of pickle's, "unknown opcode" for a byte that is none. */
const char *snapshot_dump_opcode(unsigned char opcode);

#endif
