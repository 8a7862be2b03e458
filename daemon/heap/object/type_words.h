/* The function slots of type objects that attributes, calls, construction, text and iteration go through:
 * tp_repr, tp_call, tp_getattro, ... Each holds a word in HEAP_TEXT that says which slot it is and whose
 * function is there: a builtin kind's, or the one that calls the special method of a class
 * (slot_tp_getattr_hook and the like). Numbers, sequences, mappings, hashes and comparisons: type_slots.h.
 */
#ifndef HEAPD_HEAP_OBJECT_TYPE_WORDS_H
#define HEAPD_HEAP_OBJECT_TYPE_WORDS_H

#include "daemon/heap/object/heaptype.h"

#define TEXT_WORDS    0x20000000u /* 16 bytes each, 1024 for each slot */
#define WORD_OF_CLASS 1023u

static inline bool type_word_is_of_class(addr word)
{
    return (word >> 4 & 1023u) == WORD_OF_CLASS && word;
}

/* The words of a builtin type, from the names of its slot wrappers and what its base has. */
void type_words_boot(struct heap *h, addr type, enum kind kind);
/* All of a class, from its order; true if one has changed. */
bool type_words_update(struct heap *h, addr type);

#endif
