/* A line is composed on the stack and written at once; the only state is the level. */
#include "daemon/log.h"
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define LINE_MAX_BYTES 4096

static atomic_int current_level = LOG_INFO;

static const char *const level_names[] = {
    [LOG_ERROR] = "error", [LOG_WARN] = "warn", [LOG_INFO] = "info", [LOG_DEBUG] = "debug"};

const char *log_level_name(enum log_level level)
{
    return level_names[level];
}

bool log_level_named(const char *name, enum log_level *level)
{
    for (int i = LOG_ERROR; i <= LOG_DEBUG; i++) {
        if (strcmp(name, level_names[i]) == 0) {
            *level = (enum log_level)i;
            return true;
        }
    }
    return false;
}

void log_set_level(enum log_level level)
{
    atomic_store_explicit(&current_level, (int)level, memory_order_relaxed);
}

bool log_enabled(enum log_level level)
{
    return (int)level <= atomic_load_explicit(&current_level, memory_order_relaxed);
}

struct line {
    char bytes[LINE_MAX_BYTES];
    size_t length;
};

/* One byte is kept for the newline. */
static void put(struct line *line, const char *bytes, size_t length)
{
    size_t room = sizeof line->bytes - 1 - line->length;
    if (length > room)
        length = room;
    memcpy(line->bytes + line->length, bytes, length);
    line->length += length;
}

static void put_text(struct line *line, const char *text)
{
    put(line, text, strlen(text));
}

static bool needs_quotes(const char *text)
{
    if (!*text)
        return true;
    for (const char *c = text; *c; c++)
        if ((unsigned char)*c <= ' ' || *c == '"' || *c == '=' || *c == '\\' || *c == 0x7f)
            return true;
    return false;
}

/* Nothing that a client sent can begin a new line or hide in control characters. */
static void put_value(struct line *line, const char *text)
{
    if (!needs_quotes(text)) {
        put_text(line, text);
        return;
    }
    put_text(line, "\"");
    for (const char *c = text; *c; c++) {
        unsigned char byte = (unsigned char)*c;
        if (byte == '"' || byte == '\\') {
            put(line, (char[]){'\\', *c}, 2);
        } else if (byte < ' ' || byte == 0x7f) {
            char escape[5];
            put(line, escape, (size_t)snprintf(escape, sizeof escape, "\\x%02x", byte));
        } else {
            put(line, c, 1);
        }
    }
    put_text(line, "\"");
}

static void put_time(struct line *line)
{
    struct timespec now;
    struct tm utc;
    char text[64];
    clock_gettime(CLOCK_REALTIME, &now);
    gmtime_r(&now.tv_sec, &utc);
    put(line, text, strftime(text, sizeof text, "time=%Y-%m-%dT%H:%M:%S", &utc));
    put(line, text, (size_t)snprintf(text, sizeof text, ".%06ldZ", now.tv_nsec / 1000));
}

void log_write(enum log_level level, const char *message, const struct log_field *fields, size_t count)
{
    struct line line;
    line.length = 0;
    put_time(&line);
    put_text(&line, " level=");
    put_text(&line, log_level_name(level));
    put_text(&line, " msg=");
    put_value(&line, message);
    for (size_t i = 0; i < count; i++) {
        put_text(&line, " ");
        put_text(&line, fields[i].key);
        put_text(&line, "=");
        if (fields[i].text) {
            put_value(&line, fields[i].text);
        } else {
            char number[24];
            put(&line, number, (size_t)snprintf(number, sizeof number, "%lld", (long long)fields[i].number));
        }
    }
    line.bytes[line.length++] = '\n';
    ssize_t ignored = write(STDERR_FILENO, line.bytes, line.length);
    (void)ignored; /* there is nowhere to report it */
}
