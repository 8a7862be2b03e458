/* The face of the heap library: everything another folder may call is declared here or in the headers it
 * includes.
 *
 * A heap is used by one thread at a time; different heaps are independent; there is no global state. Nothing
 * here does input or output, reads a clock or starts a thread.
 */
#ifndef HEAPD_HEAP_HEAP_H
#define HEAPD_HEAP_HEAP_H

#include "daemon/heap/abi/abi.h"
#include "daemon/heap/base.h"
#include "daemon/heap/births.h"
#include "daemon/heap/collector.h"
#include "daemon/heap/copy.h"
#include "daemon/heap/event.h"
#include "daemon/heap/frame.h"
#include "daemon/heap/image.h"
#include "daemon/heap/inspect.h"
#include "daemon/heap/memory.h"
#include "daemon/heap/object/class.h"
#include "daemon/heap/object/container.h"
#include "daemon/heap/object/kinds.h"
#include "daemon/heap/object/object.h"
#include "daemon/heap/object/scalar.h"
#include "daemon/heap/object/text.h"
#include "daemon/heap/raise.h"
#include "daemon/heap/trace.h"
#include "daemon/heap/verify.h"

struct heap_options {
    unsigned minor;           /* CPython 3.minor */
    uint64_t limit;           /* bytes; 0: REGION_LIMIT_MAX */
    uint32_t recursion_limit; /* 0: the version's */
    uint32_t hash_seed;       /* PYTHONHASHSEED */
};

/* A template is the image of a fresh heap for one set of options, shared copy-on-write by the heaps made from
 * it: making a heap costs two system calls. NULL: the version is not known, or the host refuses. Thread-safe
 * once made. */
struct heap_template *heap_template_new(const struct heap_options *options);
void heap_template_free(struct heap_template *t);

/* *new* heaps; NULL: the host refuses (or an unknown version). `limit` 0: the template's. */
struct heap *heap_create(const struct heap_options *options);
struct heap *heap_create_from(const struct heap_template *t, uint64_t limit, uint32_t recursion_limit);

/* What heap_create_from() does with its last two arguments, for a fresh heap of heap_renew(). */
void heap_set_up(struct heap *h, uint64_t limit, uint32_t recursion_limit);

/* Says of `count` pages of memory from `at` on which were written since they were mapped. False: it cannot.
 */
typedef bool written_pages_reader(const void *at, size_t count, bool *written);
#define WRITTEN_PAGES_MAX 512 /* of a question */

/* A heap that was made of this template, and that nobody needs any more, is as the template has it again. It
 * keeps the pages that small programs write: the next one finds them there. False: it is not, and is the
 * caller's to destroy (it is a copy, or made in another way, or has grown large; or the host refuses). */
bool heap_renew(const struct heap_template *t, struct heap *h, written_pages_reader *read) HEAP_MUST_CHECK;
struct heap *heap_copy(const struct heap *h); /* fork: the same bytes at another place in host memory */
void heap_destroy(struct heap *h);

/* Programs leave blocks of dead objects in free lists (object/free_list.h), until their next full collection
 * or this. */
void heap_clear_free_lists(struct heap *h);

const struct abi *heap_abi(const struct heap *h);
uint64_t heap_object_count(const struct heap *h); /* live objects in blocks */
enum heap_status heap_set_limit(struct heap *h, uint64_t limit)
    HEAP_MUST_CHECK; /* ValueError above REGION_LIMIT_MAX or below what is used */
void heap_set_recursion_limit(struct heap *h, uint32_t limit);

/* From another thread: the running operation ends with HEAP_ABANDONED at its next safe point. heap_resume()
 * forgets the request. */
void heap_abandon(struct heap *h);
void heap_resume(struct heap *h);
/* Nobody wants the heap back once what runs in it is stopped: nothing in it is released from then on,
 * whatever is let go of, and all of it can be read as before. What remains is heap_destroy() or heap_renew().
 */
void heap_goes_when_stopped(struct heap *h);
/* What ran has been stopped, by whatever limit. */
void heap_stopped(struct heap *h);
#ifdef HEAPD_DEBUG
/* For tests: the n-th time that an operation looks from now on it finds that; 0: off. And how many times are
 * left.
 */
void heap_abandon_after(struct heap *h, uint64_t n);
uint64_t heap_looks_left(const struct heap *h);
#endif

#endif
