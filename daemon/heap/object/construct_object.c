/* Making an instance in the two steps of the language: __new__ makes it, __init__ sets it up. Either may be a
 * class's own; what builtin types have there is kind_new() and kind_init(). Mirrors type_call, object_new,
 * object_init and tp_new_wrapper of Objects/typeobject.c.
 */
#include <string.h>

#include "daemon/heap/memory.h"
#include "daemon/heap/object/answer.h"
#include "daemon/heap/object/arguments.h"
#include "daemon/heap/object/attribute.h"
#include "daemon/heap/object/binding.h"
#include "daemon/heap/object/builtin.h"
#include "daemon/heap/object/construct.h"
#include "daemon/heap/object/container.h"
#include "daemon/heap/object/deque.h"
#include "daemon/heap/object/dict.h"
#include "daemon/heap/object/exception.h"
#include "daemon/heap/object/format.h"
#include "daemon/heap/object/heaptype.h"
#include "daemon/heap/object/io_base.h"
#include "daemon/heap/object/lookup.h"
#include "daemon/heap/object/module.h"
#include "daemon/heap/object/namespace.h"
#include "daemon/heap/object/ordered_dict.h"
#include "daemon/heap/object/random.h"
#include "daemon/heap/object/sequence.h"
#include "daemon/heap/object/set.h"
#include "daemon/heap/object/special.h"
#include "daemon/heap/object/struct_sequence.h"
#include "daemon/heap/object/text.h"
#include "daemon/heap/object/type_words.h"

/* ---- abstract classes
 * ---------------------------------------------------------------------------------------------- */

/* The names of the methods, sorted, between `separator`s. */
static enum heap_status put_sorted(struct heap *h, addr names, const char *separator, struct text *out)
{
    addr list = list_new(h, 0);
    enum heap_status status = list ? list_extend(h, list, names) : HEAP_RAISED;
    if (status == HEAP_OK)
        status = list_sort(h, list, 0, false);
    for (size_t i = 0; status == HEAP_OK && i < list_length(h, list); i++) {
        if (i)
            text_put(out, separator, strlen(separator));
        status = object_put_str(h, list_item(h, list, i), out);
    }
    xdecref(h, list);
    return status;
}

enum heap_status raise_if_abstract(struct heap *h, addr type)
{
    int64_t count;
    char bytes[300];
    struct text text = {.bytes = bytes, .capacity = sizeof bytes - 1};
    if (HEAP_LIKELY(!(type_at(h, type)->flags & TYPE_ABSTRACT)))
        return HEAP_OK;
    addr names = dict_get_str(h, type_at(h, type)->dict, known_name(h, NAME_ABSTRACTMETHODS));
    enum heap_status status = names ? object_length(h, names, &count) : HEAP_OK;
    if (!names || status != HEAP_OK)
        return status;
    status = put_sorted(h, names, h->abi.class_texts_3_12 ? "', '" : ", ", &text);
    if (status != HEAP_OK)
        return status;
    bytes[text.length] = 0;
    return raise_error(
        h, EXC_TYPE_ERROR,
        h->abi.class_texts_3_12
            ? "Can't instantiate abstract class %s without an implementation for abstract method%s '%s'"
            : "Can't instantiate abstract class %s with abstract method%s %s",
        type_name(h, type), count > 1 ? "s" : "", bytes);
}

/* ---- object.__new__, object.__init__
 * ---------------------------------------------------------------------------------- */

bool class_has_own_new(const struct heap *h, addr type)
{
    return type_word_is_of_class(type_at(h, type)->new);
}
bool class_has_own_init(const struct heap *h, addr type)
{
    return type_word_is_of_class(type_at(h, type)->init);
}

/* What object.__new__ says of its arguments, and of a class that is abstract. */
static enum heap_status check_new(struct heap *h, addr type, const struct call *call)
{
    if (call->count || call->kwcount) {
        if (class_has_own_new(h, type))
            return raise_error(h, EXC_TYPE_ERROR,
                               "object.__new__() takes exactly one argument (the type to instantiate)");
        if (!class_has_own_init(h, type))
            return raise_error(h, EXC_TYPE_ERROR, "%.200s() takes no arguments", type_name(h, type));
    }
    return raise_if_abstract(h, type);
}

static enum heap_status object_new_checked(struct heap *h, addr type, const struct call *call, addr *out)
{
    enum heap_status status = check_new(h, type, call);
    return status == HEAP_OK ? answer(h, instance_new(h, type), out) : status;
}

/* Has the builtin type a __new__ of its own? */
static bool has_new(enum kind kind)
{
    return kind != KIND_INSTANCE;
}

static enum heap_status object_init(struct heap *h, addr o, const struct call *call)
{
    addr type = object_type(h, o);
    if (!call->count && !call->kwcount)
        return HEAP_OK;
    if (class_has_own_init(h, type))
        return raise_error(h, EXC_TYPE_ERROR,
                           "object.__init__() takes exactly one argument (the instance to initialize)");
    if (!class_has_own_new(h, type) && !has_new(type_kind(h, type)))
        return raise_error(h, EXC_TYPE_ERROR,
                           "%.200s.__init__() takes exactly one argument (the instance to initialize)",
                           type_name(h, type));
    return HEAP_OK;
}

/* ---- builtin types
 * -------------------------------------------------------------------------------------------------------- */

static const struct call no_arguments = {0};

/* Types whose __new__ makes an empty object, which __init__ fills. */
static bool is_filled_by_init(unsigned kind)
{
    switch (kind) {
    case KIND_LIST:
    case KIND_DICT:
    case KIND_ORDERED_DICT:
    case KIND_DEFAULT_DICT:
    case KIND_SET:
    case KIND_DEQUE:
    case KIND_BYTEARRAY:
        return true;
    default:
        return false;
    }
}

static enum heap_status plain_new(struct heap *h, addr type, addr *out)
{
    addr o = object_new(h, type, 0);
    if (!o)
        return raise_status(h);
    if (object_has_gc(h, o))
        object_track(h, o);
    *out = o;
    return HEAP_OK;
}

/* Without a __new__ of C, which streams had while their types were static, it is object's. */
static enum heap_status stream_new(struct heap *h, unsigned kind, addr type, const struct call *call,
                                   addr *out)
{
    enum heap_status status =
        h->abi.io_types_are_heap_types && kind != KIND_NEWLINE_DECODER ? check_new(h, type, call) : HEAP_OK;
    return status == HEAP_OK ? plain_new(h, type, out) : status;
}

enum heap_status kind_new(struct heap *h, unsigned kind, addr type, const struct call *call, addr *out)
{
    switch (kind) {
    case KIND_INSTANCE:
        return object_new_checked(h, type, call, out);
    case KIND_PROPERTY:
    case KIND_STATICMETHOD:
    case KIND_CLASSMETHOD:
    case KIND_SUPER:
    case KIND_RANDOM:
        return plain_new(h, type, out);
    case KIND_IO_BASE:
    case KIND_RAW_IO_BASE:
    case KIND_BUFFERED_IO_BASE:
    case KIND_TEXT_IO_BASE:
    case KIND_NEWLINE_DECODER:
        return stream_new(h, kind, type, call, out);
    case KIND_STRING_IO:
        return answer(h, string_io_new(h, type), out);
    case KIND_BYTES_IO:
        return answer(h, bytes_io_new(h, type), out);
    case KIND_MODULE:
        return answer(h, module_new_of(h, type), out);
    case KIND_NAMESPACE:
        return answer(h, namespace_new(h, type), out);
    default:
        if (kind_is_exception((enum kind)kind))
            return exception_new(h, type, call, out);
        return kind_construct(h, kind, type, is_filled_by_init(kind) ? &no_arguments : call, out);
    }
}

static enum heap_status one_iterable(struct heap *h, const struct call *call, bool keywords, const char *name)
{
    if (call->kwcount && !keywords)
        return raise_error(h, EXC_TYPE_ERROR, "%s() takes no keyword arguments", name);
    if (call->count > 1)
        return raise_error(h, EXC_TYPE_ERROR, "%s expected at most 1 argument, got %zu", name, call->count);
    return HEAP_OK;
}

static enum heap_status list_init_of(struct heap *h, addr o, const struct call *call)
{
    enum heap_status status = one_iterable(h, call, class_has_own_new(h, object_type(h, o)), "list");
    if (status != HEAP_OK)
        return status;
    list_clear(h, o);
    return call->count ? list_extend(h, o, call->args[0]) : HEAP_OK;
}

static enum heap_status dict_init(struct heap *h, addr o, const struct call *call)
{
    addr keywords = 0;
    if (call->count > 1)
        return raise_error(h, EXC_TYPE_ERROR, "dict expected at most 1 argument, got %zu", call->count);
    if (call->kwcount && !(keywords = dict_from_items(h, call->kwnames, call->kwvalues, call->kwcount)))
        return raise_status(h);
    enum heap_status status = dict_update_both(h, o, call->count ? call->args[0] : 0, keywords);
    xdecref(h, keywords);
    return status;
}

static enum heap_status set_init(struct heap *h, addr o, const struct call *call)
{
    enum heap_status status = one_iterable(h, call, false, "set");
    if (status != HEAP_OK)
        return status;
    set_clear(h, o);
    return call->count ? set_update(h, o, call->args[0]) : HEAP_OK;
}

static bool has_two_steps(unsigned kind)
{
    switch (kind) {
    case KIND_PROPERTY:
    case KIND_STATICMETHOD:
    case KIND_CLASSMETHOD:
    case KIND_SUPER:
    case KIND_NAMESPACE:
    case KIND_MODULE:
    case KIND_ORDERED_DICT:
    case KIND_DEFAULT_DICT:
    case KIND_RANDOM:
    case KIND_IO_BASE:
    case KIND_RAW_IO_BASE:
    case KIND_BUFFERED_IO_BASE:
    case KIND_TEXT_IO_BASE:
    case KIND_STRING_IO:
    case KIND_BYTES_IO:
    case KIND_NEWLINE_DECODER:
        return true;
    default:
        return false;
    }
}

/* By making another one and taking its contents. */
static enum heap_status refill_deque(struct heap *h, addr o, const struct call *call)
{
    addr other, result;
    enum heap_status status = kind_construct(h, KIND_DEQUE, h->type[KIND_DEQUE], call, &other);
    if (status != HEAP_OK)
        return status;
    deque_at(h, o)->maxlen = deque_at(h, other)->maxlen;
    static const char *const steps[] = {"clear", "extend"};
    for (size_t i = 0; i < 2 && status == HEAP_OK; i++) {
        addr name = str_intern_utf8(h, steps[i], strlen(steps[i]));
        status = name ? object_call_method(h, o, name, &other, i, NULL, NULL, 0, &result) : HEAP_RAISED;
        xdecref(h, name);
        if (status == HEAP_OK)
            decref(h, result);
    }
    decref(h, other);
    return status;
}

static enum heap_status type_init(struct heap *h, const struct call *call)
{
    if (call->kwcount && call->count == 1)
        return raise_error(h, EXC_TYPE_ERROR, "type.__init__() takes no keyword arguments");
    if (call->count != 1 && call->count != 3)
        return raise_error(h, EXC_TYPE_ERROR, "type.__init__() takes 1 or 3 arguments");
    return HEAP_OK;
}

/* What weakref.ref.__init__() does: it looks at its arguments. */
static enum heap_status weakref_init(struct heap *h, const struct call *call)
{
    if (call->kwcount)
        return raise_error(h, EXC_TYPE_ERROR, "ref() takes no keyword arguments");
    return arguments_plain(h, call, "__init__", 1, 2, true);
}

enum heap_status kind_init(struct heap *h, unsigned kind, addr o, const struct call *call)
{
    switch (kind) {
    case KIND_LIST:
        return list_init_of(h, o, call);
    case KIND_DICT:
        return dict_init(h, o, call);
    case KIND_ORDERED_DICT:
        return ordered_dict_init(h, o, call);
    case KIND_DEFAULT_DICT:
        return default_dict_init(h, o, call);
    case KIND_SET:
        return set_init(h, o, call);
    case KIND_DEQUE:
        return call->count || call->kwcount ? refill_deque(h, o, call) : HEAP_OK;
    case KIND_BYTEARRAY:
        return bytearray_init(h, o, call);
    case KIND_TYPE:
        return type_init(h, call);
    case KIND_PROPERTY:
        return property_init(h, o, call);
    case KIND_STATICMETHOD:
    case KIND_CLASSMETHOD:
        return static_method_init(h, o, call);
    case KIND_SUPER:
        return super_init(h, o, call);
    case KIND_MODULE:
        return module_init(h, o, call);
    case KIND_NAMESPACE:
        return namespace_init(h, o, call);
    case KIND_RANDOM:
        return random_init(h, o, call);
    case KIND_STRING_IO:
        return string_io_init(h, o, call);
    case KIND_BYTES_IO:
        return bytes_io_init(h, o, call);
    case KIND_NEWLINE_DECODER:
        return newline_decoder_init(h, o, call);
    case KIND_WEAKREF:
        return weakref_init(h, call);
    default:
        return kind_is_exception((enum kind)kind) ? exception_init(h, o, call) : object_init(h, o, call);
    }
}

/* ---- __new__ as an object
 * ------------------------------------------------------------------------------------------------------ */

static bool has_own_new(unsigned kind)
{
    return kind == KIND_OS_ERROR || kind == KIND_EXCEPTION_GROUP;
}

/* All exceptions are made alike, whatever their fields, but for OSErrors and groups. */
static bool exceptions_share_new(unsigned kind, unsigned wanted)
{
    return kind_is_exception((enum kind)kind) && kind_is_exception((enum kind)wanted) && !has_own_new(kind) &&
           !has_own_new(wanted);
}

/* The nearest class whose __new__ is none that a program has defined: what makes objects of `type`
 * (tp_new_wrapper). */
static addr making_class(struct heap *h, addr type)
{
    addr at = type, found;
    if (struct_sequence_is_type(h, type))
        return type;
    while ((found = lookup_in_type(h, at, known_name(h, NAME_NEW))) && !builtin_is_new(h, found))
        at = type_at(h, at)->base;
    return at;
}

static bool is_base_of_streams(unsigned kind)
{
    return kind >= KIND_IO_BASE && kind <= KIND_TEXT_IO_BASE;
}

/* Streams whose types are made at run time have object's. */
static bool has_new_of_c(const struct heap *h, unsigned kind)
{
    return !h->abi.io_types_are_heap_types || !(is_base_of_streams(kind) || kind == KIND_NEWLINE_DECODER);
}

/* T.__new__(S, ...): S extends T, and nothing between them has a __new__ of its own in C (tp_new_wrapper). */
enum heap_status builtin_new_call(struct heap *h, const struct call *call, addr *out)
{
    addr owner = call->self;
    const char *name = type_name(h, owner);
    if (call->count == 0)
        return raise_error(h, EXC_TYPE_ERROR, "%s.__new__(): not enough arguments", name);
    addr type = call->args[0];
    if (object_kind(h, type) != KIND_TYPE)
        return raise_error(h, EXC_TYPE_ERROR, "%s.__new__(X): X is not a type object (%s)", name,
                           object_type_name(h, type));
    if (!type_is_subtype(h, type, owner))
        return raise_error(h, EXC_TYPE_ERROR, "%s.__new__(%s): %s is not a subtype of %s", name,
                           type_name(h, type), type_name(h, type), name);
    unsigned kind = type_kind(h, owner), wanted = type_kind(h, type);
    if (kind == KIND_DICT && type_at(h, type)->flags & TYPE_DICT_SUBCLASS)
        kind = wanted; /* all dicts are made alike */
    if (kind == KIND_INSTANCE && !has_new_of_c(h, wanted))
        kind = wanted;
    if (is_base_of_streams(kind) && is_base_of_streams(wanted))
        kind = wanted; /* _IOBase's, which the others inherit */
    bool differs = kind != wanted && !exceptions_share_new(kind, wanted);
    if (differs || (type != owner && struct_sequence_is_type(h, type)))
        return raise_error(h, EXC_TYPE_ERROR, "%s.__new__(%s) is not safe, use %s.__new__()", name,
                           type_name(h, type), type_name(h, making_class(h, type)));
    struct call inner = *call;
    inner.args++;
    inner.count--;
    if (kind_is_exception((enum kind)kind)) /* those behind the class are its args */
        return kind_new(h, kind, type, &inner, out);
    struct call rest = {.args = inner.args, .count = inner.count};
    struct held_memory held;
    call_hold_arguments(h, &rest, &held);
    enum heap_status status = kind_new(h, kind, type, &inner, out);
    call_let_arguments_go(h, &rest, &held);
    return status;
}

/* ---- type.__call__
 * -----------------------------------------------------------------------------------------------------------------
 */

/* The arguments behind the type; keywords as they are. */
static enum heap_status call_new(struct heap *h, addr type, const struct call *call, addr *out)
{
    addr found = lookup_in_type(h, type, known_name(h, NAME_NEW)), function;
    enum heap_status status = attribute_bind(h, found, 0, type, &function);
    if (status != HEAP_OK)
        return status;
    status = call_prepended(h, function, type, call, out);
    decref(h, function);
    return status;
}

static enum heap_status call_init(struct heap *h, addr o, const struct call *call)
{
    addr type = object_type(h, o), found = lookup_in_type(h, type, known_name(h, NAME_INIT)), result, bound;
    enum heap_status status;
    incref(h, found);
    if (function_takes_self(h, found)) {
        status = call_prepended(h, found, o, call, &result);
    } else {
        status = attribute_bind(h, found, o, type, &bound);
        if (status == HEAP_OK) {
            status = object_call(h, bound, call->args, call->count, call->kwnames, call->kwvalues,
                                 call->kwcount, &result);
            decref(h, bound);
        }
    }
    decref(h, found);
    if (status != HEAP_OK)
        return status;
    if (result != none(h))
        status = raise_error(h, EXC_TYPE_ERROR, "__init__() should return None, not '%.200s'",
                             object_type_name(h, result));
    decref(h, result);
    return status;
}

enum heap_status class_set_up(struct heap *h, addr o, const struct call *call)
{
    return class_has_own_init(h, object_type(h, o)) ? call_init(h, o, call)
                                                    : kind_init(h, object_kind(h, o), o, call);
}

static enum heap_status make(struct heap *h, addr type, const struct call *call, addr *out)
{
    if (class_has_own_new(h, type))
        return call_new(h, type, call, out);
    return kind_new(h, type_kind(h, type), type, call, out);
}

enum heap_status type_call(struct heap *h, addr type, const struct call *call, addr *out)
{
    unsigned kind = type_kind(h, type);
    addr o;
    if (type == h->type[KIND_TYPE] && call->count == 1 && !call->kwcount) {
        *out = incref(h, object_type(h, call->args[0]));
        return HEAP_OK;
    }
    if (type == h->type[KIND_TYPE] && call->count == 1)
        return raise_error(h, EXC_TYPE_ERROR, "type() takes no keyword arguments");
    if (type == h->type[KIND_TYPE] && call->count != 3)
        return raise_error(h, EXC_TYPE_ERROR, "type() takes 1 or 3 arguments");
    if (HEAP_LIKELY(!class_has_own_new(h, type) && !class_has_own_init(h, type) && kind != KIND_INSTANCE &&
                    !has_two_steps(kind)))
        return kind_construct(h, kind, type, call, out);
    enum heap_status status = make(h, type, call, &o);
    if (status != HEAP_OK)
        return status;
    if (type_is_subtype(h, object_type(h, o), type)) {
        status = class_set_up(h, o, call);
        if (status != HEAP_OK) {
            decref(h, o);
            return status;
        }
    }
    *out = o;
    return HEAP_OK;
}
