/* The exception that a program ended in, as JSON (program.h). */
#include <stdlib.h>
#include <string.h>

#include "api/exception_places.h"
#include "api/program.h"
#include "api/value_write.h"
#include "daemon/heap/object/exception.h"
#include "daemon/heap/object/format.h"

struct printed_line {
    const char *text;
    size_t length;
};

/* The line from `*at` on; *at is behind it then. */
static struct printed_line next_line(const char **at, const char *end)
{
    const char *begin = *at, *stop = memchr(begin, '\n', (size_t)(end - begin));
    *at = stop ? stop + 1 : end;
    return (struct printed_line){begin, (size_t)((stop ? stop : end) - begin)};
}

/* What is printed of a SyntaxError where there is a source line: behind that with the file's name it stands,
 * and perhaps one of carets below it. */
static bool find_source(const char *text, size_t length, struct printed_line *source,
                        struct printed_line *caret)
{
    static const char file[] = "  File ", indent[] = "    ";
    const char *at = text, *end = text + length;
    struct printed_line line = next_line(&at, end);
    if (line.length < sizeof file || memcmp(line.text, file, sizeof file - 1) != 0)
        return false;
    *source = next_line(&at, end);
    if (source->length < sizeof indent - 1 || memcmp(source->text, indent, sizeof indent - 1) != 0)
        return false;
    line = next_line(&at, end);
    size_t blanks = line.length ? strspn(line.text, " ") : 0;
    size_t carets = line.length ? strspn(line.text + blanks, "^") : 0;
    bool marked = carets && blanks + carets == line.length;
    source->text += sizeof indent - 1;
    source->length -= sizeof indent - 1;
    *caret = marked ? (struct printed_line){line.text + sizeof indent - 1, line.length - (sizeof indent - 1)}
                    : (struct printed_line){0};
    return true;
}

static void write_syntax(struct program *p, struct json_writer *w, const char *text, size_t length)
{
    const struct syntax_error *s = &p->outcome.syntax;
    struct printed_line source, caret;
    if (!s->message[0])
        return;
    json_member_uint(w, "line", s->at.line);
    json_member_uint(w, "column", s->at.column);
    if (s->at.end_line && s->at.end_column != UINT32_MAX) { /* else the end is known to nobody: -1 */
        json_member_uint(w, "end_line", s->at.end_line);
        json_member_uint(w, "end_column", s->at.end_column);
    }
    if (!text || !find_source(text, length, &source, &caret))
        return;
    json_member_string(w, "source", source.text, source.length);
    if (caret.text)
        json_member_string(w, "caret", caret.text, caret.length);
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
        if (!write_str(w, h, message))
            json_null(w);
        decref(h, message);
    } else {
        heap_clear_raised(h);
        json_string(w, "", 0);
    }
    if (exception_is(h, e, h->exception_type[EXC_SYSTEM_EXIT]))
        json_member_int(w, "exit_status", p->outcome.exit_status);
    json_key(w, "traceback");
    write_exception_places(w, h, e);
    write_syntax(p, w, text, length);
    json_key(w, "text");
    if (text)
        json_string(w, text, length);
    else
        json_null(w);
    json_end_object(w);
}
