/* Tuples, lists, sets and dicts as they are written, and unpacking into such. */
#include "daemon/heap/object/container.h"
#include "daemon/python/compiler.h"

static bool all_constant(const struct ast_list *l, size_t begin, size_t end)
{
    for (size_t i = begin; i < end; i++)
        if (!l->items[i] || l->items[i]->kind != AST_CONSTANT)
            return false;
    return true;
}

static addr constants_of(struct compiler *c, const struct ast_list *l, size_t begin, size_t end, bool set)
{
    addr *items = compiler_alloc(c, (end - begin + 1) * sizeof *items);
    for (size_t i = begin; i < end && !c->failed; i++)
        items[i - begin] = constant_value(c, l->items[i]);
    if (c->failed)
        return 0;
    return set ? constant_merge(c, frozenset_from(c->h, items, end - begin))
               : constant_tuple(c, items, end - begin);
}

/* Constants alone: up to 3.13 the display is filled from a constant, from three items on. */
static void compile_constants(struct compiler *c, struct location at, const struct ast_list *elements,
                              uint32_t pushed, unsigned build, unsigned extend, bool tuple)
{
    addr folded = constants_of(c, elements, 0, elements->count, !(tuple && !pushed) && build == OP_BUILD_SET);
    if (tuple && !pushed) {
        emit_constant(c, at, folded);
        return;
    }
    emit(c, at, build, pushed);
    emit_constant(c, at, folded);
    emit(c, at, extend, 1);
    if (tuple)
        emit(c, at, OP_LIST_TO_TUPLE, 0);
}

void compile_unpacked(struct compiler *c, struct location at, const struct ast_list *elements,
                      uint32_t pushed, unsigned build, unsigned add, unsigned extend, bool tuple)
{
    size_t n = elements->count;
    if (c->abi->tree_is_folded && n > 2 && all_constant(elements, 0, n)) {
        compile_constants(c, at, elements, pushed, build, extend, tuple);
        return;
    }
    bool big = n + pushed > STACK_USE_GUIDELINE, starred = false, built = big;
    for (size_t i = 0; i < n; i++)
        starred |= elements->items[i]->kind == AST_STARRED;
    if (!starred && !big) {
        compile_expressions(c, elements);
        emit(c, at, tuple ? OP_BUILD_TUPLE : build, (uint32_t)n + pushed);
        return;
    }
    if (big)
        emit(c, at, build, pushed);
    for (size_t i = 0; i < n && !c->failed; i++) {
        struct ast_node *e = elements->items[i];
        if (e->kind == AST_STARRED) {
            if (!built)
                emit(c, at, build, (uint32_t)i + pushed);
            built = true;
            compile_expression(c, e->u.starred.value);
            emit(c, at, extend, 1);
        } else {
            compile_expression(c, e);
            if (built)
                emit(c, at, add, 1);
        }
    }
    if (tuple)
        emit(c, at, OP_LIST_TO_TUPLE, 0);
}

static void compile_unpack(struct compiler *c, struct location at, const struct ast_list *elements)
{
    bool starred = false;
    size_t n = elements->count;
    for (size_t i = 0; i < n && !c->failed; i++) {
        if (elements->items[i]->kind != AST_STARRED)
            continue;
        if (starred)
            compiler_error(c, error_place(c, at), "multiple starred expressions in assignment");
        else if (i >= 1 << 8 || n - i - 1 >= 0x7fffffff >> 8)
            compiler_error(c, error_place(c, at), "too many expressions in star-unpacking assignment");
        emit(c, at, OP_UNPACK_EX, (uint32_t)(i + ((n - i - 1) << 8)));
        starred = true;
    }
    if (!starred)
        emit(c, at, OP_UNPACK_SEQUENCE, (uint32_t)n);
    for (size_t i = 0; i < n && !c->failed; i++) {
        struct ast_node *e = elements->items[i];
        compile_expression(c, e->kind == AST_STARRED ? e->u.starred.value : e);
    }
}

void compile_sequence(struct compiler *c, struct ast_node *e)
{
    const struct ast_list *elements = &e->u.sequence.elements;
    if (e->kind == AST_SET)
        compile_unpacked(c, node_at(e), elements, 0, OP_BUILD_SET, OP_SET_ADD, OP_SET_UPDATE, false);
    else if (e->u.sequence.context == AST_STORE)
        compile_unpack(c, node_at(e), elements);
    else if (e->u.sequence.context == AST_DEL)
        compile_expressions(c, elements);
    else
        compile_unpacked(c, node_at(e), elements, 0, OP_BUILD_LIST, OP_LIST_APPEND, OP_LIST_EXTEND,
                         e->kind == AST_TUPLE);
}

/* ---- dicts
 * -------------------------------------------------------------------------------------------------- */

/* Those from `begin` to before `end`, none of them **mapping. */
static void compile_entries(struct compiler *c, struct ast_node *e, size_t begin, size_t end)
{
    const struct ast_list *keys = &e->u.dict.keys, *values = &e->u.dict.values;
    size_t n = end - begin;
    bool big = n * 2 > STACK_USE_GUIDELINE;
    struct location at = node_at(e);
    if (c->abi->constant_keys_map && n > 1 && !big && all_constant(keys, begin, end)) {
        for (size_t i = begin; i < end; i++)
            compile_expression(c, values->items[i]);
        emit_constant(c, at, constants_of(c, keys, begin, end, false));
        emit(c, at, OP_BUILD_CONST_KEY_MAP, (uint32_t)n);
        return;
    }
    if (big)
        emit(c, at, OP_BUILD_MAP, 0);
    for (size_t i = begin; i < end && !c->failed; i++) {
        compile_expression(c, keys->items[i]);
        compile_expression(c, values->items[i]);
        if (big)
            emit(c, at, OP_MAP_ADD, 1);
    }
    if (!big)
        emit(c, at, OP_BUILD_MAP, (uint32_t)n);
}

struct dict_state { /* of a display under way */
    bool built;
    size_t pending; /* entries before the one at hand that are still to come */
};

static void flush(struct compiler *c, struct ast_node *e, struct dict_state *d, size_t end)
{
    compile_entries(c, e, end - d->pending, end);
    if (d->built)
        emit(c, node_at(e), OP_DICT_UPDATE, 1);
    d->built = true;
    d->pending = 0;
}

void compile_dict(struct compiler *c, struct ast_node *e)
{
    struct dict_state d = {0};
    size_t n = e->u.dict.values.count;
    struct location at = node_at(e);
    for (size_t i = 0; i < n && !c->failed; i++) {
        if (!e->u.dict.keys.items[i]) {
            if (d.pending)
                flush(c, e, &d, i);
            if (!d.built)
                emit(c, at, OP_BUILD_MAP, 0);
            d.built = true;
            compile_expression(c, e->u.dict.values.items[i]);
            emit(c, at, OP_DICT_UPDATE, 1);
        } else if (d.pending * 2 > STACK_USE_GUIDELINE) {
            d.pending++;
            flush(c, e, &d, i + 1);
        } else
            d.pending++;
    }
    if (d.pending)
        flush(c, e, &d, n);
    if (!d.built)
        emit(c, at, OP_BUILD_MAP, 0);
}
