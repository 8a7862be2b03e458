/* PyHeap's dumps (import_pyheap.h).
 *
 * A machine of states, each of which takes one small thing (a head, a name with an address, a referent)
 * that is whole or waits for more bytes, and says what comes next. Numbers of things are counted down;
 * none of them is believed before the things have come. */
#include "api/pyheap_machine.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

enum { THING_MOST = 2 + 65535 + 16 };
#define MAGIC 123000321u

/* ---- life ---------------------------------------------------------------------------------------- */

static bool set_up(struct import_pyheap *p, const char *directory)
{
    static const char *const signs[] = {"__loader__", "__package__", "__spec__"};
    if (getrandom(&p->seed, sizeof p->seed, GRND_NONBLOCK) != (ssize_t)sizeof p->seed)
        p->seed = (uintptr_t)p; /* better than nothing */
    p->pending = malloc(THING_MOST);
    if (p->pending == NULL || snapshot_builder_new(&p->sites) != SNAPSHOT_OK ||
        graph_builder_new(directory, &p->graph) != GRAPH_OK)
        return false;
    for (size_t i = 0; i < 3; i++)
        if (graph_builder_text(p->graph, signs[i], strlen(signs[i]), &p->signs[i]) != GRAPH_OK)
            return false;
    return true;
}

struct import_pyheap *import_pyheap_new(size_t memory, const char *directory)
{
    struct import_pyheap *p = calloc(1, sizeof *p);
    if (p == NULL)
        return NULL;
    p->memory = memory;
    if (set_up(p, directory))
        return p;
    import_pyheap_delete(p);
    return NULL;
}

void import_pyheap_delete(struct import_pyheap *p)
{
    if (p == NULL)
        return;
    snapshot_builder_drop(p->sites);
    graph_builder_drop(p->graph);
    free(p->pending);
    free(p->name);
    free(p->types);
    free(p->modules);
    free(p);
}

const char *import_pyheap_error(const struct import_pyheap *p)
{
    return p->error;
}

void import_pyheap_progress(const struct import_pyheap *p, struct lines_progress *progress)
{
    *progress = p->progress;
}

static size_t footprint(const struct import_pyheap *p)
{
    return sizeof *p + THING_MOST + snapshot_builder_footprint(p->sites) + graph_builder_footprint(p->graph) +
           p->name_room * sizeof *p->name + p->type_room * sizeof *p->types +
           p->module_room * sizeof *p->modules;
}

enum lines_status pyheap_refuse(struct import_pyheap *p, enum lines_status status, const char *format, ...)
{
    va_list arguments;
    int length = snprintf(p->error, sizeof p->error, "offset %" PRIu64 ": ", p->progress.bytes);
    va_start(arguments, format);
    vsnprintf(p->error + length, sizeof p->error - (size_t)length, format, arguments);
    va_end(arguments);
    return status;
}

static enum lines_status from_snapshot(struct import_pyheap *p, enum snapshot_status status)
{
    if (status == SNAPSHOT_OK || status == SNAPSHOT_NO_MEMORY)
        return status == SNAPSHOT_OK ? LINES_OK : LINES_NO_MEMORY;
    return pyheap_refuse(p, LINES_TOO_LARGE, "more bytes or types than a snapshot can count");
}

enum lines_status pyheap_from_graph(struct import_pyheap *p, enum graph_status status)
{
    switch (status) {
    case GRAPH_OK:
        return LINES_OK;
    case GRAPH_NO_MEMORY:
        return LINES_NO_MEMORY;
    case GRAPH_TOO_LARGE:
        return pyheap_refuse(p, LINES_TOO_LARGE, "more objects, references or texts than a graph can count");
    default:
        return pyheap_refuse(p, LINES_REFUSED, "it names what is not there");
    }
}

/* ---- bytes --------------------------------------------------------------------------------------- */

uint64_t pyheap_take(struct input *in, size_t count)
{
    uint64_t number = 0;
    if ((size_t)(in->end - in->at) < count) {
        in->short_of = true;
        return 0;
    }
    for (size_t i = 0; i < count; i++)
        number = number << 8 | *in->at++;
    return number;
}

static uint32_t take32(struct input *in)
{
    return (uint32_t)pyheap_take(in, 4);
}

static struct snapshot_text take_bytes(struct input *in, size_t length)
{
    struct snapshot_text text = {(const char *)in->at, length};
    if (in->short_of || (size_t)(in->end - in->at) < length) {
        in->short_of = true;
        return (struct snapshot_text){"", 0};
    }
    in->at += length;
    return text;
}

struct snapshot_text pyheap_take_text(struct input *in)
{
    return take_bytes(in, (size_t)pyheap_take(in, 2));
}

enum lines_status pyheap_intern(struct import_pyheap *p, struct snapshot_text text, size_t length,
                                uint32_t *id)
{
    if (!snapshot_is_text(text.bytes, length))
        return pyheap_refuse(p, LINES_REFUSED, "a text that is not UTF-8");
    return pyheap_from_graph(p, graph_builder_text(p->graph, text.bytes, length, id));
}

static bool is_special(struct snapshot_text text)
{
    return text.length > 4 && memcmp(text.bytes, "__", 2) == 0 &&
           memcmp(text.bytes + text.length - 2, "__", 2) == 0;
}

static enum lines_status make_name(struct import_pyheap *p, struct snapshot_text text, struct name *name)
{
    name->special = is_special(text);
    return pyheap_intern(p, text, text.length, &name->text);
}

/* An attribute's name, written out or by its place among the names. */
enum lines_status pyheap_take_name(struct import_pyheap *p, struct input *in, struct name *name)
{
    int16_t length = (int16_t)(uint16_t)pyheap_take(in, 2);
    if (in->short_of)
        return LINES_OK;
    if (length < 0) {
        size_t index = (size_t)(-1 - length);
        if (index >= p->name_count)
            return pyheap_refuse(p, LINES_REFUSED, "name %zu of %zu", index, p->name_count);
        *name = p->name[index];
        return LINES_OK;
    }
    struct snapshot_text text = take_bytes(in, (size_t)length);
    return in->short_of ? LINES_OK : make_name(p, text, name);
}

/* ---- types --------------------------------------------------------------------------------------- */

/* The number of the type at an address; until its name is known it is called by that. */
enum lines_status pyheap_find_type(struct import_pyheap *p, uint64_t address, uint32_t *number)
{
    char name[24];
    if (p->type_count != 0 && address == p->last_address) {
        *number = p->last_type;
        return LINES_OK;
    }
    int length = snprintf(name, sizeof name, "0x%" PRIx64, address);
    enum lines_status status =
        pyheap_from_graph(p, graph_builder_type(p->graph, name, (size_t)length, number));
    if (status != LINES_OK)
        return status;
    if (*number == p->type_count) {
        if (!import_room(&p->types, &p->type_room, p->type_count, sizeof *p->types))
            return LINES_NO_MEMORY;
        p->types[p->type_count++] = (struct type){.address = address, .name = GRAPH_NONE};
    }
    p->last_address = address;
    p->last_type = *number;
    return LINES_OK;
}

static enum lines_status name_type(struct import_pyheap *p, struct type *type, struct snapshot_text name)
{
    enum lines_status status = pyheap_intern(p, name, name.length, &type->name);
    if (status == LINES_OK)
        status = from_snapshot(
            p, snapshot_builder_type(p->sites, name.bytes, name.length, type->size, type->count));
    if (status == LINES_OK)
        type->count = 0; /* it has been told of */
    return status;
}

static enum lines_status read_type(struct import_pyheap *p, struct input *in)
{
    uint64_t address = pyheap_take(in, 8);
    struct snapshot_text name = pyheap_take_text(in);
    uint32_t number;
    if (in->short_of)
        return LINES_OK;
    enum lines_status status = pyheap_find_type(p, address, &number);
    if (status == LINES_OK && p->types[number].name == GRAPH_NONE) /* the first of its names is kept */
        status = name_type(p, &p->types[number], name);
    p->state = --p->types_left != 0 ? AT_TYPE : AT_FOOT;
    return status;
}

/* ---- head and threads ---------------------------------------------------------------------------- */

static enum lines_status read_head(struct import_pyheap *p, struct input *in)
{
    uint64_t magic = pyheap_take(in, 8), version = pyheap_take(in, 4);
    if (in->short_of)
        return LINES_OK;
    if (magic != MAGIC)
        return pyheap_refuse(p, LINES_REFUSED, "this is no dump of PyHeap's");
    if (version != 1)
        return pyheap_refuse(p, LINES_REFUSED, "version %" PRIu64 " of PyHeap's format, and only 1 is known",
                             version);
    p->state = AT_CREATED;
    return LINES_OK;
}

static enum lines_status read_flags(struct import_pyheap *p, struct input *in)
{
    p->texts = (pyheap_take(in, 8) & 1) != 0;
    p->state += !in->short_of;
    return LINES_OK;
}

/* A text that nothing is made of: when it was made, names of files and functions. */
static enum lines_status skip_text(struct import_pyheap *p, struct input *in)
{
    (void)pyheap_take_text(in);
    p->state += !in->short_of;
    return LINES_OK;
}

static enum state after_frame(const struct import_pyheap *p)
{
    return p->frames != 0 ? AT_FRAME_FILE : p->threads != 0 ? AT_THREAD : AT_NAMES;
}

static enum lines_status read_threads(struct import_pyheap *p, struct input *in)
{
    p->threads = take32(in);
    if (!in->short_of)
        p->state = after_frame(p);
    return LINES_OK;
}

/* Whether it is alive, and a daemon; how many frames it has. */
static enum lines_status read_thread_state(struct import_pyheap *p, struct input *in)
{
    (void)pyheap_take(in, 2);
    uint32_t frames = take32(in);
    if (in->short_of)
        return LINES_OK;
    p->frames_before += p->thread_frames;
    if (frames > GRAPH_MAX - p->frames_before)
        return pyheap_refuse(p, LINES_REFUSED, "%" PRIu32 " frames of a thread", frames);
    p->thread_frames = p->frames = frames;
    p->threads--;
    p->state = after_frame(p);
    return LINES_OK;
}

static enum lines_status read_frame_line(struct import_pyheap *p, struct input *in)
{
    (void)pyheap_take(in, 4);
    p->state += !in->short_of;
    return LINES_OK;
}

static enum lines_status read_locals(struct import_pyheap *p, struct input *in)
{
    p->locals = take32(in);
    if (in->short_of)
        return LINES_OK;
    p->frames--; /* which is its number, from the oldest */
    p->state = p->locals != 0 ? AT_LOCAL : after_frame(p);
    return LINES_OK;
}

static enum lines_status read_local(struct import_pyheap *p, struct input *in)
{
    struct snapshot_text name = pyheap_take_text(in);
    uint64_t address = pyheap_take(in, 8);
    uint32_t text;
    if (in->short_of)
        return LINES_OK;
    enum lines_status status = pyheap_intern(p, name, name.length, &text);
    if (status == LINES_OK)
        status = pyheap_from_graph(
            p, graph_builder_root(p->graph, address, GRAPH_ROOT_LOCAL, text, p->frames_before + p->frames));
    p->state = --p->locals != 0 ? AT_LOCAL : after_frame(p);
    return status;
}

/* ---- names and common types ---------------------------------------------------------------------- */

static enum lines_status read_names(struct import_pyheap *p, struct input *in)
{
    p->names = take32(in);
    if (!in->short_of)
        p->state = p->names != 0 ? AT_NAME : AT_COMMON_TYPES;
    return LINES_OK;
}

static enum lines_status read_name(struct import_pyheap *p, struct input *in)
{
    struct snapshot_text text = pyheap_take_text(in);
    if (in->short_of)
        return LINES_OK;
    if (!import_room(&p->name, &p->name_room, p->name_count, sizeof *p->name))
        return LINES_NO_MEMORY;
    enum lines_status status = make_name(p, text, &p->name[p->name_count++]);
    p->state = --p->names != 0 ? AT_NAME : AT_COMMON_TYPES;
    return status;
}

static enum lines_status read_common_types(struct import_pyheap *p, struct input *in)
{
    p->common_types = take32(in);
    if (!in->short_of)
        p->state = p->common_types != 0 ? AT_COMMON_TYPE : AT_OBJECTS;
    return LINES_OK;
}

static enum state after_common_attribute(struct import_pyheap *p)
{
    return p->attributes != 0 ? AT_COMMON_ATTRIBUTE : --p->common_types != 0 ? AT_COMMON_TYPE : AT_OBJECTS;
}

static enum lines_status read_common_type(struct import_pyheap *p, struct input *in)
{
    uint64_t address = pyheap_take(in, 8);
    uint32_t attributes = take32(in), number;
    if (in->short_of)
        return LINES_OK;
    enum lines_status status = pyheap_find_type(p, address, &number);
    if (status != LINES_OK)
        return status;
    p->types[number].common = true;
    p->attributes = attributes;
    p->state = after_common_attribute(p);
    return LINES_OK;
}

/* What the attributes of a common type's objects are, methods all: no referents of theirs. */
static enum lines_status read_common_attribute(struct import_pyheap *p, struct input *in)
{
    struct name name;
    enum lines_status status = pyheap_take_name(p, in, &name);
    (void)pyheap_take(in, 8);
    if (in->short_of)
        return LINES_OK;
    p->attributes--;
    p->state = after_common_attribute(p);
    return status;
}

/* ---- the end of objects, and of all -------------------------------------------------------------- */

static enum lines_status read_objects(struct import_pyheap *p, struct input *in)
{
    p->objects = take32(in);
    if (!in->short_of)
        p->state = p->objects != 0 ? AT_OBJECT : AT_TYPES;
    return LINES_OK;
}

static enum lines_status read_types(struct import_pyheap *p, struct input *in)
{
    p->types_left = take32(in);
    if (!in->short_of)
        p->state = p->types_left != 0 ? AT_TYPE : AT_FOOT;
    return LINES_OK;
}

static enum lines_status read_foot(struct import_pyheap *p, struct input *in)
{
    uint64_t magic = pyheap_take(in, 8);
    if (in->short_of)
        return LINES_OK;
    if (magic != MAGIC)
        return pyheap_refuse(p, LINES_REFUSED, "it does not end as a dump of PyHeap's does");
    p->state = AT_END;
    return LINES_OK;
}

static enum lines_status read_too_much(struct import_pyheap *p, struct input *in)
{
    (void)in;
    return pyheap_refuse(p, LINES_REFUSED, "more bytes after the end of the dump");
}

typedef enum lines_status reader(struct import_pyheap *p, struct input *in);

static reader *const readers[] = {
    [AT_HEAD] = read_head,
    [AT_CREATED] = skip_text,
    [AT_FLAGS] = read_flags,
    [AT_THREADS] = read_threads,
    [AT_THREAD] = skip_text,
    [AT_THREAD_STATE] = read_thread_state,
    [AT_FRAME_FILE] = skip_text,
    [AT_FRAME_LINE] = read_frame_line,
    [AT_FRAME_FUNCTION] = skip_text,
    [AT_LOCALS] = read_locals,
    [AT_LOCAL] = read_local,
    [AT_NAMES] = read_names,
    [AT_NAME] = read_name,
    [AT_COMMON_TYPES] = read_common_types,
    [AT_COMMON_TYPE] = read_common_type,
    [AT_COMMON_ATTRIBUTE] = read_common_attribute,
    [AT_OBJECTS] = read_objects,
    [AT_OBJECT] = pyheap_read_object,
    [AT_REFERENT] = pyheap_read_referents,
    [AT_ATTRIBUTES] = pyheap_read_attributes,
    [AT_ATTRIBUTE] = pyheap_read_attribute,
    [AT_TEXT] = pyheap_read_text,
    [AT_OBJECT_END] = pyheap_end_object,
    [AT_TYPES] = read_types,
    [AT_TYPE] = read_type,
    [AT_FOOT] = read_foot,
    [AT_END] = read_too_much,
};

/* Reads the things that are whole; *taken is what they took. */
static enum lines_status read_things(struct import_pyheap *p, const unsigned char *bytes, size_t length,
                                     size_t *taken)
{
    struct input in = {bytes, bytes + length, false};
    enum lines_status status = LINES_OK;
    *taken = 0;
    while (status == LINES_OK && (in.at < in.end || p->state == AT_OBJECT_END)) {
        const unsigned char *before = in.at;
        status = readers[p->state](p, &in);
        if (in.short_of && p->state != AT_REFERENT) /* of referents those were taken that were there */
            in.at = before;
        p->progress.bytes += (uint64_t)(in.at - before);
        *taken = (size_t)(in.at - bytes);
        if (in.short_of)
            break;
    }
    return status;
}

/* Completes the thing that is pending with what it needs of these bytes, or keeps all of them. */
static enum lines_status complete(struct import_pyheap *p, const unsigned char *bytes, size_t length,
                                  size_t *used)
{
    size_t before = p->pending_count, piece = THING_MOST - before < length ? THING_MOST - before : length,
           taken;
    memcpy(p->pending + before, bytes, piece);
    p->pending_count = before + piece;
    enum lines_status status = read_things(p, p->pending, p->pending_count, &taken);
    *used = piece;
    if (taken >= before) { /* the rest is in `bytes` */
        *used = taken - before;
        p->pending_count = 0;
    } else if (taken != 0) {
        p->pending_count -= taken;
        memmove(p->pending, p->pending + taken, p->pending_count);
    }
    return status;
}

enum lines_status import_pyheap_feed(struct import_pyheap *p, const void *bytes, size_t length)
{
    const unsigned char *at = bytes, *end = at + length;
    enum lines_status status = LINES_OK;
    size_t taken;
    while (p->pending_count != 0 && at < end && status == LINES_OK) {
        status = complete(p, at, (size_t)(end - at), &taken);
        at += taken;
    }
    if (status == LINES_OK && at < end) {
        status = read_things(p, at, (size_t)(end - at), &taken);
        at += taken;
        if (status == LINES_OK && at < end) { /* not a whole thing, and so less than THING_MOST */
            p->pending_count = (size_t)(end - at);
            memcpy(p->pending, at, p->pending_count);
        }
    }
    if (status == LINES_OK && footprint(p) > p->memory)
        return pyheap_refuse(p, LINES_TOO_LARGE,
                             "it needs more memory than an import may have (--max-import-memory)");
    return status;
}

/* Types by their names, and modules, which are known now to be that. */
static enum lines_status settle(struct import_pyheap *p)
{
    uint32_t module, *names = reallocarray(NULL, p->type_count + 1, sizeof *names);
    if (names == NULL)
        return LINES_NO_MEMORY;
    enum lines_status status = pyheap_from_graph(p, graph_builder_text(p->graph, "module", 6, &module));
    for (size_t i = 0; i < p->module_count && status == LINES_OK; i++)
        if (p->types[p->modules[i].type].name == module)
            status = pyheap_from_graph(p, graph_builder_root(p->graph, p->modules[i].address,
                                                             GRAPH_ROOT_MODULE, p->modules[i].text, 0));
    for (size_t i = 0; i < p->type_count && status == LINES_OK; i++) {
        char name[24];
        int length = snprintf(name, sizeof name, "0x%" PRIx64, p->types[i].address);
        names[i] = p->types[i].name;
        status = from_snapshot(
            p, snapshot_builder_type(p->sites, name, (size_t)length, p->types[i].size, p->types[i].count));
    }
    if (status == LINES_OK)
        status = pyheap_from_graph(p, graph_builder_name_types(p->graph, names));
    free(names);
    return status;
}

/* Of two objects at one address a graph has one, and by its types the snapshot would have both. */
static enum lines_status check_addresses(struct import_pyheap *p)
{
    bool shared;
    enum lines_status status = pyheap_from_graph(p, graph_builder_shared_address(p->graph, &shared));
    return status == LINES_OK && shared ? pyheap_refuse(p, LINES_REFUSED, "two objects at one address")
                                        : status;
}

enum lines_status import_pyheap_finish(struct import_pyheap *p, struct snapshot_builder **sites,
                                       struct graph_builder **graph)
{
    if (p->state != AT_END)
        return pyheap_refuse(p, LINES_REFUSED, "the dump ends before it is whole");
    enum lines_status status = check_addresses(p);
    if (status == LINES_OK)
        status = settle(p);
    if (status != LINES_OK)
        return status;
    *sites = p->sites;
    *graph = p->graph;
    p->sites = NULL;
    p->graph = NULL;
    return LINES_OK;
}
