/* What a query may do to its connection. */
#ifndef HEAPD_QUERY_GUARD_H
#define HEAPD_QUERY_GUARD_H

#include <sqlite3.h>
#include <stdbool.h>

struct query;

/* Limits, settings, functions and, last, the authorizer. */
bool guard_connection(struct query *q, sqlite3 *db) __attribute__((warn_unused_result));

/* instr() and replace() in linear time (search.c), in place of SQLite's. */
bool search_functions(sqlite3 *db) __attribute__((warn_unused_result));
/* The same of trim(), ltrim() and rtrim() (trim.c). */
bool trim_functions(sqlite3 *db) __attribute__((warn_unused_result));

#endif
