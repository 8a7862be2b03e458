/* The module sys: what is asked of the heap and of the interpreter. The rest of it is in lib/sys.py. Mirrors
 * Python/sysmodule.c. */
#include <stdlib.h>
#include <string.h>

#include "daemon/heap/heap.h"
#include "daemon/heap/memory.h"
#include "daemon/heap/object/arguments.h"
#include "daemon/heap/object/builtin.h"
#include "daemon/heap/object/dict.h"
#include "daemon/heap/object/exception.h"
#include "daemon/heap/object/module.h"
#include "daemon/heap/object/names.h"
#include "daemon/heap/object/operator.h"
#include "daemon/heap/object/sequence.h"
#include "daemon/heap/object/special.h"
#include "daemon/heap/object/str.h"
#include "daemon/heap/object/struct_sequence.h"
#include "daemon/heap/runtime.h"
#include "daemon/python/evaluate.h"
#include "daemon/python/modules/async.h"
#include "daemon/python/modules/module.h"
#include "daemon/python/report_parts.h"

static enum heap_status give(const struct heap *h, addr made, addr *out)
{
    *out = made;
    return made ? HEAP_OK : raise_status(h);
}

/* ---- sizes and counts
 * ------------------------------------------------------------------------------------------- */

/* A class's own __sizeof__ is asked; the collector's header comes on top. */
static enum heap_status class_sizeof(struct heap *h, addr o, addr found, addr *out)
{
    addr answer;
    int64_t size;
    enum heap_status status = special_call_bound(h, found, o, NULL, 0, &answer);
    if (status != HEAP_OK)
        return status;
    if (object_kind(h, answer) != KIND_INT && object_kind(h, answer) != KIND_BOOL)
        status = raise_error(h, EXC_TYPE_ERROR, "an integer is required");
    else if (!int_fits(h, answer, &size))
        status = raise_error(h, EXC_OVERFLOW_ERROR, "Python int too large to convert to C ssize_t");
    else if (size < 0)
        status = raise_error(h, EXC_VALUE_ERROR, "__sizeof__() should return >= 0");
    decref(h, answer);
    if (status != HEAP_OK)
        return status;
    uint64_t whole = (uint64_t)size + (object_has_gc(h, o) ? object_head_size(h, object_type(h, o)) : 0);
    const uint32_t digits[] = {whole & 0x3fffffff, whole >> 30 & 0x3fffffff, (uint32_t)(whole >> 60)};
    return give(h, whole > INT64_MAX ? int_from_digits(h, false, digits, 3) : int_new(h, (int64_t)whole),
                out);
}

static enum heap_status sys_getsizeof(struct heap *h, const struct call *call, addr *out)
{
    static const char *const names[] = {"object", "default"};
    addr given[2] = {0};
    enum heap_status status = arguments_unpack(h, call, "getsizeof", names, 2, 1, 2, given);
    if (status != HEAP_OK)
        return status;
    addr o = given[0], standard = given[1];
    addr found = special_of_class(h, object_type(h, o), known_name(h, NAME_SIZEOF));
    if (!found)
        return give(h, int_new(h, (int64_t)object_getsizeof(h, o)), out);
    status = class_sizeof(h, o, found, out);
    if (status != HEAP_RAISED || !standard || !exception_matches(h, h->exception_type[EXC_TYPE_ERROR]))
        return status;
    heap_clear_raised(h); /* whatever has no size has this one */
    return give(h, incref(h, standard), out);
}

/* With the reference of the call itself, where the version's evaluation has one. */
static enum heap_status sys_getrefcount(struct heap *h, const struct call *call, addr *out)
{
    return give(h, int_new(h, object_refcount(h, call->args[0])), out);
}

static enum heap_status sys_getallocatedblocks(struct heap *h, const struct call *call, addr *out)
{
    struct memory_stats stats;
    (void)call;
    memory_stats(h, &stats);
    return give(h, int_new(h, (int64_t)(stats.small_blocks + stats.large_blocks)), out);
}

static enum heap_status sys_intern(struct heap *h, const struct call *call, addr *out)
{
    if (!object_is_exact(h, call->args[0], KIND_STR))
        return object_kind(h, call->args[0]) == KIND_STR
                   ? raise_error(h, EXC_TYPE_ERROR, "can't intern %.400s", object_type_name(h, call->args[0]))
                   : raise_error(h, EXC_TYPE_ERROR, "intern() argument must be str, not %.50s",
                                 argument_type_name(h, call->args[0]));
    return give(h, str_intern(h, incref(h, call->args[0]), false), out);
}

/* ---- recursion
 * ------------------------------------------------------------------------------------------------------ */

static enum heap_status sys_getrecursionlimit(struct heap *h, const struct call *call, addr *out)
{
    (void)call;
    return give(h, int_new(h, h->recursion_limit), out);
}

static enum heap_status sys_setrecursionlimit(struct heap *h, const struct call *call, addr *out)
{
    int64_t limit;
    enum heap_status status = object_index_int(h, call->args[0], &limit);
    if (status != HEAP_OK)
        return status;
    if (limit < 1)
        return raise_error(h, EXC_VALUE_ERROR, "recursion limit must be greater or equal than 1");
    if (h->recursion_depth >= (uint64_t)limit)
        return raise_error(
            h, EXC_RECURSION_ERROR,
            "cannot set the recursion limit to %lld at the recursion depth %u: the limit is too low",
            (long long)limit, h->recursion_depth);
    h->recursion_limit = (uint32_t)limit;
    return call_none(h, out);
}

/* ---- exceptions and frames
 * ---------------------------------------------------------------------------------------------- */

static enum heap_status sys_exc_info(struct heap *h, const struct call *call, addr *out)
{
    addr e = evaluate_handled(h), nothing = none(h);
    (void)call;
    addr traceback = e ? exception_traceback(h, e) : 0;
    addr items[3] = {e ? object_type(h, e) : nothing, e ? e : nothing, traceback ? traceback : nothing};
    return give(h, tuple_from(h, items, 3), out);
}

static enum heap_status sys_exception(struct heap *h, const struct call *call, addr *out)
{
    addr e = evaluate_handled(h);
    (void)call;
    return give(h, incref(h, e ? e : none(h)), out);
}

static enum heap_status sys_getframe(struct heap *h, const struct call *call, addr *out)
{
    int64_t depth = 0;
    addr f = h->frame;
    enum heap_status status = call->count ? object_index_int(h, call->args[0], &depth) : HEAP_OK;
    if (status != HEAP_OK)
        return status;
    for (; f && depth > 0; depth--)
        f = iframe_at(h, f)->previous;
    if (!f)
        return raise_error(h, EXC_VALUE_ERROR, "call stack is not deep enough");
    return give(h, frame_object_of(h, f), out);
}

static enum heap_status sys_exit(struct heap *h, const struct call *call, addr *out)
{
    (void)out;
    enum heap_status status =
        raise_type(h, h->exception_type[EXC_SYSTEM_EXIT], call->count ? call->args[0] : 0);
    h->exit_in_parts = h->abi.minor < 12 && call->count && object_is_exact(h, call->args[0], KIND_TUPLE);
    return status;
}

/* ---- who is told of what runs (monitor.h) */

enum heap_status sys_setprofile(struct heap *h, const struct call *call, addr *out)
{
    monitor_set_profile(h, call->args[0] == none(h) ? 0 : call->args[0]);
    return call_none(h, out);
}

enum heap_status sys_settrace(struct heap *h, const struct call *call, addr *out)
{
    monitor_set_trace(h, call->args[0] == none(h) ? 0 : call->args[0]);
    return call_none(h, out);
}

static enum heap_status sys_getprofile(struct heap *h, const struct call *call, addr *out)
{
    (void)call;
    return give(h, incref(h, h->program.profile ? h->program.profile : none(h)), out);
}

static enum heap_status sys_gettrace(struct heap *h, const struct call *call, addr *out)
{
    (void)call;
    return give(h, incref(h, h->program.trace ? h->program.trace : none(h)), out);
}

/* ---- small things
 * -----------------------------------------------------------------------------------------------------------
 */

static enum heap_status sys_write(struct heap *h, const struct call *call, addr *out)
{
    int64_t stream;
    enum heap_status status = object_index_word(h, call->args[0], EXC_OVERFLOW_ERROR, &stream);
    if (status == HEAP_OK)
        status = interpreter_write_str(h, (int)stream, call->args[1]);
    return status == HEAP_OK ? call_none(h, out) : status;
}

/* A struct sequence of a type that has the name, of a tuple of exactly so many values as it has fields. */
static enum heap_status sys_struct_sequence(struct heap *h, const struct call *call, addr *out)
{
    addr name = call->args[0], values = call->args[1];
    addr type = object_kind(h, name) == KIND_STR && str_is_ascii(h, name)
                    ? struct_sequence_type(h, str_data(h, name))
                    : 0;
    if (!type || object_kind(h, values) != KIND_TUPLE ||
        tuple_length(h, values) != struct_sequence_fields(h, type))
        return raise_error(h, EXC_TYPE_ERROR, "the name of a struct sequence and its values are expected");
    return give(h, struct_sequence_new(h, type, tuple_items(h, values)), out);
}

/* A name that is not there: the rest of the module is made first (lib/_sys_rest.py). */
static enum heap_status sys_getattr(struct heap *h, const struct call *call, addr *out)
{
    addr name = call->args[0], module = dict_get_ascii(h, h->program.modules, "sys", 3), nothing;
    addr dict = module && object_kind(h, module) == KIND_MODULE ? module_dict(h, module) : 0;
    addr loader = dict ? dict_get_ascii(h, dict, "_load_rest", 10) : 0;
    if (object_kind(h, name) != KIND_STR)
        return raise_error(h, EXC_TYPE_ERROR, "attribute name must be string, not '%.200s'",
                           object_type_name(h, name));
    if (loader) {
        incref(h, loader);
        enum heap_status status = object_call(h, loader, NULL, 0, NULL, NULL, 0, &nothing);
        decref(h, loader);
        if (status != HEAP_OK)
            return status;
        decref(h, nothing);
    }
    addr found = dict ? dict_get_str(h, dict, name) : 0;
    if (found) {
        *out = incref(h, found);
        return HEAP_OK;
    }
    char room[NAME_ROOM];
    return raise_error(h, EXC_ATTRIBUTE_ERROR, "module 'sys' has no attribute '%s'",
                       name_in_message(h, name, room));
}

static enum heap_status sys_nothing(struct heap *h, const struct call *call, addr *out)
{
    (void)call;
    return call_none(h, out);
}

/* What _sys_rest.py asks of the heap: _limits(None) -> blocks and bytes; _limits(o, True) -> is it immortal;
 * _limits("", False) -> how many strs are interned. */
static enum heap_status sys_limits(struct heap *h, const struct call *call, addr *out)
{
    struct memory_stats stats;
    if (call->count == 2 && call->args[1] == h->singleton[SINGLETON_TRUE])
        return give(h, bool_new(h, object_is_immortal(h, call->args[0])), out);
    if (call->count == 2)
        return give(h, int_new(h, (int64_t)intern_count(h)), out);
    memory_stats(h, &stats);
    const uint64_t values[] = {stats.small_blocks, stats.large_blocks, stats.used, stats.committed,
                               stats.arenas};
    addr items[5] = {0}, made;
    bool whole = true;
    for (size_t i = 0; i < 5; i++)
        whole = (items[i] = int_new(h, (int64_t)values[i])) && whole;
    made = whole ? tuple_from(h, items, 5) : 0;
    for (size_t i = 0; i < 5; i++)
        xdecref(h, items[i]);
    return give(h, made, out);
}

static enum heap_status sys_stdlib_names(struct heap *h, const struct call *call, addr *out)
{
    addr list = list_new(h, 0);
    enum heap_status status = list ? HEAP_OK : raise_status(h);
    (void)call;
    const char *text;
    for (size_t i = 0; status == HEAP_OK && (text = suggest_stdlib_module(&i, h->abi.minor));) {
        addr name = str_from_ascii(h, text);
        status = name ? list_append(h, list, name) : raise_status(h);
        xdecref(h, name);
    }
    if (status == HEAP_OK)
        *out = list;
    else
        xdecref(h, list);
    return status;
}

static enum heap_status sys_getdefaultencoding(struct heap *h, const struct call *call, addr *out)
{
    (void)call;
    return give(h, str_from_ascii(h, "utf-8"), out);
}

/* What is printed of an exception that nobody caught. */
static enum heap_status sys_exception_text(struct heap *h, const struct call *call, addr *out)
{
    size_t length;
    if (!object_is_exception(h, call->args[0]))
        return raise_error(h, EXC_TYPE_ERROR, "an exception is expected, not %.200s",
                           object_type_name(h, call->args[0]));
    char *text = python_exception_text(h, call->args[0], &length);
    if (!text)
        return raise_memory(h);
    addr made = str_from_utf8(h, text, length);
    free(text);
    return give(h, made, out);
}

/* _print_unraisable(exception, message, object) */
static enum heap_status sys_print_unraisable(struct heap *h, const struct call *call, addr *out)
{
    if (!object_is_exception(h, call->args[0]))
        return raise_error(h, EXC_TYPE_ERROR, "an exception is expected, not %.200s",
                           object_type_name(h, call->args[0]));
    interpreter_print_unraisable(h, call->args[1], call->args[2], call->args[0]);
    return call_none(h, out);
}

/* The hooks are in lib/_sys_rest.py. */
static enum heap_status sys_hook(struct heap *h, const struct call *call, addr *out)
{
    return runtime_library_call(h, "_sys_rest", builtin_name(h, call->callable), call, out);
}

static const struct builtin_method functions[] = {
    {"displayhook", 1, 1, false, sys_hook},
    {"excepthook", 3, 3, false, sys_hook},
    {"unraisablehook", 1, 1, false, sys_hook},
    {"_print_unraisable", 3, 3, false, sys_print_unraisable},
    {"_exception_text", 1, 1, false, sys_exception_text},
    {"getsizeof", 0, -1, METHOD_KEYWORDS | METHOD_TUPLE, sys_getsizeof},
    {"getrefcount", 1, 1, false, sys_getrefcount},
    {"getallocatedblocks", 0, 0, false, sys_getallocatedblocks},
    {"intern", 1, 1, false, sys_intern},
    {"__getattr__", 1, 1, false, sys_getattr},
    {"_limits", 1, 2, false, sys_limits},
    {"_async_hooks", 0, 2, false, sys_async_hooks},
    {"_origin_depth", 0, 1, false, sys_origin_depth},
    {"_stdlib_names", 0, 0, false, sys_stdlib_names},
    {"getrecursionlimit", 0, 0, false, sys_getrecursionlimit},
    {"setrecursionlimit", 1, 1, false, sys_setrecursionlimit},
    {"exc_info", 0, 0, false, sys_exc_info},
    {"exception", 0, 0, false, sys_exception},
    {"_getframe", 0, 1, false, sys_getframe},
    {"exit", 0, 1, false, sys_exit},
    {"_write", 2, 2, false, sys_write},
    {"_struct_sequence", 2, 2, false, sys_struct_sequence},
    {"getdefaultencoding", 0, 0, false, sys_getdefaultencoding},
    {"getfilesystemencoding", 0, 0, false, sys_getdefaultencoding},
    {"settrace", 1, 1, false, sys_settrace},
    {"setprofile", 1, 1, false, sys_setprofile},
    {"gettrace", 0, 0, false, sys_gettrace},
    {"getprofile", 0, 0, false, sys_getprofile},
    {"_clear_type_cache", 0, 0, false, sys_nothing},
    {0},
};

static enum heap_status add_strs(struct heap *h, addr dict)
{
    static const char *const strs[][2] = {
        {"platform", "linux"},    {"byteorder", "little"},       {"executable", ""},
        {"prefix", ""},           {"base_prefix", ""},           {"exec_prefix", ""},
        {"base_exec_prefix", ""}, {"float_repr_style", "short"}, {"platlibdir", "lib"}};
    enum heap_status status = HEAP_OK;
    for (size_t i = 0; i < sizeof strs / sizeof *strs && status == HEAP_OK; i++)
        status = module_add(h, dict, strs[i][0], str_from_ascii(h, strs[i][1]));
    return status;
}

static enum heap_status fill(struct heap *h, addr dict)
{
    addr argv = list_new(h, 0), empty = str_from_ascii(h, "");
    enum heap_status status = argv && empty ? list_append(h, argv, empty) : raise_status(h);
    xdecref(h, empty);
    if (status == HEAP_OK)
        status = module_add(h, dict, "argv", argv);
    else
        xdecref(h, argv);
    if (status == HEAP_OK)
        status = module_add(h, dict, "path", list_new(h, 0));
    if (status == HEAP_OK)
        status = module_add(h, dict, "modules", incref(h, h->program.modules));
    if (status == HEAP_OK)
        status = module_add(h, dict, "maxsize", int_new(h, INT64_MAX));
    if (status == HEAP_OK)
        status = module_add(h, dict, "maxunicode", int_new(h, 0x10ffff));
    if (status == HEAP_OK)
        status = module_add(h, dict, "api_version", int_new(h, 1013));
    if (status == HEAP_OK)
        status = module_add(h, dict, "dont_write_bytecode", bool_new(h, false));
    if (status == HEAP_OK)
        status = module_add(h, dict, "_version", str_from_ascii(h, h->abi.release));
    return status == HEAP_OK ? add_strs(h, dict) : status;
}

const struct module_definition sys_module = {"sys", functions, fill};
