/* Control flow: what both ways of optimizing (flow_early.c, flow_late.c) share. */
#include <string.h>

#include "daemon/python/compiler.h"

bool op_is_jump(unsigned op)
{
    switch (op) {
    case OP_JUMP:
    case OP_JUMP_NO_INTERRUPT:
    case OP_POP_JUMP_IF_FALSE:
    case OP_POP_JUMP_IF_TRUE:
    case OP_POP_JUMP_IF_NONE:
    case OP_POP_JUMP_IF_NOT_NONE:
    case OP_JUMP_IF_FALSE_OR_POP:
    case OP_JUMP_IF_TRUE_OR_POP:
    case OP_JUMP_IF_FALSE:
    case OP_JUMP_IF_TRUE:
    case OP_FOR_ITER:
    case OP_SEND:
        return true;
    default:
        return false;
    }
}

bool op_is_conditional(unsigned op)
{
    return op == OP_POP_JUMP_IF_FALSE || op == OP_POP_JUMP_IF_TRUE || op == OP_POP_JUMP_IF_NONE ||
           op == OP_POP_JUMP_IF_NOT_NONE;
}

unsigned op_reversed(unsigned op)
{
    switch (op) {
    case OP_POP_JUMP_IF_FALSE:
        return OP_POP_JUMP_IF_TRUE;
    case OP_POP_JUMP_IF_TRUE:
        return OP_POP_JUMP_IF_FALSE;
    case OP_POP_JUMP_IF_NONE:
        return OP_POP_JUMP_IF_NOT_NONE;
    default:
        return OP_POP_JUMP_IF_NONE;
    }
}

bool op_is_block_push(unsigned op)
{
    return op == OP_SETUP_FINALLY || op == OP_SETUP_CLEANUP || op == OP_SETUP_WITH;
}

struct block **flow_stack(struct compiler *c, const struct unit *u)
{
    size_t count = 0;
    for (struct block *b = u->blocks; b; b = b->list) {
        b->visited = false;
        count++;
    }
    return compiler_alloc(c, (count + 1) * sizeof(struct block *));
}

/* ---- handlers --------------------------------------------------------------------------------------------
 */

struct handler_stack { /* those that are set up, innermost first; shared by all that have the same below it */
    struct block *handler;
    struct handler_stack *outer;
};

static bool falls_through(const struct compiler *c, const struct block *b)
{
    return c->abi->flow_is_late ? block_falls_through(b) : !b->no_fallthrough;
}

static void visit_once(struct block *b, struct handler_stack *handlers, struct block ***top)
{
    if (b->visited)
        return;
    b->visited = true;
    b->handlers = handlers;
    *(*top)++ = b;
}

static struct handler_stack *push_handler(struct compiler *c, struct handler_stack *s, const struct instr *i)
{
    struct handler_stack *new = compiler_alloc(c, sizeof *new);
    if (!new)
        return s;
    if (i->op != OP_SETUP_FINALLY)
        i->target->preserve_lasti = true;
    new->handler = i->target;
    new->outer = s;
    return new;
}

void flow_label_handlers(struct compiler *c, struct unit *u)
{
    struct block **stack = flow_stack(c, u), **top = stack;
    if (!stack)
        return;
    visit_once(u->entry, NULL, &top);
    while (top > stack && !c->failed) {
        struct block *b = *--top;
        struct handler_stack *s = b->handlers;
        for (uint32_t k = 0; k < b->used; k++) {
            struct instr *i = &b->instrs[k];
            if (op_is_block_push(i->op)) {
                visit_once(i->target, s, &top);
                s = push_handler(c, s, i);
                continue;
            }
            if (i->op == OP_POP_BLOCK) {
                s = s ? s->outer : NULL;
                if (c->abi->flow_is_late)
                    i->op = OP_NOP;
                continue;
            }
            i->except = s ? s->handler : NULL;
            if (op_is_jump(i->op))
                visit_once(i->target, s, &top);
        }
        if (falls_through(c, b) && b->next)
            visit_once(b->next, s, &top);
    }
}

/* ---- SWAP
 * -------------------------------------------------------------------------------------------------- */

/* A run of SWAPs and NOPs becomes the shortest one that does the same. *at goes to its last instruction. */
void flow_optimize_swaps(struct compiler *c, struct block *b, uint32_t *at)
{
    struct instr *run = &b->instrs[*at];
    uint32_t limit = b->used - *at, length = 1, depth = run[0].arg;
    bool more = false;
    for (; length < limit && (run[length].op == OP_SWAP || run[length].op == OP_NOP); length++)
        if (run[length].op == OP_SWAP) {
            depth = run[length].arg > depth ? run[length].arg : depth;
            more = true;
        }
    uint32_t *stack = more ? compiler_alloc(c, depth * sizeof *stack) : NULL;
    if (!stack)
        return;
    for (uint32_t i = 0; i < depth; i++)
        stack[i] = i;
    for (uint32_t i = 0; i < length; i++)
        if (run[i].op == OP_SWAP) {
            uint32_t top = stack[0];
            stack[0] = stack[run[i].arg - 1];
            stack[run[i].arg - 1] = top;
        }
    /* Each cycle of what is out of its place, backwards from the end of the run. */
    const uint32_t visited = UINT32_MAX;
    uint32_t current = length;
    for (uint32_t i = 0; i < depth; i++) {
        if (stack[i] == visited || stack[i] == i)
            continue;
        for (uint32_t j = i;;) {
            if (j) {
                run[--current].op = OP_SWAP;
                run[current].arg = j + 1;
            }
            if (stack[j] == visited)
                break;
            uint32_t next = stack[j];
            stack[j] = visited;
            j = next;
        }
    }
    while (current > 0)
        run[--current].op = OP_NOP;
    *at += length - 1;
}

static bool is_swappable(unsigned op)
{
    return op == OP_STORE_FAST || op == OP_STORE_FAST_MAYBE_NULL || op == OP_POP_TOP;
}

/* The next instruction behind `i` that takes the top of the stack and touches nothing else; -1: something
 * else comes first, or another line than `line` (-1: any). */
static int64_t next_swappable(const struct block *b, int64_t i, int32_t line)
{
    while (++i < b->used) {
        const struct instr *instr = &b->instrs[i];
        if (line >= 0 && instr->at.line != line)
            return -1;
        if (instr->op == OP_NOP)
            continue;
        return is_swappable(instr->op) ? i : -1;
    }
    return -1;
}

static int64_t stores_to(const struct instr *i)
{
    return i->op == OP_STORE_FAST || i->op == OP_STORE_FAST_MAYBE_NULL ? (int64_t)i->arg : -1;
}

/* May the two change places? Not when they, or one between, store to the same variable. */
static bool may_exchange(const struct block *b, int64_t j, int64_t k)
{
    int64_t a = stores_to(&b->instrs[j]), z = stores_to(&b->instrs[k]);
    if (a < 0 && z < 0)
        return true;
    if (a == z)
        return false;
    for (int64_t i = j + 1; i < k; i++) {
        int64_t s = stores_to(&b->instrs[i]);
        if (s >= 0 && (s == a || s == z))
            return false;
    }
    return true;
}

/* SWAP 2, POP_TOP, STORE_FAST is STORE_FAST, POP_TOP: SWAPs up to `i` that exchange instructions instead of
 * values. */
void flow_apply_swaps(struct block *b, uint32_t at)
{
    for (int64_t i = at; i >= 0; i--) {
        struct instr *swap = &b->instrs[i];
        if (swap->op != OP_SWAP) {
            if (swap->op == OP_NOP || is_swappable(swap->op))
                continue;
            return;
        }
        int64_t j = next_swappable(b, i, -1), k = j;
        for (uint32_t count = swap->arg - 1; k >= 0 && count > 0; count--)
            k = next_swappable(b, k, b->instrs[j].at.line);
        if (j < 0 || k < 0 || !may_exchange(b, j, k))
            return;
        swap->op = OP_NOP;
        struct instr kept = b->instrs[j];
        b->instrs[j] = b->instrs[k];
        b->instrs[k] = kept;
    }
}
