/* Looking: layouts cover every byte once, references have labels and CPython's order, sums count everything
 * once. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
/* cmocka wants the three above first */
#include <cmocka.h>

#include "daemon/heap/object/heaptype.h"
#include "daemon/heap/references.h"
#include "tests/unit/heap/heap_test.h"

#ifdef HEAPD_STRESS /* a collection at each allocation: quadratic */
#define DEEP 2000
#else
#define DEEP 200000
#endif

static void set(struct heap *h, addr o, const char *name, addr value)
{
    addr s = str_intern_utf8(h, name, strlen(name));
    assert_int_equal(object_setattr(h, o, s, value), HEAP_OK);
    decref(h, s);
}

/* ---- a heap with every kind in it ---------------------------------------------------------------- */

static addr class_of(struct heap *h, const char *name, addr base, const char *const *slots, size_t count)
{
    return hold(h, class_new(h, &(struct class_spec){.name = name,
                                                     .bases = &base,
                                                     .base_count = base ? 1 : 0,
                                                     .slots = slots,
                                                     .slot_count = count}));
}

static void make_scalars(struct heap *h)
{
    hold(h, int_new(h, 1000));
    hold(h, int_new(h, -(1ll << 62)));
    hold(h, float_new(h, 1.5));
    hold(h, complex_new(h, 1, 2));
    hold(h, str_from_utf8(h, "hello world", 11));
    hold(h, str_from_utf8(h, "h\xc3\xa9llo", 6));
    hold(h, str_from_utf8(h, "\xe2\x82\xac 5", 5));
    hold(h, str_from_utf8(h, "\xf0\x9f\x98\x80!", 5));
    hold(h, bytes_new(h, "abc", 3));
    hold(h, bytes_new(h, NULL, 5000));
    hold(h, bytearray_new(h, "abcdef", 6));
    hold(h, bytearray_new(h, NULL, 0));
    addr a = int_new(h, 1), b = int_new(h, 100000), c = int_new(h, 3);
    hold(h, range_new(h, a, b, c));
    hold(h, slice_new(h, a, b, c));
    decref(h, b);
}

static void make_containers(struct heap *h)
{
    addr list = hold(h, list_new(h, 0)), dict = hold(h, dict_new(h)), mixed = hold(h, dict_new(h)),
         set_ = hold(h, set_new(h));
    addr small = hold(h, set_new(h)), deque = hold(h, deque_new(h, -1)), array = hold(h, array_new(h, 'i'));
    for (int64_t i = 0; i < 150; i++) {
        char name[8];
        addr n = int_new(h, 1000 + i),
             s = str_from_utf8(h, name, (size_t)snprintf(name, sizeof name, "k%d", (int)i));
        assert_int_equal(list_append(h, list, n), HEAP_OK);
        assert_int_equal(dict_set(h, dict, s, n), HEAP_OK);
        assert_int_equal(dict_set(h, mixed, i & 1 ? n : s, list), HEAP_OK);
        assert_int_equal(set_add(h, set_, n), HEAP_OK);
        assert_int_equal(deque_append(h, deque, n, i & 1), HEAP_OK);
        assert_int_equal(array_append(h, array, n), HEAP_OK);
        decref(h, n);
        decref(h, s);
    }
    assert_int_equal(set_add(h, small, list_item(h, list, 0)), HEAP_OK);
    hold(h, tuple_from(h, (addr[]){list, dict, none(h)}, 3));
    hold(h, dict_new(h));
    hold(h, list_new(h, 0));
}

static void make_instances(struct heap *h)
{
    static const char *const slots[] = {"alpha", "beta"};
    addr plain = class_of(h, "Plain", 0, NULL, 0), slotted = class_of(h, "Slotted", 0, slots, 2);
    addr o = hold(h, instance_new(h, plain)), taken = hold(h, instance_new(h, plain)),
         s = hold(h, instance_new(h, slotted)), d;
    set(h, o, "one", none(h));
    set(h, o, "two", o);
    set(h, taken, "one", o);
    assert_int_equal(instance_dict(h, taken, &d), HEAP_OK);
    decref(h, d);
    set(h, s, "beta", o);
    hold(h, instance_new(h, plain));
    hold(h, weakref_new(h, o, 0));
    hold(h, proxy_new(h, taken, 0));
    static const unsigned bases[] = {KIND_LIST, KIND_TUPLE, KIND_DICT, KIND_INT, KIND_STR, KIND_SET};
    for (size_t i = 0; i < sizeof bases / sizeof *bases; i++) {
        addr type = class_of(h, "Child", h->type[bases[i]], i & 1 ? slots : NULL,
                             i & 1 && bases[i] == KIND_DICT ? 2 : 0),
             made = 0;
        if (object_call(h, type, NULL, 0, NULL, NULL, 0, &made) == HEAP_OK)
            hold(h, made);
        heap_clear_raised(h);
    }
    addr name = str_from_ascii(h, "append"), list = hold(h, list_new(h, 0)), method;
    assert_int_equal(object_getattr(h, list, name, &method), HEAP_OK);
    hold(h, method);
    decref(h, name);
}

static void make_everything(struct heap *h)
{
    collector_enable(h, false);
    make_scalars(h);
    make_containers(h);
    make_instances(h);
    assert_int_equal(heap_verify(h, heap_test_report, NULL), 0);
}

/* ---- layouts ------------------------------------------------------------------------------------- */

struct coverage {
    struct heap *h;
    uint8_t *told; /* how often each byte of the blocks was told, by offset from the arenas' start and the
                      large area's */
    uint64_t low, bytes;
    addr last;
};

static void count_byte(struct coverage *c, addr a)
{
    uint64_t low = a - HEAP_BASE - REGION_ARENAS;
    uint64_t i = low < c->low ? low : c->low + (a - c->h->large.start);
    if (object_in_blocks(a))
        c->told[i]++;
}

static bool cover(void *context, const struct layout_field *f)
{
    struct coverage *c = context;
    assert_true(f->size > 0);
    assert_true(f->name[0]);
    assert_non_null(f->meaning);
    if (f->meaning[strlen(f->meaning) - 1] != '.')
        print_error("%s: %s\n", f->name, f->meaning);
    assert_true(strlen(f->meaning) > 7 && f->meaning[strlen(f->meaning) - 1] == '.');
    for (uint32_t i = 0; i < f->size; i++)
        count_byte(c, f->address + i);
    c->bytes += f->size;
    return true;
}

/* Each byte of each block that is handed out belongs to one field of one object. */
static void layouts_cover_every_byte_exactly_once(void **state)
{
    (void)state;
    for (size_t v = 0; v < 2; v++) {
        struct heap *h = heap_test_begin(heap_test_versions[v]);
        make_everything(h);
        struct coverage c = {.h = h, .low = (uint64_t)h->arenas_high * h->abi.arena_size};
        size_t size = c.low + (h->large.top - h->large.start);
        c.told = calloc(1, size);
        assert_non_null(c.told);
        for (addr o = HEAP_BASE + REGION_STATIC; o < h->static_top; o += 16)
            if (object_exists(h, o))
                inspect_layout(h, o, cover, &c);
        for (addr o = object_next(h, 0); o; o = object_next(h, o + 16))
            inspect_layout(h, o, cover, &c);
        uint64_t once = 0;
        for (size_t i = 0; i < size; i++) {
            if (c.told[i] > 1)
                print_error("3.%u: byte %#zx told %u times\n", heap_test_versions[v], i, c.told[i]);
            assert_true(c.told[i] <= 1);
            once += c.told[i];
        }
        struct memory_stats stats;
        memory_stats(h, &stats);
        uint64_t large = stats.large_bytes - 16 * stats.large_blocks; /* without the headers of large blocks;
                                                                         what rounding adds is less than 16 */
        assert_true(once <= h->small_used + large && once + 16 * stats.large_blocks >= h->small_used + large);
        free(c.told);
        heap_destroy(h);
    }
}

struct names {
    char text[8192];
    size_t length;
};

static bool list_names(void *context, const struct layout_field *f)
{
    struct names *n = context;
    n->length += (size_t)snprintf(n->text + n->length, sizeof n->text - n->length, "%s%s:%d+%u",
                                  n->length ? " " : "", f->name, (int)f->offset, f->size);
    return true;
}

static const char *layout_text(const struct heap *h, addr o)
{
    static struct names n;
    n.length = 0;
    inspect_layout(h, o, list_names, &n);
    return n.text;
}

static void fields_are_where_cpython_has_them(void **state)
{
    (void)state;
    struct heap *h = heap_test_begin(11);
    addr list = hold(h, list_new(h, 1)), number = hold(h, int_new(h, 1ll << 40)),
         s = hold(h, str_from_ascii(h, "hello"));
    list_init(h, list, 0, none(h));
    assert_string_equal(layout_text(h, list), "_gc_next:-16+8 _gc_prev:-8+8 ob_refcnt:0+8 ob_type:8+8 "
                                              "ob_size:16+8 ob_item:24+8 allocated:32+8 padding:40+8 "
                                              "ob_item[0]:0+8 padding:8+8");
    assert_string_equal(layout_text(h, number),
                        "ob_refcnt:0+8 ob_type:8+8 ob_size:16+8 ob_digit[0]:24+4 ob_digit[1]:28+4");
    assert_string_equal(layout_text(h, s), "ob_refcnt:0+8 ob_type:8+8 length:16+8 hash:24+8 state:32+4 "
                                           "padding:36+4 wstr:40+8 data:48+5 NUL:53+1 padding:54+10");
    heap_destroy(h);
    h = heap_test_begin(14);
    number = hold(h, int_new(h, 1000));
    assert_string_equal(
        layout_text(h, number),
        "ob_refcnt:0+4 ob_overflow:4+2 ob_flags:6+2 ob_type:8+8 lv_tag:16+8 ob_digit[0]:24+4 padding:28+4");
    heap_destroy(h);
}

/* ---- references ---------------------------------------------------------------------------------- */

struct edges {
    struct edge of[64];
    size_t count;
};

static bool collect_edges(void *context, const struct edge *e)
{
    struct edges *all = context;
    if (all->count < 64)
        all->of[all->count] = *e;
    all->count++;
    return true;
}

/* facts: graph, referents */
static void referents_are_in_the_order_of_cpython(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        struct edges e = {.count = 0};
        addr inner = list_new(h, 0), one = int_new(h, 1), a = str_from_ascii(h, "abc");
        addr list = list_new(h, 0), tuple = tuple_from(h, (addr[]){one, inner}, 2);
        assert_int_equal(list_append(h, list, one) | list_append(h, list, a) | list_append(h, list, inner),
                         HEAP_OK);
        inspect_referents(h, list, collect_edges, &e);
        assert_int_equal(e.count, 3);
        assert_true(e.of[0].to == inner && e.of[1].to == a && e.of[2].to == one);
        assert_true(e.of[0].kind == EDGE_INDEX && e.of[0].index == 2 && e.of[2].index == 0);
        e.count = 0;
        inspect_referents(h, tuple, collect_edges, &e);
        assert_true(e.count == 2 && e.of[0].to == inner && e.of[0].index == 1 && e.of[1].to == one);
        decref(h, tuple);
        decref(h, list);
        decref(h, inner);
        decref(h, a);
    }
}

static void edges_of_instances_have_names(void **state)
{
    (void)state;
    static const char *const slots[] = {"alpha", "beta"};
    for (size_t v = 0; v < 2; v++) {
        struct heap *h = heap_test_begin(heap_test_versions[v]);
        addr plain = class_of(h, "Plain", 0, NULL, 0), slotted = class_of(h, "Slotted", 0, slots, 2);
        addr o = hold(h, instance_new(h, plain)), s = hold(h, instance_new(h, slotted)), d;
        struct edges e = {.count = 0};
        set(h, o, "first", o);
        set(h, o, "second", s);
        set(h, s, "beta", o);
        inspect_referents(h, o, collect_edges, &e);
        assert_int_equal(e.count, 3);
        assert_true(e.of[0].kind == EDGE_ATTRIBUTE && e.of[0].to == o &&
                    str_equal_utf8(h, e.of[0].name, "first", 5));
        assert_true(e.of[1].kind == EDGE_ATTRIBUTE && e.of[1].to == s &&
                    str_equal_utf8(h, e.of[1].name, "second", 6));
        assert_true(e.of[2].kind == EDGE_TYPE && e.of[2].to == plain);
        e.count = 0;
        inspect_referents(h, s, collect_edges, &e);
        assert_int_equal(e.count, 2);
        assert_true(e.of[0].kind == EDGE_SLOT && e.of[0].to == o &&
                    str_equal_utf8(h, e.of[0].name, "beta", 4));
        assert_int_equal(instance_dict(h, o, &d), HEAP_OK);
        hold(h, d);
        e.count = 0;
        inspect_referrers(h, d, collect_edges, &e);
        assert_int_equal(e.count, 1);
        assert_true(e.of[0].kind == EDGE_DICT && e.of[0].from == o);
        heap_destroy(h);
    }
}

static void referrers_are_found_with_their_places(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        addr x = list_new(h, 0), key = str_from_ascii(h, "a key"), list = list_new(h, 0), dict = dict_new(h),
             strs = dict_new(h);
        struct edges e = {.count = 0};
        assert_int_equal(list_append(h, list, none(h)) | list_append(h, list, x) | list_append(h, list, x),
                         HEAP_OK);
        assert_int_equal(dict_set(h, dict, none(h), x) | dict_set(h, strs, key, x), HEAP_OK);
        inspect_referrers(h, x, collect_edges, &e);
        assert_int_equal(e.count, 4);
        size_t indexes = 0, values = 0;
        for (size_t i = 0; i < 4; i++) {
            indexes += e.of[i].kind == EDGE_INDEX && e.of[i].from == list &&
                       (e.of[i].index == 1 || e.of[i].index == 2);
            values += e.of[i].kind == EDGE_VALUE &&
                      (e.of[i].from == dict ? e.of[i].name == none(h) : e.of[i].name == key);
            assert_true(i == 0 || e.of[i].from >= e.of[i - 1].from);
        }
        assert_true(indexes == 2 && values == 2);
        e.count = 0;
        inspect_referrers(h, key, collect_edges, &e);
        assert_true(e.count == 1 && e.of[0].kind == EDGE_KEY && e.of[0].from == strs);
        for (addr *o = (addr[]){x, key, list, dict, strs, 0}; *o; o++)
            decref(h, *o);
    }
}

static bool stop(void *context, const struct edge *e)
{
    (void)e;
    return ++*(size_t *)context < 2;
}

static void a_visitor_can_stop(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        addr x = list_new(h, 0), list = list_new(h, 0);
        for (int i = 0; i < 10; i++)
            assert_int_equal(list_append(h, list, x), HEAP_OK);
        size_t n = 0;
        inspect_referrers(h, x, stop, &n);
        assert_int_equal(n, 2);
        n = 0;
        inspect_referents(h, list, stop, &n);
        assert_int_equal(n, 2);
        decref(h, list);
        decref(h, x);
    }
}

/* ---- sums ---------------------------------------------------------------------------------------- */

static void deep_sizes_count_everything_once(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        struct deep_size deep;
        addr shared = list_new(h, 0), top = list_new(h, 0), key = str_from_ascii(h, "some key"),
             dict = dict_new(h);
        assert_int_equal(list_append(h, top, shared) | list_append(h, top, shared) |
                             list_append(h, top, top) | list_append(h, top, dict),
                         HEAP_OK);
        assert_int_equal(dict_set(h, dict, key, shared), HEAP_OK);
        assert_true(inspect_deep_size(h, top, &deep));
        assert_int_equal(deep.count, 4);
        assert_int_equal(deep.size, object_getsizeof(h, top) + object_getsizeof(h, shared) +
                                        object_getsizeof(h, dict) + object_getsizeof(h, key));
        assert_true(inspect_deep_size(h, key, &deep));
        assert_true(deep.count == 1 && deep.size == object_getsizeof(h, key));
        addr i = list_item(h, top, 2);
        assert_true(i == top);
        list_clear(h, top);
        for (addr *o = (addr[]){shared, top, key, dict, 0}; *o; o++)
            decref(h, *o);
    }
}

static void a_deep_chain_is_no_deep_recursion(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        addr chain = list_new(h, 0);
        struct deep_size deep;
        for (int i = 0; i < DEEP; i++) {
            addr l = list_new(h, 1);
            list_init(h, l, 0, chain);
            chain = l;
        }
        assert_true(inspect_deep_size(h, chain, &deep));
        assert_int_equal(deep.count, DEEP + 1);
        decref(h, chain);
    }
}

static void totals_by_type_are_sorted_and_complete(void **state)
{
    (void)state;
    for (size_t v = 0; v < 2; v++) {
        struct heap *h = heap_test_begin(heap_test_versions[v]);
        make_everything(h);
        size_t count;
        struct type_total *t = inspect_types(h, &count);
        uint64_t objects = 0;
        assert_true(t && count > 10);
        for (size_t i = 0; i < count; i++) {
            objects += t[i].count;
            assert_true(i == 0 || t[i].bytes <= t[i - 1].bytes);
        }
        assert_int_equal(objects, heap_object_count(h));
        free(t);
        heap_destroy(h);
    }
}

static void an_object_tells_of_itself(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        collector_enable(h, false);
        addr o = list_new(h, 2);
        list_init(h, o, 0, none(h));
        list_init(h, o, 1, none(h));
        assert_int_equal(handle_hold(h, o), HEAP_OK);
        struct object_info info;
        inspect_object(h, o, NULL, &info);
        assert_true(info.id == o && info.type == h->type[KIND_LIST] && info.kind == KIND_LIST);
        assert_string_equal(info.type_name, "list");
        assert_int_equal(info.size, 72);
        assert_int_equal(info.refcount, 2);
        assert_int_equal(info.handles, 1);
        assert_int_equal(info.length, 2);
        assert_true(info.tracked && !info.finalized && !info.immortal && !info.in_static_area);
        assert_int_equal(info.generation, 0);
        assert_int_equal(collector_collect(h, 1, NULL), HEAP_OK);
        struct generation_map *map = inspect_generations(h);
        assert_non_null(map);
        inspect_object(h, o, map, &info);
        assert_int_equal(info.generation, 2);
        inspect_generations_free(map);
        collector_freeze(h);
        map = inspect_generations(h);
        inspect_object(h, o, map, &info);
        assert_int_equal(info.generation, 3);
        inspect_object(h, none(h), map, &info);
        assert_true(info.in_static_area && info.generation == -1 && info.length == -1);
        inspect_generations_free(map);
        collector_unfreeze(h);
        handle_drop_all(h);
        decref(h, o);
        events_notable_reset(h);
    }
}

/* A list of `count` lists, each holding the one before, the list of all, and one that all share. */
static void expect_deep_size_of(struct heap *h, size_t count)
{
    struct deep_size deep;
    addr all = list_new(h, 0), shared = list_new(h, 0);
    uint64_t sizes = object_getsizeof(h, shared);
    for (size_t i = 0; i < count; i++) {
        addr one = list_new(h, 0);
        assert_int_equal(list_append(h, one, i ? list_item(h, all, i - 1) : all), HEAP_OK);
        assert_int_equal(list_append(h, one, all), HEAP_OK);
        assert_int_equal(list_append(h, one, shared), HEAP_OK);
        assert_int_equal(list_append(h, all, one), HEAP_OK);
        sizes += object_getsizeof(h, one);
        decref(h, one);
    }
    assert_true(inspect_deep_size(h, all, &deep));
    assert_int_equal(deep.count, count ? count + 2 : 1);
    assert_int_equal(deep.size, object_getsizeof(h, all) + (count ? sizes : 0));
    list_clear(h, all);
    decref(h, all);
    decref(h, shared);
}

static void deep_size_counts_each_object_once_however_many(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        collector_enable(h, false);
        for (size_t count = 0; count < 80; count++)
            expect_deep_size_of(h, count);
        struct collection c;
        assert_int_equal(collector_collect(h, 2, &c), HEAP_OK);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(layouts_cover_every_byte_exactly_once),
        cmocka_unit_test(fields_are_where_cpython_has_them),
        cmocka_unit_test(referents_are_in_the_order_of_cpython),
        cmocka_unit_test(edges_of_instances_have_names),
        cmocka_unit_test(referrers_are_found_with_their_places),
        cmocka_unit_test(a_visitor_can_stop),
        cmocka_unit_test(deep_sizes_count_everything_once),
        cmocka_unit_test(a_deep_chain_is_no_deep_recursion),
        cmocka_unit_test(totals_by_type_are_sorted_and_complete),
        cmocka_unit_test(an_object_tells_of_itself),
        cmocka_unit_test(deep_size_counts_each_object_once_however_many),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
