/* A request as handlers see it, and the answer that they write.
 *
 * A handler is called once the body is complete. It decodes what it needs (failing with a problem), calls the
 * engine, writes the answer with `request->json`, and returns API_DONE. It never calls the HTTP library,
 * keeps nothing of the request, and takes passing memory from `request->scratch`.
 *
 * Routes marked ROUTE_LONG, and requests whose handler returned API_LATER, run on a worker thread while the
 * connection is suspended; any other handler runs on the thread that serves many connections and must not
 * block there. A handler that finds that it would have to (a session's lock is taken, the body is large)
 * returns API_LATER before it has changed anything, and is called again on a worker with `may_block` set. */
#ifndef API_REQUEST_H
#define API_REQUEST_H

#include "api/api.h"
#include "api/http.h"
#include "api/json/tape.h"
#include "api/json/writer.h"
#include "api/outbuf.h"
#include "api/problem.h"
#include "api/scratch.h"
#include "daemon/heap/heap.h"
#include "daemon/session/session.h"

struct api_route;
struct api_stream;
struct replay;
struct api_upload;

enum api_result {
    API_DONE,   /* the answer is written */
    API_FAILED, /* the problem is written (api_fail did) */
    API_LATER,  /* call again where blocking is allowed */
};

/* The places in a path: {s} {name} {id} {n} {other} {path} (the last takes all that is left, slashes too). */
enum api_param { PARAM_SESSION, PARAM_NAME, PARAM_ID, PARAM_NUMBER, PARAM_OTHER, PARAM_PATH, PARAM_COUNT };

struct api_text {
    const char *text; /* NUL-terminated; NULL: not there */
    size_t length;
};

struct api_query {
    struct api_text name, value; /* decoded */
};

/* The headers that anything here asks for. NULL: not sent. */
struct api_headers {
    const char *accept;
    const char *accept_encoding;
    const char *authorization;
    const char *content_encoding;
    const char *content_length;
    const char *content_type;
    const char *expect;
    const char *host;
    const char *if_match;
    const char *if_none_match;
    const char *last_event_id;
    const char *origin;
    const char *request_method; /* Access-Control-Request-Method */
    const char *transfer_encoding;
};

/* The answer. Status 200 and application/json unless changed. */
struct api_answer {
    unsigned status;
    const char *content_type;
    struct outbuf body; /* what `json` writes to */
    const void *fixed;  /* instead of `body`: bytes that live as long as the server */
    size_t fixed_length;
    struct api_stream *stream; /* instead of both: see stream.h */
    bool has_file; /* instead of all: the file with this descriptor, which is closed when it was sent, or was
                      not */
    int file;
    uint64_t file_length;
    const char *location;
    const char *etag; /* with its quotes */
    const char *cache_control;
    const char *allow;
    const char *policy;           /* Content-Security-Policy */
    const char *content_encoding; /* of `fixed`, when it is compressed already */
    const char *authenticate;
    const char *link;
    unsigned retry_after; /* seconds, 0: none */
};

/* A list in three notations: see rows.h. */
enum rows_format { ROWS_JSON, ROWS_NDJSON, ROWS_CSV };
struct api_rows {
    enum rows_format format;
    const char **columns; /* of CSV; NULL at the end */
    struct outbuf
        aside; /* what is not the answer: a row before it is CSV, members that lines have no place for */
    struct json_writer outer; /* while a row is written: the document's */
};

struct api_request {
    const struct api_route *route;
    struct api_context *context;
    struct api_server *server;
    enum http_method method;
    const char *target; /* as sent, for logs and problems: path and query */
    const char *path;   /* as sent, without the query */
    struct api_text param[PARAM_COUNT];
    struct api_query *query;
    size_t query_count;
    struct api_headers headers;
    enum http_media media;
    const char *body; /* NUL-terminated, never NULL */
    size_t body_length;
    struct api_upload *upload; /* of a BODY_STREAM route; dropped when the request is over */
    unsigned scopes;           /* granted */
    int64_t started_ns;        /* CLOCK_MONOTONIC */
    struct deadline deadline;
    bool timeless;           /* it has none any more (api_timeless); counted until the request is over */
    struct session *session; /* set by api_live_session; released when the request is over */
    struct heap *spent;      /* lent for this request; goes back when the answer is on its way */
    bool entered;            /* has the session's turn; left when the handler returns, if not before */
    bool may_block;
    bool aside;          /* API_LATER, and not behind what waits for the session */
    bool reads_only;     /* whatever the route is for, this one changes nothing */
    uint32_t operations; /* of a batch, that were run */
    const struct replay
        *replay; /* it is done again, with its session's turn (replay.h); NULL: it came from a client */
    bool pretty;
    unsigned json_depth;
    uint64_t operation_limit; /* in a batch; 0: none */
    struct scratch scratch;
    struct api_answer answer;
    struct json_writer json;
    struct api_rows rows;
};

typedef enum api_result api_handler(struct api_request *request);

/* Writes a problem as the answer, whatever was written before. All return API_FAILED. */
enum api_result api_fail(struct api_request *request, enum problem problem, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
enum api_result api_fail_at(struct api_request *request, enum problem problem, const char *pointer,
                            const char *format, ...) __attribute__((format(printf, 4, 5)));
/* PROBLEM_INVALID_PARAMETER of this parameter of the query. */
enum api_result api_fail_parameter(struct api_request *request, const char *name, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
enum api_result api_fail_report(struct api_request *request, const struct problem_report *report);

/* From here on the answer may take as long as it goes on and its client takes it: the deadline does not pass
 * by itself any more, only when the client goes or the server stops. Fails with PROBLEM_BUSY where there are
 * as many such answers as may be. */
enum api_result api_timeless(struct api_request *request) __attribute__((warn_unused_result));

/* Answers 204 without a body. */
enum api_result api_done_empty(struct api_request *request);

/* Answers 201 with Location: the path in `format`, already percent-encoded. The body is the handler's. */
void api_created(struct api_request *request, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* ETag: "<seq>". */
void api_etag(struct api_request *request, uint64_t seq);

/* If-Match against the session's number: API_DONE when it holds or was not sent. Call under the session's
 * lock, before the change. */
enum api_result api_if_match(struct api_request *request, uint64_t seq) __attribute__((warn_unused_result));

/* Does it hold? The header may be NULL: not sent. */
bool if_match_holds(const char *header, uint64_t seq);

/* A query parameter's decoded value, NULL when it was not sent; "" for "?flag". */
const char *api_query_text(const struct api_request *request, const char *name);
bool api_query_flag(const struct api_request *request,
                    const char *name); /* "", "1", "true", "yes"; api_check_query has refused what is no "0",
                                          "false", "no" either */
bool api_query_denied(const struct api_request *request, const char *name); /* it is there, and says no */

/* A whole number in [min, max]; `*value` is left alone (the default) when it was not sent. */
enum api_result api_query_uint(struct api_request *request, const char *name, uint64_t min, uint64_t max,
                               uint64_t *value) __attribute__((warn_unused_result));

/* Is each parameter one that the route takes, and there once unless it may be repeated? */
enum api_result api_check_query(struct api_request *request) __attribute__((warn_unused_result));

/* One of `names` (NULL at the end); `*index` is left alone when it was not sent. */
enum api_result api_query_choice(struct api_request *request, const char *name, const char *const *names,
                                 int *index) __attribute__((warn_unused_result));

/* {n} as a number; anything else is a PROBLEM_NOT_FOUND-like failure of kind `missing`. */
enum api_result api_param_number(struct api_request *request, enum problem missing, uint64_t *number)
    __attribute__((warn_unused_result));

/* The body as a tape (strict; see json/lexer.h), in scratch. */
enum api_result api_json_body(struct api_request *request, struct json_tape *tape)
    __attribute__((warn_unused_result));

/* Is the body worth a worker thread, by its size? */
static inline bool api_body_is_large(const struct api_request *request)
{
    return request->body_length > 65536;
}

/* The live session that {s} names, borrowed from the request; NULL: there is none, or the path names none. */
struct session *api_live_session(struct api_request *request);

/* The same for what needs one: fails with PROBLEM_NO_SUCH_SESSION. */
enum api_result api_session(struct api_request *request, struct session **session)
    __attribute__((warn_unused_result));

/* The same, and its turn: at once or, where blocking is allowed, after those who came before. Whoever returns
 * from the handler leaves the turn; api_leave does so earlier (to compress, to store). */
enum api_result api_enter(struct api_request *request, struct session **session)
    __attribute__((warn_unused_result));
void api_leave(struct api_request *request);

/* The problem for a status of the session library, other than SESSION_OK. */
enum api_result api_fail_session(struct api_request *request, enum session_status status);

/* What a deadline that passed is told with: what was given up, and the limit. In scratch. */
const char *api_deadline_detail(struct api_request *request, const char *what);

/* Fills a report where the heap did not say HEAP_OK: the pending exception as PROBLEM_EXCEPTION (it is
 * cleared), or why the work was abandoned. Inside the session's turn. `op` of the report stays as it is; its
 * strings live in the request's scratch. */
void api_report_heap(struct api_request *request, struct heap *heap, enum heap_status status,
                     struct problem_report *report);

#endif
