/* What is constant in the instructions of one block: conditions, operators, tuples, and displays of which
 * only the items are asked for; jumps that go on to where another jump goes.
 */
#include <string.h>

#include "daemon/heap/object/container.h"
#include "daemon/heap/object/int.h"
#include "daemon/python/flow.h"

/* ---- constants -------------------------------------------------------------------------------------------
 */

/* Borrowed. */
static addr constant_of(struct compiler *c, const struct instr *i)
{
    return i->op == OP_LOAD_SMALL_INT ? constant_int(c, i->arg) : c->unit->consts.items[i->arg];
}

static bool is_small_int(const struct heap *h, addr o, uint32_t *value)
{
    int64_t n;
    if (object_type(h, o) != h->type[KIND_INT] || !int_fits(h, o, &n) || n < 0 || n > 255)
        return false;
    *value = (uint32_t)n;
    return true;
}

/* Steals `o`; 0 when failed. */
static void load_constant(struct compiler *c, struct instr *i, addr o)
{
    uint32_t n;
    if (o && is_small_int(c->h, o, &n)) {
        decref(c->h, o);
        instr_set(i, OP_LOAD_SMALL_INT, n);
        return;
    }
    uint32_t index = constant_add(c, constant_merge_flat(c, o));
    instr_set(i, OP_LOAD_CONST, index);
}

static void drop(struct instr *i)
{
    instr_set(i, OP_NOP, 0);
    i->at = NOWHERE;
}

/* The `count` instructions before the one at `k` that push constants and nothing else. */
static bool constants_before(struct block *b, uint32_t k, struct instr **found, uint32_t count)
{
    while (k > 0 && count > 0) {
        struct instr *i = &b->instrs[--k];
        if (i->op == OP_NOP)
            continue;
        if (!op_loads_constant(i->op))
            return false;
        found[--count] = i;
    }
    return !count;
}

/* *new*: what they push as a tuple or frozenset; 0 when failed. */
static addr collection_of(struct compiler *c, struct instr *const *from, uint32_t count, bool set)
{
    addr items[STACK_USE_GUIDELINE];
    for (uint32_t i = 0; i < count; i++)
        items[i] = constant_of(c, from[i]);
    if (c->failed)
        return 0;
    return set ? frozenset_from(c->h, items, count) : tuple_from(c->h, items, count);
}

/* ---- conditions -------------------------------------------------------------------------------------------
 */

static void fold_condition(struct compiler *c, struct instr *i, addr value)
{
    struct instr *jump = i + 1;
    bool pops = jump->op == OP_POP_JUMP_IF_FALSE || jump->op == OP_POP_JUMP_IF_TRUE;
    bool jump_if = jump->op == OP_POP_JUMP_IF_TRUE || jump->op == OP_JUMP_IF_TRUE;
    if (pops)
        instr_set(i, OP_NOP, 0);
    if (fold_truth(c, value) == jump_if)
        jump->op = OP_JUMP;
    else
        instr_set(jump, OP_NOP, 0);
}

static void fold_is_none(struct block *b, uint32_t k)
{
    uint32_t at = k + 2;
    struct instr *i = &b->instrs[k], *is = i + 1;
    if (at < b->used && b->instrs[at].op == OP_TO_BOOL)
        instr_set(&b->instrs[at++], OP_NOP, 0);
    if (at >= b->used)
        return;
    struct instr *jump = &b->instrs[at];
    if (jump->op != OP_POP_JUMP_IF_FALSE && jump->op != OP_POP_JUMP_IF_TRUE)
        return;
    bool inverted = (is->arg != 0) != (jump->op == OP_POP_JUMP_IF_FALSE);
    instr_set(i, OP_NOP, 0);
    instr_set(is, OP_NOP, 0);
    jump->op = inverted ? OP_POP_JUMP_IF_NOT_NONE : OP_POP_JUMP_IF_NONE;
}

void flow_fold_constants(struct compiler *c, struct block *b)
{
    struct instr constant = {.op = OP_NOP};
    for (uint32_t k = 0; k < b->used && !c->failed; k++) {
        struct instr *i = &b->instrs[k];
        uint32_t n;
        if (i->op == OP_LOAD_CONST && is_small_int(c->h, constant_of(c, i), &n))
            instr_set(i, OP_LOAD_SMALL_INT, n);
        bool copied = constant.op == OP_LOAD_CONST && i->op == OP_COPY && i->arg == 1;
        if (!copied)
            constant = *i;
        if (!op_loads_constant(constant.op) || k + 1 == b->used)
            continue;
        addr value = constant_of(c, &constant);
        switch (i[1].op) {
        case OP_POP_JUMP_IF_FALSE:
        case OP_POP_JUMP_IF_TRUE:
        case OP_JUMP_IF_FALSE:
        case OP_JUMP_IF_TRUE:
            fold_condition(c, i, value);
            break;
        case OP_IS_OP:
            if (value == none(c->h))
                fold_is_none(b, k);
            break;
        case OP_TO_BOOL:
            instr_set(i, OP_NOP, 0);
            load_constant(c, i + 1, bool_new(c->h, fold_truth(c, value)));
            break;
        default:
            break;
        }
    }
}

/* ---- displays
 * ------------------------------------------------------------------------------------------------ */

static void optimize_tuple(struct compiler *c, struct block *b, uint32_t k)
{
    struct instr *i = &b->instrs[k], *next = i + 1, *items[STACK_USE_GUIDELINE];
    uint32_t count = i->arg;
    if (k + 1 < b->used && next->op == OP_UNPACK_SEQUENCE && next->arg == count && count >= 1 && count <= 3) {
        if (count == 1)
            instr_set(next, OP_NOP, 0);
        else
            next->op = OP_SWAP;
        instr_set(i, OP_NOP, 0);
        return;
    }
    if (count > STACK_USE_GUIDELINE || !constants_before(b, k, items, count))
        return;
    addr tuple = collection_of(c, items, count, false);
    for (uint32_t n = 0; n < count; n++)
        drop(items[n]);
    load_constant(c, i, tuple);
}

static void load_items(struct compiler *c, struct block *b, uint32_t k, struct instr *const *items,
                       bool whole)
{
    struct instr *i = &b->instrs[k];
    uint32_t count = i->arg;
    bool set = i->op == OP_BUILD_SET;
    uint32_t index = constant_add(c, constant_merge_flat(c, collection_of(c, items, count, set)));
    for (uint32_t n = 0; n < count; n++)
        drop(items[n]);
    if (whole) {
        instr_set(i, OP_LOAD_CONST, index);
        return;
    }
    i[-2].at = i->at;
    instr_set(&i[-2], i->op, 0);
    instr_set(&i[-1], OP_LOAD_CONST, index);
    instr_set(i, set ? OP_SET_UPDATE : OP_LIST_EXTEND, 1);
}

/* Lists and sets of constants: where only the items are asked for, a tuple or frozenset instead of it. */
static void optimize_collection(struct compiler *c, struct block *b, uint32_t k)
{
    enum { COUNT_MIN = 3 };
    struct instr *i = &b->instrs[k], *items[STACK_USE_GUIDELINE];
    unsigned next = k + 1 < b->used ? i[1].op : (unsigned)OP_NOP;
    bool only_items = next == OP_GET_ITER || next == OP_CONTAINS_OP;
    if (i->arg > STACK_USE_GUIDELINE || (i->arg < COUNT_MIN && !only_items))
        return;
    if (constants_before(b, k, items, i->arg))
        load_items(c, b, k, items, only_items);
    else if (only_items && i->op == OP_BUILD_LIST)
        i->op = OP_BUILD_TUPLE;
}

/* How many constants are appended to an empty list before the instruction at `k`, of which nothing else
 * becomes; *begin where that list is built. -1: it is something else. */
static int64_t appended_constants(const struct block *b, uint32_t k, uint32_t *begin)
{
    int64_t found = 0;
    bool append = true;
    while (k-- > 0) {
        const struct instr *i = &b->instrs[k];
        if (i->op == OP_NOP)
            continue;
        if (i->op == OP_BUILD_LIST && i->arg == 0) {
            *begin = k;
            return append ? found : -1;
        }
        if (append ? i->op != OP_LIST_APPEND || i->arg != 1 : !op_loads_constant(i->op))
            return -1;
        found += !append;
        append = !append;
    }
    return -1;
}

static void optimize_list_to_tuple(struct compiler *c, struct block *b, uint32_t k)
{
    uint32_t begin = 0, n = 0;
    if (k + 1 < b->used && b->instrs[k + 1].op == OP_GET_ITER) {
        instr_set(&b->instrs[k], OP_NOP, 0);
        return;
    }
    int64_t count = appended_constants(b, k, &begin);
    addr *items = count >= 0 ? compiler_alloc(c, ((size_t)count + 1) * sizeof *items) : NULL;
    if (!items)
        return;
    for (uint32_t i = begin; i < k; i++) {
        struct instr *instr = &b->instrs[i];
        if (op_loads_constant(instr->op))
            items[n++] = constant_of(c, instr);
        if (instr->op != OP_NOP)
            drop(instr);
    }
    load_constant(c, &b->instrs[k], c->failed ? 0 : tuple_from(c->h, items, n));
}

/* ---- operators
 * -------------------------------------------------------------------------------------------------- */

static void optimize_binary(struct compiler *c, struct block *b, uint32_t k)
{
    struct instr *i = &b->instrs[k], *operands[2];
    if (!constants_before(b, k, operands, 2))
        return;
    addr left = constant_of(c, operands[0]), right = constant_of(c, operands[1]), value = 0;
    if (!c->failed)
        value = i->op == OP_BINARY_SUBSCR ? fold_subscript(c, left, right)
                                          : fold_binary(c, (enum ast_operator)i->arg, left, right);
    if (!value)
        return;
    drop(operands[0]);
    drop(operands[1]);
    load_constant(c, i, value);
}

static void optimize_unary(struct compiler *c, struct block *b, uint32_t k)
{
    struct instr *i = &b->instrs[k], *operand;
    if (!constants_before(b, k, &operand, 1))
        return;
    enum ast_unary op = i->op == OP_UNARY_NEGATIVE   ? AST_USUB
                        : i->op == OP_UNARY_POSITIVE ? AST_UADD
                        : i->op == OP_UNARY_INVERT   ? AST_INVERT
                                                     : AST_NOT;
    addr value = fold_unary(c, op, constant_of(c, operand));
    if (!value)
        return;
    drop(operand);
    load_constant(c, i, value);
}

static void optimize_not(struct compiler *c, struct block *b, uint32_t k)
{
    struct instr *i = &b->instrs[k], *next = i + 1;
    unsigned op = k + 1 < b->used ? next->op : (unsigned)OP_NOP;
    if (op == OP_TO_BOOL || op == OP_UNARY_NOT) {
        instr_set(i, OP_NOP, 0);
        instr_set(next, op == OP_TO_BOOL ? OP_UNARY_NOT : OP_NOP, 0);
    } else
        optimize_unary(c, b, k);
}

/* Comparisons have a bool: asking for its truth changes nothing, and `not` can be inside. */
static void optimize_test(struct block *b, uint32_t k)
{
    struct instr i = b->instrs[k], *next = &b->instrs[k + 1];
    if (k + 1 == b->used)
        return;
    bool negates = next->op == OP_UNARY_NOT && i.op != OP_COMPARE_OP;
    if (next->op != OP_TO_BOOL && !negates)
        return;
    instr_set(&b->instrs[k], OP_NOP, 0);
    instr_set(next, i.op, i.op == OP_COMPARE_OP ? i.arg | COMPARE_TO_BOOL : i.arg ^ negates);
}

/* ---- jumps to jumps
 * ------------------------------------------------------------------------------------------------- */

static bool thread(struct compiler *c, struct block *b, uint32_t k, unsigned op)
{
    struct instr *i = &b->instrs[k];
    const struct instr target = i->target->instrs[0];
    if (i->target == target.target)
        return false;
    instr_set(i, OP_NOP, 0);
    i->target = NULL;
    struct instr *new = block_append(c, b);
    if (new)
        *new = (struct instr){.op = (uint16_t)op, .at = target.at, .target = target.target};
    return new != NULL;
}

static bool thread_jump(struct compiler *c, struct block *b, uint32_t k)
{
    struct instr *i = &b->instrs[k];
    if (!i->target->used)
        return false;
    unsigned op = i->op, target = i->target->instrs[0].op;
    switch (op) {
    case OP_POP_JUMP_IF_NONE:
    case OP_POP_JUMP_IF_NOT_NONE:
    case OP_POP_JUMP_IF_FALSE:
    case OP_POP_JUMP_IF_TRUE:
        return target == OP_JUMP && thread(c, b, k, op);
    case OP_JUMP_IF_FALSE:
    case OP_JUMP_IF_TRUE:
        if (target == OP_JUMP || target == op)
            return thread(c, b, k, op);
        if (target != OP_JUMP_IF_FALSE && target != OP_JUMP_IF_TRUE)
            return false;
        i->target = skip_empty_blocks(i->target->next);
        return true;
    case OP_JUMP:
    case OP_JUMP_NO_INTERRUPT:
        if (target == OP_JUMP)
            return thread(c, b, k, OP_JUMP);
        return target == OP_JUMP_NO_INTERRUPT && thread(c, b, k, op);
    default:
        return false;
    }
}

/* ---- one block
 * ---------------------------------------------------------------------------------------------------------
 */

/* True: once more from there. */
static bool optimize_instr(struct compiler *c, struct block *b, uint32_t k)
{
    struct instr *i = &b->instrs[k];
    const struct instr *next = k + 1 < b->used ? i + 1 : NULL;
    switch (i->op) {
    case OP_BUILD_TUPLE:
        optimize_tuple(c, b, k);
        break;
    case OP_BUILD_LIST:
    case OP_BUILD_SET:
        optimize_collection(c, b, k);
        break;
    case OP_LIST_TO_TUPLE:
        optimize_list_to_tuple(c, b, k);
        break;
    case OP_BINARY_OP:
    case OP_BINARY_SUBSCR:
        optimize_binary(c, b, k);
        break;
    case OP_UNARY_NOT:
        optimize_not(c, b, k);
        break;
    case OP_UNARY_INVERT:
    case OP_UNARY_NEGATIVE:
    case OP_UNARY_POSITIVE:
        optimize_unary(c, b, k);
        break;
    case OP_COMPARE_OP:
    case OP_CONTAINS_OP:
    case OP_IS_OP:
        optimize_test(b, k);
        break;
    case OP_TO_BOOL:
        if (next && next->op == OP_TO_BOOL)
            instr_set(i, OP_NOP, 0);
        break;
    case OP_STORE_FAST:
        if (next && next->op == OP_STORE_FAST && next->arg == i->arg && next->at.line == i->at.line)
            instr_set(i, OP_POP_TOP, 0);
        break;
    case OP_SWAP:
        if (i->arg == 1)
            instr_set(i, OP_NOP, 0);
        break;
    case OP_LOAD_GLOBAL:
        if (next && next->op == OP_PUSH_NULL && !(i->arg & 1)) {
            i->arg |= 1;
            instr_set(i + 1, OP_NOP, 0);
        }
        break;
    default:
        return op_is_jump(i->op) && thread_jump(c, b, k);
    }
    return false;
}

void flow_optimize_block(struct compiler *c, struct block *b)
{
    enum { ROUNDS_MAX = 1000 }; /* jumps in a circle */
    uint32_t rounds = 0;
    for (uint32_t k = 0; k < b->used && !c->failed; k++)
        if (optimize_instr(c, b, k) && rounds++ < ROUNDS_MAX)
            k--;
    for (uint32_t k = 0; k < b->used && !c->failed; k++)
        if (b->instrs[k].op == OP_SWAP) {
            flow_optimize_swaps(c, b, &k);
            flow_apply_swaps(b, k);
        }
}
