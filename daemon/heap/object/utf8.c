/* UTF-8 to characters: first a scan that checks and counts, then a decoder that trusts. Mirrors the decoder
 * of Objects/unicodeobject.c and stringlib/codecs.h in what it refuses and how it says so.
 */
#include "daemon/heap/object/utf8.h"

#include <string.h>

#include "daemon/heap/object/str.h"

size_t utf8_ascii_run(const uint8_t *p, size_t length)
{
    size_t n = 0;
    uint64_t word;
    for (; n + 8 <= length; n += 8) {
        memcpy(&word, p + n, 8);
        word &= 0x8080808080808080ull;
        if (word)
            return n + (size_t)__builtin_ctzll(word) / 8;
    }
    while (n < length && p[n] < 0x80)
        n++;
    return n;
}

static inline bool continues(uint8_t byte)
{
    return (byte & 0xc0) == 0x80;
}

/* The length of the sequence at p, its character in *c; 0 and what is wrong in *scan. */
static size_t sequence(const uint8_t *p, size_t length, bool surrogates, uint32_t *c, struct utf8_scan *scan)
{
    uint8_t first = p[0];
    size_t need = first >= 0xc2 && first < 0xe0   ? 2
                  : first >= 0xe0 && first < 0xf0 ? 3
                  : first >= 0xf0 && first < 0xf5 ? 4
                                                  : 0;
    scan->error_length = 1;
    if (need == 0) {
        scan->reason = "invalid start byte";
        return 0;
    }
    *c = need == 2 ? first & 0x1fu : need == 3 ? first & 0x0fu : first & 0x07u;
    for (size_t i = 1; i < need; i++) {
        if (i == length) {
            scan->error_length = i;
            scan->reason = "unexpected end of data";
            return 0;
        }
        /* the second byte decides whether it is too long a form, a surrogate, or beyond the last character */
        bool good = continues(p[i]);
        if (i == 1)
            good = good && !(first == 0xe0 && p[1] < 0xa0) &&
                   !(first == 0xed && p[1] >= 0xa0 && !surrogates) && !(first == 0xf0 && p[1] < 0x90) &&
                   !(first == 0xf4 && p[1] >= 0x90);
        if (!good) {
            scan->error_length = i;
            scan->reason = "invalid continuation byte";
            return 0;
        }
        *c = *c << 6 | (p[i] & 0x3fu);
    }
    return need;
}

struct utf8_scan utf8_scan(const uint8_t *text, size_t length, bool surrogates)
{
    struct utf8_scan scan = {.bound = 0x7f};
    uint32_t largest = 0;
    for (size_t i = 0; i < length;) {
        size_t run = utf8_ascii_run(text + i, length - i);
        i += run;
        scan.characters += run;
        while (i < length && text[i] >= 0x80) {
            uint32_t c;
            size_t n = sequence(text + i, length - i, surrogates, &c, &scan);
            if (n == 0) {
                scan.error = i;
                return scan;
            }
            largest |= c;
            scan.characters++;
            i += n;
        }
    }
    if (largest)
        scan.bound = largest < 0x100 ? 0xff : largest < 0x10000 ? 0xffff : STR_MAX_CHAR;
    return scan;
}

static inline void decode(const uint8_t *p, const uint8_t *end, void *units, unsigned kind)
{
    for (size_t n = 0; p < end; n++) {
        uint32_t c = *p++;
        if (c >= 0xf0) {
            c = (c & 7) << 18 | (p[0] & 0x3fu) << 12 | (p[1] & 0x3fu) << 6 | (p[2] & 0x3fu);
            p += 3;
        } else if (c >= 0xe0) {
            c = (c & 15) << 12 | (p[0] & 0x3fu) << 6 | (p[1] & 0x3fu);
            p += 2;
        } else if (c >= 0x80) {
            c = (c & 31) << 6 | (p[0] & 0x3fu);
            p += 1;
        }
        units_set(units, kind, n, c);
    }
}

void utf8_decode(const uint8_t *text, size_t length, void *units, unsigned kind)
{
    const uint8_t *end = text + length;
    if (kind == 1)
        decode(text, end, units, 1);
    else if (kind == 2)
        decode(text, end, units, 2);
    else
        decode(text, end, units, 4);
}
