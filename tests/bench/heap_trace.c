/* What allocation tracing costs in the heap library: processor time of making and releasing small objects
 * with tracing off, and on with 1 and 25 frames. Prints "name nanoseconds" lines; heap_trace.py does the same
 * with tracemalloc in a real CPython and prints the ratios.
 *
 *     heap_trace MINOR COUNT ROUNDS
 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "daemon/heap/heap.h"
#include "daemon/heap/state.h"

#define BATCH 1000

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

static void check(bool good, const char *what)
{
    if (!good) {
        fprintf(stderr, "heap_trace: %s failed\n", what);
        exit(1);
    }
}

static addr make_list(struct heap *h)
{
    return list_new(h, 1);
}
static addr make_float(struct heap *h)
{
    return float_new(h, 1.5);
}
static addr make_dict(struct heap *h)
{
    return dict_new_presized(h, 1, true);
}

/* Nanoseconds for each object made and released. */
static double measure(struct heap *h, addr (*make)(struct heap *h), size_t count, int rounds, bool moving)
{
    static addr kept[BATCH];
    double best = 1e18;
    for (int r = 0; r < rounds; r++) {
        double start = now();
        for (size_t done = 0; done < count; done += BATCH) {
            for (size_t i = 0; i < BATCH; i++) {
                if (moving) /* another line of the program each time */
                    check(frame_set_line(h, (uint32_t)(i % 100)) == HEAP_OK, "frame_set_line");
                kept[i] = make(h);
            }
            for (size_t i = 0; i < BATCH; i++)
                decref(h, kept[i]);
        }
        double t = (now() - start) / (double)count;
        best = t < best ? t : best;
    }
    return best;
}

static void cases(unsigned minor, size_t count, int rounds, uint32_t nframe, const char *label)
{
    static const struct {
        const char *name;
        addr (*make)(struct heap *h);
        bool moving;
    } all[] = {{"float", make_float, false},
               {"list", make_list, false},
               {"dict", make_dict, false},
               {"list_moving", make_list, true}};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        struct heap *h = heap_create(&(struct heap_options){.minor = minor});
        check(h, "heap_create");
        collector_enable(h, false);
        for (uint32_t f = 0; f < 30; f++)
            check(frame_push(h, "f", "some/folder/module.py", f) == HEAP_OK, "frame_push");
        if (nframe)
            check(trace_start(h, nframe) == HEAP_OK, "trace_start");
        printf("%s_%s %.2f\n", all[i].name, label, measure(h, all[i].make, count, rounds, all[i].moving));
        fflush(stdout);
        heap_destroy(h);
    }
}

int main(int argc, char **argv)
{
    if (argc != 4) {
        fprintf(stderr, "usage: heap_trace MINOR COUNT ROUNDS\n");
        return 2;
    }
    unsigned minor = (unsigned)atoi(argv[1]);
    size_t count = strtoul(argv[2], NULL, 10);
    int rounds = atoi(argv[3]);
    cases(minor, count, rounds, 0, "off");
    cases(minor, count, rounds, 1, "1");
    cases(minor, count, rounds, 25, "25");
    return 0;
}
