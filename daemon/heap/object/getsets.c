/* The attributes that builtin types compute: tables of getters and setters (descriptor.c makes descriptors of
 * them). */
#include <string.h>

#include "daemon/heap/object/builtin.h"
#include "daemon/heap/object/container.h"
#include "daemon/heap/object/dict_view.h"
#include "daemon/heap/object/exception_types.h"
#include "daemon/heap/object/functools_kinds.h"
#include "daemon/heap/object/getset.h"
#include "daemon/heap/object/heaptype.h"
#include "daemon/heap/object/io_base.h"
#include "daemon/heap/object/lookup.h"
#include "daemon/heap/object/memory_view.h"
#include "daemon/heap/object/module.h"
#include "daemon/heap/object/pattern.h"
#include "daemon/heap/object/scalar.h"
#include "daemon/heap/object/template.h"
#include "daemon/heap/object/text.h"
#include "daemon/heap/object/text_signature.h"
#include "daemon/heap/object/traceback_types.h"
#include "daemon/heap/object/type_variable.h"
#include "daemon/heap/object/weakref.h"
#include "daemon/heap/runtime.h"

static enum heap_status give(struct heap *h, addr value, addr *out)
{
    *out = incref(h, value ? value : none(h));
    return HEAP_OK;
}

static enum heap_status give_new(addr value, addr *out)
{
    if (!value)
        return HEAP_RAISED;
    *out = value;
    return HEAP_OK;
}

/* ---- object
 * --------------------------------------------------------------------------------------------------------------------
 */

static enum heap_status get_class(struct heap *h, addr o, addr *out)
{
    return give(h, object_type(h, o), out);
}

static enum heap_status set_class(struct heap *h, addr o, addr value)
{
    if (!value)
        return raise_error(h, EXC_TYPE_ERROR, "can't delete __class__ attribute");
    if (object_kind(h, value) != KIND_TYPE)
        return raise_error(h, EXC_TYPE_ERROR, "__class__ must be set to a class, not '%s' object",
                           object_type_name(h, value));
    return instance_set_class(h, o, value);
}

/* What types and modules have themselves under this name, which a class between cannot replace
 * (get_builtin_base_with_dict): borrowed, 0 for others. */
static addr own_dict_descriptor(const struct heap *h, addr o)
{
    enum kind kind = object_kind(h, o);
    return kind == KIND_TYPE || kind == KIND_MODULE
               ? lookup_in_type(h, h->type[kind], known_name(h, NAME_DICT))
               : 0;
}

static enum heap_status get_dict(struct heap *h, addr o, addr *out)
{
    addr own = own_dict_descriptor(h, o);
    return own ? descriptor_get(h, own, o, object_type(h, o), out) : instance_dict(h, o, out);
}

static enum heap_status set_dict(struct heap *h, addr o, addr value)
{
    addr own = own_dict_descriptor(h, o);
    if (own)
        return descriptor_set(h, own, o, value);
    if (!value && type_at(h, h->type[object_kind(h, o)])->dictoffset)
        return raise_error(h, EXC_TYPE_ERROR, "cannot delete __dict__");
    if (value && object_kind(h, value) != KIND_DICT)
        return raise_error(h, EXC_TYPE_ERROR, "__dict__ must be set to a dictionary, not a '%.200s'",
                           object_type_name(h, value));
    return instance_replace_dict(h, o, value);
}

static enum heap_status get_weakref(struct heap *h, addr o, addr *out)
{
    const addr *list = weakref_list_field(h, o);
    return give(h, list ? *list : 0, out);
}

/* ---- functions and weak references
 * -------------------------------------------------------------------------------------------------- */

static enum heap_status builtin_get_name(struct heap *h, addr o, addr *out)
{
    return give_new(str_from_ascii(h, builtin_name(h, o)), out);
}
/* "list.append", or the name alone of a function of a module. */
static enum heap_status builtin_get_qualname(struct heap *h, addr o, addr *out)
{
    addr self = builtin_owner(h, o), name, qualname;
    if (!self || object_kind(h, self) == KIND_MODULE)
        return builtin_get_name(h, o, out);
    enum heap_status status = builtin_get_name(h, o, &name);
    if (status != HEAP_OK)
        return status;
    qualname = qualname_in(h, object_kind(h, self) == KIND_TYPE ? self : object_type(h, self), name);
    decref(h, name);
    return give_new(qualname, out);
}
static enum heap_status get_nothing(struct heap *h, addr o, addr *out)
{
    (void)o;
    return give(h, 0, out);
}
/* Of a function of a module that module's name as it was made with, which nothing has to store: *new* in
 * *out, 0 for other functions. The word itself is the module's, while sys.modules has that module. */
static enum heap_status name_of_module(struct heap *h, addr o, addr *out)
{
    unsigned kind = builtin_text_kind(builtin_at(h, o)->definition);
    *out = 0;
    if (kind < RUNTIME_FUNCTIONS || !runtime_functions_prefix)
        return HEAP_OK;
    const char *name = runtime_functions_prefix(kind - RUNTIME_FUNCTIONS);
    name = *name ? name : "builtins";
    addr module = h->program.modules ? dict_get_ascii(h, h->program.modules, name, strlen(name)) : 0,
         own = module && object_kind(h, module) == KIND_MODULE ? module_name(h, module) : 0;
    if (own && str_equal_utf8(h, own, name, strlen(name)))
        return give(h, own, out);
    return give_new(str_intern_utf8(h, name, strlen(name)), out);
}
static enum heap_status builtin_get_text_signature(struct heap *h, addr o, addr *out)
{
    unsigned kind = builtin_text_kind(builtin_at(h, o)->definition);
    const char *owner = kind < KIND_COUNT ? type_name(h, h->type[kind])
                        : kind < RUNTIME_FUNCTIONS || !runtime_functions_prefix
                            ? ""
                            : runtime_functions_prefix(kind - RUNTIME_FUNCTIONS);
    if (kind >= RUNTIME_FUNCTIONS && !*owner)
        owner = "builtins";
    return text_signature_give(h, owner, builtin_name(h, o), out);
}
/* Nor does it store the module that it is of, which is found by that name. */
static enum heap_status builtin_get_self(struct heap *h, addr o, addr *out)
{
    const struct builtin_object *b = builtin_at(h, o);
    addr name = 0;
    enum heap_status status = b->self || !h->program.modules ? HEAP_OK : name_of_module(h, o, &name);
    if (status != HEAP_OK)
        return status;
    status = give(h, name ? dict_get_str(h, h->program.modules, name) : b->self, out);
    xdecref(h, name);
    return status;
}
static enum heap_status builtin_get_module(struct heap *h, addr o, addr *out)
{
    const struct builtin_object *b = builtin_at(h, o);
    addr name = 0;
    enum heap_status status = b->module ? HEAP_OK : name_of_module(h, o, &name);
    if (status == HEAP_OK && name)
        *out = name;
    return status != HEAP_OK || name ? status : give(h, b->module, out);
}
static enum heap_status builtin_set_module(struct heap *h, addr o, addr value)
{
    object_replace(h, &builtin_at(h, o)->module, xincref(h, value));
    return HEAP_OK;
}

/* ---- the tables
 * -----------------------------------------------------------------------------------------------------------------------
 */

static const struct getset of_object[] = {{"__class__", get_class, set_class}, {0}};
static const struct getset of_dict[] = {{"__dict__", get_dict, set_dict}, {0}};
static const struct getset of_weakref[] = {{"__weakref__", get_weakref, NULL}, {0}};
static const struct getset of_builtin[] = {
    {"__name__", builtin_get_name, NULL},
    {"__self__", builtin_get_self, NULL},
    {"__qualname__", builtin_get_qualname, NULL},
    {"__doc__", get_nothing, NULL},
    {"__text_signature__", builtin_get_text_signature, NULL},
    {"__module__", builtin_get_module, builtin_set_module},
    {0},
};

const struct getset *getset_table(unsigned owner)
{
    static const struct getset *const tables[GETSET_OWNERS] = {
        [GETSET_OBJECT] = of_object,
        [GETSET_TYPE] = type_getsets,
        [GETSET_INSTANCE_DICT] = of_dict,
        [GETSET_INSTANCE_WEAKREF] = of_weakref,
        [GETSET_BUILTIN] = of_builtin,
        [GETSET_CODE] = code_getsets,
        [GETSET_INT] = int_getsets,
        [GETSET_FLOAT] = float_getsets,
        [GETSET_DEQUE] = deque_getsets,
        [GETSET_ARRAY] = array_getsets,
        [GETSET_EXCEPTION] = exception_getsets,
        [GETSET_OS_ERROR] = os_error_getsets,
        [GETSET_TRACEBACK] = traceback_getsets,
        [GETSET_PROPERTY] = property_getsets,
        [GETSET_STATICMETHOD] = staticmethod_getsets,
        [GETSET_DESCRIPTOR] = descriptor_getsets,
        [GETSET_FIELD_DESCRIPTOR] = field_descriptor_getsets,
        [GETSET_METHOD_WRAPPER] = method_wrapper_getsets,
        [GETSET_GENERIC_ALIAS] = generic_alias_getsets,
        [GETSET_UNION] = union_getsets,
        [GETSET_FUNCTION] = function_getsets,
        [GETSET_CELL] = cell_getsets,
        [GETSET_FRAME] = frame_getsets,
        [GETSET_GENERATOR] = generator_getsets,
        [GETSET_COROUTINE] = coroutine_getsets,
        [GETSET_ASYNC_GENERATOR] = async_generator_getsets,
        [GETSET_FUNCTOOLS] = functools_getsets,
        [GETSET_DICT_VIEW] = dict_view_getsets,
        [GETSET_PATTERN] = pattern_getsets,
        [GETSET_MEMORYVIEW] = memory_view_getsets,
        [GETSET_MATCH] = match_getsets,
        [GETSET_DATE] = date_getsets,
        [GETSET_DATETIME] = datetime_getsets,
        [GETSET_TIME] = time_getsets,
        [GETSET_DECIMAL] = decimal_getsets,
        [GETSET_DECIMAL_CONTEXT] = decimal_context_getsets,
        [GETSET_TYPE_VAR] = type_var_getsets,
        [GETSET_TYPE_VAR_TUPLE] = type_var_tuple_getsets,
        [GETSET_PARAM_SPEC] = param_spec_getsets,
        [GETSET_TYPE_ALIAS] = type_alias_getsets,
        [GETSET_TEMPLATE] = template_getsets,
        [GETSET_METHOD] = method_getsets,
        [GETSET_MODULE] = module_getsets,
        [GETSET_IO_BASE] = io_base_getsets,
        [GETSET_TEXT_IO_BASE] = text_io_base_getsets,
        [GETSET_STRING_IO] = string_io_getsets,
        [GETSET_BYTES_IO] = bytes_io_getsets,
        [GETSET_NEWLINE_DECODER] = newline_decoder_getsets,
    };
    return tables[owner];
}
