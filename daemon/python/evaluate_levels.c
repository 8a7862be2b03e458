/* Instructions that call C, where no level is left for it (up to 3.11 each such call counts against the
 * recursion limit). By then they have run so often that 3.11 has specialised them, and what it has
 * specialised may do without a level (Python/specialize.c).
 */
#include "daemon/heap/object/builtin.h"
#include "daemon/heap/object/int.h"
#include "daemon/heap/object/operator.h"
#include "daemon/heap/object/sequence.h"
#include "daemon/python/evaluate.h"
#include "daemon/python/specialize.h"

/* COMPARE_OP together with the jump behind it, of two exact floats, short ints, or strs that are equal or
 * not. */
static bool compares_specialised(const struct heap *h, unsigned op, uint32_t next, addr a, addr b)
{
    int64_t x, y;
    addr type = object_type(h, a);
    enum opcode behind = special_general(next);
    if ((behind != OP_POP_JUMP_IF_FALSE && behind != OP_POP_JUMP_IF_TRUE) || type != object_type(h, b))
        return false;
    if (type == h->type[KIND_INT])
        return int_is_compact(h, a, &x) && int_is_compact(h, b, &y);
    return type == h->type[KIND_FLOAT] ||
           (type == h->type[KIND_STR] && (op == COMPARE_EQ || op == COMPARE_NE));
}

enum heap_status evaluate_compare_level(struct heap *h, unsigned op, uint32_t next, addr a, addr b)
{
    if (!h->abi.c_calls_count || compares_specialised(h, op, next, a, b))
        return HEAP_OK;
    return raise_error(h, EXC_RECURSION_ERROR, "maximum recursion depth exceeded in comparison");
}

/* list.append(), the result of which nobody wants. */
bool evaluate_call_has_no_level(const struct heap *h, addr callable, size_t count, uint32_t next)
{
    return count == 2 && special_general(next) == OP_POP_TOP &&
           object_is_exact(h, callable, KIND_METHOD_DESCRIPTOR) &&
           descriptor_at(h, callable)->definition == builtin_text(KIND_LIST, LIST_METHOD_APPEND);
}
