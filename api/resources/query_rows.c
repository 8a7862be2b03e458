/* Rows in three notations (query_rows.h). */
#include "api/resources/query_rows.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

static void write_json_value(struct json_writer *w, const struct query_value *value)
{
    switch (value->type) {
    case QUERY_NULL:
        json_null(w);
        break;
    case QUERY_INT:
        json_int(w, value->integer);
        break;
    case QUERY_REAL:
        json_real(w, value->real);
        break;
    case QUERY_TEXT:
        json_string(w, value->bytes, value->length);
        break;
    case QUERY_BLOB:
        json_begin_object(w);
        json_key(w, "$bytes");
        json_base64(w, value->bytes, value->length);
        json_end_object(w);
        break;
    }
}

void write_row_array(struct json_writer *w, struct query *q)
{
    json_begin_array(w);
    for (int i = 0; i < query_column_count(q); i++) {
        struct query_value value = query_value(q, i);
        write_json_value(w, &value);
    }
    json_end_array(w);
}

/* How many columns before this one have its name. */
static int same_before(struct query *q, int i)
{
    int same = 0;
    for (int k = 0; k < i; k++)
        same += !strcmp(query_column_name(q, k), query_column_name(q, i));
    return same;
}

void write_row_object(struct json_writer *w, struct query *q)
{
    json_begin_object(w);
    for (int i = 0; i < query_column_count(q); i++) {
        const char *name = query_column_name(q, i);
        int before = same_before(q, i);
        char numbered[200];
        if (before > 0)
            snprintf(numbered, sizeof numbered, "%.180s:%d", name, before + 1);
        json_key_string(w, before > 0 ? numbered : name, strlen(before > 0 ? numbered : name));
        struct query_value value = query_value(q, i);
        write_json_value(w, &value);
    }
    json_end_object(w);
}

void write_row_columns(struct json_writer *w, struct query *q)
{
    json_begin_array(w);
    for (int i = 0; i < query_column_count(q); i++) {
        json_begin_object(w);
        json_member_text(w, "name", query_column_name(q, i));
        json_member_text(w, "type", query_column_type(q, i));
        json_end_object(w);
    }
    json_end_array(w);
}

/* ---- CSV */

static void write_csv_value(struct outbuf *out, const struct query_value *value)
{
    struct json_writer w;
    switch (value->type) {
    case QUERY_NULL:
        break;
    case QUERY_INT:
        outbuf_format(out, "%" PRId64, value->integer);
        break;
    case QUERY_REAL:
        if (isfinite(value->real)) {
            json_writer_init(&w, out, false);
            json_real(&w, value->real);
        } else {
            outbuf_format(out, "%s", isnan(value->real) ? "nan" : value->real > 0 ? "inf" : "-inf");
        }
        break;
    case QUERY_TEXT:
        csv_text(out, value->bytes, value->length);
        break;
    case QUERY_BLOB:
        for (size_t i = 0; i < value->length; i++)
            outbuf_format(out, "%02x", ((const unsigned char *)value->bytes)[i]);
        break;
    }
}

void write_csv_names(struct outbuf *out, struct query *q)
{
    for (int i = 0; i < query_column_count(q); i++) {
        if (i > 0)
            outbuf_byte(out, ',');
        csv_text(out, query_column_name(q, i), strlen(query_column_name(q, i)));
    }
    outbuf_literal(out, "\r\n");
}

void write_csv_row(struct outbuf *out, struct query *q)
{
    for (int i = 0; i < query_column_count(q); i++) {
        struct query_value value = query_value(q, i);
        if (i > 0)
            outbuf_byte(out, ',');
        write_csv_value(out, &value);
    }
    outbuf_literal(out, "\r\n");
}

/* ---- problems */

void report_query_error(struct query *q, bool session_ended, struct problem_report *report)
{
    static const enum problem problems[] = {
        [QUERY_FINE] = PROBLEM_INTERNAL,
        [QUERY_BAD_SQL] = PROBLEM_INVALID_QUERY,
        [QUERY_DENIED] = PROBLEM_QUERY_DENIED,
        [QUERY_FAILED] = PROBLEM_QUERY_FAILED,
        [QUERY_TOO_LARGE] = PROBLEM_QUERY_TOO_LARGE,
        [QUERY_OVER_MEMORY] = PROBLEM_QUERY_TOO_LARGE,
        [QUERY_STOPPED] = PROBLEM_DEADLINE,
        [QUERY_NEEDS_HEAP] = PROBLEM_SESSION_ENDED,
    };
    const struct query_error *error = query_error(q);
    bool in_sql = error->kind == QUERY_BAD_SQL || error->kind == QUERY_DENIED;
    *report = (struct problem_report){
        .problem =
            error->kind == QUERY_STOPPED && session_ended ? PROBLEM_NO_SUCH_SESSION : problems[error->kind],
        .detail = error->kind == QUERY_STOPPED && session_ended ? "the session was ended meanwhile"
                                                                : error->message,
        .pointer = in_sql ? "/sql" : NULL,
        .sql_offset = in_sql && error->offset >= 0 ? error->offset + 1 : 0,
    };
}
