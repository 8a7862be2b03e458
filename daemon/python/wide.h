/* Which characters take two columns of a terminal. */
#ifndef HEAPD_PYTHON_WIDE_H
#define HEAPD_PYTHON_WIDE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* As Unicode `version` (major * 10 + minor) has it. */
bool wide_character(uint32_t c, unsigned version);

#endif
