/* Calls: PyObject_Call for every callable there is without code of its own. Arguments are checked with
 * CPython's texts (Python/getargs.c, Objects/methodobject.c, descrobject.c).
 */
#include <string.h>

#include "daemon/heap/memory.h"
#include "daemon/heap/object/attribute.h"
#include "daemon/heap/object/binding.h"
#include "daemon/heap/object/builtin.h"
#include "daemon/heap/object/construct.h"
#include "daemon/heap/object/exception.h"
#include "daemon/heap/object/functools_kinds.h"
#include "daemon/heap/object/generic.h"
#include "daemon/heap/object/names.h"
#include "daemon/heap/object/type_variable.h"
#include "daemon/heap/object/type_words.h"
#include "daemon/heap/object/weakref.h"
#include "daemon/heap/object/wrapper.h"
#include "daemon/heap/runtime.h"

bool object_is_callable(const struct heap *h, addr o)
{
    return type_at(h, object_type(h, o))->call;
}

/* ---- arguments
 * ------------------------------------------------------------------------------------------------------------------
 */

/* "list.append", or the name alone. */
static const char *last_part(const char *name)
{
    const char *dot = strrchr(name, '.');
    return dot ? dot + 1 : name;
}

/* Of a static method: the type that it is found in, which its definition says. */
static const char *static_owner(const struct heap *h, addr callable)
{
    if (!callable || object_kind(h, callable) != KIND_BUILTIN)
        return "";
    unsigned kind = builtin_text_kind(builtin_at(h, callable)->definition);
    return kind < KIND_COUNT ? last_part(type_name(h, h->type[kind])) : "";
}

/* What a method goes by: the class that it is found in, or of one that is bound what it is bound to. */
static const char *class_of_method(const struct heap *h, const struct builtin_method *m,
                                   const struct call *call, struct text *out)
{
    addr self = call->self;
    addr type = call->callable && object_kind(h, call->callable) == KIND_METHOD_DESCRIPTOR
                    ? descriptor_at(h, call->callable)->type
                : object_kind(h, self) == KIND_TYPE && m->flags & METHOD_CLASS ? self
                                                                               : object_type(h, self);
    if (!type_is_heap(h, type))
        return last_part(type_name(h, type));
    type_put_qualname(h, type, out);
    out->bytes[out->length] = '\0';
    return out->bytes;
}

static enum heap_status wrong_count(struct heap *h, const struct builtin_method *m, const char *owner,
                                    size_t count)
{
    const char *dot = *owner ? "." : "";
    if (m->min_args == 0 && m->max_args == 0)
        return raise_error(h, EXC_TYPE_ERROR, "%s%s%s() takes no arguments (%zu given)", owner, dot, m->name,
                           count);
    bool parsed = m->flags & METHOD_PARSED && !h->abi.find_names_argument;
    if (m->min_args == 1 && m->max_args == 1 && !parsed)
        return raise_error(h, EXC_TYPE_ERROR, "%s%s%s() takes exactly one argument (%zu given)", owner, dot,
                           m->name, count);
    bool few = (int64_t)count < m->min_args;
    int limit = few ? m->min_args : m->max_args;
    if (m->flags & METHOD_KEYWORDS || parsed)
        return raise_error(h, EXC_TYPE_ERROR, "%s() takes %s %d argument%s (%zu given)", m->name,
                           m->min_args == m->max_args ? "exactly"
                           : few                      ? "at least"
                                                      : "at most",
                           limit, limit == 1 ? "" : "s", count);
    return raise_error(h, EXC_TYPE_ERROR, "%s expected %s%d argument%s, got %zu", m->name,
                       m->min_args == m->max_args ? ""
                       : few                      ? "at least "
                                                  : "at most ",
                       limit, limit == 1 ? "" : "s", count);
}

/* What a function without an object goes by: its module. */
static const char *module_of(const struct heap *h, addr callable)
{
    if (!callable || object_kind(h, callable) != KIND_BUILTIN)
        return "";
    unsigned kind = builtin_text_kind(builtin_at(h, callable)->definition);
    return kind >= RUNTIME_FUNCTIONS ? runtime_functions_prefix(kind - RUNTIME_FUNCTIONS) : "";
}

static void hold_references(struct heap *h, const struct call *call)
{
    for (size_t i = 0; i < call->count; i++)
        incref(h, call->args[i]);
    for (size_t i = 0; i < call->kwcount; i++)
        incref(h, call->kwvalues[i]);
}

static void let_references_go(struct heap *h, const struct call *call)
{
    for (size_t i = 0; i < call->count; i++)
        decref(h, call->args[i]);
    for (size_t i = 0; i < call->kwcount; i++)
        decref(h, call->kwvalues[i]);
}

void call_hold_arguments(struct heap *h, const struct call *call, struct held_memory *held)
{
    hold_references(h, call);
    free_list_hold(h, call->count, call->kwcount, held);
}

void call_let_arguments_go(struct heap *h, const struct call *call, const struct held_memory *held)
{
    let_references_go(h, call);
    free_list_let_go(h, call->count, held);
}

static enum heap_status invoke(struct heap *h, const struct builtin_method *m, const struct call *call,
                               addr *out);

/* The flags of which any says that the version gives a function its arguments as a tuple. */
static inline unsigned tuple_flags(const struct heap *h)
{
    return METHOD_TUPLE | h->abi.calls_have_tuples * METHOD_TUPLE_3_12;
}

static enum heap_status invoke_with_tuple(struct heap *h, const struct builtin_method *m,
                                          const struct call *call, addr *out)
{
    struct call inner = *call, held = *call;
    struct held_memory memory;
    inner.is_tuple = true;
    if (m->flags & METHOD_STAR)
        held.kwcount = 0;
    call_hold_arguments(h, &held, &memory);
    enum heap_status status = invoke(h, m, &inner, out);
    call_let_arguments_go(h, &held, &memory);
    return status;
}

static inline bool takes_count(const struct builtin_method *m, size_t count)
{
    return (int64_t)count >= m->min_args && count <= (size_t)m->max_args; /* at most -1: any number */
}

static enum heap_status invoke(struct heap *h, const struct builtin_method *m, const struct call *call,
                               addr *out)
{
    addr self = call->self;
    if (HEAP_UNLIKELY(m->flags & tuple_flags(h)) && !call->is_tuple)
        return invoke_with_tuple(h, m, call, out);
    if (HEAP_LIKELY((!call->kwcount || m->flags & METHOD_KEYWORDS) && takes_count(m, call->count)))
        return m->function(h, call, out);
    char bytes[NAME_ROOM];
    struct text text = {.bytes = bytes, .capacity = sizeof bytes - 1};
    const char *owner = m->flags & METHOD_STATIC                 ? static_owner(h, call->callable)
                        : !self || *module_of(h, call->callable) ? module_of(h, call->callable)
                                                                 : class_of_method(h, m, call, &text);
    bool parsed = m->flags & METHOD_PARSED && !h->abi.find_names_argument;
    bool wrong_keywords = call->kwcount && !(m->flags & METHOD_KEYWORDS);
    if (parsed && call->callable && object_kind(h, call->callable) == KIND_BUILTIN &&
        !(wrong_keywords && m->flags & METHOD_FAST))
        owner = "";
    if (wrong_keywords)
        return raise_error(h, EXC_TYPE_ERROR, "%s%s%s() takes no keyword arguments", owner, *owner ? "." : "",
                           m->name);
    return wrong_count(h, m, owner, call->count + call->kwcount);
}

/* ---- callables
 * ---------------------------------------------------------------------------------------------------------------------
 */

static enum heap_status call_builtin(struct heap *h, addr function, struct call call, addr *out)
{
    const struct builtin_object *b = builtin_at(h, function);
    call.self = b->self;
    call.callable = function;
    return invoke(h, builtin_definition(b->definition), &call, out);
}

static enum heap_status call_descriptor(struct heap *h, addr d, struct call call, addr *out)
{
    const struct descriptor *p = descriptor_at(h, d);
    const struct builtin_method *m = builtin_definition(p->definition);
    if (call.count == 0)
        return raise_error(h, EXC_TYPE_ERROR, "unbound method %s.%s() needs an argument",
                           last_part(type_name(h, p->type)), m->name);
    if (!type_is_subtype(h, object_type(h, call.args[0]), p->type))
        return raise_error(h, EXC_TYPE_ERROR,
                           "descriptor '%s' for '%.100s' objects doesn't apply to a '%.100s' object", m->name,
                           type_name(h, p->type), object_type_name(h, call.args[0]));
    call.self = call.args[0];
    call.callable = d;
    call.args++;
    call.count--;
    return invoke(h, m, &call, out);
}

/* The arguments behind one more: on the C stack where there are few. */
enum heap_status call_with_first(struct heap *h, addr callable, addr first, const struct call *call,
                                 addr *out)
{
    enum { FEW = 8 };
    addr few[FEW + 1], *args = few, table = 0;
    if (call->count > FEW) {
        table = table_alloc(h, (call->count + 1) * sizeof(addr));
        if (!table)
            return raise_memory(h);
        args = heap_at(h, table);
    }
    args[0] = first;
    if (call->count)
        memcpy(args + 1, call->args, call->count * sizeof(addr));
    enum heap_status status =
        object_call(h, callable, args, call->count + 1, call->kwnames, call->kwvalues, call->kwcount, out);
    table_free(h, table);
    return status;
}

/* _PyObject_Call_Prepend: keywords are taken out of the dict again, into an array that holds all of them. */
enum heap_status call_prepended(struct heap *h, addr callable, addr first, const struct call *call, addr *out)
{
    if (HEAP_LIKELY(!call->kwcount))
        return call_with_first(h, callable, first, call, out);
    struct held_memory names;
    incref(h, first);
    if (!call->is_tuple) /* f(**kwargs) has done so already */
        hold_references(h, call);
    free_list_hold(h, call->kwcount, 0, &names); /* a tuple of the names */
    enum heap_status status = call_with_first(h, callable, first, call, out);
    if (!call->is_tuple)
        let_references_go(h, call);
    free_list_let_go(h, call->kwcount, &names);
    decref(h, first);
    return status;
}

static enum heap_status call_static_method(struct heap *h, addr method, const struct call *call, addr *out)
{
    addr callable;
    enum heap_status status = static_method_get(h, method, 0, 0, &callable);
    if (status != HEAP_OK)
        return status;
    status =
        object_call(h, callable, call->args, call->count, call->kwnames, call->kwvalues, call->kwcount, out);
    decref(h, callable);
    return status;
}

static enum heap_status call_weakref(struct heap *h, addr ref, const struct call *call, addr *out)
{
    if (call->kwcount)
        return raise_error(h, EXC_TYPE_ERROR, "weakref() takes no keyword arguments");
    if (call->count)
        return raise_error(h, EXC_TYPE_ERROR, "weakref expected 0 arguments, got %zu", call->count);
    addr referent = weakref_referent(h, ref);
    *out = incref(h, referent ? referent : none(h));
    return HEAP_OK;
}

static enum heap_status call_proxy(struct heap *h, addr proxy, const struct call *call, addr *out)
{
    addr referent = proxy_referent(h, proxy);
    if (!referent)
        return HEAP_RAISED;
    incref(h, referent);
    enum heap_status status =
        object_call(h, referent, call->args, call->count, call->kwnames, call->kwvalues, call->kwcount, out);
    decref(h, referent);
    return status;
}

static enum heap_status call_instance(struct heap *h, addr o, const struct call *call, addr *out)
{
    addr type = object_type(h, o), found = type_lookup(h, type, known_name(h, NAME_CALL)), bound;
    enum heap_status status;
    incref(h, found);
    if (function_takes_self(h, found)) {
        status = call_prepended(h, found, o, call, out);
    } else {
        status = attribute_bind(h, found, o, type, &bound);
        if (status == HEAP_OK) {
            status = object_call(h, bound, call->args, call->count, call->kwnames, call->kwvalues,
                                 call->kwcount, out);
            decref(h, bound);
        }
    }
    decref(h, found);
    return status;
}

/* dict.fromkeys taken out of the type's dict: the class comes first. */
static enum heap_status call_class_descriptor(struct heap *h, addr d, struct call call, addr *out)
{
    const struct descriptor *p = descriptor_at(h, d);
    addr bound;
    if (call.count == 0)
        return raise_error(h, EXC_TYPE_ERROR, "descriptor '%s' of '%.100s' object needs an argument",
                           builtin_definition(p->definition)->name, type_name(h, p->type));
    if (object_kind(h, call.args[0]) != KIND_TYPE)
        return raise_error(h, EXC_TYPE_ERROR,
                           "descriptor '%s' requires a type but received a '%.100s' instance",
                           builtin_definition(p->definition)->name, object_type_name(h, call.args[0]));
    if (!type_is_subtype(h, call.args[0], p->type))
        return raise_error(
            h, EXC_TYPE_ERROR, "descriptor '%s' requires a subtype of '%.100s' but received '%.100s'",
            builtin_definition(p->definition)->name, type_name(h, p->type), type_name(h, call.args[0]));
    enum heap_status status =
        descriptor_get_of_kind(h, KIND_CLASSMETHOD_DESCRIPTOR, d, 0, call.args[0], &bound);
    if (status != HEAP_OK)
        return status;
    call.args++;
    call.count--;
    status = call_builtin(h, bound, call, out);
    decref(h, bound);
    return status;
}

enum heap_status call_of_kind(struct heap *h, unsigned kind, addr callable, const struct call *call,
                              addr *out)
{
    switch (kind) {
    case KIND_TYPE:
        return type_call(h, callable, call, out);
    case KIND_BUILTIN:
        return call_builtin(h, callable, *call, out);
    case KIND_FUNCTION:
        return runtime_call_function(h, callable, call, out);
    case KIND_METHOD:
        return call_with_first(h, method_at(h, callable)->function, method_at(h, callable)->self, call, out);
    case KIND_METHOD_DESCRIPTOR:
        return call_descriptor(h, callable, *call, out);
    case KIND_WEAKREF:
        return call_weakref(h, callable, call, out);
    case KIND_STATICMETHOD:
        return call_static_method(h, callable, call, out);
    case KIND_CLASSMETHOD_DESCRIPTOR:
        return call_class_descriptor(h, callable, *call, out);
    case KIND_WRAPPER_DESCRIPTOR:
        return wrapper_call(h, callable, call, out);
    case KIND_METHOD_WRAPPER:
        return method_wrapper_call(h, callable, call, out);
    case KIND_GENERIC_ALIAS:
        return generic_alias_call(h, callable, call, out);
    case KIND_CONST_EVALUATOR:
        return const_evaluator_call(h, callable, call, out);
    case KIND_CALLABLE_PROXY:
        return call_proxy(h, callable, call, out);
    case KIND_FUNCTOOLS_PARTIAL:
        return partial_run(h, callable, call, out);
    case KIND_FUNCTOOLS_LRU_CACHE:
        return lru_cache_run(h, callable, call, out);
    case KIND_FUNCTOOLS_COMPARE_KEY:
        return compare_key_run(h, callable, call, out);
    case KIND_OPERATOR_ITEMGETTER:
        return itemgetter_run(h, callable, call, out);
    case KIND_OPERATOR_ATTRGETTER:
        return attrgetter_run(h, callable, call, out);
    case KIND_OPERATOR_METHODCALLER:
        return methodcaller_run(h, callable, call, out);
    default:
        return raise_error(h, EXC_TYPE_ERROR, "'%.200s' object is not callable",
                           object_type_name(h, callable));
    }
}

/* The builtin types whose objects are made from an array of arguments (tp_vectorcall). */
static bool type_takes_array(const struct heap *h, addr type)
{
    if (type_is_heap(h, type))
        return false;
    switch (type_kind(h, type)) {
    case KIND_BOOL:
    case KIND_FLOAT:
    case KIND_LIST:
    case KIND_TUPLE:
    case KIND_DICT:
    case KIND_SET:
    case KIND_FROZENSET:
    case KIND_RANGE:
    case KIND_ENUMERATE:
    case KIND_REVERSED:
    case KIND_MAP:
    case KIND_FILTER:
    case KIND_SUPER:
        return true;
    case KIND_INT:
    case KIND_STR:
        return !h->abi.calls_have_tuples;
    default:
        return false;
    }
}

/* Is it called with a tuple of its arguments (tp_call alone)? */
static bool takes_tuple(const struct heap *h, unsigned kind, addr callable, const struct call *call)
{
    switch (kind) {
    case KIND_TYPE:
        if (kind_is_exception((enum kind)type_kind(h, callable)) && !call->kwcount &&
            !class_has_own_new(h, callable))
            return false; /* the tuple is the one that the exception has as its args */
        return callable == h->type[KIND_TYPE] ? call->count != 1 : !type_takes_array(h, callable);
    case KIND_WRAPPER_DESCRIPTOR:
    case KIND_METHOD_WRAPPER:
        return true;
    case KIND_FUNCTOOLS_LRU_CACHE:
        return lru_cache_takes_tuple(h, callable, call);
    case KIND_OPERATOR_METHODCALLER:
        return h->abi.calls_have_tuples;
    default:
        return false;
    }
}

/* Does its __init__ read the dict of keywords? It makes it then. */
static bool is_dict_of_keywords(const struct heap *h, addr type)
{
    unsigned kind = type_kind(h, type);
    return (kind == KIND_ORDERED_DICT || kind == KIND_DEFAULT_DICT) && !class_has_own_init(h, type) &&
           !class_has_own_new(h, type);
}

/* The arguments as CPython hands them on. An instance is not held: it is its caller's meanwhile. */
static enum heap_status dispatch(struct heap *h, addr callable, const struct call *call, addr *out)
{
    addr type = object_type(h, callable);
    unsigned kind = type_kind(h, type);
    bool of_class = type_word_is_of_class(type_at(h, type)->call);
    bool holds = !call->is_tuple && (of_class || takes_tuple(h, kind, callable, call));
    struct call holding = *call;
    struct held_memory held;
    if (kind == KIND_TYPE && is_dict_of_keywords(h, callable))
        holding.kwcount = 0;
    if (holds)
        call_hold_arguments(h, &holding, &held);
    if (!of_class)
        incref(h, callable);
    enum heap_status status =
        of_class ? call_instance(h, callable, call, out) : call_of_kind(h, kind, callable, call, out);
    if (!of_class)
        decref(h, callable);
    if (holds)
        call_let_arguments_go(h, &holding, &held);
    return status;
}

/* What is called without a level of its own: a function has one by its frame. */
static bool is_no_level(const struct heap *h, addr callable, const struct call *call)
{
    addr type = object_type(h, callable);
    if (type_word_is_of_class(type_at(h, type)->call))
        return false;
    enum kind kind = type_kind(h, type);
    return kind == KIND_FUNCTION || kind == KIND_METHOD || kind == KIND_FUNCTOOLS_PARTIAL ||
           (kind == KIND_TYPE && !takes_tuple(h, kind, callable, call) &&
            !kind_is_exception((enum kind)type_kind(h, callable)));
}

static enum heap_status enter_call(struct heap *h, addr callable, const struct call *call, addr *out)
{
    if (HEAP_LIKELY(object_is_exact(h, callable, KIND_FUNCTION)) && recursion_enter_quickly(h, false)) {
        incref(h, callable);
        enum heap_status status = runtime_call_function(h, callable, call, out);
        decref(h, callable);
        recursion_leave_quickly(h, false);
        return status;
    }
    if (is_no_level(h, callable, call)) {
        enum heap_status entered = loop_check(h);
        if (entered == HEAP_OK)
            entered = c_stack_enter(h, " while calling a Python object");
        if (entered != HEAP_OK)
            return entered;
        entered = dispatch(h, callable, call, out);
        c_stack_leave(h);
        return entered;
    }
    enum heap_status status = recursion_enter(h, " while calling a Python object");
    if (status != HEAP_OK)
        return status;
    status = dispatch(h, callable, call, out);
    recursion_leave(h);
    return status;
}

enum heap_status object_call(struct heap *h, addr callable, const addr *args, size_t count,
                             const addr *kwnames, const addr *kwvalues, size_t kwcount, addr *out)
{
    struct call call = {
        .args = args, .count = count, .kwnames = kwnames, .kwvalues = kwvalues, .kwcount = kwcount};
    return enter_call(h, callable, &call, out);
}

enum heap_status object_call_ex(struct heap *h, addr callable, const struct call *given, addr *out)
{
    struct call call = *given;
    call.is_tuple = true;
    return enter_call(h, callable, &call, out);
}

/* Does its call by an instruction count against the recursion limit? Instructions of their own call those
 * that take an array (METH_FASTCALL), and len(). */
static bool builtin_counts(const struct heap *h, const struct builtin_method *m)
{
    if (!h->abi.c_calls_count || m->flags & METHOD_NO_LEVEL)
        return false;
    bool plain = m->max_args <= 1 && m->min_args == m->max_args &&
                 !(m->flags & METHOD_KEYWORDS); /* METH_NOARGS, METH_O */
    return plain || m->flags & tuple_flags(h);
}

static enum heap_status call_without_level(struct heap *h, addr callable, const struct call *call,
                                           const struct builtin_method *m, addr *out)
{
    enum heap_status status = loop_check(h);
    if (status == HEAP_OK)
        status = c_stack_enter(h, " while calling a Python object");
    if (status != HEAP_OK)
        return status;
    incref(h, callable);
    status = invoke(h, m, call, out);
    decref(h, callable);
    c_stack_leave(h);
    return status;
}

/* Its definition, and itself in *call, whose arguments are without it then. NULL: the first argument is not
 * of the type that the method is of. */
static const struct builtin_method *find_builtin(const struct heap *h, addr callable, struct call *call)
{
    if (object_is_exact(h, callable, KIND_BUILTIN)) {
        call->self = builtin_at(h, callable)->self;
        return builtin_definition(builtin_at(h, callable)->definition);
    }
    const struct descriptor *d = descriptor_at(h, callable);
    if (HEAP_UNLIKELY(call->count == 0 || (object_type(h, call->args[0]) != d->type &&
                                           !type_is_subtype(h, object_type(h, call->args[0]), d->type))))
        return NULL;
    call->self = call->args[0];
    call->args++;
    call->count--;
    return builtin_definition(d->definition);
}

enum heap_status object_call_builtin(struct heap *h, addr callable, const addr *args, size_t count, addr *out)
{
    struct call call = {.args = args, .count = count, .callable = callable};
    const struct builtin_method *m = find_builtin(h, callable, &call);
    if (HEAP_UNLIKELY(!m))
        return object_call(h, callable, args, count, NULL, NULL, 0, out);
    bool counts = builtin_counts(h, m);
    if (HEAP_UNLIKELY(!recursion_enter_quickly(h, counts)))
        return counts ? object_call(h, callable, args, count, NULL, NULL, 0, out)
                      : call_without_level(h, callable, &call, m, out);
    bool plainly = takes_count(m, call.count) && !(m->flags & tuple_flags(h));
    incref(h, callable);
    enum heap_status status = HEAP_LIKELY(plainly) ? m->function(h, &call, out) : invoke(h, m, &call, out);
    decref(h, callable);
    recursion_leave_quickly(h, counts);
    return status;
}

enum heap_status object_call_builtin_with(struct heap *h, addr callable, const struct call *given, addr *out)
{
    struct call call = *given;
    call.callable = callable;
    const struct builtin_method *m = find_builtin(h, callable, &call);
    return m && !builtin_counts(h, m) ? call_without_level(h, callable, &call, m, out)
                                      : enter_call(h, callable, given, out);
}

/* A method of a builtin type needs no bound method object in between. */
enum heap_status object_call_method(struct heap *h, addr o, addr name, const addr *args, size_t count,
                                    const addr *kwnames, const addr *kwvalues, size_t kwcount, addr *out)
{
    addr type = object_type(h, o), found = object_kind(h, name) != KIND_STR ? 0 : type_lookup(h, type, name);
    bool plain = type_at(h, type)->getattro == type_at(h, h->type[KIND_INSTANCE])->getattro;
    if (found && object_kind(h, found) == KIND_METHOD_DESCRIPTOR && plain &&
        !instance_get_stored(h, o, name)) {
        const struct builtin_method *m = builtin_definition(descriptor_at(h, found)->definition);
        struct call call = {o, args, count, kwnames, kwvalues, kwcount, found, false};
        incref(h, o);
        enum heap_status status = invoke(h, m, &call, out);
        decref(h, o);
        return status;
    }
    addr method;
    enum heap_status status = object_getattr(h, o, name, &method);
    if (status != HEAP_OK)
        return status;
    status = object_call(h, method, args, count, kwnames, kwvalues, kwcount, out);
    decref(h, method);
    return status;
}
