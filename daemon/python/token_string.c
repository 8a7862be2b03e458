/* Strings, and f-strings both as CPython up to 3.11 reads them (the whole string first, its fields later:
 * fstring_find_literal and fstring_find_expr of Parser/string_parser.c) and as from 3.12 (a mode of the
 * tokenizer: tok_get_fstring_mode of Parser/lexer).
 */
#include "daemon/python/token_private.h"

#include <string.h>

static struct quote read_quote(const struct tokenizer *t, uint32_t start, uint32_t at)
{
    struct quote q = {.start = start, .character = t->text[at], .size = 1};
    if (t->text[at + 1] == q.character && t->text[at + 2] == q.character)
        q.size = 3;
    q.body = at + q.size;
    for (uint32_t i = start; i < at; i++) {
        q.format |= (t->text[i] | 0x20) == 'f';
        q.raw |= (t->text[i] | 0x20) == 'r';
    }
    return q;
}

static bool at_quote(const struct tokenizer *t, const struct quote *q, uint32_t at)
{
    for (unsigned i = 0; i < q->size; i++)
        if (t->text[at + i] != q->character)
            return false;
    return true;
}

static void unterminated(struct tokenizer *t, const struct quote *q, uint32_t at)
{
    const struct fstring_mode *f = token_fstring(t);
    unsigned line = source_line(t->p, at < t->p->length ? at : t->p->length - 1) + 1;
    if (f != NULL && f->quote.character == q->character && f->quote.size == q->size)
        token_error(t, q->start + 1, "f-string: expecting '}'");
    else if (q->size == 3)
        token_error(t, q->start + 1, "unterminated triple-quoted string literal (detected at line %u)", line);
    else
        token_error(t, q->start + 1, "unterminated string literal (detected at line %u)", line);
}

/* Where the closing quotes of a string are; UINT32_MAX after an error. */
static uint32_t find_end(struct tokenizer *t, const struct quote *q)
{
    uint32_t at = q->body;
    for (; at < t->end; at++) {
        char c = t->text[at];
        if (c == '\\')
            at++;
        else if (c == '\n' && q->size == 1)
            break;
        else if (c == q->character && at_quote(t, q, at))
            return at;
    }
    unterminated(t, q, at);
    return UINT32_MAX;
}

static void begin_fstring(struct tokenizer *t, const struct quote *q)
{
    if (t->fstring_count >= MAX_FSTRINGS) {
        token_error(t, q->body, "too many nested f-strings");
        return;
    }
    t->fstrings[t->fstring_count++] = (struct fstring_mode){.quote = *q, .text = true, .field_depth = -1};
    token_add(t, TOKEN_FSTRING_START, q->start, q->body);
    t->at = q->body;
}

void token_string(struct tokenizer *t, uint32_t start, uint32_t at)
{
    struct quote q = read_quote(t, start, at);
    if (q.format && t->p->rules->fstring_tokens) {
        begin_fstring(t, &q);
        return;
    }
    uint32_t end = find_end(t, &q);
    if (end == UINT32_MAX)
        return;
    if (q.format) {
        token_add(t, TOKEN_FSTRING_START, start, q.body);
        token_fstring_fields(t, &q, end);
        if (t->failed)
            return;
        token_add(t, TOKEN_FSTRING_END, end, end + q.size);
    } else {
        token_add(t, TOKEN_STRING, start, end + q.size);
    }
    t->at = end + q.size;
}

/* -- from 3.12 -- */

bool token_fstring_punctuation(struct tokenizer *t)
{
    struct fstring_mode *f = token_fstring(t);
    char c = t->text[t->at];
    if (f->field_depth < 0 || c != ':' || f->depth - 1 != f->field_depth)
        return false;
    token_add(t, TOKEN_COLON, t->at, t->at + 1);
    t->at++;
    f->text = true;
    f->in_spec = true;
    return true;
}

static void middle(struct tokenizer *t, uint32_t start, uint32_t end)
{
    if (end > start)
        token_add(t, TOKEN_FSTRING_MIDDLE, start, end);
}

static void begin_field(struct tokenizer *t, struct fstring_mode *f)
{
    f->field_depth++;
    if (f->field_depth >= MAX_FIELD_NESTING) {
        token_error(t, t->at + 1, "f-string: expressions nested too deeply");
        return;
    }
    f->text = false;
    f->in_spec = false;
}

static void unterminated_fstring(struct tokenizer *t, const struct fstring_mode *f, uint32_t at)
{
    unsigned line = source_line(t->p, at < t->p->length ? at : t->p->length - 1) + 1;
    token_error(t, f->quote.start + 1,
                f->quote.size == 3 ? "unterminated triple-quoted f-string literal (detected at line %u)"
                                   : "unterminated f-string literal (detected at line %u)",
                line);
}

/* The text ends where a brace is: one more token, and what the brace means. True: it means text, as {{ and }}
 * do. */
static bool brace(struct tokenizer *t, struct fstring_mode *f, uint32_t start, uint32_t at)
{
    bool twice = t->text[at + 1] == t->text[at];
    if (t->text[at] == '{' ? twice && !f->in_spec : twice && !f->in_spec && f->depth == 0) {
        middle(t, start, at + 1);
        t->at = at + 2;
        return true;
    }
    middle(t, start, at);
    t->at = at;
    if (t->text[at] == '{')
        begin_field(t, f);
    else
        f->text = false;
    return false;
}

void token_fstring_text(struct tokenizer *t)
{
    struct fstring_mode *f = token_fstring(t);
    const struct quote *q = &f->quote;
    uint32_t start = t->at;
    for (uint32_t at = start;; at++) {
        char c = t->text[at];
        if (at >= t->end || (c == '\n' && q->size == 1)) {
            if (f->in_spec &&
                at < t->end) { /* the specification is over, and what follows must close the field */
                middle(t, start, at);
                t->at = at;
                f->text = false;
                return;
            }
            unterminated_fstring(t, f, at);
            return;
        }
        if (c == q->character && at_quote(t, q, at)) {
            middle(t, start, at);
            token_add(t, TOKEN_FSTRING_END, at, at + q->size);
            t->at = at + q->size;
            t->fstring_count--;
            return;
        }
        if (c == '{' || c == '}') {
            brace(t, f, start, at);
            return;
        }
        if (c != '\\')
            continue;
        char next = t->text[at + 1];
        if (next == '{' || next == '}')
            continue;
        if (next == 'N' && t->text[at + 2] == '{' && !q->raw) {
            while (at + 1 < t->end && t->text[at] != '}' && t->text[at] != '\n' && !at_quote(t, q, at + 1))
                at++;
            continue;
        }
        at++;
    }
}

/* -- up to 3.11 -- */

struct old_fstring {
    struct tokenizer *t;
    const struct quote *quote;
    uint32_t at, end;
};

/* An error in an f-string is about all of it. */
#define old_error(f, ...)                                                                                    \
    token_error_range((f)->t, (f)->quote->start, (f)->end + (f)->quote->size, __VA_ARGS__)

static bool old_parts(struct old_fstring *f, unsigned nesting);

static void skip_old_name(struct old_fstring *f)
{
    const char *s = f->t->text;
    if (f->at < f->end && s[f->at++] == '{')
        while (f->at < f->end && s[f->at++] != '}')
            continue;
}

/* Text up to a field, or to the `}` that ends a format specification. */
static bool old_literal(struct old_fstring *f, unsigned nesting)
{
    const char *s = f->t->text;
    uint32_t start = f->at;
    while (f->at < f->end) {
        char c = s[f->at++];
        if (!f->quote->raw && c == '\\' && f->at < f->end) {
            c = s[f->at++];
            if (c == 'N') {
                skip_old_name(f);
                continue;
            }
        }
        if (c != '{' && c != '}')
            continue;
        if (nesting == 0 && f->at < f->end && s[f->at] == c) {
            middle(f->t, start, f->at);
            start = ++f->at;
            continue;
        }
        if (nesting == 0 && c == '}') {
            old_error(f, "f-string: single '}' is not allowed");
            return false;
        }
        f->at--;
        break;
    }
    middle(f->t, start, f->at);
    return true;
}

/* Where the expression that begins at f->at ends; UINT32_MAX after an error. */
static uint32_t old_expression_end(struct old_fstring *f)
{
    const char *s = f->t->text;
    char quote = 0, brackets[MAX_BRACKETS];
    unsigned quote_size = 0, depth = 0;
    uint32_t at = f->at;
    for (; at < f->end; at++) {
        char c = s[at];
        bool triple = at + 2 < f->end && s[at + 1] == c && s[at + 2] == c;
        if (c == '\\') {
            old_error(f, "f-string expression part cannot include a backslash");
            return UINT32_MAX;
        }
        if (quote != 0) {
            if (c == quote && (quote_size == 1 || triple)) {
                at += quote_size - 1;
                quote = 0;
            }
        } else if (c == '\'' || c == '"') {
            quote = c;
            quote_size = triple ? 3 : 1;
            at += quote_size - 1;
        } else if (c == '(' || c == '[' || c == '{') {
            if (depth >= MAX_BRACKETS) {
                old_error(f, "f-string: too many nested parenthesis");
                return UINT32_MAX;
            }
            brackets[depth++] = c;
        } else if (c == '#') {
            old_error(f, "f-string expression part cannot include '#'");
            return UINT32_MAX;
        } else if (depth == 0 && c != '\0' && strchr("!:}=<>", c) != NULL) {
            if (c != ':' && c != '}' && at + 1 < f->end && s[at + 1] == '=')
                at++;
            else if (c != '<' && c != '>')
                break;
        } else if (c == ')' || c == ']' || c == '}') {
            if (depth == 0) {
                old_error(f, "f-string: unmatched '%c'", c);
                return UINT32_MAX;
            }
            char opening = brackets[--depth];
            if (!((opening == '(' && c == ')') || (opening == '[' && c == ']') ||
                  (opening == '{' && c == '}'))) {
                old_error(f, "f-string: closing parenthesis '%c' does not match opening parenthesis '%c'", c,
                          opening);
                return UINT32_MAX;
            }
        }
    }
    if (quote != 0)
        old_error(f, "f-string: unterminated string");
    else if (depth != 0)
        old_error(f, "f-string: unmatched '%c'", brackets[depth - 1]);
    else if (at >= f->end)
        old_error(f, "f-string: expecting '}'");
    else
        return at;
    return UINT32_MAX;
}

/* The tokens of an expression, which is read as if it stood in parentheses. */
static bool old_expression(struct old_fstring *f, uint32_t end)
{
    struct parser *p = f->t->p;
    struct tokenizer *inner = parse_scratch(p, sizeof *inner);
    *inner = (struct tokenizer){.p = p, .text = p->text, .at = f->at, .end = end, .level = 1};
    inner->brackets[0] = (struct bracket){'(', f->at - 1};
    token_run(inner);
    f->t->failed = inner->failed;
    f->at = end;
    return !inner->failed;
}

static bool expecting_brace(struct old_fstring *f)
{
    old_error(f, "f-string: expecting '}'");
    return false;
}

static bool is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

static bool old_field(struct old_fstring *f, unsigned nesting)
{
    struct tokenizer *t = f->t;
    if (nesting >= 2) {
        old_error(f, "f-string: expressions nested too deeply");
        return false;
    }
    token_add(t, TOKEN_LEFT_BRACE, f->at, f->at + 1);
    f->at++;
    uint32_t end = old_expression_end(f);
    if (end == UINT32_MAX || !old_expression(f, end))
        return false;
    if (t->text[f->at] == '=' && t->p->rules->walrus) {
        token_add(t, TOKEN_EQUAL, f->at, f->at + 1);
        for (f->at++; f->at < f->end && is_space(t->text[f->at]); f->at++)
            continue;
        if (f->at >= f->end)
            return expecting_brace(f);
    }
    if (t->text[f->at] == '!') {
        token_add(t, TOKEN_EXCLAMATION, f->at, f->at + 1);
        f->at++;
        if (f->at >= f->end)
            return expecting_brace(f);
        token_add(t, TOKEN_NAME, f->at, f->at + 1);
        f->at++;
    }
    if (f->at < f->end && t->text[f->at] == ':') {
        token_add(t, TOKEN_COLON, f->at, f->at + 1);
        f->at++;
        if (f->at >= f->end)
            return expecting_brace(f);
        if (!old_parts(f, nesting + 1))
            return false;
    }
    if (f->at >= f->end || t->text[f->at] != '}')
        return expecting_brace(f);
    token_add(t, TOKEN_RIGHT_BRACE, f->at, f->at + 1);
    f->at++;
    return true;
}

static bool old_parts(struct old_fstring *f, unsigned nesting)
{
    while (f->at < f->end) {
        if (!old_literal(f, nesting))
            return false;
        if (f->at >= f->end || f->t->text[f->at] == '}')
            return true;
        if (!old_field(f, nesting))
            return false;
    }
    return true;
}

void token_fstring_fields(struct tokenizer *t, const struct quote *quote, uint32_t end)
{
    struct old_fstring f = {.t = t, .quote = quote, .at = quote->body, .end = end};
    old_parts(&f, 0);
}
