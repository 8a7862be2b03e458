/* Operations: everything that changes a heap, one function for each, whether it comes alone (a resource) or
 * in a batch.
 *
 * An operation is a JSON object, {"op": "new", ...}; a resource's body has the same members without "op",
 * and what its path says (the object, the name) comes as `target`. An operation decodes its members,
 * calls the heap once, and writes its result as members of the JSON object that its caller has begun; it
 * writes nothing before it has succeeded. A failed one leaves the heap as it was and its `report` filled. */
#ifndef API_OPERATION_H
#define API_OPERATION_H

#include "api/request.h"
#include "api/value_read.h"
#include "api/value_write.h"

struct operation_kind;
struct effects;

struct operation {
    struct api_request *request;
    struct session *session;
    struct heap *heap;
    struct json_writer *w;
    const struct operation_kind *kind;
    struct value_reader reader;
    struct effects *effects; /* that are being recorded; NULL: nobody asked */
    uint32_t document;       /* token of the operation's object */
    addr target;             /* borrowed: the object in a resource's path; 0: the member "object" says it */
    const char *target_name; /* the name in a resource's path */
    bool bare_value;         /* the document is what "value" would be */
    bool may_leave;          /* nothing after the operation needs the heap: the turn can be left early */
    bool left; /* the operation was the last to need the heap, and has left the session's turn */
    bool full; /* a resource: results with all that is known; else briefly */
    struct problem_report report;
};

enum { OPERATION_READS = 1 }; /* changes nothing: no step is counted */

struct operation_kind {
    const char *name;
    bool (*run)(struct operation *op);
    const char *members; /* that it takes, each between blanks: " value bind " */
    unsigned flags;
};

/* By the name of a batch's "op"; NULL: none. */
const struct operation_kind *operation_find(const char *name, size_t length);

/* All their names, with commas between: at most `size` bytes, the last a zero. */
void operation_names(char *names, size_t size);

/* Runs one operation with its "at", counts the step, lets a due collection happen. False: `report` says why.
 * `ordinal` counts from 1. */
bool operation_run(struct operation *op, uint32_t ordinal);

/* The same for what belongs to the making of a session: no step is counted. */
bool operation_configure(struct operation *op);

/* ---- for the operations -------------------------------------------------------------------------- */

/* The member's token, 0 when it is not there. */
#define operation_member(op, name) operation_member_of((op), "" name, sizeof(name) - 1)
uint32_t operation_member_of(const struct operation *op, const char *name, size_t length);

/* All answer false (0) with the report filled. */
bool operation_fail(struct operation *op, enum problem problem, uint32_t token, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
bool operation_missing(struct operation *op, const char *member);
bool operation_raised(struct operation *op); /* from the heap's pending exception, which is cleared, and
                                                points at the operation; or abandoned, or out of memory */
bool operation_raised_at(
    struct operation *op,
    uint32_t token); /* the same, with a pointer to the member at fault; 0: none of them */
bool operation_read_failed(struct operation *op); /* from the reader's failure */

/* Members decoded. A missing one fails when `required`, else leaves *out alone. */
bool operation_text(struct operation *op, const char *member, bool required, const char **text,
                    size_t *length);
bool operation_uint(struct operation *op, const char *member, bool required, uint64_t max, uint64_t *out);
bool operation_flag(struct operation *op, const char *member, bool *out);
addr operation_value(struct operation *op, const char *member); /* *new*; required */
addr operation_object(struct operation *op); /* *new*: the target, or what "object" refers to */

/* The result is an object (*stolen*): bound to the name that "bind" says, or held by the session; written. */
bool operation_answer(struct operation *op, addr object);

/* Gives the operation's reference to the object (0: none) back and, if `write`, writes it. Code may have run
 * since the object was bound (the finalizer of what it replaced): when nobody else keeps it any more,
 * "alive": false is written instead. */
void operation_give_back(struct operation *op, addr object, bool write);

/* Writes the members of an object in this operation's detail. */
void operation_write(struct operation *op, addr object);

/* The tables of operations, one per file; name NULL ends each. */
extern const struct operation_kind object_operations[], class_operations[], attribute_operations[],
    name_operations[], frame_operations[], collector_operations[], trace_operations[], python_operations[];

#endif
