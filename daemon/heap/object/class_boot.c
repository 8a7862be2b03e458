/* The builtin types become whole: base, bases, order, and a dict with a descriptor for each method and
 * computed attribute. All of it lies in the static area and never changes.
 */
#include <string.h>

#include "daemon/heap/boot.h"
#include "daemon/heap/memory.h"
#include "daemon/heap/object/builtin.h"
#include "daemon/heap/object/container.h"
#include "daemon/heap/object/dict.h"
#include "daemon/heap/object/exception_types.h"
#include "daemon/heap/object/fixed.h"
#include "daemon/heap/object/heaptype.h"
#include "daemon/heap/object/lookup.h"
#include "daemon/heap/object/type_slots.h"
#include "daemon/heap/object/traceback_types.h"

static enum kind base_of(enum kind kind)
{
    return kind == KIND_BOOL ? KIND_INT : KIND_INSTANCE;
}

static void set_order(struct heap *h, enum kind kind)
{
    addr order[3] = {h->type[kind]};
    size_t count = 1;
    for (enum kind k = kind; k != KIND_INSTANCE;) {
        k = base_of(k);
        order[count++] = h->type[k];
    }
    struct type_object *t = type_at(h, h->type[kind]);
    t->mro = fixed_tuple(h, order, count);
    t->base = count > 1 ? order[1] : 0;
    t->bases = count > 1 ? fixed_tuple(h, &order[1], 1) : h->singleton[SINGLETON_EMPTY_TUPLE];
}

void class_add(struct heap *h, addr dict, const char *name, addr descriptor)
{
    addr key = fixed_str(h, name);
    if (dict_set(h, dict, key, fixed_object(h, descriptor)) != HEAP_OK)
        __builtin_trap(); /* a fresh heap has room */
}

void class_add_methods(struct heap *h, addr dict, addr type, enum kind kind)
{
    const struct builtin_method *methods = kind_methods(kind);
    for (unsigned i = 0; methods[i].name; i++)
        class_add(h, dict, methods[i].name, method_descriptor_new(h, type, fixed_str(h, methods[i].name), kind, i));
}

void class_add_getsets(struct heap *h, addr dict, addr type, unsigned owner)
{
    const struct getset *table = getset_table(owner);
    for (unsigned i = 0; table[i].name; i++)
        class_add(h, dict, table[i].name, getset_new(h, type, fixed_str(h, table[i].name), owner, i));
}

static void set_dict(struct heap *h, enum kind kind)
{
    addr type = h->type[kind], dict = dict_new(h);
    class_add_methods(h, dict, type, kind);
    switch (kind) {
    case KIND_INSTANCE:
        class_add_getsets(h, dict, type, GETSET_OBJECT);
        break;
    case KIND_TYPE:
        class_add_getsets(h, dict, type, GETSET_TYPE);
        break;
    case KIND_BUILTIN:
        class_add_getsets(h, dict, type, GETSET_BUILTIN);
        break;
    case KIND_METHOD:
        class_add_getsets(h, dict, type, GETSET_METHOD);
        break;
    case KIND_CODE:
        class_add_getsets(h, dict, type, GETSET_CODE);
        break;
    case KIND_WEAKREF:
        class_add_getsets(h, dict, type, GETSET_REFERENCE);
        break;
    case KIND_TRACEBACK:
        class_add_getsets(h, dict, type, GETSET_TRACEBACK);
        members_add(h, dict, type, traceback_members);
        break;
    default:
        break;
    }
    type_at(h, type)->dict = fixed_dict(h, dict);
}

/* What says that instances of a type are descriptors. */
static void set_descriptor_slots(struct heap *h)
{
    static const enum kind kinds[] = {KIND_GETSET, KIND_MEMBER, KIND_METHOD_DESCRIPTOR};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        struct type_object *t = type_at(h, h->type[kinds[i]]);
        t->descr_get = HEAP_TEXT + TEXT_DESCR_GET;
        t->descr_set = kinds[i] == KIND_METHOD_DESCRIPTOR ? 0 : HEAP_TEXT + TEXT_DESCR_SET;
    }
}

static void set_call_slots(struct heap *h)
{
    static const enum kind kinds[] = {KIND_TYPE,    KIND_BUILTIN,       KIND_METHOD, KIND_METHOD_DESCRIPTOR,
                                      KIND_WEAKREF, KIND_CALLABLE_PROXY};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        type_at(h, h->type[kinds[i]])->call = HEAP_TEXT + TEXT_CALL;
}

/* In CPython object has hundreds of subclasses from the start, and Exception dozens: making a class does not make
 * their table. */
static void make_room_for_subclasses(struct heap *h, addr type)
{
    addr subclasses = dict_new(h);
    if (dict_resize(h, subclasses, 4, false) != HEAP_OK)
        __builtin_trap();
    type_at(h, type)->subclasses = fixed_open_dict(h, subclasses);
}

void class_boot(struct heap *h)
{
    names_boot(h);
    lookups_boot(h);
    for (enum kind kind = 0; kind < KIND_COUNT; kind++)
        if (!kind_is_exception(kind))
            set_order(h, kind);
    set_descriptor_slots(h);
    set_call_slots(h);
    type_slots_boot(h);
    for (enum kind kind = 0; kind < KIND_COUNT; kind++)
        if (!kind_is_exception(kind))
            set_dict(h, kind);
    exception_boot(h);
    make_room_for_subclasses(h, h->type[KIND_INSTANCE]);
    make_room_for_subclasses(h, h->exception_type[EXC_EXCEPTION]);
}
