/* Between the files of the module _json. */
#ifndef HEAPD_PYTHON_MODULES_JSON_H
#define HEAPD_PYTHON_MODULES_JSON_H

#include "daemon/python/modules/module.h"

/* json_write.c: a str in quotes, as JSON; without characters beyond ASCII. */
builtin_function json_encode_basestring, json_encode_basestring_ascii;

#endif
