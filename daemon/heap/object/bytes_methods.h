/* The methods that bytes and bytearray share beside those of textual.h (bytes_methods.c), for both tables. */
#ifndef HEAPD_HEAP_OBJECT_BYTES_METHODS_H
#define HEAPD_HEAP_OBJECT_BYTES_METHODS_H

#include "daemon/heap/object/class.h"
#include "daemon/heap/object/str_methods.h"
#include "daemon/heap/object/textual.h"
#include "daemon/heap/object/value_methods.h"

builtin_function bytes_method_upper, bytes_method_lower, bytes_method_title, bytes_method_capitalize,
    bytes_method_swapcase;
builtin_function bytes_method_isalnum, bytes_method_isalpha, bytes_method_isascii, bytes_method_isdigit,
    bytes_method_islower, bytes_method_isspace, bytes_method_istitle, bytes_method_isupper;
builtin_function bytes_method_hex, bytes_method_translate;

/* The rows of both tables. */
#define BYTES_SHARED_METHODS                                                                                 \
    {"capitalize", 0, 0, false, bytes_method_capitalize}, {"center", 1, 2, false, textual_method_center},    \
        {"count", 1, 3, METHOD_PARSED | METHOD_TUPLE_3_12, textual_method_count},                            \
        {"decode", 0, 2, true, bytes_method_decode},                                                         \
        {"endswith", 1, 3, METHOD_PARSED | METHOD_TUPLE_3_12, textual_method_endswith},                      \
        {"expandtabs", 0, 1, true, textual_method_expandtabs},                                               \
        {"find", 1, 3, METHOD_PARSED | METHOD_TUPLE_3_12, textual_method_find},                              \
        {"fromhex", 1, 1, METHOD_CLASS, bytes_method_fromhex},                                               \
        {"maketrans", 2, 2, METHOD_STATIC, bytes_method_maketrans}, {"hex", 0, 2, true, bytes_method_hex},   \
        {"index", 1, 3, METHOD_PARSED | METHOD_TUPLE_3_12, textual_method_index},                            \
        {"isalnum", 0, 0, false, bytes_method_isalnum}, {"isalpha", 0, 0, false, bytes_method_isalpha},      \
        {"isascii", 0, 0, false, bytes_method_isascii}, {"isdigit", 0, 0, false, bytes_method_isdigit},      \
        {"islower", 0, 0, false, bytes_method_islower}, {"isspace", 0, 0, false, bytes_method_isspace},      \
        {"istitle", 0, 0, false, bytes_method_istitle}, {"isupper", 0, 0, false, bytes_method_isupper},      \
        {"join", 1, 1, false, textual_method_join}, {"ljust", 1, 2, false, textual_method_ljust},            \
        {"lower", 0, 0, false, bytes_method_lower}, {"lstrip", 0, 1, false, textual_method_lstrip},          \
        {"partition", 1, 1, false, textual_method_partition},                                                \
        {"removeprefix", 1, 1, false, textual_method_removeprefix},                                          \
        {"removesuffix", 1, 1, false, textual_method_removesuffix},                                          \
        {"replace", -1, -1, METHOD_KEYWORDS, textual_method_replace},                                        \
        {"rfind", 1, 3, METHOD_PARSED | METHOD_TUPLE_3_12, textual_method_rfind},                            \
        {"rindex", 1, 3, METHOD_PARSED | METHOD_TUPLE_3_12, textual_method_rindex},                          \
        {"rjust", 1, 2, false, textual_method_rjust},                                                        \
        {"rpartition", 1, 1, false, textual_method_rpartition},                                              \
        {"rsplit", 0, 2, true, textual_method_rsplit}, {"rstrip", 0, 1, false, textual_method_rstrip},       \
        {"split", 0, 2, true, textual_method_split}, {"splitlines", 0, 1, true, textual_method_splitlines},  \
        {"startswith", 1, 3, METHOD_PARSED | METHOD_TUPLE_3_12, textual_method_startswith},                  \
        {"strip", 0, 1, false, textual_method_strip}, {"swapcase", 0, 0, false, bytes_method_swapcase},      \
        {"title", 0, 0, false, bytes_method_title}, {"translate", 0, 2, true, bytes_method_translate},       \
        {"upper", 0, 0, false, bytes_method_upper},                                                          \
    {                                                                                                        \
        "zfill", 1, 1, false, textual_method_zfill                                                           \
    }

#endif
