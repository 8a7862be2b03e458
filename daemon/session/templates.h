/* Fresh heaps without settings of their own: by a template for each version, made when it is first needed,
 * and from heaps that others have left: those have the pages already that most programs write. Thread-safe.
 */
#ifndef HEAPD_SESSION_TEMPLATES_H
#define HEAPD_SESSION_TEMPLATES_H

#include <stdint.h>

struct heap;
struct templates;

/* NULL: no memory. */
struct templates *templates_new(void);
void templates_free(struct templates *templates);

/* NULL: the host refuses, or there is no such version. `limit`, `recursion_limit` 0: the version's. */
struct heap *templates_lend_heap(struct templates *templates, unsigned minor, uint64_t limit,
                                 uint32_t recursion_limit);

/* Nobody needs this heap any more, wherever it came from (NULL: there is none): it is destroyed, or kept for
 * the next. */
void templates_take_back(struct templates *templates, struct heap *h);

#endif
