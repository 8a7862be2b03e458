/*
 * Erasing what deleted snapshots leave behind. A deleted snapshot's row goes at once and its id goes to
 * `unseen`; its parts, and its sites in a file that was exported, follow in steps, between the writer's
 * groups. The names, frames and tracebacks that only it used are swept when as much was erased as is left,
 * counting a site once and a snapshot SWEEP_WEIGHT times for what its stored difference names, so that
 * sweeping costs each of them a constant and garbage never outgrows what is alive. For the store only.
 */
#ifndef HEAPD_STORE_SWEEP_H
#define HEAPD_STORE_SWEEP_H

#include "store/database.h"

enum { SWEEP_WEIGHT = 20 }; /* migrations know it too */

/* So many snapshots' rows have gone. */
enum store_status sweep_expect(struct database *database, int64_t snapshots) STORE_MUST_CHECK;

/* One step, in transactions of its own. True: there may be more to do. */
bool sweep_step(struct database *database);

#endif
