/* The method resolution order of a class: C3 (Objects/typeobject.c, mro_implementation and pmerge). The lists
 * to merge are the orders of the bases and the bases themselves; of each the position reached is kept in a
 * table that lives for the call only.
 */
#include "daemon/heap/object/mro.h"

#include <string.h>

#include "daemon/heap/memory.h"
#include "daemon/heap/object/container.h"
#include "daemon/heap/object/heaptype.h"

struct merge {
    addr list; /* tuple */
    size_t next, count;
};

static bool in_tail(struct heap *h, const struct merge *m, addr type)
{
    work_done(h, steps_of_limbs(m->count - m->next + 8));
    for (size_t i = m->next + 1; i < m->count; i++)
        if (tuple_item(h, m->list, i) == type)
            return true;
    return false;
}

/* The head of a list that is in no other list's tail; 0: there is none, or it is to stop. */
static addr acceptable(struct heap *h, const struct merge *merges, size_t lists)
{
    for (size_t i = 0; i < lists && loop_work(h, steps_of_limbs(lists)) == HEAP_OK; i++) {
        if (merges[i].next == merges[i].count)
            continue;
        addr candidate = tuple_item(h, merges[i].list, merges[i].next);
        size_t j = 0;
        while (j < lists && !in_tail(h, &merges[j], candidate))
            j++;
        if (j == lists)
            return candidate;
    }
    return 0;
}

/* The bases named are the heads that are left, each once, as set_mro_error() lists them. */
static enum heap_status raise_inconsistent(struct heap *h, const struct merge *merges, size_t lists)
{
    char names[300];
    size_t length = 0;
    for (size_t i = 0; i < lists; i++) {
        if (merges[i].next == merges[i].count)
            continue;
        addr head = tuple_item(h, merges[i].list, merges[i].next);
        bool seen = false;
        for (size_t j = 0; j < i && !seen; j++)
            seen = merges[j].next < merges[j].count && tuple_item(h, merges[j].list, merges[j].next) == head;
        const char *name = type_name(h, head);
        size_t size = strlen(name);
        if (seen || length + size + 3 > sizeof names)
            continue;
        if (length) {
            memcpy(names + length, ", ", 2);
            length += 2;
        }
        memcpy(names + length, name, size);
        length += size;
    }
    names[length] = '\0';
    return raise_error(h, EXC_TYPE_ERROR,
                       "Cannot create a consistent method resolution%corder (MRO) for bases %s",
                       h->abi.class_texts_3_12 ? ' ' : '\n', names);
}

static enum heap_status check_duplicates(struct heap *h, addr bases)
{
    size_t n = tuple_length(h, bases);
    enum heap_status status = HEAP_OK;
    for (size_t i = 0; i < n && status == HEAP_OK; i++) {
        for (size_t j = i + 1; j < n; j++)
            if (tuple_item(h, bases, i) == tuple_item(h, bases, j))
                return raise_error(h, EXC_TYPE_ERROR, "duplicate base class %s",
                                   type_name(h, tuple_item(h, bases, i)));
        status = loop_work(h, steps_of_limbs(n));
    }
    return status;
}

static enum heap_status run(struct heap *h, addr type, struct merge *merges, size_t lists, size_t most,
                            addr *out)
{
    addr table = table_alloc(h, most * sizeof(addr));
    if (!table)
        return raise_memory(h);
    addr *order = heap_at(h, table);
    size_t count = 0;
    order[count++] = type;
    enum heap_status status = HEAP_OK;
    for (;;) {
        size_t left = 0;
        for (size_t i = 0; i < lists; i++)
            left += merges[i].next < merges[i].count;
        if (!left)
            break;
        addr next = acceptable(h, merges, lists);
        if (!next) {
            status = h->raised.abandoned ? HEAP_ABANDONED : raise_inconsistent(h, merges, lists);
            goto done;
        }
        order[count++] = next;
        for (size_t i = 0; i < lists; i++)
            if (merges[i].next < merges[i].count && tuple_item(h, merges[i].list, merges[i].next) == next)
                merges[i].next++;
    }
    *out = tuple_from(h, order, count);
    if (!*out)
        status = HEAP_RAISED;
done:
    table_free(h, table);
    return status;
}

enum heap_status mro_compute(struct heap *h, addr type, addr bases, addr *out)
{
    size_t n = tuple_length(h, bases), most = 2 + n;
    enum heap_status status = check_duplicates(h, bases);
    if (status != HEAP_OK)
        return status;
    addr table = table_alloc(h, (n + 1) * sizeof(struct merge));
    if (!table)
        return raise_memory(h);
    struct merge *merges = heap_at(h, table);
    for (size_t i = 0; i < n; i++) {
        addr mro = type_at(h, tuple_item(h, bases, i))->mro;
        if (!mro) { /* the collector has taken it apart */
            table_free(h, table);
            return raise_error(h, EXC_TYPE_ERROR, "Cannot extend an incomplete type '%.100s'",
                               type_name(h, tuple_item(h, bases, i)));
        }
        merges[i] = (struct merge){mro, 0, tuple_length(h, mro)};
        most += merges[i].count;
    }
    merges[n] = (struct merge){bases, 0, n};
    status = run(h, type, merges, n + 1, most, out);
    table_free(h, table);
    return status;
}
