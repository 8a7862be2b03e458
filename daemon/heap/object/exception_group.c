/* Exception groups (exception_group.h). A group is never changed: its parts are groups of their own, made by
 * its method derive(), with the same traceback, context, cause and notes.
 */
#include "daemon/heap/object/exception_group.h"

#include <string.h>

#include "daemon/heap/object/answer.h"
#include "daemon/heap/object/arguments.h"
#include "daemon/heap/object/container.h"
#include "daemon/heap/object/generic.h"
#include "daemon/heap/object/int.h"
#include "daemon/heap/object/isinstance.h"
#include "daemon/heap/object/iterator.h"
#include "daemon/heap/object/names.h"
#include "daemon/heap/object/order.h"
#include "daemon/heap/object/sequence.h"
#include "daemon/heap/object/text.h"

static addr members(const struct heap *h, addr group)
{
    return exception_at(h, group)->u.group.exceptions;
}

/* ---- making -------------------------------------------------------------------------------------- */

/* All of them must be exceptions; *bases becomes true where some are none of Exception. */
static enum heap_status check_members(struct heap *h, addr exceptions, bool *bases)
{
    if (tuple_length(h, exceptions) == 0)
        return raise_error(h, EXC_VALUE_ERROR, "second argument (exceptions) must be a non-empty sequence");
    for (size_t i = 0; i < tuple_length(h, exceptions); i++) {
        addr e = tuple_item(h, exceptions, i);
        bool is;
        if (!object_is_exception(h, e))
            return raise_error(h, EXC_VALUE_ERROR,
                               "Item %zu of second argument (exceptions) is not an exception", i);
        enum heap_status status = object_isinstance(h, e, h->exception_type[EXC_EXCEPTION], &is);
        if (status != HEAP_OK)
            return status;
        *bases |= !is;
    }
    return HEAP_OK;
}

/* The class that is made where `*type` was asked for. */
static enum heap_status choose_class(struct heap *h, addr *type, bool bases)
{
    addr group = h->exception_type[EXC_EXCEPTION_GROUP];
    if (*type == h->exception_type[EXC_BASE_EXCEPTION_GROUP]) {
        *type = bases ? *type : group;
        return HEAP_OK;
    }
    if (!bases)
        return HEAP_OK;
    if (*type == group)
        return raise_error(h, EXC_TYPE_ERROR, "Cannot nest BaseExceptions in an ExceptionGroup");
    bool narrow;
    enum heap_status status = object_issubclass(h, *type, h->exception_type[EXC_EXCEPTION], &narrow);
    if (status == HEAP_OK && narrow)
        status =
            raise_error(h, EXC_TYPE_ERROR, "Cannot nest BaseExceptions in '%.200s'", type_name(h, *type));
    return status;
}

enum heap_status exception_group_new(struct heap *h, addr type, addr args, addr *out)
{
    if (tuple_length(h, args) != 2)
        return raise_error(h, EXC_TYPE_ERROR,
                           "BaseExceptionGroup.__new__() takes exactly 2 arguments (%zu given)",
                           tuple_length(h, args));
    addr message = tuple_item(h, args, 0), given = tuple_item(h, args, 1);
    if (object_kind(h, message) != KIND_STR)
        return raise_error(h, EXC_TYPE_ERROR,
                           "BaseExceptionGroup.__new__() argument 1 must be str, not %.50s",
                           argument_type_name(h, message));
    if (!object_is_sequence(h, given))
        return raise_error(h, EXC_TYPE_ERROR, "second argument (exceptions) must be a sequence");
    addr exceptions = tuple_from_iterable(h, given);
    if (!exceptions)
        return raise_status(h);
    bool bases = false;
    enum heap_status status = check_members(h, exceptions, &bases);
    if (status == HEAP_OK)
        status = choose_class(h, &type, bases);
    if (status == HEAP_OK)
        status = answer(h, exception_alloc(h, type, args), out);
    if (status != HEAP_OK) {
        decref(h, exceptions);
        return status;
    }
    exception_at(h, *out)->u.group.message = incref(h, message);
    exception_at(h, *out)->u.group.exceptions = exceptions;
    return HEAP_OK;
}

/* BaseExceptionGroup(message, exceptions), both borrowed. */
static enum heap_status group_of(struct heap *h, addr message, addr exceptions, addr *out)
{
    addr items[] = {message, exceptions}, args = tuple_from(h, items, 2);
    if (!args)
        return raise_status(h);
    enum heap_status status = exception_call_args(h, h->exception_type[EXC_BASE_EXCEPTION_GROUP], args, out);
    decref(h, args);
    return status;
}

static enum heap_status call_method(struct heap *h, addr o, const char *name, addr argument, addr *out)
{
    addr key = str_intern_utf8(h, name, strlen(name));
    if (!key)
        return raise_status(h);
    enum heap_status status = object_call_method(h, o, key, &argument, 1, NULL, NULL, 0, out);
    decref(h, key);
    return status;
}

/* ---- taking apart -------------------------------------------------------------------------------- */

/* The parts have lists of notes of their own. What else __notes__ may be is not theirs. */
static enum heap_status copy_notes(struct heap *h, addr group, addr part)
{
    addr name = known_name(h, NAME_NOTES), notes;
    enum heap_status status = object_getattr(h, group, name, &notes);
    if (status == HEAP_RAISED && exception_matches(h, h->exception_type[EXC_ATTRIBUTE_ERROR])) {
        heap_clear_raised(h);
        return HEAP_OK;
    }
    if (status != HEAP_OK)
        return status;
    if (object_is_sequence(h, notes)) {
        addr copy = list_from_iterable(h, notes);
        status = copy ? object_setattr(h, part, name, copy) : raise_status(h);
        xdecref(h, copy);
    }
    decref(h, notes);
    return status;
}

/* A group like `group` of what is in the list: *new*, 0 for an empty one. */
static enum heap_status part_of(struct heap *h, addr group, addr list, addr *out)
{
    *out = 0;
    if (list_length(h, list) == 0)
        return HEAP_OK;
    addr part;
    enum heap_status status = call_method(h, group, "derive", list, &part);
    if (status != HEAP_OK)
        return status;
    if (exception_is_group(h, part)) {
        const struct exception_object *e = exception_at(h, group);
        if (e->traceback)
            exception_set_traceback(h, part, incref(h, e->traceback));
        object_replace(h, &exception_at(h, part)->context, xincref(h, exception_at(h, group)->context));
        exception_set_cause(h, part, xincref(h, exception_at(h, group)->cause));
        status = copy_notes(h, group, part);
    } else {
        status = raise_error(h, EXC_TYPE_ERROR, "derive must return an instance of BaseExceptionGroup");
    }
    if (status == HEAP_OK)
        *out = part;
    else
        decref(h, part);
    return status;
}

struct condition {
    enum { BY_TYPE, BY_PREDICATE, BY_IDENTITY } how;
    addr value; /* a class or a tuple of them; a callable; a set of addresses of exceptions that are no groups
                 */
    bool wants_rest;
};

struct halves { /* *new*, 0: nothing */
    addr match, rest;
};

static void drop(struct heap *h, struct halves *both)
{
    xdecref(h, both->match);
    xdecref(h, both->rest);
    *both = (struct halves){0};
}

static enum heap_status contains_address(struct heap *h, addr set, addr e, bool *out)
{
    addr id = int_new(h, (int64_t)e);
    enum heap_status status = id ? set_contains(h, set, id, out) : raise_status(h);
    xdecref(h, id);
    return status;
}

static enum heap_status meets(struct heap *h, const struct condition *c, addr e, bool *out)
{
    addr answered;
    *out = false;
    if (c->how == BY_TYPE) {
        *out = exception_is(h, e, c->value);
        return HEAP_OK;
    }
    if (c->how == BY_IDENTITY)
        return exception_is_group(h, e) ? HEAP_OK : contains_address(h, c->value, e, out);
    enum heap_status status = object_call(h, c->value, &e, 1, NULL, NULL, 0, &answered);
    if (status != HEAP_OK)
        return status;
    status = object_truth(h, answered, out);
    decref(h, answered);
    return status;
}

static enum heap_status split(struct heap *h, addr e, const struct condition *c, struct halves *out);

/* What of a group's exceptions goes into which list. */
static enum heap_status split_members(struct heap *h, addr group, const struct condition *c, addr matches,
                                      addr rests)
{
    enum heap_status status = HEAP_OK;
    for (size_t i = 0; status == HEAP_OK && i < tuple_length(h, members(h, group)); i++) {
        struct halves part = {0};
        status = recursion_enter(h, " in exceptiongroup_split_recursive");
        if (status != HEAP_OK)
            return status;
        status = split(h, tuple_item(h, members(h, group), i), c, &part);
        recursion_leave(h);
        if (status == HEAP_OK && part.match)
            status = list_append(h, matches, part.match);
        if (status == HEAP_OK && part.rest)
            status = list_append(h, rests, part.rest);
        drop(h, &part);
    }
    return status;
}

/* exceptiongroup_split_recursive() */
static enum heap_status split(struct heap *h, addr e, const struct condition *c, struct halves *out)
{
    bool all;
    *out = (struct halves){0};
    enum heap_status status = meets(h, c, e, &all);
    if (status != HEAP_OK)
        return status;
    if (all || !exception_is_group(h, e)) {
        if (all)
            out->match = incref(h, e);
        else if (c->wants_rest)
            out->rest = incref(h, e);
        return HEAP_OK;
    }
    addr matches = list_new(h, 0), rests = matches && c->wants_rest ? list_new(h, 0) : 0;
    if (!matches || (c->wants_rest && !rests)) {
        xdecref(h, matches);
        return raise_status(h);
    }
    status = split_members(h, e, c, matches, rests);
    if (status == HEAP_OK)
        status = part_of(h, e, matches, &out->match);
    if (status == HEAP_OK && rests)
        status = part_of(h, e, rests, &out->rest);
    decref(h, matches);
    xdecref(h, rests);
    if (status != HEAP_OK)
        drop(h, out);
    return status;
}

/* ---- methods ------------------------------------------------------------------------------------- */

static bool are_types(const struct heap *h, addr tuple)
{
    for (size_t i = 0; i < tuple_length(h, tuple); i++)
        if (!type_is_exception(h, tuple_item(h, tuple, i)))
            return false;
    return true;
}

/* What split() and subgroup() were called with. */
static enum heap_status read_condition(struct heap *h, addr value, struct condition *out)
{
    bool any = h->abi.group_split_by_callable;
    bool predicate = any ? object_kind(h, value) != KIND_TYPE && object_is_callable(h, value)
                         : object_kind(h, value) == KIND_FUNCTION;
    out->value = value;
    out->how = predicate ? BY_PREDICATE : BY_TYPE;
    if (predicate || type_is_exception(h, value) ||
        (object_is_exact(h, value, KIND_TUPLE) && are_types(h, value)))
        return HEAP_OK;
    return raise_error(h, EXC_TYPE_ERROR,
                       any ? "expected an exception type, a tuple of exception types, or a callable (other "
                             "than a class)"
                           : "expected a function, exception type or tuple of exception types");
}

static enum heap_status take_apart(struct heap *h, const struct call *call, bool wants_rest,
                                   struct halves *both)
{
    struct condition c = {.wants_rest = wants_rest};
    enum heap_status status = read_condition(h, call->args[0], &c);
    return status == HEAP_OK ? split(h, call->self, &c, both) : status;
}

/* *stolen*; None for nothing. */
static addr or_none(struct heap *h, addr part)
{
    return part ? part : incref(h, none(h));
}

static enum heap_status method_split(struct heap *h, const struct call *call, addr *out)
{
    struct halves both;
    enum heap_status status = take_apart(h, call, true, &both);
    if (status != HEAP_OK)
        return status;
    addr items[] = {or_none(h, both.match), or_none(h, both.rest)};
    status = answer(h, tuple_from(h, items, 2), out);
    decref(h, items[0]);
    decref(h, items[1]);
    return status;
}

static enum heap_status method_subgroup(struct heap *h, const struct call *call, addr *out)
{
    struct halves both;
    enum heap_status status = take_apart(h, call, false, &both);
    if (status == HEAP_OK)
        *out = or_none(h, both.match);
    return status;
}

static enum heap_status method_derive(struct heap *h, const struct call *call, addr *out)
{
    addr message = exception_at(h, call->self)->u.group.message;
    return group_of(h, message ? message : none(h), call->args[0], out);
}

extern const struct builtin_method exception_group_methods[];
const struct builtin_method exception_group_methods[] = {
    {"__class_getitem__", 1, 1, METHOD_CLASS, method_class_getitem},
    {"derive", 1, 1, false, method_derive},
    {"split", 1, 1, false, method_split},
    {"subgroup", 1, 1, false, method_subgroup},
    {0},
};

/* ---- except* ------------------------------------------------------------------------------------- */

/* Groups themselves are no types of `except*`. */
static enum heap_status check_types(struct heap *h, addr types)
{
    bool tuple = object_kind(h, types) == KIND_TUPLE, group = false;
    if (tuple ? !are_types(h, types) : !type_is_exception(h, types))
        return raise_error(h, EXC_TYPE_ERROR,
                           "catching classes that do not inherit from BaseException is not allowed");
    for (size_t i = 0, n = tuple ? tuple_length(h, types) : 1; i < n && !group; i++) {
        enum heap_status status = object_issubclass(h, tuple ? tuple_item(h, types, i) : types,
                                                    h->exception_type[EXC_BASE_EXCEPTION_GROUP], &group);
        if (status != HEAP_OK)
            return status;
    }
    return group ? raise_error(h, EXC_TYPE_ERROR,
                               "catching ExceptionGroup with except* is not allowed. Use except instead.")
                 : HEAP_OK;
}

static enum heap_status wrap(struct heap *h, addr e, addr *out)
{
    addr alone = tuple_from(h, &e, 1);
    if (!alone)
        return raise_status(h);
    enum heap_status status = group_of(h, h->singleton[SINGLETON_EMPTY_STR], alone, out);
    decref(h, alone);
    return status;
}

/* group.split(types): a program's class may have one of its own. */
static enum heap_status ask_to_split(struct heap *h, addr group, addr types, addr *match, addr *rest)
{
    addr pair;
    enum heap_status status = call_method(h, group, "split", types, &pair);
    if (status != HEAP_OK)
        return status;
    if (!object_is_exact(h, pair, KIND_TUPLE))
        status = raise_error(h, EXC_TYPE_ERROR, "%.200s.split must return a tuple, not %.200s",
                             object_type_name(h, group), object_type_name(h, pair));
    else if (tuple_length(h, pair) < 2)
        status = raise_error(h, EXC_TYPE_ERROR, "%.200s.split must return a 2-tuple, got tuple of size %zu",
                             object_type_name(h, group), tuple_length(h, pair));
    for (size_t i = 0; status == HEAP_OK && i < 2; i++) {
        addr part = tuple_item(h, pair, i);
        if (part != none(h) && !object_is_exception(h, part)) /* which CPython does not ask */
            status = raise_error(h, EXC_TYPE_ERROR, "%.200s.split must return exceptions or None, not %.200s",
                                 object_type_name(h, group), object_type_name(h, part));
    }
    if (status == HEAP_OK) {
        *match = incref(h, tuple_item(h, pair, 0));
        *rest =
            incref(h, *match == none(h) && h->abi.group_unmatched_is_kept ? group : tuple_item(h, pair, 1));
    }
    decref(h, pair);
    return status;
}

enum heap_status exception_group_match(struct heap *h, addr exception, addr types, addr *match, addr *rest,
                                       bool *wrapped)
{
    *wrapped = false;
    enum heap_status status = check_types(h, types);
    if (status != HEAP_OK)
        return status;
    if (exception == none(h) || !exception_is(h, exception, types)) {
        if (exception != none(h) && exception_is_group(h, exception))
            return ask_to_split(h, exception, types, match, rest);
        *match = incref(h, none(h));
        *rest = incref(h, exception);
        return HEAP_OK;
    }
    *wrapped = !exception_is_group(h, exception);
    if (*wrapped)
        status = wrap(h, exception, match);
    else
        *match = incref(h, exception);
    if (status == HEAP_OK)
        *rest = incref(h, none(h));
    return status;
}

/* ---- what is raised again ------------------------------------------------------------------------ */

/* Is it a part of the same exception that was raised? */
static bool is_of_same(const struct heap *h, addr e, addr original)
{
    const struct exception_object *a = exception_at(h, e), *b = exception_at(h, original);
    return a->notes == b->notes && a->traceback == b->traceback && a->cause == b->cause &&
           a->context == b->context;
}

/* The addresses of all in it that are no groups, into a set. */
static enum heap_status collect_leaves(struct heap *h, addr e, addr set)
{
    if (!exception_is_group(h, e)) {
        addr id = int_new(h, (int64_t)e);
        enum heap_status status = id ? set_add(h, set, id) : raise_status(h);
        xdecref(h, id);
        return status;
    }
    enum heap_status status = HEAP_OK;
    for (size_t i = 0; status == HEAP_OK && i < tuple_length(h, members(h, e)); i++) {
        status = recursion_enter(h, " in collect_exception_group_leaf_ids");
        if (status != HEAP_OK)
            return status;
        status = collect_leaves(h, tuple_item(h, members(h, e), i), set);
        recursion_leave(h);
    }
    return status;
}

/* The part of a group that has what the groups in the list have: *new*, 0 for nothing
 * (exception_group_projection()). */
static enum heap_status project(struct heap *h, addr group, addr list, addr *out)
{
    struct condition c = {.how = BY_IDENTITY, .value = set_new(h)};
    struct halves both = {0};
    enum heap_status status = c.value ? HEAP_OK : raise_status(h);
    for (size_t i = 0; status == HEAP_OK && i < list_length(h, list); i++)
        status = collect_leaves(h, list_item(h, list, i), c.value);
    if (status == HEAP_OK)
        status = split(h, group, &c, &both);
    xdecref(h, c.value);
    *out = both.match;
    return status;
}

/* What the handlers raised, and of what was raised before whatever is left, as one. */
static enum heap_status join(struct heap *h, addr original, addr raised, addr again, addr *out)
{
    addr left;
    enum heap_status status = project(h, original, again, &left);
    if (status != HEAP_OK)
        return status;
    if (list_length(h, raised) == 0) {
        *out = or_none(h, left);
        return HEAP_OK;
    }
    if (left) {
        status = list_append(h, raised, left);
        decref(h, left);
    }
    if (status != HEAP_OK)
        return status;
    if (list_length(h, raised) > 1)
        return group_of(h, h->singleton[SINGLETON_EMPTY_STR], raised, out);
    *out = incref(h, list_item(h, raised, 0));
    return HEAP_OK;
}

enum heap_status exception_group_rest(struct heap *h, addr original, addr list, addr *out)
{
    if (list_length(h, list) == 0 || !exception_is_group(h, original)) {
        /* no group was wrapped into one: a single handler has run at most */
        *out = incref(h, list_length(h, list) ? list_item(h, list, 0) : none(h));
        return HEAP_OK;
    }
    addr raised = list_new(h, 0), again = raised ? list_new(h, 0) : 0;
    enum heap_status status = again ? HEAP_OK : raise_status(h);
    for (size_t i = 0; status == HEAP_OK && i < list_length(h, list); i++) {
        addr e = list_item(h, list, i);
        if (e != none(h))
            status = list_append(h, is_of_same(h, e, original) ? again : raised, e);
    }
    if (status == HEAP_OK)
        status = join(h, original, raised, again, out);
    xdecref(h, raised);
    xdecref(h, again);
    return status;
}
