/* The object graph of a hosted heap: a copy of what refers to what, from which everything else follows
 * without the heap. */
#ifndef API_HEAP_GRAPH_H
#define API_HEAP_GRAPH_H

#include "daemon/graph/graph.h"
#include "daemon/heap/heap.h"

/*
 * Copies every object (static ones too), every counted reference and every root into a builder, under the
 * session's turn; graph_builder_finish() does not need it any more. Nothing of the heap changes, but that
 * `captured` objects have their births (daemon/heap/births.h): so that a later copy tells which are the same.
 */
enum graph_status heap_graph_copy(struct heap *h, bool captured, const char *directory,
                                  const struct graph_control *control,
                                  struct graph_builder **builder) GRAPH_MUST_CHECK;

#endif
