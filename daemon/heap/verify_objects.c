/* Objects: where they begin, whether their type is one, what their kind has to say, and whose each block is.
 */
#include "daemon/heap/memory.h"
#include "daemon/heap/object/dict.h"
#include "daemon/heap/object/heaptype.h"
#include "daemon/heap/verifying.h"

bool verify_has_type(const struct heap *h, addr o)
{
    addr type = object_type(h, o);
    if (!object_exists(h, type) || !object_exists(h, object_type(h, type)))
        return false;
    return type_kind(h, type) < KIND_COUNT && type_kind(h, object_type(h, type)) == KIND_TYPE;
}

static void claim(struct verifying *v, addr o, addr block)
{
    if (!object_in_blocks(block)) /* a part of the static area */
        return;
    if (!host_marks_has(&v->used, block))
        verify_report(v, "object: lies in a block that is not handed out", o, 0, block);
    else if (!host_marks_add(&v->claimed, block))
        verify_report(v, "object: a block that belongs to another one too", o, 0, block);
}

struct claim {
    struct verifying *v;
    addr owner;
};

static void claim_link(void *context, addr block)
{
    const struct claim *c = context;
    claim(c->v, c->owner, block);
}

static void claim_storage(struct verifying *v, addr o, const struct kind_ops *ops)
{
    addr blocks[4];
    size_t n = ops->storage ? ops->storage(v->h, o, blocks) : 0;
    for (size_t i = 0; i < n; i++)
        claim(v, o, blocks[i]);
    if (ops->chain)
        ops->chain(v->h, o, claim_link, &(struct claim){v, o});
    addr type = object_type(v->h, o);
    if (type_kind(v->h, type) == KIND_INSTANCE || !(type_at(v->h, type)->flags & TYPE_HEAP))
        return;
    n = instance_added_storage(v->h, o, blocks);
    for (size_t i = 0; i < n; i++)
        claim(v, o, blocks[i]);
}

/* In the middle of its deallocation an object's fields mean something else. */
static bool is_dying(const struct heap *h, addr o)
{
    for (addr d = h->dying; d; d = object_at(h, d)->refcount)
        if (d == o)
            return true;
    return false;
}

static void report_unsound(struct verifying *v, const char *what, addr o, uint64_t found)
{
    v->unsound++;
    verify_report(v, what, o, 0, found);
}

static void verify_object(struct verifying *v, addr o)
{
    const struct heap *h = v->h;
    if (!verify_has_type(h, o)) {
        report_unsound(v, "object: its type is none", o, object_type(h, o));
        return;
    }
    const struct kind_ops *ops = object_ops(h, o);
    bool in_blocks = object_in_blocks(o), dying = in_blocks && is_dying(h, o);
    if (in_blocks)
        claim(v, o, object_block(h, o));
    const char *wrong = ops->verify && !dying ? ops->verify(h, o) : NULL;
    if (wrong)
        report_unsound(v, wrong, o, 0);
    else
        (void)host_marks_add(&v->sound, o);
    if (!wrong)
        claim_storage(v, o, ops);
    if (in_blocks && !dying && object_refcount(h, o) == 0)
        verify_report(v, "object: alive without a reference", o, 1, 0);
}

/* Those that are marked in `words`, of which the first stands for offset `start`. */
static void each_marked(struct verifying *v, const uint64_t *words, uint64_t start, uint64_t end,
                        void (*each)(struct verifying *v, addr o))
{
    for (uint64_t i = 0; i <= (end - start) / 1024; i++)
        for (uint64_t left = words[i]; left; left &= left - 1)
            each(v, HEAP_BASE + start + i * 1024 + (uint64_t)__builtin_ctzll(left) * 16);
}

void verify_each_object(struct verifying *v, void (*each)(struct verifying *v, addr o))
{
    each_marked(v, v->sound.low, 0, v->sound.low_end, each);
    each_marked(v, v->sound.large, v->sound.large_start, v->sound.large_end, each);
}

/* Keys that are shared belong to their class, and to the dicts alone once that is gone. */
static void claim_orphaned_keys(struct verifying *v, addr o)
{
    if (object_kind(v->h, o) != KIND_DICT || !dict_at(v->h, o)->values)
        return;
    addr keys = dict_at(v->h, o)->keys;
    if (host_marks_add(&v->claimed, keys))
        (void)host_marks_add(&v->orphans, keys);
}

/* A block that nobody claims has leaked. */
static void verify_claims(struct verifying *v, const uint64_t *used, const uint64_t *claimed, uint64_t start,
                          uint64_t end)
{
    for (uint64_t i = 0; i <= (end - start) / 1024; i++)
        for (uint64_t left = used[i] & ~claimed[i]; left; left &= left - 1)
            verify_report(v, "memory: a block that belongs to nothing",
                          HEAP_BASE + start + i * 1024 + (uint64_t)__builtin_ctzll(left) * 16, 0, 0);
}

/* Blocks that wait in free lists belong to these. */
static void claim_free_list(struct verifying *v, const struct waiting_blocks *f, unsigned list)
{
    const struct heap *h = v->h;
    uint32_t n = 0;
    for (addr block = f->first; block; block = HEAP_FIELD(h, block, 0, addr), n++) {
        if (n == f->count || !object_in_blocks(block) || block & 15 || !host_marks_has(&v->used, block)) {
            verify_report(v, "free list: leads to what is no block", block, f->count, n);
            return;
        }
        if (!host_marks_add(&v->claimed, block)) {
            verify_report(v, "free list: a block that belongs to an object too, or to two lists", block, 0,
                          list);
            return;
        }
    }
    if (n != f->count || f->count > f->max)
        verify_report(v, "free list: number of blocks", f->first, n, f->count);
}

void verify_objects(struct verifying *v)
{
    const struct heap *h = v->h;
    uint64_t statics = 0, live = 0;
    for (addr o = object_next_static(h, 0); o; o = object_next_static(h, o + 16), statics++)
        verify_object(v, o);
    for (addr o = object_next(h, 0); o; o = object_next(h, o + 16), live++)
        verify_object(v, o);
    if (statics != h->static_objects)
        verify_report(v, "object: number of static objects", 0, statics, h->static_objects);
    if (live != h->object_count)
        verify_report(v, "object: number of live objects", 0, live, h->object_count);
    for (unsigned i = 0; i < FREE_LIST_COUNT; i++) {
        claim_free_list(v, &h->free_list[i], i);
        claim_free_list(v, &h->free_list_aside[i], i);
    }
    if (h->dying || v->unsound)
        return; /* what has been taken apart or damaged claims less than it has */
    verify_each_object(v, claim_orphaned_keys);
    verify_claims(v, v->used.low, v->claimed.low, 0, v->used.low_end);
    verify_claims(v, v->used.large, v->claimed.large, v->used.large_start, v->used.large_end);
}
