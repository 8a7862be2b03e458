/* Traceback objects (traceback.h). */
#include "daemon/heap/object/traceback.h"

#include "daemon/heap/object/answer.h"
#include "daemon/heap/object/arguments.h"
#include "daemon/heap/object/class.h"
#include "daemon/heap/object/code.h"
#include "daemon/heap/object/container.h"
#include "daemon/heap/object/getset.h"
#include "daemon/heap/object/hash.h"
#include "daemon/heap/object/heaptype.h"
#include "daemon/heap/object/int.h"
#include "daemon/heap/object/interpreter_frame.h"
#include "daemon/heap/object/member.h"
#include "daemon/heap/object/scalar.h"
#include "daemon/heap/object/str.h"
#include "daemon/heap/object/traceback_types.h"

addr traceback_new(struct heap *h, addr next, addr frame, int32_t lasti, int32_t line)
{
    addr o = object_new(h, h->type[KIND_TRACEBACK], 0);
    if (!o)
        return 0;
    struct traceback_object *t = traceback_at(h, o);
    t->next = xincref(h, next);
    t->frame = xincref(h, frame);
    t->lasti = lasti;
    t->line = line;
    object_track(h, o);
    return o;
}

addr traceback_of(struct heap *h, addr next, addr frame, addr f)
{
    uint32_t line = iframe_line(h, f);
    return traceback_new(h, next, frame, (int32_t)(iframe_at(h, f)->at * 2), line ? (int32_t)line : -1);
}

int32_t traceback_line(const struct heap *h, addr tb)
{
    const struct traceback_object *t = traceback_at(h, tb);
    addr frame = t->frame && object_kind(h, t->frame) == KIND_FRAME ? frame_object_at(h, t->frame)->frame : 0,
         code = frame ? iframe_at(h, frame)->code : 0;
    if (t->line != -1 || !code)
        return t->line;
    if (t->lasti < 0)
        return (int32_t)code_at(h, code)->firstlineno;
    size_t index = (size_t)t->lasti / 2,
           count = bytes_length(h, code_at(h, code)->positions) / sizeof(struct code_position);
    uint32_t line = index < count ? code_position_at(h, code, index)->line : 0;
    return line ? (int32_t)line : -1;
}

/* ---- attributes ---------------------------------------------------------------------------------- */

static enum heap_status get_next(struct heap *h, addr o, addr *out)
{
    addr next = traceback_at(h, o)->next;
    *out = incref(h, next ? next : none(h));
    return HEAP_OK;
}

static enum heap_status set_tb_next(struct heap *h, addr o, addr value)
{
    if (!value)
        return raise_error(h, EXC_TYPE_ERROR, "can't delete tb_next attribute");
    if (value == none(h))
        value = 0;
    else if (object_kind(h, value) != KIND_TRACEBACK)
        return raise_error(h, EXC_TYPE_ERROR, "expected traceback object, got '%s'",
                           object_type_name(h, value));
    for (addr t = value; t; t = traceback_at(h, t)->next)
        if (t == o)
            return raise_error(h, EXC_VALUE_ERROR, "traceback loop detected");
    object_replace(h, &traceback_at(h, o)->next, xincref(h, value));
    return HEAP_OK;
}

static enum heap_status get_line(struct heap *h, addr o, addr *out)
{
    int32_t line = traceback_line(h, o);
    return line == -1 ? getset_give(h, 0, out) : answer_int(h, line, out);
}

const struct getset traceback_getsets[] = {
    {"tb_next", get_next, set_tb_next}, {"tb_lineno", get_line, NULL}, {0}};

const struct member_spec traceback_members[] = {
    {"tb_frame", MEMBER_OBJECT, MEMBER_READ_ONLY, offsetof(struct traceback_object, frame)},
    {"tb_lasti", MEMBER_INT, MEMBER_READ_ONLY, offsetof(struct traceback_object, lasti)},
    {0},
};

/* ---- construction -------------------------------------------------------------------------------- */

static enum heap_status want_int(struct heap *h, addr o, int32_t *out)
{
    int64_t n;
    if (!int_is_kind(h, o))
        return raise_error(h, EXC_TYPE_ERROR, "'%.200s' object cannot be interpreted as an integer",
                           object_type_name(h, o));
    if (!int_fits(h, o, &n) || n != (int32_t)n)
        return raise_error(h, EXC_OVERFLOW_ERROR, "Python int too large to convert to C int");
    *out = (int32_t)n;
    return HEAP_OK;
}

/* types.TracebackType(tb_next, tb_frame, tb_lasti, tb_lineno) */
enum heap_status traceback_call(struct heap *h, const struct call *call, addr *out)
{
    static const char *const names[] = {"tb_next", "tb_frame", "tb_lasti", "tb_lineno"};
    const char *function = h->abi.traceback_lines ? "traceback" : "TracebackType";
    addr values[4];
    int32_t lasti, line;
    enum heap_status status = arguments_unpack(h, call, function, names, 4, 4, 4, values);
    if (status == HEAP_OK && object_kind(h, values[1]) != KIND_FRAME)
        status = raise_error(h, EXC_TYPE_ERROR, "%s() argument 'tb_frame' must be frame, not %.50s", function,
                             argument_type_name(h, values[1]));
    if (status != HEAP_OK || (status = want_int(h, values[2], &lasti)) != HEAP_OK ||
        (status = want_int(h, values[3], &line)) != HEAP_OK)
        return status;
    addr next = values[0] == none(h) ? 0 : values[0];
    if (next && object_kind(h, next) != KIND_TRACEBACK)
        return raise_error(h, EXC_TYPE_ERROR, "expected traceback object or None, got '%s'",
                           object_type_name(h, next));
    addr o = traceback_new(h, next, values[1], lasti, line);
    if (!o)
        return HEAP_RAISED;
    *out = o;
    return HEAP_OK;
}

/* ---- the kind ------------------------------------------------------------------------------------ */

static void traverse(struct heap *h, addr o, span_visitor *visit, void *context)
{
    visit(h, context, &traceback_at(h, o)->next, 2, 1);
}

static bool release_next(struct heap *h, addr o, addr *reference)
{
    struct traceback_object *t = traceback_at(h, o);
    addr *field = t->next ? &t->next : &t->frame;
    *reference = *field;
    *field = 0;
    return *reference;
}

static void clear(struct heap *h, addr o)
{
    object_replace(h, &traceback_at(h, o)->next, 0);
    object_replace(h, &traceback_at(h, o)->frame, 0);
}

static enum heap_status hash(struct heap *h, addr o, int64_t *out)
{
    (void)h;
    *out = hash_address(o);
    return HEAP_OK;
}

static const char *verify(const struct heap *h, addr o)
{
    addr next = traceback_at(h, o)->next;
    return !next || (object_exists(h, next) && object_kind(h, next) == KIND_TRACEBACK)
               ? NULL
               : "a traceback's next one is none";
}

extern const struct kind_ops traceback_ops;
const struct kind_ops traceback_ops = {
    .traverse = traverse, .release_next = release_next, .clear = clear, .hash = hash, .verify = verify};

static enum heap_status method_dir(struct heap *h, const struct call *call, addr *out)
{
    static const char *const names[] = {"tb_frame", "tb_next", "tb_lasti", "tb_lineno"};
    (void)call;
    addr list = list_new(h, 0);
    enum heap_status status = list ? HEAP_OK : raise_status(h);
    for (size_t i = 0; i < sizeof names / sizeof *names && status == HEAP_OK; i++) {
        addr name = str_from_ascii(h, names[i]);
        status = name ? list_append(h, list, name) : raise_status(h);
        xdecref(h, name);
    }
    if (status != HEAP_OK) {
        xdecref(h, list);
        return status;
    }
    return answer(h, list, out);
}

extern const struct builtin_method traceback_methods[];
const struct builtin_method traceback_methods[] = {{"__dir__", 0, 0, false, method_dir},
                                                   {NULL, 0, 0, false, NULL}};
