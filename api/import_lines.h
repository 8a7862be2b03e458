/*
 * Snapshots as lines of JSON, the form in which agents send traces and object graphs together. One document a
 * line:
 *
 *   {"heapd_snapshot": 1, "nframe": 10, "peak": 123456}        the first line; other members are ignored
 *   {"frame": [0, "app.py", 12]}                               numbered from 0, in order
 *   {"site": [domain, total frames, size, count, [0, 3]]}      frames by number, newest first; size and count
 * of all its blocks
 *   {"type": [0, "app.Node"]}                                  numbered from 0, in order
 *   {"object": [address, type, size], "flags": ["tracked"], "text": "...", "references": 3, "edges": [...]}
 *   {"edges": [["attribute", address, "name"], ...]}           more edges of the object last named
 *   {"root": ["module", address, "os", 0]}                     kind, address, text or null, number
 *   {"name": [0, "cache"]}                                     texts that blocks refer to, numbered from 0,
 * in order
 *   {"block": {"address": "...", "type": "...", ...}}          many objects as columns (import_columns.c):
 * cheaper to make
 *
 * Flags: tracked, static, immortal, type, string, by_items. An edge is its kind, the address it leads to
 * and its label: a text (attribute, slot, cell, local, internal), a number (key, index), the key as
 * Python writes it ("'k'"), its address or null (value), or nothing (other, type, dict, item, callback,
 * weak). Addresses are whole numbers. Roots: name, local, frame, module, thread, session, internal,
 * builtin. Nothing in it is trusted: what does not fit is refused, with its line. */
#ifndef API_IMPORT_LINES_H
#define API_IMPORT_LINES_H

#include "daemon/graph/graph.h"
#include "daemon/snapshot/snapshot.h"

struct import_lines;

enum lines_status {
    LINES_OK,
    LINES_REFUSED, /* `error` says why */
    LINES_NO_MEMORY,
    LINES_TOO_LARGE, /* beyond the memory, or more than can be counted: `error` says which */
};

/* `memory` bounds what the host's memory is used for; objects lie in files of `directory` as far as they are
 * many (NULL: in memory). NULL: no memory. */
struct import_lines *import_lines_new(size_t memory, const char *directory);
void import_lines_delete(struct import_lines *lines); /* NULL is ignored */

enum lines_status import_lines_feed(struct import_lines *lines, const void *bytes, size_t length)
    __attribute__((warn_unused_result));
/* All has come. Both builders are the caller's; *graph is NULL when there were no objects. */
enum lines_status import_lines_finish(struct import_lines *lines, struct snapshot_builder **sites,
                                      struct graph_builder **graph) __attribute__((warn_unused_result));

/* "line 17: ...", after LINES_REFUSED or LINES_TOO_LARGE. */
const char *import_lines_error(const struct import_lines *lines);

struct lines_progress {
    uint64_t bytes, blocks, objects, edges;
    uint64_t peak;
    uint32_t nframe;
};
void import_lines_progress(const struct import_lines *lines, struct lines_progress *progress);

#endif
