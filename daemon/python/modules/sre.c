/* The module _sre: what re is written on. */
#include <string.h>

#include "daemon/heap/heap.h"
#include "daemon/heap/object/exception.h"
#include "daemon/heap/object/int.h"
#include "daemon/heap/runtime.h"
#include "daemon/python/interpreter.h"
#include "daemon/python/modules/module.h"
#include "daemon/python/regex/engine.h"

/* compile(pattern, flags) */
static enum heap_status sre_compile(struct heap *h, const struct call *call, addr *out)
{
    int64_t flags;
    enum heap_status status = int_argument(h, call->args[1], &flags);
    return status == HEAP_OK ? regex_pattern(h, call->args[0], (uint32_t)flags, out) : status;
}

static const struct builtin_method functions[] = {
    {"compile", 2, 2, false, sre_compile},
    {0},
};

static enum heap_status fill(struct heap *h, addr dict)
{
    static const struct {
        const char *name;
        enum kind kind;
    } types[] = {{"Pattern", KIND_PATTERN}, {"Match", KIND_MATCH}};
    enum heap_status status = HEAP_OK;
    for (size_t i = 0; i < sizeof types / sizeof *types && status == HEAP_OK; i++)
        status = module_add(h, dict, types[i].name, incref(h, h->type[types[i].kind]));
    return status;
}

const struct module_definition sre_module = {"_sre", functions, fill};

/* *borrowed*: the class re.error, of the module that is imported; 0: nobody has imported it. */
static enum heap_status find_error(struct heap *h, addr *out)
{
    addr name = str_from_ascii(h, "re"), module = 0, key;
    enum heap_status status = name ? dict_get(h, h->program.modules, name, &module) : raise_status(h);
    *out = 0;
    xdecref(h, name);
    if (status != HEAP_OK || !module)
        return status;
    key = str_from_ascii(h, "error");
    status = key ? object_getattr(h, module, key, out) : raise_status(h);
    xdecref(h, key);
    return status;
}

enum heap_status runtime_regex_error(struct heap *h, const char *message, addr text, int64_t position)
{
    addr class, args[3] = {0, text, 0}, problem;
    enum heap_status status = find_error(h, &class);
    if (status != HEAP_OK)
        return status;
    if (!class)
        return raise_error(h, EXC_VALUE_ERROR, "%s", message);
    args[0] = str_from_utf8(h, message, strlen(message));
    args[2] = position < 0 ? incref(h, none(h)) : int_new(h, position);
    status = args[0] && args[2] ? object_call(h, class, args, 3, NULL, NULL, 0, &problem) : raise_status(h);
    xdecref(h, args[0]);
    xdecref(h, args[2]);
    decref(h, class);
    return status == HEAP_OK ? raise_object(h, problem) : status;
}
