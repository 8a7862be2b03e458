/* The names that the module starts with, and the builtins behind them. For frame.c. */
#ifndef HEAPD_HEAP_GLOBALS_H
#define HEAPD_HEAP_GLOBALS_H

#include "daemon/heap/base.h"

void globals_boot(struct heap *h);

/* The collector knows the residents (object/object.h) from now on: before the first program. In a heap that
 * has none they are in no generation: there, what its owner makes is all that is collected. */
void globals_begin(struct heap *h);

void handle_boot(struct heap *h);

/* Is it one of the names that a module has before its first statement? */
bool globals_is_initial(const struct heap *h, addr name);

/* Borrowed: what a name means when nothing binds it (a builtin type); 0 none. */
addr globals_builtin(const struct heap *h, const char *name, size_t length);

#endif
