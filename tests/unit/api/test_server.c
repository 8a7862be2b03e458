/* The server over real sockets, with the daemon's own routes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "api/api.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

struct fixture {
    struct api_server *server;
    struct api_config config;
    struct api_context context;
    char answer[65536];
};

static void start(struct fixture *f)
{
    char message[200];
    if (api_server_start(&f->config, &f->context, &f->server, message, sizeof message) != 0)
        fail_msg("%s", message);
}

static int open_socket(const struct fixture *f)
{
    struct sockaddr_in address = {.sin_family = AF_INET,
                                  .sin_port = htons(api_server_port(f->server)),
                                  .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    struct timeval patience = {.tv_sec = 20};
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    assert_int_equal(connect(fd, (struct sockaddr *)&address, sizeof address), 0);
    return fd;
}

static void send_text(int fd, const char *text)
{
    assert_int_equal(send(fd, text, strlen(text), MSG_NOSIGNAL), strlen(text));
}

/* Everything until the server closes. */
static const char *read_all(struct fixture *f, int fd)
{
    size_t length = 0;
    ssize_t size;
    while ((size = recv(fd, f->answer + length, sizeof f->answer - 1 - length, 0)) > 0)
        length += (size_t)size;
    f->answer[length] = '\0';
    close(fd);
    return f->answer;
}

static const char *exchange(struct fixture *f, const char *text)
{
    int fd = open_socket(f);
    send_text(fd, text);
    shutdown(fd, SHUT_WR);
    return read_all(f, fd);
}

static unsigned status_of(const char *answer)
{
    unsigned status = 0;
    if (sscanf(answer, "HTTP/1.%*c %u", &status) != 1)
        return 0;
    return status;
}

#define CLOSE "Host: localhost\r\nConnection: close\r\n\r\n"

static int set_up(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);
    *state = f;
    return f == NULL;
}

static int tear_down(void **state)
{
    struct fixture *f = *state;
    api_server_stop(f->server, 1000);
    free(f);
    return 0;
}

static void health_is_answered(void **state)
{
    struct fixture *f = *state;
    start(f);
    const char *answer = exchange(f, "GET /healthz HTTP/1.1\r\n" CLOSE);
    assert_int_equal(status_of(answer), 200);
    assert_non_null(strstr(answer, "\r\n\r\n{\"status\":\"ok\"}"));
    assert_non_null(strstr(answer, "Content-Type: application/json\r\n"));
}

static void head_answers_the_length_alone(void **state)
{
    struct fixture *f = *state;
    start(f);
    const char *answer = exchange(f, "HEAD /healthz HTTP/1.1\r\n" CLOSE);
    assert_int_equal(status_of(answer), 200);
    assert_non_null(strstr(answer, "Content-Length: 15\r\n"));
    assert_string_equal(strstr(answer, "\r\n\r\n"), "\r\n\r\n");
}

static void pipelined_requests_are_answered_in_order(void **state)
{
    struct fixture *f = *state;
    start(f);
    const char *answer = exchange(f, "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"
                                     "GET /nothing HTTP/1.1\r\nHost: localhost\r\n\r\n"
                                     "GET /problems/gone HTTP/1.1\r\n" CLOSE);
    const char *second = strstr(answer, "404 Not Found");
    assert_non_null(second);
    assert_non_null(strstr(second, "/problems/gone"));
    assert_int_equal(status_of(answer), 200);
}

static void unknown_paths_and_methods_are_problems(void **state)
{
    struct fixture *f = *state;
    start(f);
    const char *answer = exchange(f, "GET /nothing?x=1 HTTP/1.1\r\n" CLOSE);
    assert_int_equal(status_of(answer), 404);
    assert_non_null(strstr(answer, "application/problem+json"));
    assert_non_null(strstr(answer, "\"instance\":\"/nothing?x=1\""));
    answer = exchange(f, "DELETE /healthz HTTP/1.1\r\n" CLOSE);
    assert_int_equal(status_of(answer), 405);
    assert_non_null(strstr(answer, "Allow: GET, HEAD, OPTIONS\r\n"));
    answer = exchange(f, "OPTIONS /healthz HTTP/1.1\r\n" CLOSE);
    assert_int_equal(status_of(answer), 204);
    assert_non_null(strstr(answer, "Allow: GET, HEAD, OPTIONS\r\n"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(health_is_answered, set_up, tear_down),
        cmocka_unit_test_setup_teardown(head_answers_the_length_alone, set_up, tear_down),
        cmocka_unit_test_setup_teardown(pipelined_requests_are_answered_in_order, set_up, tear_down),
        cmocka_unit_test_setup_teardown(unknown_paths_and_methods_are_problems, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
