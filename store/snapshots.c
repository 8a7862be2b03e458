/*
 * Adding, changing and deleting snapshots.
 *
 * A snapshot is written in steps, so that a large one does not hold up the writer: its value, packed by
 * whoever adds it, and its graph go in part by part under an id that stands in `unseen`, and the last
 * step makes it a snapshot, with its number and difference. What is broken off before stays unseen, and
 * is erased. */
#include "store/intern.h"
#include "store/load.h"
#include "store/packed.h"
#include "store/sweep.h"
#include <stdlib.h>
#include <string.h>

enum { PART = 1 << 20, PARTS_A_STEP = 4 };

static pthread_mutex_t *stripe_of(struct store *store, int64_t session)
{
    return &store->stripes[(uint64_t)session % STRIPES];
}

/* ---- Adding -------------------------------------------------------------------------------------- */

struct add {
    struct request request;
    const struct store_snapshot *snapshot;
    const struct snapshot *value;
    const struct growth *growth;
    struct interner interner;
    struct packed packed; /* the value, to be written */
    int64_t id;           /* 0: not begun */
    size_t parts;         /* written: of the value, then of the graph */
    int64_t number;
    /* As they were before the step at hand: */
    int64_t committed_id;
    size_t committed_parts;
};

static void rewind_add(struct request *request)
{
    struct add *add = request_of(request, struct add);
    add->id = add->committed_id;
    add->parts = add->committed_parts;
    interner_rewind(&add->interner);
}

static size_t part_count(size_t length)
{
    return length / PART + (length % PART != 0);
}

static bool has_parts_left(const struct add *add)
{
    return add->parts < part_count(add->packed.length) + part_count(add->snapshot->graph_length);
}

/* The next part, of the one or the other. */
static enum store_status write_part(struct database *database, struct add *add)
{
    size_t value_parts = part_count(add->packed.length), place = add->parts;
    const char *bytes = (const char *)add->packed.bytes;
    size_t length = add->packed.length;
    const char *sql = "INSERT INTO snapshot_part VALUES (?1, ?2, ?3)";
    if (place >= value_parts) {
        place -= value_parts;
        bytes = add->snapshot->graph;
        length = add->snapshot->graph_length;
        sql = "INSERT INTO graph_part VALUES (?1, ?2, ?3)";
    }
    size_t from = place * PART;
    struct snapshot_text part = {bytes + from, length - from < PART ? length - from : PART};
    return database_run(database, sql, "iib", add->id, (int64_t)place, part);
}

/* The last step: it becomes a snapshot. */
static enum store_status make_seen(struct database *database, struct add *add)
{
    const struct store_snapshot *snapshot = add->snapshot;
    enum store_status status = database_number(
        database, &add->number, 0,
        "UPDATE session SET snapshots = snapshots + 1, seq = max(seq, ?2) WHERE id = ?1 RETURNING snapshots",
        "iu", snapshot->session, snapshot->seq);
    if (status == STORE_OK && add->number == 0) {
        status = STORE_NOT_FOUND;
    }
    if (status == STORE_OK) {
        status = database_run(
            database, "INSERT INTO snapshot VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
            "iiittiuuuuii", add->id, snapshot->session, add->number, snapshot->label,
            snapshot->source == NULL ? "heap" : snapshot->source, snapshot->taken_at, snapshot->seq,
            add->value->size, add->value->count, add->value->peak, (int64_t)add->value->nframe,
            (int64_t)snapshot->objects);
    }
    if (status == STORE_OK) {
        status = growth_write(database, add->growth, add->id, &add->interner);
    }
    if (status == STORE_OK) {
        status = database_run(database, "UPDATE tally SET sites = sites + ?1", "i", (int64_t)SWEEP_WEIGHT);
    }
    if (status == STORE_OK) {
        status = database_run(database, "DELETE FROM unseen WHERE id = ?1", "i", add->id);
    }
    return status;
}

static enum store_status perform_add(struct database *database, struct request *request)
{
    struct add *add = request_of(request, struct add);
    enum store_status status = STORE_OK;
    add->committed_id = add->id;
    add->committed_parts = add->parts;
    if (add->id == 0) {
        status = store_session_check(database, add->snapshot->session);
        if (status == STORE_OK) {
            status = database_run(database, "INSERT INTO unseen (building) VALUES (1)", "");
            add->id = sqlite3_last_insert_rowid(database->handle);
        }
    }
    for (int i = 0; i < PARTS_A_STEP && status == STORE_OK && has_parts_left(add); i++, add->parts++) {
        status = write_part(database, add);
    }
    if (status == STORE_OK) {
        request->more = has_parts_left(add);
        status = request->more ? STORE_OK : make_seen(database, add);
    }
    return status;
}

struct abandon {
    struct request request;
    int64_t id;
};

static enum store_status perform_abandon(struct database *database, struct request *request)
{
    return database_run(database, "UPDATE unseen SET building = 0 WHERE id = ?1", "i",
                        request_of(request, struct abandon)->id);
}

/* What was written of a snapshot that failed becomes garbage, now or at the next start. */
static void abandon(struct store *store, int64_t id)
{
    struct abandon abandon = {.request.perform = perform_abandon, .id = id};
    enum store_status status = writer_do(store->writer, &abandon.request);
    (void)status; /* bury() does it at the next start */
}

static enum store_status write_snapshot(struct store *store, struct add *add)
{
    enum store_status status = interner_init(&add->interner, add->value);
    if (status == STORE_OK) {
        status = packed_make(add->value, &add->packed);
    }
    if (status == STORE_OK) {
        status = writer_do(store->writer, &add->request);
        if (status != STORE_OK && add->id != 0) {
            abandon(store, add->id);
        }
    }
    packed_drop(&add->packed);
    interner_drop(&add->interner);
    return status;
}

/* The snapshot before number `before` (0: the last one) and its value; *number 0: there is none. */
static enum store_status load_before(struct store *store, struct database *database, int64_t session,
                                     int64_t before, int64_t *number, struct snapshot **value)
{
    enum store_status status =
        database_number(database, number, 0,
                        "SELECT coalesce(max(number), 0) FROM snapshot WHERE session = ?1 AND number < ?2",
                        "ii", session, before == 0 ? INT64_MAX : before);
    *value = NULL;
    if (status == STORE_OK && *number != 0) {
        status = store_load_snapshot(store, database, session, *number, value);
    }
    return status;
}

enum store_status store_snapshot_add(struct store *store, const struct store_snapshot *snapshot,
                                     struct snapshot *value, int64_t *number)
{
    struct growth growth;
    struct add add = {.request = {.perform = perform_add, .rewind = rewind_add},
                      .snapshot = snapshot,
                      .value = value,
                      .growth = &growth};
    struct database *database;
    struct snapshot *older = NULL;
    int64_t previous;
    pthread_mutex_lock(stripe_of(store, snapshot->session));
    enum store_status status = readers_take(store->readers, &database);
    if (status == STORE_OK) {
        status = load_before(store, database, snapshot->session, 0, &previous, &older);
        readers_give(store->readers, database);
    }
    if (status == STORE_OK) {
        status = growth_compute(&growth, previous, older, value);
    }
    if (status == STORE_OK) {
        status = write_snapshot(store, &add);
    }
    if (status == STORE_OK) {
        store_cache_put(&store->cache, snapshot->session, add.number, value);
        *number = add.number;
    }
    pthread_mutex_unlock(stripe_of(store, snapshot->session));
    snapshot_release(older);
    return status;
}

/* ---- Its graph ----------------------------------------------------------------------------------- */

enum store_status store_graph_part(struct store *store, int64_t session, int64_t number, int64_t place,
                                   void **bytes, size_t *length)
{
    struct database *database;
    sqlite3_stmt *statement;
    bool row = false;
    enum store_status status = readers_take(store->readers, &database);
    if (status != STORE_OK) {
        return status;
    }
    status = database_query(database, &statement,
                            "SELECT bytes FROM graph_part WHERE place = ?3 AND snapshot ="
                            " (SELECT id FROM snapshot WHERE session = ?1 AND number = ?2)",
                            "iii", session, number, place);
    if (status == STORE_OK) {
        status = database_step(database, statement, &row);
    }
    if (status == STORE_OK && row) {
        size_t size = (size_t)sqlite3_column_bytes(statement, 0);
        void *copy = malloc(size + 1);
        if (copy != NULL) {
            memcpy(copy, sqlite3_column_blob(statement, 0), size);
            *bytes = copy;
            *length = size;
        }
        status = copy == NULL ? STORE_NO_MEMORY : STORE_OK;
        sqlite3_reset(statement);
    } else if (status == STORE_OK) {
        status = STORE_NOT_FOUND;
    }
    readers_give(store->readers, database);
    return status;
}

/* ---- Relabelling --------------------------------------------------------------------------------- */

struct relabel {
    struct request request;
    int64_t session, number;
    const char *label;
};

static enum store_status perform_relabel(struct database *database, struct request *request)
{
    const struct relabel *relabel = request_of(request, struct relabel);
    enum store_status status =
        database_run(database, "UPDATE snapshot SET label = ?3 WHERE session = ?1 AND number = ?2", "iit",
                     relabel->session, relabel->number, relabel->label);
    return status == STORE_OK && database_changes(database) == 0 ? STORE_NOT_FOUND : status;
}

enum store_status store_snapshot_relabel(struct store *store, int64_t session, int64_t number,
                                         const char *label)
{
    struct relabel relabel = {
        .request.perform = perform_relabel, .session = session, .number = number, .label = label};
    return writer_do(store->writer, &relabel.request);
}

/* ---- Deleting ------------------------------------------------------------------------------------ */

struct erase {
    struct request request;
    int64_t session, number;
    int64_t next;         /* number of the one after it; 0: none */
    struct growth growth; /* that one's difference from now on */
    struct interner interner;
};

static void rewind_erase(struct request *request)
{
    struct erase *erase = request_of(request, struct erase);
    if (erase->next != 0) {
        interner_rewind(&erase->interner);
    }
}

static enum store_status snapshot_id(struct database *database, int64_t session, int64_t number, int64_t *id)
{
    enum store_status status = database_number(
        database, id, 0, "SELECT id FROM snapshot WHERE session = ?1 AND number = ?2", "ii", session, number);
    return status == STORE_OK && *id == 0 ? STORE_NOT_FOUND : status;
}

static enum store_status perform_erase(struct database *database, struct request *request)
{
    struct erase *erase = request_of(request, struct erase);
    int64_t id, next;
    enum store_status status = snapshot_id(database, erase->session, erase->number, &id);
    if (status == STORE_OK) {
        status = database_run(database, "INSERT INTO unseen (id, building) VALUES (?1, 0)", "i", id);
    }
    if (status == STORE_OK) {
        status = database_run(database, "DELETE FROM snapshot WHERE id = ?1", "i", id);
    }
    if (status == STORE_OK) {
        status = sweep_expect(database, 1);
    }
    if (status == STORE_OK && erase->next != 0) {
        status = snapshot_id(database, erase->session, erase->next, &next);
        if (status == STORE_OK) {
            status = database_run(database, "DELETE FROM diff WHERE snapshot = ?1", "i", next);
        }
        if (status == STORE_OK) {
            status = growth_write(database, &erase->growth, next, &erase->interner);
        }
    }
    return status;
}

/* Works out what the difference of the snapshot after this one will be. *newer, if there is one: one
 * reference. */
static enum store_status prepare_erase(struct store *store, struct erase *erase, struct snapshot **newer)
{
    struct database *database;
    struct snapshot *older = NULL;
    int64_t previous = 0;
    enum store_status status = readers_take(store->readers, &database);
    if (status != STORE_OK) {
        return status;
    }
    status =
        database_number(database, &erase->next, 0,
                        "SELECT coalesce(min(number), 0) FROM snapshot WHERE session = ?1 AND number > ?2",
                        "ii", erase->session, erase->number);
    if (status == STORE_OK && erase->next != 0) {
        status = store_load_snapshot(store, database, erase->session, erase->next, newer);
    }
    if (status == STORE_OK && erase->next != 0) {
        status = load_before(store, database, erase->session, erase->number, &previous, &older);
    }
    readers_give(store->readers, database);
    if (status == STORE_OK && erase->next != 0) {
        status = growth_compute(&erase->growth, previous, older, *newer);
    }
    if (status == STORE_OK && erase->next != 0) {
        status = interner_init(&erase->interner, *newer);
    }
    snapshot_release(older);
    return status;
}

enum store_status store_snapshot_delete(struct store *store, int64_t session, int64_t number)
{
    struct erase erase = {
        .request = {.perform = perform_erase, .rewind = rewind_erase}, .session = session, .number = number};
    struct snapshot *newer = NULL;
    pthread_mutex_lock(stripe_of(store, session));
    enum store_status status = prepare_erase(store, &erase, &newer);
    if (status == STORE_OK) {
        status = writer_do(store->writer, &erase.request);
    }
    if (status == STORE_OK) {
        store_cache_forget(&store->cache, session, number);
    }
    pthread_mutex_unlock(stripe_of(store, session));
    interner_drop(&erase.interner);
    snapshot_release(newer);
    return status;
}
