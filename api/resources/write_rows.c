/* Rows of statistics and differences as JSON (write_rows.h). */
#include "api/resources/write_rows.h"

void write_row_key(struct json_writer *w, const struct snapshot_table *table, const struct snapshot_row *row)
{
    uint32_t frames = snapshot_table_nframe(table, row);
    if (table->group_by == SNAPSHOT_BY_TYPE || table->group_by == SNAPSHOT_BY_PACKAGE) {
        struct snapshot_text name = snapshot_table_name(table, row);
        json_member_string(w, "group", name.bytes, name.length);
    } else if (table->group_by == SNAPSHOT_BY_DOMAIN) {
        json_member_uint(w, "group", snapshot_table_domain(table, row));
    }
    json_key(w, "traceback");
    json_begin_array(w);
    for (uint32_t i = 0; i < frames; i++) {
        struct snapshot_place place = snapshot_table_frame(table, row, i);
        json_begin_object(w);
        json_member_string(w, "file", place.file.bytes, place.file.length);
        json_member_uint(w, "line", place.line);
        json_end_object(w);
    }
    json_end_array(w);
}

void write_table_row(struct json_writer *w, const struct snapshot_table *table,
                     const struct snapshot_row *row)
{
    bool difference = table->older != NULL;
    json_begin_object(w);
    json_member_uint(w, "size", row->size);
    if (difference)
        json_member_int(w, "size_diff", row->size_diff);
    json_member_uint(w, "count", row->count);
    if (difference)
        json_member_int(w, "count_diff", row->count_diff);
    write_row_key(w, table, row);
    json_end_object(w);
}

void write_table_members(struct api_request *request, const struct snapshot_table *table)
{
    struct json_writer *w = &request->json;
    bool difference = table->older != NULL;
    json_member_text(w, "group_by", snapshot_group_name(table->group_by));
    json_key(w, "items");
    json_begin_array(w);
    for (size_t i = 0; i < table->row_count && !request->answer.body.failed; i++) {
        row_begin(request);
        write_table_row(w, table, &table->rows[i]);
        row_end(request);
    }
    json_end_array(w);
    json_member_null(w, "next");
    json_member_uint(w, "total", table->group_count);
    json_member_uint(w, "size", table->size);
    json_member_uint(w, "count", table->count);
    if (difference) {
        json_member_int(w, "size_diff", table->size_diff);
        json_member_int(w, "count_diff", table->count_diff);
    }
}
