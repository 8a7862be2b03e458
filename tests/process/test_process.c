/* What the operator relies on: exit status, the ready line, signals, the data folder, tokens, the service
 * manager. */
#include "tests/process/program.h"
#include <dirent.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#define LIST(...) ((const char *const[]){__VA_ARGS__, NULL})

static char folder[64], data[96], tokens[96];

static void remove_all(const char *path)
{
    DIR *directory = opendir(path);
    const struct dirent *entry;
    while (directory && (entry = readdir(directory))) {
        char inner[400];
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
            continue;
        snprintf(inner, sizeof inner, "%s/%s", path, entry->d_name);
        if (unlink(inner) != 0)
            remove_all(inner);
    }
    if (directory)
        closedir(directory);
    rmdir(path);
}

static int make_folder(void **state)
{
    (void)state;
    strcpy(folder, "/tmp/heapd-process-XXXXXX");
    if (!mkdtemp(folder))
        return -1;
    snprintf(data, sizeof data, "%s/state/data", folder);
    snprintf(tokens, sizeof tokens, "%s/tokens", folder);
    return 0;
}

static int remove_folder(void **state)
{
    (void)state;
    remove_all(folder);
    return 0;
}

static void start_ready(struct program *program, const char *const *flags, const char *const *environment)
{
    program_start(program, flags, environment);
    program_wait_ready(program);
}

static void stop(struct program *program)
{
    kill(program->pid, SIGTERM);
    assert_int_equal(program_wait(program), 0);
}

/* Runs heapd to its end, which must come by itself. */
static int run(struct program *program, const char *const *flags)
{
    program_start(program, flags, NULL);
    return program_wait(program);
}

static void a_bad_configuration_exits_with_two(void **state)
{
    (void)state;
    struct program program;
    assert_int_equal(run(&program, LIST("--nonsense", "1")), 2);
    assert_string_equal(program.out, "");
    assert_string_equal(program.err, "heapd: --nonsense: no such option, see heapd --help\n");
    assert_int_equal(run(&program, LIST("--listen", "0.0.0.0:0", "--data", data)), 2);
    assert_non_null(strstr(program.err, "--token-file"));
}

static void what_cannot_start_exits_with_one(void **state)
{
    (void)state;
    struct program program;
    assert_int_equal(run(&program, LIST("--listen", "127.0.0.1:0", "--data", "/proc/self/heapd")), 1);
    assert_non_null(strstr(program.err, "/proc/self/heapd"));
    assert_int_equal(run(&program, LIST("--listen", "127.0.0.1:0", "--data", data, "--token-file", tokens)),
                     1);
    assert_non_null(strstr(program.err, tokens));
}

static void help_and_version_go_to_standard_output(void **state)
{
    (void)state;
    struct program program;
    assert_int_equal(run(&program, LIST("--version")), 0);
    assert_string_equal(program.out, "heapd " HEAPD_VERSION "\n");
    assert_int_equal(run(&program, LIST("--help")), 0);
    assert_non_null(strstr(program.out, "--max-sessions"));
    assert_string_equal(program.err, "");
}

static void the_ready_line_names_the_port(void **state)
{
    (void)state;
    struct program program;
    start_ready(&program, LIST("--listen", "127.0.0.1:0", "--data", data), NULL);
    assert_string_equal(program.host, "127.0.0.1");
    assert_true(program.port > 0);
    assert_int_equal(program_get(&program, "/healthz", NULL), 200);
    assert_int_equal(program_get(&program, "/readyz", NULL), 200);
    stop(&program);
    assert_ptr_equal(strchr(program.out, '\n'), program.out + strlen(program.out) - 1); /* one line in all */
}

/* Not every container has it. */
static bool has_ipv6(void)
{
    struct sockaddr_in6 address = {.sin6_family = AF_INET6, .sin6_addr = IN6ADDR_LOOPBACK_INIT};
    int fd = socket(AF_INET6, SOCK_STREAM, 0);
    bool has = fd >= 0 && bind(fd, (struct sockaddr *)&address, sizeof address) == 0;
    if (fd >= 0)
        close(fd);
    return has;
}

static void ipv6_and_the_environment_work(void **state)
{
    (void)state;
    struct program program;
    char variable[128];
    if (!has_ipv6())
        skip();
    snprintf(variable, sizeof variable, "HEAPD_DATA=%s", data);
    start_ready(&program, LIST("--log-level", "error"), LIST("HEAPD_LISTEN=[::1]:0", variable));
    assert_string_equal(program.host, "::1");
    assert_int_equal(program_get(&program, "/healthz", NULL), 200);
    stop(&program);
    assert_string_equal(program.err, "");
}

static void the_data_folder_is_private_and_used_by_one(void **state)
{
    (void)state;
    struct program first, second;
    struct stat status;
    start_ready(&first, LIST("--listen", "127.0.0.1:0", "--data", data), NULL);
    assert_int_equal(stat(data, &status), 0);
    assert_int_equal(status.st_mode & 0777, 0700);
    assert_int_equal(run(&second, LIST("--listen", "127.0.0.1:0", "--data", data)), 1);
    assert_non_null(strstr(second.err, "another daemon"));
    assert_int_equal(program_get(&first, "/healthz", NULL), 200);
    stop(&first);
    start_ready(&first, LIST("--listen", "127.0.0.1:0", "--data", data), NULL); /* the lock is gone */
    stop(&first);
}

static void the_state_folder_of_the_user_is_the_default(void **state)
{
    (void)state;
    struct program program;
    struct stat status;
    char variable[128], expected[128];
    snprintf(variable, sizeof variable, "XDG_STATE_HOME=%s/xdg", folder);
    snprintf(expected, sizeof expected, "%s/xdg/heapd", folder);
    start_ready(&program, LIST("--listen", "127.0.0.1:0"), LIST(variable));
    assert_int_equal(stat(expected, &status), 0);
    stop(&program);
    assert_int_equal(run(&program, LIST("--listen", "127.0.0.1:0")), 1); /* neither XDG_STATE_HOME nor HOME */
    assert_non_null(strstr(program.err, "XDG_STATE_HOME"));
}

static void an_address_in_use_is_said(void **state)
{
    (void)state;
    struct program first, second;
    char listen_on[64], other[128];
    start_ready(&first, LIST("--listen", "127.0.0.1:0", "--data", data), NULL);
    snprintf(listen_on, sizeof listen_on, "127.0.0.1:%u", first.port);
    snprintf(other, sizeof other, "%s/other", folder);
    assert_int_equal(run(&second, LIST("--listen", listen_on, "--data", other)), 1);
    assert_non_null(strstr(second.err, "in use"));
    stop(&first);
}

static void sigint_stops_as_sigterm_does(void **state)
{
    (void)state;
    struct program program;
    start_ready(&program, LIST("--listen", "127.0.0.1:0", "--data", data), NULL);
    kill(program.pid, SIGINT);
    assert_int_equal(program_wait(&program), 0);
    assert_non_null(strstr(program.err, "msg=stopped"));
}

/* A request that is not complete is in flight as long as the grace lasts. */
static void a_second_signal_ends_at_once(void **state)
{
    (void)state;
    struct program program;
    static const char half[] =
        "POST /v1/sessions HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\n{";
    start_ready(&program, LIST("--listen", "127.0.0.1:0", "--data", data, "--grace", "1h"), NULL);
    int slow = program_connect(&program);
    assert_int_equal(write(slow, half, sizeof half - 1), sizeof half - 1);
    program_wait_metric(&program, "heapd_http_requests_in_flight",
                        2); /* it is being served now, beside the metrics */
    kill(program.pid, SIGTERM);
    program_wait_error(&program, "msg=stopping");
    usleep(300000); /* what comes sooner belongs to the first */
    kill(program.pid, SIGTERM);
    int status = program_wait(&program);
    assert_true(status == 0 || status == 1); /* 0: it was done before the second one came */
    close(slow);
}

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

/* As timeout(1) sends it. Where the machine is so slow that heapd sees the second one late, it is another
 * wish: once more. */
static void a_signal_that_comes_twice_is_one(void **state)
{
    enum { TRIES = 50 };
    static const double soon = 0.2;
    struct program program;
    (void)state;
    for (int i = 0; i < TRIES; i++) {
        start_ready(&program, LIST("--listen", "127.0.0.1:0", "--data", data), NULL);
        double begun = now();
        kill(program.pid, SIGTERM);
        program_wait_error(&program, "msg=stopping");
        kill(program.pid, SIGTERM);
        int status = program_wait(&program);
        if (status == 0)
            return;
        assert_int_equal(status, 1);
        assert_non_null(strstr(program.err, "asked again to stop"));
        if (now() - begun < soon)
            fail_msg("the second one was another wish after %.3f s", now() - begun);
    }
    fail_msg("the second one is always late");
}

static void a_broken_pipe_does_not_matter(void **state)
{
    (void)state;
    struct program program;
    static const char request[] = "GET /v1/versions HTTP/1.1\r\nHost: localhost\r\n\r\n";
    start_ready(&program, LIST("--listen", "127.0.0.1:0", "--data", data), NULL);
    for (int i = 0; i < 50; i++) {
        int fd = program_connect(&program);
        struct linger reset = {1, 0};
        assert_int_equal(write(fd, request, sizeof request - 1), sizeof request - 1);
        setsockopt(fd, SOL_SOCKET, SO_LINGER, &reset, sizeof reset);
        close(fd);
    }
    kill(program.pid, SIGPIPE);
    assert_int_equal(program_get(&program, "/healthz", NULL), 200);
    stop(&program);
}

#define TOKEN_SIZE 64

static void make_token(char token[TOKEN_SIZE])
{
    struct program program;
    assert_int_equal(run(&program, LIST("token", tokens, "me", "read")), 0);
    size_t length = strcspn(program.out, "\n");
    assert_true(length > 0 && length < TOKEN_SIZE);
    memcpy(token, program.out, length);
    token[length] = '\0';
}

static void tokens_are_demanded_and_read_again(void **state)
{
    (void)state;
    struct program program;
    char first[TOKEN_SIZE], second[TOKEN_SIZE];
    make_token(first);
    start_ready(&program, LIST("--listen", "0.0.0.0:0", "--data", data, "--token-file", tokens), NULL);
    assert_int_equal(program_get(&program, "/healthz", NULL), 200);
    assert_int_equal(program_get(&program, "/v1/sessions", NULL), 401);
    assert_int_equal(program_get(&program, "/v1/sessions", first), 200);
    make_token(second);
    assert_int_equal(program_get(&program, "/v1/sessions", second), 401);
    kill(program.pid, SIGHUP);
    program_wait_error(&program, "msg=reloaded");
    assert_int_equal(program_get(&program, "/v1/sessions", second), 200);
    assert_int_equal(truncate(tokens, 10), 0); /* damage: what was read before goes on */
    kill(program.pid, SIGHUP);
    program_wait_error(&program, "not read again");
    assert_int_equal(program_get(&program, "/v1/sessions", second), 200);
    stop(&program);
    unlink(tokens);
}

static void an_id_means_one_session_for_ever(void **state)
{
    (void)state;
    struct program program;
    char answer[4096], own[96];
    snprintf(own, sizeof own, "%s/ids", folder);
    start_ready(&program, LIST("--listen", "127.0.0.1:0", "--data", own), NULL);
    assert_int_equal(program_request(&program, "POST", "/v1/sessions", "{\"name\": \"s3\"}"),
                     201);                                                          /* is s1 */
    assert_int_equal(program_request(&program, "POST", "/v1/sessions", "{}"), 201); /* s4: s3 is a name */
    assert_int_equal(program_request(&program, "POST", "/v1/sessions", "{\"name\": \"gone\"}"), 201); /* s5 */
    assert_int_equal(program_get(&program, "/v1/sessions/s4", NULL), 200);
    assert_int_equal(program_request(&program, "DELETE", "/v1/sessions/s5", NULL), 204);
    stop(&program);
    start_ready(&program, LIST("--listen", "127.0.0.1:0", "--data", own), NULL);
    assert_int_equal(program_request(&program, "POST", "/v1/sessions", "{}"), 201);
    assert_int_equal(program_get_answer(&program, "/v1/sessions/s5", answer, sizeof answer),
                     404); /* not again */
    assert_int_equal(program_get_answer(&program, "/v1/sessions/s6", answer, sizeof answer), 200);
    assert_non_null(strstr(answer, "\"live\""));
    assert_int_equal(program_get_answer(&program, "/v1/sessions/s4", answer, sizeof answer), 200);
    assert_non_null(strstr(answer, "\"ended\""));
    stop(&program);
}

/* More work than the deadline allows, whatever the machine: given up, and the heap as it was before. */
static void what_takes_too_long_is_given_up(void **state)
{
    (void)state;
    enum { ITEMS = 1000000 };
    static const char before[] = "{\"value\": [", item[] = "[[]],", after[] = "0]}";
    static const char endless[] = "/v1/sessions/slow/query?sql=WITH+RECURSIVE+c(x)+AS+(SELECT+1+UNION+ALL+SELECT+x%2B1+FROM+c)+SELECT+count(*)+FROM+c";
    struct program program;
    char answer[4096], *body = malloc(sizeof before + ITEMS * (sizeof item - 1) + sizeof after), *end;
    assert_non_null(body);
    end = stpcpy(body, before);
    for (int i = 0; i < ITEMS; i++)
        end = stpcpy(end, item);
    stpcpy(end, after);
    start_ready(&program, LIST("--listen", "127.0.0.1:0", "--data", data, "--request-timeout", "20ms"), NULL);
    while (program_request(&program, "POST", "/v1/sessions", "{\"name\": \"slow\"}") == 503)
        ; /* 20 ms may be too short even for this */
    assert_int_equal(program_request(&program, "POST", "/v1/sessions/slow/objects", body), 503);
    while (program_get_answer(&program, "/v1/sessions/slow", answer, sizeof answer) == 503)
        ;
    assert_non_null(strstr(answer, "\"seq\":0,"));
    assert_non_null(strstr(answer, "\"objects\":0,"));
    assert_int_equal(program_get_answer(&program, endless, answer, sizeof answer), 503);
    assert_non_null(strstr(answer, "/problems/deadline"));
    assert_non_null(strstr(answer, "\r\nRetry-After: 1\r\n"));
    assert_non_null(strstr(answer, "\"retry_after\":1"));
    stop(&program);
    free(body);
}

static void the_service_manager_is_told(void **state)
{
    (void)state;
    struct program program;
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    char variable[200], word[64];
    snprintf(address.sun_path, sizeof address.sun_path, "%s/notify", folder);
    snprintf(variable, sizeof variable, "NOTIFY_SOCKET=%s", address.sun_path);
    int manager = socket(AF_UNIX, SOCK_DGRAM, 0);
    assert_int_equal(bind(manager, (struct sockaddr *)&address, sizeof address), 0);
    start_ready(&program, LIST("--listen", "127.0.0.1:0", "--data", data), LIST(variable));
    static const char *const expected[] = {"READY=1", "STOPPING=1"};
    for (int i = 0; i < 2; i++) {
        ssize_t length = recv(manager, word, sizeof word - 1, 0);
        assert_true(length > 0);
        word[length] = '\0';
        assert_string_equal(word, expected[i]);
        if (i == 0)
            kill(program.pid, SIGTERM);
    }
    assert_int_equal(program_wait(&program), 0);
    close(manager);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_bad_configuration_exits_with_two),
        cmocka_unit_test(what_cannot_start_exits_with_one),
        cmocka_unit_test(help_and_version_go_to_standard_output),
        cmocka_unit_test(the_ready_line_names_the_port),
        cmocka_unit_test(ipv6_and_the_environment_work),
        cmocka_unit_test(the_data_folder_is_private_and_used_by_one),
        cmocka_unit_test(the_state_folder_of_the_user_is_the_default),
        cmocka_unit_test(an_address_in_use_is_said),
        cmocka_unit_test(sigint_stops_as_sigterm_does),
        cmocka_unit_test(a_second_signal_ends_at_once),
        cmocka_unit_test(a_signal_that_comes_twice_is_one),
        cmocka_unit_test(a_broken_pipe_does_not_matter),
        cmocka_unit_test(tokens_are_demanded_and_read_again),
        cmocka_unit_test(an_id_means_one_session_for_ever),
        cmocka_unit_test(what_takes_too_long_is_given_up),
        cmocka_unit_test(the_service_manager_is_told),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
