/* The files of other tools, while there is no memory: refused each time, whole in the end, the same as at
 * first. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
// cmocka.h needs those before it
#include <cmocka.h>

#include "../failing_malloc.h"
#include "api/resources/write_flame.h"

#include <stdio.h>

static struct snapshot *make_snapshot(uint32_t from, uint32_t to)
{
    struct snapshot_builder *builder;
    struct snapshot *snapshot;
    uint32_t path[4];
    assert_int_equal(snapshot_builder_new(&builder), SNAPSHOT_OK);
    for (uint32_t i = from; i < to; i++) {
        for (uint32_t k = 0; k < 4; k++) {
            char file[20];
            uint32_t id;
            int length = snprintf(file, sizeof file, "file%u.py", k == 3 ? i % 7 : k);
            assert_int_equal(snapshot_builder_string(builder, file, (size_t)length, &id), SNAPSHOT_OK);
            assert_int_equal(snapshot_builder_frame(builder, id, k == 3 ? i : k, &path[k]), SNAPSHOT_OK);
        }
        assert_int_equal(snapshot_builder_traceback(builder, path, 1 + i % 4, 4, 0, 100 + i, 1), SNAPSHOT_OK);
        assert_int_equal(snapshot_builder_traceback(builder, path, 4, 4, 0, 10 * i + 1, 2), SNAPSHOT_OK);
    }
    assert_int_equal(snapshot_builder_finish(builder, &snapshot), SNAPSHOT_OK);
    return snapshot;
}

static bool put(int form, const struct snapshot_flame *flame, struct outbuf *out)
{
    struct json_writer w;
    bool written = true;
    json_writer_init(&w, out, false);
    if (form == 0)
        write_flame(&w, flame);
    else if (form == 1)
        write_flame_folded(out, flame);
    else if (form == 2)
        written = write_flame_speedscope(&w, flame, "a name");
    else
        written = write_flame_pprof(out, flame, "a name", 1000000);
    return written && !out->failed;
}

static void sweep(const struct snapshot_flame *flame)
{
    for (int form = 0; form < 4; form++) {
        struct outbuf first = {0}, out = {0};
        bool written = false;
        assert_true(put(form, flame, &first));
        sweep_allocations((outbuf_destroy(&out), written = put(form, flame, &out)), written, !written);
        assert_int_equal(out.length, first.length);
        assert_memory_equal(out.data, first.data, out.length);
        outbuf_destroy(&first);
        outbuf_destroy(&out);
    }
}

static void files_are_refused_until_there_is_memory(void **state)
{
    (void)state;
    struct snapshot *older = make_snapshot(0, 60), *newer = make_snapshot(30, 100);
    struct snapshot_flame *flame;
    assert_int_equal(snapshot_flamegraph(newer, NULL, 0, &flame), SNAPSHOT_OK);
    sweep(flame);
    snapshot_flame_free(flame);
    assert_int_equal(snapshot_flamegraph_diff(older, newer, NULL, 0, &flame), SNAPSHOT_OK);
    sweep(flame);
    snapshot_flame_free(flame);
    snapshot_release(older);
    snapshot_release(newer);
}

static void frames_of_both_snapshots_have_one_number(void **state)
{
    (void)state;
    struct snapshot *older = make_snapshot(0, 60), *newer = make_snapshot(30, 100);
    struct snapshot_flame *flame;
    struct flame_frames frames;
    assert_int_equal(snapshot_flamegraph_diff(older, newer, NULL, 0, &flame), SNAPSHOT_OK);
    assert_true(flame_frames_init(&frames, flame));
    for (uint32_t i = 0; i < frames.count; i++)
        for (uint32_t k = 0; k < i; k++)
            assert_false(frames.places[i].line == frames.places[k].line &&
                         frames.places[i].file.length == frames.places[k].file.length &&
                         memcmp(frames.places[i].file.bytes, frames.places[k].file.bytes,
                                frames.places[i].file.length) == 0);
    for (uint32_t i = 1; i < flame->node_count; i++) {
        struct snapshot_place place = snapshot_flame_place(flame, &flame->nodes[i]);
        const struct snapshot_place *numbered =
            &frames.places[flame_frame_number(&frames, &flame->nodes[i]) - 1];
        assert_int_equal(place.line, numbered->line);
        assert_int_equal(place.file.length, numbered->file.length);
        assert_memory_equal(place.file.bytes, numbered->file.bytes, place.file.length);
    }
    flame_frames_drop(&frames);
    snapshot_flame_free(flame);
    snapshot_release(older);
    snapshot_release(newer);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(files_are_refused_until_there_is_memory),
        cmocka_unit_test(frames_of_both_snapshots_have_one_number),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
