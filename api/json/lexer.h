/* The strict pass over JSON text: RFC 8259's grammar exactly, on valid UTF-8, to a tape of tokens.
 *
 * Accepts what Python's json.loads accepts of a str, values included, with these exceptions, all refused with
 * a message of their own: NaN, Infinity and -Infinity (no JSON; {"$float": "nan"} says it), nesting beyond
 * the given depth, text beyond JSON_TEXT_MAX. Lone surrogates as \u escapes are accepted, as raw bytes they
 * are not valid UTF-8. A byte order mark is refused.
 *
 * Not recursive: its stack is the tape itself. Linear in the text; about 10 ns a token. */
#ifndef API_JSON_LEXER_H
#define API_JSON_LEXER_H

#include "api/json/tape.h"

struct scratch;

enum json_status {
    JSON_OK,
    JSON_INVALID, /* not JSON: the error says where and why */
    JSON_DEEP,    /* nested beyond the limit */
    JSON_LONG,    /* text beyond JSON_TEXT_MAX */
    JSON_MEMORY,  /* no memory for the tape */
};

struct json_error {
    const char *message; /* static text */
    size_t offset;       /* byte */
    size_t line;         /* from 1 */
    size_t column;       /* from 1, in bytes */
};

/* Reads one document that takes up all of `text` (white space around it aside). `text` need not end in a NUL,
 * and no byte past `length` is read. The tape's tokens live in `scratch`; a tape that has tokens already from
 * the same scratch is used again (start with a zeroed one). On failure `error` (may be NULL) says why, and
 * the tape holds nothing useful. */
enum json_status json_read(struct scratch *scratch, const char *text, size_t length, uint32_t depth_limit,
                           struct json_tape *tape, struct json_error *error)
    __attribute__((warn_unused_result));

/* NDJSON: one document per line. Blank lines are skipped; "\r\n" ends a line too, and the last line need not
 * be ended. */
struct json_lines {
    const char *text;
    size_t length;
    size_t offset; /* of the next line */
    size_t line;   /* number of the line returned last, from 1 */
};

/* The next line's text, without its end. False after the last. */
bool json_next_line(struct json_lines *lines, const char **text, size_t *length);

#endif
