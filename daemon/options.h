/* The table of options, and one reader for their values. Only config.c and its tests look at it. */
#ifndef HEAPD_OPTIONS_H
#define HEAPD_OPTIONS_H

#include "daemon/config.h"

enum option_kind {
    OPTION_TEXT,
    OPTION_SWITCH,  /* yes, no, true, false, on, off, 1, 0; as a flag also without a value: yes */
    OPTION_COUNT,   /* a plain number */
    OPTION_BYTES,   /* a number with K, M, G (powers of 1024) or without */
    OPTION_SECONDS, /* a number with ms, s, m, h, d; without one: seconds */
    OPTION_MILLISECONDS,
    OPTION_LEVEL /* of the log */
};

struct option_row {
    const char *name; /* as a flag, after "--" */
    enum option_kind kind;
    const char *placeholder; /* in --help */
    size_t offset;           /* in struct config: char *, bool or uint64_t */
    const char *standard;    /* the default, in the same notation */
    uint64_t least, most;    /* of numbers, in the unit that is stored; both 0: any */
    const char *group;       /* heading in --help, of the first of a group */
    const char *help;
};

extern const struct option_row option_rows[];
extern const size_t option_count;

/* The row of that name ('_' counts as '-'), or NULL. */
const struct option_row *option_find(const char *name, size_t length);

/* Reads a value into the configuration. False with a few words about what is expected in `why`. */
bool option_read(const struct option_row *row, const char *value, struct config *config, char *why,
                 size_t why_size) __attribute__((warn_unused_result));

#endif
