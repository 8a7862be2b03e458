/* Descriptors that programs make: property, staticmethod, classmethod; and super, which looks attributes up
 * behind a class. property.c, static_method.c, super.c; what they share with descriptor.c.
 */
#ifndef HEAPD_HEAP_OBJECT_BINDING_H
#define HEAPD_HEAP_OBJECT_BINDING_H

#include "daemon/heap/object/class.h"
#include "daemon/heap/object/object.h"

struct property_object { /* propertyobject */
    struct object base;
    addr get, set, del, doc, name; /* 0: none */
    uint32_t doc_is_getters, pad;
};
static inline struct property_object *property_at(const struct heap *h, addr o)
{
    return heap_at(h, o);
}

struct static_method_object { /* staticmethod and classmethod */
    struct object base;
    addr callable, dict;
};
static inline struct static_method_object *static_method_at(const struct heap *h, addr o)
{
    return heap_at(h, o);
}

struct super_object { /* superobject */
    struct object base;
    addr type, object, object_type; /* the latter 0 where it is not bound */
};
static inline struct super_object *super_at(const struct heap *h, addr o)
{
    return heap_at(h, o);
}

/* super(type, o): *new*; o 0: unbound. TypeError where `o` is neither an instance nor a subtype of `type`. */
addr super_new(struct heap *h, addr type, addr o) HEAP_MUST_CHECK;
/* super(type, o) where `o` is neither an instance nor a subtype of it: TypeError. */
enum heap_status raise_no_super(struct heap *h, addr type, addr o);
/* super_getattro: *new* in *out. */
enum heap_status super_getattr(struct heap *h, addr super, addr name, addr *out) HEAP_MUST_CHECK;
/* The same without the object in between, for an instruction that calls super() and looks an attribute up at
 * once: `bound` 0 where `name` is found unbound (a function that takes its object first, which *out is then
 * and whose object is `o`). */
enum heap_status super_lookup(struct heap *h, addr type, addr o, addr name, bool *bound,
                              addr *out) HEAP_MUST_CHECK;

/* __get__ and __set__ by kind. `o` 0: looked up on the class. */
enum heap_status property_get(struct heap *h, addr property, addr o, addr *out) HEAP_MUST_CHECK;
enum heap_status property_set(struct heap *h, addr property, addr o,
                              addr value) HEAP_MUST_CHECK; /* value 0 deletes */
enum heap_status static_method_get(struct heap *h, addr method, addr o, addr type, addr *out) HEAP_MUST_CHECK;
enum heap_status super_get(struct heap *h, addr super, addr o, addr *out) HEAP_MUST_CHECK;

/* PyStaticMethod_New, PyClassMethod_New: *new*, of KIND_STATICMETHOD or KIND_CLASSMETHOD; 0: raised. */
addr static_method_new(struct heap *h, enum kind kind, addr callable) HEAP_MUST_CHECK;

/* __init__, with CPython's argument checks. */
enum heap_status property_init(struct heap *h, addr property, const struct call *call) HEAP_MUST_CHECK;
enum heap_status static_method_init(struct heap *h, addr method, const struct call *call) HEAP_MUST_CHECK;
enum heap_status super_init(struct heap *h, addr super, const struct call *call) HEAP_MUST_CHECK;

/* __isabstractmethod__ of `o`, false where it has none. */
enum heap_status object_is_abstract(struct heap *h, addr o, bool *out) HEAP_MUST_CHECK;

#endif
