#include "daemon/daemon.h"
#include "daemon/session/registry.h"
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

struct daemon {
    const struct config *config;
    struct workers *workers;
    struct registry *registry;
    uint16_t port;
};

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

struct daemon *daemon_start(const struct config *config, char *why, size_t why_size)
{
    struct daemon *daemon = calloc(1, sizeof *daemon);
    if (!daemon) {
        snprintf(why, why_size, "no memory");
        return NULL;
    }
    daemon->config = config;
    daemon->workers = workers_start(worker_count(config), config->max_jobs);
    if (!daemon->workers) {
        snprintf(why, why_size, "the host refuses the worker threads");
        goto fail;
    }
    daemon->registry = start_registry(daemon);
    if (!daemon->registry) {
        snprintf(why, why_size, "the host refuses memory or threads for the sessions");
        goto fail;
    }
    return daemon;
fail:
    daemon_stop(daemon);
    return NULL;
}

uint16_t daemon_port(const struct daemon *daemon)
{
    return daemon->port;
}

void daemon_stop(struct daemon *daemon)
{
    if (daemon->registry)
        registry_end_sessions(daemon->registry);
    workers_stop(daemon->workers);
    if (daemon->registry)
        registry_stop(daemon->registry);
    free(daemon);
}
