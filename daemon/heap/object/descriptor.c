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

#include "daemon/heap/object/answer.h"
#include "daemon/heap/object/binding.h"
#include "daemon/heap/object/builtin.h"
#include "daemon/heap/object/format.h"
#include "daemon/heap/object/getset.h"
#include "daemon/heap/object/heaptype.h"
#include "daemon/heap/object/member.h"
#include "daemon/heap/object/text.h"
#include "daemon/heap/object/text_signature.h"
#include "daemon/heap/object/wrapper.h"

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
    bool of_class = kind_methods(kind)[index].flags & METHOD_CLASS;
    addr o = make(h, of_class ? KIND_CLASSMETHOD_DESCRIPTOR : KIND_METHOD_DESCRIPTOR, type, name,
                  builtin_text(kind, index));
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
    return raise_error(h, EXC_TYPE_ERROR,
                       "descriptor '%s' for '%.100s' objects doesn't apply to a '%.100s' object", name.bytes,
                       type_name(h, p->type), object_type_name(h, o));
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

static enum heap_status check_class(struct heap *h, addr d, addr type)
{
    const struct descriptor *p = descriptor_at(h, d);
    char bytes[100] = {0};
    struct text name = {.bytes = bytes, .capacity = 99};
    if (object_kind(h, type) == KIND_TYPE && type_is_subtype(h, type, p->type))
        return HEAP_OK;
    text_put_str(h, &name, p->name);
    if (object_kind(h, type) != KIND_TYPE)
        return raise_error(h, EXC_TYPE_ERROR,
                           "descriptor '%s' for type '%.100s' needs a type, not a '%.100s' as arg 2", bytes,
                           type_name(h, p->type), object_type_name(h, type));
    return raise_error(h, EXC_TYPE_ERROR, "descriptor '%s' for type '%.100s' doesn't apply to type '%.100s'",
                       bytes, type_name(h, p->type), type_name(h, type));
}

/* Those that belong to a type, seen from an object that must be of it. */
static enum heap_status get_of_owner(struct heap *h, addr d, addr o, addr *out)
{
    enum heap_status status = check_owner(h, d, o);
    if (status != HEAP_OK)
        return status;
    switch (object_kind(h, d)) {
    case KIND_MEMBER:
        return member_get(h, d, o, out);
    case KIND_GETSET:
        return getset_of(h, d)->get(h, o, out);
    case KIND_METHOD_DESCRIPTOR:
        return answer(h, builtin_new(h, descriptor_at(h, d)->definition, o), out);
    default:
        return answer(h, method_wrapper_new(h, d, o), out);
    }
}

enum heap_status descriptor_get_of_kind(struct heap *h, unsigned kind, addr d, addr o, addr type, addr *out)
{
    enum heap_status status;
    switch (kind) {
    case KIND_PROPERTY:
        return property_get(h, d, o, out);
    case KIND_STATICMETHOD:
    case KIND_CLASSMETHOD:
        return static_method_get(h, d, o, type, out);
    case KIND_SUPER:
        return super_get(h, d, o, out);
    case KIND_CLASSMETHOD_DESCRIPTOR:
        type = type ? type : object_type(h, o);
        status = check_class(h, d, type);
        return status == HEAP_OK ? answer(h, builtin_new(h, descriptor_at(h, d)->definition, type), out)
                                 : status;
    case KIND_BUILTIN:
        if (o)
            return builtin_bind(h, d, o, out);
        break;
    case KIND_FUNCTION:
    case KIND_FUNCTOOLS_LRU_CACHE:
    case KIND_FUNCTOOLS_PARTIAL: /* has a word for it only where it binds */
        if (o)
            return answer(h, method_new(h, d, o), out);
        break;
    case KIND_MEMBER:
    case KIND_GETSET:
    case KIND_METHOD_DESCRIPTOR:
    case KIND_WRAPPER_DESCRIPTOR:
        if (o)
            return get_of_owner(h, d, o, out);
        break;
    default:
        break;
    }
    *out = incref(h, d);
    return HEAP_OK;
}

enum heap_status descriptor_get(struct heap *h, addr d, addr o, addr type, addr *out)
{
    addr own = special_of_class(h, object_type(h, d), known_name(h, NAME_GET));
    if (HEAP_LIKELY(!own))
        return descriptor_get_of_kind(h, object_kind(h, d), d, o, type, out);
    addr args[] = {o ? o : none(h), type ? type : none(h)};
    return special_call(h, own, d, args, 2, out);
}

enum heap_status descriptor_set_of_kind(struct heap *h, unsigned kind, addr d, addr o, addr value)
{
    if (kind == KIND_PROPERTY)
        return property_set(h, d, o, value);
    enum heap_status status = check_owner(h, d, o);
    if (status != HEAP_OK)
        return status;
    return kind == KIND_MEMBER ? member_set(h, d, o, value) : getset_set(h, d, o, value);
}

/* A class that defines only one of __set__ and __delete__ is asked for the other all the same. */
static enum heap_status set_by_class(struct heap *h, addr d, addr o, addr value)
{
    addr name = known_name(h, value ? NAME_SET : NAME_DELETE), own = special_lookup(h, d, name), result;
    addr args[] = {o, value};
    if (!own)
        return raise_error(h, EXC_ATTRIBUTE_ERROR, value ? "__set__" : "__delete__");
    enum heap_status status = special_call(h, own, d, args, value ? 2 : 1, &result);
    if (status == HEAP_OK)
        decref(h, result);
    return status;
}

enum heap_status descriptor_set(struct heap *h, addr d, addr o, addr value)
{
    addr type = object_type(h, d);
    if (HEAP_UNLIKELY(type_is_heap(h, type)) && (special_of_class(h, type, known_name(h, NAME_SET)) ||
                                                 special_of_class(h, type, known_name(h, NAME_DELETE))))
        return set_by_class(h, d, o, value);
    return descriptor_set_of_kind(h, object_kind(h, d), d, o, value);
}

/* ---- attributes of descriptors
 * ---------------------------------------------------------------------------------------------------------
 */

addr qualname_in(struct heap *h, addr type, addr name)
{
    char buffer[256];
    struct text text;
    text_begin(h, &text, buffer, sizeof buffer);
    type_put_qualname(h, type, &text);
    text_put(&text, ".", 1);
    text_put_str(h, &text, name);
    return text_end(&text, HEAP_OK);
}

static enum heap_status get_qualname(struct heap *h, addr o, addr *out)
{
    struct descriptor *d = descriptor_at(h, o);
    if (object_in_blocks(o) && !d->qualname && !(d->qualname = qualname_in(h, d->type, d->name)))
        return raise_status(h);
    return d->qualname ? getset_give(h, d->qualname, out) : answer(h, qualname_in(h, d->type, d->name), out);
}
static enum heap_status get_doc(struct heap *h, addr o, addr *out)
{
    (void)o;
    return getset_give(h, 0, out);
}

const struct getset field_descriptor_getsets[] = {
    {"__qualname__", get_qualname, NULL}, {"__doc__", get_doc, NULL}, {0}};
const struct getset descriptor_getsets[] = {
    {"__qualname__", get_qualname, NULL},
    {"__doc__", get_doc, NULL},
    {"__text_signature__", text_signature_of_descriptor, NULL},
    {0},
};

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
    const char *what = kind == KIND_GETSET               ? "attribute"
                       : kind == KIND_MEMBER             ? "member"
                       : kind == KIND_WRAPPER_DESCRIPTOR ? "slot wrapper"
                                                         : "method";
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
    if (!type_is_heap(h, d->type) || !object_in_blocks(d->type))
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
extern const struct kind_ops getset_ops, member_ops, method_descriptor_ops, wrapper_descriptor_ops,
    classmethod_descriptor_ops;
const struct kind_ops getset_ops = DESCRIPTOR_OPS;
const struct kind_ops member_ops = DESCRIPTOR_OPS;
const struct kind_ops method_descriptor_ops = DESCRIPTOR_OPS;
const struct kind_ops wrapper_descriptor_ops = DESCRIPTOR_OPS;
const struct kind_ops classmethod_descriptor_ops = DESCRIPTOR_OPS;
