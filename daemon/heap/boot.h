/* How a fresh heap comes to be: each module makes its part of the static area, in the order of heap.c's boot
 * table. A fresh heap has room for all of it, so that nothing here can fail; what cannot be made is a bug and
 * asserted.
 */
#ifndef HEAPD_HEAP_BOOT_H
#define HEAPD_HEAP_BOOT_H

#include "daemon/heap/base.h"

void memory_boot(struct heap *h);    /* arenas, large blocks, tables */
void free_list_boot(struct heap *h); /* how many blocks each may keep */
void type_boot(struct heap *h);      /* the builtin types, sizes and flags only (object/type.c) */
void singleton_boot(struct heap *h); /* None, NotImplemented, Ellipsis, set dummy */
void int_boot(struct heap *h);       /* small ints, True, False */
void intern_boot(struct heap *h);
void str_boot(struct heap *h);             /* "", latin-1 characters */
void bytes_boot(struct heap *h);           /* b"", one-byte bytes */
void tuple_boot(struct heap *h);           /* () */
void dict_boot(struct heap *h);            /* the shared empty keys */
void set_boot(struct heap *h);             /* frozenset() where it is shared */
void collector_boot(struct heap *h);       /* the generations */
void collector_lists_boot(struct heap *h); /* gc.garbage, gc.callbacks */
void class_boot(struct heap *h);           /* what types need objects for: names, bases, mro, dicts */
void frame_boot(struct heap *h);           /* frame stack, handles, the module's globals */
void trace_boot(struct heap *h);
void event_boot(struct heap *h);

#endif
