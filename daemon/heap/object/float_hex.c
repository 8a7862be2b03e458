/* float.hex() and float.fromhex(): doubles in hexadecimal, exactly, and rounded correctly where there are
 * more digits than a double has. Mirrors Objects/floatobject.c.
 */
#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "daemon/heap/object/answer.h"
#include "daemon/heap/object/construct.h"
#include "daemon/heap/object/float.h"
#include "daemon/heap/object/format.h"
#include "daemon/heap/object/str.h"
#include "daemon/heap/object/text.h"
#include "daemon/heap/object/value_methods.h"
#include "daemon/heap/region.h"

/* sign 0x1.13digits p exponent; subnormal numbers begin with 0. */
enum heap_status float_method_hex(struct heap *h, const struct call *call, addr *out)
{
    double d = float_value(h, call->self);
    uint64_t bits;
    memcpy(&bits, &d, 8);
    char text[40];
    size_t n = 0;
    if (!isfinite(d)) {
        n = float_repr(d, text);
        return answer(h, str_from_utf8(h, text, n), out);
    }
    int biased = (int)(bits >> 52 & 0x7ff);
    if (bits >> 63)
        text[n++] = '-';
    if (d == 0) {
        memcpy(text + n, "0x0.0p+0", 8);
        return answer(h, str_from_utf8(h, text, n + 8), out);
    }
    text[n++] = '0';
    text[n++] = 'x';
    text[n++] = biased ? '1' : '0';
    text[n++] = '.';
    for (int i = 48; i >= 0; i -= 4)
        text[n++] = "0123456789abcdef"[bits >> i & 15];
    text[n++] = 'p';
    int exponent = (biased ? biased : 1) - 1023;
    text[n++] = exponent < 0 ? '-' : '+';
    exponent = exponent < 0 ? -exponent : exponent;
    for (int power = exponent >= 1000  ? 1000
                     : exponent >= 100 ? 100
                     : exponent >= 10  ? 10
                                       : 1;
         power; power /= 10)
        text[n++] = (char)('0' + exponent / power % 10);
    return answer(h, str_from_utf8(h, text, n), out);
}

/* ---- from text
 * ------------------------------------------------------------------------------------------------------------------
 */

#define EXPONENT_MAX 100000000 /* more is as much */

struct hexadecimal {
    uint64_t mantissa; /* the first 16 digits that are not leading zeros */
    bool more;         /* digits that follow are not all 0 */
    int64_t exponent;  /* of two, of the mantissa's last bit */
};

/* The digits with their point; *good: there are some. */
static enum heap_status read_digits(struct heap *h, const char **p, struct hexadecimal *out, bool *good)
{
    bool point = false;
    size_t digits = 0, kept = 0;
    for (;; ++*p) {
        char c = **p;
        if (c == '.' && !point) {
            point = true;
            continue;
        }
        *good = digits > 0;
        if (!isxdigit((unsigned char)c))
            return HEAP_OK;
        unsigned digit = (unsigned)(c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10);
        if (loop_goes_on(h, digits++) != HEAP_OK)
            return HEAP_ABANDONED;
        if (kept < 16) {
            out->mantissa = out->mantissa << 4 | digit;
            kept += out->mantissa != 0;
            out->exponent -= point ? 4 : 0;
        } else {
            out->more = out->more || digit;
            out->exponent += point ? 0 : 4;
        }
    }
}

static enum heap_status read_exponent(struct heap *h, const char **p, struct hexadecimal *out, bool *good)
{
    if ((**p | 0x20) != 'p')
        return HEAP_OK;
    bool minus = *++*p == '-';
    *p += **p == '-' || **p == '+';
    *good = isdigit((unsigned char)**p);
    int64_t e = 0;
    for (; isdigit((unsigned char)**p); ++*p) {
        if (e < EXPONENT_MAX)
            e = e * 10 + (**p - '0');
        if (loop_goes_on(h, (uintptr_t)*p) != HEAP_OK)
            return HEAP_ABANDONED;
    }
    out->exponent += minus ? -e : e;
    return HEAP_OK;
}

/* mantissa * 2**exponent, rounded half to even to what a double holds there. */
static double rounded(const struct hexadecimal *x)
{
    if (x->mantissa == 0)
        return 0;
    int bits = 64 - __builtin_clzll(x->mantissa);
    int64_t top = x->exponent + bits - 1; /* place of the highest bit */
    if (top > 1023)
        return INFINITY;
    int64_t precision = top < -1022 ? top + 1075 : 53;
    if (precision < 0)
        return 0;
    if (precision >= bits && !x->more)
        return ldexp((double)x->mantissa, (int)x->exponent);
    if (precision > bits) /* 16 digits hold more bits than a double unless zeros lead: then nothing follows */
        precision = bits;
    int64_t shift = bits - precision;
    uint64_t kept = shift > 63 ? 0 : x->mantissa >> shift;
    uint64_t rest = shift == 0 ? 0 : shift > 63 ? x->mantissa : x->mantissa & ((1ull << shift) - 1);
    uint64_t half = shift == 0 ? 0 : 1ull << (shift - 1);
    if (shift && (rest > half || (rest == half && (x->more || kept & 1))))
        kept++;
    return ldexp((double)kept, (int)(x->exponent + shift));
}

/* Infinity or nan in words. */
static bool read_word(const char **p, double *out)
{
    static const struct {
        const char *word;
        double value;
    } words[] = {{"infinity", INFINITY}, {"inf", INFINITY}, {"nan", NAN}};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strncasecmp(*p, words[i].word, strlen(words[i].word)) == 0) {
            *p += strlen(words[i].word);
            *out = words[i].value;
            return true;
        }
    return false;
}

static enum heap_status pass_blanks(struct heap *h, const char **p)
{
    for (; isspace((unsigned char)**p); ++*p)
        if (loop_goes_on(h, (uintptr_t)*p) != HEAP_OK)
            return HEAP_ABANDONED;
    return HEAP_OK;
}

/* ValueError, OverflowError. `text` ends with a NUL. */
static enum heap_status read_number(struct heap *h, const char *text, size_t length, double *out)
{
    const char *p = text, *end = text + length;
    struct hexadecimal x = {0};
    bool good = true;
    enum heap_status status = pass_blanks(h, &p);
    bool minus = *p == '-';
    p += *p == '-' || *p == '+';
    bool in_words = read_word(&p, out);
    if (!in_words && p[0] == '0' && (p[1] | 0x20) == 'x')
        p += 2;
    if (!in_words && status == HEAP_OK)
        status = read_digits(h, &p, &x, &good);
    if (!in_words && status == HEAP_OK && good)
        status = read_exponent(h, &p, &x, &good);
    if (status == HEAP_OK && good && !in_words && isinf(*out = rounded(&x))) /* whatever follows */
        status = raise_error(h, EXC_OVERFLOW_ERROR, "hexadecimal value too large to represent as a float");
    if (status == HEAP_OK)
        status = pass_blanks(h, &p);
    if (status == HEAP_OK && (!good || p != end))
        status = raise_error(h, EXC_VALUE_ERROR, "invalid hexadecimal floating-point string");
    if (minus)
        *out = -*out;
    return status;
}

/* A text with other characters than ASCII, which no number has: up to the first of them, and 0x80 for that.
 */
static enum heap_status put_ascii(struct heap *h, addr s, char *text, size_t *length)
{
    size_t n = 0;
    uint32_t c = 0;
    for (; c < 0x80; n++) {
        c = str_char(h, s, n);
        text[n] = (char)(c < 0x80 ? c : 0x80);
        if (loop_goes_on(h, n) != HEAP_OK)
            return HEAP_ABANDONED;
    }
    text[n] = 0;
    *length = n;
    return HEAP_OK;
}

static enum heap_status read_other(struct heap *h, addr s, double *out)
{
    size_t length = str_length(h, s);
    char *text = malloc(length + 1);
    if (!text)
        return raise_memory(h);
    region_use_huge_memory(text, length + 1);
    enum heap_status status = put_ascii(h, s, text, &length);
    if (status == HEAP_OK)
        status = read_number(h, text, length, out);
    free(text);
    return status;
}

enum heap_status float_method_fromhex(struct heap *h, const struct call *call, addr *out)
{
    addr s = call->args[0];
    double d = 0;
    if (!str_is_kind(h, s))
        return raise_error(h, EXC_TYPE_ERROR, "bad argument type for built-in operation");
    enum heap_status status =
        str_is_ascii(h, s) ? read_number(h, str_data(h, s), str_length(h, s), &d) : read_other(h, s, &d);
    return status == HEAP_OK ? answer_of_class(h, call->self, KIND_FLOAT, float_new(h, d), out) : status;
}
