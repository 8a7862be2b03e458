/* What stands in parentheses: groups, names, conditionals, assertions, flags, comments. Mirrors the part of
 * Lib/re/_parser.py from "(" to ")". */
#include <stdlib.h>
#include <string.h>

#include "daemon/heap/heap.h"
#include "daemon/heap/object/pattern.h"
#include "daemon/heap/object/unicode.h"
#include "daemon/python/regex/reader.h"

#define TYPE_FLAGS (REGEX_ASCII | REGEX_LOCALE | REGEX_UNICODE)

/* ---- groups
 * --------------------------------------------------------------------------------------------------------------------
 */

static bool same_name(const struct reader *r, const struct regex_group *g, size_t name, size_t length)
{
    if (g->name_length != length)
        return false;
    for (size_t i = 0; i < length; i++)
        if (reader_char(r, g->name + i) != reader_char(r, name + i))
            return false;
    return true;
}

/* 0: no group has that name. */
static uint32_t find_group(const struct reader *r, size_t name, size_t length)
{
    for (uint32_t i = 1; i < r->tree->group_count; i++)
        if (same_name(r, &r->tree->groups[i], name, length))
            return i;
    return 0;
}

enum heap_status reader_open_group(struct reader *r, size_t name, size_t length, uint32_t *out)
{
    struct regex_tree *t = r->tree;
    uint32_t other = length ? find_group(r, name, length) : 0;
    char shown[120];
    if (other)
        return reader_error(r, length + 1, "redefinition of group name %s as group %u; was group %u",
                            reader_repr(r, name, name + length, shown), t->group_count, other);
    if (t->group_count == t->group_room) {
        uint32_t room = t->group_room ? t->group_room * 2 : 16;
        struct regex_group *grown = realloc(t->groups, room * sizeof *grown);
        if (!grown)
            return raise_memory(r->h);
        t->groups = grown;
        t->group_room = room;
    }
    t->groups[t->group_count] = (struct regex_group){.name = name, .name_length = length};
    *out = t->group_count++;
    return HEAP_OK;
}

static void close_group(struct reader *r, uint32_t group, uint32_t child)
{
    struct regex_group *g = &r->tree->groups[group];
    uint64_t least, most;
    regex_width(r->tree, child, &least, &most);
    g->least = least;
    g->most = most;
    g->closed = true;
    g->closes = ++r->closed;
}

/* Up to the terminator, which goes too. */
static enum heap_status read_name(struct reader *r, char terminator, size_t *name, size_t *length)
{
    *name = r->at;
    for (;;) {
        bool end = r->length == 0, found = r->length == 1 && reader_peek(r) == (uint32_t)terminator;
        *length = r->at - *name;
        if (end)
            return *length ? reader_error(r, *length, "missing %c, unterminated name", terminator)
                           : reader_error(r, 0, "missing group name");
        enum heap_status status = reader_advance(r);
        if (status != HEAP_OK)
            return status;
        if (found)
            return *length ? HEAP_OK : reader_error(r, 1, "missing group name");
    }
}

static bool is_identifier(const struct reader *r, size_t name, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if (!unicode_is(reader_char(r, name + i), i ? UNICODE_CONTINUE : UNICODE_START,
                        r->h->abi.unicode_version))
            return false;
    return length > 0;
}

static bool is_ascii(const struct reader *r, size_t name, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if (reader_char(r, name + i) >= 0x80)
            return false;
    return true;
}

/* Does it say nothing but digits? */
static bool is_plain_number(const struct reader *r, size_t name, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if (reader_char(r, name + i) < '0' || reader_char(r, name + i) > '9')
            return false;
    return true;
}

static enum heap_status check_name(struct reader *r, size_t name, size_t length, size_t more)
{
    char shown[120];
    bool good = is_identifier(r, name, length), ascii = is_ascii(r, name, length);
    if (!good || (!r->tree->text && !ascii && !r->h->abi.regex_lenient_names))
        return reader_error(r, length + more, "bad character in group name %s",
                            reader_repr_name(r, name, name + length, shown));
    return r->tree->text || ascii ? HEAP_OK : reader_warn_of_name(r, name, name + length);
}

/* (?P=name) */
static enum heap_status read_named_reference(struct reader *r, uint32_t *out)
{
    size_t name, length;
    char shown[120];
    enum heap_status status = read_name(r, ')', &name, &length);
    if (status == HEAP_OK)
        status = check_name(r, name, length, 1);
    if (status != HEAP_OK)
        return status;
    uint32_t group = find_group(r, name, length);
    if (!group)
        return reader_error(r, length + 1, "unknown group name %s",
                            reader_repr_name(r, name, name + length, shown));
    status = reader_check_group(r, group, length + 1);
    if (status != HEAP_OK)
        return status;
    *out = reader_node(r, REGEX_REFERENCE);
    if (!*out)
        return HEAP_RAISED;
    r->tree->nodes[*out].a = group;
    return HEAP_OK;
}

static enum heap_status unterminated(struct reader *r, size_t start)
{
    return reader_error(r, r->at - start, "missing ), unterminated subpattern");
}

/* ---- conditionals
 * --------------------------------------------------------------------------------------------------------------
 */

/* A group that need not be there yet. */
static enum heap_status refer_later(struct reader *r, uint32_t group, size_t length)
{
    for (size_t i = 0; i < r->later_count; i++)
        if (r->later[i].group == group)
            return HEAP_OK;
    if (r->later_count == r->later_room) {
        size_t room = r->later_room ? r->later_room * 2 : 8;
        struct reference_position *grown = realloc(r->later, room * sizeof *grown);
        if (!grown)
            return raise_memory(r->h);
        r->later = grown;
        r->later_room = room;
    }
    r->later[r->later_count++] = (struct reference_position){group, (int64_t)(r->at - length - 1)};
    return HEAP_OK;
}

static enum heap_status read_condition(struct reader *r, uint32_t *group)
{
    size_t name, length;
    char shown[120];
    enum heap_status status = read_name(r, ')', &name, &length);
    if (status != HEAP_OK)
        return status;
    if (is_identifier(r, name, length)) {
        if ((status = check_name(r, name, length, 1)) != HEAP_OK)
            return status;
        *group = find_group(r, name, length);
        return *group ? HEAP_OK
                      : reader_error(r, length + 1, "unknown group name %s",
                                     reader_repr_name(r, name, name + length, shown));
    }
    int64_t number;
    if (!regex_group_number(r->h, r->tree->units, r->tree->kind, name, name + length, &number))
        return reader_error(r, length + 1, "bad character in group name %s",
                            reader_repr_name(r, name, name + length, shown));
    if (number == 0)
        return reader_error(r, length + 1, "bad group number");
    if (number >= INT32_MAX / 2)
        return reader_error(r, length + 1, "invalid group reference %s",
                            reader_shown(r, name, name + length, shown));
    *group = (uint32_t)number;
    status = refer_later(r, *group, length);
    return status != HEAP_OK || is_plain_number(r, name, length)
               ? status
               : reader_warn_of_name(r, name, name + length);
}

static enum heap_status read_conditional(struct reader *r, bool verbose, size_t start, uint32_t *out)
{
    uint32_t group = 0, yes = 0, no = 0, node;
    enum heap_status status = read_condition(r, &group);
    if (status == HEAP_OK && r->lookbehind_groups >= 0)
        status = reader_check_group(r, group, 0);
    if (status == HEAP_OK)
        status = reader_sequence(r, verbose, true, false, &yes);
    if (status == HEAP_OK && reader_accept(r, '|')) {
        status = reader_sequence(r, verbose, true, false, &no);
        if (status == HEAP_OK && r->length == 1 && reader_peek(r) == '|')
            return reader_error(r, 0, "conditional backref with more than two branches");
    }
    if (status != HEAP_OK)
        return status;
    if (!reader_accept(r, ')'))
        return unterminated(r, start);
    node = reader_node(r, REGEX_CONDITIONAL);
    if (!node)
        return HEAP_RAISED;
    r->tree->nodes[node].a = group;
    reader_append(r, node, yes);
    if (no)
        reader_append(r, node, no);
    *out = node;
    return HEAP_OK;
}

/* ---- lookaround
 * ----------------------------------------------------------------------------------------------------------------
 */

static enum heap_status read_assertion(struct reader *r, bool verbose, size_t start, bool negated,
                                       bool behind, uint32_t *out)
{
    int64_t outer = r->lookbehind_groups;
    uint32_t child, node;
    if (behind && outer < 0)
        r->lookbehind_groups = r->tree->group_count;
    enum heap_status status = reader_alternatives(r, verbose, true, &child);
    if (behind)
        r->lookbehind_groups = outer;
    if (status != HEAP_OK)
        return status;
    if (!reader_accept(r, ')'))
        return unterminated(r, start);
    node = reader_node(r, REGEX_ASSERT);
    if (!node)
        return HEAP_RAISED;
    r->tree->nodes[node].negated = negated;
    r->tree->nodes[node].behind = behind;
    reader_append(r, node, child);
    *out = node;
    return HEAP_OK;
}

/* ---- flags
 * ----------------------------------------------------------------------------------------------------------------------
 */

static uint32_t flag_of(uint32_t c)
{
    switch (c) {
    case 'i':
        return REGEX_IGNORECASE;
    case 'L':
        return REGEX_LOCALE;
    case 'm':
        return REGEX_MULTILINE;
    case 's':
        return REGEX_DOTALL;
    case 'x':
        return REGEX_VERBOSE;
    case 'a':
        return REGEX_ASCII;
    case 'u':
        return REGEX_UNICODE;
    default:
        return 0;
    }
}

static bool is_alpha(const struct reader *r, uint32_t c)
{
    return c != READER_END && unicode_is(c, UNICODE_ALPHA, r->h->abi.unicode_version);
}

/* The next token's first character, which goes. */
static enum heap_status take(struct reader *r, uint32_t *c, unsigned *length)
{
    *c = reader_peek(r);
    *length = r->length;
    return reader_advance(r);
}

static enum heap_status read_added(struct reader *r, uint32_t *c, uint32_t *add)
{
    unsigned length = 1;
    for (;;) {
        uint32_t flag = flag_of(*c);
        if (r->tree->text && flag == REGEX_LOCALE)
            return reader_error(r, 0, "bad inline flags: cannot use 'L' flag with a str pattern");
        if (!r->tree->text && flag == REGEX_UNICODE)
            return reader_error(r, 0, "bad inline flags: cannot use 'u' flag with a bytes pattern");
        *add |= flag;
        if (flag & TYPE_FLAGS && (*add & TYPE_FLAGS) != flag)
            return reader_error(r, 0, "bad inline flags: flags 'a', 'u' and 'L' are incompatible");
        enum heap_status status = take(r, c, &length);
        if (status != HEAP_OK)
            return status;
        if (*c == READER_END)
            return reader_error(r, 0, "missing -, : or )");
        if (*c == ')' || *c == '-' || *c == ':')
            return HEAP_OK;
        if (!flag_of(*c) || length == 2)
            return reader_error(r, length, is_alpha(r, *c) ? "unknown flag" : "missing -, : or )");
    }
}

static enum heap_status read_removed(struct reader *r, uint32_t *c, uint32_t *remove)
{
    unsigned length;
    enum heap_status status = take(r, c, &length);
    if (status != HEAP_OK)
        return status;
    if (*c == READER_END)
        return reader_error(r, 0, "missing flag");
    if (!flag_of(*c) || length == 2)
        return reader_error(r, length, is_alpha(r, *c) ? "unknown flag" : "missing flag");
    for (;;) {
        uint32_t flag = flag_of(*c);
        if (flag & TYPE_FLAGS)
            return reader_error(r, 0, "bad inline flags: cannot turn off flags 'a', 'u' and 'L'");
        *remove |= flag;
        if ((status = take(r, c, &length)) != HEAP_OK)
            return status;
        if (*c == READER_END)
            return reader_error(r, 0, "missing :");
        if (*c == ':')
            return HEAP_OK;
        if (!flag_of(*c) || length == 2)
            return reader_error(r, length, is_alpha(r, *c) ? "unknown flag" : "missing :");
    }
}

/* (?i), *global; or (?i-m: with what goes on and off. `c` is the first of them. */
static enum heap_status read_flags(struct reader *r, uint32_t c, uint32_t *add, uint32_t *remove,
                                   bool *global)
{
    enum heap_status status = HEAP_OK;
    *global = false;
    if (c != '-')
        status = read_added(r, &c, add);
    if (status == HEAP_OK && c == ')') {
        *global = true;
        return HEAP_OK;
    }
    if (status == HEAP_OK && c == '-')
        status = read_removed(r, &c, remove);
    if (status == HEAP_OK && *add & *remove)
        return reader_error(r, 1, "bad inline flags: flag turned on and off");
    return status;
}

/* ---- parentheses
 * ----------------------------------------------------------------------------------------------------------------
 */

struct parenthesis {
    bool captures, atomic;
    size_t name, name_length;
    uint32_t add, remove;
};

/* A group with its contents, behind "(" and what says which sort it is. */
static enum heap_status read_group(struct reader *r, bool verbose, size_t start, const struct parenthesis *p,
                                   uint32_t *out)
{
    uint32_t group = 0, child, node, flags = r->tree->flags;
    enum heap_status status = p->captures ? reader_open_group(r, p->name, p->name_length, &group) : HEAP_OK;
    if (status != HEAP_OK)
        return status;
    verbose = (verbose || p->add & REGEX_VERBOSE) && !(p->remove & REGEX_VERBOSE);
    r->tree->flags = ((p->add & TYPE_FLAGS ? flags & ~TYPE_FLAGS : flags) | p->add) & ~p->remove;
    status = reader_alternatives(r, verbose, true, &child);
    r->tree->flags = flags;
    if (status != HEAP_OK)
        return status;
    if (!reader_accept(r, ')'))
        return unterminated(r, start);
    if (group)
        close_group(r, group, child);
    node = reader_node(r, p->atomic ? REGEX_ATOMIC : REGEX_GROUP);
    if (!node)
        return HEAP_RAISED;
    r->tree->nodes[node].a = group;
    r->tree->nodes[node].b = p->add | p->remove;
    reader_append(r, node, child);
    *out = node;
    return HEAP_OK;
}

static enum heap_status read_comment(struct reader *r, size_t start)
{
    for (;;) {
        if (!r->length)
            return reader_error(r, r->at - start, "missing ), unterminated comment");
        bool end = r->length == 1 && reader_peek(r) == ')';
        enum heap_status status = reader_advance(r);
        if (status != HEAP_OK || end)
            return status;
    }
}

static enum heap_status unknown_extension(struct reader *r, size_t from, const char *before)
{
    char shown[120];
    return reader_error(r, r->at - from + strlen(before), "unknown extension %s%s", before,
                        reader_shown(r, from, r->at, shown));
}

/* (?P... : *out a node, or *more says that a named group begins. */
static enum heap_status read_python(struct reader *r, struct parenthesis *p, bool *more, uint32_t *out)
{
    enum heap_status status;
    *more = false;
    if (reader_accept(r, '<')) {
        *more = true;
        status = read_name(r, '>', &p->name, &p->name_length);
        return status == HEAP_OK ? check_name(r, p->name, p->name_length, 1) : status;
    }
    if (reader_accept(r, '='))
        return read_named_reference(r, out);
    if (!r->length)
        return reader_error(r, 0, "unexpected end of pattern");
    size_t from = r->at;
    status = reader_advance(r);
    return status == HEAP_OK ? unknown_extension(r, from, "?P") : status;
}

/* (?<=, (?<! */
static enum heap_status read_behind(struct reader *r, bool verbose, size_t start, uint32_t *out)
{
    if (!r->length)
        return reader_error(r, 0, "unexpected end of pattern");
    size_t from = r->at;
    bool plain = r->length == 1;
    uint32_t c = reader_peek(r);
    enum heap_status status = reader_advance(r);
    if (status != HEAP_OK)
        return status;
    if (!plain || (c != '=' && c != '!'))
        return unknown_extension(r, from, "?<");
    return read_assertion(r, verbose, start, c == '!', true, out);
}

/* What follows "(?": *out a node, 0 for none (a comment, flags); *more: a group's contents follow. */
static enum heap_status read_extension(struct reader *r, bool *verbose, size_t start, bool at_start,
                                       struct parenthesis *p, bool *more, uint32_t *out)
{
    if (!r->length)
        return reader_error(r, 0, "unexpected end of pattern");
    size_t from = r->at;
    bool plain = r->length == 1, global;
    uint32_t c = reader_peek(r);
    enum heap_status status = reader_advance(r);
    if (status != HEAP_OK)
        return status;
    *more = false;
    *out = 0;
    switch (plain ? c : 0) {
    case 'P':
        return read_python(r, p, more, out);
    case '#':
        return read_comment(r, start);
    case '=':
    case '!':
        return read_assertion(r, *verbose, start, c == '!', false, out);
    case '<':
        return read_behind(r, *verbose, start, out);
    case '(':
        return read_conditional(r, *verbose, start, out);
    case ':':
    case '>':
        p->captures = false;
        p->atomic = c == '>';
        *more = true;
        return HEAP_OK;
    default:
        break;
    }
    if (!plain || (c != '-' && !flag_of(c)))
        return unknown_extension(r, from, "?");
    status = read_flags(r, c, &p->add, &p->remove, &global);
    if (status != HEAP_OK)
        return status;
    p->captures = false;
    *more = !global;
    if (!global)
        return HEAP_OK;
    r->tree->flags |= p->add;
    if (!at_start)
        return reader_error(r, r->at - start, "global flags not at the start of the expression");
    *verbose = r->tree->flags & REGEX_VERBOSE;
    return HEAP_OK;
}

/* Behind "(": *out a node, or 0. */
enum heap_status reader_parenthesis(struct reader *r, bool *verbose, size_t start, bool at_start,
                                    uint32_t *out)
{
    struct parenthesis p = {.captures = true};
    bool more = true;
    *out = 0;
    enum heap_status status =
        reader_accept(r, '?') ? read_extension(r, verbose, start, at_start, &p, &more, out) : HEAP_OK;
    return status == HEAP_OK && more ? read_group(r, *verbose, start, &p, out) : status;
}
