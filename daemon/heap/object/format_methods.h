/* __format__ of the builtin types and the methods of str that format, for the tables of methods. */
#ifndef HEAPD_HEAP_OBJECT_FORMAT_METHODS_H
#define HEAPD_HEAP_OBJECT_FORMAT_METHODS_H

#include "daemon/heap/object/class.h"

builtin_function int_method_format, float_method_format, complex_method_format, str_method_dunder_format;
builtin_function str_method_format, str_method_format_map;

#endif
