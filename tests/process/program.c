#include "tests/process/program.h"
#include <arpa/inet.h>
#include <errno.h>
#include <netdb.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { ARGUMENTS_MAX = 32, WAIT_MS = 120000, LOOK_US = 10000 };

static void run(const char *const *flags, const char *const *environment)
{
    const char *program = getenv("HEAPD_PROGRAM");
    const char *arguments[ARGUMENTS_MAX] = {program ? program : HEAPD_PROGRAM};
    const char *variables[ARGUMENTS_MAX] = {"PATH=/usr/bin:/bin"};
    for (size_t i = 0; flags[i] && i < ARGUMENTS_MAX - 2; i++)
        arguments[i + 1] = flags[i];
    for (size_t i = 0; environment && environment[i] && i < ARGUMENTS_MAX - 2; i++)
        variables[i + 1] = environment[i];
    execve(arguments[0], (char *const *)(uintptr_t)arguments, (char *const *)(uintptr_t)variables);
    _exit(127);
}

void program_start(struct program *program, const char *const *flags, const char *const *environment)
{
    int out[2], err[2];
    *program = (struct program){0};
    assert_int_equal(pipe(out), 0);
    assert_int_equal(pipe(err), 0);
    fflush(NULL);
    program->pid = fork();
    assert_true(program->pid >= 0);
    if (program->pid == 0) {
        dup2(out[1], STDOUT_FILENO);
        dup2(err[1], STDERR_FILENO);
        for (int i = 0; i < 2; i++) {
            close(out[i]);
            close(err[i]);
        }
        run(flags, environment);
    }
    close(out[1]);
    close(err[1]);
    program->output = out[0];
    program->errors = err[0];
}

static bool read_some(int fd, char *into, size_t size, size_t *length)
{
    ssize_t got = read(fd, into + *length, size - 1 - *length);
    if (got <= 0)
        return false;
    *length += (size_t)got;
    into[*length] = '\0';
    return true;
}

/* Reads from both until the text is there, or both have ended. */
static bool wait_for_text(struct program *program, const char *in, const char *text)
{
    bool open_out = true, open_err = true;
    while (!(text && strstr(in, text)) && (open_out || open_err)) {
        struct pollfd fds[2] = {{open_out ? program->output : -1, POLLIN, 0},
                                {open_err ? program->errors : -1, POLLIN, 0}};
        if (poll(fds, 2, WAIT_MS) <= 0)
            return false;
        if (fds[0].revents)
            open_out = read_some(program->output, program->out, sizeof program->out, &program->out_length);
        if (fds[1].revents)
            open_err = read_some(program->errors, program->err, sizeof program->err, &program->err_length);
    }
    return text && strstr(in, text);
}

void program_wait_error(struct program *program, const char *text)
{
    if (!wait_for_text(program, program->err, text))
        fail_msg("heapd did not say \"%s\" but \"%s\"", text, program->err);
}

void program_wait_ready(struct program *program)
{
    if (!wait_for_text(program, program->out, "\n"))
        fail_msg("heapd did not get ready: %s", program->err);
    const char *format = strchr(program->out, '[') ? "heapd ready on http://[%63[^]]]:%u\n"
                                                   : "heapd ready on http://%63[^:]:%u\n";
    assert_int_equal(sscanf(program->out, format, program->host, &program->port), 2);
}

int program_wait(struct program *program)
{
    int status;
    wait_for_text(program, program->out, NULL);
    close(program->output);
    close(program->errors);
    assert_int_equal(waitpid(program->pid, &status, 0), program->pid);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

int program_connect(const struct program *program)
{
    struct addrinfo hints = {.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV, .ai_socktype = SOCK_STREAM}, *found;
    char port[8];
    snprintf(port, sizeof port, "%u", program->port % 65536);
    assert_int_equal(getaddrinfo(program->host, port, &hints, &found), 0);
    int fd = socket(found->ai_family, SOCK_STREAM, 0);
    int failed = connect(fd, found->ai_addr, found->ai_addrlen);
    freeaddrinfo(found);
    if (failed) {
        close(fd);
        return -1;
    }
    return fd;
}

static bool write_all(int fd, const char *text)
{
    size_t left = strlen(text);
    while (left > 0) {
        ssize_t sent = write(fd, text, left);
        if (sent <= 0)
            return false;
        text += sent;
        left -= (size_t)sent;
    }
    return true;
}

/* Sends the request and reads the whole answer, of which the first `size` - 1 bytes are kept: its status, 0
 * if there is none. (Who closes before the end is a client that went away, which is another test.) */
static unsigned exchange(const struct program *program, const char *head, const char *body, char *answer,
                         size_t size)
{
    char rest[4096];
    unsigned status = 0;
    size_t kept = 0;
    ssize_t got = 0;
    int fd = program_connect(program);
    if (fd < 0)
        return 0;
    if (write_all(fd, head) && write_all(fd, body)) {
        while ((got = read(fd, rest, sizeof rest)) > 0) {
            size_t room = size - 1 - kept, more = (size_t)got < room ? (size_t)got : room;
            memcpy(answer + kept, rest, more);
            kept += more;
        }
    }
    answer[kept] = '\0';
    close(fd);
    return sscanf(answer, "HTTP/1.1 %u", &status) == 1 ? status : 0;
}

unsigned program_get(const struct program *program, const char *target, const char *token)
{
    char head[512], answer[256];
    snprintf(head, sizeof head, "GET %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n%s%s%s\r\n",
             target, token ? "Authorization: Bearer " : "", token ? token : "", token ? "\r\n" : "");
    return exchange(program, head, "", answer, sizeof answer);
}

unsigned program_request(const struct program *program, const char *method, const char *target,
                         const char *body)
{
    char head[512], answer[256];
    snprintf(head, sizeof head,
             "%s %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/json\r\n"
             "Content-Length: %zu\r\n\r\n",
             method, target, body ? strlen(body) : 0);
    return exchange(program, head, body ? body : "", answer, sizeof answer);
}

void program_wait_metric(const struct program *program, const char *name, double least)
{
    char answer[65536], line[128];
    double value = 0;
    snprintf(line, sizeof line, "\n%s ", name);
    for (int waited = 0; waited < WAIT_MS; waited += LOOK_US / 1000) {
        const char *found;
        if (program_get_answer(program, "/metrics", answer, sizeof answer) == 200 &&
            (found = strstr(answer, line)))
            value = strtod(found + strlen(line), NULL);
        if (value >= least)
            return;
        usleep(LOOK_US);
    }
    fail_msg("%s never becomes %g, but %g", name, least, value);
}

unsigned program_get_answer(const struct program *program, const char *target, char *answer, size_t size)
{
    char head[512];
    snprintf(head, sizeof head, "GET %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", target);
    return exchange(program, head, "", answer, size);
}
