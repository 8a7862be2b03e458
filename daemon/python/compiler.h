/* What the files of the compiler share (compile.h has its face): one compilation, the code objects under way,
 * their instructions in basic blocks. Mirrors Python/compile.c of CPython 3.11 and Python/codegen.c,
 * compile.c of 3.14.
 *
 * A compilation that has failed goes on without effect: every function here does nothing then, and none has
 * to be asked whether it went well. The first failure is the one that is reported.
 *
 * Everything but heap objects is in one arena. Names and constants are kept alive by the compilation itself:
 * all other tables borrow them.
 */
#ifndef HEAPD_PYTHON_COMPILER_H
#define HEAPD_PYTHON_COMPILER_H

#include "daemon/heap/object/object.h"
#include "daemon/python/arena.h"
#include "daemon/python/compile.h"
#include "daemon/python/name_map.h"
#include "daemon/python/opcode.h"

struct scope;
struct symtable;

/* ---- places in the source ------------------------------------------------------------------------- */

struct location { /* lines from 1; -1: none */
    int32_t line, end_line, column, end_column;
};
#define NOWHERE ((struct location){-1, -1, -1, -1})
#define AT_NEXT ((struct location){-2, -2, -2, -2}) /* where the instruction that follows is */

static inline struct location location_of(const struct ast_position *p)
{
    return (struct location){(int32_t)p->line, (int32_t)p->end_line, (int32_t)p->column,
                             (int32_t)p->end_column};
}
static inline struct location node_at(const struct ast_node *n)
{
    return location_of(&n->at);
}

/* ---- instructions --------------------------------------------------------------------------------- */

/* Those of the compiler alone, which no code object has in the end. */
enum {
    OP_SETUP_FINALLY = OPCODE_COUNT, /* jumps to where exceptions go from here on; OP_POP_BLOCK ends it */
    OP_SETUP_CLEANUP,                /* the same, with the index of the instruction pushed */
    OP_SETUP_WITH,                   /* the same, when the result of __enter__ is on the stack, which goes */
    OP_POP_BLOCK,
    OP_JUMP_NO_INTERRUPT,
    OP_TO_BOOL,       /* jumps and UNARY_NOT ask for the truth themselves */
    OP_JUMP_IF_FALSE, /* a -- a */
    OP_JUMP_IF_TRUE,
    OP_END_FOR, /* with OP_POP_ITER where FOR_ITER jumps to: that has taken the iterator already */
    OP_POP_ITER,
    OP_END_SEND,
    OP_STORE_FAST_MAYBE_NULL,
    OP_LOAD_FAST_CHECK,
    OP_NOT_TAKEN,
    OP_KW_NAMES, /* 3.11: the names of the call's keyword arguments, a constant; becomes a part of the call */
    OP_ALL
};

struct instr {
    uint16_t op;
    uint8_t pair; /* CPython makes one instruction of two: 1 the first, 2 the second (flow_pairs.c) */
    uint32_t arg;
    struct location at;
    struct block *target; /* of a jump, or of a handler that is set up */
    struct block *except; /* the handler of what it raises */
};

struct handler_stack;

struct block {          /* a basic block */
    struct block *list; /* the one that was made before it */
    struct block *next; /* in the order of instructions */
    struct instr *instrs;
    uint32_t used, capacity;
    int32_t predecessors, start_depth;
    uint32_t offset; /* in words, when they are put together */
    uint32_t unit_offset;
    uint64_t unsafe_locals;
    struct handler_stack *handlers;
    bool no_fallthrough, preserve_lasti, visited, exit, returns, labelled, except_handler, cold, warm;
};

/* ---- one code object under way ---------------------------------------------------------------------- */

enum unit_type {
    UNIT_MODULE,
    UNIT_CLASS,
    UNIT_FUNCTION,
    UNIT_ASYNC_FUNCTION,
    UNIT_LAMBDA,
    UNIT_COMPREHENSION,
    UNIT_ANNOTATIONS
};

enum frame_block_type {
    FRAME_WHILE,
    FRAME_FOR,
    FRAME_TRY_EXCEPT,
    FRAME_FINALLY_TRY,
    FRAME_FINALLY_END,
    FRAME_WITH,
    FRAME_HANDLER_CLEANUP,
    FRAME_POP_VALUE,
    FRAME_EXCEPTION_HANDLER,
    FRAME_GROUP_HANDLER,
    FRAME_STOP_ITERATION
};

struct frame_block { /* a statement that return, break and continue must leave in good order */
    enum frame_block_type type;
    struct block *block, *exit;
    const struct ast_list *finally; /* FRAME_FINALLY_TRY */
    addr name;                      /* FRAME_HANDLER_CLEANUP: of the exception; 0 none */
    struct location at;             /* FRAME_WITH */
    bool is_async;                  /* FRAME_WITH */
};

enum { FRAME_BLOCKS = 24 }; /* room; the version's bound is abi.code_blocks_max */

struct const_table { /* the constants of a code object; borrowed */
    addr *items;
    uint32_t count, capacity;
    struct name_map index; /* by address */
};

struct unit {
    struct unit *outer;
    struct scope *scope;
    enum unit_type type;
    addr name, qualname, private;
    struct name_map names, varnames, cellvars, freevars, fast_hidden;
    struct const_table consts;
    uint32_t argcount, posonlyargcount, kwonlyargcount;
    struct block *blocks, *entry, *current; /* blocks: the newest first */
    bool need_block;                        /* before the next instruction */
    struct frame_block frame_blocks[FRAME_BLOCKS];
    uint32_t frame_block_count;
    int32_t first_line;
    struct location at; /* where 3.11's compiler is */
    /* results of the optimization */
    uint32_t locals_and_cells;
    int32_t stack_size;
    /* 3.14 */
    struct name_map static_attributes;
    struct deferred *deferred, **deferred_end; /* annotations for __annotate__ */
    struct block *annotations;                 /* of a module: where __annotate__ is made */
    uint32_t conditional_depth, conditional_count, inlined;
};

/* ---- a compilation --------------------------------------------------------------------------- */

enum known { /* names that the compiler uses itself */
             KNOWN_MODULE_UNIT,
             KNOWN_LAMBDA,
             KNOWN_LISTCOMP,
             KNOWN_SETCOMP,
             KNOWN_DICTCOMP,
             KNOWN_GENEXPR,
             KNOWN_TOP,
             KNOWN_IMPLICIT,
             KNOWN_FORMAT_PARAMETER,
             KNOWN_FORMAT,
             KNOWN_NAME,
             KNOWN_MODULE,
             KNOWN_QUALNAME,
             KNOWN_DOC,
             KNOWN_CLASS,
             KNOWN_CLASSCELL,
             KNOWN_CLASSDICT,
             KNOWN_CLASSDICTCELL,
             KNOWN_FIRSTLINENO,
             KNOWN_STATIC_ATTRIBUTES,
             KNOWN_ANNOTATIONS,
             KNOWN_ANNOTATE,
             KNOWN_ANNOTATE_FUNC,
             KNOWN_CONDITIONAL_ANNOTATIONS,
             KNOWN_RETURN,
             KNOWN_SUPER,
             KNOWN_DEBUG,
             KNOWN_JOIN,
             KNOWN_EMPTY,
             KNOWN_TYPE_PARAMS,
             KNOWN_DOT_TYPE_PARAMS,
             KNOWN_DOT_GENERIC_BASE,
             KNOWN_DOT_DEFAULTS,
             KNOWN_DOT_KEYWORD_DEFAULTS,
             KNOWN_COUNT
};

struct text_names; /* from text to names (constants.c) */
struct merged;     /* the constants of the compilation (constants.c) */
struct held;       /* what else it keeps alive (constants.c) */

/* What the statements at work are the innermost block of, as far as it is one of these. */
enum place { PLACE_NONE, PLACE_FUNCTION, PLACE_LOOP, PLACE_FINALLY };

struct compiler {
    struct heap *h;
    const struct abi *abi;
    struct ast_arena *arena;
    size_t allocated;
    struct syntax_error *error;
    struct ast_module *module;
    addr filename;
    bool failed;
    bool aside;              /* syntax_error.aside of what is found now */
    enum heap_status status; /* of the failure */
    struct symtable *symtable;
    struct unit *unit;
    struct text_names *text_names;
    struct merged *merged;
    struct held *held;
    addr known[KNOWN_COUNT];
    uint32_t future_flags; /* of all code objects: CODE_FUTURE_ */
    uint32_t depth;        /* of recursion */
    enum place place;      /* while the tree is folded */
    bool shows;            /* COMPILE_SINGLE */
    struct block nothing;  /* what there is instead of a block when there is no memory */
};

/* compile.c */
bool future_annotations(const struct compiler *c); /* from __future__ import annotations */
void *compiler_alloc(struct compiler *c,
                     size_t size); /* zeroed; NULL: no memory, the compilation has failed */
void compiler_fail(struct compiler *c, enum heap_status status); /* an exception is pending in the heap */
void compiler_fail_memory(struct compiler *c);
/* SyntaxError. Formats: as printf's; %U with an addr is a str, %R its repr. */
void compiler_error(struct compiler *c, struct location at, const char *format, ...);
/* A SyntaxWarning; formats: as printf's. */
void compiler_warn(struct compiler *c, struct location at, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* compiler_error() of what the compiler finds in versions in which symbol tables do not find it yet. */
void compiler_error_found_early(struct compiler *c, struct location at, const char *message);

#define LATE_FUTURE "from __future__ imports must occur at the beginning of the file"
bool compiler_deeper(struct compiler *c); /* before a visit recurses; false: RecursionError */
void compiler_back(struct compiler *c);

/* ---- names and constants (constants.c) ------------------------------------------------------------ */

bool constants_begin(struct compiler *c);
void constants_end(struct compiler *c);                         /* lets all of them go */
addr name_of(struct compiler *c, struct ast_text text);         /* borrowed, interned; 0 when failed */
addr name_of_ascii(struct compiler *c, const char *text);       /* the same */
addr name_mangled(struct compiler *c, addr private, addr name); /* borrowed: __x in class C is _C__x */
addr unit_mangled(struct compiler *c, addr name);               /* the same in the unit */
bool name_is(const struct compiler *c, addr name, const char *text);
/* The constant equal to `o` (of the same type, zeros by sign), merged into the compilation's. Steals `o`; 0
 * is passed on. Borrowed. */
addr constant_merge(struct compiler *c, addr o);
addr constant_merge_flat(struct compiler *c, addr o); /* the same, items as they are */
addr constant_value(struct compiler *c,
                    struct ast_node *n); /* of an AST_CONSTANT: borrowed; made when first asked for */
void constant_fold(struct compiler *c, struct ast_node *n,
                   addr o); /* the node becomes this constant. Steals `o` */
addr constant_names(struct compiler *c, const addr *names,
                    size_t count); /* the same of names, which stay the interned ones */
/* With the strs in it interned that look like names, as constants of a code object are. Borrowed; tuples are
 * changed. */
addr constant_intern(struct compiler *c, addr o);
uint32_t constant_add(struct compiler *c,
                      addr o); /* its index in the unit's table. Borrows `o`, which has been merged */
uint32_t const_table_add(struct compiler *c, struct const_table *t, addr o); /* the same for some table */
addr constant_int(struct compiler *c, int64_t value);                        /* merged, borrowed */
addr constant_tuple(struct compiler *c, const addr *items,
                    size_t count); /* merged, borrowed; of merged items */

/* ---- emitting (emit.c) ----------------------------------------------------------------------- */

struct block *block_new(struct compiler *c); /* never NULL */
void block_use(struct compiler *c,
               struct block *b); /* instructions go there from now on; the current one falls through to it */
struct instr *block_append(struct compiler *c, struct block *b); /* NULL when failed */
/* `at` is where 3.14 says the instruction is; where the version's locations are those of the statement or
 * expression that is being visited, unit->at is used instead. Those with `nowhere` have no place in any
 * version. */
void emit(struct compiler *c, struct location at, unsigned op, uint32_t arg);
void emit_jump(struct compiler *c, struct location at, unsigned op, struct block *target);
void emit_nowhere(struct compiler *c, unsigned op, uint32_t arg);
void emit_jump_nowhere(struct compiler *c, unsigned op, struct block *target);
/* The jump over other branches: what 3.12 and later take for one that need not look for signals. */
static inline unsigned jump_over(const struct compiler *c)
{
    return c->abi->flow_is_late ? OP_JUMP_NO_INTERRUPT : OP_JUMP;
}
void emit_constant(struct compiler *c, struct location at, addr o); /* LOAD_CONST of a merged constant */
void emit_none(struct compiler *c, struct location at);
void emit_none_nowhere(struct compiler *c);
/* An instruction with a name from one of the unit's tables; mangled. */
void emit_name(struct compiler *c, struct location at, unsigned op, struct name_map *table, addr name);
uint32_t unit_index(struct compiler *c, struct name_map *table,
                    addr name); /* where it is in a table, added if need be */
/* 3.11's SET_LOC; answers where it was. */
static inline struct location move_to(struct compiler *c, struct location at)
{
    struct location before = c->unit->at;
    c->unit->at = at;
    return before;
}

/* Where an error in code generation is. */
static inline struct location error_place(const struct compiler *c, struct location at)
{
    return c->abi->locations_are_explicit || c->failed ? at : c->unit->at;
}

/* ---- code generation ------------------------------------------------------------------------------------
 */

/* compile_unit.c */
bool unit_enter(struct compiler *c, addr name, enum unit_type type, const void *key, int32_t line,
                addr private);
addr unit_leave(struct compiler *c, bool add_none); /* *new* code object; 0 when failed */
void push_frame_block(struct compiler *c, struct location at, enum frame_block_type type, struct block *block,
                      struct block *exit);
struct frame_block *top_frame_block(struct compiler *c); /* NULL: none */
void pop_frame_block(struct compiler *c);
void unwind(struct compiler *c, struct location *at, bool preserve, struct frame_block *loop);
void unwind_one(struct compiler *c, struct location *at, const struct frame_block *f, bool preserve);
void names_sort(const struct heap *h, addr *names, size_t count);
int name_scope(struct compiler *c, addr name); /* enum symbol_scope of a mangled name in the unit */
void compile_name(struct compiler *c, struct location at, addr name, enum ast_context context);
void compile_name_nowhere(struct compiler *c, addr name, enum ast_context context);

/* compile_statement.c */
void compile_statement(struct compiler *c, struct ast_node *s);
void compile_statements(struct compiler *c, const struct ast_list *body);
void compile_body(struct compiler *c, struct location at,
                  const struct ast_list *body);             /* of a module or class */
struct ast_node *docstring_of(const struct ast_list *body); /* NULL: none */

/* docstring.c */
addr docstring_value(struct compiler *c, struct ast_node *docstring); /* merged, borrowed */

/* compile_expression.c */
void compile_expression(struct compiler *c, struct ast_node *e);
void compile_expressions(struct compiler *c, const struct ast_list *list);
void compile_jump_if(struct compiler *c, struct location at, struct ast_node *e, struct block *next,
                     bool condition);
void compile_compare(struct compiler *c, struct location at, enum ast_compare op);
/* From where the attribute's name is on, when the expression goes over several lines. */
struct location attribute_place(struct location at, const struct ast_node *attribute);
bool is_slice_operation(const struct compiler *c,
                        const struct ast_node *slice); /* a[b:c], where that is one instruction */
void compile_slice_parts(struct compiler *c, struct ast_node *slice);
bool slice_is_constant(const struct ast_node *slice);

/* compile_display.c */
void compile_sequence(struct compiler *c, struct ast_node *e); /* LIST, TUPLE, SET */
void compile_dict(struct compiler *c, struct ast_node *e);
/* [*a, b, ...] with `pushed` items on the stack already. */
void compile_unpacked(struct compiler *c, struct location at, const struct ast_list *elements,
                      uint32_t pushed, unsigned build, unsigned add, unsigned extend, bool tuple);
enum { STACK_USE_GUIDELINE = 30 };

/* compile_call.c */
void compile_call(struct compiler *c, struct ast_node *e);
void compile_call_arguments(struct compiler *c, struct location at, uint32_t pushed,
                            const struct ast_list *args, const struct ast_keyword *keywords,
                            size_t keyword_count);
bool compile_super_attribute(struct compiler *c,
                             struct ast_node *e); /* super().name; false: it is something else */
void compile_joined_str(struct compiler *c, struct ast_node *e);
void compile_formatted(struct compiler *c, struct ast_node *e);
void compile_interpolation(struct compiler *c, struct ast_node *e);
void compile_template_str(struct compiler *c, struct ast_node *e);

/* compile_function.c */
void compile_function(struct compiler *c, struct ast_node *s);
void compile_lambda(struct compiler *c, struct ast_node *e);
void compile_closure(struct compiler *c, struct location at, addr code /* stolen */, uint32_t flags);
void compile_decorators(struct compiler *c, const struct ast_list *decorators);
void compile_apply_decorators(struct compiler *c, const struct ast_list *decorators);
void compile_stop_iteration_handler(struct compiler *c);
void compile_yield_value(struct compiler *c, struct location at);

/* compile_class.c */
void compile_class(struct compiler *c, struct ast_node *s);

/* compile_type_parameters.c: the unit around something generic, with its parameters on the stack; `arguments`
 * of its own. False when failed. */
bool compile_enter_type_parameters(struct compiler *c, addr name, const struct ast_type_parameters *l,
                                   int32_t line, uint32_t arguments, addr private, addr first_constant);
/* That unit made a function, which is called with as many arguments, which are on the stack. */
void compile_leave_type_parameters(struct compiler *c, struct location at, uint32_t arguments);
void compile_type_alias(struct compiler *c, struct ast_node *s);

/* compile_annotation.c */
void compile_ann_assign(struct compiler *c, struct ast_node *s);
uint32_t compile_function_annotations(struct compiler *c, struct location at, const struct ast_arguments *a,
                                      struct ast_node *returns); /* flags for MAKE_FUNCTION */
bool compile_enter_annotation(struct compiler *c, struct location at, const void *key, addr name);
void compile_deferred_annotations(struct compiler *c, struct location at);
bool has_annotations(const struct ast_list *body);

/* compile_comprehension.c */
void compile_comprehension(struct compiler *c, struct ast_node *e);

/* compile_try.c */
void compile_try(struct compiler *c, struct ast_node *s);
void compile_with(struct compiler *c, struct ast_node *s);
void compile_call_exit(struct compiler *c, struct location at);
/* What an iterator and a first value on the stack yield, until its result is there. Where it is asked for the
 * next one. */
struct block *compile_yield_from(struct compiler *c, struct location at, bool await);
enum awaited { AWAIT_EXPRESSION, AWAIT_ENTER, AWAIT_EXIT }; /* for the TypeError: what is no awaitable */
void compile_await(struct compiler *c, struct location at, enum awaited what);
/* The next item of the asynchronous iterator on the stack, above it; `except` where it has no more. As
 * compile_yield_from(). */
struct block *compile_async_next(struct compiler *c, struct location at, struct block *except);
void compile_end_async_for(struct compiler *c, struct location at, struct block *send);

/* compile_match.c */
void compile_match(struct compiler *c, struct ast_node *s);

/* unparse.c */
addr unparse(
    struct compiler *c,
    const struct ast_node *e); /* *new* str: the expression's source, as ast.unparse; 0 when failed */

/* ---- before code generation -------------------------------------------------------------------------------
 */

/* fold.c: what is constant. *new*, or 0: it raises, or would be too large. */
addr fold_binary(struct compiler *c, enum ast_operator op, addr a, addr b);
addr fold_unary(struct compiler *c, enum ast_unary op, addr a);
addr fold_subscript(struct compiler *c, addr a, addr key);
bool fold_truth(struct compiler *c, addr o);
/* doubtful.c: warnings about what is being compiled */
void doubtful_comparison(struct compiler *c, struct ast_node *e);
void doubtful_call(struct compiler *c, struct ast_node *e);
void doubtful_subscript(struct compiler *c, struct ast_node *e); /* one that is loaded */
void doubtful_assertion(struct compiler *c, struct ast_node *s);

/* fold_tree.c */
void fold_tree(struct compiler *c, struct ast_list *body);

/* ---- after it
 * -------------------------------------------------------------------------------------------------- */

/* The unit's blocks optimized and put in order, its constants chosen: by CPython 3.11 (flow_early.c) and 3.14
 * (flow_late.c). */
void flow_early(struct compiler *c, struct unit *u);
void flow_late(struct compiler *c, struct unit *u);
/* flow.c */
bool op_is_jump(unsigned op);
bool op_is_block_push(unsigned op);
bool op_is_conditional(unsigned op); /* POP_JUMP_IF_... */
unsigned op_reversed(unsigned op);   /* which jumps when that one does not */
#define COMPARE_TO_BOOL 16u          /* in the argument of a COMPARE_OP: 3.14 has its truth instead */
static inline bool op_has_target(unsigned op)
{
    return op_is_jump(op) || op_is_block_push(op);
}
static inline bool op_is_unconditional(unsigned op)
{
    return op == OP_JUMP || op == OP_JUMP_NO_INTERRUPT;
}
static inline bool op_is_exit(unsigned op)
{
    return op == OP_RETURN_VALUE || op == OP_RAISE_VARARGS || op == OP_RERAISE;
}
static inline struct instr *block_last(const struct block *b)
{
    return b->used ? &b->instrs[b->used - 1] : NULL;
}
static inline bool block_falls_through(const struct block *b)
{
    const struct instr *last = block_last(b);
    return !last || !(op_is_unconditional(last->op) || op_is_exit(last->op));
}
void block_insert(struct compiler *c, struct block *b, uint32_t where, struct instr i);
struct block **
flow_stack(struct compiler *c,
           const struct unit *u); /* room for all blocks; `visited` is cleared in all. NULL when failed */
void flow_optimize_swaps(struct compiler *c, struct block *b, uint32_t *i);
void flow_apply_swaps(struct block *b, uint32_t i);
void flow_label_handlers(struct compiler *c,
                         struct unit *u); /* instr->except, from the SETUP_ and POP_BLOCK instructions */
/* flow_cells.c: cells and free variables get their places, the instructions at the start of the function. */
uint32_t flow_prefix(struct compiler *c, struct unit *u,
                     bool generator); /* how many locals, cells, free variables */
/* stack_depth.c */
void stack_effect(const struct compiler *c, unsigned op, uint32_t arg, bool jump, int *popped, int *pushed);
int32_t stack_depth(struct compiler *c, struct unit *u, bool generator);
/* borrow.c */
void flow_borrow(struct compiler *c, struct unit *u);

/* units.c: the length of CPython's code */
uint32_t code_units(struct compiler *c, const struct unit *u);
/* assemble.c */
addr assemble(struct compiler *c, struct unit *u); /* *new* */

#endif
