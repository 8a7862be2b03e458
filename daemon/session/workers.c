/* The pool: one lock, one queue, threads that wait for it. */
#include "daemon/session/workers.h"
#include <pthread.h>
#include <stdlib.h>

#define WORKER_STACK (16u << 20) /* more than a heap uses of it (daemon/heap/object/protocol.c) */

struct workers {
    pthread_mutex_t lock;
    pthread_cond_t work; /* something was queued, the last accepted job is done, or the pool is to stop */
    struct job *first, **last;
    size_t capacity, accepted, running;
    uint64_t completed, refused;
    bool stopping;
    unsigned threads;
    pthread_t thread[];
};

/* The job leaves the pool before done(): that may free it, or start it again. Its place is given back only
 * after, so that workers_stop waits for done() as well. */
static void run_one(struct job *job)
{
    void (*done)(struct job *) = job->done;
    job->run(job);
    if (done)
        done(job);
}

static void *worker_thread(void *context)
{
    struct workers *workers = context;
    pthread_mutex_lock(&workers->lock);
    for (;;) {
        struct job *job = workers->first;
        if (!job) {
            /* An accepted job that is not queued yet waits for its session; it comes. */
            if (workers->stopping && workers->accepted == 0)
                break;
            pthread_cond_wait(&workers->work, &workers->lock);
            continue;
        }
        workers->first = job->next;
        if (!workers->first)
            workers->last = &workers->first;
        workers->running++;
        pthread_mutex_unlock(&workers->lock);

        run_one(job);

        pthread_mutex_lock(&workers->lock);
        workers->running--;
        workers->completed++;
        workers->accepted--;
        if (workers->stopping && workers->accepted == 0)
            pthread_cond_broadcast(&workers->work);
    }
    pthread_mutex_unlock(&workers->lock);
    return NULL;
}

struct workers *workers_start(unsigned threads, size_t capacity)
{
    if (threads == 0)
        threads = 1;
    struct workers *workers = calloc(1, sizeof *workers + threads * sizeof workers->thread[0]);
    if (!workers)
        return NULL;
    pthread_mutex_init(&workers->lock, NULL);
    pthread_cond_init(&workers->work, NULL);
    workers->last = &workers->first;
    workers->capacity = capacity;
    pthread_attr_t attributes;
    pthread_attr_init(&attributes);
    pthread_attr_setstacksize(&attributes, WORKER_STACK);
    while (workers->threads < threads) {
        if (pthread_create(&workers->thread[workers->threads], &attributes, worker_thread, workers) != 0)
            break;
        workers->threads++;
    }
    pthread_attr_destroy(&attributes);
    if (workers->threads == threads)
        return workers;
    workers_stop(workers);
    return NULL;
}

void workers_stop(struct workers *workers)
{
    if (!workers)
        return;
    pthread_mutex_lock(&workers->lock);
    workers->stopping = true;
    pthread_cond_broadcast(&workers->work);
    pthread_mutex_unlock(&workers->lock);
    for (unsigned i = 0; i < workers->threads; i++)
        pthread_join(workers->thread[i], NULL);
    pthread_cond_destroy(&workers->work);
    pthread_mutex_destroy(&workers->lock);
    free(workers);
}

bool workers_accept(struct workers *workers)
{
    pthread_mutex_lock(&workers->lock);
    bool room = workers->accepted < workers->capacity;
    if (room)
        workers->accepted++;
    else
        workers->refused++;
    pthread_mutex_unlock(&workers->lock);
    return room;
}

void workers_queue(struct workers *workers, struct job *job)
{
    pthread_mutex_lock(&workers->lock);
    job->next = NULL;
    *workers->last = job;
    workers->last = &job->next;
    pthread_cond_signal(&workers->work);
    pthread_mutex_unlock(&workers->lock);
}

bool workers_submit(struct workers *workers, struct job *job)
{
    if (!workers_accept(workers))
        return false;
    workers_queue(workers, job);
    return true;
}

void workers_stats(struct workers *workers, struct workers_stats *out)
{
    pthread_mutex_lock(&workers->lock);
    *out = (struct workers_stats){
        .threads = workers->threads,
        .capacity = workers->capacity,
        .accepted = workers->accepted,
        .running = workers->running,
        .completed = workers->completed,
        .refused = workers->refused,
    };
    pthread_mutex_unlock(&workers->lock);
}
