/* The module _queue: its type (daemon/heap/object/simple_queue.h), and the exception of one that is empty. */
#include "daemon/heap/heap.h"
#include "daemon/heap/object/names.h"
#include "daemon/python/modules/module.h"

/* *new* */
static addr empty_new(struct heap *h)
{
    const struct class_spec spec = {
        .name = "Empty", .bases = &h->exception_type[EXC_EXCEPTION], .base_count = 1};
    addr type = class_new(h, &spec), module = type ? str_from_ascii(h, "_queue") : 0;
    enum heap_status status =
        module ? object_setattr(h, type, known_name(h, NAME_MODULE), module) : HEAP_RAISED;
    xdecref(h, module);
    if (status == HEAP_OK)
        return type;
    xdecref(h, type);
    return 0;
}

static enum heap_status fill(struct heap *h, addr dict)
{
    enum heap_status status = module_add(h, dict, "Empty", empty_new(h));
    return status == HEAP_OK ? module_add(h, dict, "SimpleQueue", incref(h, h->type[KIND_SIMPLE_QUEUE]))
                             : status;
}

static const struct builtin_method functions[] = {{0}};
const struct module_definition queue_module = {"_queue", functions, fill};
