/* Runs programs again and again, each time with another allocation that fails.
 *
 *     failing_driver MINOR RUNS SEED FILE...
 *     failing_driver MINOR --at N FILE...
 *
 * A program that allocates no more than RUNS times fails at each of them, a longer one at RUNS places
 * spread over it, at others for each SEED. Each run ends with a MemoryError or without one, in a heap
 * that is sound: no reference and no block has been lost (heap_verify), and another program runs in it.
 * What does not is told with the number of the allocation, for --at to repeat. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "daemon/heap/heap.h"
#include "daemon/heap/object/exception.h"
#include "daemon/heap/object/object.h"
#include "daemon/heap/state.h"
#include "daemon/python/python.h"

#define STEPS 20000000
#define NEVER (UINT64_MAX / 2)

enum { SECONDS_MOST = 270, TOLD_MOST = 10 };

/* Of the program under way; the parent reads it when the process has died. */
struct progress {
    uint64_t at, runs, failures, memory_errors;
};

struct program {
    const char *path, *text;
    size_t length;
    char normally[64]; /* the exception that it ends in when nothing fails, or nothing */
};

static struct progress *progress;

/* A callback or finalizer whose MemoryError was told on standard error has not done what it should: what
 * comes of that is an end in MemoryError too. */
static bool told_memory_error;

static bool note_unraisable(void *context, int stream, const char *bytes, size_t length)
{
    (void)context;
    told_memory_error |= stream == 2 && memmem(bytes, length, "MemoryError", strlen("MemoryError")) != NULL;
    return true;
}

/* What a program does with a MemoryError that it catches may fail in other ways; such an end is one in
 * MemoryError. */
static bool comes_from_memory_error(const struct heap *h, addr exception)
{
    for (unsigned depth = 0; exception && depth < 100;
         depth++, exception = exception_at(h, exception)->context)
        if (strcmp(object_type_name(h, exception), "MemoryError") == 0)
            return true;
    return false;
}

/* So may what looks at a traceback that there was no memory for: it is left out. */
static bool misses_traceback(const char *text, size_t length)
{
    static const char missing[] = "'NoneType' object has no attribute 'tb_";
    return memmem(text, length, missing, sizeof missing - 1) != NULL;
}

static void note_uncaught(void *context, struct heap *h, addr exception, const char *text, size_t length)
{
    bool out_of_memory =
        told_memory_error || comes_from_memory_error(h, exception) || misses_traceback(text, length);
    const char *name = out_of_memory ? "MemoryError" : object_type_name(h, exception);
    snprintf(context, sizeof((struct program *)0)->normally, "%s", name);
    if (getenv("HEAPD_TEST_SAYS"))
        fwrite(text, 1, length, stdout);
}

static void tell_failure(const struct program *p, const char *what, const char *detail)
{
    if (progress->failures++ < TOLD_MOST)
        printf("%s: allocation %" PRIu64 ": %s%s\n", p->path, progress->at, what, detail);
}

static bool tell_finding(void *context, const struct finding *f)
{
    char detail[200];
    snprintf(detail, sizeof detail, "%s at 0x%" PRIx64 ": expected %" PRIu64 ", found %" PRIu64, f->what,
             (uint64_t)f->where, f->expected, f->found);
    tell_failure(context, "", detail);
    return progress->failures < TOLD_MOST;
}

/* `ended`: the exception that nobody caught, or nothing. */
static enum heap_status run_text(struct heap *h, const char *text, size_t length, bool alone, char ended[64])
{
    struct python_host host = {
        .context = ended, .write = note_unraisable, .uncaught = note_uncaught, .steps = STEPS};
    struct python_source source = {.text = text, .length = length, .filename = "failing.py", .alone = alone};
    struct python_outcome outcome = {0};
    ended[0] = 0;
    told_memory_error = false;
    enum heap_status status = python_exec(h, &source, &host, &outcome);
    python_end(h, &outcome);
    heap_clear_raised(h);
    return status;
}

static void run_after(struct heap *h, struct program *p)
{
    static const char after[] = "after = [[1], {2: (3,)}]\nafter.append(after)\ndel after\n";
    char ended[64];
    if (run_text(h, after, sizeof after - 1, false, ended) != HEAP_OK || ended[0])
        tell_failure(p, "another program ends in ", ended);
    heap_verify(h, tell_finding, p);
}

/* The n-th allocation fails. Answers how many there were. */
static uint64_t run_failing(const struct heap_template *t, struct program *p, uint64_t n)
{
    struct heap *h = heap_create_from(t, 0, 0);
    char ended[64];
    progress->at = n;
    progress->runs++;
    if (!h) {
        tell_failure(p, "no heap", "");
        return 0;
    }
    memory_fail_after(h, n);
    enum heap_status status = run_text(h, p->text, p->length, true, ended);
    uint64_t allocations = n - h->fail_after;
    memory_fail_after(h, 0);
    bool out_of_memory = status == HEAP_RAISED || strcmp(ended, "MemoryError") == 0;
    progress->memory_errors += out_of_memory;
    if (n == NEVER)
        strcpy(p->normally, ended);
    if (status == HEAP_ABANDONED)
        tell_failure(p, "does not end", "");
    else if (!out_of_memory && ended[0] && strcmp(ended, p->normally) != 0)
        tell_failure(p, "ends in ", ended);
    heap_verify(h, tell_finding, p);
    run_after(h, p);
    heap_destroy(h);
    return allocations;
}

static uint64_t random_next(uint64_t *state)
{
    uint64_t x = *state += 0x9e3779b97f4a7c15;
    x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9;
    x = (x ^ x >> 27) * 0x94d049bb133111eb;
    return x ^ x >> 31;
}

/* Each allocation, or one at random in each of `runs` stretches of the same length. */
static void run_spread(const struct heap_template *t, struct program *p, uint64_t runs, uint64_t seed)
{
    uint64_t all = run_failing(t, p, NEVER);
    for (uint64_t n = 1; all <= runs && n <= all; n++)
        run_failing(t, p, n);
    for (uint64_t i = 0; all > runs && i < runs; i++) {
        uint64_t from = all * i / runs, length = all * (i + 1) / runs - from;
        run_failing(t, p, 1 + from + random_next(&seed) % length);
    }
}

static char *read_file(const char *path, size_t *length)
{
    enum { MOST = 1 << 20 };
    FILE *f = fopen(path, "rb");
    char *text = f ? malloc(MOST) : NULL;
    *length = text ? fread(text, 1, MOST, f) : 0;
    if (f)
        fclose(f);
    return text;
}

struct plan {
    unsigned minor;
    uint64_t runs, seed, at; /* `at`: only that one, or 0 */
};

static void run_program(const struct heap_template *t, const struct plan *plan, const char *path)
{
    struct program p = {.path = path};
    char *text = read_file(path, &p.length);
    p.text = text;
    if (!text) {
        tell_failure(&p, "no such file", "");
    } else if (plan->at) {
        run_failing(t, &p, NEVER);
        run_failing(t, &p, plan->at);
    } else {
        run_spread(t, &p, plan->runs, plan->seed);
    }
    free(text);
}

/* In a process of its own: what damages memory takes no others with it. */
static void run_apart(const struct heap_template *t, const struct plan *plan, const char *path)
{
    int status;
    fflush(stdout);
    pid_t child = fork();
    if (child == 0) {
        setrlimit(RLIMIT_CPU, &(struct rlimit){SECONDS_MOST, SECONDS_MOST});
        run_program(t, plan, path);
        fflush(stdout);
        _exit(0);
    }
    if (waitpid(child, &status, 0) == child && status == 0)
        return;
    progress->failures++;
    printf("%s: allocation %" PRIu64 ": died, status %d\n", path, progress->at, status);
}

int main(int argc, char **argv)
{
    if (argc < 5) {
        fputs("usage: failing_driver MINOR RUNS SEED FILE...\n       failing_driver MINOR --at N FILE...\n",
              stderr);
        return 2;
    }
    struct plan plan = {.minor = (unsigned)atoi(argv[1]),
                        .runs = strtoull(argv[2], NULL, 10),
                        .seed = strtoull(argv[3], NULL, 10)};
    if (strcmp(argv[2], "--at") == 0)
        plan.at = plan.seed;
    struct heap_template *t = heap_template_new(&(struct heap_options){.minor = plan.minor});
    progress = mmap(NULL, sizeof *progress, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (!t || progress == MAP_FAILED)
        return 2;
    for (int i = 4; i < argc; i++)
        run_apart(t, &plan, argv[i]);
    heap_template_free(t);
    printf("%" PRIu64 " runs, %" PRIu64 " ended in MemoryError, %" PRIu64 " failures\n", progress->runs,
           progress->memory_errors, progress->failures);
    return progress->failures != 0;
}
