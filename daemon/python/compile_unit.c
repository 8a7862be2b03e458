/* Entering and leaving the code of a module, class or function; its names; the statements in it that have to
 * be left in good order. */
#include <string.h>

#include "daemon/heap/object/str.h"
#include "daemon/python/symtable.h"

/* ---- tables of names --------------------------------------------------------------------------------- */

static int compare_names(const struct heap *h, addr a, addr b)
{
    size_t m = str_length(h, a), n = str_length(h, b);
    for (size_t i = 0; i < m && i < n; i++) {
        uint32_t x = str_char(h, a, i), y = str_char(h, b, i);
        if (x != y)
            return x < y ? -1 : 1;
    }
    return m == n ? 0 : m < n ? -1 : 1;
}

void names_sort(const struct heap *h, addr *names, size_t count)
{
    for (size_t gap = count / 2; gap; gap /= 2)
        for (size_t i = gap; i < count; i++) {
            addr name = names[i];
            size_t k = i;
            for (; k >= gap && compare_names(h, names[k - gap], name) > 0; k -= gap)
                names[k] = names[k - gap];
            names[k] = name;
        }
}

static void put(struct compiler *c, struct name_map *m, addr name, int64_t value)
{
    if (!c->failed && !name_map_set(m, c->arena, name, value))
        compiler_fail_memory(c);
}

/* The names of the scope that are of this kind, or have this flag, sorted and numbered from `from` on. */
static void collect(struct compiler *c, struct name_map *into, const struct scope *s, enum symbol_scope scope,
                    int64_t flag, uint32_t from)
{
    size_t n = 0;
    addr *names = compiler_alloc(c, (s->symbols.count + 1) * sizeof *names);
    if (!names)
        return;
    for (struct name_entry *e = name_map_first(&s->symbols); e; e = name_map_next(&s->symbols, e))
        if (symbol_scope(e->value) == scope || e->value & flag)
            names[n++] = e->name;
    names_sort(c->h, names, n);
    for (size_t i = 0; i < n; i++)
        put(c, into, names[i], (int64_t)(from + i));
}

/* ---- the qualified name ---------------------------------------------------------------------- */

static addr joined(struct compiler *c, addr base, const char *between, addr name)
{
    struct heap *h = c->h;
    size_t length = strlen(between), bytes = str_utf8_size(h, base) + length + str_utf8_size(h, name);
    char *text = compiler_alloc(c, bytes + 1);
    if (!text)
        return 0;
    size_t n = str_utf8(h, base, text);
    memcpy(text + n, between, length);
    str_utf8(h, name, text + n + length);
    return constant_merge(c, str_from_utf8(h, text, bytes));
}

static addr qualified_name(struct compiler *c, const struct unit *u)
{
    const struct unit *outer = u->outer;
    addr name = u->name;
    if (!outer)
        return name;
    bool hidden =
        outer->type == UNIT_ANNOTATIONS && outer->outer; /* what is in there is of whoever is around that */
    if (hidden)
        outer = outer->outer;
    if (hidden && !outer->outer)
        return name;
    if (u->scope->function_name) /* of a function's annotations */
        name = joined(c, u->scope->function_name, ".", name);
    if (!outer->outer || c->failed)
        return name;
    if ((u->type == UNIT_FUNCTION || u->type == UNIT_ASYNC_FUNCTION || u->type == UNIT_CLASS) &&
        symbol_scope(scope_symbol(outer->scope, name_mangled(c, outer->private, u->name))) ==
            SCOPE_GLOBAL_EXPLICIT)
        return name;
    bool locals =
        outer->type == UNIT_FUNCTION || outer->type == UNIT_ASYNC_FUNCTION || outer->type == UNIT_LAMBDA;
    return joined(c, outer->qualname, locals ? ".<locals>." : ".", name);
}

/* ---- units ----------------------------------------------------------------------------------------------
 */

static void enter_tables(struct compiler *c, struct unit *u)
{
    const struct scope *s = u->scope;
    for (struct name_entry *e = name_map_first(&s->parameters); e; e = name_map_next(&s->parameters, e))
        put(c, &u->varnames, e->name, e->value);
    collect(c, &u->cellvars, s, SCOPE_CELL, SYMBOL_INLINED_CELL, 0);
    if (s->needs_class_closure)
        put(c, &u->cellvars, c->known[KNOWN_CLASS], u->cellvars.count);
    if (s->needs_classdict)
        put(c, &u->cellvars, c->known[KNOWN_CLASSDICT], u->cellvars.count);
    if (s->conditional_annotations && s->type == SCOPE_CLASS)
        put(c, &u->cellvars, c->known[KNOWN_CONDITIONAL_ANNOTATIONS], u->cellvars.count);
    collect(c, &u->freevars, s, SCOPE_FREE, SYMBOL_FREE_CLASS, u->cellvars.count);
}

bool unit_enter(struct compiler *c, addr name, enum unit_type type, const void *key, int32_t line,
                addr private)
{
    struct unit *u = compiler_alloc(c, sizeof *u);
    if (!u)
        return false;
    u->outer = c->unit;
    u->scope = symtable_scope(c, key);
    u->type = type;
    u->name = name;
    u->private = private ? private : u->outer ? u->outer->private : 0;
    u->first_line = line;
    u->deferred_end = &u->deferred;
    u->at = (struct location){line, line, 0, 0};
    enter_tables(c, u);
    c->unit = u;
    u->entry = u->current = block_new(c);
    u->qualname = qualified_name(c, u);
    struct location at = u->at;
    if (type == UNIT_MODULE)
        u->at.line = at.line = 0;
    emit(c, at, OP_RESUME, 0);
    if (type == UNIT_MODULE && c->abi->annotations_are_lazy) { /* where __annotate__ will be made */
        u->annotations = block_new(c);
        block_use(c, u->annotations);
        block_use(c, block_new(c));
    }
    if (type == UNIT_MODULE)
        u->at = (struct location){1, 1, 0, 0};
    if (c->failed)
        c->unit = u->outer;
    return !c->failed;
}

addr unit_leave(struct compiler *c, bool add_none)
{
    if (c->failed)
        return 0;
    struct unit *u = c->unit;
    if (c->abi->flow_is_late || !u->current->returns) {
        if (add_none)
            emit_none_nowhere(c);
        emit_nowhere(c, OP_RETURN_VALUE, 0);
    }
    if (c->abi->flow_is_late)
        flow_late(c, u);
    else
        flow_early(c, u);
    addr code = c->failed ? 0 : assemble(c, u);
    c->unit = u->outer;
    return code;
}

/* ---- names in code
 * ------------------------------------------------------------------------------------------ */

addr unit_mangled(struct compiler *c, addr name)
{
    return scope_mangled(c, c->unit->scope, c->unit->private, name);
}

int name_scope(struct compiler *c, addr name)
{
    return c->failed ? SCOPE_NONE : (int)symbol_scope(scope_symbol(c->unit->scope, name));
}

enum name_form { FORM_NAME, FORM_FAST, FORM_GLOBAL, FORM_DEREF };

static enum name_form form_of(const struct unit *u, int scope, addr name)
{
    switch (scope) {
    case SCOPE_FREE:
    case SCOPE_CELL:
        return FORM_DEREF;
    case SCOPE_LOCAL:
        return scope_is_function(u->scope) || name_map_get(&u->fast_hidden, name, 0) ? FORM_FAST : FORM_NAME;
    case SCOPE_GLOBAL_IMPLICIT:
        return scope_is_function(u->scope) ? FORM_GLOBAL : FORM_NAME;
    case SCOPE_GLOBAL_EXPLICIT:
        return FORM_GLOBAL;
    default:
        return FORM_NAME;
    }
}

static void compile_deref(struct compiler *c, struct location at, uint32_t arg, enum ast_context context)
{
    static const unsigned ops[] = {
        [AST_LOAD] = OP_LOAD_DEREF, [AST_STORE] = OP_STORE_DEREF, [AST_DEL] = OP_DELETE_DEREF};
    struct unit *u = c->unit;
    if (context != AST_LOAD) {
        emit(c, at, ops[context], arg);
    } else if (u->scope->type == SCOPE_CLASS && !u->inlined) {
        if (!c->abi->class_names_by_namespace) {
            emit(c, at, OP_LOAD_CLASSDEREF, arg);
            return;
        }
        emit(c, at, OP_LOAD_LOCALS, 0);
        emit(c, at, OP_LOAD_FROM_DICT_OR_DEREF, arg);
    } else if (u->scope->sees_class) {
        emit(c, at, OP_LOAD_DEREF, unit_index(c, &u->freevars, c->known[KNOWN_CLASSDICT]));
        emit(c, at, OP_LOAD_FROM_DICT_OR_DEREF, arg);
    } else
        emit(c, at, OP_LOAD_DEREF, arg);
}

static void compile_global(struct compiler *c, struct location at, uint32_t arg, bool implicit,
                           enum ast_context context)
{
    struct unit *u = c->unit;
    if (context != AST_LOAD)
        emit(c, at, context == AST_STORE ? OP_STORE_GLOBAL : OP_DELETE_GLOBAL, arg);
    else if (u->scope->sees_class && implicit) {
        emit(c, at, OP_LOAD_DEREF, unit_index(c, &u->freevars, c->known[KNOWN_CLASSDICT]));
        emit(c, at, OP_LOAD_FROM_DICT_OR_GLOBALS, arg);
    } else
        emit(c, at, OP_LOAD_GLOBAL, arg << 1);
}

void compile_name(struct compiler *c, struct location at, addr name, enum ast_context context)
{
    static const unsigned fast[] = {
        [AST_LOAD] = OP_LOAD_FAST, [AST_STORE] = OP_STORE_FAST, [AST_DEL] = OP_DELETE_FAST};
    static const unsigned by_name[] = {
        [AST_LOAD] = OP_LOAD_NAME, [AST_STORE] = OP_STORE_NAME, [AST_DEL] = OP_DELETE_NAME};
    if (c->failed)
        return;
    struct unit *u = c->unit;
    addr m = unit_mangled(c, name);
    int scope = name_scope(c, m);
    switch (form_of(u, scope, m)) {
    case FORM_FAST:
        emit(c, at, fast[context], unit_index(c, &u->varnames, m));
        break;
    case FORM_DEREF:
        compile_deref(c, at, unit_index(c, scope == SCOPE_FREE ? &u->freevars : &u->cellvars, m), context);
        break;
    case FORM_GLOBAL:
        compile_global(c, at, unit_index(c, &u->names, m), scope == SCOPE_GLOBAL_IMPLICIT, context);
        break;
    default:
        if (context == AST_LOAD && u->scope->type == SCOPE_CLASS && u->inlined)
            emit(c, at, OP_LOAD_GLOBAL, unit_index(c, &u->names, m) << 1);
        else
            emit(c, at, by_name[context], unit_index(c, &u->names, m));
    }
}

void compile_name_nowhere(struct compiler *c, addr name, enum ast_context context)
{
    if (c->failed)
        return;
    struct location at = c->unit->at;
    c->unit->at = NOWHERE;
    compile_name(c, NOWHERE, name, context);
    c->unit->at = at;
}

/* ---- statements that must be left in good order
 * ------------------------------------------------------------- */

void push_frame_block(struct compiler *c, struct location at, enum frame_block_type type, struct block *block,
                      struct block *exit)
{
    if (c->failed)
        return;
    struct unit *u = c->unit;
    if (u->frame_block_count >= c->abi->code_blocks_max) {
        compiler_error(c, error_place(c, at), "too many statically nested blocks");
        return;
    }
    u->frame_blocks[u->frame_block_count++] =
        (struct frame_block){.type = type, .block = block, .exit = exit, .at = at};
}

struct frame_block *top_frame_block(struct compiler *c)
{
    struct unit *u = c->unit;
    return u->frame_block_count ? &u->frame_blocks[u->frame_block_count - 1] : NULL;
}

void pop_frame_block(struct compiler *c)
{
    if (!c->failed)
        c->unit->frame_block_count--;
}

static void leave_finally(struct compiler *c, struct location *at, const struct frame_block *f, bool preserve)
{
    emit(c, *at, OP_POP_BLOCK, 0);
    if (preserve)
        push_frame_block(c, *at, FRAME_POP_VALUE, NULL, NULL);
    compile_statements(c, f->finally);
    if (preserve)
        pop_frame_block(c);
    /* What follows belongs to the statement that leaves, which seems to have been executed before. */
    *at = NOWHERE;
    move_to(c, NOWHERE);
}

static void leave_with(struct compiler *c, struct location *at, const struct frame_block *f, bool preserve)
{
    *at = f->at;
    move_to(c, f->at);
    emit(c, *at, OP_POP_BLOCK, 0);
    if (preserve && c->abi->with_looks_up_methods)
        emit(c, *at, OP_SWAP, 3);
    if (preserve)
        emit(c, *at, OP_SWAP, 2);
    compile_call_exit(c, *at);
    if (f->is_async)
        compile_await(c, *at, AWAIT_EXIT);
    emit(c, *at, OP_POP_TOP, 0);
    *at = NOWHERE;
    move_to(c, NOWHERE);
}

static void leave_handler(struct compiler *c, struct location at, const struct frame_block *f, bool preserve)
{
    if (f->name)
        emit(c, at, OP_POP_BLOCK, 0);
    if (preserve)
        emit(c, at, OP_SWAP, 2);
    emit(c, at, OP_POP_BLOCK, 0);
    emit(c, at, OP_POP_EXCEPT, 0);
    if (f->name) {
        emit_none(c, at);
        compile_name(c, at, f->name, AST_STORE);
        compile_name(c, at, f->name, AST_DEL);
    }
}

/* Leaves one of them; `preserve`: what is on top of the stack stays there. */
void unwind_one(struct compiler *c, struct location *at, const struct frame_block *f, bool preserve)
{
    switch (f->type) {
    case FRAME_FOR:
    case FRAME_POP_VALUE:
        if (preserve)
            emit(c, *at, OP_SWAP, 2);
        emit(c, *at, OP_POP_TOP, 0);
        break;
    case FRAME_TRY_EXCEPT:
        emit(c, *at, OP_POP_BLOCK, 0);
        break;
    case FRAME_FINALLY_TRY:
        leave_finally(c, at, f, preserve);
        break;
    case FRAME_FINALLY_END:
        if (preserve)
            emit(c, *at, OP_SWAP, 2);
        emit(c, *at, OP_POP_TOP, 0);
        if (preserve)
            emit(c, *at, OP_SWAP, 2);
        emit(c, *at, OP_POP_BLOCK, 0);
        emit(c, *at, OP_POP_EXCEPT, 0);
        break;
    case FRAME_WITH:
        leave_with(c, at, f, preserve);
        break;
    case FRAME_HANDLER_CLEANUP:
        leave_handler(c, *at, f, preserve);
        break;
    case FRAME_GROUP_HANDLER:
        compiler_error(c, *at, "'break', 'continue' and 'return' cannot appear in an except* block");
        break;
    default:
        break;
    }
}

/* Leaves all of them, innermost first; with `loop`, up to the first loop, which is put there. What is
 * compiled on the way must not see the ones that have been left already. */
void unwind(struct compiler *c, struct location *at, bool preserve, struct frame_block *loop)
{
    if (c->failed)
        return;
    struct unit *u = c->unit;
    struct frame_block kept[FRAME_BLOCKS];
    uint32_t count = u->frame_block_count;
    memcpy(kept, u->frame_blocks, sizeof kept);
    while (u->frame_block_count && !c->failed) {
        struct frame_block f = *top_frame_block(c);
        if (loop && (f.type == FRAME_WHILE || f.type == FRAME_FOR)) {
            *loop = f;
            break;
        }
        u->frame_block_count--;
        unwind_one(c, at, &f, preserve);
    }
    memcpy(u->frame_blocks, kept, sizeof kept);
    u->frame_block_count = count;
}
