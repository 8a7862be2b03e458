/* The fields of exceptions and tracebacks (layout.h). */
#include "daemon/heap/layout.h"
#include "daemon/heap/object/exception.h"

static const struct field_spec exception_fields[] = {
    {16, 8, FIELD_ADDRESS, "dict", "Attributes that the class has no place for; 0 until there is one."},
    {24, 8, FIELD_ADDRESS, "args", "What it was made from, a tuple."},
    {32, 8, FIELD_ADDRESS, "notes", "Not used: notes are an attribute in the dict."},
    {40, 8, FIELD_ADDRESS, "traceback",
     "Where it has been, the outermost frame first; 0 before it is raised."},
    {48, 8, FIELD_ADDRESS, "context", "The exception that was being handled when it was raised, or 0."},
    {56, 8, FIELD_ADDRESS, "cause", "What `raise ... from` named, or 0."},
    {64, 1, FIELD_COUNT, "suppress_context", "1: the context is not shown, because there was a `from`."},
    {0},
};

static const struct field_spec exception_group_fields[] = {
    {72, 8, FIELD_ADDRESS, "msg", "The message."},
    {80, 8, FIELD_ADDRESS, "excs", "The exceptions of the group, a tuple."},
    {0},
};

static const struct field_spec stop_iteration_fields[] = {
    {72, 8, FIELD_ADDRESS, "value", "What the generator returned."},
    {0},
};

static const struct field_spec system_exit_fields[] = {
    {72, 8, FIELD_ADDRESS, "code", "The status to exit with, or 0."},
    {0},
};

static const struct field_spec import_error_fields[] = {
    {72, 8, FIELD_ADDRESS, "msg", "The message."},
    {80, 8, FIELD_ADDRESS, "name", "The name of the module, or 0."},
    {88, 8, FIELD_ADDRESS, "path", "The file of the module, or 0."},
    {0},
};

static const struct field_spec os_error_fields[] = {
    {72, 8, FIELD_ADDRESS, "myerrno", "The number of the error, or 0."},
    {80, 8, FIELD_ADDRESS, "strerror", "Its text, or 0."},
    {88, 8, FIELD_ADDRESS, "filename", "The file that it is about, or 0."},
    {96, 8, FIELD_ADDRESS, "filename2", "The second one of operations on two, or 0."},
    {104, 8, FIELD_SIGNED, "written", "How much had been written; -1: not known."},
    {0},
};

static const struct field_spec name_error_fields[] = {
    {72, 8, FIELD_ADDRESS, "name", "The name that was not found, or 0."},
    {0},
};

static const struct field_spec attribute_error_fields[] = {
    {72, 8, FIELD_ADDRESS, "obj", "The object that lacks the attribute, or 0."},
    {80, 8, FIELD_ADDRESS, "name", "The name of the attribute, or 0."},
    {0},
};

static const struct field_spec syntax_error_fields[] = {
    {72, 8, FIELD_ADDRESS, "msg", "The message."},
    {80, 8, FIELD_ADDRESS, "filename", "The file, or 0."},
    {88, 8, FIELD_ADDRESS, "lineno", "The line, from 1, or 0."},
    {96, 8, FIELD_ADDRESS, "offset", "The column, from 1, or 0."},
    {104, 8, FIELD_ADDRESS, "end_lineno", "The line where the range ends, or 0."},
    {112, 8, FIELD_ADDRESS, "end_offset", "The column where the range ends, or 0."},
    {120, 8, FIELD_ADDRESS, "text", "The line of the source, or 0."},
    {128, 8, FIELD_ADDRESS, "print_file_and_line", "Not used any more."},
    {0},
};

static const struct field_spec unicode_error_fields[] = {
    {72, 8, FIELD_ADDRESS, "encoding", "The name of the encoding; 0 in a UnicodeTranslateError."},
    {80, 8, FIELD_ADDRESS, "object", "What was to be encoded or decoded."},
    {88, 8, FIELD_SIGNED, "start", "Where in it the trouble begins."},
    {96, 8, FIELD_SIGNED, "end", "Where it ends."},
    {104, 8, FIELD_ADDRESS, "reason", "What the trouble is."},
    {0},
};

static const struct field_spec traceback_fields[] = {
    {16, 8, FIELD_ADDRESS, "tb_next", "The next one, towards the frame that raised; 0 the last."},
    {24, 8, FIELD_ADDRESS, "tb_frame", "The frame."},
    {32, 4, FIELD_SIGNED, "tb_lasti", "The instruction in it, in bytes from the first one."},
    {36, 4, FIELD_SIGNED, "tb_lineno", "The line."},
    {0},
};

static const struct field_spec import_error_more[] = {
    {96, 8, FIELD_ADDRESS, "name_from", "What was to be imported from the module, or 0."}, {0}};
static const struct field_spec syntax_error_more[] = {
    {136, 8, FIELD_ADDRESS, "metadata", "What the parser knows beside, or 0."}, {0}};

static const struct field_spec *const added[KIND_COUNT] = {
    [KIND_EXCEPTION_GROUP] = exception_group_fields,
    [KIND_STOP_ITERATION] = stop_iteration_fields,
    [KIND_SYSTEM_EXIT] = system_exit_fields,
    [KIND_IMPORT_ERROR] = import_error_fields,
    [KIND_OS_ERROR] = os_error_fields,
    [KIND_NAME_ERROR] = name_error_fields,
    [KIND_ATTRIBUTE_ERROR] = attribute_error_fields,
    [KIND_SYNTAX_ERROR] = syntax_error_fields,
    [KIND_UNICODE_ERROR] = unicode_error_fields,
    [KIND_TRACEBACK] = traceback_fields,
};

/* What every exception has, what its layout adds, and what that has in the version: up to three tables. */
static size_t specs_of(const struct heap *h, addr o, const struct field_spec *out[3])
{
    enum kind kind = object_kind(h, o);
    size_t n = 0;
    if (kind_is_exception(kind))
        out[n++] = exception_fields;
    if (added[kind])
        out[n++] = added[kind];
    if (kind == KIND_IMPORT_ERROR && h->abi.import_error_name_from)
        out[n++] = import_error_more;
    if (kind == KIND_SYNTAX_ERROR && h->abi.syntax_error_metadata)
        out[n++] = syntax_error_more;
    return n;
}

bool layout_exception(struct layout *l, addr o)
{
    const struct field_spec *specs[3];
    size_t n = specs_of(l->h, o, specs);
    for (size_t i = 0; i < n; i++)
        layout_specs(l, o, specs[i]);
    return n > 0;
}

const char *layout_exception_field(const struct heap *h, addr o, addr at)
{
    const struct field_spec *specs[3];
    size_t n = specs_of(h, o, specs);
    for (size_t i = 0; i < n; i++)
        for (const struct field_spec *s = specs[i]; s->size; s++)
            if (at == o + s->offset)
                return s->name;
    return NULL;
}
