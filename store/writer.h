/*
 * The writer: one thread, one connection, a bounded queue of requests in order of arrival, group commit.
 *
 * A request's life: made by its caller -> queued -> performed inside the group's transaction, in a savepoint
 * of its own -> committed (one sync for the group) -> done. If the group cannot be committed, it is rolled
 * back and each request is tried in a transaction of its own, so that one that cannot be stored does not take
 * the others with it. A large request is performed in steps: as long as it sets `more`, it goes to the end of
 * the queue again when its step is committed, and others get their turn in between.
 *
 * perform() may therefore run more than once for the same step; before it does so again, rewind() is
 * called, and what perform() had read from the database or put into it must be forgotten. */
#ifndef HEAPD_STORE_WRITER_H
#define HEAPD_STORE_WRITER_H

#include "store/database.h"
#include <pthread.h>

struct writer;

struct request {
    /* Anything but STORE_OK: its savepoint is rolled back, and that is the answer. */
    enum store_status (*perform)(struct database *database, struct request *request);
    void (*rewind)(struct request *request); /* NULL: nothing to forget */
    void (*drop)(struct request *request);   /* frees a request that nobody waits for; NULL: somebody does */
    bool more;
    /* The writer's: */
    bool flushes, performed, done;
    enum store_status status;
    pthread_cond_t finished;
    struct request *next;
};

struct writer_options {
    size_t queue_limit;
    unsigned wait_ms;
};

/* Takes over the connection (opened, migrated), also if this fails. */
enum store_status writer_start(struct database *database, const struct writer_options *options,
                               struct writer **writer) STORE_MUST_CHECK;
/* Does what is queued, ends the thread, closes the connection. */
void writer_stop(struct writer *writer);

/* Queues the request, which lives with the caller, and waits until it is done. */
enum store_status writer_do(struct writer *writer, struct request *request) STORE_MUST_CHECK;
/* Queues the request, stolen on STORE_OK: it is dropped when it is done. STORE_BUSY at once if there is no
 * room. */
enum store_status writer_post(struct writer *writer, struct request *request) STORE_MUST_CHECK;
/* Waits for all that is queued; answers the first failure of a posted request since the last flush. */
enum store_status writer_flush(struct writer *writer) STORE_MUST_CHECK;

/* Fills what the writer knows of it. */
void writer_health(struct writer *writer, struct store_health *health);

#endif
