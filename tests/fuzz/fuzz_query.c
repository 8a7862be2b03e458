/* SQL, any bytes, over a heap with a program in it: a query ends, needs no more memory than it may, and
 * leaves the heap as it was.
 *
 * The first byte chooses how much memory the query may have and how soon it is asked to stop. */
#include "daemon/python/python.h"
#include "daemon/query/query.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct heap *heap;
static unsigned looks;

static void check(int condition)
{
    if (!condition)
        abort();
}

static bool print_finding(void *context, const struct finding *f)
{
    (void)context;
    fprintf(stderr, "%s at 0x%llx\n", f->what, (unsigned long long)f->where);
    return true;
}

static void stop(void)
{
    check(heap_verify(heap, print_finding, NULL) == 0);
    heap_destroy(heap);
}

static void start(void)
{
    static const char text[] = "import weakref\nclass Node: pass\ndata = [{'k': i, i: Node()} for i in "
                               "range(30)]\na, b = Node(), Node()\n"
                               "a.peer, b.peer = b, a\nw = weakref.ref(a)\nlarge = list(range(5000))\n";
    const struct python_source source = {.text = text, .length = sizeof text - 1};
    const struct python_host host = {0};
    struct python_outcome outcome;
    check(query_limit_memory());
    heap = heap_create(&(struct heap_options){.minor = 11});
    check(heap != NULL && trace_start(heap, 2) == HEAP_OK);
    check(python_exec(heap, &source, &host, &outcome) == HEAP_OK && !outcome.uncaught);
    atexit(stop);
}

static bool stopped(void *context)
{
    (void)context;
    return looks == 0 || --looks == 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (!heap)
        start();
    if (size == 0)
        return 0;
    const struct query_limits limits = {.memory = data[0] & 7 ? 8 << 20 : (data[0] >> 3) * 40000u};
    const struct query_source source = {.heap = heap, .stopped = stopped};
    const uint64_t objects = heap_object_count(heap);
    looks = data[0] & 8 ? 400 : data[0] >> 4;
    struct query *q = query_open(&limits);
    if (!q)
        return 0;
    char *sql = malloc(size); /* ends where the input ends */
    check(sql != NULL);
    memcpy(sql, data + 1, size - 1);
    if (query_prepare(q, sql, size - 1)) {
        query_start(q, &source);
        while (query_step(q) == QUERY_ROW)
            for (int i = 0; i < query_column_count(q); i++) {
                (void)query_column_name(q, i), (void)query_column_type(q, i);
                (void)query_value(q, i);
            }
    }
    check(query_error(q)->kind == QUERY_FINE || query_error(q)->message[0] != '\0');
    check(query_memory_peak(q) <= limits.memory + 65536 || limits.memory == 0);
    query_close(q);
    free(sql);
    check(heap_object_count(heap) == objects);
    return 0;
}
