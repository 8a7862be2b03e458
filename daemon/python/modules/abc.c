/* The module _abc: what abstract base classes know about their virtual subclasses. Mirrors Modules/_abc.c.
 *
 * A class made by ABCMeta has an object `_abc_impl` with four slots: the registry, the cache of subclasses,
 * the cache of what are none, and the number of registrations that the latter was right at. The first three
 * are sets of weak references, made when they are needed; a reference whose class dies leaves its set. How
 * many registrations there were is an attribute of the objects' class.
 */
#include <string.h>

#include "daemon/heap/heap.h"
#include "daemon/heap/object/answer.h"
#include "daemon/heap/object/attribute.h"
#include "daemon/heap/object/binding.h"
#include "daemon/heap/object/builtin.h"
#include "daemon/heap/object/heaptype.h"
#include "daemon/heap/object/isinstance.h"
#include "daemon/heap/object/module.h"
#include "daemon/heap/object/order.h"
#include "daemon/heap/object/sequence.h"
#include "daemon/heap/object/set.h"
#include "daemon/heap/object/subclasses.h"
#include "daemon/heap/object/weakref.h"
#include "daemon/heap/runtime.h"
#include "daemon/python/modules/module.h"

enum part { CACHE, NEGATIVE, REGISTRY, VERSION, PARTS };
static const char *const part_names[] = {"cache", "negative", "registry",
                                         "version"}; /* sorted, as slots are */

#define COUNTER "_registrations"

static enum heap_status abc_forget(struct heap *h, const struct call *call, addr *out);

/* ---- the object of a class
 * ------------------------------------------------------------------------------------------ */

/* cls._abc_impl: *new* */
static enum heap_status data_of(struct heap *h, addr cls, addr *out)
{
    addr data;
    enum heap_status status = object_getattr(h, cls, known_name(h, NAME_ABC_IMPL), &data);
    if (status != HEAP_OK)
        return status;
    if (object_kind(h, data) != KIND_INSTANCE || type_member_count(h, object_type(h, data)) != PARTS) {
        decref(h, data);
        return raise_error(h, EXC_TYPE_ERROR, "_abc_impl is set to a wrong type");
    }
    *out = data;
    return HEAP_OK;
}

static addr *part_of(const struct heap *h, addr data, enum part part)
{
    return heap_at(h, data + (addr)type_members(h, object_type(h, data))[part].offset);
}

/* A part that is a set: borrowed, or 0. A program can put anything there. */
static addr set_in(const struct heap *h, addr data, enum part part)
{
    addr set = *part_of(h, data, part);
    return set && object_is_exact(h, set, KIND_SET) ? set : 0;
}

/* How many registrations there were: borrowed, or 0. */
static addr counter_of(const struct heap *h, addr type)
{
    addr counter = dict_get_ascii(h, type_at(h, type)->dict, COUNTER, strlen(COUNTER));
    return counter && object_is_exact(h, counter, KIND_INT) ? counter : 0;
}

/* Negative answers from before the last registration do not count. */
static bool negative_is_current(const struct heap *h, addr data)
{
    addr version = *part_of(h, data, VERSION), now = counter_of(h, object_type(h, data));
    int64_t a, b;
    return version && now && object_is_exact(h, version, KIND_INT) && int_fits(h, version, &a) &&
           int_fits(h, now, &b) && a == b;
}

static void make_negative_current(struct heap *h, addr data)
{
    if (negative_is_current(h, data))
        return;
    object_replace(h, part_of(h, data, NEGATIVE), 0);
    object_replace(h, part_of(h, data, VERSION), xincref(h, counter_of(h, object_type(h, data))));
}

/* ---- sets of weak references
 * ------------------------------------------------------------------------------------------- */

static enum heap_status contains(struct heap *h, addr data, enum part part, addr cls, bool *out)
{
    addr set = set_in(h, data, part);
    *out = false;
    if (!set || set_length(h, set) == 0)
        return HEAP_OK;
    incref(h, set); /* a collection may run code that takes it away */
    addr ref = weakref_new(h, cls, 0);
    enum heap_status status = ref ? set_contains(h, set, ref, out) : raise_status(h);
    decref(h, set);
    xdecref(h, ref);
    return status;
}

/* A function that takes dead references out of the set, to which it refers weakly. *new* */
static addr forgetting(struct heap *h, addr set)
{
    unsigned number = module_number("_abc", 4);
    addr ref = weakref_new(h, set, 0),
         function = ref ? builtin_new(h, builtin_text(RUNTIME_FUNCTIONS + number, 0), ref) : 0;
    xdecref(h, ref);
    return function;
}

static enum heap_status add(struct heap *h, addr data, enum part part, addr cls)
{
    if (!set_in(h, data, part)) {
        addr made = set_new(h);
        if (!made)
            return raise_status(h);
        object_replace(h, part_of(h, data, part), made);
    }
    addr set = set_in(h, data, part);
    if (!set) /* what the one before let go has put something else there */
        return HEAP_OK;
    incref(h, set);
    addr function = forgetting(h, set);
    addr ref = function ? weakref_new(h, cls, function) : 0;
    enum heap_status status = ref ? set_add(h, set, ref) : raise_status(h);
    xdecref(h, ref);
    xdecref(h, function);
    decref(h, set);
    return status;
}

static enum heap_status abc_forget(struct heap *h, const struct call *call, addr *out)
{
    addr set = call->self ? weakref_referent(h, call->self) : 0;
    bool found;
    enum heap_status status = HEAP_OK;
    if (set && object_kind(h, set) == KIND_SET) {
        incref(h, set);
        status = set_discard(h, set, call->args[0], &found);
        decref(h, set);
    }
    return answer_none(h, status, out);
}

/* ---- abstract methods
 * ---------------------------------------------------------------------------------------------------- */

static enum heap_status add_if_abstract(struct heap *h, addr names, addr name, addr value)
{
    bool abstract;
    enum heap_status status = object_is_abstract(h, value, &abstract);
    return status == HEAP_OK && abstract ? set_add(h, names, name) : status;
}

/* The entries of the class itself. */
static enum heap_status add_own(struct heap *h, addr names, addr cls)
{
    addr copy = dict_copy(h, type_at(h, cls)->dict), key, value;
    enum heap_status status = copy ? HEAP_OK : raise_status(h);
    for (size_t position = 0; status == HEAP_OK && dict_next(h, copy, &position, &key, &value);)
        status = add_if_abstract(h, names, key, value);
    xdecref(h, copy);
    return status;
}

/* What the bases leave abstract and the class does not define otherwise. */
static enum heap_status add_inherited(struct heap *h, addr names, addr cls, addr base)
{
    addr found, list;
    enum heap_status status = attribute_lookup(h, base, known_name(h, NAME_ABSTRACTMETHODS), &found);
    if (status != HEAP_OK || !found)
        return status;
    list = list_from_iterable(h, found);
    decref(h, found);
    if (!list)
        return raise_status(h);
    for (size_t i = 0; i < list_length(h, list) && status == HEAP_OK; i++) {
        addr name = list_item(h, list, i), value;
        status = attribute_lookup(h, cls, name, &value);
        if (status == HEAP_OK && value) {
            status = add_if_abstract(h, names, name, value);
            decref(h, value);
        }
    }
    decref(h, list);
    return status;
}

static enum heap_status set_abstract_methods(struct heap *h, addr cls)
{
    addr names = set_new_of(h, h->type[KIND_FROZENSET]), bases = type_at(h, cls)->bases;
    enum heap_status status = names ? add_own(h, names, cls) : raise_status(h);
    for (size_t i = 0; i < tuple_length(h, bases) && status == HEAP_OK; i++)
        status = add_inherited(h, names, cls, tuple_item(h, bases, i));
    if (status == HEAP_OK)
        status = object_setattr(h, cls, known_name(h, NAME_ABSTRACTMETHODS), names);
    xdecref(h, names);
    return status;
}

/* ---- what `case [...]` and `case {...}` take
 * --------------------------------------------------------------------------------- */

static enum heap_status take_flags(struct heap *h, addr cls)
{
    static const char name[] = "__abc_tpflags__";
    addr flags = dict_get_ascii(h, type_at(h, cls)->dict, name, sizeof name - 1), key;
    int64_t value;
    if (!flags)
        return HEAP_OK;
    bool fits = object_is_exact(h, flags, KIND_INT) && int_fits(h, flags, &value);
    if (fits && ((uint64_t)value & TYPE_COLLECTION) == TYPE_COLLECTION)
        return raise_error(h, EXC_TYPE_ERROR,
                           "__abc_tpflags__ cannot be both Py_TPFLAGS_SEQUENCE and Py_TPFLAGS_MAPPING");
    if (fits)
        type_at(h, cls)->flags |= (uint64_t)value & TYPE_COLLECTION;
    if (!(key = str_intern_utf8(h, name, sizeof name - 1)))
        return raise_status(h);
    enum heap_status status = type_set_entry(h, cls, key, 0);
    decref(h, key);
    return status;
}

/* A registered class and those below it, unless they are of the program and have a flag already. */
static void give_flags(struct heap *h, addr cls, uint64_t flags)
{
    struct type_object *t = type_at(h, cls);
    if (!flags || t->flags & TYPE_IMMUTABLE || (t->flags & TYPE_COLLECTION) == flags)
        return;
    t->flags = (t->flags & ~TYPE_COLLECTION) | flags;
    addr subclass;
    for (size_t position = 0; subclasses_next(h, cls, &position, &subclass);)
        give_flags(h, subclass, flags);
}

/* ---- the functions
 * ---------------------------------------------------------------------------------------------------------------
 */

static addr data_class(struct heap *h) /* borrowed: the class of `_abc_impl`; 0: the module is not there */
{
    addr module = dict_get_ascii(h, h->program.modules, "_abc", 4);
    addr dict = module && object_kind(h, module) == KIND_MODULE ? module_dict(h, module) : 0;
    addr type = dict ? dict_get_ascii(h, dict, "_abc_data", 9) : 0;
    return type && object_kind(h, type) == KIND_TYPE && type_member_count(h, type) == PARTS &&
                   counter_of(h, type)
               ? type
               : 0;
}

static enum heap_status abc_init(struct heap *h, const struct call *call, addr *out)
{
    addr cls = call->args[0], type = data_class(h), data;
    if (object_kind(h, cls) != KIND_TYPE || !type)
        return raise_error(h, EXC_TYPE_ERROR, "_abc_init() argument 1 must be a class");
    enum heap_status status = set_abstract_methods(h, cls);
    if (status != HEAP_OK)
        return status;
    data = instance_new(h, type);
    if (!data)
        return raise_status(h);
    *part_of(h, data, VERSION) = xincref(h, counter_of(h, type));
    status = object_setattr(h, cls, known_name(h, NAME_ABC_IMPL), data);
    decref(h, data);
    if (status == HEAP_OK)
        status = take_flags(h, cls);
    return answer_none(h, status, out);
}

static enum heap_status count_registration(struct heap *h, addr type)
{
    int64_t count = 0;
    addr key = str_intern_utf8(h, COUNTER, strlen(COUNTER)), before = counter_of(h, type);
    if (before)
        (void)int_fits(h, before, &count);
    addr next = key ? int_new(h, (int64_t)((uint64_t)count + 1)) : 0;
    enum heap_status status = next ? type_set_entry(h, type, key, next) : raise_status(h);
    xdecref(h, next);
    xdecref(h, key);
    return status;
}

static enum heap_status abc_register(struct heap *h, const struct call *call, addr *out)
{
    addr cls = call->args[0], subclass = call->args[1], data;
    bool is;
    if (object_kind(h, subclass) != KIND_TYPE)
        return raise_error(h, EXC_TYPE_ERROR, "Can only register classes");
    enum heap_status status = object_issubclass(h, subclass, cls, &is);
    if (status == HEAP_OK && is) {
        *out = incref(h, subclass);
        return HEAP_OK;
    }
    if (status == HEAP_OK)
        status = object_issubclass(h, cls, subclass, &is);
    if (status == HEAP_OK && is)
        return raise_error(h, EXC_RUNTIME_ERROR, "Refusing to create an inheritance cycle");
    if (status == HEAP_OK)
        status = data_of(h, cls, &data);
    if (status != HEAP_OK)
        return status;
    status = add(h, data, REGISTRY, subclass);
    if (status == HEAP_OK)
        status = count_registration(h, object_type(h, data));
    decref(h, data);
    if (status != HEAP_OK)
        return status;
    if (object_kind(h, cls) == KIND_TYPE)
        give_flags(h, subclass, type_at(h, cls)->flags & TYPE_COLLECTION);
    *out = incref(h, subclass);
    return HEAP_OK;
}

/* cls.__subclasscheck__(subclass), which a class that extends ABCMeta may have changed. */
static enum heap_status ask_class(struct heap *h, addr cls, addr subclass, bool *out)
{
    addr answer;
    enum heap_status status =
        object_call_method(h, cls, known_name(h, NAME_SUBCLASSCHECK), &subclass, 1, NULL, NULL, 0, &answer);
    if (status != HEAP_OK)
        return status;
    status = object_truth(h, answer, out);
    decref(h, answer);
    return status;
}

static enum heap_status instance_check(struct heap *h, addr cls, addr data, addr o, bool *out)
{
    addr type = object_type(h, o), claimed;
    enum heap_status status = object_getattr(h, o, known_name(h, NAME_CLASS), &claimed);
    if (status != HEAP_OK)
        return status;
    status = contains(h, data, CACHE, claimed, out);
    if (status == HEAP_OK && !*out && claimed == type) {
        bool negative = false;
        if (negative_is_current(h, data))
            status = contains(h, data, NEGATIVE, claimed, &negative);
        if (status == HEAP_OK && !negative)
            status = ask_class(h, cls, claimed, out);
    } else if (status == HEAP_OK && !*out) {
        status = ask_class(h, cls, claimed, out);
        if (status == HEAP_OK && !*out)
            status = ask_class(h, cls, type, out);
    }
    decref(h, claimed);
    return status;
}

static enum heap_status abc_instancecheck(struct heap *h, const struct call *call, addr *out)
{
    addr data;
    bool is = false;
    enum heap_status status = data_of(h, call->args[0], &data);
    if (status != HEAP_OK)
        return status;
    status = instance_check(h, call->args[0], data, call->args[1], &is);
    decref(h, data);
    return answer_bool(h, status, is, out);
}

/* cls.__subclasshook__(subclass): *decided unless it answers NotImplemented. */
static enum heap_status ask_hook(struct heap *h, addr cls, addr subclass, bool *decided, bool *out)
{
    addr answer;
    enum heap_status status =
        object_call_method(h, cls, known_name(h, NAME_SUBCLASSHOOK), &subclass, 1, NULL, NULL, 0, &answer);
    if (status != HEAP_OK)
        return status;
    *decided = answer != h->singleton[SINGLETON_NOT_IMPLEMENTED];
    if (answer == h->singleton[SINGLETON_TRUE])
        *out = true;
    else if (answer == h->singleton[SINGLETON_FALSE])
        *out = false;
    else if (*decided)
        status = raise_error(h, EXC_ASSERTION_ERROR,
                             "__subclasshook__ must return either False, True, or NotImplemented");
    decref(h, answer);
    return status;
}

/* A class that is registered, or extends one that is. */
static enum heap_status in_registry(struct heap *h, addr data, addr subclass, bool *out)
{
    addr set = set_in(h, data, REGISTRY), list = set ? list_from_iterable(h, set) : 0;
    enum heap_status status = set && !list ? raise_status(h) : HEAP_OK;
    for (size_t i = 0; list && i < list_length(h, list) && status == HEAP_OK && !*out; i++) {
        addr ref = list_item(h, list, i);
        addr registered = object_kind(h, ref) == KIND_WEAKREF ? xincref(h, weakref_referent(h, ref)) : 0;
        if (registered)
            status = object_issubclass(h, subclass, registered, out);
        xdecref(h, registered);
    }
    xdecref(h, list);
    return status;
}

/* A subclass of a subclass, which may be a virtual one. */
static enum heap_status below_subclass(struct heap *h, addr cls, addr subclass, bool *out)
{
    addr list;
    enum heap_status status =
        object_call_method(h, cls, known_name(h, NAME_SUBCLASSES), NULL, 0, NULL, NULL, 0, &list);
    if (status != HEAP_OK)
        return status;
    if (object_kind(h, list) != KIND_LIST)
        status = raise_error(h, EXC_TYPE_ERROR, "__subclasses__() must return a list");
    for (size_t i = 0; status == HEAP_OK && !*out && i < list_length(h, list); i++) {
        addr below = incref(h, list_item(h, list, i));
        status = object_issubclass(h, subclass, below, out);
        decref(h, below);
    }
    decref(h, list);
    return status;
}

static enum heap_status work_out(struct heap *h, addr cls, addr data, addr subclass, bool *out)
{
    bool decided = false;
    enum heap_status status = ask_hook(h, cls, subclass, &decided, out);
    if (status == HEAP_OK && !decided && object_kind(h, cls) == KIND_TYPE)
        *out = decided = type_is_subtype(h, subclass, cls);
    if (status == HEAP_OK && !decided)
        status = in_registry(h, data, subclass, out);
    if (status == HEAP_OK && !decided && !*out)
        status = below_subclass(h, cls, subclass, out);
    return status == HEAP_OK ? add(h, data, *out ? CACHE : NEGATIVE, subclass) : status;
}

static enum heap_status subclass_check(struct heap *h, addr cls, addr data, addr subclass, bool *out)
{
    bool negative = false;
    enum heap_status status = contains(h, data, CACHE, subclass, out);
    if (status != HEAP_OK || *out)
        return status;
    make_negative_current(h, data);
    status = contains(h, data, NEGATIVE, subclass, &negative);
    return status != HEAP_OK || negative ? status : work_out(h, cls, data, subclass, out);
}

static enum heap_status abc_subclasscheck(struct heap *h, const struct call *call, addr *out)
{
    addr data;
    bool is = false;
    if (object_kind(h, call->args[1]) != KIND_TYPE)
        return raise_error(h, EXC_TYPE_ERROR, "issubclass() arg 1 must be a class");
    enum heap_status status = data_of(h, call->args[0], &data);
    if (status != HEAP_OK)
        return status;
    status = subclass_check(h, call->args[0], data, call->args[1], &is);
    decref(h, data);
    return answer_bool(h, status, is, out);
}

static enum heap_status abc_reset_registry(struct heap *h, const struct call *call, addr *out)
{
    addr data;
    enum heap_status status = data_of(h, call->args[0], &data);
    if (status != HEAP_OK)
        return status;
    object_replace(h, part_of(h, data, REGISTRY), 0);
    decref(h, data);
    return answer_none(h, HEAP_OK, out);
}

static enum heap_status abc_reset_caches(struct heap *h, const struct call *call, addr *out)
{
    addr data;
    enum heap_status status = data_of(h, call->args[0], &data);
    if (status != HEAP_OK)
        return status;
    object_replace(h, part_of(h, data, CACHE), 0);
    object_replace(h, part_of(h, data, NEGATIVE), 0);
    decref(h, data);
    return answer_none(h, HEAP_OK, out);
}

/* (registry, cache, negative cache, version): copies. */
static enum heap_status abc_get_dump(struct heap *h, const struct call *call, addr *out)
{
    static const enum part order[] = {REGISTRY, CACHE, NEGATIVE};
    addr data, parts[PARTS] = {0}, made = 0;
    enum heap_status status = data_of(h, call->args[0], &data);
    if (status != HEAP_OK)
        return status;
    bool fine = true;
    for (size_t i = 0; i < 3 && fine; i++)
        fine = (parts[i] = set_from(h, h->type[KIND_SET], set_in(h, data, order[i])));
    parts[3] = incref(h, *part_of(h, data, VERSION) ? *part_of(h, data, VERSION) : none(h));
    if (fine)
        made = tuple_from(h, parts, PARTS);
    for (size_t i = 0; i < PARTS; i++)
        xdecref(h, parts[i]);
    decref(h, data);
    return answer(h, made, out);
}

static enum heap_status abc_get_cache_token(struct heap *h, const struct call *call, addr *out)
{
    (void)call;
    addr type = data_class(h);
    if (!type)
        return raise_error(h, EXC_RUNTIME_ERROR, "the module _abc is gone");
    *out = incref(h, counter_of(h, type));
    return HEAP_OK;
}

static const struct builtin_method functions[] = {
    {"_forget", 1, 1, 0, abc_forget}, /* the first: forgetting() */
    {"_abc_init", 1, 1, 0, abc_init},
    {"_abc_register", 2, 2, 0, abc_register},
    {"_abc_instancecheck", 2, 2, 0, abc_instancecheck},
    {"_abc_subclasscheck", 2, 2, 0, abc_subclasscheck},
    {"_reset_registry", 1, 1, 0, abc_reset_registry},
    {"_reset_caches", 1, 1, 0, abc_reset_caches},
    {"_get_dump", 1, 1, 0, abc_get_dump},
    {"get_cache_token", 0, 0, 0, abc_get_cache_token},
    {0},
};

static enum heap_status fill(struct heap *h, addr dict)
{
    addr type =
        class_new(h, &(struct class_spec){.name = "_abc_data", .slots = part_names, .slot_count = PARTS});
    addr module = type ? str_from_ascii(h, "_abc") : 0,
         key = module ? str_intern_utf8(h, COUNTER, strlen(COUNTER)) : 0, none_yet = 0;
    enum heap_status status =
        key ? type_set_entry(h, type, known_name(h, NAME_MODULE), module) : raise_status(h);
    if (status == HEAP_OK)
        status = (none_yet = int_new(h, 0)) ? type_set_entry(h, type, key, none_yet) : raise_status(h);
    xdecref(h, none_yet);
    xdecref(h, key);
    xdecref(h, module);
    if (status != HEAP_OK) {
        xdecref(h, type);
        return status;
    }
    return module_add(h, dict, "_abc_data", type);
}

const struct module_definition abc_module = {"_abc", functions, fill};
