/* Labels: what is allowed, sharing, finding. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
// cmocka.h needs those before it
#include <cmocka.h>

#include "daemon/session/labels.h"

static const struct labels *make(const struct label *items, size_t count)
{
    const struct labels *labels = NULL;
    assert_int_equal(labels_new(items, count, &labels, NULL), LABELS_OK);
    return labels;
}

static void labels_are_sorted_by_key(void **state)
{
    (void)state;
    const struct labels *labels =
        make((struct label[]){{"team", "core"}, {"app", "shop"}, {"build/id", ""}}, 3);
    assert_int_equal(labels->count, 3);
    assert_string_equal(labels->items[0].key, "app");
    assert_string_equal(labels->items[1].key, "build/id");
    assert_string_equal(labels->items[2].key, "team");
    assert_string_equal(labels_get(labels, "team"), "core");
    assert_string_equal(labels_get(labels, "build/id"), "");
    assert_null(labels_get(labels, "tea"));
    labels_release(labels);
}

static void labels_keep_copies(void **state)
{
    (void)state;
    char key[] = "k", value[] = "v";
    const struct labels *labels = make((struct label[]){{key, value}}, 1);
    key[0] = value[0] = 'x';
    assert_string_equal(labels_get(labels, "k"), "v");
    labels_release(labels);
}

static void an_empty_set_matches_only_no_wish(void **state)
{
    (void)state;
    const struct labels *labels = make(NULL, 0);
    assert_int_equal(labels->count, 0);
    assert_true(labels_match(labels, NULL, 0));
    assert_false(labels_match(labels, (struct label[]){{"k", NULL}}, 1));
    labels_release(labels);
}

static void all_wanted_labels_must_be_there(void **state)
{
    (void)state;
    const struct labels *labels = make((struct label[]){{"a", "1"}, {"b", "2"}}, 2);
    assert_true(labels_match(labels, (struct label[]){{"a", "1"}, {"b", NULL}}, 2));
    assert_false(labels_match(labels, (struct label[]){{"a", "2"}}, 1));
    assert_false(labels_match(labels, (struct label[]){{"a", "1"}, {"c", NULL}}, 2));
    labels_release(labels);
}

static void what_is_not_allowed_is_named(void **state)
{
    (void)state;
    char long_key[LABEL_KEY_MAX + 2], long_value[LABEL_VALUE_MAX + 2];
    memset(long_key, 'k', sizeof long_key - 1);
    memset(long_value, 'v', sizeof long_value - 1);
    long_key[sizeof long_key - 1] = long_value[sizeof long_value - 1] = '\0';
    const struct {
        struct label label;
        enum labels_status status;
    } cases[] = {
        {{"", "v"}, LABELS_BAD_KEY},           {{"-a", "v"}, LABELS_BAD_KEY},
        {{"a b", "v"}, LABELS_BAD_KEY},        {{"a:b", "v"}, LABELS_BAD_KEY},
        {{"\xc3\xa4", "v"}, LABELS_BAD_KEY},   {{long_key, "v"}, LABELS_BAD_KEY},
        {{"k", long_value}, LABELS_BAD_VALUE}, {{"k", "a\nb"}, LABELS_BAD_VALUE},
        {{"good", "v"}, LABELS_DUPLICATE},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const struct labels *untouched = NULL;
        size_t bad = 99;
        struct label items[] = {{"good", "\xc3\xa4 value"}, cases[i].label};
        assert_int_equal(labels_new(items, 2, &untouched, &bad), cases[i].status);
        assert_int_equal(bad, 1);
        assert_null(untouched);
    }
}

static void there_is_a_most(void **state)
{
    (void)state;
    char keys[LABELS_MAX + 1][16];
    struct label items[LABELS_MAX + 1];
    for (int i = 0; i <= LABELS_MAX; i++) {
        snprintf(keys[i], sizeof keys[i], "k%d", i);
        items[i] = (struct label){keys[i], ""};
    }
    labels_release(make(items, LABELS_MAX));
    const struct labels *none = NULL;
    assert_int_equal(labels_new(items, LABELS_MAX + 1, &none, NULL), LABELS_TOO_MANY);
}

static void a_reference_outlives_the_first(void **state)
{
    (void)state;
    const struct labels *labels = make((struct label[]){{"a", "1"}}, 1);
    const struct labels *second = labels_retain(labels);
    labels_release(labels);
    assert_string_equal(labels_get(second, "a"), "1");
    labels_release(second);
    labels_release(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(labels_are_sorted_by_key),
        cmocka_unit_test(labels_keep_copies),
        cmocka_unit_test(an_empty_set_matches_only_no_wish),
        cmocka_unit_test(all_wanted_labels_must_be_there),
        cmocka_unit_test(what_is_not_allowed_is_named),
        cmocka_unit_test(there_is_a_most),
        cmocka_unit_test(a_reference_outlives_the_first),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
