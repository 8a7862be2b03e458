/* Which slot wrappers the builtin types have in their dicts, "new" for __new__ among them. "oldgetattribute"
 * and the like:
 * __getattribute__ ... in versions up to 3.11, where such types name the generic function, too. */
#include "daemon/heap/object/wrapper.h"

#include <string.h>

static const char *const names[KIND_COUNT] = {
    [KIND_INSTANCE] = "new repr hash str getattribute setattr delattr lt le eq ne gt ge init",
    [KIND_TYPE] = "new repr call getattribute setattr delattr init or ror",
    [KIND_NONE] = "new repr bool",
    [KIND_NOT_IMPLEMENTED] = "new repr bool",
    [KIND_ELLIPSIS] = "new repr oldgetattribute",
    [KIND_INT] = "new repr hash lt le eq ne gt ge add radd sub rsub mul rmul mod rmod divmod rdivmod "
                 "pow rpow neg pos abs bool invert lshift rlshift rshift rrshift and rand xor rxor or "
                 "ror int float floordiv rfloordiv truediv rtruediv index getattribute",
    [KIND_BOOL] = "new repr and rand xor rxor or ror",
    [KIND_FLOAT] = "new repr hash lt le eq ne gt ge add radd sub rsub mul rmul mod rmod divmod rdivmod "
                   "pow rpow neg pos abs bool int float floordiv rfloordiv truediv rtruediv oldgetattribute",
    [KIND_COMPLEX] = "new repr hash lt le eq ne gt ge add radd sub rsub mul rmul pow rpow neg pos abs bool "
                     "truediv rtruediv getattribute",
    [KIND_STR] =
        "new repr hash str lt le eq ne gt ge iter mod rmod len getitem add mul rmul contains oldgetattribute",
    [KIND_BYTES] =
        "new repr hash str lt le eq ne gt ge iter mod rmod len getitem add mul rmul contains getattribute",
    [KIND_BYTEARRAY] =
        "new repr str lt le eq ne gt ge iter init mod rmod len getitem setitem delitem add mul "
        "rmul contains iadd imul getattribute",
    [KIND_TUPLE] = "new repr hash lt le eq ne gt ge iter len getitem add mul rmul contains getattribute",
    [KIND_LIST] = "new repr lt le eq ne gt ge iter init len setitem delitem add mul rmul contains iadd "
                  "imul getattribute",
    [KIND_DICT] = "new repr lt le eq ne gt ge iter init or ror ior len setitem delitem getattribute",
    [KIND_SET] = "new repr lt le eq ne gt ge iter init sub rsub and rand xor rxor or ror isub iand ixor "
                 "ior len getattribute",
    [KIND_FROZENSET] =
        "new repr hash lt le eq ne gt ge iter sub rsub and rand xor rxor or ror len oldgetattribute",
    [KIND_DEQUE] = "new repr lt le eq ne gt ge iter init len add mul rmul getitem setitem delitem "
                   "contains iadd imul getattribute",
    [KIND_ARRAY] = "new repr lt le eq ne gt ge iter len getitem setitem delitem add mul rmul contains "
                   "iadd imul getattribute",
    [KIND_RANGE] = "new repr hash lt le eq ne gt ge iter bool len getitem contains getattribute",
    [KIND_SLICE] = "new repr hash lt le eq ne gt ge getattribute",
    [KIND_WEAKREF] = "new repr hash call lt le eq ne gt ge init",
    [KIND_PROXY] = "repr str getattribute setattr delattr lt le eq ne gt ge iter next add radd sub rsub "
                   "mul rmul mod rmod divmod rdivmod pow rpow neg pos abs bool invert lshift rlshift "
                   "rshift rrshift and rand xor rxor or ror int float iadd isub imul imod ipow ilshift "
                   "irshift iand ixor ior floordiv rfloordiv truediv rtruediv ifloordiv itruediv index "
                   "matmul rmatmul imatmul len getitem setitem delitem contains",
    [KIND_BUILTIN] = "repr hash call lt le eq ne gt ge oldgetattribute",
    [KIND_METHOD] = "new repr hash call getattribute lt le eq ne gt ge oldsetattr olddelattr",
    [KIND_CELL] = "new repr lt le eq ne gt ge oldgetattribute",
    [KIND_MODULE] = "new repr getattribute init oldsetattr olddelattr",
    [KIND_GETSET] = "repr get set delete oldgetattribute",
    [KIND_MEMBER] = "repr get set delete oldgetattribute",
    [KIND_METHOD_DESCRIPTOR] = "repr call get oldgetattribute",
    [KIND_PROPERTY] = "new get set delete init getattribute",
    [KIND_STATICMETHOD] = "new repr call get init",
    [KIND_CLASSMETHOD] = "new repr get init",
    [KIND_SUPER] = "new repr getattribute get init",
    [KIND_MAPPINGPROXY] =
        "new repr str lt le eq ne gt ge iter or ror ior len getitem contains oldgetattribute",
    [KIND_FRAME_LOCALS] = "new repr lt le eq ne gt ge iter or ror ior len setitem delitem",
    [KIND_WRAPPER_DESCRIPTOR] = "repr call get oldgetattribute",
    [KIND_METHOD_WRAPPER] = "repr hash call lt le eq ne gt ge oldgetattribute",
    [KIND_CLASSMETHOD_DESCRIPTOR] = "repr call get oldgetattribute",
    [KIND_NAMESPACE] = "new repr lt le eq ne gt ge init oldgetattribute oldsetattr olddelattr",
    [KIND_GENERIC_ALIAS] = "new repr hash call getattribute lt le eq ne gt ge iter or ror getitem",
    [KIND_GENERIC_ALIAS_ITERATOR] = "iter next",
    [KIND_UNION] = "repr hash lt le eq ne gt ge or ror getitem getattribute",
    [KIND_CALLABLE_PROXY] =
        "repr call str getattribute setattr delattr lt le eq ne gt ge iter next add radd sub "
        "rsub mul rmul mod rmod divmod rdivmod pow rpow neg pos abs bool invert lshift rlshift "
        "rshift rrshift and rand xor rxor or ror int float iadd isub imul imod ipow ilshift "
        "irshift iand ixor ior floordiv rfloordiv truediv rtruediv ifloordiv itruediv index "
        "matmul rmatmul imatmul len getitem setitem delitem contains",
    [KIND_CODE] = "repr hash lt le eq ne gt ge oldgetattribute",
    [KIND_LIST_ITERATOR] = "iter next oldgetattribute",
    [KIND_LIST_REVERSE_ITERATOR] = "iter next oldgetattribute",
    [KIND_TUPLE_ITERATOR] = "iter next oldgetattribute",
    [KIND_STR_ITERATOR] = "iter next oldgetattribute",
    [KIND_STR_ASCII_ITERATOR] = "iter next oldgetattribute",
    [KIND_BYTES_ITERATOR] = "iter next oldgetattribute",
    [KIND_BYTEARRAY_ITERATOR] = "iter next oldgetattribute",
    [KIND_SEQUENCE_ITERATOR] = "iter next oldgetattribute",
    [KIND_REVERSED] = "new iter next getattribute",
    [KIND_CALLABLE_ITERATOR] = "iter next oldgetattribute",
    [KIND_RANGE_ITERATOR] = "iter next oldgetattribute",
    [KIND_LONGRANGE_ITERATOR] = "iter next oldgetattribute",
    [KIND_SET_ITERATOR] = "iter next oldgetattribute",
    [KIND_DICT_KEYS] =
        "repr lt le eq ne gt ge iter sub rsub and rand xor rxor or ror len contains oldgetattribute",
    [KIND_DICT_VALUES] = "repr iter len oldgetattribute",
    [KIND_DICT_ITEMS] =
        "repr lt le eq ne gt ge iter sub rsub and rand xor rxor or ror len contains oldgetattribute",
    [KIND_DICT_KEY_ITERATOR] = "iter next oldgetattribute",
    [KIND_DICT_VALUE_ITERATOR] = "iter next oldgetattribute",
    [KIND_DICT_ITEM_ITERATOR] = "iter next oldgetattribute",
    [KIND_DICT_REVERSE_KEY_ITERATOR] = "iter next",
    [KIND_DICT_REVERSE_VALUE_ITERATOR] = "iter next oldgetattribute",
    [KIND_DICT_REVERSE_ITEM_ITERATOR] = "iter next oldgetattribute",
    [KIND_DEQUE_ITERATOR] = "new iter next oldgetattribute",
    [KIND_DEQUE_REVERSE_ITERATOR] = "new iter next oldgetattribute",
    [KIND_ARRAY_ITERATOR] = "iter next oldgetattribute",
    [KIND_ENUMERATE] = "new iter next getattribute",
    [KIND_ZIP] = "new iter next getattribute",
    [KIND_MAP] = "new iter next getattribute",
    [KIND_FILTER] = "new iter next getattribute",
    [KIND_FUNCTION] = "new repr call get",
    [KIND_FRAME] = "repr oldgetattribute oldsetattr olddelattr",
    [KIND_GENERATOR] = "repr iter next del oldgetattribute",
    [KIND_COROUTINE] = "repr await del oldgetattribute",
    [KIND_COROUTINE_WRAPPER] = "iter next oldgetattribute",
    [KIND_ASYNC_GENERATOR] = "repr aiter anext del oldgetattribute",
    [KIND_ASYNC_GENERATOR_ASEND] = "iter next await oldgetattribute",
    [KIND_ASYNC_GENERATOR_ATHROW] = "iter next await oldgetattribute",
    [KIND_ASYNC_GENERATOR_WRAPPED_VALUE] = "oldgetattribute",
    [KIND_ANEXT_AWAITABLE] = "iter next await oldgetattribute",
    [KIND_ITERTOOLS_COUNT] = "new repr iter next getattribute",
    [KIND_ITERTOOLS_CYCLE] = "new iter next getattribute",
    [KIND_ITERTOOLS_REPEAT] = "new repr iter next getattribute",
    [KIND_ITERTOOLS_ACCUMULATE] = "new iter next getattribute",
    [KIND_ITERTOOLS_CHAIN] = "new iter next getattribute",
    [KIND_ITERTOOLS_COMPRESS] = "new iter next getattribute",
    [KIND_ITERTOOLS_DROPWHILE] = "new iter next getattribute",
    [KIND_ITERTOOLS_TAKEWHILE] = "new iter next getattribute",
    [KIND_ITERTOOLS_FILTERFALSE] = "new iter next getattribute",
    [KIND_ITERTOOLS_GROUPBY] = "new iter next getattribute",
    [KIND_ITERTOOLS_GROUPER] = "new iter next getattribute",
    [KIND_ITERTOOLS_ISLICE] = "new iter next getattribute",
    [KIND_ITERTOOLS_PAIRWISE] = "new iter next getattribute",
    [KIND_ITERTOOLS_BATCHED] = "new iter next getattribute",
    [KIND_ITERTOOLS_PERMUTATIONS] = "new iter next getattribute",
    [KIND_ITERTOOLS_COMBINATIONS] = "new iter next getattribute",
    [KIND_ITERTOOLS_COMBINATIONS_WITH_REPLACEMENT] = "new iter next getattribute",
    [KIND_ITERTOOLS_PRODUCT] = "new iter next getattribute",
    [KIND_ITERTOOLS_STARMAP] = "new iter next getattribute",
    [KIND_ITERTOOLS_TEE] = "new iter next",
    [KIND_ITERTOOLS_TEE_DATA] = "new getattribute",
    [KIND_ITERTOOLS_ZIP_LONGEST] = "new iter next getattribute",
    [KIND_FUNCTOOLS_PARTIAL] = "new repr call get getattribute setattr delattr",
    [KIND_FUNCTOOLS_PLACEHOLDER] = "new repr",
    [KIND_FUNCTOOLS_LRU_CACHE] = "new call get",
    [KIND_FUNCTOOLS_COMPARE_KEY] = "call lt le eq ne gt ge getattribute",
    [KIND_OPERATOR_ITEMGETTER] = "new repr call getattribute",
    [KIND_OPERATOR_ATTRGETTER] = "new repr call getattribute",
    [KIND_OPERATOR_METHODCALLER] = "new repr call getattribute",
    [KIND_ORDERED_DICT] = "repr lt le eq ne gt ge iter init or ror ior setitem delitem",
    [KIND_ORDERED_KEYS] = "iter",
    [KIND_ORDERED_VALUES] = "iter",
    [KIND_ORDERED_ITEMS] = "iter",
    [KIND_ORDERED_ITERATOR] = "iter next oldgetattribute",
    [KIND_DEFAULT_DICT] = "repr getattribute init or ror",
    [KIND_TRACEBACK] = "new oldgetattribute",
    [KIND_MEMORYVIEW] = "new repr hash oldgetattribute lt le eq ne gt ge iter len getitem setitem delitem",
    [KIND_MANAGED_BUFFER] = "oldgetattribute",
    [KIND_MEMORY_ITERATOR] = "iter next oldgetattribute",
    [KIND_PATTERN] = "repr hash lt le eq ne gt ge",
    [KIND_MATCH] = "repr getitem",
    [KIND_TYPE_VAR] = "new repr or ror",
    [KIND_TYPE_VAR_TUPLE] = "new repr iter",
    [KIND_PARAM_SPEC] = "new repr or ror",
    [KIND_PARAM_SPEC_ARGS] = "new repr lt le eq ne gt ge",
    [KIND_PARAM_SPEC_KWARGS] = "new repr lt le eq ne gt ge",
    [KIND_TYPE_ALIAS] = "new repr or ror getitem",
    [KIND_TEMPLATE] = "new repr iter add",
    [KIND_TEMPLATE_ITERATOR] = "iter next",
    [KIND_INTERPOLATION] = "new repr",
    [KIND_NO_DEFAULT] = "new repr",
    [KIND_CONST_EVALUATOR] = "repr call",
    [KIND_LOCK] = "new repr",
    [KIND_RANDOM] = "new init",
    [KIND_RLOCK] = "new repr",
    [KIND_TIMEDELTA] =
        "new repr hash str oldgetattribute lt le eq ne gt ge add radd sub rsub mul rmul mod rmod "
        "divmod rdivmod neg pos abs bool floordiv rfloordiv truediv rtruediv",
    [KIND_DATE] = "new repr hash str oldgetattribute lt le eq ne gt ge add radd sub rsub",
    [KIND_DATETIME] = "new repr hash str oldgetattribute lt le eq ne gt ge add radd sub rsub",
    [KIND_TIME] = "new repr hash str oldgetattribute lt le eq ne gt ge",
    [KIND_TZINFO] = "new oldgetattribute",
    [KIND_DECIMAL] =
        "new repr hash str getattribute lt le eq ne gt ge add radd sub rsub mul rmul mod rmod divmod "
        "rdivmod pow rpow neg pos abs bool int float floordiv rfloordiv truediv rtruediv",
    [KIND_DECIMAL_CONTEXT] = "new repr getattribute setattr delattr init",
    [KIND_IO_BASE] = "new iter next del",
    [KIND_STRING_IO] = "new next init",
    [KIND_BYTES_IO] = "new iter next init",
    [KIND_NEWLINE_DECODER] = "new init",
    [KIND_SIMPLE_QUEUE] = "new",
    [KIND_TIMEZONE] = "new repr hash str lt le eq ne gt ge",
};

const char *wrapper_names(enum kind kind)
{
    return names[kind] ? names[kind] : "";
}

bool wrapper_is_of_version(const struct heap *h, enum kind kind, const char *name)
{
    if (kind == KIND_SLICE)
        return h->abi.slice_hashable || strcmp(name, "hash") != 0;
    if (kind == KIND_IO_BASE || kind == KIND_NEWLINE_DECODER)
        return !h->abi.io_types_are_heap_types || strcmp(name, "new") != 0;
    return kind != KIND_FUNCTOOLS_PARTIAL || h->abi.partial_has_placeholder || strcmp(name, "get") != 0;
}
