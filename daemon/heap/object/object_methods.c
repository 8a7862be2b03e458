/* The methods of object that are no slots: __dir__, __format__, __reduce_ex__, ... Mirrors the end of
 * Objects/typeobject.c. */
#include <string.h>

#include "daemon/heap/object/answer.h"
#include "daemon/heap/object/arguments.h"
#include "daemon/heap/object/attribute.h"
#include "daemon/heap/object/builtin.h"
#include "daemon/heap/object/container.h"
#include "daemon/heap/object/dict.h"
#include "daemon/heap/object/directory.h"
#include "daemon/heap/object/format.h"
#include "daemon/heap/object/heaptype.h"
#include "daemon/heap/object/int.h"
#include "daemon/heap/object/iterator.h"
#include "daemon/heap/object/lookup.h"
#include "daemon/heap/object/module.h"
#include "daemon/heap/object/operator.h"
#include "daemon/heap/object/sequence.h"
#include "daemon/heap/object/slots.h"
#include "daemon/heap/object/special.h"
#include "daemon/heap/object/str.h"
#include "daemon/heap/runtime.h"

/* ---- dir()
 * --------------------------------------------------------------------------------------------------------------
 */

/* One by one: what is read is no dict in CPython but a mappingproxy. */
static enum heap_status merge_names(struct heap *h, addr names, addr from)
{
    enum heap_status status = HEAP_OK;
    size_t position = 0;
    addr name, value;
    while (status == HEAP_OK && dict_next(h, from, &position, &name, &value)) {
        incref(h, name); /* comparing names may run code */
        incref(h, value);
        status = dict_set(h, names, name, value);
        decref(h, name);
        decref(h, value);
    }
    return status;
}

/* The names in the dicts of a class and of all behind it (merge_class_dict()). */
static enum heap_status merge_class(struct heap *h, addr names, addr type)
{
    enum heap_status status = c_stack_enter(h, "");
    if (status != HEAP_OK)
        return status;
    status = merge_names(h, names, type_at(h, type)->dict);
    addr bases = status == HEAP_OK ? xincref(h, type_at(h, type)->bases) : 0;
    for (size_t i = 0; bases && i < tuple_length(h, bases) && status == HEAP_OK; i++)
        status = merge_class(h, names, tuple_item(h, bases, i));
    xdecref(h, bases);
    c_stack_leave(h);
    return status;
}

/* A copy of the object's own dict, to which names are added: it shares its keys with the instances where that
 * does. *new* */
static enum heap_status own_names(struct heap *h, addr o, addr *names)
{
    addr dict;
    enum heap_status status = attribute_lookup(h, o, known_name(h, NAME_DICT), &dict);
    if (status != HEAP_OK)
        return status;
    *names = dict && dict_is_kind(h, dict) ? dict_copy(h, dict) : dict_new(h);
    xdecref(h, dict);
    return *names ? HEAP_OK : raise_status(h);
}

/* *new* list of the keys; takes the dict over. */
static enum heap_status list_of(struct heap *h, enum heap_status status, addr names, addr *out)
{
    addr list = status == HEAP_OK ? list_from_iterable(h, names) : 0;
    decref(h, names);
    return status == HEAP_OK ? answer(h, list, out) : status;
}

/* Of a module: what its own __dir__() answers, else the names in it. */
static enum heap_status module_dir(struct heap *h, const struct call *c, addr *out)
{
    addr dict;
    enum heap_status status = object_getattr(h, c->self, known_name(h, NAME_DICT), &dict);
    if (status != HEAP_OK)
        return status;
    addr own = dict_is_kind(h, dict) ? dict_get_str(h, dict, known_name(h, NAME_DIR)) : 0;
    if (own) {
        status = object_call(h, own, NULL, 0, NULL, NULL, 0, out);
        decref(h, dict);
        return status;
    }
    if (!dict_is_kind(h, dict))
        status = raise_error(h, EXC_TYPE_ERROR, "<module>.__dict__ is not a dictionary");
    else if (dict == h->builtins && runtime_late_builtins)
        status = runtime_late_builtins(h, 0);
    addr names = status == HEAP_OK ? dict_new(h) : 0;
    if (names)
        status = list_of(h, dict_update(h, names, dict), names, out);
    decref(h, dict);
    return names ? status : raise_status(h);
}

static enum heap_status method_dir(struct heap *h, const struct call *c, addr *out)
{
    addr names, class = 0;
    enum heap_status status = own_names(h, c->self, &names);
    if (status != HEAP_OK)
        return status;
    status = attribute_lookup(h, c->self, known_name(h, NAME_CLASS), &class);
    if (status == HEAP_OK && class && object_kind(h, class) == KIND_TYPE)
        status = merge_class(h, names, class);
    xdecref(h, class);
    return list_of(h, status, names, out);
}

enum heap_status type_dir(struct heap *h, addr type, addr *out)
{
    addr names = dict_new(h);
    return names ? list_of(h, merge_class(h, names, type), names, out) : raise_status(h);
}

enum heap_status object_dir(struct heap *h, addr o, addr *out)
{
    addr found = special_lookup(h, o, known_name(h, NAME_DIR)), names, list;
    if (!found)
        return raise_error(h, EXC_TYPE_ERROR, "object does not provide __dir__");
    enum heap_status status = special_call_bound(h, found, o, NULL, 0, &names);
    if (status != HEAP_OK)
        return status;
    list = list_from_iterable(h, names);
    decref(h, names);
    if (!list)
        return raise_status(h);
    status = list_sort(h, list, 0, false);
    if (status != HEAP_OK) {
        decref(h, list);
        return status;
    }
    *out = list;
    return HEAP_OK;
}

/* ---- texts and sizes
 * --------------------------------------------------------------------------------------------------- */

static enum heap_status method_format(struct heap *h, const struct call *c, addr *out)
{
    addr spec = c->args[0];
    if (object_kind(h, spec) != KIND_STR)
        return raise_error(h, EXC_TYPE_ERROR, "__format__() argument must be str, not %s",
                           argument_type_name(h, spec));
    if (str_length(h, spec))
        return raise_error(h, EXC_TYPE_ERROR, "unsupported format string passed to %.200s.__format__",
                           object_type_name(h, c->self));
    return answer(h, object_str(h, c->self), out);
}

enum heap_status method_own_sizeof(struct heap *h, const struct call *c, addr *out)
{
    return answer_int(h, (int64_t)object_own_size(h, c->self), out);
}

/* object.__sizeof__: what the type says, whatever the object has besides; ob_size is taken as it is, where
 * negative numbers have a sign and newer ones a tag. */
static enum heap_status method_sizeof(struct heap *h, const struct call *c, addr *out)
{
    const struct type_object *t = type_at(h, object_type(h, c->self));
    uint64_t items = t->itemsize ? (uint64_t)object_size_field(h, c->self) : 0;
    return answer_int(h, (int64_t)((uint64_t)t->basicsize + items * (uint64_t)t->itemsize), out);
}

/* ---- classes
 * -------------------------------------------------------------------------------------------------------------
 */

static enum heap_status method_init_subclass(struct heap *h, const struct call *c, addr *out)
{
    (void)c;
    return answer_none(h, HEAP_OK, out);
}

static enum heap_status method_subclasshook(struct heap *h, const struct call *c, addr *out)
{
    (void)c;
    *out = incref(h, h->singleton[SINGLETON_NOT_IMPLEMENTED]);
    return HEAP_OK;
}

/* ---- reducing
 * --------------------------------------------------------------------------------------------------------------
 */

/* The attributes' dict, None where there are none; with slots, both. */
static enum heap_status default_state(struct heap *h, addr o, addr *out)
{
    addr state = 0, slots;
    enum heap_status status = HEAP_OK;
    if (instance_dict_field(h, o) && instance_stored_count(h, o))
        status = instance_dict(h, o, &state);
    else
        state = incref(h, none(h));
    if (status != HEAP_OK)
        return status;
    status = slots_values(h, o, &slots);
    if (status == HEAP_OK && slots) {
        addr both[] = {state, slots}, pair = tuple_from(h, both, 2);
        decref(h, state);
        decref(h, slots);
        return answer(h, pair, out);
    }
    if (status == HEAP_OK)
        *out = state;
    else
        decref(h, state);
    return status;
}

static enum heap_status method_getstate(struct heap *h, const struct call *c, addr *out)
{
    return default_state(h, c->self, out);
}

/* A tuple of one more, which comes first. *new* */
static addr tuple_after(struct heap *h, addr first, addr rest)
{
    size_t n = tuple_length(h, rest);
    addr made = tuple_new(h, n + 1);
    if (!made)
        return 0;
    tuple_init(h, made, 0, incref(h, first));
    for (size_t i = 0; i < n; i++)
        tuple_init(h, made, i + 1, incref(h, tuple_item(h, rest, i)));
    tuple_done(h, made);
    return made;
}

/* The class, then the arguments of __getnewargs__. *new* tuple. */
static enum heap_status arguments_for(struct heap *h, addr o, addr type, addr *out)
{
    addr method = special_lookup(h, o, known_name(h, NAME_GETNEWARGS)), args, made;
    if (!method)
        return answer(h, tuple_from(h, &type, 1), out);
    enum heap_status status = special_call(h, method, o, NULL, 0, &args);
    if (status != HEAP_OK)
        return status;
    if (object_kind(h, args) != KIND_TUPLE) {
        status = raise_error(h, EXC_TYPE_ERROR, "__getnewargs__ should return a tuple, not '%.200s'",
                             object_type_name(h, args));
        decref(h, args);
        return status;
    }
    made = tuple_after(h, type, args);
    decref(h, args);
    return answer(h, made, out);
}

/* What __new__ is to be called with again. The object may get another class meanwhile. */
static enum heap_status new_arguments(struct heap *h, addr o, addr *out)
{
    addr type = incref(h, object_type(h, o));
    enum heap_status status = arguments_for(h, o, type, out);
    decref(h, type);
    return status;
}

/* An iterator over the items of a list, or the pairs of a dict; None for others. */
static enum heap_status items_of(struct heap *h, addr o, bool has, bool list, addr *out)
{
    addr items;
    if (!has) {
        *out = incref(h, none(h));
        return HEAP_OK;
    }
    if (list)
        return object_iter(h, o, out);
    enum heap_status status =
        object_call_method(h, o, known_name(h, NAME_ITEMS), NULL, 0, NULL, NULL, 0, &items);
    if (status != HEAP_OK)
        return status;
    status = object_iter(h, items, out);
    decref(h, items);
    return status;
}

static enum heap_status raise_cannot(struct heap *h, addr o)
{
    if (type_at(h, object_type(h, o))->itemsize)
        return raise_error(h, EXC_TYPE_ERROR, "cannot pickle %.200s objects", object_type_name(h, o));
    return raise_error(h, EXC_TYPE_ERROR, "cannot pickle '%.200s' object", object_type_name(h, o));
}

/* What __getnewargs_ex__ answers, checked: *arguments is (class, args, kwargs) where there are keywords, else
 * the class and the args. Both 0: there is no such method. */
static enum heap_status unpack_newargs_ex(struct heap *h, addr o, addr answered, addr *arguments,
                                          bool *keywords)
{
    if (object_kind(h, answered) != KIND_TUPLE)
        return raise_error(h, EXC_TYPE_ERROR, "__getnewargs_ex__ should return a tuple, not '%.200s'",
                           object_type_name(h, answered));
    if (tuple_length(h, answered) != 2)
        return raise_error(h, EXC_VALUE_ERROR, "__getnewargs_ex__ should return a tuple of length 2, not %zu",
                           tuple_length(h, answered));
    addr args = tuple_item(h, answered, 0), kwargs = tuple_item(h, answered, 1);
    if (object_kind(h, args) != KIND_TUPLE)
        return raise_error(
            h, EXC_TYPE_ERROR,
            "first item of the tuple returned by __getnewargs_ex__ must be a tuple, not '%.200s'",
            object_type_name(h, args));
    if (!dict_is_kind(h, kwargs))
        return raise_error(
            h, EXC_TYPE_ERROR,
            "second item of the tuple returned by __getnewargs_ex__ must be a dict, not '%.200s'",
            object_type_name(h, kwargs));
    *keywords = dict_length(h, kwargs) != 0;
    if (*keywords) {
        addr parts[] = {object_type(h, o), args, kwargs};
        return answer(h, tuple_from(h, parts, 3), arguments);
    }
    return answer(h, tuple_after(h, object_type(h, o), args), arguments);
}

static enum heap_status newargs_ex(struct heap *h, addr o, addr *arguments, bool *keywords)
{
    addr method = special_lookup(h, o, known_name(h, NAME_GETNEWARGS_EX)), answered;
    *arguments = 0;
    *keywords = false;
    if (!method)
        return HEAP_OK;
    enum heap_status status = special_call(h, method, o, NULL, 0, &answered);
    if (status != HEAP_OK)
        return status;
    status = unpack_newargs_ex(h, o, answered, arguments, keywords);
    decref(h, answered);
    return status;
}

/* copyreg.__newobj__ or __newobj_ex__; without a language layer one that does the same. *new* */
static enum heap_status maker(struct heap *h, bool keywords, addr *out)
{
    if (runtime_imported)
        return runtime_imported(h, "copyreg", keywords ? "__newobj_ex__" : "__newobj__", out);
    return answer(h, builtin_new(h, builtin_text(BUILTIN_NEW, 1), 0), out);
}

/* o.__getstate__(): *new* */
static enum heap_status object_state(struct heap *h, addr o, addr *out)
{
    addr method;
    enum heap_status status = object_getattr(h, o, known_name(h, NAME_GETSTATE), &method);
    if (status != HEAP_OK)
        return status;
    status = object_call(h, method, NULL, 0, NULL, NULL, 0, out);
    decref(h, method);
    return status;
}

/* Does its class say itself what there is to keep of it? */
static bool has_own_state(const struct heap *h, addr o)
{
    addr name = known_name(h, NAME_GETSTATE);
    return type_lookup(h, object_type(h, o), name) != type_lookup(h, h->type[KIND_INSTANCE], name);
}

static enum heap_status reduce_new(struct heap *h, addr o, addr *out)
{
    addr parts[5] = {0}, made = 0;
    bool keywords;
    enum kind kind = object_kind(h, o);
    if (!type_at(h, object_type(h, o))->new &&kind != KIND_NONE) /* NoneType makes its one */
        return raise_error(h, EXC_TYPE_ERROR, "cannot pickle '%.200s' object", object_type_name(h, o));
    enum heap_status status = newargs_ex(h, o, &parts[1], &keywords);
    if (status == HEAP_OK && !parts[1])
        status = new_arguments(h, o, &parts[1]);
    if (status == HEAP_OK && tuple_length(h, parts[1]) == 1 && kind != KIND_INSTANCE && kind != KIND_LIST &&
        kind != KIND_DICT && kind != KIND_NONE && !(kind >= KIND_IO_BASE && kind <= KIND_TEXT_IO_BASE) &&
        !has_own_state(h, o))
        status = raise_cannot(h, o); /* it holds more than its attributes */
    if (status == HEAP_OK)
        status = object_state(h, o, &parts[2]);
    if (status == HEAP_OK)
        status = items_of(h, o, object_kind(h, o) == KIND_LIST, true, &parts[3]);
    if (status == HEAP_OK)
        status = items_of(h, o, dict_is_kind(h, o), false, &parts[4]);
    if (status == HEAP_OK)
        status = maker(h, keywords, &parts[0]);
    if (status == HEAP_OK)
        made = tuple_from(h, parts, 5);
    for (size_t i = 0; i < 5; i++)
        xdecref(h, parts[i]);
    return status == HEAP_OK ? answer(h, made, out) : status;
}

/* By protocol 0 or 1: copyreg._reduce_ex(o, protocol). */
static enum heap_status reduce_old(struct heap *h, addr o, int64_t protocol, addr *out)
{
    addr function, args[] = {o, int_new(h, protocol)};
    if (!args[1])
        return raise_status(h);
    enum heap_status status = runtime_imported(h, "copyreg", "_reduce_ex", &function);
    if (status == HEAP_OK) {
        status = object_call(h, function, args, 2, NULL, NULL, 0, out);
        decref(h, function);
    }
    decref(h, args[1]);
    return status;
}

static enum heap_status method_reduce(struct heap *h, const struct call *c, addr *out)
{
    return runtime_imported ? reduce_old(h, c->self, 0, out) : reduce_new(h, c->self, out);
}

/* What __reduce__ answers where the class has another than object's: the object is asked for it, and so is
 * the class. */
static enum heap_status own_reduce(struct heap *h, addr o, bool *overridden, addr *out)
{
    addr reduce, found, name = known_name(h, NAME_REDUCE);
    enum heap_status status = attribute_lookup(h, o, name, &reduce);
    *overridden = false;
    if (status != HEAP_OK || !reduce)
        return status;
    status = object_getattr(h, object_type(h, o), name, &found);
    if (status == HEAP_OK) {
        *overridden = found != lookup_in_type(h, h->type[KIND_INSTANCE], name);
        decref(h, found);
        if (*overridden)
            status = object_call(h, reduce, NULL, 0, NULL, NULL, 0, out);
    }
    decref(h, reduce);
    return status;
}

static enum heap_status method_reduce_ex(struct heap *h, const struct call *c, addr *out)
{
    int64_t protocol;
    addr index;
    enum heap_status status = object_index(h, c->args[0], &index);
    if (status != HEAP_OK)
        return status;
    bool fits = int_fits(h, index, &protocol) && protocol >= INT32_MIN && protocol <= INT32_MAX;
    decref(h, index);
    if (!fits)
        return raise_error(h, EXC_OVERFLOW_ERROR, "Python int too large to convert to C int");
    bool overridden;
    status = own_reduce(h, c->self, &overridden, out);
    if (status != HEAP_OK || overridden)
        return status;
    return protocol < 2 && runtime_imported ? reduce_old(h, c->self, protocol, out)
                                            : reduce_new(h, c->self, out);
}

extern const struct builtin_method module_methods[], instance_methods[];
const struct builtin_method module_methods[] = {{"__dir__", 0, 0, 0, module_dir}, {0}};
const struct builtin_method instance_methods[] = {
    {"__reduce_ex__", 1, 1, 0, method_reduce_ex},
    {"__reduce__", 0, 0, 0, method_reduce},
    {"__getstate__", 0, 0, 0, method_getstate},
    {"__subclasshook__", -1, -1, METHOD_CLASS, method_subclasshook},
    {"__init_subclass__", 0, 0, METHOD_CLASS, method_init_subclass},
    {"__format__", 1, 1, 0, method_format},
    {"__sizeof__", 0, 0, 0, method_sizeof},
    {"__dir__", 0, 0, 0, method_dir},
    {0},
};
