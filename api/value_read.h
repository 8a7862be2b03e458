/* Values from JSON to the heap: plain JSON makes what json.loads makes, and {"$…"} what JSON cannot say
 * (openapi.yaml, Value).
 *
 * One reader reads one document's values: equal keys of its objects become one str, as json.loads' memo
 * does it. The memo is a dict of the heap itself, so that counts of allocations are the real ones;
 * value_reader_end() releases it. */
#ifndef API_VALUE_READ_H
#define API_VALUE_READ_H

#include "api/json/tape.h"
#include "api/problem.h"
#include "api/scratch.h"
#include "daemon/heap/heap.h"

struct value_reader {
    struct heap *heap;
    const struct json_tape *tape;
    struct scratch *scratch;
    addr memo; /* dict, made when the first key comes */

    /* Why the last read failed. PROBLEM_EXCEPTION: the heap's pending exception says it. */
    enum problem problem;
    uint32_t token; /* where in the tape */
    const char *detail;
};

void value_reader_begin(struct value_reader *r, struct heap *h, const struct json_tape *tape,
                        struct scratch *scratch);
void value_reader_end(struct value_reader *r);

/* *new*, or 0 with `problem`, `token` and `detail` set; what was built so far is released again. Recurses as
 * deep as the document is nested, which the lexer bounds. */
addr value_read(struct value_reader *r, uint32_t token) __attribute__((warn_unused_result));

/* An existing object: "0x7f…", a name or path, as a string or {"$ref": …}. *new*. */
addr value_read_reference(struct value_reader *r, uint32_t token) __attribute__((warn_unused_result));
addr value_resolve(struct value_reader *r, uint32_t token, const char *text, size_t length)
    __attribute__((warn_unused_result));

/* Arguments of a call, *new*, the arrays in scratch. `args` and `kwargs` are tokens; 0: not there. False:
 * failed, nothing is held. */
struct value_arguments {
    addr *args, *kwnames, *kwvalues;
    size_t count, kwcount;
};
bool value_read_arguments(struct value_reader *r, uint32_t args, uint32_t kwargs, struct value_arguments *a)
    __attribute__((warn_unused_result));
void value_release_arguments(struct value_reader *r, const struct value_arguments *a);

/* The string's value in scratch, NUL-terminated; NULL when memory is out. */
const char *value_text(struct value_reader *r, uint32_t token, size_t *length);

/* Sets the failure; answers 0 to be returned. */
addr value_fail(struct value_reader *r, enum problem problem, uint32_t token, const char *detail);
addr value_raised(struct value_reader *r, uint32_t token);

#endif
