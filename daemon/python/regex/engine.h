/* Patterns made of texts, for the module _sre. Matching is asked for through runtime.h. */
#ifndef HEAPD_PYTHON_REGEX_ENGINE_H
#define HEAPD_PYTHON_REGEX_ENGINE_H

#include "daemon/heap/base.h"

/* *new*: re.Pattern of a str or bytes. re.error, ValueError, OverflowError. */
enum heap_status regex_pattern(struct heap *h, addr text, uint32_t flags, addr *out) HEAP_MUST_CHECK;

#endif
