/* The Mersenne Twister (random.h). */
#include "daemon/heap/object/random.h"

#include <string.h>

#include "daemon/heap/memory.h"
#include "daemon/heap/object/answer.h"
#include "daemon/heap/object/construct.h"
#include "daemon/heap/object/container.h"
#include "daemon/heap/object/float.h"
#include "daemon/heap/object/int.h"
#include "daemon/heap/object/iterator_fields.h"

#define N 624
#define M 397

struct generator {
    struct object base;
    uint32_t index, state[N];
};
_Static_assert(sizeof(struct generator) == 2520, "as RandomObject");

static struct generator *generator_at(const struct heap *h, addr o)
{
    return heap_at(h, o);
}

/* ---- words ----------------------------------------------------------------------------------- */

static void renew(struct generator *g)
{
    uint32_t *mt = g->state;
    for (size_t i = 0; i < N; i++) {
        uint32_t y = (mt[i] & 0x80000000u) | (mt[(i + 1) % N] & 0x7fffffffu);
        mt[i] = mt[(i + M) % N] ^ y >> 1 ^ (y & 1 ? 0x9908b0dfu : 0);
    }
    g->index = 0;
}

static uint32_t next_word(struct generator *g)
{
    if (g->index >= N)
        renew(g);
    uint32_t y = g->state[g->index++];
    y ^= y >> 11;
    y ^= y << 7 & 0x9d2c5680u;
    y ^= y << 15 & 0xefc60000u;
    return y ^ y >> 18;
}

static void begin(struct generator *g, uint32_t seed)
{
    g->state[0] = seed;
    for (uint32_t i = 1; i < N; i++)
        g->state[i] = 1812433253u * (g->state[i - 1] ^ g->state[i - 1] >> 30) + i;
    g->index = N;
}

/* init_by_array: the key's words, least first; there is one at least. */
static void begin_with(struct generator *g, const uint32_t *key, size_t count)
{
    uint32_t *mt = g->state;
    size_t i = 1, j = 0;
    begin(g, 19650218u);
    for (size_t k = count > N ? count : N; k; k--) {
        mt[i] = (mt[i] ^ (mt[i - 1] ^ mt[i - 1] >> 30) * 1664525u) + key[j] + (uint32_t)j;
        i++;
        j = (j + 1) % count;
        if (i >= N) {
            mt[0] = mt[N - 1];
            i = 1;
        }
    }
    for (size_t k = N - 1; k; k--) {
        mt[i] = (mt[i] ^ (mt[i - 1] ^ mt[i - 1] >> 30) * 1566083941u) - (uint32_t)i;
        i++;
        if (i >= N) {
            mt[0] = mt[N - 1];
            i = 1;
        }
    }
    mt[0] = 0x80000000u;
}

/* ---- seeds ----------------------------------------------------------------------------------- */

/* The magnitude of an int as the key's words, least first. */
static enum heap_status seed_with_int(struct heap *h, addr o, addr with)
{
    size_t bits = int_bit_length(h, with), digits = (bits + INT_DIGIT_BITS - 1) / INT_DIGIT_BITS;
    size_t words = bits ? (bits + 31) / 32 : 1, n = 0;
    addr table = table_alloc(h, words * sizeof(uint32_t));
    if (!table)
        return raise_memory(h);
    uint32_t *key = heap_at(h, table);
    const uint32_t *digit = int_at(h, with);
    uint64_t kept = 0;
    unsigned have = 0;
    for (size_t i = 0; i < digits; i++) {
        kept |= (uint64_t)digit[i] << have;
        have += INT_DIGIT_BITS;
        for (; have >= 32 && n < words; have -= 32, kept >>= 32)
            key[n++] = (uint32_t)kept;
    }
    if (n < words)
        key[n] = (uint32_t)kept;
    begin_with(generator_at(h, o), key, words);
    table_free(h, table);
    return HEAP_OK;
}

static enum heap_status seed_with(struct heap *h, addr o, addr with)
{
    uint64_t hash = 0;
    if (int_is_kind(h, with))
        return seed_with_int(h, o, with);
    enum heap_status status = with == none(h) ? HEAP_OK : object_hash(h, with, (int64_t *)&hash);
    if (status != HEAP_OK)
        return status;
    const uint32_t key[] = {(uint32_t)hash, (uint32_t)(hash >> 32)};
    begin_with(generator_at(h, o), key, key[1] ? 2 : 1);
    return HEAP_OK;
}

enum heap_status random_init(struct heap *h, addr o, const struct call *call)
{
    bool plain = !class_has_own_init(h, object_type(h, o));
    if (plain && call->kwcount)
        return raise_error(h, EXC_TYPE_ERROR, "Random() takes no keyword arguments");
    if (call->count > 1)
        return raise_error(h, EXC_TYPE_ERROR, "Random() requires 0 or 1 argument");
    return seed_with(h, o, call->count ? call->args[0] : none(h));
}

/* ---- methods --------------------------------------------------------------------------------- */

static enum heap_status method_seed(struct heap *h, const struct call *call, addr *out)
{
    if (call->count > 1)
        return raise_error(h, EXC_TYPE_ERROR, "seed expected at most 1 argument, got %zu", call->count);
    return answer_none(h, seed_with(h, call->self, call->count ? call->args[0] : none(h)), out);
}

/* [0, 1), 53 bits */
static enum heap_status method_random(struct heap *h, const struct call *call, addr *out)
{
    struct generator *g = generator_at(h, call->self);
    uint32_t a = next_word(g) >> 5, b = next_word(g) >> 6;
    return answer(h, float_new(h, (a * 67108864.0 + b) * (1.0 / 9007199254740992.0)), out);
}

#define BITS_MAX ((int64_t)1 << 33)

static enum heap_status many_bits(struct heap *h, addr o, int64_t k, addr *out)
{
    size_t words = (size_t)(k - 1) / 32 + 1, digits = (size_t)(k - 1) / INT_DIGIT_BITS + 1;
    addr table = table_alloc(h, digits * 4);
    if (!table)
        return raise_memory(h);
    uint32_t *digit = heap_at(h, table);
    uint64_t kept = 0;
    unsigned have = 0;
    size_t n = 0;
    for (size_t i = 0; i < words; i++) {
        enum heap_status status = i % 1024 ? HEAP_OK : loop_work(h, 8);
        if (status != HEAP_OK) {
            table_free(h, table);
            return status;
        }
        uint32_t word = next_word(generator_at(h, o));
        int64_t left = k - (int64_t)i * 32;
        if (left < 32)
            word >>= 32 - left;
        kept |= (uint64_t)word << have;
        for (have += 32; have >= INT_DIGIT_BITS && n < digits;
             have -= INT_DIGIT_BITS, kept >>= INT_DIGIT_BITS)
            digit[n++] = (uint32_t)kept & INT_DIGIT_MASK;
    }
    if (n < digits)
        digit[n++] = (uint32_t)kept & INT_DIGIT_MASK;
    addr made = int_from_digits(h, false, digit, n);
    table_free(h, table);
    return answer(h, made, out);
}

static enum heap_status method_getrandbits(struct heap *h, const struct call *call, addr *out)
{
    int64_t k;
    enum heap_status status = int_argument(h, call->args[0], &k);
    if (status != HEAP_OK)
        return status;
    if (k < 0)
        return raise_error(h, EXC_VALUE_ERROR, "number of bits must be non-negative");
    if (k > BITS_MAX)
        return raise_memory(h);
    if (k <= 32)
        return answer_int(h, k ? next_word(generator_at(h, call->self)) >> (32 - k) : 0, out);
    return many_bits(h, call->self, k, out);
}

/* Its words, and behind them which comes next. */
static enum heap_status method_getstate(struct heap *h, const struct call *call, addr *out)
{
    addr items[N + 1];
    size_t n = 0;
    for (; n <= N; n++) {
        const struct generator *g = generator_at(h, call->self);
        items[n] = int_new(h, n < N ? g->state[n] : g->index);
        if (!items[n])
            break;
    }
    addr made = n > N ? tuple_from(h, items, n) : 0;
    while (n)
        decref(h, items[--n]);
    return answer(h, made, out);
}

static enum heap_status method_setstate(struct heap *h, const struct call *call, addr *out)
{
    uint32_t words[N + 1];
    addr given = call->args[0];
    if (object_kind(h, given) != KIND_TUPLE)
        return raise_error(h, EXC_TYPE_ERROR, "state vector must be a tuple");
    if (tuple_length(h, given) != N + 1)
        return raise_error(h, EXC_VALUE_ERROR, "state vector is the wrong size");
    for (size_t i = 0; i <= N; i++) {
        int64_t value;
        addr item = tuple_item(h, given, i);
        if (!int_is_kind(h, item))
            return raise_error(h, EXC_TYPE_ERROR, "an integer is required");
        if (!int_fits(h, item, &value))
            return raise_error(h, EXC_OVERFLOW_ERROR, "Python int too large to convert to C unsigned long");
        if (value < 0)
            return raise_error(h, EXC_OVERFLOW_ERROR, "can't convert negative value to unsigned int");
        if (i == N && value > N)
            return raise_error(h, EXC_VALUE_ERROR, "invalid state");
        words[i] = (uint32_t)value;
    }
    struct generator *g = generator_at(h, call->self);
    memcpy(g->state, words, sizeof g->state);
    g->index = words[N];
    return answer_none(h, HEAP_OK, out);
}

static const char *random_verify(const struct heap *h, addr o)
{
    return generator_at(h, o)->index > N ? "a generator's index is beyond its words" : NULL;
}

extern const struct kind_ops random_ops;
const struct kind_ops random_ops = {.hash = hash_self, .verify = random_verify};
ITERATOR_METHODS(random, {"random", 0, 0, 0, method_random}, {"seed", -1, -1, 0, method_seed},
                 {"getstate", 0, 0, 0, method_getstate}, {"setstate", 1, 1, 0, method_setstate},
                 {"getrandbits", 1, 1, 0, method_getrandbits}, {0})
