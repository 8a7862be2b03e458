/* Functions written in Python: what MAKE_FUNCTION makes. Mirrors Objects/funcobject.c. The layout is in
 * function.h. */
#include "daemon/heap/object/function.h"

#include "daemon/heap/object/code.h"
#include "daemon/heap/object/dict.h"
#include "daemon/heap/object/heaptype.h"
#include "daemon/heap/object/interpreter_frame.h"
#include "daemon/heap/object/module.h"
#include "daemon/heap/object/names.h"
#include "daemon/heap/object/text.h"

/* The docstring is the first constant where that is a str; later versions say in a flag whether it is one. */
static addr docstring(const struct heap *h, addr code)
{
    const struct code_object *c = code_at(h, code);
    if (h->abi.code_docstring_flag && !(c->flags & CODE_HAS_DOCSTRING))
        return none(h);
    addr first = tuple_length(h, c->consts) ? tuple_item(h, c->consts, 0) : 0;
    return first && object_kind(h, first) == KIND_STR ? first : none(h);
}

addr builtins_of_globals(const struct heap *h, addr globals)
{
    addr given = dict_get_str(h, globals, known_name(h, NAME_BUILTINS_METHOD));
    if (!given)
        return h->frame && iframe_at(h, h->frame)->builtins ? iframe_at(h, h->frame)->builtins : h->builtins;
    return object_kind(h, given) == KIND_MODULE ? module_dict(h, given) : given;
}

static addr make(struct heap *h, addr code, addr globals, addr doc, addr closure)
{
    addr o = object_new(h, h->type[KIND_FUNCTION], 0);
    if (!o)
        return 0;
    const struct code_object *c = code_at(h, code);
    struct function_object *f = function_at(h, o);
    f->globals = incref(h, globals);
    f->builtins = incref(h, builtins_of_globals(h, globals));
    f->name = incref(h, c->name);
    f->qualname = incref(h, c->qualname);
    f->code = incref(h, code);
    f->doc = incref(h, doc);
    f->closure = xincref(h, closure);
    HEAP_FIELD(h, o, h->abi.function_vectorcall, addr) = HEAP_TEXT + TEXT_CALL;
    object_track(h, o);
    return o;
}

addr function_new(struct heap *h, addr code, addr globals)
{
    addr o = make(h, code, globals, docstring(h, code), 0);
    if (o) /* looked for now: making it may have collected, and run what gives the name another value */
        function_at(h, o)->module = xincref(h, dict_get_str(h, globals, known_name(h, NAME_NAME)));
    return o;
}

addr function_new_for_code(struct heap *h, addr code, addr globals, addr closure)
{
    return make(h, code, globals, none(h), closure);
}

/* ---- the kind -------------------------------------------------------------------------------- */

#define FIELDS_MAX 15

/* The fields in tp_traverse's order; the last two are not visited when `traversed`... every one is in
 * CPython. */
static size_t fields_of(const struct heap *h, addr o, addr *fields[FIELDS_MAX])
{
    struct function_object *f = function_at(h, o);
    size_t n = 0;
    addr *const order[] = {&f->code, &f->globals, &f->builtins, &f->module,  &f->defaults,   &f->kwdefaults,
                           &f->doc,  &f->name,    &f->dict,     &f->closure, &f->annotations};
    for (; n < sizeof order / sizeof *order; n++)
        fields[n] = order[n];
    if (h->abi.function_annotate)
        fields[n++] = &f->annotate;
    if (h->abi.function_type_params)
        fields[n++] = function_type_params(h, o);
    fields[n++] = &f->qualname;
    return n;
}

static void function_traverse(struct heap *h, addr o, span_visitor *visit, void *context)
{
    addr *fields[FIELDS_MAX];
    for (size_t i = 0, n = fields_of(h, o, fields); i < n; i++)
        visit(h, context, fields[i], 1, 1);
}

/* func_clear()'s order, then what func_dealloc() releases itself. */
static const uint16_t release_order[] = {
    offsetof(struct function_object, globals),
    offsetof(struct function_object, builtins),
    offsetof(struct function_object, module),
    offsetof(struct function_object, defaults),
    offsetof(struct function_object, kwdefaults),
    offsetof(struct function_object, doc),
    offsetof(struct function_object, dict),
    offsetof(struct function_object, closure),
    offsetof(struct function_object, annotations),
    offsetof(struct function_object, annotate),
    0 /* the type parameters */,
    offsetof(struct function_object, code),
    offsetof(struct function_object, name),
    offsetof(struct function_object, qualname),
};
enum { RELEASED = sizeof release_order / sizeof *release_order, ANNOTATE = 9, TYPE_PARAMS, KEPT = 3 };

/* The field to release at that turn; NULL: the version has none there. */
static addr *field_to_release(const struct heap *h, addr o, size_t i)
{
    if (i == TYPE_PARAMS)
        return h->abi.function_type_params ? function_type_params(h, o) : NULL;
    return i == ANNOTATE && !h->abi.function_annotate ? NULL : heap_at(h, o + release_order[i]);
}

static bool function_release_next(struct heap *h, addr o, addr *reference)
{
    for (size_t i = 0; i < RELEASED; i++) {
        addr *field = field_to_release(h, o, i), held = field ? *field : 0;
        if (!held)
            continue;
        *field = 0;
        if (decref_shared(h, held))
            continue;
        *reference = held;
        return true;
    }
    return false;
}

/* Name, qualified name and code stay: a function that has been cleared can still be looked at, not called. */
static void function_clear(struct heap *h, addr o)
{
    for (size_t i = 0; i < RELEASED - KEPT; i++)
        if (field_to_release(h, o, i))
            object_replace(h, field_to_release(h, o, i), 0);
}

/* <function C.f at 0x...> */
static enum heap_status function_repr(struct heap *h, addr o, struct text *out)
{
    text_put(out, "<function ", 10);
    text_put_str(h, out, function_at(h, o)->qualname);
    text_putf(out, " at 0x%llx>", (unsigned long long)o);
    return HEAP_OK;
}

static const char *function_verify(const struct heap *h, addr o)
{
    const struct function_object *f = function_at(h, o);
    if (!f->code || object_kind(h, f->code) != KIND_CODE)
        return "a function without code";
    if (!f->name || object_kind(h, f->name) != KIND_STR || !f->qualname ||
        object_kind(h, f->qualname) != KIND_STR)
        return "a function whose name is no str";
    if (f->closure && object_kind(h, f->closure) != KIND_TUPLE)
        return "a function whose closure is no tuple";
    return NULL;
}

extern const struct kind_ops function_ops;
const struct kind_ops function_ops = {
    .traverse = function_traverse,
    .release_next = function_release_next,
    .clear = function_clear,
    .repr = function_repr,
    .verify = function_verify,
};
const struct builtin_method function_methods[] = {{0}};
