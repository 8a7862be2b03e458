/* The module _random: the Mersenne Twister. Its state is a bytearray of 625 words: the 624 of the generator,
 * and which comes next. What makes other distributions of it is lib/random.py. By Matsumoto and Nishimura's
 * description of MT19937; results as Modules/_randommodule.c has them.
 */
#include <string.h>

#include "daemon/heap/heap.h"
#include "daemon/heap/object/answer.h"
#include "daemon/heap/object/bytes.h"
#include "daemon/heap/object/int.h"
#include "daemon/python/modules/random.h"

#define N     624
#define M     397
#define WORDS (N + 1)

/* The state, which Python code holds and may have spoilt; NULL: raised. */
static uint32_t *state_of(struct heap *h, addr o)
{
    uint32_t *state = NULL;
    if (object_kind(h, o) == KIND_BYTEARRAY && bytes_length(h, o) == WORDS * 4)
        state = (uint32_t *)(void *)bytearray_data(h, o);
    if (!state || (uintptr_t)state % 4 || state[N] > N) {
        if (raise_error(h, EXC_TYPE_ERROR, "no state of a generator") == HEAP_OK)
            return NULL;
        return NULL;
    }
    return state;
}

static void renew(uint32_t *mt)
{
    for (size_t i = 0; i < N; i++) {
        uint32_t y = (mt[i] & 0x80000000u) | (mt[(i + 1) % N] & 0x7fffffffu);
        mt[i] = mt[(i + M) % N] ^ y >> 1 ^ (y & 1 ? 0x9908b0dfu : 0);
    }
    mt[N] = 0;
}

static uint32_t next_word(uint32_t *mt)
{
    if (mt[N] >= N)
        renew(mt);
    uint32_t y = mt[mt[N]++];
    y ^= y >> 11;
    y ^= y << 7 & 0x9d2c5680u;
    y ^= y << 15 & 0xefc60000u;
    return y ^ y >> 18;
}

static void begin(uint32_t *mt, uint32_t seed)
{
    mt[0] = seed;
    for (uint32_t i = 1; i < N; i++)
        mt[i] = 1812433253u * (mt[i - 1] ^ mt[i - 1] >> 30) + i;
    mt[N] = N;
}

/* init_by_array: the key's words, least first; there is one at least. */
static void begin_with(uint32_t *mt, const uint32_t *key, size_t count)
{
    size_t i = 1, j = 0;
    begin(mt, 19650218u);
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

/* _seed(state, bytes): of an int's magnitude, lowest byte first */
static enum heap_status random_seed(struct heap *h, const struct call *call, addr *out)
{
    uint32_t *mt = state_of(h, call->args[0]);
    const uint8_t *bytes;
    size_t length;
    if (!mt)
        return raise_status(h);
    if (!bytes_view(h, call->args[1], &bytes, &length))
        return raise_not_bytes(h, call->args[1]);
    size_t count = length ? (length + 3) / 4 : 1;
    addr table = table_alloc(h, count * 4);
    if (!table)
        return raise_memory(h);
    uint32_t *key = heap_at(h, table);
    memset(key, 0, count * 4);
    for (size_t i = 0; i < length; i++)
        key[i / 4] |= (uint32_t)bytes[i] << 8 * (i % 4);
    begin_with(mt, key, count);
    table_free(h, table);
    return call_none(h, out);
}

/* _random(state) -> [0, 1), 53 bits */
static enum heap_status random_random(struct heap *h, const struct call *call, addr *out)
{
    uint32_t *mt = state_of(h, call->args[0]);
    if (!mt)
        return raise_status(h);
    uint32_t a = next_word(mt) >> 5, b = next_word(mt) >> 6;
    return answer(h, float_new(h, (a * 67108864.0 + b) * (1.0 / 9007199254740992.0)), out);
}

#define BITS_MAX ((int64_t)1 << 33)

/* _getrandbits(state, k) */
static enum heap_status random_getrandbits(struct heap *h, const struct call *call, addr *out)
{
    int64_t k;
    enum heap_status status = int_argument(h, call->args[1], &k);
    if (status != HEAP_OK)
        return status;
    uint32_t *mt = state_of(h, call->args[0]);
    if (!mt)
        return raise_status(h);
    if (k < 0)
        return raise_error(h, EXC_VALUE_ERROR, "number of bits must be non-negative");
    if (k > BITS_MAX)
        return raise_memory(h);
    if (k <= 32)
        return answer_int(h, k ? next_word(mt) >> (32 - k) : 0, out);
    size_t words = (size_t)(k - 1) / 32 + 1, digits = (size_t)(k - 1) / INT_DIGIT_BITS + 1;
    addr table = table_alloc(h, digits * 4);
    if (!table)
        return raise_memory(h);
    uint32_t *digit = heap_at(h, table);
    uint64_t kept = 0;
    unsigned have = 0;
    size_t n = 0;
    for (size_t i = 0; i < words; i++) {
        uint32_t word = next_word(mt);
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

/* _get_state(state) -> its 625 words */
static enum heap_status random_get_state(struct heap *h, const struct call *call, addr *out)
{
    addr items[WORDS];
    size_t n = 0;
    if (!state_of(h, call->args[0]))
        return raise_status(h);
    for (; n < WORDS; n++) {
        items[n] = int_new(h, state_of(h, call->args[0])[n]);
        if (!items[n])
            break;
    }
    addr made = n == WORDS ? tuple_from(h, items, WORDS) : 0;
    while (n)
        decref(h, items[--n]);
    return answer(h, made, out);
}

/* _set_state(state, words) */
static enum heap_status random_set_state(struct heap *h, const struct call *call, addr *out)
{
    uint32_t words[WORDS];
    addr given = call->args[1];
    uint32_t *mt = state_of(h, call->args[0]);
    if (!mt)
        return raise_status(h);
    if (object_kind(h, given) != KIND_TUPLE)
        return raise_error(h, EXC_TYPE_ERROR, "state vector must be a tuple");
    if (tuple_length(h, given) != WORDS)
        return raise_error(h, EXC_VALUE_ERROR, "state vector is the wrong size");
    for (size_t i = 0; i < WORDS; i++) {
        int64_t value;
        addr item = tuple_item(h, given, i);
        if (!int_is_kind(h, item))
            return raise_error(h, EXC_TYPE_ERROR, "expected int, got %.200s", object_type_name(h, item));
        if (!int_fits(h, item, &value))
            return raise_error(h, EXC_OVERFLOW_ERROR, "Python int too large to convert to C unsigned long");
        if (value < 0)
            return raise_error(h, EXC_OVERFLOW_ERROR, "can't convert negative value to unsigned int");
        words[i] = (uint32_t)value;
    }
    if (words[N] > N)
        return raise_error(h, EXC_VALUE_ERROR, "invalid state");
    memcpy(mt, words, sizeof words);
    return call_none(h, out);
}

/* _sha512(bytes) -> 64 bytes: what seeds of text are mixed with */
static enum heap_status random_sha512(struct heap *h, const struct call *call, addr *out)
{
    const uint8_t *bytes;
    size_t length;
    uint8_t digest[64];
    if (!bytes_view(h, call->args[0], &bytes, &length))
        return raise_not_bytes(h, call->args[0]);
    sha512(bytes, length, digest);
    return answer(h, bytes_new(h, digest, sizeof digest), out);
}

static const struct builtin_method functions[] = {
    {"_seed", 2, 2, false, random_seed},
    {"_random", 1, 1, false, random_random},
    {"_getrandbits", 2, 2, false, random_getrandbits},
    {"_get_state", 1, 1, false, random_get_state},
    {"_set_state", 2, 2, false, random_set_state},
    {"_sha512", 1, 1, false, random_sha512},
    {0},
};

const struct module_definition random_module = {"_random", functions, NULL};
