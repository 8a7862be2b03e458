/* What may have been meant by a name that is not there: the nearest of those that are. Mirrors
 * _Py_CalculateSuggestions() of Python/suggestions.c. */
#ifndef HEAPD_HEAP_NEAREST_H
#define HEAPD_HEAP_NEAREST_H

#include <stdbool.h>
#include <stddef.h>

struct nearest { /* of the candidates so far; zeroed at first */
    bool found;
    size_t distance;
};

/* Is this candidate near to the word, and nearer than all before? Both are UTF-8. */
bool nearest_is(struct nearest *n, const char *word, size_t word_size, const char *candidate, size_t size);

#endif
