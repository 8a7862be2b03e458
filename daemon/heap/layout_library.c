/* The fields of the types of _thread (layout.h). */
#include "daemon/heap/layout.h"

#define WEAKREFLIST "The first of the weak references to the object; 0: none."

static const struct field_spec lock_fields[] = {
    {16, 8, FIELD_ADDRESS, "lock_lock", "Of the system: not used, threads take turns."},
    {24, 8, FIELD_ADDRESS, "in_weakreflist", WEAKREFLIST},
    {32, 1, FIELD_COUNT, "locked", "Is it locked?"},
    {0},
};
static const struct field_spec lock_mutex_fields[] = {{16, 1, FIELD_COUNT, "lock", "Is it locked?"}, {0}};

static const struct field_spec rlock_fields[] = {
    {16, 8, FIELD_ADDRESS, "rlock_lock", "Of the system: only whether it is locked."},
    {24, 8, FIELD_COUNT, "rlock_owner", "The thread that has it; 0: none."},
    {32, 8, FIELD_COUNT, "rlock_count", "How many times it has taken it."},
    {40, 8, FIELD_ADDRESS, "in_weakreflist", WEAKREFLIST},
    {0},
};
static const struct field_spec rlock_mutex_fields[] = {
    {16, 1, FIELD_COUNT, "lock.mutex", "Is it locked?"},
    {24, 8, FIELD_COUNT, "lock.thread", "The thread that has it; 0: none."},
    {32, 8, FIELD_COUNT, "lock.level", "How many times it has taken it besides the first."},
    {0},
};

const struct field_spec *layout_library_specs(const struct heap *h, addr o)
{
    switch (object_kind(h, o)) {
    case KIND_LOCK:
        return h->abi.locks_are_mutexes ? lock_mutex_fields : lock_fields;
    case KIND_RLOCK:
        return h->abi.locks_are_mutexes ? rlock_mutex_fields : rlock_fields;
    default:
        return NULL;
    }
}
