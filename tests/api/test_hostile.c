/* Hostile input: whatever is sent, the daemon stays up, says what is wrong, and the heap stays sound.
 *
 * Most requests here are wrong; an answer must be a problem document with a status below 500. Each test ends
 * by asking the heap to verify itself and the daemon to do something ordinary. */
#include "tests/api/harness.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

static const char *session;

static int make_session(void **state)
{
    (void)state;
    session = new_session("\"python\": \"3.11\", \"memory_limit\": 33554432");
    expect(200, "PUT", path("/v1/sessions/%s/names/a", session), "{\"value\": [1, {\"k\": \"v\"}, [2, 3]]}");
    return 0;
}

/* The ordinary thing, and soundness. */
static int all_is_well(void **state)
{
    (void)state;
    const char *s = path("/v1/sessions/%s", session);
    const cJSON *report = expect(200, "GET", path("%s/verify", s), NULL);
    if (!bool_at(report, "/sound"))
        fail_msg("the heap is not sound: %.2000s", last_reply()->text);
    expect(200, "PUT", path("%s/names/well", s), "{\"value\": [1, 2]}");
    const cJSON *object = expect(200, "GET", path("%s/names/well", s), NULL);
    assert_string_equal(text_at(object, "/repr"), "[1, 2]");
    expect(204, "DELETE", s, NULL);
    return 0;
}

/* Refused, or accepted; but never a failure of the daemon's own. */
static void survives(const char *method, const char *target, const char *body, size_t length)
{
    const struct reply *reply = call_bytes(method, target, body, length);
    if (reply->status >= 500 || reply->status < 200)
        fail_msg("%s %s %.300s\n  answers %u %.500s", method, target, body, reply->status, reply->text);
    if (reply->status >= 400) {
        const char *type = reply_header("Content-Type");
        assert_non_null(type);
        assert_string_equal(type, "application/problem+json");
        /* cJSON reads no lone surrogates, which a message may quote. */
        if (strstr(reply->text, "\\ud800") == NULL)
            assert_int_equal(int_at(reply->json, "/status"), reply->status);
    }
}

static void bodies_cut_short_anywhere_are_refused(void **state)
{
    static const char body[] = "{\"value\": [1, -2.5e3, \"t\\u00e9xt\", {\"k\": null, \"m\": [true, false]}, "
                               "{\"$tuple\": [1]}], \"bind\": \"b\"}";
    const char *target = path("/v1/sessions/%s/objects", session);
    (void)state;
    for (size_t length = 1; length < sizeof body - 1; length++) {
        survives("POST", target, body, length);
        assert_int_equal(last_reply()->status, 400);
    }
    survives("POST", target, body, sizeof body - 1);
    assert_int_equal(last_reply()->status, 201);
}

static void bodies_with_any_byte_changed_are_answered(void **state)
{
    static const char body[] = "[{\"op\": \"new\", \"value\": {\"$set\": [1, \"\\ud800\"]}, \"bind\": \"b\", "
                               "\"at\": \"app.py:12\"}]";
    static const unsigned char bytes[] = {0,   0x1f, '"', '\\', '{',  '}',  '[',  ',', '0',
                                          '-', 'e',  '$', 0x7f, 0x80, 0xc0, 0xed, 0xff};
    const char *target = path("/v1/sessions/%s/ops", session);
    char changed[sizeof body];
    (void)state;
    for (size_t at = 0; at < sizeof body - 1; at++) {
        memcpy(changed, body, sizeof body);
        changed[at] = (char)bytes[at % sizeof bytes];
        survives("POST", target, changed, sizeof body - 1);
    }
}

static void depth_bombs_are_refused(void **state)
{
    enum { DEEP = 500000 };
    static const char *const openings[] = {"[", "{\"a\":", "[{\"$tuple\":"};
    (void)state;
    for (size_t i = 0; i < sizeof openings / sizeof *openings; i++) {
        size_t unit = strlen(openings[i]), length = 0;
        char *body = malloc(DEEP * unit + 32);
        assert_non_null(body);
        length += (size_t)sprintf(body, "{\"value\":");
        for (int n = 0; n < DEEP / (int)unit; n++, length += unit)
            memcpy(body + length, openings[i], unit);
        call_bytes("POST", path("/v1/sessions/%s/objects", session), body, length);
        assert_int_equal(last_reply()->status, 413);
        assert_string_equal(text_at(last_reply()->json, "/type"), "/problems/too-deep");
        free(body);
    }
}

static void nesting_up_to_the_limit_is_built_and_released(void **state)
{
    enum { DEEP = 900 };
    char body[2 * DEEP + 64];
    size_t length = (size_t)sprintf(body, "{\"bind\":\"deep\",\"value\":");
    (void)state;
    memset(body + length, '[', DEEP);
    memset(body + length + DEEP, ']', DEEP);
    strcpy(body + length + 2 * DEEP, "}");
    expect(201, "POST", path("/v1/sessions/%s/objects", session), body);
    expect(200, "GET", path("/v1/sessions/%s/names/deep", session), NULL);
    expect(200, "POST", path("/v1/sessions/%s/ops", session),
           "[{\"op\":\"deepcopy\",\"object\":\"deep\",\"bind\":\"deeper\"},{\"op\":\"compare\",\"left\":{\"$"
           "ref\":\"deep\"},\"right\":{\"$ref\":\"deeper\"}}]");
    expect(200, "DELETE", path("/v1/sessions/%s/names/deep", session), NULL);
}

static void bad_utf8_is_refused_everywhere(void **state)
{
    static const char *const bad[] = {"\xff",     "\xc0\x80", "\xed\xa0\x80",        "\xf4\x90\x80\x80",
                                      "\xe2\x82", "\x80",     "\xf8\x88\x80\x80\x80"};
    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        expect_problem(400, "invalid-json", "POST", path("/v1/sessions/%s/objects", session),
                       text("{\"value\": \"%s\"}", bad[i]));
        expect_problem(400, "invalid-json", "POST", path("/v1/sessions/%s/objects", session),
                       text("{\"value\": {\"%s\": 1}}", bad[i]));
        expect_problem(400, "invalid-json", "PATCH", path("/v1/sessions/%s", session),
                       text("{\"labels\": {\"k\": \"%s\"}}", bad[i]));
    }
    expect_problem(400, "invalid-request", "GET", path("/v1/sessions/%s/names/%%ff", session), NULL);
    expect_problem(400, "invalid-request", "GET", path("/v1/sessions/%s/names/%%00", session), NULL);
    expect_problem(400, "invalid-request", "GET", path("/v1/sessions/%s/names/%%2", session), NULL);
}

/* Every member of every document gets a value of every kind. */
static void wrong_types_are_refused_everywhere(void **state)
{
    static const struct {
        const char *method, *path, *members;
    } documents[] = {
        {"POST", "/v1/sessions",
         "name python memory_limit recursion_limit hash_seed expires_after labels gc trace nonsense"},
        {"PATCH", "/v1/sessions/%s", "name memory_limit recursion_limit expires_after labels"},
        {"POST", "/v1/sessions/%s/fork", "name labels expires_after at"},
        {"POST", "/v1/sessions/%s/objects", "value bind at"},
        {"PUT", "/v1/sessions/%s/names/n", "value frame"},
        {"POST", "/v1/sessions/%s/frames", "function file line locals"},
        {"PATCH", "/v1/sessions/%s/frames", "line"},
        {"PATCH", "/v1/sessions/%s/gc", "enabled threshold debug"},
        {"POST", "/v1/sessions/%s/gc/collect", "generation"},
        {"PATCH", "/v1/sessions/%s/trace", "tracing nframe"},
        {"POST", "/v1/sessions/%s/snapshots", "label objects"},
        {"POST", "/v1/sessions/%s/objects/a/call", "method args kwargs bind"},
    };
    static const char *const values[] = {"null",
                                         "true",
                                         "-1",
                                         "0",
                                         "2",
                                         "1.5",
                                         "1e308",
                                         "-1e999",
                                         "99999999999999999999999999",
                                         "\"\"",
                                         "\"x\"",
                                         "\"\\u0000\"",
                                         "\"\\ud800\"",
                                         "\"a.b\"",
                                         "[]",
                                         "[1]",
                                         "[\"x\"]",
                                         "[[[]]]",
                                         "{}",
                                         "{\"x\": 1}",
                                         "{\"x\": \"y\"}",
                                         "{\"$ref\": \"a\"}",
                                         "{\"$ref\": \"0x10\"}",
                                         "{\"$new\": 1}",
                                         "{\"$int\": \"z\"}"};
    (void)state;
    for (size_t d = 0; d < sizeof documents / sizeof *documents; d++) {
        char members[128], target[128], *rest = NULL;
        snprintf(members, sizeof members, "%s", documents[d].members);
        const char *percent = strstr(documents[d].path, "%s");
        if (percent != NULL)
            snprintf(target, sizeof target, "%.*s%s%s", (int)(percent - documents[d].path), documents[d].path,
                     session, percent + 2);
        else
            snprintf(target, sizeof target, "%s", documents[d].path);
        for (char *member = strtok_r(members, " ", &rest); member != NULL;
             member = strtok_r(NULL, " ", &rest)) {
            for (size_t v = 0; v < sizeof values / sizeof *values; v++) {
                const char *body = text("{\"%s\": %s}", member, values[v]);
                survives(documents[d].method, target, body, strlen(body));
                /* what was made by accident goes again */
                if (strcmp(documents[d].method, "POST") == 0 && strstr(target, "objects") == NULL &&
                    last_reply()->status == 201 && reply_header("Location") != NULL &&
                    strncmp(reply_header("Location"), "/v1/sessions/", 13) == 0 &&
                    strchr(reply_header("Location") + 13, '/') == NULL)
                    expect(204, "DELETE", reply_header("Location"), NULL);
            }
        }
        static const char *const roots[] = {"[]", "null", "1", "\"x\"", "[{}]", "{\"a\": 1, \"a\": 2}"};
        for (size_t r = 0; r < sizeof roots / sizeof *roots; r++)
            survives(documents[d].method, target, roots[r], strlen(roots[r]));
    }
}

static void operations_of_nonsense_are_refused(void **state)
{
    static const char *const operations[] = {
        "new",   "bind",       "del",          "call",     "setattr",  "delattr", "setitem",    "delitem",
        "class", "weakref",    "intern",       "copy",     "deepcopy", "compare", "push_frame", "pop_frame",
        "line",  "collect",    "freeze",       "unfreeze", "gc",       "trace",   "snapshot",   "exec",
        "drop",  "reset_peak", "clear_traces", "none",     ""};
    static const char *const members[] = {
        "",
        "\"object\": 1",
        "\"object\": \"a\"",
        "\"object\": \"a[9]\"",
        "\"object\": \"a.b.c\"",
        "\"object\": \"0x7f0000000000\"",
        "\"object\": {\"$ref\": \"a\"}, \"name\": \"x\"",
        "\"object\": {\"$ref\": \"a\"}, \"key\": {\"$ref\": \"a\"}, \"value\": 1",
        "\"name\": \"1 x\"",
        "\"name\": \"\", \"value\": 1",
        "\"name\": \"x\", \"bases\": [1]",
        "\"name\": \"x\", \"bases\": [{\"$ref\": \"a\"}]",
        "\"name\": \"x\", \"slots\": [1]",
        "\"name\": \"x\", \"slots\": [\"a\", \"a\", \"__dict__\"]",
        "\"name\": \"x\", \"finalizer\": 1",
        "\"function\": 1",
        "\"line\": -1",
        "\"at\": 1",
        "\"at\": \"x\"",
        "\"at\": []",
        "\"at\": \"f:99999999999\"",
        "\"left\": 1",
        "\"left\": [1], \"right\": {\"$ref\": \"a\"}",
        "\"object\": {\"$ref\": \"a\"}, \"method\": \"clear\"",
        "\"object\": {\"$ref\": \"a\"}, \"callback\": 1",
        "\"value\": {\"$dict\": [[[], 1]]}",
        "\"value\": {\"$set\": [[]]}",
        "\"value\": {\"$range\": [0, 1, 0]}",
        "\"value\": {\"$bytes\": \"!\"}",
        "\"value\": {\"$array\": [\"i\", [\"x\"]]}",
        "\"value\": {\"$complex\": [1]}",
        "\"value\": {\"$weakref\": 1}",
        "\"value\": {\"$new\": \"list\", \"args\": {}}",
        "\"value\": {\"$new\": \"int\", \"args\": [\"x\"]}"};
    (void)state;
    for (size_t o = 0; o < sizeof operations / sizeof *operations; o++) {
        for (size_t m = 0; m < sizeof members / sizeof *members; m++) {
            const char *body =
                text("[{\"op\": \"%s\"%s%s}]", operations[o], *members[m] != '\0' ? ", " : "", members[m]);
            survives("POST", path("/v1/sessions/%s/ops", session), body, strlen(body));
        }
    }
}

static void forged_addresses_are_looked_up_never_trusted(void **state)
{
    const cJSON *object = expect(200, "GET", path("/v1/sessions/%s/names/a", session), NULL);
    unsigned long long id = strtoull(text_at(object, "/id"), NULL, 16);
    static const char *const parts[] = {"", "/layout", "/referents", "/referrers", "/traceback"};
    (void)state;
    for (long long offset = -64; offset <= 64; offset++) {
        if (offset == 0)
            continue;
        for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
            survives(
                "GET",
                path("/v1/sessions/%s/objects/0x%llx%s", session, id + (unsigned long long)offset, parts[i]),
                NULL, 0);
        const char *body = text("{\"value\": [{\"$ref\": \"0x%llx\"}]}", id + (unsigned long long)offset);
        survives("POST", path("/v1/sessions/%s/objects", session), body, strlen(body));
    }
    static const char *const forged[] = {"0x0",
                                         "0x1",
                                         "0x7f0000000000",
                                         "0x7f0000000001",
                                         "0x7effffffffff",
                                         "0x7eff00000000",
                                         "0xffffffffffffffff",
                                         "0x10000000000000000",
                                         "0x",
                                         "0xg",
                                         "-1",
                                         "0x7fffffffffff",
                                         "0x7f7fffffffff"};
    for (size_t i = 0; i < sizeof forged / sizeof *forged; i++) {
        survives("GET", path("/v1/sessions/%s/objects/%s", session, forged[i]), NULL, 0);
        assert_true(last_reply()->status >= 400);
        survives("DELETE", path("/v1/sessions/%s/objects/%s", session, forged[i]), NULL, 0);
    }
    /* what was alive once */
    const char *freed = text_at(
        expect(201, "POST", path("/v1/sessions/%s/objects", session), "{\"value\": [7, 8, 9]}"), "/id");
    expect(200, "DELETE", path("/v1/sessions/%s/objects/%s", session, freed), NULL);
    expect_problem(410, "gone", "GET", path("/v1/sessions/%s/objects/%s", session, freed), NULL);
    survives("DELETE", path("/v1/sessions/%s/objects/%s", session, freed), NULL, 0);
}

static void names_that_are_none_are_refused(void **state)
{
    static const char *const names[] = {"1a",    "a-b", "a.b", "%20",   "a%0Ab",  "%F0%9F%98%80",
                                        "a%2Fb", "..",  "%22", "x%27y", "for%20x"};
    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        survives("PUT", path("/v1/sessions/%s/names/%s", session, names[i]), "{\"value\": 1}", 12);
        survives("GET", path("/v1/sessions/%s/names/%s", session, names[i]), NULL, 0);
        survives("POST", "/v1/sessions", text("{\"name\": \"%s\"}", names[i]), strlen(names[i]) + 12);
    }
    char *longest = malloc(70000);
    assert_non_null(longest);
    memset(longest, 'n', 69999);
    longest[69999] = '\0';
    survives("POST", path("/v1/sessions/%s/ops", session),
             text("[{\"op\": \"bind\", \"name\": \"%s\", \"value\": 1}]", longest), 70000 + 40);
    free(longest);
}

static void memory_runs_out_in_the_session_alone(void **state)
{
    const char *target = path("/v1/sessions/%s/ops", session);
    (void)state;
    for (int i = 0; i < 64; i++) {
        const cJSON *batch = expect(200, "POST", target,
                                    text("[{\"op\": \"new\", \"bind\": \"m%d\", \"value\": {\"$new\": "
                                         "\"bytes\", \"args\": [1048576]}}]",
                                         i));
        if (find_at(batch, "/results/0/problem") != NULL)
            break;
        assert_true(i < 40); /* 32 MiB of limit */
    }
    assert_non_null(strstr(last_reply()->text, "MemoryError"));
    for (int i = 0; i < 40; i++)
        call("DELETE", path("/v1/sessions/%s/names/m%d", session, i), NULL);
}

/* ---- Raw sockets --------------------------------------------------------------------------------- */

static int open_socket(void)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)daemon_port())};
    struct timeval patience = {.tv_sec = 120};
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    if (inet_pton(AF_INET, daemon_host(), &address.sin_addr) != 1)
        skip(); /* HEAPD_URL with a name: raw sockets are left to the run against a daemon of ours */
    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    assert_int_equal(connect(fd, (struct sockaddr *)&address, sizeof address), 0);
    return fd;
}

static void send_text(int fd, const char *bytes)
{
    (void)!send(fd, bytes, strlen(bytes), MSG_NOSIGNAL);
}

/* Everything until the daemon closes. */
static const char *read_to_end(int fd, char *answer, size_t room)
{
    size_t length = 0;
    ssize_t size;
    while ((size = recv(fd, answer + length, room - 1 - length, 0)) > 0)
        length += (size_t)size;
    answer[length] = '\0';
    close(fd);
    return answer;
}

#define HOST "Host: localhost\r\n"

/* Each is answered with one problem, and the connection ends: where the next request would begin is anybody's
 * guess. */
static void what_is_no_http_is_a_problem(void **state)
{
    static const char headers[] = "GET /healthz HTTP/1.1\r\n" HOST;
    static const struct {
        unsigned status;
        const char *bytes;
        size_t length; /* 0: that of the text */
    } rows[] = {
        {400, "GARBAGE\r\n\r\n", 0},
        {400, "SSH-2.0-OpenSSH_9.2p1\r\n", 0},
        {400, "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\n\r\n",
         14}, /* TLS, with the end of a line in it */
        {400, "GET  /healthz  HTTP/1.1\r\n" HOST "\r\n", 0},
        {400, "GET\t/healthz\tHTTP/1.1\r\n" HOST "\r\n", 0},
        {400, "GET /healthz\r\n\r\n", 0},
        {400, "GET /healthz http/1.1\r\n" HOST "\r\n", 0},
        {505, "GET /healthz HTTP/9.9\r\n" HOST "\r\n", 0},
        {505, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 0},
        {400, "GET /healthz HTTP/1.1\r\n\r\n", 0},
        {400, "GET /healthz HTTP/1.1\r\n" HOST HOST "\r\n", 0},
        {400, "GET /healthz HTTP/1.1\r\n" HOST "no colon\r\n\r\n", 0},
        {400, "POST /v1/sessions HTTP/1.1\r\n" HOST "Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}", 0},
        {400, "POST /v1/sessions HTTP/1.1\r\n" HOST "Content-Length: 2, 2\r\n\r\n{}", 0},
        {400, "POST /v1/sessions HTTP/1.1\r\n" HOST "Content-Length: +2\r\n\r\n{}", 0},
        {413, "POST /v1/sessions HTTP/1.1\r\n" HOST "Content-Length: 99999999999999999999999\r\n\r\n{}", 0},
        {400,
         "POST /v1/sessions HTTP/1.1\r\n" HOST
         "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
         0},
        {400, "POST /v1/sessions HTTP/1.1\r\n" HOST "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", 0},
        {400,
         "POST /v1/sessions HTTP/1.1\r\n" HOST
         "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n",
         0},
        {400, "POST /v1/sessions HTTP/1.1\r\n" HOST "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n", 0},
        {400, "POST /v1/sessions HTTP/1.1\r\n" HOST "Transfer-Encoding: chunked\r\n\r\nzz\r\n\r\n", 0},
        {413,
         "POST /v1/sessions HTTP/1.1\r\n" HOST
         "Transfer-Encoding: chunked\r\n\r\nffffffffffffffffffff\r\n\r\n",
         0},
    };
    static char answer[65536], many[200000];
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        int fd = open_socket();
        (void)!send(fd, rows[i].bytes, rows[i].length != 0 ? rows[i].length : strlen(rows[i].bytes),
                    MSG_NOSIGNAL);
        read_to_end(fd, answer, sizeof answer);
        unsigned status = 0;
        sscanf(answer, "HTTP/1.1 %u ", &status);
        if (status != rows[i].status ||
            strstr(answer, "\r\nContent-Type: application/problem+json\r\n") == NULL ||
            strstr(answer, "\r\n\r\n{\"type\":\"/problems/") == NULL ||
            strstr(answer + 1, "HTTP/1.1 ") != NULL)
            fail_msg("%s\n  is answered with %s", rows[i].bytes, answer);
    }
    size_t length = (size_t)sprintf(many, "%s", headers);
    while (length < sizeof many - 20)
        length += (size_t)sprintf(many + length, "X-%zu: 1\r\n", length);
    int fd = open_socket();
    (void)!send(fd, many, length, MSG_NOSIGNAL);
    assert_int_equal(strncmp(read_to_end(fd, answer, sizeof answer), "HTTP/1.1 431 ", 13), 0);
    memset(many, 'G', sizeof many);
    fd = open_socket();
    (void)!send(fd, many, sizeof many, MSG_NOSIGNAL);
    assert_int_equal(strncmp(read_to_end(fd, answer, sizeof answer), "HTTP/1.1 414 ", 13), 0);
}

static void connections_dropped_anywhere_do_no_harm(void **state)
{
    const char *request = text("POST /v1/sessions/%s/ops HTTP/1.1\r\nHost: localhost\r\nContent-Type: "
                               "application/json\r\nContent-Length: 44\r\n\r\n"
                               "[{\"op\": \"new\", \"value\": [1, 2], \"bind\": \"d\"}]",
                               session);
    (void)state;
    for (size_t length = 1; length <= strlen(request); length++) {
        int fd = open_socket();
        (void)!send(fd, request, length, MSG_NOSIGNAL);
        if (length % 2) {
            struct linger reset = {1, 0};
            setsockopt(fd, SOL_SOCKET, SO_LINGER, &reset, sizeof reset);
        }
        close(fd);
    }
}

static void many_connections_do_not_keep_others_out(void **state)
{
    enum { MANY = 300 };
    static int fds[MANY];
    (void)state;
    for (int i = 0; i < MANY; i++) {
        fds[i] = open_socket();
        send_text(fds[i],
                  i % 3 == 0 ? "GET /healthz HTTP/1.1\r\nHost: localhost\r\n"
                  : i % 3 == 1
                      ? ""
                      : "POST /v1/sessions HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\n{");
    }
    expect(200, "GET", "/healthz", NULL);
    expect(200, "GET", path("/v1/sessions/%s", session), NULL);
    for (int i = 0; i < MANY; i++)
        close(fds[i]);
}

static void clients_that_do_not_read_do_not_keep_others_out(void **state)
{
    int fds[8];
    (void)state;
    expect(200, "POST", path("/v1/sessions/%s/ops", session),
           "[{\"op\": \"new\", \"bind\": \"many\", \"value\": {\"$new\": \"list\", \"args\": [{\"$range\": "
           "[0, 20000, 1]}]}}]");
    for (int i = 0; i < 8; i++) {
        fds[i] = open_socket();
        for (int n = 0; n < 20; n++)
            send_text(
                fds[i],
                text("GET /v1/sessions/%s/objects?limit=10000 HTTP/1.1\r\nHost: localhost\r\n\r\n", session));
    }
    expect(200, "GET", path("/v1/sessions/%s", session), NULL);
    expect(200, "GET", path("/v1/sessions/%s/names/a", session), NULL);
    for (int i = 0; i < 8; i++)
        close(fds[i]);
    expect(200, "DELETE", path("/v1/sessions/%s/names/many", session), NULL);
}

static void a_session_deleted_in_use_is_gone_quietly(void **state)
{
    const char *request = text(
        "POST /v1/sessions/%s/gc/collect HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n", session);
    int fds[16];
    (void)state;
    for (int i = 0; i < 16; i++) {
        fds[i] = open_socket();
        for (int n = 0; n < 4; n++)
            send_text(fds[i], request);
    }
    expect(204, "DELETE", path("/v1/sessions/%s", session), NULL);
    for (int i = 0; i < 16; i++)
        close(fds[i]);
    make_session(NULL);
}

#define hostile(name) cmocka_unit_test_setup_teardown(name, make_session, all_is_well)

HARNESS_MAIN(hostile(bodies_cut_short_anywhere_are_refused),
             hostile(bodies_with_any_byte_changed_are_answered), hostile(depth_bombs_are_refused),
             hostile(nesting_up_to_the_limit_is_built_and_released), hostile(bad_utf8_is_refused_everywhere),
             hostile(wrong_types_are_refused_everywhere), hostile(operations_of_nonsense_are_refused),
             hostile(forged_addresses_are_looked_up_never_trusted), hostile(names_that_are_none_are_refused),
             hostile(memory_runs_out_in_the_session_alone), hostile(what_is_no_http_is_a_problem),
             hostile(connections_dropped_anywhere_do_no_harm),
             hostile(many_connections_do_not_keep_others_out),
             hostile(clients_that_do_not_read_do_not_keep_others_out),
             hostile(a_session_deleted_in_use_is_gone_quietly))
