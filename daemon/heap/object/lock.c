/* Locks (lock.h). */
#include "daemon/heap/object/lock.h"

#include "daemon/heap/memory.h"
#include "daemon/heap/object/answer.h"
#include "daemon/heap/object/arguments.h"
#include "daemon/heap/object/container.h"
#include "daemon/heap/object/float.h"
#include "daemon/heap/object/int.h"
#include "daemon/heap/object/iterator_fields.h"
#include "daemon/heap/object/number.h"
#include "daemon/heap/object/operator.h"
#include "daemon/heap/object/seconds.h"
#include "daemon/heap/runtime.h"

#define MAIN_THREAD 1
#define FOR_EVER    LOCK_WAITS_FOR_EVER

static uint64_t this_thread(const struct heap *h)
{
    return runtime_thread ? runtime_thread(h) : MAIN_THREAD;
}

/* ---- the state ------------------------------------------------------------------------------- */

#define SYSTEM_LOCK 32 /* bytes of a sem_t, which up to 3.13 is a block of its own */

/* Is it locked? Both kinds say it by one byte. */
static uint8_t *state_of(const struct heap *h, addr o)
{
    if (h->abi.locks_are_mutexes)
        return &HEAP_FIELD(h, o, 16, uint8_t);
    return object_kind(h, o) == KIND_LOCK ? &HEAP_FIELD(h, o, 32, uint8_t)
                                          : heap_at(h, HEAP_FIELD(h, o, 16, addr));
}

/* The object, *stolen*, with its lock of the system. 0: there is no memory for it. */
static addr with_system_lock(struct heap *h, addr o)
{
    if (!o || h->abi.locks_are_mutexes)
        return o;
    HEAP_FIELD(h, o, 16, addr) = memory_alloc_zero(h, SYSTEM_LOCK);
    if (HEAP_FIELD(h, o, 16, addr))
        return o;
    decref(h, o);
    return 0;
}

static void free_system_lock(struct heap *h, addr o)
{
    if (!h->abi.locks_are_mutexes)
        memory_free(h, HEAP_FIELD(h, o, 16, addr));
}

static size_t system_lock(const struct heap *h, addr o, addr blocks[4])
{
    blocks[0] = h->abi.locks_are_mutexes ? 0 : HEAP_FIELD(h, o, 16, addr);
    return blocks[0] != 0;
}

struct rlock {
    struct object base;
    addr mutex; /* from 3.14 its first byte says whether it is locked */
    uint64_t owner, count;
};
static struct rlock *rlock_at(const struct heap *h, addr o)
{
    return heap_at(h, o);
}

addr lock_new(struct heap *h)
{
    addr o = with_system_lock(h, object_new(h, h->type[KIND_LOCK], 0));
    if (o)
        object_track(h, o);
    return o;
}

enum heap_status lock_construct(struct heap *h, addr type, const struct call *call, addr *out)
{
    (void)type;
    enum heap_status status = arguments_plain(h, call, "lock", 0, 0, true);
    return status == HEAP_OK ? answer(h, lock_new(h), out) : status;
}

enum heap_status rlock_construct(struct heap *h, addr type, const struct call *call, addr *out)
{
    enum heap_status status =
        h->abi.locks_are_mutexes && type == h->type[KIND_RLOCK] && (call->count || call->kwcount)
            ? raise_error(h, EXC_TYPE_ERROR, "RLock() takes no arguments")
            : HEAP_OK;
    if (status != HEAP_OK)
        return status;
    addr o = with_system_lock(h, object_new(h, type, 0));
    if (!o)
        return raise_status(h);
    object_track(h, o);
    *out = o;
    return HEAP_OK;
}

/* ---- waiting --------------------------------------------------------------------------------- */

/* acquire(blocking=True, timeout=-1): *seconds 0 does not wait. */
static enum heap_status parse_timeout(struct heap *h, const struct call *call, double *seconds)
{
    static const char *const names[] = {"blocking", "timeout"};
    addr values[2];
    bool blocking = true;
    *seconds = FOR_EVER;
    enum heap_status status = arguments_unpack(h, call, "acquire", names, 2, 0, 2, values);
    if (status == HEAP_OK && values[0])
        status = object_truth(h, values[0], &blocking);
    if (status == HEAP_OK && values[1])
        status = seconds_of(h, values[1], seconds);
    if (status != HEAP_OK)
        return status;
    if (!blocking && *seconds != FOR_EVER)
        return raise_error(h, EXC_VALUE_ERROR, "can't specify a timeout for a non-blocking call");
    if (*seconds < 0 && *seconds != FOR_EVER)
        return raise_error(h, EXC_VALUE_ERROR,
                           h->abi.lock_is_made_by_its_type ? "timeout value must be a non-negative number"
                                                           : "timeout value must be positive");
    if (!blocking)
        *seconds = 0;
    return HEAP_OK;
}

/* Another thread's turn, until it is ready or none is left to run; then the clock goes on. */
enum heap_status lock_wait_until(struct heap *h, addr o, bool (*is_ready)(const struct heap *h, addr o),
                                 double seconds, bool *ready)
{
    bool ran = true;
    enum heap_status status = HEAP_OK;
    incref(h, o);
    while (status == HEAP_OK && seconds != 0 && !is_ready(h, o) && ran) {
        ran = false;
        status = runtime_next_thread ? runtime_next_thread(h, &ran) : HEAP_OK;
    }
    *ready = status == HEAP_OK && is_ready(h, o);
    if (status == HEAP_OK && !*ready && seconds == FOR_EVER)
        status = runtime_wait_for_ever
                     ? runtime_wait_for_ever(h)
                     : raise_error(h, EXC_RUNTIME_ERROR,
                                   "this would wait for ever: no other thread is left to run");
    if (status == HEAP_OK && !*ready && seconds > 0 && runtime_pass_time)
        runtime_pass_time(h, seconds);
    decref(h, o);
    return status;
}

static bool is_unlocked(const struct heap *h, addr lock)
{
    return !*state_of(h, lock);
}

static enum heap_status wait_for(struct heap *h, addr lock, double seconds, bool *is_free)
{
    return lock_wait_until(h, lock, is_unlocked, seconds, is_free);
}

/* ---- lock ------------------------------------------------------------------------------------ */

static enum heap_status method_acquire(struct heap *h, const struct call *call, addr *out)
{
    double seconds;
    bool is_free;
    enum heap_status status = parse_timeout(h, call, &seconds);
    if (status == HEAP_OK)
        status = wait_for(h, call->self, seconds, &is_free);
    if (status == HEAP_OK && is_free)
        *state_of(h, call->self) = 1;
    return answer_bool(h, status, status == HEAP_OK && is_free, out);
}

static enum heap_status method_release(struct heap *h, const struct call *call, addr *out)
{
    uint8_t *state = state_of(h, call->self);
    if (!*state)
        return raise_error(h, EXC_RUNTIME_ERROR, "release unlocked lock");
    *state = 0;
    return answer_none(h, HEAP_OK, out);
}

static enum heap_status method_locked(struct heap *h, const struct call *call, addr *out)
{
    return answer_bool(h, HEAP_OK, *state_of(h, call->self), out);
}

static enum heap_status method_reinit(struct heap *h, const struct call *call, addr *out)
{
    *state_of(h, call->self) = 0;
    if (object_kind(h, call->self) == KIND_RLOCK)
        rlock_at(h, call->self)->owner = rlock_at(h, call->self)->count = 0;
    return answer_none(h, HEAP_OK, out);
}

static enum heap_status lock_repr(struct heap *h, addr o, struct text *out)
{
    text_putf(out, "<%s %s object at 0x%llx>", *state_of(h, o) ? "locked" : "unlocked",
              object_type_name(h, o), (unsigned long long)o);
    return HEAP_OK;
}

static bool has_system_lock(const struct heap *h, addr o)
{
    return h->abi.locks_are_mutexes || object_in_blocks(HEAP_FIELD(h, o, 16, addr));
}

static const char *lock_verify(const struct heap *h, addr o)
{
    if (!has_system_lock(h, o))
        return "a lock without one of the system";
    return *state_of(h, o) > 1 ? "a lock is neither locked nor unlocked" : NULL;
}

extern const struct kind_ops lock_ops;
const struct kind_ops lock_ops = {.free_storage = free_system_lock,
                                  .storage = system_lock,
                                  .repr = lock_repr,
                                  .hash = hash_self,
                                  .verify = lock_verify};
ITERATOR_METHODS(lock, {"acquire_lock", -1, -1, METHOD_KEYWORDS, method_acquire},
                 {"acquire", -1, -1, METHOD_KEYWORDS, method_acquire},
                 {"release_lock", 0, 0, 0, method_release}, {"release", 0, 0, 0, method_release},
                 {"locked_lock", 0, 0, 0, method_locked}, {"locked", 0, 0, 0, method_locked},
                 {"__enter__", -1, -1, METHOD_KEYWORDS, method_acquire},
                 {"__exit__", -1, -1, 0, method_release}, {"_at_fork_reinit", 0, 0, 0, method_reinit}, {0})

/* ---- RLock ----------------------------------------------------------------------------------- */

static void take(struct heap *h, addr o, uint64_t owner, uint64_t count)
{
    struct rlock *r = rlock_at(h, o);
    *state_of(h, o) = count != 0;
    r->owner = count ? owner : 0;
    r->count = h->abi.locks_are_mutexes && count ? count - 1 : count; /* there it counts the others */
}

static uint64_t times_taken(const struct heap *h, addr o)
{
    return rlock_at(h, o)->count + (h->abi.locks_are_mutexes && *state_of(h, o));
}

static enum heap_status rlock_acquire(struct heap *h, const struct call *call, addr *out)
{
    double seconds;
    bool is_free = true;
    uint64_t self = this_thread(h);
    addr o = call->self;
    enum heap_status status = parse_timeout(h, call, &seconds);
    if (status != HEAP_OK)
        return status;
    if (*state_of(h, o) && rlock_at(h, o)->owner == self) {
        if (times_taken(h, o) == UINT64_MAX) /* _acquire_restore() takes any number */
            return raise_error(h, EXC_OVERFLOW_ERROR, "Internal lock count overflowed");
        take(h, o, self, times_taken(h, o) + 1);
        return answer_bool(h, HEAP_OK, true, out);
    }
    status = wait_for(h, o, seconds, &is_free);
    if (status == HEAP_OK && is_free)
        take(h, o, self, 1);
    return answer_bool(h, status, status == HEAP_OK && is_free, out);
}

static enum heap_status rlock_release(struct heap *h, const struct call *call, addr *out)
{
    addr o = call->self;
    uint64_t self = this_thread(h);
    if (!*state_of(h, o) || rlock_at(h, o)->owner != self)
        return raise_error(h, EXC_RUNTIME_ERROR, "cannot release un-acquired lock");
    take(h, o, self, times_taken(h, o) - 1);
    return answer_none(h, HEAP_OK, out);
}

static bool is_owned(const struct heap *h, addr o)
{
    return *state_of(h, o) && rlock_at(h, o)->owner == this_thread(h);
}

static enum heap_status rlock_is_owned(struct heap *h, const struct call *call, addr *out)
{
    return answer_bool(h, HEAP_OK, is_owned(h, call->self), out);
}

static enum heap_status rlock_recursion_count(struct heap *h, const struct call *call, addr *out)
{
    return answer_int(h, is_owned(h, call->self) ? (int64_t)times_taken(h, call->self) : 0, out);
}

/* For Condition: all of it given up and taken again, as (count, owner). */
static enum heap_status rlock_release_save(struct heap *h, const struct call *call, addr *out)
{
    addr o = call->self;
    if (!*state_of(h, o))
        return raise_error(h, EXC_RUNTIME_ERROR, "cannot release un-acquired lock");
    addr parts[2] = {int_new(h, (int64_t)times_taken(h, o)), int_new(h, (int64_t)rlock_at(h, o)->owner)};
    addr made = parts[0] && parts[1] ? tuple_from(h, parts, 2) : 0;
    xdecref(h, parts[0]);
    xdecref(h, parts[1]);
    if (made)
        take(h, o, 0, 0);
    return answer(h, made, out);
}

static enum heap_status rlock_acquire_restore(struct heap *h, const struct call *call, addr *out)
{
    addr state = call->args[0];
    int64_t count = 0, owner = 0;
    bool is_free = false;
    if (object_kind(h, state) != KIND_TUPLE || tuple_length(h, state) != 2)
        return raise_error(h, EXC_TYPE_ERROR, "_acquire_restore() argument 1 must be 2-item tuple, not %s",
                           argument_type_name(h, state));
    enum heap_status status = object_index_word(h, tuple_item(h, state, 0), EXC_OVERFLOW_ERROR, &count);
    if (status == HEAP_OK)
        status = object_index_word(h, tuple_item(h, state, 1), EXC_OVERFLOW_ERROR, &owner);
    if (status == HEAP_OK)
        status = wait_for(h, call->self, FOR_EVER, &is_free);
    if (status == HEAP_OK && is_free)
        take(h, call->self, (uint64_t)owner, (uint64_t)count);
    return answer_none(h, status, out);
}

static enum heap_status rlock_repr(struct heap *h, addr o, struct text *out)
{
    text_putf(out, "<%s %s object owner=%llu count=%llu at 0x%llx>", *state_of(h, o) ? "locked" : "unlocked",
              object_type_name(h, o), (unsigned long long)rlock_at(h, o)->owner,
              (unsigned long long)times_taken(h, o), (unsigned long long)o);
    return HEAP_OK;
}

static const char *rlock_verify(const struct heap *h, addr o)
{
    if (!has_system_lock(h, o))
        return "an RLock without a lock of the system";
    return !*state_of(h, o) != !times_taken(h, o) ? "an RLock that is not locked has a count" : NULL;
}

extern const struct kind_ops rlock_ops;
const struct kind_ops rlock_ops = {.free_storage = free_system_lock,
                                   .storage = system_lock,
                                   .repr = rlock_repr,
                                   .hash = hash_self,
                                   .verify = rlock_verify};
ITERATOR_METHODS(rlock, {"acquire", -1, -1, METHOD_KEYWORDS, rlock_acquire},
                 {"release", 0, 0, 0, rlock_release}, {"locked", 0, 0, 0, method_locked},
                 {"_is_owned", 0, 0, 0, rlock_is_owned}, {"_recursion_count", 0, 0, 0, rlock_recursion_count},
                 {"_acquire_restore", 1, 1, 0, rlock_acquire_restore},
                 {"_release_save", 0, 0, 0, rlock_release_save},
                 {"__enter__", -1, -1, METHOD_KEYWORDS, rlock_acquire},
                 {"__exit__", -1, -1, 0, rlock_release}, {"_at_fork_reinit", 0, 0, 0, method_reinit}, {0})
