/* Control flow as CPython optimizes it from 3.12 on. */
#include "daemon/python/compiler.h"

/* JUMP_IF_FALSE and JUMP_IF_TRUE leave what they test. */
static void convert_jumps(struct compiler *c, struct block *b)
{
    for (uint32_t k = 0; k < b->used; k++) {
        struct instr i = b->instrs[k];
        if (i.op == OP_STORE_FAST_MAYBE_NULL)
            b->instrs[k].op = OP_STORE_FAST;
        if (i.op != OP_JUMP_IF_FALSE && i.op != OP_JUMP_IF_TRUE)
            continue;
        b->instrs[k].op = i.op == OP_JUMP_IF_FALSE ? OP_POP_JUMP_IF_FALSE : OP_POP_JUMP_IF_TRUE;
        block_insert(c, b, k++, (struct instr){.op = OP_COPY, .arg = 1, .at = i.at});
    }
}

void flow_late(struct compiler *c, struct unit *u)
{
    for (struct block *b = u->entry; b; b = b->next)
        convert_jumps(c, b);
    flow_early(c, u);
}
