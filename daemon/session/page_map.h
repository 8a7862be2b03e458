/* What the kernel's page map (Documentation/admin-guide/mm/pagemap.rst) says of this process's memory. */
#ifndef HEAPD_SESSION_PAGE_MAP_H
#define HEAPD_SESSION_PAGE_MAP_H

#include "daemon/heap/heap.h"

/* Which pages of private memory were written. False where the host does not tell. */
written_pages_reader page_map_written;

#endif
