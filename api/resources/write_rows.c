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

static void write_row(struct json_writer *w, const struct snapshot_table *table, const struct snapshot_row *row)
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

void write_table_lines(struct json_writer *w, const struct snapshot_table *table)
{
    for (size_t i = 0; i < table->row_count; i++) {
        write_row(w, table, &table->rows[i]);
        json_newline(w);
    }
}

/* Inside quotes, which are doubled. */
static void write_quoted(struct outbuf *out, const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        if (text[i] == '"')
            outbuf_byte(out, '"');
        outbuf_byte(out, text[i]);
    }
}

void write_table_csv(struct outbuf *out, const struct snapshot_table *table)
{
    bool difference = table->older != NULL;
    outbuf_format(out, difference ? "size,size_diff,count,count_diff,%s\r\n" : "size,count,%s\r\n", snapshot_group_name(table->group_by));
    for (size_t i = 0; i < table->row_count; i++) {
        const struct snapshot_row *row = &table->rows[i];
        struct snapshot_text name = snapshot_table_name(table, row);
        if (difference)
            outbuf_format(out, "%llu,%lld,%llu,%lld,\"", (unsigned long long)row->size, (long long)row->size_diff, (unsigned long long)row->count,
                          (long long)row->count_diff);
        else
            outbuf_format(out, "%llu,%llu,\"", (unsigned long long)row->size, (unsigned long long)row->count);
        if (table->group_by == SNAPSHOT_BY_DOMAIN)
            outbuf_format(out, "%u", snapshot_table_domain(table, row));
        else
            write_quoted(out, name.bytes, name.length);
        for (uint32_t k = 0; k < snapshot_table_nframe(table, row); k++) {
            struct snapshot_place place = snapshot_table_frame(table, row, k);
            if (k > 0)
                outbuf_byte(out, ';');
            write_quoted(out, place.file.bytes, place.file.length);
            if (table->group_by != SNAPSHOT_BY_FILENAME)
                outbuf_format(out, ":%u", place.line);
        }
        outbuf_literal(out, "\"\r\n");
    }
}

void write_table_members(struct json_writer *w, const struct snapshot_table *table)
{
    bool difference = table->older != NULL;
    json_member_text(w, "group_by", snapshot_group_name(table->group_by));
    json_key(w, "items");
    json_begin_array(w);
    for (size_t i = 0; i < table->row_count; i++)
        write_row(w, table, &table->rows[i]);
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
