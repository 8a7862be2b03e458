/* Answers that have no end yet: server-sent events, output of a running program.
 *
 * The handler makes a stream (usually embedded in a larger struct) and puts it in answer.stream; from then on
 * it is the server's, until `close`. `read` is called on a connection thread whenever the client has room; it
 * must not block. When it says STREAM_WAIT the connection sleeps until api_stream_wake. */
#ifndef API_STREAM_H
#define API_STREAM_H

#include <stddef.h>
#include <sys/types.h>

struct api_stream_link;

enum {
    STREAM_WAIT = 0,
    STREAM_END = -1,
    STREAM_FAIL = -2
}; /* FAIL: the answer breaks off, and the client can tell */

struct api_stream {
    /* Writes up to `room` bytes (at least 1 KiB of it), returns how many, STREAM_WAIT, STREAM_END or
     * STREAM_FAIL. `stopping`: the server is on its way down, what comes now is the last; it may be asked a
     * few times more. */
    ssize_t (*read)(struct api_stream *stream, char *out, size_t room, int stopping);

    /* The client is gone or the stream has ended. Nothing calls into it afterwards: `close` must make sure
     * that no more api_stream_wake follows, and may free. */
    void (*close)(struct api_stream *stream);

    unsigned heartbeat_ms; /* wake at least this often; 0: never */
    int ends_with_client;  /* when it is awake and finds the client gone: for what is work only as long as
                            * somebody waits. It has the  grace when the server stops; others end at once */

    struct api_stream_link *link; /* the server's, NULL until it is sent */
};

/* There may be more to read. From any thread, between the handler's return and `close`; cheap when the
 * stream is awake. */
void api_stream_wake(struct api_stream *stream);

#endif
