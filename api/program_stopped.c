/* Where a program was stopped and what it had done until then, for the problem that says so (program.h). */
#include <string.h>

#include "api/program.h"
#include "api/value_write.h"
#include "daemon/heap/object/code.h"
#include "daemon/heap/object/interpreter_frame.h"
#include "daemon/heap/object/text.h"

enum { FRAMES_MOST = 100, FRAMES_COUNTED = 1000 * 1000, OUTPUT_MOST = 64 << 10 };

/* The end of what was written to a stream. */
struct last_output {
    const char *text; /* NULL: it went to a sink, or there is no memory */
    size_t length;
    size_t left_out; /* bytes before it */
};

/* A member, as JSON. */
struct written {
    const char *text; /* NULL: there is none, or no memory for it */
    size_t length;
};

/* What the problem's document needs when the program is gone. */
struct stopped_program {
    struct last_output out, err;
    struct written traceback, exception, profile, recording;
    uint64_t frames_left_out;
    int64_t duration_us;
    uint64_t steps;
};

static void write_frame(struct json_writer *w, const struct heap *h, addr f)
{
    const struct code_object *code = code_at(h, iframe_at(h, f)->code);
    json_begin_object(w);
    json_key(w, "file");
    if (!write_str(w, h, code->filename))
        json_null(w);
    json_key(w, "function");
    if (!write_str(w, h, code->name))
        json_null(w);
    json_member_uint(w, "line", iframe_line(h, f));
    json_end_object(w);
}

/* The last line of the program itself that had begun. */
static void note_line(struct program_stop *stop, const struct heap *h)
{
    addr code = 0;
    bool own = false;
    addr f = program_frame(h, &code, &own);
    if (!f)
        return;
    addr name = code_at(h, code)->filename;
    stop->line = iframe_line(h, f);
    if (str_utf8_size(h, name) < sizeof stop->file)
        stop->file[str_utf8(h, name, stop->file)] = '\0';
}

void program_note_stop(struct program *p, const struct heap *h)
{
    struct program_stop *stop = &p->stop;
    addr frames[FRAMES_MOST];
    size_t count = 0;
    struct json_writer w;
    addr before = 0; /* recursion is what makes frames many: their code is asked about once, and older ones
                        lie as far from one another as the last two */
    bool hidden = false;
    for (addr f = h->frame, newer = f; f && stop->frames_left_out < FRAMES_COUNTED;
         newer = f, f = iframe_at(h, f)->previous) {
        addr older = f - 16 * (newer - f);
        if (older >= HEAP_BASE + REGION_STACK && older < f)
            __builtin_prefetch(iframe_at(h, older));
        if (iframe_at(h, f)->code != before) {
            before = iframe_at(h, f)->code;
            hidden = python_hides(h, f);
        }
        if (hidden)
            continue;
        if (count < FRAMES_MOST)
            frames[count++] = f;
        else
            stop->frames_left_out++;
    }
    if (!count)
        return;
    json_writer_init(&w, &stop->traceback, false);
    json_begin_array(&w);
    while (count)
        write_frame(&w, h, frames[--count]);
    json_end_array(&w);
    note_line(stop, h);
}

const char *program_stop_place(struct program *p)
{
    const char *unknown = "where it was";
    if (!p->stop.line)
        return unknown;
    const char *text =
        p->stop.file[0] ? scratch_format(&p->request->scratch, "in line %u of %s", p->stop.line, p->stop.file)
                        : scratch_format(&p->request->scratch, "in line %u", p->stop.line);
    return text ? text : unknown;
}

static void write_members(struct json_writer *w, const void *context)
{
    const struct stopped_program *s = context;
    if (s->out.text)
        json_member_string(w, "stdout", s->out.text, s->out.length);
    if (s->out.left_out)
        json_member_uint(w, "stdout_left_out", s->out.left_out);
    if (s->err.text)
        json_member_string(w, "stderr", s->err.text, s->err.length);
    if (s->err.left_out)
        json_member_uint(w, "stderr_left_out", s->err.left_out);
    if (s->traceback.text) {
        json_key(w, "traceback");
        json_raw(w, s->traceback.text, s->traceback.length);
    }
    if (s->frames_left_out)
        json_member_uint(w, "frames_left_out", s->frames_left_out);
    if (s->exception.text) {
        json_key(w, "exception");
        json_raw(w, s->exception.text, s->exception.length);
    }
    if (s->profile.text) {
        json_key(w, "profile");
        json_raw(w, s->profile.text, s->profile.length);
    }
    if (s->recording.text) {
        json_key(w, "recording");
        json_raw(w, s->recording.text, s->recording.length);
    }
    json_member_int(w, "duration_us", s->duration_us);
    json_member_uint(w, "steps", s->steps);
}

/* Where the last OUTPUT_MOST bytes begin, or the character there. */
static size_t end_of(const char *text, size_t length)
{
    size_t at = length > OUTPUT_MOST ? length - OUTPUT_MOST : 0;
    while (at && at < length && ((unsigned char)text[at] & 0xc0) == 0x80)
        at++;
    return at;
}

static void keep_output(struct program *p, const struct outbuf *text, struct last_output *out)
{
    const char *bytes = text->length ? text->data : "";
    if (text->failed || p->sink)
        return;
    out->left_out = end_of(bytes, text->length);
    out->length = text->length - out->left_out;
    out->text = scratch_copy(&p->request->scratch, bytes + out->left_out, out->length);
}

static struct written keep(struct program *p, const struct outbuf *member)
{
    if (!member->length || member->failed)
        return (struct written){0};
    return (struct written){scratch_copy(&p->request->scratch, member->data, member->length), member->length};
}

static void write_profile(struct program *p, struct json_writer *w)
{
    profile_write(&p->profile, w);
}

static struct written keep_told(struct program *p, void (*tell)(struct program *p, struct json_writer *w))
{
    struct outbuf text = {0};
    struct json_writer w;
    json_writer_init(&w, &text, false);
    tell(p, &w);
    struct written kept = keep(p, &text);
    outbuf_destroy(&text);
    return kept;
}

void program_report_stop(struct program *p, struct problem_report *report)
{
    struct stopped_program *s = scratch_calloc(&p->request->scratch, 1, sizeof *s);
    if (!s)
        return; /* the problem is still one */
    keep_output(p, &p->out, &s->out);
    keep_output(p, &p->err, &s->err);
    s->traceback = keep(p, &p->stop.traceback);
    s->exception = keep(p, &p->exception);
    if (p->profiles)
        s->profile = keep_told(p, write_profile);
    if (p->records)
        s->recording = keep_told(p, program_write_recording);
    s->frames_left_out = p->stop.frames_left_out;
    s->duration_us = p->duration_us;
    s->steps = p->outcome.steps;
    report->write_members = write_members;
    report->members = s;
}
