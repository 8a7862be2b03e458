/* The methods of code objects: where the instructions are, and copies with something replaced. */
#include <string.h>

#include "daemon/heap/memory.h"
#include "daemon/heap/object/answer.h"
#include "daemon/heap/object/arguments.h"
#include "daemon/heap/object/bytes.h"
#include "daemon/heap/object/class.h"
#include "daemon/heap/object/code.h"
#include "daemon/heap/object/container.h"
#include "daemon/heap/object/int.h"
#include "daemon/heap/object/iterator.h"
#include "daemon/heap/object/scalar.h"
#include "daemon/heap/object/str.h"

/* ---- places -------------------------------------------------------------------------------------- */

/* *new*: a tuple of numbers, None for those below 0. */
static addr tuple_of_numbers(struct heap *h, const int64_t *numbers, size_t count)
{
    addr t = tuple_new(h, count);
    for (size_t i = 0; t && i < count; i++) {
        addr part = numbers[i] < 0 ? incref(h, none(h)) : int_new(h, numbers[i]);
        if (!part) {
            decref(h, t);
            return 0;
        }
        tuple_init(h, t, i, part);
    }
    if (t)
        tuple_done(h, t);
    return t;
}

/* An iterator over a list that is given up. */
static enum heap_status iterate_over(struct heap *h, addr list, addr *out)
{
    enum heap_status status = object_iter(h, list, out);
    decref(h, list);
    return status;
}

static enum heap_status positions(struct heap *h, const struct call *call, addr *out)
{
    size_t n = (size_t)code_at(h, call->self)->words;
    addr list = list_new(h, n);
    if (!list)
        return HEAP_RAISED;
    for (size_t i = 0; i < n; i++) {
        const struct code_position at = *code_position_at(h, call->self, i);
        const int64_t parts[] = {at.line ? (int64_t)at.line : -1, at.line ? (int64_t)at.end_line : -1,
                                 at.column == 0xffff ? -1 : at.column,
                                 at.end_column == 0xffff ? -1 : at.end_column};
        addr t = tuple_of_numbers(h, parts, 4);
        if (!t) {
            decref(h, list);
            return HEAP_RAISED;
        }
        list_init(h, list, i, t);
    }
    return iterate_over(h, list, out);
}

/* co_lines(): (start, end, line) of instructions that are at one place. */
static enum heap_status lines(struct heap *h, const struct call *call, addr *out)
{
    size_t n = (size_t)code_at(h, call->self)->words;
    addr list = list_new(h, 0);
    if (!list)
        return HEAP_RAISED;
    for (size_t i = 0, end; i < n; i = end) {
        const struct code_position at = *code_position_at(h, call->self, i);
        for (end = i + 1; end < n && memcmp(code_position_at(h, call->self, end), &at, sizeof at) == 0;)
            end++;
        const int64_t parts[] = {(int64_t)i * 2, (int64_t)end * 2, at.line ? (int64_t)at.line : -1};
        addr t = tuple_of_numbers(h, parts, 3);
        enum heap_status status = t ? list_append(h, list, t) : HEAP_RAISED;
        xdecref(h, t);
        if (status != HEAP_OK) {
            decref(h, list);
            return status;
        }
    }
    return iterate_over(h, list, out);
}

static enum heap_status varname(struct heap *h, const struct call *call, addr *out)
{
    static const char *const names[] = {"oparg"};
    addr value, all = code_at(h, call->self)->localsplusnames;
    int64_t i;
    enum heap_status status = arguments_unpack(h, call, "_varname_from_oparg", names, 1, 1, 1, &value);
    if (status == HEAP_OK)
        status = int_argument(h, value, &i);
    if (status != HEAP_OK)
        return status;
    if (i < 0 || (size_t)i >= tuple_length(h, all))
        return raise_error(h, EXC_INDEX_ERROR, "tuple index out of range");
    *out = incref(h, tuple_item(h, all, (size_t)i));
    return HEAP_OK;
}

/* ---- replace() ----------------------------------------------------------------------------------- */

/* The first of the names can be replaced, the others may be given as they are. */
enum replaced { FILENAME, NAME, QUALNAME, FIRSTLINENO, CONSTS, FLAGS, REPLACEABLE };
static const char *const replaced_names[] = {
    "co_filename",       "co_name",      "co_qualname",      "co_firstlineno", "co_consts",
    "co_flags",          "co_argcount",  "co_nlocals",       "co_stacksize",   "co_posonlyargcount",
    "co_kwonlyargcount", "co_code",      "co_names",         "co_varnames",    "co_freevars",
    "co_cellvars",       "co_linetable", "co_exceptiontable"};
enum { NAMES = sizeof replaced_names / sizeof *replaced_names };

static enum heap_status check_text(struct heap *h, addr value, const char *name)
{
    if (!value || str_is_kind(h, value))
        return HEAP_OK;
    return raise_error(h, EXC_TYPE_ERROR, "replace() argument '%s' must be str, not %s", name,
                       argument_type_name(h, value));
}

/* The instructions rely on tuples, code and the like among the constants: those stay what they are. */
static enum heap_status check_consts(struct heap *h, addr old, addr new)
{
    if (object_kind(h, new) != KIND_TUPLE)
        return raise_error(h, EXC_TYPE_ERROR, "replace() argument 'co_consts' must be tuple, not %s",
                           argument_type_name(h, new));
    bool good = tuple_length(h, new) >= tuple_length(h, old);
    for (size_t i = 0; good && i < tuple_length(h, old); i++) {
        addr a = tuple_item(h, old, i), b = tuple_item(h, new, i);
        enum kind kind = object_kind(h, a);
        bool plain = a == none(h) || kind == KIND_INT || kind == KIND_BOOL || kind == KIND_FLOAT ||
                     kind == KIND_COMPLEX || kind == KIND_BYTES || kind == KIND_STR;
        good = a == b || (plain && object_kind(h, b) == kind);
    }
    return good ? HEAP_OK
                : raise_error(h, EXC_NOT_IMPLEMENTED_ERROR,
                              "code.replace(): constants of other types than before are not supported");
}

/* What the instructions were made for stays; only that a generator can be awaited is nothing to them
 * (types.coroutine). */
static enum heap_status check_flags(struct heap *h, uint32_t old, addr value)
{
    int64_t flags = 0;
    enum heap_status status = int_argument(h, value, &flags);
    if (status == HEAP_OK && (flags ^ old) & ~(int64_t)CODE_ITERABLE_COROUTINE)
        return raise_error(h, EXC_NOT_IMPLEMENTED_ERROR, "code.replace(): another co_flags is not supported");
    return status;
}

/* What replace() cannot change may be given as it is. */
static enum heap_status check_same(struct heap *h, addr code, addr name, addr value)
{
    for (size_t i = REPLACEABLE; i < NAMES; i++) {
        if (!str_equal_utf8(h, name, replaced_names[i], strlen(replaced_names[i])))
            continue;
        addr old;
        bool same = false;
        enum heap_status status = object_getattr(h, code, name, &old);
        if (status != HEAP_OK)
            return status;
        status = object_equal_or_same(h, old, value, &same);
        decref(h, old);
        if (status == HEAP_OK && !same)
            status = raise_error(h, EXC_NOT_IMPLEMENTED_ERROR, "code.replace(): another %s is not supported",
                                 replaced_names[i]);
        return status;
    }
    return arguments_raise_unknown(h, name, "replace", replaced_names, NAMES);
}

static enum heap_status take_replaced(struct heap *h, const struct call *call, addr values[REPLACEABLE])
{
    if (call->count)
        return raise_error(h, EXC_TYPE_ERROR, "replace() takes no positional arguments");
    enum heap_status status = HEAP_OK;
    for (size_t k = 0; status == HEAP_OK && k < call->kwcount; k++) {
        size_t i = 0;
        while (i < REPLACEABLE &&
               !str_equal_utf8(h, call->kwnames[k], replaced_names[i], strlen(replaced_names[i])))
            i++;
        if (i < REPLACEABLE)
            values[i] = call->kwvalues[k];
        else
            status = check_same(h, call->self, call->kwnames[k], call->kwvalues[k]);
    }
    for (size_t i = FILENAME; status == HEAP_OK && i <= QUALNAME; i++)
        status = check_text(h, values[i], replaced_names[i]);
    if (status == HEAP_OK && values[FLAGS])
        status = check_flags(h, code_at(h, call->self)->flags, values[FLAGS]);
    if (status == HEAP_OK && values[CONSTS])
        status = check_consts(h, code_at(h, call->self)->consts, values[CONSTS]);
    return status;
}

/* Lines are counted from the first one: all of them move. *new* */
static addr moved_positions(struct heap *h, addr positions, int64_t lines)
{
    size_t bytes = bytes_length(h, positions), n = bytes / sizeof(struct code_position);
    addr made = bytes_new(h, NULL, bytes);
    if (!made)
        return 0;
    memcpy(heap_at(h, made + BYTES_DATA), bytes_data(h, positions), bytes);
    for (size_t i = 0; i < n; i++) {
        struct code_position at;
        uint8_t *place = (uint8_t *)heap_at(h, made + BYTES_DATA) + i * sizeof at;
        memcpy(&at, place, sizeof at);
        if (at.line == 0)
            continue;
        int64_t line = at.line + lines, end = at.end_line + lines;
        at.line = line > 0 && line <= INT32_MAX ? (uint32_t)line : 1;
        at.end_line = end > 0 && end <= INT32_MAX ? (uint32_t)end : at.line;
        memcpy(place, &at, sizeof at);
    }
    return made;
}

static enum heap_status replace(struct heap *h, const struct call *call, addr *out)
{
    addr values[REPLACEABLE] = {0};
    enum heap_status status = take_replaced(h, call, values);
    int64_t first = code_at(h, call->self)->firstlineno, flags = code_at(h, call->self)->flags;
    if (status == HEAP_OK && values[FLAGS])
        status = int_argument(h, values[FLAGS], &flags);
    if (status == HEAP_OK && values[FIRSTLINENO])
        status = int_argument(h, values[FIRSTLINENO], &first);
    if (status != HEAP_OK)
        return status;
    if (first < INT32_MIN || first > INT32_MAX)
        return raise_error(h, EXC_OVERFLOW_ERROR, "Python int too large to convert to C int");
    const struct code_object *c = code_at(h, call->self);
    addr positions = first == c->firstlineno ? incref(h, c->positions)
                                             : moved_positions(h, c->positions, first - c->firstlineno);
    addr instructions = positions ? code_plain_instructions(h, call->self) : 0;
    if (!instructions) {
        xdecref(h, positions);
        return HEAP_RAISED;
    }
    c = code_at(h, call->self);
    const struct code_spec spec = {.consts = values[CONSTS] ? values[CONSTS] : c->consts,
                                   .names = c->names,
                                   .localsplusnames = c->localsplusnames,
                                   .filename = values[FILENAME] ? values[FILENAME] : c->filename,
                                   .name = values[NAME] ? values[NAME] : c->name,
                                   .qualname = values[QUALNAME] ? values[QUALNAME] : c->qualname,
                                   .localspluskinds = c->localspluskinds,
                                   .positions = positions,
                                   .handlers = c->handlers,
                                   .instructions = heap_at(h, instructions),
                                   .words = (size_t)c->words,
                                   .flags = (uint32_t)flags,
                                   .units = c->units,
                                   .argcount = c->argcount,
                                   .posonlyargcount = c->posonlyargcount,
                                   .kwonlyargcount = c->kwonlyargcount,
                                   .stacksize = c->stacksize,
                                   .firstlineno = (int32_t)first};
    addr made = code_new(h, &spec);
    table_free(h, instructions);
    decref(h, positions);
    return answer(h, made, out);
}

extern const struct builtin_method code_methods[];
const struct builtin_method code_methods[] = {
    {"__sizeof__", 0, 0, 0, method_own_sizeof},
    {"co_lines", 0, 0, false, lines},
    {"co_positions", 0, 0, false, positions},
    {"replace", -1, -1, METHOD_KEYWORDS, replace},
    {"__replace__", -1, -1, METHOD_KEYWORDS, replace}, /* from 3.13: class_boot.c */
    {"_varname_from_oparg", -1, -1, METHOD_KEYWORDS, varname},
    {0},
};
