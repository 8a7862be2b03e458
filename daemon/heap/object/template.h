/* Template strings (from 3.14): string.templatelib.Template, Interpolation, and what iterates over the first.
 * Mirrors Objects/templateobject.c and interpolationobject.c.
 */
#ifndef HEAPD_HEAP_OBJECT_TEMPLATE_H
#define HEAPD_HEAP_OBJECT_TEMPLATE_H

#include "daemon/heap/object/class.h"
#include "daemon/heap/object/getset.h"
#include "daemon/heap/object/member.h"
#include "daemon/heap/object/object.h"

/* A template of a tuple of strs and one of interpolations, one fewer. Both borrowed. *new*, 0 raised */
addr template_new(struct heap *h, addr strings, addr interpolations) HEAP_MUST_CHECK;
/* An interpolation: what an expression is, how it is written, 0 or 1 2 3 for !s !r !a, and its format
 * specification (0: none). All borrowed. *new*, 0 raised */
addr interpolation_new(struct heap *h, addr value, addr expression, unsigned conversion,
                       addr spec) HEAP_MUST_CHECK;
addr interpolation_value(const struct heap *h, addr o); /* borrowed */

/* Template(*args) and Interpolation(...). */
enum heap_status template_construct(struct heap *h, addr type, const struct call *call,
                                    addr *out) HEAP_MUST_CHECK;
enum heap_status interpolation_construct(struct heap *h, addr type, const struct call *call,
                                         addr *out) HEAP_MUST_CHECK;

/* TypeError: `before`, the whole name of the type of `o`, its module before it (%T of CPython's texts), and
 * `after`. */
enum heap_status template_refuse(struct heap *h, const char *before, addr o,
                                 const char *after) HEAP_MUST_CHECK;

/* a + b of a template. TypeError: b is none. */
enum heap_status template_concat(struct heap *h, addr a, addr b, addr *out) HEAP_MUST_CHECK;

/* __match_args__ into the dict of the type, when the heap is made. */
void interpolation_add_match_args(struct heap *h, addr dict);

extern const struct member_spec template_members[], interpolation_members[];
extern const struct getset template_getsets[];

#endif
