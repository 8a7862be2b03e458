/* Patterns, the quirks of fnmatch included. Random ones are compared with Python in tests/oracle/snapshot. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
// cmocka.h needs those before it
#include <cmocka.h>

#include "daemon/snapshot/pattern.h"

static struct snapshot_text text(const char *bytes)
{
    return (struct snapshot_text){bytes, strlen(bytes)};
}

static bool matches(const char *pattern, const char *name)
{
    struct snapshot_pattern *compiled;
    assert_int_equal(snapshot_pattern_new(text(pattern), &compiled), SNAPSHOT_OK);
    bool answer = snapshot_pattern_match(compiled, text(name));
    snapshot_pattern_free(compiled);
    return answer;
}

static void a_star_takes_any_run_and_a_question_mark_one_character(void **state)
{
    (void)state;
    assert_true(matches("*", ""));
    assert_true(matches("a*b*c", "a--b--b--c"));
    assert_false(matches("a*b*c", "a--c--b"));
    assert_true(matches("**.py", "x.py"));
    assert_true(matches("?", "\xc3\xa9"));
    assert_true(matches("?", "\xf0\x9f\x98\x80"));
    assert_false(matches("?", ""));
    assert_false(matches("a", "ab"));
}

static void a_set_takes_one_of_its_characters_or_ranges(void **state)
{
    (void)state;
    assert_true(matches("[a-c]", "b"));
    assert_false(matches("[!a-c]", "b"));
    assert_true(matches("[]]", "]"));
    assert_true(matches("[!]]", "x"));
    assert_true(matches("[-a]", "-"));
    assert_true(matches("[a-]", "-"));
    assert_true(matches("[a-b-c]", "-"));
    assert_true(matches("[^a]", "^"));
    assert_true(matches("[\xc3\xa0-\xc3\xaf]", "\xc3\xa9"));
}

static void a_bracket_that_nothing_closes_stands_for_itself(void **state)
{
    (void)state;
    assert_true(matches("[", "["));
    assert_true(matches("[]", "[]"));
    assert_true(matches("[!]", "[!]"));
    assert_true(matches("a[b", "a[b"));
}

static void an_empty_range_matches_nothing_and_its_negation_anything(void **state)
{
    (void)state;
    assert_false(matches("[b-a]", "a"));
    assert_false(matches("[b-a]", "b"));
    assert_true(matches("[!b-a]", "b"));
    assert_true(matches("[b-ac]", "c"));
}

static void an_exclamation_mark_left_first_by_an_empty_range_negates(void **state)
{
    (void)state;
    assert_true(matches("[z-a!]", "q"));
    assert_false(matches("[z-a!b]", "b"));
    assert_false(matches("[z-a!-b]", "-"));
    assert_true(matches("[z-a!-b]", "a"));
}

static void bytes_that_are_not_utf8_are_characters_too(void **state)
{
    (void)state;
    assert_true(matches("?x", "\xffx"));
    assert_true(matches("\xff*", "\xff\xfe"));
    assert_false(matches("\xff", "\xfe"));
    assert_true(matches("??", "\xc3("));
    assert_true(matches("?", "\xe2"));
}

static void compiled_names_read_as_their_source(void **state)
{
    (void)state;
    assert_int_equal(snapshot_normalize_file(text("a.pyc")).length, 4);
    assert_int_equal(snapshot_normalize_file(text(".pyc")).length, 3);
    assert_int_equal(snapshot_normalize_file(text("pyc")).length, 3);
    assert_int_equal(snapshot_normalize_file(text("a.pyo")).length, 5);
}

static void many_stars_do_not_explode(void **state)
{
    (void)state;
    char pattern[201], name[2001];
    for (size_t i = 0; i < 200; i++) {
        pattern[i] = i % 2 == 0 ? '*' : 'a';
    }
    pattern[200] = '\0';
    pattern[199] = 'b';
    memset(name, 'a', 2000);
    name[2000] = '\0';
    assert_false(matches(pattern, name));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_star_takes_any_run_and_a_question_mark_one_character),
        cmocka_unit_test(a_set_takes_one_of_its_characters_or_ranges),
        cmocka_unit_test(a_bracket_that_nothing_closes_stands_for_itself),
        cmocka_unit_test(an_empty_range_matches_nothing_and_its_negation_anything),
        cmocka_unit_test(an_exclamation_mark_left_first_by_an_empty_range_negates),
        cmocka_unit_test(bytes_that_are_not_utf8_are_characters_too),
        cmocka_unit_test(compiled_names_read_as_their_source),
        cmocka_unit_test(many_stars_do_not_explode),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
