/* Kinds whose behaviour is written in the language (scripted.h). */
#include "daemon/heap/object/scripted.h"

#include <stdio.h>
#include <string.h>

#include "daemon/heap/object/answer.h"
#include "daemon/heap/object/int.h"
#include "daemon/heap/object/names.h"
#include "daemon/heap/object/str.h"
#include "daemon/heap/runtime.h"


static const char *const prefixes[KIND_COUNT] = {
    [KIND_TIMEDELTA] = "timedelta", [KIND_DATE] = "date",
    [KIND_DATETIME] = "datetime",   [KIND_TIME] = "time",
    [KIND_TZINFO] = "tzinfo",       [KIND_TIMEZONE] = "timezone",
    [KIND_DECIMAL] = "decimal",     [KIND_DECIMAL_CONTEXT] = "context",
};

static const char *module_of(unsigned kind)
{
    return kind > KIND_TIMEZONE ? "_decimal" : "_datetime";
}

static enum heap_status ask(struct heap *h, unsigned kind, const char *name, const struct call *call,
                            addr *out)
{
    char text[NAME_ROOM];
    (void)snprintf(text, sizeof text, "%s_%s", prefixes[kind], name);
    *out = 0;
    if (!runtime_library_call)
        return raise_error(h, EXC_RUNTIME_ERROR, "there is no module %s here", module_of(kind));
    return runtime_library_call(h, module_of(kind), text, call, out);
}

enum heap_status scripted_call(struct heap *h, unsigned kind, const char *name, addr first,
                               const struct call *call, addr *out)
{
    enum { FEW = 12 };
    addr args[FEW + 1];
    struct call inner = *call;
    if (!first)
        return ask(h, kind, name, call, out);
    if (call->count > FEW)
        return raise_error(h, EXC_TYPE_ERROR, "function takes at most %d arguments (%zu given)", FEW,
                           call->count);
    args[0] = first;
    if (call->count)
        memcpy(args + 1, call->args, call->count * sizeof(addr));
    inner.args = args;
    inner.count++;
    inner.self = inner.callable = 0;
    return ask(h, kind, name, &inner, out);
}

enum heap_status scripted_ask(struct heap *h, unsigned kind, const char *name, const addr *args, size_t count,
                              addr *out)
{
    const struct call call = {.args = args, .count = count};
    return ask(h, kind, name, &call, out);
}

/* ---- slots ------------------------------------------------------------------------------------------- */

enum heap_status scripted_binary(struct heap *h, unsigned owner, enum type_slot slot, addr a, addr b,
                                 addr *out)
{
    static const char *const names[] = {
        [NB_ADD] = "add",       [NB_SUBTRACT] = "sub",        [NB_MULTIPLY] = "mul",
        [NB_REMAINDER] = "mod", [NB_DIVMOD] = "divmod",       [NB_FLOOR_DIVIDE] = "floordiv",
        [NB_POWER] = "pow",     [NB_TRUE_DIVIDE] = "truediv",
    };
    addr args[2] = {a, b};
    return without_not_implemented(h, scripted_ask(h, owner, names[slot], args, 2, out), out);
}

enum heap_status scripted_power(struct heap *h, unsigned owner, addr a, addr b, addr modulus, addr *out)
{
    addr args[3] = {a, b, modulus ? modulus : none(h)};
    return without_not_implemented(h, scripted_ask(h, owner, "pow", args, 3, out), out);
}

enum heap_status scripted_compare(struct heap *h, unsigned owner, enum compare_operator op, addr a, addr b,
                                  addr *out)
{
    addr args[3] = {int_new(h, op), a, b}; /* a small one: there already */
    return without_not_implemented(h, scripted_ask(h, owner, "compare", args, 3, out), out);
}

enum heap_status scripted_unary(struct heap *h, unsigned owner, enum unary_operator op, addr o, addr *out)
{
    static const char *const names[] = {"neg", "pos", "invert", "abs"};
    return scripted_ask(h, owner, names[op], &o, 1, out);
}

enum heap_status scripted_truth(struct heap *h, unsigned owner, addr o, bool *out)
{
    addr result;
    enum heap_status status = scripted_ask(h, owner, "bool", &o, 1, &result);
    if (status == HEAP_OK) {
        *out = result == h->singleton[SINGLETON_TRUE];
        decref(h, result);
    }
    return status;
}

/* ---- operations ------------------------------------------------------------------------------ */

static enum heap_status put_answer(struct heap *h, addr o, const char *name, struct text *out)
{
    addr text;
    enum heap_status status = scripted_ask(h, object_kind(h, o), name, &o, 1, &text);
    if (status != HEAP_OK)
        return status;
    if (str_is_kind(h, text))
        text_put_str(h, out, text);
    else
        status = raise_error(h, EXC_TYPE_ERROR, "__%s__ returned non-string (type %.200s)", name,
                             object_type_name(h, text));
    decref(h, text);
    return status;
}

enum heap_status scripted_repr(struct heap *h, addr o, struct text *out)
{
    return put_answer(h, o, "repr", out);
}

enum heap_status scripted_str(struct heap *h, addr o, struct text *out)
{
    return put_answer(h, o, "str", out);
}

enum heap_status scripted_hash(struct heap *h, addr o, int64_t *out)
{
    addr result;
    enum heap_status status = scripted_ask(h, object_kind(h, o), "hash", &o, 1, &result);
    if (status != HEAP_OK)
        return status;
    if (!int_is_kind(h, result) || !int_fits(h, result, out))
        status = raise_error(h, EXC_TYPE_ERROR, "__hash__ method should return an integer");
    decref(h, result);
    return status;
}

enum heap_status scripted_hash_kept(struct heap *h, addr o, int64_t *out)
{
    int64_t *kept = &HEAP_FIELD(h, o, 16, int64_t);
    if (*kept != -1) {
        *out = *kept;
        return HEAP_OK;
    }
    enum heap_status status = scripted_hash(h, o, out);
    if (status == HEAP_OK)
        *kept = *out;
    return status;
}

/* ---- making ---------------------------------------------------------------------------------- */

enum heap_status scripted_construct(struct heap *h, addr type, const struct call *call, addr *out)
{
    return scripted_call(h, type_kind(h, type), "new", type, call, out);
}

addr scripted_new(struct heap *h, addr type, size_t bytes)
{
    bool own = type == h->type[type_kind(h, type)];
    addr o =
        own ? bytes ? object_new_sized(h, type, bytes) : object_new(h, type, 0) : instance_alloc(h, type, 0);
    if (!o)
        return 0;
    size_t basic = bytes && own ? bytes : (size_t)type_at(h, h->type[type_kind(h, type)])->basicsize;
    memset((char *)heap_at(h, o) + sizeof(struct object), 0, basic - sizeof(struct object));
    if (object_has_gc(h, o))
        object_track(h, o);
    return o;
}
