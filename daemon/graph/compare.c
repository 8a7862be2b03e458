/* Two graphs of one heap, object by object (questions.h): one merge by address, types matched by name. */
#include "daemon/graph/questions.h"
#include "daemon/graph/value.h"

#include <stdlib.h>
#include <string.h>

const char *graph_fate_name(enum graph_fate fate)
{
    static const char *const names[GRAPH_FATES] = {"new", "deleted", "surviving", "grown", "shrunk"};
    return (unsigned)fate < GRAPH_FATES ? names[fate] : NULL;
}

/* For each type of the older graph, that of the newer one with its name. */
static uint32_t *match_types(const struct graph *older, const struct graph *newer)
{
    uint32_t *match = calloc((size_t)older->type_count + 1, sizeof *match);
    size_t slots = 64;
    while (slots < 2 * (size_t)newer->type_count)
        slots *= 2;
    uint32_t *table = calloc(slots, sizeof *table);
    if (match == NULL || table == NULL) {
        free(match);
        free(table);
        return NULL;
    }
    for (uint32_t side = 0; side < 2; side++) {
        const struct graph *g = side == 0 ? newer : older;
        for (uint32_t type = 0; type < g->type_count; type++) {
            struct graph_text name = graph_text_of(g, g->type_name[type]);
            uint64_t hash = name.length;
            for (size_t i = 0; i < name.length; i++)
                hash = graph_mix(hash, (unsigned char)name.bytes[i]);
            size_t at = (size_t)hash & (slots - 1);
            for (; table[at] != 0; at = (at + 1) & (slots - 1)) {
                struct graph_text other = graph_text_of(newer, newer->type_name[table[at] - 1]);
                if (other.length == name.length && memcmp(other.bytes, name.bytes, name.length) == 0)
                    break;
            }
            if (side == 0)
                table[at] = type + 1;
            else
                match[type] = table[at] != 0 ? table[at] - 1 : GRAPH_NONE;
        }
    }
    free(table);
    return match;
}

/* The type's name is all that is known of objects that no capture of a heap saw. */
static bool has_birth_of(const struct graph *older, uint32_t o, const struct graph *newer, uint32_t n)
{
    uint32_t before = older->birth != NULL ? older->birth[o] : 0,
             now = newer->birth != NULL ? newer->birth[n] : 0;
    return before == 0 || now == 0 || before == now;
}

bool graph_survives(const struct graph *older, const struct graph *newer, uint64_t address)
{
    uint32_t o = graph_find(older, address), n = graph_find(newer, address);
    if (o == GRAPH_NONE || n == GRAPH_NONE)
        return false;
    struct graph_text before = graph_type_name(older, o), now = graph_type_name(newer, n);
    return before.length == now.length && memcmp(before.bytes, now.bytes, now.length) == 0 &&
           has_birth_of(older, o, newer, n);
}

static enum graph_fate fate_of(const struct graph *older, uint32_t o, const struct graph *newer, uint32_t n)
{
    if (newer->size[n] > older->size[o])
        return GRAPH_GROWN;
    return newer->size[n] < older->size[o] ? GRAPH_SHRUNK : GRAPH_SURVIVING;
}

static bool merge(const struct graph *older, const struct graph *newer, const uint32_t *match,
                  graph_fate_visitor *visit, void *context)
{
    uint32_t o = 0, n = 0;
    bool on = true;
    while (on && (o < older->node_count || n < newer->node_count)) {
        bool has_old =
            o < older->node_count && (n == newer->node_count || older->address[o] <= newer->address[n]);
        bool has_new =
            n < newer->node_count && (o == older->node_count || newer->address[n] <= older->address[o]);
        bool old_counts = has_old && !graph_is_static(older, o),
             new_counts = has_new && !graph_is_static(newer, n);
        if (old_counts && new_counts && match[older->type[o]] == newer->type[n] &&
            has_birth_of(older, o, newer, n)) {
            on = visit(context, fate_of(older, o, newer, n), o, n);
        } else {
            if (old_counts)
                on = visit(context, GRAPH_DELETED, o, GRAPH_NONE);
            if (on && new_counts)
                on = visit(context, GRAPH_NEW, GRAPH_NONE, n);
        }
        o += has_old;
        n += has_new;
    }
    return on;
}

enum graph_status graph_compare_each(const struct graph *older, const struct graph *newer,
                                     graph_fate_visitor *visit, void *context)
{
    uint32_t *match = match_types(older, newer);
    if (match == NULL)
        return GRAPH_NO_MEMORY;
    bool whole = merge(older, newer, match, visit, context);
    free(match);
    return whole ? GRAPH_OK : GRAPH_STOPPED;
}

/* ---- sums ---------------------------------------------------------------------------------------- */

struct summing {
    const struct graph *older, *newer;
    const uint32_t *match;
    struct graph_change *rows; /* of the newer graph's types; then of those of the older that are gone */
    const struct graph_control *control;
    uint64_t done;
};

static void add(struct graph_change *row, enum graph_fate fate, uint64_t old_size, uint64_t new_size)
{
    row->count[fate]++;
    switch (fate) {
    case GRAPH_NEW:
        row->new_bytes += new_size;
        break;
    case GRAPH_DELETED:
        row->deleted_bytes += old_size;
        break;
    case GRAPH_GROWN:
        row->grown_bytes += new_size - old_size;
        row->count[GRAPH_SURVIVING]++;
        break;
    case GRAPH_SHRUNK:
        row->shrunk_bytes += old_size - new_size;
        row->count[GRAPH_SURVIVING]++;
        break;
    default:
        break;
    }
}

static bool sum(void *context, enum graph_fate fate, uint32_t o, uint32_t n)
{
    struct summing *s = context;
    uint32_t row;
    if (n != GRAPH_NONE)
        row = s->newer->type[n];
    else if (s->match[s->older->type[o]] != GRAPH_NONE)
        row = s->match[s->older->type[o]];
    else
        row = s->newer->type_count + s->older->type[o];
    add(&s->rows[row], fate, o != GRAPH_NONE ? s->older->size[o] : 0,
        n != GRAPH_NONE ? s->newer->size[n] : 0);
    return graph_goes_on(s->control, "compare", ++s->done,
                         (uint64_t)s->older->node_count + s->newer->node_count);
}

static int most_new_bytes_first(const void *a, const void *b)
{
    const struct graph_change *x = a, *y = b;
    if (x->new_bytes != y->new_bytes)
        return x->new_bytes < y->new_bytes ? 1 : -1;
    if (x->deleted_bytes != y->deleted_bytes)
        return x->deleted_bytes < y->deleted_bytes ? 1 : -1;
    uint32_t s = x->newer_type != GRAPH_NONE ? x->newer_type : x->older_type,
             t = y->newer_type != GRAPH_NONE ? y->newer_type : y->older_type;
    return (s > t) - (s < t);
}

static bool has_changed(const struct graph_change *row)
{
    return row->count[GRAPH_NEW] + row->count[GRAPH_DELETED] + row->count[GRAPH_GROWN] +
               row->count[GRAPH_SHRUNK] >
           0;
}

/* The rows that say something, in order. */
static void settle(struct graph_change *rows, size_t all, struct graph_comparison *answer)
{
    struct graph_change total = {.older_type = GRAPH_NONE, .newer_type = GRAPH_NONE};
    size_t kept = 0;
    for (size_t i = 0; i < all; i++) {
        for (int fate = 0; fate < GRAPH_FATES; fate++)
            total.count[fate] += rows[i].count[fate];
        total.new_bytes += rows[i].new_bytes;
        total.deleted_bytes += rows[i].deleted_bytes;
        total.grown_bytes += rows[i].grown_bytes;
        total.shrunk_bytes += rows[i].shrunk_bytes;
        if (has_changed(&rows[i]))
            rows[kept++] = rows[i];
    }
    qsort(rows, kept, sizeof *rows, most_new_bytes_first);
    *answer = (struct graph_comparison){rows, kept, total};
}

enum graph_status graph_compare(const struct graph *older, const struct graph *newer,
                                const struct graph_control *control, struct graph_comparison *comparison)
{
    size_t all = (size_t)newer->type_count + older->type_count;
    uint32_t *match = match_types(older, newer);
    struct graph_change *rows = calloc(all + 1, sizeof *rows);
    struct summing s = {older, newer, match, rows, control, 0};
    if (match == NULL || rows == NULL) {
        free(match);
        free(rows);
        return GRAPH_NO_MEMORY;
    }
    for (uint32_t type = 0; type < newer->type_count; type++)
        rows[type] = (struct graph_change){.newer_type = type, .older_type = GRAPH_NONE};
    for (uint32_t type = 0; type < older->type_count; type++) {
        rows[newer->type_count + type] = (struct graph_change){.older_type = type, .newer_type = GRAPH_NONE};
        if (match[type] != GRAPH_NONE)
            rows[match[type]].older_type = type;
    }
    bool whole = merge(older, newer, match, sum, &s);
    free(match);
    if (!whole) {
        free(rows);
        return GRAPH_STOPPED;
    }
    settle(rows, all, comparison);
    return GRAPH_OK;
}
