/*
 * The shortest paths from roots to an object (questions.h): from the object backwards, always at the partial
 * path whose length, with the distance that is left, is least. The distances are exact, so that the first
 * paths that arrive are the shortest. Of equally long partial paths the one that was begun last goes on
 * first: it arrives before the others fan out.
 */
#include "daemon/graph/questions.h"
#include "daemon/graph/work.h"

#include <stdlib.h>

/* A partial path: an object, and the partial path that goes on from it to the one asked for. */
struct partial {
    uint32_t node, onwards; /* a partial's number; GRAPH_NONE: this is the object asked for */
    uint32_t length;        /* steps from it to there */
    uint32_t next;          /* in its bucket */
};

struct search {
    const struct graph_analysis *analysis;
    struct partial *partials;
    size_t count, capacity;
    uint32_t *buckets; /* by total length above the least: the first partial */
    size_t bucket_count;
    uint32_t least;
    uint64_t effort;
    struct graph_paths *paths;
    size_t limit;
};

static uint32_t distance_of(const struct graph_analysis *a, uint32_t node)
{
    return graph_is_garbage(a, node) ? 0 : a->distance[node];
}

/* A total that is above the least has made a detour, and only then can a node come again. */
static bool comes_again(struct search *s, uint32_t node, uint32_t at)
{
    for (; at != GRAPH_NONE; at = s->partials[at].onwards) {
        s->effort -= s->effort > 0;
        if (s->partials[at].node == node)
            return true;
    }
    return false;
}

static bool push(struct search *s, uint32_t node, uint32_t onwards, uint32_t length)
{
    size_t bucket = length + distance_of(s->analysis, node) - s->least;
    if (s->count == s->capacity) {
        size_t larger = s->capacity < 64 ? 64 : 2 * s->capacity;
        struct partial *moved = reallocarray(s->partials, larger, sizeof *moved);
        if (moved == NULL)
            return false;
        s->partials = moved;
        s->capacity = larger;
    }
    if (bucket >= s->bucket_count) {
        size_t larger = 2 * bucket + 16;
        uint32_t *moved = reallocarray(s->buckets, larger, sizeof *moved);
        if (moved == NULL)
            return false;
        for (size_t i = s->bucket_count; i < larger; i++)
            moved[i] = GRAPH_NONE;
        s->buckets = moved;
        s->bucket_count = larger;
    }
    s->partials[s->count] = (struct partial){node, onwards, length, s->buckets[bucket]};
    s->buckets[bucket] = (uint32_t)s->count++;
    return true;
}

/* Who refers to it, the last first, so that the first is at hand first. */
static bool extend(struct search *s, uint32_t at)
{
    const struct graph_analysis *a = s->analysis;
    uint32_t node = s->partials[at].node, length = s->partials[at].length;
    bool garbage = graph_is_garbage(a, node);
    for (uint32_t k = a->in_first[node + 1]; k-- > a->in_first[node];) {
        uint32_t from = a->in_from[k];
        if ((k > a->in_first[node] && a->in_from[k - 1] == from) || graph_is_garbage(a, from) != garbage)
            continue; /* parallel; or no way from a root */
        s->effort -= s->effort > 0;
        bool detour = garbage || length + 1 + a->distance[from] > s->least;
        if (!(detour && comes_again(s, from, at)) && !push(s, from, at, length + 1))
            return false;
    }
    return true;
}

static uint32_t edge_between(const struct graph_analysis *a, uint32_t from, uint32_t to)
{
    for (uint32_t e = a->graph->first[from]; e < a->graph->first[from + 1]; e++)
        if (a->graph->to[e] == to && graph_is_strong(a, e))
            return e;
    return GRAPH_NONE;
}

static bool arrive(struct search *s, uint32_t at, const struct graph_root *root)
{
    struct graph_paths *paths = s->paths;
    size_t length = (size_t)s->partials[at].length + 1, i = 0;
    struct graph_step *steps = calloc(length, sizeof *steps);
    if (steps == NULL)
        return false;
    for (uint32_t before = GRAPH_NONE; at != GRAPH_NONE; at = s->partials[at].onwards) {
        uint32_t node = s->partials[at].node;
        steps[i++] = (struct graph_step){
            node, before == GRAPH_NONE ? GRAPH_NONE : edge_between(s->analysis, before, node)};
        before = node;
    }
    paths->items[paths->count++] = (struct graph_path){*root, steps, length};
    return true;
}

/* The next partial path, GRAPH_NONE: none is left. */
static uint32_t pop(struct search *s, size_t *bucket)
{
    for (; *bucket < s->bucket_count; ++*bucket) {
        uint32_t at = s->buckets[*bucket];
        if (at != GRAPH_NONE) {
            s->buckets[*bucket] = s->partials[at].next;
            return at;
        }
    }
    return GRAPH_NONE;
}

static enum graph_status search(struct search *s, const struct graph_control *control)
{
    uint64_t steps = 0;
    uint32_t at;
    for (size_t bucket = 0; s->paths->count < s->limit && (at = pop(s, &bucket)) != GRAPH_NONE;) {
        uint32_t root_count;
        const struct graph_root *roots = graph_roots_of(s->analysis, s->partials[at].node, &root_count);
        for (uint32_t i = 0; i < root_count && s->paths->count < s->limit; i++)
            if (!arrive(s, at, &roots[i]))
                return GRAPH_NO_MEMORY;
        if (root_count == 0 && !extend(s, at))
            return GRAPH_NO_MEMORY;
        if (!graph_goes_on(control, "paths", ++steps, 0))
            return GRAPH_STOPPED;
        if (s->effort == 0 || s->count > GRAPH_MAX / 2) {
            s->paths->complete = false;
            break;
        }
    }
    return GRAPH_OK;
}

enum graph_status graph_find_paths(const struct graph_analysis *a, uint32_t node, size_t limit,
                                   uint64_t effort, const struct graph_control *control,
                                   struct graph_paths *paths)
{
    struct graph_paths found = {.items = calloc(limit + 1, sizeof *found.items), .complete = true};
    struct search s = {
        .analysis = a,
        .least = distance_of(a, node),
        .effort = effort != 0 ? effort : 4000000,
        .paths = &found,
        .limit = limit,
    };
    enum graph_status status = GRAPH_NO_MEMORY;
    if (found.items != NULL && push(&s, node, GRAPH_NONE, 0))
        status = search(&s, control);
    free(s.partials);
    free(s.buckets);
    if (status == GRAPH_OK)
        *paths = found;
    else
        graph_paths_drop(&found);
    return status;
}

void graph_paths_drop(struct graph_paths *paths)
{
    for (size_t i = 0; i < paths->count; i++)
        free(paths->items[i].steps);
    free(paths->items);
    *paths = (struct graph_paths){0};
}
