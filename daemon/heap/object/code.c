/* Code objects: see code.h. They are in no collection and never change, but for what the evaluation notes in
 * its instructions. A code object holds, in the order in which it lets them go: constants, names, names and
 * kinds of local variables, file, name, qualified name, positions, handlers. */
#include "daemon/heap/object/code.h"

#include <string.h>

#include "daemon/heap/memory.h"
#include "daemon/heap/object/container.h"
#include "daemon/heap/object/heaptype.h"
#include "daemon/heap/object/member.h"
#include "daemon/heap/object/names.h"
#include "daemon/heap/object/scalar.h"
#include "daemon/heap/object/text.h"
#include "daemon/heap/runtime.h"

static const uint16_t references[] = {
    offsetof(struct code_object, consts),          offsetof(struct code_object, names),
    offsetof(struct code_object, localsplusnames), offsetof(struct code_object, localspluskinds),
    offsetof(struct code_object, filename),        offsetof(struct code_object, name),
    offsetof(struct code_object, qualname),        offsetof(struct code_object, positions),
    offsetof(struct code_object, handlers),
};
enum { REFERENCES = sizeof references / sizeof *references };

static addr *reference_at(const struct heap *h, addr o, size_t i)
{
    return heap_at(h, o + references[i]);
}

static addr instructions_of(const struct heap *h, addr code)
{
    return code + (addr)type_at(h, h->type[KIND_CODE])->basicsize;
}

uint32_t *code_instructions(const struct heap *h, addr code)
{
    return heap_at(h, instructions_of(h, code));
}

const struct code_position *code_position_at(const struct heap *h, addr code, size_t index)
{
    return (const struct code_position *)bytes_data(h, code_at(h, code)->positions) + index;
}

static void count_locals(const struct heap *h, struct code_object *c)
{
    const uint8_t *kinds = bytes_data(h, c->localspluskinds);
    c->nlocalsplus = (int32_t)tuple_length(h, c->localsplusnames);
    for (int32_t i = 0; i < c->nlocalsplus; i++) {
        c->nlocals += (kinds[i] & CODE_LOCAL) != 0;
        c->ncellvars += (kinds[i] & CODE_CELL) != 0;
        c->nfreevars += (kinds[i] & CODE_FREE) != 0;
    }
}

addr code_new(struct heap *h, const struct code_spec *spec)
{
    addr type = h->type[KIND_CODE], o;
    size_t bytes = (size_t)type_at(h, type)->basicsize + spec->words * sizeof(uint32_t);
    o = object_new_sized(h, type, bytes);
    if (!o)
        return 0;
    struct code_object *c = code_at(h, o);
    c->words = (int64_t)spec->words;
    c->consts = incref(h, spec->consts);
    c->names = incref(h, spec->names);
    c->localsplusnames = incref(h, spec->localsplusnames);
    c->localspluskinds = incref(h, spec->localspluskinds);
    c->filename = incref(h, spec->filename);
    c->name = incref(h, spec->name);
    c->qualname = incref(h, spec->qualname);
    c->positions = incref(h, spec->positions);
    c->handlers = incref(h, spec->handlers);
    c->flags = spec->flags;
    c->units = spec->units;
    c->argcount = spec->argcount;
    c->posonlyargcount = spec->posonlyargcount;
    c->kwonlyargcount = spec->kwonlyargcount;
    c->stacksize = spec->stacksize;
    c->firstlineno = spec->firstlineno;
    count_locals(h, c);
    memcpy(code_instructions(h, o), spec->instructions, spec->words * sizeof(uint32_t));
    return o;
}

/* A copy of the instructions as they were compiled: a table of the caller's to free. 0: MemoryError. */
addr code_plain_instructions(struct heap *h, addr code)
{
    size_t words = (size_t)code_at(h, code)->words, bytes = words * sizeof(uint32_t);
    addr table = table_alloc(h, bytes ? bytes : 1);
    if (!table) {
        (void)raise_memory(h);
        return 0;
    }
    memcpy(heap_at(h, table), code_instructions(h, code), bytes);
    if (runtime_plain_instructions)
        runtime_plain_instructions(heap_at(h, table), words);
    return table;
}

static enum heap_status same_instructions(struct heap *h, addr a, addr b, bool *out)
{
    size_t bytes = (size_t)code_at(h, a)->words * sizeof(uint32_t);
    *out = memcmp(code_instructions(h, a), code_instructions(h, b), bytes) == 0;
    if (*out)
        return HEAP_OK;
    addr x = code_plain_instructions(h, a), y = x ? code_plain_instructions(h, b) : 0;
    if (y)
        *out = memcmp(heap_at(h, x), heap_at(h, y), bytes) == 0;
    table_free(h, x);
    table_free(h, y);
    return y ? HEAP_OK : HEAP_RAISED;
}

/* ---- comparison --------------------------------------------------------------------------------- */

static bool same_numbers(const struct code_object *a, const struct code_object *b)
{
    return a->words == b->words && a->flags == b->flags && a->argcount == b->argcount &&
           a->posonlyargcount == b->posonlyargcount && a->kwonlyargcount == b->kwonlyargcount &&
           a->firstlineno == b->firstlineno;
}

/* Constants are equal when their types are too: 1 is not 1.0 here. Those of one compilation that are equal
 * are one object. */
static enum heap_status same_consts(struct heap *h, addr a, addr b, bool *out)
{
    size_t n = tuple_length(h, a);
    *out = n == tuple_length(h, b);
    for (size_t i = 0; *out && i < n; i++) {
        addr x = tuple_item(h, a, i), y = tuple_item(h, b, i);
        if (x == y)
            continue;
        if (object_type(h, x) != object_type(h, y)) {
            *out = false;
            return HEAP_OK;
        }
        enum heap_status status = object_equal(h, x, y, out);
        if (status != HEAP_OK)
            return status;
    }
    return HEAP_OK;
}

enum heap_status code_equal(struct heap *h, addr a, addr b, bool *out)
{
    const struct code_object *x = code_at(h, a), *y = code_at(h, b);
    *out = a == b;
    if (*out || !str_equal(h, x->name, y->name) || !same_numbers(x, y))
        return HEAP_OK;
    enum heap_status status = same_instructions(h, a, b, out);
    if (status != HEAP_OK || !*out)
        return status;
    *out = false;
    const addr pairs[][2] = {{x->names, y->names},
                             {x->localsplusnames, y->localsplusnames},
                             {x->positions, y->positions},
                             {x->handlers, y->handlers}};
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        status = object_equal_or_same(h, pairs[i][0], pairs[i][1], out);
        if (status != HEAP_OK || !*out)
            return status;
    }
    return same_consts(h, x->consts, y->consts, out);
}

/* ---- slots -------------------------------------------------------------------------------------- */

static void untraversed(struct heap *h, addr o, span_visitor *visit, void *context)
{
    for (size_t i = 0; i < REFERENCES; i++)
        visit(h, context, reference_at(h, o, i), 1, 1);
}

static bool release_next(struct heap *h, addr o, addr *reference)
{
    for (size_t i = 0; i < REFERENCES; i++) {
        addr *field = reference_at(h, o, i);
        if (*field) {
            *reference = *field;
            *field = 0;
            return true;
        }
    }
    return false;
}

static void free_storage(struct heap *h, addr o)
{
    if (HEAP_UNLIKELY(code_at(h, o)->monitoring != 0) && runtime_code_ends)
        runtime_code_ends(h, o);
}

/* What CPython's has: its code units take two bytes. */
static size_t size(const struct heap *h, addr o)
{
    return ((size_t)type_at(h, object_type(h, o))->basicsize + 2u * code_at(h, o)->units + 7) & ~(size_t)7;
}

static enum heap_status repr(struct heap *h, addr o, struct text *out)
{
    const struct code_object *c = code_at(h, o);
    text_put(out, "<code object ", 13);
    text_put_str(h, out, c->name);
    text_putf(out, " at 0x%llx, file \"", (unsigned long long)o);
    text_put_str(h, out, c->filename);
    text_putf(out, "\", line %d>", c->firstlineno ? c->firstlineno : -1);
    return HEAP_OK;
}

static enum heap_status hash(struct heap *h, addr o, int64_t *out)
{
    const struct code_object *c = code_at(h, o);
    int64_t consts;
    enum heap_status status = object_hash(h, c->consts, &consts);
    addr plain = status == HEAP_OK ? code_plain_instructions(h, o) : 0;
    if (!plain)
        return status == HEAP_OK ? HEAP_RAISED : status;
    uint64_t x = (uint64_t)str_hash(h, c->name) ^ (uint64_t)consts ^
                 (uint64_t)hash_bytes(h, heap_at(h, plain), (size_t)c->words * sizeof(uint32_t)) ^
                 (uint64_t)(uint32_t)c->argcount ^ (uint64_t)(uint32_t)c->firstlineno << 20 ^ c->flags;
    table_free(h, plain);
    *out = x == UINT64_MAX ? -2 : (int64_t)x;
    return HEAP_OK;
}

static enum heap_status equal(struct heap *h, addr a, addr b, int *result)
{
    if (object_kind(h, b) != KIND_CODE) {
        *result = -1;
        return HEAP_OK;
    }
    bool same;
    enum heap_status status = code_equal(h, a, b, &same);
    if (status == HEAP_OK)
        *result = same;
    return status;
}

static const char *verify(const struct heap *h, addr o)
{
    const struct code_object *c = code_at(h, o);
    size_t words = c->words < 0 ? SIZE_MAX : (size_t)c->words;
    if (words > UINT32_MAX ||
        !object_has_room(h, o, (size_t)type_at(h, object_type(h, o))->basicsize + words * sizeof(uint32_t)))
        return "a code object's instructions do not fit its block";
    if (object_kind(h, c->consts) != KIND_TUPLE || object_kind(h, c->names) != KIND_TUPLE ||
        object_kind(h, c->localsplusnames) != KIND_TUPLE || object_kind(h, c->localspluskinds) != KIND_BYTES)
        return "a code object's tables are of the wrong types";
    if ((size_t)c->nlocalsplus != tuple_length(h, c->localsplusnames) ||
        (size_t)c->nlocalsplus != bytes_length(h, c->localspluskinds))
        return "a code object's local variables are not as many as their names";
    if (bytes_length(h, c->positions) != words * sizeof(struct code_position))
        return "a code object has no position for each instruction";
    if (bytes_length(h, c->handlers) % sizeof(struct code_handler) != 0)
        return "a code object's exception table is cut";
    return NULL;
}

extern const struct kind_ops code_ops;
const struct kind_ops code_ops = {
    .untraversed = untraversed,
    .release_next = release_next,
    .free_storage = free_storage,
    .size = size,
    .repr = repr,
    .hash = hash,
    .equal = equal,
    .verify = verify,
};

/* ---- what it says of itself ---------------------------------------------------------------------- */

static enum heap_status give_new(addr value, addr *out)
{
    if (!value)
        return HEAP_RAISED;
    *out = value;
    return HEAP_OK;
}

static enum heap_status get_code(struct heap *h, addr o, addr *out)
{
    addr plain = code_plain_instructions(h, o);
    if (!plain)
        return HEAP_RAISED;
    addr made = bytes_new(h, heap_at(h, plain), (size_t)code_at(h, o)->words * sizeof(uint32_t));
    table_free(h, plain);
    return give_new(made, out);
}

/* The local variables of some kind, in order. */
static enum heap_status names_of(struct heap *h, addr o, uint8_t kind, addr *out)
{
    const struct code_object *c = code_at(h, o);
    size_t count = 0, n = 0, all = (size_t)c->nlocalsplus;
    for (size_t i = 0; i < all; i++)
        count += (bytes_data(h, c->localspluskinds)[i] & kind) != 0;
    addr t = tuple_new(h, count);
    if (!t)
        return HEAP_RAISED;
    c = code_at(h, o);
    for (size_t i = 0; i < all; i++)
        if (bytes_data(h, c->localspluskinds)[i] & kind)
            tuple_init(h, t, n++, incref(h, tuple_item(h, c->localsplusnames, i)));
    tuple_done(h, t);
    *out = t;
    return HEAP_OK;
}

static enum heap_status get_varnames(struct heap *h, addr o, addr *out)
{
    return names_of(h, o, CODE_LOCAL, out);
}
static enum heap_status get_cellvars(struct heap *h, addr o, addr *out)
{
    return names_of(h, o, CODE_CELL, out);
}
static enum heap_status get_freevars(struct heap *h, addr o, addr *out)
{
    return names_of(h, o, CODE_FREE, out);
}

const struct member_spec code_members[] = {
    {"co_argcount", MEMBER_INT, MEMBER_READ_ONLY, offsetof(struct code_object, argcount)},
    {"co_posonlyargcount", MEMBER_INT, MEMBER_READ_ONLY, offsetof(struct code_object, posonlyargcount)},
    {"co_kwonlyargcount", MEMBER_INT, MEMBER_READ_ONLY, offsetof(struct code_object, kwonlyargcount)},
    {"co_stacksize", MEMBER_INT, MEMBER_READ_ONLY, offsetof(struct code_object, stacksize)},
    {"co_flags", MEMBER_INT, MEMBER_READ_ONLY, offsetof(struct code_object, flags)},
    {"co_nlocals", MEMBER_INT, MEMBER_READ_ONLY, offsetof(struct code_object, nlocals)},
    {"co_consts", MEMBER_OBJECT, MEMBER_READ_ONLY, offsetof(struct code_object, consts)},
    {"co_names", MEMBER_OBJECT, MEMBER_READ_ONLY, offsetof(struct code_object, names)},
    {"co_filename", MEMBER_OBJECT, MEMBER_READ_ONLY, offsetof(struct code_object, filename)},
    {"co_name", MEMBER_OBJECT, MEMBER_READ_ONLY, offsetof(struct code_object, name)},
    {"co_qualname", MEMBER_OBJECT, MEMBER_READ_ONLY, offsetof(struct code_object, qualname)},
    {"co_firstlineno", MEMBER_INT, MEMBER_READ_ONLY, offsetof(struct code_object, firstlineno)},
    {0},
};
const struct getset code_getsets[] = {
    {"co_code", get_code, NULL},
    {"co_varnames", get_varnames, NULL},
    {"co_cellvars", get_cellvars, NULL},
    {"co_freevars", get_freevars, NULL},
    {0},
};
