/* Housekeeping: a thread that looks at all connections once a second. It ends those whose clients are too
 * slow or have gone, stops work that nobody waits for any more, and wakes streams for their heartbeats. */
#include "api/server_internal.h"

#include <poll.h>
#include <sys/socket.h>
#include <time.h>

enum {
    GRACE_NS = 500000000,        /* before the housekeeper looks at a connection */
    SLOWEST_BYTES_PER_S = 16384, /* that a client must take or send once its grace is over */
    SURPLUS_S = 2,               /* that a connection beyond the limit may wait before it sends its request */
};

/* How long the client may take for what it has to do now; INT64_MAX where it has nothing to do. */
static int64_t patience_ns(const struct exchange *exchange, enum phase phase)
{
    int64_t seconds = exchange->server->config.idle_timeout_s;
    switch (phase) {
    case PHASE_IDLE:
    case PHASE_HEAD:
        if (atomic_load_explicit(&exchange->surplus, memory_order_relaxed) && seconds > SURPLUS_S)
            seconds = SURPLUS_S;
        break;
    case PHASE_BODY:
    case PHASE_DISCARD:
    case PHASE_SENDING:
        seconds +=
            atomic_load_explicit(&exchange->bytes_expected, memory_order_relaxed) / SLOWEST_BYTES_PER_S;
        break;
    default:
        return INT64_MAX;
    }
    return seconds * 1000000000;
}

/* Has the client gone in the middle of a request, or between two? The library, whose epoll is edge-triggered,
 * now and then misses the end of a connection that comes together with the last bytes. */
static bool client_is_gone(const struct exchange *exchange, enum phase phase)
{
    char byte;
    if (phase != PHASE_IDLE && phase != PHASE_HEAD && phase != PHASE_BODY && phase != PHASE_DISCARD)
        return false;
    return recv(exchange->socket, &byte, 1, MSG_PEEK | MSG_DONTWAIT) == 0;
}

/* Work for a client that has closed its side, where the route says that it is for nobody else. While the
 * connection is suspended the library does not look at it. */
static bool is_for_nobody(const struct exchange *exchange, enum phase phase)
{
    struct pollfd socket = {.fd = exchange->socket, .events = POLLRDHUP};
    return phase == PHASE_WORKING && atomic_load(&exchange->awaited) && poll(&socket, 1, 0) == 1 &&
           (socket.revents & (POLLRDHUP | POLLHUP | POLLERR));
}

static void look_after(struct api_server *server, int64_t now)
{
    pthread_mutex_lock(&server->lock);
    for (struct exchange *exchange = server->exchanges; exchange != NULL; exchange = exchange->next) {
        enum phase phase = atomic_load_explicit(&exchange->phase, memory_order_relaxed);
        int64_t waited = now - atomic_load_explicit(&exchange->since_ns, memory_order_relaxed);
        /* The library notices the end of the socket and closes the connection; the descriptor is still its
         * own, because the connection leaves this list before it is closed. */
        if (exchange->socket >= 0 && waited > GRACE_NS) {
            bool gone = client_is_gone(exchange, phase), late = waited > patience_ns(exchange, phase);
            if (late && !gone)
                server_tell_late(exchange);
            if (late || gone)
                shutdown(exchange->socket, SHUT_RDWR);
        }
        if (exchange->socket >= 0 && waited > GRACE_NS && is_for_nobody(exchange, phase))
            deadline_cancel(&exchange->request.deadline);
    }
    streams_heartbeat(server, now);
    pthread_mutex_unlock(&server->lock);
}

static void *housekeeping(void *cls)
{
    struct api_server *server = cls;
    pthread_mutex_lock(&server->lock);
    while (!server->housekeeping_ends) {
        struct timespec until;
        clock_gettime(CLOCK_MONOTONIC, &until);
        until.tv_sec++;
        pthread_cond_clockwait(&server->wake, &server->lock, CLOCK_MONOTONIC, &until);
        pthread_mutex_unlock(&server->lock);
        look_after(server, monotonic_ns());
        pthread_mutex_lock(&server->lock);
    }
    pthread_mutex_unlock(&server->lock);
    return NULL;
}

bool housekeeping_start(struct api_server *server)
{
    return pthread_create(&server->housekeeper, NULL, housekeeping, server) == 0;
}

void housekeeping_stop(struct api_server *server)
{
    pthread_mutex_lock(&server->lock);
    server->housekeeping_ends = true;
    pthread_cond_signal(&server->wake);
    pthread_mutex_unlock(&server->lock);
    pthread_join(server->housekeeper, NULL);
}
