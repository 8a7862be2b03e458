/* Types, classes made at run time, instances and their attributes, builtin functions, bound methods, weak
 * references, calls. type.c class.c instance.c attribute.c builtin.c weakref.c call.c. Mirrors
 * Objects/typeobject.c, object.c, methodobject.c, weakrefobject.c.
 */
#ifndef HEAPD_HEAP_OBJECT_CLASS_H
#define HEAPD_HEAP_OBJECT_CLASS_H

#include "daemon/heap/base.h"

/* ---- classes */
enum finalizer_kind { FINALIZER_NONE, FINALIZER_LOG, FINALIZER_RESURRECT };
struct class_spec {
    const char *name;  /* UTF-8 identifier */
    const addr *bases; /* borrowed; none: object */
    size_t base_count;
    const char *const *slots; /* names; NULL: no __slots__ */
    size_t slot_count;
    enum finalizer_kind finalizer; /* makes a builtin __del__: log an event with the text, or bind the object
                                      to a global name */
    const char *finalizer_text;
};
/* *new*: what `class name(*bases): __slots__ = slots` makes: C3, layout checks with CPython's messages,
 * __dict__ and __weakref__ by its rules. */
addr class_new(struct heap *h, const struct class_spec *spec) HEAP_MUST_CHECK;
bool type_is_subtype(const struct heap *h, addr type, addr base);
bool type_inits_as_builtin(const struct heap *h,
                           addr type); /* is its __init__ the one of the builtin type that it extends? */
addr type_lookup(const struct heap *h, addr type,
                 addr name); /* borrowed or 0: through the mro (_PyType_Lookup) */
const char *type_name(const struct heap *h, addr type);
addr type_by_name(
    const struct heap *h,
    const char *name); /* borrowed: builtin types by their name ("int", "collections.deque"); 0 */

/* ---- instances and attributes */
addr instance_new(struct heap *h, addr type) HEAP_MUST_CHECK; /* *new*: object.__new__: no __init__ */
enum heap_status object_getattr(struct heap *h, addr o, addr name, addr *out)
    HEAP_MUST_CHECK; /* *new*; AttributeError as that version words it */
enum heap_status object_setattr(struct heap *h, addr o, addr name,
                                addr value) HEAP_MUST_CHECK; /* value 0 deletes */
enum heap_status object_getitem(struct heap *h, addr o, addr key, addr *out) HEAP_MUST_CHECK; /* *new* */
enum heap_status object_setitem(struct heap *h, addr o, addr key,
                                addr value) HEAP_MUST_CHECK; /* value 0 deletes */
enum heap_status instance_dict(struct heap *h, addr o,
                               addr *out) HEAP_MUST_CHECK; /* *new*: o.__dict__, materialized */
/* Attributes as they are stored, without materializing: dict entries or values, then slots. False past the
 * last. */
bool instance_attribute(const struct heap *h, addr o, size_t index, addr *name, addr *value);

/* ---- calls */
struct call;
/* o.method(*args) or callable(*args). *new* result; None is a result too. Keywords as parallel arrays. */
enum heap_status object_call_method(struct heap *h, addr o, addr name, const addr *args, size_t count,
                                    const addr *kwnames, const addr *kwvalues, size_t kwcount,
                                    addr *out) HEAP_MUST_CHECK;
enum heap_status object_call(struct heap *h, addr callable, const addr *args, size_t count,
                             const addr *kwnames, const addr *kwvalues, size_t kwcount,
                             addr *out) HEAP_MUST_CHECK;

/* The same with arguments that are those of a tuple and a dict: f(*args, **kwargs). The caller holds them as
 * CPython does. */
enum heap_status object_call_ex(struct heap *h, addr callable, const struct call *call,
                                addr *out) HEAP_MUST_CHECK;

/* object_call() of an exact builtin function or method descriptor with positional arguments: a shorter way to
 * it. */
enum heap_status object_call_builtin(struct heap *h, addr callable, const addr *args, size_t count,
                                     addr *out) HEAP_MUST_CHECK;

/* The same with keywords. */
enum heap_status object_call_builtin_with(struct heap *h, addr callable, const struct call *call,
                                          addr *out) HEAP_MUST_CHECK;

/* The same of what calling an instance of a builtin kind does, whatever its class defines. */
struct call;
enum heap_status call_of_kind(struct heap *h, unsigned kind, addr callable, const struct call *call,
                              addr *out) HEAP_MUST_CHECK;

struct call { /* what a builtin function gets; everything borrowed */
    addr self;
    const addr *args;
    size_t count;
    const addr *kwnames, *kwvalues;
    size_t kwcount;
    addr callable; /* the function object, when it is called through one; else 0 */
    bool is_tuple; /* the arguments are those of a tuple (and a dict) that the caller has: f(*args) */
};
#define METHOD_KEYWORDS   1u
#define METHOD_CLASS      2u  /* of the type: self is the class that it is called on (METH_CLASS) */
#define METHOD_STATIC     4u  /* no self (METH_STATIC) */
#define METHOD_PARSED     64u /* up to 3.12 its arguments are parsed by a format: its messages are others */
#define METHOD_TUPLE      8u  /* gets its arguments as a tuple (METH_VARARGS), which holds them meanwhile */
#define METHOD_NO_LEVEL   32u /* an instruction of its own calls it: no level of recursion */
#define METHOD_TUPLE_3_12 16u /* the same where abi.calls_have_tuples */
#define METHOD_STAR                                                                                          \
    128u /* with METHOD_TUPLE: of the positional ones alone: keywords are in no dict (Argument Clinic), or   \
            it makes that itself */
#define METHOD_FAST                                                                                          \
    256u /* with METHOD_PARSED: it gets no tuple (METH_FASTCALL): its full name is told of keywords */
#define METHOD_ADDED_BY_FILL                                                                                 \
    512u /* of a module, in some versions only: its fill() adds it (module.h), not the table alone */
typedef enum heap_status builtin_function(struct heap *h, const struct call *call,
                                          addr *out); /* *new* in *out */
struct builtin_method {                               /* constant tables, one per kind, found by index */
    const char *name;
    int8_t min_args, max_args; /* -1: any */
    uint16_t flags;            /* METHOD_...; true: takes keywords */
    builtin_function *function;
};
bool object_is_callable(const struct heap *h, addr o);
/* The methods of a kind: array ending with a NULL name. kinds.c has the table of tables; each type's file has
 * its own. */
const struct builtin_method *kind_methods(unsigned kind);
extern const struct builtin_method *const kind_method_tables[]; /* NULL: none */
/* __sizeof__ of the types that have one of their own: object_own_size(). */
builtin_function method_own_sizeof;

/* ---- weak references */
addr weakref_new(struct heap *h, addr referent,
                 addr callback) HEAP_MUST_CHECK; /* *new*; callback 0 none; shares the plain one; TypeError:
                                                    cannot create weak reference to 'int' object */
addr proxy_new(struct heap *h, addr referent, addr callback) HEAP_MUST_CHECK;
addr weakref_referent(const struct heap *h, addr ref); /* borrowed, 0 when dead */
size_t weakref_count(const struct heap *h, addr o);
addr *weakref_list_field(const struct heap *h,
                         addr o); /* where the object keeps its first weak reference; NULL: cannot have any */
/* For deallocation and the collector: PyObject_ClearWeakRefs -- unlink all, then call callbacks (newest first
 * by CPython's rule). */
void weakref_clear_all(struct heap *h, addr o);
void weakref_clear_one(struct heap *h,
                       addr ref); /* _PyWeakref_ClearRef: unlink and set to dead, callback kept */
enum heap_status weakref_call_callback(struct heap *h, addr ref) HEAP_MUST_CHECK;

/* ---- finalizers */
/* Runs __del__ (tp_finalize) once; what it raises is reported as an event (unraisable). True: the object was
 * resurrected. For release.c: the object's count is 0 on entry and, unless resurrected, on return. */
bool object_finalize_from_release(struct heap *h, addr o);
bool object_has_finalizer(const struct heap *h, addr o); /* type has __del__, directly or inherited */
/* Would nobody hear of its end: neither a finalizer nor who refers to it weakly, nor of what ends with it?
 * No, where that is not told from a few objects. */
bool object_ends_silently(struct heap *h, addr o);
void object_call_finalizer(struct heap *h, addr o); /* for the collector: marks GC_FINALIZED and calls */

#endif
