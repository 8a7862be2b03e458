/* Weak references and proxies: what weakref.ref and weakref.proxy make. Mirrors Objects/weakrefobject.c.
 *
 *   0 header   16 wr_object   24 wr_callback   32 hash   40 wr_prev   48 wr_next   56 vectorcall
 *
 * An object whose type has tp_weaklistoffset keeps the first of a list of all weak references to it there:
 * the one without callback first, then the proxy without callback, both shared, then the others, newest
 * first. The referent is not counted; whoever lets it die clears the list. A dead one refers to None and is
 * in no list. One whose referent waits for its deallocation is still in the list, for its callback, and says
 * that it is dead.
 */
#include "daemon/heap/object/weakref.h"
#include "daemon/heap/object/format.h"
#include "daemon/heap/object/iterator.h"

#include <string.h>

#include "daemon/heap/event.h"
#include "daemon/heap/object/class.h"
#include "daemon/heap/object/heaptype.h"
#include "daemon/heap/object/text.h"
#include "daemon/heap/object/unraisable.h"

/* ---- questions
 * --------------------------------------------------------------------------------------------------------------
 */

addr *weakref_list_field(const struct heap *h, addr o)
{
    int64_t offset = type_at(h, object_type(h, o))->weaklistoffset;
    return offset ? heap_at(h, o + (addr)offset) : NULL;
}

addr weakref_referent(const struct heap *h, addr ref)
{
    addr referent = weakref_at(h, ref)->referent;
    return referent == none(h) || object_is_postponed(h, referent) ? 0 : referent;
}

size_t weakref_count(const struct heap *h, addr o)
{
    const addr *field = weakref_list_field(h, o);
    size_t n = 0;
    for (addr ref = field ? *field : 0; ref; ref = weakref_at(h, ref)->next)
        n++;
    return n;
}

/* A type reads as its name; what other objects say of __name__ needs an attribute of theirs. */
addr proxy_referent(struct heap *h, addr proxy)
{
    addr o = weakref_referent(h, proxy);
    return o ? o : raise_none(h, EXC_REFERENCE_ERROR, "weakly-referenced object no longer exists");
}

/* ---- the list
 * ------------------------------------------------------------------------------------------------------------------
 */

/* Takes it out of its list; dead from now on. The callback stays. */
static void unlink(struct heap *h, addr ref)
{
    struct weakref *r = weakref_at(h, ref);
    if (r->referent == none(h))
        return;
    addr *first = weakref_list_field(h, r->referent);
    if (*first == ref)
        *first = r->next;
    if (r->previous)
        weakref_at(h, r->previous)->next = r->next;
    if (r->next)
        weakref_at(h, r->next)->previous = r->previous;
    r->referent = none(h);
    r->previous = r->next = 0;
}

void weakref_clear_one(struct heap *h, addr ref)
{
    unlink(h, ref);
}

/* The shared reference and the shared proxy of a list, 0 where there is none. */
static void shared_ones(const struct heap *h, addr first, addr *ref, addr *proxy)
{
    *ref = *proxy = 0;
    if (first && !weakref_at(h, first)->callback && object_is_exact(h, first, KIND_WEAKREF)) {
        *ref = first;
        first = weakref_at(h, first)->next;
    }
    if (first && !weakref_at(h, first)->callback && object_kind(h, first) != KIND_WEAKREF)
        *proxy = first;
}

/* In front, or behind `previous`. */
static void insert(struct heap *h, addr o, addr ref, addr previous)
{
    struct weakref *r = weakref_at(h, ref);
    addr *link = previous ? &weakref_at(h, previous)->next : weakref_list_field(h, o);
    r->previous = previous;
    r->next = *link;
    if (r->next)
        weakref_at(h, r->next)->previous = ref;
    *link = ref;
}

/* ---- making
 * ----------------------------------------------------------------------------------------------------------------------
 */

addr weakref_new_of(struct heap *h, addr type, addr referent, addr callback)
{
    addr *list = weakref_list_field(h, referent), ref, proxy;
    if (!list)
        return raise_none(h, EXC_TYPE_ERROR, "cannot create weak reference to '%s' object",
                          object_type_name(h, referent));
    bool is_ref = type == h->type[KIND_WEAKREF], is_proxy = type_kind(h, type) != KIND_WEAKREF;
    if (callback == none(h))
        callback = 0;
    shared_ones(h, *list, &ref, &proxy);
    if (!callback && is_ref && ref)
        return incref(h, ref);
    if (!callback && is_proxy && proxy)
        return incref(h, proxy);
    addr o = object_new(h, type, 0); /* may collect, and so change the list */
    if (!o)
        return 0;
    shared_ones(h, *list, &ref, &proxy);
    addr made_meanwhile = callback ? 0 : is_ref ? ref : is_proxy ? proxy : 0;
    if (HEAP_UNLIKELY(made_meanwhile != 0)) {
        incref(h, made_meanwhile);
        weakref_at(h, o)->referent = none(h); /* in no list */
        decref(h, o);
        return made_meanwhile;
    }
    struct weakref *r = weakref_at(h, o);
    r->referent = referent;
    r->callback = xincref(h, callback);
    r->hash = -1;
    r->vectorcall = is_ref || !is_proxy ? HEAP_TEXT + TEXT_CALL : 0;
    insert(h, referent, o, !callback && is_ref ? 0 : !callback && is_proxy ? ref : proxy ? proxy : ref);
    object_track(h, o);
    return o;
}

addr weakref_new(struct heap *h, addr referent, addr callback)
{
    return weakref_new_of(h, h->type[KIND_WEAKREF], referent, callback);
}

addr proxy_new(struct heap *h, addr referent, addr callback)
{
    return weakref_new_of(h, h->type[object_is_callable(h, referent) ? KIND_CALLABLE_PROXY : KIND_PROXY],
                          referent, callback);
}

/* ---- death
 * --------------------------------------------------------------------------------------------------------------------------
 */

static void call_and_report(struct heap *h, addr ref, addr callback)
{
    addr result;
    struct pending pending;
    pending_set_aside(h, &pending);
    if (object_call(h, callback, &ref, 1, NULL, NULL, 0, &result) == HEAP_OK)
        decref(h, result);
    else
        unraisable_report(h, "while calling weakref callback", callback);
    pending_restore(h, &pending);
}

enum heap_status weakref_call_callback(struct heap *h, addr ref)
{
    addr callback = weakref_at(h, ref)->callback;
    if (callback) {
        incref(h, callback);
        call_and_report(h, ref, callback);
        decref(h, callback);
    }
    return HEAP_OK;
}

/* The two without callback go at once. Of the others all are dead before the first callback is called;
 * meanwhile they wait in a chain of their own, made of the fields that a dead one does not need: `next`, and
 * the callback in `previous`, where nobody sees it. */
void weakref_clear_all(struct heap *h, addr o)
{
    addr *first = weakref_list_field(h, o), chain = 0, *last = &chain;
    for (int i = 0; i < 2; i++)
        if (*first && !weakref_at(h, *first)->callback)
            unlink(h, *first);
    while (*first) {
        addr ref = *first;
        struct weakref *r = weakref_at(h, ref);
        addr callback = r->callback;
        r->callback = 0;
        unlink(h, ref);
        if (!callback)
            continue;
        incref(h, ref);
        r->previous = callback;
        *last = ref;
        last = &r->next;
    }
    for (addr ref = chain, next; ref; ref = next) {
        struct weakref *r = weakref_at(h, ref);
        addr callback = r->previous;
        next = r->next;
        r->previous = r->next = 0;
        call_and_report(h, ref, callback);
        decref(h, callback);
        decref(h, ref);
    }
}

/* ---- the kinds
 * ------------------------------------------------------------------------------------------------------------------------
 */

static void weakref_traverse(struct heap *h, addr o, span_visitor *visit, void *context)
{
    visit(h, context, &weakref_at(h, o)->callback, 1, 1);
}

static bool weakref_release_next(struct heap *h, addr o, addr *reference)
{
    struct weakref *r = weakref_at(h, o);
    unlink(h, o);
    *reference = r->callback;
    r->callback = 0;
    return *reference;
}

static void weakref_clear(struct heap *h, addr o)
{
    unlink(h, o);
    object_replace(h, &weakref_at(h, o)->callback, 0);
}

static enum heap_status weakref_repr(struct heap *h, addr o, struct text *out)
{
    addr referent = weakref_referent(h, o);
    text_putf(out, "<weakref at 0x%llx; ", (unsigned long long)o);
    if (!referent) {
        text_put(out, "dead>", 5);
        return HEAP_OK;
    }
    text_putf(out, "to '%s' at 0x%llx", object_type_name(h, referent), (unsigned long long)referent);
    addr name = object_short_name(h, referent);
    if (name) {
        text_put(out, " (", 2);
        text_put_str(h, out, name);
        text_put(out, ")", 1);
    }
    text_put(out, ">", 1);
    return HEAP_OK;
}

static enum heap_status proxy_repr(struct heap *h, addr o, struct text *out)
{
    addr referent = weakref_referent(h, o);
    unsigned long long at = o, to = referent ? referent : none(h);
    if (!h->abi.proxy_repr_says_dead)
        text_putf(out, "<weakproxy at 0x%llx to %s at 0x%llx>", at, object_type_name(h, (addr)to), to);
    else if (referent)
        text_putf(out, "<weakproxy at 0x%llx; to '%s' at 0x%llx>", at, object_type_name(h, referent), to);
    else
        text_putf(out, "<weakproxy at 0x%llx; dead>", at);
    return HEAP_OK;
}

static enum heap_status weakref_hash(struct heap *h, addr o, int64_t *out)
{
    struct weakref *r = weakref_at(h, o);
    if (r->hash == -1) {
        addr referent = weakref_referent(h, o);
        if (!referent)
            return raise_error(h, EXC_TYPE_ERROR, "weak object has gone away");
        enum heap_status status = object_hash(h, referent, out);
        if (status != HEAP_OK)
            return status;
        r->hash = *out;
    }
    *out = r->hash;
    return HEAP_OK;
}

static enum heap_status weakref_equal(struct heap *h, addr a, addr b, int *result)
{
    if (object_kind(h, a) != KIND_WEAKREF || object_kind(h, b) != KIND_WEAKREF) {
        *result = -1;
        return HEAP_OK;
    }
    addr ra = weakref_referent(h, a), rb = weakref_referent(h, b);
    if (!ra || !rb) {
        *result = a == b;
        return HEAP_OK;
    }
    bool equal = false;
    incref(h, ra);
    incref(h, rb);
    enum heap_status status = object_equal(h, ra, rb, &equal);
    decref(h, ra);
    decref(h, rb);
    *result = equal;
    return status;
}

/* Both sides are unwrapped, as proxy_richcompare does. */
static enum heap_status proxy_equal(struct heap *h, addr a, addr b, int *result)
{
    bool equal = false;
    if (kind_is_weak(object_kind(h, a)) && object_kind(h, a) != KIND_WEAKREF)
        a = proxy_referent(h, a);
    if (a && kind_is_weak(object_kind(h, b)) && object_kind(h, b) != KIND_WEAKREF)
        b = proxy_referent(h, b);
    if (!a || !b)
        return HEAP_RAISED;
    incref(h, a);
    incref(h, b);
    enum heap_status status = object_equal(h, a, b, &equal);
    decref(h, a);
    decref(h, b);
    *result = equal;
    return status;
}

static const char *weakref_verify(const struct heap *h, addr o)
{
    const struct weakref *r = weakref_at(h, o);
    if (r->referent == none(h))
        return r->previous || r->next ? "a dead weak reference is in a list" : NULL;
    if (!object_exists(h, r->referent))
        return "a weak reference refers to what is no object";
    const addr *first = weakref_list_field(h, r->referent);
    if (!first)
        return "a weak reference refers to an object that cannot have any";
    if ((r->previous && !object_exists(h, r->previous)) || (r->next && !object_exists(h, r->next)))
        return "a list of weak references is broken";
    if (r->previous ? weakref_at(h, r->previous)->next != o : *first != o)
        return "a weak reference is not in its referent's list";
    if (r->next && weakref_at(h, r->next)->previous != o)
        return "a list of weak references is broken";
    return NULL;
}

static enum heap_status proxy_iter(struct heap *h, addr o, addr *out)
{
    addr referent = proxy_referent(h, o);
    if (!referent)
        return HEAP_RAISED;
    incref(h, referent);
    enum heap_status status = object_iter(h, referent, out);
    decref(h, referent);
    return status;
}

static enum heap_status proxy_next(struct heap *h, addr o, addr *item)
{
    addr referent = proxy_referent(h, o);
    if (!referent)
        return HEAP_RAISED;
    if (!object_is_iterator(h, referent))
        return raise_error(h, EXC_TYPE_ERROR, "Weakref proxy referenced a non-iterator '%.200s' object",
                           object_type_name(h, referent));
    incref(h, referent);
    enum heap_status status = iterator_next(h, referent, item);
    decref(h, referent);
    return status;
}

extern const struct kind_ops weakref_ops, proxy_ops, callable_proxy_ops;
const struct kind_ops weakref_ops = {
    .traverse = weakref_traverse,
    .release_next = weakref_release_next,
    .clear = weakref_clear,
    .repr = weakref_repr,
    .hash = weakref_hash,
    .equal = weakref_equal,
    .verify = weakref_verify,
};
/* What the referent's is. */
static enum heap_status proxy_str(struct heap *h, addr o, struct text *out)
{
    addr referent = proxy_referent(h, o);
    if (!referent)
        return HEAP_RAISED;
    incref(h, referent);
    enum heap_status status = object_put_str(h, referent, out);
    decref(h, referent);
    return status;
}

#define PROXY_OPS                                                                                            \
    {                                                                                                        \
        .traverse = weakref_traverse, .release_next = weakref_release_next, .clear = weakref_clear,          \
        .repr = proxy_repr, .str = proxy_str, .equal = proxy_equal, .iter = proxy_iter, .next = proxy_next,  \
        .verify = weakref_verify,                                                                            \
    }
const struct kind_ops proxy_ops = PROXY_OPS;
const struct kind_ops callable_proxy_ops = PROXY_OPS;

/* ---- what a proxy passes on as methods ------------------------------------------------------------- */

static enum heap_status pass_on(struct heap *h, addr proxy, const char *method, addr *out)
{
    addr referent = xincref(h, proxy_referent(h, proxy)), name;
    if (!referent)
        return HEAP_RAISED;
    name = str_intern_utf8(h, method, strlen(method));
    enum heap_status status =
        name ? object_call_method(h, referent, name, NULL, 0, NULL, NULL, 0, out) : raise_status(h);
    xdecref(h, name);
    decref(h, referent);
    return status;
}

static enum heap_status proxy_method_bytes(struct heap *h, const struct call *call, addr *out)
{
    return pass_on(h, call->self, "__bytes__", out);
}
static enum heap_status proxy_method_reversed(struct heap *h, const struct call *call, addr *out)
{
    return pass_on(h, call->self, "__reversed__", out);
}

const struct builtin_method proxy_methods[] = {
    {"__bytes__", 0, 0, false, proxy_method_bytes},
    {"__reversed__", 0, 0, false, proxy_method_reversed},
    {0},
};
const struct builtin_method callable_proxy_methods[] = {{0}};
