/* Whole programs, any bytes: they end, by a limit if nothing else, the heap is whole afterwards and runs
 * another program.
 *
 * The length chooses the version. Debug builds verify the heap after each operation besides. */
#include <stdio.h>
#include <stdlib.h>

#include "daemon/heap/heap.h"
#include "daemon/python/python.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { MEMORY = 8 << 20, STEPS = 20000, OUTPUT_MOST = 1 << 16 };

static struct heap_template *versions[2];

static void check(int condition)
{
    if (!condition)
        abort();
}

static void forget_versions(void)
{
    heap_template_free(versions[0]);
    heap_template_free(versions[1]);
}

static bool take_output(void *context, int stream, const char *bytes, size_t length)
{
    size_t *written = context;
    (void)stream, (void)bytes;
    *written += length;
    return *written <= OUTPUT_MOST;
}

static bool print_finding(void *context, const struct finding *f)
{
    (void)context;
    fprintf(stderr, "%s at 0x%llx\n", f->what, (unsigned long long)f->where);
    return true;
}

static void run(struct heap *h, const char *text, size_t length)
{
    size_t written = 0;
    struct python_host host = {.write = take_output, .context = &written, .steps = STEPS};
    struct python_source source = {.text = text, .length = length, .filename = "fuzz.py", .result = true};
    struct python_outcome outcome;
    enum heap_status status = python_exec(h, &source, &host, &outcome);
    check(status != HEAP_ABANDONED || outcome.stop != PYTHON_GOES_ON);
    python_end(h, &outcome);
    heap_clear_raised(h);
    check(heap_verify(h, print_finding, NULL) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (!versions[0]) {
        versions[0] = heap_template_new(&(struct heap_options){.minor = 11, .limit = MEMORY});
        versions[1] = heap_template_new(&(struct heap_options){.minor = 14, .limit = MEMORY});
        check(versions[0] && versions[1]);
        atexit(forget_versions);
    }
    struct heap *h = heap_create_from(versions[size & 1], 0, 0);
    check(h != NULL);
    run(h, (const char *)data, size);
    run(h, "[[x] for x in (1, 2, 3)]", 24);
    heap_destroy(h);
    return 0;
}
