/* Stack, constants, local variables and cells. Part of evaluate() in eval.c. */
#define LOAD_CONST_()     PUSH(incref(h, consts[ARG]))
#define LOAD_SMALL_INT_() PUSH(incref(h, quick_small_int(h, ARG)))
#define LOAD_FAST_()                                                                                         \
    do {                                                                                                     \
        if (HEAP_UNLIKELY(!locals[ARG]))                                                                     \
            goto unbound;                                                                                    \
        PUSH(incref(h, OBJECT(locals[ARG])));                                                                \
    } while (0)
#define LOAD_FAST_BORROW_()                                                                                  \
    do {                                                                                                     \
        if (HEAP_UNLIKELY(!locals[ARG]))                                                                     \
            goto unbound;                                                                                    \
        PUSH(OBJECT(locals[ARG]) | SLOT_BORROWED);                                                           \
    } while (0)
#define STORE_FAST_()                                                                                        \
    do {                                                                                                     \
        slot stored_ = POP(), old_ = locals[ARG];                                                            \
        locals[ARG] = stored_ & SLOT_BORROWED ? slot_own(h, stored_) : stored_;                              \
        RELEASE(old_);                                                                                       \
    } while (0)
#define POP_TOP_() RELEASE(POP())

#define X(name)                                                                                              \
    op_##name : name##_();                                                                                   \
    DISPATCH();
X(LOAD_CONST)
X(LOAD_SMALL_INT)
X(LOAD_FAST)
X(LOAD_FAST_BORROW)
X(STORE_FAST)
X(POP_TOP)
#undef X
#define X(first, second)                                                                                     \
    op_##first##__##second : first##_();                                                                     \
    NEXT_WORD();                                                                                             \
    second##_();                                                                                             \
    DISPATCH();
PYTHON_LOCAL_PAIRS(X)
#undef X
op_NOP : DISPATCH();
op_RESUME : AT();
CHECK_PAUSE();
WATCH();
if (HEAP_UNLIKELY(h->tracing))
    trace_location_changed(h); /* the frame counts from now on */
DISPATCH();
op_PUSH_NULL : PUSH(0);
DISPATCH();
op_COPY:
{
    slot s = sp[-(ptrdiff_t)ARG];
    PUSH(s ? incref(h, OBJECT(s)) : 0);
    DISPATCH();
}
op_SWAP:
{
    slot s = sp[-(ptrdiff_t)ARG];
    sp[-(ptrdiff_t)ARG] = TOP;
    TOP = s;
    DISPATCH();
}
op_LOAD_FAST_AND_CLEAR : PUSH(locals[ARG]);
locals[ARG] = 0;
DISPATCH();
op_DELETE_FAST:
{
    slot old = locals[ARG];
    if (!old)
        goto unbound;
    locals[ARG] = 0;
    RELEASE(old);
    DISPATCH();
}

/* ---- cells */
op_MAKE_CELL:
{
    AT();
    slot value = locals[ARG];
    addr cell = cell_new(h, value ? OBJECT(value) : 0);
    if (!cell)
        goto raised;
    locals[ARG] = cell;
    slot_release(h, value);
    DISPATCH();
}
op_LOAD_CLOSURE : PUSH(incref(h, OBJECT(locals[ARG])));
DISPATCH();
op_LOAD_DEREF:
{
    addr value = *cell_value(h, OBJECT(locals[ARG]));
    if (HEAP_UNLIKELY(!value))
        goto unbound;
    PUSH(incref(h, value));
    DISPATCH();
}
op_LOAD_CLASSDEREF:
{
    AT();
    addr value;
    FALL(status = evaluate_load_classderef(h, f, ARG, &value));
    PUSH(value);
    DISPATCH();
}
op_LOAD_FROM_DICT_OR_DEREF:
{
    AT();
    addr value;
    FALL(status = evaluate_load_from_dict_or_deref(h, f, OBJECT(TOP), ARG, &value));
    slot namespace = TOP;
    TOP = value;
    slot_release(h, namespace);
    DISPATCH();
}
op_LOAD_FROM_DICT_OR_GLOBALS:
{
    AT();
    addr value;
    FALL(status = evaluate_load_from_dict_or_globals(h, f, OBJECT(TOP), names[ARG], &value));
    slot namespace = TOP;
    TOP = value;
    slot_release(h, namespace);
    DISPATCH();
}
op_STORE_DEREF:
{
    AT();
    slot value = POP();
    object_replace(h, cell_value(h, OBJECT(locals[ARG])), slot_own(h, value));
    DISPATCH();
}
op_DELETE_DEREF:
{
    AT();
    addr *value = cell_value(h, OBJECT(locals[ARG]));
    if (!*value)
        goto unbound;
    object_replace(h, value, 0);
    DISPATCH();
}
op_COPY_FREE_VARS:
{
    addr closure = function_at(h, frame->function)->closure;
    size_t offset = (size_t)code_at(h, frame->code)->nlocalsplus - ARG;
    for (size_t i = 0; i < ARG; i++)
        locals[offset + i] = incref(h, tuple_item(h, closure, i));
    DISPATCH();
}
