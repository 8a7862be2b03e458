/* Displays and unpacking: what their instructions do beyond a few lines. Mirrors unpack_iterable() and the
 * displays of Python/ceval.c. */
#include <string.h>

#include "daemon/heap/heap.h"
#include "daemon/heap/object/dict.h"
#include "daemon/heap/object/exception.h"
#include "daemon/heap/object/format.h"
#include "daemon/heap/object/function.h"
#include "daemon/heap/object/iterator.h"
#include "daemon/heap/object/iterator_fields.h"
#include "daemon/heap/object/names.h"
#include "daemon/heap/object/sequence.h"
#include "daemon/python/evaluate.h"
#include "daemon/python/interpreter.h"

/* ---- unpacking ------------------------------------------------------------------------------- */

static enum heap_status iterate(struct heap *h, addr o, addr *iterator)
{
    enum heap_status status = object_iter(h, o, iterator);
    if (status == HEAP_RAISED && heap_raised(h) == EXC_TYPE_ERROR && !object_is_iterable(h, o)) {
        heap_clear_raised(h);
        return raise_error(h, EXC_TYPE_ERROR, "cannot unpack non-iterable %.200s object",
                           object_type_name(h, o));
    }
    return status;
}

static enum heap_status raise_few(struct heap *h, size_t expected, size_t got, bool at_least)
{
    return raise_error(h, EXC_VALUE_ERROR, "not enough values to unpack (expected %s%zu, got %zu)",
                       at_least ? "at least " : "", expected, got);
}

static enum heap_status raise_many(struct heap *h, addr o, size_t expected)
{
    bool sized = object_is_exact(h, o, KIND_LIST) || object_is_exact(h, o, KIND_TUPLE) ||
                 object_is_exact(h, o, KIND_DICT);
    int64_t length = 0;
    if (h->abi.unpack_says_length && sized && object_length(h, o, &length) == HEAP_OK &&
        (size_t)length > expected)
        return raise_error(h, EXC_VALUE_ERROR, "too many values to unpack (expected %zu, got %lld)", expected,
                           (long long)length);
    return raise_error(h, EXC_VALUE_ERROR, "too many values to unpack (expected %zu)", expected);
}

static void forget(struct heap *h, slot *top, size_t from, size_t to)
{
    for (size_t i = from; i < to; i++)
        slot_release(h, top[i]);
}

/* The first `count` items of an iterator, into places that go downwards from top[at - 1]. *got tells how many
 * there were. */
static enum heap_status take_items(struct heap *h, addr iterator, size_t count, slot *top, size_t at,
                                   size_t *got)
{
    for (*got = 0; *got < count; ++*got) {
        addr item;
        enum heap_status status = iterator_next(h, iterator, &item);
        if (status != HEAP_OK || !item)
            return status;
        top[at - 1 - *got] = item;
    }
    return HEAP_OK;
}

enum heap_status evaluate_unpack(struct heap *h, addr o, size_t count, slot *top)
{
    if ((object_is_exact(h, o, KIND_TUPLE) || object_is_exact(h, o, KIND_LIST)) &&
        sequence_length(h, o) == count) {
        const addr *items = sequence_items(h, o);
        for (size_t i = 0; i < count; i++)
            top[count - 1 - i] = incref(h, items[i]);
        return HEAP_OK;
    }
    addr iterator, extra = 0;
    size_t got = 0;
    enum heap_status status = iterate(h, o, &iterator);
    if (status != HEAP_OK)
        return status;
    status = take_items(h, iterator, count, top, count, &got);
    if (status == HEAP_OK && got < count)
        status = raise_few(h, count, got, false);
    if (status == HEAP_OK)
        status = iterator_next(h, iterator, &extra);
    if (status == HEAP_OK && extra) {
        decref(h, extra);
        status = raise_many(h, o, count);
    }
    if (status != HEAP_OK)
        forget(h, top, count - got, count);
    decref(h, iterator);
    return status;
}

/* The same of a list or tuple that has so many, with its new iterator. */
static void take_items_at_once(struct heap *h, addr o, addr iterator, size_t count, slot *top, size_t at)
{
    const addr *items = sequence_items(h, o);
    for (size_t i = 0; i < count; i++)
        top[at - 1 - i] = incref(h, items[i]);
    index_iterator_at(h, iterator)->index = (int64_t)count;
}

/* The last `after` items of the list become places of their own. */
enum heap_status evaluate_unpack_ex(struct heap *h, addr o, size_t before, size_t after, slot *top)
{
    addr iterator, list;
    size_t total = before + 1 + after, got = 0;
    enum heap_status status = iterate(h, o, &iterator);
    if (status != HEAP_OK)
        return status;
    bool at_once = (object_is_exact(h, o, KIND_TUPLE) || object_is_exact(h, o, KIND_LIST)) &&
                   sequence_length(h, o) >= before;
    if (at_once)
        take_items_at_once(h, o, iterator, got = before, top, total);
    else
        status = take_items(h, iterator, before, top, total, &got);
    if (status == HEAP_OK && got < before)
        status = raise_few(h, before + after, got, true);
    if (status != HEAP_OK)
        goto fail;
    list = list_from_iterable(h, iterator);
    if (!list) {
        status = raise_status(h);
        goto fail;
    }
    size_t length = list_length(h, list);
    if (length < after) {
        decref(h, list);
        status = raise_few(h, before + after, before + length, true);
        goto fail;
    }
    top[after] = list;
    for (size_t i = 0; i < after; i++)
        top[i] = list_items(h, list)[length - 1 - i]; /* moved */
    list_at(h, list)->size = (int64_t)(length - after);
    decref(h, iterator);
    return HEAP_OK;
fail:
    forget(h, top, total - got, total);
    decref(h, iterator);
    return status;
}

/* ---- displays -------------------------------------------------------------------------------- */

enum heap_status evaluate_list_extend(struct heap *h, addr list, addr iterable)
{
    enum heap_status status = list_extend(h, list, iterable);
    if (status == HEAP_RAISED && heap_raised(h) == EXC_TYPE_ERROR && !object_is_iterable(h, iterable)) {
        heap_clear_raised(h);
        return raise_error(h, EXC_TYPE_ERROR, "Value after * must be an iterable, not %.200s",
                           object_type_name(h, iterable));
    }
    return status;
}

/* *new*; 0: there is no such attribute. */
static addr attribute_or_none(struct heap *h, addr o, enum known_name name)
{
    addr value;
    if (object_getattr(h, o, known_name(h, name), &value) == HEAP_OK)
        return value;
    heap_clear_raised(h);
    return 0;
}

static const char *function_text(struct heap *h, addr callable, char *out, size_t size)
{
    struct text text = {.bytes = out, .capacity = size - 3};
    addr name = attribute_or_none(h, callable, NAME_QUALNAME),
         module = name ? attribute_or_none(h, callable, NAME_MODULE) : 0;
    if (module && object_kind(h, module) == KIND_STR && !str_equal(h, module, known_name(h, NAME_BUILTINS))) {
        text_put_str(h, &text, module);
        text_put(&text, ".", 1);
    }
    if (object_put_str(h, name ? name : callable, &text) != HEAP_OK)
        heap_clear_raised(h);
    memcpy(out + text.length, "()", 3);
    if (!name)
        out[text.length] = '\0';
    xdecref(h, name);
    xdecref(h, module);
    return out;
}

static enum heap_status raise_duplicate(struct heap *h, addr callable, addr key)
{
    char name[300], shown[200];
    struct text text = {.bytes = shown, .capacity = sizeof shown - 1};
    enum heap_status status = object_put_str(h, key, &text);
    if (status != HEAP_OK)
        return status;
    shown[text.length] = '\0';
    return raise_error(h, EXC_TYPE_ERROR, "%s got multiple values for keyword argument '%s'",
                       function_text(h, callable, name, sizeof name), shown);
}

static enum heap_status merge_one(struct heap *h, addr dict, addr key, addr value, addr callable)
{
    bool there;
    enum heap_status status = dict_contains(h, dict, key, &there);
    if (status != HEAP_OK)
        return status;
    return there ? raise_duplicate(h, callable, key) : dict_set(h, dict, key, value);
}

/* DICT_MERGE: a key that is there already is an error. */
static enum heap_status merge_new(struct heap *h, addr dict, addr mapping, addr callable)
{
    addr key, value;
    enum heap_status status = HEAP_OK;
    for (size_t position = 0; status == HEAP_OK && dict_next(h, mapping, &position, &key, &value);) {
        incref(h, key);
        incref(h, value);
        status = merge_one(h, dict, key, value, callable);
        decref(h, key);
        decref(h, value);
    }
    return status;
}

/* The same of what has keys() and items by them, a key of its own that comes twice included. */
static enum heap_status merge_keys(struct heap *h, addr dict, addr mapping, addr keys, addr callable)
{
    addr list, iterable;
    enum heap_status status = object_call(h, keys, NULL, 0, NULL, NULL, 0, &iterable);
    if (status != HEAP_OK)
        return status;
    status = method_output_as_list(h, mapping, "keys", iterable, &list);
    decref(h, iterable);
    if (status != HEAP_OK)
        return status;
    for (size_t i = 0; i < list_length(h, list) && status == HEAP_OK; i++) {
        addr key = incref(h, list_item(h, list, i)), value;
        status = object_getitem(h, mapping, key, &value);
        if (status == HEAP_OK) {
            status = merge_one(h, dict, key, value, callable);
            decref(h, value);
        }
        decref(h, key);
    }
    decref(h, list);
    return status;
}

static enum heap_status merge(struct heap *h, addr dict, addr mapping, addr callable)
{
    addr keys;
    if (!callable)
        return dict_update(h, dict, mapping);
    if (object_kind(h, mapping) == KIND_DICT)
        return merge_new(h, dict, mapping, callable);
    enum heap_status status = object_getattr(h, mapping, known_name(h, NAME_KEYS), &keys);
    if (status != HEAP_OK)
        return status;
    status = merge_keys(h, dict, mapping, keys, callable);
    decref(h, keys);
    return status;
}

/* A KeyError that is pending, whoever raised it, says that its key comes twice (_PyEval_FormatKwargsError).
 */
static enum heap_status raise_key_error_anew(struct heap *h, addr callable)
{
    addr exception;
    enum heap_status status = HEAP_RAISED;
    exception_take(h, &exception);
    addr args = exception_at(h, exception)->args;
    if (args && tuple_length(h, args) == 1) {
        status = raise_duplicate(h, callable, tuple_item(h, args, 0));
        decref(h, exception);
    } else {
        exception_restore(h, exception);
    }
    return status;
}

/* Whatever raises an AttributeError on the way is no mapping: what has no keys(), but not only that. */
enum heap_status evaluate_dict_merge(struct heap *h, addr dict, addr mapping, addr callable)
{
    char name[300];
    addr keys;
    enum heap_status status = HEAP_OK;
    if (!callable && object_kind(h, mapping) != KIND_DICT) { /* {**x} takes no pairs, dict_update() does */
        status = object_getattr(h, mapping, known_name(h, NAME_KEYS), &keys);
        if (status == HEAP_OK)
            decref(h, keys);
    }
    if (status == HEAP_OK)
        status = merge(h, dict, mapping, callable);
    if (status != HEAP_RAISED)
        return status;
    if (exception_matches(h, h->exception_type[EXC_ATTRIBUTE_ERROR])) {
        heap_clear_raised(h);
        return callable
                   ? raise_error(h, EXC_TYPE_ERROR, "%s argument after ** must be a mapping, not %.200s",
                                 function_text(h, callable, name, sizeof name), object_type_name(h, mapping))
                   : raise_error(h, EXC_TYPE_ERROR, "'%.200s' object is not a mapping",
                                 object_type_name(h, mapping));
    }
    if (callable && h->abi.key_error_is_duplicate && exception_matches(h, h->exception_type[EXC_KEY_ERROR]))
        return raise_key_error_anew(h, callable);
    return status;
}

/* ---- texts ----------------------------------------------------------------------------------- */

enum heap_status evaluate_build_string(struct heap *h, const slot *parts, size_t count, addr *out)
{
    size_t length = 0, at = 0;
    uint32_t widest = 0;
    for (size_t i = 0; i < count; i++) {
        addr s = slot_object(parts[i]);
        uint32_t most = str_is_ascii(h, s)    ? 0x7f
                        : str_kind(h, s) == 1 ? 0xff
                        : str_kind(h, s) == 2 ? 0xffff
                                              : 0x10ffff;
        length += str_length(h, s);
        widest = most > widest ? most : widest;
    }
    if (length == 0) {
        *out = incref(h, h->singleton[SINGLETON_EMPTY_STR]);
        return HEAP_OK;
    }
    addr made = str_new(h, length, widest);
    if (!made)
        return raise_status(h);
    unsigned kind = str_kind(h, made);
    char *data = str_data(h, made);
    for (size_t i = 0; i < count; i++) {
        addr s = slot_object(parts[i]);
        size_t n = str_length(h, s);
        if (str_kind(h, s) == kind) {
            memcpy(data + at * kind, str_data(h, s), n * kind);
        } else {
            for (size_t k = 0; k < n; k++) {
                uint32_t c = str_char(h, s, k);
                if (kind == 2)
                    ((uint16_t *)(void *)data)[at + k] = (uint16_t)c;
                else
                    ((uint32_t *)(void *)data)[at + k] = c;
            }
        }
        at += n;
    }
    *out = made;
    return HEAP_OK;
}

addr evaluate_convert(struct heap *h, addr o, uint32_t conversion)
{
    switch (conversion) {
    case 1:
        return object_str(h, o);
    case 2:
        return object_repr_str(h, o);
    case 3:
        return object_ascii(h, o);
    default:
        return incref(h, o);
    }
}

enum heap_status evaluate_format(struct heap *h, addr o, uint32_t conversion, addr spec, addr *out)
{
    addr converted = conversion ? evaluate_convert(h, o, conversion) : o;
    if (!converted)
        return raise_status(h);
    enum heap_status status = HEAP_OK;
    if (!spec && object_is_exact(h, converted, KIND_STR))
        *out = incref(h, converted);
    else
        status = object_format(h, converted, spec, out);
    if (conversion)
        decref(h, converted);
    return status;
}

/* ---- f(*args, **kwargs) ---------------------------------------------------------------------- */

enum heap_status evaluate_args_tuple(struct heap *h, addr callable, slot *args)
{
    char name[300];
    addr given = slot_object(*args);
    if (object_is_exact(h, given, KIND_TUPLE))
        return HEAP_OK;
    if (!object_is_iterable(h, given))
        return raise_error(h, EXC_TYPE_ERROR, "%s argument after * must be an iterable, not %.200s",
                           function_text(h, callable, name, sizeof name), object_type_name(h, given));
    addr tuple = tuple_from_iterable(h, given);
    if (!tuple)
        return raise_status(h);
    slot_release(h, *args);
    *args = tuple;
    return HEAP_OK;
}

/* The arguments taken out of tuple and dict. Where there are keywords, CPython copies all into one array,
 * with a reference each. */
struct taken_out {
    addr few[16], table;
    struct call call;
};

static void drop_taken(struct heap *h, const struct taken_out *taken)
{
    const struct call *c = &taken->call;
    for (size_t i = 0; c->kwcount && i < c->count; i++)
        decref(h, c->args[i]);
    for (size_t i = 0; i < c->kwcount; i++) {
        decref(h, c->kwnames[i]);
        decref(h, c->kwvalues[i]);
    }
    table_free(h, taken->table);
}

static enum heap_status take_out(struct heap *h, addr callable, addr args, addr kwargs, struct taken_out *out)
{
    size_t keywords = kwargs ? dict_length(h, kwargs) : 0, n = 0;
    addr *pairs = out->few, key, value;
    out->table = 0;
    if (2 * keywords > sizeof out->few / sizeof *out->few) {
        out->table = table_alloc(h, 2 * keywords * sizeof(addr));
        if (!out->table)
            return raise_memory(h);
        pairs = heap_at(h, out->table);
    }
    for (size_t position = 0; kwargs && n < keywords && dict_next(h, kwargs, &position, &key, &value); n++) {
        pairs[n] = incref(h, key);
        pairs[keywords + n] = incref(h, value);
    }
    out->call = (struct call){.args = tuple_items(h, args),
                              .count = tuple_length(h, args),
                              .kwnames = pairs,
                              .kwvalues = pairs + keywords,
                              .kwcount = n};
    for (size_t i = 0; n && i < out->call.count; i++)
        incref(h, out->call.args[i]);
    for (size_t i = 0; i < n; i++)
        if (object_kind(h, pairs[i]) != KIND_STR && object_is_callable(h, callable)) {
            drop_taken(h, out);
            return raise_error(h, EXC_TYPE_ERROR, "keywords must be strings");
        }
    return HEAP_OK;
}

enum heap_status evaluate_call_ex(struct heap *h, addr callable, addr args, addr kwargs, addr *out)
{
    struct taken_out taken;
    enum heap_status status = take_out(h, callable, args, kwargs, &taken);
    if (status != HEAP_OK)
        return status;
    status = object_call_ex(h, callable, &taken.call, out);
    drop_taken(h, &taken);
    return status;
}

addr evaluate_bind_ex(struct heap *h, addr function, addr args, addr kwargs)
{
    struct taken_out taken;
    if (take_out(h, function, args, kwargs, &taken) != HEAP_OK)
        return 0;
    addr f = bind_borrowed(h, function, &taken.call);
    drop_taken(h, &taken);
    return f;
}
