/* Where an exception was raised, as JSON: [{"file", "function", "line"}, ...], most recent last. */
#ifndef API_EXCEPTION_PLACES_H
#define API_EXCEPTION_PLACES_H

#include "api/json/writer.h"
#include "api/problem.h"
#include "api/scratch.h"
#include "daemon/heap/base.h"

void write_exception_places(struct json_writer *w, const struct heap *h, addr exception);
/* The same for a problem, which is written when the exception has gone: of what is pending, if a program
 * raised it. What there is no room for is left out. */
void exception_places_keep(struct scratch *scratch, const struct heap *h, struct problem_report *report);

#endif
