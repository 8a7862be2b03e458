/* Workers: threads that do what is too long for the thread that accepted the request.
 *
 * A job is a struct inside whatever it belongs to (intrusive: accepting one allocates nothing).
 *
 *   accepted (counts against the capacity) -> queued -> running -> done, its place is free again
 *
 * workers_submit accepts and queues at once. A session accepts first and queues when the job's time has come
 * (session.h), which must not fail; hence the two steps.
 *
 * Every accepted job is run exactly once, also when the pool stops: workers_stop lets the queue run
 * empty. */
#ifndef HEAPD_SESSION_WORKERS_H
#define HEAPD_SESSION_WORKERS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct workers;

struct job {
    void (*run)(struct job *job); /* on a worker thread */
    void (*done)(
        struct job *job); /* on the same thread after run, when the job is no longer the pool's: it may free
                             the job, or resume a connection whose handler frees it. NULL is nothing */
    struct job *next;     /* the queue's */
};

/* Starts `threads` workers (at least 1) that hold up to `capacity` accepted jobs, the running ones included.
 * NULL when the host has no memory or threads for it. */
struct workers *workers_start(unsigned threads, size_t capacity);

/* Waits until every accepted job has run, ends the threads and releases the pool. Nobody but running jobs may
 * submit any more. NULL is ignored. */
void workers_stop(struct workers *workers);

/* Accepts and queues a job, first come first served. False when the capacity is used up: the job was not
 * taken, the caller answers that it is busy. From any thread. */
bool workers_submit(struct workers *workers, struct job *job) __attribute__((warn_unused_result));

/* The two halves of workers_submit: accept (false: capacity used up), and queue, which cannot fail. */
bool workers_accept(struct workers *workers) __attribute__((warn_unused_result));
void workers_queue(struct workers *workers, struct job *job);

struct workers_stats {
    unsigned threads;
    size_t capacity;
    size_t accepted;    /* now: waiting for their session's turn, queued, or running */
    size_t running;     /* now */
    uint64_t completed; /* since the start */
    uint64_t refused;   /* since the start: capacity used up */
};
void workers_stats(struct workers *workers, struct workers_stats *out);

#endif
