/* How the syntax of CPython's versions differs, as data. */
#ifndef HEAPD_PYTHON_RULES_H
#define HEAPD_PYTHON_RULES_H

#include <stdbool.h>
#include <stdint.h>

struct syntax_rules {
    uint8_t minor;
    uint8_t unicode_version; /* major * 10 + minor: what names are made of */

    /* what there is */
    bool async_is_name;             /* up to 3.6, outside of async functions */
    bool walrus;                    /* from 3.8; with it positional-only parameters and f"{x=}" */
    bool star_in_return;            /* from 3.8: return and yield take *a, b without parentheses */
    bool star_in_loops;             /* from 3.9: for a in *b, c; with it a += *b, c */
    bool walrus_in_sets;            /* from 3.9: {a := b} */
    bool any_decorator;             /* from 3.9 */
    bool with_items_in_parentheses; /* from 3.9 */
    bool match;                     /* from 3.10 */
    bool walrus_in_index;           /* from 3.10: a[b := c] */
    bool star_in_index;             /* from 3.11; with it annotations of *args, and exception groups */
    bool fstring_tokens;  /* from 3.12: f-strings are tokens; any string, comment and line in their fields */
    bool type_parameters; /* from 3.12; with them type statements */
    bool type_parameter_defaults;    /* from 3.13; with them a message about lists without any */
    bool except_without_parentheses; /* from 3.14: except A, B: */
    bool template_strings;           /* from 3.14: t-strings */

    /* which mistakes have messages of their own, and how they are worded */
    bool parameter_messages;       /* from 3.11: most of what is wrong with parameters; expected '(' */
    bool expression_required;      /* from 3.11: f"{=}" */
    bool files_count_characters;   /* from 3.13: source_column() */
    bool newline_has_width;        /* from 3.12: the end of a line is a character wide */
    bool parameter_wording;        /* from 3.12: "parameter without a default ..." */
    bool unpacking_assignment;     /* from 3.12: f(*a=b) */
    bool import_from_message;      /* from 3.12: import a from b */
    bool conversion_is_told;       /* from 3.12, and in some releases before: f"{a!x}" */
    bool argument_value_expected;  /* from 3.12: f(a=) */
    bool escape_errors_in_strings; /* from 3.12: they are about the string, not about what follows */
    bool escape_warning_explains;  /* from 3.14: what to write instead of an escape that is none */
    bool in_expected;              /* from 3.13: "'in' expected after for-loop variables" */
    bool not_after_operator;       /* from 3.13: 1 + not a */
    bool escaped_quote;            /* from 3.13: of a string without an end */
    bool invalid_star;             /* from 3.13: f(*) */
    bool unpacking_range;          /* from 3.13: f(**a, *b) is about all from the comma on */
    bool import_messages;          /* from 3.13: import without names */
    bool last_line_is_told; /* from 3.14: of lines that are joined, where the error is on the last one */
    bool newline_in_spec_is_told;  /* from 3.14 (and 3.13.3): f"{a:\n}" */
    bool parameter_is_no_argument; /* from 3.15: parameters are called so everywhere */
    bool statement_in_condition;   /* from 3.14: a if b else pass */
    bool pieces_of_strings;        /* from 3.14: "a" b "c" */
    bool statement_messages;       /* from 3.14: elif after else, import a as b.c, raise from, ... */
};

/* A version older or newer than those that are known reads as the nearest one does. */
const struct syntax_rules *syntax_rules(unsigned minor);

#endif
