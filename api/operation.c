/* Operations: dispatch and what all share (operation.h). */
#include "api/operation.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "api/settle.h"

/* ---- which one ----------------------------------------------------------------------------------- */

static const struct operation_kind *const tables[] = {
    object_operations, class_operations,     attribute_operations, name_operations,
    frame_operations,  collector_operations, trace_operations,     python_operations,
};

const struct operation_kind *operation_find(const char *name, size_t length)
{
    for (size_t t = 0; t < sizeof tables / sizeof *tables; t++)
        for (const struct operation_kind *k = tables[t]; k->name; k++)
            if (strlen(k->name) == length && memcmp(k->name, name, length) == 0)
                return k;
    return NULL;
}

void operation_names(char *names, size_t size)
{
    size_t length = 0;
    for (size_t t = 0; t < sizeof tables / sizeof *tables; t++)
        for (const struct operation_kind *k = tables[t]; k->name && length < size; k++)
            length += (size_t)snprintf(names + length, size - length, "%s%s", length ? ", " : "", k->name);
}

/* ---- failures ------------------------------------------------------------------------------------ */

static void set_pointer(struct operation *op, uint32_t token)
{
    char pointer[512];
    json_pointer(op->reader.tape, token, pointer, sizeof pointer);
    op->report.pointer = scratch_copy(&op->request->scratch, pointer, strlen(pointer));
}

bool operation_fail(struct operation *op, enum problem problem, uint32_t token, const char *format, ...)
{
    char detail[512];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(detail, sizeof detail, format, arguments);
    va_end(arguments);
    op->report = (struct problem_report){
        .problem = problem, .detail = scratch_copy(&op->request->scratch, detail, strlen(detail))};
    if (op->reader.tape && op->reader.tape->count > 0)
        set_pointer(op, token);
    return false;
}

bool operation_missing(struct operation *op, const char *member)
{
    return operation_fail(op, PROBLEM_INVALID_BODY, op->document, "the member \"%s\" is missing", member);
}

/* What a resource's path says is in no document: nothing is pointed at where that is at fault. */
bool operation_raised_at(struct operation *op, uint32_t token)
{
    bool in_path = !token && (op->target || op->target_name);
    token = token ? token : op->document;
    if (heap_raised(op->heap) == EXC_NONE && session_stopped(op->session) == SESSION_OK)
        return operation_fail(op, PROBLEM_OUT_OF_MEMORY, token, "no memory for this request");
    api_report_heap(op->request, op->heap, heap_raised(op->heap) == EXC_NONE ? HEAP_ABANDONED : HEAP_RAISED,
                    &op->report);
    if (op->report.problem == PROBLEM_EXCEPTION && !in_path && op->reader.tape && op->reader.tape->count > 0)
        set_pointer(op, token);
    return false;
}

bool operation_raised(struct operation *op)
{
    return operation_raised_at(op, 0);
}

bool operation_read_failed(struct operation *op)
{
    if (op->reader.problem != PROBLEM_EXCEPTION)
        return operation_fail(op, op->reader.problem, op->reader.token, "%s",
                              op->reader.detail ? op->reader.detail : "no memory for this request");
    return operation_raised_at(op, op->reader.token);
}

/* ---- members ------------------------------------------------------------------------------------- */

uint32_t operation_member_of(const struct operation *op, const char *name, size_t length)
{
    const struct json_tape *tape = op->reader.tape;
    return tape->count > 0 && !op->bare_value && tape->tokens[op->document].kind == JSON_OBJECT
               ? json_member(tape, op->document, name, length)
               : 0;
}

bool operation_text(struct operation *op, const char *member, bool required, const char **text,
                    size_t *length)
{
    uint32_t at = operation_member_of(op, member, strlen(member));
    if (!at || op->reader.tape->tokens[at].kind == JSON_NULL)
        return !required || operation_missing(op, member);
    if (!json_is_string(op->reader.tape->tokens[at]))
        return operation_fail(op, PROBLEM_INVALID_BODY, at, "\"%s\" takes a string", member);
    *text = value_text(&op->reader, at, length);
    if (!*text)
        return operation_fail(op, PROBLEM_OUT_OF_MEMORY, at, "no memory for this request");
    if (memchr(*text, 0, *length))
        return operation_fail(op, PROBLEM_INVALID_BODY, at, "\"%s\" must not hold NUL characters", member);
    return true;
}

bool operation_uint(struct operation *op, const char *member, bool required, uint64_t max, uint64_t *out)
{
    uint32_t at = operation_member_of(op, member, strlen(member));
    uint64_t value;
    if (!at)
        return !required || operation_missing(op, member);
    if (!json_uint64(op->reader.tape, at, &value) || value > max)
        return operation_fail(op, PROBLEM_INVALID_BODY, at, "\"%s\" takes a whole number from 0 to %llu",
                              member, (unsigned long long)max);
    *out = value;
    return true;
}

bool operation_flag(struct operation *op, const char *member, bool *out)
{
    uint32_t at = operation_member_of(op, member, strlen(member));
    if (!at)
        return true;
    unsigned kind = op->reader.tape->tokens[at].kind;
    if (kind != JSON_TRUE && kind != JSON_FALSE)
        return operation_fail(op, PROBLEM_INVALID_BODY, at, "\"%s\" takes true or false", member);
    *out = kind == JSON_TRUE;
    return true;
}

addr operation_value(struct operation *op, const char *member)
{
    uint32_t at = op->bare_value ? op->document : operation_member_of(op, member, strlen(member));
    if (!at && !op->bare_value)
        return operation_missing(op, member);
    addr value = value_read(&op->reader, at);
    return value ? value : operation_read_failed(op);
}

addr operation_object(struct operation *op)
{
    if (op->target)
        return incref(op->heap, op->target);
    uint32_t at = operation_member(op, "object");
    if (!at)
        return operation_missing(op, "object");
    addr object = value_read_reference(&op->reader, at);
    return object ? object : operation_read_failed(op);
}

/* ---- results ------------------------------------------------------------------------------------- */

void operation_write(struct operation *op, addr object)
{
    if (op->full) {
        write_object_members(op->w, op->heap, object, NULL, OBJECT_FULL);
        return;
    }
    json_member_address(op->w, "id", object);
    json_member_text(op->w, "type", object_type_name(op->heap, object));
    json_member_uint(op->w, "size", object_getsizeof(op->heap, object));
    json_member_uint(op->w, "refcount", object_refcount(op->heap, object));
}

bool operation_answer(struct operation *op, addr object)
{
    const char *name = NULL;
    size_t length = 0;
    bool named = operation_text(op, "bind", false, &name, &length);
    enum heap_status status = HEAP_OK;
    if (named)
        status = name ? name_bind(op->heap, FRAME_TOP, name, length, object) : handle_hold(op->heap, object);
    bool ok = named && (status == HEAP_OK || operation_raised_at(op, operation_member(op, "bind")));
    operation_give_back(op, object, ok);
    return ok;
}

void operation_give_back(struct operation *op, addr object, bool write)
{
    bool kept = object && (object_is_immortal(op->heap, object) || object_refcount(op->heap, object) > 1);
    xdecref(op->heap, object);
    if (!write)
        return;
    if (kept)
        operation_write(op, object);
    else
        json_member_bool(op->w, "alive", false);
}

/* ---- where it is --------------------------------------------------------------------------------- */

/* "app.py:12" */
static bool frame_of_text(struct operation *op, uint32_t token, struct trace_frame *frame)
{
    size_t length = 0;
    const char *text = value_text(&op->reader, token, &length),
               *colon = text ? memrchr(text, ':', length) : NULL;
    uint64_t line = 0;
    bool ok = colon && colon > text && colon + 1 < text + length;
    for (const char *p = colon; ok && ++p < text + length;) {
        ok = *p >= '0' && *p <= '9' && line <= INT32_MAX;
        line = line * 10 + (uint64_t)(*p - '0');
    }
    if (!ok || line > INT32_MAX)
        return operation_fail(op, PROBLEM_INVALID_BODY, token,
                              "a place is \"file:line\" or {\"file\", \"line\"}");
    *frame = (struct trace_frame){text, (uint32_t)(colon - text), (uint32_t)line};
    return true;
}

static bool frame_of_object(struct operation *op, uint32_t token, struct trace_frame *frame)
{
    const struct json_tape *tape = op->reader.tape;
    uint32_t file = json_member_literal(tape, token, "file"), line = json_member_literal(tape, token, "line");
    uint64_t number;
    size_t length;
    if (!file || !line || !json_is_string(tape->tokens[file]) || !json_uint64(tape, line, &number) ||
        number > INT32_MAX)
        return operation_fail(op, PROBLEM_INVALID_BODY, token,
                              "a place is \"file:line\" or {\"file\", \"line\"}");
    const char *text = value_text(&op->reader, file, &length);
    *frame = (struct trace_frame){text, (uint32_t)length, (uint32_t)number};
    return text || operation_fail(op, PROBLEM_OUT_OF_MEMORY, token, "no memory for this request");
}

static bool frame_of(struct operation *op, uint32_t token, struct trace_frame *frame)
{
    struct json_token t = op->reader.tape->tokens[token];
    if (json_is_string(t))
        return frame_of_text(op, token, frame);
    if (t.kind == JSON_OBJECT)
        return frame_of_object(op, token, frame);
    return operation_fail(op, PROBLEM_INVALID_BODY, token,
                          "a place is \"file:line\" or {\"file\", \"line\"}");
}

/* Makes "at" the traceback: one place, or a list of them with the most recent last. */
static bool set_place(struct operation *op, uint32_t token)
{
    const struct json_token *tokens = op->reader.tape->tokens;
    bool list = tokens[token].kind == JSON_ARRAY;
    size_t count = list ? tokens[token].count : 1, n = 0;
    struct trace_frame *frames = scratch_alloc(&op->request->scratch, (count + 1) * sizeof *frames);
    if (!frames)
        return operation_fail(op, PROBLEM_OUT_OF_MEMORY, token, "no memory for this request");
    if (list && count == 0)
        return operation_fail(op, PROBLEM_INVALID_BODY, token, "\"at\" takes at least one place");
    for (uint32_t i = list ? token + 1 : token; n < count; i = tokens[i].next)
        if (!frame_of(op, i, &frames[n++]))
            return false;
    return trace_at(op->heap, frames, count, true) == HEAP_OK || operation_raised(op);
}

/* ---- running ------------------------------------------------------------------------------------- */

static bool fail_unknown(struct operation *op, uint32_t token)
{
    char list[256];
    size_t length = 0;
    for (const char *at = op->kind->members; *at && length < sizeof list - sizeof ",  and at"; at++)
        if (*at != ' ')
            list[length++] = *at;
        else if (length && at[1])
            list[length++] = ',', list[length++] = ' ';
    list[length] = '\0';
    return operation_fail(op, PROBLEM_INVALID_BODY, token, "\"%s\" has no such member; it takes %s",
                          op->kind->name, length ? strcat(list, " and at") : "none but \"at\"");
}

/* Every member must be one of the operation's own. */
static bool check_members(struct operation *op)
{
    const struct json_tape *tape = op->reader.tape;
    if (tape->count == 0 || op->bare_value)
        return true;
    if (tape->tokens[op->document].kind != JSON_OBJECT)
        return operation_fail(op, PROBLEM_INVALID_BODY, op->document, "an object is expected here");
    for (uint32_t i = op->document + 1; i != tape->tokens[op->document].next; i = tape->tokens[i + 1].next) {
        char word[40];
        struct json_token key = tape->tokens[i];
        if (key.kind == JSON_STRING && key.length < sizeof word - 2 &&
            !memchr(json_text(tape, i), ' ', key.length)) {
            word[0] = ' ';
            memcpy(word + 1, json_text(tape, i), key.length);
            word[key.length + 1] = ' ';
            word[key.length + 2] = '\0';
            if (strstr(op->kind->members, word) || !strcmp(word, " op ") || !strcmp(word, " at "))
                continue;
        }
        return fail_unknown(op, i + 1);
    }
    return true;
}

bool operation_run(struct operation *op, uint32_t ordinal)
{
    struct heap *h = op->heap;
    if (!check_members(op))
        return false;
    if (heap_abandoned(h)) { /* between two operations of a batch */
        session_not_repeatable(op->session, session_seq(op->session));
        (void)raise_abandoned(h);
        return operation_raised(op);
    }
    uint32_t at = operation_member(op, "at");
    trace_ordinal(h, ordinal);
    if (at && !set_place(op, at))
        return false;
    const uint64_t before = session_seq(op->session), steps = h->steps;
    bool done = op->kind->run(op);
    if (op->left)
        return done;
    value_reader_end(&op->reader);
    bool ran = h->steps != steps; /* code of a program, which may have changed anything before it failed */
    if ((done || ran) && !(op->kind->flags & OPERATION_READS))
        session_step(op->session);
    heap_safe_point(h);
    if (heap_abandoned(h) || (!done && op->report.problem == PROBLEM_OUT_OF_MEMORY))
        session_not_repeatable(op->session, before);
    if (at)
        (void)!trace_at(h, NULL, 0, false);
    if (!op->target) /* else its reference is not the heap's: the resource checks once it is given back */
        settle_check(h);
    return done;
}

bool operation_configure(struct operation *op)
{
    if (!check_members(op))
        return false;
    bool done = op->kind->run(op);
    value_reader_end(&op->reader);
    return done;
}
