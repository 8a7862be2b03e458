/* print() and input(). What is printed goes to sys.stdout where a program has put something else there, else
 * straight out. */
#include "daemon/heap/heap.h"
#include "daemon/heap/memory.h"
#include "daemon/heap/object/dict.h"
#include "daemon/heap/object/format.h"
#include "daemon/heap/object/module.h"
#include "daemon/heap/object/names.h"
#include "daemon/heap/object/order.h"
#include "daemon/heap/object/str_methods.h"
#include "daemon/heap/object/text.h"
#include "daemon/python/interpreter.h"
#include "daemon/python/modules/builtins.h"

/* sys.stdout when it is not the one that the module sys begins with: borrowed, 0: straight out. */
static addr other_stdout(const struct heap *h)
{
    addr sys = dict_get_ascii(h, h->program.modules, "sys", 3);
    if (!sys || object_kind(h, sys) != KIND_MODULE)
        return 0;
    addr now = dict_get_ascii(h, module_dict(h, sys), "stdout", 6),
         first = dict_get_ascii(h, module_dict(h, sys), "__stdout__", 10);
    return now == first ? 0 : now;
}

/* To standard error: what UTF-8 cannot have is escaped. */
static enum heap_status write_escaped(struct heap *h, int stream, addr s)
{
    addr args[2] = {str_from_ascii(h, "utf-8"), str_from_ascii(h, "backslashreplace")};
    const struct call call = {
        .self = s, .args = args, .count = 2}; /* str's method, whatever a subclass has */
    addr bytes = 0;
    enum heap_status status = args[0] && args[1] ? str_method_encode(h, &call, &bytes) : raise_status(h);
    if (status == HEAP_OK) {
        status = interpreter_write(h, stream, (const char *)bytes_data(h, bytes), bytes_length(h, bytes));
        decref(h, bytes);
    }
    xdecref(h, args[0]);
    xdecref(h, args[1]);
    return status;
}

enum heap_status interpreter_write_str(struct heap *h, int stream, addr s)
{
    const struct python_host *host = interpreter_host(h);
    if (str_is_ascii(h, s))
        return interpreter_write(h, stream, str_data(h, s), str_length(h, s));
    if (host && !host->surrogates && raise_unless_utf8(h, s) != HEAP_OK) {
        if (stream != 2)
            return HEAP_RAISED;
        heap_clear_raised(h);
        return write_escaped(h, stream, s);
    }
    size_t size = str_utf8_size(h, s);
    addr table = table_alloc(h, size);
    if (!table)
        return raise_memory(h);
    str_utf8(h, s, heap_at(h, table));
    enum heap_status status = interpreter_write(h, stream, heap_at(h, table), size);
    table_free(h, table);
    return status;
}

/* Where there are the two levels left that sys.stdout.write() takes in CPython up to 3.11. */
static enum heap_status write_to_output(struct heap *h, addr text)
{
    if (HEAP_UNLIKELY(h->recursion_depth + 2 > h->recursion_limit) && h->abi.c_calls_count)
        return raise_error(h, EXC_RECURSION_ERROR,
                           "maximum recursion depth exceeded while calling a Python object");
    return interpreter_write_str(h, 1, text);
}

static enum heap_status write_to(struct heap *h, addr file, addr text)
{
    addr name, result;
    if (!file)
        return write_to_output(h, text);
    name = str_from_ascii(h, "write");
    if (!name)
        return raise_status(h);
    enum heap_status status = object_call_method(h, file, name, &text, 1, NULL, NULL, 0, &result);
    decref(h, name);
    if (status == HEAP_OK)
        decref(h, result);
    return status;
}

static enum heap_status write_object(struct heap *h, addr file, addr o)
{
    addr text = object_str(h, o);
    if (!text)
        return raise_status(h);
    enum heap_status status = write_to(h, file, text);
    decref(h, text);
    return status;
}

/* sep and end: a str, or None or nothing for the usual one. */
static enum heap_status separator(struct heap *h, const struct call *call, const char *name,
                                  const char *usual, addr *out)
{
    addr given = call_keyword(h, call, name);
    if (given && given != none(h) && object_kind(h, given) != KIND_STR)
        return raise_error(h, EXC_TYPE_ERROR, "%s must be None or a string, not %.200s", name,
                           object_type_name(h, given));
    *out = given && given != none(h) ? incref(h, given) : str_from_ascii(h, usual);
    return *out ? HEAP_OK : raise_status(h);
}

static enum heap_status flush_if_asked(struct heap *h, const struct call *call, addr file)
{
    addr given = call_keyword(h, call, "flush"), name, result;
    bool flush = false;
    enum heap_status status = given ? object_truth(h, given, &flush) : HEAP_OK;
    if (status != HEAP_OK || !flush)
        return status;
    name = str_from_ascii(h, "flush");
    status = name ? object_call_method(h, file, name, NULL, 0, NULL, NULL, 0, &result) : raise_status(h);
    xdecref(h, name);
    if (status == HEAP_OK)
        decref(h, result);
    return status;
}

enum heap_status builtin_print(struct heap *h, const struct call *call, addr *out)
{
    static const char *const keywords[] = {"sep", "end", "file", "flush", NULL};
    addr sep = 0, end = 0, file = call_keyword(h, call, "file");
    enum heap_status status = call_check_keywords(h, call, "print", keywords);
    if (!file || file == none(h))
        file = other_stdout(h);
    if (file == none(h))
        return call_none(h, out);
    xincref(h, file);
    if (status == HEAP_OK)
        status = separator(h, call, "sep", " ", &sep);
    if (status == HEAP_OK)
        status = separator(h, call, "end", "\n", &end);
    for (size_t i = 0; i < call->count && status == HEAP_OK; i++) {
        if (i)
            status = write_to(h, file, sep);
        if (status == HEAP_OK)
            status = write_object(h, file, call->args[i]);
    }
    if (status == HEAP_OK)
        status = write_to(h, file, end);
    if (status == HEAP_OK && file)
        status = flush_if_asked(h, call, file);
    xdecref(h, sep);
    xdecref(h, end);
    xdecref(h, file);
    return status == HEAP_OK ? call_none(h, out) : status;
}

enum heap_status builtin_input(struct heap *h, const struct call *call, addr *out)
{
    (void)out;
    enum heap_status status = call->count ? write_object(h, other_stdout(h), call->args[0]) : HEAP_OK;
    return status == HEAP_OK ? raise_error(h, EXC_EOF_ERROR, "EOF when reading a line") : status;
}
