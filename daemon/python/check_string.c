/* Strings next to each other, and the fields of f-strings and t-strings. */
#include "daemon/python/check.h"
#include "daemon/python/escape.h"

#include <string.h>

static bool is_bytes(const struct checker *c, uint32_t token)
{
    for (uint32_t i = c->tokens[token].start; c->p->text[i] != '"' && c->p->text[i] != '\''; i++)
        if ((c->p->text[i] | 0x20) == 'b')
            return true;
    return false;
}

static bool fields(struct checker *c);

/* !r; what follows is not looked at. */
static bool conversion(struct checker *c)
{
    uint32_t mark = c->at;
    if (!check_accept(c, TOKEN_EXCLAMATION))
        return true;
    const struct token *name = &c->tokens[c->at];
    if (c->diagnose && (check_peek(c) == TOKEN_COLON || check_peek(c) == TOKEN_RIGHT_BRACE))
        check_raise(c, c->at, c->at, "%c-string: missing conversion character", c->string);
    if (c->diagnose && check_peek(c) != TOKEN_NAME)
        check_raise(c, c->at, c->at, "%c-string: invalid conversion character", c->string);
    if (!check_accept(c, TOKEN_NAME))
        return false;
    if (name->start != c->tokens[mark].end)
        check_raise(c, mark, c->at - 1,
                    "%c-string: conversion type must come right after the exclamation mark", c->string);
    char letter = c->p->text[name->start];
    if (name->end - name->start != 1 || (letter != 's' && letter != 'r' && letter != 'a'))
        check_raise(c, c->at - 1, c->at - 1,
                    "%c-string: invalid conversion character '%.*s': expected 's', 'r', or 'a'", c->string,
                    (int)(name->end - name->start), c->p->text + name->start);
    return true;
}

/* The field does not go on as it should at the next token. */
static bool expecting(struct checker *c, const char *what)
{
    if (c->diagnose)
        check_raise(c, c->at, c->at, "%c-string: expecting %s", c->string, what);
    return false;
}

static bool field_end(struct checker *c)
{
    bool equal = check_accept(c, TOKEN_EQUAL), converted = check_peek(c) == TOKEN_EXCLAMATION;
    enum token_kind next = check_peek(c);
    if (next != TOKEN_EXCLAMATION && next != TOKEN_COLON && next != TOKEN_RIGHT_BRACE)
        return expecting(c, equal ? "'!', or ':', or '}'" : "'=', or '!', or ':', or '}'");
    if (!conversion(c))
        return false;
    if (converted && check_peek(c) != TOKEN_COLON && check_peek(c) != TOKEN_RIGHT_BRACE)
        return expecting(c, "':' or '}'");
    if (check_accept(c, TOKEN_COLON)) {
        if (!fields(c))
            return false;
        return check_accept(c, TOKEN_RIGHT_BRACE) || expecting(c, "'}', or format specs");
    }
    return check_accept(c, TOKEN_RIGHT_BRACE) || expecting(c, "'}'");
}

static bool field(struct checker *c)
{
    c->at++;
    if (!c->p->rules->fstring_tokens)
        return check_field_group(c) != NULL && field_end(c);
    if (c->diagnose) {
        static const struct {
            enum token_kind kind;
            const char *text;
        } ends[] = {
            {TOKEN_EQUAL, "="}, {TOKEN_EXCLAMATION, "!"}, {TOKEN_COLON, ":"}, {TOKEN_RIGHT_BRACE, "}"}};
        for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
            if (check_peek(c) == ends[i].kind)
                check_raise(c, c->at, c->at, "%c-string: valid expression required before '%s'", c->string,
                            ends[i].text);
    }
    uint32_t first = c->at;
    const struct form *f = check_yield_or_star(c);
    if (f == NULL) {
        c->at = first;
        if (c->diagnose)
            check_raise(c, c->at, c->at, "%c-string: expecting a valid expression after '{'", c->string);
        return false;
    }
    return field_end(c);
}

/* Text and fields, up to the end of the string or to the } behind a format specification. */
static bool fields(struct checker *c)
{
    for (;;) {
        if (check_accept(c, TOKEN_FSTRING_MIDDLE))
            continue;
        if (check_peek(c) != TOKEN_LEFT_BRACE)
            return true;
        if (!field(c))
            return false;
    }
}

/* Up to 3.11: is there something wrong in the f-strings from the token `first` on? The value of strings is
 * asked for when the token behind them is known not to be one more. */
static void tell_bad_fstrings(struct checker *c, uint32_t first)
{
    for (uint32_t i = 0; i < c->p->bad_fstring_count; i++) {
        const struct bad_fstring *bad = &c->p->bad_fstrings[i];
        if (bad->token < first || bad->token >= c->at)
            continue;
        if (bad->error.at.line == 0)
            check_raise_here(c, "SyntaxError", "%s", bad->error.message);
        check_raise_error(c, &bad->error);
    }
}

/* From 3.12 on a string is decoded before the next token is asked for. */
_Noreturn static void raise_value(struct checker *c, uint32_t token, const char *message)
{
    c->read = c->p->rules->fstring_tokens ? &c->tokens[token] : NULL;
    check_raise(c, token, token, "%s", message);
}

/* Escapes that stand for nothing, and bytes that are none. */
static void tell_bad_value(struct checker *c, uint32_t token, bool raw)
{
    const struct token *t = &c->tokens[token];
    const char *text = c->p->text;
    uint32_t start = t->start, end = t->end;
    bool bytes = false;
    if (t->kind == TOKEN_STRING) {
        bytes = is_bytes(c, token);
        for (; text[start] != '"' && text[start] != '\''; start++)
            raw |= (text[start] | 0x20) == 'r';
        uint32_t quotes =
            end - start >= 6 && text[start + 1] == text[start] && text[start + 2] == text[start] ? 3 : 1;
        start += quotes;
        end -= quotes;
    }
    if (bytes)
        for (uint32_t i = start; i < end; i++)
            if ((unsigned char)text[i] >= 0x80)
                raise_value(c, token, "bytes can only contain ASCII literal characters");
    if (raw || memchr(text + start, '\\', end - start) == NULL)
        return;
    const char *doubtful;
    char error[120], *value = parse_temporary(c->p, end - start);
    size_t length;
    if (!escape_decode(text + start, end - start, bytes ? ESCAPE_BYTES : ESCAPE_STR, value, &length, error,
                       &doubtful)) {
        if (c->p->rules->escape_errors_in_strings)
            raise_value(c, token, error);
        check_raise_here(c, "SyntaxError", "%s", error);
    }
}

static bool is_raw(const struct checker *c, uint32_t token)
{
    for (uint32_t i = c->tokens[token].start; i < c->tokens[token].end; i++)
        if ((c->p->text[i] | 0x20) == 'r')
            return true;
    return false;
}

/* The text of strings is looked at when all that are next to each other are known. */
static void tell_bad_values(struct checker *c, uint32_t first)
{
    uint32_t open[8] = {0}; /* f-strings around, of those that can be */
    unsigned depth = 0;
    for (uint32_t i = first; i < c->at; i++) {
        enum token_kind kind = c->tokens[i].kind;
        if (kind == TOKEN_FSTRING_START && depth < 8)
            open[depth++] = i;
        else if (kind == TOKEN_FSTRING_END && depth > 0)
            depth--;
        else if (kind == TOKEN_FSTRING_MIDDLE)
            tell_bad_value(c, i, depth > 0 && is_raw(c, open[depth - 1]));
        else if (kind == TOKEN_STRING && depth == 0)
            tell_bad_value(c, i, false);
    }
}

/* One string: its parts, where it has fields. */
static bool string(struct checker *c)
{
    bool formatted = check_peek(c) == TOKEN_FSTRING_START;
    char around = c->string;
    c->string = token_is_template(c->p, &c->tokens[c->at]) ? 't' : 'f';
    c->at++;
    bool whole = !formatted || (fields(c) && check_accept(c, TOKEN_FSTRING_END));
    c->string = around;
    return whole;
}

/* Behind the string whose first token is `last` there is one of the other sort. */
static void tell_mixed_templates(struct checker *c, uint32_t last)
{
    if (c->diagnose && string(c))
        check_raise(c, last, c->at - 1, "cannot mix t-string literals with string or bytes literals");
}

struct form *check_strings(struct checker *c)
{
    uint32_t first = c->at;
    bool template = token_is_template(c->p, &c->tokens[first]), formatted = false, bytes = is_bytes(c, first),
         mixed = false;
    for (uint32_t last = first;;) {
        enum token_kind next = check_peek(c);
        if (next != TOKEN_STRING && next != TOKEN_FSTRING_START)
            break;
        if (token_is_template(c->p, &c->tokens[c->at]) != template) {
            tell_mixed_templates(c, last);
            break;
        }
        last = c->at;
        mixed |= is_bytes(c, c->at) != bytes;
        formatted |= next == TOKEN_FSTRING_START;
        if (!string(c))
            return NULL;
    }
    tell_bad_fstrings(c, first);
    if (mixed)
        check_raise_here(c, "SyntaxError", "cannot mix bytes and nonbytes literals");
    tell_bad_values(c, first);
    struct form *f = check_form(c,
                                template    ? AST_TEMPLATE_STR
                                : formatted ? AST_JOINED_STR
                                            : AST_CONSTANT,
                                first);
    f->constant = AST_CONST_STR;
    return f;
}
