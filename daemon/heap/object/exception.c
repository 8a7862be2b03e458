/* Exception objects as the heap sees them: what they refer to, in which order it goes, what must hold
 * (exception.h). */
#include "daemon/heap/object/exception.h"

#include "daemon/heap/object/container.h"
#include "daemon/heap/object/hash.h"

/* dict args notes traceback | cause | context: the order of BaseException_traverse and of its clear. */
static const struct exception_run base_runs[] = {
    {offsetof(struct exception_object, dict), 4},
    {offsetof(struct exception_object, cause), 1},
    {offsetof(struct exception_object, context), 1},
};
#define BASE_RUNS (sizeof base_runs / sizeof *base_runs)
#define RUNS      (BASE_RUNS + 2)

/* What the class adds comes first. */
static void runs_of(const struct heap *h, addr o, struct exception_run runs[RUNS])
{
    exception_runs(h, object_kind(h, o), runs);
    for (size_t i = 0; i < BASE_RUNS; i++)
        runs[2 + i] = base_runs[i];
}

static void traverse(struct heap *h, addr o, span_visitor *visit, void *context)
{
    struct exception_run runs[RUNS];
    runs_of(h, o, runs);
    for (size_t i = 0; i < RUNS; i++)
        if (runs[i].count)
            visit(h, context, heap_at(h, o + runs[i].at), runs[i].count, 1);
}

static inline bool take_of_run(struct heap *h, addr o, struct exception_run run, addr *reference)
{
    addr *fields = heap_at(h, o + run.at);
    for (size_t k = 0; k < run.count; k++)
        if (fields[k]) {
            *reference = fields[k];
            fields[k] = 0;
            return true;
        }
    return false;
}

static bool release_next(struct heap *h, addr o, addr *reference)
{
    if (object_kind(h, o) != KIND_EXCEPTION) {
        struct exception_run added[2];
        exception_runs(h, object_kind(h, o), added);
        if (take_of_run(h, o, added[0], reference) || take_of_run(h, o, added[1], reference))
            return true;
    }
    for (size_t i = 0; i < BASE_RUNS; i++)
        if (take_of_run(h, o, base_runs[i], reference))
            return true;
    return false;
}

static void clear(struct heap *h, addr o)
{
    addr reference;
    while (release_next(h, o, &reference))
        decref(h, reference);
}

static enum heap_status repr(struct heap *h, addr o, struct text *out)
{
    enum heap_status status = recursion_enter(h, " while getting the repr of an object");
    if (status != HEAP_OK)
        return status;
    const struct exception_object *e = exception_at(h, o);
    addr args = e->args ? e->args : h->singleton[SINGLETON_EMPTY_TUPLE];
    const char *name = object_type_name(h, o), *last = name;
    for (; *name; name++)
        if (*name == '.')
            last = name + 1;
    text_put(out, last, (size_t)(name - last));
    incref(h, args);
    if (tuple_length(h, args) != 1) {
        status = object_repr(h, args, out);
    } else {
        text_put(out, "(", 1);
        status = object_repr(h, tuple_item(h, args, 0), out);
        text_put(out, ")", 1);
    }
    decref(h, args);
    recursion_leave(h);
    return status;
}

static enum heap_status hash(struct heap *h, addr o, int64_t *out)
{
    (void)h;
    *out = hash_address(o);
    return HEAP_OK;
}

static bool is(const struct heap *h, addr o, bool (*what)(const struct heap *h, addr o))
{
    return !o || (object_exists(h, o) && what(h, o));
}

static bool is_tuple(const struct heap *h, addr o)
{
    return object_kind(h, o) == KIND_TUPLE;
}
static bool is_dict(const struct heap *h, addr o)
{
    return object_kind(h, o) == KIND_DICT;
}
static bool is_traceback(const struct heap *h, addr o)
{
    return object_kind(h, o) == KIND_TRACEBACK;
}

static const char *verify(const struct heap *h, addr o)
{
    const struct exception_object *e = exception_at(h, o);
    if (!is(h, e->args, is_tuple))
        return "an exception's args are no tuple";
    if (!is(h, e->dict, is_dict))
        return "an exception's dict is no dict";
    if (!is(h, e->traceback, is_traceback))
        return "an exception's traceback is none";
    if (!is(h, e->context, object_is_exception) || !is(h, e->cause, object_is_exception))
        return "an exception's context or cause is no exception";
    if (object_kind(h, o) == KIND_EXCEPTION_GROUP && !is(h, e->u.group.exceptions, is_tuple))
        return "what an exception group holds is no tuple";
    if (e->suppress_context > 1)
        return "an exception's suppress_context is no bool";
    return NULL;
}

#define OPS                                                                                                  \
    {                                                                                                        \
        .traverse = traverse, .release_next = release_next, .clear = clear, .repr = repr,                    \
        .str = exception_put_str, .hash = hash, .verify = verify,                                            \
    }
extern const struct kind_ops exception_ops, exception_group_ops, stop_iteration_ops, system_exit_ops,
    import_error_ops, os_error_ops, name_error_ops, attribute_error_ops, syntax_error_ops, unicode_error_ops;
const struct kind_ops exception_ops = OPS;
const struct kind_ops exception_group_ops = OPS;
const struct kind_ops stop_iteration_ops = OPS;
const struct kind_ops system_exit_ops = OPS;
const struct kind_ops import_error_ops = OPS;
const struct kind_ops os_error_ops = OPS;
const struct kind_ops name_error_ops = OPS;
const struct kind_ops attribute_error_ops = OPS;
const struct kind_ops syntax_error_ops = OPS;
const struct kind_ops unicode_error_ops = OPS;
