/* Merging the sorted strings and frames of two snapshots: see joint.h. */
#include "daemon/snapshot/joint.h"
#include "daemon/snapshot/package.h"
#include "daemon/snapshot/value.h"
#include <stdlib.h>

static void rank_strings(struct snapshot_joint *joint)
{
    const struct snapshot *older = joint->older, *newer = joint->newer;
    uint32_t i = 0, j = 0;
    for (uint32_t rank = 0; i < older->string_count || j < newer->string_count; rank++) {
        int order = i == older->string_count   ? 1
                    : j == newer->string_count ? -1
                                               : snapshot_text_compare(older->strings[i], newer->strings[j]);
        if (order <= 0) {
            joint->older_strings[i++] = rank;
        }
        if (order >= 0) {
            joint->newer_strings[j++] = rank;
        }
    }
}

static int compare_frames(const struct snapshot_joint *joint, const struct snapshot_frame *a,
                          const struct snapshot_frame *b)
{
    uint32_t x = joint->older_strings[a->file], y = joint->newer_strings[b->file];
    if (x != y) {
        return x < y ? -1 : 1;
    }
    return (a->line > b->line) - (a->line < b->line);
}

static void rank_frames(struct snapshot_joint *joint)
{
    const struct snapshot *older = joint->older, *newer = joint->newer;
    uint32_t i = 0, j = 0;
    for (uint32_t rank = 0; i < older->frame_count || j < newer->frame_count; rank++) {
        int order = i == older->frame_count   ? 1
                    : j == newer->frame_count ? -1
                                              : compare_frames(joint, &older->frames[i], &newer->frames[j]);
        if (order <= 0) {
            joint->older_frames[i++] = rank;
        }
        if (order >= 0) {
            joint->newer_frames[j++] = rank;
        }
    }
}

enum snapshot_status snapshot_joint_init(struct snapshot_joint *joint, const struct snapshot *older,
                                         const struct snapshot *newer)
{
    size_t strings = (size_t)older->string_count + newer->string_count;
    size_t frames = (size_t)older->frame_count + newer->frame_count;
    uint32_t *ranks = reallocarray(NULL, strings + frames + 1, sizeof *ranks);
    if (ranks == NULL) {
        return SNAPSHOT_NO_MEMORY;
    }
    joint->older = older;
    joint->newer = newer;
    joint->older_strings = ranks;
    joint->newer_strings = ranks + older->string_count;
    joint->older_frames = ranks + strings;
    joint->newer_frames = ranks + strings + older->frame_count;
    rank_strings(joint);
    rank_frames(joint);
    return SNAPSHOT_OK;
}

void snapshot_joint_drop(struct snapshot_joint *joint)
{
    free(joint->older_strings);
}

static int compare_ranks(uint32_t a, uint32_t b)
{
    return (a > b) - (a < b);
}

static int compare_paths(const struct snapshot_joint *joint, uint32_t a, uint32_t b)
{
    const struct snapshot_traceback *x = &joint->older->tracebacks[a], *y = &joint->newer->tracebacks[b];
    const uint32_t *p = joint->older->paths + x->path, *q = joint->newer->paths + y->path;
    uint32_t shorter = x->nframe < y->nframe ? x->nframe : y->nframe;
    for (uint32_t i = 0; i < shorter; i++) {
        int order = compare_ranks(joint->older_frames[p[i]], joint->newer_frames[q[i]]);
        if (order != 0) {
            return order;
        }
    }
    return compare_ranks(x->nframe, y->nframe);
}

int snapshot_joint_compare(const struct snapshot_joint *joint, enum snapshot_group group, uint32_t a,
                           uint32_t b)
{
    switch (group) {
    case SNAPSHOT_BY_LINENO:
        return compare_ranks(joint->older_frames[a], joint->newer_frames[b]);
    case SNAPSHOT_BY_FILENAME:
        return compare_ranks(joint->older_strings[a], joint->newer_strings[b]);
    case SNAPSHOT_BY_TYPE:
        return compare_ranks(joint->older_strings[joint->older->types[a].name],
                             joint->newer_strings[joint->newer->types[b].name]);
    case SNAPSHOT_BY_TRACEBACK:
        return compare_paths(joint, a, b);
    case SNAPSHOT_BY_PACKAGE:
        return snapshot_text_compare(snapshot_package(joint->older->strings[a]),
                                     snapshot_package(joint->newer->strings[b]));
    case SNAPSHOT_BY_DOMAIN:
        break;
    }
    return compare_ranks(a, b);
}
