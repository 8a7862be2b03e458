/* Log lines: form, escaping, levels. Standard error is a pipe meanwhile. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
// cmocka.h needs those before it
#include <cmocka.h>

#include "daemon/log.h"
#include <unistd.h>

static int before, reading;

static void capture(void)
{
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    before = dup(STDERR_FILENO);
    dup2(ends[1], STDERR_FILENO);
    close(ends[1]);
    reading = ends[0];
}

/* What was written since capture(), as text. */
static const char *captured(void)
{
    static char text[3 * 4096];
    size_t length = 0;
    ssize_t got;
    dup2(before, STDERR_FILENO); /* the last writing end closes */
    close(before);
    while ((got = read(reading, text + length, sizeof text - 1 - length)) > 0)
        length += (size_t)got;
    close(reading);
    text[length] = '\0';
    return text;
}

static void a_line_has_time_level_message_and_fields(void **state)
{
    (void)state;
    char time[64];
    int end = 0;
    log_set_level(LOG_INFO);
    capture();
    log_info("session created", log_text("session", "s1"), log_number("bytes", -5));
    const char *line = captured();
    assert_int_equal(sscanf(line, "time=%63s %n", time, &end), 1);
    assert_int_equal(strlen(time), strlen("2026-11-20T12:00:00.000000Z"));
    assert_string_equal(line + end, "level=info msg=\"session created\" session=s1 bytes=-5\n");
}

static void a_line_without_fields(void **state)
{
    (void)state;
    capture();
    log_warn("alone");
    assert_non_null(strstr(captured(), " level=warn msg=alone\n"));
}

static void nothing_can_begin_a_new_line(void **state)
{
    (void)state;
    capture();
    log_error("x", log_text("from", "a\nlevel=info \"q\" \\ \x01\x7f"), log_text("empty", ""),
              log_text("none", NULL));
    const char *line = captured();
    assert_non_null(
        strstr(line, "from=\"a\\x0alevel=info \\\"q\\\" \\\\ \\x01\\x7f\" empty=\"\" none=\"\"\n"));
    assert_ptr_equal(strchr(line, '\n'), line + strlen(line) - 1);
}

static void long_lines_are_cut(void **state)
{
    (void)state;
    char text[10000];
    memset(text, 'x', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    capture();
    log_error("long", log_text("text", text));
    const char *line = captured();
    assert_int_equal(strlen(line), 4096);
    assert_int_equal(line[4095], '\n');
}

static void the_level_decides(void **state)
{
    (void)state;
    log_set_level(LOG_WARN);
    assert_false(log_enabled(LOG_INFO));
    capture();
    log_info("not this");
    log_debug("nor this");
    log_warn("this");
    const char *text = captured();
    assert_null(strstr(text, "not"));
    assert_non_null(strstr(text, "msg=this"));
    enum log_level level = LOG_INFO;
    assert_true(log_level_named("debug", &level));
    assert_int_equal(level, LOG_DEBUG);
    assert_false(log_level_named("loud", &level));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_line_has_time_level_message_and_fields),
        cmocka_unit_test(a_line_without_fields),
        cmocka_unit_test(nothing_can_begin_a_new_line),
        cmocka_unit_test(long_lines_are_cut),
        cmocka_unit_test(the_level_decides),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
