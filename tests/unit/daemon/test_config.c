/* The configuration: precedence, ranges, errors that name where a value came from. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
// cmocka.h needs those before it
#include <cmocka.h>

#include "daemon/config.h"
#include "daemon/options.h"
#include <stdlib.h>
#include <unistd.h>

static char *no_environment[] = {NULL};

#define FLAGS(...) ((char *[]){"heapd", ##__VA_ARGS__, NULL})

static enum config_result load(struct config *config, char **argv, char **environment,
                               struct config_error *error)
{
    int argc = 0;
    while (argv[argc])
        argc++;
    return config_load(config, argc, argv, environment, error);
}

static void expect_error(char **argv, char **environment, const char *part)
{
    struct config config;
    struct config_error error = {""};
    assert_int_equal(load(&config, argv, environment, &error), CONFIG_ERROR);
    if (!strstr(error.text, part))
        fail_msg("\"%s\" does not say \"%s\"", error.text, part);
}

/* A file with that content; the caller unlinks it. */
static char *file_with(const char *content)
{
    static char path[] = "/tmp/heapd-config-XXXXXX";
    memcpy(path + sizeof path - 7, "XXXXXX", 6);
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, content, strlen(content)), strlen(content));
    close(fd);
    return path;
}

static void defaults_come_from_the_table(void **state)
{
    (void)state;
    struct config config;
    struct config_error error;
    assert_int_equal(load(&config, FLAGS(), no_environment, &error), CONFIG_OK);
    assert_string_equal(config.listen, "127.0.0.1:4327");
    assert_int_equal(config.log_level, LOG_INFO);
    assert_int_equal(config.session_memory, 256ull << 20);
    assert_int_equal(config.request_timeout_ms, 30000);
    assert_false(config.access_log);
    config_free(&config);
}

static void every_default_is_within_its_own_range(void **state)
{
    (void)state;
    for (size_t i = 0; i < option_count; i++) {
        struct config config = {0};
        char why[200] = "";
        assert_true(option_read(&option_rows[i], option_rows[i].standard, &config, why, sizeof why));
        assert_ptr_equal(option_find(option_rows[i].name, strlen(option_rows[i].name)), &option_rows[i]);
        config_free(&config);
    }
}

static void flags_win_over_environment_over_file(void **state)
{
    (void)state;
    struct config config;
    struct config_error error = {""};
    char *path =
        file_with("; a comment\nmax-sessions = 1\nmax_depth = 11\n[heapd]\nmax-waiting = 21 ; the file's\n");
    char *environment[] = {"PATH=/bin", "HEAPD_MAX_SESSIONS=2", "HEAPD_MAX_DEPTH=12", "HEAPD_LISTEN=", NULL};
    assert_int_equal(load(&config, FLAGS("--config", path, "--max-sessions=3"), environment, &error),
                     CONFIG_OK);
    assert_int_equal(config.max_sessions, 3);
    assert_int_equal(config.max_depth, 12);
    assert_int_equal(config.max_waiting, 21);
    assert_string_equal(config.listen, "127.0.0.1:4327"); /* empty in the environment is not set */
    config_free(&config);
    unlink(path);
}

static void the_environment_can_name_the_file(void **state)
{
    (void)state;
    struct config config;
    struct config_error error = {""};
    char *path = file_with("log-level = debug\n"), variable[100];
    snprintf(variable, sizeof variable, "HEAPD_CONFIG=%s", path);
    assert_int_equal(load(&config, FLAGS(), (char *[]){variable, NULL}, &error), CONFIG_OK);
    assert_int_equal(config.log_level, LOG_DEBUG);
    config_free(&config);
    unlink(path);
}

static void units_are_understood(void **state)
{
    (void)state;
    struct config config;
    struct config_error error = {""};
    assert_int_equal(load(&config,
                          FLAGS("--session-memory", "128MiB", "--max-body", "5000", "--request-timeout",
                                "1500ms", "--expires-after", "2h", "--grace", "0", "--access-log"),
                          no_environment, &error),
                     CONFIG_OK);
    assert_int_equal(config.session_memory, 128ull << 20);
    assert_int_equal(config.max_body, 5000);
    assert_int_equal(config.request_timeout_ms, 1500);
    assert_int_equal(config.expires_after_seconds, 7200);
    assert_int_equal(config.grace_seconds, 0);
    assert_true(config.access_log);
    config_free(&config);
}

static void help_and_version_are_asked_for_by_flag(void **state)
{
    (void)state;
    struct config config;
    struct config_error error;
    assert_int_equal(load(&config, FLAGS("--max-sessions", "3", "--help"), no_environment, &error),
                     CONFIG_HELP);
    assert_int_equal(load(&config, FLAGS("--version"), no_environment, &error), CONFIG_VERSION);
}

static void bad_flags_are_named(void **state)
{
    (void)state;
    expect_error(FLAGS("--bogus", "1"), no_environment, "--bogus");
    expect_error(FLAGS("file"), no_environment, "file");
    expect_error(FLAGS("--data"), no_environment, "--data: needs a value");
    expect_error(FLAGS("--max-depth", "9", "--max-depth=10"), no_environment, "given twice");
    expect_error(FLAGS("--max-depth", "-9"), no_environment, "--max-depth: \"-9\"");
    expect_error(FLAGS("--max-depth", "9x"), no_environment, "a whole number");
    expect_error(FLAGS("--max-depth", "99999999999999999999999"), no_environment, "a whole number");
    expect_error(FLAGS("--session-memory", "17179869185G"), no_environment, "a number of bytes");
    expect_error(FLAGS("--max-sessions", "5001"), no_environment, "from 1 to 5000");
    expect_error(FLAGS("--grace", "1500ms"), no_environment, "whole seconds");
    expect_error(FLAGS("--access-log=maybe"), no_environment, "yes or no");
    expect_error(FLAGS("--log-level", "loud"), no_environment, "error, warn, info or debug");
}

static void bad_values_elsewhere_are_named_too(void **state)
{
    (void)state;
    static const char *const files[][2] = {
        {"max-sessions = none\n", "max-sessions: \"none\""},
        {"nonsense = 1\n", "nonsense: no such option"},
        {"config = x\n", "config: no such option"},
        {"[other]\nmax-sessions = 1\n", "section [other]"},
        {"max-depth = 9\nmax_depth = 9\n", "given twice"},
        {"\n\nnot a line\n", "line 3"},
    };
    expect_error(FLAGS(), (char *[]){"HEAPD_MAX_SESSIONS=x", NULL}, "HEAPD_MAX_SESSIONS: \"x\"");
    expect_error(FLAGS("--config", "/nowhere/heapd.ini"), no_environment,
                 "/nowhere/heapd.ini: cannot be read");
    expect_error(FLAGS("--config", "/"), no_environment, "/: cannot be read: Is a directory");
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        char *path = file_with(files[i][0]);
        expect_error(FLAGS("--config", path), no_environment, files[i][1]);
        expect_error(FLAGS("--config", path), no_environment, path);
        unlink(path);
    }
}

static void values_must_make_sense_together(void **state)
{
    (void)state;
    struct config config;
    struct config_error error;
    expect_error(FLAGS("--session-memory", "2G", "--session-memory-max", "1G"), no_environment,
                 "session-memory");
    expect_error(FLAGS("--listen", "0.0.0.0:80"), no_environment, "--token-file");
    expect_error(FLAGS("--listen", ":80"), no_environment, "--token-file");
    expect_error(FLAGS("--listen", "[::]:80"), no_environment, "--token-file");
    expect_error(FLAGS("--listen", "example.org:80"), no_environment, "no address and port");
    assert_int_equal(load(&config, FLAGS("--listen", ":80", "--token-file", "t"), no_environment, &error),
                     CONFIG_OK);
    config_free(&config);
}

static void listen_addresses_are_taken_apart(void **state)
{
    (void)state;
    static const struct {
        const char *text, *host;
        int port;
        bool ipv6, loopback;
    } good[] = {
        {"127.0.0.1:4327", "127.0.0.1", 4327, false, true},
        {"localhost:0", "127.0.0.1", 0, false, true},
        {"4327", "127.0.0.1", 4327, false, true},
        {"127.9.9.9:1", "127.9.9.9", 1, false, true},
        {"[::1]:65535", "::1", 65535, true, true},
        {"[::]:80", "::", 80, true, false},
        {":80", "", 80, false, false},
        {"10.0.0.1:80", "10.0.0.1", 80, false, false},
    };
    static const char *const bad[] = {"",
                                      ":",
                                      "127.0.0.1",
                                      "127.0.0.1:",
                                      "127.0.0.1:65536",
                                      "::1:80",
                                      "[::1]",
                                      "[::1:80",
                                      "127.0.0.1:-1",
                                      "127.0.0.1:80x",
                                      "[1.2.3.4]:80",
                                      "host:1",
                                      "127.0.0.1:+80",
                                      "127.0.0.1: 80"};
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
        struct listen_address address;
        assert_true(config_parse_listen(good[i].text, &address));
        assert_string_equal(address.host, good[i].host);
        assert_int_equal(address.port, good[i].port);
        assert_int_equal(address.ipv6, good[i].ipv6);
        assert_int_equal(address.loopback, good[i].loopback);
    }
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct listen_address address;
        if (config_parse_listen(bad[i], &address))
            fail_msg("%s was taken for an address", bad[i]);
    }
}

static void help_names_every_option(void **state)
{
    (void)state;
    char *text = NULL;
    size_t size = 0;
    FILE *to = open_memstream(&text, &size);
    config_print_help(to);
    fclose(to);
    for (size_t i = 0; i < option_count; i++) {
        char flag[64];
        snprintf(flag, sizeof flag, "  --%s %s", option_rows[i].name, option_rows[i].placeholder);
        assert_non_null(strstr(text, flag));
    }
    for (char *line = strtok(text, "\n"); line; line = strtok(NULL, "\n"))
        assert_true(strlen(line) <= 100);
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(defaults_come_from_the_table),
        cmocka_unit_test(every_default_is_within_its_own_range),
        cmocka_unit_test(flags_win_over_environment_over_file),
        cmocka_unit_test(the_environment_can_name_the_file),
        cmocka_unit_test(units_are_understood),
        cmocka_unit_test(help_and_version_are_asked_for_by_flag),
        cmocka_unit_test(bad_flags_are_named),
        cmocka_unit_test(bad_values_elsewhere_are_named_too),
        cmocka_unit_test(values_must_make_sense_together),
        cmocka_unit_test(listen_addresses_are_taken_apart),
        cmocka_unit_test(help_names_every_option),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
