/* The collector's lists, the lists of weak references, the table of interned strings. */
#include "daemon/heap/collector_lists.h"
#include "daemon/heap/object/class.h"
#include "daemon/heap/object/intern.h"
#include "daemon/heap/object/str.h"
#include "daemon/heap/object/weakref.h"
#include "daemon/heap/verifying.h"

/* ---- generations --------------------------------------------------------------------------------- */

static bool is_member(const struct verifying *v, addr g)
{
    addr o = gc_object(v->h, g);
    return object_is_collected(v->h, o) && object_exists(v->h, o) && verify_has_type(v->h, o) &&
           object_has_gc(v->h, o);
}

static void verify_list(struct verifying *v, const struct gc_head *list)
{
    const struct heap *h = v->h;
    addr end = gc_list(h, list), prev = end;
    for (addr g = list->next; g != end; prev = g, g = gc_at(h, g)->next) {
        if (!is_member(v, g)) {
            verify_report(v, "collector: a list leads to what is not collected", prev, 0, g);
            return;
        }
        if (gc_prev(gc_at(h, g)) != prev)
            verify_report(v, "collector: a link back is wrong", gc_object(h, g), prev, gc_prev(gc_at(h, g)));
        if (gc_at(h, g)->prev & GC_COLLECTING || gc_at(h, g)->next & 3)
            verify_report(v, "collector: a flag of a running collection stayed", gc_object(h, g), 0,
                          gc_at(h, g)->prev & 3);
        if (!host_marks_add(&v->listed, gc_object(h, g))) {
            verify_report(v, "collector: an object is in two lists, or a list is a circle", gc_object(h, g),
                          0, 0);
            return;
        }
    }
    if (list->prev != prev)
        verify_report(v, "collector: the end of a list is wrong", end, prev, list->prev);
}

static void verify_tracked(struct verifying *v, addr o)
{
    const struct heap *h = v->h;
    if (!(object_in_blocks(o) || object_is_resident(h, o)) || !object_has_gc(h, o))
        return;
    if (object_gc(h, o)->next && !host_marks_has(&v->listed, o))
        verify_report(v, "collector: a tracked object is in no list", o, 0, object_gc(h, o)->next);
    if (!object_gc(h, o)->next && object_gc(h, o)->prev & ~(addr)GC_FINALIZED && !object_is_dying(h, o))
        verify_report(v, "collector: an untracked object has a link back", o, 0, object_gc(h, o)->prev);
}

void verify_collector(struct verifying *v)
{
    const struct heap *h = v->h;
    if (h->collector.collecting)
        return; /* its lists are elsewhere meanwhile */
    for (int i = 0; i < 3; i++)
        verify_list(v, &h->generation[i].head);
    verify_list(v, &h->permanent.head);
    verify_each_object(v, verify_tracked);
}

/* ---- weak references ----------------------------------------------------------------------------- */

static void verify_weakrefs_to(struct verifying *v, addr o)
{
    const struct heap *h = v->h;
    int64_t offset = type_at(h, object_type(h, o))->weaklistoffset;
    addr previous = 0;
    if (!offset)
        return;
    for (addr r = HEAP_FIELD(h, o + (addr)offset, 0, addr); r; previous = r, r = weakref_at(h, r)->next) {
        if (!object_exists(h, r) || !verify_has_type(h, r) || !kind_is_weak(object_kind(h, r))) {
            verify_report(v, "weak reference: the list leads to what is none", o, 0, r);
            return;
        }
        if (weakref_at(h, r)->referent != o)
            verify_report(v, "weak reference: in the list of another object", r, o,
                          weakref_at(h, r)->referent);
        if (weakref_at(h, r)->previous != previous)
            verify_report(v, "weak reference: a link back is wrong", r, previous, weakref_at(h, r)->previous);
        if (!host_marks_add(&v->listed, r)) {
            verify_report(v, "weak reference: in two lists, or a list is a circle", r, 0, o);
            return;
        }
    }
}

static void verify_weakref(struct verifying *v, addr r)
{
    const struct heap *h = v->h;
    if (!kind_is_weak(object_kind(h, r)))
        return;
    addr referent = weakref_at(h, r)->referent;
    if (referent != none(h) && !host_marks_has(&v->listed, r))
        verify_report(v, "weak reference: alive, but in no list", r, referent, 0);
}

void verify_weakrefs(struct verifying *v)
{
    host_marks_free(&v->listed);
    if (!host_marks_init(&v->listed, v->h)) {
        verify_report(v, "verify: no host memory", 0, 0, 0);
        return;
    }
    verify_each_object(v, verify_weakrefs_to);
    if (!v->h->dying)
        verify_each_object(v, verify_weakref);
}

/* ---- strings ------------------------------------------------------------------------------------- */

/* That each str which says so is in the table, the kind checks itself. */
void verify_strings(struct verifying *v)
{
    const struct heap *h = v->h;
    for (size_t i = 0, n = intern_capacity(h); i < n; i++) {
        addr s = intern_at(h, i);
        if (s && (!object_exists(h, s) || !host_marks_has(&v->sound, s) || object_kind(h, s) != KIND_STR))
            verify_report(v, "string: the table of interned ones has what is none", s, 0, i);
        else if (s && !(*str_state(h, s) & STR_INTERNED))
            verify_report(v, "string: interned, and does not say so", s, 0, i);
    }
}
