/* The module gc. Mirrors Modules/gcmodule.c. */
#include "daemon/heap/collector.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "daemon/heap/collector_lists.h"
#include "daemon/heap/heap.h"
#include "daemon/heap/object/arguments.h"
#include "daemon/heap/object/dict.h"
#include "daemon/heap/object/exception.h"
#include "daemon/heap/object/operator.h"
#include "daemon/heap/object/order.h"
#include "daemon/heap/references.h"
#include "daemon/heap/runtime.h"
#include "daemon/python/interpreter.h"
#include "daemon/python/modules/module.h"

static enum heap_status give(const struct heap *h, addr made, addr *out)
{
    *out = made;
    return made ? HEAP_OK : raise_status(h);
}

static enum heap_status give_tuple(struct heap *h, const int64_t values[3], addr *out)
{
    addr items[3] = {0}, made = 0;
    bool whole = true;
    for (size_t i = 0; i < 3; i++)
        whole = (items[i] = int_new(h, values[i])) && whole;
    if (whole)
        made = tuple_from(h, items, 3);
    for (size_t i = 0; i < 3; i++)
        xdecref(h, items[i]);
    return give(h, made, out);
}

/* ---- the collector
 * ---------------------------------------------------------------------------------------------- */

static enum heap_status gc_enable(struct heap *h, const struct call *call, addr *out)
{
    (void)call;
    collector_enable(h, true);
    return call_none(h, out);
}

static enum heap_status gc_disable(struct heap *h, const struct call *call, addr *out)
{
    (void)call;
    collector_enable(h, false);
    return call_none(h, out);
}

static enum heap_status gc_isenabled(struct heap *h, const struct call *call, addr *out)
{
    (void)call;
    return give(h, bool_new(h, collector_is_enabled(h)), out);
}

static enum heap_status gc_collect(struct heap *h, const struct call *call, addr *out)
{
    static const char *const name = "generation";
    addr given = 0;
    int64_t generation = 2;
    struct collection done = {0};
    enum heap_status status = arguments_unpack(h, call, "collect", &name, 1, 0, 1, &given);
    if (status == HEAP_OK && given)
        status = object_index_int(h, given, &generation);
    if (status == HEAP_OK && (generation < 0 || generation > 2))
        status = raise_error(h, EXC_VALUE_ERROR, "invalid generation");
    if (status == HEAP_OK)
        status = collector_collect(h, (int)generation, &done);
    return status == HEAP_OK ? give(h, int_new(h, (int64_t)(done.collected + done.uncollectable)), out)
                             : status;
}

static enum heap_status gc_get_count(struct heap *h, const struct call *call, addr *out)
{
    (void)call;
    return give_tuple(h, (int64_t[3]){h->generation[0].count, h->generation[1].count, h->generation[2].count},
                      out);
}

static enum heap_status gc_get_threshold(struct heap *h, const struct call *call, addr *out)
{
    (void)call;
    return give_tuple(h,
                      (int64_t[3]){(int32_t)collector_threshold(h, 0), (int32_t)collector_threshold(h, 1),
                                   (int32_t)collector_threshold(h, 2)},
                      out);
}

static enum heap_status gc_set_threshold(struct heap *h, const struct call *call, addr *out)
{
    bool wrong = !call->count || call->count > 3;
    if (call->kwcount)
        return raise_error(h, EXC_TYPE_ERROR, "set_threshold() takes no keyword arguments");
    if (wrong && h->abi.gc_tells_arguments)
        return raise_error(h, EXC_TYPE_ERROR, "gc.set_threshold requires 1 to 3 arguments");
    if (wrong)
        return raise_error(h, EXC_TYPE_ERROR, "set_threshold() takes at %s argument%s (%zu given)",
                           call->count ? "most 3" : "least 1", call->count ? "s" : "", call->count);
    for (size_t i = 0; i < call->count; i++) {
        int64_t value;
        enum heap_status status = object_index_word(h, call->args[i], EXC_NONE, &value);
        if (status == HEAP_OK && (value == INT64_MAX || value == INT64_MIN))
            status = raise_error(h, EXC_OVERFLOW_ERROR, "Python int too large to convert to C long");
        if (status == HEAP_OK && value != (int32_t)value)
            status = raise_error(h, EXC_OVERFLOW_ERROR, "signed integer is %s",
                                 value > 0 ? "greater than maximum" : "less than minimum");
        if (status != HEAP_OK)
            return status;
        collector_set_threshold(h, (int)i, (uint32_t)value);
    }
    return call_none(h, out);
}

static enum heap_status gc_get_debug(struct heap *h, const struct call *call, addr *out)
{
    (void)call;
    return give(h, int_new(h, (int32_t)collector_debug(h)), out);
}

static enum heap_status gc_set_debug(struct heap *h, const struct call *call, addr *out)
{
    int64_t flags;
    enum heap_status status = object_index_int(h, call->args[0], &flags);
    if (status == HEAP_OK)
        status = collector_set_debug(h, (uint32_t)flags);
    return status == HEAP_OK ? call_none(h, out) : status;
}

static enum heap_status add_stat(struct heap *h, addr dict, const char *name, uint64_t value)
{
    return module_add(h, dict, name, int_new(h, (int64_t)value));
}

static enum heap_status gc_get_stats(struct heap *h, const struct call *call, addr *out)
{
    addr list = list_new(h, 0);
    enum heap_status status = list ? HEAP_OK : raise_status(h);
    (void)call;
    for (int i = 0; i < 3 && status == HEAP_OK; i++) {
        struct generation_stats stats;
        addr dict = dict_new(h);
        collector_stats(h, i, &stats);
        status = dict ? add_stat(h, dict, "collections", stats.collections) : raise_status(h);
        if (status == HEAP_OK)
            status = add_stat(h, dict, "collected", stats.collected);
        if (status == HEAP_OK)
            status = add_stat(h, dict, "uncollectable", stats.uncollectable);
        if (status == HEAP_OK)
            status = list_append(h, list, dict);
        xdecref(h, dict);
    }
    if (status == HEAP_OK)
        *out = list;
    else
        xdecref(h, list);
    return status;
}

static enum heap_status gc_freeze(struct heap *h, const struct call *call, addr *out)
{
    (void)call;
    collector_freeze(h);
    return call_none(h, out);
}

static enum heap_status gc_unfreeze(struct heap *h, const struct call *call, addr *out)
{
    (void)call;
    collector_unfreeze(h);
    return call_none(h, out);
}

static enum heap_status gc_get_freeze_count(struct heap *h, const struct call *call, addr *out)
{
    (void)call;
    return give(h, int_new(h, (int64_t)gc_list_size(h, &h->permanent.head)), out);
}

/* ---- objects
 * ------------------------------------------------------------------------------------------------------- */

/* Of what lies in the static area here and never leaves it, CPython's collector knows functions, modules,
 * their dicts, and the descriptors of builtin types. */
static bool fixed_is_tracked(enum kind kind)
{
    switch (kind) {
    case KIND_BUILTIN:
    case KIND_MODULE:
    case KIND_DICT:
    case KIND_GETSET:
    case KIND_MEMBER:
    case KIND_METHOD_DESCRIPTOR:
    case KIND_WRAPPER_DESCRIPTOR:
    case KIND_CLASSMETHOD_DESCRIPTOR:
    case KIND_STATICMETHOD:
        return true;
    default:
        return false;
    }
}

static enum heap_status gc_is_tracked(struct heap *h, const struct call *call, addr *out)
{
    addr o = call->args[0];
    bool tracked = object_is_collected(h, o) ? object_is_tracked(h, o) : fixed_is_tracked(object_kind(h, o));
    return give(h, bool_new(h, tracked), out);
}

static enum heap_status gc_is_finalized(struct heap *h, const struct call *call, addr *out)
{
    addr o = call->args[0];
    return give(
        h,
        bool_new(h, object_has_gc(h, o) && object_is_collected(h, o) && object_gc(h, o)->prev & GC_FINALIZED),
        out);
}

/* The objects of a generation in the order of its list, the list that is made itself left out. */
static enum heap_status append_generation(struct heap *h, addr list, int generation)
{
    const struct gc_head *head = &h->generation[generation].head;
    enum heap_status status = HEAP_OK;
    for (addr g = head->next; g != heap_addr(h, head) && status == HEAP_OK;
         g = ((struct gc_head *)heap_at(h, g))->next)
        if (g + h->abi.gc_head_size != list)
            status = list_append(h, list, g + h->abi.gc_head_size);
    return status;
}

static enum heap_status gc_get_objects(struct heap *h, const struct call *call, addr *out)
{
    static const char *const name = "generation";
    addr given = 0, list;
    int64_t generation = -1;
    enum heap_status status = arguments_unpack(h, call, "get_objects", &name, 1, 0, 1, &given);
    if (status != HEAP_OK)
        return status;
    if (given && given != none(h) && !object_has_index(h, given)) {
        status = raise_error(h, EXC_TYPE_ERROR, "argument should be integer or None, not '%.200s'",
                             object_type_name(h, given));
    } else if (given && given != none(h)) {
        status = object_index_word(h, given, EXC_OVERFLOW_ERROR, &generation);
        if (status == HEAP_OK && generation >= 3)
            status =
                raise_error(h, EXC_VALUE_ERROR,
                            "generation parameter must be less than the number of available generations (3)");
        if (status == HEAP_OK && generation < -1)
            status = raise_error(h, EXC_VALUE_ERROR, "generation parameter cannot be negative");
    }
    list = status == HEAP_OK ? list_new(h, 0) : 0;
    if (!list)
        return status == HEAP_OK ? raise_status(h) : status;
    for (int i = 0; i < 3 && status == HEAP_OK; i++)
        if (generation < 0 || generation == i)
            status = append_generation(h, list, i);
    if (status == HEAP_OK)
        *out = list;
    else
        decref(h, list);
    return status;
}

struct gathering {
    addr list;
    enum heap_status status;
};

static void gather(const struct heap *h, void *context, const addr *field, addr to)
{
    struct gathering *g = context;
    (void)field;
    if (g->status == HEAP_OK)
        g->status = list_append((struct heap *)(uintptr_t)h, g->list, to);
}

/* What functions of C modules do not store here: their module and its name. */
static enum heap_status gather_module(struct heap *h, addr function, addr list)
{
    static const char *const names[] = {"__self__", "__module__"};
    enum heap_status status = HEAP_OK;
    for (size_t i = 0; i < 2 && status == HEAP_OK; i++) {
        addr name = str_from_ascii(h, names[i]), value;
        status = name ? object_getattr(h, function, name, &value) : raise_status(h);
        xdecref(h, name);
        if (status != HEAP_OK)
            continue;
        if (value != none(h))
            status = list_append(h, list, value);
        decref(h, value);
    }
    return status;
}

static enum heap_status gc_get_referents(struct heap *h, const struct call *call, addr *out)
{
    struct gathering g = {list_new(h, 0), HEAP_OK};
    if (!g.list)
        return raise_status(h);
    for (size_t i = 0; i < call->count && g.status == HEAP_OK; i++) {
        addr o = call->args[i];
        if (object_has_gc(h, o))
            references_traversed(h, o, gather, &g);
        if (object_kind(h, o) == KIND_BUILTIN && !object_in_blocks(o) && g.status == HEAP_OK)
            g.status = gather_module(h, o, g.list);
    }
    if (g.status == HEAP_OK)
        *out = g.list;
    else
        decref(h, g.list);
    return g.status;
}

struct seeking {
    const struct call *call;
    bool found;
};

static void seek(const struct heap *h, void *context, const addr *field, addr to)
{
    struct seeking *s = context;
    (void)h;
    (void)field;
    for (size_t i = 0; i < s->call->count; i++)
        s->found |= s->call->args[i] == to;
}

/* Whoever refers to one of the arguments among what the collector knows; not the list that is made. */
static enum heap_status gc_get_referrers(struct heap *h, const struct call *call, addr *out)
{
    addr list = list_new(h, 0);
    enum heap_status status = list ? HEAP_OK : raise_status(h);
    for (int i = 0; i < 3 && status == HEAP_OK; i++) {
        const struct gc_head *head = &h->generation[i].head;
        for (addr g = head->next; g != heap_addr(h, head) && status == HEAP_OK;
             g = ((struct gc_head *)heap_at(h, g))->next) {
            addr o = g + h->abi.gc_head_size;
            struct seeking s = {call, false};
            if (o == list)
                continue;
            references_traversed(h, o, seek, &s);
            if (s.found)
                status = list_append(h, list, o);
            if (status == HEAP_OK)
                status = loop_check(h);
        }
    }
    if (status == HEAP_OK)
        *out = list;
    else
        xdecref(h, list);
    return status;
}

/* ---- what a collection prints where set_debug() wants it: in the midst of one nothing of the program may
 * run, so all of it goes straight out, whatever the program has for its sys.stderr */

static void __attribute__((format(printf, 2, 3))) put(struct heap *h, const char *format, ...)
{
    char line[512];
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(line, sizeof line, format, arguments);
    va_end(arguments);
    size_t size = length < (int)sizeof line ? (size_t)length : sizeof line - 1;
    if (interpreter_write(h, 2, line, size) != HEAP_OK)
        return; /* no more is wanted: the evaluation will see that */
}

void runtime_collection(struct heap *h, enum collection_note note, addr o, const struct collection *c)
{
    switch (note) {
    case COLLECTION_BEGINS:
        put(h, "gc: collecting generation %u...\ngc: objects in each generation: %llu %llu %llu\n",
            c->generation, (unsigned long long)gc_list_size(h, &h->generation[0].head),
            (unsigned long long)gc_list_size(h, &h->generation[1].head),
            (unsigned long long)gc_list_size(h, &h->generation[2].head));
        put(h, "gc: objects in permanent generation: %llu\n",
            (unsigned long long)gc_list_size(h, &h->permanent.head));
        break;
    case COLLECTION_ENDS:
        put(h, "gc: done, %llu unreachable, %llu uncollectable, 0.0000s elapsed\n",
            (unsigned long long)(c->collected + c->uncollectable), (unsigned long long)c->uncollectable);
        break;
    case COLLECTION_COLLECTABLE:
    case COLLECTION_UNCOLLECTABLE:
        put(h, "gc: %s <%.200s 0x%llx>\n", note == COLLECTION_COLLECTABLE ? "collectable" : "uncollectable",
            object_type_name(h, o), (unsigned long long)o);
        break;
    }
}

static const struct builtin_method functions[] = {
    {"enable", 0, 0, false, gc_enable},
    {"disable", 0, 0, false, gc_disable},
    {"isenabled", 0, 0, false, gc_isenabled},
    {"collect", 0, -1, true, gc_collect},
    {"get_count", 0, 0, false, gc_get_count},
    {"get_threshold", 0, 0, false, gc_get_threshold},
    {"set_threshold", 0, -1, METHOD_KEYWORDS | METHOD_TUPLE, gc_set_threshold},
    {"get_debug", 0, 0, false, gc_get_debug},
    {"set_debug", 1, 1, false, gc_set_debug},
    {"get_stats", 0, 0, false, gc_get_stats},
    {"freeze", 0, 0, false, gc_freeze},
    {"unfreeze", 0, 0, false, gc_unfreeze},
    {"get_freeze_count", 0, 0, false, gc_get_freeze_count},
    {"is_tracked", 1, 1, false, gc_is_tracked},
    {"is_finalized", 1, 1, false, gc_is_finalized},
    {"get_objects", 0, -1, true, gc_get_objects},
    {"get_referents", 0, -1, METHOD_PARSED | METHOD_TUPLE, gc_get_referents},
    {"get_referrers", 0, -1, METHOD_PARSED | METHOD_TUPLE, gc_get_referrers},
    {0},
};

static enum heap_status fill(struct heap *h, addr dict)
{
    static const struct {
        const char *name;
        uint32_t value;
    } flags[] = {{"DEBUG_STATS", GC_DEBUG_STATS},
                 {"DEBUG_COLLECTABLE", GC_DEBUG_COLLECTABLE},
                 {"DEBUG_UNCOLLECTABLE", GC_DEBUG_UNCOLLECTABLE},
                 {"DEBUG_SAVEALL", GC_DEBUG_SAVEALL},
                 {"DEBUG_LEAK", GC_DEBUG_LEAK}};
    enum heap_status status = module_add(h, dict, "garbage", incref(h, collector_garbage(h)));
    if (status == HEAP_OK)
        status = module_add(h, dict, "callbacks", incref(h, collector_callbacks(h)));
    for (size_t i = 0; i < sizeof flags / sizeof *flags && status == HEAP_OK; i++)
        status = module_add(h, dict, flags[i].name, int_new(h, flags[i].value));
    return status;
}

const struct module_definition gc_module = {"gc", functions, fill};
