/* Which LOAD_FASTs need no reference of their own, as CPython 3.14 decides it (optimize_load_fast() of
 * Python/flowgraph.c): those of which what they push is gone from the stack before the variable changes and
 * before the block ends, and is stored in no variable. Blocks that only exceptions reach are left as they
 * are. What it decides is what sys.getrefcount() shows, so that its peculiarities are kept.
 */
#include <string.h>

#include "daemon/python/flow.h"

enum { NO_INSTR = -1, NO_LOCAL = -1 };

struct reference { /* on the stack: which instruction of the block has pushed it, and from which variable */
    int64_t instr, local;
};

struct borrower {
    struct compiler *c;
    struct reference *refs;
    uint32_t used, capacity;
    bool *kept; /* by instruction: it needs its own reference */
    struct block **top;
};

static void push(struct borrower *b, int64_t instr, int64_t local)
{
    if (b->used == b->capacity) {
        uint32_t capacity = b->capacity * 2 + 32;
        struct reference *refs = compiler_alloc(b->c, capacity * sizeof *refs);
        if (!refs)
            return;
        if (b->used)
            memcpy(refs, b->refs, b->used * sizeof *refs);
        b->refs = refs;
        b->capacity = capacity;
    }
    b->refs[b->used++] = (struct reference){instr, local};
}

static struct reference pop(struct borrower *b)
{
    return b->used ? b->refs[--b->used] : (struct reference){NO_INSTR, NO_LOCAL};
}

static void pop_push(struct borrower *b, int popped, int pushed, int64_t instr)
{
    while (popped-- > 0)
        (void)pop(b);
    while (pushed-- > 0)
        push(b, instr, NO_LOCAL);
}

static void kill_local(struct borrower *b, int64_t local)
{
    for (uint32_t i = 0; i < b->used; i++)
        if (b->refs[i].local == local)
            b->kept[b->refs[i].instr] = true;
}

static void store_local(struct borrower *b, int64_t local)
{
    struct reference r = pop(b);
    kill_local(b, local);
    if (r.instr != NO_INSTR)
        b->kept[r.instr] = true;
}

static void go_to(struct borrower *b, struct block *target)
{
    if (target->visited)
        return;
    target->visited = true;
    *b->top++ = target;
}

static void copy(struct borrower *b, uint32_t from)
{
    if (from && from <= b->used) {
        struct reference r = b->refs[b->used - from];
        push(b, r.instr, r.local);
    }
}

static void swap(struct borrower *b, uint32_t with)
{
    if (!with || with > b->used)
        return;
    struct reference kept = b->refs[b->used - with];
    b->refs[b->used - with] = b->refs[b->used - 1];
    b->refs[b->used - 1] = kept;
}

/* LOAD_METHOD and the like: self may be pushed again. */
static void load_attribute(struct borrower *b, const struct instr *i, int64_t at)
{
    struct reference self = pop(b);
    if (i->op == OP_LOAD_SUPER_ATTR)
        pop_push(b, 2, 0, at);
    push(b, at, NO_LOCAL);
    if (i->op == OP_LOAD_METHOD || (i->op == OP_LOAD_SUPER_ATTR && i->arg & 1))
        push(b, self.instr, self.local);
}

/* Instruction `at` of the block; one that is the second half of another counts as that. */
static void step(struct borrower *b, const struct instr *i, int64_t at)
{
    int popped, pushed;
    stack_effect(b->c, i->op, i->arg, false, &popped, &pushed);
    switch (i->op) {
    case OP_LOAD_FAST:
    case OP_LOAD_CLOSURE:
        push(b, at, i->arg);
        return;
    case OP_LOAD_FAST_AND_CLEAR:
        kill_local(b, i->arg);
        push(b, at, i->arg);
        return;
    case OP_STORE_FAST:
        store_local(b, i->arg);
        return;
    case OP_COPY:
        copy(b, i->arg);
        return;
    case OP_SWAP:
        swap(b, i->arg);
        return;
    case OP_GET_ANEXT:
    case OP_GET_LEN: /* what these push counts as pushed by the first instruction of the block */
    case OP_IMPORT_FROM:
    case OP_MATCH_KEYS:
    case OP_MATCH_MAPPING:
    case OP_MATCH_SEQUENCE:
    case OP_WITH_EXCEPT_START:
        push(b, 0, NO_LOCAL);
        return;
    case OP_CHECK_EXC_MATCH:
        pop_push(b, 1, 1, at);
        return;
    case OP_FOR_ITER:
        go_to(b, i->target);
        push(b, at, NO_LOCAL);
        return;
    case OP_LOAD_ATTR:
    case OP_LOAD_METHOD:
    case OP_LOAD_SUPER_ATTR:
        load_attribute(b, i, at);
        return;
    case OP_SEND:
        go_to(b, i->target);
        pop_push(b, 1, 1, at);
        return;
    default:
        if (op_is_jump(i->op))
            go_to(b, i->target);
        pop_push(b, popped, pushed, at);
    }
}

static void walk(struct borrower *b, struct block *block)
{
    b->used = 0;
    memset(b->kept, 0, block->used * sizeof *b->kept);
    pop_push(b, 0, block->start_depth, NO_INSTR);
    for (uint32_t k = 0; k < block->used && !b->c->failed; k++)
        step(b, &block->instrs[k], block->instrs[k].pair == 2 ? (int64_t)k - 1 : k);
    if (block->used && block->next && block_falls_through(block))
        go_to(b, block->next);
    for (uint32_t i = 0; i < b->used; i++)
        if (b->refs[i].instr != NO_INSTR)
            b->kept[b->refs[i].instr] = true;
    for (uint32_t k = 0; k < block->used; k++) {
        struct instr *i = &block->instrs[k];
        bool second = i->pair == 2;
        /* The second half of STORE_FAST_LOAD_FAST has no form that borrows. */
        bool alone = second && block->instrs[k - 1].op == OP_STORE_FAST;
        if (i->op == OP_LOAD_FAST && !alone && !b->kept[second ? k - 1 : k])
            i->op = OP_LOAD_FAST_BORROW;
    }
}

void flow_borrow(struct compiler *c, struct unit *u)
{
    struct block **stack = flow_stack(c, u);
    struct borrower b = {.c = c, .top = stack};
    uint32_t longest = 0;
    for (const struct block *k = u->entry; k; k = k->next)
        longest = k->used > longest ? k->used : longest;
    b.kept = compiler_alloc(c, longest + 1);
    if (c->failed)
        return;
    u->entry->start_depth = 0;
    go_to(&b, u->entry);
    while (b.top > stack && !c->failed)
        walk(&b, *--b.top);
}
