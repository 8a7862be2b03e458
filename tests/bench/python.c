/* Runs Python programs in fresh heaps and says what each takes: NAME TAB milliseconds of processor time, the
 * smallest of so many rounds.
 *
 *     bench_python ROUNDS FILE...
 *
 * What is measured is the run of the source, its compilation included, as python.py measures it in
 * CPython; not the making of the heap. */
#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "daemon/heap/heap.h"
#include "daemon/python/python.h"

static bool write_nothing(void *context, int stream, const char *bytes, size_t length)
{
    (void)context, (void)stream, (void)bytes, (void)length;
    return true;
}

static double processor_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec * 1e-6;
}

static char *read_file(const char *path, size_t *length)
{
    FILE *f = fopen(path, "rb");
    char *text = f ? calloc(1, 65536) : NULL;
    *length = text ? fread(text, 1, 65535, f) : 0;
    if (f)
        fclose(f);
    return text;
}

/* Milliseconds of one run; negative: the program failed. */
static double run(const struct python_source *source)
{
    struct heap_options options = {.minor = 11};
    struct python_host host = {.write = write_nothing};
    struct python_outcome outcome;
    struct heap *h = heap_create(&options);
    if (!h)
        return -1;
    double begin = processor_ms();
    enum heap_status status = python_exec(h, source, &host, &outcome);
    double taken = processor_ms() - begin;
    bool good = status == HEAP_OK && !outcome.uncaught;
    if (!good)
        fprintf(stderr, "%s", outcome.text ? outcome.text : "given up\n");
    python_end(h, &outcome);
    heap_destroy(h);
    return good ? taken : -1;
}

int main(int argc, char **argv)
{
    int rounds = argc > 1 ? atoi(argv[1]) : 0;
    for (int i = 2; i < argc; i++) {
        struct python_source source = {.filename = argv[i]};
        double best = -1;
        source.text = read_file(argv[i], &source.length);
        for (int round = 0; source.text && round < rounds; round++) {
            double taken = run(&source);
            if (taken < 0)
                return 1;
            if (best < 0 || taken < best)
                best = taken;
        }
        free((void *)(uintptr_t)source.text);
        char *name = basename(argv[i]), *dot = strchr(name, '.');
        if (dot)
            *dot = '\0';
        printf("%s\t%.3f\n", name, best);
    }
    return 0;
}
