/* What can be referred to weakly and what copy and deepcopy answer, by CPython 3.11 and 3.14. */
#include <ctype.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka wants those above first */
#include <cmocka.h>

#include "tests/oracle/classes/facts_test.h"

/* The object that a fact's expression makes; 0: heapd's heap has no such thing. *new* */
static addr evaluate(const char *text)
{
    static const char *const slots_a[] = {"a"}, *const empty[] = {NULL};
    static const struct {
        const char *text, *type, *class_base;
    } calls[] = {
        {"()", "tuple", NULL},
        {"[]", "list", NULL},
        {"{}", "dict", NULL},
        {"set()", "set", NULL},
        {"frozenset()", "frozenset", NULL},
        {"object()", "object", NULL},
        {"collections.deque()", "deque", NULL},
        {"bytearray()", "bytearray", NULL},
        {"L()", NULL, "list"},
        {"I(1)", NULL, "int"},
        {"ST(\"a\")", NULL, "str"},
        {"T()", NULL, "tuple"},
        {"B(b\"a\")", NULL, "bytes"},
        {"F(1.5)", NULL, "float"},
        {"C()", NULL, "object"},
        {"o", NULL, "object"},
        {"D(a=1)", NULL, "dict"},
        {"I(5)", NULL, "int"},
        {"L([1])", NULL, "list"},
        {"T((1, []))", NULL, "tuple"},
    };
    static const struct {
        const char *text, *path;
    } values[] = {{"None", "None"},         {"...", "Ellipsis"},
                  {"Ellipsis", "Ellipsis"}, {"NotImplemented", "NotImplemented"},
                  {"True", "True"},         {"int", "int"}};
    for (size_t i = 0; i < COUNT(calls); i++)
        if (strcmp(calls[i].text, text) == 0) {
            if (calls[i].type)
                return call(type_by_name(h, calls[i].type), NULL, 0);
            char name[3] = {text[0], isupper((unsigned char)text[1]) ? text[1] : '\0', 0};
            addr type = new_class(name[0] == 'o' ? "C" : name, type_by_name(h, calls[i].class_base), NULL, 0),
                 o = call(type, NULL, 0);
            decref(h, type);
            return o;
        }
    for (size_t i = 0; i < COUNT(values); i++)
        if (strcmp(values[i].text, text) == 0) {
            addr o;
            bool dead;
            ok(path_resolve(h, values[i].path, strlen(values[i].path), &o, &dead));
            return o;
        }
    if (text[0] == '"')
        return str_from_utf8(h, text + 1, strlen(text) - 2);
    if (strcmp(text, "1") == 0)
        return int_new(h, 1);
    if (strcmp(text, "1.5") == 0)
        return float_new(h, 1.5);
    if (strcmp(text, "1j") == 0)
        return complex_new(h, 0, 1);
    if (strcmp(text, "b\"a\"") == 0)
        return bytes_new(h, "a", 1);
    if (strcmp(text, "C") == 0)
        return new_class("C", 0, NULL, 0);
    if (strcmp(text, "S()") == 0 || strcmp(text, "Z()") == 0) {
        addr type =
                 new_class(text[0] == 'S' ? "S" : "Z", 0, text[0] == 'S' ? slots_a : empty, text[0] == 'S'),
             o = call(type, NULL, 0);
        if (text[0] == 'S')
            set_int(o, "a", 1);
        decref(h, type);
        return o;
    }
    if (strcmp(text, "range(3)") == 0 || strcmp(text, "range(n)") == 0)
        return call1(h->type[KIND_RANGE], int_new(h, 3));
    if (strcmp(text, "slice(3)") == 0 || strcmp(text, "slice(n)") == 0)
        return call1(h->type[KIND_SLICE], int_new(h, 3));
    if (strcmp(text, "array.array(\"i\")") == 0)
        return array_new(h, 'i');
    if (strcmp(text, "[].append") == 0) {
        addr l = list_new(h, 0), append = name_of("append"), out;
        ok(object_getattr(h, l, append, &out));
        decref(h, append);
        decref(h, l);
        return out;
    }
    if (strcmp(text, "weakref.ref(C)") == 0 || strcmp(text, "weakref.ref(o)") == 0) {
        addr c = new_class("C", 0, NULL, 0), ref = weakref_new(h, c, 0);
        decref(h, c);
        return ref;
    }
    if (strcmp(text, "C().m") == 0 || strcmp(text, "o.m") == 0) {
        addr c = new_class("C", 0, NULL, 0), o = call(c, NULL, 0), m = method_new(h, c, o);
        decref(h, o);
        decref(h, c);
        return m;
    }
    if (strcmp(text, "[1, 2]") == 0)
        return list_of_one(1);
    if (strcmp(text, "[[], []]") == 0 || strcmp(text, "([],)") == 0) {
        addr inner = list_new(h, 0), outer = text[0] == '[' ? list_new(h, 1) : tuple_from(h, &inner, 1);
        if (text[0] == '[')
            list_init(h, outer, 0, inner);
        else
            decref(h, inner);
        return outer;
    }
    if (strcmp(text, "(1, 2)") == 0 || strcmp(text, "(n, n)") == 0 || strcmp(text, "((n, [n]), 1)") == 0) {
        addr items[] = {int_new(h, 1), int_new(h, 2)};
        addr t = tuple_from(h, items, 2);
        if (text[1] != '(')
            return t;
        addr l = list_of_one(1), inner = tuple_from(h, &l, 1), outer = tuple_from(h, &inner, 1);
        decref(h, t);
        decref(h, l);
        decref(h, inner);
        return outer;
    }
    if (strcmp(text, "{\"a\": 1}") == 0 || strcmp(text, "{\"a\": []}") == 0)
        return dict_new(h);
    if (strcmp(text, "bytearray(b\"a\")") == 0)
        return bytearray_new(h, "a", 1);
    if (strcmp(text, "frozenset([n])") == 0) {
        addr item = int_new(h, 1);
        return frozenset_from(h, &item, 1);
    }
    if (strcmp(text, "collections.deque([1, []])") == 0) {
        addr l = list_new(h, 0), d = deque_new(h, -1);
        ok(deque_append(h, d, l, false));
        decref(h, l);
        return d;
    }
    return 0;
}

static void weak(void **state)
{
    size_t tried = 0;
    (void)state;
    for (size_t i = 0; i < COUNT(weak_facts); i++) {
        const struct weak_fact *f = &weak_facts[i];
        begin(f->minor);
        addr o = evaluate(f->name);
        if (!o)
            fail_msg("%s cannot be made", f->name);
        addr ref = weakref_new(h, o, 0);
        if (strncmp(f->answer, "cannot", 6) == 0) {
            assert_int_equal(ref, 0);
            assert_string_equal(heap_raised_message(h), f->answer);
            heap_clear_raised(h);
            assert_int_equal(proxy_new(h, o, 0), 0);
            heap_clear_raised(h);
        } else {
            assert_true(ref && weakref_referent(h, ref) == o);
            addr proxy = proxy_new(h, o, 0);
            assert_string_equal(object_type_name(h, proxy) + strlen("weakref."), f->answer);
            assert_int_equal(size_of(proxy), 80);
            assert_int_equal(size_of(ref), 80);
            decref(h, proxy);
        }
        xdecref(h, ref);
        decref(h, o);
        tried++;
        end(f->name);
    }
    assert_true(tried > 50);
}

static void copies(void **state)
{
    size_t tried = 0;
    (void)state;
    for (size_t i = 0; i < COUNT(copy_facts); i++) {
        const struct copy_fact *f = &copy_facts[i];
        begin(f->minor);
        addr o = evaluate(f->name);
        if (o) {
            addr shallow = copy_shallow(h, o), deep = copy_deep(h, o);
            if (!shallow || !deep)
                fail_msg("%s: %s", f->name, heap_raised_message(h));
            compare(f->name, "copy is the object", shallow == o, f->shallow_same);
            compare(f->name, "deep copy is the object", deep == o, f->deep_same);
            const char *name = object_type_name(h, deep), *dot = strrchr(name, '.');
            assert_string_equal(dot ? dot + 1 : name, f->deep_type);
            decref(h, shallow);
            decref(h, deep);
            decref(h, o);
            tried++;
        }
        end(f->name);
    }
    assert_true(tried > 80);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(weak),
        cmocka_unit_test(copies),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
