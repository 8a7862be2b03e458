/* Which fields of their layout the builtin types show as attributes. */
#include "daemon/heap/object/awaitable.h"
#include "daemon/heap/object/binding.h"
#include "daemon/heap/object/builtin.h"
#include "daemon/heap/object/complex.h"
#include "daemon/heap/object/functools_kinds.h"
#include "daemon/heap/object/generic.h"
#include "daemon/heap/object/member.h"
#include "daemon/heap/object/module.h"
#include "daemon/heap/object/ordered_dict.h"
#include "daemon/heap/object/pattern.h"
#include "daemon/heap/object/template.h"
#include "daemon/heap/object/traceback_types.h"
#include "daemon/heap/object/type_variable.h"
#include "daemon/heap/object/weakref.h"
#include "daemon/heap/object/wrapper.h"

#define READ(name, type, offset)                                                                             \
    {                                                                                                        \
        name, type, MEMBER_READ_ONLY, offset                                                                 \
    }
#define OF(structure, field) offsetof(struct structure, field)

#define OF_TYPE                                                                                              \
    READ("__basicsize__", MEMBER_SSIZE, OF(type_object, basicsize)),                                         \
        READ("__itemsize__", MEMBER_SSIZE, OF(type_object, itemsize)),                                       \
        READ("__flags__", MEMBER_SSIZE, OF(type_object, flags)),                                             \
        READ("__weakrefoffset__", MEMBER_SSIZE, OF(type_object, weaklistoffset)),                            \
        READ("__base__", MEMBER_OBJECT, OF(type_object, base)),                                              \
        READ("__dictoffset__", MEMBER_SSIZE, OF(type_object, dictoffset))
static const struct member_spec of_type[] = {OF_TYPE, {0}};
static const struct member_spec of_type_with_mro[] = {
    OF_TYPE, READ("__mro__", MEMBER_OBJECT, OF(type_object, mro)), {0}};
static const struct member_spec of_property[] = {
    READ("fget", MEMBER_OBJECT, OF(property_object, get)),
    READ("fset", MEMBER_OBJECT, OF(property_object, set)),
    READ("fdel", MEMBER_OBJECT, OF(property_object, del)),
    {"__doc__", MEMBER_OBJECT, 0, OF(property_object, doc)},
    {0},
};
static const struct member_spec of_complex[] = {
    READ("real", MEMBER_DOUBLE, COMPLEX_REAL),
    READ("imag", MEMBER_DOUBLE, COMPLEX_IMAG),
    {0},
};
static const struct member_spec of_weakref[] = {
    READ("__callback__", MEMBER_OBJECT, OF(weakref, callback)),
    {0},
};
static const struct member_spec of_static_method[] = {
    READ("__func__", MEMBER_OBJECT, OF(static_method_object, callable)),
    READ("__wrapped__", MEMBER_OBJECT, OF(static_method_object, callable)),
    {0},
};
static const struct member_spec of_super[] = {
    READ("__thisclass__", MEMBER_OBJECT, OF(super_object, type)),
    READ("__self__", MEMBER_OBJECT, OF(super_object, object)),
    READ("__self_class__", MEMBER_OBJECT, OF(super_object, object_type)),
    {0},
};
static const struct member_spec of_descriptor[] = {
    READ("__objclass__", MEMBER_OBJECT, OF(descriptor, type)),
    READ("__name__", MEMBER_OBJECT, OF(descriptor, name)),
    {0},
};
static const struct member_spec of_method_wrapper[] = {
    READ("__self__", MEMBER_OBJECT, OF(method_wrapper_object, self)),
    {0},
};
static const struct member_spec of_module[] = {READ("__dict__", MEMBER_OBJECT, MODULE_DICT), {0}};
static const struct member_spec of_method[] = {
    READ("__func__", MEMBER_OBJECT, OF(method_object, function)),
    READ("__self__", MEMBER_OBJECT, OF(method_object, self)),
    {0},
};
static const struct member_spec of_namespace[] = {
    READ("__dict__", MEMBER_OBJECT, 16),
    {0},
};
static const struct member_spec of_generic_alias[] = {
    READ("__origin__", MEMBER_OBJECT, OF(generic_alias_object, origin)),
    READ("__args__", MEMBER_OBJECT, OF(generic_alias_object, args)),
    READ("__unpacked__", MEMBER_BOOL, OF(generic_alias_object, starred)),
    {0},
};
static const struct member_spec of_union[] = {
    READ("__args__", MEMBER_OBJECT, 16),
    {0},
};

static const struct member_spec of_pattern[] = {
    READ("pattern", MEMBER_OBJECT, OF(pattern_object, pattern)),
    READ("flags", MEMBER_INT, OF(pattern_object, flags)),
    READ("groups", MEMBER_SSIZE, OF(pattern_object, groups)),
    {0},
};
static const struct member_spec of_match[] = {
    READ("string", MEMBER_OBJECT, OF(match_object, string)),
    READ("re", MEMBER_OBJECT, OF(match_object, pattern)),
    READ("pos", MEMBER_SSIZE, OF(match_object, pos)),
    READ("endpos", MEMBER_SSIZE, OF(match_object, endpos)),
    {0},
};
static const struct member_spec of_scanner[] = {
    READ("pattern", MEMBER_OBJECT, OF(scanner_object, pattern)),
    {0},
};

static const struct member_spec of_range[] = {
    READ("start", MEMBER_OBJECT_EX, 16),
    READ("stop", MEMBER_OBJECT_EX, 24),
    READ("step", MEMBER_OBJECT_EX, 32),
    {0},
};
static const struct member_spec of_slice[] = {
    READ("start", MEMBER_OBJECT, 16),
    READ("stop", MEMBER_OBJECT, 24),
    READ("step", MEMBER_OBJECT, 32),
    {0},
};
const struct member_spec *kind_members(const struct heap *h, enum kind kind)
{
    switch (kind) {
    case KIND_TYPE:
        return h->abi.class_texts_3_12 ? of_type : of_type_with_mro; /* computed later */
    case KIND_RANGE:
        return of_range;
    case KIND_SLICE:
        return of_slice;
    case KIND_FUNCTION:
        return function_members;
    case KIND_CODE:
        return code_members;
    case KIND_FRAME:
        return frame_members(h);
    case KIND_PROPERTY:
        return of_property;
    case KIND_COMPLEX:
        return of_complex;
    case KIND_WEAKREF:
        return of_weakref;
    case KIND_STATICMETHOD:
    case KIND_CLASSMETHOD:
        return of_static_method;
    case KIND_SUPER:
        return of_super;
    case KIND_GETSET:
    case KIND_MEMBER:
    case KIND_METHOD_DESCRIPTOR:
    case KIND_CLASSMETHOD_DESCRIPTOR:
    case KIND_WRAPPER_DESCRIPTOR:
        return of_descriptor;
    case KIND_METHOD_WRAPPER:
        return of_method_wrapper;
    case KIND_MODULE:
        return of_module;
    case KIND_METHOD:
        return of_method;
    case KIND_NAMESPACE:
        return of_namespace;
    case KIND_FUNCTOOLS_PARTIAL:
        return partial_members;
    case KIND_FUNCTOOLS_COMPARE_KEY:
        return compare_key_members;
    case KIND_DEFAULT_DICT:
        return default_dict_members;
    case KIND_GENERIC_ALIAS:
        return of_generic_alias;
    case KIND_UNION:
        return of_union;
    case KIND_PATTERN:
        return of_pattern;
    case KIND_MATCH:
        return of_match;
    case KIND_SCANNER:
        return of_scanner;
    case KIND_GENERATOR:
    case KIND_COROUTINE:
    case KIND_ASYNC_GENERATOR:
        return generator_members(h, kind);
    case KIND_TIMEDELTA:
        return timedelta_members;
    case KIND_TYPE_VAR:
        return type_var_members;
    case KIND_TYPE_VAR_TUPLE:
        return type_var_tuple_members;
    case KIND_PARAM_SPEC:
        return param_spec_members;
    case KIND_PARAM_SPEC_ARGS:
    case KIND_PARAM_SPEC_KWARGS:
        return param_spec_part_members;
    case KIND_TYPE_ALIAS:
        return type_alias_members;
    case KIND_TEMPLATE:
        return template_members;
    case KIND_INTERPOLATION:
        return interpolation_members;
    case KIND_TRACEBACK:
        return traceback_members;
    default:
        return NULL;
    }
}
