/* Prints frames as a traceback shows them. Standard input, a line each, columns from 0 and -1 for none:
 *
 *   source PATH
 *   frame TB_LINENO LINE END_LINE COLUMN END_COLUMN FUNCTION
 *   end
 *
 * After each `end` the text is written, then a line with a NUL byte. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/python/traceback_line.h"

static char *source;
static size_t source_size;
static char path[4096];

static void put(void *context, const char *bytes, size_t length)
{
    (void)context;
    fwrite(bytes, 1, length, stdout);
}

static bool get_line(void *context, struct ast_text file, uint32_t number, struct ast_text *line)
{
    (void)context;
    (void)file;
    size_t at = 0;
    for (uint32_t i = 1; i < number; i++) {
        char *end = at < source_size ? memchr(source + at, '\n', source_size - at) : NULL;
        if (!end)
            return false;
        at = (size_t)(end - source) + 1;
    }
    if (at >= source_size)
        return false;
    char *end = memchr(source + at, '\n', source_size - at);
    *line = (struct ast_text){source + at, end ? (size_t)(end - source) - at : source_size - at};
    return true;
}

static void load(const char *name)
{
    free(source);
    source = NULL;
    source_size = 0;
    snprintf(path, sizeof path, "%.*s", (int)sizeof path - 1, name);
    FILE *f = fopen(name, "rb");
    if (!f)
        return;
    fseek(f, 0, SEEK_END);
    source_size = (size_t)ftell(f);
    rewind(f);
    source = malloc(source_size + 1);
    if (!source || fread(source, 1, source_size, f) != source_size)
        source_size = 0;
    fclose(f);
}

int main(int argc, char **argv)
{
    static char line[8192];
    struct traceback_style style = {.minor = (unsigned)(argc > 1 ? atoi(argv[1]) : 11)};
    style.lines = style.minor >= 13;
    style.unicode = style.lines ? 160 : 140;
    const struct text_sink to = {put, NULL};
    const struct source_lines lines = {get_line, NULL};
    struct traceback_repeats repeats = {0};
    static char names[1000][256];
    size_t count = 0;
    while (fgets(line, sizeof line, stdin)) {
        int tb, first, last, column, end, at;
        line[strcspn(line, "\n")] = 0;
        if (strncmp(line, "source ", 7) == 0) {
            load(line + 7);
        } else if (sscanf(line, "frame %d %d %d %d %d %n", &tb, &first, &last, &column, &end, &at) == 5) {
            char *name = names[count++ % 1000];
            snprintf(name, sizeof names[0], "%s", line + at);
            struct traceback_frame f = {
                .file = {path, strlen(path)}, .function = {name, strlen(name)}, .line = tb};
            if (first > 0)
                f.at =
                    (struct code_position){(uint32_t)first, (uint32_t)last, (uint16_t)column, (uint16_t)end};
            traceback_put_next(&to, &style, &lines, &repeats, &f);
        } else {
            traceback_end_repeats(&to, &repeats);
            fwrite("\0\n", 1, 2, stdout);
            fflush(stdout);
        }
    }
    free(source);
    return 0;
}
