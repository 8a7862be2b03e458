/* A session's jobs: one at a time is with the workers, the others wait in order. Whoever finishes one hands
 * the next to the workers; it was accepted there when it came, so that this cannot fail. */
#include "daemon/session/session_private.h"
#include <stddef.h>

static struct session_job *job_of(struct job *job)
{
    return (struct session_job *)((char *)job - offsetof(struct session_job, job));
}

/* Under jobs_lock. */
static struct session_job *take_first(struct session *session)
{
    struct session_job *job = session->first_job;
    if (!job)
        return NULL;
    session->first_job = job->next;
    if (!session->first_job)
        session->last_job = &session->first_job;
    session->job_count--;
    return job;
}

static void hand_on(struct session *session)
{
    pthread_mutex_lock(&session->jobs_lock);
    struct session_job *next = take_first(session);
    session->job_running = next != NULL;
    pthread_mutex_unlock(&session->jobs_lock);
    if (next)
        workers_queue(registry_config(session->registry)->workers, &next->job);
}

/* Without done() the job may be gone after run(). */
static void run_job(struct job *job)
{
    struct session_job *session_job = job_of(job);
    struct session *session = session_job->session;
    bool in_order = session_job->in_order;
    session_job->run(session_job);
    if (in_order)
        hand_on(session);
    session_release(session);
}

static void job_done(struct job *job)
{
    struct session_job *session_job = job_of(job);
    session_job->done(session_job);
}

enum session_status session_submit(struct session_job *job)
{
    struct session *session = job->session;
    const struct registry_config *config = registry_config(session->registry);
    enum session_status status = SESSION_OK;
    bool runs_now = false;
    job->job = (struct job){.run = run_job, .done = job->done ? job_done : NULL};
    job->in_order = true;
    job->next = NULL;

    pthread_mutex_lock(&session->jobs_lock);
    if (session_ended(session)) {
        status = SESSION_ENDED;
    } else if (session->job_count >= config->max_waiting || !workers_accept(config->workers)) {
        status = SESSION_BUSY;
    } else if (!session->job_running) {
        session->job_running = runs_now = true;
        session_retain(session);
    } else {
        *session->last_job = job;
        session->last_job = &job->next;
        session->job_count++;
        session_retain(session);
    }
    pthread_mutex_unlock(&session->jobs_lock);

    if (runs_now)
        workers_queue(config->workers, &job->job);
    else if (status == SESSION_OK)
        registry_job_waits(session->registry);
    return status;
}

size_t session_run_overdue(struct session *session)
{
    struct session_job *overdue = NULL;
    pthread_mutex_lock(&session->jobs_lock);
    for (struct session_job **at = &session->first_job; *at;) {
        struct session_job *job = *at;
        if (!deadline_passed(job->deadline)) {
            at = &job->next;
            continue;
        }
        *at = job->next;
        if (!*at)
            session->last_job = at;
        session->job_count--;
        job->in_order = false;
        job->next = overdue;
        overdue = job;
    }
    size_t waiting = session->job_count;
    pthread_mutex_unlock(&session->jobs_lock);
    while (overdue) {
        struct session_job *job = overdue;
        overdue = job->next;
        workers_queue(registry_config(session->registry)->workers, &job->job);
    }
    return waiting;
}
