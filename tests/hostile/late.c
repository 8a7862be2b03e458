/* Measures how much later than its time limit a long operation ends.
 *
 *     late MINOR N MILLISECONDS FILE...
 *
 * Files as for looks.c. A line for each: how the operation ended, after so many milliseconds; how late that
 * was, counted until its values were released as well, both on the processor; and the file. It has "BROKEN"
 * where the heap is not as in driver.c. For release builds. */
#include <signal.h>
#include <sys/time.h>
#include <time.h>

#include "tests/hostile/running.h"

static struct heap *running;
static volatile double asked;

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static void time_is_over(int signal)
{
    (void)signal;
    asked = now();
    heap_abandon(running);
}

static void run_alone(char **argv, const char *path)
{
    struct operation o;
    size_t written = 0;
    long limit = atol(argv[3]);
    struct python_host host = {.context = &written, .write = take_output, .steps = 1ull << 60};
    struct itimerval timer = {.it_value = {limit / 1000, limit % 1000 * 1000}};
    if (!read_operation(path, &o))
        exit(2);
    running = made((unsigned)atoi(argv[1]), &host, &o, argv[2]);
    signal(SIGPROF, time_is_over);
    setitimer(ITIMER_PROF, &timer, NULL);
    double begun = now();
    struct python_source source = {
        .text = o.operation.text, .length = o.operation.length, .filename = "hostile.py"};
    struct python_outcome outcome;
    enum heap_status status = python_exec(running, &source, &host, &outcome);
    const char *ended = ending(running, status, &outcome);
    python_end(running, &outcome);
    double end = now();
    setitimer(ITIMER_PROF, &(struct itimerval){0}, NULL);
    printf("%s %.0f %.0f ", ended, end - begun, asked > 0 ? end - asked : 0);
    heap_resume(running);
    (void)heap_verify(running, tell, NULL);
    run(running, program_after, sizeof program_after - 1, &host, true);
}

int main(int argc, char **argv)
{
    return each_alone(argc, argv, "late MINOR N MILLISECONDS FILE...", run_alone);
}
