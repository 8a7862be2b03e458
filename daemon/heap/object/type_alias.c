/* Aliases of the type statement, typing.TypeAliasType, and the functions that answer a value that is there
 * already. Mirrors Objects/typevarobject.c.
 *
 *   TypeAliasType     16 name   24 type_params   32 compute_value   40 value   48 module
 *   _ConstEvaluator   16 value
 */
#include "daemon/heap/object/answer.h"
#include "daemon/heap/object/arguments.h"
#include "daemon/heap/object/container.h"
#include "daemon/heap/object/dict.h"
#include "daemon/heap/object/function.h"
#include "daemon/heap/object/generic.h"
#include "daemon/heap/object/int.h"
#include "daemon/heap/object/iterator_fields.h"
#include "daemon/heap/object/names.h"
#include "daemon/heap/object/operator.h"
#include "daemon/heap/object/sequence.h"
#include "daemon/heap/object/str.h"
#include "daemon/heap/object/text.h"
#include "daemon/heap/object/type_variable.h"

struct type_alias {
    struct object base;
    addr name, parameters, evaluate, value, module;
};
static struct type_alias *alias_at(const struct heap *h, addr o)
{
    return heap_at(h, o);
}

addr type_alias_new(struct heap *h, addr name, addr parameters, addr evaluate, addr value, addr module)
{
    addr o = object_new(h, h->type[KIND_TYPE_ALIAS], 0);
    if (!o)
        return 0;
    struct type_alias *a = alias_at(h, o);
    a->name = incref(h, name);
    a->parameters = xincref(h, parameters);
    a->evaluate = xincref(h, evaluate);
    a->value = xincref(h, value);
    a->module = xincref(h, module);
    object_track(h, o);
    return o;
}

/* Those with a default come last. */
static enum heap_status check_parameters(struct heap *h, addr parameters)
{
    bool seen = false;
    for (size_t i = 0; i < tuple_length(h, parameters); i++) {
        addr p = tuple_item(h, parameters, i), found;
        if (!is_type_variable(h, p))
            return raise_about(h, EXC_TYPE_ERROR, "Expected a type param, got ", p, "");
        enum heap_status status = type_variable_default(h, p, &found);
        if (status != HEAP_OK)
            return status;
        bool has = found != h->singleton[SINGLETON_NO_DEFAULT];
        decref(h, found);
        if (!has && seen)
            return raise_about(h, EXC_TYPE_ERROR, "non-default type parameter '", p,
                               "' follows default type parameter");
        seen |= has;
    }
    return HEAP_OK;
}

enum heap_status type_alias_construct(struct heap *h, addr type, const struct call *call, addr *out)
{
    static const char *const names[] = {"name", "value", "type_params"};
    addr values[3] = {0}, module = 0;
    (void)type;
    enum heap_status status = arguments_unpack(h, call, "typealias", names, 3, 2, 2, values);
    if (status != HEAP_OK)
        return status;
    if (!str_is_kind(h, values[0]))
        return raise_error(h, EXC_TYPE_ERROR, "typealias() argument 'name' must be str, not %s",
                           argument_type_name(h, values[0]));
    addr parameters = values[2];
    if (parameters && object_kind(h, parameters) != KIND_TUPLE)
        return raise_error(h, EXC_TYPE_ERROR, "type_params must be a tuple");
    if (parameters && tuple_length(h, parameters) == 0)
        parameters = 0;
    if (parameters)
        status = check_parameters(h, parameters);
    if (status == HEAP_OK)
        status = type_caller(h, &module);
    if (status != HEAP_OK)
        return status;
    status = answer(h, type_alias_new(h, values[0], parameters, 0, values[1], module), out);
    decref(h, module);
    return status;
}

/* ---- attributes ------------------------------------------------------------------------------ */

static enum heap_status get_value(struct heap *h, addr o, addr *out)
{
    return type_evaluate(h, o, offsetof(struct type_alias, value), offsetof(struct type_alias, evaluate), 0,
                         out);
}

static enum heap_status get_evaluate_value(struct heap *h, addr o, addr *out)
{
    const struct type_alias *a = alias_at(h, o);
    return a->evaluate ? getset_give(h, a->evaluate, out) : answer(h, const_evaluator_new(h, a->value), out);
}

static enum heap_status get_type_params(struct heap *h, addr o, addr *out)
{
    addr parameters = alias_at(h, o)->parameters;
    return parameters ? getset_give(h, parameters, out) : answer(h, tuple_new(h, 0), out);
}

/* The same, a TypeVarTuple unpacked. */
static enum heap_status get_parameters(struct heap *h, addr o, addr *out)
{
    addr parameters = alias_at(h, o)->parameters;
    for (size_t i = 0; parameters && i < tuple_length(h, parameters); i++)
        if (object_kind(h, tuple_item(h, parameters, i)) == KIND_TYPE_VAR_TUPLE)
            return type_ask_typing(h, "_unpack_typevartuples", &parameters, 1, out);
    return get_type_params(h, o, out);
}

static enum heap_status get_module(struct heap *h, addr o, addr *out)
{
    const struct type_alias *a = alias_at(h, o);
    addr module = a->module;
    if (!module && a->evaluate && object_kind(h, a->evaluate) == KIND_FUNCTION)
        module = function_at(h, a->evaluate)->module;
    return getset_give(h, module, out);
}

static enum heap_status set_module(struct heap *h, addr o, addr value)
{
    object_replace(h, &alias_at(h, o)->module, xincref(h, value));
    return HEAP_OK;
}

const struct getset type_alias_getsets[] = {
    {"__parameters__", get_parameters, NULL}, {"__type_params__", get_type_params, NULL},
    {"__value__", get_value, NULL},           {"evaluate_value", get_evaluate_value, NULL},
    {"__module__", get_module, set_module},   {0},
};
const struct member_spec type_alias_members[] = {
    {"__name__", MEMBER_OBJECT, MEMBER_READ_ONLY, offsetof(struct type_alias, name)}, {0}};

enum heap_status type_alias_getitem(struct heap *h, addr o, addr key, addr *out)
{
    if (!alias_at(h, o)->parameters)
        return raise_error(h, EXC_TYPE_ERROR, "Only generic type aliases are subscriptable");
    return answer(h, generic_alias_new(h, h->type[KIND_GENERIC_ALIAS], o, key), out);
}

static enum heap_status method_reduce(struct heap *h, const struct call *c, addr *out)
{
    return getset_give(h, alias_at(h, c->self)->name, out);
}

/* ---- the kind -------------------------------------------------------------------------------- */

static enum heap_status alias_repr(struct heap *h, addr o, struct text *out)
{
    text_put_str(h, out, alias_at(h, o)->name);
    return HEAP_OK;
}

static void alias_clear(struct heap *h, addr o)
{
    struct type_alias *a = alias_at(h, o);
    addr *fields = &a->parameters;
    incref(h, o);
    for (size_t i = 0; i < 4; i++) /* the name stays: it is in no cycle, and is told */
        object_replace(h, &fields[i], 0);
    decref(h, o);
}

FIELDS_SLOTS(alias, 16, 24, 32, 40, 48)
extern const struct kind_ops type_alias_ops;
const struct kind_ops type_alias_ops = {
    .traverse = alias_traverse,
    .release_next = alias_release_next,
    .clear = alias_clear,
    .verify = alias_verify,
    .repr = alias_repr,
    .hash = hash_self,
};
ITERATOR_METHODS(type_alias, {"__reduce__", 0, 0, 0, method_reduce}, {0})

/* ---- what answers a value -------------------------------------------------------------------- */

addr const_evaluator_new(struct heap *h, addr value)
{
    addr o = object_new(h, h->type[KIND_CONST_EVALUATOR], 0);
    if (!o)
        return 0;
    HEAP_FIELD(h, o, 16, addr) = incref(h, value);
    object_track(h, o);
    return o;
}

enum heap_status const_evaluator_call(struct heap *h, addr o, const struct call *call, addr *out)
{
    enum { FORMAT_STRING = 4 };
    int64_t format;
    addr value = HEAP_FIELD(h, o, 16, addr);
    if (call->kwcount)
        return raise_error(h, EXC_TYPE_ERROR, "constevaluator.__call__() takes no keyword arguments");
    if (call->count != 1)
        return raise_error(h, EXC_TYPE_ERROR,
                           "constevaluator.__call__() takes exactly 1 argument (%zu given)", call->count);
    enum heap_status status = object_index_word(h, call->args[0], EXC_OVERFLOW_ERROR, &format);
    if (status == HEAP_OK && format == FORMAT_STRING)
        return type_ask_typing(h, "_value_text", &value, 1, out);
    return status == HEAP_OK ? getset_give(h, value, out) : status;
}

static enum heap_status evaluator_repr(struct heap *h, addr o, struct text *out)
{
    text_put(out, "<constevaluator ", 16);
    enum heap_status status = object_repr(h, HEAP_FIELD(h, o, 16, addr), out);
    text_put(out, ">", 1);
    return status;
}

FIELDS_SLOTS(evaluator, 16)
extern const struct kind_ops const_evaluator_ops;
const struct kind_ops const_evaluator_ops = {.traverse = evaluator_traverse,
                                             .release_next = evaluator_release_next,
                                             .verify = evaluator_verify,
                                             .repr = evaluator_repr,
                                             .hash = hash_self};
ITERATOR_METHODS(const_evaluator, {0})
