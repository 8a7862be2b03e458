/* What a program imports, by a statement or by __import__(). */
#ifndef HEAPD_PYTHON_IMPORT_H
#define HEAPD_PYTHON_IMPORT_H

#include "daemon/heap/base.h"

/* import_name(), but that nothing is found any more once the program's modules are being ended: sys.meta_path
 * is None then. */
enum heap_status import_for_program(struct heap *h, addr name, addr globals, addr fromlist, int64_t level,
                                    addr *out) HEAP_MUST_CHECK;

#endif
