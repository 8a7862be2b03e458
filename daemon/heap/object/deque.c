/* collections.deque: a chain of blocks of 64 items, filled from the middle to both ends (layout: deque.h).
 * Mirrors Modules/_collectionsmodule.c. Methods: deque_methods.c.
 */
#include "daemon/heap/object/deque.h"

#include <string.h>

#include "daemon/heap/memory.h"
#include "daemon/heap/object/iterator_kinds.h"
#include "daemon/heap/object/scalar.h"

/* ---- blocks
 * ------------------------------------------------------------------------------------------------------------
 */

static addr new_block(struct heap *h, addr d)
{
    struct deque_object *o = deque_at(h, d);
    if (o->free_count)
        return o->free_blocks[--o->free_count];
    return memory_alloc(h, sizeof(struct deque_block));
}

static void free_block(struct heap *h, addr d, addr b)
{
    struct deque_object *o = deque_at(h, d);
    if (o->free_count < DEQUE_FREE_MAX)
        o->free_blocks[o->free_count++] = b;
    else
        memory_free(h, b);
}

/* A block more at that end, its links set. */
static enum heap_status extend_chain(struct heap *h, addr d, bool left)
{
    addr b = new_block(h, d);
    if (!b)
        return HEAP_RAISED;
    struct deque_object *o = deque_at(h, d);
    struct deque_block *block = deque_block_at(h, b);
    if (left) {
        block->left = 0;
        block->right = o->left_block;
        deque_block_at(h, o->left_block)->left = b;
        o->left_block = b;
        o->left = DEQUE_BLOCK;
    } else {
        block->right = 0;
        block->left = o->right_block;
        deque_block_at(h, o->right_block)->right = b;
        o->right_block = b;
        o->right = -1;
    }
    return HEAP_OK;
}

/* ---- constructors
 * ------------------------------------------------------------------------------------------------------ */

addr deque_new_of(struct heap *h, addr type, int64_t maxlen)
{
    addr d = object_new(h, type, 0);
    if (!d)
        return 0;
    addr b = memory_alloc(h, sizeof(struct deque_block));
    if (!b) {
        decref(h, d);
        return 0;
    }
    struct deque_block *block = deque_block_at(h, b);
    block->left = block->right = 0;
    struct deque_object *o = deque_at(h, d);
    o->left_block = o->right_block = b;
    o->left = DEQUE_CENTER + 1;
    o->right = DEQUE_CENTER;
    o->maxlen = maxlen;
    object_track(h, d);
    return d;
}

addr deque_new(struct heap *h, int64_t maxlen)
{
    return deque_new_of(h, h->type[KIND_DEQUE], maxlen);
}

/* ---- operations
 * -------------------------------------------------------------------------------------------------------- */

size_t deque_length(const struct heap *h, addr d)
{
    return (size_t)deque_at(h, d)->size;
}

addr *deque_slot(const struct heap *h, addr d, size_t i)
{
    const struct deque_object *o = deque_at(h, d);
    size_t at = i + (size_t)o->left, last = (size_t)(o->left + o->size - 1) / DEQUE_BLOCK,
           n = at / DEQUE_BLOCK;
    addr b;
    if (n <= last / 2) {
        b = o->left_block;
        while (n--)
            b = deque_block_at(h, b)->right;
    } else {
        b = o->right_block;
        for (n = last - n; n; n--)
            b = deque_block_at(h, b)->left;
    }
    return &deque_block_at(h, b)->data[at % DEQUE_BLOCK];
}

addr deque_item(const struct heap *h, addr d, size_t i)
{
    return *deque_slot(h, d, i);
}

static addr detach_right(struct heap *h, addr d)
{
    struct deque_object *o = deque_at(h, d);
    addr item = deque_block_at(h, o->right_block)->data[o->right];
    o->right--;
    if (o->right < 0) {
        if (o->size) {
            addr before = deque_block_at(h, o->right_block)->left;
            free_block(h, d, o->right_block);
            deque_block_at(h, before)->right = 0;
            o->right_block = before;
            o->right = DEQUE_BLOCK - 1;
        } else { /* back to the middle */
            o->left = DEQUE_CENTER + 1;
            o->right = DEQUE_CENTER;
        }
    }
    return item;
}

static addr detach_left(struct heap *h, addr d)
{
    struct deque_object *o = deque_at(h, d);
    addr item = deque_block_at(h, o->left_block)->data[o->left];
    o->left++;
    if (o->left == DEQUE_BLOCK) {
        if (o->size) {
            addr after = deque_block_at(h, o->left_block)->right;
            free_block(h, d, o->left_block);
            deque_block_at(h, after)->left = 0;
            o->left_block = after;
            o->left = 0;
        } else {
            o->left = DEQUE_CENTER + 1;
            o->right = DEQUE_CENTER;
        }
    }
    return item;
}

addr deque_detach(struct heap *h, addr d, bool left)
{
    struct deque_object *o = deque_at(h, d);
    if (o->size == 0)
        return 0;
    o->size--;
    o->state++;
    return left ? detach_left(h, d) : detach_right(h, d);
}

enum heap_status deque_append(struct heap *h, addr d, addr item, bool left)
{
    struct deque_object *o = deque_at(h, d);
    if ((left ? o->left == 0 : o->right == DEQUE_BLOCK - 1) && extend_chain(h, d, left) != HEAP_OK)
        return HEAP_RAISED;
    o->size++;
    incref(h, item);
    if (left)
        deque_block_at(h, o->left_block)->data[--o->left] = item;
    else
        deque_block_at(h, o->right_block)->data[++o->right] = item;
    if (o->maxlen >= 0 && o->size > o->maxlen)
        decref(h, deque_detach(h, d, !left)); /* what falls out at the other end; it counts as the change */
    else
        o->state++;
    return HEAP_OK;
}

void deque_prepare_to_extend(struct heap *h, addr d, bool left)
{
    struct deque_object *o = deque_at(h, d);
    if (o->size)
        return;
    o->left = left ? DEQUE_BLOCK - 1 : 1;
    o->right = left ? DEQUE_BLOCK - 2 : 0;
}

/* From the right end to the left one: as many at a time as both blocks allow. */
static enum heap_status rotate_right(struct heap *h, addr d, int64_t n)
{
    struct deque_object *o = deque_at(h, d);
    while (n > 0) {
        if (o->left == 0 && extend_chain(h, d, true) != HEAP_OK)
            return HEAP_RAISED;
        int64_t m = n < o->right + 1 ? n : o->right + 1;
        if (m > o->left)
            m = o->left;
        o->right -= m;
        o->left -= m;
        n -= m;
        memcpy(&deque_block_at(h, o->left_block)->data[o->left],
               &deque_block_at(h, o->right_block)->data[o->right + 1], (size_t)m * sizeof(addr));
        if (o->right < 0) {
            addr empty = o->right_block;
            o->right_block = deque_block_at(h, empty)->left;
            deque_block_at(h, o->right_block)->right = 0;
            o->right = DEQUE_BLOCK - 1;
            free_block(h, d, empty);
        }
    }
    return HEAP_OK;
}

static enum heap_status rotate_left(struct heap *h, addr d, int64_t n)
{
    struct deque_object *o = deque_at(h, d);
    while (n > 0) {
        if (o->right == DEQUE_BLOCK - 1 && extend_chain(h, d, false) != HEAP_OK)
            return HEAP_RAISED;
        int64_t m = n < DEQUE_BLOCK - o->left ? n : DEQUE_BLOCK - o->left;
        if (m > DEQUE_BLOCK - 1 - o->right)
            m = DEQUE_BLOCK - 1 - o->right;
        memcpy(&deque_block_at(h, o->right_block)->data[o->right + 1],
               &deque_block_at(h, o->left_block)->data[o->left], (size_t)m * sizeof(addr));
        o->right += m;
        o->left += m;
        n -= m;
        if (o->left == DEQUE_BLOCK) {
            addr empty = o->left_block;
            o->left_block = deque_block_at(h, empty)->right;
            deque_block_at(h, o->left_block)->left = 0;
            o->left = 0;
            free_block(h, d, empty);
        }
    }
    return HEAP_OK;
}

/* Rotation fills a block at one end while it empties one at the other. If the end to be filled runs out of
 * room first, and no block waits, it needs one: taken here, so that nothing has moved when there is none.
 * `room`: in the block to be filled. */
static enum heap_status reserve(struct heap *h, addr d, int64_t n, int64_t room, int64_t until_empty)
{
    struct deque_object *o = deque_at(h, d);
    if (o->free_count || n <= room || room >= until_empty)
        return HEAP_OK;
    addr b = memory_alloc(h, sizeof(struct deque_block));
    if (!b)
        return HEAP_RAISED;
    o->free_blocks[o->free_count++] = b;
    return HEAP_OK;
}

enum heap_status deque_rotate(struct heap *h, addr d, int64_t n)
{
    struct deque_object *o = deque_at(h, d);
    int64_t half = o->size >> 1;
    if (o->size <= 1)
        return HEAP_OK;
    if (n > half || n < -half) {
        n %= o->size;
        if (n > half)
            n -= o->size;
        else if (n < -half)
            n += o->size;
    }
    enum heap_status status = n > 0 ? reserve(h, d, n, o->left, o->right + 1)
                                    : reserve(h, d, -n, DEQUE_BLOCK - 1 - o->right, DEQUE_BLOCK - o->left);
    if (status != HEAP_OK)
        return status;
    o->state++;
    return n > 0 ? rotate_right(h, d, n) : rotate_left(h, d, -n);
}

/* The way back needs no memory: it frees and takes blocks in the opposite order of the way there. */
enum heap_status deque_delete(struct heap *h, addr d, int64_t i)
{
    enum heap_status status = deque_rotate(h, d, -i);
    if (status != HEAP_OK)
        return status;
    addr item = deque_detach(h, d, true);
    status = deque_rotate(h, d, i);
    decref(h, item);
    return status;
}

/* As deque_copy() of CPython asks a class of a program for another of it. */
static addr copy_by_class(struct heap *h, addr d)
{
    addr type = object_type(h, d), made = 0;
    int64_t maxlen = deque_at(h, d)->maxlen;
    addr args[] = {d, maxlen < 0 ? 0 : int_new(h, maxlen)};
    if (maxlen >= 0 && !args[1])
        return 0;
    enum heap_status status = object_call(h, type, args, maxlen < 0 ? 1 : 2, NULL, NULL, 0, &made);
    xdecref(h, args[1]);
    if (status != HEAP_OK)
        return 0;
    if (object_kind(h, made) == KIND_DEQUE)
        return made;
    (void)raise_error(h, EXC_TYPE_ERROR, "%.200s() must return a deque, not %.200s", type_name(h, type),
                      object_type_name(h, made));
    decref(h, made);
    return 0;
}

addr deque_copy(struct heap *h, addr d)
{
    if (!object_is_exact(h, d, KIND_DEQUE))
        return copy_by_class(h, d);
    addr made = deque_new(h, deque_at(h, d)->maxlen);
    if (!made)
        return 0;
    /* one item is appended, several are a list to extend by: what the layout shows */
    enum heap_status status = deque_at(h, d)->size == 1 ? deque_append(h, made, deque_item(h, d, 0), false)
                                                        : deque_extend(h, made, d, false);
    if (status == HEAP_OK)
        return made;
    decref(h, made);
    return 0;
}

/* Detaches everything first: what is released may look at the deque, or fill it again. */
void deque_clear(struct heap *h, addr d)
{
    struct deque_object *o = deque_at(h, d);
    if (o->size == 0)
        return;
    addr fresh = new_block(h, d);
    if (!fresh) { /* one by one then */
        heap_clear_raised(h);
        for (int64_t n = o->size; n > 0 && o->size; n--) /* what is released may append others */
            decref(h, deque_detach(h, d, false));
        return;
    }
    struct deque_cursor c = deque_begin(h, d);
    struct deque_block *block = deque_block_at(h, fresh);
    block->left = block->right = 0;
    o->left_block = o->right_block = fresh;
    o->left = DEQUE_CENTER + 1;
    o->right = DEQUE_CENTER;
    o->size = 0;
    o->state++;
    addr b = c.block;
    for (addr item; (item = deque_step(h, &c)) != 0; decref(h, item)) {
        if (b != c.block) {
            free_block(h, d, b);
            b = c.block;
        }
    }
    free_block(h, d, b);
}

/* ---- slots
 * -------------------------------------------------------------------------------------------------------------
 */

static void traverse(struct heap *h, addr d, span_visitor *visit, void *context)
{
    const struct deque_object *o = deque_at(h, d);
    int64_t from = o->left, rest = o->size;
    for (addr b = o->left_block; rest > 0; b = deque_block_at(h, b)->right, from = 0) {
        int64_t n = rest < DEQUE_BLOCK - from ? rest : DEQUE_BLOCK - from;
        visit(h, context, &deque_block_at(h, b)->data[from], (size_t)n, 1);
        rest -= n;
    }
}

static bool release_next(struct heap *h, addr d, addr *reference)
{
    *reference = deque_detach(h, d, true);
    return *reference != 0;
}

static void free_storage(struct heap *h, addr d)
{
    struct deque_object *o = deque_at(h, d);
    if (o->left_block)
        memory_free(h, o->left_block);
    while (o->free_count)
        memory_free(h, o->free_blocks[--o->free_count]);
}

static size_t block_count(const struct heap *h, addr d)
{
    const struct deque_object *o = deque_at(h, d);
    return (size_t)(o->left + o->size + DEQUE_BLOCK - 1) / DEQUE_BLOCK;
}

static size_t size(const struct heap *h, addr d)
{
    return (size_t)type_at(h, object_type(h, d))->basicsize + block_count(h, d) * sizeof(struct deque_block);
}

static int64_t length_of(const struct heap *h, addr d)
{
    return deque_at(h, d)->size;
}

static enum heap_status raise_mutated(struct heap *h)
{
    return raise_error(h, EXC_RUNTIME_ERROR, "deque mutated during iteration");
}

static enum heap_status repr(struct heap *h, addr d, struct text *out)
{
    const char *name = object_type_name(h, d), *dot = strrchr(name, '.');
    text_putf(out, "%s([", dot ? dot + 1 : name);
    const struct deque_object *o = deque_at(h, d);
    struct deque_cursor c = deque_begin(h, d);
    bool first = true;
    for (addr item; !out->cut && (item = deque_step(h, &c)) != 0; first = false) {
        if (!first)
            text_put(out, ", ", 2);
        uint64_t state = o->state;
        enum heap_status status = object_repr(h, incref(h, item), out);
        decref(h, item);
        if (status == HEAP_OK && state != o->state)
            status = raise_mutated(h);
        if (status != HEAP_OK)
            return status;
    }
    if (o->maxlen >= 0)
        text_putf(out, "], maxlen=%lld)", (long long)o->maxlen);
    else
        text_put(out, "])", 2);
    return HEAP_OK;
}

static enum heap_status equal(struct heap *h, addr a, addr b, int *result)
{
    if (object_kind(h, b) != KIND_DEQUE) {
        *result = -1;
        return HEAP_OK;
    }
    struct deque_cursor ca = deque_begin(h, a), cb = deque_begin(h, b);
    *result = ca.rest == cb.rest;
    uint64_t state = deque_at(h, a)->state + deque_at(h, b)->state;
    for (addr x; *result && (x = deque_step(h, &ca)) != 0;) {
        bool same = false;
        addr y = incref(h, deque_step(h, &cb));
        enum heap_status status = object_equal_or_same(h, incref(h, x), y, &same);
        decref(h, x);
        decref(h, y);
        if (status == HEAP_OK && state != deque_at(h, a)->state + deque_at(h, b)->state)
            status = raise_mutated(h);
        if (status != HEAP_OK)
            return status;
        *result = same;
    }
    return HEAP_OK;
}

static const char *verify(const struct heap *h, addr d)
{
    const struct deque_object *o = deque_at(h, d);
    if (o->size < 0 || (o->maxlen >= 0 && o->size > o->maxlen) || o->free_count < 0 ||
        o->free_count > DEQUE_FREE_MAX)
        return "a deque of an impossible size";
    if (o->left < 0 || o->left > DEQUE_BLOCK || o->right < -1 || o->right >= DEQUE_BLOCK)
        return "a deque that begins or ends outside of its blocks";
    int64_t rest = o->left + o->size;
    addr b = o->left_block, before = 0;
    for (;; b = deque_block_at(h, b)->right) {
        if (!object_in_blocks(b))
            return "a deque with too few blocks";
        if (deque_block_at(h, b)->left != before)
            return "the blocks of a deque are not linked both ways";
        before = b;
        if (rest <= DEQUE_BLOCK)
            break;
        rest -= DEQUE_BLOCK;
    }
    if (b != o->right_block || o->right != rest - 1 || deque_block_at(h, b)->right)
        return "a deque that does not end where its items do";
    struct deque_cursor c = deque_begin(h, d);
    while (c.rest)
        if (!deque_step(h, &c))
            return "an item of a deque is missing";
    return NULL;
}

static void chain(const struct heap *h, addr d, block_visitor *visit, void *context)
{
    const struct deque_object *o = deque_at(h, d);
    for (addr b = o->left_block; b; b = deque_block_at(h, b)->right)
        visit(context, b);
    for (int64_t i = 0; i < o->free_count; i++)
        visit(context, o->free_blocks[i]);
}

const struct kind_ops deque_ops = {.iter = deque_iter,
                                   .traverse = traverse,
                                   .release_next = release_next,
                                   .free_storage = free_storage,
                                   .clear = deque_clear,
                                   .size = size,
                                   .chain = chain,
                                   .repr = repr,
                                   .repr_inside = "[...]",
                                   .equal = equal,
                                   .length = length_of,
                                   .verify = verify};
