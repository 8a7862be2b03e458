/* Streams: answers that are read from their source while they are sent.
 *
 * The link between the source, which wakes from any thread, and the connection, which sleeps suspended:
 *
 *   AWAKE --(read says WAIT)--> ASLEEP --(wake)--> AWAKE
 *
 * A wake that comes while awake is kept (`again`), so that what was published between the read and the sleep
 * is not missed. */
#include "api/server_internal.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <time.h>

struct api_stream_link {
    pthread_mutex_t lock;
    struct exchange *exchange;
    struct api_stream *stream;
    bool asleep, again;
    _Atomic int64_t woken_ns;
    struct api_stream_link *next, *previous; /* the server's list */
};

void api_stream_wake(struct api_stream *stream)
{
    struct api_stream_link *link = __atomic_load_n(&stream->link, __ATOMIC_ACQUIRE);
    if (link == NULL) /* not sent yet: it is read first of all */
        return;
    pthread_mutex_lock(&link->lock);
    link->again = true;
    if (link->asleep) {
        link->asleep = false;
        MHD_resume_connection(link->exchange->connection);
    }
    pthread_mutex_unlock(&link->lock);
}

/* A connection that sleeps hears nothing of its client: has it closed its side? */
static bool client_is_gone(const struct exchange *exchange)
{
    char byte;
    ssize_t size = recv(exchange->socket, &byte, 1, MSG_PEEK | MSG_DONTWAIT);
    return size == 0 || (size < 0 && errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR);
}

/* Has the stream had its time? What is work for its client has the grace that requests have. */
static bool is_last(const struct api_stream_link *link)
{
    return atomic_load(&link->exchange->server->stop) >=
           (link->stream->ends_with_client ? STOP_GIVING_UP : STOP_GRACE);
}

static ssize_t read_stream(void *cls, uint64_t position, char *out, size_t room)
{
    struct api_stream_link *link = cls;
    struct api_server *server = link->exchange->server;
    const struct timespec moment = {0, 1000000};
    (void)position;
    for (;;) {
        pthread_mutex_lock(&link->lock);
        link->again = false;
        pthread_mutex_unlock(&link->lock);
        atomic_store_explicit(&link->woken_ns, monotonic_ns(), memory_order_relaxed);
        ssize_t size = link->stream->read(link->stream, out, room, is_last(link));
        if (size > 0)
            return size;
        if (size == STREAM_END)
            return MHD_CONTENT_READER_END_OF_STREAM;
        if (size == STREAM_FAIL)
            return MHD_CONTENT_READER_END_WITH_ERROR;
        if (link->stream->ends_with_client && client_is_gone(link->exchange))
            return MHD_CONTENT_READER_END_WITH_ERROR;
        if (atomic_load(&server->stop) == STOP_NOW)
            return MHD_CONTENT_READER_END_WITH_ERROR;
        pthread_mutex_lock(&link->lock);
        if (!link->again && !is_last(link)) {
            link->asleep = true;
            MHD_suspend_connection(link->exchange->connection);
            pthread_mutex_unlock(&link->lock);
            return 0;
        }
        pthread_mutex_unlock(&link->lock);
        if (is_last(link)) /* it is about to say its last: nothing may sleep suspended any more */
            nanosleep(&moment, NULL);
    }
}

static void close_stream(void *cls)
{
    struct api_stream_link *link = cls;
    struct api_server *server = link->exchange->server;
    pthread_mutex_lock(&server->lock);
    if (link->next != NULL)
        link->next->previous = link->previous;
    if (link->previous != NULL)
        link->previous->next = link->next;
    else
        server->streams = link->next;
    pthread_mutex_unlock(&server->lock);
    link->exchange->link = NULL;
    link->stream->close(link->stream);
    pthread_mutex_destroy(&link->lock);
    free(link);
}

struct MHD_Response *stream_response(struct exchange *exchange, struct api_stream *stream)
{
    enum { BLOCK = 16384 };
    struct api_server *server = exchange->server;
    struct api_stream_link *link = calloc(1, sizeof *link);
    exchange->request.answer.stream = NULL;
    if (link == NULL) {
        stream->close(stream);
        return NULL;
    }
    pthread_mutex_init(&link->lock, NULL);
    link->exchange = exchange;
    link->stream = stream;
    pthread_mutex_lock(&server->lock);
    link->next = server->streams;
    if (link->next != NULL)
        link->next->previous = link;
    server->streams = link;
    pthread_mutex_unlock(&server->lock);
    exchange->link = link;
    __atomic_store_n(&stream->link, link, __ATOMIC_RELEASE);
    struct MHD_Response *response =
        MHD_create_response_from_callback(MHD_SIZE_UNKNOWN, BLOCK, read_stream, link, close_stream);
    if (response == NULL)
        close_stream(link);
    return response;
}

void streams_heartbeat(struct api_server *server, int64_t now_ns)
{
    for (struct api_stream_link *link = server->streams; link != NULL; link = link->next) {
        int64_t waited = now_ns - atomic_load_explicit(&link->woken_ns, memory_order_relaxed);
        if (link->stream->heartbeat_ms != 0 && waited >= (int64_t)link->stream->heartbeat_ms * 1000000)
            api_stream_wake(link->stream);
    }
}

static bool is_asleep(struct api_stream_link *link)
{
    pthread_mutex_lock(&link->lock);
    bool asleep = link->asleep;
    pthread_mutex_unlock(&link->lock);
    return asleep;
}

void streams_wake_all(struct api_server *server)
{
    for (struct api_stream_link *link = server->streams; link != NULL; link = link->next) {
        if (is_asleep(link))
            link->exchange->taken_ns = 0; /* it is not its client that takes nothing */
        api_stream_wake(link->stream);
    }
}
