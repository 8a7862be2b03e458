/* What a traceback shows of one frame: the file, the line, the source there, and under it which part of it
 * was being done.
 *
 * Two ways (abi.h): up to 3.12 the interpreter's own printer, the first line of the range alone
 * (Python/traceback.c); from 3.13 on what Lib/traceback.py makes, several lines, widths as a terminal has
 * them.
 */
#ifndef HEAPD_PYTHON_TRACEBACK_LINE_H
#define HEAPD_PYTHON_TRACEBACK_LINE_H

#include "daemon/heap/object/code.h"
#include "daemon/python/ast.h"

/* Where text goes. */
struct text_sink {
    void (*put)(void *context, const char *bytes, size_t length);
    void *context;
};
void sink_put(const struct text_sink *to, const char *bytes, size_t length);
void sink_puts(const struct text_sink *to, const char *text);
void sink_putf(const struct text_sink *to, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Where the lines of a file come from: line `number`, from 1, without its end. False: there is none. What
 * `line` refers to lasts until the next call. */
struct source_lines {
    bool (*get)(void *context, struct ast_text file, uint32_t number, struct ast_text *line);
    void *context;
};

struct traceback_frame {
    struct ast_text file, function;
    int32_t line;            /* tb_lineno; -1: none */
    struct code_position at; /* line 0: not known; then only the line is shown */
};

/* How a version prints. */
struct traceback_style {
    unsigned minor;   /* for the parser */
    unsigned unicode; /* major * 10 + minor */
    bool lines;       /* from 3.13: ranges of several lines, anchors of calls */
    bool of_module;   /* as the module traceback prints, which up to 3.12 is not the interpreter itself */
};

/* The line with the file, then the source and the carets. */
void traceback_put_frame(const struct text_sink *to, const struct traceback_style *style,
                         const struct source_lines *source, const struct traceback_frame *frame);

/* One that is the same as the one before it is shown three times, then counted. */
struct traceback_repeats {
    struct ast_text file, function; /* of the last one; must live on */
    int32_t line;
    size_t count; /* 0: nothing yet */
};
void traceback_put_next(const struct text_sink *to, const struct traceback_style *style,
                        const struct source_lines *source, struct traceback_repeats *repeats,
                        const struct traceback_frame *frame);
void traceback_end_repeats(const struct text_sink *to, struct traceback_repeats *repeats);

#endif
