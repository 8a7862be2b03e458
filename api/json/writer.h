/* Writes JSON straight into an answer's body.
 *
 *     json_begin_object(w);
 *     json_key(w, "size");      json_int(w, 88);
 *     json_member(…)            is the tape's; the writer has json_member_int(w, "size", 88) and so on
 *     json_end_object(w);
 *
 * Commas, and indentation when `pretty`, are the writer's. Failure to get memory is sticky in the outbuf.
 * Debug builds check the structure (a key before each value in objects and nowhere else, ends that match);
 * a mistake there is a bug and aborts. After a top-level value another may follow (NDJSON: json_newline). */
#ifndef API_JSON_WRITER_H
#define API_JSON_WRITER_H

#include "api/outbuf.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct json_writer {
    struct outbuf *out;
    uint32_t depth;
    bool pretty;
    bool comma; /* a value stands before this place in the same container */
    bool key;   /* a key stands before this place */
#ifdef HEAPD_DEBUG
    uint64_t objects[16]; /* a bit per level to 1024: is it an object? */
#endif
};

void json_writer_init(struct json_writer *w, struct outbuf *out, bool pretty);

void json_begin_object(struct json_writer *w);
void json_end_object(struct json_writer *w);
void json_begin_array(struct json_writer *w);
void json_end_array(struct json_writer *w);

/* `quoted` is "\"key\":" ready made; json_key makes it from a literal that needs no escaping. */
void json_quoted_key(struct json_writer *w, const char *quoted, size_t length);
#define json_key(w, literal) json_quoted_key((w), "\"" literal "\":", sizeof(literal) + 2)
void json_key_string(struct json_writer *w, const char *key, size_t length);

void json_null(struct json_writer *w);
void json_bool(struct json_writer *w, bool value);
void json_int(struct json_writer *w, int64_t value);
void json_uint(struct json_writer *w, uint64_t value);

/* The shortest text that reads back as the same double, as Python's repr writes it (1.0, 1e+16, 5e-324).
 * NaN and infinities have no JSON: {"$float": "nan"} is written, as values are. */
void json_real(struct json_writer *w, double value);

/* UTF-8, escaped where JSON demands it. Bytes of lone surrogates (see json_unescape) become \ud800 escapes;
 * other bytes that are no UTF-8 become U+FFFD. */
void json_string(struct json_writer *w, const char *text, size_t length);
void json_text_string(struct json_writer *w, const char *text); /* NUL-terminated; NULL writes null */
void json_format(struct json_writer *w, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* A string in pieces: begin, any number of parts (each whole characters), end. */
void json_begin_string(struct json_writer *w);
void json_string_part(struct json_writer *w, const char *text, size_t length);
void json_end_string(struct json_writer *w);

void json_address(struct json_writer *w, uint64_t address);  /* "0x7f0000104a30" */
void json_time(struct json_writer *w, int64_t microseconds); /* since 1970: "2026-11-20T12:41:07.123456Z" */
void json_hex(struct json_writer *w, const void *bytes, size_t size); /* "2a00ff" */
void json_base64(struct json_writer *w, const void *bytes, size_t size);

/* Text that is JSON already, one value. */
void json_raw(struct json_writer *w, const char *json, size_t length);

/* Ends a line of NDJSON, at top level. */
void json_newline(struct json_writer *w);

#define json_member_null(w, name)                 (json_key(w, name), json_null(w))
#define json_member_bool(w, name, value)          (json_key(w, name), json_bool((w), (value)))
#define json_member_int(w, name, value)           (json_key(w, name), json_int((w), (value)))
#define json_member_uint(w, name, value)          (json_key(w, name), json_uint((w), (value)))
#define json_member_real(w, name, value)          (json_key(w, name), json_real((w), (value)))
#define json_member_string(w, name, text, length) (json_key(w, name), json_string((w), (text), (length)))
#define json_member_text(w, name, text)           (json_key(w, name), json_text_string((w), (text)))
#define json_member_address(w, name, address)     (json_key(w, name), json_address((w), (address)))
#define json_member_time(w, name, us)             (json_key(w, name), json_time((w), (us)))

#endif
