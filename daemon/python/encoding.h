/* The bytes of a source as text: the encoding that it declares (PEP 263). */
#ifndef HEAPD_PYTHON_ENCODING_H
#define HEAPD_PYTHON_ENCODING_H

#include "daemon/python/ast.h"

enum encoding_origin {
    ENCODING_FILE,  /* bytes of a file */
    ENCODING_BYTES, /* bytes that a program compiles */
    ENCODING_STR    /* UTF-8 already, whatever it declares */
};

struct encoded { /* what is read: its own memory, or the bytes themselves */
    const char *text;
    size_t length;
    char *own; /* free() it */
};

/* False: *error says why. The text is UTF-8 without NUL. */
bool encoding_read(const char *bytes, size_t length, enum encoding_origin origin, enum ast_input input,
                   const char *filename, unsigned minor, struct encoded *out, struct syntax_error *error);

/* Does a mark before the text, or one of its first two lines, say how it is encoded? */
bool encoding_is_declared(const char *text, size_t length);

#endif
