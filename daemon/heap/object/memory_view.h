/* The layouts of memoryview, of the buffer that views share, and of a view's iterator, for the files of
 * object/.
 *
 * managedbuffer: 16 flags   24 exports (views that are not released)   32 master: the buffer as the exporter
 * gave it memoryview:    16 ob_size (3 * ndim)   24 mbuf   32 hash   40 flags   48 exports   56 view   136
 * weakreflist   144 shape, strides, suboffsets
 *
 * Only master.obj is a counted reference; a view's own obj is the same object. The exporter (bytes,
 * bytearray, array) counts the managed buffers that are not released, and is not resized as long as there are
 * any. Mirrors Objects/memoryobject.c.
 */
#ifndef HEAPD_HEAP_OBJECT_MEMORY_VIEW_H
#define HEAPD_HEAP_OBJECT_MEMORY_VIEW_H

#include "daemon/heap/object/heaptype.h"
#include "daemon/heap/object/object.h"

struct view_fields { /* Py_buffer */
    addr buf, obj;
    int64_t length, itemsize;
    int32_t readonly, ndim;
    addr format, shape, strides, suboffsets, internal;
};

struct managed_buffer {
    struct object base;
    int32_t flags, reserved;
    int64_t exports;
    struct view_fields master;
};

struct memory_view {
    struct object base;
    int64_t size;
    addr managed;
    int64_t hash;
    int32_t flags, reserved;
    int64_t exports;
    struct view_fields view;
    addr weakrefs;
};

#define MANAGED_RELEASED 1
#define VIEW_RELEASED    1
#define VIEW_C           2
#define VIEW_FORTRAN     4
#define VIEW_SCALAR      8
#define VIEW_DIMENSIONS  64 /* PyBUF_MAX_NDIM */

static inline struct memory_view *view_at(const struct heap *h, addr o)
{
    return heap_at(h, o);
}
static inline struct managed_buffer *managed_at(const struct heap *h, addr o)
{
    return heap_at(h, o);
}
static inline int64_t *view_shape(const struct heap *h, const struct view_fields *v)
{
    return heap_at(h, v->shape);
}
static inline int64_t *view_strides(const struct heap *h, const struct view_fields *v)
{
    return heap_at(h, v->strides);
}

/* Formats are texts somewhere in the program: addresses in HEAP_TEXT that stand for a character, with '@'
 * before it or not. */
addr view_format(char code, bool prefixed);
char view_format_code(const struct view_fields *v);
bool view_format_is_prefixed(const struct view_fields *v);
/* The size of an item of that native format; 0: there is none (yet). */
size_t view_format_size(const struct heap *h, char code);

/* ---- memory_view.c */

/* memoryview(o): *new*. TypeError: no buffer. ValueError: a released view. */
enum heap_status memory_view_of(struct heap *h, addr o, addr *out) HEAP_MUST_CHECK;
/* A further view of the same buffer with room for `ndim` dimensions: *new*, not tracked, fields as `like`'s,
 * shape and strides too where they fit. */
addr memory_view_add(struct heap *h, addr like, size_t ndim) HEAP_MUST_CHECK;
void memory_view_set_flags(struct heap *h, addr o);                         /* contiguous or not */
enum heap_status memory_view_check(struct heap *h, addr o) HEAP_MUST_CHECK; /* ValueError: released */
enum heap_status memory_view_release(struct heap *h, addr o) HEAP_MUST_CHECK;
enum heap_status memory_view_construct(struct heap *h, const struct call *call, addr *out) HEAP_MUST_CHECK;
/* The counter of those who look into an object's memory; 0: it keeps none. */
int64_t *buffer_exports(const struct heap *h, addr o);
/* BufferError where somebody looks into a bytearray or an array that is to be resized. */
enum heap_status buffer_check_resizable(struct heap *h, addr o) HEAP_MUST_CHECK;

/* Its bytes where they are, if there are no gaps between them and it is not released. */
bool memory_view_is_plain(const struct heap *h, addr o, const uint8_t **bytes, size_t *length);

/* ---- memory_view_items.c */

enum heap_status memory_view_getitem(struct heap *h, addr o, addr key, addr *out) HEAP_MUST_CHECK;
enum heap_status memory_view_setitem(struct heap *h, addr o, addr key,
                                     addr value) HEAP_MUST_CHECK; /* value 0: del */
enum heap_status memory_view_length(struct heap *h, addr o, int64_t *out) HEAP_MUST_CHECK;
/* The item at an address; NotImplementedError. *new* */
addr memory_view_unpack(struct heap *h, const uint8_t *p, char code) HEAP_MUST_CHECK;
enum heap_status memory_view_list(struct heap *h, addr o, addr *out) HEAP_MUST_CHECK;
/* Its bytes, in order 'C', 'F' or 'A': *new*. */
enum heap_status memory_view_bytes(struct heap *h, addr o, char order, addr *out) HEAP_MUST_CHECK;
enum heap_status memory_view_equal(struct heap *h, addr a, addr b, int *result) HEAP_MUST_CHECK;
enum heap_status memory_view_iter(struct heap *h, addr o, addr *out) HEAP_MUST_CHECK;

/* ---- memory_view_methods.c, memory_view_cast.c */

extern const struct getset memory_view_getsets[];

builtin_function memory_view_method_cast;

#endif
