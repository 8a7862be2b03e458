/* float to text and back: the shortest digits that read back as the same double, in repr()'s form; text to
 * the nearest double. The digits are found as in Raffaello Giulietti, "The Schubfach way to render doubles"
 * (2020): three multiplications by a 128-bit power of ten, and no search. What repr does with the digits:
 * Python/pystrtod.c.
 */
#include "daemon/heap/object/object.h"
#include "daemon/heap/object/power_of_ten.h"
#include "daemon/heap/object/scalar.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

struct decimal { /* digits * 10**exponent */
    uint64_t digits;
    int exponent;
};

/* floor(log2(10**e)) and floor(log10(2**e)), or of 3/4 * 2**e, in the range of doubles */
static int log2_of_power_of_ten(int e)
{
    return (e * 1741647) >> 19;
}
static int log10_of_power_of_two(int e, bool three_quarters)
{
    return (e * 1262611 - (three_quarters ? 524031 : 0)) >> 22;
}

/* g * x / 2**128, rounded to odd: the lowest bit remembers whether anything was cut off. */
static uint64_t multiply(const uint64_t g[2], uint64_t x)
{
    __extension__ typedef unsigned __int128 wide;
    uint64_t low_high = (uint64_t)(((wide)g[1] * x) >> 64);
    wide high = (wide)g[0] * x + low_high;
    return (uint64_t)(high >> 64) | ((uint64_t)high > 1);
}

static struct decimal shortest(uint64_t fraction, int biased)
{
    uint64_t c = biased ? fraction | 1ull << 52 : fraction;
    int q = (biased ? biased : 1) - 1075;
    bool even = !(c & 1), closer_below = fraction == 0 && biased > 1;

    int k = log10_of_power_of_two(q, closer_below);
    int shift = q + log2_of_power_of_ten(-k) + 1;
    const uint64_t *g = power_of_ten[-k - POWER_OF_TEN_FIRST];
    /* the interval that rounds to this double, and the double itself, in quarters of 10**k */
    uint64_t below = multiply(g, (4 * c - 2 + closer_below) << shift);
    uint64_t value = multiply(g, (4 * c) << shift);
    uint64_t above = multiply(g, (4 * c + 2) << shift);
    uint64_t lower = below + !even, upper = above - !even;

    uint64_t s = value / 4;
    if (s >= 10) { /* one digit fewer, if exactly one such number is inside */
        uint64_t tens = s / 10;
        bool down = lower <= 40 * tens, up = 40 * tens + 40 <= upper;
        if (down != up)
            return (struct decimal){tens + up, k + 1};
    }
    bool down = lower <= 4 * s, up = 4 * s + 4 <= upper;
    if (down != up)
        return (struct decimal){s + up, k};
    uint64_t middle = 4 * s + 2;
    return (struct decimal){s + (value > middle || (value == middle && (s & 1))), k};
}

static size_t put_exponent(char *out, int e)
{
    size_t n = 0;
    out[n++] = 'e';
    out[n++] = e < 0 ? '-' : '+';
    if (e < 0)
        e = -e;
    if (e >= 100)
        out[n++] = (char)('0' + e / 100);
    out[n++] = (char)('0' + e / 10 % 10);
    out[n++] = (char)('0' + e % 10);
    return n;
}

/* `count` digits, the decimal point after the first `point` of them (which may be outside). */
static size_t place_point(char *out, const char *digits, int count, int point)
{
    size_t n = 0;
    if (point <= -4 || point > 16) {
        out[n++] = digits[0];
        if (count > 1) {
            out[n++] = '.';
            memcpy(out + n, digits + 1, (size_t)count - 1);
            n += (size_t)count - 1;
        }
        return n + put_exponent(out + n, point - 1);
    }
    if (point <= 0) {
        memcpy(out, "0.0000", 6);
        n = (size_t)(2 - point);
        memcpy(out + n, digits, (size_t)count);
        return n + (size_t)count;
    }
    for (int i = 0; i < count || i < point; i++) {
        if (i == point)
            out[n++] = '.';
        out[n++] = i < count ? digits[i] : '0';
    }
    if (count <= point) {
        out[n++] = '.';
        out[n++] = '0';
    }
    return n;
}

size_t float_repr(double value, char out[32])
{
    uint64_t bits;
    memcpy(&bits, &value, 8);
    if (isnan(value)) {
        memcpy(out, "nan", 3);
        return 3;
    }
    size_t n = 0;
    if (bits >> 63)
        out[n++] = '-';
    if (isinf(value)) {
        memcpy(out + n, "inf", 3);
        return n + 3;
    }
    if (bits << 1 == 0) {
        memcpy(out + n, "0.0", 3);
        return n + 3;
    }
    struct decimal d = shortest(bits & ((1ull << 52) - 1), (int)(bits >> 52 & 0x7ff));
    while (d.digits % 10 == 0) {
        d.digits /= 10;
        d.exponent++;
    }
    char text[20]; /* from the end */
    int first = sizeof text;
    do
        text[--first] = (char)('0' + d.digits % 10);
    while (d.digits /= 10);
    int count = (int)sizeof text - first;
    return n + place_point(out + n, text + first, count, count + d.exponent);
}

/* ---- text to float
 * --------------------------------------------------------------------------------------------------- */

/* What float() reads: digits with a point and an exponent, "inf", "infinity", "nan", any sign; no
 * hexadecimal. */
static bool is_number(const char *p, const char *end)
{
    if (p < end && (*p == '+' || *p == '-'))
        p++;
    size_t rest = (size_t)(end - p);
    if ((rest == 3 && (!strncasecmp(p, "inf", 3) || !strncasecmp(p, "nan", 3))) ||
        (rest == 8 && !strncasecmp(p, "infinity", 8)))
        return true;
    bool digits = false;
    for (; p < end && isdigit((unsigned char)*p); p++)
        digits = true;
    if (p < end && *p == '.')
        for (p++; p < end && isdigit((unsigned char)*p); p++)
            digits = true;
    if (!digits)
        return false;
    if (p < end && (*p == 'e' || *p == 'E')) {
        p++;
        if (p < end && (*p == '+' || *p == '-'))
            p++;
        if (p == end)
            return false;
        while (p < end && isdigit((unsigned char)*p))
            p++;
    }
    return p == end;
}

/* Underscores are allowed between two digits, and only there. `out` has room for length + 1. */
static bool without_underscores(const char *text, size_t length, char *out)
{
    size_t n = 0;
    for (size_t i = 0; i < length; i++) {
        if (text[i] != '_')
            out[n++] = text[i];
        else if (i == 0 || i + 1 == length || !isdigit((unsigned char)text[i - 1]) ||
                 !isdigit((unsigned char)text[i + 1]))
            return false;
    }
    out[n] = 0;
    return is_number(out, out + n);
}

/* Up to 15 digits times or divided by at most 10**22: both numbers are exact doubles, so that one operation
 * rounds once. What most texts are. */
static bool read_short(const char *p, const char *end, double *out)
{
    static const double powers[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
                                    1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
    bool negative = p < end && *p == '-', point = false;
    uint64_t digits = 0;
    int count = 0, scale = 0, exponent = 0;
    for (p += negative; p < end && ((*p >= '0' && *p <= '9') || (*p == '.' && !point)); p++) {
        if (*p == '.') {
            point = true;
            continue;
        }
        digits = digits * 10 + (unsigned)(*p - '0');
        count++;
        scale -= point;
    }
    if (count == 0 || count > 15)
        return false;
    if (p < end && (*p | 0x20) == 'e') {
        bool minus = ++p < end && *p == '-';
        p += p < end && (*p == '-' || *p == '+');
        const char *first = p;
        for (; p < end && *p >= '0' && *p <= '9' && p - first < 4; p++)
            exponent = exponent * 10 + (*p - '0');
        if (p == first)
            return false;
        exponent = minus ? -exponent : exponent;
    }
    exponent += scale;
    if (p != end || exponent < -22 || exponent > 22)
        return false;
    double d = exponent < 0 ? (double)digits / powers[-exponent] : (double)digits * powers[exponent];
    *out = negative ? -d : d;
    return true;
}

bool float_from_text(const char *text, size_t length, double *out)
{
    if (read_short(text, text + length, out))
        return true;
    while (length && isspace((unsigned char)*text))
        text++, length--;
    while (length && isspace((unsigned char)text[length - 1]))
        length--;
    char few[64];
    char *copy = length < sizeof few ? few : malloc(length + 1);
    if (!copy)
        return false;
    bool good = without_underscores(text, length, copy);
    if (good)
        *out = strtod(copy, NULL); /* the C locale: nothing in this process sets another */
    if (copy != few)
        free(copy);
    return good;
}

/* ---- long text
 * ---------------------------------------------------------------------------------------------------------------
 */

/* More digits than lie exactly between two doubles: behind so many only whether all others are zeros matters.
 */
#define DIGITS_THAT_MATTER 800
#define EXPONENT_MAX       ((int64_t)1 << 40) /* beyond any number of digits, and small enough to add to */

struct long_number {
    char digits[DIGITS_THAT_MATTER];
    int kept;
    int64_t exponent; /* of ten, of the last digit that is kept */
    bool any, more;   /* there are digits; not only zeros behind those that are kept */
};

/* At `i` a digit, or an underscore between two. */
static bool is_digit_at(const char *text, size_t length, size_t i)
{
    return i < length && (isdigit((unsigned char)text[i]) ||
                          (text[i] == '_' && i > 0 && i + 1 < length && isdigit((unsigned char)text[i - 1]) &&
                           isdigit((unsigned char)text[i + 1])));
}

static enum heap_status read_mantissa(struct heap *h, const char *text, size_t length, size_t *i,
                                      struct long_number *n)
{
    bool point = false;
    for (; is_digit_at(text, length, *i) || (*i < length && text[*i] == '.' && !point); ++*i) {
        char c = text[*i];
        if (loop_goes_on(h, *i) != HEAP_OK)
            return HEAP_ABANDONED;
        point = point || c == '.';
        if (!isdigit((unsigned char)c))
            continue;
        n->any = true;
        if (n->kept < DIGITS_THAT_MATTER) {
            if (n->kept || c != '0')
                n->digits[n->kept++] = c;
            n->exponent -= point;
        } else {
            n->more = n->more || c != '0';
            n->exponent += !point;
        }
    }
    return HEAP_OK;
}

/* *good false: an "e" without digits. */
static enum heap_status read_long_exponent(struct heap *h, const char *text, size_t length, size_t *i,
                                           struct long_number *n, bool *good)
{
    int64_t exponent = 0;
    if (*i == length || (text[*i] | 0x20) != 'e')
        return HEAP_OK;
    bool minus = ++*i < length && text[*i] == '-';
    *i += minus || (*i < length && text[*i] == '+');
    for (*good = is_digit_at(text, length, *i); is_digit_at(text, length, *i); ++*i) {
        if (text[*i] != '_' && exponent < EXPONENT_MAX)
            exponent = exponent * 10 + (text[*i] - '0');
        if (loop_goes_on(h, *i) != HEAP_OK)
            return HEAP_ABANDONED;
    }
    n->exponent += minus ? -exponent : exponent;
    return HEAP_OK;
}

/* What is written out in so few characters reads as the same double. */
static double rounded(const struct long_number *n, bool negative)
{
    char text[DIGITS_THAT_MATTER + 32];
    int64_t exponent = n->exponent - n->more;
    int shown = exponent < -99999 ? -99999 : exponent > 99999 ? 99999 : (int)exponent;
    snprintf(text, sizeof text, "%s%.*s%se%d", negative ? "-" : "", n->kept, n->digits,
             n->more   ? "1"
             : n->kept ? ""
                       : "0",
             shown);
    return strtod(text, NULL);
}

enum heap_status float_read(struct heap *h, const char *text, size_t length, double *out, bool *good)
{
    if (length <= DIGITS_THAT_MATTER) {
        *good = float_from_text(text, length, out);
        return HEAP_OK;
    }
    struct long_number n = {.any = false};
    size_t i = 0;
    enum heap_status status = HEAP_OK;
    while (i < length && isspace((unsigned char)text[i]) && status == HEAP_OK)
        status = loop_goes_on(h, i++);
    while (length > i && isspace((unsigned char)text[length - 1]) && status == HEAP_OK)
        status = loop_goes_on(h, --length);
    bool negative = i < length && text[i] == '-';
    i += negative || (i < length && text[i] == '+');
    *good = true;
    if (status == HEAP_OK)
        status = read_mantissa(h, text, length, &i, &n);
    if (status == HEAP_OK)
        status = read_long_exponent(h, text, length, &i, &n, good);
    *good = *good && n.any && i == length;
    if (status == HEAP_OK && *good)
        *out = rounded(&n, negative);
    return status;
}
