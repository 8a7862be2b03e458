/* Requests that the library cannot read: a malformed request line, headers too long, a wrong Content-Length;
 * and those that never come.
 *
 * libmicrohttpd answers these by itself, with pages of HTML, before anybody is asked; it has no setting for
 * them. What it answers it queues by MHD_queue_response, as we do, and shared libraries call their own
 * exported functions through the table that a program may stand in front of. So this definition stands before
 * the library's, lets pass what has a Content-Type, as all answers of server.c have, and sends a problem
 * document in place of what has none. Where the library is linked or built such that its own calls do not
 * come here, its pages are back: tests/unit/api/test_server.c would notice.
 *
 * An answer that the library queues while it looks at the headers it would begin twice: it puts the state
 * that says so back, and builds a second head behind the first (0.9.75). So what is wrong with headers and
 * bodies is answered past its queue: written to the socket, which has nothing else to send at that point, and
 * the connection is closed.
 *
 * A first line that is none at all, and a request that does not go on, it closes without a word. That too is
 * written to the socket, when the library tells of the connection's end. */
#include "api/json/writer.h"
#include "api/server_internal.h"

#include <dlfcn.h>
#include <errno.h>
#include <linux/tcp.h>
#include <netinet/in.h>
#include <stdio.h>
#include <sys/socket.h>
#include <time.h>

enum { UNREAD_MAX = 1 << 18 }; /* bytes that are taken from a socket that is closed */

typedef enum MHD_Result (*queue_function)(struct MHD_Connection *, unsigned, struct MHD_Response *);

static queue_function library_queue(void)
{
    union {
        void *symbol;
        queue_function function;
    } found = {.symbol = dlsym(RTLD_NEXT, "MHD_queue_response")};
    return found.function;
}

/* What the library found wrong, as far as the status and what it read of the headers tell. */
static struct problem_report report_of(struct MHD_Connection *connection, unsigned status)
{
    switch (status) {
    case MHD_HTTP_CONTENT_TOO_LARGE:
        return (struct problem_report){
            .problem = PROBLEM_TOO_LARGE,
            .detail = "the length of the body, or of a chunk of it, is no number below 2^64"};
    case MHD_HTTP_URI_TOO_LONG:
        return (struct problem_report){.problem = PROBLEM_TARGET_TOO_LONG};
    case MHD_HTTP_REQUEST_HEADER_FIELDS_TOO_LARGE:
        return (struct problem_report){.problem = PROBLEM_HEADERS_TOO_LARGE};
    case MHD_HTTP_HTTP_VERSION_NOT_SUPPORTED:
        return (struct problem_report){.problem = PROBLEM_HTTP_VERSION};
    case MHD_HTTP_BAD_REQUEST:
        break;
    default:
        return (struct problem_report){.problem = PROBLEM_INTERNAL};
    }
    const char *host = MHD_lookup_connection_value(connection, MHD_HEADER_KIND, MHD_HTTP_HEADER_HOST);
    return (struct problem_report){
        .problem = PROBLEM_INVALID_REQUEST,
        .detail = host == NULL ? "the request line or a header field is malformed, or there is no Host"
                               : "a header field is malformed, Content-Length is no number, or the chunks of "
                                 "the body are malformed"};
}

static void write_document(const struct problem_report *report, struct outbuf *out)
{
    struct json_writer writer;
    json_writer_init(&writer, out, false);
    problem_write(&writer, report, NULL);
}

static struct MHD_Response *problem_response(struct MHD_Connection *connection, unsigned status)
{
    struct problem_report report = report_of(connection, status);
    struct outbuf out = {0};
    struct MHD_Response *response = NULL;
    write_document(&report, &out);
    if (!out.failed)
        response = MHD_create_response_from_buffer(out.length, out.data, MHD_RESPMEM_MUST_COPY);
    outbuf_destroy(&out);
    if (response != NULL)
        MHD_add_response_header(response, MHD_HTTP_HEADER_CONTENT_TYPE, "application/problem+json");
    return response;
}

/* The whole answer, as far as the socket takes it at once. What the client has sent beyond the error is taken
 * first: closing a socket with bytes that nobody read would take the answer back. */
static void write_past_the_queue(int socket, unsigned status, const struct problem_report *report)
{
    struct outbuf out = {0};
    char head[256], date[40], unread[4096];
    time_t now = time(NULL);
    struct tm utc;
    write_document(report, &out);
    if (out.failed || gmtime_r(&now, &utc) == NULL ||
        strftime(date, sizeof date, "%a, %d %b %Y %H:%M:%S GMT", &utc) == 0) {
        outbuf_destroy(&out);
        return;
    }
    int length = snprintf(
        head, sizeof head,
        "HTTP/1.1 %u %s\r\nDate: %s\r\nConnection: close\r\nContent-Type: application/problem+json\r\n"
        "Content-Length: %zu\r\n\r\n",
        status, MHD_get_reason_phrase_for(status), date, out.length);
    ssize_t taken = 1;
    for (size_t all = 0; taken > 0 && all < UNREAD_MAX; all += (size_t)taken)
        taken = recv(socket, unread, sizeof unread, MSG_DONTWAIT);
    if (send(socket, head, (size_t)length, MSG_DONTWAIT | MSG_NOSIGNAL | MSG_MORE) == length)
        (void)!send(socket, out.data, out.length, MSG_DONTWAIT | MSG_NOSIGNAL);
    outbuf_destroy(&out);
}

static struct exchange *exchange_of(struct MHD_Connection *connection)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    return info != NULL ? info->socket_context : NULL;
}

/* Has anything come at all? */
static bool has_sent(int socket)
{
    struct tcp_info info = {0};
    socklen_t size = sizeof info;
    return getsockopt(socket, IPPROTO_TCP, TCP_INFO, &info, &size) == 0 && info.tcpi_bytes_received != 0;
}

/* Is there somebody who could still read? */
static bool is_there(int socket)
{
    char byte;
    ssize_t size = recv(socket, &byte, 1, MSG_PEEK | MSG_DONTWAIT);
    return size > 0 || (size < 0 && (errno == EAGAIN || errno == EINTR));
}

static bool is_unread(const struct exchange *exchange, enum phase phase)
{
    return phase == PHASE_HEAD ||
           (phase == PHASE_IDLE && !atomic_load_explicit(&exchange->begun, memory_order_relaxed) &&
            has_sent(exchange->socket));
}

static const struct problem_report too_slow = {.problem = PROBLEM_TOO_SLOW,
                                               .detail = "the rest of the request did not come"};

/* `told` first: from then on server_send() says nothing, and what it has said before is in the phase. */
void server_tell_late(struct exchange *exchange)
{
    if (atomic_exchange(&exchange->told, true))
        return;
    enum phase phase = atomic_load(&exchange->phase);
    if (is_unread(exchange, phase) || phase == PHASE_BODY || phase == PHASE_DISCARD)
        write_past_the_queue(exchange->socket, MHD_HTTP_REQUEST_TIMEOUT, &too_slow);
}

/* Under the server's lock. */
static void tell_unread(struct exchange *exchange)
{
    const struct api_server *server = exchange->server;
    enum phase phase = atomic_load_explicit(&exchange->phase, memory_order_relaxed);
    if (exchange->socket < 0 || atomic_load(&exchange->told) || api_server_is_stopping(server) ||
        !(exchange->late || is_unread(exchange, phase)) || !is_there(exchange->socket))
        return;
    int64_t waited = monotonic_ns() - atomic_load_explicit(&exchange->since_ns, memory_order_relaxed);
    if (exchange->late || waited >= (int64_t)server->config.idle_timeout_s * 1000000000)
        write_past_the_queue(exchange->socket, MHD_HTTP_REQUEST_TIMEOUT, &too_slow);
    else
        write_past_the_queue(
            exchange->socket, MHD_HTTP_BAD_REQUEST,
            &(struct problem_report){
                .problem = PROBLEM_INVALID_REQUEST,
                .detail = "what came does not begin as a request of HTTP does: GET /path HTTP/1.1"});
}

void server_tell_unread(struct exchange *exchange)
{
    pthread_mutex_lock(&exchange->server->lock);
    tell_unread(exchange);
    pthread_mutex_unlock(&exchange->server->lock);
}

enum MHD_Result MHD_queue_response(struct MHD_Connection *connection, unsigned status,
                                   struct MHD_Response *response)
{
    queue_function queue = library_queue();
    if (queue == NULL)
        return MHD_NO;
    if (status < MHD_HTTP_BAD_REQUEST ||
        MHD_get_response_header(response, MHD_HTTP_HEADER_CONTENT_TYPE) != NULL)
        return queue(connection, status, response);
    struct exchange *exchange = exchange_of(connection);
    if (exchange != NULL)
        atomic_store(&exchange->told, true);
    if (exchange != NULL && (status == MHD_HTTP_BAD_REQUEST || status == MHD_HTTP_CONTENT_TOO_LARGE)) {
        struct problem_report report = report_of(connection, status);
        write_past_the_queue(exchange->socket, status, &report);
        shutdown(exchange->socket,
                 SHUT_RDWR); /* the library puts the state back that says that it is closed */
        return MHD_NO;
    }
    struct MHD_Response *problem = problem_response(connection, status);
    enum MHD_Result result = queue(connection, status, problem != NULL ? problem : response);
    if (problem != NULL)
        MHD_destroy_response(problem);
    return result;
}
