/* Operations on the collector. */
#include "api/operation.h"

#include "api/resources/write_gc.h"

/* {"generation"}: 2 without. */
static bool run_collect(struct operation *op)
{
    int64_t generation = 2;
    uint32_t at = operation_member(op, "generation");
    if (at && !json_int64(op->reader.tape, at, &generation))
        return operation_fail(op, PROBLEM_INVALID_BODY, at, "\"generation\" takes 0, 1 or 2");
    struct collection c = {0};
    if (collector_collect(op->heap, generation < 0 || generation > 2 ? -1 : (int)generation, &c) != HEAP_OK)
        return operation_raised_at(op, at);
    write_collection_members(op->w, &c);
    return true;
}

static bool run_freeze(struct operation *op)
{
    collector_freeze(op->heap);
    json_member_uint(op->w, "frozen", collector_frozen(op->heap));
    return true;
}

static bool run_unfreeze(struct operation *op)
{
    collector_unfreeze(op->heap);
    json_member_uint(op->w, "frozen", collector_frozen(op->heap));
    return true;
}

struct gc_change {
    bool enabled, set_enabled, set_debug;
    uint32_t debug;
    uint32_t threshold[3];
    uint32_t thresholds;
};

static bool read_thresholds(struct operation *op, struct gc_change *change)
{
    uint32_t at = operation_member(op, "threshold");
    const struct json_token *tokens = op->reader.tape->tokens;
    if (!at)
        return true;
    if (tokens[at].kind != JSON_ARRAY || tokens[at].count < 1 || tokens[at].count > 3)
        return operation_fail(op, PROBLEM_INVALID_BODY, at, "\"threshold\" takes one to three whole numbers");
    for (uint32_t i = at + 1; i != tokens[at].next; i = tokens[i].next) {
        uint64_t value;
        if (!json_uint64(op->reader.tape, i, &value) || value > INT32_MAX)
            return operation_fail(op, PROBLEM_INVALID_BODY, i,
                                  "a threshold is a whole number from 0 to 2147483647");
        change->threshold[change->thresholds++] = (uint32_t)value;
    }
    return true;
}

/* {"enabled", "threshold", "debug"}: all is read before anything is changed. */
static bool run_gc(struct operation *op)
{
    struct gc_change change = {0};
    change.set_enabled = operation_member(op, "enabled") != 0;
    if (!operation_flag(op, "enabled", &change.enabled) || !read_thresholds(op, &change))
        return false;
    uint32_t debug = operation_member(op, "debug");
    if (debug) {
        change.set_debug = true;
        if (!read_debug_flags(op->reader.tape, debug, &change.debug))
            return operation_fail(op, PROBLEM_INVALID_BODY, debug,
                                  "\"debug\" takes a list of: " GC_DEBUG_NAMES);
        if (collector_set_debug(op->heap, change.debug) != HEAP_OK)
            return operation_raised_at(op, debug);
    }
    if (change.set_enabled)
        collector_enable(op->heap, change.enabled);
    for (uint32_t i = 0; i < change.thresholds; i++)
        collector_set_threshold(op->heap, (int)i, change.threshold[i]);
    write_gc_members(op->w, op->heap);
    return true;
}

const struct operation_kind collector_operations[] = {
    {"collect", run_collect, " generation ", 0},
    {"freeze", run_freeze, " ", 0},
    {"unfreeze", run_unfreeze, " ", 0},
    {"gc", run_gc, " enabled threshold debug ", 0},
    {0},
};
