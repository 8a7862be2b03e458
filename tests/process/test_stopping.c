/* The way down: SIGTERM ends heapd in bounded time, whatever its clients do. */
#include "tests/process/program.h"
#include <signal.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define LIST(...) ((const char *const[]){__VA_ARGS__, NULL})

enum { SLOW = 60 }; /* seconds that heapd may need for what takes one or two where nothing else runs */

static char data[64];

static int make_folder(void **state)
{
    (void)state;
    strcpy(data, "/tmp/heapd-stopping-XXXXXX");
    return mkdtemp(data) ? 0 : -1;
}

static int remove_folder(void **state)
{
    char command[100];
    (void)state;
    snprintf(command, sizeof command, "rm -rf %s", data);
    return system(command);
}

/* What ends by a limit that is not meant takes longer than the test may. */
static void start_ready(struct program *program, const char *grace)
{
    program_start(
        program,
        LIST("--listen", "127.0.0.1:0", "--data", data, "--grace", grace, "--request-timeout", "10m"), NULL);
    program_wait_ready(program);
}

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

/* Sends the request `count` times on a connection of its own, and reads nothing. */
static int send_to(const struct program *program, int count, const char *method, const char *target,
                   const char *accept, const char *media, const char *body)
{
    char request[1024];
    int fd = program_connect(program), little = 4096;
    assert_true(fd >= 0);
    setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &little, sizeof little);
    int length = snprintf(request, sizeof request,
                          "%s %s HTTP/1.1\r\nHost: localhost\r\nAccept: %s\r\nContent-Type: "
                          "%s\r\nContent-Length: %zu\r\n\r\n%s",
                          method, target, accept, media, strlen(body), body);
    while (count-- > 0)
        assert_int_equal(send(fd, request, (size_t)length, MSG_NOSIGNAL), length);
    return fd;
}

static double stop(struct program *program)
{
    double begun = now();
    kill(program->pid, SIGTERM);
    assert_int_equal(program_wait(program), 0);
    return now() - begun;
}

static void clients_that_read_nothing_do_not_hold_up_the_end(void **state)
{
    enum { CLIENTS = 20 };
    static const char print[] = "while True: print('x' * 1000)";
    struct program program;
    int fds[CLIENTS];
    (void)state;
    start_ready(&program, "10m");
    assert_int_equal(program_request(&program, "POST", "/v1/sessions", "{\"name\": \"a\"}"), 201);
    for (int i = 0; i < CLIENTS; i++) {
        switch (i % 5) {
        case 0:
            fds[i] =
                send_to(&program, 1, "POST", "/v1/run?output=60000000", "text/plain", "text/x-python", print);
            break;
        case 1:
            fds[i] = send_to(&program, 1, "POST", "/v1/sessions/a/exec?output=60000000",
                             "application/x-ndjson", "text/x-python", print);
            break;
        case 2:
            fds[i] = send_to(&program, 1, "POST", "/v1/sessions/a/query", "application/x-ndjson",
                             "application/sql", "SELECT a.*, b.* FROM refs a, refs b, refs c, refs d");
            break;
        case 3:
            fds[i] = send_to(&program, 60, "GET", "/openapi.json", "*/*", "text/plain", "");
            break;
        default:
            fds[i] = send_to(&program, 1, "GET", "/v1/events", "*/*", "text/plain", "");
        }
    }
    program_wait_metric(&program, "heapd_http_requests_in_flight",
                        CLIENTS + 1); /* that of the metrics is one */
    usleep(500000);                   /* until they are full */
    double seconds = stop(&program);
    if (seconds > SLOW)
        fail_msg("it took %.1f s to end", seconds);
    for (int i = 0; i < CLIENTS; i++)
        close(fds[i]);
}

/* A program without a session has nothing that could be ended but its request. */
static void what_is_running_is_given_up_when_the_grace_is_over(void **state)
{
    static const char forever[] = "while True: pass";
    struct program program;
    char answer[512] = "";
    (void)state;
    start_ready(&program, "1s");
    assert_int_equal(program_request(&program, "POST", "/v1/sessions", "{\"name\": \"b\"}"), 201);
    int alone = send_to(&program, 1, "POST", "/v1/run", "application/json", "text/x-python", forever);
    int in_session =
        send_to(&program, 1, "POST", "/v1/sessions/b/exec", "application/json", "text/x-python", forever);
    int waiting =
        send_to(&program, 1, "POST", "/v1/sessions/b/exec", "application/json", "text/x-python", forever);
    program_wait_metric(&program, "heapd_jobs_running", 2);
    program_wait_metric(&program, "heapd_jobs_waiting", 1);
    double seconds = stop(&program);
    if (seconds < 0.9 || seconds > SLOW)
        fail_msg("it took %.1f s to end", seconds);
    assert_true(read(alone, answer, sizeof answer - 1) > 0); /* it is said */
    assert_non_null(strstr(answer, "HTTP/1.1 503 "));
    close(alone);
    close(in_session);
    close(waiting);
}

/* Reads on until `wanted` has come. All that has come is in `seen`. */
static void read_until(int fd, char *seen, size_t room, const char *wanted)
{
    size_t length = strlen(seen);
    while (!strstr(seen, wanted)) {
        ssize_t size = read(fd, seen + length, room - 1 - length);
        if (size <= 0)
            fail_msg("\"%s\" does not come, but: %s", wanted, seen);
        length += (size_t)size;
        seen[length] = '\0';
    }
}

/* Output that is sent while the program runs is an answer like others: the program may end. */
static void streamed_programs_have_the_grace(void **state)
{
    static const char slow[] =
        "import time\nfor i in range(3):\n    print('second%d' % i)\n    time.sleep(0.3)\nprint('the end')";
    struct program program;
    char answer[4096] = "";
    (void)state;
    start_ready(&program, "10m");
    int fd = send_to(&program, 1, "POST", "/v1/run?clock=real", "text/plain", "text/x-python", slow);
    read_until(fd, answer, sizeof answer, "second0");
    double seconds = stop(&program);
    if (seconds > SLOW)
        fail_msg("it took %.1f s to end", seconds);
    read_until(fd, answer, sizeof answer, "the end");
    close(fd);
}

/* And no longer: one that goes on says that it was stopped. */
static void streamed_programs_are_given_up_when_the_grace_is_over(void **state)
{
    static const char forever[] = "print('begun')\nwhile True: pass";
    struct program program;
    char answer[4096] = "";
    (void)state;
    start_ready(&program, "2s");
    int fd = send_to(&program, 1, "POST", "/v1/run", "text/plain", "text/x-python", forever);
    read_until(fd, answer, sizeof answer, "begun");
    double seconds = stop(&program);
    if (seconds < 1.9 || seconds > SLOW)
        fail_msg("it took %.1f s to end", seconds);
    read_until(fd, answer, sizeof answer, "heapd: ");
    close(fd);
}

/* Connections that were idle when heapd was told to stop bring requests for workers at every moment until it
 * has ended. */
static void requests_may_come_until_the_last_moment(void **state)
{
    enum { ROUNDS = 20, CLIENTS = 60, APART_US = 100 };
    static const char request[] = "POST /v1/run HTTP/1.1\r\nHost: localhost\r\nContent-Type: "
                                  "text/x-python\r\nContent-Length: 4\r\n\r\npass";
    struct program program;
    int fds[CLIENTS];
    (void)state;
    for (int round = 0; round < ROUNDS; round++) {
        start_ready(&program, "1s");
        for (int i = 0; i < CLIENTS; i++)
            assert_true((fds[i] = program_connect(&program)) >= 0);
        usleep(50000);
        kill(program.pid, SIGTERM);
        for (int i = 0; i < CLIENTS; i++) {
            usleep(APART_US);
            send(fds[i], request, sizeof request - 1, MSG_NOSIGNAL);
        }
        int ended = program_wait(&program);
        if (ended != 0)
            fail_msg("heapd ended with %d: %s", ended, program.err);
        for (int i = 0; i < CLIENTS; i++)
            close(fds[i]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(clients_that_read_nothing_do_not_hold_up_the_end),
        cmocka_unit_test(what_is_running_is_given_up_when_the_grace_is_over),
        cmocka_unit_test(streamed_programs_have_the_grace),
        cmocka_unit_test(streamed_programs_are_given_up_when_the_grace_is_over),
        cmocka_unit_test(requests_may_come_until_the_last_moment),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
