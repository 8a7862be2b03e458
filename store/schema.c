/* Migrations: number n of migrations/ brings a file from user_version n - 1 to n. */
#include "store/schema.h"
#include <stdio.h>

extern const char *const store_migrations[]; /* made from migrations/ at build time; NULL last */

int schema_latest(void)
{
    int count = 0;
    while (store_migrations[count] != NULL) {
        count++;
    }
    return count;
}

enum store_status schema_look(struct database *database, int *version)
{
    int64_t tables, application, user_version;
    enum store_status status =
        database_number(database, &tables, 0, "SELECT count(*) FROM sqlite_schema", "");
    if (status == STORE_OK) {
        status = database_number(database, &application, 0, "PRAGMA application_id", "");
    }
    if (status == STORE_OK) {
        status = database_number(database, &user_version, 0, "PRAGMA user_version", "");
    }
    if (status != STORE_OK) {
        return status;
    }
    bool empty = tables == 0 && user_version == 0;
    if (!empty && application != SCHEMA_APPLICATION_ID) {
        snprintf(database->message, sizeof database->message, "it is another program's database");
        return STORE_CORRUPT;
    }
    if (user_version > schema_latest()) {
        snprintf(database->message, sizeof database->message,
                 "its schema is version %lld, this heapd knows %d", (long long)user_version, schema_latest());
        return STORE_NEWER;
    }
    *version = (int)user_version;
    return STORE_OK;
}

enum store_status schema_migrate(struct database *database, int from, int to)
{
    char mark[100];
    enum store_status status = database_script(database, "BEGIN IMMEDIATE");
    if (status != STORE_OK) {
        return status;
    }
    for (int i = from; i < to && status == STORE_OK; i++) {
        status = database_script(database, store_migrations[i]);
    }
    if (status == STORE_OK) {
        snprintf(mark, sizeof mark, "PRAGMA application_id = %d; PRAGMA user_version = %d; COMMIT",
                 SCHEMA_APPLICATION_ID, to);
        status = database_script(database, mark);
    }
    if (status != STORE_OK) {
        sqlite3_exec(database->handle, "ROLLBACK", NULL, NULL, NULL); /* the first failure is what counts */
    }
    return status;
}
