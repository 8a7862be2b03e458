/* Instructions that remember what they met: where a global is, in which place of an instance an attribute is
 * kept, which function a method is. The general instruction, after it has seen an object, becomes a special
 * one (opcode.h) whose cache words say what must be true for the short way: version tags (type_version.h), of
 * which none is used twice. Where it is not true any more the instruction is a general one again, and waits a
 * while before it tries anew: the first cache word of a general instruction counts how often it is still to
 * do without.
 *
 * All of it is in the region: numbers, and addresses as distances from its start.
 */
#ifndef HEAPD_PYTHON_SPECIALIZE_H
#define HEAPD_PYTHON_SPECIALIZE_H

#include "daemon/heap/object/dict.h"
#include "daemon/heap/object/heaptype.h"
#include "daemon/python/interpreter.h"
#include "daemon/python/opcode.h"

/* `at` is the instruction, a general one whose count is 0, about to run on these: it may be a special one
 * afterwards. */
void specialize_load_global(struct heap *h, uint32_t *at, addr globals, addr builtins, addr name);
void specialize_load_attr(struct heap *h, uint32_t *at, addr o, addr name);
void specialize_load_method(struct heap *h, uint32_t *at, addr o, addr name);
void specialize_store_attr(struct heap *h, uint32_t *at, addr o, addr name);

/* A binary operation that has two exact ints, or else two exact floats. */
void specialize_binary(uint32_t *at, bool ints);

/* The instruction that the special one, or the first of the pair, does the same as. */
enum opcode special_general(uint32_t word);

/* Of instructions as they were assembled: those that are often one after the other. */
void specialize_pairs(uint32_t *words, size_t count);

/* A special one has met something else. */
void specialize_forget(uint32_t *at);

#define SPECIAL_NO_DICT UINT32_MAX /* in place of the number of shared keys: instances have no dict */

/* What was found in a type, as a cache word. Objects begin at multiples of 16, below 2^36. */
static inline uint32_t special_from_object(addr o)
{
    return (uint32_t)((o - HEAP_BASE) >> 4);
}
static inline addr special_to_object(uint32_t word)
{
    return HEAP_BASE + ((addr)word << 4);
}

/* Where an instance of a class has its values (instance.c); 0: it has none, or they are not
 * valid any more. */
static inline addr special_values(const struct heap *h, addr o, const struct type_object *t)
{
    if (h->abi.instance_form == INSTANCE_VALUES_POINTER)
        return t->flags & TYPE_MANAGED_DICT ? HEAP_FIELD(h, o - 32, 0, addr) : 0;
    if (!(t->flags & TYPE_INLINE_VALUES))
        return 0;
    addr values = o + (addr)t->basicsize;
    return *values_valid_byte(h, values) ? values : 0;
}

/* Its dict: of one whose class has TYPE_MANAGED_DICT. */
static inline addr special_dict(const struct heap *h, addr o)
{
    return HEAP_FIELD(h, o - 24, 0, addr);
}

/* Where the attribute of the object is that an instruction on attributes, at `at`, is about; NULL: it is none
 * that remembers, or has met another. */
static inline addr *special_place(const struct heap *h, addr o, const uint32_t *at)
{
    unsigned op = at[0] & 0xff;
    const struct type_object *t = type_at(h, object_type(h, o));
    if (t->version_tag != at[1])
        return NULL;
    if (op == OP_LOAD_ATTR_SLOT || op == OP_STORE_ATTR_SLOT)
        return &HEAP_FIELD(h, o, at[2], addr);
    if (op != OP_LOAD_ATTR_VALUE && (op != OP_STORE_ATTR_VALUE || special_dict(h, o)))
        return NULL;
    addr values = special_values(h, o, t);
    return values ? &values_slots(h, values)[at[2]] : NULL;
}

/* The values of which that is the place with this index. */
static inline addr special_values_at(const struct heap *h, const addr *place, uint32_t index)
{
    return heap_addr(h, place - index) - (values_have_header(h) ? 8u : 0u);
}

/* Does the instance certainly have no attribute of its own that the cache words' name is for: has it none, or
 * still so many shared keys? */
static inline bool special_is_not_own(const struct heap *h, addr o, const struct type_object *t, addr type,
                                      uint32_t keys)
{
    return keys == SPECIAL_NO_DICT ||
           (special_values(h, o, t) &&
            keys_at(h, heap_type_names(h, type)->cached_keys)->entries == (int64_t)keys);
}

#endif
