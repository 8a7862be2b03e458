/* The methods of collections.deque, as Modules/_collectionsmodule.c has them. */
#include "daemon/heap/object/answer.h"
#include "daemon/heap/object/arguments.h"
#include "daemon/heap/object/class.h"
#include "daemon/heap/object/deque.h"
#include "daemon/heap/object/generic.h"
#include "daemon/heap/object/int.h"
#include "daemon/heap/object/iterate.h"
#include "daemon/heap/object/iterator_kinds.h"
#include "daemon/heap/object/reduce.h"
#include "daemon/heap/object/sequence.h"

static enum heap_status append_at(struct heap *h, const struct call *call, bool left, addr *out)
{
    enum heap_status status = deque_append(h, call->self, call->args[0], left);
    return answer_none(h, status, out);
}

static enum heap_status append(struct heap *h, const struct call *call, addr *out)
{
    return append_at(h, call, false, out);
}
static enum heap_status appendleft(struct heap *h, const struct call *call, addr *out)
{
    return append_at(h, call, true, out);
}

static enum heap_status pop_at(struct heap *h, const struct call *call, bool left, addr *out)
{
    addr item = deque_detach(h, call->self, left);
    if (!item)
        return raise_error(h, EXC_INDEX_ERROR, "pop from an empty deque");
    *out = item;
    return HEAP_OK;
}

static enum heap_status pop(struct heap *h, const struct call *call, addr *out)
{
    return pop_at(h, call, false, out);
}
static enum heap_status popleft(struct heap *h, const struct call *call, addr *out)
{
    return pop_at(h, call, true, out);
}

/* Items that were added before a failure stay, as in CPython: the iterable has given them away. */
enum heap_status deque_extend(struct heap *h, addr d, addr iterable, bool left)
{
    struct iteration it;
    addr source = iterable;
    if (iterable == d) { /* while it grows it cannot be gone through */
        source = list_from_iterable(h, d);
        if (!source)
            return raise_status(h);
    }
    enum heap_status status = iteration_begin(h, &it, source);
    if (source != iterable)
        decref(h, source);
    if (status != HEAP_OK)
        return status;
    if (deque_at(h, d)->maxlen != 0)
        deque_prepare_to_extend(h, d, left);
    addr item;
    while ((status = iteration_next(h, &it, &item)) == HEAP_OK && item) {
        status = deque_append(h, d, item, left);
        decref(h, item);
        if (status != HEAP_OK)
            break;
    }
    iteration_end(h, &it);
    return status;
}

static enum heap_status extend(struct heap *h, const struct call *call, addr *out)
{
    enum heap_status status = deque_extend(h, call->self, call->args[0], false);
    return answer_none(h, status, out);
}

static enum heap_status extendleft(struct heap *h, const struct call *call, addr *out)
{
    enum heap_status status = deque_extend(h, call->self, call->args[0], true);
    return answer_none(h, status, out);
}

static enum heap_status rotate(struct heap *h, const struct call *call, addr *out)
{
    int64_t n = 1;
    enum heap_status status = call->count ? int_argument(h, call->args[0], &n) : HEAP_OK;
    if (status == HEAP_OK)
        status = deque_rotate(h, call->self, n);
    return answer_none(h, status, out);
}

static enum heap_status clear(struct heap *h, const struct call *call, addr *out)
{
    deque_clear(h, call->self);
    return answer_none(h, HEAP_OK, out);
}

static enum heap_status copy(struct heap *h, const struct call *call, addr *out)
{
    return answer(h, deque_copy(h, call->self), out);
}

struct search {
    struct deque_cursor cursor;
    int64_t next; /* position of the cursor */
    addr wanted;
    bool removing;
};

static struct search search(const struct heap *h, addr d, addr wanted)
{
    return (struct search){deque_begin(h, d), 0, wanted, false};
}

static enum heap_status raise_mutated(struct heap *h, bool removing)
{
    return raise_error(h, removing ? EXC_INDEX_ERROR : EXC_RUNTIME_ERROR, "deque mutated during iteration");
}

/* The next item in [from, to) that equals what is wanted: its position, or -1. */
static enum heap_status find_next(struct heap *h, addr d, struct search *s, int64_t from, int64_t to,
                                  int64_t *out)
{
    uint64_t state = deque_at(h, d)->state;
    *out = -1;
    while (*out < 0 && s->next < to) {
        addr item = deque_step(h, &s->cursor);
        if (!item)
            break;
        if (s->next++ < from)
            continue;
        bool same = false;
        incref(h, item);
        enum heap_status status = object_equal_or_same(h, item, s->wanted, &same);
        decref(h, item);
        if (status != HEAP_OK)
            return status;
        if (state != deque_at(h, d)->state)
            return raise_mutated(h, s->removing);
        if (same)
            *out = s->next - 1;
    }
    return HEAP_OK;
}

static enum heap_status raise_missing(struct heap *h, addr wanted)
{
    return raise_about(h, EXC_VALUE_ERROR, "", wanted, " is not in deque");
}

static enum heap_status index_of(struct heap *h, const struct call *call, addr *out)
{
    int64_t from = 0, to = INT64_MAX, at;
    enum heap_status status = call->count > 1 ? int_slice_position(h, call->args[1], &from) : HEAP_OK;
    if (status == HEAP_OK && call->count > 2)
        status = int_slice_position(h, call->args[2], &to);
    if (status != HEAP_OK)
        return status;
    int64_t length = deque_at(h, call->self)->size;
    if (from < 0 && (from += length) < 0)
        from = 0;
    if (to < 0 && (to += length) < 0)
        to = 0;
    struct search s = search(h, call->self, call->args[0]);
    status = find_next(h, call->self, &s, from, to, &at);
    if (status != HEAP_OK)
        return status;
    if (at < 0)
        return raise_missing(h, call->args[0]);
    return answer_int(h, at, out);
}

static enum heap_status count(struct heap *h, const struct call *call, addr *out)
{
    int64_t n = -1, at;
    struct search s = search(h, call->self, call->args[0]);
    do {
        enum heap_status status = find_next(h, call->self, &s, 0, INT64_MAX, &at);
        if (status != HEAP_OK)
            return status;
        n++;
    } while (at >= 0);
    return answer_int(h, n, out);
}

static enum heap_status remove_item(struct heap *h, const struct call *call, addr *out)
{
    int64_t at;
    struct search s = search(h, call->self, call->args[0]);
    s.removing = true;
    enum heap_status status = find_next(h, call->self, &s, 0, INT64_MAX, &at);
    if (status != HEAP_OK)
        return status;
    if (at < 0)
        return raise_missing(h, call->args[0]);
    status = deque_delete(h, call->self, at);
    return answer_none(h, status, out);
}

/* The first `count` items and the last ones change places. Answers how many did: all, unless it looks and is
 * to stop. */
static int64_t swap_ends(struct heap *h, const struct deque_object *o, int64_t count, bool looks)
{
    addr left = o->left_block, right = o->right_block;
    int64_t i = o->left, j = o->right;
    for (int64_t n = 0; n < count; n++) {
        if (looks && loop_goes_on(h, (size_t)n) != HEAP_OK)
            return n;
        addr *a = &deque_block_at(h, left)->data[i], *b = &deque_block_at(h, right)->data[j], kept = *a;
        *a = *b;
        *b = kept;
        if (++i == DEQUE_BLOCK) {
            left = deque_block_at(h, left)->right;
            i = 0;
        }
        if (--j < 0) {
            right = deque_block_at(h, right)->left;
            j = DEQUE_BLOCK - 1;
        }
    }
    return count;
}

static enum heap_status reverse(struct heap *h, const struct call *call, addr *out)
{
    const struct deque_object *o = deque_at(h, call->self);
    int64_t half = o->size >> 1, done = swap_ends(h, o, half, true);
    if (done == half)
        return answer_none(h, HEAP_OK, out);
    swap_ends(h, o, done, false);
    return HEAP_ABANDONED;
}

/* In the middle: rotate there, append, rotate back. If that cannot be ended, it is undone; the way back needs
 * no memory. */
static enum heap_status insert_between(struct heap *h, addr d, int64_t index, addr value)
{
    enum heap_status status = deque_rotate(h, d, -index);
    if (status != HEAP_OK)
        return status;
    bool left = index >= 0;
    status = deque_append(h, d, value, left);
    if (status == HEAP_OK) {
        status = deque_rotate(h, d, index);
        if (status == HEAP_OK)
            return HEAP_OK;
        decref(h, deque_detach(h, d, left));
    }
    if (deque_rotate(h, d, index) != HEAP_OK)
        return raise_error(h, EXC_SYSTEM_ERROR, "a deque was left rotated");
    return status;
}

static enum heap_status insert(struct heap *h, const struct call *call, addr *out)
{
    addr d = call->self;
    int64_t index;
    enum heap_status status = int_argument(h, call->args[0], &index);
    if (status != HEAP_OK)
        return status;
    int64_t length = deque_at(h, d)->size;
    if (deque_at(h, d)->maxlen == length)
        return raise_error(h, EXC_INDEX_ERROR, "deque already at its maximum size");
    if (index >= length)
        status = deque_append(h, d, call->args[1], false);
    else if (index <= -length || index == 0)
        status = deque_append(h, d, call->args[1], true);
    else
        status = insert_between(h, d, index, call->args[1]);
    return answer_none(h, status, out);
}

const struct builtin_method deque_methods[] = {
    {"__sizeof__", 0, 0, 0, method_own_sizeof},
    {"__reduce__", 0, 0, false, deque_method_reduce},
    {"__copy__", 0, 0, false, copy},
    {"__class_getitem__", 1, 1, METHOD_CLASS, method_class_getitem},
    {"__reversed__", 0, 0, false, deque_method_reversed},
    {"append", 1, 1, false, append},
    {"appendleft", 1, 1, false, appendleft},
    {"clear", 0, 0, false, clear},
    {"copy", 0, 0, false, copy},
    {"count", 1, 1, false, count},
    {"extend", 1, 1, false, extend},
    {"extendleft", 1, 1, false, extendleft},
    {"index", 1, 3, METHOD_PARSED | METHOD_FAST, index_of},
    {"insert", 2, 2, METHOD_PARSED | METHOD_FAST, insert},
    {"pop", 0, 0, false, pop},
    {"popleft", 0, 0, false, popleft},
    {"remove", 1, 1, false, remove_item},
    {"reverse", 0, 0, false, reverse},
    {"rotate", 0, 1, false, rotate},
    {NULL, 0, 0, false, NULL},
};
