/* The running daemon: everything that a configuration brings to life, in the order of its layers, and how it
 * ends.
 *
 *   store -> workers -> registry -> HTTP server        started upwards, stopped downwards
 */
#ifndef HEAPD_DAEMON_H
#define HEAPD_DAEMON_H

#include "daemon/config.h"

struct daemon;

/* Starts everything; requests are served once it returns. NULL with one line about why in `why`. The
 * configuration is borrowed until daemon_stop. */
struct daemon *daemon_start(const struct config *config, char *why, size_t why_size);

/* The port that it listens on. */
uint16_t daemon_port(const struct daemon *daemon);

/* Reads the token file again. False with one line about why in `why`: the tokens are what they were. */
bool daemon_reload(struct daemon *daemon, char *why, size_t why_size) __attribute__((warn_unused_result));

/* Ends it orderly: no new connections, requests in flight finish within the configured grace, sessions end,
 * all that is to be stored is stored. */
void daemon_stop(struct daemon *daemon);

#endif
