/* The operation that makes classes. */
#include "api/operation.h"

#include <stdio.h>
#include <string.h>

/* Base classes, *new*, in scratch. */
static bool read_bases(struct operation *op, addr **bases, size_t *count)
{
    uint32_t at = operation_member(op, "bases");
    const struct json_token *tokens = op->reader.tape->tokens;
    *count = 0;
    if (!at)
        return true;
    if (tokens[at].kind != JSON_ARRAY)
        return operation_fail(op, PROBLEM_INVALID_BODY, at, "\"bases\" takes an array of classes");
    *bases = scratch_alloc(&op->request->scratch, (tokens[at].count + 1u) * sizeof **bases);
    if (!*bases)
        return operation_fail(op, PROBLEM_OUT_OF_MEMORY, at, "no memory for this request");
    for (uint32_t i = at + 1; i != tokens[at].next; i = tokens[i].next) {
        addr base = value_read_reference(&op->reader, i);
        if (!base) {
            while (*count > 0)
                decref(op->heap, (*bases)[--*count]);
            return operation_read_failed(op);
        }
        (*bases)[(*count)++] = base;
    }
    return true;
}

static bool read_slots(struct operation *op, struct class_spec *spec)
{
    uint32_t at = operation_member(op, "slots");
    const struct json_token *tokens = op->reader.tape->tokens;
    if (!at || tokens[at].kind == JSON_NULL)
        return true;
    if (tokens[at].kind != JSON_ARRAY)
        return operation_fail(op, PROBLEM_INVALID_BODY, at, "\"slots\" takes an array of names");
    const char **names = scratch_alloc(&op->request->scratch, (tokens[at].count + 1u) * sizeof *names);
    if (!names)
        return operation_fail(op, PROBLEM_OUT_OF_MEMORY, at, "no memory for this request");
    for (uint32_t i = at + 1; i != tokens[at].next; i = tokens[i].next) {
        size_t length;
        const char *name = json_is_string(tokens[i]) ? value_text(&op->reader, i, &length) : NULL;
        if (!name || strlen(name) != length)
            return operation_fail(op, PROBLEM_INVALID_BODY, i, "a slot is a name");
        names[spec->slot_count++] = name;
    }
    spec->slots = names;
    return true;
}

/* {"log": text} or {"resurrect": name}; true stands for an empty text. */
static bool read_finalizer(struct operation *op, struct class_spec *spec)
{
    uint32_t at = operation_member(op, "finalizer");
    const struct json_tape *tape = op->reader.tape;
    if (!at || tape->tokens[at].kind == JSON_NULL)
        return true;
    uint32_t log = tape->tokens[at].kind == JSON_OBJECT ? json_member_literal(tape, at, "log") : 0;
    uint32_t resurrect =
        tape->tokens[at].kind == JSON_OBJECT ? json_member_literal(tape, at, "resurrect") : 0;
    uint32_t text = log ? log : resurrect;
    if (!text || (log && resurrect) || tape->tokens[at].count != 1)
        return operation_fail(op, PROBLEM_INVALID_BODY, at,
                              "\"finalizer\" takes {\"log\": text} or {\"resurrect\": name}");
    spec->finalizer = log ? FINALIZER_LOG : FINALIZER_RESURRECT;
    size_t length = 0;
    if (tape->tokens[text].kind == JSON_TRUE && log) {
        spec->finalizer_text = "";
        return true;
    }
    spec->finalizer_text = json_is_string(tape->tokens[text]) ? value_text(&op->reader, text, &length) : NULL;
    if (!spec->finalizer_text || strlen(spec->finalizer_text) != length)
        return operation_fail(op, PROBLEM_INVALID_BODY, text, "a string is expected here");
    return true;
}

/* ---- what is at fault ---------------------------------------------------------------------------- */

/* Looked at only when a class could not be made; the pending exception waits. */
static bool is_identifier(struct heap *h, const char *name)
{
    size_t length = strlen(name);
    addr s = str_from_utf8(h, name, length);
    bool yes = s && str_is_identifier(h, s);
    xdecref(h, s);
    return yes;
}

/* The item of "slots" that is no name, or asks for what the class has already; else all of them. */
static uint32_t slot_at_fault(struct operation *op, const struct class_spec *spec, const char *message)
{
    uint32_t all = operation_member(op, "slots"), at = all ? all + 1 : 0, found = all;
    const char *managed = strstr(message, " slot disallowed");
    size_t length = managed ? (size_t)(managed - message) : 0;
    for (size_t i = 0; i < spec->slot_count; i++, at = op->reader.tape->tokens[at].next) {
        const char *name = spec->slots[i];
        if (length ? strlen(name) == length && memcmp(name, message, length) == 0
                   : !is_identifier(op->heap, name))
            found = at; /* the last one: of two that ask for the same, the second is too many */
    }
    return found;
}

/* The member that the heap's refusal is about. CPython's texts name slots, where it is they; a name is wrong
 * by itself; whatever else there is comes of the bases. */
static uint32_t at_fault(struct operation *op, const struct class_spec *spec)
{
    char message[512];
    enum exception raised = heap_raised(op->heap);
    if (raised != EXC_TYPE_ERROR && raised != EXC_VALUE_ERROR)
        return 0;
    (void)snprintf(message, sizeof message, "%s", heap_raised_message(op->heap));
    heap_clear_raised(op->heap);
    uint32_t token = operation_member(op, "bases");
    if (!is_identifier(op->heap, spec->name))
        token = operation_member(op, "name");
    else if (strstr(message, "__slots__") || strstr(message, " slot disallowed"))
        token = slot_at_fault(op, spec, message);
    heap_clear_raised(op->heap);
    (void)raise_error(op->heap, raised, "%s", message);
    return token;
}

/* ---- the operation ------------------------------------------------------------------------------- */

/* {"name", "bases", "slots", "finalizer", "bind"}: a class, bound to its name unless "bind" says another. */
static bool run_class(struct operation *op)
{
    struct class_spec spec = {0};
    addr *bases = NULL;
    size_t count = 0, length = 0;
    const char *bind = NULL;
    if (!operation_text(op, "name", true, &spec.name, &length) || !read_slots(op, &spec) ||
        !read_finalizer(op, &spec) || !operation_text(op, "bind", false, &bind, &length) ||
        !read_bases(op, &bases, &count))
        return false;
    spec.bases = bases;
    spec.base_count = count;
    addr class = class_new(op->heap, &spec);
    for (size_t i = 0; i < count; i++)
        decref(op->heap, bases[i]);
    if (!class)
        return operation_raised_at(op, at_fault(op, &spec));
    uint32_t named = operation_member(op, "bind");
    bind = bind ? bind : spec.name;
    enum heap_status status = name_bind(op->heap, FRAME_TOP, bind, strlen(bind), class);
    bool ok = status == HEAP_OK || operation_raised_at(op, named ? named : operation_member(op, "name"));
    operation_give_back(op, class, ok);
    return ok;
}

const struct operation_kind class_operations[] = {
    {"class", run_class, " name bases slots finalizer bind ", 0},
    {0},
};
