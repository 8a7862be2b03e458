/*
 * Erasing what deleted snapshots leave behind. A deleted snapshot's row goes at once and its id goes to
 * `unseen`; its sites follow in steps, between the writer's groups. The names, frames and tracebacks that
 * only they used are swept when as many sites were erased as are left, so that sweeping costs each erased
 * site a constant and garbage never outgrows what is alive. For the store only.
 */
#ifndef HEAPD_STORE_SWEEP_H
#define HEAPD_STORE_SWEEP_H

#include "store/database.h"

/* One step, in transactions of its own. True: there may be more to do. */
bool sweep_step(struct database *database);

#endif
