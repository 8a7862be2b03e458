/* exec, eval, compile, and what looks at namespaces. */
#include <stdlib.h>
#include <string.h>

#include "daemon/heap/heap.h"
#include "daemon/heap/memory.h"
#include "daemon/heap/object/arguments.h"
#include "daemon/heap/object/bytes.h"
#include "daemon/heap/object/dict.h"
#include "daemon/heap/object/exception.h"
#include "daemon/heap/object/int.h"
#include "daemon/heap/object/names.h"
#include "daemon/heap/object/operator.h"
#include "daemon/heap/object/special.h"
#include "daemon/heap/object/str.h"
#include "daemon/heap/object/utf8.h"
#include "daemon/python/compile_source.h"
#include "daemon/python/encoding.h"
#include "daemon/python/evaluate.h"
#include "daemon/python/import.h"
#include "daemon/python/modules/builtins.h"

/* ---- namespaces ------------------------------------------------------------------------------ */

enum heap_status builtin_globals(struct heap *h, const struct call *call, addr *out)
{
    (void)call;
    *out = incref(h, h->frame ? iframe_at(h, h->frame)->globals : h->globals);
    return HEAP_OK;
}

enum heap_status builtin_locals(struct heap *h, const struct call *call, addr *out)
{
    (void)call;
    if (!h->frame)
        return builtin_globals(h, call, out);
    addr object = frame_object_of(h, h->frame);
    if (!object)
        return raise_status(h);
    enum heap_status status = frame_object_locals(h, object, out);
    decref(h, object);
    return status;
}

enum heap_status builtin_vars(struct heap *h, const struct call *call, addr *out)
{
    if (!call->count)
        return builtin_locals(h, call, out);
    enum heap_status status = object_getattr(h, call->args[0], known_name(h, NAME_DICT), out);
    if (status == HEAP_RAISED && exception_matches(h, h->exception_type[EXC_ATTRIBUTE_ERROR])) {
        heap_clear_raised(h);
        return raise_error(h, EXC_TYPE_ERROR, "vars() argument must have __dict__ attribute");
    }
    return status;
}

/* The keys of the variables here, which a mapping of any kind may hold. *out *new* */
static enum heap_status keys_of_locals(struct heap *h, const struct call *call, addr *out)
{
    addr locals, keys;
    enum heap_status status = builtin_locals(h, call, &locals);
    if (status != HEAP_OK || object_is_exact(h, locals, KIND_DICT)) {
        *out = status == HEAP_OK ? locals : 0;
        return status;
    }
    addr method = str_from_ascii(h, "keys");
    status = method ? object_call_method(h, locals, method, NULL, 0, NULL, NULL, 0, &keys) : raise_status(h);
    xdecref(h, method);
    decref(h, locals);
    if (status == HEAP_OK)
        *out = keys;
    return status;
}

enum heap_status builtin_dir(struct heap *h, const struct call *call, addr *out)
{
    addr names = 0, list;
    enum heap_status status;
    if (call->count) {
        addr found = special_lookup(h, call->args[0], known_name(h, NAME_DIR));
        if (!found)
            return raise_error(h, EXC_TYPE_ERROR, "object does not provide __dir__");
        status = special_call_bound(h, found, call->args[0], NULL, 0, &names);
    } else {
        status = keys_of_locals(h, call, &names);
    }
    if (status != HEAP_OK)
        return status;
    list = list_from_iterable(h, names);
    decref(h, names);
    status = list ? list_sort(h, list, 0, false) : raise_status(h);
    if (status == HEAP_OK)
        *out = list;
    else
        xdecref(h, list);
    return status;
}

/* ---- code ------------------------------------------------------------------------------------ */

struct namespaces {
    addr globals, locals;
};

/* Is it something like a mapping (PyMapping_Check)? */
static bool has_items(struct heap *h, addr o)
{
    return special_lookup(h, o, known_name(h, NAME_GETITEM)) != 0;
}

/* The frame's own where none are given; builtins are put into globals that have none. */
static enum heap_status take_namespaces(struct heap *h, const struct call *call, const char *function,
                                        struct namespaces *n, addr *own)
{
    static const char *const names[] = {"globals", "locals", NULL}, *const names_of_exec[] = {
                                                                        "globals", "locals", "closure", NULL};
    bool eval = !strcmp(function, "eval");
    addr globals = call_argument(h, call, 1, "globals"), locals = call_argument(h, call, 2, "locals");
    enum heap_status status = HEAP_OK;
    *own = 0;
    if (call->kwcount && !h->abi.eval_takes_keywords &&
        (eval || globals != call_argument(h, call, 1, "") || locals != call_argument(h, call, 2, "")))
        return raise_error(h, EXC_TYPE_ERROR, "%s() takes no keyword arguments", function);
    status = call_check_keywords(h, call, function, eval ? names : names_of_exec);
    if (status != HEAP_OK)
        return status;
    if (globals == none(h))
        globals = 0;
    if (locals == none(h))
        locals = 0;
    if (eval && locals && !has_items(h, locals))
        return raise_error(h, EXC_TYPE_ERROR, "locals must be a mapping");
    if (globals && !dict_is_kind(h, globals))
        return eval ? raise_error(h, EXC_TYPE_ERROR,
                                  has_items(h, globals)
                                      ? "globals must be a real dict; try eval(expr, {}, mapping)"
                                      : "globals must be a dict")
                    : raise_error(h, EXC_TYPE_ERROR, "exec() globals must be a dict, not %.100s",
                                  object_type_name(h, globals));
    if (!eval && locals && !has_items(h, locals))
        return raise_error(h, EXC_TYPE_ERROR, "locals must be a mapping or None, not %.100s",
                           object_type_name(h, locals));
    if (!globals) {
        n->globals = h->frame ? iframe_at(h, h->frame)->globals : h->globals;
        if (!locals) {
            struct call nothing = {0};
            status = builtin_locals(h, &nothing, own);
            locals = *own; /* 0 if that failed */
        }
    } else {
        n->globals = globals;
        if (!locals)
            locals = globals;
        addr key = known_name(h, NAME_BUILTINS_METHOD);
        if (!dict_get_str(h, globals, key))
            status = dict_set(h, globals, key, h->frame ? iframe_at(h, h->frame)->builtins : h->builtins);
    }
    n->locals = locals;
    return status;
}

/* Text as it is, a str as UTF-8, in the tables area. */
static enum heap_status source_bytes(struct heap *h, addr source, const char *function, addr *table,
                                     size_t *length)
{
    enum kind kind = object_kind(h, source);
    const uint8_t *bytes = NULL;
    if (kind != KIND_STR && !bytes_view(h, source, &bytes, length))
        return raise_error(h, EXC_TYPE_ERROR, "%s() arg 1 must be a string, bytes or %s object", function,
                           strcmp(function, "compile") ? "code" : "AST");
    if (kind == KIND_STR && raise_unless_utf8(h, source) != HEAP_OK)
        return HEAP_RAISED;
    if (kind == KIND_STR)
        *length = str_utf8_size(h, source);
    *table = table_alloc(h, *length + 1);
    if (!*table)
        return raise_memory(h);
    if (kind == KIND_STR)
        str_utf8(h, source, heap_at(h, *table));
    else if (bytes_view(h, source, &bytes, length)) /* where they are now */
        memcpy(heap_at(h, *table), bytes, *length);
    return HEAP_OK;
}

/* The features of the future that the code has which is running. */
static uint32_t inherited_futures(const struct heap *h)
{
    addr code = h->frame ? iframe_at(h, h->frame)->code : 0;
    return code && object_kind(h, code) == KIND_CODE ? code_at(h, code)->flags & CODE_FUTURES : 0;
}

static enum heap_status compile_object(struct heap *h, addr source, const char *filename,
                                       enum compile_mode mode, const char *function,
                                       struct compile_options options, addr *out)
{
    addr table = 0;
    size_t length = 0, skip = 0;
    struct syntax_error error;
    enum heap_status status = source_bytes(h, source, function, &table, &length);
    if (status != HEAP_OK)
        return status;
    const char *text = heap_at(h, table);
    while (strcmp(function, "eval") == 0 && skip < length && (text[skip] == ' ' || text[skip] == '\t'))
        skip++;
    enum ast_input kind = mode == COMPILE_EVAL     ? AST_INPUT_EXPRESSION
                          : mode == COMPILE_SINGLE ? AST_INPUT_SINGLE
                                                   : AST_INPUT_STRING;
    struct encoded read;
    enum encoding_origin origin = object_kind(h, source) == KIND_STR ? ENCODING_STR : ENCODING_BYTES;
    if (!encoding_read(text + skip, length - skip, origin, kind, filename, h->abi.minor, &read, &error)) {
        status = error.no_memory ? raise_memory(h)
                                 : raise_syntax_error(h, &error, text + skip, length - skip, filename, kind);
        table_free(h, table);
        return status;
    }
    status = compile_source_as(h, read.text, read.length, filename, kind, mode, options, out, &error);
    if (status != HEAP_OK && error.message[0])
        status = raise_syntax_error(h, &error, read.text, read.length, filename, kind);
    free(read.own);
    table_free(h, table);
    return status;
}

/* Cells for the free variables of code, as many as it has, and nothing for what has none. */
static enum heap_status check_closure(struct heap *h, addr source, enum compile_mode mode, addr closure)
{
    size_t wanted = object_kind(h, source) == KIND_CODE ? (size_t)code_at(h, source)->nfreevars : 0;
    if (!wanted)
        return !closure ? HEAP_OK
                        : raise_error(h, EXC_TYPE_ERROR,
                                      object_kind(h, source) == KIND_CODE
                                          ? "cannot use a closure with this code object"
                                          : "closure can only be used when source is a code object");
    if (mode == COMPILE_EVAL)
        return raise_error(h, EXC_TYPE_ERROR, "code object passed to eval() may not contain free variables");
    bool right = closure && object_is_exact(h, closure, KIND_TUPLE) && tuple_length(h, closure) == wanted;
    for (size_t i = 0; right && i < wanted; i++)
        right = object_kind(h, tuple_item(h, closure, i)) == KIND_CELL;
    return right ? HEAP_OK
                 : raise_error(h, EXC_TYPE_ERROR, "code object requires a closure of exactly length %zu",
                               wanted);
}

/* Nothing but the run counts the namespaces, where that is so; `own`, the locals that were found, is the
 * frame's then, unless they were made for this. */
static enum heap_status run_in(struct heap *h, addr code, const struct namespaces *n, addr closure, addr *own,
                               addr *out)
{
    if (h->abi.exec_holds_namespaces) {
        incref(h, n->globals);
        if (!*own)
            *own = incref(h, n->locals);
        enum heap_status status = interpreter_run_closure(h, code, n->globals, n->locals, closure, out);
        decref(h, n->globals);
        return status;
    }
    if (*own && decref_shared(h, *own))
        *own = 0;
    return interpreter_run_closure(h, code, n->globals, n->locals, closure, out);
}

static enum heap_status run(struct heap *h, const struct call *call, enum compile_mode mode,
                            const char *function, addr *out)
{
    struct namespaces n = {0};
    addr own, code = 0, compiled = 0, source = call->args[0];
    enum heap_status status = take_namespaces(h, call, function, &n, &own);
    addr closure = mode == COMPILE_EXEC ? call_keyword(h, call, "closure") : 0;
    if (closure == none(h))
        closure = 0;
    if (status == HEAP_OK)
        status = check_closure(h, source, mode, closure);
    if (status == HEAP_OK && object_kind(h, source) == KIND_CODE)
        code = incref(h, source);
    else if (status == HEAP_OK)
        status = compile_object(h, source, "<string>", mode, function,
                                (struct compile_options){.futures = inherited_futures(h)}, &compiled);
    if (status == HEAP_OK && compiled) /* who compiles it has it as long as it runs */
        code = incref(h, compiled);
    if (status == HEAP_OK)
        status = run_in(h, code, &n, closure, &own, out);
    xdecref(h, compiled);
    if (status == HEAP_OK && mode == COMPILE_EXEC) { /* code of a function may answer something */
        decref(h, *out);
        *out = incref(h, none(h));
    }
    xdecref(h, own);
    return status;
}

enum heap_status builtin_exec(struct heap *h, const struct call *call, addr *out)
{
    if (call->count + call->kwcount > 4)
        return raise_error(h, EXC_TYPE_ERROR, "exec() takes at most 4 %sarguments (%zu given)",
                           call->count ? "" : "keyword ", call->count + call->kwcount);
    if (call->count == 0 || call->count > 3)
        return raise_error(h, EXC_TYPE_ERROR, "exec() takes at %s positional argument%s (%zu given)",
                           call->count ? "most 3" : "least 1", call->count ? "s" : "", call->count);
    return run(h, call, COMPILE_EXEC, "exec", out);
}

enum heap_status builtin_eval(struct heap *h, const struct call *call, addr *out)
{
    bool names = h->abi.eval_takes_keywords;
    if (!names && call->kwcount)
        return raise_error(h, EXC_TYPE_ERROR, "eval() takes no keyword arguments");
    if (names && call->count == 0)
        return raise_error(h, EXC_TYPE_ERROR, "eval() takes at least 1 positional argument (0 given)");
    if (names && call->count + call->kwcount > 3)
        return raise_error(h, EXC_TYPE_ERROR, "eval() takes at most 3 arguments (%zu given)",
                           call->count + call->kwcount);
    enum heap_status status = arguments_plain(h, call, "eval", 1, 3, false);
    if (status != HEAP_OK)
        return status;
    return run(h, call, COMPILE_EVAL, "eval", out);
}

/* Bytes as the file system's names are read: what is no UTF-8 becomes surrogates. Answers how many were
 * written, three for each at the most. */
static size_t escape_bytes(const uint8_t *bytes, size_t length, char *out)
{
    size_t at = 0, written = 0;
    for (;;) {
        struct utf8_scan scan = utf8_scan(bytes + at, length - at, false);
        size_t good = scan.reason ? scan.error : length - at;
        if (good)
            memcpy(out + written, bytes + at, good);
        written += good;
        at += good;
        if (at == length)
            return written;
        for (size_t i = 0; i < scan.error_length; i++)
            written += utf8_put(0xdc00u + bytes[at++], out + written);
    }
}

/* A file's name as text that ends with a null, which the caller frees. */
static enum heap_status take_filename(struct heap *h, addr name, char **out)
{
    bool text = str_is_kind(h, name);
    if (!text && object_kind(h, name) != KIND_BYTES)
        return raise_error(h, EXC_TYPE_ERROR, "expected str, bytes or os.PathLike object, not %.200s",
                           object_type_name(h, name));
    size_t size = text ? str_utf8_size(h, name) : 3 * bytes_length(h, name);
    char *bytes = malloc(size + 1);
    if (!bytes)
        return raise_memory(h);
    size = text ? str_utf8(h, name, bytes) : escape_bytes(bytes_data(h, name), bytes_length(h, name), bytes);
    bytes[size] = '\0';
    if (strlen(bytes) != size) {
        free(bytes);
        return raise_error(h, EXC_VALUE_ERROR, "embedded null character");
    }
    *out = bytes;
    return HEAP_OK;
}

/* The flags that compile() knows (PyCF_MASK, PyCF_MASK_OBSOLETE, PyCF_COMPILE_MASK): those of __future__ and
 * a few of the compiler's own. */
#define FLAG_ONLY_AST 0x400
#define FLAGS_KNOWN   (0x1fe0000 | 0x10 | 0x200 | 0x1000 | 0x2000 | 0x4000 | FLAG_ONLY_AST)

/* An argument that is a C int. */
static enum heap_status take_int(struct heap *h, addr o, int64_t *out)
{
    enum heap_status status = object_index_word(h, o, EXC_NONE, out);
    if (status == HEAP_OK && *out != (int32_t)*out)
        return raise_error(h, EXC_OVERFLOW_ERROR, "Python int too large to convert to C int");
    return status;
}

static enum heap_status check_compile(struct heap *h, addr mode, int64_t flags, int64_t optimize,
                                      enum compile_mode *out)
{
    bool type = str_equal_utf8(h, mode, "func_type", 9), trees = flags & FLAG_ONLY_AST;
    bool eval = str_equal_utf8(h, mode, "eval", 4), single = str_equal_utf8(h, mode, "single", 6);
    *out = eval ? COMPILE_EVAL : single ? COMPILE_SINGLE : COMPILE_EXEC;
    if (flags & ~(int64_t)FLAGS_KNOWN)
        return raise_error(h, EXC_VALUE_ERROR, "compile(): unrecognised flags");
    if (optimize < -1 || optimize > 2)
        return raise_error(h, EXC_VALUE_ERROR, "compile(): invalid optimize value");
    if (type && !trees)
        return raise_error(h, EXC_VALUE_ERROR, "compile() mode 'func_type' requires flag PyCF_ONLY_AST");
    if (!type && !eval && !single && !str_equal_utf8(h, mode, "exec", 4))
        return raise_error(h, EXC_VALUE_ERROR, "compile() mode must be 'exec', 'eval'%s",
                           trees ? ", 'single' or 'func_type'" : " or 'single'");
    if (trees)
        return raise_error(h, EXC_NOT_IMPLEMENTED_ERROR,
                           "compile(): syntax trees (ast.PyCF_ONLY_AST) are not supported");
    return HEAP_OK;
}

enum heap_status builtin_compile(struct heap *h, const struct call *call, addr *out)
{
    static const char *const names[] = {"source",   "filename",        "mode", "flags", "dont_inherit",
                                        "optimize", "_feature_version"};
    addr values[7], mode;
    char *name = NULL;
    int64_t flags = 0, optimize = -1;
    bool alone = false;
    enum compile_mode how = COMPILE_EXEC;
    enum heap_status status = arguments_unpack(h, call, "compile", names, 7, 3, 6, values);
    if (status != HEAP_OK)
        return status;
    mode = values[2];
    status = take_filename(h, values[1], &name);
    if (status == HEAP_OK && !str_is_kind(h, mode))
        status = raise_error(h, EXC_TYPE_ERROR, "compile() argument 'mode' must be str, not %.50s",
                             argument_type_name(h, mode));
    if (status == HEAP_OK && values[3])
        status = take_int(h, values[3], &flags);
    if (status == HEAP_OK && values[5])
        status = take_int(h, values[5], &optimize);
    if (status == HEAP_OK && values[4])
        status = object_truth(h, values[4], &alone);
    if (status == HEAP_OK)
        status = check_compile(h, mode, flags, optimize, &how);
    if (status == HEAP_OK) {
        const struct compile_options options = {.futures = ((uint32_t)flags & CODE_FUTURES) |
                                                           (alone ? 0 : inherited_futures(h)),
                                                .optimize = optimize > 0 ? (uint8_t)optimize : 0};
        status = compile_object(h, values[0], name, how, "compile", options, out);
    }
    free(name);
    return status;
}

/* __import__(name, globals, locals, fromlist, level) */
enum heap_status builtin_import(struct heap *h, const struct call *call, addr *out)
{
    static const char *const names[] = {"name", "globals", "locals", "fromlist", "level"};
    addr values[5];
    int64_t number = 0;
    enum heap_status status = arguments_unpack(h, call, "__import__", names, 5, 1, 5, values);
    if (status == HEAP_OK && values[4])
        status = object_index_word(h, values[4], EXC_OVERFLOW_ERROR, &number);
    if (status != HEAP_OK)
        return status;
    if (object_kind(h, values[0]) != KIND_STR)
        return raise_error(h, EXC_TYPE_ERROR, "module name must be a string");
    if (number < 0)
        return raise_error(h, EXC_VALUE_ERROR, "level must be >= 0");
    return import_for_program(h, values[0], values[1], values[3], number, out);
}
