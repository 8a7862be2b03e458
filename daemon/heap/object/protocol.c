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
#include "daemon/heap/object/heaptype.h"
#include "daemon/heap/object/object.h"
#include "daemon/heap/object/text.h"

/* ---- depth --------------------------------------------------------------------------------------- */

/* However high the recursion limit is set: the C stack of a worker thread holds this many levels. */
#ifdef HEAPD_DEBUG
#define LEVELS_MAX 5000
#else
#define LEVELS_MAX 20000
#endif

enum heap_status recursion_enter(struct heap *h, const char *where)
{
    enum heap_status status = loop_check(h);
    if (status != HEAP_OK)
        return status;
    if (HEAP_UNLIKELY(h->recursion_depth >= h->recursion_limit || h->recursion_depth >= LEVELS_MAX))
        return raise_error(h, EXC_RECURSION_ERROR, "maximum recursion depth exceeded%s", where);
    h->recursion_depth++;
    return HEAP_OK;
}

void recursion_leave(struct heap *h)
{
    h->recursion_depth--;
}

/* ---- size, length, names ------------------------------------------------------------------------- */

size_t object_getsizeof(const struct heap *h, addr o)
{
    addr type = object_type(h, o);
    const struct kind_ops *ops = kind_ops(type_kind(h, type));
    size_t size;
    if (ops->size) {
        size = ops->size(h, o);
    } else {
        const struct type_object *t = type_at(h, type);
        size = (size_t)t->basicsize;
        if (t->itemsize)
            size += (size_t)t->itemsize * (size_t)object_size_field(h, o);
    }
    bool collected =
        type_at(h, type)->flags & TYPE_HAS_GC && (object_in_blocks(o) || type_kind(h, type) != KIND_TYPE);
    return collected ? size + object_head_size(h, type) : size;
}

enum heap_status object_length(struct heap *h, addr o, int64_t *out)
{
    const struct kind_ops *ops = object_ops(h, o);
    if (!ops->length)
        return raise_error(h, EXC_TYPE_ERROR, "object of type '%s' has no len()", object_type_name(h, o));
    *out = ops->length(h, o);
    return HEAP_OK;
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
    enum heap_status status = object_hash(h, key, hash);
    if (status != HEAP_RAISED || !h->abi.unhashable_says_use || heap_raised(h) != EXC_TYPE_ERROR)
        return status;
    char why[200];
    (void)snprintf(why, sizeof why, "%s", heap_raised_message(h));
    heap_clear_raised(h);
    return raise_error(h, EXC_TYPE_ERROR, "cannot use '%s' as %s (%s)", object_type_name(h, key), use, why);
}

enum heap_status raise_key_error(struct heap *h, addr key)
{
    char bytes[480];
    struct text text = {.bytes = bytes, .capacity = sizeof bytes - 1};
    enum heap_status status = object_repr(h, key, &text);
    if (status != HEAP_OK)
        return status;
    bytes[text.length] = '\0';
    return raise_error(h, EXC_KEY_ERROR, "%s", bytes);
}

/* ---- hash ---------------------------------------------------------------------------------------- */

enum heap_status object_hash(struct heap *h, addr o, int64_t *out)
{
    enum kind kind = object_kind(h, o);
    const struct kind_ops *ops = kind_ops(kind);
    if (!ops->hash)
        return raise_error(h, EXC_TYPE_ERROR, "unhashable type: '%s'", object_type_name(h, o));
    if (kind != KIND_TUPLE)
        return ops->hash(h, o, out);
    enum heap_status status = recursion_enter(h, "");
    if (status == HEAP_OK) {
        status = ops->hash(h, o, out);
        recursion_leave(h);
    }
    return status;
}

/* ---- equality ------------------------------------------------------------------------------------ */

/* do_richcompare: the right side first where its class extends the left one's, else left, right, identity. */
static enum heap_status compare(struct heap *h, addr a, addr b, bool *out)
{
    addr ta = object_type(h, a), tb = object_type(h, b);
    const struct kind_ops *left = kind_ops(type_kind(h, ta)), *right = kind_ops(type_kind(h, tb));
    bool reflected = false;
    int result = -1;
    enum heap_status status = HEAP_OK;
    if (ta != tb && right->equal && type_is_subtype(h, tb, ta)) {
        reflected = true;
        status = right->equal(h, b, a, &result);
    }
    if (status == HEAP_OK && result < 0 && left->equal)
        status = left->equal(h, a, b, &result);
    if (status == HEAP_OK && result < 0 && !reflected && right->equal)
        status = right->equal(h, b, a, &result);
    if (status == HEAP_OK)
        *out = result < 0 ? a == b : result > 0;
    return status;
}

enum heap_status object_equal(struct heap *h, addr a, addr b, bool *out)
{
    addr type = object_type(h, a);
    if (type == h->type[KIND_STR] && object_type(h, b) == type) {
        *out = str_equal(h, a, b);
        return loop_check(h);
    }
    if (!object_ops(h, a)->equal && !object_ops(h, b)->equal) {
        *out = a == b;
        return HEAP_OK;
    }
    enum heap_status status = recursion_enter(h, " in comparison");
    if (status == HEAP_OK) {
        status = compare(h, a, b, out);
        recursion_leave(h);
    }
    return status;
}

enum heap_status object_equal_or_same(struct heap *h, addr a, addr b, bool *out)
{
    if (a != b)
        return object_equal(h, a, b, out);
    *out = true;
    return HEAP_OK;
}
