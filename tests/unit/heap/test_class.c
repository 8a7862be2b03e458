/* Classes: what type(name, bases, namespace) makes and refuses; attributes of types; nothing is left of one
 * that could not be made. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
/* cmocka wants those above first */
#include <cmocka.h>

#include "tests/unit/heap/heap_test.h"

#include "daemon/heap/object/heaptype.h"

static addr class_of(struct heap *h, const char *name, const addr *bases, size_t base_count)
{
    return class_new(h, &(struct class_spec){.name = name, .bases = bases, .base_count = base_count});
}

static void collect(struct heap *h)
{
    expect_ok(h, collector_collect(h, 2, NULL));
}

static addr attribute(struct heap *h, addr o, const char *name)
{
    addr n = str_intern_utf8(h, name, strlen(name)), value;
    expect_ok(h, object_getattr(h, o, n, &value));
    decref(h, n);
    return value;
}

static enum heap_status set(struct heap *h, addr o, const char *name, addr value)
{
    addr n = str_intern_utf8(h, name, strlen(name));
    enum heap_status status = object_setattr(h, o, n, value);
    decref(h, n);
    return status;
}

/* ---- the order ----------------------------------------------------------------------------------- */

static void check_order(const struct heap *h, addr type, const char *expected)
{
    char text[200] = "";
    addr mro = type_at(h, type)->mro;
    for (size_t i = 0; i < tuple_length(h, mro); i++) {
        strcat(text, i ? " " : "");
        strcat(text, type_name(h, tuple_item(h, mro, i)));
    }
    assert_string_equal(text, expected);
}

static void the_order_of_a_diamond_is_c3(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        addr a = class_of(h, "A", NULL, 0), b = class_of(h, "B", &a, 1), c = class_of(h, "C", &a, 1);
        addr bc[] = {b, c}, d = class_of(h, "D", bc, 2);
        check_order(h, d, "D B C A object");
        assert_true(type_is_subtype(h, d, a));
        assert_false(type_is_subtype(h, a, d));
        addr ab[] = {a, b};
        assert_int_equal(class_of(h, "X", ab, 2), 0);
        raised(h, EXC_TYPE_ERROR,
               h->abi.minor == 11
                   ? "Cannot create a consistent method resolution\norder (MRO) for bases A, B"
                   : "Cannot create a consistent method resolution order (MRO) for bases A, B");
        addr aa[] = {a, a};
        assert_int_equal(class_of(h, "X", aa, 2), 0);
        raised(h, EXC_TYPE_ERROR, "duplicate base class A");
        decref(h, a);
        decref(h, b);
        decref(h, c);
        decref(h, d);
        collect(h);
    }
}

/* Taken from the paper on C3: the order of ex_9 is there. */
static void a_larger_hierarchy_has_its_c3_order(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        addr f = class_of(h, "F", NULL, 0), e = class_of(h, "E", NULL, 0), d = class_of(h, "D", NULL, 0);
        addr df[] = {d, f}, c = class_of(h, "C", df, 2), de[] = {e, d}, b = class_of(h, "B", de, 2),
             bc[] = {b, c}, a = class_of(h, "A", bc, 2);
        check_order(h, a, "A B E C D F object");
        addr all[] = {a, b, c, d, e, f};
        for (size_t i = 0; i < 6; i++)
            decref(h, all[i]);
        collect(h);
    }
}

/* ---- refusals ------------------------------------------------------------------------------------ */

static void bases_and_slots_are_checked_as_cpython_words_it(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        addr base = h->type[KIND_BOOL], number = int_new(h, 1),
             list_dict[] = {h->type[KIND_LIST], h->type[KIND_DICT]};
        assert_int_equal(class_of(h, "X", &base, 1), 0);
        raised(h, EXC_TYPE_ERROR, "type 'bool' is not an acceptable base type");
        assert_int_equal(class_of(h, "X", &number, 1), 0);
        raised(h, EXC_TYPE_ERROR, "bases must be types");
        assert_int_equal(class_of(h, "X", list_dict, 2), 0);
        raised(h, EXC_TYPE_ERROR, "multiple bases have instance lay-out conflict");
        assert_int_equal(class_of(h, "no name", NULL, 0), 0);
        raised(h, EXC_VALUE_ERROR, "a class name must be an identifier");
        static const struct {
            const char *slots[2];
            size_t count;
            const char *message;
        } cases[] = {
            {{"a b"}, 1, "__slots__ must be identifiers"},
            {{""}, 1, "__slots__ must be identifiers"},
            {{"__dict__", "__dict__"}, 2, "__dict__ slot disallowed: we already got one"},
        };
        for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
            assert_int_equal(class_new(h, &(struct class_spec){.name = "X",
                                                               .slots = cases[i].slots,
                                                               .slot_count = cases[i].count}),
                             0);
            raised(h, EXC_TYPE_ERROR, cases[i].message);
        }
        static const char *const module[] = {"__module__"};
        assert_int_equal(class_new(h, &(struct class_spec){.name = "X", .slots = module, .slot_count = 1}),
                         0);
        raised(h, EXC_VALUE_ERROR, "'__module__' in __slots__ conflicts with class variable");
        collect(h);
    }
}

static void private_slots_are_mangled_and_sorted(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        static const char *const names[] = {"b", "__x", "__y__", "a"};
        addr c = class_new(h, &(struct class_spec){.name = "_C", .slots = names, .slot_count = 4}),
             slots = heap_type_names(h, c)->slots;
        static const char *const expected[] = {"_C__x", "__y__", "a", "b"};
        for (size_t i = 0; i < 4; i++)
            assert_true(str_equal_utf8(h, tuple_item(h, slots, i), expected[i], strlen(expected[i])));
        decref(h, c);
        collect(h);
    }
}

/* ---- attributes of classes ----------------------------------------------------------------------- */

static void what_a_class_says_about_itself(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        addr c = class_of(h, "C", NULL, 0), value;
        static const char *const texts[][2] = {
            {"__name__", "C"}, {"__qualname__", "C"}, {"__module__", "__main__"}};
        for (size_t i = 0; i < 3; i++) {
            value = attribute(h, c, texts[i][0]);
            assert_true(str_equal_utf8(h, value, texts[i][1], strlen(texts[i][1])));
            decref(h, value);
        }
        value = attribute(h, c, "__base__");
        assert_int_equal(value, h->type[KIND_INSTANCE]);
        decref(h, value);
        char bytes[64] = {0};
        struct text text = {.bytes = bytes, .capacity = sizeof bytes - 1};
        expect_ok(h, object_repr(h, c, &text));
        assert_string_equal(bytes, "<class '__main__.C'>");
        assert_int_equal(object_getattr(h, c, c, &value), HEAP_RAISED);
        raised(h, EXC_TYPE_ERROR, "attribute name must be string, not 'type'");
        decref(h, c);
        collect(h);
    }
}

static void a_class_attribute_is_seen_by_instances_and_subclasses(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        addr c = class_of(h, "C", NULL, 0), d = class_of(h, "D", &c, 1), o = instance_new(h, d),
             l = list_new(h, 0);
        expect_ok(h, set(h, c, "items", l));
        assert_int_equal(object_refcount(h, l), 2);
        addr seen = attribute(h, o, "items");
        assert_int_equal(seen, l);
        decref(h, seen);
        expect_ok(h, set(h, c, "items", 0));
        assert_int_equal(object_refcount(h, l), 1);
        addr n = str_intern_utf8(h, "items", 5);
        assert_int_equal(object_getattr(h, o, n, &seen), HEAP_RAISED);
        raised(h, EXC_ATTRIBUTE_ERROR, "'D' object has no attribute 'items'");
        assert_int_equal(object_setattr(h, c, n, 0), HEAP_RAISED);
        raised(h, EXC_ATTRIBUTE_ERROR, "type object 'C' has no attribute 'items'");
        assert_int_equal(object_setattr(h, h->type[KIND_LIST], n, l), HEAP_RAISED);
        raised(h, EXC_TYPE_ERROR, "cannot set 'items' attribute of immutable type 'list'");
        decref(h, n);
        decref(h, l);
        decref(h, o);
        decref(h, c);
        decref(h, d);
        collect(h);
    }
}

/* class M(type): pass; X = M('X', (), {}): the oracle's "a class below type". */
static void a_class_of_a_metaclass_is_a_class(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        addr type = h->type[KIND_TYPE], m = class_of(h, "M", &type, 1), x, o;
        addr args[] = {str_intern_utf8(h, "X", 1), tuple_new(h, 0), dict_new(h)};
        bool old = h->abi.minor == 11;
        expect_ok(h, object_call(h, m, args, 3, NULL, NULL, 0, &x));
        assert_int_equal(object_getsizeof(h, x), old ? 1688 : 1720);
        assert_int_equal(object_getsizeof(h, m), old ? 920 : 952);
        assert_int_equal(type_at(h, m)->basicsize, old ? 904 : 936);
        assert_int_equal(object_type(h, x), m);
        expect_ok(h, object_call(h, x, NULL, 0, NULL, NULL, 0, &o));
        addr sub = class_of(h, "Y", &x, 1); /* takes over the metaclass */
        assert_int_equal(object_type(h, sub), m);
        addr n = class_of(h, "N", &type, 1), other;
        expect_ok(h, object_call(h, n, args, 3, NULL, NULL, 0, &other));
        addr both[] = {x, other};
        assert_int_equal(class_of(h, "Z", both, 2), 0);
        raised(h, EXC_TYPE_ERROR,
               "metaclass conflict: the metaclass of a derived class must be a (non-strict) subclass of the "
               "metaclasses of all its bases");
        addr gone[] = {m, x, o, sub, n, other, args[0], args[1], args[2]};
        for (size_t i = 0; i < 9; i++)
            decref(h, gone[i]);
        collect(h);
        h_used = heap_test_used(h); /* type's table of subclasses */
    }
}

/* A finalizer that a base gets later is one of its subclasses as well. */
static void a_finalizer_given_later_reaches_subclasses(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        addr logger = class_new(
            h, &(struct class_spec){.name = "L", .finalizer = FINALIZER_LOG, .finalizer_text = "gone"});
        addr c = class_of(h, "C", NULL, 0), d = class_of(h, "D", &c, 1),
             del = dict_get_str(h, type_at(h, logger)->dict, known_name(h, NAME_DEL));
        expect_ok(h, set(h, c, "__del__", del));
        addr o = instance_new(h, d);
        assert_true(object_has_finalizer(h, o));
        decref(h, o);
        assert_int_equal(events_notable_count(h), 1);
        assert_memory_equal(events_notable_at(h, 0)->u.text, "gone", 4);
        events_notable_reset(h);
        expect_ok(h, set(h, c, "__del__", 0));
        o = instance_new(h, d);
        assert_false(object_has_finalizer(h, o));
        decref(h, o);
        assert_int_equal(events_notable_count(h), 0);
        decref(h, logger);
        decref(h, c);
        decref(h, d);
        collect(h);
        events_notable_reset(h);
    }
}

/* ---- without memory ------------------------------------------------------------------------------ */

static void a_class_that_cannot_be_made_leaves_nothing(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        static const char *const slots[] = {"a", "__private", "__weakref__"};
        addr base = class_of(h, "Base", NULL, 0), bases[] = {h->type[KIND_LIST]};
        expect_ok(h, name_bind(h, 0, "Base", 4, base)); /* heap_verify counts what the heap itself holds */
        decref(h, base);
        static const char *const names[] = {"C", "\xc3\x84rger"};
        for (size_t which = 0; which < 4; which++) {
            struct class_spec spec = {.name = names[which & 1],
                                      .bases = which & 2 ? bases : &base,
                                      .base_count = 1,
                                      .finalizer = FINALIZER_LOG,
                                      .finalizer_text = "a text",
                                      .slots = which & 2 ? NULL : slots,
                                      .slot_count = 2};
            addr warm = class_new(h, &spec);
            assert_true(warm);
            decref(h, warm);
            collect(h);
            uint64_t used = heap_test_used(h), objects = heap_object_count(h);
            addr c = 0;
            for (uint64_t n = 1; !c; n++) {
                memory_fail_after(h, n);
                c = class_new(h, &spec);
                memory_fail_after(h, 0);
                if (c)
                    break;
                assert_int_equal(heap_raised(h), EXC_MEMORY_ERROR);
                heap_clear_raised(h);
                collect(h);
                assert_int_equal(heap_test_used(h), used);
                assert_int_equal(heap_object_count(h), objects);
                assert_int_equal(heap_verify(h, heap_test_report, NULL), 0);
            }
            decref(h, c);
            collect(h);
        }
        expect_ok(h, name_delete(h, 0, "Base", 4));
        collect(h);
        assert_int_equal(type_at(h, h->type[KIND_LIST])->subclasses,
                         0); /* a class without subclasses has no table of them */
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_order_of_a_diamond_is_c3),
        cmocka_unit_test(a_larger_hierarchy_has_its_c3_order),
        cmocka_unit_test(bases_and_slots_are_checked_as_cpython_words_it),
        cmocka_unit_test(private_slots_are_mangled_and_sorted),
        cmocka_unit_test(what_a_class_says_about_itself),
        cmocka_unit_test(a_class_attribute_is_seen_by_instances_and_subclasses),
        cmocka_unit_test(a_class_of_a_metaclass_is_a_class),
        cmocka_unit_test(a_finalizer_given_later_reaches_subclasses),
        cmocka_unit_test(a_class_that_cannot_be_made_leaves_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
