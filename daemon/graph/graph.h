/*
 * The object graph of a heap at one moment, as a value.
 *
 * A `struct graph` holds the objects (nodes), the references between them (edges, labelled) and what keeps
 * objects from outside (roots: names, frames, modules ...). It knows no heap: a hosted heap, PyHeap's dump
 * and a live program's agent all build one through the same builder. It is immutable once finished, shared by
 * reference count and may be read by any number of threads.
 *
 * Form: columns (struct of arrays), nodes in the order of their addresses, edges of a node one after the
 * other (CSR). A node's number is its place in that order; GRAPH_NONE is no node. Columns that are large lie
 * in unlinked files of the directory that the builder was given, mapped, so that a graph larger than memory
 * is a matter of paging.
 *
 * Nothing in this library recurses: a list of ten million nodes is an ordinary graph. */
#ifndef HEAPD_GRAPH_GRAPH_H
#define HEAPD_GRAPH_GRAPH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define GRAPH_MUST_CHECK __attribute__((warn_unused_result))

#define GRAPH_NONE UINT32_MAX
/* Nodes, edges, texts and types: numbers are 32 bits wide, and the last few are taken. */
#define GRAPH_MAX (UINT32_MAX - 16)

enum graph_status {
    GRAPH_OK = 0,
    GRAPH_NO_MEMORY, /* neither memory nor room in the directory; nothing changed */
    GRAPH_INVALID,   /* an argument that makes no sense (an id that was not handed out) */
    GRAPH_TOO_LARGE, /* more than GRAPH_MAX of something */
    GRAPH_STOPPED,   /* the control said so */
    GRAPH_CORRUPT,   /* stored bytes that are no graph */
};
const char *graph_status_text(enum graph_status status);

/* What a reference is. The label is, by kind: a text (T), a number (N), a node (O) or nothing. */
enum graph_edge_kind {
    GRAPH_EDGE_OTHER,       /* -  not known what it is */
    GRAPH_EDGE_TYPE,        /* -  to its type */
    GRAPH_EDGE_ATTRIBUTE,   /* T  .name */
    GRAPH_EDGE_SLOT,        /* T  .name, a slot or member */
    GRAPH_EDGE_DICT,        /* -  .__dict__ */
    GRAPH_EDGE_KEY,         /* N  a dict's key, by position */
    GRAPH_EDGE_VALUE,       /* O  a dict's value; the label is the key's node, GRAPH_NONE: not known */
    GRAPH_EDGE_NAMED_VALUE, /* T  a dict's value; the label is the key as text: 'k' */
    GRAPH_EDGE_INDEX,       /* N  [i] */
    GRAPH_EDGE_ITEM,        /* -  a set's member */
    GRAPH_EDGE_CELL,        /* T  a closure's variable */
    GRAPH_EDGE_LOCAL,       /* T  a frame's variable */
    GRAPH_EDGE_INTERNAL,    /* T  a C field: tp_base, im_self */
    GRAPH_EDGE_CALLBACK,    /* -  a weak reference's callback */
    GRAPH_EDGE_WEAK,        /* -  keeps nothing alive: no dominator, no path goes through it */
    GRAPH_EDGE_KINDS
};
/* "attribute", "index" ...; NULL: no such kind. */
const char *graph_edge_kind_name(enum graph_edge_kind kind);

enum graph_root_kind {
    GRAPH_ROOT_NAME,     /* a global name; text: the name */
    GRAPH_ROOT_LOCAL,    /* a local of a frame; text: the name; number: the frame, 0 the oldest */
    GRAPH_ROOT_FRAME,    /* a frame itself; text: the function */
    GRAPH_ROOT_MODULE,   /* a module in sys.modules; text: its name */
    GRAPH_ROOT_THREAD,   /* text: its name */
    GRAPH_ROOT_SESSION,  /* the session itself holds a reference */
    GRAPH_ROOT_INTERNAL, /* the interpreter holds it, by a reference of no name */
    GRAPH_ROOT_BUILTIN,  /* what every interpreter has: static types, small ints, interned strings */
    GRAPH_ROOT_GARBAGE,  /* made by the analysis: nothing keeps it, the collector was not there yet */
    GRAPH_ROOT_KINDS
};
const char *graph_root_kind_name(enum graph_root_kind kind);

/* Flags of nodes. */
enum {
    GRAPH_NODE_STATIC = 1, /* not in the heap's blocks: no part of its totals */
    GRAPH_NODE_IMMORTAL = 2,
    GRAPH_NODE_TRACKED = 4,  /* by the collector */
    GRAPH_NODE_BY_ITEMS = 8, /* immutable and equal to what has equal items: a tuple */
    GRAPH_NODE_IS_TYPE = 16,
    GRAPH_NODE_IS_STRING = 32, /* its text, where there is one, is its value */
};

struct graph_text {
    const char *bytes; /* UTF-8, ends with NUL (which is not counted) */
    size_t length;
};

struct graph_root {
    uint32_t node;
    uint32_t text;   /* GRAPH_NONE: none */
    uint32_t number; /* by kind */
    uint8_t kind;    /* enum graph_root_kind */
};

struct graph {
    uint32_t node_count, edge_count, root_count, type_count, text_count;
    /* By node. Those marked * may be NULL: all zero (GRAPH_NONE for `text`). */
    const uint64_t *address; /* rising */
    const uint64_t *size;    /* sys.getsizeof */
    const uint32_t *type;    /* a number of a type */
    const uint8_t *flags;
    const uint32_t *text;    /* * what it is called or, of short strings, its value */
    const uint32_t *wasted;  /* * bytes of its size that hold nothing (capacity not used); saturates */
    const uint64_t *content; /* * equal values of one type have equal ones; 0: not known */
    const uint32_t *birth;   /* * in which capture of its heap it was first seen; 0: not known */
    const uint32_t *first;   /* node_count + 1: where its edges begin */
    /* By edge. */
    const uint32_t *to;
    const uint8_t *kind;            /* enum graph_edge_kind */
    const uint32_t *label;          /* see there */
    const struct graph_root *roots; /* rising by node, those of one node in order of kind */
    const uint32_t *type_name;      /* by type: a text */
    const uint64_t *text_first;     /* by text, text_count + 1: where its bytes begin (each ends with NUL) */
    const char *texts;
    /* What was left out of the input: references to objects that were not in it, objects that were there
     * before. */
    uint64_t dangling_edges, duplicate_nodes;
    uint64_t bytes;   /* of nodes that are not static */
    uint64_t objects; /* nodes that are not static */
};

struct graph *graph_retain(struct graph *graph);
/* NULL is allowed. Any thread. */
void graph_release(struct graph *graph);
/* Bytes that the columns occupy. */
uint64_t graph_footprint(const struct graph *graph);
/* The node at an address, GRAPH_NONE: none. */
uint32_t graph_find(const struct graph *graph, uint64_t address);
/* An id of a text; GRAPH_NONE gives an empty text with bytes NULL. */
struct graph_text graph_text_of(const struct graph *graph, uint32_t text);
struct graph_text graph_type_name(const struct graph *graph, uint32_t node);
/* The type with this name, GRAPH_NONE: none. Linear in the number of types. */
uint32_t graph_find_type(const struct graph *graph, const char *name, size_t length);

static inline bool graph_is_static(const struct graph *graph, uint32_t node)
{
    return (graph->flags[node] & GRAPH_NODE_STATIC) != 0;
}

/*
 * The edge's label as text, as it would be written in source where that is possible: .name, [3], ['key'],
 * (tp_base). Cut to `room` bytes with the NUL; answers its length.
 */
size_t graph_edge_text(const struct graph *graph, uint32_t edge, char *out, size_t room);
/* "name cache", "local x of frame 2", "builtin". */
size_t graph_root_text(const struct graph *graph, const struct graph_root *root, char *out, size_t room);

/* What `content` may be for a value of these bytes: never 0 or 1, the same everywhere. */
uint64_t graph_content(const void *bytes, size_t length);

/* ---- Long work ----------------------------------------------------------------------------------- */

/* Told now and then what is being done and how far it is; false stops with GRAPH_STOPPED. */
struct graph_control {
    bool (*go_on)(void *context, const char *stage, uint64_t done, uint64_t total);
    void *context;
    const char *directory; /* for columns that are large; NULL: in memory */
};

/* ---- Building one -------------------------------------------------------------------------------- */

/*
 * Nodes in any order (rising addresses are cheapest), each followed by its edges; roots and texts at any
 * time. A reference names its target by address: it may come later, or never (then it is counted in
 * dangling_edges and left out). A second node of the same address is left out with its edges. One thread at a
 * time. After a failure the builder is as before the call.
 */
struct graph_builder;

/* `directory` NULL: everything in memory. */
enum graph_status graph_builder_new(const char *directory, struct graph_builder **builder) GRAPH_MUST_CHECK;
/* NULL is allowed. */
void graph_builder_drop(struct graph_builder *builder);

/* The id of a text, the same for equal ones. */
enum graph_status graph_builder_text(struct graph_builder *builder, const char *bytes, size_t length,
                                     uint32_t *text) GRAPH_MUST_CHECK;
/* The id of a type, the same for equal names. */
enum graph_status graph_builder_type(struct graph_builder *builder, const char *name, size_t length,
                                     uint32_t *type) GRAPH_MUST_CHECK;

/*
 * Gives types other names, if they were not known when their first nodes came: by type, in the order of their
 * numbers, the id of a text, or GRAPH_NONE to leave it. Types of the same name become one, and those that no
 * node has are left out: numbers of types are not valid any more.
 */
enum graph_status graph_builder_name_types(struct graph_builder *builder,
                                           const uint32_t *names) GRAPH_MUST_CHECK;

struct graph_node_input {
    uint64_t address;
    uint64_t size;
    uint64_t content; /* 0: not known, or by its items */
    uint32_t type;    /* from graph_builder_type */
    uint32_t text;    /* GRAPH_NONE: none */
    uint32_t wasted;
    uint32_t birth; /* 0: not known */
    /* How many strong references there are to it, where that is known (0: not). If more than the graph has,
     * and no root, the node becomes one: GRAPH_ROOT_INTERNAL. */
    uint32_t references;
    uint8_t flags;
};
/* Begins a node: edges that follow are its own. */
enum graph_status graph_builder_node(struct graph_builder *builder,
                                     const struct graph_node_input *node) GRAPH_MUST_CHECK;

struct graph_edge_input {
    uint64_t to; /* address */
    /* A text's id (GRAPH_NONE: none), a number, or an address (0: not known), as the kind says. */
    uint64_t label;
    enum graph_edge_kind kind;
};
enum graph_status graph_builder_edge(struct graph_builder *builder,
                                     const struct graph_edge_input *edge) GRAPH_MUST_CHECK;
enum graph_status graph_builder_root(struct graph_builder *builder, uint64_t address,
                                     enum graph_root_kind kind, uint32_t text,
                                     uint32_t number) GRAPH_MUST_CHECK;
/* Host memory that the builder occupies and will take to finish, in bytes, without what lies in files.
 * Constant time. */
size_t graph_builder_footprint(const struct graph_builder *builder);
/* Whether two nodes have the same address; of those, finishing keeps the first. */
enum graph_status graph_builder_shared_address(const struct graph_builder *builder,
                                               bool *shared) GRAPH_MUST_CHECK;

/* The value; one reference. The builder is used up, also on failure. `control` may be NULL. */
enum graph_status graph_builder_finish(struct graph_builder *builder, const struct graph_control *control,
                                       struct graph **graph) GRAPH_MUST_CHECK;

/* ---- Stored form: see stored.c ------------------------------------------------------------------- */

/* Takes bytes in order; false: it failed (GRAPH_NO_MEMORY is answered). */
typedef bool graph_sink(void *context, const void *bytes, size_t length);
/* Fills up to `room` bytes; answers how many, 0 at the end. */
typedef size_t graph_source(void *context, void *bytes, size_t room);

enum graph_status graph_write(const struct graph *graph, const struct graph_control *control,
                              graph_sink *sink, void *context) GRAPH_MUST_CHECK;
/* Nothing in the bytes is trusted: what is no graph is GRAPH_CORRUPT. One reference. */
enum graph_status graph_read(graph_source *source, void *context, const struct graph_control *control,
                             struct graph **graph) GRAPH_MUST_CHECK;

#endif
