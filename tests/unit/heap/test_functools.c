/* functools, operator, and the dicts of collections: what they answer, their layouts, failed allocations
 * anywhere, cycles through them. What changes under them while they run is in test_interruptions*.c. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
/* cmocka wants those above first */
#include <cmocka.h>

#include "daemon/heap/copy.h"
#include "daemon/heap/inspect.h"
#include "daemon/heap/memory.h"
#include "daemon/heap/object/functools_kinds.h"
#include "daemon/heap/object/ordered_dict.h"
#include "tests/unit/heap/iterator_rows.h"

/* Letters as in iterator_rows.h, and: r "real", d "__class__.__name__", u "upper", X list, G
 * operator.itemgetter. */
static const struct called {
    const char *type, *arguments, *call, *answers;
} called[] = {
    {"functools.partial", "U", "l", "(1000, 1001, 1002)"},
    {"functools.partial", "Ul", "", "(1000, 1001, 1002)"},
    {"functools._lru_cache_wrapper", "U2BU", "t", "(2000, 2001)"},
    {"functools._lru_cache_wrapper", "UNNU", "t", "(2000, 2001)"},
    {"functools._lru_cache_wrapper", "U0BU", "t", "(2000, 2001)"},
    {"functools._lru_cache_wrapper", "X1NU", "t", "[2000, 2001]"},
    {"operator.itemgetter", "1", "l", "1001"},
    {"operator.itemgetter", "12", "l", "(1001, 1002)"},
    {"operator.attrgetter", "r", "7", "7"},
    {"operator.attrgetter", "d", "l", "'list'"},
    {"operator.attrgetter", "rd", "7", "(7, 'int')"},
    {"operator.methodcaller", "u", "s", "'ABC'"},
};
#define CALLED (sizeof called / sizeof *called)

static addr letter(struct heap *h, char c)
{
    switch (c) {
    case 'r':
        return str_from_ascii(h, "real");
    case 'd':
        return str_from_ascii(h, "__class__.__name__");
    case 'u':
        return str_from_ascii(h, "upper");
    case 'X':
        return incref(h, h->type[KIND_LIST]);
    case 'G':
        return incref(h, h->type[KIND_OPERATOR_ITEMGETTER]);
    default:
        return row_argument(h, c);
    }
}

/* *new*; 0 raised. The first list among the arguments in *container (*new*), where that is not NULL. */
static addr call_with(struct heap *h, addr callable, const char *letters, addr *container)
{
    addr args[4], answer = 0;
    size_t n = 0, wanted = strlen(letters);
    while (n < wanted && (args[n] = letter(h, letters[n])))
        n++;
    if (n == wanted && object_call(h, callable, args, n, NULL, NULL, 0, &answer) != HEAP_OK)
        answer = 0;
    for (size_t i = 0; container && answer && i < n; i++)
        if (!*container && object_kind(h, args[i]) == KIND_LIST)
            *container = incref(h, args[i]);
    while (n)
        decref(h, args[--n]);
    return answer;
}

static addr made_of(struct heap *h, const struct called *row)
{
    return call_with(h, type_by_name(h, row->type), row->arguments, NULL);
}

static void shows(struct heap *h, addr o, const char *expected)
{
    char bytes[1000];
    struct text text = {.bytes = bytes, .capacity = sizeof bytes - 1};
    expect_ok(h, object_repr(h, o, &text));
    bytes[text.length] = '\0';
    assert_string_equal(bytes, expected);
    decref(h, o);
}

static void they_answer(void **state)
{
    (void)state;
    EACH_VERSION(h)
    for (size_t i = 0; i < CALLED; i++) {
        addr o = made_of(h, &called[i]);
        for (int k = 0; k < 3; k++)
            shows(h, call_with(h, o, called[i].call, NULL), called[i].answers);
        decref(h, o);
    }
}

static void caches_count_and_forget(void **state)
{
#define INFO(text) "operator.itemgetter(" text ")"
    static const struct {
        char size;
        const char *then, *cleared;
    } rows[] = {{'N', INFO("2, 4, None, 4"), INFO("0, 0, None, 0")},
                {'0', INFO("0, 6, 0, 0"), INFO("0, 0, 0, 0")},
                {'2', INFO("1, 5, 2, 2"), INFO("0, 0, 2, 0")}};
    (void)state;
    EACH_VERSION(h)
    for (size_t i = 0; i < 3; i++) {
        const char arguments[] = {'X', rows[i].size, 'N', 'G', '\0'};
        addr cache = call_with(h, type_by_name(h, "functools._lru_cache_wrapper"), arguments, NULL);
        for (const char *c = "abacda"; *c;
             c++) { /* the last one is a hit only where the first is remembered */
            addr key = str_from_utf8(h, c, 1), answer = 0;
            expect_ok(h, object_call(h, cache, &key, 1, NULL, NULL, 0, &answer));
            decref(h, answer);
            decref(h, key);
        }
        shows(h, send(h, cache, "cache_info", NULL, 0), rows[i].then);
        decref(h, send(h, cache, "cache_clear", NULL, 0));
        shows(h, send(h, cache, "cache_info", NULL, 0), rows[i].cleared);
        decref(h, cache);
    }
}

/* ---- dicts --------------------------------------------------------------------------------------- */

/* *new*: of that type, with items that are pairs of ints; 0 raised. */
static addr dict_of(struct heap *h, enum kind kind, size_t count)
{
    addr d = dict_new_of(h, h->type[kind]);
    for (size_t i = 0; d && i < count; i++) {
        addr key = int_new(h, 1000 + (int64_t)i), value = key ? int_new(h, 2000 + (int64_t)i) : 0;
        if (!value || object_setitem(h, d, key, value) != HEAP_OK) {
            decref(h, d);
            d = 0;
        }
        xdecref(h, key);
        xdecref(h, value);
    }
    return d;
}

static void order_is_that_of_moves(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        addr d = dict_of(h, KIND_ORDERED_DICT, 4), key = int_new(h, 1001), no = h->singleton[SINGLETON_FALSE];
        decref(h, send(h, d, "move_to_end", &key, 1));
        gives(h, incref(h, d), "[1000, 1002, 1003, 1001]");
        decref(h, send(h, d, "move_to_end", (addr[]){key, no}, 2));
        gives(h, send(h, d, "items", NULL, 0), "[(1001, 2001), (1000, 2000), (1002, 2002), (1003, 2003)]");
        gives(h, send(h, d, "__reversed__", NULL, 0), "[1003, 1002, 1000, 1001]");
        shows(h, send(h, d, "popitem", &no, 1), "(1001, 2001)");
        shows(h, send(h, d, "popitem", NULL, 0), "(1003, 2003)");
        shows(h, d,
              h->abi.ordered_dict_repr_is_dict ? "OrderedDict({1000: 2000, 1002: 2002})"
                                               : "OrderedDict([(1000, 2000), (1002, 2002)])");
        decref(h, key);
    }
}

static void orders_are_compared(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        addr a = dict_of(h, KIND_ORDERED_DICT, 3), b = dict_of(h, KIND_ORDERED_DICT, 3),
             plain = dict_of(h, KIND_DICT, 3), key = int_new(h, 1000);
        bool same;
        expect_ok(h, object_equal(h, a, b, &same));
        assert_true(same);
        decref(h, send(h, b, "move_to_end", &key, 1));
        expect_ok(h, object_equal(h, a, b, &same));
        assert_false(same);
        expect_ok(h, object_equal(h, plain, b, &same));
        assert_true(same);
        decref(h, key);
        decref(h, plain);
        decref(h, b);
        decref(h, a);
    }
}

static void copies_are_in_order(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        addr d = dict_of(h, KIND_ORDERED_DICT, 20), key = int_new(h, 1000), made[3];
        decref(h, send(h, d, "move_to_end", &key, 1));
        made[0] = send(h, d, "copy", NULL, 0);
        made[1] = copy_shallow(h, d);
        made[2] = copy_deep(h, d);
        for (size_t i = 0; i < 3; i++) {
            bool same;
            expect_ok(h, object_equal(h, d, made[i], &same));
            assert_true(same);
            assert_int_equal(object_type(h, made[i]), object_type(h, d));
            decref(h, made[i]);
        }
        decref(h, key);
        decref(h, d);
    }
}

static void missing_keys_are_made(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        addr type = h->type[KIND_LIST], d = make(h, "collections.defaultdict", &type, 1),
             key = int_new(h, 1000), first, second;
        expect_ok(h, object_getitem(h, d, key, &first));
        expect_ok(h, object_getitem(h, d, key, &second));
        assert_int_equal(first, second);
        shows(h, copy_deep(h, d), "defaultdict(<class 'list'>, {1000: []})");
        decref(h, first);
        decref(h, second);
        decref(h, key);
        decref(h, d);
    }
}

/* What dict itself does to an OrderedDict leaves the order alone: there are keys without a node, and nodes
 * without a key. */
static void dicts_that_are_changed_behind_their_back(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        addr d = dict_of(h, KIND_ORDERED_DICT, 5), key = int_new(h, 1001), more = int_new(h, 7), found;
        expect_ok(h, dict_setitem(h, d, key, 0));
        expect_ok(h, dict_setitem(h, d, more, more));
        addr it = iter_of(h, d);
        gives(h, it, "[1000, 1001, 1002, 1003, 1004]");
        addr items = send(h, d, "items", NULL, 0), pairs = list_from_iterable(h, items);
        assert_int_equal(pairs, 0);
        assert_int_equal(heap_raised(h), EXC_KEY_ERROR);
        heap_clear_raised(h);
        decref(h, items);
        assert_int_equal(object_setitem(h, d, key, 0), HEAP_RAISED);
        heap_clear_raised(h);
        expect_ok(h, object_setitem(h, d, key, more));
        expect_ok(h, object_getitem(h, d, key, &found));
        decref(h, found);
        decref(h, copy_shallow(h, d));
        dict_clear(h, d);
        assert_null(object_ops(h, d)->verify(h, d));
        expect_ok(h, object_setitem(h, d, key, more));
        ordered_dict_clear(h, d);
        decref(h, key);
        decref(h, more);
        decref(h, d);
    }
}

/* ---- layouts ------------------------------------------------------------------------------------- */

static bool add_size(void *context, const struct layout_field *f)
{
    assert_non_null(f->meaning);
    *(uint64_t *)context += f->size;
    return true;
}

struct measured {
    struct heap *h;
    uint64_t *size;
};

static void add_block(void *context, addr block)
{
    const struct measured *b = context;
    *b->size += memory_block_size(b->h, block);
}

static void tells_every_byte(struct heap *h, addr o)
{
    addr blocks[4];
    uint64_t told = 0, there = memory_block_size(h, object_block(h, o));
    size_t n = object_ops(h, o)->storage ? object_ops(h, o)->storage(h, o, blocks) : 0;
    for (size_t k = 0; k < n; k++)
        there += memory_block_size(h, blocks[k]);
    if (object_ops(h, o)->chain)
        object_ops(h, o)->chain(h, o, add_block, &(struct measured){h, &there});
    inspect_layout(h, o, add_size, &told);
    assert_int_equal(told, there);
    decref(h, o);
}

static bool names_it(void *context, const struct edge *e)
{
    (void)context;
    assert_true(e->kind != EDGE_INTERNAL || (e->field && e->field[0]));
    return true;
}

static void layouts_tell_every_byte(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        for (size_t i = 0; i < CALLED; i++) {
            addr o = made_of(h, &called[i]);
            xdecref(h, call_with(h, o, called[i].call, NULL));
            inspect_referents(h, o, names_it, NULL);
            tells_every_byte(h, o);
        }
        for (size_t i = 0; i < 6; i += 5) {
            addr d = dict_of(h, KIND_ORDERED_DICT, i);
            inspect_referents(h, d, names_it, NULL);
            tells_every_byte(h, send(h, d, "items", NULL, 0));
            tells_every_byte(h, ordered_iterator_new(h, d, KIND_DICT_ITEMS, true));
            tells_every_byte(h, d);
            d = dict_of(h, KIND_DEFAULT_DICT, i);
            inspect_referents(h, d, names_it, NULL);
            tells_every_byte(h, d);
        }
    }
}

/* ---- failing allocations ------------------------------------------------------------------------- */

typedef bool use(struct heap *h, size_t which); /* true: done, false: MemoryError */

static bool failed(struct heap *h)
{
    assert_int_equal(heap_raised(h), EXC_MEMORY_ERROR);
    heap_clear_raised(h);
    return false;
}

static bool use_called(struct heap *h, size_t which)
{
    addr o = made_of(h, &called[which]);
    for (int k = 0; o && k < 3; k++) {
        addr answer = call_with(h, o, called[which].call, NULL);
        xdecref(h, answer);
        if (!answer) {
            decref(h, o);
            o = 0;
        }
    }
    xdecref(h, o);
    return o ? true : failed(h);
}

static const struct {
    const char *name;
    size_t arguments;
} dict_steps[] = {{"move_to_end", 1}, {"copy", 0},       {"pop", 1},        {"items", 0},
                  {"popitem", 0},     {"setdefault", 2}, {"__reduce__", 0}, {"update", 1},
                  {"clear", 0},       {"keys", 0},       {"__iter__", 0}};
#define DICT_STEPS (sizeof dict_steps / sizeof *dict_steps)

/* Method `which / 2` on a dict with items. */
static bool use_dict(struct heap *h, size_t which)
{
    enum kind kind = which % 2 ? KIND_DEFAULT_DICT : KIND_ORDERED_DICT;
    const char *name = dict_steps[which / 2].name;
    addr d = dict_of(h, kind, 12), args[2] = {0}, answer = 0, method = 0;
    if (d && kind == KIND_DEFAULT_DICT && !strcmp(name, "move_to_end")) {
        decref(h, d);
        return true;
    }
    args[0] = !d ? 0 : strcmp(name, "update") ? int_new(h, 1003) : dict_of(h, KIND_DICT, 14);
    args[1] = args[0] ? int_new(h, 5000) : 0;
    if (args[1])
        method = str_intern_utf8(h, name, strlen(name));
    if (method && object_call_method(h, d, method, args, dict_steps[which / 2].arguments, NULL, NULL, 0,
                                     &answer) != HEAP_OK)
        answer = 0;
    xdecref(h, answer);
    for (size_t i = 0; i < 2; i++)
        xdecref(h, args[i]);
    xdecref(h, method);
    xdecref(h, d);
    return answer ? true : failed(h);
}

static void fails_anywhere(struct heap *h, use *function, size_t which)
{
    bool done = function(h, which); /* names are interned once and for all */
    assert_true(done);
    done = false;
    for (uint64_t n = 1; !done; n++) {
        assert_true(n < 1000);
        uint64_t before = heap_test_used(h);
        memory_fail_after(h, n);
        done = function(h, which);
        memory_fail_after(h, 0);
        assert_int_equal(heap_test_used(h), before);
    }
}

static void failed_allocations_leave_nothing_behind(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        for (size_t i = 0; i < CALLED; i++)
            fails_anywhere(h, use_called, i);
        for (size_t i = 0; i < 2 * DICT_STEPS; i++)
            fails_anywhere(h, use_dict, i);
        h_used = heap_test_used(h);
    }
}

/* ---- cycles -------------------------------------------------------------------------------------- */

static void collects(struct heap *h, uint64_t used)
{
    expect_ok(h, collector_collect(h, 2, NULL));
    assert_int_equal(heap_test_used(h), used);
}

static void cycles_are_collected(void **state)
{
    static const enum kind dicts[] = {KIND_ORDERED_DICT, KIND_DEFAULT_DICT};
    (void)state;
    EACH_VERSION(h)
    {
        addr container = 0, o = call_with(h, type_by_name(h, "functools.partial"), "Ul", &container);
        expect_ok(h, list_append(h, container, o));
        decref(h, container);
        decref(h, o);
        collects(h, h_used);

        for (const char *size = "N2"; *size; size++) { /* a result has the cache */
            const char arguments[] = {'X', *size, 'N', 'G', '\0'};
            o = call_with(h, type_by_name(h, "functools._lru_cache_wrapper"), arguments, NULL);
            addr result = call_with(h, o, "t", NULL);
            expect_ok(h, list_append(h, result, o));
            decref(h, result);
            decref(h, o);
            collects(h, h_used);
        }
        for (size_t i = 0; i < 2; i++) { /* as a value; through a view and an iterator */
            addr d = dict_of(h, dicts[i], 3), key = int_new(h, 1000), items, it;
            expect_ok(h, object_setitem(h, d, key, d));
            expect_ok(h, object_iter(h, d, &it));
            decref(h, key);
            key = int_new(h, 1001);
            expect_ok(h, object_setitem(h, d, key, it));
            decref(h, it);
            decref(h, key);
            key = int_new(h, 1002);
            addr view = str_intern_utf8(h, "items", 5);
            expect_ok(h, object_call_method(h, d, view, NULL, 0, NULL, NULL, 0, &items));
            decref(h, view);
            expect_ok(h, object_setitem(h, d, key, items));
            decref(h, items);
            decref(h, key);
            decref(h, d);
            collects(h, h_used);
        }
        addr d = dict_of(h, KIND_DEFAULT_DICT, 1), name = str_intern_utf8(h, "get", 3), get;
        expect_ok(h, object_getattr(h, d, name, &get));
        *default_factory(h, d) = get; /* the factory has the dict */
        decref(h, name);
        decref(h, d);
        collects(h, h_used);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(they_answer),
        cmocka_unit_test(caches_count_and_forget),
        cmocka_unit_test(order_is_that_of_moves),
        cmocka_unit_test(orders_are_compared),
        cmocka_unit_test(copies_are_in_order),
        cmocka_unit_test(missing_keys_are_made),
        cmocka_unit_test(dicts_that_are_changed_behind_their_back),
        cmocka_unit_test(layouts_tell_every_byte),
        cmocka_unit_test(failed_allocations_leave_nothing_behind),
        cmocka_unit_test(cycles_are_collected),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
