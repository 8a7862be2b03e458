/* Interned strings and tracebacks (trace_tables.h). */
#include "daemon/heap/trace_tables.h"

#include <string.h>

#include "daemon/heap/blocks.h"
#include "daemon/heap/memory.h"

#define CAPACITY_MIN 32u

static uint32_t mix(uint64_t x)
{
    x *= 0x9e3779b97f4a7c15ull;
    return (uint32_t)(x >> 32) ^ (uint32_t)x;
}

/* ---- blocks that are counted --------------------------------------------------------------------- */

static addr take(struct heap *h, struct trace_tables *t, size_t size)
{
    addr a = table_alloc(h, size);
    if (a)
        t->bytes += blocks_footprint(h, a);
    return a;
}

static void give(struct heap *h, struct trace_tables *t, addr a)
{
    if (!a)
        return;
    t->bytes -= blocks_footprint(h, a);
    table_free(h, a);
}

/* ---- tables -------------------------------------------------------------------------------------- */

static uint32_t *index_of(const struct heap *h, const struct trace_table *t)
{
    return heap_at(h, t->index);
}
static uint32_t index_mask(const struct trace_table *t)
{
    return 2 * t->capacity - 1;
}

static void enter(const struct heap *h, const struct trace_table *t, uint32_t hash, uint32_t id)
{
    uint32_t *index = index_of(h, t), mask = index_mask(t), i = hash & mask;
    while (index[i])
        i = (i + 1) & mask;
    index[i] = id;
}

/* Twice the rows, and an empty index of the size that goes with them. On failure nothing has changed. */
static bool grow(struct heap *h, struct trace_tables *all, struct trace_table *t, size_t row)
{
    uint32_t capacity = t->capacity ? 2 * t->capacity : CAPACITY_MIN;
    addr rows = take(h, all, capacity * row),
         index = rows ? take(h, all, 2 * (size_t)capacity * sizeof(uint32_t)) : 0;
    if (!index) {
        give(h, all, rows);
        return false;
    }
    if (t->count)
        memcpy(heap_at(h, rows), heap_at(h, t->rows), t->count * row);
    memset(heap_at(h, index), 0, 2 * (size_t)capacity * sizeof(uint32_t));
    give(h, all, t->rows);
    give(h, all, t->index);
    *t = (struct trace_table){rows, index, t->count, capacity};
    return true;
}

static void forget(struct heap *h, struct trace_tables *all, struct trace_table *t)
{
    give(h, all, t->rows);
    give(h, all, t->index);
    *t = (struct trace_table){0, 0, 0, 0};
}

/* ---- strings ------------------------------------------------------------------------------------- */

static uint32_t hash_text(const char *text, uint32_t length)
{
    uint64_t x = length;
    for (uint32_t i = 0; i < length; i++)
        x = (x ^ (unsigned char)text[i]) * 0x100000001b3ull;
    return mix(x);
}

static bool is_text(const struct heap *h, const struct trace_string *s, const char *text, uint32_t length,
                    uint32_t hash)
{
    return s->hash == hash && s->length == length &&
           (length == 0 || memcmp(heap_at(h, s->text), text, length) == 0);
}

static uint32_t add_string(struct heap *h, struct trace_tables *t, const char *text, uint32_t length,
                           uint32_t hash)
{
    struct trace_table *strings = &t->strings;
    if (strings->count == strings->capacity) {
        if (strings->count >= TRACE_STRINGS_MAX || !grow(h, t, strings, sizeof(struct trace_string)))
            return 0;
        for (uint32_t id = 1; id <= strings->count; id++)
            enter(h, strings, trace_string_at(h, t, id)->hash, id);
    }
    addr copy = length ? take(h, t, length) : 0;
    if (length && !copy)
        return 0;
    if (length)
        memcpy(heap_at(h, copy), text, length);
    uint32_t id = ++strings->count;
    *trace_string_at(h, t, id) = (struct trace_string){copy, length, hash};
    enter(h, strings, hash, id);
    return id;
}

uint32_t trace_intern_string(struct heap *h, struct trace_tables *t, const char *text, uint32_t length)
{
    uint32_t hash = hash_text(text, length);
    if (t->strings.capacity) {
        const uint32_t *index = index_of(h, &t->strings);
        uint32_t mask = index_mask(&t->strings);
        for (uint32_t i = hash & mask; index[i]; i = (i + 1) & mask)
            if (is_text(h, trace_string_at(h, t, index[i]), text, length, hash))
                return index[i];
    }
    return add_string(h, t, text, length, hash);
}

/* ---- tracebacks ---------------------------------------------------------------------------------- */

static uint32_t hash_places(const struct trace_place *places, uint32_t frames, uint32_t total)
{
    uint64_t x = total;
    for (uint32_t i = 0; i < frames; i++)
        x = (x ^ ((uint64_t)places[i].file << 32 | places[i].line)) * 0xff51afd7ed558ccdull, x ^= x >> 32;
    return mix(x);
}

static bool is_traceback(const struct heap *h, const struct trace_entry *e, const struct trace_place *places,
                         uint32_t frames, uint32_t total, uint32_t hash)
{
    return e->hash == hash && e->frames == frames && e->total == total &&
           memcmp(trace_entry_places(h, e), places, frames * sizeof *places) == 0;
}

static void index_tracebacks(struct heap *h, struct trace_tables *t)
{
    memset(heap_at(h, t->tracebacks.index), 0, 2 * (size_t)t->tracebacks.capacity * sizeof(uint32_t));
    for (uint32_t id = 1; id <= t->tracebacks.count; id++)
        if (trace_entry_at(h, t, id)->frames)
            enter(h, &t->tracebacks, trace_entry_at(h, t, id)->hash, id);
}

/* Lets go what has no traces, but for the first (`<unknown>`) and `keep`. Answers how many entries are free
 * now. */
static uint32_t sweep(struct heap *h, struct trace_tables *t, uint32_t keep)
{
    uint32_t freed = 0;
    for (uint32_t id = 2; id <= t->tracebacks.count; id++) {
        struct trace_entry *e = trace_entry_at(h, t, id);
        if (e->count || !e->frames || id == keep)
            continue;
        if (e->frames > 1)
            give(h, t, e->u.places);
        *e = (struct trace_entry){.u.next_free = t->free_entry};
        t->free_entry = id;
        freed++;
    }
    return freed;
}

/* An entry that is not used; 0: no room. */
static uint32_t new_entry(struct heap *h, struct trace_tables *t, uint32_t keep)
{
    struct trace_table *rows = &t->tracebacks;
    if (!t->free_entry && rows->count == rows->capacity) {
        uint32_t freed = sweep(h, t, keep);
        bool full = rows->capacity >= TRACEBACKS_MAX;
        if (freed <= rows->capacity / 4 && (full || !grow(h, t, rows, sizeof(struct trace_entry))) && !freed)
            return 0;
        index_tracebacks(h, t);
    }
    if (!t->free_entry)
        return ++rows->count;
    uint32_t id = t->free_entry;
    t->free_entry = (uint32_t)trace_entry_at(h, t, id)->u.next_free;
    return id;
}

uint32_t trace_intern_traceback(struct heap *h, struct trace_tables *t, const struct trace_place *places,
                                uint32_t frames, uint32_t total, uint32_t keep)
{
    uint32_t hash = hash_places(places, frames, total);
    if (t->tracebacks.capacity) {
        const uint32_t *index = index_of(h, &t->tracebacks);
        uint32_t mask = index_mask(&t->tracebacks);
        for (uint32_t i = hash & mask; index[i]; i = (i + 1) & mask)
            if (is_traceback(h, trace_entry_at(h, t, index[i]), places, frames, total, hash))
                return index[i];
    }
    addr copy = frames > 1 ? take(h, t, frames * sizeof *places) : 0;
    if (frames > 1 && !copy)
        return 0;
    uint32_t id = new_entry(h, t, keep);
    if (!id) {
        give(h, t, copy);
        return 0;
    }
    struct trace_entry *e = trace_entry_at(h, t, id);
    *e = (struct trace_entry){.hash = hash, .frames = (uint16_t)frames, .total = (uint16_t)total};
    if (frames == 1)
        e->u.only = *places;
    else {
        memcpy(heap_at(h, copy), places, frames * sizeof *places);
        e->u.places = copy;
    }
    enter(h, &t->tracebacks, hash, id);
    return id;
}

void trace_tables_forget_tracebacks(struct heap *h, struct trace_tables *t)
{
    for (uint32_t id = 1; id <= t->tracebacks.count; id++)
        if (trace_entry_at(h, t, id)->frames > 1)
            give(h, t, trace_entry_at(h, t, id)->u.places);
    forget(h, t, &t->tracebacks);
    t->free_entry = 0;
}

void trace_tables_forget_strings(struct heap *h, struct trace_tables *t)
{
    for (uint32_t id = 1; id <= t->strings.count; id++)
        give(h, t, trace_string_at(h, t, id)->text);
    forget(h, t, &t->strings);
}
