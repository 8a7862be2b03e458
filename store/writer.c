/* The writer thread: see writer.h. */
#include "store/writer.h"
#include "store/sweep.h"
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* How many requests share a commit: enough to make the sync cheap, few enough to answer soon. */
enum { GROUP = 256 };

struct writer {
    struct database database; /* the thread's alone, as the next two are */
    uint64_t commits, file_bytes;
    pthread_t thread;
    pthread_mutex_t lock; /* for everything below */
    pthread_cond_t work, room;
    struct request *first, **last;
    size_t queued;
    struct writer_options options;
    bool closing;
    enum store_status lost; /* why the first posted request since the last flush failed */
    struct store_health health;
};

static enum store_status refresh_file_bytes(struct writer *writer)
{
    int64_t pages = 0, page_size = 0;
    enum store_status status = database_number(&writer->database, &pages, 0, "PRAGMA page_count", "");
    if (status == STORE_OK) {
        status = database_number(&writer->database, &page_size, 0, "PRAGMA page_size", "");
    }
    if (status == STORE_OK) {
        writer->file_bytes = (uint64_t)(pages * page_size);
    }
    return status;
}

/* ---- The queue ----------------------------------------------------------------------------------- */

static void enqueue(struct writer *writer, struct request *request)
{
    request->next = NULL;
    request->done = false;
    request->performed = false;
    *writer->last = request;
    writer->last = &request->next;
    writer->queued++;
    pthread_cond_signal(&writer->work);
}

static struct timespec deadline_in(unsigned milliseconds)
{
    struct timespec at;
    clock_gettime(CLOCK_MONOTONIC, &at);
    at.tv_sec += milliseconds / 1000;
    at.tv_nsec += (long)(milliseconds % 1000) * 1000000;
    if (at.tv_nsec >= 1000000000) {
        at.tv_nsec -= 1000000000;
        at.tv_sec++;
    }
    return at;
}

enum store_status writer_do(struct writer *writer, struct request *request)
{
    struct timespec deadline = deadline_in(writer->options.wait_ms);
    pthread_cond_init(&request->finished, NULL);
    pthread_mutex_lock(&writer->lock);
    int late = 0;
    while (writer->queued >= writer->options.queue_limit && late != ETIMEDOUT) {
        late = pthread_cond_timedwait(&writer->room, &writer->lock, &deadline);
    }
    enum store_status status = STORE_BUSY;
    if (writer->queued < writer->options.queue_limit) {
        enqueue(writer, request);
        while (!request->done) {
            pthread_cond_wait(&request->finished, &writer->lock);
        }
        status = request->status;
    }
    pthread_mutex_unlock(&writer->lock);
    pthread_cond_destroy(&request->finished);
    return status;
}

enum store_status writer_post(struct writer *writer, struct request *request)
{
    enum store_status status = STORE_BUSY;
    pthread_mutex_lock(&writer->lock);
    if (writer->queued < writer->options.queue_limit) {
        enqueue(writer, request);
        status = STORE_OK;
    } else {
        writer->health.dropped++;
    }
    pthread_mutex_unlock(&writer->lock);
    return status;
}

static enum store_status perform_nothing(struct database *database, struct request *request)
{
    (void)database;
    (void)request;
    return STORE_OK;
}

enum store_status writer_flush(struct writer *writer)
{
    struct request request = {.perform = perform_nothing, .flushes = true};
    return writer_do(writer, &request);
}

void writer_health(struct writer *writer, struct store_health *health)
{
    pthread_mutex_lock(&writer->lock);
    *health = writer->health;
    health->queued = writer->queued;
    health->queue_limit = writer->options.queue_limit;
    pthread_mutex_unlock(&writer->lock);
}

/* ---- Transactions -------------------------------------------------------------------------------- */

/* What its last step did is undone. Steps before that one are committed, and stay. */
static void rewind_request(struct request *request)
{
    if (request->performed && request->rewind != NULL) {
        request->rewind(request);
    }
    request->performed = false;
    request->more = false;
}

/* Whether SQLite has ended the transaction by itself, as it does when the disk is full. */
static bool transaction_is_gone(const struct database *database)
{
    return sqlite3_get_autocommit(database->handle) != 0;
}

/* One request in its savepoint. False: the whole transaction is gone. */
static bool perform(struct database *database, struct request *request)
{
    request->more = false;
    request->status = database_run(database, "SAVEPOINT request", "");
    if (request->status != STORE_OK) {
        return !transaction_is_gone(database);
    }
    request->performed = true;
    request->status = request->perform(database, request);
    if (request->status == STORE_OK) {
        request->status = database_run(database, "RELEASE request", "");
        return request->status == STORE_OK;
    }
    rewind_request(request);
    if (transaction_is_gone(database)) {
        return false;
    }
    enum store_status undone = database_run(database, "ROLLBACK TO request", "");
    if (undone == STORE_OK) {
        undone = database_run(database, "RELEASE request", "");
    }
    return undone == STORE_OK;
}

static void roll_back(struct database *database)
{
    database_reset(database);
    if (!transaction_is_gone(database)) {
        sqlite3_exec(database->handle, "ROLLBACK", NULL, NULL,
                     NULL); /* can only fail by being done already */
    }
}

/* All requests up to `end` in one transaction; on failure none of them has happened. */
static enum store_status perform_together(struct writer *writer, struct request *first, struct request *end)
{
    struct database *database = &writer->database;
    enum store_status status = database_run(database, "BEGIN IMMEDIATE", "");
    if (status != STORE_OK) {
        return status;
    }
    for (struct request *request = first; request != end; request = request->next) {
        if (!perform(database, request)) {
            status = request->status != STORE_OK ? request->status : STORE_IO;
            goto fail;
        }
    }
    status = database_run(database, "COMMIT", "");
    if (status == STORE_OK) {
        writer->commits++;
        return STORE_OK;
    }
fail:
    roll_back(database);
    for (struct request *request = first; request != end; request = request->next) {
        rewind_request(request);
    }
    return status;
}

/* Performs the list; afterwards each request has its status. */
static void perform_group(struct writer *writer, struct request *first)
{
    enum store_status status = perform_together(writer, first, NULL);
    if (status == STORE_OK) {
        return;
    }
    if (first->next == NULL || status == STORE_BUSY) { /* another program holds the file: it would be again */
        for (struct request *request = first; request != NULL; request = request->next) {
            request->status = status;
        }
        return;
    }
    for (struct request *request = first; request != NULL; request = request->next) {
        status = perform_together(writer, request, request->next);
        if (status != STORE_OK) {
            request->status = status;
        }
    }
}

/* ---- The thread ---------------------------------------------------------------------------------- */

/* Takes up to GROUP requests off the queue; with the lock held. */
static struct request *take_group(struct writer *writer)
{
    struct request *first = writer->first, **link = &writer->first;
    for (int i = 0; i < GROUP && *link != NULL; i++) {
        link = &(*link)->next;
        writer->queued--;
    }
    writer->first = *link;
    *link = NULL;
    if (writer->first == NULL) {
        writer->last = &writer->first;
    }
    pthread_cond_broadcast(&writer->room);
    return first;
}

static bool is_failure(enum store_status status)
{
    return status == STORE_FULL || status == STORE_IO || status == STORE_CORRUPT || status == STORE_NO_MEMORY;
}

static void count_result(struct writer *writer, const struct request *request)
{
    struct store_health *health = &writer->health;
    health->writes += request->status == STORE_OK && !request->flushes;
    if (is_failure(request->status)) {
        health->failures++;
        health->last_failure = request->status;
        memcpy(health->message, writer->database.message, sizeof health->message);
    } else if (request->status == STORE_OK && !request->flushes) {
        health->last_failure = STORE_OK;
    }
}

/* Tells the outcome; with the lock held. */
static void finish_group(struct writer *writer, struct request *first)
{
    for (struct request *request = first, *next; request != NULL; request = next) {
        next = request->next;
        if (request->status == STORE_OK && request->more) {
            enqueue(writer, request);
            continue;
        }
        count_result(writer, request);
        if (request->flushes && request->status == STORE_OK) {
            request->status = writer->lost;
            writer->lost = STORE_OK;
        }
        if (request->drop == NULL) {
            request->done = true;
            pthread_cond_signal(&request->finished);
        } else {
            if (request->status != STORE_OK && writer->lost == STORE_OK) {
                writer->lost = request->status;
            }
            request->drop(request);
        }
    }
    writer->health.commits = writer->commits;
    writer->health.file_bytes = writer->file_bytes;
}

static void *run(void *argument)
{
    struct writer *writer = argument;
    bool garbage = true; /* there may be some from before */
    pthread_mutex_lock(&writer->lock);
    for (;;) {
        while (writer->first == NULL && !writer->closing && !garbage) {
            pthread_cond_wait(&writer->work, &writer->lock);
        }
        if (writer->first == NULL && writer->closing) {
            break; /* garbage keeps until the next start */
        }
        struct request *group = take_group(writer);
        pthread_mutex_unlock(&writer->lock);
        if (group != NULL) {
            perform_group(writer, group);
            if (refresh_file_bytes(writer) != STORE_OK) {
                writer->file_bytes = 0; /* not known; the writes themselves say what is wrong */
            }
            pthread_mutex_lock(&writer->lock);
            finish_group(writer, group);
            pthread_mutex_unlock(&writer->lock);
        }
        /* What cannot be swept (the disk is full, say) is tried again after the next write. */
        garbage = sweep_step(&writer->database);
        pthread_mutex_lock(&writer->lock);
    }
    pthread_mutex_unlock(&writer->lock);
    return NULL;
}

enum store_status writer_start(struct database *database, const struct writer_options *options,
                               struct writer **result)
{
    struct writer *writer = calloc(1, sizeof *writer);
    pthread_condattr_t attributes;
    if (writer == NULL) {
        database_close(database);
        return STORE_NO_MEMORY;
    }
    writer->database = *database;
    writer->last = &writer->first;
    writer->options = *options;
    pthread_mutex_init(&writer->lock, NULL);
    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    pthread_cond_init(&writer->work, NULL);
    pthread_cond_init(&writer->room, &attributes);
    pthread_condattr_destroy(&attributes);
    if (pthread_create(&writer->thread, NULL, run, writer) != 0) {
        pthread_cond_destroy(&writer->work);
        pthread_cond_destroy(&writer->room);
        pthread_mutex_destroy(&writer->lock);
        database_close(&writer->database);
        free(writer);
        return STORE_NO_MEMORY;
    }
    *result = writer;
    return STORE_OK;
}

void writer_stop(struct writer *writer)
{
    pthread_mutex_lock(&writer->lock);
    writer->closing = true;
    pthread_cond_signal(&writer->work);
    pthread_mutex_unlock(&writer->lock);
    pthread_join(writer->thread, NULL);
    database_close(&writer->database);
    pthread_cond_destroy(&writer->work);
    pthread_cond_destroy(&writer->room);
    pthread_mutex_destroy(&writer->lock);
    free(writer);
}
