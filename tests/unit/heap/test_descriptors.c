/* Descriptors, hooks and construction, with methods of builtin types in the place of functions. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "daemon/heap/object/binding.h"
#include "daemon/heap/object/generic.h"
#include "daemon/heap/object/heaptype.h"
#include "daemon/heap/object/isinstance.h"
#include "daemon/heap/object/operator.h"
#include "daemon/heap/object/sequence.h"
#include "tests/unit/heap/iterators_test.h"

static void collect(struct heap *h)
{
    struct collection done;
    expect_ok(h, collector_collect(h, 2, &done));
}

/* A builtin type keeps its table of subclasses once it had one. */
static void subclass(struct heap *h, const char *name, uint64_t *used)
{
    addr base = type_by_name(h, name), bases = tuple_from(h, &base, 1), namespace = dict_new(h),
         word = str_from_ascii(h, "C");
    addr type = type_new(h, h->type[KIND_TYPE], word, bases, namespace);
    addr all[] = {type, bases, namespace, word};
    for (size_t i = 0; i < 4; i++)
        decref(h, all[i]);
    collect(h);
    *used = heap_test_used(h);
}

static addr name_of(struct heap *h, const char *name)
{
    return str_intern_utf8(h, name, strlen(name));
}

/* o.name: *new* */
static addr get(struct heap *h, addr o, const char *name)
{
    addr n = name_of(h, name), out = 0;
    enum heap_status status = object_getattr(h, o, n, &out);
    if (status != HEAP_OK)
        print_error("%s: %s\n", name, heap_raised_message(h));
    expect_ok(h, status);
    decref(h, n);
    return out;
}

static enum heap_status set(struct heap *h, addr o, const char *name, addr value)
{
    addr n = name_of(h, name);
    enum heap_status status = object_setattr(h, o, n, value);
    decref(h, n);
    return status;
}

/* An attribute of a builtin type: *new* */
static addr of_type(struct heap *h, const char *type, const char *name)
{
    return get(h, type_by_name(h, type), name);
}

struct entry {
    const char *name;
    addr value; /* taken over */
};

/* class name(base): entries; 0 raised. *new* */
static addr class(struct heap *h, addr metatype, addr base, const struct entry *entries, size_t count)
{
    addr name = name_of(h, "C"), bases = tuple_from(h, &base, base != 0), namespace = dict_new(h), type = 0;
    for (size_t i = 0; i < count; i++) {
        addr key = name_of(h, entries[i].name);
        expect_ok(h, dict_set(h, namespace, key, entries[i].value));
        decref(h, key);
        decref(h, entries[i].value);
    }
    addr args[] = {name, bases, namespace};
    if (object_call(h, metatype ? metatype : h->type[KIND_TYPE], args, 3, NULL, NULL, 0, &type) != HEAP_OK)
        type = 0;
    decref(h, name);
    decref(h, bases);
    decref(h, namespace);
    return type;
}

static addr call(struct heap *h, addr callable, const addr *args, size_t count)
{
    addr out = 0;
    enum heap_status status = object_call(h, callable, args, count, NULL, NULL, 0, &out);
    if (status != HEAP_OK)
        print_error("%s\n", heap_raised_message(h));
    expect_ok(h, status);
    return out;
}

static void shows(struct heap *h, addr o, const char *expected) /* `o` is released */
{
    char bytes[300];
    struct text text = {.bytes = bytes, .capacity = sizeof bytes - 1};
    expect_ok(h, object_repr(h, o, &text));
    bytes[text.length] = '\0';
    assert_string_equal(bytes, expected);
    decref(h, o);
}

static addr text_of(struct heap *h, const char *text)
{
    return str_from_utf8(h, text, strlen(text));
}

/* ---- property ------------------------------------------------------------------------------------ */

static void a_property_calls_its_functions(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        subclass(h, "dict", &h_used);
        addr functions[] = {of_type(h, "dict", "copy"), of_type(h, "dict", "update"),
                            of_type(h, "dict", "clear")};
        addr property = call(h, h->type[KIND_PROPERTY], functions, 3);
        addr type = class(h, 0, h->type[KIND_DICT], (struct entry[]){{"p", incref(h, property)}}, 1);
        addr o = call(h, type, NULL, 0), one = dict_new(h);
        set_key(h, one, "a", 1);
        expect_ok(h, set(h, o, "p", one));
        shows(h, get(h, o, "p"), "{'a': 1}");
        expect_ok(h, set(h, o, "p", 0));
        shows(h, get(h, o, "p"), "{}");
        addr seen = get(h, type, "p");
        assert_int_equal(seen, property);
        decref(h, seen);
        addr name = get(h, property, "fset");
        assert_int_equal(name, functions[1]);
        decref(h, name);
        for (size_t i = 0; i < 3; i++)
            decref(h, functions[i]);
        decref(h, one);
        decref(h, o);
        decref(h, property);
        decref(h, type);
        collect(h);
    }
}

static void a_property_says_what_it_lacks_by_the_name_that_the_class_has_told(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        addr type = class(h, 0, 0, (struct entry[]){{"p", call(h, h->type[KIND_PROPERTY], NULL, 0)}}, 1), out;
        addr o = call(h, type, NULL, 0), p = name_of(h, "p");
        raises(h, object_getattr(h, o, p, &out), EXC_ATTRIBUTE_ERROR,
               "property 'p' of 'C' object has no getter");
        raises(h, object_setattr(h, o, p, o), EXC_ATTRIBUTE_ERROR,
               "property 'p' of 'C' object has no setter");
        raises(h, object_setattr(h, o, p, 0), EXC_ATTRIBUTE_ERROR,
               "property 'p' of 'C' object has no deleter");
        decref(h, p);
        decref(h, o);
        decref(h, type);
        collect(h);
    }
}

/* ---- hooks --------------------------------------------------------------------------------------- */

static void what_a_class_says_of_attributes_is_asked(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        subclass(h, "dict", &h_used);
        addr type = class(h, 0, h->type[KIND_DICT],
                          (struct entry[]){{"__getattr__", of_type(h, "dict", "__getitem__")},
                                           {"__setattr__", of_type(h, "dict", "__setitem__")},
                                           {"__delattr__", of_type(h, "dict", "__delitem__")}},
                          3);
        addr o = call(h, type, NULL, 0), one = int_new(h, 1);
        expect_ok(h, set(h, o, "x", one));
        shows(h, incref(h, o), "{'x': 1}");
        shows(h, get(h, o, "x"), "1");
        expect_ok(h, set(h, o, "x", 0));
        shows(h, incref(h, o), "{}");
        addr x = name_of(h, "x"), out;
        raises(h, object_getattr(h, o, x, &out), EXC_KEY_ERROR, "'x'");
        /* taken away again, the builtin behaviour is back */
        expect_ok(h, set(h, type, "__getattr__", 0));
        raises(h, object_getattr(h, o, x, &out), EXC_ATTRIBUTE_ERROR, "'C' object has no attribute 'x'");
        decref(h, x);
        decref(h, o);
        decref(h, type);
        collect(h);
    }
}

static void a_hook_set_later_reaches_subclasses_and_instances(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        subclass(h, "list", &h_used);
        addr base = class(h, 0, h->type[KIND_LIST], NULL, 0), type = class(h, 0, base, NULL, 0), out;
        addr o = call(h, type, NULL, 0), five = int_new(h, 5), append = of_type(h, "list", "append");
        raises(h, object_call(h, o, &five, 1, NULL, NULL, 0, &out), EXC_TYPE_ERROR,
               "'C' object is not callable");
        expect_ok(h, set(h, base, "__call__", append));
        assert_true(object_is_callable(h, o));
        decref(h, call(h, o, &five, 1));
        shows(h, incref(h, o), "[5]");
        expect_ok(h, set(h, base, "__call__", 0));
        assert_false(object_is_callable(h, o));
        decref(h, append);
        decref(h, o);
        decref(h, type);
        decref(h, base);
        collect(h);
    }
}

/* ---- construction -------------------------------------------------------------------------------- */

static void new_makes_and_init_sets_up(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        subclass(h, "list", &h_used);
        addr type = class(h, 0, h->type[KIND_LIST],
                          (struct entry[]){{"__init__", of_type(h, "list", "extend")}}, 1),
             out;
        addr word = text_of(h, "ab");
        shows(h, call(h, type, &word, 1), "['a', 'b']");
        raises(h, object_call(h, type, NULL, 0, NULL, NULL, 0, &out), EXC_TYPE_ERROR,
               "list.extend() takes exactly one argument (0 given)");
        decref(h, type);
        type =
            class(h, 0, h->type[KIND_LIST], (struct entry[]){{"__init__", of_type(h, "list", "__len__")}}, 1);
        raises(h, object_call(h, type, NULL, 0, NULL, NULL, 0, &out), EXC_TYPE_ERROR,
               "__init__() should return None, not 'int'");
        decref(h, type);
        /* what __new__ makes that is no instance is not set up */
        addr sorted = of_type(h, "dict", "fromkeys");
        type = class(h, 0, h->type[KIND_LIST],
                     (struct entry[]){{"__new__", call(h, h->type[KIND_STATICMETHOD], &sorted, 1)}}, 1);
        raises(h, object_call(h, type, NULL, 0, NULL, NULL, 0, &out), EXC_TYPE_ERROR,
               "'type' object is not iterable");
        decref(h, sorted);
        decref(h, type);
        decref(h, word);
        collect(h);
    }
}

static void arguments_nobody_takes_are_refused(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        addr type = class(h, 0, 0, NULL, 0), one = int_new(h, 1), out, object = h->type[KIND_INSTANCE];
        raises(h, object_call(h, type, &one, 1, NULL, NULL, 0, &out), EXC_TYPE_ERROR,
               "C() takes no arguments");
        addr new = get(h, object, "__new__"), init = get(h, object, "__init__");
        addr args[] = {type, one}, list = h->type[KIND_LIST];
        raises(h, object_call(h, new, args, 2, NULL, NULL, 0, &out), EXC_TYPE_ERROR,
               "C() takes no arguments");
        raises(h, object_call(h, new, &list, 1, NULL, NULL, 0, &out), EXC_TYPE_ERROR,
               "object.__new__(list) is not safe, use list.__new__()");
        raises(h, object_call(h, new, &one, 1, NULL, NULL, 0, &out), EXC_TYPE_ERROR,
               "object.__new__(X): X is not a type object (int)");
        addr o = call(h, new, &type, 1), both[] = {o, one};
        raises(h, object_call(h, init, both, 2, NULL, NULL, 0, &out), EXC_TYPE_ERROR,
               "C.__init__() takes exactly one argument (the instance to initialize)");
        decref(h, o);
        decref(h, new);
        decref(h, init);
        decref(h, type);
        collect(h);
    }
}

static void values_of_subclasses(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        subclass(h, "int", &h_used);
        subclass(h, "float", &h_used);
        subclass(h, "str", &h_used);
        subclass(h, "tuple", &h_used);
        subclass(h, "list", &h_used);
        subclass(h, "frozenset", &h_used);
        static const struct {
            const char *type, *argument, *shown;
        } cases[] = {{"int", "42", "42"},          {"float", "2.5", "2.5"},
                     {"str", "abc", "'abc'"},      {"tuple", "ab", "('a', 'b')"},
                     {"list", "ab", "['a', 'b']"}, {"frozenset", "a", "C({'a'})"}};
        for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
            addr type = class(h, 0, type_by_name(h, cases[i].type), NULL, 0),
                 argument = text_of(h, cases[i].argument);
            addr o = call(h, type, &argument, 1);
            assert_int_equal(object_type(h, o), type);
            shows(h, o, cases[i].shown);
            decref(h, argument);
            decref(h, type);
        }
        collect(h);
    }
}

/* Up to 3.11 the dict of such an instance is behind its items, whose number is counted down as they go. */
static void items_of_a_tuple_with_attributes_go_one_after_the_other(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        subclass(h, "tuple", &h_used);
        addr type = class(h, 0, h->type[KIND_TUPLE], NULL, 0), lists = list_new(h, 3);
        for (size_t i = 0; i < 3; i++)
            list_init(h, lists, i, list_new(h, 0));
        addr o = call(h, type, &lists, 1);
        expect_ok(h, set(h, o, "x", type));
        decref(h, lists);
        decref(h, o);
        decref(h, type);
        collect(h);
    }
}

static void abstract_classes_have_no_instances(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        addr type = class(h, 0, 0, NULL, 0), names[] = {text_of(h, "g"), text_of(h, "f")}, out;
        addr set_of = frozenset_from(h, names, 2), empty = frozenset_from(h, NULL, 0);
        expect_ok(h, set(h, type, "__abstractmethods__", set_of));
        raises(
            h, object_call(h, type, NULL, 0, NULL, NULL, 0, &out), EXC_TYPE_ERROR,
            h->abi.class_texts_3_12
                ? "Can't instantiate abstract class C without an implementation for abstract methods 'f', 'g'"
                : "Can't instantiate abstract class C with abstract methods f, g");
        expect_ok(h, set(h, type, "__abstractmethods__", empty));
        decref(h, call(h, type, NULL, 0));
        decref(h, names[0]);
        decref(h, names[1]);
        decref(h, set_of);
        decref(h, empty);
        decref(h, type);
        collect(h);
    }
}

/* ---- super, slot wrappers ------------------------------------------------------------------------ */

static void super_begins_behind_a_class(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        subclass(h, "list", &h_used);
        addr type = class(h, 0, h->type[KIND_LIST],
                          (struct entry[]){{"__len__", of_type(h, "list", "__sizeof__")}}, 1);
        addr o = call(h, type, NULL, 0), super = super_new(h, type, o);
        shows(h, incref(h, super), "<super: <class 'C'>, <C object>>");
        shows(h, send(h, super, "__len__", NULL, 0), "0");
        addr unbound = super_new(h, type, 0);
        shows(h, incref(h, unbound), "<super: <class 'C'>, NULL>");
        addr one = int_new(h, 1);
        assert_int_equal(super_new(h, type, one), 0);
        raises(h, HEAP_RAISED, EXC_TYPE_ERROR,
               h->abi.super_names_types
                   ? "super(type, obj): obj (instance of int) is not an instance or subtype of type (C)."
                   : "super(type, obj): obj must be an instance or subtype of type");
        decref(h, unbound);
        decref(h, super);
        decref(h, o);
        decref(h, type);
        collect(h);
    }
}

static void slot_wrappers_do_what_the_builtin_type_does(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        addr add = of_type(h, "int", "__add__"), one = int_new(h, 1), args[] = {one, one}, out;
        shows(h, incref(h, add), "<slot wrapper '__add__' of 'int' objects>");
        shows(h, call(h, add, args, 2), "2");
        addr word = text_of(h, "x"), mixed[] = {one, word}, wrong[] = {word, one};
        shows(h, call(h, add, mixed, 2), "NotImplemented");
        raises(h, object_call(h, add, wrong, 2, NULL, NULL, 0, &out), EXC_TYPE_ERROR,
               "descriptor '__add__' requires a 'int' object but received a 'str'");
        raises(h, object_call(h, add, NULL, 0, NULL, NULL, 0, &out), EXC_TYPE_ERROR,
               "descriptor '__add__' of 'int' object needs an argument");
        raises(h, object_call(h, add, args, 1, NULL, NULL, 0, &out), EXC_TYPE_ERROR,
               "expected 1 argument, got 0");
        addr bound = get(h, one, "__add__"), again = get(h, one, "__add__");
        bool same;
        expect_ok(h, object_equal(h, bound, again, &same));
        assert_true(same);
        shows(h, call(h, bound, &one, 1), "2");
        shows(h, get(h, bound, "__qualname__"), "'int.__add__'");
        decref(h, bound);
        decref(h, again);
        decref(h, word);
        decref(h, add);
        /* object's __setattr__ is not for classes */
        addr type = class(h, 0, 0, NULL, 0), setattr = of_type(h, "object", "__setattr__");
        addr name = name_of(h, "x"), three[] = {type, name, one};
        raises(h, object_call(h, setattr, three, 3, NULL, NULL, 0, &out), EXC_TYPE_ERROR,
               "can't apply this __setattr__ to type object");
        decref(h, name);
        decref(h, setattr);
        decref(h, type);
        collect(h);
    }
}

/* ---- metatypes ----------------------------------------------------------------------------------- */

static void metatypes_are_derived_and_may_conflict(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        subclass(h, "type", &h_used);
        addr type = h->type[KIND_TYPE], out = 0;
        addr a = class(h, 0, type, NULL, 0), b = class(h, 0, type, NULL, 0);
        addr x = class(h, a, 0, NULL, 0), y = class(h, b, 0, NULL, 0), z = class(h, 0, x, NULL, 0);
        assert_int_equal(object_type(h, z), a);
        addr name = name_of(h, "D"), both[] = {x, y}, bases = tuple_from(h, both, 2), empty = dict_new(h),
             args[] = {name, bases, empty};
        raises(h, object_call(h, type, args, 3, NULL, NULL, 0, &out), EXC_TYPE_ERROR,
               "metaclass conflict: the metaclass of a derived class must be a (non-strict) subclass of the "
               "metaclasses of all its bases");
        bool is;
        expect_ok(h, object_isinstance(h, x, a, &is));
        assert_true(is);
        expect_ok(h, object_issubclass(h, z, bases, &is));
        assert_true(is);
        raises(h, object_isinstance(h, x, name, &is), EXC_TYPE_ERROR,
               "isinstance() arg 2 must be a type, a tuple of types, or a union");
        raises(h, object_issubclass(h, name, x, &is), EXC_TYPE_ERROR, "issubclass() arg 1 must be a class");
        decref(h, empty);
        decref(h, bases);
        decref(h, name);
        addr all[] = {z, y, x, b, a};
        for (size_t i = 0; i < 5; i++)
            decref(h, all[i]);
        collect(h);
    }
}

static void keywords_of_a_class_go_to_the_base(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        addr name = name_of(h, "D"), bases = tuple_new(h, 0), empty = dict_new(h),
             args[] = {name, bases, empty};
        addr keyword = name_of(h, "k"), one = int_new(h, 1), out;
        raises(h, object_call(h, h->type[KIND_TYPE], args, 3, &keyword, &one, 1, &out), EXC_TYPE_ERROR,
               "D.__init_subclass__() takes no keyword arguments");
        decref(h, keyword);
        decref(h, empty);
        decref(h, bases);
        decref(h, name);
        collect(h);
    }
}

/* ---- aliases, unions, namespaces ----------------------------------------------------------------- */

static addr item(struct heap *h, addr o, addr key)
{
    addr out = 0;
    expect_ok(h, object_getitem(h, o, key, &out));
    return out;
}

static void classes_with_arguments(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        addr i = h->type[KIND_INT], list = item(h, h->type[KIND_LIST], i),
             again = item(h, h->type[KIND_LIST], i), out;
        shows(h, incref(h, list), "list[int]");
        int64_t hashes[2];
        bool same;
        expect_ok(h, object_equal(h, list, again, &same));
        assert_true(same);
        expect_ok(h, object_hash(h, list, &hashes[0]));
        expect_ok(h, object_hash(h, again, &hashes[1]));
        assert_int_equal(hashes[0], hashes[1]);
        shows(h, call(h, list, NULL, 0), "[]");
        shows(h, get(h, list, "append"), "<method 'append' of 'list' objects>");
        addr parts[] = {h->type[KIND_STR], list}, both = tuple_from(h, parts, 2);
        shows(h, item(h, h->type[KIND_DICT], both), "dict[str, list[int]]");
        shows(h, item(h, h->type[KIND_TYPE], i), "type[int]");
        raises(h, object_getitem(h, list, i, &out), EXC_TYPE_ERROR, "list[int] is not a generic class");
        raises(h, object_getitem(h, i, i, &out), EXC_TYPE_ERROR, "type 'int' is not subscriptable");
        raises(h, object_isinstance(h, i, list, &same), EXC_TYPE_ERROR,
               "isinstance() argument 2 cannot be a parameterized generic");
        decref(h, both);
        decref(h, list);
        decref(h, again);
        collect(h);
    }
}

static void unions_of_types(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        addr i = h->type[KIND_INT], s = h->type[KIND_STR], ab, ba, out;
        expect_ok(h, object_binary(h, BINARY_OR, i, s, &ab));
        expect_ok(h, object_binary(h, BINARY_OR, s, i, &ba));
        shows(h, incref(h, ab), "int | str");
        bool same;
        expect_ok(h, object_equal(h, ab, ba, &same));
        assert_true(same);
        expect_ok(h, object_isinstance(h, h->singleton[SINGLETON_TRUE], ab, &same));
        assert_true(same);
        expect_ok(h, object_isinstance(h, none(h), ab, &same));
        assert_false(same);
        expect_ok(h, object_binary(h, BINARY_OR, ab, none(h), &out));
        shows(h, out, "int | str | None");
        expect_ok(h, object_binary(h, BINARY_OR, i, i, &out));
        assert_int_equal(out, i);
        decref(h, out);
        addr three = int_new(h, 3);
        raises(h, object_binary(h, BINARY_OR, i, three, &out), EXC_TYPE_ERROR,
               "unsupported operand type(s) for |: 'type' and 'int'");
        shows(h, get(h, ab, "__args__"), "(<class 'int'>, <class 'str'>)");
        decref(h, ab);
        decref(h, ba);
        collect(h);
    }
}

static void the_dict_of_a_class_cannot_be_changed_through_it(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        addr type = class(h, 0, 0, (struct entry[]){{"x", int_new(h, 3)}}, 1),
             proxy = get(h, type, "__dict__"), x = name_of(h, "x");
        shows(h, item(h, proxy, x), "3");
        raises(h, object_setitem(h, proxy, x, x), EXC_TYPE_ERROR,
               "'mappingproxy' object does not support item assignment");
        bool there;
        expect_ok(h, object_contains(h, proxy, x, &there));
        assert_true(there);
        addr plain = dict_new(h), made;
        set_key(h, plain, "a", 1);
        expect_ok(h, object_call(h, h->type[KIND_MAPPINGPROXY], &plain, 1, NULL, NULL, 0, &made));
        expect_ok(h, object_equal(h, made, plain, &there));
        assert_true(there);
        shows(h, made, "mappingproxy({'a': 1})");
        decref(h, plain);
        decref(h, x);
        decref(h, proxy);
        decref(h, type);
        collect(h);
    }
}

/* ---- failed allocations -------------------------------------------------------------------------- */

/* A method of dict: borrowed. */
static addr type_lookup_ascii(struct heap *h, const char *name)
{
    return dict_get_ascii(h, type_at(h, h->type[KIND_DICT])->dict, name, strlen(name));
}

static enum heap_status everything(struct heap *h)
{
    addr function = type_lookup_ascii(h, "copy"), out = 0, o = 0;
    enum heap_status status = object_call(h, h->type[KIND_PROPERTY], &function, 1, NULL, NULL, 0, &out);
    if (status != HEAP_OK)
        return status;
    addr type = 0, name = h->type[KIND_INSTANCE], p = 0;
    addr key = str_from_ascii(h, "p"), namespace = key ? dict_new(h) : 0, base = h->type[KIND_DICT];
    addr bases = namespace ? tuple_from(h, &base, 1) : 0;
    status = bases ? dict_set(h, namespace, key, out) : HEAP_RAISED;
    decref(h, out);
    if (status == HEAP_OK) {
        addr args[] = {key, bases, namespace};
        status = object_call(h, h->type[KIND_TYPE], args, 3, NULL, NULL, 0, &type);
    }
    if (status == HEAP_OK)
        status = object_call(h, type, NULL, 0, NULL, NULL, 0, &o);
    if (status == HEAP_OK)
        status = object_getattr(h, o, key, &p);
    xdecref(h, p);
    p = 0;
    if (status == HEAP_OK)
        status = object_binary(h, BINARY_OR, type, name, &p);
    xdecref(h, p);
    p = 0;
    if (status == HEAP_OK)
        status = object_getitem(h, type, name, &p);
    xdecref(h, p);
    addr super = status == HEAP_OK ? super_new(h, type, o) : 0;
    if (status == HEAP_OK && !super)
        status = HEAP_RAISED;
    addr all[] = {super, o, type, bases, namespace, key};
    for (size_t i = 0; i < 6; i++)
        xdecref(h, all[i]);
    return status;
}

static void failed_allocations_leave_nothing_behind(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        subclass(h, "dict", &h_used);
        enum heap_status status = HEAP_RAISED;
        for (uint64_t n = 1; status != HEAP_OK; n++) {
            memory_fail_after(h, n);
            status = everything(h);
            memory_fail_after(h, 0);
            if (status != HEAP_OK) {
                assert_int_equal(heap_raised(h), EXC_MEMORY_ERROR);
                heap_clear_raised(h);
            }
            collect(h);
            assert_int_equal(heap_verify(h, heap_test_report, NULL), 0);
            assert_int_equal(heap_test_used(h), h_used);
            assert_true(n < 500);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_property_calls_its_functions),
        cmocka_unit_test(a_property_says_what_it_lacks_by_the_name_that_the_class_has_told),
        cmocka_unit_test(what_a_class_says_of_attributes_is_asked),
        cmocka_unit_test(a_hook_set_later_reaches_subclasses_and_instances),
        cmocka_unit_test(new_makes_and_init_sets_up),
        cmocka_unit_test(arguments_nobody_takes_are_refused),
        cmocka_unit_test(values_of_subclasses),
        cmocka_unit_test(items_of_a_tuple_with_attributes_go_one_after_the_other),
        cmocka_unit_test(abstract_classes_have_no_instances),
        cmocka_unit_test(super_begins_behind_a_class),
        cmocka_unit_test(slot_wrappers_do_what_the_builtin_type_does),
        cmocka_unit_test(metatypes_are_derived_and_may_conflict),
        cmocka_unit_test(keywords_of_a_class_go_to_the_base),
        cmocka_unit_test(classes_with_arguments),
        cmocka_unit_test(unions_of_types),
        cmocka_unit_test(the_dict_of_a_class_cannot_be_changed_through_it),
        cmocka_unit_test(failed_allocations_leave_nothing_behind),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
