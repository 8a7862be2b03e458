/* Escapes and sets of regular expressions. Mirrors _escape, _class_escape and the part about '[' of
 * Lib/re/_parser.py. */
#include <string.h>
#include <uniname.h>

#include "daemon/heap/object/str.h"
#include "daemon/python/regex/reader.h"

static bool is_letter(uint32_t c)
{
    return c < 0x80 && (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
}
static bool is_digit(uint32_t c)
{
    return c >= '0' && c <= '9';
}
static bool is_octal(uint32_t c)
{
    return c >= '0' && c <= '7';
}
static int hex_value(uint32_t c)
{
    if (is_digit(c))
        return (int)c - '0';
    return c < 0x80 && (c | 0x20) >= 'a' && (c | 0x20) <= 'f' ? (int)(c | 0x20) - 'a' + 10 : -1;
}

/* \n and its like; 0: none of them. */
static uint32_t control(uint32_t c, bool in_set)
{
    switch (c) {
    case 'a':
        return 7;
    case 'b':
        return in_set ? 8 : 0;
    case 'f':
        return 12;
    case 'n':
        return 10;
    case 'r':
        return 13;
    case 't':
        return 9;
    case 'v':
        return 11;
    case '\\':
        return '\\';
    default:
        return 0;
    }
}

static bool find_category(uint32_t c, enum regex_category *out)
{
    static const char letters[] = "dDsSwW";
    const char *found = c < 0x80 && c ? strchr(letters, (int)c) : NULL;
    if (!found)
        return false;
    *out = (enum regex_category)(REGEX_DIGIT + (found - letters));
    return true;
}

static enum heap_status bad_escape(struct reader *r, size_t start)
{
    char shown[120];
    return reader_error(r, r->at - start, "bad escape %s", reader_shown(r, start, r->at, shown));
}

/* Up to `most` hexadecimal digits, all of which must be there. */
static enum heap_status read_hex(struct reader *r, size_t start, unsigned most, uint32_t *out)
{
    uint32_t value = 0;
    unsigned n = 0;
    enum heap_status status = HEAP_OK;
    for (int digit; n < most && r->length == 1 && (digit = hex_value(reader_peek(r))) >= 0; n++) {
        value = value << 4 | (uint32_t)digit;
        if ((status = reader_advance(r)) != HEAP_OK)
            return status;
    }
    char shown[120];
    if (n < most)
        return reader_error(r, r->at - start, "incomplete escape %s", reader_shown(r, start, r->at, shown));
    if (value > STR_MAX_CHAR)
        return bad_escape(r, start);
    *out = value;
    return HEAP_OK;
}

static ucs4_t named_character(const struct reader *r, size_t start, size_t end)
{
    char name[256];
    if (end - start >= sizeof name)
        return UNINAME_INVALID;
    for (size_t i = start; i < end; i++) {
        uint32_t c = reader_char(r, i);
        if (c == 0 || c >= 0x80)
            return UNINAME_INVALID;
        name[i - start] = (char)c;
    }
    name[end - start] = 0;
    return unicode_name_character(name);
}

/* \N{...} */
static enum heap_status read_name(struct reader *r, uint32_t *out)
{
    char shown[120];
    if (reader_peek(r) != '{')
        return reader_error(r, 0, "missing {");
    size_t start = r->at + 1;
    enum heap_status status = reader_advance(r);
    while (status == HEAP_OK && r->length && reader_peek(r) != '}')
        status = reader_advance(r);
    if (status != HEAP_OK)
        return status;
    size_t end = r->at;
    if (!r->length)
        return end == start ? reader_error(r, 0, "missing character name")
                            : reader_error(r, end - start, "missing }, unterminated name");
    if ((status = reader_advance(r)) != HEAP_OK)
        return status;
    if (end == start)
        return reader_error(r, 1, "missing character name");
    ucs4_t c = named_character(r, start, end);
    *out = c;
    if (c != UNINAME_INVALID)
        return HEAP_OK;
    return reader_error(r, end - start + 4, "undefined character name %s", reader_repr(r, start, end, shown));
}

/* What both sorts of escapes have: *done false: it is none of these. The token is behind us. */
static enum heap_status read_code(struct reader *r, size_t start, uint32_t c, uint32_t *out, bool *done)
{
    *done = true;
    if (c == 'x')
        return read_hex(r, start, 2, out);
    if (c == 'u' && r->tree->text)
        return read_hex(r, start, 4, out);
    if (c == 'U' && r->tree->text)
        return read_hex(r, start, 8, out);
    if (c == 'N' && r->tree->text)
        return read_name(r, out);
    *done = false;
    return HEAP_OK;
}

/* Up to two more octal digits. */
static enum heap_status read_octal(struct reader *r, size_t start, uint32_t first, uint32_t *out)
{
    uint32_t value = first - '0';
    for (unsigned n = 0; n < 2 && r->length == 1 && is_octal(reader_peek(r)); n++) {
        value = value * 8 + (reader_peek(r) - '0');
        enum heap_status status = reader_advance(r);
        if (status != HEAP_OK)
            return status;
    }
    char shown[120];
    if (value > 0377)
        return reader_error(r, r->at - start, "octal escape value %s outside of range 0-0o377",
                            reader_shown(r, start, r->at, shown));
    *out = value;
    return HEAP_OK;
}

static enum heap_status literal(struct reader *r, uint32_t c, uint32_t *node)
{
    *node = reader_node(r, REGEX_LITERAL);
    if (!*node)
        return HEAP_RAISED;
    r->tree->nodes[*node].a = c;
    return HEAP_OK;
}

/* ---- outside of sets
 * ------------------------------------------------------------------------------------------------------------
 */

enum heap_status reader_check_group(struct reader *r, uint32_t group, size_t back)
{
    if (group >= r->tree->group_count || !r->tree->groups[group].closed)
        return reader_error(r, back, "cannot refer to an open group");
    if (r->lookbehind_groups >= 0 && group >= r->lookbehind_groups)
        return reader_error(r, 0, "cannot refer to group defined in the same lookbehind subpattern");
    return HEAP_OK;
}

/* \1 to \99, or three octal digits. */
static enum heap_status read_number(struct reader *r, size_t start, uint32_t first, uint32_t *node)
{
    uint32_t group = first - '0', second;
    enum heap_status status;
    if (r->length == 1 && is_digit(second = reader_peek(r))) {
        if ((status = reader_advance(r)) != HEAP_OK)
            return status;
        group = group * 10 + (second - '0');
        if (is_octal(first) && is_octal(second) && r->length == 1 && is_octal(reader_peek(r))) {
            uint32_t value = ((first - '0') * 8 + (second - '0')) * 8 + (reader_peek(r) - '0');
            char shown[120];
            if ((status = reader_advance(r)) != HEAP_OK)
                return status;
            if (value > 0377)
                return reader_error(r, r->at - start, "octal escape value %s outside of range 0-0o377",
                                    reader_shown(r, start, r->at, shown));
            return literal(r, value, node);
        }
    }
    if (group >= r->tree->group_count)
        return reader_error(r, r->at - start - 1, "invalid group reference %u", group);
    status = reader_check_group(r, group, r->at - start);
    if (status != HEAP_OK)
        return status;
    *node = reader_node(r, REGEX_REFERENCE);
    if (*node)
        r->tree->nodes[*node].a = group;
    return *node ? HEAP_OK : HEAP_RAISED;
}

static bool find_place(const struct reader *r, uint32_t c, enum regex_place *out)
{
    if (c == 'A')
        *out = REGEX_BEGINNING;
    else if (c == 'Z' || (c == 'z' && r->h->abi.regex_has_z))
        *out = REGEX_VERY_END;
    else if (c == 'b')
        *out = REGEX_BOUNDARY;
    else if (c == 'B')
        *out = REGEX_NO_BOUNDARY;
    else
        return false;
    return true;
}

enum heap_status reader_escape(struct reader *r, uint32_t *node)
{
    size_t start = r->at;
    uint32_t c = reader_second(r), value = 0;
    enum regex_place place;
    enum regex_category category;
    bool done;
    enum heap_status status = reader_advance(r);
    if (status != HEAP_OK)
        return status;
    if (find_place(r, c, &place)) {
        *node = reader_node(r, REGEX_AT);
        if (*node) {
            r->tree->nodes[*node].a = place;
            r->tree->nodes[*node].b = 1;
        }
        return *node ? HEAP_OK : HEAP_RAISED;
    }
    if (find_category(c, &category)) {
        *node = reader_node(r, REGEX_SET);
        if (!*node)
            return HEAP_RAISED;
        r->tree->nodes[*node].a = r->tree->item_count;
        r->tree->nodes[*node].b = 1;
        return reader_item(r, 0, 0, category);
    }
    if (control(c, false))
        return literal(r, control(c, false), node);
    status = read_code(r, start, c, &value, &done);
    if (status != HEAP_OK)
        return status;
    if (done)
        return literal(r, value, node);
    if (c == '0') {
        status = read_octal(r, start, c, &value);
        return status == HEAP_OK ? literal(r, value, node) : status;
    }
    if (is_digit(c))
        return read_number(r, start, c, node);
    return is_letter(c) ? bad_escape(r, start) : literal(r, c, node);
}

/* ---- sets
 * ----------------------------------------------------------------------------------------------------------------------
 */

/* One end of a range, or an item of its own: the next token. */
static enum heap_status read_member(struct reader *r, struct regex_item *out)
{
    size_t start = r->at;
    bool escape = r->length == 2, done;
    uint32_t c = escape ? reader_second(r) : reader_peek(r), value = c;
    enum regex_category category = REGEX_RANGE;
    enum heap_status status = reader_advance(r);
    if (status != HEAP_OK)
        return status;
    if (escape && control(c, true)) {
        value = control(c, true);
    } else if (escape && !find_category(c, &category)) {
        status = read_code(r, start, c, &value, &done);
        if (status == HEAP_OK && !done && is_octal(c))
            status = read_octal(r, start, c, &value);
        else if (status == HEAP_OK && !done && (is_digit(c) || is_letter(c)))
            return bad_escape(r, start);
        if (status != HEAP_OK)
            return status;
    }
    *out = (struct regex_item){value, value, (uint8_t)category, false};
    return HEAP_OK;
}

/* Named by the first characters of both ends, as CPython does. */
static enum heap_status bad_range(struct reader *r, size_t low, size_t low_length, size_t high,
                                  size_t high_length)
{
    char from[120], to[120];
    return reader_error(r, low_length + 1 + high_length, "bad character range %s-%s",
                        reader_shown(r, low, low + low_length, from),
                        reader_shown(r, high, high + high_length, to));
}

static enum heap_status unterminated(struct reader *r, size_t bracket)
{
    return reader_error(r, r->at - bracket, "unterminated character set");
}

static enum heap_status read_members(struct reader *r, size_t bracket)
{
    for (bool first = true;; first = false) {
        struct regex_item item, end;
        bool is_range = false;
        size_t start = r->at, length = r->length;
        if (!r->length)
            return unterminated(r, bracket);
        if (r->length == 1 && reader_peek(r) == ']' && !first)
            return reader_advance(r);
        enum heap_status status = read_member(r, &item);
        if (status != HEAP_OK)
            return status;
        if (r->length == 1 && reader_peek(r) == '-') {
            if ((status = reader_advance(r)) != HEAP_OK)
                return status;
            if (!r->length)
                return unterminated(r, bracket);
            if (r->length == 1 && reader_peek(r) == ']') {
                status = reader_item(r, item.from, item.to, (enum regex_category)item.category);
                if (status == HEAP_OK)
                    status = reader_item(r, '-', '-', REGEX_RANGE);
                return status == HEAP_OK ? reader_advance(r) : status;
            }
            size_t high = r->at, high_length = r->length;
            if ((status = read_member(r, &end)) != HEAP_OK)
                return status;
            if (item.category != REGEX_RANGE || end.category != REGEX_RANGE || end.from < item.from)
                return bad_range(r, start, length, high, high_length);
            item.to = end.to;
            is_range = true;
        }
        status = reader_item(r, item.from, item.to, (enum regex_category)item.category);
        if (status != HEAP_OK)
            return status;
        r->tree->items[r->tree->item_count - 1].is_range = is_range;
    }
}

enum heap_status reader_set(struct reader *r, size_t start, uint32_t *node)
{
    bool negated = r->length == 1 && reader_peek(r) == '^';
    uint32_t first = r->tree->item_count;
    enum heap_status status = negated ? reader_advance(r) : HEAP_OK;
    if (status == HEAP_OK)
        status = read_members(r, start);
    if (status != HEAP_OK)
        return status;
    *node = reader_node(r, REGEX_SET);
    if (!*node)
        return HEAP_RAISED;
    struct regex_node *n = &r->tree->nodes[*node];
    n->a = first;
    n->b = r->tree->item_count - first;
    n->negated = negated;
    return HEAP_OK;
}
