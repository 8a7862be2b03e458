/* The schema's versions and how a file gets from one to the next. For the store only. */
#ifndef HEAPD_STORE_SCHEMA_H
#define HEAPD_STORE_SCHEMA_H

#include "store/database.h"

/* "hepd": tells a file of heapd's from any other SQLite file. */
#define SCHEMA_APPLICATION_ID 0x68657064

/* The version that this heapd writes; a file's own stands in its user_version. */
int schema_latest(void);
/*
 * Looks at a file without changing it: STORE_OK with its version (0: empty), STORE_NEWER, or STORE_CORRUPT if
 * it is no database or not heapd's.
 */
enum store_status schema_look(struct database *database, int *version) STORE_MUST_CHECK;
/* Brings a file from `from` to `to`, all or nothing. */
enum store_status schema_migrate(struct database *database, int from, int to) STORE_MUST_CHECK;

#endif
