/* Reads documents from standard input, each as a line with its length in bytes and then the bytes; answers
 * each with one line: "ok <the document written anew>" or "no <byte> <message>". */
#include "api/json/lexer.h"
#include "api/scratch.h"
#include "tests/support/json_rewrite.h"

#include <stdio.h>
#include <stdlib.h>

int main(int argc, char **argv)
{
    uint32_t depth = argc > 1 ? (uint32_t)atoi(argv[1]) : 1000;
    unsigned long length;
    struct scratch scratch;
    struct outbuf out = {0};
    scratch_init(&scratch, 0);
    while (scanf("%lu", &length) == 1 && getchar() == '\n') {
        char *text = malloc(length + 1);
        if (text == NULL || fread(text, 1, length, stdin) != length)
            return 1;
        struct json_tape tape = {0};
        struct json_error error;
        if (json_read(&scratch, text, length, depth, &tape, &error) == JSON_OK) {
            struct json_writer writer;
            json_writer_init(&writer, &out, false);
            json_rewrite(&writer, &tape);
            printf("ok %.*s\n", (int)out.length, out.data);
        } else {
            printf("no %zu %s\n", error.offset, error.message);
        }
        fflush(stdout);
        outbuf_reset(&out, 1 << 20);
        scratch_reset(&scratch);
        free(text);
    }
    outbuf_destroy(&out);
    scratch_destroy(&scratch);
    return 0;
}
