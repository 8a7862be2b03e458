/* From text to code: parsing and compiling in one step. */
#ifndef HEAPD_PYTHON_COMPILE_SOURCE_H
#define HEAPD_PYTHON_COMPILE_SOURCE_H

#include "daemon/python/compile.h"

/* *new* in *out. HEAP_RAISED with error->message: a SyntaxError, and nothing is pending; without: memory is
 * short. */
enum heap_status compile_source(struct heap *h, const char *text, size_t length, const char *filename,
                                enum ast_input kind, enum compile_mode mode, addr *out,
                                struct syntax_error *error) HEAP_MUST_CHECK;

struct compile_options { /* ast.h has what they mean */
    uint32_t futures;
    uint8_t optimize;
};
enum heap_status compile_source_as(struct heap *h, const char *text, size_t length, const char *filename,
                                   enum ast_input kind, enum compile_mode mode,
                                   struct compile_options options, addr *out,
                                   struct syntax_error *error) HEAP_MUST_CHECK;

/* The same with the str that the code objects get as their file's name. */
enum heap_status compile_named(struct heap *h, const char *text, size_t length, const char *filename,
                               addr name, enum ast_input kind, enum compile_mode mode, addr *out,
                               struct syntax_error *error) HEAP_MUST_CHECK;

/* Makes that SyntaxError pending: with file name, line, offset and the line's text. */
enum heap_status raise_syntax_error(struct heap *h, const struct syntax_error *error, const char *text,
                                    size_t length, const char *filename, enum ast_input kind) HEAP_MUST_CHECK;

#endif
