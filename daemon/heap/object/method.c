/* Bound methods: a function and the object that it gets first. Mirrors Objects/classobject.c.
 *
 *   0 header   16 im_func   24 im_self   32 im_weakreflist   40 vectorcall
 */
#include "daemon/heap/object/attribute.h"
#include "daemon/heap/object/builtin.h"
#include "daemon/heap/object/container.h"
#include "daemon/heap/object/free_list.h"
#include "daemon/heap/object/getset.h"
#include "daemon/heap/object/hash.h"
#include "daemon/heap/object/iterator_reduce.h"
#include "daemon/heap/object/text.h"

addr method_new(struct heap *h, addr function, addr self)
{
    incref(h, function); /* its class may lose it while the method is made */
    incref(h, self);
    addr o = free_list_object(h, FREE_METHODS, KIND_METHOD);
    if (!o) {
        decref(h, function);
        decref(h, self);
        return 0;
    }
    struct method_object *m = method_at(h, o);
    m->function = function;
    m->self = self;
    m->vectorcall = HEAP_TEXT + TEXT_CALL;
    object_track(h, o);
    return o;
}

static void method_traverse(struct heap *h, addr o, span_visitor *visit, void *context)
{
    visit(h, context, &method_at(h, o)->function, 2, 1);
}

static bool method_release_next(struct heap *h, addr o, addr *reference)
{
    struct method_object *m = method_at(h, o);
    addr *field = m->function ? &m->function : &m->self;
    *reference = *field;
    *field = 0;
    return *reference;
}

/* By the qualified name, or the name; a finalizer of heapd's own as if it had been written in the class. */
static enum heap_status put_function_name(struct heap *h, addr function, addr self, struct text *out)
{
    static const enum known_name names[] = {NAME_QUALNAME, NAME_NAME};
    if (object_kind(h, function) == KIND_BUILTIN &&
        builtin_text_kind(builtin_at(h, function)->definition) == BUILTIN_OWN) {
        text_putf(out, "%s.%s", object_type_name(h, self),
                  builtin_name(h, function));
        return HEAP_OK;
    }
    for (size_t i = 0; i < 2; i++) {
        addr name;
        enum heap_status status = attribute_lookup(h, function, known_name(h, names[i]), &name);
        if (status != HEAP_OK)
            return status;
        if (!name)
            continue;
        bool is_str = object_kind(h, name) == KIND_STR;
        if (is_str)
            text_put_str(h, out, name);
        else
            text_put(out, "?", 1);
        decref(h, name);
        return HEAP_OK;
    }
    text_put(out, "?", 1);
    return HEAP_OK;
}

/* <bound method C.name of <__main__.C object at 0x...>> */
static enum heap_status method_repr(struct heap *h, addr o, struct text *out)
{
    const struct method_object *m = method_at(h, o);
    text_put(out, "<bound method ", 14);
    enum heap_status status = put_function_name(h, m->function, m->self, out);
    text_put(out, " of ", 4);
    if (status == HEAP_OK)
        status = object_repr(h, m->self, out);
    text_put(out, ">", 1);
    return status;
}

static enum heap_status method_hash(struct heap *h, addr o, int64_t *out)
{
    int64_t function;
    enum heap_status status = object_hash(h, method_at(h, o)->function, &function);
    if (status == HEAP_OK)
        *out = hash_result((uint64_t)hash_address(method_at(h, o)->self) ^ (uint64_t)function);
    return status;
}

static enum heap_status method_equal(struct heap *h, addr a, addr b, int *result)
{
    bool same = false;
    *result = -1;
    if (object_kind(h, a) != KIND_METHOD || object_kind(h, b) != KIND_METHOD)
        return HEAP_OK;
    enum heap_status status = HEAP_OK;
    if (method_at(h, a)->self == method_at(h, b)->self)
        status = object_equal_or_same(h, method_at(h, a)->function, method_at(h, b)->function, &same);
    *result = same;
    return status;
}

/* getattr(self, name) makes it again. */
static enum heap_status method_reduce(struct heap *h, const struct call *call, addr *out)
{
    const struct method_object *m = method_at(h, call->self);
    addr name;
    enum heap_status status = object_getattr(h, m->function, known_name(h, NAME_NAME), &name);
    if (status != HEAP_OK)
        return status;
    addr args = tuple_from(h, (addr[]){method_at(h, call->self)->self, name}, 2);
    decref(h, name);
    return reduce_by(h, NAME_GETATTR_FUNCTION, args, 0, out);
}

extern const struct builtin_method method_methods[];
const struct builtin_method method_methods[] = {{"__reduce__", 0, 0, false, method_reduce}, {0}};

static enum heap_status get_doc(struct heap *h, addr o, addr *out)
{
    return object_getattr(h, method_at(h, o)->function, known_name(h, NAME_DOC), out);
}

const struct getset method_getsets[] = {{"__doc__", get_doc, NULL}, {0}};

extern const struct kind_ops method_ops;
const struct kind_ops method_ops = {
    .traverse = method_traverse,
    .release_next = method_release_next,
    .repr = method_repr,
    .hash = method_hash,
    .equal = method_equal,
};
