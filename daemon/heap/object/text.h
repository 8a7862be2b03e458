/* str, bytes, bytearray, and interning. Mirrors Objects/unicodeobject.c, bytesobject.c, bytearrayobject.c.
 *
 * A str is compact: header, then characters of 1, 2 or 4 bytes; ASCII ones have the short header. UTF-8 in
 * and out accepts and gives lone surrogates as three bytes (surrogatepass), since JSON and Python strings can
 * hold them.
 */
#ifndef HEAPD_HEAP_OBJECT_TEXT_H
#define HEAPD_HEAP_OBJECT_TEXT_H

#include "daemon/heap/base.h"

/* *new*; single latin-1 characters and "" come from the cache. UnicodeDecodeError on malformed UTF-8. */
addr str_from_utf8(struct heap *h, const char *utf8, size_t length) HEAP_MUST_CHECK;
addr str_from_ascii(struct heap *h, const char *text) HEAP_MUST_CHECK; /* NUL-terminated */
/* *new*, from `length` code points in units of `kind` bytes (1, 2, 4), stored in the narrowest kind. */
addr str_from_units(struct heap *h, const void *units, size_t length, unsigned kind) HEAP_MUST_CHECK;
/* The same, also for a single character never the object that all share: where CPython fills a new str. */
addr str_new_from_units(struct heap *h, const void *units, size_t length, unsigned kind) HEAP_MUST_CHECK;
/* str_from_utf8 with a say in whether lone surrogates are taken. */
addr str_decode_utf8(struct heap *h, const uint8_t *text, size_t length, bool surrogates) HEAP_MUST_CHECK;
/* *new*, uninitialized characters, for a known maximal character; the caller fills it before anything sees
 * it. */
addr str_new(struct heap *h, size_t length, uint32_t max_char) HEAP_MUST_CHECK;
size_t str_length(const struct heap *h, addr s);
unsigned str_kind(const struct heap *h, addr s); /* 1, 2, 4 */
bool str_is_ascii(const struct heap *h, addr s);
void *str_data(const struct heap *h, addr s);
uint32_t str_char(const struct heap *h, addr s, size_t index);
int64_t str_hash(struct heap *h, addr s); /* cached in the object */
bool str_equal(const struct heap *h, addr a, addr b);
bool str_equal_utf8(const struct heap *h, addr s, const char *utf8, size_t length);
enum heap_status str_has_nul(struct heap *h, addr s, bool *out) HEAP_MUST_CHECK;
size_t str_utf8_size(const struct heap *h, addr s);
size_t str_utf8(const struct heap *h, addr s,
                char *out); /* writes str_utf8_size bytes, no NUL; answers how many */
bool str_is_identifier(const struct heap *h, addr s);
/* The same of one that may be long. */
enum heap_status str_check_identifier(struct heap *h, addr s, bool *out) HEAP_MUST_CHECK;

/* sys.intern: steals `s`, answers the *new* reference to the interned one. `immortal`: a name in code
 * (INTERN_BY_USE). 0 only on MemoryError (`s` released). */
addr str_intern(struct heap *h, addr s, bool immortal) HEAP_MUST_CHECK;
addr str_intern_utf8(struct heap *h, const char *utf8, size_t length) HEAP_MUST_CHECK; /* *new* */
bool str_is_interned(const struct heap *h, addr s);
void str_forget_interned(struct heap *h, addr s); /* for the deallocation of a mortal interned str */
uint64_t intern_count(const struct heap *h);

addr bytes_new(struct heap *h, const void *bytes,
               size_t length) HEAP_MUST_CHECK; /* bytes may be NULL: zero */
/* The same, also for a single byte never the object that all share: where CPython fills new bytes. */
addr bytes_new_filled(struct heap *h, const void *bytes, size_t length) HEAP_MUST_CHECK;
const uint8_t *bytes_data(const struct heap *h, addr o);
size_t bytes_length(const struct heap *h, addr o);
addr bytearray_new(struct heap *h, const void *bytes, size_t length) HEAP_MUST_CHECK;
uint8_t *bytearray_data(const struct heap *h,
                        addr o); /* NULL when it has no block; bytes_length() says how many */

#endif
