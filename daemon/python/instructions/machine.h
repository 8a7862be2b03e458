/* What instructions are written in: the machine's registers are variables of evaluate() in eval.c.
 *
 *   ip      behind the word of the instruction that runs, which is `word`
 *   sp      behind the topmost slot of the evaluation stack
 *   f, frame, code, locals, consts, names   what runs, and what of it is looked at often
 *   table   where instructions are: the plain ones, or all of them by way of `traced`
 */
#include "daemon/python/opcode.h"
#include "daemon/python/quick.h"

#define PUSH(s) /* in two steps, as registers that are asked for by name need no copy then */                \
    do {                                                                                                     \
        *sp = (s);                                                                                           \
        sp++;                                                                                                \
    } while (0)
/* The exception on top of the stack is being handled from now on; what was before goes below it. */
#define PUSH_HANDLED()                                                                                       \
    do {                                                                                                     \
        slot caught = TOP;                                                                                   \
        struct handled *handled = heap_at(h, h->handled);                                                    \
        TOP = handled->value ? handled->value : incref(h, none(h));                                          \
        handled->value = incref(h, OBJECT(caught));                                                          \
        h->handling = handled->value;                                                                        \
        PUSH(caught);                                                                                        \
    } while (0)
#define POP()        (*--sp)
#define TOP          (sp[-1])
#define SECOND       (sp[-2])
#define OBJECT(s)    slot_object(s)
#define FALL(status) /* leave to the error handling unless it went well */                                   \
    do {                                                                                                     \
        if (HEAP_UNLIKELY((status) != HEAP_OK))                                                              \
            goto failed;                                                                                     \
    } while (0)
#define NEXT_WORD()                                                                                          \
    do {                                                                                                     \
        word = *ip;                                                                                          \
        ip++;                                                                                                \
    } while (0)
#define DISPATCH()                                                                                           \
    do {                                                                                                     \
        NEXT_WORD();                                                                                         \
        goto *table[word & 0xff];                                                                            \
    } while (0)
/* The frame says which instruction runs: before whatever may look at it, that is, run code or allocate memory
 * that is traced. */
#define AT()       (frame->at = (uint32_t)(ip - code) - 1)
#define RELEASE(s) /* where only a last reference runs anything */                                           \
    do {                                                                                                     \
        slot released_ = (s);                                                                                \
        if (released_ && !(released_ & SLOT_BORROWED) && reference_is_dropped(h, released_)) {               \
            AT();                                                                                            \
            object_release(h, released_);                                                                    \
        }                                                                                                    \
    } while (0)
#define RELEASE_NUMBER(s)                                                                                    \
    do {                                                                                                     \
        if (!((s)&SLOT_BORROWED))                                                                            \
            quick_number_decref(h, (s));                                                                     \
    } while (0)
/* An operation on the two topmost, exact ints that `read` knows or exact floats. */
#define INTS(read, possible, value)                                                                          \
    do {                                                                                                     \
        int64_t x, y;                                                                                        \
        if (HEAP_UNLIKELY(!read(h, OBJECT(SECOND), &x) || !read(h, OBJECT(TOP), &y) || !(possible)))         \
            goto op_BINARY_OP;                                                                               \
        addr result_ = quick_int_result(h, (value), SECOND, TOP);                                            \
        if (HEAP_UNLIKELY(!result_))                                                                         \
            goto raised_here;                                                                                \
        sp--;                                                                                                \
        TOP = result_;                                                                                       \
        DISPATCH();                                                                                          \
    } while (0)
#define FLOATS(value)                                                                                        \
    do {                                                                                                     \
        if (HEAP_UNLIKELY(!object_is_exact(h, OBJECT(SECOND), KIND_FLOAT) ||                                 \
                          !object_is_exact(h, OBJECT(TOP), KIND_FLOAT)))                                     \
            goto op_BINARY_OP;                                                                               \
        double u = HEAP_FIELD(h, OBJECT(SECOND), FLOAT_VALUE, double),                                       \
               v = HEAP_FIELD(h, OBJECT(TOP), FLOAT_VALUE, double);                                          \
        addr result_ = float_result(h, (value), SECOND, TOP);                                                \
        if (HEAP_UNLIKELY(!result_))                                                                         \
            goto raised_here;                                                                                \
        sp--;                                                                                                \
        TOP = result_;                                                                                       \
        DISPATCH();                                                                                          \
    } while (0)
/* A truth value for the instruction that follows: straight to where it jumps. Each instruction is its own
 * while lines are watched. */
#define TRUTH(b)                                                                                             \
    do {                                                                                                     \
        bool truth_ = (b);                                                                                   \
        uint32_t next_ = *ip;                                                                                \
        if (HEAP_LIKELY(table == plain)) {                                                                   \
            if ((next_ & 0xff) == OP_POP_JUMP_IF_FALSE) {                                                    \
                ip = truth_ ? ip + 1 : code + (next_ >> 8);                                                  \
                DISPATCH();                                                                                  \
            }                                                                                                \
            if ((next_ & 0xff) == OP_POP_JUMP_IF_TRUE) {                                                     \
                ip = truth_ ? code + (next_ >> 8) : ip + 1;                                                  \
                DISPATCH();                                                                                  \
            }                                                                                                \
        }                                                                                                    \
        PUSH(BOOL(truth_));                                                                                  \
        DISPATCH();                                                                                          \
    } while (0)
#define ARG       (word >> 8)
#define SELF      ((uint32_t *)(uintptr_t)ip - 1) /* the instruction, to be changed */
#define BOOL(b)   incref(h, h->singleton[(b) ? SINGLETON_TRUE : SINGLETON_FALSE])
#define WATCHED() (h->attended | watches | *monitors) /* does each instruction go through `traced` first? */
/* Somebody may want to watch from here on: behind the instruction that runs. */
#define WATCH()                                                                                              \
    do {                                                                                                     \
        if (HEAP_UNLIKELY(WATCHED())) {                                                                      \
            if (table == plain)                                                                              \
                watch = watch_behind(h, f, (uint32_t)(ip - code) - 1);                                       \
            table = watched;                                                                                 \
        } else {                                                                                             \
            table = plain;                                                                                   \
        }                                                                                                    \
    } while (0)
#define CHECK_PAUSE()                                                                                        \
    do {                                                                                                     \
        if (HEAP_UNLIKELY(interpreter_must_pause(h))) {                                                      \
            frame->top = (uint32_t)(sp - locals);                                                            \
            FALL(status = interpreter_pause(h));                                                             \
        }                                                                                                    \
    } while (0)

/* Does the instruction store into a local variable, alone or as the first of a pair? */
static inline bool stores_fast(uint32_t word)
{
    unsigned op = word & 0xff;
    return op == OP_STORE_FAST || op == OP_STORE_FAST__LOAD_FAST || op == OP_STORE_FAST__STORE_FAST ||
           op == OP_STORE_FAST__LOAD_FAST_BORROW;
}
