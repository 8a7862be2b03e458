#include "daemon/python/token_private.h"

#include "daemon/heap/object/unicode.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void token_add(struct tokenizer *t, enum token_kind kind, uint32_t start, uint32_t end)
{
    struct tokens *tokens = &t->p->tokens;
    tokens->items = parse_grow(t->p, tokens->items, tokens->count, &tokens->capacity, sizeof *tokens->items);
    if ((~tokens->count & 0xfff) == 0 && !ast_goes_on(t->p->bounds))
        parse_no_memory(t->p);
    tokens->items[tokens->count++] = (struct token){.kind = (uint8_t)kind,
                                                    .nesting = (uint8_t)t->nesting,
                                                    .level = (uint8_t)t->level,
                                                    .start = start,
                                                    .end = end};
}

static void error(struct tokenizer *t, const char *format, va_list arguments)
{
    struct syntax_error *error = &t->p->token_error;
    *error = (struct syntax_error){.type = "SyntaxError",
                                   .bare = true}; /* one in an f-string may have been before */
    vsnprintf(error->message, sizeof error->message, format, arguments);
    t->p->token_error_rank = t->fstring_count == 0 ? TOKEN_ERROR_PREFERRED : TOKEN_ERROR_IN_ORDER;
    token_add(t, TOKEN_ERROR, t->at, t->at);
    t->failed = true;
}

/* The column of a place. Up to 3.11 an expression in an f-string is a text of its own, in parentheses. */
static uint32_t column_of(struct tokenizer *t, uint32_t at)
{
    uint32_t column = source_character(t->p, at);
    if (t->nesting != 0 && source_line(t->p, at) == source_line(t->p, t->expression))
        column -= source_character(t->p, t->expression) - 2;
    return column;
}

/* And that text is what is told: the line of it, without its end. One that is too long is told as the source
 * has it. */
static void tell_field(struct tokenizer *t, uint32_t at)
{
    char *out = t->p->token_error.field;
    if (t->nesting == 0)
        return;
    uint32_t from = at < t->end ? at : t->end, to = from;
    while (from > t->expression && t->text[from - 1] != '\n')
        from--;
    while (to < t->end && t->text[to] != '\n')
        to++;
    if (to - from <= sizeof t->p->token_error.field - 3)
        snprintf(out, sizeof t->p->token_error.field, "%s%.*s%s", from == t->expression ? "(" : "",
                 (int)(to - from), t->text + from, to == t->end ? ")" : "");
}

void token_error_range(struct tokenizer *t, uint32_t start, uint32_t end, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    error(t, format, arguments);
    va_end(arguments);
    t->p->token_error.at = (struct ast_position){source_line(t->p, start) + 1, column_of(t, start),
                                                 source_line(t->p, end) + 1, column_of(t, end)};
    tell_field(t, start);
}

void token_error(struct tokenizer *t, uint32_t at, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    error(t, format, arguments);
    va_end(arguments);
    uint32_t line = source_line(t->p, at) + 1, column = column_of(t, at) - 1;
    t->p->token_error.at = (struct ast_position){line, column, line, column};
    tell_field(t, at);
}

/* -- indentation -- */

static void indentation_error(struct tokenizer *t, const char *type, const char *message)
{
    token_error(t, t->at, "%s", message);
    struct ast_position *at = &t->p->token_error.at; /* CPython tells no place in the line */
    at->column = 1;
    at->end_column = 0;
    t->p->token_error.bare = false;
    snprintf(t->p->token_error.type, sizeof t->p->token_error.type, "%s", type);
    t->p->token_error_rank = TOKEN_ERROR_IN_ORDER;
}

static void tab_error(struct tokenizer *t)
{
    indentation_error(t, "TabError", "inconsistent use of tabs and spaces in indentation");
}

/* INDENT and DEDENT tokens for a line whose first token is at t->at, at column `column` with tabs of 8,
 * `alternate` with tabs of 1. */
static void change_indentation(struct tokenizer *t, uint32_t column, uint32_t alternate)
{
    uint32_t *columns = t->columns, *alternates = t->alternate;
    if (column == columns[t->indent]) {
        if (alternate != alternates[t->indent])
            tab_error(t);
        return;
    }
    if (column > columns[t->indent]) {
        if (t->indent + 1 >= MAX_INDENTS) {
            indentation_error(t, "IndentationError", "too many levels of indentation");
        } else if (alternate <= alternates[t->indent]) {
            tab_error(t);
        } else {
            t->indent++;
            columns[t->indent] = column;
            alternates[t->indent] = alternate;
            token_add(t, TOKEN_INDENT, t->at, t->at);
        }
        return;
    }
    unsigned outer = t->indent;
    while (outer > 0 && column < columns[outer])
        outer--;
    if (column != columns[outer]) {
        struct ast_position *at = &t->p->token_error.at;
        indentation_error(t, "IndentationError", "unindent does not match any outer indentation level");
        at->column = t->p->lines[at->line] - t->p->lines[at->line - 1]; /* all of the line was read */
        at->column -= source_ends_bare(t->p) && at->line == t->p->line_count;
        at->end_column = UINT32_MAX;
    } else if (alternate != alternates[outer]) {
        tab_error(t);
    } else {
        for (; t->indent > outer; t->indent--)
            token_add(t, TOKEN_DEDENT, t->at, t->at);
    }
}

/* Its line is told as far as it has been read, up to `reached`. */
static void tell_lines(struct tokenizer *t, uint32_t reached)
{
    struct syntax_error *e = &t->p->token_error;
    e->bare = false;
    e->reached = source_line(t->p, reached) + 1;
    e->first = source_first_told(t->p, e->at.line - 1) + 1;
}

static void never_closed(struct tokenizer *t)
{
    struct bracket open = t->brackets[t->level - 1];
    token_error_range(t, open.at, open.at, "'%c' was never closed", open.opening);
    if (t->nesting == 0) /* it is the parser that says so */
        t->p->token_error.at.column = source_column(t->p, open.at);
    t->p->token_error.at.end_column = 0;
    tell_lines(t, t->end - 1);
    t->p->token_error_rank = t->fstring_count == 0 ? TOKEN_ERROR_UNCLOSED : TOKEN_ERROR_IN_ORDER;
    t->p->token_error_is_end = true;
}

/* Bytes are counted from where the text begins that is kept, but the characters are those of the last line,
 * as far as it goes and one more. */
static uint32_t column_from_first(struct tokenizer *t, uint32_t at)
{
    uint32_t line = source_line(t->p, at), begin = t->p->lines[line], end = t->p->lines[line + 1];
    uint32_t bytes = at - t->p->lines[source_first_line(t->p, line)];
    return bytes < end - begin ? source_character(t->p, begin + bytes) - 1
                               : source_character(t->p, end - 1) + (bytes > end - begin);
}

/* A backslash at t->at: true when it joins lines, and t->at is on the next one. */
static bool continue_line(struct tokenizer *t)
{
    bool ends = t->at + 2 >= t->end, bare = ends && source_ends_bare(t->p);
    if (t->text[t->at + 1] != '\n' || bare) {
        token_error(t, t->at + 2 - bare, "unexpected character after line continuation character");
        tell_lines(t, t->at);
        if (t->p->rules->last_line_is_told)
            t->p->token_error.at.column = column_from_first(t, t->at + 2 - bare);
        t->p->token_error.from_first = !t->p->rules->last_line_is_told;
        t->p->token_error.at.end_column = 0;
        t->p->token_error_rank = TOKEN_ERROR_IN_ORDER;
        return false;
    }
    if (ends && t->level > 0) {
        never_closed(t);
        return false;
    }
    if (ends) {
        token_error(t, t->at + 1, "unexpected EOF while parsing");
        tell_lines(t, t->at);
        t->p->token_error.at.column++;
        t->p->token_error.at.end_column = UINT32_MAX;
        t->p->token_error_rank = TOKEN_ERROR_IN_ORDER;
        t->p->token_error_is_end = true;
        return false;
    }
    t->at += 2;
    return true;
}

/* The white space that a line begins with. */
static void begin_line(struct tokenizer *t)
{
    uint32_t column = 0, alternate = 0, continued = 0;
    t->line_begins = false;
    for (; t->at < t->end; t->at++) {
        char c = t->text[t->at];
        if (c == ' ') {
            column++;
            alternate++;
        } else if (c == '\t') {
            column = (column / 8 + 1) * 8;
            alternate++;
        } else if (c == '\f') {
            column = alternate = 0;
        } else if (c == '\\') { /* the indentation is that of the first of the lines joined */
            continued = continued != 0 ? continued : column;
            if (!continue_line(t))
                return;
            t->at--;
        } else {
            break;
        }
    }
    bool bare = source_ends_bare(t->p) && t->at + 1 == t->end && column > t->columns[t->indent];
    if (t->at >= t->end || t->text[t->at] == '#' || (t->text[t->at] == '\n' && !bare))
        return;
    if (t->level != 0)
        return;
    change_indentation(t, continued != 0 ? continued : column, continued != 0 ? continued : alternate);
    if (t->in_async && t->async_line && t->async_indent >= t->indent)
        t->in_async = false;
}

/* -- names -- */

static bool begins_name(unsigned char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c >= 0x80;
}

static bool continues_name(unsigned char c)
{
    return begins_name(c) || (c >= '0' && c <= '9');
}

static enum token_kind keyword(const char *name, size_t length)
{
#define X(token, word)                                                                                       \
    if (length == sizeof word - 1 && memcmp(name, word, sizeof word - 1) == 0)                               \
        return TOKEN_##token;
    if (length >= 2 && length <= 8) {
        PYTHON_KEYWORDS(X)
    }
#undef X
    return TOKEN_NAME;
}

static uint32_t decode_character(const char *text, uint32_t *at)
{
    const unsigned char *s = (const unsigned char *)text + *at;
    if (s[0] < 0x80) {
        *at += 1;
        return s[0];
    }
    unsigned more = s[0] < 0xe0 ? 1 : s[0] < 0xf0 ? 2 : 3;
    uint32_t c = s[0] & (0x3fu >> more);
    for (unsigned i = 1; i <= more; i++)
        c = c << 6 | (s[i] & 0x3f);
    *at += more + 1;
    return c;
}

/* The error about a character that is part of nothing. */
static void invalid_character(struct tokenizer *t, uint32_t start)
{
    uint32_t end = start, c = decode_character(t->text, &end);
    if (unicode_is(c, UNICODE_PRINTABLE, t->p->rules->unicode_version))
        token_error(t, end, "invalid character '%.*s' (U+%04X)", (int)(end - start), t->text + start, c);
    else
        token_error(t, end, "invalid non-printable character U+%04X", c);
}

static bool verify_name(struct tokenizer *t, uint32_t start, uint32_t end)
{
    for (uint32_t i = start; i < end;) {
        uint32_t before = i;
        enum unicode_flag needed = i == start ? UNICODE_START : UNICODE_CONTINUE;
        uint32_t c = decode_character(t->text, &i);
        if (c != '_' && !unicode_is(c, needed, t->p->rules->unicode_version)) {
            invalid_character(t, before);
            return false;
        }
    }
    return true;
}

enum prefix_letter { PREFIX_B = 1, PREFIX_U = 2, PREFIX_R = 4, PREFIX_F = 8, PREFIX_T = 16 };

/* May a letter stand in a prefix behind those? From 3.14 any may once, and what does not go together is told
 * by incompatible_prefixes(). */
static unsigned prefix_letter(const struct tokenizer *t, char c, unsigned seen)
{
    bool all = t->p->rules->template_strings;
    unsigned letter, others = 0;
    switch (c | 0x20) {
    case 'b':
        letter = PREFIX_B;
        others = PREFIX_U | PREFIX_F;
        break;
    case 'u':
        letter = PREFIX_U;
        others = PREFIX_B | PREFIX_R | PREFIX_F;
        break;
    case 'r':
        letter = PREFIX_R;
        others = PREFIX_U;
        break;
    case 'f':
        letter = PREFIX_F;
        others = PREFIX_B | PREFIX_U;
        break;
    case 't':
        letter = all ? PREFIX_T : 0; /* from 3.14 */
        break;
    default:
        letter = 0;
    }
    return (seen & letter) || (!all && (seen & others)) ? 0 : letter;
}

static bool incompatible_prefixes(struct tokenizer *t, unsigned seen, uint32_t quote)
{
    static const struct {
        unsigned both;
        char first, second;
    } pairs[] = {{PREFIX_U | PREFIX_B, 'u', 'b'}, {PREFIX_U | PREFIX_R, 'u', 'r'},
                 {PREFIX_U | PREFIX_F, 'u', 'f'}, {PREFIX_U | PREFIX_T, 'u', 't'},
                 {PREFIX_B | PREFIX_F, 'b', 'f'}, {PREFIX_B | PREFIX_T, 'b', 't'},
                 {PREFIX_F | PREFIX_T, 'f', 't'}};
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        if ((seen & pairs[i].both) == pairs[i].both) {
            token_error_range(t, t->at, quote, "'%c' and '%c' prefixes are incompatible", pairs[i].first,
                              pairs[i].second);
            return true;
        }
    return false;
}

/* A string at t->at, with a prefix: takes it and answers true. */
static bool prefixed_string(struct tokenizer *t)
{
    unsigned seen = 0, letter;
    uint32_t quote = t->at;
    while ((letter = prefix_letter(t, t->text[quote], seen)) != 0) {
        seen |= letter;
        quote++;
    }
    if (quote == t->at || (t->text[quote] != '"' && t->text[quote] != '\''))
        return false;
    if (!t->p->rules->template_strings || !incompatible_prefixes(t, seen, quote))
        token_string(t, t->at, quote);
    return true;
}

/* Where async and await are names, async is a keyword before def, and both are in the function that it
 * begins. */
static bool begins_async_def(const struct tokenizer *t, uint32_t at)
{
    while (t->text[at] == ' ' || t->text[at] == '\t')
        at++;
    return strncmp(t->text + at, "def", 3) == 0 && !continues_name((unsigned char)t->text[at + 3]);
}

static void name(struct tokenizer *t)
{
    uint32_t start = t->at;
    if (prefixed_string(t))
        return;
    bool ascii = true;
    uint32_t end = start;
    for (; end < t->end && continues_name((unsigned char)t->text[end]); end++)
        ascii = ascii && (unsigned char)t->text[end] < 0x80;
    if (!ascii && !verify_name(t, start, end))
        return;
    enum token_kind kind = keyword(t->text + start, end - start);
    if ((kind == TOKEN_ASYNC || kind == TOKEN_AWAIT) && t->p->rules->async_is_name && !t->in_async) {
        t->in_async = kind == TOKEN_ASYNC && begins_async_def(t, end);
        t->async_line = false;
        t->async_indent = t->indent;
        if (!t->in_async)
            kind = TOKEN_NAME;
    }
    token_add(t, kind, start, end);
    t->at = end;
}

/* -- punctuation -- */

static enum token_kind punctuation(const struct tokenizer *t, uint32_t *length)
{
    static const struct {
        char text[4];
        uint8_t length;
        uint8_t kind;
    } all[] = {
#define X(token, word) {word, sizeof word - 1, TOKEN_##token},
        PYTHON_PUNCTUATION(X)
#undef X
    };
    const char *s = t->text + t->at;
    enum token_kind kind = TOKEN_UNKNOWN;
    *length = 1;
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        if (all[i].text[0] == s[0] && all[i].length >= *length &&
            memcmp(all[i].text, s, all[i].length) == 0 &&
            (all[i].kind != TOKEN_COLON_EQUAL || t->p->rules->walrus)) {
            *length = all[i].length;
            kind = all[i].kind;
        }
    }
    return kind;
}

static bool open_bracket(struct tokenizer *t, char c)
{
    if (t->level >= MAX_BRACKETS) {
        token_error(t, t->at + 1, "too many nested parentheses");
        return false;
    }
    t->brackets[t->level++] = (struct bracket){c, t->at};
    if (token_fstring(t) != NULL)
        token_fstring(t)->depth++;
    return true;
}

static bool bracket_matches(char opening, char closing)
{
    return (opening == '(' && closing == ')') || (opening == '[' && closing == ']') ||
           (opening == '{' && closing == '}');
}

static bool close_bracket(struct tokenizer *t, char c)
{
    struct fstring_mode *f = token_fstring(t);
    if (f != NULL && f->depth == 0 && c == '}') {
        token_error(t, t->at + 1, "%c-string: single '}' is not allowed", f->quote.format);
        return false;
    }
    if (t->level == 0) {
        token_error(t, t->at + 1, "unmatched '%c'", c);
        return false;
    }
    struct bracket opening = t->brackets[--t->level];
    if (!bracket_matches(opening.opening, c)) {
        uint32_t line = source_line(t->p, opening.at);
        if (f != NULL && opening.opening == '{' && f->depth - 1 == f->field_depth)
            token_error(t, t->at + 1, "%c-string: unmatched '%c'", f->quote.format, c);
        else if (line != source_line(t->p, t->at))
            token_error(t, t->at + 1,
                        "closing parenthesis '%c' does not match opening parenthesis '%c' on line %u", c,
                        opening.opening, line + 1);
        else
            token_error(t, t->at + 1, "closing parenthesis '%c' does not match opening parenthesis '%c'", c,
                        opening.opening);
        return false;
    }
    if (f != NULL) {
        f->depth--;
        if (f->depth < 0) {
            token_error(t, t->at + 1, "%c-string: unmatched '%c'", f->quote.format, c);
            return false;
        }
        if (c == '}' && f->depth == f->field_depth) {
            f->field_depth--;
            f->text = true;
            f->in_spec = false;
        }
    }
    return true;
}

static void operator(struct tokenizer *t)
{
    if (token_fstring(t) != NULL && token_fstring_punctuation(t))
        return;
    char c = t->text[t->at];
    uint32_t length;
    enum token_kind kind = punctuation(t, &length);
    if (kind == TOKEN_UNKNOWN && ((unsigned char)c < ' ' || c == 0x7f)) {
        invalid_character(t, t->at);
        return;
    }
    if (kind == TOKEN_UNKNOWN && c == '!' && t->p->rules->fstring_tokens)
        kind = TOKEN_EXCLAMATION;
    if (c == '(' || c == '[' || c == '{') {
        if (!open_bracket(t, c))
            return;
    } else if (c == ')' || c == ']' || c == '}') {
        if (!close_bracket(t, c))
            return;
    }
    token_add(t, kind, t->at, t->at + length);
    t->at += length;
}

/* -- all -- */

void token_next(struct tokenizer *t)
{
    unsigned char c = (unsigned char)t->text[t->at];
    if (begins_name(c))
        name(t);
    else if ((c >= '0' && c <= '9') || (c == '.' && t->text[t->at + 1] >= '0' && t->text[t->at + 1] <= '9'))
        token_number(t);
    else if (c == '"' || c == '\'')
        token_string(t, t->at, t->at);
    else
        operator(t);
}

/* A comment and the end of its line. */
static void end_line(struct tokenizer *t)
{
    const struct tokens *tokens = &t->p->tokens;
    uint8_t last = tokens->count != 0 ? tokens->items[tokens->count - 1].kind : TOKEN_NEWLINE;
    uint32_t start = t->at;
    while (t->at < t->end && t->text[t->at] != '\n')
        t->at++;
    if (t->at >= t->end)
        return;
    if (t->level == 0 && last != TOKEN_NEWLINE && last != TOKEN_INDENT && last != TOKEN_DEDENT)
        token_add(t, TOKEN_NEWLINE, start, t->at);
    t->async_line = t->async_line || t->level == 0;
    t->line_begins = true;
    t->at++;
}

void token_run(struct tokenizer *t)
{
    while (!t->failed) {
        struct fstring_mode *f = token_fstring(t);
        if (f != NULL && f->text) {
            token_fstring_text(t);
            continue;
        }
        if (t->line_begins) {
            begin_line(t);
            if (t->failed)
                return;
        }
        if (t->at >= t->end)
            return;
        switch (t->text[t->at]) {
        case ' ':
        case '\t':
        case '\f':
            t->at++;
            break;
        case '#':
        case '\n':
            end_line(t);
            break;
        case '\\':
            continue_line(t);
            break;
        default:
            token_next(t);
        }
    }
}

void tokenize(struct parser *p)
{
    struct tokenizer *t = parse_scratch(p, sizeof *t);
    *t = (struct tokenizer){.p = p, .text = p->text, .end = p->length, .line_begins = true};
    token_run(t);
    if (!t->failed && t->level > 0)
        never_closed(t);
    for (; !t->failed && t->indent > 0; t->indent--)
        token_add(t, TOKEN_DEDENT, p->length, p->length);
    for (unsigned i = 0; i < 3; i++)
        token_add(t, TOKEN_END, p->length, p->length);
    p->tokens.count -= t->failed ? 3 : 2;
}

uint32_t token_at(const struct parser *p, uint32_t offset)
{
    uint32_t low = 0, high = p->tokens.count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (p->tokens.items[middle].start < offset)
            low = middle + 1;
        else
            high = middle;
    }
    while (low < p->tokens.count &&
           (p->tokens.items[low].kind == TOKEN_INDENT || p->tokens.items[low].kind == TOKEN_DEDENT))
        low++;
    return low;
}
