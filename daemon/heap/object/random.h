/* _random.Random: the Mersenne Twister MT19937, by Matsumoto's and Nishimura's description; results and
 * errors as Modules/_randommodule.c has them. Distributions, and seeds of text, are made of it by
 * lib/random.py.
 *
 *   16 index (32 bits): which word comes next; 624: none before a new round   20 state, 624 words of 32 bits
 */
#ifndef HEAPD_HEAP_OBJECT_RANDOM_H
#define HEAPD_HEAP_OBJECT_RANDOM_H

#include "daemon/heap/object/class.h"
#include "daemon/heap/object/object.h"

/* random_init of CPython: at most one argument, the seed. None seeds with 0, since a session has no source of
 * chance. */
enum heap_status random_init(struct heap *h, addr o, const struct call *call) HEAP_MUST_CHECK;

#endif
