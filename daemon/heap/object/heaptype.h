/* What class.c, instance.c and attribute.c know about types beyond typeobject.h: the end of a
 * PyHeapTypeObject, slots, descriptors and where an instance keeps its attributes.
 *
 *   type object of a class: [collector's header] PyTypeObject, as_async .. as_buffer, then at
 * abi.heap_type_names ht_name ht_slots ht_qualname ht_cached_keys ht_module _ht_tpname [ht_token]
 * [specialization cache], then at abi.heap_type_size one PyMemberDef of 40 bytes for each slot, and an empty
 * one.
 */
#ifndef HEAPD_HEAP_OBJECT_HEAPTYPE_H
#define HEAPD_HEAP_OBJECT_HEAPTYPE_H

#include "daemon/heap/object/class.h"
#include "daemon/heap/object/names.h"
#include "daemon/heap/object/object.h"

struct heap_type_names {
    addr name, slots, qualname; /* str, tuple or 0, str */
    addr cached_keys;           /* PyDictKeysObject of the instances, 0 none */
    addr module;
    addr tpname; /* a block of its own when tp_name is not the text of ht_name */
};

struct member_def { /* PyMemberDef */
    addr name;      /* char * */
    int32_t type, pad;
    int64_t offset;
    int32_t flags, pad2;
    addr doc;
};

/* What function pointers in type objects and definitions point to, above HEAP_TEXT: the dealloc functions,
 * one for each kind, are first. */
#define TEXT_FINALIZE  0x10000u   /* tp_finalize of a type with __del__ */
#define TEXT_DESCR_GET 0x10100u   /* tp_descr_get */
#define TEXT_DESCR_SET 0x10200u   /* tp_descr_set */
#define TEXT_CALL      0x10300u   /* tp_call */
#define TEXT_MODULE    0x10400u   /* PyModuleDef of all modules written in C */
#define TEXT_GETSETS   0x20000u   /* PyGetSetDef: 40 bytes each, 64 for each owner */
#define TEXT_WRAPPERS  0x40000u   /* struct wrapperbase: 64 bytes each */
#define TEXT_WRAPPED   0x8000000u /* what slot wrappers wrap: 16 bytes each, 1024 for each wrapper */
#define TEXT_METHODS   0x100000u  /* PyMethodDef: 32 bytes each, 1024 for each kind */

static inline bool type_is_heap(const struct heap *h, addr type)
{
    return type_at(h, type)->flags & TYPE_HEAP;
}

static inline bool type_is_immutable(const struct heap *h, addr type)
{
    return !type_is_heap(h, type) || type_at(h, type)->flags & TYPE_IMMUTABLE;
}

/* Of a class made at run time; the few builtin types with TYPE_HEAP have the fields too, empty. */
static inline struct heap_type_names *heap_type_names(const struct heap *h, addr type)
{
    return heap_at(h, type + h->abi.heap_type_names);
}
static inline struct member_def *type_members(const struct heap *h, addr type)
{
    return heap_at(h, type + h->abi.heap_type_size);
}
static inline size_t type_member_count(const struct heap *h, addr type)
{
    return type_is_heap(h, type) ? (size_t)object_size_field(h, type) : 0;
}

/* ---- descriptors: what the kinds GETSET, MEMBER and METHOD_DESCRIPTOR share (PyDescrObject) */
struct descriptor {
    struct object base;
    addr type, name, qualname; /* d_type, d_name, d_qualname (0 until it is asked for) */
    addr definition;           /* d_getset, d_member, d_method */
};
static inline struct descriptor *descriptor_at(const struct heap *h, addr d)
{
    return heap_at(h, d);
}

/* A getter and setter that the library has for a kind. Constant tables (getset.c), found by index. */
struct getset {
    const char *name;
    enum heap_status (*get)(struct heap *h, addr o, addr *out);  /* *new* */
    enum heap_status (*set)(struct heap *h, addr o, addr value); /* value 0 deletes; NULL: read-only */
};
enum getset_owner {
    GETSET_OBJECT,
    GETSET_TYPE,
    GETSET_INSTANCE_DICT,
    GETSET_INSTANCE_WEAKREF,
    GETSET_BUILTIN,
    GETSET_CODE,
    GETSET_INT,
    GETSET_FLOAT,
    GETSET_DEQUE,
    GETSET_ARRAY,
    GETSET_EXCEPTION,
    GETSET_OS_ERROR,
    GETSET_TRACEBACK,
    GETSET_PROPERTY,
    GETSET_STATICMETHOD,
    GETSET_DESCRIPTOR,
    GETSET_FIELD_DESCRIPTOR,
    GETSET_METHOD_WRAPPER,
    GETSET_GENERIC_ALIAS,
    GETSET_UNION,
    GETSET_FUNCTION,
    GETSET_CELL,
    GETSET_FRAME,
    GETSET_GENERATOR,
    GETSET_COROUTINE,
    GETSET_ASYNC_GENERATOR,
    GETSET_FUNCTOOLS,
    GETSET_DICT_VIEW,
    GETSET_PATTERN,
    GETSET_MEMORYVIEW,
    GETSET_MATCH,
    GETSET_DATE,
    GETSET_DATETIME,
    GETSET_TIME,
    GETSET_DECIMAL,
    GETSET_DECIMAL_CONTEXT,
    GETSET_TYPE_VAR,
    GETSET_TYPE_VAR_TUPLE,
    GETSET_PARAM_SPEC,
    GETSET_TYPE_ALIAS,
    GETSET_TEMPLATE,
    GETSET_METHOD,
    GETSET_MODULE,
    GETSET_IO_BASE,
    GETSET_TEXT_IO_BASE,
    GETSET_STRING_IO,
    GETSET_BYTES_IO,
    GETSET_NEWLINE_DECODER,
    GETSET_OWNERS
};
extern const struct getset code_getsets[]; /* code.c */
extern const struct getset int_getsets[], float_getsets[], deque_getsets[],
    array_getsets[];                                                           /* value_getsets.c */
extern const struct getset date_getsets[], datetime_getsets[], time_getsets[]; /* datetime.c */
extern const struct getset decimal_getsets[], decimal_context_getsets[];       /* decimal.c */
const struct getset *getset_table(unsigned owner); /* ends with a NULL name; descriptor.c */

addr getset_new(struct heap *h, addr type, addr name, unsigned owner,
                unsigned index) HEAP_MUST_CHECK;                                        /* *new* */
addr member_new(struct heap *h, addr type, addr name, addr definition) HEAP_MUST_CHECK; /* *new* */

/* Does the type of `d` have __get__, __set__? */
bool descriptor_has_get(const struct heap *h, addr d);
static inline bool descriptor_has_set(const struct heap *h, addr d)
{
    return type_at(h, object_type(h, d))->descr_set;
}
/* Does calling it with the object as first argument do what calling the bound one does
 * (Py_TPFLAGS_METHOD_DESCRIPTOR)? */
bool function_takes_self(const struct heap *h, addr d);
/* Is it a function written in Python? */
bool object_is_function(const struct heap *h, addr o);
/* d.__get__(o, type): `o` 0 when looked up on the class. *new* */
enum heap_status descriptor_get(struct heap *h, addr d, addr o, addr type, addr *out) HEAP_MUST_CHECK;
enum heap_status descriptor_set(struct heap *h, addr d, addr o,
                                addr value) HEAP_MUST_CHECK; /* value 0 deletes */
/* The same as a builtin kind has them, whatever the descriptor's class defines. */
enum heap_status descriptor_get_of_kind(struct heap *h, unsigned kind, addr d, addr o, addr type,
                                        addr *out) HEAP_MUST_CHECK;
enum heap_status descriptor_set_of_kind(struct heap *h, unsigned kind, addr d, addr o,
                                        addr value) HEAP_MUST_CHECK;

/* ---- attributes of instances (instance.c) */

/* Memory for an instance as PyType_GenericAlloc gives it, inline values set up, not tracked: whatever the
 * kind. `items` as object_new. */
addr instance_alloc(struct heap *h, addr type, size_t items) HEAP_MUST_CHECK;

/* The field that holds the attributes' dict; 0: instances of this type have none. */
addr instance_dict_field(const struct heap *h, addr o);

/* Attributes in values or dict, not in slots. Borrowed or 0. */
addr instance_get_stored(struct heap *h, addr o, addr name);
/* value 0 deletes; *found: there was one to delete. The object has a dict field. */
enum heap_status instance_set_stored(struct heap *h, addr o, addr name, addr value,
                                     bool *found) HEAP_MUST_CHECK;
size_t instance_stored_count(const struct heap *h, addr o); /* how many attributes are in values or dict */
enum heap_status instance_replace_dict(struct heap *h, addr o, addr dict)
    HEAP_MUST_CHECK; /* o.__dict__ = dict (borrowed); 0 deletes */
enum heap_status instance_leave_keys(struct heap *h, addr o)
    HEAP_MUST_CHECK; /* attributes in a dict of its own: its class is about to change */
enum heap_status instance_set_class(struct heap *h, addr o,
                                    addr type) HEAP_MUST_CHECK; /* o.__class__ = type */

/* What a class adds to its builtin base's contents: slots, dict or values. For object_traverse, release.c and
 * the collector, for every object whose type is a class. */
void instance_traverse_added(struct heap *h, addr o, span_visitor *visit, void *context);
bool instance_release_added(struct heap *h, addr o, addr *reference);
/* Of an instance whose values are all that its class adds to object: where they are, and for how many there
 * is room; NULL and 0: it is another, or has no values. */
size_t instance_values_alone(const struct heap *h, addr o, addr **values);
void instance_free_added(struct heap *h, addr o);
void instance_clear_added(struct heap *h, addr o);
size_t instance_added_storage(const struct heap *h, addr o, addr blocks[4]); /* as kind_ops.storage */

/* ---- types */

/* While the heap boots: a builtin type's memory, not an object yet; entries of its dict (`descriptor` is
 * taken over). */
addr type_lay_out(struct heap *h, addr name, enum kind kind);
addr type_lay_out_shape(struct heap *h, addr name, enum kind kind, const struct type_shape *shape);
const char *type_kind_name(enum kind kind);
void class_add(struct heap *h, addr dict, const char *name, addr descriptor);
void class_add_methods(struct heap *h, addr dict, addr type, enum kind kind);
void class_add_getsets(struct heap *h, addr dict, addr type, unsigned owner);
void class_add_wrappers(struct heap *h, addr dict, addr type, enum kind kind, const char *names);
/* wrapper.h */ /* __new__ and the slot wrappers */

/* type(name, bases, namespace): *new*. `bases` a tuple of types, `namespace` a dict; both borrowed. */
addr type_new(struct heap *h, addr metatype, addr name, addr bases, addr namespace) HEAP_MUST_CHECK;
/* The most derived of the metatype asked for and those of the bases. Borrowed; 0 raised. */
addr metatype_of_bases(struct heap *h, addr metatype, addr bases) HEAP_MUST_CHECK;
/* TypeError where its attributes, such as `name`, cannot be set. */
enum heap_status type_check_mutable(struct heap *h, addr type, addr name) HEAP_MUST_CHECK;
/* Sets or deletes (0) an entry of the type's dict and what depends on it. */
enum heap_status type_set_entry(struct heap *h, addr type, addr name, addr value) HEAP_MUST_CHECK;
/* After a change of the type's dict: what the type object itself says about it (tp_finalize), its subclasses
 * too. */
void type_entries_changed(struct heap *h, addr type);
/* The base, or the type itself, that the layout of its instances comes from. */
addr type_solid_base(const struct heap *h, addr type);
/* tp_name behind its last dot; the qualified name of a class, as text. */
const char *type_short_name(const struct heap *h, addr type);
void type_put_qualname(const struct heap *h, addr type, struct text *out);
addr type_lookup_text(const struct heap *h, addr type, const char *name); /* borrowed or 0 */

#endif
