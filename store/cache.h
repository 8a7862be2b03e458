/* Loaded snapshots, kept as long as they fit into a number of bytes; the one used longest ago goes first. */
#ifndef HEAPD_STORE_CACHE_H
#define HEAPD_STORE_CACHE_H

#include "daemon/snapshot/snapshot.h"
#include <pthread.h>

enum { CACHE_PLACES = 64 };

struct cache {
    pthread_mutex_t lock;
    size_t bytes, limit;
    uint64_t clock; /* rises with every use */
    struct cache_place {
        int64_t session, number;
        uint64_t used;
        struct snapshot *value; /* NULL: free */
    } places[CACHE_PLACES];
};

void store_cache_init(struct cache *cache, size_t limit);
void store_cache_drop(struct cache *cache);
/* A reference of the caller's own, or NULL. */
struct snapshot *store_cache_get(struct cache *cache, int64_t session, int64_t number);
/* Takes a reference of its own, unless the snapshot is too large to keep. */
void store_cache_put(struct cache *cache, int64_t session, int64_t number, struct snapshot *value);
/* Forgets one snapshot; number 0: all of the session. */
void store_cache_forget(struct cache *cache, int64_t session, int64_t number);

#endif
