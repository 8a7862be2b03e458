/* Comprehensions and generator expressions: functions of their own, whose argument is the outermost iterator;
 * or, from 3.12 on for all but generator expressions, a part of the code around them, with their variables'
 * former values kept on the stack meanwhile (PEP 709).
 */
#include "daemon/python/symtable.h"

/* ---- the loops ------------------------------------------------------------------------------------------
 */

static void compile_element(struct compiler *c, struct ast_node *e, uint32_t depth, struct location *at)
{
    struct ast_node *element = e->u.comprehension.element, *value = e->u.comprehension.value;
    compile_expression(c, element);
    switch (e->kind) {
    case AST_GENERATOR_EXP:
        compile_yield_value(c, *at);
        emit(c, *at, OP_POP_TOP, 0);
        break;
    case AST_LIST_COMP:
        emit(c, *at, OP_LIST_APPEND, depth + 1);
        break;
    case AST_SET_COMP:
        emit(c, *at, OP_SET_ADD, depth + 1);
        break;
    default:
        compile_expression(c, value);
        at->end_line = (int32_t)value->at.end_line;
        at->end_column = (int32_t)value->at.end_column;
        emit(c, *at, OP_MAP_ADD, depth + 1);
    }
}

/* for y in [f(x)]: no loop, an assignment. */
static struct ast_node *single_item(const struct ast_node *iterable)
{
    if (iterable->kind != AST_LIST && iterable->kind != AST_TUPLE)
        return NULL;
    if (iterable->u.sequence.elements.count != 1 ||
        iterable->u.sequence.elements.items[0]->kind == AST_STARRED)
        return NULL;
    return iterable->u.sequence.elements.items[0];
}

static void compile_loop(struct compiler *c, struct ast_node *e, size_t index, uint32_t depth, bool ready);

/* What is done with an item: its target, conditions, what is inside of it. *element is where that is. */
static void compile_item(struct compiler *c, struct ast_node *e, size_t index, uint32_t depth,
                         struct block *if_cleanup, struct location *element)
{
    const struct ast_comprehension *g = &e->u.comprehension.generators[index];
    compile_expression(c, g->target);
    for (size_t i = 0; i < g->conditions.count && !c->failed; i++)
        compile_jump_if(c, node_at(e), g->conditions.items[i], if_cleanup, false);
    if (index + 1 < e->u.comprehension.count) {
        if (compiler_deeper(c)) {
            compile_loop(c, e, index + 1, depth, false);
            compiler_back(c);
        }
    } else
        compile_element(c, e, depth, element);
    block_use(c, if_cleanup);
}

/* The iterator of generator `index`, unless it is there. */
static void compile_iterator(struct compiler *c, struct ast_node *e, size_t index, bool ready)
{
    const struct ast_comprehension *g = &e->u.comprehension.generators[index];
    if (index) {
        compile_expression(c, g->iterable);
        emit(c, node_at(g->iterable), g->is_async ? OP_GET_AITER : OP_GET_ITER, 0);
    } else if (!ready)
        emit(c, node_at(e), OP_LOAD_FAST, 0);
}

static void compile_async_loop(struct compiler *c, struct ast_node *e, size_t index, uint32_t depth,
                               bool ready)
{
    struct location at = node_at(e), element = node_at(e->u.comprehension.element);
    struct block *start = block_new(c), *except = block_new(c), *if_cleanup = block_new(c);
    compile_iterator(c, e, index, ready);
    block_use(c, start);
    struct block *send = compile_async_next(c, at, except);
    compile_item(c, e, index, depth + 1, if_cleanup, &element);
    emit_jump(c, element, OP_JUMP, start);
    block_use(c, except);
    compile_end_async_for(c, at, send);
}

/* The loop over generator `index` and those inside it. `ready`: its iterator is on the stack. */
static void compile_loop(struct compiler *c, struct ast_node *e, size_t index, uint32_t depth, bool ready)
{
    const struct ast_comprehension *g = &e->u.comprehension.generators[index];
    if (g->is_async) {
        compile_async_loop(c, e, index, depth, ready);
        return;
    }
    struct location iterable = node_at(g->iterable), element = node_at(e->u.comprehension.element);
    struct block *start = block_new(c), *if_cleanup = block_new(c), *anchor = block_new(c);
    struct ast_node *single = index ? single_item(g->iterable) : NULL;
    if (single) {
        compile_expression(c, single);
    } else {
        compile_iterator(c, e, index, ready);
        depth++;
        block_use(c, start);
        emit_jump(c, iterable, OP_FOR_ITER, anchor);
    }
    compile_item(c, e, index, depth, if_cleanup, &element);
    if (single)
        return;
    emit_jump(c, element, OP_JUMP, start);
    block_use(c, anchor);
    if (c->abi->flow_is_late) {
        emit_nowhere(c, OP_END_FOR, 0);
        emit_nowhere(c, OP_POP_ITER, 0);
    }
}

/* ---- inlined
 * ------------------------------------------------------------------------------------------------ */

struct inlined {                          /* what the code around it has to get back */
    struct name_map pushed;               /* variables whose values are on the stack */
    struct name_map symbols, fast_hidden; /* entries of the scope that were changed */
    struct block *cleanup;
};

static void put(struct compiler *c, struct name_map *m, addr name, int64_t value)
{
    if (!c->failed && !name_map_set(m, c->arena, name, value))
        compiler_fail_memory(c);
}

static bool is_isolated(int64_t symbol, bool in_class)
{
    return (symbol & SYMBOL_LOCAL && !(symbol & SYMBOL_NONLOCAL)) || in_class;
}

/* The comprehension's names mean in the code around it what they mean in the comprehension. */
static void change_scopes(struct compiler *c, const struct scope *comp, struct inlined *state, bool in_class)
{
    struct unit *u = c->unit;
    u->inlined++;
    for (struct name_entry *e = name_map_first(&comp->symbols); e && !c->failed;
         e = name_map_next(&comp->symbols, e)) {
        if (!is_isolated(e->value, in_class))
            continue;
        if (!scope_is_function(u->scope) && !name_map_get(&u->fast_hidden, e->name, 0)) {
            put(c, &u->fast_hidden, e->name, 1);
            put(c, &state->fast_hidden, e->name, 0);
        }
        int64_t outside = scope_symbol(u->scope, e->name);
        enum symbol_scope scope = symbol_scope(e->value), outer = symbol_scope(outside);
        if (scope != outer && !(scope == SCOPE_CELL && outer == SCOPE_FREE)) {
            put(c, &u->scope->symbols, e->name, e->value);
            put(c, &state->symbols, e->name, outside);
        }
    }
}

static void restore_scopes(struct compiler *c, const struct inlined *state)
{
    struct unit *u = c->unit;
    u->inlined--;
    for (struct name_entry *e = name_map_first(&state->symbols); e; e = name_map_next(&state->symbols, e))
        put(c, &u->scope->symbols, e->name, e->value);
    for (struct name_entry *e = name_map_first(&state->fast_hidden); e;
         e = name_map_next(&state->fast_hidden, e))
        put(c, &u->fast_hidden, e->name, 0);
}

static void push_locals(struct compiler *c, struct location at, const struct scope *comp,
                        struct inlined *state, bool in_class)
{
    struct unit *u = c->unit;
    for (struct name_entry *e = name_map_first(&comp->symbols); e && !c->failed;
         e = name_map_next(&comp->symbols, e)) {
        if (!is_isolated(e->value, in_class))
            continue;
        emit(c, at, OP_LOAD_FAST_AND_CLEAR, unit_index(c, &u->varnames, e->name));
        if (symbol_scope(e->value) == SCOPE_CELL) {
            bool free = symbol_scope(scope_symbol(u->scope, e->name)) == SCOPE_FREE;
            emit(c, at, OP_MAKE_CELL, unit_index(c, free ? &u->freevars : &u->cellvars, e->name));
        }
        put(c, &state->pushed, e->name, 0);
    }
    if (!state->pushed.count)
        return;
    emit(c, at, OP_SWAP, state->pushed.count + 1);
    state->cleanup = block_new(c);
    emit_jump(c, at, OP_SETUP_FINALLY, state->cleanup);
}

static void restore_locals(struct compiler *c, struct location at, const struct inlined *state)
{
    const struct name_map *m = &state->pushed;
    emit(c, at, OP_SWAP, m->count + 1);
    for (uint32_t i = m->used; i-- > 0 && !c->failed;)
        emit(c, at, OP_STORE_FAST_MAYBE_NULL, unit_index(c, &c->unit->varnames, m->entries[i].name));
}

static void pop_locals(struct compiler *c, struct location at, const struct inlined *state)
{
    if (!state->pushed.count)
        return;
    struct block *end = block_new(c);
    emit_nowhere(c, OP_POP_BLOCK, 0);
    emit_jump_nowhere(c, OP_JUMP_NO_INTERRUPT, end);
    block_use(c, state->cleanup);
    emit_nowhere(c, OP_SWAP, 2);
    emit_nowhere(c, OP_POP_TOP, 0);
    restore_locals(c, at, state);
    emit_nowhere(c, OP_RERAISE, 0);
    block_use(c, end);
    restore_locals(c, at, state);
}

/* ---- all
 * ------------------------------------------------------------------------------------------------------ */

static void emit_build(struct compiler *c, struct ast_node *e)
{
    if (e->kind == AST_LIST_COMP)
        emit(c, node_at(e), OP_BUILD_LIST, 0);
    else if (e->kind == AST_SET_COMP)
        emit(c, node_at(e), OP_BUILD_SET, 0);
    else if (e->kind == AST_DICT_COMP)
        emit(c, node_at(e), OP_BUILD_MAP, 0);
}

static void compile_outermost(struct compiler *c, struct ast_node *e)
{
    const struct ast_comprehension *g = &e->u.comprehension.generators[0];
    compile_expression(c, g->iterable);
    emit(c, node_at(g->iterable), g->is_async ? OP_GET_AITER : OP_GET_ITER, 0);
}

static void compile_inlined(struct compiler *c, struct ast_node *e, const struct scope *comp)
{
    struct inlined state = {.cleanup = NULL};
    struct location at = node_at(e);
    bool in_class = c->unit->scope->type == SCOPE_CLASS && !c->unit->inlined;
    compile_outermost(c, e);
    change_scopes(c, comp, &state, in_class);
    push_locals(c, at, comp, &state, in_class);
    emit_build(c, e);
    emit(c, at, OP_SWAP, 2);
    compile_loop(c, e, 0, 0, true);
    pop_locals(c, at, &state);
    if (!c->failed)
        restore_scopes(c, &state);
}

void compile_comprehension(struct compiler *c, struct ast_node *e)
{
    static const enum known names[] = {[AST_LIST_COMP] = KNOWN_LISTCOMP,
                                       [AST_SET_COMP] = KNOWN_SETCOMP,
                                       [AST_DICT_COMP] = KNOWN_DICTCOMP,
                                       [AST_GENERATOR_EXP] = KNOWN_GENEXPR};
    const struct scope *s = symtable_scope(c, e);
    struct location at = node_at(e);
    if (s->inlined) {
        compile_inlined(c, e, s);
        return;
    }
    enum unit_type around = c->unit->type;
    bool awaited = s->coroutine && e->kind != AST_GENERATOR_EXP;
    if (!unit_enter(c, c->known[names[e->kind]], UNIT_COMPREHENSION, e, at.line, 0))
        return;
    move_to(c, at);
    if (awaited && !c->abi->async_is_checked_early && around != UNIT_ASYNC_FUNCTION &&
        around != UNIT_COMPREHENSION) {
        compiler_error(c, at, "asynchronous comprehension outside of an asynchronous function");
        return;
    }
    c->unit->argcount = 1;
    emit_build(c, e);
    compile_loop(c, e, 0, 0, false);
    if (e->kind != AST_GENERATOR_EXP)
        emit(c, at, OP_RETURN_VALUE, 0);
    else if (c->abi->stop_iteration_handler)
        compile_stop_iteration_handler(c);
    addr code = unit_leave(c, true);
    compile_closure(c, at, code, 0);
    compile_outermost(c, e);
    emit(c, at, OP_CALL, 0);
    if (awaited)
        compile_await(c, at, AWAIT_EXPRESSION);
}
