/* builtin_function_or_method objects (PyCFunctionObject) and bound methods, for call.c, descriptor.c and
 * class_boot.c. */
#ifndef HEAPD_HEAP_OBJECT_BUILTIN_H
#define HEAPD_HEAP_OBJECT_BUILTIN_H

#include "daemon/heap/object/class.h"
#include "daemon/heap/object/heaptype.h"

/* Definitions are PyMethodDefs in HEAP_TEXT: by kind and index in kind_methods(), or of the functions that
 * builtin.c has itself. */
#define BUILTIN_OWN KIND_COUNT
#define BUILTIN_NEW (KIND_COUNT + 1u) /* T.__new__, bound to T; then functions that reducing needs */
static inline addr builtin_text(unsigned kind, unsigned index)
{
    return HEAP_TEXT + TEXT_METHODS + (kind * 1024u + index) * 32u;
}
static inline unsigned builtin_text_kind(addr definition)
{
    return (unsigned)((definition - HEAP_TEXT - TEXT_METHODS) / 32u / 1024u);
}
const struct builtin_method *builtin_definition_elsewhere(addr definition); /* where it is no kind's */
static inline const struct builtin_method *builtin_definition(addr definition)
{
    unsigned kind = builtin_text_kind(definition);
    return HEAP_LIKELY(kind < KIND_COUNT && kind_method_tables[kind])
               ? &kind_method_tables[kind][(unsigned)((definition - HEAP_TEXT - TEXT_METHODS) / 32u) % 1024u]
               : builtin_definition_elsewhere(definition);
}

struct builtin_object {
    struct object base;
    addr definition; /* m_ml */
    addr self;       /* m_self: what it is bound to; 0 */
    addr module, weaklist, vectorcall;
};
static inline struct builtin_object *builtin_at(const struct heap *h, addr o)
{
    return heap_at(h, o);
}
/* The name in the definition of a function: a constant. */
static inline const char *builtin_name(const struct heap *h, addr o)
{
    return builtin_definition(builtin_at(h, o)->definition)->name;
}
/* Is it the __new__ of a builtin type, one of C's? */
static inline bool builtin_is_new(const struct heap *h, addr o)
{
    return object_kind(h, o) == KIND_BUILTIN && builtin_at(h, o)->definition == builtin_text(BUILTIN_NEW, 0);
}
/* What it is bound to (m_self): borrowed, or 0. A static method is bound to its type, which is not stored:
 * its
 * __self__ is None. */
static inline addr builtin_owner(const struct heap *h, addr o)
{
    const struct builtin_object *b = builtin_at(h, o);
    unsigned kind = builtin_text_kind(b->definition);
    bool of_type = !b->self && kind < KIND_COUNT && builtin_definition(b->definition)->flags & METHOD_STATIC;
    return of_type ? h->type[kind] : b->self;
}
addr builtin_new(struct heap *h, addr definition, addr self) HEAP_MUST_CHECK; /* *new*; self borrowed */
/* One of builtin.c's own that binds to instances as a function does is bound; others stay what they are.
 * *new* */
enum heap_status builtin_bind(struct heap *h, addr function, addr o, addr *out) HEAP_MUST_CHECK;

struct method_object { /* PyMethodObject */
    struct object base;
    addr function, self, weaklist, vectorcall;
};
static inline struct method_object *method_at(const struct heap *h, addr o)
{
    return heap_at(h, o);
}
static inline void method_parts(const struct heap *h, addr method, addr *function, addr *self) /* borrowed */
{
    *function = method_at(h, method)->function;
    *self = method_at(h, method)->self;
}
addr method_new(struct heap *h, addr function, addr self) HEAP_MUST_CHECK; /* *new*; both borrowed */

addr method_descriptor_new(struct heap *h, addr type, addr name, unsigned kind,
                           unsigned index) HEAP_MUST_CHECK; /* *new* */

/* __del__ of classes made through class_new(): a function that logs `text` or binds its object to the global
 * name `text`. *new* */
addr finalizer_new(struct heap *h, enum finalizer_kind kind, const char *text) HEAP_MUST_CHECK;

#endif
