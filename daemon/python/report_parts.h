/* Between the files of the report. */
#ifndef HEAPD_PYTHON_REPORT_PARTS_H
#define HEAPD_PYTHON_REPORT_PARTS_H

#include "daemon/heap/object/exception.h"
#include "daemon/python/report.h"

struct kept_text;

/* What is printed of a group's exceptions stands behind a margin, two columns further right for each group.
 */
struct report_margin {
    const struct text_sink *to;
    struct text_sink sink; /* puts the margin before each line */
    unsigned depth;        /* of groups; 0: no margin */
    char mark;             /* of the next line; after it it is | */
    bool in_line;          /* of the text that is behind it */
    bool skips;            /* no margin for now: up to 3.12 lines of what the program says have none */
};

struct report {
    struct heap *h;
    const struct text_sink *to; /* the margin's */
    struct report_margin margin;
    struct traceback_style style;
    bool carets;
    bool suggests;          /* what may have been meant is said */
    bool stopped;           /* the program was to stop: nothing more is asked of it */
    struct kept_text *kept; /* UTF-8 of strs that are not ASCII */
    addr filename;          /* of the frame that is being shown; and where in its source the last line was: */
    addr source;
    uint32_t line;
    size_t offset; /* in characters */
    char *line_text;
};

void report_margin_begin(struct report_margin *m, const struct text_sink *to);
void report_begin(struct report *r, struct heap *h, const struct text_sink *to);
enum heap_status report_end(struct report *r);

/* ---- asking the program: what it raises is lost, and noted when it was to stop */
addr report_attribute(struct report *r, addr o, const char *name); /* *new*; 0: it has none */
addr report_str(struct report *r, addr o);                         /* *new*; 0: that failed */
addr report_repr(struct report *r, addr o);

/* ---- putting */
void report_put_str(struct report *r, addr s);     /* the characters of a str; lone surrogates as \udc80 */
void report_put_type(struct report *r, addr type); /* module.qualname */
struct ast_text report_utf8(struct report *r, addr s); /* lasts until the end of the report */

/* With the line above them, if there are any to show: `head` and "Traceback (most recent call last):". */
void report_put_frames(struct report *r, addr traceback, const char *head);

/* "ValueError: message", suggestions and notes included; of a SyntaxError the place before it. */
void report_put_message(struct report *r, addr exception);
void report_put_plain(struct report *r, addr exception); /* its class and its text alone */
/* False: it does not look like one. Else *message (*new*, 0 None) is what is said of it. */
bool report_put_syntax(struct report *r, addr exception, addr *message, addr *suffix);

/* *new* str or 0: what was meant instead of the name that an AttributeError, NameError or ImportError is
 * about. */
addr report_suggestion(struct report *r, addr exception);
bool suggest_is_stdlib_module(struct ast_text name, unsigned minor);
/* The next one of the version, from 0 on, in the order of names; NULL past the last. */
const char *suggest_stdlib_module(size_t *index, unsigned minor);

#endif
