/* Steps of a program (record.h). */
#include "api/record.h"

#include <stdlib.h>
#include <string.h>

#include "api/profile.h"
#include "api/resources/write_edges.h"
#include "api/value_write.h"
#include "daemon/heap/object/bytes.h"
#include "daemon/heap/object/code.h"
#include "daemon/heap/object/dict.h"
#include "daemon/heap/object/interpreter_frame.h"
#include "daemon/heap/object/typeobject.h"
#include "daemon/heap/object/weakref.h"

enum {
    OBJECTS_MOST = 300,
    NAMES_MOST = 1000,
    NAMES_OF_FRAME = 100,
    NAME_BYTES_MOST = 400,
    FRAMES_MOST = 24,
    REFERENCES_MOST = 24,
    EVENTS_MOST = 50,
    SHORT_REPR = 60
};

struct recorded_object {
    addr id, type;
    uint64_t hash; /* of what was written of it last; 0: nothing yet */
};

struct recorded_name {
    size_t frame;
    addr code, name, value;
};

bool record_begin(struct recording *r, uint64_t limit, struct effects *effects)
{
    *r = (struct recording){.limit = limit, .effects = effects};
    r->objects = malloc(OBJECTS_MOST * sizeof *r->objects);
    r->names = malloc(NAMES_MOST * sizeof *r->names);
    r->names_before = malloc(NAMES_MOST * sizeof *r->names_before);
    json_writer_init(&r->w, &r->out, false);
    if (r->objects && r->names && r->names_before)
        return true;
    record_end(r);
    return false;
}

void record_end(struct recording *r)
{
    free(r->objects);
    free(r->names);
    free(r->names_before);
    outbuf_destroy(&r->out);
    r->objects = NULL;
    r->names = r->names_before = NULL;
}

bool record_wants(struct recording *r, struct heap *h, enum python_event event)
{
    if (event == PYTHON_LINE && program_frame(h, &r->code, &r->own) != h->frame)
        return false;
    if (event == PYTHON_LINE && r->count >= r->limit) {
        r->truncated = true;
        return false;
    }
    r->count++;
    return true;
}

/* ---- which objects ------------------------------------------------------------------------------- */

/* Is there nothing behind it that one would follow? A value, or what the language brings along. */
static bool is_leaf(const struct heap *h, addr o)
{
    if (!object_in_blocks(o) || !object_has_gc(h, o))
        return true;
    switch (object_kind(h, o)) {
    case KIND_MODULE:
    case KIND_CODE:
    case KIND_BUILTIN:
    case KIND_GETSET:
    case KIND_MEMBER:
    case KIND_METHOD_DESCRIPTOR:
    case KIND_WRAPPER_DESCRIPTOR:
    case KIND_METHOD_WRAPPER:
    case KIND_CLASSMETHOD_DESCRIPTOR:
        return true;
    default:
        return false;
    }
}

static void follow(struct recording *r, const struct heap *h, addr o)
{
    if (!o || is_leaf(h, o) || object_is_dying(h, o))
        return;
    for (size_t i = 0; i < r->object_count; i++)
        if (r->objects[i].id == o)
            return;
    if (r->object_count == OBJECTS_MOST) {
        r->objects_cut = true;
        return;
    }
    r->objects[r->object_count++] = (struct recorded_object){.id = o, .type = object_type(h, o)};
}

/* ---- one object ---------------------------------------------------------------------------------- */

static void write_short_repr(struct json_writer *w, struct heap *h, addr o)
{
    char buffer[SHORT_REPR * 4];
    struct text t = {.bytes = buffer, .capacity = sizeof buffer, .plain = true};
    if (object_repr(h, o, &t) != HEAP_OK)
        heap_clear_raised(h);
    size_t end = 0;
    for (size_t characters = 0; end < t.length && characters < SHORT_REPR; characters++)
        do
            end++;
        while (end < t.length && ((unsigned char)buffer[end] & 0xc0) == 0x80);
    json_begin_string(w);
    json_string_part(w, buffer, end);
    if (t.cut || end < t.length)
        json_string_part(w, "\xe2\x80\xa6", 3);
    json_end_string(w);
}

static void write_value_members(struct json_writer *w, struct heap *h, addr o)
{
    json_member_address(w, "id", o);
    json_member_text(w, "type", object_type_name(h, o));
    json_key(w, "repr");
    write_short_repr(w, h, o);
}

struct references {
    struct recording *r;
    struct heap *h;
    struct json_writer *w;
    enum kind kind;
    size_t count;
};

static bool is_dunder(const struct heap *h, addr name)
{
    char text[4];
    size_t size = str_utf8_size(h, name);
    if (size < 4 || !str_is_ascii(h, name))
        return false;
    memcpy(text, str_data(h, name), 2);
    memcpy(text + 2, (const char *)str_data(h, name) + size - 2, 2);
    return memcmp(text, "____", 4) == 0;
}

static void write_reference_to(struct references *s, const struct edge *e)
{
    if (s->count++ >= REFERENCES_MOST)
        return;
    follow(s->r, s->h, e->to);
    json_begin_object(s->w);
    write_edge_members(s->w, s->h, e);
    if (is_leaf(s->h, e->to))
        write_value_members(s->w, s->h, e->to);
    else
        json_member_address(s->w, "id", e->to);
    json_end_object(s->w);
}

/* References that say something: not the type, not keys that are values, of a function what it closes over
 * and its defaults. */
static bool visit_reference(void *context, const struct edge *e)
{
    struct references *s = context;
    if (e->kind == EDGE_TYPE || !e->to)
        return true;
    if (e->kind == EDGE_KEY && is_leaf(s->h, e->to))
        return true;
    if (e->kind == EDGE_INTERNAL && is_leaf(s->h, e->to) && s->kind != KIND_CELL)
        return true;
    if (s->kind == KIND_FUNCTION && e->kind == EDGE_INTERNAL && !strstr(e->field, "defaults") &&
        !strstr(e->field, "closure"))
        return true;
    write_reference_to(s, e);
    return true;
}

/* Of a container of many: the first of them, and how many there are. To walk through all of them at each step
 * would take longer than the program does. False: it is no such thing. */
static bool visit_first(struct references *s, addr o)
{
    struct heap *h = s->h;
    enum { MANY = 10 * REFERENCES_MOST };
    bool is_sequence = object_is_exact(h, o, KIND_LIST) || object_is_exact(h, o, KIND_TUPLE);
    bool is_dict = object_is_exact(h, o, KIND_DICT),
         is_set = object_is_exact(h, o, KIND_SET) || object_is_exact(h, o, KIND_FROZENSET);
    int64_t length = is_sequence || is_dict || is_set ? kind_ops(s->kind)->length(h, o) : 0;
    size_t position = 0, seen = 0;
    addr key, value;
    if (length <= MANY)
        return false;
    while (s->count < REFERENCES_MOST && seen < MANY) {
        struct edge e = {.from = o, .index = seen++};
        if (is_sequence) {
            e.kind = EDGE_INDEX;
            e.to = s->kind == KIND_LIST ? list_item(h, o, e.index) : tuple_item(h, o, e.index);
        } else if (is_set) {
            e.kind = EDGE_ITEM;
            if (!set_next(h, o, &position, &e.to))
                break;
        } else {
            if (!dict_next(h, o, &position, &key, &value))
                break;
            struct edge of_key = {.from = o, .index = e.index, .kind = EDGE_KEY, .to = key};
            visit_reference(s, &of_key);
            e.kind = EDGE_VALUE;
            e.name = key;
            e.to = value;
        }
        visit_reference(s, &e);
    }
    s->count += (size_t)length - seen;
    return true;
}

/* Of a class: what its body bound, methods and what the machinery adds apart. */
static void visit_class(struct references *s, addr type)
{
    size_t position = 0;
    addr key, value, dict = type_at(s->h, type)->dict;
    while (dict && dict_next(s->h, dict, &position, &key, &value)) {
        struct edge e = {.from = type, .to = value, .kind = EDGE_ATTRIBUTE, .name = key};
        if (object_kind(s->h, key) == KIND_STR && !is_dunder(s->h, key) &&
            object_kind(s->h, value) != KIND_FUNCTION &&
            (!is_leaf(s->h, value) || !object_has_gc(s->h, value)))
            write_reference_to(s, &e);
    }
}

static void write_object_members_short(struct recording *r, struct heap *h, struct json_writer *w, addr o)
{
    struct references s = {r, h, w, object_kind(h, o), 0};
    write_value_members(w, h, o);
    json_member_uint(w, "size", object_getsizeof(h, o));
    json_member_uint(w, "refcount", object_refcount(h, o));
    if (kind_is_weak(s.kind)) {
        addr referent = weakref_at(h, o)->referent;
        json_key(w, "weak");
        if (referent && referent != none(h))
            json_address(w, referent);
        else
            json_null(w);
    }
    json_key(w, "refs");
    json_begin_array(w);
    if (s.kind == KIND_TYPE)
        visit_class(&s, o);
    else if (!visit_first(&s, o))
        inspect_referents(h, o, visit_reference, &s);
    json_end_array(w);
    if (s.count > REFERENCES_MOST)
        json_member_uint(w, "more", s.count - REFERENCES_MOST);
}

static uint64_t hash_of(const char *bytes, size_t length)
{
    uint64_t hash = 0xcbf29ce484222325ull;
    for (size_t i = 0; i < length; i++)
        hash = (hash ^ (unsigned char)bytes[i]) * 0x100000001b3ull;
    return hash | 1;
}

/* Those that are other than when they were written last. What they refer to comes behind them in the list
 * while it is walked. */
static void write_objects(struct recording *r, struct heap *h, struct json_writer *w)
{
    json_key(w, "objects");
    json_begin_array(w);
    for (size_t i = 0; i < r->object_count; i++) {
        outbuf_reset(&r->out, 1 << 16);
        json_writer_init(&r->w, &r->out, false);
        json_begin_object(&r->w);
        write_object_members_short(r, h, &r->w, r->objects[i].id);
        json_end_object(&r->w);
        uint64_t hash = hash_of(r->out.data, r->out.length);
        if (r->out.failed || hash == r->objects[i].hash)
            continue;
        r->objects[i].hash = hash;
        json_raw(w, r->out.data, r->out.length);
    }
    json_end_array(w);
}

/* Those that are freed since, or are being freed: a finalizer of what they held runs. One of another type at
 * the same place is another object. */
static void write_gone(struct recording *r, struct heap *h, struct json_writer *w)
{
    size_t kept = 0;
    json_key(w, "gone");
    json_begin_array(w);
    for (size_t i = 0; i < r->object_count; i++) {
        struct recorded_object *o = &r->objects[i];
        if (object_is_alive(h, o->id) && object_type(h, o->id) == o->type)
            r->objects[kept++] = *o;
        else
            json_address(w, o->id);
    }
    r->object_count = kept;
    json_end_array(w);
}

/* ---- frames and names ---------------------------------------------------------------------------- */

static void write_short_str(struct json_writer *w, const struct heap *h, addr s)
{
    if (str_utf8_size(h, s) > NAME_BYTES_MOST || !write_str(w, h, s))
        json_string(w, "", 0);
}

static void write_name(struct recording *r, struct heap *h, struct json_writer *w, size_t frame, addr code,
                       addr name, addr value)
{
    follow(r, h, value);
    if (r->name_count < NAMES_MOST)
        r->names[r->name_count++] = (struct recorded_name){frame, code, name, value};
    json_begin_object(w);
    json_key(w, "name");
    write_short_str(w, h, name);
    write_value_members(w, h, value);
    json_end_object(w);
}

/* A variable's value; 0: it has none, or it is not seen there: of a body of a module or class those of an
 * inlined comprehension are (PEP 709), and not the free ones. */
static addr variable(const struct heap *h, addr f, size_t i)
{
    const struct code_object *code = code_at(h, iframe_at(h, f)->code);
    bool seen = code->flags & CODE_OPTIMIZED || bytes_data(h, code->localspluskinds)[i] & CODE_HIDDEN;
    return seen ? iframe_local(h, f, i) : 0;
}

static void write_locals(struct recording *r, struct heap *h, struct json_writer *w, size_t frame, addr f)
{
    const struct code_object *code = code_at(h, iframe_at(h, f)->code);
    for (size_t i = 0; i < (size_t)code->nlocalsplus && i < NAMES_OF_FRAME; i++) {
        addr name = tuple_item(h, code->localsplusnames, i), value = variable(h, f, i);
        if (value && str_length(h, name) && str_char(h, name, 0) != '.')
            write_name(r, h, w, frame, iframe_at(h, f)->code, name, value);
    }
}

/* Does a variable of the comprehension that runs there hide the name? Names are interned. */
static bool is_hidden(const struct heap *h, addr f, addr name)
{
    const struct code_object *code = code_at(h, iframe_at(h, f)->code);
    for (size_t i = 0; i < (size_t)code->nlocalsplus; i++)
        if (tuple_item(h, code->localsplusnames, i) == name && variable(h, f, i))
            return true;
    return false;
}

/* f: 0, or the frame whose namespace it is. */
static void write_namespace(struct recording *r, struct heap *h, struct json_writer *w, size_t frame, addr f,
                            addr dict)
{
    size_t position = 0, written = 0;
    addr key, value;
    if (object_kind(h, dict) != KIND_DICT)
        return;
    while (written < NAMES_OF_FRAME && dict_next(h, dict, &position, &key, &value))
        if (object_kind(h, key) == KIND_STR && !is_dunder(h, key) && !(f && is_hidden(h, f, key))) {
            write_name(r, h, w, frame, f ? iframe_at(h, f)->code : 0, key, value);
            written++;
        }
}

static void write_frame(struct recording *r, struct heap *h, struct json_writer *w, size_t index, addr f)
{
    const struct interpreter_frame *frame = iframe_at(h, f);
    json_begin_object(w);
    json_member_uint(w, "frame", index);
    json_key(w, "function");
    write_short_str(w, h, code_at(h, frame->code)->qualname);
    json_member_uint(w, "line", iframe_line(h, f));
    json_key(w, "names");
    json_begin_array(w);
    if (frame->locals && !(code_at(h, frame->code)->flags & CODE_OPTIMIZED))
        write_namespace(r, h, w, index, f, frame->locals);
    write_locals(r, h, w, index, f);
    json_end_array(w);
    json_end_object(w);
}

/* When the program has ended: its names are still there. */
static void write_module(struct recording *r, struct heap *h, struct json_writer *w)
{
    json_begin_object(w);
    json_member_uint(w, "frame", 0);
    json_member_text(w, "function", "<module>");
    json_member_null(w, "line");
    json_key(w, "names");
    json_begin_array(w);
    write_namespace(r, h, w, 0, 0, h->globals);
    json_end_array(w);
    json_end_object(w);
}

/* The program's own, oldest first: the module's and, of those it leads to, the innermost. */
static void write_frames(struct recording *r, struct heap *h, struct json_writer *w)
{
    addr frames[FRAMES_MOST], oldest = 0;
    size_t count = 0;
    for (addr f = h->frame; f; f = iframe_at(h, f)->previous) {
        if (code_at(h, iframe_at(h, f)->code)->filename != h->program.filename)
            continue;
        if (count < FRAMES_MOST)
            frames[count] = f;
        oldest = f;
        count++;
    }
    size_t shown = count < FRAMES_MOST ? count : FRAMES_MOST;
    json_key(w, "frames");
    json_begin_array(w);
    if (!count)
        write_module(r, h, w);
    else if (count > FRAMES_MOST)
        write_frame(r, h, w, 0, oldest);
    for (size_t i = shown - (count > FRAMES_MOST); i-- > 0;)
        write_frame(r, h, w, count - 1 - i, frames[i]);
    json_end_array(w);
    if (count > FRAMES_MOST)
        json_member_uint(w, "frames_left_out", count - FRAMES_MOST);
}

static const struct recorded_name *find_name(const struct recorded_name *names, size_t count,
                                             const struct recorded_name *like)
{
    for (size_t i = 0; i < count; i++)
        if (names[i].frame == like->frame && names[i].name == like->name &&
            (!names[i].code || !like->code || names[i].code == like->code))
            return &names[i];
    return NULL;
}

static void write_change(struct json_writer *w, const struct heap *h, const struct recorded_name *n,
                         addr from, addr to)
{
    json_begin_object(w);
    json_member_uint(w, "frame", n->frame);
    json_key(w, "name");
    if (object_is_alive(h, n->name) && object_kind(h, n->name) == KIND_STR)
        write_short_str(w, h, n->name);
    else
        json_null(w); /* gone with its code */
    json_key(w, "from");
    from ? json_address(w, from) : json_null(w);
    json_key(w, "to");
    to ? json_address(w, to) : json_null(w);
    json_end_object(w);
}

static void write_rebound(struct recording *r, struct heap *h, struct json_writer *w)
{
    json_key(w, "rebound");
    json_begin_array(w);
    for (size_t i = 0; i < r->name_count; i++) {
        const struct recorded_name *n = &r->names[i],
                                   *old = find_name(r->names_before, r->name_count_before, n);
        if (!old || old->value != n->value)
            write_change(w, h, n, old ? old->value : 0, n->value);
    }
    for (size_t i = 0; i < r->name_count_before; i++)
        if (!find_name(r->names, r->name_count, &r->names_before[i]))
            write_change(w, h, &r->names_before[i], r->names_before[i].value, 0);
    json_end_array(w);
    struct recorded_name *names = r->names_before;
    r->names_before = r->names;
    r->name_count_before = r->name_count;
    r->names = names;
}

/* ---- what happened ------------------------------------------------------------------------------- */

static const struct heap_event *recorded_at(const void *source, size_t i)
{
    const struct heap *h = source;
    return i < events_count(h) ? events_at(h, i) : NULL;
}

static void write_happened(struct recording *r, struct heap *h, struct json_writer *w)
{
    struct event_totals t;
    events_totals(h, &t);
    effects_write_members(w, &t, recorded_at, h, EVENTS_MOST, true);
    effects_gather(r->effects);
}

void record_step(struct recording *r, struct heap *h, enum python_event event, uint32_t line, size_t output,
                 struct json_writer *w)
{
    struct memory_stats memory;
    memory_stats(h, &memory);
    if (r->count == 1) /* reading the program is not of its doing */
        effects_gather(r->effects);
    json_member_uint(w, "step", r->count - 1);
    json_member_text(w, "at", event == PYTHON_END ? "end" : "line");
    json_key(w, "line");
    line ? json_uint(w, line) : json_null(w);
    r->name_count = 0;
    write_gone(r, h, w); /* first: what is at their places now is new */
    write_frames(r, h, w);
    write_rebound(r, h, w);
    write_objects(r, h, w);
    write_happened(r, h, w);
    json_member_uint(w, "used", memory.used);
    json_member_uint(w, "output", output);
}
