/* The words of type_words.h. A class has a kind's own where nothing in its order stands before what the
 * builtin type has under the slot's names; else the word that calls the special method.
 */
#include "daemon/heap/object/type_words.h"

#include <string.h>

#include "daemon/heap/object/builtin.h"
#include "daemon/heap/object/exception.h"
#include "daemon/heap/object/heaptype.h"
#include "daemon/heap/object/lookup.h"
#include "daemon/heap/object/special.h"
#include "daemon/heap/object/wrapper.h"

#define NO_NAME  NAME_COUNT
#define FIELD(f) offsetof(struct type_object, f)

struct type_word {
    uint16_t offset;
    uint16_t names[2];
    const char *wrapper; /* what wrapper_names() calls it */
};
static const struct type_word words[] = {
    {FIELD(repr), {NAME_REPR, NO_NAME}, "repr"},
    {FIELD(call), {NAME_CALL, NO_NAME}, "call"},
    {FIELD(str), {NAME_STR, NO_NAME}, "str"},
    {FIELD(getattro), {NAME_GETATTRIBUTE, NAME_GETATTR}, "getattribute"},
    {FIELD(setattro), {NAME_SETATTR, NAME_DELATTR}, "setattr"},
    {FIELD(iter), {NAME_ITER, NO_NAME}, "iter"},
    {FIELD(iternext), {NAME_NEXT, NO_NAME}, "next"},
    {FIELD(descr_get), {NAME_GET, NO_NAME}, "get"},
    {FIELD(descr_set), {NAME_SET, NAME_DELETE}, "set"},
    {FIELD(init), {NAME_INIT, NO_NAME}, "init"},
    {FIELD(new), {NAME_NEW, NO_NAME}, "new"},
};
#define WORDS    (sizeof words / sizeof *words)
#define NEW_WORD (WORDS - 1)

static addr *field(const struct heap *h, addr type, const struct type_word *w)
{
    return heap_at(h, type + w->offset);
}

static addr text(size_t word, unsigned owner)
{
    return HEAP_TEXT + TEXT_WORDS + ((addr)word << 10 | owner) * 16u;
}

/* Is it one of the words of a list with blanks between? */
static bool is_listed(const char *list, const char *name)
{
    size_t length = strlen(name);
    for (const char *at = list; (at = strstr(at, name)); at += length)
        if ((at == list || at[-1] == ' ') && (at[length] == ' ' || !at[length]))
            return true;
    return false;
}

/* Others name the generic function as theirs. */
static bool looks_up_otherwise(enum kind kind)
{
    switch (kind) {
    case KIND_INSTANCE:
    case KIND_TYPE:
    case KIND_SUPER:
    case KIND_MODULE:
    case KIND_METHOD:
    case KIND_GENERIC_ALIAS:
    case KIND_PROXY:
    case KIND_CALLABLE_PROXY:
        return true;
    default:
        return false;
    }
}

/* object.__new__ only where the type is made at run time and may be called (type_ready_set_new). */
static bool inherits_new(const struct heap *h, addr type, addr base)
{
    uint64_t flags = type_at(h, type)->flags;
    return base != h->type[KIND_INSTANCE] || (flags & TYPE_HEAP && !(flags & TYPE_NOT_CALLED));
}

void type_words_boot(struct heap *h, addr type, enum kind kind)
{
    addr base = type_at(h, type)->base;
    for (size_t i = 0; i < WORDS; i++) {
        addr *word = field(h, type, &words[i]);
        bool generic = words[i].offset == FIELD(getattro) && !looks_up_otherwise(kind);
        if (!generic && is_listed(wrapper_names(kind), words[i].wrapper) &&
            wrapper_is_of_version(h, kind, words[i].wrapper))
            *word = text(i, kind);
        else if (!*word && base && (words[i].offset != FIELD(new) || inherits_new(h, type, base)))
            *word = *field(h, base, &words[i]);
    }
}

/* A __new__ of C, whosever it is, leaves tp_new as it is: the base's, or what a program's __new__ has set,
 * even when that is gone (update_one_slot of Objects/typeobject.c). */
static addr new_word_of(const struct heap *h, addr type)
{
    addr found = special_of_class(h, type, known_name(h, NAME_NEW));
    return found && !builtin_is_new(h, found) ? text(NEW_WORD, WORD_OF_CLASS) : type_at(h, type)->new;
}

/* The __init__ of a builtin exception is the one of its kind, and so is what its subclasses inherit. */
static bool is_init_of_exceptions(const struct heap *h, addr type, addr found)
{
    unsigned kind = type_kind(h, type);
    return kind_is_exception((enum kind)kind) && object_is_exact(h, found, KIND_WRAPPER_DESCRIPTOR) &&
           type_kind(h, descriptor_at(h, found)->type) == kind;
}

static addr word_of(const struct heap *h, addr type, size_t i)
{
    if (i == NEW_WORD)
        return new_word_of(h, type);
    for (size_t n = 0; n < 2; n++) {
        enum known_name name = (enum known_name)words[i].names[n];
        addr found = name == NO_NAME ? 0 : special_of_class(h, type, known_name(h, name));
        if (found && !(name == NAME_INIT && is_init_of_exceptions(h, type, found)))
            return text(i, WORD_OF_CLASS);
    }
    return *field(h, h->type[type_kind(h, type)], &words[i]);
}

bool type_words_update(struct heap *h, addr type)
{
    bool changed = false;
    for (size_t i = 0; i < WORDS; i++) {
        addr *at = field(h, type, &words[i]), word = word_of(h, type, i);
        changed |= *at != word;
        *at = word;
    }
    addr finalize = lookup_in_type(h, type, known_name(h, NAME_DEL)) ? HEAP_TEXT + TEXT_FINALIZE : 0;
    changed |= type_at(h, type)->finalize != finalize;
    type_at(h, type)->finalize = finalize;
    return changed;
}
