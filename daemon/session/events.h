/* Events: what a session tells those who watch it.
 *
 * A stream is a ring of the last events, bounded by number and by bytes. Publishing never waits for anyone: a
 * subscriber that is slower than the ring misses events and is told how many (EVENTS_LAGGED), then goes on
 * with the oldest one still there. Ids count from 1 in each stream, so that a client that comes back with the
 * last id it saw continues where it was.
 *
 * An event's bytes are opaque here (the api encodes them) and reference-counted: the ring holds one
 * reference, whoever reads an event holds another.
 *
 * The stream is reference-counted too and may outlive its session: it is closed when the session ends;
 * subscribers read what is left and then EVENTS_CLOSED.
 *
 * Everything here may be called from any thread, a subscriber by one thread at a time. */
#ifndef HEAPD_SESSION_EVENTS_H
#define HEAPD_SESSION_EVENTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define EVENTS_LINGER_MS 60000 /* clients come back after 2 seconds, and once more after 5 */

struct event_stream;
struct event_subscriber;

struct event {
    uint64_t id;
    const char *type; /* constant text: lives as long as the program */
    size_t length;
    const char *bytes; /* `length` of them and a NUL; the event's own */
};

/* A new stream with one reference, or NULL without memory. `events` >= 1. Who watched it and went is expected
 * back within `linger_ms`. */
struct event_stream *event_stream_new(size_t events, size_t bytes, uint32_t linger_ms);
struct event_stream *event_stream_retain(struct event_stream *stream);
void event_stream_release(struct event_stream *stream); /* NULL is ignored */

/* Copies the bytes into a new event and wakes who waits. Answers its id; 0 if the stream is closed or there
 * is no memory for it (readers count it as missed then). */
uint64_t event_publish(struct event_stream *stream, const char *type, const char *bytes, size_t length);

/* Whether anyone subscribes, or may be about to come back: to spare oneself the encoding of frequent events.
 * Who comes back later than that is told that something was missed (EVENTS_LAGGED, as one event). */
bool event_stream_watched(struct event_stream *stream);

/* No more events; wakes everyone. */
void event_stream_close(struct event_stream *stream);

/* A new subscriber that begins after the event `after` (0: with the oldest still there; EVENTS_FROM_NOW: with
 * the next one to come; an id of the future counts as that). Holds a reference to the stream. NULL without
 * memory.
 *
 * `wake(context)` is called once after each EVENTS_NONE, when there is something again. It is called with the
 * stream's lock held, from the publisher's thread: it must be short and call nothing of this header. It is
 * never called again once event_unsubscribe has returned. */
#define EVENTS_FROM_NOW UINT64_MAX
struct event_subscriber *event_subscribe(struct event_stream *stream, uint64_t after,
                                         void (*wake)(void *context), void *context);
void event_unsubscribe(struct event_subscriber *subscriber); /* NULL is ignored */

enum events_next {
    EVENTS_READY,  /* *event is the next one, a new reference: event_release it */
    EVENTS_LAGGED, /* *missed events were dropped before this subscriber read them; ask again for the next one
                    */
    EVENTS_NONE,   /* nothing now; wake will be called */
    EVENTS_CLOSED  /* nothing any more */
};
enum events_next event_next(struct event_subscriber *subscriber, const struct event **event,
                            uint64_t *missed);

void event_release(const struct event *event); /* NULL is ignored */

#endif
