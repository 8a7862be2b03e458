/* exec, eval, compile, and what looks at namespaces. */
#include <string.h>

#include "daemon/heap/heap.h"
#include "daemon/heap/memory.h"
#include "daemon/heap/object/dict.h"
#include "daemon/heap/object/exception.h"
#include "daemon/heap/object/names.h"
#include "daemon/heap/object/special.h"
#include "daemon/python/compile_source.h"
#include "daemon/python/evaluate.h"
#include "daemon/python/modules/builtins.h"

/* ---- namespaces --------------------------------------------------------------------------------------------------- */

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
        status = builtin_locals(h, call, &names);
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

/* ---- code ---------------------------------------------------------------------------------------------------------------- */

struct namespaces {
    addr globals, locals;
};

/* The frame's own where none are given; builtins are put into globals that have none. */
static enum heap_status take_namespaces(struct heap *h, const struct call *call, const char *function, struct namespaces *n, addr *own)
{
    addr globals = call_argument(h, call, 1, "globals"), locals = call_argument(h, call, 2, "locals");
    enum heap_status status = HEAP_OK;
    *own = 0;
    if (globals == none(h))
        globals = 0;
    if (locals == none(h))
        locals = 0;
    if (globals && !dict_is_kind(h, globals))
        return raise_error(h, EXC_TYPE_ERROR, "%s must be a dict, not %.100s",
                           !strcmp(function, "eval") ? "globals" : "exec() globals", object_type_name(h, globals));
    if (!globals) {
        n->globals = h->frame ? iframe_at(h, h->frame)->globals : h->globals;
        if (!locals) {
            struct call nothing = {0};
            status = builtin_locals(h, &nothing, own);
            locals = *own;
        }
    } else {
        n->globals = globals;
        if (!locals)
            locals = globals;
        addr key = known_name(h, NAME_BUILTINS_METHOD);
        if (!dict_get_str(h, globals, key))
            status = dict_set(h, globals, key, h->builtins);
    }
    n->locals = locals;
    return status;
}

/* Text as UTF-8 in the tables area. */
static enum heap_status source_bytes(struct heap *h, addr source, const char *function, addr *table, size_t *length)
{
    enum kind kind = object_kind(h, source);
    if (kind != KIND_STR && kind != KIND_BYTES)
        return raise_error(h, EXC_TYPE_ERROR, "%s() arg 1 must be a string, bytes or code object", function);
    *length = kind == KIND_STR ? str_utf8_size(h, source) : bytes_length(h, source);
    *table = table_alloc(h, *length + 1);
    if (!*table)
        return raise_memory(h);
    if (kind == KIND_STR)
        str_utf8(h, source, heap_at(h, *table));
    else
        memcpy(heap_at(h, *table), bytes_data(h, source), *length);
    return HEAP_OK;
}

static enum heap_status compile_object(struct heap *h, addr source, const char *filename, enum compile_mode mode, const char *function,
                                       addr *out)
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
    enum syntax_text kind = mode == COMPILE_EVAL ? SYNTAX_TEXT_EXPRESSION : SYNTAX_TEXT_STRING;
    status = compile_source(h, text + skip, length - skip, filename, kind, mode, out, &error);
    if (status != HEAP_OK && error.message[0])
        status = raise_syntax_error(h, &error, text + skip, length - skip, filename, kind);
    table_free(h, table);
    return status;
}

static enum heap_status run(struct heap *h, const struct call *call, enum compile_mode mode, const char *function, addr *out)
{
    struct namespaces n = {0};
    addr own, code = 0, source = call->args[0];
    enum heap_status status = take_namespaces(h, call, function, &n, &own);
    if (status == HEAP_OK && object_kind(h, source) == KIND_CODE && code_at(h, source)->nfreevars)
        status = mode == COMPILE_EVAL
                     ? raise_error(h, EXC_TYPE_ERROR, "code object passed to eval() may not contain free variables")
                     : raise_error(h, EXC_TYPE_ERROR, "code object requires a closure of exactly length %d", code_at(h, source)->nfreevars);
    else if (status == HEAP_OK && object_kind(h, source) == KIND_CODE)
        code = incref(h, source);
    else if (status == HEAP_OK)
        status = compile_object(h, source, "<string>", mode, function, &code);
    if (status == HEAP_OK)
        status = interpreter_run_code(h, code, n.globals, n.locals, out);
    xdecref(h, own);
    return status;
}

enum heap_status builtin_exec(struct heap *h, const struct call *call, addr *out)
{
    return run(h, call, COMPILE_EXEC, "exec", out);
}

enum heap_status builtin_eval(struct heap *h, const struct call *call, addr *out)
{
    return run(h, call, COMPILE_EVAL, "eval", out);
}

enum heap_status builtin_compile(struct heap *h, const struct call *call, addr *out)
{
    addr filename = call->args[1], mode = call->args[2];
    char name[256];
    if (object_kind(h, filename) != KIND_STR || object_kind(h, mode) != KIND_STR)
        return raise_error(h, EXC_TYPE_ERROR, "compile() argument %d must be str", object_kind(h, filename) != KIND_STR ? 2 : 3);
    bool eval = str_equal_utf8(h, mode, "eval", 4);
    if (!eval && !str_equal_utf8(h, mode, "exec", 4) && !str_equal_utf8(h, mode, "single", 6))
        return raise_error(h, EXC_VALUE_ERROR, "compile() mode must be 'exec', 'eval' or 'single'");
    struct text text = {.bytes = name, .capacity = sizeof name - 1};
    text_put_str(h, &text, filename);
    name[text.length] = '\0';
    return compile_object(h, call->args[0], name, eval ? COMPILE_EVAL : COMPILE_EXEC, "compile", out);
}

/* __import__(name, globals, locals, fromlist, level) */
enum heap_status builtin_import(struct heap *h, const struct call *call, addr *out)
{
    addr from = call_argument(h, call, 3, "fromlist"), level = call_argument(h, call, 4, "level");
    int64_t number = 0;
    if (object_kind(h, call->args[0]) != KIND_STR)
        return raise_error(h, EXC_TYPE_ERROR, "module name must be a string");
    if (level && !int_fits(h, level, &number))
        number = 0;
    return import_name(h, call->args[0], h->globals, from, number, out);
}
