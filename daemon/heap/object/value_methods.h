/* Methods of numbers and texts that are in files of their own, for the tables of methods. */
#ifndef HEAPD_HEAP_OBJECT_VALUE_METHODS_H
#define HEAPD_HEAP_OBJECT_VALUE_METHODS_H

#include "daemon/heap/object/class.h"

/* number_class.c: what the classes make, and what numbers are made anew from */
builtin_function int_method_from_bytes, int_method_getnewargs;
builtin_function float_method_getformat, float_method_from_number, float_method_getnewargs;
builtin_function complex_method_from_number, complex_method_complex, complex_method_getnewargs;

/* float_hex.c */
builtin_function float_method_hex, float_method_fromhex;

/* str_translate.c */
builtin_function str_method_maketrans, str_method_translate;

/* bytes_class.c */
builtin_function bytes_method_maketrans, bytes_method_fromhex;

/* What copy and pickle make a text anew from: the tuple (self,) of the exact type. */
builtin_function text_method_getnewargs;

#endif
