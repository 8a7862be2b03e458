/* From instructions in blocks to a code object: words, where each of them is in the source, where exceptions
 * go; the names of local variables. (Python/assemble.c)
 */
#include <string.h>

#include "daemon/heap/object/bytes.h"
#include "daemon/heap/object/code.h"
#include "daemon/heap/object/container.h"
#include "daemon/python/specialize.h"
#include "daemon/python/symtable.h"

struct assembler {
    uint32_t *words;
    struct code_position *positions;
    struct code_handler *handlers;
    uint32_t used, total, handler_count;
};

/* ---- how many words -------------------------------------------------------------------------------------
 */

static bool is_silent(unsigned op) /* what other instructions do here */
{
    switch (op) {
    case OP_TO_BOOL:
    case OP_END_FOR:
    case OP_POP_ITER:
    case OP_END_SEND:
    case OP_NOT_TAKEN:
    case OP_KW_NAMES:
        return true;
    default:
        return false;
    }
}

static bool is_named_call(const struct block *b, uint32_t k)
{
    return k && b->instrs[k].op == OP_CALL && b->instrs[k - 1].op == OP_KW_NAMES;
}

/* Blocks are `visited` up to the one that is being looked at. */
static uint32_t instr_words(const struct block *b, uint32_t k)
{
    const struct instr *i = &b->instrs[k];
    if (is_silent(i->op))
        return 0;
    if (is_named_call(b, k))
        return 1 + opcode_caches(OP_CALL_NAMED);
    if (op_is_conditional(i->op) && i->target->visited)
        return 2;
    return 1 + (i->op < OPCODE_COUNT ? opcode_caches((enum opcode)i->op) : 0);
}

static uint32_t place_blocks(const struct unit *u)
{
    uint32_t words = 0;
    for (struct block *b = u->entry; b; b = b->next)
        b->visited = false;
    for (struct block *b = u->entry; b; b = b->next) {
        b->visited = true;
        b->offset = words;
        for (uint32_t k = 0; k < b->used; k++)
            words += instr_words(b, k);
    }
    return words;
}

/* ---- words ------------------------------------------------------------------------------------------------
 */

static uint16_t column(int32_t byte)
{
    return byte < 0 || byte >= 0xffff ? 0xffff : (uint16_t)byte;
}

static struct code_position position_of(struct location at)
{
    if (at.line < 0)
        return (struct code_position){.column = 0xffff, .end_column = 0xffff};
    return (struct code_position){.line = (uint32_t)at.line,
                                  .end_line =
                                      at.end_line < at.line ? (uint32_t)at.line : (uint32_t)at.end_line,
                                  .column = column(at.column),
                                  .end_column = column(at.end_column)};
}

static void put(struct assembler *a, uint32_t word, struct location at)
{
    a->positions[a->used] = position_of(at);
    a->words[a->used++] = word;
}

static void put_jump(struct assembler *a, const struct instr *i)
{
    uint32_t target = i->target->offset;
    bool back = i->target->visited;
    if (i->op == OP_JUMP && back)
        put(a, instruction(OP_JUMP_BACKWARD, target), i->at);
    else if (op_is_unconditional(i->op))
        put(a, instruction(OP_JUMP, target), i->at);
    else if (back && op_is_conditional(i->op)) {
        put(a, instruction((enum opcode)op_reversed(i->op), a->used + 2), i->at);
        put(a, instruction(OP_JUMP_BACKWARD, target), i->at);
    } else
        put(a, instruction((enum opcode)i->op, target), i->at);
}

static void put_instr(struct assembler *a, const struct block *b, uint32_t k)
{
    const struct instr *i = &b->instrs[k];
    if (is_silent(i->op))
        return;
    if (op_is_jump(i->op)) {
        put_jump(a, i);
        return;
    }
    if (is_named_call(b, k)) {
        put(a, instruction(OP_CALL_NAMED, i->arg), i->at);
        put(a, b->instrs[k - 1].arg, i->at);
        return;
    }
    enum opcode op = i->op == OP_LOAD_FAST_CHECK ? OP_LOAD_FAST : (enum opcode)i->op;
    uint32_t arg = op == OP_NOP ? 0 : op == OP_COMPARE_OP ? i->arg & ~COMPARE_TO_BOOL : i->arg;
    put(a, instruction(op, arg), i->at);
    for (unsigned n = opcode_caches(op); n; n--)
        put(a, 0, i->at);
}

static void put_handler(struct assembler *a, uint32_t start, const struct block *handler)
{
    if (!handler || start == a->used)
        return;
    struct code_handler *e = &a->handlers[a->handler_count], *before = e - 1;
    *e = (struct code_handler){.start = start,
                               .end = a->used,
                               .target = handler->offset,
                               .depth = (uint16_t)(handler->start_depth - 1 - handler->preserve_lasti),
                               .lasti = handler->preserve_lasti};
    /* Instructions that nothing can go wrong in may have been between them. */
    if (a->handler_count && before->end == start && before->target == e->target)
        before->end = a->used;
    else
        a->handler_count++;
}

static void put_all(struct assembler *a, const struct unit *u)
{
    const struct block *handler = NULL;
    uint32_t start = 0;
    for (struct block *b = u->entry; b; b = b->next)
        b->visited = false;
    for (struct block *b = u->entry; b; b = b->next) {
        b->visited = true;
        for (uint32_t k = 0; k < b->used; k++) {
            if (b->instrs[k].except != handler) {
                put_handler(a, start, handler);
                start = a->used;
                handler = b->instrs[k].except;
            }
            put_instr(a, b, k);
        }
    }
    put_handler(a, start, handler);
}

/* Places that are those of the instruction that follows. */
static void resolve_places(struct compiler *c, const struct unit *u)
{
    struct block **stack = flow_stack(c, u);
    uint32_t count = 0;
    if (!stack)
        return;
    for (struct block *b = u->entry; b; b = b->next)
        stack[count++] = b;
    struct location next = NOWHERE;
    while (count) {
        const struct block *b = stack[--count];
        for (uint32_t k = b->used; k; k--) {
            struct instr *i = &b->instrs[k - 1];
            if (i->at.line == AT_NEXT.line)
                i->at = op_is_unconditional(i->op) || op_is_exit(i->op) ? NOWHERE : next;
            next = i->at;
        }
    }
}

/* ---- local variables
 * ---------------------------------------------------------------------------------------- */

static addr merged_bytes(struct compiler *c, const void *bytes, size_t length)
{
    return c->failed ? 0 : constant_merge(c, bytes_new_of(c->h, c->h->type[KIND_BYTES], bytes, length));
}

static void put_cells(const struct unit *u, addr *names, uint8_t *kinds)
{
    uint32_t place = u->varnames.count;
    for (struct name_entry *e = name_map_first(&u->cellvars); e; e = name_map_next(&u->cellvars, e))
        if (!name_map_has(&u->varnames, e->name)) {
            names[place] = e->name;
            kinds[place++] = CODE_CELL;
        }
    for (struct name_entry *e = name_map_first(&u->freevars); e; e = name_map_next(&u->freevars, e)) {
        names[place] = e->name;
        kinds[place++] = CODE_FREE;
    }
}

static void put_locals(struct compiler *c, const struct unit *u, struct code_spec *spec)
{
    uint32_t n = u->locals_and_cells;
    addr *names = compiler_alloc(c, (n + 1) * sizeof *names);
    uint8_t *kinds = compiler_alloc(c, n + 1);
    if (c->failed)
        return;
    for (struct name_entry *e = name_map_first(&u->varnames); e; e = name_map_next(&u->varnames, e)) {
        names[e->value] = e->name;
        kinds[e->value] = (uint8_t)(CODE_LOCAL | (name_map_has(&u->cellvars, e->name) ? CODE_CELL : 0) |
                                    (name_map_has(&u->fast_hidden, e->name) ? CODE_HIDDEN : 0));
    }
    put_cells(u, names, kinds);
    if (u->scope->type == SCOPE_ANNOTATION && n)
        names[0] = c->known[KNOWN_FORMAT];
    spec->localsplusnames = constant_names(c, names, n);
    spec->localspluskinds = merged_bytes(c, kinds, n);
}

static addr names_tuple(struct compiler *c, const struct name_map *m)
{
    addr *names = compiler_alloc(c, (m->count + 1) * sizeof *names);
    if (!names)
        return 0;
    for (struct name_entry *e = name_map_first(m); e; e = name_map_next(m, e))
        names[e->value] = e->name;
    return constant_names(c, names, m->count);
}

/* ---- the code object
 * ------------------------------------------------------------------------------------------ */

static uint32_t code_flags(const struct compiler *c, const struct scope *s)
{
    uint32_t flags = 0;
    if (scope_is_function(s))
        flags = CODE_NEWLOCALS | CODE_OPTIMIZED | (s->nested ? CODE_NESTED : 0) |
                (scope_is_async_generator(s) ? CODE_ASYNC_GENERATOR
                 : s->generator              ? CODE_GENERATOR
                 : s->coroutine              ? CODE_COROUTINE
                                             : 0) |
                (s->has_varargs ? CODE_VARARGS : 0) | (s->has_varkeywords ? CODE_VARKEYWORDS : 0);
    flags |= c->future_flags;
    if (!c->abi->docstring_or_none) {
        flags |= s->has_docstring ? CODE_HAS_DOCSTRING : 0;
        flags |= s->is_method ? CODE_METHOD : 0;
    }
    return flags;
}

static bool assemble_words(struct compiler *c, const struct unit *u, struct assembler *a)
{
    resolve_places(c, u);
    a->total = place_blocks(u);
    if (a->total > OPCODE_MAX_ARG) {
        compiler_error(c, (struct location){u->first_line, u->first_line, -1, -1},
                       "too much for one code object");
        return false;
    }
    a->words = compiler_alloc(c, (a->total + 1) * sizeof *a->words);
    a->positions = compiler_alloc(c, (a->total + 1) * sizeof *a->positions);
    a->handlers = compiler_alloc(c, (a->total + 1) * sizeof *a->handlers);
    if (c->failed)
        return false;
    put_all(a, u);
    specialize_pairs(a->words, a->used);
    return true;
}

addr assemble(struct compiler *c, struct unit *u)
{
    struct assembler a = {0};
    if (c->failed || !assemble_words(c, u, &a))
        return 0;
    struct code_spec spec = {
        .filename = c->filename,
        .name = u->name,
        .qualname = u->qualname,
        .instructions = a.words,
        .words = a.total,
        .flags = code_flags(c, u->scope),
        .units = code_units(c, u),
        .argcount = (int32_t)(u->posonlyargcount + u->argcount),
        .posonlyargcount = (int32_t)u->posonlyargcount,
        .kwonlyargcount = (int32_t)u->kwonlyargcount,
        .stacksize = u->stack_size,
        .firstlineno = u->first_line,
    };
    spec.names = names_tuple(c, &u->names);
    for (uint32_t i = 0; i < u->consts.count; i++)
        u->consts.items[i] = constant_intern(c, u->consts.items[i]);
    spec.consts = constant_names(c, u->consts.items, u->consts.count);
    put_locals(c, u, &spec);
    spec.positions = merged_bytes(c, a.positions, a.total * sizeof *a.positions);
    spec.handlers = merged_bytes(c, a.handlers, a.handler_count * sizeof *a.handlers);
    addr code = c->failed ? 0 : code_new(c->h, &spec);
    if (!code && !c->failed)
        compiler_fail(c, HEAP_RAISED);
    return code;
}
