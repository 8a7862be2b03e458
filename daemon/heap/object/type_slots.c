/* The words in the slots of types (type_slots.h). */
#include "daemon/heap/object/type_slots.h"

#include "daemon/heap/object/container.h"
#include "daemon/heap/object/lookup.h"

/* ---- which special methods fill a slot ------------------------------------------------------------ */

#define NAMES_MAX 6
struct slot_names {
    bool no_function; /* a class that defines one of the names has nothing there */
    uint8_t count;
    uint8_t names[NAMES_MAX];
};

#define ONE(a)                                                                                               \
    {                                                                                                        \
        false, 1,                                                                                            \
        {                                                                                                    \
            NAME_##a                                                                                         \
        }                                                                                                    \
    }
#define TWO(a, b)                                                                                            \
    {                                                                                                        \
        false, 2,                                                                                            \
        {                                                                                                    \
            NAME_##a, NAME_##b                                                                               \
        }                                                                                                    \
    }
static const struct slot_names slot_names[SLOT_COUNT] = {
    [NB_ADD] = TWO(ADD, RADD),
    [NB_SUBTRACT] = TWO(SUB, RSUB),
    [NB_MULTIPLY] = TWO(MUL, RMUL),
    [NB_REMAINDER] = TWO(MOD, RMOD),
    [NB_DIVMOD] = TWO(DIVMOD, RDIVMOD),
    [NB_POWER] = TWO(POW, RPOW),
    [NB_NEGATIVE] = ONE(NEG),
    [NB_POSITIVE] = ONE(POS),
    [NB_ABSOLUTE] = ONE(ABS),
    [NB_BOOL] = ONE(BOOL),
    [NB_INVERT] = ONE(INVERT),
    [NB_LSHIFT] = TWO(LSHIFT, RLSHIFT),
    [NB_RSHIFT] = TWO(RSHIFT, RRSHIFT),
    [NB_AND] = TWO(AND, RAND),
    [NB_XOR] = TWO(XOR, RXOR),
    [NB_OR] = TWO(OR, ROR),
    [NB_INT] = ONE(INT),
    [NB_FLOAT] = ONE(FLOAT),
    [NB_INPLACE_ADD] = ONE(IADD),
    [NB_INPLACE_SUBTRACT] = ONE(ISUB),
    [NB_INPLACE_MULTIPLY] = ONE(IMUL),
    [NB_INPLACE_REMAINDER] = ONE(IMOD),
    [NB_INPLACE_POWER] = ONE(IPOW),
    [NB_INPLACE_LSHIFT] = ONE(ILSHIFT),
    [NB_INPLACE_RSHIFT] = ONE(IRSHIFT),
    [NB_INPLACE_AND] = ONE(IAND),
    [NB_INPLACE_XOR] = ONE(IXOR),
    [NB_INPLACE_OR] = ONE(IOR),
    [NB_FLOOR_DIVIDE] = TWO(FLOORDIV, RFLOORDIV),
    [NB_TRUE_DIVIDE] = TWO(TRUEDIV, RTRUEDIV),
    [NB_INPLACE_FLOOR_DIVIDE] = ONE(IFLOORDIV),
    [NB_INPLACE_TRUE_DIVIDE] = ONE(ITRUEDIV),
    [NB_INDEX] = ONE(INDEX),
    [NB_MATRIX_MULTIPLY] = TWO(MATMUL, RMATMUL),
    [NB_INPLACE_MATRIX_MULTIPLY] = ONE(IMATMUL),
    [SQ_LENGTH] = ONE(LEN),
    [SQ_CONCAT] = {true, 1, {NAME_ADD}},
    [SQ_REPEAT] = {true, 2, {NAME_MUL, NAME_RMUL}},
    [SQ_ITEM] = ONE(GETITEM),
    [SQ_ASS_ITEM] = TWO(SETITEM, DELITEM),
    [SQ_CONTAINS] = ONE(CONTAINS),
    [SQ_INPLACE_CONCAT] = {true, 1, {NAME_IADD}},
    [SQ_INPLACE_REPEAT] = {true, 1, {NAME_IMUL}},
    [MP_LENGTH] = ONE(LEN),
    [MP_SUBSCRIPT] = ONE(GETITEM),
    [MP_ASS_SUBSCRIPT] = TWO(SETITEM, DELITEM),
    [TP_HASH] = ONE(HASH),
    [TP_RICHCOMPARE] = {false, 6, {NAME_LT, NAME_LE, NAME_EQ, NAME_NE, NAME_GT, NAME_GE}},
};
_Static_assert(NAME_COUNT <= 256, "names of slots are bytes");

/* ---- what the builtin types have ------------------------------------------------------------------- */

#define NUMBER_ARITHMETIC                                                                                    \
    NB_ADD, NB_SUBTRACT, NB_MULTIPLY, NB_REMAINDER, NB_DIVMOD, NB_POWER, NB_NEGATIVE, NB_POSITIVE,           \
        NB_ABSOLUTE, NB_BOOL, NB_INT, NB_FLOAT, NB_FLOOR_DIVIDE, NB_TRUE_DIVIDE
#define SEQUENCE   SQ_LENGTH, SQ_CONCAT, SQ_REPEAT, SQ_ITEM, SQ_CONTAINS
#define SEQUENCE_M SEQUENCE, SQ_ASS_ITEM, SQ_INPLACE_CONCAT, SQ_INPLACE_REPEAT
#define MAPPING    MP_LENGTH, MP_SUBSCRIPT
#define MAPPING_M  MAPPING, MP_ASS_SUBSCRIPT
#define SET_NUMBER NB_SUBTRACT, NB_AND, NB_XOR, NB_OR
#define END        SLOT_COUNT

/* Kinds that share a function go by one owner's name. */
struct builtin_slots {
    uint16_t kind, owner;
    uint8_t slots[44];
};
static const struct builtin_slots builtin_slots[] = {
    {KIND_INSTANCE, KIND_INSTANCE, {TP_HASH, TP_RICHCOMPARE, END}},
    {KIND_NONE, KIND_NONE, {NB_BOOL, END}},
    {KIND_INT,
     KIND_INT,
     {NUMBER_ARITHMETIC, NB_INVERT, NB_LSHIFT, NB_RSHIFT, NB_AND, NB_XOR, NB_OR, NB_INDEX, TP_HASH,
      TP_RICHCOMPARE, END}},
    {KIND_BOOL, KIND_BOOL, {NB_INVERT, NB_AND, NB_XOR, NB_OR, END}},
    {KIND_BOOL, KIND_INT, {NUMBER_ARITHMETIC, NB_LSHIFT, NB_RSHIFT, NB_INDEX, TP_HASH, TP_RICHCOMPARE, END}},
    {KIND_FLOAT, KIND_FLOAT, {NUMBER_ARITHMETIC, TP_HASH, TP_RICHCOMPARE, END}},
    {KIND_COMPLEX,
     KIND_COMPLEX,
     {NB_ADD, NB_SUBTRACT, NB_MULTIPLY, NB_POWER, NB_NEGATIVE, NB_POSITIVE, NB_ABSOLUTE, NB_BOOL,
      NB_TRUE_DIVIDE, TP_HASH, TP_RICHCOMPARE, END}},
    {KIND_STR, KIND_STR, {NB_REMAINDER, SEQUENCE, MAPPING, TP_HASH, TP_RICHCOMPARE, END}},
    {KIND_BYTES, KIND_BYTES, {NB_REMAINDER, SEQUENCE, MAPPING, TP_HASH, TP_RICHCOMPARE, END}},
    {KIND_BYTEARRAY, KIND_BYTEARRAY, {NB_REMAINDER, SEQUENCE_M, MAPPING_M, TP_RICHCOMPARE, END}},
    {KIND_TUPLE, KIND_TUPLE, {SEQUENCE, MAPPING, TP_HASH, TP_RICHCOMPARE, END}},
    {KIND_LIST, KIND_LIST, {SEQUENCE_M, MAPPING_M, TP_RICHCOMPARE, END}},
    {KIND_DICT, KIND_DICT, {NB_OR, NB_INPLACE_OR, SQ_CONTAINS, MAPPING_M, TP_RICHCOMPARE, END}},
    {KIND_SET,
     KIND_SET,
     {SET_NUMBER, NB_INPLACE_SUBTRACT, NB_INPLACE_AND, NB_INPLACE_XOR, NB_INPLACE_OR, SQ_LENGTH, SQ_CONTAINS,
      TP_RICHCOMPARE, END}},
    {KIND_FROZENSET, KIND_SET, {SET_NUMBER, SQ_LENGTH, SQ_CONTAINS, TP_RICHCOMPARE, END}},
    {KIND_FROZENSET, KIND_FROZENSET, {TP_HASH, END}},
    {KIND_DICT_KEYS, KIND_DICT_KEYS, {SET_NUMBER, SQ_LENGTH, SQ_CONTAINS, TP_RICHCOMPARE, END}},
    {KIND_DICT_ITEMS, KIND_DICT_KEYS, {SET_NUMBER, SQ_LENGTH, TP_RICHCOMPARE, END}},
    {KIND_DICT_ITEMS, KIND_DICT_ITEMS, {SQ_CONTAINS, END}},
    {KIND_FUNCTOOLS_COMPARE_KEY, KIND_FUNCTOOLS_COMPARE_KEY, {TP_RICHCOMPARE, END}},
    {KIND_ORDERED_DICT, KIND_DICT, {SQ_CONTAINS, MAPPING, END}},
    {KIND_ORDERED_DICT, KIND_ORDERED_DICT, {NB_OR, NB_INPLACE_OR, MP_ASS_SUBSCRIPT, TP_RICHCOMPARE, END}},
    {KIND_ORDERED_KEYS, KIND_DICT_KEYS, {SET_NUMBER, SQ_LENGTH, SQ_CONTAINS, TP_RICHCOMPARE, END}},
    {KIND_ORDERED_ITEMS, KIND_DICT_KEYS, {SET_NUMBER, SQ_LENGTH, TP_RICHCOMPARE, END}},
    {KIND_ORDERED_ITEMS, KIND_DICT_ITEMS, {SQ_CONTAINS, END}},
    {KIND_DEFAULT_DICT, KIND_DICT, {NB_INPLACE_OR, SQ_CONTAINS, MAPPING_M, TP_RICHCOMPARE, END}},
    {KIND_DEFAULT_DICT, KIND_DEFAULT_DICT, {NB_OR, END}},
    {KIND_MEMORYVIEW, KIND_MEMORYVIEW, {SQ_LENGTH, SQ_ITEM, MAPPING_M, TP_HASH, TP_RICHCOMPARE, END}},
    {KIND_PATTERN, KIND_PATTERN, {TP_HASH, TP_RICHCOMPARE, END}},
    {KIND_MATCH, KIND_MATCH, {MP_SUBSCRIPT, END}},
    {KIND_TIMEDELTA,
     KIND_TIMEDELTA,
     {NB_ADD, NB_SUBTRACT, NB_MULTIPLY, NB_REMAINDER, NB_DIVMOD, NB_NEGATIVE, NB_POSITIVE, NB_ABSOLUTE,
      NB_BOOL, NB_FLOOR_DIVIDE, NB_TRUE_DIVIDE, TP_HASH, TP_RICHCOMPARE, END}},
    {KIND_DATE, KIND_DATE, {NB_ADD, NB_SUBTRACT, TP_HASH, TP_RICHCOMPARE, END}},
    {KIND_DATETIME, KIND_DATETIME, {NB_ADD, NB_SUBTRACT, TP_HASH, TP_RICHCOMPARE, END}},
    {KIND_TIME, KIND_TIME, {TP_HASH, TP_RICHCOMPARE, END}},
    {KIND_TIMEZONE, KIND_TIMEZONE, {TP_HASH, TP_RICHCOMPARE, END}},
    {KIND_DECIMAL, KIND_DECIMAL, {NUMBER_ARITHMETIC, TP_HASH, TP_RICHCOMPARE, END}},
    {KIND_DEQUE, KIND_DEQUE, {SEQUENCE_M, TP_RICHCOMPARE, END}},
    {KIND_ARRAY, KIND_ARRAY, {SEQUENCE_M, MAPPING_M, TP_RICHCOMPARE, END}},
    {KIND_RANGE,
     KIND_RANGE,
     {NB_BOOL, SQ_LENGTH, SQ_ITEM, SQ_CONTAINS, MAPPING, TP_HASH, TP_RICHCOMPARE, END}},
    {KIND_SLICE, KIND_SLICE, {TP_RICHCOMPARE, END}},
    {KIND_WEAKREF, KIND_WEAKREF, {TP_HASH, TP_RICHCOMPARE, END}},
    {KIND_BUILTIN, KIND_BUILTIN, {TP_HASH, TP_RICHCOMPARE, END}},
    {KIND_METHOD, KIND_METHOD, {TP_HASH, TP_RICHCOMPARE, END}},
    {KIND_CELL, KIND_CELL, {TP_RICHCOMPARE, END}},
#define PROXY_SLOTS                                                                                          \
    NB_ADD, NB_SUBTRACT, NB_MULTIPLY, NB_REMAINDER, NB_DIVMOD, NB_POWER, NB_NEGATIVE, NB_POSITIVE,           \
        NB_ABSOLUTE, NB_BOOL, NB_INVERT, NB_LSHIFT, NB_RSHIFT, NB_AND, NB_XOR, NB_OR, NB_INT, NB_FLOAT,      \
        NB_INPLACE_ADD, NB_INPLACE_SUBTRACT, NB_INPLACE_MULTIPLY, NB_INPLACE_REMAINDER, NB_INPLACE_POWER,    \
        NB_INPLACE_LSHIFT, NB_INPLACE_RSHIFT, NB_INPLACE_AND, NB_INPLACE_XOR, NB_INPLACE_OR,                 \
        NB_FLOOR_DIVIDE, NB_TRUE_DIVIDE, NB_INPLACE_FLOOR_DIVIDE, NB_INPLACE_TRUE_DIVIDE, NB_INDEX,          \
        NB_MATRIX_MULTIPLY, NB_INPLACE_MATRIX_MULTIPLY, SQ_LENGTH, SQ_CONTAINS, MAPPING_M, TP_RICHCOMPARE,   \
        END
    {KIND_TYPE, KIND_TYPE, {NB_OR, END}},
    {KIND_GENERIC_ALIAS, KIND_TYPE, {NB_OR, END}},
    {KIND_GENERIC_ALIAS, KIND_GENERIC_ALIAS, {MP_SUBSCRIPT, END}},
    {KIND_UNION, KIND_TYPE, {NB_OR, END}},
    {KIND_UNION, KIND_UNION, {MP_SUBSCRIPT, END}},
    {KIND_TYPE_VAR, KIND_TYPE_VAR, {NB_OR, END}},
    {KIND_PARAM_SPEC, KIND_TYPE_VAR, {NB_OR, END}},
    {KIND_TYPE_ALIAS, KIND_TYPE_VAR, {NB_OR, END}},
    {KIND_TYPE_ALIAS, KIND_TYPE_ALIAS, {MP_SUBSCRIPT, END}},
    {KIND_TEMPLATE, KIND_TEMPLATE, {SQ_CONCAT, END}},
    {KIND_PARAM_SPEC_ARGS, KIND_PARAM_SPEC_ARGS, {TP_RICHCOMPARE, END}},
    {KIND_PARAM_SPEC_KWARGS, KIND_PARAM_SPEC_ARGS, {TP_RICHCOMPARE, END}},
    {KIND_MAPPINGPROXY, KIND_MAPPINGPROXY, {NB_OR, NB_INPLACE_OR, SQ_CONTAINS, MAPPING, TP_RICHCOMPARE, END}},
    {KIND_FRAME_LOCALS,
     KIND_FRAME_LOCALS,
     {NB_OR, NB_INPLACE_OR, SQ_CONTAINS, MAPPING_M, TP_RICHCOMPARE, END}},
    {KIND_NAMESPACE, KIND_NAMESPACE, {TP_RICHCOMPARE, END}},
    {KIND_PROXY, KIND_PROXY, {PROXY_SLOTS}},
    {KIND_CALLABLE_PROXY, KIND_PROXY, {PROXY_SLOTS}},
};

/* Where a word is; NULL: the type has no such suite. */
static addr *slot_field(const struct heap *h, addr type, enum type_slot slot)
{
    struct type_object *t = type_at(h, type);
    if (slot >= TP_HASH)
        return slot == TP_HASH ? &t->hash : &t->richcompare;
    addr suite = slot < SQ_LENGTH ? t->as_number : slot < MP_LENGTH ? t->as_sequence : t->as_mapping;
    unsigned index = slot < SQ_LENGTH ? slot : slot < MP_LENGTH ? slot - SQ_LENGTH : slot - MP_LENGTH;
    return suite ? heap_at(h, suite + index * 8u) : NULL;
}

/* A suite is made with its first word. */
static void set_builtin(struct heap *h, addr type, enum type_slot slot, unsigned owner)
{
    struct type_object *t = type_at(h, type);
    addr *suite = slot < SQ_LENGTH ? &t->as_number : slot < MP_LENGTH ? &t->as_sequence : &t->as_mapping;
    if (slot < TP_HASH && !*suite) {
        size_t words = slot < SQ_LENGTH ? SQ_LENGTH : slot < MP_LENGTH ? MP_LENGTH - SQ_LENGTH : 3;
        *suite = h->static_top = (h->static_top + 7) & ~7ull;
        h->static_top += words * 8;
    }
    *slot_field(h, type, slot) = slot_word(slot, owner);
}

/* Kinds without rows above say by their operations what they have. */
static void set_by_operations(struct heap *h, enum kind kind)
{
    const struct kind_ops *ops = kind_ops(kind);
    addr type = h->type[kind];
    struct type_object *t = type_at(h, type);
    if (!t->hash)
        t->hash = slot_word(TP_HASH, ops->hash && (kind != KIND_SLICE || h->abi.slice_hashable) ? kind
                                     : t->richcompare || ops->equal ? SLOT_NOT_SUPPORTED
                                                                    : KIND_INSTANCE);
    if (!t->richcompare)
        t->richcompare = slot_word(TP_RICHCOMPARE, ops->equal ? kind : KIND_INSTANCE);
    if (ops->length && !type_slot(h, type, SQ_LENGTH) && !type_slot(h, type, MP_LENGTH))
        set_builtin(h, type, SQ_LENGTH, kind);
}

void type_slots_boot(struct heap *h)
{
    for (size_t i = 0; i < sizeof builtin_slots / sizeof *builtin_slots; i++) {
        const struct builtin_slots *b = &builtin_slots[i];
        for (size_t j = 0; b->slots[j] != END; j++)
            set_builtin(h, h->type[b->kind], (enum type_slot)b->slots[j], b->owner);
    }
    for (enum kind kind = 0; kind < KIND_COUNT; kind++)
        set_by_operations(h, kind);
}

/* ---- what classes have ----------------------------------------------------------------------------- */

addr type_builtin_slot(const struct heap *h, addr type, enum type_slot slot)
{
    addr mro = type_at(h, type)->mro;
    for (size_t i = 0, n = mro ? tuple_length(h, mro) : 0; i < n; i++) {
        addr t = tuple_item(h, mro, i), word = object_in_blocks(t) ? 0 : type_slot(h, t, slot);
        if (word)
            return word;
    }
    return 0;
}

/* What the class has in its own dict for the slot; 0: nothing. */
static addr own_word(const struct heap *h, addr type, enum type_slot slot)
{
    const struct slot_names *s = &slot_names[slot];
    addr dict = type_at(h, type)->dict, builtin = h->type[type_kind(h, type)];
    for (size_t i = 0; dict && i < s->count; i++) {
        addr name = known_name(h, (enum known_name)s->names[i]), found = dict_get_str(h, dict, name);
        if (found && found == lookup_in_type(h, builtin, name))
            continue; /* __mul__ = str.__mul__ */
        if (found && slot == TP_HASH && found == none(h))
            return slot_word(slot, SLOT_NOT_SUPPORTED);
        if (found)
            return slot_word(slot, SLOT_OF_CLASS);
    }
    return 0;
}

/* The first in the order that has something decides. */
static addr word_of(const struct heap *h, addr type, enum type_slot slot)
{
    addr mro = type_at(h, type)->mro;
    for (size_t i = 0, n = mro ? tuple_length(h, mro) : 0; i < n; i++) {
        addr t = tuple_item(h, mro, i);
        addr word = object_in_blocks(t) ? own_word(h, t, slot) : type_slot(h, t, slot);
        if (!word)
            continue;
        return slot_names[slot].no_function && slot_is_of_class(word) ? 0 : word;
    }
    /* what a sequence has for += goes by the number's name as well, in classes */
    addr word = slot == NB_INPLACE_ADD ? word_of(h, type, SQ_INPLACE_CONCAT) : 0;
    return word ? slot_word(NB_INPLACE_ADD, slot_owner(word)) : 0;
}

bool type_slots_changed(struct heap *h, addr type)
{
    bool changed = false;
    if (!object_in_blocks(type) || !type_at(h, type)->mro)
        return false;
    for (enum type_slot slot = 0; slot < SLOT_COUNT; slot++) {
        addr *field = slot_field(h, type, slot);
        if (slot_names[slot].count == 0 || !field)
            continue;
        addr word = word_of(h, type, slot);
        changed |= *field != word;
        *field = word;
    }
    return changed;
}

void type_slots_update(struct heap *h, addr type)
{
    (void)type_slots_changed(h, type);
}

enum known_name slot_method_name(enum type_slot slot, bool reflected)
{
    return (enum known_name)slot_names[slot].names[reflected];
}
