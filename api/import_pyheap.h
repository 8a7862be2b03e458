/*
 * Heap dumps of PyHeap, version 1, read as they come. Numbers are big-endian; a text is its length in two
 * bytes and UTF-8.
 *
 *   magic (8)  version (4)  made at: text  flags (8): 1, there are texts of objects
 *   threads    number (4), of each: name: text, alive (1), daemon (1), frames (4), of each, the newest first:
 *                  file: text, line (4), function: text, locals (4), of each: name: text, address (8)
 *   names      number (4), of each: text, for attributes to refer to
 *   common types   number (4), of each: address (8), attributes (4), of each: name, address (8); objects of
 * these types have none written objects    number (4), of each: address (8), type (8), size (4), referents
 * (4), of each: address (8); attributes (4), of each: name, address (8), unless the type is common; text, by
 * the flag types      number (4), of each: address (8), name: text magic (8)
 *
 * The name of an attribute is a length in two bytes and the text, or where the length is negative, -1 - index
 * of the names.
 *
 * What it becomes: each object a node with its referents as edges, which have the name of an attribute
 * where there is one with that value. Roots are the locals of threads' frames (frames numbered from the
 * oldest, thread after thread) and modules. All objects were alive: what nothing in the dump refers to is
 * held by the interpreter. There are no traces in it, so the snapshot has no sites. */
#ifndef API_IMPORT_PYHEAP_H
#define API_IMPORT_PYHEAP_H

#include "api/import_lines.h"

struct import_pyheap;

/* As import_lines_new(). NULL: no memory. */
struct import_pyheap *import_pyheap_new(size_t memory, const char *directory);
void import_pyheap_delete(struct import_pyheap *pyheap); /* NULL is ignored */

enum lines_status import_pyheap_feed(struct import_pyheap *pyheap, const void *bytes, size_t length)
    __attribute__((warn_unused_result));
/* All has come. Both builders are the caller's. */
enum lines_status import_pyheap_finish(struct import_pyheap *pyheap, struct snapshot_builder **sites,
                                       struct graph_builder **graph) __attribute__((warn_unused_result));

/* "offset 1234: ...", after LINES_REFUSED or LINES_TOO_LARGE. */
const char *import_pyheap_error(const struct import_pyheap *pyheap);
void import_pyheap_progress(const struct import_pyheap *pyheap, struct lines_progress *progress);

#endif
