/* What CALL_INTRINSIC_1 and _2 do: type parameters and aliases are made, and given to what is generic; what
 * is left of an exception group is put together. */
#include "daemon/python/evaluate.h"

#include "daemon/heap/object/answer.h"
#include "daemon/heap/object/exception_group.h"
#include "daemon/heap/object/function.h"
#include "daemon/heap/object/sequence.h"
#include "daemon/heap/object/type_variable.h"
#include "daemon/python/opcode.h"

static enum heap_status make_alias(struct heap *h, addr parts, addr *out)
{
    addr parameters = tuple_item(h, parts, 1);
    return answer(h,
                  type_alias_new(h, tuple_item(h, parts, 0), parameters == none(h) ? 0 : parameters,
                                 tuple_item(h, parts, 2), 0, 0),
                  out);
}

static enum heap_status give(struct heap *h, addr o, addr *out)
{
    *out = incref(h, o);
    return HEAP_OK;
}

enum heap_status evaluate_intrinsic(struct heap *h, uint32_t which, addr first, addr second, addr *out)
{
    switch ((enum intrinsic)which) {
    case INTRINSIC_TYPEVAR:
        return answer(h, type_variable_new(h, KIND_TYPE_VAR, first), out);
    case INTRINSIC_TYPEVARTUPLE:
        return answer(h, type_variable_new(h, KIND_TYPE_VAR_TUPLE, first), out);
    case INTRINSIC_PARAMSPEC:
        return answer(h, type_variable_new(h, KIND_PARAM_SPEC, first), out);
    case INTRINSIC_TYPEVAR_WITH_BOUND:
    case INTRINSIC_TYPEVAR_WITH_CONSTRAINTS:
        return answer(h, type_variable_bounded(h, first, second, which == INTRINSIC_TYPEVAR_WITH_CONSTRAINTS),
                      out);
    case INTRINSIC_SET_TYPEPARAM_DEFAULT:
        type_variable_set_default(h, first, second);
        return give(h, first, out);
    case INTRINSIC_SET_FUNCTION_TYPE_PARAMS:
        object_replace(h, function_type_params(h, first), incref(h, second));
        return give(h, first, out);
    case INTRINSIC_PREP_RERAISE_STAR:
        return exception_group_rest(h, first, second, out);
    case INTRINSIC_SUBSCRIPT_GENERIC:
        return type_ask_typing(h, "_generic_of", &first, 1, out);
    default: /* INTRINSIC_TYPEALIAS */
        return make_alias(h, first, out);
    }
}
