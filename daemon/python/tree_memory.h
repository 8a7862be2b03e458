/* The memory that tree-sitter uses: from an arena of the parse that runs in this thread, so that all of it is
 * given back at once, and what it does when there is none left: leave the parse. tree-sitter itself would end
 * the process.
 */
#ifndef HEAPD_PYTHON_TREE_MEMORY_H
#define HEAPD_PYTHON_TREE_MEMORY_H

#include "daemon/python/parser.h"

/* Everything that tree-sitter allocates in this thread from now on is p's, up to `limit` bytes. */
void tree_memory_begin(struct parser *p, size_t limit);
/* Must be called before the parse ends, however it ends. */
void tree_memory_end(void);

#endif
