/* Sessions: their whole life, lists, labels, conditions, forks, events, restarts. */
#include "tests/api/harness.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

static void pause_ms(long milliseconds)
{
    const struct timespec moment = {milliseconds / 1000, milliseconds % 1000 * 1000000};
    nanosleep(&moment, NULL);
}

static void versions_have_what_tells_them_apart(void **state)
{
    (void)state;
    const cJSON *versions = expect(200, "GET", "/v1/versions", NULL);
    bool seen_311 = false, seen_314 = false;
    for (const cJSON *v = at(versions, "/items")->child; v != NULL; v = v->next) {
        bool is_311 = strcmp(text_at(v, "/python"), "3.11") == 0,
             is_314 = strcmp(text_at(v, "/python"), "3.14") == 0;
        seen_311 |= is_311;
        seen_314 |= is_314;
        if (is_311 || is_314) {
            assert_int_equal(int_at(v, "/gc/threshold/0"), is_311 ? 700 : 2000);
            assert_int_equal(int_at(v, "/allocator/arena_size"), 1 << 20);
            assert_int_equal(bool_at(v, "/immortal"), is_314);
        }
    }
    assert_true(seen_311 && seen_314);
}

static void a_session_has_the_documented_shape(void **state)
{
    (void)state;
    const cJSON *s = expect(201, "POST", "/v1/sessions",
                            "{\"name\": \"shape\", \"python\": \"3.11\", \"labels\": {\"k\": \"v\"}}");
    assert_string_equal(reply_header("Location"), "/v1/sessions/shape");
    assert_string_equal(reply_header("ETag"), "\"0\"");
    assert_string_equal(text_at(s, "/name"), "shape");
    assert_string_equal(text_at(s, "/python"), "3.11");
    assert_string_equal(text_at(s, "/state"), "live");
    assert_int_equal(int_at(s, "/seq"), 0);
    assert_int_equal(strlen(text_at(s, "/created_at")), 27);
    assert_true(int_at(s, "/memory/limit") > 0 &&
                int_at(s, "/memory/committed") >= int_at(s, "/memory/used"));
    assert_int_equal(int_at(s, "/snapshots"), 0);
    assert_string_equal(text_at(s, "/labels/k"), "v");
    assert_string_equal(
        text_at(expect(200, "GET", path("/v1/sessions/%s", text_at(s, "/id")), NULL), "/name"), "shape");
    expect(204, "DELETE", "/v1/sessions/shape", NULL);
    expect_problem(404, "no-such-session", "GET", "/v1/sessions/shape", NULL);
    expect_problem(404, "no-such-session", "DELETE", "/v1/sessions/shape", NULL);
}

static void without_a_document_everything_is_default(void **state)
{
    (void)state;
    const cJSON *s = expect(201, "POST", "/v1/sessions", NULL);
    assert_string_equal(text_at(s, "/python"), "3.14");
    assert_string_equal(text_at(s, "/name"), text_at(s, "/id"));
    expect(204, "DELETE", path("/v1/sessions/%s", text_at(s, "/name")), NULL);
}

static void names_are_taken_once(void **state)
{
    (void)state;
    expect(201, "POST", "/v1/sessions", "{\"name\": \"once\"}");
    const cJSON *problem = expect_problem(409, "exists", "POST", "/v1/sessions", "{\"name\": \"once\"}");
    assert_string_equal(text_at(problem, "/pointer"), "/name");
    expect(204, "DELETE", "/v1/sessions/once", NULL);
    expect(201, "POST", "/v1/sessions", "{\"name\": \"once\"}");
    expect(204, "DELETE", "/v1/sessions/once", NULL);
}

static void what_is_wrong_is_pointed_at(void **state)
{
    static const char *const cases[][2] = {
        {"{\"name\": \"a b\"}", "/name"},
        {"{\"name\": \"\"}", "/name"},
        {"{\"python\": \"2.7\"}", "/python"},
        {"{\"python\": 3.11}", "/python"},
        {"{\"memory_limit\": 0}", "/memory_limit"},
        {"{\"memory_limit\": 1}", "/memory_limit"}, /* a new heap has more in it */
        {"{\"memory_limit\": 1e15}", "/memory_limit"},
        {"{\"hash_seed\": -1}", "/hash_seed"},
        {"{\"labels\": {\"a b\": \"c\"}}", "/labels/a b"},
        {"{\"labels\": {\"a\": 1}}", "/labels/a"},
        {"{\"gc\": {\"threshold\": [1, \"x\"]}}", "/gc/threshold/1"},
        {"{\"gc\": 1}", "/gc"},
        {"{\"trace\": {\"nframe\": 0, \"tracing\": true}}", "/trace/nframe"},
        {"{\"trace\": {\"frames\": 1}}", "/trace/frames"},
        {"{\"colour\": 1}", "/colour"}};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const cJSON *problem = expect_problem(400, "invalid-body", "POST", "/v1/sessions", cases[i][0]);
        assert_string_equal(text_at(problem, "/pointer"), cases[i][1]);
    }
    /* none of them has left a session behind */
    assert_int_equal(count_at(expect(200, "GET", "/v1/sessions?state=live", NULL), "/items"), 0);
}

static void collector_and_tracing_are_set_from_the_start(void **state)
{
    (void)state;
    const char *s = new_session("\"gc\": {\"enabled\": false, \"threshold\": [50, 5]}, \"trace\": "
                                "{\"tracing\": true, \"nframe\": 7}");
    const cJSON *gc = expect(200, "GET", path("/v1/sessions/%s/gc", s), NULL);
    assert_false(bool_at(gc, "/enabled"));
    assert_int_equal(int_at(gc, "/threshold/0"), 50);
    assert_int_equal(int_at(gc, "/threshold/1"), 5);
    const cJSON *trace = expect(200, "GET", path("/v1/sessions/%s/trace", s), NULL);
    assert_true(bool_at(trace, "/tracing"));
    assert_int_equal(int_at(trace, "/nframe"), 7);
    assert_int_equal(int_at(expect(200, "GET", path("/v1/sessions/%s", s), NULL), "/seq"), 0);
    expect(204, "DELETE", path("/v1/sessions/%s", s), NULL);
}

static void lists_come_in_pages_and_by_label(void **state)
{
    (void)state;
    for (int i = 0; i < 7; i++)
        expect(201, "POST", "/v1/sessions",
               text("{\"name\": \"page%d\", \"labels\": {\"group\": \"%s\", \"n\": \"%d\"}}", i,
                    i % 2 ? "odd" : "even", i));
    int seen = 0;
    const char *next = "";
    do {
        const cJSON *page = expect(200, "GET", path("/v1/sessions?limit=3&label=group%s", next), NULL);
        assert_int_equal(int_at(page, "/total"), 7);
        for (const cJSON *s = at(page, "/items")->child; s != NULL; s = s->next)
            assert_string_equal(text_at(s, "/name"), text("page%d", seen++));
        next = null_at(page, "/next") ? NULL : path("&cursor=%s", text_at(page, "/next"));
    } while (next != NULL);
    assert_int_equal(seen, 7);
    assert_int_equal(count_at(expect(200, "GET", "/v1/sessions?label=group:odd", NULL), "/items"), 3);
    assert_int_equal(count_at(expect(200, "GET", "/v1/sessions?label=group:odd&label=n:3", NULL), "/items"),
                     1);
    assert_int_equal(count_at(expect(200, "GET", "/v1/sessions?label=group:none", NULL), "/items"), 0);
    expect_problem(400, "invalid-parameter", "GET", "/v1/sessions?cursor=x", NULL);
    expect_problem(400, "invalid-parameter", "GET", "/v1/sessions?limit=0", NULL);
    for (int i = 0; i < 7; i++)
        expect(204, "DELETE", path("/v1/sessions/page%d", i), NULL);
}

static void changes_are_merged(void **state)
{
    (void)state;
    const char *s = path("/v1/sessions/%s",
                         new_session("\"labels\": {\"a\": \"1\", \"b\": \"2\"}, \"memory_limit\": 33554432"));
    const cJSON *changed = expect(
        200, "PATCH", s,
        "{\"labels\": {\"a\": null, \"c\": \"3\"}, \"memory_limit\": 16777216, \"expires_after\": 500}");
    assert_int_equal(count_at(changed, "/labels"), 2);
    assert_string_equal(text_at(changed, "/labels/b"), "2");
    assert_string_equal(text_at(changed, "/labels/c"), "3");
    assert_int_equal(int_at(changed, "/memory/limit"), 16777216);
    assert_int_equal(int_at(changed, "/expires_after"), 500);
    assert_true(int_at(changed, "/expires_in") > 490);
    expect_problem(400, "invalid-body", "PATCH", s, "{\"name\": \"other\"}");
    expect_problem(400, "invalid-body", "PATCH", s, "{\"python\": \"3.11\"}");
    expect(204, "DELETE", s, NULL);
}

static void changes_can_depend_on_the_sequence_number(void **state)
{
    (void)state;
    const char *s = path("/v1/sessions/%s", new_session(NULL));
    expect(200, "PUT", path("%s/names/a", s), "{\"value\": 1}");
    assert_string_equal(reply_header("ETag"), "\"1\"");
    with_header("If-Match: \"0\"");
    expect_problem(412, "precondition-failed", "PUT", path("%s/names/a", s), "{\"value\": 2}");
    with_header("If-Match: \"0\"");
    expect_problem(412, "precondition-failed", "PATCH", s, "{\"expires_after\": 7}");
    with_header("If-Match: \"0\"");
    expect_problem(412, "precondition-failed", "DELETE", s, NULL);
    assert_int_equal(int_at(expect(200, "GET", s, NULL), "/seq"), 1);
    with_header("If-Match: \"1\"");
    expect(200, "PUT", path("%s/names/a", s), "{\"value\": 2}");
    with_header("If-Match: \"2\"");
    expect(204, "DELETE", s, NULL);
}

/* Those that are alive: other tests count them. */
static void end_sessions(void)
{
    const cJSON *list = expect(200, "GET", "/v1/sessions?state=live&limit=1000", NULL);
    for (int i = 0; i < count_at(list, "/items"); i++)
        expect(204, "DELETE", path("/v1/sessions/%s", text_at(list, path("/items/%d/id", i))), NULL);
}

/* Names bound to what each step has said, one after the other. */
static const char *counted(unsigned steps)
{
    const char *s = path("/v1/sessions/%s", new_session(NULL));
    for (unsigned i = 1; i <= steps; i++)
        expect(200, "PUT", path("%s/names/n", s), text("{\"value\": %u000}", i));
    return s;
}

static int64_t n_of(const cJSON *session)
{
    return int_at(expect(200, "GET", path("/v1/sessions/%s/names/n", text_at(session, "/name")), NULL),
                  "/value");
}

static void a_session_can_be_forked_as_it_was(void **state)
{
    (void)state;
    const char *s = counted(5);
    for (int at = 1; at <= 5; at++) {
        const cJSON *fork = expect(201, "POST", path("%s/fork", s), text("{\"at\": %d}", at));
        assert_int_equal(int_at(fork, "/seq"), at);
        assert_int_equal(int_at(fork, "/forkable_from"), 0);
        assert_int_equal(n_of(fork), at * 1000);
        /* It goes its own way from there, and back again beyond where it began. */
        expect(200, "PUT", path("/v1/sessions/%s/names/n", text_at(fork, "/name")), "{\"value\": 7}");
        assert_int_equal(
            n_of(expect(201, "POST", path("/v1/sessions/%s/fork", text_at(fork, "/name")), "{\"at\": 1}")),
            1000);
    }
    assert_int_equal(int_at(expect(200, "GET", s, NULL), "/seq"), 5);
    const cJSON *empty = expect(201, "POST", path("%s/fork", s), "{\"at\": 0}");
    assert_int_equal(
        count_at(expect(200, "GET", path("/v1/sessions/%s/names", text_at(empty, "/name")), NULL), "/items"),
        0);
    assert_int_equal(
        count_at(expect(200, "GET", path("/v1/sessions/%s/gc/history", text_at(empty, "/name")), NULL),
                 "/items"),
        0);
    end_sessions();
}

static void each_operation_of_a_batch_is_a_step_to_fork_at(void **state)
{
    (void)state;
    const char *s = path("/v1/sessions/%s",
                         new_session("\"gc\": {\"threshold\": [3, 3, 3]}, \"trace\": {\"tracing\": true}"));
    expect(200, "POST", path("%s/ops?on_error=continue", s),
           "[{\"op\": \"bind\", \"name\": \"n\", \"value\": 1000}, {\"op\": \"del\", \"name\": \"nothing\"}, "
           "{\"op\": \"bind\", \"name\": \"n\", \"value\": 2000},"
           " {\"op\": \"snapshot\"}, {\"op\": \"exec\", \"source\": \"n = 3000\"}]");
    for (int at = 1; at <= 3; at++)
        assert_int_equal(n_of(expect(201, "POST", path("%s/fork", s), text("{\"at\": %d}", at))), at * 1000);
    const cJSON *fork = expect(201, "POST", path("%s/fork", s), "{\"at\": 3}");
    assert_int_equal(int_at(fork, "/snapshots"), 0);
    assert_true(
        bool_at(expect(200, "GET", path("/v1/sessions/%s/trace", text_at(fork, "/name")), NULL), "/tracing"));
    assert_int_equal(
        int_at(expect(200, "GET", path("/v1/sessions/%s/gc", text_at(fork, "/name")), NULL), "/threshold/0"),
        3);
    end_sessions();
}

static void limits_are_what_they_were_at_the_step(void **state)
{
    (void)state;
    const char *s = counted(1);
    int64_t before = int_at(expect(200, "GET", s, NULL), "/memory/limit");
    expect(200, "PATCH", s,
           "{\"memory_limit\": 33554432, \"labels\": {\"k\": \"later\"}, \"expires_after\": 1000}");
    expect(200, "PUT", path("%s/names/n", s), "{\"value\": 2000}");
    assert_int_equal(int_at(expect(201, "POST", path("%s/fork", s), "{\"at\": 1}"), "/memory/limit"), before);
    const cJSON *second =
        expect(201, "POST", path("%s/fork", s), "{\"at\": 2, \"labels\": {\"k\": \"own\"}}");
    assert_int_equal(int_at(second, "/memory/limit"), 33554432);
    assert_string_equal(text_at(second, "/labels/k"), "own");
    assert_int_equal(int_at(second, "/expires_after"), 0);
    end_sessions();
}

static void steps_that_there_are_not_are_refused(void **state)
{
    (void)state;
    static const char *const wrong[] = {
        "-1", "1.5", "\"1\"", "true", "[]", "18446744073709551616", "99999999999999999999999"};
    const char *s = counted(2), *other = counted(1);
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        expect_problem(400, "invalid-body", "POST", path("%s/fork", s), text("{\"at\": %s}", wrong[i]));
    const cJSON *late = expect_problem(409, "conflict", "POST", path("%s/fork", s), "{\"at\": 3}");
    assert_string_equal(text_at(late, "/pointer"), "/at");
    expect_problem(409, "conflict", "POST", path("%s/fork", s), "{\"at\": 4503599627370496}");
    with_header("If-Match: \"1\"");
    expect_problem(412, "precondition-failed", "POST", path("%s/fork", s), "{\"at\": 1}");
    expect_problem(409, "exists", "POST", path("%s/fork", s),
                   text("{\"at\": 1, \"name\": \"%s\"}", strrchr(other, '/') + 1));
    expect(204, "DELETE", s, NULL);
    expect_problem(404, "no-such-session", "POST", path("%s/fork", s), "{\"at\": 1}");
    end_sessions();
}

/* What read the clock cannot be done again, and nothing needs to: what comes is found from there. */
static void what_cannot_be_done_again_is_passed_over(void **state)
{
    (void)state;
    const char *s = counted(2);
    with_header("Content-Type: text/x-python");
    expect(200, "POST", path("%s/exec?clock=real", s), "import time\nn = int(time.time() * 1000)\n");
    int64_t then = n_of(expect(200, "GET", s, NULL));
    expect(200, "POST", path("%s/ops?clock=real", s),
           "[{\"op\": \"bind\", \"name\": \"n\", \"value\": 4000}, {\"op\": \"exec\", \"source\": \"n = "
           "5000\"}, {\"op\": \"bind\", \"name\": \"n\", \"value\": 6000}]");
    expect(200, "PUT", path("%s/names/n", s), "{\"value\": 7000}");
    assert_int_equal(n_of(expect(201, "POST", path("%s/fork", s), "{\"at\": 2}")), 2000);
    assert_int_equal(n_of(expect(201, "POST", path("%s/fork", s), "{\"at\": 3}")), then);
    assert_int_equal(n_of(expect(201, "POST", path("%s/fork", s), "{\"at\": 4}")), 4000);
    expect_problem(410, "past-gone", "POST", path("%s/fork", s), "{\"at\": 5}");
    assert_int_equal(n_of(expect(201, "POST", path("%s/fork", s), "{\"at\": 6}")), 6000);
    assert_int_equal(n_of(expect(201, "POST", path("%s/fork", s), "{\"at\": 7}")), 7000);
    end_sessions();
}

static void a_fork_is_equal_and_apart(void **state)
{
    (void)state;
    const char *first = path("/v1/sessions/%s", new_session("\"labels\": {\"from\": \"here\"}"));
    const cJSON *a = expect(200, "PUT", path("%s/names/a", first), "{\"value\": [1, [2, 3]]}");
    const char *second =
        path("/v1/sessions/%s",
             text_at(expect(201, "POST", path("%s/fork", first), "{\"name\": \"forked\"}"), "/name"));
    const cJSON *b = expect(200, "GET", path("%s/names/a", second), NULL);
    assert_string_equal(text_at(a, "/id"), text_at(b, "/id"));
    assert_string_equal(text_at(expect(200, "GET", second, NULL), "/labels/from"), "here");
    expect(200, "DELETE", path("%s/names/a", second), NULL);
    assert_string_equal(text_at(expect(200, "GET", path("%s/names/a", first), NULL), "/repr"), "[1, [2, 3]]");
    expect(204, "DELETE", first, NULL);
    assert_true(bool_at(expect(200, "GET", path("%s/verify", second), NULL), "/sound"));
    expect(204, "DELETE", second, NULL);
}

static void sessions_expire(void **state)
{
    (void)state;
    const char *s = path("/v1/sessions/%s", new_session("\"expires_after\": 1"));
    for (int i = 0; i < 100; i++) {
        pause_ms(100);
        const cJSON *list =
            expect(200, "GET", "/v1/sessions?state=live", NULL); /* a list is no use of a session */
        if (count_at(list, "/items") == 0)
            break;
        assert_true(i < 99);
    }
    assert_string_equal(text_at(expect(200, "GET", s, NULL), "/state"), "ended");
    expect(204, "DELETE", s, NULL);
    expect_problem(404, "no-such-session", "GET", s, NULL);
}

static void errors_say_what_there_is(void **state)
{
    (void)state;
    const char *s = new_session("");
    const cJSON *problem =
        expect_problem(400, "invalid-body", "POST", "/v1/sessions", "{\"name\": \"my session\"}");
    assert_non_null(strstr(text_at(problem, "/detail"), "1 to 100 letters"));
    const cJSON *answer = expect(200, "POST", path("/v1/sessions/%s/ops", s), "[{\"op\": \"nwe\"}]");
    assert_non_null(strstr(text_at(answer, "/results/0/problem/detail"),
                           "there is no operation \"nwe\"; there are new, call, "));
    assert_non_null(strstr(text_at(answer, "/results/0/problem/detail"), ", exec"));
    expect(204, "DELETE", path("/v1/sessions/%s", s), NULL);
}

static void ended_sessions_are_remembered_over_a_restart(void **state)
{
    (void)state;
    if (!daemon_is_ours())
        skip();
    expect(201, "POST", "/v1/sessions", "{\"name\": \"before\", \"labels\": {\"kept\": \"yes\"}}");
    expect(200, "PUT", "/v1/sessions/before/names/a", "{\"value\": 1}");
    expect(201, "POST", "/v1/sessions", "{\"name\": \"deleted\"}");
    expect(204, "DELETE", "/v1/sessions/deleted", NULL);
    for (int kill = 0; kill <= 1; kill++) {
        daemon_restart(kill);
        const cJSON *s = expect(200, "GET", "/v1/sessions/before", NULL);
        assert_string_equal(text_at(s, "/state"), "ended");
        assert_string_equal(text_at(s, "/labels/kept"), "yes");
        const cJSON *list = expect(200, "GET", "/v1/sessions?label=kept:yes", NULL);
        assert_int_equal(count_at(list, "/items"), 1);
        expect_problem(404, "no-such-session", "GET", "/v1/sessions/deleted", NULL);
        const unsigned status = call("GET", "/v1/sessions/before/names", NULL)->status;
        assert_true(status == 404 || status == 409);
        const cJSON *problem =
            expect_problem(404, "no-such-session", "POST", "/v1/sessions/before/exec", "{\"source\": \"1\"}");
        assert_non_null(strstr(text_at(problem, "/detail"), "session \"before\" has ended"));
        problem = expect_problem(404, "no-such-session", "POST", "/v1/sessions/deleted/exec",
                                 "{\"source\": \"1\"}");
        assert_string_equal(text_at(problem, "/detail"), "there is no live session \"deleted\"");
    }
    /* the name is free; the new one hides the old one, and what is deleted first is the new one */
    expect(201, "POST", "/v1/sessions", "{\"name\": \"before\"}");
    assert_string_equal(text_at(expect(200, "GET", "/v1/sessions/before", NULL), "/state"), "live");
    assert_int_equal(int_at(expect(200, "GET", "/v1/sessions?limit=1", NULL), "/total"), 2);
    expect(204, "DELETE", "/v1/sessions/before", NULL);
    assert_string_equal(text_at(expect(200, "GET", "/v1/sessions/before", NULL), "/state"), "ended");
    expect(204, "DELETE", "/v1/sessions/before", NULL);
    expect_problem(404, "no-such-session", "GET", "/v1/sessions/before", NULL);
}

/* The same name again and again: each of those that ended is reached by its id, and by nothing else. */
static void an_ended_session_is_reached_by_its_id(void **state)
{
    (void)state;
    if (!daemon_is_ours())
        skip();
    const cJSON *made =
        expect(201, "POST", "/v1/sessions", "{\"name\": \"iso\", \"trace\": {\"tracing\": true}}");
    const char *old = path("/v1/sessions/%s", text_at(made, "/id")), *old_id = text_at(made, "/id");
    expect(200, "PUT", "/v1/sessions/iso/names/a", "{\"value\": [1, 2]}");
    expect(201, "POST", "/v1/sessions/iso/snapshots", "{\"label\": \"first\", \"objects\": true}");
    expect(201, "POST", "/v1/sessions/iso/snapshots", "{\"label\": \"second\"}");
    daemon_restart(false);
    const cJSON *again = expect(201, "POST", "/v1/sessions", "{\"name\": \"iso\"}");
    const char *new_id = text_at(again, "/id");
    assert_string_not_equal(new_id, old_id);
    const cJSON *list = expect(200, "GET", "/v1/sessions", NULL);
    int seen = 0;
    for (int i = 0; i < count_at(list, "/items"); i++) {
        const cJSON *row = at(list, path("/items/%d", i));
        const bool is_old = strcmp(text_at(row, "/id"), old_id) == 0;
        if (is_old || strcmp(text_at(row, "/id"), new_id) == 0) {
            assert_string_equal(text_at(row, "/state"), is_old ? "ended" : "live");
            assert_string_equal(text_at(row, "/name"), "iso");
            seen++;
        }
    }
    assert_int_equal(seen, 2);
    assert_string_equal(text_at(expect(200, "GET", "/v1/sessions/iso", NULL), "/id"), new_id);
    const cJSON *ended = expect(200, "GET", old, NULL);
    assert_string_equal(text_at(ended, "/state"), "ended");
    assert_string_equal(text_at(ended, "/id"), old_id);
    /* all that is stored */
    assert_int_equal(int_at(expect(200, "GET", path("%s/snapshots", old), NULL), "/total"), 2);
    assert_int_equal(int_at(expect(200, "GET", "/v1/sessions/iso/snapshots", NULL), "/total"), 0);
    static const char *const stored[] = {"snapshots/1",
                                         "snapshots/1/statistics",
                                         "snapshots/1/types",
                                         "snapshots/1/flamegraph",
                                         "snapshots/1/suspects",
                                         "diffs/1..2",
                                         "history",
                                         "leaks",
                                         "gc/history",
                                         "memory",
                                         "query",
                                         "export"};
    for (size_t i = 0; i < sizeof stored / sizeof stored[0]; i++) {
        const struct reply *reply = call("GET", path("%s/%s", old, stored[i]), NULL);
        if (reply->status != 200)
            fail_msg("%s: %u %s", stored[i], reply->status, reply->text);
    }
    expect(200, "POST", path("%s/query", old), "{\"sql\": \"SELECT count(*) FROM snapshots\"}");
    expect(200, "PATCH", path("%s/snapshots/1", old), "{\"label\": \"renamed\"}");
    expect(204, "DELETE", path("%s/snapshots/2", old), NULL);
    /* deleting the one leaves the other */
    expect(204, "DELETE", old, NULL);
    expect_problem(404, "no-such-session", "GET", old, NULL);
    assert_string_equal(text_at(expect(200, "GET", "/v1/sessions/iso", NULL), "/state"), "live");
    expect(204, "DELETE", "/v1/sessions/iso", NULL);
    daemon_restart(true);
    const cJSON *last = expect(201, "POST", "/v1/sessions",
                               "{}"); /* also the numbers of those that were deleted stay theirs */
    assert_string_not_equal(text_at(last, "/id"), old_id);
    assert_string_not_equal(text_at(last, "/id"), new_id);
    expect(204, "DELETE", path("/v1/sessions/%s", text_at(last, "/id")), NULL);
}

/* Names may look like ids. None takes the id of a session away. */
static void a_name_never_stands_for_the_id_of_another(void **state)
{
    (void)state;
    if (!daemon_is_ours())
        skip();
    const char *ended = text_at(expect(201, "POST", "/v1/sessions", "{\"name\": \"web\"}"), "/id");
    const char *plain = text_at(expect(201, "POST", "/v1/sessions", "{}"), "/id");
    const char *future = text("s%lld", strtoll(plain + 1, NULL, 10) + 1);
    const char *odd = text_at(expect(201, "POST", "/v1/sessions", text("{\"name\": \"%s\"}", future)), "/id");
    assert_string_not_equal(odd, future); /* so that the name can be had again */
    daemon_restart(false);
    for (int i = 0; i < 2; i++) {
        const char *taken = i == 0 ? ended : plain;
        expect_problem(409, "exists", "POST", "/v1/sessions", text("{\"name\": \"%s\"}", taken));
        const char *s = new_session(NULL);
        expect_problem(409, "exists", "POST", path("/v1/sessions/%s/fork", s),
                       text("{\"name\": \"%s\"}", taken));
        assert_string_not_equal(s, future);
        expect(204, "DELETE", path("/v1/sessions/%s", s), NULL);
    }
    const char *second =
        text_at(expect(201, "POST", "/v1/sessions", text("{\"name\": \"%s\"}", future)), "/id");
    assert_string_equal(text_at(expect(200, "GET", path("/v1/sessions/%s", future), NULL), "/id"), second);
    assert_string_equal(text_at(expect(200, "GET", path("/v1/sessions/%s", odd), NULL), "/state"), "ended");
    const char *const all[] = {ended, plain, odd, second};
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++)
        expect(204, "DELETE", path("/v1/sessions/%s", all[i]), NULL);
    assert_int_equal(int_at(expect(200, "GET", "/v1/sessions", NULL), "/total"), 0);
    /* who was deleted needs its id no more */
    expect(201, "POST", "/v1/sessions", text("{\"name\": \"%s\"}", ended));
    expect(204, "DELETE", path("/v1/sessions/%s", ended), NULL);
}

/* ---- Events -------------------------------------------------------------------------------------- */

static int send_request(const char *method, const char *target, const char *headers)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)daemon_port())};
    struct timeval patience = {.tv_sec = 120};
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    if (inet_pton(AF_INET, daemon_host(), &address.sin_addr) != 1)
        skip();
    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    assert_int_equal(connect(fd, (struct sockaddr *)&address, sizeof address), 0);
    const char *request = text("%s %s HTTP/1.1\r\nHost: localhost\r\n%s\r\n", method, target, headers);
    assert_int_equal(send(fd, request, strlen(request), MSG_NOSIGNAL), strlen(request));
    return fd;
}

static int open_stream(const char *target, const char *headers)
{
    return send_request("GET", target, headers);
}

/* Reads on until `wanted` has come; everything that came so far is in `seen`. */
static void wait_for(int fd, char *seen, size_t room, const char *wanted)
{
    size_t length = strlen(seen);
    while (strstr(seen, wanted) == NULL) {
        ssize_t size = recv(fd, seen + length, room - length - 1, 0);
        if (size <= 0)
            fail_msg("no \"%s\" in %s", wanted, seen);
        length += (size_t)size;
        seen[length] = '\0';
    }
}

static void events_come_as_they_happen(void **state)
{
    char seen[65536] = "", again[65536] = "";
    (void)state;
    const char *s = new_session(NULL);
    int fd = open_stream(path("/v1/sessions/%s/events", s), "");
    wait_for(fd, seen, sizeof seen, "retry: ");
    assert_non_null(strstr(seen, "Content-Type: text/event-stream"));
    expect(200, "PUT", path("/v1/sessions/%s/names/a", s), "{\"value\": [1]}");
    wait_for(fd, seen, sizeof seen, "event: change\ndata: {");
    expect(200, "POST", path("/v1/sessions/%s/gc/collect", s), NULL);
    wait_for(fd, seen, sizeof seen, "event: collection\ndata: {");
    /* one who comes back goes on where it was */
    int second = open_stream(path("/v1/sessions/%s/events", s), "Last-Event-ID: 0\r\n");
    wait_for(second, again, sizeof again, "event: collection\n");
    assert_non_null(strstr(again, "id: 1\n"));
    expect(204, "DELETE", path("/v1/sessions/%s", s), NULL);
    wait_for(fd, seen, sizeof seen, "event: ended\n");
    wait_for(fd, seen, sizeof seen, "\r\n0\r\n\r\n");
    wait_for(second, again, sizeof again, "event: ended\n");
    close(fd);
    close(second);
}

/* Its history may be long in going: who hears of the end must not find it as a session that has ended. */
static void who_hears_of_a_deletion_finds_nothing_any_more(void **state)
{
    (void)state;
    for (int i = 0; i < 10; i++) {
        char seen[65536] = "", answer[4096] = "";
        const char *s = new_session(NULL);
        int fd = open_stream(path("/v1/sessions/%s/events", s), "");
        wait_for(fd, seen, sizeof seen, "retry: ");
        for (int j = 0; j < 3; j++)
            expect(201, "POST", path("/v1/sessions/%s/snapshots", s), "{\"objects\": true}");
        int deletion = send_request("DELETE", path("/v1/sessions/%s", s), "");
        wait_for(fd, seen, sizeof seen, "event: ended\n");
        expect(404, "GET", path("/v1/sessions/%s", s), NULL);
        wait_for(deletion, answer, sizeof answer, "HTTP/1.1 204 ");
        close(deletion);
        close(fd);
    }
}

/* While its history goes it is there, and then it is nowhere: what is listed no more is not found, and its
 * name is free. */
static void a_session_that_is_being_deleted_is_there_until_it_is_gone(void **state)
{
    (void)state;
    for (int i = 0; i < 10; i++) {
        char answer[4096] = "";
        const char *s = text_at(
            expect(201, "POST", "/v1/sessions", "{\"name\": \"going\", \"labels\": {\"goes\": \"1\"}}"),
            "/id");
        for (int j = 0; j < 3; j++)
            expect(201, "POST", path("/v1/sessions/%s/snapshots", s), "{\"objects\": true}");
        int deletion = send_request("DELETE", path("/v1/sessions/%s", s), "");
        while (cJSON_GetArraySize(
            cJSON_GetObjectItem(expect(200, "GET", "/v1/sessions?label=goes:1", NULL), "items")))
            ;
        expect(404, "GET", path("/v1/sessions/%s", s), NULL);
        expect(201, "POST", "/v1/sessions", "{\"name\": \"going\"}");
        expect(204, "DELETE", "/v1/sessions/going", NULL);
        wait_for(deletion, answer, sizeof answer, "HTTP/1.1 204 ");
        close(deletion);
    }
}

static void what_happened_while_a_watcher_was_away_is_told(void **state)
{
    char seen[65536] = "", again[262144] = "";
    (void)state;
    const char *s = new_session(NULL);
    int fd = open_stream(path("/v1/sessions/%s/events", s), "");
    wait_for(fd, seen, sizeof seen, "retry: ");
    expect(200, "PUT", path("/v1/sessions/%s/names/a", s), "{\"value\": [1]}");
    wait_for(fd, seen, sizeof seen, "id: 2\nevent: change\n");
    close(fd);
    for (int i = 0; i < 50; i++)
        expect(200, "PUT", path("/v1/sessions/%s/names/a", s), "{\"value\": [1]}");
    fd = open_stream(path("/v1/sessions/%s/events", s), "Last-Event-ID: 2\r\n");
    wait_for(fd, again, sizeof again, "event: change\ndata: {\"seq\":51,");
    for (int i = 2; i <= 51; i++)
        assert_non_null(strstr(again, text("event: change\ndata: {\"seq\":%d,", i)));
    close(fd);
    expect(204, "DELETE", path("/v1/sessions/%s", s), NULL);
}

static void sessions_that_come_and_go_are_events_of_the_daemon(void **state)
{
    char seen[65536] = "";
    (void)state;
    int fd = open_stream("/v1/events", "");
    wait_for(fd, seen, sizeof seen, "retry: ");
    const char *s =
        text_at(expect(201, "POST", "/v1/sessions", "{\"name\": \"watched\", \"python\": \"3.11\"}"), "/id");
    const char *fork = text_at(expect(201, "POST", path("/v1/sessions/%s/fork", s), NULL), "/id");
    expect(204, "DELETE", path("/v1/sessions/%s", s), NULL);
    expect(204, "DELETE", path("/v1/sessions/%s", fork), NULL);
    const char *const expected[] = {
        text("event: session\ndata: "
             "{\"name\":\"watched\",\"id\":\"%s\",\"python\":\"3.11\",\"state\":\"live\"}\n",
             s),
        text("event: session\ndata: {\"name\":\"%s\",\"id\":\"%s\",\"python\":\"3.11\",\"state\":\"live\"}\n",
             fork, fork),
        text("event: session\ndata: "
             "{\"name\":\"watched\",\"id\":\"%s\",\"python\":\"3.11\",\"state\":\"deleted\"}\n",
             s),
        text("event: session\ndata: "
             "{\"name\":\"%s\",\"id\":\"%s\",\"python\":\"3.11\",\"state\":\"deleted\"}\n",
             fork, fork)};
    for (size_t i = 0; i < sizeof expected / sizeof expected[0]; i++)
        wait_for(fd, seen, sizeof seen, expected[i]);
    close(fd);
}

static void watchers_who_do_not_read_hold_up_nobody(void **state)
{
    char seen[1 << 20] = "";
    (void)state;
    const char *s = new_session(NULL);
    int fd = open_stream(path("/v1/sessions/%s/events", s), "");
    wait_for(fd, seen, sizeof seen, "retry: ");
    for (int i = 0; i < 300; i++)
        expect(200, "PUT", path("/v1/sessions/%s/names/a", s), "{\"value\": [1]}");
    wait_for(fd, seen, sizeof seen, "event: change\n");
    close(fd);
    expect(204, "DELETE", path("/v1/sessions/%s", s), NULL);
}

HARNESS_MAIN(cmocka_unit_test(versions_have_what_tells_them_apart),
             cmocka_unit_test(a_session_has_the_documented_shape),
             cmocka_unit_test(without_a_document_everything_is_default),
             cmocka_unit_test(names_are_taken_once), cmocka_unit_test(what_is_wrong_is_pointed_at),
             cmocka_unit_test(collector_and_tracing_are_set_from_the_start),
             cmocka_unit_test(lists_come_in_pages_and_by_label), cmocka_unit_test(changes_are_merged),
             cmocka_unit_test(changes_can_depend_on_the_sequence_number),
             cmocka_unit_test(a_session_can_be_forked_as_it_was),
             cmocka_unit_test(each_operation_of_a_batch_is_a_step_to_fork_at),
             cmocka_unit_test(limits_are_what_they_were_at_the_step),
             cmocka_unit_test(steps_that_there_are_not_are_refused),
             cmocka_unit_test(what_cannot_be_done_again_is_passed_over),
             cmocka_unit_test(a_fork_is_equal_and_apart), cmocka_unit_test(sessions_expire),
             cmocka_unit_test(errors_say_what_there_is),
             cmocka_unit_test(ended_sessions_are_remembered_over_a_restart),
             cmocka_unit_test(an_ended_session_is_reached_by_its_id),
             cmocka_unit_test(a_name_never_stands_for_the_id_of_another),
             cmocka_unit_test(events_come_as_they_happen),
             cmocka_unit_test(who_hears_of_a_deletion_finds_nothing_any_more),
             cmocka_unit_test(a_session_that_is_being_deleted_is_there_until_it_is_gone),
             cmocka_unit_test(what_happened_while_a_watcher_was_away_is_told),
             cmocka_unit_test(sessions_that_come_and_go_are_events_of_the_daemon),
             cmocka_unit_test(watchers_who_do_not_read_hold_up_nobody))
