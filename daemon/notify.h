/* Tells the service manager how the process is doing, as sd_notify(3) does: one datagram to
 * $NOTIFY_SOCKET. */
#ifndef HEAPD_NOTIFY_H
#define HEAPD_NOTIFY_H

/* "READY=1", "STOPPING=1", "RELOADING=1\n...". Nothing happens where nobody asked to be told. */
void notify_manager(const char *state);

#endif
