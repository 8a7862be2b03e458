/* The table of the modules written in C, and what they share. */
#include "daemon/python/modules/module.h"

#include <string.h>

#include "daemon/heap/heap.h"
#include "daemon/heap/object/arguments.h"
#include "daemon/heap/object/builtin.h"
#include "daemon/heap/runtime.h"

static const struct module_definition *const definitions[] = {
#define X(name) &name##_module,
    MODULES(X)
#undef X
};

const struct module_definition *module_definition(unsigned number)
{
    return number < MODULE_COUNT ? definitions[number] : NULL;
}

unsigned module_number(const char *name, size_t length)
{
    for (unsigned i = 0; i < MODULE_COUNT; i++)
        if (strlen(definitions[i]->name) == length && memcmp(definitions[i]->name, name, length) == 0)
            return i;
    return MODULE_NOT_FOUND;
}

const struct builtin_method *runtime_functions(unsigned module)
{
    return definitions[module]->functions;
}

const char *runtime_functions_prefix(unsigned module)
{
    static const char *const hidden[] = {"_abc",      "_collections", "_functools",
                                         "_operator", "_tracemalloc", "_weakref"};
    const char *name = definitions[module]->name;
    if (strcmp(name, "builtins") == 0)
        return "";
    if (strcmp(name, "_sys_calls") == 0)
        return "sys";
    if (strcmp(name, "_monitoring") == 0)
        return "sys.monitoring";
    for (size_t i = 0; i < sizeof hidden / sizeof *hidden; i++)
        if (strcmp(hidden[i] + 1, name) == 0)
            return hidden[i]; /* the part of it that is in C in CPython */
    return name;
}

enum heap_status module_add(struct heap *h, addr dict, const char *name, addr value)
{
    addr key = value ? str_intern_utf8(h, name, strlen(name)) : 0;
    enum heap_status status = key ? dict_set(h, dict, key, value) : raise_status(h);
    xdecref(h, key);
    xdecref(h, value);
    return status;
}

addr module_function(struct heap *h, unsigned number, unsigned index)
{
    return module_method(h, number, index, 0);
}

addr module_method(struct heap *h, unsigned number, unsigned index, addr self)
{
    return builtin_new(h, builtin_text(RUNTIME_FUNCTIONS + number, index), self);
}

addr call_keyword(const struct heap *h, const struct call *call, const char *name)
{
    for (size_t i = 0; i < call->kwcount; i++)
        if (str_equal_utf8(h, call->kwnames[i], name, strlen(name)))
            return call->kwvalues[i];
    return 0;
}

addr call_argument(const struct heap *h, const struct call *call, size_t index, const char *name)
{
    return index < call->count ? call->args[index] : call_keyword(h, call, name);
}

enum heap_status call_check_keywords(struct heap *h, const struct call *call, const char *function,
                                     const char *const *names)
{
    for (size_t i = 0; i < call->kwcount; i++) {
        const char *const *known = names;
        while (*known && !str_equal_utf8(h, call->kwnames[i], *known, strlen(*known)))
            known++;
        if (*known)
            continue;
        size_t count = (size_t)(known - names);
        return arguments_raise_unknown(h, call->kwnames[i], function, names, count);
    }
    return HEAP_OK;
}
