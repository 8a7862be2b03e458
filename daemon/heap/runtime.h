/* What a heap asks of the language above it: to run functions written in Python. The library declares these
 * as weak, so that a program that links nothing but the heap has none of them: its heaps hold no functions
 * and no generators then.
 */
#ifndef HEAPD_HEAP_RUNTIME_H
#define HEAPD_HEAP_RUNTIME_H

#include "daemon/heap/object/class.h"
#include "daemon/heap/raise.h"

/* Calls a function object (KIND_FUNCTION). `call` as object_call() has it, without self. *new* result. */
enum heap_status runtime_call_function(struct heap *h, addr function, const struct call *call, addr *out)
    __attribute__((weak));

/* Resumes a generator with a value (borrowed; None for next()). *out *new*: what it yields; 0: it has ended,
 * with its value (*new*, or 0 for None) in *result where that is not NULL. */
enum heap_status runtime_send(struct heap *h, addr generator, addr value, addr *out, addr *result)
    __attribute__((weak));

/* gen.throw(): *out as runtime_send. `exits`: what the generator delegates to is closed by a GeneratorExit,
 * and it is not thrown in there. */
struct thrown {
    addr exception;   /* an exception object, borrowed */
    const addr *args; /* what throw() was given, for what has a throw() of its own; count 0: the exception */
    size_t count;
};
enum heap_status runtime_throw(struct heap *h, addr generator, const struct thrown *what, bool exits,
                               addr *out, addr *result) __attribute__((weak));

/* What a waiting generator delegates to (yield from): borrowed, 0 none. */
addr runtime_delegate(const struct heap *h, addr generator) __attribute__((weak));

/* gen.close(), also when a generator dies that has not ended. *result as runtime_send's, NULL: nobody wants
 * it. */
enum heap_status runtime_close(struct heap *h, addr generator, addr *result) __attribute__((weak));

/* A coroutine dies that nobody has awaited: it is warned of. Nothing is pending before and after. */
void runtime_never_awaited(struct heap *h, addr coroutine) __attribute__((weak));
/* The same of what a method of an asynchronous generator has answered. */
void runtime_method_never_awaited(struct heap *h, addr generator, const char *method) __attribute__((weak));

/* Tells the program of a pending exception that nobody else can be told of; it stays pending. `object` is
 * what raised it. */
bool runtime_unraisable(struct heap *h, const char *doing, addr object, addr exception) __attribute__((weak));

/* A program's run is being given up, and the frame on top has not been unwound: tells the host, once. */
void runtime_stopped(struct heap *h) __attribute__((weak));

/* What gc.set_debug() asks a collection to tell of: that it begins and ends, and objects that it has found
 * (`o`, which nothing may be done with). */
enum collection_note { COLLECTION_BEGINS, COLLECTION_ENDS, COLLECTION_COLLECTABLE, COLLECTION_UNCOLLECTABLE };
struct collection;
void runtime_collection(struct heap *h, enum collection_note note, addr o, const struct collection *c)
    __attribute__((weak));

/* super() without arguments: the class that the running function was defined in, and its first argument.
 * *new* references. */
enum heap_status runtime_super(struct heap *h, addr *type, addr *o) __attribute__((weak));

/* Instructions as they were compiled, from a copy of those of a code object, in which the evaluation has
 * noted what it met. */
void runtime_plain_instructions(uint32_t *words, size_t count) __attribute__((weak));

/* A code object ends of which sys.monitoring has noted something: frees that. */
void runtime_code_ends(struct heap *h, addr code) __attribute__((weak));

/* Regular expressions: what the methods of re.Pattern are written on. The compiled forms are the language's,
 * found by the pattern's text and flags. */
enum regex_how_to_match { REGEX_SEARCH, REGEX_MATCH, REGEX_FULLMATCH };
struct regex_call {
    addr pattern;    /* its text: str or bytes */
    uint32_t flags;  /* in force for the whole */
    addr subject;    /* str or bytes-like, of the same sort */
    size_t from, to; /* where to begin; what is taken for its end */
    uint8_t how;
    bool advances;      /* an empty match at `from` does not count */
    bool matched;       /* the result, and where it is true: */
    size_t groups;      /* (how many there are, the whole not counted: given) */
    int64_t last_index; /* of the group matched last, -1 none */
    int64_t *marks;     /* begin and end of the whole and of each group; -1 where it did not match */
};
enum heap_status runtime_regex_run(struct heap *h, struct regex_call *call) __attribute__((weak));

/* re.error(message, text, position): raises it. */
enum heap_status runtime_regex_error(struct heap *h, const char *message, addr text, int64_t position)
    __attribute__((weak));

/* The functions of the module with this number; NULL-named at the end. The definition of function `i` is
 * builtin_text(RUNTIME_FUNCTIONS + module, i). */
#define RUNTIME_FUNCTIONS (KIND_COUNT + 8u)
const struct builtin_method *runtime_functions(unsigned module) __attribute__((weak));
/* What messages put before the name of a function of that module: "math.", nothing for builtins. */
const char *runtime_functions_prefix(unsigned module) __attribute__((weak));

/* While h->watching_blocks: a block was made (`size` bytes were asked for), or `freed`: it is about to go. */
void runtime_block(struct heap *h, addr block, size_t size, bool freed) __attribute__((weak));

/* Builtins that are made when they are first asked for by `name` (0: all of them) are put into h->builtins.
 * HEAP_OK also if the name is none of theirs. */
enum heap_status runtime_late_builtins(struct heap *h, addr name) __attribute__((weak));

/* The name of a character as Unicode has it, NUL-terminated; false: it has none. */
bool runtime_character_name(uint32_t c, char name[150]) __attribute__((weak));
/* The character of a name; false: no character has it. */
bool runtime_named_character(const char *name, size_t length, uint32_t *c) __attribute__((weak));

/* warnings.warn(message, category, stacklevel=level), level 1 being the frame that runs: HEAP_RAISED where
 * filters make an exception of it. */
enum heap_status runtime_warn(struct heap *h, enum exception category, const char *message, unsigned level)
    __attribute__((weak));

/* MODULE.NAME of the program, which imports it where it has not. *new* */
enum heap_status runtime_imported(struct heap *h, const char *module, const char *name, addr *out)
    __attribute__((weak));

/* function(*args, **keywords) of a module of the library, whose frames leave the traceback of what it raises
 * (object/scripted.h). *new* */
enum heap_status runtime_library_call(struct heap *h, const char *module, const char *function,
                                      const struct call *call, addr *out) __attribute__((weak));

/* Threads take turns: one runs until it ends or waits. Lets another one that has been started run to its end;
 * *ran false: there is none. */
enum heap_status runtime_next_thread(struct heap *h, bool *ran) __attribute__((weak));
/* The one that runs: threading.get_ident(). */
uint64_t runtime_thread(const struct heap *h) __attribute__((weak));
/* A wait that nobody can end is an error: raises it. */
enum heap_status runtime_wait_for_ever(struct heap *h) __attribute__((weak));
/* A wait that nobody ended: the clock goes on by so much. */
void runtime_pass_time(struct heap *h, double seconds) __attribute__((weak));

/* Makes the part of the static area that belongs to the language: the last step of making a fresh heap. */
void runtime_boot(struct heap *h) __attribute__((weak));

#endif
