#include "daemon/tokens.h"
#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#define HASH_BYTES 32

static const struct {
    const char *name;
    unsigned scope;
} scope_names[] = {{"read", API_SCOPE_READ}, {"write", API_SCOPE_WRITE}, {"admin", API_SCOPE_ADMIN}};

unsigned tokens_scopes(const char *text)
{
    unsigned scopes = 0;
    for (;;) {
        size_t length = strcspn(text, ",");
        unsigned found = 0;
        for (size_t i = 0; i < sizeof scope_names / sizeof scope_names[0]; i++)
            if (strlen(scope_names[i].name) == length && strncmp(scope_names[i].name, text, length) == 0)
                found = scope_names[i].scope;
        if (!found)
            return 0;
        scopes |= found;
        if (!text[length])
            return scopes;
        text += length + 1;
    }
}

/* ---- Reading ------------------------------------------------------------------------------------- */

static bool read_hash(const char *hex, uint8_t hash[HASH_BYTES])
{
    if (strlen(hex) != 2 * HASH_BYTES || strspn(hex, "0123456789abcdefABCDEF") != 2 * HASH_BYTES)
        return false;
    for (size_t i = 0; i < HASH_BYTES; i++) {
        char byte[3] = {hex[2 * i], hex[2 * i + 1], '\0'};
        hash[i] = (uint8_t)strtoul(byte, NULL, 16);
    }
    return true;
}

/* One line, taken apart in place. False with what is wrong with it; *is_token says whether there was one. */
static bool read_line(char *line, struct api_token *token, bool *is_token, const char **wrong)
{
    char *rest = NULL;
    line[strcspn(line, "#\n")] = '\0';
    const char *name = strtok_r(line, " \t\r", &rest);
    const char *scopes = strtok_r(NULL, " \t\r", &rest);
    const char *hash = strtok_r(NULL, " \t\r", &rest);
    *is_token = name != NULL;
    if (!name)
        return true;
    *wrong = NULL;
    if (!hash || strtok_r(NULL, " \t\r", &rest))
        *wrong = "a line is: name, scopes, hash";
    else if ((token->scopes = tokens_scopes(scopes)) == 0)
        *wrong = "scopes are read, write, admin, separated by commas";
    else if (!read_hash(hash, token->hash))
        *wrong = "the hash is 64 hexadecimal digits";
    return *wrong == NULL;
}

/* The list while it grows, and when it is done the set that others see. */
struct token_list {
    struct api_tokens set;
    struct api_token *items;
};

static bool add_token(struct token_list *list, const struct api_token *token)
{
    struct api_token *grown = realloc(list->items, (list->set.count + 1) * sizeof *grown);
    if (!grown)
        return false;
    grown[list->set.count++] = *token;
    list->set.items = list->items = grown;
    return true;
}

static bool read_lines(FILE *file, const char *path, struct token_list *list, char *why, size_t why_size)
{
    char *line = NULL;
    size_t size = 0;
    bool good = true;
    for (unsigned number = 1; good && getline(&line, &size, file) >= 0; number++) {
        struct api_token token = {0};
        bool is_token = false;
        const char *wrong = NULL;
        good = read_line(line, &token, &is_token, &wrong);
        if (!good)
            snprintf(why, why_size, "%s, line %u: %s", path, number, wrong);
        else if (is_token && !(good = add_token(list, &token)))
            snprintf(why, why_size, "no memory");
    }
    if (good && ferror(file)) {
        snprintf(why, why_size, "%s: cannot be read: %s", path, strerror(errno));
        good = false;
    }
    free(line);
    return good;
}

const struct api_tokens *tokens_read(const char *path, char *why, size_t why_size)
{
    FILE *file = fopen(path, "re");
    if (!file) {
        snprintf(why, why_size, "%s: cannot be read: %s", path, strerror(errno));
        return NULL;
    }
    struct token_list *list = calloc(1, sizeof *list);
    bool good = list && read_lines(file, path, list, why, why_size);
    fclose(file);
    if (!list) {
        snprintf(why, why_size, "no memory");
        return NULL;
    }
    if (good && list->set.count == 0) {
        snprintf(why, why_size, "%s: holds no token; heapd token makes one", path);
        good = false;
    }
    if (good)
        return &list->set;
    tokens_free(&list->set);
    return NULL;
}

void tokens_free(const struct api_tokens *tokens)
{
    if (!tokens)
        return;
    struct token_list *list =
        (struct token_list *)((char *)(uintptr_t)tokens - offsetof(struct token_list, set));
    free(list->items);
    free(list);
}

/* ---- Making -------------------------------------------------------------------------------------- */

#define TOKEN_DIGITS 43 /* 256 bits in base 64 */

static bool new_token(char out[TOKEN_DIGITS + 1])
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    uint8_t random[TOKEN_DIGITS];
    if (getrandom(random, sizeof random, 0) != (ssize_t)sizeof random)
        return false;
    for (size_t i = 0; i < TOKEN_DIGITS; i++)
        out[i] = digits[random[i] % 64];
    out[TOKEN_DIGITS] = '\0';
    return true;
}

static bool append(const char *path, const char *name, const char *scopes, const char *token)
{
    uint8_t hash[HASH_BYTES];
    char hex[2 * HASH_BYTES + 1];
    api_token_hash(token, strlen(token), hash);
    for (size_t i = 0; i < HASH_BYTES; i++)
        snprintf(hex + 2 * i, 3, "%02x", hash[i]);
    int fd = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
    if (fd < 0)
        return false;
    bool good = dprintf(fd, "%s %s %s\n", name, scopes, hex) > 0 && fsync(fd) == 0;
    return close(fd) == 0 && good;
}

static bool name_allowed(const char *name)
{
    size_t length = strlen(name);
    for (size_t i = 0; i < length; i++)
        if (!isalnum((unsigned char)name[i]) && !strchr("._-@", name[i]))
            return false;
    return length >= 1 && length <= 64;
}

int tokens_command(int argc, char *const *argv)
{
    char token[TOKEN_DIGITS + 1];
    if (argc == 2 && strcmp(argv[1], "--help") == 0) {
        puts("usage: heapd token FILE NAME SCOPES\n\n"
             "Makes a token, adds its hash to FILE and prints the token, once. NAME says whose it is;\n"
             "SCOPES are read, write and admin, separated by commas: read looks, write changes what is in\n"
             "sessions, admin creates and deletes them. Clients send it as \"Authorization: Bearer TOKEN\".\n"
             "A running heapd reads the file again on SIGHUP.");
        return 0;
    }
    if (argc != 4 || !name_allowed(argv[2]) || tokens_scopes(argv[3]) == 0) {
        fputs("usage: heapd token FILE NAME SCOPES, see heapd token --help\n", stderr);
        return 2;
    }
    if (!new_token(token) || !append(argv[1], argv[2], argv[3], token)) {
        fprintf(stderr, "heapd: %s: %s\n", argv[1], strerror(errno));
        return 1;
    }
    puts(token);
    return 0;
}
