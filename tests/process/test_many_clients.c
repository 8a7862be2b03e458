/* Many clients at once on few sessions that come, fork, expire and go: every request gets an answer that
 * fits, the heaps stay whole, and the daemon stops orderly in the middle of it. Above all for the thread
 * sanitizer. */
#include "tests/process/program.h"
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <time.h>

enum { CLIENTS = 8, SESSIONS = 4, SECONDS = 3 };

struct client {
    pthread_t thread;
    const struct program *program;
    atomic_bool *stopping; /* from now on there may be no answer */
    uint64_t random;
    atomic_uint answers;
    unsigned unexpected;
};

static uint64_t next_random(struct client *client, uint64_t below)
{
    client->random = client->random * 6364136223846793005u + 1442695040888963407u;
    return (client->random >> 33) % below;
}

static const struct {
    const char *method, *target, *body; /* %d is the session's number */
} requests[] = {
    {"POST", "/v1/sessions", "{\"name\": \"n%d\", \"python\": \"3.11\", \"expires_after\": 1}"},
    {"POST", "/v1/sessions", "{\"name\": \"n%d\", \"python\": \"3.14\", \"labels\": {\"n\": \"%d\"}}"},
    {"DELETE", "/v1/sessions/n%d", NULL},
    {"GET", "/v1/sessions?label=n", NULL},
    {"GET", "/v1/sessions/n%d", NULL},
    {"POST", "/v1/sessions/n%d/fork", "{}"},
    {"POST", "/v1/sessions/n%d/objects",
     "{\"value\": [{\"a\": [1, 2.5, \"x\"]}, {\"a\": {}}], \"bind\": \"a\"}"},
    {"POST", "/v1/sessions/n%d/ops",
     "[{\"op\": \"new\", \"value\": [[]], \"bind\": \"b\"}, {\"op\": \"collect\"}]"},
    {"POST", "/v1/sessions/n%d/gc/collect", "{}"},
    {"PATCH", "/v1/sessions/n%d/trace", "{\"tracing\": true}"},
    {"POST", "/v1/sessions/n%d/snapshots", "{}"},
    {"GET", "/v1/sessions/n%d/allocator", NULL},
    {"GET", "/v1/sessions/n%d/memory", NULL},
    {"GET", "/metrics", NULL},
};

static bool fits(unsigned status)
{
    switch (status) {
    case 200:
    case 201:
    case 204:
    case 404: /* not there now */
    case 409: /* there already */
    case 422: /* not tracing */
    case 429: /* too many sessions */
    case 503: /* busy */
        return true;
    default:
        return false;
    }
}

static void *run_client(void *context)
{
    struct client *client = context;
    while (!atomic_load(client->stopping)) {
        char target[128], body[256];
        size_t which = (size_t)next_random(client, sizeof requests / sizeof requests[0]);
        int number = (int)next_random(client, SESSIONS);
        const char *format = requests[which].target, *body_format = requests[which].body;
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
#pragma GCC diagnostic ignored "-Wformat-security"
        snprintf(target, sizeof target, format, number);
        snprintf(body, sizeof body, body_format ? body_format : "", number, number);
#pragma GCC diagnostic pop
        unsigned status =
            program_request(client->program, requests[which].method, target, body_format ? body : NULL);
        if (fits(status)) {
            atomic_fetch_add(&client->answers, 1);
        } else if (!atomic_load(client->stopping)) {
            print_error("%s %s: %u\n", requests[which].method, target, status);
            client->unexpected++;
        }
    }
    return NULL;
}

static void verify_sessions(const struct program *program)
{
    for (int i = 0; i < SESSIONS; i++) {
        char target[128], answer[2048];
        snprintf(target, sizeof target, "/v1/sessions/n%d/verify", i);
        unsigned status;
        do /* others are at work in it */
            status = program_get_answer(program, target, answer, sizeof answer);
        while (status == 503);
        if (status != 404 && (status != 200 || !strstr(answer, "\"sound\":true")))
            fail_msg("%s: %s", target, answer);
    }
}

static void many_clients_get_answers_that_fit(void **state)
{
    (void)state;
    struct program program;
    struct client clients[CLIENTS];
    atomic_bool stopping = false;
    char folder[] = "/tmp/heapd-clients-XXXXXX", command[64];
    assert_non_null(mkdtemp(folder));
    const char *const flags[] = {"--listen", "127.0.0.1:0",     "--data", folder, "--max-sessions",
                                 "24",       "--expires-after", "2s",     NULL};
    program_start(&program, flags, NULL);
    program_wait_ready(&program);
    for (uint64_t i = 0; i < CLIENTS; i++)
        clients[i] = (struct client){.program = &program, .stopping = &stopping, .random = i};
    for (uint64_t i = 0; i < CLIENTS; i++)
        pthread_create(&clients[i].thread, NULL, run_client, &clients[i]);
    nanosleep(&(struct timespec){SECONDS, 0}, NULL);
    for (int i = 0; i < CLIENTS; i++) /* where the machine is slow, longer */
        while (atomic_load(&clients[i].answers) == 0)
            nanosleep(&(struct timespec){0, 10000000}, NULL);
    verify_sessions(&program);
    atomic_store(&stopping, true);
    kill(program.pid, SIGTERM);
    assert_int_equal(program_wait(&program), 0);
    for (int i = 0; i < CLIENTS; i++) {
        pthread_join(clients[i].thread, NULL);
        assert_int_equal(clients[i].unexpected, 0);
    }
    snprintf(command, sizeof command, "rm -rf %s", folder);
    assert_int_equal(system(command), 0);
}

int main(void)
{
    signal(SIGPIPE, SIG_IGN);
    const struct CMUnitTest tests[] = {cmocka_unit_test(many_clients_get_answers_that_fit)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
