/* SQL over a heap of a million objects and more: rows a second. bench_query [NODES] prints lines of "what TAB
 * rows TAB rows a second". */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "daemon/python/python.h"
#include "daemon/query/query.h"

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static void fail(const char *what)
{
    fprintf(stderr, "%s\n", what);
    exit(1);
}

/* query.py runs the same program in CPython. */
static struct heap *make_heap(unsigned nodes)
{
    char text[400];
    struct python_outcome outcome;
    struct heap *h = heap_create(&(struct heap_options){.minor = 11});
    snprintf(text, sizeof text,
             "import gc\ngc.disable()\nclass Node:\n    def __init__(self, i):\n        self.items = [i, "
             "str(i)]\n        self.more = {'k': self}\n"
             "data = [Node(i) for i in range(%u)]\n",
             nodes);
    const struct python_source source = {.text = text, .length = strlen(text)};
    const struct python_host host = {0};
    if (!h || python_exec(h, &source, &host, &outcome) != HEAP_OK || outcome.uncaught)
        fail("the heap cannot be made");
    return h;
}

static void measure(struct heap *h, const char *name, const char *sql)
{
    const struct query_source source = {.heap = h};
    struct query *q = query_open(&(struct query_limits){.memory = 4ull << 30});
    double begin = now();
    if (!q || !query_prepare(q, sql, strlen(sql)))
        fail(q ? query_error(q)->message : "no memory");
    query_start(q, &source);
    enum query_step step;
    while ((step = query_step(q)) == QUERY_ROW)
        for (int i = 0; i < query_column_count(q); i++)
            (void)query_value(q, i);
    if (step == QUERY_ERROR)
        fail(query_error(q)->message);
    double took = now() - begin;
    printf("%s\t%llu\t%.0f\n", name, (unsigned long long)query_rows_visited(q),
           (double)query_rows_visited(q) / took);
    query_close(q);
}

int main(int argc, char **argv)
{
    struct heap *h = make_heap(argc > 1 ? (unsigned)atoi(argv[1]) : 200000);
    (void)query_limit_memory();
    measure(h, "objects counted", "SELECT count(*) FROM objects");
    measure(h, "objects by type", "SELECT type, count(*), sum(size) FROM objects GROUP BY type");
    measure(h, "objects by type, in a list of types",
            "SELECT count(*) FROM objects WHERE type IN ('Node', 'dict', 'list', 'str')");
    measure(h, "objects answered", "SELECT id, type, size, refcount FROM objects");
    measure(h, "objects with repr answered", "SELECT id, type, size, repr FROM objects");
    measure(h, "objects with their generation", "SELECT generation, count(*) FROM objects GROUP BY 1");
    measure(h, "references counted", "SELECT count(*) FROM refs");
    measure(h, "references labelled", "SELECT count(label) FROM refs");
    measure(h, "references joined to objects",
            "SELECT count(*), sum(o.size) FROM refs r CROSS JOIN objects o ON o.address = r.target");
    measure(h, "objects joined to references to them",
            "SELECT count(*) FROM objects o CROSS JOIN refs r ON r.target = o.address");
    measure(h, "cycles of length two",
            "SELECT count(*) FROM refs a CROSS JOIN refs b ON b.source = a.target AND b.target = a.source");
    measure(h, "everything reached from a name",
            "WITH RECURSIVE r(a) AS (SELECT object FROM names WHERE name = 'data' UNION SELECT target FROM r "
            "JOIN refs ON source = r.a) SELECT count(*) FROM r");
    heap_destroy(h);
    return 0;
}
