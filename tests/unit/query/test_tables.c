/* What tables say is what the rest of the heap library says, whatever way the rows are found. */
#include "tests/unit/query/query_test.h"

static int set_up(void **state)
{
    (void)query_limit_memory();
    *state = heap_with(program, 11);
    return 0;
}

static int tear_down(void **state)
{
    heap_done(*state);
    return 0;
}

static void objects_are_those_of_the_heap(void **state)
{
    struct heap *h = *state;
    size_t count;
    struct type_total *totals = inspect_types(h, &count);
    assert_int_equal(number(h, "SELECT count(*) FROM objects"), heap_object_count(h));
    for (size_t i = 0; i < count; i++) {
        assert_int_equal(number(h, "SELECT count(*) FROM objects WHERE type_address = %llu",
                                (unsigned long long)totals[i].type),
                         totals[i].count);
        assert_int_equal(number(h, "SELECT sum(size) FROM objects WHERE type_address = %llu",
                                (unsigned long long)totals[i].type),
                         totals[i].bytes);
    }
    free(totals);
}

static int64_t integer(struct query *q, int i)
{
    struct query_value value = query_value(q, i);
    return value.type == QUERY_NULL ? -1 : value.integer;
}

static void columns_are_what_inspection_says(void **state)
{
    struct heap *h = *state;
    struct generation_map *generations = inspect_generations(h);
    struct query *q = start_query(h, "SELECT address, size, refcount, immortal, tracked, generation, "
                                     "finalized, weakrefs, handles, length, type, id "
                                     "FROM objects");
    char id[32];
    size_t rows = 0;
    while (query_step(q) == QUERY_ROW) {
        struct object_info info;
        inspect_object(h, (addr)integer(q, 0), generations, &info);
        assert_int_equal(integer(q, 1), info.size);
        assert_int_equal(integer(q, 2), info.refcount);
        assert_int_equal(integer(q, 3), info.immortal);
        assert_int_equal(integer(q, 4), info.tracked);
        assert_int_equal(integer(q, 5), info.generation);
        assert_int_equal(integer(q, 6), info.finalized);
        assert_int_equal(integer(q, 7), info.weakrefs);
        assert_int_equal(integer(q, 8), info.handles);
        assert_int_equal(integer(q, 9), info.length);
        assert_string_equal(query_value(q, 10).bytes, info.type_name);
        snprintf(id, sizeof id, "0x%llx", (unsigned long long)info.id);
        assert_string_equal(query_value(q, 11).bytes, id);
        rows++;
    }
    assert_int_equal(query_error(q)->kind, QUERY_FINE);
    assert_int_equal(rows, heap_object_count(h));
    query_close(q);
    inspect_generations_free(generations);
}

/* A "+" before a column keeps it from being looked up: then all rows are compared. */
static void lookups_and_scans_agree(void **state)
{
    static const char *const columns[] = {"address", "id", "type", "type_address", "generation"};
    struct heap *h = *state;
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) {
        const char *c = columns[i];
        const char *sample = "(SELECT * FROM objects LIMIT 40 OFFSET 1000)";
        int64_t found = number(h, "SELECT count(*) FROM %s s JOIN objects o ON o.%s = s.%s", sample, c, c),
                compared =
                    number(h, "SELECT count(*) FROM %s s JOIN objects o ON +o.%s = s.%s", sample, c, c);
        assert_int_equal(found, compared);
        assert_true(found > 0);
    }
}

static void references_by_source_and_by_target_are_all_references(void **state)
{
    struct heap *h = *state;
    int64_t all = number(h, "SELECT count(*) FROM refs");
    assert_true(all > 20000);
    assert_int_equal(number(h, "SELECT count(*) FROM objects o CROSS JOIN refs r ON r.source = o.address"),
                     all);
    assert_int_equal(number(h, "SELECT count(*) FROM (SELECT DISTINCT target FROM refs) t CROSS JOIN refs r "
                               "ON r.target = t.target"),
                     all);
    assert_int_equal(
        number(h, "SELECT sum(r.source + r.target) FROM objects o CROSS JOIN refs r ON r.source_id = o.id"),
        number(h, "SELECT sum(source + target) FROM refs"));
    assert_int_equal(number(h, "SELECT count(*) FROM (SELECT * FROM refs LIMIT 50) a CROSS JOIN refs b ON "
                               "b.source = a.source AND b.target = a.target"),
                     number(h, "SELECT count(*) FROM (SELECT * FROM refs LIMIT 50) a CROSS JOIN refs b ON "
                               "b.source = a.source AND +b.target = a.target"));
}

/* References of an object with many of them are sorted once they are asked for again: they are the same. */
static void references_of_large_objects_are_found_again(void **state)
{
    struct heap *h = *state;
    const char *by_target = "SELECT sum(length(r.label) + r.source % 1000 + coalesce(r.position, 7) + "
                            "length(coalesce(r.name, ''))) FROM "
                            "(SELECT DISTINCT target FROM refs WHERE source_type IN ('list', 'dict')) t "
                            "CROSS JOIN refs r ON r.target = t.target",
               *compared =
                   "SELECT sum(length(r.label) + r.source % 1000 + coalesce(r.position, 7) + "
                   "length(coalesce(r.name, ''))) FROM refs r "
                   "WHERE +r.target IN (SELECT target FROM refs WHERE source_type IN ('list', 'dict'))";
    assert_int_equal(number(h, "%s", by_target), number(h, "%s", compared));
    assert_int_equal(number(h, "SELECT count(*) FROM names n CROSS JOIN refs a ON a.source = n.object CROSS "
                               "JOIN refs b ON b.source = a.source AND b.target = a.target "
                               "WHERE n.name = 'large'"),
                     number(h, "SELECT sum(c * c) FROM (SELECT count(*) AS c FROM names n JOIN refs r ON "
                               "r.source = n.object WHERE n.name = 'large' GROUP BY r.target)"));
}

struct count {
    uint64_t edges, sum;
};

static bool count_edge(void *context, const struct edge *e)
{
    struct count *count = context;
    count->edges++;
    count->sum += e->to;
    return true;
}

/* More than the cursor reads at a time. */
static void a_large_list_has_all_its_references(void **state)
{
    struct heap *h = *state;
    addr large = name_lookup(h, 0, "large", 5);
    struct count count = {0};
    inspect_counted(h, large, count_edge, &count);
    assert_true(count.edges >= 20000);
    assert_int_equal(number(h, "SELECT count(*) FROM refs WHERE source = %llu", (unsigned long long)large),
                     count.edges);
    assert_int_equal(number(h, "SELECT sum(target) FROM refs WHERE source = %llu", (unsigned long long)large),
                     count.sum);
    assert_int_equal(
        number(h, "SELECT count(DISTINCT position) FROM refs WHERE source = %llu AND kind = 'index'",
               (unsigned long long)large),
        20000);
}

static void references_are_named(void **state)
{
    struct heap *h = *state;
    static const struct {
        const char *source, *label, *kind_and_name; /* label as SQL has it, quotes doubled */
    } rows[] = {
        {"one", ".peer", "attribute/peer"}, {"s", ".a", "slot/a"},     {"d", "[''a b'']", "value/a b"},
        {"d", "[(1, 2)]", "value/"},        {"data", "[7]", "index/"}, {"w", "wr_callback", "callback/"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char sql[500];
        snprintf(
            sql, sizeof sql,
            "SELECT r.kind || '/' || coalesce(r.name, '') FROM names n JOIN refs r ON r.source = n.object "
            "WHERE n.name = '%s' AND r.label = '%s'",
            rows[i].source, rows[i].label);
        char *found = text_of(h, sql);
        assert_string_equal(found, rows[i].kind_and_name);
        free(found);
    }
}

static void positions_are_those_of_the_lists(void **state)
{
    struct heap *h = *state;
    for (int generation = 0; generation < 3; generation++) {
        int64_t position = 0;
        struct query *q =
            start_query(h, "SELECT address, position FROM objects WHERE +generation = ?1 ORDER BY position");
        assert_true(query_bind_int(q, 1, generation));
        for (addr o = inspect_generation_next(h, generation, 0); o;
             o = inspect_generation_next(h, generation, o)) {
            assert_int_equal(query_step(q), QUERY_ROW);
            assert_int_equal(query_value(q, 0).integer, o);
            assert_int_equal(query_value(q, 1).integer, position++);
        }
        assert_int_equal(query_step(q), QUERY_DONE);
        query_close(q);
        assert_int_equal(number(h, "SELECT count(*) FROM objects WHERE generation = %d", generation),
                         position);
        assert_int_equal(number(h, "SELECT objects FROM generations WHERE generation = %d", generation),
                         position);
    }
}

static void names_are_found(void **state)
{
    struct heap *h = *state;
    assert_int_equal(number(h, "SELECT object FROM names WHERE name = 'one'"), name_lookup(h, 0, "one", 3));
    assert_int_equal(number(h, "SELECT count(*) FROM names WHERE name = 'nobody'"), 0);
    assert_int_equal(number(h, "SELECT count(*) FROM names WHERE name = 3"), 0);
    assert_int_equal(number(h, "SELECT count(*) FROM names"),
                     number(h, "SELECT count(*) FROM names WHERE +name = name"));
    assert_int_equal(number(h, "SELECT count(*) FROM frames"), 1);
}

/* Whatever lives is reached from the roots: but for what is garbage in cycles, and a collection has just
 * been. */
static void everything_is_reached_from_the_roots(void **state)
{
    struct heap *h = *state;
    assert_int_equal(collector_collect(h, 2, NULL), HEAP_OK);
    assert_int_equal(
        number(h, "WITH RECURSIVE reached(address) AS (SELECT object FROM roots UNION SELECT r.target FROM "
                  "reached JOIN refs r ON "
                  "r.source = reached.address) SELECT count(*) FROM objects WHERE address NOT IN reached"),
        0);
}

static void traces_are_those_of_the_tracer(void **state)
{
    struct heap *h = *state;
    struct trace_state trace;
    trace_state(h, &trace);
    assert_int_equal(number(h, "SELECT count(*) FROM traces"), trace.traces);
    assert_int_equal(number(h, "SELECT sum(size) FROM traces"), trace.current);
    assert_int_equal(number(h, "SELECT sum(size) FROM tracebacks WHERE position = 0"), trace.current);
    assert_int_equal(number(h, "SELECT count(*) FROM traces t JOIN objects o ON o.address = t.object"),
                     number(h, "SELECT count(*) FROM objects WHERE traceback IS NOT NULL"));
    assert_int_equal(number(h, "SELECT count(*) FROM (SELECT * FROM traces LIMIT 200) s JOIN traces t ON "
                               "t.address = s.address AND t.size = s.size"),
                     200);
    assert_int_equal(number(h, "SELECT count(*) FROM (SELECT * FROM traces ORDER BY size DESC LIMIT 4) s "
                               "JOIN traces t ON t.id = s.id"),
                     4);
    assert_int_equal(number(h, "SELECT count(*) FROM objects o JOIN tracebacks t ON t.traceback = "
                               "o.traceback AND t.position = 0"),
                     number(h, "SELECT count(*) FROM objects WHERE traceback IS NOT NULL"));
}

static void pools_hold_what_is_in_them(void **state)
{
    struct heap *h = *state;
    struct memory_stats memory;
    memory_stats(h, &memory);
    assert_int_equal(number(h, "SELECT sum(used) FROM pools"), memory.small_blocks);
    assert_int_equal(number(h, "SELECT count(*) FROM arenas"), memory.arenas);
    assert_int_equal(number(h, "SELECT count(*) FROM pools"), number(h, "SELECT sum(pools) FROM arenas"));
    assert_int_equal(number(h, "SELECT count(*) FROM objects o JOIN pools p ON p.address = o.pool WHERE "
                               "o.size <= 400 AND p.used = 0"),
                     0);
    assert_int_equal(number(h, "SELECT count(*) FROM pools a JOIN pools b ON b.id = a.id"),
                     number(h, "SELECT count(*) FROM pools"));
    assert_int_equal(number(h, "SELECT count(*) FROM arenas a JOIN pools p ON p.arena = a.number"),
                     number(h, "SELECT count(*) FROM pools"));
    assert_int_equal(number(h, "SELECT count(*) FROM objects o WHERE pool IS NOT NULL AND NOT EXISTS (SELECT "
                               "1 FROM pools p WHERE p.address = o.pool)"),
                     0);
}

static void weak_references_are_told(void **state)
{
    struct heap *h = *state;
    assert_int_equal(number(h, "SELECT w.referent = (SELECT object FROM names WHERE name = 'one') FROM "
                               "weakrefs w WHERE address = "
                               "(SELECT object FROM names WHERE name = 'w')"),
                     1);
    assert_int_equal(number(h, "SELECT count(callback) FROM weakrefs WHERE address = (SELECT object FROM "
                               "names WHERE name = 'w')"),
                     1);
    assert_int_equal(
        number(h, "SELECT sum(weakrefs) FROM objects"),
        number(h, "SELECT count(referent) FROM weakrefs JOIN objects o ON o.address = referent"));
}

static void a_name_keeps_alive_what_only_it_leads_to(void **state)
{
    struct heap *h = *state;
    struct query_example example = {0};
    size_t i = 0;
    while (query_example(i, &example) && !strstr(example.title, "alone keeps alive"))
        i++;
    char sql[2000];
    snprintf(sql, sizeof sql, "SELECT count(*) FROM (%s) WHERE type IN ('list', 'dict', 'Node')",
             example.sql);
    assert_int_equal(number(h, "%s", sql),
                     1 + 299 + 299); /* all but data[0], which is shared, and its Node */
}

static void cycles_of_length_two_are_found(void **state)
{
    struct heap *h = *state;
    struct query_example example = {0};
    size_t i = 0;
    while (query_example(i, &example) && !strstr(example.title, "Cycles"))
        i++;
    assert_int_equal(number(h, "SELECT count(*) FROM (%s) WHERE source_type = 'Node'", example.sql), 1);
}

static void every_example_runs_live_or_says_what_it_needs(void **state)
{
    struct heap *h = *state;
    struct query_example example;
    for (size_t i = 0; query_example(i, &example); i++) {
        struct query *q = start_query(h, example.sql);
        enum query_step step;
        while ((step = query_step(q)) == QUERY_ROW)
            ;
        if (!query_has_snapshots(q))
            assert_int_equal(step, QUERY_DONE);
        query_close(q);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(objects_are_those_of_the_heap),
        cmocka_unit_test(columns_are_what_inspection_says),
        cmocka_unit_test(lookups_and_scans_agree),
        cmocka_unit_test(references_by_source_and_by_target_are_all_references),
        cmocka_unit_test(references_of_large_objects_are_found_again),
        cmocka_unit_test(a_large_list_has_all_its_references),
        cmocka_unit_test(references_are_named),
        cmocka_unit_test(positions_are_those_of_the_lists),
        cmocka_unit_test(names_are_found),
        cmocka_unit_test(traces_are_those_of_the_tracer),
        cmocka_unit_test(pools_hold_what_is_in_them),
        cmocka_unit_test(weak_references_are_told),
        cmocka_unit_test(a_name_keeps_alive_what_only_it_leads_to),
        cmocka_unit_test(cycles_of_length_two_are_found),
        cmocka_unit_test(every_example_runs_live_or_says_what_it_needs),
        cmocka_unit_test(everything_is_reached_from_the_roots),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
