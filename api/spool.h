/* A spool: what a worker writes and a connection sends at the same time.
 *
 * The writer puts pieces in, the connection takes them out when its client has room. Whoever is slow has
 * SPOOL_BYTES to be slow with; then the writer waits, as long as the client takes anything within its
 * patience (patience.h) and `over` does not say that it is enough.
 *
 *   writer: writing -> finished           client: reading -> closed
 *
 * Whoever is last of the two calls `destroy`. The writer wakes the stream only under the lock and while it is
 * not closed. */
#ifndef API_SPOOL_H
#define API_SPOOL_H

#include "api/outbuf.h"
#include "api/stream.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

enum {
    SPOOL_BYTES = 4 << 20,
    SPOOL_CHUNK = 32768, /* what is worth being put in */
};

struct spool {
    struct api_stream stream;
    void (*destroy)(struct spool *spool);
    bool (*over)(struct spool *spool); /* while the writer waits, now and then, under the lock; NULL: never */
    void (*closes)(struct spool *spool); /* the client's side ends, on its thread, under the lock; NULL:
                                            nobody is told */
    unsigned patience_ms;                /* 0: PATIENCE_MS */

    pthread_mutex_t lock;
    pthread_cond_t room;
    struct outbuf waiting, sending; /* sending: the connection's, `sent` of it gone */
    size_t sent;
    atomic_uint_fast64_t taken;    /* by the client, in all */
    bool finished, failed, closed; /* failed: the answer cannot be ended properly */
    atomic_bool abandoned;         /* closed, for the writer to see without the lock */
};

void spool_init(struct spool *spool, void (*destroy)(struct spool *spool));

/* By destroy(), for the spool's own memory; or where the stream was never sent. */
void spool_release(struct spool *spool);

/* Puts in what was written, which is empty then. False: nobody wants more, or there was no room for too long.
 * The last piece, which says how it ended, does not wait. */
bool spool_put(struct spool *spool, struct outbuf *piece, bool last);

/* Would put() wait now? For who would do something else then. */
bool spool_is_full(struct spool *spool);

/* The writer's last call: the spool may be gone after it. `whole`: what was put in is all of the answer, or
 * says why not. */
void spool_finish(struct spool *spool, bool whole);

#endif
