/* Reading the format mini-language, and laying out numbers by it. */
#include "daemon/heap/object/format_spec.h"

#include <string.h>

#include "daemon/heap/object/names.h"
#include "daemon/heap/object/str.h"
#include "daemon/heap/object/unicode.h"

/* ---- reading
 * ------------------------------------------------------------------------------------------------------------------
 */

struct reader {
    struct heap *h;
    const void *data;
    unsigned kind;
    size_t at, length;
};

static uint32_t peek(const struct reader *r, size_t ahead)
{
    return r->at + ahead < r->length ? units_get(r->data, r->kind, r->at + ahead) : UINT32_MAX;
}

static bool accept(struct reader *r, uint32_t c)
{
    if (peek(r, 0) != c)
        return false;
    r->at++;
    return true;
}

static bool is_alignment(uint32_t c)
{
    return c == '<' || c == '>' || c == '=' || c == '^';
}

/* Decimal digits of any script. -1 where there are none. */
static enum heap_status read_integer(struct reader *r, int64_t *out)
{
    int64_t value = -1;
    for (; r->at < r->length; r->at++) {
        const struct unicode_record *record = unicode_record(peek(r, 0), r->h->abi.unicode_version);
        if (!(record->flags & UNICODE_DECIMAL))
            break;
        if (value > (INT64_MAX - record->digit) / 10)
            return raise_error(r->h, EXC_VALUE_ERROR, "Too many decimal digits in format string");
        value = (value < 0 ? 0 : value * 10) + record->digit;
    }
    *out = value;
    return HEAP_OK;
}

/* One of the two that group digits, not both. */
static enum heap_status read_separator(struct reader *r, char *out)
{
    *out = 0;
    if (accept(r, ','))
        *out = ',';
    if (peek(r, 0) == '_' && *out)
        return raise_error(r->h, EXC_VALUE_ERROR, "Cannot specify both ',' and '_'.");
    if (accept(r, '_'))
        *out = '_';
    if (peek(r, 0) == ',' && *out == '_')
        return raise_error(r->h, EXC_VALUE_ERROR, "Cannot specify both ',' and '_'.");
    return HEAP_OK;
}

static enum heap_status raise_separator(struct heap *h, char separator, uint32_t type)
{
    if (type > 32 && type < 128)
        return raise_error(h, EXC_VALUE_ERROR, "Cannot specify '%c' with '%c'.", separator, (int)type);
    return raise_error(h, EXC_VALUE_ERROR, "Cannot specify '%c' with '\\x%x'.", separator, type);
}

static enum heap_status check_separators(struct heap *h, struct format_spec *out)
{
    if (out->separator && (out->type >= 0x80 || !strchr("degfEG%F", (int)out->type))) {
        if (out->separator == ',' || out->type >= 0x80 || !strchr("boxX", (int)out->type))
            return raise_separator(h, out->separator, out->type);
        out->group = 4;
    }
    if (out->fraction_separator && out->type == 'n')
        return raise_separator(h, out->fraction_separator, out->type);
    return HEAP_OK;
}

static enum heap_status raise_invalid(struct heap *h, addr o, addr spec)
{
    char room[NAME_ROOM];
    return raise_error(h, EXC_VALUE_ERROR, "Invalid format specifier '%s' for object of type '%.200s'",
                       name_in_message(h, spec, room), object_type_name(h, o));
}

enum heap_status raise_format_code(struct heap *h, addr o, uint32_t code)
{
    if (code > 32 && code < 128)
        return raise_error(h, EXC_VALUE_ERROR, "Unknown format code '%c' for object of type '%.200s'",
                           (int)code, object_type_name(h, o));
    return raise_error(h, EXC_VALUE_ERROR, "Unknown format code '\\x%x' for object of type '%.200s'", code,
                       object_type_name(h, o));
}

/* Everything before the width. */
static void read_flags(struct reader *r, uint32_t default_align, struct format_spec *out)
{
    bool filled = false, aligned = true;
    if (r->length >= 2 && is_alignment(peek(r, 1))) {
        out->fill = peek(r, 0);
        out->align = peek(r, 1);
        r->at += 2;
        filled = true;
    } else if (is_alignment(peek(r, 0))) {
        out->align = peek(r, 0);
        r->at++;
    } else {
        aligned = false;
    }
    if (peek(r, 0) == ' ' || peek(r, 0) == '+' || peek(r, 0) == '-')
        out->sign = units_get(r->data, r->kind, r->at++);
    out->no_negative_zero = accept(r, 'z');
    out->alternate = accept(r, '#');
    if (!filled && accept(r, '0')) {
        out->fill = '0';
        if (!aligned && default_align == '>')
            out->align = '=';
    }
}

enum heap_status format_spec_read(struct heap *h, addr o, addr spec, uint32_t type, uint32_t align,
                                  struct format_spec *out)
{
    struct reader r = {h, str_data(h, spec), str_kind(h, spec), 0, str_length(h, spec)};
    *out = (struct format_spec){
        .fill = ' ', .align = align, .type = type, .width = -1, .precision = -1, .group = 3};
    read_flags(&r, align, out);
    enum heap_status status = read_integer(&r, &out->width);
    if (status == HEAP_OK)
        status = read_separator(&r, &out->separator);
    if (status == HEAP_OK && accept(&r, '.')) {
        status = read_integer(&r, &out->precision);
        if (status == HEAP_OK && h->abi.format_groups_fraction)
            status = read_separator(&r, &out->fraction_separator);
        if (status == HEAP_OK && out->precision < 0 && !out->fraction_separator)
            status = raise_error(h, EXC_VALUE_ERROR, "Format specifier missing precision");
    }
    if (status != HEAP_OK)
        return status;
    if (r.length - r.at > 1)
        return raise_invalid(h, o, spec);
    if (r.at < r.length)
        out->type = peek(&r, 0);
    return check_separators(h, out);
}

/* ---- numbers
 * --------------------------------------------------------------------------------------------------------------------
 */

void text_fill(struct text *out, uint32_t c, size_t count)
{
    char bytes[4];
    text_repeat(out, bytes, utf8_put(c, bytes), count);
}

/* How many digits it takes, zeros in front included, to be `least` wide with the separators between groups;
 * *separators: how many of those there are. */
static size_t digits_wanted(const struct format_spec *spec, size_t digits, int64_t least, size_t *separators)
{
    *separators = 0;
    if (!spec->separator)
        return least > (int64_t)digits ? (size_t)least : digits;
    size_t wanted = digits, group = spec->group;
    if (least > 0) { /* whole groups, and in the first one what is left: a digit also where a separator would
                        be first */
        size_t room = (size_t)least, whole = (room + 1 + group) / (group + 1) - 1;
        size_t left = room - whole * (group + 1), fits = whole * group + (left ? left : 1);
        wanted = fits > digits ? fits : digits;
    }
    *separators = (wanted - 1) / group;
    return wanted;
}

static void put_grouped(struct text *out, const struct format_spec *spec, const struct number_text *number,
                        size_t wanted)
{
    size_t zeros = wanted - number->digit_count;
    if (!spec->separator) {
        text_repeat(out, "0", 1, zeros);
        text_put(out, number->digits, number->digit_count);
        return;
    }
    if (!text_reserve(out, wanted + wanted / spec->group))
        return;
    for (size_t i = 0; i < wanted; i++) {
        if (out->heap && loop_goes_on(out->heap, i) != HEAP_OK) {
            out->cut = true; /* whoever sees that asks why */
            return;
        }
        if (i && (wanted - i) % spec->group == 0)
            text_put(out, &spec->separator, 1);
        text_put(out, i < zeros ? "0" : number->digits + (i - zeros), 1);
    }
}

static size_t fraction_digits(const struct number_text *number)
{
    size_t n = 0;
    if (number->point)
        while (n < number->rest_length && number->rest[n] >= '0' && number->rest[n] <= '9')
            n++;
    return n;
}

static void put_rest(struct text *out, const struct format_spec *spec, const struct number_text *number)
{
    size_t fraction = spec->fraction_separator ? fraction_digits(number) : 0;
    for (size_t i = 0; i < fraction && !out->cut; i++) {
        if (i && i % 3 == 0)
            text_put(out, &spec->fraction_separator, 1);
        text_put(out, number->rest + i, 1);
    }
    if (number->rest_length > fraction) /* without a rest there is no text at all */
        text_put(out, number->rest + fraction, number->rest_length - fraction);
}

void format_number(struct text *out, const struct format_spec *spec, const struct number_text *number)
{
    char sign = number->negative ? '-' : spec->sign == '+' ? '+' : spec->sign == ' ' ? ' ' : 0;
    size_t fraction = spec->fraction_separator ? fraction_digits(number) : 0;
    size_t others = (sign != 0) + strlen(number->prefix) + number->point + number->rest_width +
                    (fraction ? (fraction - 1) / 3 : 0);
    int64_t width = spec->width > (int64_t)REGION_LIMIT_MAX ? (int64_t)REGION_LIMIT_MAX : spec->width,
            least = 0;
    size_t separators = 0, wanted = 0, pad = 0, left = 0, inside = 0;
    if (spec->fill == '0' && spec->align == '=')
        least = width - (int64_t)others;
    if (number->digit_count)
        wanted = digits_wanted(spec, number->digit_count, least, &separators);
    if (width > (int64_t)(others + wanted + separators))
        pad = (size_t)width - (others + wanted + separators);
    left = spec->align == '>' ? pad : spec->align == '^' ? pad / 2 : 0;
    inside = spec->align == '=' ? pad : 0;
    text_fill(out, spec->fill, left);
    text_put(out, &sign, sign != 0);
    text_put(out, number->prefix, strlen(number->prefix));
    text_fill(out, spec->fill, inside);
    put_grouped(out, spec, number, wanted);
    text_put(out, ".", number->point);
    put_rest(out, spec, number);
    text_fill(out, spec->fill, pad - left - inside);
}
