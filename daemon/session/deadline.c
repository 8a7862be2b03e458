/* Deadlines and the thread that watches them. The watcher's lock protects the list and is held while stop()
 * runs, which is what makes watcher_disarm a guarantee. */
#include "daemon/session/deadline.h"
#include <pthread.h>
#include <stdlib.h>

#define NS_PER_MS 1000000
#define NS_PER_S  1000000000

int64_t monotonic_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * NS_PER_S + now.tv_nsec;
}

int64_t wall_clock_us(void)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

void deadline_start(struct deadline *deadline, uint64_t milliseconds)
{
    int64_t at = DEADLINE_NEVER;
    int64_t span;
    if (milliseconds == 0 || milliseconds > INT64_MAX ||
        __builtin_mul_overflow((int64_t)milliseconds, (int64_t)NS_PER_MS, &span) ||
        __builtin_add_overflow(monotonic_ns(), span, &at))
        at = DEADLINE_NEVER;
    deadline->at_ns = at;
    atomic_init(&deadline->cancelled, false);
}

void deadline_cancel(struct deadline *deadline)
{
    atomic_store(&deadline->cancelled, true);
}

bool deadline_passed(const struct deadline *deadline)
{
    if (!deadline)
        return false;
    if (atomic_load(&deadline->cancelled))
        return true;
    return deadline->at_ns != DEADLINE_NEVER && monotonic_ns() >= deadline->at_ns;
}

struct timespec deadline_timespec(const struct deadline *deadline)
{
    int64_t at = deadline->at_ns;
    return (struct timespec){.tv_sec = (time_t)(at / NS_PER_S), .tv_nsec = (long)(at % NS_PER_S)};
}

/* ---- Watching ------------------------------------------------------------------------------------ */

struct watcher {
    pthread_mutex_t lock;
    pthread_cond_t changed; /* something was armed, or it is to stop */
    struct watch head;      /* circular list of what is armed */
    int64_t period_ns;
    bool asleep; /* there was nothing to watch; otherwise it wakes by itself */
    bool stopping;
    pthread_t thread;
};

static void look_at_all(struct watcher *watcher)
{
    for (struct watch *watch = watcher->head.next; watch != &watcher->head; watch = watch->next) {
        if (watch->stopped)
            continue;
        if (deadline_passed(watch->deadline) || (watch->ended && atomic_load(watch->ended))) {
            watch->stopped = true;
            watch->stop(watch->context);
        }
    }
}

static void *watch_thread(void *context)
{
    struct watcher *watcher = context;
    pthread_mutex_lock(&watcher->lock);
    while (!watcher->stopping) {
        if (watcher->head.next == &watcher->head) {
            watcher->asleep = true;
            pthread_cond_wait(&watcher->changed, &watcher->lock);
            watcher->asleep = false;
            continue;
        }
        struct deadline nap = {.at_ns = monotonic_ns() + watcher->period_ns};
        struct timespec until = deadline_timespec(&nap);
        pthread_cond_clockwait(&watcher->changed, &watcher->lock, CLOCK_MONOTONIC, &until);
        look_at_all(watcher);
    }
    pthread_mutex_unlock(&watcher->lock);
    return NULL;
}

struct watcher *watcher_start(unsigned period_ms)
{
    struct watcher *watcher = calloc(1, sizeof *watcher);
    if (!watcher)
        return NULL;
    pthread_mutex_init(&watcher->lock, NULL);
    pthread_cond_init(&watcher->changed, NULL);
    watcher->head.next = watcher->head.previous = &watcher->head;
    watcher->period_ns = (int64_t)period_ms * NS_PER_MS;
    if (pthread_create(&watcher->thread, NULL, watch_thread, watcher) != 0) {
        free(watcher);
        return NULL;
    }
    return watcher;
}

void watcher_stop(struct watcher *watcher)
{
    if (!watcher)
        return;
    pthread_mutex_lock(&watcher->lock);
    watcher->stopping = true;
    pthread_cond_signal(&watcher->changed);
    pthread_mutex_unlock(&watcher->lock);
    pthread_join(watcher->thread, NULL);
    pthread_cond_destroy(&watcher->changed);
    pthread_mutex_destroy(&watcher->lock);
    free(watcher);
}

void watcher_arm(struct watcher *watcher, struct watch *watch)
{
    pthread_mutex_lock(&watcher->lock);
    watch->stopped = false;
    watch->next = &watcher->head;
    watch->previous = watcher->head.previous;
    watch->previous->next = watch;
    watcher->head.previous = watch;
    if (watcher->asleep)
        pthread_cond_signal(&watcher->changed);
    pthread_mutex_unlock(&watcher->lock);
}

void watcher_disarm(struct watcher *watcher, struct watch *watch)
{
    pthread_mutex_lock(&watcher->lock);
    watch->previous->next = watch->next;
    watch->next->previous = watch->previous;
    watch->next = watch->previous = NULL;
    pthread_mutex_unlock(&watcher->lock);
}
