/* The methods of type: mro(), __subclasses__(), __prepare__(), ... Mirrors Objects/typeobject.c. */
#include "daemon/heap/object/answer.h"
#include "daemon/heap/object/builtin.h"
#include "daemon/heap/object/container.h"
#include "daemon/heap/object/directory.h"
#include "daemon/heap/object/heaptype.h"
#include "daemon/heap/object/isinstance.h"
#include "daemon/heap/object/mro.h"
#include "daemon/heap/object/sequence.h"
#include "daemon/heap/object/subclasses.h"

static enum heap_status method_mro(struct heap *h, const struct call *c, addr *out)
{
    addr order;
    enum heap_status status = mro_compute(h, c->self, type_at(h, c->self)->bases, &order);
    if (status != HEAP_OK)
        return status;
    addr list = list_from_iterable(h, order);
    decref(h, order);
    return answer(h, list, out);
}

static enum heap_status method_subclasses(struct heap *h, const struct call *c, addr *out)
{
    addr list = list_new(h, 0), subclass;
    enum heap_status status = list ? HEAP_OK : raise_status(h);
    for (size_t position = 0; status == HEAP_OK && subclasses_next_builtin(h, c->self, &position, &subclass);)
        status = list_append(h, list, subclass);
    for (size_t position = 0; status == HEAP_OK && subclasses_next(h, c->self, &position, &subclass);)
        status = list_append(h, list, subclass);
    if (status != HEAP_OK) {
        xdecref(h, list);
        return status;
    }
    *out = list;
    return HEAP_OK;
}

static enum heap_status method_prepare(struct heap *h, const struct call *c, addr *out)
{
    (void)c;
    return answer(h, dict_new(h), out);
}

static enum heap_status method_instancecheck(struct heap *h, const struct call *c, addr *out)
{
    bool result = false;
    enum heap_status status = type_instancecheck(h, c->args[0], c->self, &result);
    return answer_bool(h, status, result, out);
}

static enum heap_status method_subclasscheck(struct heap *h, const struct call *c, addr *out)
{
    bool result = false;
    enum heap_status status = type_subclasscheck(h, c->args[0], c->self, &result);
    return answer_bool(h, status, result, out);
}

static enum heap_status method_dir(struct heap *h, const struct call *c, addr *out)
{
    return type_dir(h, c->self, out);
}

extern const struct builtin_method type_methods[];
const struct builtin_method type_methods[] = {
    {"mro", 0, 0, 0, method_mro},
    {"__subclasses__", 0, 0, 0, method_subclasses},
    {"__prepare__", -1, -1, METHOD_CLASS | METHOD_KEYWORDS, method_prepare},
    {"__instancecheck__", 1, 1, 0, method_instancecheck},
    {"__subclasscheck__", 1, 1, 0, method_subclasscheck},
    {"__dir__", 0, 0, 0, method_dir},
    {"__sizeof__", 0, 0, 0, method_own_sizeof},
    {0},
};
