/* How deep the evaluation stack gets: co_stacksize, which the sizes of frames and generators depend on, and
 * the depth at which handlers begin. The effects are those of CPython's instructions in that version.
 */
#include "daemon/python/compiler.h"

struct effect {
    int8_t popped, pushed;
};

static const struct effect effects[OP_ALL] = {
    [OP_POP_TOP] = {1, 0},
    [OP_PUSH_NULL] = {0, 1},
    [OP_LOAD_CONST] = {0, 1},
    [OP_LOAD_SMALL_INT] = {0, 1},
    [OP_LOAD_FAST] = {0, 1},
    [OP_LOAD_FAST_BORROW] = {0, 1},
    [OP_LOAD_FAST_CHECK] = {0, 1},
    [OP_LOAD_FAST_AND_CLEAR] = {0, 1},
    [OP_STORE_FAST] = {1, 0},
    [OP_STORE_FAST_MAYBE_NULL] = {1, 0},
    [OP_LOAD_CLOSURE] = {0, 1},
    [OP_LOAD_DEREF] = {0, 1},
    [OP_LOAD_CLASSDEREF] = {0, 1},
    [OP_STORE_DEREF] = {1, 0},
    [OP_LOAD_NAME] = {0, 1},
    [OP_STORE_NAME] = {1, 0},
    [OP_STORE_GLOBAL] = {1, 0},
    [OP_LOAD_LOCALS] = {0, 1},
    [OP_LOAD_FROM_DICT_OR_DEREF] = {1, 1},
    [OP_LOAD_FROM_DICT_OR_GLOBALS] = {1, 1},
    [OP_LOAD_BUILD_CLASS] = {0, 1},
    [OP_LOAD_ASSERTION_ERROR] = {0, 1},
    [OP_UNARY_NEGATIVE] = {1, 1},
    [OP_UNARY_POSITIVE] = {1, 1},
    [OP_UNARY_NOT] = {1, 1},
    [OP_UNARY_INVERT] = {1, 1},
    [OP_TO_BOOL] = {1, 1},
    [OP_BINARY_OP] = {2, 1},
    [OP_BINARY_SUBSCR] = {2, 1},
    [OP_STORE_SUBSCR] = {3, 0},
    [OP_DELETE_SUBSCR] = {2, 0},
    [OP_BINARY_SLICE] = {3, 1},
    [OP_STORE_SLICE] = {4, 0},
    [OP_COMPARE_OP] = {2, 1},
    [OP_IS_OP] = {2, 1},
    [OP_CONTAINS_OP] = {2, 1},
    [OP_LOAD_ATTR] = {1, 1},
    [OP_LOAD_METHOD] = {1, 2},
    [OP_STORE_ATTR] = {2, 0},
    [OP_DELETE_ATTR] = {1, 0},
    [OP_LIST_APPEND] = {1, 0},
    [OP_SET_ADD] = {1, 0},
    [OP_MAP_ADD] = {2, 0},
    [OP_LIST_EXTEND] = {1, 0},
    [OP_SET_UPDATE] = {1, 0},
    [OP_DICT_UPDATE] = {1, 0},
    [OP_DICT_MERGE] = {1, 0},
    [OP_LIST_TO_TUPLE] = {1, 1},
    [OP_CONVERT_VALUE] = {1, 1},
    [OP_FORMAT_SIMPLE] = {1, 1},
    [OP_FORMAT_WITH_SPEC] = {2, 1},
    [OP_BUILD_TEMPLATE] = {2, 1},
    [OP_GET_ITER] = {1, 1},
    [OP_POP_JUMP_IF_FALSE] = {1, 0},
    [OP_POP_JUMP_IF_TRUE] = {1, 0},
    [OP_POP_JUMP_IF_NONE] = {1, 0},
    [OP_POP_JUMP_IF_NOT_NONE] = {1, 0},
    [OP_JUMP_IF_FALSE] = {1, 1},
    [OP_JUMP_IF_TRUE] = {1, 1},
    [OP_RETURN_VALUE] = {1, 0},
    [OP_YIELD_VALUE] = {1, 1},
    [OP_GET_YIELD_FROM_ITER] = {1, 1},
    [OP_CLEANUP_THROW] = {3, 2},
    [OP_END_SEND] = {2, 1},
    [OP_END_FOR] = {1, 0},
    [OP_POP_ITER] = {1, 0},
    [OP_PUSH_EXC_INFO] = {1, 2},
    [OP_POP_EXCEPT] = {1, 0},
    [OP_CHECK_EG_MATCH] = {2, 2},
    [OP_CHECK_EXC_MATCH] = {2, 2},
    [OP_RERAISE] = {1, 0},
    [OP_BEFORE_WITH] = {1, 2},
    [OP_BEFORE_ASYNC_WITH] = {1, 2},
    [OP_GET_AWAITABLE] = {1, 1},
    [OP_GET_AITER] = {1, 1},
    [OP_GET_ANEXT] = {1, 2},
    [OP_END_ASYNC_FOR] = {2, 0},
    [OP_ASYNC_GEN_WRAP] = {1, 1},
    [OP_LOAD_SPECIAL] = {1, 2},
    [OP_WITH_EXCEPT_START] = {0, 1},
    [OP_IMPORT_NAME] = {2, 1},
    [OP_IMPORT_FROM] = {0, 1},
    [OP_IMPORT_STAR] = {1, 0},
    [OP_GET_LEN] = {0, 1},
    [OP_MATCH_MAPPING] = {0, 1},
    [OP_MATCH_SEQUENCE] = {0, 1},
    [OP_MATCH_KEYS] = {0, 1},
    [OP_MATCH_CLASS] = {3, 1},
    [OP_STORE_RESULT] = {1, 0},
    [OP_STOP_ITERATION_ERROR] = {1, 1},
    [OP_CALL_INTRINSIC_1] = {1, 1},
    [OP_CALL_INTRINSIC_2] = {2, 1},
    [OP_PREP_RERAISE_STAR] = {2, 1},
};

/* Where the argument says how much; false: it does not. */
static bool effect_by_argument(unsigned op, int n, int *popped, int *pushed)
{
    *pushed = 1;
    switch (op) {
    case OP_COPY:
        *popped = 0;
        return true;
    case OP_LOAD_GLOBAL:
        *popped = 0;
        *pushed = 1 + (n & 1);
        return true;
    case OP_LOAD_SUPER_ATTR:
        *popped = 3;
        *pushed = 1 + (n & 1);
        return true;
    case OP_CALL:
        *popped = n + 2;
        return true;
    case OP_CALL_KW:
        *popped = n + 3;
        return true;
    case OP_CALL_FUNCTION_EX:
        *popped = 3 + (n & 1);
        return true;
    case OP_MAKE_FUNCTION:
        *popped = 1 + __builtin_popcount((unsigned)n);
        return true;
    case OP_BUILD_TUPLE:
    case OP_BUILD_LIST:
    case OP_BUILD_SET:
    case OP_BUILD_STRING:
    case OP_BUILD_SLICE:
        *popped = n;
        return true;
    case OP_BUILD_INTERPOLATION:
        *popped = 2 + (n & 1);
        return true;
    case OP_BUILD_MAP:
        *popped = 2 * n;
        return true;
    case OP_BUILD_CONST_KEY_MAP:
        *popped = n + 1;
        return true;
    case OP_UNPACK_SEQUENCE:
        *popped = 1;
        *pushed = n;
        return true;
    case OP_UNPACK_EX:
        *popped = 1;
        *pushed = (n & 0xff) + (n >> 8) + 1;
        return true;
    case OP_RAISE_VARARGS:
        *popped = n;
        *pushed = 0;
        return true;
    default:
        return false;
    }
}

/* Where it depends on whether the instruction jumps, or on whether the version decides late what does. */
static void effect_by_flow(unsigned op, bool jump, bool late, int *popped, int *pushed)
{
    *popped = effects[op].popped;
    *pushed = effects[op].pushed;
    switch (op) {
    case OP_FOR_ITER: /* 3.14 leaves the iterator and a slot for two instructions to pop */
        *popped = 1;
        *pushed = jump && !late ? 0 : 2;
        break;
    case OP_SEND:
        *popped = 2;
        *pushed = jump && !late ? 1 : 2;
        break;
    case OP_JUMP_IF_FALSE_OR_POP:
    case OP_JUMP_IF_TRUE_OR_POP:
        *popped = !jump;
        break;
    case OP_RETURN_GENERATOR:
        *pushed = late;
        break;
    case OP_SETUP_FINALLY:
        *pushed = jump;
        break;
    case OP_SETUP_CLEANUP:
        *pushed = 2 * jump;
        break;
    case OP_SETUP_WITH:
        *popped = jump;
        *pushed = 2 * jump;
        break;
    default:
        break;
    }
}

void stack_effect(const struct compiler *c, unsigned op, uint32_t arg, bool jump, int *popped, int *pushed)
{
    if (!effect_by_argument(op, (int)arg, popped, pushed))
        effect_by_flow(op, jump, c->abi->flow_is_late, popped, pushed);
}

static void push(struct block ***top, struct block *b, int32_t depth)
{
    if (b->start_depth < depth && b->start_depth < 100) {
        b->start_depth = depth;
        *(*top)++ = b;
    }
}

/* One block from its depth on: how deep it gets. *depth is what it ends with; false: not at its end, but
 * elsewhere. */
static bool walk(const struct compiler *c, const struct block *b, int32_t *depth, int32_t *deepest,
                 struct block ***top)
{
    for (uint32_t k = 0; k < b->used; k++) {
        const struct instr *i = &b->instrs[k];
        int popped, pushed;
        if (*depth > *deepest)
            *deepest = *depth;
        if (op_has_target(i->op)) {
            stack_effect(c, i->op, i->arg, true, &popped, &pushed);
            int32_t target = *depth + pushed - popped;
            if (target > *deepest && !c->abi->flow_is_late)
                *deepest = target;
            push(top, i->target, target);
        }
        stack_effect(c, i->op, i->arg, false, &popped, &pushed);
        *depth += pushed - popped;
        if (*depth > *deepest && !c->abi->flow_is_late)
            *deepest = *depth;
        if (op_is_unconditional(i->op) || op_is_exit(i->op))
            return false;
    }
    return true;
}

int32_t stack_depth(struct compiler *c, struct unit *u, bool generator)
{
    struct block **stack = flow_stack(c, u), **top = stack;
    int32_t deepest = 0;
    if (!stack)
        return 0;
    for (struct block *b = u->blocks; b; b = b->list)
        b->start_depth = INT32_MIN;
    push(&top, u->entry, generator && !c->abi->flow_is_late);
    while (top > stack) {
        const struct block *b = *--top;
        int32_t depth = b->start_depth;
        if (walk(c, b, &depth, &deepest, &top) && b->next)
            push(&top, b->next, depth);
    }
    return deepest;
}
