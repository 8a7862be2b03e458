/* The builtin types become whole: base, bases, order, and a dict with a descriptor for each method and
 * computed attribute. All of it lies in the static area and never changes.
 */
#include <string.h>

#include "daemon/heap/boot.h"
#include "daemon/heap/memory.h"
#include "daemon/heap/object/binding.h"
#include "daemon/heap/object/builtin.h"
#include "daemon/heap/object/container.h"
#include "daemon/heap/object/datetime.h"
#include "daemon/heap/object/dict.h"
#include "daemon/heap/object/exception_types.h"
#include "daemon/heap/object/fixed.h"
#include "daemon/heap/object/heaptype.h"
#include "daemon/heap/object/lookup.h"
#include "daemon/heap/object/struct_sequence.h"
#include "daemon/heap/object/template.h"
#include "daemon/heap/object/text.h"
#include "daemon/heap/object/traceback_types.h"
#include "daemon/heap/object/type_slots.h"
#include "daemon/heap/object/type_words.h"
#include "daemon/heap/object/weakref.h"
#include "daemon/heap/object/wrapper.h"

static enum kind base_of(enum kind kind)
{
    switch (kind) {
    case KIND_BOOL:
        return KIND_INT;
    case KIND_ORDERED_DICT:
    case KIND_DEFAULT_DICT:
        return KIND_DICT;
    case KIND_DATETIME:
        return KIND_DATE;
    case KIND_TIMEZONE:
        return KIND_TZINFO;
    case KIND_RAW_IO_BASE:
    case KIND_BUFFERED_IO_BASE:
    case KIND_TEXT_IO_BASE:
        return KIND_IO_BASE;
    case KIND_STRING_IO:
        return KIND_TEXT_IO_BASE;
    case KIND_BYTES_IO:
        return KIND_BUFFERED_IO_BASE;
    case KIND_ORDERED_KEYS:
        return KIND_DICT_KEYS;
    case KIND_ORDERED_VALUES:
        return KIND_DICT_VALUES;
    case KIND_ORDERED_ITEMS:
        return KIND_DICT_ITEMS;
    default:
        return KIND_INSTANCE;
    }
}

static void set_order(struct heap *h, enum kind kind)
{
    addr order[4] = {h->type[kind]};
    size_t count = 1;
    for (enum kind k = kind; k != KIND_INSTANCE;) {
        k = base_of(k);
        order[count++] = h->type[k];
    }
    struct type_object *t = type_at(h, h->type[kind]);
    t->mro = fixed_tuple(h, order, count);
    t->base = count > 1 ? order[1] : 0;
    t->bases = count > 1 ? fixed_tuple(h, &order[1], 1) : h->singleton[SINGLETON_EMPTY_TUPLE];
}

void class_add(struct heap *h, addr dict, const char *name, addr descriptor)
{
    addr key = fixed_str(h, name), value = fixed_object(h, descriptor);
    if (dict_set(h, dict, key, value) != HEAP_OK)
        __builtin_trap(); /* a fresh heap has room */
    decref(h, value);     /* the dict has the one reference */
}

/* What its operations do not have, a kind has no wrapper for. */
static bool has_slot(enum kind kind, enum known_name name)
{
    const struct kind_ops *ops = kind_ops(kind);
    return (name != NAME_ITER || ops->iter) && (name != NAME_NEXT || ops->next) &&
           (name != NAME_LEN || ops->length || kind_is_weak(kind));
}

static bool is_listed(const char *list, const char *name, size_t length)
{
    for (const char *at = list; (at = strstr(at, name)); at += length)
        if ((at == list || at[-1] == ' ') && strncmp(at, name, length) == 0 &&
            (at[length] == ' ' || !at[length]))
            return true;
    return false;
}

/* __new__, then the slot wrappers in the order of their table. */
void class_add_wrappers(struct heap *h, addr dict, addr type, enum kind kind, const char *names)
{
    if (is_listed(names, "new", 3) && !(type_at(h, type)->flags & TYPE_NOT_CALLED) &&
        wrapper_is_of_version(h, kind, "new"))
        class_add(h, dict, "__new__", builtin_new(h, builtin_text(BUILTIN_NEW, 0), type));
    const struct wrapper *w;
    for (size_t i = 0; (w = wrapper_at(i)); i++) {
        const char *text = str_data(h, known_name(h, (enum known_name)w->name));
        char name[32] = {0};
        memcpy(name, text + 2, strlen(text) - 4);
        char old[36] = "old";
        strcat(old, name);
        bool listed = is_listed(names, name, strlen(name)) ||
                      (!h->abi.class_texts_3_12 && is_listed(names, old, strlen(old)));
        if (listed && has_slot(kind, (enum known_name)w->name) && wrapper_is_of_version(h, kind, name))
            class_add(h, dict, text, wrapper_new(h, type, known_name(h, (enum known_name)w->name), i));
    }
    bool inherits = base_of(kind) != KIND_INSTANCE && !is_listed(names, "eq", 2); /* both, or none */
    if (slot_owner(type_at(h, type)->hash) == SLOT_NOT_SUPPORTED && !inherits &&
        dict_set(h, dict, known_name(h, NAME_HASH), none(h)) != HEAP_OK)
        __builtin_trap();
}

/* What only some versions have. */
static bool is_of_version(const struct heap *h, unsigned owner, const char *name)
{
    if (owner == GETSET_PROPERTY && strcmp(name, "__name__") == 0)
        return h->abi.property_has_name;
    if ((owner == GETSET_FUNCTION || owner == GETSET_MODULE || owner == GETSET_TYPE) &&
        strcmp(name, "__annotate__") == 0)
        return h->abi.function_annotate;
    if (owner == GETSET_FUNCTION && strcmp(name, "__type_params__") == 0)
        return h->abi.function_type_params;
    if ((owner == GETSET_GENERATOR || owner == GETSET_COROUTINE || owner == GETSET_ASYNC_GENERATOR) &&
        strcmp(name + 2, "_code") == 0)
        return !h->abi.generator_has_code; /* a field of theirs */
    if (owner == GETSET_FRAME && strcmp(name, "f_trace_opcodes") == 0)
        return h->abi.class_texts_3_12; /* before, a field */
    if (owner == GETSET_ASYNC_GENERATOR && strcmp(name, "ag_suspended") == 0)
        return h->abi.async_suspended;
    if (owner == GETSET_UNION && (strstr(name, "name__") || strcmp(name, "__origin__") == 0))
        return h->abi.union_has_sets;
    if (owner == GETSET_TYPE && (strcmp(name, "__type_params__") == 0 || strcmp(name, "__mro__") == 0))
        return h->abi.class_texts_3_12;
    return strcmp(name, "__replace__") != 0 || h->abi.namespace_takes_mapping;
}

/* Methods that not every version has. */
static bool method_is_of_version(const struct heap *h, enum kind kind, const char *name)
{
    if (kind == KIND_INT || kind == KIND_BOOL)
        return h->abi.int_is_integer || strcmp(name, "is_integer") != 0;
    if (kind == KIND_FLOAT || kind == KIND_COMPLEX || kind == KIND_DECIMAL)
        return h->abi.has_from_number || strcmp(name, "from_number") != 0;
    if (kind == KIND_TUPLE) /* struct sequences have these */
        return strcmp(name, "__reduce__") != 0 && strcmp(name, "__replace__") != 0;
    if (kind == KIND_BYTEARRAY)
        return h->abi.bytearray_resizes || strcmp(name, "resize") != 0;
    if (kind == KIND_MEMORYVIEW) {
        bool added = strcmp(name, "count") == 0 || strcmp(name, "index") == 0 ||
                     strcmp(name, "__class_getitem__") == 0;
        return h->abi.memory_view_is_sequence || !added;
    }
    if (strcmp(name, "strptime") == 0 && kind != KIND_DATETIME)
        return h->abi.dates_read_formats;
    if (kind == KIND_GENERATOR || kind == KIND_COROUTINE)
        return h->abi.generators_take_parameters || strcmp(name, "__class_getitem__") != 0;
    if (kind == KIND_UNION)
        return h->abi.union_has_sets;
    if (kind == KIND_RLOCK)
        return h->abi.locks_are_mutexes || strcmp(name, "locked") != 0;
    if (kind == KIND_MAP)
        return h->abi.map_strict || strcmp(name, "__setstate__") != 0;
    if (kind >= KIND_ITERTOOLS_COUNT && kind <= KIND_ITERTOOLS_ZIP_LONGEST &&
        h->abi.itertools_are_not_reduced)
        return strcmp(name, "__reduce__") != 0 && strcmp(name, "__setstate__") != 0;
    if (kind == KIND_ARRAY)
        return h->abi.array_has_w || (strcmp(name, "clear") != 0 && strcmp(name, "__class_getitem__") != 0);
    return is_of_version(h, GETSET_OWNERS, name);
}

void class_add_getsets(struct heap *h, addr dict, addr type, unsigned owner)
{
    const struct getset *table = getset_table(owner);
    for (unsigned i = 0; table[i].name; i++)
        if (is_of_version(h, owner, table[i].name))
            class_add(h, dict, table[i].name, getset_new(h, type, fixed_str(h, table[i].name), owner, i));
}

/* The kinds whose types have computed attributes, and which. */
static const struct {
    enum kind kind;
    enum getset_owner getsets;
} getsets_of_kinds[] = {
    {KIND_INSTANCE, GETSET_OBJECT},
    {KIND_TYPE, GETSET_TYPE},
    {KIND_BUILTIN, GETSET_BUILTIN},
    {KIND_METHOD, GETSET_METHOD},
    {KIND_MODULE, GETSET_MODULE},
    {KIND_CODE, GETSET_CODE},
    {KIND_TRACEBACK, GETSET_TRACEBACK},
    {KIND_PROPERTY, GETSET_PROPERTY},
    {KIND_STATICMETHOD, GETSET_STATICMETHOD},
    {KIND_CLASSMETHOD, GETSET_STATICMETHOD},
    {KIND_METHOD_DESCRIPTOR, GETSET_DESCRIPTOR},
    {KIND_CLASSMETHOD_DESCRIPTOR, GETSET_DESCRIPTOR},
    {KIND_WRAPPER_DESCRIPTOR, GETSET_DESCRIPTOR},
    {KIND_GETSET, GETSET_FIELD_DESCRIPTOR},
    {KIND_MEMBER, GETSET_FIELD_DESCRIPTOR},
    {KIND_METHOD_WRAPPER, GETSET_METHOD_WRAPPER},
    {KIND_GENERIC_ALIAS, GETSET_GENERIC_ALIAS},
    {KIND_UNION, GETSET_UNION},
    {KIND_FUNCTOOLS_PARTIAL, GETSET_FUNCTOOLS},
    {KIND_FUNCTOOLS_LRU_CACHE, GETSET_FUNCTOOLS},
    {KIND_ORDERED_DICT, GETSET_FUNCTOOLS},
    {KIND_DICT_KEYS, GETSET_DICT_VIEW},
    {KIND_DICT_VALUES, GETSET_DICT_VIEW},
    {KIND_DICT_ITEMS, GETSET_DICT_VIEW},
    {KIND_PATTERN, GETSET_PATTERN},
    {KIND_MEMORYVIEW, GETSET_MEMORYVIEW},
    {KIND_MATCH, GETSET_MATCH},
    {KIND_TYPE_VAR, GETSET_TYPE_VAR},
    {KIND_TYPE_VAR_TUPLE, GETSET_TYPE_VAR_TUPLE},
    {KIND_PARAM_SPEC, GETSET_PARAM_SPEC},
    {KIND_TYPE_ALIAS, GETSET_TYPE_ALIAS},
    {KIND_TEMPLATE, GETSET_TEMPLATE},
    {KIND_FUNCTION, GETSET_FUNCTION},
    {KIND_CELL, GETSET_CELL},
    {KIND_FRAME, GETSET_FRAME},
    {KIND_GENERATOR, GETSET_GENERATOR},
    {KIND_COROUTINE, GETSET_COROUTINE},
    {KIND_ASYNC_GENERATOR, GETSET_ASYNC_GENERATOR},
    {KIND_INT, GETSET_INT},
    {KIND_FLOAT, GETSET_FLOAT},
    {KIND_DEQUE, GETSET_DEQUE},
    {KIND_ARRAY, GETSET_ARRAY},
    {KIND_DATE, GETSET_DATE},
    {KIND_DATETIME, GETSET_DATETIME},
    {KIND_TIME, GETSET_TIME},
    {KIND_DECIMAL, GETSET_DECIMAL},
    {KIND_IO_BASE, GETSET_IO_BASE},
    {KIND_TEXT_IO_BASE, GETSET_TEXT_IO_BASE},
    {KIND_STRING_IO, GETSET_STRING_IO},
    {KIND_BYTES_IO, GETSET_BYTES_IO},
    {KIND_NEWLINE_DECODER, GETSET_NEWLINE_DECODER},
    {KIND_DECIMAL_CONTEXT, GETSET_DECIMAL_CONTEXT},
};

static void add_getsets(struct heap *h, addr dict, enum kind kind)
{
    for (size_t i = 0; i < sizeof getsets_of_kinds / sizeof *getsets_of_kinds; i++)
        if (getsets_of_kinds[i].kind == kind)
            class_add_getsets(h, dict, h->type[kind], getsets_of_kinds[i].getsets);
}

/* A staticmethod of a function that is in the static area. */
static addr static_method_of(struct heap *h, addr function)
{
    addr o = object_new(h, h->type[KIND_STATICMETHOD], 0);
    static_method_at(h, o)->callable = function;
    return o;
}

void class_add_methods(struct heap *h, addr dict, addr type, enum kind kind)
{
    const struct builtin_method *methods = kind_methods(kind);
    for (unsigned i = 0; methods[i].name; i++) {
        if (!method_is_of_version(h, kind, methods[i].name))
            continue;
        addr name = fixed_str(h, methods[i].name), function;
        if (methods[i].flags & METHOD_STATIC)
            function = static_method_of(h, fixed_object(h, builtin_new(h, builtin_text(kind, i), 0)));
        else
            function = method_descriptor_new(h, type, name, kind, i);
        class_add(h, dict, methods[i].name, function);
    }
}

/* Types that are made at run time have their module in their dict (PyType_FromSpec); _decimal.c puts it
 * there. */
static void add_module(struct heap *h, addr dict, enum kind kind)
{
    char module[32];
    const char *name = type_name(h, h->type[kind]), *dot = strrchr(name, '.');
    bool has = type_is_heap(h, h->type[kind]) || kind == KIND_DECIMAL || kind == KIND_DECIMAL_CONTEXT;
    if (!has || !dot || (size_t)(dot - name) >= sizeof module)
        return;
    memcpy(module, name, (size_t)(dot - name));
    module[dot - name] = 0;
    addr own = kind == KIND_DECIMAL_CONTEXT /* _decimal.c gives both the same */
                   ? dict_get_str(h, type_at(h, h->type[KIND_DECIMAL])->dict, known_name(h, NAME_MODULE))
                   : fixed_own_str(h, module);
    if (dict_set(h, dict, known_name(h, NAME_MODULE), own) != HEAP_OK)
        __builtin_trap();
}

static void set_dict(struct heap *h, enum kind kind)
{
    addr type = h->type[kind], dict = dict_new(h);
    class_add_wrappers(h, dict, type, kind, wrapper_names(kind));
    class_add_methods(h, dict, type, kind);
    members_add(h, dict, type, kind_members(h, kind));
    add_getsets(h, dict, kind);
    datetime_add_constants(h, dict, kind);
    if (kind == KIND_INTERPOLATION)
        interpolation_add_match_args(h, dict);
    add_module(h, dict, kind);
    if (!dict_get_str(h, dict, known_name(h, NAME_DOC)) &&
        dict_set(h, dict, known_name(h, NAME_DOC), none(h)) != HEAP_OK)
        __builtin_trap();
    type_at(h, type)->dict = fixed_dict(h, dict);
    dict_at(h, type_at(h, type)->dict)->version |= DICT_OF_TYPE;
}

/* What says that instances of a type are descriptors. */
static void set_descriptor_slots(struct heap *h)
{
    static const enum kind kinds[] = {KIND_GETSET, KIND_MEMBER, KIND_METHOD_DESCRIPTOR, KIND_FUNCTION};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        struct type_object *t = type_at(h, h->type[kinds[i]]);
        t->descr_get = HEAP_TEXT + TEXT_DESCR_GET;
        t->descr_set =
            kinds[i] == KIND_METHOD_DESCRIPTOR || kinds[i] == KIND_FUNCTION ? 0 : HEAP_TEXT + TEXT_DESCR_SET;
    }
}

/* A generator that waits when it dies runs its finally blocks. */
static void set_finalize_slots(struct heap *h)
{
    static const enum kind kinds[] = {KIND_GENERATOR, KIND_COROUTINE, KIND_ASYNC_GENERATOR,
                                      KIND_ASYNC_GENERATOR_ASEND, KIND_ASYNC_GENERATOR_ATHROW};
    for (size_t i = 0; i < (h->abi.async_methods_finish ? 5 : 3); i++)
        type_at(h, h->type[kinds[i]])->finalize = HEAP_TEXT + TEXT_FINALIZE;
}

static void set_call_slots(struct heap *h)
{
    static const enum kind kinds[] = {KIND_TYPE,    KIND_BUILTIN,        KIND_METHOD,  KIND_METHOD_DESCRIPTOR,
                                      KIND_WEAKREF, KIND_CALLABLE_PROXY, KIND_FUNCTION};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        type_at(h, h->type[kinds[i]])->call = HEAP_TEXT + TEXT_CALL;
}

/* In CPython object has hundreds of subclasses from the start, and Exception dozens: making a class does not
 * make their table. */
static void make_room_for_subclasses(struct heap *h, addr type)
{
    addr subclasses = dict_new(h);
    if (dict_resize(h, subclasses, 4, false) != HEAP_OK)
        __builtin_trap();
    type_at(h, type)->subclasses = fixed_open_dict(h, subclasses);
}

void class_boot(struct heap *h)
{
    names_boot(h);
    lookups_boot(h);
    for (enum kind kind = 0; kind < KIND_COUNT; kind++)
        if (!kind_is_exception(kind))
            set_order(h, kind);
    set_descriptor_slots(h);
    set_call_slots(h);
    type_slots_boot(h);
    set_finalize_slots(h);
    for (enum kind kind = 0; kind < KIND_COUNT; kind++)
        if (!kind_is_exception(kind))
            type_words_boot(h, h->type[kind], kind);
    for (enum kind kind = 0; kind < KIND_COUNT; kind++)
        if (!kind_is_exception(kind))
            set_dict(h, kind);
    exception_boot(h);
    struct_sequence_boot(h);
    make_room_for_subclasses(h, h->type[KIND_INSTANCE]);
    make_room_for_subclasses(h, h->exception_type[EXC_EXCEPTION]);
}
