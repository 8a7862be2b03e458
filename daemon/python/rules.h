/* How the syntax of CPython's versions differs, as data. */
#ifndef HEAPD_PYTHON_RULES_H
#define HEAPD_PYTHON_RULES_H

#include <stdbool.h>
#include <stdint.h>

struct syntax_rules {
    uint8_t minor;
    uint8_t unicode_version;        /* major * 10 + minor: what names are made of */
    bool async_is_name;             /* up to 3.6, outside of async functions */
    bool walrus;                    /* from 3.8; with it positional-only parameters and f"{x=}" */
    bool star_in_return;            /* from 3.8: return and yield take *a, b without parentheses */
    bool any_decorator;             /* from 3.9 */
    bool with_items_in_parentheses; /* from 3.9 */
    bool match;                     /* from 3.10 */
    bool star_in_index;             /* from 3.11; with it annotations of *args */
    bool fstring_tokens; /* from 3.12: f-strings are tokens; any string, comment and line in their fields */
    bool except_without_parentheses; /* from 3.14: except A, B: */
};

/* A version older or newer than those that are known reads as the nearest one does. */
const struct syntax_rules *syntax_rules(unsigned minor);

#endif
