/* Out of memory at every allocation: an answer each time, nothing lost, and the same result in the end. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
// cmocka.h needs those before it
#include <cmocka.h>

#include "../failing_malloc.h"
#include "daemon/snapshot/snapshot.h"

/* Adds the same to the builder again and again until all of it succeeds; what was there already is merged. */
static enum snapshot_status add_site(struct snapshot_builder *builder, uint32_t i)
{
    char name[2] = {(char)('a' + i % 26), '\0'};
    uint32_t file, path[2];
    enum snapshot_status status = snapshot_builder_string(builder, name, 1, &file);
    if (status == SNAPSHOT_OK) {
        status = snapshot_builder_frame(builder, file, i, &path[0]);
    }
    if (status == SNAPSHOT_OK) {
        status = snapshot_builder_frame(builder, file, i + 1, &path[1]);
    }
    if (status == SNAPSHOT_OK) {
        status = snapshot_builder_traceback(builder, path, 2, 2, i % 2, 8, 1);
    }
    return status;
}

static struct snapshot_builder *fill(uint32_t sites)
{
    struct snapshot_builder *builder;
    enum snapshot_status status;
    assert_int_equal(snapshot_builder_new(&builder), SNAPSHOT_OK);
    for (uint32_t i = 0; i < sites; i++) {
        sweep_allocations(status = add_site(builder, i), status == SNAPSHOT_OK, status == SNAPSHOT_NO_MEMORY);
        sweep_allocations(status = snapshot_builder_type(builder, "int", 3, 28, 1), status == SNAPSHOT_OK,
                          status == SNAPSHOT_NO_MEMORY);
    }
    return builder;
}

static struct snapshot *make(uint32_t sites)
{
    struct snapshot *snapshot;
    assert_int_equal(snapshot_builder_finish(fill(sites), &snapshot), SNAPSHOT_OK);
    return snapshot;
}

static void a_builder_goes_on_after_every_failure(void **state)
{
    (void)state;
    struct snapshot *snapshot = make(200);
    assert_int_equal(snapshot->traceback_count, 200);
    assert_int_equal(snapshot->count, 200);
    assert_int_equal(snapshot->types[0].count, 200);
    snapshot_release(snapshot);
}

static void finishing_takes_the_builder_whether_it_succeeds_or_not(void **state)
{
    (void)state;
    struct snapshot *snapshot = NULL;
    enum snapshot_status status;
    for (long n = 0;; n++) {
        struct snapshot_builder *builder = fill(30);
        allocations_left = n;
        status = snapshot_builder_finish(builder, &snapshot);
        allocations_left = -1;
        if (status == SNAPSHOT_OK) {
            break;
        }
        assert_int_equal(status, SNAPSHOT_NO_MEMORY);
        assert_null(snapshot);
    }
    snapshot_release(snapshot);
}

static void questions_are_refused_until_there_is_memory(void **state)
{
    (void)state;
    struct snapshot *older = make(40), *newer = make(60);
    const struct snapshot_filter filters[] = {
        {.pattern = {"[a-m]*", 6}, .inclusive = true, .all_frames = true},
        {.has_domain = true, .domain = 1},
    };
    const enum snapshot_group groups[] = {SNAPSHOT_BY_LINENO, SNAPSHOT_BY_FILENAME, SNAPSHOT_BY_TRACEBACK,
                                          SNAPSHOT_BY_DOMAIN, SNAPSHOT_BY_PACKAGE};
    enum snapshot_status status;
    for (size_t i = 0; i < sizeof groups / sizeof groups[0]; i++) {
        struct snapshot_query query = {.group_by = groups[i], .filters = filters, .filter_count = 2};
        struct snapshot_table *table = NULL;
        sweep_allocations(status = snapshot_statistics(newer, &query, &table), status == SNAPSHOT_OK,
                          status == SNAPSHOT_NO_MEMORY && table == NULL);
        snapshot_table_free(table);
        table = NULL;
        sweep_allocations(status = snapshot_compare(older, newer, &query, &table), status == SNAPSHOT_OK,
                          status == SNAPSHOT_NO_MEMORY && table == NULL);
        snapshot_table_free(table);
    }
    struct snapshot_flame *flame = NULL;
    sweep_allocations(status = snapshot_flamegraph(newer, filters, 2, &flame), status == SNAPSHOT_OK,
                      status == SNAPSHOT_NO_MEMORY && flame == NULL);
    assert_true(flame->node_count > 1);
    snapshot_flame_free(flame);
    flame = NULL;
    sweep_allocations(status = snapshot_flamegraph_diff(older, newer, filters, 2, &flame),
                      status == SNAPSHOT_OK, status == SNAPSHOT_NO_MEMORY && flame == NULL);
    assert_int_equal(flame->nodes[0].size_diff > 0, 1);
    uint32_t nodes = flame->node_count;
    sweep_allocations(status = snapshot_flame_prune(flame, 0.2), status == SNAPSHOT_OK,
                      status == SNAPSHOT_NO_MEMORY && flame->node_count == nodes);
    assert_true(flame->node_count < nodes);
    snapshot_flame_free(flame);
    snapshot_release(older);
    snapshot_release(newer);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_builder_goes_on_after_every_failure),
        cmocka_unit_test(finishing_takes_the_builder_whether_it_succeeds_or_not),
        cmocka_unit_test(questions_are_refused_until_there_is_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
