/* Statistics, differences, filters and flame graphs on a heap small enough to work out by hand. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
// cmocka.h needs those before it
#include <cmocka.h>

#include "daemon/snapshot/snapshot.h"

struct site {
    const char *files[3]; /* oldest first */
    uint32_t lines[3];
    uint32_t domain;
    uint64_t size, count;
};

static struct snapshot *snapshot_of(const struct site *sites, size_t count)
{
    struct snapshot_builder *builder;
    struct snapshot *snapshot;
    assert_int_equal(snapshot_builder_new(&builder), SNAPSHOT_OK);
    for (size_t i = 0; i < count; i++) {
        uint32_t path[3], nframe = 0;
        for (; nframe < 3 && sites[i].files[nframe] != NULL; nframe++) {
            const char *file = sites[i].files[nframe];
            uint32_t id;
            assert_int_equal(snapshot_builder_string(builder, file, strlen(file), &id), SNAPSHOT_OK);
            assert_int_equal(snapshot_builder_frame(builder, id, sites[i].lines[nframe], &path[nframe]),
                             SNAPSHOT_OK);
        }
        assert_int_equal(snapshot_builder_traceback(builder, path, nframe, nframe, sites[i].domain,
                                                    sites[i].size, sites[i].count),
                         SNAPSHOT_OK);
    }
    assert_int_equal(snapshot_builder_finish(builder, &snapshot), SNAPSHOT_OK);
    return snapshot;
}

static const struct site before[] = {
    {{"main.py", "a.py"}, {1, 5}, 0, 100, 2},
    {{"main.py", "b.py"}, {1, 7}, 0, 300, 1},
};
static const struct site after[] = {
    {{"main.py", "a.py"}, {1, 5}, 0, 400, 4},
    {{"main.py", "a.py", "a.py"}, {1, 5, 6}, 1, 40, 1},
    {{"main.py", "c.py"}, {2, 7}, 0, 300, 1},
};

static void expect_row(const struct snapshot_table *table, size_t i, const char *file, uint32_t line,
                       uint64_t size, int64_t size_diff)
{
    assert_true(i < table->row_count);
    const struct snapshot_row *row = &table->rows[i];
    struct snapshot_place place = snapshot_table_frame(table, row, snapshot_table_nframe(table, row) - 1);
    assert_string_equal(place.file.bytes, file);
    assert_int_equal(place.line, line);
    assert_int_equal(row->size, size);
    assert_int_equal(row->size_diff, size_diff);
}

static void statistics_come_largest_first(void **state)
{
    (void)state;
    struct snapshot *snapshot = snapshot_of(after, 3);
    struct snapshot_query query = {.group_by = SNAPSHOT_BY_LINENO};
    struct snapshot_table *table;
    assert_int_equal(snapshot_statistics(snapshot, &query, &table), SNAPSHOT_OK);
    snapshot_release(snapshot); /* the table holds it */
    assert_int_equal(table->row_count, 3);
    expect_row(table, 0, "a.py", 5, 400, 0);
    expect_row(table, 1, "c.py", 7, 300, 0);
    expect_row(table, 2, "a.py", 6, 40, 0);
    assert_int_equal(table->size, 740);
    assert_int_equal(table->count, 6);
    snapshot_table_free(table);
}

static void cumulative_statistics_count_every_occurrence_of_a_file(void **state)
{
    (void)state;
    struct snapshot *snapshot = snapshot_of(after, 3);
    struct snapshot_query query = {.group_by = SNAPSHOT_BY_FILENAME, .cumulative = true};
    struct snapshot_table *table;
    assert_int_equal(snapshot_statistics(snapshot, &query, &table), SNAPSHOT_OK);
    expect_row(table, 0, "main.py", 0, 740, 0);
    expect_row(table, 1, "a.py", 0, 480, 0); /* the 40 bytes twice */
    expect_row(table, 2, "c.py", 0, 300, 0);
    snapshot_table_free(table);
    snapshot_release(snapshot);
}

static void a_difference_shows_what_grew_appeared_and_went(void **state)
{
    (void)state;
    struct snapshot *older = snapshot_of(before, 2), *newer = snapshot_of(after, 3);
    struct snapshot_query query = {.group_by = SNAPSHOT_BY_TRACEBACK};
    struct snapshot_table *table;
    assert_int_equal(snapshot_compare(older, newer, &query, &table), SNAPSHOT_OK);
    assert_int_equal(table->row_count, 4);
    expect_row(table, 0, "a.py", 5, 400, 300); /* of three that differ by 300 the largest now */
    expect_row(table, 1, "c.py", 7, 300, 300);
    expect_row(table, 2, "b.py", 7, 0, -300);
    assert_true(table->rows[2].removed);
    assert_int_equal(table->rows[2].count_diff, -1);
    expect_row(table, 3, "a.py", 6, 40, 40);
    assert_int_equal(table->size_diff, 340);
    assert_int_equal(table->count_diff, 3);
    snapshot_table_free(table);

    query.limit = 2;
    assert_int_equal(snapshot_compare(older, newer, &query, &table), SNAPSHOT_OK);
    assert_int_equal(table->row_count, 2);
    assert_int_equal(table->group_count, 4);
    expect_row(table, 1, "c.py", 7, 300, 300);
    snapshot_table_free(table);
    snapshot_release(older);
    snapshot_release(newer);
}

static void a_snapshot_does_not_differ_from_itself(void **state)
{
    (void)state;
    struct snapshot *snapshot = snapshot_of(after, 3);
    struct snapshot_query query = {.group_by = SNAPSHOT_BY_LINENO};
    struct snapshot_table *table;
    assert_int_equal(snapshot_compare(snapshot, snapshot, &query, &table), SNAPSHOT_OK);
    assert_int_equal(table->row_count, 3);
    for (size_t i = 0; i < table->row_count; i++) {
        assert_int_equal(table->rows[i].size_diff, 0);
    }
    snapshot_table_free(table);
    snapshot_release(snapshot);
}

static void domains_group_and_filter(void **state)
{
    (void)state;
    struct snapshot *snapshot = snapshot_of(after, 3);
    struct snapshot_filter filter = {.inclusive = true, .has_domain = true, .domain = 1};
    struct snapshot_query query = {.group_by = SNAPSHOT_BY_DOMAIN, .filters = &filter, .filter_count = 1};
    struct snapshot_table *table;
    assert_int_equal(snapshot_statistics(snapshot, &query, &table), SNAPSHOT_OK);
    assert_int_equal(table->row_count, 1);
    assert_int_equal(snapshot_table_domain(table, &table->rows[0]), 1);
    assert_int_equal(table->rows[0].size, 40);
    assert_int_equal(snapshot_table_nframe(table, &table->rows[0]), 0);
    snapshot_table_free(table);
    snapshot_release(snapshot);
}

static void queries_that_contradict_themselves_are_refused(void **state)
{
    (void)state;
    struct snapshot *snapshot = snapshot_of(after, 3);
    struct snapshot_filter filter = {.has_domain = true};
    struct snapshot_query cumulative = {.group_by = SNAPSHOT_BY_TRACEBACK, .cumulative = true};
    struct snapshot_query types = {.group_by = SNAPSHOT_BY_TYPE, .filters = &filter, .filter_count = 1};
    struct snapshot_table *table;
    assert_non_null(snapshot_query_check(&cumulative));
    assert_int_equal(snapshot_statistics(snapshot, &cumulative, &table), SNAPSHOT_INVALID);
    assert_int_equal(snapshot_compare(snapshot, snapshot, &types, &table), SNAPSHOT_INVALID);
    snapshot_release(snapshot);
}

static void groups_have_names(void **state)
{
    (void)state;
    enum snapshot_group group;
    assert_true(snapshot_group_from_name("filename", &group));
    assert_int_equal(group, SNAPSHOT_BY_FILENAME);
    assert_string_equal(snapshot_group_name(group), "filename");
    assert_false(snapshot_group_from_name("Filename", &group));
}

static void a_flame_graph_shares_the_frames_that_sites_share(void **state)
{
    (void)state;
    struct snapshot *snapshot = snapshot_of(after, 3);
    struct snapshot_flame *flame;
    assert_int_equal(snapshot_flamegraph(snapshot, NULL, 0, &flame), SNAPSHOT_OK);
    assert_int_equal(flame->node_count, 6); /* root, main:1, a:5, a:6, main:2, c:7 */
    assert_int_equal(flame->depth, 3);
    assert_int_equal(flame->nodes[0].size, 740);
    assert_int_equal(flame->nodes[0].child_count, 2);
    assert_int_equal(flame->nodes[1].size, 440);
    assert_int_equal(flame->nodes[1].next_sibling, 4);
    assert_int_equal(flame->nodes[2].own_size, 400);
    assert_int_equal(flame->nodes[3].parent, 2);
    assert_int_equal(flame->nodes[5].own_count, 1);
    snapshot_flame_free(flame);
    snapshot_release(snapshot);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(statistics_come_largest_first),
        cmocka_unit_test(cumulative_statistics_count_every_occurrence_of_a_file),
        cmocka_unit_test(a_difference_shows_what_grew_appeared_and_went),
        cmocka_unit_test(a_snapshot_does_not_differ_from_itself),
        cmocka_unit_test(domains_group_and_filter),
        cmocka_unit_test(queries_that_contradict_themselves_are_refused),
        cmocka_unit_test(groups_have_names),
        cmocka_unit_test(a_flame_graph_shares_the_frames_that_sites_share),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
