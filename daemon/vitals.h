/* How the daemon is doing, for /metrics and /readyz: its sessions, workers, store and process. */
#ifndef HEAPD_VITALS_H
#define HEAPD_VITALS_H

#include "daemon/session/registry.h"
#include "store/store.h"

struct outbuf;

struct vitals {
    struct registry *registry;
    struct workers *workers;
    struct store *store;
    int64_t started_ns; /* monotonic */
};

/* Prometheus' text format; `vitals` is a struct vitals. Cost: a look at every session's gauges. */
void vitals_write_metrics(void *vitals, struct outbuf *out);

/* Whether new sessions and snapshots can be stored. When not, `why` gets static text. */
bool vitals_are_good(void *vitals, const char **why);

#endif
