/* Snapshots as bytes and back; the order of many tracebacks. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
// cmocka.h needs those before it
#include <cmocka.h>

#include "../failing_malloc.h"
#include "daemon/snapshot/snapshot.h"

static uint64_t random_state;

static uint32_t below(uint32_t bound)
{
    random_state = random_state * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)((random_state >> 32) * bound >> 32);
}

/* Sites that share beginnings of all lengths, some of them everything but their domain or their depth. */
static struct snapshot *make_random(uint64_t seed, uint32_t sites)
{
    struct snapshot_builder *builder;
    struct snapshot *snapshot;
    uint32_t frames[40], path[40], length = 1;
    random_state = seed;
    assert_int_equal(snapshot_builder_new(&builder), SNAPSHOT_OK);
    for (uint32_t i = 0; i < 40; i++) {
        char name[] = {'/', (char)('a' + below(3)), (char)('a' + below(3)), (char)('a' + below(3))};
        uint32_t file;
        assert_int_equal(snapshot_builder_string(builder, name, 1 + below(4), &file), SNAPSHOT_OK);
        uint32_t line = below(5) == 0 ? UINT32_MAX - below(2) : below(1000);
        assert_int_equal(snapshot_builder_frame(builder, file, line, &frames[i]), SNAPSHOT_OK);
    }
    path[0] = frames[0];
    for (uint32_t i = 0; i < sites; i++) {
        if (below(8) != 0) { /* else the one before again, with another domain or depth */
            length = below(2) == 0 ? length : 1 + below(length);
            for (uint32_t more = below(6); more > 0 && length < 40; more--) {
                path[length++] = frames[below(40)];
            }
        }
        uint32_t total = below(3) == 0 ? 0 : length + below(3),
                 domain = below(10) == 0 ? below(3) * 1000000 : 0;
        uint64_t size = below(20) == 0 ? (uint64_t)below(100) << 40 : below(5000);
        assert_int_equal(snapshot_builder_traceback(builder, path, length, total, domain, size, 1 + below(4)),
                         SNAPSHOT_OK);
    }
    assert_int_equal(snapshot_builder_type(builder, "int", 3, 28, 1), SNAPSHOT_OK);
    assert_int_equal(snapshot_builder_type(builder, "a", 1, 0, 7), SNAPSHOT_OK);
    snapshot_builder_traced(builder, 25, seed << 40);
    assert_int_equal(snapshot_builder_finish(builder, &snapshot), SNAPSHOT_OK);
    return snapshot;
}

static void assert_same(const struct snapshot *a, const struct snapshot *b)
{
    assert_int_equal(a->string_count, b->string_count);
    assert_int_equal(a->frame_count, b->frame_count);
    assert_int_equal(a->path_length, b->path_length);
    assert_int_equal(a->traceback_count, b->traceback_count);
    assert_int_equal(a->type_count, b->type_count);
    assert_int_equal(a->nframe, b->nframe);
    assert_true(a->size == b->size && a->count == b->count && a->peak == b->peak);
    for (uint32_t i = 0; i < a->string_count; i++) {
        assert_int_equal(a->strings[i].length, b->strings[i].length);
        assert_memory_equal(a->strings[i].bytes, b->strings[i].bytes, a->strings[i].length + 1);
    }
    assert_memory_equal(a->frames, b->frames, a->frame_count * sizeof *a->frames);
    assert_memory_equal(a->paths, b->paths, a->path_length * sizeof *a->paths);
    assert_memory_equal(a->tracebacks, b->tracebacks, a->traceback_count * sizeof *a->tracebacks);
    for (uint32_t i = 0; i < a->type_count; i++) {
        assert_true(a->types[i].name == b->types[i].name && a->types[i].size == b->types[i].size &&
                    a->types[i].count == b->types[i].count);
    }
}

/* Before `b` in the order that snapshot.h says. */
static bool is_before(const struct snapshot *s, const struct snapshot_traceback *a,
                      const struct snapshot_traceback *b)
{
    for (uint32_t i = 0; i < a->nframe && i < b->nframe; i++) {
        if (s->paths[a->path + i] != s->paths[b->path + i]) {
            return s->paths[a->path + i] < s->paths[b->path + i];
        }
    }
    if (a->nframe != b->nframe) {
        return a->nframe < b->nframe;
    }
    return a->domain != b->domain ? a->domain < b->domain : a->total_nframe < b->total_nframe;
}

static void tracebacks_are_in_order_however_many_there_are(void **state)
{
    (void)state;
    const uint32_t sizes[] = {1, 2, 24, 25, 100, 1000, 20000};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        struct snapshot *s = make_random(i, sizes[i]);
        for (uint32_t k = 1; k < s->traceback_count; k++) {
            assert_true(is_before(s, &s->tracebacks[k - 1], &s->tracebacks[k]));
        }
        for (uint32_t k = 1; k < s->frame_count; k++) {
            const struct snapshot_frame *a = &s->frames[k - 1], *b = &s->frames[k];
            assert_true(a->file < b->file || (a->file == b->file && a->line < b->line));
        }
        snapshot_release(s);
    }
}

static void bytes_become_the_same_snapshot(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < 50; seed++) {
        struct snapshot *s = make_random(seed, (uint32_t)seed * 20), *again;
        unsigned char *bytes;
        size_t length;
        assert_int_equal(snapshot_write(s, &bytes, &length), SNAPSHOT_OK);
        assert_int_equal(snapshot_read(bytes, length, &again), SNAPSHOT_OK);
        assert_same(s, again);
        snapshot_release(again);
        snapshot_release(s);
        free(bytes);
    }
}

static void what_is_cut_short_or_goes_on_is_refused(void **state)
{
    (void)state;
    struct snapshot *s = make_random(5, 60), *again = NULL;
    unsigned char *bytes;
    size_t length;
    assert_int_equal(snapshot_write(s, &bytes, &length), SNAPSHOT_OK);
    for (size_t cut = 0; cut < length; cut++) {
        unsigned char *part = malloc(cut + 1); /* so that a sanitizer sees what is read beyond it */
        memcpy(part, bytes, cut);
        part = realloc(part, cut == 0 ? 1 : cut);
        assert_int_equal(snapshot_read(part, cut, &again), SNAPSHOT_INVALID);
        free(part);
    }
    bytes = realloc(bytes, length + 1);
    bytes[length] = 0;
    assert_int_equal(snapshot_read(bytes, length + 1, &again), SNAPSHOT_INVALID);
    snapshot_release(s);
    free(bytes);
}

/* Whatever bytes make a snapshot make one that keeps every promise: it is written and read again as it is. */
static void changed_bytes_are_refused_or_make_a_sound_snapshot(void **state)
{
    (void)state;
    struct snapshot *s = make_random(9, 40), *again, *third;
    unsigned char *bytes, *rewritten;
    size_t length, size;
    int refused = 0;
    assert_int_equal(snapshot_write(s, &bytes, &length), SNAPSHOT_OK);
    for (size_t at = 0; at < length; at++) {
        for (unsigned value = 0; value < 256; value += 1 + below(40)) {
            unsigned char was = bytes[at];
            bytes[at] = (unsigned char)value;
            enum snapshot_status status = snapshot_read(bytes, length, &again);
            bytes[at] = was;
            if (status != SNAPSHOT_OK) {
                refused++;
                continue;
            }
            assert_int_equal(snapshot_write(again, &rewritten, &size), SNAPSHOT_OK);
            assert_int_equal(snapshot_read(rewritten, size, &third), SNAPSHOT_OK);
            assert_same(again, third);
            free(rewritten);
            snapshot_release(third);
            snapshot_release(again);
        }
    }
    assert_true(refused > 100);
    snapshot_release(s);
    free(bytes);
}

static void no_memory_is_said(void **state)
{
    (void)state;
    struct snapshot *s = make_random(3, 300), *again = NULL;
    unsigned char *bytes = NULL;
    size_t length = 0;
    enum snapshot_status status;
    sweep_allocations(status = snapshot_write(s, &bytes, &length), status == SNAPSHOT_OK,
                      status == SNAPSHOT_NO_MEMORY && bytes == NULL);
    sweep_allocations(status = snapshot_read(bytes, length, &again), status == SNAPSHOT_OK,
                      status == SNAPSHOT_NO_MEMORY && again == NULL);
    assert_same(s, again);
    snapshot_release(again);
    snapshot_release(s);
    free(bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tracebacks_are_in_order_however_many_there_are),
        cmocka_unit_test(bytes_become_the_same_snapshot),
        cmocka_unit_test(what_is_cut_short_or_goes_on_is_refused),
        cmocka_unit_test(changed_bytes_are_refused_or_make_a_sound_snapshot),
        cmocka_unit_test(no_memory_is_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
