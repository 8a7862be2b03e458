/* Names and constants of one compilation. Equal ones are one object, whatever code object they are in: names
 * because they are interned, constants because they are merged here, as CPython does by its table of constant
 * keys (_PyCode_ConstantKey): equal means of the same type, with the same sign of zero, and the same for what
 * is inside tuples and frozensets. Strs that look like identifiers are interned, as code objects do with
 * theirs.
 */
#include <string.h>

#include "daemon/heap/object/code.h"
#include "daemon/heap/object/complex.h"
#include "daemon/heap/object/container.h"
#include "daemon/heap/object/int.h"
#include "daemon/heap/object/scalar.h"
#include "daemon/heap/object/slice.h"
#include "daemon/heap/object/str.h"
#include "daemon/python/compiler.h"

/* ---- tables ------------------------------------------------------------------------------------------ */

struct text_name {
    struct ast_text text;
    addr name; /* held; 0: empty */
};

struct text_names {
    struct text_name *entries;
    uint32_t count, mask;
};

struct merged {
    addr *entries; /* open addressing; held */
    uint64_t *hashes;
    uint32_t count, mask;
};

enum { FIRST = 64 };

struct held {
    struct held *next;
    addr object;
};

static uint64_t hash_text(struct ast_text t)
{
    uint64_t x = 0xcbf29ce484222325ull;
    for (size_t i = 0; i < t.length; i++)
        x = (x ^ (uint8_t)t.bytes[i]) * 0x100000001b3ull;
    return x ^ x >> 29;
}

static struct text_name *find_text(const struct text_names *t, struct ast_text text)
{
    uint32_t i = (uint32_t)hash_text(text) & t->mask;
    while (t->entries[i].name && (t->entries[i].text.length != text.length ||
                                  memcmp(t->entries[i].text.bytes, text.bytes, text.length) != 0))
        i = (i + 1) & t->mask;
    return &t->entries[i];
}

static bool grow_texts(struct compiler *c)
{
    struct text_names *t = c->text_names, new = {.mask = t->mask * 2 + 1, .count = t->count};
    new.entries = compiler_alloc(c, (new.mask + 1u) * sizeof *new.entries);
    if (!new.entries)
        return false;
    for (uint32_t i = 0; i <= t->mask; i++)
        if (t->entries[i].name)
            *find_text(&new, t->entries[i].text) = t->entries[i];
    *t = new;
    return true;
}

static bool grow_merged(struct compiler *c)
{
    struct merged *m = c->merged, new = {.mask = m->mask * 2 + 1, .count = m->count};
    new.entries = compiler_alloc(c, (new.mask + 1u) * sizeof *new.entries);
    new.hashes = new.entries ? compiler_alloc(c, (new.mask + 1u) * sizeof *new.hashes) : NULL;
    if (!new.hashes)
        return false;
    for (uint32_t i = 0; i <= m->mask; i++)
        if (m->entries[i]) {
            uint32_t k = (uint32_t)m->hashes[i] & new.mask;
            while (new.entries[k])
                k = (k + 1) & new.mask;
            new.entries[k] = m->entries[i];
            new.hashes[k] = m->hashes[i];
        }
    *m = new;
    return true;
}

bool constants_begin(struct compiler *c)
{
    static const char *const known[KNOWN_COUNT] = {
        [KNOWN_MODULE_UNIT] = "<module>",
        [KNOWN_LAMBDA] = "<lambda>",
        [KNOWN_LISTCOMP] = "<listcomp>",
        [KNOWN_SETCOMP] = "<setcomp>",
        [KNOWN_DICTCOMP] = "<dictcomp>",
        [KNOWN_GENEXPR] = "<genexpr>",
        [KNOWN_TOP] = "top",
        [KNOWN_IMPLICIT] = ".0",
        [KNOWN_FORMAT_PARAMETER] = ".format",
        [KNOWN_FORMAT] = "format",
        [KNOWN_NAME] = "__name__",
        [KNOWN_MODULE] = "__module__",
        [KNOWN_QUALNAME] = "__qualname__",
        [KNOWN_DOC] = "__doc__",
        [KNOWN_CLASS] = "__class__",
        [KNOWN_CLASSCELL] = "__classcell__",
        [KNOWN_CLASSDICT] = "__classdict__",
        [KNOWN_CLASSDICTCELL] = "__classdictcell__",
        [KNOWN_FIRSTLINENO] = "__firstlineno__",
        [KNOWN_STATIC_ATTRIBUTES] = "__static_attributes__",
        [KNOWN_ANNOTATIONS] = "__annotations__",
        [KNOWN_ANNOTATE] = "__annotate__",
        [KNOWN_ANNOTATE_FUNC] = "__annotate_func__",
        [KNOWN_CONDITIONAL_ANNOTATIONS] = "__conditional_annotations__",
        [KNOWN_RETURN] = "return",
        [KNOWN_SUPER] = "super",
        [KNOWN_DEBUG] = "__debug__",
        [KNOWN_JOIN] = "join",
        [KNOWN_EMPTY] = "",
        [KNOWN_TYPE_PARAMS] = "__type_params__",
        [KNOWN_DOT_TYPE_PARAMS] = ".type_params",
        [KNOWN_DOT_GENERIC_BASE] = ".generic_base",
        [KNOWN_DOT_DEFAULTS] = ".defaults",
        [KNOWN_DOT_KEYWORD_DEFAULTS] = ".kwdefaults",
    };
    c->text_names = compiler_alloc(c, sizeof *c->text_names);
    c->merged = compiler_alloc(c, sizeof *c->merged);
    if (c->failed)
        return false;
    c->text_names->entries = compiler_alloc(c, FIRST * sizeof *c->text_names->entries);
    c->merged->entries = compiler_alloc(c, FIRST * sizeof *c->merged->entries);
    c->merged->hashes = compiler_alloc(c, FIRST * sizeof *c->merged->hashes);
    c->text_names->mask = c->merged->mask = FIRST - 1;
    for (size_t i = 0; i < KNOWN_COUNT && !c->failed; i++)
        c->known[i] = name_of_ascii(c, known[i]);
    return !c->failed;
}

void constants_end(struct compiler *c)
{
    for (uint32_t i = 0; c->text_names && c->text_names->entries && i <= c->text_names->mask; i++)
        xdecref(c->h, c->text_names->entries[i].name);
    for (uint32_t i = 0; c->merged && c->merged->hashes && i <= c->merged->mask; i++)
        xdecref(c->h, c->merged->entries[i]);
    for (const struct held *held = c->held; held; held = held->next)
        decref(c->h, held->object);
}

/* ---- names ------------------------------------------------------------------------------------------- */

addr name_of(struct compiler *c, struct ast_text text)
{
    struct text_names *t = c->text_names;
    if (c->failed)
        return 0;
    struct text_name *e = find_text(t, text);
    if (e->name)
        return e->name;
    if ((t->count + 1) * 2 > t->mask) {
        if (!grow_texts(c))
            return 0;
        e = find_text(t, text);
    }
    addr s = str_from_utf8(c->h, text.bytes, text.length);
    if (s)
        s = str_intern(c->h, s, true);
    if (!s) {
        compiler_fail(c, HEAP_RAISED);
        return 0;
    }
    *e = (struct text_name){text, s};
    t->count++;
    return s;
}

addr name_of_ascii(struct compiler *c, const char *text)
{
    return name_of(c, (struct ast_text){text, strlen(text)});
}

bool name_is(const struct compiler *c, addr name, const char *text)
{
    return str_equal_utf8(c->h, name, text, strlen(text));
}

addr name_mangled(struct compiler *c, addr private, addr name)
{
    const struct heap *h = c->h;
    if (c->failed || !private)
        return name;
    size_t length = str_length(h, name);
    if (length < 2 || str_char(h, name, 0) != '_' || str_char(h, name, 1) != '_' ||
        (str_char(h, name, length - 1) == '_' && str_char(h, name, length - 2) == '_'))
        return name;
    for (size_t i = 2; i < length; i++)
        if (str_char(h, name, i) == '.')
            return name;
    size_t skipped = 0, private_bytes = str_utf8_size(h, private), bytes = str_utf8_size(h, name);
    char *text = compiler_alloc(c, 1 + private_bytes + bytes);
    if (!text)
        return 0;
    str_utf8(h, private, text);
    while (skipped < private_bytes && text[skipped] == '_')
        skipped++;
    if (skipped == private_bytes)
        return name;
    memmove(text + 1, text + skipped, private_bytes - skipped);
    text[0] = '_';
    str_utf8(h, name, text + 1 + private_bytes - skipped);
    return name_of(c, (struct ast_text){text, 1 + private_bytes - skipped + bytes});
}

/* ---- constants --------------------------------------------------------------------------------------- */

static uint64_t constant_hash(struct heap *h, addr o)
{
    uint64_t x = (uint64_t)object_kind(h, o) * 0x9e3779b97f4a7c15ull;
    int64_t part = 0;
    switch (object_kind(h, o)) {
    case KIND_TUPLE:
        for (size_t i = 0, n = tuple_length(h, o); i < n; i++)
            x = (x ^ constant_hash(h, tuple_item(h, o, i))) * 0x100000001b3ull + i;
        return x;
    case KIND_SLICE:
        for (size_t i = 0; i < 3; i++)
            x = (x ^ constant_hash(h, slice_fields(h, o)[i])) * 0x100000001b3ull;
        return x;
    case KIND_CODE:
        return (x ^ (uint64_t)str_hash(h, code_at(h, o)->name) ^ (uint64_t)code_at(h, o)->words << 32) +
               (uint64_t)(uint32_t)code_at(h, o)->firstlineno * 0x9e3779b97f4a7c15ull;
    case KIND_NONE:
    case KIND_ELLIPSIS:
        return x;
    default:
        if (object_hash(h, o, &part) != HEAP_OK)
            heap_clear_raised(h);
        return x ^ (uint64_t)part ^ (uint64_t)part >> 31;
    }
}

static bool same_double(double a, double b) /* -0.0 is not 0.0, nan is never equal */
{
    return a == b && memcmp(&a, &b, sizeof a) == 0;
}

static bool constant_equal(struct heap *h, addr a, addr b);

static bool same_sets(struct heap *h, addr a, addr b)
{
    if (set_length(h, a) != set_length(h, b))
        return false;
    size_t i = 0;
    for (addr x; set_next(h, a, &i, &x);) {
        bool found = false;
        size_t k = 0;
        for (addr y; !found && set_next(h, b, &k, &y);)
            found = constant_equal(h, x, y);
        if (!found)
            return false;
    }
    return true;
}

static bool same_items(struct heap *h, addr a, addr b)
{
    size_t n = tuple_length(h, a);
    if (n != tuple_length(h, b))
        return false;
    for (size_t i = 0; i < n; i++)
        if (!constant_equal(h, tuple_item(h, a, i), tuple_item(h, b, i)))
            return false;
    return true;
}

static bool constant_equal(struct heap *h, addr a, addr b)
{
    bool same = false;
    if (a == b)
        return true;
    if (object_type(h, a) != object_type(h, b))
        return false;
    switch (object_kind(h, a)) {
    case KIND_INT:
        return int_compare(h, a, b) == 0;
    case KIND_FLOAT:
        return same_double(float_value(h, a), float_value(h, b));
    case KIND_COMPLEX:
        return same_double(complex_real(h, a), complex_real(h, b)) &&
               same_double(complex_imag(h, a), complex_imag(h, b));
    case KIND_STR:
        return str_equal(h, a, b);
    case KIND_BYTES:
        return bytes_length(h, a) == bytes_length(h, b) &&
               memcmp(bytes_data(h, a), bytes_data(h, b), bytes_length(h, a)) == 0;
    case KIND_TUPLE:
        return same_items(h, a, b);
    case KIND_FROZENSET:
        return same_sets(h, a, b);
    case KIND_SLICE:
        return constant_equal(h, slice_fields(h, a)[0], slice_fields(h, b)[0]) &&
               constant_equal(h, slice_fields(h, a)[1], slice_fields(h, b)[1]) &&
               constant_equal(h, slice_fields(h, a)[2], slice_fields(h, b)[2]);
    case KIND_CODE:
        return code_equal(h, a, b, &same) == HEAP_OK && same;
    default:
        return false;
    }
}

/* The items of a new constant, merged themselves. *new*; 0 when failed, `o` is released then. */
static addr merge_items(struct compiler *c, addr o)
{
    struct heap *h = c->h;
    if (object_kind(h, o) == KIND_TUPLE) {
        for (size_t i = 0, n = tuple_length(h, o); i < n; i++) {
            addr item = tuple_item(h, o, i), merged = constant_merge(c, incref(h, item));
            if (merged && merged != item) {
                tuple_init(h, o, i, incref(h, merged));
                decref(h, item);
            }
        }
    } else if (set_length(h, o)) {
        size_t n = 0, position = 0;
        addr *items = compiler_alloc(c, set_length(h, o) * sizeof *items);
        for (addr item; !c->failed && set_next(h, o, &position, &item);)
            items[n++] = constant_merge(c, incref(h, item));
        addr merged = c->failed ? 0 : frozenset_from(h, items, n);
        if (!merged && !c->failed)
            compiler_fail(c, HEAP_RAISED);
        decref(h, o);
        return merged;
    }
    if (!c->failed)
        return o;
    decref(h, o);
    return 0;
}

static addr merge(struct compiler *c, addr o, bool items)
{
    struct heap *h = c->h;
    struct merged *m = c->merged;
    if (!o && !c->failed)
        compiler_fail(c, HEAP_RAISED);
    if (c->failed) {
        xdecref(h, o);
        return 0;
    }
    uint64_t hash = constant_hash(h, o);
    uint32_t i = (uint32_t)hash & m->mask;
    for (; m->entries[i]; i = (i + 1) & m->mask)
        if (m->hashes[i] == hash && constant_equal(h, m->entries[i], o)) {
            decref(h, o);
            return m->entries[i];
        }
    enum kind kind = object_kind(h, o);
    if (kind == KIND_TUPLE || kind == KIND_FROZENSET) {
        if (items)
            o = merge_items(c, o);
        int64_t kept; /* CPython's table of constants has hashed them all: tuples may remember it */
        if (o && kind == KIND_TUPLE && tuple_keeps_hash(h) && object_hash(h, o, &kept) != HEAP_OK)
            compiler_fail(c, HEAP_RAISED);
    }
    if (!c->failed && (m->count + 1) * 2 > m->mask)
        (void)grow_merged(c);
    if (c->failed) {
        xdecref(h, o);
        return 0;
    }
    for (i = (uint32_t)hash & m->mask; m->entries[i];)
        i = (i + 1) & m->mask;
    m->entries[i] = o;
    m->hashes[i] = hash;
    m->count++;
    return o;
}

addr constant_merge_flat(struct compiler *c, addr o)
{
    return merge(c, o, false);
}

addr constant_merge(struct compiler *c, addr o)
{
    return merge(c, o, true);
}

static bool looks_like_name(const struct heap *h, addr s)
{
    if (!str_is_ascii(h, s))
        return false;
    const char *text = str_data(h, s);
    for (size_t i = 0, n = str_length(h, s); i < n; i++)
        if (!((text[i] >= 'a' && text[i] <= 'z') || (text[i] >= 'A' && text[i] <= 'Z') ||
              (text[i] >= '0' && text[i] <= '9') || text[i] == '_'))
            return false;
    return true;
}

/* Until the compilation ends. Steals; borrowed. */
static addr hold(struct compiler *c, addr o)
{
    struct held *held = o ? compiler_alloc(c, sizeof *held) : NULL;
    if (!held) {
        compiler_fail(c, HEAP_RAISED);
        xdecref(c->h, o);
        return 0;
    }
    *held = (struct held){c->held, o};
    c->held = held;
    return o;
}

/* A frozenset with interned items is made anew when one of them is another object now: its order may be
 * another. */
static addr intern_frozenset(struct compiler *c, addr o)
{
    struct heap *h = c->h;
    bool changed = false;
    size_t n = 0, position = 0;
    addr *items = compiler_alloc(c, (set_length(h, o) + 1) * sizeof *items);
    for (addr item; !c->failed && set_next(h, o, &position, &item); n++) {
        items[n] = constant_intern(c, item);
        changed |= items[n] != item;
    }
    return changed && !c->failed ? hold(c, frozenset_from(h, items, n)) : o;
}

addr constant_intern(struct compiler *c, addr o)
{
    struct heap *h = c->h;
    if (c->failed)
        return 0;
    enum kind kind = object_kind(h, o);
    if (kind == KIND_STR && looks_like_name(h, o)) {
        addr interned = str_intern(h, incref(h, o), false);
        if (interned != o)
            return hold(c, interned);
        decref(h, interned);
    } else if (kind == KIND_TUPLE) {
        for (size_t i = 0, n = tuple_length(h, o); i < n && !c->failed; i++) {
            addr item = tuple_item(h, o, i), interned = constant_intern(c, item);
            if (interned && interned != item) {
                tuple_init(h, o, i, incref(h, interned));
                decref(h, item);
            }
        }
    } else if (kind == KIND_FROZENSET)
        return intern_frozenset(c, o);
    return o;
}

addr constant_names(struct compiler *c, const addr *names, size_t count)
{
    struct heap *h = c->h;
    if (c->failed)
        return 0;
    addr tuple = merge(c, tuple_from(h, names, count), false);
    for (size_t i = 0; tuple && i < count; i++) { /* a constant that is equal may have others */
        addr item = tuple_item(h, tuple, i);
        if (item != names[i]) {
            tuple_init(h, tuple, i, incref(h, names[i]));
            decref(h, item);
        }
    }
    return tuple;
}

static addr literal_int(struct compiler *c, const struct ast_node *n)
{
    struct ast_text t = n->u.constant.text;
    size_t digits = 0;
    bool decimal = t.length < 2 || t.bytes[0] != '0';
    while (digits < t.length && t.bytes[digits] == '0')
        digits++;
    if (digits == t.length) /* 00 is 0 */
        return int_new(c->h, 0);
    if (decimal && t.length > c->abi->int_digits_max) {
        compiler_error(
            c, node_at(n),
            "Exceeds the limit (%u digits) for integer string conversion: value has %zu digits; use "
            "sys.set_int_max_str_digits() to increase the limit - Consider hexadecimal for huge integer "
            "literals to avoid decimal conversion limits.",
            (unsigned)c->abi->int_digits_max, t.length);
        return 0;
    }
    return int_from_text(c->h, t.bytes, t.length, decimal ? 10 : 0);
}

static addr literal_float(struct compiler *c, struct ast_text t, bool imaginary)
{
    double value = 0;
    if (!float_from_text(t.bytes, t.length, &value)) {
        (void)raise_memory(c->h);
        return 0;
    }
    return imaginary ? complex_new(c->h, 0.0, value) : float_new(c->h, value);
}

static addr literal(struct compiler *c, const struct ast_node *n)
{
    struct heap *h = c->h;
    struct ast_text t = n->u.constant.text;
    switch (n->u.constant.kind) {
    case AST_CONST_TRUE:
        return incref(h, h->singleton[SINGLETON_TRUE]);
    case AST_CONST_FALSE:
        return incref(h, h->singleton[SINGLETON_FALSE]);
    case AST_CONST_ELLIPSIS:
        return incref(h, h->singleton[SINGLETON_ELLIPSIS]);
    case AST_CONST_INT:
        return literal_int(c, n);
    case AST_CONST_FLOAT:
        return literal_float(c, t, false);
    case AST_CONST_COMPLEX:
        return literal_float(c, t, true);
    case AST_CONST_STR:
        return str_from_utf8(h, t.bytes, t.length);
    case AST_CONST_BYTES:
        return bytes_new(h, t.bytes, t.length);
    default:
        return incref(h, none(h));
    }
}

addr constant_value(struct compiler *c, struct ast_node *n)
{
    if (c->failed)
        return 0;
    if (!n->u.constant.object)
        n->u.constant.object = constant_merge(c, literal(c, n));
    return n->u.constant.object;
}

void constant_fold(struct compiler *c, struct ast_node *n, addr o)
{
    addr merged = constant_merge(c, o);
    if (!merged)
        return;
    n->kind = AST_CONSTANT;
    memset(&n->u.constant, 0, sizeof n->u.constant);
    n->u.constant.kind = AST_CONST_OBJECT;
    n->u.constant.object = merged;
}

addr constant_int(struct compiler *c, int64_t value)
{
    return c->failed ? 0 : constant_merge(c, int_new(c->h, value));
}

addr constant_tuple(struct compiler *c, const addr *items, size_t count)
{
    return c->failed ? 0 : constant_merge(c, tuple_from(c->h, items, count));
}

uint32_t const_table_add(struct compiler *c, struct const_table *t, addr o)
{
    if (c->failed)
        return 0;
    int64_t known = name_map_get(&t->index, o, -1);
    if (known >= 0)
        return (uint32_t)known;
    if (t->count == t->capacity) {
        uint32_t capacity = t->capacity ? t->capacity * 2 : 8;
        addr *items = compiler_alloc(c, capacity * sizeof *items);
        if (!items)
            return 0;
        if (t->count)
            memcpy(items, t->items, t->count * sizeof *items);
        t->items = items;
        t->capacity = capacity;
    }
    if (!name_map_set(&t->index, c->arena, o, t->count)) {
        compiler_fail_memory(c);
        return 0;
    }
    t->items[t->count] = o;
    return t->count++;
}

uint32_t constant_add(struct compiler *c, addr o)
{
    return c->failed ? 0 : const_table_add(c, &c->unit->consts, o);
}
