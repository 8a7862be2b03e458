/* The table of options. A limit that has no row here is not a limit but a constant. */
#include "daemon/options.h"
#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define KIB        1024ull
#define MIB        (1024 * KIB)
#define GIB        (1024 * MIB)
#define AT(member) offsetof(struct config, member)

const struct option_row option_rows[] = {
    {"listen", OPTION_TEXT, "ADDR:PORT", AT(listen), "127.0.0.1:4327", 0, 0, "The process",
     "where to listen: 127.0.0.1:4327, [::1]:4327, :4327 (all addresses); port 0 picks a free one. "
     "Anything but the loopback address needs --token-file"},
    {"data", OPTION_TEXT, "DIR", AT(data), "", 0, 0, NULL,
     "folder of the database, made if missing (default: $XDG_STATE_HOME/heapd, ~/.local/state/heapd)"},
    {"config", OPTION_TEXT, "FILE", AT(config), "", 0, 0, NULL,
     "file with further options, one NAME = VALUE a line, names as here without the dashes"},
    {"log-level", OPTION_LEVEL, "LEVEL", AT(log_level), "info", 0, 0, NULL, "error, warn, info or debug"},
    {"access-log", OPTION_SWITCH, "YES|NO", AT(access_log), "no", 0, 0, NULL, "one log line per request"},
    {"grace", OPTION_SECONDS, "TIME", AT(grace_seconds), "10s", 0, 3600, NULL,
     "how long requests in flight may take to finish when heapd stops"},

    {"token-file", OPTION_TEXT, "FILE", AT(token_file), "", 0, 0, "Access",
     "hashes of the tokens that are let in, with their scopes; see heapd token --help"},
    {"cors-origins", OPTION_TEXT, "LIST", AT(cors_origins), "", 0, 0, NULL,
     "origins whose pages may use the API, separated by commas"},
    {"hosts", OPTION_TEXT, "LIST", AT(hosts), "", 0, 0, NULL,
     "names accepted in the Host header beside the address itself and localhost, separated by commas"},
    {"rate", OPTION_COUNT, "N", AT(rate), "0", 0, 10000000, NULL,
     "requests per second that one client address may make; 0: any number"},
    {"rate-burst", OPTION_COUNT, "N", AT(rate_burst), "200", 1, 10000000, NULL,
     "requests that it may make at once before the rate counts"},

    /* Each heap reserves 25 GiB of address space, and the machine has 128 TiB. */
    {"max-sessions", OPTION_COUNT, "N", AT(max_sessions), "4000", 1, 5000, "Sessions",
     "sessions alive at a time"},
    {"session-memory", OPTION_BYTES, "BYTES", AT(session_memory), "256M", MIB, 7 * GIB, NULL,
     "heap of a session that asks for no limit of its own"},
    {"session-memory-max", OPTION_BYTES, "BYTES", AT(session_memory_max), "4G", MIB, 7 * GIB, NULL,
     "the most that a session may ask for"},
    {"total-memory", OPTION_BYTES, "BYTES", AT(total_memory), "0", 0, 1024 * GIB, NULL,
     "heaps of all sessions together; 0: three quarters of the memory that the machine (or the container) "
     "has"},
    {"expires-after", OPTION_SECONDS, "TIME", AT(expires_after_seconds), "0", 0, 10 * 366 * 86400ull, NULL,
     "a session unused for so long ends, unless it asks for another time; 0: never"},
    {"max-waiting", OPTION_COUNT, "N", AT(max_waiting), "64", 1, 100000, NULL,
     "requests that may wait for one session"},
    {"event-count", OPTION_COUNT, "N", AT(event_count), "1024", 16, MIB, NULL,
     "events that a session keeps for watchers who come late or are slow"},
    {"event-bytes", OPTION_BYTES, "BYTES", AT(event_bytes), "1M", 64 * KIB, GIB, NULL, "and bytes of them"},
    {"journal-limit", OPTION_BYTES, "BYTES", AT(journal_limit), "32M", 0, 64 * GIB, NULL,
     "what is kept of a session's past, in a file without a name in the data folder, so that it can be "
     "forked as it was; 0: nothing"},
    {"journal-total", OPTION_BYTES, "BYTES", AT(journal_total), "1G", MIB, 1024 * GIB, NULL,
     "and of all sessions together"},

    {"max-body", OPTION_BYTES, "BYTES", AT(max_body), "64M", KIB, 4 * GIB, "Requests", "body of a request"},
    {"max-body-memory", OPTION_BYTES, "BYTES", AT(max_body_memory), "512M", MIB, 64 * GIB, NULL,
     "bodies of all requests in flight together"},
    {"max-import", OPTION_BYTES, "BYTES", AT(max_import), "4G", KIB, 1024 * GIB, NULL,
     "a snapshot that is imported, as sent and unpacked"},
    {"max-import-memory", OPTION_BYTES, "BYTES", AT(max_import_memory), "1G", MIB, 64 * GIB, NULL,
     "memory that reading one may take"},
    {"max-imports", OPTION_COUNT, "N", AT(max_imports), "4", 1, 1000, NULL, "such imports at a time"},
    {"max-exports", OPTION_COUNT, "N", AT(max_exports), "4", 1, 1000, NULL,
     "answers at a time that no deadline ends: a session as a file, a whole graph, rows that a client takes "
     "slowly"},
    {"max-answer", OPTION_BYTES, "BYTES", AT(max_answer), "256M", MIB, 4 * GIB, NULL, "one answer"},
    {"max-depth", OPTION_COUNT, "N", AT(max_depth), "1000", 8, 100000, NULL, "nesting of JSON"},
    {"max-operations", OPTION_COUNT, "N", AT(max_operations), "1000000", 1, 100000000, NULL,
     "operations in a batch"},
    {"request-timeout", OPTION_MILLISECONDS, "TIME", AT(request_timeout_ms), "30s", 10, 86400000, NULL,
     "deadline of a request, waiting included"},
    {"connection-timeout", OPTION_SECONDS, "TIME", AT(connection_timeout_seconds), "60s", 1, 86400, NULL,
     "a connection without traffic for so long is closed, in the middle of a request with 408"},
    {"max-connections", OPTION_COUNT, "N", AT(max_connections), "2000", 4, 100000, NULL,
     "connections at a time; more are told to come again (503)"},
    {"max-connections-per-client", OPTION_COUNT, "N", AT(max_connections_per_client), "0", 0, 100000, NULL,
     "and of one client address, whose others are closed at once; 0: any number"},
    {"http-threads", OPTION_COUNT, "N", AT(http_threads), "0", 0, 256, NULL,
     "threads that accept and parse; 0: half as many as processors"},
    {"worker-threads", OPTION_COUNT, "N", AT(worker_threads), "0", 0, 1024, NULL,
     "threads for work that is long; 0: four per processor, at least eight"},
    {"max-jobs", OPTION_COUNT, "N", AT(max_jobs), "4096", 1, MIB, NULL,
     "such pieces of work, waiting or running"},

    {"sample-interval", OPTION_SECONDS, "TIME", AT(sample_seconds), "1s", 1, 86400, "History",
     "time between two samples of a session's memory (only taken when something changed)"},
    {"history-limit", OPTION_COUNT, "N", AT(history_limit), "100000", 100, 100000000, NULL,
     "collections, and memory samples, kept per session"},
    {"keep-snapshots", OPTION_COUNT, "N", AT(keep_snapshots), "0", 0, 1000000000, NULL,
     "snapshots kept per session that has no retention of its own, the oldest going first; 0: all"},
    {"keep-snapshots-for", OPTION_SECONDS, "TIME", AT(keep_snapshots_seconds), "0", 0, 100 * 366 * 86400ull,
     NULL, "and for how long; 0: for ever"},
    {"store-quota", OPTION_BYTES, "BYTES", AT(store_quota), "0", 0, 16384 * GIB, NULL,
     "size of the database beyond which nothing more is stored; 0: no bound"},
    {"store-cache", OPTION_BYTES, "BYTES", AT(store_cache), "64M", MIB, 64 * GIB, NULL,
     "snapshots kept in memory after use"},
    {"graph-cache", OPTION_BYTES, "BYTES", AT(graph_cache), "512M", 0, 64 * GIB, NULL,
     "object graphs kept after use, analysed; 0: none"},
};
const size_t option_count = sizeof option_rows / sizeof option_rows[0];

const struct option_row *option_find(const char *name, size_t length)
{
    for (size_t i = 0; i < option_count; i++) {
        const char *candidate = option_rows[i].name;
        size_t at = 0;
        while (at < length && candidate[at] &&
               (candidate[at] == name[at] || (candidate[at] == '-' && name[at] == '_')))
            at++;
        if (at == length && !candidate[at])
            return &option_rows[i];
    }
    return NULL;
}

/* ---- Values -------------------------------------------------------------------------------------- */

struct suffix {
    const char *text;
    uint64_t factor;
};

static const struct suffix bytes_suffixes[] = {
    {"", 1},      {"b", 1},          {"k", KIB},         {"kb", KIB},         {"kib", KIB},
    {"m", MIB},   {"mb", MIB},       {"mib", MIB},       {"g", GIB},          {"gb", GIB},
    {"gib", GIB}, {"t", 1024 * GIB}, {"tb", 1024 * GIB}, {"tib", 1024 * GIB}, {NULL, 0}};
static const struct suffix count_suffixes[] = {{"", 1}, {NULL, 0}};
static const struct suffix millisecond_suffixes[] = {{"", 1000},      {"ms", 1},      {"s", 1000},
                                                     {"m", 60000},    {"min", 60000}, {"h", 3600000},
                                                     {"d", 86400000}, {NULL, 0}};

static bool read_number(const char *value, const struct suffix *suffixes, uint64_t *out)
{
    if (!isdigit((unsigned char)value[0]))
        return false;
    char *end;
    errno = 0;
    unsigned long long number = strtoull(value, &end, 10);
    if (errno != 0)
        return false;
    while (*end == ' ')
        end++;
    for (; suffixes->text; suffixes++)
        if (strcasecmp(end, suffixes->text) == 0)
            return !__builtin_mul_overflow((uint64_t)number, suffixes->factor, out);
    return false;
}

static const char *expected(enum option_kind kind)
{
    switch (kind) {
    case OPTION_SWITCH:
        return "yes or no";
    case OPTION_COUNT:
        return "a whole number";
    case OPTION_BYTES:
        return "a number of bytes, such as 4096, 64K, 256M or 2G";
    case OPTION_SECONDS:
        return "a time in whole seconds, such as 30s, 5m or 2h";
    case OPTION_MILLISECONDS:
        return "a time, such as 500ms, 30s or 5m";
    case OPTION_LEVEL:
        return "error, warn, info or debug";
    default:
        return "text";
    }
}

static bool read_switch(const char *value, bool *out)
{
    static const char *const words[2][4] = {{"no", "false", "off", "0"}, {"yes", "true", "on", "1"}};
    for (int which = 0; which < 2; which++)
        for (int i = 0; i < 4; i++)
            if (strcasecmp(value, words[which][i]) == 0) {
                *out = which != 0;
                return true;
            }
    return false;
}

static bool read_quantity(const struct option_row *row, const char *value, uint64_t *out)
{
    enum log_level level;
    switch (row->kind) {
    case OPTION_LEVEL:
        if (!log_level_named(value, &level))
            return false;
        *out = level;
        return true;
    case OPTION_COUNT:
        return read_number(value, count_suffixes, out);
    case OPTION_BYTES:
        return read_number(value, bytes_suffixes, out);
    case OPTION_MILLISECONDS:
        return read_number(value, millisecond_suffixes, out);
    default: /* OPTION_SECONDS: what is no whole number of seconds is refused, not rounded */
        if (!read_number(value, millisecond_suffixes, out) || *out % 1000 != 0)
            return false;
        *out /= 1000;
        return true;
    }
}

bool option_read(const struct option_row *row, const char *value, struct config *config, char *why,
                 size_t why_size)
{
    void *member = (char *)config + row->offset;
    if (row->kind == OPTION_TEXT) {
        char *copy = strdup(value);
        if (!copy) {
            snprintf(why, why_size, "no memory");
            return false;
        }
        free(*(char **)member);
        *(char **)member = copy;
        return true;
    }
    uint64_t number = 0;
    bool good = row->kind == OPTION_SWITCH ? read_switch(value, member) : read_quantity(row, value, &number);
    if (!good) {
        snprintf(why, why_size, "expected %s", expected(row->kind));
        return false;
    }
    if (row->kind == OPTION_SWITCH)
        return true;
    if ((row->least || row->most) && (number < row->least || number > row->most)) {
        const char *unit = row->kind == OPTION_BYTES          ? " bytes"
                           : row->kind == OPTION_SECONDS      ? " seconds"
                           : row->kind == OPTION_MILLISECONDS ? " milliseconds"
                                                              : "";
        snprintf(why, why_size, "must be from %llu to %llu%s", (unsigned long long)row->least,
                 (unsigned long long)row->most, unit);
        return false;
    }
    *(uint64_t *)member = number;
    return true;
}
