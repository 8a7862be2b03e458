/* Classes: __build_class__(function of the body, name, *bases, **keywords). */
#include "daemon/heap/object/str.h"
#include "daemon/python/symtable.h"

/* The names that methods assign to on self, sorted. */
static addr static_attributes(struct compiler *c)
{
    const struct name_map *m = &c->unit->static_attributes;
    addr *names = compiler_alloc(c, (m->count + 1) * sizeof *names);
    size_t n = 0;
    for (struct name_entry *e = name_map_first(m); !c->failed && e; e = name_map_next(m, e))
        names[n++] = e->name;
    names_sort(c->h, names, n);
    return constant_tuple(c, names, n);
}

static void store_cell(struct compiler *c, addr cell, addr name)
{
    emit_nowhere(c, OP_LOAD_CLOSURE, c->failed ? 0 : unit_index(c, &c->unit->cellvars, cell));
    if (name == c->known[KNOWN_CLASSCELL])
        emit_nowhere(c, OP_COPY, 1);
    compile_name_nowhere(c, name, AST_STORE);
}

static void compile_prologue(struct compiler *c, int32_t first_line, bool generic)
{
    struct location at = {first_line, first_line, 0, 0};
    compile_name(c, at, c->known[KNOWN_NAME], AST_LOAD);
    compile_name(c, at, c->known[KNOWN_MODULE], AST_STORE);
    if (!c->failed)
        emit_constant(c, at, constant_merge(c, incref(c->h, c->unit->qualname)));
    compile_name(c, at, c->known[KNOWN_QUALNAME], AST_STORE);
    if (c->abi->class_line_numbers) {
        emit_constant(c, at, constant_int(c, first_line));
        compile_name(c, at, c->known[KNOWN_FIRSTLINENO], AST_STORE);
    }
    if (generic) {
        compile_name(c, at, c->known[KNOWN_DOT_TYPE_PARAMS], AST_LOAD);
        compile_name(c, at, c->known[KNOWN_TYPE_PARAMS], AST_STORE);
    }
    if (c->failed)
        return;
    struct unit *u = c->unit;
    if (u->scope->needs_classdict) {
        emit(c, at, OP_LOAD_LOCALS, 0);
        emit(c, at, OP_STORE_DEREF, unit_index(c, &u->cellvars, c->known[KNOWN_CLASSDICT]));
    }
    if (u->scope->conditional_annotations) {
        emit(c, at, OP_BUILD_SET, 0);
        emit(c, at, OP_STORE_DEREF, unit_index(c, &u->cellvars, c->known[KNOWN_CONDITIONAL_ANNOTATIONS]));
    }
}

static void compile_epilogue(struct compiler *c)
{
    if (c->failed)
        return;
    const struct scope *s = c->unit->scope;
    move_to(c, NOWHERE);
    if (c->abi->class_line_numbers) {
        emit_constant(c, NOWHERE, static_attributes(c));
        compile_name_nowhere(c, c->known[KNOWN_STATIC_ATTRIBUTES], AST_STORE);
    }
    if (s->needs_classdict)
        store_cell(c, c->known[KNOWN_CLASSDICT], c->known[KNOWN_CLASSDICTCELL]);
    if (s->needs_class_closure)
        store_cell(c, c->known[KNOWN_CLASS], c->known[KNOWN_CLASSCELL]);
    else
        emit_none_nowhere(c);
    emit_nowhere(c, OP_RETURN_VALUE, 0);
}

/* Up to where __build_class__ has its function and the name. */
static void compile_made_class(struct compiler *c, struct ast_node *s, int32_t first_line)
{
    addr name = name_of(c, s->u.class_def.name);
    struct location at = node_at(s);
    if (c->failed || !unit_enter(c, name, UNIT_CLASS, s, first_line, name))
        return;
    compile_prologue(c, first_line, s->u.class_def.type_parameters.count);
    compile_body(c, (struct location){first_line, first_line, 0, 0}, &s->u.class_def.body);
    compile_epilogue(c);
    addr code = unit_leave(c, true);
    emit(c, at, c->abi->null_above_callable ? OP_LOAD_BUILD_CLASS : OP_PUSH_NULL, 0);
    emit(c, at, c->abi->null_above_callable ? OP_PUSH_NULL : OP_LOAD_BUILD_CLASS, 0);
    compile_closure(c, at, code, 0);
    if (!c->failed)
        emit_constant(c, at, constant_merge(c, incref(c->h, name)));
}

static void compile_bases(struct compiler *c, struct ast_node *s, const struct ast_list *bases)
{
    compile_call_arguments(c, node_at(s), 2, bases, s->u.class_def.keywords, s->u.class_def.keyword_count);
}

/* A class with type parameters has one base more, Generic[...]. */
static void compile_generic(struct compiler *c, struct ast_node *s, int32_t first_line)
{
    static const char base[] = ".generic_base";
    struct location at = node_at(s);
    addr name = name_of(c, s->u.class_def.name);
    const struct ast_list *given = &s->u.class_def.bases;
    struct ast_node *last = compiler_alloc(c, sizeof *last);
    struct ast_list bases = {compiler_alloc(c, (given->count + 1) * sizeof *bases.items), given->count + 1};
    if (!compile_enter_type_parameters(c, name, &s->u.class_def.type_parameters, first_line, 0, name, 0))
        return;
    compile_name(c, at, c->known[KNOWN_DOT_TYPE_PARAMS], AST_STORE);
    compile_made_class(c, s, first_line);
    compile_name(c, at, c->known[KNOWN_DOT_TYPE_PARAMS], AST_LOAD);
    emit(c, at, OP_CALL_INTRINSIC_1, INTRINSIC_SUBSCRIPT_GENERIC);
    compile_name(c, at, c->known[KNOWN_DOT_GENERIC_BASE], AST_STORE);
    *last = (struct ast_node){.kind = AST_NAME, .at = s->at, .u.name.id = {base, sizeof base - 1}};
    for (size_t i = 0; i < given->count; i++)
        bases.items[i] = given->items[i];
    bases.items[given->count] = last;
    if (!c->failed)
        compile_bases(c, s, &bases);
    compile_leave_type_parameters(c, at, 0);
}

void compile_class(struct compiler *c, struct ast_node *s)
{
    const struct ast_list *decorators = &s->u.class_def.decorators;
    struct location at = node_at(s);
    int32_t first_line = decorators->count ? (int32_t)decorators->items[0]->at.line : at.line;
    compile_decorators(c, decorators);
    if (s->u.class_def.type_parameters.count) {
        compile_generic(c, s, first_line);
    } else {
        compile_made_class(c, s, first_line);
        if (!c->failed)
            compile_bases(c, s, &s->u.class_def.bases);
    }
    compile_apply_decorators(c, decorators);
    compile_name(c, at, name_of(c, s->u.class_def.name), AST_STORE);
}
