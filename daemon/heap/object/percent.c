/* The operator % of str, bytes and bytearray. Mirrors PyUnicode_Format of Objects/unicodeobject.c and
 * _PyBytes_FormatEx of Objects/bytesobject.c.
 */
#include <string.h>

#include "daemon/heap/object/answer.h"
#include "daemon/heap/object/arguments.h"
#include "daemon/heap/object/bytes.h"
#include "daemon/heap/object/class.h"
#include "daemon/heap/object/container.h"
#include "daemon/heap/object/format_spec.h"
#include "daemon/heap/object/free_list.h"
#include "daemon/heap/object/heaptype.h"
#include "daemon/heap/object/int.h"
#include "daemon/heap/object/names.h"
#include "daemon/heap/object/number.h"
#include "daemon/heap/object/operator.h"
#include "daemon/heap/object/str.h"
#include "daemon/heap/object/textual.h"

#define BUFFER 256

struct percent {
    struct heap *h;
    struct textual format;
    size_t at;
    bool bytes;          /* of bytes or a bytearray */
    addr args;           /* what is at the right side, or what a key found there (*new* then) */
    int64_t next, count; /* of a tuple; -2 and -1: a single argument that has not been taken */
    addr mapping;        /* 0: none */
    bool keyed;          /* `args` was found by a key */
    struct text out;
};

/* One conversion. */
struct conversion {
    bool left, sign, blank, alternate, zero;
    int64_t width, precision; /* -1: none */
    uint32_t code;
};

/* ---- arguments
 * ------------------------------------------------------------------------------------------------------------------
 */

/* Borrowed. */
static enum heap_status next_argument(struct percent *p, addr *out)
{
    if (p->next >= p->count)
        return raise_error(p->h, EXC_TYPE_ERROR, "not enough arguments for format string");
    *out = p->count < 0 ? p->args : tuple_item(p->h, p->args, (size_t)p->next);
    p->next++;
    return HEAP_OK;
}

/* What a key is looked up in: whatever has subscripts by more than position. */
static bool is_mapping(const struct percent *p, addr o)
{
    switch (object_kind(p->h, o)) {
    case KIND_TUPLE:
    case KIND_STR:
        return false;
    case KIND_BYTES:
    case KIND_BYTEARRAY:
        return !p->bytes;
    default:
        return type_slot(p->h, object_type(p->h, o), MP_SUBSCRIPT) != 0;
    }
}

static void drop_keyed(struct percent *p)
{
    if (p->keyed)
        decref(p->h, p->args);
    p->keyed = false;
}

static uint32_t peek(const struct percent *p)
{
    return p->at < p->format.length ? units_get(p->format.data, p->format.kind, p->at) : UINT32_MAX;
}

/* %(key): parentheses may nest. */
static enum heap_status read_key(struct percent *p)
{
    struct heap *h = p->h;
    if (!p->mapping)
        return raise_error(h, EXC_TYPE_ERROR, "format requires a mapping");
    size_t start = ++p->at, depth = 1;
    for (; depth && p->at < p->format.length; p->at++) {
        uint32_t c = peek(p);
        depth += c == '(';
        depth -= c == ')';
    }
    if (depth)
        return raise_error(h, EXC_VALUE_ERROR, "incomplete format key");
    addr key = textual_slice(h, &p->format, start, p->at - 1), value;
    if (key && p->format.type == KIND_BYTEARRAY) { /* its keys are bytes all the same */
        addr plain = bytes_new(h, bytearray_data(h, key), bytes_length(h, key));
        decref(h, key);
        key = plain;
    }
    if (!key)
        return raise_status(h);
    enum heap_status status = object_getitem(h, p->mapping, key, &value);
    decref(h, key);
    if (status != HEAP_OK)
        return status;
    drop_keyed(p);
    p->args = value;
    p->keyed = true;
    p->next = -2;
    p->count = -1;
    return HEAP_OK;
}

/* ---- reading a conversion
 * -------------------------------------------------------------------------------------------------------- */

static enum heap_status read_star(struct percent *p, int64_t most, int64_t *out)
{
    addr o = 0;
    enum heap_status status = next_argument(p, &o);
    if (status != HEAP_OK)
        return status;
    if (!int_is_kind(p->h, o))
        return raise_error(p->h, EXC_TYPE_ERROR, "* wants int");
    if (!int_fits(p->h, o, out) || *out > most || *out < -most - 1)
        return raise_error(p->h, EXC_OVERFLOW_ERROR, "Python int too large to convert to C %s",
                           most == INT32_MAX ? "int" : "ssize_t");
    return HEAP_OK;
}

static enum heap_status read_number(struct percent *p, int64_t most, const char *too_big, int64_t *out)
{
    for (uint32_t c = peek(p); c >= '0' && c <= '9'; p->at++, c = peek(p)) {
        int64_t digit = (int64_t)c - '0';
        if (*out > (most - digit) / 10)
            return raise_error(p->h, EXC_VALUE_ERROR, "%s", too_big);
        *out = *out * 10 + digit;
    }
    return HEAP_OK;
}

static enum heap_status read_width(struct percent *p, struct conversion *c)
{
    if (peek(p) != '*') {
        if (peek(p) < '0' || peek(p) > '9')
            return HEAP_OK;
        c->width = 0;
        return read_number(p, INT64_MAX, "width too big", &c->width);
    }
    p->at++;
    enum heap_status status = read_star(p, INT64_MAX, &c->width);
    if (status == HEAP_OK && c->width < 0) {
        c->left = true;
        c->width = c->width == INT64_MIN ? INT64_MAX : -c->width;
    }
    return status;
}

static enum heap_status read_precision(struct percent *p, struct conversion *c)
{
    if (peek(p) != '.')
        return HEAP_OK;
    p->at++;
    c->precision = 0;
    if (peek(p) != '*')
        return read_number(p, INT32_MAX, p->bytes ? "prec too big" : "precision too big", &c->precision);
    p->at++;
    enum heap_status status = read_star(p, INT32_MAX, &c->precision);
    if (status == HEAP_OK && c->precision < 0)
        c->precision = 0;
    return status;
}

static enum heap_status read_conversion(struct percent *p, struct conversion *c)
{
    *c = (struct conversion){.width = -1, .precision = -1};
    enum heap_status status = peek(p) == '(' ? read_key(p) : HEAP_OK;
    if (status != HEAP_OK)
        return status;
    for (;; p->at++) {
        uint32_t flag = peek(p);
        bool *which = flag == '-'   ? &c->left
                      : flag == '+' ? &c->sign
                      : flag == ' ' ? &c->blank
                      : flag == '#' ? &c->alternate
                      : flag == '0' ? &c->zero
                                    : NULL;
        if (!which)
            break;
        *which = true;
    }
    status = read_width(p, c);
    if (status == HEAP_OK)
        status = read_precision(p, c);
    if (status != HEAP_OK)
        return status;
    if (peek(p) == 'h' || peek(p) == 'l' || peek(p) == 'L')
        p->at++;
    if (p->at == p->format.length)
        return raise_error(p->h, EXC_VALUE_ERROR, "incomplete format");
    c->code = units_get(p->format.data, p->format.kind, p->at++);
    return HEAP_OK;
}

/* ---- values
 * ----------------------------------------------------------------------------------------------------------------------
 */

/* *new*: an int for %d and its like. */
static enum heap_status integer_value(struct percent *p, addr o, uint32_t code, addr *out)
{
    struct heap *h = p->h;
    bool exact = code == 'o' || code == 'x' || code == 'X';
    bool plausible = exact || object_kind(h, o) == KIND_FLOAT || object_has_index(h, o) ||
                     object_kind(h, o) == KIND_DECIMAL || special_named(h, object_type(h, o), NAME_INT);
    *out = 0;
    enum heap_status status = exact ? object_index(h, o, out) : plausible ? number_int(h, o, out) : HEAP_OK;
    if (status == HEAP_OK ? *out != 0 : status == HEAP_ABANDONED || heap_raised(h) != EXC_TYPE_ERROR)
        return status;
    heap_clear_raised(h);
    return raise_error(h, EXC_TYPE_ERROR,
                       exact ? "%%%c format: an integer is required, not %.200s"
                             : "%%%c format: a real number is required, not %.200s",
                       p->bytes && code == 'i' && !h->abi.percent_texts_3_14 ? 'd' : (int)code,
                       object_type_name(h, o));
}

/* Sign, prefix, zeros up to the precision, digits. */
static enum heap_status put_integer(struct percent *p, addr o, const struct conversion *c, struct text *out)
{
    char buffer[BUFFER];
    struct text digits;
    addr number;
    enum heap_status status = integer_value(p, o, c->code, &number);
    if (status != HEAP_OK)
        return status;
    unsigned base = c->code == 'o' ? 8 : c->code == 'x' || c->code == 'X' ? 16 : 10;
    bool negative = int_sign(p->h, number) < 0;
    char prefix[2] = {'0', (char)c->code};
    text_begin(p->h, &digits, buffer, sizeof buffer);
    if (base == 10)
        status = text_put_decimal(p->h, &digits, number);
    else
        status = text_put_int_base(p->h, &digits, number, base, c->code == 'X');
    decref(p->h, number);
    if (status == HEAP_OK && c->precision > INT32_MAX - 3)
        status = raise_error(p->h, EXC_OVERFLOW_ERROR, "precision too large");
    if (status == HEAP_OK) {
        size_t skip = base == 10 && negative, length = digits.length - skip;
        text_put(out, "-", negative);
        text_put(out, prefix, c->alternate && base != 10 ? 2 : 0);
        if (c->precision > (int64_t)length)
            text_repeat(out, "0", 1, (size_t)c->precision - length);
        text_put(out, digits.bytes + skip, length);
        out->cut = out->cut || digits.cut;
    }
    text_drop(&digits);
    return status;
}

static enum heap_status put_float(struct percent *p, addr o, const struct conversion *c, struct text *out)
{
    double d;
    if (int_is_kind(p->h, o))
        free_list_pass(p->h, FREE_FLOATS); /* PyNumber_Float() makes one */
    enum heap_status status = number_float(p->h, o, &d);
    if (status == HEAP_RAISED && p->bytes) {
        heap_clear_raised(p->h);
        return raise_error(p->h, EXC_TYPE_ERROR, "float argument required, not %.200s",
                           object_type_name(p->h, o));
    }
    if (status == HEAP_OK)
        text_put_double(out, d, (char)c->code, c->precision < 0 ? 6 : c->precision,
                        c->alternate ? FLOAT_TEXT_ALTERNATE : 0);
    return status;
}

static enum heap_status raise_character(struct percent *p, addr o, size_t length)
{
    struct heap *h = p->h;
    bool says_what = h->abi.percent_texts_3_14, text = o && (str_is_kind(h, o) || length != 1);
    const char *wants = p->bytes    ? "an integer in range(256) or a single byte"
                        : says_what ? "an int or a unicode character"
                                    : "int or char";
    if (!says_what)
        return raise_error(h, EXC_TYPE_ERROR, "%%c requires %s", wants);
    if (!text || (p->bytes && str_is_kind(h, o)))
        return raise_error(h, EXC_TYPE_ERROR, "%%c requires %s, not %s", wants, object_type_name(h, o));
    return raise_error(h, EXC_TYPE_ERROR, "%%c requires %s, not a %s of length %zu", wants,
                       !p->bytes                         ? "string"
                       : object_kind(h, o) == KIND_BYTES ? "bytes object"
                                                         : "bytearray object",
                       length);
}

static enum heap_status put_character(struct percent *p, addr o, struct text *out)
{
    struct heap *h = p->h;
    struct textual t;
    char bytes[4];
    addr number;
    int64_t code = -1;
    if (textual_view(h, o, &t) && textual_mix(&t, &p->format)) {
        if (t.length != 1)
            return raise_character(p, o, t.length);
        code = units_get(t.data, t.kind, 0);
    } else {
        enum heap_status status = object_index(h, o, &number);
        if (status == HEAP_RAISED && heap_raised(h) == EXC_TYPE_ERROR) {
            heap_clear_raised(h);
            return raise_character(p, o, 1);
        }
        if (status != HEAP_OK)
            return status;
        if (!int_fits(h, number, &code))
            code = -1;
        decref(h, number);
    }
    if (code < 0 || code > (p->bytes ? 0xff : STR_MAX_CHAR))
        return raise_error(h, EXC_OVERFLOW_ERROR,
                           p->bytes ? "%%c arg not in range(256)" : "%%c arg not in range(0x110000)");
    bytes[0] = (char)code;
    text_put(out, bytes, p->bytes ? 1 : utf8_put((uint32_t)code, bytes));
    return HEAP_OK;
}

/* %s and %b of bytes. */
static enum heap_status put_bytes(struct percent *p, addr o, struct text *out)
{
    struct heap *h = p->h;
    const uint8_t *bytes;
    size_t length;
    addr made = 0;
    addr method = special_of_class(h, object_type(h, o), known_name(h, NAME_BYTES));
    if (method) {
        enum heap_status status = special_call_bound(h, method, o, NULL, 0, &made);
        if (status != HEAP_OK)
            return status;
        if (object_kind(h, made) != KIND_BYTES) {
            status = raise_error(h, EXC_TYPE_ERROR, "__bytes__ returned non-bytes (type %.200s)",
                                 object_type_name(h, made));
            decref(h, made);
            return status;
        }
        o = made;
    }
    if (!bytes_view(h, o, &bytes, &length))
        return raise_error(
            h, EXC_TYPE_ERROR,
            "%%b requires a bytes-like object, or an object that implements __bytes__, not '%.100s'",
            object_type_name(h, o));
    text_put(out, (const char *)bytes, length);
    xdecref(h, made);
    return HEAP_OK;
}

/* *new*, what %s, %r and %a make of it. */
static addr text_of(struct percent *p, addr o, uint32_t code)
{
    if (code == 's')
        return object_str(p->h, o);
    return code == 'r' && !p->bytes ? object_repr_str(p->h, o) : object_ascii(p->h, o);
}

static enum heap_status put_object(struct percent *p, addr o, uint32_t code, struct text *out)
{
    struct heap *h = p->h;
    if (p->bytes && (code == 's' || code == 'b'))
        return put_bytes(p, o, out);
    addr s = text_of(p, o, code);
    if (!s)
        return raise_status(h);
    text_put_str(h, out, s);
    decref(h, s);
    return HEAP_OK;
}

static enum heap_status raise_code(const struct percent *p, uint32_t code)
{
    if (p->bytes && code > 127)
        return raise_error(p->h, EXC_OVERFLOW_ERROR, "character argument not in range(0x110000)");
    return raise_error(p->h, EXC_VALUE_ERROR, "unsupported format character '%c' (0x%x) at index %zu",
                       code >= (p->bytes ? 1 : 31) && code < 127 ? (int)code : '?', code, p->at - 1);
}

static enum heap_status put_value(struct percent *p, addr o, const struct conversion *c, struct text *out)
{
    switch (c->code) {
    case 's':
    case 'r':
    case 'a':
        return put_object(p, o, c->code, out);
    case 'd':
    case 'i':
    case 'u':
    case 'o':
    case 'x':
    case 'X':
        return put_integer(p, o, c, out);
    case 'e':
    case 'E':
    case 'f':
    case 'F':
    case 'g':
    case 'G':
        return put_float(p, o, c, out);
    case 'c':
        return put_character(p, o, out);
    default:
        if (c->code == 'b' && p->bytes)
            return put_object(p, o, c->code, out);
        return raise_code(p, c->code);
    }
}

/* ---- laying out
 * --------------------------------------------------------------------------------------------------------------------
 */

/* Characters in bytes of UTF-8, or as many bytes. */
static size_t characters(const struct percent *p, const char *bytes, size_t length)
{
    size_t n = length;
    for (size_t i = 0; !p->bytes && i < length; i++)
        n -= ((unsigned char)bytes[i] & 0xc0) == 0x80;
    return n;
}

/* How many bytes the first `count` characters are. */
static size_t bytes_of(const struct percent *p, const char *bytes, size_t length, size_t count)
{
    if (p->bytes)
        return count;
    size_t at = 0;
    while (at < length && count-- > 0)
        for (at++; at < length && ((unsigned char)bytes[at] & 0xc0) == 0x80;)
            at++;
    return at;
}

static void lay_out(struct percent *p, const struct conversion *c, const char *bytes, size_t length)
{
    bool number = c->code < 0x80 && c->code && strchr("diuoxXeEfFgG", (int)c->code);
    size_t count = characters(p, bytes, length);
    if (c->code < 0x80 && strchr("srab", (int)c->code) && c->precision >= 0 && (size_t)c->precision < count) {
        count = (size_t)c->precision;
        length = bytes_of(p, bytes, length, count);
    }
    char sign = 0;
    if (number && length && (*bytes == '-' || *bytes == '+')) {
        sign = *bytes++;
        length--;
    } else if (number) {
        sign = c->sign ? '+' : c->blank ? ' ' : 0;
        count += sign != 0;
    }
    size_t pad = c->width > (int64_t)count ? (size_t)c->width - count : 0, prefix = 0;
    bool zeros = number && c->zero;
    if (c->alternate && c->code < 0x80 && strchr("oxX", (int)c->code))
        prefix = 2;
    if (!zeros && !c->left)
        text_repeat(&p->out, " ", 1, pad);
    text_put(&p->out, &sign, sign != 0);
    text_put(&p->out, bytes, prefix);
    if (zeros && !c->left)
        text_repeat(&p->out, "0", 1, pad);
    text_put(&p->out, bytes + prefix, length - prefix);
    if (c->left)
        text_repeat(&p->out, " ", 1, pad);
}

/* The conversion ends the format and is of a str: is there nothing to lay out, the str is put as it is. */
static enum heap_status put_last(struct percent *p, addr o, const struct conversion *c)
{
    addr s = text_of(p, o, c->code);
    if (!s)
        return raise_status(p->h);
    int64_t length = (int64_t)str_length(p->h, s);
    if (c->width <= length && (c->precision < 0 || c->precision >= length) && !c->sign && !c->blank &&
        !object_is_exact(p->h, o, KIND_INT)) {
        text_put_last(&p->out, s);
    } else {
        struct text value;
        char buffer[BUFFER];
        text_begin(p->h, &value, buffer, sizeof buffer);
        text_put_str(p->h, &value, s);
        if (value.cut)
            p->out.cut = true;
        else
            lay_out(p, c, value.bytes, value.length);
        text_drop(&value);
    }
    decref(p->h, s);
    return HEAP_OK;
}

static enum heap_status put_by_layout(struct percent *p, addr o, const struct conversion *c)
{
    struct text value;
    char buffer[BUFFER];
    text_begin(p->h, &value, buffer, sizeof buffer);
    enum heap_status status = put_value(p, o, c, &value);
    if (status == HEAP_OK && value.cut)
        status = raise_memory(p->h);
    if (status == HEAP_OK)
        lay_out(p, c, value.bytes, value.length);
    text_drop(&value);
    return status;
}

static enum heap_status put_conversion(struct percent *p)
{
    struct conversion c;
    addr o = 0;
    if (peek(p) == '%') { /* with flags it is none that means itself */
        p->at++;
        text_put(&p->out, "%", 1);
        return HEAP_OK;
    }
    enum heap_status status = read_conversion(p, &c);
    if (status != HEAP_OK)
        return status;
    status = next_argument(p, &o);
    if (status != HEAP_OK)
        return status;
    bool last =
        p->at == p->format.length && !p->bytes && c.code < 0x80 && c.code && strchr("sra", (int)c.code);
    return last ? put_last(p, o, &c) : put_by_layout(p, o, &c);
}

/* What is between conversions. */
static void put_literal(struct percent *p, size_t to)
{
    const struct textual *f = &p->format;
    if (!p->bytes && p->at == 0 &&
        to == f->length) { /* nothing to format: the str itself, whatever its class */
        text_put_last(&p->out, f->o);
        p->at = to;
        return;
    }
    if (p->bytes || (f->kind == 1 && str_is_ascii(p->h, f->o))) {
        text_put(&p->out, (const char *)f->data + p->at, to - p->at);
        p->at = to;
        return;
    }
    for (; p->at < to; p->at++) {
        char bytes[4];
        text_put(&p->out, bytes, utf8_put(peek(p), bytes));
    }
}

static enum heap_status put_all(struct percent *p)
{
    enum heap_status status = HEAP_OK;
    while (p->at < p->format.length && status == HEAP_OK && !p->out.cut) {
        size_t to = p->at;
        while (to < p->format.length && units_get(p->format.data, p->format.kind, to) != '%')
            to++;
        put_literal(p, to);
        if (p->at < p->format.length) {
            p->at++;
            status = put_conversion(p);
        }
        if (status == HEAP_OK)
            status = loop_check(p->h);
    }
    if (status == HEAP_OK && !p->out.cut && p->next < p->count && !p->mapping)
        status = raise_error(p->h, EXC_TYPE_ERROR, "not all arguments converted during %s formatting",
                             p->bytes ? "bytes" : "string");
    return status;
}

/* What is formatted may change a bytearray: the format is what it was at first, *kept *new* or 0. */
static bool fixed_view(struct heap *h, addr format, struct textual *out, addr *kept)
{
    (void)textual_view(h, format, out);
    if (out->type != KIND_BYTEARRAY)
        return true;
    if (!(*kept = bytes_new(h, out->data, out->length)))
        return false;
    (void)textual_view(h, *kept, out);
    out->type = KIND_BYTEARRAY;
    return true;
}

static enum heap_status percent(struct heap *h, addr format, addr args, addr *out)
{
    char buffer[BUFFER];
    struct percent p = {.h = h, .args = args, .next = -2, .count = -1};
    addr kept = 0;
    if (!fixed_view(h, format, &p.format, &kept))
        return raise_status(h);
    p.bytes = p.format.type != KIND_STR;
    if (object_kind(h, args) == KIND_TUPLE) {
        p.next = 0;
        p.count = (int64_t)tuple_length(h, args);
    }
    if (is_mapping(&p, args))
        p.mapping = args;
    text_begin(h, &p.out, buffer, sizeof buffer);
    enum heap_status status = put_all(&p);
    drop_keyed(&p);
    xdecref(h, kept);
    if (!p.bytes)
        return text_answer(&p.out, status, out);
    if (status == HEAP_OK && p.out.cut)
        status = raise_memory(h);
    if (status == HEAP_OK)
        status = answer(h,
                        p.format.type == KIND_BYTES ? bytes_new(h, p.out.bytes, p.out.length)
                                                    : bytearray_new(h, p.out.bytes, p.out.length),
                        out);
    text_drop(&p.out);
    return status;
}

enum heap_status str_percent(struct heap *h, addr format, addr args, addr *out)
{
    return percent(h, format, args, out);
}

enum heap_status bytes_percent(struct heap *h, addr format, addr args, addr *out)
{
    if (object_kind(h, format) != KIND_BYTEARRAY)
        return percent(h, format, args, out);
    /* what is formatted may change the bytearray: a copy stays as it is */
    addr copy = bytearray_new(h, bytearray_data(h, format), bytes_length(h, format));
    if (!copy)
        return raise_status(h);
    enum heap_status status = percent(h, copy, args, out);
    decref(h, copy);
    return status;
}
