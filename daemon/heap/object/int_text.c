/* int to text and back. Mirrors long_to_decimal_string and PyLong_FromString of Objects/longobject.c; lengths
 * beyond what a stack holds go through limbs.c. The memory asked for is what CPython asks for, which guesses
 * it from the number of digits.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/heap/object/format_spec.h"
#include "daemon/heap/object/int.h"
#include "daemon/heap/object/limbs.h"
#include "daemon/heap/object/quick_number.h"
#include "daemon/heap/object/str.h"
#include "daemon/heap/object/utf8.h"
#include "daemon/heap/region.h"

#define FEW 64 /* limbs that are kept on the stack */

static uint32_t *memory_for(struct heap *h, uint32_t few[FEW], size_t limbs)
{
    uint32_t *memory = limbs <= FEW ? few : malloc(limbs * sizeof *memory);
    region_use_huge_memory(memory, limbs * sizeof *memory);
    if (!memory)
        (void)raise_memory(h);
    return memory;
}

/* ---- to text
 * ---------------------------------------------------------------------------------------------------------
 */

size_t int_decimal_size(const struct heap *h, addr o)
{
    size_t count = int_digit_count(h, o);
    return count * 9 + count / 32 + 3; /* 30 bits are 9.0309 decimal digits; sign */
}

static size_t put_limbs(char *out, const uint32_t *limbs, size_t count)
{
    while (count > 1 && limbs[count - 1] == 0)
        count--;
    size_t n = 0;
    for (size_t i = count; i > 0; i--) {
        char nine[9];
        uint32_t x = limbs[i - 1];
        for (int k = 8; k >= 0; k--, x /= 10)
            nine[k] = (char)('0' + x % 10);
        size_t skip = 0;
        while (i == count && skip < 8 && nine[skip] == '0')
            skip++;
        memcpy(out + n, nine + skip, 9 - skip);
        n += 9 - skip;
    }
    return n;
}

/* Of at most two digits. */
static size_t put_short(char *out, uint64_t x, bool negative)
{
    char digits[20];
    size_t first = sizeof digits, n = 0;
    do
        digits[--first] = (char)('0' + x % 10);
    while (x /= 10);
    if (negative)
        out[n++] = '-';
    memcpy(out + n, digits + first, sizeof digits - first);
    return n + sizeof digits - first;
}

enum heap_status int_decimal(struct heap *h, addr o, char *out, size_t capacity, size_t *length)
{
    size_t count = int_digit_count(h, o);
    if (capacity < int_decimal_size(h, o))
        return raise_error(h, EXC_SYSTEM_ERROR, "no room for the digits of an int");
    if (count <= 2) {
        const uint32_t *digits = int_at(h, o);
        uint64_t x = count == 0 ? 0 : digits[0] | (count == 2 ? (uint64_t)digits[1] << INT_DIGIT_BITS : 0);
        *length = put_short(out, x, int_sign(h, o) < 0);
        return HEAP_OK;
    }
    size_t bound = limbs_bound(LIMB_BINARY, count, LIMB_DECIMAL);
    uint32_t few[FEW], *limbs = memory_for(h, few, bound);
    if (!limbs)
        return raise_status(h);
    enum heap_status status = limbs_convert(h, LIMB_BINARY, int_at(h, o), count, LIMB_DECIMAL, limbs);
    if (status == HEAP_OK) {
        size_t n = 0;
        if (int_sign(h, o) < 0)
            out[n++] = '-';
        *length = n + put_limbs(out + n, limbs, bound);
    }
    if (limbs != few)
        free(limbs);
    return status;
}

addr int_str(struct heap *h, int64_t value)
{
    char digits[20];
    size_t length = put_short(digits, value < 0 ? -(uint64_t)value : (uint64_t)value, value < 0);
    addr s = str_new(h, length, 0x7f);
    if (s)
        memcpy(heap_at(h, s + h->abi.str_ascii_header), digits, length);
    return s;
}

/* Whoever only looks at a heap does not wait for the decimal digits of a number that is longer: in time that
 * grows with the square of their number, or nearly so. */
#define PLAIN_DIGITS 8192u

/* What a stack holds; longer text needs memory of the host, for the moment. */
enum heap_status text_put_decimal(struct heap *h, struct text *out, addr o)
{
    char few[128];
    if (out->plain && int_digit_count(h, o) > PLAIN_DIGITS) {
        text_put(out, int_sign(h, o) < 0 ? "-0x" : "0x", int_sign(h, o) < 0 ? 3 : 2);
        return text_put_int_base(h, out, o, 16, false);
    }
    size_t size = int_decimal_size(h, o), length, limit = out->plain ? 0 : h->int_max_str_digits;
    bool too_long = limit && size > limit + 8 && int_bit_length(h, o) / 10 * 3 > limit;
    char *digits = size <= sizeof few ? few : too_long ? NULL : malloc(size);
    if (!digits && !too_long)
        return raise_memory(h);
    enum heap_status status = too_long ? HEAP_OK : int_decimal(h, o, digits, size, &length);
    if (status == HEAP_OK && (too_long || (limit && length - (int_sign(h, o) < 0) > limit)))
        status = raise_error(h, EXC_VALUE_ERROR,
                             "Exceeds the limit (%zu digits) for integer string conversion; use "
                             "sys.set_int_max_str_digits() to increase the limit",
                             limit);
    else if (status == HEAP_OK)
        text_put(out, digits, length);
    if (digits != few)
        free(digits);
    return status;
}

/* ---- from text
 * ---------------------------------------------------------------------------------------------------------
 */

static int digit_value(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'z')
        return c - 'a' + 10;
    return c >= 'A' && c <= 'Z' ? c - 'A' + 10 : 99;
}

static addr raise_invalid(struct heap *h, const char *text, size_t length, int base)
{
    char shown[240];
    size_t n = 0;
    char quote = memchr(text, '\'', length) && !memchr(text, '"', length) ? '"' : '\'';
    shown[n++] = quote;
    uint32_t c[200];
    size_t count = length < 200 ? length : 200;
    while (count && utf8_scan((const uint8_t *)text, count, true).reason)
        count--;
    struct utf8_scan scan = utf8_scan((const uint8_t *)text, count, true);
    utf8_decode((const uint8_t *)text, count, c, 4);
    for (size_t i = 0; i < scan.characters && n + 12 < sizeof shown; i++)
        n += str_escape(c[i], quote, h, shown + n);
    if (count == length)
        shown[n++] = quote;
    shown[n] = 0;
    return raise_none(h, EXC_VALUE_ERROR, "invalid literal for int() with base %d: %s", base, shown);
}

static bool is_power_of_two(int base)
{
    return (base & (base - 1)) == 0;
}

struct literal {
    const char *digits, *end; /* after sign and prefix */
    size_t count;             /* digits, underscores apart */
    int base;
    bool negative;
};

/* 0x, 0o, 0b where the base allows: true if one was there. */
static bool take_prefix(struct literal *l)
{
    if (l->end - l->digits < 2 || l->digits[0] != '0')
        return false;
    char letter = (char)(l->digits[1] | 0x20);
    int base = letter == 'x' ? 16 : letter == 'o' ? 8 : letter == 'b' ? 2 : 0;
    if (base == 0 || (l->base != 0 && l->base != base))
        return false;
    l->base = base;
    l->digits += 2;
    return true;
}

static enum heap_status read_literal(struct heap *h, const char *text, size_t length, int base,
                                     struct literal *l, bool *valid)
{
    *valid = false;
    *l = (struct literal){text, text + length, 0, base, false};
    if (length && (*text == '+' || *text == '-')) {
        l->negative = *text == '-';
        l->digits++;
    }
    bool prefixed = take_prefix(l), decimal_by_default = l->base == 0;
    if (decimal_by_default)
        l->base = 10;
    if (prefixed && l->digits < l->end && *l->digits == '_')
        l->digits++;
    bool zeros_only = true;
    char before = '_'; /* an underscore may stand only between digits */
    for (const char *p = l->digits; p < l->end; before = *p++) {
        if (*p == '_') {
            if (before == '_')
                return HEAP_OK;
            continue;
        }
        if (digit_value(*p) >= l->base)
            return HEAP_OK;
        zeros_only = zeros_only && *p == '0';
        if (loop_goes_on(h, l->count++) != HEAP_OK)
            return HEAP_ABANDONED;
    }
    /* a literal like 012 is none when the base is left to it */
    *valid = l->count > 0 && before != '_' && (!decimal_by_default || zeros_only || *l->digits != '0');
    return HEAP_OK;
}

enum heap_status int_check_literal(struct heap *h, const char *digits, size_t length, int base)
{
    struct literal l;
    bool valid;
    size_t limit = h->int_max_str_digits;
    if (limit == 0 || length <= limit)
        return HEAP_OK;
    enum heap_status status = read_literal(h, digits, length, base, &l, &valid);
    if (status != HEAP_OK || !valid || l.count <= limit || is_power_of_two(l.base))
        return status;
    return raise_error(
        h, EXC_VALUE_ERROR,
        "Exceeds the limit (%zu digits) for integer string conversion: value has %zu digits; use "
        "sys.set_int_max_str_digits() to increase the limit",
        limit, l.count);
}

/* The digits in groups of `width`, least first, each a limb: at most count / width + 1 of them. */
static enum heap_status group(struct heap *h, const struct literal *l, unsigned width, uint32_t *limbs,
                              size_t *count)
{
    size_t n = 0;
    unsigned have = 0;
    uint32_t limb = 0, scale = 1;
    for (const char *p = l->end; p > l->digits;) {
        if (*--p == '_')
            continue;
        limb += (uint32_t)digit_value(*p) * scale;
        scale *= (uint32_t)l->base;
        if (++have == width) {
            if (loop_goes_on(h, n) != HEAP_OK)
                return HEAP_ABANDONED;
            limbs[n++] = limb;
            limb = 0, scale = 1, have = 0;
        }
    }
    if (have || n == 0)
        limbs[n++] = limb;
    *count = n;
    return HEAP_OK;
}

/* Of a power of two the digits are bits of the result, as they come from the end: in so many limbs as
 * room_for() says. */
static enum heap_status pack(struct heap *h, const struct literal *l, uint32_t *limbs)
{
    unsigned width = (unsigned)__builtin_ctz((unsigned)l->base), bits = 0;
    uint64_t have = 0;
    size_t n = 0;
    for (const char *p = l->end; p > l->digits;) {
        if (*--p == '_')
            continue;
        have |= (uint64_t)digit_value(*p) << bits;
        bits += width;
        if (bits < INT_DIGIT_BITS)
            continue;
        if (loop_goes_on(h, n) != HEAP_OK)
            return HEAP_ABANDONED;
        limbs[n++] = (uint32_t)have & INT_DIGIT_MASK;
        have >>= INT_DIGIT_BITS;
        bits -= INT_DIGIT_BITS;
    }
    if (bits)
        limbs[n] = (uint32_t)have;
    return loop_work(h, steps_of_bytes(l->count));
}

/* How many digits CPython makes room for: what the base needs, plus one, rounded down; exact for powers of
 * two. */
static size_t room_for(const struct literal *l)
{
    unsigned base = (unsigned)l->base;
    if (is_power_of_two(l->base))
        return (l->count * (size_t)__builtin_ctz(base) + INT_DIGIT_BITS - 1) / INT_DIGIT_BITS;
    double digits = base == 10 ? 0.11073093649624542 : log(base) / log((double)LIMB_BINARY);
    return (size_t)((double)l->count * digits + 1.0);
}

/* Up to 18 decimal digits, all that there is between the ends: no more than a machine word. */
static bool read_short(const char *text, size_t length, struct literal *l, uint64_t *value)
{
    *l = (struct literal){.base = 10, .negative = length && *text == '-'};
    l->count = length - l->negative;
    if (length == 0 || l->count == 0 || l->count > 18)
        return false;
    uint64_t x = 0;
    for (size_t i = l->negative; i < length; i++) {
        unsigned digit = (unsigned)text[i] - '0';
        if (digit > 9)
            return false;
        x = x * 10 + digit;
    }
    *value = x;
    return true;
}

static addr packed(struct heap *h, const struct literal *l)
{
    size_t count = room_for(l);
    uint32_t few[FEW], *limbs = memory_for(h, few, count);
    addr o = limbs && pack(h, l, limbs) == HEAP_OK
                 ? int_from_digits_with_room(h, l->negative, limbs, count, count)
                 : 0;
    if (limbs != few)
        free(limbs);
    return o;
}

static addr converted(struct heap *h, const struct literal *l)
{
    uint32_t radix = (uint32_t)l->base;
    unsigned width = 1;
    while ((uint64_t)radix * (unsigned)l->base <= LIMB_BINARY) {
        radix *= (uint32_t)l->base;
        width++;
    }
    size_t groups = l->count / width + 1, bound = limbs_bound(radix, groups, LIMB_BINARY);
    uint32_t few[FEW], *memory = memory_for(h, few, groups + bound);
    if (!memory)
        return 0;
    uint32_t *out = memory + groups;
    enum heap_status status = group(h, l, width, memory, &groups);
    if (status == HEAP_OK)
        status = limbs_convert(h, radix, memory, groups, LIMB_BINARY, out);
    addr o = status == HEAP_OK
                 ? int_from_digits_with_room(h, l->negative, out, limbs_bound(radix, groups, LIMB_BINARY),
                                             room_for(l))
                 : 0;
    if (memory != few)
        free(memory);
    return o;
}

addr int_from_text(struct heap *h, const char *digits, size_t length, int base)
{
    struct literal l;
    uint64_t value;
    bool valid;
    if (base == 10 && read_short(digits, length, &l, &value)) {
        uint32_t two[2] = {(uint32_t)value & INT_DIGIT_MASK, (uint32_t)(value >> INT_DIGIT_BITS)};
        return int_from_digits_with_room(h, l.negative, two, 2, room_for(&l));
    }
    if (read_literal(h, digits, length, base, &l, &valid) != HEAP_OK)
        return 0;
    if (!valid)
        return raise_invalid(h, digits, length, base);
    return is_power_of_two(l.base) ? packed(h, &l) : converted(h, &l);
}
