/* What the drivers of hostile programs have in common: a program is read, runs in a heap with a limit of
 * output, and the heap is checked afterwards. */
#ifndef HEAPD_TESTS_HOSTILE_RUNNING_H
#define HEAPD_TESTS_HOSTILE_RUNNING_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

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

static inline const char *ending(struct heap *h, enum heap_status status, const struct python_outcome *o)
{
    return status == HEAP_ABANDONED ? name_of(o->stop)
           : status == HEAP_RAISED  ? "MemoryError"
           : o->exception           ? object_type_name(h, o->exception)
                                    : "ends";
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
        printf("%s ", ending(h, status, &outcome));
    python_end(h, &outcome);
    (void)heap_verify(h, tell, NULL);
}

/* A file's first part, up to a line "####", makes what the operation behind it works on; behind another such
 * line is what must hold afterwards, wherever the operation was given up. */
struct part {
    const char *text;
    size_t length;
};
struct operation {
    struct part setup, operation, afterwards;
};

/* Up to the line, which is cut off, or to the end; false: there is nothing left. */
static inline bool take_part(struct part *rest, struct part *out)
{
    static const char line[] = "####\n";
    const char *end = rest->length ? memmem(rest->text, rest->length, line, sizeof line - 1) : NULL;
    size_t length = end ? (size_t)(end - rest->text) : rest->length,
           all = end ? length + sizeof line - 1 : length;
    *out = (struct part){rest->text, length};
    *rest = (struct part){rest->text + all, rest->length - all};
    return length > 0;
}

static inline bool read_operation(const char *path, struct operation *out)
{
    struct part rest;
    rest.text = read_file(path, &rest.length);
    bool whole = rest.text && take_part(&rest, &out->setup) && take_part(&rest, &out->operation);
    (void)take_part(&rest, &out->afterwards);
    return whole;
}

/* A heap in which that has been made, as large as N = `n` says; when there is not so much memory the line
 * says so. */
static inline struct heap *made(unsigned minor, struct python_host *host, const struct operation *o,
                                const char *n)
{
    struct heap *h = heap_create(&(struct heap_options){.minor = minor, .limit = 2 * MEMORY});
    if (!h)
        exit(2);
    char size[32];
    int length = snprintf(size, sizeof size, "N = %s\n", n);
    run(h, size, (size_t)length, host, true);
    run(h, o->setup.text, o->setup.length, host, true);
    return h;
}

/* Each of the files of operations, the arguments from the fourth on, in a process of its own. The exit
 * status.
 */
static inline int each_alone(int argc, char **argv, const char *usage,
                             void (*run_alone)(char **argv, const char *path))
{
    if (argc < 5) {
        fprintf(stderr, "usage: %s\n", usage);
        return 2;
    }
    for (int i = 4; i < argc; i++) {
        int status;
        fflush(stdout);
        pid_t child = fork();
        if (child == 0) {
            run_alone(argv, argv[i]);
            fflush(stdout);
            _exit(0);
        }
        waitpid(child, &status, 0);
        if (status)
            printf("BROKEN with status %d ", status);
        printf("%s\n", argv[i]);
    }
    return 0;
}

#endif
