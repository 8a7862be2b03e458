/* The shapes of the builtin types (abi.h): basic and item size, offsets, flags. What a header decides (str,
 * tuple, type) comes from the version's row; the rest has not changed since 3.11, but for what is named
 * below. */
#include "daemon/heap/abi/abi.h"
#include "daemon/heap/object/kinds.h"
#include "daemon/heap/object/typeobject.h"
#include <stddef.h>

#define GC     TYPE_HAS_GC
#define BASE   TYPE_BASE
#define CLOSED TYPE_NOT_CALLED
#define SELF   TYPE_MATCH_SELF
#define COMMON (TYPE_READY | TYPE_IMMUTABLE)

static const struct type_shape shapes[KIND_COUNT] = {
    [KIND_INSTANCE] = {16, 0, 0, 0, BASE},
    [KIND_TYPE] = {0, 40, 264, 368, GC | BASE | TYPE_TYPE_SUBCLASS | TYPE_VECTORCALL},
    [KIND_NONE] = {16, 0, 0, 0, 0},
    [KIND_NOT_IMPLEMENTED] = {16, 0, 0, 0, 0},
    [KIND_ELLIPSIS] = {16, 0, 0, 0, 0},
    [KIND_INT] = {24, 4, 0, 0, BASE | TYPE_LONG_SUBCLASS | SELF},
    [KIND_BOOL] = {0, 4, 0, 0, TYPE_LONG_SUBCLASS | SELF},
    [KIND_FLOAT] = {24, 0, 0, 0, BASE | SELF},
    [KIND_COMPLEX] = {32, 0, 0, 0, BASE},
    [KIND_STR] = {0, 0, 0, 0, BASE | TYPE_STR_SUBCLASS | SELF},
    [KIND_BYTES] = {33, 1, 0, 0, BASE | TYPE_BYTES_SUBCLASS | SELF},
    [KIND_BYTEARRAY] = {56, 0, 0, 0, BASE | SELF},
    [KIND_TUPLE] = {0, 8, 0, 0, GC | BASE | TYPE_TUPLE_SUBCLASS | TYPE_SEQUENCE | SELF},
    [KIND_LIST] = {40, 0, 0, 0, GC | BASE | TYPE_LIST_SUBCLASS | TYPE_SEQUENCE | SELF},
    [KIND_DICT] = {48, 0, 0, 0, GC | BASE | TYPE_DICT_SUBCLASS | TYPE_MAPPING | SELF},
    [KIND_SET] = {200, 0, 0, 192, GC | BASE | SELF},
    [KIND_FROZENSET] = {200, 0, 0, 192, GC | BASE | SELF},
    [KIND_DEQUE] = {216, 0, 0, 208, GC | BASE | TYPE_SEQUENCE},
    [KIND_ARRAY] = {64, 0, 0, 48, GC | BASE | TYPE_SEQUENCE | TYPE_HEAP},
    [KIND_RANGE] = {48, 0, 0, 0, TYPE_SEQUENCE},
    [KIND_SLICE] = {40, 0, 0, 0, GC},
    [KIND_WEAKREF] = {64, 0, 0, 0, GC | BASE | TYPE_VECTORCALL},
    [KIND_PROXY] = {64, 0, 0, 0, GC | CLOSED},
    [KIND_BUILTIN] = {56, 0, 0, 40, GC | TYPE_VECTORCALL | CLOSED},
    [KIND_METHOD] = {48, 0, 0, 32, GC | TYPE_VECTORCALL},
    [KIND_EXCEPTION] = {72, 0, 16, 0, GC | BASE | TYPE_EXCEPTION_SUBCLASS},
    [KIND_EXCEPTION_GROUP] = {88, 0, 16, 0, GC | BASE | TYPE_EXCEPTION_SUBCLASS},
    [KIND_STOP_ITERATION] = {80, 0, 16, 0, GC | BASE | TYPE_EXCEPTION_SUBCLASS},
    [KIND_SYSTEM_EXIT] = {80, 0, 16, 0, GC | BASE | TYPE_EXCEPTION_SUBCLASS},
    [KIND_IMPORT_ERROR] = {96, 0, 16, 0, GC | BASE | TYPE_EXCEPTION_SUBCLASS},
    [KIND_OS_ERROR] = {112, 0, 16, 0, GC | BASE | TYPE_EXCEPTION_SUBCLASS},
    [KIND_NAME_ERROR] = {80, 0, 16, 0, GC | BASE | TYPE_EXCEPTION_SUBCLASS},
    [KIND_ATTRIBUTE_ERROR] = {88, 0, 16, 0, GC | BASE | TYPE_EXCEPTION_SUBCLASS},
    [KIND_SYNTAX_ERROR] = {136, 0, 16, 0, GC | BASE | TYPE_EXCEPTION_SUBCLASS},
    [KIND_UNICODE_ERROR] = {112, 0, 16, 0, GC | BASE | TYPE_EXCEPTION_SUBCLASS},
    [KIND_TRACEBACK] = {40, 0, 0, 0, GC},
    [KIND_CELL] = {24, 0, 0, 0, GC},
    [KIND_MODULE] = {56, 0, 16, 40, GC | BASE},
    [KIND_GETSET] = {48, 0, 0, 0, GC | CLOSED},
    [KIND_MEMBER] = {48, 0, 0, 0, GC | CLOSED},
    [KIND_METHOD_DESCRIPTOR] = {56, 0, 0, 0, GC | TYPE_METHOD_DESCRIPTOR | TYPE_VECTORCALL | CLOSED},
    [KIND_CALLABLE_PROXY] = {64, 0, 0, 0, GC | CLOSED},
    [KIND_CODE] = {0, 2, 0, 144, 0},
    [KIND_LIST_ITERATOR] = {32, 0, 0, 0, GC | CLOSED},
    [KIND_LIST_REVERSE_ITERATOR] = {32, 0, 0, 0, GC | CLOSED},
    [KIND_TUPLE_ITERATOR] = {32, 0, 0, 0, GC | CLOSED},
    [KIND_STR_ITERATOR] = {32, 0, 0, 0, GC | CLOSED},
    [KIND_STR_ASCII_ITERATOR] = {32, 0, 0, 0, GC | CLOSED},
    [KIND_BYTES_ITERATOR] = {32, 0, 0, 0, GC | CLOSED},
    [KIND_BYTEARRAY_ITERATOR] = {32, 0, 0, 0, GC | CLOSED},
    [KIND_SEQUENCE_ITERATOR] = {32, 0, 0, 0, GC | CLOSED},
    [KIND_REVERSED] = {32, 0, 0, 0, GC | BASE},
    [KIND_CALLABLE_ITERATOR] = {32, 0, 0, 0, GC | CLOSED},
    [KIND_RANGE_ITERATOR] = {48, 0, 0, 0, CLOSED},
    [KIND_LONGRANGE_ITERATOR] = {48, 0, 0, 0, CLOSED},
    [KIND_SET_ITERATOR] = {48, 0, 0, 0, GC | CLOSED},
    [KIND_DICT_KEYS] = {24, 0, 0, 0, GC | CLOSED},
    [KIND_DICT_VALUES] = {24, 0, 0, 0, GC | CLOSED},
    [KIND_DICT_ITEMS] = {24, 0, 0, 0, GC | CLOSED},
    [KIND_DICT_KEY_ITERATOR] = {56, 0, 0, 0, GC | CLOSED},
    [KIND_DICT_VALUE_ITERATOR] = {56, 0, 0, 0, GC | CLOSED},
    [KIND_DICT_ITEM_ITERATOR] = {56, 0, 0, 0, GC | CLOSED},
    [KIND_DICT_REVERSE_KEY_ITERATOR] = {56, 0, 0, 0, GC | CLOSED},
    [KIND_DICT_REVERSE_VALUE_ITERATOR] = {56, 0, 0, 0, GC | CLOSED},
    [KIND_DICT_REVERSE_ITEM_ITERATOR] = {56, 0, 0, 0, GC | CLOSED},
    [KIND_DEQUE_ITERATOR] = {56, 0, 0, 0, GC},
    [KIND_DEQUE_REVERSE_ITERATOR] = {56, 0, 0, 0, GC},
    [KIND_ARRAY_ITERATOR] = {40, 0, 0, 0, GC | TYPE_HEAP | CLOSED},
    [KIND_ENUMERATE] = {56, 0, 0, 0, GC | BASE},
    [KIND_ZIP] = {48, 0, 0, 0, GC | BASE},
    [KIND_MAP] = {32, 0, 0, 0, GC | BASE},
    [KIND_FILTER] = {32, 0, 0, 0, GC | BASE},
    [KIND_PROPERTY] = {64, 0, 0, 0, GC | BASE},
    [KIND_STATICMETHOD] = {32, 0, 24, 0, GC | BASE},
    [KIND_CLASSMETHOD] = {32, 0, 24, 0, GC | BASE},
    [KIND_SUPER] = {40, 0, 0, 0, GC | BASE},
    [KIND_MAPPINGPROXY] = {24, 0, 0, 0, GC | TYPE_MAPPING},
    [KIND_FRAME_LOCALS] = {24, 0, 0, 0, GC | TYPE_MAPPING},
    [KIND_WRAPPER_DESCRIPTOR] = {56, 0, 0, 0, GC | TYPE_METHOD_DESCRIPTOR | CLOSED},
    [KIND_METHOD_WRAPPER] = {32, 0, 0, 0, GC | CLOSED},
    [KIND_CLASSMETHOD_DESCRIPTOR] = {56, 0, 0, 0, GC | CLOSED},
    [KIND_NAMESPACE] = {24, 0, 16, 0, GC | BASE},
    [KIND_GENERIC_ALIAS] = {64, 0, 0, 40, GC | BASE | TYPE_VECTORCALL},
    [KIND_GENERIC_ALIAS_ITERATOR] = {24, 0, 0, 0, GC | CLOSED},
    [KIND_UNION] = {32, 0, 0, 0, GC | CLOSED},
    [KIND_FUNCTION] = {0, 0, 88, 96, GC | TYPE_METHOD_DESCRIPTOR | TYPE_VECTORCALL},
    [KIND_FRAME] = {0, 8, 0, 0, GC | CLOSED},
    [KIND_GENERATOR] = {0, 8, 0, 0, GC | CLOSED},
    [KIND_COROUTINE] = {0, 8, 0, 0, GC | CLOSED},
    [KIND_COROUTINE_WRAPPER] = {24, 0, 0, 0, GC | CLOSED},
    [KIND_ASYNC_GENERATOR] = {0, 8, 0, 0, GC | CLOSED},
    [KIND_ASYNC_GENERATOR_ASEND] = {40, 0, 0, 0, GC | CLOSED},
    [KIND_ASYNC_GENERATOR_ATHROW] = {40, 0, 0, 0, GC | CLOSED},
    [KIND_ASYNC_GENERATOR_WRAPPED_VALUE] = {24, 0, 0, 0, GC | CLOSED},
    [KIND_ANEXT_AWAITABLE] = {32, 0, 0, 0, GC | CLOSED},
    [KIND_ITERTOOLS_COUNT] = {40, 0, 0, 0, GC | BASE},
    [KIND_ITERTOOLS_CYCLE] = {48, 0, 0, 0, GC | BASE},
    [KIND_ITERTOOLS_REPEAT] = {32, 0, 0, 0, GC | BASE},
    [KIND_ITERTOOLS_ACCUMULATE] = {48, 0, 0, 0, GC | BASE},
    [KIND_ITERTOOLS_CHAIN] = {32, 0, 0, 0, GC | BASE},
    [KIND_ITERTOOLS_COMPRESS] = {32, 0, 0, 0, GC | BASE},
    [KIND_ITERTOOLS_DROPWHILE] = {40, 0, 0, 0, GC | BASE},
    [KIND_ITERTOOLS_TAKEWHILE] = {40, 0, 0, 0, GC | BASE},
    [KIND_ITERTOOLS_FILTERFALSE] = {32, 0, 0, 0, GC | BASE},
    [KIND_ITERTOOLS_GROUPBY] = {64, 0, 0, 0, GC | BASE},
    [KIND_ITERTOOLS_GROUPER] = {32, 0, 0, 0, GC},
    [KIND_ITERTOOLS_ISLICE] = {56, 0, 0, 0, GC | BASE},
    [KIND_ITERTOOLS_PAIRWISE] = {32, 0, 0, 0, GC | BASE},
    [KIND_ITERTOOLS_BATCHED] = {40, 0, 0, 0, GC | BASE},
    [KIND_ITERTOOLS_PERMUTATIONS] = {64, 0, 0, 0, GC | BASE},
    [KIND_ITERTOOLS_COMBINATIONS] = {56, 0, 0, 0, GC | BASE},
    [KIND_ITERTOOLS_COMBINATIONS_WITH_REPLACEMENT] = {56, 0, 0, 0, GC | BASE},
    [KIND_ITERTOOLS_PRODUCT] = {48, 0, 0, 0, GC | BASE},
    [KIND_ITERTOOLS_STARMAP] = {32, 0, 0, 0, GC | BASE},
    [KIND_ITERTOOLS_TEE] = {40, 0, 0, 32, GC},
    [KIND_ITERTOOLS_TEE_DATA] = {496, 0, 0, 0, GC},
    [KIND_ITERTOOLS_ZIP_LONGEST] = {56, 0, 0, 0, GC | BASE},
    [KIND_FUNCTOOLS_PARTIAL] = {64, 0, 40, 48, GC | BASE | TYPE_HEAP | TYPE_VECTORCALL},
    [KIND_FUNCTOOLS_PLACEHOLDER] = {16, 0, 0, 0, 0},
    [KIND_FUNCTOOLS_LRU_CACHE] = {152, 0, 136, 144, GC | TYPE_HEAP | TYPE_METHOD_DESCRIPTOR},
    [KIND_FUNCTOOLS_LRU_LINK] = {56, 0, 0, 0, TYPE_HEAP | CLOSED},
    [KIND_FUNCTOOLS_COMPARE_KEY] = {32, 0, 0, 0, GC | TYPE_HEAP | CLOSED},
    [KIND_OPERATOR_ITEMGETTER] = {48, 0, 0, 0, GC | TYPE_HEAP | TYPE_VECTORCALL},
    [KIND_OPERATOR_ATTRGETTER] = {40, 0, 0, 0, GC | TYPE_HEAP | TYPE_VECTORCALL},
    [KIND_PATTERN] = {96, 4, 0, 64, GC | TYPE_HEAP | CLOSED},
    [KIND_MATCH] = {88, 8, 0, 0, GC | TYPE_HEAP | CLOSED},
    [KIND_MEMORYVIEW] = {144, 8, 0, 136, GC | TYPE_SEQUENCE},
    [KIND_MANAGED_BUFFER] = {112, 0, 0, 0, GC | CLOSED},
    [KIND_MEMORY_ITERATOR] = {48, 0, 0, 0, GC | CLOSED},
    [KIND_SCANNER] = {240, 0, 0, 0, GC | TYPE_HEAP | CLOSED},
    [KIND_LOCK] = {40, 0, 0, 24, GC | TYPE_HEAP | CLOSED},
    [KIND_TIMEDELTA] = {40, 0, 0, 0, BASE},
    [KIND_DATE] = {32, 0, 0, 0, BASE},
    [KIND_DATETIME] = {48, 0, 0, 0, BASE},
    [KIND_TIME] = {40, 0, 0, 0, BASE},
    [KIND_TZINFO] = {16, 0, 0, 0, BASE},
    [KIND_TIMEZONE] = {32, 0, 0, 0, 0},
    [KIND_DECIMAL] = {104, 0, 0, 0, BASE},
    [KIND_DECIMAL_CONTEXT] = {96, 0, 0, 0, BASE},
    [KIND_RANDOM] = {2520, 0, 0, 0, BASE | TYPE_HEAP},
    [KIND_RLOCK] = {48, 0, 0, 40, GC | BASE | TYPE_HEAP},
    [KIND_OPERATOR_METHODCALLER] = {40, 0, 0, 0, GC | TYPE_HEAP},
    [KIND_ORDERED_DICT] = {112, 0, 96, 104, GC | BASE | TYPE_DICT_SUBCLASS | TYPE_MAPPING | SELF},
    [KIND_ORDERED_KEYS] = {24, 0, 0, 0, GC},
    [KIND_ORDERED_VALUES] = {24, 0, 0, 0, GC},
    [KIND_ORDERED_ITEMS] = {24, 0, 0, 0, GC},
    [KIND_ORDERED_ITERATOR] = {64, 0, 0, 0, GC | CLOSED},
    [KIND_TYPE_VAR] = {80, 0, 0, 0, GC | TYPE_HEAP},
    [KIND_TYPE_VAR_TUPLE] = {40, 0, 0, 0, GC | TYPE_HEAP},
    [KIND_PARAM_SPEC] = {56, 0, 0, 0, GC | TYPE_HEAP},
    [KIND_PARAM_SPEC_ARGS] = {24, 0, 0, 0, GC | TYPE_HEAP},
    [KIND_PARAM_SPEC_KWARGS] = {24, 0, 0, 0, GC | TYPE_HEAP},
    [KIND_TYPE_ALIAS] = {56, 0, 0, 0, GC},
    [KIND_TEMPLATE] = {32, 0, 0, 0, GC},
    [KIND_TEMPLATE_ITERATOR] = {40, 0, 0, 0, GC | CLOSED},
    [KIND_INTERPOLATION] = {48, 0, 0, 0, GC},
    [KIND_NO_DEFAULT] = {16, 0, 0, 0, 0},
    [KIND_CONST_EVALUATOR] = {24, 0, 0, 0, GC | TYPE_HEAP | CLOSED},
    [KIND_IO_BASE] = {32, 0, 16, 24, GC | BASE},
    [KIND_RAW_IO_BASE] = {32, 0, 16, 24, GC | BASE},
    [KIND_BUFFERED_IO_BASE] = {32, 0, 16, 24, GC | BASE},
    [KIND_TEXT_IO_BASE] = {32, 0, 16, 24, GC | BASE},
    [KIND_STRING_IO] = {120, 0, 104, 112, GC | BASE},
    [KIND_BYTES_IO] = {64, 0, 40, 48, GC | BASE},
    [KIND_BYTES_IO_BUFFER] = {24, 0, 0, 0, GC | CLOSED},
    [KIND_NEWLINE_DECODER] = {40, 0, 0, 0, BASE},
    [KIND_SIMPLE_QUEUE] = {56, 0, 0, 48, GC | BASE | TYPE_HEAP},
    [KIND_DEFAULT_DICT] = {56, 0, 0, 0, GC | BASE | TYPE_DICT_SUBCLASS | TYPE_MAPPING | SELF},
};

static bool is_of_itertools(unsigned kind)
{
    return kind >= KIND_ITERTOOLS_COUNT && kind <= KIND_ITERTOOLS_ZIP_LONGEST;
}

/* When its types came to be made at run time, four of them got a field more. */
static void shape_itertools(const struct abi *abi, unsigned kind, struct type_shape *shape)
{
    bool grown = kind == KIND_ITERTOOLS_ACCUMULATE || kind == KIND_ITERTOOLS_GROUPBY ||
                 kind == KIND_ITERTOOLS_PAIRWISE || kind == KIND_ITERTOOLS_TEE;
    if (abi->itertools_are_heap_types) {
        shape->flags |= TYPE_HEAP;
        shape->basicsize = (uint16_t)(shape->basicsize + 8 * grown);
    }
    if (kind == KIND_ITERTOOLS_CYCLE && abi->cycle_has_no_first_pass)
        shape->basicsize = 40;
}

/* What a kind's shape is instead where the version has something: a size (0: the same) and flags more. */
struct change {
    uint16_t kind, basicsize;
    size_t when; /* of a bool of struct abi */
    uint64_t flags;
};

#define WHEN(field) offsetof(struct abi, field)

static const struct change changes[] = {
    {KIND_TYPE, 0, WHEN(type_flags_3_12), TYPE_ITEMS_AT_END},
    /* start, step and what is left; with an index beside the length before */
    {KIND_RANGE_ITERATOR, 40, WHEN(range_iterator_counts_down), 0},
    {KIND_LONGRANGE_ITERATOR, 40, WHEN(range_iterator_counts_down), 0},
    {KIND_FUNCTOOLS_PARTIAL, 80, WHEN(partial_has_placeholder), 0},
    {KIND_OPERATOR_METHODCALLER, 64, WHEN(methodcaller_has_vectorcall), TYPE_VECTORCALL},
    {KIND_MAP, 40, WHEN(map_strict), 0},
    {KIND_SCANNER, 248, WHEN(regex_empty_assertion_fails), 0}, /* from 3.13, too: whether it runs */
    {KIND_DEQUE, 0, WHEN(deque_is_heap_type), TYPE_HEAP},
    {KIND_DEFAULT_DICT, 0, WHEN(deque_is_heap_type), TYPE_HEAP},
    {KIND_DEQUE_ITERATOR, 0, WHEN(deque_is_heap_type), TYPE_HEAP},
    {KIND_DEQUE_REVERSE_ITERATOR, 0, WHEN(deque_is_heap_type), TYPE_HEAP},
    {KIND_DECIMAL, 0, WHEN(decimal_is_heap_type), TYPE_HEAP | TYPE_HAS_GC},
    {KIND_DECIMAL_CONTEXT, 0, WHEN(decimal_is_heap_type), TYPE_HEAP | TYPE_HAS_GC},
    {KIND_TYPE_VAR, 0, WHEN(has_type_parameters), TYPE_MANAGED_DICT | TYPE_MANAGED_WEAKREF},
    {KIND_TYPE_VAR_TUPLE, 0, WHEN(has_type_parameters), TYPE_MANAGED_DICT | TYPE_MANAGED_WEAKREF},
    {KIND_PARAM_SPEC, 0, WHEN(has_type_parameters), TYPE_MANAGED_DICT | TYPE_MANAGED_WEAKREF},
    {KIND_PARAM_SPEC_ARGS, 0, WHEN(has_type_parameters), TYPE_MANAGED_WEAKREF},
    {KIND_PARAM_SPEC_KWARGS, 0, WHEN(has_type_parameters), TYPE_MANAGED_WEAKREF},
    {KIND_IMPORT_ERROR, 104, WHEN(import_error_name_from), 0},
    {KIND_SYNTAX_ERROR, 144, WHEN(syntax_error_metadata), 0},
    {KIND_IO_BASE, 0, WHEN(io_types_are_heap_types), TYPE_HEAP},
    {KIND_RAW_IO_BASE, 0, WHEN(io_types_are_heap_types), TYPE_HEAP},
    {KIND_BUFFERED_IO_BASE, 0, WHEN(io_types_are_heap_types), TYPE_HEAP},
    {KIND_TEXT_IO_BASE, 0, WHEN(io_types_are_heap_types), TYPE_HEAP},
    {KIND_STRING_IO, 0, WHEN(io_types_are_heap_types), TYPE_HEAP},
    {KIND_BYTES_IO, 0, WHEN(io_types_are_heap_types), TYPE_HEAP},
    {KIND_BYTES_IO_BUFFER, 0, WHEN(io_types_are_heap_types), TYPE_HEAP},
    {KIND_NEWLINE_DECODER, 0, WHEN(io_types_are_heap_types), TYPE_HEAP | TYPE_HAS_GC},
    {KIND_ASYNC_GENERATOR_ATHROW, 56, WHEN(athrow_has_parts), 0},
};

static void change_shape(const struct abi *abi, unsigned kind, struct type_shape *shape)
{
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
        const struct change *change = &changes[i];
        if (change->kind == kind && *(const bool *)((const char *)abi + change->when)) {
            shape->basicsize = change->basicsize ? change->basicsize : shape->basicsize;
            shape->flags |= change->flags;
        }
    }
}

static void shape_lock(const struct abi *abi, unsigned kind, struct type_shape *shape)
{
    if (kind == KIND_LOCK && abi->lock_is_made_by_its_type)
        shape->flags &= ~CLOSED;
    if (abi->locks_are_mutexes) {
        shape->basicsize = kind == KIND_LOCK ? 24 : 40;
        shape->weaklistoffset = 0;
        shape->flags |= TYPE_MANAGED_WEAKREF;
    }
}

struct type_shape abi_type_shape(const struct abi *abi, unsigned kind)
{
    struct type_shape shape = shapes[kind];
    shape.flags |= COMMON;
    change_shape(abi, kind, &shape);
    if (is_of_itertools(kind))
        shape_itertools(abi, kind, &shape);
    switch (kind) {
    case KIND_TYPE:
        shape.basicsize = abi->heap_type_size;
        break;
    case KIND_BOOL: /* 32 while struct _longobject carried ob_size and was declared with its tail padding */
        shape.basicsize = abi->int_form == INT_SIGNED_SIZE ? 32 : 24;
        break;
    case KIND_STR: /* PyUnicodeObject: the compact header and a data pointer */
        shape.basicsize = (uint16_t)(abi->str_compact_header + 8);
        break;
    case KIND_TUPLE:
        shape.basicsize = abi->tuple_items_offset;
        break;
    case KIND_CODE:
        shape.basicsize = abi->code_size;
        break;
    case KIND_UNION:
        if (abi->union_has_sets)
            shape = (struct type_shape){56, 0, 0, 48, shape.flags};
        break;
    case KIND_STRING_IO: /* what gathers its text is a word shorter, and _io's state a word more at the end */
        if (abi->string_io_writes_one_text)
            shape = (struct type_shape){120, 0, 96, 104, shape.flags};
        break;
    case KIND_SIMPLE_QUEUE:
        if (abi->simple_queue_is_ring)
            shape = (struct type_shape){72, 0, 0, 64, shape.flags};
        break;
    case KIND_LOCK:
    case KIND_RLOCK:
        shape_lock(abi, kind, &shape);
        break;
    case KIND_FUNCTION:
        shape.basicsize = abi->function_size;
        break;
    case KIND_FRAME:
        shape.basicsize = (uint16_t)(abi->frame_object_frame + abi->frame_locals);
        break;
    case KIND_GENERATOR:
    case KIND_COROUTINE:
    case KIND_ASYNC_GENERATOR:
        shape.basicsize = (uint16_t)(abi->generator_frame + abi->frame_locals);
        shape.weaklistoffset = abi->generator_fields;
        break;
    default:
        break;
    }
    if (abi->type_flags_3_12 && !(shape.flags & TYPE_HEAP))
        shape.flags |= TYPE_STATIC_BUILTIN;
    return shape;
}
