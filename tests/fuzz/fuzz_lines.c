/* The reader of agents' lines of JSON: see importer.h. */
#include "api/import_lines.h"

#define IMPORTER import_lines
#define REFUSALS "line "
#include "tests/fuzz/importer.h"
