/* The text that tree-sitter reads: of the same length as the source, token by token at the same places, and
 * with nothing left of what its grammar sees in other ways than CPython's tokenizer. Comments, joined lines
 * and line ends between brackets are white space; strings are "xxx" whatever they hold; names that the
 * grammar takes for keywords of some version are others; indentation is one space a level, padded with form
 * feeds, which begin it anew.
 *
 * F-strings are strings like the others there. The expressions of their fields follow as lines of their own,
 * in parentheses, after the text of the module; p->fields says which line belongs to which place.
 */
#include "daemon/python/concrete.h"
#include "daemon/python/fstring.h"

#include <stdlib.h>
#include <string.h>

struct plain {
    struct parser *p;
    uint32_t capacity;
    uint32_t line_begin; /* after the last NEWLINE */
    uint32_t indent;
    uint32_t *open; /* tokens of the f-strings that are not at their end yet */
    uint32_t open_count, open_capacity;
};

static bool is_word(const struct parser *p, const struct token *token, const char *word)
{
    size_t length = strlen(word);
    return token->kind == TOKEN_NAME && token->end - token->start == length &&
           memcmp(p->text + token->start, word, length) == 0;
}

/* -- match and case -- */

/* Is the line that begins with token i the head of a match statement? Nothing but a compound statement's head
 * ends in a colon and has an indented block, and none but a match's block begins with `case`. */
static bool is_match_head(const struct parser *p, uint32_t i)
{
    const struct token *tokens = p->tokens.items;
    if (!p->rules->match || !is_word(p, &tokens[i], "match"))
        return false;
    uint32_t end = i + 1;
    while (end < p->tokens.count && tokens[end].kind != TOKEN_NEWLINE)
        end++;
    return end > i + 2 && end + 2 < p->tokens.count && tokens[end - 1].kind == TOKEN_COLON &&
           tokens[end + 1].kind == TOKEN_INDENT && is_word(p, &tokens[end + 2], "case");
}

static void mark_soft_keywords(struct parser *p)
{
    bool block_of_match[128] = {false}; /* by level of indentation */
    unsigned level = 0;
    bool head = false, begins = true;
    for (uint32_t i = 0; i < p->tokens.count; i++) {
        struct token *token = &p->tokens.items[i];
        switch (token->kind) {
        case TOKEN_INDENT:
            block_of_match[++level] = head;
            break;
        case TOKEN_DEDENT:
            level--;
            break;
        case TOKEN_NEWLINE:
            begins = true;
            break;
        default:
            if (!begins)
                break;
            begins = false;
            head = is_match_head(p, i);
            token->keyword |= head || (block_of_match[level] && is_word(p, token, "case"));
        }
    }
}

/* -- tokens -- */

static void put_string(struct plain *w, uint32_t start, uint32_t end)
{
    char *out = w->p->plain;
    memset(out + start, 'x', end - start);
    out[start] = out[end - 1] = '"';
}

static void put_name(struct plain *w, const struct token *token)
{
    static const char *const others[] = {"print", "exec",  "async", "await",
                                         "type",  "match", "case",  "__future__"};
    struct parser *p = w->p;
    char *out = p->plain + token->start;
    for (uint32_t i = 0; i < token->end - token->start; i++) {
        char c = p->text[token->start + i];
        out[i] = (unsigned char)c < 0x80 ? c : 'x';
    }
    if (token->keyword)
        return;
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (is_word(p, token, others[i]))
            out[0] = 'x';
}

static void put_indentation(struct plain *w, uint32_t start)
{
    memset(w->p->plain + w->line_begin, '\f', start - w->line_begin);
    memset(w->p->plain + start - w->indent, ' ', w->indent);
}

/* -- fields -- */

static void reserve(struct plain *w, size_t more)
{
    struct parser *p = w->p;
    if (more > UINT32_MAX / 4 - p->plain_length)
        parse_no_memory(p);
    if (p->plain_length + more <= w->capacity)
        return;
    uint32_t larger = (p->plain_length + (uint32_t)more) * 2;
    char *moved = parse_scratch(p, larger);
    memcpy(moved, p->plain, p->plain_length);
    p->plain = moved;
    w->capacity = larger;
}

/* One more line behind the module, of the tokens first to last, whose text is [start, end). */
static uint32_t put_line(struct plain *w, uint32_t first, uint32_t last, uint32_t start, uint32_t end)
{
    struct parser *p = w->p;
    p->lines_behind = parse_grow(p, p->lines_behind, p->line_behind_count, &p->line_behind_capacity,
                                 sizeof *p->lines_behind);
    p->lines_behind[p->line_behind_count] =
        (struct line){.plain = p->plain_length, .source = start, .first = first, .last = last};
    reserve(w, end - start + 3);
    char *out = p->plain + p->plain_length;
    *out++ = '(';
    memcpy(out, p->plain + start, end - start);
    out += end - start;
    *out++ = ')';
    *out++ = '\n';
    p->plain_length += end - start + 3;
    return p->line_behind_count++;
}

static void put_field_line(struct plain *w, const struct fstring_field *f)
{
    uint32_t start = fstring_field_start(w->p, f), end = fstring_field_end(w->p, f);
    w->p->tokens.items[f->open].line = put_line(w, f->first, f->end - 1, start, end);
}

static bool is_name_end(char c)
{
    return (unsigned char)c >= 0x80 || c == '_' || (c >= '0' && c <= '9') ||
           ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
}

/* The tokens of what is detached are all there. */
static void detach(struct plain *w, const struct detached *d)
{
    struct token *first = &w->p->tokens.items[d->first], *last = &w->p->tokens.items[d->last];
    char *plain = w->p->plain;
    uint32_t end = last->end;
    bool joined = first->start > 0 && is_name_end(plain[first->start - 1]);
    if (joined && first->kind == TOKEN_STAR && first[-1].kind != TOKEN_NAME &&
        end - first[1].start >= strlen(DETACHED))
        first++, joined = false; /* return*[a],b: the star may stay, unless it is match's */
    uint32_t start = first->start;
    first->line = put_line(w, (uint32_t)(first - w->p->tokens.items), d->last, start, end);
    plain = w->p->plain;
    if (joined) { /* match(x): a name would be one with the keyword */
        memset(plain + start, ' ', end - start);
        plain[start] = first->kind == TOKEN_STAR ? '-' : ' ';
        plain[start + 1] = DETACHED_NUMBER;
        first->numbered = true;
        return;
    }
    memset(plain + start, 'x', end - start);
    memcpy(plain + start, DETACHED, strlen(DETACHED));
    if (end - start > strlen(DETACHED) && is_name_end(w->p->text[end])) /* (x)in: or one with that */
        plain[end - 1] = DETACHED_END;
}

/* What ends earlier comes first, and what lies in another before that. */
static int compare_detached(const void *left, const void *right)
{
    const struct detached *a = left, *b = right;
    return a->last != b->last ? (a->last > b->last) - (a->last < b->last)
                              : (a->first < b->first) - (a->first > b->first);
}

/* In the order in which their tokens end, each once: some were parsed twice. */
static void sort_detached(struct parser *p)
{
    uint32_t kept = 0;
    if (p->detached_count != 0)
        qsort(p->detached, p->detached_count, sizeof *p->detached, compare_detached);
    for (uint32_t i = 0; i < p->detached_count; i++)
        if (i == 0 || compare_detached(&p->detached[kept - 1], &p->detached[i]) != 0)
            p->detached[kept++] = p->detached[i];
    p->detached_count = kept;
}

/* Their brackets are white space, and their expressions lines behind the module. */
static void put_type_parameters(struct plain *w, const struct type_parameters *list)
{
    struct token *tokens = w->p->tokens.items;
    for (uint32_t i = list->first; i < list->first + list->count; i++) {
        const struct type_parameter *t = &w->p->type_parameters[i];
        if (t->bound)
            tokens[t->bound].line =
                put_line(w, t->bound, t->bound_end - 1, tokens[t->bound].start, tokens[t->bound_end - 1].end);
        if (t->value)
            tokens[t->value].line =
                put_line(w, t->value, t->value_end - 1, tokens[t->value].start, tokens[t->value_end - 1].end);
    }
    uint32_t start = tokens[list->open].start;
    memset(w->p->plain + start, ' ', tokens[list->close].end - start);
}

/* The fields between the tokens, also those inside format specifications. */
static void put_field_lines(struct plain *w, uint32_t first, uint32_t end)
{
    struct fstring_field f;
    for (uint32_t i = first; i < end; i++) {
        if (w->p->tokens.items[i].kind != TOKEN_LEFT_BRACE || !fstring_field(w->p, i, &f))
            continue;
        put_field_line(w, &f);
        if (f.spec != 0)
            put_field_lines(w, f.spec, f.close);
        i = f.close;
    }
}

static void end_fstring(struct plain *w, uint32_t last)
{
    const struct token *tokens = w->p->tokens.items;
    uint32_t first = w->open[--w->open_count];
    put_field_lines(w, first + 1, last);
    put_string(w, tokens[first].start, tokens[last].end);
}

/* -- all -- */

static void put_token(struct plain *w, uint32_t i)
{
    struct parser *p = w->p;
    const struct token *token = &p->tokens.items[i];
    if (token->keyword && is_word(p, token, "type")) /* the statement is an assignment for the grammar */
        return;
    if (token->kind == TOKEN_STAR && i > 0 && token[-1].kind == TOKEN_EXCEPT) {
        p->plain[token->start] = STARRED_EXCEPT;
        return;
    }
    switch (token->kind) {
    case TOKEN_INDENT:
        w->indent++;
        return;
    case TOKEN_DEDENT:
        w->indent--;
        return;
    case TOKEN_NEWLINE:
        p->plain[token->end] = '\n';
        w->line_begin = token->end + 1;
        return;
    case TOKEN_END:
    case TOKEN_FSTRING_MIDDLE:
        return;
    case TOKEN_FSTRING_START:
        w->open = parse_grow(p, w->open, w->open_count, &w->open_capacity, sizeof *w->open);
        w->open[w->open_count++] = i;
        break;
    case TOKEN_FSTRING_END:
        end_fstring(w, i);
        break;
    case TOKEN_STRING:
        put_string(w, token->start, token->end);
        break;
    case TOKEN_NAME:
        put_name(w, token);
        break;
    case TOKEN_AMPERSAND:
    case TOKEN_AMPERSAND_EQUAL:
    case TOKEN_CARET:
    case TOKEN_CARET_EQUAL:
        memcpy(p->plain + token->start, p->text + token->start, token->end - token->start);
        p->plain[token->start] = p->text[token->start] == '&' ? '^' : '&';
        break;
    default:
        memcpy(p->plain + token->start, p->text + token->start, token->end - token->start);
    }
    if (w->line_begin != UINT32_MAX) {
        put_indentation(w, token->start);
        w->line_begin = UINT32_MAX;
    }
}

void make_plain(struct parser *p)
{
    struct plain w = {.p = p, .capacity = p->length + p->length / 4};
    p->plain = parse_scratch(p, w.capacity);
    p->plain_length = p->length;
    memset(p->plain, ' ', p->length);
    mark_soft_keywords(p);
    sort_detached(p);
    for (uint32_t i = 0, next = 0, list = 0; i < p->tokens.count; i++) {
        put_token(&w, i);
        if (list < p->type_parameter_list_count && i == p->type_parameter_lists[list].close)
            put_type_parameters(&w, &p->type_parameter_lists[list++]);
        while (next < p->detached_count && i == p->detached[next].last)
            detach(&w, &p->detached[next++]);
    }
    if (w.line_begin < p->length) /* the fields' lines follow at the left margin */
        memset(p->plain + w.line_begin, '\f', p->length - w.line_begin);
}
