/* Modules and cells: holders of a dict, of one value. Mirrors Objects/moduleobject.c and cellobject.c.
 *
 *   module   0 header   16 md_dict   24 md_def   32 md_state   40 md_weaklist   48 md_name
 *   cell     0 header   16 ob_ref
 */
#include "daemon/heap/object/module.h"

#include <string.h>

#include "daemon/heap/object/arguments.h"
#include "daemon/heap/object/attribute.h"
#include "daemon/heap/object/container.h"
#include "daemon/heap/object/function.h"
#include "daemon/heap/object/heaptype.h"
#include "daemon/heap/object/lookup.h"
#include "daemon/heap/object/names.h"
#include "daemon/heap/object/operator.h"
#include "daemon/heap/object/text.h"
#include "daemon/heap/runtime.h"

#define MODULE_NAME 48

static addr *field(const struct heap *h, addr o, size_t offset)
{
    return heap_at(h, o + offset);
}

/* The names that every module starts with. */
static enum heap_status begin(struct heap *h, addr dict, addr name, addr doc)
{
    static const char *const others[] = {"__package__", "__loader__", "__spec__"};
    enum heap_status status = dict_set(h, dict, known_name(h, NAME_NAME), name);
    if (status == HEAP_OK)
        status = dict_set(h, dict, known_name(h, NAME_DOC), doc);
    for (size_t i = 0; i < 3 && status == HEAP_OK; i++) {
        addr key = str_intern_utf8(h, others[i], strlen(others[i]));
        status = key ? dict_set(h, dict, key, none(h)) : raise_status(h);
        xdecref(h, key);
    }
    return status;
}

addr module_new_of(struct heap *h, addr type)
{
    addr dict = dict_new(h), o = dict ? object_new(h, type, 0) : 0;
    if (!o) {
        xdecref(h, dict);
        return 0;
    }
    *field(h, o, MODULE_DICT) = dict;
    object_track(h, o);
    return o;
}

addr module_from_dict(struct heap *h, addr name, addr dict)
{
    addr o = object_new(h, h->type[KIND_MODULE], 0);
    if (o) {
        *field(h, o, MODULE_DICT) = incref(h, dict);
        *field(h, o, MODULE_NAME) = incref(h, name);
        object_track(h, o);
    }
    return o;
}

addr module_new(struct heap *h, addr name)
{
    addr o = module_new_of(h, h->type[KIND_MODULE]);
    if (!o)
        return 0;
    *field(h, o, MODULE_NAME) = incref(h, name);
    if (begin(h, *field(h, o, MODULE_DICT), name, none(h)) == HEAP_OK)
        return o;
    decref(h, o);
    return 0;
}

enum heap_status module_init(struct heap *h, addr module, const struct call *call)
{
    static const char *const names[] = {"name", "doc"};
    addr values[2];
    if (call->count > 2)
        return raise_error(h, EXC_TYPE_ERROR, "module() takes at most 2 arguments (%zu given)", call->count);
    enum heap_status status = arguments_bind(h, call, "module", names, 2, values);
    if (status == HEAP_OK && !values[0])
        return raise_error(h, EXC_TYPE_ERROR, "module() missing required argument 'name' (pos 1)");
    if (status == HEAP_OK && object_kind(h, values[0]) != KIND_STR)
        return raise_error(h, EXC_TYPE_ERROR, "module() argument 'name' must be str, not %s",
                           argument_type_name(h, values[0]));
    if (status != HEAP_OK)
        return status;
    object_replace(h, field(h, module, MODULE_NAME), incref(h, values[0]));
    if (!*field(h, module, MODULE_DICT)) {
        addr dict = dict_new(h);
        if (!dict)
            return raise_status(h);
        object_replace(h, field(h, module, MODULE_DICT), dict);
    }
    return begin(h, *field(h, module, MODULE_DICT), values[0], values[1] ? values[1] : none(h));
}

void module_is_builtin(struct heap *h, addr module)
{
    *field(h, module, MODULE_DEF) = HEAP_TEXT + TEXT_MODULE;
}

addr module_dict(const struct heap *h, addr module)
{
    return *field(h, module, MODULE_DICT);
}

addr module_name(const struct heap *h, addr module)
{
    addr name = *field(h, module, MODULE_NAME);
    return name && object_kind(h, name) == KIND_STR ? name : 0;
}

addr cell_new(struct heap *h, addr value)
{
    addr o = object_new(h, h->type[KIND_CELL], 0);
    if (o) {
        *field(h, o, CELL_VALUE) = xincref(h, value);
        object_track(h, o);
    }
    return o;
}

static void module_traverse(struct heap *h, addr o, span_visitor *visit, void *context)
{
    visit(h, context, field(h, o, MODULE_DICT), 1, 1);
}

static void module_untraversed(struct heap *h, addr o, span_visitor *visit, void *context)
{
    visit(h, context, field(h, o, MODULE_NAME), 1, 1);
}

static bool take(struct heap *h, addr o, size_t offset, addr *reference)
{
    addr *f = field(h, o, offset);
    *reference = *f;
    *f = 0;
    return *reference;
}

static bool module_release_next(struct heap *h, addr o, addr *reference)
{
    return take(h, o, MODULE_DICT, reference) || take(h, o, MODULE_NAME, reference);
}

static void module_clear(struct heap *h, addr o)
{
    object_replace(h, field(h, o, MODULE_DICT), 0);
}

static enum heap_status raise_no_name(struct heap *h, addr module, addr name)
{
    char rooms[2][NAME_ROOM];
    const char *missing = name_in_message(h, name, rooms[0]);
    return module ? raise_error(h, EXC_ATTRIBUTE_ERROR, "module '%s' has no attribute '%s'",
                                name_in_message(h, module, rooms[1]), missing)
                  : raise_error(h, EXC_ATTRIBUTE_ERROR, "module has no attribute '%s'", missing);
}

static void cell_traverse(struct heap *h, addr o, span_visitor *visit, void *context)
{
    visit(h, context, field(h, o, CELL_VALUE), 1, 1);
}
static bool cell_release_next(struct heap *h, addr o, addr *reference)
{
    return take(h, o, CELL_VALUE, reference);
}
static void cell_clear(struct heap *h, addr o)
{
    object_replace(h, field(h, o, CELL_VALUE), 0);
}

static enum heap_status cell_repr(struct heap *h, addr o, struct text *out)
{
    addr value = *field(h, o, CELL_VALUE);
    text_putf(out, "<cell at 0x%llx: ", (unsigned long long)o);
    if (value)
        text_putf(out, "%s object at 0x%llx>", object_type_name(h, value), (unsigned long long)value);
    else
        text_put(out, "empty>", 6);
    return HEAP_OK;
}

/* ---- attributes of modules
 * ------------------------------------------------------------------------------------------------------- */

static addr name_in(const struct heap *h, addr dict)
{
    addr name = dict ? dict_get_str(h, dict, known_name(h, NAME_NAME)) : 0;
    return name && object_kind(h, name) == KIND_STR ? name : 0;
}

/* A module of the library may make what is in it when it is first asked for, in its __late__(), which CPython
 * does not have: NotImplemented is that there is no such name. */
static enum heap_status make_late(struct heap *h, addr dict, addr name, addr *out)
{
    addr late = dict ? dict_get_ascii(h, dict, "__late__", 8) : 0;
    *out = 0;
    enum heap_status status =
        late ? without_not_implemented(h, object_call(h, late, &name, 1, NULL, NULL, 0, out), out) : HEAP_OK;
    return status == HEAP_OK && !*out ? raise_no_name(h, name_in(h, dict), name) : status;
}

enum heap_status module_getattr(struct heap *h, addr module, addr name, addr *out)
{
    addr type = object_type(h, module), found = lookup_in_type(h, type, name),
         dict = *field(h, module, MODULE_DICT);
    addr stored = dict && !(found && descriptor_has_set(h, found)) ? dict_get_str(h, dict, name) : 0;
    if (!stored && dict && dict == h->builtins && runtime_late_builtins &&
        (!found || str_equal(h, name, known_name(h, NAME_DICT)))) {
        enum heap_status status = runtime_late_builtins(h, name);
        if (status != HEAP_OK)
            return status;
        stored = found ? 0 : dict_get_str(h, dict, name);
    }
    if (!found && !stored) {
        addr own = dict ? dict_get_str(h, dict, known_name(h, NAME_GETATTR)) : 0;
        return own ? object_call(h, own, &name, 1, NULL, NULL, 0, out) : make_late(h, dict, name, out);
    }
    return attribute_generic_get(h, module, name, out);
}

extern const struct kind_ops module_ops, cell_ops;
const struct kind_ops module_ops = {
    .traverse = module_traverse,
    .untraversed = module_untraversed,
    .release_next = module_release_next,
    .clear = module_clear,
    .repr = module_repr,
};
const struct kind_ops cell_ops = {
    .traverse = cell_traverse,
    .release_next = cell_release_next,
    .clear = cell_clear,
    .repr = cell_repr,
};
