/* The frame stack. Frames lie in the tables area, not in the program's memory: in CPython they live on the
 * interpreter's own data stack, which neither getsizeof nor tracemalloc knows. A frame is a row of an array;
 * its locals are an array of (interned name, value) in order of first binding, a gap where a name was
 * deleted. The module at the bottom has no locals: its names are in the dict of globals, an object of the
 * heap.
 *
 * Invariants: frame 0 exists always; a local's name and value are counted references; frames hold no host
 * pointer.
 */
#include "daemon/heap/frame.h"

#include <string.h>

#include "daemon/heap/boot.h"
#include "daemon/heap/globals.h"
#include "daemon/heap/memory.h"
#include "daemon/heap/object/class.h"
#include "daemon/heap/object/container.h"
#include "daemon/heap/object/interpreter_frame.h"
#include "daemon/heap/object/object.h"
#include "daemon/heap/object/text.h"
#include "daemon/heap/trace.h"

struct local {
    addr name; /* 0: deleted */
    addr value;
};

struct frame {
    addr function, file; /* NUL-terminated, in the tables area; the module's in the static area */
    addr locals;         /* struct local[capacity], in the tables area */
    uint32_t line, used, capacity, live;
};

struct frame_stack { /* at h->frames */
    uint32_t count, capacity;
    struct frame frames[];
};

#define FRAMES_FIRST 16
#define LOCALS_FIRST 8

static struct frame_stack *stack_of(const struct heap *h)
{
    return heap_at(h, h->frames);
}

static struct frame *frame_at(const struct heap *h, size_t index)
{
    return &stack_of(h)->frames[index];
}

/* The frames of a running program are above those that were pushed; they begin anew with a module of their
 * own, so that the module of the request counts no more. */
size_t frame_count_pushed(const struct heap *h)
{
    return stack_of(h)->count;
}

static size_t running_count(const struct heap *h)
{
    size_t n = 0;
    for (addr f = h->frame; f; f = iframe_at(h, f)->previous)
        n++;
    return n;
}

size_t frame_count(const struct heap *h)
{
    return frame_count_pushed(h) + running_count(h);
}

/* The running frame at an index, 0 where a pushed one is. */
static addr running_at(const struct heap *h, size_t index)
{
    size_t count = frame_count(h);
    addr f = h->frame;
    if (index < frame_count_pushed(h))
        return 0;
    for (size_t i = count - 1; f && i > index; i--)
        f = iframe_at(h, f)->previous;
    return f;
}

static size_t frame_index(const struct heap *h, size_t frame)
{
    size_t count = frame_count_pushed(h);
    return frame < count ? frame : count - 1;
}

bool frame_info(const struct heap *h, size_t index, struct frame_info *out)
{
    if (index >= frame_count(h))
        return false;
    addr running = h->frame ? running_at(h, index) : 0;
    if (running) {
        *out = (struct frame_info){.function = iframe_function(h, running),
                                   .file = iframe_file(h, running),
                                   .line = iframe_line(h, running),
                                   .locals = (uint32_t)code_at(h, iframe_at(h, running)->code)->nlocalsplus};
        return true;
    }
    const struct frame *f = frame_at(h, index);
    out->function = heap_at(h, f->function);
    out->file = heap_at(h, f->file);
    out->line = f->line;
    out->locals = index ? f->live : (uint32_t)dict_length(h, h->globals);
    return true;
}

/* ---- push and pop
 * ---------------------------------------------------------------------------------------------- */

static addr table_string(struct heap *h, const char *text)
{
    size_t size = strlen(text) + 1;
    addr a = table_alloc(h, size);
    if (a)
        memcpy(heap_at(h, a), text, size);
    return a;
}

static enum heap_status make_room(struct heap *h)
{
    struct frame_stack *stack = stack_of(h);
    if (stack->count < stack->capacity)
        return HEAP_OK;
    uint32_t capacity = stack->capacity * 2;
    addr grown = table_realloc(h, h->frames, sizeof *stack + capacity * sizeof(struct frame));
    if (!grown)
        return raise_memory(h);
    h->frames = grown;
    stack_of(h)->capacity = capacity;
    return HEAP_OK;
}

enum heap_status frame_push(struct heap *h, const char *function, const char *file, uint32_t line)
{
    enum heap_status status = HEAP_OK;
    if (h->recursion_depth >= h->recursion_limit)
        return raise_error(h, EXC_RECURSION_ERROR, "maximum recursion depth exceeded");
    h->recursion_depth++;
    struct frame f = {.line = line};
    status = make_room(h);
    if (status != HEAP_OK)
        goto fail;
    status = HEAP_RAISED;
    f.function = table_string(h, function);
    f.file = f.function ? table_string(h, file) : 0;
    if (!f.file) {
        status = raise_memory(h);
        goto fail;
    }
    struct frame_stack *stack = stack_of(h);
    stack->frames[stack->count++] = f;
    trace_location_changed(h);
    return HEAP_OK;
fail:
    table_free(h, f.function);
    h->recursion_depth--;
    return status;
}

/* The frame is gone before its locals are: what their release runs sees the caller's frame on top. */
enum heap_status frame_pop(struct heap *h)
{
    struct frame_stack *stack = stack_of(h);
    if (stack->count == 1)
        return raise_error(h, EXC_INDEX_ERROR, "pop from an empty frame stack");
    struct frame f = stack->frames[--stack->count];
    h->recursion_depth--;
    trace_location_changed(h);
    for (uint32_t i = 0; i < f.used; i++) {
        uint32_t which = h->abi.locals_released_backwards ? f.used - 1 - i : i;
        struct local local = ((struct local *)heap_at(h, f.locals))[which];
        if (!local.name)
            continue;
        decref(h, local.value);
        decref(h, local.name);
    }
    table_free(h, f.locals);
    table_free(h, f.file);
    table_free(h, f.function);
    return HEAP_OK;
}

enum heap_status frame_set_line(struct heap *h, uint32_t line)
{
    frame_at(h, frame_count_pushed(h) - 1)->line = line;
    trace_line_changed(h, line);
    return HEAP_OK;
}

/* ---- names
 * ----------------------------------------------------------------------------------------------------- */

/* Names are interned, so that the same name is the same address. */
static struct local *local_find(const struct heap *h, const struct frame *f, addr name)
{
    struct local *locals = heap_at(h, f->locals);
    for (uint32_t i = 0; i < f->used; i++)
        if (locals[i].name == name)
            return &locals[i];
    return NULL;
}

static struct local *local_find_utf8(const struct heap *h, const struct frame *f, const char *name,
                                     size_t length)
{
    struct local *locals = heap_at(h, f->locals);
    for (uint32_t i = 0; i < f->used; i++)
        if (locals[i].name && str_equal_utf8(h, locals[i].name, name, length))
            return &locals[i];
    return NULL;
}

/* A free entry at the end of the frame's locals; gaps are closed before the array grows. */
static enum heap_status local_append(struct heap *h, struct frame *f, addr name, addr value)
{
    struct local *locals = heap_at(h, f->locals);
    if (f->used == f->capacity && f->live < f->used) {
        uint32_t kept = 0;
        for (uint32_t i = 0; i < f->used; i++)
            if (locals[i].name)
                locals[kept++] = locals[i];
        f->used = kept;
    }
    if (f->used == f->capacity) {
        uint32_t capacity = f->capacity ? f->capacity * 2 : LOCALS_FIRST;
        addr grown = table_realloc(h, f->locals, capacity * sizeof *locals);
        if (!grown)
            return raise_memory(h);
        f->locals = grown;
        f->capacity = capacity;
        locals = heap_at(h, grown);
    }
    locals[f->used++] = (struct local){incref(h, name), incref(h, value)};
    f->live++;
    return HEAP_OK;
}

/* *new*: the interned str of an identifier; ValueError else. */
static addr name_object(struct heap *h, const char *name, size_t length)
{
    addr s = str_from_utf8(h, name, length);
    if (!s)
        return 0;
    if (!str_is_identifier(h, s)) {
        decref(h, s);
        return raise_none(h, EXC_VALUE_ERROR, "a name must be an identifier");
    }
    return str_intern(h, s, false);
}

enum heap_status name_bind(struct heap *h, size_t frame, const char *name, size_t length, addr value)
{
    addr key = name_object(h, name, length);
    if (!key)
        return HEAP_RAISED;
    enum heap_status status = HEAP_OK;
    frame = frame_index(h, frame);
    if (frame == 0) {
        status = dict_set(h, h->globals, key, value);
    } else {
        struct frame *f = frame_at(h, frame);
        struct local *local = local_find(h, f, key);
        if (local)
            object_replace(h, &local->value, incref(h, value));
        else
            status = local_append(h, f, key, value);
    }
    decref(h, key);
    return status;
}

static enum heap_status raise_unbound(struct heap *h, size_t frame, const char *name, size_t length)
{
    int shown = length > 200 ? 200 : (int)length;
    char text[204];
    memcpy(text, name, (size_t)shown);
    text[shown] = '\0';
    if (frame == 0)
        return raise_error(h, EXC_NAME_ERROR, "name '%s' is not defined", text);
    return raise_error(h, EXC_UNBOUND_LOCAL_ERROR,
                       h->abi.unbound_local_is_access
                           ? "cannot access local variable '%s' where it is not associated with a value"
                           : "local variable '%s' referenced before assignment",
                       text);
}

enum heap_status name_delete(struct heap *h, size_t frame, const char *name, size_t length)
{
    frame = frame_index(h, frame);
    if (frame == 0) {
        addr key = str_from_utf8(h, name, length), value = 0;
        if (!key)
            return HEAP_RAISED;
        enum heap_status status = dict_pop(h, h->globals, key, &value);
        decref(h, key);
        if (status != HEAP_OK)
            return status;
        if (!value)
            return raise_unbound(h, 0, name, length);
        decref(h, value);
        return HEAP_OK;
    }
    struct frame *f = frame_at(h, frame);
    struct local *local = local_find_utf8(h, f, name, length);
    if (!local)
        return raise_unbound(h, frame, name, length);
    struct local gone = *local;
    *local = (struct local){0, 0};
    f->live--;
    decref(h, gone.value);
    decref(h, gone.name);
    return HEAP_OK;
}

/* Without making an object, so that looking a name up never fails and never allocates. */
static addr dict_find_utf8(const struct heap *h, addr dict, const char *name, size_t length)
{
    addr key, value;
    size_t ascii = 0;
    while (ascii < length && (unsigned char)name[ascii] < 0x80)
        ascii++;
    if (HEAP_LIKELY(ascii == length))
        return dict_get_ascii(h, dict, name, length);
    for (size_t position = 0; dict_next(h, dict, &position, &key, &value);)
        if (type_kind(h, object_type(h, key)) == KIND_STR && str_equal_utf8(h, key, name, length))
            return value;
    return 0;
}

addr name_lookup(const struct heap *h, size_t frame, const char *name, size_t length)
{
    bool everywhere = frame == FRAME_TOP;
    frame = frame_index(h, frame);
    if (frame > 0) {
        const struct local *local = local_find_utf8(h, frame_at(h, frame), name, length);
        if (local)
            return local->value;
        if (!everywhere)
            return 0;
    }
    addr found = dict_find_utf8(h, h->globals, name, length);
    return found || !everywhere ? found : globals_builtin(h, name, length);
}

bool name_next(const struct heap *h, size_t frame, size_t *position, addr *name, addr *value)
{
    frame = frame_index(h, frame);
    if (frame == 0) {
        while (dict_next(h, h->globals, position, name, value))
            if (!globals_is_initial(h, *name))
                return true;
        return false;
    }
    const struct frame *f = frame_at(h, frame);
    const struct local *locals = heap_at(h, f->locals);
    for (; *position < f->used; ++*position) {
        if (!locals[*position].name)
            continue;
        *name = locals[*position].name;
        *value = locals[*position].value;
        ++*position;
        return true;
    }
    return false;
}

/* ---- roots
 * ------------------------------------------------------------------------------------------------------ */

void roots_each(struct heap *h, root_visitor *visit, void *context)
{
    addr name, value;
    for (size_t frame = 0; frame < frame_count_pushed(h); frame++) {
        const char *kind = frame ? "local" : "global";
        if (frame == 0) {
            visit(h, context, "globals", 0, 0, h->globals);
            for (size_t position = 0; dict_next(h, h->globals, &position, &name, &value);)
                visit(h, context, kind, frame, name, value);
        } else {
            for (size_t position = 0; name_next(h, frame, &position, &name, &value);)
                visit(h, context, kind, frame, name, value);
        }
    }
    for (addr f = h->frame; f; f = iframe_at(h, f)->previous) {
        const slot *slots = iframe_slots(h, f);
        for (size_t i = 0; i < iframe_at(h, f)->top; i++)
            if (slots[i])
                visit(h, context, "local", 0, 0, slot_object(slots[i]));
        if (iframe_at(h, f)->locals)
            visit(h, context, "locals", 0, 0, iframe_at(h, f)->locals);
    }
    if (h->program.modules)
        visit(h, context, "modules", 0, 0, h->program.modules);
    uint32_t count;
    for (size_t position = 0; handle_next(h, &position, &value, &count);)
        visit(h, context, "handle", 0, 0, value);
    if (h->raised.object)
        visit(h, context, "raised", 0, 0, h->raised.object);
    if (h->collector.garbage)
        visit(h, context, "garbage", 0, 0, h->collector.garbage);
    if (h->collector.callbacks)
        visit(h, context, "callbacks", 0, 0, h->collector.callbacks);
}

void frame_boot(struct heap *h)
{
    h->frames = table_alloc(h, sizeof(struct frame_stack) + FRAMES_FIRST * sizeof(struct frame));
    struct frame_stack *stack = stack_of(h);
    stack->count = 1;
    stack->capacity = FRAMES_FIRST;
    stack->frames[0] =
        (struct frame){.function = table_string(h, "<module>"), .file = table_string(h, "<request>")};
    handle_boot(h);
    globals_boot(h);
}
