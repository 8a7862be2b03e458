/* Modules whose types are kinds of the heap: itertools, array, _collections, _functools, _operator, _weakref,
 * _types. */
#include <string.h>

#include "daemon/heap/heap.h"
#include "daemon/heap/object/arguments.h"
#include "daemon/heap/object/dict.h"
#include "daemon/heap/object/exception.h"
#include "daemon/heap/object/functools_kinds.h"
#include "daemon/heap/object/int.h"
#include "daemon/heap/object/iterator.h"
#include "daemon/heap/object/itertools_kinds.h"
#include "daemon/heap/object/operator.h"
#include "daemon/heap/object/sequence.h"
#include "daemon/heap/object/weakref.h"
#include "daemon/heap/runtime.h"
#include "daemon/python/modules/collections.h"
#include "daemon/python/modules/module.h"
#include "daemon/python/modules/operators.h"

static enum heap_status give(const struct heap *h, addr made, addr *out)
{
    *out = made;
    return made ? HEAP_OK : raise_status(h);
}

/* What a version does not have yet. */
static bool of_version(const struct heap *h, unsigned kind)
{
    if (kind == KIND_FUNCTOOLS_PLACEHOLDER)
        return h->abi.partial_has_placeholder;
    return kind != KIND_ITERTOOLS_BATCHED || h->abi.itertools_are_heap_types;
}

/* The kinds whose name begins with the prefix, under what follows it. */
static enum heap_status add_kinds(struct heap *h, addr dict, const char *prefix)
{
    enum heap_status status = HEAP_OK;
    size_t length = strlen(prefix);
    for (unsigned kind = 0; kind < KIND_COUNT && status == HEAP_OK; kind++) {
        const char *name = type_name(h, h->type[kind]);
        if (strncmp(name, prefix, length) == 0 && of_version(h, kind))
            status = module_add(h, dict, name + length, incref(h, h->type[kind]));
    }
    return status;
}

static enum heap_status add_kind(struct heap *h, addr dict, const char *name, enum kind kind)
{
    return module_add(h, dict, name, incref(h, h->type[kind]));
}

/* ---- itertools ------------------------------------------------------------------------------- */

static enum heap_status itertools_fill(struct heap *h, addr dict)
{
    return add_kinds(h, dict, "itertools.");
}

static enum heap_status tee(struct heap *h, const struct call *call, addr *out)
{
    int64_t n = 2;
    enum heap_status status =
        call->count > 1 ? object_index_word(h, call->args[1], EXC_OVERFLOW_ERROR, &n) : HEAP_OK;
    return status == HEAP_OK ? give(h, itertools_tee(h, call->args[0], n), out) : status;
}

static const struct builtin_method itertools_functions[] = {{"tee", 1, 2, false, tee}, {0}};
const struct module_definition itertools_module = {"itertools", itertools_functions, itertools_fill};

/* ---- array ----------------------------------------------------------------------------------- */

static enum heap_status array_fill(struct heap *h, addr dict)
{
    enum heap_status status = add_kind(h, dict, "array", KIND_ARRAY);
    if (status == HEAP_OK)
        status = add_kind(h, dict, "ArrayType", KIND_ARRAY);
    return status == HEAP_OK
               ? module_add(h, dict, "typecodes",
                            str_from_ascii(h, h->abi.array_has_w ? "bBuwhHiIlLqQfd" : "bBuhHiIlLqQfd"))
               : status;
}

/* What arrays are pickled as: lib/_array_rest.py. */
static enum heap_status reconstruct(struct heap *h, const struct call *call, addr *out)
{
    return runtime_library_call(h, "_array_rest", "_array_reconstructor", call, out);
}

static const struct builtin_method array_functions[] = {{"_array_reconstructor", 4, 4, false, reconstruct},
                                                        {0}};
const struct module_definition array_module = {"array", array_functions, array_fill};

static const struct builtin_method no_functions[] = {{0}};

/* ---- _collections, _functools, _operator ----------------------------------------------------- */

static enum heap_status collections_fill(struct heap *h, addr dict)
{
    enum heap_status status = add_kinds(h, dict, "collections.");
    if (status == HEAP_OK)
        status = add_kind(h, dict, "_deque_iterator", KIND_DEQUE_ITERATOR);
    return status == HEAP_OK ? add_kind(h, dict, "_deque_reverse_iterator", KIND_DEQUE_REVERSE_ITERATOR)
                             : status;
}
const struct module_definition collections_module = {"_collections", collections_functions, collections_fill};

enum { REDUCE_NAMED = 2 }; /* its place in the table below */

static enum heap_status functools_fill(struct heap *h, addr dict)
{
    enum heap_status status = add_kinds(h, dict, "functools.");
    if (status == HEAP_OK && h->abi.partial_has_placeholder)
        status = module_add(h, dict, "Placeholder", incref(h, h->singleton[SINGLETON_PLACEHOLDER]));
    if (status == HEAP_OK && h->abi.reduce_names_initial)
        status =
            module_add(h, dict, "reduce", module_function(h, module_number("_functools", 10), REDUCE_NAMED));
    return status;
}

static enum heap_status cmp_to_key(struct heap *h, const struct call *call, addr *out)
{
    static const char *const names[] = {"mycmp"};
    addr function;
    enum heap_status status = arguments_unpack(h, call, "cmp_to_key", names, 1, 1, 1, &function);
    return status == HEAP_OK ? give(h, compare_key_new(h, function), out) : status;
}

static enum heap_status reduce(struct heap *h, const struct call *call, addr *out)
{
    return functools_reduce(h, call->args[0], call->args[1], call->count > 2 ? call->args[2] : 0, out);
}

/* From 3.14: reduce(function, iterable, /, initial=...). */
static enum heap_status reduce_named(struct heap *h, const struct call *call, addr *out)
{
    static const char *const names[] = {"", "", "initial"};
    addr given[3];
    if (call->count < 2)
        return raise_error(h, EXC_TYPE_ERROR, "reduce() takes at least 2 positional arguments (%zu given)",
                           call->count);
    enum heap_status status = arguments_unpack(h, call, "reduce", names, 3, 2, 3, given);
    return status == HEAP_OK ? functools_reduce(h, given[0], given[1], given[2], out) : status;
}

static const struct builtin_method functools_functions[] = {
    {"cmp_to_key", 0, -1, METHOD_KEYWORDS | METHOD_TUPLE_3_12, cmp_to_key},
    {"reduce", 2, 3, METHOD_TUPLE, reduce},
    [REDUCE_NAMED] = {"reduce", 0, -1, METHOD_KEYWORDS | METHOD_ADDED_BY_FILL, reduce_named},
    {0},
};
const struct module_definition functools_module = {"_functools", functools_functions, functools_fill};

static enum heap_status operator_fill(struct heap *h, addr dict)
{
    return add_kinds(h, dict, "operator.");
}

const struct module_definition operator_module = {"_operator", operator_functions, operator_fill};

/* ---- _weakref -------------------------------------------------------------------------------- */

static enum heap_status weakref_getweakrefcount(struct heap *h, const struct call *call, addr *out)
{
    return give(h, int_new(h, (int64_t)weakref_count(h, call->args[0])), out);
}

static enum heap_status weakref_getweakrefs(struct heap *h, const struct call *call, addr *out)
{
    const addr *field = weakref_list_field(h, call->args[0]);
    addr list = list_new(h, weakref_count(h, call->args[0]));
    if (!list)
        return raise_status(h);
    size_t i = 0;
    for (addr ref = field ? *field : 0; ref && i < list_length(h, list); ref = weakref_at(h, ref)->next)
        list_items(h, list)[i++] = incref(h, ref);
    *out = list;
    return HEAP_OK;
}

static enum heap_status weakref_proxy(struct heap *h, const struct call *call, addr *out)
{
    addr callback = call->count > 1 && call->args[1] != none(h) ? call->args[1] : 0;
    return give(h, proxy_new(h, call->args[0], callback), out);
}

static const struct builtin_method weakref_functions[] = {
    {"getweakrefcount", 1, 1, false, weakref_getweakrefcount},
    {"getweakrefs", 1, 1, false, weakref_getweakrefs},
    {"proxy", 1, 2, false, weakref_proxy},
    {0},
};

static enum heap_status weakref_fill(struct heap *h, addr dict)
{
    enum heap_status status = add_kind(h, dict, "ref", KIND_WEAKREF);
    if (status == HEAP_OK)
        status = add_kind(h, dict, "ReferenceType", KIND_WEAKREF);
    if (status == HEAP_OK)
        status = add_kind(h, dict, "ProxyType", KIND_PROXY);
    return status == HEAP_OK ? add_kind(h, dict, "CallableProxyType", KIND_CALLABLE_PROXY) : status;
}
const struct module_definition weakref_module = {"_weakref", weakref_functions, weakref_fill};

/* ---- _types: what the module types names ----------------------------------------------------- */

static enum heap_status types_fill(struct heap *h, addr dict)
{
    static const struct {
        const char *name;
        enum kind kind;
    } rows[] = {
        {"FunctionType", KIND_FUNCTION},
        {"LambdaType", KIND_FUNCTION},
        {"CodeType", KIND_CODE},
        {"MappingProxyType", KIND_MAPPINGPROXY},
        {"SimpleNamespace", KIND_NAMESPACE},
        {"CellType", KIND_CELL},
        {"GeneratorType", KIND_GENERATOR},
        {"CoroutineType", KIND_COROUTINE},
        {"AsyncGeneratorType", KIND_ASYNC_GENERATOR},
        {"MethodType", KIND_METHOD},
        {"BuiltinFunctionType", KIND_BUILTIN},
        {"BuiltinMethodType", KIND_BUILTIN},
        {"WrapperDescriptorType", KIND_WRAPPER_DESCRIPTOR},
        {"MethodWrapperType", KIND_METHOD_WRAPPER},
        {"MethodDescriptorType", KIND_METHOD_DESCRIPTOR},
        {"ClassMethodDescriptorType", KIND_CLASSMETHOD_DESCRIPTOR},
        {"ModuleType", KIND_MODULE},
        {"TracebackType", KIND_TRACEBACK},
        {"FrameType", KIND_FRAME},
        {"GetSetDescriptorType", KIND_GETSET},
        {"MemberDescriptorType", KIND_MEMBER},
        {"GenericAlias", KIND_GENERIC_ALIAS},
        {"UnionType", KIND_UNION},
        {"EllipsisType", KIND_ELLIPSIS},
        {"NoneType", KIND_NONE},
        {"NotImplementedType", KIND_NOT_IMPLEMENTED},
    };
    enum heap_status status = HEAP_OK;
    for (size_t i = 0; i < sizeof rows / sizeof *rows && status == HEAP_OK; i++)
        status = add_kind(h, dict, rows[i].name, rows[i].kind);
    return status;
}
const struct module_definition types_module = {"_types", no_functions, types_fill};

/* ---- _typing: what typing does not make itself; the types from 3.12 on ----------------------- */

static enum heap_status typing_same(struct heap *h, const struct call *c, addr *out)
{
    *out = incref(h, c->args[0]);
    return HEAP_OK;
}

static const struct builtin_method typing_functions[] = {
    {"_idfunc", 1, 1, false, typing_same},
    {0},
};

static enum heap_status typing_fill(struct heap *h, addr dict)
{
    static const struct {
        const char *name;
        enum kind kind;
    } rows[] = {
        {"TypeVar", KIND_TYPE_VAR},
        {"TypeVarTuple", KIND_TYPE_VAR_TUPLE},
        {"ParamSpec", KIND_PARAM_SPEC},
        {"ParamSpecArgs", KIND_PARAM_SPEC_ARGS},
        {"ParamSpecKwargs", KIND_PARAM_SPEC_KWARGS},
        {"TypeAliasType", KIND_TYPE_ALIAS},
    };
    enum heap_status status = HEAP_OK;
    for (size_t i = 0; i < sizeof rows / sizeof *rows && status == HEAP_OK && h->abi.has_type_parameters; i++)
        status = add_kind(h, dict, rows[i].name, rows[i].kind);
    if (status == HEAP_OK && h->abi.has_type_parameters)
        status = module_add(h, dict, "NoDefault", incref(h, h->singleton[SINGLETON_NO_DEFAULT]));
    return status;
}
const struct module_definition typing_module = {"_typing", typing_functions, typing_fill};
