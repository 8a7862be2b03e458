/* Between the files of the module _json. */
#ifndef HEAPD_PYTHON_MODULES_JSON_H
#define HEAPD_PYTHON_MODULES_JSON_H

#include "daemon/heap/object/str_writer.h"
#include "daemon/python/modules/module.h"

/* ---- json_write.c */

/* *new*: a str in quotes, as JSON; `ascii`: without characters beyond ASCII. */
enum heap_status json_quote(struct heap *h, addr s, bool ascii, addr *out) HEAP_MUST_CHECK;
builtin_function json_encode_basestring, json_encode_basestring_ascii;

/* ---- json_text.c: the text that an encoder puts together */

/* Words that JSON has in one piece. */
enum json_word { JSON_NULL, JSON_TRUE, JSON_FALSE, JSON_EMPTY_ARRAY, JSON_EMPTY_OBJECT, JSON_WORDS };

/* All of it is in the heap: objects that whoever has this one owns. */
struct json_text {
    addr pieces, joined;      /* lists, where the version keeps what it puts together; `joined` 0: not yet */
    struct str_writer writer; /* where it does not */
    addr words[JSON_WORDS];   /* those that have been asked for */
};
enum heap_status json_text_begin(struct heap *h, struct json_text *t) HEAP_MUST_CHECK;
enum heap_status json_text_put(struct heap *h, struct json_text *t, addr s) HEAP_MUST_CHECK;
/* The same for a str that has just been made, *stolen*; 0: it could not be. */
enum heap_status json_text_put_new(struct heap *h, struct json_text *t, addr s) HEAP_MUST_CHECK;
enum heap_status json_text_put_char(struct heap *h, struct json_text *t, char c) HEAP_MUST_CHECK;
enum heap_status json_text_put_word(struct heap *h, struct json_text *t, enum json_word word) HEAP_MUST_CHECK;
/* Characters that are no str: only where there is a buffer. */
enum heap_status json_text_put_ascii(struct heap *h, struct json_text *t, const char *text,
                                     size_t length) HEAP_MUST_CHECK;
/* *new* */
enum heap_status json_text_word(struct heap *h, struct json_text *t, enum json_word word,
                                addr *out) HEAP_MUST_CHECK;
/* *new*: the list or tuple of strs that an encoder answers. */
enum heap_status json_text_end(struct heap *h, struct json_text *t, addr *out) HEAP_MUST_CHECK;
void json_text_drop(struct heap *h, struct json_text *t);

/* ---- json_note.c: from 3.14 an exception says what was being written */

/* `status` is that of writing what is in `o`: its item `key`, or number `index`, or (-1) what default() made
 * of it. Answers the status that there is then. */
enum heap_status json_note(struct heap *h, enum heap_status status, addr o, addr key,
                           int64_t index) HEAP_MUST_CHECK;

/* ---- json_encoder.c */
builtin_function json_make_encoder, json_iterencode;
#define JSON_ITERENCODE_INDEX 5 /* json_iterencode among the module's functions */

#endif
