#include "daemon/sampler.h"
#include <pthread.h>
#include <stdlib.h>

#define PAGE 64 /* sessions looked at in one go */

struct sampler {
    struct registry *registry;
    struct store *store;
    struct graphs *graphs;
    uint64_t milliseconds;
    pthread_mutex_t lock;
    pthread_cond_t wakes;
    bool stopping;
    pthread_t thread;
};

/* A store that cannot take it counts what it dropped; history has a gap then. */
static void sample_one(struct sampler *sampler, struct session *session)
{
    int64_t record = session_record(session);
    struct session_gauges gauges;
    if (record == 0 || !session_changed(session)) /* 0: it is just being made */
        return;
    session_gauges(session, &gauges);
    const struct store_memory row = {.time = wall_clock_us(),
                                     .seq = gauges.seq,
                                     .used = gauges.used,
                                     .committed = gauges.committed,
                                     .objects = gauges.objects,
                                     .traced = gauges.traced,
                                     .traced_peak = gauges.traced_peak};
    (void)!store_memory_append(sampler->store, record, &row, 1);
}

enum { RETIRE_EVERY = 60000 }; /* milliseconds between two looks for snapshots that are too old */

/* A snapshot went by its age: if its session lives, it counts one less. */
static void count_retired(void *context, int64_t record, int64_t number)
{
    struct sampler *sampler = context;
    graphs_forget(sampler->graphs, record, number);
    struct session *page[PAGE];
    uint64_t after = 0;
    bool more = true;
    while (more) {
        size_t count = registry_list(sampler->registry, NULL, 0, after, page, PAGE, &more, NULL);
        for (size_t i = 0; i < count; i++) {
            after = session_number(page[i]);
            if (session_record(page[i]) == record)
                session_add_snapshots(page[i], -1);
            session_release(page[i]);
        }
    }
}

static void sample_all(struct sampler *sampler)
{
    struct session *page[PAGE];
    uint64_t after = 0;
    bool more = true;
    while (more) {
        size_t count = registry_list(sampler->registry, NULL, 0, after, page, PAGE, &more, NULL);
        for (size_t i = 0; i < count; i++) {
            after = session_number(page[i]);
            sample_one(sampler, page[i]);
            session_release(page[i]);
        }
    }
}

static void *sampler_thread(void *context)
{
    struct sampler *sampler = context;
    uint64_t waited = RETIRE_EVERY; /* at the start too: the daemon may have been away for long */
    pthread_mutex_lock(&sampler->lock);
    while (!sampler->stopping) {
        struct deadline next;
        deadline_start(&next, sampler->milliseconds);
        struct timespec until = deadline_timespec(&next);
        while (!sampler->stopping && !deadline_passed(&next))
            pthread_cond_clockwait(&sampler->wakes, &sampler->lock, CLOCK_MONOTONIC, &until);
        pthread_mutex_unlock(&sampler->lock);
        sample_all(sampler);
        waited += sampler->milliseconds;
        if (waited >= RETIRE_EVERY) {
            waited = 0;
            (void)!store_retention_apply(sampler->store, 0, wall_clock_us(), count_retired, sampler);
        }
        pthread_mutex_lock(&sampler->lock);
    }
    pthread_mutex_unlock(&sampler->lock);
    return NULL;
}

struct sampler *sampler_start(struct registry *registry, struct store *store, struct graphs *graphs,
                              uint64_t seconds)
{
    struct sampler *sampler = calloc(1, sizeof *sampler);
    if (!sampler)
        return NULL;
    *sampler = (struct sampler){
        .registry = registry, .store = store, .graphs = graphs, .milliseconds = seconds * 1000};
    pthread_mutex_init(&sampler->lock, NULL);
    pthread_cond_init(&sampler->wakes, NULL);
    if (pthread_create(&sampler->thread, NULL, sampler_thread, sampler) != 0) {
        free(sampler);
        return NULL;
    }
    return sampler;
}

void sampler_stop(struct sampler *sampler)
{
    if (!sampler)
        return;
    pthread_mutex_lock(&sampler->lock);
    sampler->stopping = true;
    pthread_cond_signal(&sampler->wakes);
    pthread_mutex_unlock(&sampler->lock);
    pthread_join(sampler->thread, NULL);
    pthread_cond_destroy(&sampler->wakes);
    pthread_mutex_destroy(&sampler->lock);
    free(sampler);
}
