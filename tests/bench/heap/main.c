/* bench_heap WORKLOAD: measures the heap library alone. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "tests/bench/heap/bench.h"

struct heap *bench_heap(void)
{
    struct heap *h = heap_create(&(struct heap_options){.minor = BENCH_PYTHON});
    if (!h) {
        fprintf(stderr, "no heap\n");
        exit(1);
    }
    return h;
}

void bench_ok(struct heap *h, enum heap_status status)
{
    if (status == HEAP_OK)
        return;
    fprintf(stderr, "the heap raised %s: %s\n", exception_name(heap_raised(h)), heap_raised_message(h));
    exit(1);
}

addr bench_new(struct heap *h, addr object)
{
    if (!object)
        bench_ok(h, HEAP_RAISED);
    return object;
}

double bench_now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

void bench_print(const char *name, double value)
{
    printf("%s\t%.3f\n", name, value);
}

uint32_t *bench_shuffle(uint32_t n)
{
    uint32_t *order = calloc(n, sizeof *order);
    if (!order)
        abort();
    for (uint32_t i = 0; i < n; i++)
        order[i] = i;
    uint64_t x = 1;
    for (uint32_t i = n - 1; i > 0; i--) {
        x = x * 6364136223846793005u + 1442695040888963407u;
        uint32_t j = (uint32_t)((x >> 33) % (i + 1)), kept = order[i];
        order[i] = order[j];
        order[j] = kept;
    }
    return order;
}

int main(int argc, char **argv)
{
    static const struct {
        const char *name;
        void (*run)(void);
    } workloads[] = {{"allocation", allocation},
                     {"collection", collection},
                     {"tracing", tracing},
                     {"snapshots", snapshots},
                     {"sessions", sessions}};
    for (size_t i = 0; i < sizeof workloads / sizeof *workloads; i++)
        if (argc == 2 && strcmp(argv[1], workloads[i].name) == 0) {
            workloads[i].run();
            return 0;
        }
    fprintf(stderr, "usage: bench_heap allocation|collection|tracing|snapshots|sessions\n");
    return 2;
}
