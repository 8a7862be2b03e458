/* operator.itemgetter, attrgetter and methodcaller. Mirrors Modules/_operator.c.
 *
 *   itemgetter     16 nitems   24 item    32 index       40 vectorcall
 *   attrgetter     16 nattrs   24 attr    32 vectorcall
 *   methodcaller   16 name     24 args    32 kwds        (from 3.13: 40 vectorcall_args   48
 * vectorcall_kwnames   56 vectorcall)
 */
#include <string.h>

#include "daemon/heap/memory.h"
#include "daemon/heap/object/answer.h"
#include "daemon/heap/object/arguments.h"
#include "daemon/heap/object/dict.h"
#include "daemon/heap/object/format.h"
#include "daemon/heap/object/functools_kinds.h"
#include "daemon/heap/object/int.h"
#include "daemon/heap/object/iterator_fields.h"
#include "daemon/heap/object/names.h"
#include "daemon/heap/object/sequence.h"
#include "daemon/heap/object/str.h"

/* The one object that each of them is called with. */
static enum heap_status one_argument(struct heap *h, const struct call *call, const char *name)
{
    return arguments_plain(h, call, name, 1, 1, true);
}

/* *new*: (type, (args...)), what __reduce__ answers. */
static enum heap_status answer_call(struct heap *h, addr type, const addr *args, size_t count, addr *out)
{
    addr tuple = tuple_from(h, args, count), made = tuple ? tuple_from(h, (addr[]){type, tuple}, 2) : 0;
    xdecref(h, tuple);
    return answer(h, made, out);
}

/* ---- itemgetter ------------------------------------------------------------------------------------ */

struct itemgetter {
    struct object base;
    int64_t count;
    addr item;     /* what to look up; a tuple of several */
    int64_t index; /* one int that is not negative; else -1 */
    addr vectorcall;
};
static struct itemgetter *itemgetter_at(const struct heap *h, addr o)
{
    return heap_at(h, o);
}

enum heap_status itemgetter_construct(struct heap *h, addr type, const struct call *call, addr *out)
{
    enum heap_status status = arguments_plain(h, call, "itemgetter", 1, call->count ? call->count : 1, true);
    if (status != HEAP_OK)
        return status;
    addr item = call->count == 1 ? incref(h, call->args[0]) : tuple_from(h, call->args, call->count);
    addr o = item ? iterator_alloc(h, type) : 0;
    if (!o) {
        xdecref(h, item);
        return raise_status(h);
    }
    struct itemgetter *g = itemgetter_at(h, o);
    g->count = (int64_t)call->count;
    g->item = item;
    if (g->count != 1 || !object_is_exact(h, item, KIND_INT) || !int_fits(h, item, &g->index) || g->index < 0)
        g->index = -1;
    g->vectorcall = HEAP_TEXT + TEXT_CALL;
    object_track(h, o);
    *out = o;
    return HEAP_OK;
}

enum heap_status itemgetter_run(struct heap *h, addr o, const struct call *call, addr *out)
{
    const struct itemgetter *g = itemgetter_at(h, o);
    enum heap_status status = one_argument(h, call, "itemgetter");
    if (status != HEAP_OK)
        return status;
    addr from = call->args[0];
    if (g->index >= 0 && object_is_exact(h, from, KIND_TUPLE) && (uint64_t)g->index < tuple_length(h, from)) {
        *out = incref(h, tuple_item(h, from, (size_t)g->index));
        return HEAP_OK;
    }
    if (g->count == 1)
        return object_getitem(h, from, g->item, out);
    size_t count = tuple_length(h, g->item);
    addr result = tuple_new(h, count);
    for (size_t i = 0; result && i < count; i++) {
        addr item;
        status = object_getitem(h, from, tuple_item(h, g->item, i), &item);
        if (status != HEAP_OK) {
            decref(h, result);
            return status;
        }
        tuple_init(h, result, i, item);
    }
    if (result)
        tuple_done(h, result);
    return answer(h, result, out);
}

static enum heap_status itemgetter_repr(struct heap *h, addr o, struct text *out)
{
    const struct itemgetter *g = itemgetter_at(h, o);
    addr item = incref(h, g->item);
    bool one = g->count == 1;
    text_putf(out, "%s%s", object_type_name(h, o), one ? "(" : "");
    enum heap_status status = object_repr(h, item, out);
    text_put(out, ")", one);
    decref(h, item);
    return status;
}

static enum heap_status itemgetter_reduce(struct heap *h, const struct call *call, addr *out)
{
    const struct itemgetter *g = itemgetter_at(h, call->self);
    addr type = object_type(h, call->self);
    if (g->count == 1)
        return answer_call(h, type, &g->item, 1, out);
    return answer_call(h, type, tuple_items(h, g->item), tuple_length(h, g->item), out);
}

static void itemgetter_clear(struct heap *h, addr o)
{
    object_replace(h, &itemgetter_at(h, o)->item, incref(h, h->singleton[SINGLETON_EMPTY_TUPLE]));
}

FIELDS_SLOTS(itemgetter, offsetof(struct itemgetter, item))
#define GETTER_OPS(prefix)                                                                                   \
    extern const struct kind_ops operator_##prefix##_ops;                                                    \
    const struct kind_ops operator_##prefix##_ops = {.traverse = prefix##_traverse,                          \
                                                     .release_next = prefix##_release_next,                  \
                                                     .clear = prefix##_clear,                                \
                                                     .repr = prefix##_repr,                                  \
                                                     .repr_inside = "",                                      \
                                                     .hash = hash_self,                                      \
                                                     .verify = prefix##_verify};                             \
    ITERATOR_METHODS(operator_##prefix, {"__reduce__", 0, 0, false, prefix##_reduce}, {0})
GETTER_OPS(itemgetter)

/* ---- attrgetter ------------------------------------------------------------------------------------ */

struct attrgetter {
    struct object base;
    int64_t count;
    addr names; /* a tuple: a str, or where there are dots a tuple of the parts, for each */
    addr vectorcall;
};
static struct attrgetter *attrgetter_at(const struct heap *h, addr o)
{
    return heap_at(h, o);
}

static size_t find_dot(const struct heap *h, addr name, size_t from)
{
    size_t length = str_length(h, name);
    while (from < length && str_char(h, name, from) != '.')
        from++;
    return from;
}

/* *new*: the name as an interned str. */
static addr interned(struct heap *h, addr name)
{
    addr s = object_is_exact(h, name, KIND_STR) ? incref(h, name) : str_copy_of(h, 0, name);
    return s ? str_intern(h, s, false) : 0;
}

/* *new*: an interned str, or the interned parts. */
static addr split_name(struct heap *h, addr name)
{
    size_t length = str_length(h, name), parts = 1;
    for (size_t dot = find_dot(h, name, 0); dot < length; dot = find_dot(h, name, dot + 1))
        parts++;
    if (parts == 1)
        return interned(h, name);
    addr tuple = tuple_new(h, parts);
    for (size_t i = 0, from = 0; tuple && i < parts; i++) {
        size_t dot = find_dot(h, name, from);
        addr part = str_slice(h, name, from, dot);
        if (!part || !(part = str_intern(h, part, false))) {
            decref(h, tuple);
            return 0;
        }
        tuple_init(h, tuple, i, part);
        from = dot + 1;
    }
    if (tuple)
        tuple_done(h, tuple);
    return tuple;
}

static addr split_names(struct heap *h, const addr *names, size_t count)
{
    addr tuple = tuple_new(h, count);
    for (size_t i = 0; tuple && i < count; i++) {
        addr name = split_name(h, names[i]);
        if (!name) {
            decref(h, tuple);
            return 0;
        }
        tuple_init(h, tuple, i, name);
    }
    if (tuple)
        tuple_done(h, tuple);
    return tuple;
}

enum heap_status attrgetter_construct(struct heap *h, addr type, const struct call *call, addr *out)
{
    enum heap_status status = arguments_plain(h, call, "attrgetter", 1, call->count ? call->count : 1, true);
    for (size_t i = 0; status == HEAP_OK && i < call->count; i++)
        if (!str_is_kind(h, call->args[i]))
            status = raise_error(h, EXC_TYPE_ERROR, "attribute name must be a string");
    if (status != HEAP_OK)
        return status;
    addr names = split_names(h, call->args, call->count), o = names ? iterator_alloc(h, type) : 0;
    if (!o) {
        xdecref(h, names);
        return raise_status(h);
    }
    attrgetter_at(h, o)->count = (int64_t)call->count;
    attrgetter_at(h, o)->names = names;
    attrgetter_at(h, o)->vectorcall = HEAP_TEXT + TEXT_CALL;
    object_track(h, o);
    *out = o;
    return HEAP_OK;
}

/* A name, or one after the other. *new* */
static enum heap_status follow(struct heap *h, addr from, addr name, addr *out)
{
    if (object_kind(h, name) != KIND_TUPLE)
        return object_getattr(h, from, name, out);
    addr at = incref(h, from);
    enum heap_status status = HEAP_OK;
    for (size_t i = 0; status == HEAP_OK && i < tuple_length(h, name); i++) {
        addr next;
        status = object_getattr(h, at, tuple_item(h, name, i), &next);
        decref(h, at);
        at = next;
    }
    if (status == HEAP_OK)
        *out = at;
    return status;
}

enum heap_status attrgetter_run(struct heap *h, addr o, const struct call *call, addr *out)
{
    const struct attrgetter *g = attrgetter_at(h, o);
    enum heap_status status = one_argument(h, call, "attrgetter");
    if (status != HEAP_OK)
        return status;
    if (g->count == 1)
        return follow(h, call->args[0], tuple_item(h, g->names, 0), out);
    size_t count = tuple_length(h, g->names);
    addr result = tuple_new(h, count);
    for (size_t i = 0; result && i < count; i++) {
        addr item;
        status = follow(h, call->args[0], tuple_item(h, g->names, i), &item);
        if (status != HEAP_OK) {
            decref(h, result);
            return status;
        }
        tuple_init(h, result, i, item);
    }
    if (result)
        tuple_done(h, result);
    return answer(h, result, out);
}

/* *new*: the name as it was given. */
static addr joined_name(struct heap *h, addr name)
{
    if (object_kind(h, name) != KIND_TUPLE)
        return incref(h, name);
    addr dot = str_latin1_char(h, '.'), joined = 0, method = str_from_ascii(h, "join");
    if (method && object_call_method(h, dot, method, &name, 1, NULL, NULL, 0, &joined) != HEAP_OK)
        joined = 0;
    xdecref(h, method);
    return joined;
}

/* *new*: the names as they were given, a list. */
static addr given_names(struct heap *h, addr o)
{
    addr names = attrgetter_at(h, o)->names, list = list_new(h, 0);
    for (size_t i = 0; list && i < tuple_length(h, names); i++) {
        addr name = joined_name(h, tuple_item(h, names, i));
        if (!name || list_append(h, list, name) != HEAP_OK) {
            decref(h, list);
            list = 0;
        }
        xdecref(h, name);
    }
    return list;
}

static enum heap_status attrgetter_repr(struct heap *h, addr o, struct text *out)
{
    addr names = given_names(h, o);
    if (!names)
        return raise_status(h);
    enum heap_status status = HEAP_OK;
    text_putf(out, "%s(", object_type_name(h, o));
    for (size_t i = 0; status == HEAP_OK && i < list_length(h, names); i++) {
        text_put(out, ", ", i ? 2 : 0);
        status = object_repr(h, list_item(h, names, i), out);
    }
    text_put(out, ")", 1);
    decref(h, names);
    return status;
}

static enum heap_status attrgetter_reduce(struct heap *h, const struct call *call, addr *out)
{
    addr names = given_names(h, call->self);
    if (!names)
        return raise_status(h);
    enum heap_status status =
        answer_call(h, object_type(h, call->self), list_items(h, names), list_length(h, names), out);
    decref(h, names);
    return status;
}

static void attrgetter_clear(struct heap *h, addr o)
{
    attrgetter_at(h, o)->count = 0;
    object_replace(h, &attrgetter_at(h, o)->names, incref(h, h->singleton[SINGLETON_EMPTY_TUPLE]));
}

FIELDS_SLOTS(attrgetter, offsetof(struct attrgetter, names))
GETTER_OPS(attrgetter)

/* ---- methodcaller ---------------------------------------------------------------------------------- */

struct methodcaller {
    struct object base;
    addr name, args, keywords; /* keywords 0: none */
};
static struct methodcaller *methodcaller_at(const struct heap *h, addr o)
{
    return heap_at(h, o);
}

enum heap_status methodcaller_construct(struct heap *h, addr type, const struct call *call, addr *out)
{
    if (call->count < 1)
        return raise_error(h, EXC_TYPE_ERROR, "methodcaller needs at least one argument, the method name");
    if (!str_is_kind(h, call->args[0]))
        return raise_error(h, EXC_TYPE_ERROR, "method name must be a string");
    addr o = iterator_alloc(h, type);
    if (!o)
        return raise_status(h);
    struct methodcaller *m = methodcaller_at(h, o);
    m->name = interned(h, call->args[0]);
    m->args = m->name ? tuple_from(h, call->args + 1, call->count - 1) : 0;
    if (m->args && call->kwcount)
        m->keywords = dict_from_items(h, call->kwnames, call->kwvalues, call->kwcount);
    if (!m->args || (call->kwcount && !m->keywords)) {
        decref(h, o);
        return raise_status(h);
    }
    if (h->abi.methodcaller_has_vectorcall)
        HEAP_FIELD(h, o, 56, addr) = HEAP_TEXT + TEXT_CALL;
    object_track(h, o);
    *out = o;
    return HEAP_OK;
}

enum heap_status methodcaller_run(struct heap *h, addr o, const struct call *call, addr *out)
{
    const struct methodcaller *m = methodcaller_at(h, o);
    bool count_first = h->abi.methodcaller_has_vectorcall;
    enum heap_status status = count_first ? arguments_plain(h, call, "methodcaller", 1, 1, false) : HEAP_OK;
    if (status == HEAP_OK)
        status = one_argument(h, call, "methodcaller");
    if (status != HEAP_OK)
        return status;
    size_t count = m->keywords ? dict_length(h, m->keywords) : 0, position = 0, n = 0;
    addr table = table_alloc(h, (2 * count + 1) * sizeof(addr));
    if (!table)
        return raise_memory(h);
    addr *names = heap_at(h, table), *values = names + count;
    while (n < count && dict_next(h, m->keywords, &position, &names[n], &values[n]))
        n++;
    status = object_call_method(h, call->args[0], m->name, tuple_items(h, m->args), tuple_length(h, m->args),
                                names, values, n, out);
    table_free(h, table);
    return status;
}

static enum heap_status methodcaller_repr(struct heap *h, addr o, struct text *out)
{
    const struct methodcaller *m = methodcaller_at(h, o);
    size_t position = 0;
    addr name, value;
    text_putf(out, "%s(", object_type_name(h, o));
    enum heap_status status = object_repr(h, m->name, out);
    for (size_t i = 0; status == HEAP_OK && i < tuple_length(h, m->args); i++) {
        text_put(out, ", ", 2);
        status = object_repr(h, tuple_item(h, m->args, i), out);
    }
    while (status == HEAP_OK && m->keywords && dict_next(h, m->keywords, &position, &name, &value)) {
        text_put(out, ", ", 2);
        status = object_put_str(h, name, out);
        text_put(out, "=", 1);
        if (status == HEAP_OK)
            status = object_repr(h, value, out);
    }
    text_put(out, ")", 1);
    return status;
}

/* *new*: the name and the arguments, a tuple. */
static addr with_name(struct heap *h, const struct methodcaller *m)
{
    size_t count = tuple_length(h, m->args);
    addr tuple = tuple_new(h, count + 1);
    if (!tuple)
        return 0;
    tuple_init(h, tuple, 0, incref(h, m->name));
    for (size_t i = 0; i < count; i++)
        tuple_init(h, tuple, i + 1, incref(h, tuple_item(h, m->args, i)));
    tuple_done(h, tuple);
    return tuple;
}

/* With keywords: functools.partial(type, name, **keywords), and the other arguments. */
static enum heap_status methodcaller_reduce(struct heap *h, const struct call *call, addr *out)
{
    const struct methodcaller *m = methodcaller_at(h, call->self);
    addr type = object_type(h, call->self), made, maker;
    if (!m->keywords) {
        addr args = with_name(h, m);
        made = args ? tuple_from(h, (addr[]){type, args}, 2) : 0;
        xdecref(h, args);
        return answer(h, made, out);
    }
    size_t count = dict_length(h, m->keywords), position = 0, n = 0;
    addr table = table_alloc(h, 2 * count * sizeof(addr));
    if (!table)
        return raise_memory(h);
    addr *names = heap_at(h, table), *values = names + count;
    while (n < count && dict_next(h, m->keywords, &position, &names[n], &values[n]))
        n++;
    struct call inner = {
        .args = (addr[]){type, m->name}, .count = 2, .kwnames = names, .kwvalues = values, .kwcount = n};
    enum heap_status status = partial_construct(h, h->type[KIND_FUNCTOOLS_PARTIAL], &inner, &maker);
    table_free(h, table);
    if (status != HEAP_OK)
        return status;
    made = tuple_from(h, (addr[]){maker, m->args}, 2);
    decref(h, maker);
    return answer(h, made, out);
}

static void methodcaller_clear(struct heap *h, addr o)
{
    object_replace(h, &methodcaller_at(h, o)->args, incref(h, h->singleton[SINGLETON_EMPTY_TUPLE]));
    (void)iterator_end(h, &methodcaller_at(h, o)->keywords);
}

FIELDS_SLOTS(methodcaller, offsetof(struct methodcaller, name), offsetof(struct methodcaller, args),
             offsetof(struct methodcaller, keywords))
GETTER_OPS(methodcaller)
