/* The daemon as a remote client sees it.
 *
 * A test program starts one heapd on a free port with a data folder of its own (or uses the one that
 * HEAPD_URL names), sends requests with libcurl, and looks at the answers:
 *
 *     static void a_bound_name_is_listed(void **state)
 *     {
 *         const char *s = new_session("\"python\": \"3.11\"");
 *         expect(201, "POST", path("/v1/sessions/%s/objects", s), "{\"value\": [1], \"bind\": \"a\"}");
 *         const cJSON *names = expect(200, "GET", path("/v1/sessions/%s/names", s), NULL);
 *         assert_string_equal(text_at(names, "/items/0/name"), "a");
 *     }
 *
 *     HARNESS_MAIN(cmocka_unit_test(a_bound_name_is_listed), ...)
 *
 * What helpers return lives until the end of the test program: tests are short. At the end the daemon is
 * stopped with SIGTERM and must exit with status 0, in sanitized builds without leaks. */
#ifndef TESTS_API_HARNESS_H
#define TESTS_API_HARNESS_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <cjson/cJSON.h>

struct reply {
    unsigned status;
    const char *headers; /* raw, all lines */
    const char *text;    /* the body, NUL-terminated */
    size_t length;
    const cJSON *json; /* NULL: the body is no JSON */
};

/* ---- Requests ------------------------------------------------------------------------------------ */

/* Sends a request. `body` NULL: none; otherwise it is sent as application/json unless with_header said so. */
const struct reply *call(const char *method, const char *target, const char *body);
const struct reply *call_bytes(const char *method, const char *target, const void *body, size_t length);

/* For the next request only: "If-Match: \"3\"". Content-Type replaces the usual one. Up to 8. */
void with_header(const char *header);

/* The same as call, and the test fails (saying what came instead) unless the answer has this status. The
 * JSON, NULL when the answer has none. */
const cJSON *expect(unsigned status, const char *method, const char *target, const char *body);

/* Expects a problem: its status, its slug ("gone"), application/problem+json. */
const cJSON *expect_problem(unsigned status, const char *slug, const char *method, const char *target,
                            const char *body);

/* The last reply, for its headers. */
const struct reply *last_reply(void);

/* A header's value in the last reply, NULL: not sent. */
const char *reply_header(const char *name);

/* printf to a string that lives until the end. path() for targets, text() for bodies. */
const char *path(const char *format, ...) __attribute__((format(printf, 1, 2)));
const char *text(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* ---- Answers, by JSON Pointer; the test fails where there is nothing, or something of another type ---- */

const cJSON *at(const cJSON *json, const char *pointer);
const char *text_at(const cJSON *json, const char *pointer);
int64_t int_at(const cJSON *json, const char *pointer);
double real_at(const cJSON *json, const char *pointer);
bool bool_at(const cJSON *json, const char *pointer);
int count_at(const cJSON *json, const char *pointer); /* elements or members */
bool null_at(const cJSON *json, const char *pointer);
const cJSON *find_at(const cJSON *json, const char *pointer); /* NULL where there is nothing */

/* ---- Sessions and the daemon --------------------------------------------------------------------- */

/* A new session's name. `members` ("\"python\": \"3.11\"") go into the document; NULL: none. */
const char *new_session(const char *members);

/* "http://127.0.0.1:4711", and its parts for raw sockets. */
const char *daemon_url(void);
const char *daemon_host(void);
unsigned daemon_port(void);

/* A number of its metrics (0: there is none of that name), and to wait until it is as high as that: what has
 * been asked for over other connections has begun then, however slow the machine is. */
double daemon_metric(const char *name);
void wait_for_metric(const char *name, double least);

/* Is it a daemon of ours? Not with HEAPD_URL: it can be neither killed nor restarted then. */
bool daemon_is_ours(void);

/* Options for the daemon, before harness_start; NULL-terminated, borrowed. */
void daemon_options(const char *const *options);

/* Stops the daemon (SIGTERM, or SIGKILL when `kill`) and starts it again on the same data folder. */
void daemon_restart(bool kill);

/* cmocka's group set-up and tear-down. */
int harness_start(void **state);
int harness_stop(void **state);

#define HARNESS_MAIN(...)                                                                                    \
    int main(void)                                                                                           \
    {                                                                                                        \
        const struct CMUnitTest tests[] = {__VA_ARGS__};                                                     \
        return cmocka_run_group_tests(tests, harness_start, harness_stop);                                   \
    }

#endif
