/* wrapper_descriptor and method-wrapper objects. Mirrors Objects/descrobject.c.
 *
 *   wrapper_descriptor   0 header   16 d_type   24 d_name   32 d_qualname   40 d_base   48 d_wrapped
 *   method-wrapper       0 header   16 descr   24 self
 */
#include "daemon/heap/object/wrapper.h"
#include "daemon/heap/object/construct.h"

#include <string.h>

#include "daemon/heap/object/answer.h"
#include "daemon/heap/object/getset.h"
#include "daemon/heap/object/hash.h"
#include "daemon/heap/object/scripted.h"
#include "daemon/heap/object/text.h"
#include "daemon/heap/object/text_signature.h"

#define WRAPPER_SIZE 64 /* of struct wrapperbase */

/* ---- making
 * ------------------------------------------------------------------------------------------------------ */

static size_t index_of(const struct heap *h, addr d)
{
    return (descriptor_at(h, d)->definition - HEAP_TEXT - TEXT_WRAPPERS) / WRAPPER_SIZE;
}

const struct wrapper *wrapper_definition(const struct heap *h, addr d)
{
    return wrapper_at(index_of(h, d));
}

addr wrapper_new(struct heap *h, addr type, addr name, size_t index)
{
    addr o = object_new(h, h->type[KIND_WRAPPER_DESCRIPTOR], 0);
    if (!o)
        return 0;
    struct wrapper_object *w = heap_at(h, o);
    w->base.type = incref(h, type);
    w->base.name = incref(h, name);
    w->base.definition = HEAP_TEXT + TEXT_WRAPPERS + index * WRAPPER_SIZE;
    w->wrapped = HEAP_TEXT + TEXT_WRAPPED + (index << 10 | type_kind(h, type)) * 16;
    object_track(h, o);
    return o;
}

addr method_wrapper_new(struct heap *h, addr descriptor, addr self)
{
    addr o = object_new(h, h->type[KIND_METHOD_WRAPPER], 0);
    if (!o)
        return 0;
    method_wrapper_at(h, o)->descriptor = incref(h, descriptor);
    method_wrapper_at(h, o)->self = incref(h, self);
    object_track(h, o);
    return o;
}

/* ---- calling
 * ------------------------------------------------------------------------------------------------------ */

static void put_name(const struct heap *h, addr d, char out[100])
{
    struct text name = {.bytes = out, .capacity = 99};
    memset(out, 0, 100);
    text_put_str(h, &name, descriptor_at(h, d)->name);
}

/* Of a sequence's own repetition, which is another slot than that of numbers. */
static bool repeats_sequence(const struct heap *h, addr d, const char *name)
{
    enum kind kind = type_kind(h, descriptor_at(h, d)->type);
    bool number = kind == KIND_INT || kind == KIND_BOOL || kind == KIND_FLOAT || kind == KIND_COMPLEX;
    return !number && !kind_is_scripted(kind) &&
           (strcmp(name, "__mul__") == 0 || strcmp(name, "__rmul__") == 0 || strcmp(name, "__imul__") == 0);
}

static enum heap_status run(struct heap *h, addr d, const struct call *call, addr *out)
{
    const struct wrapper *w = wrapper_definition(h, d);
    char name[100];
    if (call->kwcount && w->max_args >= 0) {
        put_name(h, d, name);
        return raise_error(h, EXC_TYPE_ERROR, "wrapper %s() takes no keyword arguments", name);
    }
    if (w->min_args >= 0 && (call->count < (size_t)w->min_args || call->count > (size_t)w->max_args)) {
        put_name(h, d, name);
        const char *space =
            w->max_args > 1 || repeats_sequence(h, d, name) ? " " : ""; /* where CPython has an empty name */
        bool few = call->count < (size_t)w->min_args;
        int limit = few ? w->min_args : w->max_args;
        return raise_error(h, EXC_TYPE_ERROR, "%sexpected %s%d argument%s, got %zu", space,
                           w->min_args == w->max_args ? ""
                           : few                      ? "at least "
                                                      : "at most ",
                           limit, limit == 1 ? "" : "s", call->count);
    }
    return w->function(h, type_kind(h, descriptor_at(h, d)->type), call, out);
}

enum heap_status wrapper_call(struct heap *h, addr d, const struct call *call, addr *out)
{
    addr type = descriptor_at(h, d)->type;
    char name[100];
    if (call->count == 0) {
        put_name(h, d, name);
        return raise_error(h, EXC_TYPE_ERROR, "descriptor '%s' of '%.100s' object needs an argument", name,
                           type_name(h, type));
    }
    if (!type_is_subtype(h, object_type(h, call->args[0]), type)) {
        put_name(h, d, name);
        return raise_error(h, EXC_TYPE_ERROR,
                           "descriptor '%s' requires a '%.100s' object but received a '%.100s'", name,
                           type_name(h, type), object_type_name(h, call->args[0]));
    }
    struct call inner = *call;
    inner.self = call->args[0];
    inner.args++;
    inner.count--;
    inner.callable = d;
    const struct call rest = {.args = inner.args, .count = inner.count};
    struct held_memory held;
    call_hold_arguments(h, &rest, &held); /* in a slice of the tuple */
    enum heap_status status = run(h, d, &inner, out);
    call_let_arguments_go(h, &rest, &held);
    return status;
}

enum heap_status method_wrapper_call(struct heap *h, addr o, const struct call *call, addr *out)
{
    struct call inner = *call;
    inner.self = method_wrapper_at(h, o)->self;
    inner.callable = o;
    return run(h, method_wrapper_at(h, o)->descriptor, &inner, out);
}

/* ---- attributes of method-wrapper
 * ---------------------------------------------------------------------------------- */

static enum heap_status get_name(struct heap *h, addr o, addr *out)
{
    return getset_give(h, descriptor_at(h, method_wrapper_at(h, o)->descriptor)->name, out);
}
static enum heap_status get_class(struct heap *h, addr o, addr *out)
{
    return getset_give(h, descriptor_at(h, method_wrapper_at(h, o)->descriptor)->type, out);
}
static enum heap_status get_qualname(struct heap *h, addr o, addr *out)
{
    const struct descriptor *d = descriptor_at(h, method_wrapper_at(h, o)->descriptor);
    return answer(h, qualname_in(h, d->type, d->name), out);
}
static enum heap_status get_doc(struct heap *h, addr o, addr *out)
{
    (void)o;
    return getset_give(h, 0, out);
}
static enum heap_status get_text_signature(struct heap *h, addr o, addr *out)
{
    return text_signature_of_descriptor(h, method_wrapper_at(h, o)->descriptor, out);
}

const struct getset method_wrapper_getsets[] = {
    {"__objclass__", get_class, NULL},
    {"__name__", get_name, NULL},
    {"__qualname__", get_qualname, NULL},
    {"__doc__", get_doc, NULL},
    {"__text_signature__", get_text_signature, NULL},
    {0},
};

/* ---- method-wrapper
 * -------------------------------------------------------------------------------------------------- */

static void traverse(struct heap *h, addr o, span_visitor *visit, void *context)
{
    visit(h, context, &method_wrapper_at(h, o)->descriptor, 2, 1);
}

static bool release_next(struct heap *h, addr o, addr *reference)
{
    struct method_wrapper_object *w = method_wrapper_at(h, o);
    addr *field = w->descriptor ? &w->descriptor : &w->self;
    *reference = *field;
    *field = 0;
    return *reference;
}

static enum heap_status repr(struct heap *h, addr o, struct text *out)
{
    const struct method_wrapper_object *w = method_wrapper_at(h, o);
    text_put(out, "<method-wrapper '", 17);
    text_put_str(h, out, descriptor_at(h, w->descriptor)->name);
    text_putf(out, "' of %s object at 0x%llx>", object_type_name(h, w->self), (unsigned long long)w->self);
    return HEAP_OK;
}

static enum heap_status hash(struct heap *h, addr o, int64_t *out)
{
    const struct method_wrapper_object *w = method_wrapper_at(h, o);
    *out = hash_result((uint64_t)hash_address(w->self) ^ (uint64_t)hash_address(w->descriptor));
    return HEAP_OK;
}

static enum heap_status equal(struct heap *h, addr a, addr b, int *result)
{
    *result = -1;
    if (object_kind(h, a) != KIND_METHOD_WRAPPER || object_kind(h, b) != KIND_METHOD_WRAPPER)
        return HEAP_OK;
    const struct method_wrapper_object *left = method_wrapper_at(h, a), *right = method_wrapper_at(h, b);
    *result = left->descriptor == right->descriptor && left->self == right->self;
    return HEAP_OK;
}

extern const struct kind_ops method_wrapper_ops;
const struct kind_ops method_wrapper_ops = {
    .traverse = traverse,
    .release_next = release_next,
    .repr = repr,
    .hash = hash,
    .equal = equal,
};
