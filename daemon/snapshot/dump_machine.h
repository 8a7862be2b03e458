/* The inside of the reader of dumps: its machine and the values that it knows. For dump*.c only. */
#ifndef HEAPD_SNAPSHOT_DUMP_MACHINE_H
#define HEAPD_SNAPSHOT_DUMP_MACHINE_H

#include "daemon/snapshot/array.h"
#include "daemon/snapshot/dump.h"

/*
 * Values are known for what they mean in a dump as soon as they are made: a pair of a string and a number is
 * a frame, a tuple of frames a path, (domain, size, path[, total]) a trace. What means nothing is refused
 * there.
 */
enum dump_kind {
    DUMP_MARK,
    DUMP_NUMBER,
    DUMP_NEGATIVE, /* a number that no dump has a use for */
    DUMP_TEXT,     /* the builder's string id */
    DUMP_FRAME,    /* the builder's frame id */
    DUMP_EMPTY,    /* the empty tuple: also a path */
    DUMP_PATH,     /* index of paths */
    DUMP_TRACE,    /* index of traces */
    DUMP_LIST,     /* the one list there is */
    DUMP_MEMBERS,  /* index of members: the state of one of the two objects */
    DUMP_CLASS,    /* enum dump_name */
    DUMP_OBJECT,   /* enum dump_name: the object of that class */
};

struct dump_value {
    uint64_t number;
    enum dump_kind kind;
};

/* Of what the memo can hold no number is wider than 32 bits. */
struct dump_memo {
    uint32_t kind, number;
};

/* The strings that mean something; their place here is their id in the builder too. */
enum dump_name {
    NAME_MODULE,
    NAME_SNAPSHOT,
    NAME_TRACES,
    MEMBER_TRACES,
    MEMBER_LIST,
    MEMBER_LIMIT,
    NAME_COUNT
};

/* A traceback's frames, and the site that it was the last time: mostly it is that again. */
struct dump_path {
    uint32_t at, length; /* in path_frames */
    uint32_t site;       /* the builder's; UINT32_MAX: none yet */
    uint32_t domain, total;
};

struct dump_trace {
    uint64_t size;
    uint32_t domain, total;
    uint32_t path; /* index of paths; UINT32_MAX: no frames */
};

struct dump_members {
    bool traces, list, limit;
};

struct snapshot_dump {
    struct snapshot_builder *builder;
    size_t memory;
    struct dump_value *stack;
    struct dump_memo *memo;
    struct dump_path *paths;
    uint32_t *path_frames;
    struct dump_trace *traces;
    unsigned char *pending; /* bytes that are no whole opcode yet */
    size_t stack_count, stack_room, memo_count, memo_room, path_count, path_room, path_frame_count,
        path_frame_room, trace_count, trace_room, pending_count, pending_room;
    struct dump_members members[2];
    unsigned member_count;
    bool listed;            /* the list was made */
    bool made[NAME_COUNT];  /* by class: its object was made */
    bool built[NAME_COUNT]; /* and given its state */
    bool stopped;
    uint64_t work; /* frames looked up: what a file may make of a few bytes is bounded */
    struct dump_progress progress;
    struct dump_error *error; /* of the call at hand */
};

/* Says why and answers DUMP_REFUSED; offset and opcode are filled in by the caller. */
enum dump_status dump_refuse(struct snapshot_dump *dump, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
enum dump_status dump_from_snapshot(enum snapshot_status status);

enum dump_status dump_push(struct snapshot_dump *dump, enum dump_kind kind,
                           uint64_t number) SNAPSHOT_MUST_CHECK;
/* The last `count` values become one: a frame, a path or a trace. */
enum dump_status dump_tuple(struct snapshot_dump *dump, size_t count) SNAPSHOT_MUST_CHECK;
/* The last `count` values, traces all, go into the list under them: into the builder, that is. */
enum dump_status dump_append(struct snapshot_dump *dump, size_t count) SNAPSHOT_MUST_CHECK;
/* The last `count` values, pairs, become members of the object's state under them. */
enum dump_status dump_set_items(struct snapshot_dump *dump, size_t count) SNAPSHOT_MUST_CHECK;
/* Module and name become a class. */
enum dump_status dump_class(struct snapshot_dump *dump) SNAPSHOT_MUST_CHECK;
/* A class and no arguments become an object without state. */
enum dump_status dump_new_object(struct snapshot_dump *dump) SNAPSHOT_MUST_CHECK;
/* The object under it takes its state. */
enum dump_status dump_build(struct snapshot_dump *dump) SNAPSHOT_MUST_CHECK;
/* The end: what is left must be the snapshot. */
enum dump_status dump_stop(struct snapshot_dump *dump) SNAPSHOT_MUST_CHECK;

#endif
