/* The intern table: for each text at most one str that stands for it. It lies in the tables area and holds no
 * counted references (CPython's dict does not count its own either), so that an interned mortal str goes with
 * its last reference.
 *
 * Open addressing with linear probing over a power of two; an entry is the address of a str, whose hash is
 * cached in it. Removal closes the gap, so that there are no tombstones and the table depends on its contents
 * and their order alone. Invariant: at most two thirds full. Mirrors the interned dict of
 * Objects/unicodeobject.c.
 */
#include "daemon/heap/object/intern.h"

#include <assert.h>

#include "daemon/heap/boot.h"
#include "daemon/heap/memory.h"
#include "daemon/heap/object/lookup.h"
#include "daemon/heap/object/str.h"

struct table {
    uint64_t capacity, count;
    addr entries[];
};

#define FIRST_CAPACITY 1024u

static struct table *table(const struct heap *h)
{
    return heap_at(h, h->interned);
}

static addr new_table(struct heap *h, uint64_t capacity)
{
    addr a = table_alloc(h, sizeof(struct table) + capacity * sizeof(addr));
    if (!a)
        return 0;
    struct table *t = heap_at(h, a);
    t->capacity = capacity;
    t->count = 0;
    for (uint64_t i = 0; i < capacity; i++)
        t->entries[i] = 0;
    return a;
}

void intern_boot(struct heap *h)
{
    h->interned = new_table(h, FIRST_CAPACITY);
    assert(h->interned);
}

static uint64_t home(const struct heap *h, const struct table *t, addr s)
{
    return (uint64_t)HEAP_FIELD(h, s, STR_HASH, int64_t) & (t->capacity - 1);
}

/* Where the str equal to `s` is, or the free place where it belongs. `s` has been hashed. */
static uint64_t find(const struct heap *h, const struct table *t, addr s)
{
    int64_t hash = HEAP_FIELD(h, s, STR_HASH, int64_t);
    uint64_t i = home(h, t, s);
    for (addr e; (e = t->entries[i]) != 0; i = (i + 1) & (t->capacity - 1))
        if (e == s || (HEAP_FIELD(h, e, STR_HASH, int64_t) == hash && str_equal(h, e, s)))
            break;
    return i;
}

static bool grow(struct heap *h)
{
    struct table *old = table(h);
    addr a = new_table(h, old->capacity * 2);
    if (!a)
        return false;
    struct table *t = heap_at(h, a);
    old = table(h);
    for (uint64_t i = 0; i < old->capacity; i++)
        if (old->entries[i])
            t->entries[find(h, t, old->entries[i])] = old->entries[i];
    t->count = old->count;
    table_free(h, h->interned);
    h->interned = a;
    return true;
}

/* Made immortal at run time: the count and, where there are flags, the flag that says so. */
static void make_immortal(struct heap *h, addr s)
{
    if (object_is_immortal(h, s) || h->abi.immortality == IMMORTAL_NONE)
        return;
    uint64_t flags = h->abi.immortality == IMMORTAL_FLAGGED ? 1ull << 48 : 0;
    object_at(h, s)->refcount = flags | h->abi.immortal_refcount;
}

static bool wants_immortal(const struct heap *h, bool immortal)
{
    return h->abi.intern_rule == INTERN_IMMORTAL || (h->abi.intern_rule == INTERN_BY_USE && immortal);
}

/* `s` is in the table: the rest of what interning says about it. */
static void promote(struct heap *h, addr s, bool immortal)
{
    uint32_t *state = str_state(h, s);
    if (!wants_immortal(h, immortal) || (*state & STR_INTERNED) >= STR_INTERNED_IMMORTAL)
        return;
    make_immortal(h, s);
    *state = (*state & ~STR_INTERNED) | STR_INTERNED_IMMORTAL;
}

addr str_intern(struct heap *h, addr s, bool immortal)
{
    if (!object_is_exact(h, s, KIND_STR))
        return s; /* what PyUnicode_InternInPlace does with instances of subclasses: nothing */
    if (!str_is_interned(h, s)) {
        str_hash(h, s);
        if ((table(h)->count + 1) * 3 > table(h)->capacity * 2 && !grow(h)) {
            decref(h, s);
            (void)raise_memory(h);
            return 0;
        }
        struct table *t = table(h);
        addr *entry = &t->entries[find(h, t, s)];
        if (*entry) {
            addr known = incref(h, *entry);
            decref(h, s);
            s = known;
        } else {
            *entry = s;
            t->count++;
            *str_state(h, s) |= STR_INTERNED_MORTAL;
        }
    }
    promote(h, s, immortal);
    return s;
}

addr str_intern_utf8(struct heap *h, const char *utf8, size_t length)
{
    addr s = str_from_utf8(h, utf8, length);
    return s ? str_intern(h, s, false) : 0;
}

bool str_is_interned(const struct heap *h, addr s)
{
    return *str_state(h, s) & STR_INTERNED;
}

uint64_t intern_count(const struct heap *h)
{
    return table(h)->count;
}

void intern_static(struct heap *h, addr s)
{
    struct table *t = table(h);
    t->entries[find(h, t, s)] = s;
    t->count++;
}

void str_forget_interned(struct heap *h, addr s)
{
    struct table *t = table(h);
    uint64_t mask = t->capacity - 1, gap = find(h, t, s);
    lookups_forget(h);
    if (t->entries[gap] != s)
        return;
    /* Move back whatever probed past the gap. */
    for (uint64_t i = (gap + 1) & mask; t->entries[i]; i = (i + 1) & mask) {
        uint64_t distance = (i - home(h, t, t->entries[i])) & mask;
        if (distance >= ((i - gap) & mask)) {
            t->entries[gap] = t->entries[i];
            gap = i;
        }
    }
    t->entries[gap] = 0;
    t->count--;
    *str_state(h, s) &= ~STR_INTERNED;
}

bool intern_contains(const struct heap *h, addr s)
{
    const struct table *t = table(h);
    return t->entries[find(h, t, s)] == s;
}

size_t intern_capacity(const struct heap *h)
{
    return table(h)->capacity;
}
addr intern_at(const struct heap *h, size_t position)
{
    return table(h)->entries[position];
}
