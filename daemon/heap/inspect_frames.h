/* Labels of the references of generators and frame objects. For inspect_edges.c only. */
#ifndef HEAPD_HEAP_INSPECT_FRAMES_H
#define HEAPD_HEAP_INSPECT_FRAMES_H

#include "daemon/heap/inspect.h"

/* What the reference at `at` of `o` is; false: `o` has no frame within it. */
bool inspect_frame_edge(const struct heap *h, addr o, addr at, struct edge *out);

#endif
