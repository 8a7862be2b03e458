/* Flame graphs as JSON, as folded stacks and for speedscope (write_flame.h). */
#include "api/resources/write_flame.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- JSON ---------------------------------------------------------------------------------------- */

/* "name": "app.py:12", "file": "app.py", "line": 12 */
static void write_place(struct json_writer *w, struct snapshot_place place)
{
    char line[16];
    snprintf(line, sizeof line, ":%" PRIu32, place.line);
    json_key(w, "name");
    json_begin_string(w);
    json_string_part(w, place.file.bytes, place.file.length);
    json_string_part(w, line, strlen(line));
    json_end_string(w);
    json_member_string(w, "file", place.file.bytes, place.file.length);
    json_member_uint(w, "line", place.line);
}

void write_flame_node(struct json_writer *w, const struct snapshot_flame *flame,
                      const struct snapshot_flame_node *node)
{
    if (node->frame == UINT32_MAX)
        json_member_text(w, "name", "all");
    else if (node->left_out) {
        json_member_text(w, "name", "(other)");
        json_member_uint(w, "left_out", node->left_out);
    } else
        write_place(w, snapshot_flame_place(flame, node));
    json_member_uint(w, "size", node->size);
    json_member_uint(w, "count", node->count);
    json_member_uint(w, "own_size", node->own_size);
    json_member_uint(w, "own_count", node->own_count);
    if (flame->older) {
        json_member_int(w, "size_diff", node->size_diff);
        json_member_int(w, "count_diff", node->count_diff);
        json_member_int(w, "own_size_diff", node->own_size_diff);
        json_member_int(w, "own_count_diff", node->own_count_diff);
    }
}

static void begin_node(struct json_writer *w, const struct snapshot_flame *flame,
                       const struct snapshot_flame_node *node)
{
    json_begin_object(w);
    write_flame_node(w, flame, node);
    json_member_uint(w, "value", node->size);
    if (flame->older)
        json_member_int(w, "delta", node->size_diff);
    json_key(w, "children");
    json_begin_array(w);
}

static void end_node(struct json_writer *w)
{
    json_end_array(w);
    json_end_object(w);
}

/* Nodes come in depth-first order: begin each, and end those whose last descendant has been written. */
void write_flame(struct json_writer *w, const struct snapshot_flame *flame)
{
    uint32_t at = 0;
    begin_node(w, flame, &flame->nodes[0]);
    for (uint32_t i = 1; i < flame->node_count && outbuf_goes_on(w->out); i++) {
        for (; flame->nodes[i].parent != at; at = flame->nodes[at].parent)
            end_node(w);
        begin_node(w, flame, &flame->nodes[i]);
        at = i;
    }
    for (; at != 0; at = flame->nodes[at].parent)
        end_node(w);
    end_node(w);
}

/* ---- folded stacks ------------------------------------------------------------------------------- */

/* What separates frames and lines of this format cannot be part of a name. */
static void put_folded_name(struct outbuf *out, struct snapshot_place place)
{
    size_t from = out->length;
    outbuf_utf8(out, place.file.bytes, place.file.length);
    for (size_t i = from; i < out->length; i++)
        if (out->data[i] == ';' || out->data[i] == '\n' || out->data[i] == '\r')
            out->data[i] = '_';
    outbuf_format(out, ":%" PRIu32, place.line);
}

/* The frames of the open path stand in `path`, as nodes. */
void write_flame_folded(struct outbuf *out, const struct snapshot_flame *flame)
{
    uint32_t *path = calloc(flame->depth + (size_t)1, sizeof *path), depth = 0, at = 0;
    for (uint32_t i = 1; path && i < flame->node_count && outbuf_goes_on(out); i++) {
        const struct snapshot_flame_node *node = &flame->nodes[i];
        for (; at != node->parent; at = flame->nodes[at].parent)
            depth--;
        path[depth++] = at = i;
        uint64_t before = node->own_size - (uint64_t)node->own_size_diff;
        if (node->own_size == 0 && (!flame->older || before == 0))
            continue;
        for (uint32_t k = 0; k < depth && outbuf_goes_on(out); k++) {
            if (k > 0)
                outbuf_byte(out, ';');
            put_folded_name(out, snapshot_flame_place(flame, &flame->nodes[path[k]]));
        }
        if (flame->older)
            outbuf_format(out, " %" PRIu64, before);
        outbuf_format(out, " %" PRIu64 "\n", node->own_size);
    }
    out->failed = out->failed || !path;
    free(path);
}

/* ---- frames with numbers ------------------------------------------------------------------------- */

static int compare_places(const struct snapshot *a, const struct snapshot_frame *x, const struct snapshot *b,
                          const struct snapshot_frame *y)
{
    struct snapshot_text p = a->strings[x->file], q = b->strings[y->file];
    int order = memcmp(p.bytes, q.bytes, p.length < q.length ? p.length : q.length);
    if (order == 0)
        order = (p.length > q.length) - (p.length < q.length);
    return order != 0 ? order : (x->line > y->line) - (x->line < y->line);
}

/* Both lists are sorted: an older frame that the newer snapshot has, too, takes that one's slot. */
static void assign_slots(struct flame_frames *frames, const struct snapshot *older,
                         const struct snapshot *newer)
{
    uint32_t j = 0;
    for (uint32_t i = 0; i < older->frame_count; i++) {
        int order = 1;
        while (j < newer->frame_count &&
               (order = compare_places(newer, &newer->frames[j], older, &older->frames[i])) < 0)
            j++;
        frames->slot[i] = order == 0 && j < newer->frame_count ? j : newer->frame_count + i;
    }
}

static uint32_t slot_of(const struct flame_frames *frames, const struct snapshot_flame_node *node)
{
    return node->in_older ? frames->slot[node->frame] : node->frame;
}

bool flame_frames_init(struct flame_frames *frames, const struct snapshot_flame *flame)
{
    size_t newer = flame->snapshot->frame_count, older = flame->older ? flame->older->frame_count : 0;
    *frames = (struct flame_frames){
        .slot = calloc(older + 1, sizeof *frames->slot),
        .number = calloc(newer + older + 1, sizeof *frames->number),
        .places = calloc(newer + older + 1, sizeof *frames->places),
    };
    if (!frames->slot || !frames->number || !frames->places) {
        flame_frames_drop(frames);
        return false;
    }
    if (flame->older)
        assign_slots(frames, flame->older, flame->snapshot);
    for (uint32_t i = 1; i < flame->node_count; i++)
        frames->number[slot_of(frames, &flame->nodes[i])] = 1;
    for (size_t i = 0; i < newer + older; i++) {
        if (!frames->number[i])
            continue;
        const struct snapshot *from = i < newer ? flame->snapshot : flame->older;
        const struct snapshot_frame *frame = &from->frames[i < newer ? i : i - newer];
        frames->places[frames->count++] = (struct snapshot_place){from->strings[frame->file], frame->line};
        frames->number[i] = frames->count;
    }
    return true;
}

void flame_frames_drop(struct flame_frames *frames)
{
    free(frames->slot);
    free(frames->number);
    free(frames->places);
    *frames = (struct flame_frames){0};
}

uint32_t flame_frame_number(const struct flame_frames *frames, const struct snapshot_flame_node *node)
{
    return frames->number[slot_of(frames, node)];
}

/* ---- speedscope ---------------------------------------------------------------------------------- */

/* What a profile of the file shows of each site. */
struct measure {
    const char *name, *unit;
    uint64_t (*of)(const struct snapshot_flame_node *node); /* 0: the site is not in this profile */
};

static uint64_t own_bytes(const struct snapshot_flame_node *node)
{
    return node->own_size;
}
static uint64_t own_blocks(const struct snapshot_flame_node *node)
{
    return node->own_count;
}
static uint64_t more(int64_t diff)
{
    return diff > 0 ? (uint64_t)diff : 0;
}
static uint64_t less(int64_t diff)
{
    return diff < 0 ? -(uint64_t)diff : 0;
}
static uint64_t more_bytes(const struct snapshot_flame_node *node)
{
    return more(node->own_size_diff);
}
static uint64_t less_bytes(const struct snapshot_flame_node *node)
{
    return less(node->own_size_diff);
}
static uint64_t more_blocks(const struct snapshot_flame_node *node)
{
    return more(node->own_count_diff);
}
static uint64_t less_blocks(const struct snapshot_flame_node *node)
{
    return less(node->own_count_diff);
}

static const struct measure measures_of_one[] = {
    {"bytes", "bytes", own_bytes}, {"blocks", "none", own_blocks}, {0}};
static const struct measure measures_of_two[] = {
    {"grown: bytes", "bytes", more_bytes},
    {"shrunk: bytes", "bytes", less_bytes},
    {"grown: blocks", "none", more_blocks},
    {"shrunk: blocks", "none", less_blocks},
    {0},
};

/* The path to a node, the root left out, oldest frame first. */
static void write_stack(struct json_writer *w, const struct snapshot_flame *flame,
                        const struct flame_frames *frames, uint32_t node, uint32_t *path)
{
    uint32_t length = 0;
    for (; node != 0; node = flame->nodes[node].parent)
        path[length++] = flame_frame_number(frames, &flame->nodes[node]) - 1;
    json_begin_array(w);
    while (length > 0)
        json_uint(w, path[--length]);
    json_end_array(w);
}

static void write_profile(struct json_writer *w, const struct snapshot_flame *flame,
                          const struct flame_frames *frames, const struct measure *measure, uint32_t *path)
{
    uint64_t sum = 0, value;
    json_begin_object(w);
    json_member_text(w, "type", "sampled");
    json_member_text(w, "name", measure->name);
    json_member_text(w, "unit", measure->unit);
    json_member_uint(w, "startValue", 0);
    json_key(w, "samples");
    json_begin_array(w);
    for (uint32_t i = 1; i < flame->node_count && outbuf_goes_on(w->out); i++)
        if (measure->of(&flame->nodes[i]))
            write_stack(w, flame, frames, i, path);
    json_end_array(w);
    json_key(w, "weights");
    json_begin_array(w);
    for (uint32_t i = 1; i < flame->node_count && outbuf_goes_on(w->out); i++)
        if ((value = measure->of(&flame->nodes[i])) != 0) {
            json_uint(w, value);
            sum += value;
        }
    json_end_array(w);
    json_member_uint(w, "endValue", sum);
    json_end_object(w);
}

static void write_shared_frames(struct json_writer *w, const struct flame_frames *frames)
{
    json_key(w, "shared");
    json_begin_object(w);
    json_key(w, "frames");
    json_begin_array(w);
    for (uint32_t i = 0; i < frames->count && outbuf_goes_on(w->out); i++) {
        json_begin_object(w);
        write_place(w, frames->places[i]);
        json_end_object(w);
    }
    json_end_array(w);
    json_end_object(w);
}

bool write_flame_speedscope(struct json_writer *w, const struct snapshot_flame *flame, const char *name)
{
    struct flame_frames frames;
    uint32_t *path = calloc(flame->depth + (size_t)1, sizeof *path);
    if (!path || !flame_frames_init(&frames, flame)) {
        free(path);
        return false;
    }
    json_begin_object(w);
    json_member_text(w, "$schema", "https://www.speedscope.app/file-format-schema.json");
    json_member_text(w, "name", name);
    json_member_text(w, "exporter", "heapd " HEAPD_VERSION);
    json_member_uint(w, "activeProfileIndex", 0);
    write_shared_frames(w, &frames);
    json_key(w, "profiles");
    json_begin_array(w);
    for (const struct measure *measure = flame->older ? measures_of_two : measures_of_one; measure->name;
         measure++)
        write_profile(w, flame, &frames, measure, path);
    json_end_array(w);
    json_end_object(w);
    flame_frames_drop(&frames);
    free(path);
    return true;
}
