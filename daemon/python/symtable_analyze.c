/* The second pass: from what is done with names to where they are found. Mirrors analyze_block() of
 * Python/symtable.c.
 *
 * Going in, the names bound around a scope come along (`bound`), and those declared global (`global`); coming
 * out, those that are free in it and in what it holds.
 */
#include "daemon/python/symtable.h"

#include <string.h>

struct analysis {                      /* of one block */
    struct scope *scope, *class_scope; /* class_scope: the class whose names it sees; NULL none */
    struct name_map *bound;            /* NULL: a module */
    struct name_map *free, *global;
    struct name_map type_parameters; /* of the scopes around it, as far as nothing else hides them */
    struct name_map local, scopes, inlined_cells; /* its own names; where each is found */
};

static void put(struct compiler *c, struct name_map *m, addr name, int64_t value)
{
    if (!c->failed && !name_map_set(m, c->arena, name, value))
        compiler_fail_memory(c);
}

static void merge(struct compiler *c, struct name_map *m, const struct name_map *other)
{
    if (!c->failed && !name_map_merge(m, c->arena, other))
        compiler_fail_memory(c);
}

static void analyze_name(struct compiler *c, struct analysis *a, addr name, int64_t flags)
{
    if (flags & SYMBOL_GLOBAL) {
        if (flags & SYMBOL_NONLOCAL) {
            symtable_directive_error(c, a->scope, name, "name '%U' is nonlocal and global");
            return;
        }
        put(c, &a->scopes, name, SCOPE_GLOBAL_EXPLICIT);
        put(c, a->global, name, 0);
        if (a->bound)
            name_map_remove(a->bound, name);
    } else if (flags & SYMBOL_NONLOCAL) {
        if (!a->bound)
            symtable_directive_error(c, a->scope, name, "nonlocal declaration not allowed at module level");
        else if (!name_map_has(a->bound, name))
            symtable_directive_error(c, a->scope, name, "no binding for nonlocal '%U' found");
        else if (name_map_has(&a->type_parameters, name))
            symtable_directive_error(c, a->scope, name,
                                     "nonlocal binding not allowed for type parameter '%U'");
        put(c, &a->scopes, name, SCOPE_FREE);
        put(c, a->free, name, 0);
    } else if (flags & SYMBOL_BOUND) {
        put(c, &a->scopes, name, SCOPE_LOCAL);
        put(c, &a->local, name, 0);
        name_map_remove(a->global, name);
        if (flags & SYMBOL_TYPE_PARAMETER)
            put(c, &a->type_parameters, name, 0);
        else
            name_map_remove(&a->type_parameters, name);
    } else {
        int64_t class_flags = a->class_scope ? scope_symbol(a->class_scope, name) : 0;
        enum symbol_scope scope = SCOPE_GLOBAL_IMPLICIT;
        if (class_flags & SYMBOL_GLOBAL)
            scope = SCOPE_GLOBAL_EXPLICIT;
        else if (class_flags & SYMBOL_BOUND && !(class_flags & SYMBOL_NONLOCAL))
            scope = SCOPE_GLOBAL_IMPLICIT;
        else if (a->bound && name_map_has(a->bound, name)) {
            scope = SCOPE_FREE;
            put(c, a->free, name, 0);
        }
        put(c, &a->scopes, name, scope);
    }
}

/* ---- inlined comprehensions ------------------------------------------------------------------------- */

static bool is_free_in_child(const struct scope *s, addr name)
{
    for (uint32_t i = 0; i < s->children.count; i++)
        if (symbol_scope(scope_symbol(s->children.items[i], name)) == SCOPE_FREE)
            return true;
    return false;
}

/* Never free through a class (drop_class_free). */
static bool is_of_class(const struct compiler *c, addr name)
{
    return name == c->known[KNOWN_CLASS] || name == c->known[KNOWN_CLASSDICT] ||
           name == c->known[KNOWN_CONDITIONAL_ANNOTATIONS];
}

static void inline_comprehension(struct compiler *c, struct analysis *a, struct scope *comp,
                                 struct name_map *comp_free)
{
    addr dropped[3];
    size_t drop_count = 0;
    for (struct name_entry *e = name_map_first(&comp->symbols); e && !c->failed;
         e = name_map_next(&comp->symbols, e)) {
        int64_t flags = e->value & ((1 << SYMBOL_SCOPE_SHIFT) - 1);
        enum symbol_scope scope = symbol_scope(e->value);
        if (flags & SYMBOL_PARAM)
            continue;
        if (scope == SCOPE_CELL || flags & SYMBOL_INLINED_CELL)
            put(c, &a->inlined_cells, e->name, 0);
        const struct name_entry *existing = name_map_find(&a->scope->symbols, e->name);
        if (scope == SCOPE_FREE && a->scope->type == SCOPE_CLASS && is_of_class(c, e->name)) {
            scope = SCOPE_GLOBAL_IMPLICIT;
            name_map_remove(comp_free, e->name);
            dropped[drop_count++] = e->name;
        }
        if (!existing) {
            put(c, &a->scope->symbols, e->name, flags);
            put(c, &a->scopes, e->name, scope);
        } else if (existing->value & SYMBOL_BOUND && a->scope->type != SCOPE_CLASS &&
                   !is_free_in_child(comp, e->name))
            name_map_remove(comp_free, e->name);
    }
    for (size_t i = 0; i < drop_count; i++)
        name_map_remove(&comp->symbols, dropped[i]);
}

/* The children of inlined comprehensions take their places. */
static void splice_children(struct compiler *c, struct scope *s)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < s->children.count; i++)
        count += s->children.items[i]->inlined ? s->children.items[i]->children.count : 1;
    struct scope **items = compiler_alloc(c, (count + 1) * sizeof *items);
    if (!items)
        return;
    uint32_t n = 0;
    for (uint32_t i = 0; i < s->children.count; i++) {
        struct scope *child = s->children.items[i];
        if (!child->inlined)
            items[n++] = child;
        else if (child->children.count) {
            memcpy(items + n, child->children.items, child->children.count * sizeof *items);
            n += child->children.count;
        }
    }
    s->children = (struct scope_list){items, count, count + 1};
}

/* ---- blocks ------------------------------------------------------------------------------------------ */

/* A name that is bound here and free in what is inside is a cell. */
static void make_cells(struct analysis *a, struct name_map *free)
{
    for (struct name_entry *e = name_map_first(&a->scopes); e; e = name_map_next(&a->scopes, e))
        if (e->value == SCOPE_LOCAL &&
            (name_map_has(free, e->name) || name_map_has(&a->inlined_cells, e->name))) {
            e->value = SCOPE_CELL;
            name_map_remove(free, e->name);
        }
}

static bool drop(struct name_map *free, addr name)
{
    bool there = name_map_has(free, name);
    name_map_remove(free, name);
    return there;
}

static void drop_class_free(struct compiler *c, struct scope *s, struct name_map *free)
{
    if (drop(free, c->known[KNOWN_CLASS]))
        s->needs_class_closure = true;
    if (!c->abi->annotations_are_lazy)
        return;
    if (drop(free, c->known[KNOWN_CLASSDICT]))
        s->needs_classdict = true;
    if (drop(free, c->known[KNOWN_CONDITIONAL_ANNOTATIONS]))
        s->conditional_annotations = true;
}

static void update_symbols(struct compiler *c, struct analysis *a, const struct name_map *free)
{
    struct name_map *symbols = &a->scope->symbols;
    bool class_flag = a->scope->type == SCOPE_CLASS || a->scope->sees_class;
    for (struct name_entry *e = name_map_first(symbols); e; e = name_map_next(symbols, e)) {
        if (name_map_has(&a->inlined_cells, e->name))
            e->value |= SYMBOL_INLINED_CELL;
        e->value |= name_map_get(&a->scopes, e->name, 0) << SYMBOL_SCOPE_SHIFT;
    }
    for (struct name_entry *e = name_map_first(free); e && !c->failed; e = name_map_next(free, e)) {
        struct name_entry *known = name_map_find(symbols, e->name);
        if (known) {
            if (class_flag && known->value & (SYMBOL_BOUND | SYMBOL_GLOBAL))
                known->value |= SYMBOL_FREE_CLASS;
        } else if (!a->bound || name_map_has(a->bound, e->name))
            put(c, symbols, e->name, SCOPE_FREE << SYMBOL_SCOPE_SHIFT);
    }
}

static void analyze_block(struct compiler *c, struct analysis *a);

static void analyze_children(struct compiler *c, struct analysis *a, const struct name_map *bound,
                             const struct name_map *global, struct name_map *free)
{
    struct scope *s = a->scope;
    bool spliced = false;
    for (uint32_t i = 0; i < s->children.count && !c->failed; i++) {
        struct scope *child = s->children.items[i];
        struct name_map child_bound = {0}, child_free = {0}, child_global = {0};
        merge(c, &child_bound, bound);
        merge(c, &child_global, global);
        struct analysis inner = {
            .scope = child, .bound = &child_bound, .free = &child_free, .global = &child_global};
        merge(c, &inner.type_parameters, &a->type_parameters);
        if (child->sees_class)
            inner.class_scope = s->type == SCOPE_CLASS ? s : a->class_scope;
        analyze_block(c, &inner);
        if (c->failed)
            return;
        if (c->abi->comprehensions_are_inlined && child->comprehension && !child->generator &&
            !s->sees_class) {
            inline_comprehension(c, a, child, &child_free);
            child->inlined = spliced = true;
        }
        merge(c, free, &child_free);
    }
    if (spliced)
        splice_children(c, s);
}

static void analyze_block(struct compiler *c, struct analysis *a)
{
    struct scope *s = a->scope;
    struct name_map bound = {0}, global = {0}, free = {0};
    if (!compiler_deeper(c))
        return;
    /* The names of a class are not seen by what it holds. */
    if (s->type == SCOPE_CLASS) {
        merge(c, &global, a->global);
        if (a->bound)
            merge(c, &bound, a->bound);
    }
    for (struct name_entry *e = name_map_first(&s->symbols); e && !c->failed;
         e = name_map_next(&s->symbols, e))
        analyze_name(c, a, e->name, e->value);
    if (s->type != SCOPE_CLASS) {
        if (scope_is_function(s))
            merge(c, &bound, &a->local);
        if (a->bound)
            merge(c, &bound, a->bound);
        merge(c, &global, a->global);
    } else {
        put(c, &bound, c->known[KNOWN_CLASS], 0);
        if (c->abi->annotations_are_lazy) {
            put(c, &bound, c->known[KNOWN_CLASSDICT], 0);
            put(c, &bound, c->known[KNOWN_CONDITIONAL_ANNOTATIONS], 0);
        }
    }
    analyze_children(c, a, &bound, &global, &free);
    if (c->failed)
        return;
    if (scope_is_function(s))
        make_cells(a, &free);
    else if (s->type == SCOPE_CLASS)
        drop_class_free(c, s, &free);
    update_symbols(c, a, &free);
    merge(c, a->free, &free);
    compiler_back(c);
}

void symtable_analyze(struct compiler *c)
{
    struct name_map free = {0}, global = {0};
    struct analysis a = {.scope = c->symtable->top, .free = &free, .global = &global};
    if (!c->failed)
        analyze_block(c, &a);
}
