/* Batches of operations, any bytes: the answer is JSON, line by line, and the heap is whole afterwards.
 *
 * The first byte chooses the version and whether effects are recorded; the rest is NDJSON. Each input has
 * a session of its own with a small memory limit. Debug builds verify the heap after each operation
 * besides. */
#include "api/json/lexer.h"
#include "api/resources/resources.h"
#include "daemon/heap/heap.h"
#include "daemon/session/registry.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { DEPTH = 100, MEMORY = 4 << 20 };

static struct registry *registry;
static struct workers *workers;

static void check(int condition)
{
    if (!condition)
        abort();
}

static void stop(void)
{
    registry_end_sessions(registry);
    workers_stop(workers);
    registry_stop(registry);
}

static void start(void)
{
    workers = workers_start(1, 8);
    const struct registry_config config = {
        .workers = workers,
        .max_sessions = 4,
        .memory_max = MEMORY,
        .memory_default = MEMORY,
        .max_waiting = 4,
        .event_count = 16,
        .event_bytes = 1 << 16,
    };
    registry = registry_start(&config);
    check(registry != NULL);
    atexit(stop);
}

/* One JSON document a line. */
static void check_answer(struct scratch *scratch, const struct outbuf *body)
{
    struct json_lines lines = {.text = body->data, .length = body->length};
    const char *text;
    size_t length;
    while (body->length > 0 && json_next_line(&lines, &text, &length)) {
        struct json_tape tape = {0};
        check(json_read(scratch, text, length, 1000, &tape, NULL) == JSON_OK);
    }
}

static bool print_finding(void *context, const struct finding *f)
{
    (void)context;
    fprintf(stderr, "%s at 0x%llx\n", f->what, (unsigned long long)f->where);
    return true;
}

static void run(struct session *session, const char *body, size_t length, bool effects)
{
    struct api_context context = {.registry = registry};
    struct api_query query[] = {
        {.name = {"on_error", 8}, .value = {"continue", 8}},
        {.name = {"effects", 7}, .value = {"1", 1}},
    };
    struct api_request request = {
        .context = &context,
        .target = "/v1/sessions/s/ops",
        .path = "/v1/sessions/s/ops",
        .query = query,
        .query_count = effects ? 2 : 1,
        .media = MEDIA_NDJSON,
        .body = body,
        .body_length = length,
        .may_block = true,
        .json_depth = DEPTH,
        .answer = {.status = 200},
    };
    request.param[PARAM_SESSION] = (struct api_text){session_id(session), strlen(session_id(session))};
    deadline_start(&request.deadline, 20000);
    scratch_init(&request.scratch, 0);
    json_writer_init(&request.json, &request.answer.body, false);
    check(run_ops(&request) == API_DONE);
    check_answer(&request.scratch, &request.answer.body);
    api_leave(&request);
    session_release(request.session);
    outbuf_destroy(&request.answer.body);
    scratch_destroy(&request.scratch);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (!registry)
        start();
    if (size == 0)
        return 0;
    struct session_spec spec = {.minor = data[0] & 1 ? 14 : 11};
    struct session *session;
    check(registry_create(registry, &spec, &session) == SESSION_OK);
    session_leave(session);

    char *body = malloc(size); /* ends where the input ends, but for the NUL that bodies have */
    check(body != NULL);
    memcpy(body, data + 1, size - 1);
    body[size - 1] = '\0';
    run(session, body, size - 1, data[0] & 2);
    free(body);

    check(session_enter(session, NULL) == SESSION_OK);
    check(heap_verify(session_heap(session), print_finding, NULL) == 0);
    session_leave(session);
    check(registry_end(registry, session) == SESSION_OK);
    session_release(session);
    return 0;
}
