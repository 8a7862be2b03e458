/* The layers, tied together. Lists in the configuration are taken apart here, since the server borrows them.
 */
#include "daemon/daemon.h"
#include "api/api.h"
#include "daemon/session/registry.h"
#include "daemon/tokens.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

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
    struct tokens tokens;
    struct workers *workers;
    struct registry *registry;
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

static unsigned processors(void)
{
    long count = sysconf(_SC_NPROCESSORS_ONLN);
    return count > 0 ? (unsigned)count : 1;
}

static unsigned worker_count(const struct config *config)
{
    if (config->worker_threads)
        return (unsigned)config->worker_threads;
    return processors() > 2 ? processors() : 2;
}

/* One thread serves some 100,000 requests a second; more of them than half the processors take time from the
 * workers. */
static unsigned http_threads(const struct config *config)
{
    if (config->http_threads)
        return (unsigned)config->http_threads;
    return processors() > 2 ? processors() / 2 : 1;
}

/* Three quarters of the machine's memory, where nothing else is said. */
static uint64_t total_memory(const struct config *config)
{
    if (config->total_memory)
        return config->total_memory;
    return (uint64_t)sysconf(_SC_PHYS_PAGES) / 4 * 3 * (uint64_t)sysconf(_SC_PAGESIZE);
}

static struct registry *start_registry(struct daemon *daemon)
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
    });
}

static void log_line(void *context, const char *line)
{
    (void)context;
    log_info(line);
}

static bool start_server(struct daemon *daemon, char *why, size_t why_size)
{
    const struct config *config = daemon->config;
    struct listen_address address;
    if (!config_parse_listen(config->listen, &address)) {
        snprintf(why, why_size, "listen: %s is no address", config->listen);
        return false;
    }
    daemon->context = (struct api_context){.registry = daemon->registry, .workers = daemon->workers};
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
        .answer_limit = config->max_answer,
        .json_depth = (unsigned)config->max_depth,
        .operation_limit = config->max_operations,
        .tokens = daemon->tokens.items,
        .token_count = daemon->tokens.count,
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
    if (!split(config->hosts, &daemon->hosts, why, why_size) ||
        !split(config->cors_origins, &daemon->origins, why, why_size))
        return false;
    if (*config->token_file && !tokens_read(config->token_file, &daemon->tokens, why, why_size))
        return false;
    daemon->workers = workers_start(worker_count(config), config->max_jobs);
    if (!daemon->workers) {
        snprintf(why, why_size, "the host refuses the worker threads");
        return false;
    }
    daemon->registry = start_registry(daemon);
    if (!daemon->registry) {
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

/* The server first: what is in flight still finds all it needs, and nothing new comes. */
void daemon_stop(struct daemon *daemon)
{
    if (daemon->server)
        api_server_stop(daemon->server, (unsigned)(daemon->config->grace_seconds * 1000));
    if (daemon->registry)
        registry_end_sessions(daemon->registry);
    workers_stop(daemon->workers);
    if (daemon->registry)
        registry_stop(daemon->registry);
    tokens_free(&daemon->tokens);
    free(daemon->hosts.text);
    free(daemon->origins.text);
    free(daemon);
}
