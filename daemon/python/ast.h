/* The abstract syntax tree of a module: the nodes of CPython's Parser/Python.asdl, by the same names.
 *
 * A tree lives in one arena in host memory (ast_free() ends it) and refers to nothing in a heap: names and
 * constants are spans of UTF-8 and numbers as text. Positions are CPython's: lines from 1, columns in UTF-8
 * bytes from 0, ends exclusive.
 */
#ifndef HEAPD_PYTHON_AST_H
#define HEAPD_PYTHON_AST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct ast_text { /* UTF-8, may hold NUL bytes, not terminated; lone surrogates as three bytes */
    const char *bytes;
    size_t length;
};

struct ast_position {
    uint32_t line, column, end_line, end_column;
};

enum {
    AST_MAX_DEPTH = 2990
}; /* nodes above each other, CPython's for what it compiles; a chain such as a + b + c or elif counts too */

enum ast_kind {
    AST_NONE,
    /* statements */
    AST_FUNCTION_DEF,
    AST_CLASS_DEF,
    AST_RETURN,
    AST_DELETE,
    AST_ASSIGN,
    AST_AUG_ASSIGN,
    AST_ANN_ASSIGN,
    AST_FOR,
    AST_WHILE,
    AST_IF,
    AST_WITH,
    AST_MATCH,
    AST_RAISE,
    AST_TRY,
    AST_ASSERT,
    AST_IMPORT,
    AST_IMPORT_FROM,
    AST_GLOBAL,
    AST_NONLOCAL,
    AST_EXPR,
    AST_PASS,
    AST_BREAK,
    AST_CONTINUE,
    AST_TYPE_ALIAS,
    /* expressions */
    AST_BOOL_OP,
    AST_NAMED_EXPR,
    AST_BIN_OP,
    AST_UNARY_OP,
    AST_LAMBDA,
    AST_IF_EXP,
    AST_DICT,
    AST_SET,
    AST_LIST_COMP,
    AST_SET_COMP,
    AST_DICT_COMP,
    AST_GENERATOR_EXP,
    AST_YIELD,
    AST_YIELD_FROM,
    AST_AWAIT,
    AST_COMPARE,
    AST_CALL,
    AST_FORMATTED_VALUE,
    AST_JOINED_STR,
    AST_INTERPOLATION,
    AST_TEMPLATE_STR,
    AST_CONSTANT,
    AST_ATTRIBUTE,
    AST_SUBSCRIPT,
    AST_STARRED,
    AST_NAME,
    AST_LIST,
    AST_TUPLE,
    AST_SLICE,
    /* patterns */
    AST_MATCH_VALUE,
    AST_MATCH_SINGLETON,
    AST_MATCH_SEQUENCE,
    AST_MATCH_MAPPING,
    AST_MATCH_CLASS,
    AST_MATCH_STAR,
    AST_MATCH_AS,
    AST_MATCH_OR,
    AST_KIND_COUNT
};

enum ast_context { AST_LOAD, AST_STORE, AST_DEL };
enum ast_bool { AST_AND, AST_OR };
enum ast_operator { /* the order of CPython's NB_ constants (Include/opcode.h), which inplace ones follow */
                    AST_ADD,
                    AST_BIT_AND,
                    AST_FLOOR_DIV,
                    AST_LSHIFT,
                    AST_MAT_MULT,
                    AST_MULT,
                    AST_MOD,
                    AST_BIT_OR,
                    AST_POW,
                    AST_RSHIFT,
                    AST_SUB,
                    AST_DIV,
                    AST_BIT_XOR,
                    AST_OPERATOR_COUNT
};
enum ast_unary { AST_INVERT, AST_NOT, AST_UADD, AST_USUB };
enum ast_compare { AST_LT, AST_LE, AST_EQ, AST_NE, AST_GT, AST_GE, AST_IN, AST_NOT_IN, AST_IS, AST_IS_NOT };

enum ast_constant {
    AST_CONST_NONE,
    AST_CONST_TRUE,
    AST_CONST_FALSE,
    AST_CONST_ELLIPSIS,
    AST_CONST_INT,     /* text: the literal without underscores, prefix and all */
    AST_CONST_FLOAT,   /* text likewise */
    AST_CONST_COMPLEX, /* text: the imaginary part, without the j */
    AST_CONST_STR,     /* text: the value, escapes done, adjacent literals joined */
    AST_CONST_BYTES,   /* text: the value, raw bytes */
    AST_CONST_OBJECT   /* folded by the compiler; no parser makes it */
};

struct ast_node;

struct ast_list { /* nodes; items may be NULL where ASDL allows (a dict's ** key, a keyword-only parameter's
                     default) */
    struct ast_node **items;
    size_t count;
};

struct ast_argument { /* arg */
    struct ast_text name;
    struct ast_node *annotation; /* NULL: none */
    struct ast_position at;
};

struct ast_arguments { /* arguments */
    struct ast_argument *positional_only, *positional, *keyword_only, *var_positional,
        *var_keyword; /* the last two NULL: none */
    size_t positional_only_count, positional_count, keyword_only_count;
    struct ast_list defaults;         /* of the last parameters of positional_only + positional */
    struct ast_list keyword_defaults; /* one for each keyword-only parameter, NULL where there is none */
};

struct ast_keyword { /* keyword; name.bytes NULL for **value */
    struct ast_text name;
    struct ast_node *value;
    struct ast_position at;
};

struct ast_alias {                 /* alias */
    struct ast_text name, as_name; /* name dotted, or "*"; as_name.bytes NULL: none */
    struct ast_position at;
};

struct ast_with_item {
    struct ast_node *context, *target; /* target NULL: none */
};

enum ast_type_parameter_kind { AST_TYPE_VAR, AST_TYPE_VAR_TUPLE, AST_PARAM_SPEC };

struct ast_type_parameter { /* type_param */
    enum ast_type_parameter_kind kind;
    struct ast_text name;
    struct ast_node *bound, *default_value; /* NULL: none. bound: of a TypeVar alone */
    bool constraints;                       /* the bound is a tuple of them (which may be folded) */
    struct ast_position at;
};

struct ast_type_parameters {
    struct ast_type_parameter *items;
    size_t count;
};

struct ast_handler {       /* ExceptHandler */
    struct ast_node *type; /* NULL: bare */
    struct ast_text name;  /* bytes NULL: none */
    struct ast_list body;
    struct ast_position at;
};

struct ast_comprehension {
    struct ast_node *target, *iterable;
    struct ast_list conditions;
    bool is_async;
};

struct ast_match_case {
    struct ast_node *pattern, *guard; /* guard NULL: none */
    struct ast_list body;
};

struct ast_node {
    enum ast_kind kind;
    struct ast_position at;
    union {
        struct { /* FUNCTION_DEF (body statements), LAMBDA (value in `returns`'s place: body_value) */
            struct ast_text name;
            struct ast_arguments *arguments;
            struct ast_list body, decorators;
            struct ast_type_parameters type_parameters;
            struct ast_node *returns;    /* annotation; NULL: none */
            struct ast_node *body_value; /* LAMBDA */
            bool is_async;
        } function;
        struct {
            struct ast_text name;
            struct ast_list bases, body, decorators;
            struct ast_type_parameters type_parameters;
            struct ast_keyword *keywords;
            size_t keyword_count;
        } class_def;
        struct ast_node *value; /* RETURN, EXPR, YIELD, YIELD_FROM, AWAIT, STARRED (value also has context),
                                   NULL where optional */
        struct ast_list list;   /* DELETE targets */
        struct {
            struct ast_list targets;
            struct ast_node *value;
        } assign;
        struct {
            struct ast_node *target, *value;
            enum ast_operator op;
        } aug_assign;
        struct {
            struct ast_node *target, *annotation, *value; /* value NULL: none */
            bool simple;                                  /* a bare name without parentheses */
        } ann_assign;
        struct {
            struct ast_node *name; /* a NAME to store to */
            struct ast_type_parameters parameters;
            struct ast_node *value;
        } type_alias;
        struct {
            struct ast_node *target, *iterable;
            struct ast_list body, or_else;
            bool is_async;
        } for_loop;
        struct { /* WHILE, IF */
            struct ast_node *test;
            struct ast_list body, or_else;
        } branch;
        struct {
            struct ast_with_item *items;
            size_t count;
            struct ast_list body;
            bool is_async;
        } with;
        struct {
            struct ast_node *subject;
            struct ast_match_case *cases;
            size_t count;
        } match;
        struct {
            struct ast_node *exception, *cause; /* NULL: none */
        } raise;
        struct {
            struct ast_list body, or_else, finally;
            struct ast_handler *handlers;
            size_t handler_count;
            bool is_star; /* TryStar: except* */
        } try;
        struct {
            struct ast_node *test, *message; /* message NULL: none */
        } assert;
        struct { /* IMPORT, IMPORT_FROM */
            struct ast_alias *aliases;
            size_t count;
            struct ast_text module; /* IMPORT_FROM; bytes NULL: none */
            uint32_t level;
        } import;
        struct { /* GLOBAL, NONLOCAL */
            struct ast_text *names;
            size_t count;
        } names;
        struct {
            enum ast_bool op;
            struct ast_list values;
        } bool_op;
        struct {
            struct ast_node *target, *value;
        } named;
        struct {
            struct ast_node *left, *right;
            enum ast_operator op;
        } bin_op;
        struct {
            struct ast_node *operand;
            enum ast_unary op;
        } unary_op;
        struct {
            struct ast_node *test, *body, *or_else;
        } if_exp;
        struct { /* keys: NULL where `**value` */
            struct ast_list keys, values;
        } dict;
        struct { /* LIST_COMP, SET_COMP, GENERATOR_EXP; DICT_COMP: element is the key */
            struct ast_node *element, *value;
            struct ast_comprehension *generators;
            size_t count;
        } comprehension;
        struct {
            struct ast_node *left;
            enum ast_compare *ops;
            struct ast_list comparators;
        } compare;
        struct {
            struct ast_node *function;
            struct ast_list args; /* STARRED among them */
            struct ast_keyword *keywords;
            size_t keyword_count;
        } call;
        struct {
            struct ast_node *value, *spec; /* spec: a JOINED_STR or NULL */
            struct ast_text source;        /* INTERPOLATION: the expression as it is written */
            char conversion;               /* 0, 's', 'r', 'a' */
        } formatted;
        struct ast_list values; /* JOINED_STR: CONSTANTs and FORMATTED_VALUEs; TEMPLATE_STR: CONSTANTs and
                                   INTERPOLATIONs */
        struct {
            enum ast_constant kind;
            struct ast_text text;
            bool u_prefix;
            uint64_t object; /* the compiler's: the value in the heap, once it has been made; with
                                AST_CONST_OBJECT there is no other */
        } constant;
        struct {
            struct ast_node *value;
            struct ast_text name;
            enum ast_context context;
        } attribute;
        struct {
            struct ast_node *value, *slice;
            enum ast_context context;
        } subscript;
        struct {
            struct ast_node *value;
            enum ast_context context;
        } starred;
        struct {
            struct ast_text id;
            enum ast_context context;
        } name;
        struct { /* LIST, TUPLE, SET */
            struct ast_list elements;
            enum ast_context context;
        } sequence;
        struct {
            struct ast_node *lower, *upper, *step; /* NULL: none */
        } slice;
        /* patterns: MATCH_VALUE and MATCH_SINGLETON have `value` above */
        struct ast_list patterns; /* MATCH_SEQUENCE, MATCH_OR */
        struct {
            struct ast_list keys, patterns;
            struct ast_text rest; /* bytes NULL: none */
        } match_mapping;
        struct {
            struct ast_node *type;
            struct ast_list patterns, keyword_patterns;
            struct ast_text *keyword_names; /* one for each keyword pattern */
        } match_class;
        struct ast_text match_star; /* bytes NULL: `*_` */
        struct {
            struct ast_node *pattern; /* NULL: a bare capture or the wildcard */
            struct ast_text name;     /* bytes NULL: `_` */
        } match_as;
    } u;
};

struct ast_arena;

struct ast_warning;

struct ast_module {
    struct ast_arena *arena;
    struct ast_list body;
    struct ast_warning *warnings, *last_warning; /* warn.h */
    /* For the compiler, as compile() is given them: */
    uint32_t futures; /* CODE_FUTURE_..., besides those that the module imports */
    uint8_t optimize; /* 1: without assert, __debug__ is False; 2: without docstrings, too */
};

/* A SyntaxError (or IndentationError, TabError): message as the version words it. */
struct syntax_error {
    char type[24]; /* "SyntaxError", ... */
    char message[256];
    struct ast_position at; /* column from 1, as in SyntaxError.offset; in characters, not bytes */
    bool no_memory;
    bool bare;        /* of the tokens: the line is told without its end */
    bool from_first;  /* the column counts from the beginning of line `first` */
    uint32_t reached; /* the line that had been read when it was found, where that matters (string sources) */
    uint32_t
        first; /* where what was kept of the text then begins: a line that goes on in the next, and so on */
    bool placeless;  /* it is about no place: the message is all */
    bool nowhere;    /* about no line of the file */
    char field[200]; /* the line that is told of the expression of an f-string, up to 3.11; empty: the line of
                        the source */
    bool aside;      /* of the symbol table or of futures: the place is in attributes alone, not in args */
    bool late;       /* the compiler's: the line is told only where it can be read again, from a file */
    bool parsed;     /* found while the text was parsed; of that, SyntaxError._metadata tells: */
    uint32_t statement_line, statement_column; /* the last compound statement before it; 0: none */
    bool incomplete; /* the text had been read to its end: more of it might be right */
};

/* What a parse may take: bytes of memory, and whether it may go on, which it asks every few thousand tokens,
 * nodes or bytes. What is refused for it is no_memory. */
struct ast_bounds {
    size_t left;
    bool (*goes_on)(void *context);
    void *context;
    bool runs_file; /* an interpreter reads its program itself: up to 3.12 the parser's errors count bytes then,
                       unless the file declares an encoding */
};

/* Where a text is from and what it is to be: what its errors tell of it depends on that, too. A line feed at
 * the end of the first two is added where it is missing. */
enum ast_input {
    AST_INPUT_FILE,
    AST_INPUT_STRING,
    AST_INPUT_SINGLE,    /* what the prompt takes at once: compile()'s mode "single" */
    AST_INPUT_EXPRESSION /* the module's only statement is an AST_EXPR then */
};

/* Parse `source` (UTF-8, length bytes) as a module of CPython 3.`minor`. True: *out is the caller's, to be
 * ended by ast_free(). False: *error says why. Never recurses without bound: what is nested deeper than a few
 * hundred levels is refused as CPython does. `bounds` (NULL: none) must live until the tree is ended. */
bool ast_parse_input(enum ast_input input, const char *source, size_t length, unsigned minor,
                     struct ast_bounds *bounds, struct ast_module *out, struct syntax_error *error);
/* The same of a string. */
bool ast_parse(const char *source, size_t length, unsigned minor, struct ast_bounds *bounds,
               struct ast_module *out, struct syntax_error *error);

/* Where the names are in a text, keywords not among them, as far as it consists of tokens: `most` at most.
 * How many there are. */
struct ast_name {
    uint32_t start, end;
};
size_t ast_names(const char *source, size_t length, unsigned minor, struct ast_bounds *bounds,
                 struct ast_name *out, size_t most);
void ast_free(struct ast_module *m);
bool ast_goes_on(const struct ast_bounds *bounds); /* NULL: always */

/* For those who build nodes: zeroed memory that lives as long as the tree; NULL when there is none. */
void *ast_alloc(struct ast_arena *arena, size_t size);

#endif
