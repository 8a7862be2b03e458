/* str: kinds, headers, caches, interning, UTF-8. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
/* cmocka wants the three above first */
#include <cmocka.h>

#include "daemon/heap/object/str.h"
#include "tests/unit/heap/heap_test.h"

static addr text(struct heap *h, const char *utf8)
{
    addr s = str_from_utf8(h, utf8, strlen(utf8));
    assert_true(s);
    return s;
}

static void strings_are_stored_in_the_narrowest_kind(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        static const struct {
            const char *utf8;
            unsigned kind, length;
            bool ascii;
        } cases[] = {{"hello", 1, 5, true},
                     {"caf\u00e9", 1, 4, false},
                     {"\u20ac5", 2, 2, false},
                     {"\U0001f600", 4, 1, false},
                     {"a\U0001f600\u20ac", 4, 3, false}};
        for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
            addr s = text(h, cases[i].utf8);
            assert_int_equal(str_kind(h, s), cases[i].kind);
            assert_int_equal(str_length(h, s), cases[i].length);
            assert_int_equal(str_is_ascii(h, s), cases[i].ascii);
            char back[32];
            assert_int_equal(str_utf8(h, s, back), strlen(cases[i].utf8));
            assert_memory_equal(back, cases[i].utf8, strlen(cases[i].utf8));
            assert_true(str_equal_utf8(h, s, cases[i].utf8, strlen(cases[i].utf8)));
            decref(h, s);
        }
    }
}

static void characters_and_the_empty_string_are_shared(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        assert_true(text(h, "") == text(h, ""));
        assert_true(text(h, "a") == text(h, "a"));
        assert_true(text(h, "\u00e9") == text(h, "\u00e9"));
        addr euro = text(h, "\u20ac"), other = text(h, "\u20ac");
        assert_true(euro != other);
        assert_true(str_equal(h, euro, other));
        decref(h, euro);
        decref(h, other);
    }
}

static void interned_string_goes_with_its_last_reference(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        uint64_t before = intern_count(h);
        addr a = str_intern(h, text(h, "spam"), false), b = str_intern_utf8(h, "spam", 4);
        assert_true(a == b);
        assert_true(str_is_interned(h, a));
        assert_int_equal(object_refcount(h, a), 2);
        assert_int_equal(intern_count(h), before + 1);
        decref(h, a);
        decref(h, b);
        assert_int_equal(intern_count(h), before);
    }
}

static void interning_thousands_finds_each_again_while_others_go(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        enum { COUNT = 5000 };
        uint64_t before = intern_count(h);
        static addr kept[COUNT];
        char name[16] = "n";
        for (size_t i = 0; i < COUNT; i++) {
            for (size_t digit = 0, rest = i; digit < 5; digit++, rest /= 10)
                name[5 - digit] = (char)('0' + rest % 10);
            kept[i] = str_intern_utf8(h, name, 6);
        }
        assert_int_equal(intern_count(h), before + COUNT);
        for (size_t i = 0; i < COUNT; i += 3)
            decref(h, kept[i]);
        for (size_t i = 0; i < COUNT; i++) {
            if (i % 3 == 0)
                continue;
            addr again = str_intern(h, str_copy_of(h, 0, kept[i]), false);
            assert_true(again == kept[i]);
            decref(h, again);
            decref(h, kept[i]);
        }
        assert_int_equal(intern_count(h), before);
    }
}

static void names_of_code_become_immortal_where_the_version_says_so(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        addr s = str_intern(h, text(h, "attribute"), true);
        assert_int_equal(object_is_immortal(h, s), h->abi.intern_rule != INTERN_MORTAL);
        if (h->abi.immortality == IMMORTAL_FLAGGED)
            assert_int_equal(object_at(h, s)->refcount, 0x10000c0000000ull);
        if (object_is_immortal(h, s))
            h_used += memory_block_size(h, s); /* it stays */
        else
            decref(h, s);
    }
}

static void malformed_utf8_is_refused_as_python_words_it(void **state)
{
    (void)state;
    static const struct {
        const char *bytes, *message;
        size_t length;
    } cases[] = {
        {"\xff", "'utf-8' codec can't decode byte 0xff in position 0: invalid start byte", 1},
        {"ab\x80", "'utf-8' codec can't decode byte 0x80 in position 2: invalid start byte", 3},
        {"\xc0\x80", "'utf-8' codec can't decode byte 0xc0 in position 0: invalid start byte", 2},
        {"\xe2\x82", "'utf-8' codec can't decode bytes in position 0-1: unexpected end of data", 2},
        {"\xe2\x28\xa1", "'utf-8' codec can't decode byte 0xe2 in position 0: invalid continuation byte", 3},
        {"\xf0\x9f\x98", "'utf-8' codec can't decode bytes in position 0-2: unexpected end of data", 3},
        {"\xf4\x90\x80\x80", "'utf-8' codec can't decode byte 0xf4 in position 0: invalid continuation byte",
         4},
        {"\xe0\x80\x80", "'utf-8' codec can't decode byte 0xe0 in position 0: invalid continuation byte", 3},
    };
    EACH_VERSION(h)
    {
        for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
            assert_int_equal(str_from_utf8(h, cases[i].bytes, cases[i].length), 0);
            assert_int_equal(heap_raised(h), EXC_UNICODE_DECODE_ERROR);
            assert_string_equal(heap_raised_message(h), cases[i].message);
            heap_clear_raised(h);
        }
        addr lone = text(h, "\xed\xa0\x80"); /* a lone surrogate is taken: Python strings may hold them */
        assert_int_equal(str_char(h, lone, 0), 0xd800);
        decref(h, lone);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(strings_are_stored_in_the_narrowest_kind),
        cmocka_unit_test(characters_and_the_empty_string_are_shared),
        cmocka_unit_test(interned_string_goes_with_its_last_reference),
        cmocka_unit_test(interning_thousands_finds_each_again_while_others_go),
        cmocka_unit_test(names_of_code_become_immortal_where_the_version_says_so),
        cmocka_unit_test(malformed_utf8_is_refused_as_python_words_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
