/* Functions of the module sys about coroutines and asynchronous generators (async.c), which lib/_sys_rest.py
 * asks. */
#ifndef HEAPD_PYTHON_MODULES_ASYNC_H
#define HEAPD_PYTHON_MODULES_ASYNC_H

#include "daemon/heap/object/class.h"

enum heap_status sys_async_hooks(struct heap *h, const struct call *call, addr *out);
enum heap_status sys_origin_depth(struct heap *h, const struct call *call, addr *out);

#endif
