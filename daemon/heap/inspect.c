/* What can be told of one object, and sums over many (inspect.h). */
#include "daemon/heap/inspect.h"

#include <stdlib.h>

#include "daemon/heap/collector_lists.h"
#include "daemon/heap/frame.h"
#include "daemon/heap/host_marks.h"
#include "daemon/heap/object/class.h"
#include "daemon/heap/references.h"

/* ---- generations --------------------------------------------------------------------------------- */

/* Two bits for each place: in the first the low ones of generation + 1, in the second the high ones; the
 * permanent generation, 3 + 1, is in neither and has marks of its own. */
struct generation_map {
    struct host_marks low, high, permanent;
};

static void mark_generation(const struct heap *h, struct generation_map *m, int generation)
{
    const struct gc_head *list = generation < 3 ? &h->generation[generation].head : &h->permanent.head;
    for (addr g = list->next; g != gc_list(h, list); g = gc_at(h, g)->next) {
        addr o = gc_object(h, g);
        if (generation == 3)
            (void)host_marks_add(&m->permanent, o);
        if ((generation + 1) & 1)
            (void)host_marks_add(&m->low, o);
        if ((generation + 1) & 2)
            (void)host_marks_add(&m->high, o);
    }
}

struct generation_map *inspect_generations(const struct heap *h)
{
    struct generation_map *m = calloc(1, sizeof *m);
    if (!m || !host_marks_init(&m->low, h) || !host_marks_init(&m->high, h) ||
        !host_marks_init(&m->permanent, h)) {
        inspect_generations_free(m);
        return NULL;
    }
    for (int i = 0; i < 4; i++)
        mark_generation(h, m, i);
    return m;
}

void inspect_generations_free(struct generation_map *m)
{
    if (!m)
        return;
    host_marks_free(&m->low);
    host_marks_free(&m->high);
    host_marks_free(&m->permanent);
    free(m);
}

static int generation_in(const struct generation_map *m, addr o)
{
    if (host_marks_has(&m->permanent, o))
        return 3;
    return (host_marks_has(&m->low, o) ? 1 : 0) + (host_marks_has(&m->high, o) ? 2 : 0) - 1;
}

addr inspect_generation_next(const struct heap *h, int generation, addr o)
{
    const struct gc_head *list = generation < 3 ? &h->generation[generation].head : &h->permanent.head;
    addr next = o ? gc_at(h, gc_of(h, o))->next : list->next;
    while (next != gc_list(h, list) && object_is_resident(h, gc_object(h, next)))
        next = gc_at(h, next)->next;
    return next == gc_list(h, list) ? 0 : gc_object(h, next);
}

addr inspect_static_next(const struct heap *h, addr a)
{
    return object_next_static(h, a);
}

addr inspect_pool_of(const struct heap *h, addr a)
{
    addr arenas = HEAP_BASE + REGION_ARENAS;
    return arenas + (a - arenas) / h->abi.pool_size * h->abi.pool_size;
}

/* ---- one object ---------------------------------------------------------------------------------- */

static size_t weakrefs_to(const struct heap *h, addr o)
{
    return type_at(h, object_type(h, o))->weaklistoffset ? weakref_count(h, o) : 0;
}

void inspect_object(const struct heap *h, addr o, const struct generation_map *generations,
                    struct object_info *out)
{
    const struct kind_ops *ops = object_ops(h, o);
    bool collected = object_is_collected(h, o), tracked = collected && object_is_tracked(h, o);
    *out = (struct object_info){
        .id = o,
        .type = object_type(h, o),
        .type_name = object_type_name(h, o),
        .kind = object_kind(h, o),
        .size = object_getsizeof(h, o),
        .refcount = object_refcount(h, o),
        .immortal = object_is_immortal(h, o),
        .in_static_area = !object_in_blocks(o),
        .tracked = tracked,
        .finalized = collected && object_has_gc(h, o) && object_gc(h, o)->prev & GC_FINALIZED,
        .generation = !tracked      ? -1
                      : generations ? generation_in(generations, o)
                                    : collector_generation_of(h, o),
        .weakrefs = (uint32_t)weakrefs_to(h, o),
        .handles = handle_count(h, o),
        .length = ops->length ? ops->length(h, o) : -1,
    };
}

/* ---- deep size ----------------------------------------------------------------------------------- */

#define DEEP_FEW 16

/* Most objects hold few others: these are found in `few`, which is what is still to be read as well; with
 * more of them come marks. */
struct deep_walk {
    addr few[DEEP_FEW];
    size_t count, read; /* of `few` */
    bool many, failed;
    struct host_marks seen;
    struct host_stack todo;
};

/* Types and modules are what a program is made of, not what an object holds. */
static bool is_content(const struct heap *h, addr o)
{
    enum kind kind = object_kind(h, o);
    return kind != KIND_TYPE && kind != KIND_MODULE;
}

static bool is_among_few(const struct deep_walk *w, addr o)
{
    for (size_t i = 0; i < w->count; i++)
        if (w->few[i] == o)
            return true;
    return false;
}

/* From `few` to marks. */
static void expect_many(struct deep_walk *w, const struct heap *h)
{
    w->many = true;
    w->failed = !host_marks_init(&w->seen, h);
    for (size_t i = 0; i < w->count && !w->failed; i++)
        (void)host_marks_add(&w->seen, w->few[i]);
    while (w->count > w->read)
        host_stack_push(&w->todo, w->few[--w->count]);
}

static void go_deeper(const struct heap *h, void *context, const addr *field, addr to)
{
    struct deep_walk *w = context;
    (void)field;
    if (!is_content(h, to) || w->failed || (!w->many && is_among_few(w, to)))
        return;
    if (!w->many && w->count < DEEP_FEW) {
        w->few[w->count++] = to;
        return;
    }
    if (!w->many)
        expect_many(w, h);
    if (!w->failed && host_marks_add(&w->seen, to))
        host_stack_push(&w->todo, to);
}

/* The next object to be read, 0: none is left. */
static addr next_deeper(struct deep_walk *w)
{
    if (w->read < w->count)
        return w->few[w->read++];
    return w->todo.count > 0 ? w->todo.items[--w->todo.count] : 0;
}

bool inspect_deep_size(const struct heap *h, addr o, struct deep_size *out)
{
    struct deep_walk w;
    struct deep_size sum = {0, 0};
    w.few[0] = o;
    w.count = 1;
    w.read = 0;
    w.many = w.failed = false;
    w.seen = (struct host_marks){0};
    w.todo = (struct host_stack){0};
    for (addr next; !w.failed && (next = next_deeper(&w));) {
        sum.size += object_getsizeof(h, next);
        sum.count++;
        references_counted(h, next, go_deeper, &w);
    }
    bool complete = !w.failed && !w.todo.failed;
    if (complete)
        *out = sum;
    host_stack_free(&w.todo);
    if (w.many)
        host_marks_free(&w.seen);
    return complete;
}

/* ---- totals -------------------------------------------------------------------------------------- */

/* An open-addressing table of totals by type; grows at three quarters. */
struct type_table {
    struct type_total *slots;
    size_t mask, count;
};

static struct type_total *type_slot(const struct type_table *t, addr type)
{
    size_t i = (size_t)(type >> 4) * 0x9e3779b97f4a7c15ull >> 20 & t->mask;
    while (t->slots[i].type && t->slots[i].type != type)
        i = (i + 1) & t->mask;
    return &t->slots[i];
}

static bool grow_types(struct type_table *t)
{
    struct type_table grown = {calloc(2 * (t->mask + 1), sizeof *grown.slots), 2 * (t->mask + 1) - 1,
                               t->count};
    if (!grown.slots)
        return false;
    for (size_t i = 0; t->slots && i <= t->mask; i++)
        if (t->slots[i].type)
            *type_slot(&grown, t->slots[i].type) = t->slots[i];
    free(t->slots);
    *t = grown;
    return true;
}

static int most_bytes_first(const void *a, const void *b)
{
    const struct type_total *x = a, *y = b;
    if (x->bytes != y->bytes)
        return x->bytes < y->bytes ? 1 : -1;
    if (x->count != y->count)
        return x->count < y->count ? 1 : -1;
    return (x->type > y->type) - (x->type < y->type);
}

/* The totals at the front, in order. */
static struct type_total *compact(struct type_table *t, size_t *count)
{
    size_t n = 0;
    for (size_t i = 0; i <= t->mask; i++)
        if (t->slots[i].type)
            t->slots[n++] = t->slots[i];
    qsort(t->slots, n, sizeof *t->slots, most_bytes_first);
    *count = n;
    if (n > 0)
        return t->slots;
    free(t->slots);
    return NULL;
}

struct type_total *inspect_types(const struct heap *h, size_t *count)
{
    struct type_table t = {NULL, 31, 0};
    *count = 0;
    if (!grow_types(&t))
        return NULL;
    for (addr o = object_next(h, 0); o; o = object_next(h, o + 16)) {
        struct type_total *slot = type_slot(&t, object_type(h, o));
        if (!slot->type) {
            if (4 * ++t.count > 3 * t.mask && !grow_types(&t)) {
                free(t.slots);
                return NULL;
            }
            slot = type_slot(&t, object_type(h, o));
            slot->type = object_type(h, o);
        }
        slot->count++;
        slot->bytes += object_getsizeof(h, o);
    }
    return compact(&t, count);
}
