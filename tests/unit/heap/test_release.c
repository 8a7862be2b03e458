/* Deallocation: order, depth, finalizers that do things, resurrection. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
/* cmocka wants the three above first */
#include <cmocka.h>

#include "tests/unit/heap/heap_test.h"

#if defined(HEAPD_STRESS) /* a collection at each allocation: quadratic */
#define DEEP 2000
#elif defined(HEAPD_DEBUG)
#define DEEP 100000
#else
#define DEEP 1000000
#endif

#define EVENTS 4096

/* The addresses freed since events were asked for, in order. */
static size_t freed(const struct heap *h, addr *out, size_t capacity)
{
    size_t n = 0;
    for (size_t i = 0; i < events_count(h) && n < capacity; i++)
        if (events_at(h, i)->kind == EVENT_FREED)
            out[n++] = events_at(h, i)->object;
    return n;
}

/* The texts that finalizers logged, joined by blanks. */
static const char *logged(struct heap *h)
{
    static char text[65536];
    size_t n = 0;
    for (size_t i = 0; i < events_notable_count(h); i++) {
        const struct heap_event *e = events_notable_at(h, i);
        if (e->kind == EVENT_LOG)
            n += (size_t)snprintf(text + n, sizeof text - n, "%s%.*s", n ? " " : "", (int)e->text_length,
                                  e->u.text);
    }
    text[n] = 0;
    events_notable_reset(h);
    return text;
}

static addr class_logging(struct heap *h, const char *name, const char *text)
{
    addr type =
        class_new(h, &(struct class_spec){.name = name, .finalizer = FINALIZER_LOG, .finalizer_text = text});
    assert_true(type);
    return type;
}

static addr class_returning(struct heap *h, const char *name, const char *global)
{
    addr type = class_new(
        h, &(struct class_spec){.name = name, .finalizer = FINALIZER_RESURRECT, .finalizer_text = global});
    assert_true(type);
    return type;
}

static void set(struct heap *h, addr o, const char *name, addr value)
{
    addr s = str_intern_utf8(h, name, strlen(name));
    assert_int_equal(object_setattr(h, o, s, value), HEAP_OK);
    decref(h, s);
}

/* What the first class and the first name leave behind for ever: tables that have grown. */
static uint64_t warmed_up(struct heap *h)
{
    addr type = class_new(h, &(struct class_spec){.name = "First"});
    assert_int_equal(name_bind(h, 0, "first", 5, type), HEAP_OK);
    assert_int_equal(name_delete(h, 0, "first", 5), HEAP_OK);
    decref(h, type);
    assert_int_equal(collector_collect(h, 2, NULL), HEAP_OK);
    return heap_test_used(h);
}

/* A class and what only it holds go with a collection. */
static void drop_class(struct heap *h, addr type)
{
    decref(h, type);
    assert_int_equal(collector_collect(h, 2, NULL), HEAP_OK);
}

static void items_of_a_list_go_last_one_first(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        addr list = list_new(h, 3), items[3], seen[4];
        for (size_t i = 0; i < 3; i++)
            list_init(h, list, i, items[i] = list_new(h, 0));
        assert_int_equal(events_record(h, EVENTS), HEAP_OK);
        decref(h, list);
        assert_int_equal(freed(h, seen, 4), 4);
        assert_true(seen[0] == items[2] && seen[1] == items[1] && seen[2] == items[0] && seen[3] == list);
        assert_int_equal(events_record(h, 0), HEAP_OK);
    }
}

static void items_of_a_tuple_go_last_one_first(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        addr items[2] = {list_new(h, 0), list_new(h, 0)}, seen[3];
        addr tuple = tuple_from(h, items, 2);
        decref(h, items[0]);
        decref(h, items[1]);
        assert_int_equal(events_record(h, EVENTS), HEAP_OK);
        decref(h, tuple);
        assert_int_equal(freed(h, seen, 3), 3);
        assert_true(seen[0] == items[1] && seen[1] == items[0] && seen[2] == tuple);
        assert_int_equal(events_record(h, 0), HEAP_OK);
    }
}

/* One branch goes to its end before the next one begins. */
static void children_go_depth_first(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        addr top = list_new(h, 2), left = list_new(h, 1), right = list_new(h, 1), seen[5];
        addr below_left = list_new(h, 0), below_right = list_new(h, 0);
        list_init(h, left, 0, below_left);
        list_init(h, right, 0, below_right);
        list_init(h, top, 0, left);
        list_init(h, top, 1, right);
        assert_int_equal(events_record(h, EVENTS), HEAP_OK);
        decref(h, top);
        assert_int_equal(freed(h, seen, 5), 5);
        assert_true(seen[0] == below_right && seen[1] == right && seen[2] == below_left && seen[3] == left &&
                    seen[4] == top);
        assert_int_equal(events_record(h, 0), HEAP_OK);
    }
}

static void a_shared_child_goes_with_its_last_parent(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        addr shared = list_new(h, 0), a = list_new(h, 1), b = list_new(h, 1);
        list_init(h, a, 0, incref(h, shared));
        list_init(h, b, 0, shared);
        decref(h, a);
        assert_true(object_exists(h, shared));
        assert_int_equal(object_refcount(h, shared), 1);
        decref(h, b);
        assert_false(object_exists(h, shared));
    }
}

/* ---- depth --------------------------------------------------------------------------------------- */

static addr wrap_in_list(struct heap *h, addr inner)
{
    addr l = list_new(h, 1);
    list_init(h, l, 0, inner);
    return l;
}

static addr wrap_in_tuple(struct heap *h, addr inner)
{
    addr t = tuple_new(h, 1);
    tuple_init(h, t, 0, inner);
    tuple_done(h, t);
    return t;
}

static addr wrap_in_dict(struct heap *h, addr inner)
{
    addr d = dict_new(h);
    assert_int_equal(dict_set(h, d, none(h), inner), HEAP_OK);
    decref(h, inner);
    return d;
}

static void release_deep(struct heap *h, addr (*const wrap[])(struct heap *, addr), size_t kinds)
{
    uint64_t before = heap_test_used(h), objects = heap_object_count(h);
    addr chain = list_new(h, 0);
    for (size_t i = 0; i < DEEP; i++)
        chain = wrap[i % kinds](h, chain);
    assert_int_equal(heap_object_count(h), objects + DEEP + 1);
    decref(h, chain);
    assert_int_equal(heap_object_count(h), objects);
    assert_int_equal(heap_test_used(h), before);
}

static void a_deep_chain_of_lists(void **state)
{
    (void)state;
    EACH_VERSION(h) release_deep(h, (addr(*const[])(struct heap *, addr)){wrap_in_list}, 1);
}

static void a_deep_chain_of_tuples(void **state)
{
    (void)state;
    EACH_VERSION(h) release_deep(h, (addr(*const[])(struct heap *, addr)){wrap_in_tuple}, 1);
}

static void a_deep_chain_of_many_kinds(void **state)
{
    (void)state;
    EACH_VERSION(h)
    release_deep(h, (addr(*const[])(struct heap *, addr)){wrap_in_list, wrap_in_dict, wrap_in_tuple}, 3);
}

static void a_deep_chain_of_instances(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        h_used = warmed_up(h);
        addr type = class_new(h, &(struct class_spec){.name = "Node"}), next = str_intern_utf8(h, "next", 4),
             chain = incref(h, none(h));
        uint64_t objects = heap_object_count(h);
        for (size_t i = 0; i < DEEP; i++) {
            addr o = instance_new(h, type);
            assert_int_equal(object_setattr(h, o, next, chain), HEAP_OK);
            decref(h, chain);
            chain = o;
        }
        assert_int_equal(heap_object_count(h), objects + DEEP);
        decref(h, chain);
        assert_int_equal(heap_object_count(h), objects);
        decref(h, next);
        drop_class(h, type);
    }
}

/* ---- finalizers ---------------------------------------------------------------------------------- */

static void a_finalizer_runs_before_the_children_go(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        h_used = warmed_up(h);
        addr outer = class_logging(h, "Outer", "outer"), inner = class_logging(h, "Inner", "inner");
        addr o = instance_new(h, outer), i = instance_new(h, inner);
        set(h, o, "child", i);
        decref(h, i);
        decref(h, o);
        assert_string_equal(logged(h), "outer inner");
        drop_class(h, outer);
        drop_class(h, inner);
    }
}

static void finalizers_in_a_deep_chain_run_from_the_top(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        h_used = warmed_up(h);
        addr types[4], chain = incref(h, none(h));
        const char *const names[4] = {"a", "b", "c", "d"};
        for (size_t i = 0; i < 4; i++)
            types[i] = class_logging(h, "C", names[i]);
        for (size_t i = 0; i < 100; i++) {
            addr o = instance_new(h, types[i % 4]);
            set(h, o, "o", chain);
            decref(h, chain);
            chain = o;
        }
        decref(h, chain);
        const char *text = logged(h);
        assert_int_equal(strlen(text), 199);
        for (size_t i = 0; i < 100; i++)
            assert_int_equal(text[2 * i], names[(99 - i) % 4][0]);
        for (size_t i = 0; i < 4; i++)
            drop_class(h, types[i]);
    }
}

static void an_object_that_comes_back_is_whole_and_finalized_once(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        h_used = warmed_up(h);
        addr type = class_returning(h, "Back", "kept"), o = instance_new(h, type), child = list_new(h, 0);
        set(h, o, "child", child);
        decref(h, child);
        decref(h, o);
        assert_true(name_lookup(h, 0, "kept", 4) == o);
        assert_int_equal(object_refcount(h, o), 1);
        assert_true(object_exists(h, child));
        assert_true(object_is_tracked(h, o));
        assert_int_equal(name_delete(h, 0, "kept", 4), HEAP_OK);
        assert_false(object_exists(h, o));
        assert_false(object_exists(h, child));
        drop_class(h, type);
        events_notable_reset(h);
    }
}

/* Each comes back by pushing out the one before, which dies inside the finalizer. */
static void a_finalizer_that_drops_others(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        h_used = warmed_up(h);
        addr type = class_returning(h, "Back", "kept");
        uint64_t objects = heap_object_count(h);
        for (size_t i = 0; i < 500; i++)
            decref(h, instance_new(h, type));
        assert_true(heap_object_count(h) <= objects + 3); /* the last one, and the name */
        assert_int_equal(name_delete(h, 0, "kept", 4), HEAP_OK);
        drop_class(h, type);
        events_notable_reset(h);
    }
}

#define LEVELS 300

static size_t level_name(size_t i, char name[16])
{
    return (size_t)snprintf(name, 16, "n%zu", i);
}

/* Classes whose finalizers bind to a name each; the finalizer of level i + 1 pushes the instance of level i
 * out of its name. */
static void finalize_levels(struct heap *h)
{
    addr types[LEVELS], last = 0;
    char name[16];
    for (size_t i = 0; i < LEVELS; i++) {
        (void)level_name(i, name);
        types[i] = class_returning(h, "C", name);
        last = instance_new(h, types[i]);
        size_t length = level_name(i + 1, name);
        if (i + 1 == LEVELS)
            break;
        assert_int_equal(name_bind(h, 0, name, length, last), HEAP_OK);
        decref(h, last);
    }
    decref(h, last);
    for (size_t i = 0; i < LEVELS; i++) {
        size_t length = level_name(i, name);
        addr o = name_lookup(h, 0, name, length);
        assert_true(o && object_type(h, o) == types[i]);
        assert_int_equal(name_delete(h, 0, name, length), HEAP_OK);
        decref(h, types[i]);
    }
    assert_int_equal(collector_collect(h, 2, NULL), HEAP_OK);
    events_notable_reset(h);
}

/* Deeper than the C stack should be trusted with: the later ones wait for the first. */
static void finalizers_within_finalizers_are_bounded(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        finalize_levels(h);
        h_used = heap_test_used(h); /* tables of names have grown; the second time nothing does */
        finalize_levels(h);
    }
}

static void interleaved_finalizers_and_plain_objects(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        h_used = warmed_up(h);
        addr type = class_logging(h, "C", "x"), chain = incref(h, none(h));
        for (size_t i = 0; i < 2000; i++) {
            if (i % 3 == 0) {
                addr o = instance_new(h, type);
                set(h, o, "o", chain);
                decref(h, chain);
                chain = o;
            } else {
                chain = i % 3 == 1 ? wrap_in_list(h, chain) : wrap_in_dict(h, chain);
            }
        }
        decref(h, chain);
        assert_int_equal(strlen(logged(h)), 2 * 667 - 1);
        drop_class(h, type);
    }
}

/* ---- weak references ----------------------------------------------------------------------------- */

static void weak_references_are_cleared_after_the_finalizer_newest_callback_first(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        h_used = warmed_up(h);
        addr type = class_logging(h, "C", "del"), o = instance_new(h, type), seen = list_new(h, 0),
             name = str_from_ascii(h, "append");
        addr append, refs[3];
        assert_int_equal(object_getattr(h, seen, name, &append), HEAP_OK);
        decref(h, name);
        for (size_t i = 0; i < 3; i++)
            refs[i] = weakref_new(h, o, append);
        decref(h, append);
        decref(h, o);
        assert_string_equal(logged(h), "del");
        assert_int_equal(list_length(h, seen), 3);
        for (size_t i = 0; i < 3; i++) {
            assert_true(list_item(h, seen, i) == refs[2 - i]);
            assert_true(weakref_referent(h, refs[i]) == 0);
        }
        decref(h, seen);
        for (size_t i = 0; i < 3; i++)
            decref(h, refs[i]);
        drop_class(h, type);
    }
}

/* A class that only its last instance holds goes with it, in the same run. */
static void an_instance_takes_its_class_along(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        h_used = warmed_up(h);
        addr type = class_new(h, &(struct class_spec){.name = "C"}), o = instance_new(h, type);
        decref(h, type);
        assert_true(object_exists(h, type)); /* its instance and its own order hold it */
        decref(h, o);
        assert_false(object_exists(h, o));
        assert_int_equal(collector_collect(h, 2, NULL), HEAP_OK);
        assert_false(object_exists(h, type));
    }
}

static addr list_of_lists(struct heap *h, size_t count)
{
    addr list = hold(h, list_new(h, 0));
    for (size_t i = 0; i < count; i++) {
        addr item = hold(h, list_new(h, 0));
        expect_ok(h, list_append(h, list, item));
        decref(h, item);
    }
    return list;
}

/* Tidying up would only take time. */
static void nothing_goes_from_a_heap_that_nobody_wants_back_when_it_is_stopped(void **state)
{
    (void)state;
    enum { MANY = 20000 };
    struct heap *h = heap_test_begin(11);
    addr first = list_of_lists(h, MANY), second = list_of_lists(h, MANY), third = list_of_lists(h, MANY);
    uint64_t all = heap_object_count(h);
    heap_goes_when_stopped(h);
    decref(h, first);
    assert_int_equal(heap_object_count(h), all - MANY - 1);
    heap_abandon(h); /* what is going stops on the way */
    decref(h, second);
    assert_in_range(heap_object_count(h), all - 2 * MANY + MANY / 2, all - MANY - 2);
    uint64_t left = heap_object_count(h);
    heap_stopped(h);
    decref(h, third);
    assert_int_equal(heap_object_count(h), left);
    heap_destroy(h);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(items_of_a_list_go_last_one_first),
        cmocka_unit_test(items_of_a_tuple_go_last_one_first),
        cmocka_unit_test(children_go_depth_first),
        cmocka_unit_test(a_shared_child_goes_with_its_last_parent),
        cmocka_unit_test(a_deep_chain_of_lists),
        cmocka_unit_test(a_deep_chain_of_tuples),
        cmocka_unit_test(a_deep_chain_of_many_kinds),
        cmocka_unit_test(a_deep_chain_of_instances),
        cmocka_unit_test(a_finalizer_runs_before_the_children_go),
        cmocka_unit_test(finalizers_in_a_deep_chain_run_from_the_top),
        cmocka_unit_test(an_object_that_comes_back_is_whole_and_finalized_once),
        cmocka_unit_test(a_finalizer_that_drops_others),
        cmocka_unit_test(finalizers_within_finalizers_are_bounded),
        cmocka_unit_test(interleaved_finalizers_and_plain_objects),
        cmocka_unit_test(weak_references_are_cleared_after_the_finalizer_newest_callback_first),
        cmocka_unit_test(an_instance_takes_its_class_along),
        cmocka_unit_test(nothing_goes_from_a_heap_that_nobody_wants_back_when_it_is_stopped),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
