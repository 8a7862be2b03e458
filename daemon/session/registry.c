/* The registry: an index by text (ids and names), the list in order of creation, the clock thread. One lock
 * for both; it is held for a few instructions and never while a heap is made, copied or destroyed. */
#include "daemon/heap/heap.h"
#include "daemon/session/index.h"
#include "daemon/session/session_private.h"
#include "daemon/session/templates.h"
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define WATCH_PERIOD_MS    5    /* how late a heap may hear that it should stop */
#define BUSY_PERIOD_MS     50   /* how late a waiting job may hear that its deadline passed */
#define IDLE_PERIOD_MS     1000 /* how late a session may expire */
#define EXPIRED_AT_A_TIME  64   /* sessions ended per look */
#define DAEMON_EVENTS      1024
#define DAEMON_EVENT_BYTES 0x100000

struct registry {
    atomic_size_t references;
    struct registry_config config;
    struct budget budget;
    struct watcher *watcher;
    struct event_stream *events;

    pthread_mutex_t lock;
    struct session_index index;
    struct session *oldest, *newest;
    size_t count, pending; /* live; being made */
    uint64_t next_number;
    bool accepting;
    uint64_t created, deleted, expired;

    struct templates *templates;

    pthread_t clock;
    pthread_mutex_t clock_lock;
    pthread_cond_t clock_wakes;
    bool clock_stops, jobs_wait;
};

struct registry *registry_retain(struct registry *registry)
{
    atomic_fetch_add(&registry->references, 1);
    return registry;
}

void registry_release(struct registry *registry)
{
    if (atomic_fetch_sub(&registry->references, 1) != 1)
        return;
    templates_free(registry->templates);
    event_stream_release(registry->events);
    index_destroy(&registry->index);
    pthread_mutex_destroy(&registry->lock);
    pthread_mutex_destroy(&registry->clock_lock);
    pthread_cond_destroy(&registry->clock_wakes);
    free(registry);
}

const struct registry_config *registry_config(const struct registry *registry)
{
    return &registry->config;
}

struct budget *registry_budget(struct registry *registry)
{
    return &registry->budget;
}

struct watcher *registry_watcher(struct registry *registry)
{
    return registry->watcher;
}

struct event_stream *registry_events(struct registry *registry)
{
    return registry->events;
}

/* ---- Creating ------------------------------------------------------------------------------------ */

bool session_name_allowed(const char *name)
{
    static const char first[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_";
    static const char others[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-";
    size_t length = strlen(name);
    return length >= 1 && length <= SESSION_NAME_MAX && strchr(first, name[0]) &&
           strspn(name, others) == length;
}

uint64_t session_number_of(const char *id)
{
    enum { DIGITS_MAX = 18 }; /* of them, every number is one */
    if (id[0] != 's' || id[1] < '1' || id[1] > '9')
        return 0;
    size_t digits = strspn(id + 1, "0123456789");
    return digits <= DIGITS_MAX && id[1 + digits] == '\0' ? strtoull(id + 1, NULL, 10) : 0;
}

struct heap *registry_lend_heap(struct registry *registry, const struct session_spec *spec, uint64_t limit)
{
    if (spec->hash_seed == 0)
        return templates_lend_heap(registry->templates, spec->minor, limit, spec->recursion_limit);
    return heap_create(&(struct heap_options){.minor = spec->minor,
                                              .limit = limit,
                                              .recursion_limit = spec->recursion_limit,
                                              .hash_seed = spec->hash_seed});
}

void registry_take_back(struct registry *registry, struct heap *h)
{
    templates_take_back(registry->templates, h);
}

/* Keeps a place for a session that is to be made; what can be refused is refused here. */
static enum session_status reserve(struct registry *registry, const struct session_spec *spec, uint64_t limit)
{
    if (spec->name && !session_name_allowed(spec->name))
        return SESSION_BAD_NAME;
    if (limit > registry->config.memory_max)
        return SESSION_TOO_LARGE;
    enum session_status status = SESSION_OK;
    pthread_mutex_lock(&registry->lock);
    if (!registry->accepting)
        status = SESSION_BUSY;
    else if (spec->name && index_find(&registry->index, spec->name))
        status = SESSION_EXISTS;
    else if (registry->count + registry->pending >= registry->config.max_sessions)
        status = SESSION_TOO_MANY;
    else
        registry->pending++;
    pthread_mutex_unlock(&registry->lock);
    return status;
}

static void give_number(struct registry *registry, struct session *session)
{
    /* A name may look like an id of the future; that number is passed over, and those before it. It is not
     * even given to the session with this name: it could not be reached by its id, later, while another one
     * had the name. */
    const uint64_t named = session->name ? session_number_of(session->name) : 0;
    do {
        session->number = registry->next_number++;
        snprintf(session->id, sizeof session->id, "s%" PRIu64, session->number);
    } while (session->number == named || index_find(&registry->index, session->id));
    if (named >= registry->next_number && named < SESSION_NUMBER_MAX)
        registry->next_number = named + 1;
}

/* Tells those who watch the daemon. Names need no escapes in JSON (session_name_allowed). */
static void tell(struct registry *registry, const struct session *session, const char *state)
{
    char event[256];
    int length =
        snprintf(event, sizeof event, "{\"name\":\"%s\",\"id\":\"%s\",\"python\":\"%s\",\"state\":\"%s\"}",
                 session_name(session), session_id(session), session_python(session), state);
    event_publish(registry->events, "session", event, (size_t)length);
}

/* Gives the place of `reserve` back; with a session that is to be published, unless its name was taken
 * meanwhile. It is told of under the lock: before its end, whoever ends it. */
static enum session_status make_public(struct registry *registry, struct session *session)
{
    enum session_status status = SESSION_OK;
    pthread_mutex_lock(&registry->lock);
    registry->pending--;
    if (!session) {
        status = SESSION_NO_MEMORY;
    } else if (!registry->accepting) {
        status = SESSION_BUSY;
    } else if (session->name && index_find(&registry->index, session->name)) {
        status = SESSION_EXISTS;
    } else if (!index_make_room(&registry->index, 2)) {
        status = SESSION_NO_MEMORY;
    } else {
        give_number(registry, session);
        session->by_id = (struct index_entry){.key = session->id, .session = session};
        index_insert(&registry->index, &session->by_id);
        if (session->name) {
            session->by_name = (struct index_entry){.key = session->name, .session = session};
            index_insert(&registry->index, &session->by_name);
        }
        session->previous = registry->newest;
        *(registry->newest ? &registry->newest->next : &registry->oldest) = session;
        registry->newest = session;
        registry->count++;
        registry->created++;
        session_retain(session);
        tell(registry, session, "live");
    }
    pthread_mutex_unlock(&registry->lock);
    return status;
}

/* A session that nobody knows, for the place of `reserve`; its turn is the caller's. Takes the heap over. */
static enum session_status make_session(struct registry *registry, struct heap *heap,
                                        const struct session_spec *spec, uint64_t limit, uint64_t seq,
                                        struct session **out)
{
    struct memory_stats memory;
    memory_stats(heap, &memory);
    if (!budget_pay(&registry->budget, memory.committed)) {
        heap_destroy(heap);
        return SESSION_FULL;
    }
    struct session *session = session_new(registry, heap, memory.committed, spec);
    if (!session)
        return SESSION_NO_MEMORY;
    atomic_store(&session->memory_limit, limit);
    atomic_store(&session->seq, seq);
    *out = session;
    return SESSION_OK;
}

/* What registry_create and registry_fork share once there is a heap (NULL: there was no memory for one).
 * `first`: whose past the session has. */
static enum session_status admit(struct registry *registry, struct heap *heap,
                                 const struct session_spec *spec, uint64_t limit, uint64_t seq,
                                 struct session *first, struct session **out)
{
    struct session *session = NULL;
    enum session_status status =
        heap ? make_session(registry, heap, spec, limit, seq, &session) : SESSION_NO_MEMORY;
    if (status != SESSION_OK) {
        make_public(registry, NULL);
        return status;
    }
    if (first)
        session_inherit(session, first);
    else
        session_originates(session, spec);
    session_first_turn(session);
    status = make_public(registry, session);
    if (status != SESSION_OK) {
        session_leave(session);
        session_release(session);
        return status;
    }
    *out = session;
    return SESSION_OK;
}

/* A new heap has objects already: a limit below them would refuse everything from the start. */
static bool fits(const struct heap *heap, uint64_t limit)
{
    struct memory_stats memory;
    memory_stats(heap, &memory);
    return memory.used <= limit;
}

enum session_status registry_create(struct registry *registry, const struct session_spec *spec,
                                    struct session **out)
{
    uint64_t limit = spec->memory_limit ? spec->memory_limit : registry->config.memory_default;
    if (!abi_find(spec->minor))
        return SESSION_BAD_PYTHON;
    enum session_status status = reserve(registry, spec, limit);
    if (status != SESSION_OK)
        return status;
    struct heap *heap = registry_lend_heap(registry, spec, limit);
    if (heap && spec->memory_limit && !fits(heap, limit)) {
        heap_destroy(heap);
        make_public(registry, NULL);
        return SESSION_TOO_SMALL;
    }
    return admit(registry, heap, spec, limit, 0, NULL, out);
}

enum session_status registry_fork(struct registry *registry, struct session *first,
                                  const struct session_spec *spec, struct session **out)
{
    uint64_t limit = atomic_load(&first->memory_limit);
    enum session_status status = reserve(registry, spec, limit);
    if (status != SESSION_OK)
        return status;
    struct heap *heap = heap_copy(first->heap);
    if (heap)
        heap_resume(heap); /* what the first was asked to abandon is not the second's */
    status = admit(registry, heap, spec, limit, session_seq(first), first, out);
    if (status == SESSION_OK && session_runs_programs(first))
        session_has_run(*out);
    return status;
}

/* ---- As it was ----------------------------------------------------------------------------------- */

static enum past_status past_of(enum journal_found found, enum session_status *refused)
{
    *refused = SESSION_NO_MEMORY;
    return found == JOURNAL_GONE ? PAST_GONE : found == JOURNAL_GAP ? PAST_GAP : PAST_REFUSED;
}

/* A fresh heap, or the last image. */
static enum session_status begin_again(struct registry *registry, struct journal_reader *reader,
                                       struct journal *journal, const struct session_spec *spec,
                                       struct session **out)
{
    struct heap *heap;
    struct journal_state state;
    struct journal_origin origin;
    enum session_status status = reserve(registry, spec, 0);
    if (status != SESSION_OK)
        return status;
    bool begun = journal_read_begin(reader, journal, &heap, &state, &origin);
    uint64_t limit = heap ? state.memory_limit : origin.memory_limit;
    const struct session_spec fresh = {
        .minor = origin.minor, .recursion_limit = origin.recursion_limit, .hash_seed = origin.hash_seed};
    if (begun && !heap)
        heap = registry_lend_heap(registry, &fresh, limit);
    else if (begun && heap_set_limit(heap, limit) != HEAP_OK)
        heap_clear_raised(heap);
    status = heap ? make_session(registry, heap, spec, limit, state.seq, out) : SESSION_NO_MEMORY;
    if (status != SESSION_OK) {
        journal_read_end(reader);
        make_public(registry, NULL);
        return status;
    }
    if (state.runs_programs)
        session_has_run(*out);
    return SESSION_OK;
}

enum past_status registry_fork_past(struct registry *registry, struct session *first,
                                    const struct session_spec *spec, uint64_t at,
                                    struct journal_reader *reader, struct session **out,
                                    enum session_status *refused)
{
    struct journals *journals = registry->config.journals;
    struct journal *past = NULL;
    if (!journals)
        return PAST_NONE;
    enum journal_found found = session_copy_journal(first, at, &past);
    if (found != JOURNAL_FOUND)
        return past_of(found, refused);
    if (!journals_begin_replay(journals)) {
        journal_free(past);
        return PAST_BUSY;
    }
    *refused = begin_again(registry, reader, past, spec, out);
    if (*refused != SESSION_OK) {
        journals_end_replay(journals);
        journal_free(past);
        return PAST_REFUSED;
    }
    (*out)->replaying = true;
    atomic_store(&(*out)->journal, past);
    session_first_turn(*out);
    return PAST_OK;
}

enum session_status registry_publish(struct registry *registry, struct session *session,
                                     struct journal_reader *reader)
{
    journal_read_end(reader);
    journals_end_replay(registry->config.journals);
    session->replaying = false;
    session_begin_recording(session);
    return make_public(registry, session);
}

void registry_give_up(struct registry *registry, struct session *session, struct journal_reader *reader)
{
    journal_read_end(reader);
    journals_end_replay(registry->config.journals);
    make_public(registry, NULL);
    session_leave(session);
    session_release(session);
}

/* ---- Ending -------------------------------------------------------------------------------------- */

static void unlink_session(struct registry *registry, struct session *session)
{
    index_remove(&registry->index, &session->by_id);
    if (session->by_name.key)
        index_remove(&registry->index, &session->by_name);
    *(session->previous ? &session->previous->next : &registry->oldest) = session->next;
    *(session->next ? &session->next->previous : &registry->newest) = session->previous;
    session->next = session->previous = NULL;
    registry->count--;
}

/* The first of those who would end it? No operation enters it any more, but it is found. */
static bool claim_end(struct session *session)
{
    return !atomic_exchange(&session->ended, true);
}

static void tell_watchers(struct session *session, enum session_end how)
{
    static const char *const reasons[] = {
        [SESSION_DELETED] = "deleted", [SESSION_EXPIRED] = "expired", [SESSION_STOPPED] = "stopped"};
    char event[64];
    int length = snprintf(event, sizeof event, "{\"reason\":\"%s\",\"seq\":%llu}", reasons[how],
                          (unsigned long long)session_seq(session));
    event_publish(session->events, "ended", event, (size_t)length);
}

/* Who hears of the end and asks finds what has come of it: it is told of last, but under the lock, so before
 * whoever has its name next. */
static void finish_end(struct registry *registry, struct session *session, enum session_end how)
{
    if (registry->config.ends)
        registry->config.ends(registry->config.context, session, how);
    pthread_mutex_lock(&registry->lock);
    unlink_session(registry, session);
    registry->deleted += how == SESSION_DELETED;
    registry->expired += how == SESSION_EXPIRED;
    tell(registry, session, how == SESSION_DELETED ? "deleted" : "ended");
    pthread_mutex_unlock(&registry->lock);
    tell_watchers(session, how);
    event_stream_close(session->events);
    session_release(session); /* the registry's own reference */
}

static bool end_session(struct registry *registry, struct session *session, enum session_end how)
{
    if (!claim_end(session))
        return false;
    finish_end(registry, session, how);
    return true;
}

enum session_status registry_begin_end(struct session *session)
{
    return claim_end(session) ? SESSION_OK : SESSION_ENDED;
}

void registry_finish_end(struct registry *registry, struct session *session)
{
    finish_end(registry, session, SESSION_DELETED);
}

enum session_status registry_end(struct registry *registry, struct session *session)
{
    return end_session(registry, session, SESSION_DELETED) ? SESSION_OK : SESSION_ENDED;
}

static struct session *take_oldest(struct registry *registry)
{
    pthread_mutex_lock(&registry->lock);
    registry->accepting = false;
    struct session *session = registry->oldest;
    while (session && session_ended(session)) /* whoever ends it goes on */
        session = session->next;
    if (session)
        session_retain(session);
    pthread_mutex_unlock(&registry->lock);
    return session;
}

void registry_end_sessions(struct registry *registry)
{
    struct session *session;
    while ((session = take_oldest(registry))) {
        end_session(registry, session, SESSION_STOPPED);
        session_wait_until_left(session);
        session_release(session);
    }
}

/* ---- Finding ------------------------------------------------------------------------------------- */

struct session *registry_find(struct registry *registry, const char *name_or_id)
{
    pthread_mutex_lock(&registry->lock);
    struct session *session = index_find(&registry->index, name_or_id);
    if (session)
        session_retain(session);
    pthread_mutex_unlock(&registry->lock);
    if (session)
        session_touch(session);
    return session;
}

static bool session_matches(struct session *session, const struct label *wanted, size_t count)
{
    if (count == 0)
        return true;
    const struct labels *labels = session_labels(session);
    bool matches = labels_match(labels, wanted, count);
    labels_release(labels);
    return matches;
}

size_t registry_list(struct registry *registry, const struct label *wanted, size_t wanted_count,
                     uint64_t after, struct session **out, size_t room, bool *more, size_t *total)
{
    size_t filled = 0;
    *more = false;
    if (total)
        *total = 0;
    pthread_mutex_lock(&registry->lock);
    for (struct session *session = registry->oldest; session; session = session->next) {
        if (!session_matches(session, wanted, wanted_count))
            continue;
        if (total)
            ++*total;
        if (session->number <= after)
            continue;
        if (filled < room)
            out[filled++] = session_retain(session);
        else
            *more = true;
    }
    pthread_mutex_unlock(&registry->lock);
    return filled;
}

void registry_stats(struct registry *registry, struct registry_stats *out)
{
    *out = (struct registry_stats){.max_sessions = registry->config.max_sessions,
                                   .memory_total = registry->config.memory_total};
    pthread_mutex_lock(&registry->lock);
    out->sessions = registry->count;
    out->created = registry->created;
    out->deleted = registry->deleted;
    out->expired = registry->expired;
    for (struct session *session = registry->oldest; session; session = session->next) {
        struct session_gauges gauges;
        session_gauges(session, &gauges);
        out->committed += gauges.committed;
        out->used += gauges.used;
        out->objects += gauges.objects;
        pthread_mutex_lock(&session->jobs_lock);
        out->waiting += session->job_count;
        pthread_mutex_unlock(&session->jobs_lock);
    }
    pthread_mutex_unlock(&registry->lock);
}

/* ---- The clock ----------------------------------------------------------------------------------- */

/* The sessions after that number for which `due` says yes, up to `room` of them, as new references. */
static size_t collect(struct registry *registry, bool (*due)(struct session *), uint64_t after,
                      struct session **out, size_t room)
{
    size_t filled = 0;
    pthread_mutex_lock(&registry->lock);
    for (struct session *session = registry->oldest; session && filled < room; session = session->next)
        if (session->number > after && due(session))
            out[filled++] = session_retain(session);
    pthread_mutex_unlock(&registry->lock);
    return filled;
}

/* Work that runs or waits is use: such a session has touched or will touch itself. */
static bool has_expired(struct session *session)
{
    return session_expires_in(session) == 0 && !session_in_use(session) && !session_ended(session);
}

static void end_expired(struct registry *registry)
{
    struct session *expired[EXPIRED_AT_A_TIME];
    size_t count;
    do {
        count = collect(registry, has_expired, 0, expired, EXPIRED_AT_A_TIME);
        for (size_t i = 0; i < count; i++) {
            end_session(registry, expired[i], SESSION_EXPIRED);
            session_release(expired[i]);
        }
    } while (count == EXPIRED_AT_A_TIME);
}

static bool has_jobs(struct session *session)
{
    pthread_mutex_lock(&session->jobs_lock);
    bool has = session->job_count > 0;
    pthread_mutex_unlock(&session->jobs_lock);
    return has;
}

static size_t run_overdue(struct registry *registry)
{
    struct session *found[EXPIRED_AT_A_TIME];
    size_t waiting = 0, count;
    uint64_t after = 0;
    do {
        count = collect(registry, has_jobs, after, found, EXPIRED_AT_A_TIME);
        for (size_t i = 0; i < count; i++) {
            after = found[i]->number;
            waiting += session_run_overdue(found[i]);
            session_release(found[i]);
        }
    } while (count == EXPIRED_AT_A_TIME);
    return waiting;
}

void registry_job_waits(struct registry *registry)
{
    pthread_mutex_lock(&registry->clock_lock);
    bool first = !registry->jobs_wait;
    registry->jobs_wait = true;
    if (first)
        pthread_cond_signal(&registry->clock_wakes);
    pthread_mutex_unlock(&registry->clock_lock);
}

static void *clock_thread(void *context)
{
    struct registry *registry = context;
    int64_t next_expiry = monotonic_ns();
    pthread_mutex_lock(&registry->clock_lock);
    while (!registry->clock_stops) {
        struct deadline nap;
        deadline_start(&nap, registry->jobs_wait ? BUSY_PERIOD_MS : IDLE_PERIOD_MS);
        struct timespec until = deadline_timespec(&nap);
        pthread_cond_clockwait(&registry->clock_wakes, &registry->clock_lock, CLOCK_MONOTONIC, &until);
        registry->jobs_wait = false;
        pthread_mutex_unlock(&registry->clock_lock);

        bool still = run_overdue(registry) > 0;
        if (monotonic_ns() >= next_expiry) {
            end_expired(registry);
            next_expiry = monotonic_ns() + IDLE_PERIOD_MS * 1000000ll;
        }

        pthread_mutex_lock(&registry->clock_lock);
        registry->jobs_wait = registry->jobs_wait || still;
    }
    pthread_mutex_unlock(&registry->clock_lock);
    return NULL;
}

/* ---- Life ---------------------------------------------------------------------------------------- */

struct registry *registry_start(const struct registry_config *config)
{
    struct registry *registry = calloc(1, sizeof *registry);
    if (!registry)
        return NULL;
    atomic_init(&registry->references, 1);
    registry->config = *config;
    budget_init(&registry->budget, config->memory_total);
    pthread_mutex_init(&registry->lock, NULL);
    pthread_mutex_init(&registry->clock_lock, NULL);
    pthread_cond_init(&registry->clock_wakes, NULL);
    registry->next_number = config->first_number ? config->first_number : 1;
    registry->accepting = true;
    registry->events = event_stream_new(DAEMON_EVENTS, DAEMON_EVENT_BYTES, EVENTS_LINGER_MS);
    registry->watcher = watcher_start(WATCH_PERIOD_MS);
    registry->templates = templates_new();
    if (!registry->events || !registry->templates || !registry->watcher ||
        !index_make_room(&registry->index, 1) ||
        pthread_create(&registry->clock, NULL, clock_thread, registry) != 0) {
        watcher_stop(registry->watcher);
        registry_release(registry);
        return NULL;
    }
    return registry;
}

void registry_stop(struct registry *registry)
{
    pthread_mutex_lock(&registry->clock_lock);
    registry->clock_stops = true;
    pthread_cond_signal(&registry->clock_wakes);
    pthread_mutex_unlock(&registry->clock_lock);
    pthread_join(registry->clock, NULL);
    watcher_stop(registry->watcher);
    registry->watcher = NULL;
    event_stream_close(registry->events);
    registry_release(registry);
}
