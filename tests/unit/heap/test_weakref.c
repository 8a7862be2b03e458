/* Weak references, proxies, finalizers, bound methods and calls: who shares, who is told in which order, what
 * an error says. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
/* cmocka wants those above first */
#include <cmocka.h>

#include "tests/unit/heap/class_test.h"

#include "daemon/heap/object/weakref.h"

static addr method(struct heap *h, addr o, const char *name)
{
    addr n = str_intern_utf8(h, name, strlen(name)), m;
    expect_ok(h, object_getattr(h, o, n, &m));
    decref(h, n);
    return m;
}

static void collect(struct heap *h)
{
    expect_ok(h, collector_collect(h, 2, NULL));
}

static void check_repr(struct heap *h, addr o, const char *start, const char *stop)
{
    char bytes[300] = {0};
    struct text text = {.bytes = bytes, .capacity = sizeof bytes - 1};
    expect_ok(h, object_repr(h, o, &text));
    assert_memory_equal(bytes, start, strlen(start));
    assert_string_equal(bytes + strlen(bytes) - strlen(stop), stop);
}

/* ---- sharing ------------------------------------------------------------------------------------- */

/* The oracle's "count" and "order of getweakrefs". */
static void those_without_callback_are_shared_and_come_first(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        addr c = class_of(h, "C", 0), o = instance_new(h, c), l = list_new(h, 0),
             append = method(h, l, "append");
        addr r1 = weakref_new(h, o, append), r2 = weakref_new(h, o, 0), r3 = proxy_new(h, o, 0),
             r4 = weakref_new(h, o, append);
        addr sub = class_of(h, "R", h->type[KIND_WEAKREF]), r5 = weakref_new_of(h, sub, o, 0),
             r6 = proxy_new(h, o, append);
        addr expected[] = {r2, r3, r6, r5, r4, r1}, at = *weakref_list_field(h, o);
        for (size_t i = 0; i < 6; i++, at = weakref_at(h, at)->next)
            assert_int_equal(at, expected[i]);
        assert_int_equal(at, 0);
        assert_int_equal(weakref_count(h, o), 6);
        addr again = weakref_new(h, o, none(h)), proxy = proxy_new(h, o, 0);
        assert_int_equal(again, r2);
        assert_int_equal(proxy, r3);
        assert_int_equal(object_refcount(h, o), 1);
        addr gone[] = {again, proxy, r2, r3, r5};
        for (size_t i = 0; i < 5; i++)
            decref(h, gone[i]);
        assert_int_equal(weakref_count(h, o), 3);
        decref(h, o);
        assert_int_equal(list_length(h, l), 3); /* r6, r4, r1 were appended */
        addr order[] = {r6, r4, r1};
        for (size_t i = 0; i < 3; i++) {
            assert_int_equal(list_item(h, l, i), order[i]);
            assert_int_equal(weakref_referent(h, order[i]), 0);
            decref(h, order[i]);
        }
        decref(h, append);
        decref(h, l);
        decref(h, sub);
        decref(h, c);
        collect(h);
        h_used = heap_test_used(h); /* the table of ref's subclasses */
    }
}

static void a_dead_reference_says_so(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        addr c = class_of(h, "C", 0), o = instance_new(h, c), r = weakref_new(h, o, 0),
             p = proxy_new(h, o, 0), hashed, out;
        int64_t hash, expected;
        expect_ok(h, object_hash(h, o, &expected));
        expect_ok(h, object_hash(h, r, &hash));
        assert_int_equal(hash, expected);
        check_repr(h, r, "<weakref at 0x", ">");
        expect_ok(h, object_call(h, r, NULL, 0, NULL, NULL, 0, &out));
        assert_int_equal(out, o);
        decref(h, out);
        hashed = incref(h, r);
        addr fresh_owner = instance_new(h, c), fresh = weakref_new(h, fresh_owner, 0);
        decref(h, fresh_owner);
        decref(h, o);
        expect_ok(h, object_hash(h, hashed, &hash));
        assert_int_equal(hash, expected);
        assert_int_equal(object_hash(h, fresh, &hash), HEAP_RAISED);
        raised(h, EXC_TYPE_ERROR, "weak object has gone away");
        expect_ok(h, object_call(h, r, NULL, 0, NULL, NULL, 0, &out));
        assert_int_equal(out, none(h));
        decref(h, out);
        check_repr(h, r, "<weakref at 0x", "; dead>");
        addr name = str_intern_utf8(h, "x", 1);
        assert_int_equal(object_getattr(h, p, name, &out), HEAP_RAISED);
        raised(h, EXC_REFERENCE_ERROR, "weakly-referenced object no longer exists");
        assert_int_equal(object_hash(h, p, &hash), HEAP_RAISED);
        raised(h, EXC_TYPE_ERROR, "unhashable type: 'weakref.ProxyType'");
        assert_int_equal(object_call(h, r, &name, 1, NULL, NULL, 0, &out), HEAP_RAISED);
        raised(h, EXC_TYPE_ERROR, "weakref expected 0 arguments, got 1");
        addr gone[] = {hashed, r, p, fresh, name, c};
        for (size_t i = 0; i < 6; i++)
            decref(h, gone[i]);
        collect(h);
    }
}

static void references_are_equal_as_their_referents_while_these_live(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        addr c = class_of(h, "L", h->type[KIND_LIST]), a, b;
        expect_ok(h, object_call(h, c, NULL, 0, NULL, NULL, 0, &a));
        expect_ok(h, object_call(h, c, NULL, 0, NULL, NULL, 0, &b));
        addr ra = weakref_new(h, a, 0), rb = weakref_new(h, b, 0);
        bool equal;
        expect_ok(h, object_equal(h, ra, rb, &equal));
        assert_true(equal);
        expect_ok(h, list_append(h, a, none(h)));
        expect_ok(h, object_equal(h, ra, rb, &equal));
        assert_false(equal);
        decref(h, a);
        decref(h, b);
        expect_ok(h, object_equal(h, ra, rb, &equal));
        assert_false(equal);
        expect_ok(h, object_equal(h, ra, ra, &equal));
        assert_true(equal);
        decref(h, ra);
        decref(h, rb);
        decref(h, c);
        collect(h);
        h_used = heap_test_used(h);
    }
}

/* Attributes, items and calls of a proxy are those of its object. */
static void a_proxy_stands_for_its_object(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        addr c = class_of(h, "L", h->type[KIND_LIST]), o, name = str_intern_utf8(h, "a", 1), value,
             one = int_new(h, 1);
        expect_ok(h, object_call(h, c, NULL, 0, NULL, NULL, 0, &o));
        addr p = proxy_new(h, o, 0), zero = int_new(h, 0), append = str_intern_utf8(h, "append", 6);
        expect_ok(h, object_setattr(h, p, name, one));
        expect_ok(h, object_getattr(h, o, name, &value));
        assert_int_equal(value, one);
        decref(h, value);
        expect_ok(h, object_call_method(h, p, append, &one, 1, NULL, NULL, 0, &value));
        decref(h, value);
        assert_int_equal(list_length(h, o), 1);
        expect_ok(h, object_getitem(h, p, zero, &value));
        assert_int_equal(value, one);
        decref(h, value);
        assert_int_equal(proxy_new(h, p, 0), 0);
        raised(h, EXC_TYPE_ERROR, "cannot create weak reference to 'weakref.ProxyType' object");
        assert_int_equal(object_call(h, p, NULL, 0, NULL, NULL, 0, &value), HEAP_RAISED);
        raised(h, EXC_TYPE_ERROR, "'weakref.ProxyType' object is not callable");
        addr type_proxy = proxy_new(h, c, 0);
        assert_string_equal(object_type_name(h, type_proxy), "weakref.CallableProxyType");
        expect_ok(h, object_call(h, type_proxy, NULL, 0, NULL, NULL, 0, &value));
        assert_int_equal(object_type(h, value), c);
        decref(h, value);
        addr gone[] = {p, o, name, one, zero, append, type_proxy, c};
        for (size_t i = 0; i < 8; i++)
            decref(h, gone[i]);
        collect(h);
        h_used = heap_test_used(h);
    }
}

/* ---- callbacks and finalizers -------------------------------------------------------------------- */

static void a_callback_that_raises_becomes_an_event(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        addr c = class_of(h, "C", 0), o = instance_new(h, c), l = list_new(h, 0),
             clear = method(h, l, "clear"), append = method(h, l, "append");
        addr first = weakref_new(h, o, append), broken = weakref_new(h, o, clear),
             last = weakref_new(h, o, append);
        (void)raise_error(h, EXC_KEY_ERROR, "waiting"); /* what is pending stays pending */
        decref(h, o);
        raised(h, EXC_KEY_ERROR, "'waiting'");
        assert_int_equal(list_length(h, l), 2);
        assert_int_equal(events_notable_count(h), 1);
        const struct heap_event *e = events_notable_at(h, 0);
        assert_int_equal(e->kind, EVENT_UNRAISABLE);
        assert_memory_equal(
            e->u.text,
            "TypeError: list.clear() takes no arguments (1 given), ignored in <built-in method clear", 80);
        events_notable_reset(h);
        addr gone[] = {first, broken, last, clear, append, l, c};
        for (size_t i = 0; i < 7; i++)
            decref(h, gone[i]);
        collect(h);
    }
}

static void a_reference_that_dies_first_is_not_told(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        addr c = class_of(h, "C", 0), o = instance_new(h, c), l = list_new(h, 0),
             append = method(h, l, "append"), r = weakref_new(h, o, append);
        decref(h, r);
        decref(h, o);
        assert_int_equal(list_length(h, l), 0);
        decref(h, append);
        decref(h, l);
        decref(h, c);
        collect(h);
    }
}

/* A callback drops the last reference to another weak reference that waits for its own. */
static void a_callback_may_drop_another_reference(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        addr c = class_of(h, "C", 0), o = instance_new(h, c), refs = list_new(h, 0),
             pop = method(h, refs, "pop"), log = list_new(h, 0), append = method(h, log, "append");
        addr told = weakref_new(h, o, append);
        expect_ok(h, list_append(h, refs, told));
        decref(h, told);                      /* refs alone holds it */
        addr popper = weakref_new(h, o, pop); /* its callback fails on the argument: pop(ref) */
        decref(h, o);
        assert_int_equal(list_length(h, log), 1);
        assert_int_equal(events_notable_count(h), 1);
        events_notable_reset(h);
        addr gone[] = {popper, refs, pop, log, append, c};
        for (size_t i = 0; i < 6; i++)
            decref(h, gone[i]);
        collect(h);
    }
}

static void a_resurrected_object_keeps_its_weak_references(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        addr c = class_new(
            h, &(struct class_spec){.name = "C", .finalizer = FINALIZER_RESURRECT, .finalizer_text = "back"});
        addr o = instance_new(h, c), r = weakref_new(h, o, 0);
        decref(h, o);
        assert_int_equal(name_lookup(h, 0, "back", 4), o);
        assert_int_equal(weakref_referent(h, r), o);
        assert_int_equal(object_refcount(h, o), 1);
        expect_ok(h, name_delete(h, 0, "back", 4));
        assert_int_equal(weakref_referent(h, r), 0); /* finalized once: now it is gone */
        decref(h, r);
        decref(h, c);
        collect(h);
    }
}

/* ---- calls --------------------------------------------------------------------------------------- */

static void arguments_are_checked_with_the_words_of_cpython(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        size_t count, keywords;
        const char *message;
    } cases[] = {
        {"append", 0, 0, "list.append() takes exactly one argument (0 given)"},
        {"append", 2, 0, "list.append() takes exactly one argument (2 given)"},
        {"append", 0, 1, "list.append() takes no keyword arguments"},
        {"pop", 3, 0, "pop expected at most 1 argument, got 3"},
        {"clear", 1, 0, "list.clear() takes no arguments (1 given)"},
        {"insert", 1, 0, "insert expected 2 arguments, got 1"},
    };
    EACH_VERSION(h)
    {
        addr l = list_new(h, 0), one = int_new(h, 1), args[] = {one, one, one},
             key = str_intern_utf8(h, "x", 1), out;
        for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
            addr name = str_intern_utf8(h, cases[i].name, strlen(cases[i].name)), bound;
            assert_int_equal(
                object_call_method(h, l, name, args, cases[i].count, &key, &one, cases[i].keywords, &out),
                HEAP_RAISED);
            raised(h, EXC_TYPE_ERROR, cases[i].message);
            expect_ok(h, object_getattr(h, l, name, &bound));
            assert_int_equal(object_call(h, bound, args, cases[i].count, &key, &one, cases[i].keywords, &out),
                             HEAP_RAISED);
            raised(h, EXC_TYPE_ERROR, cases[i].message);
            decref(h, bound);
            decref(h, name);
        }
        addr unbound = method(h, h->type[KIND_LIST], "append");
        assert_int_equal(object_call(h, unbound, NULL, 0, NULL, NULL, 0, &out), HEAP_RAISED);
        raised(h, EXC_TYPE_ERROR, "unbound method list.append() needs an argument");
        assert_int_equal(object_call(h, unbound, args, 2, NULL, NULL, 0, &out), HEAP_RAISED);
        raised(h, EXC_TYPE_ERROR, "descriptor 'append' for 'list' objects doesn't apply to a 'int' object");
        addr both[] = {l, one};
        expect_ok(h, object_call(h, unbound, both, 2, NULL, NULL, 0, &out));
        decref(h, out);
        assert_int_equal(list_length(h, l), 1);
        check_repr(h, unbound, "<method 'append' of 'list' objects>", ">");
        assert_int_equal(object_call(h, one, NULL, 0, NULL, NULL, 0, &out), HEAP_RAISED);
        raised(h, EXC_TYPE_ERROR, "'int' object is not callable");
        addr c = class_of(h, "C", 0);
        assert_int_equal(object_call(h, c, args, 1, NULL, NULL, 0, &out), HEAP_RAISED);
        raised(h, EXC_TYPE_ERROR, "C() takes no arguments");
        addr gone[] = {l, one, key, unbound, c};
        for (size_t i = 0; i < 5; i++)
            decref(h, gone[i]);
        collect(h);
    }
}

/* ---- without memory ------------------------------------------------------------------------------ */

static void a_reference_that_cannot_be_made_leaves_nothing(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        addr c = class_of(h, "C", 0), o = instance_new(h, c);
        expect_ok(h, name_bind(h, 0, "o", 1, o));
        decref(h, c);
        decref(h, o);
        memory_fail_after(h, 1);
        assert_int_equal(weakref_new(h, o, none(h)), 0);
        raised(h, EXC_MEMORY_ERROR, "");
        memory_fail_after(h, 1);
        assert_int_equal(proxy_new(h, o, 0), 0);
        raised(h, EXC_MEMORY_ERROR, "");
        assert_int_equal(weakref_count(h, o), 0);
        assert_int_equal(heap_verify(h, heap_test_report, NULL), 0);
        expect_ok(h, name_delete(h, 0, "o", 1));
        collect(h);
    }
}

/* What the dying reference itself holds is the last to hold the referent, which must not find it any more. */
static void a_dying_reference_that_keeps_its_referent_is_not_told(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        addr c = class_of(h, "C", 0), sub = class_of(h, "R", h->type[KIND_WEAKREF]), l = list_new(h, 0),
             append = method(h, l, "append"), keep = str_intern_utf8(h, "keep", 4);
        addr o = instance_new(h, c), r = weakref_new_of(h, sub, o, append);
        expect_ok(h, object_setattr(h, r, keep, o));
        decref(h, o);
        assert_int_equal(weakref_count(h, o), 1);
        decref(h, r);
        assert_int_equal(list_length(h, l), 0);
        assert_false(object_exists(h, o));
        assert_false(object_exists(h, r));
        addr gone[] = {keep, append, l, sub, c};
        for (size_t i = 0; i < 5; i++)
            decref(h, gone[i]);
        collect(h);
        h_used = heap_test_used(h); /* the table of ref's subclasses */
    }
}

#define LEVELS 70

/* Each object's callback owns the next object, and beside it one whose finalizer asks a weak reference for
 * the next callback. Where they nest too deep that callback is dead, but waits. */
static void ask_for_what_waits(struct heap *h)
{
    addr c = class_of(h, "C", 0), del = str_intern_utf8(h, "__del__", 7), refs[LEVELS], weak[LEVELS],
         classes[LEVELS], next = 0;
    uint64_t objects = heap_object_count(h);
    for (size_t i = LEVELS; i-- > 0;) {
        addr o = instance_new(h, c), l = list_new(h, 0), append = method(h, l, "append");
        classes[i] = 0;
        if (next) {
            classes[i] = class_of(h, "X", 0);
            expect_ok(h, object_setattr(h, classes[i], del, weak[i + 1]));
            addr asks = instance_new(h, classes[i]);
            expect_ok(h, list_append(h, l, asks));
            expect_ok(h, list_append(h, l, next));
            decref(h, asks);
            decref(h, next);
        }
        weak[i] = weakref_new(h, append, 0);
        refs[i] = weakref_new(h, o, append);
        decref(h, append);
        decref(h, l);
        next = o;
    }
    decref(h, next);
    for (size_t i = 0; i < LEVELS; i++) {
        assert_int_equal(weakref_referent(h, weak[i]), 0);
        assert_int_equal(weakref_referent(h, refs[i]), 0);
        decref(h, weak[i]);
        decref(h, refs[i]);
        xdecref(h, classes[i]);
    }
    collect(h);
    assert_int_equal(heap_object_count(h), objects);
    decref(h, del);
    decref(h, c);
    collect(h);
}

static void what_waits_for_its_deallocation_is_dead(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        ask_for_what_waits(h);
        h_used =
            heap_test_used(h); /* the table of object's subclasses has grown; the second time nothing does */
        ask_for_what_waits(h);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(those_without_callback_are_shared_and_come_first),
        cmocka_unit_test(a_dead_reference_says_so),
        cmocka_unit_test(references_are_equal_as_their_referents_while_these_live),
        cmocka_unit_test(a_proxy_stands_for_its_object),
        cmocka_unit_test(a_callback_that_raises_becomes_an_event),
        cmocka_unit_test(a_reference_that_dies_first_is_not_told),
        cmocka_unit_test(a_callback_may_drop_another_reference),
        cmocka_unit_test(a_resurrected_object_keeps_its_weak_references),
        cmocka_unit_test(arguments_are_checked_with_the_words_of_cpython),
        cmocka_unit_test(a_reference_that_cannot_be_made_leaves_nothing),
        cmocka_unit_test(a_dying_reference_that_keeps_its_referent_is_not_told),
        cmocka_unit_test(what_waits_for_its_deallocation_is_dead),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
