/* driver MINOR: for each path read from standard input, one line: the syntax tree of that file, or its syntax
 * error as !type|line|column|end line|end column|message. */
#include "tests/oracle/syntax/dump.h"

#include <stdlib.h>
#include <string.h>

static char *read_file(const char *path, size_t *length)
{
    FILE *file = fopen(path, "rb");
    if (file == NULL || fseek(file, 0, SEEK_END) != 0)
        return NULL;
    long size = ftell(file);
    rewind(file);
    char *bytes = malloc((size_t)size + 1);
    *length = bytes != NULL ? fread(bytes, 1, (size_t)size, file) : 0;
    fclose(file);
    return bytes;
}

static void print_error(const struct syntax_error *e)
{
    if (e->no_memory)
        printf("!no memory\n");
    else
        printf("!%s|%u|%d|%u|%d|%s\n", e->type, e->at.line, (int)e->at.column, e->at.end_line,
               (int)e->at.end_column, e->message);
}

int main(int argc, char **argv)
{
    char path[4096];
    unsigned minor = argc > 1 ? (unsigned)strtoul(argv[1], NULL, 10) : 11;
    while (fgets(path, sizeof path, stdin) != NULL) {
        path[strcspn(path, "\n")] = '\0';
        struct ast_module module;
        struct syntax_error error;
        size_t length;
        char *source = read_file(path, &length);
        if (source == NULL) {
            printf("!cannot read %s\n", path);
        } else if (ast_parse_input(AST_INPUT_FILE, source, length, minor, NULL, &module, &error)) {
            dump_module(stdout, &module);
            putchar('\n');
            ast_free(&module);
        } else {
            print_error(&error);
        }
        fflush(stdout);
        free(source);
    }
    return 0;
}
