/* Turns and jobs: one at a time, in order, with deadlines, and safe against the end of the session. */
#include "tests/unit/session/fixture.h"
#include <pthread.h>
#include <semaphore.h>
#include <unistd.h>

static void one_is_inside_at_a_time(void **state)
{
    (void)state;
    struct fixture fixture;
    start(&fixture, standard_config());
    struct session *session = create(&fixture, NULL);
    assert_int_equal(session_try_enter(session, NULL), SESSION_OK);
    assert_int_equal(session_try_enter(session, NULL), SESSION_BUSY);
    struct deadline deadline;
    deadline_start(&deadline, 10);
    assert_int_equal(session_enter(session, &deadline), SESSION_BUSY);
    assert_true(deadline_passed(&deadline));
    session_leave(session);
    assert_int_equal(session_enter(session, &deadline), SESSION_BUSY); /* too late even though it is free */
    assert_int_equal(session_try_enter(session, NULL), SESSION_OK);
    session_leave(session);
    session_release(session);
    stop(&fixture);
}

struct counter {
    struct session *session;
    long *plain; /* guarded by the turn alone */
};

static void *count_inside(void *context)
{
    struct counter *counter = context;
    for (int i = 0; i < 2000; i++) {
        struct deadline deadline;
        deadline_start(&deadline, 60000);
        assert_int_equal(session_enter(counter->session, i % 2 ? &deadline : NULL), SESSION_OK);
        ++*counter->plain;
        session_step(counter->session);
        session_leave(counter->session);
    }
    return NULL;
}

static void the_turn_guards_what_is_inside(void **state)
{
    (void)state;
    struct fixture fixture;
    long plain = 0;
    pthread_t threads[3];
    start(&fixture, standard_config());
    struct counter counter = {.session = create(&fixture, NULL), .plain = &plain};
    for (int i = 0; i < 3; i++)
        pthread_create(&threads[i], NULL, count_inside, &counter);
    for (int i = 0; i < 3; i++)
        pthread_join(threads[i], NULL);
    assert_int_equal(plain, 6000);
    struct session_gauges gauges;
    session_gauges(counter.session, &gauges);
    assert_int_equal(gauges.seq, 6000);
    session_release(counter.session);
    stop(&fixture);
}

static void a_heap_is_abandoned_at_the_deadline(void **state)
{
    (void)state;
    struct fixture fixture;
    start(&fixture, standard_config());
    struct session *session = create(&fixture, NULL);
    struct deadline deadline;
    deadline_start(&deadline, 300);
    assert_int_equal(session_enter(session, &deadline), SESSION_OK);
    assert_int_equal(session_stopped(session), SESSION_OK);
    while (!heap_abandoned(session_heap(session)))
        sched_yield();
    assert_int_equal(session_stopped(session), SESSION_BUSY);
    session_leave(session);
    assert_int_equal(session_enter(session, NULL), SESSION_OK);
    assert_false(heap_abandoned(session_heap(session))); /* the next one is not */
    session_leave(session);
    session_release(session);
    stop(&fixture);
}

static void *end_soon(void *context)
{
    struct fixture *fixture = context;
    struct session *session = registry_find(fixture->registry, "s1");
    usleep(5000);
    assert_int_equal(registry_end(fixture->registry, session), SESSION_OK);
    session_release(session);
    return NULL;
}

static void deleting_stops_who_is_inside(void **state)
{
    (void)state;
    struct fixture fixture;
    pthread_t thread;
    start(&fixture, standard_config());
    struct session *session = create(&fixture, NULL);
    struct deadline deadline;
    deadline_start(&deadline, 0);
    assert_int_equal(session_enter(session, &deadline), SESSION_OK);
    pthread_create(&thread, NULL, end_soon, &fixture);
    while (!heap_abandoned(session_heap(session)))
        sched_yield();
    assert_int_equal(session_stopped(session), SESSION_ENDED);
    session_leave(session);
    assert_int_equal(session_enter(session, NULL), SESSION_ENDED);
    pthread_join(thread, NULL);
    session_release(session);
    stop(&fixture);
}

/* ---- Jobs ---------------------------------------------------------------------------------------- */

struct test_job {
    struct session_job job;
    struct deadline deadline;
    sem_t *gate;        /* waits for it inside run */
    sem_t *finished;    /* posted by done */
    atomic_int *clock;  /* ticks with every run */
    int ran;            /* the tick of this one's */
    atomic_int *inside; /* jobs running now */
    int most_inside;    /* that this one saw */
    enum session_status entered;
};

static void run_test_job(struct session_job *job)
{
    struct test_job *self = (struct test_job *)(void *)job;
    self->most_inside = atomic_fetch_add(self->inside, 1) + 1;
    if (self->gate)
        sem_wait(self->gate);
    self->entered = session_enter(job->session, job->deadline);
    if (self->entered == SESSION_OK)
        session_leave(job->session);
    self->ran = atomic_fetch_add(self->clock, 1);
    atomic_fetch_sub(self->inside, 1);
}

static void finish_test_job(struct session_job *job)
{
    sem_post(((struct test_job *)(void *)job)->finished);
}

struct bench {
    struct fixture fixture;
    struct session *session;
    sem_t gate, finished;
    atomic_int clock, inside;
};

static void set_up(struct bench *bench)
{
    start(&bench->fixture, standard_config());
    bench->session = create(&bench->fixture, NULL);
    sem_init(&bench->gate, 0, 0);
    sem_init(&bench->finished, 0, 0);
    atomic_init(&bench->clock, 0);
    atomic_init(&bench->inside, 0);
}

static void tear_down(struct bench *bench)
{
    session_release(bench->session);
    stop(&bench->fixture);
    sem_destroy(&bench->gate);
    sem_destroy(&bench->finished);
}

static void make_job(struct bench *bench, struct test_job *job, bool gated, uint64_t milliseconds)
{
    *job = (struct test_job){.clock = &bench->clock, .inside = &bench->inside, .finished = &bench->finished};
    job->gate = gated ? &bench->gate : NULL;
    deadline_start(&job->deadline, milliseconds);
    job->job = (struct session_job){
        .session = bench->session, .deadline = &job->deadline, .run = run_test_job, .done = finish_test_job};
}

static void wait_for(sem_t *semaphore, int times)
{
    while (times-- > 0)
        sem_wait(semaphore);
}

static void jobs_of_a_session_run_in_order_one_at_a_time(void **state)
{
    (void)state;
    struct bench bench;
    struct test_job jobs[8];
    set_up(&bench);
    for (int i = 0; i < 8; i++) {
        make_job(&bench, &jobs[i], i == 0, 0);
        assert_int_equal(session_submit(&jobs[i].job), SESSION_OK);
    }
    struct registry_stats stats;
    registry_stats(bench.fixture.registry, &stats);
    assert_int_equal(stats.waiting, 7);
    sem_post(&bench.gate);
    wait_for(&bench.finished, 8);
    for (int i = 0; i < 8; i++) {
        assert_int_equal(jobs[i].ran, i);
        assert_int_equal(jobs[i].most_inside, 1);
        assert_int_equal(jobs[i].entered, SESSION_OK);
    }
    tear_down(&bench);
}

static void too_many_jobs_are_refused(void **state)
{
    (void)state;
    struct bench bench;
    struct test_job jobs[10];
    set_up(&bench);
    for (int i = 0; i < 9; i++) { /* one runs, eight wait */
        make_job(&bench, &jobs[i], true, 0);
        assert_int_equal(session_submit(&jobs[i].job), SESSION_OK);
    }
    make_job(&bench, &jobs[9], true, 0);
    assert_int_equal(session_submit(&jobs[9].job), SESSION_BUSY);
    for (int i = 0; i < 9; i++)
        sem_post(&bench.gate);
    wait_for(&bench.finished, 9);
    tear_down(&bench);
}

static void a_busy_session_leaves_workers_to_others(void **state)
{
    (void)state;
    struct bench bench;
    struct test_job jobs[9];
    set_up(&bench);
    for (int i = 0; i < 8; i++) {
        make_job(&bench, &jobs[i], true, 0);
        assert_int_equal(session_submit(&jobs[i].job), SESSION_OK);
    }
    struct session *other = create(&bench.fixture, NULL);
    make_job(&bench, &jobs[8], false, 0);
    jobs[8].job.session = other;
    assert_int_equal(session_submit(&jobs[8].job), SESSION_OK);
    wait_for(&bench.finished, 1);
    assert_int_equal(jobs[8].ran, 0);
    for (int i = 0; i < 8; i++)
        sem_post(&bench.gate);
    wait_for(&bench.finished, 8);
    session_release(other);
    tear_down(&bench);
}

static void a_job_whose_deadline_passes_while_it_waits_is_told_in_time(void **state)
{
    (void)state;
    struct bench bench;
    struct test_job first, hasty, patient;
    set_up(&bench);
    make_job(&bench, &first, true, 0);
    make_job(&bench, &hasty, false, 20);
    make_job(&bench, &patient, false, 0);
    assert_int_equal(session_submit(&first.job), SESSION_OK);
    assert_int_equal(session_submit(&hasty.job), SESSION_OK);
    assert_int_equal(session_submit(&patient.job), SESSION_OK);
    wait_for(&bench.finished, 1); /* while the first still runs */
    assert_int_equal(hasty.ran, 0);
    assert_int_equal(hasty.entered, SESSION_BUSY);
    sem_post(&bench.gate);
    wait_for(&bench.finished, 2);
    assert_int_equal(first.ran, 1);
    assert_int_equal(patient.ran, 2);
    assert_int_equal(patient.entered, SESSION_OK);
    tear_down(&bench);
}

static void jobs_that_wait_when_the_session_ends_are_told(void **state)
{
    (void)state;
    struct bench bench;
    struct test_job first, second, third;
    set_up(&bench);
    make_job(&bench, &first, true, 0);
    make_job(&bench, &second, false, 0);
    make_job(&bench, &third, false, 0);
    assert_int_equal(session_submit(&first.job), SESSION_OK);
    assert_int_equal(session_submit(&second.job), SESSION_OK);
    assert_int_equal(registry_end(bench.fixture.registry, bench.session), SESSION_OK);
    assert_int_equal(session_submit(&third.job), SESSION_ENDED);
    sem_post(&bench.gate);
    wait_for(&bench.finished, 2);
    assert_int_equal(first.entered, SESSION_ENDED);
    assert_int_equal(second.entered, SESSION_ENDED);
    tear_down(&bench);
}

static void who_only_tries_lets_those_who_wait_go_first(void **state)
{
    (void)state;
    struct bench bench;
    struct test_job job;
    set_up(&bench);
    assert_int_equal(session_try_enter(bench.session, NULL), SESSION_OK);
    make_job(&bench, &job, false, 0);
    assert_int_equal(session_submit(&job.job), SESSION_OK);
    while (atomic_load(&bench.inside) == 0)
        sched_yield();
    usleep(5000); /* it is waiting for the turn now, or will be in a moment */
    session_leave(bench.session);
    wait_for(&bench.finished, 1);
    assert_int_equal(job.entered, SESSION_OK);
    assert_int_equal(session_try_enter(bench.session, NULL), SESSION_OK);
    session_leave(bench.session);
    tear_down(&bench);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_is_inside_at_a_time),
        cmocka_unit_test(the_turn_guards_what_is_inside),
        cmocka_unit_test(a_heap_is_abandoned_at_the_deadline),
        cmocka_unit_test(deleting_stops_who_is_inside),
        cmocka_unit_test(jobs_of_a_session_run_in_order_one_at_a_time),
        cmocka_unit_test(too_many_jobs_are_refused),
        cmocka_unit_test(a_busy_session_leaves_workers_to_others),
        cmocka_unit_test(a_job_whose_deadline_passes_while_it_waits_is_told_in_time),
        cmocka_unit_test(jobs_that_wait_when_the_session_ends_are_told),
        cmocka_unit_test(who_only_tries_lets_those_who_wait_go_first),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
