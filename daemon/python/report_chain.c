/* An exception with what it came of, and a group with what is in it (report.h). Mirrors
 * print_exception_recursive() of Python/pythonrun.c and TracebackException.format() of Lib/traceback.py.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/heap/heap.h"
#include "daemon/heap/object/container.h"
#include "daemon/heap/object/exception_group.h"
#include "daemon/python/report_parts.h"
#include "daemon/python/traceback_carets.h"

enum { CHAIN_MAX = 10000, GROUP_WIDTH = 15, GROUP_DEPTH = 10 };

/* ---- the margin ------------------------------------------------------------------------------------- */

static void put_margin(struct report_margin *m)
{
    sink_repeat(m->to, ' ', (size_t)m->depth * 2);
    sink_put(m->to, &m->mark, 1);
    sink_puts(m->to, " ");
    m->mark = '|';
}

static void put_behind(void *context, const char *bytes, size_t length)
{
    struct report_margin *m = context;
    if (!m->depth || m->skips) {
        sink_put(m->to, bytes, length);
        return;
    }
    while (length) {
        const char *end = memchr(bytes, '\n', length);
        size_t n = end ? (size_t)(end - bytes) + 1 : length;
        if (!m->in_line)
            put_margin(m);
        sink_put(m->to, bytes, n);
        m->in_line = !end;
        bytes += n;
        length -= n;
    }
}

void report_margin_begin(struct report_margin *m, const struct text_sink *to)
{
    *m = (struct report_margin){.to = to, .sink = {put_behind, m}, .mark = '|'};
}

/* A line between two exceptions of a group, which itself has no margin. */
static void put_rule(struct report_margin *m, const char *before, const char *title)
{
    sink_repeat(m->to, ' ', (size_t)m->depth * 2);
    sink_putf(m->to, "%s+---------------- %s ----------------\n", before, title);
}

/* ---- chains ----------------------------------------------------------------------------------------- */

struct link {
    addr exception;      /* held */
    const char *message; /* between it and the one that came of it */
};

struct printer {
    struct report r;
    struct link *links; /* all that have been met */
    size_t count, capacity;
    addr *members; /* of groups, from 3.13 on: they are known before any of them is printed */
    size_t member_count;
    bool wants_end; /* the last line of a group is not there yet: one line ends all that end together */
};

static bool is_known(const struct printer *p, addr exception)
{
    for (size_t i = 0; i < p->count; i++)
        if (p->links[i].exception == exception)
            return true;
    for (size_t i = 0; i < p->member_count; i++)
        if (p->members[i] == exception)
            return true;
    return false;
}

/* What it came of, and how; 0: nothing that is shown. */
static addr origin_of(const struct printer *p, addr exception, const char **message)
{
    const struct exception_object *e = exception_at(p->r.h, exception);
    addr origin = e->cause;
    *message = "\nThe above exception was the direct cause of the following exception:\n\n";
    if (!origin && !e->suppress_context) {
        origin = e->context;
        *message = "\nDuring handling of the above exception, another exception occurred:\n\n";
    }
    return origin && !is_known(p, origin) ? origin : 0;
}

/* From the last to the first. */
static void find_chain(struct printer *p, addr exception)
{
    const char *message = "";
    for (addr at = exception; at && p->count < CHAIN_MAX;) {
        if (p->count == p->capacity) {
            size_t capacity = p->capacity ? p->capacity * 2 : 8;
            struct link *links = realloc(p->links, capacity * sizeof *links);
            if (!links)
                return;
            p->links = links;
            p->capacity = capacity;
        }
        p->links[p->count++] = (struct link){incref(p->r.h, at), message};
        at = origin_of(p, at, &message);
    }
}

static void put_one(struct printer *p, addr exception);

static void put_chain(struct printer *p, addr exception)
{
    size_t first = p->count;
    find_chain(p, exception);
    for (size_t i = p->count; i-- > first;) {
        const struct link link = p->links[i];
        if (p->r.stopped)
            break;
        put_one(p, link.exception);
        sink_puts(p->r.to, link.message);
    }
}

/* ---- groups ----------------------------------------------------------------------------------------- */

static void know_members(struct printer *p, addr exceptions)
{
    size_t more = tuple_length(p->r.h, exceptions);
    addr *members = p->r.style.lines ? realloc(p->members, (p->member_count + more) * sizeof *members) : NULL;
    if (!members)
        return;
    p->members = members;
    for (size_t i = 0; i < more; i++)
        p->members[p->member_count++] = tuple_item(p->r.h, exceptions, i);
}

static void put_members(struct printer *p, addr exceptions)
{
    struct report_margin *m = &p->r.margin;
    size_t count = tuple_length(p->r.h, exceptions), shown = count <= GROUP_WIDTH ? count : GROUP_WIDTH + 1;
    know_members(p, exceptions);
    p->wants_end = false;
    for (size_t i = 0; i < shown && !p->r.stopped && p->count < CHAIN_MAX; i++) {
        char title[24] = "...";
        bool last = i + 1 == shown;
        if (i < GROUP_WIDTH)
            (void)snprintf(title, sizeof title, "%zu", i + 1);
        put_rule(m, i == 0 ? "+-" : "  ", title);
        p->wants_end |= last;
        m->depth++;
        if (i < GROUP_WIDTH)
            put_chain(p, tuple_item(p->r.h, exceptions, i));
        else
            sink_putf(p->r.to, "and %zu more exception%s\n", count - GROUP_WIDTH,
                      count - GROUP_WIDTH > 1 ? "s" : "");
        if (last && p->wants_end) {
            sink_repeat(m->to, ' ', (size_t)m->depth * 2);
            sink_puts(m->to, "+------------------------------------\n");
            p->wants_end = false;
        }
        m->depth--;
        p->r.stopped = p->r.stopped || heap_abandoned(p->r.h);
    }
}

static void put_group(struct printer *p, addr group, addr traceback)
{
    struct report_margin *m = &p->r.margin;
    bool outermost = m->depth == 0;
    if (m->depth > GROUP_DEPTH) {
        sink_putf(p->r.to, "... (max_group_depth is %d)\n", GROUP_DEPTH);
        return;
    }
    if (outermost) {
        m->depth = 1;
        m->mark = '+';
    }
    report_put_frames(&p->r, traceback, "Exception Group ");
    m->mark = '|';
    report_put_message(&p->r, group);
    addr exceptions = exception_at(p->r.h, group)->u.group.exceptions;
    if (exceptions)
        put_members(p, exceptions);
    if (outermost)
        m->depth = 0;
}

static void put_one(struct printer *p, addr exception)
{
    struct heap *h = p->r.h;
    addr traceback = xincref(h, exception_at(h, exception)->traceback);
    if (exception_is_group(h, exception)) {
        put_group(p, exception, traceback);
    } else {
        report_put_frames(&p->r, traceback, "");
        report_put_message(&p->r, exception);
    }
    xdecref(h, traceback);
}

enum heap_status report_exception(struct heap *h, const struct text_sink *to, addr exception)
{
    struct printer p = {0};
    report_begin(&p.r, h, to);
    put_chain(&p, exception);
    for (size_t i = 0; i < p.count; i++)
        decref(h, p.links[i].exception);
    free(p.links);
    free(p.members);
    return report_end(&p.r);
}
