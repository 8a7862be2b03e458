/* Counters of the HTTP side; see metrics.h. */
#include "api/metrics.h"

#include "api/routes.h"

#include <inttypes.h>
#include <stdatomic.h>
#include <stdlib.h>

enum { BUCKETS = 12 };

static const unsigned statuses[] = {200, 201, 202, 204, 304, 400, 401, 403, 404, 405, 409,
                                    410, 412, 413, 415, 422, 429, 500, 501, 503, 0 /* any other */};
enum { STATUSES = sizeof statuses / sizeof *statuses };

/* Upper bounds in microseconds; beyond the last is +Inf. */
static const unsigned bounds_us[BUCKETS] = {50,    100,   250,    500,    1000,    2500,
                                            10000, 25000, 100000, 500000, 2500000, 10000000};

struct route_counters {
    atomic_uint_fast64_t status[STATUSES];
    atomic_uint_fast64_t bucket[BUCKETS + 1];
    atomic_uint_fast64_t duration_us;
};

struct metrics {
    const struct api_route *routes;
    size_t count;
    atomic_uint_fast64_t begun, ended, bytes_in, bytes_out, connections_total;
    atomic_int_fast64_t connections;
    struct route_counters counters[]; /* count + 1 */
};

struct metrics *metrics_new(const struct api_route *routes, size_t count)
{
    struct metrics *metrics = calloc(1, sizeof *metrics + (count + 1) * sizeof(struct route_counters));
    if (metrics != NULL) {
        metrics->routes = routes;
        metrics->count = count;
    }
    return metrics;
}

void metrics_delete(struct metrics *metrics)
{
    free(metrics);
}

static void add(atomic_uint_fast64_t *counter, uint64_t value)
{
    atomic_fetch_add_explicit(counter, value, memory_order_relaxed);
}

static uint64_t get(const atomic_uint_fast64_t *counter)
{
    return atomic_load_explicit((atomic_uint_fast64_t *)counter, memory_order_relaxed);
}

void metrics_connection(struct metrics *metrics, int change)
{
    atomic_fetch_add_explicit(&metrics->connections, change, memory_order_relaxed);
    if (change > 0)
        add(&metrics->connections_total, 1);
}

void metrics_begin(struct metrics *metrics)
{
    add(&metrics->begun, 1);
}

uint64_t metrics_in_flight(const struct metrics *metrics)
{
    uint64_t ended = atomic_load((atomic_uint_fast64_t *)&metrics->ended);
    return atomic_load((atomic_uint_fast64_t *)&metrics->begun) - ended;
}

void metrics_end(struct metrics *metrics, const struct api_route *route, unsigned status, int64_t duration_us,
                 size_t bytes_in, size_t bytes_out)
{
    struct route_counters *counters =
        &metrics->counters[route != NULL ? (size_t)(route - metrics->routes) : metrics->count];
    unsigned i = 0, bucket = 0;
    while (statuses[i] != status && statuses[i] != 0)
        i++;
    while (bucket < BUCKETS && duration_us > bounds_us[bucket])
        bucket++;
    add(&counters->status[i], 1);
    add(&counters->bucket[bucket], 1);
    add(&counters->duration_us, (uint64_t)duration_us);
    if (bytes_in != 0)
        add(&metrics->bytes_in, bytes_in);
    add(&metrics->bytes_out, bytes_out);
    add(&metrics->ended, 1);
}

static void write_route_labels(const struct metrics *metrics, size_t index, struct outbuf *out)
{
    if (index == metrics->count)
        outbuf_literal(out, "{method=\"\",route=\"\"");
    else
        outbuf_format(out, "{method=\"%s\",route=\"%s\"", http_method_name(metrics->routes[index].method),
                      metrics->routes[index].pattern);
}

static void write_requests(const struct metrics *metrics, struct outbuf *out)
{
    outbuf_literal(out, "# HELP heapd_http_requests_total Requests answered.\n"
                        "# TYPE heapd_http_requests_total counter\n");
    for (size_t i = 0; i <= metrics->count; i++) {
        for (unsigned s = 0; s < STATUSES; s++) {
            uint64_t value = get(&metrics->counters[i].status[s]);
            if (value == 0)
                continue;
            outbuf_literal(out, "heapd_http_requests_total");
            write_route_labels(metrics, i, out);
            outbuf_format(out, ",status=\"%u\"} %" PRIu64 "\n", statuses[s], value);
        }
    }
}

static void write_durations(const struct metrics *metrics, struct outbuf *out)
{
    outbuf_literal(out, "# HELP heapd_http_request_duration_seconds From the request's first line to its "
                        "last byte answered.\n# TYPE heapd_http_request_duration_seconds histogram\n");
    for (size_t i = 0; i <= metrics->count; i++) {
        const struct route_counters *counters = &metrics->counters[i];
        uint64_t sum = 0;
        for (unsigned b = 0; b <= BUCKETS; b++)
            sum += get(&counters->bucket[b]);
        if (sum == 0)
            continue;
        sum = 0;
        for (unsigned b = 0; b <= BUCKETS; b++) {
            sum += get(&counters->bucket[b]);
            outbuf_literal(out, "heapd_http_request_duration_seconds_bucket");
            write_route_labels(metrics, i, out);
            if (b < BUCKETS)
                outbuf_format(out, ",le=\"%g\"} %" PRIu64 "\n", bounds_us[b] / 1e6, sum);
            else
                outbuf_format(out, ",le=\"+Inf\"} %" PRIu64 "\n", sum);
        }
        outbuf_literal(out, "heapd_http_request_duration_seconds_sum");
        write_route_labels(metrics, i, out);
        outbuf_format(out, "} %.6f\n", (double)get(&counters->duration_us) / 1e6);
        outbuf_literal(out, "heapd_http_request_duration_seconds_count");
        write_route_labels(metrics, i, out);
        outbuf_format(out, "} %" PRIu64 "\n", sum);
    }
}

static void write_one(struct outbuf *out, const char *name, const char *type, const char *help, int64_t value)
{
    outbuf_format(out, "# HELP %s %s\n# TYPE %s %s\n%s %" PRId64 "\n", name, help, name, type, name, value);
}

void metrics_write(const struct metrics *metrics, struct outbuf *out)
{
    write_requests(metrics, out);
    write_durations(metrics, out);
    write_one(out, "heapd_http_requests_in_flight", "gauge", "Requests begun and not answered.",
              (int64_t)metrics_in_flight(metrics));
    write_one(out, "heapd_http_connections", "gauge", "Connections open.",
              (int64_t)atomic_load((atomic_int_fast64_t *)&metrics->connections));
    write_one(out, "heapd_http_connections_total", "counter", "Connections accepted.",
              (int64_t)get(&metrics->connections_total));
    write_one(out, "heapd_http_received_bytes_total", "counter", "Bytes of request bodies.",
              (int64_t)get(&metrics->bytes_in));
    write_one(out, "heapd_http_sent_bytes_total", "counter", "Bytes of answer bodies, before compression.",
              (int64_t)get(&metrics->bytes_out));
}
