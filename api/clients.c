/* Clients by address; see clients.h. A bucket of tokens each: the time at which it would be full again is all
 * that has to be kept, and one atomic word holds it. */
#include "api/clients.h"

#include <netinet/in.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

enum { BUCKETS = 1024 };

struct client {
    struct client *next; /* in its bucket */
    struct clients *clients;
    _Atomic int64_t full_at_ns;
    unsigned references;
    uint8_t address[16];
};

struct clients {
    pthread_mutex_t lock; /* over everything but full_at_ns */
    int64_t step_ns;      /* that one request costs; 0: no limit */
    int64_t burst_ns;
    struct client *buckets[BUCKETS];
};

struct clients *clients_new(unsigned rate, unsigned burst)
{
    struct clients *clients = calloc(1, sizeof *clients);
    if (clients == NULL)
        return NULL;
    pthread_mutex_init(&clients->lock, NULL);
    if (rate != 0) {
        clients->step_ns = 1000000000 / rate;
        clients->burst_ns = clients->step_ns * (burst != 0 ? burst : rate);
    }
    return clients;
}

void clients_delete(struct clients *clients)
{
    if (clients == NULL)
        return;
    for (size_t i = 0; i < BUCKETS; i++) {
        while (clients->buckets[i] != NULL) {
            struct client *next = clients->buckets[i]->next;
            free(clients->buckets[i]);
            clients->buckets[i] = next;
        }
    }
    pthread_mutex_destroy(&clients->lock);
    free(clients);
}

/* IPv4 as the IPv6 address that stands for it; of IPv6 the network of 64 bits, all of which is one client. */
static void normalize(const struct sockaddr *address, uint8_t out[16])
{
    memset(out, 0, 16);
    if (address->sa_family == AF_INET) {
        memcpy(out + 12, &((const struct sockaddr_in *)(const void *)address)->sin_addr, 4);
        out[10] = out[11] = 0xff;
    } else if (address->sa_family == AF_INET6) {
        const struct in6_addr *six = &((const struct sockaddr_in6 *)(const void *)address)->sin6_addr;
        memcpy(out, six, IN6_IS_ADDR_V4MAPPED(six) ? 16 : 8);
    }
}

static size_t bucket_of(const uint8_t address[16])
{
    uint32_t hash = 2166136261u;
    for (int i = 0; i < 16; i++)
        hash = (hash ^ address[i]) * 16777619u;
    return hash % BUCKETS;
}

/* Forgets those of the bucket that nobody holds and whose allowance is whole again. */
static void sweep_bucket(struct client **place, int64_t now_ns)
{
    while (*place != NULL) {
        struct client *client = *place;
        if (client->references == 0 && atomic_load(&client->full_at_ns) <= now_ns) {
            *place = client->next;
            free(client);
        } else {
            place = &client->next;
        }
    }
}

struct client *clients_find(struct clients *clients, const struct sockaddr *address, int64_t now_ns)
{
    uint8_t key[16];
    if (clients->step_ns == 0)
        return NULL;
    normalize(address, key);
    struct client **bucket = &clients->buckets[bucket_of(key)];
    pthread_mutex_lock(&clients->lock);
    sweep_bucket(bucket, now_ns);
    struct client *client = *bucket;
    while (client != NULL && memcmp(client->address, key, sizeof key) != 0)
        client = client->next;
    if (client == NULL) {
        client = calloc(1, sizeof *client);
        if (client != NULL) {
            memcpy(client->address, key, sizeof key);
            client->clients = clients;
            client->next = *bucket;
            *bucket = client;
        }
    }
    if (client != NULL)
        client->references++;
    pthread_mutex_unlock(&clients->lock);
    return client;
}

void clients_release(struct clients *clients, struct client *client)
{
    if (client == NULL)
        return;
    pthread_mutex_lock(&clients->lock);
    client->references--;
    pthread_mutex_unlock(&clients->lock);
}

unsigned clients_take(struct client *client, int64_t now_ns)
{
    if (client == NULL)
        return 0;
    const struct clients *clients = client->clients;
    int64_t full_at = atomic_load_explicit(&client->full_at_ns, memory_order_relaxed), after;
    do {
        after = (full_at > now_ns ? full_at : now_ns) + clients->step_ns;
        if (after - now_ns > clients->burst_ns)
            return (unsigned)((after - now_ns - clients->burst_ns) / 1000000000) + 1;
    } while (!atomic_compare_exchange_weak(&client->full_at_ns, &full_at, after));
    return 0;
}
