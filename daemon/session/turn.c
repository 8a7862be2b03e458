/* The turn: one thread at a time inside a session. A flag under a lock, a condition for those who wait, and
 * what comes with a turn: the lease of memory, the watch on the deadline, the gauges. */
#include "daemon/heap/heap.h"
#include "daemon/session/session_private.h"

enum { LOOK_NS = 100000000 };

/* The heap's limit is lowered when the memory of all sessions together does not suffice for its own. */
static void lease_memory(struct session *session)
{
    uint64_t limit = atomic_load_explicit(&session->memory_limit, memory_order_relaxed);
    uint64_t committed = atomic_load_explicit(&session->committed, memory_order_relaxed);
    uint64_t wanted = limit > committed ? limit - committed : 0;
    uint64_t lease = budget_lease(registry_budget(session->registry), wanted);
    session->charged += lease;
    session->lease_was_short |= lease < wanted;
    if (lease < wanted && heap_set_limit(session->heap, committed + lease) != HEAP_OK)
        heap_clear_raised(
            session->heap); /* it uses more than it has committed: cannot be, and does no harm */
}

/* Gives back what was leased and not used, and notes what the heap is like. */
static void settle_memory(struct session *session)
{
    struct memory_stats memory;
    struct trace_state trace;
    memory_stats(session->heap, &memory);
    trace_state(session->heap, &trace);
    uint64_t limit = atomic_load_explicit(&session->memory_limit, memory_order_relaxed);
    if (memory.limit != limit && heap_set_limit(session->heap, limit) != HEAP_OK)
        heap_clear_raised(session->heap);
    budget_settle(registry_budget(session->registry), session->charged, memory.committed);
    session->charged = memory.committed;
    atomic_store_explicit(&session->used, memory.used, memory_order_relaxed);
    atomic_store_explicit(&session->used_peak, memory.peak_used, memory_order_relaxed);
    atomic_store_explicit(&session->committed, memory.committed, memory_order_relaxed);
    atomic_store_explicit(&session->objects, heap_object_count(session->heap), memory_order_relaxed);
    atomic_store_explicit(&session->traced, trace.current, memory_order_relaxed);
    atomic_store_explicit(&session->traced_peak, trace.peak, memory_order_relaxed);
}

/* ---- Taking and giving back ---------------------------------------------------------------------- */

/* A new turn is taken only when nobody waits for one: whoever is woken finds it free. */
static bool take_at_once(struct session *session)
{
    pthread_mutex_lock(&session->turn_lock);
    bool free_now = !session->taken && session->waiting == 0;
    if (free_now)
        session->taken = true;
    pthread_mutex_unlock(&session->turn_lock);
    return free_now;
}

/* Until the deadline, or the next look at whether it was cancelled, which nobody tells. */
static struct timespec next_look(const struct deadline *deadline)
{
    struct deadline look = {.at_ns = monotonic_ns() + LOOK_NS};
    return deadline_timespec(deadline->at_ns < look.at_ns ? deadline : &look);
}

/* False: the deadline passed. */
static bool take_in_time(struct session *session, const struct deadline *deadline)
{
    pthread_mutex_lock(&session->turn_lock);
    session->waiting++;
    while (session->taken && !deadline_passed(deadline)) {
        if (!deadline) {
            pthread_cond_wait(&session->turn_free, &session->turn_lock);
        } else {
            struct timespec until = next_look(deadline);
            pthread_cond_clockwait(&session->turn_free, &session->turn_lock, CLOCK_MONOTONIC, &until);
        }
    }
    bool free_now = !session->taken;
    if (free_now)
        session->taken = true;
    session->waiting--;
    pthread_mutex_unlock(&session->turn_lock);
    return free_now;
}

static void give_back(struct session *session)
{
    pthread_mutex_lock(&session->turn_lock);
    session->taken = false;
    bool wake = session->waiting > 0;
    pthread_mutex_unlock(&session->turn_lock);
    if (wake)
        pthread_cond_signal(&session->turn_free);
}

bool session_in_use(struct session *session)
{
    pthread_mutex_lock(&session->turn_lock);
    bool in_use = session->taken || session->waiting > 0;
    pthread_mutex_unlock(&session->turn_lock);
    return in_use;
}

void session_wait_until_left(struct session *session)
{
    (void)!take_in_time(session, NULL);
    give_back(session);
}

/* ---- Inside -------------------------------------------------------------------------------------- */

static enum session_status begin_turn(struct session *session, const struct deadline *deadline)
{
    if (atomic_load(&session->ended)) {
        give_back(session);
        return SESSION_ENDED;
    }
    lease_memory(session);
    session_begin_recording(session);
    session->deadline = deadline;
    session->watching = deadline != NULL;
    if (session->watching) {
        session->watch.deadline = deadline;
        watcher_arm(registry_watcher(session->registry), &session->watch);
    }
    return SESSION_OK;
}

void session_first_turn(struct session *session)
{
    settle_memory(session);
    lease_memory(session);
    session_begin_recording(session);
}

enum session_status session_try_enter(struct session *session, const struct deadline *deadline)
{
    if (atomic_load(&session->ended))
        return SESSION_ENDED;
    return take_at_once(session) ? begin_turn(session, deadline) : SESSION_BUSY;
}

enum session_status session_enter(struct session *session, const struct deadline *deadline)
{
    if (atomic_load(&session->ended))
        return SESSION_ENDED;
    if (deadline_passed(deadline))
        return SESSION_BUSY;
    if (!take_at_once(session) && !take_in_time(session, deadline))
        return SESSION_BUSY;
    if (deadline && atomic_load(&deadline->cancelled)) { /* meanwhile: nobody waits for it any more */
        give_back(session);
        return SESSION_BUSY;
    }
    return begin_turn(session, deadline);
}

void session_leave(struct session *session)
{
    session_end_recording(session);
    session->lease_was_short = false;
    if (session->watching) {
        watcher_disarm(registry_watcher(session->registry), &session->watch);
        if (session->watch.stopped)
            heap_resume(session->heap);
        session->watching = false;
    }
    session->deadline = NULL;

    settle_memory(session);
    session_touch(session);
    give_back(session);
}

void session_has_run(struct session *session)
{
    atomic_store_explicit(&session->runs_programs, true, memory_order_relaxed);
}

bool session_runs_programs(const struct session *session)
{
    return atomic_load_explicit(&session->runs_programs, memory_order_relaxed);
}

enum session_status session_stopped(struct session *session)
{
    if (session_ended(session))
        return SESSION_ENDED;
    return deadline_passed(session->deadline) ? SESSION_BUSY : SESSION_OK;
}

struct heap *session_heap(struct session *session)
{
    return session->heap;
}

uint64_t session_seq(const struct session *session)
{
    return atomic_load_explicit(&session->seq, memory_order_relaxed);
}

uint64_t session_step(struct session *session)
{
    return atomic_fetch_add_explicit(&session->seq, 1, memory_order_relaxed) + 1;
}

enum session_status session_set_memory_limit(struct session *session, uint64_t bytes)
{
    if (bytes > registry_config(session->registry)->memory_max)
        return SESSION_TOO_LARGE;
    struct memory_stats memory;
    memory_stats(session->heap, &memory);
    if (bytes < memory.used)
        return SESSION_TOO_SMALL;
    atomic_store_explicit(&session->memory_limit, bytes, memory_order_relaxed);
    settle_memory(session);
    lease_memory(session);
    return SESSION_OK;
}
