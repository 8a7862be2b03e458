/* Code that runs where nobody can be told of its exception: finalizers and callbacks. */
#ifndef HEAPD_HEAP_OBJECT_UNRAISABLE_H
#define HEAPD_HEAP_OBJECT_UNRAISABLE_H

#include "daemon/heap/object/object.h"

/* An exception that is pending while such code runs waits here (PyErr_Fetch and PyErr_Restore). */
struct pending {
    bool any;
    struct raised raised;
};
void pending_set_aside(struct heap *h, struct pending *p);
void pending_restore(struct heap *h, const struct pending *p);

/* The pending exception is told to the program, where one runs, else it becomes an event; it is cleared
 * (PyErr_FormatUnraisable). `doing` is what was being done with the object, as it follows "Exception
 * ignored": "while calling deallocator"; NULL: nothing is said of it (PyErr_WriteUnraisable). */
void unraisable_report(struct heap *h, const char *doing, addr object);

#endif
