/* What grows: candidates, lines, order; no memory. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
// cmocka.h needs those before it
#include <cmocka.h>

#include "../failing_malloc.h"
#include "daemon/snapshot/trend.h"

struct site {
    const char *file;
    uint64_t size;
};

/* One block of each size at line 1 of each file; the list ends with NULL. Sites of size 0 are not there. */
static struct snapshot *make(const struct site *sites)
{
    struct snapshot_builder *builder;
    struct snapshot *snapshot;
    assert_int_equal(snapshot_builder_new(&builder), SNAPSHOT_OK);
    for (; sites->file != NULL; sites++) {
        uint32_t file, frame;
        assert_int_equal(snapshot_builder_string(builder, sites->file, strlen(sites->file), &file),
                         SNAPSHOT_OK);
        assert_int_equal(snapshot_builder_frame(builder, file, 1, &frame), SNAPSHOT_OK);
        assert_int_equal(
            snapshot_builder_traceback(builder, &frame, 1, 1, 0, sites->size, sites->size > 0 ? 1 : 0),
            SNAPSHOT_OK);
        assert_int_equal(snapshot_builder_type(builder, sites->file, 1, sites->size, sites->size > 0 ? 1 : 0),
                         SNAPSHOT_OK);
    }
    assert_int_equal(snapshot_builder_finish(builder, &snapshot), SNAPSHOT_OK);
    return snapshot;
}

/* a grows by 10, b by 100 but not in a line, c falls back once, d comes late, e is there from the second on,
 * f stays. */
static void make_series(struct snapshot *series[4])
{
    static const struct site sites[4][7] = {
        {{"a", 10}, {"b", 1}, {"c", 1}, {"f", 7}},
        {{"a", 20}, {"b", 2}, {"c", 500}, {"e", 3}, {"f", 7}},
        {{"a", 30}, {"b", 3}, {"c", 400}, {"d", 9}, {"e", 4}, {"f", 7}},
        {{"a", 40}, {"b", 301}, {"c", 1000}, {"d", 99}, {"e", 5}, {"f", 7}},
    };
    for (int i = 0; i < 4; i++) {
        series[i] = make(sites[i]);
    }
}

static void drop_series(struct snapshot *series[4])
{
    for (int i = 0; i < 4; i++) {
        snapshot_release(series[i]);
    }
}

static void expect_row(const struct snapshot_trend *trend, size_t i, const char *file, double slope,
                       double fit)
{
    struct snapshot_place place = snapshot_table_frame(trend->table, &trend->table->rows[i], 0);
    assert_string_equal(place.file.bytes, file);
    assert_true(trend->lines[i].slope > slope - 1e-9 && trend->lines[i].slope < slope + 1e-9);
    assert_true(trend->lines[i].fit > fit - 1e-3 && trend->lines[i].fit < fit + 1e-3);
}

static void what_grew_in_each_step_is_ranked_by_slope(void **state)
{
    (void)state;
    struct snapshot *series[4];
    struct snapshot_trend *trend;
    struct snapshot_query query = {.group_by = SNAPSHOT_BY_LINENO};
    make_series(series);
    assert_int_equal(snapshot_trends(series, 4, &query, &trend), SNAPSHOT_OK);
    assert_int_equal(trend->table->row_count, 3);
    assert_int_equal(trend->points, 4);
    expect_row(trend, 0, "b", 90.1, 0.606);
    expect_row(trend, 1, "a", 10, 1);
    expect_row(trend, 2, "e", 1.6, 0.914);
    assert_int_equal(trend->sizes[0], 1);
    assert_int_equal(trend->sizes[3], 301);
    assert_int_equal(trend->sizes[2 * 4], 0);
    assert_int_equal(trend->counts[2 * 4], 0);
    assert_int_equal(trend->table->rows[1].size_diff, 30);
    assert_int_equal(trend->table->rows[2].count_diff, 1);
    assert_int_equal(trend->table->size_diff, 1452 - 19);
    snapshot_trend_free(trend);

    query.limit = 1;
    assert_int_equal(snapshot_trends(series, 4, &query, &trend), SNAPSHOT_OK);
    assert_int_equal(trend->table->row_count, 1);
    assert_int_equal(trend->table->group_count, 3);
    snapshot_trend_free(trend);
    drop_series(series);
}

static void every_group_can_be_asked(void **state)
{
    (void)state;
    struct snapshot *series[4];
    static const enum snapshot_group groups[] = {SNAPSHOT_BY_FILENAME, SNAPSHOT_BY_TRACEBACK,
                                                 SNAPSHOT_BY_TYPE};
    make_series(series);
    for (size_t i = 0; i < 3; i++) {
        struct snapshot_query query = {.group_by = groups[i]};
        struct snapshot_trend *trend;
        assert_int_equal(snapshot_trends(series, 4, &query, &trend), SNAPSHOT_OK);
        assert_int_equal(trend->table->row_count, 3);
        assert_int_equal(trend->table->rows[0].size, 301);
        snapshot_trend_free(trend);
    }
    struct snapshot_query all = {.group_by = SNAPSHOT_BY_DOMAIN};
    struct snapshot_trend *trend;
    assert_int_equal(snapshot_trends(series, 4, &all, &trend), SNAPSHOT_OK);
    assert_int_equal(trend->table->row_count, 0); /* 532, 453: the sum fell in between */
    snapshot_trend_free(trend);
    assert_int_equal(snapshot_trends(series, 1, &all, &trend), SNAPSHOT_INVALID);
    drop_series(series);
}

static void every_allocation_may_fail(void **state)
{
    (void)state;
    struct snapshot *series[4];
    struct snapshot_trend *trend = NULL;
    struct snapshot_query query = {.group_by = SNAPSHOT_BY_PACKAGE};
    enum snapshot_status status;
    make_series(series);
    sweep_allocations(status = snapshot_trends(series, 4, &query, &trend), status == SNAPSHOT_OK,
                      status == SNAPSHOT_NO_MEMORY && trend == NULL);
    snapshot_trend_free(trend);
    drop_series(series);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_grew_in_each_step_is_ranked_by_slope),
        cmocka_unit_test(every_group_can_be_asked),
        cmocka_unit_test(every_allocation_may_fail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
