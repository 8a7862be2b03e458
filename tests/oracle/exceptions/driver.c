/* Runs programs on heapd, each in a heap of its own: driver MINOR FILE... What a program writes to its
 * standard output and error goes to those of the driver; after each program a line with a NUL byte goes
 * to both. The heap must be whole at the end of each. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/heap/heap.h"
#include "daemon/python/python.h"

static bool put(void *context, int stream, const char *bytes, size_t length)
{
    (void)context;
    fwrite(bytes, 1, length, stream == 2 ? stderr : stdout);
    return true;
}

static void put_uncaught(void *context, struct heap *h, addr exception, const char *text, size_t length)
{
    (void)context, (void)h, (void)exception;
    fwrite(text, 1, length, stderr);
}

static char *read_all(const char *path, size_t *size)
{
    FILE *f = fopen(path, "rb");
    if (!f)
        return NULL;
    fseek(f, 0, SEEK_END);
    *size = (size_t)ftell(f);
    rewind(f);
    char *text = malloc(*size + 1);
    if (text && fread(text, 1, *size, f) != *size)
        *size = 0;
    fclose(f);
    return text;
}

static bool find(void *context, const struct finding *f)
{
    (void)context;
    fprintf(stderr, "heap_verify: %s at %#llx\n", f->what, (unsigned long long)f->where);
    return true;
}

static bool run(unsigned minor, const char *path)
{
    struct heap *h = heap_create(&(struct heap_options){.minor = minor});
    size_t size = 0;
    char *text = read_all(path, &size);
    if (!h || !text)
        return false;
    const struct python_source source = {.text = text, .length = size, .filename = path, .alone = true};
    const struct python_host host = {
        .write = put, .uncaught = put_uncaught, .steps = 50000000, .surrogates = true};
    struct python_outcome out;
    enum heap_status status = python_exec(h, &source, &host, &out);
    if (status != HEAP_OK)
        fprintf(stderr, "the run ended with %d: %s %s\n", (int)status, heap_raised_name(h),
                heap_raised_message(h));
    heap_clear_raised(h);
    python_end(h, &out);
    bool whole = heap_verify(h, find, NULL) == 0;
    heap_destroy(h);
    free(text);
    fwrite("\0\n", 1, 2, stdout);
    fwrite("\0\n", 1, 2, stderr);
    fflush(stdout);
    return whole;
}

int main(int argc, char **argv)
{
    bool good = argc > 2;
    for (int i = 2; i < argc; i++)
        good = run((unsigned)atoi(argv[1]), argv[i]) && good;
    return good ? 0 : 1;
}
