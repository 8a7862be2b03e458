/* What tests of classes and their instances share. */
#ifndef HEAPD_TESTS_CLASS_TEST_H
#define HEAPD_TESTS_CLASS_TEST_H

#include "tests/unit/heap/heap_test.h"

#include "daemon/heap/object/heaptype.h"

/* A new class; without a base its base is object. */
static inline addr class_of(struct heap *h, const char *name, addr base)
{
    return class_new(h, &(struct class_spec){.name = name, .bases = &base, .base_count = base ? 1 : 0});
}

#endif
