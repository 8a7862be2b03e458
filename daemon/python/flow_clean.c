/* Instructions and blocks that do nothing, and the lines of those that have none of their own. */
#include "daemon/python/flow.h"

static bool has_no_line(const struct block *b)
{
    for (uint32_t i = 0; i < b->used; i++)
        if (b->instrs[i].at.line >= 0)
            return false;
    return true;
}

static bool exits(const struct block *b)
{
    const struct instr *last = block_last(b);
    return last && op_is_exit(last->op);
}

/* ---- jumps to short blocks that leave the function -------------------------------------------------------
 */

static bool inline_exit(struct compiler *c, struct block *b)
{
    enum { COPIED_MAX = 4 };
    struct instr *last = block_last(b);
    if (!last || !op_is_unconditional(last->op))
        return false;
    struct block *target = last->target;
    bool short_exit = exits(target) && target->used <= COPIED_MAX;
    bool nowhere = has_no_line(target) && !block_falls_through(target);
    if (!short_exit && !nowhere)
        return false;
    bool checks = last->op == OP_JUMP;
    instr_set(last, OP_NOP, 0);
    for (uint32_t i = 0, n = target->used; i < n; i++) {
        struct instr copied = target->instrs[i], *new = block_append(c, b);
        if (new)
            *new = copied;
    }
    last = block_last(b);
    if (nowhere && checks && op_is_unconditional(last->op))
        last->op = OP_JUMP;
    target->predecessors--;
    return true;
}

void flow_inline_exits(struct compiler *c, struct unit *u)
{
    for (bool changed = true; changed && !c->failed;) {
        changed = false;
        for (struct block *b = u->entry; b && !c->failed; b = b->next)
            changed |= inline_exit(c, b);
    }
}

/* ---- what is never reached
 * ------------------------------------------------------------------------------------ */

static void reach(struct block *b, struct block ***top)
{
    if (!b->visited) {
        b->visited = true;
        *(*top)++ = b;
    }
    b->predecessors++;
}

void flow_remove_unreachable(struct compiler *c, struct unit *u)
{
    struct block **stack = flow_stack(c, u), **top = stack;
    if (!stack)
        return;
    for (struct block *b = u->entry; b; b = b->next)
        b->predecessors = 0;
    reach(u->entry, &top);
    while (top > stack) {
        const struct block *b = *--top;
        if (b->next && block_falls_through(b))
            reach(b->next, &top);
        for (uint32_t i = 0; i < b->used; i++)
            if (op_has_target(b->instrs[i].op))
                reach(b->instrs[i].target, &top);
    }
    for (struct block *b = u->entry; b; b = b->next)
        if (!b->predecessors) {
            b->used = 0;
            b->except_handler = false;
        }
}

/* ---- NOPs
 * ------------------------------------------------------------------------------------------------------ */

/* The line that the block after `b` begins with. */
static int32_t line_after(const struct block *b)
{
    const struct block *next = skip_empty_blocks(b->next);
    for (uint32_t i = 0; next && i < next->used; i++)
        if (next->instrs[i].op != OP_NOP || next->instrs[i].at.line >= 0)
            return next->instrs[i].at.line;
    return NOWHERE.line;
}

/* May the NOP go? Not one that alone stands for its line. */
static bool nop_goes(struct block *b, uint32_t i, int32_t before)
{
    int32_t line = b->instrs[i].at.line;
    if (line < 0 || line == before)
        return true;
    if (i + 1 == b->used)
        return skip_empty_blocks(b->next) && line == line_after(b);
    struct instr *next = &b->instrs[i + 1];
    if (next->at.line < 0)
        next->at = b->instrs[i].at;
    return next->at.line == line;
}

static uint32_t remove_nops(struct block *b)
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
    uint32_t removed = b->used - kept;
    b->used = kept;
    return removed;
}

uint32_t flow_remove_nops(struct unit *u)
{
    uint32_t removed = 0;
    for (struct block *b = u->entry; b; b = b->next)
        removed += remove_nops(b);
    return removed;
}

/* What was pushed only to be popped. */
static bool is_pair(const struct instr *push, const struct instr *pop)
{
    return push && pop->op == OP_POP_TOP &&
           (op_loads_constant(push->op) || (push->op == OP_COPY && push->arg == 1));
}

static bool remove_pairs(struct unit *u)
{
    bool found = false;
    struct instr *before = NULL;
    for (struct block *b = u->entry; b; b = b->next) {
        remove_nops(b);
        if (b->labelled)
            before = NULL;
        for (uint32_t i = 0; i < b->used; i++) {
            struct instr *instr = &b->instrs[i];
            if (is_pair(before, instr)) {
                instr_set(before, OP_NOP, 0);
                instr_set(instr, OP_NOP, 0);
                found = true;
            }
            before = instr;
        }
        if ((before && op_is_jump(before->op)) || !block_falls_through(b))
            before = NULL;
    }
    return found;
}

void flow_remove_nops_and_pairs(struct unit *u)
{
    while (remove_pairs(u))
        ;
}

/* ---- jumps to what comes next anyway
 * --------------------------------------------------------------------------- */

static uint32_t remove_jumps(struct unit *u)
{
    uint32_t removed = 0;
    for (struct block *b = u->entry; b; b = b->next) {
        struct instr *last = block_last(b);
        if (!last || !op_is_unconditional(last->op) ||
            skip_empty_blocks(last->target) != skip_empty_blocks(b->next))
            continue;
        instr_set(last, OP_NOP, 0);
        removed++;
    }
    return removed;
}

void flow_remove_nops_and_jumps(struct unit *u)
{
    uint32_t removed;
    do {
        removed = flow_remove_nops(u);
        removed += remove_jumps(u);
    } while (removed);
}

/* ---- lines
 * ----------------------------------------------------------------------------------------------------------
 */

static bool checks_signals(unsigned op)
{
    return op == OP_RESUME || op == OP_JUMP || op == OP_CALL || op == OP_CALL_FUNCTION_EX;
}

/* It leaves the function, or runs others, and has no line: it must get one. */
static bool needs_line(const struct block *b)
{
    bool needs = exits(b);
    for (uint32_t i = 0; i < b->used && !needs; i++)
        needs = checks_signals(b->instrs[i].op);
    return needs && has_no_line(b);
}

static struct block *copy_block(struct compiler *c, const struct block *b)
{
    struct block *new = block_new(c);
    for (uint32_t i = 0; i < b->used; i++) {
        struct instr *instr = block_append(c, new);
        if (instr)
            *instr = b->instrs[i];
    }
    return new;
}

static void duplicate_exit(struct compiler *c, struct instr *jump)
{
    struct block *target = skip_empty_blocks(jump->target);
    if (!target || !needs_line(target) || target->predecessors <= 1)
        return;
    struct block *new = copy_block(c, target);
    if (c->failed)
        return;
    new->instrs[0].at = jump->at;
    jump->target = new;
    target->predecessors--;
    new->predecessors = 1;
    new->labelled = true;
    new->next = target->next;
    target->next = new;
}

static void inherit_line(struct block *b, struct location at)
{
    if (b->predecessors == 1 && b->used && b->instrs[0].at.line == NOWHERE.line)
        b->instrs[0].at = at;
}

static void propagate_lines(struct block *b)
{
    struct location at = NOWHERE;
    const struct instr *last = block_last(b);
    if (!last)
        return;
    for (uint32_t i = 0; i < b->used; i++) {
        if (b->instrs[i].at.line == NOWHERE.line)
            b->instrs[i].at = at;
        else
            at = b->instrs[i].at;
    }
    if (block_falls_through(b) && b->next)
        inherit_line(b->next, at);
    if (op_is_jump(last->op))
        inherit_line(last->target, at);
}

void flow_resolve_lines(struct compiler *c, struct unit *u)
{
    for (struct block *b = u->entry; b && !c->failed; b = b->next)
        if (b->used && op_is_jump(block_last(b)->op))
            duplicate_exit(c, block_last(b));
    for (struct block *b = u->entry; b; b = b->next)
        if (b->used && b->next && block_falls_through(b) && b->next->used && needs_line(b->next))
            b->next->instrs[0].at = block_last(b)->at;
    for (struct block *b = u->entry; b; b = b->next)
        propagate_lines(b);
}
