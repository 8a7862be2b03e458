/* dir(). */
#ifndef HEAPD_HEAP_OBJECT_DIRECTORY_H
#define HEAPD_HEAP_OBJECT_DIRECTORY_H

#include "daemon/heap/object/object.h"

/* dir(o): what its __dir__ answers, sorted. *new* list. */
enum heap_status object_dir(struct heap *h, addr o, addr *out) HEAP_MUST_CHECK;
/* type.__dir__: *new* list, not sorted. */
enum heap_status type_dir(struct heap *h, addr type, addr *out) HEAP_MUST_CHECK;

#endif
