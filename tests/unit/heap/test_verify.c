/* heap_verify: for each kind of damage that it knows, a test does the damage and expects that very
 * finding. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
/* cmocka wants the three above first */
#include <cmocka.h>

#include "daemon/heap/arena.h"
#include "daemon/heap/blocks.h"
#include "daemon/heap/collector_lists.h"
#include "daemon/heap/object/dict.h"
#include "daemon/heap/object/sequence.h"
#include "daemon/heap/object/str.h"
#include "daemon/heap/object/weakref.h"
#include "tests/unit/heap/heap_test.h"

/* A heap with one of each, held by the owner. */
struct world {
    struct heap *h;
    addr list, tuple, dict, set, str, type, instance, weakref, large;
};

static struct world make_world(unsigned minor)
{
    struct heap *h = heap_test_begin(minor);
    struct world w = {.h = h};
    collector_enable(h, false);
    w.list = hold(h, list_new(h, 0));
    w.str = hold(h, str_intern_utf8(h, "a_name_of_its_own", 17));
    w.tuple = hold(h, tuple_from(h, (addr[]){w.list, w.str}, 2));
    w.dict = hold(h, dict_new(h));
    w.set = hold(h, set_new(h));
    w.type = hold(h, class_new(h, &(struct class_spec){.name = "C"}));
    w.instance = hold(h, instance_new(h, w.type));
    w.weakref = hold(h, weakref_new(h, w.instance, 0));
    w.large = hold(h, bytes_new(h, NULL, 100000));
    assert_int_equal(list_append(h, w.list, w.dict), HEAP_OK);
    assert_int_equal(dict_set(h, w.dict, w.str, w.list), HEAP_OK);
    assert_int_equal(set_add(h, w.set, w.str), HEAP_OK);
    assert_int_equal(object_setattr(h, w.instance, w.str, w.set), HEAP_OK);
    assert_int_equal(heap_verify(h, heap_test_report, NULL), 0);
    return w;
}

struct expectation {
    const char *what;
    bool seen;
};

static bool look_for(void *context, const struct finding *f)
{
    struct expectation *e = context;
    e->seen |= strcmp(f->what, e->what) == 0;
    return true;
}

static bool finds(const struct heap *h, const char *what)
{
    struct expectation e = {what, false};
    size_t n = heap_verify(h, look_for, &e);
    return n > 0 && e.seen;
}

/* ---- damages ------------------------------------------------------------------------------------- */

static void one_reference_too_many(struct world *w)
{
    object_at(w->h, w->list)->refcount++;
}
static void one_reference_too_few(struct world *w)
{
    object_at(w->h, w->dict)->refcount--;
}
static void no_reference(struct world *w)
{
    object_at(w->h, w->list)->refcount = 0;
}
static void a_type_that_is_none(struct world *w)
{
    object_at(w->h, w->tuple)->type = w->list;
}
static void a_type_outside(struct world *w)
{
    object_at(w->h, w->tuple)->type = 0x1234;
}
static void a_reference_to_nothing(struct world *w)
{
    tuple_items(w->h, w->tuple)[1] += 16;
}
static void a_foreign_item(struct world *w)
{
    list_items(w->h, w->list)[0] = 0xdeadbeef;
}
static void a_negative_length(struct world *w)
{
    HEAP_FIELD(w->h, w->tuple, 16, int64_t) = -1;
}
static void too_many_items(struct world *w)
{
    list_at(w->h, w->list)->size = list_at(w->h, w->list)->allocated + 1;
}

static void a_leak(struct world *w)
{
    addr a = memory_alloc(w->h, 64);
    assert_true(a);
}

static void a_large_leak(struct world *w)
{
    addr a = memory_alloc(w->h, 6400);
    assert_true(a);
}

static void a_block_freed_under_an_object(struct world *w)
{
    addr l = hold(w->h, list_new(w->h, 4));
    list_at(w->h, l)->size = 0;
    memory_free(w->h, list_at(w->h, l)->items);
}
static void two_owners(struct world *w)
{
    addr other = hold(w->h, list_new(w->h, 0));
    *list_at(w->h, other) =
        (struct list_object){list_at(w->h, other)->base, 0, list_at(w->h, w->list)->items, 0};
}

static void a_lost_object(struct world *w)
{
    w->h->object_count++;
}
static void a_lost_static(struct world *w)
{
    w->h->static_objects--;
}
static void lost_bytes(struct world *w)
{
    w->h->small_used += 16;
}
static void lost_blocks(struct world *w)
{
    w->h->small_blocks--;
}
static void lost_large_bytes(struct world *w)
{
    w->h->large.used_bytes += 16;
}
static void lost_table_bytes(struct world *w)
{
    w->h->tables.used_count--;
}
static void a_limit_passed(struct world *w)
{
    w->h->limit = 1000;
}
static void lost_arenas(struct world *w)
{
    w->h->arenas_in_use++;
}

static struct pool_header *pool_of(struct world *w, addr a)
{
    return heap_at(w->h, a & ~(addr)(w->h->abi.pool_size - 1));
}

static void a_free_list_astray(struct world *w)
{
    pool_of(w, w->list)->free_block = w->large;
}
static void a_free_list_in_a_circle(struct world *w)
{
    struct pool_header *p = pool_of(w, w->list);
    HEAP_FIELD(w->h, p->free_block, 0, addr) = p->free_block;
}
static void a_wrong_use(struct world *w)
{
    pool_of(w, w->list)->used++;
}
static void another_arena(struct world *w)
{
    pool_of(w, w->list)->arena++;
}
static void another_ring(struct world *w)
{
    pool_of(w, w->list)->next = 0xffff;
}

static void in_no_ring(struct world *w)
{
    struct pool_header *p = pool_of(w, w->list);
    ((struct pool_header *)heap_at(w->h, p->previous))->next = p->next;
}

static void a_link_forward(struct world *w)
{
    object_gc(w->h, w->list)->next = 0x10;
}
static void a_link_back(struct world *w)
{
    object_gc(w->h, w->list)->prev = object_gc(w->h, w->list)->next;
}
static void a_flag(struct world *w)
{
    object_gc(w->h, w->list)->prev |= GC_COLLECTING;
}
static void an_end(struct world *w)
{
    w->h->generation[0].head.prev = gc_of(w->h, w->list);
}
static void out_of_the_lists(struct world *w)
{
    struct gc_head saved = *object_gc(w->h, w->list);
    object_untrack(w->h, w->list);
    *object_gc(w->h, w->list) = saved;
}
static void untracked_with_a_link(struct world *w)
{
    object_untrack(w->h, w->list);
    object_gc(w->h, w->list)->prev = gc_of(w->h, w->dict);
}
static void a_circle(struct world *w)
{
    struct gc_head *g = object_gc(w->h, w->type);
    g->next = gc_of(w->h, w->list);
}

static void a_weak_list_astray(struct world *w)
{
    *weakref_list_field(w->h, w->instance) = w->list;
}
static void another_referent(struct world *w)
{
    weakref_at(w->h, w->weakref)->referent = w->set;
}
static void a_weak_link_back(struct world *w)
{
    weakref_at(w->h, w->weakref)->previous = w->weakref;
}
static void a_weak_reference_in_no_list(struct world *w)
{
    *weakref_list_field(w->h, w->instance) = 0;
}

static void not_interned(struct world *w)
{
    str_forget_interned(w->h, w->str);
    *str_state(w->h, w->str) |= STR_INTERNED_MORTAL;
}
static void interned_in_secret(struct world *w)
{
    *str_state(w->h, w->str) &= ~STR_INTERNED;
}

static void start_tracing(struct world *w)
{
    assert_int_equal(trace_start(w->h, 1), HEAP_OK);
    assert_int_equal(list_append(w->h, w->list, hold(w->h, list_new(w->h, 0))), HEAP_OK);
}
static uint32_t *trace_word(struct world *w, addr block)
{
    return (uint32_t *)heap_at(w->h, HEAP_BASE + REGION_TRACES) + ((block - HEAP_BASE) >> 4);
}
static void a_trace_of_nothing(struct world *w)
{
    start_tracing(w);
    addr a = memory_alloc(w->h, 64);
    uint32_t word = *trace_word(w, a);
    memory_free(w->h, a);
    *trace_word(w, a) = word;
}
static void a_trace_without_traceback(struct world *w)
{
    start_tracing(w);
    addr block = object_block(w->h, list_item(w->h, w->list, 1));
    *trace_word(w, block) |= 0xfffff000u;
}
static void a_lost_trace(struct world *w)
{
    start_tracing(w);
    *trace_word(w, object_block(w->h, list_item(w->h, w->list, 1))) = 0;
}

static const struct damage {
    void (*do_it)(struct world *w);
    const char *finding;
} damages[] = {
    {one_reference_too_many, "object: its reference count"},
    {one_reference_too_few, "object: its reference count"},
    {no_reference, "object: alive without a reference"},
    {a_type_that_is_none, "object: its type is none"},
    {a_type_outside, "object: its type is none"},
    {a_reference_to_nothing, "tuple: an item is no object"},
    {a_foreign_item, "list: an item is no object"},
    {a_negative_length, "tuple: negative length"},
    {too_many_items, "list: ob_size is not within allocated"},
    {a_leak, "memory: a block that belongs to nothing"},
    {a_large_leak, "memory: a block that belongs to nothing"},
    {a_block_freed_under_an_object, "object: lies in a block that is not handed out"},
    {two_owners, "object: a block that belongs to another one too"},
    {a_lost_object, "object: number of live objects"},
    {a_lost_static, "object: number of static objects"},
    {lost_bytes, "memory: bytes in small blocks"},
    {lost_blocks, "memory: number of small blocks"},
    {lost_large_bytes, "memory: bytes in large blocks"},
    {lost_table_bytes, "memory: bytes in the library's tables"},
    {a_limit_passed, "memory: more than the limit"},
    {lost_arenas, "memory: number of arenas"},
    {a_free_list_astray, "pool: a free list that leaves its pool, or goes in a circle"},
    {a_free_list_in_a_circle, "pool: a free list that leaves its pool, or goes in a circle"},
    {a_wrong_use, "pool: used and free blocks are not all blocks"},
    {another_arena, "pool: names another arena"},
    {another_ring, "pool: the ring is broken"},
    {in_no_ring, "pool: not all with free blocks are in a ring"},
    {a_link_forward, "collector: a list leads to what is not collected"},
    {a_link_back, "collector: a link back is wrong"},
    {a_flag, "collector: a flag of a running collection stayed"},
    {an_end, "collector: the end of a list is wrong"},
    {out_of_the_lists, "collector: a tracked object is in no list"},
    {untracked_with_a_link, "collector: an untracked object has a link back"},
    {a_circle, "collector: an object is in two lists, or a list is a circle"},
    {a_weak_list_astray, "weak reference: the list leads to what is none"},
    {another_referent, "weak reference: in the list of another object"},
    {a_weak_link_back, "weak reference: a link back is wrong"},
    {a_weak_reference_in_no_list, "a weak reference is not in its referent's list"},
    {not_interned, "a str that says it is interned and is not"},
    {interned_in_secret, "string: interned, and does not say so"},
    {a_trace_of_nothing, "trace: of a block that is not handed out"},
    {a_trace_without_traceback, "trace: larger than its block, or without a traceback"},
    {a_lost_trace, "trace: number of all traces"},
};

static void each_damage_is_found(void **state)
{
    (void)state;
    for (size_t v = 0; v < sizeof heap_test_versions / sizeof *heap_test_versions; v++)
        for (size_t i = 0; i < sizeof damages / sizeof *damages; i++) {
            struct world w = make_world(heap_test_versions[v]);
            damages[i].do_it(&w);
            bool found = finds(w.h, damages[i].finding);
            if (!found) {
                print_error("3.%u, damage %zu: not found: %s\n", heap_test_versions[v], i,
                            damages[i].finding);
                (void)heap_verify(w.h, heap_test_report, NULL);
            }
            assert_true(found);
            heap_destroy(w.h);
        }
}

static bool stop(void *context, const struct finding *f)
{
    (void)f;
    ++*(size_t *)context;
    return false;
}

static void a_visitor_that_has_enough_is_left_alone(void **state)
{
    (void)state;
    struct world w = make_world(11);
    lost_bytes(&w);
    lost_blocks(&w);
    a_lost_object(&w);
    size_t told = 0;
    assert_int_equal(heap_verify(w.h, stop, &told), 3);
    assert_int_equal(told, 1);
    heap_destroy(w.h);
}

/* A finalizer and a callback see a heap in the middle of deallocation: it is sound. */
static void a_heap_is_sound_with_frames_and_copies(void **state)
{
    (void)state;
    for (size_t v = 0; v < sizeof heap_test_versions / sizeof *heap_test_versions; v++) {
        struct world w = make_world(heap_test_versions[v]);
        assert_int_equal(frame_push(w.h, "f", "app.py", 3), HEAP_OK);
        assert_int_equal(name_bind(w.h, FRAME_TOP, "x", 1, w.list), HEAP_OK);
        assert_int_equal(name_bind(w.h, 0, "g", 1, w.instance), HEAP_OK);
        assert_int_equal(handle_hold(w.h, w.list), HEAP_OK);
        assert_int_equal(trace_start(w.h, 25), HEAP_OK);
        hold(w.h, list_new(w.h, 100));
        assert_int_equal(heap_verify(w.h, heap_test_report, NULL), 0);
        struct heap *copy = heap_copy(w.h);
        assert_non_null(copy);
        assert_int_equal(heap_verify(copy, heap_test_report, NULL), 0);
        heap_destroy(copy);
        handle_drop_all(w.h);
        assert_int_equal(heap_verify(w.h, heap_test_report, NULL), 0);
        heap_destroy(w.h);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_damage_is_found),
        cmocka_unit_test(a_visitor_that_has_enough_is_left_alone),
        cmocka_unit_test(a_heap_is_sound_with_frames_and_copies),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
