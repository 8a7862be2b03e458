/* Special methods of classes behind operators: slot_nb_add and the like of Objects/typeobject.c. */
#include "daemon/heap/object/class.h"
#include "daemon/heap/object/lookup.h"
#include "daemon/heap/object/operator.h"

enum heap_status special_method(struct heap *h, addr o, enum known_name name, const addr *args, size_t count,
                                addr *out)
{
    addr found = special_named(h, object_type(h, o), name);
    *out = 0;
    return found ? special_call(h, found, o, args, count, out) : HEAP_OK;
}

/* One operand's method: of the left one the method itself, of the right one the reflected one. A class that
 * defines only one of the two has the other from the builtin type that it extends. */
static enum heap_status ask(struct heap *h, enum type_slot slot, addr a, addr b, bool reflected, addr *out)
{
    addr self = reflected ? b : a, other = reflected ? a : b, type = object_type(h, self);
    addr found = special_named(h, type, slot_method_name(slot, reflected));
    *out = 0;
    if (found)
        return without_not_implemented(h, special_call(h, found, self, &other, 1, out), out);
    addr word = type_builtin_slot(h, type, slot);
    if (word)
        return slot_binary(h, word, slot, a, b, out);
    /* + and * of a builtin sequence have these names too, but are no numbers' */
    found = lookup_in_type(h, type, known_name(h, slot_method_name(slot, reflected)));
    return found ? without_not_implemented(h, special_call(h, found, self, &other, 1, out), out) : HEAP_OK;
}

/* Has the right operand's class another reflected method than the left one's (method_is_overloaded)? */
static bool is_overloaded(const struct heap *h, enum type_slot slot, addr a, addr b)
{
    enum known_name name = slot_method_name(slot, true);
    return special_named(h, object_type(h, b), name) != special_named(h, object_type(h, a), name);
}

static bool is_inplace(enum type_slot slot)
{
    return (slot >= NB_INPLACE_ADD && slot <= NB_INPLACE_OR) || slot == NB_INPLACE_FLOOR_DIVIDE ||
           slot == NB_INPLACE_TRUE_DIVIDE || slot == NB_INPLACE_MATRIX_MULTIPLY;
}

enum heap_status class_binary(struct heap *h, enum type_slot slot, addr a, addr b, addr *out)
{
    addr left_type = object_type(h, a), right_type = object_type(h, b);
    if (is_inplace(slot))
        return ask(h, slot, a, b, false, out);
    bool other = left_type != right_type && slot_is_of_class(type_slot(h, right_type, slot));
    *out = 0;
    if (slot_is_of_class(type_slot(h, left_type, slot))) {
        enum heap_status status = HEAP_OK;
        if (other && type_is_subtype(h, right_type, left_type) && is_overloaded(h, slot, a, b)) {
            status = ask(h, slot, a, b, true, out);
            other = false;
        }
        if (status == HEAP_OK && !*out)
            status = ask(h, slot, a, b, false, out);
        if (status != HEAP_OK || *out)
            return status;
    }
    return other ? ask(h, slot, a, b, true, out) : HEAP_OK;
}
