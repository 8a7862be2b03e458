/* Every operation of a batch while memory runs out: each allocation of the heap fails once. An operation
 * succeeds, or answers with a MemoryError, and then nothing of it is done; the heap is sound either way. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
/* cmocka wants those above first */
#include <cmocka.h>

#include "api/resources/resources.h"
#include "daemon/heap/heap.h"
#include "daemon/heap/state.h"
#include "tests/unit/api/registry_fixture.h"

#define ENOUGH 400 /* allocations of any operation here */

static const char *const prepared =
    "[{\"op\": \"bind\", \"name\": \"l\", \"value\": [1000, [2000], {\"k\": 3000}]},"
    "{\"op\": \"bind\", \"name\": \"d\", \"value\": {\"a\": 1000}},"
    "{\"op\": \"class\", \"name\": \"C\", \"finalizer\": {\"log\": \"gone\"}},"
    "{\"op\": \"class\", \"name\": \"B\", \"bases\": [\"C\"]}," /* C has a table of subclasses from here on */
    "{\"op\": \"bind\", \"name\": \"o\", \"value\": {\"$new\": \"C\", \"attrs\": {\"x\": 1000, \"y\": [1]}}},"
    "{\"op\": \"push_frame\", \"function\": \"f\", \"locals\": {\"v\": 1000}}]";

static const char *const operations[] = {
    "{\"op\": \"new\", \"value\": [1000, {\"a\": [2.5]}, {\"$set\": [1000]}], \"bind\": \"n\"}",
    "{\"op\": \"new\", \"value\": {\"$new\": \"C\", \"attrs\": {\"z\": 1000}}}",
    "{\"op\": \"bind\", \"name\": \"fresh\", \"value\": [1000]}",
    "{\"op\": \"bind\", \"name\": \"fresh\", \"value\": {\"$dict\": [[1000, 2000]]}, \"frame\": 0}",
    "{\"op\": \"del\", \"name\": \"v\"}",
    "{\"op\": \"del\", \"name\": \"l\", \"frame\": 0}",
    "{\"op\": \"call\", \"object\": \"l\", \"method\": \"append\", \"args\": [1000]}",
    "{\"op\": \"call\", \"object\": \"C\", \"bind\": \"made\"}",
    "{\"op\": \"setattr\", \"object\": \"o\", \"name\": \"another\", \"value\": [1000]}",
    "{\"op\": \"delattr\", \"object\": \"o\", \"name\": \"x\"}",
    "{\"op\": \"setitem\", \"object\": \"d\", \"key\": \"b\", \"value\": 1000}",
    "{\"op\": \"setitem\", \"object\": \"l\", \"key\": 0, \"value\": 2000}",
    "{\"op\": \"delitem\", \"object\": \"d\", \"key\": \"a\"}",
    "{\"op\": \"class\", \"name\": \"D\", \"bases\": [\"C\"], \"slots\": [\"s\"]}",
    "{\"op\": \"weakref\", \"object\": \"o\", \"bind\": \"w\"}",
    "{\"op\": \"intern\", \"value\": \"a text of its own\", \"bind\": \"t\"}",
    "{\"op\": \"copy\", \"object\": \"l\", \"bind\": \"c\"}",
    "{\"op\": \"deepcopy\", \"object\": \"l\", \"bind\": \"c\"}",
    "{\"op\": \"compare\", \"left\": [1000], \"right\": [1000]}",
    "{\"op\": \"push_frame\", \"function\": \"g\", \"locals\": {\"p\": [1000], \"q\": 2000}}",
    "{\"op\": \"pop_frame\"}",
    "{\"op\": \"line\", \"line\": 7}",
    "{\"op\": \"collect\"}",
    "{\"op\": \"freeze\"}",
    "{\"op\": \"unfreeze\"}",
    "{\"op\": \"gc\", \"threshold\": [5, 6, 7], \"debug\": [\"saveall\"]}",
    "{\"op\": \"trace\", \"tracing\": true, \"nframe\": 3}",
    "{\"op\": \"snapshot\", \"objects\": true}",
};

static int set_up(void **state)
{
    static struct registry_fixture f;
    *state = &f;
    return registry_fixture_start(&f) ? 0 : -1;
}

static int tear_down(void **state)
{
    registry_fixture_stop(*state);
    return 0;
}

/* Runs a batch; the n-th allocation of the heap fails (0: none). The answer, to be freed. *failed: it came to
 * that. */
static char *run(struct registry_fixture *f, struct session *session, const char *body, uint64_t n,
                 bool *failed)
{
    struct api_context context = {.registry = f->registry};
    struct api_request request = {
        .context = &context,
        .target = "/v1/sessions/s/ops",
        .path = "/v1/sessions/s/ops",
        .media = MEDIA_JSON,
        .body = body,
        .body_length = strlen(body),
        .may_block = true,
        .json_depth = 100,
        .answer = {.status = 200},
    };
    request.param[PARAM_SESSION] = (struct api_text){session_id(session), strlen(session_id(session))};
    deadline_start(&request.deadline, 60000);
    scratch_init(&request.scratch, 0);
    json_writer_init(&request.json, &request.answer.body, false);
    assert_int_equal(session_enter(session, NULL), SESSION_OK);
    memory_fail_after(session_heap(session), n);
    session_leave(session);
    assert_int_equal(run_ops(&request), API_DONE);
    *failed = n && session_heap(session)->fail_after == 0;
    memory_fail_after(session_heap(session), 0);
    api_leave(&request);
    session_release(request.session);
    char *answer = strndup(request.answer.body.data, request.answer.body.length);
    assert_non_null(answer);
    outbuf_destroy(&request.answer.body);
    scratch_destroy(&request.scratch);
    return answer;
}

static bool report(void *context, const struct finding *f)
{
    print_error("%s: heap_verify: %s at %#llx\n", (const char *)context, f->what,
                (unsigned long long)f->where);
    return true;
}

/* What an operation may change: names and what they stand for, frames, settings, how many objects there
 * are. */
static void describe(struct heap *h, char *out, size_t size)
{
    struct trace_state traced;
    struct frame_info top = {0};
    addr name, value;
    size_t n = 0;
    trace_state(h, &traced);
    (void)frame_info(h, frame_count(h) - 1, &top);
    n += (size_t)snprintf(
        out, size, "%llu objects, %zu frames, line %u, frozen %llu, gc %u %u %u %u, tracing %d\n",
        (unsigned long long)heap_object_count(h), frame_count(h), top.line,
        (unsigned long long)collector_frozen(h), collector_threshold(h, 0), collector_threshold(h, 1),
        collector_threshold(h, 2), collector_debug(h), traced.tracing);
    for (size_t frame = 0; frame < frame_count(h); frame++)
        for (size_t position = 0; name_next(h, frame, &position, &name, &value);) {
            struct text text = {.bytes = out + n, .capacity = size - n - 2};
            assert_int_equal(object_repr(h, name, &text), HEAP_OK);
            text_put(&text, " ", 1);
            assert_int_equal(object_repr(h, value, &text), HEAP_OK);
            text_put(&text, "\n", 1);
            n += text.length;
        }
    out[n] = '\0';
}

/* False: the operation has fewer allocations than that. */
static bool attempt(struct registry_fixture *f, unsigned minor, const char *operation, uint64_t n)
{
    static char before[1 << 16], after[1 << 16];
    char batch[1000];
    struct session *session;
    bool failed;
    const struct session_spec spec = {.minor = minor};
    assert_int_equal(registry_create(f->registry, &spec, &session), SESSION_OK);
    session_leave(session);
    free(run(f, session, prepared, 0, &failed));
    assert_int_equal(session_enter(session, NULL), SESSION_OK);
    describe(session_heap(session), before, sizeof before);
    session_leave(session);

    (void)snprintf(batch, sizeof batch, "[%s]", operation);
    char *answer = run(f, session, batch, n, &failed);
    bool refused = strstr(answer, "\"problem\"");
    if (refused && failed && !strstr(answer, "MemoryError") && !strstr(answer, "/problems/store"))
        fail_msg("%s, allocation %llu: %s", operation, (unsigned long long)n, answer);
    free(answer);

    assert_int_equal(session_enter(session, NULL), SESSION_OK);
    struct heap *h = session_heap(session);
    enum exception raised = heap_raised(h);
    size_t findings = heap_verify(h, report, (void *)(uintptr_t)operation);
    describe(h, after, sizeof after);
    session_leave(session); /* before anything is found wrong: the session can be ended then */
    assert_int_equal(raised, EXC_NONE);
    assert_int_equal(findings, 0);
    if (refused && strcmp(before, after) != 0)
        fail_msg("%s, allocation %llu, is half done:\n%s\n%s", operation, (unsigned long long)n, before,
                 after);
    assert_int_equal(registry_end(f->registry, session), SESSION_OK);
    session_release(session);
    return failed;
}

static void operations_that_run_out_of_memory_change_nothing(void **state)
{
    static const unsigned versions[] = {11, 14};
    for (size_t v = 0; v < 2; v++)
        for (size_t i = 0; i < sizeof operations / sizeof *operations; i++) {
            uint64_t n = 1;
            while (attempt(*state, versions[v], operations[i], n))
                assert_true(++n < ENOUGH);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(operations_that_run_out_of_memory_change_nothing, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
