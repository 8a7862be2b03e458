/* The instructions of code objects: a stack machine close to CPython 3.11's, one 32-bit word each, the opcode in the low 8 bits, its argument
 * in the upper 24. Jumps go to a word's index. What moves references moves them as CPython's instruction of that name does,
 * so that every count that a program can see is CPython's. Cache words follow some instructions (opcode_caches()): the compiler emits zeros.
 *
 * Stack effects are written before -- after, the top at the right. NULL is an empty slot.
 *
 * Calls find two slots below their arguments: one of them NULL and the other the callable, in either order; or a callable and above it what
 * comes before the arguments (a method's self, an exit's first None, what a decorator is called with).
 */
#ifndef HEAPD_PYTHON_OPCODE_H
#define HEAPD_PYTHON_OPCODE_H

#include <stdint.h>

/* X(name, cache words) */
#define PYTHON_OPCODES(X)                                                                                     \
    X(NOP, 0)                                                                                                 \
    X(RESUME, 0)              /* arg 0: function start, 1: after yield, 2: after yield from, 3: after await */               \
    X(POP_TOP, 0)             /* a -- */                                                                     \
    X(PUSH_NULL, 0)           /* -- NULL */                                                                  \
    X(COPY, 0)                /* arg n: the n-th from the top, 1 the top, is pushed again */                 \
    X(SWAP, 0)                /* arg n: the top and the n-th from the top change places */                   \
    X(LOAD_CONST, 0)          /* -- consts[arg] */                                                           \
    X(LOAD_FAST, 0)           /* -- local; UnboundLocalError */                                              \
    X(LOAD_FAST_BORROW, 0)    /* the same without a reference of its own (3.14's rule, decided by the compiler) */ \
    X(LOAD_FAST_AND_CLEAR, 0) /* -- local or NULL, the local is empty then (inlined comprehensions) */       \
    X(STORE_FAST, 0)          /* a -- ; a may be NULL */                                                     \
    X(DELETE_FAST, 0)                                                                                         \
    X(MAKE_CELL, 0)           /* the local at arg becomes a cell that holds it */                            \
    X(LOAD_CLOSURE, 0)        /* -- the cell at arg itself */                                                \
    X(LOAD_DEREF, 0)          /* -- what the cell holds; NameError, UnboundLocalError */                     \
    X(LOAD_CLASSDEREF, 0)     /* the class namespace first, then the cell */                                 \
    X(STORE_DEREF, 0)                                                                                         \
    X(DELETE_DEREF, 0)                                                                                        \
    X(COPY_FREE_VARS, 0)      /* arg: how many cells of the function's closure become the last locals */     \
    X(LOAD_NAME, 0)           /* names[arg]: locals, globals, builtins */                                    \
    X(STORE_NAME, 0)                                                                                          \
    X(DELETE_NAME, 0)                                                                                         \
    X(LOAD_GLOBAL, 3)         /* arg >> 1 the name; arg & 1: NULL is pushed first */                         \
    X(STORE_GLOBAL, 0)                                                                                        \
    X(DELETE_GLOBAL, 0)                                                                                       \
    X(LOAD_LOCALS, 0)         /* -- the frame's namespace dict */                                            \
    X(LOAD_FROM_DICT_OR_DEREF, 0)   /* namespace -- value: its entry of the name of the local at arg, or what the cell holds */ \
    X(LOAD_FROM_DICT_OR_GLOBALS, 0) /* namespace -- value: its entry names[arg], or that of globals, builtins */ \
    X(LOAD_SMALL_INT, 0)      /* -- the int arg, 0 to 255 (3.14: it is in no constant table) */              \
    X(LOAD_BUILD_CLASS, 0)                                                                                    \
    X(LOAD_ASSERTION_ERROR, 0) /* arg 1: NotImplementedError */                                              \
    X(UNARY_NEGATIVE, 0)                                                                                      \
    X(UNARY_POSITIVE, 0)                                                                                      \
    X(UNARY_NOT, 0)                                                                                           \
    X(UNARY_INVERT, 0)                                                                                        \
    X(BINARY_OP, 0)           /* a b -- a op b; arg enum ast_operator, + AST_OPERATOR_COUNT in place */      \
    X(BINARY_SUBSCR, 0)       /* o key -- o[key] */                                                          \
    X(STORE_SUBSCR, 0)        /* value o key -- */                                                           \
    X(DELETE_SUBSCR, 0)       /* o key -- */                                                                 \
    X(BINARY_SLICE, 0)        /* o start stop -- o[start:stop] (3.12 on) */                                  \
    X(STORE_SLICE, 0)         /* value o start stop -- (3.12 on) */                                          \
    X(BUILD_SLICE, 0)         /* arg 2 or 3 */                                                               \
    X(COMPARE_OP, 0)          /* a b -- result; arg enum ast_compare, AST_LT to AST_GE */                    \
    X(IS_OP, 0)               /* arg 1: is not */                                                            \
    X(CONTAINS_OP, 0)         /* item container -- bool; arg 1: not in */                                    \
    X(LOAD_ATTR, 3)           /* o -- o.names[arg] */                                                        \
    X(LOAD_METHOD, 3)         /* o -- function o | NULL attribute */                                         \
    X(LOAD_SUPER_ATTR, 0)     /* super class self -- attribute (3.12 on); arg >> 2 the name; arg & 1: as LOAD_METHOD; arg & 2: super() had arguments */ \
    X(STORE_ATTR, 3)          /* value o -- */                                                               \
    X(DELETE_ATTR, 0)         /* o -- */                                                                     \
    X(CALL, 0)                /* NULL callable args[arg] | callable NULL args[arg] | callable first args[arg] -- result */ \
    X(CALL_NAMED, 1)          /* as CALL_KW, with the tuple of names not on the stack: the word that follows is its index in consts (3.11) */ \
    X(CALL_KW, 0)             /* the same, and above the args (keyword ones last) a tuple of their names; arg counts all args */ \
    X(CALL_FUNCTION_EX, 0)    /* NULL callable args [kwargs] | callable NULL args [kwargs] -- result; arg & 1: with kwargs, which may be NULL */ \
    X(MAKE_FUNCTION, 0)       /* [defaults] [kwdefaults] [annotations | annotate] [closure] code -- function; arg bits 1 2 4 | 16 8 */ \
    X(BUILD_TUPLE, 0)                                                                                         \
    X(BUILD_LIST, 0)                                                                                          \
    X(BUILD_SET, 0)                                                                                           \
    X(BUILD_MAP, 0)           /* arg pairs: key value ... -- dict */                                         \
    X(BUILD_CONST_KEY_MAP, 0) /* arg values and a tuple of keys -- dict */                                   \
    X(BUILD_STRING, 0)        /* arg strs -- str */                                                          \
    X(BUILD_TEMPLATE, 0)      /* strings interpolations, tuples -- template */                               \
    X(BUILD_INTERPOLATION, 0) /* value str [spec] -- interpolation; arg & 1: with spec; arg >> 2: its conversion, as CONVERT_VALUE's */ \
    X(LIST_APPEND, 0)         /* a -- ; to the list that is the arg-th from the top when a is gone; so do those that follow */ \
    X(SET_ADD, 0)                                                                                             \
    X(MAP_ADD, 0)             /* key value -- */                                                             \
    X(LIST_EXTEND, 0)         /* iterable -- */                                                              \
    X(SET_UPDATE, 0)                                                                                          \
    X(DICT_UPDATE, 0)         /* mapping -- ; for {**m} */                                                   \
    X(DICT_MERGE, 0)          /* mapping -- ; for f(**m): a key that is there already is a TypeError; the callable is at arg + 2 */ \
    X(LIST_TO_TUPLE, 0)                                                                                       \
    X(UNPACK_SEQUENCE, 0)     /* iterable -- arg items, the first on top */                                  \
    X(UNPACK_EX, 0)           /* arg before | after << 8: ... the starred one a list */                      \
    X(CONVERT_VALUE, 0)       /* a -- str(a), repr(a), ascii(a); arg 1 2 3 */                                \
    X(FORMAT_SIMPLE, 0)       /* a -- format(a, '') (a itself when it is exactly a str); arg 1 2 3: a converted as CONVERT_VALUE does first */ \
    X(FORMAT_WITH_SPEC, 0)    /* a spec -- format(a, spec); arg likewise */                                  \
    X(GET_ITER, 0)                                                                                            \
    X(FOR_ITER, 0)            /* iterator -- iterator item; after the last: iterator -- and jumps */         \
    X(JUMP, 0)                                                                                                \
    X(JUMP_BACKWARD, 0)       /* the only way back: counts a step, safe point */                             \
    X(POP_JUMP_IF_FALSE, 0)                                                                                   \
    X(POP_JUMP_IF_TRUE, 0)                                                                                    \
    X(POP_JUMP_IF_NONE, 0)                                                                                    \
    X(POP_JUMP_IF_NOT_NONE, 0)                                                                                \
    X(JUMP_IF_FALSE_OR_POP, 0)                                                                                \
    X(JUMP_IF_TRUE_OR_POP, 0)                                                                                 \
    X(RETURN_VALUE, 0)                                                                                        \
    X(RETURN_GENERATOR, 0)    /* the frame becomes a generator, which is returned; then POP_TOP, RESUME 0 */ \
    X(YIELD_VALUE, 0)         /* a -- what is sent */                                                        \
    X(GET_YIELD_FROM_ITER, 0) /* iterable -- iterator */                                                     \
    X(SEND, 0)                /* receiver value -- receiver yielded; at the end: receiver value -- result and jumps (3.11's) */ \
    X(CLEANUP_THROW, 0)       /* receiver last exception -- result (3.12's): StopIteration becomes its value, else raised again */ \
    X(GET_AWAITABLE, 0)       /* awaitable -- iterator; arg 1, 2: of __aenter__, __aexit__ */                \
    X(GET_AITER, 0)           /* iterable -- asynchronous iterator */                                        \
    X(GET_ANEXT, 0)           /* asynchronous iterator -- asynchronous iterator awaited: the iterator of the next item */\
    X(END_ASYNC_FOR, 0)       /* asynchronous iterator exception -- ; any but StopAsyncIteration is raised again */\
    X(ASYNC_GEN_WRAP, 0)      /* a -- a as an item that an asynchronous generator yields */                  \
    X(BEFORE_ASYNC_WITH, 0)   /* manager -- exit entered, both of the asynchronous protocol */               \
    X(PUSH_EXC_INFO, 0)       /* exception -- previous exception */                                          \
    X(POP_EXCEPT, 0)          /* previous -- */                                                              \
    X(CHECK_EG_MATCH, 0)      /* exception types -- rest match, None for nothing */                             \
    X(CHECK_EXC_MATCH, 0)     /* exception type -- exception bool */                                         \
    X(RERAISE, 0)             /* exception -- ; arg 1, 2: what is so far below it is where it was raised */                        \
    X(RAISE_VARARGS, 0)       /* arg 0, 1 exception, 2 exception cause */                                    \
    X(BEFORE_WITH, 0)         /* manager -- exit entered */                                                  \
    X(LOAD_SPECIAL, 0)        /* o -- method o | attribute NULL (3.14); arg 0 __enter__, 1 __exit__, 2 __aenter__, 3 __aexit__: looked up in its type; TypeError: 'X' object does not support the context manager protocol */ \
    X(WITH_EXCEPT_START, 0)   /* exit lasti previous exception -- ... result (exit is the 4th from the top); arg 1: exit self-or-NULL lasti previous exception */ \
    X(IMPORT_NAME, 0)         /* level fromlist -- module */                                                 \
    X(IMPORT_FROM, 0)         /* module -- module attribute */                                               \
    X(IMPORT_STAR, 0)         /* module -- */                                                                \
    X(SETUP_ANNOTATIONS, 0)                                                                                   \
    X(GET_LEN, 0)             /* o -- o len(o) */                                                            \
    X(MATCH_MAPPING, 0)       /* o -- o bool */                                                              \
    X(MATCH_SEQUENCE, 0)                                                                                      \
    X(MATCH_KEYS, 0)          /* o keys -- o keys values | None */                                           \
    X(MATCH_CLASS, 0)         /* o type names -- attributes | None; arg: how many are positional */          \
    X(STORE_RESULT, 0)        /* a -- ; the value of the last expression of an exec; arg 1: to sys.displayhook() */ \
    X(CALL_INTRINSIC_1, 0)    /* a -- result; arg enum intrinsic (3.12 on) */                                \
    X(CALL_INTRINSIC_2, 0)    /* a b -- result */                                                            \
    X(PREP_RERAISE_STAR, 0)   /* exception list -- what is to be raised, or None (up to 3.11) */                \
    X(STOP_ITERATION_ERROR, 0)/* exception -- exception: a StopIteration that leaves a generator is a RuntimeError */

/* What the evaluation puts in the place of some of them while a program runs (specialize.h), where what was met the last time is likely to be met
 * again: X(name, the instruction that it stands for). They take the same argument and the same number of cache words, and do the same. */
#define PYTHON_SPECIAL_OPCODES(X)                                                                             \
    X(LOAD_GLOBAL_MODULE, LOAD_GLOBAL)   /* caches: tag of the globals' keys, -, where in them the value is */ \
    X(LOAD_GLOBAL_BUILTIN, LOAD_GLOBAL)  /* tags of the keys of globals and builtins, where in those the value is */ \
    X(LOAD_ATTR_VALUE, LOAD_ATTR)        /* tag of the type, index among the values of the instance */        \
    X(LOAD_ATTR_SLOT, LOAD_ATTR)         /* tag of the type, offset in the instance */                        \
    X(LOAD_ATTR_OF_TYPE, LOAD_ATTR)      /* tag of the type, how many shared keys, what was found */          \
    X(LOAD_ATTR_MODULE, LOAD_ATTR)       /* tag of the keys of the module's dict, where in them the value is */ \
    X(LOAD_METHOD_OF_TYPE, LOAD_METHOD)  /* as LOAD_ATTR_OF_TYPE */                                           \
    X(STORE_ATTR_VALUE, STORE_ATTR)      /* as LOAD_ATTR_VALUE */                                             \
    X(STORE_ATTR_SLOT, STORE_ATTR)                                                                            \
    X(BINARY_OP_ADD_INT, BINARY_OP)      /* these have no caches: two exact ints, or floats, the last time */ \
    X(BINARY_OP_SUBTRACT_INT, BINARY_OP)                                                                      \
    X(BINARY_OP_MULTIPLY_INT, BINARY_OP)                                                                      \
    X(BINARY_OP_INT, BINARY_OP)          /* any other operation of two ints */                                \
    X(BINARY_OP_ADD_FLOAT, BINARY_OP)                                                                         \
    X(BINARY_OP_SUBTRACT_FLOAT, BINARY_OP)                                                                    \
    X(BINARY_OP_MULTIPLY_FLOAT, BINARY_OP)

/* Two of them in one go, the second one's word where it always is: X(first, second). They stand in the place of the first (specialize_pairs()). */
#define PYTHON_PAIRS(X)                                                                                       \
    PYTHON_LOCAL_PAIRS(X)                                                                                     \
    PYTHON_ATTRIBUTE_PAIRS(X)

/* A variable's attribute, where that is quick: the variable is not counted meanwhile. */
#define PYTHON_ATTRIBUTE_PAIRS(X)                                                                             \
    X(LOAD_FAST, LOAD_ATTR)                                                                                   \
    X(LOAD_FAST, STORE_ATTR)                                                                                  \
    X(LOAD_FAST_BORROW, LOAD_ATTR)                                                                            \
    X(LOAD_FAST_BORROW, STORE_ATTR)

#define PYTHON_LOCAL_PAIRS(X)                                                                                       \
    X(LOAD_FAST, LOAD_FAST)                                                                                   \
    X(LOAD_FAST, LOAD_CONST)                                                                                  \
    X(LOAD_CONST, LOAD_FAST)                                                                                  \
    X(STORE_FAST, LOAD_FAST)                                                                                  \
    X(STORE_FAST, STORE_FAST)                                                                                 \
    X(POP_TOP, LOAD_FAST)                                                                                     \
    X(LOAD_FAST_BORROW, LOAD_FAST_BORROW)                                                                     \
    X(LOAD_FAST_BORROW, LOAD_CONST)                                                                           \
    X(LOAD_FAST_BORROW, LOAD_SMALL_INT)                                                                       \
    X(STORE_FAST, LOAD_FAST_BORROW)                                                                           \
    X(POP_TOP, LOAD_FAST_BORROW)

enum opcode {
#define X(name, caches) OP_##name,
    PYTHON_OPCODES(X)
#undef X
    OPCODE_COUNT,
    OPCODE_BEFORE_SPECIAL = OPCODE_COUNT - 1,
#define X(name, general) OP_##name,
    PYTHON_SPECIAL_OPCODES(X)
#undef X
#define X(first, second) OP_##first##__##second,
    PYTHON_PAIRS(X)
#undef X
};

enum intrinsic { /* what CALL_INTRINSIC_1 and _2 do */
    INTRINSIC_TYPEVAR,           /* name -- TypeVar */
    INTRINSIC_TYPEVARTUPLE,      /* name -- TypeVarTuple */
    INTRINSIC_PARAMSPEC,         /* name -- ParamSpec */
    INTRINSIC_SUBSCRIPT_GENERIC, /* parameters -- Generic[parameters] */
    INTRINSIC_TYPEALIAS,         /* (name, parameters or None, function) -- TypeAliasType */
    INTRINSIC_TYPEVAR_WITH_BOUND,       /* name function -- TypeVar */
    INTRINSIC_TYPEVAR_WITH_CONSTRAINTS, /* the same */
    INTRINSIC_SET_FUNCTION_TYPE_PARAMS, /* function parameters -- function */
    INTRINSIC_SET_TYPEPARAM_DEFAULT,    /* parameter function -- parameter */
    INTRINSIC_PREP_RERAISE_STAR         /* exception list -- what is to be raised, or None */
};

#define OPCODE_MAX_ARG 0xffffffu

static inline unsigned opcode_caches(enum opcode op)
{
    static const uint8_t caches[] = {
#define X(name, caches) caches,
        PYTHON_OPCODES(X)
#undef X
    };
    return op < OPCODE_COUNT ? caches[op] : 0;
}

static inline uint32_t instruction(enum opcode op, uint32_t arg) { return (uint32_t)op | arg << 8; }

#endif
