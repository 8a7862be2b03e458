/* Operations on the call stack. */
#include "api/operation.h"

#include "api/resources/write_frames.h"

/* Binds the locals, which have been read already, in order. */
static bool bind_locals(struct operation *op, uint32_t locals, const struct value_arguments *a)
{
    const struct json_token *tokens = op->reader.tape->tokens;
    uint32_t token = locals + 1;
    for (size_t i = 0; i < a->kwcount; i++, token = tokens[token + 1].next) {
        size_t length;
        const char *name = value_text(&op->reader, token, &length);
        if (!name)
            return operation_fail(op, PROBLEM_OUT_OF_MEMORY, token, "no memory for this request");
        if (name_bind(op->heap, FRAME_TOP, name, length, a->kwvalues[i]) != HEAP_OK)
            return operation_raised_at(op, token + 1);
    }
    return true;
}

static bool push_with_locals(struct operation *op, const char *function, const char *file, uint32_t line)
{
    struct value_arguments a = {0};
    uint32_t locals = operation_member(op, "locals");
    if (locals && !value_read_arguments(&op->reader, 0, locals, &a))
        return operation_read_failed(op);
    bool pushed = frame_push(op->heap, function, file, line) == HEAP_OK;
    bool ok = pushed ? bind_locals(op, locals, &a) : operation_raised(op);
    if (pushed && !ok && frame_pop(op->heap) != HEAP_OK)
        heap_clear_raised(op->heap);
    value_release_arguments(&op->reader, &a);
    return ok;
}

/* {"function", "file", "line", "locals"}. The values of locals are made before the frame is there, as
 * arguments are. */
static bool run_push_frame(struct operation *op)
{
    const char *function = NULL, *file = "<request>";
    size_t length;
    uint64_t line = 1;
    if (!operation_text(op, "function", true, &function, &length) ||
        !operation_text(op, "file", false, &file, &length) ||
        !operation_uint(op, "line", false, INT32_MAX, &line))
        return false;
    if (!push_with_locals(op, function, file, (uint32_t)line))
        return false;
    write_frame_members(op->w, op->heap, frame_count(op->heap) - 1, op->full);
    return true;
}

static bool run_pop_frame(struct operation *op)
{
    if (frame_pop(op->heap) != HEAP_OK)
        return operation_raised(op);
    json_member_uint(op->w, "frames", frame_count(op->heap));
    return true;
}

static bool run_line(struct operation *op)
{
    uint64_t line = 0;
    if (!operation_uint(op, "line", true, INT32_MAX, &line))
        return false;
    if (frame_set_line(op->heap, (uint32_t)line) != HEAP_OK)
        return operation_raised(op);
    json_member_uint(op->w, "line", line);
    return true;
}

const struct operation_kind frame_operations[] = {
    {"push_frame", run_push_frame, " function file line locals ", 0},
    {"pop_frame", run_pop_frame, " ", 0},
    {"line", run_line, " line ", 0},
    {0},
};
