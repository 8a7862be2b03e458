/* SQL over HTTP: rows in every notation, against what the other resources say. */
#include "tests/api/harness.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

static const char *session(void)
{
    const char *s = new_session("\"python\": \"3.11\", \"trace\": {\"tracing\": true, \"nframe\": 5}");
    expect(200, "POST", path("/v1/sessions/%s/exec", s),
           "{\"source\": \"class Node:\\n    def __init__(self): self.peer = None\\n"
           "data = [{'k': i, 'n': Node()} for i in range(200)]\\none, two = Node(), Node()\\none.peer, "
           "two.peer = two, one\\n\"}");
    return s;
}

static const cJSON *query(const char *s, const char *sql)
{
    return expect(200, "POST", path("/v1/sessions/%s/query", s), text("{\"sql\": \"%s\"}", sql));
}

static int64_t number(const char *s, const char *sql)
{
    return int_at(query(s, sql), "/rows/0/0");
}

static void objects_and_types_agree(void **state)
{
    (void)state;
    const char *s = session();
    const cJSON *types = expect(200, "GET", path("/v1/sessions/%s/types?limit=1000", s), NULL),
                *rows = query(
                    s, "SELECT type_address, count(*), sum(size) FROM objects GROUP BY 1 ORDER BY 3 DESC, 1");
    assert_int_equal(count_at(types, "/items"), count_at(rows, "/rows"));
    for (int i = 0; i < count_at(types, "/items"); i++) {
        const cJSON *type = at(types, text("/items/%d", i));
        bool found = false;
        for (int k = 0; k < count_at(rows, "/rows") && !found; k++) {
            found =
                (uint64_t)real_at(rows, text("/rows/%d/0", k)) == strtoull(text_at(type, "/id"), NULL, 16);
            if (!found)
                continue;
            assert_int_equal(int_at(rows, text("/rows/%d/1", k)), int_at(type, "/count"));
            assert_int_equal(int_at(rows, text("/rows/%d/2", k)), int_at(type, "/bytes"));
        }
        assert_true(found);
    }
    assert_int_equal(number(s, "SELECT count(*) FROM objects"),
                     int_at(expect(200, "GET", path("/v1/sessions/%s/objects", s), NULL), "/total"));
    assert_int_equal(number(s, "SELECT count(*) FROM objects WHERE type = 'Node'"), 202);
}

static void references_are_those_of_the_objects(void **state)
{
    (void)state;
    const char *s = session(),
               *id = text_at(expect(200, "GET", path("/v1/sessions/%s/names/one", s), NULL), "/id");
    const cJSON *referents = expect(200, "GET", path("/v1/sessions/%s/objects/one/referents", s), NULL),
                *referrers = expect(200, "GET", path("/v1/sessions/%s/objects/one/referrers", s), NULL),
                *out = query(s, text("SELECT target_id, label FROM refs WHERE source_id = '%s'", id)),
                *in = query(s, text("SELECT source_id, label FROM refs WHERE target_id = '%s'", id));
    assert_int_equal(count_at(referents, "/items"), count_at(out, "/rows"));
    for (int i = 0; i < count_at(out, "/rows"); i++) {
        assert_string_equal(text_at(referents, text("/items/%d/id", i)), text_at(out, text("/rows/%d/0", i)));
        assert_string_equal(text_at(referents, text("/items/%d/label", i)),
                            text_at(out, text("/rows/%d/1", i)));
    }
    int roots = 0;
    for (int i = 0; i < count_at(referrers, "/items"); i++)
        roots += null_at(referrers, text("/items/%d/id", i));
    assert_int_equal(count_at(referrers, "/items") - roots, count_at(in, "/rows"));
    assert_string_equal(text_at(in, "/rows/0/1"), ".peer");
}

static void the_session_is_as_it_was(void **state)
{
    (void)state;
    const char *s = session();
    const cJSON *before = expect(200, "GET", path("/v1/sessions/%s", s), NULL);
    query(s, "SELECT * FROM objects");
    query(s, "SELECT count(*), max(repr) FROM objects JOIN refs ON target = address");
    assert_string_equal(reply_header("ETag"), text("\"%lld\"", (long long)int_at(before, "/seq")));
    const cJSON *after = expect(200, "GET", path("/v1/sessions/%s", s), NULL);
    assert_int_equal(int_at(before, "/seq"), int_at(after, "/seq"));
    assert_int_equal(int_at(before, "/memory/used"), int_at(after, "/memory/used"));
    assert_int_equal(int_at(before, "/objects"), int_at(after, "/objects"));
    assert_true(bool_at(expect(200, "GET", path("/v1/sessions/%s/verify", s), NULL), "/sound"));
}

static void parameters_and_limits_are_taken(void **state)
{
    (void)state;
    const char *s = session(), *target = path("/v1/sessions/%s/query", s);
    const cJSON *rows = expect(
        200, "POST", target, "{\"sql\": \"SELECT ?, ?, ?, ?\", \"parameters\": [1, \"\\u00e9\", null, 0.5]}");
    assert_int_equal(int_at(rows, "/rows/0/0"), 1);
    assert_string_equal(text_at(rows, "/rows/0/1"), "\xc3\xa9");
    assert_true(null_at(rows, "/rows/0/2"));
    assert_true(real_at(rows, "/rows/0/3") == 0.5);
    rows = expect(200, "POST", target,
                  "{\"sql\": \"SELECT count(*) FROM objects WHERE type = :type\", \"parameters\": {\"type\": "
                  "\"Node\"}}");
    assert_int_equal(int_at(rows, "/rows/0/0"), 202);
    rows = expect(200, "POST", target, "{\"sql\": \"SELECT address, id FROM objects\", \"limit\": 7}");
    assert_int_equal(count_at(rows, "/rows"), 7);
    assert_int_equal(int_at(rows, "/row_count"), 7);
    assert_true(bool_at(rows, "/truncated"));
    assert_string_equal(text_at(rows, "/columns/0/type"), "address");
    assert_string_equal(text_at(rows, "/columns/1/type"), "id");
    rows = expect(200, "POST", path("%s?limit=202", target),
                  "{\"sql\": \"SELECT id FROM objects WHERE type = 'Node'\"}");
    assert_false(bool_at(rows, "/truncated"));
    rows = expect(200, "GET", path("%s?sql=SELECT+2%%2B2+AS+four", target), NULL);
    assert_string_equal(text_at(rows, "/columns/0/name"), "four");
    with_header("Content-Type: application/sql");
    assert_int_equal(int_at(expect(200, "POST", target, "SELECT 5"), "/rows/0/0"), 5);
}

static void mistakes_are_told(void **state)
{
    (void)state;
    const char *s = session(), *target = path("/v1/sessions/%s/query", s);
    const cJSON *problem =
        expect_problem(400, "invalid-query", "POST", target, "{\"sql\": \"SELECT adress FROM objects\"}");
    assert_string_equal(text_at(problem, "/detail"), "no such column: adress");
    assert_string_equal(text_at(problem, "/pointer"), "/sql");
    assert_int_equal(int_at(problem, "/offset"), 7);
    expect_problem(403, "query-denied", "POST", target, "{\"sql\": \"CREATE TABLE t(a)\"}");
    expect_problem(403, "query-denied", "POST", target, "{\"sql\": \"SELECT load_extension('x')\"}");
    expect_problem(403, "query-denied", "POST", target, "{\"sql\": \"ATTACH '/tmp/x' AS x\"}");
    expect_problem(422, "query-failed", "POST", target, "{\"sql\": \"SELECT * FROM snapshot_diff(1, 2)\"}");
    expect_problem(422, "query-too-large", "POST", target, "{\"sql\": \"SELECT zeroblob(1000000000)\"}");
    expect_problem(400, "invalid-body", "POST", target, "{\"sql\": \"SELECT ?\"}");
    expect_problem(400, "invalid-body", "POST", target, "{\"sql\": \"SELECT ?\", \"parameters\": [[1]]}");
    expect_problem(400, "invalid-body", "POST", target,
                   "{\"sql\": \"SELECT :a\", \"parameters\": {\"b\": 1}}");
    problem = expect_problem(400, "invalid-body", "POST", target,
                             "{\"sql\": \"SELECT ?\", \"parameters\": [123456789012345678901234567890]}");
    assert_string_equal(text_at(problem, "/pointer"), "/parameters/0");
    expect_problem(400, "invalid-body", "POST", target, "{\"sql\": 1}");
    expect_problem(400, "invalid-body", "POST", target, "{\"sql\": \"SELECT 1\", \"more\": 1}");
    expect_problem(400, "invalid-body", "POST", target, "{}");
    expect_problem(400, "invalid-body", "POST", target, "[]");
    expect_problem(404, "no-such-session", "POST", "/v1/sessions/nobody/query", "{\"sql\": \"SELECT 1\"}");
}

static int lines_in(const char *body, const char *end)
{
    int lines = 0;
    for (const char *p = strstr(body, end); p; p = strstr(p + 1, end))
        lines++;
    return lines;
}

static void rows_come_as_lines(void **state)
{
    (void)state;
    const char *s = session(), *target = path("/v1/sessions/%s/query", s);
    int64_t objects = number(s, "SELECT count(*) FROM objects");
    with_header("Accept: application/x-ndjson");
    const struct reply *reply =
        call("POST", target, "{\"sql\": \"SELECT id, type, repr, type FROM objects\"}");
    assert_int_equal(reply->status, 200);
    assert_string_equal(reply_header("Content-Type"), "application/x-ndjson");
    assert_int_equal(lines_in(reply->text, "}\n"), objects);
    cJSON *first = cJSON_ParseWithLength(reply->text, strcspn(reply->text, "\n"));
    assert_memory_equal(text_at(first, "/id"), "0x7f", 4);
    assert_string_equal(text_at(first, "/type"), text_at(first, "/type:2"));
    cJSON_Delete(first);

    reply =
        call("GET", path("%s?sql=SELECT+sum(9223372036854775807)+FROM+objects&format=ndjson", target), NULL);
    assert_int_equal(reply->status, 200);
    assert_string_equal(text_at(reply->json, "/problem/type"), "/problems/query-failed");
    with_header("Accept: application/x-ndjson");
    expect_problem(400, "invalid-query", "POST", target, "{\"sql\": \"SELEC\"}");
}

/* Asks for more rows than anybody would wait for, and has read the first ones when it returns. */
static int begin_endless(const char *s)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)daemon_port())};
    struct timeval patience = {.tv_sec = 120};
    char first[4096];
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    if (inet_pton(AF_INET, daemon_host(), &address.sin_addr) != 1)
        skip();
    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    assert_int_equal(connect(fd, (struct sockaddr *)&address, sizeof address), 0);
    const char *request =
        text("GET /v1/sessions/%s/query?format=ndjson&sql=SELECT+a.*+FROM+objects+a,objects+b,objects+c "
             "HTTP/1.1\r\nHost: localhost\r\n\r\n",
             s);
    assert_int_equal(send(fd, request, strlen(request), MSG_NOSIGNAL), strlen(request));
    assert_true(recv(fd, first, sizeof first, 0) > 0);
    return fd;
}

static void who_goes_away_does_not_keep_the_session(void **state)
{
    (void)state;
    const char *s = session();
    for (int i = 0; i < 5; i++)
        close(begin_endless(s));
    assert_true(number(s, "SELECT count(*) FROM objects") > 0);
}

static void rows_come_as_csv(void **state)
{
    (void)state;
    const char *s = session(), *target = path("/v1/sessions/%s/query", s);
    with_header("Accept: text/csv");
    const struct reply *reply = call(
        "POST", target,
        "{\"sql\": \"SELECT 1 AS a, 'x,\\\"y' AS \\\"b c\\\", NULL AS n, '' AS e, 0.5 AS r, x'00ff' AS h\"}");
    assert_int_equal(reply->status, 200);
    assert_string_equal(reply->text, "a,\"b c\",n,e,r,h\r\n1,\"x,\"\"y\",,\"\",0.5,00ff\r\n");
    reply = call("GET", path("%s?sql=SELECT+id+FROM+objects&format=csv&limit=50", target), NULL);
    assert_int_equal(lines_in(reply->text, "\r\n"), 51);
}

static void snapshots_are_compared(void **state)
{
    (void)state;
    const char *s = session();
    expect(201, "POST", path("/v1/sessions/%s/snapshots", s), "{\"objects\": true, \"label\": \"before\"}");
    expect(200, "POST", path("/v1/sessions/%s/exec", s),
           "{\"source\": \"more = [Node() for i in range(500)]\"}");
    expect(201, "POST", path("/v1/sessions/%s/snapshots", s), "{\"objects\": true}");
    static const char *const groups[] = {"lineno", "filename", "traceback", "type"};
    for (size_t g = 0; g < 4; g++) {
        const cJSON *diff = expect(200, "GET", path("/v1/sessions/%s/diffs/1..2?group_by=%s", s, groups[g]),
                                   NULL),
                    *rows = query(
                        s, text("SELECT size, size_diff, count, count_diff FROM snapshot_diff(1, 2, '%s')",
                                groups[g]));
        assert_int_equal(count_at(diff, "/items"), count_at(rows, "/rows"));
        for (int i = 0; i < count_at(rows, "/rows"); i++) {
            assert_int_equal(int_at(diff, text("/items/%d/size", i)), int_at(rows, text("/rows/%d/0", i)));
            assert_int_equal(int_at(diff, text("/items/%d/size_diff", i)),
                             int_at(rows, text("/rows/%d/1", i)));
            assert_int_equal(int_at(diff, text("/items/%d/count", i)), int_at(rows, text("/rows/%d/2", i)));
            assert_int_equal(int_at(diff, text("/items/%d/count_diff", i)),
                             int_at(rows, text("/rows/%d/3", i)));
        }
    }
    const cJSON *types =
        query(s, "SELECT name, count_diff FROM snapshot_diff(1, 2, 'type') ORDER BY size_diff DESC LIMIT 1");
    assert_string_equal(text_at(types, "/rows/0/0"), "Node");
    assert_int_equal(int_at(types, "/rows/0/1"), 500);
    const cJSON *list = expect(200, "GET", path("/v1/sessions/%s/snapshots?order=oldest", s), NULL);
    const cJSON *rows = query(s, "SELECT snapshot, label, taken_at, size, count, nframe FROM snapshots");
    for (int i = 0; i < 2; i++) {
        assert_string_equal(text_at(list, text("/items/%d/taken_at", i)),
                            text_at(rows, text("/rows/%d/2", i)));
        assert_int_equal(int_at(list, text("/items/%d/size", i)), int_at(rows, text("/rows/%d/3", i)));
    }
    assert_int_equal(number(s, "SELECT sum(size) FROM snapshot_traces WHERE snapshot = 2"),
                     int_at(list, "/items/1/size"));

    assert_int_equal(number(s, "SELECT count(*) FROM snapshot_objects WHERE snapshot = 2 AND type = 'Node'"),
                     702);
    assert_int_equal(number(s, "SELECT count(*) FROM snapshot_objects WHERE snapshot = 2"),
                     number(s, "SELECT count(*) FROM objects"));
    assert_int_equal(number(s, "SELECT sum(size) FROM snapshot_objects WHERE snapshot = 2"),
                     number(s, "SELECT sum(size) FROM objects"));
    assert_int_equal(number(s, "SELECT count(*) FROM objects o JOIN snapshot_objects b ON b.snapshot = 1 AND "
                               "b.address = o.address AND b.type = o.type WHERE o.type = 'Node'"),
                     202);
    const char *more = text_at(expect(200, "GET", path("/v1/sessions/%s/names/more", s), NULL), "/id");
    assert_int_equal(
        int_at(expect(200, "GET", path("/v1/sessions/%s/objects/%s/retained", s, more), NULL),
               "/retained_size"),
        number(s, text("SELECT retained FROM snapshot_objects WHERE snapshot = 2 AND id = '%s'", more)));
    assert_int_equal(number(s, text("SELECT count(*) FROM snapshot_refs WHERE snapshot = 2 AND source_id = "
                                    "'%s' AND target_type = 'Node'",
                                    more)),
                     500);

    /* What a session that has ended still answers. */
    if (!daemon_is_ours())
        return;
    daemon_restart(false);
    assert_int_equal(number(s, "SELECT count(*) FROM snapshots"), 2);
    expect_problem(409, "session-ended", "POST", path("/v1/sessions/%s/query", s),
                   "{\"sql\": \"SELECT count(*) FROM objects\"}");
}

static void everything_is_told(void **state)
{
    (void)state;
    const char *s = session();
    const cJSON *all = expect(200, "GET", path("/v1/sessions/%s/query", s), NULL);
    static const char *const names[] = {"objects", "refs",   "names",  "frames",     "generations",
                                        "pools",   "arenas", "traces", "tracebacks", "weakrefs"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        bool found = false;
        for (int t = 0; t < count_at(all, "/tables"); t++)
            found = found || !strcmp(text_at(all, text("/tables/%d/name", t)), names[i]);
        assert_true(found);
    }
    for (int t = 0; t < count_at(all, "/tables");
         t++) { /* columns are what SELECT * has, but for arguments */
        const char *name = text_at(all, text("/tables/%d/name", t));
        if (!strcmp(name, "snapshot_diff"))
            continue;
        const cJSON *rows = query(s, text("SELECT * FROM %s LIMIT 1", name));
        assert_int_equal(count_at(rows, "/columns"), count_at(all, text("/tables/%d/columns", t)));
        for (int c = 0; c < count_at(rows, "/columns"); c++) {
            assert_string_equal(text_at(rows, text("/columns/%d/name", c)),
                                text_at(all, text("/tables/%d/columns/%d/name", t, c)));
            assert_string_equal(text_at(rows, text("/columns/%d/type", c)),
                                text_at(all, text("/tables/%d/columns/%d/type", t, c)));
        }
    }
    assert_true(count_at(all, "/examples") >= 10);
}

HARNESS_MAIN(cmocka_unit_test(objects_and_types_agree), cmocka_unit_test(references_are_those_of_the_objects),
             cmocka_unit_test(the_session_is_as_it_was), cmocka_unit_test(parameters_and_limits_are_taken),
             cmocka_unit_test(mistakes_are_told), cmocka_unit_test(rows_come_as_lines),
             cmocka_unit_test(rows_come_as_csv), cmocka_unit_test(who_goes_away_does_not_keep_the_session),
             cmocka_unit_test(snapshots_are_compared), cmocka_unit_test(everything_is_told))
