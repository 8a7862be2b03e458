/* super: attributes as they are looked up behind a class in the order of an object's type. Mirrors
 * Objects/typeobject.c.
 *
 *   0 header   16 type   24 obj   32 obj_type
 */
#include "daemon/heap/object/answer.h"
#include "daemon/heap/object/arguments.h"
#include "daemon/heap/object/attribute.h"
#include "daemon/heap/object/binding.h"
#include "daemon/heap/object/container.h"
#include "daemon/heap/object/getset.h"
#include "daemon/heap/object/lookup.h"
#include "daemon/heap/object/text.h"
#include "daemon/heap/runtime.h"

/* ---- which type it begins behind
 * ------------------------------------------------------------------------------- */

/* The type whose order is looked through (supercheck): *new* in *out. */
static enum heap_status start_type(struct heap *h, addr type, addr o, addr *out)
{
    addr claimed = 0;
    if (object_kind(h, o) == KIND_TYPE && type_is_subtype(h, o, type)) {
        *out = incref(h, o);
        return HEAP_OK;
    }
    if (type_is_subtype(h, object_type(h, o), type)) {
        *out = incref(h, object_type(h, o));
        return HEAP_OK;
    }
    enum heap_status status = attribute_lookup(h, o, known_name(h, NAME_CLASS), &claimed);
    if (status != HEAP_OK)
        return status;
    if (claimed && claimed != object_type(h, o) && object_kind(h, claimed) == KIND_TYPE &&
        type_is_subtype(h, claimed, type)) {
        *out = claimed;
        return HEAP_OK;
    }
    xdecref(h, claimed);
    return raise_no_super(h, type, o);
}

enum heap_status raise_no_super(struct heap *h, addr type, addr o)
{
    bool is_type = object_kind(h, o) == KIND_TYPE;
    if (!h->abi.super_names_types)
        return raise_error(h, EXC_TYPE_ERROR, "super(type, obj): obj must be an instance or subtype of type");
    return raise_error(h, EXC_TYPE_ERROR,
                       "super(type, obj): obj (%s %.200s) is not an instance or subtype of type (%.200s).",
                       is_type ? "type" : "instance of", is_type ? type_name(h, o) : object_type_name(h, o),
                       type_name(h, type));
}

static enum heap_status set_up(struct heap *h, addr super, addr type, addr o)
{
    addr start = 0;
    if (o == none(h))
        o = 0;
    enum heap_status status = o ? start_type(h, type, o, &start) : HEAP_OK;
    if (status != HEAP_OK)
        return status;
    struct super_object *s = super_at(h, super);
    addr old[] = {s->type, s->object, s->object_type};
    s->type = incref(h, type);
    s->object = xincref(h, o);
    s->object_type = start;
    for (size_t i = 0; i < 3; i++)
        xdecref(h, old[i]);
    return HEAP_OK;
}

addr super_new(struct heap *h, addr type, addr o)
{
    addr super = object_new(h, h->type[KIND_SUPER], 0);
    if (!super)
        return 0;
    object_track(h, super);
    enum heap_status status = set_up(h, super, type, o);
    if (status == HEAP_OK)
        return super;
    decref(h, super);
    return status == HEAP_ABANDONED ? raise_abandoned(h) : 0;
}

enum heap_status super_init(struct heap *h, addr super, const struct call *call)
{
    addr type, o;
    if (call->kwcount)
        return raise_error(h, EXC_TYPE_ERROR, "super() takes no keyword arguments");
    if (call->count > 2)
        return raise_error(h, EXC_TYPE_ERROR, "super() expected at most 2 arguments, got %zu", call->count);
    if (call->count) {
        if (object_kind(h, call->args[0]) != KIND_TYPE)
            return raise_error(h, EXC_TYPE_ERROR, "super() argument 1 must be a type, not %s",
                               object_type_name(h, call->args[0]));
        return set_up(h, super, call->args[0], call->count > 1 ? call->args[1] : 0);
    }
    if (!runtime_super)
        return raise_error(h, EXC_RUNTIME_ERROR, "super(): no arguments");
    enum heap_status status = runtime_super(h, &type, &o);
    if (status != HEAP_OK)
        return status;
    status = set_up(h, super, type, o);
    decref(h, type);
    decref(h, o);
    return status;
}

enum heap_status super_get(struct heap *h, addr super, addr o, addr *out)
{
    const struct super_object *s = super_at(h, super);
    if (!o || o == none(h) || s->object) {
        *out = incref(h, super);
        return HEAP_OK;
    }
    if (!s->type) /* made by __new__ alone */
        return raise_error(h, EXC_TYPE_ERROR, "super(type, obj): obj must be an instance or subtype of type");
    if (object_is_exact(h, super, KIND_SUPER))
        return answer(h, super_new(h, s->type, o), out);
    addr args[] = {s->type, o};
    return object_call(h, object_type(h, super), args, 2, NULL, NULL, 0, out);
}

/* ---- looking up
 * ---------------------------------------------------------------------------------------------------- */

/* What comes after `type` in the order of `start`: borrowed or 0. */
static addr lookup_behind(const struct heap *h, addr type, addr start, addr name)
{
    addr mro = type_at(h, start)->mro;
    size_t i = 0, n = mro ? tuple_length(h, mro) : 0;
    while (i < n && tuple_item(h, mro, i) != type)
        i++;
    for (i++; i < n; i++) {
        addr dict = type_at(h, tuple_item(h, mro, i))->dict, found = dict ? dict_get_str(h, dict, name) : 0;
        if (found)
            return found;
    }
    return 0;
}

enum heap_status super_getattr(struct heap *h, addr super, addr name, addr *out)
{
    const struct super_object *s = super_at(h, super);
    addr start = s->object_type;
    addr found =
        start && !str_equal(h, name, known_name(h, NAME_CLASS)) ? lookup_behind(h, s->type, start, name) : 0;
    if (!found)
        return attribute_generic_get(h, super, name, out);
    return attribute_bind(h, found, s->object == start ? 0 : s->object, start, out);
}

enum heap_status super_lookup(struct heap *h, addr type, addr o, addr name, bool *bound, addr *out)
{
    addr start = 0;
    enum heap_status status = o == none(h) ? HEAP_OK : start_type(h, type, o, &start);
    if (status != HEAP_OK)
        return status;
    addr found =
        !start || str_equal(h, name, known_name(h, NAME_CLASS)) ? 0 : lookup_behind(h, type, start, name);
    *bound = !found || o == start || !function_takes_self(h, found);
    if (!found) {
        addr super = super_new(h, type, o);
        status = super ? attribute_generic_get(h, super, name, out) : raise_status(h);
        xdecref(h, super);
    } else if (*bound) {
        status = attribute_bind(h, found, o == start ? 0 : o, start, out);
    } else {
        *out = incref(h, found);
    }
    xdecref(h, start);
    return status;
}

/* ---- the kind
 * ----------------------------------------------------------------------------------------------------------
 */

/* In the order of super_traverse. */
static void traverse(struct heap *h, addr o, span_visitor *visit, void *context)
{
    struct super_object *s = super_at(h, o);
    visit(h, context, &s->object, 1, 1);
    visit(h, context, &s->type, 1, 1);
    visit(h, context, &s->object_type, 1, 1);
}

static bool release_next(struct heap *h, addr o, addr *reference)
{
    struct super_object *s = super_at(h, o);
    addr *const fields[] = {&s->object, &s->type, &s->object_type};
    for (size_t i = 0; i < 3; i++)
        if (*fields[i]) {
            *reference = *fields[i];
            *fields[i] = 0;
            return true;
        }
    return false;
}

static enum heap_status repr(struct heap *h, addr o, struct text *out)
{
    const struct super_object *s = super_at(h, o);
    text_putf(out, "<super: <class '%s'>, ", s->type ? type_name(h, s->type) : "NULL");
    if (s->object_type)
        text_putf(out, "<%s object>>", type_name(h, s->object_type));
    else
        text_put(out, "NULL>", 5);
    return HEAP_OK;
}

extern const struct kind_ops super_ops;
const struct kind_ops super_ops = {.traverse = traverse, .release_next = release_next, .repr = repr};
