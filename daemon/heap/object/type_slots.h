/* The function slots of types: tp_as_number, tp_as_sequence, tp_as_mapping, tp_hash, tp_richcompare. A slot
 * holds a word in HEAP_TEXT that says which slot it is and whose function is there: that of a builtin kind,
 * or the one that calls the special method of a class (slot_nb_add and the like). Classes inherit the words
 * of their bases; what a class defines itself is noticed when it is made and when an entry of its dict or of
 * a base's changes. Mirrors slotdefs, inherit_slots and update_slot of Objects/typeobject.c.
 *
 * So an operator asks two words, and two types with the same word share one function, which is called once.
 */
#ifndef HEAPD_HEAP_OBJECT_TYPE_SLOTS_H
#define HEAPD_HEAP_OBJECT_TYPE_SLOTS_H

#include "daemon/heap/object/heaptype.h"
#include "daemon/heap/object/object.h"

/* In the order of PyNumberMethods, PySequenceMethods, PyMappingMethods; then two of the type itself. */
enum type_slot {
    NB_ADD,
    NB_SUBTRACT,
    NB_MULTIPLY,
    NB_REMAINDER,
    NB_DIVMOD,
    NB_POWER,
    NB_NEGATIVE,
    NB_POSITIVE,
    NB_ABSOLUTE,
    NB_BOOL,
    NB_INVERT,
    NB_LSHIFT,
    NB_RSHIFT,
    NB_AND,
    NB_XOR,
    NB_OR,
    NB_INT,
    NB_RESERVED,
    NB_FLOAT,
    NB_INPLACE_ADD,
    NB_INPLACE_SUBTRACT,
    NB_INPLACE_MULTIPLY,
    NB_INPLACE_REMAINDER,
    NB_INPLACE_POWER,
    NB_INPLACE_LSHIFT,
    NB_INPLACE_RSHIFT,
    NB_INPLACE_AND,
    NB_INPLACE_XOR,
    NB_INPLACE_OR,
    NB_FLOOR_DIVIDE,
    NB_TRUE_DIVIDE,
    NB_INPLACE_FLOOR_DIVIDE,
    NB_INPLACE_TRUE_DIVIDE,
    NB_INDEX,
    NB_MATRIX_MULTIPLY,
    NB_INPLACE_MATRIX_MULTIPLY,
    SQ_LENGTH,
    SQ_CONCAT,
    SQ_REPEAT,
    SQ_ITEM,
    SQ_WAS_SLICE,
    SQ_ASS_ITEM,
    SQ_WAS_ASS_SLICE,
    SQ_CONTAINS,
    SQ_INPLACE_CONCAT,
    SQ_INPLACE_REPEAT,
    MP_LENGTH,
    MP_SUBSCRIPT,
    MP_ASS_SUBSCRIPT,
    TP_HASH,
    TP_RICHCOMPARE,
    SLOT_COUNT
};

#define TEXT_SLOTS 0x10000000u /* 16 bytes each, 1024 for each slot */

/* Whose function it is: a kind's, or one of these. */
#define SLOT_OF_CLASS      1023u /* calls the special method */
#define SLOT_NOT_SUPPORTED 1022u /* PyObject_HashNotImplemented */

static inline addr slot_word(enum type_slot slot, unsigned owner)
{
    return HEAP_TEXT + TEXT_SLOTS + ((addr)slot << 10 | owner) * 16u;
}
static inline unsigned slot_owner(addr word)
{
    return (unsigned)(word >> 4) & 1023u;
}

/* The word in a type's slot; 0: it has none. */
static inline addr type_slot(const struct heap *h, addr type, enum type_slot slot)
{
    const struct type_object *t = type_at(h, type);
    if (slot >= TP_HASH)
        return slot == TP_HASH ? t->hash : t->richcompare;
    addr suite = slot < SQ_LENGTH ? t->as_number : slot < MP_LENGTH ? t->as_sequence : t->as_mapping;
    unsigned index = slot < SQ_LENGTH ? slot : slot < MP_LENGTH ? slot - SQ_LENGTH : slot - MP_LENGTH;
    return suite ? HEAP_FIELD(h, suite, index * 8u, addr) : 0;
}
static inline bool slot_is_of_class(addr word)
{
    return word && slot_owner(word) == SLOT_OF_CLASS;
}
/* Does the class of `o`, or one that it extends, define this itself? */
static inline bool object_slot_is_of_class(const struct heap *h, addr o, enum type_slot slot)
{
    addr type = object_type(h, o);
    return object_in_blocks(type) && slot_is_of_class(type_slot(h, type, slot));
}

/* What the builtin types that a type extends have in the slot. */
addr type_builtin_slot(const struct heap *h, addr type, enum type_slot slot);

/* The words of the builtin types, in the static area. */
void type_slots_boot(struct heap *h);

/* All words of a class anew, from its order. */
void type_slots_update(struct heap *h, addr type);

/* The same after a change of the type's dict: true if a word is another now. */
bool type_slots_changed(struct heap *h, addr type);

/* Which special methods a slot's function calls: the method, and the reflected one. */
enum known_name slot_method_name(enum type_slot slot, bool reflected);

#endif
