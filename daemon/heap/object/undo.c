/* Steps to be taken back (undo.h). */
#include "daemon/heap/object/undo.h"

#include "daemon/heap/memory.h"
#include "daemon/heap/raised.h"

static struct undo_step *step_at(const struct heap *h, struct undo *u, size_t i)
{
    return i < UNDO_FEW ? &u->few[i] : (struct undo_step *)heap_at(h, u->more) + (i - UNDO_FEW);
}

enum heap_status undo_reserve(struct heap *h, struct undo *u)
{
    if (u->count < UNDO_FEW + u->capacity)
        return HEAP_OK;
    size_t capacity = u->capacity ? 2 * u->capacity : 64;
    addr more = table_realloc(h, u->more, capacity * sizeof(struct undo_step));
    if (!more)
        return raise_memory(h);
    u->more = more;
    u->capacity = capacity;
    return HEAP_OK;
}

void undo_note(struct heap *h, struct undo *u, struct undo_step step)
{
    *step_at(h, u, u->count++) = step;
}

bool undo_last(struct heap *h, struct undo *u, struct undo_step *step)
{
    if (u->count == 0)
        return false;
    *step = *step_at(h, u, --u->count);
    return true;
}

void undo_forget(struct heap *h, struct undo *u)
{
    for (size_t i = 0; i < u->count; i++) {
        struct undo_step step = *step_at(h, u, i);
        decref(h, step.key);
        xdecref(h, step.old);
    }
    table_free(h, u->more);
    undo_start(u);
}

bool undo_wanted(const struct heap *h, enum heap_status status)
{
    return status == HEAP_ABANDONED || (status == HEAP_RAISED && heap_raised(h) == EXC_MEMORY_ERROR);
}

struct undo_pause undo_begin(struct heap *h)
{
    struct undo_pause p = {.abandon = __atomic_exchange_n(&h->abandon, 0, __ATOMIC_RELAXED),
                           .steps_limit = h->steps_limit};
    h->steps_limit = UINT64_MAX;
    raised_move(h, &p.raised);
    return p;
}

void undo_end(struct heap *h, const struct undo_pause *p)
{
    raised_put_back(h, &p->raised);
    h->steps_limit = p->steps_limit;
    if (p->abandon)
        __atomic_store_n(&h->abandon, p->abandon, __ATOMIC_RELAXED);
}
