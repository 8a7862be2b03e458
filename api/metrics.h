/* Counters of the HTTP side, in Prometheus' text format. Updated without locks. */
#ifndef API_METRICS_H
#define API_METRICS_H

#include "api/outbuf.h"

#include <stddef.h>
#include <stdint.h>

struct metrics;
struct api_route;

/* NULL: no memory. Counters for `count` routes, and one set for requests that no route matched. */
struct metrics *metrics_new(const struct api_route *routes, size_t count);
void metrics_delete(struct metrics *metrics);

void metrics_connection(struct metrics *metrics, int change); /* +1, -1 */
void metrics_begin(struct metrics *metrics);                  /* a request */

/* A request is over. `route` may be NULL. */
void metrics_end(struct metrics *metrics, const struct api_route *route, unsigned status, int64_t duration_us,
                 size_t bytes_in, size_t bytes_out);

/* Requests begun and not ended. */
uint64_t metrics_in_flight(const struct metrics *metrics);

void metrics_write(const struct metrics *metrics, struct outbuf *out);

#endif
