/* The module `__main__` as a script finds it: the names that are there before its first statement, and the
 * builtins that a name means when nothing binds it.
 */
#include "daemon/heap/globals.h"

#include <string.h>

#include "daemon/heap/collector_lists.h"
#include "daemon/heap/memory.h"
#include "daemon/heap/object/container.h"
#include "daemon/heap/object/exception.h"
#include "daemon/heap/object/fixed.h"
#include "daemon/heap/object/module.h"
#include "daemon/heap/object/object.h"
#include "daemon/heap/object/sequence.h"
#include "daemon/heap/object/text.h"
#include "daemon/heap/runtime.h"

/* Of the builtin kinds, those that have a name in the module `builtins`. */
static const enum kind builtin_names[] = {
    KIND_INSTANCE, KIND_TYPE,      KIND_INT,       KIND_BOOL,  KIND_FLOAT,      KIND_COMPLEX,
    KIND_STR,      KIND_BYTES,     KIND_BYTEARRAY, KIND_TUPLE, KIND_LIST,       KIND_DICT,
    KIND_SET,      KIND_FROZENSET, KIND_RANGE,     KIND_SLICE, KIND_MEMORYVIEW,
};

static const char *const initial_names[] = {
    "__name__", "__doc__", "__package__", "__loader__", "__spec__", "__annotations__", "__builtins__",
};
#define INITIAL_NAMES (sizeof initial_names / sizeof *initial_names)

bool globals_is_initial(const struct heap *h, addr name)
{
    if (type_kind(h, object_type(h, name)) != KIND_STR)
        return false;
    for (size_t i = 0; i < INITIAL_NAMES; i++)
        if (str_equal_utf8(h, name, initial_names[i], strlen(initial_names[i])))
            return true;
    return false;
}

addr globals_builtin(const struct heap *h, const char *name, size_t length)
{
    for (size_t i = 0; i < sizeof builtin_names / sizeof *builtin_names; i++) {
        const char *known = heap_at(h, type_at(h, h->type[builtin_names[i]])->name);
        if (strlen(known) == length && memcmp(known, name, length) == 0)
            return h->type[builtin_names[i]];
    }
    return exception_type_by_name(h, name, length);
}

/* ---- the residents ------------------------------------------------------------------------------- */

/* The module's own namespace in its order; the value of all that nothing imported is None. annotations 0:
 * they are computed when somebody asks. */
static addr namespace_new(struct heap *h, const addr names[INITIAL_NAMES], addr main, addr annotations)
{
    addr dict = dict_new(h);
    for (size_t i = 0; i < INITIAL_NAMES; i++) {
        addr value = none(h);
        if (strcmp(initial_names[i], "__name__") == 0)
            value = main;
        if (strcmp(initial_names[i], "__annotations__") == 0)
            value = annotations;
        if (value && dict_set(h, dict, names[i], value) != HEAP_OK)
            return 0;
    }
    return dict;
}

/* The module counts its dict, and nothing else does until a program is run; as in CPython. */
void globals_boot(struct heap *h)
{
    addr names[INITIAL_NAMES], annotations = 0;
    for (size_t i = 0; i < INITIAL_NAMES; i++)
        names[i] = fixed_str(h, initial_names[i]);
    addr main = h->abi.main_name_is_interned ? fixed_str(h, "__main__") : fixed_own_str(h, "__main__");
    h->residents = h->static_top;
    if (!h->abi.annotations_are_lazy)
        annotations = fixed_resident(h, dict_new(h));
    h->globals = fixed_resident(h, namespace_new(h, names, main, annotations));
    h->main = fixed_resident(h, module_from_dict(h, main, h->globals));
    decref(h, h->globals);
    xdecref(h, annotations);
    if (runtime_boot)
        h->program.modules = fixed_resident(h, dict_new(h));
    h->residents_end = h->static_top;
}

/* To the head of the oldest generation, where what an interpreter has made before its first program is by
 * then. */
static void become_oldest(struct heap *h, addr o)
{
    struct gc_head *head = &h->generation[2].head;
    addr g = gc_of(h, o);
    object_track(h, o);
    gc_list_remove(h, g);
    gc_at(h, g)->next = head->next;
    gc_set_prev(gc_at(h, g), gc_list(h, head));
    gc_set_prev(gc_at(h, head->next), g);
    head->next = g;
}

/* Would a dict in blocks be tracked by now (MAINTAIN_TRACKING)? */
static bool must_be_tracked(const struct heap *h, addr dict)
{
    addr key, value;
    bool found = !h->abi.dict_untracking;
    for (size_t position = 0; !found && dict_next(h, dict, &position, &key, &value);)
        found = object_may_be_tracked(h, value) || object_may_be_tracked(h, key);
    return found;
}

void globals_begin(struct heap *h)
{
    if (h->residents_known)
        return;
    h->residents_known = true;
    addr annotations = dict_get_ascii(h, h->globals, "__annotations__", 15);
    if (annotations && object_is_resident(h, annotations) && must_be_tracked(h, annotations))
        become_oldest(h, annotations);
    if (must_be_tracked(h, h->globals))
        become_oldest(h, h->globals);
    become_oldest(h, h->main);
    if (h->program.modules && must_be_tracked(h, h->program.modules))
        become_oldest(h, h->program.modules);
}
