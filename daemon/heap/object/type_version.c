/* Version tags of types and tables of keys (type_version.h). Mirrors assign_version_tag() and
 * PyType_Modified() of Objects/typeobject.c. */
#include "daemon/heap/object/type_version.h"

#include "daemon/heap/object/container.h"
#include "daemon/heap/object/dict.h"
#include "daemon/heap/object/heaptype.h"
#include "daemon/heap/object/lookup.h"
#include "daemon/heap/object/subclasses.h"

static uint32_t next_version(uint32_t *last)
{
    return *last == UINT32_MAX ? 0 : ++*last;
}

/* Bases that have a tag are known to say so to their subclasses; those of an order that a program made may
 * not know of them. */
uint32_t type_version(struct heap *h, addr type)
{
    addr mro = type_at(h, type)->mro;
    if (type_at(h, type)->version_tag)
        return type_at(h, type)->version_tag;
    if (!mro || h->orders_by_programs)
        return 0;
    for (size_t i = tuple_length(h, mro); i-- > 0;) {
        struct type_object *t = type_at(h, tuple_item(h, mro, i));
        if (!t->version_tag)
            t->version_tag = next_version(&h->type_versions);
        if (!t->version_tag)
            return 0;
    }
    return type_at(h, type)->version_tag;
}

#define LEVELS_MAX        200
#define OBJECTS_OF_A_STEP 16

/* In the type and what extends it, so many levels deep: false where there is more. */
static bool forget_below(struct heap *h, addr type, unsigned levels)
{
    addr subclass;
    if (!type_at(h, type)->version_tag)
        return true;
    type_at(h, type)->version_tag = 0;
    for (size_t position = 0; subclasses_next(h, type, &position, &subclass);)
        if (levels == 0 || !forget_below(h, subclass, levels - 1))
            return false;
    return true;
}

void type_version_changed(struct heap *h, addr type)
{
    if (forget_below(h, type, LEVELS_MAX) && !h->orders_by_programs)
        return;
    for (addr o = object_next(h, HEAP_BASE + REGION_LARGE); o;
         o = object_next(h, o + 16)) /* a class is no small block */
        if (object_kind(h, o) == KIND_TYPE)
            type_at(h, o)->version_tag = 0;
}

/* By its type, who says so itself, or by a program that has got at it. Whose it is, is found by going through
 * the whole heap: seldom needed. Every type that has a tag is below object, which has one then. */
void dict_of_type_changed(struct heap *h, addr d)
{
    if (d == h->changing_dict)
        return;
    lookups_forget(h);
    type_version_changed(h, h->type[KIND_INSTANCE]);
    for (addr o = object_next(h, HEAP_BASE + REGION_LARGE); o;
         o = object_next(h, o + 16)) /* a class is no small block */
        if (object_kind(h, o) == KIND_TYPE && type_at(h, o)->dict == d)
            type_entries_changed(h, o);
    work_done(h, h->object_count / OBJECTS_OF_A_STEP);
}

/* 1 is that of the keys of empty dicts, which no place can be found in. */
uint32_t keys_version(struct heap *h, struct dict_keys *k)
{
    if (h->keys_versions == 0)
        h->keys_versions = 1;
    if (!k->version)
        k->version = next_version(&h->keys_versions);
    return k->version;
}
