/* Where the values come from, in order: the table's defaults, the file, the environment, the flags. Each one
 * replaces what was there before. Flags are only collected at first, because one of them names the file. */
#include "daemon/config.h"
#include "daemon/options.h"
#include <arpa/inet.h>
#include <ctype.h>
#include <errno.h>
#include <ini.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define ENVIRONMENT_PREFIX "HEAPD_"

static __attribute__((format(printf, 2, 3))) enum config_result fail(struct config_error *error,
                                                                     const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(error->text, sizeof error->text, format, arguments);
    va_end(arguments);
    return CONFIG_ERROR;
}

/* ---- Flags --------------------------------------------------------------------------------------- */

struct flags {
    const char **value; /* by row; NULL: not given */
};

static enum config_result read_flags(struct flags *flags, int argc, char *const *argv,
                                     struct config_error *error)
{
    for (int i = 1; i < argc; i++) {
        const char *flag = argv[i];
        if (strcmp(flag, "--help") == 0 || strcmp(flag, "-h") == 0)
            return CONFIG_HELP;
        if (strcmp(flag, "--version") == 0 || strcmp(flag, "-V") == 0)
            return CONFIG_VERSION;
        if (strncmp(flag, "--", 2) != 0)
            return fail(error, "%s: not understood; options begin with --, see heapd --help", flag);
        const char *equals = strchr(flag, '=');
        size_t length = equals ? (size_t)(equals - flag) : strlen(flag);
        const struct option_row *row = option_find(flag + 2, length - 2);
        if (!row)
            return fail(error, "%.*s: no such option, see heapd --help", (int)length, flag);
        const char *value = equals ? equals + 1 : NULL;
        if (!value && row->kind == OPTION_SWITCH)
            value = "yes";
        else if (!value && i + 1 == argc)
            return fail(error, "%s: needs a value, %s", flag, row->placeholder);
        else if (!value)
            value = argv[++i];
        if (flags->value[row - option_rows])
            return fail(error, "--%s: given twice", row->name);
        flags->value[row - option_rows] = value;
    }
    return CONFIG_OK;
}

/* ---- Sources ------------------------------------------------------------------------------------- */

static enum config_result read_one(struct config *config, const struct option_row *row, const char *value,
                                   const char *source, struct config_error *error)
{
    char why[160];
    if (option_read(row, value, config, why, sizeof why))
        return CONFIG_OK;
    return fail(error, "%s: \"%s\" is not a value for it: %s", source, value, why);
}

static enum config_result apply_defaults(struct config *config, struct config_error *error)
{
    for (size_t i = 0; i < option_count; i++)
        if (read_one(config, &option_rows[i], option_rows[i].standard, option_rows[i].name, error) !=
            CONFIG_OK)
            return CONFIG_ERROR;
    return CONFIG_OK;
}

static enum config_result apply_flags(struct config *config, const struct flags *flags,
                                      struct config_error *error)
{
    for (size_t i = 0; i < option_count; i++) {
        char source[64];
        snprintf(source, sizeof source, "--%s", option_rows[i].name);
        if (flags->value[i] && read_one(config, &option_rows[i], flags->value[i], source, error) != CONFIG_OK)
            return CONFIG_ERROR;
    }
    return CONFIG_OK;
}

static void environment_name(const struct option_row *row, char *out, size_t size)
{
    snprintf(out, size, ENVIRONMENT_PREFIX "%s", row->name);
    for (; *out; out++)
        *out = *out == '-' ? '_' : (char)toupper((unsigned char)*out);
}

/* The value of the option in the environment, or NULL. An empty one counts as not set. */
static const char *environment_value(const struct option_row *row, char *const *environment)
{
    char name[64];
    environment_name(row, name, sizeof name);
    size_t length = strlen(name);
    for (; *environment; environment++)
        if (strncmp(*environment, name, length) == 0 && (*environment)[length] == '=')
            return (*environment)[length + 1] ? *environment + length + 1 : NULL;
    return NULL;
}

static enum config_result apply_environment(struct config *config, char *const *environment,
                                            struct config_error *error)
{
    for (size_t i = 0; i < option_count; i++) {
        char name[64];
        const char *value = environment_value(&option_rows[i], environment);
        environment_name(&option_rows[i], name, sizeof name);
        if (value && read_one(config, &option_rows[i], value, name, error) != CONFIG_OK)
            return CONFIG_ERROR;
    }
    return CONFIG_OK;
}

struct file_reader {
    struct config *config;
    const char *path;
    struct config_error *error;
    bool *seen; /* by row */
    bool failed;
};

/* inih goes on after a line that it was told is bad; the first finding counts. */
static int file_entry(void *context, const char *section, const char *name, const char *value)
{
    struct file_reader *reader = context;
    if (reader->failed)
        return 0;
    reader->failed = true;
    const struct option_row *row = option_find(name, strlen(name));
    if (*section && strcmp(section, "heapd") != 0) {
        fail(reader->error, "%s: section [%s]: only [heapd] is known", reader->path, section);
    } else if (!row || strcmp(row->name, "config") == 0) {
        fail(reader->error, "%s: %s: no such option, see heapd --help", reader->path, name);
    } else if (reader->seen[row - option_rows]) {
        fail(reader->error, "%s: %s: given twice", reader->path, name);
    } else {
        char source[256];
        snprintf(source, sizeof source, "%s: %s", reader->path, name);
        reader->seen[row - option_rows] = true;
        reader->failed = read_one(reader->config, row, value, source, reader->error) != CONFIG_OK;
    }
    return !reader->failed;
}

static enum config_result apply_file(struct config *config, const char *path, struct config_error *error)
{
    struct file_reader reader = {.config = config, .path = path, .error = error};
    struct stat status; /* of a folder inih reads no line, and says nothing */
    if (stat(path, &status) == 0 && S_ISDIR(status.st_mode))
        return fail(error, "%s: cannot be read: %s", path, strerror(EISDIR));
    reader.seen = calloc(option_count, sizeof reader.seen[0]);
    if (!reader.seen)
        return fail(error, "no memory");
    errno = 0;
    int line = ini_parse(path, file_entry, &reader);
    free(reader.seen);
    if (line == -1)
        return fail(error, "%s: cannot be read: %s", path, strerror(errno));
    if (line == -2)
        return fail(error, "no memory");
    if (reader.failed)
        return CONFIG_ERROR;
    if (line != 0)
        return fail(error, "%s, line %d: neither NAME = VALUE nor a comment, or too long", path, line);
    return CONFIG_OK;
}

/* ---- Together ------------------------------------------------------------------------------------ */

static const char *file_to_read(const struct flags *flags, char *const *environment)
{
    const struct option_row *row = option_find("config", strlen("config"));
    const char *flag = flags->value[row - option_rows];
    return flag ? flag : environment_value(row, environment);
}

/* What no single option can tell. */
static enum config_result check_together(const struct config *config, struct config_error *error)
{
    struct listen_address address;
    if (!config_parse_listen(config->listen, &address))
        return fail(error, "listen: \"%s\" is no address and port, such as 127.0.0.1:4327 or [::1]:0",
                    config->listen);
    if (!address.loopback && !*config->token_file)
        return fail(error,
                    "listen: %s can be reached from other machines, which needs --token-file (see heapd "
                    "token --help)",
                    config->listen);
    if (config->session_memory > config->session_memory_max)
        return fail(error, "session-memory: must not be larger than session-memory-max");
    return CONFIG_OK;
}

enum config_result config_load(struct config *config, int argc, char *const *argv, char *const *environment,
                               struct config_error *error)
{
    enum config_result result;
    const char *path;
    struct config loaded = {0};
    struct flags flags = {.value = calloc(option_count, sizeof flags.value[0])};
    if (!flags.value)
        return fail(error, "no memory");
    if ((result = read_flags(&flags, argc, argv, error)) != CONFIG_OK)
        goto fail;
    if ((result = apply_defaults(&loaded, error)) != CONFIG_OK)
        goto fail;
    path = file_to_read(&flags, environment);
    if (path && *path && (result = apply_file(&loaded, path, error)) != CONFIG_OK)
        goto fail;
    if ((result = apply_environment(&loaded, environment, error)) != CONFIG_OK)
        goto fail;
    if ((result = apply_flags(&loaded, &flags, error)) != CONFIG_OK)
        goto fail;
    if ((result = check_together(&loaded, error)) != CONFIG_OK)
        goto fail;
    free(flags.value);
    *config = loaded;
    return CONFIG_OK;
fail:
    free(flags.value);
    config_free(&loaded);
    return result;
}

void config_free(struct config *config)
{
    for (size_t i = 0; i < option_count; i++)
        if (option_rows[i].kind == OPTION_TEXT)
            free(*(char **)((char *)config + option_rows[i].offset));
    *config = (struct config){0};
}

/* ---- Help ---------------------------------------------------------------------------------------- */

#define HELP_INDENT 10
#define HELP_WIDTH  100

/* Words of the text, indented, no line longer than HELP_WIDTH. */
static void print_wrapped(FILE *to, const char *text)
{
    int column = 0;
    while (*text) {
        size_t word = strcspn(text, " ");
        if (column > 0 && column + 1 + (int)word > HELP_WIDTH) {
            fputc('\n', to);
            column = 0;
        }
        if (column == 0)
            column = fprintf(to, "%*s", HELP_INDENT, "");
        else
            column += fprintf(to, " ");
        column += fprintf(to, "%.*s", (int)word, text);
        text += word + strspn(text + word, " ");
    }
    fputc('\n', to);
}

void config_print_help(FILE *to)
{
    fputs("heapd hosts CPython heaps and serves them over HTTP.\n\n"
          "usage: heapd [OPTIONS]\n"
          "       heapd token ...      makes access tokens, see heapd token --help\n\n"
          "Each option can also be given in the environment (--max-sessions as HEAPD_MAX_SESSIONS) and in\n"
          "the file that --config names (max-sessions = 100). Flags win over the environment, that over the\n"
          "file. Sizes take K, M, G; times take ms, s, m, h, d and are seconds without one.\n",
          to);
    for (size_t i = 0; i < option_count; i++) {
        const struct option_row *row = &option_rows[i];
        if (row->group)
            fprintf(to, "\n%s\n", row->group);
        fprintf(to, "  --%s %s", row->name, row->placeholder);
        if (*row->standard)
            fprintf(to, "   (default: %s)", row->standard);
        fputc('\n', to);
        print_wrapped(to, row->help);
    }
    fputs("\n  --help, -h      prints this\n  --version, -V   prints the version\n", to);
}

/* ---- Addresses ----------------------------------------------------------------------------------- */

static bool parse_port(const char *text, uint16_t *port)
{
    char *end;
    if (!isdigit((unsigned char)text[0]) || strlen(text) > 5)
        return false;
    unsigned long number = strtoul(text, &end, 10);
    if (*end || number > UINT16_MAX)
        return false;
    *port = (uint16_t)number;
    return true;
}

bool config_parse_listen(const char *text, struct listen_address *out)
{
    struct listen_address address = {0};
    const char *colon = strrchr(text, ':');
    const char *port = colon ? colon + 1 : text;
    size_t length = colon ? (size_t)(colon - text) : 0;
    if (!parse_port(port, &address.port))
        return false;
    if (length >= 2 && text[0] == '[' && text[length - 1] == ']') {
        address.ipv6 = true;
        text++;
        length -= 2;
    }
    if (length >= sizeof address.host)
        return false;
    memcpy(address.host, text, length);

    struct in6_addr six;
    struct in_addr four;
    if (address.ipv6) {
        if (inet_pton(AF_INET6, address.host, &six) != 1)
            return false;
        address.loopback = IN6_IS_ADDR_LOOPBACK(&six);
    } else if (!*address.host) {
        /* a port alone is the default address; a colon before it says that all are meant */
        if (!colon)
            strcpy(address.host, "127.0.0.1");
        address.loopback = !colon;
    } else {
        if (strcmp(address.host, "localhost") == 0)
            strcpy(address.host, "127.0.0.1");
        if (inet_pton(AF_INET, address.host, &four) != 1)
            return false;
        address.loopback = (ntohl(four.s_addr) >> 24) == 127;
    }
    *out = address;
    return true;
}
