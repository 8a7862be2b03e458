/* Filters: tracemalloc.Filter and DomainFilter, as Snapshot.filter_traces() applies them. */
#include "daemon/snapshot/filter.h"
#include "daemon/snapshot/pattern.h"
#include <stdlib.h>

enum { NOT_ASKED, MATCHES, DIFFERS };

/* A filter made ready for one snapshot. */
struct matcher {
    const struct snapshot *snapshot;
    const struct snapshot_filter *filter;
    struct snapshot_pattern *pattern; /* NULL: the domain alone decides */
    unsigned char *files;             /* by string id: what the pattern says of it */
};

static bool frame_matches(const struct matcher *matcher, uint32_t id)
{
    const struct snapshot_frame *frame = &matcher->snapshot->frames[id];
    unsigned char *known = &matcher->files[frame->file];
    if (*known == NOT_ASKED) {
        struct snapshot_text name = snapshot_normalize_file(matcher->snapshot->strings[frame->file]);
        *known = snapshot_pattern_match(matcher->pattern, name) ? MATCHES : DIFFERS;
    }
    return *known == MATCHES && (!matcher->filter->has_line || matcher->filter->line == frame->line);
}

static bool traceback_matches(const struct matcher *matcher, const struct snapshot_traceback *traceback)
{
    const uint32_t *path = matcher->snapshot->paths + traceback->path;
    if (!matcher->filter->all_frames) {
        return frame_matches(matcher, path[traceback->nframe - 1]);
    }
    for (uint32_t i = traceback->nframe; i-- > 0;) {
        if (frame_matches(matcher, path[i])) {
            return true;
        }
    }
    return false;
}

/* Whether both the names and the domain of the filter fit, whatever it makes of that. */
static bool fits(const struct matcher *matcher, const struct snapshot_traceback *traceback)
{
    const struct snapshot_filter *filter = matcher->filter;
    if (filter->has_domain && filter->domain != traceback->domain) {
        return false;
    }
    return matcher->pattern == NULL || traceback_matches(matcher, traceback);
}

static void matcher_drop(struct matcher *matcher)
{
    snapshot_pattern_free(matcher->pattern);
    free(matcher->files);
}

static enum snapshot_status matcher_init(struct matcher *matcher, const struct snapshot *snapshot,
                                         const struct snapshot_filter *filter)
{
    *matcher = (struct matcher){.snapshot = snapshot, .filter = filter};
    if (filter->pattern.bytes == NULL) {
        return SNAPSHOT_OK;
    }
    matcher->files = calloc(snapshot->string_count + (size_t)1, 1);
    if (matcher->files == NULL) {
        return SNAPSHOT_NO_MEMORY;
    }
    enum snapshot_status status =
        snapshot_pattern_new(snapshot_normalize_file(filter->pattern), &matcher->pattern);
    if (status != SNAPSHOT_OK) {
        matcher_drop(matcher);
    }
    return status;
}

enum { INCLUDED = 1, EXCLUDED = 2 };

enum snapshot_status snapshot_select(const struct snapshot *snapshot, const struct snapshot_filter *filters,
                                     size_t filter_count, unsigned char **result)
{
    if (filter_count == 0) {
        *result = NULL;
        return SNAPSHOT_OK;
    }
    unsigned char *kept = calloc(snapshot->traceback_count + (size_t)1, 1);
    if (kept == NULL) {
        return SNAPSHOT_NO_MEMORY;
    }
    bool any_inclusive = false;
    for (size_t f = 0; f < filter_count; f++) {
        struct matcher matcher;
        enum snapshot_status status = matcher_init(&matcher, snapshot, &filters[f]);
        if (status != SNAPSHOT_OK) {
            free(kept);
            return status;
        }
        unsigned char verdict = filters[f].inclusive ? INCLUDED : EXCLUDED;
        any_inclusive = any_inclusive || filters[f].inclusive;
        for (uint32_t i = 0; i < snapshot->traceback_count; i++) {
            if ((kept[i] & (verdict | EXCLUDED)) == 0 && fits(&matcher, &snapshot->tracebacks[i])) {
                kept[i] |= verdict;
            }
        }
        matcher_drop(&matcher);
    }
    for (uint32_t i = 0; i < snapshot->traceback_count; i++) {
        kept[i] = (kept[i] & EXCLUDED) == 0 && (!any_inclusive || (kept[i] & INCLUDED) != 0);
    }
    *result = kept;
    return SNAPSHOT_OK;
}
