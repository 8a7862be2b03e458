/* Host, Origin, tokens, and the small readers of header values. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "api/access.h"
#include "api/clients.h"
#include "api/compress.h"

#include <netinet/in.h>
#include <string.h>

static const char *const hosts[] = {"heapd.example"};
static const char *const origins[] = {"https://notes.example"};

static void hosts_are_loopback_or_configured(void **state)
{
    struct api_config config = {.address = "10.0.0.7", .hosts = hosts, .host_count = 1};
    static const char *const good[] = {"localhost",  "LocalHost:4327",   "127.0.0.1:1",
                                       "[::1]:4327", "heapd.example:80", "10.0.0.7:4327"};
    static const char *const bad[] = {
        "evil.example", "localhost.evil.example", "127.0.0.1.evil.example", "", "[::2]", "10.0.0.70"};
    (void)state;
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        assert_int_equal(access_check_host(&config, good[i]), ACCESS_OK);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_int_equal(access_check_host(&config, bad[i]), ACCESS_BAD_HOST);
    assert_int_equal(access_check_host(&config, NULL), ACCESS_OK);
    config.address = "fe80::1";
    assert_int_equal(access_check_host(&config, "[fe80::1]:4327"), ACCESS_OK);
}

static void origins_are_the_own_or_configured(void **state)
{
    struct api_config config = {.origins = origins, .origin_count = 1};
    bool cross;
    (void)state;
    assert_int_equal(access_check_origin(&config, NULL, "localhost:1", &cross), ACCESS_OK);
    assert_int_equal(access_check_origin(&config, "http://localhost:1", "localhost:1", &cross), ACCESS_OK);
    assert_false(cross);
    assert_int_equal(access_check_origin(&config, "https://notes.example", "localhost:1", &cross), ACCESS_OK);
    assert_true(cross);
    assert_int_equal(access_check_origin(&config, "http://localhost:2", "localhost:1", &cross),
                     ACCESS_BAD_ORIGIN);
    assert_int_equal(access_check_origin(&config, "null", "localhost:1", &cross), ACCESS_BAD_ORIGIN);
    assert_int_equal(access_check_origin(&config, "https://notes.example.evil", "x", &cross),
                     ACCESS_BAD_ORIGIN);
}

static void tokens_grant_their_scopes(void **state)
{
    struct api_token items[2] = {{.scopes = API_SCOPE_READ}, {.scopes = API_SCOPE_READ | API_SCOPE_WRITE}};
    const struct api_tokens tokens = {2, items};
    struct api_config config = {.tokens = &tokens};
    (void)state;
    api_token_hash("reader", 6, items[0].hash);
    api_token_hash("writer", 6, items[1].hash);
    assert_int_equal(access_scopes(&config, "Bearer reader"), API_SCOPE_READ);
    assert_int_equal(access_scopes(&config, "bearer  writer"), API_SCOPE_READ | API_SCOPE_WRITE);
    assert_int_equal(access_scopes(&config, "Bearer readers"), 0);
    assert_int_equal(access_scopes(&config, "Basic reader"), 0);
    assert_int_equal(access_scopes(&config, NULL), 0);
    assert_int_equal(access_check_scope(&config, 0, API_SCOPE_NONE), ACCESS_OK);
    assert_int_equal(access_check_scope(&config, 0, API_SCOPE_READ), ACCESS_NO_TOKEN);
    assert_int_equal(access_check_scope(&config, API_SCOPE_READ, API_SCOPE_WRITE), ACCESS_NO_SCOPE);
    assert_int_equal(access_check_scope(&config, API_SCOPE_READ, API_SCOPE_READ), ACCESS_OK);
    config.tokens = NULL;
    assert_int_equal(access_check_scope(&config, access_scopes(&config, NULL), API_SCOPE_ADMIN), ACCESS_OK);
}

static void the_hash_is_sha256(void **state)
{
    static const uint8_t expected[] = {0xba, 0x78, 0x16, 0xbf, 0x8f, 0x01, 0xcf, 0xea};
    uint8_t hash[32];
    (void)state;
    api_token_hash("abc", 3, hash);
    assert_memory_equal(hash, expected, sizeof expected);
}

static void encodings_are_accepted_unless_refused(void **state)
{
    (void)state;
    assert_true(accepts_gzip("gzip"));
    assert_true(accepts_gzip("br, GZIP;q=0.5"));
    assert_true(accepts_gzip("deflate,gzip; q=0.001"));
    assert_false(accepts_gzip("gzip;q=0"));
    assert_false(accepts_gzip("gzip; q=0.000, br"));
    assert_false(accepts_gzip("xgzip, br"));
    assert_false(accepts_gzip(""));
    assert_false(accepts_gzip(NULL));
}

static void media_types_are_preferred_by_quality(void **state)
{
    (void)state;
    assert_true(http_prefers("text/plain", "text/plain"));
    assert_true(http_prefers("application/json;q=0.5, text/*", "text/plain"));
    assert_false(http_prefers("*/*", "text/plain"));
    assert_false(http_prefers(NULL, "text/plain"));
    assert_false(http_prefers("text/plain;q=0.1, application/json", "text/plain"));
    assert_false(http_prefers("text/plain;q=0", "text/plain"));
    assert_false(http_prefers("text/plain;q=inf, application/json;q=nan", "text/html"));
    assert_true(
        http_prefers_over("text/plain, application/x-ndjson;q=0.9", "text/plain", "application/x-ndjson"));
    assert_false(http_prefers_over("text/plain, application/x-ndjson", "text/plain", "application/x-ndjson"));
    assert_true(http_names("text/html, APPLICATION/JSON;q=0.1", "application/json"));
    assert_true(http_names("application/*", "application/json"));
    assert_false(http_names("*/*", "application/json"));
    assert_false(http_names("*/*, application/json;q=0", "application/json"));
    assert_false(http_names("application/jsonl, application/json-seq", "application/json"));
    assert_false(http_names(NULL, "application/json"));
    assert_int_equal(http_media_of("application/json; charset=utf-8"), MEDIA_JSON);
    assert_int_equal(http_media_of("Application/Merge-Patch+JSON"), MEDIA_JSON);
    assert_int_equal(http_media_of("application/x-ndjson"), MEDIA_NDJSON);
    assert_int_equal(http_media_of("application/x-www-form-urlencoded"),
                     MEDIA_NONE); /* curl's way of saying nothing */
    assert_int_equal(http_media_of(NULL), MEDIA_NONE);
}

static void percent_escapes_are_decoded_strictly(void **state)
{
    char out[64];
    (void)state;
    assert_int_equal(http_decode("a%2Fb+c", 7, 0, out), 5);
    assert_string_equal(out, "a/b+c");
    assert_int_equal(http_decode("a+b%C3%A9", 9, 1, out), 5);
    assert_string_equal(out, "a b\xc3\xa9");
    static const char *const bad[] = {"%",   "%4",        "%4g",          "%00",   "%ff",
                                      "%C3", "%ED%A0%80", "%F4%90%80%80", "%C0%80"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        if (http_decode(bad[i], strlen(bad[i]), 0, out) != (size_t)-1)
            fail_msg("%s is decoded", bad[i]);
    }
}

static void clients_are_slowed_down_one_by_one(void **state)
{
    const int64_t second = 1000000000;
    struct sockaddr_in one = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(0x7f000001)};
    struct sockaddr_in two = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(0x7f000002)};
    struct clients *clients = clients_new(10, 5);
    (void)state;
    struct client *first = clients_find(clients, (struct sockaddr *)&one, second);
    struct client *second_client = clients_find(clients, (struct sockaddr *)&two, second);
    assert_ptr_not_equal(first, second_client);
    for (int i = 0; i < 5; i++)
        assert_int_equal(clients_take(first, second), 0);
    assert_int_equal(clients_take(first, second), 1);
    assert_int_equal(clients_take(second_client, second), 0);
    assert_int_equal(clients_take(first, second + second / 10), 0);
    assert_int_equal(clients_take(first, second + second / 10), 1);
    /* Coming back on a new connection does not help. */
    clients_release(clients, first);
    first = clients_find(clients, (struct sockaddr *)&one, second + second / 10);
    assert_int_equal(clients_take(first, second + second / 10), 1);
    clients_release(clients, first);
    clients_release(clients, second_client);
    assert_int_equal(clients_take(NULL, 0), 0);
    clients_delete(clients);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hosts_are_loopback_or_configured),
        cmocka_unit_test(origins_are_the_own_or_configured),
        cmocka_unit_test(tokens_grant_their_scopes),
        cmocka_unit_test(the_hash_is_sha256),
        cmocka_unit_test(encodings_are_accepted_unless_refused),
        cmocka_unit_test(media_types_are_preferred_by_quality),
        cmocka_unit_test(percent_escapes_are_decoded_strictly),
        cmocka_unit_test(clients_are_slowed_down_one_by_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
