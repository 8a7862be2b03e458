/* An exchange: one request and its answer on their way through the server. Private to the server.
 *
 * Each connection has one, made with it and used for one request after the other:
 *
 *   IDLE -> HEAD (request line seen) -> BODY or DISCARD (the answer is known already, the body is only read
 *   away) -> WORKING (on a worker, connection suspended) -> SENDING or STREAMING -> IDLE
 *
 * `phase` is read by the housekeeping thread, which ends connections that stay too long where the client has
 * to do something, and with it the other atomic members; the rest belongs to the connection's thread or,
 * while WORKING, to the worker. */
#ifndef API_EXCHANGE_H
#define API_EXCHANGE_H

#include "api/request.h"
#include "api/routes.h"

#include <stdatomic.h>

struct MHD_Connection;
struct client;

enum phase {
    PHASE_IDLE,
    PHASE_HEAD,
    PHASE_BODY,
    PHASE_DISCARD,
    PHASE_WORKING,
    PHASE_READY,
    PHASE_SENDING,
    PHASE_STREAMING,
};

struct exchange {
    struct api_request request;
    struct api_server *server;
    struct MHD_Connection *connection;
    int socket;
    _Atomic enum phase phase;
    _Atomic int64_t since_ns; /* when the phase began, roughly: set in IDLE, HEAD and SENDING */
    atomic_bool begun;        /* a request line has come on this connection */
    atomic_bool told; /* the request has its answer, or a problem in place of the library's own answer or of
                         its silence: nothing more may be said */
    atomic_bool surplus; /* one connection too many: its request is told so */
    atomic_bool awaited; /* what is WORKING is for this client alone, and ends with it (ROUTE_AWAITED) */
    _Atomic int64_t bytes_expected;   /* of the body, of the answer: what the client may take its time for */
    struct exchange *next, *previous; /* the server's list of connections, under its lock */
    struct client *client;

    char *body; /* malloc'd, for bodies; `request.body` points here */
    size_t body_capacity;
    size_t body_counted; /* what of body_capacity counts in the server's body memory */
    uint64_t discarded;
    uint64_t taken; /* by the client, when drain.c last looked, and when that was more than before */
    int64_t taken_ns;
    uint64_t content_length; /* UINT64_MAX: chunked */
    bool cross_origin;
    bool preflight;
    bool late;                      /* the library gave up waiting for the rest of a request */
    bool close;                     /* the connection ends with this answer */
    bool duplicate;                 /* a header is there twice that must not be */
    bool malformed;                 /* a header's name is none */
    bool gzip;                      /* the client takes it */
    bool answered;                  /* the answer was written without a handler */
    struct outbuf packed;           /* the answer's body, compressed */
    struct api_stream_link *link;   /* of a stream that is being sent */
    struct job job;                 /* for work without a session */
    struct session_job session_job; /* for work with one */
};

/* Makes the exchange ready for its next request; keeps some memory. */
void exchange_reset(struct exchange *exchange, int64_t now_ns);

/* The request target as it was sent. Splits, decodes; a bad one is answered later (request.path is NULL). */
void exchange_set_target(struct exchange *exchange, const char *target);

/* All headers are known: finds the route, checks everything that can be checked without the body. False: the
 * answer is written already. */
bool exchange_check_head(struct exchange *exchange, const char *method);

/* Takes a piece of the body. False: too large, the answer is written. */
bool exchange_take_body(struct exchange *exchange, const char *bytes, size_t length);

/* How long a body may be on the route that was found. */
uint64_t exchange_body_limit(const struct exchange *exchange);

/* The body is complete. An upload may have taken its time: what is to be done with it has all of the
 * deadline. */
void exchange_end_body(struct exchange *exchange, int64_t now_ns);

/* The body is complete. Calls the handler where it may run at once. */
enum api_result exchange_run(struct exchange *exchange);

/* The last steps that need no library: failure of memory, compression. */
void exchange_finish(struct exchange *exchange);

#endif
