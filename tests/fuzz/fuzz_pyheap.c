/* The reader of PyHeap's dumps: see importer.h. */
#include "api/import_pyheap.h"

#define IMPORTER import_pyheap
#define REFUSALS "offset "
#include "tests/fuzz/importer.h"
