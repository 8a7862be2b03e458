/* How long CPython's code is for the same instructions, in code units of two bytes: what getsizeof() of a
 * code object says. One for each instruction, more for large arguments, and the inline caches.
 */
#include "daemon/python/compiler.h"

static const uint8_t early_caches[OP_ALL] = {
    [OP_BINARY_SUBSCR] = 4, [OP_STORE_SUBSCR] = 1, [OP_UNPACK_SEQUENCE] = 1, [OP_STORE_ATTR] = 4,
    [OP_LOAD_ATTR] = 4,     [OP_COMPARE_OP] = 2,   [OP_LOAD_GLOBAL] = 5,     [OP_BINARY_OP] = 1,
    [OP_LOAD_METHOD] = 10,  [OP_CALL] = 4,
};

static const uint8_t late_caches[OP_ALL] = {
    [OP_LOAD_GLOBAL] = 4,
    [OP_BINARY_OP] = 5,
    [OP_BINARY_SUBSCR] = 5, /* BINARY_OP */
    [OP_STORE_SUBSCR] = 1,
    [OP_SEND] = 1,
    [OP_UNPACK_SEQUENCE] = 1,
    [OP_STORE_ATTR] = 4,
    [OP_LOAD_ATTR] = 9,
    [OP_LOAD_METHOD] = 9, /* LOAD_ATTR */
    [OP_LOAD_SUPER_ATTR] = 1,
    [OP_COMPARE_OP] = 1,
    [OP_CONTAINS_OP] = 1,
    [OP_JUMP_BACKWARD] = 1,
    [OP_TO_BOOL] = 3,
    [OP_POP_JUMP_IF_FALSE] = 1,
    [OP_POP_JUMP_IF_TRUE] = 1,
    [OP_POP_JUMP_IF_NONE] = 1,
    [OP_POP_JUMP_IF_NOT_NONE] = 1,
    [OP_FOR_ITER] = 1,
    [OP_CALL] = 3,
    [OP_CALL_KW] = 3,
};

static uint32_t length(uint32_t arg, uint32_t caches)
{
    return 1u + (arg > 0xff) + (arg > 0xffff) + (arg > 0xffffff) + caches;
}

static uint32_t distance(uint32_t from, uint32_t to)
{
    return to >= from ? to - from : from - to;
}

/* Of one instruction, as far as blocks' unit_offset are known; `at` is where it ends if nothing has changed.
 */
static uint32_t instr_units(const struct compiler *c, const struct instr *i, uint32_t at)
{
    bool late = c->abi->flow_is_late;
    const uint8_t *caches = late ? late_caches : early_caches;
    if (i->pair == 2)
        return 0;
    if (i->op == OP_JUMP && late && i->target->visited) /* JUMP_BACKWARD */
        return length(distance(at, i->target->unit_offset), caches[OP_JUMP_BACKWARD]);
    if (op_is_jump(i->op))
        return length(distance(at, i->target->unit_offset), caches[i->op]);
    switch (i->op) {
    case OP_END_ASYNC_FOR:
        return i->target ? length(distance(at, i->target->unit_offset), 0) : 1;
    case OP_LOAD_ATTR:
    case OP_LOAD_METHOD:
        return length(late ? i->arg << 1 : i->arg, caches[i->op]);
    case OP_CALL:
        return length(i->arg, caches[i->op]) + (late ? 0 : length(i->arg, 1)); /* PRECALL */
    case OP_MAKE_FUNCTION:
        return late ? 1 + (uint32_t)__builtin_popcount(i->arg) : 1;
    case OP_IMPORT_STAR:
        return late ? 2 : 1; /* and what it leaves on the stack goes */
    default:
        return length(i->arg, caches[i->op]);
    }
}

uint32_t code_units(struct compiler *c, const struct unit *u)
{
    uint32_t *sizes, total = 0, count = 0;
    for (const struct block *b = u->entry; b; b = b->next)
        count += b->used;
    sizes = compiler_alloc(c, (count + 1) * sizeof *sizes);
    if (!sizes)
        return 0;
    for (bool changed = true; changed;) { /* jumps get longer as others do, never shorter */
        uint32_t k = 0, offset = 0;
        changed = false;
        for (struct block *b = u->entry; b; b = b->next) {
            b->unit_offset = offset;
            for (uint32_t i = 0; i < b->used; i++)
                offset += sizes[k++];
        }
        total = offset;
        k = offset = 0;
        for (struct block *b = u->entry; b; b = b->next)
            b->visited = false;
        for (struct block *b = u->entry; b; b = b->next) {
            b->visited = true;
            for (uint32_t i = 0; i < b->used; i++, k++) {
                offset += sizes[k];
                uint32_t size = instr_units(c, &b->instrs[i], offset);
                if (size > sizes[k]) {
                    sizes[k] = size;
                    changed = true;
                }
            }
        }
    }
    return total;
}
