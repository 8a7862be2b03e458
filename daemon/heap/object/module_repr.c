/* repr() of modules, as importlib._bootstrap._module_repr() makes it. */
#include "daemon/heap/object/attribute.h"
#include "daemon/heap/object/class.h"
#include "daemon/heap/object/container.h"
#include "daemon/heap/object/exception.h"
#include "daemon/heap/object/format.h"
#include "daemon/heap/object/module.h"
#include "daemon/heap/object/names.h"
#include "daemon/heap/object/order.h"
#include "daemon/heap/object/str.h"
#include "daemon/heap/object/text.h"

static addr own_name(const struct heap *h, addr module)
{
    addr dict = module_dict(h, module);
    return dict ? dict_get_str(h, dict, known_name(h, NAME_NAME)) : 0;
}

/* "<module 'name'": `name` 0 reads '?'. */
static enum heap_status put_name(struct heap *h, addr name, struct text *out)
{
    text_put(out, "<module ", 8);
    if (name)
        return object_repr(h, name, out);
    text_put(out, "'?'", 3);
    return HEAP_OK;
}

/* " from 'place'>", or " (<loader>)>" where there is no place. Neither: ">". */
static enum heap_status put_place(struct heap *h, addr place, addr loader, struct text *out)
{
    enum heap_status status = HEAP_OK;
    if (place) {
        text_put(out, " from ", 6);
        status = object_repr(h, place, out);
    } else if (loader && loader != none(h)) {
        text_put(out, " (", 2);
        status = object_repr(h, loader, out);
        text_put(out, ")", 1);
    }
    text_put(out, ">", 1);
    return status;
}

/* "<module 'name' (origin)>": of what was not loaded from a place. */
static enum heap_status put_origin(struct heap *h, addr origin, struct text *out)
{
    addr text = object_str(h, origin);
    if (!text)
        return raise_status(h);
    text_put(out, " (", 2);
    text_put_str(h, out, text);
    text_put(out, ")>", 2);
    decref(h, text);
    return HEAP_OK;
}

static enum heap_status spec_attribute(struct heap *h, addr spec, const char *name, addr *out)
{
    addr key = str_from_ascii(h, name);
    enum heap_status status = key ? object_getattr(h, spec, key, out) : raise_status(h);
    xdecref(h, key);
    return status;
}

static enum heap_status is_placed(struct heap *h, addr spec, bool *placed)
{
    addr found;
    enum heap_status status = spec_attribute(h, spec, "has_location", &found);
    if (status != HEAP_OK)
        return status;
    status = object_truth(h, found, placed);
    decref(h, found);
    return status;
}

static enum heap_status put_loader_of_spec(struct heap *h, addr spec, struct text *out)
{
    addr loader;
    enum heap_status status = spec_attribute(h, spec, "loader", &loader);
    if (status != HEAP_OK)
        return status;
    status = put_place(h, 0, loader, out);
    decref(h, loader);
    return status;
}

static enum heap_status repr_by_spec(struct heap *h, addr spec, struct text *out)
{
    addr name, origin = 0;
    bool placed = true;
    enum heap_status status = spec_attribute(h, spec, "name", &name);
    if (status != HEAP_OK)
        return status;
    status = spec_attribute(h, spec, "origin", &origin);
    if (status == HEAP_OK && origin != none(h))
        status = is_placed(h, spec, &placed);
    if (status == HEAP_OK)
        status = put_name(h, name == none(h) && placed ? 0 : name, out);
    if (status == HEAP_OK && origin == none(h))
        status = put_loader_of_spec(h, spec, out);
    else if (status == HEAP_OK)
        status = placed ? put_place(h, origin, 0, out) : put_origin(h, origin, out);
    decref(h, name);
    xdecref(h, origin);
    return status;
}

/* What a module written in C says that nothing describes otherwise, and what any does where nothing may run.
 */
static enum heap_status repr_by_name(struct heap *h, addr module, struct text *out)
{
    enum heap_status status = put_name(h, own_name(h, module), out);
    if (HEAP_FIELD(h, module, MODULE_DEF, addr))
        text_put(out, " (built-in)", 11);
    text_put(out, ">", 1);
    return status;
}

static enum heap_status repr_by_attributes(struct heap *h, addr module, addr loader, struct text *out)
{
    addr name, file = 0;
    enum heap_status status = attribute_lookup(h, module, known_name(h, NAME_NAME), &name);
    if (status != HEAP_OK)
        return status;
    status = attribute_lookup(h, module, known_name(h, NAME_FILE), &file);
    if (status == HEAP_OK && !file && HEAP_FIELD(h, module, MODULE_DEF, addr)) {
        status = repr_by_name(h, module, out);
    } else if (status == HEAP_OK) {
        status = put_name(h, name, out);
        if (status == HEAP_OK)
            status = put_place(h, file, loader, out);
    }
    xdecref(h, name);
    xdecref(h, file);
    return status;
}

/* What module_repr() of the loader answers, an exception of it is nothing. */
static enum heap_status repr_by_loader(struct heap *h, addr module, addr loader, struct text *out, bool *said)
{
    addr name = loader && h->abi.loaders_say_repr ? str_from_ascii(h, "module_repr") : 0, method = 0,
         text = 0;
    enum heap_status status = name ? attribute_lookup(h, loader, name, &method) : HEAP_OK;
    if (status == HEAP_OK && method) {
        status = object_call(h, method, &module, 1, NULL, NULL, 0, &text);
        if (status == HEAP_RAISED && exception_matches(h, h->exception_type[EXC_EXCEPTION])) {
            heap_clear_raised(h);
            status = HEAP_OK;
        }
    }
    if (status == HEAP_OK && text && !str_is_kind(h, text))
        status = raise_error(h, EXC_TYPE_ERROR, "__repr__ returned non-string (type %.200s)",
                             object_type_name(h, text));
    *said = status == HEAP_OK && text;
    if (*said)
        text_put_str(h, out, text);
    xdecref(h, name);
    xdecref(h, method);
    xdecref(h, text);
    return status;
}

static enum heap_status repr_by_spec_or_loader(struct heap *h, addr o, addr spec, addr loader,
                                               struct text *out)
{
    bool said = false;
    enum heap_status status = spec ? object_truth(h, spec, &said) : HEAP_OK;
    if (status == HEAP_OK && said)
        return repr_by_spec(h, spec, out);
    if (status == HEAP_OK)
        status = repr_by_loader(h, o, loader, out, &said);
    return status == HEAP_OK && !said ? repr_by_attributes(h, o, loader, out) : status;
}

enum heap_status module_repr(struct heap *h, addr o, struct text *out)
{
    addr loader, spec = 0;
    if (out->plain)
        return repr_by_name(h, o, out);
    enum heap_status status = attribute_lookup(h, o, known_name(h, NAME_LOADER), &loader);
    if (status != HEAP_OK)
        return status;
    status = attribute_lookup(h, o, known_name(h, NAME_SPEC), &spec);
    if (status == HEAP_OK)
        status = repr_by_spec_or_loader(h, o, spec, loader, out);
    xdecref(h, loader);
    xdecref(h, spec);
    return status;
}
