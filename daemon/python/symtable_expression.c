/* The first pass over the tree: expressions, patterns, annotations; see symtable.h. */
#include "daemon/python/symtable_visit.h"

/* ---- expressions ----------------------------------------------------------------------------------- */

void symtable_visit_all(struct compiler *c, const struct ast_list *l)
{
    for (size_t i = 0; i < l->count && !c->failed; i++)
        if (l->items[i])
            symtable_visit(c, l->items[i]);
}

void symtable_visit_keywords(struct compiler *c, struct location call, const struct ast_keyword *k,
                             size_t count)
{
    for (size_t i = 0; i < count && !c->failed; i++) {
        if (k[i].name.bytes)
            symtable_check_name(c, name_of(c, k[i].name),
                                c->abi->locations_are_explicit ? location_of(&k[i].at) : call, AST_STORE);
        symtable_visit(c, k[i].value);
    }
}

static void visit_parameters(struct compiler *c, const struct ast_argument *a, size_t count)
{
    for (size_t i = 0; i < count; i++)
        symtable_define(c, name_of(c, a[i].name), SYMBOL_PARAM, location_of(&a[i].at));
}

void symtable_visit_arguments(struct compiler *c, struct location function, const struct ast_arguments *a)
{
    c->symtable->around = function;
    visit_parameters(c, a->positional_only, a->positional_only_count);
    visit_parameters(c, a->positional, a->positional_count);
    visit_parameters(c, a->keyword_only, a->keyword_only_count);
    if (a->var_positional) {
        visit_parameters(c, a->var_positional, 1);
        if (!c->failed)
            c->symtable->current->has_varargs = true;
    }
    if (a->var_keyword) {
        visit_parameters(c, a->var_keyword, 1);
        if (!c->failed)
            c->symtable->current->has_varkeywords = true;
    }
    c->symtable->around.line = 0;
}

/* x := y in a comprehension binds x in the function around it. */
static void extend_named_scope(struct compiler *c, struct ast_node *target)
{
    static const char *const refusals[] = {[SCOPE_CLASS] = "in a class body",
                                           [SCOPE_TYPE_PARAMETERS] = "within the definition of a generic",
                                           [SCOPE_TYPE_ALIAS] = "in a type alias",
                                           [SCOPE_TYPE_VARIABLE] =
                                               "in a TypeVar bound"}; /* of defaults, too */
    addr name = name_of(c, target->u.name.id);
    struct location at = node_at(target);
    for (struct scope *s = c->symtable->current; s && !c->failed; s = s->outer) {
        int64_t flags = symtable_flags(c, s, name);
        if (s->comprehension) {
            if (flags & SYMBOL_ITERATED && flags & SYMBOL_LOCAL)
                compiler_error(
                    c, at, "assignment expression cannot rebind comprehension iteration variable '%U'", name);
        } else if (s->type == SCOPE_FUNCTION) {
            symtable_define(c, name, flags & SYMBOL_GLOBAL ? SYMBOL_GLOBAL : SYMBOL_NONLOCAL, at);
            symtable_record_directive(c, name, at);
            symtable_define_in(c, s, name, SYMBOL_LOCAL, at);
            return;
        } else if (s->type == SCOPE_MODULE) {
            symtable_define(c, name, SYMBOL_GLOBAL, at);
            symtable_record_directive(c, name, at);
            symtable_define_in(c, s, name, SYMBOL_GLOBAL, at);
            return;
        } else if (refusals[s->type])
            compiler_error(c, at, "assignment expression within a comprehension cannot be used %s",
                           refusals[s->type]);
    }
}

static void refuse_in_annotation(struct compiler *c, const struct ast_node *e, const char *what)
{
    static const char *const names[] = {[SCOPE_ANNOTATION] = "an annotation",
                                        [SCOPE_TYPE_PARAMETERS] = "the definition of a generic",
                                        [SCOPE_TYPE_ALIAS] = "a type alias",
                                        [SCOPE_TYPE_VARIABLE] = ""};
    const struct scope *s = c->symtable->current;
    if (c->failed || !names[s->type])
        return;
    compiler_error(c, node_at(e),
                   c->abi->annotation_errors_quote ? "'%s' can not be used within %s"
                                                   : "%s cannot be used within %s",
                   what, s->what ? s->what : names[s->type]);
}

static void visit_named(struct compiler *c, struct ast_node *e)
{
    refuse_in_annotation(c, e, "named expression");
    if (c->failed)
        return;
    if (c->symtable->current->in_iterable)
        compiler_error(c, node_at(e),
                       "assignment expression cannot be used in a comprehension iterable expression");
    else if (c->symtable->current->comprehension)
        extend_named_scope(c, e->u.named.target);
    symtable_visit(c, e->u.named.value);
    symtable_visit(c, e->u.named.target);
}

static void visit_yield(struct compiler *c, struct ast_node *e)
{
    static const char *const where[] = {
        [LIST_COMPREHENSION] = "'yield' inside list comprehension",
        [SET_COMPREHENSION] = "'yield' inside set comprehension",
        [DICT_COMPREHENSION] = "'yield' inside dict comprehension",
        [GENERATOR_EXPRESSION] = "'yield' inside generator expression",
    };
    refuse_in_annotation(c, e, "yield expression");
    if (e->u.value)
        symtable_visit(c, e->u.value);
    if (c->failed)
        return;
    c->symtable->current->generator = true;
    if (c->symtable->current->comprehension)
        compiler_error(c, node_at(e), "%s", where[c->symtable->current->comprehension]);
}

/* Of a comprehension whoever is around it is asked when it ends. */
static bool is_async_function(const struct scope *s)
{
    return s->type == SCOPE_FUNCTION && s->coroutine;
}

static void visit_await(struct compiler *c, struct ast_node *e)
{
    refuse_in_annotation(c, e, "await expression");
    if (c->failed)
        return;
    struct scope *s = c->symtable->current;
    if (c->abi->async_is_checked_early && !scope_is_function(s))
        compiler_error(c, node_at(e), "'await' outside function");
    else if (c->abi->async_is_checked_early && !is_async_function(s) && !s->comprehension)
        compiler_error(c, node_at(e), "'await' outside async function");
    symtable_visit(c, e->u.value);
    if (!c->failed)
        s->coroutine = true;
}

static void visit_lambda(struct compiler *c, struct ast_node *e)
{
    symtable_visit_all(c, &e->u.function.arguments->defaults);
    symtable_visit_all(c, &e->u.function.arguments->keyword_defaults);
    symtable_enter(c, c->known[KNOWN_LAMBDA], SCOPE_FUNCTION, e, node_at(e));
    symtable_visit_arguments(c, node_at(e), e->u.function.arguments);
    symtable_visit(c, e->u.function.body_value);
    symtable_leave(c);
}

static void visit_target(struct compiler *c, struct ast_node *target)
{
    if (c->failed)
        return;
    c->symtable->current->in_target = true;
    symtable_visit(c, target);
    if (!c->failed)
        c->symtable->current->in_target = false;
}

static void visit_iterable(struct compiler *c, struct ast_node *iterable)
{
    if (c->failed)
        return;
    c->symtable->current->in_iterable++;
    symtable_visit(c, iterable);
    if (!c->failed)
        c->symtable->current->in_iterable--;
}

static void visit_comprehension(struct compiler *c, struct ast_node *e)
{
    static const struct {
        enum known name;
        enum comprehension type;
    } kinds[] = {
        [AST_LIST_COMP] = {KNOWN_LISTCOMP, LIST_COMPREHENSION},
        [AST_SET_COMP] = {KNOWN_SETCOMP, SET_COMPREHENSION},
        [AST_DICT_COMP] = {KNOWN_DICTCOMP, DICT_COMPREHENSION},
        [AST_GENERATOR_EXP] = {KNOWN_GENEXPR, GENERATOR_EXPRESSION},
    };
    const struct ast_comprehension *generators = e->u.comprehension.generators;
    visit_iterable(c, generators[0].iterable);
    symtable_enter(c, c->known[kinds[e->kind].name], SCOPE_FUNCTION, e, node_at(e));
    if (c->failed)
        return;
    struct scope *s = c->symtable->current;
    s->comprehension = kinds[e->kind].type;
    s->coroutine = generators[0].is_async;
    symtable_define(c, c->known[KNOWN_IMPLICIT], SYMBOL_PARAM, node_at(e));
    visit_target(c, generators[0].target);
    symtable_visit_all(c, &generators[0].conditions);
    for (size_t i = 1; i < e->u.comprehension.count; i++) {
        visit_target(c, generators[i].target);
        visit_iterable(c, generators[i].iterable);
        symtable_visit_all(c, &generators[i].conditions);
        s->coroutine |= generators[i].is_async;
    }
    if (e->u.comprehension.value)
        symtable_visit(c, e->u.comprehension.value);
    symtable_visit(c, e->u.comprehension.element);
    s->generator = e->kind == AST_GENERATOR_EXP;
    symtable_leave(c);
    if (c->failed || s->generator || !s->coroutine)
        return;
    struct scope *around = c->symtable->current;
    if (c->abi->async_is_checked_early && !is_async_function(around) && !around->comprehension)
        compiler_error(c, node_at(e), "asynchronous comprehension outside of an asynchronous function");
    around->coroutine = true;
}

static void visit_name(struct compiler *c, struct ast_node *e)
{
    struct scope *s = c->symtable->current;
    addr name = name_of(c, e->u.name.id);
    if (s->unevaluated || c->failed)
        return;
    symtable_check_name(c, name, node_at(e), e->u.name.context);
    symtable_define_in(c, s, name, e->u.name.context == AST_LOAD ? SYMBOL_USE : SYMBOL_LOCAL, node_at(e));
    if (e->u.name.context == AST_LOAD && scope_is_function(s) && name == c->known[KNOWN_SUPER])
        symtable_define(c, c->known[KNOWN_CLASS], SYMBOL_USE, node_at(e));
}

static void visit_parts(struct compiler *c, struct ast_node *e)
{
    switch (e->kind) {
    case AST_BIN_OP:
        symtable_visit(c, e->u.bin_op.left);
        symtable_visit(c, e->u.bin_op.right);
        break;
    case AST_UNARY_OP:
        symtable_visit(c, e->u.unary_op.operand);
        break;
    case AST_IF_EXP:
        symtable_visit(c, e->u.if_exp.test);
        symtable_visit(c, e->u.if_exp.body);
        symtable_visit(c, e->u.if_exp.or_else);
        break;
    case AST_DICT:
        symtable_visit_all(c, &e->u.dict.keys);
        symtable_visit_all(c, &e->u.dict.values);
        break;
    case AST_COMPARE:
        symtable_visit(c, e->u.compare.left);
        symtable_visit_all(c, &e->u.compare.comparators);
        break;
    case AST_CALL:
        symtable_visit(c, e->u.call.function);
        symtable_visit_all(c, &e->u.call.args);
        symtable_visit_keywords(c, node_at(e), e->u.call.keywords, e->u.call.keyword_count);
        break;
    case AST_FORMATTED_VALUE:
    case AST_INTERPOLATION:
        symtable_visit(c, e->u.formatted.value);
        if (e->u.formatted.spec)
            symtable_visit(c, e->u.formatted.spec);
        break;
    case AST_ATTRIBUTE:
        if (e->u.attribute.context == AST_STORE || !c->abi->debug_attribute_goes)
            symtable_check_name(c, name_of(c, e->u.attribute.name), node_at(e), e->u.attribute.context);
        symtable_visit(c, e->u.attribute.value);
        break;
    case AST_SUBSCRIPT:
        symtable_visit(c, e->u.subscript.value);
        symtable_visit(c, e->u.subscript.slice);
        break;
    case AST_SLICE:
        symtable_visit_all(
            c, &(struct ast_list){(struct ast_node *[]){e->u.slice.lower, e->u.slice.upper, e->u.slice.step},
                                  3});
        break;
    default:
        break;
    }
}

void symtable_visit(struct compiler *c, struct ast_node *e)
{
    if (c->failed || !compiler_deeper(c))
        return;
    switch (e->kind) {
    case AST_NAMED_EXPR:
        visit_named(c, e);
        break;
    case AST_BOOL_OP:
        symtable_visit_all(c, &e->u.bool_op.values);
        break;
    case AST_LAMBDA:
        visit_lambda(c, e);
        break;
    case AST_LIST_COMP:
    case AST_SET_COMP:
    case AST_DICT_COMP:
    case AST_GENERATOR_EXP:
        visit_comprehension(c, e);
        break;
    case AST_YIELD:
    case AST_YIELD_FROM:
        visit_yield(c, e);
        break;
    case AST_AWAIT:
        visit_await(c, e);
        break;
    case AST_JOINED_STR:
    case AST_TEMPLATE_STR:
        symtable_visit_all(c, &e->u.values);
        break;
    case AST_STARRED:
        symtable_visit(c, e->u.starred.value);
        break;
    case AST_NAME:
        visit_name(c, e);
        break;
    case AST_LIST:
    case AST_TUPLE:
    case AST_SET:
        symtable_visit_all(c, &e->u.sequence.elements);
        break;
    default:
        visit_parts(c, e);
    }
    compiler_back(c);
}

/* ---- patterns -------------------------------------------------------------------------------------- */

static void visit_patterns(struct compiler *c, const struct ast_list *l)
{
    for (size_t i = 0; i < l->count && !c->failed; i++)
        symtable_visit_pattern(c, l->items[i]);
}

static void capture(struct compiler *c, struct ast_text name, const struct ast_node *p)
{
    if (name.bytes)
        symtable_define(c, name_of(c, name), SYMBOL_LOCAL, node_at(p));
}

void symtable_visit_pattern(struct compiler *c, struct ast_node *p)
{
    if (c->failed || !compiler_deeper(c))
        return;
    switch (p->kind) {
    case AST_MATCH_VALUE:
        symtable_visit(c, p->u.value);
        break;
    case AST_MATCH_SEQUENCE:
    case AST_MATCH_OR:
        visit_patterns(c, &p->u.patterns);
        break;
    case AST_MATCH_STAR:
        capture(c, p->u.match_star, p);
        break;
    case AST_MATCH_MAPPING:
        symtable_visit_all(c, &p->u.match_mapping.keys);
        visit_patterns(c, &p->u.match_mapping.patterns);
        capture(c, p->u.match_mapping.rest, p);
        break;
    case AST_MATCH_CLASS:
        symtable_visit(c, p->u.match_class.type);
        visit_patterns(c, &p->u.match_class.patterns);
        for (size_t i = 0; i < p->u.match_class.keyword_patterns.count; i++)
            symtable_check_name(c, name_of(c, p->u.match_class.keyword_names[i]),
                                node_at(p->u.match_class.keyword_patterns.items[i]), AST_STORE);
        visit_patterns(c, &p->u.match_class.keyword_patterns);
        break;
    case AST_MATCH_AS:
        if (p->u.match_as.pattern)
            symtable_visit_pattern(c, p->u.match_as.pattern);
        capture(c, p->u.match_as.name, p);
        break;
    default:
        break;
    }
    compiler_back(c);
}

/* ---- annotations ----------------------------------------------------------------------------------- */

/* Of a variable, and of what a function returns where that is evaluated with the function's definition. */
void symtable_visit_annotation(struct compiler *c, struct ast_node *annotation)
{
    struct scope *s = c->symtable->current;
    if (c->failed)
        return;
    if (!c->abi->annotations_are_lazy) {
        if (future_annotations(c))
            symtable_enter(c, c->known[KNOWN_ANNOTATE], SCOPE_ANNOTATION, annotation, node_at(annotation));
        symtable_visit(c, annotation);
        if (future_annotations(c))
            symtable_leave(c);
        return;
    }
    bool unevaluated = s->type == SCOPE_FUNCTION;
    if (((s->type == SCOPE_CLASS && s->in_conditional) || s->type == SCOPE_MODULE) &&
        !s->conditional_annotations) {
        s->conditional_annotations = true;
        symtable_define(c, c->known[KNOWN_CONDITIONAL_ANNOTATIONS], SYMBOL_USE, node_at(annotation));
    }
    if (!s->annotation_block) {
        symtable_enter(c, c->known[KNOWN_ANNOTATE], SCOPE_ANNOTATION, NULL, node_at(annotation));
        if (c->failed)
            return;
        s->annotation_block = c->symtable->current;
        symtable_define(c, c->known[KNOWN_FORMAT_PARAMETER], SYMBOL_PARAM, node_at(annotation));
        symtable_define(c, c->known[KNOWN_FORMAT_PARAMETER], SYMBOL_USE, node_at(annotation));
        if (s->type == SCOPE_CLASS && !future_annotations(c)) {
            c->symtable->current->sees_class = true;
            symtable_define(c, c->known[KNOWN_CLASSDICT], SYMBOL_USE, node_at(annotation));
        }
    } else
        symtable_enter_existing(c, s->annotation_block, false);
    if (c->failed)
        return;
    c->symtable->current->unevaluated = unevaluated;
    symtable_visit(c, annotation);
    if (!c->failed)
        c->symtable->current->unevaluated = false;
    symtable_leave(c);
}

static void visit_argument_annotations(struct compiler *c, const struct ast_argument *a, size_t count)
{
    for (size_t i = 0; i < count && !c->failed; i++)
        if (a[i].annotation) {
            c->symtable->current->annotations_used = true;
            symtable_visit(c, a[i].annotation);
        }
}

void symtable_visit_function_annotations(struct compiler *c, struct ast_node *s)
{
    const struct ast_arguments *a = s->u.function.arguments;
    bool block = c->abi->annotations_are_lazy || future_annotations(c), lazy = c->abi->annotations_are_lazy;
    if (block && !c->failed) {
        struct scope *outer = c->symtable->current;
        bool sees_class = outer->sees_class || outer->type == SCOPE_CLASS;
        symtable_enter(c, c->known[KNOWN_ANNOTATE], SCOPE_ANNOTATION, a, node_at(s));
        if (lazy && !c->failed) {
            c->symtable->current->function_name = name_of(c, s->u.function.name);
            symtable_define(c, c->known[KNOWN_FORMAT_PARAMETER], SYMBOL_PARAM, node_at(s));
            symtable_define(c, c->known[KNOWN_FORMAT_PARAMETER], SYMBOL_USE, node_at(s));
            if (sees_class && !c->failed) {
                c->symtable->current->sees_class = true;
                symtable_define(c, c->known[KNOWN_CLASSDICT], SYMBOL_USE, node_at(s));
            }
        }
    }
    visit_argument_annotations(c, a->positional_only, a->positional_only_count);
    visit_argument_annotations(c, a->positional, a->positional_count);
    visit_argument_annotations(c, a->var_positional, a->var_positional != NULL);
    visit_argument_annotations(c, a->var_keyword, a->var_keyword != NULL);
    visit_argument_annotations(c, a->keyword_only, a->keyword_only_count);
    if (lazy && s->u.function.returns && !c->failed) {
        c->symtable->current->annotations_used = true;
        symtable_visit(c, s->u.function.returns);
    }
    if (block)
        symtable_leave(c);
    if (!lazy && s->u.function.returns)
        symtable_visit_annotation(c, s->u.function.returns);
}
