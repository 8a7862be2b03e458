/* A ring of pointers to events, addressed by id: the event with id i lies at i % capacity while it is among
 * the last. Ids first .. next-1 are in the ring; an entry is NULL where there was no memory for the event.
 * One lock per stream. */
#include "daemon/session/events.h"

#include "daemon/session/deadline.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

struct stored_event {
    atomic_size_t references;
    struct event event;
    char bytes[];
};

struct event_stream {
    atomic_size_t references;
    pthread_mutex_t lock;
    bool closed;
    size_t capacity;        /* events */
    size_t room;            /* bytes */
    size_t held;            /* bytes in the ring */
    uint64_t first, next;   /* ids: oldest in the ring, next to be given */
    atomic_size_t watchers; /* subscribers; read without the lock by event_stream_watched, as the next two */
    _Atomic int64_t left;   /* when the last one went; 0: nobody who could come back */
    atomic_bool gap;        /* something was not told since, because nobody was thought to listen */
    int64_t linger;         /* nanoseconds */
    struct event_subscriber *subscribers;
    struct stored_event *ring[];
};

struct event_subscriber {
    struct event_stream *stream;
    uint64_t next; /* id of the event to be read next */
    bool waiting;  /* was told EVENTS_NONE and not woken since */
    void (*wake)(void *context);
    void *context;
    struct event_subscriber *after, *before;
};

static struct stored_event *stored(const struct event *event)
{
    return (struct stored_event *)((char *)(uintptr_t)event - offsetof(struct stored_event, event));
}

void event_release(const struct event *event)
{
    if (event && atomic_fetch_sub_explicit(&stored(event)->references, 1, memory_order_acq_rel) == 1)
        free(stored(event));
}

static void drop_oldest(struct event_stream *stream)
{
    struct stored_event **slot = &stream->ring[stream->first % stream->capacity];
    if (*slot) {
        stream->held -= (*slot)->event.length;
        event_release(&(*slot)->event);
        *slot = NULL;
    }
    stream->first++;
}

struct event_stream *event_stream_new(size_t events, size_t bytes, uint32_t linger_ms)
{
    struct event_stream *stream = calloc(1, sizeof *stream + events * sizeof stream->ring[0]);
    if (!stream)
        return NULL;
    atomic_init(&stream->references, 1);
    pthread_mutex_init(&stream->lock, NULL);
    stream->capacity = events;
    stream->room = bytes;
    stream->linger = (int64_t)linger_ms * 1000000;
    stream->first = stream->next = 1;
    return stream;
}

struct event_stream *event_stream_retain(struct event_stream *stream)
{
    atomic_fetch_add_explicit(&stream->references, 1, memory_order_relaxed);
    return stream;
}

void event_stream_release(struct event_stream *stream)
{
    if (!stream || atomic_fetch_sub_explicit(&stream->references, 1, memory_order_acq_rel) != 1)
        return;
    while (stream->first < stream->next)
        drop_oldest(stream);
    pthread_mutex_destroy(&stream->lock);
    free(stream);
}

bool event_stream_watched(struct event_stream *stream)
{
    if (atomic_load_explicit(&stream->watchers, memory_order_relaxed) > 0)
        return true;
    int64_t left = atomic_load_explicit(&stream->left, memory_order_relaxed);
    if (left == 0)
        return false;
    if (monotonic_ns() - left < stream->linger)
        return true;
    if (atomic_compare_exchange_strong(&stream->left, &left, 0))
        atomic_store(&stream->gap, true);
    return false;
}

static void wake_all(struct event_stream *stream)
{
    for (struct event_subscriber *s = stream->subscribers; s; s = s->after) {
        if (s->waiting) {
            s->waiting = false;
            s->wake(s->context);
        }
    }
}

/* Gives what was not told an id, so that readers who come back count it as missed. Under the lock. */
static void close_gap(struct event_stream *stream)
{
    if (!atomic_exchange(&stream->gap, false))
        return;
    if (stream->next - stream->first >= stream->capacity)
        drop_oldest(stream);
    stream->next++;
}

static struct stored_event *store_event(const char *type, const char *bytes, size_t length)
{
    struct stored_event *event = malloc(sizeof *event + length + 1);
    if (!event)
        return NULL;
    atomic_init(&event->references, 1);
    memcpy(event->bytes, bytes, length);
    event->bytes[length] = '\0';
    event->event = (struct event){.type = type, .length = length, .bytes = event->bytes};
    return event;
}

uint64_t event_publish(struct event_stream *stream, const char *type, const char *bytes, size_t length)
{
    /* An event larger than the ring's whole room would push everything else out and stay alone: it is missed
     * instead. */
    struct stored_event *event = length <= stream->room ? store_event(type, bytes, length) : NULL;
    pthread_mutex_lock(&stream->lock);
    if (stream->closed) {
        pthread_mutex_unlock(&stream->lock);
        if (event)
            event_release(&event->event);
        return 0;
    }
    close_gap(stream);
    size_t needed = event ? length : 0;
    while (stream->first < stream->next &&
           (stream->next - stream->first >= stream->capacity || stream->held + needed > stream->room))
        drop_oldest(stream);
    uint64_t id = stream->next++;
    if (event) {
        event->event.id = id;
        stream->ring[id % stream->capacity] = event;
        stream->held += length;
    }
    wake_all(stream);
    pthread_mutex_unlock(&stream->lock);
    return event ? id : 0;
}

void event_stream_close(struct event_stream *stream)
{
    pthread_mutex_lock(&stream->lock);
    stream->closed = true;
    wake_all(stream);
    pthread_mutex_unlock(&stream->lock);
}

struct event_subscriber *event_subscribe(struct event_stream *stream, uint64_t after,
                                         void (*wake)(void *context), void *context)
{
    struct event_subscriber *subscriber = calloc(1, sizeof *subscriber);
    if (!subscriber)
        return NULL;
    subscriber->stream = event_stream_retain(stream);
    subscriber->wake = wake;
    subscriber->context = context;
    pthread_mutex_lock(&stream->lock);
    close_gap(stream);
    if (after == 0)
        subscriber->next = stream->first; /* from the beginning: nothing is missed that was never asked for */
    else
        subscriber->next = after < stream->next ? after + 1 : stream->next;
    subscriber->after = stream->subscribers;
    if (subscriber->after)
        subscriber->after->before = subscriber;
    stream->subscribers = subscriber;
    atomic_fetch_add(&stream->watchers, 1);
    pthread_mutex_unlock(&stream->lock);
    return subscriber;
}

void event_unsubscribe(struct event_subscriber *subscriber)
{
    if (!subscriber)
        return;
    struct event_stream *stream = subscriber->stream;
    pthread_mutex_lock(&stream->lock);
    if (subscriber->before)
        subscriber->before->after = subscriber->after;
    else
        stream->subscribers = subscriber->after;
    if (subscriber->after)
        subscriber->after->before = subscriber->before;
    atomic_store(&stream->left, monotonic_ns());
    atomic_fetch_sub(&stream->watchers, 1);
    pthread_mutex_unlock(&stream->lock);
    free(subscriber);
    event_stream_release(stream);
}

/* Under the lock. */
static enum events_next next_of(struct event_stream *stream, struct event_subscriber *subscriber,
                                const struct event **event, uint64_t *missed)
{
    uint64_t from = subscriber->next;
    if (subscriber->next < stream->first)
        subscriber->next = stream->first;
    while (subscriber->next < stream->next && !stream->ring[subscriber->next % stream->capacity])
        subscriber->next++;
    if (subscriber->next > from) {
        *missed = subscriber->next - from;
        return EVENTS_LAGGED;
    }
    if (subscriber->next < stream->next) {
        struct stored_event *found = stream->ring[subscriber->next++ % stream->capacity];
        atomic_fetch_add_explicit(&found->references, 1, memory_order_relaxed);
        *event = &found->event;
        return EVENTS_READY;
    }
    if (stream->closed)
        return EVENTS_CLOSED;
    subscriber->waiting = true;
    return EVENTS_NONE;
}

enum events_next event_next(struct event_subscriber *subscriber, const struct event **event, uint64_t *missed)
{
    struct event_stream *stream = subscriber->stream;
    pthread_mutex_lock(&stream->lock);
    enum events_next result = next_of(stream, subscriber, event, missed);
    pthread_mutex_unlock(&stream->lock);
    return result;
}
