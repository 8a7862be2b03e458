/* What led to a session's heap (session.h): from turns to its journal (journal.h).
 *
 * Who has the turn says what he did (session_tell). Whether that changed anything is found by comparing the
 * sequence number and heap_digest() with what they were when the turn began; of what was meant to read, by
 * whether a block came or went, too. */
#include "daemon/heap/heap.h"
#include "daemon/heap/state.h"
#include "daemon/session/session_private.h"

enum { IMAGE_AT_ONCE = 8 << 20 }; /* bytes of a heap */

bool session_is_recorded(const struct session *session)
{
    return registry_config(session->registry)->journals != NULL && !session->replaying;
}

bool session_is_replayed(const struct session *session)
{
    return session->replaying;
}

/* ---- beginnings ---------------------------------------------------------------------------------- */

void session_originates(struct session *session, const struct session_spec *spec)
{
    session->origin = (struct journal_origin){
        .minor = spec->minor,
        .recursion_limit = spec->recursion_limit,
        .hash_seed = spec->hash_seed,
        .memory_limit = atomic_load(&session->memory_limit),
    };
    atomic_store(&session->has_origin, true);
}

void session_inherit(struct session *session, struct session *first)
{
    struct journal *copy = NULL, *journal = atomic_load(&first->journal);
    session->origin = first->origin;
    session->off_step = first->off_step;
    atomic_store(&session->has_origin, atomic_load(&first->has_origin));
    if (journal && journal_copy(journal, JOURNAL_ALL, &copy) == JOURNAL_FOUND)
        atomic_store(&session->journal, copy); /* else it begins with an image */
}

/* Before the first change there is the origin alone, which leads to step 0; what the turn that is under way
 * has done so far is not recorded yet. */
enum journal_found session_copy_journal(struct session *session, uint64_t at, struct journal **out)
{
    const bool has_origin = atomic_load(&session->has_origin); /* first: see journal_of() */
    struct journal *journal = atomic_load_explicit(&session->journal, memory_order_acquire);
    if (journal)
        return journal_copy(journal, at, out);
    if (!has_origin)
        return JOURNAL_GONE;
    if (at != 0)
        return JOURNAL_GAP;
    *out = journal_new(registry_config(session->registry)->journals, &session->origin);
    return *out ? JOURNAL_FOUND : JOURNAL_NO_MEMORY;
}

/* ---- the turn ------------------------------------------------------------------------------------ */

void session_begin_recording(struct session *session)
{
    if (!session_is_recorded(session))
        return;
    session->turn.begun_ns = monotonic_ns();
    session->turn.seq = session_seq(session);
    session->turn.digest = heap_digest(session->heap);
    session->turn.memory_limit = atomic_load_explicit(&session->memory_limit, memory_order_relaxed);
    session->turn.refusals = heap_refusals(session->heap);
    session->turn.noting = session->turn.told = session->turn.broken = false;
}

void session_reads(struct session *session)
{
    if (!session_is_recorded(session) || session->heap->fail_after != 0)
        return;
    session->turn.noting = true;
    heap_note_changes(session->heap, true);
}

void session_not_repeatable(struct session *session, uint64_t whole_to)
{
    if (session->turn.broken)
        return;
    session->turn.broken = true;
    session->turn.whole_to = whole_to;
}

static bool has_changed(struct session *session, uint64_t digest)
{
    return session_seq(session) != session->turn.seq || digest != session->turn.digest ||
           atomic_load_explicit(&session->memory_limit, memory_order_relaxed) != session->turn.memory_limit ||
           (session->turn.noting && heap_changed(session->heap));
}

/* What depends on more than the heap and the request: the deadline, the clock, the memory of all sessions
 * together. */
static void find_out_whether_repeatable(struct session *session)
{
    struct heap *h = session->heap;
    bool clocked = heap_was_clocked(h);
    bool short_of_memory = session->lease_was_short && heap_refusals(h) != session->turn.refusals;
    if (clocked || short_of_memory || heap_abandoned(h))
        session_not_repeatable(session, session->turn.seq);
}

/* ---- the journal --------------------------------------------------------------------------------- */

/* The session's, made with the first change. NULL: no memory; then the next one begins with an image. It is
 * there before the origin goes: who asks for the origin first, then for the journal, misses neither. */
static struct journal *journal_of(struct session *session)
{
    struct journal *journal = atomic_load_explicit(&session->journal, memory_order_relaxed);
    if (journal)
        return journal;
    journal = journal_new(registry_config(session->registry)->journals,
                          atomic_load(&session->has_origin) ? &session->origin : NULL);
    atomic_store_explicit(&session->journal, journal, memory_order_release);
    atomic_store(&session->has_origin, false);
    return journal;
}

static void make_image(struct session *session, struct journal *journal)
{
    const struct journal_state state = {
        .seq = session_seq(session),
        .exact = !session->off_step,
        .runs_programs = session_runs_programs(session),
        .memory_limit = atomic_load_explicit(&session->memory_limit, memory_order_relaxed),
    };
    journal_image(journal, session_name(session), session->heap, &state);
}

static void run_image_job(struct session_job *job)
{
    struct session *session = job->session;
    if (session_enter(session, NULL) == SESSION_OK) {
        struct journal *journal = atomic_load(&session->journal);
        if (journal && journal_wants_image(journal))
            make_image(session, journal);
        session_leave(session);
    }
    atomic_store(&session->image_is_due, false); /* last: then the job can be another's */
}

/* Of a heap so large that those who wait on this thread would notice. What comes meanwhile is recorded as
 * always. */
static bool is_left_to_worker(struct session *session)
{
    struct memory_stats memory;
    memory_stats(session->heap, &memory);
    if (memory.committed <= IMAGE_AT_ONCE || !registry_config(session->registry)->workers)
        return false;
    if (atomic_exchange(&session->image_is_due, true))
        return true;
    session->image_job = (struct session_job){.session = session, .run = run_image_job};
    if (session_submit(&session->image_job) != SESSION_OK) /* the next one tries again */
        atomic_store(&session->image_is_due, false);
    return true;
}

static void append(struct session *session, struct journal *journal, const struct session_doing *doing,
                   uint64_t digest)
{
    const bool broken = session->turn.broken;
    const struct journal_entry entry = {
        .from = session->turn.seq,
        .to = broken ? session->turn.whole_to : session_seq(session),
        .digest = digest,
        .kind = doing->kind,
        .operations = doing->operations,
        .cut = broken,
    };
    uint64_t work = (uint64_t)(monotonic_ns() - session->turn.begun_ns);
    if (!broken || entry.to != entry.from)
        journal_append(journal, session_name(session), &entry, doing->pieces, doing->count, work);
}

void session_tell(struct session *session, const struct session_doing *doing)
{
    if (!session_is_recorded(session) || session_ended(session))
        return;
    const uint64_t digest = heap_digest(session->heap);
    const bool changed = !doing->reads || has_changed(session, digest);
    if (session->turn.noting)
        heap_note_changes(session->heap, false);
    session->turn.noting = false;
    session->turn.told = true;
    if (!changed)
        return;
    session->off_step = session_seq(session) == session->turn.seq;
    find_out_whether_repeatable(session);
    struct journal *journal = journal_of(session);
    if (!journal)
        return;
    append(session, journal, doing, digest);
    if (session->turn.broken)
        journal_break(journal);
    if (journal_wants_image(journal) && !(doing->brief && is_left_to_worker(session)))
        make_image(session, journal);
}

void session_end_recording(struct session *session)
{
    if (!session_is_recorded(session) || session->turn.told)
        return;
    session_not_repeatable(session, session->turn.seq);
    session_tell(session, &(struct session_doing){.reads = true});
}

bool session_is_at_step(const struct session *session)
{
    return !session->off_step;
}

/* ---- asking -------------------------------------------------------------------------------------- */

void session_past(const struct session *session, struct session_past *out)
{
    const bool has_origin = atomic_load(&session->has_origin); /* first: see journal_of() */
    struct journal *journal =
        atomic_load_explicit(&((struct session *)(uintptr_t)session)->journal, memory_order_acquire);
    struct journal_view view = {.mode = has_origin ? JOURNAL_ON : JOURNAL_WAITS};
    const uint64_t seq = session_seq(session);
    if (!session_is_recorded(session)) {
        *out = (struct session_past){PAST_OFF, seq, 0};
        return;
    }
    if (journal)
        journal_look(journal, &view);
    *out = (struct session_past){.state = view.mode == JOURNAL_ON      ? PAST_ON
                                          : view.mode == JOURNAL_WAITS ? PAST_LOST
                                                                       : PAST_FAILED,
                                 .from = view.mode == JOURNAL_ON ? view.from : seq,
                                 .bytes = view.bytes};
    if (out->from > seq)
        out->from = seq;
}
