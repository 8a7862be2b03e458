/* memoryview: how views come, share a buffer and go (layouts: memory_view.h). Items: memory_view_items.c;
 * methods: memory_view_methods.c.
 *
 * A view is released once, by release(), by the end of a with statement or when it dies; with the last one
 * the managed buffer lets go of the exporter.
 */
#include "daemon/heap/object/memory_view.h"

#include <stddef.h>
#include <string.h>

#include "daemon/heap/object/answer.h"
#include "daemon/heap/object/arguments.h"
#include "daemon/heap/object/array.h"
#include "daemon/heap/object/bytes.h"
#include "daemon/heap/object/heaptype.h"
#include "daemon/heap/object/io_base.h"
#include "daemon/heap/object/iterator_fields.h"

#define TEXT_FORMATS 0x18000u /* "B", "@B": 4 bytes each, by the character */
#define PREFIXED     0x400u

addr view_format(char code, bool prefixed)
{
    return HEAP_TEXT + TEXT_FORMATS + (prefixed ? PREFIXED : 0) + (uint8_t)code * 4u;
}

char view_format_code(const struct view_fields *v)
{
    return (char)((v->format - HEAP_TEXT - TEXT_FORMATS) / 4 & 0xff);
}

bool view_format_is_prefixed(const struct view_fields *v)
{
    return v->format - HEAP_TEXT - TEXT_FORMATS >= PREFIXED;
}

size_t view_format_size(const struct heap *h, char code)
{
    switch (code) {
    case 'c':
    case 'b':
    case 'B':
    case '?':
        return 1;
    case 'e':
        return h->abi.memory_view_has_halves ? 2 : 0;
    case 'h':
    case 'H':
        return 2;
    case 'i':
    case 'I':
    case 'f':
        return 4;
    case 'l':
    case 'L':
    case 'q':
    case 'Q':
    case 'n':
    case 'N':
    case 'd':
    case 'P':
        return 8;
    default:
        return 0;
    }
}

/* ---- exporters
 * ------------------------------------------------------------------------------------------------------- */

/* What an object says of its memory, and the counter of those who look into it (0: it need not know). */
static bool export_of(const struct heap *h, addr o, struct view_fields *out, addr *counter)
{
    const uint8_t *bytes;
    size_t length;
    *out = (struct view_fields){.obj = o, .itemsize = 1, .ndim = 1, .format = view_format('B', false)};
    *counter = 0;
    if (object_kind(h, o) == KIND_ARRAY) {
        char code = array_typecode(h, o);
        *counter = o + offsetof(struct array_object, exports);
        out->buf = array_at(h, o)->items;
        out->itemsize = (int64_t)array_item_size(h, o);
        out->length = (int64_t)(array_length(h, o) * array_item_size(h, o));
        out->format = view_format(code == 'u' ? 'w' : code, false);
        return true;
    }
    if (object_kind(h, o) == KIND_BYTES_IO_BUFFER) {
        addr source = bytes_io_source(h, o);
        const struct bytes_io *b = bytes_io_at(h, source);
        *counter = source + offsetof(struct bytes_io, exports);
        out->buf = b->buf + BYTES_DATA;
        out->length = b->string_size;
        return b->buf != 0;
    }
    if (object_kind(h, o) != KIND_BYTES && object_kind(h, o) != KIND_BYTEARRAY)
        return false;
    (void)bytes_view(h, o, &bytes, &length);
    out->readonly = object_kind(h, o) == KIND_BYTES;
    if (!out->readonly)
        *counter = o + BYTEARRAY_EXPORTS;
    out->buf = out->readonly ? o + BYTES_DATA : HEAP_FIELD(h, o, BYTEARRAY_START, addr);
    out->length = (int64_t)length;
    return true;
}

int64_t *buffer_exports(const struct heap *h, addr o)
{
    switch (object_kind(h, o)) {
    case KIND_BYTEARRAY:
        return &HEAP_FIELD(h, o, BYTEARRAY_EXPORTS, int64_t);
    case KIND_ARRAY:
        return &array_at(h, o)->exports;
    case KIND_MEMORYVIEW:
        return &view_at(h, o)->exports;
    default:
        return NULL;
    }
}

enum heap_status buffer_check_resizable(struct heap *h, addr o)
{
    if (object_kind(h, o) == KIND_ARRAY)
        return array_at(h, o)->exports
                   ? raise_error(h, EXC_BUFFER_ERROR, "cannot resize an array that is exporting buffers")
                   : HEAP_OK;
    return HEAP_FIELD(h, o, BYTEARRAY_EXPORTS, int64_t)
               ? raise_error(h, EXC_BUFFER_ERROR, "Existing exports of data: object cannot be re-sized")
               : HEAP_OK;
}

bool memory_view_is_plain(const struct heap *h, addr o, const uint8_t **bytes, size_t *length)
{
    const struct memory_view *v = view_at(h, o);
    if (v->flags & VIEW_RELEASED || !v->managed || !(v->flags & VIEW_C))
        return false;
    *bytes = v->view.buf ? heap_at(h, v->view.buf) : NULL;
    *length = (size_t)v->view.length;
    return true;
}

/* ---- making
 * ----------------------------------------------------------------------------------------------------------
 */

/* *new*: the buffer of `o`, which has one. Its single dimension is described by fields of its own. */
static addr managed_new(struct heap *h, addr o)
{
    struct view_fields fields;
    addr counter, m;
    incref(h, o);
    m = object_new(h, h->type[KIND_MANAGED_BUFFER], 0);
    if (!m) {
        decref(h, o);
        return 0;
    }
    (void)export_of(h, o, &fields, &counter);
    struct managed_buffer *managed = managed_at(h, m);
    addr master = m + offsetof(struct managed_buffer, master);
    managed->master = fields;
    managed->master.strides = master + offsetof(struct view_fields, itemsize);
    managed->master.shape =
        object_kind(h, o) == KIND_ARRAY ? o + 16 : master + offsetof(struct view_fields, length);
    if (counter)
        HEAP_FIELD(h, counter, 0, int64_t)++;
    object_track(h, m);
    return m;
}

/* A view of a managed buffer, its arrays for `ndim` dimensions still undefined. */
static addr view_new(struct heap *h, addr managed, const struct view_fields *fields, size_t ndim)
{
    addr o = object_new(h, h->type[KIND_MEMORYVIEW], 3 * ndim);
    if (!o)
        return 0;
    struct memory_view *v = view_at(h, o);
    v->managed = incref(h, managed);
    v->hash = -1;
    v->flags = 0;
    v->exports = 0;
    v->view = *fields;
    v->weakrefs = 0;
    v->view.ndim = (int32_t)ndim;
    v->view.internal = 0;
    v->view.shape = o + sizeof *v;
    v->view.strides = v->view.shape + 8 * ndim;
    v->view.suboffsets = 0;
    memset(heap_at(h, v->view.shape), 0, 24 * ndim);
    managed_at(h, managed)->exports++;
    return o;
}

addr memory_view_add(struct heap *h, addr like, size_t ndim)
{
    struct view_fields fields = view_at(h, like)->view;
    addr o = view_new(h, view_at(h, like)->managed, &fields, ndim);
    if (!o)
        return 0;
    const struct view_fields *from = &view_at(h, like)->view;
    struct view_fields *to = &view_at(h, o)->view;
    size_t common = (size_t)from->ndim < ndim ? (size_t)from->ndim : ndim;
    memcpy(view_shape(h, to), view_shape(h, from), 8 * common);
    memcpy(view_strides(h, to), view_strides(h, from), 8 * common);
    return o;
}

/* Do strides follow from the shape, the last index (or the first) the fastest? */
static bool is_contiguous(const struct heap *h, const struct view_fields *v, bool fortran)
{
    int64_t step = v->itemsize;
    if (v->length == 0)
        return true;
    for (int32_t i = 0; i < v->ndim; i++) {
        int32_t at = fortran ? i : v->ndim - 1 - i;
        if (view_shape(h, v)[at] > 1 && view_strides(h, v)[at] != step)
            return false;
        step *= view_shape(h, v)[at];
    }
    return true;
}

void memory_view_set_flags(struct heap *h, addr o)
{
    struct memory_view *v = view_at(h, o);
    int32_t flags = 0;
    if (v->view.ndim == 0)
        flags = VIEW_SCALAR | VIEW_C | VIEW_FORTRAN;
    else if (v->view.ndim == 1)
        flags = view_shape(h, &v->view)[0] == 1 || view_strides(h, &v->view)[0] == v->view.itemsize
                    ? VIEW_C | VIEW_FORTRAN
                    : 0;
    else
        flags = (is_contiguous(h, &v->view, false) ? VIEW_C : 0) |
                (is_contiguous(h, &v->view, true) ? VIEW_FORTRAN : 0);
    v->flags = flags;
}

enum heap_status memory_view_check(struct heap *h, addr o)
{
    const struct memory_view *v = view_at(h, o);
    if ((v->flags & VIEW_RELEASED) || !v->managed || (managed_at(h, v->managed)->flags & MANAGED_RELEASED))
        return raise_error(h, EXC_VALUE_ERROR, "operation forbidden on released memoryview object");
    return HEAP_OK;
}

enum heap_status memory_view_of(struct heap *h, addr o, addr *out)
{
    struct view_fields fields;
    addr counter, made;
    if (object_kind(h, o) == KIND_MEMORYVIEW) {
        enum heap_status status = memory_view_check(h, o);
        if (status != HEAP_OK)
            return status;
        made = memory_view_add(h, o, (size_t)view_at(h, o)->view.ndim);
    } else {
        if (object_kind(h, o) == KIND_BYTES_IO_BUFFER) {
            enum heap_status status = bytes_io_prepare_export(h, bytes_io_source(h, o));
            if (status != HEAP_OK)
                return status;
        }
        if (!export_of(h, o, &fields, &counter))
            return raise_error(h, EXC_TYPE_ERROR, "memoryview: a bytes-like object is required, not '%.200s'",
                               object_type_name(h, o));
        addr managed = managed_new(h, o);
        if (!managed)
            return raise_status(h);
        fields = managed_at(h, managed)->master;
        made = view_new(h, managed, &fields, 1);
        if (made) {
            struct view_fields *v = &view_at(h, made)->view;
            view_shape(h, v)[0] = v->length / v->itemsize;
            view_strides(h, v)[0] = v->itemsize;
        }
        decref(h, managed);
    }
    if (!made)
        return raise_status(h);
    memory_view_set_flags(h, made);
    object_track(h, made);
    *out = made;
    return HEAP_OK;
}

enum heap_status memory_view_construct(struct heap *h, const struct call *call, addr *out)
{
    static const char *const names[] = {"object"};
    addr o = 0;
    enum heap_status status = arguments_unpack(h, call, "memoryview", names, 1, 1, 1, &o);
    return status == HEAP_OK ? memory_view_of(h, o, out) : status;
}

/* ---- release
 * ---------------------------------------------------------------------------------------------------------
 */

/* The managed buffer is done with: the exporter, whose reference is the caller's now. 0: it was already. */
static addr managed_give_up(struct heap *h, addr m)
{
    struct managed_buffer *managed = managed_at(h, m);
    struct view_fields unused;
    addr counter, o = managed->master.obj;
    if (managed->flags & MANAGED_RELEASED)
        return 0;
    managed->flags |= MANAGED_RELEASED;
    object_untrack(h, m);
    managed->master.obj = 0;
    if (o && export_of(h, o, &unused, &counter) && counter)
        HEAP_FIELD(h, counter, 0, int64_t)--;
    return o;
}

/* The view is done with; what the managed buffer gives up with the last one. */
static addr view_give_up(struct heap *h, addr o)
{
    struct memory_view *v = view_at(h, o);
    if (v->flags & VIEW_RELEASED || !v->managed)
        return 0;
    v->flags |= VIEW_RELEASED;
    return --managed_at(h, v->managed)->exports == 0 ? managed_give_up(h, v->managed) : 0;
}

enum heap_status memory_view_release(struct heap *h, addr o)
{
    int64_t exports = view_at(h, o)->exports;
    if (!(view_at(h, o)->flags & VIEW_RELEASED) && exports > 0)
        return raise_error(h, EXC_BUFFER_ERROR, "memoryview has %lld exported buffer%s", (long long)exports,
                           exports == 1 ? "" : "s");
    addr given = view_give_up(h, o);
    xdecref(h, given);
    return HEAP_OK;
}

/* ---- slots
 * -----------------------------------------------------------------------------------------------------------
 */

static void managed_traverse(struct heap *h, addr o, span_visitor *visit, void *context)
{
    visit(h, context, &managed_at(h, o)->master.obj, 1, 1);
}

static bool managed_release_next(struct heap *h, addr o, addr *reference)
{
    *reference = managed_give_up(h, o);
    return *reference != 0;
}

static void managed_clear(struct heap *h, addr o)
{
    if (managed_at(h, o)->exports == 0)
        xdecref(h, managed_give_up(h, o));
}

static const char *managed_verify(const struct heap *h, addr o)
{
    const struct managed_buffer *m = managed_at(h, o);
    struct view_fields fields;
    addr counter;
    if (m->flags & MANAGED_RELEASED)
        return m->master.obj ? "a released buffer that holds its exporter" : NULL;
    if (!object_exists(h, m->master.obj) || !export_of(h, m->master.obj, &fields, &counter))
        return "a buffer of what has none";
    if (counter && HEAP_FIELD(h, counter, 0, int64_t) <= 0)
        return "a buffer that its exporter does not know of";
    if (fields.buf != m->master.buf || fields.length != m->master.length)
        return "a buffer that has been moved or resized";
    return NULL;
}

extern const struct kind_ops managed_buffer_ops;
const struct kind_ops managed_buffer_ops = {
    .traverse = managed_traverse,
    .release_next = managed_release_next,
    .clear = managed_clear,
    .hash = hash_self,
    .verify = managed_verify,
};

extern const struct builtin_method managed_buffer_methods[];
const struct builtin_method managed_buffer_methods[] = {{0}};

static void view_traverse(struct heap *h, addr o, span_visitor *visit, void *context)
{
    visit(h, context, &view_at(h, o)->managed, 1, 1);
}

/* The exporter first, if this was the last view of it; then the managed buffer. */
static bool view_release_next(struct heap *h, addr o, addr *reference)
{
    *reference = view_give_up(h, o);
    if (*reference)
        return true;
    *reference = view_at(h, o)->managed;
    view_at(h, o)->managed = 0;
    return *reference != 0;
}

static void view_clear(struct heap *h, addr o)
{
    addr given = view_give_up(h, o), managed = view_at(h, o)->managed;
    view_at(h, o)->managed = 0;
    xdecref(h, given);
    xdecref(h, managed);
}

static enum heap_status view_repr(struct heap *h, addr o, struct text *out)
{
    bool released = view_at(h, o)->flags & VIEW_RELEASED;
    text_putf(out, released ? "<released memory at 0x%llx>" : "<memory at 0x%llx>", (unsigned long long)o);
    return HEAP_OK;
}

static enum heap_status view_hash(struct heap *h, addr o, int64_t *out)
{
    int64_t unused;
    addr bytes;
    enum heap_status status;
    struct memory_view *v = view_at(h, o);
    *out = v->hash;
    if (v->hash != -1)
        return HEAP_OK;
    status = memory_view_check(h, o);
    if (status != HEAP_OK)
        return status;
    char code = view_format_code(&v->view);
    if (!v->view.readonly)
        return raise_error(h, EXC_VALUE_ERROR, "cannot hash writable memoryview object");
    if (code != 'B' && code != 'b' && code != 'c')
        return raise_error(h, EXC_VALUE_ERROR,
                           "memoryview: hashing is restricted to formats 'B', 'b' or 'c'");
    status = object_hash(h, v->view.obj, &unused);
    if (status == HEAP_OK)
        status = memory_view_bytes(h, o, 'C', &bytes);
    if (status != HEAP_OK)
        return status;
    *out = view_at(h, o)->hash = hash_bytes(h, bytes_data(h, bytes), bytes_length(h, bytes));
    decref(h, bytes);
    return HEAP_OK;
}

static int64_t view_len(const struct heap *h, addr o)
{
    const struct view_fields *v = &view_at(h, o)->view;
    return v->ndim == 0 ? 1 : view_shape(h, v)[0];
}

static const char *view_verify(const struct heap *h, addr o)
{
    const struct memory_view *v = view_at(h, o);
    if (v->managed && (!object_exists(h, v->managed) || object_kind(h, v->managed) != KIND_MANAGED_BUFFER))
        return "a memoryview without a buffer";
    if (v->view.ndim < 0 || v->size < 3 * v->view.ndim)
        return "a memoryview with too many dimensions";
    if (v->managed && !(v->flags & VIEW_RELEASED) && managed_at(h, v->managed)->exports <= 0)
        return "a memoryview that its buffer does not know of";
    return NULL;
}

extern const struct kind_ops memory_view_ops;
const struct kind_ops memory_view_ops = {
    .traverse = view_traverse,
    .release_next = view_release_next,
    .clear = view_clear,
    .repr = view_repr,
    .hash = view_hash,
    .equal = memory_view_equal,
    .length = view_len,
    .iter = memory_view_iter,
    .verify = view_verify,
};
