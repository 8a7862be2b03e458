/* The fields of f-strings up to 3.11, where the whole string is read first, as a string like others, and
 * looked at later (fstring_find_literal and fstring_find_expr of Parser/string_parser.c). An expression's
 * tokens are those of its text in parentheses.
 */
#include "daemon/python/token_private.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

struct fields {
    struct tokenizer *t;
    const struct quote *quote;
    uint32_t at, end;
    uint32_t token; /* the string's first */
};

static struct bad_fstring *add_bad(struct fields *f)
{
    struct parser *p = f->t->p;
    p->bad_fstrings = parse_grow(p, p->bad_fstrings, p->bad_fstring_count, &p->bad_fstring_capacity,
                                 sizeof *p->bad_fstrings);
    struct bad_fstring *bad = &p->bad_fstrings[p->bad_fstring_count++];
    bad->token = f->token;
    return bad;
}

/* Notes what is wrong with the string. Always false. */
static bool bad(struct fields *f, const char *format, ...) __attribute__((format(printf, 2, 3)));

static bool bad(struct fields *f, const char *format, ...)
{
    struct syntax_error *error = &add_bad(f)->error;
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(error->message, sizeof error->message, format, arguments);
    va_end(arguments);
    return false;
}

static bool parts(struct fields *f, unsigned nesting);

/* -- text -- */

/* {name} behind \N */
static void skip_name(struct fields *f)
{
    const char *s = f->t->text;
    if (f->at < f->end && s[f->at++] == '{')
        while (f->at < f->end && s[f->at++] != '}')
            continue;
}

/* Text up to a field, or to the } that ends a format specification. */
static bool literal(struct fields *f, unsigned nesting)
{
    const char *s = f->t->text;
    uint32_t start = f->at;
    while (f->at < f->end) {
        char c = s[f->at++];
        if (!f->quote->raw && c == '\\' && f->at < f->end) {
            c = s[f->at++];
            if (c == 'N') {
                skip_name(f);
                continue;
            }
        }
        if (c != '{' && c != '}')
            continue;
        if (nesting == 0 && f->at < f->end && s[f->at] == c) {
            token_middle(f->t, start, f->at);
            start = ++f->at;
            continue;
        }
        if (nesting == 0 && c == '}')
            return bad(f, "f-string: single '}' is not allowed");
        f->at--;
        break;
    }
    token_middle(f->t, start, f->at);
    return true;
}

/* -- expressions -- */

/* Where in an expression the scan is. */
struct scan {
    char quote, brackets[MAX_BRACKETS];
    unsigned quote_size, depth;
};

static bool scan_close(struct fields *f, struct scan *scan, char c)
{
    if (scan->depth == 0)
        return bad(f, "f-string: unmatched '%c'", c);
    char opening = scan->brackets[--scan->depth];
    if (!((opening == '(' && c == ')') || (opening == '[' && c == ']') || (opening == '{' && c == '}')))
        return bad(f, "f-string: closing parenthesis '%c' does not match opening parenthesis '%c'", c,
                   opening);
    return true;
}

/* The character at *at, of an expression; moves *at where more than that was looked at. *ends: the expression
 * does, before it. */
static bool scan_character(struct fields *f, struct scan *scan, uint32_t *at, bool *ends)
{
    const char *s = f->t->text;
    char c = s[*at];
    bool triple = *at + 2 < f->end && s[*at + 1] == c && s[*at + 2] == c;
    if (c == '\\')
        return bad(f, "f-string expression part cannot include a backslash");
    if (scan->quote != 0) {
        if (c == scan->quote && (scan->quote_size == 1 || triple)) {
            *at += scan->quote_size - 1;
            scan->quote = 0;
        }
        return true;
    }
    if (c == '\'' || c == '"') {
        scan->quote = c;
        scan->quote_size = triple ? 3 : 1;
        *at += scan->quote_size - 1;
        return true;
    }
    if (c == '(' || c == '[' || c == '{') {
        if (scan->depth >= MAX_BRACKETS)
            return bad(f, "f-string: too many nested parenthesis");
        scan->brackets[scan->depth++] = c;
        return true;
    }
    if (c == '#')
        return bad(f, "f-string expression part cannot include '#'");
    if (scan->depth == 0 && strchr("!:}=<>", c) != NULL) {
        if (c != ':' && c != '}' && *at + 1 < f->end && s[*at + 1] == '=')
            *at += 1;
        else
            *ends = c != '<' && c != '>';
        return true;
    }
    return (c != ')' && c != ']' && c != '}') || scan_close(f, scan, c);
}

/* Where the expression that begins at f->at ends; UINT32_MAX after an error. */
static uint32_t expression_end(struct fields *f)
{
    struct scan scan = {.depth = 0};
    uint32_t at = f->at;
    for (bool ends = false; at < f->end; at++) {
        if (!scan_character(f, &scan, &at, &ends))
            return UINT32_MAX;
        if (ends)
            break;
    }
    if (scan.quote != 0)
        bad(f, "f-string: unterminated string");
    else if (scan.depth != 0)
        bad(f, "f-string: unmatched '%c'", scan.brackets[scan.depth - 1]);
    else if (at >= f->end)
        bad(f, "f-string: expecting '}'");
    else
        return at;
    return UINT32_MAX;
}

static bool is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

static bool is_empty(const struct fields *f, uint32_t end)
{
    for (uint32_t i = f->at; i < end; i++)
        if (!is_space(f->t->text[i]) || f->t->text[i] == '\v')
            return false;
    return true;
}

static bool expression(struct fields *f, uint32_t end)
{
    struct parser *p = f->t->p;
    if (is_empty(f, end)) {
        char c = f->t->text[end];
        return c == '}' || !p->rules->expression_required
                   ? bad(f, "f-string: empty expression not allowed")
                   : bad(f, "f-string: expression required before '%c'", c);
    }
    struct tokenizer *inner = f->t->inner != NULL ? f->t->inner : parse_scratch(p, sizeof *inner),
                     *spare = inner->inner;
    f->t->inner = inner;
    *inner = (struct tokenizer){.p = p,
                                .text = p->text,
                                .at = f->at,
                                .end = end,
                                .level = 1,
                                .nesting = f->t->nesting + 1,
                                .inner = spare,
                                .expression = f->at};
    inner->brackets[0] = (struct bracket){'(', f->at - 1};
    token_run(inner);
    f->at = end;
    if (inner->failed) { /* an error in the string, not in the tokens */
        struct bad_fstring *bad = add_bad(f);
        bad->error = p->token_error;
        p->tokens.count--;
    }
    return !inner->failed;
}

/* -- fields -- */

static bool conversion(struct fields *f)
{
    struct tokenizer *t = f->t;
    token_add(t, TOKEN_EXCLAMATION, f->at, f->at + 1);
    f->at++;
    if (f->at >= f->end)
        return bad(f, "f-string: expecting '}'");
    char c = t->text[f->at];
    if (c != 's' && c != 'r' && c != 'a') {
        if (t->p->rules->conversion_is_told && c != '}' && c != ':')
            return bad(f, "f-string: invalid conversion character '%c': expected 's', 'r', or 'a'", c);
        return bad(f, "f-string: invalid conversion character: expected 's', 'r', or 'a'");
    }
    token_add(t, TOKEN_NAME, f->at, f->at + 1);
    f->at++;
    return true;
}

static bool field(struct fields *f, unsigned nesting)
{
    struct tokenizer *t = f->t;
    if (nesting >= 2)
        return bad(f, "f-string: expressions nested too deeply");
    token_add(t, TOKEN_LEFT_BRACE, f->at, f->at + 1);
    f->at++;
    uint32_t end = expression_end(f);
    if (end == UINT32_MAX || !expression(f, end))
        return false;
    if (t->text[f->at] == '=' && t->p->rules->walrus) {
        token_add(t, TOKEN_EQUAL, f->at, f->at + 1);
        for (f->at++; f->at < f->end && is_space(t->text[f->at]); f->at++)
            continue;
    }
    if (f->at < f->end && t->text[f->at] == '!' && !conversion(f))
        return false;
    if (f->at < f->end && t->text[f->at] == ':') {
        token_add(t, TOKEN_COLON, f->at, f->at + 1);
        f->at++;
        if (f->at < f->end && !parts(f, nesting + 1))
            return false;
    }
    if (f->at >= f->end || t->text[f->at] != '}')
        return bad(f, "f-string: expecting '}'");
    token_add(t, TOKEN_RIGHT_BRACE, f->at, f->at + 1);
    f->at++;
    return true;
}

static bool parts(struct fields *f, unsigned nesting)
{
    while (f->at < f->end) {
        if (!literal(f, nesting))
            return false;
        if (f->at >= f->end || f->t->text[f->at] == '}')
            return true;
        if (!field(f, nesting))
            return false;
    }
    return true;
}

void token_fstring_fields(struct tokenizer *t, const struct quote *quote, uint32_t end)
{
    struct fields f = {
        .t = t, .quote = quote, .at = quote->body, .end = end, .token = t->p->tokens.count - 1};
    uint32_t bad_before = t->p->bad_fstring_count;
    parts(&f, 0);
    if (t->p->bad_fstring_count != bad_before) /* nobody looks at what is in it */
        t->p->tokens.count = f.token + 1;
}
