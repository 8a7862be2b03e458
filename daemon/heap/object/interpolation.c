/* string.templatelib.Interpolation. Mirrors Objects/interpolationobject.c.
 *
 *   16 value   24 expression   32 conversion   40 format_spec
 */
#include "daemon/heap/object/answer.h"
#include "daemon/heap/object/arguments.h"
#include "daemon/heap/object/builtin.h"
#include "daemon/heap/object/container.h"
#include "daemon/heap/object/fixed.h"
#include "daemon/heap/object/generic.h"
#include "daemon/heap/object/iterator_fields.h"
#include "daemon/heap/object/str.h"
#include "daemon/heap/object/template.h"
#include "daemon/heap/object/text.h"
#include "daemon/heap/state.h"

struct interpolation {
    struct object base;
    addr value, expression, conversion, spec;
};
static struct interpolation *interpolation_at(const struct heap *h, addr o)
{
    return heap_at(h, o);
}

addr interpolation_value(const struct heap *h, addr o)
{
    return interpolation_at(h, o)->value;
}

/* Takes `conversion`. */
static addr make(struct heap *h, addr type, addr value, addr expression, addr conversion, addr spec)
{
    addr o = object_new(h, type, 0);
    if (!o) {
        decref(h, conversion);
        return 0;
    }
    struct interpolation *i = interpolation_at(h, o);
    i->value = incref(h, value);
    i->expression = incref(h, expression);
    i->conversion = conversion;
    i->spec = incref(h, spec ? spec : h->singleton[SINGLETON_EMPTY_STR]);
    object_track(h, o);
    return o;
}

addr interpolation_new(struct heap *h, addr value, addr expression, unsigned conversion, addr spec)
{
    addr letter = conversion ? str_from_units(h, &"sra"[conversion - 1], 1, 1) : incref(h, none(h));
    return letter ? make(h, h->type[KIND_INTERPOLATION], value, expression, letter, spec) : 0;
}

static enum heap_status not_a_str(struct heap *h, const char *name, addr o)
{
    return raise_error(h, EXC_TYPE_ERROR, "Interpolation() argument '%s' must be str, not %s", name,
                       argument_type_name(h, o));
}

static enum heap_status check_conversion(struct heap *h, addr o)
{
    if (!o || o == none(h))
        return HEAP_OK;
    if (!str_is_kind(h, o))
        return template_refuse(h, "Interpolation() argument 'conversion' must be str, not ", o, "");
    uint32_t letter = str_length(h, o) == 1 ? str_char(h, o, 0) : 0;
    return letter == 's' || letter == 'r' || letter == 'a'
               ? HEAP_OK
               : raise_error(h, EXC_VALUE_ERROR,
                             "Interpolation() argument 'conversion' must be one of 's', 'a' or 'r'");
}

/* Its fields, in the order of its arguments. */
enum { VALUE, EXPRESSION, CONVERSION, SPEC, COUNT };
static const char *const names[] = {"value", "expression", "conversion", "format_spec"};

void interpolation_add_match_args(struct heap *h, addr dict)
{
    addr items[COUNT];
    for (size_t i = 0; i < COUNT; i++)
        items[i] = fixed_str(h, names[i]);
    class_add(h, dict, "__match_args__", tuple_from(h, items, COUNT));
}

enum heap_status interpolation_construct(struct heap *h, addr type, const struct call *call, addr *out)
{
    addr given[COUNT] = {0};
    enum heap_status status = arguments_unpack(h, call, "Interpolation", names, COUNT, 1, COUNT, given);
    if (status != HEAP_OK)
        return status;
    addr expression = given[EXPRESSION] ? given[EXPRESSION] : h->singleton[SINGLETON_EMPTY_STR];
    if (!str_is_kind(h, expression))
        return not_a_str(h, names[EXPRESSION], expression);
    status = check_conversion(h, given[CONVERSION]);
    if (status != HEAP_OK)
        return status;
    if (given[SPEC] && !str_is_kind(h, given[SPEC]))
        return not_a_str(h, names[SPEC], given[SPEC]);
    addr conversion = incref(h, given[CONVERSION] ? given[CONVERSION] : none(h));
    return answer(h, make(h, type, given[VALUE], expression, conversion, given[SPEC]), out);
}

const struct member_spec interpolation_members[] = {
    {"value", MEMBER_OBJECT, MEMBER_READ_ONLY, offsetof(struct interpolation, value)},
    {"expression", MEMBER_OBJECT, MEMBER_READ_ONLY, offsetof(struct interpolation, expression)},
    {"conversion", MEMBER_OBJECT, MEMBER_READ_ONLY, offsetof(struct interpolation, conversion)},
    {"format_spec", MEMBER_OBJECT, MEMBER_READ_ONLY, offsetof(struct interpolation, spec)},
    {0}};

static enum heap_status method_reduce(struct heap *h, const struct call *c, addr *out)
{
    const struct interpolation *i = interpolation_at(h, c->self);
    addr args = tuple_from(h, (addr[]){i->value, i->expression, i->conversion, i->spec}, 4);
    if (!args)
        return raise_status(h);
    addr made = tuple_from(h, (addr[]){object_type(h, c->self), args}, 2);
    decref(h, args);
    return answer(h, made, out);
}

static enum heap_status repr(struct heap *h, addr o, struct text *out)
{
    static const char *const before[] = {"Interpolation(", ", ", ", ", ", "};
    enum heap_status status = HEAP_OK;
    for (size_t i = 0; i < 4 && status == HEAP_OK; i++) {
        text_put(out, before[i], i ? 2 : 14);
        status = object_repr(h, (&interpolation_at(h, o)->value)[i], out);
    }
    text_put(out, ")", 1);
    return status;
}

FIELDS_SLOTS(interpolation, offsetof(struct interpolation, value), offsetof(struct interpolation, expression),
             offsetof(struct interpolation, conversion), offsetof(struct interpolation, spec))
extern const struct kind_ops interpolation_ops;
const struct kind_ops interpolation_ops = {.traverse = interpolation_traverse,
                                           .release_next = interpolation_release_next,
                                           .verify = interpolation_verify,
                                           .repr = repr,
                                           .hash = hash_self};
ITERATOR_METHODS(interpolation, {"__reduce__", 0, 0, 0, method_reduce},
                 {"__class_getitem__", 1, 1, METHOD_CLASS, method_class_getitem}, {0})
