/* types.FunctionType: a function from code. */
#include "daemon/heap/object/answer.h"
#include "daemon/heap/object/code.h"
#include "daemon/heap/object/construct.h"
#include "daemon/heap/object/container.h"
#include "daemon/heap/object/function.h"

/* function(code, globals, name=None, argdefs=None, closure=None) */
enum heap_status function_call(struct heap *h, const struct call *call, addr *out)
{
    addr optional[3] = {0};
    if (call->count < 2 || call->count > 5)
        return raise_error(h, EXC_TYPE_ERROR, "function() missing required argument 'code' (pos 1)");
    for (size_t i = 2; i < call->count; i++)
        optional[i - 2] = call->args[i] == none(h) ? 0 : call->args[i];
    if (object_kind(h, call->args[0]) != KIND_CODE || object_kind(h, call->args[1]) != KIND_DICT)
        return raise_error(h, EXC_TYPE_ERROR, "function() argument '%s' must be %s, not %s",
                           object_kind(h, call->args[0]) != KIND_CODE ? "code" : "globals",
                           object_kind(h, call->args[0]) != KIND_CODE ? "code" : "dict",
                           object_type_name(h, call->args[object_kind(h, call->args[0]) == KIND_CODE]));
    if (optional[0] && object_kind(h, optional[0]) != KIND_STR)
        return raise_error(h, EXC_TYPE_ERROR, "arg 3 (name) must be None or string");
    if (optional[1] && object_kind(h, optional[1]) != KIND_TUPLE)
        return raise_error(h, EXC_TYPE_ERROR, "arg 4 (defaults) must be None or tuple");
    size_t free_count = (size_t)code_at(h, call->args[0])->nfreevars;
    if ((optional[2] && object_kind(h, optional[2]) != KIND_TUPLE) || (!optional[2] && free_count))
        return raise_error(h, EXC_TYPE_ERROR, "arg 5 (closure) must be %stuple",
                           free_count ? "" : "None or ");
    if (optional[2] && tuple_length(h, optional[2]) != free_count)
        return raise_error(h, EXC_VALUE_ERROR, "function requires closure of length %zu, not %zu", free_count,
                           tuple_length(h, optional[2]));
    for (size_t i = 0; i < free_count; i++)
        if (object_kind(h, tuple_item(h, optional[2], i)) != KIND_CELL)
            return raise_error(h, EXC_TYPE_ERROR, "arg 5 (closure) expected cell, found %s",
                               object_type_name(h, tuple_item(h, optional[2], i)));
    addr made = function_new(h, call->args[0], call->args[1]);
    if (!made)
        return raise_status(h);
    struct function_object *f = function_at(h, made);
    if (optional[0])
        object_replace(h, &f->name, incref(h, optional[0]));
    f->defaults = xincref(h, optional[1]);
    f->closure = xincref(h, free_count ? optional[2] : 0);
    *out = made;
    return HEAP_OK;
}
