/* Warnings of the parser and the compiler, as PyErr_WarnExplicitObject() shows them (Python/_warnings.c). */
#include "daemon/python/warn.h"

#include <stdio.h>
#include <string.h>

#include "daemon/heap/heap.h"
#include "daemon/heap/object/dict.h"
#include "daemon/heap/object/exception.h"
#include "daemon/heap/object/module.h"
#include "daemon/heap/runtime.h"
#include "daemon/python/interpreter.h"

static const char *copy(struct ast_module *m, const char *text)
{
    size_t size = strlen(text) + 1;
    char *out = ast_alloc(m->arena, size);
    return out ? memcpy(out, text, size) : NULL;
}

bool ast_warn(struct ast_module *m, const struct ast_warning *warning)
{
    struct ast_warning *w = ast_alloc(m->arena, sizeof *w);
    if (!w)
        return false;
    *w = *warning;
    w->message = copy(m, warning->message);
    w->error = warning->error ? copy(m, warning->error) : NULL;
    if (!w->message || (warning->error && !w->error))
        return false;
    w->next = NULL;
    struct ast_warning **end = &m->warnings;
    if (m->last_warning)
        end = &m->last_warning->next;
    *end = m->last_warning = w;
    return true;
}

/* ---- showing --------------------------------------------------------------------------------- */

/* Line `number` without the white space around it. */
static size_t stripped_line(const char *text, size_t length, uint32_t number, const char **line)
{
    const char *begin = text, *end = text + length;
    for (uint32_t i = 1; i < number && begin; i++) {
        const char *feed = memchr(begin, '\n', (size_t)(end - begin));
        begin = feed ? feed + 1 : NULL;
    }
    if (!begin)
        return 0;
    const char *feed = memchr(begin, '\n', (size_t)(end - begin));
    end = feed ? feed : end;
    while (begin < end && strchr(" \t\f", *begin))
        begin++;
    while (begin < end && strchr(" \t\f\r", end[-1]))
        end--;
    *line = begin;
    return (size_t)(end - begin);
}

/* What the interpreter itself shows while nobody has imported warnings. */
static enum heap_status show_plainly(struct heap *h, const struct ast_warning *w, const char *filename,
                                     const char *text, size_t length, bool shown)
{
    char head[700];
    const char *line;
    if (w->category != WARN_SYNTAX)
        return HEAP_OK; /* ignored by default, but in __main__, and a source is never that */
    int n = snprintf(head, sizeof head, "%.300s:%u: SyntaxWarning: %s\n", filename, w->line, w->message);
    enum heap_status status = interpreter_write(h, 2, head, (size_t)n);
    size_t size = shown && status == HEAP_OK ? stripped_line(text, length, w->line, &line) : 0;
    if (size)
        status = interpreter_write(h, 2, "  ", 2);
    if (size && status == HEAP_OK)
        status = interpreter_write(h, 2, line, size);
    return size && status == HEAP_OK ? interpreter_write(h, 2, "\n", 1) : status;
}

/* warnings.warn_explicit(message, category, filename, lineno, module) */
static enum heap_status show_by_module(struct heap *h, addr function, const struct ast_warning *w,
                                       const char *filename)
{
    size_t stem = strlen(filename);
    if (stem > 3 && strcmp(filename + stem - 3, ".py") == 0)
        stem -= 3;
    addr category =
        h->exception_type[w->category == WARN_SYNTAX ? EXC_SYNTAX_WARNING : EXC_DEPRECATION_WARNING];
    addr args[] = {str_from_utf8(h, w->message, strlen(w->message)), incref(h, category),
                   str_from_utf8(h, filename, strlen(filename)), int_new(h, w->line),
                   stem ? str_from_utf8(h, filename, stem) : str_from_ascii(h, "<unknown>")};
    bool whole = true;
    for (size_t i = 0; i < 5; i++)
        whole = whole && args[i];
    addr result;
    enum heap_status status =
        whole ? object_call(h, function, args, 5, NULL, NULL, 0, &result) : raise_status(h);
    for (size_t i = 0; i < 5; i++)
        xdecref(h, args[i]);
    if (status == HEAP_OK)
        decref(h, result);
    return status;
}

/* The filters have made an error of it: of this category no longer, but a SyntaxError at the place. */
static void becomes_error(const struct ast_warning *w, struct syntax_error *error)
{
    memset(error, 0, sizeof *error);
    strcpy(error->type, "SyntaxError");
    snprintf(error->message, sizeof error->message, "%s", w->error ? w->error : w->message);
    error->at = w->at;
    error->late = w->late;
}

enum heap_status warnings_show(struct heap *h, const struct ast_module *m, const char *filename,
                               const char *text, size_t length, bool shown, struct syntax_error *error)
{
    enum heap_status status = HEAP_OK;
    for (const struct ast_warning *w = m->warnings; w && status == HEAP_OK; w = w->next) {
        addr module = dict_get_ascii(h, h->program.modules, "warnings", 8);
        addr function = module && object_kind(h, module) == KIND_MODULE
                            ? dict_get_ascii(h, module_dict(h, module), "warn_explicit", 13)
                            : 0;
        if (!function) {
            status = show_plainly(h, w, filename, text, length, shown);
            continue;
        }
        incref(h, function);
        status = show_by_module(h, function, w, filename);
        decref(h, function);
        addr category =
            h->exception_type[w->category == WARN_SYNTAX ? EXC_SYNTAX_WARNING : EXC_DEPRECATION_WARNING];
        if (status == HEAP_RAISED && exception_matches(h, category)) {
            heap_clear_raised(h);
            becomes_error(w, error);
        }
    }
    return status;
}

/* ---- while a program runs -------------------------------------------------------------------- */

enum heap_status runtime_warn(struct heap *h, enum exception category, const char *message, unsigned level)
{
    if (!h->frame) /* an operation from outside */
        return HEAP_OK;
    addr name = str_intern_utf8(h, "warnings", 8), module = 0, result = 0, function = 0;
    addr text = name ? str_from_utf8(h, message, strlen(message)) : 0;
    enum heap_status status = text ? import_name(h, name, h->globals, 0, 0, &module) : raise_status(h);
    if (status == HEAP_OK)
        function = object_kind(h, module) == KIND_MODULE
                       ? xincref(h, dict_get_ascii(h, module_dict(h, module), "warn", 4))
                       : 0;
    if (function) {
        addr number = int_new(h, level), args[] = {text, h->exception_type[category], number};
        status = number ? object_call(h, function, args, 3, NULL, NULL, 0, &result) : raise_status(h);
        xdecref(h, number);
    }
    xdecref(h, name);
    xdecref(h, text);
    xdecref(h, module);
    xdecref(h, function);
    xdecref(h, result);
    return status;
}
