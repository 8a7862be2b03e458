/* Reading connections: see readers.h. */
#include "store/readers.h"
#include <pthread.h>
#include <stdlib.h>

struct readers {
    pthread_mutex_t lock;
    pthread_cond_t returned;
    struct database **idle; /* the last one given back is the first to be lent: its cache is warm */
    size_t idle_count, count;
    struct database databases[];
};

static enum store_status open_one(struct database *database, const char *path, const char *vfs)
{
    /* Not opened read-only: the first connection to a file may have to recover its log. */
    enum store_status status =
        database_open(database, path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, vfs);
    if (status == STORE_OK) {
        status = database_script(database, "PRAGMA query_only = ON; PRAGMA cache_size = -8000");
    }
    return status;
}

enum store_status readers_open(const char *path, const char *vfs, unsigned count, struct readers **result)
{
    struct readers *readers = calloc(1, sizeof *readers + count * sizeof readers->databases[0]);
    if (readers == NULL) {
        return STORE_NO_MEMORY;
    }
    pthread_mutex_init(&readers->lock, NULL);
    pthread_cond_init(&readers->returned, NULL);
    readers->idle = calloc(count, sizeof(struct database *));
    enum store_status status = readers->idle == NULL ? STORE_NO_MEMORY : STORE_OK;
    while (readers->count < count && status == STORE_OK) {
        struct database *database = &readers->databases[readers->count++];
        status = open_one(database, path, vfs);
        readers->idle[readers->idle_count++] = database;
    }
    if (status != STORE_OK) {
        readers_close(readers);
        return status;
    }
    *result = readers;
    return STORE_OK;
}

void readers_close(struct readers *readers)
{
    if (readers == NULL) {
        return;
    }
    for (size_t i = 0; i < readers->count; i++) {
        database_close(&readers->databases[i]);
    }
    pthread_cond_destroy(&readers->returned);
    pthread_mutex_destroy(&readers->lock);
    free(readers->idle);
    free(readers);
}

enum store_status readers_take(struct readers *readers, struct database **database)
{
    pthread_mutex_lock(&readers->lock);
    while (readers->idle_count == 0) {
        pthread_cond_wait(&readers->returned, &readers->lock);
    }
    struct database *taken = readers->idle[--readers->idle_count];
    pthread_mutex_unlock(&readers->lock);
    enum store_status status = database_run(taken, "BEGIN", "");
    if (status != STORE_OK) {
        readers_give(readers, taken);
        return status;
    }
    *database = taken;
    return STORE_OK;
}

void readers_give(struct readers *readers, struct database *database)
{
    database_reset(database);
    if (sqlite3_get_autocommit(database->handle) == 0) {
        sqlite3_exec(database->handle, "ROLLBACK", NULL, NULL, NULL); /* nothing was written */
    }
    pthread_mutex_lock(&readers->lock);
    readers->idle[readers->idle_count++] = database;
    pthread_cond_signal(&readers->returned);
    pthread_mutex_unlock(&readers->lock);
}
