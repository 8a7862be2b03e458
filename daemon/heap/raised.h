/* The pending exception set aside while something else may raise, for the files of the library. */
#ifndef HEAPD_HEAP_RAISED_H
#define HEAPD_HEAP_RAISED_H

#include "daemon/heap/raise.h"

/* Nothing is pending then; the references move. What is set aside must be put back or cleared. */
void raised_move(struct heap *h, struct raised *to);
/* What is pending meanwhile is lost. */
void raised_put_back(struct heap *h, const struct raised *from);

#endif
