/* Objects whose classes say in Python how they are copied: the module copy asks them, so it makes such copies
 * as a whole. What is to be copied is looked through before anything is made: copying runs finalizers and
 * hashes of the program's, which are to be met once.
 */
#include <string.h>

#include "daemon/heap/copy_parts.h"
#include "daemon/heap/heap.h"
#include "daemon/heap/host_marks.h"
#include "daemon/heap/object/class.h"
#include "daemon/heap/object/container.h"
#include "daemon/heap/object/dict.h"
#include "daemon/heap/object/heaptype.h"
#include "daemon/heap/runtime.h"

/* Is there a function written in Python in the object's class for something that Lib/copy.py asks? */
static bool class_says_how(const struct heap *h, addr o, bool deep)
{
    const char *const names[] = {deep ? "__deepcopy__" : "__copy__",
                                 "__reduce_ex__",
                                 "__reduce__",
                                 "__getstate__",
                                 "__setstate__",
                                 "__getnewargs__",
                                 "__getnewargs_ex__"};
    if (!(type_at(h, object_type(h, o))->flags & TYPE_HEAP) || object_kind(h, o) == KIND_TYPE)
        return false;
    addr mro = type_at(h, object_type(h, o))->mro;
    for (size_t i = 0; i < tuple_length(h, mro); i++) {
        const struct type_object *class = type_at(h, tuple_item(h, mro, i));
        for (size_t k = 0; class->flags & TYPE_HEAP && k < sizeof names / sizeof *names; k++) {
            addr found = dict_get_ascii(h, class->dict, names[k], strlen(names[k]));
            if (found && object_is_function(h, found))
                return true;
        }
    }
    return false;
}

struct look {
    struct host_marks seen;
    struct host_stack waiting;
};

static void look_at(struct look *l, addr o)
{
    if (host_marks_add(&l->seen, o))
        host_stack_push(&l->waiting, o);
}

static void look_at_span(struct heap *h, void *context, addr *fields, size_t count, size_t stride)
{
    (void)h;
    for (size_t i = 0; i < count; i++) {
        addr o = fields[(intptr_t)i * (intptr_t)stride];
        if (o)
            look_at(context, o);
    }
}

static enum heap_status look_through(struct heap *h, struct look *l, bool *asks)
{
    for (size_t n = 1; l->waiting.count && !*asks; n++) {
        addr o = l->waiting.items[--l->waiting.count];
        if (n % 4096 == 0 && heap_abandoned(h)) {
            h->raised.abandoned = 1;
            return HEAP_ABANDONED;
        }
        *asks = class_says_how(h, o, true);
        enum copy_how how = copy_how(h, o, true);
        if (!*asks && how != COPY_SELF && how != COPY_NOT)
            object_traverse(h, o, look_at_span, l);
    }
    return l->waiting.failed ? raise_memory(h) : HEAP_OK;
}

enum heap_status copy_asks_library(struct heap *h, addr o, bool deep, bool *asks)
{
    *asks = false;
    if (!runtime_library_call)
        return HEAP_OK;
    if (!deep) {
        *asks = class_says_how(h, o, false);
        return HEAP_OK;
    }
    struct look l = {0};
    if (!host_marks_init(&l.seen, h))
        return raise_memory(h);
    look_at(&l, o);
    enum heap_status status = look_through(h, &l, asks);
    host_marks_free(&l.seen);
    host_stack_free(&l.waiting);
    return status;
}

addr copy_by_library(struct heap *h, addr o, bool deep)
{
    const struct call call = {.args = &o, .count = 1};
    addr out;
    return runtime_library_call(h, "copy", deep ? "deepcopy" : "copy", &call, &out) == HEAP_OK ? out : 0;
}
