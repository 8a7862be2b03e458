/* int and bool: sign and digits of 30 bits (layout: int.h). Small ints and the two bools are in the static
 * area; all others are made anew. Mirrors Objects/longobject.c and boolobject.c.
 */
#include "daemon/heap/object/int.h"
#include "daemon/heap/boot.h"
#include "daemon/heap/object/free_list.h"
#include "daemon/heap/object/hash.h"
#include "daemon/heap/object/long_work.h"
#include "daemon/heap/object/operator.h"
#include "daemon/heap/object/quick_number.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* ---- layout
 * -------------------------------------------------------------------------------------------------------- */

static void set_sign_and_count(struct heap *h, addr o, int sign, size_t count, uint32_t flags)
{
    if (h->abi.int_form == INT_SIGNED_SIZE)
        HEAP_FIELD(h, o, 16, int64_t) = sign < 0 ? -(int64_t)count : (int64_t)count;
    else
        HEAP_FIELD(h, o, 16, uint64_t) = count << INT_TAG_SHIFT | flags | (uint32_t)(1 - sign);
}

size_t int_digit_count(const struct heap *h, addr o)
{
    if (h->abi.int_form == INT_TAG)
        return HEAP_FIELD(h, o, 16, uint64_t) >> INT_TAG_SHIFT;
    int64_t size = HEAP_FIELD(h, o, 16, int64_t);
    return (size_t)(size < 0 ? -size : size);
}

int int_sign(const struct heap *h, addr o)
{
    if (h->abi.int_form == INT_TAG)
        return 1 - (int)(HEAP_FIELD(h, o, 16, uint64_t) & INT_TAG_SIGN);
    int64_t size = HEAP_FIELD(h, o, 16, int64_t);
    return (size > 0) - (size < 0);
}

const uint32_t *int_digits(const struct heap *h, addr o)
{
    return int_at(h, o);
}

/* ---- constructors
 * -------------------------------------------------------------------------------------------------- */

static addr new_static(struct heap *h, enum kind k, int64_t value, uint32_t flags)
{
    addr o = object_new_static(h, h->type[k], INT_HEADER + sizeof(uint32_t));
    set_sign_and_count(h, o, (value > 0) - (value < 0), value != 0, flags);
    int_at(h, o)[0] = (uint32_t)(value < 0 ? -value : value);
    return o;
}

void int_boot(struct heap *h)
{
    uint32_t flags = h->abi.int_static_flag ? INT_TAG_STATIC : 0;
    for (int64_t i = h->abi.small_int_min; i <= h->abi.small_int_max; i++) {
        addr o = new_static(h, KIND_INT, i, flags);
        if (i == h->abi.small_int_min)
            h->small_ints = o;
    }
    h->singleton[SINGLETON_FALSE] = new_static(h, KIND_BOOL, 0, 0);
    h->singleton[SINGLETON_TRUE] = new_static(h, KIND_BOOL, 1, 0);
}

addr bool_new(struct heap *h, bool value)
{
    return incref(h, h->singleton[value ? SINGLETON_TRUE : SINGLETON_FALSE]);
}

static inline bool is_small(const struct heap *h, int64_t value)
{
    return value >= h->abi.small_int_min && value <= h->abi.small_int_max;
}

static addr small_int(struct heap *h, int64_t value)
{
    return incref(h, h->small_ints + (addr)(value - h->abi.small_int_min) * INT_STATIC_STRIDE);
}

/* One digit is a whole struct _longobject, whose size the compiler rounds up to 32; more are counted exactly.
 * `bytes`: at least so many, 0 as needed. */
static addr allocate(struct heap *h, size_t bytes, bool negative, size_t count)
{
    if (count > INT_MAX_DIGITS)
        return raise_none(h, EXC_OVERFLOW_ERROR, "too many digits in integer");
    size_t need = INT_HEADER + count * sizeof(uint32_t);
    bool listed = count <= 1 && bytes <= INT_HEADER + sizeof(uint32_t);
    if (bytes == 0 && count <= 1)
        bytes = INT_HEADER + 8;
    if (bytes < need)
        bytes = need;
    addr o = listed ? free_list_plain(h, FREE_INTS, h->type[KIND_INT], need) : 0;
    if (!o && bytes <= SMALL_REQUEST_LIMIT)
        o = quick_new_plain_or_last(h, h->type[KIND_INT], (bytes + 15) & ~(size_t)15, true);
    if (!o)
        o = object_new_sized(h, h->type[KIND_INT], bytes);
    if (o)
        set_sign_and_count(h, o, count == 0 ? 0 : negative ? -1 : 1, count, 0);
    return o;
}

/* From the list of those that wait, where the version has one. */
static __attribute__((noinline)) addr make_listed(struct heap *h, int64_t value)
{
    addr o = free_list_plain(h, FREE_INTS, h->type[KIND_INT], INT_HEADER + sizeof(uint32_t));
    if (HEAP_UNLIKELY(!o))
        return int_new(h, value);
    quick_int_fill(h, o, value < 0, value < 0 ? -(uint64_t)value : (uint64_t)value);
    return o;
}

static __attribute__((noinline)) addr make_any(struct heap *h, int64_t value)
{
    uint64_t rest = value < 0 ? -(uint64_t)value : (uint64_t)value;
    if (h->free_list[FREE_INTS].first && rest >> INT_DIGIT_BITS == 0)
        return make_listed(h, value);
    addr o = rest >> (2 * INT_DIGIT_BITS) == 0
                 ? quick_new_plain_or_last(h, h->type[KIND_INT], QUICK_NUMBER_BLOCK, true)
                 : 0;
    if (HEAP_UNLIKELY(!o))
        return int_new(h, value);
    quick_int_fill(h, o, value < 0, rest);
    return o;
}

static inline bool is_digit(int64_t value)
{
    return (uint64_t)value + INT_DIGIT_MASK <= 2 * (uint64_t)INT_DIGIT_MASK;
}

/* What is out of the ordinary is called last: nothing has to be saved for it. */
addr int_make(struct heap *h, int64_t value)
{
    if (HEAP_LIKELY(is_digit(value) && !h->free_list[FREE_INTS].first)) {
        addr o = quick_new_plain(h, h->type[KIND_INT], QUICK_NUMBER_BLOCK);
        if (HEAP_LIKELY(o != 0)) {
            quick_digit_fill(h, o, value);
            return o;
        }
    }
    return make_any(h, value);
}

static __attribute__((noinline)) bool free_any(struct heap *h, addr o)
{
    return quick_number_free(h, o, true);
}

bool number_free(struct heap *h, addr o)
{
    return HEAP_LIKELY(quick_number_free(h, o, false)) || free_any(h, o);
}

/* ---- results: a number made and most often one let go, whose block is in the same pool ----------- */

static __attribute__((noinline)) addr result_of_any(struct heap *h, int64_t value, slot_reference a,
                                                    slot_reference b)
{
    addr made = quick_int_new(h, value);
    if (HEAP_LIKELY(made != 0)) {
        quick_number_release(h, a);
        quick_number_release(h, b);
    }
    return made;
}

/* A reference less to an int. True: it was the last one, and its block comes first in the pool, which has a
 * free one; the counts are the caller's. */
static inline bool let_go_into(struct heap *h, struct pool_header *p, slot_reference s)
{
    struct object *o = object_at(h, s);
    if (s & 1 || (int32_t)o->refcount < 0 || (uint32_t)--o->refcount != 0)
        return false;
    if (HEAP_UNLIKELY((s & ~(addr)(h->abi.pool_size - 1)) != heap_addr(h, p))) {
        object_release(h, s);
        return false;
    }
    HEAP_FIELD(h, s, 0, addr) = p->free_block;
    region_poison(h, s + sizeof(addr), QUICK_NUMBER_BLOCK - sizeof(addr));
    p->free_block = s;
    *object_start_word(h, s) &= ~object_end_bits(s);
    return true;
}

/* As quick_new_plain() and quick_number_free(), but that counts which go up and down again are left alone. */
addr int_result(struct heap *h, int64_t value, slot_reference a, slot_reference b)
{
    enum { CLASS = (QUICK_NUMBER_BLOCK - 1) >> 4 };
    addr pool = h->used_pools[CLASS].next;
    uint64_t used = h->small_used + QUICK_NUMBER_BLOCK + h->large.used_bytes,
             magnitude = value < 0 ? -(uint64_t)value : (uint64_t)value;
    if (HEAP_UNLIKELY(magnitude >> (2 * INT_DIGIT_BITS) || h->attended || used > h->limit ||
                      h->free_list[FREE_INTS].max || pool == quick_ring_head(h, CLASS)))
        return result_of_any(h, value, a, b);
    struct pool_header *p = heap_at(h, pool);
    addr made = p->free_block, next = HEAP_FIELD(h, made, 0, addr);
    if (HEAP_UNLIKELY(next == 0))
        return result_of_any(h, value, a, b);
    if (HEAP_UNLIKELY(used > h->peak_used))
        h->peak_used = used;
    p->free_block = next;
    region_unpoison(h, made, QUICK_NUMBER_BLOCK);
    *object_at(h, made) = (struct object){1, h->type[KIND_INT]};
    *object_start_word(h, made) |= object_start_bit(made);
    quick_int_fill(h, made, value < 0, magnitude);
    p->used++; /* so that no other release finds the pool empty */
    int more = 1 - let_go_into(h, p, a);
    more -= let_go_into(h, p, b);
    p->used += (uint32_t)(more - 1);
    if (more != 0) {
        h->small_used += (uint64_t)(int64_t)more * QUICK_NUMBER_BLOCK;
        h->small_blocks += (uint64_t)(int64_t)more;
        h->object_count += (uint64_t)(int64_t)more;
    }
    return made;
}

addr int_new(struct heap *h, int64_t value)
{
    if (is_small(h, value))
        return small_int(h, value);
    uint64_t rest = value < 0 ? -(uint64_t)value : (uint64_t)value;
    size_t count = rest >> INT_DIGIT_BITS == 0 ? 1 : rest >> (2 * INT_DIGIT_BITS) == 0 ? 2 : 3;
    addr o = allocate(h, 0, value < 0, count);
    if (!o)
        return 0;
    uint32_t *digits = int_at(h, o);
    for (size_t i = 0; i < count; i++, rest >>= INT_DIGIT_BITS)
        digits[i] = (uint32_t)rest & INT_DIGIT_MASK;
    return o;
}

static addr from_digits(struct heap *h, bool negative, const uint32_t *digits, size_t count, size_t bytes)
{
    while (count && digits[count - 1] == 0)
        count--;
    if (count <= 1) {
        int64_t value = count ? digits[0] : 0;
        if (is_small(h, negative ? -value : value))
            return small_int(h, negative ? -value : value);
    }
    addr o = allocate(h, bytes, negative, count);
    if (o && bytes_copy(h, int_at(h, o), digits, count * sizeof *digits) != HEAP_OK) {
        decref(h, o);
        return 0;
    }
    return o;
}

addr int_from_digits(struct heap *h, bool negative, const uint32_t *digits, size_t count)
{
    return from_digits(h, negative, digits, count, 0);
}

addr int_from_digits_with_room(struct heap *h, bool negative, const uint32_t *digits, size_t count,
                               size_t room)
{
    return from_digits(h, negative, digits, count, INT_HEADER + (room ? room : 1) * sizeof(uint32_t));
}

addr int_new_with_room(struct heap *h, int64_t value, size_t room)
{
    if (room == 0)
        return int_new(h, value);
    uint64_t rest = value < 0 ? -(uint64_t)value : (uint64_t)value;
    uint32_t digits[3] = {(uint32_t)rest & INT_DIGIT_MASK,
                          (uint32_t)(rest >> INT_DIGIT_BITS) & INT_DIGIT_MASK,
                          (uint32_t)(rest >> (2 * INT_DIGIT_BITS))};
    return int_from_digits_with_room(h, value < 0, digits, 3, room);
}

addr int_copy_of(struct heap *h, addr type, addr o)
{
    if (type == 0 || type == h->type[KIND_INT])
        return object_is_exact(h, o, KIND_INT)
                   ? incref(h, o)
                   : int_from_digits(h, int_sign(h, o) < 0, int_at(h, o), int_digit_count(h, o));
    size_t count = int_digit_count(h, o);
    /* A subclass has room for at least one digit (long_subtype_new). */
    addr copy = object_new(h, type, count ? count : 1);
    if (!copy)
        return 0;
    set_sign_and_count(h, copy, int_sign(h, o), count, 0);
    if (bytes_copy(h, int_at(h, copy), int_at(h, o), (count ? count : 1) * sizeof(uint32_t)) != HEAP_OK) {
        object_free_memory(h, copy); /* nobody's finalizer gets to see it */
        return 0;
    }
    object_track(h, copy);
    return copy;
}

/* ---- conversions
 * ----------------------------------------------------------------------------------------------------- */

bool int_fits(const struct heap *h, addr o, int64_t *out)
{
    if (HEAP_LIKELY(quick_int_of_type(h, o, out)))
        return true;
    size_t count = int_digit_count(h, o);
    const uint32_t *digits = int_at(h, o);
    if (count > 3 || (count == 3 && digits[2] >> 4))
        return false;
    uint64_t x = 0;
    for (size_t i = count; i > 0; i--)
        x = x << INT_DIGIT_BITS | digits[i - 1];
    bool negative = int_sign(h, o) < 0;
    if (x > (uint64_t)INT64_MAX + negative)
        return false;
    *out = (int64_t)(negative ? -x : x);
    return true;
}

/* The top 64 bits of the magnitude, highest one set, the lowest also set if anything below was; x == result *
 * 2**shift. */
static uint64_t top_bits(const uint32_t *digits, size_t count, int64_t *shift)
{
    int bits = 32 - __builtin_clz(digits[count - 1]); /* of the highest digit */
    int64_t total = (int64_t)(count - 1) * INT_DIGIT_BITS + bits;
    *shift = total - 64;
    uint64_t x = 0;
    int need = 64;
    size_t i = count;
    for (int width = bits; need > 0 && i > 0; width = INT_DIGIT_BITS) {
        uint64_t d = digits[--i];
        if (width <= need) {
            x = x << width | d;
            need -= width;
        } else {
            int drop = width - need;
            x = x << need | d >> drop;
            if (d & ((1ull << drop) - 1))
                x |= 1;
            need = 0;
        }
    }
    x <<= need; /* a number of fewer than 64 bits */
    while (i > 0)
        if (digits[--i])
            return x | 1;
    return x;
}

/* Rounded to nearest, ties to even, like _PyLong_Frexp. */
double int_to_double(const struct heap *h, addr o, bool *overflow)
{
    *overflow = false;
    size_t count = int_digit_count(h, o);
    if (count == 0)
        return 0.0;
    int64_t shift;
    uint64_t x = top_bits(int_at(h, o), count, &shift);
    if (shift > 2048) {
        *overflow = true;
        return 0.0;
    }
    uint64_t rest = x & 0x7ff; /* below the 53 bits of a double */
    x >>= 11;
    if (rest > 0x400 || (rest == 0x400 && (x & 1)))
        x++;
    double d = ldexp((double)x, (int)shift + 11);
    if (isinf(d)) {
        *overflow = true;
        return 0.0;
    }
    return int_sign(h, o) < 0 ? -d : d;
}

/* Magnitudes against a finite d >= 0. */
static int compare_magnitude(const struct heap *h, addr o, double d)
{
    size_t count = int_digit_count(h, o);
    int exponent;
    double m = frexp(d, &exponent); /* d == m * 2**exponent, m in [0.5, 1) or 0 */
    if (m == 0 || count == 0)
        return (count != 0) - (m != 0);
    int64_t shift;
    uint64_t x = top_bits(int_at(h, o), count, &shift);
    if (shift + 64 != exponent)
        return shift + 64 > exponent ? 1 : -1;
    /* equal bit lengths: all of d's 53 bits are in the top 64 */
    uint64_t y = (uint64_t)ldexp(m, 64 - 1) << 1;
    return (x > y) - (x < y);
}

int int_compare_double(const struct heap *h, addr o, double d)
{
    if (isnan(d))
        return 2;
    int sign = int_sign(h, o), other = (d > 0) - (d < 0);
    if (sign != other)
        return sign < other ? -1 : 1;
    if (isinf(d))
        return -other;
    int c = compare_magnitude(h, o, fabs(d));
    return sign < 0 ? -c : c;
}

int int_compare(const struct heap *h, addr a, addr b)
{
    int sa = int_sign(h, a), sb = int_sign(h, b);
    if (sa != sb)
        return sa < sb ? -1 : 1;
    size_t na = int_digit_count(h, a), nb = int_digit_count(h, b);
    if (na != nb)
        return (na < nb ? -1 : 1) * sa;
    const uint32_t *da = int_at(h, a), *db = int_at(h, b);
    for (size_t i = na; i > 0; i--)
        if (da[i - 1] != db[i - 1])
            return (da[i - 1] < db[i - 1] ? -1 : 1) * sa;
    return 0;
}

enum heap_status raise_not_int(struct heap *h, addr o)
{
    return raise_error(h, EXC_TYPE_ERROR, "'%s' object cannot be interpreted as an integer",
                       object_type_name(h, o));
}

enum heap_status int_position(struct heap *h, addr o, int64_t *out)
{
    return object_index_word(h, o, EXC_NONE, out);
}

enum heap_status int_slice_position(struct heap *h, addr o, int64_t *out)
{
    if (!object_has_index(h, o))
        return raise_error(h, EXC_TYPE_ERROR, "slice indices must be integers or have an __index__ method");
    return int_position(h, o, out);
}

enum heap_status int_argument(struct heap *h, addr o, int64_t *out)
{
    addr index;
    if (int_is_kind(h, o) && int_fits(h, o, out))
        return HEAP_OK;
    enum heap_status status = object_index(h, o, &index);
    if (status != HEAP_OK)
        return status;
    if (!int_fits(h, index, out))
        status = raise_error(h, EXC_OVERFLOW_ERROR, "Python int too large to convert to C ssize_t");
    decref(h, index);
    return status;
}

enum heap_status int_removal(struct heap *h, int64_t i, int64_t length, const char *type, int64_t *out)
{
    if (length == 0)
        return raise_error(h, EXC_INDEX_ERROR, "pop from empty %s", type);
    if (i < 0)
        i += length;
    if (i < 0 || i >= length)
        return raise_error(h, EXC_INDEX_ERROR, "pop index out of range");
    *out = i;
    return HEAP_OK;
}

/* ---- slots
 * -----------------------------------------------------------------------------------------------------------
 */

static enum heap_status int_hash(struct heap *h, addr o, int64_t *out)
{
    const uint32_t *digits = int_at(h, o);
    uint64_t x = 0;
    work_done(h, steps_of_limbs(int_digit_count(h, o)));
    for (size_t i = int_digit_count(h, o); i > 0; i--) {
        x = (x << INT_DIGIT_BITS & HASH_MODULUS) | x >> (HASH_BITS - INT_DIGIT_BITS);
        x += digits[i - 1];
        if (x >= HASH_MODULUS)
            x -= HASH_MODULUS;
        if (loop_goes_on(h, i) != HEAP_OK)
            return HEAP_ABANDONED;
    }
    *out = hash_result(int_sign(h, o) < 0 ? -x : x);
    return HEAP_OK;
}

static enum heap_status int_repr(struct heap *h, addr o, struct text *out)
{
    return text_put_decimal(h, out, o);
}

static enum heap_status int_equal(struct heap *h, addr a, addr b, int *result)
{
    *result = int_is_kind(h, b) ? int_compare(h, a, b) == 0 : -1;
    return HEAP_OK;
}

static size_t int_size(const struct heap *h, addr o)
{
    size_t count = int_digit_count(h, o);
    if (count == 0 && h->abi.int_zero_has_digit)
        count = 1;
    return INT_HEADER + count * sizeof(uint32_t);
}

static const char *int_verify(const struct heap *h, addr o)
{
    size_t count = int_digit_count(h, o);
    if (count > INT_MAX_DIGITS || !object_has_room(h, o, INT_HEADER + count * sizeof(uint32_t)))
        return "an int of an impossible size";
    const uint32_t *digits = int_at(h, o);
    for (size_t i = 0; i < count; i++)
        if (digits[i] > INT_DIGIT_MASK)
            return "a digit of an int that has more than 30 bits";
    if (count && digits[count - 1] == 0)
        return "an int that is not normalized";
    if (h->abi.int_form == INT_TAG && (int_sign(h, o) == 0) != (count == 0))
        return "the sign of an int does not fit its digits";
    return NULL;
}

const struct kind_ops int_ops = {
    .size = int_size, .repr = int_repr, .hash = int_hash, .equal = int_equal, .verify = int_verify};

static enum heap_status bool_repr(struct heap *h, addr o, struct text *out)
{
    bool value = o == h->singleton[SINGLETON_TRUE];
    text_put(out, value ? "True" : "False", value ? 4 : 5);
    return HEAP_OK;
}

static const char *bool_verify(const struct heap *h, addr o)
{
    if (o != h->singleton[SINGLETON_TRUE] && o != h->singleton[SINGLETON_FALSE])
        return "a third bool";
    return int_digit_count(h, o) != (o == h->singleton[SINGLETON_TRUE]) ? "a bool of the wrong value" : NULL;
}

const struct kind_ops bool_ops = {
    .size = int_size, .repr = bool_repr, .hash = int_hash, .equal = int_equal, .verify = bool_verify};
