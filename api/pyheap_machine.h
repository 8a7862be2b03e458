/* The inside of the reader of PyHeap's dumps. For import_pyheap*.c only. */
#ifndef API_PYHEAP_MACHINE_H
#define API_PYHEAP_MACHINE_H

#include "api/import_pyheap.h"
#include "api/import_room.h"

enum {
    KEPT_MOST = 4096, /* referents of an object that attributes may give names to */
    TEXT_MOST = 200,  /* bytes of an object's text that are kept */
};

enum state {
    AT_HEAD,
    AT_CREATED,
    AT_FLAGS,
    AT_THREADS,
    AT_THREAD,
    AT_THREAD_STATE,
    AT_FRAME_FILE,
    AT_FRAME_LINE,
    AT_FRAME_FUNCTION,
    AT_LOCALS,
    AT_LOCAL,
    AT_NAMES,
    AT_NAME,
    AT_COMMON_TYPES,
    AT_COMMON_TYPE,
    AT_COMMON_ATTRIBUTE,
    AT_OBJECTS,
    AT_OBJECT,
    AT_REFERENT,
    AT_ATTRIBUTES,
    AT_ATTRIBUTE,
    AT_TEXT,
    AT_OBJECT_END,
    AT_TYPES,
    AT_TYPE,
    AT_FOOT,
    AT_END,
};

struct type {
    uint64_t address, size, count;
    uint32_t name; /* a text; GRAPH_NONE: not read yet */
    bool common;
};

struct name {
    uint32_t text;
    bool special; /* __of_the_class__ */
};

struct referent {
    uint64_t address;
    uint32_t name; /* a text; GRAPH_NONE: none */
    uint32_t next; /* the next one of the same address, plus 1; 0: none */
};

/* An address that referents have. Both are numbers of referents, plus 1. */
struct place {
    uint32_t last;    /* the last one of this address; 0: the place is free */
    uint32_t unnamed; /* the first one that has no name; 0: all of them have */
};

/* A module, if its type turns out to be that. */
struct module {
    uint64_t address;
    uint32_t type, text;
};

/* The object at hand. Its node is made when it has all come; if its referents are too many to be kept, before
 * they come. */
struct object {
    struct graph_node_input node;
    uint64_t type_address;
    struct referent referents[KEPT_MOST];
    struct place places[KEPT_MOST * 2]; /* open addressing */
    uint32_t count, place_count;
    uint32_t unnamed; /* referents that may get a name */
    bool begun;
    unsigned signs; /* of a module */
};

struct import_pyheap {
    struct snapshot_builder *sites;
    struct graph_builder *graph;
    size_t memory;
    unsigned char *pending; /* a thing that is not whole yet */
    size_t pending_count;
    enum state state;
    bool texts; /* objects have one */
    /* What is still to come of each, in what is being read: */
    uint32_t threads, frames, locals, names, common_types, attributes, objects, referents, types_left;
    uint32_t thread_frames, frames_before; /* of the thread, and of all before it */
    struct name *name;
    size_t name_count, name_room;
    struct type *types; /* by the builder's numbers */
    size_t type_count, type_room;
    struct module *modules;
    size_t module_count, module_room;
    uint64_t last_address; /* a type that was looked for, */
    uint32_t last_type;    /* and its number */
    uint32_t signs[3];     /* texts: names that every module has */
    uint64_t seed;
    uint64_t work; /* places looked at: what a file may make of a few bytes is bounded */
    struct object object;
    struct lines_progress progress;
    char error[240];
};

/* What is there to be read. A thing that goes beyond `end` has `short_of` set, and is read again when there
 * is more. */
struct input {
    const unsigned char *at, *end;
    bool short_of;
};

/* So many bytes as a number; 0 if they are not there. */
uint64_t pyheap_take(struct input *in, size_t count);
struct snapshot_text pyheap_take_text(struct input *in);
/* An attribute's name, written out or by its place among the names. */
enum lines_status pyheap_take_name(struct import_pyheap *p, struct input *in, struct name *name);

enum lines_status pyheap_refuse(struct import_pyheap *p, enum lines_status status, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
enum lines_status pyheap_from_graph(struct import_pyheap *p, enum graph_status status);
enum lines_status pyheap_intern(struct import_pyheap *p, struct snapshot_text text, size_t length,
                                uint32_t *id);
/* The number of the type at an address; until its name is known it is called by that. */
enum lines_status pyheap_find_type(struct import_pyheap *p, uint64_t address, uint32_t *number);

/* What is read in each of an object's states. */
enum lines_status pyheap_read_object(struct import_pyheap *p, struct input *in);
enum lines_status pyheap_read_referents(struct import_pyheap *p, struct input *in);
enum lines_status pyheap_read_attributes(struct import_pyheap *p, struct input *in);
enum lines_status pyheap_read_attribute(struct import_pyheap *p, struct input *in);
enum lines_status pyheap_read_text(struct import_pyheap *p, struct input *in);
enum lines_status pyheap_end_object(struct import_pyheap *p, struct input *in);

#endif
