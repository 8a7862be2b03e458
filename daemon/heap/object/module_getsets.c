/* What modules compute: their annotations, which are in their dict from the first time that somebody asks
 * (module_get_annotations). */
#include "daemon/heap/object/class.h"
#include "daemon/heap/object/container.h"
#include "daemon/heap/object/dict.h"
#include "daemon/heap/object/getset.h"
#include "daemon/heap/object/int.h"
#include "daemon/heap/object/module.h"

static enum heap_status dict_of(struct heap *h, addr module, addr *dict)
{
    *dict = module_dict(h, module);
    return *dict ? HEAP_OK : raise_error(h, EXC_TYPE_ERROR, "<module>.__dict__ is not a dictionary");
}

static addr entry(const struct heap *h, addr dict, enum known_name name)
{
    return dict_get_str(h, dict, known_name(h, name));
}

/* The entry goes, where there is one. */
static enum heap_status drop_entry(struct heap *h, addr dict, enum known_name name)
{
    bool found;
    return entry(h, dict, name) ? dict_delete(h, dict, known_name(h, name), &found) : HEAP_OK;
}

/* *new*: what __annotate__(1) answers (3.14), or an empty dict. */
static enum heap_status make_annotations(struct heap *h, addr dict, addr *out)
{
    addr annotate = h->abi.function_annotate ? entry(h, dict, NAME_ANNOTATE) : 0;
    if (!annotate || !object_is_callable(h, annotate)) {
        *out = dict_new(h);
        return *out ? HEAP_OK : raise_status(h);
    }
    addr format = int_new(h, 1);
    if (!format)
        return raise_status(h);
    incref(h, annotate);
    enum heap_status status = object_call(h, annotate, &format, 1, NULL, NULL, 0, out);
    decref(h, annotate);
    decref(h, format);
    if (status == HEAP_OK && !dict_is_kind(h, *out)) {
        status = raise_error(h, EXC_TYPE_ERROR, "__annotate__ returned non-dict of type '%.100s'",
                             object_type_name(h, *out));
        decref(h, *out);
    }
    return status;
}

static enum heap_status get_annotations(struct heap *h, addr o, addr *out)
{
    addr dict, made;
    enum heap_status status = dict_of(h, o, &dict);
    if (status != HEAP_OK)
        return status;
    addr found = entry(h, dict, NAME_ANNOTATIONS);
    if (found)
        return getset_give(h, found, out);
    incref(h, dict);
    status = make_annotations(h, dict, &made);
    if (status == HEAP_OK) {
        status = dict_set(h, dict, known_name(h, NAME_ANNOTATIONS), made);
        if (status == HEAP_OK)
            *out = made;
        else
            decref(h, made);
    }
    decref(h, dict);
    return status;
}

static enum heap_status set_annotations(struct heap *h, addr o, addr value)
{
    addr dict;
    enum heap_status status = dict_of(h, o, &dict);
    if (status != HEAP_OK)
        return status;
    if (!value && !entry(h, dict, NAME_ANNOTATIONS))
        return raise_error(h, EXC_ATTRIBUTE_ERROR, "__annotations__");
    incref(h, dict);
    status = value ? dict_set(h, dict, known_name(h, NAME_ANNOTATIONS), value)
                   : drop_entry(h, dict, NAME_ANNOTATIONS);
    if (status == HEAP_OK && h->abi.function_annotate)
        status = drop_entry(h, dict, NAME_ANNOTATE);
    decref(h, dict);
    return status;
}

static enum heap_status get_annotate(struct heap *h, addr o, addr *out)
{
    addr dict;
    enum heap_status status = dict_of(h, o, &dict);
    if (status == HEAP_OK && !entry(h, dict, NAME_ANNOTATE))
        status = dict_set(h, dict, known_name(h, NAME_ANNOTATE), none(h));
    return status == HEAP_OK ? getset_give(h, entry(h, dict, NAME_ANNOTATE), out) : status;
}

/* What it answered before is forgotten. */
static enum heap_status set_annotate(struct heap *h, addr o, addr value)
{
    addr dict;
    if (!value)
        return raise_error(h, EXC_TYPE_ERROR, "cannot delete __annotate__ attribute");
    enum heap_status status = dict_of(h, o, &dict);
    if (status == HEAP_OK && value != none(h) && !object_is_callable(h, value))
        return raise_error(h, EXC_TYPE_ERROR, "__annotate__ must be callable or None");
    if (status != HEAP_OK)
        return status;
    incref(h, dict);
    status = dict_set(h, dict, known_name(h, NAME_ANNOTATE), value);
    if (status == HEAP_OK && value != none(h))
        status = drop_entry(h, dict, NAME_ANNOTATIONS);
    decref(h, dict);
    return status;
}

const struct getset module_getsets[] = {
    {"__annotations__", get_annotations, set_annotations},
    {"__annotate__", get_annotate, set_annotate},
    {0},
};
