/* What the passes of the late optimization of control flow share (flow_late.c): blocks made from the sequence
 * of instructions, with no block flag that says how one ends: its last instruction does. Mirrors
 * Python/flowgraph.c of CPython 3.14.
 */
#ifndef HEAPD_PYTHON_FLOW_H
#define HEAPD_PYTHON_FLOW_H

#include "daemon/python/compiler.h"

static inline bool instr_is_terminator(const struct instr *i)
{
    return op_is_jump(i->op) || op_is_exit(i->op);
}
static inline bool op_loads_constant(unsigned op)
{
    return op == OP_LOAD_CONST || op == OP_LOAD_SMALL_INT;
}

static inline void instr_set(struct instr *i, unsigned op, uint32_t arg)
{
    i->op = (uint16_t)op;
    i->arg = arg;
}

static inline struct block *skip_empty_blocks(struct block *b)
{
    while (b && !b->used)
        b = b->next;
    return b;
}

/* flow_build.c */
void flow_build(struct compiler *c, struct unit *u);

/* flow_clean.c */
void flow_inline_exits(struct compiler *c, struct unit *u);
void flow_remove_unreachable(struct compiler *c, struct unit *u);
uint32_t flow_remove_nops(struct unit *u); /* how many */
void flow_remove_nops_and_pairs(struct unit *u);
void flow_remove_nops_and_jumps(struct unit *u);
void flow_resolve_lines(struct compiler *c, struct unit *u);

/* flow_fold.c */
void flow_fold_constants(struct compiler *c, struct block *b);
void flow_optimize_block(struct compiler *c, struct block *b);

/* flow_locals.c */
void flow_check_locals(struct compiler *c, struct unit *u); /* LOAD_FAST_CHECK where there may be none */
void flow_pair(struct unit *u);                             /* what CPython makes one instruction of */

#endif
