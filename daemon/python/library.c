/* Looking up the modules written in Python. */
#include "daemon/python/library.h"

#include <string.h>

#include "daemon/python/library_table.h"

const struct library_source *library_find(const char *name, unsigned minor)
{
    for (const struct library_entry *e = library_table; e->source.name; e++)
        if (strcmp(e->source.name, name) == 0 && e->least <= minor)
            return &e->source;
    return NULL;
}
