/* match. Every pattern takes its subject from the stack and jumps, when it does not match, to where what it
 * left there is popped; captured values stay on the stack, below everything else, until the whole pattern has
 * matched. Mirrors PEP 634's code in Python/compile.c.
 */
#include <string.h>

#include "daemon/heap/object/container.h"
#include "daemon/python/compiler.h"

struct stores { /* the names captured so far */
    addr *names;
    uint32_t count, capacity;
};

struct pattern {
    struct stores stores;
    bool allow_irrefutable;
    struct block **fail_pop;    /* where i items are popped */
    uint32_t fail_pops, on_top; /* on_top: items that captures go below */
};

static bool is_wildcard(const struct ast_node *p)
{
    return p->kind == AST_MATCH_AS && !p->u.match_as.name.bytes && !p->u.match_as.pattern;
}

static void compile_pattern(struct compiler *c, struct ast_node *p, struct pattern *pc);

/* ---- failing --------------------------------------------------------------------------------- */

static void ensure_fail_pop(struct compiler *c, struct pattern *pc, uint32_t n)
{
    if (n < pc->fail_pops || c->failed)
        return;
    struct block **blocks = compiler_alloc(c, (n + 1) * sizeof *blocks);
    if (!blocks)
        return;
    if (pc->fail_pops)
        memcpy(blocks, pc->fail_pop, pc->fail_pops * sizeof *blocks);
    pc->fail_pop = blocks;
    while (pc->fail_pops <= n)
        pc->fail_pop[pc->fail_pops++] = block_new(c);
}

static void fail_if(struct compiler *c, struct location at, struct pattern *pc, unsigned op)
{
    uint32_t pops = pc->on_top + pc->stores.count;
    ensure_fail_pop(c, pc, pops);
    if (!c->failed)
        emit_jump(c, at, op, pc->fail_pop[pops]);
}

static void emit_fail_pops(struct compiler *c, struct location at, struct pattern *pc)
{
    for (uint32_t n = pc->fail_pops; n-- > 0 && !c->failed;) {
        block_use(c, pc->fail_pop[n]);
        if (n)
            emit(c, at, OP_POP_TOP, 0);
    }
    pc->fail_pop = NULL;
    pc->fail_pops = 0;
}

/* ---- capturing ------------------------------------------------------------------------------- */

static void rotate(struct compiler *c, struct location at, uint32_t count)
{
    while (count > 1)
        emit(c, at, OP_SWAP, count--);
}

static bool has_store(const struct stores *s, addr name)
{
    for (uint32_t i = 0; i < s->count; i++)
        if (s->names[i] == name)
            return true;
    return false;
}

static void add_store(struct compiler *c, struct location at, struct stores *s, addr name)
{
    if (has_store(s, name))
        compiler_error(c, error_place(c, at), "multiple assignments to name %R in pattern", name);
    if (s->count == s->capacity) {
        uint32_t capacity = s->capacity ? s->capacity * 2 : 8;
        addr *names = compiler_alloc(c, capacity * sizeof *names);
        if (!names)
            return;
        if (s->count)
            memcpy(names, s->names, s->count * sizeof *names);
        s->names = names;
        s->capacity = capacity;
    }
    if (!c->failed)
        s->names[s->count++] = name;
}

static void store_name(struct compiler *c, struct location at, struct ast_text name, struct pattern *pc)
{
    if (!name.bytes) {
        emit(c, at, OP_POP_TOP, 0);
        return;
    }
    addr n = name_of(c, name);
    if (!c->failed && !has_store(&pc->stores, n))
        rotate(c, at, pc->on_top + pc->stores.count + 1);
    add_store(c, at, &pc->stores, n);
}

static void compile_subpattern(struct compiler *c, struct ast_node *p, struct pattern *pc)
{
    bool allowed = pc->allow_irrefutable;
    pc->allow_irrefutable = true;
    compile_pattern(c, p, pc);
    pc->allow_irrefutable = allowed;
}

static void compile_as(struct compiler *c, struct ast_node *p, struct pattern *pc)
{
    struct location at = node_at(p);
    struct ast_text name = p->u.match_as.name;
    if (!p->u.match_as.pattern) {
        if (!pc->allow_irrefutable && name.bytes)
            compiler_error(c, error_place(c, at), "name capture %R makes remaining patterns unreachable",
                           name_of(c, name));
        else if (!pc->allow_irrefutable)
            compiler_error(c, error_place(c, at), "wildcard makes remaining patterns unreachable");
        store_name(c, at, name, pc);
        return;
    }
    pc->on_top++;
    emit(c, at, OP_COPY, 1);
    compile_pattern(c, p->u.match_as.pattern, pc);
    pc->on_top--;
    store_name(c, at, name, pc);
}

/* ---- sequences ------------------------------------------------------------------------------------------
 */

static void compile_unpack(struct compiler *c, struct location at, const struct ast_list *patterns,
                           struct pattern *pc)
{
    size_t n = patterns->count;
    bool starred = false;
    for (size_t i = 0; i < n; i++)
        if (patterns->items[i]->kind == AST_MATCH_STAR) {
            if (i >= 1 << 8 || n - i - 1 >= 0x7fffffff >> 8)
                compiler_error(c, error_place(c, at),
                               "too many expressions in star-unpacking sequence pattern");
            emit(c, at, OP_UNPACK_EX, (uint32_t)(i + ((n - i - 1) << 8)));
            starred = true;
        }
    if (!starred)
        emit(c, at, OP_UNPACK_SEQUENCE, (uint32_t)n);
    pc->on_top += (uint32_t)n;
    for (size_t i = 0; i < n && !c->failed; i++) {
        pc->on_top--;
        compile_subpattern(c, patterns->items[i], pc);
    }
}

/* A starred wildcard: only the items that a pattern looks at are taken. */
static void compile_items(struct compiler *c, struct location at, const struct ast_list *patterns,
                          size_t star, struct pattern *pc)
{
    pc->on_top++;
    for (size_t i = 0; i < patterns->count && !c->failed; i++) {
        if (i == star || is_wildcard(patterns->items[i]))
            continue;
        emit(c, at, OP_COPY, 1);
        if (i < star) {
            emit_constant(c, at, constant_int(c, (int64_t)i));
        } else { /* the subject may know no negative indexes */
            emit(c, at, OP_GET_LEN, 0);
            emit_constant(c, at, constant_int(c, (int64_t)(patterns->count - i)));
            emit(c, at, OP_BINARY_OP, AST_SUB);
        }
        emit(c, at, OP_BINARY_SUBSCR, 0);
        compile_subpattern(c, patterns->items[i], pc);
    }
    pc->on_top--;
    emit(c, at, OP_POP_TOP, 0);
}

static void check_length(struct compiler *c, struct location at, size_t length, enum ast_compare op,
                         struct pattern *pc)
{
    emit(c, at, OP_GET_LEN, 0);
    emit_constant(c, at, constant_int(c, (int64_t)length));
    emit(c, at, OP_COMPARE_OP, op);
    fail_if(c, at, pc, OP_POP_JUMP_IF_FALSE);
}

static void compile_sequence_pattern(struct compiler *c, struct ast_node *p, struct pattern *pc)
{
    const struct ast_list *patterns = &p->u.patterns;
    struct location at = node_at(p);
    size_t star = SIZE_MAX;
    bool only_wildcard = true, star_wildcard = false;
    for (size_t i = 0; i < patterns->count; i++) {
        const struct ast_node *item = patterns->items[i];
        if (item->kind != AST_MATCH_STAR) {
            only_wildcard &= is_wildcard(item);
            continue;
        }
        if (star != SIZE_MAX)
            compiler_error(c, error_place(c, at), "multiple starred names in sequence pattern");
        star_wildcard = !item->u.match_star.bytes;
        only_wildcard &= star_wildcard;
        star = i;
    }
    pc->on_top++;
    emit(c, at, OP_MATCH_SEQUENCE, 0);
    fail_if(c, at, pc, OP_POP_JUMP_IF_FALSE);
    if (star == SIZE_MAX)
        check_length(c, at, patterns->count, AST_EQ, pc);
    else if (patterns->count > 1)
        check_length(c, at, patterns->count - 1, AST_GE, pc);
    pc->on_top--;
    if (only_wildcard)
        emit(c, at, OP_POP_TOP, 0);
    else if (star_wildcard)
        compile_items(c, at, patterns, star, pc);
    else
        compile_unpack(c, at, patterns, pc);
}

/* ---- classes and mappings
 * ---------------------------------------------------------------------------------- */

/* A tuple of values on the stack, or None. */
static void fail_if_none(struct compiler *c, struct location at, struct pattern *pc)
{
    emit(c, at, OP_COPY, 1);
    emit_none(c, at);
    emit(c, at, OP_IS_OP, 1);
    pc->on_top++;
    fail_if(c, at, pc, OP_POP_JUMP_IF_FALSE);
}

static void check_attributes(struct compiler *c, struct ast_node *p)
{
    const struct ast_text *names = p->u.match_class.keyword_names;
    size_t n = p->u.match_class.keyword_patterns.count;
    for (size_t i = 0; i < n; i++)
        for (size_t j = i + 1; j < n && !c->failed; j++)
            if (name_of(c, names[i]) == name_of(c, names[j]))
                compiler_error(c, node_at(p->u.match_class.keyword_patterns.items[j]),
                               "attribute name repeated in class pattern: %U", name_of(c, names[i]));
}

static void compile_class_pattern(struct compiler *c, struct ast_node *p, struct pattern *pc)
{
    struct location at = node_at(p);
    size_t positional = p->u.match_class.patterns.count, keywords = p->u.match_class.keyword_patterns.count;
    addr *names = compiler_alloc(c, (keywords + 1) * sizeof *names);
    check_attributes(c, p);
    for (size_t i = 0; i < keywords && !c->failed; i++)
        names[i] = name_of(c, p->u.match_class.keyword_names[i]);
    compile_expression(c, p->u.match_class.type);
    emit_constant(c, at, constant_tuple(c, names, keywords));
    emit(c, at, OP_MATCH_CLASS, (uint32_t)positional);
    fail_if_none(c, at, pc);
    emit(c, at, OP_UNPACK_SEQUENCE, (uint32_t)(positional + keywords));
    pc->on_top += (uint32_t)(positional + keywords) - 1;
    for (size_t i = 0; i < positional + keywords && !c->failed; i++) {
        struct ast_node *item = i < positional ? p->u.match_class.patterns.items[i]
                                               : p->u.match_class.keyword_patterns.items[i - positional];
        pc->on_top--;
        if (is_wildcard(item))
            emit(c, at, OP_POP_TOP, 0);
        else
            compile_subpattern(c, item, pc);
    }
}

static void check_key(struct compiler *c, struct ast_node *p, size_t i)
{
    struct ast_node *key = p->u.match_mapping.keys.items[i];
    if (key->kind != AST_CONSTANT) {
        if (key->kind != AST_ATTRIBUTE)
            compiler_error(c, node_at(p),
                           "mapping pattern keys may only match literals and attribute lookups");
        return;
    }
    addr value = constant_value(c, key);
    for (size_t j = 0; j < i && !c->failed; j++) {
        struct ast_node *other = p->u.match_mapping.keys.items[j];
        bool same = false;
        if (other->kind == AST_CONSTANT &&
            object_equal_or_same(c->h, constant_value(c, other), value, &same) != HEAP_OK)
            compiler_fail(c, HEAP_RAISED);
        if (same)
            compiler_error(c, node_at(p), "mapping pattern checks duplicate key (%R)", value);
    }
}

/* rest = dict(subject); for each key: del rest[key] */
static void compile_rest(struct compiler *c, struct location at, uint32_t size)
{
    emit(c, at, OP_BUILD_MAP, 0);
    emit(c, at, OP_SWAP, 3);
    emit(c, at, OP_DICT_UPDATE, 2);
    emit(c, at, OP_UNPACK_SEQUENCE, size);
    for (; size; size--) {
        emit(c, at, OP_COPY, 1 + size);
        emit(c, at, OP_SWAP, 2);
        emit(c, at, OP_DELETE_SUBSCR, 0);
    }
}

static void compile_mapping_pattern(struct compiler *c, struct ast_node *p, struct pattern *pc)
{
    struct location at = node_at(p);
    struct ast_text rest = p->u.match_mapping.rest;
    uint32_t size = (uint32_t)p->u.match_mapping.keys.count;
    pc->on_top++;
    emit(c, at, OP_MATCH_MAPPING, 0);
    fail_if(c, at, pc, OP_POP_JUMP_IF_FALSE);
    if (!size && !rest.bytes) {
        pc->on_top--;
        emit(c, at, OP_POP_TOP, 0);
        return;
    }
    if (size)
        check_length(c, at, size, AST_GE, pc);
    for (uint32_t i = 0; i < size && !c->failed; i++) {
        check_key(c, p, i);
        compile_expression(c, p->u.match_mapping.keys.items[i]);
    }
    emit(c, at, OP_BUILD_TUPLE, size);
    emit(c, at, OP_MATCH_KEYS, 0);
    pc->on_top++;
    fail_if_none(c, at, pc);
    emit(c, at, OP_UNPACK_SEQUENCE, size);
    pc->on_top += size - 1;
    for (uint32_t i = 0; i < size && !c->failed; i++) {
        pc->on_top--;
        compile_subpattern(c, p->u.match_mapping.patterns.items[i], pc);
    }
    pc->on_top -= 2;
    if (rest.bytes) {
        compile_rest(c, at, size);
        store_name(c, at, rest, pc);
    } else {
        emit(c, at, OP_POP_TOP, 0);
        emit(c, at, OP_POP_TOP, 0);
    }
}

/* ---- alternatives
 * --------------------------------------------------------------------------------------------- */

static uint32_t find_store(const struct stores *s, addr name)
{
    uint32_t i = 0;
    while (i < s->count && s->names[i] != name)
        i++;
    return i;
}

/* Brings the captures of an alternative into the order of the first one's. False: they are not the same. */
static bool reorder(struct compiler *c, struct location at, struct stores *stores,
                    const struct stores *control)
{
    if (stores->count != control->count)
        return false;
    for (uint32_t want = stores->count; want-- > 0 && !c->failed;) {
        uint32_t have = find_store(stores, control->names[want]);
        if (have == stores->count)
            return false;
        if (have == want)
            continue;
        uint32_t rotations = have + 1, rest = want - have;
        addr *rotated = compiler_alloc(c, rotations * sizeof *rotated);
        if (!rotated)
            return true;
        memcpy(rotated, stores->names, rotations * sizeof *rotated);
        memmove(stores->names, stores->names + rotations, rest * sizeof *rotated);
        memcpy(stores->names + rest, rotated, rotations * sizeof *rotated);
        while (rotations--)
            rotate(c, at, want + 1);
    }
    return true;
}

static void compile_alternatives(struct compiler *c, struct ast_node *p, struct pattern *pc)
{
    struct location at = node_at(p);
    struct block *end = block_new(c);
    struct pattern outer = *pc;
    struct stores control = {0};
    for (size_t i = 0; i < p->u.patterns.count && !c->failed; i++) {
        struct ast_node *alternative = p->u.patterns.items[i];
        struct location here = node_at(alternative);
        move_to(c, here);
        *pc = (struct pattern){.allow_irrefutable = i + 1 == p->u.patterns.count && outer.allow_irrefutable};
        emit(c, here, OP_COPY, 1);
        compile_pattern(c, alternative, pc);
        if (i == 0)
            control = pc->stores;
        else if (!reorder(c, here, &pc->stores, &control))
            compiler_error(c, error_place(c, at), "alternative patterns bind different names");
        emit_jump(c, here, OP_JUMP, end);
        emit_fail_pops(c, here, pc);
    }
    *pc = outer;
    emit(c, at, OP_POP_TOP, 0);
    fail_if(c, at, pc, OP_JUMP);
    block_use(c, end);
    uint32_t rotations = control.count + 1 + pc->on_top + pc->stores.count;
    for (uint32_t i = 0; i < control.count && !c->failed; i++) {
        rotate(c, at, rotations);
        add_store(c, at, &pc->stores, control.names[i]);
    }
    emit(c, at, OP_POP_TOP, 0);
}

/* ---- all
 * ---------------------------------------------------------------------------------------------------------
 */

static void compile_value_pattern(struct compiler *c, struct ast_node *p, struct pattern *pc)
{
    struct location at = node_at(p);
    bool singleton = p->kind == AST_MATCH_SINGLETON;
    if (!singleton && p->u.value->kind != AST_CONSTANT && p->u.value->kind != AST_ATTRIBUTE)
        compiler_error(c, error_place(c, at), "patterns may only match literals and attribute lookups");
    if (singleton)
        emit_constant(c, at, constant_value(c, p->u.value));
    else
        compile_expression(c, p->u.value);
    compile_compare(c, at, singleton ? AST_IS : AST_EQ);
    if (!singleton && c->abi->flow_is_late)
        emit(c, at, OP_TO_BOOL, 0);
    fail_if(c, at, pc, OP_POP_JUMP_IF_FALSE);
}

static void compile_pattern(struct compiler *c, struct ast_node *p, struct pattern *pc)
{
    if (c->failed || !compiler_deeper(c))
        return;
    move_to(c, node_at(p));
    switch (p->kind) {
    case AST_MATCH_SEQUENCE:
        compile_sequence_pattern(c, p, pc);
        break;
    case AST_MATCH_MAPPING:
        compile_mapping_pattern(c, p, pc);
        break;
    case AST_MATCH_CLASS:
        compile_class_pattern(c, p, pc);
        break;
    case AST_MATCH_STAR:
        store_name(c, node_at(p), p->u.match_star, pc);
        break;
    case AST_MATCH_AS:
        compile_as(c, p, pc);
        break;
    case AST_MATCH_OR:
        compile_alternatives(c, p, pc);
        break;
    default:
        compile_value_pattern(c, p, pc);
    }
    compiler_back(c);
}

static void compile_case(struct compiler *c, const struct ast_match_case *m, bool is_last, bool copied,
                         struct block *end)
{
    struct location at = node_at(m->pattern);
    struct pattern pc = {.allow_irrefutable = m->guard || is_last};
    move_to(c, at);
    if (copied)
        emit(c, at, OP_COPY, 1);
    compile_pattern(c, m->pattern, &pc);
    for (uint32_t i = 0; i < pc.stores.count && !c->failed; i++)
        compile_name(c, at, pc.stores.names[i], AST_STORE);
    if (m->guard) {
        ensure_fail_pop(c, &pc, 0);
        if (!c->failed)
            compile_jump_if(c, at, m->guard, pc.fail_pop[0], false);
    }
    if (copied)
        emit(c, c->abi->flow_is_late ? AT_NEXT : at, OP_POP_TOP, 0);
    compile_statements(c, &m->body);
    move_to(c, NOWHERE);
    emit_jump_nowhere(c, OP_JUMP, end);
    move_to(c, at);
    emit_fail_pops(c, at, &pc);
}

void compile_match(struct compiler *c, struct ast_node *s)
{
    size_t count = s->u.match.count;
    const struct ast_match_case *last = &s->u.match.cases[count - 1];
    bool has_default = is_wildcard(last->pattern) && count > 1;
    compile_expression(c, s->u.match.subject);
    struct block *end = block_new(c);
    for (size_t i = 0; i < count - has_default && !c->failed; i++)
        compile_case(c, &s->u.match.cases[i], i == count - 1, i != count - has_default - 1, end);
    if (has_default) {
        struct location at = node_at(last->pattern);
        move_to(c, at);
        emit(c, at, OP_NOP, 0); /* a line for it */
        if (last->guard)
            compile_jump_if(c, at, last->guard, end, false);
        compile_statements(c, &last->body);
        move_to(c, NOWHERE);
    }
    block_use(c, end);
}
