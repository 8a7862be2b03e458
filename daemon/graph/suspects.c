/* Leak suspects (questions.h). */
#include "daemon/graph/questions.h"
#include "daemon/graph/work.h"

#include <stdlib.h>

#define BIG_DROP 0.7

/* ---- what is held where memory accumulates ------------------------------------------------------- */

struct held {
    uint64_t count, retained;
};

static enum graph_status find_held(const struct graph_analysis *a, struct graph_suspect *s)
{
    const struct graph *g = a->graph;
    struct held *held = calloc((size_t)g->type_count + 1, sizeof *held);
    uint32_t above = a->place[s->accumulation];
    if (held == NULL)
        return GRAPH_NO_MEMORY;
    for (uint32_t place = above + 1; place <= g->node_count; place++)
        if (a->dominator[place] == above) {
            struct held *row = &held[g->type[a->node[place]]];
            row->count++;
            row->retained += a->retained[place];
            s->held_total++;
        }
    s->held_type = GRAPH_NONE;
    for (uint32_t type = 0; type < g->type_count; type++)
        if (held[type].count > 0 && (s->held_type == GRAPH_NONE || held[type].retained > s->held_retained)) {
            s->held_type = type;
            s->held_count = held[type].count;
            s->held_retained = held[type].retained;
        }
    free(held);
    return GRAPH_OK;
}

/* Down to what retains most, as long as that is nearly all. */
static enum graph_status find_accumulation(const struct graph_analysis *a, struct graph_suspect *s)
{
    uint32_t place = a->place[s->node], heavy;
    while ((heavy = a->heaviest[place]) != 0 &&
           (double)a->retained[heavy] >= BIG_DROP * (double)a->retained[place]) {
        place = heavy;
        s->depth++;
    }
    s->accumulation = a->node[place];
    s->accumulated = a->retained[place];
    return find_held(a, s);
}

/* ---- finding them -------------------------------------------------------------------------------- */

static int most_retained_first(const void *a, const void *b)
{
    const struct graph_suspect *x = a, *y = b;
    if (x->is_group != y->is_group)
        return x->is_group ? 1 : -1;
    if (x->retained != y->retained)
        return x->retained < y->retained ? 1 : -1;
    return (x->node > y->node) - (x->node < y->node);
}

struct finding {
    const struct graph_analysis *analysis;
    struct graph_suspect *rows, *groups; /* groups: by type, what is no suspect alone */
    size_t count, capacity;
    double least;
};

static enum graph_status add(struct finding *f, const struct graph_suspect *s)
{
    if (f->count == f->capacity) {
        size_t larger = f->capacity < 8 ? 8 : 2 * f->capacity;
        struct graph_suspect *moved = reallocarray(f->rows, larger, sizeof *moved);
        if (moved == NULL)
            return GRAPH_NO_MEMORY;
        f->rows = moved;
        f->capacity = larger;
    }
    f->rows[f->count++] = *s;
    return GRAPH_OK;
}

static void add_to_group(struct finding *f, const struct graph_suspect *s)
{
    struct graph_suspect *group = &f->groups[s->type];
    if (group->count == 0 || s->retained > graph_retained(f->analysis, group->node))
        group->node = s->node;
    group->is_group = true;
    group->type = s->type;
    group->count++;
    group->retained += s->retained;
    group->retained_count += s->retained_count;
}

/* What the program knows: sys.modules, gc.garbage. The interpreter's own have no root but that they are. */
static bool is_of_program(const struct graph_analysis *a, uint32_t node)
{
    uint32_t count;
    const struct graph_root *roots = graph_roots_of(a, node, &count);
    for (uint32_t i = 0; i < count; i++)
        if (roots[i].kind != GRAPH_ROOT_BUILTIN)
            return true;
    return false;
}

/* Objects that no other holds alone. Static ones are none that could be told of: what is in sys.modules alone
 * counts as well. */
static bool is_looked_at(const struct graph_analysis *a, uint32_t place)
{
    uint32_t above = a->dominator[place];
    if (graph_is_static(a->graph, a->node[place]))
        return false;
    return above == 0 || (a->dominator[above] == 0 && graph_is_static(a->graph, a->node[above]) &&
                          is_of_program(a, a->node[above]));
}

static enum graph_status look_at_all(struct finding *f, const struct graph_control *control)
{
    const struct graph_analysis *a = f->analysis;
    enum graph_status status = GRAPH_OK;
    for (uint32_t place = 1; place <= a->reachable && status == GRAPH_OK; place++) {
        uint32_t node = a->node[place];
        if (!graph_goes_on(control, "suspects", place, a->reachable))
            return GRAPH_STOPPED;
        if (!is_looked_at(a, place))
            continue;
        struct graph_suspect s = {.node = node,
                                  .type = a->graph->type[node],
                                  .count = 1,
                                  .retained = a->retained[place],
                                  .retained_count = a->retained_count[place]};
        if ((double)s.retained > f->least)
            status = add(f, &s);
        else
            add_to_group(f, &s);
    }
    for (uint32_t type = 0; type < a->graph->type_count && status == GRAPH_OK; type++)
        if ((double)f->groups[type].retained > f->least)
            status = add(f, &f->groups[type]);
    return status;
}

enum graph_status graph_find_suspects(const struct graph_analysis *a, double share,
                                      const struct graph_control *control, struct graph_suspect **rows,
                                      size_t *count)
{
    double total = (double)(a->graph->bytes - a->garbage_bytes);
    struct finding f = {.analysis = a,
                        .least = share * total,
                        .groups = calloc((size_t)a->graph->type_count + 1, sizeof *f.groups)};
    enum graph_status status = f.groups != NULL ? look_at_all(&f, control) : GRAPH_NO_MEMORY;
    for (size_t i = 0; i < f.count && status == GRAPH_OK; i++) {
        f.rows[i].share = total > 0 ? (double)f.rows[i].retained / total : 0;
        status = find_accumulation(a, &f.rows[i]);
    }
    free(f.groups);
    if (status != GRAPH_OK) {
        free(f.rows);
        return status;
    }
    if (f.count > 0)
        qsort(f.rows, f.count, sizeof *f.rows, most_retained_first);
    *rows = f.rows;
    *count = f.count;
    return GRAPH_OK;
}
