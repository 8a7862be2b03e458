/* Blocks from the sequence of instructions: a new one at every place that is jumped to and after every jump
 * or exit. */
#include "daemon/python/flow.h"

static uint32_t count_instrs(const struct unit *u)
{
    uint32_t count = 0;
    for (const struct block *b = u->entry; b; b = b->next)
        count += b->used;
    return count;
}

/* The instructions in a row; blocks get the indexes of their first ones. */
static void flatten(const struct unit *u, struct instr *into)
{
    uint32_t n = 0;
    for (struct block *b = u->entry; b; b = b->next) {
        b->offset = n;
        for (uint32_t i = 0; i < b->used; i++)
            into[n++] = b->instrs[i];
    }
}

static struct block *begin(struct compiler *c, struct unit *u, struct block *current)
{
    struct block *b = block_new(c);
    if (current)
        current->next = b;
    else
        u->entry = b;
    return b;
}

void flow_build(struct compiler *c, struct unit *u)
{
    uint32_t count = count_instrs(u);
    struct instr *row = compiler_alloc(c, (count + 1) * sizeof *row);
    struct block **at = compiler_alloc(c, (count + 1) * sizeof *at), *current = NULL;
    bool *targeted = compiler_alloc(c, count + 1);
    if (c->failed)
        return;
    flatten(u, row);
    for (uint32_t i = 0; i < count; i++)
        if (op_has_target(row[i].op))
            targeted[row[i].target->offset] = true;
    u->blocks = NULL;
    for (uint32_t i = 0; i < count && !c->failed; i++) {
        if (!current || targeted[i] || instr_is_terminator(block_last(current)))
            current = begin(c, u, current);
        current->labelled = targeted[i] || current->labelled;
        at[i] = current;
        struct instr *instr = block_append(c, current);
        if (instr)
            *instr = row[i];
    }
    for (struct block *b = u->entry; b && !c->failed; b = b->next)
        for (uint32_t i = 0; i < b->used; i++)
            if (op_has_target(b->instrs[i].op))
                b->instrs[i].target = at[b->instrs[i].target->offset];
}
