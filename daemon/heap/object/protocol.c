/* What every object can do, by the tables of the kinds: hash, ==, len, getsizeof (repr.c: its texts); and the
 * depth that they may recurse to.
 *
 * Containers recurse through here and nowhere else, a level of C stack for each level of nesting, which
 * recursion_enter() bounds.
 */
#include <stdio.h>
#include <string.h>

#include "daemon/heap/object/class.h"
#include "daemon/heap/object/dict.h"
#include "daemon/heap/object/hash.h"
#include "daemon/heap/object/heaptype.h"
#include "daemon/heap/object/int.h"
#include "daemon/heap/object/mapping_proxy.h"
#include "daemon/heap/object/memory_view.h"
#include "daemon/heap/object/object.h"
#include "daemon/heap/object/operator.h"
#include "daemon/heap/object/range.h"
#include "daemon/heap/object/text.h"
#include "daemon/heap/object/weakref.h"

/* ---- depth --------------------------------------------------------------------------------------- */

enum heap_status c_stack_enter(struct heap *h, const char *where)
{
    uint64_t here = (uint64_t)(uintptr_t)__builtin_frame_address(0);
    if (h->c_levels == 0)
        h->c_stack_from = here;
    else if (HEAP_UNLIKELY(h->c_stack_from - here > C_STACK_MAX && here < h->c_stack_from))
        return raise_error(h, EXC_RECURSION_ERROR, "maximum recursion depth exceeded%s", where);
    h->c_levels++;
    return HEAP_OK;
}

void c_stack_leave(struct heap *h)
{
    if (--h->c_levels == 0)
        h->c_stack_from = 0;
}

enum heap_status recursion_enter(struct heap *h, const char *where)
{
    enum heap_status status = loop_check(h);
    if (status != HEAP_OK)
        return status;
    if (HEAP_UNLIKELY(h->recursion_depth >= h->recursion_limit && h->abi.c_calls_count))
        return raise_error(h, EXC_RECURSION_ERROR, "maximum recursion depth exceeded%s", where);
    status = c_stack_enter(h, where);
    if (status == HEAP_OK)
        h->recursion_depth += h->abi.c_calls_count;
    return status;
}

void recursion_leave(struct heap *h)
{
    h->recursion_depth -= h->abi.c_calls_count;
    c_stack_leave(h);
}

/* ---- size, length, names ------------------------------------------------------------------------- */

size_t object_own_size(const struct heap *h, addr o)
{
    addr type = object_type(h, o);
    const struct kind_ops *ops = kind_ops(type_kind(h, type));
    if (ops->size)
        return ops->size(h, o);
    const struct type_object *t = type_at(h, type);
    return (size_t)t->basicsize + (t->itemsize ? (size_t)t->itemsize * (size_t)object_size_field(h, o) : 0);
}

/* Static types have no collector's header; some versions count one all the same. */
static bool counts_head(const struct heap *h, addr o)
{
    return object_kind(h, o) != KIND_TYPE || type_is_heap(h, o) || h->abi.static_types_count_header;
}

size_t object_getsizeof(const struct heap *h, addr o)
{
    size_t size = object_own_size(h, o);
    bool collected = object_has_gc(h, o) && counts_head(h, o);
    return collected ? size + object_head_size(h, object_type(h, o)) : size;
}

/* slot_sq_length. */
static enum heap_status class_length(struct heap *h, addr o, int64_t *out)
{
    addr result, length;
    enum heap_status status = special_method(h, o, NAME_LEN, NULL, 0, &result);
    if (status != HEAP_OK)
        return status;
    if (!result) {
        const struct kind_ops *ops = object_ops(h, o);
        *out = ops->length ? ops->length(h, o) : 0;
        return HEAP_OK;
    }
    status = object_index(h, result, &length);
    decref(h, result);
    if (status != HEAP_OK)
        return status;
    if (int_sign(h, length) < 0)
        status = raise_error(h, EXC_VALUE_ERROR, "__len__() should return >= 0");
    else
        status = object_index_word(h, length, EXC_OVERFLOW_ERROR, out);
    decref(h, length);
    return status;
}

static enum heap_status proxy_length(struct heap *h, addr o, int64_t *out)
{
    addr referent = xincref(h, proxy_referent(h, o));
    if (!referent)
        return HEAP_RAISED;
    enum heap_status status = object_length(h, referent, out);
    decref(h, referent);
    return status;
}

enum heap_status object_length(struct heap *h, addr o, int64_t *out)
{
    addr type = object_type(h, o), word = type_slot(h, type, SQ_LENGTH);
    if (!word)
        word = type_slot(h, type, MP_LENGTH);
    if (!word)
        return raise_error(h, EXC_TYPE_ERROR, "object of type '%.200s' has no len()", object_type_name(h, o));
    switch (slot_owner(word)) {
    case SLOT_OF_CLASS:
        return class_length(h, o, out);
    case KIND_PROXY:
        return proxy_length(h, o, out);
    case KIND_MAPPINGPROXY:
        return object_length(h, mapping_proxy_target(h, o), out);
    case KIND_MEMORYVIEW:
        return memory_view_length(h, o, out);
    case KIND_RANGE:
        if (!int_fits(h, range_fields(h, o)[RANGE_LENGTH], out))
            return raise_error(h, EXC_OVERFLOW_ERROR, "Python int too large to convert to C ssize_t");
        return HEAP_OK;
    default:
        *out = object_ops(h, o)->length(h, o);
        return HEAP_OK;
    }
}

const char *object_type_name(const struct heap *h, addr o)
{
    return heap_at(h, type_at(h, object_type(h, o))->name);
}

/* ---- references ---------------------------------------------------------------------------------- */

/* As subtype_traverse: what the class adds, the class, then what its builtin base holds. */
void object_traverse(struct heap *h, addr o, span_visitor *visit, void *context)
{
    struct object *p = object_at(h, o);
    const struct kind_ops *ops = kind_ops(type_kind(h, p->type));
    if (type_at(h, p->type)->flags & TYPE_HEAP) {
        instance_traverse_added(h, o, visit, context);
        visit(h, context, &p->type, 1, 1);
    }
    if (ops->traverse)
        ops->traverse(h, o, visit, context);
}

/* ---- keys ----------------------------------------------------------------------------------------- */

enum heap_status unhashed_key(struct heap *h, addr key, int64_t *hash, const char *use)
{
    if (object_is_exact(h, key, KIND_INT) &&
        int_is_compact(h, key, hash)) { /* less than the modulus: its own hash */
        *hash = hash_result((uint64_t)*hash);
        return HEAP_OK;
    }
    enum heap_status status = object_hash(h, key, hash);
    if (status != HEAP_RAISED || !h->abi.unhashable_says_use || heap_raised(h) != EXC_TYPE_ERROR)
        return status;
    char why[200];
    (void)snprintf(why, sizeof why, "%s", heap_raised_message(h));
    heap_clear_raised(h);
    return raise_error(h, EXC_TYPE_ERROR, "cannot use '%s' as %s (%s)", object_type_name(h, key), use, why);
}

/* ---- hash ---------------------------------------------------------------------------------------- */

static enum heap_status raise_unhashable(struct heap *h, addr o)
{
    return raise_error(h, EXC_TYPE_ERROR, "unhashable type: '%.200s'", object_type_name(h, o));
}

/* slot_tp_hash: an int of any length, reduced. */
static enum heap_status class_hash(struct heap *h, addr o, int64_t *out)
{
    addr found = special_named(h, object_type(h, o), NAME_HASH), result;
    if (!found) {
        const struct kind_ops *ops = object_ops(h, o);
        return ops->hash ? ops->hash(h, o, out) : raise_unhashable(h, o);
    }
    enum heap_status status = special_call_if_bound(h, found, o, NULL, 0, &result);
    if (status != HEAP_OK)
        return status;
    if (!result)
        return raise_unhashable(h, o);
    if (!int_is_kind(h, result))
        status = raise_error(h, EXC_TYPE_ERROR, "__hash__ method should return an integer");
    else if (!int_fits(h, result, out))
        status = kind_ops(KIND_INT)->hash(h, result, out);
    else if (*out == -1)
        *out = -2;
    decref(h, result);
    return status;
}

enum heap_status kind_hash(struct heap *h, enum kind kind, addr o, int64_t *out)
{
    const struct kind_ops *ops = kind_ops(kind);
    if (ops->hash)
        return ops->hash(h, o, out);
    if (type_at(h, h->type[kind])->hash && slot_owner(type_at(h, h->type[kind])->hash) == SLOT_NOT_SUPPORTED)
        return raise_unhashable(h, o);
    *out = hash_address(o);
    return HEAP_OK;
}

enum heap_status object_hash(struct heap *h, addr o, int64_t *out)
{
    addr type = object_type(h, o), word = type_at(h, type)->hash;
    unsigned owner = word ? slot_owner(word) : SLOT_NOT_SUPPORTED;
    if (owner == SLOT_NOT_SUPPORTED)
        return raise_unhashable(h, o);
    if (owner == SLOT_OF_CLASS)
        return class_hash(h, o, out);
    if (owner == KIND_INSTANCE) { /* hash = object.__hash__, whatever it extends */
        *out = hash_address(o);
        return HEAP_OK;
    }
    return kind_ops((enum kind)owner)->hash(h, o, out);
}
