/* The strict pass over JSON text; see lexer.h.
 *
 * One loop over the text. What it expects next is kept in `state`; the way out of a container is found
 * through the tape: while a container is open its token's `next` holds the index of the container around
 * it. */
#include "api/json/lexer.h"

#include "api/json/scan.h"
#include "api/scratch.h"

#include <string.h>

enum { FIRST_TOKENS = 64, NO_CONTAINER = UINT32_MAX };

struct lexer {
    const unsigned char *text;
    const unsigned char *at;
    const unsigned char *end;
    struct json_tape *tape;
    struct scratch *scratch;
    const char *message;
    uint32_t open; /* innermost open container, or NO_CONTAINER */
    uint32_t depth;
};

/* What each byte may be. */
enum {
    SPACE = 1,
    DIGIT = 2,
    PLAIN = 4, /* ASCII that a string holds as it is */
    HEX = 8,
};

static const unsigned char classes[256] = {
    [' '] = SPACE | PLAIN,
    ['\t'] = SPACE,
    ['\n'] = SPACE,
    ['\r'] = SPACE,
    ['!'] = PLAIN,
    ['#' ... '/'] = PLAIN,
    ['0' ... '9'] = DIGIT | PLAIN | HEX,
    [':' ... '@'] = PLAIN,
    ['A' ... 'F'] = PLAIN | HEX,
    ['G' ... '['] = PLAIN,
    [']' ... '`'] = PLAIN,
    ['a' ... 'f'] = PLAIN | HEX,
    ['g' ... 0x7f] = PLAIN,
};

static enum json_status invalid(struct lexer *lexer, const char *message)
{
    lexer->message = message;
    return JSON_INVALID;
}

static enum json_status grow_tape(struct lexer *lexer)
{
    struct json_tape *tape = lexer->tape;
    uint32_t capacity = tape->capacity != 0 ? tape->capacity * 2 : FIRST_TOKENS;
    struct json_token *tokens = scratch_grow(lexer->scratch, tape->tokens, tape->capacity * sizeof *tokens,
                                             capacity * sizeof *tokens);
    if (tokens == NULL)
        return JSON_MEMORY;
    tape->tokens = tokens;
    tape->capacity = capacity;
    return JSON_OK;
}

static inline enum json_status push(struct lexer *lexer, enum json_kind kind, const unsigned char *from,
                                    const unsigned char *to)
{
    struct json_tape *tape = lexer->tape;
    if (__builtin_expect(tape->count == tape->capacity, 0)) {
        enum json_status status = grow_tape(lexer);
        if (status != JSON_OK)
            return status;
    }
    struct json_token *token = &tape->tokens[tape->count++];
    token->offset = (uint32_t)(from - lexer->text) & JSON_TEXT_MAX;
    token->kind = (uint32_t)kind & 15;
    token->length = (uint32_t)(to - from);
    token->next = tape->count;
    token->count = 0;
    return JSON_OK;
}

/* After a backslash: moves `at` behind the escape. */
static enum json_status escape(struct lexer *lexer)
{
    if (lexer->at == lexer->end)
        return invalid(lexer, "the string is not ended");
    switch (*lexer->at) {
    case '"':
    case '\\':
    case '/':
    case 'b':
    case 'f':
    case 'n':
    case 'r':
    case 't':
        lexer->at++;
        return JSON_OK;
    case 'u':
        for (int i = 1; i <= 4; i++) {
            if (lexer->at + i >= lexer->end || !(classes[lexer->at[i]] & HEX))
                return invalid(lexer, "\\u needs four hexadecimal digits");
        }
        lexer->at += 5;
        return JSON_OK;
    default:
        return invalid(lexer, "no such escape; a backslash is written \\\\");
    }
}

/* Skips ASCII that needs no attention, eight bytes at a time. */
static inline const unsigned char *skip_plain(const unsigned char *at, const unsigned char *end)
{
    uint64_t word;
    while ((size_t)(end - at) >= sizeof word) {
        memcpy(&word, at, sizeof word);
        if (scan_word_is_special(word)) /* look byte by byte */
            break;
        at += sizeof word;
    }
    while (at < end && (classes[*at] & PLAIN))
        at++;
    return at;
}

/* The opening quote is behind; pushes the token. */
static enum json_status string(struct lexer *lexer)
{
    const unsigned char *start = lexer->at;
    enum json_kind kind = JSON_STRING;
    for (;;) {
        lexer->at = skip_plain(lexer->at, lexer->end);
        if (lexer->at == lexer->end)
            return invalid(lexer, "the string is not ended");
        unsigned char byte = *lexer->at;
        if (byte == '"')
            break;
        if (byte == '\\') {
            lexer->at++;
            enum json_status status = escape(lexer);
            if (status != JSON_OK)
                return status;
            kind = JSON_STRING_ESCAPED;
        } else if (byte >= 0x80) {
            unsigned length = scan_utf8(lexer->at, (size_t)(lexer->end - lexer->at));
            if (length == 0)
                return invalid(lexer, "not valid UTF-8");
            lexer->at += length;
            if (kind == JSON_STRING)
                kind = JSON_STRING_UTF8;
        } else {
            return invalid(lexer, "a control character in a string; write it as an escape");
        }
    }
    enum json_status status = push(lexer, kind, start, lexer->at);
    lexer->at++;
    return status;
}

static inline const unsigned char *digits(const unsigned char *at, const unsigned char *end)
{
    while (at < end && (classes[*at] & DIGIT))
        at++;
    return at;
}

static enum json_status number(struct lexer *lexer)
{
    const unsigned char *start = lexer->at, *at = start, *end = lexer->end;
    enum json_kind kind = JSON_INT;
    if (*at == '-')
        at++;
    if (at < end && *at == '0') {
        at++;
        if (at < end && (classes[*at] & DIGIT)) {
            lexer->at = at;
            return invalid(lexer, "a number has no leading zeros");
        }
    } else {
        const unsigned char *first = at;
        at = digits(at, end);
        if (at == first) {
            lexer->at = at;
            if (end - at >= 8 && memcmp(at, "Infinity", 8) == 0)
                return invalid(lexer, "Infinity is not JSON; write {\"$float\": \"-inf\"}");
            return invalid(lexer, "a minus sign without digits");
        }
    }
    if (at < end && *at == '.') {
        const unsigned char *first = ++at;
        at = digits(at, end);
        if (at == first) {
            lexer->at = at;
            return invalid(lexer, "a decimal point without digits after it");
        }
        kind = JSON_FLOAT;
    }
    if (at < end && (*at | 0x20) == 'e') {
        at++;
        if (at < end && (*at == '+' || *at == '-'))
            at++;
        const unsigned char *first = at;
        at = digits(at, end);
        if (at == first) {
            lexer->at = at;
            return invalid(lexer, "an exponent without digits");
        }
        kind = JSON_FLOAT;
    }
    lexer->at = at;
    return push(lexer, kind, start, at);
}

static enum json_status word(struct lexer *lexer, const char *text, size_t length, enum json_kind kind)
{
    if ((size_t)(lexer->end - lexer->at) < length || memcmp(lexer->at, text, length) != 0)
        return invalid(lexer, "a value is expected here");
    lexer->at += length;
    return push(lexer, kind, lexer->at - length, lexer->at);
}

static enum json_status no_value(struct lexer *lexer)
{
    size_t left = (size_t)(lexer->end - lexer->at);
    if (left >= 3 && memcmp(lexer->at, "NaN", 3) == 0)
        return invalid(lexer, "NaN is not JSON; write {\"$float\": \"nan\"}");
    if (left >= 8 && memcmp(lexer->at, "Infinity", 8) == 0)
        return invalid(lexer, "Infinity is not JSON; write {\"$float\": \"inf\"}");
    if (left >= 3 && memcmp(lexer->at, "\xef\xbb\xbf", 3) == 0)
        return invalid(lexer, "a byte order mark is not JSON");
    return invalid(lexer, left == 0 ? "the text ends where a value is expected" : "a value is expected here");
}

static inline void skip_space(struct lexer *lexer)
{
    while (lexer->at < lexer->end && (classes[*lexer->at] & SPACE))
        lexer->at++;
}

static enum json_status open_container(struct lexer *lexer, enum json_kind kind, uint32_t depth_limit)
{
    if (lexer->depth == depth_limit) {
        lexer->message = "nested too deep";
        return JSON_DEEP;
    }
    uint32_t index = lexer->tape->count;
    enum json_status status = push(lexer, kind, lexer->at, lexer->at + 1);
    if (status != JSON_OK)
        return status;
    lexer->tape->tokens[index].next = lexer->open;
    lexer->open = index;
    lexer->depth++;
    lexer->at++;
    return JSON_OK;
}

static void close_container(struct lexer *lexer)
{
    struct json_token *token = &lexer->tape->tokens[lexer->open];
    lexer->at++;
    token->length = (uint32_t)(lexer->at - lexer->text) - token->offset;
    lexer->open = token->next;
    token->next = lexer->tape->count;
    lexer->depth--;
}

/* A scalar, or the start of a container. */
static inline enum json_status value(struct lexer *lexer, uint32_t depth_limit)
{
    if (lexer->at == lexer->end)
        return no_value(lexer);
    switch (*lexer->at) {
    case '"':
        lexer->at++;
        return string(lexer);
    case '{':
        return open_container(lexer, JSON_OBJECT, depth_limit);
    case '[':
        return open_container(lexer, JSON_ARRAY, depth_limit);
    case '-':
    case '0':
    case '1':
    case '2':
    case '3':
    case '4':
    case '5':
    case '6':
    case '7':
    case '8':
    case '9':
        return number(lexer);
    case 't':
        return word(lexer, "true", 4, JSON_TRUE);
    case 'f':
        return word(lexer, "false", 5, JSON_FALSE);
    case 'n':
        return word(lexer, "null", 4, JSON_NULL);
    default:
        return no_value(lexer);
    }
}

/* A key and its colon. */
static inline enum json_status key(struct lexer *lexer, const char *otherwise)
{
    if (lexer->at == lexer->end || *lexer->at != '"')
        return invalid(lexer, otherwise);
    lexer->at++;
    enum json_status status = string(lexer);
    if (status != JSON_OK)
        return status;
    skip_space(lexer);
    if (lexer->at == lexer->end || *lexer->at != ':')
        return invalid(lexer, "a colon is expected after the key");
    lexer->at++;
    skip_space(lexer);
    return JSON_OK;
}

/* Right after an opening bracket: the end of an empty container, or the way to its first value. */
static inline enum json_status first_member(struct lexer *lexer, bool *empty)
{
    struct json_token *token = &lexer->tape->tokens[lexer->open];
    bool object = token->kind == JSON_OBJECT;
    skip_space(lexer);
    *empty = lexer->at < lexer->end && *lexer->at == (object ? '}' : ']');
    if (*empty) {
        close_container(lexer);
        return JSON_OK;
    }
    token->count = 1;
    return object ? key(lexer, "a key in double quotes, or }, is expected") : JSON_OK;
}

/* After a value: closes what ends here, and goes to the place of the next value, if there is one. */
static inline enum json_status after_value(struct lexer *lexer, bool *done)
{
    for (;;) {
        skip_space(lexer);
        if (lexer->open == NO_CONTAINER) {
            *done = true;
            return lexer->at == lexer->end ? JSON_OK : invalid(lexer, "text after the value");
        }
        struct json_token *token = &lexer->tape->tokens[lexer->open];
        bool object = token->kind == JSON_OBJECT;
        if (lexer->at == lexer->end)
            return invalid(lexer, object ? "the object is not ended" : "the array is not ended");
        if (*lexer->at == ',') {
            token->count++;
            lexer->at++;
            skip_space(lexer);
            return object ? key(lexer, "a key in double quotes is expected") : JSON_OK;
        }
        if (*lexer->at != (object ? '}' : ']'))
            return invalid(lexer, object ? "a comma or } is expected" : "a comma or ] is expected");
        close_container(lexer);
    }
}

static enum json_status document(struct lexer *lexer, uint32_t depth_limit)
{
    enum json_status status;
    bool done = false;
    skip_space(lexer);
    while (!done) {
        uint32_t depth = lexer->depth;
        status = value(lexer, depth_limit);
        if (status != JSON_OK)
            return status;
        if (lexer->depth > depth) {
            bool empty;
            status = first_member(lexer, &empty);
            if (status != JSON_OK)
                return status;
            if (!empty)
                continue;
        }
        status = after_value(lexer, &done);
        if (status != JSON_OK)
            return status;
    }
    return JSON_OK;
}

static void locate(const struct lexer *lexer, struct json_error *error)
{
    const unsigned char *line = lexer->text;
    size_t number_of_line = 1;
    for (const unsigned char *at = lexer->text; at < lexer->at; at++) {
        if (*at == '\n') {
            number_of_line++;
            line = at + 1;
        }
    }
    error->message = lexer->message;
    error->offset = (size_t)(lexer->at - lexer->text);
    error->line = number_of_line;
    error->column = (size_t)(lexer->at - line) + 1;
}

enum json_status json_read(struct scratch *scratch, const char *text, size_t length, uint32_t depth_limit,
                           struct json_tape *tape, struct json_error *error)
{
    struct lexer lexer = {
        .text = (const unsigned char *)text,
        .at = (const unsigned char *)text,
        .end = (const unsigned char *)text + length,
        .tape = tape,
        .scratch = scratch,
        .open = NO_CONTAINER,
    };
    tape->text = text;
    tape->count = 0;
    enum json_status status;
    if (length > JSON_TEXT_MAX) {
        lexer.message = "the text is too long";
        status = JSON_LONG;
    } else {
        status = document(&lexer, depth_limit);
    }
    if (status == JSON_MEMORY)
        lexer.message = "no memory for the document";
    if (status != JSON_OK && error != NULL)
        locate(&lexer, error);
    return status;
}

bool json_next_line(struct json_lines *lines, const char **text, size_t *length)
{
    while (lines->offset < lines->length) {
        const char *start = lines->text + lines->offset;
        size_t left = lines->length - lines->offset;
        const char *newline = memchr(start, '\n', left);
        size_t size = newline != NULL ? (size_t)(newline - start) : left;
        lines->offset += newline != NULL ? size + 1 : size;
        lines->line++;
        size_t blank = 0;
        while (blank < size && (classes[(unsigned char)start[blank]] & SPACE))
            blank++;
        if (blank == size)
            continue;
        *text = start;
        *length = size;
        return true;
    }
    return false;
}
