/* Layout of a weak reference (PyWeakReference), for weakref.c and the verifier. */
#ifndef HEAPD_HEAP_OBJECT_WEAKREF_H
#define HEAPD_HEAP_OBJECT_WEAKREF_H

#include "daemon/heap/object/object.h"

struct weakref {
    struct object base;
    addr referent; /* wr_object, not counted; None once it is dead */
    addr callback; /* 0: none */
    int64_t hash;  /* -1: not asked for while the referent lived */
    addr previous, next;
    addr vectorcall;
};

static inline struct weakref *weakref_at(const struct heap *h, addr ref)
{
    return heap_at(h, ref);
}

/* Of `type`, which is a weak reference type or a class that extends one. */
addr weakref_new_of(struct heap *h, addr type, addr referent, addr callback) HEAP_MUST_CHECK;

static inline bool kind_is_weak(enum kind k)
{
    return k == KIND_WEAKREF || k == KIND_PROXY || k == KIND_CALLABLE_PROXY;
}

/* What a proxy stands for: *borrowed*; ReferenceError when it is gone. */
addr proxy_referent(struct heap *h, addr proxy) HEAP_MUST_CHECK;

#endif
