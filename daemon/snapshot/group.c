/*
 * Summing up by group. Ids are dense and in order, so a column of sums indexed by the group's key does
 * most of the work, and what has blocks is read off it in order.
 */
#include "daemon/snapshot/group.h"
#include "daemon/snapshot/filter.h"
#include "daemon/snapshot/package.h"
#include "daemon/snapshot/value.h"
#include <stdlib.h>
#include <string.h>

static const char *const group_names[] = {
    [SNAPSHOT_BY_LINENO] = "lineno",       [SNAPSHOT_BY_FILENAME] = "filename",
    [SNAPSHOT_BY_TRACEBACK] = "traceback", [SNAPSHOT_BY_TYPE] = "type",
    [SNAPSHOT_BY_DOMAIN] = "domain",       [SNAPSHOT_BY_PACKAGE] = "package",
};

bool snapshot_group_from_name(const char *name, enum snapshot_group *group)
{
    for (size_t i = 0; i < sizeof group_names / sizeof group_names[0]; i++) {
        if (strcmp(name, group_names[i]) == 0) {
            *group = (enum snapshot_group)i;
            return true;
        }
    }
    return false;
}

const char *snapshot_group_name(enum snapshot_group group)
{
    return group_names[group];
}

const char *snapshot_query_check(const struct snapshot_query *query)
{
    bool by_frame = query->group_by == SNAPSHOT_BY_LINENO || query->group_by == SNAPSHOT_BY_FILENAME;
    if (query->cumulative && !by_frame) {
        return "cumulative needs group_by lineno or filename";
    }
    if (query->group_by == SNAPSHOT_BY_TYPE && query->filter_count > 0) {
        return "types have no file, line or domain to filter by";
    }
    return NULL;
}

static void sum_add(struct snapshot_sum *sum, const struct snapshot_traceback *traceback)
{
    sum->size += traceback->size;
    sum->count += traceback->count;
}

static uint32_t key_of_frame(const struct snapshot *snapshot, enum snapshot_group group, uint32_t frame)
{
    return group == SNAPSHOT_BY_FILENAME ? snapshot->frames[frame].file : frame;
}

/* sums[key] for lineno and filename. */
static void sum_frames(const struct snapshot *snapshot, const struct snapshot_query *query,
                       const unsigned char *kept, struct snapshot_sum *sums)
{
    for (uint32_t i = 0; i < snapshot->traceback_count; i++) {
        const struct snapshot_traceback *traceback = &snapshot->tracebacks[i];
        if (!snapshot_is_kept(kept, i)) {
            continue;
        }
        const uint32_t *path = snapshot->paths + traceback->path;
        uint32_t first = query->cumulative ? 0 : traceback->nframe - 1;
        for (uint32_t j = first; j < traceback->nframe; j++) {
            sum_add(&sums[key_of_frame(snapshot, query->group_by, path[j])], traceback);
        }
    }
}

/* sums[key] for traceback: equal paths (of several domains) are neighbours. */
static void sum_tracebacks(const struct snapshot *snapshot, const unsigned char *kept,
                           struct snapshot_sum *sums)
{
    uint32_t first = 0;
    for (uint32_t i = 0; i < snapshot->traceback_count; i++) {
        const struct snapshot_traceback *a = &snapshot->tracebacks[first], *b = &snapshot->tracebacks[i];
        if (a->nframe != b->nframe || memcmp(snapshot->paths + a->path, snapshot->paths + b->path,
                                             a->nframe * sizeof *snapshot->paths) != 0) {
            first = i;
        }
        if (snapshot_is_kept(kept, i)) {
            sum_add(&sums[first], b);
        }
    }
}

static int by_key(const void *a, const void *b)
{
    const struct snapshot_sum *x = a, *y = b;
    return (x->key > y->key) - (x->key < y->key);
}

/* Domains are any numbers: one sum per site, sorted, and equal ones folded together. */
static void sum_domains(const struct snapshot *snapshot, const unsigned char *kept, struct snapshot_sum *sums)
{
    for (uint32_t i = 0; i < snapshot->traceback_count; i++) {
        sums[i].key = snapshot->tracebacks[i].domain;
        if (snapshot_is_kept(kept, i)) {
            sum_add(&sums[i], &snapshot->tracebacks[i]);
        }
    }
    qsort(sums, snapshot->traceback_count, sizeof *sums, by_key);
    for (uint32_t i = 1, into = 0; i < snapshot->traceback_count; i++) {
        if (sums[i].key == sums[into].key) {
            sums[into].size += sums[i].size;
            sums[into].count += sums[i].count;
            sums[i].count = 0;
        } else {
            into = i;
        }
    }
}

static void sum_types(const struct snapshot *snapshot, struct snapshot_sum *sums)
{
    for (uint32_t i = 0; i < snapshot->type_count; i++) {
        sums[i].size = snapshot->types[i].size;
        sums[i].count = snapshot->types[i].count;
    }
}

/* sums[key] for package, the key standing for it. */
static void sum_packages(const struct snapshot *snapshot, const unsigned char *kept, const uint32_t *packages,
                         struct snapshot_sum *sums)
{
    for (uint32_t i = 0; i < snapshot->traceback_count; i++) {
        if (snapshot_is_kept(kept, i)) {
            uint32_t file = snapshot_newest_frame(snapshot, i)->file;
            sum_add(&sums[packages[file]], &snapshot->tracebacks[i]);
        }
    }
}

static int by_package(const void *a, const void *b, void *owner)
{
    const struct snapshot *snapshot = owner;
    const struct snapshot_sum *x = a, *y = b;
    return snapshot_text_compare(snapshot_package(snapshot->strings[x->key]),
                                 snapshot_package(snapshot->strings[y->key]));
}

static size_t key_count(const struct snapshot *snapshot, enum snapshot_group group)
{
    switch (group) {
    case SNAPSHOT_BY_LINENO:
        return snapshot->frame_count;
    case SNAPSHOT_BY_FILENAME:
    case SNAPSHOT_BY_PACKAGE:
        return snapshot->string_count;
    case SNAPSHOT_BY_TYPE:
        return snapshot->type_count;
    case SNAPSHOT_BY_TRACEBACK:
    case SNAPSHOT_BY_DOMAIN:
        break;
    }
    return snapshot->traceback_count;
}

static void total_up(const struct snapshot *snapshot, const struct snapshot_query *query,
                     const unsigned char *kept, struct snapshot_sums *sums)
{
    if (query->group_by == SNAPSHOT_BY_TYPE) {
        for (uint32_t i = 0; i < snapshot->type_count; i++) {
            sums->size += snapshot->types[i].size;
            sums->count += snapshot->types[i].count;
        }
        return;
    }
    for (uint32_t i = 0; i < snapshot->traceback_count; i++) {
        if (snapshot_is_kept(kept, i)) {
            sums->size += snapshot->tracebacks[i].size;
            sums->count += snapshot->tracebacks[i].count;
        }
    }
}

enum snapshot_status snapshot_sum_up(const struct snapshot *snapshot, const struct snapshot_query *query,
                                     struct snapshot_sums *result)
{
    unsigned char *kept;
    enum snapshot_status status = snapshot_select(snapshot, query->filters, query->filter_count, &kept);
    if (status != SNAPSHOT_OK) {
        return status;
    }
    size_t keys = key_count(snapshot, query->group_by);
    uint32_t *packages = NULL;
    struct snapshot_sum *sums = calloc(keys + 1, sizeof *sums);
    if (sums == NULL || (query->group_by == SNAPSHOT_BY_PACKAGE && snapshot_packages(snapshot, &packages))) {
        free(sums);
        free(kept);
        return SNAPSHOT_NO_MEMORY;
    }
    for (size_t i = 0; i < keys; i++) {
        sums[i].key = (uint32_t)i;
    }
    switch (query->group_by) {
    case SNAPSHOT_BY_LINENO:
    case SNAPSHOT_BY_FILENAME:
        sum_frames(snapshot, query, kept, sums);
        break;
    case SNAPSHOT_BY_TRACEBACK:
        sum_tracebacks(snapshot, kept, sums);
        break;
    case SNAPSHOT_BY_TYPE:
        sum_types(snapshot, sums);
        break;
    case SNAPSHOT_BY_DOMAIN:
        sum_domains(snapshot, kept, sums);
        break;
    case SNAPSHOT_BY_PACKAGE:
        sum_packages(snapshot, kept, packages, sums);
        break;
    }
    *result = (struct snapshot_sums){.groups = sums};
    for (size_t i = 0; i < keys; i++) {
        if (sums[i].count > 0) {
            sums[result->group_count++] = sums[i];
        }
    }
    if (query->group_by == SNAPSHOT_BY_PACKAGE) {
        qsort_r(sums, result->group_count, sizeof *sums, by_package, (void *)(uintptr_t)snapshot);
    }
    total_up(snapshot, query, kept, result);
    free(packages);
    free(kept);
    return SNAPSHOT_OK;
}

void snapshot_sums_drop(struct snapshot_sums *sums)
{
    free(sums->groups);
    *sums = (struct snapshot_sums){0};
}
