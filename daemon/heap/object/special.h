/* Special methods: how the library looks up and calls what classes say about operators, attributes, calls,
 * ... (_PyObject_LookupSpecial and lookup_maybe_method of Objects/typeobject.c), and their names.
 */
#ifndef HEAPD_HEAP_OBJECT_SPECIAL_H
#define HEAPD_HEAP_OBJECT_SPECIAL_H

#include "daemon/heap/base.h"

/* What a class has to say under this name: borrowed, None where it says `__hash__ = None`. 0: instances of
 * `type` do what their builtin type does, because it is that type, or nothing in the class's order stands
 * before what the builtin type has. */
addr special_of_class(const struct heap *h, addr type, addr name);

/* Whatever the type has under this name, past the object itself: borrowed or 0. */
addr special_lookup(const struct heap *h, addr o, addr name);

/* Calls what was found, with `o` bound: without a method in between where `found` is a function that takes it
 * first. *new* in *out. */
enum heap_status special_call(struct heap *h, addr found, addr o, const addr *args, size_t count,
                              addr *out) HEAP_MUST_CHECK;

/* The same by way of a bound method, which holds `o` once more: where CPython looks the method up in one step
 * and calls it in another
 * (_PyObject_LookupSpecial). */
enum heap_status special_call_bound(struct heap *h, addr found, addr o, const addr *args, size_t count,
                                    addr *out) HEAP_MUST_CHECK;

/* As special_call(); where the method cannot be bound, whatever that raises, *out is 0: the slots of comparing
 * and hashing take it as if the class had none (lookup_maybe_method). */
enum heap_status special_call_if_bound(struct heap *h, addr found, addr o, const addr *args, size_t count,
                                       addr *out) HEAP_MUST_CHECK;

/* X(constant, text): rows of enum known_name (names.h), which says NAME_ADD for X(ADD, "__add__"). EQ, HASH,
 * CALL, INIT and a few more have rows of their own there. */
#define SPECIAL_NAMES(X)                                                                                     \
    X(REPR, "__repr__")                                                                                      \
    X(STR, "__str__")                                                                                        \
    X(GETATTRIBUTE, "__getattribute__")                                                                      \
    X(SETATTR, "__setattr__")                                                                                \
    X(DELATTR, "__delattr__")                                                                                \
    X(LT, "__lt__")                                                                                          \
    X(LE, "__le__")                                                                                          \
    X(NE, "__ne__")                                                                                          \
    X(GT, "__gt__")                                                                                          \
    X(GE, "__ge__")                                                                                          \
    X(ITER, "__iter__")                                                                                      \
    X(NEXT, "__next__")                                                                                      \
    X(GET, "__get__")                                                                                        \
    X(SET, "__set__")                                                                                        \
    X(DELETE, "__delete__")                                                                                  \
    X(ADD, "__add__")                                                                                        \
    X(RADD, "__radd__")                                                                                      \
    X(SUB, "__sub__")                                                                                        \
    X(RSUB, "__rsub__")                                                                                      \
    X(MUL, "__mul__")                                                                                        \
    X(RMUL, "__rmul__")                                                                                      \
    X(MOD, "__mod__")                                                                                        \
    X(RMOD, "__rmod__")                                                                                      \
    X(DIVMOD, "__divmod__")                                                                                  \
    X(RDIVMOD, "__rdivmod__")                                                                                \
    X(POW, "__pow__")                                                                                        \
    X(RPOW, "__rpow__")                                                                                      \
    X(NEG, "__neg__")                                                                                        \
    X(POS, "__pos__")                                                                                        \
    X(ABS, "__abs__")                                                                                        \
    X(BOOL, "__bool__")                                                                                      \
    X(INVERT, "__invert__")                                                                                  \
    X(LSHIFT, "__lshift__")                                                                                  \
    X(RLSHIFT, "__rlshift__")                                                                                \
    X(RSHIFT, "__rshift__")                                                                                  \
    X(RRSHIFT, "__rrshift__")                                                                                \
    X(AND, "__and__")                                                                                        \
    X(RAND, "__rand__")                                                                                      \
    X(XOR, "__xor__")                                                                                        \
    X(RXOR, "__rxor__")                                                                                      \
    X(OR, "__or__")                                                                                          \
    X(ROR, "__ror__")                                                                                        \
    X(INT, "__int__")                                                                                        \
    X(FLOAT, "__float__")                                                                                    \
    X(IADD, "__iadd__")                                                                                      \
    X(ISUB, "__isub__")                                                                                      \
    X(IMUL, "__imul__")                                                                                      \
    X(IMOD, "__imod__")                                                                                      \
    X(IPOW, "__ipow__")                                                                                      \
    X(ILSHIFT, "__ilshift__")                                                                                \
    X(IRSHIFT, "__irshift__")                                                                                \
    X(IAND, "__iand__")                                                                                      \
    X(IXOR, "__ixor__")                                                                                      \
    X(IOR, "__ior__")                                                                                        \
    X(FLOORDIV, "__floordiv__")                                                                              \
    X(RFLOORDIV, "__rfloordiv__")                                                                            \
    X(TRUEDIV, "__truediv__")                                                                                \
    X(RTRUEDIV, "__rtruediv__")                                                                              \
    X(IFLOORDIV, "__ifloordiv__")                                                                            \
    X(ITRUEDIV, "__itruediv__")                                                                              \
    X(INDEX, "__index__")                                                                                    \
    X(MATMUL, "__matmul__")                                                                                  \
    X(RMATMUL, "__rmatmul__")                                                                                \
    X(IMATMUL, "__imatmul__")                                                                                \
    X(LEN, "__len__")                                                                                        \
    X(GETITEM, "__getitem__")                                                                                \
    X(SETITEM, "__setitem__")                                                                                \
    X(DELITEM, "__delitem__")                                                                                \
    X(CONTAINS, "__contains__")                                                                              \
    X(MISSING, "__missing__")                                                                                \
    X(REVERSED, "__reversed__")                                                                              \
    X(LENGTH_HINT, "__length_hint__")                                                                        \
    X(FORMAT, "__format__")                                                                                  \
    X(SIZEOF, "__sizeof__")                                                                                  \
    X(DIR, "__dir__")                                                                                        \
    X(BYTES, "__bytes__")                                                                                    \
    X(COMPLEX, "__complex__")                                                                                \
    X(ROUND, "__round__")                                                                                    \
    X(TRUNC, "__trunc__")                                                                                    \
    X(FLOOR, "__floor__")                                                                                    \
    X(CEIL, "__ceil__")                                                                                      \
    X(FSPATH, "__fspath__")                                                                                  \
    X(ENTER, "__enter__")                                                                                    \
    X(EXIT, "__exit__")                                                                                      \
    X(REDUCE, "__reduce__")                                                                                  \
    X(GETNEWARGS, "__getnewargs__")                                                                          \
    X(GETNEWARGS_EX, "__getnewargs_ex__")                                                                    \
    X(INIT_SUBCLASS, "__init_subclass__")                                                                    \
    X(SUBCLASSHOOK, "__subclasshook__")                                                                      \
    X(SET_NAME, "__set_name__")                                                                              \
    X(CLASS_GETITEM, "__class_getitem__")                                                                    \
    X(PREPARE, "__prepare__")                                                                                \
    X(MRO_ENTRIES, "__mro_entries__")                                                                        \
    X(INSTANCECHECK, "__instancecheck__")                                                                    \
    X(SUBCLASSCHECK, "__subclasscheck__")                                                                    \
    X(BASES, "__bases__")                                                                                    \
    X(MRO, "__mro__")                                                                                        \
    X(BASE, "__base__")                                                                                      \
    X(ABSTRACTMETHODS, "__abstractmethods__")                                                                \
    X(ISABSTRACTMETHOD, "__isabstractmethod__")                                                              \
    X(ANNOTATIONS, "__annotations__")                                                                        \
    X(TYPE_PARAMS, "__type_params__")                                                                        \
    X(WRAPPED, "__wrapped__")                                                                                \
    X(FUNC, "__func__")                                                                                      \
    X(SELF, "__self__")                                                                                      \
    X(OBJCLASS, "__objclass__")                                                                              \
    X(TEXT_SIGNATURE, "__text_signature__")                                                                  \
    X(ORIGIN, "__origin__")                                                                                  \
    X(ARGS, "__args__")                                                                                      \
    X(PARAMETERS, "__parameters__")                                                                          \
    X(SUBCLASSES, "__subclasses__")                                                                          \
    X(MATCH_ARGS, "__match_args__")                                                                          \
    X(ORIG_CLASS, "__orig_class__")                                                                          \
    X(NOTES, "__notes__")                                                                                    \
    X(CONTEXT, "__context__")                                                                                \
    X(CAUSE, "__cause__")                                                                                    \
    X(TRACEBACK, "__traceback__")                                                                            \
    X(BUILTINS_METHOD, "__builtins__")                                                                       \
    X(FILE, "__file__")                                                                                      \
    X(PATH, "__path__")                                                                                      \
    X(LOADER, "__loader__")                                                                                  \
    X(SPEC, "__spec__")                                                                                      \
    X(ALL, "__all__")                                                                                        \
    X(MRO_METHOD, "mro")                                                                                     \
    X(METACLASS, "metaclass")                                                                                \
    X(KEYS, "keys")                                                                                          \
    X(ITEMS, "items")                                                                                        \
    X(VALUES, "values")                                                                                      \
    X(ABC_IMPL, "_abc_impl")                                                                                 \
    X(GET_METHOD, "get")                                                                                     \
    X(COPY_METHOD, "copy")                                                                                   \
    X(TYPING_SUBST, "__typing_subst__")                                                                      \
    X(TYPING_PREPARE_SUBST, "__typing_prepare_subst__")                                                      \
    X(TYPING_UNPACKED_TUPLE_ARGS, "__typing_unpacked_tuple_args__")                                          \
    X(TYPING_IS_UNPACKED_TYPEVARTUPLE, "__typing_is_unpacked_typevartuple__")                                \
    X(ANNOTATE, "__annotate__")                                                                              \
    X(ANNOTATE_FUNC, "__annotate_func__")                                                                    \
    X(ANNOTATIONS_CACHE, "__annotations_cache__")                                                            \
    X(SLOTNAMES, "__slotnames__")                                                                            \
    X(NEWOBJ, "__newobj__")                                                                                  \
    X(CELL_CONTENTS, "cell_contents")                                                                        \
    X(CLASSDICTCELL, "__classdictcell__")                                                                    \
    X(ITER_FUNCTION, "iter")                                                                                 \
    X(REVERSED_FUNCTION, "reversed")                                                                         \
    X(NEXT_FUNCTION, "next")                                                                                 \
    X(GETATTR_FUNCTION, "getattr")                                                                           \
    X(AWAIT, "__await__")                                                                                    \
    X(AITER, "__aiter__")                                                                                    \
    X(ANEXT, "__anext__")                                                                                    \
    X(AENTER, "__aenter__")                                                                                  \
    X(AEXIT, "__aexit__")

#endif
