/* The three forms of PCRE2 behind one: by the width of a character, 0, 1, 2 for 8, 16, 32 bits. */
#ifndef HEAPD_PYTHON_REGEX_PCRE_H
#define HEAPD_PYTHON_REGEX_PCRE_H

#define PCRE2_CODE_UNIT_WIDTH 0
#include <pcre2.h>

#include "daemon/heap/base.h"

/* A compiled pattern; NULL: *error is PCRE2's number. `text` is ASCII. */
void *pcre_compile(unsigned width, const char *text, size_t length, uint32_t options, int *error);
void pcre_free(unsigned width, void *code);
/* What a match of the pattern takes: where its groups are, and PCRE2's contexts. One match at a time. */
struct pcre_match_data {
    void *offsets, *general, *context;
};
struct pcre_match_data *pcre_match_data(unsigned width, const void *code); /* NULL: no memory */
void pcre_match_data_free(unsigned width, struct pcre_match_data *data);   /* NULL too */
const PCRE2_SIZE *pcre_offsets(unsigned width, const struct pcre_match_data *data);

struct pcre_limits {
    uint32_t match, heap;          /* heap in KiB */
    PCRE2_SIZE last_start;         /* PCRE2_UNSET: none */
    int (*callout)(void *context); /* NULL: none; what is not 0 ends the match */
    void *context;
    uint32_t (*lower)(void *context,
                      uint32_t c); /* NULL: what PCRE2 says is the same when case is ignored is so */
    void *lower_context;
};
#define PCRE_AUTO_CALLOUT                                                                                    \
    255 /* the number of automatic ones; smaller ones are behind references to that group */
int pcre_match(unsigned width, const void *code, const void *subject, size_t length, size_t start,
               uint32_t options, const struct pcre_match_data *data, const struct pcre_limits *limits);

#endif
