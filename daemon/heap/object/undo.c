/* Steps to be taken back (undo.h). */
#include "daemon/heap/object/undo.h"

#include "daemon/heap/memory.h"

struct undo_step {
    addr key, old;
};

static struct undo_step *step_at(const struct heap *h, const struct undo *u, size_t i)
{
    return (struct undo_step *)heap_at(h, u->steps) + i;
}

enum heap_status undo_reserve(struct heap *h, struct undo *u)
{
    if (u->count < u->capacity)
        return HEAP_OK;
    size_t capacity = u->capacity ? 2 * u->capacity : 16;
    addr steps = table_realloc(h, u->steps, capacity * sizeof(struct undo_step));
    if (!steps)
        return raise_memory(h);
    u->steps = steps;
    u->capacity = capacity;
    return HEAP_OK;
}

void undo_note(struct heap *h, struct undo *u, addr key, addr old)
{
    *step_at(h, u, u->count++) = (struct undo_step){incref(h, key), old};
}

bool undo_last(struct heap *h, struct undo *u, addr *key, addr *old)
{
    if (u->count == 0)
        return false;
    struct undo_step *step = step_at(h, u, --u->count);
    *key = step->key;
    *old = step->old;
    return true;
}

void undo_forget(struct heap *h, struct undo *u)
{
    for (size_t i = 0; i < u->count; i++) {
        struct undo_step step = *step_at(h, u, i);
        decref(h, step.key);
        xdecref(h, step.old);
    }
    table_free(h, u->steps);
    *u = (struct undo){0};
}
