/* A server on a free port with routes of the test's own, and a raw socket to it. */
#ifndef TESTS_UNIT_API_SERVER_FIXTURE_H
#define TESTS_UNIT_API_SERVER_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "api/routes.h"
#include "api/stream.h"
#include "daemon/session/workers.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

struct fixture {
    struct api_server *server;
    struct api_config config;
    struct api_context context;
    char answer[1 << 20];
};

static inline void start(struct fixture *f)
{
    char message[200];
    if (api_server_start(&f->config, &f->context, &f->server, message, sizeof message) != 0)
        fail_msg("%s", message);
}

static inline int open_socket(const struct fixture *f)
{
    struct sockaddr_in address = {.sin_family = AF_INET,
                                  .sin_port = htons(api_server_port(f->server)),
                                  .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    struct timeval patience = {.tv_sec = 120};
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    assert_int_equal(connect(fd, (struct sockaddr *)&address, sizeof address), 0);
    return fd;
}

static inline void send_bytes(int fd, const char *bytes, size_t length)
{
    while (length != 0) {
        ssize_t sent = send(fd, bytes, length, MSG_NOSIGNAL);
        if (sent <= 0) /* cut off by the server: what it answered is read next */
            return;
        bytes += sent;
        length -= (size_t)sent;
    }
}

static inline void send_text(int fd, const char *text)
{
    send_bytes(fd, text, strlen(text));
}

/* Everything until the server closes; closes too. */
static inline const char *read_all(struct fixture *f, int fd)
{
    size_t length = 0;
    ssize_t size;
    while ((size = recv(fd, f->answer + length, sizeof f->answer - 1 - length, 0)) > 0)
        length += (size_t)size;
    f->answer[length] = '\0';
    close(fd);
    return f->answer;
}

/* Until `end` has been seen, or the server closes. */
static inline const char *read_until(struct fixture *f, int fd, const char *end)
{
    size_t length = 0;
    ssize_t size;
    f->answer[0] = '\0';
    while (strstr(f->answer, end) == NULL &&
           (size = recv(fd, f->answer + length, sizeof f->answer - 1 - length, 0)) > 0) {
        length += (size_t)size;
        f->answer[length] = '\0';
    }
    return f->answer;
}

static inline const char *exchange(struct fixture *f, const char *text)
{
    int fd = open_socket(f);
    send_text(fd, text);
    return read_all(f, fd);
}

static inline unsigned status_of(const char *answer)
{
    unsigned status = 0;
    if (sscanf(answer, "HTTP/1.%*c %u", &status) != 1)
        return 0;
    return status;
}

static inline void pause_ms(long milliseconds)
{
    const struct timespec moment = {milliseconds / 1000, milliseconds % 1000 * 1000000};
    nanosleep(&moment, NULL);
}

#define CLOSE "Host: localhost\r\nConnection: close\r\n\r\n"

#endif
