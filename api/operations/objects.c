/* Operations that make objects, call them and compare them. */
#include "api/operation.h"

static bool run_new(struct operation *op)
{
    addr value = operation_value(op, "value");
    return value && operation_answer(op, value);
}

static bool run_copy(struct operation *op)
{
    addr object = operation_object(op);
    if (!object)
        return false;
    addr copy = copy_shallow(op->heap, object);
    decref(op->heap, object);
    return copy ? operation_answer(op, copy) : operation_raised_at(op, operation_member(op, "object"));
}

static bool run_deepcopy(struct operation *op)
{
    addr object = operation_object(op);
    if (!object)
        return false;
    addr copy = copy_deep(op->heap, object);
    decref(op->heap, object);
    return copy ? operation_answer(op, copy) : operation_raised_at(op, operation_member(op, "object"));
}

static bool run_intern(struct operation *op)
{
    addr value = operation_value(op, "value");
    if (!value)
        return false;
    if (!object_is_exact(op->heap, value, KIND_STR)) {
        (void)raise_error(op->heap, EXC_TYPE_ERROR, "intern() argument must be str, not %s",
                          object_type_name(op->heap, value));
        decref(op->heap, value);
        return operation_raised_at(op, operation_member(op, "value"));
    }
    addr interned = str_intern(op->heap, value, false);
    return interned ? operation_answer(op, interned) : operation_raised_at(op, operation_member(op, "value"));
}

/* {"object", "callback", "bind"}: the weak reference is the result. */
static bool run_weakref(struct operation *op)
{
    addr object = operation_object(op);
    if (!object)
        return false;
    uint32_t at = operation_member(op, "callback");
    addr callback = at ? value_read(&op->reader, at) : 0;
    bool read = callback || !at;
    addr ref = read ? weakref_new(op->heap, object, callback == none(op->heap) ? 0 : callback) : 0;
    xdecref(op->heap, callback);
    decref(op->heap, object);
    if (!read)
        return operation_read_failed(op);
    return ref ? operation_answer(op, ref) : operation_raised_at(op, operation_member(op, "object"));
}

/* {"object", "method", "args", "kwargs", "bind"}; without a method the object itself is called. The result is
 * a value, and an object with an identity as long as something keeps it: "bind" does. */
static bool call(struct operation *op, addr object, const struct value_arguments *a, addr *result)
{
    const char *method = NULL;
    size_t length = 0;
    if (!operation_text(op, "method", false, &method, &length))
        return false;
    if (!method)
        return object_call(op->heap, object, a->args, a->count, a->kwnames, a->kwvalues, a->kwcount,
                           result) == HEAP_OK ||
               operation_raised_at(op, operation_member(op, "object"));
    addr name = str_intern_utf8(op->heap, method, length);
    if (!name)
        return operation_raised_at(op, operation_member(op, "method"));
    enum heap_status status = object_call_method(op->heap, object, name, a->args, a->count, a->kwnames,
                                                 a->kwvalues, a->kwcount, result);
    decref(op->heap, name);
    return status == HEAP_OK || operation_raised_at(op, operation_member(op, "method"));
}

static bool answer_call(struct operation *op, addr result)
{
    const char *name = NULL;
    size_t length = 0;
    struct value_extent extent = {.most = SIZE_MAX};
    bool ok = operation_text(op, "bind", false, &name, &length);
    if (ok && name && name_bind(op->heap, FRAME_TOP, name, length, result) != HEAP_OK)
        ok = operation_raised_at(op, operation_member(op, "bind"));
    if (ok) {
        /* Does anyone but this call keep it? If not, its address means nothing to the client. */
        bool kept = object_is_immortal(op->heap, result) || !object_in_blocks(result) ||
                    object_refcount(op->heap, result) > 1;
        json_key(op->w, "result");
        json_begin_object(op->w);
        if (kept)
            json_member_address(op->w, "id", result);
        json_member_text(op->w, "type", object_type_name(op->heap, result));
        write_repr_members(op->w, op->heap, result);
        json_key(op->w, "value");
        write_value(op->w, op->heap, result, &extent);
        if (extent.cut)
            json_member_bool(op->w, "value_cut", true);
        json_end_object(op->w);
    }
    decref(op->heap, result);
    return ok;
}

static bool run_call(struct operation *op)
{
    struct value_arguments a;
    addr object = operation_object(op), result = 0;
    if (!object)
        return false;
    bool ok =
        value_read_arguments(&op->reader, operation_member(op, "args"), operation_member(op, "kwargs"), &a);
    if (ok) {
        ok = call(op, object, &a, &result);
        value_release_arguments(&op->reader, &a);
    } else {
        (void)operation_read_failed(op);
    }
    decref(op->heap, object);
    return ok && answer_call(op, result);
}

/* {"left", "right"}: is and ==. */
static bool run_compare(struct operation *op)
{
    addr left = operation_value(op, "left"), right = left ? operation_value(op, "right") : 0;
    bool equal = false, ok = false, same = left == right;
    if (right)
        ok = object_equal(op->heap, left, right, &equal) == HEAP_OK || operation_raised(op);
    xdecref(op->heap, right);
    xdecref(op->heap, left);
    if (ok) {
        json_member_bool(op->w, "is", same);
        json_member_bool(op->w, "==", equal);
    }
    return ok;
}

/* Drops one reference that the session itself holds. */
static bool run_drop(struct operation *op)
{
    addr object = operation_object(op);
    bool found = false;
    if (!object)
        return false;
    enum heap_status status = handle_drop(op->heap, object, &found);
    decref(op->heap, object);
    if (status != HEAP_OK)
        return operation_raised(op);
    if (!found)
        return operation_fail(op, PROBLEM_CONFLICT, op->document,
                              "the session holds no reference of its own to this object");
    json_member_bool(op->w, "alive", object_exists(op->heap, object));
    return true;
}

const struct operation_kind object_operations[] = {
    {"new", run_new, " value bind ", 0},
    {"call", run_call, " object method args kwargs bind ", 0},
    {"copy", run_copy, " object bind ", 0},
    {"deepcopy", run_deepcopy, " object bind ", 0},
    {"intern", run_intern, " value bind ", 0},
    {"weakref", run_weakref, " object callback bind ", 0},
    {"compare", run_compare, " left right ", 0},
    {"drop", run_drop, " object ", 0},
    {0},
};
