/* Names: of modules and class bodies, global and builtin ones. Part of evaluate() in eval.c. */
op_LOAD_NAME:
{
    AT();
    addr value;
    FALL(status = evaluate_load_name(h, f, names[ARG], &value));
    PUSH(value);
    DISPATCH();
}
op_STORE_NAME:
{
    AT();
    FALL(status = evaluate_store_name(h, f, names[ARG], OBJECT(TOP)));
    slot_release(h, POP());
    DISPATCH();
}
op_DELETE_NAME : AT();
FALL(status = evaluate_delete_name(h, f, names[ARG]));
DISPATCH();
op_LOAD_GLOBAL:
{
    AT();
    bool dicts =
        object_is_exact(h, frame->globals, KIND_DICT) && object_is_exact(h, frame->builtins, KIND_DICT);
    addr name = names[ARG >> 1], value = dicts ? dict_get_str(h, frame->globals, name) : 0;
    uint32_t *here = SELF;
    if (here[1])
        here[1]--;
    else
        specialize_load_global(h, here, frame->globals, frame->builtins, name);
    if (ARG & 1)
        PUSH(0);
    if (HEAP_LIKELY(value || (dicts && (value = dict_get_str(h, frame->builtins, name)) != 0)))
        incref(h, value);
    else
        FALL(status = evaluate_load_global(h, f, name, &value));
    PUSH(value);
    ip += 3;
    DISPATCH();
}
op_LOAD_GLOBAL_MODULE:
{
    const struct dict_keys *k = keys_at(h, dict_at(h, frame->globals)->keys);
    if (HEAP_UNLIKELY(k->version != ip[0]))
        goto special_missed;
    if (ARG & 1)
        PUSH(0);
    PUSH(incref(h, *(const addr *)((const char *)k + ip[2])));
    ip += 3;
    DISPATCH();
}
op_LOAD_GLOBAL_BUILTIN:
{
    const struct dict_keys *k = keys_at(h, dict_at(h, frame->builtins)->keys);
    if (HEAP_UNLIKELY(keys_at(h, dict_at(h, frame->globals)->keys)->version != ip[0] || k->version != ip[1]))
        goto special_missed;
    if (ARG & 1)
        PUSH(0);
    PUSH(incref(h, *(const addr *)((const char *)k + ip[2])));
    ip += 3;
    DISPATCH();
}
special_missed : specialize_forget(SELF);
word = *SELF;
goto *plain[word & 0xff];
op_STORE_GLOBAL : AT();
FALL(status = dict_set(h, frame->globals, names[ARG], OBJECT(TOP)));
slot_release(h, POP());
DISPATCH();
op_DELETE_GLOBAL : AT();
FALL(status = evaluate_delete_global(h, f, names[ARG]));
DISPATCH();
op_LOAD_LOCALS : PUSH(incref(h, frame->locals));
DISPATCH();
op_LOAD_BUILD_CLASS:
{
    AT();
    addr build;
    FALL(status = evaluate_load_build_class(h, f, &build));
    PUSH(build);
    DISPATCH();
}
op_LOAD_ASSERTION_ERROR
    : PUSH(incref(h, h->exception_type[ARG ? EXC_NOT_IMPLEMENTED_ERROR : EXC_ASSERTION_ERROR]));
DISPATCH();
