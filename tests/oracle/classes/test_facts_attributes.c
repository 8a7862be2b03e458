/* Instances as they get and lose attributes: sizes as CPython 3.11 and 3.14 had them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka wants those above first */
#include <cmocka.h>

#include "tests/oracle/classes/facts_test.h"

static addr initialized(addr type, int n)
{
    addr o = call(type, NULL, 0);
    for (int i = 0; i < n; i++)
        set_numbered(o, i);
    return o;
}

static void attributes(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(attribute_facts); i++) {
        const struct attribute_fact *f = &attribute_facts[i];
        char name[40];
        (void)snprintf(name, sizeof name, "%d attributes in 3.%u", f->count, f->minor);
        begin(f->minor);
        addr type = class_assigning(f->count), o[3];
        for (int j = 0; j < 3; j++)
            o[j] = initialized(type, f->count);
        for (int j = 0; j < 3; j++)
            compare(name, "size", size_of(o[j]), f->sizes[j]);
        for (int j = 0; j < 3; j++)
            compare(name, "size of the dict", size_of(dict_of(o[j])), f->dicts[j]);
        for (int j = 0; j < 3; j++)
            compare(name, "size with a dict", size_of(o[j]), f->sizes_again[j]);
        set_int(o[0], "late", 1);
        compare(name, "size with a late attribute", size_of(o[0]), f->late[0]);
        compare(name, "its dict", size_of(dict_of(o[0])), f->late[1]);
        addr w = initialized(type, f->count);
        compare(name, "size of the fourth", size_of(w), f->fourth[0]);
        compare(name, "its dict", size_of(dict_of(w)), f->fourth[1]);
        decref(h, w);
        for (int j = 0; j < 3; j++)
            decref(h, o[j]);
        decref(h, type);
        end(name);
    }
}

struct numbers {
    const struct number_fact *fact;
    size_t at;
};

static void next_is(struct numbers *n, int64_t found)
{
    assert_true(n->at < n->fact->count);
    if (found != n->fact->numbers[n->at])
        fail_msg("%s, 3.%u: number %zu is %lld, not %d", n->fact->name, n->fact->minor, n->at,
                 (long long)found, n->fact->numbers[n->at]);
    n->at++;
}

static void both(struct numbers *n, addr o)
{
    next_is(n, size_of(o));
    next_is(n, size_of(dict_of(o)));
}

static void set_from_outside(struct numbers *n)
{
    addr type = new_class("T", 0, NULL, 0), x = call(type, NULL, 0);
    both(n, x);
    for (int i = 0; i < 60; i++) {
        set_numbered(x, i);
        both(n, x);
    }
    decref(h, x);
    decref(h, type);
}

static void around_the_limit(struct numbers *n)
{
    static const int counts[] = {5, 6, 28, 29, 30, 31, 32, 33};
    for (size_t i = 0; i < COUNT(counts); i++) {
        addr type = new_class("T", 0, NULL, 0), x = call(type, NULL, 0), y = call(type, NULL, 0);
        for (int j = 0; j < counts[i]; j++)
            set_numbered(x, j);
        for (int j = 0; j < counts[i]; j++)
            set_numbered(y, j);
        next_is(n, counts[i]);
        next_is(n, size_of(x));
        next_is(n, size_of(y));
        next_is(n, size_of(dict_of(x)));
        next_is(n, size_of(dict_of(y)));
        decref(h, x);
        decref(h, y);
        decref(h, type);
    }
}

static void one_more_each(struct numbers *n)
{
    addr type = new_class("T", 0, NULL, 0), x = 0;
    for (int count = 0; count < 50; count++) {
        addr o = call(type, NULL, 0);
        xdecref(h, x);
        x = o;
        for (int i = 0; i < count; i++)
            set_numbered(x, i);
        both(n, x);
    }
    decref(h, x);
    decref(h, type);
}

static void life_of_a_class(struct numbers *n)
{
    struct collection c;
    addr type = new_class("C", 0, NULL, 0);
    next_is(n, object_refcount(h, type) + 1); /* getrefcount's own */
    addr x = call(type, NULL, 0);
    next_is(n, object_refcount(h, type) + 1);
    addr sub = new_class("D", type, NULL, 0);
    next_is(n, object_refcount(h, type) + 1);
    set_int(x, "a", 1);
    next_is(n, object_refcount(h, type) + 1);
    decref(h, x);
    decref(h, sub);
    next_is(n, object_refcount(h, type) + 1);
    ok(collector_collect(h, 2, &c));
    next_is(n, object_refcount(h, type) + 1);
    decref(h, type);
}

static void all_deleted(struct numbers *n)
{
    addr type = class_assigning(0), x = call(type, NULL, 0);
    set_int(x, "a", 1);
    set_int(x, "b", 2);
    addr a = name_of("a"), b = name_of("b");
    ok(object_setattr(h, x, a, 0));
    ok(object_setattr(h, x, b, 0));
    decref(h, a);
    decref(h, b);
    both(n, x);
    addr y = call(type, NULL, 0), z = 0;
    set_int(y, "a", 1);
    next_is(n, size_of(y));
    z = call(type, NULL, 0);
    next_is(n, size_of(dict_of(z)));
    decref(h, x);
    decref(h, y);
    decref(h, z);
    decref(h, type);
}

static void through_the_dict(struct numbers *n)
{
    addr type = new_class("T", 0, NULL, 0), o[3], a = name_of("a"), b = name_of("b"), one = int_new(h, 1),
         two = int_new(h, 2);
    for (int i = 0; i < 3; i++)
        o[i] = call(type, NULL, 0);
    ok(dict_set(h, dict_of(o[0]), a, one));
    addr update = name_of("update"), none_out, kwnames[] = {a, b}, kwvalues[] = {one, two};
    ok(object_call_method(h, dict_of(o[1]), update, NULL, 0, kwnames, kwvalues, 2, &none_out));
    addr d = dict_new(h), name = name_of("__dict__");
    ok(dict_set(h, d, a, one));
    ok(object_setattr(h, o[2], name, d));
    for (int i = 0; i < 3; i++)
        both(n, o[i]);
    for (int i = 0; i < 3; i++)
        decref(h, o[i]);
    addr gone[] = {type, a, b, one, two, update, none_out, d, name};
    for (size_t i = 0; i < COUNT(gone); i++)
        decref(h, gone[i]);
}

static void cleared(struct numbers *n)
{
    addr type = class_assigning(0), x = call(type, NULL, 0);
    set_int(x, "a", 1);
    set_int(x, "b", 2);
    dict_clear(h, dict_of(x));
    both(n, x);
    set_int(x, "a", 1);
    both(n, x);
    decref(h, x);
    decref(h, type);
}

static void numbers(void **state)
{
    static const struct {
        const char *name;
        void (*run)(struct numbers *n);
    } runs[] = {
        {"attributes set from outside, and the dict each time", set_from_outside},
        {"attributes, 29 to 32, of a second instance", around_the_limit},
        {"the n-th instance with one attribute more each", one_more_each},
        {"a class through its life", life_of_a_class},
        {"all attributes deleted", all_deleted},
        {"written through the dict", through_the_dict},
        {"the dict cleared", cleared},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(number_facts); i++)
        for (size_t j = 0; j < COUNT(runs); j++)
            if (strcmp(number_facts[i].name, runs[j].name) == 0) {
                struct numbers n = {&number_facts[i], 0};
                begin(n.fact->minor);
                runs[j].run(&n);
                assert_int_equal(n.at, n.fact->count);
                end(n.fact->name);
            }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(attributes),
        cmocka_unit_test(numbers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
