/* From paths to rows. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "api/routes.h"

#include <string.h>

static enum api_result unused(struct api_request *request)
{
    (void)request;
    return API_DONE;
}

static const struct api_route routes[] = {
    {HTTP_GET, "/", unused, API_SCOPE_NONE, BODY_NONE, 0, 0, NULL},
    {HTTP_GET, "/{path}", unused, API_SCOPE_NONE, BODY_NONE, 0, 0, NULL},
    {HTTP_GET, "/v1/sessions", unused, API_SCOPE_READ, BODY_NONE, 0, 0, NULL},
    {HTTP_POST, "/v1/sessions", unused, API_SCOPE_READ, BODY_NONE, 0, 0, NULL},
    {HTTP_GET, "/v1/sessions/{s}", unused, API_SCOPE_READ, BODY_NONE, 0, 0, NULL},
    {HTTP_GET, "/v1/sessions/{s}/objects/{id}/attrs/{name}", unused, API_SCOPE_READ, BODY_NONE, 0, 0, NULL},
    {HTTP_POST, "/v1/sessions/{s}/gc/collect", unused, API_SCOPE_READ, BODY_NONE, 0, 0, NULL},
};

static struct route_match match(enum http_method method, const char *path)
{
    struct route_match found;
    struct router *router = router_new(routes, sizeof routes / sizeof *routes);
    assert_non_null(router);
    router_match(router, method, path, strlen(path), &found);
    router_delete(router);
    return found;
}

static void literals_and_places_are_told_apart(void **state)
{
    (void)state;
    const char *path = "/v1/sessions/s1/objects/0x7f%20/attrs/x";
    struct route_match found = match(HTTP_GET, path);
    assert_ptr_equal(found.route, &routes[5]);
    assert_int_equal(found.param[PARAM_SESSION].length, 2);
    assert_memory_equal(found.param[PARAM_ID].text, "0x7f%20", found.param[PARAM_ID].length);
    assert_memory_equal(found.param[PARAM_NAME].text, "x", 1);
    assert_null(found.param[PARAM_NUMBER].text);
    assert_ptr_equal(match(HTTP_GET, "/").route, &routes[0]);
    assert_ptr_equal(match(HTTP_GET, "/assets/app.js").route, &routes[1]);
}

static void methods_are_known_by_path(void **state)
{
    (void)state;
    assert_ptr_equal(match(HTTP_POST, "/v1/sessions").route, &routes[3]);
    struct route_match found = match(HTTP_DELETE, "/v1/sessions");
    assert_null(found.route);
    assert_int_equal(found.allowed, HTTP_GET | HTTP_POST);
    assert_null(match(HTTP_OPTIONS, "/v1/sessions").route);
    assert_null(match(HTTP_OTHER, "/v1/sessions").route);
}

static void what_is_not_in_the_table_is_not_there(void **state)
{
    static const char *const paths[] = {"/v1",
                                        "/v1/",
                                        "/v1/sessions/",
                                        "/v1/sessions//objects",
                                        "/v1/sessions/s/objects",
                                        "/v1/sessions/s/gc/collect/",
                                        "/v1/sessions/s/gc//collect",
                                        "v1/sessions",
                                        "",
                                        "//",
                                        "/v1/sessions/s/objects/0x1/attrs/a/b"};
    (void)state;
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        if (match(HTTP_GET, paths[i]).allowed != 0)
            fail_msg("%s is found", paths[i]);
    }
}

static bool takes(const char *parameters, const char *name, bool repeated)
{
    struct api_route route = {.parameters = parameters};
    bool found = false;
    return route_takes(&route, name, &found) && found == repeated;
}

static void a_route_takes_the_parameters_of_its_row(void **state)
{
    (void)state;
    assert_true(takes("limit cursor label+ order", "limit", false));
    assert_true(takes("limit cursor label+ order", "label", true));
    assert_true(takes("limit cursor label+ order", "order", false));
    assert_true(takes("label+", "label", true));
    assert_true(takes(NULL, "anything", true));
    static const char *const others[] = {"lim", "limits", "label+", "rder", "", "limit cursor", "+"};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        bool repeated;
        struct api_route route = {.parameters = "limit cursor label+ order"}, none = {.parameters = ""};
        assert_false(route_takes(&route, others[i], &repeated));
        assert_false(route_takes(&none, others[i], &repeated));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(literals_and_places_are_told_apart),
        cmocka_unit_test(methods_are_known_by_path),
        cmocka_unit_test(what_is_not_in_the_table_is_not_there),
        cmocka_unit_test(a_route_takes_the_parameters_of_its_row),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
