/* A program's output that there is no memory to keep until it is sent: the stream breaks off, after all that
 * was kept, and the program ends. Allocations fail in all threads here, unlike those of failing_malloc.h, and
 * large ones alone. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
// cmocka.h needs those before it
#include <cmocka.h>

#include "api/program_stream.h"
#include "api/stream.h"
#include "tests/unit/api/registry_fixture.h"
#include "tests/unit/wrapped_malloc.h"

static atomic_size_t largest = SIZE_MAX; /* what malloc and realloc give at most */

void *__wrap_malloc(size_t size)
{
    return size > largest ? NULL : __real_malloc(size);
}
void *__wrap_calloc(size_t count, size_t size)
{
    return __real_calloc(count, size);
}
void *__wrap_realloc(void *at, size_t size)
{
    return size > largest ? NULL : __real_realloc(at, size);
}
void *__wrap_reallocarray(void *at, size_t count, size_t size)
{
    return __real_reallocarray(at, count, size);
}

struct fixture {
    struct registry_fixture all;
    struct session *session;
};

static int set_up(void **state)
{
    static struct fixture f;
    const struct session_spec spec = {.minor = 14};
    *state = &f;
    if (!registry_fixture_start(&f.all) || registry_create(f.all.registry, &spec, &f.session) != SESSION_OK)
        return -1;
    session_leave(f.session);
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *f = *state;
    session_release(f->session);
    registry_fixture_stop(&f->all);
    return 0;
}

struct received {
    char *bytes;
    size_t length;
    ssize_t end; /* STREAM_END or STREAM_FAIL */
};

/* What a program prints, all that is read after its end: until then it has to be kept, and is less than what
 * a program waits for its reader with. */
static struct received stream_of(struct fixture *f, const char *text, enum program_stream_form form,
                                 size_t memory)
{
    struct api_context context = {.registry = f->all.registry, .workers = f->all.workers};
    struct api_request request = {
        .context = &context, .target = "/v1/sessions/s/exec", .session = f->session};
    const struct python_source source = {.text = text, .length = strlen(text)};
    const struct program_options options = {.output = 64 << 20};
    struct received got = {.bytes = __real_malloc(16 << 20)};
    uint64_t before = session_seq(f->session);
    deadline_start(&request.deadline, 120000);
    largest = memory;
    assert_int_equal(program_stream(&request, &source, &options, form, NULL), API_DONE);
    struct api_stream *stream = request.answer.stream;
    for (int i = 0; i < 60000 && session_seq(f->session) == before; i++)
        nanosleep(&(struct timespec){.tv_nsec = 1000000}, NULL);
    for (got.end = 0; got.end != STREAM_END && got.end != STREAM_FAIL;) {
        got.end = stream->read(stream, got.bytes + got.length, 4096, 0);
        if (got.end > 0)
            got.length += (size_t)got.end;
        else if (got.end == STREAM_WAIT)
            nanosleep(&(struct timespec){.tv_nsec = 1000000}, NULL);
        assert_true(got.length < (15 << 20));
    }
    largest = SIZE_MAX;
    stream->close(stream);
    return got;
}

enum { LINES = 20000, LINE = 12 };
static const char prints[] = "for n in range(20000): print('line %06d' % n)";

static void all_is_sent_where_there_is_memory(void **state)
{
    struct received got = stream_of(*state, prints, PROGRAM_TEXT, SIZE_MAX);
    assert_int_equal(got.end, STREAM_END);
    assert_int_equal(got.length, LINES * LINE);
    assert_memory_equal(got.bytes + (LINES - 1) * LINE, "line 019999", 11);
    free(got.bytes);
}

/* No byte is left out in the middle: what comes is the beginning. */
static void what_cannot_be_kept_breaks_the_stream_off(void **state)
{
    struct received all = stream_of(*state, prints, PROGRAM_TEXT, SIZE_MAX);
    for (size_t memory = 32768; memory < LINES * LINE; memory *= 2) {
        struct received got = stream_of(*state, prints, PROGRAM_TEXT, memory);
        assert_int_equal(got.end, STREAM_FAIL);
        assert_in_range(got.length, 1, memory);
        assert_memory_equal(got.bytes, all.bytes, got.length);
        free(got.bytes);
    }
    free(all.bytes);
}

/* Of events there may be a last one that says so; that the program came to its end none says then. */
static void events_do_not_go_on_without_those_that_are_lost(void **state)
{
    int broken_off = 0, said = 0;
    for (size_t memory = 16384; memory <= 1 << 20; memory *= 2) {
        struct received got = stream_of(*state, prints, PROGRAM_EVENTS, memory);
        got.bytes[got.length] = '\0';
        bool ended = strstr(got.bytes, "\"event\":\"end\"") != NULL,
             problem = strstr(got.bytes, "/problems/out-of-memory") != NULL;
        assert_true(got.length == 0 || got.bytes[got.length - 1] == '\n');
        assert_true(ended ? strstr(got.bytes, "line 019999") != NULL : got.end == STREAM_FAIL || problem);
        broken_off += got.end == STREAM_FAIL;
        said += problem;
        free(got.bytes);
    }
    assert_true(broken_off + said > 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(all_is_sent_where_there_is_memory, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_cannot_be_kept_breaks_the_stream_off, set_up, tear_down),
        cmocka_unit_test_setup_teardown(events_do_not_go_on_without_those_that_are_lost, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
