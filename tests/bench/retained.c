/*
 * A graph of a certain shape, and what each of its objects retains: retained.py computes the same by another
 * method.
 *
 *     bench_retained SHAPE OBJECTS FILE
 *
 * prints the processor time of the analysis and writes FILE, numbers of this machine's order: of 32 bits how
 * many objects, their sizes, where the references of each begin (one more), the references; of 64 bits what
 * each retains.
 *
 *     records    tables of records, each with a dict of its own and a string, and strings that many have
 *     parents    the same, and each record knows its table: cycles
 *     linked     records that lead from one to the next
 */
#include "daemon/graph/analysis.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { TABLES = 100, SYMBOLS = 500, OF_A_RECORD = 3, FIRST_TABLE = 2 + SYMBOLS };

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void check(enum graph_status status)
{
    if (status != GRAPH_OK) {
        fprintf(stderr, "%s\n", graph_status_text(status));
        exit(1);
    }
}

struct making {
    struct graph_builder *builder;
    uint32_t type, made;
};

static uint64_t address_of(uint32_t number)
{
    return 0x7f0000000000u + 16 * (uint64_t)number;
}

static void object(struct making *m, uint32_t size)
{
    const struct graph_node_input node = {
        .address = address_of(m->made++), .size = size, .type = m->type, .text = GRAPH_NONE};
    check(graph_builder_node(m->builder, &node));
}

static void refer(struct making *m, uint32_t to)
{
    check(graph_builder_edge(m->builder, &(struct graph_edge_input){address_of(to), 0, GRAPH_EDGE_OTHER}));
}

static uint32_t record_number(uint32_t first, uint32_t i)
{
    return first + OF_A_RECORD * i;
}

/* An instance, its dict, a string of its own; the dict has symbols, too. */
static void record(struct making *m, uint32_t i, uint32_t other)
{
    object(m, 48);
    refer(m, m->made); /* the dict comes next */
    if (other != 0)
        refer(m, other);
    object(m, 232);
    refer(m, m->made);
    refer(m, 2 + i * 7 % SYMBOLS);
    refer(m, 2 + (i * 7 + i / SYMBOLS % (SYMBOLS - 1) + 1) % SYMBOLS);
    object(m, 60 + i % 40);
}

/* Object 0 is what the root is, 1 has all symbols. */
static struct graph *make(const char *shape, uint32_t objects)
{
    struct making m = {0};
    struct graph *graph;
    bool linked = !strcmp(shape, "linked"), parents = !strcmp(shape, "parents");
    uint32_t tables = linked ? 0 : TABLES, first = FIRST_TABLE + tables;
    uint32_t records = objects > first + OF_A_RECORD ? (objects - first) / OF_A_RECORD : 1;
    check(graph_builder_new(NULL, &m.builder));
    check(graph_builder_type(m.builder, "object", 6, &m.type));
    object(&m, 100);
    refer(&m, 1);
    for (uint32_t t = 0; t < tables; t++)
        refer(&m, FIRST_TABLE + t);
    if (linked)
        refer(&m, record_number(first, 0));
    object(&m, 8000);
    for (uint32_t i = 0; i < SYMBOLS; i++)
        refer(&m, 2 + i);
    for (uint32_t i = 0; i < SYMBOLS; i++)
        object(&m, 50 + i % 13);
    for (uint32_t t = 0; t < tables; t++) {
        object(&m, 56 + 8 * (records / TABLES));
        for (uint32_t i = t; i < records; i += TABLES)
            refer(&m, record_number(first, i));
    }
    for (uint32_t i = 0; i < records; i++)
        record(&m, i,
               parents                     ? FIRST_TABLE + i % TABLES
               : linked && i + 1 < records ? record_number(first, i + 1)
                                           : 0);
    check(graph_builder_root(m.builder, address_of(0), GRAPH_ROOT_MODULE, GRAPH_NONE, 0));
    check(graph_builder_finish(m.builder, NULL, &graph));
    return graph;
}

static bool write_file(FILE *file, const struct graph_analysis *a)
{
    const struct graph *g = a->graph;
    bool written = fwrite(&g->node_count, sizeof g->node_count, 1, file) == 1;
    for (uint32_t i = 0; i < g->node_count && written; i++) {
        uint32_t size = (uint32_t)g->size[i];
        written = fwrite(&size, sizeof size, 1, file) == 1;
    }
    written =
        written &&
        fwrite(g->first, sizeof *g->first, g->node_count + (size_t)1, file) == g->node_count + (size_t)1 &&
        fwrite(g->to, sizeof *g->to, g->edge_count, file) == g->edge_count;
    for (uint32_t i = 0; i < g->node_count && written; i++) {
        uint64_t retained = graph_retained(a, i);
        written = fwrite(&retained, sizeof retained, 1, file) == 1;
    }
    return written;
}

int main(int argc, char **argv)
{
    if (argc != 4)
        return 2;
    struct graph *graph = make(argv[1], (uint32_t)strtoul(argv[2], NULL, 10));
    struct graph_analysis *a;
    double from = now();
    check(graph_analyse(graph, NULL, &a));
    printf("heapd\t%.6f\n", now() - from);
    FILE *file = fopen(argv[3], "wb");
    bool written = file && write_file(file, a);
    if (!file || fclose(file) != 0 || !written) {
        perror(argv[3]);
        return 1;
    }
    graph_analysis_release(a);
    graph_release(graph);
    return 0;
}
