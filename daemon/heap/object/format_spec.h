/* The format mini-language, [[fill]align][sign][z][#][0][width][grouping][.precision][type], and how numbers
 * are laid out by it. Mirrors Python/formatter_unicode.c.
 */
#ifndef HEAPD_HEAP_OBJECT_FORMAT_SPEC_H
#define HEAPD_HEAP_OBJECT_FORMAT_SPEC_H

#include "daemon/heap/object/format.h"

struct format_spec {
    uint32_t fill, align, sign, type; /* characters; 0: not given */
    bool alternate, no_negative_zero;
    int64_t width, precision; /* -1: not given */
    char separator;           /* of groups of digits: ',' or '_'; 0 none */
    char fraction_separator;
    unsigned group; /* digits in one */
};

/* What an empty type and alignment mean is given; `o` is named in messages. */
enum heap_status format_spec_read(struct heap *h, addr o, addr spec, uint32_t type, uint32_t align,
                                  struct format_spec *out) HEAP_MUST_CHECK;

/* "Unknown format code 'y' for object of type 'int'". */
enum heap_status raise_format_code(struct heap *h, addr o, uint32_t code);

/* A number as it is before it is laid out: ASCII, without its sign. */
struct number_text {
    bool negative;
    const char *prefix; /* "0x" ..., or "" */
    const char *digits; /* before the point */
    size_t digit_count;
    bool point;
    const char *rest;               /* fraction, exponent, per cent: what is never grouped from the right */
    size_t rest_length, rest_width; /* bytes, characters */
};
void format_number(struct text *out, const struct format_spec *spec, const struct number_text *number);

/* One character, `count` times. */
void text_fill(struct text *out, uint32_t c, size_t count);

/* ---- doubles as text (format_float.c) */

enum float_text_flag {
    FLOAT_TEXT_SIGN = 1,      /* '+' before what is not negative */
    FLOAT_TEXT_DOT_0 = 2,     /* "1.0", not "1" */
    FLOAT_TEXT_ALTERNATE = 4, /* the point stays, and for 'g' the zeros behind it */
    FLOAT_TEXT_NO_MINUS_0 = 8
};

/* PyOS_double_to_string: code 'e', 'f', 'g' and 'E', 'F', 'G' with a precision, or 'r' for repr, correctly
 * rounded. HEAP_OK; where `out` has no room it is cut. */
void text_put_double(struct text *out, double d, char code, int64_t precision, unsigned flags);

/* ---- by type: what int.__format__, ... answer for a spec that is not empty */

enum heap_status format_int(struct heap *h, addr o, addr spec, addr *out) HEAP_MUST_CHECK;
enum heap_status format_float(struct heap *h, addr o, addr spec, addr *out) HEAP_MUST_CHECK;
enum heap_status format_complex(struct heap *h, addr o, addr spec, addr *out) HEAP_MUST_CHECK;
enum heap_status format_str(struct heap *h, addr o, addr spec, addr *out) HEAP_MUST_CHECK;

/* An int in another base than ten, without sign and prefix: base 2, 8 or 16. */
enum heap_status text_put_int_base(struct heap *h, struct text *out, addr o, unsigned base,
                                   bool upper) HEAP_MUST_CHECK;

#endif
