/* import: sys.modules, modules written in C, modules written in Python that are compiled into the program.
 * Mirrors PyImport_ImportModuleLevelObject() of Python/import.c as far as there are no files. */
#include <stdio.h>
#include <string.h>

#include "daemon/heap/heap.h"
#include "daemon/heap/object/attribute.h"
#include "daemon/heap/object/code.h"
#include "daemon/heap/object/dict.h"
#include "daemon/heap/object/exception.h"
#include "daemon/heap/object/format.h"
#include "daemon/heap/object/free_list.h"
#include "daemon/heap/object/interpreter_frame.h"
#include "daemon/heap/object/module.h"
#include "daemon/heap/object/names.h"
#include "daemon/heap/object/order.h"
#include "daemon/heap/object/sequence.h"
#include "daemon/heap/object/special.h"
#include "daemon/heap/object/str.h"
#include "daemon/heap/object/traceback.h"
#include "daemon/heap/object/unraisable.h"
#include "daemon/heap/runtime.h"
#include "daemon/heap/trace.h"
#include "daemon/python/import.h"
#include "daemon/python/interpreter.h"
#include "daemon/python/library.h"
#include "daemon/python/modules/module.h"

#define NAME_MAX_BYTES 200
#define FROZEN         "<frozen " /* what file names of the library begin with */

static enum heap_status import_absolute(struct heap *h, addr name, addr *out);

/* The name as bytes; too long a name is no module's, nor is one with a null in it. */
static bool name_bytes(const struct heap *h, addr name, char out[NAME_MAX_BYTES + 1])
{
    size_t size = str_utf8_size(h, name);
    if (size > NAME_MAX_BYTES)
        return false;
    str_utf8(h, name, out);
    out[size] = '\0';
    return strlen(out) == size;
}

/* ---- making modules -------------------------------------------------------------------------- */

static enum heap_status fill_native(struct heap *h, unsigned number, addr dict)
{
    const struct module_definition *m = module_definition(number);
    enum heap_status status = HEAP_OK;
    for (unsigned i = 0; m->functions[i].name && status == HEAP_OK; i++)
        if (!(m->functions[i].flags & METHOD_ADDED_BY_FILL))
            status = module_add(h, dict, m->functions[i].name, module_function(h, number, i));
    return status == HEAP_OK && m->fill ? m->fill(h, dict) : status;
}

/* __file__ is what its code and so its frames and traces name, as in CPython. */
static enum heap_status tell_file(struct heap *h, addr dict, addr code)
{
    addr name = str_intern_utf8(h, "__file__", 8);
    enum heap_status status = name ? dict_set(h, dict, name, code_at(h, code)->filename) : raise_status(h);
    xdecref(h, name);
    return status;
}

/* `is_file`: there is nothing in C of the module, which has a file in CPython then. */
static enum heap_status run_source(struct heap *h, const struct library_source *source, bool is_file,
                                   addr dict)
{
    addr code, result;
    enum heap_status status = library_code(h, source, &code);
    if (status != HEAP_OK)
        return status;
    status = dict_set(h, dict, known_name(h, NAME_BUILTINS_METHOD), h->builtins);
    if (status == HEAP_OK && is_file)
        status = tell_file(h, dict, code);
    if (status == HEAP_OK)
        status = interpreter_run_code(h, code, dict, dict, &result);
    else
        decref(h, code);
    if (status == HEAP_OK)
        decref(h, result);
    return status;
}

/* *new*: the name as far as `length` characters of it. */
static addr name_start(struct heap *h, addr name, size_t length)
{
    return str_from_units(h, str_data(h, name), length, str_kind(h, name));
}

/* Packages are those of the library, and what a program has given a __path__. */
static enum heap_status check_package(struct heap *h, addr name, bool *is)
{
    char text[NAME_MAX_BYTES + 1];
    addr module = 0, path = 0;
    enum heap_status status = dict_get(h, h->program.modules, name, &module);
    *is = name_bytes(h, name, text) && library_is_package(text, h->abi.minor);
    if (status == HEAP_OK && module && !*is) {
        status = object_getattr(h, module, known_name(h, NAME_PATH), &path);
        *is = status == HEAP_OK;
        if (status == HEAP_RAISED && exception_matches(h, h->exception_type[EXC_ATTRIBUTE_ERROR])) {
            heap_clear_raised(h);
            status = HEAP_OK;
        }
    }
    xdecref(h, path);
    return status;
}

/* "No module named 'a.b'", and where `parent` (0: none) is no package, that it is none. */
static enum heap_status raise_no_module(struct heap *h, addr name, addr parent)
{
    static const char first[] = "No module named ", then[] = "; ", last[] = " is not a package";
    char bytes[200];
    struct text text;
    text_begin(h, &text, bytes, sizeof bytes);
    text_put(&text, first, sizeof first - 1);
    enum heap_status status = object_repr(h, name, &text);
    if (parent && status == HEAP_OK) {
        text_put(&text, then, sizeof then - 1);
        status = object_repr(h, parent, &text);
        text_put(&text, last, sizeof last - 1);
    }
    text_put(&text, "", 1);
    if (status == HEAP_OK)
        status = text.cut ? raise_memory(h)
                          : raise_import_error(h, EXC_MODULE_NOT_FOUND_ERROR, name, 0, "%s", text.bytes);
    text_drop(&text);
    return status;
}

/* What is below a module that is no package says so. */
static enum heap_status raise_not_found(struct heap *h, addr name)
{
    size_t dot = str_length(h, name);
    while (dot > 0 && str_char(h, name, dot - 1) != '.')
        dot--;
    addr parent = dot > 1 ? name_start(h, name, dot - 1) : 0;
    bool package = !parent;
    enum heap_status status = dot > 1 && !parent ? raise_status(h) : HEAP_OK;
    if (parent)
        status = check_package(h, parent, &package);
    if (status == HEAP_OK)
        status = raise_no_module(h, name, package ? 0 : parent);
    xdecref(h, parent);
    return status;
}

/* In sys.modules while it is made, so that modules can import each other; not any more if that fails. */
static enum heap_status build_module(struct heap *h, addr name, const char *text, addr *out)
{
    const struct library_source *source = library_find(text, h->abi.minor);
    unsigned number = module_number(text, strlen(text));
    if (!source && number == MODULE_NOT_FOUND)
        return raise_not_found(h, name);
    addr own = strcmp(text, "sys") == 0 ? interpreter_of(h)->sys_name : name;
    addr module = module_new(h, own), modules = h->program.modules;
    if (!module)
        return raise_status(h);
    enum heap_status status = dict_set(h, modules, name, module);
    if (status == HEAP_OK && number != MODULE_NOT_FOUND)
        status = fill_native(h, number, module_dict(h, module));
    if (status == HEAP_OK && number != MODULE_NOT_FOUND)
        module_is_builtin(h, module);
    if (status == HEAP_OK && source)
        status = run_source(h, source, number == MODULE_NOT_FOUND, module_dict(h, module));
    if (status == HEAP_OK) {
        *out = module;
        return HEAP_OK;
    }
    struct pending pending;
    bool found;
    pending_set_aside(h, &pending);
    if (dict_delete(h, modules, name, &found) != HEAP_OK)
        heap_clear_raised(h);
    pending_restore(h, &pending);
    decref(h, module);
    return status;
}

/* Was the module there before the program began, in CPython? What starts an interpreter imports some, and
 * what a function of the library imports when it needs it, its module mostly has imported itself there. */
static bool was_made_before(const struct heap *h, const char *text)
{
    static const char *const started[] = {
        "_abc", "_codecs",  "_collections_abc", "_io", "_thread", "_warnings", "_weakref",
        "abc",  "builtins", "codecs",           "io",  "sys",     "time"};
    for (size_t i = 0; i < sizeof started / sizeof *started; i++)
        if (strcmp(text, started[i]) == 0)
            return true;
    addr code = h->frame ? iframe_at(h, h->frame)->code : 0;
    return code && strncmp(iframe_file(h, h->frame), FROZEN, sizeof FROZEN - 1) == 0 &&
           !str_equal_utf8(h, code_at(h, code)->name, "<module>", 8);
}

/* What the library makes for itself is not the program's doing, and has no traces where it was made before.
 */
static enum heap_status make_module(struct heap *h, addr name, const char *text, addr *out)
{
    bool *before = &interpreter_of(h)->made_before, outer = *before;
    *before = outer || was_made_before(h, text);
    bool paused = *before && trace_pause(h, true);
    bool aside = free_lists_set_aside(h);
    events_hold(h);
    enum heap_status status = build_module(h, name, text, out);
    events_go_on(h);
    if (aside) {
        free_lists_bring_back(h);
        if (status == HEAP_OK && strcmp(text, "tracemalloc") == 0)
            free_lists_after_tracemalloc(h);
    }
    if (*before)
        (void)trace_pause(h, paused);
    *before = outer;
    return status;
}

/* "a.b": a first, then b as an attribute of it. */
static enum heap_status import_child(struct heap *h, addr name, const char *text, addr *out)
{
    const char *dot = strrchr(text, '.');
    addr parent_name = str_from_utf8(h, text, (size_t)(dot - text)), parent = 0,
         last = str_intern_utf8(h, dot + 1, strlen(dot + 1));
    enum heap_status status =
        parent_name && last ? import_absolute(h, parent_name, &parent) : raise_status(h);
    if (status == HEAP_OK)
        status = make_module(h, name, text, out);
    if (status == HEAP_OK && (status = object_setattr(h, parent, last, *out)) != HEAP_OK)
        decref(h, *out);
    xdecref(h, parent_name);
    xdecref(h, parent);
    xdecref(h, last);
    return status;
}

/* There is none; of one with dots, what is before each of them is looked for first. */
static enum heap_status import_too_long(struct heap *h, addr name)
{
    size_t length = str_length(h, name);
    for (size_t dot = 1; dot < length; dot++) {
        addr above, module;
        if (str_char(h, name, dot) != '.')
            continue;
        above = name_start(h, name, dot);
        enum heap_status status = above ? import_absolute(h, above, &module) : raise_status(h);
        xdecref(h, above);
        if (status != HEAP_OK)
            return status;
        decref(h, module);
    }
    return raise_not_found(h, name);
}

static enum heap_status import_absolute(struct heap *h, addr name, addr *out)
{
    char text[NAME_MAX_BYTES + 1];
    addr found;
    enum heap_status status = dict_get(h, h->program.modules, name, &found);
    if (status != HEAP_OK)
        return status;
    if (found && found != none(h)) {
        *out = incref(h, found);
        return HEAP_OK;
    }
    if (found) {
        char room[NAME_ROOM];
        return raise_import_error(h, EXC_MODULE_NOT_FOUND_ERROR, name, 0,
                                  "import of %s halted; None in sys.modules", name_in_message(h, name, room));
    }
    if (!name_bytes(h, name, text))
        return import_too_long(h, name);
    const char *dot = strrchr(text, '.');
    if (!dot || dot == text)
        return make_module(h, name, text, out);
    return import_child(h, name, text, out);
}

/* What site adds to the builtins comes from a module of its own, which puts it there. */
enum heap_status runtime_late_builtins(struct heap *h, addr name)
{
    static const char *const late[] = {"copyright", "credits", "exit", "help", "license", "quit", "__dict__"};
    bool known = !name;
    for (size_t i = 0; i < sizeof late / sizeof *late && !known; i++)
        known = str_equal_utf8(h, name, late[i], strlen(late[i]));
    if (!known || dict_get_ascii(h, h->program.modules, "_sitebuiltins", 13))
        return HEAP_OK;
    addr module = 0, from = str_from_ascii(h, "_sitebuiltins");
    enum heap_status status = from ? import_absolute(h, from, &module) : raise_status(h);
    xdecref(h, module);
    xdecref(h, from);
    return status;
}

/* ---- the instructions ------------------------------------------------------------------------ */

/* The package whose module has these globals, which a relative import starts from. *out *new*, a str */
static enum heap_status package_of(struct heap *h, addr globals, addr *out)
{
    if (globals && !dict_is_kind(h, globals))
        return raise_error(h, EXC_TYPE_ERROR, "globals must be a dict");
    addr package = globals ? dict_get_ascii(h, globals, "__package__", 11) : 0,
         spec = globals ? dict_get_ascii(h, globals, "__spec__", 8) : 0;
    if (package && package != none(h)) {
        if (object_kind(h, package) != KIND_STR)
            return raise_error(h, EXC_TYPE_ERROR, "package must be a string");
        *out = incref(h, package);
        return HEAP_OK;
    }
    if (globals && (!spec || spec == none(h))) {
        enum heap_status status = runtime_warn(
            h, EXC_IMPORT_WARNING,
            "can't resolve package from __spec__ or __package__, falling back on __name__ and __path__", 1);
        if (status != HEAP_OK)
            return status;
    }
    addr name = globals ? dict_get_str(h, globals, known_name(h, NAME_NAME)) : 0;
    if (!name)
        return raise_error(h, EXC_KEY_ERROR, "'__name__' not in globals");
    if (object_kind(h, name) != KIND_STR)
        return raise_error(h, EXC_TYPE_ERROR, "__name__ must be a string");
    size_t length = str_length(h, name);
    if (!dict_get_ascii(h, globals, "__path__", 8))
        while (length > 0 && str_char(h, name, --length) != '.')
            ;
    *out = str_slice(h, name, 0, length);
    return *out ? HEAP_OK : HEAP_RAISED;
}

/* The whole name of a module that is named from a package, so many levels up. *out *new* */
static enum heap_status resolve(struct heap *h, addr name, addr globals, int64_t level, addr *out)
{
    addr package = 0, base;
    enum heap_status status = package_of(h, globals, &package);
    if (status != HEAP_OK)
        return status;
    size_t length = str_length(h, package);
    if (length == 0)
        status = raise_error(h, EXC_IMPORT_ERROR, "attempted relative import with no known parent package");
    for (int64_t up = 1; up < level && status == HEAP_OK; up++) {
        while (length > 0 && str_char(h, package, length - 1) != '.')
            length--;
        if (length == 0)
            status = raise_error(h, EXC_IMPORT_ERROR, "attempted relative import beyond top-level package");
        else
            length--;
    }
    base = status == HEAP_OK ? str_slice(h, package, 0, length) : 0;
    decref(h, package);
    if (!base || str_length(h, name) == 0) {
        *out = base;
        return base ? HEAP_OK : raise_status(h);
    }
    char above[NAME_MAX_BYTES + 1] = "", own[NAME_MAX_BYTES + 1] = "",
                                both[2 * NAME_MAX_BYTES + 2]; /* too long a name is no module's */
    (void)name_bytes(h, base, above);
    (void)name_bytes(h, name, own);
    snprintf(both, sizeof both, "%s.%s", above, own);
    decref(h, base);
    *out = str_from_utf8(h, both, strlen(both));
    return *out ? HEAP_OK : raise_status(h);
}

static enum heap_status import_relative(struct heap *h, addr name, addr globals, int64_t level, addr *out)
{
    addr whole;
    enum heap_status status = resolve(h, name, globals, level, &whole);
    if (status != HEAP_OK)
        return status;
    status = import_absolute(h, whole, out);
    decref(h, whole);
    return status;
}

enum heap_status import_name(struct heap *h, addr name, addr globals, addr fromlist, int64_t level, addr *out)
{
    char text[NAME_MAX_BYTES + 1];
    if (level > 0)
        return import_relative(h, name, globals, level, out);
    if (str_length(h, name) == 0)
        return raise_error(h, EXC_VALUE_ERROR, "Empty module name");
    bool whole = false;
    enum heap_status status = import_absolute(h, name, out);
    if (status == HEAP_OK && fromlist)
        status = object_truth(h, fromlist, &whole);
    if (status != HEAP_OK || whole || !name_bytes(h, name, text) || !strchr(text, '.'))
        return status;
    decref(h, *out); /* import a.b binds a */
    addr top = str_from_utf8(h, text, (size_t)(strchr(text, '.') - text));
    status = top ? import_absolute(h, top, out) : raise_status(h);
    xdecref(h, top);
    return status;
}

/* The end of the modules has begun (finish.c): only those are left that the library needs. */
static bool modules_have_ended(const struct heap *h)
{
    return !h->main && !dict_get_ascii(h, h->program.modules, "__main__", 8);
}

enum heap_status import_for_program(struct heap *h, addr name, addr globals, addr fromlist, int64_t level,
                                    addr *out)
{
    addr whole = 0;
    if (!modules_have_ended(h))
        return import_name(h, name, globals, fromlist, level, out);
    enum heap_status status = level > 0 ? resolve(h, name, globals, level, &whole) : HEAP_OK;
    if (status != HEAP_OK)
        return status;
    xdecref(h, whole);
    return raise_error(h, EXC_IMPORT_ERROR, "sys.meta_path is None, Python is likely shutting down");
}

/* What the builtins of the frame say, which may be a function of the program. */
enum heap_status import_by_builtins(struct heap *h, addr f, addr name, addr fromlist, int64_t level,
                                    addr *out)
{
    const struct interpreter_frame *frame = iframe_at(h, f);
    if (!dict_is_kind(h, frame->builtins) && frame->builtins)
        return raise_error(h, EXC_IMPORT_ERROR, "__import__ not found");
    addr import = dict_get_ascii(h, frame->builtins, "__import__", 10);
    if (!import)
        return raise_error(h, EXC_IMPORT_ERROR, "__import__ not found");
    if (object_kind(h, import) == KIND_BUILTIN)
        return strncmp(iframe_file(h, f), FROZEN, strlen(FROZEN)) == 0 /* CPython has it from the start */
                   ? import_name(h, name, frame->globals, fromlist, level, out)
                   : import_for_program(h, name, frame->globals, fromlist, level, out);
    addr number = int_new(h, level);
    if (!number)
        return HEAP_RAISED;
    const addr args[] = {name, frame->globals, frame->locals ? frame->locals : none(h), fromlist, number};
    incref(h, import);
    enum heap_status status = object_call(h, import, args, 5, NULL, NULL, 0, out);
    decref(h, import);
    decref(h, number);
    return status;
}

enum heap_status import_from(struct heap *h, addr module, addr name, addr *out)
{
    char attribute[NAME_MAX_BYTES + 1] = "?", text[NAME_MAX_BYTES + 1] = "<unknown module name>";
    enum heap_status status = object_getattr(h, module, name, out);
    if (status != HEAP_RAISED || !exception_matches(h, h->exception_type[EXC_ATTRIBUTE_ERROR]))
        return status;
    heap_clear_raised(h);
    status = HEAP_OK;
    addr own = object_kind(h, module) == KIND_MODULE
                   ? dict_get_str(h, module_dict(h, module), known_name(h, NAME_NAME))
                   : 0;
    if (own && object_kind(h, own) == KIND_STR)
        (void)name_bytes(h, own, text);
    (void)name_bytes(h, name, attribute);
    char whole[2 * NAME_MAX_BYTES + 2];
    snprintf(whole, sizeof whole, "%s.%s", text, attribute);
    addr joined = str_from_utf8(h, whole, strlen(whole)), found = 0;
    if (!joined)
        return raise_status(h);
    if (own && (library_find(whole, h->abi.minor) || module_number(whole, strlen(whole)) != MODULE_NOT_FOUND))
        status = import_absolute(h, joined, &found);
    else if (own && object_kind(h, own) == KIND_STR) /* a program may have put it there */
        found = xincref(h, dict_get_str(h, h->program.modules, joined));
    decref(h, joined);
    if (status != HEAP_OK)
        return status;
    if (found) {
        *out = found;
        return HEAP_OK;
    }
    char room[NAME_ROOM];
    return raise_import_error(h, EXC_IMPORT_ERROR, own, name,
                              "cannot import name '%s' from '%s' (unknown location)",
                              name_in_message(h, name, room), text);
}

/* module.__all__, *new*, or 0. */
static enum heap_status find_all(struct heap *h, addr module, addr *out)
{
    addr dict = object_kind(h, module) == KIND_MODULE ? module_dict(h, module) : 0;
    *out = dict ? xincref(h, dict_get_ascii(h, dict, "__all__", 7)) : 0;
    if (*out)
        return HEAP_OK;
    addr name = str_from_ascii(h, "__all__");
    enum heap_status status = name ? attribute_lookup(h, module, name, out) : raise_status(h);
    xdecref(h, name);
    return status;
}

/* The names that a star stands for: __all__ (*all), or the keys of __dict__. *out *new* */
static enum heap_status names_of_star(struct heap *h, addr module, bool *all, addr *out)
{
    addr dict = 0, keys = 0;
    enum heap_status status = find_all(h, module, out);
    *all = status == HEAP_OK && *out;
    if (status != HEAP_OK || *all)
        return status;
    status = attribute_lookup(h, module, known_name(h, NAME_DICT), &dict);
    if (status != HEAP_OK)
        return status;
    if (!dict)
        return raise_error(h, EXC_IMPORT_ERROR, "from-import-* object has no __dict__ and no __all__");
    if (object_is_exact(h, dict, KIND_DICT)) {
        keys = incref(h, dict);
    } else {
        addr method = str_from_ascii(h, "keys");
        status =
            method ? object_call_method(h, dict, method, NULL, 0, NULL, NULL, 0, &keys) : raise_status(h);
        xdecref(h, method);
    }
    decref(h, dict);
    if (status != HEAP_OK)
        return status;
    *out = list_from_iterable(h, keys);
    decref(h, keys);
    return *out ? HEAP_OK : raise_status(h);
}

/* The item of any sequence: *new*, 0 after the last. */
static enum heap_status sequence_item(struct heap *h, addr sequence, size_t i, addr *out)
{
    *out = 0;
    if (object_is_exact(h, sequence, KIND_LIST) || object_is_exact(h, sequence, KIND_TUPLE)) {
        bool list = object_kind(h, sequence) == KIND_LIST;
        if (i < (list ? list_length(h, sequence) : tuple_length(h, sequence)))
            *out = incref(h, list ? list_item(h, sequence, i) : tuple_item(h, sequence, i));
        return HEAP_OK;
    }
    if (!special_lookup(h, sequence, known_name(h, NAME_GETITEM)))
        return raise_error(h, EXC_TYPE_ERROR, "'%.200s' object does not support indexing",
                           object_type_name(h, sequence));
    addr index = int_new(h, (int64_t)i);
    enum heap_status status = index ? object_getitem(h, sequence, index, out) : raise_status(h);
    xdecref(h, index);
    if (status == HEAP_RAISED && exception_matches(h, h->exception_type[EXC_INDEX_ERROR])) {
        heap_clear_raised(h);
        *out = 0;
        return HEAP_OK;
    }
    return status;
}

static enum heap_status raise_not_str(struct heap *h, addr module, bool all, addr name)
{
    addr own;
    enum heap_status status = object_getattr(h, module, known_name(h, NAME_NAME), &own);
    if (status != HEAP_OK)
        return status;
    char bytes[NAME_MAX_BYTES + 1] = "";
    struct text text = {.bytes = bytes, .capacity = sizeof bytes - 1};
    if (object_kind(h, own) == KIND_STR) {
        text_put_str(h, &text, own);
        status = raise_error(h, EXC_TYPE_ERROR, "%s in %s.%s must be str, not %.100s", all ? "Item" : "Key",
                             bytes, all ? "__all__" : "__dict__", object_type_name(h, name));
    } else {
        status = raise_error(h, EXC_TYPE_ERROR, "module __name__ must be a string, not %.100s",
                             object_type_name(h, own));
    }
    decref(h, own);
    return status;
}

static enum heap_status bind_star(struct heap *h, addr module, bool all, addr name, addr locals)
{
    addr value;
    if (!str_is_kind(h, name))
        return raise_not_str(h, module, all, name);
    if (!all && str_length(h, name) && str_char(h, name, 0) == '_')
        return HEAP_OK;
    enum heap_status status = object_getattr(h, module, name, &value);
    if (status == HEAP_OK) {
        status = object_setitem(h, locals, name, value);
        decref(h, value);
    }
    return status;
}

/* __all__ of whatever is in sys.modules, or what does not begin with an underscore (import_all_from()). */
enum heap_status import_star(struct heap *h, addr module, addr locals)
{
    addr names = 0, name;
    bool all;
    enum heap_status status = names_of_star(h, module, &all, &names);
    for (size_t i = 0; status == HEAP_OK; i++) {
        status = loop_check(h);
        if (status == HEAP_OK)
            status = sequence_item(h, names, i, &name);
        if (status != HEAP_OK || !name)
            break;
        status = bind_star(h, module, all, name, locals);
        decref(h, name);
    }
    xdecref(h, names);
    return status;
}

/* What __reduce_ex__ takes from the modules copyreg and array. */
enum heap_status runtime_imported(struct heap *h, const char *module, const char *name, addr *out)
{
    addr module_name = str_from_ascii(h, module), key = module_name ? str_from_ascii(h, name) : 0, found = 0;
    enum heap_status status =
        key ? import_name(h, module_name, h->globals, none(h), 0, &found) : raise_status(h);
    if (status == HEAP_OK) {
        status = object_getattr(h, found, key, out);
        decref(h, found);
    }
    xdecref(h, key);
    xdecref(h, module_name);
    return status;
}

/* ---- builtin kinds whose behaviour is written in the library (daemon/heap/object/scripted.h): finding the
 * function, and what is seen of it: nothing */

/* Borrowed; imported if it is not there. */
static enum heap_status find_module(struct heap *h, const char *name, addr *out)
{
    *out = dict_get_ascii(h, h->program.modules, name, strlen(name));
    if (*out && object_kind(h, *out) == KIND_MODULE)
        return HEAP_OK;
    addr text = str_from_ascii(h, name), found = 0;
    enum heap_status status = text ? import_name(h, text, h->globals, none(h), 0, &found) : raise_status(h);
    xdecref(h, text);
    if (status != HEAP_OK)
        return status;
    bool kept = object_kind(h, found) == KIND_MODULE && !decref_shared(h, found);
    if (kept || object_kind(h, found) != KIND_MODULE) {
        decref(h, found);
        return raise_error(h, EXC_RUNTIME_ERROR, "sys.modules has lost the module %s", name);
    }
    *out = found;
    return HEAP_OK;
}

static bool is_of_library(const struct heap *h, addr traceback, const char *module)
{
    addr frame = traceback_at(h, traceback)->frame;
    if (!frame || object_kind(h, frame) != KIND_FRAME)
        return false;
    const char *file = iframe_file(h, frame_object_at(h, frame)->frame);
    size_t length = strlen(module);
    return strncmp(file, FROZEN, strlen(FROZEN)) == 0 &&
           strncmp(file + strlen(FROZEN), module, length) == 0 && file[strlen(FROZEN) + length] == '>';
}

/* The frames of the library leave the traceback: it ends where the builtin was called, or is what others
 * called from there have added. */
static void hide_library(struct heap *h, const char *module)
{
    addr exception;
    exception_take(h, &exception);
    addr first = exception_traceback(h, exception);
    while (first && is_of_library(h, first, module)) {
        addr next = xincref(h, traceback_at(h, first)->next);
        exception_set_traceback(h, exception, next);
        first = next;
    }
    for (addr at = first; at;) {
        addr next = traceback_at(h, at)->next;
        if (next && is_of_library(h, next, module))
            object_replace(h, &traceback_at(h, at)->next, xincref(h, traceback_at(h, next)->next));
        else
            at = next;
    }
    exception_restore(h, exception);
}

enum heap_status runtime_library_call(struct heap *h, const char *module, const char *name,
                                      const struct call *call, addr *out)
{
    addr found;
    enum heap_status status = find_module(h, module, &found);
    addr function = status == HEAP_OK ? dict_get_ascii(h, module_dict(h, found), name, strlen(name)) : 0;
    if (status == HEAP_OK && !function)
        status = raise_error(h, EXC_SYSTEM_ERROR, "%s has no %s", module, name);
    if (status != HEAP_OK)
        return status;
    incref(h, function);
    status =
        object_call(h, function, call->args, call->count, call->kwnames, call->kwvalues, call->kwcount, out);
    if (status == HEAP_RAISED)
        hide_library(h, module);
    decref(h, function);
    return status;
}
