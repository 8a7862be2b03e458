/* The call stack: frames with a function, a place in a file and local names, and the module at the bottom
 * with the globals, a real dict. References from locals count like any other. Handles are the references that
 * the owner of the heap holds itself.
 */
#ifndef HEAPD_HEAP_FRAME_H
#define HEAPD_HEAP_FRAME_H

#include "daemon/heap/base.h"

struct frame_info {
    const char *function, *file; /* NUL-terminated, in the region */
    uint32_t line, locals;
};
/* Index 0 is the module, the highest the top. */
size_t frame_count(const struct heap *h);
size_t frame_count_pushed(const struct heap *h); /* without those of a running program, which are above and
                                                    whose locals have no names here */
bool frame_info(const struct heap *h, size_t index, struct frame_info *out);
enum heap_status frame_push(struct heap *h, const char *function, const char *file,
                            uint32_t line) HEAP_MUST_CHECK; /* RecursionError at the limit */
enum heap_status
frame_pop(struct heap *h) HEAP_MUST_CHECK; /* IndexError at the module; locals are released in order */
enum heap_status frame_set_line(struct heap *h, uint32_t line) HEAP_MUST_CHECK; /* of the top frame */

/* Names of a frame (0: globals). FRAME_TOP: the top one. Names are identifiers: ValueError else. */
#define FRAME_TOP ((size_t)-1)
enum heap_status name_bind(struct heap *h, size_t frame, const char *name, size_t length,
                           addr value) HEAP_MUST_CHECK; /* value borrowed */
enum heap_status name_delete(struct heap *h, size_t frame, const char *name,
                             size_t length) HEAP_MUST_CHECK; /* NameError with CPython's text */
/* FRAME_TOP looks in the top frame, then in the globals, then among builtin types. Borrowed; 0: not bound
 * (nothing raised). */
addr name_lookup(const struct heap *h, size_t frame, const char *name, size_t length);
/* Names in order of binding; start with *position 0. Dunder names that the module starts with are left out.
 * Borrowed. */
bool name_next(const struct heap *h, size_t frame, size_t *position, addr *name, addr *value);

/* Handles: each hold is one counted reference. */
enum heap_status handle_hold(struct heap *h, addr o) HEAP_MUST_CHECK; /* a new reference of the owner's */
enum heap_status handle_drop(struct heap *h, addr o, bool *found) HEAP_MUST_CHECK; /* one of them */
uint32_t handle_count(const struct heap *h, addr o);
bool handle_next(const struct heap *h, size_t *position, addr *o, uint32_t *count);
void handle_drop_all(struct heap *h);

/* Resolve "a.items[0]['k']": a name, then attributes, indexes, keys; or "0x7f…": an address. *new*. Errors:
 * NameError, AttributeError, KeyError, IndexError, ValueError for what does not parse. A dead or foreign
 * address: *dead set and ReferenceError. */
enum heap_status path_resolve(struct heap *h, const char *path, size_t length, addr *out,
                              bool *dead) HEAP_MUST_CHECK;

/* Every root: globals, locals, handles, collector's lists. For referrers and paths. */
typedef void root_visitor(struct heap *h, void *context, const char *kind, size_t frame, addr name,
                          addr value);
void roots_each(struct heap *h, root_visitor *visit, void *context);

#endif
