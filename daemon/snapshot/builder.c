/*
 * The builder: interns strings, frames and tracebacks as they come, then puts them in order and lays the
 * value out in one block of memory.
 *
 * While building, ids are in order of arrival. snapshot_builder_finish() throws away what nothing uses,
 * gives strings, frames and tracebacks their sorted ids, and copies. */
#include "daemon/snapshot/array.h"
#include "daemon/snapshot/frame_index.h"
#include "daemon/snapshot/intern.h"
#include "daemon/snapshot/order.h"
#include "daemon/snapshot/value.h"
#include <string.h>

enum { AHEAD = 8 }; /* what is fetched from memory before it is used */

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
    struct snapshot_intern string_index, traceback_index, type_index;
    struct snapshot_frame_index frame_index;
    char *bytes; /* of all strings */
    struct string_entry *strings;
    uint32_t *paths;
    struct snapshot_traceback *tracebacks;
    struct type_entry *types;
    size_t byte_count, byte_room, string_count, string_room, path_count, path_room, traceback_count,
        traceback_room, type_count, type_room;
    size_t
        frame_total; /* of all tracebacks: the snapshot has each one's frames, also where paths are shared */
    uint32_t nframe;
    uint64_t peak, size, count, type_size, weight;
    bool repeats; /* tracebacks may be there more than once: some were added without looking */
};

enum snapshot_status snapshot_builder_new(struct snapshot_builder **result)
{
    struct snapshot_builder *builder = calloc(1, sizeof *builder);
    if (builder == NULL) {
        return SNAPSHOT_NO_MEMORY;
    }
    builder->seed = snapshot_intern_seed();
    builder->frame_index.seed = builder->seed;
    *result = builder;
    return SNAPSHOT_OK;
}

void snapshot_builder_drop(struct snapshot_builder *builder)
{
    if (builder == NULL) {
        return;
    }
    snapshot_intern_drop(&builder->string_index);
    snapshot_frame_index_drop(&builder->frame_index);
    snapshot_intern_drop(&builder->traceback_index);
    snapshot_intern_drop(&builder->type_index);
    free(builder->bytes);
    free(builder->strings);
    free(builder->paths);
    free(builder->tracebacks);
    free(builder->types);
    free(builder);
}

/* ---- Adding -------------------------------------------------------------------------------------- */

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
    size_t slots = builder->string_index.slot_count + builder->traceback_index.slot_count +
                   builder->type_index.slot_count;
    size_t frames = builder->path_count > builder->frame_total ? builder->path_count : builder->frame_total;
    return sizeof *builder + slots * sizeof(struct snapshot_intern_slot) +
           snapshot_frame_index_footprint(&builder->frame_index) + builder->byte_count +
           builder->string_count * sizeof *builder->strings + frames * sizeof *builder->paths +
           builder->traceback_count * sizeof *builder->tracebacks +
           builder->type_count * sizeof *builder->types;
}

enum snapshot_status snapshot_builder_frames(struct snapshot_builder *builder,
                                             const struct snapshot_frame *frames, size_t count, uint32_t *ids)
{
    enum snapshot_status status = SNAPSHOT_OK;
    for (size_t i = 0; i < count && status == SNAPSHOT_OK; i++) {
        status = frames[i].file < builder->string_count
                     ? snapshot_frame_index_id(&builder->frame_index, frames[i], &ids[i])
                     : SNAPSHOT_BAD_ID;
    }
    return status;
}

enum snapshot_status snapshot_builder_frame(struct snapshot_builder *builder, uint32_t file, uint32_t line,
                                            uint32_t *id)
{
    struct snapshot_frame frame = {file, line};
    return snapshot_builder_frames(builder, &frame, 1, id);
}

struct traceback_key {
    const uint32_t *frames;
    uint32_t nframe, total_nframe, domain;
    uint32_t at; /* where the frames are in the paths already; SNAPSHOT_NO_ID: they are not */
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

/* The key's frames among the paths. */
static enum snapshot_status place_path(struct snapshot_builder *builder, const struct traceback_key *key,
                                       uint32_t *at)
{
    if (key->at != SNAPSHOT_NO_ID) {
        *at = key->at;
        return SNAPSHOT_OK;
    }
    if (builder->path_count + key->nframe > SNAPSHOT_MAX_IDS) {
        return SNAPSHOT_TOO_LARGE;
    }
    if (snapshot_reserve(&builder->paths, &builder->path_room, builder->path_count + key->nframe,
                         sizeof *builder->paths)) {
        return SNAPSHOT_NO_MEMORY;
    }
    memcpy(builder->paths + builder->path_count, key->frames, key->nframe * sizeof *key->frames);
    *at = (uint32_t)builder->path_count;
    return SNAPSHOT_OK;
}

static enum snapshot_status add_traceback(struct snapshot_builder *builder, const struct traceback_key *key,
                                          uint32_t *id)
{
    uint32_t at;
    if (builder->traceback_count >= SNAPSHOT_MAX_IDS ||
        builder->frame_total + key->nframe > SNAPSHOT_MAX_IDS) {
        return SNAPSHOT_TOO_LARGE;
    }
    if (snapshot_reserve(&builder->tracebacks, &builder->traceback_room, builder->traceback_count + 1,
                         sizeof *builder->tracebacks)) {
        return SNAPSHOT_NO_MEMORY;
    }
    enum snapshot_status status = place_path(builder, key, &at);
    if (status != SNAPSHOT_OK) {
        return status;
    }
    builder->path_count += key->at == SNAPSHOT_NO_ID ? key->nframe : 0;
    builder->frame_total += key->nframe;
    builder->tracebacks[builder->traceback_count] = (struct snapshot_traceback){
        .path = at, .nframe = key->nframe, .total_nframe = key->total_nframe, .domain = key->domain};
    *id = (uint32_t)builder->traceback_count++;
    return SNAPSHOT_OK;
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
    if (snapshot_intern_reserve(&builder->traceback_index)) {
        return SNAPSHOT_NO_MEMORY;
    }
    enum snapshot_status status = add_traceback(builder, key, id);
    if (status == SNAPSHOT_OK) {
        snapshot_intern_add(&builder->traceback_index, hash, *id);
    }
    return status;
}

static bool are_frames(const struct snapshot_builder *builder, const uint32_t *frames, uint32_t nframe)
{
    for (uint32_t i = 0; i < nframe; i++) {
        if (!snapshot_frame_index_has(&builder->frame_index, frames[i])) {
            return false;
        }
    }
    return true;
}

enum snapshot_status snapshot_builder_path(struct snapshot_builder *builder, const uint32_t *frames,
                                           uint32_t nframe, struct snapshot_path *path)
{
    if (nframe == 0 || !are_frames(builder, frames, nframe)) {
        return SNAPSHOT_BAD_ID;
    }
    if (builder->path_count + nframe > SNAPSHOT_MAX_IDS) {
        return SNAPSHOT_TOO_LARGE;
    }
    if (snapshot_reserve(&builder->paths, &builder->path_room, builder->path_count + nframe,
                         sizeof *builder->paths)) {
        return SNAPSHOT_NO_MEMORY;
    }
    *path = (struct snapshot_path){(uint32_t)builder->path_count, nframe};
    for (uint32_t i = nframe; i-- > 0;) {
        builder->paths[builder->path_count++] = frames[i];
    }
    return SNAPSHOT_OK;
}

static bool is_path(const struct snapshot_builder *builder, struct snapshot_path path)
{
    return path.nframe > 0 && path.at < builder->path_count && path.nframe <= builder->path_count - path.at;
}

enum snapshot_status snapshot_builder_path_site(struct snapshot_builder *builder, struct snapshot_path path,
                                                uint32_t total_nframe, uint32_t domain, uint32_t *site)
{
    if (!is_path(builder, path)) {
        return SNAPSHOT_BAD_ID;
    }
    struct traceback_key key = {builder->paths + path.at, path.nframe, total_nframe, domain, path.at};
    return find_or_add_traceback(builder, &key, site);
}

enum snapshot_status snapshot_builder_path_blocks(struct snapshot_builder *builder, struct snapshot_path path,
                                                  uint32_t total_nframe, uint32_t domain, uint64_t size,
                                                  uint64_t count)
{
    uint32_t site;
    if (!is_path(builder, path)) {
        return SNAPSHOT_BAD_ID;
    }
    struct traceback_key key = {builder->paths + path.at, path.nframe, total_nframe, domain, path.at};
    builder->repeats = true;
    enum snapshot_status status = add_traceback(builder, &key, &site);
    return status == SNAPSHOT_OK ? snapshot_builder_blocks(builder, site, size, count) : status;
}

enum snapshot_status snapshot_builder_site(struct snapshot_builder *builder, const uint32_t *frames,
                                           uint32_t nframe, uint32_t total_nframe, uint32_t domain,
                                           uint32_t *site)
{
    enum snapshot_status status;
    uint32_t unknown;
    if (!are_frames(builder, frames, nframe)) {
        return SNAPSHOT_BAD_ID;
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
    struct traceback_key key = {frames, nframe, total_nframe, domain, SNAPSHOT_NO_ID};
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

/* ---- Finishing ----------------------------------------------------------------------------------- */

/* What becomes of the frames of a page. */
struct new_page {
    uint32_t first; /* the new id of its first line that is in use */
    uint16_t used;  /* a bit for each of them */
};

/*
 * New ids: string[i] is what string i becomes, SNAPSHOT_NO_ID if nothing uses it; frames are found by their
 * pages. The way back, which old one stands at a place, is string_order, and of pages and tracebacks the ids
 * in page_order and traceback_order; they share the room to sort in.
 */
struct renumbering {
    uint32_t *string, *string_order;
    struct new_page *page;
    struct snapshot_key *page_order, *traceback_order, *scratch;
    uint32_t strings, pages, frames, tracebacks, path_length;
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

static int by_type_name(const void *a, const void *b)
{
    const struct type_entry *x = a, *y = b;
    return (x->name > y->name) - (x->name < y->name);
}

static void renumber_strings(struct snapshot_builder *builder, struct renumbering *new)
{
    for (size_t i = 0; i < builder->string_count; i++) {
        if (new->string[i] != SNAPSHOT_NO_ID) {
            new->string_order[new->strings++] = (uint32_t)i;
        }
    }
    qsort_r(new->string_order, new->strings, sizeof *new->string_order, by_text, builder);
    for (uint32_t i = 0; i < new->strings; i++) {
        new->string[new->string_order[i]] = i;
    }
}

/* Strings are renumbered already. */
static void renumber_frames(struct snapshot_builder *builder, struct renumbering *new)
{
    for (size_t i = 0; i < builder->frame_index.page_count; i++) {
        const struct snapshot_frame_page *page = &builder->frame_index.pages[i];
        if (new->page[i].used != 0) {
            uint64_t key = (uint64_t) new->string[page->file] << 32 | page->place;
            new->page_order[new->pages++] = (struct snapshot_key){key, (uint32_t)i};
        }
    }
    snapshot_sort_keys(new->page_order, new->scratch, new->pages);
    for (uint32_t i = 0; i < new->pages; i++) {
        struct new_page *page = &new->page[new->page_order[i].id];
        page->first = new->frames;
        new->frames += snapshot_lines_before(page->used, FRAME_PAGE);
    }
    for (size_t i = 0; i < builder->path_count; i++) {
        uint32_t frame = builder->paths[i];
        const struct new_page *page = &new->page[frame >> FRAME_PAGE_BITS];
        builder->paths[i] = page->first + snapshot_lines_before(page->used, frame & (FRAME_PAGE - 1));
    }
}

static void mark_used(struct snapshot_builder *builder, struct renumbering *new)
{
    for (size_t i = 0; i < builder->traceback_count; i++) {
        const struct snapshot_traceback *traceback = &builder->tracebacks[i];
        if (traceback->count == 0) {
            continue;
        }
        new->traceback_order[new->tracebacks++].id = (uint32_t)i;
        new->path_length += traceback->nframe;
        for (uint32_t j = 0; j < traceback->nframe; j++) {
            uint32_t frame = builder->paths[traceback->path + j];
            new->page[frame >> FRAME_PAGE_BITS].used |= (uint16_t)(1u << (frame & (FRAME_PAGE - 1)));
        }
    }
    for (size_t i = 0; i < builder->frame_index.page_count; i++) {
        if (new->page[i].used != 0) {
            new->string[builder->frame_index.pages[i].file] = 0;
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

/* Works out the new ids, and puts them into the builder's paths and types. */
static enum snapshot_status put_in_order(struct snapshot_builder *builder, struct renumbering *new)
{
    mark_used(builder, new);
    renumber_strings(builder, new);
    renumber_frames(builder, new);
    for (size_t i = 0; i < builder->type_count; i++) {
        builder->types[i].name = new->string[builder->types[i].name];
    }
    if (builder->type_count > 0) {
        qsort(builder->types, builder->type_count, sizeof *builder->types, by_type_name);
    }
    return snapshot_sort_tracebacks(builder->tracebacks, builder->paths, new->frames, new->traceback_order,
                                    new->scratch, new->tracebacks);
}

/* Whether it is the one that was copied last, once more. */
static bool repeats_last(const struct snapshot_builder *builder, const struct snapshot_parts *parts,
                         const struct snapshot_traceback *last, const struct snapshot_traceback *traceback)
{
    return builder->repeats && last->nframe == traceback->nframe && last->domain == traceback->domain &&
           last->total_nframe == traceback->total_nframe &&
           memcmp(parts->paths + last->path, builder->paths + traceback->path,
                  traceback->nframe * sizeof *parts->paths) == 0;
}

/* In their order; those that are the same become one. */
static void copy_tracebacks(const struct snapshot_builder *builder, const struct renumbering *new,
                            struct snapshot_parts *parts, struct snapshot *snapshot)
{
    uint32_t at = 0, count = 0;
    for (uint32_t i = 0; i < new->tracebacks; i++) {
        const struct snapshot_key *order = &new->traceback_order[i];
        if (new->tracebacks - i > 2 * AHEAD) { /* all over memory */
            __builtin_prefetch(&builder->tracebacks[order[2 * AHEAD].id]);
            __builtin_prefetch(&builder->paths[builder->tracebacks[order[AHEAD].id].path]);
        }
        struct snapshot_traceback traceback = builder->tracebacks[order->id];
        struct snapshot_traceback *last = count > 0 ? &parts->tracebacks[count - 1] : NULL;
        if (last != NULL && repeats_last(builder, parts, last, &traceback)) {
            last->size += traceback.size;
            last->count += traceback.count;
            continue;
        }
        memcpy(parts->paths + at, builder->paths + traceback.path, traceback.nframe * sizeof *parts->paths);
        traceback.path = at;
        at += traceback.nframe;
        parts->tracebacks[count++] = traceback;
    }
    snapshot->traceback_count = count;
    snapshot->path_length = at;
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
    struct snapshot_frame *frame = parts->frames;
    for (uint32_t i = 0; i < new->pages; i++) {
        uint32_t file = (uint32_t)(new->page_order[i].key >> 32),
                 used = new->page[new->page_order[i].id].used;
        uint32_t first = (uint32_t) new->page_order[i].key << FRAME_PAGE_BITS;
        for (; used != 0; used &= used - 1) {
            *frame++ = (struct snapshot_frame){file, first + (uint32_t)__builtin_ctz(used)};
        }
    }
    for (size_t i = 0; i < builder->type_count; i++) {
        const struct type_entry *type = &builder->types[i];
        parts->types[i] = (struct snapshot_type){type->name, type->size, type->count};
    }
}

/* Room for all ids, old and new. False: there is no memory. */
static bool renumbering_init(struct renumbering *new, const struct snapshot_builder *builder)
{
    size_t pages = builder->frame_index.page_count, tracebacks = builder->traceback_count;
    size_t keys = pages + tracebacks + (pages > tracebacks ? pages : tracebacks) + 1;
    *new = (struct renumbering){0};
    new->string = reallocarray(NULL, 2 * builder->string_count + 1, sizeof *new->string);
    new->page = calloc(pages + 1, sizeof *new->page);
    new->page_order = reallocarray(NULL, keys, sizeof *new->page_order);
    if (new->string == NULL || new->page == NULL || new->page_order == NULL) {
        return false;
    }
    snapshot_will_use(new->page_order, keys * sizeof *new->page_order);
    new->string_order = new->string + builder->string_count;
    new->traceback_order = new->page_order + pages;
    new->scratch = new->traceback_order + tracebacks;
    memset(new->string, 0xff, builder->string_count * sizeof *new->string);
    return true;
}

enum snapshot_status snapshot_builder_finish(struct snapshot_builder *builder, struct snapshot **result)
{
    enum snapshot_status status = SNAPSHOT_NO_MEMORY;
    struct renumbering new;
    struct snapshot_parts parts;
    if (renumbering_init(&new, builder)) {
        status = put_in_order(builder, &new);
    }
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
    struct snapshot *snapshot = status == SNAPSHOT_OK ? snapshot_new(&shape, new.bytes, &parts) : NULL;
    if (snapshot != NULL) {
        copy_out(builder, &new, &parts);
        copy_tracebacks(builder, &new, &parts, snapshot);
        *result = snapshot;
    } else {
        status = SNAPSHOT_NO_MEMORY;
    }
    free(new.string);
    free(new.page);
    free(new.page_order);
    snapshot_builder_drop(builder);
    return status;
}
