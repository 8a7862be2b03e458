/* Strings, t-strings, and f-strings both as CPython up to 3.11 reads them (the whole string first, its fields
 * later: fstring_find_literal and fstring_find_expr of Parser/string_parser.c) and as from 3.12 (a mode of
 * the tokenizer: tok_get_fstring_mode of Parser/lexer).
 */
#include "daemon/python/token_private.h"

static struct quote read_quote(const struct tokenizer *t, uint32_t start, uint32_t at)
{
    struct quote q = {.start = start, .character = t->text[at], .size = 1};
    if (t->text[at + 1] == q.character && t->text[at + 2] == q.character)
        q.size = 3;
    q.body = at + q.size;
    for (uint32_t i = start; i < at; i++) {
        char letter = t->text[i] | 0x20;
        if (letter == 'f' || letter == 't')
            q.format = letter;
        q.raw |= letter == 'r';
    }
    return q;
}

bool token_is_template(const struct parser *p, const struct token *token)
{
    if (token->kind != TOKEN_FSTRING_START)
        return false;
    uint32_t at = token->start;
    while (p->text[at] != '"' && p->text[at] != '\'' && (p->text[at] | 0x20) != 't')
        at++;
    return (p->text[at] | 0x20) == 't';
}

static bool at_quote(const struct tokenizer *t, const struct quote *q, uint32_t at)
{
    for (unsigned i = 0; i < q->size; i++)
        if (t->text[at + i] != q->character)
            return false;
    return true;
}

static void unterminated(struct tokenizer *t, const struct quote *q, uint32_t at, bool escaped)
{
    const struct fstring_mode *f = token_fstring(t);
    unsigned line = source_line(t->p, at < t->p->length ? at : t->p->length - 1) + 1;
    if (f != NULL && f->quote.character == q->character && f->quote.size == q->size)
        token_error(t, q->start + 1, "%c-string: expecting '}'", f->quote.format);
    else if (q->size == 3)
        token_error(t, q->start + 1, "unterminated triple-quoted string literal (detected at line %u)", line);
    else
        token_error(t, q->start + 1, "unterminated string literal (detected at line %u)%s", line,
                    escaped && t->p->rules->escaped_quote ? "; perhaps you escaped the end quote?" : "");
    t->p->token_error_is_end = q->size == 3;
}

/* Where the closing quotes of a string are; UINT32_MAX after an error. */
static uint32_t find_end(struct tokenizer *t, const struct quote *q)
{
    uint32_t at = q->body;
    bool escaped = false; /* a quote like those around */
    for (; at < t->end; at++) {
        char c = t->text[at];
        if (c == '\\')
            escaped |= t->text[++at] == q->character;
        else if (c == '\n' && q->size == 1)
            break;
        else if (c == q->character && at_quote(t, q, at))
            return at;
    }
    unterminated(t, q, at, escaped);
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

static void begin_field(struct tokenizer *t, struct fstring_mode *f)
{
    f->field_depth++;
    if (f->field_depth >= MAX_FIELD_NESTING) {
        token_error(t, t->at, "%c-string: expressions nested too deeply", f->quote.format);
        return;
    }
    f->text = false;
    f->in_spec = false;
}

static void unterminated_fstring(struct tokenizer *t, const struct fstring_mode *f, uint32_t at)
{
    unsigned line = source_line(t->p, at < t->p->length ? at : t->p->length - 1) + 1;
    token_error(t, f->quote.start + 1,
                f->quote.size == 3 ? "unterminated triple-quoted %c-string literal (detected at line %u)"
                                   : "unterminated %c-string literal (detected at line %u)",
                f->quote.format, line);
    t->p->token_error_is_end = f->quote.size == 3;
}

/* The text ends where a brace is: one more token, and what the brace means. True: it means text, as {{ and }}
 * do. */
static bool brace(struct tokenizer *t, struct fstring_mode *f, uint32_t start, uint32_t at)
{
    bool twice = t->text[at + 1] == t->text[at];
    if (t->text[at] == '{' ? twice && !f->in_spec : twice && !f->in_spec && f->depth == 0) {
        token_middle(t, start, at + 1);
        t->at = at + 2;
        return true;
    }
    token_middle(t, start, at);
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
            if (f->in_spec && at < t->end && t->p->rules->newline_in_spec_is_told) {
                token_error(t, at + 1,
                            "%c-string: newlines are not allowed in format specifiers for single quoted "
                            "%c-strings",
                            q->format, q->format);
                return;
            }
            if (f->in_spec &&
                at < t->end) { /* the specification is over, and what follows must close the field */
                token_middle(t, start, at);
                t->at = at;
                f->text = false;
                return;
            }
            unterminated_fstring(t, f, at);
            return;
        }
        if (c == q->character && at_quote(t, q, at)) {
            token_middle(t, start, at);
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
