/* Exceptions as objects: what the constructors make of their arguments, texts, chains, matching, what is
 * pending. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
/* cmocka wants those above first */
#include <cmocka.h>

#include "tests/unit/heap/heap_test.h"

#include "daemon/heap/object/exception.h"
#include "daemon/heap/object/format.h"
#include "daemon/heap/object/names.h"
#include "daemon/heap/object/traceback.h"

static void check_text(struct heap *h, addr s, const char *expected)
{
    char text[400];
    assert_true(s);
    size_t n = str_utf8(h, s, text);
    text[n] = '\0';
    assert_string_equal(text, expected);
    decref(h, s);
}

static void check_str(struct heap *h, addr e, const char *expected)
{
    check_text(h, object_str(h, e), expected);
}
static void check_repr(struct heap *h, addr e, const char *expected)
{
    check_text(h, object_repr_str(h, e), expected);
}

/* type(*args); the arguments are taken over. */
static enum heap_status call(struct heap *h, addr type, addr *args, size_t count, addr *out)
{
    enum heap_status status = object_call(h, type, args, count, NULL, NULL, 0, out);
    for (size_t i = 0; i < count; i++)
        decref(h, args[i]);
    return status;
}

static addr made(struct heap *h, enum exception e, addr *args, size_t count)
{
    addr o = 0;
    expect_ok(h, call(h, h->exception_type[e], args, count, &o));
    return o;
}

static addr text(struct heap *h, const char *s)
{
    return str_from_ascii(h, s);
}

static addr attribute(struct heap *h, addr o, const char *name)
{
    addr n = str_intern_utf8(h, name, strlen(name)), value = 0;
    expect_ok(h, object_getattr(h, o, n, &value));
    decref(h, n);
    return value;
}

/* ---- making and telling -------------------------------------------------------------------------- */

static void str_is_the_only_argument_or_all_of_them(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        addr none_ = made(h, EXC_VALUE_ERROR, NULL, 0),
             one = made(h, EXC_VALUE_ERROR, (addr[]){text(h, "a")}, 1);
        addr two = made(h, EXC_VALUE_ERROR, (addr[]){text(h, "a"), int_new(h, 1)}, 2);
        check_str(h, none_, "");
        check_repr(h, none_, "ValueError()");
        check_str(h, one, "a");
        check_repr(h, one, "ValueError('a')");
        check_str(h, two, "('a', 1)");
        check_repr(h, two, "ValueError('a', 1)");
        decref(h, none_);
        decref(h, one);
        decref(h, two);
    }
}

static void a_key_error_shows_its_key(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        addr e = made(h, EXC_KEY_ERROR, (addr[]){text(h, "k")}, 1), key = text(h, "k"),
             pair = tuple_from(h, (addr[]){key, key}, 2);
        check_str(h, e, "'k'");
        decref(h, e);
        assert_int_equal(raise_key_error(h, pair), HEAP_RAISED);
        assert_string_equal(heap_raised_message(h), "('k', 'k')");
        exception_take(h, &e);
        check_repr(h, e, "KeyError(('k', 'k'))");
        decref(h, e);
        decref(h, key);
        decref(h, pair);
    }
}

static void an_os_error_is_of_the_class_of_its_number(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        addr e = made(h, EXC_OS_ERROR, (addr[]){int_new(h, 2), text(h, "No such file"), text(h, "a")}, 3);
        assert_int_equal(object_type(h, e), h->exception_type[EXC_FILE_NOT_FOUND_ERROR]);
        check_str(h, e, "[Errno 2] No such file: 'a'");
        check_repr(h, e, "FileNotFoundError(2, 'No such file')");
        addr name = attribute(h, e, "filename");
        check_str(h, name, "a");
        decref(h, name);
        decref(h, e);
    }
}

static void a_unicode_error_names_the_place(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        addr bytes = bytes_new(h, "a\xff", 2);
        addr e;
        (void)raise_unicode(h, EXC_UNICODE_DECODE_ERROR, "utf-8", bytes, 1, 2, "invalid start byte");
        exception_take(h, &e);
        check_str(h, e, "'utf-8' codec can't decode byte 0xff in position 1: invalid start byte");
        decref(h, e);
        decref(h, bytes);
        addr args[] = {text(h, "x"), int_new(h, 0)};
        assert_int_equal(call(h, h->exception_type[EXC_UNICODE_ENCODE_ERROR], args, 2, &e), HEAP_RAISED);
        raised(h, EXC_TYPE_ERROR, "function takes exactly 5 arguments (2 given)");
    }
}

static void a_syntax_error_has_a_place(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        addr items[] = {text(h, "dir/a.py"), int_new(h, 3), int_new(h, 1), text(h, "x y")};
        addr place = tuple_from(h, items, 4);
        for (size_t i = 0; i < 4; i++)
            decref(h, items[i]);
        addr e = made(h, EXC_SYNTAX_ERROR, (addr[]){text(h, "bad"), place}, 2);
        check_str(h, e, "bad (a.py, line 3)");
        decref(h, e);
    }
}

/* ---- what is pending ----------------------------------------------------------------------------- */

static void what_is_noted_becomes_an_object_when_asked_for(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        addr e;
        (void)raise_error(h, EXC_TYPE_ERROR, "no %s", "way");
        assert_true(exception_matches(h, h->exception_type[EXC_EXCEPTION]));
        assert_false(exception_matches(h, h->exception_type[EXC_VALUE_ERROR]));
        exception_take(h, &e);
        assert_int_equal(heap_raised(h), EXC_NONE);
        check_repr(h, e, "TypeError('no way')");
        (void)raise_object(h, e);
        assert_int_equal(heap_raised(h), EXC_TYPE_ERROR);
        assert_string_equal(heap_raised_name(h), "TypeError");
        raised(h, EXC_TYPE_ERROR, "no way");
    }
}

static void a_class_of_a_program_counts_as_what_it_extends(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        addr base = h->exception_type[EXC_LOOKUP_ERROR], e = 0;
        addr class = class_new(h, &(struct class_spec){.name = "Lost", .bases = &base, .base_count = 1});
        expect_ok(h, call(h, class, (addr[]){text(h, "gone")}, 1, &e));
        (void)raise_object(h, e);
        assert_int_equal(heap_raised(h), EXC_LOOKUP_ERROR);
        assert_string_equal(heap_raised_name(h), "Lost");
        assert_true(exception_matches(h, class));
        raised(h, EXC_LOOKUP_ERROR, "gone");
        decref(h, class);
        expect_ok(h, collector_collect(h, 2, NULL));
        h_used = heap_test_used(h); /* LookupError keeps the table of its subclasses */
    }
}

static void a_missing_attribute_names_object_and_name(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        addr l = list_new(h, 0), name = text(h, "nothing"), e, value;
        assert_int_equal(object_getattr(h, l, name, &value), HEAP_RAISED);
        exception_take(h, &e);
        assert_int_equal(exception_at(h, e)->u.attribute.object, l);
        assert_true(str_equal(h, exception_at(h, e)->u.attribute.name, name));
        decref(h, e);
        decref(h, name);
        decref(h, l);
    }
}

static void memory_for_a_memory_error_is_kept(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        struct memory_stats m;
        addr e;
        memory_stats(h, &m);
        expect_ok(h, heap_set_limit(h, m.used));
        (void)raise_error(h, EXC_VALUE_ERROR, "no room for this text");
        exception_take(h, &e);
        assert_int_equal(object_type(h, e), h->exception_type[EXC_MEMORY_ERROR]);
        expect_ok(h, heap_set_limit(h, REGION_LIMIT_MAX));
        check_repr(h, e, "MemoryError()");
        decref(h, e);
    }
}

/* ---- chains and matching ------------------------------------------------------------------------- */

static void a_context_makes_no_ring(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        addr a = made(h, EXC_VALUE_ERROR, NULL, 0), b = made(h, EXC_TYPE_ERROR, NULL, 0);
        exception_set_context(h, a, b);
        assert_int_equal(exception_at(h, a)->context, b);
        exception_set_context(h, b, a); /* a had b: it loses it */
        assert_int_equal(exception_at(h, b)->context, a);
        assert_int_equal(exception_at(h, a)->context, 0);
        exception_set_context(h, a, a);
        assert_int_equal(exception_at(h, a)->context, 0);
        decref(h, a);
        decref(h, b);
    }
}

static void a_ring_of_contexts_is_survived_and_collected(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        addr a = made(h, EXC_VALUE_ERROR, NULL, 0), b = made(h, EXC_TYPE_ERROR, NULL, 0),
             c = made(h, EXC_OS_ERROR, NULL, 0);
        exception_at(h, a)->context = incref(h, b);
        exception_at(h, b)->context = incref(h, a);
        exception_set_context(h, c, a);
        decref(h, c);
        decref(h, a);
        decref(h, b);
        struct collection done;
        expect_ok(h, collector_collect(h, 2, &done));
        assert_int_equal(done.collected, 2);
    }
}

static void tracebacks_lead_back_to_their_exception(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        addr e = made(h, EXC_VALUE_ERROR, NULL, 0), frame = list_new(h, 0);
        expect_ok(h, list_append(h, frame, e));
        addr last = traceback_new(h, 0, frame, 10, 2), first = traceback_new(h, last, frame, 4, 7);
        exception_set_traceback(h, e, first);
        decref(h, last);
        decref(h, frame);
        decref(h, e);
        struct collection done;
        expect_ok(h, collector_collect(h, 2, &done));
        assert_int_equal(done.collected, 4);
    }
}

static void raise_from_checks_both(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        addr e, number = int_new(h, 1), cause = h->exception_type[EXC_KEY_ERROR];
        assert_int_equal(exception_normalize(h, number, 0, &e), HEAP_RAISED);
        raised(h, EXC_TYPE_ERROR, "exceptions must derive from BaseException");
        assert_int_equal(exception_normalize(h, cause, number, &e), HEAP_RAISED);
        raised(h, EXC_TYPE_ERROR, "exception causes must derive from BaseException");
        expect_ok(h, exception_normalize(h, h->exception_type[EXC_VALUE_ERROR], cause, &e));
        assert_int_equal(object_type(h, exception_at(h, e)->cause), cause);
        assert_int_equal(exception_at(h, e)->suppress_context, 1);
        bool match;
        expect_ok(h, exception_match(h, e, h->exception_type[EXC_EXCEPTION], &match));
        assert_true(match);
        assert_int_equal(exception_match(h, e, number, &match), HEAP_RAISED);
        raised(h, EXC_TYPE_ERROR, "catching classes that do not inherit from BaseException is not allowed");
        decref(h, e);
    }
}

static void a_copy_has_args_attributes_and_names(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        addr e = made(h, EXC_OS_ERROR, (addr[]){int_new(h, 2), text(h, "gone"), text(h, "a")}, 3);
        addr name = text(h, "extra"), value = list_new(h, 0);
        expect_ok(h, object_setattr(h, e, name, value));
        addr copy = copy_shallow(h, e), deep = copy_deep(h, e);
        check_str(h, copy, "[Errno 2] gone: 'a'");
        check_str(h, deep, "[Errno 2] gone: 'a'");
        addr same = attribute(h, copy, "extra"), other = attribute(h, deep, "extra");
        assert_int_equal(same, value);
        assert_int_not_equal(other, value);
        decref(h, same);
        decref(h, other);
        decref(h, deep);
        decref(h, copy);
        decref(h, value);
        decref(h, name);
        decref(h, e);
    }
}

static void notes_are_kept_in_a_list(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        addr e = made(h, EXC_VALUE_ERROR, NULL, 0), note = text(h, "look here"), name = text(h, "add_note"),
             out;
        expect_ok(h, object_call_method(h, e, name, &note, 1, NULL, NULL, 0, &out));
        decref(h, out);
        addr notes = attribute(h, e, "__notes__");
        check_str(h, notes, "['look here']");
        decref(h, notes);
        decref(h, note);
        decref(h, name);
        decref(h, e);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(str_is_the_only_argument_or_all_of_them),
        cmocka_unit_test(a_key_error_shows_its_key),
        cmocka_unit_test(an_os_error_is_of_the_class_of_its_number),
        cmocka_unit_test(a_unicode_error_names_the_place),
        cmocka_unit_test(a_syntax_error_has_a_place),
        cmocka_unit_test(what_is_noted_becomes_an_object_when_asked_for),
        cmocka_unit_test(a_class_of_a_program_counts_as_what_it_extends),
        cmocka_unit_test(a_missing_attribute_names_object_and_name),
        cmocka_unit_test(memory_for_a_memory_error_is_kept),
        cmocka_unit_test(a_context_makes_no_ring),
        cmocka_unit_test(a_ring_of_contexts_is_survived_and_collected),
        cmocka_unit_test(tracebacks_lead_back_to_their_exception),
        cmocka_unit_test(raise_from_checks_both),
        cmocka_unit_test(a_copy_has_args_attributes_and_names),
        cmocka_unit_test(notes_are_kept_in_a_list),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
