/* The worker pool: every accepted job runs once, the capacity holds, stopping waits. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
// cmocka.h needs those before it
#include <cmocka.h>

#include "daemon/session/workers.h"
#include <pthread.h>
#include <semaphore.h>
#include <stdatomic.h>
#include <stdlib.h>

struct test_job {
    struct job job;
    struct workers *workers;
    atomic_int *runs;
    sem_t *gate;
    int rounds;
};

static struct test_job *test_job(struct job *job)
{
    return (struct test_job *)(void *)job;
}

static void count_run(struct job *job)
{
    struct test_job *self = test_job(job);
    if (self->gate)
        sem_wait(self->gate);
    atomic_fetch_add(self->runs, 1);
}

static void free_job(struct job *job)
{
    free(job);
}

static void *submit_many(void *context)
{
    struct test_job *model = context;
    for (int i = 0; i < 1000; i++) {
        struct test_job *job = malloc(sizeof *job);
        *job = *model;
        while (!workers_submit(model->workers, &job->job))
            sched_yield();
    }
    return NULL;
}

static void every_job_runs_once(void **state)
{
    (void)state;
    atomic_int runs = 0;
    struct workers *workers = workers_start(3, 50);
    struct test_job model = {.job = {.run = count_run, .done = free_job}, .workers = workers, .runs = &runs};
    pthread_t threads[3];
    for (int i = 0; i < 3; i++)
        pthread_create(&threads[i], NULL, submit_many, &model);
    for (int i = 0; i < 3; i++)
        pthread_join(threads[i], NULL);
    workers_stop(workers);
    assert_int_equal(runs, 3000);
}

static void a_full_pool_refuses(void **state)
{
    (void)state;
    atomic_int runs = 0;
    sem_t gate;
    sem_init(&gate, 0, 0);
    struct workers *workers = workers_start(1, 2);
    struct test_job jobs[3];
    for (int i = 0; i < 3; i++)
        jobs[i] = (struct test_job){.job = {.run = count_run}, .runs = &runs, .gate = &gate};
    assert_true(workers_submit(workers, &jobs[0].job));
    assert_true(workers_submit(workers, &jobs[1].job));
    assert_false(workers_submit(workers, &jobs[2].job));
    struct workers_stats stats;
    workers_stats(workers, &stats);
    assert_int_equal(stats.accepted, 2);
    assert_int_equal(stats.refused, 1);
    assert_int_equal(stats.capacity, 2);
    sem_post(&gate);
    sem_post(&gate);
    workers_stop(workers);
    assert_int_equal(runs, 2);
    sem_destroy(&gate);
}

/* A job that begins another one while the pool is already stopping. */
static void submit_again(struct job *job)
{
    struct test_job *self = test_job(job);
    atomic_fetch_add(self->runs, 1);
}

static void again(struct job *job)
{
    struct test_job *self = test_job(job);
    if (--self->rounds > 0)
        assert_true(workers_submit(self->workers, job));
}

static void stopping_waits_for_jobs_that_jobs_begin(void **state)
{
    (void)state;
    atomic_int runs = 0;
    struct workers *workers = workers_start(2, 4);
    struct test_job job = {
        .job = {.run = submit_again, .done = again}, .workers = workers, .runs = &runs, .rounds = 100};
    assert_true(workers_submit(workers, &job.job));
    workers_stop(workers);
    assert_int_equal(runs, 100);
}

static void *queue_later(void *context)
{
    struct test_job *job = context;
    workers_queue(job->workers, &job->job);
    return NULL;
}

static void stopping_waits_for_what_is_accepted_and_not_yet_queued(void **state)
{
    (void)state;
    atomic_int runs = 0;
    struct workers *workers = workers_start(2, 4);
    struct test_job job = {.job = {.run = count_run}, .workers = workers, .runs = &runs};
    assert_true(workers_accept(workers));
    pthread_t thread;
    pthread_create(&thread, NULL, queue_later, &job);
    workers_stop(workers);
    pthread_join(thread, NULL);
    assert_int_equal(runs, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_job_runs_once),
        cmocka_unit_test(a_full_pool_refuses),
        cmocka_unit_test(stopping_waits_for_jobs_that_jobs_begin),
        cmocka_unit_test(stopping_waits_for_what_is_accepted_and_not_yet_queued),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
