/* The module _json: reading JSON; writing it is in json_encoder.c. What json is beside is lib/json. Mirrors
 * Modules/_json.c.
 *
 * The reader goes over the str that it was given by index; the str is kept by the caller, and what hooks do
 * cannot change it.
 */
#include <string.h>

#include "daemon/heap/heap.h"
#include "daemon/heap/object/answer.h"
#include "daemon/heap/object/dict.h"
#include "daemon/heap/object/int.h"
#include "daemon/heap/object/operator.h"
#include "daemon/heap/object/str.h"
#include "daemon/python/modules/json.h"

struct scanner {
    addr text;
    const void *data;
    unsigned kind;
    size_t length;
    bool strict, names_comma; /* 3.13: a comma before the end is called by its name */
    addr object_hook, pairs_hook, parse_float, parse_int, parse_constant; /* 0: none, or the builtin type */
    addr memo, error;
};

#define NOTHING ((uint32_t)-1)

static uint32_t peek(const struct scanner *s, size_t i)
{
    return i < s->length ? units_get(s->data, s->kind, i) : NOTHING;
}

static size_t skip_space(const struct scanner *s, size_t i)
{
    uint32_t c = peek(s, i);
    while (c == ' ' || c == '\t' || c == '\n' || c == '\r')
        c = peek(s, ++i);
    return i;
}

static bool follows(const struct scanner *s, size_t i, const char *word)
{
    for (; *word; word++, i++)
        if (peek(s, i) != (uint32_t)(unsigned char)*word)
            return false;
    return true;
}

/* error(message, text, at) makes the exception. */
static enum heap_status fail(struct heap *h, const struct scanner *s, const char *message, size_t at)
{
    addr args[3] = {str_from_ascii(h, message), s->text, int_new(h, (int64_t)at)}, problem = 0;
    enum heap_status status =
        args[0] && args[2] ? object_call(h, s->error, args, 3, NULL, NULL, 0, &problem) : raise_status(h);
    xdecref(h, args[0]);
    xdecref(h, args[2]);
    return status == HEAP_OK ? raise_object(h, problem) : status;
}

/* ---- strings
 * ------------------------------------------------------------------------------------------------------ */

static bool hex_digits(const struct scanner *s, size_t i, uint32_t *out)
{
    *out = 0;
    for (size_t k = 0; k < 4; k++) {
        uint32_t c = peek(s, i + k);
        unsigned digit = c >= '0' && c <= '9'   ? c - '0'
                         : c >= 'a' && c <= 'f' ? c - 'a' + 10
                         : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                                : 16;
        if (digit == 16)
            return false;
        *out = *out << 4 | digit;
    }
    return true;
}

/* The escape whose backslash is at `at`: its character, and where to go on. */
static enum heap_status escape(struct heap *h, const struct scanner *s, size_t at, size_t opening,
                               uint32_t *out, size_t *next)
{
    static const char letters[] = "\"\\/bfnrt", meanings[] = "\"\\/\b\f\n\r\t";
    uint32_t c = peek(s, at + 1), low;
    if (c == NOTHING)
        return fail(h, s, "Unterminated string starting at", opening);
    if (c != 'u') {
        const char *found = c && c < 128 ? strchr(letters, (int)c) : NULL;
        if (!found)
            return fail(h, s, "Invalid \\escape", at);
        *out = (uint32_t)(unsigned char)meanings[found - letters];
        *next = at + 2;
        return HEAP_OK;
    }
    if (at + 6 >= s->length || !hex_digits(s, at + 2, out))
        return fail(h, s, "Invalid \\uXXXX escape", at + 1);
    *next = at + 6;
    if (*out >> 10 == 0xd800 >> 10 && at + 12 < s->length && peek(s, at + 6) == '\\' &&
        peek(s, at + 7) == 'u') {
        if (!hex_digits(s, at + 8, &low))
            return fail(h, s, "Invalid \\uXXXX escape", at + 7);
        if (low >> 10 == 0xdc00 >> 10) {
            *out = 0x10000 + ((*out & 0x3ff) << 10 | (low & 0x3ff));
            *next = at + 12;
        }
    }
    return HEAP_OK;
}

struct measure {
    size_t count; /* characters */
    uint32_t bound;
    bool escapes;
    size_t end; /* of the closing quote */
};

static enum heap_status measure_string(struct heap *h, const struct scanner *s, size_t opening,
                                       struct measure *m)
{
    size_t i = opening + 1;
    *m = (struct measure){.bound = 0x7f};
    for (;;) {
        uint32_t c = peek(s, i);
        enum heap_status status = loop_goes_on(h, m->count);
        if (status != HEAP_OK)
            return status;
        if (c == NOTHING)
            return fail(h, s, "Unterminated string starting at", opening);
        if (c == '"')
            break;
        if (c == '\\') {
            status = escape(h, s, i, opening, &c, &i);
            if (status != HEAP_OK)
                return status;
            m->escapes = true;
        } else if (c < ' ' && s->strict) {
            return fail(h, s, "Invalid control character at", i);
        } else {
            i++;
        }
        m->count++;
        m->bound |= c;
    }
    m->end = i;
    work_done(h, steps_of_limbs(i - opening));
    return HEAP_OK;
}

/* A string whose opening quote is at *at. */
static enum heap_status scan_string(struct heap *h, const struct scanner *s, size_t *at, addr *out)
{
    struct measure m;
    size_t opening = *at;
    enum heap_status status = measure_string(h, s, opening, &m);
    if (status != HEAP_OK)
        return status;
    *at = m.end + 1;
    if (!m.escapes)
        return answer(h, str_slice(h, s->text, opening + 1, m.end), out);
    if (m.count == 1 && m.bound <= 0xff) { /* a cached one */
        uint32_t c = 0;
        size_t next;
        status = escape(h, s, opening + 1, opening, &c, &next);
        return status == HEAP_OK ? answer(h, str_from_units(h, &c, 1, 4), out) : status;
    }
    addr made = str_new(h, m.count, m.bound > 0xffff ? STR_MAX_CHAR : m.bound);
    if (!made)
        return raise_status(h);
    unsigned kind = str_kind(h, made);
    work_done(h, steps_of_limbs(m.end - opening));
    for (size_t i = opening + 1, n = 0; n < m.count && status == HEAP_OK; n++) {
        uint32_t c = peek(s, i);
        if (c == '\\')
            status = escape(h, s, i, opening, &c, &i);
        else
            i++;
        units_set(str_data(h, made), kind, n, c);
        if (status == HEAP_OK)
            status = loop_goes_on(h, n);
    }
    if (status == HEAP_OK)
        *out = made;
    else
        decref(h, made);
    return status;
}

/* ---- numbers and names
 * ------------------------------------------------------------------------------------------------ */

static size_t digits(const struct scanner *s, size_t i)
{
    while (peek(s, i) >= '0' && peek(s, i) <= '9')
        i++;
    return i;
}

static enum heap_status call_with_part(struct heap *h, const struct scanner *s, addr callable, size_t from,
                                       size_t to, addr *out)
{
    addr part = str_slice(h, s->text, from, to);
    enum heap_status status = part ? object_call(h, callable, &part, 1, NULL, NULL, 0, out) : raise_status(h);
    xdecref(h, part);
    return status;
}

static enum heap_status make_number(struct heap *h, const struct scanner *s, size_t from, size_t to,
                                    bool is_float, addr *out)
{
    char text[64];
    double d;
    addr parse = is_float ? s->parse_float : s->parse_int;
    if (parse || to - from >= sizeof text)
        return call_with_part(h, s, parse ? parse : h->type[is_float ? KIND_FLOAT : KIND_INT], from, to, out);
    for (size_t i = from; i < to; i++)
        text[i - from] = (char)peek(s, i);
    text[to - from] = '\0';
    if (!is_float)
        return answer(h, int_from_text(h, text, to - from, 10), out);
    if (!float_from_text(text, to - from, &d))
        d = 0;
    return answer(h, float_new(h, d), out);
}

/* False: there is no number. */
static bool measure_number(const struct scanner *s, size_t from, size_t *to, bool *is_float)
{
    size_t i = from + (peek(s, from) == '-'), end = digits(s, i), more;
    *is_float = false;
    if (end == i)
        return false;
    if (peek(s, i) == '0')
        end = i + 1;
    if (peek(s, end) == '.' && (more = digits(s, end + 1)) > end + 1) {
        *is_float = true;
        end = more;
    }
    if (peek(s, end) == 'e' || peek(s, end) == 'E') {
        size_t sign = end + 1 + (peek(s, end + 1) == '-' || peek(s, end + 1) == '+');
        if ((more = digits(s, sign)) > sign) {
            *is_float = true;
            end = more;
        }
    }
    *to = end;
    return true;
}

static enum heap_status constant(struct heap *h, const struct scanner *s, size_t *at, size_t length,
                                 addr *out)
{
    size_t from = *at;
    *at += length;
    return call_with_part(h, s, s->parse_constant, from, from + length, out);
}

static enum heap_status scan_value(struct heap *h, const struct scanner *s, size_t *at, addr *out);

static enum heap_status scan_plain(struct heap *h, const struct scanner *s, size_t *at, addr *out)
{
    static const struct {
        const char *word;
        enum singleton which;
    } words[] = {{"null", SINGLETON_NONE}, {"true", SINGLETON_TRUE}, {"false", SINGLETON_FALSE}};
    size_t from = *at, to;
    bool is_float;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (follows(s, from, words[i].word)) {
            *at += strlen(words[i].word);
            *out = incref(h, h->singleton[words[i].which]);
            return HEAP_OK;
        }
    if (follows(s, from, "NaN"))
        return constant(h, s, at, 3, out);
    if (follows(s, from, "Infinity"))
        return constant(h, s, at, 8, out);
    if (follows(s, from, "-Infinity"))
        return constant(h, s, at, 9, out);
    if (!measure_number(s, from, &to, &is_float))
        return fail(h, s, "Expecting value", from);
    *at = to;
    return make_number(h, s, from, to, is_float, out);
}

/* ---- arrays and objects
 * --------------------------------------------------------------------------------------------------- */

/* What follows an item: *more, and *at where the next one begins or behind the end. */
static enum heap_status after_item(struct heap *h, const struct scanner *s, size_t *at, uint32_t closing,
                                   bool *more)
{
    size_t i = skip_space(s, *at), comma = i;
    uint32_t c = peek(s, i);
    *more = c == ',';
    if (c != ',' && c != closing)
        return fail(h, s, "Expecting ',' delimiter", i);
    i++;
    if (*more) {
        i = skip_space(s, i);
        if (s->names_comma && peek(s, i) == closing)
            return fail(h, s,
                        closing == ']' ? "Illegal trailing comma before end of array"
                                       : "Illegal trailing comma before end of object",
                        comma);
    }
    *at = i;
    return HEAP_OK;
}

static enum heap_status scan_array(struct heap *h, const struct scanner *s, size_t *at, addr *out)
{
    addr list = list_new(h, 0), item;
    enum heap_status status = list ? HEAP_OK : raise_status(h);
    size_t i = skip_space(s, *at + 1);
    bool more = peek(s, i) != ']';
    if (!more)
        i++;
    while (status == HEAP_OK && more) {
        status = scan_value(h, s, &i, &item);
        if (status != HEAP_OK)
            break;
        status = list_append(h, list, item);
        decref(h, item);
        if (status == HEAP_OK)
            status = after_item(h, s, &i, ']', &more);
        if (status == HEAP_OK)
            status = loop_check(h);
    }
    *at = i;
    if (status == HEAP_OK)
        *out = list;
    else
        xdecref(h, list);
    return status;
}

/* The key at *at, the same str for the same key, and its value. *new* both. */
static enum heap_status scan_pair(struct heap *h, const struct scanner *s, size_t *at, addr pair[2])
{
    addr found;
    if (peek(s, *at) != '"')
        return fail(h, s, "Expecting property name enclosed in double quotes", *at);
    enum heap_status status = scan_string(h, s, at, &pair[0]);
    if (status != HEAP_OK)
        return status;
    status = dict_get(h, s->memo, pair[0], &found);
    if (status == HEAP_OK && found) {
        incref(h, found);
        decref(h, pair[0]);
        pair[0] = found;
    } else if (status == HEAP_OK) {
        status = dict_set(h, s->memo, pair[0], pair[0]);
    }
    if (status == HEAP_OK) {
        *at = skip_space(s, *at);
        status = peek(s, *at) == ':' ? HEAP_OK : fail(h, s, "Expecting ':' delimiter", *at);
    }
    if (status == HEAP_OK) {
        *at = skip_space(s, *at + 1);
        status = scan_value(h, s, at, &pair[1]);
    }
    if (status != HEAP_OK)
        decref(h, pair[0]);
    return status;
}

static enum heap_status put_pair(struct heap *h, const struct scanner *s, addr made, const addr pair[2])
{
    if (!s->pairs_hook)
        return dict_set(h, made, pair[0], pair[1]);
    addr tuple = tuple_from(h, pair, 2);
    enum heap_status status = tuple ? list_append(h, made, tuple) : raise_status(h);
    xdecref(h, tuple);
    return status;
}

static enum heap_status scan_object(struct heap *h, const struct scanner *s, size_t *at, addr *out)
{
    addr made = s->pairs_hook ? list_new(h, 0) : dict_new(h), pair[2];
    enum heap_status status = made ? HEAP_OK : raise_status(h);
    size_t i = skip_space(s, *at + 1);
    bool more = peek(s, i) != '}';
    if (!more)
        i++;
    while (status == HEAP_OK && more) {
        status = scan_pair(h, s, &i, pair);
        if (status != HEAP_OK)
            break;
        status = put_pair(h, s, made, pair);
        decref(h, pair[0]);
        decref(h, pair[1]);
        if (status == HEAP_OK)
            status = after_item(h, s, &i, '}', &more);
        if (status == HEAP_OK)
            status = loop_check(h);
    }
    *at = i;
    addr hook = s->pairs_hook ? s->pairs_hook : s->object_hook;
    if (status == HEAP_OK && !hook) {
        *out = made;
        return HEAP_OK;
    }
    if (status == HEAP_OK)
        status = object_call(h, hook, &made, 1, NULL, NULL, 0, out);
    xdecref(h, made);
    return status;
}

static enum heap_status scan_value(struct heap *h, const struct scanner *s, size_t *at, addr *out)
{
    uint32_t c = peek(s, *at);
    if (c == '"')
        return scan_string(h, s, at, out);
    if (c != '{' && c != '[')
        return scan_plain(h, s, at, out);
    bool object = c == '{';
    enum heap_status status =
        recursion_enter(h, object ? " while decoding a JSON object from a unicode string"
                                  : " while decoding a JSON array from a unicode string");
    if (status != HEAP_OK)
        return status;
    status = object ? scan_object(h, s, at, out) : scan_array(h, s, at, out);
    recursion_leave(h);
    return status;
}

static addr hook_of(const struct heap *h, addr o)
{
    return o == none(h) ? 0 : o;
}

/* _scan(text, index, strict, object_hook, object_pairs_hook, parse_float, parse_int, parse_constant, error,
 * names_comma) -> (value, end) */
static enum heap_status json_scan(struct heap *h, const struct call *call, addr *out)
{
    const addr *a = call->args;
    int64_t index;
    if (!str_is_kind(h, a[0]))
        return raise_error(h, EXC_TYPE_ERROR, "first argument must be a string, not %.80s",
                           object_type_name(h, a[0]));
    enum heap_status status = int_argument(h, a[1], &index);
    if (status == HEAP_OK && index < 0)
        status = raise_error(h, EXC_VALUE_ERROR, "idx cannot be negative");
    if (status != HEAP_OK)
        return status;
    struct scanner s = {
        .text = a[0], .data = str_data(h, a[0]), .kind = str_kind(h, a[0]), .length = str_length(h, a[0])};
    s.strict = a[2] == h->singleton[SINGLETON_TRUE];
    s.object_hook = hook_of(h, a[3]);
    s.pairs_hook = hook_of(h, a[4]);
    s.parse_float = a[5] == h->type[KIND_FLOAT] ? 0 : hook_of(h, a[5]);
    s.parse_int = a[6] == h->type[KIND_INT] ? 0 : hook_of(h, a[6]);
    s.parse_constant = a[7];
    s.error = a[8];
    s.names_comma = a[9] == h->singleton[SINGLETON_TRUE];
    s.memo = dict_new(h);
    addr items[2] = {0};
    size_t end = (size_t)index;
    status = s.memo ? scan_value(h, &s, &end, &items[0]) : raise_status(h);
    xdecref(h, s.memo);
    if (status != HEAP_OK)
        return status;
    items[1] = int_new(h, (int64_t)end);
    addr made = items[1] ? tuple_from(h, items, 2) : 0;
    decref(h, items[0]);
    xdecref(h, items[1]);
    return answer(h, made, out);
}

/* _scan_string(text, index, strict, error) -> (str, end): the opening quote is before index */
static enum heap_status json_scan_string(struct heap *h, const struct call *call, addr *out)
{
    const addr *a = call->args;
    int64_t index;
    enum heap_status status = int_argument(h, a[1], &index);
    if (status != HEAP_OK)
        return status;
    if (!str_is_kind(h, a[0]))
        return raise_error(h, EXC_TYPE_ERROR, "first argument must be a string, not %.80s",
                           object_type_name(h, a[0]));
    struct scanner s = {
        .text = a[0], .data = str_data(h, a[0]), .kind = str_kind(h, a[0]), .length = str_length(h, a[0])};
    if (index < 1 || (uint64_t)index > s.length)
        return raise_error(h, EXC_VALUE_ERROR, "end is out of bounds");
    s.strict = a[2] == h->singleton[SINGLETON_TRUE];
    s.error = a[3];
    size_t at = (size_t)index - 1;
    addr items[2] = {0};
    status = scan_string(h, &s, &at, &items[0]);
    if (status != HEAP_OK)
        return status;
    items[1] = int_new(h, (int64_t)at);
    addr made = items[1] ? tuple_from(h, items, 2) : 0;
    decref(h, items[0]);
    xdecref(h, items[1]);
    return answer(h, made, out);
}

static const struct builtin_method functions[] = {
    {"_scan", 10, 10, false, json_scan},
    {"_scan_string", 4, 4, false, json_scan_string},
    {"encode_basestring", 1, 1, false, json_encode_basestring},
    {"encode_basestring_ascii", 1, 1, false, json_encode_basestring_ascii},
    {"make_encoder", -1, -1, METHOD_KEYWORDS | METHOD_TUPLE, json_make_encoder},
    [JSON_ITERENCODE_INDEX] = {"_iterencode", -1, -1, METHOD_KEYWORDS | METHOD_TUPLE, json_iterencode},
    {0},
};

const struct module_definition json_module = {"_json", functions, NULL};
