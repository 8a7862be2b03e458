/* Imports, annotations, the result of a run, patterns. Part of evaluate() in eval.c. */
op_IMPORT_NAME:
{
    AT();
    addr module;
    int64_t level = 0;
    if (!int_fits(h, OBJECT(SECOND), &level))
        level = 0;
    frame->top = (uint32_t)(sp - locals);
    FALL(status = import_by_builtins(h, f, names[ARG], OBJECT(TOP), level, &module));
    slot_release(h, POP());
    slot old = TOP;
    TOP = module;
    slot_release(h, old);
    DISPATCH();
}
op_IMPORT_FROM:
{
    AT();
    addr value;
    FALL(status = import_from(h, OBJECT(TOP), names[ARG], &value));
    PUSH(value);
    DISPATCH();
}
op_IMPORT_STAR : AT();
FALL(status = import_star(h, OBJECT(TOP), frame->locals ? frame->locals : frame->globals));
slot_release(h, POP());
DISPATCH();
op_SETUP_ANNOTATIONS : AT();
FALL(status = evaluate_setup_annotations(h, f));
DISPATCH();
op_STORE_RESULT:
{
    AT();
    frame->top = (uint32_t)(sp - locals);
    FALL(status = ARG ? evaluate_display(h, OBJECT(TOP)) : interpreter_show_result(h, OBJECT(TOP)));
    slot_release(h, POP());
    WATCH();
    DISPATCH();
}

op_GET_LEN:
{
    AT();
    int64_t length;
    FALL(status = object_length(h, OBJECT(TOP), &length));
    addr result = int_new(h, length);
    if (!result)
        goto raised;
    PUSH(result);
    DISPATCH();
}
op_MATCH_MAPPING:
{
    AT();
    bool matches = evaluate_matches_mapping(h, OBJECT(TOP));
    PUSH(BOOL(matches));
    DISPATCH();
}
op_MATCH_SEQUENCE:
{
    AT();
    bool matches = evaluate_matches_sequence(h, OBJECT(TOP));
    PUSH(BOOL(matches));
    DISPATCH();
}
op_MATCH_KEYS:
{
    AT();
    addr values;
    FALL(status = evaluate_match_keys(h, OBJECT(SECOND), OBJECT(TOP), &values));
    PUSH(values);
    DISPATCH();
}
op_MATCH_CLASS:
{
    AT();
    addr attributes;
    slot o = sp[-3], type = SECOND, keywords = TOP;
    FALL(status = evaluate_match_class(h, OBJECT(o), OBJECT(type), ARG, OBJECT(keywords), &attributes));
    sp -= 2;
    TOP = attributes;
    slot_release(h, o);
    slot_release(h, type);
    slot_release(h, keywords);
    DISPATCH();
}
