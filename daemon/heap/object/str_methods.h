/* The methods of str that are not shared with bytes: the files str_case.c and str_codec.c, for the table in
 * str_methods.c. */
#ifndef HEAPD_HEAP_OBJECT_STR_METHODS_H
#define HEAPD_HEAP_OBJECT_STR_METHODS_H

#include "daemon/heap/object/class.h"

builtin_function str_method_upper, str_method_lower, str_method_title, str_method_capitalize,
    str_method_swapcase, str_method_casefold;
builtin_function str_method_encode;
builtin_function bytes_method_decode; /* bytes and bytearray */

#endif
