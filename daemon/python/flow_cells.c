/* Cells: up to here the instructions count cells and free variables from 0; in a frame they follow the local
 * variables, but for parameters that are cells, which stay where they are. And what a function begins with:
 * its cells are made, its closure's cells are copied, a generator is made of its frame.
 * (insert_prefix_instructions() and fix_cell_offsets() of CPython.)
 */
#include "daemon/heap/object/code.h"
#include "daemon/python/compiler.h"

static struct instr prefix(unsigned op, uint32_t arg, struct location at)
{
    return (struct instr){.op = (uint16_t)op, .arg = arg, .at = at};
}

static void insert_prefix(struct compiler *c, struct unit *u, const uint32_t *fixed, bool generator)
{
    struct block *entry = u->entry;
    struct location first = {u->first_line, u->first_line, -1, -1};
    if (generator) {
        block_insert(c, entry, 0, prefix(OP_RETURN_GENERATOR, 0, first));
        block_insert(c, entry, 1, prefix(OP_POP_TOP, 0, c->abi->flow_is_late ? first : NOWHERE));
    }
    /* in the order of their places */
    uint32_t cells = u->cellvars.count, done = 0;
    for (uint32_t place = 0; done < cells && !c->failed; place++)
        for (uint32_t i = 0; i < cells; i++)
            if (fixed[i] == place) {
                block_insert(c, entry, done++, prefix(OP_MAKE_CELL, i, NOWHERE));
                break;
            }
    if (u->freevars.count)
        block_insert(c, entry, 0, prefix(OP_COPY_FREE_VARS, u->freevars.count, NOWHERE));
}

static bool has_cell(unsigned op)
{
    switch (op) {
    case OP_MAKE_CELL:
    case OP_LOAD_CLOSURE:
    case OP_LOAD_DEREF:
    case OP_STORE_DEREF:
    case OP_DELETE_DEREF:
    case OP_LOAD_CLASSDEREF:
    case OP_LOAD_FROM_DICT_OR_DEREF:
        return true;
    default:
        return false;
    }
}

uint32_t flow_prefix(struct compiler *c, struct unit *u, bool generator)
{
    uint32_t locals = u->varnames.count, count = u->cellvars.count + u->freevars.count, dropped = 0;
    uint32_t *fixed = compiler_alloc(c, (count + 1) * sizeof *fixed);
    if (!fixed)
        return 0;
    for (uint32_t i = 0; i < count; i++)
        fixed[i] = locals + i;
    for (struct name_entry *e = name_map_first(&u->cellvars); e; e = name_map_next(&u->cellvars, e)) {
        int64_t local = name_map_get(&u->varnames, e->name, -1);
        if (local >= 0)
            fixed[e->value] = (uint32_t)local;
    }
    insert_prefix(c, u, fixed, generator);
    for (uint32_t i = 0; i < count; i++) {
        if (fixed[i] == locals + i)
            fixed[i] -= dropped;
        else
            dropped++;
    }
    for (struct block *b = u->entry; b; b = b->next)
        for (uint32_t i = 0; i < b->used; i++)
            if (has_cell(b->instrs[i].op))
                b->instrs[i].arg = fixed[b->instrs[i].arg];
    return locals + count - dropped;
}
