/* The module `__main__` as a script finds it: the names that are there before its first statement, and the
 * builtins that a name means when nothing binds it.
 */
#include "daemon/heap/globals.h"

#include <string.h>

#include "daemon/heap/memory.h"
#include "daemon/heap/object/container.h"
#include "daemon/heap/object/exception.h"
#include "daemon/heap/object/fixed.h"
#include "daemon/heap/object/object.h"
#include "daemon/heap/object/text.h"

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

/* In the order of the module's own namespace; the value of all that nothing imported is None. */
void globals_boot(struct heap *h)
{
    addr globals = dict_new(h);
    for (size_t i = 0; i < INITIAL_NAMES; i++) {
        addr name = fixed_str(h, initial_names[i]), value = none(h);
        if (strcmp(initial_names[i], "__name__") == 0)
            value = h->abi.main_name_is_interned ? fixed_str(h, "__main__")
                                                 : fixed_object(h, str_from_ascii(h, "__main__"));
        if (strcmp(initial_names[i], "__annotations__") == 0) {
            if (h->abi.annotations_are_lazy) /* computed when somebody asks */
                continue;
            value = fixed_open_dict(h, dict_new(h));
        }
        if (dict_set(h, globals, name, value) != HEAP_OK)
            return;
    }
    h->globals = fixed_open_dict(h, globals);
}
