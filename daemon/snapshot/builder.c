/*
 * The builder: interns strings, frames and tracebacks as they come, then puts them in order and lays the
 * value out in one block of memory.
 *
 * While building, ids are in order of arrival. snapshot_builder_finish() throws away what nothing uses,
 * gives strings, frames and tracebacks their sorted ids, and copies.
 */
#include "daemon/snapshot/array.h"
#include "daemon/snapshot/intern.h"
#include "daemon/snapshot/value.h"
#include <string.h>

struct string_entry {
    size_t at; /* in builder.bytes */
    size_t length;
};

struct type_entry {
    uint32_t name;
    uint64_t size, count;
};

struct snapshot_builder {
    uint64_t seed;
    struct snapshot_intern string_index, frame_index, traceback_index, type_index;
    char *bytes; /* of all strings */
    struct string_entry *strings;
    struct snapshot_frame *frames;
    uint32_t *paths;
    struct snapshot_traceback *tracebacks;
    struct type_entry *types;
    size_t byte_count, byte_room, string_count, string_room, frame_count, frame_room, path_count, path_room,
        traceback_count, traceback_room, type_count, type_room;
    uint32_t nframe;
    uint64_t peak, size, count, type_size, weight;
};

enum snapshot_status snapshot_builder_new(struct snapshot_builder **result)
{
    struct snapshot_builder *builder = calloc(1, sizeof *builder);
    if (builder == NULL) {
        return SNAPSHOT_NO_MEMORY;
    }
    builder->seed = snapshot_intern_seed();
    *result = builder;
    return SNAPSHOT_OK;
}

void snapshot_builder_drop(struct snapshot_builder *builder)
{
    if (builder == NULL) {
        return;
    }
    snapshot_intern_drop(&builder->string_index);
    snapshot_intern_drop(&builder->frame_index);
    snapshot_intern_drop(&builder->traceback_index);
    snapshot_intern_drop(&builder->type_index);
    free(builder->bytes);
    free(builder->strings);
    free(builder->frames);
    free(builder->paths);
    free(builder->tracebacks);
    free(builder->types);
    free(builder);
}

/* ---- Adding --------------------------------------------------------------------------------------- */

static bool same_string(const void *owner, uint32_t id, const void *key)
{
    const struct snapshot_builder *builder = owner;
    const struct snapshot_text *text = key;
    const struct string_entry *entry = &builder->strings[id];
    return entry->length == text->length &&
           (text->length == 0 || memcmp(builder->bytes + entry->at, text->bytes, text->length) == 0);
}

enum snapshot_status snapshot_builder_string(struct snapshot_builder *builder, const char *bytes,
                                             size_t length, uint32_t *id)
{
    struct snapshot_text text = {bytes, length};
    uint32_t hash = snapshot_intern_hash(builder->seed, bytes, length);
    uint32_t found = snapshot_intern_find(&builder->string_index, hash, same_string, builder, &text);
    if (found != SNAPSHOT_NO_ID) {
        *id = found;
        return SNAPSHOT_OK;
    }
    if (builder->string_count >= SNAPSHOT_MAX_IDS) {
        return SNAPSHOT_TOO_LARGE;
    }
    if (snapshot_intern_reserve(&builder->string_index) ||
        snapshot_reserve(&builder->bytes, &builder->byte_room, builder->byte_count + length + 1, 1) ||
        snapshot_reserve(&builder->strings, &builder->string_room, builder->string_count + 1,
                         sizeof *builder->strings)) {
        return SNAPSHOT_NO_MEMORY;
    }
    if (length > 0) {
        memcpy(builder->bytes + builder->byte_count, bytes, length);
    }
    builder->strings[builder->string_count] = (struct string_entry){builder->byte_count, length};
    builder->byte_count += length;
    *id = (uint32_t)builder->string_count++;
    snapshot_intern_add(&builder->string_index, hash, *id);
    return SNAPSHOT_OK;
}

struct snapshot_text snapshot_builder_text(const struct snapshot_builder *builder, uint32_t id)
{
    if (id >= builder->string_count) {
        return (struct snapshot_text){NULL, 0};
    }
    return (struct snapshot_text){builder->bytes + builder->strings[id].at, builder->strings[id].length};
}

size_t snapshot_builder_footprint(const struct snapshot_builder *builder)
{
    size_t slots = builder->string_index.slot_count + builder->frame_index.slot_count +
                   builder->traceback_index.slot_count + builder->type_index.slot_count;
    return sizeof *builder + slots * sizeof(struct snapshot_intern_slot) + builder->byte_room +
           builder->string_room * sizeof *builder->strings + builder->frame_room * sizeof *builder->frames +
           builder->path_room * sizeof *builder->paths +
           builder->traceback_room * sizeof *builder->tracebacks +
           builder->type_room * sizeof *builder->types;
}

static bool same_frame(const void *owner, uint32_t id, const void *key)
{
    const struct snapshot_builder *builder = owner;
    const struct snapshot_frame *frame = key;
    return builder->frames[id].file == frame->file && builder->frames[id].line == frame->line;
}

enum snapshot_status snapshot_builder_frame(struct snapshot_builder *builder, uint32_t file, uint32_t line,
                                            uint32_t *id)
{
    struct snapshot_frame frame = {file, line};
    if (file >= builder->string_count) {
        return SNAPSHOT_BAD_ID;
    }
    uint32_t hash = snapshot_intern_hash(builder->seed, &frame, sizeof frame);
    uint32_t found = snapshot_intern_find(&builder->frame_index, hash, same_frame, builder, &frame);
    if (found != SNAPSHOT_NO_ID) {
        *id = found;
        return SNAPSHOT_OK;
    }
    if (builder->frame_count >= SNAPSHOT_MAX_IDS) {
        return SNAPSHOT_TOO_LARGE;
    }
    if (snapshot_intern_reserve(&builder->frame_index) ||
        snapshot_reserve(&builder->frames, &builder->frame_room, builder->frame_count + 1,
                         sizeof *builder->frames)) {
        return SNAPSHOT_NO_MEMORY;
    }
    builder->frames[builder->frame_count] = frame;
    *id = (uint32_t)builder->frame_count++;
    snapshot_intern_add(&builder->frame_index, hash, *id);
    return SNAPSHOT_OK;
}

struct traceback_key {
    const uint32_t *frames;
    uint32_t nframe, total_nframe, domain;
};

static bool same_traceback(const void *owner, uint32_t id, const void *key)
{
    const struct snapshot_builder *builder = owner;
    const struct traceback_key *wanted = key;
    const struct snapshot_traceback *there = &builder->tracebacks[id];
    return there->nframe == wanted->nframe && there->total_nframe == wanted->total_nframe &&
           there->domain == wanted->domain &&
           memcmp(builder->paths + there->path, wanted->frames, wanted->nframe * sizeof *wanted->frames) == 0;
}

/* Raises *sum by `by`, unless it would pass what a signed difference can hold. */
static bool add_up(uint64_t *sum, uint64_t by)
{
    if (by > INT64_MAX || *sum > INT64_MAX - by) {
        return false;
    }
    *sum += by;
    return true;
}

/*
 * Whether the totals can take this. `weight` bounds every cumulative sum: there a block counts once for
 * each frame of its traceback.
 */
static bool account(struct snapshot_builder *builder, uint32_t nframe, uint64_t size, uint64_t count)
{
    uint64_t weight = builder->weight, heavier = size > count ? size : count;
    if (__builtin_mul_overflow(heavier, (uint64_t)nframe, &heavier) || !add_up(&weight, heavier)) {
        return false;
    }
    builder->weight = weight; /* size and count are each at most weight */
    builder->size += size;
    builder->count += count;
    return true;
}

static enum snapshot_status find_or_add_traceback(struct snapshot_builder *builder,
                                                  const struct traceback_key *key, uint32_t *id)
{
    uint32_t shape[3] = {key->nframe, key->total_nframe, key->domain};
    uint64_t seed = builder->seed + snapshot_intern_hash(builder->seed, shape, sizeof shape);
    uint32_t hash = snapshot_intern_hash(seed, key->frames, key->nframe * sizeof *key->frames);
    *id = snapshot_intern_find(&builder->traceback_index, hash, same_traceback, builder, key);
    if (*id != SNAPSHOT_NO_ID) {
        return SNAPSHOT_OK;
    }
    if (builder->traceback_count >= SNAPSHOT_MAX_IDS ||
        builder->path_count + key->nframe > SNAPSHOT_MAX_IDS) {
        return SNAPSHOT_TOO_LARGE;
    }
    if (snapshot_intern_reserve(&builder->traceback_index) ||
        snapshot_reserve(&builder->paths, &builder->path_room, builder->path_count + key->nframe,
                         sizeof *builder->paths) ||
        snapshot_reserve(&builder->tracebacks, &builder->traceback_room, builder->traceback_count + 1,
                         sizeof *builder->tracebacks)) {
        return SNAPSHOT_NO_MEMORY;
    }
    memcpy(builder->paths + builder->path_count, key->frames, key->nframe * sizeof *key->frames);
    builder->tracebacks[builder->traceback_count] = (struct snapshot_traceback){
        .path = (uint32_t)builder->path_count,
        .nframe = key->nframe,
        .total_nframe = key->total_nframe,
        .domain = key->domain,
    };
    builder->path_count += key->nframe;
    *id = (uint32_t)builder->traceback_count++;
    snapshot_intern_add(&builder->traceback_index, hash, *id);
    return SNAPSHOT_OK;
}

enum snapshot_status snapshot_builder_site(struct snapshot_builder *builder, const uint32_t *frames,
                                           uint32_t nframe, uint32_t total_nframe, uint32_t domain,
                                           uint32_t *site)
{
    enum snapshot_status status;
    uint32_t unknown;
    for (uint32_t i = 0; i < nframe; i++) {
        if (frames[i] >= builder->frame_count) {
            return SNAPSHOT_BAD_ID;
        }
    }
    if (nframe == 0) {
        status = snapshot_builder_string(builder, "<unknown>", 9, &unknown);
        if (status == SNAPSHOT_OK) {
            status = snapshot_builder_frame(builder, unknown, 0, &unknown);
        }
        if (status != SNAPSHOT_OK) {
            return status;
        }
        frames = &unknown;
        nframe = 1;
    }
    struct traceback_key key = {frames, nframe, total_nframe, domain};
    return find_or_add_traceback(builder, &key, site);
}

enum snapshot_status snapshot_builder_blocks(struct snapshot_builder *builder, uint32_t site, uint64_t size,
                                             uint64_t count)
{
    if (site >= builder->traceback_count) {
        return SNAPSHOT_BAD_ID;
    }
    struct snapshot_traceback *traceback = &builder->tracebacks[site];
    if (!account(builder, traceback->nframe, size, count)) {
        return SNAPSHOT_TOO_LARGE; /* a traceback just added stays without blocks, and is left out */
    }
    traceback->size += size;
    traceback->count += count;
    return SNAPSHOT_OK;
}

enum snapshot_status snapshot_builder_traceback(struct snapshot_builder *builder, const uint32_t *frames,
                                                uint32_t nframe, uint32_t total_nframe, uint32_t domain,
                                                uint64_t size, uint64_t count)
{
    uint32_t site;
    if (count == 0) {
        return SNAPSHOT_OK;
    }
    enum snapshot_status status = snapshot_builder_site(builder, frames, nframe, total_nframe, domain, &site);
    return status == SNAPSHOT_OK ? snapshot_builder_blocks(builder, site, size, count) : status;
}

static bool same_type(const void *owner, uint32_t id, const void *key)
{
    const struct snapshot_builder *builder = owner;
    return builder->types[id].name == *(const uint32_t *)key;
}

enum snapshot_status snapshot_builder_type(struct snapshot_builder *builder, const char *name, size_t length,
                                           uint64_t size, uint64_t count)
{
    uint32_t string;
    if (count == 0) {
        return SNAPSHOT_OK;
    }
    enum snapshot_status status = snapshot_builder_string(builder, name, length, &string);
    if (status != SNAPSHOT_OK) {
        return status;
    }
    uint32_t hash = snapshot_intern_hash(builder->seed, &string, sizeof string);
    uint32_t id = snapshot_intern_find(&builder->type_index, hash, same_type, builder, &string);
    if (id == SNAPSHOT_NO_ID) {
        if (snapshot_intern_reserve(&builder->type_index) ||
            snapshot_reserve(&builder->types, &builder->type_room, builder->type_count + 1,
                             sizeof *builder->types)) {
            return SNAPSHOT_NO_MEMORY;
        }
        id = (uint32_t)builder->type_count++;
        builder->types[id] = (struct type_entry){string, 0, 0};
        snapshot_intern_add(&builder->type_index, hash, id);
    }
    if (!add_up(&builder->type_size, size > count ? size : count)) {
        return SNAPSHOT_TOO_LARGE;
    }
    builder->types[id].size += size;
    builder->types[id].count += count;
    return SNAPSHOT_OK;
}

void snapshot_builder_traced(struct snapshot_builder *builder, uint32_t nframe, uint64_t peak)
{
    builder->nframe = nframe;
    builder->peak = peak;
}

/* ---- Finishing ------------------------------------------------------------------------------------ */

/*
 * New ids: string[i] is what string i becomes, SNAPSHOT_NO_ID if nothing uses it; so with frames. The
 * *_order arrays are the way back: which old one stands at a place.
 */
struct renumbering {
    uint32_t *string, *string_order, *frame, *frame_order, *traceback_order;
    uint32_t strings, frames, tracebacks, path_length;
    size_t bytes;
};

static int by_text(const void *a, const void *b, void *owner)
{
    const struct snapshot_builder *builder = owner;
    const struct string_entry *x = &builder->strings[*(const uint32_t *)a];
    const struct string_entry *y = &builder->strings[*(const uint32_t *)b];
    size_t shorter = x->length < y->length ? x->length : y->length;
    int order = shorter == 0 ? 0 : memcmp(builder->bytes + x->at, builder->bytes + y->at, shorter);
    return order != 0 ? order : (x->length > y->length) - (x->length < y->length);
}

/* Frames whose files are renumbered already. */
static int by_place(const void *a, const void *b, void *owner)
{
    const struct snapshot_builder *builder = owner;
    const struct snapshot_frame *x = &builder->frames[*(const uint32_t *)a];
    const struct snapshot_frame *y = &builder->frames[*(const uint32_t *)b];
    if (x->file != y->file) {
        return x->file < y->file ? -1 : 1;
    }
    return (x->line > y->line) - (x->line < y->line);
}

/* Tracebacks whose paths are renumbered already. */
static int by_path(const void *a, const void *b, void *owner)
{
    const struct snapshot_builder *builder = owner;
    const struct snapshot_traceback *x = &builder->tracebacks[*(const uint32_t *)a];
    const struct snapshot_traceback *y = &builder->tracebacks[*(const uint32_t *)b];
    int order =
        snapshot_path_compare(builder->paths + x->path, x->nframe, builder->paths + y->path, y->nframe);
    if (order != 0) {
        return order;
    }
    if (x->domain != y->domain) {
        return x->domain < y->domain ? -1 : 1;
    }
    return (x->total_nframe > y->total_nframe) - (x->total_nframe < y->total_nframe);
}

static int by_type_name(const void *a, const void *b)
{
    const struct type_entry *x = a, *y = b;
    return (x->name > y->name) - (x->name < y->name);
}

/* Gives consecutive ids to what is marked in ids[0..count) (anything but SNAPSHOT_NO_ID), after sorting. */
static uint32_t renumber(struct snapshot_builder *builder, uint32_t *ids, uint32_t *order, size_t count,
                         int (*compare)(const void *, const void *, void *))
{
    uint32_t used = 0;
    for (size_t i = 0; i < count; i++) {
        if (ids[i] != SNAPSHOT_NO_ID) {
            order[used++] = (uint32_t)i;
        }
    }
    qsort_r(order, used, sizeof *order, compare, builder);
    for (uint32_t i = 0; i < used; i++) {
        ids[order[i]] = i;
    }
    return used;
}

static void mark_used(struct snapshot_builder *builder, struct renumbering *new)
{
    for (size_t i = 0; i < builder->traceback_count; i++) {
        const struct snapshot_traceback *traceback = &builder->tracebacks[i];
        if (traceback->count == 0) {
            continue;
        }
        new->traceback_order[new->tracebacks++] = (uint32_t)i;
        new->path_length += traceback->nframe;
        for (uint32_t j = 0; j < traceback->nframe; j++) {
            new->frame[builder->paths[traceback->path + j]] = 0;
        }
    }
    for (size_t i = 0; i < builder->frame_count; i++) {
        if (new->frame[i] != SNAPSHOT_NO_ID) {
            new->string[builder->frames[i].file] = 0;
        }
    }
    for (size_t i = 0; i < builder->type_count; i++) {
        new->string[builder->types[i].name] = 0;
    }
    for (size_t i = 0; i < builder->string_count; i++) {
        if (new->string[i] != SNAPSHOT_NO_ID) {
            new->bytes += builder->strings[i].length + 1;
        }
    }
}

/* Works out the new ids, and puts them into the builder's frames, paths and types. */
static void put_in_order(struct snapshot_builder *builder, struct renumbering *new)
{
    mark_used(builder, new);
    new->strings = renumber(builder, new->string, new->string_order, builder->string_count, by_text);
    for (size_t i = 0; i < builder->frame_count; i++) {
        builder->frames[i].file = new->string[builder->frames[i].file];
    }
    new->frames = renumber(builder, new->frame, new->frame_order, builder->frame_count, by_place);
    for (size_t i = 0; i < builder->path_count; i++) {
        builder->paths[i] = new->frame[builder->paths[i]];
    }
    qsort_r(new->traceback_order, new->tracebacks, sizeof *new->traceback_order, by_path, builder);
    for (size_t i = 0; i < builder->type_count; i++) {
        builder->types[i].name = new->string[builder->types[i].name];
    }
    if (builder->type_count > 0) {
        qsort(builder->types, builder->type_count, sizeof *builder->types, by_type_name);
    }
}

static void copy_out(const struct snapshot_builder *builder, const struct renumbering *new,
                     struct snapshot_parts *parts)
{
    char *bytes = parts->bytes;
    for (uint32_t i = 0; i < new->strings; i++) {
        const struct string_entry *entry = &builder->strings[new->string_order[i]];
        parts->strings[i] = (struct snapshot_text){bytes, entry->length};
        if (entry->length > 0) {
            memcpy(bytes, builder->bytes + entry->at, entry->length);
        }
        bytes[entry->length] = '\0';
        bytes += entry->length + 1;
    }
    for (uint32_t i = 0; i < new->frames; i++) {
        parts->frames[i] = builder->frames[new->frame_order[i]];
    }
    uint32_t at = 0;
    for (uint32_t i = 0; i < new->tracebacks; i++) {
        struct snapshot_traceback traceback = builder->tracebacks[new->traceback_order[i]];
        memcpy(parts->paths + at, builder->paths + traceback.path, traceback.nframe * sizeof *parts->paths);
        traceback.path = at;
        at += traceback.nframe;
        parts->tracebacks[i] = traceback;
    }
    for (size_t i = 0; i < builder->type_count; i++) {
        const struct type_entry *type = &builder->types[i];
        parts->types[i] = (struct snapshot_type){type->name, type->size, type->count};
    }
}

enum snapshot_status snapshot_builder_finish(struct snapshot_builder *builder, struct snapshot **result)
{
    enum snapshot_status status = SNAPSHOT_NO_MEMORY;
    struct renumbering new = {0};
    struct snapshot_parts parts;
    size_t ids = 2 * (builder->string_count + builder->frame_count) + builder->traceback_count;
    uint32_t *memory = reallocarray(NULL, ids + 1, sizeof *memory);
    if (memory == NULL) {
        goto done;
    }
    new.string = memory;
    new.frame = new.string + builder->string_count;
    new.string_order = new.frame + builder->frame_count;
    new.frame_order = new.string_order + builder->string_count;
    new.traceback_order = new.frame_order + builder->frame_count;
    memset(memory, 0xff, (builder->string_count + builder->frame_count) * sizeof *memory);
    put_in_order(builder, &new);

    struct snapshot shape = {
        .string_count = new.strings,
        .frame_count = new.frames,
        .path_length = new.path_length,
        .traceback_count = new.tracebacks,
        .type_count = (uint32_t)builder->type_count,
        .nframe = builder->nframe,
        .size = builder->size,
        .count = builder->count,
        .peak = builder->peak,
    };
    struct snapshot *snapshot = snapshot_new(&shape, new.bytes, &parts);
    if (snapshot != NULL) {
        copy_out(builder, &new, &parts);
        *result = snapshot;
        status = SNAPSHOT_OK;
    }
    free(memory);
done:
    snapshot_builder_drop(builder);
    return status;
}
