/* What functions, frames, generators and cells say of themselves. Mirrors the tables of Objects/funcobject.c,
 * frameobject.c, genobject.c and cellobject.c. */
#include "daemon/heap/object/function.h"

#include "daemon/heap/object/answer.h"
#include "daemon/heap/object/awaitable.h"
#include "daemon/heap/object/class.h"
#include "daemon/heap/object/code.h"
#include "daemon/heap/object/container.h"
#include "daemon/heap/object/dict.h"
#include "daemon/heap/object/frame_locals.h"
#include "daemon/heap/object/generator.h"
#include "daemon/heap/object/getset.h"
#include "daemon/heap/object/member.h"
#include "daemon/heap/object/special.h"
#include "daemon/heap/object/traceback.h"
#include "daemon/heap/runtime.h"

/* ---- functions ------------------------------------------------------------------------------- */

#define FIELD_GETTER(what)                                                                                   \
    static enum heap_status get_##what(struct heap *h, addr o, addr *out)                                    \
    {                                                                                                        \
        return getset_give(h, function_at(h, o)->what, out);                                                 \
    }
FIELD_GETTER(name)
FIELD_GETTER(qualname)
FIELD_GETTER(code)
FIELD_GETTER(defaults)
FIELD_GETTER(kwdefaults)

static enum heap_status set_field(struct heap *h, addr *field, addr value)
{
    object_replace(h, field, xincref(h, value));
    return HEAP_OK;
}

static enum heap_status set_text(struct heap *h, addr *field, addr value, const char *name)
{
    if (!value || object_kind(h, value) != KIND_STR)
        return raise_error(h, EXC_TYPE_ERROR, "%s must be set to a string object", name);
    return set_field(h, field, value);
}

static enum heap_status set_name(struct heap *h, addr o, addr value)
{
    return set_text(h, &function_at(h, o)->name, value, "__name__");
}

static enum heap_status set_qualname(struct heap *h, addr o, addr value)
{
    return set_text(h, &function_at(h, o)->qualname, value, "__qualname__");
}

static enum heap_status set_code(struct heap *h, addr o, addr value)
{
    if (!value || object_kind(h, value) != KIND_CODE)
        return raise_error(h, EXC_TYPE_ERROR, "__code__ must be set to a code object");
    addr closure = function_at(h, o)->closure;
    size_t cells = closure ? tuple_length(h, closure) : 0, free_names = (size_t)code_at(h, value)->nfreevars;
    if (cells != free_names) {
        char name[200] = "";
        struct text text = {.bytes = name, .capacity = sizeof name - 1};
        text_put_str(h, &text, function_at(h, o)->name);
        name[text.length] = '\0';
        return raise_error(h, EXC_VALUE_ERROR, "%s() requires a code object with %zu free vars, not %zu",
                           name, cells, free_names);
    }
    return set_field(h, &function_at(h, o)->code, value);
}

/* None and deleting both mean that there are none. */
static enum heap_status set_optional(struct heap *h, addr *field, addr value, enum kind kind,
                                     const char *text)
{
    if (value == none(h))
        value = 0;
    if (value && object_kind(h, value) != kind)
        return raise_error(h, EXC_TYPE_ERROR, "%s", text);
    return set_field(h, field, value);
}

static enum heap_status set_defaults(struct heap *h, addr o, addr value)
{
    return set_optional(h, &function_at(h, o)->defaults, value, KIND_TUPLE,
                        "__defaults__ must be set to a tuple object");
}

static enum heap_status set_kwdefaults(struct heap *h, addr o, addr value)
{
    return set_optional(h, &function_at(h, o)->kwdefaults, value, KIND_DICT,
                        "__kwdefaults__ must be set to a dict object");
}

/* 3.11: a tuple of names and values until somebody asks for the dict. */
static enum heap_status annotations_from_pairs(struct heap *h, addr pairs, addr *out)
{
    addr dict = dict_new(h);
    enum heap_status status = dict ? HEAP_OK : raise_status(h);
    for (size_t i = 0; i + 1 < tuple_length(h, pairs) && status == HEAP_OK; i += 2)
        status = dict_set(h, dict, tuple_item(h, pairs, i), tuple_item(h, pairs, i + 1));
    if (status == HEAP_OK)
        *out = dict;
    else
        xdecref(h, dict);
    return status;
}

static enum heap_status get_annotations(struct heap *h, addr o, addr *out)
{
    addr held = function_at(h, o)->annotations, made = 0;
    enum heap_status status = HEAP_OK;
    if (held && dict_is_kind(h, held))
        return getset_give(h, held, out);
    addr annotate = h->abi.function_annotate ? function_at(h, o)->annotate : 0;
    if (held) {
        status = annotations_from_pairs(h, held, &made);
    } else if (annotate && annotate != none(h)) {
        addr format = int_new(h, 1);
        status = format ? object_call(h, annotate, &format, 1, NULL, NULL, 0, &made) : raise_status(h);
        xdecref(h, format);
        if (status == HEAP_OK && !dict_is_kind(h, made)) {
            status = raise_error(h, EXC_TYPE_ERROR, "__annotate__ returned non-dict of type '%.100s'",
                                 object_type_name(h, made));
            decref(h, made);
        }
    } else {
        made = dict_new(h);
        status = made ? HEAP_OK : raise_status(h);
    }
    if (status != HEAP_OK)
        return status;
    object_replace(h, &function_at(h, o)->annotations, made);
    return getset_give(h, made, out);
}

static enum heap_status set_annotations(struct heap *h, addr o, addr value)
{
    enum heap_status status = set_optional(h, &function_at(h, o)->annotations, value, KIND_DICT,
                                           "__annotations__ must be set to a dict object");
    return status == HEAP_OK && h->abi.function_annotate ? set_field(h, &function_at(h, o)->annotate, 0)
                                                         : status;
}

static enum heap_status get_annotate(struct heap *h, addr o, addr *out)
{
    return getset_give(h, h->abi.function_annotate ? function_at(h, o)->annotate : 0, out);
}

/* What it answered before is forgotten. */
static enum heap_status set_annotate(struct heap *h, addr o, addr value)
{
    if (!value)
        return raise_error(h, EXC_TYPE_ERROR, "__annotate__ cannot be deleted");
    if (value != none(h) && !object_is_callable(h, value))
        return raise_error(h, EXC_TYPE_ERROR, "__annotate__ must be callable or None");
    enum heap_status status = set_field(h, &function_at(h, o)->annotate, value);
    return status == HEAP_OK && value != none(h) ? set_field(h, &function_at(h, o)->annotations, 0) : status;
}

static enum heap_status get_dict(struct heap *h, addr o, addr *out)
{
    return instance_dict(h, o, out);
}

static enum heap_status set_dict(struct heap *h, addr o, addr value)
{
    if (!value)
        return raise_error(h, EXC_TYPE_ERROR, "cannot delete __dict__");
    if (!dict_is_kind(h, value))
        return raise_error(h, EXC_TYPE_ERROR, "__dict__ must be set to a dictionary, not a '%.200s'",
                           object_type_name(h, value));
    return instance_replace_dict(h, o, value);
}

static enum heap_status get_type_params(struct heap *h, addr o, addr *out)
{
    addr found = *function_type_params(h, o);
    return getset_give(h, found ? found : h->singleton[SINGLETON_EMPTY_TUPLE], out);
}

static enum heap_status set_type_params(struct heap *h, addr o, addr value)
{
    if (!value || object_kind(h, value) != KIND_TUPLE)
        return raise_error(h, EXC_TYPE_ERROR, "__type_params__ must be set to a tuple");
    object_replace(h, function_type_params(h, o), incref(h, value));
    return HEAP_OK;
}

const struct member_spec function_members[] = {
    {"__closure__", MEMBER_OBJECT, MEMBER_READ_ONLY, offsetof(struct function_object, closure)},
    {"__doc__", MEMBER_OBJECT, 0, offsetof(struct function_object, doc)},
    {"__globals__", MEMBER_OBJECT, MEMBER_READ_ONLY, offsetof(struct function_object, globals)},
    {"__module__", MEMBER_OBJECT, 0, offsetof(struct function_object, module)},
    {"__builtins__", MEMBER_OBJECT, MEMBER_READ_ONLY, offsetof(struct function_object, builtins)},
    {0},
};
const struct getset function_getsets[] = {
    {"__name__", get_name, set_name},
    {"__qualname__", get_qualname, set_qualname},
    {"__code__", get_code, set_code},
    {"__defaults__", get_defaults, set_defaults},
    {"__kwdefaults__", get_kwdefaults, set_kwdefaults},
    {"__annotations__", get_annotations, set_annotations},
    {"__dict__", get_dict, set_dict},
    {"__annotate__", get_annotate, set_annotate},
    {"__type_params__", get_type_params, set_type_params},
    {0},
};

/* ---- cells ----------------------------------------------------------------------------------- */

static enum heap_status get_contents(struct heap *h, addr o, addr *out)
{
    if (!*cell_value(h, o))
        return raise_error(h, EXC_VALUE_ERROR, "Cell is empty");
    return getset_give(h, *cell_value(h, o), out);
}

static enum heap_status set_contents(struct heap *h, addr o, addr value)
{
    return set_field(h, cell_value(h, o), value);
}

const struct getset cell_getsets[] = {{"cell_contents", get_contents, set_contents}, {0}};

/* ---- frames ---------------------------------------------------------------------------------- */

static struct interpreter_frame *frame_of(const struct heap *h, addr o)
{
    addr f = frame_object_at(h, o)->frame;
    return f ? iframe_at(h, f) : NULL;
}

/* Of a function a view from 3.13 on; of a module or class body its namespace, but where a comprehension of it
 * has variables. */
static enum heap_status get_f_locals(struct heap *h, addr o, addr *out)
{
    if (h->abi.frame_extra_locals && frame_object_has_variables(h, o))
        return answer(h, frame_locals_new(h, o), out);
    return frame_object_locals(h, o, out);
}

static enum heap_status get_f_globals(struct heap *h, addr o, addr *out)
{
    const struct interpreter_frame *f = frame_of(h, o);
    return getset_give(h, f ? f->globals : 0, out);
}

static enum heap_status get_f_builtins(struct heap *h, addr o, addr *out)
{
    const struct interpreter_frame *f = frame_of(h, o);
    return getset_give(h, f ? f->builtins : 0, out);
}

static enum heap_status get_f_code(struct heap *h, addr o, addr *out)
{
    const struct interpreter_frame *f = frame_of(h, o);
    return getset_give(h, f ? f->code : 0, out);
}

static enum heap_status get_f_lineno(struct heap *h, addr o, addr *out)
{
    const struct interpreter_frame *f = frame_of(h, o);
    uint32_t line = f && f->code ? iframe_line(h, frame_object_at(h, o)->frame) : 0;
    bool begins = f && f->code && (code_instructions(h, f->code)[f->at] & 0xff) == CODE_RESUME;
    return line || begins /* a module: in front of its first line */ ? answer_int(h, line, out)
                                                                     : getset_give(h, 0, out);
}

static enum heap_status get_f_lasti(struct heap *h, addr o, addr *out)
{
    const struct interpreter_frame *f = frame_of(h, o);
    return answer_int(h, f ? (int64_t)f->at * 2 : -1, out);
}

static enum heap_status get_f_back(struct heap *h, addr o, addr *out)
{
    if (!frame_object_back(h, o, out))
        return raise_status(h);
    if (!*out)
        *out = incref(h, none(h));
    return HEAP_OK;
}

static enum heap_status get_f_trace(struct heap *h, addr o, addr *out)
{
    return getset_give(h, frame_object_at(h, o)->trace, out);
}

static enum heap_status set_f_trace(struct heap *h, addr o, addr value)
{
    return set_field(h, &frame_object_at(h, o)->trace, value == none(h) ? 0 : value);
}

static enum heap_status set_flag(struct heap *h, uint8_t *flag, addr value)
{
    if (!value)
        return raise_error(h, EXC_TYPE_ERROR, "can't delete numeric/char attribute");
    if (object_kind(h, value) != KIND_BOOL)
        return raise_error(h, EXC_TYPE_ERROR, "attribute value type must be bool");
    *flag = value == h->singleton[SINGLETON_TRUE];
    return HEAP_OK;
}

static enum heap_status get_f_trace_opcodes(struct heap *h, addr o, addr *out)
{
    return getset_give(
        h, h->singleton[frame_object_at(h, o)->trace_opcodes ? SINGLETON_TRUE : SINGLETON_FALSE], out);
}
static enum heap_status set_f_trace_opcodes(struct heap *h, addr o, addr value)
{
    return set_flag(h, &frame_object_at(h, o)->trace_opcodes, value);
}

#define OF_FRAME                                                                                             \
    {                                                                                                        \
        "f_trace_lines", MEMBER_BOOL, 0, offsetof(struct frame_object, trace_lines)                          \
    }
static const struct member_spec without_opcodes[] = {OF_FRAME, {0}};
static const struct member_spec with_opcodes[] = {
    OF_FRAME, {"f_trace_opcodes", MEMBER_BOOL, 0, offsetof(struct frame_object, trace_opcodes)}, {0}};

const struct member_spec *frame_members(const struct heap *h)
{
    return h->abi.class_texts_3_12 ? without_opcodes : with_opcodes; /* computed later */
}

const struct getset frame_getsets[] = {
    {"f_back", get_f_back, NULL},
    {"f_locals", get_f_locals, NULL},
    {"f_lineno", get_f_lineno, NULL},
    {"f_trace", get_f_trace, set_f_trace},
    {"f_globals", get_f_globals, NULL},
    {"f_builtins", get_f_builtins, NULL},
    {"f_code", get_f_code, NULL},
    {"f_lasti", get_f_lasti, NULL},
    {"f_trace_opcodes", get_f_trace_opcodes, set_f_trace_opcodes},
    {0},
};

/* A generator that has not begun is closed by it, and up to 3.12 one that waits. */
static enum heap_status clear_of_generator(struct heap *h, addr g, addr *out)
{
    int state = generator_fields(h, g)->state;
    if (state == GENERATOR_EXECUTING)
        return raise_error(h, EXC_RUNTIME_ERROR, "cannot clear an executing frame");
    if (state == GENERATOR_SUSPENDED && !h->abi.frame_clear_closes)
        return raise_error(h, EXC_RUNTIME_ERROR, "cannot clear a suspended frame");
    incref(h, g);
    generator_finalize(h, g);
    decref(h, g);
    *out = incref(h, none(h));
    return HEAP_OK;
}

/* frame.clear(): what a frame that has ended still holds is let go. */
static enum heap_status frame_clear_method(struct heap *h, const struct call *call, addr *out)
{
    const struct interpreter_frame *f = frame_of(h, call->self);
    if (f && f->owner == FRAME_OF_GENERATOR)
        return clear_of_generator(h, generator_of_frame(h, frame_object_at(h, call->self)->frame), out);
    if (f && f->owner != FRAME_OF_OBJECT)
        return raise_error(h, EXC_RUNTIME_ERROR, "cannot clear an executing frame");
    if (f)
        object_ops(h, call->self)->clear(h, call->self);
    *out = incref(h, none(h));
    return HEAP_OK;
}

const struct builtin_method frame_methods[] = {
    {"clear", 0, 0, false, frame_clear_method}, {"__sizeof__", 0, 0, 0, method_own_sizeof}, {0}};

/* ---- generators ------------------------------------------------------------------------------ */

static enum heap_status get_gi_frame(struct heap *h, addr o, addr *out)
{
    if (generator_fields(h, o)->state >= GENERATOR_CLEARED)
        return getset_give(h, 0, out);
    return answer(h, frame_object_of(h, generator_frame(h, o)), out);
}

static enum heap_status get_gi_code(struct heap *h, addr o, addr *out)
{
    return getset_give(h, generator_code(h, o), out);
}

static enum heap_status get_gi_running(struct heap *h, addr o, addr *out)
{
    return answer(h, bool_new(h, generator_fields(h, o)->state == GENERATOR_EXECUTING), out);
}

static enum heap_status get_gi_suspended(struct heap *h, addr o, addr *out)
{
    return answer(h, bool_new(h, generator_fields(h, o)->state == GENERATOR_SUSPENDED), out);
}

static enum heap_status get_gi_yieldfrom(struct heap *h, addr o, addr *out)
{
    return getset_give(h, runtime_delegate ? runtime_delegate(h, o) : 0, out);
}

static enum heap_status get_generator_name(struct heap *h, addr o, addr *out)
{
    return getset_give(h, generator_fields(h, o)->name, out);
}

static enum heap_status get_generator_qualname(struct heap *h, addr o, addr *out)
{
    return getset_give(h, generator_fields(h, o)->qualname, out);
}

static enum heap_status set_generator_name(struct heap *h, addr o, addr value)
{
    return set_text(h, &generator_fields(h, o)->name, value, "__name__");
}

static enum heap_status set_generator_qualname(struct heap *h, addr o, addr value)
{
    return set_text(h, &generator_fields(h, o)->qualname, value, "__qualname__");
}

const struct getset generator_getsets[] = {
    {"__name__", get_generator_name, set_generator_name},
    {"__qualname__", get_generator_qualname, set_generator_qualname},
    {"gi_yieldfrom", get_gi_yieldfrom, NULL},
    {"gi_running", get_gi_running, NULL},
    {"gi_frame", get_gi_frame, NULL},
    {"gi_suspended", get_gi_suspended, NULL},
    {"gi_code", get_gi_code, NULL},
    {0},
};

const struct getset coroutine_getsets[] = {
    {"__name__", get_generator_name, set_generator_name},
    {"__qualname__", get_generator_qualname, set_generator_qualname},
    {"cr_await", get_gi_yieldfrom, NULL},
    {"cr_running", get_gi_running, NULL},
    {"cr_frame", get_gi_frame, NULL},
    {"cr_code", get_gi_code, NULL},
    {"cr_suspended", get_gi_suspended, NULL},
    {0},
};

const struct getset async_generator_getsets[] = {
    {"__name__", get_generator_name, set_generator_name},
    {"__qualname__", get_generator_qualname, set_generator_qualname},
    {"ag_await", get_gi_yieldfrom, NULL},
    {"ag_frame", get_gi_frame, NULL},
    {"ag_code", get_gi_code, NULL},
    {"ag_suspended", get_gi_suspended, NULL},
    {0},
};
