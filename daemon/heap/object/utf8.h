/* Reading UTF-8, for str_from_utf8 and bytes.decode. */
#ifndef HEAPD_HEAP_OBJECT_UTF8_H
#define HEAPD_HEAP_OBJECT_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What a text holds, found in one pass: how many characters, a bound on the largest (0x7f, 0xff, 0xffff,
 * 0x10ffff). */
struct utf8_scan {
    size_t characters;
    uint32_t bound;
    size_t error, error_length; /* when it is malformed: bytes [error, error + error_length) */
    const char *reason;         /* NULL: it is well-formed; else as Python's codec words it */
};

/* How many of the bytes ahead are ASCII. */
size_t utf8_ascii_run(const uint8_t *text, size_t length);

/* Surrogates are accepted as three bytes when `surrogates`. */
struct utf8_scan utf8_scan(const uint8_t *text, size_t length, bool surrogates);

/* Writes the characters of a well-formed text in units of `kind` bytes. */
void utf8_decode(const uint8_t *text, size_t length, void *units, unsigned kind);

#endif
