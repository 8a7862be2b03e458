/* Sizes of containers as they grow and shrink: the words of the oracle's programs in C, and comparing with
 * what CPython 3.11 and 3.14 answered (growth_facts.h). A test has one function for each program of its
 * section, under the oracle's name. */
#ifndef HEAPD_TESTS_ORACLE_CONTAINERS_GROWTH_H
#define HEAPD_TESTS_ORACLE_CONTAINERS_GROWTH_H

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

struct growth_fact {
    const char *name;
    unsigned minor;
    const uint32_t *runs; /* pairs: size, how often; ends with a count of 0 */
};
#include "tests/oracle/containers/growth_facts.h"

static struct heap *h;
static size_t answers[4096], answer_count;

/* ---- the words of the programs */

static inline void note(size_t n)
{
    answers[answer_count++] = n;
}
static inline void size(addr o)
{
    note(object_getsizeof(h, o));
}
static inline void size_and_drop(addr o)
{
    size(o);
    decref(h, o);
}
static inline void ok(enum heap_status status)
{
    assert_int_equal(status, HEAP_OK);
}
static inline addr num(int64_t n)
{
    return int_new(h, n);
}

/* A key or item for a moment: references from containers keep it. */
static addr momentary[8];
static size_t momentary_next;
static inline addr lent(addr o)
{
    addr *place = &momentary[momentary_next++ % 8];
    xdecref(h, *place);
    return *place = o;
}
static inline addr i_(int64_t n)
{
    return lent(num(n));
}
static inline addr k_(int64_t n)
{
    char text[32];
    (void)snprintf(text, sizeof text, "k%d", (int)n);
    return lent(str_from_ascii(h, text));
}
static inline addr key_of(int64_t n, bool strs)
{
    return strs ? k_(n) : i_(n);
}

/* [low, low + 1, ... high - 1], sized exactly */
static inline addr ints(int64_t low, int64_t high)
{
    addr l = list_new(h, (size_t)(high - low));
    for (int64_t i = low; i < high; i++)
        list_init(h, l, (size_t)(i - low), num(i));
    return l;
}
/* list(range(n)) of the programs: sized as an extension by n */
static inline addr list_range(int64_t n)
{
    addr exact = ints(0, n), l = list_from_iterable(h, exact);
    decref(h, exact);
    return l;
}
static inline addr tuple_of(int64_t n)
{
    addr l = ints(0, n), t = tuple_from_iterable(h, l);
    decref(h, l);
    return t;
}
static inline addr dict_of(int64_t low, int64_t high, bool strs)
{
    addr d = dict_new(h);
    for (int64_t i = low; i < high; i++)
        ok(dict_set(h, d, key_of(i, strs), i_(i)));
    return d;
}
static inline addr set_of(int64_t low, int64_t high)
{
    addr s = set_new(h);
    for (int64_t i = low; i < high; i++)
        ok(set_add(h, s, i_(i)));
    return s;
}
static inline addr frozenset_of(int64_t low, int64_t high)
{
    addr s = set_new_of(h, h->type[KIND_FROZENSET]);
    for (int64_t i = low; i < high; i++)
        ok(set_add(h, s, i_(i)));
    return s;
}

/* A step done `times` times to `x`, the size noted before and after each. */
typedef void step(addr x, int64_t i);
static inline void growing(addr x, step *s, int64_t times)
{
    size(x);
    for (int64_t i = 0; i < times; i++) {
        s(x, i);
        size(x);
    }
}
static inline void grown(addr x, step *s, int64_t times)
{
    growing(x, s, times);
    decref(h, x);
}

/* list(x), set(x) ... of n items */
typedef addr maker(int64_t n);
static inline addr strs_list(int64_t n)
{
    addr l = list_new(h, (size_t)n);
    for (int64_t i = 0; i < n; i++)
        list_init(h, l, (size_t)i, incref(h, k_(i)));
    return l;
}
static inline addr int_dict(int64_t n)
{
    addr l = ints(0, n), d = dict_from_keys(h, l, none(h));
    decref(h, l);
    return d;
}
static inline addr int_dict_grown(int64_t n)
{
    return dict_of(0, n, false);
}
static inline addr int_set(int64_t n)
{
    return set_of(0, n);
}
static inline addr text_of(int64_t n)
{
    char text[256];
    memset(text, 'a', sizeof text);
    return str_from_utf8(h, text, (size_t)n);
}
static inline addr to_set(addr x)
{
    return set_from(h, h->type[KIND_SET], x);
}
static inline addr to_frozenset(addr x)
{
    return set_from(h, h->type[KIND_FROZENSET], x);
}
static inline addr to_list(addr x)
{
    return list_from_iterable(h, x);
}
static inline addr to_tuple(addr x)
{
    return tuple_from_iterable(h, x);
}
static inline addr keys_to_dict(addr x)
{
    return dict_from_keys(h, x, none(h));
}
static inline addr to_dict(addr x)
{
    addr d = dict_new(h);
    ok(dict_update(h, d, x));
    return d;
}
static inline void converted(maker *make, addr (*convert)(addr x), int64_t last)
{
    for (int64_t n = 0; n <= last; n++) {
        addr x = make(n);
        size_and_drop(convert(x));
        decref(h, x);
    }
}

/* ---- comparing */

static inline size_t compare_fact(const struct growth_fact *fact)
{
    size_t at = 0;
    for (const uint32_t *run = fact->runs; run[1]; run += 2)
        for (uint32_t i = 0; i < run[1]; i++, at++)
            if (at >= answer_count || answers[at] != run[0]) {
                print_error("3.%u %s: step %zu is %zu, not %u\n", fact->minor, fact->name, at,
                            at < answer_count ? answers[at] : 0, run[0]);
                return 1;
            }
    if (at != answer_count)
        print_error("3.%u %s: %zu steps, not %zu\n", fact->minor, fact->name, answer_count, at);
    return at != answer_count;
}

struct program {
    const char *name;
    void (*run)(void);
};

/* Every fact of the section, by its program. */
static inline void check_programs(const char *section, const struct program *programs, size_t count)
{
    size_t wrong = 0, known = 0, facts = 0;
    for (size_t f = 0; f < sizeof growth_facts / sizeof *growth_facts; f++) {
        const struct growth_fact *fact = &growth_facts[f];
        if (strncmp(fact->name, section, strlen(section)) != 0)
            continue;
        facts++;
        struct memory_stats fresh, last;
        h = heap_create(&(struct heap_options){.minor = fact->minor});
        assert_non_null(h);
        memory_stats(h, &fresh);
        for (size_t p = 0; p < count; p++) {
            if (strcmp(programs[p].name, fact->name) != 0)
                continue;
            answer_count = momentary_next = 0;
            memset(momentary, 0, sizeof momentary);
            programs[p].run();
            for (size_t i = 0; i < 8; i++)
                xdecref(h, momentary[i]);
            wrong += compare_fact(fact);
            known++;
        }
        memory_stats(h, &last);
        assert_int_equal(last.used, fresh.used);
        heap_destroy(h);
    }
    assert_true(facts > 0);
    assert_int_equal(known, facts);
    assert_int_equal(wrong, 0);
}

#endif
