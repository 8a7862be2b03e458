/* Runs programs, each in a fresh heap: what python3 does with a script, for comparisons. Behind each of
 * several comes a line with a record separator.
 *
 *     python_driver [--verify|--verify-some|--verify-statements] [--as NAME] MINOR FILE...
 *
 * Standard output is the program's; an exception that nobody caught goes to standard error and makes the
 * status 1, sys.exit() what it says. --verify checks the whole heap after each line (slow), --verify-some
 * after each of the first ones and then more and more seldom: each line of a program that is a list of
 * statements, a bounded number of times in one that loops. --as is the file name that the programs are
 * told, whatever the files are called. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/heap/heap.h"
#include "daemon/python/python.h"

static bool write_out(void *context, int stream, const char *bytes, size_t length)
{
    (void)context;
    return fwrite(bytes, 1, length, stream == 2 ? stderr : stdout) == length;
}

static void write_uncaught(void *context, struct heap *h, addr exception, const char *text, size_t length)
{
    (void)context, (void)h, (void)exception;
    fwrite(text, 1, length, stderr);
}

static int findings;
static bool verify_some, verify_statements;
static const char *told_name; /* of --as */
static unsigned outermost;    /* how deep the module's own frame is */
static unsigned long lines, next_line = 1;

static bool tell(void *context, const struct finding *f)
{
    (void)context;
    findings++;
    fprintf(stderr, "heap_verify: %s at 0x%llx: expected %llu, found %llu\n", f->what,
            (unsigned long long)f->where, (unsigned long long)f->expected, (unsigned long long)f->found);
    return findings < 10;
}

static void verify_line(void *context, struct heap *h, enum python_event event, uint32_t line)
{
    (void)context;
    (void)event;
    if (lines == 0)
        outermost = h->recursion_depth;
    if (verify_statements && lines++ && h->recursion_depth > outermost)
        return;
    if (++lines < next_line)
        return;
    if (findings || h->c_levels > 1) /* what C code under way holds is counted by nobody */
        return;
    next_line = verify_some ? lines + 1 + lines / 40 : 1;
    if (heap_verify(h, tell, NULL))
        fprintf(stderr, "heap_verify: before line %u\n", line);
}

static char *read_file(const char *path, size_t *length)
{
    FILE *f = fopen(path, "rb");
    char *text = NULL;
    size_t capacity = 0, n;
    *length = 0;
    if (!f)
        return NULL;
    do {
        capacity += 65536;
        text = realloc(text, capacity);
        n = text ? fread(text + *length, 1, capacity - *length, f) : 0;
        *length += n;
    } while (*length == capacity);
    fclose(f);
    return text;
}

static int run(unsigned minor, const char *path, const struct python_host *host)
{
    struct heap_options options = {.minor = minor};
    struct heap *h = heap_create(&options);
    struct python_source source = {.filename = told_name ? told_name : path, .alone = true};
    source.text = read_file(path, &source.length);
    if (!h || !source.text) {
        fputs("python_driver: no such version or file\n", stderr);
        return 2;
    }
    struct python_outcome outcome;
    lines = 0, next_line = 1;
    enum heap_status status = python_exec(h, &source, host, &outcome);
    int code = status != HEAP_OK;
    if (status == HEAP_ABANDONED)
        fprintf(stderr, "given up (%d)\n", outcome.stop);
    if (outcome.uncaught)
        code = outcome.exit_status;
    python_end(h, &outcome);
    (void)heap_verify(h, tell, NULL);
    heap_destroy(h);
    free((void *)(uintptr_t)source.text);
    fflush(stdout);
    return code;
}

int main(int argc, char **argv)
{
    struct python_host host = {.write = write_out, .uncaught = write_uncaught, .surrogates = true};
    int i = 1, code = 0;
    for (; i < argc && argv[i][0] == '-'; i++)
        if (strncmp(argv[i], "--verify", 8) == 0) {
            host.watch = verify_line;
            verify_some = strcmp(argv[i], "--verify-some") == 0;
            verify_statements = strcmp(argv[i], "--verify-statements") == 0;
        } else if (strcmp(argv[i], "--as") == 0 && i + 1 < argc) {
            told_name = argv[++i];
        }
    if (argc - i < 2) {
        fputs("usage: python_driver [--verify|--verify-some|--verify-statements] [--as NAME] MINOR FILE...\n",
              stderr);
        return 2;
    }
    bool many = argc - i > 2;
    for (int file = i + 1; file < argc && code != 2; file++) {
        code = run((unsigned)atoi(argv[i]), argv[file], &host);
        if (many) {
            fputs("\036\n", stdout);
            fflush(stdout);
        }
    }
    return findings ? 3 : code;
}
