/* Looks how often long operations look whether the run goes on, and gives them up at such places.
 *
 *     looks MINOR FEW MANY FILE...
 *
 * A file's first part, up to a line "####", makes what the operation behind it works on, as large as N says.
 * The operation looks more often for N = MANY than for N = FEW, and how much more does not depend on how fast
 * anything is. A line for each file: how that for MANY ended, how often for FEW and for MANY, and the file.
 * Where it looks more often it is given up as well, at two places in the middle of what it does: it ends by
 * the time limit, what the file says of it afterwards is so, and the heap is as in driver.c; else the line
 * has "BROKEN". For debug builds. */
#include <sys/resource.h>

#include "tests/hostile/running.h"

/* A heap as that one is, byte for byte. */
static struct heap *as(const struct heap *made)
{
    struct heap *h = heap_copy(made);
    if (!h)
        exit(2);
    return h;
}

/* How often it looks. */
static uint64_t looks(struct heap *h, struct python_host *host, const struct operation *o, bool quietly)
{
    heap_abandon_after(h, UINT64_MAX);
    run(h, o->operation.text, o->operation.length, host, quietly);
    uint64_t left = heap_looks_left(h);
    heap_destroy(h);
    return UINT64_MAX - left;
}

static void give_up(struct heap *h, struct python_host *host, const struct operation *o, uint64_t at)
{
    struct python_source source = {
        .text = o->operation.text, .length = o->operation.length, .filename = "hostile.py"};
    struct python_outcome outcome;
    heap_abandon_after(h, at);
    enum heap_status status = python_exec(h, &source, host, &outcome);
    if (status != HEAP_ABANDONED || outcome.stop != PYTHON_OUT_OF_TIME)
        printf("BROKEN: not given up at %llu ", (unsigned long long)at);
    python_end(h, &outcome);
    heap_abandon_after(h, 0);
    heap_resume(h);
    heap_clear_raised(h);
    (void)heap_verify(h, tell, NULL);
    if (o->afterwards.length)
        run(h, o->afterwards.text, o->afterwards.length, host, true);
    run(h, program_after, sizeof program_after - 1, host, true);
    heap_destroy(h);
}

static void run_alone(char **argv, const char *path)
{
    unsigned minor = (unsigned)atoi(argv[1]);
    struct operation o;
    size_t written = 0;
    struct python_host host = {.context = &written, .write = take_output, .steps = 1ull << 60};
    setrlimit(RLIMIT_CPU, &(struct rlimit){100, 100}); /* what does not hear is ended */
    if (!read_operation(path, &o))
        exit(2);
    uint64_t few = looks(made(minor, &host, &o, argv[2]), &host, &o, true);
    struct heap *large = made(minor, &host, &o, argv[3]);
    uint64_t many = looks(as(large), &host, &o, false);
    printf("%llu %llu ", (unsigned long long)few, (unsigned long long)many);
    if (many > few + 1) {
        give_up(as(large), &host, &o, few + (many - few) / 4);
        give_up(as(large), &host, &o, many - 1); /* among the last, where it comes to an end */
    }
    heap_destroy(large);
}

int main(int argc, char **argv)
{
    return each_alone(argc, argv, "looks MINOR FEW MANY FILE...", run_alone);
}
