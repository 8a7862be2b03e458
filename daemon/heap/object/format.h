/* Texts made of objects: str(), repr(), ascii(), format(), %, and the buffers that they are put together in.
 * A class's own
 * __str__, __repr__ and __format__ are asked.
 */
#ifndef HEAPD_HEAP_OBJECT_FORMAT_H
#define HEAPD_HEAP_OBJECT_FORMAT_H

#include "daemon/heap/object/object.h"

/* *new* strs of any length. A class's own method must answer a str: TypeError "__repr__ returned non-string
 * (type int)". */
addr object_str(struct heap *h, addr o) HEAP_MUST_CHECK;
addr object_repr_str(struct heap *h, addr o) HEAP_MUST_CHECK;
addr object_ascii(struct heap *h, addr o) HEAP_MUST_CHECK;

/* As object_repr; "..." where the same is under way (Py_ReprEnter), what is shown within it too. */
enum heap_status object_repr_once(struct heap *h, addr o, struct text *out) HEAP_MUST_CHECK;
/* The same put into a text, as object_repr does. */
enum heap_status object_put_str(struct heap *h, addr o, struct text *out) HEAP_MUST_CHECK;
/* A type as repr() of its instances has it: __module__ and the qualified name of a class, tp_name otherwise.
 */
void type_put_path(struct heap *h, addr type, struct text *out);

/* What `kind`'s own __repr__ and __str__ say of an object that has that kind's layout, whatever its class
 * defines. */
enum heap_status repr_of_kind(struct heap *h, enum kind kind, addr o, struct text *out) HEAP_MUST_CHECK;

/* The digit of an int is not the character that all share: `s` is what its repr was put together to. Steals;
 * *new* or 0 for 0. */
addr repr_own_digit(struct heap *h, addr o, addr s) HEAP_MUST_CHECK;
addr str_of_kind(struct heap *h, enum kind kind, addr o) HEAP_MUST_CHECK; /* *new* */

/* format(o, spec): *new*; `spec` a str, or 0 for none. */
enum heap_status object_format(struct heap *h, addr o, addr spec, addr *out) HEAP_MUST_CHECK;

/* format % args of a str, or of bytes or a bytearray: *new*. */
enum heap_status str_percent(struct heap *h, addr format, addr args, addr *out) HEAP_MUST_CHECK;
enum heap_status bytes_percent(struct heap *h, addr format, addr args, addr *out) HEAP_MUST_CHECK;

/* ---- a text that grows: first in the caller's buffer, then in a block among the library's tables. All such
 * texts together stay below what the heap's limit leaves. text_end() and text_drop() give the block back. */
void text_begin(struct heap *h, struct text *t, char *buffer, size_t size);
void text_drop(struct text *t);
/* *new* str of what was put in; 0 with `status`, or MemoryError where it did not fit. */
addr text_end(struct text *t, enum heap_status status) HEAP_MUST_CHECK;
/* The same into a status, for what has to answer one. */
enum heap_status text_answer(struct text *t, enum heap_status status, addr *out) HEAP_MUST_CHECK;

/* A str with which a text that grows ends. With nothing before it, it is the text: text_end() answers it, and
 * no copy. */
void text_put_last(struct text *t, addr s);

/* Is there room for so many more bytes? Cut where there is none. */
bool text_reserve(struct text *t, size_t more);
void text_repeat(struct text *t, const char *bytes, size_t length, size_t count);

#endif
