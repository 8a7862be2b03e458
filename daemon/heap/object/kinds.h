/* The kinds of objects: one for each family of types with a layout of its own. A type says its kind in
 * tp_dealloc; a class made at run time has the kind of the builtin type whose layout it extends,
 * KIND_INSTANCE if that is object's.
 */
#ifndef HEAPD_HEAP_OBJECT_KINDS_H
#define HEAPD_HEAP_OBJECT_KINDS_H

/* X(constant, type name, file prefix) */
#define HEAP_KINDS(X)                                                                                        \
    X(INSTANCE, "object", instance)                                                                          \
    X(TYPE, "type", type)                                                                                    \
    X(NONE, "NoneType", singleton)                                                                           \
    X(NOT_IMPLEMENTED, "NotImplementedType", singleton)                                                      \
    X(ELLIPSIS, "ellipsis", singleton)                                                                       \
    X(INT, "int", int)                                                                                       \
    X(BOOL, "bool", int)                                                                                     \
    X(FLOAT, "float", float)                                                                                 \
    X(COMPLEX, "complex", complex)                                                                           \
    X(STR, "str", str)                                                                                       \
    X(BYTES, "bytes", bytes)                                                                                 \
    X(BYTEARRAY, "bytearray", bytearray)                                                                     \
    X(TUPLE, "tuple", tuple)                                                                                 \
    X(LIST, "list", list)                                                                                    \
    X(DICT, "dict", dict)                                                                                    \
    X(SET, "set", set)                                                                                       \
    X(FROZENSET, "frozenset", set)                                                                           \
    X(DEQUE, "collections.deque", deque)                                                                     \
    X(ARRAY, "array.array", array)                                                                           \
    X(RANGE, "range", range)                                                                                 \
    X(SLICE, "slice", slice)                                                                                 \
    X(WEAKREF, "weakref.ReferenceType", weakref)                                                             \
    X(PROXY, "weakref.ProxyType", weakref)                                                                   \
    X(BUILTIN, "builtin_function_or_method", builtin)                                                        \
    X(METHOD, "method", method)                                                                              \
    X(EXCEPTION, "BaseException", exception)                                                                 \
    X(EXCEPTION_GROUP, "BaseExceptionGroup", exception)                                                      \
    X(STOP_ITERATION, "StopIteration", exception)                                                            \
    X(SYSTEM_EXIT, "SystemExit", exception)                                                                  \
    X(IMPORT_ERROR, "ImportError", exception)                                                                \
    X(OS_ERROR, "OSError", exception)                                                                        \
    X(NAME_ERROR, "NameError", exception)                                                                    \
    X(ATTRIBUTE_ERROR, "AttributeError", exception)                                                          \
    X(SYNTAX_ERROR, "SyntaxError", exception)                                                                \
    X(UNICODE_ERROR, "UnicodeDecodeError", exception)                                                        \
    X(TRACEBACK, "traceback", traceback)                                                                     \
    X(CELL, "cell", cell)                                                                                    \
    X(MODULE, "module", module)                                                                              \
    X(GETSET, "getset_descriptor", descriptor)                                                               \
    X(MEMBER, "member_descriptor", descriptor)                                                               \
    X(METHOD_DESCRIPTOR, "method_descriptor", descriptor)                                                    \
    X(PROPERTY, "property", property)                                                                        \
    X(STATICMETHOD, "staticmethod", static_method)                                                           \
    X(CLASSMETHOD, "classmethod", static_method)                                                             \
    X(SUPER, "super", super)                                                                                 \
    X(MAPPINGPROXY, "mappingproxy", mapping_proxy)                                                           \
    X(FRAME_LOCALS, "FrameLocalsProxy", frame_locals)                                                        \
    X(WRAPPER_DESCRIPTOR, "wrapper_descriptor", descriptor)                                                  \
    X(METHOD_WRAPPER, "method-wrapper", wrapper)                                                             \
    X(CLASSMETHOD_DESCRIPTOR, "classmethod_descriptor", descriptor)                                          \
    X(NAMESPACE, "types.SimpleNamespace", namespace)                                                         \
    X(GENERIC_ALIAS, "types.GenericAlias", generic_alias)                                                    \
    X(GENERIC_ALIAS_ITERATOR, "generic_alias_iterator", generic_alias)                                       \
    X(UNION, "types.UnionType", union)                                                                       \
    X(CALLABLE_PROXY, "weakref.CallableProxyType", weakref)                                                  \
    X(CODE, "code", code)                                                                                    \
    X(LIST_ITERATOR, "list_iterator", list_iterator)                                                         \
    X(LIST_REVERSE_ITERATOR, "list_reverseiterator", list_reverse_iterator)                                  \
    X(TUPLE_ITERATOR, "tuple_iterator", tuple_iterator)                                                      \
    X(STR_ITERATOR, "str_iterator", str_iterator)                                                            \
    X(STR_ASCII_ITERATOR, "str_ascii_iterator", str_ascii_iterator)                                          \
    X(BYTES_ITERATOR, "bytes_iterator", bytes_iterator)                                                      \
    X(BYTEARRAY_ITERATOR, "bytearray_iterator", bytearray_iterator)                                          \
    X(SEQUENCE_ITERATOR, "iterator", sequence_iterator)                                                      \
    X(REVERSED, "reversed", reversed)                                                                        \
    X(CALLABLE_ITERATOR, "callable_iterator", callable_iterator)                                             \
    X(RANGE_ITERATOR, "range_iterator", range_iterator)                                                      \
    X(LONGRANGE_ITERATOR, "longrange_iterator", longrange_iterator)                                          \
    X(SET_ITERATOR, "set_iterator", set_iterator)                                                            \
    X(DICT_KEYS, "dict_keys", dict_keys)                                                                     \
    X(DICT_VALUES, "dict_values", dict_values)                                                               \
    X(DICT_ITEMS, "dict_items", dict_items)                                                                  \
    X(DICT_KEY_ITERATOR, "dict_keyiterator", dict_key_iterator)                                              \
    X(DICT_VALUE_ITERATOR, "dict_valueiterator", dict_value_iterator)                                        \
    X(DICT_ITEM_ITERATOR, "dict_itemiterator", dict_item_iterator)                                           \
    X(DICT_REVERSE_KEY_ITERATOR, "dict_reversekeyiterator", dict_reverse_key_iterator)                       \
    X(DICT_REVERSE_VALUE_ITERATOR, "dict_reversevalueiterator", dict_reverse_value_iterator)                 \
    X(DICT_REVERSE_ITEM_ITERATOR, "dict_reverseitemiterator", dict_reverse_item_iterator)                    \
    X(DEQUE_ITERATOR, "_collections._deque_iterator", deque_iterator)                                        \
    X(DEQUE_REVERSE_ITERATOR, "_collections._deque_reverse_iterator", deque_reverse_iterator)                \
    X(ARRAY_ITERATOR, "array.arrayiterator", array_iterator)                                                 \
    X(ENUMERATE, "enumerate", enumerate)                                                                     \
    X(ZIP, "zip", zip)                                                                                       \
    X(MAP, "map", map)                                                                                       \
    X(FILTER, "filter", filter)                                                                              \
    X(FUNCTION, "function", function)                                                                        \
    X(FRAME, "frame", frame)                                                                                 \
    X(GENERATOR, "generator", generator)                                                                     \
    X(ITERTOOLS_COUNT, "itertools.count", itertools_count)                                                   \
    X(ITERTOOLS_CYCLE, "itertools.cycle", itertools_cycle)                                                   \
    X(ITERTOOLS_REPEAT, "itertools.repeat", itertools_repeat)                                                \
    X(ITERTOOLS_ACCUMULATE, "itertools.accumulate", itertools_accumulate)                                    \
    X(ITERTOOLS_CHAIN, "itertools.chain", itertools_chain)                                                   \
    X(ITERTOOLS_COMPRESS, "itertools.compress", itertools_compress)                                          \
    X(ITERTOOLS_DROPWHILE, "itertools.dropwhile", itertools_dropwhile)                                       \
    X(ITERTOOLS_TAKEWHILE, "itertools.takewhile", itertools_takewhile)                                       \
    X(ITERTOOLS_FILTERFALSE, "itertools.filterfalse", itertools_filterfalse)                                 \
    X(ITERTOOLS_GROUPBY, "itertools.groupby", itertools_groupby)                                             \
    X(ITERTOOLS_GROUPER, "itertools._grouper", itertools_grouper)                                            \
    X(ITERTOOLS_ISLICE, "itertools.islice", itertools_islice)                                                \
    X(ITERTOOLS_PAIRWISE, "itertools.pairwise", itertools_pairwise)                                          \
    X(ITERTOOLS_BATCHED, "itertools.batched", itertools_batched)                                             \
    X(ITERTOOLS_PERMUTATIONS, "itertools.permutations", itertools_permutations)                              \
    X(ITERTOOLS_COMBINATIONS, "itertools.combinations", itertools_combinations)                              \
    X(ITERTOOLS_COMBINATIONS_WITH_REPLACEMENT, "itertools.combinations_with_replacement",                    \
      itertools_combinations_with_replacement)                                                               \
    X(ITERTOOLS_PRODUCT, "itertools.product", itertools_product)                                             \
    X(ITERTOOLS_STARMAP, "itertools.starmap", itertools_starmap)                                             \
    X(ITERTOOLS_TEE, "itertools._tee", itertools_tee)                                                        \
    X(ITERTOOLS_TEE_DATA, "itertools._tee_dataobject", itertools_tee_data)                                   \
    X(ITERTOOLS_ZIP_LONGEST, "itertools.zip_longest", itertools_zip_longest)                                 \
    X(FUNCTOOLS_PARTIAL, "functools.partial", functools_partial)                                             \
    X(FUNCTOOLS_PLACEHOLDER, "functools._PlaceholderType", functools_placeholder)                            \
    X(FUNCTOOLS_LRU_CACHE, "functools._lru_cache_wrapper", functools_lru_cache)                              \
    X(FUNCTOOLS_LRU_LINK, "functools._lru_list_elem", functools_lru_link)                                    \
    X(FUNCTOOLS_COMPARE_KEY, "functools.KeyWrapper", functools_compare_key)                                  \
    X(OPERATOR_ITEMGETTER, "operator.itemgetter", operator_itemgetter)                                       \
    X(OPERATOR_ATTRGETTER, "operator.attrgetter", operator_attrgetter)                                       \
    X(OPERATOR_METHODCALLER, "operator.methodcaller", operator_methodcaller)                                 \
    X(ORDERED_DICT, "collections.OrderedDict", ordered_dict)                                                 \
    X(ORDERED_KEYS, "odict_keys", ordered_keys)                                                              \
    X(ORDERED_VALUES, "odict_values", ordered_values)                                                        \
    X(ORDERED_ITEMS, "odict_items", ordered_items)                                                           \
    X(ORDERED_ITERATOR, "odict_iterator", ordered_iterator)                                                  \
    X(DEFAULT_DICT, "collections.defaultdict", default_dict)                                                 \
    X(PATTERN, "re.Pattern", pattern)                                                                        \
    X(MATCH, "re.Match", match)                                                                              \
    X(SCANNER, "_sre.SRE_Scanner", scanner)                                                                  \
    X(MEMORYVIEW, "memoryview", memory_view)                                                                 \
    X(MANAGED_BUFFER, "managedbuffer", memory_view)                                                          \
    X(MEMORY_ITERATOR, "memory_iterator", memory_view)                                                       \
    X(LOCK, "_thread.lock", lock)                                                                            \
    X(RANDOM, "_random.Random", random)                                                                      \
    X(RLOCK, "_thread.RLock", lock)                                                                          \
    X(COROUTINE, "coroutine", coroutine)                                                                     \
    X(COROUTINE_WRAPPER, "coroutine_wrapper", coroutine)                                                     \
    X(ASYNC_GENERATOR, "async_generator", async_generator)                                                   \
    X(ASYNC_GENERATOR_ASEND, "async_generator_asend", async_generator)                                       \
    X(ASYNC_GENERATOR_ATHROW, "async_generator_athrow", async_generator)                                     \
    X(ASYNC_GENERATOR_WRAPPED_VALUE, "async_generator_wrapped_value", async_generator)                       \
    X(ANEXT_AWAITABLE, "anext_awaitable", coroutine)                                                         \
    X(TIMEDELTA, "datetime.timedelta", datetime)                                                             \
    X(DATE, "datetime.date", datetime)                                                                       \
    X(DATETIME, "datetime.datetime", datetime)                                                               \
    X(TIME, "datetime.time", datetime)                                                                       \
    X(TZINFO, "datetime.tzinfo", datetime)                                                                   \
    X(TIMEZONE, "datetime.timezone", datetime)                                                               \
    X(DECIMAL, "decimal.Decimal", decimal)                                                                   \
    X(DECIMAL_CONTEXT, "decimal.Context", decimal)                                                           \
    X(TYPE_VAR, "typing.TypeVar", type_variable)                                                             \
    X(TYPE_VAR_TUPLE, "typing.TypeVarTuple", type_variable)                                                  \
    X(PARAM_SPEC, "typing.ParamSpec", type_variable)                                                         \
    X(PARAM_SPEC_ARGS, "typing.ParamSpecArgs", type_variable)                                                \
    X(PARAM_SPEC_KWARGS, "typing.ParamSpecKwargs", type_variable)                                            \
    X(TYPE_ALIAS, "typing.TypeAliasType", type_alias)                                                        \
    X(NO_DEFAULT, "NoDefaultType", type_variable)                                                            \
    X(CONST_EVALUATOR, "_typing._ConstEvaluator", type_alias)                                                \
    X(TEMPLATE, "string.templatelib.Template", template)                                                     \
    X(TEMPLATE_ITERATOR, "string.templatelib.TemplateIter", template)                                        \
    X(INTERPOLATION, "string.templatelib.Interpolation", interpolation)                                      \
    X(IO_BASE, "_io._IOBase", io_base)                                                                       \
    X(RAW_IO_BASE, "_io._RawIOBase", io_base)                                                                \
    X(BUFFERED_IO_BASE, "_io._BufferedIOBase", io_base)                                                      \
    X(TEXT_IO_BASE, "_io._TextIOBase", io_base)                                                              \
    X(STRING_IO, "_io.StringIO", string_io)                                                                  \
    X(BYTES_IO, "_io.BytesIO", bytes_io)                                                                     \
    X(BYTES_IO_BUFFER, "_io._BytesIOBuffer", bytes_io)                                                       \
    X(NEWLINE_DECODER, "_io.IncrementalNewlineDecoder", newline_decoder)                                     \
    X(SIMPLE_QUEUE, "_queue.SimpleQueue", simple_queue)

enum kind {
#define X(constant, name, prefix) KIND_##constant,
    HEAP_KINDS(X)
#undef X
        KIND_COUNT
};

enum singleton {
    SINGLETON_NONE,
    SINGLETON_TRUE,
    SINGLETON_FALSE,
    SINGLETON_NOT_IMPLEMENTED,
    SINGLETON_ELLIPSIS,
    SINGLETON_EMPTY_TUPLE,
    SINGLETON_EMPTY_STR,
    SINGLETON_EMPTY_BYTES,
    SINGLETON_EMPTY_FROZENSET, /* 0 where the version has none (3.10 on) */
    SINGLETON_EMPTY_KEYS,      /* not an object: the keys that every empty dict shares */
    SINGLETON_SET_DUMMY,       /* what a deleted entry of a set holds */
    SINGLETON_PLACEHOLDER,     /* functools.Placeholder */
    SINGLETON_NO_DEFAULT,      /* typing.NoDefault */
    SINGLETON_KEYWORD_MARK,    /* what separates keywords in the keys of functools.lru_cache */
    SINGLETON_COUNT
};

#endif
