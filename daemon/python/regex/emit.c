/* Regular expressions in PCRE2's syntax. All that the two understand in different ways is spelled out: which
 * characters a category has, which are one when case is ignored, where lines begin. Groups keep their
 * numbers.
 */
#include "daemon/python/regex/emit.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/heap/heap.h"
#include "daemon/heap/object/unicode.h"
#include "daemon/python/regex/casefold.h"
#include "daemon/python/regex/pcre.h"

#define REPEAT_MAX 65535u /* of PCRE2 */

struct emitter {
    const struct regex_tree *tree;
    uint32_t most;
    bool by_unicode;
    const struct case_table *cases; /* once they are needed */
    struct emitted *out;
    bool too_large;
};

/* ---- text
 * ----------------------------------------------------------------------------------------------------------------------
 */

static void put(struct emitter *e, const char *text, size_t length)
{
    struct emitted *o = e->out;
    if (o->room - o->length < length) {
        size_t room = (o->room + length) * 2;
        char *grown = o->failed || room > REGEX_SIZE_MAX * 4ul ? NULL : realloc(o->text, room);
        if (!grown) {
            o->failed = true;
            return;
        }
        o->text = grown;
        o->room = room;
    }
    memcpy(o->text + o->length, text, length);
    o->length += length;
}
static void puts_(struct emitter *e, const char *text)
{
    put(e, text, strlen(text));
}

static void putf(struct emitter *e, const char *format, ...) __attribute__((format(printf, 2, 3)));
static void putf(struct emitter *e, const char *format, ...)
{
    char text[80];
    va_list arguments;
    va_start(arguments, format);
    int n = vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    put(e, text, (size_t)n);
}

static void put_character(struct emitter *e, uint32_t c)
{
    char letter = (char)c;
    if (c < 0x80 && ((c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z')))
        put(e, &letter, 1);
    else
        putf(e, "\\x{%x}", c);
}

/* ---- sets
 * ----------------------------------------------------------------------------------------------------------------------
 */

/* What is between the brackets of a class. */
struct class
{
    struct emitter *e;
    bool any;        /* something was put */
    bool not_a_word; /* and characters that are in no word, which a class of PCRE2 cannot say beside others */
};

static void put_range(struct class *c, uint32_t from, uint32_t to)
{
    if (to > c->e->most)
        to = c->e->most;
    if (from > to)
        return;
    c->any = true;
    put_character(c->e, from);
    if (to > from) {
        puts_(c->e, "-");
        put_character(c->e, to);
    }
}

static void put_ranges(struct class *c, const uint32_t (*ranges)[2], size_t count, bool complement)
{
    uint32_t from = 0;
    for (size_t i = 0; i < count; i++) {
        if (!complement)
            put_range(c, ranges[i][0], ranges[i][1]);
        else if (ranges[i][0] > from)
            put_range(c, from, ranges[i][0] - 1);
        from = ranges[i][1] + 1;
    }
    if (complement)
        put_range(c, from, 0x10ffff);
}

/* All characters with a property, one by one: only for narrow subjects. */
static void put_property(struct class *c, uint32_t flags, uint32_t other, bool complement)
{
    unsigned version = c->e->tree->h->abi.unicode_version;
    for (uint32_t from = 0; from <= c->e->most; from++) {
        uint32_t to = from;
        while (to <= c->e->most &&
               (unicode_is(to, (enum unicode_flag)flags, version) || to == other) != complement)
            to++;
        if (to > from)
            put_range(c, from, to - 1);
        from = to;
    }
}

static void put_words(struct class *c, bool by_unicode, bool complement)
{
    static const uint32_t ascii[][2] = {{'0', '9'}, {'A', 'Z'}, {'_', '_'}, {'a', 'z'}};
    if (!by_unicode) {
        put_ranges(c, ascii, 4, complement);
    } else if (c->e->most < 0x100) {
        put_property(c, UNICODE_ALPHA | UNICODE_DECIMAL | UNICODE_DIGIT | UNICODE_NUMERIC, '_', complement);
    } else if (complement) {
        c->not_a_word = true;
    } else {
        c->any = true;
        puts_(c->e, "\\p{L}\\p{N}_");
    }
}

static void put_category(struct class *c, enum regex_category category, bool by_unicode)
{
    static const uint32_t digits[][2] = {{'0', '9'}}, blanks[][2] = {{'\t', '\r'}, {' ', ' '}};
    static const uint32_t spaces[][2] = {
        {'\t', '\r'},     {0x1c, 0x20},     {0x85, 0x85},     {0xa0, 0xa0},     {0x1680, 0x1680},
        {0x2000, 0x200a}, {0x2028, 0x2029}, {0x202f, 0x202f}, {0x205f, 0x205f}, {0x3000, 0x3000}};
    bool complement = category == REGEX_NO_DIGIT || category == REGEX_NO_SPACE || category == REGEX_NO_WORD;
    switch (category) {
    case REGEX_DIGIT:
    case REGEX_NO_DIGIT:
        if (!by_unicode || c->e->most < 0x100) {
            put_ranges(c, digits, 1, complement);
        } else {
            c->any = true;
            puts_(c->e, complement ? "\\P{Nd}" : "\\p{Nd}");
        }
        break;
    case REGEX_SPACE:
    case REGEX_NO_SPACE:
        if (by_unicode)
            put_ranges(c, spaces, sizeof spaces / sizeof *spaces, complement);
        else
            put_ranges(c, blanks, 2, complement);
        break;
    default:
        put_words(c, by_unicode, complement);
        break;
    }
}

static bool is_by_unicode(const struct emitter *e, uint32_t flags)
{
    return e->tree->text && !(flags & REGEX_ASCII);
}

/* The others that are one with characters of the range when case is ignored. */
static void put_cases(struct class *c, uint32_t from, uint32_t to, bool by_unicode)
{
    struct emitter *e = c->e;
    if (!by_unicode) {
        for (uint32_t x = from > 'A' ? from : 'A'; x <= to && x <= 'z'; x++)
            if ((x | 0x20) >= 'a' && (x | 0x20) <= 'z')
                put_range(c, x ^ 0x20, x ^ 0x20);
        return;
    }
    if (!e->cases)
        e->cases = case_table(e->tree->h->abi.unicode_version);
    if (!e->cases) {
        e->out->failed = true;
        return;
    }
    const struct case_table *t = e->cases;
    for (size_t i = case_find(t, from); i < t->count && t->by_character[i].c <= to; i++) {
        uint32_t family = t->by_character[i].family;
        for (size_t k = family; k < t->count && t->by_family[k].family == family; k++)
            if (t->by_family[k].c < from || t->by_family[k].c > to)
                put_range(c, t->by_family[k].c, t->by_family[k].c);
    }
}

static void emit_set(struct emitter *e, const struct regex_node *n)
{
    struct class c = {.e = e};
    bool by_unicode = is_by_unicode(e, n->flags);
    size_t start = e->out->length;
    puts_(e, n->negated ? "[^" : "[");
    for (uint32_t i = 0; i < n->b; i++) {
        const struct regex_item *item = &e->tree->items[n->a + i];
        if (item->category != REGEX_RANGE) {
            put_category(&c, (enum regex_category)item->category, by_unicode);
            continue;
        }
        put_range(&c, item->from, item->to);
        if (n->flags & REGEX_IGNORECASE)
            put_cases(&c, item->from, item->to, by_unicode);
    }
    puts_(e, "]");
    if (e->out->failed)
        return;
    if (!c.any) { /* all are beyond what a subject has */
        e->out->length = start;
        puts_(e, c.not_a_word ? (n->negated ? "[\\p{L}\\p{N}_]" : "[^\\p{L}\\p{N}_]")
                 : n->negated ? "(?s:.)"
                              : "(?!)");
        return;
    }
    if (!c.not_a_word)
        return;
    /* (?:[...]|\W), or (?:(?![...])\w) */
    size_t length = e->out->length - start;
    char *class = malloc(length);
    if (!class) {
        e->out->failed = true;
        return;
    }
    memcpy(class, e->out->text + start, length);
    e->out->length = start;
    if (n->negated) {
        puts_(e, "(?:(?![");
        put(e, class + 2, length - 2);
        puts_(e, ")[\\p{L}\\p{N}_])");
    } else {
        puts_(e, "(?:");
        put(e, class, length);
        puts_(e, "|[^\\p{L}\\p{N}_])");
    }
    free(class);
}

/* ---- characters and places
 * ------------------------------------------------------------------------------------------------------ */

static void emit_literal(struct emitter *e, const struct regex_node *n)
{
    struct class c = {.e = e};
    if (!(n->flags & REGEX_IGNORECASE)) {
        if (n->a > e->most)
            puts_(e, "(?!)");
        else
            put_character(e, n->a);
        return;
    }
    size_t start = e->out->length;
    puts_(e, "[");
    put_range(&c, n->a, n->a);
    size_t alone = e->out->length;
    put_cases(&c, n->a, n->a, is_by_unicode(e, n->flags));
    bool one = e->out->length == alone && n->a <= e->most;
    puts_(e, "]");
    if (e->out->failed || (c.any && !one))
        return;
    e->out->length = start;
    if (one)
        put_character(e, n->a);
    else
        puts_(e, "(?!)");
}

static void emit_boundary(struct emitter *e, const struct regex_node *n, bool boundary)
{
    struct class c = {.e = e};
    bool by_unicode = is_by_unicode(e, n->flags);
    if (!boundary && !e->tree->h->abi.regex_empty_has_no_boundary)
        puts_(e, "(?!\\A\\z)"); /* an empty text has not even the opposite */
    if (by_unicode == e->by_unicode) {
        puts_(e, boundary ? "\\b" : "\\B");
        return;
    }
    static const char *const parts[][3] = {{"(?:(?<=[", "])(?=[", "])|(?<!["},
                                           {"(?:(?<=[", "])(?![", "])|(?<!["}};
    for (size_t i = 0; i < 3; i++) {
        puts_(e, parts[boundary][i]);
        put_words(&c, by_unicode, false);
    }
    puts_(e, boundary ? "])(?=[" : "])(?![");
    put_words(&c, by_unicode, false);
    puts_(e, "]))");
}

static void emit_place(struct emitter *e, const struct regex_node *n)
{
    switch ((enum regex_place)n->a) {
    case REGEX_BEGINNING:
        puts_(e, "\\A");
        break;
    case REGEX_BEGINNING_OF_LINE:
        puts_(e, "(?m:^)");
        break;
    case REGEX_END:
        puts_(e, "$");
        break;
    case REGEX_END_OF_LINE:
        puts_(e, "(?m:$)");
        break;
    case REGEX_VERY_END:
        puts_(e, "\\z");
        break;
    default:
        emit_boundary(e, n, n->a == REGEX_BOUNDARY);
        break;
    }
}

/* ---- what has parts
 * ------------------------------------------------------------------------------------------------------------
 */

static void emit(struct emitter *e, uint32_t node);

static void emit_children(struct emitter *e, const struct regex_node *n, const char *between)
{
    for (uint32_t i = n->child; i; i = e->tree->nodes[i].next) {
        if (i != n->child)
            puts_(e, between);
        emit(e, i);
    }
}

static void emit_bounds(struct emitter *e, uint32_t least, uint32_t most, enum regex_how how)
{
    if (most == REGEX_MANY && least <= 1)
        puts_(e, least ? "+" : "*");
    else if (most == REGEX_MANY)
        putf(e, "{%u,}", least);
    else
        putf(e, "{%u,%u}", least, most);
    if (how == REGEX_LAZY)
        puts_(e, "?");
    else if (how == REGEX_POSSESSIVE)
        puts_(e, "+");
}

static bool has_groups(const struct regex_tree *t, uint32_t node)
{
    const struct regex_node *n = &t->nodes[node];
    if (n->op == REGEX_GROUP && n->a)
        return true;
    for (uint32_t i = n->child; i; i = t->nodes[i].next)
        if (has_groups(t, i))
            return true;
    return false;
}

/* `count` times the child, more often than PCRE2 counts. */
static void emit_many(struct emitter *e, uint32_t child, uint32_t from, uint32_t count, enum regex_how how)
{
    uint32_t whole = count / REPEAT_MAX, rest = count % REPEAT_MAX;
    if (whole) {
        puts_(e, "(?:(?:");
        emit(e, child);
        puts_(e, ")");
        emit_bounds(e, from ? REPEAT_MAX : 0, REPEAT_MAX, how);
        puts_(e, ")");
        emit_bounds(e, from ? whole : 0, whole, how);
    }
    puts_(e, "(?:");
    emit(e, child);
    puts_(e, ")");
    emit_bounds(e, from ? rest : 0, rest, how);
}

static void emit_repeat(struct emitter *e, const struct regex_node *n)
{
    enum regex_how how = (enum regex_how)n->how;
    if (n->a <= REPEAT_MAX && (n->b <= REPEAT_MAX || n->b == REGEX_MANY)) {
        puts_(e, "(?:");
        emit(e, n->child);
        puts_(e, ")");
        emit_bounds(e, n->a, n->b, how);
        return;
    }
    if (has_groups(e->tree, n->child) || n->a / REPEAT_MAX > REPEAT_MAX ||
        (n->b != REGEX_MANY && (n->b - n->a) / REPEAT_MAX > REPEAT_MAX)) {
        e->too_large = true;
        return;
    }
    puts_(e, how == REGEX_POSSESSIVE ? "(?>" : "(?:");
    how = how == REGEX_POSSESSIVE ? REGEX_GREEDY : how;
    emit_many(e, n->child, 1, n->a, REGEX_GREEDY);
    if (n->b == REGEX_MANY) {
        puts_(e, "(?:");
        emit(e, n->child);
        puts_(e, ")");
        emit_bounds(e, 0, REGEX_MANY, how);
    } else {
        emit_many(e, n->child, 0, n->b - n->a, how);
    }
    puts_(e, ")");
}

/* What PCRE2 takes for the same may be different here: a callout looks again (pcre.h). */
static void emit_reference(struct emitter *e, const struct regex_node *n)
{
    bool fold = n->flags & REGEX_IGNORECASE;
    if (fold && n->a < PCRE_AUTO_CALLOUT)
        putf(e, "(?i:\\g{%u}(?C%u))", n->a, n->a);
    else
        putf(e, fold ? "(?i:\\g{%u})" : "\\g{%u}", n->a);
}

static void emit_with(struct emitter *e, const struct regex_node *n, const char *before)
{
    puts_(e, before);
    emit_children(e, n, "|");
    puts_(e, ")");
}

static void emit(struct emitter *e, uint32_t node)
{
    const struct regex_node *n = &e->tree->nodes[node];
    if (e->out->failed || e->too_large)
        return;
    switch ((enum regex_op)n->op) {
    case REGEX_EMPTY:
        break;
    case REGEX_FAIL:
        puts_(e, "(?!)");
        break;
    case REGEX_LITERAL:
        emit_literal(e, n);
        break;
    case REGEX_SET:
        emit_set(e, n);
        break;
    case REGEX_ANY:
        puts_(e, n->flags & REGEX_DOTALL ? "(?s:.)" : "[^\\n]");
        break;
    case REGEX_AT:
        emit_place(e, n);
        break;
    case REGEX_SEQUENCE:
        emit_children(e, n, "");
        break;
    case REGEX_BRANCH:
        emit_with(e, n, "(?:");
        break;
    case REGEX_GROUP:
        emit_with(e, n, n->a ? "(" : "(?:");
        break;
    case REGEX_ATOMIC:
        emit_with(e, n, "(?>");
        break;
    case REGEX_REPEAT:
        emit_repeat(e, n);
        break;
    case REGEX_ASSERT:
        emit_with(e, n, n->behind ? (n->negated ? "(?<!" : "(?<=") : n->negated ? "(?!" : "(?=");
        break;
    case REGEX_REFERENCE:
        emit_reference(e, n);
        break;
    case REGEX_CONDITIONAL:
        putf(e, "(?(%u)", n->a);
        emit_children(e, n, "|");
        puts_(e, ")");
        break;
    }
}

enum heap_status regex_emit(const struct regex_tree *tree, uint32_t most, bool by_unicode,
                            struct emitted *out)
{
    struct emitter e = {.tree = tree, .most = most, .by_unicode = by_unicode, .out = out};
    *out = (struct emitted){0};
    emit(&e, tree->root);
    if (!out->failed && !e.too_large)
        return HEAP_OK;
    free(out->text);
    out->text = NULL;
    return e.too_large
               ? raise_error(tree->h, EXC_OVERFLOW_ERROR, "regular expression code size limit exceeded")
               : raise_memory(tree->h);
}
