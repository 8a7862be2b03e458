/* Operations on names: bind and del. */
#include "api/operation.h"

#include <string.h>

static bool name_and_frame(struct operation *op, const char **name, size_t *length, size_t *frame)
{
    uint64_t index;
    *frame = FRAME_TOP;
    *name = op->target_name;
    *length = *name ? strlen(*name) : 0;
    if (operation_member(op, "frame")) {
        if (!operation_uint(op, "frame", true, UINT32_MAX, &index))
            return false;
        if (index >= frame_count(op->heap))
            return operation_fail(op, PROBLEM_NO_SUCH_FRAME, operation_member(op, "frame"),
                                  "there are %zu frames; 0 is the module", frame_count(op->heap));
        *frame = (size_t)index;
    }
    return *name || operation_text(op, "name", true, name, length);
}

static bool run_bind(struct operation *op)
{
    const char *name;
    size_t length, frame;
    if (!name_and_frame(op, &name, &length, &frame))
        return false;
    addr value = operation_value(op, "value");
    if (!value)
        return false;
    bool ok = name_bind(op->heap, frame, name, length, value) == HEAP_OK ||
              operation_raised_at(op, operation_member(op, "name"));
    if (ok)
        json_member_text(op->w, "name", name);
    operation_give_back(op, value, ok);
    return ok;
}

static bool run_del(struct operation *op)
{
    const char *name;
    size_t length, frame;
    if (!name_and_frame(op, &name, &length, &frame))
        return false;
    if (name_delete(op->heap, frame, name, length) != HEAP_OK)
        return operation_raised_at(op, operation_member(op, "name"));
    json_member_text(op->w, "name", name);
    return true;
}

const struct operation_kind name_operations[] = {
    {"bind", run_bind, " name value frame ", 0},
    {"del", run_del, " name frame ", 0},
    {0},
};
