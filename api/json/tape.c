/* Values from the tape; see tape.h. */
#include "api/json/tape.h"

#include <stdlib.h>
#include <string.h>

static unsigned hex_value(char digit)
{
    if (digit <= '9')
        return (unsigned)(digit - '0');
    return (unsigned)((digit | 0x20) - 'a' + 10);
}

static unsigned four_digits(const char *text)
{
    return hex_value(text[0]) << 12 | hex_value(text[1]) << 8 | hex_value(text[2]) << 4 | hex_value(text[3]);
}

static char *put_code_point(char *out, unsigned point)
{
    if (point < 0x80) {
        *out++ = (char)point;
    } else if (point < 0x800) {
        *out++ = (char)(0xc0 | point >> 6);
        *out++ = (char)(0x80 | (point & 0x3f));
    } else if (point < 0x10000) {
        *out++ = (char)(0xe0 | point >> 12);
        *out++ = (char)(0x80 | (point >> 6 & 0x3f));
        *out++ = (char)(0x80 | (point & 0x3f));
    } else {
        *out++ = (char)(0xf0 | point >> 18);
        *out++ = (char)(0x80 | (point >> 12 & 0x3f));
        *out++ = (char)(0x80 | (point >> 6 & 0x3f));
        *out++ = (char)(0x80 | (point & 0x3f));
    }
    return out;
}

/* At the 'u' of an escape: writes the code point, joins a pair of surrogates. Returns the end of the
 * escape. */
static const char *unicode_escape(const char *at, const char *end, char **out)
{
    unsigned point = four_digits(at + 1);
    at += 5;
    if (point >= 0xd800 && point <= 0xdbff && end - at >= 6 && at[0] == '\\' && at[1] == 'u') {
        unsigned low = four_digits(at + 2);
        if (low >= 0xdc00 && low <= 0xdfff) {
            point = 0x10000 + ((point - 0xd800) << 10) + (low - 0xdc00);
            at += 6;
        }
    }
    *out = put_code_point(*out, point);
    return at;
}

size_t json_unescape(const char *text, size_t length, char *out)
{
    const char *at = text, *end = text + length;
    char *to = out;
    while (at < end) {
        const char *backslash = memchr(at, '\\', (size_t)(end - at));
        size_t plain = (size_t)((backslash != NULL ? backslash : end) - at);
        memcpy(to, at, plain);
        to += plain;
        if (backslash == NULL)
            break;
        at = backslash + 1;
        switch (*at) {
        case 'b':
            *to++ = '\b';
            break;
        case 'f':
            *to++ = '\f';
            break;
        case 'n':
            *to++ = '\n';
            break;
        case 'r':
            *to++ = '\r';
            break;
        case 't':
            *to++ = '\t';
            break;
        case 'u':
            at = unicode_escape(at, end, &to);
            continue;
        default:
            *to++ = *at;
        }
        at++;
    }
    return (size_t)(to - out);
}

bool json_equals(const struct json_tape *tape, uint32_t index, const char *value, size_t length)
{
    struct json_token token = tape->tokens[index];
    const char *text = json_text(tape, index);
    if (token.kind != JSON_STRING_ESCAPED)
        return json_is_string(token) && token.length == length && memcmp(text, value, length) == 0;
    /* Escaped: no value is longer than its text nor shorter than a sixth of it. */
    if (token.length < length || token.length > length * 6)
        return false;
    char small[256];
    char *decoded = token.length <= sizeof small ? small : malloc(token.length);
    if (decoded == NULL)
        return false;
    bool equal = json_unescape(text, token.length, decoded) == length && memcmp(decoded, value, length) == 0;
    if (decoded != small)
        free(decoded);
    return equal;
}

uint32_t json_member(const struct json_tape *tape, uint32_t object, const char *key, size_t length)
{
    uint32_t found = 0;
    if (tape->tokens[object].kind != JSON_OBJECT)
        return 0;
    for (uint32_t i = object + 1; i != tape->tokens[object].next; i = tape->tokens[i + 1].next) {
        if (json_equals(tape, i, key, length))
            found = i + 1;
    }
    return found;
}

/* The digits of an integer token as magnitude. */
static bool magnitude(const char *text, size_t length, uint64_t *value)
{
    uint64_t sum = 0;
    for (size_t i = 0; i < length; i++) {
        if (__builtin_mul_overflow(sum, 10, &sum) ||
            __builtin_add_overflow(sum, (uint64_t)(text[i] - '0'), &sum))
            return false;
    }
    *value = sum;
    return true;
}

bool json_int64(const struct json_tape *tape, uint32_t index, int64_t *value)
{
    struct json_token token = tape->tokens[index];
    const char *text = json_text(tape, index);
    if (token.kind != JSON_INT)
        return false;
    bool negative = text[0] == '-';
    uint64_t absolute;
    if (!magnitude(text + negative, token.length - negative, &absolute))
        return false;
    if (absolute > (uint64_t)INT64_MAX + negative)
        return false;
    *value = negative ? (int64_t)-absolute : (int64_t)absolute;
    return true;
}

bool json_uint64(const struct json_tape *tape, uint32_t index, uint64_t *value)
{
    struct json_token token = tape->tokens[index];
    const char *text = json_text(tape, index);
    return token.kind == JSON_INT && text[0] != '-' && magnitude(text, token.length, value);
}

/* strtod needs an end: the byte after a number inside a document is never part of one ("1," "1]" "1 "), but
 * at the very end of the text there may be no byte. So the text is copied, almost always to the stack. */
bool json_double(const struct json_tape *tape, uint32_t index, double *value)
{
    struct json_token token = tape->tokens[index];
    if (!json_is_number(token))
        return false;
    char small[64];
    char *copy = token.length < sizeof small ? small : malloc((size_t)token.length + 1);
    if (copy == NULL)
        return false;
    memcpy(copy, json_text(tape, index), token.length);
    copy[token.length] = '\0';
    *value = strtod(copy, NULL); /* the daemon never calls setlocale: the point is a point */
    if (copy != small)
        free(copy);
    return true;
}

struct pointer_text {
    char *out;
    size_t room;
    size_t length;
};

static void put(struct pointer_text *pointer, char byte)
{
    if (pointer->length + 1 < pointer->room)
        pointer->out[pointer->length] = byte;
    pointer->length++;
}

static void put_key(struct pointer_text *pointer, const struct json_tape *tape, uint32_t key)
{
    struct json_token token = tape->tokens[key];
    char small[256];
    char *decoded = token.length <= sizeof small ? small : malloc(token.length);
    if (decoded == NULL)
        return;
    size_t length = json_unescape(json_text(tape, key), token.length, decoded);
    for (size_t i = 0; i < length; i++) {
        if (decoded[i] == '~' || decoded[i] == '/') {
            put(pointer, '~');
            put(pointer, decoded[i] == '~' ? '0' : '1');
        } else {
            put(pointer, decoded[i]);
        }
    }
    if (decoded != small)
        free(decoded);
}

static void put_number(struct pointer_text *pointer, uint32_t number)
{
    char digits[10];
    int count = 0;
    do
        digits[count++] = (char)('0' + number % 10);
    while ((number /= 10) != 0);
    while (count != 0)
        put(pointer, digits[--count]);
}

size_t json_pointer(const struct json_tape *tape, uint32_t index, char *out, size_t room)
{
    struct pointer_text pointer = {out, room, 0};
    uint32_t container = 0;
    while (container < index) {
        bool object = tape->tokens[container].kind == JSON_OBJECT;
        uint32_t position = 0;
        uint32_t value = container + 1 + object;
        /* The child that is, or holds, the token. A key stands for its value. */
        while (tape->tokens[value].next <= index) {
            value = tape->tokens[value].next + object;
            position++;
        }
        put(&pointer, '/');
        if (object)
            put_key(&pointer, tape, value - 1);
        else
            put_number(&pointer, position);
        container = value;
    }
    if (room != 0)
        out[pointer.length < room ? pointer.length : room - 1] = '\0';
    return pointer.length;
}
