/* Taking a snapshot of a session's heap and storing it. */
#ifndef API_RESOURCES_TAKE_SNAPSHOT_H
#define API_RESOURCES_TAKE_SNAPSHOT_H

#include "api/operation.h"
#include "store/store.h"

/* Copies totals by traceback out of the heap (and by type, when `objects`), stores them with the difference
 * to the snapshot before, writes the members of the snapshot. Not tracing is the heap's RuntimeError, with
 * CPython's text, unless `objects` asks for what needs no tracing. */
bool take_snapshot(struct operation *op, const char *label, bool objects);

/* Tells those who watch the session of a new snapshot. */
void tell_snapshot(struct session *session, const struct store_snapshot *snapshot);

/* Deletes what is beyond the session's retention; `session` NULL: it has ended. What fails is tried again
 * later. */
void retire_snapshots(const struct api_context *context, struct session *session, int64_t record);

/* Of an imported one the peak may not be known. */
bool snapshot_has_peak(const struct store_snapshot *snapshot);

/* The members of a stored snapshot: snapshot, label, taken_at, seq, source, size, count, peak, nframe,
 * objects. */
void write_snapshot_members(struct json_writer *w, const struct store_snapshot *snapshot);

#endif
