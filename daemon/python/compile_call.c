/* Calls. */
#include <string.h>

#include "daemon/heap/object/str.h"
#include "daemon/python/symtable.h"

static void check_keywords(struct compiler *c, const struct ast_keyword *k, size_t count)
{
    struct name_map seen = {0};
    for (size_t i = 0; i < count && !c->failed; i++) {
        if (!k[i].name.bytes)
            continue;
        addr name = name_of(c, k[i].name);
        if (name_map_has(&seen, name))
            compiler_error(c, location_of(&k[i].at), "keyword argument repeated: %U", name);
        else if (!c->failed && !name_map_set(&seen, c->arena, name, 0))
            compiler_fail_memory(c);
    }
}

static addr keyword_names(struct compiler *c, const struct ast_keyword *k, size_t count)
{
    addr *names = compiler_alloc(c, (count + 1) * sizeof *names);
    for (size_t i = 0; i < count && !c->failed; i++)
        names[i] = name_of(c, k[i].name);
    return constant_tuple(c, names, count);
}

static bool has_starred(const struct ast_list *args)
{
    for (size_t i = 0; i < args->count; i++)
        if (args->items[i]->kind == AST_STARRED)
            return true;
    return false;
}

static bool has_mapping(const struct ast_keyword *k, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (!k[i].name.bytes)
            return true;
    return false;
}

/* The values of keyword arguments, the tuple of their names and the call itself. `names_at` is where the
 * names are, `at` the call. */
static void compile_keyword_call(struct compiler *c, struct location names_at, struct location at,
                                 uint32_t args, const struct ast_keyword *k, size_t count)
{
    for (size_t i = 0; i < count && !c->failed; i++)
        compile_expression(c, k[i].value);
    addr names = keyword_names(c, k, count);
    if (c->abi->call_names_are_pushed)
        emit_constant(c, names_at, names);
    else
        emit(c, names_at, OP_KW_NAMES, constant_add(c, names));
    move_to(c, at);
    emit(c, at, c->abi->call_names_are_pushed ? OP_CALL_KW : OP_CALL, args + (uint32_t)count);
}

/* Keyword arguments with names from `begin` to before `end` as a dict. */
static void compile_keyword_dict(struct compiler *c, struct location at, const struct ast_keyword *k,
                                 size_t begin, size_t end)
{
    size_t n = end - begin;
    bool big = n * 2 > STACK_USE_GUIDELINE;
    if (c->abi->constant_keys_map && n > 1 && !big) {
        for (size_t i = begin; i < end; i++)
            compile_expression(c, k[i].value);
        emit_constant(c, at, keyword_names(c, k + begin, n));
        emit(c, at, OP_BUILD_CONST_KEY_MAP, (uint32_t)n);
        return;
    }
    if (big)
        emit_nowhere(c, OP_BUILD_MAP, 0);
    for (size_t i = begin; i < end && !c->failed; i++) {
        emit_constant(c, at, constant_merge(c, incref(c->h, name_of(c, k[i].name))));
        compile_expression(c, k[i].value);
        if (big)
            emit_nowhere(c, OP_MAP_ADD, 1);
    }
    if (!big)
        emit(c, at, OP_BUILD_MAP, (uint32_t)n);
}

/* All keyword arguments, **mappings among them, as one dict. */
static void compile_keywords_merged(struct compiler *c, struct location at, const struct ast_keyword *k,
                                    size_t count)
{
    bool built = false;
    size_t pending = 0;
    for (size_t i = 0; i <= count && !c->failed; i++) {
        if (i < count && k[i].name.bytes) {
            pending++;
            continue;
        }
        if (pending) {
            compile_keyword_dict(c, at, k, i - pending, i);
            if (built)
                emit(c, at, OP_DICT_MERGE, 1);
            built = true;
            pending = 0;
        }
        if (i == count)
            break;
        if (!built)
            emit(c, at, OP_BUILD_MAP, 0);
        built = true;
        compile_expression(c, k[i].value);
        emit(c, at, OP_DICT_MERGE, 1);
    }
}

void compile_call_arguments(struct compiler *c, struct location at, uint32_t pushed,
                            const struct ast_list *args, const struct ast_keyword *k, size_t count)
{
    check_keywords(c, k, count);
    if (args->count + count * 2 <= STACK_USE_GUIDELINE && !has_starred(args) && !has_mapping(k, count)) {
        compile_expressions(c, args);
        if (count)
            compile_keyword_call(c, at, c->unit->at, pushed + (uint32_t)args->count, k, count);
        else
            emit(c, at, OP_CALL, pushed + (uint32_t)args->count);
        return;
    }
    if (pushed == 0 && args->count == 1 && args->items[0]->kind == AST_STARRED)
        compile_expression(c, args->items[0]->u.starred.value);
    else
        compile_unpacked(c, at, args, pushed, OP_BUILD_LIST, OP_LIST_APPEND, OP_LIST_EXTEND, true);
    if (count)
        compile_keywords_merged(c, at, k, count);
    else if (c->abi->null_above_callable)
        emit(c, at, OP_PUSH_NULL, 0);
    emit(c, at, OP_CALL_FUNCTION_EX, count > 0 || c->abi->null_above_callable);
}

/* ---- super()
 * ------------------------------------------------------------------------------------------------ */

/* Is it super().name or super(C, self).name, as far as can be seen from here? */
static bool is_super_attribute(struct compiler *c, const struct ast_node *e)
{
    const struct ast_node *call = e->u.attribute.value;
    if (!c->abi->super_is_instruction || call->kind != AST_CALL || call->u.call.function->kind != AST_NAME ||
        call->u.call.keyword_count || name_of(c, call->u.call.function->u.name.id) != c->known[KNOWN_SUPER] ||
        name_of(c, e->u.attribute.name) == c->known[KNOWN_CLASS])
        return false;
    const struct unit *u = c->unit;
    if (name_scope(c, c->known[KNOWN_SUPER]) != SCOPE_GLOBAL_IMPLICIT ||
        symbol_scope(scope_symbol(c->symtable->top, c->known[KNOWN_SUPER])) != SCOPE_NONE)
        return false;
    if (call->u.call.args.count == 2)
        return !has_starred(&call->u.call.args);
    return call->u.call.args.count == 0 && u->argcount + u->posonlyargcount > 0 &&
           name_scope(c, c->known[KNOWN_CLASS]) == SCOPE_FREE;
}

static void compile_super(struct compiler *c, struct ast_node *call)
{
    compile_name(c, node_at(call->u.call.function), c->known[KNOWN_SUPER], AST_LOAD);
    if (call->u.call.args.count) {
        compile_expressions(c, &call->u.call.args);
        return;
    }
    compile_name(c, node_at(call), c->known[KNOWN_CLASS], AST_LOAD);
    const struct name_entry *first = name_map_first(&c->unit->varnames);
    if (first)
        compile_name(c, node_at(call), first->name, AST_LOAD);
}

static void emit_super(struct compiler *c, struct ast_node *e, bool method)
{
    compile_super(c, e->u.attribute.value);
    if (c->failed)
        return;
    uint32_t name = unit_index(c, &c->unit->names, unit_mangled(c, name_of(c, e->u.attribute.name)));
    emit(c, node_at(e), OP_LOAD_SUPER_ATTR,
         name << 2 | (e->u.attribute.value->u.call.args.count ? 2u : 0u) | method);
    emit(c, attribute_place(node_at(e), e), OP_NOP, 0);
}

bool compile_super_attribute(struct compiler *c, struct ast_node *e)
{
    if (c->failed || !is_super_attribute(c, e))
        return false;
    emit_super(c, e, false);
    return true;
}

/* ---- calls
 * ---------------------------------------------------------------------------------------------------- */

static bool is_imported(struct compiler *c, const struct ast_node *e)
{
    return e->kind == AST_NAME && scope_symbol(c->symtable->top, name_of(c, e->u.name.id)) & SYMBOL_IMPORT;
}

/* o.name(...): the method is not bound for the call. */
static bool compile_method_call(struct compiler *c, struct ast_node *e)
{
    struct ast_node *method = e->u.call.function;
    size_t args = e->u.call.args.count, keywords = e->u.call.keyword_count;
    if (method->kind != AST_ATTRIBUTE || method->u.attribute.context != AST_LOAD ||
        is_imported(c, method->u.attribute.value) ||
        args + keywords + (keywords != 0) >= STACK_USE_GUIDELINE || has_starred(&e->u.call.args) ||
        has_mapping(e->u.call.keywords, keywords) || c->failed)
        return false;
    struct location at = attribute_place(node_at(method), method), call = attribute_place(node_at(e), method);
    if (is_super_attribute(c, method)) {
        emit_super(c, method, true);
    } else {
        compile_expression(c, method->u.attribute.value);
        move_to(c, at);
        emit_name(c, at, OP_LOAD_METHOD, &c->unit->names, name_of(c, method->u.attribute.name));
    }
    compile_expressions(c, &e->u.call.args);
    if (keywords) {
        compile_keyword_call(c, at, call, (uint32_t)args, e->u.call.keywords, keywords);
    } else {
        move_to(c, call);
        emit(c, call, OP_CALL, (uint32_t)args);
    }
    return true;
}

void compile_call(struct compiler *c, struct ast_node *e)
{
    struct ast_node *function = e->u.call.function;
    check_keywords(c, e->u.call.keywords, e->u.call.keyword_count);
    if (c->failed || compile_method_call(c, e))
        return;
    doubtful_call(c, e);
    if (!c->abi->null_above_callable) {
        move_to(c, node_at(function));
        emit(c, node_at(function), OP_PUSH_NULL, 0);
        move_to(c, node_at(e));
    }
    compile_expression(c, function);
    if (c->abi->null_above_callable)
        emit(c, node_at(function), OP_PUSH_NULL, 0);
    compile_call_arguments(c, node_at(e), 0, &e->u.call.args, e->u.call.keywords, e->u.call.keyword_count);
}
