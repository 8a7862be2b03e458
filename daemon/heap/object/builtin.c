/* Builtin functions: objects through which functions of the library are called. A method of a builtin type
 * that was looked up on an object is bound to it (m_self). Mirrors Objects/methodobject.c.
 *
 *   0 header   16 m_ml   24 m_self   32 m_module   40 m_weakreflist   48 vectorcall
 *
 * Two functions are heapd's own, in the place of the Python functions that classes have: finalizers that log
 * a text, or bring their object back by binding it to a global name. They bind to instances as functions do,
 * and keep the text in m_module.
 */
#include "daemon/heap/object/builtin.h"

#include <string.h>

#include "daemon/heap/event.h"
#include "daemon/heap/frame.h"
#include "daemon/heap/object/construct.h"
#include "daemon/heap/object/free_list.h"
#include "daemon/heap/object/hash.h"
#include "daemon/heap/object/text.h"
#include "daemon/heap/runtime.h"

/* ---- finalizers
 * -------------------------------------------------------------------------------------------------------------
 */

#define TEXT_MAX 200

static size_t text_of(const struct heap *h, addr function, char out[TEXT_MAX])
{
    struct text text = {.bytes = out, .capacity = TEXT_MAX};
    text_put_str(h, &text, builtin_at(h, function)->module);
    return text.length;
}

static enum heap_status finalizer_log(struct heap *h, const struct call *call, addr *out)
{
    char text[TEXT_MAX];
    size_t length = text_of(h, call->callable, text);
    event_text(h, EVENT_LOG, call->args[0], text, length);
    *out = incref(h, none(h));
    return HEAP_OK;
}

static enum heap_status finalizer_resurrect(struct heap *h, const struct call *call, addr *out)
{
    char text[TEXT_MAX];
    size_t length = text_of(h, call->callable, text);
    enum heap_status status = name_bind(h, 0, text, length, call->args[0]);
    if (status == HEAP_OK)
        *out = incref(h, none(h));
    return status;
}

static const struct builtin_method own_functions[] = {
    [FINALIZER_LOG] = {"__del__", 1, 1, false, finalizer_log},
    [FINALIZER_RESURRECT] = {"__del__", 1, 1, false, finalizer_resurrect},
};

static enum heap_status new_object(struct heap *h, const struct call *call, addr *out)
{
    addr function;
    enum heap_status status = object_getattr(h, call->args[0], known_name(h, NAME_NEW), &function);
    if (status != HEAP_OK)
        return status;
    status = object_call(h, function, call->args, call->count, NULL, NULL, 0, out);
    decref(h, function);
    return status;
}

static const struct builtin_method new_functions[] = {
    {"__new__", -1, -1, METHOD_KEYWORDS | METHOD_TUPLE, builtin_new_call},
    {"__newobj__", 1, -1, 0, new_object},
};

addr finalizer_new(struct heap *h, enum finalizer_kind kind, const char *text)
{
    addr s = str_from_utf8(h, text, strlen(text)),
         f = s ? builtin_new(h, builtin_text(BUILTIN_OWN, kind), 0) : 0;
    if (!f) {
        xdecref(h, s);
        return 0;
    }
    builtin_at(h, f)->module = s;
    return f;
}

/* ---- making
 * -------------------------------------------------------------------------------------------------------------------
 */

const struct builtin_method *builtin_definition_elsewhere(addr definition)
{
    unsigned kind = builtin_text_kind(definition);
    size_t index = (definition - HEAP_TEXT - TEXT_METHODS) / 32u % 1024u;
    if (kind == BUILTIN_NEW)
        return &new_functions[index];
    if (kind >= RUNTIME_FUNCTIONS)
        return &runtime_functions(kind - RUNTIME_FUNCTIONS)[index];
    return kind == BUILTIN_OWN ? &own_functions[index] : &kind_methods(kind)[index];
}

addr builtin_new(struct heap *h, addr definition, addr self)
{
    addr o = free_list_object(h, FREE_BUILTINS, KIND_BUILTIN);
    if (!o)
        return 0;
    struct builtin_object *b = builtin_at(h, o);
    b->definition = definition;
    b->self = xincref(h, self);
    b->vectorcall = HEAP_TEXT + TEXT_CALL;
    object_track(h, o);
    return o;
}

enum heap_status builtin_bind(struct heap *h, addr function, addr o, addr *out)
{
    const struct builtin_object *b = builtin_at(h, function);
    if (builtin_text_kind(b->definition) != BUILTIN_OWN) {
        *out = incref(h, function);
        return HEAP_OK;
    }
    *out = method_new(h, function, o);
    return *out ? HEAP_OK : raise_status(h);
}

/* ---- the kind
 * -------------------------------------------------------------------------------------------------------------------
 */

static void builtin_traverse(struct heap *h, addr o, span_visitor *visit, void *context)
{
    visit(h, context, &builtin_at(h, o)->self, 2, 1);
}

static bool builtin_release_next(struct heap *h, addr o, addr *reference)
{
    struct builtin_object *b = builtin_at(h, o);
    addr *field = b->self ? &b->self : &b->module;
    *reference = *field;
    *field = 0;
    return *reference;
}

static enum heap_status builtin_repr(struct heap *h, addr o, struct text *out)
{
    const struct builtin_object *b = builtin_at(h, o);
    const char *name = builtin_definition(b->definition)->name;
    addr owner = builtin_owner(h, o);
    if (owner && object_kind(h, owner) != KIND_MODULE)
        text_putf(out, "<built-in method %s of %s object at 0x%llx>", name, object_type_name(h, owner),
                  (unsigned long long)owner);
    else
        text_putf(out, "<built-in function %s>", name);
    return HEAP_OK;
}

/* meth_hash: of what it is bound to, by address, and the function. */
static enum heap_status builtin_hash(struct heap *h, addr o, int64_t *out)
{
    const struct builtin_object *b = builtin_at(h, o);
    *out = hash_result((uint64_t)hash_address(b->self) ^ (uint64_t)hash_address(b->definition));
    return HEAP_OK;
}

static enum heap_status builtin_equal(struct heap *h, addr a, addr b, int *result)
{
    *result = -1;
    if (object_kind(h, a) == KIND_BUILTIN && object_kind(h, b) == KIND_BUILTIN)
        *result = a == b ||
                  (builtin_at(h, a)->self == builtin_at(h, b)->self &&
                   builtin_at(h, a)->definition == builtin_at(h, b)->definition && builtin_at(h, a)->self);
    return HEAP_OK;
}

extern const struct kind_ops builtin_ops;
const struct kind_ops builtin_ops = {
    .traverse = builtin_traverse,
    .release_next = builtin_release_next,
    .repr = builtin_repr,
    .hash = builtin_hash,
    .equal = builtin_equal,
};
