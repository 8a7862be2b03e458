#include "daemon/python/check.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* -- what is wrong with the tokens themselves -- */

/* An error in the tokens, wherever, is told before one in their order; brackets that are never closed are
 * when they were opened on a line before the one where the order is wrong. */
static void prefer_token_error(struct checker *c)
{
    const struct parser *p = c->p;
    if (p->tokens.items[p->tokens.count - 1].kind != TOKEN_ERROR)
        return;
    uint32_t line = source_line(c->p, c->tokens[c->furthest].start) + 1;
    if (p->token_error_rank == TOKEN_ERROR_PREFERRED ||
        (p->token_error_rank == TOKEN_ERROR_UNCLOSED && line > p->token_error.at.line)) {
        *p->error = p->token_error;
        longjmp(c->p->failed, 1);
    }
}

/* -- places -- */

/* How many fields of f-strings a token is in, as far as that makes a difference: the end of one is the
 * parenthesis that closes it. */
static unsigned nesting_of(const struct checker *c, uint32_t token)
{
    if (c->p->rules->fstring_tokens)
        return 0;
    if (token == c->furthest && c->furthest_nesting > c->tokens[token].nesting)
        return c->furthest_nesting;
    return c->tokens[token].nesting;
}

/* The { of the field that a token is in. */
static uint32_t brace_of(const struct checker *c, uint32_t token)
{
    unsigned nesting = nesting_of(c, token);
    uint32_t brace = token - 1;
    while (c->tokens[brace].nesting >= nesting)
        brace--;
    return brace;
}

/* Where the expression behind a { ends. */
static uint32_t field_end(const struct checker *c, uint32_t brace)
{
    unsigned depth = 0;
    for (uint32_t i = brace + 1;; i++) {
        enum token_kind kind = c->tokens[i].kind;
        bool closes = kind == TOKEN_RIGHT_BRACE || kind == TOKEN_RIGHT_PAREN || kind == TOKEN_RIGHT_BRACKET;
        if (kind == TOKEN_END || (depth == 0 && (closes || kind == TOKEN_COLON || kind == TOKEN_EXCLAMATION ||
                                                 kind == TOKEN_EQUAL)))
            return c->tokens[i].start;
        if (closes)
            depth--;
        else if (kind == TOKEN_LEFT_BRACE || kind == TOKEN_LEFT_PAREN || kind == TOKEN_LEFT_BRACKET)
            depth++;
    }
}

/* The line that is told of a token in a field: of its expression in parentheses, which ends in a line feed.
 * One that is too long is told as the source has it. */
static void tell_field(struct checker *c, uint32_t token)
{
    char *out = c->p->error->field;
    if (nesting_of(c, token) == 0)
        return;
    uint32_t brace = brace_of(c, token), start = c->tokens[brace].end, end = field_end(c, brace),
             at = c->tokens[token].start;
    const char *text = c->p->text;
    uint32_t from = at < end ? at : end, to = from;
    while (from > start && text[from - 1] != '\n')
        from--;
    while (to < end && text[to] != '\n')
        to++;
    if (to - from > sizeof c->p->error->field - 4)
        return;
    snprintf(out, sizeof c->p->error->field, "%s%.*s%s", from == start ? "(" : "", (int)(to - from),
             text + from, to == end ? ")\n" : "");
}

/* What is taken from columns of later lines too: how many bytes are before a { in its line, or before the
 * string where nothing is behind the { in that line (fstring_find_expr_location()). */
static uint32_t bytes_before(struct checker *c, uint32_t brace)
{
    const char *text = c->p->text;
    uint32_t at = c->tokens[brace].start, line = source_line(c->p, at), next = c->tokens[brace].end,
             string = brace;
    while (text[next] == ' ' || text[next] == '\t' || text[next] == '\f')
        next++;
    if (text[next] != '\n')
        return at - c->p->lines[line];
    while (c->tokens[string].kind != TOKEN_FSTRING_START ||
           c->tokens[string].nesting > c->tokens[brace].nesting)
        string--;
    at = c->tokens[string].start;
    return source_line(c->p, at) == line ? at - c->p->lines[line] : 0;
}

/* The column of a place, which is near the token. Up to 3.11 an expression in an f-string is parsed as a text
 * of its own, in parentheses: columns are those of that text, and all of them count bytes.
 */
static uint32_t column_near(struct checker *c, uint32_t token, uint32_t at)
{
    if (nesting_of(c, token) == 0)
        return source_column(c->p, at);
    uint32_t index = brace_of(c, token), brace = c->tokens[index].start,
             line = c->p->lines[source_line(c->p, at)];
    return brace > line ? at - brace + 1 : at - line + 1 - bytes_before(c, index);
}

/* The column of an end in characters. CPython counts them in the line that the error begins on, as far as it
 * goes. */
static uint32_t end_character(struct checker *c, uint32_t start, uint32_t end)
{
    uint32_t line = source_line(c->p, start), end_line = source_line(c->p, end);
    if (line == end_line || c->p->counts_bytes)
        return source_column(c->p, end);
    uint32_t bytes = end - c->p->lines[end_line] + 1, length = c->p->lines[line + 1] - c->p->lines[line];
    if (bytes > length)
        return source_column(c->p, c->p->lines[line] + length - 1) + 1;
    return source_column(c->p, c->p->lines[line] + bytes - 1);
}

/* The last token of the f-string that begins with a token. */
static uint32_t string_end(const struct checker *c, uint32_t token)
{
    unsigned nesting = c->tokens[token].nesting;
    while (c->tokens[token].kind != TOKEN_FSTRING_END || c->tokens[token].nesting != nesting)
        token++;
    return token;
}

/* The end of a line that CPython makes of the end of the text, which has no place. */
static bool is_no_newline(const struct checker *c, const struct token *t)
{
    return t->kind == TOKEN_NEWLINE && source_ends_bare(c->p) && t->end + 1 >= c->p->length;
}

/* Is the end of a line part of its token? In a file only if it is there. */
static bool has_newline(const struct checker *c, const struct token *t)
{
    return t->kind == TOKEN_NEWLINE && c->p->rules->newline_has_width &&
           !(c->p->input == AST_INPUT_FILE && c->p->newline_added && t->end + 1 == c->p->length);
}

/* How much of the source had been read: up to the end of the furthest token. */
static void tell_lines(struct checker *c)
{
    const struct token *t = c->read ? c->read : &c->tokens[c->furthest];
    bool is_text =
        t->kind != TOKEN_NEWLINE && t->kind != TOKEN_INDENT && t->kind != TOKEN_DEDENT && t->end > t->start;
    uint32_t at = t->kind == TOKEN_END ? c->p->length - 1 : is_text ? t->end - 1 : t->start;
    if (t->kind == TOKEN_FSTRING_START && !c->p->rules->fstring_tokens) /* all of it was one token */
        at = c->tokens[string_end(c, (uint32_t)(t - c->tokens))].end - 1;
    c->p->error->reached = source_line(c->p, at) + 1;
    c->p->error->first = source_first_told(c->p, c->p->error->at.line - 1) + 1;
}

/* The text between two tokens, as one of them or both. */
static void place(struct checker *c, uint32_t first, uint32_t last)
{
    struct ast_position *at = &c->p->error->at;
    const struct token *a = &c->tokens[first], *b = &c->tokens[last];
    at->line = source_line(c->p, a->start) + 1;
    at->column = column_near(c, first, a->start);
    uint32_t end = b->end;
    if (b->kind == TOKEN_FSTRING_START && !c->p->rules->fstring_tokens) /* all of it was one token */
        end = c->tokens[string_end(c, last)].end;
    at->end_line = source_line(c->p, end) + 1;
    at->end_column = nesting_of(c, first) ? column_near(c, first, end) : end_character(c, a->start, end);
    at->end_column += has_newline(c, b);
    at->column = is_no_newline(c, a) ? 0 : at->column;
    at->end_column = is_no_newline(c, b) ? 0 : at->end_column;
    tell_field(c, first);
    tell_lines(c);
}

/* The furthest token, as CPython tells it when no place is asked for. Those without a text have no end, and
 * begin where its tokenizer is. */
static void place_here(struct checker *c)
{
    struct ast_position *at = &c->p->error->at;
    const struct token *t = &c->tokens[c->furthest];
    place(c, c->furthest, c->furthest);
    bool bare = source_ends_bare(c->p) && t->end + 1 >= c->p->length;
    if (t->kind == TOKEN_END) {
        at->line = at->end_line = source_line(c->p, c->p->length - 1) + 1;
        at->column = source_column(c->p, c->p->length - 1) - bare;
        at->end_column = UINT32_MAX;
    } else if (t->kind == TOKEN_INDENT || t->kind == TOKEN_DEDENT) {
        at->column -= bare && t->kind == TOKEN_DEDENT ? 2 : 1;
        at->end_column = UINT32_MAX;
    } else if (is_no_newline(c, t)) {
        at->column = source_column(c->p, t->end) - 1;
        at->end_column = UINT32_MAX;
    }
}

static void set(struct checker *c, const char *type, uint32_t token, const char *format, va_list arguments)
{
    struct syntax_error *error = c->p->error;
    if (!c->generic)
        prefer_token_error(c);
    snprintf(error->type, sizeof error->type, "%s", type);
    size_t length = 0;
    if (nesting_of(c, token) != 0)
        length = (size_t)snprintf(error->message, sizeof error->message, "f-string: ");
    vsnprintf(error->message + length, sizeof error->message - length, format, arguments);
}

#define SET(type, token)                                                                                     \
    va_list arguments;                                                                                       \
    va_start(arguments, format);                                                                             \
    set(c, type, token, format, arguments);                                                                  \
    va_end(arguments)

_Noreturn void check_raise(struct checker *c, uint32_t first, uint32_t last, const char *format, ...)
{
    SET("SyntaxError", first);
    place(c, first, last);
    longjmp(c->p->failed, 1);
}

_Noreturn void check_raise_form(struct checker *c, const struct form *f, const char *format, ...)
{
    SET("SyntaxError", f->first);
    place(c, f->first, f->last);
    longjmp(c->p->failed, 1);
}

_Noreturn void check_raise_from(struct checker *c, uint32_t first, const char *format, ...)
{
    SET("SyntaxError", first);
    place(c, first, c->furthest);
    const struct token *last = &c->tokens[c->furthest];
    struct ast_position *at = &c->p->error->at;
    if (is_no_newline(c, last))
        at->end_column = source_column(c->p, last->end) - 1;
    else
        at->end_column -= last->kind != TOKEN_NEWLINE || has_newline(c, last);
    longjmp(c->p->failed, 1);
}

_Noreturn void check_raise_last(struct checker *c, uint32_t token, const char *format, ...)
{
    SET("SyntaxError", token);
    place(c, token, token);
    struct ast_position *at = &c->p->error->at;
    at->line = at->end_line;
    at->column = at->end_column - 1;
    at->end_column = 0;
    longjmp(c->p->failed, 1);
}

_Noreturn void check_raise_here(struct checker *c, const char *type, const char *format, ...)
{
    SET(type, c->furthest);
    place_here(c);
    longjmp(c->p->failed, 1);
}

_Noreturn void check_raise_error(struct checker *c, const struct syntax_error *error)
{
    prefer_token_error(c);
    *c->p->error = *error;
    longjmp(c->p->failed, 1);
}

/* "invalid syntax" at the end, which has no place in its line. */
_Noreturn static void check_raise_end(struct checker *c)
{
    struct syntax_error *error = c->p->error;
    snprintf(error->type, sizeof error->type, "SyntaxError");
    snprintf(error->message, sizeof error->message, "invalid syntax");
    bool nothing = source_ends_bare(c->p) && c->p->length == 1; /* a line feed, which was added */
    uint32_t line = nothing ? 0 : source_line(c->p, c->p->length - 1) + 1;
    error->at = (struct ast_position){.line = line, .end_line = line};
    longjmp(c->p->failed, 1);
}

_Noreturn void check_raise_generic(struct checker *c, uint32_t furthest, unsigned nesting)
{
    enum token_kind kind = c->tokens[furthest].kind;
    if (kind != TOKEN_INDENT && kind != TOKEN_DEDENT)
        prefer_token_error(c);
    if (c->furthest > furthest && c->read == NULL)
        c->read = &c->tokens[c->furthest]; /* the second time, too, lines are read */
    c->furthest = furthest;
    c->furthest_nesting = nesting;
    c->generic = true;
    if (kind == TOKEN_INDENT)
        check_raise_here(c, "IndentationError", "unexpected indent");
    if (kind == TOKEN_DEDENT)
        check_raise_here(c, "IndentationError", "unexpected unindent");
    if (kind == TOKEN_END || is_no_newline(c, &c->tokens[furthest]))
        check_raise_end(c);
    check_raise(c, furthest, furthest, "invalid syntax");
}

_Noreturn void check_refuse(struct checker *c, uint32_t token, const char *what)
{
    check_raise(c, token, token, "%s are not supported", what);
}

void check_force(struct checker *c, enum token_kind kind, const char *text)
{
    if (!check_accept(c, kind))
        check_raise(c, c->at, c->at, "expected '%s'", text);
}

/* -- forms -- */

const char *check_form_name(const struct form *f)
{
    switch (f->kind) {
    case AST_ATTRIBUTE:
        return "attribute";
    case AST_SUBSCRIPT:
        return "subscript";
    case AST_STARRED:
        return "starred";
    case AST_NAME:
        return "name";
    case AST_LIST:
        return "list";
    case AST_TUPLE:
        return "tuple";
    case AST_LAMBDA:
        return "lambda";
    case AST_CALL:
        return "function call";
    case AST_BOOL_OP:
    case AST_BIN_OP:
    case AST_UNARY_OP:
        return "expression";
    case AST_GENERATOR_EXP:
        return "generator expression";
    case AST_YIELD:
    case AST_YIELD_FROM:
        return "yield expression";
    case AST_AWAIT:
        return "await expression";
    case AST_LIST_COMP:
        return "list comprehension";
    case AST_SET_COMP:
        return "set comprehension";
    case AST_DICT_COMP:
        return "dict comprehension";
    case AST_DICT:
        return "dict literal";
    case AST_SET:
        return "set display";
    case AST_JOINED_STR:
        return "f-string expression";
    case AST_TEMPLATE_STR:
    case AST_INTERPOLATION:
        return "t-string expression";
    case AST_CONSTANT:
        return f->constant == AST_CONST_NONE       ? "None"
               : f->constant == AST_CONST_TRUE     ? "True"
               : f->constant == AST_CONST_FALSE    ? "False"
               : f->constant == AST_CONST_ELLIPSIS ? "ellipsis"
                                                   : "literal";
    case AST_COMPARE:
        return "comparison";
    case AST_IF_EXP:
        return "conditional expression";
    default:
        return "named expression";
    }
}

const struct form *check_invalid_target(const struct form *f, enum target_use use)
{
    switch (f->kind) {
    case AST_LIST:
    case AST_TUPLE:
        for (const struct form *i = f->child; i != NULL; i = i->next) {
            const struct form *invalid = check_invalid_target(i, use);
            if (invalid != NULL)
                return invalid;
        }
        return NULL;
    case AST_STARRED:
        return use == TARGET_DELETE ? f : check_invalid_target(f->child, use);
    case AST_COMPARE: /* the `a in b` of `for a in b` */
        if (use != TARGET_FOR)
            return f;
        return f->is_in ? check_invalid_target(f->child, use) : NULL;
    case AST_NAME:
    case AST_SUBSCRIPT:
    case AST_ATTRIBUTE:
        return NULL;
    default:
        return f;
    }
}

void check_raise_target(struct checker *c, const struct form *f, enum target_use use)
{
    const struct form *invalid = check_invalid_target(f, use);
    if (invalid != NULL)
        check_raise_form(c, invalid, use == TARGET_DELETE ? "cannot delete %s" : "cannot assign to %s",
                         check_form_name(invalid));
}
