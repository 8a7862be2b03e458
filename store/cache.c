/* The cache of loaded snapshots: see cache.h. Few and large things, so a scan finds them. */
#include "store/cache.h"

void store_cache_init(struct cache *cache, size_t limit)
{
    *cache = (struct cache){.limit = limit};
    pthread_mutex_init(&cache->lock, NULL);
}

static void empty_place(struct cache *cache, struct cache_place *place)
{
    cache->bytes -= snapshot_footprint(place->value);
    snapshot_release(place->value);
    place->value = NULL;
}

void store_cache_drop(struct cache *cache)
{
    for (size_t i = 0; i < CACHE_PLACES; i++) {
        if (cache->places[i].value != NULL) {
            empty_place(cache, &cache->places[i]);
        }
    }
    pthread_mutex_destroy(&cache->lock);
}

struct snapshot *store_cache_get(struct cache *cache, int64_t session, int64_t number)
{
    struct snapshot *found = NULL;
    pthread_mutex_lock(&cache->lock);
    for (size_t i = 0; i < CACHE_PLACES && found == NULL; i++) {
        struct cache_place *place = &cache->places[i];
        if (place->value != NULL && place->session == session && place->number == number) {
            place->used = ++cache->clock;
            found = snapshot_retain(place->value);
        }
    }
    pthread_mutex_unlock(&cache->lock);
    return found;
}

/* A free place with `bytes` to spare; what was used longest ago makes room. */
static struct cache_place *make_room(struct cache *cache, size_t bytes)
{
    for (;;) {
        struct cache_place *free_place = NULL, *oldest = NULL;
        for (size_t i = 0; i < CACHE_PLACES; i++) {
            struct cache_place *place = &cache->places[i];
            if (place->value == NULL) {
                free_place = place;
            } else if (oldest == NULL || place->used < oldest->used) {
                oldest = place;
            }
        }
        if (free_place != NULL && cache->bytes + bytes <= cache->limit) {
            return free_place;
        }
        empty_place(cache, oldest);
    }
}

void store_cache_put(struct cache *cache, int64_t session, int64_t number, struct snapshot *value)
{
    size_t bytes = snapshot_footprint(value);
    if (bytes > cache->limit) {
        return;
    }
    pthread_mutex_lock(&cache->lock);
    struct cache_place *place = make_room(cache, bytes);
    *place = (struct cache_place){session, number, ++cache->clock, snapshot_retain(value)};
    cache->bytes += bytes;
    pthread_mutex_unlock(&cache->lock);
}

void store_cache_forget(struct cache *cache, int64_t session, int64_t number)
{
    pthread_mutex_lock(&cache->lock);
    for (size_t i = 0; i < CACHE_PLACES; i++) {
        struct cache_place *place = &cache->places[i];
        if (place->value != NULL && place->session == session && (number == 0 || place->number == number)) {
            empty_place(cache, place);
        }
    }
    pthread_mutex_unlock(&cache->lock);
}
