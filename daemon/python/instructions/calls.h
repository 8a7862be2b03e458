/* Calls, and functions made. Part of evaluate() in eval.c. */
op_CALL:
{
    slot *base = sp - ARG - 2, callable = base[0] ? base[0] : base[1];
    addr type = object_type(h, OBJECT(callable)), result;
    AT();
    kwnames = 0;
    if (type != h->type[KIND_BUILTIN] && type != h->type[KIND_METHOD_DESCRIPTOR])
        goto call;
    if (ARG == 1 && type == h->type[KIND_METHOD_DESCRIPTOR] && HEAP_LIKELY(table == plain) &&
        quick_append(h, base)) {
        slot list = base[1];
        sp = base;
        slot_release(h, callable);
        slot_release(h, list);
        PUSH(incref(h, none(h)));
        CHECK_PAUSE();
        DISPATCH();
    }
    if (HEAP_UNLIKELY(table == watched || h->abi.locals_released_backwards))
        goto call;
    slot *args = base + 2 - (base[0] && base[1]), *end = sp; /* none of them is borrowed in such versions */
    frame->top = (uint32_t)(sp - locals);
    bool spared = recursion_is_full(h) && evaluate_call_has_no_level(h, callable, (size_t)(sp - args), *ip);
    h->recursion_limit += spared;
    status = object_call_builtin(h, callable, args, (size_t)(sp - args), &result);
    h->recursion_limit -= spared;
    sp = base;
    decref(h, callable);
    for (slot *p = args; p < end; p++)
        decref(h, *p);
    FALL(status);
    PUSH(result);
    CHECK_PAUSE();
    WATCH();
    DISPATCH();
}
op_CALL_KW : AT();
kwnames = POP();
goto call;
op_CALL_NAMED : kwnames = consts[*ip++] | SLOT_BORROWED;
AT();
call:
{ /* base: NULL callable | callable NULL | callable first */
    slot *base = sp - ARG - 2;
    if ((!base[0] || !base[1]) &&
        object_is_exact(h, OBJECT(base[0] | base[1]), KIND_METHOD)) { /* a bound method is taken apart */
        addr method = slot_own(h, base[0] | base[1]), function, self;
        method_parts(h, method, &function, &self);
        base[0] = incref(h, function);
        base[1] = incref(h, self);
        decref(h, method);
    }
    slot callable = base[0] ? base[0] : base[1];
    bool first = base[0] && base[1];
    slot *args = base + 2 - first;
    size_t count = ARG + first;
    if (object_is_exact(h, OBJECT(callable), KIND_FUNCTION)) {
        sp = base;
        frame->top = (uint32_t)(sp - locals);
        if (HEAP_LIKELY(!kwnames && !(callable & SLOT_BORROWED))) {
            addr quick = quick_frame(h, callable, args, count);
            if (HEAP_LIKELY(quick != 0)) {
                f = quick;
                quick_enter(h, f);
                goto enter_frame;
            }
        }
        addr called = bind_call(h, slot_own(h, callable), args, count, OBJECT(kwnames));
        slot_release(h, kwnames);
        if (HEAP_UNLIKELY(!called))
            goto raised;
        quick_enter(h, called);
        f = called;
        goto begin;
    }
    addr result;
    frame->top = (uint32_t)(sp - locals);
    bool told_of = HEAP_UNLIKELY(table == watched) && *monitors && monitor_wants_call(h, f);
    bool spared = recursion_is_full(h) && evaluate_call_has_no_level(h, OBJECT(callable), count, *ip);
    h->recursion_limit += spared;
    status = evaluate_call_foreign(h, OBJECT(callable), args, count, OBJECT(kwnames), &result);
    h->recursion_limit -= spared;
    if (HEAP_UNLIKELY(told_of))
        status = monitor_called(h, f, OBJECT(callable), count ? OBJECT(args[0]) : 0, status, &result);
    sp = base;
    evaluate_release_call(h, callable, args, count);
    slot_release(h, kwnames);
    FALL(status);
    PUSH(result);
    CHECK_PAUSE();
    WATCH();
    DISPATCH();
}
op_CALL_FUNCTION_EX:
{
    AT();
    slot kwargs = ARG & 1 ? POP() : 0;
    slot args = POP(), upper = POP(), lower = POP(), callable = upper | lower; /* one of them is NULL */
    addr result;
    if (!args) { /* f(*name): the NULL above came with LOAD_GLOBAL, below the value */
        args = kwargs;
        kwargs = 0;
    }
    frame->top = (uint32_t)(sp - locals);
    status = evaluate_args_tuple(h, OBJECT(callable), &args);
    bool told_of = HEAP_UNLIKELY(table == watched) && *monitors && status == HEAP_OK && monitor_wants_call(h, f);
    if (told_of)
        status = monitor_calls_ex(h, f, OBJECT(callable), OBJECT(args));
    if (status == HEAP_OK && h->abi.call_ex_is_inlined && object_kind(h, OBJECT(callable)) == KIND_FUNCTION) {
        addr called = evaluate_bind_ex(h, OBJECT(callable), OBJECT(args), OBJECT(kwargs));
        slot_release(h, callable);
        slot_release(h, args);
        slot_release(h, kwargs);
        if (HEAP_UNLIKELY(!called))
            goto raised;
        quick_enter(h, called);
        f = called;
        goto begin;
    }
    if (status == HEAP_OK) {
        status = evaluate_call_ex(h, OBJECT(callable), OBJECT(args), OBJECT(kwargs), &result);
        if (told_of)
            status = monitor_called_ex(h, f, OBJECT(callable), OBJECT(args), status, &result);
    }
    slot_release(h, callable);
    slot_release(h, args);
    slot_release(h, kwargs);
    FALL(status);
    PUSH(result);
    CHECK_PAUSE();
    WATCH();
    DISPATCH();
}
op_MAKE_FUNCTION:
{
    AT();
    addr made;
    uint32_t flags = ARG;
    FALL(status = evaluate_make_function(h, sp, flags, frame->globals, &made));
    sp -= 1 + __builtin_popcount(flags);
    PUSH(made);
    DISPATCH();
}
