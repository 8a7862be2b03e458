/*
 * Dominators from semidominators (Lengauer and Tarjan), which are found from the last place to the first,
 * over a forest whose paths are compressed as they are walked. The dominator of a place is the first on the
 * way up from its parent, by dominators that are known, that is no further down than its semidominator
 * ("Semi-NCA", Georgiadis and Tarjan): the ways are short in heaps and need little memory, but there are
 * graphs for which they add up to the square of their size. So they are counted, and beyond a few steps for
 * each place everything is done again as Lengauer and Tarjan do it, with buckets. Everything is by place.
 * Memory that the next few places need is asked for ahead: the time goes into waiting for it otherwise.
 */
#include "daemon/graph/work.h"

/* All that a walk along a path touches, as densely as can be. */
struct link {
    uint32_t ancestor; /* in the forest */
    uint32_t best;     /* the lowest semidominator on the compressed path */
};

struct forest {
    const struct graph_analysis *analysis;
    const uint32_t *parent;
    struct link *links;
    uint32_t *semi, *dominator;
    /* With buckets alone. */
    uint32_t *label;         /* by place: whose semidominator links[place].best is */
    uint32_t *bucket, *next; /* places by semidominator: the first, and the one after it; 0: none */
    uint8_t *is_root;        /* by node */
    struct words path;
};

/*
 * Afterwards links[place].best is the lowest semidominator from place up to below its root. Places from
 * `last` on are linked: what lies before is a root of the forest, which thus need not be looked at.
 */
static bool compress(struct forest *f, uint32_t place, uint32_t last)
{
    struct link *links = f->links;
    if (links[place].ancestor < last)
        return true;
    f->path.count = 0;
    for (uint32_t above = links[place].ancestor; above >= last; above = links[place].ancestor) {
        if (!words_push(&f->path, place))
            return false;
        place = above;
    }
    /* `place` is below its root now. */
    while (f->path.count > 0) {
        uint32_t below = f->path.items[--f->path.count];
        struct link *link = &links[below];
        const struct link *up = &links[link->ancestor];
        if (up->best < link->best) {
            link->best = up->best;
            if (f->label != NULL)
                f->label[below] = f->label[link->ancestor];
        }
        link->ancestor = up->ancestor;
    }
    return true;
}

enum { NODE_AHEAD = 64, FIRST_AHEAD = 44, FROM_AHEAD = 28, PLACE_AHEAD = 14, MANY = 8 };

/* Places are done downwards: what those a little below need is asked for. */
static void look_ahead(const struct forest *f, uint32_t place)
{
    const struct graph_analysis *a = f->analysis;
    if (place <= NODE_AHEAD)
        return;
    __builtin_prefetch(&a->in_first[a->node[place - NODE_AHEAD]]);
    __builtin_prefetch(&f->is_root[a->node[place - NODE_AHEAD]]);
    __builtin_prefetch(&a->in_from[a->in_first[a->node[place - FIRST_AHEAD]]]);
    uint32_t node = a->node[place - FROM_AHEAD], from = a->in_first[node], end = a->in_first[node + 1];
    for (uint32_t k = from; k < end && k < from + MANY; k++)
        __builtin_prefetch(&a->place[a->in_from[k]]);
    node = a->node[place - PLACE_AHEAD], from = a->in_first[node], end = a->in_first[node + 1];
    for (uint32_t k = from; k < end && k < from + MANY; k++)
        __builtin_prefetch(&f->links[a->place[a->in_from[k]]]);
}

static bool find_semi(struct forest *f, uint32_t place, uint32_t *semi)
{
    const struct graph_analysis *a = f->analysis;
    uint32_t node = a->node[place], best = f->parent[place];
    if (f->is_root[node])
        best = 0;
    for (uint32_t k = a->in_first[node]; k < a->in_first[node + 1] && best > 0; k++) {
        uint32_t from = a->place[a->in_from[k]];
        if (from > place) {
            if (!compress(f, from, place + 1))
                return false;
            from = f->links[from].best;
        }
        if (from < best)
            best = from;
    }
    *semi = best;
    return true;
}

static enum graph_status find_semis(struct forest *f, uint32_t count, const struct graph_control *control)
{
    for (uint32_t place = count; place > 0; place--) {
        look_ahead(f, place);
        uint32_t semi;
        if (!find_semi(f, place, &semi))
            return GRAPH_NO_MEMORY;
        f->semi[place] = semi;
        f->links[place] = (struct link){.ancestor = f->parent[place], .best = semi};
        if (!graph_goes_on(control, "dominators", count - place, count))
            return GRAPH_STOPPED;
    }
    return GRAPH_OK;
}

enum { UP_AHEAD = 24 };
#ifndef STEPS_A_PLACE
#define STEPS_A_PLACE 32
#endif

/* False: the ways are too long. */
static bool walk_up(struct forest *f, uint32_t count)
{
    uint64_t steps = 0, most = (uint64_t)count * STEPS_A_PLACE + STEPS_A_PLACE;
    for (uint32_t place = 1; place <= count; place++) {
        uint32_t at = f->parent[place], semi = f->semi[place];
        if (place + UP_AHEAD <= count)
            __builtin_prefetch(&f->dominator[f->parent[place + UP_AHEAD]]);
        for (; at > semi; at = f->dominator[at])
            if (++steps > most)
                return false;
        f->dominator[place] = at;
    }
    return true;
}

/* ---- with buckets */

/* Those whose semidominator is `parent`: their dominator is it, or that of a place found on the way (which is
 * known later). */
static bool empty_bucket(struct forest *f, uint32_t parent, uint32_t last)
{
    for (uint32_t place = f->bucket[parent]; place != 0; place = f->next[place]) {
        if (!compress(f, place, last))
            return false;
        f->dominator[place] = f->links[place].best < parent ? f->label[place] : parent;
    }
    f->bucket[parent] = 0;
    return true;
}

static enum graph_status walk_back(struct forest *f, uint32_t count, const struct graph_control *control)
{
    for (uint32_t place = count; place > 0; place--) {
        look_ahead(f, place);
        uint32_t parent = f->parent[place], semi;
        if (!find_semi(f, place, &semi))
            return GRAPH_NO_MEMORY;
        f->semi[place] = semi;
        f->links[place] = (struct link){.ancestor = parent, .best = semi};
        f->label[place] = place;
        if (semi == parent) { /* the commonest case: nothing on the way can be lower */
            f->dominator[place] = parent;
        } else {
            f->next[place] = f->bucket[semi];
            f->bucket[semi] = place;
        }
        if (f->bucket[parent] != 0 && !empty_bucket(f, parent, place))
            return GRAPH_NO_MEMORY;
        if (!graph_goes_on(control, "dominators", count - place, count))
            return GRAPH_STOPPED;
    }
    for (uint32_t place = 1; place <= count; place++)
        if (f->dominator[place] != f->semi[place])
            f->dominator[place] = f->dominator[f->dominator[place]];
    return GRAPH_OK;
}

static enum graph_status use_buckets(struct forest *f, uint32_t count, const struct graph_control *control)
{
    size_t places = (size_t)count + 1;
    enum graph_status status = GRAPH_NO_MEMORY;
    f->bucket = scratch_new(places, sizeof *f->bucket);
    f->next = scratch_new(places, sizeof *f->next);
    f->label = scratch_new(places, sizeof *f->label);
    if (f->bucket != NULL && f->next != NULL && f->label != NULL)
        status = walk_back(f, count, control);
    scratch_free(f->bucket, places, sizeof *f->bucket);
    scratch_free(f->next, places, sizeof *f->next);
    scratch_free(f->label, places, sizeof *f->label);
    return status;
}

/* Sums go from the last place to the first: a dominator comes before what it dominates. */
static void sum_up(struct work *work, uint32_t count)
{
    const struct graph_analysis *a = &work->analysis;
    const uint32_t *dominator = work->columns[WORK_DOMINATOR].data;
    uint64_t *retained = work->columns[WORK_RETAINED].data;
    uint32_t *objects = work->columns[WORK_RETAINED_COUNT].data,
             *heaviest = work->columns[WORK_HEAVIEST].data;
    retained[0] = objects[0] = heaviest[0] = 0;
    for (uint32_t place = 1; place <= count; place++) {
        if (place + NODE_AHEAD <= count)
            __builtin_prefetch(&a->graph->size[a->node[place + NODE_AHEAD]]);
        retained[place] = a->graph->size[a->node[place]];
        objects[place] = 1;
    }
    for (uint32_t place = count; place > 0; place--) {
        uint32_t above = dominator[place], heavy = heaviest[above];
        retained[above] += retained[place];
        objects[above] += objects[place];
        if (heavy == 0 || retained[place] > retained[heavy] ||
            (retained[place] == retained[heavy] && a->node[place] < a->node[heavy]))
            heaviest[above] = place;
    }
}

static void mark_roots(const struct graph_analysis *a, uint8_t *is_root)
{
    for (uint32_t i = 0; i < a->graph->root_count; i++)
        is_root[a->graph->roots[i].node] = 1;
    for (uint32_t i = 0; i < a->garbage_count; i++)
        is_root[a->garbage[i].node] = 1;
}

enum graph_status graph_find_dominators(struct work *work, const uint32_t *parent,
                                        const struct graph_control *control)
{
    uint32_t count = work->analysis.graph->node_count;
    size_t places = (size_t)count + 1;
    struct forest f = {
        .analysis = &work->analysis,
        .parent = parent,
        .links = scratch_new(places, sizeof *f.links),
        .semi = scratch_new(places, sizeof *f.semi),
        .is_root = scratch_new(places, 1),
        .dominator = work->columns[WORK_DOMINATOR].data,
    };
    enum graph_status status = GRAPH_NO_MEMORY;
    if (f.links != NULL && f.semi != NULL && f.is_root != NULL) {
        mark_roots(&work->analysis, f.is_root);
        status = find_semis(&f, count, control);
        if (status == GRAPH_OK && !walk_up(&f, count))
            status = use_buckets(&f, count, control);
    }
    words_drop(&f.path);
    scratch_free(f.links, places, sizeof *f.links);
    scratch_free(f.semi, places, sizeof *f.semi);
    scratch_free(f.is_root, places, 1);
    if (status == GRAPH_OK)
        sum_up(work, count);
    return status;
}
