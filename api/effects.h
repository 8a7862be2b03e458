/* What an operation did to the heap, for ?effects=1: recorded from begin to end, written after each operation. */
#ifndef API_EFFECTS_H
#define API_EFFECTS_H

#include "api/json/writer.h"
#include "daemon/heap/heap.h"

enum { EFFECTS_LISTED = 1000 }; /* events listed one by one; all are counted */

struct effects {
    struct heap *heap;
};

bool effects_begin(struct effects *e, struct heap *h); /* false: no memory */

/* "effects": {"allocated": […], "freed", "finalized", "resized", "collections", "counts"} of what happened since the last write. */
void effects_write(struct effects *e, struct json_writer *w);

void effects_end(struct effects *e);

#endif
