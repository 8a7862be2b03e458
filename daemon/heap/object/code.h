/* Code objects (PyCodeObject): constants, names, instructions, where each instruction is in the source, where
 * exceptions go. Instructions are heapd's own (daemon/python/opcode.h); the rest is what CPython has. Mirrors
 * Objects/codeobject.c.
 */
#ifndef HEAPD_HEAP_OBJECT_CODE_H
#define HEAPD_HEAP_OBJECT_CODE_H

#include "daemon/heap/object/object.h"

#define CODE_OPTIMIZED          0x0001u /* co_flags */
#define CODE_NEWLOCALS          0x0002u
#define CODE_VARARGS            0x0004u
#define CODE_VARKEYWORDS        0x0008u
#define CODE_NESTED             0x0010u
#define CODE_GENERATOR          0x0020u
#define CODE_COROUTINE          0x0080u
#define CODE_ITERABLE_COROUTINE 0x0100u /* of a generator that can be awaited (types.coroutine) */
#define CODE_ASYNC_GENERATOR    0x0200u
#define CODE_FUTURE_NOT_EQUAL   0x400000u /* barry_as_FLUFL */
#define CODE_FUTURE_ANNOTATIONS 0x1000000u
#define CODE_FUTURES            0x1fe0000u /* all that __future__ has */
#define CODE_METHOD             0x8000000u /* 3.14: of a function in a class */
#define CODE_HAS_DOCSTRING      0x4000000u /* 3.14: consts[0] is the docstring; before, always */

#define CODE_LOCAL  0x20u /* co_localspluskinds: CO_FAST_LOCAL, CO_FAST_CELL, CO_FAST_FREE, CO_FAST_HIDDEN */
#define CODE_CELL   0x40u
#define CODE_FREE   0x80u
#define CODE_HIDDEN 0x10u

#define CODE_RESUME                                                                                          \
    1u /* the opcode with which a function begins, behind what makes its cells (daemon/python/opcode.h) */

struct code_position {           /* of one instruction word; caches too */
    uint32_t line, end_line;     /* 0: none */
    uint16_t column, end_column; /* UTF-8 bytes from 0; 0xffff none */
};

struct code_handler { /* an entry of the exception table: instructions [start, end) go to target */
    uint32_t start, end, target;
    uint16_t depth; /* of the stack at the target, before the exception is pushed */
    uint16_t lasti; /* 1: the index of the instruction is pushed below the exception */
};

struct code_object {
    struct object base;
    int64_t words;
    addr consts, names; /* tuples */
    addr handlers;      /* bytes: struct code_handler[], sorted by start; innermost first among equals */
    uint32_t flags;
    int32_t argcount, posonlyargcount, kwonlyargcount, stacksize, firstlineno;
    int32_t nlocalsplus, nlocals, ncellvars, nfreevars;
    addr localsplusnames; /* tuple */
    addr localspluskinds; /* bytes */
    addr filename, name, qualname;
    addr positions;   /* bytes: struct code_position[words] */
    uint32_t version; /* the evaluation's */
    uint32_t units;   /* how many code units CPython has for the same: what getsizeof() counts */
    addr weaklist;
    addr monitoring; /* what sys.monitoring notes of it: a table of the language's, 0 none */
    /* then, at the type's basicsize: uint32_t instructions[words] */
};

/* What a code object is made from. Everything borrowed. */
struct code_spec {
    addr consts, names, localsplusnames, filename, name, qualname;
    addr localspluskinds, positions, handlers; /* bytes */
    const uint32_t *instructions;
    size_t words;
    uint32_t flags, units;
    int32_t argcount, posonlyargcount, kwonlyargcount, stacksize, firstlineno;
};

/* Counts locals, cells and free variables by their kinds. */
addr code_new(struct heap *h, const struct code_spec *spec) HEAP_MUST_CHECK; /* *new* */

static inline struct code_object *code_at(const struct heap *h, addr code)
{
    return heap_at(h, code);
}
uint32_t *code_instructions(const struct heap *h, addr code);
const struct code_position *code_position_at(const struct heap *h, addr code,
                                             size_t index); /* of the word at index */

/* A copy of the instructions as they were made, without what the evaluation has noted in them: in the tables
 * area. */
addr code_plain_instructions(struct heap *h, addr code) HEAP_MUST_CHECK;

/* As == has it: two code objects that do the same at the same place. */
enum heap_status code_equal(struct heap *h, addr a, addr b, bool *out) HEAP_MUST_CHECK;

#endif
