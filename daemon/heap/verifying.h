/* Between the files of heap_verify: what they know of the heap by now, in host memory, and how they report.
 */
#ifndef HEAPD_HEAP_VERIFYING_H
#define HEAPD_HEAP_VERIFYING_H

#include "daemon/heap/host_marks.h"
#include "daemon/heap/object/object.h"
#include "daemon/heap/verify.h"

struct verifying {
    const struct heap *h;
    finding_visitor *visit;
    void *context;
    size_t findings, unsound; /* unsound: objects */
    bool stopped;
    struct host_marks used;    /* blocks that are handed out begin here */
    struct host_marks claimed; /* of these: they belong to an object */
    struct host_marks orphans; /* of these: keys that split dicts share whose class is gone; until their names
                                  are counted */
    struct host_marks sound;   /* objects that are whole enough to be looked into */
    struct host_marks listed;  /* objects in one of the collector's lists; then: weak references in a list */
    uint32_t *counts; /* references found to the object at 16 bytes times the index, from the start of the
                         arenas, of the large blocks, then of the static area */
    uint64_t counts_low, counts_large; /* how many of them are for arenas, for large blocks */
};

/* Tells a finding, unless the visitor has had enough. */
void verify_report(struct verifying *v, const char *what, addr where, uint64_t expected, uint64_t found);

void verify_memory(struct verifying *v); /* pools, arenas, large blocks, tables, their sums; fills `used` */
void verify_objects(
    struct verifying *v); /* start bits, headers, kinds' own checks, blocks; fills `sound` and `claimed` */
void verify_references(struct verifying *v); /* every count */
void verify_collector(struct verifying *v);  /* lists */
void verify_weakrefs(struct verifying *v);
void verify_strings(struct verifying *v); /* interned ones */
void verify_traces(struct verifying *v);

/* Does the object have a type that is one? Nothing else may be asked of it before. */
bool verify_has_type(const struct heap *h, addr o);

/* Calls `each` for every object that is sound, those of the static area too. */
void verify_each_object(struct verifying *v, void (*each)(struct verifying *v, addr o));

#endif
