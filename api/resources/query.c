/* /query: SQL over the heap and its snapshots, and what there is to ask for. */
#include "api/resource.h"
#include "api/resources/query_rows.h"
#include "api/resources/query_source.h"
#include "api/resources/query_stream.h"
#include "api/resources/resources.h"
#include "api/store_answer.h"
#include "daemon/session/registry.h"

#include <math.h>
#include <string.h>

enum { ROWS_DEFAULT = 1000 };

/* What a client asks for. */
struct wanted {
    struct api_text sql;
    const struct json_tape *tape;
    uint32_t parameters; /* token of an array or an object; 0: none */
    enum rows_format format;
    uint64_t limit; /* rows; 0: none */
};

/* ---- reading */

/* ?limit= and the format. */
static enum api_result read_options(struct api_request *request, struct wanted *wanted)
{
    enum api_result result = rows_format(request, &wanted->format);
    uint64_t limit = wanted->limit ? wanted->limit : wanted->format == ROWS_JSON ? ROWS_DEFAULT : 0;
    if (result == API_DONE)
        result = api_query_uint(request, "limit", 1, ROWS_MAX, &limit);
    wanted->limit = limit;
    return result;
}

static enum api_result fail_member(struct api_request *request, const char *pointer, const char *what)
{
    return api_fail_at(request, PROBLEM_INVALID_BODY, pointer, "%s", what);
}

static enum api_result text_of(struct api_request *request, const struct json_tape *tape, uint32_t token,
                               struct api_text *out)
{
    struct value_reader reader;
    value_reader_begin(&reader, NULL, tape, &request->scratch);
    out->text = value_text(&reader, token, &out->length);
    return out->text ? API_DONE : api_fail(request, PROBLEM_OUT_OF_MEMORY, "no memory for this query");
}

static enum api_result read_document(struct api_request *request, struct json_tape *tape,
                                     struct wanted *wanted)
{
    enum api_result result = api_json_body(request, tape);
    if (result != API_DONE)
        return result;
    if (tape->tokens[0].kind != JSON_OBJECT)
        return fail_member(request, "", "the document is an object, {\"sql\": \"SELECT …\"}");
    for (uint32_t i = 1; i < tape->tokens[0].next; i = tape->tokens[i + 1].next) {
        struct json_token value = tape->tokens[i + 1];
        if (json_equals_literal(tape, i, "sql")) {
            if (!json_is_string(value))
                return fail_member(request, "/sql", "sql is a string");
            result = text_of(request, tape, i + 1, &wanted->sql);
            if (result != API_DONE)
                return result;
        } else if (json_equals_literal(tape, i, "parameters")) {
            if (value.kind != JSON_ARRAY && value.kind != JSON_OBJECT)
                return fail_member(request, "/parameters",
                                   "parameters is an array, for ?, or an object, for :name");
            wanted->parameters = i + 1;
        } else if (json_equals_literal(tape, i, "limit")) {
            if (!json_uint64(tape, i + 1, &wanted->limit) || wanted->limit < 1 || wanted->limit > ROWS_MAX)
                return fail_member(request, "/limit", "limit is a number of rows, 1 to 1000000");
        } else {
            char pointer[200];
            json_pointer(tape, i + 1, pointer, sizeof pointer);
            return fail_member(request, pointer, "there are sql, parameters and limit");
        }
    }
    wanted->tape = tape;
    return wanted->sql.text ? API_DONE : fail_member(request, "/sql", "sql is missing");
}

/* ---- preparing */

static enum api_result fail_query(struct api_request *request, struct query *q)
{
    struct problem_report report;
    bool ended = request->session && session_ended(request->session);
    report_query_error(q, ended, &report);
    report.detail = scratch_copy(&request->scratch, report.detail, strlen(report.detail));
    return api_fail_report(request, &report);
}

static enum api_result fail_parameter(struct api_request *request, const struct json_tape *tape,
                                      uint32_t token, const char *what)
{
    char pointer[200];
    json_pointer(tape, token, pointer, sizeof pointer);
    return fail_member(request, pointer, what);
}

static enum api_result bind(struct api_request *request, struct query *q, const struct json_tape *tape,
                            uint32_t token, int index)
{
    struct api_text text;
    int64_t number;
    double real;
    bool done = false;
    switch ((enum json_kind)tape->tokens[token].kind) {
    case JSON_NULL:
        done = query_bind_null(q, index);
        break;
    case JSON_TRUE:
    case JSON_FALSE:
        done = query_bind_int(q, index, tape->tokens[token].kind == JSON_TRUE);
        break;
    case JSON_INT:
        if (!json_int64(tape, token, &number))
            return fail_parameter(request, tape, token, "an integer has at most 64 bits in SQL");
        done = query_bind_int(q, index, number);
        break;
    case JSON_FLOAT:
        if (!json_double(tape, token, &real) || !isfinite(real))
            return fail_parameter(request, tape, token, "a number is finite in SQL");
        done = query_bind_real(q, index, real);
        break;
    case JSON_STRING:
    case JSON_STRING_UTF8:
    case JSON_STRING_ESCAPED: {
        enum api_result result = text_of(request, tape, token, &text);
        if (result != API_DONE)
            return result;
        done = query_bind_text(q, index, text.text, text.length);
        break;
    }
    case JSON_ARRAY:
    case JSON_OBJECT:
        return fail_parameter(request, tape, token, "a parameter is null, true, false, a number or a string");
    }
    return done ? API_DONE : fail_query(request, q);
}

static enum api_result bind_positions(struct api_request *request, struct query *q,
                                      const struct wanted *wanted)
{
    const struct json_tape *tape = wanted->tape;
    uint32_t array = wanted->parameters, given = array ? tape->tokens[array].count : 0;
    if (given != (uint32_t)query_parameter_count(q))
        return api_fail_at(request, PROBLEM_INVALID_BODY, "/parameters",
                           "the SQL has %d parameters, and %u are given", query_parameter_count(q), given);
    enum api_result result = API_DONE;
    int index = 0;
    for (uint32_t i = array + 1; given && result == API_DONE && i < tape->tokens[array].next;
         i = tape->tokens[i].next)
        result = bind(request, q, tape, i, ++index);
    return result;
}

/* What is not named is NULL, as SQLite has it. */
static enum api_result bind_names(struct api_request *request, struct query *q, const struct wanted *wanted)
{
    const struct json_tape *tape = wanted->tape;
    uint32_t object = wanted->parameters;
    enum api_result result = API_DONE;
    for (uint32_t i = object + 1; result == API_DONE && i < tape->tokens[object].next;
         i = tape->tokens[i + 1].next) {
        struct api_text name;
        result = text_of(request, tape, i, &name);
        if (result != API_DONE)
            return result;
        int index = query_parameter_named(q, name.text);
        if (!index)
            return fail_parameter(request, tape, i + 1, "the SQL has no parameter of this name");
        result = bind(request, q, tape, i + 1, index);
    }
    return result;
}

static enum api_result prepare(struct api_request *request, const struct wanted *wanted, struct query **out)
{
    struct query *q = query_open(NULL);
    if (!q)
        return api_fail(request, PROBLEM_OUT_OF_MEMORY, "no memory for this query");
    bool named = wanted->parameters && wanted->tape->tokens[wanted->parameters].kind == JSON_OBJECT;
    enum api_result result =
        query_prepare(q, wanted->sql.text, wanted->sql.length) ? API_DONE : fail_query(request, q);
    if (result == API_DONE)
        result = named ? bind_names(request, q, wanted) : bind_positions(request, q, wanted);
    if (result == API_DONE)
        *out = q;
    else
        query_close(q);
    return result;
}

/* ---- running */

struct answer {
    uint64_t rows;
    bool truncated;
};

static enum api_result write_rows(struct api_request *request, struct query *q, const struct wanted *wanted)
{
    struct json_writer *w = &request->json;
    struct answer answer = {0};
    int64_t before = monotonic_ns();
    enum query_step step;
    json_begin_object(w);
    json_key(w, "columns");
    write_row_columns(w, q);
    json_key(w, "rows");
    json_begin_array(w);
    while ((step = query_step(q)) == QUERY_ROW) {
        answer.truncated = answer.rows >= wanted->limit || request->answer.body.length > ROWS_BYTES;
        if (answer.truncated)
            break;
        write_row_array(w, q);
        answer.rows++;
    }
    if (step == QUERY_ERROR)
        return fail_query(request, q);
    json_end_array(w);
    json_member_uint(w, "row_count", answer.rows);
    json_member_bool(w, "truncated", answer.truncated);
    json_member_uint(w, "rows_visited", query_rows_visited(q));
    json_member_int(w, "duration_us", (monotonic_ns() - before) / 1000);
    json_end_object(w);
    return API_DONE;
}

/* In one piece. The heap's turn is kept while rows are made, not while they are sent. */
static enum api_result answer_whole(struct api_request *request, struct query *q, int64_t record,
                                    const struct wanted *wanted)
{
    struct query_rows_source rows = {.store = request->context->store,
                                     .record = record,
                                     .deadline = &request->deadline,
                                     .graphs = request->context->graphs};
    struct query_source source;
    enum api_result result = query_is_live(q) ? api_enter(request, &rows.session) : API_DONE;
    if (result != API_DONE) {
        query_close(q);
        return result;
    }
    query_rows_source(&rows, &source);
    query_start(q, &source);
    result = write_rows(request, q, wanted);
    if (result == API_DONE && rows.session)
        api_etag(request, session_seq(rows.session));
    query_close(q); /* inside the turn: what it lends is the heap's */
    api_leave(request);
    query_rows_source_end(&rows);
    return result;
}

static enum api_result run(struct api_request *request, struct wanted *wanted)
{
    struct query *q = NULL;
    int64_t record;
    enum api_result result = read_options(request, wanted);
    if (result == API_DONE)
        result = prepare(request, wanted, &q);
    if (result != API_DONE)
        return result;
    result = stored_record(request, &record);
    if (result == API_DONE && query_is_live(q) && !api_live_session(request))
        result = api_fail(request, PROBLEM_SESSION_ENDED,
                          "the session has no heap any more; snapshots can be asked for");
    if (result == API_DONE && query_has_snapshots(q))
        (void)!store_flush(request->context->store);
    if (result != API_DONE) {
        query_close(q);
        return result;
    }
    if (wanted->format != ROWS_JSON && request->context->workers)
        return stream_query(request, q, record, wanted->format, wanted->limit);
    return answer_whole(request, q, record, wanted);
}

/* ---- what there is */

static void write_table(struct json_writer *w, size_t index, const struct query_table *table)
{
    struct query_column column;
    json_begin_object(w);
    json_member_text(w, "name", table->name);
    json_member_text(w, "description", table->meaning);
    json_member_bool(w, "live", table->live);
    json_key(w, "columns");
    json_begin_array(w);
    for (size_t i = 0; query_table_column(index, i, &column); i++) {
        json_begin_object(w);
        json_member_text(w, "name", column.name);
        json_member_text(w, "type", column.type);
        json_member_text(w, "description", column.meaning);
        json_member_bool(w, "indexed", column.indexed);
        if (column.parameter)
            json_member_bool(w, "argument", true);
        json_end_object(w);
    }
    json_end_array(w);
    json_end_object(w);
}

static enum api_result write_tables(struct api_request *request)
{
    struct json_writer *w = &request->json;
    struct query_table table;
    struct query_example example;
    int64_t record;
    enum api_result result = stored_record(request, &record);
    if (result != API_DONE)
        return result;
    json_begin_object(w);
    json_key(w, "tables");
    json_begin_array(w);
    for (size_t i = 0; query_table(i, &table); i++)
        write_table(w, i, &table);
    json_end_array(w);
    json_key(w, "examples");
    json_begin_array(w);
    for (size_t i = 0; query_example(i, &example); i++) {
        json_begin_object(w);
        json_member_text(w, "title", example.title);
        json_member_text(w, "sql", example.sql);
        json_end_object(w);
    }
    json_end_array(w);
    json_end_object(w);
    return API_DONE;
}

/* ?sql= is run; without it the tables, their columns and some examples. */
enum api_result get_query(struct api_request *request)
{
    struct wanted wanted = {.sql.text = api_query_text(request, "sql")};
    if (!wanted.sql.text)
        return write_tables(request);
    wanted.sql.length = strlen(wanted.sql.text);
    return run(request, &wanted);
}

/* {"sql", "parameters"?, "limit"?}, or the SQL itself as application/sql. */
enum api_result post_query(struct api_request *request)
{
    struct json_tape tape = {0};
    struct wanted wanted = {0};
    bool document = request->media == MEDIA_JSON ||
                    (request->media == MEDIA_NONE && request->body[strspn(request->body, " \t\r\n")] == '{');
    if (!document) {
        wanted.sql = (struct api_text){request->body, request->body_length};
        return run(request, &wanted);
    }
    enum api_result result = read_document(request, &tape, &wanted);
    return result == API_DONE ? run(request, &wanted) : result;
}
