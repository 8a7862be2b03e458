/* Signals, taken one by one by the main thread: every other thread has them blocked.
 *
 * SIGTERM and SIGINT ask for an orderly stop, SIGHUP to read again what can be read again. SIGPIPE is
 * ignored: a client that went away is an error of write(2) like any other. */
#ifndef HEAPD_SIGNALS_H
#define HEAPD_SIGNALS_H

enum signal_wish { SIGNAL_STOP, SIGNAL_RELOAD };

/* To be called before the first thread is made: blocks them for all. */
void signals_prepare(void);

/* Waits for the next one; its name, for the log, in *name. */
enum signal_wish signals_wait(const char **name);

/* From now on SIGTERM and SIGINT end the process at once, with status 1: for who does not want to wait for an
 * orderly stop that has begun. One that comes within a fifth of a second belongs to the first. */
void signals_stop_at_once(void);

#endif
