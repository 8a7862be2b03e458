/* The heap's part of a session: made from a template, used once, destroyed; and what each takes of the
 * machine's memory. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/bench/heap/bench.h"

#define HEAPS 500

/* Bytes that are this process's own, from the kernel's own count. */
static double private_bytes(void)
{
    char line[256];
    double kilobytes = 0, n;
    FILE *f = fopen("/proc/self/smaps_rollup", "r");
    while (f && fgets(line, sizeof line, f))
        if (sscanf(line, "Private_Clean: %lf", &n) == 1 || sscanf(line, "Private_Dirty: %lf", &n) == 1)
            kilobytes += n;
    if (f)
        fclose(f);
    return kilobytes * 1024;
}

static void use(struct heap *h)
{
    addr l = bench_new(h, list_new(h, 0));
    bench_ok(h, name_bind(h, 0, "a", 1, l));
    decref(h, l);
}

void sessions(void)
{
    static struct heap *heaps[HEAPS];
    struct heap_template *t = heap_template_new(&(struct heap_options){.minor = BENCH_PYTHON});
    if (!t)
        abort();
    double before = private_bytes(), begin = bench_now();
    for (int i = 0; i < HEAPS; i++) {
        heaps[i] = heap_create_from(t, 0, 0);
        if (!heaps[i])
            abort();
        use(heaps[i]);
    }
    bench_print("create", (bench_now() - begin) / HEAPS * 1e6);
    bench_print("bytes", (private_bytes() - before) / HEAPS);
    begin = bench_now();
    for (int i = 0; i < HEAPS; i++)
        heap_destroy(heaps[i]);
    bench_print("destroy", (bench_now() - begin) / HEAPS * 1e6);
    heap_template_free(t);
}
