/* A tape written as JSON again; see json_rewrite.h. Recursive: the lexer bounds the depth. */
#include "tests/support/json_rewrite.h"

#include <stdio.h>
#include <stdlib.h>

#define require(condition)                                                                                   \
    do {                                                                                                     \
        if (!(condition)) {                                                                                  \
            fprintf(stderr, "%s:%d: the tape breaks its promise: %s\n", __FILE__, __LINE__, #condition);     \
            abort();                                                                                         \
        }                                                                                                    \
    } while (0)

static char *string_value(const struct json_tape *tape, uint32_t index, size_t *length)
{
    struct json_token token = tape->tokens[index];
    require(json_is_string(token));
    char *value = malloc((size_t)token.length + 1);
    require(value != NULL);
    *length = json_unescape(json_text(tape, index), token.length, value);
    require(*length <= token.length);
    require(json_equals(tape, index, value, *length));
    return value;
}

static void rewrite_value(struct json_writer *w, const struct json_tape *tape, uint32_t index);

static void rewrite_members(struct json_writer *w, const struct json_tape *tape, uint32_t index)
{
    struct json_token token = tape->tokens[index];
    uint32_t count = 0;
    for (uint32_t i = index + 1; i != token.next; i = tape->tokens[i + 1].next, count++) {
        size_t length;
        require(i < token.next && tape->tokens[i].next == i + 1);
        char *key = string_value(tape, i, &length);
        json_key_string(w, key, length);
        free(key);
        rewrite_value(w, tape, i + 1);
    }
    require(count == token.count);
}

static void rewrite_elements(struct json_writer *w, const struct json_tape *tape, uint32_t index)
{
    struct json_token token = tape->tokens[index];
    uint32_t count = 0;
    for (uint32_t i = index + 1; i != token.next; i = tape->tokens[i].next, count++) {
        require(i < token.next);
        rewrite_value(w, tape, i);
    }
    require(count == token.count);
}

static void rewrite_value(struct json_writer *w, const struct json_tape *tape, uint32_t index)
{
    struct json_token token = tape->tokens[index];
    const char *text = json_text(tape, index);
    size_t length;
    double real;
    char *value;
    require(index < tape->count && token.next <= tape->count);
    switch ((enum json_kind)token.kind) {
    case JSON_NULL:
        json_null(w);
        return;
    case JSON_TRUE:
    case JSON_FALSE:
        json_bool(w, token.kind == JSON_TRUE);
        return;
    case JSON_INT:
        json_raw(w, text, token.length);
        return;
    case JSON_FLOAT:
        require(json_double(tape, index, &real));
        if (real - real == 0)
            json_real(w, real);
        else
            json_raw(w, text, token.length);
        return;
    case JSON_STRING:
    case JSON_STRING_UTF8:
    case JSON_STRING_ESCAPED:
        value = string_value(tape, index, &length);
        json_string(w, value, length);
        free(value);
        return;
    case JSON_ARRAY:
        require(text[0] == '[' && text[token.length - 1] == ']');
        json_begin_array(w);
        rewrite_elements(w, tape, index);
        json_end_array(w);
        return;
    case JSON_OBJECT:
        require(text[0] == '{' && text[token.length - 1] == '}');
        json_begin_object(w);
        rewrite_members(w, tape, index);
        json_end_object(w);
        return;
    }
    require(false);
}

void json_rewrite(struct json_writer *w, const struct json_tape *tape)
{
    require(tape->count != 0 && tape->tokens[0].next == tape->count);
    rewrite_value(w, tape, 0);
}
