/* The layout of a type object: PyTypeObject (Include/cpython/object.h), the same from 3.8 to 3.15 but for the
 * tail, and of a class made at run time: PyHeapTypeObject. Function pointers hold addresses in HEAP_TEXT:
 * tp_dealloc names the kind; the others are set where CPython sets them, so that a dump shows which slots
 * exist.
 */
#ifndef HEAPD_HEAP_OBJECT_TYPEOBJECT_H
#define HEAPD_HEAP_OBJECT_TYPEOBJECT_H

#include "daemon/heap/base.h"

struct type_object {
    uint64_t refcount;
    addr type;
    int64_t size;
    addr name; /* char * */
    int64_t basicsize, itemsize;
    addr dealloc;
    int64_t vectorcall_offset;
    addr getattr, setattr, as_async, repr, as_number, as_sequence, as_mapping, hash, call, str, getattro,
        setattro;
    addr as_buffer;
    uint64_t flags;
    addr doc, traverse, clear, richcompare;
    int64_t weaklistoffset;
    addr iter, iternext, methods, members, getset, base, dict, descr_get, descr_set;
    int64_t dictoffset;
    addr init, alloc, new, free, is_gc, bases, mro, cache, subclasses, weaklist, del;
    uint32_t version_tag, version_pad;
    addr finalize, vectorcall;
    /* from 3.12: tp_watched, tp_versions_used; then, for heap types, the fields of heap_type_at() */
};

/* The end of a PyHeapTypeObject: after the number, mapping, sequence and buffer methods. Offsets from the
 * start of the type by version are heap_type_size - sizeof(struct heap_type_tail) - spec cache; see type.c.
 */

#define TYPE_STATIC_BUILTIN  (1ull << 1) /* _Py_TPFLAGS_STATIC_BUILTIN, 3.12 on */
#define TYPE_MANAGED_WEAKREF (1ull << 3) /* Py_TPFLAGS_MANAGED_WEAKREF, 3.12 on */
#define TYPE_INLINE_VALUES   (1ull << 2) /* Py_TPFLAGS_INLINE_VALUES, 3.13 on */
#define TYPE_MANAGED_DICT    (1ull << 4) /* Py_TPFLAGS_MANAGED_DICT, 3.11 on */
#define TYPE_HAS_PREFIX      (TYPE_MANAGED_DICT | TYPE_MANAGED_WEAKREF) /* Py_TPFLAGS_PREHEADER */
#define TYPE_NOT_CALLED      (1ull << 7) /* Py_TPFLAGS_DISALLOW_INSTANTIATION */
#define TYPE_SEQUENCE        (1ull << 5) /* Py_TPFLAGS_SEQUENCE: what `case [...]` takes */
#define TYPE_MAPPING         (1ull << 6) /* Py_TPFLAGS_MAPPING */
#define TYPE_IMMUTABLE       (1ull << 8)
#define TYPE_HEAP            (1ull << 9)
#define TYPE_BASE            (1ull << 10)
#define TYPE_VECTORCALL      (1ull << 11) /* Py_TPFLAGS_HAVE_VECTORCALL */
#define TYPE_READY           (1ull << 12)
#define TYPE_HAS_GC          (1ull << 14)
#define TYPE_METHOD_DESCRIPTOR                                                                               \
    (1ull << 17)                             /* calling it with the object first is calling what it binds to \
                                              */
#define TYPE_ABSTRACT           (1ull << 20) /* Py_TPFLAGS_IS_ABSTRACT: has methods to be implemented */
#define TYPE_MATCH_SELF         (1ull << 22) /* _Py_TPFLAGS_MATCH_SELF: `case int(x)` takes the object itself */
#define TYPE_ITEMS_AT_END       (1ull << 23) /* Py_TPFLAGS_ITEMS_AT_END, 3.12 on */
#define TYPE_COLLECTION         (TYPE_SEQUENCE | TYPE_MAPPING)
#define TYPE_LONG_SUBCLASS      (1ull << 24)
#define TYPE_LIST_SUBCLASS      (1ull << 25)
#define TYPE_TUPLE_SUBCLASS     (1ull << 26)
#define TYPE_BYTES_SUBCLASS     (1ull << 27)
#define TYPE_STR_SUBCLASS       (1ull << 28)
#define TYPE_DICT_SUBCLASS      (1ull << 29)
#define TYPE_EXCEPTION_SUBCLASS (1ull << 30)
#define TYPE_TYPE_SUBCLASS      (1ull << 31)

static inline struct type_object *type_at(const struct heap *h, addr type)
{
    return heap_at(h, type);
}

#endif
