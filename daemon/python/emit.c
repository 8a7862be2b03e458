/* Instructions into basic blocks. */
#include <string.h>

#include "daemon/python/compiler.h"

struct block *block_new(struct compiler *c)
{
    struct block *b = c->failed ? NULL : compiler_alloc(c, sizeof *b);
    if (!b)
        return &c->nothing;
    b->list = c->unit->blocks;
    c->unit->blocks = b;
    return b;
}

void block_use(struct compiler *c, struct block *b)
{
    if (c->failed)
        return;
    c->unit->current->next = b;
    c->unit->current = b;
    c->unit->need_block = false;
}

struct instr *block_append(struct compiler *c, struct block *b)
{
    if (c->failed)
        return NULL;
    if (b->used == b->capacity) {
        uint32_t capacity = b->capacity ? b->capacity * 2 : 8;
        struct instr *instrs = compiler_alloc(c, capacity * sizeof *instrs);
        if (!instrs)
            return NULL;
        if (b->used)
            memcpy(instrs, b->instrs, b->used * sizeof *instrs);
        b->instrs = instrs;
        b->capacity = capacity;
    }
    return &b->instrs[b->used++];
}

void block_insert(struct compiler *c, struct block *b, uint32_t where, struct instr i)
{
    if (!block_append(c, b))
        return;
    memmove(b->instrs + where + 1, b->instrs + where, (b->used - 1 - where) * sizeof i);
    b->instrs[where] = i;
}

static void put(struct compiler *c, struct location at, unsigned op, uint32_t arg, struct block *target)
{
    if (c->failed)
        return;
    struct unit *u = c->unit;
    if (u->need_block)
        block_use(c, block_new(c));
    struct instr *i = block_append(c, u->current);
    if (!i)
        return;
    if (arg > OPCODE_MAX_ARG) {
        compiler_error(c, at, "too much for one code object");
        return;
    }
    *i = (struct instr){.op = (uint16_t)op, .arg = arg, .at = at, .target = target};
    if (op == OP_RETURN_VALUE)
        u->current->returns = true;
    u->need_block = op_is_jump(op) || op_is_exit(op);
}

static struct location place(const struct compiler *c, struct location at)
{
    return c->failed || c->abi->locations_are_explicit ? at : c->unit->at;
}

void emit(struct compiler *c, struct location at, unsigned op, uint32_t arg)
{
    put(c, place(c, at), op, arg, NULL);
}

void emit_jump(struct compiler *c, struct location at, unsigned op, struct block *target)
{
    put(c, place(c, at), op, 0, target);
}

void emit_nowhere(struct compiler *c, unsigned op, uint32_t arg)
{
    put(c, NOWHERE, op, arg, NULL);
}

void emit_jump_nowhere(struct compiler *c, unsigned op, struct block *target)
{
    put(c, NOWHERE, op, 0, target);
}

void emit_constant(struct compiler *c, struct location at, addr o)
{
    emit(c, at, OP_LOAD_CONST, constant_add(c, o));
}

static addr merged_none(struct compiler *c)
{
    return c->failed ? 0 : constant_merge(c, incref(c->h, none(c->h)));
}

void emit_none(struct compiler *c, struct location at)
{
    emit_constant(c, at, merged_none(c));
}

void emit_none_nowhere(struct compiler *c)
{
    emit_nowhere(c, OP_LOAD_CONST, constant_add(c, merged_none(c)));
}

uint32_t unit_index(struct compiler *c, struct name_map *table, addr name)
{
    if (c->failed)
        return 0;
    int64_t known = name_map_get(table, name, -1);
    if (known >= 0)
        return (uint32_t)known;
    if (!name_map_set(table, c->arena, name, table->count)) {
        compiler_fail_memory(c);
        return 0;
    }
    return table->count - 1;
}

void emit_name(struct compiler *c, struct location at, unsigned op, struct name_map *table, addr name)
{
    if (!c->failed)
        emit(c, at, op, unit_index(c, table, unit_mangled(c, name)));
}
