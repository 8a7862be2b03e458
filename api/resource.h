/* What the resources of a session share: entering it, running one operation, lists in pages. */
#ifndef API_RESOURCE_H
#define API_RESOURCE_H

#include "api/operation.h"
#include "api/rows.h"

/* How a resource runs an operation. */
struct resource {
    const char *operation;
    unsigned status;      /* of success; 0: 200 */
    bool object_in_path;  /* {id} is the operation's object */
    bool missing_name;    /* a NameError means that the resource is not there: 404 */
    bool name_in_path;    /* {name} is its name */
    bool bare_value;      /* the body may be the value itself instead of {"value": …} */
    bool raw_body;        /* the body is no JSON: a program */
    bool effects;         /* always says what it did to the heap */
    bool heavy;           /* walks the heap: not on a thread that serves connections when the heap is large */
    const char *location; /* 201: "/v1/sessions/%s/objects/" -- the answer's id follows; NULL: none */
};

/* The whole handler: body, turn, If-Match, the operation, effects when asked for, ETag. */
enum api_result run_resource(struct api_request *request, const struct resource *resource);

/* Enters the session for reading. `heavy`: answers API_LATER where the heap is large and blocking is not
 * allowed. */
enum api_result enter_heap(struct api_request *request, bool heavy, struct session **session,
                           struct heap **h);

/* The object that {id} names: an address, or a path ("a.items[0]"). *new*: release it before leaving. */
enum api_result find_object(struct api_request *request, struct heap *h, addr *object);

/* The same, *borrowed*: for looking, so that this reference is not counted. What nothing else keeps (a method
 * made on the way) is gone. */
enum api_result find_kept_object(struct api_request *request, struct heap *h, addr *object);

/* Is a heap of this session so large that walking it takes long? */
bool heap_is_large(const struct session *session);

/* rows_begin(), then ?limit= (1 to 10,000; 100 without; in lines to ROWS_MAX, and that without) and ?cursor=
 * as a number (0 without). */
enum api_result page_of(struct api_request *request, const char *columns, uint64_t *limit, uint64_t *cursor);

/* ?limit= alone. */
enum api_result limit_of(struct api_request *request, uint64_t *limit);

/* {"items": [ ... ], "next": "…"|null} around items; `next` 0 is null. */
void begin_items(struct api_request *request);
void end_items(struct api_request *request, uint64_t next);

#endif
