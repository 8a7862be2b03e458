/* Local variables: which reads may find none, and which two instructions CPython makes one of. */
#include "daemon/python/flow.h"
#include "daemon/python/symtable.h"

/* ---- reads that are checked -------------------------------------------------------------------------------
 */

enum { FOLLOWED = 64 }; /* variables whose state goes from block to block */

static void push_unsafe(struct block *b, uint64_t unsafe, struct block ***top)
{
    uint64_t both = b->unsafe_locals | unsafe;
    if (both == b->unsafe_locals)
        return;
    b->unsafe_locals = both;
    if (!b->visited) { /* it is on the stack */
        b->visited = true;
        *(*top)++ = b;
    }
}

static uint64_t scan_instr(struct instr *i, uint64_t unsafe)
{
    uint64_t bit = (uint64_t)1 << i->arg;
    switch (i->op) {
    case OP_DELETE_FAST:
    case OP_LOAD_FAST_AND_CLEAR:
    case OP_STORE_FAST_MAYBE_NULL:
        return unsafe | bit;
    case OP_LOAD_FAST:
        if (unsafe & bit)
            i->op = OP_LOAD_FAST_CHECK;
        return unsafe & ~bit;
    case OP_STORE_FAST:
    case OP_LOAD_FAST_CHECK:
        return unsafe & ~bit;
    default:
        return unsafe;
    }
}

static void scan_block(struct block *b, struct block ***top)
{
    uint64_t unsafe = b->unsafe_locals;
    for (uint32_t k = 0; k < b->used; k++) {
        struct instr *i = &b->instrs[k];
        if (i->except)
            push_unsafe(i->except, unsafe, top);
        if (i->arg < FOLLOWED)
            unsafe = scan_instr(i, unsafe);
    }
    if (b->next && block_falls_through(b))
        push_unsafe(b->next, unsafe, top);
    const struct instr *last = block_last(b);
    if (last && op_is_jump(last->op))
        push_unsafe(last->target, unsafe, top);
}

/* Those above the first ones are known only inside of a block. */
static void scan_many(struct compiler *c, const struct unit *u, uint32_t locals)
{
    uint32_t *known = compiler_alloc(c, (locals - FOLLOWED) * sizeof *known), number = 0;
    if (!known)
        return;
    for (struct block *b = u->entry; b; b = b->next) {
        number++;
        for (uint32_t k = 0; k < b->used; k++) {
            struct instr *i = &b->instrs[k];
            uint32_t at = i->arg - FOLLOWED;
            if (i->arg < FOLLOWED)
                continue;
            if (i->op == OP_DELETE_FAST || i->op == OP_LOAD_FAST_AND_CLEAR ||
                i->op == OP_STORE_FAST_MAYBE_NULL) {
                known[at] = number - 1;
            } else if (i->op == OP_STORE_FAST || i->op == OP_LOAD_FAST) {
                if (i->op == OP_LOAD_FAST && known[at] != number)
                    i->op = OP_LOAD_FAST_CHECK;
                known[at] = number;
            }
        }
    }
}

void flow_check_locals(struct compiler *c, struct unit *u)
{
    uint32_t locals = u->varnames.count, parameters = u->scope->parameters.count;
    struct block **stack, **top;
    uint64_t unsafe = 0;
    if (!locals || c->failed)
        return;
    if (locals > FOLLOWED) {
        scan_many(c, u, locals);
        locals = FOLLOWED;
    }
    top = stack = flow_stack(c, u);
    if (!stack)
        return;
    for (uint32_t i = parameters; i < locals; i++)
        unsafe |= (uint64_t)1 << i;
    push_unsafe(u->entry, unsafe, &top);
    for (struct block *b = u->entry; b; b = b->next)
        scan_block(b, &top);
    while (top > stack) {
        struct block *b = *--top;
        b->visited = false;
        scan_block(b, &top);
    }
}

/* ---- pairs
 * ------------------------------------------------------------------------------------------------------ */

static bool makes_pair(const struct instr *a, const struct instr *b)
{
    bool loads = a->op == OP_LOAD_FAST && b->op == OP_LOAD_FAST;
    bool stores = a->op == OP_STORE_FAST && (b->op == OP_LOAD_FAST || b->op == OP_STORE_FAST);
    if (a->at.line >= 0 && b->at.line >= 0 && a->at.line != b->at.line)
        return false;
    return (loads || stores) && a->arg < 16 && b->arg < 16;
}

void flow_pair(struct unit *u)
{
    for (struct block *b = u->entry; b; b = b->next)
        for (uint32_t i = 0; i + 1 < b->used; i++)
            if (makes_pair(&b->instrs[i], &b->instrs[i + 1])) {
                b->instrs[i].pair = 1;
                b->instrs[i + 1].pair = 2;
                b->instrs[i + 1].at = b->instrs[i].at;
                i++;
            }
}
