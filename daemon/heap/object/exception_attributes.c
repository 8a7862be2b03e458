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
    static const struct member_spec group[] = {
        {"message", MEMBER_OBJECT, MEMBER_READ_ONLY, offsetof(struct exception_object, u.group.message)},
        {"exceptions", MEMBER_OBJECT, MEMBER_READ_ONLY,
         offsetof(struct exception_object, u.group.exceptions)},
        {0}};
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
    case KIND_EXCEPTION_GROUP:
        return group;
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

enum heap_status exception_add_note(struct heap *h, addr e, addr note)
{
    addr notes;
    if (object_kind(h, note) != KIND_STR)
        return h->abi.note_names_argument
                   ? raise_error(h, EXC_TYPE_ERROR, "add_note() argument must be str, not %.50s",
                                 argument_type_name(h, note))
                   : raise_error(h, EXC_TYPE_ERROR, "note must be a str, not '%s'",
                                 object_type_name(h, note));
    enum heap_status status = notes_of(h, e, &notes);
    if (status != HEAP_OK)
        return status;
    status = object_kind(h, notes) == KIND_LIST
                 ? list_append(h, notes, note)
                 : raise_error(h, EXC_TYPE_ERROR, "Cannot add note: __notes__ is not a list");
    decref(h, notes);
    return status;
}

static enum heap_status add_note(struct heap *h, const struct call *call, addr *out)
{
    return answer_none(h, exception_add_note(h, call->self, call->args[0]), out);
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

/* A file name is an argument again, which OSError had taken out of them. */
addr exception_copy_args(struct heap *h, addr o)
{
    const struct exception_object *e = exception_at(h, o);
    if (!e->args)
        return incref(h, h->singleton[SINGLETON_EMPTY_TUPLE]);
    if (object_kind(h, o) != KIND_OS_ERROR || tuple_length(h, e->args) != 2 || !e->u.os.filename)
        return incref(h, e->args);
    addr items[] = {tuple_item(h, e->args, 0), tuple_item(h, e->args, 1), e->u.os.filename, none(h),
                    e->u.os.filename2};
    return tuple_from(h, items, e->u.os.filename2 ? 5 : 3);
}

struct state_entry {
    const char *name;
    addr value; /* borrowed, 0: not there */
};

static enum heap_status put_entries(struct heap *h, addr d, const struct state_entry *entries, size_t count)
{
    enum heap_status status = HEAP_OK;
    for (size_t i = 0; status == HEAP_OK && i < count; i++) {
        if (!entries[i].value)
            continue;
        addr key = str_from_ascii(h, entries[i].name);
        status = key ? dict_set(h, d, key, entries[i].value) : HEAP_RAISED;
        xdecref(h, key);
    }
    return status;
}

/* What the layout keeps beside args and dict, and a copy must have. How many there are that are not 0. */
static size_t entries_of(const struct heap *h, addr o, struct state_entry entries[3])
{
    const struct exception_object *e = exception_at(h, o);
    enum kind kind = object_kind(h, o);
    size_t count = 0;
    for (size_t i = 0; i < 3; i++)
        entries[i] = (struct state_entry){0};
    if (kind == KIND_IMPORT_ERROR) {
        entries[0] = (struct state_entry){"name", e->u.import.name};
        entries[1] = (struct state_entry){"path", e->u.import.path};
        if (h->abi.import_error_name_from)
            entries[2] = (struct state_entry){"name_from", e->u.import.name_from};
    } else if (kind == KIND_ATTRIBUTE_ERROR && h->abi.attribute_error_reduces) {
        entries[0] = (struct state_entry){"name", e->u.attribute.name};
        entries[1] = (struct state_entry){"args", e->args};
    }
    for (size_t i = 0; i < 3; i++)
        count += entries[i].value != 0;
    return count;
}

enum heap_status exception_copy_state(struct heap *h, addr o, addr *out)
{
    struct state_entry entries[3];
    *out = 0;
    if (!entries_of(h, o, entries))
        return HEAP_OK;
    addr d = dict_new(h);
    (void)entries_of(h, o, entries); /* making the dict may have run code that changed them */
    enum heap_status status = d ? put_entries(h, d, entries, 3) : raise_status(h);
    if (status == HEAP_OK)
        *out = d;
    else
        xdecref(h, d);
    return status;
}

/* Dict and entries in one: a *new* dict; the dict itself when there are no entries; 0 for neither. */
static enum heap_status state_of(struct heap *h, addr o, addr *out)
{
    struct state_entry entries[3];
    addr dict = exception_at(h, o)->dict;
    *out = xincref(h, dict);
    if (!entries_of(h, o, entries))
        return HEAP_OK;
    addr state = dict ? dict_copy(h, dict) : dict_new(h);
    xdecref(h, dict);
    *out = 0;
    (void)entries_of(h, o, entries);
    enum heap_status status = state ? put_entries(h, state, entries, 3) : raise_status(h);
    if (status == HEAP_OK)
        *out = state;
    else
        xdecref(h, state);
    return status;
}

/* (type, args), or with the state as a third. */
static enum heap_status reduce(struct heap *h, const struct call *call, addr *out)
{
    addr items[3] = {object_type(h, call->self), exception_copy_args(h, call->self), 0};
    enum heap_status status = items[1] ? state_of(h, call->self, &items[2]) : raise_status(h);
    if (status == HEAP_OK)
        status = answer(h, tuple_from(h, items, items[2] ? 3 : 2), out);
    xdecref(h, items[1]);
    xdecref(h, items[2]);
    return status;
}

static enum heap_status get_state(struct heap *h, const struct call *call, addr *out)
{
    addr state;
    enum heap_status status = state_of(h, call->self, &state);
    if (status == HEAP_OK)
        *out = state ? state : incref(h, none(h));
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
const struct builtin_method import_error_methods[] = {{"__reduce__", 0, 0, false, reduce},
                                                      {NULL, 0, 0, false, NULL}};
const struct builtin_method os_error_methods[] = {{"__reduce__", 0, 0, false, reduce},
                                                  {NULL, 0, 0, false, NULL}};
const struct builtin_method attribute_error_methods[] = {/* where abi.attribute_error_reduces */
                                                         {"__getstate__", 0, 0, false, get_state},
                                                         {"__reduce__", 0, 0, false, reduce},
                                                         {NULL, 0, 0, false, NULL}};
const struct builtin_method stop_iteration_methods[] = NO_METHODS;
const struct builtin_method system_exit_methods[] = NO_METHODS;
const struct builtin_method name_error_methods[] = NO_METHODS;
const struct builtin_method syntax_error_methods[] = NO_METHODS;
const struct builtin_method unicode_error_methods[] = NO_METHODS;
