/* What type parameters are (PEP 695): TypeVar, TypeVarTuple, ParamSpec and what a ParamSpec has for *args and
 * **kwargs (type_variable.c), aliases of the type statement (type_alias.c). Objects of C from 3.12 on;
 * before, typing has classes. */
#ifndef HEAPD_HEAP_OBJECT_TYPE_VARIABLE_H
#define HEAPD_HEAP_OBJECT_TYPE_VARIABLE_H

#include "daemon/heap/object/class.h"
#include "daemon/heap/object/getset.h"
#include "daemon/heap/object/member.h"
#include "daemon/heap/object/object.h"

/* As the syntax makes them: KIND_TYPE_VAR, KIND_TYPE_VAR_TUPLE, KIND_PARAM_SPEC. *new* */
addr type_variable_new(struct heap *h, enum kind kind, addr name) HEAP_MUST_CHECK;
/* A TypeVar whose bound, or constraints, a function answers. *new* */
addr type_variable_bounded(struct heap *h, addr name, addr evaluate, bool constraints) HEAP_MUST_CHECK;
bool is_type_variable(const struct heap *h, addr o);
/* The function that answers the default. Of a type variable. */
void type_variable_set_default(struct heap *h, addr o, addr evaluate);
/* typing.NoDefault where there is none. *new* */
enum heap_status type_variable_default(struct heap *h, addr o, addr *out) HEAP_MUST_CHECK;
/* *value, if there is one, or what the function answers, which is kept. *new* */
enum heap_status type_evaluate(struct heap *h, addr o, size_t value, size_t evaluate, addr nothing,
                               addr *out) HEAP_MUST_CHECK;
/* __name__ of the module that runs: borrowed, 0 none (interpreter_frame.c). */
addr type_running_module(const struct heap *h);
/* The same, None where there is none. *new* */
enum heap_status type_caller(struct heap *h, addr *out) HEAP_MUST_CHECK;
/* The function of typing; *out *new*. */
enum heap_status type_ask_typing(struct heap *h, const char *name, const addr *args, size_t count,
                                 addr *out) HEAP_MUST_CHECK;

enum heap_status type_variable_construct(struct heap *h, addr type, const struct call *call,
                                         addr *out) HEAP_MUST_CHECK;
enum heap_status param_spec_part_construct(struct heap *h, addr type, const struct call *call,
                                           addr *out) HEAP_MUST_CHECK;
enum heap_status no_default_construct(struct heap *h, addr type, const struct call *call,
                                      addr *out) HEAP_MUST_CHECK;
/* T | int: 0 for what it is not defined for. */
enum heap_status type_variable_or(struct heap *h, addr a, addr b, addr *out) HEAP_MUST_CHECK;

/* A function that answers the value: *new* */
addr const_evaluator_new(struct heap *h, addr value) HEAP_MUST_CHECK;
enum heap_status const_evaluator_call(struct heap *h, addr o, const struct call *call,
                                      addr *out) HEAP_MUST_CHECK;

/* What is not there is 0. *new* */
addr type_alias_new(struct heap *h, addr name, addr parameters, addr evaluate, addr value,
                    addr module) HEAP_MUST_CHECK;
enum heap_status type_alias_construct(struct heap *h, addr type, const struct call *call,
                                      addr *out) HEAP_MUST_CHECK;
enum heap_status type_alias_getitem(struct heap *h, addr o, addr key, addr *out) HEAP_MUST_CHECK;

extern const struct member_spec type_var_members[], param_spec_members[], type_var_tuple_members[],
    param_spec_part_members[], type_alias_members[];
extern const struct getset type_var_getsets[], param_spec_getsets[], type_var_tuple_getsets[],
    type_alias_getsets[];

#endif
