/* The log: one line per event on standard error, in logfmt.
 *
 *   time=2026-11-20T12:41:07.120345Z level=info msg="session created" session=s7 python=3.14
 *
 * A line is written by one write(2), so that lines of different threads do not mix. Any thread may log. A
 * library of its own without other parts of heapd, for store, api and the process alike (the heap library
 * has no output). */
#ifndef HEAPD_LOG_H
#define HEAPD_LOG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum log_level { LOG_ERROR, LOG_WARN, LOG_INFO, LOG_DEBUG };

/* The names of the levels, "error" to "debug". log_level_named answers false for another one. */
const char *log_level_name(enum log_level level);
bool log_level_named(const char *name, enum log_level *level);

/* What is logged: this level and the more serious ones. May change while others log. At the start: info. */
void log_set_level(enum log_level level);
bool log_enabled(enum log_level level);

struct log_field {
    const char *key;
    const char *text; /* NULL: the number counts */
    int64_t number;
};

static inline struct log_field log_text(const char *key, const char *text)
{
    return (struct log_field){key, text ? text : "", 0};
}

static inline struct log_field log_number(const char *key, int64_t number)
{
    return (struct log_field){key, NULL, number};
}

/* Text is quoted and escaped where it must be; a line is cut at 4 KiB. */
void log_write(enum log_level level, const char *message, const struct log_field *fields, size_t count);

#define LOG_FIELDS(...) ((const struct log_field[]){{0}, ##__VA_ARGS__})
#define LOG_AT(level, message, ...)                                                                          \
    do {                                                                                                     \
        if (log_enabled(level))                                                                              \
            log_write(level, message, LOG_FIELDS(__VA_ARGS__) + 1,                                           \
                      sizeof LOG_FIELDS(__VA_ARGS__) / sizeof(struct log_field) - 1);                        \
    } while (0)
#define log_error(message, ...) LOG_AT(LOG_ERROR, message, ##__VA_ARGS__)
#define log_warn(message, ...)  LOG_AT(LOG_WARN, message, ##__VA_ARGS__)
#define log_info(message, ...)  LOG_AT(LOG_INFO, message, ##__VA_ARGS__)
#define log_debug(message, ...) LOG_AT(LOG_DEBUG, message, ##__VA_ARGS__)

#endif
