/* The way down: what is in flight is waited for, as long as it goes on.
 *
 * Requests, and streams of what a client waits for, have the grace; within it a client that takes nothing of
 * its answer is cut off, since it can make everybody wait. When the grace is over work on workers is told to
 * give up, and has a moment to say so. */
#include "api/server_internal.h"

#include <linux/tcp.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <time.h>

enum {
    ARRIVING_NS = 300000000, /* that a request may take to arrive once the server stops */
    STALLED_NS = 1000000000, /* that a client may go without taking anything */
    LOOK_NS = 2000000,
    SUSPENDED_NEVER = -1,
};

/* After the grace, for answers of what was given up: they are short, but the machine may be busy. Clients
 * that take nothing are cut off sooner. */
static const int64_t LAST_NS = 3000000000;

/* Is any request being answered, or (`arriving`) still being received? */
static bool is_busy(struct api_server *server, bool arriving)
{
    bool busy = false;
    pthread_mutex_lock(&server->lock);
    for (struct exchange *exchange = server->exchanges; exchange != NULL && !busy;
         exchange = exchange->next) {
        enum phase phase = atomic_load(&exchange->phase);
        busy = phase >= PHASE_WORKING || (arriving && phase != PHASE_IDLE);
    }
    pthread_mutex_unlock(&server->lock);
    return busy;
}

/* Bytes that the client's side has taken, in all: what the kernel keeps for it does not count. */
static uint64_t bytes_taken(int socket)
{
    struct tcp_info info = {0};
    socklen_t size = sizeof info;
    return getsockopt(socket, IPPROTO_TCP, TCP_INFO, &info, &size) == 0 ? info.tcpi_bytes_acked : 0;
}

static bool is_stalled(struct exchange *exchange, int64_t now)
{
    uint64_t taken = bytes_taken(exchange->socket);
    if (exchange->taken_ns == 0 || taken != exchange->taken) {
        exchange->taken = taken;
        exchange->taken_ns = now;
    }
    return now - exchange->taken_ns > STALLED_NS;
}

/* Under the lock: the library closes the connection, the descriptor is its own until then. */
static void hurry(struct exchange *exchange, bool over, int64_t now)
{
    enum phase phase = atomic_load(&exchange->phase);
    bool sending = phase == PHASE_SENDING || phase == PHASE_STREAMING;
    if (exchange->socket >= 0 && sending && is_stalled(exchange, now))
        shutdown(exchange->socket, SHUT_RDWR);
    if (over && phase == PHASE_WORKING)
        deadline_cancel(&exchange->request.deadline);
}

static void hurry_all(struct api_server *server, bool over, int64_t now)
{
    pthread_mutex_lock(&server->lock);
    for (struct exchange *exchange = server->exchanges; exchange != NULL; exchange = exchange->next)
        hurry(exchange, over, now);
    streams_wake_all(server);
    pthread_mutex_unlock(&server->lock);
}

bool server_begin_suspension(struct api_server *server)
{
    int suspended = atomic_load(&server->suspended);
    while (suspended != SUSPENDED_NEVER) {
        if (atomic_compare_exchange_weak(&server->suspended, &suspended, suspended + 1))
            return true;
    }
    return false;
}

/* The library must not be stopped while connections are suspended, and those that are kept alive may bring
 * requests at any moment. */
static bool end_suspensions(struct api_server *server)
{
    int none = 0;
    return atomic_compare_exchange_strong(&server->suspended, &none, SUSPENDED_NEVER);
}

void server_drain(struct api_server *server, unsigned grace_ms)
{
    int64_t now = monotonic_ns(), end = now + (int64_t)grace_ms * 1000000, arriving = now + ARRIVING_NS;
    const struct timespec moment = {0, LOOK_NS};
    while ((is_busy(server, now < arriving) && now < end + LAST_NS) || !end_suspensions(server)) {
        if (now >= end)
            atomic_store(&server->stop, STOP_GIVING_UP);
        hurry_all(server, now >= end, now);
        nanosleep(&moment, NULL);
        now = monotonic_ns();
    }
    atomic_store(&server->stop, STOP_NOW); /* no stream goes to sleep after it is woken here */
    pthread_mutex_lock(&server->lock);
    streams_wake_all(server);
    pthread_mutex_unlock(&server->lock);
}
