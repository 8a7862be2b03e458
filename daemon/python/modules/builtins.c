/* The module builtins: its table, and the functions that need little more than the heap has. Mirrors
 * Python/bltinmodule.c. */
#include "daemon/python/modules/builtins.h"

#include <string.h>

#include "daemon/heap/heap.h"
#include "daemon/heap/object/answer.h"
#include "daemon/heap/object/arguments.h"
#include "daemon/heap/object/awaitable.h"
#include "daemon/heap/object/builtin.h"
#include "daemon/heap/object/exception.h"
#include "daemon/heap/object/fixed.h"
#include "daemon/heap/object/format.h"
#include "daemon/heap/object/free_list.h"
#include "daemon/heap/object/int.h"
#include "daemon/heap/object/isinstance.h"
#include "daemon/heap/object/iterator.h"
#include "daemon/heap/object/operator.h"
#include "daemon/heap/object/order.h"
#include "daemon/heap/object/sequence.h"
#include "daemon/heap/object/special.h"
#include "daemon/python/evaluate.h"

static enum heap_status give(const struct heap *h, addr made, addr *out)
{
    *out = made;
    return made ? HEAP_OK : raise_status(h);
}

/* ---- about objects --------------------------------------------------------------------------- */

static enum heap_status builtin_id(struct heap *h, const struct call *call, addr *out)
{
    return give(h, int_new(h, (int64_t)call->args[0]), out);
}

static enum heap_status builtin_len(struct heap *h, const struct call *call, addr *out)
{
    int64_t length;
    enum heap_status status = object_length(h, call->args[0], &length);
    return status == HEAP_OK ? answer_size(h, length, out) : status;
}

static enum heap_status builtin_hash(struct heap *h, const struct call *call, addr *out)
{
    int64_t hash;
    enum heap_status status = object_hash(h, call->args[0], &hash);
    return status == HEAP_OK ? give(h, int_new(h, hash), out) : status;
}

static enum heap_status builtin_repr(struct heap *h, const struct call *call, addr *out)
{
    return give(h, object_repr_str(h, call->args[0]), out);
}

static enum heap_status builtin_ascii(struct heap *h, const struct call *call, addr *out)
{
    return give(h, object_ascii(h, call->args[0]), out);
}

static enum heap_status builtin_format(struct heap *h, const struct call *call, addr *out)
{
    if (call->count > 1 && object_kind(h, call->args[1]) != KIND_STR)
        return raise_error(h, EXC_TYPE_ERROR, "format() argument 2 must be str, not %.50s",
                           argument_type_name(h, call->args[1]));
    return object_format(h, call->args[0], call->count > 1 ? call->args[1] : 0, out);
}

static enum heap_status builtin_callable(struct heap *h, const struct call *call, addr *out)
{
    return give(h, bool_new(h, object_is_callable(h, call->args[0])), out);
}

static enum heap_status builtin_isinstance(struct heap *h, const struct call *call, addr *out)
{
    bool is;
    enum heap_status status = object_isinstance(h, call->args[0], call->args[1], &is);
    return status == HEAP_OK ? give(h, bool_new(h, is), out) : status;
}

static enum heap_status builtin_issubclass(struct heap *h, const struct call *call, addr *out)
{
    bool is;
    enum heap_status status = object_issubclass(h, call->args[0], call->args[1], &is);
    return status == HEAP_OK ? give(h, bool_new(h, is), out) : status;
}

/* ---- attributes ------------------------------------------------------------------------------ */

static enum heap_status check_attribute_name(struct heap *h, addr name)
{
    if (object_kind(h, name) == KIND_STR)
        return HEAP_OK;
    return raise_error(h, EXC_TYPE_ERROR, "attribute name must be string, not '%.200s'",
                       object_type_name(h, name));
}

static enum heap_status builtin_getattr(struct heap *h, const struct call *call, addr *out)
{
    enum heap_status status = check_attribute_name(h, call->args[1]);
    if (status == HEAP_OK)
        status = object_getattr(h, call->args[0], call->args[1], out);
    if (status == HEAP_RAISED && call->count > 2 &&
        exception_matches(h, h->exception_type[EXC_ATTRIBUTE_ERROR])) {
        heap_clear_raised(h);
        *out = incref(h, call->args[2]);
        return HEAP_OK;
    }
    return status;
}

static enum heap_status builtin_hasattr(struct heap *h, const struct call *call, addr *out)
{
    addr value;
    enum heap_status status = check_attribute_name(h, call->args[1]);
    if (status != HEAP_OK)
        return status;
    status = object_getattr(h, call->args[0], call->args[1], &value);
    bool has = status == HEAP_OK;
    if (has) {
        decref(h, value);
    } else if (status == HEAP_RAISED && exception_matches(h, h->exception_type[EXC_ATTRIBUTE_ERROR])) {
        heap_clear_raised(h);
        status = HEAP_OK;
    }
    return status == HEAP_OK ? give(h, bool_new(h, has), out) : status;
}

static enum heap_status builtin_setattr(struct heap *h, const struct call *call, addr *out)
{
    enum heap_status status = object_setattr(h, call->args[0], call->args[1], call->args[2]);
    return status == HEAP_OK ? call_none(h, out) : status;
}

static enum heap_status builtin_delattr(struct heap *h, const struct call *call, addr *out)
{
    enum heap_status status = object_setattr(h, call->args[0], call->args[1], 0);
    return status == HEAP_OK ? call_none(h, out) : status;
}

/* ---- iteration ------------------------------------------------------------------------------- */

static enum heap_status builtin_iter(struct heap *h, const struct call *call, addr *out)
{
    if (call->count == 1)
        return object_iter(h, call->args[0], out);
    if (!object_is_callable(h, call->args[0]))
        return raise_error(h, EXC_TYPE_ERROR, "iter(v, w): v must be callable");
    return give(h, callable_iterator_new(h, call->args[0], call->args[1]), out);
}

static enum heap_status builtin_next(struct heap *h, const struct call *call, addr *out)
{
    if (!object_is_iterator(h, call->args[0]))
        return raise_error(h, EXC_TYPE_ERROR, "'%.200s' object is not an iterator",
                           object_type_name(h, call->args[0]));
    enum heap_status status = iterator_step(h, call->args[0], out);
    if (status == HEAP_OK && *out)
        return HEAP_OK;
    if (call->count > 1 && (status == HEAP_OK || iterator_stopped(h))) {
        *out = incref(h, call->args[1]);
        return HEAP_OK;
    }
    return status == HEAP_OK ? raise_stop(h, 0) : status;
}

static enum heap_status builtin_sorted(struct heap *h, const struct call *call, addr *out)
{
    static const char *const keywords[] = {"key", "reverse", NULL};
    addr key = call_keyword(h, call, "key"), reverse = call_keyword(h, call, "reverse"), list;
    bool backwards = false;
    if (call->count != 1)
        return raise_error(h, EXC_TYPE_ERROR, "sorted expected 1 argument, got %zu", call->count);
    list = list_from_iterable(h, call->args[0]);
    if (!list)
        return raise_status(h);
    enum heap_status status =
        call->kwcount > 2 ? raise_error(h, EXC_TYPE_ERROR,
                                        "sort() takes at most 2 keyword arguments (%zu given)", call->kwcount)
                          : call_check_keywords(h, call, "sort", keywords);
    if (status == HEAP_OK)
        status = arguments_flag(h, reverse, &backwards);
    free_list_pass(h, FREE_BUILTINS); /* its method, bound */
    if (status == HEAP_OK)
        status = recursion_enter(h, " while calling a Python object"); /* that method's */
    if (status == HEAP_OK) {
        status = list_sort(h, list, key && key != none(h) ? key : 0, backwards);
        recursion_leave(h);
    }
    if (status == HEAP_OK)
        *out = list;
    else
        decref(h, list);
    return status;
}

/* ---- characters and digits ------------------------------------------------------------------- */

static enum heap_status builtin_chr(struct heap *h, const struct call *call, addr *out)
{
    int64_t c;
    enum heap_status status = h->abi.chr_takes_any_int ? object_index_word(h, call->args[0], EXC_NONE, &c)
                                                       : object_index_int(h, call->args[0], &c);
    if (status != HEAP_OK)
        return status;
    if (c < 0 || c > 0x10ffff)
        return raise_error(h, EXC_VALUE_ERROR, "chr() arg not in range(0x110000)");
    uint32_t unit = (uint32_t)c;
    return give(h, str_from_units(h, &unit, 1, 4), out);
}

static enum heap_status builtin_ord(struct heap *h, const struct call *call, addr *out)
{
    addr o = call->args[0];
    enum kind kind = object_kind(h, o);
    size_t length = kind == KIND_STR                               ? str_length(h, o)
                    : kind == KIND_BYTES || kind == KIND_BYTEARRAY ? bytes_length(h, o)
                                                                   : 0;
    if (kind != KIND_STR && kind != KIND_BYTES && kind != KIND_BYTEARRAY)
        return raise_error(h, EXC_TYPE_ERROR, "ord() expected string of length 1, but %.200s found",
                           object_type_name(h, o));
    if (length != 1)
        return raise_error(h, EXC_TYPE_ERROR, "ord() expected a character, but string of length %zu found",
                           length);
    uint32_t c = kind == KIND_STR     ? str_char(h, o, 0)
                 : kind == KIND_BYTES ? bytes_data(h, o)[0]
                                      : bytearray_data(h, o)[0];
    return give(h, int_new(h, c), out);
}

static enum heap_status in_base(struct heap *h, addr o, const char *spec, addr *out)
{
    addr number, format;
    enum heap_status status = object_index(h, o, &number);
    if (status != HEAP_OK)
        return status;
    format = str_from_ascii(h, spec);
    status = format ? object_format(h, number, format, out) : raise_status(h);
    xdecref(h, format);
    decref(h, number);
    return status;
}

static enum heap_status builtin_bin(struct heap *h, const struct call *call, addr *out)
{
    return in_base(h, call->args[0], "#b", out);
}
static enum heap_status builtin_oct(struct heap *h, const struct call *call, addr *out)
{
    return in_base(h, call->args[0], "#o", out);
}
static enum heap_status builtin_hex(struct heap *h, const struct call *call, addr *out)
{
    return in_base(h, call->args[0], "#x", out);
}

/* ---- asynchronous iterators ------------------------------------------------------------------ */

static enum heap_status builtin_aiter(struct heap *h, const struct call *call, addr *out)
{
    addr iterator;
    enum heap_status status = async_iter(h, call->args[0], &iterator);
    if (status != HEAP_OK)
        return status;
    if (!iterator)
        return raise_error(h, EXC_TYPE_ERROR, "'%.200s' object is not an async iterable",
                           object_type_name(h, call->args[0]));
    if (object_has_anext(h, iterator)) {
        *out = iterator;
        return HEAP_OK;
    }
    status = raise_error(h, EXC_TYPE_ERROR, "aiter() returned not an async iterator of type '%.200s'",
                         object_type_name(h, iterator));
    decref(h, iterator);
    return status;
}

static enum heap_status builtin_anext(struct heap *h, const struct call *call, addr *out)
{
    addr awaited;
    enum heap_status status = async_next(h, call->args[0], &awaited);
    if (status != HEAP_OK)
        return status;
    if (!awaited)
        return raise_error(h, EXC_TYPE_ERROR, "'%.200s' object is not an async iterator",
                           object_type_name(h, call->args[0]));
    if (call->count == 1) {
        *out = awaited;
        return HEAP_OK;
    }
    addr made = anext_awaitable_new(h, awaited, call->args[1]);
    decref(h, awaited);
    if (!made)
        return raise_status(h);
    *out = made;
    return HEAP_OK;
}

/* ---- what there is not ----------------------------------------------------------------------- */

static enum heap_status builtin_open(struct heap *h, const struct call *call, addr *out)
{
    (void)call;
    (void)out;
    return raise_error(h, EXC_PERMISSION_ERROR, "[Errno 1] Operation not permitted: a heap has no files");
}

/* sys.breakpointhook is called, whatever it is by now. */
static enum heap_status builtin_breakpoint(struct heap *h, const struct call *call, addr *out)
{
    addr module, hook, sys = str_intern_utf8(h, "sys", 3), name = str_intern_utf8(h, "breakpointhook", 14);
    enum heap_status status = sys && name ? import_name(h, sys, 0, 0, 0, &module) : raise_status(h);
    if (status == HEAP_OK) {
        status = object_getattr(h, module, name, &hook);
        decref(h, module);
    }
    xdecref(h, sys);
    xdecref(h, name);
    if (status == HEAP_RAISED && exception_matches(h, h->exception_type[EXC_ATTRIBUTE_ERROR])) {
        heap_clear_raised(h);
        return raise_error(h, EXC_RUNTIME_ERROR, "lost sys.breakpointhook");
    }
    if (status != HEAP_OK)
        return status;
    status = object_call(h, hook, call->args, call->count, call->kwnames, call->kwvalues, call->kwcount, out);
    decref(h, hook);
    return status;
}

/* ---- the table ------------------------------------------------------------------------------- */

static const struct builtin_method functions[] = {
    {"__build_class__", 0, -1, true, builtin_build_class},
    {"__import__", 0, -1, true, builtin_import},
    {"abs", 1, 1, false, builtin_abs},
    {"aiter", 1, 1, false, builtin_aiter},
    {"all", 1, 1, false, builtin_all},
    {"anext", 1, 2, false, builtin_anext},
    {"any", 1, 1, false, builtin_any},
    {"ascii", 1, 1, false, builtin_ascii},
    {"bin", 1, 1, false, builtin_bin},
    {"breakpoint", 0, -1, true, builtin_breakpoint},
    {"callable", 1, 1, false, builtin_callable},
    {"chr", 1, 1, false, builtin_chr},
    {"compile", 0, -1, true, builtin_compile},
    {"delattr", 2, 2, false, builtin_delattr},
    {"dir", 0, 1, METHOD_TUPLE, builtin_dir},
    {"divmod", 2, 2, false, builtin_divmod},
    {"eval", -1, -1, true, builtin_eval},
    {"exec", -1, -1, true, builtin_exec},
    {"format", 1, 2, false, builtin_format},
    {"getattr", 2, 3, false, builtin_getattr},
    {"globals", 0, 0, false, builtin_globals},
    {"hasattr", 2, 2, false, builtin_hasattr},
    {"hash", 1, 1, false, builtin_hash},
    {"hex", 1, 1, false, builtin_hex},
    {"id", 1, 1, false, builtin_id},
    {"input", 0, 1, false, builtin_input},
    {"isinstance", 2, 2, false, builtin_isinstance},
    {"issubclass", 2, 2, false, builtin_issubclass},
    {"iter", 1, 2, false, builtin_iter},
    {"len", 1, 1, METHOD_NO_LEVEL, builtin_len},
    {"locals", 0, 0, false, builtin_locals},
    {"max", -1, -1, METHOD_KEYWORDS | METHOD_TUPLE_3_12, builtin_max},
    {"min", -1, -1, METHOD_KEYWORDS | METHOD_TUPLE_3_12, builtin_min},
    {"next", 1, 2, false, builtin_next},
    {"oct", 1, 1, false, builtin_oct},
    {"open", 0, -1, true, builtin_open},
    {"ord", 1, 1, false, builtin_ord},
    {"pow", -1, -1, true, builtin_pow},
    {"print", 0, -1, METHOD_KEYWORDS | METHOD_TUPLE | METHOD_STAR | METHOD_NO_LEVEL, builtin_print},
    {"repr", 1, 1, false, builtin_repr},
    {"round", -1, -1, true, builtin_round},
    {"setattr", 3, 3, false, builtin_setattr},
    {"sorted", 0, -1, true, builtin_sorted},
    {"sum", -1, -1, true, builtin_sum},
    {"vars", 0, 1, METHOD_TUPLE, builtin_vars},
    {0},
};

/* While the heap is made: the name lies in the static area, as all of it does. */
static enum heap_status add_borrowed(struct heap *h, addr dict, const char *name, addr value)
{
    return dict_set(h, dict, fixed_str(h, name), value);
}

/* It says the module that it is from: _io, which called itself io at first. */
static void place_open(struct heap *h, addr dict)
{
    addr function = dict_get_ascii(h, dict, "open", 4);
    builtin_at(h, function)->module = h->abi.minor < 12 ? fixed_own_str(h, "io") : fixed_str(h, "_io");
}

/* Types, exceptions, constants. */
static enum heap_status fill(struct heap *h, addr dict)
{
    static const char *const types[] = {
        "bool",   "bytearray", "bytes",     "classmethod", "complex", "dict",  "enumerate",
        "filter", "float",     "frozenset", "int",         "list",    "map",   "memoryview",
        "object", "property",  "range",     "reversed",    "set",     "slice", "staticmethod",
        "str",    "super",     "tuple",     "type",        "zip",
    };
    enum heap_status status = HEAP_OK;
    place_open(h, dict);
    for (size_t i = 0; i < sizeof types / sizeof *types && status == HEAP_OK; i++) {
        addr type = type_by_name(h, types[i]);
        status = type ? add_borrowed(h, dict, types[i], type) : HEAP_OK;
    }
    for (unsigned e = EXC_NONE + 1; e < EXC_COUNT && status == HEAP_OK; e++)
        if (h->exception_type[e])
            status = add_borrowed(h, dict, exception_name(e), h->exception_type[e]);
    static const char *const aliases[] = {"EnvironmentError", "IOError"};
    for (size_t i = 0; i < 2 && status == HEAP_OK; i++)
        status = add_borrowed(h, dict, aliases[i], h->exception_type[EXC_OS_ERROR]);
    if (status == HEAP_OK)
        status = add_borrowed(h, dict, "None", none(h));
    if (status == HEAP_OK)
        status = add_borrowed(h, dict, "True", h->singleton[SINGLETON_TRUE]);
    if (status == HEAP_OK)
        status = add_borrowed(h, dict, "False", h->singleton[SINGLETON_FALSE]);
    if (status == HEAP_OK)
        status = add_borrowed(h, dict, "NotImplemented", h->singleton[SINGLETON_NOT_IMPLEMENTED]);
    if (status == HEAP_OK)
        status = add_borrowed(h, dict, "Ellipsis", h->singleton[SINGLETON_ELLIPSIS]);
    if (status == HEAP_OK)
        status = add_borrowed(h, dict, "__debug__", h->singleton[SINGLETON_TRUE]);
    return status;
}

const struct module_definition builtins_module = {"builtins", functions, fill};
