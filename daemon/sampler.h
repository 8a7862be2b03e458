/* The sampler: a thread that writes down what each session's memory is like, for its history. */
#ifndef HEAPD_SAMPLER_H
#define HEAPD_SAMPLER_H

#include "api/graphs.h"
#include "daemon/session/registry.h"
#include "store/store.h"

struct sampler;

/* Every `seconds`, for the sessions that changed since: one row for the store; and once a minute the
 * end of snapshots that are older than their sessions keep them, and
 * of the graphs that are kept of those. NULL when the host refuses the
 * thread. */
struct sampler *sampler_start(struct registry *registry, struct store *store, struct graphs *graphs,
                              uint64_t seconds);

/* One last sample of all, then the end. NULL is ignored. */
void sampler_stop(struct sampler *sampler);

#endif
