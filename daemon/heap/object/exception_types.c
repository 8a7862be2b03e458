/* The builtin exception classes: static type objects beside those of the kinds, one for each name that the
 * version has. They lie one after the other, so that an address tells which one it is.
 */
#include "daemon/heap/object/exception_types.h"

#include <string.h>

#include "daemon/heap/boot.h"
#include "daemon/heap/object/builtin.h"
#include "daemon/heap/object/container.h"
#include "daemon/heap/object/dict.h"
#include "daemon/heap/object/exception.h"
#include "daemon/heap/object/fixed.h"
#include "daemon/heap/object/member.h"
#include "daemon/heap/object/type_words.h"

struct exception_class {
    const char *name;
    uint8_t base; /* enum exception */
    uint8_t kind;
};

static const struct exception_class classes[EXC_COUNT] = {
#define X(constant, base, kind, name) [EXC_##constant] = {name, EXC_##base, KIND_##kind},
    HEAP_EXCEPTIONS(X)
#undef X
};

const char *exception_name(enum exception e)
{
    return e > EXC_NONE && e < EXC_COUNT ? classes[e].name : "";
}

static bool is_in_version(const struct heap *h, enum exception e)
{
    return h->abi.exceptions_3_13 || (e != EXC_PYTHON_FINALIZATION_ERROR && e != EXC_INCOMPLETE_INPUT_ERROR);
}

/* ---- layouts ------------------------------------------------------------------------------------- */

void exception_runs(const struct heap *h, enum kind kind, struct exception_run runs[2])
{
    static const uint16_t counts[KIND_COUNT] = {
        [KIND_EXCEPTION_GROUP] = 2, [KIND_STOP_ITERATION] = 1, [KIND_SYSTEM_EXIT] = 1,
        [KIND_IMPORT_ERROR] = 3,    [KIND_OS_ERROR] = 4,       [KIND_NAME_ERROR] = 1,
        [KIND_ATTRIBUTE_ERROR] = 2, [KIND_SYNTAX_ERROR] = 8,   [KIND_UNICODE_ERROR] = 2,
    };
    runs[0] = (struct exception_run){EXCEPTION_BASE, counts[kind]};
    runs[1] = (struct exception_run){offsetof(struct exception_object, u.unicode.reason),
                                     kind == KIND_UNICODE_ERROR};
    if ((kind == KIND_IMPORT_ERROR && h->abi.import_error_name_from) ||
        (kind == KIND_SYNTAX_ERROR && h->abi.syntax_error_metadata))
        runs[0].count++;
}

/* ExceptionGroup is a class like those of programs, made while the interpreter starts: with weak references.
 */
static void group_lay_out(struct heap *h, addr type)
{
    struct type_object *t = type_at(h, type);
    t->flags = (t->flags & ~(uint64_t)(TYPE_STATIC_BUILTIN | TYPE_IMMUTABLE)) | TYPE_HEAP;
    if (h->abi.instance_form >= INSTANCE_DICT_OR_VALUES) {
        t->flags |= TYPE_MANAGED_WEAKREF;
        t->weaklistoffset = -32;
    } else {
        t->weaklistoffset = t->basicsize;
        t->basicsize += 8;
    }
    h->static_top = type + h->abi.heap_type_size;
}

/* ---- booting ------------------------------------------------------------------------------------- */

void exception_types_boot(struct heap *h)
{
    addr names[EXC_COUNT] = {0};
    for (enum exception e = EXC_NONE + 1; e < EXC_COUNT; e++)
        names[e] = fixed_text(h, classes[e].name);
    h->static_top = (h->static_top + 15) & ~15ull;
    for (enum exception e = EXC_NONE + 1; e < EXC_COUNT; e++) {
        enum kind kind = (enum kind)classes[e].kind;
        if (!is_in_version(h, e))
            continue;
        addr type = type_lay_out(h, names[e], kind);
        h->exception_type[e] = type;
        if (e == EXC_EXCEPTION_GROUP)
            group_lay_out(h, type);
        if (!h->type[kind] || strcmp(classes[e].name, type_kind_name(kind)) == 0)
            h->type[kind] = type;
    }
}

void exception_types_become_objects(struct heap *h)
{
    for (enum exception e = EXC_NONE + 1; e < EXC_COUNT; e++)
        if (h->exception_type[e])
            object_become_static(h, h->exception_type[e], h->type[KIND_TYPE]);
}

static void set_order(struct heap *h, enum exception e)
{
    addr order[8];
    size_t count = 0, bases = e == EXC_EXCEPTION_GROUP ? 2 : 1;
    for (enum exception at = e; at != EXC_NONE; at = (enum exception)classes[at].base) {
        order[count++] = h->exception_type[at];
        if (at == EXC_BASE_EXCEPTION_GROUP && bases == 2)
            order[count++] = h->exception_type[EXC_EXCEPTION];
    }
    order[count++] = h->type[KIND_INSTANCE];
    struct type_object *t = type_at(h, h->exception_type[e]);
    t->mro = fixed_tuple(h, order, count);
    t->base = order[1];
    t->hash = type_at(h, h->type[KIND_INSTANCE])->hash; /* inherited */
    t->richcompare = type_at(h, h->type[KIND_INSTANCE])->richcompare;
    t->bases = fixed_tuple(h, &order[1], bases);
    type_words_boot(h, h->exception_type[e], (enum kind)classes[e].kind);
}

/* What its static type names: those without fields of their own have a __new__ (SimpleExtendsException),
 * those that borrow a layout have an __init__ alone (MiddlingExtendsException). */
static const char *wrappers_of(enum exception e)
{
    bool owns = strcmp(classes[e].name, type_kind_name((enum kind)classes[e].kind)) == 0;
    if (e == EXC_BASE_EXCEPTION)
        return "new repr str getattribute oldsetattr olddelattr init";
    if (e == EXC_BASE_EXCEPTION_GROUP)
        return "new str init";
    if (e == EXC_EXCEPTION_GROUP)
        return "";
    if (e == EXC_KEY_ERROR || e == EXC_IMPORT_ERROR || e == EXC_NAME_ERROR || e == EXC_ATTRIBUTE_ERROR ||
        e == EXC_SYNTAX_ERROR)
        return "str init";
    if (e == EXC_OS_ERROR || classes[e].kind == KIND_UNICODE_ERROR)
        return "new str init";
    if (e == EXC_STOP_ITERATION || e == EXC_SYSTEM_EXIT)
        return "init";
    return owns || classes[e].kind == KIND_EXCEPTION ? "new init" : "init";
}

/* What a class statement without a body leaves. */
static void set_group_dict(struct heap *h, addr type, addr dict)
{
    addr weakref = known_name(h, NAME_WEAKREF);
    if (dict_set(h, dict, known_name(h, NAME_MODULE), fixed_own_str(h, "builtins")) != HEAP_OK)
        __builtin_trap();
    class_add(h, dict, "__weakref__", getset_new(h, type, weakref, GETSET_INSTANCE_WEAKREF, 0));
    if (dict_set(h, dict, known_name(h, NAME_DOC), none(h)) != HEAP_OK)
        __builtin_trap();
}

static void set_dict(struct heap *h, enum exception e)
{
    addr type = h->exception_type[e], dict = dict_new(h);
    enum kind kind = (enum kind)classes[e].kind;
    class_add_wrappers(h, dict, type, kind, wrappers_of(e));
    if (type == h->type[kind]) {
        if (kind != KIND_ATTRIBUTE_ERROR || h->abi.attribute_error_reduces)
            class_add_methods(h, dict, type, kind);
        if (kind == KIND_EXCEPTION)
            class_add_getsets(h, dict, type, GETSET_EXCEPTION);
        if (kind == KIND_OS_ERROR)
            class_add_getsets(h, dict, type, GETSET_OS_ERROR);
    }
    if (e == EXC_EXCEPTION_GROUP)
        set_group_dict(h, type, dict);
    /* the three Unicode errors have the same layout, but no common class that has it */
    if (type == h->type[kind] || kind == KIND_UNICODE_ERROR)
        members_add(h, dict, type, exception_members(h, kind));
    type_at(h, type)->dict = fixed_dict(h, dict);
    dict_at(h, type_at(h, type)->dict)->version |= DICT_OF_TYPE;
}

void exception_boot(struct heap *h)
{
    for (enum exception e = EXC_NONE + 1; e < EXC_COUNT; e++)
        if (h->exception_type[e])
            set_order(h, e);
    for (enum exception e = EXC_NONE + 1; e < EXC_COUNT; e++)
        if (h->exception_type[e])
            set_dict(h, e);
    addr type = h->exception_type[EXC_MEMORY_ERROR];
    h->last_exception = object_new_static(h, type, (size_t)type_at(h, type)->basicsize);
    exception_at(h, h->last_exception)->args = h->singleton[SINGLETON_EMPTY_TUPLE];
    h->static_top = (h->static_top + 15) & ~15ull;
}

/* ---- finding ------------------------------------------------------------------------------------- */

addr exception_type_by_name(const struct heap *h, const char *name, size_t length)
{
    static const char *const old_names[] = {"IOError", "EnvironmentError"};
    for (size_t i = 0; i < sizeof old_names / sizeof *old_names; i++)
        if (strlen(old_names[i]) == length && memcmp(old_names[i], name, length) == 0)
            return h->exception_type[EXC_OS_ERROR];
    for (enum exception e = EXC_NONE + 1; e < EXC_COUNT; e++)
        if (h->exception_type[e] && strlen(classes[e].name) == length &&
            memcmp(classes[e].name, name, length) == 0)
            return h->exception_type[e];
    return 0;
}

addr exception_type_of(const struct heap *h, enum exception e)
{
    while (!h->exception_type[e])
        e = (enum exception)classes[e].base;
    return h->exception_type[e];
}

/* Which of the builtin classes it is; EXC_NONE: none. */
static enum exception exception_at_address(const struct heap *h, addr type)
{
    addr first = h->exception_type[EXC_BASE_EXCEPTION];
    if (type < first || type > h->exception_type[EXC_EXCEPTION_GROUP])
        return EXC_NONE;
    /* They lie side by side in this order; some are not in every version. */
    uint32_t apart = (uint32_t)(h->exception_type[EXC_BASE_EXCEPTION_GROUP] - first);
    enum exception e = EXC_BASE_EXCEPTION + (uint32_t)(type - first) / apart;
    while (e < EXC_COUNT && h->exception_type[e] < type)
        e++;
    return e < EXC_COUNT && h->exception_type[e] == type ? e : EXC_NONE;
}

enum exception exception_builtin(const struct heap *h, addr type)
{
    for (; type; type = type_at(h, type)->base) {
        enum exception e = exception_at_address(h, type);
        if (e != EXC_NONE)
            return e;
    }
    return EXC_BASE_EXCEPTION;
}
