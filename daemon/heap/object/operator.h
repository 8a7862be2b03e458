/* The operators of the language: arithmetic, comparing, `in`, and the conversions that they need. For builtin
 * types directly, for classes by their special methods (type_slots.h), by CPython's rules of priority: the
 * right operand first where its class extends the left one's, NotImplemented hands over, one function is
 * asked once. Mirrors Objects/abstract.c and object.c.
 *
 * All results are *new*; operands are borrowed and must be held by the caller meanwhile, since special
 * methods run any code.
 */
#ifndef HEAPD_HEAP_OBJECT_OPERATOR_H
#define HEAPD_HEAP_OBJECT_OPERATOR_H

#include "daemon/heap/object/names.h"
#include "daemon/heap/object/object.h"
#include "daemon/heap/object/order.h"
#include "daemon/heap/object/special.h"
#include "daemon/heap/object/type_slots.h"

/* CPython's NB_ constants. */
enum binary_operator {
    BINARY_ADD,
    BINARY_AND,
    BINARY_FLOOR_DIVIDE,
    BINARY_LSHIFT,
    BINARY_MATRIX_MULTIPLY,
    BINARY_MULTIPLY,
    BINARY_REMAINDER,
    BINARY_OR,
    BINARY_POWER,
    BINARY_RSHIFT,
    BINARY_SUBTRACT,
    BINARY_TRUE_DIVIDE,
    BINARY_XOR,
    BINARY_COUNT
};
enum unary_operator { UNARY_NEGATIVE, UNARY_POSITIVE, UNARY_INVERT, UNARY_ABSOLUTE };
enum compare_operator { COMPARE_LT, COMPARE_LE, COMPARE_EQ, COMPARE_NE, COMPARE_GT, COMPARE_GE };

enum heap_status object_binary(struct heap *h, enum binary_operator op, addr a, addr b,
                               addr *out) HEAP_MUST_CHECK;
/* As PySequence_Concat and PySequence_InPlaceConcat: what is no sequence has no +, even if it
 * can be added. */
enum heap_status object_concat(struct heap *h, addr a, addr b, bool inplace, addr *out) HEAP_MUST_CHECK;
enum heap_status object_binary_inplace(struct heap *h, enum binary_operator op, addr a, addr b,
                                       addr *out) HEAP_MUST_CHECK; /* `a` itself where it was changed */
enum heap_status object_power(struct heap *h, addr a, addr b, addr modulus,
                              addr *out) HEAP_MUST_CHECK; /* modulus 0 or None: none */
enum heap_status object_divmod(struct heap *h, addr a, addr b, addr *out) HEAP_MUST_CHECK;
enum heap_status object_unary(struct heap *h, enum unary_operator op, addr o, addr *out) HEAP_MUST_CHECK;

/* Any object, as a class's method answers it. */
enum heap_status object_compare(struct heap *h, enum compare_operator op, addr a, addr b,
                                addr *out) HEAP_MUST_CHECK;
/* What the left operand's type alone answers: *out 0 is NotImplemented. */
enum heap_status type_compare(struct heap *h, enum compare_operator op, addr a, addr b,
                              addr *out) HEAP_MUST_CHECK;
/* PyObject_RichCompareBool: what is the same object is equal. */
enum heap_status object_compare_bool(struct heap *h, enum compare_operator op, addr a, addr b,
                                     bool *out) HEAP_MUST_CHECK;

enum heap_status object_contains(struct heap *h, addr container, addr item, bool *out) HEAP_MUST_CHECK;

/* An int: the object itself or what its __index__ answers. TypeError "'str' object cannot be interpreted as
 * an integer". */
enum heap_status object_index(struct heap *h, addr o, addr *out) HEAP_MUST_CHECK;
bool object_has_index(const struct heap *h, addr o);
/* object_index as a machine word (PyNumber_AsSsize_t): beyond it `e` is raised, "cannot fit 'int' into an
 * index-sized integer"; EXC_NONE: cut to the range. */
enum heap_status object_index_word(struct heap *h, addr o, enum exception e, int64_t *out) HEAP_MUST_CHECK;
/* As an int of C (PyLong_AsInt): OverflowError "Python int too large to convert to C int" beyond it. */
enum heap_status object_index_int(struct heap *h, addr o, int64_t *out) HEAP_MUST_CHECK;

/* *left += right for strs, of which *left is owned by the caller: where that is the only reference, the str
 * grows in place (unicode_concatenate). On failure *left is released and 0. Both are exactly str. */
enum heap_status str_append(struct heap *h, addr *left, addr right) HEAP_MUST_CHECK;

/* ---- for the files behind operators: *out 0 is NotImplemented */

/* One slot's function (its word), of two operands in the order in which they are written. */
enum heap_status slot_binary(struct heap *h, addr word, enum type_slot slot, addr a, addr b,
                             addr *out) HEAP_MUST_CHECK;
enum heap_status class_binary(struct heap *h, enum type_slot slot, addr a, addr b, addr *out) HEAP_MUST_CHECK;
enum heap_status int_binary(struct heap *h, enum type_slot slot, addr a, addr b, addr *out) HEAP_MUST_CHECK;
enum heap_status bool_binary(struct heap *h, enum type_slot slot, addr a, addr b, addr *out) HEAP_MUST_CHECK;
enum heap_status float_binary(struct heap *h, enum type_slot slot, addr a, addr b, addr *out) HEAP_MUST_CHECK;
enum heap_status complex_binary(struct heap *h, enum type_slot slot, addr a, addr b,
                                addr *out) HEAP_MUST_CHECK;
enum heap_status container_binary(struct heap *h, unsigned owner, enum type_slot slot, addr a, addr b,
                                  addr *out) HEAP_MUST_CHECK; /* sets, dicts, % of texts */
enum heap_status int_unary(struct heap *h, enum unary_operator op, addr o, addr *out) HEAP_MUST_CHECK;
enum heap_status complex_unary(struct heap *h, enum unary_operator op, addr o, addr *out) HEAP_MUST_CHECK;
enum heap_status int_power(struct heap *h, addr a, addr b, addr modulus,
                           addr *out) HEAP_MUST_CHECK; /* modulus 0: none */
enum heap_status float_power(struct heap *h, addr a, addr b, addr modulus, addr *out) HEAP_MUST_CHECK;
enum heap_status complex_power(struct heap *h, addr a, addr b, addr modulus, addr *out) HEAP_MUST_CHECK;

/* + and * of sequences by their kind (the owner of a SQ_ word). */
enum heap_status sequence_concat(struct heap *h, unsigned owner, addr a, addr b, addr *out) HEAP_MUST_CHECK;
enum heap_status sequence_repeat(struct heap *h, unsigned owner, addr o, int64_t count,
                                 addr *out) HEAP_MUST_CHECK;
enum heap_status sequence_inplace_concat(struct heap *h, unsigned owner, addr a, addr b,
                                         addr *out) HEAP_MUST_CHECK;
enum heap_status sequence_inplace_repeat(struct heap *h, unsigned owner, addr o, int64_t count,
                                         addr *out) HEAP_MUST_CHECK;

/* What the slots of builtin types do, whatever a class that extends them defines. `owner`, `word`: of the
 * builtin type's slot. *out 0 of a comparison or a power is NotImplemented. */
enum heap_status slot_compare(struct heap *h, unsigned owner, enum compare_operator op, addr a, addr b,
                              addr *out) HEAP_MUST_CHECK;
enum heap_status slot_power(struct heap *h, addr word, addr a, addr b, addr modulus,
                            addr *out) HEAP_MUST_CHECK;
enum heap_status builtin_unary(struct heap *h, addr word, enum unary_operator op, addr o,
                               addr *out) HEAP_MUST_CHECK;
enum heap_status builtin_truth(struct heap *h, unsigned owner, addr o,
                               bool *out) HEAP_MUST_CHECK; /* by nb_bool */
enum heap_status builtin_contains(struct heap *h, unsigned owner, addr container, addr item,
                                  bool *out) HEAP_MUST_CHECK;
enum heap_status builtin_getitem(struct heap *h, addr o, addr key, addr *out) HEAP_MUST_CHECK;
enum heap_status builtin_setitem(struct heap *h, addr o, addr key,
                                 addr value) HEAP_MUST_CHECK; /* value 0 deletes */
enum heap_status dict_setitem(struct heap *h, addr d, addr key,
                              addr value) HEAP_MUST_CHECK; /* as dict does it, whatever extends it */
enum heap_status kind_hash(struct heap *h, enum kind kind, addr o, int64_t *out) HEAP_MUST_CHECK;

/* list.__getitem__, dict.__contains__, ...: methods, not slot wrappers, of the types that have them for
 * speed. */
enum heap_status item_method_getitem(struct heap *h, const struct call *c, addr *out);
enum heap_status item_method_contains(struct heap *h, const struct call *c, addr *out);

/* What a builtin type's tp_richcompare answers. */
enum heap_status builtin_compare(struct heap *h, unsigned owner, enum compare_operator op, addr a, addr b,
                                 addr *out) HEAP_MUST_CHECK;

/* NotImplemented is no answer: *out is 0 then. */
static inline enum heap_status without_not_implemented(struct heap *h, enum heap_status status, addr *out)
{
    if (status == HEAP_OK && *out == h->singleton[SINGLETON_NOT_IMPLEMENTED]) {
        decref(h, *out);
        *out = 0;
    }
    return status;
}

/* What a class, as opposed to the builtin type that it extends, has under a name: borrowed or 0. */
static inline addr special_named(const struct heap *h, addr type, enum known_name name)
{
    return special_of_class(h, type, known_name(h, name));
}
/* type(o).name(o, *args): *out 0 when the class (as special_named) has none. */
enum heap_status special_method(struct heap *h, addr o, enum known_name name, const addr *args, size_t count,
                                addr *out) HEAP_MUST_CHECK;

#endif
