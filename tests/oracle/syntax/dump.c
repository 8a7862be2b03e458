/* A syntax tree as text, in the form that reference.py gives CPython's trees:
 * Kind@line:column-line:column(its fields in the order of Python.asdl), lists in brackets, - for None, text
 * quoted byte by byte.
 */
#include "tests/oracle/syntax/dump.h"

#include <string.h>

static void dump_node(FILE *out, const struct ast_node *n);

static void dump_at(FILE *out, const char *kind, struct ast_position at)
{
    fprintf(out, "%s@%u:%u-%u:%u(", kind, at.line, at.column, at.end_line, at.end_column);
}

static void dump_text(FILE *out, char kind, struct ast_text text)
{
    fprintf(out, " %c\"", kind);
    for (size_t i = 0; i < text.length; i++) {
        unsigned char c = (unsigned char)text.bytes[i];
        if (c > ' ' && c < 0x7f && strchr("\"\\()[]@", c) == NULL)
            putc(c, out);
        else
            fprintf(out, "\\%02x", c);
    }
    putc('"', out);
}

/* A name, - where there is none. */
static void dump_name(FILE *out, struct ast_text name)
{
    if (name.bytes == NULL)
        fputs(" -", out);
    else
        dump_text(out, 'n', name);
}

static void dump_list(FILE *out, struct ast_list list)
{
    fputs(" [", out);
    for (size_t i = 0; i < list.count; i++)
        dump_node(out, list.items[i]);
    putc(']', out);
}

static void dump_context(FILE *out, enum ast_context context)
{
    static const char *const names[] = {"Load", "Store", "Del"};
    fprintf(out, " %s", names[context]);
}

static void dump_operator(FILE *out, enum ast_operator op)
{
    static const char *const names[] = {"Add",   "BitAnd", "FloorDiv", "LShift", "MatMult", "Mult",  "Mod",
                                        "BitOr", "Pow",    "RShift",   "Sub",    "Div",     "BitXor"};
    fprintf(out, " %s", names[op]);
}

static void dump_argument(FILE *out, const struct ast_argument *argument)
{
    if (argument == NULL) {
        fputs(" -", out);
        return;
    }
    putc(' ', out);
    dump_at(out, "arg", argument->at);
    dump_name(out, argument->name);
    dump_node(out, argument->annotation);
    putc(')', out);
}

static void dump_argument_list(FILE *out, const struct ast_argument *list, size_t count)
{
    fputs(" [", out);
    for (size_t i = 0; i < count; i++)
        dump_argument(out, &list[i]);
    putc(']', out);
}

static void dump_arguments(FILE *out, const struct ast_arguments *a)
{
    fputs(" arguments(", out);
    dump_argument_list(out, a->positional_only, a->positional_only_count);
    dump_argument_list(out, a->positional, a->positional_count);
    dump_argument(out, a->var_positional);
    dump_argument_list(out, a->keyword_only, a->keyword_only_count);
    dump_list(out, a->keyword_defaults);
    dump_argument(out, a->var_keyword);
    dump_list(out, a->defaults);
    putc(')', out);
}

static void dump_keywords(FILE *out, const struct ast_keyword *keywords, size_t count)
{
    fputs(" [", out);
    for (size_t i = 0; i < count; i++) {
        putc(' ', out);
        dump_at(out, "keyword", keywords[i].at);
        dump_name(out, keywords[i].name);
        dump_node(out, keywords[i].value);
        putc(')', out);
    }
    putc(']', out);
}

static void dump_comprehension(FILE *out, const struct ast_node *n)
{
    dump_node(out, n->u.comprehension.element);
    if (n->kind == AST_DICT_COMP)
        dump_node(out, n->u.comprehension.value);
    fputs(" [", out);
    for (size_t i = 0; i < n->u.comprehension.count; i++) {
        const struct ast_comprehension *c = &n->u.comprehension.generators[i];
        fputs(" comprehension(", out);
        dump_node(out, c->target);
        dump_node(out, c->iterable);
        dump_list(out, c->conditions);
        fprintf(out, " i%d)", c->is_async);
    }
    putc(']', out);
}

static void dump_constant(FILE *out, const struct ast_node *n)
{
    struct ast_text text = n->u.constant.text;
    static const char *const names[] = {"None", "True", "False", "Ellipsis"};
    switch (n->u.constant.kind) {
    case AST_CONST_INT:
    case AST_CONST_FLOAT:
    case AST_CONST_COMPLEX:
        fprintf(out, " %c%.*s", "IFC"[n->u.constant.kind - AST_CONST_INT], (int)text.length, text.bytes);
        break;
    case AST_CONST_STR:
        dump_text(out, 's', text);
        break;
    case AST_CONST_BYTES:
        dump_text(out, 'b', text);
        break;
    default:
        fprintf(out, " %s", names[n->u.constant.kind]);
    }
    fputs(n->u.constant.u_prefix ? " n\"u\"" : " -", out);
}

static void dump_compare(FILE *out, const struct ast_node *n)
{
    static const char *const names[] = {"Lt",  "LtE", "Eq",    "NotEq", "Gt",
                                        "GtE", "In",  "NotIn", "Is",    "IsNot"};
    dump_node(out, n->u.compare.left);
    fputs(" [", out);
    for (size_t i = 0; i < n->u.compare.comparators.count; i++)
        fprintf(out, " %s", names[n->u.compare.ops[i]]);
    putc(']', out);
    dump_list(out, n->u.compare.comparators);
}

static void dump_call(FILE *out, const struct ast_node *n)
{
    dump_node(out, n->u.call.function);
    dump_list(out, n->u.call.args);
    dump_keywords(out, n->u.call.keywords, n->u.call.keyword_count);
}

static void dump_expression(FILE *out, const struct ast_node *n)
{
    static const char *const unary[] = {"Invert", "Not", "UAdd", "USub"};
    switch (n->kind) {
    case AST_BOOL_OP:
        fputs(n->u.bool_op.op == AST_AND ? " And" : " Or", out);
        dump_list(out, n->u.bool_op.values);
        break;
    case AST_NAMED_EXPR:
        dump_node(out, n->u.named.target);
        dump_node(out, n->u.named.value);
        break;
    case AST_BIN_OP:
        dump_node(out, n->u.bin_op.left);
        dump_operator(out, n->u.bin_op.op);
        dump_node(out, n->u.bin_op.right);
        break;
    case AST_UNARY_OP:
        fprintf(out, " %s", unary[n->u.unary_op.op]);
        dump_node(out, n->u.unary_op.operand);
        break;
    case AST_LAMBDA:
        dump_arguments(out, n->u.function.arguments);
        dump_node(out, n->u.function.body_value);
        break;
    case AST_IF_EXP:
        dump_node(out, n->u.if_exp.test);
        dump_node(out, n->u.if_exp.body);
        dump_node(out, n->u.if_exp.or_else);
        break;
    case AST_DICT:
        dump_list(out, n->u.dict.keys);
        dump_list(out, n->u.dict.values);
        break;
    case AST_LIST_COMP:
    case AST_SET_COMP:
    case AST_DICT_COMP:
    case AST_GENERATOR_EXP:
        dump_comprehension(out, n);
        break;
    case AST_YIELD:
    case AST_YIELD_FROM:
    case AST_AWAIT:
        dump_node(out, n->u.value);
        break;
    case AST_COMPARE:
        dump_compare(out, n);
        break;
    case AST_CALL:
        dump_call(out, n);
        break;
    case AST_FORMATTED_VALUE:
    case AST_INTERPOLATION:
        dump_node(out, n->u.formatted.value);
        fprintf(out, " i%d", n->u.formatted.conversion != 0 ? n->u.formatted.conversion : -1);
        dump_node(out, n->u.formatted.spec);
        break;
    case AST_JOINED_STR:
    case AST_TEMPLATE_STR:
        dump_list(out, n->u.values);
        break;
    case AST_CONSTANT:
        dump_constant(out, n);
        break;
    case AST_ATTRIBUTE:
        dump_node(out, n->u.attribute.value);
        dump_name(out, n->u.attribute.name);
        dump_context(out, n->u.attribute.context);
        break;
    case AST_SUBSCRIPT:
        dump_node(out, n->u.subscript.value);
        dump_node(out, n->u.subscript.slice);
        dump_context(out, n->u.subscript.context);
        break;
    case AST_STARRED:
        dump_node(out, n->u.starred.value);
        dump_context(out, n->u.starred.context);
        break;
    case AST_NAME:
        dump_name(out, n->u.name.id);
        dump_context(out, n->u.name.context);
        break;
    case AST_SET:
    case AST_LIST:
    case AST_TUPLE:
        dump_list(out, n->u.sequence.elements);
        if (n->kind != AST_SET)
            dump_context(out, n->u.sequence.context);
        break;
    case AST_SLICE:
        dump_node(out, n->u.slice.lower);
        dump_node(out, n->u.slice.upper);
        dump_node(out, n->u.slice.step);
        break;
    default:
        break;
    }
}

static void dump_pattern(FILE *out, const struct ast_node *n)
{
    switch (n->kind) {
    case AST_MATCH_VALUE:
        dump_node(out, n->u.value);
        break;
    case AST_MATCH_SINGLETON:
        fprintf(out, " %s",
                n->u.value->u.constant.kind == AST_CONST_NONE   ? "None"
                : n->u.value->u.constant.kind == AST_CONST_TRUE ? "True"
                                                                : "False");
        break;
    case AST_MATCH_SEQUENCE:
    case AST_MATCH_OR:
        dump_list(out, n->u.patterns);
        break;
    case AST_MATCH_MAPPING:
        dump_list(out, n->u.match_mapping.keys);
        dump_list(out, n->u.match_mapping.patterns);
        dump_name(out, n->u.match_mapping.rest);
        break;
    case AST_MATCH_CLASS:
        dump_node(out, n->u.match_class.type);
        dump_list(out, n->u.match_class.patterns);
        fputs(" [", out);
        for (size_t i = 0; i < n->u.match_class.keyword_patterns.count; i++)
            dump_name(out, n->u.match_class.keyword_names[i]);
        putc(']', out);
        dump_list(out, n->u.match_class.keyword_patterns);
        break;
    case AST_MATCH_STAR:
        dump_name(out, n->u.match_star);
        break;
    default:
        dump_node(out, n->u.match_as.pattern);
        dump_name(out, n->u.match_as.name);
    }
}

static void dump_aliases(FILE *out, const struct ast_node *n)
{
    fputs(" [", out);
    for (size_t i = 0; i < n->u.import.count; i++) {
        putc(' ', out);
        dump_at(out, "alias", n->u.import.aliases[i].at);
        dump_name(out, n->u.import.aliases[i].name);
        dump_name(out, n->u.import.aliases[i].as_name);
        putc(')', out);
    }
    putc(']', out);
}

static void dump_handlers(FILE *out, const struct ast_node *n)
{
    fputs(" [", out);
    for (size_t i = 0; i < n->u.try.handler_count; i++) {
        const struct ast_handler *h = &n->u.try.handlers[i];
        putc(' ', out);
        dump_at(out, "ExceptHandler", h->at);
        dump_node(out, h->type);
        dump_name(out, h->name);
        dump_list(out, h->body);
        putc(')', out);
    }
    putc(']', out);
}

static void dump_with(FILE *out, const struct ast_node *n)
{
    fputs(" [", out);
    for (size_t i = 0; i < n->u.with.count; i++) {
        fputs(" withitem(", out);
        dump_node(out, n->u.with.items[i].context);
        dump_node(out, n->u.with.items[i].target);
        putc(')', out);
    }
    putc(']', out);
    dump_list(out, n->u.with.body);
}

static void dump_match(FILE *out, const struct ast_node *n)
{
    dump_node(out, n->u.match.subject);
    fputs(" [", out);
    for (size_t i = 0; i < n->u.match.count; i++) {
        fputs(" match_case(", out);
        dump_node(out, n->u.match.cases[i].pattern);
        dump_node(out, n->u.match.cases[i].guard);
        dump_list(out, n->u.match.cases[i].body);
        putc(')', out);
    }
    putc(']', out);
}

static void dump_type_parameters(FILE *out, struct ast_type_parameters l)
{
    static const char *const names[] = {"TypeVar", "TypeVarTuple", "ParamSpec"};
    if (l.count == 0)
        return;
    fputs(" [", out);
    for (size_t i = 0; i < l.count; i++) {
        putc(' ', out);
        dump_at(out, names[l.items[i].kind], l.items[i].at);
        dump_name(out, l.items[i].name);
        if (l.items[i].kind == AST_TYPE_VAR)
            dump_node(out, l.items[i].bound);
        if (l.items[i].default_value != NULL)
            dump_node(out, l.items[i].default_value);
        putc(')', out);
    }
    putc(']', out);
}

static void dump_definition(FILE *out, const struct ast_node *n)
{
    if (n->kind == AST_FUNCTION_DEF) {
        dump_name(out, n->u.function.name);
        dump_arguments(out, n->u.function.arguments);
        dump_list(out, n->u.function.body);
        dump_list(out, n->u.function.decorators);
        dump_node(out, n->u.function.returns);
        dump_type_parameters(out, n->u.function.type_parameters);
        return;
    }
    dump_name(out, n->u.class_def.name);
    dump_list(out, n->u.class_def.bases);
    dump_keywords(out, n->u.class_def.keywords, n->u.class_def.keyword_count);
    dump_list(out, n->u.class_def.body);
    dump_list(out, n->u.class_def.decorators);
    dump_type_parameters(out, n->u.class_def.type_parameters);
}

static void dump_statement(FILE *out, const struct ast_node *n)
{
    switch (n->kind) {
    case AST_FUNCTION_DEF:
    case AST_CLASS_DEF:
        dump_definition(out, n);
        break;
    case AST_RETURN:
    case AST_EXPR:
        dump_node(out, n->u.value);
        break;
    case AST_DELETE:
        dump_list(out, n->u.list);
        break;
    case AST_ASSIGN:
        dump_list(out, n->u.assign.targets);
        dump_node(out, n->u.assign.value);
        break;
    case AST_AUG_ASSIGN:
        dump_node(out, n->u.aug_assign.target);
        dump_operator(out, n->u.aug_assign.op);
        dump_node(out, n->u.aug_assign.value);
        break;
    case AST_ANN_ASSIGN:
        dump_node(out, n->u.ann_assign.target);
        dump_node(out, n->u.ann_assign.annotation);
        dump_node(out, n->u.ann_assign.value);
        fprintf(out, " i%d", n->u.ann_assign.simple);
        break;
    case AST_TYPE_ALIAS:
        dump_node(out, n->u.type_alias.name);
        dump_type_parameters(out, n->u.type_alias.parameters);
        dump_node(out, n->u.type_alias.value);
        break;
    case AST_FOR:
        dump_node(out, n->u.for_loop.target);
        dump_node(out, n->u.for_loop.iterable);
        dump_list(out, n->u.for_loop.body);
        dump_list(out, n->u.for_loop.or_else);
        break;
    case AST_WHILE:
    case AST_IF:
        dump_node(out, n->u.branch.test);
        dump_list(out, n->u.branch.body);
        dump_list(out, n->u.branch.or_else);
        break;
    case AST_WITH:
        dump_with(out, n);
        break;
    case AST_MATCH:
        dump_match(out, n);
        break;
    case AST_RAISE:
        dump_node(out, n->u.raise.exception);
        dump_node(out, n->u.raise.cause);
        break;
    case AST_TRY:
        dump_list(out, n->u.try.body);
        dump_handlers(out, n);
        dump_list(out, n->u.try.or_else);
        dump_list(out, n->u.try.finally);
        break;
    case AST_ASSERT:
        dump_node(out, n->u.assert.test);
        dump_node(out, n->u.assert.message);
        break;
    case AST_IMPORT_FROM:
        dump_name(out, n->u.import.module);
        dump_aliases(out, n);
        fprintf(out, " i%u", n->u.import.level);
        break;
    case AST_IMPORT:
        dump_aliases(out, n);
        break;
    case AST_GLOBAL:
    case AST_NONLOCAL:
        fputs(" [", out);
        for (size_t i = 0; i < n->u.names.count; i++)
            dump_name(out, n->u.names.names[i]);
        putc(']', out);
        break;
    default:
        break;
    }
}

static const char *const kind_names[] = {
    "",
    "FunctionDef",
    "ClassDef",
    "Return",
    "Delete",
    "Assign",
    "AugAssign",
    "AnnAssign",
    "For",
    "While",
    "If",
    "With",
    "Match",
    "Raise",
    "Try",
    "Assert",
    "Import",
    "ImportFrom",
    "Global",
    "Nonlocal",
    "Expr",
    "Pass",
    "Break",
    "Continue",
    "TypeAlias",
    "BoolOp",
    "NamedExpr",
    "BinOp",
    "UnaryOp",
    "Lambda",
    "IfExp",
    "Dict",
    "Set",
    "ListComp",
    "SetComp",
    "DictComp",
    "GeneratorExp",
    "Yield",
    "YieldFrom",
    "Await",
    "Compare",
    "Call",
    "FormattedValue",
    "JoinedStr",
    "Interpolation",
    "TemplateStr",
    "Constant",
    "Attribute",
    "Subscript",
    "Starred",
    "Name",
    "List",
    "Tuple",
    "Slice",
    "MatchValue",
    "MatchSingleton",
    "MatchSequence",
    "MatchMapping",
    "MatchClass",
    "MatchStar",
    "MatchAs",
    "MatchOr",
};
_Static_assert(sizeof kind_names / sizeof *kind_names == AST_KIND_COUNT, "a name for each kind");

static bool is_async(const struct ast_node *n)
{
    return (n->kind == AST_FUNCTION_DEF && n->u.function.is_async) ||
           (n->kind == AST_FOR && n->u.for_loop.is_async) || (n->kind == AST_WITH && n->u.with.is_async);
}

static void dump_node(FILE *out, const struct ast_node *n)
{
    if (n == NULL) {
        fputs(" -", out);
        return;
    }
    fputs(is_async(n) ? " Async" : " ", out);
    bool star = n->kind == AST_TRY && n->u.try.is_star;
    dump_at(out, star ? "TryStar" : kind_names[n->kind], n->at);
    if (n->kind < AST_BOOL_OP)
        dump_statement(out, n);
    else if (n->kind < AST_MATCH_VALUE)
        dump_expression(out, n);
    else
        dump_pattern(out, n);
    putc(')', out);
}

void dump_module(FILE *out, const struct ast_module *module)
{
    fputs("Module(", out);
    dump_list(out, module->body);
    putc(')', out);
}
