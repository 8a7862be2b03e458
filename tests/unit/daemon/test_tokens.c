/* The token file: reading, refusing, and making a token that is then let in. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
// cmocka.h needs those before it
#include <cmocka.h>

#include "daemon/tokens.h"
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define HASH "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08" /* of "test" */

static char path[64];

static int make_folder(void **state)
{
    (void)state;
    strcpy(path, "/tmp/heapd-tokens-XXXXXX");
    if (!mkdtemp(path))
        return -1;
    strcat(path, "/tokens");
    return 0;
}

static int remove_folder(void **state)
{
    (void)state;
    unlink(path);
    *strrchr(path, '/') = '\0';
    return rmdir(path);
}

static void write_file(const char *content)
{
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(content, file);
    assert_int_equal(fclose(file), 0);
}

static void tokens_are_read(void **state)
{
    (void)state;
    char why[300] = "";
    uint8_t expected[32];
    api_token_hash("test", 4, expected);
    write_file("# comment\n\nnotebook read,write " HASH "\n  ops\tadmin\t" HASH "  # theirs\n");
    const struct api_tokens *tokens = tokens_read(path, why, sizeof why);
    assert_non_null(tokens);
    assert_int_equal(tokens->count, 2);
    assert_int_equal(tokens->items[0].scopes, API_SCOPE_READ | API_SCOPE_WRITE);
    assert_int_equal(tokens->items[1].scopes, API_SCOPE_ADMIN);
    assert_memory_equal(tokens->items[1].hash, expected, sizeof expected);
    tokens_free(tokens);
}

static void what_is_wrong_is_said_with_its_line(void **state)
{
    (void)state;
    static const char *const files[][2] = {
        {"a read " HASH "\nb read\n", "line 2: a line is"},
        {"a read " HASH " more\n", "line 1: a line is"},
        {"a fly " HASH "\n", "line 1: scopes"},
        {"a read, " HASH "\n", "line 1: scopes"},
        {"a read abc\n", "line 1: the hash"},
        {"# nobody\n", "holds no token"},
    };
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        char why[300] = "";
        write_file(files[i][0]);
        assert_null(tokens_read(path, why, sizeof why));
        assert_non_null(strstr(why, files[i][1]));
        assert_non_null(strstr(why, path));
    }
}

static void a_missing_file_is_an_error(void **state)
{
    (void)state;
    char why[300] = "";
    assert_null(tokens_read("/nowhere/tokens", why, sizeof why));
    assert_non_null(strstr(why, "/nowhere/tokens: cannot be read"));
}

/* Runs the command with its standard output in `out`. */
static int run_command(char *scopes, char *out, size_t size)
{
    int ends[2], before = dup(STDOUT_FILENO);
    assert_int_equal(pipe(ends), 0);
    fflush(stdout);
    dup2(ends[1], STDOUT_FILENO);
    close(ends[1]);
    int status = tokens_command(4, (char *[]){"token", path, "me", scopes});
    fflush(stdout);
    dup2(before, STDOUT_FILENO);
    close(before);
    ssize_t length = read(ends[0], out, size - 1);
    out[length > 0 ? length : 0] = '\0';
    close(ends[0]);
    return status;
}

static void a_made_token_is_found_by_its_hash(void **state)
{
    (void)state;
    char printed[100], why[300] = "";
    struct stat status;
    uint8_t hash[32];
    unlink(path);
    assert_int_equal(run_command("read,admin", printed, sizeof printed), 0);
    assert_int_equal(strlen(printed), 44);
    api_token_hash(printed, 43, hash);
    const struct api_tokens *tokens = tokens_read(path, why, sizeof why);
    assert_non_null(tokens);
    assert_int_equal(tokens->count, 1);
    assert_memory_equal(tokens->items[0].hash, hash, sizeof hash);
    assert_int_equal(tokens->items[0].scopes, API_SCOPE_READ | API_SCOPE_ADMIN);
    tokens_free(tokens);
    assert_int_equal(stat(path, &status), 0);
    assert_int_equal(status.st_mode & 0777, 0600);

    assert_int_equal(run_command("nothing", printed, sizeof printed), 2);
    assert_string_equal(printed, "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tokens_are_read),
        cmocka_unit_test(what_is_wrong_is_said_with_its_line),
        cmocka_unit_test(a_missing_file_is_an_error),
        cmocka_unit_test(a_made_token_is_found_by_its_hash),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
