/* The layers, tied together. Lists in the configuration are taken apart here, since the server borrows
 * them. */
#include "daemon/daemon.h"
#include "api/api.h"
#include "api/graphs.h"
#include "daemon/datadir.h"
#include "daemon/host.h"
#include "daemon/sampler.h"
#include "daemon/session/journal.h"
#include "daemon/session/registry.h"
#include "daemon/tokens.h"
#include "daemon/vitals.h"
#include "store/store.h"
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LIST_MAX 64

/* The words of a list that is separated by commas. */
struct words {
    char *text;
    const char *item[LIST_MAX];
    size_t count;
};

struct daemon {
    const struct config *config;
    struct words hosts, origins;
    const struct api_tokens *
        *tokens; /* a set each time they were read: the last counts, the server may look at any */
    size_t token_sets;
    char *directory;
    struct store *store;
    struct workers *workers;
    struct journals *journals; /* NULL: none are kept */
    struct registry *registry;
    struct graphs *graphs;
    struct sampler *sampler;
    struct vitals vitals;
    struct api_context context;
    struct api_server *server;
};

static bool split(const char *list, struct words *words, char *why, size_t why_size)
{
    char *rest = NULL;
    words->text = strdup(list);
    if (!words->text) {
        snprintf(why, why_size, "no memory");
        return false;
    }
    for (char *word = strtok_r(words->text, ", ", &rest); word; word = strtok_r(NULL, ", ", &rest)) {
        if (words->count == LIST_MAX) {
            snprintf(why, why_size, "a list has more than %d entries: %s", LIST_MAX, list);
            return false;
        }
        words->item[words->count++] = word;
    }
    return true;
}

/* Most of what they do waits for the store's commits, and those who wait together share one: with as many as
 * processors, making a session costs twice as much. */
static unsigned worker_count(const struct config *config)
{
    if (config->worker_threads)
        return (unsigned)config->worker_threads;
    return 4 * (host_processors() > 2 ? host_processors() : 2);
}

/* One thread serves some 100,000 requests a second; more of them than half the processors take time from the
 * workers. */
static unsigned http_threads(const struct config *config)
{
    if (config->http_threads)
        return (unsigned)config->http_threads;
    return host_processors() > 2 ? host_processors() / 2 : 1;
}

/* Three quarters of what the host gives, where nothing else is said. */
static uint64_t total_memory(const struct config *config)
{
    if (config->total_memory)
        return config->total_memory;
    return host_memory() / 4 * 3;
}

/* ---- The store ----------------------------------------------------------------------------------- */

static bool open_store(struct daemon *daemon, char *why, size_t why_size)
{
    const struct config *config = daemon->config;
    struct store_error error;
    daemon->directory = datadir_prepare(config->data, why, why_size);
    if (!daemon->directory)
        return false;
    const struct store_options options = {
        .directory = daemon->directory,
        .now = wall_clock_us(),
        .history_limit = (uint32_t)config->history_limit,
        .cache_bytes = config->store_cache,
        .quota_bytes = config->store_quota,
        .retention = {config->keep_snapshots, (int64_t)config->keep_snapshots_seconds * 1000000},
    };
    if (store_open(&options, &daemon->store, &error) == STORE_OK)
        return true;
    snprintf(why, why_size, "%s", error.message);
    return false;
}

#define NEWEST 1000 /* sessions looked at for names that look like ids: numbers rise with time */

/* Ids go on where history ends, so that an id means one session for ever. */
static bool next_number(struct daemon *daemon, uint64_t *next, char *why, size_t why_size)
{
    const struct store_page newest = {.limit = NEWEST, .newest_first = true};
    struct store_sessions sessions;
    int64_t last = 0;
    enum store_status status = store_session_last(daemon->store, &last);
    if (status == STORE_OK)
        status = store_session_list(daemon->store, NULL, &newest, &sessions);
    if (status != STORE_OK) {
        snprintf(why, why_size, "the sessions of %s cannot be read: %s", daemon->directory,
                 store_status_text(status));
        return false;
    }
    uint64_t highest = (uint64_t)last;
    for (size_t i = 0; i < sessions.count; i++) {
        uint64_t number = session_number_of(sessions.items[i].name);
        if (number > highest && number < SESSION_NUMBER_MAX)
            highest = number;
    }
    *next = highest + 1;
    store_sessions_free(&sessions);
    return true;
}

/* A session that is deleted is forgotten by who deletes it; the others stay in the history as ended. */
static void session_ends(void *context, struct session *session, enum session_end how)
{
    struct daemon *daemon = context;
    if (how == SESSION_EXPIRED) /* nobody asked for it */
        log_info("session expired", log_text("session", session_name(session)));
    if (how == SESSION_DELETED || session_record(session) == 0)
        return;
    const struct store_session_change change = {
        .set_ended = true, .ended_at = wall_clock_us(), .seq = session_seq(session)};
    enum store_status status = store_session_change(daemon->store, session_record(session), &change);
    if (status != STORE_OK)
        log_error("the end of a session could not be stored", log_text("session", session_name(session)),
                  log_text("error", store_status_text(status)));
}

/* ---- Journals ------------------------------------------------------------------------------------ */

/* The session itself goes on as before. */
static void journal_has_failed(void *context, const char *session, const char *why)
{
    (void)context;
    log_error("a session's journal is switched off", log_text("session", session), log_text("error", why));
}

static bool make_journals(struct daemon *daemon)
{
    const struct config *config = daemon->config;
    if (config->journal_limit == 0)
        return true;
    daemon->journals = journals_new(&(struct journals_config){.directory = daemon->directory,
                                                              .limit = config->journal_limit,
                                                              .total = config->journal_total,
                                                              .failed = journal_has_failed});
    return daemon->journals != NULL;
}

/* ---- Starting ------------------------------------------------------------------------------------ */

static struct registry *start_registry(struct daemon *daemon, uint64_t first_number)
{
    const struct config *config = daemon->config;
    return registry_start(&(struct registry_config){
        .workers = daemon->workers,
        .max_sessions = config->max_sessions,
        .memory_total = total_memory(config),
        .memory_max = config->session_memory_max,
        .memory_default = config->session_memory,
        .expires_default = config->expires_after_seconds,
        .max_waiting = config->max_waiting,
        .event_count = config->event_count,
        .event_bytes = config->event_bytes,
        .journals = daemon->journals,
        .first_number = first_number,
        .ends = session_ends,
        .context = daemon,
    });
}

static void log_line(void *context, const char *line)
{
    (void)context;
    log_info("http", log_text("line", line));
}

static const struct api_tokens *current_tokens(const struct daemon *daemon)
{
    return daemon->token_sets ? daemon->tokens[daemon->token_sets - 1] : NULL;
}

static bool read_tokens(struct daemon *daemon, char *why, size_t why_size)
{
    const struct api_tokens **grown = realloc(daemon->tokens, (daemon->token_sets + 1) * sizeof *grown);
    if (!grown) {
        snprintf(why, why_size, "no memory");
        return false;
    }
    daemon->tokens = grown;
    grown[daemon->token_sets] = tokens_read(daemon->config->token_file, why, why_size);
    if (!grown[daemon->token_sets])
        return false;
    daemon->token_sets++;
    return true;
}

static bool start_server(struct daemon *daemon, char *why, size_t why_size)
{
    const struct config *config = daemon->config;
    struct listen_address address;
    if (!config_parse_listen(config->listen, &address)) {
        snprintf(why, why_size, "listen: %s is no address", config->listen);
        return false;
    }
    daemon->vitals = (struct vitals){.registry = daemon->registry,
                                     .workers = daemon->workers,
                                     .store = daemon->store,
                                     .started_ns = monotonic_ns()};
    daemon->context = (struct api_context){.registry = daemon->registry,
                                           .store = daemon->store,
                                           .graphs = daemon->graphs,
                                           .workers = daemon->workers,
                                           .metrics = vitals_write_metrics,
                                           .metrics_cls = &daemon->vitals,
                                           .ready = vitals_are_good,
                                           .ready_cls = &daemon->vitals};
    const struct api_config server = {
        .address = *address.host ? address.host : "0.0.0.0",
        .port = address.port,
        .threads = http_threads(config),
        .connection_limit = (unsigned)config->max_connections,
        .connection_limit_per_address = (unsigned)config->max_connections_per_client,
        .idle_timeout_s = (unsigned)config->connection_timeout_seconds,
        .request_deadline_ms = (unsigned)config->request_timeout_ms,
        .request_rate = (unsigned)config->rate,
        .request_burst = (unsigned)config->rate_burst,
        .body_limit = config->max_body,
        .body_memory_limit = config->max_body_memory,
        .import_limit = config->max_import,
        .import_memory = config->max_import_memory,
        .imports = (unsigned)config->max_imports,
        .exports = (unsigned)config->max_exports,
        .answer_limit = config->max_answer,
        .json_depth = (unsigned)config->max_depth,
        .operation_limit = config->max_operations,
        .tokens = current_tokens(daemon),
        .hosts = daemon->hosts.item,
        .host_count = daemon->hosts.count,
        .origins = daemon->origins.item,
        .origin_count = daemon->origins.count,
        .log = log_line,
        .log_requests = config->access_log,
    };
    return api_server_start(&server, &daemon->context, &daemon->server, why, why_size) == 0;
}

static bool start_all(struct daemon *daemon, char *why, size_t why_size)
{
    const struct config *config = daemon->config;
    uint64_t first_number = 1;
    if (!split(config->hosts, &daemon->hosts, why, why_size) ||
        !split(config->cors_origins, &daemon->origins, why, why_size))
        return false;
    if (*config->token_file && !read_tokens(daemon, why, why_size))
        return false;
    if (!open_store(daemon, why, why_size) || !next_number(daemon, &first_number, why, why_size))
        return false;
    daemon->graphs = graphs_new(daemon->directory, config->graph_cache);
    if (!daemon->graphs || !make_journals(daemon)) {
        snprintf(why, why_size, "no memory");
        return false;
    }
    daemon->workers = workers_start(worker_count(config), config->max_jobs);
    if (!daemon->workers) {
        snprintf(why, why_size, "the host refuses the worker threads");
        return false;
    }
    daemon->registry = start_registry(daemon, first_number);
    if (daemon->registry)
        daemon->sampler =
            sampler_start(daemon->registry, daemon->store, daemon->graphs, config->sample_seconds);
    if (!daemon->sampler) {
        snprintf(why, why_size, "the host refuses memory or threads for the sessions");
        return false;
    }
    return start_server(daemon, why, why_size);
}

struct daemon *daemon_start(const struct config *config, char *why, size_t why_size)
{
    struct daemon *daemon = calloc(1, sizeof *daemon);
    if (!daemon) {
        snprintf(why, why_size, "no memory");
        return NULL;
    }
    daemon->config = config;
    if (!start_all(daemon, why, why_size)) {
        daemon_stop(daemon);
        return NULL;
    }
    return daemon;
}

uint16_t daemon_port(const struct daemon *daemon)
{
    return api_server_port(daemon->server);
}

bool daemon_reload(struct daemon *daemon, char *why, size_t why_size)
{
    if (!*daemon->config->token_file)
        return true;
    if (!read_tokens(daemon, why, why_size))
        return false;
    api_server_set_tokens(daemon->server, current_tokens(daemon));
    return true;
}

/* ---- Stopping ------------------------------------------------------------------------------------ */

/* What has to happen when the grace is over, while the main thread waits for the server. */
struct grace {
    struct daemon *daemon;
    struct deadline deadline;
    pthread_mutex_t lock;
    pthread_cond_t changed;
    bool server_stopped;
};

static void *watch_grace(void *context)
{
    struct grace *grace = context;
    struct timespec until = deadline_timespec(&grace->deadline);
    pthread_mutex_lock(&grace->lock);
    while (!grace->server_stopped && !deadline_passed(&grace->deadline))
        pthread_cond_clockwait(&grace->changed, &grace->lock, CLOCK_MONOTONIC, &until);
    bool too_late = !grace->server_stopped;
    pthread_mutex_unlock(&grace->lock);
    if (too_late) {
        log_warn("requests in flight did not finish in time: their sessions end now");
        registry_end_sessions(grace->daemon->registry);
    }
    return NULL;
}

/* Long work is told to stop once the grace is over, and is waited for: it gives up at its next safe point. */
static void stop_server(struct daemon *daemon)
{
    struct grace grace = {
        .daemon = daemon, .lock = PTHREAD_MUTEX_INITIALIZER, .changed = PTHREAD_COND_INITIALIZER};
    uint64_t milliseconds = daemon->config->grace_seconds * 1000;
    pthread_t thread;
    deadline_start(&grace.deadline, milliseconds ? milliseconds : 1);
    bool watched = pthread_create(&thread, NULL, watch_grace, &grace) == 0;
    api_server_stop(daemon->server, (unsigned)milliseconds);
    pthread_mutex_lock(&grace.lock);
    grace.server_stopped = true;
    pthread_cond_signal(&grace.changed);
    pthread_mutex_unlock(&grace.lock);
    if (watched)
        pthread_join(thread, NULL);
    daemon->server = NULL;
}

/* The server first: what is in flight still finds all it needs, and nothing new comes. */
void daemon_stop(struct daemon *daemon)
{
    if (daemon->server)
        stop_server(daemon);
    sampler_stop(daemon->sampler);
    if (daemon->registry)
        registry_end_sessions(daemon->registry);
    workers_stop(daemon->workers);
    if (daemon->registry)
        registry_stop(daemon->registry);
    graphs_free(daemon->graphs);
    store_close(daemon->store);
    journals_free(daemon->journals);
    for (size_t i = 0; i < daemon->token_sets; i++)
        tokens_free(daemon->tokens[i]);
    free(daemon->tokens);
    free(daemon->hosts.text);
    free(daemon->origins.text);
    free(daemon->directory);
    free(daemon);
}
