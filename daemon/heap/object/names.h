/* Names in texts, AttributeErrors, and the names that the library itself looks up. */
#ifndef HEAPD_HEAP_OBJECT_NAMES_H
#define HEAPD_HEAP_OBJECT_NAMES_H

#include "daemon/heap/object/object.h"
#include "daemon/heap/object/special.h"

/* The characters of a str, not its repr. */
void text_put_str(const struct heap *h, struct text *out, addr s);
/* The same as bytes with a NUL behind them, for a "%s" in what raise_...() is called with next: the str's
 * own, or those of its UTF-8 in `room`. For one that has NULs or is too long for the room it is a mark, which
 * no UTF-8 has, and the message gets the characters there; so the str stays alive until then. At most four.
 */
#define NAME_ROOM 256
#define NAME_MARK '\xff' /* the character behind it is the number of the str, from '0' */
const char *name_in_message(struct heap *h, addr s, char room[NAME_ROOM]);
/* The same where a precision cuts it, for which the room is enough: its bytes as far as they fit, up to a
 * NUL. */
const char *name_start_in_message(const struct heap *h, addr s, char room[NAME_ROOM]);

enum attribute_text { ATTRIBUTE_MISSING, ATTRIBUTE_MISSING_TYPE, ATTRIBUTE_NO_DICT, ATTRIBUTE_READ_ONLY };
/* AttributeError, as the version words it. */
enum heap_status raise_attribute(struct heap *h, enum attribute_text which, addr type, addr name);

/* What the repr of a weak reference adds: the name of a class. Borrowed or 0. */
addr object_short_name(const struct heap *h, addr o);

void names_boot(struct heap *h);

/* Names that compiled code has though no source does. */
#define CODE_NAMES(X)                                                                                        \
    X(ANONYMOUS_MODULE, "<module>")                                                                          \
    X(ANONYMOUS_LAMBDA, "<lambda>")                                                                          \
    X(ANONYMOUS_LISTCOMP, "<listcomp>")                                                                      \
    X(ANONYMOUS_SETCOMP, "<setcomp>")                                                                        \
    X(ANONYMOUS_DICTCOMP, "<dictcomp>")                                                                      \
    X(ANONYMOUS_GENEXPR, "<genexpr>")                                                                        \
    X(TOP, "top")                                                                                            \
    X(IMPLICIT, ".0")                                                                                        \
    X(FORMAT_PARAMETER, ".format")                                                                           \
    X(FORMAT_ARGUMENT, "format")                                                                             \
    X(DOT_TYPE_PARAMS, ".type_params")                                                                       \
    X(DOT_GENERIC_BASE, ".generic_base")                                                                     \
    X(DOT_DEFAULTS, ".defaults")                                                                             \
    X(DOT_KEYWORD_DEFAULTS, ".kwdefaults")                                                                   \
    X(CLASSDICT, "__classdict__")                                                                            \
    X(CONDITIONAL_ANNOTATIONS, "__conditional_annotations__")                                                \
    X(RETURN, "return")                                                                                      \
    X(SUPER, "super")                                                                                        \
    X(DEBUG, "__debug__")                                                                                    \
    X(JOIN, "join")

/* Names that the library itself looks up: fixed strs. */
enum known_name {
    NAME_MODULE,
    NAME_QUALNAME,
    NAME_DOC,
    NAME_SLOTS,
    NAME_DICT,
    NAME_WEAKREF,
    NAME_DEL,
    NAME_STATIC_ATTRIBUTES,
    NAME_FIRST_LINE,
    NAME_NAME,
    NAME_CLASS,
    NAME_INIT,
    NAME_NEW,
    NAME_CALL,
    NAME_GETATTR,
    NAME_MAIN,
    NAME_GETSTATE,
    NAME_SETSTATE,
    NAME_REDUCE_EX,
    NAME_COPY,
    NAME_DEEPCOPY,
    NAME_BUILTINS,
    NAME_CLASSCELL,
    NAME_HASH,
    NAME_EQ,
    NAME_SLOT_NAMES,
#define X(constant, text) NAME_##constant,
    SPECIAL_NAMES(X) CODE_NAMES(X)
#undef X
        NAME_COUNT
};
static inline addr known_name(const struct heap *h, enum known_name n)
{
    return ((addr *)heap_at(h, h->names))[n];
}

#endif
