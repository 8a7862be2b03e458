/* TypeVar, TypeVarTuple, ParamSpec (type_variable.h). Mirrors Objects/typevarobject.c.
 *
 *   TypeVar        16 name   24 bound   32 evaluate_bound   40 constraints   48 evaluate_constraints   56
 * default_value 64 evaluate_default   72 covariant   73 contravariant   74 infer_variance TypeVarTuple   16
 * name   24 default_value   32 evaluate_default ParamSpec      16 name   24 bound   32 default_value   40
 * evaluate_default   48 covariant   49 ...   50 ...
 *
 * Attributes go to a dict before the object, which has no name of its own. Bounds, constraints and defaults
 * that the syntax has are functions until somebody asks.
 */
#include "daemon/heap/object/type_variable.h"

#include <string.h>

#include "daemon/heap/object/answer.h"
#include "daemon/heap/object/arguments.h"
#include "daemon/heap/object/attribute.h"
#include "daemon/heap/object/container.h"
#include "daemon/heap/object/dict.h"
#include "daemon/heap/object/generic.h"
#include "daemon/heap/object/iterator_fields.h"
#include "daemon/heap/object/operator.h"
#include "daemon/heap/object/sequence.h"
#include "daemon/heap/object/str.h"
#include "daemon/heap/object/text.h"
#include "daemon/heap/runtime.h"

#define NAME                 16
#define BOUND                24 /* of TypeVar and ParamSpec */
#define EVALUATE_BOUND       32 /* of TypeVar */
#define CONSTRAINTS          40
#define EVALUATE_CONSTRAINTS 48

static const struct layout_of { /* the references begin with the name; the default is followed by its function
                                 */
    uint8_t references, default_value, flags;
} layouts[] = {
    [KIND_TYPE_VAR - KIND_TYPE_VAR] = {7, 56, 72},
    [KIND_TYPE_VAR_TUPLE - KIND_TYPE_VAR] = {3, 24, 0},
    [KIND_PARAM_SPEC - KIND_TYPE_VAR] = {4, 32, 48},
};

static const struct layout_of *layout_of(const struct heap *h, addr o)
{
    return &layouts[object_kind(h, o) - KIND_TYPE_VAR];
}
static addr *field(const struct heap *h, addr o, size_t offset)
{
    return &HEAP_FIELD(h, o, offset, addr);
}
static uint8_t *flags_of(const struct heap *h, addr o) /* covariant, contravariant, infer_variance */
{
    return &HEAP_FIELD(h, o, layout_of(h, o)->flags, uint8_t);
}

bool is_type_variable(const struct heap *h, addr o)
{
    enum kind kind = object_kind(h, o);
    return kind == KIND_TYPE_VAR || kind == KIND_TYPE_VAR_TUPLE || kind == KIND_PARAM_SPEC;
}

static addr no_default(const struct heap *h)
{
    return h->singleton[SINGLETON_NO_DEFAULT];
}

enum heap_status type_ask_typing(struct heap *h, const char *name, const addr *args, size_t count, addr *out)
{
    const struct call call = {.args = args, .count = count};
    return runtime_library_call ? runtime_library_call(h, "typing", name, &call, out)
                                : raise_error(h, EXC_RUNTIME_ERROR, "typing.%s is not there", name);
}

enum heap_status type_caller(struct heap *h, addr *out)
{
    return getset_give(h, type_running_module(h), out);
}

/* ---- making ---------------------------------------------------------------------------------- */

static addr make(struct heap *h, enum kind kind, addr name, bool inferred)
{
    addr o = object_new(h, h->type[kind], 0);
    if (!o)
        return 0;
    *field(h, o, NAME) = incref(h, name);
    if (layout_of(h, o)->flags)
        flags_of(h, o)[2] = inferred;
    object_track(h, o);
    return o;
}

addr type_variable_new(struct heap *h, enum kind kind, addr name)
{
    return make(h, kind, name, true);
}

addr type_variable_bounded(struct heap *h, addr name, addr evaluate, bool constraints)
{
    addr o = make(h, KIND_TYPE_VAR, name, true);
    if (o)
        *field(h, o, constraints ? EVALUATE_CONSTRAINTS : EVALUATE_BOUND) = incref(h, evaluate);
    return o;
}

void type_variable_set_default(struct heap *h, addr o, addr evaluate)
{
    object_replace(h, field(h, o, layout_of(h, o)->default_value + 8u), incref(h, evaluate));
}

/* The arguments of a call of one of the types. */
struct given {
    addr name, bound, default_value;
    const addr *constraints;
    size_t constraint_count;
    bool variance[3];
};

static const char *call_name(enum kind kind)
{
    return kind == KIND_TYPE_VAR ? "typevar" : kind == KIND_PARAM_SPEC ? "paramspec" : "typevartuple";
}

static enum heap_status unpack(struct heap *h, enum kind kind, const struct call *call, addr values[6])
{
    static const char *const names[] = {"name",      "bound",         "default",
                                        "covariant", "contravariant", "infer_variance"};
    static const char *const tuple_names[] = {"name", "default"};
    struct call own = *call;
    if (kind == KIND_TYPE_VAR && own.count > 1) /* the others are constraints */
        own.count = 1;
    if (kind != KIND_TYPE_VAR_TUPLE)
        return arguments_unpack(h, &own, call_name(kind), names, 6, 1, 1, values);
    enum heap_status status = arguments_unpack(h, &own, call_name(kind), tuple_names, 2, 1, 1, values);
    values[2] = values[1];
    values[1] = 0;
    return status;
}

static enum heap_status read_arguments(struct heap *h, enum kind kind, const struct call *call,
                                       struct given *g)
{
    addr values[6] = {0};
    *g = (struct given){.default_value = no_default(h)};
    enum heap_status status = unpack(h, kind, call, values);
    if (status != HEAP_OK)
        return status;
    if (!str_is_kind(h, values[0]))
        return raise_error(h, EXC_TYPE_ERROR, "%s() argument 'name' must be str, not %s", call_name(kind),
                           argument_type_name(h, values[0]));
    g->name = values[0];
    g->bound = values[1] == none(h) ? 0 : values[1];
    if (values[2])
        g->default_value = values[2];
    for (size_t i = 0; i < 3 && status == HEAP_OK; i++)
        if (values[3 + i])
            status = object_truth(h, values[3 + i], &g->variance[i]);
    if (kind == KIND_TYPE_VAR && call->count > 1) {
        g->constraints = call->args + 1;
        g->constraint_count = call->count - 1;
    }
    if (status == HEAP_OK && g->variance[0] && g->variance[1])
        return raise_error(h, EXC_VALUE_ERROR, "Bivariant types are not supported.");
    if (status == HEAP_OK && g->variance[2] && (g->variance[0] || g->variance[1]))
        return raise_error(h, EXC_VALUE_ERROR, "Variance cannot be specified with infer_variance.");
    return status;
}

/* Of what typing takes for a type: *new*, 0 where there is none. */
static enum heap_status check_bound(struct heap *h, addr bound, addr *out)
{
    *out = 0;
    if (!bound)
        return HEAP_OK;
    addr message = str_from_ascii(h, "Bound must be a type.");
    if (!message)
        return raise_status(h);
    const addr args[] = {bound, message};
    enum heap_status status = type_ask_typing(h, "_type_check", args, 2, out);
    decref(h, message);
    return status;
}

static enum heap_status check_constraints(struct heap *h, const struct given *g)
{
    if (g->constraint_count == 1)
        return raise_error(h, EXC_TYPE_ERROR, "A single constraint is not allowed");
    if (g->constraint_count && g->bound)
        return raise_error(h, EXC_TYPE_ERROR, "Constraints cannot be combined with bound=...");
    return HEAP_OK;
}

enum heap_status type_variable_construct(struct heap *h, addr type, const struct call *call, addr *out)
{
    enum kind kind = type_kind(h, type);
    struct given g;
    addr bound = 0, constraints = 0, module = 0, o = 0;
    enum heap_status status = read_arguments(h, kind, call, &g);
    if (status == HEAP_OK)
        status = check_bound(h, g.bound, &bound);
    if (status == HEAP_OK)
        status = check_constraints(h, &g);
    if (status == HEAP_OK && g.constraint_count &&
        !(constraints = tuple_from(h, g.constraints, g.constraint_count)))
        status = raise_status(h);
    if (status == HEAP_OK)
        status = type_caller(h, &module);
    if (status == HEAP_OK && !(o = make(h, kind, g.name, false)))
        status = raise_status(h);
    if (o) {
        if (bound)
            *field(h, o, BOUND) = incref(h, bound);
        if (constraints)
            *field(h, o, CONSTRAINTS) = incref(h, constraints);
        *field(h, o, layout_of(h, o)->default_value) = incref(h, g.default_value);
        for (size_t i = 0; i < 3 && layout_of(h, o)->flags; i++)
            flags_of(h, o)[i] = g.variance[i];
        status = object_setattr(h, o, known_name(h, NAME_MODULE), module);
    }
    xdecref(h, bound);
    xdecref(h, constraints);
    xdecref(h, module);
    if (status == HEAP_OK)
        *out = o;
    else
        xdecref(h, o);
    return status;
}

/* ---- attributes ------------------------------------------------------------------------------ */

enum heap_status type_evaluate(struct heap *h, addr o, size_t value, size_t evaluate, addr nothing, addr *out)
{
    addr function = *field(h, o, evaluate), made;
    if (*field(h, o, value))
        return getset_give(h, *field(h, o, value), out);
    if (!function)
        return getset_give(h, nothing, out);
    incref(h, o);
    incref(h, function);
    enum heap_status status = object_call(h, function, NULL, 0, NULL, NULL, 0, &made);
    decref(h, function);
    if (status == HEAP_OK) {
        object_replace(h, field(h, o, value), incref(h, made));
        *out = made;
    }
    decref(h, o);
    return status;
}

static enum heap_status get_bound(struct heap *h, addr o, addr *out)
{
    return type_evaluate(h, o, BOUND, EVALUATE_BOUND, 0, out);
}

static enum heap_status get_constraints(struct heap *h, addr o, addr *out)
{
    addr empty = tuple_new(h, 0);
    if (!empty)
        return raise_status(h);
    enum heap_status status = type_evaluate(h, o, CONSTRAINTS, EVALUATE_CONSTRAINTS, empty, out);
    decref(h, empty);
    return status;
}

enum heap_status type_variable_default(struct heap *h, addr o, addr *out)
{
    size_t value = layout_of(h, o)->default_value;
    return type_evaluate(h, o, value, value + 8, no_default(h), out);
}

/* The function, or one that answers the value that is there. */
static enum heap_status get_evaluator(struct heap *h, addr o, size_t value, addr *out)
{
    addr function = *field(h, o, value + 8), found = *field(h, o, value);
    if (function || !found)
        return getset_give(h, function, out);
    return answer(h, const_evaluator_new(h, found), out);
}

static enum heap_status get_evaluate_bound(struct heap *h, addr o, addr *out)
{
    return get_evaluator(h, o, BOUND, out);
}
static enum heap_status get_evaluate_constraints(struct heap *h, addr o, addr *out)
{
    return get_evaluator(h, o, CONSTRAINTS, out);
}
static enum heap_status get_evaluate_default(struct heap *h, addr o, addr *out)
{
    return get_evaluator(h, o, layout_of(h, o)->default_value, out);
}

static addr part_new(struct heap *h, enum kind kind, addr origin)
{
    addr part = object_new(h, h->type[kind], 0);
    if (!part)
        return 0;
    *field(h, part, NAME) = incref(h, origin);
    object_track(h, part);
    return part;
}
static enum heap_status get_args(struct heap *h, addr o, addr *out)
{
    return answer(h, part_new(h, KIND_PARAM_SPEC_ARGS, o), out);
}
static enum heap_status get_kwargs(struct heap *h, addr o, addr *out)
{
    return answer(h, part_new(h, KIND_PARAM_SPEC_KWARGS, o), out);
}

#define OF_DEFAULT                                                                                           \
    {"__default__", type_variable_default, NULL},                                                            \
    {                                                                                                        \
        "evaluate_default", get_evaluate_default, NULL                                                       \
    }
const struct getset type_var_getsets[] = {
    {"__bound__", get_bound, NULL},
    {"__constraints__", get_constraints, NULL},
    {"evaluate_bound", get_evaluate_bound, NULL},
    {"evaluate_constraints", get_evaluate_constraints, NULL},
    OF_DEFAULT,
    {0},
};
const struct getset type_var_tuple_getsets[] = {OF_DEFAULT, {0}};
const struct getset param_spec_getsets[] = {
    {"args", get_args, NULL}, {"kwargs", get_kwargs, NULL}, OF_DEFAULT, {0}};

#define READ(name, type, offset)                                                                             \
    {                                                                                                        \
        name, type, MEMBER_READ_ONLY, offset                                                                 \
    }
#define OF_VARIANCE(at)                                                                                      \
    READ("__covariant__", MEMBER_BOOL, at), READ("__contravariant__", MEMBER_BOOL, (at) + 1),                \
        READ("__infer_variance__", MEMBER_BOOL, (at) + 2)
const struct member_spec type_var_members[] = {READ("__name__", MEMBER_OBJECT, NAME), OF_VARIANCE(72), {0}};
const struct member_spec type_var_tuple_members[] = {READ("__name__", MEMBER_OBJECT, NAME), {0}};
const struct member_spec param_spec_members[] = {
    READ("__name__", MEMBER_OBJECT, NAME), READ("__bound__", MEMBER_OBJECT, BOUND), OF_VARIANCE(48), {0}};
const struct member_spec param_spec_part_members[] = {READ("__origin__", MEMBER_OBJECT, NAME), {0}};

/* ---- methods --------------------------------------------------------------------------------- */

static enum heap_status method_has_default(struct heap *h, const struct call *c, addr *out)
{
    size_t value = layout_of(h, c->self)->default_value;
    addr found = *field(h, c->self, value);
    return answer_bool(h, HEAP_OK, *field(h, c->self, value + 8) || (found && found != no_default(h)), out);
}

static enum heap_status method_reduce(struct heap *h, const struct call *c, addr *out)
{
    return getset_give(h, *field(h, c->self, NAME), out);
}

static enum heap_status method_mro_entries(struct heap *h, const struct call *c, addr *out)
{
    (void)out;
    return raise_error(h, EXC_TYPE_ERROR, "Cannot subclass an instance of %s",
                       type_short_name(h, object_type(h, c->self)));
}

static enum heap_status ask(struct heap *h, const char *name, const struct call *c, addr *out)
{
    const addr args[] = {c->self, c->args[0], c->count > 1 ? c->args[1] : 0};
    return type_ask_typing(h, name, args, 1 + c->count, out);
}

static enum heap_status type_var_subst(struct heap *h, const struct call *c, addr *out)
{
    return ask(h, "_typevar_subst", c, out);
}
static enum heap_status type_var_prepare(struct heap *h, const struct call *c, addr *out)
{
    return ask(h, "_typevar_prepare_subst", c, out);
}
static enum heap_status param_spec_subst(struct heap *h, const struct call *c, addr *out)
{
    return ask(h, "_paramspec_subst", c, out);
}
static enum heap_status param_spec_prepare(struct heap *h, const struct call *c, addr *out)
{
    return ask(h, "_paramspec_prepare_subst", c, out);
}
static enum heap_status type_var_tuple_subst(struct heap *h, const struct call *c, addr *out)
{
    (void)c, (void)out;
    return raise_error(h, EXC_TYPE_ERROR, "Substitution of bare TypeVarTuple is not supported");
}
static enum heap_status type_var_tuple_prepare(struct heap *h, const struct call *c, addr *out)
{
    return ask(h, "_typevartuple_prepare_subst", c, out);
}

#define VARIABLE_METHODS(prefix, kind)                                                                       \
    ITERATOR_METHODS(kind, {"__typing_subst__", 1, 1, 0, prefix##_subst},                                    \
                     {"__typing_prepare_subst__", 2, 2, 0, prefix##_prepare},                                \
                     {"__reduce__", 0, 0, 0, method_reduce}, {"has_default", 0, 0, 0, method_has_default},   \
                     {"__mro_entries__", 1, 1, 0, method_mro_entries}, {0})
VARIABLE_METHODS(type_var, type_var)
VARIABLE_METHODS(type_var_tuple, type_var_tuple)
VARIABLE_METHODS(param_spec, param_spec)

/* Whatever typing takes: a str is a forward reference. */
enum heap_status type_variable_or(struct heap *h, addr a, addr b, addr *out)
{
    const addr args[] = {a, b};
    enum kind left = object_kind(h, a), right = object_kind(h, b);
    *out = 0;
    bool defined = left == KIND_TYPE_VAR || left == KIND_PARAM_SPEC || right == KIND_TYPE_VAR ||
                   right == KIND_PARAM_SPEC;
    if (defined)
        return type_ask_typing(h, "_union_of", args, 2, out);
    return left == KIND_TYPE_ALIAS || right == KIND_TYPE_ALIAS ? union_or(h, a, b, out) : HEAP_OK;
}

/* ---- the kinds ------------------------------------------------------------------------------- */

static addr *dict_of(const struct heap *h, addr o)
{
    return heap_at(h, instance_dict_field(h, o));
}

static void traverse(struct heap *h, addr o, span_visitor *visit, void *context)
{
    visit(h, context, field(h, o, NAME), layout_of(h, o)->references, 1);
    visit(h, context, dict_of(h, o), 1, 1);
}

static bool take(addr *from, addr *reference)
{
    *reference = *from;
    *from = 0;
    return *reference != 0;
}

static bool release_next(struct heap *h, addr o, addr *reference)
{
    for (size_t i = 0; i < layout_of(h, o)->references; i++)
        if (take(field(h, o, NAME + 8 * i), reference))
            return true;
    return take(dict_of(h, o), reference);
}

static void clear(struct heap *h, addr o)
{
    incref(h, o);
    for (size_t i = 1; i < layout_of(h, o)->references;
         i++) /* the name stays: it is in no cycle, and is told */
        object_replace(h, field(h, o, NAME + 8 * i), 0);
    object_replace(h, dict_of(h, o), 0);
    decref(h, o);
}

static const char *verify(const struct heap *h, addr o)
{
    for (size_t i = 0; i < layout_of(h, o)->references; i++) {
        addr held = *field(h, o, NAME + 8 * i);
        if (held && !object_exists(h, held))
            return "a type variable refers to what is no object";
    }
    return NULL;
}

static enum heap_status repr(struct heap *h, addr o, struct text *out)
{
    const uint8_t *flags = layout_of(h, o)->flags ? flags_of(h, o) : NULL;
    if (flags && !flags[2])
        text_put(out, flags[0] ? "+" : flags[1] ? "-" : "~", 1);
    text_put_str(h, out, *field(h, o, NAME));
    return HEAP_OK;
}

/* What *Ts unpacks to: typing.Unpack[Ts], once. */
static enum heap_status iterate(struct heap *h, addr o, addr *out)
{
    addr unpacked, tuple;
    enum heap_status status = type_ask_typing(h, "_unpacked", &o, 1, &unpacked);
    if (status != HEAP_OK)
        return status;
    tuple = tuple_from(h, &unpacked, 1);
    decref(h, unpacked);
    if (!tuple)
        return raise_status(h);
    status = object_iter(h, tuple, out);
    decref(h, tuple);
    return status;
}

#define VARIABLE_OPS(prefix, ...)                                                                            \
    extern const struct kind_ops prefix##_ops;                                                               \
    const struct kind_ops prefix##_ops = {.traverse = traverse,                                              \
                                          .release_next = release_next,                                      \
                                          .clear = clear,                                                    \
                                          .verify = verify,                                                  \
                                          .repr = repr,                                                      \
                                          .hash = hash_self,                                                 \
                                          __VA_ARGS__};
VARIABLE_OPS(type_var, )
VARIABLE_OPS(type_var_tuple, .iter = iterate)
VARIABLE_OPS(param_spec, )

/* ---- P.args, P.kwargs ------------------------------------------------------------------------ */

enum heap_status param_spec_part_construct(struct heap *h, addr type, const struct call *call, addr *out)
{
    static const char *const names[] = {"origin"};
    enum kind kind = type_kind(h, type);
    addr origin;
    enum heap_status status = arguments_unpack(
        h, call, kind == KIND_PARAM_SPEC_ARGS ? "paramspecargs" : "paramspeckwargs", names, 1, 1, 1, &origin);
    return status == HEAP_OK ? answer(h, part_new(h, kind, origin), out) : status;
}

static enum heap_status part_repr(struct heap *h, addr o, struct text *out)
{
    addr origin = *field(h, o, NAME);
    enum heap_status status = HEAP_OK;
    if (object_kind(h, origin) == KIND_PARAM_SPEC)
        text_put_str(h, out, *field(h, origin, NAME));
    else
        status = object_repr(h, origin, out);
    const char *end = object_kind(h, o) == KIND_PARAM_SPEC_ARGS ? ".args" : ".kwargs";
    text_put(out, end, strlen(end));
    return status;
}

static enum heap_status part_equal(struct heap *h, addr a, addr b, int *result)
{
    bool same;
    *result = -1;
    if (object_type(h, a) != object_type(h, b))
        return HEAP_OK;
    enum heap_status status = object_equal(h, *field(h, a, NAME), *field(h, b, NAME), &same);
    if (status == HEAP_OK)
        *result = same;
    return status;
}

FIELDS_SLOTS(part, NAME)
extern const struct kind_ops param_spec_part_ops;
const struct kind_ops param_spec_part_ops = {.traverse = part_traverse,
                                             .release_next = part_release_next,
                                             .verify = part_verify,
                                             .repr = part_repr,
                                             .equal = part_equal};
ITERATOR_METHODS(param_spec_part, {"__mro_entries__", 1, 1, 0, method_mro_entries}, {0})

/* ---- NoDefault ------------------------------------------------------------------------------- */

enum heap_status no_default_construct(struct heap *h, addr type, const struct call *call, addr *out)
{
    (void)type;
    if (call->count || call->kwcount)
        return raise_error(h, EXC_TYPE_ERROR, "NoDefaultType takes no arguments");
    return getset_give(h, no_default(h), out);
}

static enum heap_status no_default_repr(struct heap *h, addr o, struct text *out)
{
    (void)h, (void)o;
    text_put(out, "typing.NoDefault", 16);
    return HEAP_OK;
}

static enum heap_status no_default_reduce(struct heap *h, const struct call *call, addr *out)
{
    (void)call;
    return answer(h, str_from_ascii(h, "NoDefault"), out);
}

extern const struct kind_ops no_default_ops;
const struct kind_ops no_default_ops = {.repr = no_default_repr, .hash = hash_self};
ITERATOR_METHODS(no_default, {"__reduce__", 0, 0, 0, no_default_reduce}, {0})
