/* Comparing any two objects: who is asked, in which order (do_richcompare of Objects/object.c), and what
 * classes answer (slot_tp_richcompare of Objects/typeobject.c). What builtin types answer: compare_builtin.c.
 */
#include "daemon/heap/object/answer.h"
#include "daemon/heap/object/class.h"
#include "daemon/heap/object/float.h"
#include "daemon/heap/object/int.h"
#include "daemon/heap/object/operator.h"
#include "daemon/heap/object/text.h"

static const enum compare_operator swapped[] = {COMPARE_GT, COMPARE_GE, COMPARE_EQ,
                                                COMPARE_NE, COMPARE_LT, COMPARE_LE};

static enum heap_status call_slot(struct heap *h, addr word, enum compare_operator op, addr a, addr b,
                                  addr *out);

static enum heap_status take_answer(struct heap *h, addr answer, addr *out)
{
    if (answer == h->singleton[SINGLETON_NOT_IMPLEMENTED]) {
        decref(h, answer);
        answer = 0;
    }
    *out = answer;
    return HEAP_OK;
}

/* object.__eq__ is identity, object.__ne__ the opposite of what == says. */
static enum heap_status compare_as_object(struct heap *h, enum compare_operator op, addr a, addr b, addr *out)
{
    *out = 0;
    if (op == COMPARE_EQ && a == b)
        return answer(h, bool_new(h, true), out);
    if (op != COMPARE_NE)
        return HEAP_OK;
    addr equal;
    bool truth = false;
    enum heap_status status =
        call_slot(h, type_slot(h, object_type(h, a), TP_RICHCOMPARE), COMPARE_EQ, a, b, &equal);
    if (status != HEAP_OK || !equal)
        return status;
    status = object_truth(h, equal, &truth);
    decref(h, equal);
    return answer_bool(h, status, !truth, out);
}

enum heap_status slot_compare(struct heap *h, unsigned owner, enum compare_operator op, addr a, addr b,
                              addr *out)
{
    if (owner == KIND_INSTANCE)
        return compare_as_object(h, op, a, b, out);
    *out = 0;
    return builtin_compare(h, owner, op, a, b, out);
}

static enum heap_status call_slot(struct heap *h, addr word, enum compare_operator op, addr a, addr b,
                                  addr *out)
{
    static const uint8_t names[] = {NAME_LT, NAME_LE, NAME_EQ, NAME_NE, NAME_GT, NAME_GE};
    addr result;
    *out = 0;
    if (!word)
        return HEAP_OK;
    if (slot_owner(word) != SLOT_OF_CLASS)
        return slot_compare(h, slot_owner(word), op, a, b, out);
    addr found = special_named(h, object_type(h, a), (enum known_name)names[op]);
    if (found) {
        enum heap_status status = special_call_if_bound(h, found, a, &b, 1, &result);
        return status == HEAP_OK && result ? take_answer(h, result, out) : status;
    }
    word = type_builtin_slot(h, object_type(h, a), TP_RICHCOMPARE);
    return word ? slot_compare(h, slot_owner(word), op, a, b, out) : HEAP_OK;
}

enum heap_status type_compare(struct heap *h, enum compare_operator op, addr a, addr b, addr *out)
{
    return call_slot(h, type_slot(h, object_type(h, a), TP_RICHCOMPARE), op, a, b, out);
}

static enum heap_status ask(struct heap *h, enum compare_operator op, addr a, addr b, addr *out)
{
    static const char *const texts[] = {"<", "<=", "==", "!=", ">", ">="};
    addr left_type = object_type(h, a), right_type = object_type(h, b);
    addr left = type_slot(h, left_type, TP_RICHCOMPARE), right = type_slot(h, right_type, TP_RICHCOMPARE);
    enum heap_status status = HEAP_OK;
    bool reflected = left_type != right_type && right && type_is_subtype(h, right_type, left_type);
    *out = 0;
    if (reflected)
        status = call_slot(h, right, swapped[op], b, a, out);
    if (status == HEAP_OK && !*out)
        status = call_slot(h, left, op, a, b, out);
    if (status == HEAP_OK && !*out && !reflected)
        status = call_slot(h, right, swapped[op], b, a, out);
    if (status != HEAP_OK || *out)
        return status;
    if (op == COMPARE_EQ || op == COMPARE_NE)
        return answer(h, bool_new(h, (a == b) == (op == COMPARE_EQ)), out);
    return raise_error(h, EXC_TYPE_ERROR, "'%s' not supported between instances of '%.100s' and '%.100s'",
                       texts[op], object_type_name(h, a), object_type_name(h, b));
}

/* ---- without a look at slots ----------------------------------------------------------------- */

static inline bool decide(enum compare_operator op, int order)
{
    switch (op) {
    case COMPARE_LT:
        return order < 0;
    case COMPARE_LE:
        return order <= 0;
    case COMPARE_EQ:
        return order == 0;
    case COMPARE_NE:
        return order != 0;
    case COMPARE_GT:
        return order > 0;
    default:
        return order >= 0;
    }
}

static bool decide_doubles(enum compare_operator op, double x, double y)
{
    switch (op) {
    case COMPARE_LT:
        return x < y;
    case COMPARE_LE:
        return x <= y;
    case COMPARE_EQ:
        return x == y;
    case COMPARE_NE:
        return x != y;
    case COMPARE_GT:
        return x > y;
    default:
        return x >= y;
    }
}

/* Two exact ints, floats or strs. False: another case, or there is no level left for it. */
static inline bool fast_compare(struct heap *h, enum compare_operator op, addr a, addr b, bool *out)
{
    addr type = object_type(h, a);
    int64_t x, y;
    if (type != object_type(h, b) || recursion_is_full(h))
        return false;
    if (type == h->type[KIND_INT]) {
        if (int_is_compact(h, a, &x) && int_is_compact(h, b, &y))
            *out = decide(op, (x > y) - (x < y));
        else
            *out = decide(op, int_compare(h, a, b));
        work_done(h, steps_of_bytes(4 * int_digit_count(h, a)));
        return true;
    }
    if (type == h->type[KIND_STR] && (op == COMPARE_EQ || op == COMPARE_NE)) {
        work_done(h, steps_of_bytes(str_length(h, a)));
        *out = (a == b || str_equal(h, a, b)) == (op == COMPARE_EQ);
        return true;
    }
    if (type != h->type[KIND_FLOAT])
        return false;
    *out = decide_doubles(op, float_value(h, a), float_value(h, b));
    return true;
}

/* ---- the face --------------------------------------------------------------------------------------------
 */

enum heap_status object_compare(struct heap *h, enum compare_operator op, addr a, addr b, addr *out)
{
    bool result;
    addr made;
    if (fast_compare(h, op, a, b, &result))
        return answer(h, bool_new(h, result), out);
    enum heap_status status = recursion_enter(h, " in comparison");
    if (status != HEAP_OK)
        return status;
    status = ask(h, op, a, b, &made);
    recursion_leave(h);
    if (status == HEAP_OK)
        *out = made;
    return status;
}

/* What the operator answers, as true or false; nothing is assumed of what is the same object. */
static enum heap_status truth_of(struct heap *h, enum compare_operator op, addr a, addr b, bool *out)
{
    addr result;
    if (fast_compare(h, op, a, b, out))
        return loop_check(h);
    enum heap_status status = object_compare(h, op, a, b, &result);
    if (status != HEAP_OK)
        return status;
    if (object_kind(h, result) == KIND_BOOL)
        *out = result == h->singleton[SINGLETON_TRUE];
    else
        status = object_truth(h, result, out);
    decref(h, result);
    return status;
}

enum heap_status object_compare_bool(struct heap *h, enum compare_operator op, addr a, addr b, bool *out)
{
    if (a == b && (op == COMPARE_EQ || op == COMPARE_NE)) {
        *out = op == COMPARE_EQ;
        return HEAP_OK;
    }
    return truth_of(h, op, a, b, out);
}

enum heap_status object_equal(struct heap *h, addr a, addr b, bool *out)
{
    return truth_of(h, COMPARE_EQ, a, b, out);
}

enum heap_status object_equal_or_same(struct heap *h, addr a, addr b, bool *out)
{
    if (a != b)
        return truth_of(h, COMPARE_EQ, a, b, out);
    *out = true;
    return HEAP_OK;
}

enum heap_status object_less(struct heap *h, addr a, addr b, bool *out)
{
    return truth_of(h, COMPARE_LT, a, b, out);
}
