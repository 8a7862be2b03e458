/* The builtin exception classes: X(constant, base's constant, kind, name). A class comes after its base; the order is that
 * of CPython's table (Objects/exceptions.c); ExceptionGroup, which it makes afterwards, is the last. `kind` names the layout of its instances (object/kinds.h).
 */
#ifndef HEAPD_HEAP_EXCEPTION_NAMES_H
#define HEAPD_HEAP_EXCEPTION_NAMES_H

#define HEAP_EXCEPTIONS(X)                                                                 \
    X(BASE_EXCEPTION, NONE, EXCEPTION, "BaseException")                                    \
    X(BASE_EXCEPTION_GROUP, BASE_EXCEPTION, EXCEPTION_GROUP, "BaseExceptionGroup")         \
    X(EXCEPTION, BASE_EXCEPTION, EXCEPTION, "Exception")                                   \
    X(GENERATOR_EXIT, BASE_EXCEPTION, EXCEPTION, "GeneratorExit")                          \
    X(KEYBOARD_INTERRUPT, BASE_EXCEPTION, EXCEPTION, "KeyboardInterrupt")                  \
    X(SYSTEM_EXIT, BASE_EXCEPTION, SYSTEM_EXIT, "SystemExit")                              \
    X(ARITHMETIC_ERROR, EXCEPTION, EXCEPTION, "ArithmeticError")                           \
    X(ASSERTION_ERROR, EXCEPTION, EXCEPTION, "AssertionError")                             \
    X(ATTRIBUTE_ERROR, EXCEPTION, ATTRIBUTE_ERROR, "AttributeError")                       \
    X(BUFFER_ERROR, EXCEPTION, EXCEPTION, "BufferError")                                   \
    X(EOF_ERROR, EXCEPTION, EXCEPTION, "EOFError")                                         \
    X(IMPORT_ERROR, EXCEPTION, IMPORT_ERROR, "ImportError")                                \
    X(LOOKUP_ERROR, EXCEPTION, EXCEPTION, "LookupError")                                   \
    X(MEMORY_ERROR, EXCEPTION, EXCEPTION, "MemoryError")                                   \
    X(NAME_ERROR, EXCEPTION, NAME_ERROR, "NameError")                                      \
    X(OS_ERROR, EXCEPTION, OS_ERROR, "OSError")                                            \
    X(REFERENCE_ERROR, EXCEPTION, EXCEPTION, "ReferenceError")                             \
    X(RUNTIME_ERROR, EXCEPTION, EXCEPTION, "RuntimeError")                                 \
    X(STOP_ASYNC_ITERATION, EXCEPTION, EXCEPTION, "StopAsyncIteration")                    \
    X(STOP_ITERATION, EXCEPTION, STOP_ITERATION, "StopIteration")                          \
    X(SYNTAX_ERROR, EXCEPTION, SYNTAX_ERROR, "SyntaxError")                                \
    X(SYSTEM_ERROR, EXCEPTION, EXCEPTION, "SystemError")                                   \
    X(TYPE_ERROR, EXCEPTION, EXCEPTION, "TypeError")                                       \
    X(VALUE_ERROR, EXCEPTION, EXCEPTION, "ValueError")                                     \
    X(WARNING, EXCEPTION, EXCEPTION, "Warning")                                            \
    X(FLOATING_POINT_ERROR, ARITHMETIC_ERROR, EXCEPTION, "FloatingPointError")             \
    X(OVERFLOW_ERROR, ARITHMETIC_ERROR, EXCEPTION, "OverflowError")                        \
    X(ZERO_DIVISION_ERROR, ARITHMETIC_ERROR, EXCEPTION, "ZeroDivisionError")               \
    X(BYTES_WARNING, WARNING, EXCEPTION, "BytesWarning")                                   \
    X(DEPRECATION_WARNING, WARNING, EXCEPTION, "DeprecationWarning")                       \
    X(ENCODING_WARNING, WARNING, EXCEPTION, "EncodingWarning")                             \
    X(FUTURE_WARNING, WARNING, EXCEPTION, "FutureWarning")                                 \
    X(IMPORT_WARNING, WARNING, EXCEPTION, "ImportWarning")                                 \
    X(PENDING_DEPRECATION_WARNING, WARNING, EXCEPTION, "PendingDeprecationWarning")        \
    X(RESOURCE_WARNING, WARNING, EXCEPTION, "ResourceWarning")                             \
    X(RUNTIME_WARNING, WARNING, EXCEPTION, "RuntimeWarning")                               \
    X(SYNTAX_WARNING, WARNING, EXCEPTION, "SyntaxWarning")                                 \
    X(UNICODE_WARNING, WARNING, EXCEPTION, "UnicodeWarning")                               \
    X(USER_WARNING, WARNING, EXCEPTION, "UserWarning")                                     \
    X(BLOCKING_IO_ERROR, OS_ERROR, OS_ERROR, "BlockingIOError")                            \
    X(CHILD_PROCESS_ERROR, OS_ERROR, OS_ERROR, "ChildProcessError")                        \
    X(CONNECTION_ERROR, OS_ERROR, OS_ERROR, "ConnectionError")                             \
    X(FILE_EXISTS_ERROR, OS_ERROR, OS_ERROR, "FileExistsError")                            \
    X(FILE_NOT_FOUND_ERROR, OS_ERROR, OS_ERROR, "FileNotFoundError")                       \
    X(INTERRUPTED_ERROR, OS_ERROR, OS_ERROR, "InterruptedError")                           \
    X(IS_A_DIRECTORY_ERROR, OS_ERROR, OS_ERROR, "IsADirectoryError")                       \
    X(NOT_A_DIRECTORY_ERROR, OS_ERROR, OS_ERROR, "NotADirectoryError")                     \
    X(PERMISSION_ERROR, OS_ERROR, OS_ERROR, "PermissionError")                             \
    X(PROCESS_LOOKUP_ERROR, OS_ERROR, OS_ERROR, "ProcessLookupError")                      \
    X(TIMEOUT_ERROR, OS_ERROR, OS_ERROR, "TimeoutError")                                   \
    X(INDENTATION_ERROR, SYNTAX_ERROR, SYNTAX_ERROR, "IndentationError")                   \
    X(INCOMPLETE_INPUT_ERROR, SYNTAX_ERROR, SYNTAX_ERROR, "_IncompleteInputError")         \
    X(INDEX_ERROR, LOOKUP_ERROR, EXCEPTION, "IndexError")                                  \
    X(KEY_ERROR, LOOKUP_ERROR, EXCEPTION, "KeyError")                                      \
    X(MODULE_NOT_FOUND_ERROR, IMPORT_ERROR, IMPORT_ERROR, "ModuleNotFoundError")           \
    X(NOT_IMPLEMENTED_ERROR, RUNTIME_ERROR, EXCEPTION, "NotImplementedError")              \
    X(PYTHON_FINALIZATION_ERROR, RUNTIME_ERROR, EXCEPTION, "PythonFinalizationError")      \
    X(RECURSION_ERROR, RUNTIME_ERROR, EXCEPTION, "RecursionError")                         \
    X(UNBOUND_LOCAL_ERROR, NAME_ERROR, NAME_ERROR, "UnboundLocalError")                    \
    X(UNICODE_ERROR, VALUE_ERROR, EXCEPTION, "UnicodeError")                               \
    X(BROKEN_PIPE_ERROR, CONNECTION_ERROR, OS_ERROR, "BrokenPipeError")                    \
    X(CONNECTION_ABORTED_ERROR, CONNECTION_ERROR, OS_ERROR, "ConnectionAbortedError")      \
    X(CONNECTION_REFUSED_ERROR, CONNECTION_ERROR, OS_ERROR, "ConnectionRefusedError")      \
    X(CONNECTION_RESET_ERROR, CONNECTION_ERROR, OS_ERROR, "ConnectionResetError")          \
    X(TAB_ERROR, INDENTATION_ERROR, SYNTAX_ERROR, "TabError")                              \
    X(UNICODE_DECODE_ERROR, UNICODE_ERROR, UNICODE_ERROR, "UnicodeDecodeError")            \
    X(UNICODE_ENCODE_ERROR, UNICODE_ERROR, UNICODE_ERROR, "UnicodeEncodeError")            \
    X(UNICODE_TRANSLATE_ERROR, UNICODE_ERROR, UNICODE_ERROR, "UnicodeTranslateError")      \
    X(EXCEPTION_GROUP, BASE_EXCEPTION_GROUP, EXCEPTION_GROUP, "ExceptionGroup")

#endif
