/* types.FunctionType: a function from code. */
#include "daemon/heap/object/answer.h"
#include "daemon/heap/object/arguments.h"
#include "daemon/heap/object/code.h"
#include "daemon/heap/object/construct.h"
#include "daemon/heap/object/container.h"
#include "daemon/heap/object/function.h"
#include "daemon/heap/object/names.h"
#include "daemon/heap/object/text.h"

static enum heap_status raise_closure_length(struct heap *h, addr code, size_t wanted, size_t given)
{
    char bytes[201] = {0};
    struct text name = {.bytes = bytes, .capacity = sizeof bytes - 1};
    text_put_str(h, &name, code_at(h, code)->name);
    return raise_error(h, EXC_VALUE_ERROR, "%s requires closure of length %zu, not %zu", bytes, wanted,
                       given);
}

/* function(code, globals, name=None, argdefs=None, closure=None[, kwdefaults=None]), the last from 3.13 */
enum heap_status function_call(struct heap *h, const struct call *call, addr *out)
{
    static const char *const names[] = {"code", "globals", "name", "argdefs", "closure", "kwdefaults"};
    addr values[6] = {0}, *optional = &values[2];
    size_t count = h->abi.function_takes_kwdefaults ? 6 : 5;
    enum heap_status status = arguments_unpack(h, call, "function", names, count, 2, count, values);
    if (status != HEAP_OK)
        return status;
    for (size_t i = 0; i < 4; i++)
        optional[i] = optional[i] == none(h) ? 0 : optional[i];
    bool is_code = object_kind(h, values[0]) == KIND_CODE;
    if (!is_code || object_kind(h, values[1]) != KIND_DICT)
        return raise_error(h, EXC_TYPE_ERROR, "function() argument '%s' must be %s, not %s",
                           is_code ? "globals" : "code", is_code ? "dict" : "code",
                           object_type_name(h, values[is_code]));
    if (optional[0] && object_kind(h, optional[0]) != KIND_STR)
        return raise_error(h, EXC_TYPE_ERROR, "arg 3 (name) must be None or string");
    if (optional[1] && object_kind(h, optional[1]) != KIND_TUPLE)
        return raise_error(h, EXC_TYPE_ERROR, "arg 4 (defaults) must be None or tuple");
    size_t free_count = (size_t)code_at(h, values[0])->nfreevars;
    if ((optional[2] && object_kind(h, optional[2]) != KIND_TUPLE) || (!optional[2] && free_count))
        return raise_error(h, EXC_TYPE_ERROR, "arg 5 (closure) must be %stuple",
                           optional[2] ? "None or " : "");
    if (optional[3] && object_kind(h, optional[3]) != KIND_DICT)
        return raise_error(h, EXC_TYPE_ERROR, "arg 6 (kwdefaults) must be None or dict");
    if (optional[2] && tuple_length(h, optional[2]) != free_count)
        return raise_closure_length(h, values[0], free_count, tuple_length(h, optional[2]));
    for (size_t i = 0; i < free_count; i++)
        if (object_kind(h, tuple_item(h, optional[2], i)) != KIND_CELL)
            return raise_error(h, EXC_TYPE_ERROR, "arg 5 (closure) expected cell, found %s",
                               object_type_name(h, tuple_item(h, optional[2], i)));
    addr made = function_new(h, values[0], values[1]);
    if (!made)
        return raise_status(h);
    struct function_object *f = function_at(h, made);
    if (optional[0])
        object_replace(h, &f->name, incref(h, optional[0]));
    f->defaults = xincref(h, optional[1]);
    f->closure = xincref(h, free_count ? optional[2] : 0);
    f->kwdefaults = xincref(h, optional[3]);
    *out = made;
    return HEAP_OK;
}
