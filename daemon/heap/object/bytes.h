/* The layouts of bytes and bytearray, for the files of object/.
 *
 * bytes:     16 ob_size   24 ob_shash (-1: not yet)   32 the bytes and a NUL
 * bytearray: 16 ob_size   24 ob_alloc   32 ob_bytes (the block)   40 ob_start (in it)   48 ob_exports
 *
 * A bytearray has no block as long as nothing was put in; afterwards ob_alloc > ob_size, and a NUL ends the
 * bytes. Mirrors Objects/bytesobject.c and bytearrayobject.c.
 */
#ifndef HEAPD_HEAP_OBJECT_BYTES_H
#define HEAPD_HEAP_OBJECT_BYTES_H

#include "daemon/heap/object/object.h"
#include "daemon/heap/object/text.h"

#define BYTES_HASH 24
#define BYTES_DATA 32

#define BYTEARRAY_ALLOC   24
#define BYTEARRAY_BLOCK   32
#define BYTEARRAY_START   40
#define BYTEARRAY_EXPORTS 48

/* *new*: an instance of bytes or a subclass; bytes NULL: zero. b"" and single bytes of the exact type are the
 * cached ones. */
addr bytes_new_empty(struct heap *h) HEAP_MUST_CHECK; /* *new*, not the shared one: what b"x" * 0 is */
addr bytes_new_of(struct heap *h, addr type, const void *bytes, size_t length) HEAP_MUST_CHECK;

/* The bytes of either, of an array, or of a memoryview without gaps: false if it is none of them. Valid until
 * the next change. */
bool bytes_view(const struct heap *h, addr o, const uint8_t **bytes, size_t *length);

/* TypeError "a bytes-like object is required, not 'str'". */
enum heap_status raise_not_bytes(struct heap *h, addr o);

/* b'...', quotes as Python chooses them. `escape_single`: a single quote gets a backslash also between double
 * ones, as in a bytearray. */
enum heap_status bytes_put_repr(struct heap *h, struct text *out, const uint8_t *bytes, size_t length,
                                bool escape_single) HEAP_MUST_CHECK;

addr bytearray_new_of(struct heap *h, addr type, const void *bytes,
                      size_t length) HEAP_MUST_CHECK; /* *new* */

/* ob_size less, [from, to) gone: as del b[from:to]. */
enum heap_status bytearray_delete(struct heap *h, addr o, size_t from, size_t to) HEAP_MUST_CHECK;

/* o[slice] = value, del o[slice] (value 0) of a bytearray or an array (item_slice.c). */
enum heap_status buffer_assign(struct heap *h, addr o, addr slice, addr value) HEAP_MUST_CHECK;

/* An int of a byte: TypeError, ValueError "byte must be in range(0, 256)". */
enum heap_status byte_argument(struct heap *h, addr o, uint8_t *out) HEAP_MUST_CHECK;

/* ob_size becomes `length`, by bytearray's rule for growing and shrinking; what is new is undefined. */
enum heap_status bytearray_resize(struct heap *h, addr o, size_t length) HEAP_MUST_CHECK;

#endif
