/* Reading a snapshot's value back. For the store only. */
#ifndef HEAPD_STORE_LOAD_H
#define HEAPD_STORE_LOAD_H

#include "store/internal.h"

/* One reference, the caller's; from the cache if it is there, and kept there. */
enum store_status store_load_snapshot(struct store *store, struct database *database, int64_t session,
                                      int64_t number, struct snapshot **value) STORE_MUST_CHECK;

#endif
