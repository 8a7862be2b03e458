/* What the heap raises is pointed at: the member of the operation that is at fault, or the operation where no
 * member is. */
#include "tests/api/harness.h"

#include <string.h>

static const char *const prepared =
    "[{\"op\": \"bind\", \"name\": \"l\", \"value\": [1, 2, 3]},"
    "{\"op\": \"bind\", \"name\": \"d\", \"value\": {\"a\": 1}},"
    "{\"op\": \"bind\", \"name\": \"b\", \"value\": {\"$bytearray\": \"YWJj\"}},"
    "{\"op\": \"bind\", \"name\": \"i\", \"value\": 5},"
    "{\"op\": \"bind\", \"name\": \"p\", \"value\": {\"$new\": \"type\", \"args\": [\"P\", {\"$tuple\": []}, "
    "{}]}},"
    "{\"op\": \"class\", \"name\": \"C\"},"
    "{\"op\": \"class\", \"name\": \"S\", \"slots\": [\"a\"]},"
    "{\"op\": \"bind\", \"name\": \"s\", \"value\": {\"$new\": \"S\"}}]";

/* An operation, what it raises, and where that is pointed at, below the operation. */
static const struct {
    const char *operation, *exception, *pointer;
} cases[] = {
    {"{\"op\": \"intern\", \"value\": 5}", "TypeError", "/value"},
    {"{\"op\": \"weakref\", \"object\": \"i\"}", "TypeError", "/object"},
    {"{\"op\": \"weakref\", \"object\": \"C\", \"callback\": {\"$ref\": \"nothing\"}}", "NameError",
     "/callback/$ref"},
    {"{\"op\": \"copy\", \"object\": \"nothing\"}", "NameError", "/object"},
    {"{\"op\": \"call\", \"object\": \"l\", \"method\": \"nothing\"}", "AttributeError", "/method"},
    {"{\"op\": \"call\", \"object\": \"l\", \"method\": \"pop\", \"args\": [9]}", "IndexError", "/method"},
    {"{\"op\": \"call\", \"object\": \"i\"}", "TypeError", "/object"},
    {"{\"op\": \"call\", \"object\": \"l\", \"method\": \"copy\", \"bind\": \"1\"}", "ValueError", "/bind"},
    {"{\"op\": \"new\", \"value\": 1, \"bind\": \"a b\"}", "ValueError", "/bind"},
    {"{\"op\": \"new\", \"value\": [1, {\"$set\": [2, []]}]}", "TypeError", "/value/1/$set/1"},
    {"{\"op\": \"new\", \"value\": {\"$new\": \"C\", \"attrs\": {\"a\": 1, \"__dict__\": 2}}}", "TypeError",
     "/value/attrs/__dict__"},
    {"{\"op\": \"setattr\", \"object\": \"s\", \"name\": \"z\", \"value\": 1}", "AttributeError", "/name"},
    {"{\"op\": \"setattr\", \"object\": \"s\", \"name\": \"__class__\", \"value\": 1}", "TypeError",
     "/value"},
    {"{\"op\": \"delattr\", \"object\": \"s\", \"name\": \"a\"}", "AttributeError", "/name"},
    {"{\"op\": \"setitem\", \"object\": \"l\", \"key\": 7, \"value\": 1}", "IndexError", "/key"},
    {"{\"op\": \"setitem\", \"object\": \"l\", \"key\": \"x\", \"value\": 1}", "TypeError", "/key"},
    {"{\"op\": \"setitem\", \"object\": \"d\", \"key\": [], \"value\": 1}", "TypeError", "/key"},
    {"{\"op\": \"setitem\", \"object\": \"i\", \"key\": 0, \"value\": 1}", "TypeError", "/object"},
    {"{\"op\": \"setitem\", \"object\": \"b\", \"key\": 0, \"value\": 300}", "ValueError", "/value"},
    {"{\"op\": \"setitem\", \"object\": \"b\", \"key\": 0, \"value\": \"x\"}", "TypeError", "/value"},
    {"{\"op\": \"delitem\", \"object\": \"d\", \"key\": \"z\"}", "KeyError", "/key"},
    {"{\"op\": \"bind\", \"name\": \"1x\", \"value\": 1}", "ValueError", "/name"},
    {"{\"op\": \"del\", \"name\": \"nothing\"}", "NameError", "/name"},
    {"{\"op\": \"class\", \"name\": \"1\"}", "ValueError", "/name"},
    {"{\"op\": \"class\", \"name\": \"D\", \"bases\": [\"C\", \"i\"]}", "TypeError", "/bases"},
    {"{\"op\": \"class\", \"name\": \"D\", \"bases\": [\"int\", \"str\"]}", "TypeError", "/bases"},
    {"{\"op\": \"class\", \"name\": \"D\", \"bases\": [\"bool\"], \"slots\": [\"a\"]}", "TypeError",
     "/bases"},
    {"{\"op\": \"class\", \"name\": \"D\", \"slots\": [\"a\", \"1\"]}", "TypeError", "/slots/1"},
    {"{\"op\": \"class\", \"name\": \"D\", \"slots\": [\"a\", \"__dict__\", \"__dict__\"]}", "TypeError",
     "/slots/2"},
    {"{\"op\": \"class\", \"name\": \"D\", \"bases\": [\"C\"], \"slots\": [\"__weakref__\"]}", "TypeError",
     "/slots/0"},
    {"{\"op\": \"class\", \"name\": \"D\", \"bases\": [\"int\"], \"slots\": [\"a\"]}", "TypeError", "/slots"},
    {"{\"op\": \"class\", \"name\": \"D\", \"bind\": \"1\"}", "ValueError", "/bind"},
    {"{\"op\": \"push_frame\", \"function\": \"f\", \"locals\": {\"a\": 1, \"1\": 2}}", "ValueError",
     "/locals/1"},
    {"{\"op\": \"push_frame\", \"function\": \"f\", \"locals\": {\"a\": {\"$ref\": \"zz\"}}}", "NameError",
     "/locals/a/$ref"},
    {"{\"op\": \"pop_frame\"}", "IndexError", ""},
    {"{\"op\": \"collect\", \"generation\": 3}", "ValueError", "/generation"},
    {"{\"op\": \"snapshot\"}", "RuntimeError", ""},
};

static void what_the_heap_raises_is_pointed_at(void **state)
{
    static const char *const versions[] = {"3.11", "3.14"};
    (void)state;
    for (size_t v = 0; v < 2; v++) {
        const char *s = new_session(text("\"python\": \"%s\"", versions[v]));
        expect(200, "POST", path("/v1/sessions/%s/ops", s), prepared);
        for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
            const cJSON *answer = expect(200, "POST", path("/v1/sessions/%s/ops", s),
                                         text("[{\"op\": \"line\", \"line\": 1}, %s]", cases[i].operation));
            if (find_at(answer, "/results/1/problem") == NULL)
                fail_msg("%s succeeds", cases[i].operation);
            assert_string_equal(text_at(answer, "/results/1/problem/exception/type"), cases[i].exception);
            if (find_at(answer, "/results/1/problem/pointer") == NULL)
                fail_msg("%s is not pointed at", cases[i].operation);
            const char *pointer = text_at(answer, "/results/1/problem/pointer");
            if (strncmp(pointer, "/1", 2) != 0 || strcmp(pointer + 2, cases[i].pointer) != 0)
                fail_msg("%s is pointed at by %s", cases[i].operation, pointer);
        }
        expect(204, "DELETE", path("/v1/sessions/%s", s), NULL);
    }
}

/* A resource's body is the whole document. */
static void resources_point_into_their_bodies(void **state)
{
    (void)state;
    const char *s = new_session(NULL);
    const cJSON *problem = expect_problem(422, "exception", "POST", path("/v1/sessions/%s/frames", s),
                                          "{\"function\": \"f\", \"locals\": {\"ok\": 1, \"not ok\": 2}}");
    assert_string_equal(text_at(problem, "/pointer"), "/locals/not ok");
    problem = expect_problem(422, "exception", "POST", path("/v1/sessions/%s/objects", s),
                             "{\"value\": {\"$set\": [[]]}}");
    assert_string_equal(text_at(problem, "/pointer"), "/value/$set/0");
    expect(201, "POST", path("/v1/sessions/%s/objects", s), "{\"value\": [1], \"bind\": \"l\"}");
    problem = expect_problem(422, "exception", "POST", path("/v1/sessions/%s/objects/l/call", s),
                             "{\"method\": \"index\", \"args\": [5]}");
    assert_string_equal(text_at(problem, "/pointer"), "/method");
    problem = expect_problem(422, "exception", "PUT", path("/v1/sessions/%s/objects/l/attrs/x", s),
                             "{\"value\": 1}");
    assert_null(find_at(problem, "/pointer")); /* the name is in the path */
    problem = expect_problem(422, "exception", "DELETE", path("/v1/sessions/%s/frames", s), NULL);
    assert_null(find_at(problem, "/pointer")); /* there is no document */
    expect(204, "DELETE", path("/v1/sessions/%s", s), NULL);
}

/* A parameter that is wrong is named. */
static void parameters_of_programs_are_named(void **state)
{
    static const char *const wrong[][2] = {{"steps", "x"},   {"output", "-1"}, {"clock", "sun"},
                                           {"profile", "1"}, {"record", "no"}, {"limit", "0"}};
    (void)state;
    const char *s = new_session(NULL);
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        const cJSON *problem = expect_problem(400, "invalid-parameter", "POST",
                                              path("/v1/sessions/%s/exec?%s=%s", s, wrong[i][0], wrong[i][1]),
                                              "{\"source\": \"1\"}");
        assert_string_equal(text_at(problem, "/parameter"), wrong[i][0]);
        problem = expect_problem(400, "invalid-parameter", "POST",
                                 path("/v1/sessions/%s/ops?%s=%s", s, wrong[i][0], wrong[i][1]),
                                 "[{\"op\": \"exec\", \"source\": \"1\"}]");
        assert_string_equal(text_at(problem, "/parameter"), wrong[i][0]);
    }
    expect(204, "DELETE", path("/v1/sessions/%s", s), NULL);
}

/* A program alone is read as strictly as one in a session, also where its answer is a stream. */
static void programs_take_their_members_alone(void **state)
{
    static const struct {
        const char *body, *pointer;
    } wrong[] = {
        {"{\"source\": \"1\", \"sorce\": 1}", "/sorce"},
        {"{\"source\": \"1\", \"filename\": 5}", "/filename"},
        {"{\"source\": 1}", "/source"},
        {"[]", ""},
    };
    (void)state;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        const cJSON *problem = expect_problem(400, "invalid-body", "POST", "/v1/run", wrong[i].body);
        assert_string_equal(text_at(problem, "/pointer"), wrong[i].pointer);
    }
}

/* A member that is none is answered with those that there are. */
static void unknown_members_are_told_the_known_ones(void **state)
{
    (void)state;
    const char *s = new_session(NULL);
    const cJSON *problem = expect_problem(400, "invalid-body", "POST", "/v1/sessions", "{\"naem\": 1}");
    assert_string_equal(text_at(problem, "/pointer"), "/naem");
    assert_non_null(strstr(text_at(problem, "/detail"), "\"python\""));
    assert_non_null(strstr(text_at(problem, "/detail"), "\"memory_limit\""));
    const cJSON *answer =
        expect(200, "POST", path("/v1/sessions/%s/ops", s), "[{\"op\": \"bind\", \"nmae\": \"a\"}]");
    assert_string_equal(text_at(answer, "/results/0/problem/pointer"), "/0/nmae");
    assert_non_null(strstr(text_at(answer, "/results/0/problem/detail"), "it takes name, value"));
    answer = expect(200, "POST", path("/v1/sessions/%s/ops", s),
                    "[{\"op\": \"\\u0066ree\\u007ae\", \"now\": 1}]"); /* a name has many spellings */
    assert_non_null(strstr(text_at(answer, "/results/0/problem/detail"), "it takes none"));
    problem = expect_problem(400, "invalid-body", "PATCH", path("/v1/sessions/%s/trace", s), "{\"n\": 1}");
    assert_non_null(strstr(text_at(problem, "/detail"), "it takes tracing, nframe and at"));
    static const char *const frames[] = {"{\"nframe\": \"1\"}", "{\"tracing\": false, \"nframe\": 0}"};
    for (size_t i = 0; i < sizeof frames / sizeof *frames; i++) {
        problem = expect_problem(400, "invalid-body", "PATCH", path("/v1/sessions/%s/trace", s), frames[i]);
        assert_string_equal(text_at(problem, "/pointer"), "/nframe");
        assert_non_null(strstr(text_at(problem, "/detail"), "from 1 to 65535"));
    }
    expect(204, "DELETE", path("/v1/sessions/%s", s), NULL);
}

HARNESS_MAIN(cmocka_unit_test(what_the_heap_raises_is_pointed_at),
             cmocka_unit_test(resources_point_into_their_bodies),
             cmocka_unit_test(parameters_of_programs_are_named),
             cmocka_unit_test(programs_take_their_members_alone),
             cmocka_unit_test(unknown_members_are_told_the_known_ones))
