/* A few connections for reading. Each is lent to one thread at a time, inside one read transaction. */
#ifndef HEAPD_STORE_READERS_H
#define HEAPD_STORE_READERS_H

#include "store/database.h"

struct readers;

enum store_status readers_open(const char *path, const char *vfs, unsigned count,
                               struct readers **readers) STORE_MUST_CHECK;
/* NULL is allowed. */
void readers_close(struct readers *readers);
/* Waits for a free connection and begins a transaction on it: all that is read through it is of one
 * moment. */
enum store_status readers_take(struct readers *readers, struct database **database) STORE_MUST_CHECK;
/* Ends the transaction and gives the connection back. */
void readers_give(struct readers *readers, struct database *database);

#endif
