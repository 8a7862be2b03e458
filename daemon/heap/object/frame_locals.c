/* FrameLocalsProxy: what f_locals of a function's frame is from 3.13 on (PEP 667). It shows the variables as
 * they are now, and what is written through it reaches them; names that are no variables of the function are
 * kept by the frame. Mirrors Objects/frameobject.c of 3.14.
 *
 *   0 header   16 frame
 *
 * Every allocation and every comparison of keys may run programs, which may end the generator that the frame
 * is of; its frame then lies elsewhere: where it is is asked for each variable (struct variables).
 */
#include "daemon/heap/object/frame_locals.h"

#include "daemon/heap/object/answer.h"
#include "daemon/heap/object/container.h"
#include "daemon/heap/object/dict.h"
#include "daemon/heap/object/format.h"
#include "daemon/heap/object/function.h"
#include "daemon/heap/object/interpreter_frame.h"
#include "daemon/heap/object/iterator.h"
#include "daemon/heap/object/sequence.h"
#include "daemon/heap/object/special.h"
#include "daemon/heap/object/str.h"
#include "daemon/heap/object/text.h"

static addr *frame_field(const struct heap *h, addr o)
{
    return heap_at(h, o + 16);
}

addr frame_locals_new(struct heap *h, addr frame_object)
{
    addr o = object_new(h, h->type[KIND_FRAME_LOCALS], 0);
    if (!o)
        return 0;
    *frame_field(h, o) = incref(h, frame_object);
    object_track(h, o);
    return o;
}

enum heap_status frame_locals_construct(struct heap *h, const struct call *call, addr *out)
{
    if (call->count != 1)
        return raise_error(h, EXC_TYPE_ERROR, "FrameLocalsProxy expected 1 argument, got %zu", call->count);
    if (object_kind(h, call->args[0]) != KIND_FRAME)
        return raise_error(h, EXC_TYPE_ERROR, "expect frame, not %s", object_type_name(h, call->args[0]));
    if (call->kwcount)
        return raise_error(h, EXC_TYPE_ERROR, "FrameLocalsProxy takes no keyword arguments");
    return answer(h, frame_locals_new(h, call->args[0]), out);
}

/* ---- the variables --------------------------------------------------------------------------- */

/* What a proxy shows: the variables of the code, whose frame may move or end meanwhile. */
struct variables {
    addr frame; /* the frame object, held */
    addr code;  /* held; 0: there are none any more */
    size_t count;
};

static struct variables variables_of(struct heap *h, addr o)
{
    struct variables v = {.frame = incref(h, *frame_field(h, o))};
    if (frame_object_has_frame(h, v.frame)) {
        v.code = incref(h, iframe_at(h, frame_object_at(h, v.frame)->frame)->code);
        v.count = tuple_length(h, code_at(h, v.code)->localsplusnames);
    }
    return v;
}

static void variables_done(struct heap *h, const struct variables *v)
{
    xdecref(h, v->code);
    decref(h, v->frame);
}

static addr variable_name(const struct heap *h, const struct variables *v, size_t i)
{
    return tuple_item(h, code_at(h, v->code)->localsplusnames, i);
}

/* Borrowed; 0: it has none. */
static addr variable_value(const struct heap *h, const struct variables *v, size_t i)
{
    return frame_object_has_frame(h, v->frame) ? iframe_local(h, frame_object_at(h, v->frame)->frame, i) : 0;
}

static addr extra_of(const struct heap *h, addr frame)
{
    return *frame_object_extra(h, frame);
}

#define NO_VARIABLE SIZE_MAX

/* May variable i be what a name means? Whoever reads wants a value, whoever writes one that is not hidden. */
static bool is_meant(const struct heap *h, const struct variables *v, size_t i, bool reads)
{
    return reads ? variable_value(h, v, i) != 0
                 : !(bytes_data(h, code_at(h, v->code)->localspluskinds)[i] & CODE_HIDDEN);
}

/* First by identity: nearly all names are interned. */
static enum heap_status find(struct heap *h, const struct variables *v, addr key, bool reads, size_t *index)
{
    int64_t hash, other;
    bool known = false, same;
    *index = NO_VARIABLE;
    enum heap_status status = object_hash(h, key, &hash);
    if (status != HEAP_OK)
        return status;
    for (size_t i = 0; i < v->count; i++) {
        if (variable_name(h, v, i) != key)
            continue;
        known = true;
        if (is_meant(h, v, i, reads)) {
            *index = i;
            return HEAP_OK;
        }
    }
    for (size_t i = 0; !known && i < v->count; i++) {
        addr name = variable_name(h, v, i);
        if ((status = object_hash(h, name, &other)) != HEAP_OK)
            return status;
        if (other != hash)
            continue;
        if ((status = object_equal(h, name, key, &same)) != HEAP_OK)
            return status;
        if (same && is_meant(h, v, i, reads)) {
            *index = i;
            return HEAP_OK;
        }
    }
    return HEAP_OK;
}

/* *out: *new*, 0 where there is no such name. */
static enum heap_status lookup(struct heap *h, addr o, addr key, addr *out)
{
    struct variables v = variables_of(h, o);
    size_t i;
    *out = 0;
    enum heap_status status = find(h, &v, key, true, &i);
    addr value = status == HEAP_OK && i != NO_VARIABLE ? variable_value(h, &v, i) : 0;
    if (status == HEAP_OK && !value && extra_of(h, v.frame))
        status = dict_get(h, extra_of(h, v.frame), key, &value);
    if (status == HEAP_OK)
        *out = xincref(h, value);
    variables_done(h, &v);
    return status;
}

static enum heap_status raise_undefined(struct heap *h, addr key)
{
    char bytes[1024];
    struct text text = {.bytes = bytes, .capacity = sizeof bytes};
    enum heap_status status = object_repr(h, key, &text);
    if (status != HEAP_OK)
        return status;
    return raise_error(h, EXC_KEY_ERROR, "local variable '%.*s' is not defined", (int)text.length, bytes);
}

enum heap_status frame_locals_getitem(struct heap *h, addr o, addr key, addr *out)
{
    enum heap_status status = lookup(h, o, key, out);
    return status == HEAP_OK && !*out ? raise_undefined(h, key) : status;
}

enum heap_status frame_locals_contains(struct heap *h, addr o, addr key, bool *out)
{
    addr value;
    enum heap_status status = lookup(h, o, key, &value);
    *out = status == HEAP_OK && value;
    if (*out)
        decref(h, value);
    return status;
}

/* ---- writing --------------------------------------------------------------------------------- */

/* What a variable meant may be lent to what runs: the frame object keeps it until it goes. */
static enum heap_status keep_overwritten(struct heap *h, addr frame, addr value)
{
    /* Held, because a collection may run code that writes variables too. */
    addr kept = xincref(h, *frame_object_overwritten(h, frame));
    incref(h, value);
    size_t n = kept ? tuple_length(h, kept) : 0;
    addr more = tuple_new(h, n + 1);
    if (more) {
        for (size_t i = 0; i < n; i++)
            tuple_init(h, more, i, incref(h, tuple_item(h, kept, i)));
        tuple_init(h, more, n, incref(h, value));
        tuple_done(h, more);
        object_replace(h, frame_object_overwritten(h, frame), more);
    }
    decref(h, value);
    xdecref(h, kept);
    return more ? HEAP_OK : raise_status(h);
}

static enum heap_status set_variable(struct heap *h, const struct variables *v, size_t i, addr value)
{
    if (!frame_object_has_frame(h, v->frame))
        return HEAP_OK;
    slot *s = &iframe_slots(h, frame_object_at(h, v->frame)->frame)[i];
    addr old = slot_object(*s);
    uint8_t kind = bytes_data(h, code_at(h, v->code)->localspluskinds)[i];
    if (old && kind & (CODE_CELL | CODE_FREE) && object_kind(h, old) == KIND_CELL) {
        object_replace(h, cell_value(h, old), incref(h, value));
        return HEAP_OK;
    }
    if (value == old)
        return HEAP_OK;
    if (old && !object_is_immortal(h, old)) {
        enum heap_status status = keep_overwritten(h, v->frame, old);
        if (status != HEAP_OK || !frame_object_has_frame(h, v->frame))
            return status;
        s = &iframe_slots(h, frame_object_at(h, v->frame)->frame)[i];
    }
    slot before = *s;
    *s = incref(h, value);
    slot_release(h, before);
    return HEAP_OK;
}

static enum heap_status set_extra(struct heap *h, addr frame, addr key, addr value)
{
    bool found;
    if (!value) {
        enum heap_status status = HEAP_OK;
        found = false;
        if (extra_of(h, frame))
            status = dict_delete(h, extra_of(h, frame), key, &found);
        return status == HEAP_OK && !found ? raise_key_error(h, key) : status;
    }
    if (!extra_of(h, frame)) {
        addr made = dict_new(h);
        if (!made)
            return raise_status(h);
        if (extra_of(h, frame))
            decref(h, made); /* a finalizer was first */
        else
            *frame_object_extra(h, frame) = made;
    }
    return dict_set(h, extra_of(h, frame), key, value);
}

static enum heap_status raise_cannot_remove(struct heap *h)
{
    return raise_error(h, EXC_VALUE_ERROR, "cannot remove local variables from FrameLocalsProxy");
}

enum heap_status frame_locals_setitem(struct heap *h, addr o, addr key, addr value)
{
    struct variables v = variables_of(h, o);
    size_t i;
    enum heap_status status = find(h, &v, key, false, &i);
    if (status == HEAP_OK && i == NO_VARIABLE)
        status = set_extra(h, v.frame, key, value);
    else if (status == HEAP_OK)
        status = value ? set_variable(h, &v, i, value) : raise_cannot_remove(h);
    variables_done(h, &v);
    return status;
}

/* ---- what is there, as lists ----------------------------------------------------------------- */

enum part { KEYS, VALUES, ITEMS };

static enum heap_status append_part(struct heap *h, addr list, enum part part, addr name, addr value)
{
    addr pair = part == ITEMS ? tuple_from(h, (addr[]){name, value}, 2) : 0;
    if (part == ITEMS && !pair)
        return raise_status(h);
    enum heap_status status = list_append(h, list, pair ? pair : part == KEYS ? name : value);
    xdecref(h, pair);
    return status;
}

static enum heap_status append_held(struct heap *h, addr list, enum part part, addr name, addr value)
{
    incref(h, name);
    incref(h, value);
    enum heap_status status = append_part(h, list, part, name, value);
    decref(h, value);
    decref(h, name);
    return status;
}

static enum heap_status append_extra(struct heap *h, addr list, enum part part, addr extra)
{
    size_t position = 0;
    addr key, value;
    enum heap_status status = HEAP_OK;
    incref(h, extra);
    while (status == HEAP_OK && dict_next(h, extra, &position, &key, &value))
        status = append_held(h, list, part, key, value);
    decref(h, extra);
    return status;
}

static addr list_of(struct heap *h, addr o, enum part part) /* *new* */
{
    addr list = list_new(h, 0);
    if (!list)
        return 0;
    struct variables v = variables_of(h, o);
    enum heap_status status = HEAP_OK;
    for (size_t i = 0; status == HEAP_OK && i < v.count; i++) {
        addr value = variable_value(h, &v, i);
        if (value)
            status = append_held(h, list, part, variable_name(h, &v, i), value);
    }
    if (status == HEAP_OK && extra_of(h, v.frame))
        status = append_extra(h, list, part, extra_of(h, v.frame));
    variables_done(h, &v);
    if (status == HEAP_OK)
        return list;
    decref(h, list);
    return 0;
}

static bool is_proxy(const struct heap *h, addr o)
{
    return object_kind(h, o) == KIND_FRAME_LOCALS;
}

static bool can_merge(const struct heap *h, addr o)
{
    return dict_is_kind(h, o) || is_proxy(h, o);
}

/* *new* dict of what a mapping has now; AttributeError: it is none (PyDict_Update). */
static addr dict_of(struct heap *h, addr o)
{
    addr keys = 0;
    if (!can_merge(h, o) && object_getattr(h, o, known_name(h, NAME_KEYS), &keys) != HEAP_OK)
        return 0;
    xdecref(h, keys);
    addr d = dict_new(h);
    if (!d || dict_update(h, d, o) == HEAP_OK)
        return d;
    decref(h, d);
    return 0;
}

/* ---- as an operand --------------------------------------------------------------------------- */

enum heap_status frame_locals_compare(struct heap *h, enum compare_operator op, addr a, addr b, addr *out)
{
    if (is_proxy(h, b)) {
        bool same = *frame_field(h, a) == *frame_field(h, b);
        return op == COMPARE_EQ || op == COMPARE_NE ? answer(h, bool_new(h, same == (op == COMPARE_EQ)), out)
                                                    : HEAP_OK;
    }
    if (!dict_is_kind(h, b))
        return HEAP_OK;
    addr d = dict_of(h, a);
    if (!d)
        return raise_status(h);
    enum heap_status status = object_compare(h, op, d, b, out);
    decref(h, d);
    return status;
}

/* Either may be the proxy: dict | proxy asks here too. */
enum heap_status frame_locals_or(struct heap *h, addr a, addr b, addr *out)
{
    if (!can_merge(h, b))
        return HEAP_OK;
    addr d = dict_of(h, a);
    if (!d)
        return raise_status(h);
    enum heap_status status = dict_update(h, d, b);
    if (status == HEAP_OK)
        *out = d;
    else
        decref(h, d);
    return status;
}

static enum heap_status merge(struct heap *h, addr o, addr other)
{
    addr keys = 0, key, value;
    if (is_proxy(h, other))
        keys = list_of(h, other, KEYS);
    else
        keys = list_from_iterable(h, other);
    if (!keys)
        return raise_status(h);
    enum heap_status status = HEAP_OK;
    for (size_t i = 0; status == HEAP_OK && i < list_length(h, keys); i++) {
        key = list_items(h, keys)[i];
        status = object_getitem(h, other, key, &value);
        if (status != HEAP_OK)
            break;
        status = frame_locals_setitem(h, o, key, value);
        decref(h, value);
    }
    decref(h, keys);
    return status;
}

enum heap_status frame_locals_inplace_or(struct heap *h, addr a, addr b, addr *out)
{
    if (!is_proxy(h, a) || !can_merge(h, b))
        return HEAP_OK;
    enum heap_status status = merge(h, a, b);
    if (status == HEAP_OK)
        *out = incref(h, a);
    return status;
}

/* ---- methods --------------------------------------------------------------------------------- */

static enum heap_status method_keys(struct heap *h, const struct call *c, addr *out)
{
    return answer(h, list_of(h, c->self, KEYS), out);
}
static enum heap_status method_values(struct heap *h, const struct call *c, addr *out)
{
    return answer(h, list_of(h, c->self, VALUES), out);
}
static enum heap_status method_items(struct heap *h, const struct call *c, addr *out)
{
    return answer(h, list_of(h, c->self, ITEMS), out);
}
static enum heap_status method_copy(struct heap *h, const struct call *c, addr *out)
{
    return answer(h, dict_of(h, c->self), out);
}

static enum heap_status method_reversed(struct heap *h, const struct call *c, addr *out)
{
    addr list = list_of(h, c->self, KEYS);
    if (!list)
        return raise_status(h);
    addr *items = list_items(h, list);
    for (size_t i = 0, j = list_length(h, list); i + 1 < j; i++) {
        addr last = items[--j];
        items[j] = items[i];
        items[i] = last;
    }
    *out = list;
    return HEAP_OK;
}

static enum heap_status method_getitem(struct heap *h, const struct call *c, addr *out)
{
    return frame_locals_getitem(h, c->self, c->args[0], out);
}

static enum heap_status method_contains(struct heap *h, const struct call *c, addr *out)
{
    bool found = false;
    enum heap_status status = frame_locals_contains(h, c->self, c->args[0], &found);
    return answer_bool(h, status, found, out);
}

/* CPython says nothing else whatever goes wrong. */
static enum heap_status method_update(struct heap *h, const struct call *c, addr *out)
{
    enum heap_status status = can_merge(h, c->args[0]) ? merge(h, c->self, c->args[0]) : HEAP_RAISED;
    if (status == HEAP_RAISED) {
        heap_clear_raised(h);
        return raise_error(h, EXC_TYPE_ERROR, "update() argument must be dict or another FrameLocalsProxy");
    }
    return answer_none(h, status, out);
}

static enum heap_status get_or_set(struct heap *h, const struct call *c, const char *name, bool sets,
                                   addr *out)
{
    if (c->count < 1 || c->count > 2)
        return raise_error(h, EXC_TYPE_ERROR, "%s expected 1 or 2 arguments", name);
    addr instead = c->count == 2 ? c->args[1] : none(h);
    enum heap_status status = lookup(h, c->self, c->args[0], out);
    if (status == HEAP_OK && !*out && sets)
        status = frame_locals_setitem(h, c->self, c->args[0], instead);
    if (status == HEAP_OK && !*out)
        *out = incref(h, instead);
    return status;
}

static enum heap_status method_get(struct heap *h, const struct call *c, addr *out)
{
    return get_or_set(h, c, "get", false, out);
}
static enum heap_status method_setdefault(struct heap *h, const struct call *c, addr *out)
{
    return get_or_set(h, c, "setdefault", true, out);
}

static enum heap_status method_pop(struct heap *h, const struct call *c, addr *out)
{
    struct variables v = variables_of(h, c->self);
    size_t i;
    *out = 0;
    enum heap_status status = find(h, &v, c->args[0], false, &i);
    if (status == HEAP_OK && i != NO_VARIABLE)
        status = raise_cannot_remove(h);
    else if (status == HEAP_OK && extra_of(h, v.frame))
        status = dict_pop(h, extra_of(h, v.frame), c->args[0], out);
    if (status == HEAP_OK && !*out) {
        if (c->count > 1)
            *out = incref(h, c->args[1]);
        else
            status = raise_key_error(h, c->args[0]);
    }
    variables_done(h, &v);
    return status;
}

extern const struct builtin_method frame_locals_methods[];
const struct builtin_method frame_locals_methods[] = {
    {"__contains__", 1, 1, 0, method_contains},
    {"__getitem__", 1, 1, 0, method_getitem},
    {"update", 1, 1, 0, method_update},
    {"__reversed__", 0, 0, 0, method_reversed},
    {"copy", 0, 0, 0, method_copy},
    {"keys", 0, 0, 0, method_keys},
    {"values", 0, 0, 0, method_values},
    {"items", 0, 0, 0, method_items},
    {"get", -1, -1, 0, method_get},
    {"pop", 1, 2, 0, method_pop},
    {"setdefault", -1, -1, 0, method_setdefault},
    {0},
};

/* ---- the kind -------------------------------------------------------------------------------- */

static void traverse(struct heap *h, addr o, span_visitor *visit, void *context)
{
    visit(h, context, frame_field(h, o), 1, 1);
}

static bool release_next(struct heap *h, addr o, addr *reference)
{
    *reference = *frame_field(h, o);
    *frame_field(h, o) = 0;
    return *reference;
}

static enum heap_status repr(struct heap *h, addr o, struct text *out)
{
    addr d = dict_of(h, o);
    if (!d)
        return raise_status(h);
    enum heap_status status = object_repr(h, d, out);
    decref(h, d);
    return status;
}

static enum heap_status iter(struct heap *h, addr o, addr *out)
{
    addr keys = list_of(h, o, KEYS);
    if (!keys)
        return raise_status(h);
    addr it = list_iterator_new(h, keys);
    decref(h, keys);
    return answer(h, it, out);
}

static int64_t length(const struct heap *h, addr o)
{
    addr frame = *frame_field(h, o), extra = extra_of(h, frame);
    int64_t n = extra ? (int64_t)dict_length(h, extra) : 0;
    if (!frame_object_has_frame(h, frame))
        return n;
    addr f = frame_object_at(h, frame)->frame;
    for (size_t i = 0; i < tuple_length(h, code_at(h, iframe_at(h, f)->code)->localsplusnames); i++)
        n += iframe_local(h, f, i) != 0;
    return n;
}

extern const struct kind_ops frame_locals_ops;
const struct kind_ops frame_locals_ops = {
    .traverse = traverse,
    .release_next = release_next,
    .repr = repr,
    .repr_inside = "{...}",
    .length = length,
    .iter = iter,
};
