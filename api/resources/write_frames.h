/* Frames as JSON. */
#ifndef API_RESOURCES_WRITE_FRAMES_H
#define API_RESOURCES_WRITE_FRAMES_H

#include "api/value_write.h"

/* The members of one frame: "frame" (0 is the module), "function", "file", "line" and, when `locals`,
 * "locals": items of
 * {"name", "id", "type", "size", "refcount", "repr"}. */
void write_frame_members(struct json_writer *w, struct heap *h, size_t index, bool locals);

/* Members of one bound name: "name", "id", "type", "size", "refcount", "repr". */
void write_name_members(struct json_writer *w, struct heap *h, addr name, addr value);

#endif
