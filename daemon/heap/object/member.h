/* Members: fields of a structure as attributes (PyMemberDef, Objects/structmember.c): slots of classes, and
 * what builtin types show of their layout.
 */
#ifndef HEAPD_HEAP_OBJECT_MEMBER_H
#define HEAPD_HEAP_OBJECT_MEMBER_H

#include "daemon/heap/object/heaptype.h"

enum member_type {
    MEMBER_INT = 1,        /* int32_t */
    MEMBER_DOUBLE = 4,     /* double */
    MEMBER_OBJECT = 6,     /* a reference; None where it is 0 */
    MEMBER_BOOL = 14,      /* a byte */
    MEMBER_OBJECT_EX = 16, /* a reference; AttributeError where it is 0 */
    MEMBER_SSIZE = 19,     /* int64_t */
};
#define MEMBER_READ_ONLY 1

struct member_spec { /* of a builtin type; a table ends with a NULL name */
    const char *name;
    uint8_t type, flags;
    uint16_t offset;
};

extern const struct member_spec timedelta_members[], /* datetime.c */
    code_members[], function_members[];              /* code.c, function_getsets.c */
const struct member_spec *frame_members(const struct heap *h);

/* Those of the builtin type of a kind (kind_members.c); NULL: none. */
const struct member_spec *kind_members(const struct heap *h, enum kind kind);

/* Only while the heap boots: the definitions in the static area, and their descriptors in the type's dict. */
void members_add(struct heap *h, addr dict, addr type, const struct member_spec *specs);

enum heap_status member_get(struct heap *h, addr d, addr o, addr *out) HEAP_MUST_CHECK;
enum heap_status member_set(struct heap *h, addr d, addr o, addr value) HEAP_MUST_CHECK; /* value 0 deletes */

#endif
