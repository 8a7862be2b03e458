/* tp_subclasses (add_subclass and remove_subclass of Objects/typeobject.c). */
#include "daemon/heap/object/subclasses.h"

#include <string.h>

#include "daemon/heap/object/class.h"
#include "daemon/heap/object/container.h"
#include "daemon/heap/object/exception.h"
#include "daemon/heap/object/object.h"
#include "daemon/heap/object/scalar.h"

static enum heap_status add(struct heap *h, addr base, addr key, addr ref)
{
    struct type_object *b = type_at(h, base);
    if (!b->subclasses) {
        addr made = dict_new(h); /* may run code that makes another subclass */
        if (!made)
            return HEAP_RAISED;
        if (b->subclasses)
            decref(h, made);
        else
            b->subclasses = made;
    }
    return dict_set(h, b->subclasses, key, ref);
}

enum heap_status subclasses_add(struct heap *h, addr type, addr bases)
{
    enum heap_status status = HEAP_RAISED;
    size_t n = tuple_length(h, bases), done = 0;
    for (; done < n; done++) {
        addr key = int_new(h, (int64_t)type), ref = key ? weakref_new(h, type, 0) : 0;
        status = ref ? add(h, tuple_item(h, bases, done), key, ref) : HEAP_RAISED;
        xdecref(h, ref);
        xdecref(h, key);
        if (status != HEAP_OK)
            break;
    }
    if (status != HEAP_OK)
        subclasses_remove(h, type, bases);
    return status;
}

/* The key object of the type, by looking at every entry: needs no memory. Borrowed or 0. */
static addr find_key(const struct heap *h, addr subclasses, addr type)
{
    addr key, ref;
    for (size_t position = 0; dict_next(h, subclasses, &position, &key, &ref);) {
        int64_t value;
        if (int_fits(h, key, &value) && (addr)value == type)
            return key;
    }
    return 0;
}

/* A class without subclasses has no dict for them, but those that have room for them from the start. */
static void drop_empty(struct heap *h, addr base)
{
    addr subclasses = type_at(h, base)->subclasses;
    if (subclasses && object_in_blocks(subclasses) && dict_length(h, subclasses) == 0) {
        type_at(h, base)->subclasses = 0;
        decref(h, subclasses);
    }
}

void subclasses_remove(struct heap *h, addr type, addr bases)
{
    for (size_t i = 0; i < tuple_length(h, bases); i++) {
        addr subclasses = type_at(h, tuple_item(h, bases, i))->subclasses;
        if (!subclasses)
            continue;
        bool had_error = heap_raised(h) != EXC_NONE, found;
        addr key = had_error ? 0 : int_new(h, (int64_t)type);
        if (!key) {
            if (!had_error)
                heap_clear_raised(h);
            key = find_key(h, subclasses, type);
            if (!key) {
                drop_empty(h, tuple_item(h, bases, i)); /* made for it, before memory was short */
                continue;
            }
            incref(h, key);
        }
        if (dict_delete(h, subclasses, key, &found) != HEAP_OK && !had_error)
            heap_clear_raised(h);
        decref(h, key);
        drop_empty(h, tuple_item(h, bases, i));
    }
}

bool subclasses_next(const struct heap *h, addr type, size_t *position, addr *subclass)
{
    addr subclasses = type_at(h, type)->subclasses, key, ref;
    while (subclasses && dict_next(h, subclasses, position, &key, &ref)) {
        *subclass = weakref_referent(h, ref);
        if (*subclass)
            return true;
    }
    return false;
}

/* Of what extends object alone, what has a name that programs know: others are some version's, or some
 * module's. */
static bool is_told(const struct heap *h, addr type)
{
    const char *name = type_name(h, type);
    return type_at(h, type)->base != h->type[KIND_INSTANCE] ||
           (h->builtins && dict_get_ascii(h, h->builtins, name, strlen(name)) == type);
}

/* In the order in which CPython makes them ready. */
bool subclasses_next_builtin(const struct heap *h, addr type, size_t *position, addr *subclass)
{
    while (*position < KIND_COUNT + EXC_COUNT) {
        size_t i = (*position)++;
        addr one = i >= KIND_COUNT                   ? h->exception_type[i - KIND_COUNT]
                   : kind_is_exception((enum kind)i) ? 0
                                                     : h->type[i];
        if (!one || one == type || !is_told(h, one))
            continue;
        addr bases = type_at(h, one)->bases;
        for (size_t k = 0; k < tuple_length(h, bases); k++)
            if (tuple_item(h, bases, k) == type) {
                *subclass = one;
                return true;
            }
    }
    return false;
}
