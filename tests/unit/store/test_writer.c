/* The writer alone: requests in steps, requests that fail beside others that do not, rollbacks. */
#include "faulty_vfs.h"
#include "store/writer.h"
#include "support.h"
#include <pthread.h>

/* Inserts `steps` rows, one a step; fails at step `fail_at` (1 is the first). */
struct steps {
    struct request request; /* first */
    int64_t steps, fail_at;
    int64_t done, before;
    int rewound;
};

static enum store_status perform_steps(struct database *database, struct request *request)
{
    struct steps *steps = (struct steps *)request;
    steps->before = steps->done;
    enum store_status status = database_run(database, "INSERT INTO t VALUES (?1)", "i", ++steps->done);
    if (status == STORE_OK && steps->done == steps->fail_at) {
        return STORE_INVALID;
    }
    request->more = steps->done < steps->steps;
    return status;
}

static void rewind_steps(struct request *request)
{
    struct steps *steps = (struct steps *)request;
    steps->done = steps->before;
    steps->rewound++;
}

static struct steps make_steps(int64_t steps, int64_t fail_at)
{
    return (struct steps){
        .request = {.perform = perform_steps, .rewind = rewind_steps}, .steps = steps, .fail_at = fail_at};
}

static struct writer *start_writer(const char *directory)
{
    char path[200];
    struct database database;
    struct writer *writer;
    struct writer_options options = {.queue_limit = 100, .wait_ms = 5000};
    snprintf(path, sizeof path, "%s/heapd.sqlite", directory);
    assert_ok(database_open(&database, path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX,
                            "faulty"));
    assert_ok(database_script(&database, "PRAGMA journal_mode = WAL; CREATE TABLE t (n)"));
    assert_ok(writer_start(&database, &options, &writer));
    return writer;
}

static void a_request_in_steps_is_done_when_its_last_step_is(void **state)
{
    struct writer *writer = start_writer(*state);
    struct steps steps = make_steps(5, 0);
    assert_ok(writer_do(writer, &steps.request));
    assert_int_equal(steps.done, 5);
    assert_int_equal(steps.rewound, 0);
    assert_int_equal(ask_file(*state, "SELECT count(*) FROM t"), 5);
    writer_stop(writer);
}

static void a_step_that_fails_leaves_the_ones_before_it(void **state)
{
    struct writer *writer = start_writer(*state);
    struct steps steps = make_steps(5, 3);
    assert_int_equal(writer_do(writer, &steps.request), STORE_INVALID);
    assert_int_equal(steps.done, 2);
    assert_int_equal(steps.rewound, 1);
    assert_int_equal(ask_file(*state, "SELECT count(*) FROM t"), 2);
    writer_stop(writer);
}

struct crowd {
    struct writer *writer;
    struct steps steps;
    enum store_status status;
};

static void *do_steps(void *argument)
{
    struct crowd *crowd = argument;
    crowd->status = writer_do(crowd->writer, &crowd->steps.request);
    return NULL;
}

/* However the group is cut and rolled back, each request's rows are those of its steps, each once. */
static void requests_keep_their_steps_through_rollbacks(void **state)
{
    enum { CROWD = 8 };
    struct writer *writer = start_writer(*state);
    int64_t rows = 0;
    for (int round = 0; round < 30; round++) {
        struct crowd crowd[CROWD];
        pthread_t threads[CROWD];
        for (int i = 0; i < CROWD; i++) {
            crowd[i] = (struct crowd){.writer = writer, .steps = make_steps(6, i == 3 ? 4 : 0)};
        }
        faulty_set(SQLITE_FULL, round * 3);
        for (int i = 0; i < CROWD; i++) {
            assert_int_equal(pthread_create(&threads[i], NULL, do_steps, &crowd[i]), 0);
        }
        for (int i = 0; i < CROWD; i++) {
            pthread_join(threads[i], NULL);
            assert_true(crowd[i].status == STORE_OK
                            ? crowd[i].steps.done == 6 && i != 3
                            : crowd[i].status == STORE_FULL || crowd[i].status == STORE_IO ||
                                  (i == 3 && crowd[i].steps.done == 3));
            rows += crowd[i].steps.done;
        }
        faulty_set(SQLITE_OK, 0);
        assert_int_equal(ask_file(*state, "SELECT count(*) FROM t"), rows);
    }
    writer_stop(writer);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        store_test(a_request_in_steps_is_done_when_its_last_step_is),
        store_test(a_step_that_fails_leaves_the_ones_before_it),
        store_test(requests_keep_their_steps_through_rollbacks),
    };
    faulty_register();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
