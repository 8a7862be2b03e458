/* Which characters are one when case is ignored: those whose lower case is the same, or has the same upper
 * case (Modules/_sre, Lib/re/_casefix.py).
 */
#ifndef HEAPD_PYTHON_REGEX_CASEFOLD_H
#define HEAPD_PYTHON_REGEX_CASEFOLD_H

#include <stddef.h>
#include <stdint.h>

struct case_member {
    uint32_t c, family; /* families begin with the number of their first member in the table by families */
};

struct case_table {
    size_t count;
    struct case_member *by_character; /* sorted */
    struct case_member *by_family;
};

/* Of Unicode `version`; made when it is first asked for, never freed. NULL: no memory. Thread-safe. */
const struct case_table *case_table(unsigned version);

/* The first entry in by_character at or behind c. */
size_t case_find(const struct case_table *t, uint32_t c);

#endif
