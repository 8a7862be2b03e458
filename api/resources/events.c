/* Events of a session, and of the daemon, as text/event-stream.
 *
 *     id: 17
 *     event: collection
 *     data: {"generation":2,…}
 *
 * A client that comes back with Last-Event-ID (or ?after=) goes on behind it; without, it begins with what
 * comes next. One that is slower than the session is told what it missed (event "lagged") and goes on with
 * the oldest event still there. A comment is sent where nothing happens, so that both sides notice a dead
 * connection. */
#include "api/resources/resources.h"

#include "api/stream.h"
#include "daemon/session/events.h"
#include "daemon/session/registry.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum { HEARTBEAT_MS = 15000 };

struct watching {
    struct api_stream stream;
    struct event_subscriber *subscriber;
    struct outbuf out; /* encoded, not taken yet */
    size_t taken;
    bool closed;
    bool spoke; /* since the last time there was nothing to say */
};

static struct watching *watching_of(struct api_stream *stream)
{
    return (struct watching *)((char *)stream - offsetof(struct watching, stream));
}

static void wake(void *cls)
{
    struct watching *watching = cls;
    api_stream_wake(&watching->stream);
}

/* The bytes of an event are one line: JSON as the writer makes it without `pretty`. */
static void encode(struct outbuf *out, const struct event *event)
{
    outbuf_format(out, "id: %" PRIu64 "\nevent: %s\ndata: ", event->id, event->type);
    outbuf_append(out, event->bytes, event->length);
    outbuf_literal(out, "\n\n");
}

/* Fills `out` with what there is, a bounded amount. */
static void pull(struct watching *watching, size_t room)
{
    struct outbuf *out = &watching->out;
    outbuf_reset(out, 65536);
    watching->taken = 0;
    while (out->length < room && !watching->closed) {
        const struct event *event;
        uint64_t missed;
        switch (event_next(watching->subscriber, &event, &missed)) {
        case EVENTS_READY:
            encode(out, event);
            event_release(event);
            break;
        case EVENTS_LAGGED:
            outbuf_format(out, "event: lagged\ndata: {\"missed\":%" PRIu64 "}\n\n", missed);
            break;
        case EVENTS_NONE:
            return;
        case EVENTS_CLOSED:
            outbuf_literal(out, "event: ended\ndata: {}\n\n");
            watching->closed = true;
            break;
        }
    }
}

static ssize_t read_events(struct api_stream *stream, char *to, size_t room, int stopping)
{
    struct watching *watching = watching_of(stream);
    struct outbuf *out = &watching->out;
    if (watching->taken == out->length) {
        if (watching->closed)
            return STREAM_END;
        pull(watching, room);
    }
    if (out->length == 0) {
        if (stopping)
            return STREAM_END;
        if (watching->spoke) { /* said all there was: sleep, and a heartbeat finds nothing said */
            watching->spoke = false;
            return STREAM_WAIT;
        }
        outbuf_literal(out, ":\n\n");
    }
    watching->spoke = true;
    if (out->failed)
        return STREAM_END;
    size_t size = out->length - watching->taken < room ? out->length - watching->taken : room;
    memcpy(to, out->data + watching->taken, size);
    watching->taken += size;
    return (ssize_t)size;
}

static void close_events(struct api_stream *stream)
{
    struct watching *watching = watching_of(stream);
    event_unsubscribe(watching->subscriber);
    outbuf_destroy(&watching->out);
    free(watching);
}

static enum api_result start_position(struct api_request *request, uint64_t *after)
{
    const char *sent = request->headers.last_event_id;
    *after = EVENTS_FROM_NOW;
    if (sent != NULL && *sent != '\0' && strspn(sent, "0123456789") == strlen(sent) && strlen(sent) < 20) {
        *after = strtoull(sent, NULL, 10);
        return API_DONE;
    }
    return api_query_uint(request, "after", 0, INT64_MAX, after);
}

static enum api_result watch(struct api_request *request, struct event_stream *events)
{
    uint64_t after;
    enum api_result result = start_position(request, &after);
    if (result != API_DONE)
        return result;
    struct watching *watching = calloc(1, sizeof *watching);
    if (watching == NULL)
        return api_fail(request, PROBLEM_OUT_OF_MEMORY, "no memory for the stream");
    watching->stream.read = read_events;
    watching->stream.close = close_events;
    watching->stream.heartbeat_ms = HEARTBEAT_MS;
    watching->subscriber = event_subscribe(events, after, wake, watching);
    if (watching->subscriber == NULL) {
        free(watching);
        return api_fail(request, PROBLEM_OUT_OF_MEMORY, "no memory for the stream");
    }
    /* Something to begin with: proxies and browsers see that the stream is open, and when to come back. */
    outbuf_literal(&watching->out, "retry: 2000\n\n");
    request->answer.stream = &watching->stream;
    request->answer.content_type = "text/event-stream";
    request->answer.cache_control = "no-store";
    return API_DONE;
}

enum api_result watch_session(struct api_request *request)
{
    struct session *session;
    enum api_result result = api_session(request, &session);
    return result == API_DONE ? watch(request, session_events(session)) : result;
}

enum api_result watch_daemon(struct api_request *request)
{
    return watch(request, registry_events(request->context->registry));
}
