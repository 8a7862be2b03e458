/* Between the collector's files. */
#ifndef HEAPD_HEAP_COLLECTOR_RUN_H
#define HEAPD_HEAP_COLLECTOR_RUN_H

#include "daemon/heap/collector.h"

/* Collects the generation and the younger ones; fills `c` but for its first two members and the bytes.
 * HEAP_ABANDONED: nothing was freed. */
enum heap_status collector_run(struct heap *h, int generation, struct collection *c) HEAP_MUST_CHECK;

/* Calls each of gc.callbacks with the phase, "start" or "stop", and what there is to say. */
void collector_call_callbacks(struct heap *h, const char *phase, const struct collection *c);

#endif
