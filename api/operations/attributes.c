/* Operations on what an object holds: attributes and items. */
#include "api/operation.h"

/* The member that the heap's refusal is about: the name when there is no such attribute; else the value. */
static uint32_t attribute_at_fault(const struct operation *op)
{
    uint32_t name = operation_member(op, "name"), value = operation_member(op, "value");
    return value && heap_raised(op->heap) != EXC_ATTRIBUTE_ERROR ? value : name;
}

/* Of an item: the object when it takes none; the value when the key is one that the object has, or a slice of
 * it; else the key. */
static uint32_t item_at_fault(const struct operation *op, addr object, addr key)
{
    uint32_t value = operation_member(op, "value");
    enum exception raised = heap_raised(op->heap);
    enum kind kind = object_kind(op->heap, object), of_key = object_kind(op->heap, key);
    bool takes_items = kind == KIND_LIST || kind == KIND_DICT || kind == KIND_DEQUE || kind == KIND_ARRAY ||
                       kind == KIND_BYTEARRAY;
    if (raised == EXC_KEY_ERROR || raised == EXC_INDEX_ERROR)
        return operation_member(op, "key");
    if (!takes_items)
        return operation_member(op, "object");
    bool key_is_good =
        kind != KIND_DICT && (of_key == KIND_INT || of_key == KIND_BOOL || of_key == KIND_SLICE);
    return value && key_is_good ? value : operation_member(op, "key");
}

/* setattr and delattr: "object", "name" (or the name in the path), and a value to set. */
static bool change_attribute(struct operation *op, bool set)
{
    const char *text = op->target_name;
    size_t length = text ? __builtin_strlen(text) : 0;
    if (!text && !operation_text(op, "name", true, &text, &length))
        return false;
    addr object = operation_object(op);
    addr value = object && set ? operation_value(op, "value") : 0;
    bool ok = object && (value || !set);
    if (ok) {
        addr name = str_intern_utf8(op->heap, text, length);
        ok = name && object_setattr(op->heap, object, name, value) == HEAP_OK;
        xdecref(op->heap, name);
        if (!ok)
            (void)operation_raised_at(op, attribute_at_fault(op));
    }
    xdecref(op->heap, value);
    operation_give_back(op, object, ok);
    return ok;
}

static bool run_setattr(struct operation *op)
{
    return change_attribute(op, true);
}
static bool run_delattr(struct operation *op)
{
    return change_attribute(op, false);
}

static bool change_item(struct operation *op, bool set)
{
    addr object = operation_object(op);
    addr key = object ? operation_value(op, "key") : 0;
    addr value = key && set ? operation_value(op, "value") : 0;
    bool ok = key && (value || !set);
    if (ok)
        ok = object_setitem(op->heap, object, key, value) == HEAP_OK ||
             operation_raised_at(op, item_at_fault(op, object, key));
    xdecref(op->heap, value);
    xdecref(op->heap, key);
    operation_give_back(op, object, ok);
    return ok;
}

static bool run_setitem(struct operation *op)
{
    return change_item(op, true);
}
static bool run_delitem(struct operation *op)
{
    return change_item(op, false);
}

const struct operation_kind attribute_operations[] = {
    {"setattr", run_setattr, " object name value ", 0},
    {"delattr", run_delattr, " object name ", 0},
    {"setitem", run_setitem, " object key value ", 0},
    {"delitem", run_delitem, " object key ", 0},
    {0},
};
