/* The table of problems; see problem.h. */
#include "api/problem.h"

#include "api/json/writer.h"

#include <string.h>

static const struct problem_kind kinds[PROBLEM_COUNT] = {
    [PROBLEM_INVALID_JSON] =
        {"invalid-json", "The body is not JSON", 400,
         "The body was read strictly by RFC 8259, as UTF-8, and is not JSON. `detail` says what was "
         "expected, "
         "and at which line, column and byte. NaN and Infinity are not JSON: write {\"$float\": \"nan\"}."},
    [PROBLEM_INVALID_BODY] =
        {"invalid-body", "The body does not have the shape that is asked for", 400,
         "The body is JSON, but a member is missing, unknown, sent twice, of the wrong type or out of range. "
         "`pointer` leads to it; /openapi.json describes what each request takes."},
    [PROBLEM_INVALID_VALUE] = {"invalid-value", "A value means nothing", 400,
                               "An object with one $ member stands for a value that JSON cannot say. This "
                               "one has an unknown notation, "
                               "or what it holds does not fit (base64 that is none, an unknown class). "
                               "`pointer` leads to it. To mean "
                               "a dict whose key begins with $, write {\"$dict\": [[\"$key\", value]]}."},
    [PROBLEM_INVALID_REFERENCE] = {"invalid-reference", "A reference leads nowhere", 400,
                                   "{\"$ref\"} takes an address, \"0x7f0000104a30\", or a path: a name, then "
                                   "attributes, indexes and keys, "
                                   "\"a.items[0]['k']\". This one is neither."},
    [PROBLEM_INVALID_PARAMETER] =
        {"invalid-parameter", "A parameter of the query or path has no meaning", 400,
         "A parameter is unknown, not of its type, or out of range. `parameter` names "
         "it, `detail` says what it takes; for one that is unknown `known` lists those "
         "that there are."},
    [PROBLEM_INVALID_OPERATION] = {"invalid-operation", "No such operation", 400,
                                   "A batch is an array (or lines) of objects {\"op\": ...}; this one names "
                                   "no operation that there is."},
    [PROBLEM_INVALID_REQUEST] =
        {"invalid-request", "The request cannot be understood", 400,
         "The request line or the headers are malformed or contradict each other: a target with a bad "
         "percent "
         "escape, two Content-Length headers, a length together with a transfer encoding."},
    [PROBLEM_UNAUTHORIZED] =
        {"unauthorized", "A token is needed", 401,
         "This daemon was started with tokens. Send `Authorization: Bearer <token>` with one of them."},
    [PROBLEM_FORBIDDEN] =
        {"forbidden", "The token does not allow this", 403,
         "Tokens have scopes: read, write (change sessions), admin (create and delete them)."},
    [PROBLEM_FORBIDDEN_HOST] =
        {"forbidden-host", "The Host header names another machine", 403,
         "Host must be a loopback name, the address that heapd listens on, or one of the names in its "
         "configuration. This keeps web pages from reaching it through a name that was made to point here."},
    [PROBLEM_FORBIDDEN_ORIGIN] =
        {"forbidden-origin", "Pages of this origin may not call", 403,
         "A browser sent this on behalf of a page that is not the dashboard, and whose origin is not in the "
         "configuration."},
    [PROBLEM_NOT_FOUND] = {"not-found", "There is nothing at this address", 404,
                           "No resource has this path; /openapi.json lists those that there are."},
    [PROBLEM_NO_SUCH_SESSION] = {"no-such-session", "There is no such session", 404,
                                 "No session has this name; it never was, was deleted, or has expired. "
                                 "GET /v1/sessions lists them."},
    [PROBLEM_NO_SUCH_NAME] = {"no-such-name", "The session has no such name", 404,
                              "Nothing is bound to this name. GET .../names lists what is."},
    [PROBLEM_NO_SUCH_FRAME] = {"no-such-frame", "There is no frame", 404,
                               "The frame stack is empty, or not so deep."},
    [PROBLEM_NO_SUCH_SNAPSHOT] =
        {"no-such-snapshot", "There is no such snapshot", 404,
         "The session has no snapshot of this number. GET .../snapshots lists them."},
    [PROBLEM_NO_SUCH_PROBLEM] = {"no-such-problem", "There is no such problem", 404,
                                 "Fortunately. GET /problems lists those that there are."},
    [PROBLEM_METHOD_NOT_ALLOWED] = {"method-not-allowed", "The resource does not take this method", 405,
                                    "The Allow header lists the methods that it takes."},
    [PROBLEM_DEADLINE] = {"deadline", "It took too long", 503,
                          "The work of this request passed its deadline and was given up at a safe point; "
                          "nothing was changed by the step that was under way."},
    [PROBLEM_EXISTS] = {"exists", "It exists already", 409, "Something of this name exists already."},
    [PROBLEM_CONFLICT] =
        {"conflict", "The state does not allow this now", 409,
         "What was asked for contradicts the state that the resource is in; `detail` says how."},
    [PROBLEM_SESSION_ENDED] =
        {"session-ended", "The session has ended", 409,
         "The session's heap is gone (the daemon was restarted, or the session expired); "
         "its snapshots and history are still there to read."},
    [PROBLEM_GONE] =
        {"gone", "No live object has this address", 410,
         "An object at this address was deallocated, or there never was one. Addresses are looked "
         "up, never trusted."},
    [PROBLEM_PAST_GONE] =
        {"past-gone", "The session does not go back there", 410,
         "A session can be forked as it was after an earlier step as long as its journal has what led there. "
         "The oldest goes when there is "
         "too much of it, what was cut off or read the clock cannot be done again, and journals can be "
         "switched off. "
         "`detail` says which steps there are; the session's `forkable_from` is the first of them."},
    [PROBLEM_PRECONDITION_FAILED] = {"precondition-failed", "The session has changed in between", 412,
                                     "If-Match named another sequence number than the session has now; "
                                     "nothing was changed. Read again, and "
                                     "decide again."},
    [PROBLEM_INVALID_SNAPSHOT] =
        {"invalid-snapshot", "The file is not a snapshot", 400,
         "What was sent is not what tracemalloc's Snapshot.dump() writes (a pickle of protocol 4 or 5, "
         "gzipped "
         "or not), or was cut short. Such a file is read, never executed: everything in it that a snapshot "
         "has "
         "no use for is refused. `detail` names the offset (in the unpacked file) and the opcode."},
    [PROBLEM_TOO_SLOW] = {"too-slow", "The request did not arrive in time", 408,
                          "A request that was begun did not go on, or went on too slowly. What came of it "
                          "was read, and nothing of it was done."},
    [PROBLEM_TOO_LARGE] = {"too-large", "The body is too large", 413,
                           "The body is longer than this resource takes; `detail` says how much it may be."},
    [PROBLEM_TOO_DEEP] = {"too-deep", "The body is nested too deep", 413,
                          "Arrays and objects are nested deeper than the daemon's limit."},
    [PROBLEM_TARGET_TOO_LONG] =
        {"target-too-long", "The request's target is too long", 414,
         "The path and query are longer than the daemon reads; long values belong into a body."},
    [PROBLEM_UNSUPPORTED_MEDIA] = {"unsupported-media-type", "The body's media type is not taken here", 415,
                                   "Send the Content-Type that `detail` names; with curl, --json does."},
    [PROBLEM_ASSERTION] =
        {"assertion-failed", "A limit on memory does not hold", 422,
         "POST .../assert compared two snapshots, and at least one of the limits in its body does not hold. "
         "`reasons` says which, in words; `checks` has every limit beside what was measured; `growth` the "
         "lines "
         "that grew most."},
    [PROBLEM_EXCEPTION] =
        {"exception", "The heap raised an exception", 422,
         "The operation was understood, and raised what CPython would raise. `exception` has "
         "type, message and traceback; the heap is as it was before the operation."},
    [PROBLEM_STEP_LIMIT] =
        {"step-limit", "The program did not end in time", 422,
         "A program counts its steps (a jump back and a call are one each) and was given as many as ?steps= "
         "says. It was "
         "stopped between two of them, as if by a signal that it cannot catch; the heap is whole."},
    [PROBLEM_OUTPUT_LIMIT] = {"output-limit", "The program printed too much", 422,
                              "What a program prints is kept until it ends, up to as many bytes as ?output= "
                              "says. It was stopped where it "
                              "printed more; the heap is whole."},
    [PROBLEM_INVALID_QUERY] =
        {"invalid-query", "The SQL makes no sense", 400,
         "`detail` has SQLite's words, `offset` the byte of the SQL that they are about, where there is one. "
         "GET .../query lists tables, columns and examples."},
    [PROBLEM_QUERY_DENIED] =
        {"query-denied", "The SQL does more than it may", 403,
         "A query is one SELECT over the tables that GET .../query lists, with SQLite's functions that "
         "compute something of "
         "their arguments. Nothing else is allowed: no other statement, table, pragma or extension."},
    [PROBLEM_QUERY_FAILED] = {"query-failed", "The query failed", 422,
                              "The SQL is fine, and what it came to has no answer: a sum beyond 64 bits, "
                              "JSON that does not parse, a snapshot that "
                              "is not there."},
    [PROBLEM_QUERY_TOO_LARGE] = {"query-too-large", "The query needs too much", 422,
                                 "A query may have so much memory, to sort and to group, and a text in it so "
                                 "many bytes. Ask for fewer rows or "
                                 "columns before sorting them."},
    [PROBLEM_TOO_MANY_REQUESTS] = {"too-many-requests", "Too many requests", 429,
                                   "This address sends more requests a second than the configuration allows. "
                                   "Retry-After says when to go on."},
    [PROBLEM_HEADERS_TOO_LARGE] =
        {"headers-too-large", "The request's headers are too large", 431,
         "The request line and the header fields are together longer than the daemon reads (16 KiB)."},
    [PROBLEM_TOO_MANY_SESSIONS] =
        {"too-many-sessions", "There are too many sessions", 429,
         "The daemon's limit of sessions, or of their memory, is reached. Delete one."},
    [PROBLEM_BUSY] =
        {"busy", "The daemon is busy", 503,
         "Too much is waiting already, or the session is busy with something long. Retry-After says "
         "when to try again; nothing was changed."},
    [PROBLEM_STOPPING] = {"stopping", "The daemon is stopping", 503, "It finishes what was begun, no more."},
    [PROBLEM_NOT_READY] = {"not-ready", "The daemon is not ready", 503,
                           "It is starting, or has a problem that "
                           "`detail` names."},
    [PROBLEM_OUT_OF_MEMORY] = {"out-of-memory", "The daemon is out of memory", 503,
                               "Not a session's limit (that is a MemoryError), but the daemon's own."},
    [PROBLEM_STORE] = {"store", "The store failed", 500,
                       "The database could not be read or written; the log has details."},
    [PROBLEM_STORE_FULL] =
        {"store-full", "The store is full", 507,
         "The disk, or the quota of the configuration, is full. Nothing was changed; delete "
         "snapshots or sessions."},
    [PROBLEM_SESSIONS_FULL] = {"sessions-full", "The sessions' common memory is used up", 503,
                               "All sessions together have reached the memory that the configuration gives "
                               "them. Delete one, or try later."},
    [PROBLEM_HTTP_VERSION] = {"http-version", "This version of HTTP is not spoken here", 505,
                              "The daemon speaks HTTP/1.1 and 1.0; a proxy in front of it may speak others."},
    [PROBLEM_INTERNAL] = {"internal", "The daemon made a mistake", 500,
                          "This should not happen; the log has details."},
};

const struct problem_kind *problem_kind(enum problem problem)
{
    return &kinds[problem];
}

int problem_by_slug(const char *slug)
{
    for (int i = 0; i < PROBLEM_COUNT; i++) {
        if (strcmp(kinds[i].slug, slug) == 0)
            return i;
    }
    return -1;
}

enum problem problem_of_session(enum session_status status)
{
    switch (status) {
    case SESSION_OK:
        break;
    case SESSION_NO_MEMORY:
        return PROBLEM_OUT_OF_MEMORY;
    case SESSION_ENDED:
    case SESSION_NOT_FOUND:
        return PROBLEM_NO_SUCH_SESSION;
    case SESSION_BUSY:
        return PROBLEM_BUSY;
    case SESSION_EXISTS:
        return PROBLEM_EXISTS;
    case SESSION_BAD_NAME:
    case SESSION_BAD_PYTHON:
    case SESSION_TOO_LARGE:
    case SESSION_TOO_SMALL:
        return PROBLEM_INVALID_BODY;
    case SESSION_TOO_MANY:
        return PROBLEM_TOO_MANY_SESSIONS;
    case SESSION_FULL:
        return PROBLEM_SESSIONS_FULL;
    }
    return PROBLEM_INTERNAL;
}

enum problem problem_of_store(enum store_status status)
{
    switch (status) {
    case STORE_NOT_FOUND:
        return PROBLEM_NOT_FOUND;
    case STORE_EXISTS:
        return PROBLEM_EXISTS;
    case STORE_BUSY:
        return PROBLEM_BUSY;
    case STORE_FULL:
        return PROBLEM_STORE_FULL;
    case STORE_NO_MEMORY:
        return PROBLEM_OUT_OF_MEMORY;
    case STORE_STOPPED:
        return PROBLEM_DEADLINE;
    case STORE_OK:
    case STORE_INVALID:
        return PROBLEM_INTERNAL;
    case STORE_IO:
    case STORE_CORRUPT:
    case STORE_NEWER:
    case STORE_LOCKED:
        return PROBLEM_STORE;
    }
    return PROBLEM_INTERNAL;
}

static void write_exception(struct json_writer *w, const struct problem_report *report)
{
    json_key(w, "exception");
    json_begin_object(w);
    json_member_text(w, "type", report->exception_type);
    json_member_string(w, "message", report->exception_message != NULL ? report->exception_message : "",
                       report->exception_message_length);
    json_key(w, "traceback");
    if (report->write_traceback != NULL) {
        report->write_traceback(w, report->traceback_cls);
    } else {
        json_begin_array(w);
        json_end_array(w);
    }
    json_end_object(w);
}

/* Names with blanks between, each perhaps with a plus behind it. */
static void write_known(struct json_writer *w, const char *names)
{
    json_key(w, "known");
    json_begin_array(w);
    json_string(w, "pretty", 6);
    while (*names != '\0') {
        size_t length = strcspn(names, " ");
        if (length != 0)
            json_string(w, names, length - (names[length - 1] == '+'));
        names += length + (names[length] == ' ');
    }
    json_end_array(w);
}

void problem_write(struct json_writer *w, const struct problem_report *report, const char *instance)
{
    const struct problem_kind *kind = problem_kind(report->problem);
    json_begin_object(w);
    json_key(w, "type");
    json_begin_string(w);
    json_string_part(w, "/problems/", 10);
    json_string_part(w, kind->slug, strlen(kind->slug));
    json_end_string(w);
    json_member_text(w, "title", kind->title);
    json_member_uint(w, "status", kind->status);
    json_member_text(w, "detail", report->detail != NULL ? report->detail : kind->title);
    if (instance != NULL)
        json_member_text(w, "instance", instance);
    if (report->parameter != NULL)
        json_member_text(w, "parameter", report->parameter);
    if (report->known != NULL)
        write_known(w, report->known);
    if (report->pointer != NULL)
        json_member_text(w, "pointer", report->pointer);
    if (report->sql_offset > 0)
        json_member_int(w, "offset", report->sql_offset - 1);
    if (report->op > 0)
        json_member_int(w, "op", report->op - 1);
    if (report->exception_type != NULL)
        write_exception(w, report);
    if (report->retry_after != 0)
        json_member_uint(w, "retry_after", report->retry_after);
    if (report->write_members != NULL)
        report->write_members(w, report->members);
    json_end_object(w);
}
