/* The server's insides, shared by server.c, answer.c, stream.c, drain.c and housekeeping.c. */
#ifndef API_SERVER_INTERNAL_H
#define API_SERVER_INTERNAL_H

#include "api/clients.h"
#include "api/exchange.h"
#include "api/server.h"
#include "api/stream.h"

#include <microhttpd.h>
#include <pthread.h>

/* The way down (drain.c). */
enum stop_phase {
    STOP_NOT,
    STOP_GRACE,     /* what was begun may end */
    STOP_GIVING_UP, /* what goes on still says so, at once */
    STOP_NOW,       /* and does not wait any more */
};

struct api_server {
    struct api_config config;
    struct api_context context;
    struct MHD_Daemon *library;
    struct router *router;
    struct metrics *metrics;
    struct clients *clients;
    uint16_t port;
    _Atomic enum stop_phase stop;
    atomic_int_fast64_t body_bytes;
    atomic_uint connections;
    atomic_uint imports;  /* uploads being read */
    atomic_uint exports;  /* answers without a deadline */
    atomic_int suspended; /* connections with work on a worker; SUSPENDED_NEVER: there will be none again */

    pthread_mutex_t lock; /* over what follows */
    pthread_cond_t wake;  /* of the housekeeper, to end */
    bool housekeeping_ends;
    struct exchange *exchanges;      /* all connections */
    struct api_stream_link *streams; /* those being sent */
    pthread_t housekeeper;
};

/* Queues the answer of an exchange. On the connection's thread. */
enum MHD_Result server_send(struct exchange *exchange);

/* unread.c: what is to be said on a connection that ends with a request that was not read, or not to its
 * end. The first once the library closes it, before the socket is; the second before the housekeeper cuts
 * it off. */
void server_tell_unread(struct exchange *exchange);
void server_tell_late(struct exchange *exchange);

/* The library's response for a stream; takes the stream over, also on failure (NULL). */
struct MHD_Response *stream_response(struct exchange *exchange, struct api_stream *stream);

/* The thread that looks after connections. False: the host refuses it. */
bool housekeeping_start(struct api_server *server);
void housekeeping_stop(struct api_server *server);

/* Before a connection is suspended for work on a worker. False: the server is past that, nothing may be
 * suspended. */
bool server_begin_suspension(struct api_server *server);

/* Waits until no request is in flight. Once the grace is over connections are cut and work is told to give
 * up; what is on a worker is waited for in any case: it works on memory of this server. */
void server_drain(struct api_server *server, unsigned grace_ms);

/* Under the server's lock. */
void streams_heartbeat(struct api_server *server, int64_t now_ns);
void streams_wake_all(struct api_server *server);

#endif
