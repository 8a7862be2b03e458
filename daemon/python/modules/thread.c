/* The module _thread, as far as it is in C: locks, and which thread runs. Threads take turns: what starts
 * them and lets them run is lib/_thread.py. */
#include <string.h>

#include "daemon/heap/heap.h"
#include "daemon/heap/object/answer.h"
#include "daemon/heap/object/dict.h"
#include "daemon/heap/object/int.h"
#include "daemon/heap/object/lock.h"
#include "daemon/heap/object/module.h"
#include "daemon/heap/object/operator.h"
#include "daemon/heap/runtime.h"
#include "daemon/python/clock.h"
#include "daemon/python/modules/module.h"

#define MAIN_THREAD 1

uint64_t runtime_thread(const struct heap *h)
{
    return h->python ? interpreter_of(h)->thread + MAIN_THREAD : MAIN_THREAD;
}

/* A function of lib/_thread.py: *result 0 where the module is not in use, *new* else. */
static enum heap_status call_own(struct heap *h, const char *name, addr argument, addr *result)
{
    addr module = h->program.modules ? dict_get_ascii(h, h->program.modules, "_thread", 7) : 0;
    addr function = module && object_kind(h, module) == KIND_MODULE
                        ? dict_get_ascii(h, module_dict(h, module), name, strlen(name))
                        : 0;
    *result = 0;
    if (!function)
        return HEAP_OK;
    incref(h, function);
    enum heap_status status = object_call(h, function, &argument, argument != 0, NULL, NULL, 0, result);
    decref(h, function);
    return status;
}

enum heap_status thread_before_sleep(struct heap *h, int64_t until_ns)
{
    addr until = 0, result;
    if (!h->program.modules || !dict_get_ascii(h, h->program.modules, "_thread", 7))
        return HEAP_OK;
    if (!(until = int_new(h, until_ns)))
        return raise_status(h);
    enum heap_status status = call_own(h, "_sleep", until, &result);
    decref(h, until);
    if (status == HEAP_OK)
        xdecref(h, result);
    return status;
}

enum heap_status thread_end(struct heap *h)
{
    addr result;
    enum heap_status status = call_own(h, "_end", 0, &result);
    if (status == HEAP_OK)
        xdecref(h, result);
    return status;
}

/* _thread._run_next() -> was there one? */
enum heap_status runtime_next_thread(struct heap *h, bool *ran)
{
    addr result;
    *ran = false;
    enum heap_status status = call_own(h, "_run_next", 0, &result);
    if (status != HEAP_OK || !result)
        return status;
    status = object_truth(h, result, ran);
    decref(h, result);
    return status;
}

enum heap_status runtime_wait_for_ever(struct heap *h)
{
    addr result = 0;
    enum heap_status status = call_own(h, "_stuck", 0, &result);
    xdecref(h, result);
    return status != HEAP_OK ? status
                             : raise_error(h, EXC_RUNTIME_ERROR,
                                           "this would wait for ever: no other thread is left to run");
}

void runtime_pass_time(struct heap *h, double seconds)
{
    clock_set_ns(h, clock_after(h, seconds));
}

static enum heap_status thread_allocate(struct heap *h, const struct call *call, addr *out)
{
    (void)call;
    return answer(h, lock_new(h), out);
}

static enum heap_status thread_get_ident(struct heap *h, const struct call *call, addr *out)
{
    (void)call;
    return answer_int(h, (int64_t)runtime_thread(h), out);
}

/* _become(ident) */
static enum heap_status thread_become(struct heap *h, const struct call *call, addr *out)
{
    int64_t ident;
    enum heap_status status = int_argument(h, call->args[0], &ident);
    if (status == HEAP_OK)
        interpreter_of(h)->thread = (uint64_t)ident - MAIN_THREAD;
    return answer_none(h, status, out);
}

/* _clock(): how far this thread's time has come, in nanoseconds; _set_clock(ns). The host's clock is nobody's
 * to set. */
static enum heap_status thread_clock(struct heap *h, const struct call *call, addr *out)
{
    (void)call;
    return answer_int(h, clock_elapsed_ns(h), out);
}

static enum heap_status thread_set_clock(struct heap *h, const struct call *call, addr *out)
{
    int64_t ns;
    enum heap_status status = int_argument(h, call->args[0], &ns);
    if (status == HEAP_OK)
        clock_set_ns(h, ns);
    return answer_none(h, status, out);
}

static const struct builtin_method functions[] = {
    {"allocate_lock", 0, 0, 0, thread_allocate}, {"allocate", 0, 0, 0, thread_allocate},
    {"get_ident", 0, 0, 0, thread_get_ident},    {"get_native_id", 0, 0, 0, thread_get_ident},
    {"_become", 1, 1, 0, thread_become},         {"_clock", 0, 0, 0, thread_clock},
    {"_set_clock", 1, 1, 0, thread_set_clock},   {0},
};

static enum heap_status fill(struct heap *h, addr dict)
{
    enum heap_status status = module_add(h, dict, "LockType", incref(h, h->type[KIND_LOCK]));
    if (status == HEAP_OK && h->abi.lock_is_made_by_its_type)
        status = module_add(h, dict, "lock", incref(h, h->type[KIND_LOCK]));
    return status == HEAP_OK ? module_add(h, dict, "RLock", incref(h, h->type[KIND_RLOCK])) : status;
}
const struct module_definition thread_module = {"_thread", functions, fill};
