/* Builtin types: their static type objects. What needs other objects (names, bases, mro, dicts) is made by class_boot(). */
#include <string.h>

#include "daemon/heap/boot.h"
#include "daemon/heap/object/object.h"

static const char *const type_names[KIND_COUNT] = {
#define X(constant, name, prefix) [KIND_##constant] = name,
    HEAP_KINDS(X)
#undef X
};

/* A NUL-terminated constant in the static area: tp_name. */
static addr static_text(struct heap *h, const char *text)
{
    size_t length = strlen(text) + 1;
    addr a = h->static_top;
    memcpy(heap_at(h, a), text, length);
    h->static_top += (length + 7) & ~(size_t)7;
    return a;
}

void type_boot(struct heap *h)
{
    for (unsigned kind = 0; kind < KIND_COUNT; kind++) {
        struct type_shape shape = abi_type_shape(&h->abi, kind);
        addr name = static_text(h, type_names[kind]);
        h->static_top = (h->static_top + 15) & ~15ull;
        h->type[kind] = h->static_top;
        h->static_top += shape.flags & TYPE_HEAP ? h->abi.heap_type_size : h->abi.type_size;
        struct type_object *t = type_at(h, h->type[kind]);
        t->name = name;
        t->basicsize = shape.basicsize;
        t->itemsize = shape.itemsize;
        t->dictoffset = shape.dictoffset;
        t->weaklistoffset = shape.weaklistoffset;
        t->flags = shape.flags;
        t->dealloc = HEAP_TEXT + ((addr)kind << 6);
    }
    /* Now that the type `type` is there they become objects. Their memory has been laid out already. */
    for (unsigned kind = 0; kind < KIND_COUNT; kind++)
        object_become_static(h, h->type[kind], h->type[KIND_TYPE]);
}
