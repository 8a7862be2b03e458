/* Symbol tables: which names a module, class or function binds and uses, and where each of them is found.
 * Mirrors Python/symtable.c.
 *
 * The first pass (symtable.c) collects from the tree what is done with each name in each scope; the second
 * (symtable_analyze.c) decides, from outside to inside, which names are local, global, free or cells.
 */
#ifndef HEAPD_PYTHON_SYMTABLE_H
#define HEAPD_PYTHON_SYMTABLE_H

#include "daemon/python/compiler.h"

enum {                         /* what is done with a name in a scope */
       SYMBOL_GLOBAL = 1 << 0, /* global statement */
       SYMBOL_LOCAL = 1 << 1,  /* assignment */
       SYMBOL_PARAM = 1 << 2,
       SYMBOL_NONLOCAL = 1 << 3, /* nonlocal statement */
       SYMBOL_USE = 1 << 4,
       SYMBOL_FREE_CLASS = 1 << 6, /* free in a method, and something else in the class */
       SYMBOL_IMPORT = 1 << 7,
       SYMBOL_ANNOTATED = 1 << 8,
       SYMBOL_ITERATED = 1 << 9, /* the target of a comprehension's for */
       SYMBOL_TYPE_PARAMETER = 1 << 10,
       SYMBOL_INLINED_CELL = 1 << 11,
       SYMBOL_BOUND = SYMBOL_LOCAL | SYMBOL_PARAM | SYMBOL_IMPORT,
       SYMBOL_SCOPE_SHIFT = 12
};

enum symbol_scope {
    SCOPE_NONE,
    SCOPE_LOCAL,
    SCOPE_GLOBAL_EXPLICIT,
    SCOPE_GLOBAL_IMPLICIT,
    SCOPE_FREE,
    SCOPE_CELL
};

enum scope_type { /* the last three from 3.12: around a generic function or class, of an alias's value, of a
                     bound or default */
                  SCOPE_MODULE,
                  SCOPE_CLASS,
                  SCOPE_FUNCTION,
                  SCOPE_ANNOTATION,
                  SCOPE_TYPE_PARAMETERS,
                  SCOPE_TYPE_ALIAS,
                  SCOPE_TYPE_VARIABLE
};

enum comprehension {
    NO_COMPREHENSION,
    LIST_COMPREHENSION,
    SET_COMPREHENSION,
    DICT_COMPREHENSION,
    GENERATOR_EXPRESSION
};

struct scope_list {
    struct scope **items;
    uint32_t count, capacity;
};

struct directive { /* a name in a global or nonlocal statement, for messages */
    struct directive *next;
    addr name;
    struct location at;
};

struct scope {
    enum scope_type type;
    addr name;
    addr function_name; /* 3.14: of a function's annotations: the function's; else 0 */
    struct location at;
    struct scope *outer;        /* where the first pass goes back to */
    struct name_map symbols;    /* flags, and from the second pass on the scope */
    struct name_map parameters; /* in order; values are their indexes */
    struct scope_list children;
    struct directive *directives;
    struct scope *annotation_block; /* 3.14: of a module's or class's variables */
    const char *what;               /* SCOPE_TYPE_VARIABLE: "a TypeVar bound", ..., for messages */
    struct name_map
        mangled; /* with some_mangled: the names that are private ones of the class, and no others */
    enum comprehension comprehension;
    uint32_t in_iterable; /* nesting of comprehensions' iterables */
    bool nested, generator, coroutine, is_method, has_varargs, has_varkeywords, has_docstring;
    bool needs_class_closure, needs_classdict, inlined, in_target, sees_class, annotations_used;
    bool conditional_annotations, in_conditional, unevaluated, some_mangled;
};

struct symtable {
    struct scope *top, *current;
    struct name_map scopes; /* by the address of the node; values are indexes */
    struct scope_list all;
    addr private;
    struct location around; /* 3.11: what is said to forbid a name; line 0: the name's own place */
    struct location future; /* the last of the __future__ imports */
};

/* Both passes. The compilation has failed when there are errors. */
void symtable_build(struct compiler *c, const struct ast_list *body);
/* The scope that belongs to a node (or to what the key stands for); NULL: none. */
struct scope *symtable_scope(const struct compiler *c, const void *key);
/* The scope of the annotations of a module's or class's variables, and its key. */
static inline const void *annotation_key(const struct scope *s)
{
    return (const char *)s + 1;
}

/* The keys of the scope around something generic, and of the defaults in it; that of a bound is its
 * parameter. */
static inline const void *type_parameters_key(const struct ast_type_parameters *l)
{
    return (const char *)l->items + 2;
}
static inline const void *type_default_key(const struct ast_type_parameter *t)
{
    return (const char *)t + 1;
}
/* What a name is in the scope, inside of the class `private`. Borrowed. */
addr scope_mangled(struct compiler *c, const struct scope *s, addr private, addr name);

static inline int64_t scope_symbol(const struct scope *s, addr name)
{
    return name_map_get(&s->symbols, name, 0);
}
static inline enum symbol_scope symbol_scope(int64_t symbol)
{
    return (enum symbol_scope)(symbol >> SYMBOL_SCOPE_SHIFT & 7);
}
static inline bool scope_is_function(const struct scope *s)
{
    return s->type >= SCOPE_FUNCTION;
}

/* Does a call make an object whose frame waits: a generator, a coroutine, an asynchronous generator? */
static inline bool scope_waits(const struct scope *s)
{
    return scope_is_function(s) && (s->generator || s->coroutine);
}
static inline bool scope_is_async_generator(const struct scope *s)
{
    return s->generator && s->coroutine;
}

void symtable_analyze(struct compiler *c); /* symtable_analyze.c */
/* SyntaxError where the scope says global or nonlocal of the name. */
void symtable_directive_error(struct compiler *c, const struct scope *s, addr name, const char *format);

#endif
