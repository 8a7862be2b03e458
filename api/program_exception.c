/* The exception that a program ended in, as JSON (program.h). */
#include <stdlib.h>
#include <string.h>

#include "api/program.h"
#include "api/value_write.h"
#include "daemon/heap/object/code.h"
#include "daemon/heap/object/exception.h"
#include "daemon/heap/object/format.h"
#include "daemon/heap/object/interpreter_frame.h"
#include "daemon/heap/object/traceback.h"

enum { TRACEBACK_MOST = 1000 };

static void write_str_or_null(struct json_writer *w, const struct heap *h, addr s)
{
    if (!write_str(w, h, s))
        json_null(w);
}

/* Where it was raised, most recent last. */
static void write_places(struct json_writer *w, const struct heap *h, addr exception)
{
    size_t n = 0;
    json_begin_array(w);
    for (addr tb = exception_traceback(h, exception); tb && n < TRACEBACK_MOST;
         tb = traceback_at(h, tb)->next, n++) {
        addr o = traceback_at(h, tb)->frame,
             f = object_kind(h, o) == KIND_FRAME ? frame_object_at(h, o)->frame : 0;
        json_begin_object(w);
        if (f && iframe_at(h, f)->code) {
            const struct code_object *code = code_at(h, iframe_at(h, f)->code);
            json_key(w, "file");
            write_str_or_null(w, h, code->filename);
            json_key(w, "function");
            write_str_or_null(w, h, code->name);
        }
        json_member_int(w, "line", traceback_at(h, tb)->line);
        json_end_object(w);
    }
    json_end_array(w);
}

/* The line of carets below the source line in what is printed of a SyntaxError. */
static bool find_caret(const char *text, size_t length, const char **at, size_t *size)
{
    const char *end = text + length;
    for (const char *line = text; line < end;) {
        const char *stop = memchr(line, '\n', (size_t)(end - line));
        stop = stop ? stop : end;
        size_t blanks = strspn(line, " "), carets = strspn(line + blanks, "^");
        if (carets && line + blanks + carets == stop) {
            *at = line;
            *size = blanks + carets;
            return true;
        }
        line = stop + 1;
    }
    return false;
}

/* The line before it. */
static const char *line_before(const char *text, const char *line, size_t *size)
{
    const char *stop = line > text ? line - 1 : text, *begin = stop;
    while (begin > text && begin[-1] != '\n')
        begin--;
    *size = (size_t)(stop - begin);
    return begin;
}

static void write_syntax(struct program *p, struct json_writer *w, const char *text, size_t length)
{
    const struct syntax_error *s = &p->outcome.syntax;
    const char *caret;
    size_t size, line_size;
    if (!s->message[0])
        return;
    json_member_uint(w, "line", s->at.line);
    json_member_uint(w, "column", s->at.column);
    if (s->at.end_line) {
        json_member_uint(w, "end_line", s->at.end_line);
        json_member_uint(w, "end_column", s->at.end_column);
    }
    if (!text || !find_caret(text, length, &caret, &size))
        return;
    const char *line = line_before(text, caret, &line_size);
    size_t indent = strspn(line, " ");
    indent = indent < size ? indent : size;
    json_member_string(w, "source", line + indent, line_size - indent);
    json_member_string(w, "caret", caret + indent, size - indent);
}

void program_write_exception(struct program *p, struct json_writer *w, addr e, const char *text,
                             size_t length)
{
    struct heap *h = p->heap;
    json_begin_object(w);
    json_member_text(w, "type", object_type_name(h, e));
    json_key(w, "message");
    p->muted = true; /* __str__ has run for the text already */
    addr message = object_str(h, e);
    p->muted = false;
    if (message) {
        write_str_or_null(w, h, message);
        decref(h, message);
    } else {
        heap_clear_raised(h);
        json_string(w, "", 0);
    }
    if (exception_is(h, e, h->exception_type[EXC_SYSTEM_EXIT]))
        json_member_int(w, "exit_status", p->outcome.exit_status);
    json_key(w, "traceback");
    write_places(w, h, e);
    write_syntax(p, w, text, length);
    json_key(w, "text");
    if (text)
        json_string(w, text, length);
    else
        json_null(w);
    json_end_object(w);
}
