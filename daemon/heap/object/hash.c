/* hash(): SipHash over bytes with the heap's key (heap.c sets it), and the numeric hash, under which equal
 * numbers of different types hash equal. Mirrors Python/pyhash.c.
 *
 * The numeric hash of x is x reduced modulo the prime 2**61 - 1, a rational number's denominator inverted; -1
 * is kept for errors, so that -1 becomes -2.
 */
#include "daemon/heap/object/hash.h"

#include "daemon/heap/object/object.h"
#include "daemon/heap/object/scalar.h"

#include <math.h>
#include <string.h>

static inline uint64_t rotate(uint64_t x, int bits)
{
    return x << bits | x >> (64 - bits);
}

static inline void sip_round(uint64_t v[4])
{
    v[0] += v[1];
    v[2] += v[3];
    v[1] = rotate(v[1], 13) ^ v[0];
    v[3] = rotate(v[3], 16) ^ v[2];
    v[0] = rotate(v[0], 32);
    v[2] += v[1];
    v[0] += v[3];
    v[1] = rotate(v[1], 17) ^ v[2];
    v[3] = rotate(v[3], 21) ^ v[0];
    v[2] = rotate(v[2], 32);
}

/* `rounds` per word and `final` at the end are constants where this is inlined. */
static inline uint64_t siphash(const uint64_t key[2], const uint8_t *bytes, size_t length, int rounds,
                               int final)
{
    uint64_t v[4] = {key[0] ^ 0x736f6d6570736575ull, key[1] ^ 0x646f72616e646f6dull,
                     key[0] ^ 0x6c7967656e657261ull, key[1] ^ 0x7465646279746573ull};
    uint64_t last = (uint64_t)length << 56;
    uint64_t word;
    for (; length >= 8; length -= 8, bytes += 8) {
        memcpy(&word, bytes, 8);
        v[3] ^= word;
        for (int i = 0; i < rounds; i++)
            sip_round(v);
        v[0] ^= word;
    }
    word = 0;
    memcpy(&word, bytes, length);
    last |= word;
    v[3] ^= last;
    for (int i = 0; i < rounds; i++)
        sip_round(v);
    v[0] ^= last;
    v[2] ^= 0xff;
    for (int i = 0; i < final; i++)
        sip_round(v);
    return v[0] ^ v[1] ^ v[2] ^ v[3];
}

int64_t hash_bytes(const struct heap *h, const void *bytes, size_t length)
{
    if (length == 0)
        return 0;
    uint64_t x = h->abi.hash_rounds == 1 ? siphash(h->hash_seed, bytes, length, 1, 3)
                                         : siphash(h->hash_seed, bytes, length, 2, 4);
    return hash_result(x);
}

/* _Py_HashPointer: the low four bits of an address say nothing. */
int64_t hash_address(addr a)
{
    return hash_result(a >> 4 | a << 60);
}

int64_t hash_double(const struct heap *h, addr o, double d)
{
    if (!isfinite(d)) {
        if (isinf(d))
            return d > 0 ? HASH_INF : -HASH_INF;
        return h->abi.nan_hashes_by_address ? hash_address(o) : 0;
    }
    int exponent;
    double m = frexp(d, &exponent);
    bool negative = m < 0;
    if (negative)
        m = -m;
    /* 28 bits at a time; no more than two or three rounds */
    uint64_t x = 0;
    while (m != 0) {
        x = (x << 28 & HASH_MODULUS) | x >> (HASH_BITS - 28);
        m *= 268435456.0; /* 2**28 */
        exponent -= 28;
        uint64_t whole = (uint64_t)m;
        m -= (double)whole;
        x += whole;
        if (x >= HASH_MODULUS)
            x -= HASH_MODULUS;
    }
    exponent = exponent >= 0 ? exponent % HASH_BITS : HASH_BITS - 1 - (-1 - exponent) % HASH_BITS;
    x = (x << exponent & HASH_MODULUS) | x >> (HASH_BITS - exponent);
    return hash_result(negative ? -x : x);
}
