/* The builder and the value that it makes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
// cmocka.h needs those before it
#include <cmocka.h>

#include "daemon/snapshot/snapshot.h"

static uint32_t string(struct snapshot_builder *builder, const char *bytes)
{
    uint32_t id;
    assert_int_equal(snapshot_builder_string(builder, bytes, strlen(bytes), &id), SNAPSHOT_OK);
    return id;
}

static uint32_t frame(struct snapshot_builder *builder, const char *file, uint32_t line)
{
    uint32_t id;
    assert_int_equal(snapshot_builder_frame(builder, string(builder, file), line, &id), SNAPSHOT_OK);
    return id;
}

static struct snapshot_builder *new_builder(void)
{
    struct snapshot_builder *builder;
    assert_int_equal(snapshot_builder_new(&builder), SNAPSHOT_OK);
    return builder;
}

static struct snapshot *finish(struct snapshot_builder *builder)
{
    struct snapshot *snapshot;
    assert_int_equal(snapshot_builder_finish(builder, &snapshot), SNAPSHOT_OK);
    return snapshot;
}

static void nothing_added_is_an_empty_snapshot(void **state)
{
    (void)state;
    struct snapshot *snapshot = finish(new_builder());
    assert_int_equal(snapshot->string_count, 0);
    assert_int_equal(snapshot->traceback_count, 0);
    assert_int_equal(snapshot->size, 0);
    snapshot_release(snapshot);
}

static void equal_things_are_merged_and_ids_are_sorted(void **state)
{
    (void)state;
    struct snapshot_builder *builder = new_builder();
    uint32_t b2 = frame(builder, "b.py", 2), b1 = frame(builder, "b.py", 1), a = frame(builder, "a.py", 9);
    assert_int_equal(frame(builder, "b.py", 2), b2);
    uint32_t deep[] = {b2, a}, other[] = {b1};
    assert_int_equal(snapshot_builder_traceback(builder, deep, 2, 2, 0, 100, 3), SNAPSHOT_OK);
    assert_int_equal(snapshot_builder_traceback(builder, deep, 1, 1, 0, 7, 1), SNAPSHOT_OK);
    assert_int_equal(snapshot_builder_traceback(builder, other, 1, 1, 0, 1, 1), SNAPSHOT_OK);
    assert_int_equal(snapshot_builder_traceback(builder, deep, 2, 2, 0, 50, 2), SNAPSHOT_OK);
    assert_int_equal(snapshot_builder_traceback(builder, deep, 2, 2, 1, 5, 1), SNAPSHOT_OK);
    snapshot_builder_traced(builder, 25, 4096);
    struct snapshot *snapshot = finish(builder);

    assert_int_equal(snapshot->string_count, 2);
    assert_string_equal(snapshot->strings[0].bytes, "a.py");
    assert_int_equal(snapshot->frame_count, 3);
    assert_int_equal(snapshot->frames[1].line, 1);
    assert_int_equal(snapshot->traceback_count, 4);
    assert_int_equal(snapshot->tracebacks[0].size, 1);   /* b.py:1 */
    assert_int_equal(snapshot->tracebacks[1].size, 7);   /* b.py:2 */
    assert_int_equal(snapshot->tracebacks[2].size, 150); /* b.py:2, a.py:9 */
    assert_int_equal(snapshot->tracebacks[2].count, 5);
    assert_int_equal(snapshot->tracebacks[3].domain, 1);
    assert_int_equal(snapshot->size, 163);
    assert_int_equal(snapshot->count, 8);
    assert_int_equal(snapshot->nframe, 25);
    assert_int_equal(snapshot->peak, 4096);
    assert_int_equal(snapshot_newest_frame(snapshot, 2)->line, 9);
    snapshot_release(snapshot);
}

static void names_sort_by_code_point_whatever_their_length(void **state)
{
    (void)state;
    struct snapshot_builder *builder = new_builder();
    const char *names[] = {"\xf0\x9f\x98\x80", "\xef\xbf\xbf", "ab", "", "a", "\xc3\xa9"};
    const char *sorted[] = {"", "a", "ab", "\xc3\xa9", "\xef\xbf\xbf", "\xf0\x9f\x98\x80"};
    for (size_t i = 0; i < 6; i++) {
        assert_int_equal(snapshot_builder_type(builder, names[i], strlen(names[i]), 8, 1), SNAPSHOT_OK);
    }
    struct snapshot *snapshot = finish(builder);
    assert_int_equal(snapshot->type_count, 6);
    for (uint32_t i = 0; i < 6; i++) {
        assert_string_equal(snapshot->strings[snapshot->types[i].name].bytes, sorted[i]);
    }
    snapshot_release(snapshot);
}

static void what_nothing_uses_is_left_out(void **state)
{
    (void)state;
    struct snapshot_builder *builder = new_builder();
    uint32_t gone = frame(builder, "gone.py", 1), kept = frame(builder, "kept.py", 1);
    frame(builder, "never.py", 3);
    assert_int_equal(snapshot_builder_traceback(builder, &gone, 1, 1, 0, 10, 0), SNAPSHOT_OK);
    assert_int_equal(snapshot_builder_traceback(builder, &kept, 1, 1, 0, 10, 1), SNAPSHOT_OK);
    struct snapshot *snapshot = finish(builder);
    assert_int_equal(snapshot->string_count, 1);
    assert_int_equal(snapshot->frame_count, 1);
    assert_int_equal(snapshot->traceback_count, 1);
    assert_string_equal(snapshot->strings[0].bytes, "kept.py");
    snapshot_release(snapshot);
}

static void no_frames_read_as_unknown(void **state)
{
    (void)state;
    struct snapshot_builder *builder = new_builder();
    assert_int_equal(snapshot_builder_traceback(builder, NULL, 0, 0, 0, 10, 1), SNAPSHOT_OK);
    struct snapshot *snapshot = finish(builder);
    assert_int_equal(snapshot->tracebacks[0].nframe, 1);
    assert_string_equal(snapshot->strings[0].bytes, "<unknown>");
    assert_int_equal(snapshot->frames[0].line, 0);
    snapshot_release(snapshot);
}

static void ids_from_elsewhere_are_refused(void **state)
{
    (void)state;
    struct snapshot_builder *builder = new_builder();
    uint32_t id, wrong = 1;
    assert_int_equal(snapshot_builder_frame(builder, 0, 1, &id), SNAPSHOT_BAD_ID);
    frame(builder, "a.py", 1);
    assert_int_equal(snapshot_builder_traceback(builder, &wrong, 1, 1, 0, 1, 1), SNAPSHOT_BAD_ID);
    snapshot_builder_drop(builder);
}

static void sums_that_a_difference_cannot_hold_are_refused_and_change_nothing(void **state)
{
    (void)state;
    struct snapshot_builder *builder = new_builder();
    uint32_t a = frame(builder, "a.py", 1), path[] = {a, a, a};
    assert_int_equal(snapshot_builder_traceback(builder, &a, 1, 1, 0, INT64_MAX - 10, 1), SNAPSHOT_OK);
    assert_int_equal(snapshot_builder_traceback(builder, &a, 1, 1, 0, 11, 1), SNAPSHOT_TOO_LARGE);
    assert_int_equal(snapshot_builder_traceback(builder, path, 3, 3, 0, 4, 1), SNAPSHOT_TOO_LARGE);
    assert_int_equal(snapshot_builder_traceback(builder, path, 3, 3, 0, UINT64_MAX, 1), SNAPSHOT_TOO_LARGE);
    assert_int_equal(snapshot_builder_traceback(builder, path, 3, 3, 0, 3, 1), SNAPSHOT_OK);
    struct snapshot *snapshot = finish(builder);
    assert_int_equal(snapshot->size, INT64_MAX - 7);
    assert_int_equal(snapshot->count, 2);
    snapshot_release(snapshot);
}

static void a_retained_snapshot_outlives_its_first_owner(void **state)
{
    (void)state;
    struct snapshot *snapshot = finish(new_builder());
    struct snapshot *again = snapshot_retain(snapshot);
    assert_ptr_equal(again, snapshot);
    snapshot_release(snapshot);
    assert_true(snapshot_footprint(again) >= sizeof *again);
    snapshot_release(again);
    snapshot_release(NULL);
}

/* Enough of everything that each index and array has grown several times. */
static void many_sites_are_all_found_again(void **state)
{
    (void)state;
    struct snapshot_builder *builder = new_builder();
    for (int round = 0; round < 2; round++) {
        for (uint32_t i = 0; i < 20000; i++) {
            char name[32];
            snprintf(name, sizeof name, "file%u.py", i % 500);
            uint32_t path[] = {frame(builder, name, i / 500), frame(builder, "end.py", i)};
            assert_int_equal(snapshot_builder_traceback(builder, path, 2, 2, 0, i, 1), SNAPSHOT_OK);
        }
    }
    struct snapshot *snapshot = finish(builder);
    assert_int_equal(snapshot->string_count, 501);
    assert_int_equal(snapshot->frame_count, 40000);
    assert_int_equal(snapshot->traceback_count, 20000);
    assert_int_equal(snapshot->count, 40000);
    for (uint32_t i = 0; i < snapshot->traceback_count; i++) {
        assert_int_equal(snapshot->tracebacks[i].size, 2 * snapshot_newest_frame(snapshot, i)->line);
    }
    snapshot_release(snapshot);
}

/* A path is kept once, but a snapshot has the frames of each traceback. */
static void frames_of_shared_paths_count_for_each_traceback(void **state)
{
    enum { LONG = 65535, SITES = 1000 };
    (void)state;
    struct snapshot_builder *builder = new_builder();
    uint32_t *frames = calloc(LONG, sizeof *frames), site, i;
    struct snapshot_path path;
    assert_non_null(frames);
    frames[0] = frame(builder, "a.py", 1);
    for (i = 1; i < LONG; i++)
        frames[i] = frames[0];
    assert_int_equal(snapshot_builder_path(builder, frames, LONG, &path), SNAPSHOT_OK);
    for (i = 0; i < SITES; i++)
        assert_int_equal(snapshot_builder_path_site(builder, path, LONG, i, &site), SNAPSHOT_OK);
    assert_true(snapshot_builder_footprint(builder) >= (size_t)SITES * LONG * sizeof *frames);
    enum snapshot_status status = SNAPSHOT_OK;
    for (i = 0; i < 70000 && status == SNAPSHOT_OK; i++)
        status = snapshot_builder_path_blocks(builder, path, LONG, SITES + i, 1, 1);
    assert_int_equal(status, SNAPSHOT_TOO_LARGE);
    assert_int_equal(SITES + i - 1, (UINT32_MAX - 2u) / LONG); /* as many as ids can name */
    snapshot_builder_drop(builder);
    free(frames);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_added_is_an_empty_snapshot),
        cmocka_unit_test(equal_things_are_merged_and_ids_are_sorted),
        cmocka_unit_test(names_sort_by_code_point_whatever_their_length),
        cmocka_unit_test(what_nothing_uses_is_left_out),
        cmocka_unit_test(no_frames_read_as_unknown),
        cmocka_unit_test(ids_from_elsewhere_are_refused),
        cmocka_unit_test(sums_that_a_difference_cannot_hold_are_refused_and_change_nothing),
        cmocka_unit_test(a_retained_snapshot_outlives_its_first_owner),
        cmocka_unit_test(many_sites_are_all_found_again),
        cmocka_unit_test(frames_of_shared_paths_count_for_each_traceback),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
