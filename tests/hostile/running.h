/* What the drivers of hostile programs have in common: a program is read, runs in a heap with a limit of
 * output, and the heap is checked afterwards. */
#ifndef HEAPD_TESTS_HOSTILE_RUNNING_H
#define HEAPD_TESTS_HOSTILE_RUNNING_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/heap/heap.h"
#include "daemon/heap/object/object.h"
#include "daemon/python/python.h"

enum { OUTPUT_MOST = 1 << 20, MEMORY = 128 << 20 };

static const char program_after[] = "after = [[i, {i: str}] for str in ('a', 'b') for i in (1, 2, 3)]\n"
                                    "after.append(after)\n"
                                    "after_f = lambda *a: (*a, after)\n"
                                    "assert after_f(1)[1] is after\n"
                                    "del after, after_f\n"; /* the builtins may be gone */

static inline bool take_output(void *context, int stream, const char *bytes, size_t length)
{
    size_t *written = context;
    (void)stream, (void)bytes;
    if (length > OUTPUT_MOST - *written)
        return false;
    *written += length;
    return true;
}

static inline bool tell(void *context, const struct finding *f)
{
    (void)context;
    printf("BROKEN %s at 0x%llx ", f->what, (unsigned long long)f->where);
    return true;
}

static inline char *read_file(const char *path, size_t *length)
{
    FILE *f = fopen(path, "rb");
    char *text = f ? malloc(16 << 20) : NULL;
    *length = text ? fread(text, 1, 16 << 20, f) : 0;
    if (f)
        fclose(f);
    return text;
}

static inline const char *name_of(enum python_stop stop)
{
    static const char *const names[] = {"ends", "step-limit", "output-limit", "time-limit"};
    return names[stop];
}

/* Says how it ended, unless it is to end well. */
static inline void run(struct heap *h, const char *text, size_t length, struct python_host *host,
                       bool quietly)
{
    struct python_source source = {.text = text, .length = length, .filename = "hostile.py", .result = true};
    struct python_outcome outcome;
    enum heap_status status = python_exec(h, &source, host, &outcome);
    bool broken = quietly && (status != HEAP_OK || outcome.uncaught);
    if (broken)
        printf("BROKEN afterwards: ");
    if (!quietly || broken)
        printf("%s ", status == HEAP_ABANDONED ? name_of(outcome.stop)
                      : status == HEAP_RAISED  ? "MemoryError"
                      : outcome.exception      ? object_type_name(h, outcome.exception)
                                               : "ends");
    python_end(h, &outcome);
    (void)heap_verify(h, tell, NULL);
}

#endif
