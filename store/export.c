/*
 * One session as a database of its own: a new file with the same schema, filled by SQLite from a second
 * connection that has the store attached and reads it at one moment. The writer goes on meanwhile, and no
 * reader is taken.
 *
 * The order matters: what is shared by all sessions (tracebacks, frames, names) is copied last, as far as
 * what has been copied refers to it. A snapshot's value is there twice: packed as in a store, so that the
 * file is one, and as rows, sites and types, so that SQL can read it. An object graph stays the bytes
 * that it is. */
#include "store/intern.h"
#include "store/internal.h"
#include "store/packed.h"
#include "store/schema.h"
#include "store/sweep.h"
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define EXPORT_PREFIX                                                                                        \
    ".heapd-export-" /* nobody else has files of such names here: what is left of them is removed */

/* Between two looks whether to go on: steps of SQLite's machine, sites that are written. */
enum { STEPS_A_LOOK = 20000, SITES_A_LOOK = 1000 };

/* Each with the session as ?1, if it has a parameter. */
static const char *const of_the_session[] = {
    "INSERT INTO main.session SELECT * FROM store.session WHERE id = ?1",
    "INSERT INTO main.session_label SELECT * FROM store.session_label WHERE session = ?1",
    "INSERT INTO main.retention SELECT * FROM store.retention WHERE session = ?1",
    "INSERT INTO main.collection SELECT * FROM store.collection WHERE session = ?1",
    "INSERT INTO main.memory_sample SELECT * FROM store.memory_sample WHERE session = ?1",
    "INSERT INTO main.snapshot SELECT * FROM store.snapshot WHERE session = ?1",
};
static const char *const of_its_snapshots[] = {
    "INSERT INTO main.snapshot_part SELECT x.* FROM main.snapshot AS s"
    " CROSS JOIN store.snapshot_part AS x ON x.snapshot = s.id",
    "INSERT INTO main.graph_part SELECT x.* FROM main.snapshot AS s"
    " CROSS JOIN store.graph_part AS x ON x.snapshot = s.id",
    "INSERT INTO main.diff SELECT x.* FROM main.snapshot AS s CROSS JOIN store.diff AS x ON x.snapshot = "
    "s.id",
    "INSERT INTO main.diff_growth SELECT x.* FROM main.snapshot AS s"
    " CROSS JOIN store.diff_growth AS x ON x.snapshot = s.id",
    "INSERT INTO main.diff_type_growth SELECT x.* FROM main.snapshot AS s"
    " CROSS JOIN store.diff_type_growth AS x ON x.snapshot = s.id",
    "INSERT INTO main.frame SELECT * FROM store.frame WHERE id IN"
    " (SELECT frame FROM main.diff_growth)",
    "INSERT INTO main.string SELECT * FROM store.string WHERE id IN"
    " (SELECT file FROM main.frame UNION SELECT name FROM main.diff_type_growth)",
    /* Ids of snapshots go on behind those that there are. */
    "INSERT INTO main.unseen SELECT max(id), 0 FROM main.snapshot HAVING max(id) IS NOT NULL",
    "DELETE FROM main.unseen",
};

static enum store_status run_all(struct database *database, const char *const *sql, size_t count,
                                 const char *types, int64_t session)
{
    enum store_status status = STORE_OK;
    for (size_t i = 0; i < count && status == STORE_OK; i++) {
        status = database_run(database, sql[i], types, session);
    }
    return status;
}

/* ---- Packed values as rows ----------------------------------------------------------------------- */

struct filling {
    struct database *database;
    const struct store_patience *patience; /* NULL: there is no end to it */
    int64_t snapshot;
    const struct snapshot *value;
    struct interner interner;
    int64_t *path; /* nodes of the traceback at hand: path[0] the root, path[i] that of frame i - 1 */
    int64_t known; /* the highest node that was there before this value */
};

/* A node under one that this value has made (higher than `known`) is not there yet: each is asked for once,
 * since tracebacks are sorted. */
static enum store_status find_node(struct database *database, int64_t known, int64_t parent, int64_t frame,
                                   int64_t *node)
{
    enum store_status status = STORE_OK;
    *node = 0;
    if (parent <= known) {
        status = database_number(database, node, 0,
                                 "SELECT id FROM main.traceback WHERE parent = ?1 AND frame = ?2", "ii",
                                 parent, frame);
    }
    if (status == STORE_OK && *node == 0) {
        status = database_run(database, "INSERT INTO main.traceback (parent, frame) VALUES (?1, ?2)", "ii",
                              parent, frame);
        *node = sqlite3_last_insert_rowid(database->handle);
    }
    return status;
}

/* How many frames the traceback begins with that the one before it has, too. */
static uint32_t common_frames(const struct snapshot *value, uint32_t i)
{
    const struct snapshot_traceback *one = &value->tracebacks[i], *before = i > 0 ? one - 1 : one;
    uint32_t common = 0;
    while (i > 0 && common < one->nframe && common < before->nframe &&
           value->paths[one->path + common] == value->paths[before->path + common]) {
        common++;
    }
    return common;
}

static enum store_status write_site(struct filling *f, uint32_t i)
{
    const struct snapshot_traceback *site = &f->value->tracebacks[i];
    enum store_status status = STORE_OK;
    for (uint32_t k = common_frames(f->value, i); k < site->nframe && status == STORE_OK; k++) {
        int64_t frame;
        status = interner_frame(f->database, &f->interner, f->value->paths[site->path + k], &frame);
        if (status == STORE_OK) {
            status = find_node(f->database, f->known, f->path[k], frame, &f->path[k + 1]);
        }
    }
    if (status == STORE_OK) {
        status = database_run(f->database, "INSERT INTO main.site VALUES (?1, ?2, ?3, ?4, ?5, ?6)", "iiiiuu",
                              f->snapshot, f->path[site->nframe], (int64_t)site->domain,
                              (int64_t)site->total_nframe, site->size, site->count);
    }
    return status;
}

static enum store_status write_value(struct filling *f)
{
    uint32_t longest = 0;
    for (uint32_t i = 0; i < f->value->traceback_count; i++) {
        longest = f->value->tracebacks[i].nframe > longest ? f->value->tracebacks[i].nframe : longest;
    }
    f->path = calloc(longest + (size_t)1, sizeof *f->path);
    enum store_status status = f->path == NULL ? STORE_NO_MEMORY : interner_init(&f->interner, f->value);
    if (status == STORE_OK) {
        status = database_number(f->database, &f->known, 0, "SELECT max(id) FROM main.traceback", "");
    }
    for (uint32_t i = 0; i < f->value->traceback_count && status == STORE_OK; i++) {
        status = write_site(f, i);
        if (f->patience != NULL && i % SITES_A_LOOK == 0 && f->patience->given_up(f->patience->context)) {
            status = STORE_STOPPED;
        }
    }
    for (uint32_t i = 0; i < f->value->type_count && status == STORE_OK; i++) {
        const struct snapshot_type *type = &f->value->types[i];
        int64_t name;
        status = interner_string(f->database, &f->interner, type->name, &name);
        if (status == STORE_OK) {
            status = database_run(f->database, "INSERT INTO main.type_total VALUES (?1, ?2, ?3, ?4)", "iiuu",
                                  f->snapshot, name, type->size, type->count);
        }
    }
    interner_drop(&f->interner);
    free(f->path);
    return status;
}

static enum store_status unpack(struct database *database, int64_t snapshot,
                                const struct store_patience *patience)
{
    struct snapshot *value;
    enum store_status status = packed_load(database, snapshot, &value);
    if (status == STORE_OK) {
        struct filling filling = {
            .database = database, .patience = patience, .snapshot = snapshot, .value = value};
        status = write_value(&filling);
    }
    snapshot_release(value);
    return status;
}

static enum store_status unpack_all(struct database *database, const struct store_patience *patience)
{
    int64_t snapshot = 0;
    for (;;) {
        enum store_status status =
            database_number(database, &snapshot, 0,
                            "SELECT id FROM main.snapshot WHERE id > ?1 ORDER BY id LIMIT 1", "i", snapshot);
        if (status == STORE_OK && snapshot != 0) {
            status = unpack(database, snapshot, patience);
        }
        if (status != STORE_OK || snapshot == 0) {
            return status;
        }
    }
}

/* ---- The file ------------------------------------------------------------------------------------ */

static enum store_status copy(struct database *database, int64_t session,
                              const struct store_patience *patience)
{
    int64_t found = 0;
    enum store_status status = database_script(database, "BEGIN");
    if (status == STORE_OK) {
        status =
            run_all(database, of_the_session, sizeof of_the_session / sizeof of_the_session[0], "i", session);
    }
    if (status == STORE_OK) {
        status = database_number(database, &found, 0, "SELECT count(*) FROM main.session", "");
    }
    if (status == STORE_OK && found == 0) {
        status = STORE_NOT_FOUND;
    }
    if (status == STORE_OK) {
        status =
            run_all(database, of_its_snapshots, sizeof of_its_snapshots / sizeof of_its_snapshots[0], "", 0);
    }
    if (status == STORE_OK) {
        status = unpack_all(database, patience);
    }
    if (status == STORE_OK) {
        status = database_run(database,
                              "UPDATE main.tally SET sites = (SELECT count(*) FROM main.site) +"
                              " ?1 * (SELECT count(*) FROM main.snapshot)",
                              "i", (int64_t)SWEEP_WEIGHT);
    }
    database_reset(database);
    return status == STORE_OK ? database_script(database, "COMMIT") : status;
}

/* Nothing of the file is worth keeping if the copy fails, so that it needs neither a journal nor a sync. */
static enum store_status fill(struct store *store, const char *path, int64_t session,
                              const struct store_patience *patience)
{
    struct database database;
    enum store_status status =
        database_open(&database, path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, store->vfs);
    if (status == STORE_OK && patience != NULL) {
        sqlite3_progress_handler(database.handle, STEPS_A_LOOK, patience->given_up, patience->context);
    }
    if (status == STORE_OK) {
        status = database_script(
            &database, "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -32000");
    }
    if (status == STORE_OK) {
        status = schema_migrate(&database, 0, schema_latest());
    }
    if (status == STORE_OK) {
        status = database_run(&database, "ATTACH ?1 AS store", "t", store->path);
    }
    if (status == STORE_OK) {
        status = copy(&database, session, patience);
    }
    database_close(&database);
    return status;
}

static char *export_path(const struct store *store, const char *name)
{
    char *path = NULL;
    const char *slash = strrchr(store->path, '/');
    if (asprintf(&path, "%.*s/%s%s", (int)(slash - store->path), store->path, EXPORT_PREFIX, name) < 0) {
        return NULL;
    }
    return path;
}

enum store_status store_export(struct store *store, int64_t session, const struct store_patience *patience,
                               int *file)
{
    char *path = export_path(store, "XXXXXX");
    if (path == NULL) {
        return STORE_NO_MEMORY;
    }
    int fd = mkostemp(path, O_CLOEXEC);
    if (fd < 0) {
        free(path);
        return STORE_IO;
    }
    enum store_status status = fill(store, path, session, patience);
    unlink(path); /* what is open stays readable */
    free(path);
    if (status == STORE_OK) {
        *file = fd;
    } else {
        close(fd);
    }
    return status;
}

void store_exports_remove(const char *directory)
{
    DIR *entries = opendir(directory);
    const struct dirent *entry;
    while (entries != NULL && (entry = readdir(entries)) != NULL) {
        if (strncmp(entry->d_name, EXPORT_PREFIX, sizeof EXPORT_PREFIX - 1) == 0) {
            unlinkat(dirfd(entries), entry->d_name, 0);
        }
    }
    if (entries != NULL) {
        closedir(entries);
    }
}
