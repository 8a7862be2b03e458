/* Constructors of the builtin types, which classes that extend them inherit: what each tp_new and tp_init
 * does with its arguments, and the texts of its errors.
 */
#include "daemon/heap/object/construct.h"

#include <string.h>

#include "daemon/heap/object/answer.h"
#include "daemon/heap/object/arguments.h"
#include "daemon/heap/object/builtin.h"
#include "daemon/heap/object/bytes.h"
#include "daemon/heap/object/container.h"
#include "daemon/heap/object/dict.h"
#include "daemon/heap/object/exception.h"
#include "daemon/heap/object/float.h"
#include "daemon/heap/object/frame_locals.h"
#include "daemon/heap/object/function.h"
#include "daemon/heap/object/generic.h"
#include "daemon/heap/object/heaptype.h"
#include "daemon/heap/object/int.h"
#include "daemon/heap/object/iterator.h"
#include "daemon/heap/object/mapping_proxy.h"
#include "daemon/heap/object/memory_view.h"
#include "daemon/heap/object/scalar.h"
#include "daemon/heap/object/sequence.h"
#include "daemon/heap/object/set.h"
#include "daemon/heap/object/str.h"
#include "daemon/heap/object/struct_sequence.h"
#include "daemon/heap/object/text.h"
#include "daemon/heap/object/traceback_types.h"
#include "daemon/heap/object/weakref.h"

/* ---- arguments
 * -----------------------------------------------------------------------------------------------------------------
 */

static enum heap_status check_count(struct heap *h, const struct call *call, const char *name, size_t least,
                                    size_t most)
{
    if (call->count >= least && call->count <= most)
        return HEAP_OK;
    bool few = call->count < least;
    size_t limit = few ? least : most;
    return raise_error(h, EXC_TYPE_ERROR, "%s expected %s%zu argument%s, got %zu", name,
                       least == most ? ""
                       : few         ? "at least "
                                     : "at most ",
                       limit, limit == 1 ? "" : "s", call->count);
}

static enum heap_status no_keywords(struct heap *h, const struct call *call, const char *name)
{
    return call->kwcount ? raise_error(h, EXC_TYPE_ERROR, "%s() takes no keyword arguments", name) : HEAP_OK;
}

static enum heap_status give(addr made, addr *out)
{
    if (!made)
        return HEAP_RAISED;
    *out = made;
    return HEAP_OK;
}

/* ---- containers
 * ---------------------------------------------------------------------------------------------------------------------
 */

static enum heap_status call_list(struct heap *h, addr type, const struct call *call, addr *out)
{
    enum heap_status status = class_has_own_new(h, type) ? HEAP_OK : no_keywords(h, call, "list");
    if (status == HEAP_OK)
        status = check_count(h, call, "list", 0, 1);
    if (status != HEAP_OK)
        return status;
    addr l = list_new_of(h, type);
    if (l && call->count && list_extend(h, l, call->args[0]) != HEAP_OK) {
        decref(h, l);
        return HEAP_RAISED;
    }
    return give(l, out);
}

static enum heap_status call_tuple(struct heap *h, addr type, const struct call *call, addr *out)
{
    if (struct_sequence_is_type(h, type))
        return struct_sequence_construct(h, type, call, out);
    enum heap_status status = class_has_own_init(h, type) ? HEAP_OK : no_keywords(h, call, "tuple");
    if (status == HEAP_OK)
        status = check_count(h, call, "tuple", 0, 1);
    if (status != HEAP_OK)
        return status;
    addr t = call->count ? tuple_from_iterable(h, call->args[0]) : tuple_new(h, 0);
    if (t && type != h->type[KIND_TUPLE]) {
        addr own = tuple_from_of(h, type, tuple_items(h, t), tuple_length(h, t));
        decref(h, t);
        t = own;
    }
    return give(t, out);
}

static enum heap_status call_dict(struct heap *h, addr type, const struct call *call, addr *out)
{
    enum heap_status status = check_count(h, call, "dict", 0, 1);
    if (status != HEAP_OK)
        return status;
    addr d = type == h->type[KIND_DICT] ? dict_new_apart(h) : dict_new_of(h, type);
    if (!d)
        return HEAP_RAISED;
    if (call->count)
        status = dict_update(h, d, call->args[0]);
    for (size_t i = 0; status == HEAP_OK && i < call->kwcount; i++)
        status = dict_set(h, d, call->kwnames[i], call->kwvalues[i]);
    if (status != HEAP_OK) {
        decref(h, d);
        return status;
    }
    *out = d;
    return HEAP_OK;
}

static enum heap_status call_set(struct heap *h, addr type, const struct call *call, addr *out)
{
    const char *name = type_kind(h, type) == KIND_SET ? "set" : "frozenset";
    enum heap_status status = type_kind(h, type) == KIND_FROZENSET && class_has_own_init(h, type)
                                  ? HEAP_OK
                                  : no_keywords(h, call, name);
    if (status == HEAP_OK)
        status = check_count(h, call, name, 0, 1);
    return status == HEAP_OK ? give(set_from(h, type, call->count ? call->args[0] : 0), out) : status;
}

/* ---- types and references
 * ---------------------------------------------------------------------------------------------------------------
 */

static enum heap_status make_class(struct heap *h, addr metatype, const struct call *call, addr *out)
{
    static const enum kind wanted[] = {KIND_STR, KIND_TUPLE, KIND_DICT};
    for (size_t i = 0; i < 3; i++)
        if (wanted[i] == KIND_DICT ? !dict_is_kind(h, call->args[i])
                                   : object_kind(h, call->args[i]) != wanted[i])
            return raise_error(h, EXC_TYPE_ERROR, "type.__new__() argument %zu must be %s, not %s", i + 1,
                               type_name(h, h->type[wanted[i]]), argument_type_name(h, call->args[i]));
    return type_construct(h, metatype, call, out);
}

static enum heap_status call_type(struct heap *h, addr type, const struct call *call, addr *out)
{
    if (call->count != 3)
        return raise_error(h, EXC_TYPE_ERROR, "type.__new__() takes exactly 3 arguments (%zu given)",
                           call->count);
    return make_class(h, type, call, out);
}

static enum heap_status call_weakref(struct heap *h, addr type, const struct call *call, addr *out)
{
    enum heap_status status = check_count(h, call, "__new__", 1, 2);
    if (status == HEAP_OK && type == h->type[KIND_WEAKREF])
        status = no_keywords(h, call, "ref");
    if (status != HEAP_OK)
        return status;
    return give(weakref_new_of(h, type, call->args[0], call->count > 1 ? call->args[1] : 0), out);
}

static enum heap_status call_singleton(struct heap *h, addr type, const struct call *call, addr *out)
{
    if (call->count || call->kwcount)
        return raise_error(h, EXC_TYPE_ERROR, "%s takes no arguments", type_name(h, type));
    enum kind kind = type_kind(h, type);
    *out = incref(h, h->singleton[kind == KIND_NONE       ? SINGLETON_NONE
                                  : kind == KIND_ELLIPSIS ? SINGLETON_ELLIPSIS
                                                          : SINGLETON_NOT_IMPLEMENTED]);
    return HEAP_OK;
}

/* ---- holders of one thing
 * ---------------------------------------------------------------------------------------------------------------------
 */

static enum heap_status call_method(struct heap *h, const struct call *call, addr *out)
{
    enum heap_status status = no_keywords(h, call, "method");
    if (status == HEAP_OK)
        status = check_count(h, call, "method", 2, 2);
    if (status != HEAP_OK)
        return status;
    if (!object_is_callable(h, call->args[0]))
        return raise_error(h, EXC_TYPE_ERROR, "first argument must be callable");
    if (call->args[1] == none(h))
        return raise_error(h, EXC_TYPE_ERROR, "instance must not be None");
    return give(method_new(h, call->args[0], call->args[1]), out);
}

static enum heap_status call_cell(struct heap *h, const struct call *call, addr *out)
{
    enum heap_status status = no_keywords(h, call, "cell");
    if (status == HEAP_OK)
        status = check_count(h, call, "cell", 0, 1);
    return status == HEAP_OK ? give(cell_new(h, call->count ? call->args[0] : 0), out) : status;
}

enum heap_status kind_construct(struct heap *h, unsigned kind, addr type, const struct call *call, addr *out)
{
    switch (kind) {
    case KIND_TYPE:
        return call_type(h, type, call, out);
    case KIND_LIST:
        return call_list(h, type, call, out);
    case KIND_TUPLE:
        return call_tuple(h, type, call, out);
    case KIND_DICT:
        return call_dict(h, type, call, out);
    case KIND_ORDERED_DICT:
    case KIND_DEFAULT_DICT:
        return answer(h, dict_new_of(h, type), out); /* __init__ fills them */
    case KIND_SET:
    case KIND_FROZENSET:
        return call_set(h, type, call, out);
    case KIND_WEAKREF:
        return call_weakref(h, type, call, out);
    case KIND_METHOD:
        return call_method(h, call, out);
    case KIND_CELL:
        return call_cell(h, call, out);
    case KIND_MEMORYVIEW:
        return memory_view_construct(h, call, out);
    case KIND_MAPPINGPROXY:
        return mapping_proxy_construct(h, type, call, out);
    case KIND_FRAME_LOCALS:
        return frame_locals_construct(h, call, out);
    case KIND_GENERIC_ALIAS:
        return generic_alias_construct(h, type, call, out);
    case KIND_NONE:
    case KIND_ELLIPSIS:
    case KIND_NOT_IMPLEMENTED:
        return call_singleton(h, type, call, out);
    case KIND_BOOL:
    case KIND_INT:
    case KIND_FLOAT:
    case KIND_COMPLEX:
    case KIND_RANGE:
    case KIND_SLICE:
        return scalar_call(h, type, call, out);
    case KIND_STR:
    case KIND_BYTES:
    case KIND_BYTEARRAY:
    case KIND_DEQUE:
    case KIND_ARRAY:
        return text_call(h, type, call, out);
    case KIND_ENUMERATE:
    case KIND_ZIP:
    case KIND_MAP:
    case KIND_FILTER:
    case KIND_REVERSED:
        return iterator_call(h, type, call, out);
    case KIND_FUNCTION:
        return function_call(h, call, out);
    case KIND_TRACEBACK:
        return traceback_call(h, call, out);
    case KIND_EXCEPTION:
    case KIND_EXCEPTION_GROUP:
    case KIND_STOP_ITERATION:
    case KIND_SYSTEM_EXIT:
    case KIND_IMPORT_ERROR:
    case KIND_OS_ERROR:
    case KIND_NAME_ERROR:
    case KIND_ATTRIBUTE_ERROR:
    case KIND_SYNTAX_ERROR:
    case KIND_UNICODE_ERROR:
        return exception_call(h, type, call, out);
    default:
        return module_type_call(h, type, call, out);
    }
}
