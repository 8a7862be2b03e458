/* Between the files of the module _random. */
#ifndef HEAPD_PYTHON_MODULES_RANDOM_H
#define HEAPD_PYTHON_MODULES_RANDOM_H

#include <stddef.h>
#include <stdint.h>

#include "daemon/python/modules/module.h"

/* SHA-512 (FIPS 180-4) of some bytes: sha512.c. */
void sha512(const uint8_t *bytes, size_t length, uint8_t digest[64]);

#endif
