/* Programs over HTTP: what the answers of /v1/run and exec say beside what is printed. */
#include "tests/api/harness.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

static const char *const both[] = {"3.11", "3.14"};

static const char leak[] = "import gc\n"
                           "class Node:\n"
                           "    def __init__(self):\n"
                           "        self.me = self\n"
                           "def work(n):\n"
                           "    for i in range(n):\n"
                           "        node = Node()\n"
                           "    return [0] * 1000\n"
                           "kept = work(5)\n"
                           "print(gc.collect())\n"
                           "del kept\n";

static const char *send_program(const char *accept, const char *where, const char *source)
{
    with_header("Content-Type: text/x-python");
    with_header(text("Accept: %s", accept));
    return call("POST", where, source)->text;
}

static const cJSON *document(const char *where, const char *source)
{
    send_program("application/json", where, source);
    assert_int_equal(last_reply()->status, 200);
    assert_non_null(last_reply()->json);
    return last_reply()->json;
}

/* The element of an array whose member is that number. */
static const cJSON *with_number(const cJSON *array, const char *member, int number)
{
    const cJSON *item;
    cJSON_ArrayForEach(item, array)
    {
        const cJSON *found = cJSON_GetObjectItemCaseSensitive(item, member);
        if (cJSON_IsNumber(found) && found->valueint == number)
            return item;
    }
    return NULL;
}

static const cJSON *with_text(const cJSON *array, const char *member, const char *wanted)
{
    const cJSON *item;
    cJSON_ArrayForEach(item, array)
    {
        const cJSON *found = cJSON_GetObjectItemCaseSensitive(item, member);
        if (cJSON_IsString(found) && strcmp(found->valuestring, wanted) == 0)
            return item;
    }
    return NULL;
}

static int count_of_type(const cJSON *list, const char *type)
{
    int n = 0;
    const cJSON *item;
    cJSON_ArrayForEach(item, list) n += strcmp(text_at(item, "/type"), type) == 0;
    return n;
}

static cJSON *events[16];
static size_t event_count;

static void forget_events(void)
{
    while (event_count > 0)
        cJSON_Delete(events[--event_count]);
}

/* Line `n` (from 0) of an NDJSON answer; -1: the last. Until forget_events(). */
static const cJSON *event_at(const char *lines, int n)
{
    const char *line = lines;
    if (n < 0) {
        for (const char *next = lines; (next = strchr(next, '\n')) != NULL && next[1];)
            line = ++next;
    } else {
        for (; n > 0 && line; n--)
            line = strchr(line, '\n') ? strchr(line, '\n') + 1 : NULL;
    }
    assert_non_null(line);
    assert_true(event_count < sizeof events / sizeof *events);
    cJSON *event = cJSON_ParseWithLength(line, strcspn(line, "\n"));
    assert_non_null(event);
    return events[event_count++] = event;
}

/* ---- effects and exceptions ---------------------------------------------------------------------- */

static void exec_says_what_it_did_to_the_heap(void **state)
{
    (void)state;
    for (size_t v = 0; v < 2; v++) {
        const char *s = new_session(text("\"python\": \"%s\"", both[v]));
        const cJSON *a = document(path("/v1/sessions/%s/exec", s),
                                  "class C:\n def __del__(self): pass\nimport gc, collections, json");
        assert_non_null(with_text(at(a, "/effects/allocated"), "type", "type"));
        assert_non_null(with_text(at(a, "/effects/allocated"), "type", "function"));
        assert_null(with_text(at(a, "/effects/allocated"), "type", "module")); /* they make themselves */
        a = document(path("/v1/sessions/%s/exec", s),
                     "for i in range(1000): [C(), str(i) * 9]\na, b, c = C(), C(), [1, 2, 3]\na.me = a");
        int passed = count_of_type(at(a, "/effects/freed"), "C"); /* the first that came and went, */
        assert_in_range(passed, 1, 12);
        assert_int_equal(count_of_type(at(a, "/effects/allocated"), "C"),
                         passed + 2); /* and those that are still there */
        assert_int_equal(count_of_type(at(a, "/effects/allocated"), "list"), 1);
        assert_int_equal(count_of_type(at(a, "/effects/allocated"), "code"), 0);
        assert_true(int_at(a, "/effects/counts/allocated") > 3000);
        assert_int_equal(count_at(a, "/effects/freed"), passed);
        a = document(path("/v1/sessions/%s/exec", s),
                     "t = {i: str(i) for i in range(1000, 1010)}\nu = 'a text'");
        assert_int_equal(count_of_type(at(a, "/effects/allocated"), "int"), 10);
        assert_int_equal(count_of_type(at(a, "/effects/allocated"), "dict"), 1);
        assert_in_range(count_of_type(at(a, "/effects/allocated"), "str"), 11, 13); /* and the names */
        a = document(path("/v1/sessions/%s/exec", s), "t.clear()\nu = None");
        assert_int_equal(count_of_type(at(a, "/effects/freed"), "int"), 10);
        assert_int_equal(count_of_type(at(a, "/effects/freed"), "str"), 11);
        assert_int_equal(count_at(a, "/effects/allocated"), 0);
        a = document(path("/v1/sessions/%s/exec", s), "d = C()\nd.me = d\ndel d\ngc.collect()");
        assert_int_equal(count_of_type(at(a, "/effects/allocated"), "C"), 1);
        assert_int_equal(count_of_type(at(a, "/effects/freed"), "C"), 1);
        a = document(path("/v1/sessions/%s/exec", s), "del a, c\ngc.collect()");
        assert_string_equal(text_at(a, "/result/repr"), "1");
        assert_int_equal(int_at(a, "/effects/counts/collections"), 1);
        assert_int_equal(int_at(a, "/effects/collections/0/collected"), 1);
        assert_int_equal(count_of_type(at(a, "/effects/finalized"), "C"), 1);
        assert_int_equal(count_of_type(at(a, "/effects/freed"), "C"), 1);
        assert_int_equal(count_of_type(at(a, "/effects/freed"), "list"), 1);
        a = document(path("/v1/sessions/%s/exec", s),
                     "l = [[] for i in range(400)]\ndel i") /* a name that is none */;
        int listed = count_at(a, "/effects/allocated") + count_at(a, "/effects/resized") +
                     count_at(a, "/effects/freed");
        assert_in_range(listed, 90, 100); /* what was listed and went later leaves its place empty */
        assert_true(int_at(a, "/effects/counts/allocated") > 400);
        assert_true(int_at(a, "/effects/counts/not_listed") > 300);
        a = document(path("/v1/sessions/%s/exec?effects=1", s), "l = [[] for j in range(400)]");
        assert_true(count_at(a, "/effects/allocated") > 400);
        a = document(path("/v1/sessions/%s/exec?effects=0", s), "len(l)");
        assert_string_equal(text_at(a, "/result/repr"), "400");
        assert_null(cJSON_GetObjectItem(a, "effects"));
        expect(204, "DELETE", path("/v1/sessions/%s", s), NULL);
    }
}

/* As CPython does it under `ulimit -v`: where memory ran out is known, and who catches that can make room. */
static void a_full_heap_can_be_told_of_and_emptied(void **state)
{
    static const char source[] = "d = {}\n"
                                 "def work():\n"
                                 "    for i in range(10**8): d[i] = str(i)\n"
                                 "try:\n"
                                 "    work()\n"
                                 "except MemoryError as e:\n"
                                 "    n = e.__traceback__.tb_next.tb_lineno; d.clear(); print('caught', n)\n"
                                 "kept = []\n"
                                 "def fill():\n"
                                 "    while True: kept.append([])\n"
                                 "for k in range(3):\n"
                                 "    try: fill()\n"
                                 "    except MemoryError: print('again', len(kept) > 1000); kept.clear()\n"
                                 "work()";
    static const char *const limits[] = {"4000000", "4000048", "20000000"};
    (void)state;
    for (size_t v = 0; v < 2; v++)
        for (size_t i = 0; i < sizeof limits / sizeof *limits; i++) {
            const cJSON *a = document(path("/v1/run?python=%s&memory_limit=%s", both[v], limits[i]), source);
            assert_string_equal(text_at(a, "/stdout"), "caught 3\nagain True\nagain True\nagain True\n");
            assert_string_equal(text_at(a, "/exception/type"), "MemoryError");
            assert_int_equal(at(a, "/exception/traceback/0/line")->valueint, 14);
            assert_int_equal(at(a, "/exception/traceback/1/line")->valueint, 3);
        }
}

/* The value of the last expression goes where CPython lets it go: in the program, in front of whatever ends
 * with it. */
static void a_result_is_let_go_by_the_program(void **state)
{
    static const char dies[] = "class D:\n    def __del__(self): print('gone')\nD()";
    static const char never_ends[] = "class L:\n    def __del__(self):\n        while True: pass\nL()";
    static const char at_exit[] = "import atexit, weakref\nclass A: pass\na = A()\nr = weakref.ref(a)\n"
                                  "atexit.register(lambda: print(r() is None))\ndef f():\n    global a\n"
                                  "    x = a\n    del a\n    return x\nf()";
    static const char fails[] = "class R:\n    def __repr__(self): return 1 / 0\nR()";
    (void)state;
    for (size_t v = 0; v < 2; v++) {
        const char *s = new_session(text("\"python\": \"%s\"", both[v]));
        const cJSON *a = document(path("/v1/sessions/%s/exec", s), dies);
        assert_string_equal(text_at(a, "/stdout"), "gone\n");
        assert_string_equal(text_at(a, "/result/type"), "D");
        assert_int_equal(cJSON_GetArraySize(at(a, "/effects/finalized")), 1);
        assert_int_equal(cJSON_GetArraySize(at(a, "/effects/log")), 0);
        a = document(path("/v1/run?python=%s", both[v]), dies);
        assert_string_equal(text_at(a, "/stdout"), "gone\n");
        a = document(path("/v1/run?python=%s", both[v]), at_exit);
        assert_string_equal(text_at(a, "/stdout"), "True\n");
        assert_string_equal(text_at(a, "/result/type"), "A");
        with_header("Content-Type: text/x-python");
        assert_int_equal(call("POST", path("/v1/run?steps=100000&python=%s", both[v]), never_ends)->status,
                         422);
        with_header("Content-Type: text/x-python");
        assert_int_equal(call("POST", path("/v1/sessions/%s/exec?steps=100000", s), never_ends)->status, 422);
        a = document(path("/v1/sessions/%s/exec", s), fails);
        assert_string_equal(text_at(a, "/exception/traceback/0/function"), "<module>");
        assert_string_equal(text_at(a, "/exception/traceback/1/function"), "__repr__");
        a = document(path("/v1/sessions/%s/exec", s), "x = [1]; x");
        assert_int_equal(cJSON_GetArraySize(at(a, "/result/names")), 1);
    }
}

/* A program may end with something that would be larger than any answer should be. */
static void a_result_too_large_to_be_told_is_cut(void **state)
{
    static const struct {
        const char *source, *part;
        size_t characters; /* 0: null */
    } large[] = {
        {"'x' * 3_000_000", "", 1 << 20},
        {"'\u00e9' * 3_000_000", "", 2 << 20},
        {"b'x' * 3_000_000", "/$bytes", ((1 << 20) + 2) / 3 * 4},
        {"bytearray(3_000_000)", "/$bytearray", ((1 << 20) + 2) / 3 * 4},
        {"1 << 30_000_000", "", 0},
    };
    (void)state;
    const char *s = new_session("");
    const char *where = path("/v1/sessions/%s/exec", s);
    for (size_t i = 0; i < sizeof large / sizeof *large; i++) {
        const cJSON *a = document(where, large[i].source);
        assert_true(cJSON_IsTrue(at(a, "/result/value_cut")));
        if (large[i].characters)
            assert_int_equal(strlen(text_at(a, text("/result/value%s", large[i].part))), large[i].characters);
        else
            assert_true(cJSON_IsNull(at(a, "/result/value")));
    }
    const cJSON *whole = document(where, "'\u00e9' * 1048576");
    assert_null(cJSON_GetObjectItem(at(whole, "/result"), "value_cut"));
    assert_int_equal(strlen(text_at(whole, "/result/value")), 2 << 20);
    /* its digits: decimal ones would take minutes */
    const cJSON *shown = document(where, "-(1 << 30_000_000)");
    assert_memory_equal(text_at(shown, "/result/repr"), "-0x1000", 7);
    assert_true(cJSON_IsTrue(at(shown, "/result/repr_cut")));
}

/* As the prompt of CPython shows it, what its __repr__ prints, raises and does for ever included. */
static void a_result_is_told_as_its_class_has_it(void **state)
{
    static const struct {
        const char *source, *repr;
    } shown[] = {
        {"class R:\n    def __repr__(self):\n        print('asked')\n        return 'hello'\nR()", "hello"},
        {"from dataclasses import dataclass\n@dataclass\nclass P:\n    x: int\n[P(3)]", "[P(x=3)]"},
        {"from collections import Counter\nCounter('aab')", "Counter({'a': 2, 'b': 1})"},
        {"import fractions\nfractions.Fraction(6, 4)", "Fraction(3, 2)"},
    };
    (void)state;
    for (size_t v = 0; v < 2; v++) {
        const char *s = new_session(text("\"python\": \"%s\"", both[v]));
        const char *where = path("/v1/sessions/%s/exec", s);
        for (size_t i = 0; i < sizeof shown / sizeof *shown; i++) {
            const cJSON *a = document(where, shown[i].source);
            assert_string_equal(text_at(a, "/result/repr"), shown[i].repr);
            assert_string_equal(text_at(a, "/stdout"), i == 0 ? "asked\n" : "");
        }
        const cJSON *a = document(where, "'x' * 1000");
        assert_int_equal(strlen(text_at(a, "/result/repr")), 200);
        assert_true(cJSON_IsTrue(at(a, "/result/repr_cut")));
        a = document(where, "class E:\n    def __repr__(self): return 1 / 0\nE()");
        assert_true(cJSON_IsNull(at(a, "/result")));
        assert_string_equal(text_at(a, "/exception/type"), "ZeroDivisionError");
        with_header("Content-Type: text/x-python");
        assert_int_equal(call("POST", path("/v1/sessions/%s/exec?steps=10000", s),
                              "class Z:\n    def __repr__(self):\n        while True: pass\nZ()")
                             ->status,
                         422);
        /* A program alone has no prompt: nobody asks there. */
        a = document(path("/v1/run?python=%s", both[v]), shown[0].source);
        assert_string_equal(text_at(a, "/stdout"), "");
        expect(204, "DELETE", path("/v1/sessions/%s", s), NULL);
    }
}

static void a_program_alone_answers_with_its_exception(void **state)
{
    (void)state;
    const cJSON *a = document("/v1/run?python=3.11",
                              "class E(Exception):\n def __str__(self):\n  print('asked')\n  return 'm'\n"
                              "def f(): raise E\nf()");
    assert_string_equal(text_at(a, "/exception/type"), "E");
    assert_string_equal(text_at(a, "/exception/message"), "m");
    assert_int_equal(count_at(a, "/exception/traceback"), 2);
    assert_string_equal(text_at(a, "/exception/traceback/1/function"), "f");
    assert_int_equal(int_at(a, "/exception/traceback/1/line"), 5);
    assert_string_equal(text_at(a, "/stdout"), "asked\n"); /* once, as it prints */
    assert_true(int_at(a, "/effects/counts/allocated") > 0);
    a = document("/v1/run?python=3.11", "exit(300)");
    assert_string_equal(text_at(a, "/exception/type"), "SystemExit");
    assert_int_equal(int_at(a, "/exception/exit_status"), 300 & 255);
}

static void time_goes_by_where_the_clock_is_the_hosts(void **state)
{
    (void)state;
    const char *program = "import time\nt = time.monotonic(), time.time()\ntime.sleep(0.05)\n"
                          "print(time.monotonic() - t[0] >= 0.05, time.time() > t[1])\n";
    assert_string_equal(text_at(document("/v1/run?clock=real", program), "/stdout"), "True True\n");
}

static void sources_declare_their_encoding(void **state)
{
    (void)state;
    const cJSON *a = document("/v1/run", "# coding: cp1252\nprint('\x80')\n");
    assert_string_equal(text_at(a, "/stdout"), "\xe2\x82\xac\n");
    a = document("/v1/run", "print('\x80')\n");
    assert_string_equal(text_at(a, "/exception/type"), "SyntaxError");
}

static void a_syntax_error_says_where(void **state)
{
    (void)state;
    for (size_t v = 0; v < 2; v++) {
        const cJSON *a = document(path("/v1/run?python=%s", both[v]), "x = 1\nif x:\n    y = = 2\n");
        assert_string_equal(text_at(a, "/exception/type"), "SyntaxError");
        assert_int_equal(int_at(a, "/exception/line"), 3);
        assert_int_equal(int_at(a, "/exception/column"), 9);
        assert_string_equal(text_at(a, "/exception/source"), "y = = 2");
        assert_string_equal(text_at(a, "/exception/caret"), "    ^");
        assert_non_null(
            strstr(text_at(a, "/exception/text"), "    y = = 2\n        ^\nSyntaxError: invalid syntax"));
    }
}

/* An error of which no end is known, and no carets are printed, has the line all the same. */
static void a_syntax_error_without_carets_has_its_line(void **state)
{
    (void)state;
    for (size_t v = 0; v < 2; v++) {
        const cJSON *a = document(path("/v1/run?python=%s", both[v]), "x = 1\n  y = 2\n");
        assert_string_equal(text_at(a, "/exception/type"), "IndentationError");
        assert_int_equal(int_at(a, "/exception/line"), 2);
        assert_string_equal(text_at(a, "/exception/source"), "y = 2");
        const cJSON *exception = at(a, "/exception");
        assert_null(cJSON_GetObjectItem(exception, "caret"));
        assert_null(cJSON_GetObjectItem(exception, "end_line"));
        assert_null(cJSON_GetObjectItem(exception, "end_column"));
    }
}

/* What a program is given as, a body or a member, a document or a stream, makes no difference to it. */
static void characters_that_no_source_has_are_told_by_the_language(void **state)
{
    static const char *const sources[][3] = {
        {"{\"source\": \"x = 1\\u0000\"}", "SyntaxError", "source code string cannot contain null bytes"},
        {"{\"source\": \"x = '\\ud800'\"}", "UnicodeEncodeError",
         "'utf-8' codec can't encode character '\\ud800' in position 5: surrogates not allowed"},
    };
    (void)state;
    const char *s = new_session("\"python\": \"3.14\"");
    const char *where[] = {"/v1/run", path("/v1/sessions/%s/exec", s)};
    for (size_t i = 0; i < 4; i++) {
        with_header("Accept: application/json");
        const cJSON *a = expect(200, "POST", where[i % 2], sources[i / 2][0]);
        assert_string_equal(text_at(a, "/exception/type"), sources[i / 2][1]);
        assert_string_equal(text_at(a, "/exception/message"), sources[i / 2][2]);
    }
    for (size_t i = 0; i < 2; i++) {
        const cJSON *problem =
            expect(400, "POST", where[i], "{\"source\": \"\", \"filename\": \"a\\u0000b\"}");
        assert_string_equal(text_at(problem, "/pointer"), "/filename");
        expect(200, "POST", where[i], "{\"source\": \"\", \"filename\": null}");
    }
    expect(204, "DELETE", path("/v1/sessions/%s", s), NULL);
}

static void lines_end_in_any_way(void **state)
{
    (void)state;
    const char *said = send_program("*/*", "/v1/run?python=3.11", "x = 1\r\r1/0\r");
    assert_string_equal(said, "Traceback (most recent call last):\n  File \"<string>\", line 3, in <module>\n"
                              "    1/0\n    ~^~\nZeroDivisionError: division by zero\n");
    const cJSON *a = document("/v1/run?profile=lines", "x = [1]\r\ny = 2\rz = 3\n");
    const cJSON *line = with_number(at(a, "/profile/lines"), "line", 3);
    assert_string_equal(text_at(line, "/source"), "z = 3");
    assert_int_equal(int_at(line, "/hits"), 1);
    assert_string_equal(text_at(with_number(at(a, "/profile/lines"), "line", 1), "/source"), "x = [1]");
}

/* What was done before a limit stopped it is a change like any other, whoever waits for the answer. */
static void a_program_that_is_stopped_is_a_step(void **state)
{
    (void)state;
    for (size_t v = 0; v < 2; v++) {
        const char *s = new_session(text("\"python\": \"%s\"", both[v]));
        expect(200, "GET", path("/v1/sessions/%s/dominators", s), NULL);
        send_program("application/json", path("/v1/sessions/%s/exec?steps=3000", s),
                     "kept = [[] for i in range(100)]\nwhile True: pass");
        assert_int_equal(last_reply()->status, 422);
        assert_int_equal(int_at(expect(200, "GET", path("/v1/sessions/%s", s), NULL), "/seq"), 1);
        assert_true(int_at(expect(200, "GET", path("/v1/sessions/%s/dominators", s), NULL), "/objects") >
                    100);
        send_program("text/plain", path("/v1/sessions/%s/exec?output=10", s), "more = 1\nprint('x' * 100)");
        assert_int_equal(int_at(expect(200, "GET", path("/v1/sessions/%s", s), NULL), "/seq"), 2);
        expect(200, "POST", path("/v1/sessions/%s/ops?steps=1000", s),
               "[{\"op\": \"exec\", \"source\": \"last = 2\\nwhile True: pass\"}]");
        assert_int_equal(int_at(expect(200, "GET", path("/v1/sessions/%s", s), NULL), "/seq"), 3);
        for (int step = 1; step <= 3; step++) {
            const cJSON *fork =
                expect(201, "POST", path("/v1/sessions/%s/fork", s), text("{\"at\": %d}", step));
            assert_int_equal(int_at(fork, "/seq"), step);
            const char *second = path("%s", text_at(fork, "/name"));
            const cJSON *names = expect(200, "GET", path("/v1/sessions/%s/names", second), NULL);
            assert_non_null(with_text(at(names, "/items"), "name", "kept"));
            assert_int_equal(with_text(at(names, "/items"), "name", "more") != NULL, step > 1);
            assert_int_equal(with_text(at(names, "/items"), "name", "last") != NULL, step > 2);
            expect(204, "DELETE", path("/v1/sessions/%s", second), NULL);
        }
        expect(204, "DELETE", path("/v1/sessions/%s", s), NULL);
    }
}

struct place {
    const char *function;
    int line;
};

static void must_be_stopped_in(const cJSON *stopped, const struct place *places, int count)
{
    assert_int_equal(count_at(stopped, "/traceback"), count);
    for (int i = 0; i < count; i++) {
        const cJSON *frame = at(stopped, text("/traceback/%d", i));
        assert_string_equal(text_at(frame, "/file"), "leak.py");
        assert_string_equal(text_at(frame, "/function"), places[i].function);
        assert_int_equal(int_at(frame, "/line"), places[i].line);
    }
}

/* In every frame, with what had been printed by then; nothing of the program sees it. */
static void who_is_stopped_says_where(void **state)
{
    static const char source[] = "def endless(n):\n"
                                 "    assert n\n"
                                 "    while True: n += 1\n"
                                 "\n"
                                 "def steps():\n"
                                 "    yield endless(3)\n"
                                 "\n"
                                 "print('before')\n"
                                 "try:\n"
                                 "    sorted(steps())\n"
                                 "finally:\n"
                                 "    print('never')\n",
                      printing[] = "print('12345')\n"
                                   "def shout():\n"
                                   "    print('1234567890')\n"
                                   "shout()";
    static const struct place endless[] = {{"<module>", 10}, {"steps", 6}, {"endless", 3}},
                              shout[] = {{"<module>", 4}, {"shout", 3}};
    (void)state;
    for (size_t v = 0; v < 2; v++) {
        const char *s = new_session(text("\"python\": \"%s\"", both[v]));
        send_program("application/json", path("/v1/run?python=%s&steps=1000&filename=leak.py", both[v]),
                     source);
        assert_int_equal(last_reply()->status, 422);
        must_be_stopped_in(last_reply()->json, endless, 3);
        assert_string_equal(text_at(last_reply()->json, "/stdout"), "before\n");
        assert_string_equal(text_at(last_reply()->json, "/stderr"), "");
        assert_int_equal(int_at(last_reply()->json, "/steps"), 1000);
        assert_non_null(strstr(text_at(last_reply()->json, "/detail"), "in line 3 of leak.py"));
        send_program("application/json", path("/v1/sessions/%s/exec?output=12&filename=leak.py", s),
                     printing);
        assert_int_equal(last_reply()->status, 422);
        must_be_stopped_in(last_reply()->json, shout, 2);
        assert_string_equal(text_at(last_reply()->json, "/stdout"), "12345\n");
        const char *lines = send_program("application/x-ndjson",
                                         path("/v1/sessions/%s/exec?steps=1000&filename=leak.py", s), source);
        must_be_stopped_in(at(event_at(lines, -1), "/problem"), endless, 3);
        assert_null(
            cJSON_GetObjectItem(at(event_at(lines, -1), "/problem"), "stdout")); /* it has been sent */
        forget_events();
        const cJSON *results = expect(200, "POST", path("/v1/sessions/%s/ops?steps=200", s),
                                      "[{\"op\": \"exec\", \"filename\": \"leak.py\", \"source\": "
                                      "\"print(1)\\n\\nwhile True: pass\"}]");
        must_be_stopped_in(at(results, "/results/0/problem"), (struct place[]){{"<module>", 3}}, 1);
        assert_string_equal(text_at(results, "/results/0/problem/stdout"), "1\n");
        send_program("application/json", path("/v1/run?python=%s&steps=20000&recursion_limit=500", both[v]),
                     "def deep(n):\n  if n:\n    deep(n - 1)\n  while True: pass\ndeep(300)");
        assert_int_equal(count_at(last_reply()->json, "/traceback"), 100);
        assert_int_equal(int_at(last_reply()->json, "/traceback/99/line"), 4);
        assert_int_equal(int_at(last_reply()->json, "/frames_left_out"), 202);
        expect(204, "DELETE", path("/v1/sessions/%s", s), NULL);
    }
}

/* What was asked to be known of it is known until there, and the exception that had ended it before. */
static void who_is_stopped_is_looked_at_all_the_same(void **state)
{
    static const char source[] = "x = [1]\nwhile True: x.append(2)";
    (void)state;
    for (size_t v = 0; v < 2; v++) {
        send_program("application/json",
                     path("/v1/run?python=%s&steps=500&profile=lines&record=steps&limit=20", both[v]),
                     source);
        const cJSON *stopped = last_reply()->json;
        assert_int_equal(last_reply()->status, 422);
        const cJSON *line = with_number(at(stopped, "/profile/lines"), "line", 2);
        assert_string_equal(text_at(line, "/source"), "while True: x.append(2)");
        assert_true(int_at(line, "/hits") > 10);
        assert_int_equal(int_at(stopped, "/recording/count"), count_at(stopped, "/recording/steps"));
        assert_int_equal(int_at(stopped, "/recording/steps/0/line"), 1);
        assert_int_equal(int_at(stopped, "/recording/steps/1/line"), 2);
        send_program("application/json", path("/v1/run?python=%s&steps=500", both[v]), source);
        assert_null(cJSON_GetObjectItem(last_reply()->json, "profile"));
        assert_null(cJSON_GetObjectItem(last_reply()->json, "recording"));
        const char *s = new_session(text("\"python\": \"%s\"", both[v]));
        const char *lines = send_program(
            "application/x-ndjson",
            path("/v1/sessions/%s/exec?steps=500&profile=lines&record=steps&limit=20", s), source);
        stopped = at(event_at(lines, -1), "/problem");
        assert_non_null(with_number(at(stopped, "/profile/lines"), "line", 2));
        assert_true(int_at(stopped, "/recording/count") > 2);
        forget_events();
        expect(204, "DELETE", path("/v1/sessions/%s", s), NULL);
        const char *told =
            send_program("text/plain", path("/v1/run?python=%s&steps=500&profile=lines", both[v]), source);
        assert_true(strstr(told, "Alive  Blocks  Source") < strstr(told, "heapd: step-limit"));
        send_program("application/json", path("/v1/run?python=%s&steps=5000", both[v]),
                     "class A:\n  def __del__(s):\n    while True: pass\na = A()\n1 / 0");
        assert_int_equal(last_reply()->status, 422);
        assert_string_equal(text_at(last_reply()->json, "/exception/type"), "ZeroDivisionError");
    }
}

/* A finalizer that runs while a program is stopped is stopped too, and swallows no stop. */
static void finalizers_end_no_stop(void **state)
{
    static const char *const consumers[] = {
        "list",          "tuple",   "set",      "frozenset",        "sorted",
        "dict.fromkeys", "''.join", "b''.join", "bytearray().join", "max"};
    static const char *const printing[] = {"class Log:\n  def __del__(self): print('z' * 60)\n",
                                           "import weakref\nclass Log:\n  def __init__(self): self.r = "
                                           "weakref.finalize(self, print, 'z' * 60)\n"};
    (void)state;
    for (size_t v = 0; v < 2; v++) {
        for (size_t i = 0; i < sizeof consumers / sizeof *consumers; i++)
            for (int steps = 200; steps < 206; steps++) {
                send_program("application/json", path("/v1/run?python=%s&steps=%d", both[v], steps),
                             text("class F:\n  def __del__(self): pass\n"
                                  "def g():\n  f = F()\n  while True: yield %s\n%s(g())",
                                  strchr(consumers[i], 'b') ? "b'1'" : "'1'", consumers[i]));
                assert_int_equal(last_reply()->status, 422);
                assert_string_equal(text_at(last_reply()->json, "/type"), "/problems/step-limit");
            }
        for (size_t i = 0; i < sizeof printing / sizeof *printing; i++) {
            send_program(
                "application/json", path("/v1/run?python=%s&output=100", both[v]),
                text("%sfor i in range(5):\n  x = Log()\n  print('line', i)\nprint('end')", printing[i]));
            assert_int_equal(last_reply()->status, 422);
            assert_string_equal(text_at(last_reply()->json, "/type"), "/problems/output-limit");
            assert_null(strstr(text_at(last_reply()->json, "/stdout"), "line 2"));
        }
    }
}

/* As within it: what a program leaves behind runs in its limits, and whoever asked hears of a stop there. */
static void the_end_of_a_program_has_its_limits(void **state)
{
    static const char *const loops[] = {
        "class A:\n  def __del__(s):\n    while True: pass\na = A()\nprint(1)",
        "class A:\n  def __del__(s):\n    while True: pass\na = A(); a.me = a\nprint(1)",
        "import atexit\n@atexit.register\ndef f():\n    while True: pass\nprint(1)",
        "def f():\n  try: yield\n  finally:\n    while True: pass\ng = f(); next(g)\nprint(1)"};
    static const char *const prints[] = {
        "class A:\n  def __del__(s): print('z' * 99)\na = A()\nprint(1)",
        "class A:\n  def __del__(s): [][0]\na = A()\nprint(1)",
        "import atexit\natexit.register(print, 'z' * 99)\nprint(1)",
        "def f():\n  try: yield\n  finally: print('z' * 99)\ng = f(); next(g)\nprint(1)"};
    (void)state;
    for (size_t v = 0; v < 2; v++) {
        for (size_t i = 0; i < sizeof loops / sizeof *loops; i++) {
            send_program("application/json", path("/v1/run?python=%s&steps=100000", both[v]), loops[i]);
            assert_int_equal(last_reply()->status, 422);
            assert_string_equal(text_at(last_reply()->json, "/type"), "/problems/step-limit");
            assert_string_equal(text_at(last_reply()->json, "/stdout"), "1\n");
            assert_true(int_at(last_reply()->json, "/steps") >= 100000);
            assert_int_equal(int_at(last_reply()->json, "/traceback/0/line"), i == 2 || i == 3 ? 4 : 3);
        }
        for (size_t i = 0; i < sizeof prints / sizeof *prints; i++) {
            send_program("application/json", path("/v1/run?python=%s&output=50", both[v]), prints[i]);
            assert_int_equal(last_reply()->status, 422);
            assert_string_equal(text_at(last_reply()->json, "/type"), "/problems/output-limit");
            assert_string_equal(text_at(last_reply()->json, "/stdout"), "1\n");
        }
        const char *lines =
            send_program("application/x-ndjson", path("/v1/run?python=%s&steps=100000", both[v]), loops[0]);
        assert_string_equal(text_at(event_at(lines, -1), "/problem/type"), "/problems/step-limit");
        assert_null(strstr(lines, "\"unraisable\"")); /* it raised nothing */
        forget_events();
    }
}

/* The problem is small whatever had been printed: its end is told, from a whole character on. */
static void the_output_of_who_is_stopped_is_cut(void **state)
{
    (void)state;
    send_program("application/json", "/v1/run?output=4000000&steps=20000",
                 "print('\\xe9' * 100000)\nprint('the end')\nwhile True: pass");
    assert_int_equal(last_reply()->status, 422);
    const char *told = text_at(last_reply()->json, "/stdout");
    assert_true(strlen(told) <= 65536 && strlen(told) > 65530);
    assert_int_equal(int_at(last_reply()->json, "/stdout_left_out") + (int64_t)strlen(told), 200000 + 1 + 8);
    assert_memory_equal(told, "\xc3\xa9", 2);
    assert_string_equal(told + strlen(told) - 9, "\nthe end\n");
}

/* Of what is in C in CPython no traceback knows. */
static void who_is_stopped_shows_no_insides(void **state)
{
    (void)state;
    for (int steps = 100; steps < 1000; steps += 50) {
        send_program("application/json", path("/v1/run?python=3.14&steps=%d", steps),
                     "import threading, struct, pickle\ndef f():\n  while True: pass\n"
                     "threading.Thread(target=f).start()");
        assert_int_equal(last_reply()->status, 422);
        for (int i = 0; i < count_at(last_reply()->json, "/traceback"); i++) {
            const char *file = text_at(last_reply()->json, text("/traceback/%d/file", i));
            assert_true(strcmp(file, "<frozen sys>") && strcmp(file, "<frozen _thread>"));
        }
    }
}

static void limits_hold_from_the_start(void **state)
{
    static const char *const refused[] = {"recursion_limit=9", "recursion_limit=100001",
                                          "recursion_limit=2147483647", "memory_limit=-1"};
    (void)state;
    for (size_t i = 0; i < 2; i++) { /* no memory for the name of the exception's class either */
        const char *said =
            send_program("*/*", path("/v1/run?python=%s&memory_limit=1000", both[i]), "print(1)");
        assert_int_equal(last_reply()->status, 200);
        assert_true(strlen(said) >= strlen("MemoryError\n"));
        assert_string_equal(said + strlen(said) - strlen("MemoryError\n"), "MemoryError\n");
        assert_null(strstr(said, "<unknown>"));
        assert_string_equal(
            send_program("*/*", path("/v1/run?python=%s&recursion_limit=10", both[i]), "print(1)"), "1\n");
    }
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        send_program("*/*", path("/v1/run?%s", refused[i]), "print(1)");
        assert_int_equal(last_reply()->status, 400);
    }
}

/* ---- streams ------------------------------------------------------------------------------------- */

static void text_comes_as_it_is_printed(void **state)
{
    (void)state;
    const char *s = new_session("\"python\": \"3.11\"");
    const char *where[] = {"/v1/run?python=3.11", path("/v1/sessions/%s/exec", s)};
    for (size_t i = 0; i < 2; i++) {
        assert_string_equal(send_program("text/plain", where[i], "print('a')\n1 / 0"),
                            "a\nTraceback (most recent call last):\n  File \"<string>\", line 2, in "
                            "<module>\n    1 / 0\n    ~~^~~\n"
                            "ZeroDivisionError: division by zero\n");
        assert_string_equal(reply_header("Transfer-Encoding"), "chunked");
        assert_int_equal(last_reply()->status, 200);
    }
    assert_string_equal(
        send_program("text/plain", path("%s?steps=1000", where[1]), "print('a')\nwhile True: pass"),
        "a\n\nheapd: step-limit: the program did not end within the 1000 steps that it was given; it was "
        "stopped in line 2 of <string>\n");
    assert_string_equal(send_program("text/plain", where[1], "print('whole')"), "whole\n");
    assert_null(strstr(send_program("text/plain", "/v1/run?profile=lines", "a = []"), "whole"));
    assert_non_null(strstr(last_reply()->text, "Alive  Blocks  Source"));
    assert_non_null(strstr(last_reply()->text, "  (elsewhere)\n")); /* it was compiled */
    send_program("text/plain", "/v1/run?python=2.7", "1");
    assert_int_equal(last_reply()->status, 400); /* before it begins, problems are problems */
    with_header("If-Match: \"99\"");
    send_program("text/plain", where[1], "1");
    assert_int_equal(last_reply()->status, 412);
    expect(204, "DELETE", path("/v1/sessions/%s", s), NULL);
}

static void events_come_as_lines_of_json(void **state)
{
    (void)state;
    const char *s = new_session("\"python\": \"3.11\"");
    const char *lines = send_program("application/x-ndjson", path("/v1/sessions/%s/exec", s),
                                     "import gc, sys\nclass C:\n    def __del__(self): "
                                     "print('bye')\nprint('one')\na = C(); a.me = a; del a\n"
                                     "gc.collect()\nprint('two', file=sys.stderr)\n7");
    assert_string_equal(reply_header("Content-Type"), "application/x-ndjson");
    assert_string_equal(text_at(event_at(lines, 0), "/text"), "one\n");
    const char *finalizer = strstr(lines, "\"event\":\"finalizer\""), *bye = strstr(lines, "bye"),
               *collection = strstr(lines, "\"event\":\"collection\""),
               *two = strstr(lines, "\"text\":\"two\\n\"");
    assert_non_null(finalizer);
    assert_non_null(bye);
    assert_non_null(collection);
    assert_true(finalizer < bye && bye < collection &&
                collection < two); /* in the order in which they happened */
    assert_non_null(strstr(lines, "\"stream\":\"stderr\""));
    const cJSON *end = event_at(lines, -1);
    assert_string_equal(text_at(end, "/event"), "end");
    assert_string_equal(text_at(end, "/result/repr"), "7");
    assert_int_equal(int_at(end, "/effects/counts/collections"), 1);
    assert_int_equal(int_at(end, "/seq"),
                     int_at(expect(200, "GET", path("/v1/sessions/%s", s), NULL), "/seq"));
    lines = send_program("application/x-ndjson", "/v1/run",
                         "import gc\nclass C: pass\na = C(); a.me = a; del a\nprint(gc.collect())");
    const char *asked = strstr(lines, "\"cause\":\"request\""),
               *output = strstr(lines, "\"event\":\"output\""), *at_end = strstr(lines, "\"cause\":\"end\"");
    assert_true(asked && output && at_end && asked < output && output < at_end);
    lines = send_program("application/x-ndjson", "/v1/run?effects=0", "import gc\ngc.collect()\n[]");
    assert_non_null(strstr(lines, "\"event\":\"collection\""));
    assert_string_equal(text_at(event_at(lines, -1), "/event"), "end");
    assert_null(strstr(lines, "\"effects\""));

    lines =
        send_program("application/x-ndjson", path("/v1/sessions/%s/exec?record=steps", s), "x = 1\ny = x");
    assert_string_equal(text_at(event_at(lines, 0), "/event"), "step");
    assert_int_equal(int_at(event_at(lines, 1), "/line"), 2);
    assert_int_equal(int_at(event_at(lines, -1), "/recording/count"), 3);
    lines =
        send_program("application/x-ndjson", path("/v1/sessions/%s/exec?steps=50", s), "while True: pass");
    assert_string_equal(text_at(event_at(lines, -1), "/problem/type"), "/problems/step-limit");
    forget_events();
    expect(204, "DELETE", path("/v1/sessions/%s", s), NULL);
}

/* What is asked for is weighed as everywhere: whole names, in any case, with their qualities. */
static void accepted_types_are_weighed(void **state)
{
    (void)state;
    static const struct {
        const char *accept, *run, *exec;
    } rows[] = {
        {"*/*", "text/plain", "application/json"},
        {"text/*", "text/plain", "text/plain"},
        {"application/*", "application/json", "application/json"},
        {"TEXT/plain;charset=utf-8", "text/plain", "text/plain"},
        {"Application/X-NDJSON", "application/x-ndjson", "application/x-ndjson"},
        {"application/x-ndjson-of-others", "text/plain", "application/json"},
        {"application/x-ndjson;q=0", "text/plain", "application/json"},
        {"application/x-ndjson;q=0.2, application/json", "application/json", "application/json"},
        {"application/x-ndjson, text/plain;q=0.9", "application/x-ndjson", "application/x-ndjson"},
        {"application/x-ndjson;q=0.3, text/plain;q=0.9", "text/plain", "text/plain"},
        {"application/json;q=0.5, text/plain", "text/plain", "text/plain"},
        {"application/json, text/plain;q=0.5", "application/json", "application/json"},
        {"application/json, text/plain", "application/json", "application/json"},
        {"text/plain;q=0, application/json;q=0.1", "application/json", "application/json"},
        {"application/json;q=0, */*", "text/plain", "text/plain"},
        {"image/png", "text/plain", "application/json"},
    };
    const char *s = new_session("\"python\": \"3.11\"");
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        send_program(rows[i].accept, "/v1/run?python=3.11", "print(1)");
        assert_true(strncmp(reply_header("Content-Type"), rows[i].run, strlen(rows[i].run)) == 0);
        send_program(rows[i].accept, path("/v1/sessions/%s/exec", s), "print(1)");
        assert_true(strncmp(reply_header("Content-Type"), rows[i].exec, strlen(rows[i].exec)) == 0);
    }
    expect(204, "DELETE", path("/v1/sessions/%s", s), NULL);
}

static int send_media(const char *where, const char *accept, const char *media, const char *source)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)daemon_port())};
    struct timeval patience = {.tv_sec = 120};
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    assert_int_equal(inet_pton(AF_INET, daemon_host(), &address.sin_addr), 1);
    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    assert_int_equal(connect(fd, (struct sockaddr *)&address, sizeof address), 0);
    const char *request = text("POST %s HTTP/1.1\r\nHost: localhost\r\nAccept: %s\r\nContent-Type: "
                               "%s\r\nContent-Length: %zu\r\n\r\n%s",
                               where, accept, media, strlen(source), source);
    assert_int_equal(write(fd, request, strlen(request)), (ssize_t)strlen(request));
    return fd;
}

static int send_raw(const char *where, const char *accept, const char *source)
{
    return send_media(where, accept, "text/x-python", source);
}

/* Reads until the text has come. */
static void await(int fd, const char *wanted)
{
    char got[65536];
    size_t length = 0;
    while (got[length] = '\0', !strstr(got, wanted)) {
        ssize_t n = read(fd, got + length, sizeof got - 1 - length);
        if (n <= 0)
            fail_msg("\"%s\" does not come, but: %s", wanted, got);
        length += (size_t)n;
    }
}

static void what_is_printed_arrives_before_the_end_and_a_client_that_goes_ends_the_program(void **state)
{
    struct in_addr numeric;
    (void)state;
    if (inet_pton(AF_INET, daemon_host(), &numeric) != 1)
        skip(); /* HEAPD_URL with a name: raw sockets are left to the run against a daemon of ours */
    const char *s = new_session("\"python\": \"3.11\"");
    int fd = send_raw(path("/v1/sessions/%s/exec", s), "text/plain",
                      "n = 1\nwhile True:\n    n += 1\n    if n == 2: print('begun')");
    await(fd, "begun");
    close(fd);
    /* The session is free again at once, long before the deadline, and whole. */
    const cJSON *a = document(path("/v1/sessions/%s/exec", s), "n > 1");
    assert_string_equal(text_at(a, "/result/repr"), "True");
    fd = send_raw("/v1/run", "application/x-ndjson", "print('begun')\nwhile True: pass");
    await(fd, "begun");
    close(fd);
    /* A reader that does not read: the program waits for it, and its end is the session's. */
    fd = send_raw(path("/v1/sessions/%s/exec?output=60000000", s), "text/plain",
                  "while True: print('x' * 1000)");
    await(fd, "xxx");
    expect(204, "DELETE", path("/v1/sessions/%s", s), NULL);
    close(fd);
}

/* Seconds for what takes one or two where nothing else runs. What does not end has the deadline, which is far
 * beyond. */
enum { SLOW = 60 };
static const char *const deadline[] = {"--request-timeout", "10m", NULL};

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

/* The same where the answer is one document: nothing is sent before the end, so that nothing tells that the
 * client has gone but its socket. */
static void an_awaited_program_ends_with_its_client(void **state)
{
    static const char forever[] = "n = 1\nwhile True: n += 1";
    struct in_addr numeric;
    (void)state;
    if (inet_pton(AF_INET, daemon_host(), &numeric) != 1)
        skip();
    const char *s = new_session("\"python\": \"3.11\"");
    int running = send_raw(path("/v1/sessions/%s/exec", s), "application/json", forever);
    wait_for_metric("heapd_jobs_running", 1);
    wait_for_metric("process_cpu_seconds_total",
                    daemon_metric("process_cpu_seconds_total") + 0.3); /* it goes round and round */
    int waiting = send_raw(path("/v1/sessions/%s/exec", s), "application/json", forever);
    int alone = send_raw("/v1/run", "*/*", forever);
    wait_for_metric("heapd_jobs_waiting", 1);
    wait_for_metric("heapd_jobs_running", 2);
    double begun = now();
    close(waiting);
    close(running);
    close(alone);
    const cJSON *a = document(path("/v1/sessions/%s/exec", s), "n > 1");
    assert_string_equal(text_at(a, "/result/repr"), "True");
    for (int i = 0; i < 2; i++) { /* a document, and rows of which there is none for long */
        int query = send_media(path("/v1/sessions/%s/query", s),
                               i ? "application/x-ndjson" : "application/json", "application/sql",
                               "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT "
                               "max(n.i + o.size) FROM n, objects o");
        wait_for_metric("heapd_http_requests_in_flight", 2); /* beside the metrics */
        usleep(100000);
        close(query);
        expect(200, "GET", path("/v1/sessions/%s/types", s), NULL);
    }
    if (now() - begun > SLOW)
        fail_msg("the session was free again only after %.1f s", now() - begun);
    expect(204, "DELETE", path("/v1/sessions/%s", s), NULL);
}

/* Those that wait for a session's turn keep no worker once their clients have gone. */
static void waiting_programs_end_with_their_clients(void **state)
{
    enum { WAITING = 12 };
    struct in_addr numeric;
    int fds[WAITING];
    (void)state;
    if (inet_pton(AF_INET, daemon_host(), &numeric) != 1)
        skip();
    const char *s = new_session("\"python\": \"3.11\"");
    int running = send_raw(path("/v1/sessions/%s/exec", s), "text/plain", "print('begun')\nwhile True: pass");
    await(running, "begun");
    for (int i = 0; i < WAITING; i++)
        fds[i] = send_raw(path("/v1/sessions/%s/exec", s), "text/plain", "n = 1");
    wait_for_metric("heapd_http_requests_in_flight", 1 + WAITING + 1); /* that of the metrics is one */
    usleep(100000);
    for (int i = 0; i < WAITING; i++)
        close(fds[i]);
    double begun = now();
    expect(200, "GET", "/v1/sessions?limit=3", NULL); /* on a worker */
    assert_string_equal(send_program("text/plain", "/v1/run", "print(1)"), "1\n");
    if (now() - begun > SLOW)
        fail_msg("the workers were busy for %.1f s", now() - begun);
    close(running);
    expect(204, "DELETE", path("/v1/sessions/%s", s), NULL);
}

/* Whatever runs code of a program keeps to the deadline and holds up nobody else, in whichever way it
 * comes. */
static void code_in_operations_is_bounded(void **state)
{
    static const char *const bodies[][2] = {
        {"ops", "[{\"op\": \"exec\", \"source\": \"while True: pass\"}]"},
        {"ops", "[{\"op\": \"\\u0065xec\", \"source\": \"while True: pass\"}]"},
        {"objects", "{\"value\": {\"$new\": \"A\"}}"},
        {"objects/b/call", "{\"method\": \"m\"}"},
    };
    (void)state;
    if (!daemon_is_ours())
        skip();
    const char *s = new_session("\"python\": \"3.11\"");
    for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++) {
        if (i == 2)
            document(path("/v1/sessions/%s/exec", s),
                     "class A:\n    def __init__(self):\n        while True: pass\n"
                     "class B:\n    def m(self):\n        while True: pass\nb = B()");
        struct in_addr numeric;
        int fds[8];
        assert_int_equal(inet_pton(AF_INET, daemon_host(), &numeric), 1);
        for (int k = 0; k < 8; k++) /* as many as there may be threads for connections, and more */
            fds[k] = send_media(path("/v1/sessions/%s/%s", s, bodies[i][0]), "*/*", "application/json",
                                bodies[i][1]);
        wait_for_metric("heapd_http_requests_in_flight", 8 + 1);
        double begun = now();
        for (int k = 0; k < 20; k++)
            expect(200, "GET", "/healthz", NULL);
        if (now() - begun > SLOW)
            fail_msg("%s %s holds up others for %.1f s", bodies[i][0], bodies[i][1], now() - begun);
        for (int k = 0; k < 8; k++)
            close(fds[k]);
        expect(200, "GET", path("/v1/sessions/%s/verify", s), NULL);
        if (now() - begun > SLOW)
            fail_msg("%s %s runs on for %.1f s", bodies[i][0], bodies[i][1], now() - begun);
    }
    expect(204, "DELETE", path("/v1/sessions/%s", s), NULL);
}

/* If-Match holds for what runs, however many others want the same step. */
static void a_stream_runs_at_the_step_it_was_asked_for(void **state)
{
    enum { CLIENTS = 8 };
    struct in_addr numeric;
    (void)state;
    if (inet_pton(AF_INET, daemon_host(), &numeric) != 1)
        skip();
    const char *s = new_session("\"python\": \"3.11\"");
    for (int round = 0; round < 5; round++) {
        int fds[CLIENTS], ran = 0;
        document(path("/v1/sessions/%s/exec", s), "n = 0");
        int64_t seq = int_at(expect(200, "GET", path("/v1/sessions/%s", s), NULL), "/seq");
        for (int i = 0; i < CLIENTS; i++)
            fds[i] = send_raw(
                path("/v1/sessions/%s/exec", s),
                text("application/x-ndjson\r\nConnection: close\r\nIf-Match: \"%lld\"", (long long)seq),
                "n += 1");
        for (int i = 0; i < CLIENTS; i++) {
            char answer[8192];
            size_t length = 0;
            ssize_t size;
            while ((size = read(fds[i], answer + length, sizeof answer - 1 - length)) > 0)
                length += (size_t)size;
            answer[length] = '\0';
            close(fds[i]);
            ran += strstr(answer, "\"event\":\"end\"") != NULL;
            assert_true(strstr(answer, "\"event\":\"end\"") || strstr(answer, "precondition-failed"));
        }
        assert_int_equal(ran, 1);
        assert_string_equal(text_at(document(path("/v1/sessions/%s/exec", s), "n"), "/result/repr"), "1");
    }
    expect(204, "DELETE", path("/v1/sessions/%s", s), NULL);
}

/* Whatever a program has under way is in the heap, and goes on in each copy as it would have in the first. */
static const char begins[] = "import atexit, gc, itertools, sys, threading, weakref\n"
                             "def gen():\n"
                             "    try:\n"
                             "        x = yield 1\n"
                             "        yield x\n"
                             "        yield from (i * 10 for i in range(3))\n"
                             "    finally:\n"
                             "        print('closed')\n"
                             "g = gen()\n"
                             "next(g)\n"
                             "class Wait:\n"
                             "    def __await__(self):\n"
                             "        print('got', (yield 'first'))\n"
                             "        return (yield 'second')\n"
                             "async def co():\n"
                             "    return await Wait()\n"
                             "c = co()\n"
                             "c.send(None)\n"
                             "it = iter({1: 2, 3: 4}.items())\n"
                             "next(it)\n"
                             "tees = itertools.tee([1, 2, 3])\n"
                             "next(tees[0])\n"
                             "atexit.register(print, 'at exit')\n"
                             "def told(frame, event, arg):\n"
                             "    if frame.f_code.co_name == 'traced':\n"
                             "        log.append((event, frame.f_lineno))\n"
                             "    return told\n"
                             "log = []\n"
                             "def traced():\n"
                             "    return 1\n"
                             "class W: pass\n"
                             "w = W()\n"
                             "weakref.finalize(w, print, 'finalized')\n"
                             "out = []\n"
                             "thread = threading.Thread(target=out.append, args=(5,))\n"
                             "thread.start()\n"
                             "if sys.version_info >= (3, 12):\n"
                             "    m, E = sys.monitoring, sys.monitoring.events\n"
                             "    m.use_tool_id(2, 'tool')\n"
                             "    def line(code, number):\n"
                             "        if code is traced.__code__:\n"
                             "            log.append((m.get_tool(2), number))\n"
                             "        return m.DISABLE if number == 30 else None\n"
                             "    m.register_callback(2, E.LINE, line)\n"
                             "    m.set_events(2, E.LINE)\n"
                             "    m.set_local_events(2, gen.__code__, E.PY_YIELD)\n"
                             "traced()\n"
                             "sys.settrace(told)\n";
static const char goes_on[] =
    "traced()\n"
    "sys.settrace(None)\n"
    "print(log)\n"
    "if sys.version_info >= (3, 12):\n"
    "    print(m.get_tool(2), m.get_events(2), m.get_local_events(2, gen.__code__))\n"
    "    m.restart_events()\n"
    "    traced()\n"
    "    m.free_tool_id(2)\n"
    "    print(log)\n"
    "print(g.send(7), list(g), c.send('v'), next(it), next(tees[1]), out)\n"
    "del w\n"
    "print(gc.get_count(), id(g), len(gc.get_objects()), sys.getrefcount(log))\n";

static void copies_go_on_where_the_session_was(void **state)
{
    (void)state;
    for (size_t v = 0; v < 2; v++) {
        const char *first = new_session(text("\"python\": \"%s\"", both[v]));
        assert_true(cJSON_IsNull(at(document(path("/v1/sessions/%s/exec", first), begins), "/exception")));
        const char *copy =
            path("%s", text_at(expect(201, "POST", path("/v1/sessions/%s/fork", first), "{}"), "/name"));
        const char *again = path("/v1/sessions/%s/exec", first);
        const char *said = path("%s", text_at(document(again, goes_on), "/stdout"));
        assert_non_null(strstr(said, "7 [0, 10, 20] second (3, 4) 1 [5]\nfinalized\n"));
        assert_non_null(strstr(said, "('call', 29), ('line', 30), ('return', 30)"));
        if (v == 1)
            assert_non_null(strstr(said, "[('tool', 30), ('call', 29)"));
        const char *past = path(
            "%s", text_at(expect(201, "POST", path("/v1/sessions/%s/fork", first), "{\"at\": 1}"), "/name"));
        assert_string_equal(text_at(document(path("/v1/sessions/%s/exec", copy), goes_on), "/stdout"), said);
        assert_string_equal(text_at(document(path("/v1/sessions/%s/exec", past), goes_on), "/stdout"), said);
        const char *all[] = {first, copy, past};
        for (size_t i = 0; i < 3; i++) {
            assert_int_equal(
                int_at(expect(200, "GET", path("/v1/sessions/%s/verify", all[i]), NULL), "/count"), 0);
            expect(204, "DELETE", path("/v1/sessions/%s", all[i]), NULL);
        }
    }
}

/* ---- profiles ------------------------------------------------------------------------------------ */

static void lines_say_what_they_made_released_and_left(void **state)
{
    (void)state;
    for (size_t v = 0; v < 2; v++) {
        const cJSON *a = document(path("/v1/run?python=%s&profile=lines", both[v]), leak),
                    *lines = at(a, "/profile/lines");
        const cJSON *calls = with_number(lines, "line", 7), *array = with_number(lines, "line", 8),
                    *collects = with_number(lines, "line", 10), *del = with_number(lines, "line", 11);
        assert_int_equal(int_at(with_number(lines, "line", 6), "/hits"),
                         6); /* five times and the one that ends it */
        assert_int_equal(int_at(calls, "/hits"), 5);
        assert_string_equal(text_at(calls, "/source"), "        node = Node()");
        assert_true(int_at(calls, "/allocated") >= 5 * 16 * 5);
        assert_int_equal(int_at(calls, "/alive"), 0); /* collected in line 10 */
        assert_true(int_at(collects, "/released") >= int_at(calls, "/allocated"));
        assert_int_equal(int_at(array, "/allocated"), 8000 + 56 + 8 + 56); /* and [0] on the way */
        assert_int_equal(int_at(array, "/alive"), 0);
        assert_int_equal(int_at(del, "/released"), 8000 + 56);
        assert_int_equal(int_at(del, "/increment"), -(8000 + 56));
        assert_true(bool_at(a, "/profile/complete"));
        a = document(path("/v1/run?python=%s&profile=lines", both[v]),
                     "def f():\n    a = [0] * 1000\n    b = [[], []]\n    return a, b\nkept = f()\n");
        lines = at(a, "/profile/lines");
        assert_int_equal(int_at(with_number(lines, "line", 2), "/alive"), 8000 + 56);
        assert_int_equal(int_at(with_number(lines, "line", 2), "/blocks"), 2);
        assert_int_equal(int_at(with_number(lines, "line", 3), "/blocks"), 4);
        assert_int_equal(int_at(with_number(lines, "line", 3), "/alive"), 3 * 56 + 16);
    }
}

/* What CPython 3.11 and 3.13 print: where modules are let go of there is no io any more to read lines with.
 */
static void finalizers_at_the_very_end_have_no_source_lines(void **state)
{
    (void)state;
    for (size_t v = 0; v < 2; v++) {
        const cJSON *a = document(path("/v1/run?python=%s", both[v]),
                                  "class D:\n    def __del__(self): raise ValueError(id)\n"
                                  "D()\nkept = D()\n");
        const char *text = text_at(a, "/stderr");
        const char *with = "line 2, in __del__\n    def __del__(self): raise ValueError(id)\n", *first, *last;
        assert_non_null(first = strstr(text, with));
        assert_non_null(last = strstr(first + strlen(with), "line 2, in __del__\nValueError: <built-in"));
        assert_null(strstr(last, "raise"));
    }
}

/* ---- recordings ---------------------------------------------------------------------------------- */

static void steps_show_names_objects_and_what_leaks(void **state)
{
    (void)state;
    for (size_t v = 0; v < 2; v++) {
        const cJSON *a = document(
            path("/v1/run?python=%s&record=steps", both[v]),
            "class Node: pass\na = Node()\nb = a\na.me = a\ndel a\nb = [1, 2]\nimport gc; gc.collect()\n");
        const cJSON *steps = at(a, "/recording/steps"), *step = with_number(steps, "line", 3);
        const char *node = text_at(step, "/rebound/0/to");
        assert_true(null_at(step, "/rebound/0/from"));
        assert_string_equal(text_at(with_text(at(step, "/objects"), "id", node), "/type"), "Node");
        assert_non_null(with_text(at(step, "/allocated"), "id", node));
        step = with_number(steps, "line", 4); /* b = a: nothing made, a count more */
        assert_int_equal(count_at(step, "/allocated"), 0);
        assert_string_equal(text_at(step, "/rebound/0/name"), "b");
        assert_int_equal(int_at(with_text(at(step, "/objects"), "id", node), "/refcount"), 2);
        step = with_number(steps, "line", 5);
        const cJSON *refs = at(with_text(at(step, "/objects"), "id", node), "/refs");
        assert_string_equal(text_at(refs, "/0/label"), ".me");
        assert_string_equal(text_at(refs, "/0/id"), node);
        step = with_number(steps, "line", 7); /* no name leads to it, and it is not gone */
        assert_int_equal(int_at(with_text(at(step, "/objects"), "id", node), "/refcount"), 1);
        assert_int_equal(count_at(step, "/gone"), 0);
        step = cJSON_GetArrayItem(steps, cJSON_GetArraySize(steps) - 1);
        assert_string_equal(text_at(step, "/at"), "end");
        assert_string_equal(text_at(step, "/gone/0"), node);
        assert_int_equal(int_at(step, "/collections/0/collected"), 1);
    }
}

static void steps_show_the_frames_that_lead_to_them(void **state)
{
    (void)state;
    const cJSON *a = document("/v1/run?python=3.11&record=steps&limit=4",
                              "def f(n):\n    here = [n]\n    return here\nf(1)\nf(2)\nf(3)\n");
    assert_true(bool_at(a, "/recording/truncated"));
    assert_int_equal(count_at(a, "/recording/steps"), 5); /* and the end */
    const cJSON *step = at(a, "/recording/steps/3");
    assert_int_equal(int_at(step, "/line"), 3);
    assert_int_equal(count_at(step, "/frames"), 2);
    assert_int_equal(int_at(step, "/frames/0/line"), 4);
    assert_string_equal(text_at(step, "/frames/1/function"), "f");
    assert_string_equal(text_at(step, "/frames/1/names/1/name"), "here");
    assert_string_equal(text_at(step, "/frames/1/names/1/repr"), "[1]");
    a = document("/v1/run?python=3.11&record=steps", "def f(n):\n    if n: f(n - 1)\nf(40)\n");
    const cJSON *deepest = at(a, "/recording/steps/42");
    assert_int_equal(count_at(deepest, "/frames"), 24);
    assert_int_equal(int_at(deepest, "/frames/0/frame"), 0);
    assert_int_equal(int_at(deepest, "/frames/23/frame"), 41);
    assert_int_equal(int_at(deepest, "/frames_left_out"), 18);
    /* from 3.12 a comprehension has no frame of its own: its variable hides the module's meanwhile */
    a = document("/v1/run?python=3.14&record=steps", "x = 'outer'\nl = [x for x in range(2)]\n");
    step = at(a, "/recording/steps/2");
    assert_int_equal(count_at(step, "/frames"), 1);
    assert_int_equal(count_at(step, "/frames/0/names"), 1);
    assert_string_equal(text_at(step, "/frames/0/names/0/name"), "x");
    assert_string_equal(text_at(step, "/frames/0/names/0/repr"), "0");
    /* a free variable of a class's body is not the name that the class has */
    a = document("/v1/run?python=3.14&record=steps", "def f():\n    x = 1\n    class C:\n        x = 11\n    "
                                                     "    m = lambda self: x\n        n = 3\nf()\n");
    step = with_number(at(a, "/recording/steps"), "line", 6);
    const cJSON *names = at(step, "/frames/2/names");
    assert_string_equal(text_at(with_text(names, "name", "x"), "/repr"), "11");
}

/* How long 300 steps take beside so many items. */
static int64_t time_beside(const char *kind, int length)
{
    const cJSON *a = document("/v1/run?python=3.11&record=steps",
                              text("big = %s\ni = 0\nwhile i < 300:\n    i += 1\n", text(kind, length)));
    const cJSON *big = at(at(a, "/recording/steps/1"), "/objects/0");
    assert_int_equal(count_at(big, "/refs"), 24);
    assert_int_equal(int_at(big, "/more"), length - 24);
    return (int64_t)int_at(a, "/duration_us");
}

/* A step beside very many items is none the longer for them: walked through at each step it would take
 * several seconds every time, on a machine that has other work as well it does so now and then. */
static void steps_beside_a_huge_container_are_cheap(void **state)
{
    (void)state;
    enum { TRIES = 10 };
    static const char *const kinds[] = {"list(range(%d))", "tuple(range(%d))", "dict.fromkeys(range(%d))",
                                        "set(range(%d))"};
    for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++) {
        int64_t few = time_beside(kinds[k], 300), many = 0;
        for (int i = 0; i < TRIES && (i == 0 || many > 3 * few + 1500000); i++)
            many = time_beside(kinds[k], 300000);
        if (many > 3 * few + 1500000)
            fail_msg("%s: %lld us, of few %lld us", kinds[k], (long long)many, (long long)few);
    }
}

/* Text is standard output alone, and what is printed of an exception that nobody caught. */
static void standard_error_is_apart(void **state)
{
    (void)state;
    static const char program[] =
        "import sys\nprint('one')\nprint('two', file=sys.stderr)\nprint('three')\nassert 'x' is 1\n";
    const cJSON *a = document("/v1/run?python=3.11", program);
    assert_string_equal(text_at(a, "/stdout"), "one\nthree\n");
    assert_non_null(strstr(text_at(a, "/stderr"), "SyntaxWarning: \"is\" with a literal"));
    assert_non_null(strstr(text_at(a, "/stderr"), "two\n"));
    assert_null(strstr(text_at(a, "/stderr"), "AssertionError"));
    const char *text = send_program("text/plain", "/v1/run?python=3.11", program);
    assert_int_equal(strncmp(text, "one\nthree\nTraceback (most recent call last):\n", 45), 0);
    assert_null(strstr(text, "two"));
    const char *s = new_session("\"python\": \"3.11\"");
    text = send_program("text/plain", path("/v1/sessions/%s/exec", s), program);
    assert_int_equal(strncmp(text, "one\nthree\nTraceback (most recent call last):\n", 45), 0);
    assert_null(strstr(text, "two"));
    expect(204, "DELETE", path("/v1/sessions/%s", s), NULL);
}

/* A lone surrogate is an error on standard output, escaped on standard error: answers are UTF-8. */
static void answers_have_no_lone_surrogates(void **state)
{
    (void)state;
    static const char program[] =
        "import sys\nprint('\\udc80', file=sys.stderr)\nprint('a\\ud800\\udc80b')\n";
    for (size_t v = 0; v < 2; v++) {
        const cJSON *a = document(text("/v1/run?python=%s", both[v]), program);
        assert_string_equal(text_at(a, "/stdout"), "");
        assert_string_equal(text_at(a, "/stderr"), "\\udc80\n");
        assert_string_equal(text_at(a, "/exception/type"), "UnicodeEncodeError");
        assert_string_equal(text_at(a, "/exception/message"),
                            "'utf-8' codec can't encode characters in position 1-2: surrogates not allowed");
    }
}

/* A key whose class writes itself is not asked to. */
static void looking_runs_nothing_of_the_program(void **state)
{
    (void)state;
    const cJSON *a =
        document("/v1/run?python=3.11&record=steps",
                 "class K:\n    def __repr__(self): print('no'); return 'k'\nd = {K(): [1]}\nl = [K()]\n");
    assert_string_equal(text_at(a, "/stdout"), "");
}

/* While a finalizer runs, what held its object is dead already, although not yet freed. */
static void what_is_being_freed_is_gone(void **state)
{
    (void)state;
    for (size_t v = 0; v < 2; v++) {
        const cJSON *a = document(path("/v1/run?python=%s&record=steps", both[v]),
                                  "class Child:\n    def __del__(self):\n        a = 1\n        b = 2\nl = "
                                  "[Child(), 3]\nl = None\nprint('end')\n");
        assert_string_equal(text_at(a, "/stdout"), "end\n");
        const cJSON *steps = at(a, "/recording/steps");
        const char *list = text_at(with_number(steps, "line", 6), "/rebound/0/to");
        const cJSON *step = with_number(steps, "line", 3);
        bool gone = false;
        const cJSON *one;
        cJSON_ArrayForEach(one, at(step, "/gone")) gone |= strcmp(one->valuestring, list) == 0;
        assert_true(gone);
    }
}

static void a_long_name_is_told_with_its_object(void **state)
{
    (void)state;
    char id[32];
    const char *s = new_session("\"python\": \"3.11\"");
    send_program("text/plain", path("/v1/sessions/%s/exec", s), "x = [1]\nglobals()['n' * 1000] = x\n");
    strcpy(id, text_at(expect(200, "GET", path("/v1/sessions/%s/names/x", s), NULL), "/id"));
    const cJSON *names = at(expect(200, "GET", path("/v1/sessions/%s/objects/%s", s, id), NULL), "/names");
    assert_int_equal(cJSON_GetArraySize(names), 2);
    assert_int_equal(strlen(cJSON_GetArrayItem(names, 1)->valuestring), 1000);
    expect(204, "DELETE", path("/v1/sessions/%s", s), NULL);
}

/* A problem has a message of its own room: of a longer one the beginning, names that are not ASCII among it.
 */
static void a_problem_tells_the_beginning_of_a_long_message(void **state)
{
    (void)state;
    char name[801] = "";
    const char *s = new_session("\"python\": \"3.11\"");
    for (size_t i = 0; i < 400; i++)
        memcpy(name + 2 * i, "\xc3\xa9", 3);
    expect(201, "POST", path("/v1/sessions/%s/objects", s), "{\"value\": [1], \"bind\": \"a\"}");
    const cJSON *batch = expect(200, "POST", path("/v1/sessions/%s/ops", s),
                                text("[{\"op\": \"call\", \"object\": \"a\", \"method\": \"%s\"}]", name));
    const char *message = text_at(batch, "/results/0/problem/exception/message");
    const char *expected = text("'list' object has no attribute '%s'", name);
    assert_true(strlen(message) > 400);
    assert_memory_equal(message, expected, strlen(message));
    expect(204, "DELETE", path("/v1/sessions/%s", s), NULL);
}

static void an_operation_that_runs_a_program_tells_what_it_printed_and_where_it_failed(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof both / sizeof *both; i++) {
        const char *s = new_session(text("\"python\": \"%s\"", both[i]));
        document(path("/v1/sessions/%s/exec", s), "class A:\n    def m(self, x):\n        print('one', x)\n"
                                                  "        print('two', x)\n        return self.n(x)\n"
                                                  "    def n(self, x):\n        return 1 / x\n"
                                                  "a = A()");
        const cJSON *done =
            expect(200, "POST", path("/v1/sessions/%s/ops?effects", s),
                   "[{\"op\": \"call\", \"object\": \"a\", \"method\": \"m\", \"args\": [4]}]");
        const cJSON *log = at(done, "/results/0/effects/log");
        assert_int_equal(count_at(log, ""), 2);
        assert_string_equal(text_at(log, "/0/text"), "one 4\n");
        assert_string_equal(text_at(log, "/1/text"), "two 4\n");
        const cJSON *batch =
            expect(200, "POST", path("/v1/sessions/%s/ops", s),
                   "[{\"op\": \"call\", \"object\": \"a\", \"method\": \"m\", \"args\": [0]}]");
        const cJSON *places = at(batch, "/results/0/problem/exception/traceback");
        assert_int_equal(count_at(places, ""), 2);
        assert_string_equal(text_at(places, "/0/function"), "m");
        assert_int_equal(int_at(places, "/0/line"), 5);
        assert_string_equal(text_at(places, "/1/function"), "n");
        assert_int_equal(int_at(places, "/1/line"), 7);
        assert_string_equal(text_at(places, "/1/file"), "<string>");
        expect(422, "POST", path("/v1/sessions/%s/objects/a/call", s), "{\"method\": \"m\", \"args\": [0]}");
        assert_int_equal(count_at(last_reply()->json, "/exception/traceback"), 2);
        expect(204, "DELETE", path("/v1/sessions/%s", s), NULL);
    }
}

static void places_have_room_for_so_many_names(void **state)
{
    (void)state;
    const char *s = new_session("\"python\": \"3.11\"");
    document(path("/v1/sessions/%s/exec", s),
             "class A:\n    def m(self, n):\n        return self.m(n - 1) if n else 1 / 0\n"
             "A.m.__code__ = A.m.__code__.replace(co_name='N' * 300000)\na = A()");
    for (int depth = 1; depth <= 100; depth += 99) {
        expect(422, "POST", path("/v1/sessions/%s/objects/a/call", s),
               text("{\"method\": \"m\", \"args\": [%d]}", depth));
        assert_int_equal(count_at(last_reply()->json, "/exception/traceback"), depth == 1 ? 2 : 3);
    }
    expect(204, "DELETE", path("/v1/sessions/%s", s), NULL);
}

static void operations_copy_as_the_class_says(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof both / sizeof *both; i++) {
        const char *s = new_session(text("\"python\": \"%s\"", both[i]));
        document(path("/v1/sessions/%s/exec", s),
                 "class A:\n    def __copy__(self):\n        return 'shallow'\n"
                 "    def __deepcopy__(self, memo):\n        return 'deep'\n"
                 "class B:\n    def __init__(self, n):\n        self.n = n\n"
                 "    def __reduce__(self):\n        return B, (self.n + 1,)\n"
                 "class C:\n    def __deepcopy__(self, memo):\n        1 / 0\n"
                 "a, b, c = A(), B(4), C()\nmany = [a, {'b': b}, [1]]\nbad = [[2], c]");
        const cJSON *done = expect(200, "POST", path("/v1/sessions/%s/ops", s),
                                   "[{\"op\": \"copy\", \"object\": \"a\", \"bind\": \"x\"},"
                                   " {\"op\": \"deepcopy\", \"object\": \"a\", \"bind\": \"y\"},"
                                   " {\"op\": \"copy\", \"object\": \"b\", \"bind\": \"z\"},"
                                   " {\"op\": \"deepcopy\", \"object\": \"many\", \"bind\": \"m\"},"
                                   " {\"op\": \"deepcopy\", \"object\": \"bad\"}]");
        assert_int_equal(int_at(done, "/completed"), 4);
        assert_string_equal(text_at(done, "/results/4/problem/exception/type"), "ZeroDivisionError");
        const cJSON *said =
            document(path("/v1/sessions/%s/exec", s),
                     "print(x, y, z.n, m[0], m[1]['b'].n, m[2], m[2] is many[2], b.n, type(m[1]['b']) is B)");
        assert_string_equal(text_at(said, "/stdout"), "shallow deep 5 deep 5 [1] False 4 True\n");
        document(path("/v1/sessions/%s/exec", s),
                 "class D:\n    def __del__(self):\n        print('gone')\n    def __hash__(self):\n"
                 "        print('hash')\n        return 1\nlast = [D(), {D(): 1}, A()]");
        done = expect(200, "POST", path("/v1/sessions/%s/ops?effects", s),
                      "[{\"op\": \"deepcopy\", \"object\": \"last\", \"bind\": \"l\"}]");
        assert_int_equal(count_at(done, "/results/0/effects/finalized"), 0);
        const cJSON *log = at(done, "/results/0/effects/log");
        assert_int_equal(count_at(log, ""), 1); /* the copied dict's key */
        assert_string_equal(text_at(log, "/0/text"), "hash\n");
        expect(204, "DELETE", path("/v1/sessions/%s", s), NULL);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(places_have_room_for_so_many_names),
        cmocka_unit_test(operations_copy_as_the_class_says),
        cmocka_unit_test(an_operation_that_runs_a_program_tells_what_it_printed_and_where_it_failed),
        cmocka_unit_test(exec_says_what_it_did_to_the_heap),
        cmocka_unit_test(a_result_is_told_as_its_class_has_it),
        cmocka_unit_test(a_full_heap_can_be_told_of_and_emptied),
        cmocka_unit_test(a_result_is_let_go_by_the_program),
        cmocka_unit_test(a_result_too_large_to_be_told_is_cut),
        cmocka_unit_test(a_program_alone_answers_with_its_exception),
        cmocka_unit_test(a_syntax_error_says_where),
        cmocka_unit_test(a_syntax_error_without_carets_has_its_line),
        cmocka_unit_test(characters_that_no_source_has_are_told_by_the_language),
        cmocka_unit_test(lines_end_in_any_way),
        cmocka_unit_test(a_program_that_is_stopped_is_a_step),
        cmocka_unit_test(time_goes_by_where_the_clock_is_the_hosts),
        cmocka_unit_test(who_is_stopped_says_where),
        cmocka_unit_test(who_is_stopped_is_looked_at_all_the_same),
        cmocka_unit_test(finalizers_end_no_stop),
        cmocka_unit_test(the_end_of_a_program_has_its_limits),
        cmocka_unit_test(the_output_of_who_is_stopped_is_cut),
        cmocka_unit_test(who_is_stopped_shows_no_insides),
        cmocka_unit_test(limits_hold_from_the_start),
        cmocka_unit_test(sources_declare_their_encoding),
        cmocka_unit_test(text_comes_as_it_is_printed),
        cmocka_unit_test(events_come_as_lines_of_json),
        cmocka_unit_test(accepted_types_are_weighed),
        cmocka_unit_test(what_is_printed_arrives_before_the_end_and_a_client_that_goes_ends_the_program),
        cmocka_unit_test(an_awaited_program_ends_with_its_client),
        cmocka_unit_test(a_stream_runs_at_the_step_it_was_asked_for),
        cmocka_unit_test(copies_go_on_where_the_session_was),
        cmocka_unit_test(code_in_operations_is_bounded),
        cmocka_unit_test(waiting_programs_end_with_their_clients),
        cmocka_unit_test(lines_say_what_they_made_released_and_left),
        cmocka_unit_test(steps_show_names_objects_and_what_leaks),
        cmocka_unit_test(steps_show_the_frames_that_lead_to_them),
        cmocka_unit_test(finalizers_at_the_very_end_have_no_source_lines),
        cmocka_unit_test(steps_beside_a_huge_container_are_cheap),
        cmocka_unit_test(standard_error_is_apart),
        cmocka_unit_test(answers_have_no_lone_surrogates),
        cmocka_unit_test(looking_runs_nothing_of_the_program),
        cmocka_unit_test(what_is_being_freed_is_gone),
        cmocka_unit_test(a_long_name_is_told_with_its_object),
        cmocka_unit_test(a_problem_tells_the_beginning_of_a_long_message),
    };
    daemon_options(deadline);
    return cmocka_run_group_tests(tests, harness_start, harness_stop);
}
