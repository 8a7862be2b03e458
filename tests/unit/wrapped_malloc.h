/* The names under which the linker's --wrap gives a test the C library's allocation functions
 * (tests/unit/CMakeLists.txt). */
#ifndef HEAPD_TEST_WRAPPED_MALLOC_H
#define HEAPD_TEST_WRAPPED_MALLOC_H

#include <stddef.h>

void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *at, size_t size);
void *__real_reallocarray(void *at, size_t count, size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *at, size_t size);
void *__wrap_reallocarray(void *at, size_t count, size_t size);

#endif
