/* The folder where the daemon keeps what it remembers. */
#ifndef HEAPD_DATADIR_H
#define HEAPD_DATADIR_H

#include <stddef.h>

/* The folder that the configuration names, or the one of the user ($XDG_STATE_HOME/heapd,
 * ~/.local/state/heapd). Makes it with its parents, for its owner alone, if it is not there. A new string, or
 * NULL with a line about why in `why`. */
char *datadir_prepare(const char *configured, char *why, size_t why_size);

#endif
