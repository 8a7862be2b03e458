/* The server between sockets and handlers: framing, limits, keep-alive, workers, streams, stopping. */
#include "tests/unit/api/server_fixture.h"

/* ---- Routes of the test -------------------------------------------------------------------------- */

static enum api_result echo(struct api_request *request)
{
    struct json_writer *w = &request->json;
    json_begin_object(w);
    json_member_text(w, "method", http_method_name(request->method));
    json_key(w, "body");
    json_string(w, request->body, request->body_length);
    json_member_text(w, "name", request->param[PARAM_NAME].text);
    json_key(w, "query");
    json_begin_object(w);
    for (size_t i = 0; i < request->query_count; i++) {
        json_key_string(w, request->query[i].name.text, request->query[i].name.length);
        json_string(w, request->query[i].value.text, request->query[i].value.length);
    }
    json_end_object(w);
    json_end_object(w);
    return API_DONE;
}

static enum api_result length_of_body(struct api_request *request)
{
    json_uint(&request->json, request->body_length);
    return API_DONE;
}

static atomic_bool held;    /* what is long stays where it is */
static atomic_uint arrived; /* there, in all */

static void wait_until_arrived(unsigned many)
{
    while (atomic_load(&arrived) < many)
        pause_ms(1);
}

static enum api_result later(struct api_request *request)
{
    if (!request->may_block)
        return API_LATER;
    atomic_fetch_add(&arrived, 1);
    while (atomic_load(&held))
        pause_ms(1);
    pause_ms(100);
    json_text_string(&request->json, "later");
    return API_DONE;
}

static enum api_result versioned(struct api_request *request)
{
    enum api_result result = api_if_match(request, 7);
    if (result != API_DONE)
        return result;
    api_etag(request, 8);
    return api_done_empty(request);
}

static enum api_result large(struct api_request *request)
{
    json_begin_array(&request->json);
    for (int i = 0; i < 200000; i++)
        json_int(&request->json, i);
    json_end_array(&request->json);
    return API_DONE;
}

/* A stream that says a number each time it is woken, three times. */
struct counting {
    struct api_stream stream;
    pthread_t thread;
    atomic_int available;
    int said;
};

static atomic_int open_streams;

static ssize_t read_count(struct api_stream *stream, char *out, size_t room, int stopping)
{
    struct counting *counting = (struct counting *)stream;
    if (counting->said == 3)
        return STREAM_END;
    if (counting->said == atomic_load(&counting->available))
        return stopping ? STREAM_END : STREAM_WAIT;
    return snprintf(out, room, "<%d>", ++counting->said);
}

static void *count(void *cls)
{
    struct counting *counting = cls;
    for (int i = 0; i < 3; i++) {
        pause_ms(20);
        atomic_fetch_add(&counting->available, 1);
        api_stream_wake(&counting->stream);
    }
    return NULL;
}

static void close_count(struct api_stream *stream)
{
    struct counting *counting = (struct counting *)stream;
    pthread_join(counting->thread, NULL);
    atomic_fetch_sub(&open_streams, 1);
    free(counting);
}

static enum api_result count_to_three(struct api_request *request)
{
    struct counting *counting = calloc(1, sizeof *counting);
    counting->stream.read = read_count;
    counting->stream.close = close_count;
    atomic_fetch_add(&open_streams, 1);
    if (pthread_create(&counting->thread, NULL, count, counting) != 0)
        abort();
    request->answer.stream = &counting->stream;
    request->answer.content_type = "text/plain";
    return API_DONE;
}

/* One that never says anything. */
static ssize_t read_nothing(struct api_stream *stream, char *out, size_t room, int stopping)
{
    (void)stream;
    (void)out;
    (void)room;
    return stopping ? STREAM_END : STREAM_WAIT;
}

static void close_nothing(struct api_stream *stream)
{
    atomic_fetch_sub(&open_streams, 1);
    free(stream);
}

static enum api_result say_nothing(struct api_request *request)
{
    struct api_stream *stream = calloc(1, sizeof *stream);
    stream->read = read_nothing;
    stream->close = close_nothing;
    atomic_fetch_add(&open_streams, 1);
    request->answer.stream = stream;
    return API_DONE;
}

static const struct api_route routes[] = {
    {HTTP_GET, "/echo/{name}", echo, API_SCOPE_NONE, BODY_NONE, 0, 0, NULL},
    {HTTP_POST, "/echo", echo, API_SCOPE_NONE, BODY_SMALL, 0, 0, NULL},
    {HTTP_PUT, "/echo", echo, API_SCOPE_READ, BODY_SMALL, 0, 0, NULL},
    {HTTP_POST, "/length", length_of_body, API_SCOPE_NONE, BODY_LARGE, MEDIA_JSON | MEDIA_NDJSON, 0, NULL},
    {HTTP_GET, "/later", later, API_SCOPE_NONE, BODY_NONE, 0, 0, NULL},
    {HTTP_GET, "/long", later, API_SCOPE_NONE, BODY_NONE, 0, ROUTE_LONG, NULL},
    {HTTP_PUT, "/versioned", versioned, API_SCOPE_NONE, BODY_SMALL, 0, 0, NULL},
    {HTTP_GET, "/large", large, API_SCOPE_NONE, BODY_NONE, 0, 0, NULL},
    {HTTP_GET, "/count", count_to_three, API_SCOPE_NONE, BODY_NONE, 0, ROUTE_STREAM, NULL},
    {HTTP_GET, "/silence", say_nothing, API_SCOPE_NONE, BODY_NONE, 0, ROUTE_STREAM, NULL},
};

static int set_up(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);
    if (f == NULL)
        return -1;
    f->config.routes = routes;
    f->config.route_count = sizeof routes / sizeof *routes;
    f->config.body_limit = 1 << 20;
    f->context.workers = workers_start(2, 4);
    *state = f;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *f = *state;
    api_server_stop(f->server, 5000);
    workers_stop(f->context.workers);
    free(f);
    assert_int_equal(atomic_load(&open_streams), 0);
    return 0;
}

static void must_answer(struct fixture *f, unsigned status, const char *text, const char *request)
{
    const char *answer = exchange(f, request);
    if (status_of(answer) != status || (text != NULL && strstr(answer, text) == NULL))
        fail_msg("%.300s\n  answers %.1500s\n  instead of %u with %s", request, answer, status,
                 text != NULL ? text : "anything");
}

/* ---- Requests and answers ------------------------------------------------------------------------ */

static void paths_and_queries_are_decoded(void **state)
{
    struct fixture *f = *state;
    start(f);
    must_answer(f, 200, "\"name\":\"a/b c\",\"query\":{\"x\":\"1+2\",\"flag\":\"\",\"y\":\"\xc3\xa9 z\"}",
                "GET /echo/a%2Fb%20c?x=1%2B2&flag&&y=%C3%A9+z HTTP/1.1\r\n" CLOSE);
    must_answer(f, 400, "invalid-request", "GET /echo/a%zz HTTP/1.1\r\n" CLOSE);
    must_answer(f, 400, "invalid-request", "GET /echo/a%00 HTTP/1.1\r\n" CLOSE);
    must_answer(f, 400, "invalid-request", "GET /echo/a?x=%ff HTTP/1.1\r\n" CLOSE);
    must_answer(f, 200, "\"name\":\"x\"", "GET http://localhost/echo/x HTTP/1.1\r\n" CLOSE);
}

static void head_answers_the_length_alone(void **state)
{
    struct fixture *f = *state;
    start(f);
    const char *answer = exchange(f, "HEAD /echo/x HTTP/1.1\r\n" CLOSE);
    assert_int_equal(status_of(answer), 200);
    assert_non_null(strstr(answer, "Content-Length: 48\r\n"));
    assert_string_equal(strstr(answer, "\r\n\r\n"), "\r\n\r\n");
}

static void pipelined_requests_are_answered_in_order(void **state)
{
    struct fixture *f = *state;
    start(f);
    const char *answer = exchange(f, "GET /echo/one HTTP/1.1\r\nHost: localhost\r\n\r\n"
                                     "POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\n\r\ntwo"
                                     "GET /later HTTP/1.1\r\nHost: localhost\r\n\r\n"
                                     "GET /nothing HTTP/1.1\r\nHost: localhost\r\n\r\n"
                                     "GET /echo/five HTTP/1.1\r\n" CLOSE);
    static const char *const expected[] = {"\"name\":\"one\"", "\"body\":\"two\"", "\"later\"",
                                           "404 Not Found", "\"name\":\"five\""};
    for (size_t i = 0; i < sizeof expected / sizeof *expected; i++) {
        answer = strstr(answer, expected[i]);
        if (answer == NULL)
            fail_msg("%s is missing, or out of order: %s", expected[i], f->answer);
    }
}

static void unknown_paths_and_methods_are_problems(void **state)
{
    struct fixture *f = *state;
    start(f);
    must_answer(f, 404, "\"instance\":\"/nothing?x=1\"", "GET /nothing?x=1 HTTP/1.1\r\n" CLOSE);
    must_answer(f, 404, "application/problem+json", "GET /nothing HTTP/1.1\r\n" CLOSE);
    must_answer(f, 405, "Allow: POST, PUT, OPTIONS\r\n", "DELETE /echo HTTP/1.1\r\n" CLOSE);
    must_answer(f, 405, "Allow: GET, HEAD, OPTIONS\r\n", "BREW /later HTTP/1.1\r\n" CLOSE);
    must_answer(f, 204, "Allow: GET, HEAD, OPTIONS\r\n", "OPTIONS /later HTTP/1.1\r\n" CLOSE);
}

static void etag_and_if_match(void **state)
{
    struct fixture *f = *state;
    start(f);
    must_answer(f, 204, "ETag: \"8\"\r\n", "PUT /versioned HTTP/1.1\r\nIf-Match: \"7\"\r\n" CLOSE);
    must_answer(f, 204, NULL, "PUT /versioned HTTP/1.1\r\nIf-Match: \"3\", \"7\"\r\n" CLOSE);
    must_answer(f, 204, NULL, "PUT /versioned HTTP/1.1\r\nIf-Match: *\r\n" CLOSE);
    must_answer(f, 412, "precondition-failed", "PUT /versioned HTTP/1.1\r\nIf-Match: \"8\"\r\n" CLOSE);
    must_answer(f, 412, NULL, "PUT /versioned HTTP/1.1\r\nIf-Match: 7\r\n" CLOSE);
}

/* What the library refuses by itself, before it asks. */
static void requests_that_cannot_be_read_are_problems_too(void **state)
{
    static char long_target[40000], long_field[40000];
    static const struct {
        unsigned status;
        const char *slug, *request;
    } rows[] = {
        {400, "invalid-request", "GET /length\r\n\r\n"},
        {400, "invalid-request", "GARBAGE\r\n\r\n"},
        {400, "invalid-request", "SSH-2.0-OpenSSH_9.2p1\r\n"},
        {400, "invalid-request", " \r\n\r\n"},
        {400, "invalid-request", "GET  /length  HTTP/1.1\r\n" CLOSE},
        {400, "invalid-request", "\x16\x03\x01\x02\n\x01"},
        {400, "invalid-request", "GET /length HTTP/1.1\r\n\r\n"},
        {400, "invalid-request", "GET /length HTTP/1.1\r\nno field\r\n" CLOSE},
        {400, "invalid-request", "POST /echo HTTP/1.1\r\nContent-Length: many\r\n" CLOSE},
        {400, "invalid-request", "POST /echo HTTP/1.1\r\nContent-Length: -5\r\n" CLOSE},
        {413, "too-large", "POST /echo HTTP/1.1\r\nContent-Length: 99999999999999999999999\r\n" CLOSE},
        {505, "http-version", "GET /length HTTP/9.9\r\n" CLOSE},
        {414, "target-too-long", long_target},
        {431, "headers-too-large", long_field},
    };
    struct fixture *f = *state;
    int64_t begun = monotonic_ns();
    start(f);
    snprintf(long_target, sizeof long_target, "GET /%030000d HTTP/1.1\r\n" CLOSE, 0);
    snprintf(long_field, sizeof long_field, "GET /length HTTP/1.1\r\nX-Long: %030000d\r\n" CLOSE, 0);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        must_answer(f, rows[i].status, rows[i].slug, rows[i].request);
        must_answer(f, rows[i].status, "Content-Type: application/problem+json\r\n", rows[i].request);
        must_answer(f, rows[i].status, "\r\n\r\n{\"type\"",
                    rows[i].request); /* one head, then the document */
        assert_null(strstr(f->answer + 1, "HTTP/1.1 "));
    }
    assert_true(monotonic_ns() - begun < 25 * (int64_t)1000000000); /* and not only once the client is late */
}

/* ---- Bodies -------------------------------------------------------------------------------------- */

static void bodies_come_whole_or_in_chunks(void **state)
{
    struct fixture *f = *state;
    start(f);
    must_answer(f, 200, "\"body\":\"{}\"",
                "POST /echo HTTP/1.1\r\nContent-Length: 2\r\nHost: localhost\r\n"
                "Connection: close\r\n\r\n{}");
    must_answer(f, 200, "\"body\":\"abcdef\"",
                "POST /echo HTTP/1.1\r\nTransfer-Encoding: chunked\r\n" CLOSE
                "3\r\nabc\r\n3\r\ndef\r\n0\r\n\r\n");
    must_answer(f, 200, "\"body\":\"\"", "POST /echo HTTP/1.1\r\nContent-Length: 0\r\n" CLOSE);
}

static void bodies_beyond_the_limit_are_refused_early(void **state)
{
    struct fixture *f = *state;
    start(f);
    /* announced: refused before a byte of it is sent */
    must_answer(f, 413, "too-large", "POST /echo HTTP/1.1\r\nContent-Length: 99999999999\r\n" CLOSE);
    must_answer(f, 413, "too-large", "POST /length HTTP/1.1\r\nContent-Length: 1048577\r\n" CLOSE);
    must_answer(f, 413, "too-large",
                "POST /length HTTP/1.1\r\nContent-Length: 1048577\r\nExpect: 100-continue\r\n" CLOSE);
    /* not announced: refused once it is too much */
    int fd = open_socket(f);
    static char chunk[70000];
    memset(chunk, 'x', sizeof chunk);
    send_text(fd, "POST /echo HTTP/1.1\r\nTransfer-Encoding: chunked\r\n" CLOSE);
    for (int i = 0; i < 2; i++) {
        send_text(fd, "11170\r\n");
        send_bytes(fd, chunk, 70000);
        send_text(fd, "\r\n");
    }
    send_text(fd, "0\r\n\r\n");
    assert_int_equal(status_of(read_all(f, fd)), 413);
}

static void large_bodies_arrive_whole(void **state)
{
    struct fixture *f = *state;
    start(f);
    int fd = open_socket(f);
    char *body = malloc(1 << 20);
    assert_non_null(body);
    memset(body, 'y', 1 << 20);
    send_text(fd,
              "POST /length HTTP/1.1\r\nContent-Type: application/json\r\nContent-Length: 1048576\r\n" CLOSE);
    send_bytes(fd, body, 1 << 20);
    free(body);
    assert_non_null(strstr(read_all(f, fd), "\r\n\r\n1048576"));
}

static void bodies_have_the_right_media_type(void **state)
{
    struct fixture *f = *state;
    start(f);
    must_answer(f, 415, "unsupported-media-type",
                "POST /echo HTTP/1.1\r\nContent-Type: text/plain\r\nContent-Length: 2\r\nHost: localhost\r\n"
                "Connection: close\r\n\r\n{}");
    must_answer(f, 415, "Content-Encoding",
                "POST /echo HTTP/1.1\r\nContent-Encoding: gzip\r\nContent-Length: 2\r\nHost: localhost\r\n"
                "Connection: close\r\n\r\n{}");
    must_answer(f, 200, NULL,
                "POST /length HTTP/1.1\r\nContent-Type: application/x-ndjson\r\nContent-Length: 2\r\n"
                "Host: localhost\r\nConnection: close\r\n\r\n{}");
    must_answer(f, 200, NULL,
                "GET /echo/x HTTP/1.1\r\nContent-Length: 2\r\nContent-Type: image/png\r\nHost: "
                "localhost\r\nConnection: close\r\n\r\n{}");
}

static void the_connection_goes_on_after_a_refused_body(void **state)
{
    struct fixture *f = *state;
    start(f);
    const char *answer = exchange(
        f,
        "POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\nContent-Length: 5\r\n\r\nhello"
        "GET /echo/after HTTP/1.1\r\n" CLOSE);
    assert_int_equal(status_of(answer), 415);
    assert_non_null(strstr(answer, "\"name\":\"after\""));
}

static void ambiguous_framing_is_refused_and_ends_the_connection(void **state)
{
    struct fixture *f = *state;
    static const char *const requests[] = {
        "POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\nTransfer-Encoding : "
        "chunked\r\n\r\n0\r\n\r\nGET /echo/smuggled HTTP/1.1\r\n" CLOSE,
        "POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\nTransfer-Encoding: "
        "chunked\r\n\r\n0\r\n\r\nGET /echo/smuggled HTTP/1.1\r\n" CLOSE,
        "POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\nContent-Length: 30\r\n\r\nabcGET "
        "/echo/smuggled HTTP/1.1\r\n" CLOSE,
        "POST /echo HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\nGET "
        "/echo/smuggled HTTP/1.1\r\n" CLOSE,
        "POST /echo HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: "
        "identity\r\n\r\n0\r\n\r\nGET /echo/smuggled HTTP/1.1\r\n" CLOSE,
        "POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: +3\r\n\r\nabcGET /echo/smuggled "
        "HTTP/1.1\r\n" CLOSE,
        "POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3, 3\r\n\r\nabcGET /echo/smuggled "
        "HTTP/1.1\r\n" CLOSE,
        "POST /echo HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\nContent-Length: 3\r\n\r\nabcGET "
        "/echo/smuggled HTTP/1.1\r\n" CLOSE,
        "POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\nGET /echo/smuggled "
        "HTTP/1.1\r\n" CLOSE,
    };
    start(f);
    for (size_t i = 0; i < sizeof requests / sizeof *requests; i++) {
        const char *answer = exchange(f, requests[i]);
        if (status_of(answer) != 400 || strstr(answer, "smuggled") != NULL)
            fail_msg("%s\n  answers %s", requests[i], answer);
    }
    must_answer(f, 200, NULL, "GET /echo/x HTTP/1.1\r\n" CLOSE);
}

/* ---- Access -------------------------------------------------------------------------------------- */

static void other_hosts_and_origins_are_refused(void **state)
{
    struct fixture *f = *state;
    static const char *const origins[] = {"https://notes.example"};
    f->config.origins = origins;
    f->config.origin_count = 1;
    start(f);
    must_answer(f, 403, "forbidden-host",
                "GET /echo/x HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n");
    must_answer(f, 403, "forbidden-origin", "GET /echo/x HTTP/1.1\r\nOrigin: https://evil.example\r\n" CLOSE);
    must_answer(f, 200, "Access-Control-Allow-Origin: https://notes.example\r\n",
                "GET /echo/x HTTP/1.1\r\nOrigin: https://notes.example\r\n" CLOSE);
    must_answer(f, 204, "Access-Control-Allow-Methods: POST, PUT, OPTIONS\r\n",
                "OPTIONS /echo HTTP/1.1\r\nOrigin: https://notes.example\r\nAccess-Control-Request-Method: "
                "PUT\r\n" CLOSE);
    must_answer(f, 200, NULL, "GET /echo/x HTTP/1.1\r\nOrigin: http://localhost\r\n" CLOSE);
}

static void tokens_open_what_they_are_for(void **state)
{
    struct fixture *f = *state;
    struct api_token items[1] = {{.scopes = API_SCOPE_READ}};
    const struct api_tokens tokens = {1, items};
    api_token_hash("secret", 6, items[0].hash);
    f->config.tokens = &tokens;
    start(f);
    must_answer(f, 401, "WWW-Authenticate: Bearer", "PUT /echo HTTP/1.1\r\n" CLOSE);
    must_answer(f, 401, NULL, "PUT /echo HTTP/1.1\r\nAuthorization: Bearer wrong\r\n" CLOSE);
    must_answer(f, 200, NULL, "PUT /echo HTTP/1.1\r\nAuthorization: Bearer secret\r\n" CLOSE);
    must_answer(f, 200, NULL, "GET /echo/x HTTP/1.1\r\n" CLOSE);
    api_server_stop(f->server, 1000); /* before `tokens` goes */
    f->server = NULL;
}

static void too_many_requests_are_put_off(void **state)
{
    struct fixture *f = *state;
    f->config.request_rate = 1;
    f->config.request_burst = 2;
    start(f);
    int fd = open_socket(f);
    for (int i = 0; i < 30; i++) /* all at once: however slow the machine is, fewer than that may go on */
        send_text(fd, i < 29 ? "GET /echo/x HTTP/1.1\r\nHost: localhost\r\n\r\n"
                             : "GET /echo/x HTTP/1.1\r\n" CLOSE);
    const char *answers = read_all(f, fd), *put_off = strstr(answers, "HTTP/1.1 429 ");
    assert_int_equal(strncmp(answers, "HTTP/1.1 200 ", 13), 0);
    assert_int_equal(strncmp(strstr(answers + 1, "HTTP/1.1 "), "HTTP/1.1 200 ", 13), 0);
    assert_non_null(put_off);
    assert_non_null(strstr(put_off, "Retry-After: 1\r\n"));
}

/* ---- Workers and streams ------------------------------------------------------------------------- */

static void long_work_does_not_hold_up_others(void **state)
{
    struct fixture *f = *state;
    start(f);
    int slow = open_socket(f);
    unsigned before = atomic_load(&arrived);
    atomic_store(&held, true);
    send_text(slow, "GET /long HTTP/1.1\r\n" CLOSE);
    wait_until_arrived(before + 1);
    must_answer(f, 200, NULL, "GET /echo/x HTTP/1.1\r\n" CLOSE);
    atomic_store(&held, false);
    assert_non_null(strstr(read_all(f, slow), "\"later\""));
}

static void more_long_work_than_can_wait_is_busy(void **state)
{
    struct fixture *f = *state;
    int fds[12], busy = 0, done = 0;
    struct workers_stats stats;
    start(f);
    atomic_store(&held, true);
    for (int i = 0; i < 12; i++) {
        fds[i] = open_socket(f);
        send_text(fds[i], "GET /long HTTP/1.1\r\n" CLOSE);
    }
    while (workers_stats(f->context.workers, &stats), stats.accepted + stats.refused < 12)
        pause_ms(1);
    atomic_store(&held, false);
    for (int i = 0; i < 12; i++) {
        const char *answer = read_all(f, fds[i]);
        busy += status_of(answer) == 503 && strstr(answer, "Retry-After: 1\r\n") != NULL;
        done += status_of(answer) == 200;
    }
    assert_int_equal(busy + done, 12);
    assert_true(busy >= 1 && done >= 4);
}

static void streams_are_sent_as_they_come(void **state)
{
    struct fixture *f = *state;
    start(f);
    const char *answer = exchange(f, "GET /count HTTP/1.1\r\n" CLOSE);
    const char *one = strstr(answer, "<1>");
    assert_non_null(one);
    const char *two = strstr(one, "<2>");
    assert_non_null(two);
    assert_non_null(strstr(two, "<3>"));
    exchange(f, "HEAD /count HTTP/1.1\r\n" CLOSE);
}

static void streams_whose_client_goes_away_are_closed(void **state)
{
    struct fixture *f = *state;
    start(f);
    for (int i = 0; i < 20; i++) {
        int fd = open_socket(f);
        send_text(fd, i % 2 ? "GET /count HTTP/1.1\r\n" CLOSE : "GET /silence HTTP/1.1\r\n" CLOSE);
        read_until(f, fd, "\r\n\r\n");
        close(fd);
    }
}

static void stopping_finishes_what_is_in_flight(void **state)
{
    struct fixture *f = *state;
    start(f);
    int slow = open_socket(f), silent = open_socket(f);
    unsigned before = atomic_load(&arrived);
    send_text(slow, "GET /long HTTP/1.1\r\nHost: localhost\r\n\r\n");
    send_text(silent, "GET /silence HTTP/1.1\r\nHost: localhost\r\n\r\n");
    read_until(f, silent, "\r\n\r\n");
    wait_until_arrived(before + 1);
    api_server_stop(f->server, 5000);
    f->server = NULL;
    assert_non_null(strstr(read_all(f, slow), "\"later\""));
    assert_true(strlen(read_all(f, silent)) < 10); /* the end of the chunks */
}

/* ---- Slow and rude clients ----------------------------------------------------------------------- */

static void clients_that_do_not_go_on_are_cut_off(void **state)
{
    struct fixture *f = *state;
    f->config.idle_timeout_s = 1;
    start(f);
    int idle = open_socket(f), line = open_socket(f), head = open_socket(f), body = open_socket(f),
        dripping = open_socket(f);
    send_text(line, "\x16\x03\x01\x02"); /* as TLS begins */
    send_text(head, "GET /echo/x HTTP/1.1\r\nHost: loc");
    send_text(body, "POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\nabc");
    /* Never idle for a second, and never done either. */
    send_text(dripping, "GET /echo/x HTTP/1.1\r\n");
    for (int i = 0; i < 12; i++) {
        pause_ms(300);
        send_text(dripping, "X-Header: 1\r\n");
    }
    assert_int_equal(status_of(read_all(f, idle)), 0);
    assert_int_not_equal(status_of(read_all(f, dripping)), 200); /* what it sent on took the answer away */
    const int late[] = {line, head, body};
    for (size_t i = 0; i < sizeof late / sizeof *late; i++) {
        const char *answer = read_all(f, late[i]);
        if (status_of(answer) != 408)
            fail_msg("connection %zu: %s", i, answer);
        assert_non_null(strstr(answer, "\r\n\r\n{\"type\":\"/problems/too-slow\""));
        assert_null(strstr(answer + 1, "HTTP/1.1 "));
    }
    must_answer(f, 200, NULL, "GET /echo/x HTTP/1.1\r\n" CLOSE);
}

static void clients_that_do_not_read_do_not_block_others(void **state)
{
    struct fixture *f = *state;
    start(f);
    int fds[8];
    for (int i = 0; i < 8; i++) {
        fds[i] = open_socket(f);
        send_text(
            fds[i],
            "GET /large HTTP/1.1\r\nHost: localhost\r\n\r\nGET /large HTTP/1.1\r\nHost: localhost\r\n\r\n");
    }
    must_answer(f, 200, NULL, "GET /echo/x HTTP/1.1\r\n" CLOSE);
    for (int i = 0; i < 8; i++)
        close(fds[i]);
    must_answer(f, 200, NULL, "GET /echo/x HTTP/1.1\r\n" CLOSE);
}

static void connections_beyond_the_limit_are_turned_away(void **state)
{
    struct fixture *f = *state;
    int fds[20];
    f->config.connection_limit = 10;
    start(f);
    for (int i = 0; i < 20; i++) {
        fds[i] = open_socket(f);
        send_text(fds[i], "GET /echo/x HTTP/1.1\r\nHost: localhost\r\n\r\n");
        const char *answer = i < 10 ? read_until(f, fds[i], "\r\n\r\n{") : read_all(f, fds[i]);
        assert_int_equal(status_of(answer), i < 10 ? 200 : 503);
        if (i >= 10) {
            assert_non_null(strstr(answer, "\r\nRetry-After: 1\r\n"));
            assert_non_null(strstr(answer, "\r\n\r\n{\"type\":\"/problems/busy\""));
            assert_non_null(strstr(answer, "--max-connections"));
        }
    }
    int silent = open_socket(f); /* does not keep the place that it has not */
    assert_string_equal(read_all(f, silent), "");
    for (int i = 0; i < 10; i++)
        close(fds[i]);
    while (status_of(exchange(f, "GET /echo/x HTTP/1.1\r\n" CLOSE)) == 503)
        pause_ms(5); /* until it has noticed */
    must_answer(f, 200, NULL, "GET /echo/x HTTP/1.1\r\n" CLOSE);
}

static void answers_are_packed_for_those_who_accept(void **state)
{
    struct fixture *f = *state;
    start(f);
    const char *answer = exchange(f, "GET /large HTTP/1.1\r\nAccept-Encoding: gzip\r\n" CLOSE);
    assert_non_null(strstr(answer, "Content-Encoding: gzip\r\n"));
    assert_non_null(strstr(answer, "Vary: Accept-Encoding\r\n"));
    assert_memory_equal(strstr(answer, "\r\n\r\n") + 4, "\x1f\x8b", 2);
}

static void answers_beyond_the_limit_are_problems(void **state)
{
    struct fixture *f = *state;
    f->config.answer_limit = 10000;
    start(f);
    must_answer(f, 503, "out-of-memory", "GET /large HTTP/1.1\r\n" CLOSE);
}

static void nonsense_is_answered_or_cut_off(void **state)
{
    struct fixture *f = *state;
    static const char *const nonsense[] = {
        "\r\n\r\n\r\n",
        "GET\r\n\r\n",
        "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        "GET / HTTP/9.9\r\n" CLOSE,
        "GET /echo/x HTTP/1.1\r\n: x\r\n" CLOSE,
        "GET /echo/x HTTP/1.1\r\n\r\n",
        "POST /echo HTTP/1.1\r\nTransfer-Encoding: chunked\r\n" CLOSE "zz\r\n",
        "POST /echo HTTP/1.1\r\nTransfer-Encoding: chunked\r\n" CLOSE "fffffffffffffffff\r\n"};
    start(f);
    for (size_t i = 0; i < sizeof nonsense / sizeof *nonsense; i++) {
        int fd = open_socket(f);
        send_text(fd, nonsense[i]);
        shutdown(fd, SHUT_WR);
        assert_int_not_equal(status_of(read_all(f, fd)), 200);
    }
    char *line = malloc(100000);
    assert_non_null(line);
    memset(line, 'a', 99999);
    memcpy(line, "GET /", 5);
    line[99999] = '\0';
    int fd = open_socket(f);
    send_text(fd, line);
    free(line);
    assert_int_not_equal(status_of(read_all(f, fd)), 200);
    must_answer(f, 200, NULL, "GET /echo/x HTTP/1.1\r\n" CLOSE);
}

#define test(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        test(paths_and_queries_are_decoded),
        test(head_answers_the_length_alone),
        test(pipelined_requests_are_answered_in_order),
        test(unknown_paths_and_methods_are_problems),
        test(requests_that_cannot_be_read_are_problems_too),
        test(etag_and_if_match),
        test(bodies_come_whole_or_in_chunks),
        test(bodies_beyond_the_limit_are_refused_early),
        test(large_bodies_arrive_whole),
        test(bodies_have_the_right_media_type),
        test(the_connection_goes_on_after_a_refused_body),
        test(ambiguous_framing_is_refused_and_ends_the_connection),
        test(other_hosts_and_origins_are_refused),
        test(tokens_open_what_they_are_for),
        test(too_many_requests_are_put_off),
        test(long_work_does_not_hold_up_others),
        test(more_long_work_than_can_wait_is_busy),
        test(streams_are_sent_as_they_come),
        test(streams_whose_client_goes_away_are_closed),
        test(stopping_finishes_what_is_in_flight),
        test(clients_that_do_not_go_on_are_cut_off),
        test(clients_that_do_not_read_do_not_block_others),
        test(connections_beyond_the_limit_are_turned_away),
        test(answers_are_packed_for_those_who_accept),
        test(answers_beyond_the_limit_are_problems),
        test(nonsense_is_answered_or_cut_off),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
