/* What is said of one exception: its class, its text, what may have been meant, its notes (report.h). */
#include "daemon/heap/object/container.h"
#include "daemon/heap/object/names.h"
#include "daemon/heap/object/scalar.h"
#include "daemon/heap/object/sequence.h"
#include "daemon/heap/object/str.h"
#include "daemon/python/report_parts.h"

/* ---- suggestions ------------------------------------------------------------------------------------ */

/* The name that a NameError is about, when it is a module's that could be imported. */
static bool names_module(struct report *r, addr exception, struct ast_text *out)
{
    struct heap *h = r->h;
    if (!r->suggests || !h->abi.suggestions_3_12 || object_kind(h, exception) != KIND_NAME_ERROR)
        return false;
    addr name = exception_at(h, exception)->u.name.name;
    if (!name || object_kind(h, name) != KIND_STR)
        return false;
    *out = report_utf8(r, name);
    return suggest_is_stdlib_module(*out, h->abi.minor);
}

static void put_suggestions(struct report *r, addr exception, addr suggestion)
{
    struct ast_text module;
    if (suggestion) {
        sink_puts(r->to, ". Did you mean: '");
        report_put_str(r, suggestion);
        sink_puts(r->to, "'?");
    }
    if (names_module(r, exception, &module)) {
        sink_puts(r->to, suggestion ? " Or did you forget to import '" : ". Did you forget to import '");
        sink_put(r->to, module.bytes, module.length);
        sink_puts(r->to, "'?");
    }
}

static bool has_suggestions(struct report *r, addr exception, addr suggestion)
{
    struct ast_text module;
    return suggestion || names_module(r, exception, &module);
}

/* ---- the message ------------------------------------------------------------------------------------ */

/* ": text", nothing for an empty one. From 3.13 on a suggestion makes it not empty. */
static void put_text(struct report *r, addr s, bool more)
{
    if (!s) {
        sink_puts(r->to, ": <exception str() failed>");
    } else if (str_length(r->h, s) || more) {
        sink_puts(r->to, ": ");
        r->margin.skips = !r->style.lines;
        report_put_str(r, s);
        r->margin.skips = false;
    }
}

void report_put_plain(struct report *r, addr exception)
{
    addr s = report_str(r, exception), suggestion = r->suggests ? report_suggestion(r, exception) : 0;
    report_put_type(r, object_type(r->h, exception));
    put_text(r, s, r->style.lines && has_suggestions(r, exception, suggestion));
    put_suggestions(r, exception, suggestion);
    sink_puts(r->to, "\n");
    xdecref(r->h, suggestion);
    xdecref(r->h, s);
}

/* `message` 0: None, which up to 3.12 is not said. */
static void put_syntax_message(struct report *r, addr exception, addr message, addr suffix)
{
    report_put_type(r, object_type(r->h, exception));
    addr s = message ? report_str(r, message) : 0;
    if (r->style.lines && (!message || (s && !str_length(r->h, s))))
        sink_puts(r->to, ": <no detail available>");
    else if (r->style.lines && s)
        put_text(r, s, true);
    else if (message)
        put_text(r, s, false);
    if (suffix) {
        sink_puts(r->to, " (");
        report_put_str(r, suffix);
        sink_puts(r->to, ")");
    }
    sink_puts(r->to, "\n");
    xdecref(r->h, s);
}

/* ---- notes ------------------------------------------------------------------------------------------ */

static void put_note(struct report *r, addr note)
{
    addr s = report_str(r, note);
    if (s)
        report_put_str(r, s);
    else
        sink_puts(r->to, "<note str() failed>");
    sink_puts(r->to, "\n");
    xdecref(r->h, s);
}

/* Item `i` of a sequence of notes, *new*; 0: none. Up to 3.12 a str is one too, and bytes. */
static addr note_at(struct report *r, addr notes, size_t i)
{
    struct heap *h = r->h;
    switch (object_kind(h, notes)) {
    case KIND_LIST:
    case KIND_TUPLE:
        return i < sequence_length(h, notes) ? incref(h, sequence_items(h, notes)[i]) : 0;
    case KIND_STR:
        return i < str_length(h, notes) ? str_slice(h, notes, i, i + 1) : 0;
    case KIND_BYTES:
        return i < bytes_length(h, notes) ? int_new(h, bytes_data(h, notes)[i]) : 0;
    default:
        return 0;
    }
}

static bool are_several(const struct report *r, addr notes)
{
    enum kind kind = object_kind(r->h, notes);
    return kind == KIND_LIST || kind == KIND_TUPLE ||
           (!r->style.lines && (kind == KIND_STR || kind == KIND_BYTES));
}

/* Something else is shown as it is; the line is not ended up to 3.12. */
static void put_other_notes(struct report *r, addr notes)
{
    addr s = report_repr(r, notes);
    if (s)
        report_put_str(r, s);
    else
        sink_puts(r->to, "<__notes__ repr() failed>");
    if (r->style.lines)
        sink_puts(r->to, "\n");
    xdecref(r->h, s);
}

static void put_notes(struct report *r, addr exception)
{
    struct heap *h = r->h;
    addr notes = report_attribute(r, exception, "__notes__"), note;
    if (!notes)
        return;
    if (are_several(r, notes)) {
        for (size_t i = 0; !r->stopped && (note = note_at(r, notes, i)); i++) {
            put_note(r, note);
            decref(h, note);
        }
        heap_clear_raised(h); /* no memory for a piece */
    } else if (notes != none(h) || !r->style.lines) {
        put_other_notes(r, notes);
    }
    decref(h, notes);
}

void report_put_message(struct report *r, addr exception)
{
    addr message, suffix;
    if (object_kind(r->h, exception) == KIND_SYNTAX_ERROR &&
        report_put_syntax(r, exception, &message, &suffix)) {
        put_syntax_message(r, exception, message, suffix);
        xdecref(r->h, message);
        xdecref(r->h, suffix);
    } else {
        report_put_plain(r, exception);
    }
    put_notes(r, exception);
}
