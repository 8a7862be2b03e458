/* What a query finds out once and then uses: generations, places in them, objects by type, referrers by
 * object. */
#include "daemon/query/table.h"

int query_need_generations(struct query *q)
{
    if (!q->generations)
        q->generations = inspect_generations(q->source.heap);
    return q->generations ? SQLITE_OK : SQLITE_NOMEM;
}

static int finish(struct pairs *p, bool *has)
{
    *has = pairs_sort(p);
    return *has ? SQLITE_OK : SQLITE_NOMEM;
}

int query_need_positions(struct query *q)
{
    if (q->has_positions)
        return SQLITE_OK;
    for (int generation = 0; generation < 4; generation++) {
        uint32_t position = 0;
        for (addr o = inspect_generation_next(q->source.heap, generation, 0); o;
             o = inspect_generation_next(q->source.heap, generation, o)) {
            if (query_stop(q))
                return SQLITE_INTERRUPT;
            if (!pairs_add(&q->positions, place_of(o), position++))
                return SQLITE_NOMEM;
        }
    }
    return finish(&q->positions, &q->has_positions);
}

int query_need_by_type(struct query *q)
{
    const struct heap *h = q->source.heap;
    if (q->has_by_type)
        return SQLITE_OK;
    for (addr o = object_next(h, 0); o; o = object_next(h, o + 16)) {
        if (query_stop(q))
            return SQLITE_INTERRUPT;
        if (!pairs_add(&q->by_type, place_of(object_type(h, o)), place_of(o)))
            return SQLITE_NOMEM;
    }
    return finish(&q->by_type, &q->has_by_type);
}

static bool note_reference(void *context, const struct edge *e)
{
    struct query *q = context;
    if (query_stop(q))
        return false;
    q->memory_failed = !pairs_add(&q->by_target, place_of(e->to), place_of(e->from));
    return !q->memory_failed;
}

int query_need_by_target(struct query *q)
{
    if (q->has_by_target)
        return SQLITE_OK;
    inspect_referrers(q->source.heap, 0, note_reference, q);
    if (q->stopped)
        return SQLITE_INTERRUPT;
    return q->memory_failed ? SQLITE_NOMEM : finish(&q->by_target, &q->has_by_target);
}

void query_forget_indexes(struct query *q)
{
    inspect_generations_free(q->generations);
    pairs_free(&q->positions);
    pairs_free(&q->by_type);
    pairs_free(&q->by_target);
}
