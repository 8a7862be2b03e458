/* What can be awaited and what async for goes over: the protocols of __await__, __aiter__ and __anext__, and
 * the objects that come of them. Mirrors _PyCoro_GetAwaitableIter() of Objects/genobject.c, GET_AITER and
 * GET_ANEXT of Python/ceval.c, anextawaitable of Objects/iterobject.c.
 */
#ifndef HEAPD_HEAP_OBJECT_AWAITABLE_H
#define HEAPD_HEAP_OBJECT_AWAITABLE_H

#include "daemon/heap/object/object.h"

/* A coroutine, or a generator that can be awaited (types.coroutine). */
bool object_is_coroutine(const struct heap *h, addr o);
/* Does its type have __await__, __anext__? */
bool object_has_await(const struct heap *h, addr o);
bool object_has_anext(const struct heap *h, addr o);

/* *new*: the iterator of an awaitable; a coroutine itself. TypeError. */
enum heap_status awaitable_iter(struct heap *h, addr o, addr *out) HEAP_MUST_CHECK;

/* *new*: o.__aiter__(), o.__anext__(). *out 0: its type has none, nothing is raised. */
enum heap_status async_iter(struct heap *h, addr o, addr *out) HEAP_MUST_CHECK;
enum heap_status async_next(struct heap *h, addr o, addr *out) HEAP_MUST_CHECK;

addr coroutine_qualname(const struct heap *h, addr coroutine); /* borrowed */

/* ---- coroutine.c: coroutine.__await__(); anext(it, default), of which `awaited` is what it.__anext__() has
 * answered. *new* */
addr coroutine_wrapper_new(struct heap *h, addr coroutine) HEAP_MUST_CHECK;
addr anext_awaitable_new(struct heap *h, addr awaited, addr value) HEAP_MUST_CHECK;

/* ---- async_generator.c */
/* *new*: an item as it leaves the frame of an asynchronous generator, which tells it from what is awaited in
 * there. */
addr async_value_new(struct heap *h, addr value) HEAP_MUST_CHECK;
enum heap_status async_generator_anext(struct heap *h, addr g, addr *out) HEAP_MUST_CHECK;
/* ---- generator.c */
/* Closes one that has not begun or waits; what that raises is reported as unraisable. A coroutine that was
 * never awaited is warned of. */
void generator_finalize(struct heap *h, addr g);
/* gi_code, cr_origin, ag_running */
struct member_spec;
const struct member_spec *generator_members(const struct heap *h, enum kind kind);
/* An awaitable of its methods dies: was it never awaited? */
void async_method_finalize(struct heap *h, addr o);

#endif
