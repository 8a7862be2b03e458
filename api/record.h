/* The steps of a program: before each of its lines, what the frames and names are, which objects they lead
 * to, and what happened since the step before. For stepping forward and back without running anything again.
 *
 * An object that has been seen is followed until it is freed, also when no name leads to it any more:
 * what leaks stays in sight. Objects are written when they are new or other than they were. */
#ifndef API_RECORD_H
#define API_RECORD_H

#include "api/effects.h"
#include "api/json/writer.h"
#include "daemon/python/python.h"

struct recording {
    uint64_t limit;
    uint64_t count; /* steps so far */
    bool truncated; /* there were more */
    struct effects *effects;
    struct recorded_object *objects;
    size_t object_count;
    bool objects_cut; /* too many to follow them all */
    struct recorded_name *names, *names_before;
    size_t name_count, name_count_before;
    struct json_writer w; /* one object, into `out` */
    struct outbuf out;    /* scratch */
    addr code;
    bool own;
};

enum { RECORD_USUAL = 1000, RECORD_MOST = 10000 };

bool record_begin(struct recording *r, uint64_t limit, struct effects *effects); /* false: no memory */
void record_end(struct recording *r);

/* Is this event a step to be recorded? Counts it. */
bool record_wants(struct recording *r, struct heap *h, enum python_event event);

/* The members of a step: "step", "line", "function", "frames", "objects", "gone", "rebound", "allocated",
 * "freed", "counts", "output". */
void record_step(struct recording *r, struct heap *h, enum python_event event, uint32_t line, size_t output,
                 struct json_writer *w);

#endif
