/* Control flow as CPython optimizes it up to 3.11 (assemble(), optimize_cfg() of Python/compile.c): jumps to
 * jumps, tuples of constants, code that is never reached; lines for the instructions that leave a function.
 */
#include <string.h>

#include "daemon/heap/object/container.h"
#include "daemon/python/symtable.h"

/* ---- blocks ---------------------------------------------------------------------------------- */

static struct block *skip_empty(struct block *b)
{
    while (!b->used && b->next)
        b = b->next;
    return b;
}

static void normalize(struct block *b)
{
    for (uint32_t k = 0; k < b->used; k++) {
        struct instr *i = &b->instrs[k];
        if (op_is_exit(i->op))
            b->exit = b->no_fallthrough = true;
        else if (op_is_unconditional(i->op))
            b->no_fallthrough = true;
        if (op_is_jump(i->op) && i->op != OP_SEND)
            i->target = skip_empty(i->target);
    }
}

static bool has_line(const struct block *b, int32_t least)
{
    for (uint32_t i = 0; i < b->used; i++)
        if (b->instrs[i].at.line >= least)
            return true;
    return false;
}

/* Instead of a jump to a short block that leaves the function, that block. */
static void extend(struct compiler *c, struct block *b)
{
    enum { COPIED_MAX = 4 };
    struct instr *last = block_last(b);
    if (!last || last->op != OP_JUMP)
        return;
    const struct block *target = last->target;
    if (!target->exit || target->used > COPIED_MAX || has_line(target, 1))
        return;
    last->op = OP_NOP;
    for (uint32_t i = 0; i < target->used; i++) {
        struct instr *new = block_append(c, b);
        if (new)
            *new = target->instrs[i];
    }
    b->exit = true;
}

static void extend_all(struct compiler *c, const struct unit *u)
{
    for (struct block *b = u->blocks; b; b = b->list)
        extend(c, b);
}

/* May the NOP go? Not one that alone stands for its line. */
static bool nop_goes(struct block *b, uint32_t i, int32_t before)
{
    int32_t line = b->instrs[i].at.line;
    if (line < 0 || line == before)
        return true;
    if (i + 1 < b->used) {
        struct instr *next = &b->instrs[i + 1];
        if (next->at.line < 0)
            next->at = b->instrs[i].at;
        return next->at.line == line;
    }
    const struct block *next = b->next ? skip_empty(b->next) : NULL;
    return next && next->used && next->instrs[0].at.line == line;
}

static void clean(struct block *b)
{
    uint32_t kept = 0;
    int32_t before = -1;
    for (uint32_t i = 0; i < b->used; i++) {
        int32_t line = b->instrs[i].at.line;
        if (b->instrs[i].op == OP_NOP && nop_goes(b, i, before))
            continue;
        b->instrs[kept++] = b->instrs[i];
        before = line;
    }
    b->used = kept;
}

static void clean_all(const struct unit *u)
{
    for (struct block *b = u->entry; b; b = b->next)
        clean(b);
}

static void eliminate_empty(const struct unit *u)
{
    for (struct block *b = u->entry; b; b = b->next)
        if (b->next)
            b->next = skip_empty(b->next);
    for (struct block *b = u->entry; b; b = b->next) {
        struct instr *last = block_last(b);
        if (last && op_is_jump(last->op))
            last->target = skip_empty(last->target);
    }
}

/* ---- one block ------------------------------------------------------------------------------------------
 */

static void fold_jump(struct compiler *c, struct block *b, uint32_t k)
{
    struct instr *i = &b->instrs[k], *next = i + 1;
    addr value = c->unit->consts.items[i->arg];
    bool pops = next->op == OP_POP_JUMP_IF_FALSE || next->op == OP_POP_JUMP_IF_TRUE;
    bool jump_if = next->op == OP_POP_JUMP_IF_TRUE || next->op == OP_JUMP_IF_TRUE_OR_POP;
    bool jumps = fold_truth(c, value) == jump_if;
    if (pops || !jumps)
        i->op = OP_NOP;
    next->op = jumps ? OP_JUMP : OP_NOP;
    if (jumps)
        b->no_fallthrough = true;
}

static void fold_is_none(struct compiler *c, struct block *b, uint32_t k)
{
    if (k + 2 >= b->used || c->unit->consts.items[b->instrs[k].arg] != none(c->h))
        return;
    struct instr *is = &b->instrs[k + 1], *jump = &b->instrs[k + 2];
    if (jump->op != OP_POP_JUMP_IF_FALSE && jump->op != OP_POP_JUMP_IF_TRUE)
        return;
    jump->op = is->arg ^ (jump->op == OP_POP_JUMP_IF_FALSE) ? OP_POP_JUMP_IF_NOT_NONE : OP_POP_JUMP_IF_NONE;
    b->instrs[k].op = is->op = OP_NOP;
}

static void optimize_constant(struct compiler *c, struct block *b, uint32_t k)
{
    if (k + 1 == b->used)
        return;
    switch (b->instrs[k + 1].op) {
    case OP_POP_JUMP_IF_FALSE:
    case OP_POP_JUMP_IF_TRUE:
    case OP_JUMP_IF_FALSE_OR_POP:
    case OP_JUMP_IF_TRUE_OR_POP:
        fold_jump(c, b, k);
        break;
    case OP_IS_OP:
        fold_is_none(c, b, k);
        break;
    default:
        break;
    }
}

static void fold_tuple(struct compiler *c, struct block *b, uint32_t k)
{
    struct instr *build = &b->instrs[k], *first = build - build->arg;
    uint32_t n = build->arg;
    for (uint32_t i = 0; i < n; i++)
        if (first[i].op != OP_LOAD_CONST)
            return;
    addr *items = compiler_alloc(c, (n + 1) * sizeof *items);
    for (uint32_t i = 0; items && i < n; i++) {
        items[i] = c->unit->consts.items[first[i].arg];
        first[i].op = OP_NOP;
    }
    build->op = OP_LOAD_CONST;
    build->arg = constant_add(c, constant_tuple(c, items, n));
}

static void optimize_tuple(struct compiler *c, struct block *b, uint32_t k)
{
    struct instr *i = &b->instrs[k], *next = i + 1;
    if (k + 1 < b->used && next->op == OP_UNPACK_SEQUENCE && next->arg == i->arg && i->arg >= 1 &&
        i->arg <= 3) {
        next->op = i->arg == 1 ? OP_NOP : OP_SWAP;
        i->op = OP_NOP;
    } else if (k >= i->arg)
        fold_tuple(c, b, k);
}

/* The jump `i` goes on to where the jump at its target does, as `op`. Not to a line of its own; not round in
 * a circle. */
static bool thread(struct instr *i, const struct instr *target, unsigned op)
{
    if (i->at.line != target->at.line || i->target == target->target)
        return false;
    i->target = target->target;
    i->op = (uint16_t)op;
    return true;
}

/* The second test has the opposite result: it would not jump. */
static bool thread_past(struct instr *i, const struct instr *target, unsigned op)
{
    if (i->at.line != target->at.line)
        return false;
    i->op = (uint16_t)op;
    i->target = i->target->next;
    return true;
}

static bool thread_or_pop(struct instr *i, const struct instr *target)
{
    bool when = i->op == OP_JUMP_IF_TRUE_OR_POP;
    switch (target->op) {
    case OP_POP_JUMP_IF_FALSE:
    case OP_POP_JUMP_IF_TRUE:
        return when == (target->op == OP_POP_JUMP_IF_TRUE)
                   ? thread(i, target, target->op)
                   : thread_past(i, target, when ? OP_POP_JUMP_IF_TRUE : OP_POP_JUMP_IF_FALSE);
    case OP_JUMP:
        return thread(i, target, i->op);
    case OP_JUMP_IF_FALSE_OR_POP:
    case OP_JUMP_IF_TRUE_OR_POP:
        return i->op == target->op
                   ? thread(i, target, i->op)
                   : thread_past(i, target, when ? OP_POP_JUMP_IF_TRUE : OP_POP_JUMP_IF_FALSE);
    default:
        return false;
    }
}

static bool thread_jump(struct instr *i)
{
    i->target = skip_empty(i->target);
    if (!i->target->used)
        return false;
    const struct instr *target = &i->target->instrs[0];
    switch (i->op) {
    case OP_JUMP_IF_FALSE_OR_POP:
    case OP_JUMP_IF_TRUE_OR_POP:
        return thread_or_pop(i, target);
    case OP_POP_JUMP_IF_NONE:
    case OP_POP_JUMP_IF_NOT_NONE:
    case OP_POP_JUMP_IF_FALSE:
    case OP_POP_JUMP_IF_TRUE:
    case OP_JUMP:
        return target->op == OP_JUMP && thread(i, target, i->op);
    default:
        return false;
    }
}

static void optimize_block(struct compiler *c, struct block *b)
{
    for (uint32_t k = 0; k < b->used && !c->failed; k++) {
        struct instr *i = &b->instrs[k];
        while (op_has_target(i->op) && thread_jump(i))
            ;
        switch (i->op) {
        case OP_LOAD_CONST:
            optimize_constant(c, b, k);
            break;
        case OP_BUILD_TUPLE:
            optimize_tuple(c, b, k);
            break;
        case OP_SWAP:
            if (i->arg == 1) {
                i->op = OP_NOP;
                break;
            }
            flow_optimize_swaps(c, b, &k);
            flow_apply_swaps(b, k);
            break;
        case OP_PUSH_NULL:
            if (k + 1 < b->used && i[1].op == OP_LOAD_GLOBAL) {
                i->op = OP_NOP;
                i[1].arg |= 1;
            }
            break;
        default:
            break;
        }
    }
}

/* ---- the graph -------------------------------------------------------------------------------------------
 */

static void reach(struct block *b, struct block ***top)
{
    if (!b->predecessors++)
        *(*top)++ = b;
}

static void mark_reachable(struct compiler *c, const struct unit *u)
{
    struct block **stack = flow_stack(c, u), **top = stack;
    if (!stack)
        return;
    reach(u->entry, &top);
    while (top > stack) {
        const struct block *b = *--top;
        if (b->next && !b->no_fallthrough)
            reach(b->next, &top);
        for (uint32_t i = 0; i < b->used; i++)
            if (op_has_target(b->instrs[i].op))
                reach(b->instrs[i].target, &top);
    }
}

static void remove_redundant_jumps(const struct unit *u)
{
    bool found = false;
    for (struct block *b = u->entry; b; b = b->next) {
        struct instr *last = block_last(b);
        if (last && op_is_unconditional(last->op) && last->target == b->next) {
            b->no_fallthrough = false;
            last->op = OP_NOP;
            found = true;
        }
    }
    if (found)
        eliminate_empty(u);
}

static void optimize(struct compiler *c, struct unit *u)
{
    for (struct block *b = u->entry; b; b = b->next) {
        optimize_block(c, b);
        clean(b);
    }
    extend_all(c, u);
    mark_reachable(c, u);
    if (c->failed)
        return;
    for (struct block *b = u->entry; b; b = b->next)
        if (!b->predecessors) {
            b->used = 0;
            b->no_fallthrough = false;
        }
    eliminate_empty(u);
    clean_all(u);
    remove_redundant_jumps(u);
}

/* ---- lines
 * -------------------------------------------------------------------------------------------------- */

static bool is_exit_without_line(const struct block *b)
{
    return b->exit && !has_line(b, 0);
}

static struct block *copy_block(struct compiler *c, const struct block *b)
{
    struct block *new = block_new(c);
    for (uint32_t i = 0; i < b->used; i++) {
        struct instr *instr = block_append(c, new);
        if (instr)
            *instr = b->instrs[i];
    }
    new->exit = b->exit;
    new->no_fallthrough = true;
    return new;
}

/* Whatever jumps to an exit without a line gets one of its own, on the jump's line. */
static void duplicate_exits(struct compiler *c, struct unit *u)
{
    for (struct block *b = u->blocks; b && !c->failed; b = b->list) {
        struct instr *last = block_last(b);
        if (!last || !op_is_jump(last->op))
            continue;
        struct block *target = last->target;
        if (!is_exit_without_line(target) || target->predecessors <= 1)
            continue;
        struct block *new = copy_block(c, target);
        if (c->failed)
            return;
        new->instrs[0].at = last->at;
        last->target = new;
        target->predecessors--;
        new->predecessors = 1;
        new->next = target->next;
        target->next = new;
    }
    for (struct block *b = u->blocks; b; b = b->list)
        while (b->next && !b->next->used)
            b->next = b->next->next;
    for (struct block *b = u->blocks; b; b = b->list)
        if (!b->no_fallthrough && b->next && b->used && is_exit_without_line(b->next))
            b->next->instrs[0].at = block_last(b)->at;
}

static void inherit_line(struct block *b, struct location at)
{
    if (b->predecessors == 1 && b->used && b->instrs[0].at.line < 0)
        b->instrs[0].at = at;
}

static void propagate_lines(const struct unit *u)
{
    for (struct block *b = u->entry; b; b = b->next) {
        struct location at = NOWHERE;
        if (!b->used)
            continue;
        for (uint32_t i = 0; i < b->used; i++) {
            if (b->instrs[i].at.line < 0)
                b->instrs[i].at = at;
            else
                at = b->instrs[i].at;
        }
        if (!b->no_fallthrough && b->next)
            inherit_line(b->next, at);
        if (op_is_jump(block_last(b)->op))
            inherit_line(block_last(b)->target, at);
    }
}

static void guarantee_lines(const struct unit *u)
{
    int32_t line = u->first_line;
    for (struct block *b = u->entry; b; b = b->next) {
        const struct instr *last = block_last(b);
        if (!last)
            continue;
        if (last->at.line >= 0)
            line = last->at.line;
        else if (last->op == OP_RETURN_VALUE)
            for (uint32_t i = 0; i < b->used; i++)
                b->instrs[i].at.line = line;
    }
}

/* Constants at the end of the table that nothing uses any more. */
static void trim_constants(struct unit *u)
{
    uint32_t used = 1;
    for (const struct block *b = u->entry; b; b = b->next)
        for (uint32_t i = 0; i < b->used; i++) {
            const struct instr *instr = &b->instrs[i];
            if ((instr->op == OP_LOAD_CONST || instr->op == OP_KW_NAMES) && instr->arg >= used)
                used = instr->arg + 1;
        }
    if (u->consts.count > used)
        u->consts.count = used;
}

static void remove_setups(const struct unit *u)
{
    for (struct block *b = u->entry; b; b = b->next)
        for (uint32_t i = 0; i < b->used; i++)
            if (op_is_block_push(b->instrs[i].op) || b->instrs[i].op == OP_POP_BLOCK)
                b->instrs[i].op = OP_NOP;
}

void flow_early(struct compiler *c, struct unit *u)
{
    bool generator = scope_waits(u->scope);
    for (struct block *b = u->blocks; b; b = b->list)
        normalize(b);
    extend_all(c, u);
    u->locals_and_cells = flow_prefix(c, u, generator);
    if (c->failed)
        return;
    optimize(c, u);
    if (c->failed)
        return;
    duplicate_exits(c, u);
    trim_constants(u);
    propagate_lines(u);
    guarantee_lines(u);
    u->stack_size = stack_depth(c, u, generator);
    flow_label_handlers(c, u);
    remove_setups(u);
    clean_all(u);
}
