/* Exceptions as they are printed: frames, and what the parts share (report.h). Mirrors
 * Python/pythonrun.c, Python/errors.c and Lib/traceback.py.
 */
#include "daemon/python/report.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/heap/heap.h"
#include "daemon/heap/object/class.h"
#include "daemon/heap/object/dict.h"
#include "daemon/heap/object/format.h"
#include "daemon/heap/object/heaptype.h"
#include "daemon/heap/object/interpreter_frame.h"
#include "daemon/heap/object/module.h"
#include "daemon/heap/object/str.h"
#include "daemon/heap/object/traceback.h"
#include "daemon/python/interpreter.h"
#include "daemon/python/kept_source.h"
#include "daemon/python/report_parts.h"

/* ---- begin and end --------------------------------------------------------------------------------- */

struct kept_text {
    struct kept_text *next;
    char bytes[];
};

void report_begin(struct report *r, struct heap *h, const struct text_sink *to)
{
    *r = (struct report){.h = h, .carets = true, .suggests = true};
    report_margin_begin(&r->margin, to);
    r->to = &r->margin.sink;
    r->style = (struct traceback_style){
        .minor = h->abi.minor, .unicode = h->abi.unicode_version, .lines = h->abi.traceback_lines};
}

enum heap_status report_end(struct report *r)
{
    while (r->kept) {
        struct kept_text *next = r->kept->next;
        free(r->kept);
        r->kept = next;
    }
    free(r->line_text);
    if (!r->stopped)
        return HEAP_OK;
    r->h->raised.abandoned = 1;
    return HEAP_ABANDONED;
}

/* ---- asking the program ----------------------------------------------------------------------------- */

static addr lose_error(struct report *r)
{
    r->stopped = r->stopped || r->h->raised.abandoned;
    heap_clear_raised(r->h);
    return 0;
}

addr report_attribute(struct report *r, addr o, const char *name)
{
    addr key = r->stopped ? 0 : str_intern_utf8(r->h, name, strlen(name)), value;
    if (!key)
        return lose_error(r);
    enum heap_status status = object_getattr(r->h, o, key, &value);
    decref(r->h, key);
    return status == HEAP_OK ? value : lose_error(r);
}

addr report_str(struct report *r, addr o)
{
    addr s = r->stopped ? 0 : object_str(r->h, o);
    return s ? s : lose_error(r);
}

addr report_repr(struct report *r, addr o)
{
    addr s = r->stopped ? 0 : object_repr_str(r->h, o);
    return s ? s : lose_error(r);
}

/* ---- putting ---------------------------------------------------------------------------------------- */

static void put_characters(struct report *r, const void *data, unsigned kind, size_t from, size_t to)
{
    char bytes[256];
    size_t n = 0;
    for (size_t i = from; i < to; i++) {
        uint32_t c = units_get(data, kind, i);
        if (n + 8 > sizeof bytes) {
            sink_put(r->to, bytes, n);
            n = 0;
        }
        if (c - 0xd800 < 0x800)
            n += (size_t)snprintf(bytes + n, 8, "\\u%04x", c);
        else
            n += utf8_put(c, bytes + n);
    }
    sink_put(r->to, bytes, n);
}

void report_put_str(struct report *r, addr s)
{
    put_characters(r, str_data(r->h, s), str_kind(r->h, s), 0, str_length(r->h, s));
}

void report_put_type(struct report *r, addr type)
{
    struct heap *h = r->h;
    addr module = report_attribute(r, type, "__module__"), name = report_attribute(r, type, "__qualname__");
    if (!type_is_heap(h, type) &&
        (!module || !name)) { /* no memory for the two strs: a builtin class has its name outside of them */
        sink_puts(r->to, type_name(h, type));
        xdecref(h, module);
        xdecref(h, name);
        return;
    }
    if (!module || object_kind(h, module) != KIND_STR) {
        sink_puts(r->to, "<unknown>.");
    } else if (!str_equal_utf8(h, module, "builtins", 8) && !str_equal_utf8(h, module, "__main__", 8)) {
        report_put_str(r, module);
        sink_puts(r->to, ".");
    }
    if (name && object_kind(h, name) == KIND_STR)
        report_put_str(r, name);
    else
        sink_puts(r->to, "<unknown>");
    xdecref(h, module);
    xdecref(h, name);
}

struct ast_text report_utf8(struct report *r, addr s)
{
    if (str_is_ascii(r->h, s))
        return (struct ast_text){str_data(r->h, s), str_length(r->h, s)};
    size_t size = str_utf8_size(r->h, s);
    struct kept_text *kept = malloc(sizeof *kept + size);
    if (!kept)
        return (struct ast_text){"?", 1};
    kept->next = r->kept;
    r->kept = kept;
    str_utf8(r->h, s, kept->bytes);
    return (struct ast_text){kept->bytes, size};
}

/* ---- source ----------------------------------------------------------------------------------------- */

/* Goes on from the last line that was asked for. False: there is no such line. */
static bool find_line(struct report *r, uint32_t number)
{
    const void *data = str_data(r->h, r->source);
    unsigned kind = str_kind(r->h, r->source);
    size_t length = str_length(r->h, r->source);
    if (number < r->line || r->line == 0) {
        r->line = 1;
        r->offset = 0;
    }
    for (; r->line < number; r->line++) {
        while (r->offset < length && units_get(data, kind, r->offset) != '\n')
            r->offset++;
        if (r->offset >= length)
            return false;
        r->offset++;
    }
    return r->offset < length;
}

static bool get_line(void *context, struct ast_text file, uint32_t number, struct ast_text *line)
{
    struct report *r = context;
    struct heap *h = r->h;
    addr source = source_of(h, r->filename);
    (void)file;
    if (!source || interpreter_of(h)->reads_no_source)
        return false;
    if (source != r->source) {
        r->source = source;
        r->line = 0;
    }
    if (!find_line(r, number))
        return false;
    const void *data = str_data(h, source);
    unsigned kind = str_kind(h, source);
    size_t end = r->offset, length = str_length(h, source), n = 0;
    while (end < length && units_get(data, kind, end) != '\n')
        end++;
    free(r->line_text);
    r->line_text = malloc((end - r->offset) * 4 + 1);
    if (!r->line_text)
        return false;
    for (size_t i = r->offset; i < end; i++)
        n += utf8_put(units_get(data, kind, i), r->line_text + n);
    *line = (struct ast_text){r->line_text, n};
    return true;
}

/* ---- frames ----------------------------------------------------------------------------------------- */

/* False: the frame has given up its code. */
static bool read_frame(struct report *r, addr traceback, struct traceback_frame *out)
{
    struct heap *h = r->h;
    const struct traceback_object *t = traceback_at(h, traceback);
    addr frame = t->frame && object_kind(h, t->frame) == KIND_FRAME ? frame_object_at(h, t->frame)->frame : 0;
    addr code = frame ? iframe_at(h, frame)->code : 0;
    if (!code)
        return false;
    const struct code_object *c = code_at(h, code);
    size_t index = (size_t)t->lasti / 2, words = bytes_length(h, c->positions) / sizeof(struct code_position);
    *out = (struct traceback_frame){.file = report_utf8(r, c->filename),
                                    .function = report_utf8(r, c->name),
                                    .line = traceback_line(h, traceback)};
    if (t->lasti >= 0 && index < words && r->carets)
        out->at = *code_position_at(h, code, index);
    r->filename = c->filename;
    return true;
}

/* sys.tracebacklimit; -1: none. */
static int64_t traceback_limit(struct heap *h)
{
    addr sys = h->program.modules ? dict_get_ascii(h, h->program.modules, "sys", 3) : 0;
    bool module = sys && object_kind(h, sys) == KIND_MODULE && module_dict(h, sys);
    addr limit = module ? dict_get_ascii(h, module_dict(h, sys), "tracebacklimit", 14) : 0;
    int64_t n;
    if (!limit || object_kind(h, limit) != KIND_INT)
        return -1;
    if (!int_fits(h, limit, &n))
        return int_sign(h, limit) < 0 ? 0 : -1;
    return n < 0 ? 0 : n;
}

void report_put_frames(struct report *r, addr traceback, const char *head)
{
    struct heap *h = r->h;
    int64_t limit = traceback_limit(h), depth = 0, standard = h->abi.traceback_limit;
    if (limit < 0 && standard)
        limit = standard;
    for (addr t = traceback; t; t = traceback_at(h, t)->next)
        depth++;
    if (depth == 0 || limit == 0)
        return;
    sink_puts(r->to, head);
    sink_puts(r->to, "Traceback (most recent call last):\n");
    const struct source_lines source = {get_line, r};
    struct traceback_repeats repeats = {0};
    for (addr t = traceback; t && !r->stopped; t = traceback_at(h, t)->next, depth--) {
        struct traceback_frame frame;
        if ((limit < 0 || depth <= limit) && read_frame(r, t, &frame))
            traceback_put_next(r->to, &r->style, &source, &repeats, &frame);
        r->stopped = r->stopped || heap_abandoned(h);
    }
    traceback_end_repeats(r->to, &repeats);
}

enum heap_status report_message(struct heap *h, const struct text_sink *to, addr exception, bool suggests)
{
    struct report r;
    report_begin(&r, h, to);
    r.suggests = suggests;
    report_put_plain(&r, exception);
    return report_end(&r);
}

/* ---- the others ------------------------------------------------------------------------------------- */

enum heap_status report_exit(struct heap *h, const struct text_sink *to, addr exception)
{
    struct report r;
    report_begin(&r, h, to);
    addr code = report_attribute(&r, exception, h->exit_in_parts ? "args" : "code");
    if (code && code != none(h) && object_kind(h, code) != KIND_INT && object_kind(h, code) != KIND_BOOL) {
        addr s = report_str(&r, code);
        if (s)
            report_put_str(&r, s);
        sink_puts(to, "\n");
        xdecref(h, s);
    }
    xdecref(h, code);
    return report_end(&r);
}

static void put_ignored(struct report *r, addr message, addr object)
{
    addr said = message ? report_str(r, message) : 0;
    if (said)
        report_put_str(r, said);
    else if (object)
        sink_puts(r->to, "Exception ignored in");
    xdecref(r->h, said);
    if (object) {
        addr repr = report_repr(r, object);
        sink_puts(r->to, ": ");
        if (repr)
            report_put_str(r, repr);
        else
            sink_puts(r->to, "<object repr() failed>");
        xdecref(r->h, repr);
    } else if (message) {
        sink_puts(r->to, ":");
    }
    if (message || object)
        sink_puts(r->to, "\n");
}

/* From 3.13 on without carets: it is the interpreter's own printer still. */
enum heap_status report_unraisable(struct heap *h, const struct text_sink *to, addr message, addr object,
                                   addr exception)
{
    struct report r;
    report_begin(&r, h, to);
    r.carets = !h->abi.traceback_lines;
    r.style.lines = false;
    put_ignored(&r, message, object);
    addr traceback = xincref(h, exception_at(h, exception)->traceback);
    report_put_frames(&r, traceback, "");
    xdecref(h, traceback);
    report_put_type(&r, object_type(h, exception));
    sink_puts(to, ": ");
    addr s = report_str(&r, exception);
    if (s)
        report_put_str(&r, s);
    else
        sink_puts(to, "<exception str() failed>");
    sink_puts(to, "\n");
    xdecref(h, s);
    return report_end(&r);
}
