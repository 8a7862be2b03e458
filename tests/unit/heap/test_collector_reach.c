/* Finding trash: on random graphs both lists must be left in the very order in which CPython's algorithm,
 * written down here as simply as it is in Modules/gcmodule.c, leaves them. And what is read in place must be
 * what object_traverse() visits. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
/* cmocka wants the three above first */
#include <cmocka.h>

#include "daemon/heap/collector_marks.h"
#include "daemon/heap/collector_reach.h"
#include "daemon/heap/collector_traverse.h"
#include "tests/unit/heap/heap_test.h"

#define NODES_MAX 400

static uint64_t next_random(uint64_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    return *state ^= *state << 17;
}

/* ---- the model ----------------------------------------------------------------------------------- */

struct model {
    struct heap *h;
    size_t count;
    addr objects[NODES_MAX]; /* in the order of the list */
    int64_t refs[NODES_MAX];
    enum { COLLECTING, TENTATIVE, DONE } state[NODES_MAX];
    size_t young[2 * NODES_MAX], young_count; /* by index; moved ones are SIZE_MAX */
    size_t unreachable[2 * NODES_MAX], unreachable_count;
};

static size_t index_of(const struct model *m, addr o)
{
    for (size_t i = 0; i < m->count; i++)
        if (m->objects[i] == o)
            return i;
    return SIZE_MAX;
}

static void model_subtract(struct heap *h, void *context, addr *fields, size_t count, size_t stride)
{
    struct model *m = context;
    (void)h;
    for (size_t i = 0; i < count; i++) {
        size_t k = index_of(m, fields[(intptr_t)i * (intptr_t)stride]);
        if (k != SIZE_MAX)
            m->refs[k]--;
    }
}

static void remove_from(size_t *list, size_t count, size_t k)
{
    for (size_t i = 0; i < count; i++)
        if (list[i] == k)
            list[i] = SIZE_MAX;
}

static void model_reach(struct heap *h, void *context, addr *fields, size_t count, size_t stride)
{
    struct model *m = context;
    (void)h;
    for (size_t i = 0; i < count; i++) {
        size_t k = index_of(m, fields[(intptr_t)i * (intptr_t)stride]);
        if (k == SIZE_MAX || m->state[k] == DONE)
            continue;
        if (m->state[k] == TENTATIVE) {
            remove_from(m->unreachable, m->unreachable_count, k);
            m->young[m->young_count++] = k;
            m->state[k] = COLLECTING;
            m->refs[k] = 1;
        } else if (m->refs[k] == 0) {
            m->refs[k] = 1;
        }
    }
}

static void model_run(struct model *m)
{
    for (size_t i = 0; i < m->count; i++) {
        m->refs[i] = object_refcount(m->h, m->objects[i]);
        m->state[i] = COLLECTING;
        m->young[i] = i;
    }
    m->young_count = m->count;
    m->unreachable_count = 0;
    for (size_t i = 0; i < m->count; i++)
        object_traverse(m->h, m->objects[i], model_subtract, m);
    for (size_t i = 0; i < m->young_count; i++) {
        size_t k = m->young[i];
        if (m->refs[k] > 0) {
            m->state[k] = DONE;
            object_traverse(m->h, m->objects[k], model_reach, m);
        } else {
            m->state[k] = TENTATIVE;
            m->young[i] = SIZE_MAX;
            m->unreachable[m->unreachable_count++] = k;
        }
    }
}

static void compare(const struct model *m, const struct gc_head *list, const size_t *expected, size_t count)
{
    addr g = list->next, prev = gc_list(m->h, list);
    for (size_t i = 0; i < count; i++) {
        if (expected[i] == SIZE_MAX)
            continue;
        assert_true(g != gc_list(m->h, list));
        assert_true(gc_object(m->h, g) == m->objects[expected[i]]);
        assert_true(gc_prev(gc_at(m->h, g)) == prev);
        prev = g;
        g = gc_at(m->h, g)->next;
    }
    assert_true(g == gc_list(m->h, list));
    assert_true(list->prev == prev);
}

/* ---- random graphs ------------------------------------------------------------------------------- */

struct graph {
    struct heap *h;
    addr plain, slotted, names[6];
    size_t count, held;
    addr objects[NODES_MAX];
    bool holds[NODES_MAX];
};

static addr new_object(struct graph *g, uint64_t *random)
{
    switch (next_random(random) % 6) {
    case 0:
        return dict_new(g->h);
    case 1:
        return set_new(g->h);
    case 2:
        return instance_new(g->h, g->plain);
    case 3:
        return instance_new(g->h, g->slotted);
    default:
        return list_new(g->h, 0);
    }
}

static enum heap_status connect(struct graph *g, addr from, addr to, uint64_t number)
{
    struct heap *h = g->h;
    bool added = false;
    switch (object_kind(h, from)) {
    case KIND_LIST:
        return list_append(h, from, to);
    case KIND_SET:
        return object_kind(h, to) == KIND_INSTANCE ? set_add(h, from, to) : HEAP_OK;
    case KIND_DICT: {
        addr key = number & 1 ? int_new(h, (int64_t)(number % 50)) : incref(h, g->names[number % 6]);
        enum heap_status status = dict_set(h, from, key, to);
        decref(h, key);
        return status;
    }
    default:
        added = object_type(h, from) == g->plain;
        return object_setattr(h, from, g->names[number % (added ? 6 : 2)], to);
    }
}

static void make_graph(struct graph *g, struct heap *h, size_t count, size_t edges, unsigned held_percent,
                       uint64_t *random)
{
    static const char *const names[6] = {"a", "b", "c", "d", "e", "f"};
    static const char *const slots[2] = {"a", "b"};
    *g = (struct graph){.h = h, .count = count};
    for (size_t i = 0; i < 6; i++)
        g->names[i] = str_intern_utf8(h, names[i], 1);
    g->plain = class_new(h, &(struct class_spec){.name = "Plain"});
    g->slotted = class_new(h, &(struct class_spec){.name = "Slotted", .slots = slots, .slot_count = 2});
    for (size_t i = 0; i < count; i++)
        g->objects[i] = new_object(g, random);
    for (size_t i = 0; i < edges; i++) {
        addr from = g->objects[next_random(random) % count], to = g->objects[next_random(random) % count];
        assert_int_equal(connect(g, from, to, next_random(random) % 97), HEAP_OK);
    }
    for (size_t i = 0; i < count; i++)
        g->holds[i] = next_random(random) % 100 < held_percent;
}

/* Those that are not held may go at once, or be trash in a cycle. */
static void let_go(struct graph *g)
{
    for (size_t i = 0; i < g->count; i++)
        if (!g->holds[i])
            decref(g->h, g->objects[i]);
}

static void end_graph(struct graph *g)
{
    for (size_t i = 0; i < g->count; i++)
        if (g->holds[i])
            decref(g->h, g->objects[i]);
    for (size_t i = 0; i < 6; i++)
        decref(g->h, g->names[i]);
    decref(g->h, g->plain);
    decref(g->h, g->slotted);
    assert_int_equal(collector_collect(g->h, 2, NULL), HEAP_OK);
}

/* The middle of a collection: everything is in one list, and the trash goes back to it afterwards. */
static void check_order(struct heap *h)
{
    static struct model m;
    m = (struct model){.h = h};
    gc_list_merge(h, &h->generation[0].head, &h->generation[1].head);
    gc_list_merge(h, &h->generation[1].head, &h->generation[2].head);
    struct gc_head *young = &h->generation[2].head, *unreachable = &h->unreachable;
    for (addr g = young->next; g != gc_list(h, young); g = gc_at(h, g)->next) {
        assert_true(m.count < NODES_MAX);
        m.objects[m.count++] = gc_object(h, g);
    }
    model_run(&m);
    gc_list_init(h, unreachable);
    struct reach reach = collector_deduce_unreachable(h, young, unreachable, true);
    assert_int_equal(reach.members, m.count);
    compare(&m, young, m.young, m.young_count);
    compare(&m, unreachable, m.unreachable, m.unreachable_count);
    for (size_t i = 0; i < m.count; i++) {
        uint8_t mark = collector_marks(h)[object_number(m.objects[i])];
        assert_int_equal(mark, m.state[i] == DONE ? 0 : MARK_UNREACHABLE);
        collector_marks(h)[object_number(m.objects[i])] = 0;
    }
    gc_list_merge(h, unreachable, young);
}

static void lists_are_left_in_the_order_of_cpython(void **state)
{
    (void)state;
    uint64_t random = 88172645463325252ull;
    for (unsigned round = 0; round < 60; round++)
        EACH_VERSION(h)
        {
            struct graph g;
            collector_enable(h, false);
            size_t count = 2 + next_random(&random) % 300, edges = next_random(&random) % (3 * count);
            make_graph(&g, h, count, edges, round % 4 * 8, &random);
            let_go(&g);
            check_order(h);
            check_order(h); /* once more: the order is another one now */
            end_graph(&g);
            h_used = heap_test_used(h); /* names and tables that stay; heap_verify looks for leaks */
        }
}

/* More references than a mark can count. */
static void an_object_with_many_references(void **state)
{
    (void)state;
    static const size_t holds[] = {0, 1, 251, 252, 253, 254, 255, 256, 1000};
    for (size_t i = 0; i < sizeof holds / sizeof *holds; i++)
        EACH_VERSION(h)
        {
            collector_enable(h, false);
            addr before = list_new(h, 0), many = list_new(h, 0), after = list_new(h, 0);
            for (size_t k = 0; k < holds[i]; k++)
                assert_int_equal(list_append(h, k & 1 ? before : after, many), HEAP_OK);
            assert_int_equal(list_append(h, many, before), HEAP_OK);
            assert_int_equal(list_append(h, many, after), HEAP_OK);
            decref(h, before);
            decref(h, many);
            check_order(h);
            decref(h, after);
            if (holds[i])
                check_order(h);
            assert_int_equal(collector_collect(h, 2, NULL), HEAP_OK);
        }
}

/* ---- reading in place ---------------------------------------------------------------------------- */

struct seen {
    addr to[4096];
    size_t count;
};

static inline __attribute__((always_inline)) void see(const struct heap *h, void *context, addr to)
{
    struct seen *s = context;
    if (to != h->singleton[SINGLETON_SET_DUMMY])
        s->to[s->count++] = to;
}

static void see_spans(struct heap *h, void *context, addr *fields, size_t count, size_t stride)
{
    visit_span(h, (struct span){fields, (int64_t)count, (int64_t)stride}, see, context);
}

static void what_is_read_in_place_is_what_traversing_visits(void **state)
{
    (void)state;
    uint64_t random = 1234567;
    for (unsigned round = 0; round < 20; round++)
        EACH_VERSION(h)
        {
            static struct seen table, in_place;
            struct graph g;
            collector_enable(h, false);
            make_graph(&g, h, 200, 1000, 100, &random);
            for (size_t i = 0; i < g.count;
                 i += 3) { /* some instances with a dict that shares their values, or not */
                addr d;
                if (object_type(h, g.objects[i]) == g.plain &&
                    instance_dict(h, g.objects[i], &d) == HEAP_OK) {
                    if (i & 1)
                        assert_int_equal(dict_set(h, d, none(h), d), HEAP_OK);
                    decref(h, d);
                }
            }
            struct shapes shapes;
            shapes_init(&shapes);
            for (addr o = object_next(h, 0); o; o = object_next(h, o + 16)) {
                table.count = in_place.count = 0;
                object_traverse(h, o, see_spans, &table);
                const struct shape *s = shape_of(h, &shapes, object_type(h, o));
                visit_shaped(h, s, shape_span(h, s, o), o, see, see_spans, &in_place);
                assert_int_equal(table.count, in_place.count);
                assert_memory_equal(table.to, in_place.to, table.count * sizeof(addr));
            }
            end_graph(&g);
            h_used = heap_test_used(h);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lists_are_left_in_the_order_of_cpython),
        cmocka_unit_test(an_object_with_many_references),
        cmocka_unit_test(what_is_read_in_place_is_what_traversing_visits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
