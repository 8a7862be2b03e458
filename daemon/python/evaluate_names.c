/* Names: the namespace of a module or class body, globals, builtins, and what is said of those that are not
 * bound. */
#include "daemon/heap/heap.h"
#include "daemon/heap/object/dict.h"
#include "daemon/heap/object/exception.h"
#include "daemon/heap/object/names.h"
#include "daemon/heap/object/sequence.h"
#include "daemon/heap/runtime.h"
#include "daemon/python/evaluate.h"
#include "daemon/python/standard_error.h"

/* "name 'x' is not defined"; a NameError, but no UnboundLocalError, has the
 * name too (format_exc_check_arg). */
static enum heap_status raise_name(struct heap *h, enum exception which, const char *format, addr name)
{
    char room[NAME_ROOM];
    return raise_name_error(h, which, which == EXC_NAME_ERROR ? name : 0, format,
                            name_in_message(h, name, room));
}

static enum heap_status raise_undefined(struct heap *h, addr name)
{
    char room[NAME_ROOM];
    return raise_name_error(h, EXC_NAME_ERROR, name, "name '%.200s' is not defined",
                            name_start_in_message(h, name, room));
}

/* An entry of a namespace, which a metaclass may have made of any type. *out *new*, 0: it has none. */
static enum heap_status namespace_get(struct heap *h, addr namespace, addr name, addr *out)
{
    enum heap_status status;
    *out = 0;
    if (HEAP_LIKELY(object_is_exact(h, namespace, KIND_DICT))) {
        status = dict_get(h, namespace, name, out);
        if (status == HEAP_OK)
            xincref(h, *out);
        return status;
    }
    status = object_getitem(h, namespace, name, out);
    if (status == HEAP_RAISED && exception_matches(h, h->exception_type[EXC_KEY_ERROR])) {
        heap_clear_raised(h);
        *out = 0;
        return HEAP_OK;
    }
    return status;
}

/* *out *new* or 0. Globals of a subclass of dict are asked as any namespace by LOAD_GLOBAL and
 * LOAD_FROM_DICT_OR_GLOBALS, and as a dict by LOAD_NAME, which looks at them only after what may be the very
 * same namespace. */
static enum heap_status global(struct heap *h, addr f, addr name, bool as_dict, addr *out)
{
    addr globals = iframe_at(h, f)->globals;
    enum heap_status status = HEAP_OK;
    if (as_dict)
        *out = xincref(h, dict_get_str(h, globals, name));
    else
        status = namespace_get(h, globals, name, out);
    return status != HEAP_OK || *out ? status : namespace_get(h, iframe_at(h, f)->builtins, name, out);
}

static enum heap_status load_global(struct heap *h, addr f, addr name, bool as_dict, addr *out)
{
    enum heap_status status = global(h, f, name, as_dict, out);
    if (status == HEAP_OK && !*out && iframe_at(h, f)->builtins == h->builtins) {
        status = runtime_late_builtins(h, name);
        if (status == HEAP_OK)
            status = global(h, f, name, as_dict, out);
    }
    return status == HEAP_OK && !*out ? raise_undefined(h, name) : status;
}

enum heap_status evaluate_load_global(struct heap *h, addr f, addr name, addr *out)
{
    return load_global(h, f, name, false, out);
}

enum heap_status evaluate_load_build_class(struct heap *h, addr f, addr *out)
{
    addr builtins = iframe_at(h, f)->builtins,
         known = dict_is_kind(h, builtins) ? dict_get_ascii(h, builtins, "__build_class__", 15) : 0;
    if (HEAP_LIKELY(known && object_is_exact(h, builtins, KIND_DICT))) {
        *out = incref(h, known);
        return HEAP_OK;
    }
    addr name = str_from_ascii(h, "__build_class__");
    enum heap_status status = name ? namespace_get(h, iframe_at(h, f)->builtins, name, out) : raise_status(h);
    xdecref(h, name);
    return status == HEAP_OK && !*out ? raise_error(h, EXC_NAME_ERROR, "__build_class__ not found") : status;
}

enum heap_status evaluate_load_from_dict_or_globals(struct heap *h, addr f, addr namespace, addr name,
                                                    addr *out)
{
    enum heap_status status = namespace_get(h, namespace, name, out);
    return status != HEAP_OK || *out ? status : load_global(h, f, name, false, out);
}

enum heap_status evaluate_load_name(struct heap *h, addr f, addr name, addr *out)
{
    addr locals = iframe_at(h, f)->locals;
    enum heap_status status = HEAP_OK;
    *out = 0;
    if (locals)
        status = namespace_get(h, locals, name, out);
    return status != HEAP_OK || *out ? status : load_global(h, f, name, true, out);
}

enum heap_status evaluate_store_name(struct heap *h, addr f, addr name, addr value)
{
    addr locals = iframe_at(h, f)->locals;
    if (HEAP_LIKELY(object_is_exact(h, locals, KIND_DICT)))
        return dict_set(h, locals, name, value);
    return object_setitem(h, locals, name, value);
}

enum heap_status evaluate_delete_name(struct heap *h, addr f, addr name)
{
    addr locals = iframe_at(h, f)->locals;
    enum heap_status status = object_setitem(h, locals, name, 0);
    if (status == HEAP_RAISED && exception_matches(h, h->exception_type[EXC_KEY_ERROR])) {
        heap_clear_raised(h);
        return raise_undefined(h, name);
    }
    return status;
}

enum heap_status evaluate_delete_global(struct heap *h, addr f, addr name)
{
    bool found;
    enum heap_status status = dict_delete(h, iframe_at(h, f)->globals, name, &found);
    return status != HEAP_OK || found ? status : raise_undefined(h, name);
}

/* ---- variables of functions ------------------------------------------------------------------ */

enum heap_status evaluate_raise_unbound(struct heap *h, addr f, size_t i)
{
    const struct code_object *code = code_at(h, iframe_at(h, f)->code);
    addr name = tuple_item(h, code->localsplusnames, i);
    if (i >= (size_t)(code->nlocalsplus - code->nfreevars))
        return raise_name(h, EXC_NAME_ERROR,
                          h->abi.unbound_local_is_access
                              ? "cannot access free variable '%s' where it is not associated with a value in "
                                "enclosing scope"
                              : "free variable '%s' referenced before assignment in enclosing scope",
                          name);
    return raise_name(h, EXC_UNBOUND_LOCAL_ERROR,
                      h->abi.unbound_local_is_access
                          ? "cannot access local variable '%s' where it is not associated with a value"
                          : "local variable '%s' referenced before assignment",
                      name);
}

enum heap_status evaluate_load_from_dict_or_deref(struct heap *h, addr f, addr namespace, size_t i, addr *out)
{
    addr name = tuple_item(h, code_at(h, iframe_at(h, f)->code)->localsplusnames, i);
    enum heap_status status = namespace_get(h, namespace, name, out);
    if (status != HEAP_OK || *out)
        return status;
    addr value = *cell_value(h, slot_object(iframe_slots(h, f)[i]));
    if (!value)
        return evaluate_raise_unbound(h, f, i);
    *out = incref(h, value);
    return HEAP_OK;
}

enum heap_status evaluate_load_classderef(struct heap *h, addr f, size_t i, addr *out)
{
    return evaluate_load_from_dict_or_deref(h, f, iframe_at(h, f)->locals, i, out);
}

enum heap_status evaluate_setup_annotations(struct heap *h, addr f)
{
    addr locals = iframe_at(h, f)->locals, name = str_intern_utf8(h, "__annotations__", 15), found;
    if (!name)
        return raise_status(h);
    enum heap_status status = namespace_get(h, locals, name, &found);
    if (status == HEAP_OK && !found) {
        addr made = dict_new(h);
        status = made ? object_setitem(h, locals, name, made) : raise_status(h);
        xdecref(h, made);
    }
    xdecref(h, status == HEAP_OK ? found : 0);
    decref(h, name);
    return status;
}

enum heap_status evaluate_display(struct heap *h, addr value)
{
    addr name = str_intern_utf8(h, "sys", 3), sys = 0, shown = 0;
    enum heap_status status = name ? import_name(h, name, h->globals, 0, 0, &sys) : raise_status(h);
    xdecref(h, name);
    if (status != HEAP_OK)
        return status;
    addr hook = sys_entry(h, "displayhook");
    decref(h, sys);
    if (!hook)
        return raise_error(h, EXC_RUNTIME_ERROR, "lost sys.displayhook");
    incref(h, hook);
    status = object_call(h, hook, &value, 1, NULL, NULL, 0, &shown);
    decref(h, hook);
    xdecref(h, shown);
    return status;
}
