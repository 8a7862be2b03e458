/* str.format() and str.format_map(): replacement fields with their names, conversions and nested specs.
 * Mirrors Objects/stringlib/unicode_format.h.
 */
#include <string.h>

#include "daemon/heap/object/answer.h"
#include "daemon/heap/object/arguments.h"
#include "daemon/heap/object/dict.h"
#include "daemon/heap/object/format.h"
#include "daemon/heap/object/format_methods.h"
#include "daemon/heap/object/names.h"
#include "daemon/heap/object/str.h"
#include "daemon/heap/object/unicode.h"

#define BUFFER 256
#define DEPTH  2 /* the template, and specs of its fields */

enum numbering { NUMBERING_OPEN, NUMBERING_AUTOMATIC, NUMBERING_MANUAL };

/* What fields are looked up in. */
struct values {
    struct heap *h;
    const struct call *call; /* of format() */
    addr mapping;            /* of format_map(); else 0 */
    enum numbering numbering;
    size_t next; /* the number of the next field without one */
};

/* Part of a str. */
struct part {
    addr s; /* held by the caller */
    const void *data;
    unsigned kind;
    size_t at, end;
};

static uint32_t char_at(const struct part *p, size_t i)
{
    return units_get(p->data, p->kind, i);
}

static struct part part_of(const struct heap *h, addr s, size_t from, size_t to)
{
    return (struct part){s, str_data(h, s), str_kind(h, s), from, to};
}

static enum heap_status raise_value(struct values *v, const char *message)
{
    return raise_error(v->h, EXC_VALUE_ERROR, "%s", message);
}

/* A field: {name!conversion:spec}. */
struct field {
    struct part name, spec;
    uint32_t conversion; /* 0: none */
    bool nested;         /* the spec has fields of its own */
};

/* ---- reading a field, behind its brace
 * ------------------------------------------------------------------------------------------- */

/* Where the name ends: *stop is the character there, '}', '!', ':', or 0 at the end of the text. */
static enum heap_status read_name(struct values *v, struct part *p, struct part *name, uint32_t *stop)
{
    *name = *p;
    *stop = 0;
    while (p->at < p->end) {
        uint32_t c = char_at(p, p->at++);
        if (c == '{')
            return raise_value(v, "unexpected '{' in field name");
        if (c == '[')
            while (p->at < p->end && char_at(p, p->at) != ']')
                p->at++;
        if (c == '}' || c == ':' || c == '!') {
            *stop = c;
            name->end = p->at - 1;
            return HEAP_OK;
        }
    }
    return raise_value(v, "expected '}' before end of string");
}

static enum heap_status read_conversion(struct values *v, struct part *p, struct field *f, bool *more)
{
    *more = true;
    if (p->at >= p->end)
        return raise_value(v, "end of string while looking for conversion specifier");
    f->conversion = char_at(p, p->at++);
    if (p->at >= p->end)
        return HEAP_OK;
    uint32_t c = char_at(p, p->at++);
    *more = c != '}';
    return c == '}' || c == ':' ? HEAP_OK : raise_value(v, "expected ':' after conversion specifier");
}

static enum heap_status read_spec(struct values *v, struct part *p, struct field *f)
{
    f->spec = *p;
    for (size_t depth = 1; p->at < p->end;) {
        uint32_t c = char_at(p, p->at++);
        if (c == '{') {
            f->nested = true;
            depth++;
        } else if (c == '}' && --depth == 0) {
            f->spec.end = p->at - 1;
            return HEAP_OK;
        }
    }
    return raise_value(v, "unmatched '{' in format spec");
}

static enum heap_status read_field(struct values *v, struct part *p, struct field *f)
{
    uint32_t stop;
    bool more = true;
    *f = (struct field){.spec = *p};
    f->spec.end = f->spec.at;
    enum heap_status status = read_name(v, p, &f->name, &stop);
    if (status != HEAP_OK || stop == '}')
        return status;
    if (stop == '!')
        status = read_conversion(v, p, f, &more);
    return status == HEAP_OK && more ? read_spec(v, p, f) : status;
}

/* ---- looking a name up
 * -----------------------------------------------------------------------------------------------------------
 */

/* A number of decimal digits of any script, -1: it is none. */
static enum heap_status read_index(struct values *v, const struct part *p, int64_t *out)
{
    *out = -1;
    int64_t index = p->at < p->end ? 0 : -1;
    for (size_t i = p->at; i < p->end; i++) {
        const struct unicode_record *record = unicode_record(char_at(p, i), v->h->abi.unicode_version);
        if (!(record->flags & UNICODE_DECIMAL))
            return HEAP_OK;
        if (index > (INT64_MAX - record->digit) / 10)
            return raise_value(v, "Too many decimal digits in format string");
        index = index * 10 + record->digit;
    }
    *out = index;
    return HEAP_OK;
}

static enum heap_status number_field(struct values *v, bool automatic, int64_t *index)
{
    if (v->numbering == NUMBERING_OPEN)
        v->numbering = automatic ? NUMBERING_AUTOMATIC : NUMBERING_MANUAL;
    if (v->numbering == NUMBERING_MANUAL && automatic)
        return raise_value(v, "cannot switch from manual field specification to automatic field numbering");
    if (v->numbering == NUMBERING_AUTOMATIC && !automatic)
        return raise_value(v, "cannot switch from automatic field numbering to manual field specification");
    if (automatic)
        *index = (int64_t)v->next++;
    return HEAP_OK;
}

/* *new*. */
static enum heap_status find_keyword(struct values *v, const struct part *name, addr *out)
{
    struct heap *h = v->h;
    addr key = str_slice(h, name->s, name->at, name->end);
    enum heap_status status = HEAP_OK;
    if (!key)
        return raise_status(h);
    if (v->mapping) {
        status = object_getitem(h, v->mapping, key, out);
        decref(h, key);
        return status;
    }
    size_t i = 0;
    while (i < v->call->kwcount && !str_equal(h, v->call->kwnames[i], key))
        i++;
    if (i < v->call->kwcount)
        *out = incref(h, v->call->kwvalues[i]);
    else
        status = raise_key_error(h, key);
    decref(h, key);
    return status;
}

static enum heap_status find_first(struct values *v, const struct part *name, addr *out)
{
    int64_t index;
    enum heap_status status = read_index(v, name, &index);
    bool empty = name->at == name->end;
    if (status == HEAP_OK && (empty || index >= 0))
        status = number_field(v, empty, &index);
    if (status != HEAP_OK)
        return status;
    if (index < 0)
        return find_keyword(v, name, out);
    if (v->mapping)
        return raise_value(v, "Format string contains positional fields");
    if ((size_t)index >= v->call->count)
        return raise_error(v->h, EXC_INDEX_ERROR,
                           "Replacement index %lld out of range for positional args tuple", (long long)index);
    *out = incref(v->h, v->call->args[index]);
    return HEAP_OK;
}

/* o.name, o[name] or o[number]: *new*. */
static enum heap_status step(struct values *v, addr o, const struct part *name, bool attribute, addr *out)
{
    struct heap *h = v->h;
    int64_t index = -1;
    if (name->at == name->end)
        return raise_value(v, "Empty attribute in format string");
    enum heap_status status = attribute ? HEAP_OK : read_index(v, name, &index);
    if (status != HEAP_OK)
        return status;
    addr key = index >= 0 ? int_new(h, index) : str_slice(h, name->s, name->at, name->end);
    if (!key)
        return raise_status(h);
    status = attribute ? object_getattr(h, o, key, out) : object_getitem(h, o, key, out);
    decref(h, key);
    return status;
}

/* What follows the first part of a name, from p->at on. */
static enum heap_status read_step(struct values *v, struct part *p, struct part *name, bool *attribute)
{
    uint32_t c = char_at(p, p->at++);
    *attribute = c == '.';
    *name = *p;
    if (c == '.') {
        while (p->at < p->end && char_at(p, p->at) != '.' && char_at(p, p->at) != '[')
            p->at++;
        name->end = p->at;
        return HEAP_OK;
    }
    if (c != '[')
        return raise_value(v, "Only '.' or '[' may follow ']' in format field specifier");
    while (p->at < p->end && char_at(p, p->at) != ']')
        p->at++;
    if (p->at == p->end)
        return raise_value(v, "Missing ']' in format string");
    name->end = p->at++;
    return HEAP_OK;
}

static enum heap_status find(struct values *v, const struct part *name, addr *out)
{
    struct part p = *name, first = *name;
    while (p.at < p.end && char_at(&p, p.at) != '.' && char_at(&p, p.at) != '[')
        p.at++;
    first.end = p.at;
    addr o;
    enum heap_status status = find_first(v, &first, &o);
    while (status == HEAP_OK && p.at < p.end) {
        struct part next;
        bool attribute;
        addr found = 0;
        status = read_step(v, &p, &next, &attribute);
        if (status == HEAP_OK)
            status = step(v, o, &next, attribute, &found);
        decref(v->h, o);
        o = found;
    }
    if (status == HEAP_OK)
        *out = o;
    return status;
}

/* ---- putting it together
 * ---------------------------------------------------------------------------------------------------------
 */

static enum heap_status put_template(struct values *v, struct part p, unsigned depth, struct text *out);

/* *stolen*, *new*. */
static enum heap_status convert(struct heap *h, addr o, uint32_t conversion, addr *out)
{
    addr s = 0;
    if (conversion == 's' || conversion == 'r' || conversion == 'a') {
        s = conversion == 's'   ? object_str(h, o)
            : conversion == 'r' ? object_repr_str(h, o)
                                : object_ascii(h, o);
        decref(h, o);
        return answer(h, s, out);
    }
    decref(h, o);
    if (conversion > 32 && conversion < 127)
        return raise_error(h, EXC_VALUE_ERROR, "Unknown conversion specifier %c", (int)conversion);
    return raise_error(h, EXC_VALUE_ERROR, "Unknown conversion specifier \\x%x", conversion);
}

static enum heap_status make_spec(struct values *v, const struct field *f, unsigned depth, addr *out)
{
    char buffer[BUFFER];
    struct text text;
    if (!f->nested)
        return answer(v->h, str_slice(v->h, f->spec.s, f->spec.at, f->spec.end), out);
    text_begin(v->h, &text, buffer, sizeof buffer);
    return text_answer(&text, put_template(v, f->spec, depth - 1, &text), out);
}

static enum heap_status put_field(struct values *v, const struct field *f, unsigned depth, bool last,
                                  struct text *out)
{
    struct heap *h = v->h;
    addr o, spec, s;
    enum heap_status status = find(v, &f->name, &o);
    bool is_int = status == HEAP_OK && object_is_exact(h, o, KIND_INT) &&
                  !f->conversion; /* its digits are written one by one */
    if (status == HEAP_OK && f->conversion)
        status = convert(h, o, f->conversion, &o);
    if (status != HEAP_OK)
        return status;
    status = make_spec(v, f, depth, &spec);
    if (status == HEAP_OK) {
        status = object_format(h, o, spec, &s);
        decref(h, spec);
    }
    decref(h, o);
    if (status != HEAP_OK)
        return status;
    if (last && !is_int)
        text_put_last(out, s);
    else
        text_put_str(h, out, s);
    decref(h, s);
    return HEAP_OK;
}

static void put_characters(struct text *out, const struct part *p, size_t from, size_t to)
{
    for (; from < to; from++) {
        char bytes[4];
        text_put(out, bytes, utf8_put(char_at(p, from), bytes));
    }
}

/* Text up to a brace; *field: one begins there. A brace that is written twice is one that means itself. */
static enum heap_status put_literal(struct values *v, struct part *p, struct text *out, bool *field)
{
    size_t from = p->at;
    *field = false;
    while (p->at < p->end && char_at(p, p->at) != '{' && char_at(p, p->at) != '}')
        p->at++;
    if (from == 0 && p->at == str_length(v->h, p->s)) { /* the template itself */
        text_put_last(out, p->s);
        return HEAP_OK;
    }
    put_characters(out, p, from, p->at);
    if (p->at == p->end)
        return HEAP_OK;
    uint32_t brace = char_at(p, p->at++);
    bool twice = p->at < p->end && char_at(p, p->at) == brace;
    if (brace == '}' && !twice)
        return raise_value(v, "Single '}' encountered in format string");
    if (brace == '{' && p->at == p->end)
        return raise_value(v, "Single '{' encountered in format string");
    *field = !twice;
    if (twice)
        put_characters(out, p, p->at, p->at + 1);
    p->at += twice;
    return HEAP_OK;
}

static enum heap_status put_template(struct values *v, struct part p, unsigned depth, struct text *out)
{
    enum heap_status status = HEAP_OK;
    if (depth == 0)
        return raise_value(v, "Max string recursion exceeded");
    while (status == HEAP_OK && p.at < p.end && !out->cut) {
        struct field f;
        bool field;
        status = put_literal(v, &p, out, &field);
        if (status == HEAP_OK && field)
            status = read_field(v, &p, &f);
        if (status == HEAP_OK && field)
            status = put_field(v, &f, depth, p.at == p.end, out);
        if (status == HEAP_OK)
            status = loop_check(v->h);
    }
    return status;
}

static enum heap_status format(struct values *v, addr self, addr *out)
{
    char buffer[BUFFER];
    struct text text;
    text_begin(v->h, &text, buffer, sizeof buffer);
    return text_answer(&text, put_template(v, part_of(v->h, self, 0, str_length(v->h, self)), DEPTH, &text),
                       out);
}

enum heap_status str_method_format(struct heap *h, const struct call *call, addr *out)
{
    struct values v = {.h = h, .call = call};
    return format(&v, call->self, out);
}

enum heap_status str_method_format_map(struct heap *h, const struct call *call, addr *out)
{
    struct values v = {.h = h, .call = call, .mapping = call->args[0]};
    return format(&v, call->self, out);
}
