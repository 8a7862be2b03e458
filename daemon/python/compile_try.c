/* try, with, yield from and what awaits: code with handlers. A handler is set up by an instruction that jumps
 * to it, for the table of handlers, and taken down by POP_BLOCK; neither is executed.
 */
#include "daemon/python/compiler.h"

/* [previous lasti exception] -- : what was being handled before is restored, and the exception raised again.
 */
static void reraise_after_restoring(struct compiler *c)
{
    emit_nowhere(c, OP_COPY, 3);
    emit_nowhere(c, OP_POP_EXCEPT, 0);
    emit_nowhere(c, OP_RERAISE, 1);
}

/* ---- try ... finally --------------------------------------------------------------------------------- */

static void compile_handled(struct compiler *c, struct ast_node *s);

/* The final statements are there twice: after the others, and as the handler. */
static void compile_try_finally(struct compiler *c, struct ast_node *s)
{
    struct location at = node_at(s);
    struct block *body = block_new(c), *end = block_new(c), *exit = block_new(c), *cleanup = block_new(c);
    emit_jump(c, at, OP_SETUP_FINALLY, end);
    block_use(c, body);
    push_frame_block(c, at, FRAME_FINALLY_TRY, body, end);
    if (!c->failed)
        top_frame_block(c)->finally = &s->u.try.finally;
    if (s->u.try.handler_count)
        compile_handled(c, s);
    else
        compile_statements(c, &s->u.try.body);
    emit_nowhere(c, OP_POP_BLOCK, 0);
    pop_frame_block(c);
    compile_statements(c, &s->u.try.finally);
    emit_jump_nowhere(c, jump_over(c), exit);

    block_use(c, end);
    move_to(c, NOWHERE);
    emit_jump_nowhere(c, OP_SETUP_CLEANUP, cleanup);
    emit_nowhere(c, OP_PUSH_EXC_INFO, 0);
    push_frame_block(c, NOWHERE, FRAME_FINALLY_END, end, NULL);
    compile_statements(c, &s->u.try.finally);
    pop_frame_block(c);
    emit(c, NOWHERE, OP_RERAISE, 0);
    block_use(c, cleanup);
    struct location before = c->unit->at;
    emit(c, NOWHERE, OP_COPY, 3);
    emit(c, NOWHERE, OP_POP_EXCEPT, 0);
    emit(c, NOWHERE, OP_RERAISE, 1);
    move_to(c, before);
    block_use(c, exit);
}

/* ---- try ... except ---------------------------------------------------------------------------------- */

/* name = None; del name */
static void forget_name(struct compiler *c, addr name)
{
    emit_none_nowhere(c);
    compile_name_nowhere(c, name, AST_STORE);
    compile_name_nowhere(c, name, AST_DEL);
}

/* except E as name: the name goes with the handler, however it is left. */
static void compile_named_handler(struct compiler *c, const struct ast_handler *handler, struct block *end)
{
    struct location at = location_of(&handler->at);
    struct block *cleanup_end = block_new(c), *cleanup_body = block_new(c);
    addr name = name_of(c, handler->name);
    compile_name(c, at, name, AST_STORE);
    emit_jump(c, at, OP_SETUP_CLEANUP, cleanup_end);
    block_use(c, cleanup_body);
    push_frame_block(c, at, FRAME_HANDLER_CLEANUP, cleanup_body, NULL);
    if (!c->failed)
        top_frame_block(c)->name = name;
    compile_statements(c, &handler->body);
    pop_frame_block(c);
    move_to(c, NOWHERE);
    emit_nowhere(c, OP_POP_BLOCK, 0);
    emit_nowhere(c, OP_POP_BLOCK, 0);
    emit_nowhere(c, OP_POP_EXCEPT, 0);
    forget_name(c, name);
    emit_jump_nowhere(c, jump_over(c), end);

    block_use(c, cleanup_end);
    forget_name(c, name);
    emit_nowhere(c, OP_RERAISE, 1);
}

static void compile_plain_handler(struct compiler *c, const struct ast_handler *handler, struct block *end)
{
    struct location at = location_of(&handler->at);
    struct block *cleanup_body = block_new(c);
    emit(c, at, OP_POP_TOP, 0);
    block_use(c, cleanup_body);
    push_frame_block(c, at, FRAME_HANDLER_CLEANUP, cleanup_body, NULL);
    compile_statements(c, &handler->body);
    pop_frame_block(c);
    move_to(c, NOWHERE);
    emit_nowhere(c, OP_POP_BLOCK, 0);
    emit_nowhere(c, OP_POP_EXCEPT, 0);
    emit_jump_nowhere(c, jump_over(c), end);
}

static void compile_handler(struct compiler *c, const struct ast_handler *handler, bool is_last,
                            struct block *end)
{
    struct location at = location_of(&handler->at);
    move_to(c, at);
    if (!handler->type && !is_last)
        compiler_error(c, at, "default 'except:' must be last");
    struct block *next = block_new(c);
    if (handler->type) {
        compile_expression(c, handler->type);
        emit(c, at, OP_CHECK_EXC_MATCH, 0);
        emit_jump(c, at, OP_POP_JUMP_IF_FALSE, next);
    }
    if (handler->name.bytes)
        compile_named_handler(c, handler, end);
    else
        compile_plain_handler(c, handler, end);
    block_use(c, next);
}

static void compile_try_except(struct compiler *c, struct ast_node *s)
{
    struct location at = node_at(s);
    struct block *body = block_new(c), *except = block_new(c), *end = block_new(c), *cleanup = block_new(c);
    emit_jump(c, at, OP_SETUP_FINALLY, except);
    block_use(c, body);
    push_frame_block(c, at, FRAME_TRY_EXCEPT, body, NULL);
    compile_statements(c, &s->u.try.body);
    pop_frame_block(c);
    emit_nowhere(c, OP_POP_BLOCK, 0);
    compile_statements(c, &s->u.try.or_else);
    emit_jump_nowhere(c, jump_over(c), end);

    block_use(c, except);
    move_to(c, NOWHERE);
    emit_jump_nowhere(c, OP_SETUP_CLEANUP, cleanup);
    emit_nowhere(c, OP_PUSH_EXC_INFO, 0);
    push_frame_block(c, at, FRAME_EXCEPTION_HANDLER, NULL, NULL);
    for (size_t i = 0; i < s->u.try.handler_count && !c->failed; i++)
        compile_handler(c, &s->u.try.handlers[i], i + 1 == s->u.try.handler_count, end);
    move_to(c, NOWHERE);
    pop_frame_block(c);
    emit_nowhere(c, OP_RERAISE, 0);
    block_use(c, cleanup);
    reraise_after_restoring(c);
    block_use(c, end);
}

/* ---- try ... except* --------------------------------------------------------------------------------- */

/* The labels of one handler, and what they find on the stack above what was handled before. */
struct star_labels {
    struct block *no_match; /* exception list rest None */
    struct block *next;     /* exception list rest: behind the statements */
    struct block *done;     /* the same: behind the handler */
};

static void forget_star_name(struct compiler *c, const struct ast_handler *handler)
{
    if (handler->name.bytes)
        forget_name(c, name_of(c, handler->name));
}

/* The statements; what they raise goes into the list. */
static void compile_star_body(struct compiler *c, const struct ast_handler *handler,
                              const struct star_labels *labels)
{
    struct location at = location_of(&handler->at);
    struct block *body = block_new(c), *raised = block_new(c);
    emit_jump(c, at, OP_SETUP_CLEANUP, raised);
    block_use(c, body);
    push_frame_block(c, at, FRAME_HANDLER_CLEANUP, body, NULL);
    if (!c->failed && handler->name.bytes)
        top_frame_block(c)->name = name_of(c, handler->name);
    compile_statements(c, &handler->body);
    pop_frame_block(c);
    move_to(c, NOWHERE);
    emit_nowhere(c, OP_POP_BLOCK, 0);
    forget_star_name(c, handler);
    emit_jump_nowhere(c, jump_over(c), labels->next);

    block_use(c, raised);
    forget_star_name(c, handler);
    emit_nowhere(c, OP_LIST_APPEND, 3);
    emit_nowhere(c, OP_POP_TOP, 0);
    emit_jump_nowhere(c, jump_over(c), labels->done);
}

/* exception -- exception [] exception: what is caught, what handlers raised, and what is left of it */
static void begin_star(struct compiler *c, struct location at)
{
    if (c->abi->flow_is_late) {
        emit(c, at, OP_BUILD_LIST, 0);
        emit(c, at, OP_COPY, 2);
    } else {
        emit(c, at, OP_COPY, 1);
        emit(c, at, OP_BUILD_LIST, 0);
        emit(c, at, OP_SWAP, 2);
    }
}

static void compile_star_handler(struct compiler *c, const struct ast_handler *handler, bool is_first)
{
    struct location at = location_of(&handler->at);
    const struct star_labels labels = {block_new(c), block_new(c), block_new(c)};
    move_to(c, at);
    if (is_first)
        begin_star(c, at);
    compile_expression(c, handler->type);
    emit(c, at, OP_CHECK_EG_MATCH, 0);
    emit(c, at, OP_COPY, 1);
    emit_jump(c, at, OP_POP_JUMP_IF_NONE, labels.no_match);
    if (handler->name.bytes)
        compile_name(c, at, name_of(c, handler->name), AST_STORE);
    else
        emit(c, at, OP_POP_TOP, 0);
    compile_star_body(c, handler, &labels);

    block_use(c, labels.next);
    emit_nowhere(c, OP_NOP, 0);
    emit_jump_nowhere(c, jump_over(c), labels.done);
    block_use(c, labels.no_match);
    emit(c, at, OP_POP_TOP, 0);
    block_use(c, labels.done);
    move_to(c, NOWHERE);
}

/* before exception list -- : what the list comes to is raised, if it is anything. */
static void finish_star(struct compiler *c, struct block *cleanup, struct block *end)
{
    struct block *reraise = block_new(c);
    if (c->abi->flow_is_late)
        emit_nowhere(c, OP_CALL_INTRINSIC_2, INTRINSIC_PREP_RERAISE_STAR);
    else
        emit_nowhere(c, OP_PREP_RERAISE_STAR, 0);
    emit_nowhere(c, OP_COPY, 1);
    emit_jump_nowhere(c, OP_POP_JUMP_IF_NOT_NONE, reraise);
    emit_nowhere(c, OP_POP_TOP, 0);
    emit_nowhere(c, OP_POP_BLOCK, 0);
    emit_nowhere(c, OP_POP_EXCEPT, 0);
    emit_jump_nowhere(c, jump_over(c), end);
    block_use(c, reraise);
    emit_nowhere(c, OP_POP_BLOCK, 0);
    emit_nowhere(c, OP_SWAP, 2);
    emit_nowhere(c, OP_POP_EXCEPT, 0);
    emit_nowhere(c, OP_RERAISE, 0);
    block_use(c, cleanup);
    reraise_after_restoring(c);
}

/* Each handler takes what it matches out of what is left. */
static void compile_try_star(struct compiler *c, struct ast_node *s)
{
    struct location at = node_at(s);
    struct block *body = block_new(c), *except = block_new(c), *or_else = block_new(c), *end = block_new(c),
                 *cleanup = block_new(c), *last = block_new(c);
    emit_jump(c, at, OP_SETUP_FINALLY, except);
    block_use(c, body);
    push_frame_block(c, at, FRAME_TRY_EXCEPT, body, NULL);
    compile_statements(c, &s->u.try.body);
    pop_frame_block(c);
    move_to(c, NOWHERE);
    emit_nowhere(c, OP_POP_BLOCK, 0);
    emit_jump_nowhere(c, jump_over(c), or_else);

    block_use(c, except);
    emit_jump_nowhere(c, OP_SETUP_CLEANUP, cleanup);
    emit_nowhere(c, OP_PUSH_EXC_INFO, 0);
    push_frame_block(c, at, FRAME_GROUP_HANDLER, NULL, NULL);
    for (size_t i = 0; i < s->u.try.handler_count && !c->failed; i++)
        compile_star_handler(c, &s->u.try.handlers[i], i == 0);
    pop_frame_block(c);
    emit_nowhere(c, OP_LIST_APPEND, 1);
    emit_jump_nowhere(c, jump_over(c), last);
    block_use(c, last);
    finish_star(c, cleanup, end);
    block_use(c, or_else);
    compile_statements(c, &s->u.try.or_else);
    block_use(c, end);
}

/* ---- both -------------------------------------------------------------------------------------------- */

static void compile_handled(struct compiler *c, struct ast_node *s)
{
    if (s->u.try.is_star)
        compile_try_star(c, s);
    else
        compile_try_except(c, s);
}

void compile_try(struct compiler *c, struct ast_node *s)
{
    if (s->u.try.finally.count)
        compile_try_finally(c, s);
    else
        compile_handled(c, s);
}

/* ---- with ------------------------------------------------------------------------------------------------
 */

/* exit(None, None, None): the first of them is in the place of self where exit has none of its own on the
 * stack. */
void compile_call_exit(struct compiler *c, struct location at)
{
    for (int i = 0; i < 3; i++)
        emit_none(c, at);
    emit(c, at, OP_CALL, c->abi->with_looks_up_methods ? 3 : 2);
}

static void compile_enter(struct compiler *c, struct location at, bool is_async)
{
    if (!c->abi->with_looks_up_methods) {
        emit(c, at, is_async ? OP_BEFORE_ASYNC_WITH : OP_BEFORE_WITH, 0);
    } else {
        emit(c, at, OP_COPY, 1);
        emit(c, at, OP_LOAD_SPECIAL, is_async ? 3 : 1);
        emit(c, at, OP_SWAP, 2);
        emit(c, at, OP_SWAP, 3);
        emit(c, at, OP_LOAD_SPECIAL, is_async ? 2 : 0);
        emit(c, at, OP_CALL, 0);
    }
    if (is_async)
        compile_await(c, at, AWAIT_ENTER);
}

/* What exit answered to an exception is on the stack. */
static void early_finish(struct compiler *c, struct block *cleanup)
{
    struct block *exit = block_new(c);
    move_to(c, NOWHERE);
    emit_jump_nowhere(c, OP_POP_JUMP_IF_TRUE, exit);
    emit_nowhere(c, OP_RERAISE, 2);
    block_use(c, cleanup);
    reraise_after_restoring(c);
    block_use(c, exit);
    emit_nowhere(c, OP_POP_TOP, 0);
    emit_nowhere(c, OP_POP_BLOCK, 0);
    emit_nowhere(c, OP_POP_EXCEPT, 0);
    emit_nowhere(c, OP_POP_TOP, 0);
    emit_nowhere(c, OP_POP_TOP, 0);
}

static void late_finish(struct compiler *c, struct block *cleanup)
{
    struct block *suppress = block_new(c), *exit = block_new(c);
    emit_nowhere(c, OP_TO_BOOL, 0);
    emit_jump_nowhere(c, OP_POP_JUMP_IF_TRUE, suppress);
    emit_nowhere(c, OP_RERAISE, 2);
    block_use(c, suppress);
    emit_nowhere(c, OP_POP_TOP, 0);
    emit_nowhere(c, OP_POP_BLOCK, 0);
    emit_nowhere(c, OP_POP_EXCEPT, 0);
    emit_nowhere(c, OP_POP_TOP, 0);
    emit_nowhere(c, OP_POP_TOP, 0);
    if (c->abi->with_looks_up_methods)
        emit_nowhere(c, OP_POP_TOP, 0);
    emit_jump_nowhere(c, OP_JUMP_NO_INTERRUPT, exit);
    block_use(c, cleanup);
    reraise_after_restoring(c);
    block_use(c, exit);
}

static void compile_with_item(struct compiler *c, struct ast_node *s, size_t i)
{
    const struct ast_with_item *item = &s->u.with.items[i];
    struct location at = c->abi->locations_are_explicit ? node_at(item->context) : node_at(s);
    struct block *block = block_new(c), *final = block_new(c), *exit = block_new(c), *cleanup = block_new(c);
    bool is_async = s->u.with.is_async;
    if (is_async && !c->abi->async_is_checked_early && c->unit->type != UNIT_ASYNC_FUNCTION) {
        compiler_error(c, at, "'async with' outside async function");
        return;
    }
    compile_expression(c, item->context);
    compile_enter(c, at, is_async);
    emit_jump(c, at, OP_SETUP_WITH, final);
    block_use(c, block);
    push_frame_block(c, at, FRAME_WITH, block, final);
    if (!c->failed)
        top_frame_block(c)->is_async = is_async;
    if (item->target)
        compile_expression(c, item->target);
    else
        emit(c, at, OP_POP_TOP, 0);
    if (i + 1 == s->u.with.count) {
        compile_statements(c, &s->u.with.body);
    } else if (compiler_deeper(c)) {
        compile_with_item(c, s, i + 1);
        compiler_back(c);
    }
    if (is_async)
        emit(c, at, OP_POP_BLOCK, 0);
    else
        emit_nowhere(c, OP_POP_BLOCK, 0);
    pop_frame_block(c);
    move_to(c, at);
    compile_call_exit(c, at);
    if (is_async)
        compile_await(c, at, AWAIT_EXIT);
    emit(c, at, OP_POP_TOP, 0);
    emit_jump(c, at, OP_JUMP, exit);

    block_use(c, final);
    emit_jump(c, at, OP_SETUP_CLEANUP, cleanup);
    emit(c, at, OP_PUSH_EXC_INFO, 0);
    emit(c, at, OP_WITH_EXCEPT_START, c->abi->with_looks_up_methods);
    if (is_async)
        compile_await(c, at, AWAIT_EXIT);
    if (c->abi->flow_is_late)
        late_finish(c, cleanup);
    else
        early_finish(c, cleanup);
    block_use(c, exit);
}

void compile_with(struct compiler *c, struct ast_node *s)
{
    compile_with_item(c, s, 0);
}

/* ---- yield from, await
 * ----------------------------------------------------------------------------------------------- */

struct block *compile_yield_from(struct compiler *c, struct location at, bool await)
{
    struct block *send = block_new(c), *resume = block_new(c), *exit = block_new(c), *fail = NULL;
    block_use(c, send);
    emit_jump(c, at, OP_SEND, exit);
    block_use(c, resume);
    if (c->abi->yield_from_cleans_up) { /* close() and throw() may end the generator that is asked: only they
                                           raise here */
        fail = block_new(c);
        emit_jump(c, at, OP_SETUP_FINALLY, fail);
    }
    emit(c, at, OP_YIELD_VALUE, fail != NULL);
    if (fail)
        emit_nowhere(c, OP_POP_BLOCK, 0);
    emit(c, at, OP_RESUME, await ? 3 : 2);
    emit_jump(c, at, OP_JUMP_NO_INTERRUPT, send);
    if (fail) {
        block_use(c, fail);
        emit(c, at, OP_CLEANUP_THROW, 0);
    }
    block_use(c, exit);
    if (fail)
        emit(c, at, OP_END_SEND, 0);
    return send;
}

void compile_await(struct compiler *c, struct location at, enum awaited what)
{
    emit(c, at, OP_GET_AWAITABLE, what);
    emit_none(c, at);
    (void)compile_yield_from(c, at, true);
}

struct block *compile_async_next(struct compiler *c, struct location at, struct block *except)
{
    emit_jump(c, at, OP_SETUP_FINALLY, except);
    emit(c, at, OP_GET_ANEXT, 0);
    emit_none(c, at);
    struct block *send = compile_yield_from(c, at, true);
    emit(c, at, OP_POP_BLOCK, 0);
    return send;
}

/* It says where the loop is, for whoever counts branches: no jump, but from 3.14 on as long as one. */
void compile_end_async_for(struct compiler *c, struct location at, struct block *send)
{
    emit(c, at, OP_END_ASYNC_FOR, 0);
    struct instr *last = block_last(c->unit->current);
    if (!c->failed && last && c->abi->flow_is_late)
        last->target = send;
}
