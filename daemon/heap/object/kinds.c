/* The table of kinds: one row for each, by naming convention (kinds.h): KIND_LIST has list_ops and
 * list_methods. */
#include "daemon/heap/object/class.h"
#include "daemon/heap/object/object.h"

#define KIND_TABLES(X)                                                                                       \
    X(INSTANCE, instance)                                                                                    \
    X(TYPE, type)                                                                                            \
    X(NONE, none)                                                                                            \
    X(NOT_IMPLEMENTED, not_implemented)                                                                      \
    X(ELLIPSIS, ellipsis)                                                                                    \
    X(INT, int)                                                                                              \
    X(BOOL, bool)                                                                                            \
    X(FLOAT, float)                                                                                          \
    X(COMPLEX, complex)                                                                                      \
    X(STR, str)                                                                                              \
    X(BYTES, bytes)                                                                                          \
    X(BYTEARRAY, bytearray)                                                                                  \
    X(TUPLE, tuple)                                                                                          \
    X(LIST, list)                                                                                            \
    X(DICT, dict)                                                                                            \
    X(SET, set)                                                                                              \
    X(FROZENSET, frozenset)                                                                                  \
    X(DEQUE, deque)                                                                                          \
    X(ARRAY, array)                                                                                          \
    X(RANGE, range)                                                                                          \
    X(SLICE, slice)                                                                                          \
    X(WEAKREF, weakref)                                                                                      \
    X(PROXY, proxy)                                                                                          \
    X(BUILTIN, builtin)                                                                                      \
    X(METHOD, method)                                                                                        \
    X(EXCEPTION, exception)                                                                                  \
    X(EXCEPTION_GROUP, exception_group)                                                                      \
    X(STOP_ITERATION, stop_iteration)                                                                        \
    X(SYSTEM_EXIT, system_exit)                                                                              \
    X(IMPORT_ERROR, import_error)                                                                            \
    X(OS_ERROR, os_error)                                                                                    \
    X(NAME_ERROR, name_error)                                                                                \
    X(ATTRIBUTE_ERROR, attribute_error)                                                                      \
    X(SYNTAX_ERROR, syntax_error)                                                                            \
    X(UNICODE_ERROR, unicode_error)                                                                          \
    X(TRACEBACK, traceback)                                                                                  \
    X(CELL, cell)                                                                                            \
    X(MODULE, module)                                                                                        \
    X(GETSET, getset)                                                                                        \
    X(MEMBER, member)                                                                                        \
    X(METHOD_DESCRIPTOR, method_descriptor)                                                                  \
    X(PROPERTY, property)                                                                                    \
    X(STATICMETHOD, staticmethod)                                                                            \
    X(CLASSMETHOD, classmethod)                                                                              \
    X(SUPER, super)                                                                                          \
    X(MAPPINGPROXY, mappingproxy)                                                                            \
    X(FRAME_LOCALS, frame_locals)                                                                            \
    X(WRAPPER_DESCRIPTOR, wrapper_descriptor)                                                                \
    X(METHOD_WRAPPER, method_wrapper)                                                                        \
    X(CLASSMETHOD_DESCRIPTOR, classmethod_descriptor)                                                        \
    X(NAMESPACE, namespace)                                                                                  \
    X(GENERIC_ALIAS, generic_alias)                                                                          \
    X(GENERIC_ALIAS_ITERATOR, generic_alias_iterator)                                                        \
    X(UNION, union)                                                                                          \
    X(CODE, code)                                                                                            \
    X(CALLABLE_PROXY, callable_proxy)                                                                        \
    X(LIST_ITERATOR, list_iterator)                                                                          \
    X(LIST_REVERSE_ITERATOR, list_reverse_iterator)                                                          \
    X(TUPLE_ITERATOR, tuple_iterator)                                                                        \
    X(STR_ITERATOR, str_iterator)                                                                            \
    X(STR_ASCII_ITERATOR, str_ascii_iterator)                                                                \
    X(BYTES_ITERATOR, bytes_iterator)                                                                        \
    X(BYTEARRAY_ITERATOR, bytearray_iterator)                                                                \
    X(SEQUENCE_ITERATOR, sequence_iterator)                                                                  \
    X(REVERSED, reversed)                                                                                    \
    X(CALLABLE_ITERATOR, callable_iterator)                                                                  \
    X(RANGE_ITERATOR, range_iterator)                                                                        \
    X(LONGRANGE_ITERATOR, longrange_iterator)                                                                \
    X(SET_ITERATOR, set_iterator)                                                                            \
    X(DICT_KEYS, dict_keys)                                                                                  \
    X(DICT_VALUES, dict_values)                                                                              \
    X(DICT_ITEMS, dict_items)                                                                                \
    X(DICT_KEY_ITERATOR, dict_key_iterator)                                                                  \
    X(DICT_VALUE_ITERATOR, dict_value_iterator)                                                              \
    X(DICT_ITEM_ITERATOR, dict_item_iterator)                                                                \
    X(DICT_REVERSE_KEY_ITERATOR, dict_reverse_key_iterator)                                                  \
    X(DICT_REVERSE_VALUE_ITERATOR, dict_reverse_value_iterator)                                              \
    X(DICT_REVERSE_ITEM_ITERATOR, dict_reverse_item_iterator)                                                \
    X(DEQUE_ITERATOR, deque_iterator)                                                                        \
    X(DEQUE_REVERSE_ITERATOR, deque_reverse_iterator)                                                        \
    X(ARRAY_ITERATOR, array_iterator)                                                                        \
    X(ENUMERATE, enumerate)                                                                                  \
    X(ZIP, zip)                                                                                              \
    X(MAP, map)                                                                                              \
    X(FILTER, filter)                                                                                        \
    X(FUNCTION, function)                                                                                    \
    X(FRAME, frame)                                                                                          \
    X(GENERATOR, generator)                                                                                  \
    X(ITERTOOLS_COUNT, itertools_count)                                                                      \
    X(ITERTOOLS_CYCLE, itertools_cycle)                                                                      \
    X(ITERTOOLS_REPEAT, itertools_repeat)                                                                    \
    X(ITERTOOLS_ACCUMULATE, itertools_accumulate)                                                            \
    X(ITERTOOLS_CHAIN, itertools_chain)                                                                      \
    X(ITERTOOLS_COMPRESS, itertools_compress)                                                                \
    X(ITERTOOLS_DROPWHILE, itertools_dropwhile)                                                              \
    X(ITERTOOLS_TAKEWHILE, itertools_takewhile)                                                              \
    X(ITERTOOLS_FILTERFALSE, itertools_filterfalse)                                                          \
    X(ITERTOOLS_GROUPBY, itertools_groupby)                                                                  \
    X(ITERTOOLS_GROUPER, itertools_grouper)                                                                  \
    X(ITERTOOLS_ISLICE, itertools_islice)                                                                    \
    X(ITERTOOLS_PAIRWISE, itertools_pairwise)                                                                \
    X(ITERTOOLS_BATCHED, itertools_batched)                                                                  \
    X(ITERTOOLS_PERMUTATIONS, itertools_permutations)                                                        \
    X(ITERTOOLS_COMBINATIONS, itertools_combinations)                                                        \
    X(ITERTOOLS_COMBINATIONS_WITH_REPLACEMENT, itertools_combinations_with_replacement)                      \
    X(ITERTOOLS_PRODUCT, itertools_product)                                                                  \
    X(ITERTOOLS_STARMAP, itertools_starmap)                                                                  \
    X(ITERTOOLS_TEE, itertools_tee)                                                                          \
    X(ITERTOOLS_TEE_DATA, itertools_tee_data)                                                                \
    X(ITERTOOLS_ZIP_LONGEST, itertools_zip_longest)                                                          \
    X(FUNCTOOLS_PARTIAL, functools_partial)                                                                  \
    X(FUNCTOOLS_PLACEHOLDER, functools_placeholder)                                                          \
    X(FUNCTOOLS_LRU_CACHE, functools_lru_cache)                                                              \
    X(FUNCTOOLS_LRU_LINK, functools_lru_link)                                                                \
    X(FUNCTOOLS_COMPARE_KEY, functools_compare_key)                                                          \
    X(OPERATOR_ITEMGETTER, operator_itemgetter)                                                              \
    X(OPERATOR_ATTRGETTER, operator_attrgetter)                                                              \
    X(OPERATOR_METHODCALLER, operator_methodcaller)                                                          \
    X(ORDERED_DICT, ordered_dict)                                                                            \
    X(ORDERED_KEYS, ordered_keys)                                                                            \
    X(ORDERED_VALUES, ordered_values)                                                                        \
    X(ORDERED_ITEMS, ordered_items)                                                                          \
    X(ORDERED_ITERATOR, ordered_iterator)                                                                    \
    X(DEFAULT_DICT, default_dict)                                                                            \
    X(PATTERN, pattern)                                                                                      \
    X(MATCH, match)                                                                                          \
    X(SCANNER, scanner)                                                                                      \
    X(MEMORYVIEW, memory_view)                                                                               \
    X(MANAGED_BUFFER, managed_buffer)                                                                        \
    X(MEMORY_ITERATOR, memory_iterator)                                                                      \
    X(LOCK, lock)                                                                                            \
    X(RANDOM, random)                                                                                        \
    X(RLOCK, rlock)                                                                                          \
    X(COROUTINE, coroutine)                                                                                  \
    X(COROUTINE_WRAPPER, coroutine_wrapper)                                                                  \
    X(ASYNC_GENERATOR, async_generator)                                                                      \
    X(ASYNC_GENERATOR_ASEND, async_asend)                                                                    \
    X(ASYNC_GENERATOR_ATHROW, async_athrow)                                                                  \
    X(ASYNC_GENERATOR_WRAPPED_VALUE, async_value)                                                            \
    X(ANEXT_AWAITABLE, anext_awaitable)                                                                      \
    X(TIMEDELTA, timedelta)                                                                                  \
    X(DATE, date)                                                                                            \
    X(DATETIME, datetime)                                                                                    \
    X(TIME, time)                                                                                            \
    X(TZINFO, tzinfo)                                                                                        \
    X(TIMEZONE, timezone)                                                                                    \
    X(DECIMAL, decimal)                                                                                      \
    X(DECIMAL_CONTEXT, decimal_context)                                                                      \
    X(TYPE_VAR, type_var)                                                                                    \
    X(TYPE_VAR_TUPLE, type_var_tuple)                                                                        \
    X(PARAM_SPEC, param_spec)                                                                                \
    X(PARAM_SPEC_ARGS, param_spec_part)                                                                      \
    X(PARAM_SPEC_KWARGS, param_spec_part)                                                                    \
    X(TYPE_ALIAS, type_alias)                                                                                \
    X(NO_DEFAULT, no_default)                                                                                \
    X(CONST_EVALUATOR, const_evaluator)                                                                      \
    X(TEMPLATE, template)                                                                                    \
    X(TEMPLATE_ITERATOR, template_iterator)                                                                  \
    X(INTERPOLATION, interpolation)                                                                          \
    X(IO_BASE, io_base)                                                                                      \
    X(RAW_IO_BASE, raw_io_base)                                                                              \
    X(BUFFERED_IO_BASE, buffered_io_base)                                                                    \
    X(TEXT_IO_BASE, text_io_base)                                                                            \
    X(STRING_IO, string_io)                                                                                  \
    X(BYTES_IO, bytes_io)                                                                                    \
    X(BYTES_IO_BUFFER, bytes_io_buffer)                                                                      \
    X(NEWLINE_DECODER, newline_decoder)                                                                      \
    X(SIMPLE_QUEUE, simple_queue)

#define X(kind, prefix)                                                                                      \
    extern const struct kind_ops prefix##_ops;                                                               \
    extern const struct builtin_method prefix##_methods[];
KIND_TABLES(X)
#undef X

static const struct kind_ops *const ops[KIND_COUNT] = {
#define X(kind, prefix) [KIND_##kind] = &prefix##_ops,
    KIND_TABLES(X)
#undef X
};

const struct builtin_method *const kind_method_tables[KIND_COUNT] = {
#define X(kind, prefix) [KIND_##kind] = prefix##_methods,
    KIND_TABLES(X)
#undef X
};

static const struct kind_ops no_ops = {0};
static const struct builtin_method no_methods[] = {{0}};

const struct kind_ops *kind_ops(enum kind k)
{
    return ops[k] ? ops[k] : &no_ops;
}

const struct builtin_method *kind_methods(unsigned kind)
{
    return kind_method_tables[kind] ? kind_method_tables[kind] : no_methods;
}
