/* The server: libmicrohttpd's callbacks, and the life of connections and requests between them.
 *
 * This file and stream.c are the only ones that know the library. Its threads call in for each connection;
 * what is long goes to the workers while the connection is suspended. */
#include "api/server_internal.h"

#include "api/access.h"
#include "api/upload.h"
#include "daemon/session/registry.h"

#include <microhttpd.h>

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

enum {
    DISCARD_MAX = 262144,      /* bytes of a body read away so that the client sees its answer */
    SURPLUS = 64,              /* connections that each thread takes beyond the limit, to tell them */
    CONNECTION_MEMORY = 16384, /* for request line, headers and a piece of body */
    SERVER_STACK = 16 << 20, /* of each thread: more than a heap uses of it (daemon/heap/object/protocol.c) */
};

bool api_server_is_stopping(const struct api_server *server)
{
    return atomic_load_explicit(&((struct api_server *)server)->stop, memory_order_relaxed) != STOP_NOT;
}

const struct metrics *api_server_metrics(const struct api_server *server)
{
    return server->metrics;
}

void api_server_set_tokens(struct api_server *server, const struct api_tokens *tokens)
{
    atomic_store_explicit(&server->config.tokens, tokens, memory_order_release);
}

const struct api_config *api_server_config(const struct api_server *server)
{
    return &server->config;
}

struct api_context *api_server_context(struct api_server *server)
{
    return &server->context;
}

const struct router *api_server_router(const struct api_server *server)
{
    return server->router;
}

uint16_t api_server_port(const struct api_server *server)
{
    return server->port;
}

bool api_server_count_body(struct api_server *server, int64_t change)
{
    int64_t sum = atomic_fetch_add_explicit(&server->body_bytes, change, memory_order_relaxed) + change;
    if (change <= 0 || sum <= (int64_t)server->config.body_memory_limit)
        return true;
    atomic_fetch_sub_explicit(&server->body_bytes, change, memory_order_relaxed);
    return false;
}

static bool count(atomic_uint *number, unsigned most, bool begins)
{
    if (begins && atomic_fetch_add(number, 1) < most)
        return true;
    atomic_fetch_sub(number, 1);
    return !begins;
}

bool api_server_count_import(struct api_server *server, bool begins)
{
    return count(&server->imports, server->config.imports, begins);
}

bool api_server_count_export(struct api_server *server, bool begins)
{
    return count(&server->exports, server->config.exports, begins);
}

/* ---- Connections --------------------------------------------------------------------------------- */

static struct exchange *open_exchange(struct api_server *server, struct MHD_Connection *connection)
{
    const union MHD_ConnectionInfo *info;
    struct exchange *exchange = calloc(1, sizeof *exchange);
    if (exchange == NULL)
        return NULL;
    exchange->server = server;
    exchange->connection = connection;
    info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
    exchange->socket = info != NULL ? info->connect_fd : -1;
    int64_t now = monotonic_ns();
    info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    if (info != NULL)
        exchange->client = clients_find(server->clients, info->client_addr, now);
    scratch_init(&exchange->request.scratch, 0);
    exchange->request.answer.body.limit = server->config.answer_limit;
    atomic_store(&exchange->phase, PHASE_IDLE);
    atomic_store(&exchange->since_ns, now);
    atomic_store(&exchange->surplus,
                 atomic_fetch_add(&server->connections, 1) >= server->config.connection_limit);
    pthread_mutex_lock(&server->lock);
    exchange->next = server->exchanges;
    if (exchange->next != NULL)
        exchange->next->previous = exchange;
    server->exchanges = exchange;
    pthread_mutex_unlock(&server->lock);
    metrics_connection(server->metrics, 1);
    return exchange;
}

static void close_exchange(struct api_server *server, struct exchange *exchange)
{
    pthread_mutex_lock(&server->lock);
    if (exchange->next != NULL)
        exchange->next->previous = exchange->previous;
    if (exchange->previous != NULL)
        exchange->previous->next = exchange->next;
    else
        server->exchanges = exchange->next;
    pthread_mutex_unlock(&server->lock);
    atomic_fetch_sub(&server->connections, 1);
    metrics_connection(server->metrics, -1);
    clients_release(server->clients, exchange->client);
    api_server_count_body(server, -(int64_t)exchange->body_counted);
    free(exchange->body);
    outbuf_destroy(&exchange->packed);
    outbuf_destroy(&exchange->request.answer.body);
    outbuf_destroy(&exchange->request.rows.aside);
    scratch_destroy(&exchange->request.scratch);
    free(exchange);
}

static void on_connection(void *cls, struct MHD_Connection *connection, void **socket_context,
                          enum MHD_ConnectionNotificationCode code)
{
    if (code == MHD_CONNECTION_NOTIFY_STARTED) {
        *socket_context = open_exchange(cls, connection);
    } else if (*socket_context != NULL) {
        server_tell_unread(*socket_context);
        close_exchange(cls, *socket_context);
        *socket_context = NULL;
    }
}

/* ---- Requests ------------------------------------------------------------------------------------ */

/* The request line has come: the request begins. What this returns comes back as *context. */
static void *on_target(void *cls, const char *target, struct MHD_Connection *connection)
{
    struct api_server *server = cls;
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    struct exchange *exchange = info != NULL ? info->socket_context : NULL;
    if (exchange == NULL)
        return NULL;
    int64_t now = monotonic_ns();
    metrics_begin(server->metrics);
    exchange_reset(exchange, now);
    atomic_store_explicit(&exchange->begun, true, memory_order_relaxed);
    exchange_set_target(exchange, target);
    atomic_store_explicit(&exchange->since_ns, now, memory_order_relaxed);
    atomic_store_explicit(&exchange->phase, PHASE_HEAD, memory_order_relaxed);
    return exchange;
}

static const struct {
    const char *name;
    size_t length;
    size_t offset;
    bool once;
} known_headers[] = {
#define HEADER(name, member, once)                                                                           \
    {                                                                                                        \
        name, sizeof name - 1, offsetof(struct api_headers, member), once                                    \
    }
    HEADER("Host", host, true),
    HEADER("Accept", accept, false),
    HEADER("Origin", origin, true),
    HEADER("Expect", expect, true),
    HEADER("If-Match", if_match, true),
    HEADER("Content-Type", content_type, true),
    HEADER("Authorization", authorization, true),
    HEADER("If-None-Match", if_none_match, false),
    HEADER("Last-Event-ID", last_event_id, true),
    HEADER("Content-Length", content_length, true),
    HEADER("Accept-Encoding", accept_encoding, false),
    HEADER("Content-Encoding", content_encoding, true),
    HEADER("Transfer-Encoding", transfer_encoding, true),
    HEADER("Access-Control-Request-Method", request_method, true),
#undef HEADER
};

static enum MHD_Result take_header(void *cls, enum MHD_ValueKind kind, const char *name, size_t name_length,
                                   const char *value, size_t value_length)
{
    struct exchange *exchange = cls;
    (void)kind;
    (void)value_length;
    /* The library takes "Name : value" for a header called "Name ", which others take for "Name". */
    if (name_length == 0 || name[name_length - 1] == ' ' || name[name_length - 1] == '\t')
        exchange->malformed = true;
    for (size_t i = 0; i < sizeof known_headers / sizeof *known_headers; i++) {
        if (known_headers[i].length != name_length || strcasecmp(known_headers[i].name, name) != 0)
            continue;
        const char **place = (const char **)((char *)&exchange->request.headers + known_headers[i].offset);
        if (*place == NULL)
            *place = value != NULL ? value : "";
        else if (known_headers[i].once)
            exchange->duplicate = true;
        break;
    }
    return MHD_YES;
}

/* The body's rest is not wanted. Short ones are read away, so that the client, which reads only after it has
 * sent, sees the answer; a long one is cut off with the connection. */
static enum MHD_Result answer_early(struct exchange *exchange)
{
    if (exchange->content_length > DISCARD_MAX || exchange->request.headers.expect != NULL) {
        exchange->close = exchange->close || exchange->content_length != 0;
        return server_send(exchange);
    }
    atomic_store_explicit(&exchange->phase, PHASE_DISCARD, memory_order_relaxed);
    return MHD_YES;
}

/* Of an upload that was refused in the middle all is read away: nothing else lets its sender see why. */
static uint64_t discard_limit(const struct exchange *exchange)
{
    const struct api_route *route = exchange->request.route;
    return route != NULL && route->body == BODY_STREAM ? exchange->server->config.import_limit
                                                       : 4 * DISCARD_MAX;
}

static void finish_on_worker(struct exchange *exchange)
{
    exchange->request.may_block = true;
    exchange_run(exchange);
    exchange_finish(exchange);
}

static void take_back(struct api_server *server, struct heap *spent)
{
    if (spent)
        registry_take_back(server->context.registry, spent);
}

static void resume(struct exchange *exchange)
{
    struct MHD_Connection *connection = exchange->connection;
    struct api_server *server = exchange->server;
    struct heap *spent = exchange->request.spent;
    exchange->request.spent = NULL;
    atomic_store(&exchange->phase, PHASE_READY);
    MHD_resume_connection(connection);
    take_back(server, spent);
    atomic_fetch_sub(&server->suspended, 1); /* last: the server may be gone after it */
}

static void run_job(struct job *job)
{
    finish_on_worker((struct exchange *)((char *)job - offsetof(struct exchange, job)));
}

static void job_done(struct job *job)
{
    resume((struct exchange *)((char *)job - offsetof(struct exchange, job)));
}

static void run_session_job(struct session_job *job)
{
    finish_on_worker((struct exchange *)((char *)job - offsetof(struct exchange, session_job)));
}

static void session_job_done(struct session_job *job)
{
    resume((struct exchange *)((char *)job - offsetof(struct exchange, session_job)));
}

/* Hands the exchange to the workers. False: they have too much to do, the answer is written. */
static bool submit(struct exchange *exchange)
{
    struct api_request *request = &exchange->request;
    /* Behind the jobs of the same session, where it lives; of one that has ended the store may still tell. */
    struct session *session =
        request->aside || (request->route->flags & ROUTE_ASIDE) ? NULL : api_live_session(request);
    if (session != NULL) {
        exchange->session_job = (struct session_job){.session = session,
                                                     .deadline = &request->deadline,
                                                     .run = run_session_job,
                                                     .done = session_job_done};
        enum session_status status = session_submit(&exchange->session_job);
        if (status == SESSION_OK)
            return true;
        api_fail_session(request, status);
        return false;
    }
    exchange->job = (struct job){.run = run_job, .done = job_done};
    if (workers_submit(exchange->server->context.workers, &exchange->job))
        return true;
    api_fail(request, PROBLEM_BUSY, "too much is waiting already");
    return false;
}

static enum MHD_Result run(struct exchange *exchange)
{
    struct api_request *request = &exchange->request;
    request->may_block = exchange->server->context.workers == NULL;
    enum api_result result = exchange_run(exchange);
    if (result == API_LATER) {
        /* Suspended first: the job may be done before submit returns. */
        atomic_store(&exchange->awaited, (request->route->flags & ROUTE_AWAITED) != 0);
        atomic_store(&exchange->phase, PHASE_WORKING);
        if (server_begin_suspension(exchange->server)) {
            MHD_suspend_connection(exchange->connection);
            if (!submit(exchange)) {
                exchange_finish(exchange);
                resume(exchange);
            }
            return MHD_YES;
        }
        api_fail(request, PROBLEM_STOPPING, "the request came when nothing more is begun");
    }
    exchange_finish(exchange);
    return server_send(exchange);
}

/* Called when the headers are complete, for each piece of body, when the body is complete, and after each
 * resume. */
static enum MHD_Result on_request(void *cls, struct MHD_Connection *connection, const char *url,
                                  const char *method, const char *version, const char *upload,
                                  size_t *upload_size, void **context)
{
    struct exchange *exchange = *context;
    (void)cls;
    (void)url;
    (void)version;
    if (exchange == NULL)
        return MHD_NO;
    switch (atomic_load_explicit(&exchange->phase, memory_order_acquire)) {
    case PHASE_HEAD:
        MHD_get_connection_values_n(connection, MHD_HEADER_KIND, take_header, exchange);
        if (!exchange_check_head(exchange, method))
            return answer_early(exchange);
        atomic_store_explicit(&exchange->bytes_expected,
                              exchange->content_length != UINT64_MAX ? (int64_t)exchange->content_length
                                                                     : (int64_t)exchange_body_limit(exchange),
                              memory_order_relaxed);
        atomic_store_explicit(&exchange->phase, PHASE_BODY, memory_order_relaxed);
        return MHD_YES;
    case PHASE_BODY:
        if (*upload_size == 0) {
            exchange_end_body(exchange, monotonic_ns());
            return run(exchange);
        }
        if (!exchange_take_body(exchange, upload, *upload_size))
            atomic_store_explicit(&exchange->phase, PHASE_DISCARD, memory_order_relaxed);
        *upload_size = 0;
        return MHD_YES;
    case PHASE_DISCARD:
        if (*upload_size == 0)
            return server_send(exchange);
        exchange->discarded += *upload_size;
        *upload_size = 0;
        return exchange->discarded <= discard_limit(exchange) ? MHD_YES : MHD_NO;
    case PHASE_READY:
        return server_send(exchange);
    default:
        return MHD_NO;
    }
}

static void log_request(struct exchange *exchange, int64_t duration_us)
{
    const struct api_config *config = &exchange->server->config;
    const struct api_request *request = &exchange->request;
    char line[512];
    if (!config->log_requests || config->log == NULL)
        return;
    snprintf(line, sizeof line, "%s %.300s %u %zu bytes %lld us", http_method_name(request->method),
             request->target, request->answer.status, request->answer.body.length, (long long)duration_us);
    config->log(config->log_cls, line);
}

static void on_completed(void *cls, struct MHD_Connection *connection, void **context,
                         enum MHD_RequestTerminationCode code)
{
    struct api_server *server = cls;
    struct exchange *exchange = *context;
    (void)connection;
    if (exchange == NULL)
        return;
    enum phase phase = atomic_load_explicit(&exchange->phase, memory_order_relaxed);
    exchange->late =
        code == MHD_REQUEST_TERMINATED_TIMEOUT_REACHED && phase != PHASE_IDLE && phase <= PHASE_DISCARD;
    struct api_request *request = &exchange->request;
    int64_t now = monotonic_ns(), duration_us = (now - request->started_ns) / 1000;
    if (request->session != NULL)
        session_release(request->session);
    request->session = NULL;
    take_back(server, request->spent);
    request->spent = NULL;
    if (request->upload != NULL)
        request->upload->drop(request->upload);
    request->upload = NULL;
    if (request->answer.stream != NULL) /* never sent */
        request->answer.stream->close(request->answer.stream);
    request->answer.stream = NULL;
    if (request->answer.has_file)
        close(request->answer.file);
    request->answer.has_file = false;
    if (request->timeless)
        api_server_count_export(server, false);
    request->timeless = false;
    size_t sent = request->answer.fixed != NULL ? request->answer.fixed_length : request->answer.body.length;
    sent += (size_t)request->answer.file_length;
    metrics_end(server->metrics, request->route, request->answer.status, duration_us, request->body_length,
                sent);
    log_request(exchange, duration_us);
    atomic_store_explicit(&exchange->since_ns, now, memory_order_relaxed);
    atomic_store_explicit(&exchange->phase, PHASE_IDLE, memory_order_relaxed);
    *context = NULL;
}

/* ---- Start and stop ------------------------------------------------------------------------------ */

static void fill_defaults(struct api_config *config)
{
#define DEFAULT(member, value) config->member = config->member != 0 ? config->member : (value)
    DEFAULT(threads, 1);
    DEFAULT(connection_limit, 1024);
    DEFAULT(idle_timeout_s, 30);
    DEFAULT(request_deadline_ms, 30000);
    DEFAULT(body_limit, (size_t)64 << 20);
    DEFAULT(body_memory_limit, (size_t)512 << 20);
    DEFAULT(import_limit, (uint64_t)4 << 30);
    DEFAULT(import_memory, (size_t)1 << 30);
    DEFAULT(imports, 4);
    DEFAULT(exports, 4);
    DEFAULT(answer_limit, (size_t)256 << 20);
    DEFAULT(json_depth, 1000);
    DEFAULT(operation_limit, 1000000);
#undef DEFAULT
    if (config->address == NULL)
        config->address = "127.0.0.1";
    if (config->routes == NULL) {
        config->routes = api_routes;
        config->route_count = api_route_count;
    }
    if (config->body_limit > JSON_TEXT_MAX)
        config->body_limit = JSON_TEXT_MAX;
}

static bool parse_address(const struct api_config *config, struct sockaddr_storage *out)
{
    struct sockaddr_in *four = (struct sockaddr_in *)(void *)out;
    struct sockaddr_in6 *six = (struct sockaddr_in6 *)(void *)out;
    memset(out, 0, sizeof *out);
    if (inet_pton(AF_INET, config->address, &four->sin_addr) == 1) {
        four->sin_family = AF_INET;
        four->sin_port = htons(config->port);
        return true;
    }
    if (inet_pton(AF_INET6, config->address, &six->sin6_addr) == 1) {
        six->sin6_family = AF_INET6;
        six->sin6_port = htons(config->port);
        return true;
    }
    return false;
}

/* The library unescapes paths and arguments in place; we do it ourselves, strictly. */
static size_t leave_escaped(void *cls, struct MHD_Connection *connection, char *text)
{
    (void)cls;
    (void)connection;
    return strlen(text);
}

static void log_library(void *cls, const char *format, va_list arguments)
{
    struct api_server *server = cls;
    char line[512];
    if (server->config.log == NULL)
        return;
    vsnprintf(line, sizeof line, format, arguments);
    line[strcspn(line, "\r\n")] = '\0';
    server->config.log(server->config.log_cls, line);
}

static struct MHD_Daemon *start_library(struct api_server *server, const struct sockaddr_storage *address)
{
    const struct api_config *config = &server->config;
    /* Without MHD_USE_TURBO a connection is shut down before its end is told: nobody could be told why. */
    unsigned flags =
        MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ERROR_LOG | MHD_USE_TURBO;
    if (address->ss_family == AF_INET6)
        flags |= MHD_USE_IPv6;
    struct MHD_OptionItem options[] = {
        {MHD_OPTION_THREAD_POOL_SIZE, config->threads, NULL},
        {MHD_OPTION_PER_IP_CONNECTION_LIMIT, config->connection_limit_per_address, NULL},
        {MHD_OPTION_THREAD_STACK_SIZE, (intptr_t)SERVER_STACK, NULL},
        {MHD_OPTION_END, 0, NULL},
    };
    if (config->threads <= 1) /* the library takes no pool of one */
        options[0] = (struct MHD_OptionItem){MHD_OPTION_LISTEN_BACKLOG_SIZE, 1024, NULL};
    return MHD_start_daemon(
        flags, config->port, NULL, NULL, on_request, server, MHD_OPTION_EXTERNAL_LOGGER, log_library, server,
        MHD_OPTION_SOCK_ADDR, address, MHD_OPTION_URI_LOG_CALLBACK, on_target, server,
        MHD_OPTION_NOTIFY_COMPLETED, on_completed, server, MHD_OPTION_NOTIFY_CONNECTION, on_connection,
        server, MHD_OPTION_UNESCAPE_CALLBACK, leave_escaped, server, MHD_OPTION_CONNECTION_LIMIT,
        config->connection_limit + SURPLUS * config->threads, MHD_OPTION_CONNECTION_TIMEOUT,
        config->idle_timeout_s, MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)CONNECTION_MEMORY,
        MHD_OPTION_STRICT_FOR_CLIENT, 1, MHD_OPTION_ARRAY, options, MHD_OPTION_END);
}

static void release(struct api_server *server)
{
    clients_delete(server->clients);
    metrics_delete(server->metrics);
    router_delete(server->router);
    pthread_cond_destroy(&server->wake);
    pthread_mutex_destroy(&server->lock);
    free(server);
}

static struct api_server *prepare(const struct api_config *config, const struct api_context *context)
{
    struct api_server *server = calloc(1, sizeof *server);
    if (server == NULL)
        return NULL;
    server->config = *config;
    server->context = *context;
    fill_defaults(&server->config);
    pthread_mutex_init(&server->lock, NULL);
    pthread_cond_init(&server->wake, NULL);
    server->router = router_new(server->config.routes, server->config.route_count);
    server->metrics = metrics_new(server->config.routes, server->config.route_count);
    server->clients = clients_new(config->request_rate, config->request_burst);
    if (server->router == NULL || server->metrics == NULL || server->clients == NULL) {
        release(server);
        return NULL;
    }
    return server;
}

int api_server_start(const struct api_config *config, const struct api_context *context,
                     struct api_server **out, char *message, size_t room)
{
    struct sockaddr_storage address;
    struct api_server *server = prepare(config, context);
    if (server == NULL) {
        snprintf(message, room, "no memory for the server");
        return -1;
    }
    config = &server->config;
    if (!parse_address(config, &address)) {
        snprintf(message, room, "\"%s\" is not a numeric address", config->address);
        goto fail;
    }
    server->library = start_library(server, &address);
    if (server->library == NULL) {
        snprintf(message, room, "cannot listen on %s port %u: %s", config->address, config->port,
                 strerror(errno));
        goto fail;
    }
    const union MHD_DaemonInfo *info = MHD_get_daemon_info(server->library, MHD_DAEMON_INFO_BIND_PORT);
    server->port = info != NULL ? info->port : config->port;
    if (!housekeeping_start(server)) {
        snprintf(message, room, "cannot start a thread: %s", strerror(errno));
        MHD_stop_daemon(server->library);
        goto fail;
    }
    *out = server;
    return 0;
fail:
    release(server);
    return -1;
}

void api_server_stop(struct api_server *server, unsigned grace_ms)
{
    if (server == NULL)
        return;
    int listening = MHD_quiesce_daemon(server->library);
    atomic_store(&server->stop, STOP_GRACE);
    server_drain(server, grace_ms);
    housekeeping_stop(server);
    MHD_stop_daemon(server->library);
    if (listening >= 0)
        close(listening);
    release(server);
}
