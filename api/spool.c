/* What is written and sent at the same time (spool.h). */
#include "api/spool.h"

#include "api/patience.h"

#include <string.h>

enum {
    HEARTBEAT_MS = 900
}; /* a client that has gone is noticed within two seconds or so, also while nothing is written */

static struct spool *spool_of(struct api_stream *stream)
{
    return (struct spool *)((char *)stream - offsetof(struct spool, stream));
}

/* ---- the connection ------------------------------------------------------------------------------ */

/* Takes over what waits. Under the lock. */
static void swap(struct spool *s)
{
    struct outbuf empty = s->sending;
    s->sending = s->waiting;
    s->waiting = empty;
    s->sent = 0;
    outbuf_reset(&s->waiting, SPOOL_CHUNK * 2);
    pthread_cond_signal(&s->room);
}

static ssize_t read_spool(struct api_stream *stream, char *to, size_t room, int stopping)
{
    struct spool *s = spool_of(stream);
    if (s->sent == s->sending.length) {
        pthread_mutex_lock(&s->lock);
        swap(s);
        bool over = s->finished || stopping, failed = s->failed || stopping;
        pthread_mutex_unlock(&s->lock);
        if (s->sending.length == 0)
            return !over ? STREAM_WAIT : failed ? STREAM_FAIL : STREAM_END;
    }
    size_t size = s->sending.length - s->sent < room ? s->sending.length - s->sent : room;
    memcpy(to, s->sending.data + s->sent, size);
    s->sent += size;
    atomic_fetch_add(&s->taken, size);
    return (ssize_t)size;
}

static void close_spool(struct api_stream *stream)
{
    struct spool *s = spool_of(stream);
    pthread_mutex_lock(&s->lock);
    s->closed = true;
    atomic_store(&s->abandoned, true);
    if (s->closes)
        s->closes(s);
    pthread_cond_signal(&s->room);
    bool last = s->finished;
    pthread_mutex_unlock(&s->lock);
    if (last)
        s->destroy(s);
}

void spool_init(struct spool *s, void (*destroy)(struct spool *spool))
{
    *s = (struct spool){.destroy = destroy};
    s->stream.read = read_spool;
    s->stream.close = close_spool;
    s->stream.heartbeat_ms = HEARTBEAT_MS;
    s->stream.ends_with_client = true;
    pthread_mutex_init(&s->lock, NULL);
    pthread_cond_init(&s->room, NULL);
}

void spool_release(struct spool *s)
{
    outbuf_destroy(&s->waiting);
    outbuf_destroy(&s->sending);
    pthread_cond_destroy(&s->room);
    pthread_mutex_destroy(&s->lock);
}

/* ---- the writer ---------------------------------------------------------------------------------- */

/* Under the lock. False: the client has not made room in time, or it is enough. */
static bool wait_for_room(struct spool *s)
{
    struct patience patience = {.milliseconds = s->patience_ms};
    while (s->waiting.length > SPOOL_BYTES && !s->closed)
        if ((s->over && s->over(s)) || !patience_wait(&patience, atomic_load(&s->taken), &s->room, &s->lock))
            return false;
    return true;
}

bool spool_put(struct spool *s, struct outbuf *piece, bool last)
{
    pthread_mutex_lock(&s->lock);
    bool wanted = (last || wait_for_room(s)) && !s->closed && !piece->failed;
    if (wanted)
        outbuf_append(&s->waiting, piece->data, piece->length);
    wanted = wanted && !s->waiting.failed;
    if (!s->closed)
        api_stream_wake(&s->stream);
    pthread_mutex_unlock(&s->lock);
    outbuf_reset(piece, SPOOL_CHUNK * 2);
    return wanted;
}

bool spool_is_full(struct spool *s)
{
    pthread_mutex_lock(&s->lock);
    bool full = s->waiting.length > SPOOL_BYTES && !s->closed;
    pthread_mutex_unlock(&s->lock);
    return full;
}

void spool_finish(struct spool *s, bool whole)
{
    pthread_mutex_lock(&s->lock);
    s->finished = true;
    s->failed = !whole;
    bool last = s->closed;
    if (!last)
        api_stream_wake(&s->stream);
    pthread_mutex_unlock(&s->lock);
    if (last)
        s->destroy(s);
}
