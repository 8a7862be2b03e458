/* types.GenericAlias: a class with arguments, list[int]. Mirrors Objects/genericaliasobject.c.
 *
 *   0 header   16 origin   24 args   32 parameters   40 weakreflist   48 starred   56 vectorcall
 *
 * Attributes that are not its own are the origin's. Parameters are the type variables among the arguments:
 * whatever has
 * __typing_subst__, or parameters of its own.
 */
#include <string.h>

#include "daemon/heap/object/answer.h"
#include "daemon/heap/object/attribute.h"
#include "daemon/heap/object/container.h"
#include "daemon/heap/object/directory.h"
#include "daemon/heap/object/format.h"
#include "daemon/heap/object/generic.h"
#include "daemon/heap/object/getset.h"
#include "daemon/heap/object/hash.h"
#include "daemon/heap/object/intern.h"
#include "daemon/heap/object/iterator.h"
#include "daemon/heap/object/iterator_fields.h"
#include "daemon/heap/object/iterator_reduce.h"
#include "daemon/heap/object/operator.h"
#include "daemon/heap/object/sequence.h"
#include "daemon/heap/object/text.h"

/* ---- making
 * ---------------------------------------------------------------------------------------------------------
 */

addr generic_alias_new(struct heap *h, addr type, addr origin, addr args)
{
    addr tuple = object_kind(h, args) == KIND_TUPLE ? incref(h, args) : tuple_from(h, &args, 1);
    addr o = tuple ? object_new(h, type, 0) : 0;
    if (!o) {
        xdecref(h, tuple);
        return 0;
    }
    struct generic_alias_object *a = generic_alias_at(h, o);
    a->origin = incref(h, origin);
    a->args = tuple;
    a->vectorcall = HEAP_TEXT + TEXT_CALL;
    object_track(h, o);
    return o;
}

enum heap_status generic_alias_construct(struct heap *h, addr type, const struct call *call, addr *out)
{
    if (call->kwcount)
        return raise_error(h, EXC_TYPE_ERROR, "GenericAlias() takes no keyword arguments");
    if (call->count != 2)
        return raise_error(h, EXC_TYPE_ERROR, "GenericAlias expected 2 arguments, got %zu", call->count);
    return answer(h, generic_alias_new(h, type, call->args[0], call->args[1]), out);
}

enum heap_status method_class_getitem(struct heap *h, const struct call *c, addr *out)
{
    return answer(h, generic_alias_new(h, h->type[KIND_GENERIC_ALIAS], c->self, c->args[0]), out);
}

enum heap_status generic_alias_call(struct heap *h, addr alias, const struct call *call, addr *out)
{
    addr made;
    enum heap_status status = object_call(h, generic_alias_at(h, alias)->origin, call->args, call->count,
                                          call->kwnames, call->kwvalues, call->kwcount, &made);
    if (status != HEAP_OK)
        return status;
    status = object_setattr(h, made, known_name(h, NAME_ORIG_CLASS), alias);
    if (status == HEAP_RAISED && (exception_matches(h, h->exception_type[EXC_ATTRIBUTE_ERROR]) ||
                                  exception_matches(h, h->exception_type[EXC_TYPE_ERROR]))) {
        heap_clear_raised(h); /* most cannot be told */
        status = HEAP_OK;
    }
    if (status != HEAP_OK) {
        decref(h, made);
        return status;
    }
    *out = made;
    return HEAP_OK;
}

/* ---- parameters
 * ------------------------------------------------------------------------------------------------------ */

static bool contains(const struct heap *h, addr list, addr o)
{
    for (size_t i = 0; i < list_length(h, list); i++)
        if (list_item(h, list, i) == o)
            return true;
    return false;
}

static enum heap_status add_parameter(struct heap *h, addr list, addr o)
{
    return contains(h, list, o) ? HEAP_OK : list_append(h, list, o);
}

/* The parameters of one argument, each once. */
static enum heap_status collect(struct heap *h, addr list, addr argument)
{
    addr found;
    if (object_kind(h, argument) == KIND_TYPE)
        return HEAP_OK;
    enum heap_status status = attribute_lookup(h, argument, known_name(h, NAME_TYPING_SUBST), &found);
    if (status != HEAP_OK)
        return status;
    if (found) {
        decref(h, found);
        return add_parameter(h, list, argument);
    }
    status = attribute_lookup(h, argument, known_name(h, NAME_PARAMETERS), &found);
    if (status != HEAP_OK || !found)
        return status;
    if (object_kind(h, found) == KIND_TUPLE)
        for (size_t i = 0; i < tuple_length(h, found) && status == HEAP_OK; i++)
            status = add_parameter(h, list, tuple_item(h, found, i));
    decref(h, found);
    return status;
}

/* *new* tuple. */
static addr parameters_of(struct heap *h, addr args)
{
    addr list = list_new(h, 0), tuple = 0;
    enum heap_status status = list ? HEAP_OK : raise_status(h);
    for (size_t i = 0; i < tuple_length(h, args) && status == HEAP_OK; i++)
        status = collect(h, list, tuple_item(h, args, i));
    if (status == HEAP_OK)
        tuple = tuple_from_iterable(h, list);
    xdecref(h, list);
    return tuple;
}

static enum heap_status get_parameters(struct heap *h, addr o, addr *out)
{
    if (!generic_alias_at(h, o)->parameters) {
        addr parameters = parameters_of(h, generic_alias_at(h, o)->args);
        if (!parameters)
            return raise_status(h);
        object_replace(h, &generic_alias_at(h, o)->parameters, parameters);
    }
    return getset_give(h, generic_alias_at(h, o)->parameters, out);
}

/* What stands for the parameter: borrowed or 0. */
static addr substitute(const struct heap *h, addr parameters, addr args, addr parameter)
{
    for (size_t i = 0; i < tuple_length(h, parameters); i++)
        if (tuple_item(h, parameters, i) == parameter)
            return tuple_item(h, args, i);
    return 0;
}

/* The attribute of an argument that is no class: *new*, 0 if there is none or it is None. */
static enum heap_status ask(struct heap *h, addr argument, enum known_name name, addr *out)
{
    *out = 0;
    if (object_kind(h, argument) == KIND_TYPE)
        return HEAP_OK;
    enum heap_status status = attribute_lookup(h, argument, known_name(h, name), out);
    if (status == HEAP_OK && *out == none(h)) {
        decref(h, *out);
        *out = 0;
    }
    return status;
}

/* An argument with parameters of its own: those are given what stands for them. *new* */
static enum heap_status replace_inside(struct heap *h, addr argument, addr parameters, addr args, addr *out)
{
    addr own, key = 0, inner = 0;
    enum heap_status status = ask(h, argument, NAME_PARAMETERS, &own);
    if (status != HEAP_OK)
        return status;
    if (!own || object_kind(h, own) != KIND_TUPLE || tuple_length(h, own) == 0) {
        xdecref(h, own);
        *out = incref(h, argument);
        return HEAP_OK;
    }
    inner = list_new(h, 0);
    status = inner ? HEAP_OK : raise_status(h);
    for (size_t i = 0; status == HEAP_OK && i < tuple_length(h, own); i++) {
        addr parameter = tuple_item(h, own, i), value = substitute(h, parameters, args, parameter);
        if (value && object_kind(h, value) == KIND_TUPLE && object_is_iterable(h, parameter))
            status = list_extend(h, inner, value);
        else
            status = list_append(h, inner, value ? value : parameter);
    }
    decref(h, own);
    if (status == HEAP_OK) {
        key = tuple_from_iterable(h, inner);
        status = key ? object_getitem(h, argument, key, out) : raise_status(h);
    }
    xdecref(h, inner);
    xdecref(h, key);
    return status;
}

/* Appends what one argument becomes: several where it was *Ts. */
static enum heap_status replace(struct heap *h, addr argument, addr parameters, addr args, addr list)
{
    addr unpacked, subst = 0, new = 0;
    if (object_kind(h, argument) == KIND_TYPE)
        return list_append(h, list, argument);
    enum heap_status status = ask(h, argument, NAME_TYPING_IS_UNPACKED_TYPEVARTUPLE, &unpacked);
    if (status != HEAP_OK)
        return status;
    bool several = unpacked == h->singleton[SINGLETON_TRUE];
    xdecref(h, unpacked);
    status = ask(h, argument, NAME_TYPING_SUBST, &subst);
    if (status == HEAP_OK && subst) {
        addr value = substitute(h, parameters, args, argument);
        status = value ? object_call(h, subst, &value, 1, NULL, NULL, 0, &new)
                       : raise_error(h, EXC_TYPE_ERROR, "%s became a parameter after the alias was made",
                                     object_type_name(h, argument));
        decref(h, subst);
    } else if (status == HEAP_OK) {
        status = replace_inside(h, argument, parameters, args, &new);
    }
    if (status != HEAP_OK)
        return status;
    status =
        several && object_kind(h, new) == KIND_TUPLE ? list_extend(h, list, new) : list_append(h, list, new);
    decref(h, new);
    return status;
}

/* The key as a tuple, without the brackets of tuples in it: [int, *tuple[str, float]] are three. *new* */
static enum heap_status flatten(struct heap *h, addr key, addr *out)
{
    addr list = list_new(h, 0), tuple = 0;
    enum heap_status status = list ? HEAP_OK : raise_status(h);
    size_t n = object_kind(h, key) == KIND_TUPLE ? tuple_length(h, key) : 1;
    for (size_t i = 0; status == HEAP_OK && i < n; i++) {
        addr inner, item = object_kind(h, key) == KIND_TUPLE ? tuple_item(h, key, i) : key;
        status = ask(h, item, NAME_TYPING_UNPACKED_TUPLE_ARGS, &inner);
        if (status != HEAP_OK)
            break;
        size_t length = inner && object_kind(h, inner) == KIND_TUPLE ? tuple_length(h, inner) : 0;
        bool whole = inner && object_kind(h, inner) == KIND_TUPLE &&
                     !(length && tuple_item(h, inner, length - 1) == h->singleton[SINGLETON_ELLIPSIS]);
        status = whole ? list_extend(h, list, inner) : list_append(h, list, item);
        xdecref(h, inner);
    }
    if (status == HEAP_OK && !(tuple = tuple_from_iterable(h, list)))
        status = raise_status(h);
    xdecref(h, list);
    if (status == HEAP_OK)
        *out = tuple;
    return status;
}

/* Each parameter may rearrange the arguments (*stolen*), so that one is its own: *new* */
static enum heap_status prepare(struct heap *h, addr alias, addr parameters, addr args, addr *out)
{
    enum heap_status status = HEAP_OK;
    for (size_t i = 0; status == HEAP_OK && i < tuple_length(h, parameters); i++) {
        addr function, new = 0, tuple;
        status = ask(h, tuple_item(h, parameters, i), NAME_TYPING_PREPARE_SUBST, &function);
        if (status != HEAP_OK || !function)
            continue;
        const addr both[] = {alias, args};
        status = object_call(h, function, both, 2, NULL, NULL, 0, &new);
        decref(h, function);
        if (status != HEAP_OK)
            continue;
        tuple = object_kind(h, new) == KIND_TUPLE ? incref(h, new) : tuple_from(h, &new, 1);
        decref(h, new);
        if (!tuple) {
            status = raise_status(h);
            continue;
        }
        decref(h, args);
        args = tuple;
    }
    if (status == HEAP_OK)
        *out = args;
    else
        decref(h, args);
    return status;
}

static enum heap_status check_arguments(struct heap *h, addr alias, addr parameters, size_t given)
{
    char bytes[sizeof h->raised.message] = {0};
    struct text text = {.bytes = bytes, .capacity = sizeof bytes - 1};
    size_t wanted = tuple_length(h, parameters);
    if (wanted == given && wanted)
        return HEAP_OK;
    enum heap_status status = object_repr(h, alias, &text);
    if (status != HEAP_OK)
        return status;
    if (!wanted)
        return raise_error(h, EXC_TYPE_ERROR, "%s is not a generic class", bytes);
    return raise_error(h, EXC_TYPE_ERROR, "Too %s arguments for %s; actual %zu, expected %zu",
                       given > wanted ? "many" : "few", bytes, given, wanted);
}

enum heap_status generic_substitute(struct heap *h, addr alias, addr old, addr parameters, addr key,
                                    addr *out)
{
    addr args = 0, list = 0;
    enum heap_status status =
        tuple_length(h, parameters) ? HEAP_OK : check_arguments(h, alias, parameters, 0);
    if (status == HEAP_OK)
        status = flatten(h, key, &args);
    if (status == HEAP_OK) {
        addr flat = args;
        args = 0;
        status = prepare(h, alias, parameters, flat, &args);
    }
    if (status == HEAP_OK)
        status = check_arguments(h, alias, parameters, tuple_length(h, args));
    if (status == HEAP_OK && !(list = list_new(h, 0)))
        status = raise_status(h);
    for (size_t i = 0; status == HEAP_OK && i < tuple_length(h, old); i++)
        status = replace(h, tuple_item(h, old, i), parameters, args, list);
    xdecref(h, args);
    if (status == HEAP_OK)
        *out = list;
    else
        xdecref(h, list);
    return status;
}

enum heap_status generic_alias_getitem(struct heap *h, addr alias, addr key, addr *out)
{
    addr parameters, list = 0, made = 0;
    enum heap_status status = get_parameters(h, alias, &parameters);
    if (status != HEAP_OK)
        return status;
    status = generic_substitute(h, alias, generic_alias_at(h, alias)->args, parameters, key, &list);
    decref(h, parameters);
    if (status != HEAP_OK)
        return status;
    addr args = tuple_from_iterable(h, list);
    decref(h, list);
    if (args) {
        made = generic_alias_new(h, object_type(h, alias), generic_alias_at(h, alias)->origin, args);
        if (made)
            generic_alias_at(h, made)->starred = generic_alias_at(h, alias)->starred;
        decref(h, args);
    }
    return answer(h, made, out);
}

struct alias_iterator {
    struct object base;
    addr alias;
};
static struct alias_iterator *alias_iterator_at(const struct heap *h, addr o)
{
    return heap_at(h, o);
}

/* The iterator of an alias. *new* */
static addr iterator_new(struct heap *h, addr alias);

/* ---- attributes
 * ---------------------------------------------------------------------------------------------------------
 */

static const char *const own[] = {
    "__class__",       "__origin__",     "__args__",
    "__unpacked__",    "__parameters__", "__typing_unpacked_tuple_args__",
    "__mro_entries__", "__reduce_ex__",  "__reduce__",
    "__copy__",        "__deepcopy__",   "__bases__", /* from 3.12 on: there is none, then */
};

static size_t own_count(const struct heap *h)
{
    return sizeof own / sizeof *own - !h->abi.class_texts_3_12;
}

static bool is_own_attribute(const struct heap *h, addr name)
{
    for (size_t i = 0; i < own_count(h); i++)
        if (str_equal_utf8(h, name, own[i], strlen(own[i])))
            return true;
    return false;
}

enum heap_status generic_alias_getattr(struct heap *h, addr alias, addr name, addr *out)
{
    if (is_own_attribute(h, name))
        return attribute_generic_get(h, alias, name, out);
    return object_getattr(h, generic_alias_at(h, alias)->origin, name, out);
}

static enum heap_status get_unpacked(struct heap *h, addr o, addr *out)
{
    const struct generic_alias_object *a = generic_alias_at(h, o);
    return getset_give(h, a->starred & 1 && a->origin == h->type[KIND_TUPLE] ? a->args : 0, out);
}

const struct getset generic_alias_getsets[] = {
    {"__parameters__", get_parameters, NULL},
    {"__typing_unpacked_tuple_args__", get_unpacked, NULL},
    {0},
};

static enum heap_status method_mro_entries(struct heap *h, const struct call *c, addr *out)
{
    return answer(h, tuple_from(h, &generic_alias_at(h, c->self)->origin, 1), out);
}
static enum heap_status method_instancecheck(struct heap *h, const struct call *c, addr *out)
{
    (void)c, (void)out;
    return raise_error(h, EXC_TYPE_ERROR, "isinstance() argument 2 cannot be a parameterized generic");
}
static enum heap_status method_subclasscheck(struct heap *h, const struct call *c, addr *out)
{
    (void)c, (void)out;
    return raise_error(h, EXC_TYPE_ERROR, "issubclass() argument 2 cannot be a parameterized generic");
}
/* What the origin has, and the alias's own. */
static enum heap_status method_dir(struct heap *h, const struct call *c, addr *out)
{
    addr names;
    enum heap_status status = object_dir(h, generic_alias_at(h, c->self)->origin, &names);
    if (status != HEAP_OK)
        return status;
    for (size_t i = 0; i < own_count(h) && status == HEAP_OK; i++) {
        addr name = str_intern_utf8(h, own[i], strlen(own[i]));
        bool has = false;
        status = name ? object_contains(h, names, name, &has) : raise_status(h);
        if (status == HEAP_OK && !has)
            status = list_append(h, names, name);
        xdecref(h, name);
    }
    if (status != HEAP_OK) {
        decref(h, names);
        return status;
    }
    *out = names;
    return HEAP_OK;
}
static enum heap_status method_reduce(struct heap *h, const struct call *c, addr *out)
{
    const struct generic_alias_object *a = generic_alias_at(h, c->self);
    if (a->starred & 1) { /* what iter() of the alias without its star gives */
        addr plain = generic_alias_new(h, h->type[KIND_GENERIC_ALIAS], a->origin, a->args), it = 0;
        it = plain ? iterator_new(h, plain) : 0;
        xdecref(h, plain);
        return reduce_by(h, NAME_NEXT_FUNCTION, reduce_tuple(h, it), 0, out);
    }
    addr parts[] = {a->origin, a->args};
    return reduce_answer(h, object_type(h, c->self), tuple_from(h, parts, 2), 0, out);
}

extern const struct builtin_method generic_alias_methods[];
const struct builtin_method generic_alias_methods[] = {
    {"__mro_entries__", 1, 1, false, method_mro_entries},
    {"__instancecheck__", 1, 1, false, method_instancecheck},
    {"__subclasscheck__", 1, 1, false, method_subclasscheck},
    {"__reduce__", 0, 0, false, method_reduce},
    {"__dir__", 0, 0, false, method_dir},
    {0},
};

/* ---- the kind
 * -----------------------------------------------------------------------------------------------------------------
 */

static void traverse(struct heap *h, addr o, span_visitor *visit, void *context)
{
    visit(h, context, &generic_alias_at(h, o)->origin, 3, 1);
}

static bool release_next(struct heap *h, addr o, addr *reference)
{
    addr *fields = &generic_alias_at(h, o)->origin;
    for (size_t i = 0; i < 3; i++)
        if (fields[i]) {
            *reference = fields[i];
            fields[i] = 0;
            return true;
        }
    return false;
}

/* A class: by its qualified name, with its module unless that is builtins. */
static enum heap_status put_class(struct heap *h, addr module, addr qualname, struct text *out)
{
    if (object_kind(h, module) == KIND_STR && object_kind(h, qualname) == KIND_STR &&
        !str_equal(h, module, known_name(h, NAME_BUILTINS))) {
        text_put_str(h, out, module);
        text_put(out, ".", 1);
    }
    addr s = object_str(h, qualname);
    if (!s)
        return raise_status(h);
    text_put_str(h, out, s);
    decref(h, s);
    return HEAP_OK;
}

static enum heap_status put_by_name(struct heap *h, addr o, struct text *out)
{
    addr qualname = 0, module = 0;
    enum heap_status status = attribute_lookup(h, o, known_name(h, NAME_QUALNAME), &qualname);
    if (status == HEAP_OK && qualname)
        status = attribute_lookup(h, o, known_name(h, NAME_MODULE), &module);
    if (status == HEAP_OK)
        status = qualname && module && module != none(h) ? put_class(h, module, qualname, out)
                                                         : object_repr(h, o, out);
    xdecref(h, qualname);
    xdecref(h, module);
    return status;
}

static enum heap_status put_list(struct heap *h, addr list, struct text *out)
{
    enum heap_status status = HEAP_OK;
    text_put(out, "[", 1);
    for (size_t i = 0; status == HEAP_OK && i < list_length(h, list); i++) {
        if (i)
            text_put(out, ", ", 2);
        addr item = incref(h, list_item(h, list, i));
        status = generic_put_argument(h, item, out);
        decref(h, item);
    }
    text_put(out, "]", 1);
    return status;
}

enum heap_status generic_put_argument(struct heap *h, addr o, struct text *out)
{
    if (o == h->singleton[SINGLETON_ELLIPSIS]) {
        text_put(out, "...", 3);
        return HEAP_OK;
    }
    enum kind kind = object_kind(h, o);
    if (kind == KIND_TYPE)
        return put_by_name(h, o, out);
    if (kind == KIND_LIST)
        return put_list(h, o, out);
    addr origin = 0;
    enum heap_status status =
        kind == KIND_GENERIC_ALIAS ? HEAP_OK : attribute_lookup(h, o, known_name(h, NAME_ORIGIN), &origin);
    if (status != HEAP_OK)
        return status;
    bool generic = origin || kind == KIND_GENERIC_ALIAS;
    xdecref(h, origin);
    return generic ? object_repr(h, o, out) : put_by_name(h, o, out);
}

static enum heap_status repr(struct heap *h, addr o, struct text *out)
{
    const struct generic_alias_object *a = generic_alias_at(h, o);
    addr args = a->args;
    size_t n = tuple_length(h, args);
    if (a->starred & 1)
        text_put(out, "*", 1);
    enum heap_status status = generic_put_argument(h, a->origin, out);
    text_put(out, "[", 1);
    for (size_t i = 0; status == HEAP_OK && i < n; i++) {
        if (i)
            text_put(out, ", ", 2);
        status = generic_put_argument(h, tuple_item(h, args, i), out);
    }
    if (n == 0)
        text_put(out, "()", 2);
    text_put(out, "]", 1);
    return status;
}

static enum heap_status hash(struct heap *h, addr o, int64_t *out)
{
    int64_t origin, args;
    enum heap_status status = object_hash(h, generic_alias_at(h, o)->origin, &origin);
    if (status == HEAP_OK)
        status = object_hash(h, generic_alias_at(h, o)->args, &args);
    if (status == HEAP_OK)
        *out = hash_result((uint64_t)origin ^ (uint64_t)args);
    return status;
}

static enum heap_status equal(struct heap *h, addr a, addr b, int *result)
{
    bool same = false;
    *result = -1;
    if (object_kind(h, a) != KIND_GENERIC_ALIAS || object_kind(h, b) != KIND_GENERIC_ALIAS)
        return HEAP_OK;
    const struct generic_alias_object *left = generic_alias_at(h, a), *right = generic_alias_at(h, b);
    enum heap_status status = HEAP_OK;
    if (left->starred == right->starred) {
        status = object_equal_or_same(h, left->origin, right->origin, &same);
        if (status == HEAP_OK && same)
            status = object_equal_or_same(h, left->args, right->args, &same);
    }
    *result = same;
    return status;
}

static enum heap_status iterate(struct heap *h, addr o, addr *out)
{
    return answer(h, iterator_new(h, o), out);
}

extern const struct kind_ops generic_alias_ops;
const struct kind_ops generic_alias_ops = {
    .iter = iterate,
    .traverse = traverse,
    .release_next = release_next,
    .repr = repr,
    .hash = hash,
    .equal = equal,
};

/* ---- what *alias unpacks: the same alias, once, marked as unpacked (gaiterobject)
 *
 *   0 header   16 alias: 0 once it was given
 */

static addr iterator_new(struct heap *h, addr alias)
{
    addr o = iterator_alloc(h, h->type[KIND_GENERIC_ALIAS_ITERATOR]);
    if (!o)
        return 0;
    alias_iterator_at(h, o)->alias = incref(h, alias);
    object_track(h, o);
    return o;
}

static enum heap_status generic_alias_iterator_next(struct heap *h, addr o, addr *item)
{
    struct alias_iterator *it = alias_iterator_at(h, o);
    *item = 0;
    if (!it->alias)
        return HEAP_OK;
    const struct generic_alias_object *a = generic_alias_at(h, it->alias);
    addr starred = generic_alias_new(h, h->type[KIND_GENERIC_ALIAS], a->origin, a->args);
    if (!starred)
        return raise_status(h);
    generic_alias_at(h, starred)->starred = 1;
    *item = starred;
    return iterator_end(h, &it->alias);
}

static enum heap_status iterator_reduce(struct heap *h, const struct call *c, addr *out)
{
    addr function;
    enum heap_status status = reduce_function(h, NAME_ITER_FUNCTION, &function);
    if (status != HEAP_OK)
        return status;
    addr alias = alias_iterator_at(h, c->self)->alias;
    addr args = reduce_tuple(h, incref(h, alias ? alias : h->singleton[SINGLETON_EMPTY_TUPLE]));
    status = reduce_answer(h, function, args, 0, out);
    decref(h, function);
    return status;
}

FIELDS_SLOTS(alias_iterator, offsetof(struct alias_iterator, alias))
ITERATOR_OPS(generic_alias_iterator, alias_iterator)
ITERATOR_METHODS(generic_alias_iterator, {"__reduce__", 0, 0, false, iterator_reduce}, {0})
