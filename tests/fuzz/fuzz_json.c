/* The JSON pass on any bytes: it answers, its tape keeps its promises, and what the writer makes of the tape
 * reads back as the same tape. */
#include "api/json/lexer.h"
#include "api/scratch.h"
#include "tests/support/json_rewrite.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { DEPTH = 200 };

static void check(int condition)
{
    if (!condition)
        abort();
}

static void check_pointers(const struct json_tape *tape)
{
    char pointer[32];
    for (uint32_t i = 0; i < tape->count && i < 64; i++) {
        size_t length = json_pointer(tape, i, pointer, sizeof pointer);
        check(strlen(pointer) <= length && strlen(pointer) < sizeof pointer);
        check((length == 0) == (i == 0));
    }
}

static void check_rewriting(struct scratch *scratch, const struct json_tape *tape, bool pretty)
{
    struct outbuf out = {0};
    struct json_writer writer;
    struct json_tape again = {0};
    json_writer_init(&writer, &out, pretty);
    json_rewrite(&writer, tape);
    check(!out.failed);
    check(json_read(scratch, out.data, out.length, DEPTH, &again, NULL) == JSON_OK);
    check(again.count == tape->count);
    for (uint32_t i = 0; i < tape->count; i++) {
        struct json_token a = tape->tokens[i], b = again.tokens[i];
        check(a.next == b.next && a.count == b.count);
        check(a.kind == b.kind || (json_is_string(a) && json_is_string(b)));
    }
    outbuf_destroy(&out);
}

static void check_lines(struct scratch *scratch, const char *text, size_t size)
{
    struct json_lines lines = {.text = text, .length = size};
    struct json_tape tape = {0};
    const char *line;
    size_t length, before = 0;
    while (json_next_line(&lines, &line, &length)) {
        check(length != 0 && line >= text && line + length <= text + size && lines.line > before);
        before = lines.line;
        if (json_read(scratch, line, length, DEPTH, &tape, NULL) == JSON_OK)
            check(tape.count != 0);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct scratch scratch;
    struct json_tape tape = {0};
    struct json_error error;
    scratch_init(&scratch, 0);
    if (json_read(&scratch, (const char *)data, size, DEPTH, &tape, &error) == JSON_OK) {
        check_pointers(&tape);
        check_rewriting(&scratch, &tape, false);
        check_rewriting(&scratch, &tape, true);
    } else {
        check(error.message != NULL && error.offset <= size && error.line != 0 && error.column != 0);
    }
    check_lines(&scratch, (const char *)data, size);
    scratch_destroy(&scratch);
    return 0;
}
