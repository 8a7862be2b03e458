/* Looking at text: what the lexer and the writer both ask of bytes. */
#ifndef API_JSON_SCAN_H
#define API_JSON_SCAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Needs one of these eight bytes attention: is it below 0x20, a quote, a backslash, or not ASCII? The tests
 * are those of the search for a zero byte: a borrow can raise a false alarm only above a byte that is a true
 * one. */
static inline bool scan_word_is_special(uint64_t word)
{
    const uint64_t ones = UINT64_C(0x0101010101010101), high = UINT64_C(0x8080808080808080);
    uint64_t quote = word ^ (ones * '"'), backslash = word ^ (ones * '\\');
    return (((word - ones * 0x20) | (quote - ones) | (backslash - ones) | word) & high) != 0;
}

/* Length of the character of valid UTF-8 at `at` (`left` bytes, at least one; the first is >= 0x80), 0 when
 * there is none: overlong forms, surrogates and what lies beyond U+10FFFF are none. */
static inline unsigned scan_utf8(const unsigned char *at, size_t left)
{
    unsigned char first = at[0];
    if (first < 0xc2 || first > 0xf4 || left < 2 || (at[1] & 0xc0) != 0x80)
        return 0;
    if (first < 0xe0)
        return 2;
    if (left < 3 || (at[2] & 0xc0) != 0x80)
        return 0;
    if (first < 0xf0)
        return (first == 0xe0 && at[1] < 0xa0) || (first == 0xed && at[1] > 0x9f) ? 0 : 3;
    if (left < 4 || (at[3] & 0xc0) != 0x80)
        return 0;
    return (first == 0xf0 && at[1] < 0x90) || (first == 0xf4 && at[1] > 0x8f) ? 0 : 4;
}

/* Is this the three bytes that UTF-8 would give a surrogate? */
static inline bool scan_is_surrogate(const unsigned char *at, size_t left)
{
    return left >= 3 && at[0] == 0xed && at[1] >= 0xa0 && at[1] <= 0xbf && (at[2] & 0xc0) == 0x80;
}

#endif
