/* Rows as lines of JSON or CSV (rows.h). */
#include "api/rows.h"

#include "api/json/lexer.h"

#include <inttypes.h>
#include <string.h>

enum { COLUMNS_MAX = 40, ROW_DEPTH = 64 };

/* ---- which notation ------------------------------------------------------------------------------ */

enum api_result rows_format(struct api_request *request, enum rows_format *format)
{
    static const char *const formats[] = {"json", "ndjson", "csv", NULL};
    const char *accept = request->headers.accept;
    int wanted = ROWS_JSON;
    if (http_prefers(accept, "text/csv"))
        wanted = ROWS_CSV;
    else if (http_prefers(accept, "application/x-ndjson") || http_prefers(accept, "application/jsonl"))
        wanted = ROWS_NDJSON;
    enum api_result result = api_query_choice(request, "format", formats, &wanted);
    *format = (enum rows_format)wanted;
    return result;
}

/* The names of the columns, and the line that has them. */
static bool begin_csv(struct api_request *request, const char *columns)
{
    struct outbuf *out = &request->answer.body;
    const char **names = scratch_calloc(&request->scratch, COLUMNS_MAX + 1, sizeof *names);
    size_t count = 0;
    for (const char *at = columns; names && count < COLUMNS_MAX; at++) {
        size_t length = strcspn(at, ",");
        char *name = scratch_copy(&request->scratch, at, length);
        if (!name)
            return false;
        if (count > 0)
            outbuf_byte(out, ',');
        csv_text(out, name, length);
        names[count++] = name;
        at += length;
        if (!*at)
            break;
    }
    outbuf_literal(out, "\r\n");
    request->rows.columns = names;
    return names != NULL;
}

enum api_result rows_begin(struct api_request *request, const char *columns)
{
    enum rows_format format;
    enum api_result result = rows_format(request, &format);
    if (result != API_DONE || format == ROWS_JSON)
        return result;
    if (!request->may_block)
        return API_LATER;
    if (format == ROWS_CSV && !begin_csv(request, columns))
        return api_fail(request, PROBLEM_OUT_OF_MEMORY, "no memory for the columns");
    request->answer.content_type =
        format == ROWS_CSV ? "text/csv; charset=utf-8; header=present" : "application/x-ndjson";
    request->rows.format = format;
    json_writer_init(&request->json, &request->rows.aside, false);
    return API_DONE;
}

bool rows_copy(struct api_request *own, const struct api_request *request)
{
    size_t count = 0;
    own->rows.format = request->rows.format;
    json_writer_init(&own->json, &own->rows.aside, false);
    while (request->rows.columns && request->rows.columns[count])
        count++;
    own->rows.columns = scratch_calloc(&own->scratch, count + 1, sizeof *own->rows.columns);
    for (size_t i = 0; i < count && own->rows.columns; i++) {
        const char *name =
            scratch_copy(&own->scratch, request->rows.columns[i], strlen(request->rows.columns[i]));
        if (!name)
            return false;
        own->rows.columns[i] = name;
    }
    return own->rows.columns != NULL;
}

/* ---- CSV ----------------------------------------------------------------------------------------- */

void csv_text(struct outbuf *out, const char *text, size_t length)
{
    bool quoted = length == 0;
    for (size_t i = 0; i < length && !quoted; i++)
        quoted = text[i] == '"' || text[i] == ',' || text[i] == '\r' || text[i] == '\n' || text[i] == ' ';
    if (quoted)
        outbuf_byte(out, '"');
    for (size_t i = 0; i < length;) {
        const char *quote = quoted ? memchr(text + i, '"', length - i) : NULL;
        size_t part = quote ? (size_t)(quote - (text + i)) + 1 : length - i;
        outbuf_utf8(out, text + i, part);
        if (quote)
            outbuf_byte(out, '"');
        i += part;
    }
    if (quoted)
        outbuf_byte(out, '"');
}

/* The value of a string token; NULL: no memory. */
static const char *text_of(struct scratch *scratch, const struct json_tape *tape, uint32_t token,
                           size_t *length)
{
    const char *text = json_text(tape, token);
    *length = tape->tokens[token].length;
    if (tape->tokens[token].kind != JSON_STRING_ESCAPED)
        return text;
    char *value = scratch_alloc(scratch, *length + 1);
    if (value)
        *length = json_unescape(text, *length, value);
    return value;
}

static bool is_traceback(const struct json_tape *tape, uint32_t array)
{
    for (uint32_t i = array + 1; i != tape->tokens[array].next; i = tape->tokens[i].next)
        if (tape->tokens[i].kind != JSON_OBJECT || tape->tokens[i].count != 2 ||
            !json_member_literal(tape, i, "file") || !json_member_literal(tape, i, "line"))
            return false;
    return true;
}

/* "main.py:1;app.py:12"; a file alone has no line. */
static bool put_traceback(struct outbuf *out, struct scratch *scratch, const struct json_tape *tape,
                          uint32_t array)
{
    struct outbuf joined = {.limit = out->limit};
    bool done = true;
    for (uint32_t i = array + 1; done && i != tape->tokens[array].next; i = tape->tokens[i].next) {
        struct scratch_mark mark = scratch_mark(scratch);
        size_t length;
        uint64_t line = 0;
        const char *file = text_of(scratch, tape, json_member_literal(tape, i, "file"), &length);
        done = file != NULL;
        if (i != array + 1)
            outbuf_byte(&joined, ';');
        if (done)
            outbuf_append(&joined, file, length);
        if (json_uint64(tape, json_member_literal(tape, i, "line"), &line) && line != 0)
            outbuf_format(&joined, ":%" PRIu64, line);
        scratch_rewind(scratch, mark);
        done = done && !joined.failed;
    }
    if (done && joined.length > 0)
        csv_text(out, joined.data, joined.length);
    outbuf_destroy(&joined);
    return done;
}

static bool put_value(struct outbuf *out, struct scratch *scratch, const struct json_tape *tape,
                      uint32_t token)
{
    const struct json_token *t = &tape->tokens[token];
    size_t length = t->length;
    const char *text = json_text(tape, token);
    switch ((enum json_kind)t->kind) {
    case JSON_NULL:
        return true;
    case JSON_TRUE:
    case JSON_FALSE:
    case JSON_INT:
    case JSON_FLOAT:
        outbuf_append(out, text, length);
        return true;
    case JSON_STRING:
    case JSON_STRING_UTF8:
    case JSON_STRING_ESCAPED:
        text = text_of(scratch, tape, token, &length);
        break;
    case JSON_ARRAY:
        if (is_traceback(tape, token))
            return put_traceback(out, scratch, tape, token);
        break;
    case JSON_OBJECT:
        break;
    }
    if (text)
        csv_text(out, text, length);
    return text != NULL;
}

/* The member that a column names: "gc.generation"; 0: there is none. */
static uint32_t find_column(const struct json_tape *tape, const char *name)
{
    uint32_t token = 0;
    for (;;) {
        size_t length = strcspn(name, ".");
        if (tape->tokens[token].kind != JSON_OBJECT)
            return 0;
        token = json_member(tape, token, name, length);
        if (!token || !name[length])
            return token;
        name += length + 1;
    }
}

/* The row of JSON that stands aside. False: no memory. */
static bool put_row(struct api_request *request)
{
    const struct outbuf *row = &request->rows.aside;
    struct outbuf *out = &request->answer.body;
    struct json_tape tape = {0};
    if (row->failed ||
        json_read(&request->scratch, row->data, row->length, ROW_DEPTH, &tape, NULL) != JSON_OK)
        return false;
    bool done = true;
    for (const char **name = request->rows.columns; done && *name; name++) {
        uint32_t token = find_column(&tape, *name);
        if (name != request->rows.columns)
            outbuf_byte(out, ',');
        if (token)
            done = put_value(out, &request->scratch, &tape, token);
    }
    outbuf_literal(out, "\r\n");
    return done;
}

/* ---- rows ---------------------------------------------------------------------------------------- */

void row_begin(struct api_request *request)
{
    struct api_rows *rows = &request->rows;
    if (rows->format == ROWS_JSON)
        return;
    rows->outer = request->json;
    rows->aside.length = 0;
    rows->aside.failed = request->answer.body.failed; /* then this row costs nothing */
    json_writer_init(&request->json, rows->format == ROWS_CSV ? &rows->aside : &request->answer.body, false);
}

void row_end(struct api_request *request)
{
    struct api_rows *rows = &request->rows;
    if (rows->format == ROWS_JSON)
        return;
    if (rows->format == ROWS_NDJSON) {
        json_newline(&request->json);
    } else {
        struct scratch_mark mark = scratch_mark(&request->scratch);
        if (!put_row(request))
            request->answer.body.failed = true;
        scratch_rewind(&request->scratch, mark);
    }
    rows->aside.length = 0;
    request->json = rows->outer;
}

bool rows_room(const struct api_request *request)
{
    size_t half = request->answer.body.limit / 2, most = half != 0 && half < ROWS_BYTES ? half : ROWS_BYTES;
    return request->rows.format == ROWS_JSON || request->answer.body.length < most;
}

/* What was sent as a part of a target, as a part of a URI in brackets: what would end it, or the header's
 * line, is escaped. */
static void put_uri(struct outbuf *out, const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        unsigned char byte = (unsigned char)text[i];
        if (byte <= ' ' || byte >= 0x7f || strchr("<>\"", byte) != NULL)
            outbuf_format(out, "%%%02X", byte);
        else
            outbuf_byte(out, text[i]);
    }
}

void rows_next(struct api_request *request, const char *cursor)
{
    struct outbuf link = {0};
    if (!rows_are_lines(request))
        return;
    outbuf_byte(&link, '<');
    put_uri(&link, request->path, strlen(request->path));
    outbuf_byte(&link, '?');
    const char *at = strchr(request->target, '?');
    while (at && *at) {
        at++;
        size_t length = strcspn(at, "&");
        if (length > 0 && strncmp(at, "cursor=", 7) != 0) {
            put_uri(&link, at, length);
            outbuf_byte(&link, '&');
        }
        at += length;
    }
    outbuf_literal(&link, "cursor=");
    put_uri(&link, cursor, strlen(cursor));
    outbuf_literal(&link, ">; rel=\"next\"");
    request->answer.link = link.failed ? NULL : scratch_copy(&request->scratch, link.data, link.length);
    outbuf_destroy(&link);
}
