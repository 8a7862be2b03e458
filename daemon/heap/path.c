/* "a.items[0]['k']": from a name, or an address, along attributes, indexes and keys to an object.
 *
 *   path      = (name | "0x" hex digits) step*
 *   step      = "." name | "[" literal "]"
 *   literal   = int | float | str in Python's quotes and escapes | True | False | None
 *
 * Blanks are allowed around what is in brackets. One pass, no recursion: the object reached is the only
 * state.
 */
#include <string.h>

#include "daemon/heap/frame.h"
#include "daemon/heap/memory.h"
#include "daemon/heap/object/class.h"
#include "daemon/heap/object/object.h"
#include "daemon/heap/object/scalar.h"
#include "daemon/heap/object/str.h"
#include "daemon/heap/object/text.h"

struct reader {
    const char *text;
    size_t at, length;
};

static bool at_end(const struct reader *r)
{
    return r->at >= r->length;
}
static char peek(const struct reader *r)
{
    return at_end(r) ? '\0' : r->text[r->at];
}

static bool accept(struct reader *r, char c)
{
    if (peek(r) != c || at_end(r))
        return false;
    r->at++;
    return true;
}

static void skip_blanks(struct reader *r)
{
    while (peek(r) == ' ')
        r->at++;
}

static enum heap_status fail(struct heap *h, const struct reader *r, const char *what)
{
    return raise_error(h, EXC_VALUE_ERROR, "invalid reference: %s at character %zu", what, r->at);
}

/* ---- names and addresses
 * ------------------------------------------------------------------------------------------------------- */

/* Everything up to a step or the end; whether it is an identifier is the lookup's business. */
static size_t name_length(const struct reader *r)
{
    size_t n = r->at;
    while (n < r->length && !memchr(".[]'\" \t\n", r->text[n], 9))
        n++;
    return n - r->at;
}

static enum heap_status read_address(struct heap *h, struct reader *r, addr *out, bool *dead)
{
    addr a = 0;
    size_t digits = 0;
    for (r->at += 2; !at_end(r); r->at++, digits++) {
        char c = peek(r);
        unsigned digit = c >= '0' && c <= '9'   ? (unsigned)(c - '0')
                         : c >= 'a' && c <= 'f' ? (unsigned)(c - 'a' + 10)
                         : c >= 'A' && c <= 'F' ? (unsigned)(c - 'A' + 10)
                                                : 16u;
        if (digit == 16)
            break;
        if (digits == 16)
            return fail(h, r, "too many digits");
        a = a << 4 | digit;
    }
    if (!digits)
        return fail(h, r, "an address needs digits");
    if (!object_is_alive(h, a)) {
        *dead = true;
        return raise_error(h, EXC_REFERENCE_ERROR, "0x%llx is not the address of a live object",
                           (unsigned long long)a);
    }
    *out = incref(h, a);
    return HEAP_OK;
}

static addr constant_named(const struct heap *h, const char *name, size_t length)
{
    static const struct {
        const char *name;
        enum singleton which;
    } constants[] = {{"None", SINGLETON_NONE},
                     {"True", SINGLETON_TRUE},
                     {"False", SINGLETON_FALSE},
                     {"Ellipsis", SINGLETON_ELLIPSIS},
                     {"NotImplemented", SINGLETON_NOT_IMPLEMENTED}};
    for (size_t i = 0; i < sizeof constants / sizeof *constants; i++)
        if (strlen(constants[i].name) == length && memcmp(constants[i].name, name, length) == 0)
            return h->singleton[constants[i].which];
    return 0;
}

static enum heap_status read_start(struct heap *h, struct reader *r, addr *out, bool *dead)
{
    if (r->length - r->at >= 2 && r->text[r->at] == '0' &&
        (r->text[r->at + 1] == 'x' || r->text[r->at + 1] == 'X'))
        return read_address(h, r, out, dead);
    size_t n = name_length(r);
    if (!n)
        return fail(h, r, "a name or an address is missing");
    const char *name = r->text + r->at;
    addr found = name_lookup(h, FRAME_TOP, name, n);
    if (!found)
        found = constant_named(h, name, n);
    if (!found)
        return raise_error(h, EXC_NAME_ERROR, "name '%.*s' is not defined", n > 200 ? 200 : (int)n, name);
    r->at += n;
    *out = incref(h, found);
    return HEAP_OK;
}

/* ---- literals in brackets
 * -----------------------------------------------------------------------------------------------------------
 */

/* \xhh, \uhhhh, \Uhhhhhhhh: false if the digits are missing. */
static bool read_hex(struct reader *r, int digits, uint32_t *out)
{
    *out = 0;
    for (int i = 0; i < digits; i++, r->at++) {
        char c = peek(r);
        if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F')))
            return false;
        *out = *out << 4 | (uint32_t)(c <= '9' ? c - '0' : (c | 32) - 'a' + 10);
    }
    return *out < 0x110000;
}

static bool read_escape(struct reader *r, char *out, size_t *length)
{
    static const char from[] = "\\'\"nrtabfv0", to[] = "\\'\"\n\r\t\a\b\f\v\0";
    char c = peek(r);
    const char *known = at_end(r) || c == '\0' ? NULL : strchr(from, c);
    r->at++;
    if (known) {
        out[(*length)++] = to[known - from];
        return true;
    }
    uint32_t code;
    if ((c != 'x' && c != 'u' && c != 'U') || !read_hex(r, c == 'x' ? 2 : c == 'u' ? 4 : 8, &code))
        return false;
    *length += utf8_put(code, out + *length);
    return true;
}

static enum heap_status read_str(struct heap *h, struct reader *r, char quote, addr *out)
{
    addr table = table_alloc(h, r->length - r->at + 4); /* no escape is shorter than what it stands for */
    if (!table)
        return raise_memory(h);
    char *text = heap_at(h, table);
    size_t length = 0;
    enum heap_status status = HEAP_OK;
    while (!at_end(r) && peek(r) != quote) {
        if (!accept(r, '\\')) {
            text[length++] = r->text[r->at++];
        } else if (!read_escape(r, text, &length)) {
            status = fail(h, r, "an escape that is not known");
            goto done;
        }
    }
    if (!accept(r, quote)) {
        status = fail(h, r, "a quote is missing");
        goto done;
    }
    *out = str_from_utf8(h, text, length);
    status = *out ? HEAP_OK : raise_status(h);
done:
    table_free(h, table);
    return status;
}

static enum heap_status read_number(struct heap *h, struct reader *r, addr *out)
{
    size_t start = r->at;
    double value;
    bool whole = true;
    if (peek(r) == '-' || peek(r) == '+')
        r->at++;
    for (char c; (c = peek(r)) != '\0' && (strchr("0123456789abcdefABCDEFxXoO_.", c) ||
                                           ((c == '-' || c == '+') && (r->text[r->at - 1] | 32) == 'e'));
         r->at++)
        whole = whole && c != '.' && !(c == 'e' || c == 'E');
    bool based = r->at - start > 2 && memchr(r->text + start, 'x', r->at - start);
    if (whole || based)
        *out = int_from_text(h, r->text + start, r->at - start, 0);
    else if (float_from_text(r->text + start, r->at - start, &value))
        *out = float_new(h, value);
    else
        return fail(h, r, "no number");
    return *out ? HEAP_OK : raise_status(h);
}

static enum heap_status read_literal(struct heap *h, struct reader *r, addr *out)
{
    char c = peek(r);
    if (accept(r, '\'') || accept(r, '"'))
        return read_str(h, r, c, out);
    if ((c >= '0' && c <= '9') || c == '-' || c == '+' || c == '.')
        return read_number(h, r, out);
    size_t n = name_length(r);
    addr constant = constant_named(h, r->text + r->at, n);
    if (!constant)
        return fail(h, r, "a number, a quoted string, True, False or None is missing");
    r->at += n;
    *out = incref(h, constant);
    return HEAP_OK;
}

/* ---- steps
 * ------------------------------------------------------------------------------------------------------------------------------
 */

static enum heap_status step_attribute(struct heap *h, struct reader *r, addr o, addr *out)
{
    size_t n = name_length(r);
    if (!n)
        return fail(h, r, "an attribute's name is missing");
    addr name = str_from_utf8(h, r->text + r->at, n);
    if (!name)
        return HEAP_RAISED;
    r->at += n;
    enum heap_status status = object_getattr(h, o, name, out);
    decref(h, name);
    return status;
}

static enum heap_status step_item(struct heap *h, struct reader *r, addr o, addr *out)
{
    addr key = 0;
    skip_blanks(r);
    enum heap_status status = read_literal(h, r, &key);
    if (status != HEAP_OK)
        return status;
    skip_blanks(r);
    status = accept(r, ']') ? object_getitem(h, o, key, out) : fail(h, r, "']' is missing");
    decref(h, key);
    return status;
}

enum heap_status path_resolve(struct heap *h, const char *path, size_t length, addr *out, bool *dead)
{
    struct reader r = {path, 0, length};
    addr o = 0, next = 0;
    *dead = false;
    enum heap_status status = read_start(h, &r, &o, dead);
    while (status == HEAP_OK && !at_end(&r)) {
        if (accept(&r, '.'))
            status = step_attribute(h, &r, o, &next);
        else if (accept(&r, '['))
            status = step_item(h, &r, o, &next);
        else
            status = fail(h, &r, "'.' or '[' is missing");
        decref(h, o);
        o = next;
    }
    if (status == HEAP_OK)
        *out = o;
    return status;
}
