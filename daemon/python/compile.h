/* From syntax trees to code objects: symbol tables (Python/symtable.c) and code generation (Python/compile.c,
 * flowgraph.c) for the heap's version. */
#ifndef HEAPD_PYTHON_COMPILE_H
#define HEAPD_PYTHON_COMPILE_H

#include "daemon/heap/base.h"
#include "daemon/python/ast.h"

enum compile_mode {
    COMPILE_EXEC,   /* a module */
    COMPILE_RESULT, /* a module whose last statement, if it is an expression, ends in STORE_RESULT */
    COMPILE_EVAL,   /* one expression, whose value the code returns */
    COMPILE_SINGLE  /* one statement, or several on a line: values of expressions go to sys.displayhook(), as
                       the prompt does */
};

/* What compiling a source may take: four times as much memory as the heap may have (256 MB at least), beside
 * it, and until the run is given up. */
struct ast_bounds compile_bounds(struct heap *h);

/* Changes the tree: what is constant in it is folded, as that version does, so that it is good for one
 * compilation only.
 *
 * *new* code object in *out. `filename` a str, borrowed. HEAP_RAISED with error->message empty: an exception
 * is pending in the heap (MemoryError); with a message: a SyntaxError that only the compiler sees ('return'
 * outside function), nothing is pending. */
enum heap_status compile_module(struct heap *h, struct ast_module *module, addr filename,
                                enum compile_mode mode, addr *out,
                                struct syntax_error *error) HEAP_MUST_CHECK;

#endif
