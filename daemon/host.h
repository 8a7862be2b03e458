/* What the host gives this process: fewer processors and less memory than the machine has, where it was told
 * so. */
#ifndef HEAPD_HOST_H
#define HEAPD_HOST_H

#include <stdint.h>

unsigned host_processors(void); /* that this process may run on; at least 1 */
uint64_t host_memory(void);     /* bytes: the machine's, or the control group's bound */

#endif
