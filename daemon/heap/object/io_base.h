/* The types of _io that live in memory alone: the base classes of streams (io_base.c), StringIO
 * (string_io.c), BytesIO (bytes_io.c) and what translates line ends (newline_decoder.c). Mirrors
 * Modules/_io/.
 *
 *   _IOBase, _RawIOBase, _BufferedIOBase, _TextIOBase:
 *
 *     16 dict   24 weakreflist
 *
 *   StringIO; its block is of UCS4, its size is in characters, its lists are of strs:
 *
 *     16 buf   24 pos   32 string_size   40 buf_size   48 state, and up to 3.11
 *     56 large   64 small   72 ok closed readuniversal readtranslate (bytes)   80 decoder   88 readnl
 *     96 writenl   104 dict   112 weakreflist, or from 3.14
 *     56 writer (a block: struct unicode_writer)   64 ok ...   72 decoder   80 readnl   88 writenl
 *     96 dict   104 weakreflist   112 module_state
 *
 *   BytesIO; buf is bytes, 0 once it is closed:
 *
 *     16 buf   24 pos   32 string_size   40 dict   48 weakreflist   56 exports
 *
 *   _BytesIOBuffer:
 *
 *     16 source
 *
 *   IncrementalNewlineDecoder; the flags are of 1, 1 and 3 bits:
 *
 *     16 decoder   24 errors   32 pendingcr, translate, seennl
 *
 * A StringIO gathers what is written at its end, until somebody reads or seeks; from then on its characters
 * are in `buf`. The bytes of a BytesIO are those of its `buf`, which others may have as well as long as it is
 * not written to; and which is not resized while somebody looks into it.
 */
#ifndef HEAPD_HEAP_OBJECT_IO_BASE_H
#define HEAPD_HEAP_OBJECT_IO_BASE_H

#include "daemon/heap/object/class.h"
#include "daemon/heap/object/heaptype.h"
#include "daemon/heap/object/object.h"

struct io_base {
    struct object base;
    addr dict, weakrefs;
};

struct string_io_tail {
    uint8_t ok, closed, read_universal, read_translate, pad[4];
    addr decoder, readnl, writenl, dict, weakrefs;
};
struct string_io {
    struct object base;
    addr buf;
    int64_t pos, string_size;
    uint64_t buf_size;
    int32_t state, pad;
    union {
        struct {
            addr large, small;
            struct string_io_tail tail;
        } pieces;
        struct {
            addr writer;
            struct string_io_tail tail;
            addr module_state;
        } text;
    } u;
};
/* How a buffer of `*room` grows or shrinks for so many items (resize_buffer of both files of Modules/_io): a
 * little more than is needed where it grows by little. False: it stays. */
static inline bool io_room_changes(uint64_t size, uint64_t *room)
{
    if (size >= *room / 2 && size < *room)
        return false;
    bool grows_a_little = size >= *room && size <= *room + *room / 8;
    *room = grows_a_little ? size + (size >> 3) + (size < 9 ? 3 : 6) : size + 1;
    return true;
}

enum { STRING_IO_NEW, STRING_IO_REALIZED, STRING_IO_ACCUMULATING };

struct unicode_writer { /* _PyUnicodeWriter */
    addr buffer, data;
    uint32_t kind, max_char;
    int64_t size, pos, min_length;
    uint32_t min_char, flags;
};

struct bytes_io {
    struct object base;
    addr buf;
    int64_t pos, string_size;
    addr dict, weakrefs;
    int64_t exports;
};
struct bytes_io_buffer {
    struct object base;
    addr source;
};

static inline struct string_io *string_io_at(const struct heap *h, addr o)
{
    return heap_at(h, o);
}
static inline struct string_io_tail *string_io_tail(const struct heap *h, addr o)
{
    struct string_io *s = string_io_at(h, o);
    return h->abi.string_io_writes_one_text ? &s->u.text.tail : &s->u.pieces.tail;
}
static inline struct bytes_io *bytes_io_at(const struct heap *h, addr o)
{
    return heap_at(h, o);
}
static inline addr bytes_io_source(const struct heap *h, addr buffer)
{
    return ((const struct bytes_io_buffer *)heap_at(h, buffer))->source;
}

/* ---- io_base.c */

/* An attribute by its name, *new*; 0 where there is none. A method, called. */
enum heap_status io_look_up(struct heap *h, addr o, const char *name, addr *out) HEAP_MUST_CHECK;
enum heap_status io_call(struct heap *h, addr o, const char *name, const addr *args, size_t count,
                         addr *out) HEAP_MUST_CHECK;

/* What is done as a stream ends, or when somebody calls __del__: close(), unless it is closed. */
enum heap_status io_base_finalize(struct heap *h, addr o) HEAP_MUST_CHECK;
/* o itself; ValueError: closed. */
enum heap_status io_base_iter(struct heap *h, addr o, addr *out) HEAP_MUST_CHECK;
/* An argument `size`: -1 where it is None or not given (0). */
enum heap_status io_size_argument(struct heap *h, const struct call *call, int64_t *out) HEAP_MUST_CHECK;
/* From 3.13 on, a method that does nothing looks at its positional arguments all the same: so many, and ints
 * where `ints`; TypeError. */
enum heap_status io_unused_arguments(struct heap *h, const struct call *call, const char *name, size_t least,
                                     size_t most, bool ints) HEAP_MUST_CHECK;
/* The arguments of seek(). */
enum heap_status io_seek_arguments(struct heap *h, const struct call *call, int64_t *position,
                                   int64_t *whence) HEAP_MUST_CHECK;
/* o.readline() for next(), which must be a str or bytes (`kind`): *item 0 at the end. */
enum heap_status io_next_line(struct heap *h, addr o, enum kind kind, addr *item) HEAP_MUST_CHECK;
/* What __setstate__ is given behind the contents: the position, and the attributes, which go to *dict.
 * `first` is the position's index in the tuple. */
enum heap_status io_restore(struct heap *h, addr state, size_t first, int64_t *position,
                            addr *dict) HEAP_MUST_CHECK;
/* A tuple with at least so many items? TypeError. */
enum heap_status io_check_state(struct heap *h, addr o, addr state, size_t count) HEAP_MUST_CHECK;
/* *new*: a copy of the attributes, or None. */
addr io_attributes(struct heap *h, addr dict) HEAP_MUST_CHECK;

/* ---- io_base_methods.c */

/* writelines(): each item of the argument by `write`. */
enum heap_status io_write_lines(struct heap *h, const struct call *call,
                                enum heap_status (*write)(struct heap *h, addr o, addr line),
                                addr *out) HEAP_MUST_CHECK;
enum heap_status io_raise_unsupported(struct heap *h, const char *message); /* io.UnsupportedOperation */
builtin_function io_base_readline;
/* The memory of what may be written to and has no gaps, which readinto() takes; TypeError for others. */
bool io_writable(const struct heap *h, addr o, uint8_t **bytes, size_t *length);
enum heap_status io_raise_not_writable(struct heap *h, const char *method, addr o);

/* ---- string_io.c: __new__ and __init__; reading and writing for string_io_methods.c */

addr string_io_new(struct heap *h, addr type) HEAP_MUST_CHECK; /* *new*, not set up */
enum heap_status string_io_init(struct heap *h, addr o, const struct call *call) HEAP_MUST_CHECK;
/* ValueError: not set up, or closed. */
enum heap_status string_io_check(struct heap *h, addr o) HEAP_MUST_CHECK;
enum heap_status string_io_resize(struct heap *h, addr o, uint64_t size) HEAP_MUST_CHECK;
enum heap_status string_io_realize(struct heap *h, addr o) HEAP_MUST_CHECK;
enum heap_status string_io_write(struct heap *h, addr o, addr s) HEAP_MUST_CHECK;
/* *new*: all of it. */
enum heap_status string_io_value(struct heap *h, addr o, addr *out) HEAP_MUST_CHECK;
/* The next line, *new*; 0 at the end. */
enum heap_status string_io_next(struct heap *h, addr o, addr *item) HEAP_MUST_CHECK;
/* Gives up what it holds but its attributes. */
void string_io_empty(struct heap *h, addr o);

/* ---- bytes_io.c */

addr bytes_io_new(struct heap *h, addr type) HEAP_MUST_CHECK; /* *new* */
enum heap_status bytes_io_init(struct heap *h, addr o, const struct call *call) HEAP_MUST_CHECK;
enum heap_status bytes_io_check(struct heap *h, addr o) HEAP_MUST_CHECK;         /* ValueError: closed */
enum heap_status bytes_io_check_exports(struct heap *h, addr o) HEAP_MUST_CHECK; /* BufferError */
/* Somebody is about to look into it: nobody else has its bytes then. */
enum heap_status bytes_io_prepare_export(struct heap *h, addr o) HEAP_MUST_CHECK;
enum heap_status bytes_io_resize(struct heap *h, addr o, uint64_t size) HEAP_MUST_CHECK;
enum heap_status bytes_io_write(struct heap *h, addr o, addr bytes, int64_t *written) HEAP_MUST_CHECK;
/* *new*: all of it. */
enum heap_status bytes_io_value(struct heap *h, addr o, addr *out) HEAP_MUST_CHECK;

/* The next line, *new*; 0 at the end. */
enum heap_status bytes_io_next(struct heap *h, addr o, addr *item) HEAP_MUST_CHECK;

/* ---- newline_decoder.c */

addr newline_decoder_new(struct heap *h, bool translate) HEAP_MUST_CHECK; /* *new* */
enum heap_status newline_decoder_init(struct heap *h, addr o, const struct call *call) HEAP_MUST_CHECK;
/* *new*: the str with its line ends noted and, where that is asked for, translated. */
enum heap_status newline_decoder_decode(struct heap *h, addr o, addr s, bool final,
                                        addr *out) HEAP_MUST_CHECK;
/* *new*: None, a line end, or a tuple of those that were seen. */
addr newline_decoder_line_ends(struct heap *h, addr o) HEAP_MUST_CHECK;

extern const struct getset io_base_getsets[], text_io_base_getsets[], string_io_getsets[], bytes_io_getsets[],
    newline_decoder_getsets[];

#endif
