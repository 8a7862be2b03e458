/* Who is connected, by address: how many requests a second each of them may send. */
#ifndef API_CLIENTS_H
#define API_CLIENTS_H

#include <stddef.h>
#include <stdint.h>

struct client;
struct clients;
struct sockaddr;

/* `rate` requests a second, `burst` at once. NULL: no memory. */
struct clients *clients_new(unsigned rate, unsigned burst);
void clients_delete(struct clients *clients);

/* The client at that address, a new reference; one entry stays known for a while after its last connection,
 * so that reconnecting does not help. NULL: no memory (no limit then). From any thread. */
struct client *clients_find(struct clients *clients, const struct sockaddr *address, int64_t now_ns);
void clients_release(struct clients *clients, struct client *client);

/* Counts a request. 0: it may go on; else seconds to wait. NULL is never limited. */
unsigned clients_take(struct client *client, int64_t now_ns);

#endif
