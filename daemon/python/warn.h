/* Warnings about a source: noted in the order in which CPython comes across them, shown once the source has
 * been read. */
#ifndef HEAPD_PYTHON_WARN_H
#define HEAPD_PYTHON_WARN_H

#include "daemon/heap/base.h"
#include "daemon/python/ast.h"

enum warning_category { WARN_SYNTAX, WARN_DEPRECATION };

struct ast_warning {
    struct ast_warning *next;
    enum warning_category category;
    uint32_t line;       /* that it is about */
    const char *message; /* NUL-terminated */
    const char *error;   /* what a SyntaxError says in its place, where filters make it one; NULL: the same */
    bool late;           /* of syntax_error */
    struct ast_position at; /* where that error is, columns as errors have them, from 1 */
};

/* In the module's memory; false: there is none. The texts are copied. */
bool ast_warn(struct ast_module *m, const struct ast_warning *warning);

/* Shows them, or what the filters of the session's module warnings say: HEAP_RAISED with error->message: one
 * of them is an error now; without: what showing them has raised. `shown`: the text is that of a file, so
 * that the lines are shown too. */
enum heap_status warnings_show(struct heap *h, const struct ast_module *m, const char *filename,
                               const char *text, size_t length, bool shown,
                               struct syntax_error *error) HEAP_MUST_CHECK;

#endif
