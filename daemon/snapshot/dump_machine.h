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
    DUMP_TRACE,    /* its size, and the path in whose own shape it is: see dump_trace_number() */
    DUMP_WIDE,     /* index of wide: any other trace */
    DUMP_LIST,     /* the one list there is */
    DUMP_MEMBERS,  /* index of members: the state of one of the two objects */
    DUMP_CLASS,    /* enum dump_name */
    DUMP_OBJECT,   /* enum dump_name: the object of that class */
};

struct dump_value {
    uint64_t number;
    enum dump_kind kind;
    uint32_t count; /* of traces one after the other, which are one value on the stack: the last one */
};

/*
 * What the memo holds of a value: its kind in the lowest bits, its number above, of a trace that of its path;
 * what its size is stands elsewhere. Most of what a file remembers is never asked for again, but for paths.
 */
typedef uint32_t dump_memo;
enum { MEMO_KIND_BITS = 4, DUMP_NUMBER_BITS = 28, DUMP_RANK = 64 };
#define DUMP_MAX_NUMBERS ((size_t)1 << DUMP_NUMBER_BITS)
#define DUMP_NUMBER_MASK (DUMP_MAX_NUMBERS - 1)
/* Values on the stack at most, and bytes that are read before the memory in use is looked at. */
enum { DUMP_STACK_LIMIT = 1 << 20, DUMP_SLICE = 65536 };

static inline enum dump_kind dump_memo_kind(dump_memo memo)
{
    return (enum dump_kind)(memo & ((1u << MEMO_KIND_BITS) - 1));
}

/*
 * A shape is what traces say beside frames and size: domain, and how many frames there were. Small ones are
 * numbers by themselves, of others as many have a number as dumps need. 0: none.
 */
typedef uint32_t dump_shape;
enum { DUMP_SHAPES = 64 };
#define DUMP_SMALL_SHAPE ((dump_shape)1 << 24)

static inline bool dump_shape_is_small(uint32_t domain, uint32_t total)
{
    return domain < 256 && total < 65536;
}

static inline dump_shape dump_small_shape(uint32_t domain, uint32_t total)
{
    return domain | total << 8 | DUMP_SMALL_SHAPE;
}

/* A trace as one number of 60 bits. */
static inline uint64_t dump_trace_number(uint64_t size, uint32_t path)
{
    return size << DUMP_NUMBER_BITS | path;
}

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

/* The traces of a path in its own shape, which is that of the first trace that has one. Others are wide:
 * their sites are looked up. */
struct dump_sum {
    uint64_t size;
    uint32_t count; /* no file has more traces */
    dump_shape shape;
};

/* A trace that is not in the own shape of its path, or larger than 4 GiB. */
struct dump_trace {
    uint64_t size;
    uint32_t site;
};

struct dump_members {
    bool traces, list, limit;
};

struct snapshot_dump {
    struct snapshot_builder *builder;
    size_t memory;
    struct dump_value *stack;
    dump_memo *memo;
    uint32_t *sizes;  /* of the traces in the memo, one after the other */
    uint32_t *ranks;  /* how many traces are before each DUMP_RANK of the memo; made when asked for */
    uint32_t *frames; /* of the tuple at hand */
    struct snapshot_path *paths; /* the builder's */
    struct dump_sum *sums;       /* by path */
    struct dump_trace *wide;
    unsigned char *pending; /* bytes that are no whole opcode yet */
    size_t stack_count, stack_room, memo_count, memo_room, size_count, size_room, rank_count, rank_room,
        frame_room, path_count, path_room, sum_room, wide_count, wide_room, pending_count, pending_room;
    struct {
        uint32_t domain, total;
    } shapes[DUMP_SHAPES];
    uint32_t shape_count;
    uint32_t traces; /* that were made, which ends at UINT32_MAX */
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
/* The same for what is too much rather than wrong. */
enum dump_status dump_too_large(struct snapshot_dump *dump, const char *reason);
enum dump_status dump_from_snapshot(struct snapshot_dump *dump, enum snapshot_status status);

enum dump_status dump_push(struct snapshot_dump *dump, enum dump_kind kind,
                           uint64_t number) SNAPSHOT_MUST_CHECK;
/* Pushes a trace, and sums it up: nothing else can become of it than to be listed. */
enum dump_status dump_push_trace(struct snapshot_dump *dump, enum dump_kind kind,
                                 uint64_t number) SNAPSHOT_MUST_CHECK;
/* Remembers the last value. */
enum dump_status dump_memoize(struct snapshot_dump *dump) SNAPSHOT_MUST_CHECK;
/*
 * Reads as many as there are of what nearly all of a file consists of: traces, of a traceback that was seen
 * before or of frames whose files were. It does what their opcodes would do one by one, and leaves to those
 * everything that is out of the ordinary, failures too. Answers how many bytes it took.
 */
size_t dump_usual(struct snapshot_dump *dump, const unsigned char *bytes, size_t available);

/* The last `count` values become one: a frame, a path or a trace. */
enum dump_status dump_tuple(struct snapshot_dump *dump, size_t count) SNAPSHOT_MUST_CHECK;
/* The last `count` values, traces all, go into the list under them and, between, a mark. */
enum dump_status dump_append(struct snapshot_dump *dump, size_t count, bool marked) SNAPSHOT_MUST_CHECK;
/* Everything was listed: what was summed up here goes into the builder. */
enum dump_status dump_settle(struct snapshot_dump *dump) SNAPSHOT_MUST_CHECK;
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
