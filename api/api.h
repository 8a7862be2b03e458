/* The face of the HTTP side: what the daemon needs to start and stop it.
 *
 * A server owns its listening socket, libmicrohttpd's threads and the requests in flight. What it serves is
 * reached through a context that outlives it: sessions, store, the worker pool. */
#ifndef API_API_H
#define API_API_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct api_server;
struct outbuf;
struct registry;
struct store;
struct workers;
struct api_route;
struct graphs;

enum api_scope {
    API_SCOPE_NONE = 0, /* open to all: health, the dashboard's files */
    API_SCOPE_READ = 1,
    API_SCOPE_WRITE = 2, /* changes sessions */
    API_SCOPE_ADMIN = 4, /* creates and deletes them */
};

/* A bearer token, known by its hash only. */
struct api_token {
    uint8_t hash[32]; /* SHA-256 of the token's text */
    unsigned scopes;  /* enum api_scope, a union */
};

/* A set of them, never changed once it is in use. */
struct api_tokens {
    size_t count;
    const struct api_token *items;
};

struct api_config {
    const char *address; /* numeric, IPv4 or IPv6; NULL: 127.0.0.1 */
    uint16_t port;       /* 0: a free one */
    unsigned threads;    /* of libmicrohttpd; 0: 1 */

    unsigned connection_limit;             /* 0: 1024 */
    unsigned connection_limit_per_address; /* 0: no limit of its own */
    unsigned idle_timeout_s;               /* a connection without progress is closed; 0: 30 */
    unsigned request_deadline_ms;          /* for one request's work; 0: 30,000 */
    unsigned request_rate;                 /* per address and second; 0: no limit */
    unsigned request_burst;                /* at once; 0: as many as in a second */
    size_t body_limit;                     /* of routes that take large bodies; 0: 64 MiB */
    size_t body_memory_limit;              /* of all bodies in flight; 0: 512 MiB */
    uint64_t import_limit;                 /* of an upload, and of what it unpacks to; 0: 4 GiB */
    size_t import_memory;                  /* that reading one may take; 0: 1 GiB */
    unsigned imports;                      /* at a time; 0: 4 */
    unsigned exports;                      /* answers without a deadline, at a time; 0: 4 */
    size_t answer_limit;                   /* of one answer; 0: 256 MiB */
    unsigned json_depth;                   /* 0: 1000 */
    size_t operation_limit;                /* in one batch; 0: 1,000,000 */

    _Atomic(const struct api_tokens *) tokens; /* not NULL: every scope but NONE needs one of them */
    const char *const
        *hosts; /* names beside the loopback ones and the listening address that Host may carry */
    size_t host_count;
    const char *const *origins; /* "https://notes.example": origins that may call from a browser */
    size_t origin_count;

    /* The table of routes; NULL: the daemon's own (routes.h). Tests bring theirs. */
    const struct api_route *routes;
    size_t route_count;

    /* A line for the log; NULL: none. Called from any thread. */
    void (*log)(void *cls, const char *line);
    void *log_cls;
    bool log_requests;
};

/* What handlers work on; borrowed by the server until it is stopped. */
struct api_context {
    struct registry *registry;
    struct store *store;
    struct graphs *graphs;   /* object graphs kept after use; NULL: none is kept, and all are in memory */
    struct workers *workers; /* for what is long; NULL (tests): everything runs on the connection's thread */

    /* More lines for /metrics in Prometheus' text format; may be NULL. */
    void (*metrics)(void *cls, struct outbuf *out);
    void *metrics_cls;

    /* Is the daemon ready to serve? NULL: it is. When not, `why` gets static text. */
    bool (*ready)(void *cls, const char **why);
    void *ready_cls;
};

/* Starts serving. 0, or -1 with `message` (of `room` bytes) saying why. `config` is copied, its arrays and
 * strings are borrowed until the stop. */
int api_server_start(const struct api_config *config, const struct api_context *context,
                     struct api_server **server, char *message, size_t room)
    __attribute__((warn_unused_result));

uint16_t api_server_port(const struct api_server *server);

/* From now on these tokens count, also while requests are served; a set that was in use before must stay
 * until the stop. Whether tokens are demanded at all cannot change: there are some in the configuration if
 * and only if `tokens` has some. */
void api_server_set_tokens(struct api_server *server, const struct api_tokens *tokens);

/* Stops orderly: no new connections, requests in flight finish (for at most `grace_ms`), streams end.
 * Releases the server. */
void api_server_stop(struct api_server *server, unsigned grace_ms);

/* The hash under which a token is known. */
void api_token_hash(const char *token, size_t length, uint8_t hash[32]);

#endif
