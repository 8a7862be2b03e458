/* The parts of an f-string's fields, found among its tokens. */
#ifndef HEAPD_PYTHON_FSTRING_H
#define HEAPD_PYTHON_FSTRING_H

#include "daemon/python/parser.h"

/* Indices of tokens; 0 for what is not there. */
struct fstring_field {
    uint32_t open, close;      /* { and } */
    uint32_t first, end;       /* the expression's */
    uint32_t equal;            /* of {x=} */
    uint32_t conversion;       /* the name after ! */
    uint32_t spec, spec_colon; /* the first token after the colon */
};

/* The field whose { is the token `open`. False: it never ends. */
bool fstring_field(const struct parser *p, uint32_t open, struct fstring_field *out);

/* What the field's tokens and its text, from { to its end, are in the source. */
uint32_t fstring_field_start(const struct parser *p, const struct fstring_field *f);
uint32_t fstring_field_end(const struct parser *p, const struct fstring_field *f);

#endif
