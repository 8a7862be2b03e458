/* Growth over time: leaks in the last snapshots, limits between two of them. */
#include "harness.h"

#include <string.h>
#include <time.h>

static const char *session;

/* Appends to the list "kept" from one line, replaces the value of "fresh" from another, and takes a
 * snapshot. */
static void step(int i)
{
    expect(200, "POST", path("/v1/sessions/%s/ops", session),
           text("[{\"op\": \"new\", \"value\": [%d.5], \"bind\": \"k%d\", \"at\": \"leak.py:7\"},"
                " {\"op\": \"new\", \"value\": {\"k\": %d.5}, \"bind\": \"fresh\", \"at\": \"fine.py:3\"}]",
                i, i, i));
    expect(201, "POST", path("/v1/sessions/%s/snapshots", session), "{\"objects\": true}");
}

static void begin(int steps)
{
    session = new_session("\"python\": \"3.11\", \"trace\": {\"tracing\": true}");
    for (int i = 0; i < steps; i++)
        step(i);
}

static void what_grows_in_every_snapshot_is_a_leak(void **state)
{
    (void)state;
    begin(4);
    const cJSON *leaks = expect(200, "GET", path("/v1/sessions/%s/leaks?k=4", session), NULL);
    assert_int_equal(count_at(leaks, "/snapshots"), 4);
    assert_int_equal(int_at(leaks, "/snapshots/0/snapshot"), 1);
    assert_int_equal(count_at(leaks, "/items"), 1);
    assert_string_equal(text_at(leaks, "/items/0/traceback/0/file"), "leak.py");
    assert_int_equal(int_at(leaks, "/items/0/traceback/0/line"), 7);
    assert_int_equal(count_at(leaks, "/items/0/sizes"), 4);
    assert_int_equal(int_at(leaks, "/items/0/sizes/3"), int_at(leaks, "/items/0/size"));
    double slope = 0; /* least squares over -1.5, -0.5, 0.5, 1.5 */
    for (int i = 0; i < 4; i++)
        slope += (i - 1.5) * (double)int_at(leaks, path("/items/0/sizes/%d", i)) / 5;
    assert_true(real_at(leaks, "/items/0/slope") > slope - 1e-6 &&
                real_at(leaks, "/items/0/slope") < slope + 1e-6);
    assert_true(real_at(leaks, "/items/0/fit") > 0.5 && real_at(leaks, "/items/0/fit") <= 1);
    assert_true(real_at(leaks, "/items/0/slope_per_hour") > 0);
    assert_string_equal(text_at(leaks, "/types/0/group"), "list");
    assert_int_equal(int_at(leaks, "/types/0/count_diff"), 3);
    assert_string_equal(text_at(leaks, "/types/1/group"), "str"); /* the names */
    assert_string_equal(text_at(leaks, "/types/2/group"), "float");
}

static void fewer_than_two_snapshots_show_nothing(void **state)
{
    (void)state;
    begin(1);
    const cJSON *leaks = expect(200, "GET", path("/v1/sessions/%s/leaks", session), NULL);
    assert_int_equal(count_at(leaks, "/items"), 0);
    assert_true(null_at(leaks, "/types"));
    expect_problem(409, "conflict", "POST", path("/v1/sessions/%s/assert", session), "{\"growth\": 0}");
}

static void limits_that_hold_are_200(void **state)
{
    (void)state;
    begin(3);
    const cJSON *answer = expect(
        200, "POST", path("/v1/sessions/%s/assert", session),
        "{\"growth\": 2000, \"count_growth\": 20, \"types\": {\"list\": 1, \"dict\": {\"count\": 0, "
        "\"size\": 0}},"
        " \"gone\": [\"complex\"], \"sites\": {\"fine.py\": 0, \"leak.py:7\": 2000, \"leak.py:8\": 0}}");
    assert_true(bool_at(answer, "/passed"));
    assert_int_equal(int_at(answer, "/old"), 2);
    assert_int_equal(int_at(answer, "/new"), 3);
    assert_int_equal(count_at(answer, "/checks"), 9);
    assert_string_equal(text_at(answer, "/checks/2/subject"), "list");
    assert_int_equal(int_at(answer, "/checks/2/value"), 1);
}

static void limits_that_do_not_hold_are_422_with_reasons(void **state)
{
    (void)state;
    begin(3);
    const cJSON *problem =
        expect_problem(422, "assertion-failed", "POST", path("/v1/sessions/%s/assert", session),
                       "{\"old\": 1, \"new\": 3, \"growth\": 10, \"types\": {\"list\": 1, \"dict\": 0}, "
                       "\"gone\": [\"dict\"],"
                       " \"sites\": {\"leak*\": 0}}");
    assert_int_equal(count_at(problem, "/reasons"), 4);
    assert_non_null(
        strstr(text_at(problem, "/detail"), "4 of 5 limits do not hold between snapshots 1 and 3"));
    assert_non_null(strstr(text_at(problem, "/reasons/0"), "traced memory grew by"));
    assert_string_equal(text_at(problem, "/reasons/1"),
                        "there are 2 more objects of type list, allowed are 1");
    assert_string_equal(text_at(problem, "/reasons/2"), "1 object of type dict left, none may be");
    assert_false(bool_at(problem, "/checks/0/passed"));
    assert_true(bool_at(problem, "/checks/2/passed"));
    assert_string_equal(text_at(problem, "/growth/0/traceback/0/file"), "leak.py");
}

static void what_makes_no_sense_is_pointed_at(void **state)
{
    (void)state;
    begin(2);
    const char *target = path("/v1/sessions/%s/assert", session);
    static const struct {
        const char *body, *pointer;
    } wrong[] = {
        {"{\"growth\": 1.5}", "/growth"},
        {"{\"types\": {\"list\": {\"bytes\": 1}}}", "/types/list/bytes"},
        {"{\"types\": []}", "/types"},
        {"{\"gone\": [1]}", "/gone/0"},
        {"{\"gone\": [\"0x-5\"]}", "/gone/0"},
        {"{\"sites\": {\"a\": null}}", "/sites/a"},
        {"{\"old\": \"1\", \"growth\": 0}", "/old"},
        {"{\"growht\": 1}", "/growht"},
        {"[]", ""},
        {"{}", ""},
        {"{\"old\": 1, \"new\": 2}", ""},
        {"{\"types\": {}, \"gone\": [], \"sites\": {}}", ""},
    };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_string_equal(
            text_at(expect_problem(400, "invalid-body", "POST", target, wrong[i].body), "/pointer"),
            wrong[i].pointer);
    expect_problem(400, "invalid-json", "POST", target, "{");
    assert_non_null(strstr(text_at(expect_problem(400, "invalid-body", "POST", target, "{}"), "/detail"),
                           "growth, count_growth, types, gone, sites"));
    assert_string_equal(
        text_at(expect_problem(404, "no-such-snapshot", "POST", target, "{\"new\": 77, \"growth\": 0}"),
                "/pointer"),
        "/new");
    expect_problem(404, "no-such-session", "POST", "/v1/sessions/nobody/assert", "{\"growth\": 0}");
    expect(201, "POST", path("/v1/sessions/%s/snapshots", session), "{}");
    assert_string_equal(
        text_at(expect_problem(409, "conflict", "POST", target, "{\"growth\": 0, \"types\": {\"list\": 0}}"),
                "/pointer"),
        "/types");
    assert_string_equal(
        text_at(expect_problem(409, "conflict", "POST", target, "{\"suspects\": 0}"), "/pointer"),
        "/suspects");
    assert_string_equal(
        text_at(expect_problem(409, "conflict", "POST", target, "{\"gone\": [\"0x10\"]}"), "/pointer"),
        "/gone");
    const cJSON *problem = expect_problem(422, "assertion-failed", "POST", target,
                                          "{\"growth\": 100000000, \"sites\": {\"*\": 0, \"a/b*\": -1}}");
    assert_string_equal(text_at(problem, "/pointer"), "/sites/a~1b*");
    assert_string_equal(text_at(problem, "/checks/0/pointer"), "/growth");
    assert_string_equal(text_at(problem, "/checks/2/pointer"), "/sites/a~1b*");
}

/* Where nothing was traced nothing grew, whatever is there now. */
static void what_was_not_traced_is_not_asserted(void **state)
{
    (void)state;
    static const char *const limits[] = {"{\"growth\": 0}", "{\"count_growth\": 0}",
                                         "{\"sites\": {\"*\": 0}}"};
    session = new_session("\"python\": \"3.11\"");
    for (int i = 0; i < 2; i++)
        step(i);
    const cJSON *snapshot = expect(200, "GET", path("/v1/sessions/%s/snapshots/1", session), NULL);
    assert_int_equal(int_at(snapshot, "/nframe"), 0);
    assert_true(null_at(snapshot, "/peak"));
    for (size_t i = 0; i < sizeof limits / sizeof *limits; i++) {
        const cJSON *problem =
            expect_problem(409, "conflict", "POST", path("/v1/sessions/%s/assert", session), limits[i]);
        assert_non_null(strstr(text_at(problem, "/detail"), "nothing was traced"));
    }
    expect(200, "POST", path("/v1/sessions/%s/assert", session), "{\"types\": {\"list\": 1}}");
    const cJSON *answer =
        expect_problem(422, "assertion-failed", "POST", path("/v1/sessions/%s/assert", session),
                       "{\"types\": {\"list\": 0}}");
    assert_string_equal(text_at(answer, "/reasons/0"), "there is 1 more object of type list, allowed are 0");
    expect(200, "PATCH", path("/v1/sessions/%s/trace", session), "{\"tracing\": true}");
    step(2);
    expect_problem(409, "conflict", "POST", path("/v1/sessions/%s/assert", session), limits[0]);
    step(3);
    expect(200, "POST", path("/v1/sessions/%s/assert", session), "{\"growth\": 10000}");
}

/* Digits that are no line of any frame: they are not taken for another. */
static void lines_beyond_32_bits_are_none(void **state)
{
    (void)state;
    begin(2);
    const char *statistics = "/v1/sessions/%s/snapshots/2/statistics?include=leak.py:%s";
    assert_int_equal(count_at(expect(200, "GET", path(statistics, session, "7"), NULL), "/items"), 1);
    assert_int_equal(count_at(expect(200, "GET", path(statistics, session, "4294967295"), NULL), "/items"),
                     0);
    assert_int_equal(count_at(expect(200, "GET", path(statistics, session, "4294967303"), NULL), "/items"),
                     0);
}

static void objects_are_looked_up_in_the_graph(void **state)
{
    (void)state;
    begin(2);
    const char *target = path("/v1/sessions/%s/assert", session);
    const char *id = text_at(expect(200, "GET", path("/v1/sessions/%s/names/k0", session), NULL), "/id");
    expect(200, "POST", target, "{\"gone\": [\"0x1\"], \"suspects\": 1000}");
    const cJSON *problem = expect_problem(422, "assertion-failed", "POST", target,
                                          text("{\"gone\": [\"%s\"], \"suspects\": -1}", id));
    assert_string_equal(text_at(problem, "/reasons/0"), path("the object at %s is still there", id));
    assert_non_null(strstr(text_at(problem, "/reasons/1"), "leak suspects, allowed are -1"));
    expect(201, "POST", path("/v1/sessions/%s/snapshots", session), "{}");
    assert_string_equal(
        text_at(expect_problem(409, "conflict", "POST", target, "{\"suspects\": 0}"), "/pointer"),
        "/suspects"); /* it has no graph */
}

static void a_step_tells_what_grew(void **state)
{
    (void)state;
    begin(2);
    const cJSON *history = expect(200, "GET", path("/v1/sessions/%s/history?order=oldest", session), NULL);
    assert_true(null_at(history, "/items/0/diff"));
    assert_int_equal(int_at(history, "/items/1/diff/old"), 1);
    assert_string_equal(text_at(history, "/items/1/diff/growth/0/traceback/0/file"), "leak.py");
    assert_string_equal(text_at(history, "/items/1/diff/types/0/group"), "list");
    assert_int_equal(int_at(history, "/items/1/diff/types/0/count_diff"), 1);
    assert_int_equal(int_at(history, "/items/1/diff/size_diff"),
                     int_at(history, "/items/1/size") - int_at(history, "/items/0/size"));
}

static void retention_by_number_deletes_the_oldest(void **state)
{
    (void)state;
    begin(4);
    const char *target = path("/v1/sessions/%s/retention", session);
    assert_true(null_at(expect(200, "GET", target, NULL), "/snapshots"));
    expect(200, "GET", path("/v1/sessions/%s/snapshots/1/suspects", session), NULL);
    expect(200, "PATCH", target, "{\"snapshots\": 2}");
    expect(404, "GET", path("/v1/sessions/%s/snapshots/1/suspects", session), NULL); /* its graph was kept */
    const cJSON *list = expect(200, "GET", path("/v1/sessions/%s/history?order=oldest", session), NULL);
    assert_int_equal(count_at(list, "/items"), 2);
    assert_int_equal(int_at(list, "/items/0/snapshot"), 3);
    assert_true(null_at(list, "/items/0/diff"));
    assert_int_equal(int_at(list, "/items/1/diff/old"), 3);
    step(9);
    list = expect(200, "GET", path("/v1/sessions/%s/snapshots?order=oldest", session), NULL);
    assert_int_equal(count_at(list, "/items"), 2);
    assert_int_equal(int_at(list, "/items/0/snapshot"), 4);
    assert_int_equal(int_at(expect(200, "GET", path("/v1/sessions/%s", session), NULL), "/snapshots"), 2);
    expect(200, "PATCH", target, "{\"snapshots\": null}");
    step(10);
    assert_int_equal(int_at(expect(200, "GET", path("/v1/sessions/%s", session), NULL), "/snapshots"), 3);
}

static void retention_by_age_spares_the_newest(void **state)
{
    (void)state;
    begin(3);
    const struct timespec moment = {1, 100000000};
    nanosleep(&moment, NULL);
    const cJSON *answer =
        expect(200, "PATCH", path("/v1/sessions/%s/retention", session), "{\"snapshots\": 100, \"age\": 1}");
    assert_int_equal(int_at(answer, "/age"), 1);
    const cJSON *list = expect(200, "GET", path("/v1/sessions/%s/snapshots", session), NULL);
    assert_int_equal(count_at(list, "/items"), 1);
    assert_int_equal(int_at(list, "/items/0/snapshot"), 3);
}

HARNESS_MAIN(cmocka_unit_test(what_grows_in_every_snapshot_is_a_leak),
             cmocka_unit_test(fewer_than_two_snapshots_show_nothing),
             cmocka_unit_test(limits_that_hold_are_200),
             cmocka_unit_test(limits_that_do_not_hold_are_422_with_reasons),
             cmocka_unit_test(what_makes_no_sense_is_pointed_at),
             cmocka_unit_test(what_was_not_traced_is_not_asserted),
             cmocka_unit_test(lines_beyond_32_bits_are_none),
             cmocka_unit_test(objects_are_looked_up_in_the_graph), cmocka_unit_test(a_step_tells_what_grew),
             cmocka_unit_test(retention_by_number_deletes_the_oldest),
             cmocka_unit_test(retention_by_age_spares_the_newest))
