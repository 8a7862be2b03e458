/* Functions: def and lambda, and the closures of all code objects. */
#include "daemon/heap/object/code.h"
#include "daemon/heap/object/container.h"
#include "daemon/heap/object/text.h"
#include "daemon/python/symtable.h"

enum { /* MAKE_FUNCTION */
       WITH_DEFAULTS = 1,
       WITH_KEYWORD_DEFAULTS = 2,
       WITH_CLOSURE = 8
};

/* The cell that a free variable of the code is, in the function around it. */
static uint32_t closure_index(struct compiler *c, addr name)
{
    struct unit *u = c->unit;
    bool cell =
        (u->type == UNIT_CLASS && (name == c->known[KNOWN_CLASS] || name == c->known[KNOWN_CLASSDICT] ||
                                   name == c->known[KNOWN_CONDITIONAL_ANNOTATIONS])) ||
        name_scope(c, name) == SCOPE_CELL;
    return unit_index(c, cell ? &u->cellvars : &u->freevars, name);
}

void compile_closure(struct compiler *c, struct location at, addr code, uint32_t flags)
{
    const struct heap *h = c->h;
    addr merged = constant_merge(c, code);
    if (!merged)
        return;
    const struct code_object *o = code_at(h, merged);
    uint32_t count = 0;
    for (int32_t i = 0; i < o->nlocalsplus; i++)
        if (bytes_data(h, o->localspluskinds)[i] & CODE_FREE) {
            emit(c, at, OP_LOAD_CLOSURE, closure_index(c, tuple_item(h, o->localsplusnames, (size_t)i)));
            count++;
        }
    if (count) {
        emit(c, at, OP_BUILD_TUPLE, count);
        flags |= WITH_CLOSURE;
    }
    emit_constant(c, at, merged);
    emit(c, at, OP_MAKE_FUNCTION, flags);
}

void compile_decorators(struct compiler *c, const struct ast_list *decorators)
{
    compile_expressions(c, decorators);
}

void compile_apply_decorators(struct compiler *c, const struct ast_list *decorators)
{
    struct location before = c->unit->at;
    for (size_t i = decorators->count; i-- > 0 && !c->failed;) {
        move_to(c, node_at(decorators->items[i]));
        emit(c, node_at(decorators->items[i]), OP_CALL, 0);
    }
    move_to(c, before);
}

/* The defaults of keyword-only parameters in a dict; false: there are none. */
static bool compile_keyword_defaults(struct compiler *c, struct location at, const struct ast_arguments *a)
{
    size_t count = 0;
    addr *names = compiler_alloc(c, (a->keyword_only_count + 1) * sizeof *names);
    for (size_t i = 0; i < a->keyword_only_count && !c->failed; i++) {
        if (!a->keyword_defaults.items[i])
            continue;
        names[count] = unit_mangled(c, name_of(c, a->keyword_only[i].name));
        if (!c->abi->constant_keys_map && !c->failed)
            emit_constant(c, at, constant_merge(c, incref(c->h, names[count])));
        compile_expression(c, a->keyword_defaults.items[i]);
        count++;
    }
    if (count && c->abi->constant_keys_map) {
        emit_constant(c, at, constant_tuple(c, names, count));
        emit(c, at, OP_BUILD_CONST_KEY_MAP, (uint32_t)count);
    } else if (count)
        emit(c, at, OP_BUILD_MAP, (uint32_t)count);
    return count;
}

static uint32_t compile_defaults(struct compiler *c, struct location at, const struct ast_arguments *a)
{
    uint32_t flags = 0;
    if (a->defaults.count) {
        compile_expressions(c, &a->defaults);
        emit(c, at, OP_BUILD_TUPLE, (uint32_t)a->defaults.count);
        flags |= WITH_DEFAULTS;
    }
    if (compile_keyword_defaults(c, at, a))
        flags |= WITH_KEYWORD_DEFAULTS;
    return flags;
}

static void set_counts(struct compiler *c, const struct ast_arguments *a)
{
    c->unit->argcount = (uint32_t)a->positional_count;
    c->unit->posonlyargcount = (uint32_t)a->positional_only_count;
    c->unit->kwonlyargcount = (uint32_t)a->keyword_only_count;
}

void compile_stop_iteration_handler(struct compiler *c)
{
    if (c->failed)
        return;
    struct block *handler = block_new(c);
    block_insert(c, c->unit->entry, 0,
                 (struct instr){.op = OP_SETUP_CLEANUP, .at = NOWHERE, .target = handler});
    emit_none_nowhere(c);
    emit_nowhere(c, OP_RETURN_VALUE, 0);
    block_use(c, handler);
    emit_nowhere(c, OP_STOP_ITERATION_ERROR, 0);
    emit_nowhere(c, OP_RERAISE, 1);
}

/* The value on the stack; what is sent is there then. */
void compile_yield_value(struct compiler *c, struct location at)
{
    if (!c->failed && scope_is_async_generator(c->unit->scope))
        emit(c, at, OP_ASYNC_GEN_WRAP, 0);
    emit(c, at, OP_YIELD_VALUE, 0);
    emit(c, at, OP_RESUME, 1);
}

static addr compile_function_body(struct compiler *c, struct ast_node *s, int32_t first_line)
{
    const struct ast_list *body = &s->u.function.body;
    struct ast_node *docstring = docstring_of(body);
    if (c->failed ||
        !unit_enter(c, name_of(c, s->u.function.name),
                    s->u.function.is_async ? UNIT_ASYNC_FUNCTION : UNIT_FUNCTION, s, first_line, 0))
        return 0;
    if (docstring)
        constant_add(c, docstring_value(c, docstring));
    else if (c->abi->docstring_or_none)
        constant_add(c, constant_merge(c, incref(c->h, none(c->h))));
    set_counts(c, s->u.function.arguments);
    bool wrapped = c->abi->stop_iteration_handler && scope_waits(c->unit->scope);
    if (wrapped)
        push_frame_block(c, NOWHERE, FRAME_STOP_ITERATION, NULL, NULL);
    compile_statements(
        c, &(struct ast_list){body->items + (docstring != NULL), body->count - (docstring != NULL)});
    if (wrapped) {
        compile_stop_iteration_handler(c);
        pop_frame_block(c);
    }
    return unit_leave(c, true);
}

/* `flags`: which defaults are on the stack. */
static void compile_made_function(struct compiler *c, struct ast_node *s, int32_t first_line, uint32_t flags)
{
    struct location at = node_at(s);
    flags |= compile_function_annotations(c, at, s->u.function.arguments, s->u.function.returns);
    addr code = compile_function_body(c, s, first_line);
    compile_closure(c, at, code, flags);
}

/* The same in the hidden function of its type parameters, which is given the defaults. */
static void compile_generic(struct compiler *c, struct ast_node *s, int32_t first_line, uint32_t flags)
{
    struct location at = node_at(s);
    uint32_t given = (uint32_t)__builtin_popcount(flags);
    if (given == 2)
        emit(c, at, OP_SWAP, 2);
    if (!compile_enter_type_parameters(c, name_of(c, s->u.function.name), &s->u.function.type_parameters,
                                       first_line, given, 0, 0))
        return;
    for (uint32_t i = 0; i < given; i++)
        emit(c, at, OP_LOAD_FAST, i);
    compile_made_function(c, s, first_line, flags);
    emit(c, at, OP_SWAP, 2);
    emit(c, at, OP_CALL_INTRINSIC_2, INTRINSIC_SET_FUNCTION_TYPE_PARAMS);
    compile_leave_type_parameters(c, at, given);
}

void compile_function(struct compiler *c, struct ast_node *s)
{
    const struct ast_list *decorators = &s->u.function.decorators;
    struct location at = node_at(s);
    int32_t first_line = decorators->count ? (int32_t)decorators->items[0]->at.line : at.line;
    compile_decorators(c, decorators);
    uint32_t flags = compile_defaults(c, at, s->u.function.arguments);
    if (s->u.function.type_parameters.count)
        compile_generic(c, s, first_line, flags);
    else
        compile_made_function(c, s, first_line, flags);
    compile_apply_decorators(c, decorators);
    compile_name(c, at, name_of(c, s->u.function.name), AST_STORE);
}

void compile_lambda(struct compiler *c, struct ast_node *e)
{
    struct location at = node_at(e);
    uint32_t flags = compile_defaults(c, at, e->u.function.arguments);
    if (c->failed || !unit_enter(c, c->known[KNOWN_LAMBDA], UNIT_LAMBDA, e, at.line, 0))
        return;
    if (c->abi->docstring_or_none)
        constant_add(c, constant_merge(c, incref(c->h, none(c->h))));
    set_counts(c, e->u.function.arguments);
    compile_expression(c, e->u.function.body_value);
    bool generator = c->unit->scope->generator;
    if (!generator)
        emit(c, node_at(e->u.function.body_value), OP_RETURN_VALUE, 0);
    addr code = unit_leave(c, !generator);
    compile_closure(c, at, code, flags);
}
