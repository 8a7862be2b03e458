/* Runs hostile programs, each in a process and a heap of its own, and tells how each ended.
 *
 *     hostile_driver MINOR STEPS MILLISECONDS FILE...
 *
 * A line for each file: how it ended, how much time that took on a processor, and the file. It ended by a
 * limit ("step-limit", "output-limit", "time-limit"), in an exception (the name of its class), or not at
 * all ("ends"). Whatever it was, the heap is checked, runs another program, is checked again, and every
 * block of it comes home; else the line begins with "BROKEN". */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include "daemon/heap/heap.h"
#include "daemon/heap/object/object.h"
#include "daemon/python/python.h"

enum { OUTPUT_MOST = 1 << 20, MEMORY = 128 << 20 };

static struct heap *running;

static void time_is_over(int signal)
{
    (void)signal;
    heap_abandon(running);
}

static bool take_output(void *context, int stream, const char *bytes, size_t length)
{
    size_t *written = context;
    (void)stream, (void)bytes;
    if (length > OUTPUT_MOST - *written)
        return false;
    *written += length;
    return true;
}

static bool tell(void *context, const struct finding *f)
{
    (void)context;
    printf("BROKEN %s at 0x%llx ", f->what, (unsigned long long)f->where);
    return true;
}

static char *read_file(const char *path, size_t *length)
{
    FILE *f = fopen(path, "rb");
    char *text = f ? malloc(16 << 20) : NULL;
    *length = text ? fread(text, 1, 16 << 20, f) : 0;
    if (f)
        fclose(f);
    return text;
}

static const char *name_of(enum python_stop stop)
{
    static const char *const names[] = {"ends", "step-limit", "output-limit", "time-limit"};
    return names[stop];
}

static void run(struct heap *h, const char *text, size_t length, struct python_host *host, bool quietly)
{
    struct python_source source = {.text = text, .length = length, .filename = "hostile.py", .result = true};
    struct python_outcome outcome;
    enum heap_status status = python_exec(h, &source, host, &outcome);
    bool broken = quietly && (status != HEAP_OK || outcome.uncaught);
    if (broken)
        printf("BROKEN afterwards: ");
    if (!quietly || broken)
        printf("%s ", status == HEAP_ABANDONED ? name_of(outcome.stop)
                      : status == HEAP_RAISED  ? "MemoryError"
                      : outcome.exception      ? object_type_name(h, outcome.exception)
                                               : "ends");
    python_end(h, &outcome);
    (void)heap_verify(h, tell, NULL);
}

static int run_alone(unsigned minor, uint64_t steps, long milliseconds, const char *path)
{
    static const char after[] = "after = [[i, {i: str}] for str in ('a', 'b') for i in (1, 2, 3)]\n"
                                "after.append(after)\n"
                                "after_f = lambda *a: (*a, after)\n"
                                "assert after_f(1)[1] is after\n"
                                "del after, after_f\n"; /* the builtins may be gone */
    struct heap *h = heap_create(&(struct heap_options){.minor = minor, .limit = MEMORY});
    size_t length, written = 0;
    char *text = read_file(path, &length);
    struct python_host host = {.context = &written, .write = take_output, .steps = steps};
    struct itimerval timer = {.it_value = {milliseconds / 1000, milliseconds % 1000 * 1000}};
    if (!h || !text)
        return 2;
    running = h;
    rlim_t seconds = (rlim_t)milliseconds / 1000 + 10; /* what does not hear is ended */
    setrlimit(RLIMIT_CPU, &(struct rlimit){seconds, seconds});
    signal(SIGPROF, time_is_over);
    setitimer(ITIMER_PROF, &timer, NULL);
    run(h, text, length, &host, false);
    setitimer(ITIMER_PROF, &(struct itimerval){0}, NULL);
    heap_resume(h);
    if (heap_set_limit(h, MEMORY + (16 << 20)) != HEAP_OK) /* what the globals hold, they hold */
        return 3;
    run(h, after, sizeof after - 1,
        &(struct python_host){.context = &written, .write = take_output, .steps = 10000000}, true);
    heap_destroy(h);
    free(text);
    return 0;
}

static long in_ms(struct timeval t)
{
    return t.tv_sec * 1000 + t.tv_usec / 1000;
}

int main(int argc, char **argv)
{
    if (argc < 5) {
        fputs("usage: hostile_driver MINOR STEPS MILLISECONDS FILE...\n", stderr);
        return 2;
    }
    for (int i = 4; i < argc; i++) {
        struct rusage usage;
        int status;
        fflush(stdout);
        pid_t child = fork();
        if (child == 0) {
            int code =
                run_alone((unsigned)atoi(argv[1]), strtoull(argv[2], NULL, 10), atol(argv[3]), argv[i]);
            fflush(stdout);
            _exit(code);
        }
        wait4(child, &status, 0, &usage);
        if (WIFSIGNALED(status))
            printf("BROKEN by signal %d ", WTERMSIG(status));
        else if (WEXITSTATUS(status))
            printf("BROKEN with status %d ", WEXITSTATUS(status));
        printf("%ld %s\n", in_ms(usage.ru_utime) + in_ms(usage.ru_stime), argv[i]);
    }
    return 0;
}
