/* functools.partial. Mirrors Modules/_functoolsmodule.c.
 *
 *   16 fn   24 args   32 kw   40 dict   48 weakreflist
 *   up to 3.13   56 vectorcall
 *   from 3.14    56 placeholder (not counted)   64 phcount   72 vectorcall
 */
#include <string.h>

#include "daemon/heap/memory.h"
#include "daemon/heap/object/answer.h"
#include "daemon/heap/object/arguments.h"
#include "daemon/heap/object/attribute.h"
#include "daemon/heap/object/construct.h"
#include "daemon/heap/object/dict.h"
#include "daemon/heap/object/format.h"
#include "daemon/heap/object/functools_kinds.h"
#include "daemon/heap/object/generic.h"
#include "daemon/heap/object/iterator_fields.h"
#include "daemon/heap/object/names.h"
#include "daemon/heap/object/sequence.h"

struct partial {
    struct object base;
    addr function, args, keywords, dict, weakrefs;
    union {
        addr vectorcall;
        struct {
            addr placeholder;
            int64_t placeholders;
            addr vectorcall;
        } newer;
    } u;
};
static struct partial *partial_at(const struct heap *h, addr o)
{
    return heap_at(h, o);
}

static addr placeholder(const struct heap *h)
{
    return h->abi.partial_has_placeholder ? h->singleton[SINGLETON_PLACEHOLDER] : 0;
}

static int64_t placeholders_in(const struct heap *h, addr args)
{
    int64_t n = 0;
    for (size_t i = 0; h->abi.partial_has_placeholder && i < tuple_length(h, args); i++)
        n += tuple_item(h, args, i) == placeholder(h);
    return n;
}

static void set_placeholders(struct heap *h, addr o)
{
    struct partial *p = partial_at(h, o);
    if (h->abi.partial_has_placeholder) {
        p->u.newer.placeholder = placeholder(h);
        p->u.newer.placeholders = placeholders_in(h, p->args);
    }
}

/* ---- making ---------------------------------------------------------------------------------------- */

/* *new*: the arguments that are there already, with the new ones in the places that were kept free, then the
 * rest. */
static addr join_args(struct heap *h, addr before, const addr *args, size_t count)
{
    size_t n = before ? tuple_length(h, before) : 0, kept = before ? (size_t)placeholders_in(h, before) : 0,
           next = 0;
    size_t filling = kept < count ? kept : count;
    addr joined = tuple_new(h, n + count - filling);
    if (!joined || n + count - filling == 0)
        return joined;
    for (size_t i = 0; i < n; i++) {
        addr item = tuple_item(h, before, i);
        if (kept && item == placeholder(h) && next < filling)
            item = args[next++];
        tuple_init(h, joined, i, incref(h, item));
    }
    for (size_t i = n; next < count; i++, next++)
        tuple_init(h, joined, i, incref(h, args[next]));
    tuple_done(h, joined);
    return joined;
}

static addr join_keywords(struct heap *h, addr before, const struct call *call)
{
    if (!before || dict_length(h, before) == 0)
        return call->kwcount ? dict_from_items(h, call->kwnames, call->kwvalues, call->kwcount) : dict_new(h);
    addr joined = dict_copy(h, before);
    for (size_t i = 0; joined && i < call->kwcount; i++)
        if (dict_set(h, joined, call->kwnames[i], call->kwvalues[i]) != HEAP_OK) {
            decref(h, joined);
            joined = 0;
        }
    return joined;
}

static enum heap_status check_placeholders(struct heap *h, const struct call *call)
{
    if (!h->abi.partial_has_placeholder)
        return HEAP_OK;
    if (call->count > 1 && call->args[call->count - 1] == placeholder(h))
        return raise_error(h, EXC_TYPE_ERROR, "trailing Placeholders are not allowed");
    for (size_t i = 0; i < call->kwcount; i++)
        if (call->kwvalues[i] == placeholder(h))
            return raise_error(h, EXC_TYPE_ERROR, "Placeholder cannot be passed as a keyword argument");
    return HEAP_OK;
}

/* A partial of a partial is one of the latter's function, unless that has attributes. */
static bool is_flattened(const struct heap *h, addr function)
{
    return object_kind(h, function) == KIND_FUNCTOOLS_PARTIAL && !partial_at(h, function)->dict &&
           partial_at(h, function)->function;
}

enum heap_status partial_construct(struct heap *h, addr type, const struct call *call, addr *out)
{
    if (call->count < 1)
        return raise_error(h, EXC_TYPE_ERROR, "type 'partial' takes at least one argument");
    addr function = call->args[0], args = 0, keywords = 0;
    if (!object_is_callable(h, function))
        return raise_error(h, EXC_TYPE_ERROR, "the first argument must be callable");
    enum heap_status status = check_placeholders(h, call);
    if (status != HEAP_OK)
        return status;
    if (is_flattened(h, function)) {
        args = partial_at(h, function)->args;
        keywords = partial_at(h, function)->keywords;
        function = partial_at(h, function)->function;
    }
    addr o = iterator_alloc(h, type);
    if (!o)
        return raise_status(h);
    struct partial *p = partial_at(h, o);
    p->function = incref(h, function);
    if (!(p->args = join_args(h, args, call->args + 1, call->count - 1)) ||
        !(p->keywords = join_keywords(h, keywords, call))) {
        decref(h, o);
        return raise_status(h);
    }
    set_placeholders(h, o);
    *(h->abi.partial_has_placeholder ? &p->u.newer.vectorcall : &p->u.vectorcall) = HEAP_TEXT + TEXT_CALL;
    object_track(h, o);
    *out = o;
    return HEAP_OK;
}

/* ---- calling --------------------------------------------------------------------------------------- */

/* Everything that the function gets, in one table: positional arguments, which are borrowed, and names and
 * values, which are counted where the partial object has keywords. */
struct joined {
    addr table;
    addr *args, *names, *values;
    size_t count, keywords;
    bool counted;
};

static void joined_end(struct heap *h, struct joined *j)
{
    for (size_t i = 0; j->counted && i < j->keywords; i++) {
        decref(h, j->names[i]);
        decref(h, j->values[i]);
    }
    table_free(h, j->table);
}

static void join_positional(struct heap *h, struct joined *j, addr args, const struct call *call)
{
    size_t next = 0;
    for (size_t i = 0; i < tuple_length(h, args); i++) {
        addr item = tuple_item(h, args, i);
        if (h->abi.partial_has_placeholder && item == placeholder(h))
            item = call->args[next++];
        j->args[j->count++] = item;
    }
    while (next < call->count)
        j->args[j->count++] = call->args[next++];
}

static void join_named(struct heap *h, struct joined *j, addr name, addr value)
{
    for (size_t i = 0; i < j->keywords; i++)
        if (j->names[i] == name || str_equal(h, j->names[i], name)) {
            object_replace(h, &j->values[i], incref(h, value));
            return;
        }
    j->names[j->keywords] = incref(h, name);
    j->values[j->keywords++] = incref(h, value);
}

static enum heap_status join(struct heap *h, addr o, const struct call *call, struct joined *j)
{
    const struct partial *p = partial_at(h, o);
    size_t room = tuple_length(h, p->args) + call->count, named = dict_length(h, p->keywords) + call->kwcount,
           position = 0;
    addr name, value;
    *j = (struct joined){.table = table_alloc(h, (room + 2 * named + 1) * sizeof(addr))};
    if (!j->table)
        return raise_memory(h);
    j->args = heap_at(h, j->table);
    j->names = j->args + room;
    j->values = j->names + named;
    join_positional(h, j, p->args, call);
    while (dict_next(h, p->keywords, &position, &name, &value))
        join_named(h, j, name, value);
    j->counted = named > call->kwcount;
    for (size_t i = 0; j->counted && i < call->kwcount; i++)
        join_named(h, j, call->kwnames[i], call->kwvalues[i]);
    if (!j->counted) {
        for (size_t i = 0; i < call->kwcount; i++) {
            j->names[i] = call->kwnames[i];
            j->values[i] = call->kwvalues[i];
        }
        j->keywords = call->kwcount;
    }
    return HEAP_OK;
}

/* Where the partial object has keywords, CPython joins tuples and dicts, and takes them apart for the
 * function again. */
static enum heap_status run_joined(struct heap *h, addr function, const struct partial *p,
                                   const struct call *given, const struct joined *j, addr *out)
{
    const struct call all = {.args = j->args,
                             .count = j->count,
                             .kwnames = j->names,
                             .kwvalues = j->values,
                             .kwcount = j->keywords};
    const struct call positional = {.args = j->args,
                                    .count = tuple_length(h, p->args) && given->count ? j->count : 0};
    if (!dict_length(h, p->keywords))
        return object_call(h, function, j->args, j->count, j->names, j->values, j->keywords, out);
    struct held_memory first, second, third;
    if (!given->is_tuple)
        call_hold_arguments(h, given, &first);
    call_hold_arguments(h, &positional, &second);
    call_hold_arguments(h, &all, &third);
    enum heap_status status = object_call_ex(h, function, &all, out);
    call_let_arguments_go(h, &all, &third);
    call_let_arguments_go(h, &positional, &second);
    if (!given->is_tuple)
        call_let_arguments_go(h, given, &first);
    return status;
}

enum heap_status partial_run(struct heap *h, addr o, const struct call *call, addr *out)
{
    const struct partial *p = partial_at(h, o);
    struct joined j;
    if (!p->function)
        return raise_error(h, EXC_REFERENCE_ERROR, "the partial object is being taken apart");
    int64_t kept = placeholders_in(h, p->args);
    if ((int64_t)call->count < kept)
        return raise_error(h, EXC_TYPE_ERROR,
                           "missing positional arguments in 'partial' call; expected at least %lld, got %zu",
                           (long long)kept, call->count);
    enum heap_status status = join(h, o, call, &j);
    if (status != HEAP_OK)
        return status;
    addr function = incref(h, p->function), kept_args = incref(h, p->args);
    status = run_joined(h, function, p, call, &j, out);
    decref(h, kept_args);
    decref(h, function);
    joined_end(h, &j);
    return status;
}

/* ---- repr ------------------------------------------------------------------------------------------ */

/* As the version names the type: "functools.partial", of a class its name, with the module from 3.13 on. */
static enum heap_status put_type(struct heap *h, addr o, struct text *out)
{
    addr type = object_type(h, o), parts[2];
    if (!object_in_blocks(type) || !h->abi.partial_repr_says_module) {
        text_put(out, type_name(h, type), strlen(type_name(h, type)));
        return HEAP_OK;
    }
    static const enum known_name names[] = {NAME_MODULE, NAME_QUALNAME};
    for (size_t i = 0; i < 2; i++) {
        enum heap_status status = object_getattr(h, type, known_name(h, names[i]), &parts[i]);
        if (status != HEAP_OK)
            return status;
        if (i)
            text_put(out, ".", 1);
        status = object_put_str(h, parts[i], out);
        decref(h, parts[i]);
        if (status != HEAP_OK)
            return status;
    }
    return HEAP_OK;
}

static enum heap_status put_keywords(struct heap *h, addr dict, struct text *out)
{
    size_t position = 0;
    addr name, value;
    while (dict_next(h, dict, &position, &name, &value)) {
        incref(h, name);
        incref(h, value);
        text_put(out, ", ", 2);
        enum heap_status status = object_put_str(h, name, out);
        text_put(out, "=", 1);
        if (status == HEAP_OK)
            status = object_repr(h, value, out);
        decref(h, name);
        decref(h, value);
        if (status != HEAP_OK)
            return status;
    }
    return HEAP_OK;
}

static enum heap_status partial_repr(struct heap *h, addr o, struct text *out)
{
    addr args = incref(h, partial_at(h, o)->args), keywords = incref(h, partial_at(h, o)->keywords),
         function = incref(h, partial_at(h, o)->function);
    enum heap_status status = put_type(h, o, out);
    text_put(out, "(", 1);
    if (status == HEAP_OK)
        status = object_repr(h, function, out);
    for (size_t i = 0; status == HEAP_OK && i < tuple_length(h, args); i++) {
        text_put(out, ", ", 2);
        status = object_repr(h, tuple_item(h, args, i), out);
    }
    if (status == HEAP_OK)
        status = put_keywords(h, keywords, out);
    text_put(out, ")", 1);
    decref(h, args);
    decref(h, keywords);
    decref(h, function);
    return status;
}

/* ---- methods --------------------------------------------------------------------------------------- */

static enum heap_status method_reduce(struct heap *h, const struct call *call, addr *out)
{
    const struct partial *p = partial_at(h, call->self);
    addr state[] = {p->function, p->args, p->keywords, p->dict ? p->dict : none(h)};
    addr parts[] = {object_type(h, call->self), tuple_from(h, &p->function, 1), 0};
    parts[2] = parts[1] ? tuple_from(h, state, 4) : 0;
    addr made = parts[2] ? tuple_from(h, parts, 3) : 0;
    xdecref(h, parts[1]);
    xdecref(h, parts[2]);
    return answer(h, made, out);
}

/* The keywords of the state as a dict of this object's own. *new* */
static addr own_keywords(struct heap *h, addr keywords)
{
    if (keywords == none(h))
        return dict_new(h);
    return object_is_exact(h, keywords, KIND_DICT) ? incref(h, keywords) : dict_copy(h, keywords);
}

static enum heap_status method_setstate(struct heap *h, const struct call *call, addr *out)
{
    addr state = call->args[0];
    const addr *item = object_kind(h, state) == KIND_TUPLE ? tuple_items(h, state) : NULL;
    if (!item || tuple_length(h, state) != 4 || !object_is_callable(h, item[0]) ||
        object_kind(h, item[1]) != KIND_TUPLE || (item[2] != none(h) && !dict_is_kind(h, item[2])))
        return raise_error(h, EXC_TYPE_ERROR, "invalid partial state");
    if (h->abi.partial_has_placeholder && tuple_length(h, item[1]) &&
        tuple_item(h, item[1], tuple_length(h, item[1]) - 1) == placeholder(h))
        return raise_error(h, EXC_TYPE_ERROR, "trailing Placeholders are not allowed");
    addr args = object_is_exact(h, item[1], KIND_TUPLE)
                    ? incref(h, item[1])
                    : tuple_from(h, tuple_items(h, item[1]), tuple_length(h, item[1]));
    addr keywords = args ? own_keywords(h, item[2]) : 0;
    if (!keywords) {
        xdecref(h, args);
        return raise_status(h);
    }
    struct partial *p = partial_at(h, call->self);
    object_replace(h, &p->function, incref(h, item[0]));
    object_replace(h, &p->args, args);
    object_replace(h, &p->keywords, keywords);
    object_replace(h, &p->dict, item[3] == none(h) ? 0 : incref(h, item[3]));
    set_placeholders(h, call->self);
    return answer_none(h, HEAP_OK, out);
}

static enum heap_status get_dict(struct heap *h, addr o, addr *out)
{
    return instance_dict(h, o, out);
}

static enum heap_status set_dict(struct heap *h, addr o, addr value)
{
    if (!value || !dict_is_kind(h, value))
        return raise_error(h, EXC_TYPE_ERROR,
                           value ? "__dict__ must be set to a dictionary, not a '%.200s'"
                                 : "cannot delete __dict__",
                           value ? object_type_name(h, value) : "");
    return instance_replace_dict(h, o, value);
}
const struct getset functools_getsets[] = {{"__dict__", get_dict, set_dict}, {0}};

const struct member_spec partial_members[] = {
    {"func", MEMBER_OBJECT, MEMBER_READ_ONLY, offsetof(struct partial, function)},
    {"args", MEMBER_OBJECT, MEMBER_READ_ONLY, offsetof(struct partial, args)},
    {"keywords", MEMBER_OBJECT, MEMBER_READ_ONLY, offsetof(struct partial, keywords)},
    {0},
};

/* ---- the kind -------------------------------------------------------------------------------------- */

static void partial_clear(struct heap *h, addr o)
{
    struct partial *p = partial_at(h, o);
    incref(h, o);
    object_replace(h, &p->function, 0);
    object_replace(h, &p->dict, 0);
    decref(h, o);
}

FIELDS_SLOTS(partial, offsetof(struct partial, function), offsetof(struct partial, args),
             offsetof(struct partial, keywords), offsetof(struct partial, dict))
extern const struct kind_ops functools_partial_ops;
const struct kind_ops functools_partial_ops = {.traverse = partial_traverse,
                                               .release_next = partial_release_next,
                                               .clear = partial_clear,
                                               .repr = partial_repr,
                                               .repr_inside = "...",
                                               .hash = hash_self,
                                               .verify = partial_verify};
ITERATOR_METHODS(functools_partial, {"__reduce__", 0, 0, false, method_reduce},
                 {"__setstate__", 1, 1, false, method_setstate},
                 {"__class_getitem__", 1, 1, METHOD_CLASS, method_class_getitem}, {0})

/* ---- Placeholder ----------------------------------------------------------------------------------- */

enum heap_status placeholder_construct(struct heap *h, addr type, const struct call *call, addr *out)
{
    (void)type;
    if (call->count || call->kwcount)
        return raise_error(h, EXC_TYPE_ERROR, "_PlaceholderType takes no arguments");
    *out = incref(h, h->singleton[SINGLETON_PLACEHOLDER]);
    return HEAP_OK;
}

static enum heap_status placeholder_repr(struct heap *h, addr o, struct text *out)
{
    (void)h, (void)o;
    text_put(out, "Placeholder", 11);
    return HEAP_OK;
}

static enum heap_status placeholder_reduce(struct heap *h, const struct call *call, addr *out)
{
    (void)call;
    return answer(h, str_from_ascii(h, "Placeholder"), out);
}

extern const struct kind_ops functools_placeholder_ops;
const struct kind_ops functools_placeholder_ops = {.repr = placeholder_repr, .hash = hash_self};
ITERATOR_METHODS(functools_placeholder, {"__reduce__", 0, 0, false, placeholder_reduce}, {0})
