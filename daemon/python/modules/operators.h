/* The functions of _operator (operators.c). */
#ifndef HEAPD_PYTHON_OPERATORS_H
#define HEAPD_PYTHON_OPERATORS_H

#include "daemon/heap/object/class.h"

extern const struct builtin_method operator_functions[];

#endif
