/* What may have been meant by a name that is not there: the nearest of those that are. */
#ifndef HEAPD_PYTHON_SUGGEST_H
#define HEAPD_PYTHON_SUGGEST_H

#include "daemon/heap/base.h"

/* *new* or 0: the one of `names` (strs) that is nearest to the str `wrong`, if one is near. Nothing is
 * pending afterwards. */
addr suggest_among(struct heap *h, addr wrong, const addr *names, size_t count);

#endif
