/* A heap with a program run in it, and queries over it. */
#ifndef TESTS_UNIT_QUERY_QUERY_TEST_H
#define TESTS_UNIT_QUERY_QUERY_TEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/python/python.h"
#include "daemon/query/query.h"

static const char program[] = "import weakref\n"
                              "class Node:\n"
                              "    def __init__(self): self.peer = None\n"
                              "class Slots:\n"
                              "    __slots__ = ('a', 'b')\n"
                              "data = [{'k': i, 'n': Node(), i: 2.5} for i in range(300)]\n"
                              "shared = data[0]\n"
                              "one, two = Node(), Node()\n"
                              "one.peer = two; two.peer = one\n"
                              "s = Slots(); s.a = one\n"
                              "w = weakref.ref(one, print)\n"
                              "large = list(range(20000))\n"
                              "d = {'a b': one, (1, 2): two}\n"
                              "text = 'x' * 3000\n";

static bool tell_finding(void *context, const struct finding *f)
{
    (void)context;
    print_error("heap_verify: %s at 0x%llx\n", f->what, (unsigned long long)f->where);
    return true;
}

static bool write_nothing(void *context, int stream, const char *bytes, size_t length)
{
    (void)context, (void)stream, (void)bytes, (void)length;
    return true;
}

static inline struct heap *heap_with(const char *source, unsigned minor)
{
    const struct heap_options options = {.minor = minor};
    const struct python_source python = {.text = source, .length = strlen(source)};
    const struct python_host host = {.write = write_nothing};
    struct python_outcome outcome;
    struct heap *h = heap_create(&options);
    assert_non_null(h);
    assert_int_equal(trace_start(h, 3), HEAP_OK);
    assert_int_equal(python_exec(h, &python, &host, &outcome), HEAP_OK);
    if (outcome.uncaught)
        fail_msg("%.*s", (int)outcome.text_length, outcome.text);
    return h;
}

static inline void heap_done(struct heap *h)
{
    assert_int_equal(heap_verify(h, tell_finding, NULL), 0);
    heap_destroy(h);
}

/* A running query; fails the test unless it can be prepared. */
static inline struct query *start_query(struct heap *h, const char *sql)
{
    struct query *q = query_open(NULL);
    const struct query_source source = {.heap = h};
    assert_non_null(q);
    if (!query_prepare(q, sql, strlen(sql)))
        fail_msg("%s: %s", sql, query_error(q)->message);
    query_start(q, &source);
    return q;
}

/* The one number that a query answers. */
static inline int64_t number(struct heap *h, const char *format, ...)
{
    char sql[2000];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(sql, sizeof sql, format, arguments);
    va_end(arguments);
    struct query *q = start_query(h, sql);
    if (query_step(q) != QUERY_ROW)
        fail_msg("%s: %s", sql, query_error(q)->message);
    struct query_value value = query_value(q, 0);
    if (value.type != QUERY_INT)
        fail_msg("%s: not a number", sql);
    assert_int_equal(query_step(q), QUERY_DONE);
    query_close(q);
    return value.integer;
}

/* The only text of a query of one row; "" for NULL. malloc'd. */
static inline char *text_of(struct heap *h, const char *sql)
{
    struct query *q = start_query(h, sql);
    assert_int_equal(query_step(q), QUERY_ROW);
    struct query_value value = query_value(q, 0);
    char *copy = strndup(value.type >= QUERY_TEXT ? value.bytes : "", value.length);
    query_close(q);
    return copy;
}

#endif
