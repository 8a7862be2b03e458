/* Configuration: what the operator may choose.
 *
 * One table (options.c) says for each option its name, kind, range, default and help. From it come the
 * flags (--max-sessions), the environment (HEAPD_MAX_SESSIONS), the file (max-sessions = ...) and --help.
 * What is given as a flag wins over the environment, that over the file, that over the default. */
#ifndef HEAPD_CONFIG_H
#define HEAPD_CONFIG_H

#include "daemon/log.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/* Text is the configuration's own; "" where an option is not set. Bytes, seconds, milliseconds as the names
 * say. */
struct config {
    char *listen;
    char *data;
    char *config;
    uint64_t log_level; /* enum log_level */
    bool access_log;
    uint64_t grace_seconds;

    char *token_file;
    char *cors_origins; /* separated by commas */
    char *hosts;        /* likewise */
    uint64_t rate, rate_burst;

    uint64_t max_sessions;
    uint64_t session_memory, session_memory_max, total_memory;
    uint64_t expires_after_seconds;
    uint64_t max_waiting;
    uint64_t event_count, event_bytes;
    uint64_t journal_limit, journal_total;

    uint64_t max_import, max_import_memory, max_imports, max_exports;
    uint64_t max_body, max_body_memory, max_answer, max_depth, max_operations;
    uint64_t request_timeout_ms;
    uint64_t connection_timeout_seconds;
    uint64_t max_connections, max_connections_per_client;
    uint64_t http_threads, worker_threads, max_jobs;

    uint64_t sample_seconds;
    uint64_t keep_snapshots, keep_snapshots_seconds;
    uint64_t history_limit;
    uint64_t store_quota, store_cache;
    uint64_t graph_cache;
};

enum config_result { CONFIG_OK, CONFIG_HELP, CONFIG_VERSION, CONFIG_ERROR };

struct config_error {
    char text[512]; /* one line that names where the value came from, the option, and what is wrong */
};

/* Reads flags (argv[1] on), environment and file. On CONFIG_OK *config is to be released by config_free;
 * otherwise it holds nothing. `environment` is as environ. */
enum config_result config_load(struct config *config, int argc, char *const *argv, char *const *environment,
                               struct config_error *error) __attribute__((warn_unused_result));
void config_free(struct config *config);

/* The text of --help. */
void config_print_help(FILE *to);

/* "8080", "127.0.0.1:0", "[::1]:4327", ":4327" (all addresses) taken apart. False: not of that form. The
 * address is "" for all addresses. */
struct listen_address {
    char host[64]; /* without brackets */
    uint16_t port;
    bool ipv6;
    bool loopback;
};
bool config_parse_listen(const char *text, struct listen_address *out);

#endif
