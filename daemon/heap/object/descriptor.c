/* The descriptors that types have in their dicts: getset_descriptor (a pair of functions of the library),
 * member_descriptor (a slot) and method_descriptor (a method of a builtin type). Mirrors
 * Objects/descrobject.c.
 *
 *   0 header   16 d_type   24 d_name   32 d_qualname   40 d_getset, d_member or d_method   [48 vectorcall, of
 * a method]
 *
 * d_getset and d_method point into HEAP_TEXT, from where the index in a constant table is recovered; d_member
 * to the PyMemberDef in the class. Only d_type is visited by the collector.
 */
#include <string.h>

#include "daemon/heap/object/builtin.h"
#include "daemon/heap/object/heaptype.h"
#include "daemon/heap/object/member.h"
#include "daemon/heap/object/text.h"

#define GETSETS_OF_AN_OWNER 64
#define GETSET_SIZE         40

static addr getset_text(unsigned owner, unsigned index)
{
    return HEAP_TEXT + TEXT_GETSETS + (owner * GETSETS_OF_AN_OWNER + index) * GETSET_SIZE;
}

static const struct getset *getset_of(const struct heap *h, addr d)
{
    uint64_t number = (descriptor_at(h, d)->definition - HEAP_TEXT - TEXT_GETSETS) / GETSET_SIZE;
    return &getset_table((unsigned)(number / GETSETS_OF_AN_OWNER))[number % GETSETS_OF_AN_OWNER];
}

/* ---- making
 * ----------------------------------------------------------------------------------------------------------------
 */

static addr make(struct heap *h, enum kind kind, addr type, addr name, addr definition)
{
    addr o = object_new(h, h->type[kind], 0);
    if (!o)
        return 0;
    struct descriptor *d = descriptor_at(h, o);
    d->type = incref(h, type);
    d->name = incref(h, name);
    d->definition = definition;
    object_track(h, o);
    return o;
}

addr getset_new(struct heap *h, addr type, addr name, unsigned owner, unsigned index)
{
    return make(h, KIND_GETSET, type, name, getset_text(owner, index));
}

addr member_new(struct heap *h, addr type, addr name, addr definition)
{
    return make(h, KIND_MEMBER, type, name, definition);
}

addr method_descriptor_new(struct heap *h, addr type, addr name, unsigned kind, unsigned index)
{
    addr o = make(h, KIND_METHOD_DESCRIPTOR, type, name, builtin_text(kind, index));
    if (o)
        HEAP_FIELD(h, o, 48, addr) = HEAP_TEXT + TEXT_CALL;
    return o;
}

/* ---- __get__, __set__
 * ----------------------------------------------------------------------------------------------------------
 */

static enum heap_status check_owner(struct heap *h, addr d, addr o)
{
    const struct descriptor *p = descriptor_at(h, d);
    if (type_is_subtype(h, object_type(h, o), p->type))
        return HEAP_OK;
    struct text name = {.bytes = (char[100]){0}, .capacity = 99};
    text_put_str(h, &name, p->name);
    return raise_error(h, EXC_TYPE_ERROR, "descriptor '%s' for '%s' objects doesn't apply to a '%s' object",
                       name.bytes, type_name(h, p->type), object_type_name(h, o));
}

static enum heap_status getset_set(struct heap *h, addr d, addr o, addr value)
{
    const struct getset *g = getset_of(h, d);
    if (g->set)
        return g->set(h, o, value);
    const struct descriptor *p = descriptor_at(h, d);
    struct text name = {.bytes = (char[200]){0}, .capacity = 199};
    text_put_str(h, &name, p->name);
    return raise_error(h, EXC_ATTRIBUTE_ERROR, "attribute '%s' of '%s' objects is not writable", name.bytes,
                       type_name(h, p->type));
}

enum heap_status descriptor_get(struct heap *h, addr d, addr o, addr type, addr *out)
{
    enum kind kind = object_kind(h, d);
    (void)type;
    if (!o) {
        *out = incref(h, d);
        return HEAP_OK;
    }
    if (kind == KIND_BUILTIN)
        return builtin_bind(h, d, o, out);
    enum heap_status status = check_owner(h, d, o);
    if (status != HEAP_OK)
        return status;
    switch (kind) {
    case KIND_MEMBER:
        return member_get(h, d, o, out);
    case KIND_GETSET:
        return getset_of(h, d)->get(h, o, out);
    case KIND_METHOD_DESCRIPTOR:
        *out = builtin_new(h, descriptor_at(h, d)->definition, o);
        return *out ? HEAP_OK : HEAP_RAISED;
    default:
        *out = incref(h, d);
        return HEAP_OK;
    }
}

enum heap_status descriptor_set(struct heap *h, addr d, addr o, addr value)
{
    enum heap_status status = check_owner(h, d, o);
    if (status != HEAP_OK)
        return status;
    return object_kind(h, d) == KIND_MEMBER ? member_set(h, d, o, value) : getset_set(h, d, o, value);
}

/* ---- the kinds
 * --------------------------------------------------------------------------------------------------------------------
 */

static void descriptor_traverse(struct heap *h, addr o, span_visitor *visit, void *context)
{
    visit(h, context, &descriptor_at(h, o)->type, 1, 1);
}

static void descriptor_untraversed(struct heap *h, addr o, span_visitor *visit, void *context)
{
    visit(h, context, &descriptor_at(h, o)->name, 2, 1);
}

static bool descriptor_release_next(struct heap *h, addr o, addr *reference)
{
    struct descriptor *d = descriptor_at(h, o);
    addr *const fields[] = {&d->type, &d->name, &d->qualname};
    for (size_t i = 0; i < 3; i++)
        if (*fields[i]) {
            *reference = *fields[i];
            *fields[i] = 0;
            return true;
        }
    return false;
}

static enum heap_status descriptor_repr(struct heap *h, addr o, struct text *out)
{
    const struct descriptor *d = descriptor_at(h, o);
    enum kind kind = object_kind(h, o);
    const char *what = kind == KIND_GETSET ? "attribute" : kind == KIND_MEMBER ? "member" : "method";
    text_putf(out, "<%s '", what);
    text_put_str(h, out, d->name);
    text_putf(out, "' of '%s' objects>", type_name(h, d->type));
    return HEAP_OK;
}

static const char *descriptor_verify(const struct heap *h, addr o)
{
    const struct descriptor *d = descriptor_at(h, o);
    if (!object_exists(h, d->type) || object_kind(h, d->type) != KIND_TYPE)
        return "a descriptor belongs to no type";
    if (!object_exists(h, d->name) || object_kind(h, d->name) != KIND_STR)
        return "a descriptor has no name";
    if (object_kind(h, o) != KIND_MEMBER)
        return NULL;
    if (!type_is_heap(h, d->type))
        return NULL;
    addr first = heap_addr(h, type_members(h, d->type));
    return d->definition - first < type_member_count(h, d->type) * sizeof(struct member_def)
               ? NULL
               : "a slot's descriptor is not of its class";
}

#define DESCRIPTOR_OPS                                                                                       \
    {                                                                                                        \
        .traverse = descriptor_traverse, .untraversed = descriptor_untraversed,                              \
        .release_next = descriptor_release_next, .repr = descriptor_repr, .verify = descriptor_verify,       \
    }
extern const struct kind_ops getset_ops, member_ops, method_descriptor_ops;
const struct kind_ops getset_ops = DESCRIPTOR_OPS;
const struct kind_ops member_ops = DESCRIPTOR_OPS;
const struct kind_ops method_descriptor_ops = DESCRIPTOR_OPS;
