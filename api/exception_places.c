/* Where an exception was raised (exception_places.h). */
#include "api/exception_places.h"

#include "api/outbuf.h"
#include "api/value_write.h"
#include "daemon/heap/object/code.h"
#include "daemon/heap/object/exception.h"
#include "daemon/heap/object/interpreter_frame.h"
#include "daemon/heap/object/traceback.h"
#include "daemon/heap/raise.h"

enum {
    TRACEBACK_MOST = 1000, /* entries */
    NAMES_MOST = 1 << 20   /* bytes of names in them: what would go beyond ends the list */
};

static void write_str_or_null(struct json_writer *w, const struct heap *h, addr s)
{
    if (!write_str(w, h, s))
        json_null(w);
}

void write_exception_places(struct json_writer *w, const struct heap *h, addr exception)
{
    size_t n = 0, bytes = 0;
    json_begin_array(w);
    for (addr tb = exception_traceback(h, exception); tb && n < TRACEBACK_MOST;
         tb = traceback_at(h, tb)->next, n++) {
        addr o = traceback_at(h, tb)->frame,
             f = object_kind(h, o) == KIND_FRAME ? frame_object_at(h, o)->frame : 0;
        const struct code_object *code =
            f && iframe_at(h, f)->code ? code_at(h, iframe_at(h, f)->code) : NULL;
        if (code && (bytes += str_utf8_size(h, code->filename) + str_utf8_size(h, code->name)) > NAMES_MOST)
            break;
        json_begin_object(w);
        if (code) {
            json_key(w, "file");
            write_str_or_null(w, h, code->filename);
            json_key(w, "function");
            write_str_or_null(w, h, code->name);
        }
        json_member_int(w, "line", traceback_at(h, tb)->line);
        json_end_object(w);
    }
    json_end_array(w);
}

struct kept {
    const char *json;
    size_t length;
};

static void write_kept(struct json_writer *w, const void *cls)
{
    const struct kept *kept = cls;
    json_raw(w, kept->json, kept->length);
}

void exception_places_keep(struct scratch *scratch, const struct heap *h, struct problem_report *report)
{
    addr exception = exception_pending(h);
    if (!exception || !exception_traceback(h, exception))
        return;
    struct outbuf out = {0};
    struct json_writer w;
    json_writer_init(&w, &out, false);
    write_exception_places(&w, h, exception);
    struct kept *kept = out.failed ? NULL : scratch_alloc(scratch, sizeof *kept);
    if (kept) {
        *kept = (struct kept){scratch_copy(scratch, out.data, out.length), out.length};
        report->write_traceback = kept->json ? write_kept : NULL;
        report->traceback_cls = kept;
    }
    outbuf_destroy(&out);
}
