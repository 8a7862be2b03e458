/* Regular expressions to trees: repetitions, sequences, alternatives, whole patterns. Mirrors
 * Lib/re/_parser.py. */
#include <stdlib.h>

#include "daemon/heap/heap.h"
#include "daemon/heap/object/pattern.h"
#include "daemon/python/regex/reader.h"

/* ---- repetitions
 * ----------------------------------------------------------------------------------------------------------------
 */

static enum heap_status read_count(struct reader *r, bool *given, uint64_t *out)
{
    *given = false;
    *out = 0;
    for (uint32_t c; r->length == 1 && (c = reader_peek(r)) >= '0' && c <= '9';) {
        *given = true;
        if (*out < REGEX_MANY)
            *out = *out * 10 + (c - '0');
        enum heap_status status = reader_advance(r);
        if (status != HEAP_OK)
            return status;
    }
    return HEAP_OK;
}

/* Behind "{": *literal: it is none of a repetition, and nothing was taken. */
static enum heap_status read_bounds(struct reader *r, uint32_t *least, uint32_t *most, bool *literal)
{
    size_t here = r->at;
    unsigned length = r->length;
    uint64_t low = 0, high = 0;
    bool has_low = false, has_high = false;
    *literal = r->length == 1 && reader_peek(r) == '}';
    if (*literal)
        return HEAP_OK;
    enum heap_status status = read_count(r, &has_low, &low);
    if (status == HEAP_OK && reader_accept(r, ',')) {
        status = read_count(r, &has_high, &high);
    } else {
        has_high = has_low;
        high = low;
    }
    if (status != HEAP_OK)
        return status;
    if (!reader_accept(r, '}')) {
        *literal = true;
        r->at = here;
        r->length = length;
        return HEAP_OK;
    }
    if ((has_low && low >= REGEX_MANY) || (has_high && high >= REGEX_MANY))
        return raise_error(r->h, EXC_OVERFLOW_ERROR, "the repetition number is too large");
    *least = has_low ? (uint32_t)low : 0;
    *most = has_high ? (uint32_t)high : REGEX_MANY;
    if (*most < *least)
        return reader_error(r, r->at - here, "min repeat greater than max repeat");
    return HEAP_OK;
}

/* The item before is repeated: the last child of `sequence` gives its place to the repetition. */
static enum heap_status repeat_last(struct reader *r, uint32_t sequence, size_t start, uint32_t least,
                                    uint32_t most, uint32_t groups_before)
{
    uint32_t item = r->tree->nodes[sequence].last;
    uint8_t op = item ? r->tree->nodes[item].op : (uint8_t)REGEX_AT;
    if (op == REGEX_AT)
        return reader_error(r, r->at - start, "nothing to repeat");
    if (op == REGEX_REPEAT)
        return reader_error(r, r->at - start, "multiple repeat");
    enum regex_how how = reader_accept(r, '?')   ? REGEX_LAZY
                         : reader_accept(r, '+') ? REGEX_POSSESSIVE
                                                 : REGEX_GREEDY;
    uint32_t node = reader_node(r, REGEX_REPEAT);
    if (!node)
        return HEAP_RAISED;
    struct regex_node *nodes = r->tree->nodes;
    nodes[node] = nodes[item]; /* they change places: whoever points to the item points to the repetition */
    nodes[item] = (struct regex_node){.op = REGEX_REPEAT,
                                      .how = (uint8_t)how,
                                      .flags = nodes[node].flags,
                                      .a = least,
                                      .b = most,
                                      .child = node,
                                      .last = node,
                                      .next = nodes[node].next};
    nodes[node].next = 0;
    for (uint32_t g = groups_before; g < r->tree->group_count; g++)
        r->tree->groups[g].repeated_by = item;
    return HEAP_OK;
}

/* ---- sequences and alternatives
 * ------------------------------------------------------------------------------------------------- */

static enum heap_status add_literal(struct reader *r, uint32_t sequence, uint32_t c)
{
    uint32_t node = reader_node(r, REGEX_LITERAL);
    if (!node)
        return HEAP_RAISED;
    r->tree->nodes[node].a = c;
    reader_append(r, sequence, node);
    return HEAP_OK;
}

static enum heap_status add_place(struct reader *r, uint32_t sequence, bool beginning)
{
    uint32_t node = reader_node(r, REGEX_AT), lines = r->tree->flags & REGEX_MULTILINE;
    if (!node)
        return HEAP_RAISED;
    r->tree->nodes[node].a = beginning ? (lines ? REGEX_BEGINNING_OF_LINE : REGEX_BEGINNING)
                                       : (lines ? REGEX_END_OF_LINE : REGEX_END);
    reader_append(r, sequence, node);
    return HEAP_OK;
}

static enum heap_status skip_line(struct reader *r)
{
    for (;;) {
        bool end = !r->length || (r->length == 1 && reader_peek(r) == '\n');
        enum heap_status status = reader_advance(r);
        if (status != HEAP_OK || end)
            return status;
    }
}

static bool is_blank(uint32_t c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

struct sequence {
    uint32_t node;
    bool verbose, first;    /* the very first of the pattern, in which flags may stand */
    uint32_t groups_before; /* the last item */
};

static enum heap_status read_repetition(struct reader *r, struct sequence *s, uint32_t c, size_t start)
{
    uint32_t least = c == '+', most = c == '?' ? 1 : REGEX_MANY;
    bool literal = false;
    if (c == '{') {
        enum heap_status status = read_bounds(r, &least, &most, &literal);
        if (status != HEAP_OK)
            return status;
        if (literal) {
            s->groups_before = r->tree->group_count;
            return add_literal(r, s->node, c);
        }
    }
    return repeat_last(r, s->node, start, least, most, s->groups_before);
}

/* One item, the next token of which is a plain character `c` at `start`, already behind us. */
static enum heap_status read_item(struct reader *r, struct sequence *s, uint32_t c, size_t start)
{
    uint32_t node = 0;
    enum heap_status status;
    if (c == '*' || c == '+' || c == '?' || c == '{')
        return read_repetition(r, s, c, start);
    s->groups_before = r->tree->group_count;
    switch (c) {
    case '[':
        status = reader_set(r, start, &node);
        break;
    case '.':
        node = reader_node(r, REGEX_ANY);
        status = node ? HEAP_OK : HEAP_RAISED;
        break;
    case '(':
        status = reader_parenthesis(r, &s->verbose, start, s->first && !r->tree->nodes[s->node].child, &node);
        break;
    case '^':
    case '$':
        return add_place(r, s->node, c == '^');
    default:
        return add_literal(r, s->node, c);
    }
    if (status == HEAP_OK && node)
        reader_append(r, s->node, node);
    return status;
}

enum heap_status reader_sequence(struct reader *r, bool verbose, bool nested, bool first, uint32_t *out)
{
    struct sequence s = {reader_node(r, REGEX_SEQUENCE), verbose, first && !nested, 0};
    if (!s.node)
        return HEAP_RAISED;
    enum heap_status status = HEAP_OK;
    while (status == HEAP_OK && r->length) {
        uint32_t c = reader_peek(r), node;
        size_t start = r->at;
        if (r->length == 2) {
            s.groups_before = r->tree->group_count;
            status = reader_escape(r, &node);
            if (status == HEAP_OK)
                reader_append(r, s.node, node);
            continue;
        }
        if (c == '|' || c == ')')
            break;
        status = reader_advance(r);
        if (status != HEAP_OK || (s.verbose && is_blank(c)))
            continue;
        status = s.verbose && c == '#' ? skip_line(r) : read_item(r, &s, c, start);
    }
    if (status == HEAP_OK)
        status = loop_check(r->h);
    *out = s.node;
    return status;
}

/* CPython's parser calls two functions for each group, and some others before. */
static bool is_too_deep(const struct reader *r)
{
    enum { OTHERS = 6, OF_A_GROUP = 2 };
    const struct heap *h = r->h;
    return r->depth >= REGEX_DEPTH ||
           (uint64_t)h->recursion_depth + OTHERS + OF_A_GROUP * (uint64_t)r->depth > h->recursion_limit;
}

enum heap_status reader_alternatives(struct reader *r, bool verbose, bool nested, uint32_t *out)
{
    uint32_t sequence, branch = 0;
    if (is_too_deep(r))
        return raise_error(r->h, EXC_RECURSION_ERROR, "maximum recursion depth exceeded");
    r->depth++;
    enum heap_status status = reader_sequence(r, verbose, nested, !nested, &sequence);
    while (status == HEAP_OK && reader_accept(r, '|')) {
        if (!branch) {
            branch = reader_node(r, REGEX_BRANCH);
            if (!branch)
                return HEAP_RAISED;
            reader_append(r, branch, sequence);
        }
        if (!nested)
            verbose = r->tree->flags & REGEX_VERBOSE;
        status = reader_sequence(r, verbose, nested, false, &sequence);
        if (status == HEAP_OK)
            reader_append(r, branch, sequence);
    }
    r->depth--;
    *out = branch ? branch : sequence;
    return status;
}

/* ---- whole patterns
 * ------------------------------------------------------------------------------------------------------------
 */

static enum heap_status check_flags(struct reader *r)
{
    struct regex_tree *t = r->tree;
    if (t->text) {
        if (t->flags & REGEX_LOCALE)
            return raise_error(r->h, EXC_VALUE_ERROR, "cannot use LOCALE flag with a str pattern");
        if (t->flags & REGEX_ASCII && t->flags & REGEX_UNICODE)
            return raise_error(r->h, EXC_VALUE_ERROR, "ASCII and UNICODE flags are incompatible");
        if (!(t->flags & REGEX_ASCII))
            t->flags |= REGEX_UNICODE;
        return HEAP_OK;
    }
    if (t->flags & REGEX_UNICODE)
        return raise_error(r->h, EXC_VALUE_ERROR, "cannot use UNICODE flag with a bytes pattern");
    if (t->flags & REGEX_LOCALE && t->flags & REGEX_ASCII)
        return raise_error(r->h, EXC_VALUE_ERROR, "ASCII and LOCALE flags are incompatible");
    return HEAP_OK;
}

/* What a lookbehind looks at has one width (the compiler of re says so, not its parser). */
static enum heap_status check_lookbehinds(struct reader *r)
{
    const struct regex_tree *t = r->tree;
    for (uint32_t i = 1; i < t->node_count; i++) {
        uint64_t least, most;
        if (t->nodes[i].op != REGEX_ASSERT || !t->nodes[i].behind)
            continue;
        regex_width(t, t->nodes[i].child, &least, &most);
        if (least != most)
            return reader_error_at(r, -1, "look-behind requires fixed-width pattern");
    }
    return HEAP_OK;
}

static enum heap_status read_whole(struct reader *r)
{
    struct regex_tree *t = r->tree;
    uint32_t whole;
    if (!reader_node(r, REGEX_EMPTY)) /* number 0 is none, but memory may be short */
        if (heap_raised(r->h) != EXC_NONE)
            return HEAP_RAISED;
    enum heap_status status = reader_open_group(r, 0, 0, &whole);
    if (status == HEAP_OK)
        status = reader_advance(r);
    if (status == HEAP_OK)
        status = reader_alternatives(r, t->flags & REGEX_VERBOSE, false, &t->root);
    if (status == HEAP_OK && r->length)
        status = reader_error(r, 0, "unbalanced parenthesis");
    if (status == HEAP_OK)
        status = check_flags(r);
    for (size_t i = 0; i < r->later_count && status == HEAP_OK; i++)
        if (r->later[i].group >= t->group_count)
            status =
                reader_error_at(r, r->later[i].position, "invalid group reference %u", r->later[i].group);
    return status == HEAP_OK ? check_lookbehinds(r) : status;
}

enum heap_status regex_read(struct heap *h, const void *units, unsigned kind, size_t length, bool text,
                            uint32_t flags, struct regex_tree *out)
{
    struct reader r = {.tree = out, .h = h, .lookbehind_groups = -1};
    *out = (struct regex_tree){
        .h = h, .units = units, .kind = kind, .length = length, .text = text, .flags = flags, .position = -1};
    enum heap_status status = read_whole(&r);
    free(r.later);
    if (status == HEAP_RAISED && out->message[0] && heap_raised(h) == EXC_NONE)
        return HEAP_OK;
    return status;
}
