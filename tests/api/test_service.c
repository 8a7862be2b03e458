/* What heapd answers about itself. */
#include "tests/api/harness.h"

#include <string.h>

static void it_is_alive_and_ready(void **state)
{
    (void)state;
    assert_string_equal(text_at(expect(200, "GET", "/healthz", NULL), "/status"), "ok");
    assert_string_equal(text_at(expect(200, "GET", "/readyz", NULL), "/status"), "ready");
}

static void head_has_the_headers_of_get(void **state)
{
    (void)state;
    expect(200, "HEAD", "/healthz", NULL);
    assert_string_equal(reply_header("Content-Length"), "15");
    assert_int_equal(last_reply()->length, 0);
}

static void metrics_count_requests_by_route(void **state)
{
    (void)state;
    expect(200, "GET", "/healthz", NULL);
    expect(404, "DELETE", "/nothing/here", NULL);
    expect(200, "GET", "/metrics", NULL);
    const char *metrics = last_reply()->text;
    assert_non_null(
        strstr(metrics, "heapd_http_requests_total{method=\"GET\",route=\"/healthz\",status=\"200\"}"));
    assert_non_null(strstr(metrics, "heapd_http_requests_total{method=\"\",route=\"\",status=\"404\"}"));
    assert_non_null(
        strstr(metrics, "heapd_http_request_duration_seconds_bucket{method=\"GET\",route=\"/healthz\""));
}

static void every_problem_is_documented(void **state)
{
    (void)state;
    const cJSON *list = expect(200, "GET", "/problems", NULL);
    assert_true(count_at(list, "/items") > 20);
    for (const cJSON *item = at(list, "/items")->child; item != NULL; item = item->next) {
        const cJSON *one = expect(200, "GET", text_at(item, "/type"), NULL);
        assert_string_equal(text_at(one, "/title"), text_at(item, "/title"));
        assert_true(strlen(text_at(one, "/text")) > 20);
    }
    expect_problem(404, "no-such-problem", "GET", "/problems/none", NULL);
}

static void pretty_answers_are_indented(void **state)
{
    (void)state;
    expect(200, "GET", "/problems/gone?pretty", NULL);
    assert_non_null(strstr(last_reply()->text, "{\n  \"type\": \"/problems/gone\",\n"));
    assert_string_equal(last_reply()->text + last_reply()->length - 3, "\n}\n");
    expect_problem(404, "no-such-problem", "GET", "/problems/none?pretty", NULL);
    assert_string_equal(last_reply()->text + last_reply()->length - 3, "\n}\n");
    expect(200, "GET", "/problems/gone", NULL);
    assert_int_equal(last_reply()->text[last_reply()->length - 1], '}');
}

static void large_answers_are_compressed_for_those_who_accept(void **state)
{
    (void)state;
    with_header("Accept-Encoding: deflate, gzip;q=0.8");
    call("GET", "/problems", NULL);
    assert_string_equal(reply_header("Content-Encoding"), "gzip");
    assert_int_equal((unsigned char)last_reply()->text[0], 0x1f);
    with_header("Accept-Encoding: gzip;q=0");
    call("GET", "/problems", NULL);
    assert_null(reply_header("Content-Encoding"));
    with_header("Accept-Encoding: gzip");
    call("GET", "/healthz", NULL);
    assert_null(reply_header("Content-Encoding"));
}

HARNESS_MAIN(cmocka_unit_test(it_is_alive_and_ready), cmocka_unit_test(head_has_the_headers_of_get),
             cmocka_unit_test(metrics_count_requests_by_route), cmocka_unit_test(every_problem_is_documented),
             cmocka_unit_test(pretty_answers_are_indented),
             cmocka_unit_test(large_answers_are_compressed_for_those_who_accept))
