/* Strings, bytes, f-strings and t-strings, several next to each other being one. */
#include "daemon/python/escape.h"
#include "daemon/python/fstring.h"
#include "daemon/python/parse.h"
#include "daemon/python/warn.h"

#include <stdio.h>
#include <string.h>

/* What is being put together. Text is collected until a field, or the end, makes a constant of it. */
struct pieces {
    struct parser *p;
    struct ast_position whole;  /* of all strings together */
    struct ast_position joined; /* of what these are the pieces of */
    struct node_list values;
    char *text; /* room for all that the strings hold */
    size_t length;
    uint32_t start, end; /* where the text collected is in the source */
    bool any;            /* there is some, perhaps empty */
    bool template;       /* fields are kept apart (a t-string's) */
};

struct prefix {
    bool raw, bytes, unicode;
    uint32_t body; /* behind the opening quotes */
    uint32_t quote_size;
};

static struct prefix read_prefix(const struct parser *p, const struct token *token)
{
    struct prefix out = {.quote_size = 1};
    uint32_t at = token->start;
    for (; p->text[at] != '"' && p->text[at] != '\''; at++) {
        char c = p->text[at] | 0x20;
        out.raw |= c == 'r';
        out.bytes |= c == 'b';
        out.unicode |= c == 'u';
    }
    if (token->end - at >= 3 && p->text[at + 1] == p->text[at] && p->text[at + 2] == p->text[at])
        out.quote_size = 3;
    out.body = at + out.quote_size;
    return out;
}

/* The token that ends the string that begins with token i. */
static uint32_t string_end(const struct parser *p, uint32_t i)
{
    unsigned open = 0;
    for (;; i++) {
        if (p->tokens.items[i].kind == TOKEN_FSTRING_START)
            open++;
        else if (p->tokens.items[i].kind == TOKEN_FSTRING_END)
            open--;
        if (open == 0)
            return i;
    }
}

/* An escape that is none, or too large (warn_invalid_escape_sequence): `at` is behind its backslash. */
static void warn_of_escape(struct parser *p, const struct token *token, uint32_t at)
{
    char message[160], error[160];
    const char *s = p->text + at;
    bool octal = *s >= '4' && *s <= '7';
    int length = octal ? 3 : 1;
    if (p->rules->escape_warning_explains) {
        const char *what = octal ? "octal escape" : "escape";
        snprintf(message, sizeof message,
                 "\"\\%.*s\" is an invalid %s sequence. Such sequences will not work in the future. Did you "
                 "mean \"\\\\%.*s\"? A raw string is also an option.",
                 length, s, what, length, s);
        snprintf(error, sizeof error,
                 "\"\\%.*s\" is an invalid %s sequence. Did you mean \"\\\\%.*s\"? A raw string is also an "
                 "option.",
                 length, s, what, length, s);
    } else {
        snprintf(message, sizeof message, "invalid %sescape sequence '\\%.*s'", octal ? "octal " : "", length,
                 s);
        snprintf(error, sizeof error, "%s", message);
    }
    bool exact = p->rules->escape_errors_in_strings;
    uint32_t start = exact ? at - 1 : token->start;
    uint32_t end = exact ? at + 1 : p->tokens.items[string_end(p, (uint32_t)(token - p->tokens.items))].end;
    const struct ast_warning warning = {.category = exact ? WARN_SYNTAX : WARN_DEPRECATION,
                                        .line = source_line(p, start) + 1,
                                        .message = message,
                                        .error = error,
                                        .at = {.line = source_line(p, start) + 1,
                                               .column = source_character(p, start),
                                               .end_line = source_line(p, end) + 1,
                                               .end_column = source_character(p, end)}};
    if (!ast_warn(p->module, &warning))
        parse_no_memory(p);
}

/* Text that stands for what is in the source from `start` to `end`. */
static void text_added(struct pieces *w, size_t length, uint32_t start, uint32_t end)
{
    w->length += length;
    if (!w->any)
        w->start = start;
    w->end = end;
    w->any = true;
}

static void add_text(struct pieces *w, const struct token *token, uint32_t start, uint32_t end,
                     enum escape_mode mode)
{
    char error[120]; /* there is none: the text was looked at before */
    const char *doubtful;
    size_t more = 0;
    if (!escape_decode(w->p->text + start, end - start, mode, w->text + w->length, &more, error, &doubtful))
        parse_fail(w->p, "SyntaxError", start, end, "%s", error);
    if (doubtful)
        warn_of_escape(w->p, token, (uint32_t)(doubtful - w->p->text));
    text_added(w, more, start, end);
}

static struct ast_node *node_at(struct parser *p, enum ast_kind kind, struct ast_position at)
{
    struct ast_node *node = parse_new(p, sizeof *node);
    node->kind = kind;
    node->at = at;
    return node;
}

/* Where a part of an f-string is: from 3.12 where it stands, before that where all of the string does (the
 * strings next to each other, or in a format specification, the one that it is in). */
static struct ast_position part_position(const struct pieces *w, uint32_t start, uint32_t end)
{
    return w->p->rules->fstring_tokens ? source_position(w->p, start, end) : w->joined;
}

static void end_text(struct pieces *w)
{
    if (w->length != 0) {
        struct ast_node *node = node_at(w->p, AST_CONSTANT, part_position(w, w->start, w->end));
        node->u.constant.kind = AST_CONST_STR;
        node->u.constant.text = (struct ast_text){parse_array(w->p, w->text, w->length, 1), w->length};
        parse_append(w->p, &w->values, node);
    }
    w->length = 0;
    w->any = false;
}

static void add_parts(struct pieces *w, uint32_t first, uint32_t end, const struct token *literal, bool raw);

/* The specification after the colon of a field: pieces of its own. */
static struct ast_node *format_spec(struct pieces *w, const struct fstring_field *f,
                                    const struct token *literal, bool raw)
{
    struct parser *p = w->p;
    const struct token *tokens = p->tokens.items;
    uint32_t start = tokens[f->spec_colon].start, end = tokens[f->close - 1].end;
    struct pieces inner = {.p = p, .whole = w->whole, .text = parse_scratch(p, end - start + 1)};
    inner.joined =
        source_position(p, literal->start, tokens[string_end(p, (uint32_t)(literal - tokens))].end);
    add_parts(&inner, f->spec, f->close, literal, raw);
    end_text(&inner);
    struct ast_node *spec = node_at(p, AST_JOINED_STR, part_position(&inner, start, end));
    spec->u.values = parse_list(p, &inner.values);
    return spec;
}

/* The source from `start` to `end` without its comments, as CPython keeps it (set_ftstring_expr of
 * Parser/lexer/lexer.c). */
static struct ast_text without_comments(struct parser *p, uint32_t start, uint32_t end)
{
    const char *from = p->text + start;
    size_t length = end - start, n = 0;
    char *to = parse_scratch(p, length + 1), quote = 0;
    for (size_t i = 0; i < length; i++) {
        char c = from[i];
        if (c == '"' || c == '\'')
            quote = quote == 0 ? c : quote == c ? 0 : quote;
        if (c == '#' && quote == 0) {
            while (i < length && from[i] != '\n')
                i++;
            if (i == length)
                break;
            c = '\n';
        }
        to[n++] = c;
    }
    return (struct ast_text){to, n};
}

/* Is there a comment in the source from `start` to `end`? */
static bool has_comment(const struct parser *p, uint32_t start, uint32_t end)
{
    char quote = 0;
    for (uint32_t i = start; i < end; i++) {
        char c = p->text[i];
        if (c == '\\')
            i++;
        else if (c == '"' || c == '\'')
            quote = quote == 0 ? c : quote == c ? 0 : quote;
        else if (c == '#' && quote == 0)
            return true;
    }
    return false;
}

/* The source of a field's expression, to what ends it, with the = of {x=}; *end: where that is. */
static struct ast_text field_source(struct parser *p, const struct fstring_field *f, uint32_t *end)
{
    uint32_t start = fstring_field_start(p, f), last = f->conversion != 0 ? f->conversion - 1
                                                       : f->spec != 0     ? f->spec_colon
                                                                          : f->close;
    *end = p->tokens.items[last].start;
    return has_comment(p, start, *end) ? without_comments(p, start, *end)
                                       : (struct ast_text){p->text + start, *end - start};
}

/* What an interpolation tells of its expression: without white space and = at its end
 * (_strip_interpolation_expr of Parser/action_helpers.c). */
static struct ast_text stripped(struct parser *p, struct ast_text source)
{
    size_t n = source.length;
    while (n > 0 && strchr(" \t\n\r\f\v=", source.bytes[n - 1]) != NULL)
        n--;
    return (struct ast_text){parse_array(p, source.bytes, n, 1), n};
}

static void add_field(struct pieces *w, const struct fstring_field *f, const struct token *literal, bool raw)
{
    struct parser *p = w->p;
    const struct token *tokens = p->tokens.items;
    uint32_t end;
    struct ast_text source = {0};
    if (f->equal != 0 || w->template)
        source = field_source(p, f, &end);
    if (f->equal != 0) { /* {x=}: its own text, with all white space */
        memcpy(w->text + w->length, source.bytes, source.length);
        text_added(w, source.length, fstring_field_start(p, f), end);
    }
    end_text(w);
    struct ast_node *node = node_at(p, w->template ? AST_INTERPOLATION : AST_FORMATTED_VALUE,
                                    part_position(w, tokens[f->open].start, tokens[f->close].end));
    if (w->template)
        node->u.formatted.source = stripped(p, source);
    node->u.formatted.value = parse_line(p, f->open, !p->rules->fstring_tokens);
    if (f->conversion != 0)
        node->u.formatted.conversion = p->text[tokens[f->conversion].start];
    else if (f->equal != 0 && f->spec == 0)
        node->u.formatted.conversion = 'r';
    if (f->spec != 0)
        node->u.formatted.spec = format_spec(w, f, literal, raw);
    parse_append(p, &w->values, node);
}

static void add_parts(struct pieces *w, uint32_t first, uint32_t end, const struct token *literal, bool raw)
{
    struct parser *p = w->p;
    struct fstring_field field;
    for (uint32_t i = first; i < end; i++) {
        const struct token *token = &p->tokens.items[i];
        if (token->kind == TOKEN_FSTRING_MIDDLE) {
            char last = p->text[token->end - 1];
            add_text(w, literal, token->start, token->end, raw ? ESCAPE_RAW : ESCAPE_STR);
            w->end += (last == '{' || last == '}') &&
                      p->text[token->end] == last; /* {{ is one of them, in both places */
        } else if (token->kind == TOKEN_LEFT_BRACE && fstring_field(p, i, &field)) {
            add_field(w, &field, literal, raw);
            i = field.close;
        }
    }
}

static void add_string(struct pieces *w, const struct token *token)
{
    struct prefix prefix = read_prefix(w->p, token);
    enum escape_mode mode = prefix.raw ? ESCAPE_RAW : prefix.bytes ? ESCAPE_BYTES : ESCAPE_STR;
    add_text(w, token, prefix.body, token->end - prefix.quote_size, mode);
    if (w->p->rules->fstring_tokens && w->start == prefix.body)
        w->start = token->start;
    w->end = token->end;
}

static struct ast_node *finish(struct pieces *w, const struct token *first, bool joined)
{
    struct parser *p = w->p;
    struct prefix prefix = read_prefix(p, first);
    if (joined) {
        end_text(w);
        struct ast_node *node = node_at(p, w->template ? AST_TEMPLATE_STR : AST_JOINED_STR, w->whole);
        node->u.values = parse_list(p, &w->values);
        return node;
    }
    struct ast_node *node = node_at(p, AST_CONSTANT, w->whole);
    node->u.constant.kind = prefix.bytes ? AST_CONST_BYTES : AST_CONST_STR;
    node->u.constant.text =
        (struct ast_text){w->length != 0 ? parse_array(p, w->text, w->length, 1) : "", w->length};
    node->u.constant.u_prefix = prefix.unicode;
    return node;
}

struct ast_node *parse_string(struct parser *p, const struct concrete *n)
{
    uint32_t start = parse_origin(p, n->start), end = parse_origin(p, n->end), first = token_at(p, start);
    struct pieces w = {
        .p = p, .whole = source_position(p, start, end), .text = parse_scratch(p, end - start + 1)};
    w.joined = w.whole;
    w.template = token_is_template(p, &p->tokens.items[first]);
    bool joined = false;
    for (uint32_t i = first; p->tokens.items[i].start < end; i++) {
        const struct token *token = &p->tokens.items[i];
        if (token->kind == TOKEN_STRING) {
            add_string(&w, token);
        } else {
            uint32_t last = string_end(p, i);
            joined = true;
            add_parts(&w, i + 1, last, token, read_prefix(p, token).raw);
            i = last;
        }
    }
    return finish(&w, &p->tokens.items[first], joined);
}
