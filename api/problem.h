/* Problems: the answers to what cannot be done, as RFC 9457 documents.
 *
 * One table (problem.c) knows each kind: its slug, title, status and documentation, which is served at
 * /problems/<slug>. The ways from a status of the heap, the sessions and the store to a problem stand there
 * too, and nowhere else. */
#ifndef API_PROBLEM_H
#define API_PROBLEM_H

#include "daemon/session/session.h"
#include "store/store.h"

#include <stddef.h>
#include <stdint.h>

struct json_writer;

enum problem {
    PROBLEM_INVALID_JSON,
    PROBLEM_INVALID_BODY,      /* JSON of the wrong shape */
    PROBLEM_INVALID_VALUE,     /* a $-notation that means nothing */
    PROBLEM_INVALID_REFERENCE, /* {"$ref"} that is neither address nor path */
    PROBLEM_INVALID_PARAMETER, /* in the query or path */
    PROBLEM_INVALID_OPERATION,
    PROBLEM_INVALID_REQUEST, /* the request itself: its target, its Host */
    PROBLEM_UNAUTHORIZED,
    PROBLEM_FORBIDDEN,
    PROBLEM_FORBIDDEN_HOST,
    PROBLEM_FORBIDDEN_ORIGIN,
    PROBLEM_NOT_FOUND, /* no such resource at all */
    PROBLEM_NO_SUCH_SESSION,
    PROBLEM_NO_SUCH_NAME,
    PROBLEM_NO_SUCH_FRAME,
    PROBLEM_NO_SUCH_SNAPSHOT,
    PROBLEM_NO_SUCH_PROBLEM,
    PROBLEM_METHOD_NOT_ALLOWED,
    PROBLEM_DEADLINE, /* the request's work took too long and was given up */
    PROBLEM_EXISTS,
    PROBLEM_CONFLICT,
    PROBLEM_SESSION_ENDED,
    PROBLEM_GONE,      /* an address that is no live object */
    PROBLEM_PAST_GONE, /* a step that a session cannot be forked at any more */
    PROBLEM_PRECONDITION_FAILED,
    PROBLEM_INVALID_SNAPSHOT, /* an import that is no snapshot */
    PROBLEM_TOO_SLOW,         /* the request does not arrive */
    PROBLEM_TOO_LARGE,
    PROBLEM_TOO_DEEP,
    PROBLEM_TARGET_TOO_LONG,
    PROBLEM_UNSUPPORTED_MEDIA,
    PROBLEM_ASSERTION,     /* POST /assert: a limit is passed */
    PROBLEM_EXCEPTION,     /* the heap raised */
    PROBLEM_STEP_LIMIT,    /* a program did not end within its steps */
    PROBLEM_OUTPUT_LIMIT,  /* a program printed too much */
    PROBLEM_INVALID_QUERY, /* SQL that does not parse */
    PROBLEM_QUERY_DENIED,  /* SQL that does more than read */
    PROBLEM_QUERY_FAILED,
    PROBLEM_QUERY_TOO_LARGE, /* memory, a value */
    PROBLEM_TOO_MANY_REQUESTS,
    PROBLEM_HEADERS_TOO_LARGE,
    PROBLEM_TOO_MANY_SESSIONS,
    PROBLEM_BUSY,
    PROBLEM_STOPPING,
    PROBLEM_NOT_READY,
    PROBLEM_OUT_OF_MEMORY, /* the daemon's own, not a heap's */
    PROBLEM_STORE,
    PROBLEM_STORE_FULL,
    PROBLEM_SESSIONS_FULL,
    PROBLEM_HTTP_VERSION,
    PROBLEM_INTERNAL,
    PROBLEM_COUNT,
};

struct problem_kind {
    const char *slug;
    const char *title;
    unsigned status;
    const char *text; /* documentation: a paragraph or two */
};

/* One occurrence. Zero what does not apply. Strings are borrowed. */
struct problem_report {
    enum problem problem;
    const char *detail;
    const char *parameter;         /* of the query; NULL: none */
    const char *known;             /* the parameters that there are, as in struct api_route; NULL: not told */
    const char *pointer;           /* JSON Pointer into the body ("" is the whole), NULL: none */
    int64_t op;                    /* operation in a batch, counted from 1 here (0: none); written from 0 */
    int64_t sql_offset;            /* byte in the SQL, counted from 1 here (0: none); written from 0 */
    const char *exception_type;    /* "TypeError": for PROBLEM_EXCEPTION */
    const char *exception_message; /* UTF-8, lone surrogates as json_unescape writes them */
    size_t exception_message_length;
    void (*write_traceback)(struct json_writer *w, const void *cls); /* writes the array; NULL: [] */
    const void *traceback_cls;
    unsigned retry_after;                                              /* seconds; 0: none */
    void (*write_members)(struct json_writer *w, const void *members); /* further ones; NULL: none */
    const void *members;
};

const struct problem_kind *problem_kind(enum problem problem);

/* -1: no problem has this slug. */
int problem_by_slug(const char *slug);

/* The problem that a status (other than OK) of the layers below is. */
enum problem problem_of_session(enum session_status status);
enum problem problem_of_store(enum store_status status);

/* Writes the document, one JSON object. `instance` (may be NULL) is the request's target. */
void problem_write(struct json_writer *w, const struct problem_report *report, const char *instance);

#endif
