/* Every word of containers as CPython 3.11 and 3.14 had them in memory, and the orders of sets
 * (layout_facts.h). */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
/* cmocka wants the three above first */
#include <cmocka.h>

#include "daemon/heap/heap.h"
#include "daemon/heap/object/dict.h"
#include "daemon/heap/object/sequence.h"
#include "daemon/heap/object/set.h"

/* Words: hexadecimal with ? for any digit; ptr, count (of a static object), version, any. */
struct layout_fact {
    const char *name;
    unsigned minor;
    const char *before, *own, *block;
};
struct order_fact {
    const char *name;
    unsigned minor;
    const char *order;
};
#include "tests/oracle/containers/layout_facts.h"

static struct heap *h;

static void ok(enum heap_status status)
{
    assert_int_equal(status, HEAP_OK);
}

/* ---- the objects --------------------------------------------------------------------------------- */

static addr num(int64_t n)
{
    return int_new(h, n);
}

static addr list_of(const int64_t *items, size_t count)
{
    addr l = list_new(h, count);
    for (size_t i = 0; i < count; i++)
        list_init(h, l, i, num(items[i]));
    return l;
}

static addr any_set(enum kind kind, const int64_t *items, size_t count)
{
    addr s = set_new_of(h, h->type[kind]);
    for (size_t i = 0; i < count; i++) {
        addr item = num(items[i]);
        ok(set_add(h, s, item));
        decref(h, item);
    }
    return s;
}

static addr str_dict(const char *names)
{
    addr keys[8] = {0}, values[8] = {0};
    size_t n = 0;
    for (; *names; names++, n++) {
        keys[n] = str_from_utf8(h, names, 1);
        values[n] = num((int64_t)n + 1);
    }
    addr d = dict_from_items(h, keys, values, n);
    for (size_t i = 0; i < n; i++) {
        decref(h, keys[i]);
        decref(h, values[i]);
    }
    return d;
}

static addr int_dict(int64_t from, int64_t to)
{
    addr d = dict_new(h), value = num(1000);
    for (int64_t i = from; i < to; i++) {
        addr key = num(i);
        ok(dict_set(h, d, key, value));
        decref(h, key);
    }
    decref(h, value);
    return d;
}

static const int64_t counted[] = {1, 2, 3};
static const int64_t first_five[] = {0, 1, 2, 3, 4};
static const int64_t thousand[] = {1000};

static addr empty_tuple(void)
{
    return tuple_new(h, 0);
}
static addr tuple_with_list(void)
{
    addr items[] = {num(1000), list_new(h, 0)}, t = tuple_from(h, items, 2);
    decref(h, items[0]);
    decref(h, items[1]);
    return t;
}
static addr three(void) /* as the compiler does: an empty list extended by a constant tuple */
{
    addr exact = list_of(counted, 3), constant = tuple_from_iterable(h, exact),
         l = list_from_iterable(h, constant);
    decref(h, exact);
    decref(h, constant);
    return l;
}
static addr empty_list(void)
{
    return list_new(h, 0);
}
static addr one_thousand(void)
{
    return list_of(thousand, 1);
}
static addr appended(void)
{
    addr l = list_new(h, 0), one = num(1);
    ok(list_append(h, l, one));
    return l;
}
static addr frozen_one(void)
{
    return any_set(KIND_FROZENSET, counted, 1);
}
static addr grown(void)
{
    return int_dict(0, 6);
}
static addr shrunk(void)
{
    addr d = int_dict(0, 6);
    for (int64_t i = 2; i <= 4; i += 2) {
        bool found;
        ok(dict_delete(h, d, num(i), &found));
    }
    return d;
}
static addr hashed_set(void)
{
    addr s = any_set(KIND_FROZENSET, counted, 3);
    int64_t hash;
    ok(object_hash(h, s, &hash));
    return s;
}
static addr many(void)
{
    return any_set(KIND_SET, first_five, 5);
}
static addr empty_set(void)
{
    return set_new(h);
}
static addr two_strs(void)
{
    return str_dict("ab");
}
static addr one_str(void)
{
    return str_dict("a");
}
static addr set_of_two(void)
{
    return any_set(KIND_SET, counted, 2);
}
static addr int_to_int(void)
{
    addr key = num(1), value = num(2), d = dict_from_items(h, &key, &value, 1);
    return d;
}
static addr empty_dict(void)
{
    return dict_new(h);
}

static const struct made {
    const char *name;
    addr (*make)(void);
} objects[] = {
    {"()", empty_tuple},
    {"(n, [])", tuple_with_list},
    {"[1, 2, 3]", three},
    {"[]", empty_list},
    {"[n]", one_thousand},
    {"appended", appended},
    {"frozenset([1])", frozen_one},
    {"grown", grown},
    {"shrunk", shrunk},
    {"hashed_set", hashed_set},
    {"many", many},
    {"set()", empty_set},
    {"{'a': 1, 'b': 2}", two_strs},
    {"{'a': 1}", one_str},
    {"{1, 2}", set_of_two},
    {"{1: 2}", int_to_int},
    {"{}", empty_dict},
};

/* ---- comparing words ----------------------------------------------------------------------------- */

static bool word_fits(uint64_t word, const char *pattern, size_t length)
{
    char digits[17];
    if (strncmp(pattern, "any", length) == 0)
        return true;
    if (strncmp(pattern, "ptr", length) == 0)
        return word >= HEAP_BASE && word < HEAP_BASE + REGION_SIZE;
    if (strncmp(pattern, "count", length) == 0)
        return word >= 1000000;
    if (strncmp(pattern, "version", length) == 0)
        return word > 0;
    (void)snprintf(digits, sizeof digits, "%016llx", (unsigned long long)word);
    for (size_t i = 0; i < length - 2; i++) /* from the last digit */
        if (pattern[length - 1 - i] != '?' && pattern[length - 1 - i] != digits[15 - i])
            return false;
    for (size_t i = length - 2; i < 16; i++)
        if (digits[15 - i] != '0')
            return false;
    return true;
}

static size_t compare_words(const struct layout_fact *fact, const char *what, addr at, const char *patterns)
{
    size_t wrong = 0;
    for (size_t i = 0; *patterns; i++) {
        size_t length = strcspn(patterns, " ");
        uint64_t word = HEAP_FIELD(h, at, i * 8, uint64_t);
        if (!word_fits(word, patterns, length)) {
            print_error("3.%u %s: %s word %zu is 0x%llx, not %.*s\n", fact->minor, fact->name, what, i,
                        (unsigned long long)word, (int)length, patterns);
            wrong++;
        }
        patterns += length + (patterns[length] == ' ');
    }
    return wrong;
}

static void memory_is_word_for_word_that_of_cpython(void **state)
{
    (void)state;
    size_t wrong = 0, known = 0;
    for (size_t f = 0; f < sizeof layout_facts / sizeof *layout_facts; f++)
        for (size_t i = 0; i < sizeof objects / sizeof *objects; i++) {
            const struct layout_fact *fact = &layout_facts[f];
            if (strcmp(fact->name, objects[i].name) != 0)
                continue;
            h = heap_create(&(struct heap_options){.minor = fact->minor});
            addr o = objects[i].make();
            wrong += compare_words(fact, "header", o - h->abi.gc_head_size, fact->before);
            wrong += compare_words(fact, "own", o, fact->own);
            enum kind kind = object_kind(h, o);
            if (*fact->block)
                wrong += compare_words(fact, "block",
                                       kind == KIND_LIST   ? list_at(h, o)->items
                                       : kind == KIND_DICT ? dict_at(h, o)->keys
                                                           : set_at(h, o)->table,
                                       fact->block);
            assert_null(object_ops(h, o)->verify ? object_ops(h, o)->verify(h, o) : NULL);
            known++;
            heap_destroy(h);
        }
    assert_int_equal(known, sizeof layout_facts / sizeof *layout_facts);
    assert_int_equal(wrong, 0);
}

/* ---- orders -------------------------------------------------------------------------------------- */

#define WORDS 20
static addr words[WORDS];
static char found[1 << 16];

static void put(addr o)
{
    struct text t = {.bytes = found, .capacity = sizeof found - 1, .length = strlen(found)};
    if (t.length)
        text_put(&t, " ", 1);
    size_t from = t.length;
    ok(object_repr(h, o, &t));
    found[t.length] = '\0';
    for (char *c = found + from; *c; c++) /* without quotes, as the facts have them */
        if (*c == '\'')
            memmove(c, c + 1, strlen(c)), c--;
}

static void put_all(addr s)
{
    size_t position = 0;
    addr item;
    while (set_next(h, s, &position, &item))
        put(item);
}

static addr word_list(size_t from, size_t to)
{
    addr l = list_new(h, to - from);
    for (size_t i = from; i < to; i++)
        list_init(h, l, i - from, incref(h, words[i]));
    return l;
}
static addr word_set(size_t from, size_t to)
{
    return set_from(h, h->type[KIND_SET], word_list(from, to));
}
static addr range_set(int64_t from, int64_t to, int64_t step)
{
    addr s = set_new(h);
    for (int64_t i = from; i < to; i += step)
        ok(set_add(h, s, num(i)));
    return s;
}

static void added_one_by_one(void)
{
    addr s = set_new(h);
    for (size_t i = 0; i < WORDS; i++) {
        ok(set_add(h, s, words[i]));
        put_all(s);
    }
}
static void after_removals(void)
{
    addr s = word_set(0, WORDS);
    bool there;
    for (size_t i = 0; i < WORDS; i += 2)
        ok(set_discard(h, s, words[i], &there));
    put_all(s);
    for (size_t i = 0; i < WORDS; i += 4)
        ok(set_add(h, s, words[i]));
    put_all(s);
}
static void collide(void)
{
    put_all(set_from(
        h, h->type[KIND_SET],
        set_from(h, h->type[KIND_FROZENSET], range_set(0, 40, 8)))); /* a literal is a copy of a constant */
    put_all(range_set(0, 800, 8));
    put_all(range_set(0, 64, 16));
}
static void large_shrunk(void)
{
    addr s = range_set(0, 1000, 1);
    bool there;
    for (int64_t i = 10; i < 1000; i++)
        ok(set_discard(h, s, num(i), &there));
    put_all(s);
    put_all(set_from(h, h->type[KIND_SET], s));
}
static void negative(void)
{
    put_all(range_set(-10, 10, 1));
}
static void popped(void)
{
    addr s = word_set(0, WORDS);
    for (size_t i = 0; i < WORDS; i++)
        put(set_pop(h, s));
}
static void difference(void)
{
    put_all(set_difference(h, word_set(0, WORDS), word_set(0, 8)));
}
static void intersection(void)
{
    put_all(set_intersection(h, word_set(0, 15), word_set(5, WORDS)));
}
static void symmetric_difference(void)
{
    put_all(set_symmetric_difference(h, word_set(0, 12), word_set(8, WORDS)));
}
static void in_union(void)
{
    put_all(set_union(h, word_set(0, 12), word_set(8, WORDS)));
}
static void updated(enum heap_status (*update)(struct heap *heap, addr s, addr other), addr s, addr other)
{
    ok(update(h, s, other));
    put_all(s);
}
static void union_update(void)
{
    updated(set_update, word_set(0, 5), word_set(3, WORDS));
}
static void intersection_update(void)
{
    updated(set_intersection_update, word_set(0, WORDS), word_set(3, 9));
}
static void difference_update(void)
{
    updated(set_difference_update, word_set(0, WORDS), word_set(3, 9));
}
static void symmetric_difference_update(void)
{
    updated(set_symmetric_difference_update, word_set(0, 12), word_set(8, WORDS));
}

static const struct ordered {
    const char *name;
    void (*run)(void);
} orders[] = {
    {"added one by one", added_one_by_one},
    {"after removals", after_removals},
    {"collide modulo 8", collide},
    {"difference", difference},
    {"intersection", intersection},
    {"large, shrunk", large_shrunk},
    {"negative ints", negative},
    {"pop", popped},
    {"symmetric difference", symmetric_difference},
    {"union", in_union},
    {"|=", union_update},
    {"&=", intersection_update},
    {"-=", difference_update},
    {"^=", symmetric_difference_update},
};

static void sets_have_the_order_that_cpython_gives_them(void **state)
{
    static const char *const names[WORDS] = {"alpha",   "beta", "gamma", "delta",  "epsilon", "zeta",   "eta",
                                             "theta",   "iota", "kappa", "lambda", "mu",      "nu",     "xi",
                                             "omicron", "pi",   "rho",   "sigma",  "tau",     "upsilon"};
    (void)state;
    size_t wrong = 0, known = 0;
    for (size_t f = 0; f < sizeof order_facts / sizeof *order_facts; f++)
        for (size_t i = 0; i < sizeof orders / sizeof *orders; i++) {
            if (strcmp(order_facts[f].name, orders[i].name) != 0)
                continue;
            h = heap_create(&(struct heap_options){.minor = order_facts[f].minor});
            for (size_t w = 0; w < WORDS; w++)
                words[w] = str_from_ascii(h, names[w]);
            found[0] = '\0';
            orders[i].run();
            if (strcmp(found, order_facts[f].order) != 0) {
                print_error("3.%u %s: %s\nnot %s\n", order_facts[f].minor, orders[i].name, found,
                            order_facts[f].order);
                wrong++;
            }
            known++;
            heap_destroy(h);
        }
    assert_int_equal(known, sizeof order_facts / sizeof *order_facts);
    assert_int_equal(wrong, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(memory_is_word_for_word_that_of_cpython),
        cmocka_unit_test(sets_have_the_order_that_cpython_gives_them),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
