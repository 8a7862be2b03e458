/* Runs hostile programs, each in a process and a heap of its own, and tells how each ended.
 *
 *     hostile_driver MINOR STEPS MILLISECONDS FILE...
 *
 * A line for each file: how it ended, how much time that took on a processor, and the file. It ended by a
 * limit ("step-limit", "output-limit", "time-limit"), in an exception (the name of its class), or not at
 * all ("ends"). Whatever it was, the heap is checked, runs another program, is checked again, and every
 * block of it comes home; else the line begins with "BROKEN". */
#include <signal.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/hostile/running.h"

static struct heap *running;

static void time_is_over(int signal)
{
    (void)signal;
    heap_abandon(running);
}

static int run_alone(unsigned minor, uint64_t steps, long milliseconds, const char *path)
{
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
    run(h, program_after, sizeof program_after - 1,
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
