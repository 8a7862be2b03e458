/* A short list under a lock, most recently used first (graphs.h). */
#include "api/graphs.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

enum { PLACES = 16 };

struct kept {
    struct graph_key key;
    struct graph_analysis *analysis;
    uint64_t bytes;
};

struct graphs {
    pthread_mutex_t lock;
    char *directory;
    uint64_t bytes_max, bytes;
    uint64_t forgets;
    struct kept kept[PLACES];
    size_t count;
};

struct graphs *graphs_new(const char *directory, uint64_t bytes)
{
    struct graphs *graphs = calloc(1, sizeof *graphs);
    if (!graphs)
        return NULL;
    graphs->bytes_max = bytes;
    graphs->directory = directory ? strdup(directory) : NULL;
    if ((directory && !graphs->directory) || pthread_mutex_init(&graphs->lock, NULL) != 0) {
        free(graphs->directory);
        free(graphs);
        return NULL;
    }
    return graphs;
}

void graphs_free(struct graphs *graphs)
{
    if (!graphs)
        return;
    for (size_t i = 0; i < graphs->count; i++)
        graph_analysis_release(graphs->kept[i].analysis);
    pthread_mutex_destroy(&graphs->lock);
    free(graphs->directory);
    free(graphs);
}

const char *graphs_directory(const struct graphs *graphs)
{
    return graphs ? graphs->directory : NULL;
}

static bool is_key(const struct graph_key *a, const struct graph_key *b)
{
    return a->session == b->session && a->snapshot == b->snapshot && a->step == b->step;
}

/* Takes one out; its reference is the caller's. */
static struct kept take(struct graphs *graphs, size_t i)
{
    struct kept out = graphs->kept[i];
    graphs->count--;
    graphs->bytes -= out.bytes;
    memmove(&graphs->kept[i], &graphs->kept[i + 1], (graphs->count - i) * sizeof out);
    return out;
}

static void put_first(struct graphs *graphs, struct kept in)
{
    memmove(&graphs->kept[1], &graphs->kept[0], graphs->count * sizeof in);
    graphs->kept[0] = in;
    graphs->count++;
    graphs->bytes += in.bytes;
}

struct graph_analysis *graphs_find(struct graphs *graphs, const struct graph_key *key)
{
    struct graph_analysis *found = NULL;
    if (!graphs)
        return NULL;
    pthread_mutex_lock(&graphs->lock);
    for (size_t i = 0; i < graphs->count && !found; i++)
        if (is_key(&graphs->kept[i].key, key)) {
            put_first(graphs, take(graphs, i));
            found = graph_analysis_retain(graphs->kept[0].analysis);
        }
    pthread_mutex_unlock(&graphs->lock);
    return found;
}

uint64_t graphs_now(struct graphs *graphs)
{
    uint64_t now = 0;
    if (!graphs)
        return 0;
    pthread_mutex_lock(&graphs->lock);
    now = graphs->forgets;
    pthread_mutex_unlock(&graphs->lock);
    return now;
}

/* What goes is released outside of the lock. */
static void release_all(struct kept *gone, size_t count)
{
    for (size_t i = 0; i < count; i++)
        graph_analysis_release(gone[i].analysis);
}

void graphs_keep(struct graphs *graphs, const struct graph_key *key, uint64_t since,
                 struct graph_analysis *analysis)
{
    struct kept gone[PLACES + 1];
    size_t count = 0;
    if (!graphs)
        return;
    struct kept in = {*key, analysis, graph_footprint(analysis->graph) + graph_analysis_footprint(analysis)};
    if (in.bytes > graphs->bytes_max)
        return;
    pthread_mutex_lock(&graphs->lock);
    if (key->snapshot != 0 && graphs->forgets != since) {
        pthread_mutex_unlock(&graphs->lock);
        return;
    }
    (void)graph_analysis_retain(analysis);
    for (size_t i = graphs->count; i-- > 0;)
        if (graphs->kept[i].key.session == key->session && graphs->kept[i].key.snapshot == key->snapshot)
            gone[count++] = take(graphs, i);
    while (graphs->count == PLACES || graphs->bytes + in.bytes > graphs->bytes_max)
        gone[count++] = take(graphs, graphs->count - 1);
    put_first(graphs, in);
    pthread_mutex_unlock(&graphs->lock);
    release_all(gone, count);
}

void graphs_forget(struct graphs *graphs, int64_t session, int64_t snapshot)
{
    struct kept gone[PLACES];
    size_t count = 0;
    if (!graphs)
        return;
    pthread_mutex_lock(&graphs->lock);
    graphs->forgets++;
    for (size_t i = graphs->count; i-- > 0;)
        if (graphs->kept[i].key.session == session && graphs->kept[i].key.snapshot == snapshot)
            gone[count++] = take(graphs, i);
    pthread_mutex_unlock(&graphs->lock);
    release_all(gone, count);
}
