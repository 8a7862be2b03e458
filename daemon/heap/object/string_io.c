/* _io.StringIO: characters in a block of UCS4, once somebody reads or seeks; before that what was written, as
 * it is gathered (layout: io_base.h). Mirrors Modules/_io/stringio.c. Methods: string_io_methods.c.
 *
 * The block has room for one character more than there are. Growth: by as much as is needed, and an eighth
 * more where that is little; it shrinks where less than half of it is needed. Gathering: up to 3.11 a list of
 * strs, joined when there are many (Objects/accu.c), later one str (str_writer.h).
 */
#include <string.h>

#include "daemon/heap/memory.h"
#include "daemon/heap/object/answer.h"
#include "daemon/heap/object/arguments.h"
#include "daemon/heap/object/construct.h"
#include "daemon/heap/object/io_base.h"
#include "daemon/heap/object/iterator_fields.h"
#include "daemon/heap/object/long_work.h"
#include "daemon/heap/object/sequence.h"
#include "daemon/heap/object/str.h"
#include "daemon/heap/object/str_writer.h"
#include "daemon/heap/object/textual.h"

#define PIECES_MAX 100000

static struct unicode_writer *writer_at(const struct heap *h, addr o)
{
    return heap_at(h, string_io_at(h, o)->u.text.writer);
}

/* ---- the block ------------------------------------------------------------------------------------- */

enum heap_status string_io_resize(struct heap *h, addr o, uint64_t size)
{
    struct string_io *s = string_io_at(h, o);
    uint64_t room = s->buf_size;
    size++;
    if (size > INT64_MAX)
        return raise_error(h, EXC_OVERFLOW_ERROR, "new buffer size too large");
    if (!io_room_changes(size, &room))
        return HEAP_OK;
    if (room > UINT64_MAX / 4)
        return raise_error(h, EXC_OVERFLOW_ERROR, "new buffer size too large");
    if (room > REGION_LIMIT_MAX / 4)
        return raise_memory(h);
    addr moved = memory_realloc(h, s->buf, room * 4);
    if (!moved)
        return HEAP_RAISED;
    s->buf = moved;
    s->buf_size = room;
    return HEAP_OK;
}

/* ---- what is gathered in a list -------------------------------------------------------------------- */

static enum heap_status join(struct heap *h, addr list, addr *out)
{
    const struct call call = {.self = h->singleton[SINGLETON_EMPTY_STR], .args = &list, .count = 1};
    return textual_method_join(h, &call, out);
}

static enum heap_status join_small(struct heap *h, addr o)
{
    struct string_io *s = string_io_at(h, o);
    addr joined;
    if (!s->u.pieces.large && !(s->u.pieces.large = list_new(h, 0)))
        return raise_status(h);
    enum heap_status status = join(h, s->u.pieces.small, &joined);
    if (status != HEAP_OK)
        return status;
    status = list_append(h, s->u.pieces.large, joined);
    decref(h, joined);
    if (status != HEAP_OK)
        return status;
    addr small = incref(h, s->u.pieces.small); /* the ends of subclasses of str may close it */
    status = list_set_slice(h, small, 0, list_length(h, small), 0);
    decref(h, small);
    return status;
}

/* Where memory has run out for the lists, `large` is the text itself, and `small` is 0. */
static enum heap_status begin_list(struct heap *h, addr o)
{
    struct string_io *s = string_io_at(h, o);
    addr list = list_new(h, 0), large = s->u.pieces.large, text = s->u.pieces.small ? 0 : large;
    if (list && text && list_append(h, list, text) != HEAP_OK) {
        decref(h, list);
        list = 0;
    }
    if (!list)
        return raise_status(h);
    s->u.pieces.large = 0;
    object_replace(h, &s->u.pieces.small, list);
    xdecref(h, large);
    return HEAP_OK;
}

static enum heap_status put_piece(struct heap *h, addr o, addr piece)
{
    struct string_io *s = string_io_at(h, o);
    enum heap_status status = s->u.pieces.small ? HEAP_OK : begin_list(h, o);
    if (status == HEAP_OK)
        status = list_append(h, s->u.pieces.small, piece);
    return status == HEAP_OK && list_length(h, s->u.pieces.small) >= PIECES_MAX ? join_small(h, o) : status;
}

/* Both before what is in them ends, which may be of a subclass of str, and write. */
static void drop_lists(struct heap *h, addr o)
{
    struct string_io *s = string_io_at(h, o);
    addr small = s->u.pieces.small, large = s->u.pieces.large;
    s->u.pieces.small = s->u.pieces.large = 0;
    xdecref(h, small);
    xdecref(h, large);
}

static enum heap_status take_pieces(struct heap *h, addr o, addr *out)
{
    struct string_io *s = string_io_at(h, o);
    enum heap_status status = HEAP_OK;
    if (!s->u.pieces.small) {
        *out = s->u.pieces.large;
        s->u.pieces.large = 0;
        return *out ? HEAP_OK : answer(h, incref(h, h->singleton[SINGLETON_EMPTY_STR]), out);
    }
    if (s->u.pieces.large && list_length(h, s->u.pieces.small))
        status = join_small(h, o);
    if (status == HEAP_OK)
        status = join(h, s->u.pieces.large ? s->u.pieces.large : s->u.pieces.small, out);
    if (status == HEAP_OK)
        drop_lists(h, o);
    return status;
}

/* ---- either ---------------------------------------------------------------------------------------- */

static enum heap_status begin_gathering(struct heap *h, addr o)
{
    struct string_io *s = string_io_at(h, o);
    if (!h->abi.string_io_writes_one_text)
        return begin_list(h, o);
    if (s->u.text.writer)
        return HEAP_OK;
    s->u.text.writer = memory_alloc(h, sizeof(struct unicode_writer));
    if (!s->u.text.writer)
        return HEAP_RAISED;
    *writer_at(h, o) = (struct unicode_writer){.flags = 1}; /* overallocate */
    return HEAP_OK;
}

static void set_writer(struct heap *h, addr o, const struct str_writer *w)
{
    struct unicode_writer *to = writer_at(h, o);
    addr buffer = w->buffer;
    *to = (struct unicode_writer){.buffer = buffer, .pos = (int64_t)w->at, .flags = 1};
    if (!buffer)
        return;
    to->data = heap_addr(h, str_data(h, buffer));
    to->kind = str_kind(h, buffer);
    to->max_char = str_bound(h, buffer);
    to->size = (int64_t)str_length(h, buffer);
}

static enum heap_status gather(struct heap *h, addr o, addr s)
{
    if (!h->abi.string_io_writes_one_text)
        return put_piece(h, o, s);
    struct str_writer w = {writer_at(h, o)->buffer, (size_t)writer_at(h, o)->pos};
    enum heap_status status =
        str_writer_put(h, &w, str_data(h, s), str_kind(h, s), str_length(h, s), str_bound(h, s));
    set_writer(h, o, &w);
    return status;
}

/* *new*: all that was gathered, which is not there any more. */
static enum heap_status take_gathered(struct heap *h, addr o, addr *out)
{
    if (!h->abi.string_io_writes_one_text)
        return take_pieces(h, o, out);
    struct str_writer w = {writer_at(h, o)->buffer, (size_t)writer_at(h, o)->pos};
    enum heap_status status = str_writer_end(h, &w, out);
    set_writer(h, o, &w);
    return status;
}

/* It is all that has been gathered, instead of what was begun meanwhile; *stolen*. Needs no memory. */
static void put_back(struct heap *h, addr o, addr text)
{
    struct string_io *s = string_io_at(h, o);
    if (h->abi.string_io_writes_one_text) {
        addr begun = writer_at(h, o)->buffer;
        set_writer(h, o, &(struct str_writer){text, str_length(h, text)});
        xdecref(h, begun);
        return;
    }
    addr small = s->u.pieces.small, large = s->u.pieces.large;
    s->u.pieces.small = 0;
    s->u.pieces.large = text;
    xdecref(h, small);
    xdecref(h, large);
}

static void drop_writer(struct heap *h, addr o)
{
    addr block = string_io_at(h, o)->u.text.writer;
    if (!block)
        return;
    object_replace(h, &writer_at(h, o)->buffer, 0);
    string_io_at(h, o)->u.text.writer = 0;
    memory_free(h, block);
}

static void drop_gathered(struct heap *h, addr o)
{
    if (h->abi.string_io_writes_one_text)
        drop_writer(h, o);
    else
        drop_lists(h, o);
}

enum heap_status string_io_value(struct heap *h, addr o, addr *out)
{
    struct string_io *s = string_io_at(h, o);
    if (s->state != STRING_IO_ACCUMULATING) {
        work_done(h, steps_of_bytes((uint64_t)s->string_size));
        return answer(h, str_from_units(h, heap_at(h, s->buf), (size_t)s->string_size, 4), out);
    }
    addr text;
    enum heap_status status = take_gathered(h, o, &text);
    if (status != HEAP_OK)
        return status;
    status = begin_gathering(h, o);
    if (status == HEAP_OK)
        status = gather(h, o, text);
    if (status == HEAP_OK)
        *out = text;
    else
        put_back(h, o, text);
    return status;
}

/* How long the text is is counted anew: the lists of pieces are among gc.get_objects(), and what is in them
 * is the program's to change. Whoever calls this looks at `string_size` and `pos` afterwards.
 */
enum heap_status string_io_realize(struct heap *h, addr o)
{
    struct string_io *s = string_io_at(h, o);
    addr text;
    if (s->state != STRING_IO_ACCUMULATING)
        return HEAP_OK;
    enum heap_status status = take_gathered(h, o, &text);
    if (status != HEAP_OK)
        return status;
    size_t length = str_length(h, text);
    status = string_io_resize(h, o, length);
    if (status == HEAP_OK)
        status = units_copy_all(h, heap_at(h, s->buf), 4, str_data(h, text), str_kind(h, text), length);
    if (status != HEAP_OK) {
        put_back(h, o, text);
        return status;
    }
    s->state = STRING_IO_REALIZED;
    s->string_size = (int64_t)length;
    if (h->abi.string_io_writes_one_text)
        drop_writer(h, o);
    decref(h, text);
    return string_io_check(h, o); /* the end of a piece may have closed it */
}

/* ---- writing --------------------------------------------------------------------------------------- */

/* *new*: line ends as `newline` asks for. */
static enum heap_status translate(struct heap *h, addr o, addr s, addr *out)
{
    const struct string_io_tail *t = string_io_tail(h, o);
    if (t->decoder)
        return newline_decoder_decode(h, t->decoder, s, true, out);
    if (!t->writenl)
        return answer(h, incref(h, s), out);
    addr args[] = {str_latin1_char(h, '\n'), t->writenl};
    const struct call call = {.self = s, .args = args, .count = 2};
    return textual_method_replace(h, &call, out);
}

static enum heap_status put_into_block(struct heap *h, addr o, addr text)
{
    struct string_io *s = string_io_at(h, o);
    size_t length = str_length(h, text);
    enum heap_status status = string_io_realize(h, o);
    if (status == HEAP_OK && s->pos + (int64_t)length > s->string_size)
        status = string_io_resize(h, o, (uint64_t)s->pos + length);
    uint32_t *units = heap_at(h, s->buf);
    if (status == HEAP_OK && s->pos > s->string_size)
        status = bytes_clear(h, units + s->string_size, (size_t)(s->pos - s->string_size) * 4);
    if (status == HEAP_OK)
        status = units_copy_all(h, units + s->pos, 4, str_data(h, text), str_kind(h, text), length);
    return status;
}

static enum heap_status put(struct heap *h, addr o, addr text)
{
    struct string_io *s = string_io_at(h, o);
    size_t length = str_length(h, text);
    if (s->pos > INT64_MAX - (int64_t)length)
        return raise_error(h, EXC_OVERFLOW_ERROR, "new position too large");
    enum heap_status status = s->state == STRING_IO_ACCUMULATING && s->pos == s->string_size
                                  ? gather(h, o, text)
                                  : put_into_block(h, o, text);
    if (status != HEAP_OK)
        return status;
    s->pos += (int64_t)length;
    if (s->string_size < s->pos)
        s->string_size = s->pos;
    return HEAP_OK;
}

enum heap_status string_io_write(struct heap *h, addr o, addr s)
{
    addr text;
    enum heap_status status = translate(h, o, s, &text);
    if (status != HEAP_OK)
        return status;
    status = put(h, o, text);
    decref(h, text);
    return status;
}

/* ---- __new__, __init__ ----------------------------------------------------------------------------- */

addr string_io_new(struct heap *h, addr type)
{
    addr o = object_new(h, type, 0);
    if (!o)
        return 0;
    string_io_at(h, o)->buf = memory_alloc(h, 0);
    if (!string_io_at(h, o)->buf) {
        decref(h, o);
        return 0;
    }
    object_track(h, o);
    return o;
}

void string_io_empty(struct heap *h, addr o)
{
    struct string_io_tail *t = string_io_tail(h, o);
    drop_gathered(h, o);
    object_replace(h, &t->readnl, 0);
    object_replace(h, &t->writenl, 0);
    object_replace(h, &t->decoder, 0);
}

static bool is_line_end(const struct heap *h, addr s)
{
    return str_length(h, s) == 0 || str_equal_utf8(h, s, "\n", 1) || str_equal_utf8(h, s, "\r", 1) ||
           str_equal_utf8(h, s, "\r\n", 2);
}

/* StringIO(initial_value='', newline='\n'): 0 in values[1]: the latter. */
static enum heap_status parse(struct heap *h, const struct call *call, addr values[2])
{
    static const char *const names[] = {"initial_value", "newline"};
    enum heap_status status = arguments_unpack(h, call, "StringIO", names, 2, 0, 2, values);
    if (status != HEAP_OK)
        return status;
    if (values[1] && values[1] != none(h)) {
        if (!str_is_kind(h, values[1]))
            return raise_error(h, EXC_TYPE_ERROR, "newline must be str or None, not %.200s",
                               object_type_name(h, values[1]));
        status = raise_unless_utf8(h, values[1]);
        if (status != HEAP_OK)
            return status;
        if (!is_line_end(h, values[1]))
            return raise_about(h, EXC_VALUE_ERROR, "illegal newline value: ", values[1], "");
    }
    if (values[0] && values[0] != none(h) && !str_is_kind(h, values[0]))
        return raise_error(h, EXC_TYPE_ERROR, "initial_value must be str or None, not %.200s",
                           object_type_name(h, values[0]));
    return HEAP_OK;
}

static enum heap_status set_newline(struct heap *h, addr o, addr newline)
{
    struct string_io_tail *t = string_io_tail(h, o);
    bool any = newline == none(h);
    char text[3] = "\n";
    for (size_t i = 0; newline && !any && i <= str_length(h, newline); i++)
        text[i] = i < str_length(h, newline) ? (char)str_char(h, newline, i) : '\0';
    if (!any && !(t->readnl = str_from_ascii(h, text)))
        return raise_status(h);
    t->read_universal = any || !*text;
    t->read_translate = any;
    if (!any && *text == '\r')
        t->writenl = incref(h, t->readnl);
    if (!t->read_universal)
        return HEAP_OK;
    addr args[] = {none(h), h->singleton[any ? SINGLETON_TRUE : SINGLETON_FALSE]};
    const struct call call = {.args = args, .count = 2};
    struct held_memory held;
    call_hold_arguments(h, &call, &held); /* in the tuple that the type is called with */
    t->decoder = newline_decoder_new(h, any);
    call_let_arguments_go(h, &call, &held);
    return t->decoder ? HEAP_OK : raise_status(h);
}

enum heap_status string_io_init(struct heap *h, addr o, const struct call *call)
{
    struct string_io *s = string_io_at(h, o);
    struct string_io_tail *t = string_io_tail(h, o);
    addr values[2];
    enum heap_status status = parse(h, call, values);
    if (status != HEAP_OK)
        return status;
    t->ok = 0;
    string_io_empty(h, o);
    status = set_newline(h, o, values[1]);
    s->string_size = s->pos = 0;
    s->state = STRING_IO_REALIZED;
    if (status == HEAP_OK)
        status = string_io_resize(h, o, 0);
    if (status != HEAP_OK)
        return status;
    if (values[0] && values[0] != none(h) && str_length(h, values[0])) {
        status = string_io_write(h, o, values[0]);
    } else {
        status = begin_gathering(h, o);
        if (status == HEAP_OK)
            s->state = STRING_IO_ACCUMULATING;
    }
    if (status != HEAP_OK)
        return status;
    s->pos = 0;
    if (h->abi.string_io_writes_one_text)
        s->u.text.module_state = HEAP_TEXT + TEXT_MODULE;
    t->closed = 0;
    t->ok = 1;
    return HEAP_OK;
}

enum heap_status string_io_check(struct heap *h, addr o)
{
    const struct string_io_tail *t = string_io_tail(h, o);
    if (!t->ok)
        return raise_error(h, EXC_VALUE_ERROR, "I/O operation on uninitialized object");
    return t->closed ? raise_error(h, EXC_VALUE_ERROR, "I/O operation on closed file") : HEAP_OK;
}

/* ---- slots ----------------------------------------------------------------------------------------- */

/* Up to 3.11 the attributes alone are told to the collector. */
static void traverse(struct heap *h, addr o, span_visitor *visit, void *context)
{
    struct string_io_tail *t = string_io_tail(h, o);
    if (h->abi.io_types_are_heap_types) {
        visit(h, context, &t->readnl, 2, 1);
        visit(h, context, &t->decoder, 1, 1);
    }
    visit(h, context, &t->dict, 1, 1);
}

static void untraversed(struct heap *h, addr o, span_visitor *visit, void *context)
{
    struct string_io *s = string_io_at(h, o);
    if (h->abi.string_io_writes_one_text) {
        if (s->u.text.writer)
            visit(h, context, &writer_at(h, o)->buffer, 1, 1);
    } else {
        visit(h, context, &s->u.pieces.large, 2, 1);
    }
    if (!h->abi.io_types_are_heap_types)
        visit(h, context, &string_io_tail(h, o)->decoder, 3, 1);
}

static bool release_next(struct heap *h, addr o, addr *reference)
{
    struct string_io *s = string_io_at(h, o);
    struct string_io_tail *t = string_io_tail(h, o);
    addr *order[6] = {&t->readnl, &t->writenl, &t->decoder, &t->dict, NULL, NULL}, **last = order + 4;
    if (!h->abi.string_io_writes_one_text) {
        addr *pieces[] = {&s->u.pieces.large, &s->u.pieces.small};
        memmove(order + 2, order, 4 * sizeof *order);
        memcpy(order, pieces, sizeof pieces);
        last = order + 6;
    } else if (s->u.text.writer) {
        memmove(order + 1, order, 4 * sizeof *order);
        order[0] = &writer_at(h, o)->buffer;
        last = order + 5;
    }
    for (addr **field = order; field < last; field++)
        if (**field) {
            *reference = **field;
            **field = 0;
            return true;
        }
    return false;
}

static void free_storage(struct heap *h, addr o)
{
    memory_free(h, string_io_at(h, o)->buf);
    if (h->abi.string_io_writes_one_text)
        memory_free(h, string_io_at(h, o)->u.text.writer);
}

static size_t storage(const struct heap *h, addr o, addr blocks[4])
{
    const struct string_io *s = string_io_at(h, o);
    size_t count = 0;
    if (s->buf)
        blocks[count++] = s->buf;
    if (h->abi.string_io_writes_one_text && s->u.text.writer)
        blocks[count++] = s->u.text.writer;
    return count;
}

static void clear(struct heap *h, addr o)
{
    struct string_io_tail *t = string_io_tail(h, o);
    incref(h, o);
    if (h->abi.io_types_are_heap_types) {
        object_replace(h, &t->readnl, 0);
        object_replace(h, &t->writenl, 0);
        object_replace(h, &t->decoder, 0);
    }
    object_replace(h, &t->dict, 0);
    decref(h, o);
}

static const char *verify_gathered(const struct heap *h, addr o)
{
    const struct string_io *s = string_io_at(h, o);
    if (h->abi.string_io_writes_one_text) {
        if (!object_in_blocks(s->u.text.writer))
            return "a StringIO that gathers nowhere";
        addr buffer = writer_at(h, o)->buffer;
        int64_t length =
            buffer && object_exists(h, buffer) && str_is_kind(h, buffer) ? (int64_t)str_length(h, buffer) : 0;
        return writer_at(h, o)->pos > length ? "a StringIO has gathered more than there is" : NULL;
    }
    addr small = s->u.pieces.small, large = s->u.pieces.large;
    if (small && (!object_exists(h, small) || object_kind(h, small) != KIND_LIST))
        return "a StringIO that gathers in no list";
    if (!large)
        return NULL;
    if (!object_exists(h, large))
        return "a StringIO whose pieces do not exist";
    return (small ? object_kind(h, large) == KIND_LIST : str_is_kind(h, large))
               ? NULL
               : "a StringIO that joins pieces of no list";
}

static const char *verify(const struct heap *h, addr o)
{
    const struct string_io *s = string_io_at(h, o);
    const struct string_io_tail *t = string_io_tail(h, o);
    if (s->pos < 0 || s->string_size < 0 || s->state < STRING_IO_NEW || s->state > STRING_IO_ACCUMULATING)
        return "a StringIO in an impossible state";
    if (!object_in_blocks(s->buf) || memory_block_size(h, s->buf) < s->buf_size * 4)
        return "a StringIO that counts on more memory than it has";
    if (!t->ok || t->closed)
        return NULL;
    if (s->state == STRING_IO_ACCUMULATING)
        return verify_gathered(h, o);
    return (uint64_t)s->string_size >= s->buf_size ? "a StringIO longer than its block" : NULL;
}

extern const struct kind_ops string_io_ops;
const struct kind_ops string_io_ops = {.iter = io_base_iter,
                                       .next = string_io_next,
                                       .traverse = traverse,
                                       .untraversed = untraversed,
                                       .release_next = release_next,
                                       .free_storage = free_storage,
                                       .storage = storage,
                                       .clear = clear,
                                       .hash = hash_self,
                                       .verify = verify};
