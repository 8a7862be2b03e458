/* A stored snapshot becomes a value again. */
#include "store/load.h"
#include "store/packed.h"

enum store_status store_load_snapshot(struct store *store, struct database *database, int64_t session,
                                      int64_t number, struct snapshot **value)
{
    sqlite3_stmt *statement;
    bool row;
    enum store_status status =
        database_query(database, &statement, "SELECT id FROM snapshot WHERE session = ?1 AND number = ?2",
                       "ii", session, number);
    if (status == STORE_OK) {
        status = database_step(database, statement, &row);
    }
    if (status != STORE_OK || !row) {
        return status == STORE_OK ? STORE_NOT_FOUND : status;
    }
    int64_t id = sqlite3_column_int64(statement, 0);
    sqlite3_reset(statement);
    *value = store_cache_get(&store->cache, session, number);
    if (*value != NULL) {
        return STORE_OK;
    }
    status = packed_load(database, id, value);
    if (status == STORE_OK) {
        store_cache_put(&store->cache, session, number, *value);
    }
    return status;
}

enum store_status store_snapshot_load(struct store *store, int64_t session, int64_t number,
                                      struct snapshot **value)
{
    struct database *database;
    struct snapshot *loaded;
    enum store_status status = readers_take(store->readers, &database);
    if (status != STORE_OK) {
        return status;
    }
    status = store_load_snapshot(store, database, session, number, &loaded);
    readers_give(store->readers, database);
    if (status == STORE_OK) {
        *value = loaded;
    }
    return status;
}
