/* functools and operator: the types of theirs that are written in C, beside functions that have no type.
 * Constructors as those of itertools; *_run is their tp_call.
 */
#ifndef HEAPD_HEAP_OBJECT_FUNCTOOLS_KINDS_H
#define HEAPD_HEAP_OBJECT_FUNCTOOLS_KINDS_H

#include "daemon/heap/object/class.h"
#include "daemon/heap/object/heaptype.h"
#include "daemon/heap/object/member.h"
#include "daemon/heap/object/object.h"

typedef enum heap_status functools_maker(struct heap *h, addr type, const struct call *call, addr *out);
functools_maker partial_construct, placeholder_construct, lru_cache_construct, itemgetter_construct,
    attrgetter_construct, methodcaller_construct;

/* The object called. *new* in *out. */
typedef enum heap_status functools_runner(struct heap *h, addr o, const struct call *call, addr *out);
functools_runner partial_run, lru_cache_run, compare_key_run, itemgetter_run, attrgetter_run,
    methodcaller_run;
/* Is the tuple of its arguments another than the key that lru_cache_run() makes? */
bool lru_cache_takes_tuple(const struct heap *h, addr o, const struct call *call);

/* functools.cmp_to_key(function): *new*. */
addr compare_key_new(struct heap *h, addr function) HEAP_MUST_CHECK;
/* a < b and so on, of which `a` is such a key (op as COMPARE_LT ...): *new*. */
enum heap_status compare_keys(struct heap *h, unsigned op, addr a, addr b, addr *out) HEAP_MUST_CHECK;

/* functools.reduce(function, iterable, initial); initial 0: none. *new* */
enum heap_status functools_reduce(struct heap *h, addr function, addr iterable, addr initial,
                                  addr *out) HEAP_MUST_CHECK;

extern const struct member_spec partial_members[], compare_key_members[];
extern const struct getset functools_getsets[]; /* __dict__, of partial and of the cache */

#endif
