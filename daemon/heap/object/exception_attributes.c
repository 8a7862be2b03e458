/* What exceptions show as attributes, and their methods (Objects/exceptions.c). */
#include "daemon/heap/object/answer.h"
#include "daemon/heap/object/arguments.h"
#include "daemon/heap/object/container.h"
#include "daemon/heap/object/exception.h"
#include "daemon/heap/object/exception_types.h"
#include "daemon/heap/object/int.h"
#include "daemon/heap/object/sequence.h"
#include "daemon/heap/object/text.h"

/* ---- of every exception -------------------------------------------------------------------------- */

static enum heap_status give(struct heap *h, addr value, addr *out)
{
    *out = incref(h, value ? value : none(h));
    return HEAP_OK;
}

static enum heap_status get_dict(struct heap *h, addr o, addr *out)
{
    return instance_dict(h, o, out);
}

static enum heap_status set_dict(struct heap *h, addr o, addr value)
{
    if (!value)
        return raise_error(h, EXC_TYPE_ERROR, "cannot delete __dict__");
    if (object_kind(h, value) != KIND_DICT)
        return raise_error(h, EXC_TYPE_ERROR, "__dict__ must be set to a dictionary, not a '%.200s'",
                           object_type_name(h, value));
    return instance_replace_dict(h, o, value);
}

static enum heap_status get_args(struct heap *h, addr o, addr *out)
{
    return give(h, exception_at(h, o)->args, out);
}

static enum heap_status set_args(struct heap *h, addr o, addr value)
{
    if (!value)
        return raise_error(h, EXC_TYPE_ERROR, "args may not be deleted");
    addr t = tuple_from_iterable(h, value);
    if (!t)
        return raise_status(h);
    object_replace(h, &exception_at(h, o)->args, t);
    return HEAP_OK;
}

static enum heap_status get_traceback(struct heap *h, addr o, addr *out)
{
    return give(h, exception_at(h, o)->traceback, out);
}

static enum heap_status set_traceback(struct heap *h, addr o, addr value)
{
    if (!value)
        return raise_error(h, EXC_TYPE_ERROR, "__traceback__ may not be deleted");
    if (value != none(h) && object_kind(h, value) != KIND_TRACEBACK)
        return raise_error(h, EXC_TYPE_ERROR, "__traceback__ must be a traceback or None");
    exception_set_traceback(h, o, value == none(h) ? 0 : incref(h, value));
    return HEAP_OK;
}

/* What may be a context or a cause, as it is stored: None is 0. */
static enum heap_status check_other(struct heap *h, const char *what, addr value, addr *out)
{
    if (!value)
        return raise_error(h, EXC_TYPE_ERROR, "__%s__ may not be deleted", what);
    if (value != none(h) && !object_is_exception(h, value))
        return raise_error(h, EXC_TYPE_ERROR, "exception %s must be None or derive from BaseException", what);
    *out = value == none(h) ? 0 : incref(h, value);
    return HEAP_OK;
}

static enum heap_status get_context(struct heap *h, addr o, addr *out)
{
    return give(h, exception_at(h, o)->context, out);
}

static enum heap_status set_context(struct heap *h, addr o, addr value)
{
    addr other;
    enum heap_status status = check_other(h, "context", value, &other);
    if (status == HEAP_OK)
        object_replace(h, &exception_at(h, o)->context, other);
    return status;
}

static enum heap_status get_cause(struct heap *h, addr o, addr *out)
{
    return give(h, exception_at(h, o)->cause, out);
}

static enum heap_status set_cause(struct heap *h, addr o, addr value)
{
    addr other;
    enum heap_status status = check_other(h, "cause", value, &other);
    if (status == HEAP_OK)
        exception_set_cause(h, o, other);
    return status;
}

const struct getset exception_getsets[] = {
    {"__dict__", get_dict, set_dict},
    {"args", get_args, set_args},
    {"__traceback__", get_traceback, set_traceback},
    {"__context__", get_context, set_context},
    {"__cause__", get_cause, set_cause},
    {0},
};

/* ---- OSError.characters_written ------------------------------------------------------------------ */

static enum heap_status get_written(struct heap *h, addr o, addr *out)
{
    int64_t n = exception_at(h, o)->u.os.written;
    return n == -1 ? raise_error(h, EXC_ATTRIBUTE_ERROR, "characters_written") : answer_int(h, n, out);
}

static enum heap_status set_written(struct heap *h, addr o, addr value)
{
    int64_t *written = &exception_at(h, o)->u.os.written, n = -1;
    if (!value && *written == -1)
        return raise_error(h, EXC_ATTRIBUTE_ERROR, "characters_written");
    if (value && !int_is_kind(h, value))
        return raise_error(h, EXC_TYPE_ERROR, "'%.200s' object cannot be interpreted as an integer",
                           object_type_name(h, value));
    if (value && !int_fits(h, value, &n))
        return raise_error(h, EXC_VALUE_ERROR, "cannot fit '%.200s' into an index-sized integer",
                           object_type_name(h, value));
    *written = n;
    return HEAP_OK;
}

const struct getset os_error_getsets[] = {{"characters_written", get_written, set_written}, {0}};

/* ---- members ------------------------------------------------------------------------------------- */

#define MEMBER(name, field)                                                                                  \
    {                                                                                                        \
        name, MEMBER_OBJECT, 0, offsetof(struct exception_object, u.field)                                   \
    }

const struct member_spec *exception_members(const struct heap *h, enum kind kind)
{
    static const struct member_spec base[] = {
        {"__suppress_context__", MEMBER_BOOL, 0, offsetof(struct exception_object, suppress_context)}, {0}};
    static const struct member_spec stop[] = {MEMBER("value", stop.value), {0}};
    static const struct member_spec exit[] = {MEMBER("code", exit.code), {0}};
    static const struct member_spec import[] = {
        MEMBER("msg", import.message), MEMBER("name", import.name), MEMBER("path", import.path), {0}};
    static const struct member_spec import_from[] = {MEMBER("msg", import.message),
                                                     MEMBER("name", import.name),
                                                     MEMBER("path", import.path),
                                                     MEMBER("name_from", import.name_from),
                                                     {0}};
    static const struct member_spec os[] = {MEMBER("errno", os.number),
                                            MEMBER("strerror", os.text),
                                            MEMBER("filename", os.filename),
                                            MEMBER("filename2", os.filename2),
                                            {0}};
    static const struct member_spec name[] = {MEMBER("name", name.name), {0}};
    static const struct member_spec attribute[] = {
        MEMBER("name", attribute.name), MEMBER("obj", attribute.object), {0}};
    static const struct member_spec syntax[] = {MEMBER("msg", syntax.message),
                                                MEMBER("filename", syntax.filename),
                                                MEMBER("lineno", syntax.line),
                                                MEMBER("offset", syntax.offset),
                                                MEMBER("text", syntax.text),
                                                MEMBER("end_lineno", syntax.end_line),
                                                MEMBER("end_offset", syntax.end_offset),
                                                MEMBER("print_file_and_line", syntax.print_file_and_line),
                                                {0}};
    static const struct member_spec syntax_metadata[] = {
        MEMBER("msg", syntax.message),
        MEMBER("filename", syntax.filename),
        MEMBER("lineno", syntax.line),
        MEMBER("offset", syntax.offset),
        MEMBER("text", syntax.text),
        MEMBER("end_lineno", syntax.end_line),
        MEMBER("end_offset", syntax.end_offset),
        MEMBER("print_file_and_line", syntax.print_file_and_line),
        MEMBER("_metadata", syntax.metadata),
        {0}};
    static const struct member_spec unicode[] = {
        MEMBER("encoding", unicode.encoding),
        MEMBER("object", unicode.object),
        {"start", MEMBER_SSIZE, 0, offsetof(struct exception_object, u.unicode.start)},
        {"end", MEMBER_SSIZE, 0, offsetof(struct exception_object, u.unicode.end)},
        MEMBER("reason", unicode.reason),
        {0},
    };
    switch (kind) {
    case KIND_EXCEPTION:
        return base;
    case KIND_STOP_ITERATION:
        return stop;
    case KIND_SYSTEM_EXIT:
        return exit;
    case KIND_IMPORT_ERROR:
        return h->abi.import_error_name_from ? import_from : import;
    case KIND_OS_ERROR:
        return os;
    case KIND_NAME_ERROR:
        return name;
    case KIND_ATTRIBUTE_ERROR:
        return attribute;
    case KIND_SYNTAX_ERROR:
        return h->abi.syntax_error_metadata ? syntax_metadata : syntax;
    default:
        return unicode;
    }
}

/* ---- methods ------------------------------------------------------------------------------------- */

static enum heap_status with_traceback(struct heap *h, const struct call *call, addr *out)
{
    enum heap_status status = set_traceback(h, call->self, call->args[0]);
    if (status == HEAP_OK)
        *out = incref(h, call->self);
    return status;
}

/* The list of notes, made when there is none. *new* */
static enum heap_status notes_of(struct heap *h, addr o, addr *out)
{
    addr name = known_name(h, NAME_NOTES), notes;
    enum heap_status status = object_getattr(h, o, name, &notes);
    if (status == HEAP_OK) {
        *out = notes;
        return HEAP_OK;
    }
    if (status != HEAP_RAISED || !exception_matches(h, h->exception_type[EXC_ATTRIBUTE_ERROR]))
        return status;
    heap_clear_raised(h);
    notes = list_new(h, 0);
    if (!notes)
        return HEAP_RAISED;
    status = object_setattr(h, o, name, notes);
    if (status == HEAP_OK)
        *out = notes;
    else
        decref(h, notes);
    return status;
}

static enum heap_status add_note(struct heap *h, const struct call *call, addr *out)
{
    addr note = call->args[0], notes;
    if (object_kind(h, note) != KIND_STR)
        return h->abi.note_names_argument
                   ? raise_error(h, EXC_TYPE_ERROR, "add_note() argument must be str, not %.50s",
                                 argument_type_name(h, note))
                   : raise_error(h, EXC_TYPE_ERROR, "note must be a str, not '%s'",
                                 object_type_name(h, note));
    enum heap_status status = notes_of(h, call->self, &notes);
    if (status != HEAP_OK)
        return status;
    status = object_kind(h, notes) == KIND_LIST
                 ? list_append(h, notes, note)
                 : raise_error(h, EXC_TYPE_ERROR, "Cannot add note: __notes__ is not a list");
    decref(h, notes);
    return answer_none(h, status, out);
}

static enum heap_status set_state(struct heap *h, const struct call *call, addr *out)
{
    addr state = call->args[0], key, value;
    enum heap_status status = HEAP_OK;
    if (state == none(h))
        return answer_none(h, status, out);
    if (object_kind(h, state) != KIND_DICT)
        return raise_error(h, EXC_TYPE_ERROR, "state is not a dictionary");
    for (size_t position = 0; status == HEAP_OK && dict_next(h, state, &position, &key, &value);) {
        incref(h, key);
        incref(h, value);
        status = object_setattr(h, call->self, key, value);
        decref(h, key);
        decref(h, value);
    }
    return answer_none(h, status, out);
}

/* ---- __reduce__ ---------------------------------------------------------------------------------- */

/* (type, args), or with the state as a third (0: none). */
static enum heap_status reduce_with(struct heap *h, addr o, addr args, addr state, addr *out)
{
    addr items[] = {object_type(h, o), args ? args : none(h), state};
    return answer(h, tuple_from(h, items, state ? 3 : 2), out);
}

static enum heap_status reduce(struct heap *h, const struct call *call, addr *out)
{
    const struct exception_object *e = exception_at(h, call->self);
    return reduce_with(h, call->self, e->args, e->dict, out);
}

struct state_entry {
    const char *name;
    addr value; /* borrowed, 0: not there */
};

/* A copy of the dict with what the layout keeps elsewhere. *new* */
static enum heap_status state_of(struct heap *h, addr o, const struct state_entry *entries, size_t count,
                                 addr *out)
{
    addr dict = exception_at(h, o)->dict;
    addr state = dict ? dict_copy(h, dict) : dict_new(h);
    enum heap_status status = state ? HEAP_OK : raise_status(h);
    for (size_t i = 0; status == HEAP_OK && i < count; i++) {
        if (!entries[i].value)
            continue;
        addr key = str_from_ascii(h, entries[i].name);
        status = key ? dict_set(h, state, key, entries[i].value) : HEAP_RAISED;
        xdecref(h, key);
    }
    if (status == HEAP_OK)
        *out = state;
    else
        xdecref(h, state);
    return status;
}

static enum heap_status reduce_import(struct heap *h, const struct call *call, addr *out)
{
    const struct exception_object *e = exception_at(h, call->self);
    const struct state_entry entries[] = {
        {"name", e->u.import.name},
        {"path", e->u.import.path},
        {"name_from", h->abi.import_error_name_from ? e->u.import.name_from : 0}};
    if (!entries[0].value && !entries[1].value && !entries[2].value)
        return reduce(h, call, out);
    addr state;
    enum heap_status status = state_of(h, call->self, entries, 3, &state);
    if (status != HEAP_OK)
        return status;
    status = reduce_with(h, call->self, e->args, state, out);
    decref(h, state);
    return status;
}

/* A file name is an argument again. */
static enum heap_status reduce_os(struct heap *h, const struct call *call, addr *out)
{
    const struct exception_object *e = exception_at(h, call->self);
    if (!e->args || tuple_length(h, e->args) != 2 || !e->u.os.filename)
        return reduce(h, call, out);
    addr items[] = {tuple_item(h, e->args, 0), tuple_item(h, e->args, 1), e->u.os.filename, none(h),
                    e->u.os.filename2};
    addr args = tuple_from(h, items, e->u.os.filename2 ? 5 : 3);
    if (!args)
        return HEAP_RAISED;
    enum heap_status status = reduce_with(h, call->self, args, e->dict, out);
    decref(h, args);
    return status;
}

static enum heap_status get_attribute_state(struct heap *h, const struct call *call, addr *out)
{
    const struct exception_object *e = exception_at(h, call->self);
    const struct state_entry entries[] = {{"name", e->u.attribute.name}, {"args", e->args}};
    return state_of(h, call->self, entries, 2, out);
}

static enum heap_status reduce_attribute(struct heap *h, const struct call *call, addr *out)
{
    addr state;
    enum heap_status status = get_attribute_state(h, call, &state);
    if (status != HEAP_OK)
        return status;
    status = reduce_with(h, call->self, exception_at(h, call->self)->args, state, out);
    decref(h, state);
    return status;
}

#define NO_METHODS                                                                                           \
    {                                                                                                        \
        {                                                                                                    \
            NULL, 0, 0, false, NULL                                                                          \
        }                                                                                                    \
    }
extern const struct builtin_method exception_methods[], stop_iteration_methods[], system_exit_methods[],
    import_error_methods[], os_error_methods[], name_error_methods[], attribute_error_methods[],
    syntax_error_methods[], unicode_error_methods[];
const struct builtin_method exception_methods[] = {
    {"__reduce__", 0, 0, false, reduce},
    {"__setstate__", 1, 1, false, set_state},
    {"with_traceback", 1, 1, false, with_traceback},
    {"add_note", 1, 1, false, add_note},
    {NULL, 0, 0, false, NULL},
};
const struct builtin_method import_error_methods[] = {{"__reduce__", 0, 0, false, reduce_import},
                                                      {NULL, 0, 0, false, NULL}};
const struct builtin_method os_error_methods[] = {{"__reduce__", 0, 0, false, reduce_os},
                                                  {NULL, 0, 0, false, NULL}};
const struct builtin_method attribute_error_methods[] = {/* where abi.attribute_error_reduces */
                                                         {"__getstate__", 0, 0, false, get_attribute_state},
                                                         {"__reduce__", 0, 0, false, reduce_attribute},
                                                         {NULL, 0, 0, false, NULL}};
const struct builtin_method stop_iteration_methods[] = NO_METHODS;
const struct builtin_method system_exit_methods[] = NO_METHODS;
const struct builtin_method name_error_methods[] = NO_METHODS;
const struct builtin_method syntax_error_methods[] = NO_METHODS;
const struct builtin_method unicode_error_methods[] = NO_METHODS;
