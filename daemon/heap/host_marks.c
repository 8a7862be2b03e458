/* Host memory for walks (host_marks.h). */
#include "daemon/heap/host_marks.h"

#include <stdlib.h>

#include "daemon/heap/region.h"
#include "daemon/heap/state.h"

#define BYTES_PER_WORD 1024 /* 64 bits, 16 bytes each */

bool host_marks_init(struct host_marks *m, const struct heap *h)
{
    m->low_end = REGION_ARENAS + (uint64_t)h->arenas_high * h->abi.arena_size;
    m->large_start = (h->large.start - HEAP_BASE) & ~(uint64_t)(BYTES_PER_WORD - 1);
    m->large_end = h->large.top - HEAP_BASE;
    m->low = calloc(m->low_end / BYTES_PER_WORD + 1, sizeof *m->low);
    m->large = calloc((m->large_end - m->large_start) / BYTES_PER_WORD + 1, sizeof *m->large);
    if (m->low && m->large)
        return true;
    host_marks_free(m);
    return false;
}

void host_marks_free(struct host_marks *m)
{
    free(m->low);
    free(m->large);
    m->low = m->large = NULL;
    m->low_end = m->large_end = 0;
}

void host_stack_push(struct host_stack *s, addr a)
{
    if (s->count == s->capacity) {
        size_t capacity = s->capacity ? 2 * s->capacity : 256;
        addr *grown = realloc(s->items, capacity * sizeof *grown);
        if (!grown) {
            s->failed = true;
            return;
        }
        s->items = grown;
        s->capacity = capacity;
    }
    s->items[s->count++] = a;
}

void host_stack_free(struct host_stack *s)
{
    free(s->items);
    *s = (struct host_stack){0};
}
