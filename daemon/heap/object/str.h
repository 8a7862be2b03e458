/* The layout of str, for the files of object/.
 *
 *   0 ob_refcnt   8 ob_type   16 length (characters)   24 hash (-1: not yet)   32 state   (40 wstr, up
 * to 3.11) ASCII: the characters follow at abi.str_ascii_header. Others have there utf8_length, utf8 (a block
 * with the text in UTF-8, once asked for) (and wstr_length, up to 3.11), and the characters at
 * abi.str_compact_header. A NUL ends them. Instances of subclasses are not compact: in place of the
 * characters they have a pointer to a block of them.
 *
 * state: interned (2 bits), kind (3 bits: 1, 2, 4), compact, ascii, and the eighth bit is `ready` up to 3.11
 * and `statically_allocated` from 3.12. The kind is the narrowest that holds every character, and ASCII is
 * marked: so equal strings have equal bytes. Mirrors Objects/unicodeobject.c.
 */
#ifndef HEAPD_HEAP_OBJECT_STR_H
#define HEAPD_HEAP_OBJECT_STR_H

#include "daemon/heap/object/object.h"
#include "daemon/heap/object/text.h"

#define STR_LENGTH         16
#define STR_HASH           24
#define STR_STATE          32
#define STR_WSTR           40 /* where abi.str_wstr */
#define STR_UTF8_LENGTH(h) ((h)->abi.str_ascii_header)
#define STR_UTF8(h)        ((h)->abi.str_ascii_header + 8u)

#define STR_INTERNED   0x03u
#define STR_KIND_SHIFT 2
#define STR_COMPACT    0x20u
#define STR_ASCII      0x40u

/* values of STR_INTERNED */
#define STR_INTERNED_MORTAL   1u
#define STR_INTERNED_IMMORTAL 2u

#define STR_MAX_CHAR 0x10ffffu

static inline uint32_t *str_state(const struct heap *h, addr s)
{
    return heap_at(h, s + STR_STATE);
}
/* Is all of it in its one block, and nothing that knows of it: no intern table, no UTF-8 beside it? */
static inline bool str_is_alone(const struct heap *h, addr s)
{
    return (*str_state(h, s) & (STR_INTERNED | STR_COMPACT | STR_ASCII)) == (STR_COMPACT | STR_ASCII);
}
static inline bool str_is_kind(const struct heap *h, addr o)
{
    return object_kind(h, o) == KIND_STR;
}

static inline uint32_t units_get(const void *units, unsigned kind, size_t i)
{
    return kind == 1   ? ((const uint8_t *)units)[i]
           : kind == 2 ? ((const uint16_t *)units)[i]
                       : ((const uint32_t *)units)[i];
}

static inline void units_set(void *units, unsigned kind, size_t i, uint32_t c)
{
    if (kind == 1)
        ((uint8_t *)units)[i] = (uint8_t)c;
    else if (kind == 2)
        ((uint16_t *)units)[i] = (uint16_t)c;
    else
        ((uint32_t *)units)[i] = c;
}

/* Converts `count` units to a kind that holds them. */
void units_copy(void *to, unsigned to_kind, const void *from, unsigned from_kind, size_t count);
/* The same for however many, looking on the way. */
enum heap_status units_copy_all(struct heap *h, void *to, unsigned to_kind, const void *from,
                                unsigned from_kind, size_t count) HEAP_MUST_CHECK;

/* A bound on the largest character that decides header and kind: 0x7f, 0xff, 0xffff or 0x10ffff. */
uint32_t units_bound(const void *units, unsigned kind, size_t count);
static inline uint32_t str_bound(const struct heap *h, addr s)
{
    unsigned kind = str_kind(h, s);
    return str_is_ascii(h, s) ? 0x7f : kind == 1 ? 0xff : kind == 2 ? 0xffff : STR_MAX_CHAR;
}

/* *new*: s[from:to]; the string itself when that is all of it and its type is str. */
addr str_slice(struct heap *h, addr s, size_t from, size_t to) HEAP_MUST_CHECK;

/* *new*: an instance of a subclass of str with the characters of `s` (type 0: an exact str). */
addr str_copy_of(struct heap *h, addr type, addr s) HEAP_MUST_CHECK;

/* The cached one-character string: borrowed, c < 256. */
static inline addr str_latin1_char(const struct heap *h, uint32_t c)
{
    return ((const addr *)heap_at(h, h->characters))[c];
}

/* How a character looks in the repr of a str between `quote`s: bytes of UTF-8, at most 10. */
size_t str_escape(uint32_t c, char quote, const struct heap *h, char out[12]);
size_t escape_ascii(uint32_t c, char out[12]); /* \xe9, \u20ac, \U0001f600: at most 10 bytes */

/* One character in UTF-8, lone surrogates too: how many bytes, at most 4. */
static inline size_t utf8_put(uint32_t c, char *out)
{
    if (c < 0x80) {
        out[0] = (char)c;
        return 1;
    }
    if (c < 0x800) {
        out[0] = (char)(0xc0 | c >> 6);
        out[1] = (char)(0x80 | (c & 0x3f));
        return 2;
    }
    if (c < 0x10000) {
        out[0] = (char)(0xe0 | c >> 12);
        out[1] = (char)(0x80 | (c >> 6 & 0x3f));
        out[2] = (char)(0x80 | (c & 0x3f));
        return 3;
    }
    out[0] = (char)(0xf0 | c >> 18);
    out[1] = (char)(0x80 | (c >> 12 & 0x3f));
    out[2] = (char)(0x80 | (c >> 6 & 0x3f));
    out[3] = (char)(0x80 | (c & 0x3f));
    return 4;
}

#endif
