/* Control flow as CPython optimizes it from 3.12 on (Python/flowgraph.c of 3.14): in which order the passes
 * run, blocks that are rarely reached, and what becomes of the compiler's own instructions.
 */
#include "daemon/python/flow.h"
#include "daemon/python/symtable.h"

/* ---- constants that nothing uses any more
 * ------------------------------------------------------------------ */

static void remove_unused_constants(struct compiler *c, struct unit *u)
{
    uint32_t count = u->consts.count, kept = 0;
    uint32_t *place = compiler_alloc(c, (count + 1) * sizeof *place); /* and one, of those in use */
    if (!place || !count)
        return;
    place[0] = 1; /* the first one may be a docstring */
    for (const struct block *b = u->entry; b; b = b->next)
        for (uint32_t i = 0; i < b->used; i++)
            if (b->instrs[i].op == OP_LOAD_CONST)
                place[b->instrs[i].arg] = 1;
    for (uint32_t i = 0; i < count; i++)
        if (place[i]) {
            u->consts.items[kept] = u->consts.items[i];
            place[i] = ++kept;
        }
    u->consts.count = kept;
    for (const struct block *b = u->entry; b; b = b->next)
        for (uint32_t i = 0; i < b->used; i++)
            if (b->instrs[i].op == OP_LOAD_CONST)
                b->instrs[i].arg = place[b->instrs[i].arg] - 1;
}

/* ---- handlers of exceptions go to the end
 * --------------------------------------------------------------------- */

static void mark_handlers(struct unit *u)
{
    for (struct block *b = u->entry; b; b = b->next)
        for (uint32_t i = 0; i < b->used; i++)
            if (op_is_block_push(b->instrs[i].op))
                b->instrs[i].target->except_handler = true;
}

static void visit(struct block *b, struct block ***top)
{
    if (b->visited || b->warm)
        return;
    b->visited = true;
    *(*top)++ = b;
}

static void spread(struct block **stack, struct block **top, bool cold)
{
    while (top > stack) {
        struct block *b = *--top;
        b->cold = cold;
        b->warm = !cold;
        if (b->next && block_falls_through(b))
            visit(b->next, &top);
        for (uint32_t i = 0; i < b->used; i++)
            if (op_is_jump(b->instrs[i].op))
                visit(b->instrs[i].target, &top);
    }
}

static void mark_cold(struct compiler *c, struct unit *u)
{
    struct block **stack = flow_stack(c, u), **top = stack;
    if (!stack)
        return;
    visit(u->entry, &top);
    spread(stack, top, false);
    top = stack = flow_stack(c, u);
    if (!stack)
        return;
    for (struct block *b = u->entry; b; b = b->next)
        if (b->except_handler)
            visit(b, &top);
    spread(stack, top, true);
}

/* Cold blocks that fall through to warm ones must jump there. */
static void insert_jumps(struct compiler *c, struct unit *u)
{
    for (struct block *b = u->entry; b && !c->failed; b = b->next) {
        if (!b->cold || !block_falls_through(b) || !b->next || !b->next->warm)
            continue;
        struct block *between = block_new(c);
        struct instr *jump = block_append(c, between);
        if (!jump)
            return;
        *jump = (struct instr){.op = OP_JUMP_NO_INTERRUPT, .at = NOWHERE, .target = b->next};
        b->next->labelled = true;
        between->cold = true;
        between->predecessors = 1;
        between->next = b->next;
        b->next = between;
    }
}

static void push_cold_to_end(struct compiler *c, struct unit *u)
{
    if (!u->entry->next)
        return;
    mark_cold(c, u);
    insert_jumps(c, u);
    struct block *cold = NULL, **cold_end = &cold, *last = u->entry;
    while (last->next) {
        if (!last->next->cold) {
            last = last->next;
            continue;
        }
        *cold_end = last->next;
        last->next = last->next->next;
        cold_end = &(*cold_end)->next;
    }
    *cold_end = NULL;
    last->next = cold;
    if (cold)
        flow_remove_nops_and_jumps(u);
}

/* ---- the compiler's own instructions
 * ------------------------------------------------------------------------------- */

/* JUMP_IF_FALSE and JUMP_IF_TRUE leave what they test. */
static void convert_conditions(struct compiler *c, struct unit *u)
{
    for (struct block *b = u->entry; b; b = b->next) {
        struct instr *last = block_last(b);
        if (!last || (last->op != OP_JUMP_IF_FALSE && last->op != OP_JUMP_IF_TRUE))
            continue;
        struct location at = last->at;
        last->op = last->op == OP_JUMP_IF_FALSE ? OP_POP_JUMP_IF_FALSE : OP_POP_JUMP_IF_TRUE;
        struct block *handler = last->except;
        block_insert(c, b, b->used - 1, (struct instr){.op = OP_COPY, .arg = 1, .at = at, .except = handler});
        block_insert(c, b, b->used - 1, (struct instr){.op = OP_TO_BOOL, .at = at, .except = handler});
    }
}

static void convert_others(struct unit *u)
{
    for (struct block *b = u->entry; b; b = b->next)
        for (uint32_t k = 0; k < b->used; k++) {
            struct instr *i = &b->instrs[k];
            if (op_is_block_push(i->op))
                instr_set(i, OP_NOP, 0);
            else if (i->op == OP_STORE_FAST_MAYBE_NULL)
                i->op = OP_STORE_FAST;
        }
    flow_remove_nops_and_jumps(u);
}

/* A conditional jump back is one over a jump back. */
static void normalize_jump(struct compiler *c, struct block *b)
{
    struct instr *last = block_last(b), jump;
    if (!last || !op_is_conditional(last->op))
        return;
    jump = *last;
    struct instr not_taken = {.op = OP_NOT_TAKEN, .at = jump.at};
    if (!jump.target->visited) {
        block_insert(c, b, b->used, not_taken);
        return;
    }
    struct block *back = block_new(c);
    block_insert(c, back, 0, not_taken);
    block_insert(c, back, 1, (struct instr){.op = OP_JUMP, .at = jump.at, .target = jump.target});
    if (c->failed)
        return;
    back->start_depth = jump.target->start_depth;
    back->cold = b->cold;
    back->next = b->next;
    last->op = (uint16_t)op_reversed(jump.op);
    last->target = b->next;
    b->next = back;
}

static void normalize_jumps(struct compiler *c, struct unit *u)
{
    for (struct block *b = u->entry; b; b = b->next)
        b->visited = false;
    for (struct block *b = u->entry; b && !c->failed; b = b->next) {
        b->visited = true;
        normalize_jump(c, b);
    }
}

/* ---- all of it
 * -----------------------------------------------------------------------------------------------------------
 */

static void optimize(struct compiler *c, struct unit *u)
{
    flow_inline_exits(c, u);
    flow_remove_unreachable(c, u);
    flow_resolve_lines(c, u);
    for (struct block *b = u->entry; b && !c->failed; b = b->next)
        flow_fold_constants(c, b);
    for (struct block *b = u->entry; b && !c->failed; b = b->next)
        flow_optimize_block(c, b);
    if (c->failed)
        return;
    flow_remove_nops_and_pairs(u);
    flow_remove_unreachable(c, u);
    flow_remove_nops_and_jumps(u);
}

void flow_late(struct compiler *c, struct unit *u)
{
    flow_build(c, u);
    if (c->failed)
        return;
    mark_handlers(u);
    flow_label_handlers(c, u);
    optimize(c, u);
    if (c->failed)
        return;
    remove_unused_constants(c, u);
    flow_check_locals(c, u);
    flow_pair(u);
    push_cold_to_end(c, u);
    flow_resolve_lines(c, u);
    convert_conditions(c, u);
    if (c->failed)
        return;
    u->stack_size = stack_depth(c, u, scope_waits(u->scope));
    u->locals_and_cells = flow_prefix(c, u, scope_waits(u->scope));
    convert_others(u);
    normalize_jumps(c, u);
    if (!c->failed)
        flow_borrow(c, u);
}
