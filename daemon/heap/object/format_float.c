/* Doubles and complex numbers as text by a format: digits from the C library, which rounds them correctly at
 * any precision, or the shortest ones of repr(); where point, zeros and exponent go is PyOS_double_to_string
 * (Python/pystrtod.c).
 */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "daemon/heap/object/answer.h"
#include "daemon/heap/object/complex.h"
#include "daemon/heap/object/float.h"
#include "daemon/heap/object/format_spec.h"
#include "daemon/heap/object/int.h"

/* No double has more digits behind its point, or more significant ones: what is asked for beyond are zeros.
 */
#define PRECISION_MAX 1100
#define DIGITS_MAX    (PRECISION_MAX + 330)

struct digits {
    char text[DIGITS_MAX];
    int count; /* without zeros at the end; 0 is one digit */
    int point; /* the decimal point is after so many: may be outside */
};

/* Takes the digits of "d.ddde+dd" or "ddd.ddd". */
static void take(struct digits *out, const char *text)
{
    const char *exponent = strchr(text, 'e');
    int n = 0, before = -1;
    for (const char *p = text; *p && p != exponent; p++) {
        if (*p == '.')
            before = n;
        else if (*p >= '0' && *p <= '9')
            out->text[n++] = *p;
    }
    out->point = before < 0 ? n : before;
    if (exponent) {
        int e = 0;
        for (const char *p = exponent + 2; *p >= '0' && *p <= '9'; p++)
            e = e * 10 + (*p - '0');
        out->point += exponent[1] == '-' ? -e : e;
    }
    int zeros = 0;
    while (zeros < n && out->text[zeros] == '0')
        zeros++;
    if (zeros == n) { /* zero */
        out->text[0] = '0';
        out->count = out->point = 1;
        return;
    }
    memmove(out->text, out->text + zeros, (size_t)(n - zeros));
    n -= zeros;
    out->point -= zeros;
    while (n > 1 && out->text[n - 1] == '0')
        n--;
    out->count = n;
}

static void find_digits(struct digits *out, double d, char code, int precision)
{
    char text[DIGITS_MAX + 16];
    if (code == 'r')
        text[float_repr(d, text)] = 0;
    else if (code == 'f')
        (void)snprintf(text, sizeof text, "%.*f", precision, d);
    else
        (void)snprintf(text, sizeof text, "%.*e", precision - 1, d);
    take(out, text);
}

static void put_special(struct text *out, double d, bool upper, unsigned flags)
{
    if (isinf(d) && d < 0)
        text_put(out, "-", 1);
    else if (isinf(d) && flags & FLOAT_TEXT_SIGN)
        text_put(out, "+", 1);
    text_put(out, isnan(d) ? (upper ? "NAN" : "nan") : upper ? "INF" : "inf", 3);
}

/* Digits from place `from` on up to place `to`; zeros where there are none. */
static void put_places(struct text *out, const struct digits *d, int64_t from, int64_t to)
{
    if (from < 0 && from < to) {
        int64_t zeros = (to < 0 ? to : 0) - from;
        text_repeat(out, "0", 1, (size_t)zeros);
        from += zeros;
    }
    if (from < d->count && from < to) {
        int64_t end = to < d->count ? to : d->count;
        text_put(out, d->text + from, (size_t)(end - from));
        from = end;
    }
    if (from < to)
        text_repeat(out, "0", 1, (size_t)(to - from));
}

/* Is the number written with an exponent, and up to which place do its digits go? */
static bool with_exponent(const struct digits *d, char code, int64_t precision, unsigned flags, int64_t *end)
{
    *end = d->count;
    switch (code) {
    case 'e':
        *end = precision;
        return true;
    case 'f':
        *end = d->point + precision;
        return false;
    case 'g':
        if (flags & FLOAT_TEXT_ALTERNATE)
            *end = precision;
        return d->point <= -4 || d->point > precision - (flags & FLOAT_TEXT_DOT_0 ? 1 : 0);
    default:
        return d->point <= -4 || d->point > 16;
    }
}

static void put_finite(struct text *out, double value, char code, int64_t precision, bool upper,
                       unsigned flags)
{
    struct digits d;
    find_digits(&d, fabs(value), code, precision > PRECISION_MAX ? PRECISION_MAX : (int)precision);
    bool zero = d.count == 1 && d.text[0] == '0';
    bool minus = signbit(value) && !(zero && flags & FLOAT_TEXT_NO_MINUS_0);
    int64_t end, point = d.point, exponent = 0;
    bool scientific = with_exponent(&d, code, precision, flags, &end);
    if (scientific) {
        exponent = point - 1;
        point = 1;
    }
    int64_t start = point <= 0 ? point - 1 : 0;
    if (end < point + (!scientific && flags & FLOAT_TEXT_DOT_0 ? 1 : 0))
        end = point + (!scientific && flags & FLOAT_TEXT_DOT_0 ? 1 : 0);
    if (minus)
        text_put(out, "-", 1);
    else if (flags & FLOAT_TEXT_SIGN)
        text_put(out, "+", 1);
    put_places(out, &d, start, point);
    if (end > point || flags & FLOAT_TEXT_ALTERNATE)
        text_put(out, ".", 1);
    put_places(out, &d, point, end);
    if (scientific) {
        char tail[8];
        int n = snprintf(tail, sizeof tail, "%c%c%02d", upper ? 'E' : 'e', exponent < 0 ? '-' : '+',
                         exponent < 0 ? (int)-exponent : (int)exponent);
        text_put(out, tail, (size_t)n);
    }
}

void text_put_double(struct text *out, double d, char code, int64_t precision, unsigned flags)
{
    bool upper = code == 'E' || code == 'F' || code == 'G';
    code = upper ? (char)(code | 0x20) : code;
    if (!isfinite(d)) {
        put_special(out, d, upper, flags);
        return;
    }
    if (code == 'e')
        precision++; /* digits, not decimals */
    else if (code == 'g' && precision == 0)
        precision = 1;
    put_finite(out, d, code, precision, upper, flags);
}

/* ---- float.__format__
 * ---------------------------------------------------------------------------------------------------------
 */

#define BUFFER 512

/* The parts of a text that text_put_double() has made; `tail` more bytes at its end are not digits. */
static struct number_text parts(const char *text, size_t length)
{
    struct number_text n = {.negative = length && *text == '-', .prefix = ""};
    const char *p = text + n.negative, *end = text + length;
    n.digits = p;
    while (p < end && *p >= '0' && *p <= '9')
        p++;
    n.digit_count = (size_t)(p - n.digits);
    n.point = p < end && *p == '.';
    n.rest = p + n.point;
    n.rest_length = n.rest_width = (size_t)(end - n.rest);
    return n;
}

/* What the codes that numbers share mean; false: another code. */
static bool read_code(const struct format_spec *spec, char *code, int64_t *precision)
{
    *precision = spec->precision;
    if (spec->type == 0) {
        *code = *precision < 0 ? 'r' : 'g';
        return true;
    }
    if (spec->type >= 0x80 || !strchr("eEfFgGn", (int)spec->type))
        return false;
    *code = spec->type == 'n' ? 'g' : (char)spec->type;
    if (*precision < 0)
        *precision = 6;
    return true;
}

static enum heap_status check_precision(struct heap *h, const struct format_spec *spec)
{
    return spec->precision > INT32_MAX ? raise_error(h, EXC_VALUE_ERROR, "precision too big") : HEAP_OK;
}

static enum heap_status put_float(struct heap *h, double d, addr o, const struct format_spec *spec,
                                  struct text *out)
{
    char code = 'f', buffer[BUFFER];
    int64_t precision = spec->precision < 0 ? 6 : spec->precision;
    struct text digits;
    bool percent = spec->type == '%';
    enum heap_status status = check_precision(h, spec);
    if (status != HEAP_OK)
        return status;
    if (!percent && !read_code(spec, &code, &precision))
        return raise_format_code(h, o, spec->type);
    unsigned flags = (spec->type == 0 ? FLOAT_TEXT_DOT_0 : 0u) |
                     (spec->alternate ? FLOAT_TEXT_ALTERNATE : 0u) |
                     (spec->no_negative_zero ? FLOAT_TEXT_NO_MINUS_0 : 0u);
    text_begin(h, &digits, buffer, sizeof buffer);
    text_put_double(&digits, percent ? d * 100 : d, code, precision, flags);
    text_put(&digits, "%", percent);
    struct number_text number = parts(digits.bytes, digits.length);
    if (digits.cut)
        status = raise_memory(h);
    else
        format_number(out, spec, &number);
    text_drop(&digits);
    return status;
}

enum heap_status format_float(struct heap *h, addr o, addr spec, addr *out)
{
    struct format_spec read;
    struct text text;
    char buffer[BUFFER];
    bool overflow = false;
    double d = 0;
    enum heap_status status = format_spec_read(h, o, spec, 0, '>', &read);
    if (status != HEAP_OK)
        return status;
    (void)number_as_double(h, o, &d, &overflow);
    if (overflow)
        return raise_error(h, EXC_OVERFLOW_ERROR, "int too large to convert to float");
    text_begin(h, &text, buffer, sizeof buffer);
    return text_answer(&text, put_float(h, d, o, &read, &text), out);
}

/* ---- complex.__format__
 * ---------------------------------------------------------------------------------------------------------
 */

static void put_part(struct heap *h, double d, char code, int64_t precision, unsigned flags,
                     const struct format_spec *spec, uint32_t sign, struct text *out)
{
    char buffer[BUFFER];
    struct text digits;
    struct format_spec part = *spec;
    part.sign = sign;
    part.width = -1;
    part.fill = 0;
    part.align = '<';
    text_begin(h, &digits, buffer, sizeof buffer);
    text_put_double(&digits, d, code, precision, flags);
    struct number_text number = parts(digits.bytes, digits.length);
    out->cut = out->cut || digits.cut;
    format_number(out, &part, &number);
    text_drop(&digits);
}

static enum heap_status put_complex(struct heap *h, addr o, const struct format_spec *spec, struct text *out)
{
    double real = complex_real(h, o), imag = complex_imag(h, o);
    char code;
    int64_t precision;
    enum heap_status status = check_precision(h, spec);
    if (status != HEAP_OK)
        return status;
    if (!read_code(spec, &code, &precision))
        return raise_format_code(h, o, spec->type);
    if (spec->fill == '0')
        return raise_error(h, EXC_VALUE_ERROR, "Zero padding is not allowed in complex format specifier");
    if (spec->align == '=')
        return raise_error(h, EXC_VALUE_ERROR,
                           "'=' alignment flag is not allowed in complex format specifier");
    bool plain = spec->type == 0, alone = plain && real == 0 && !signbit(real);
    unsigned flags =
        (spec->alternate ? FLOAT_TEXT_ALTERNATE : 0u) | (spec->no_negative_zero ? FLOAT_TEXT_NO_MINUS_0 : 0u);
    text_put(out, "(", plain && !alone);
    if (!alone)
        put_part(h, real, code, precision, flags, spec, spec->sign, out);
    put_part(h, imag, code, precision, flags, spec, alone ? spec->sign : '+', out);
    text_put(out, plain && !alone ? "j)" : "j", plain && !alone ? 2 : 1);
    return HEAP_OK;
}

enum heap_status format_complex(struct heap *h, addr o, addr spec, addr *out)
{
    struct format_spec read;
    struct text number, text;
    char digits[BUFFER], buffer[BUFFER];
    enum heap_status status = format_spec_read(h, o, spec, 0, '>', &read);
    if (status != HEAP_OK)
        return status;
    text_begin(h, &number, digits, sizeof digits);
    status = put_complex(h, o, &read, &number);
    if (status != HEAP_OK || number.cut) {
        bool cut = number.cut;
        text_drop(&number);
        return cut && status == HEAP_OK ? raise_memory(h) : status;
    }
    size_t pad = read.width > (int64_t)number.length ? (size_t)read.width - number.length : 0;
    size_t left = read.align == '>' ? pad : read.align == '^' ? pad / 2 : 0;
    text_begin(h, &text, buffer, sizeof buffer);
    text_fill(&text, read.fill, left);
    text_put(&text, number.bytes, number.length);
    text_fill(&text, read.fill, pad - left);
    text_drop(&number);
    return text_answer(&text, HEAP_OK, out);
}
