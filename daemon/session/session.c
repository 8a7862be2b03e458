/* Handles: making, sharing, and what can be read or changed without the turn. */
#include "daemon/heap/heap.h"
#include "daemon/session/session_private.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TEXT_OF(number)   #number
#define NUMBER_TEXT(name) TEXT_OF(name)

static const char *const status_texts[] = {
    [SESSION_OK] = "done",
    [SESSION_NO_MEMORY] = "the host has no memory left",
    [SESSION_ENDED] = "the session has ended",
    [SESSION_BUSY] = "the session is busy",
    [SESSION_NOT_FOUND] = "no such session",
    [SESSION_EXISTS] = "a session of that name exists",
    [SESSION_BAD_NAME] = "a session's name is 1 to " NUMBER_TEXT(
        SESSION_NAME_MAX) " letters (a to z, A to Z), digits, '.', '_' and '-', and begins with a letter, "
                          "digit or '_'",
    [SESSION_BAD_PYTHON] = "no such version of Python",
    [SESSION_TOO_MANY] = "there are as many sessions as are allowed",
    [SESSION_TOO_LARGE] = "the memory limit is larger than is allowed",
    [SESSION_TOO_SMALL] = "the memory limit is smaller than what is in use",
    [SESSION_FULL] = "the memory of all sessions together is used up",
};

const char *session_status_text(enum session_status status)
{
    return status_texts[status];
}

/* ---- Handles ------------------------------------------------------------------------------------- */

static void stop_heap(void *heap)
{
    heap_abandon(heap);
}

static void session_free(struct session *session)
{
    struct registry *registry = session->registry;
    registry_take_back(registry, session->heap);
    budget_settle(registry_budget(registry), session->charged, 0);
    journal_free(atomic_load(&session->journal));
    event_stream_release(session->events);
    labels_release(session->labels);
    pthread_mutex_destroy(&session->turn_lock);
    pthread_cond_destroy(&session->turn_free);
    pthread_mutex_destroy(&session->jobs_lock);
    pthread_mutex_destroy(&session->labels_lock);
    free(session->name);
    free(session);
    registry_release(registry);
}

struct session *session_new(struct registry *registry, struct heap *heap, uint64_t charged,
                            const struct session_spec *spec)
{
    const struct registry_config *config = registry_config(registry);
    struct session *session = calloc(1, sizeof *session);
    if (!session) {
        heap_destroy(heap);
        budget_settle(registry_budget(registry), charged, 0);
        return NULL;
    }
    atomic_init(&session->references, 1);
    session->registry = registry_retain(registry);
    session->heap = heap;
    session->charged = charged;
    pthread_mutex_init(&session->turn_lock, NULL);
    pthread_cond_init(&session->turn_free, NULL);
    pthread_mutex_init(&session->jobs_lock, NULL);
    pthread_mutex_init(&session->labels_lock, NULL);
    session->last_job = &session->first_job;
    session->watch = (struct watch){.ended = &session->ended, .stop = stop_heap, .context = heap};
    session->created_at = wall_clock_us();
    snprintf(session->python, sizeof session->python, "%s", heap_abi(heap)->name);
    atomic_init(&session->expires_after,
                spec->has_expires_after ? spec->expires_after : config->expires_default);
    session_touch(session);
    session->events = event_stream_new(config->event_count, config->event_bytes, EVENTS_LINGER_MS);
    if (spec->labels)
        session->labels = labels_retain(spec->labels);
    else if (labels_new(NULL, 0, &session->labels, NULL) != LABELS_OK)
        goto fail;
    if (!session->events || (spec->name && !(session->name = strdup(spec->name))))
        goto fail;
    session->taken = true;
    return session;
fail:
    session_free(session);
    return NULL;
}

struct session *session_retain(struct session *session)
{
    atomic_fetch_add_explicit(&session->references, 1, memory_order_relaxed);
    return session;
}

void session_release(struct session *session)
{
    if (session && atomic_fetch_sub_explicit(&session->references, 1, memory_order_acq_rel) == 1)
        session_free(session);
}

/* ---- What is constant ---------------------------------------------------------------------------- */

uint64_t session_number(const struct session *session)
{
    return session->number;
}

const char *session_id(const struct session *session)
{
    return session->id;
}

const char *session_name(const struct session *session)
{
    return session->name ? session->name : session->id;
}

const char *session_python(const struct session *session)
{
    return session->python;
}

int64_t session_created_at(const struct session *session)
{
    return session->created_at;
}

struct event_stream *session_events(const struct session *session)
{
    return session->events;
}

bool session_ended(const struct session *session)
{
    return atomic_load(&session->ended);
}

/* ---- What may change at any time ----------------------------------------------------------------- */

int64_t session_record(const struct session *session)
{
    return atomic_load(&session->record);
}

void session_set_record(struct session *session, int64_t record)
{
    atomic_store(&session->record, record);
}

uint64_t session_snapshots(const struct session *session)
{
    return atomic_load(&session->snapshots);
}

void session_add_snapshots(struct session *session, int64_t change)
{
    atomic_fetch_add(&session->snapshots, (unsigned long long)change);
}

const struct labels *session_labels(struct session *session)
{
    pthread_mutex_lock(&session->labels_lock);
    const struct labels *labels = labels_retain(session->labels);
    pthread_mutex_unlock(&session->labels_lock);
    return labels;
}

void session_set_labels(struct session *session, const struct labels *labels)
{
    labels_retain(labels);
    pthread_mutex_lock(&session->labels_lock);
    const struct labels *before = session->labels;
    session->labels = labels;
    pthread_mutex_unlock(&session->labels_lock);
    labels_release(before);
}

void session_touch(struct session *session)
{
    atomic_store_explicit(&session->last_use_ns, monotonic_ns(), memory_order_relaxed);
}

uint64_t session_expires_after(const struct session *session)
{
    return atomic_load(&session->expires_after);
}

void session_set_expires_after(struct session *session, uint64_t seconds)
{
    atomic_store(&session->expires_after, seconds);
    session_touch(session);
}

int64_t session_expires_in(const struct session *session)
{
    uint64_t after = session_expires_after(session);
    if (after == 0 || after > INT64_MAX)
        return -1;
    int64_t unused = (monotonic_ns() - atomic_load(&session->last_use_ns)) / 1000000000;
    return unused < (int64_t)after ? (int64_t)after - unused : 0;
}

void session_gauges(const struct session *session, struct session_gauges *out)
{
    *out = (struct session_gauges){
        .seq = atomic_load_explicit(&session->seq, memory_order_relaxed),
        .memory_limit = atomic_load_explicit(&session->memory_limit, memory_order_relaxed),
        .used = atomic_load_explicit(&session->used, memory_order_relaxed),
        .used_peak = atomic_load_explicit(&session->used_peak, memory_order_relaxed),
        .committed = atomic_load_explicit(&session->committed, memory_order_relaxed),
        .objects = atomic_load_explicit(&session->objects, memory_order_relaxed),
        .traced = atomic_load_explicit(&session->traced, memory_order_relaxed),
        .traced_peak = atomic_load_explicit(&session->traced_peak, memory_order_relaxed),
    };
}

bool session_changed(struct session *session)
{
    unsigned long long now = atomic_load_explicit(&session->seq, memory_order_relaxed) + 1;
    return atomic_exchange_explicit(&session->asked_seq, now, memory_order_relaxed) != now;
}
