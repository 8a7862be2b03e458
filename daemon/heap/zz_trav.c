#include "daemon/heap/object/heaptype.h"
void object_traverse(struct heap *h, addr o, span_visitor *visit, void *context)
{
    struct object *p = object_at(h, o);
    const struct kind_ops *ops = kind_ops(type_kind(h, p->type));
    if (type_at(h, p->type)->flags & TYPE_HEAP) {
        instance_traverse_added(h, o, visit, context);
        visit(h, context, &p->type, 1, 1);
    }
    if (ops->traverse)
        ops->traverse(h, o, visit, context);
}
