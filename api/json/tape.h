/* The tape: a JSON document as a flat array of tokens, in document order.
 *
 * A token says where its text is; values are made from the text by whoever needs them, so that nothing is
 * lost on the way (1, 1.0 and 1e0 differ, integers have any length). An array's token is followed by its
 * elements, an object's by key, value, key, value…; `next` leads past all of them:
 *
 *     for (uint32_t i = array + 1; i != tape->tokens[array].next; i = tape->tokens[i].next)
 */
#ifndef API_JSON_TAPE_H
#define API_JSON_TAPE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum json_kind {
    JSON_NULL,
    JSON_TRUE,
    JSON_FALSE,
    JSON_INT,            /* no '.', no exponent */
    JSON_FLOAT,          /* '.' or exponent */
    JSON_STRING,         /* ASCII without escapes: the text is the value */
    JSON_STRING_UTF8,    /* valid UTF-8 without escapes: the text is the value */
    JSON_STRING_ESCAPED, /* valid UTF-8 with escapes: json_unescape makes the value */
    JSON_ARRAY,
    JSON_OBJECT,
};

enum { JSON_TEXT_MAX = (1 << 28) - 1 }; /* bytes in one document */

struct json_token {
    uint32_t offset : 28; /* of the token's text; for a string, of the first byte inside the quotes */
    uint32_t kind : 4;    /* enum json_kind */
    uint32_t length; /* bytes of text; of a string without its quotes; of a container with its brackets */
    uint32_t next;   /* index of the token after this value and all that it contains */
    uint32_t count;  /* elements of an array, members (pairs) of an object; else 0 */
};

struct json_tape {
    const char *text; /* the document, borrowed */
    struct json_token *tokens;
    uint32_t count;
    uint32_t capacity;
};

static inline bool json_is_string(struct json_token token)
{
    return token.kind >= JSON_STRING && token.kind <= JSON_STRING_ESCAPED;
}

static inline bool json_is_number(struct json_token token)
{
    return token.kind == JSON_INT || token.kind == JSON_FLOAT;
}

static inline const char *json_text(const struct json_tape *tape, uint32_t index)
{
    return tape->text + tape->tokens[index].offset;
}

/* Does the string at `index` (a key, say) have this value? Escapes are understood. */
bool json_equals(const struct json_tape *tape, uint32_t index, const char *value, size_t length);
#define json_equals_literal(tape, index, text) json_equals((tape), (index), "" text, sizeof(text) - 1)

/* The value's index in the object at `object` for this key, 0 when there is none (0 is the root, never a
 * member). With duplicate keys the last one counts, as in json.loads. Linear in the number of members. */
uint32_t json_member(const struct json_tape *tape, uint32_t object, const char *key, size_t length);
#define json_member_literal(tape, object, text) json_member((tape), (object), "" text, sizeof(text) - 1)

/* Writes the value of the string token's text (`length` bytes, checked by the lexer) to `out`, which has
 * room for `length` bytes: a value is never longer than its text. Lone surrogates, which "\ud800" may
 * name and Python's str can hold, come out as the three bytes that UTF-8 would give them. Returns the
 * value's length. */
size_t json_unescape(const char *text, size_t length, char *out);

/* The token's value as an integer, false when it is none (1.0 and 1e2 are none) or beyond 64 bits. */
bool json_int64(const struct json_tape *tape, uint32_t index, int64_t *value);
bool json_uint64(const struct json_tape *tape, uint32_t index, uint64_t *value);

/* The nearest double of a number token, as Python's float(): overflow gives infinity. False: not a number. */
bool json_double(const struct json_tape *tape, uint32_t index, double *value);

/* Writes the JSON Pointer (RFC 6901) of the token at `index` to `out` as far as there is room, always
 * NUL-terminated. Keys are unescaped. Returns the length that the whole pointer has. For error messages:
 * walks from the root. */
size_t json_pointer(const struct json_tape *tape, uint32_t index, char *out, size_t room);

#endif
