/*
 * A snapshot as bytes, and back.
 *
 *     8 bytes   "heapdsn" and the form's number
 *     header    counts and totals (see write_header)
 *     strings, frames, tracebacks, types, in the value's order
 *
 * Everything is a number of seven bits a byte, lowest first, or text. What is sorted shares its beginning
 * with what is before it, and says only how much: of a traceback among its neighbours few frames are left to
 * write.
 *
 * Reading trusts nothing: what is no snapshot in the order that snapshot.h promises is refused. */
#include "daemon/snapshot/array.h"
#include "daemon/snapshot/value.h"
#include <stdlib.h>
#include <string.h>

static const char magic[8] = "heapdsn1";

/* ---- Writing ------------------------------------------------------------------------------------- */

struct output {
    unsigned char *bytes;
    size_t count, room;
    bool failed;
};

enum { NUMBER = 10 }; /* bytes of a 64-bit number at most */

/* Room for `more` bytes; NULL: there is no memory, which `failed` remembers. */
static unsigned char *make_room(struct output *out, size_t more)
{
    if (out->failed || snapshot_reserve(&out->bytes, &out->room, out->count + more, 1)) {
        out->failed = true;
        return NULL;
    }
    return out->bytes + out->count;
}

static unsigned char *put_number(unsigned char *to, uint64_t number)
{
    while (number >= 0x80) {
        *to++ = (unsigned char)(number | 0x80);
        number >>= 7;
    }
    *to++ = (unsigned char)number;
    return to;
}

static void write_numbers(struct output *out, const uint64_t *numbers, size_t count)
{
    unsigned char *to = make_room(out, count * NUMBER);
    if (to == NULL) {
        return;
    }
    for (size_t i = 0; i < count; i++) {
        to = put_number(to, numbers[i]);
    }
    out->count = (size_t)(to - out->bytes);
}

static void write_bytes(struct output *out, const char *bytes, size_t length)
{
    unsigned char *to = make_room(out, length);
    if (to != NULL && length > 0) {
        memcpy(to, bytes, length);
        out->count += length;
    }
}

static void write_header(struct output *out, const struct snapshot *s)
{
    uint64_t bytes = 0;
    for (uint32_t i = 0; i < s->string_count; i++) {
        bytes += s->strings[i].length + 1;
    }
    write_bytes(out, magic, sizeof magic);
    write_numbers(out,
                  (const uint64_t[]){s->string_count, bytes, s->frame_count, s->path_length,
                                     s->traceback_count, s->type_count, s->nframe, s->size, s->count,
                                     s->peak},
                  10);
}

static void write_strings(struct output *out, const struct snapshot *s)
{
    struct snapshot_text before = {"", 0};
    for (uint32_t i = 0; i < s->string_count; i++) {
        struct snapshot_text text = s->strings[i];
        size_t shared = 0;
        while (shared < text.length && shared < before.length && text.bytes[shared] == before.bytes[shared]) {
            shared++;
        }
        write_numbers(out, (const uint64_t[]){shared, text.length - shared}, 2);
        write_bytes(out, text.bytes + shared, text.length - shared);
        before = text;
    }
}

static void write_frames(struct output *out, const struct snapshot *s)
{
    struct snapshot_frame before = {0, 0};
    for (uint32_t i = 0; i < s->frame_count; i++) {
        struct snapshot_frame frame = s->frames[i];
        uint32_t line = frame.file == before.file ? frame.line - before.line : frame.line;
        write_numbers(out, (const uint64_t[]){frame.file - before.file, line}, 2);
        before = frame;
    }
}

static void write_tracebacks(struct output *out, const struct snapshot *s)
{
    const uint32_t *before = NULL;
    uint32_t before_length = 0;
    for (uint32_t i = 0; i < s->traceback_count; i++) {
        const struct snapshot_traceback *t = &s->tracebacks[i];
        const uint32_t *path = s->paths + t->path;
        uint32_t shared = 0;
        while (shared < t->nframe && shared < before_length && path[shared] == before[shared]) {
            shared++;
        }
        unsigned char *to = make_room(out, (6 + (size_t)t->nframe - shared) * NUMBER);
        if (to == NULL) {
            return;
        }
        to = put_number(put_number(to, shared), t->nframe - shared);
        for (uint32_t k = shared; k < t->nframe; k++) {
            to = put_number(to, path[k]);
        }
        to = put_number(to, t->total_nframe == t->nframe ? 0 : (uint64_t)t->total_nframe + 1);
        to = put_number(put_number(put_number(to, t->domain), t->size), t->count);
        out->count = (size_t)(to - out->bytes);
        before = path;
        before_length = t->nframe;
    }
}

enum snapshot_status snapshot_write(const struct snapshot *s, unsigned char **bytes, size_t *length)
{
    struct output out = {0};
    write_header(&out, s);
    write_strings(&out, s);
    write_frames(&out, s);
    write_tracebacks(&out, s);
    for (uint32_t i = 0; i < s->type_count; i++) {
        write_numbers(&out, (const uint64_t[]){s->types[i].name, s->types[i].size, s->types[i].count}, 3);
    }
    if (out.failed) {
        free(out.bytes);
        return SNAPSHOT_NO_MEMORY;
    }
    *bytes = out.bytes;
    *length = out.count;
    return SNAPSHOT_OK;
}

/* ---- Reading ------------------------------------------------------------------------------------- */

struct input {
    const unsigned char *at, *end;
    bool damaged;
};

/* The next number, which is at most `most`; 0 if it is not there or is more. */
static uint64_t read_number(struct input *in, uint64_t most)
{
    uint64_t number = 0;
    for (unsigned shift = 0; in->at < in->end && shift < 64; shift += 7) {
        unsigned char byte = *in->at++;
        uint64_t part = byte & 0x7f;
        if (part << shift >> shift != part) {
            break;
        }
        number |= part << shift;
        if (byte < 0x80) {
            in->damaged = in->damaged || number > most;
            return number > most ? 0 : number;
        }
    }
    in->damaged = true;
    return 0;
}

static size_t left(const struct input *in)
{
    return (size_t)(in->end - in->at);
}

static void read_header(struct input *in, struct snapshot *shape, size_t *bytes)
{
    if (left(in) < sizeof magic || memcmp(in->at, magic, sizeof magic) != 0) {
        in->damaged = true;
        return;
    }
    in->at += sizeof magic;
    /* Each of these has bytes of its own in what follows; a path's shared beginning has none. */
    shape->string_count = (uint32_t)read_number(in, left(in) / 2);
    *bytes = (size_t)read_number(in, (uint64_t)1 << 40);
    shape->frame_count = (uint32_t)read_number(in, left(in) / 2);
    shape->path_length = (uint32_t)read_number(in, SNAPSHOT_MAX_IDS);
    shape->traceback_count = (uint32_t)read_number(in, left(in) / 6);
    shape->type_count = (uint32_t)read_number(in, left(in) / 3);
    shape->nframe = (uint32_t)read_number(in, UINT32_MAX);
    shape->size = read_number(in, INT64_MAX);
    shape->count = read_number(in, INT64_MAX);
    shape->peak = read_number(in, UINT64_MAX);
}

static void read_strings(struct input *in, const struct snapshot *shape, struct snapshot_parts *parts,
                         size_t bytes)
{
    char *to = parts->bytes, *end = to + bytes;
    struct snapshot_text before = {"", 0};
    for (uint32_t i = 0; i < shape->string_count && !in->damaged; i++) {
        size_t shared = (size_t)read_number(in, before.length);
        size_t rest = (size_t)read_number(in, left(in));
        if (in->damaged || shared + rest + 1 > (size_t)(end - to)) {
            in->damaged = true;
            return;
        }
        memcpy(to, before.bytes, shared);
        memcpy(to + shared, in->at, rest);
        in->at += rest;
        struct snapshot_text text = {to, shared + rest};
        to[text.length] = '\0';
        to += text.length + 1;
        in->damaged = i > 0 && snapshot_text_compare(before, text) >= 0;
        parts->strings[i] = before = text;
    }
    in->damaged = in->damaged || to != end;
}

static void read_frames(struct input *in, const struct snapshot *shape, struct snapshot_parts *parts)
{
    struct snapshot_frame before = {0, 0};
    for (uint32_t i = 0; i < shape->frame_count && !in->damaged; i++) {
        uint64_t file = before.file + read_number(in, shape->string_count),
                 line = read_number(in, UINT32_MAX);
        if (file == before.file) {
            in->damaged = in->damaged || (i > 0 && line == 0);
            line += before.line;
        }
        in->damaged = in->damaged || file >= shape->string_count || line > UINT32_MAX;
        parts->frames[i] = before = (struct snapshot_frame){(uint32_t)file, (uint32_t)line};
    }
}

/* Whether `t` comes after `before` in the order of tracebacks. */
static bool rises(const uint32_t *paths, const struct snapshot_traceback *before,
                  const struct snapshot_traceback *t)
{
    int order = snapshot_path_compare(paths + before->path, before->nframe, paths + t->path, t->nframe);
    if (order == 0) {
        order = before->domain != t->domain ? (before->domain < t->domain ? -1 : 1)
                                            : (before->total_nframe < t->total_nframe ? -1 : 1);
        return order < 0;
    }
    return order < 0;
}

/* The frames of a traceback that begins at `at` in the paths, the one before having been `before`. */
static bool read_path(struct input *in, const struct snapshot *shape, uint32_t *paths, uint32_t at,
                      const struct snapshot_traceback *before, uint32_t *nframe)
{
    uint32_t shared = (uint32_t)read_number(in, before->nframe);
    uint32_t rest = (uint32_t)read_number(in, left(in));
    if (in->damaged || rest > shape->path_length - at || shared > shape->path_length - at - rest ||
        shared + rest == 0) {
        return false;
    }
    if (shared > 0) {
        memcpy(paths + at, paths + before->path, shared * sizeof *paths);
    }
    for (uint32_t k = shared; k < shared + rest; k++) {
        uint64_t frame = read_number(in, UINT32_MAX);
        if (frame >= shape->frame_count) {
            return false;
        }
        paths[at + k] = (uint32_t)frame;
    }
    *nframe = shared + rest;
    return true;
}

static void read_tracebacks(struct input *in, const struct snapshot *shape, struct snapshot_parts *parts)
{
    struct snapshot_traceback before = {0};
    uint64_t size = 0, count = 0, weight = 0, heavier;
    uint32_t at = 0;
    for (uint32_t i = 0; i < shape->traceback_count && !in->damaged; i++) {
        struct snapshot_traceback t = {.path = at};
        if (!read_path(in, shape, parts->paths, at, &before, &t.nframe)) {
            in->damaged = true;
            return;
        }
        uint64_t total = read_number(in, (uint64_t)UINT32_MAX + 1);
        t.total_nframe = total == 0 ? t.nframe : (uint32_t)(total - 1);
        t.domain = (uint32_t)read_number(in, UINT32_MAX);
        t.size = read_number(in, INT64_MAX);
        t.count = read_number(in, INT64_MAX);
        heavier = t.size > t.count ? t.size : t.count;
        in->damaged = in->damaged || t.count == 0 || (i > 0 && !rises(parts->paths, &before, &t)) ||
                      __builtin_mul_overflow(heavier, (uint64_t)t.nframe, &heavier) ||
                      __builtin_add_overflow(weight, heavier, &weight) || weight > INT64_MAX;
        size += t.size;
        count += t.count;
        at += t.nframe;
        parts->tracebacks[i] = before = t;
    }
    in->damaged = in->damaged || at != shape->path_length || size != shape->size || count != shape->count;
}

static void read_types(struct input *in, const struct snapshot *shape, struct snapshot_parts *parts)
{
    uint64_t sum = 0;
    for (uint32_t i = 0; i < shape->type_count && !in->damaged; i++) {
        uint64_t name = read_number(in, UINT32_MAX);
        uint64_t size = read_number(in, INT64_MAX), count = read_number(in, INT64_MAX);
        sum += size > count ? size : count;
        in->damaged = in->damaged || name >= shape->string_count || count == 0 || sum > INT64_MAX ||
                      (i > 0 && name <= parts->types[i - 1].name);
        parts->types[i] = (struct snapshot_type){(uint32_t)name, size, count};
    }
}

enum snapshot_status snapshot_read(const unsigned char *bytes, size_t length, struct snapshot **result)
{
    struct input in = {bytes, bytes + length, false};
    struct snapshot shape = {0};
    struct snapshot_parts parts;
    size_t text = 0;
    read_header(&in, &shape, &text);
    if (in.damaged) {
        return SNAPSHOT_INVALID;
    }
    struct snapshot *snapshot = snapshot_new(&shape, text, &parts);
    if (snapshot == NULL) {
        return SNAPSHOT_NO_MEMORY;
    }
    read_strings(&in, &shape, &parts, text);
    read_frames(&in, &shape, &parts);
    read_tracebacks(&in, &shape, &parts);
    read_types(&in, &shape, &parts);
    if (in.damaged || in.at != in.end) {
        snapshot_release(snapshot);
        return SNAPSHOT_INVALID;
    }
    *result = snapshot;
    return SNAPSHOT_OK;
}
