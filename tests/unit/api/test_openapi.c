/* The contract against the table of routes: each names what the other does. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "api/openapi.h"
#include "api/routes.h"

#include <cjson/cJSON.h>

#include <ctype.h>
#include <stdio.h>
#include <string.h>

static int load(void **state)
{
    *state = cJSON_ParseWithLength((const char *)openapi_json, openapi_json_length);
    return *state == NULL;
}

static int unload(void **state)
{
    cJSON_Delete(*state);
    return 0;
}

static const cJSON *member(const cJSON *object, const char *name)
{
    return cJSON_GetObjectItemCaseSensitive(object, name);
}

static const char *lower(enum http_method method, char *name)
{
    snprintf(name, 16, "%s", http_method_name(method));
    for (char *at = name; *at != '\0'; at++)
        *at = (char)tolower(*at);
    return name;
}

/* The dashboard is no part of the contract. */
static bool is_dashboard(const struct api_route *route)
{
    return strcmp(route->pattern, "/") == 0 || strcmp(route->pattern, "/{path}") == 0;
}

static void every_route_is_in_the_contract(void **state)
{
    char name[16];
    for (size_t i = 0; i < api_route_count; i++) {
        const struct api_route *route = &api_routes[i];
        if (is_dashboard(route))
            continue;
        const cJSON *path = member(member(*state, "paths"), route->pattern);
        if (path == NULL || member(path, lower(route->method, name)) == NULL)
            fail_msg("%s %s is not in openapi.yaml", http_method_name(route->method), route->pattern);
    }
}

static const struct api_route *find_route(const char *pattern, const char *method)
{
    char name[16];
    for (size_t i = 0; i < api_route_count; i++) {
        if (strcmp(api_routes[i].pattern, pattern) == 0 &&
            strcmp(lower(api_routes[i].method, name), method) == 0)
            return &api_routes[i];
    }
    return NULL;
}

static void everything_in_the_contract_is_a_route(void **state)
{
    for (const cJSON *path = member(*state, "paths")->child; path != NULL; path = path->next) {
        for (const cJSON *item = path->child; item != NULL; item = item->next) {
            if (strcmp(item->string, "parameters") != 0 && find_route(path->string, item->string) == NULL)
                fail_msg("%s %s is in openapi.yaml and not in routes.c", item->string, path->string);
        }
    }
}

static const cJSON *resolve(const cJSON *root, const cJSON *item)
{
    const cJSON *reference = member(item, "$ref");
    char name[64], kind[64];
    if (reference == NULL)
        return item;
    assert_int_equal(sscanf(reference->valuestring, "#/components/%63[^/]/%63[^/]", kind, name), 2);
    return member(member(member(root, "components"), kind), name);
}

static bool has_parameter(const cJSON *root, const cJSON *list, const char *name, size_t length)
{
    for (const cJSON *item = list != NULL ? list->child : NULL; item != NULL; item = item->next) {
        const cJSON *parameter = resolve(root, item);
        assert_non_null(parameter);
        const char *has = member(parameter, "name")->valuestring;
        if (strcmp(member(parameter, "in")->valuestring, "path") == 0 && strlen(has) == length &&
            memcmp(has, name, length) == 0)
            return true;
    }
    return false;
}

static void every_place_in_a_path_is_described(void **state)
{
    for (const cJSON *path = member(*state, "paths")->child; path != NULL; path = path->next) {
        for (const char *at = strchr(path->string, '{'); at != NULL; at = strchr(at + 1, '{')) {
            if (!has_parameter(*state, member(path, "parameters"), at + 1, strcspn(at + 1, "}")))
                fail_msg("%s: %s is not described", path->string, at);
        }
    }
}

/* Looks through the query parameters of a list: each must be one that the route takes, repeated where it is
 * an array. */
static size_t check_parameters(const cJSON *root, const cJSON *list, const struct api_route *route)
{
    size_t count = 0;
    for (const cJSON *item = list != NULL ? list->child : NULL; item != NULL; item = item->next) {
        const cJSON *parameter = resolve(root, item);
        if (strcmp(member(parameter, "in")->valuestring, "query") != 0)
            continue;
        const char *name = member(parameter, "name")->valuestring;
        const cJSON *type = member(member(parameter, "schema"), "type");
        bool repeated = false,
             array = type != NULL && cJSON_IsString(type) && strcmp(type->valuestring, "array") == 0;
        if (!route_takes(route, name, &repeated) || repeated != array)
            fail_msg("%s %s: openapi.yaml and routes.c differ about the parameter %s",
                     http_method_name(route->method), route->pattern, name);
        count++;
    }
    return count;
}

static size_t count_names(const char *names)
{
    size_t count = 0;
    for (; *names != '\0'; names += strcspn(names, " "), names += *names == ' ')
        count++;
    return count;
}

static void every_route_takes_the_parameters_of_the_contract_and_no_others(void **state)
{
    char name[16];
    for (size_t i = 0; i < api_route_count; i++) {
        const struct api_route *route = &api_routes[i];
        if (is_dashboard(route))
            continue;
        if (route->parameters == NULL)
            fail_msg("%s %s takes any parameter", http_method_name(route->method), route->pattern);
        const cJSON *path = member(member(*state, "paths"), route->pattern);
        const cJSON *operation = member(path, lower(route->method, name));
        size_t count = check_parameters(*state, member(path, "parameters"), route) +
                       check_parameters(*state, member(operation, "parameters"), route);
        if (count != count_names(route->parameters))
            fail_msg("%s %s takes \"%s\", openapi.yaml describes %zu parameters",
                     http_method_name(route->method), route->pattern, route->parameters, count);
    }
}

static void operations_are_named_once(void **state)
{
    const char *seen[256];
    size_t count = 0;
    for (const cJSON *path = member(*state, "paths")->child; path != NULL; path = path->next) {
        for (const cJSON *item = path->child; item != NULL; item = item->next) {
            const cJSON *name = member(item, "operationId");
            if (strcmp(item->string, "parameters") == 0)
                continue;
            assert_non_null(name);
            assert_non_null(member(item, "summary"));
            assert_non_null(member(member(item, "responses"), "default"));
            for (size_t i = 0; i < count; i++)
                assert_string_not_equal(seen[i], name->valuestring);
            seen[count++] = name->valuestring;
        }
    }
}

static void open_routes_need_no_token(void **state)
{
    for (size_t i = 0; i < api_route_count; i++) {
        char name[16];
        const struct api_route *route = &api_routes[i];
        if (is_dashboard(route))
            continue;
        const cJSON *operation =
            member(member(member(*state, "paths"), route->pattern), lower(route->method, name));
        assert_int_equal(member(operation, "security") != NULL, route->scope == API_SCOPE_NONE);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_route_is_in_the_contract),
        cmocka_unit_test(everything_in_the_contract_is_a_route),
        cmocka_unit_test(every_place_in_a_path_is_described),
        cmocka_unit_test(every_route_takes_the_parameters_of_the_contract_and_no_others),
        cmocka_unit_test(operations_are_named_once),
        cmocka_unit_test(open_routes_need_no_token),
    };
    return cmocka_run_group_tests(tests, load, unload);
}
