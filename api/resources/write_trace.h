/* Tracing as JSON. */
#ifndef API_RESOURCES_WRITE_TRACE_H
#define API_RESOURCES_WRITE_TRACE_H

#include "api/json/writer.h"
#include "daemon/heap/heap.h"

/* tracing, nframe, current, peak, traces, tracebacks, overhead */
void write_trace_members(struct json_writer *w, const struct heap *h);

#endif
