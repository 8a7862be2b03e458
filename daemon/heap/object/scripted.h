/* Kinds whose objects have CPython's layout and whose behaviour is written in the language: the types of
 * datetime and decimal. What CPython has as a C function NAME of a type is a function PREFIX_NAME of the
 * library's module (_datetime, _decimal), found when it is called. It shows nowhere: methods are builtin
 * methods, and tracebacks end where they are called.
 */
#ifndef HEAPD_HEAP_OBJECT_SCRIPTED_H
#define HEAPD_HEAP_OBJECT_SCRIPTED_H

#include "daemon/heap/object/class.h"
#include "daemon/heap/object/heaptype.h"
#include "daemon/heap/object/member.h"
#include "daemon/heap/object/object.h"
#include "daemon/heap/object/operator.h"

static inline bool kind_is_scripted(unsigned kind)
{
    return kind >= KIND_TIMEDELTA && kind <= KIND_DECIMAL_CONTEXT;
}

/* PREFIX_name(first, *args, **keywords) of that kind; first 0: the arguments alone. *new* */
enum heap_status scripted_call(struct heap *h, unsigned kind, const char *name, addr first,
                               const struct call *call, addr *out) HEAP_MUST_CHECK;
/* The same with up to three arguments. */
enum heap_status scripted_ask(struct heap *h, unsigned kind, const char *name, const addr *args, size_t count,
                              addr *out) HEAP_MUST_CHECK;

/* What slots do; *out 0 is NotImplemented. `owner` is the kind whose slot it is. */
enum heap_status scripted_binary(struct heap *h, unsigned owner, enum type_slot slot, addr a, addr b,
                                 addr *out) HEAP_MUST_CHECK;
enum heap_status scripted_power(struct heap *h, unsigned owner, addr a, addr b, addr modulus,
                                addr *out) HEAP_MUST_CHECK;
enum heap_status scripted_compare(struct heap *h, unsigned owner, enum compare_operator op, addr a, addr b,
                                  addr *out) HEAP_MUST_CHECK;
enum heap_status scripted_unary(struct heap *h, unsigned owner, enum unary_operator op, addr o,
                                addr *out) HEAP_MUST_CHECK;
enum heap_status scripted_truth(struct heap *h, unsigned owner, addr o, bool *out) HEAP_MUST_CHECK;

/* Operations of kinds. Where a kind has ob_hash it is the first field. */
enum heap_status scripted_repr(struct heap *h, addr o, struct text *out);
enum heap_status scripted_str(struct heap *h, addr o, struct text *out);
enum heap_status scripted_hash(struct heap *h, addr o, int64_t *out);
enum heap_status scripted_hash_kept(struct heap *h, addr o, int64_t *out);

/* T(*args, **keywords): PREFIX_new(type, ...). *new* */
enum heap_status scripted_construct(struct heap *h, addr type, const struct call *call,
                                    addr *out) HEAP_MUST_CHECK;

/* Memory for an object of `type`, which is the builtin type (then `bytes` of it, if not 0) or extends it;
 * fields 0, tracked. *new* */
addr scripted_new(struct heap *h, addr type, size_t bytes) HEAP_MUST_CHECK;

/* The function of a method table's row, and the row. */
#define SCRIPTED_FUNCTION(kind, prefix, id, name, least, most, flags)                                        \
    static enum heap_status prefix##_method_##id(struct heap *h, const struct call *call, addr *out)         \
    {                                                                                                        \
        return scripted_call(h, kind, #id, call->self, call, out);                                           \
    }
#define SCRIPTED_ROW(kind, prefix, id, name, least, most, flags)                                             \
    {name, least, most, flags, prefix##_method_##id},

/* An attribute that a function of the library answers. */
#define SCRIPTED_GET(kind, prefix, id)                                                                       \
    static enum heap_status prefix##_get_##id(struct heap *h, addr o, addr *out)                             \
    {                                                                                                        \
        return scripted_ask(h, kind, "get_" #id, &o, 1, out);                                                \
    }

#endif
