/* class_new(): what a class statement does, from a description instead of a body: the namespace that the body
 * would leave, then the metatype is called with it.
 */
#include <string.h>

#include "daemon/heap/frame.h"
#include "daemon/heap/object/builtin.h"
#include "daemon/heap/object/container.h"
#include "daemon/heap/object/heaptype.h"
#include "daemon/heap/object/scalar.h"
#include "daemon/heap/object/text.h"

/* d[name] = value, *stolen*, 0 with an exception raised. */
static enum heap_status put(struct heap *h, addr d, enum known_name name, addr value)
{
    if (!value)
        return HEAP_RAISED;
    enum heap_status status = dict_set(h, d, known_name(h, name), value);
    decref(h, value);
    return status;
}

/* ('a', 'b'), *new* */
static addr slots_tuple(struct heap *h, const struct class_spec *spec)
{
    addr t = tuple_new(h, spec->slot_count);
    if (!t || spec->slot_count == 0)
        return t;
    for (size_t i = 0; i < spec->slot_count; i++) {
        addr s = str_intern_utf8(h, spec->slots[i], strlen(spec->slots[i]));
        if (!s) {
            decref(h, t);
            return 0;
        }
        tuple_init(h, t, i, s);
    }
    tuple_done(h, t);
    return t;
}

static int64_t current_line(const struct heap *h)
{
    struct frame_info top;
    return frame_info(h, frame_count(h) - 1, &top) && top.line ? top.line : 1;
}

/* In the order of the class statement: __module__, __qualname__, [__firstlineno__], the body,
 * [__static_attributes__]. */
static enum heap_status fill(struct heap *h, addr d, addr name, const struct class_spec *spec)
{
    addr module = dict_get_str(h, h->globals, known_name(h, NAME_NAME));
    enum heap_status status = module ? put(h, d, NAME_MODULE, incref(h, module)) : HEAP_OK;
    if (status == HEAP_OK)
        status = put(h, d, NAME_QUALNAME, incref(h, name));
    if (status == HEAP_OK && h->abi.class_line_numbers)
        status = put(h, d, NAME_FIRST_LINE, int_new(h, current_line(h)));
    if (status == HEAP_OK && spec->slots)
        status = put(h, d, NAME_SLOTS, slots_tuple(h, spec));
    if (status == HEAP_OK && spec->finalizer != FINALIZER_NONE)
        status = put(h, d, NAME_DEL,
                     finalizer_new(h, spec->finalizer, spec->finalizer_text ? spec->finalizer_text : ""));
    if (status == HEAP_OK && h->abi.class_line_numbers)
        status = put(h, d, NAME_STATIC_ATTRIBUTES, incref(h, h->singleton[SINGLETON_EMPTY_TUPLE]));
    return status;
}

addr class_new(struct heap *h, const struct class_spec *spec)
{
    addr bases = 0, namespace = 0, type = 0, name = str_intern_utf8(h, spec->name, strlen(spec->name));
    if (!name)
        return 0;
    if (!str_is_identifier(h, name)) {
        (void)raise_error(h, EXC_VALUE_ERROR, "a class name must be an identifier");
        goto done;
    }
    for (size_t i = 0; i < spec->base_count; i++)
        if (object_kind(h, spec->bases[i]) != KIND_TYPE) {
            (void)raise_error(h, EXC_TYPE_ERROR, "bases must be types");
            goto done;
        }
    bases = tuple_from(h, spec->bases, spec->base_count);
    namespace = bases ? dict_new(h) : 0;
    if (namespace && fill(h, namespace, name, spec) == HEAP_OK)
        type = type_new(h, h->type[KIND_TYPE], name, bases, namespace);
done:
    xdecref(h, namespace);
    xdecref(h, bases);
    decref(h, name);
    return type;
}
