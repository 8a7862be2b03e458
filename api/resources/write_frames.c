/* Frames and names as JSON. */
#include "api/resources/write_frames.h"

void write_name_members(struct json_writer *w, struct heap *h, addr name, addr value)
{
    char text[1024];
    size_t size = str_utf8_size(h, name);
    json_key(w, "name");
    json_string(w, text, size <= sizeof text ? str_utf8(h, name, text) : 0);
    json_member_address(w, "id", value);
    json_member_text(w, "type", object_type_name(h, value));
    json_member_uint(w, "size", object_getsizeof(h, value));
    json_member_uint(w, "refcount", object_refcount(h, value));
    write_repr_members(w, h, value);
}

void write_frame_members(struct json_writer *w, struct heap *h, size_t index, bool locals)
{
    struct frame_info f;
    if (!frame_info(h, index, &f))
        return;
    json_member_uint(w, "frame", index);
    json_member_text(w, "function", f.function);
    json_member_text(w, "file", f.file);
    json_member_uint(w, "line", f.line);
    if (!locals)
        return;
    size_t position = 0;
    addr name, value;
    json_key(w, "locals");
    json_begin_array(w);
    while (name_next(h, index, &position, &name, &value)) {
        json_begin_object(w);
        write_name_members(w, h, name, value);
        json_end_object(w);
    }
    json_end_array(w);
}
