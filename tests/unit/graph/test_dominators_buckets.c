/* Dominators as they are found where the ways up are long: the same tests, with no step allowed that is not
 * done with buckets. */
#define STEPS_A_PLACE 0
#include "../failing_malloc.h"
#include "daemon/graph/dominators.c"

#include "test_dominators.c"
