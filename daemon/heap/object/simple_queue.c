/* _queue.SimpleQueue (simple_queue.h). */
#include "daemon/heap/object/simple_queue.h"

#include "daemon/heap/memory.h"
#include "daemon/heap/object/answer.h"
#include "daemon/heap/object/arguments.h"
#include "daemon/heap/object/construct.h"
#include "daemon/heap/object/generic.h"
#include "daemon/heap/object/iterator_fields.h"
#include "daemon/heap/object/lock.h"
#include "daemon/heap/object/long_work.h"
#include "daemon/heap/object/order.h"
#include "daemon/heap/object/seconds.h"
#include "daemon/heap/runtime.h"

#define LEAST_ROOM 8
#define LOCK_SIZE  32 /* of a sem_t */

struct listed {
    struct object base;
    addr lock;
    uint64_t locked;
    addr list;
    int64_t position;
    addr weakrefs;
};
struct ring {
    struct object base;
    uint64_t waiting;
    int64_t put, get;
    addr items;
    int64_t room, count;
    addr weakrefs;
};
static struct listed *listed_at(const struct heap *h, addr o)
{
    return heap_at(h, o);
}
static struct ring *ring_at(const struct heap *h, addr o)
{
    return heap_at(h, o);
}
static addr *ring_items(const struct heap *h, addr o)
{
    return heap_at(h, ring_at(h, o)->items);
}

static int64_t count_of(const struct heap *h, addr o)
{
    if (h->abi.simple_queue_is_ring)
        return ring_at(h, o)->count;
    const struct listed *q = listed_at(h, o);
    return q->list ? (int64_t)list_length(h, q->list) - q->position : 0;
}

/* ---- making ---------------------------------------------------------------------------------------- */

enum heap_status simple_queue_construct(struct heap *h, addr type, const struct call *call, addr *out)
{
    if (!class_has_own_init(h, type) && (call->count || call->kwcount))
        return raise_error(h, EXC_TYPE_ERROR, "SimpleQueue() takes no %s arguments",
                           call->count ? "positional" : "keyword");
    addr o = object_new(h, type, 0);
    if (!o)
        return raise_status(h);
    bool whole = false;
    if (h->abi.simple_queue_is_ring) {
        ring_at(h, o)->items = memory_alloc_zero(h, LEAST_ROOM * sizeof(addr));
        whole = ring_at(h, o)->items != 0;
        ring_at(h, o)->room = whole ? LEAST_ROOM : 0;
    } else {
        listed_at(h, o)->lock = memory_alloc_zero(h, LOCK_SIZE);
        whole = listed_at(h, o)->lock && (listed_at(h, o)->list = list_new(h, 0)) != 0;
    }
    if (!whole) {
        decref(h, o);
        return raise_status(h);
    }
    object_track(h, o);
    *out = o;
    return HEAP_OK;
}

/* ---- in and out ------------------------------------------------------------------------------------ */

static enum heap_status resize_ring(struct heap *h, addr o, int64_t room)
{
    struct ring *q = ring_at(h, o);
    if (room < LEAST_ROOM)
        room = LEAST_ROOM;
    if (room == q->room)
        return HEAP_OK;
    addr made = memory_alloc_zero(h, (size_t)room * sizeof(addr));
    if (!made)
        return raise_status(h);
    const addr *items = ring_items(h, o);
    addr *to = heap_at(h, made);
    int64_t first =
        q->count < q->room - q->get ? q->count : q->room - q->get; /* up to the end of the block */
    enum heap_status status = bytes_copy(h, to, items + q->get, (size_t)first * sizeof(addr));
    if (status == HEAP_OK)
        status = bytes_copy(h, to + first, items, (size_t)(q->count - first) * sizeof(addr));
    if (status != HEAP_OK) {
        memory_free(h, made);
        return status;
    }
    memory_free(h, q->items);
    q->items = made;
    q->room = room;
    q->get = 0;
    q->put = q->count;
    return HEAP_OK;
}

static enum heap_status put(struct heap *h, addr o, addr item)
{
    if (!h->abi.simple_queue_is_ring)
        return list_append(h, listed_at(h, o)->list, item);
    struct ring *q = ring_at(h, o);
    enum heap_status status = q->count == q->room ? resize_ring(h, o, q->room * 2) : HEAP_OK;
    if (status != HEAP_OK)
        return status;
    ring_items(h, o)[q->put] = incref(h, item);
    q->put = (q->put + 1) % q->room;
    q->count++;
    return HEAP_OK;
}

static enum heap_status take_from_list(struct heap *h, addr o, addr *item)
{
    struct listed *q = listed_at(h, o);
    addr *slot = &list_items(h, q->list)[q->position];
    *item = *slot;
    *slot = incref(h, none(h));
    q->position++;
    if (q->position <= (int64_t)list_length(h, q->list) - q->position)
        return HEAP_OK;
    int64_t taken = q->position;
    q->position = 0;
    enum heap_status status = list_set_slice(h, q->list, 0, (size_t)taken, 0);
    if (status != HEAP_OK) {
        q->position = taken - 1;
        list_items(h, q->list)[q->position] = *item;
        decref(h, none(h));
    }
    return status;
}

/* *new*; there is one. */
static enum heap_status take(struct heap *h, addr o, addr *item)
{
    if (!h->abi.simple_queue_is_ring)
        return take_from_list(h, o, item);
    struct ring *q = ring_at(h, o);
    if (q->count < q->room / 4 && resize_ring(h, o, q->room / 2) != HEAP_OK)
        heap_clear_raised(h); /* it stays as large as it is */
    addr *slot = &ring_items(h, o)[q->get];
    *item = *slot;
    *slot = 0;
    q->get = (q->get + 1) % q->room;
    q->count--;
    return HEAP_OK;
}

/* ---- methods --------------------------------------------------------------------------------------- */

static bool is_ready(const struct heap *h, addr o)
{
    return count_of(h, o) > 0;
}

static enum heap_status raise_empty(struct heap *h)
{
    addr type;
    if (!runtime_imported)
        return raise_error(h, EXC_RUNTIME_ERROR, "the queue is empty");
    enum heap_status status = runtime_imported(h, "_queue", "Empty", &type);
    if (status != HEAP_OK)
        return status;
    status = raise_type(h, type, 0);
    decref(h, type);
    return status;
}

static enum heap_status get(struct heap *h, addr o, double seconds, addr *out)
{
    bool ready = false;
    enum heap_status status = lock_wait_until(h, o, is_ready, seconds, &ready);
    if (status == HEAP_OK && !ready)
        status = raise_empty(h);
    return status == HEAP_OK ? take(h, o, out) : status;
}

static enum heap_status method_get(struct heap *h, const struct call *call, addr *out)
{
    static const char *const names[] = {"block", "timeout"};
    addr values[2];
    bool block = true;
    double seconds = LOCK_WAITS_FOR_EVER;
    enum heap_status status = arguments_unpack(h, call, "get", names, 2, 0, 2, values);
    if (status == HEAP_OK && values[0])
        status = object_truth(h, values[0], &block);
    if (status == HEAP_OK && block && values[1] && values[1] != none(h)) {
        status = seconds_of(h, values[1], &seconds);
        if (status == HEAP_OK && seconds < 0)
            status = raise_error(h, EXC_VALUE_ERROR, "'timeout' must be a non-negative number");
    }
    return status == HEAP_OK ? get(h, call->self, block ? seconds : 0, out) : status;
}

static enum heap_status method_get_nowait(struct heap *h, const struct call *call, addr *out)
{
    if (call->count || (call->kwcount && h->abi.unexpected_keyword)) /* before, nobody looks at those */
        return raise_error(h, EXC_TYPE_ERROR, "get_nowait() takes no arguments");
    return get(h, call->self, 0, out);
}

static enum heap_status method_put(struct heap *h, const struct call *call, addr *out)
{
    static const char *const names[] = {"item", "block", "timeout"};
    addr values[3];
    bool block;
    enum heap_status status = arguments_unpack(h, call, "put", names, 3, 1, 3, values);
    if (status == HEAP_OK && values[1])
        status = object_truth(h, values[1], &block);
    if (status == HEAP_OK)
        status = put(h, call->self, values[0]);
    return answer_none(h, status, out);
}

static enum heap_status method_put_nowait(struct heap *h, const struct call *call, addr *out)
{
    static const char *const names[] = {"item"};
    addr item;
    enum heap_status status = arguments_unpack(h, call, "put_nowait", names, 1, 1, 1, &item);
    return answer_none(h, status == HEAP_OK ? put(h, call->self, item) : status, out);
}

static enum heap_status method_empty(struct heap *h, const struct call *call, addr *out)
{
    return answer_bool(h, HEAP_OK, !is_ready(h, call->self), out);
}

static enum heap_status method_qsize(struct heap *h, const struct call *call, addr *out)
{
    return answer_size(h, count_of(h, call->self), out);
}

ITERATOR_METHODS(simple_queue, {"empty", 0, 0, 0, method_empty}, {"get", -1, -1, METHOD_KEYWORDS, method_get},
                 {"get_nowait", -1, -1, METHOD_KEYWORDS, method_get_nowait},
                 {"put", -1, -1, METHOD_KEYWORDS, method_put},
                 {"put_nowait", -1, -1, METHOD_KEYWORDS, method_put_nowait}, {"qsize", 0, 0, 0, method_qsize},
                 {"__class_getitem__", 1, 1, METHOD_CLASS, method_class_getitem}, {0})

/* ---- the kind -------------------------------------------------------------------------------------- */

static void traverse(struct heap *h, addr o, span_visitor *visit, void *context)
{
    if (!h->abi.simple_queue_is_ring) {
        visit(h, context, &listed_at(h, o)->list, 1, 1);
        return;
    }
    const struct ring *q = ring_at(h, o);
    int64_t first = q->room - q->get < q->count ? q->room - q->get : q->count;
    if (!q->count)
        return;
    visit(h, context, &ring_items(h, o)[q->get], (size_t)first, 1);
    visit(h, context, ring_items(h, o), (size_t)(q->count - first), 1);
}

static bool release_next(struct heap *h, addr o, addr *reference)
{
    if (!h->abi.simple_queue_is_ring) {
        *reference = listed_at(h, o)->list;
        listed_at(h, o)->list = 0;
        return *reference != 0;
    }
    struct ring *q = ring_at(h, o);
    if (!q->count)
        return false;
    *reference = ring_items(h, o)[q->get];
    q->get = (q->get + 1) % q->room;
    q->count--;
    return true;
}

static void clear(struct heap *h, addr o)
{
    addr reference;
    incref(h, o);
    while (release_next(h, o, &reference))
        decref(h, reference);
    decref(h, o);
}

static addr block_of(const struct heap *h, addr o)
{
    return h->abi.simple_queue_is_ring ? ring_at(h, o)->items : listed_at(h, o)->lock;
}

static void free_storage(struct heap *h, addr o)
{
    memory_free(h, block_of(h, o));
}

static size_t storage(const struct heap *h, addr o, addr blocks[4])
{
    blocks[0] = block_of(h, o);
    return blocks[0] != 0;
}

static const char *verify(const struct heap *h, addr o)
{
    if (!object_in_blocks(block_of(h, o)))
        return "a SimpleQueue without a block";
    if (!h->abi.simple_queue_is_ring) {
        const struct listed *q = listed_at(h, o);
        if (q->list && (!object_exists(h, q->list) || object_kind(h, q->list) != KIND_LIST))
            return "a SimpleQueue without a list";
        return q->position < 0 ? "a SimpleQueue that begins before its list"
                               : NULL; /* which may be cleared */
    }
    const struct ring *q = ring_at(h, o);
    if (q->count < 0 || q->count > q->room || q->get < 0 || q->get >= q->room)
        return "a SimpleQueue with more than it has room for";
    if (q->put != (q->get + q->count) % q->room)
        return "a SimpleQueue that goes on elsewhere than it ends";
    return memory_block_size(h, q->items) < (size_t)q->room * sizeof(addr)
               ? "a SimpleQueue that counts on more memory than it has"
               : NULL;
}

extern const struct kind_ops simple_queue_ops;
const struct kind_ops simple_queue_ops = {.traverse = traverse,
                                          .release_next = release_next,
                                          .free_storage = free_storage,
                                          .storage = storage,
                                          .clear = clear,
                                          .hash = hash_self,
                                          .verify = verify};
