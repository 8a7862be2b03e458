/* Packages out of file names: see package.h. */
#include "daemon/snapshot/package.h"
#include "daemon/snapshot/value.h"
#include <stdlib.h>
#include <string.h>

static const struct snapshot_text standard_library = {"python", 6}, no_folder = {".", 1};

static bool is_separator(char c)
{
    return c == '/' || c == '\\';
}

/* Where the component that begins at `at` ends. */
static size_t component_end(struct snapshot_text file, size_t at)
{
    while (at < file.length && !is_separator(file.bytes[at])) {
        at++;
    }
    return at;
}

static bool component_is(struct snapshot_text file, size_t at, size_t end, const char *name)
{
    return end - at == strlen(name) && memcmp(file.bytes + at, name, end - at) == 0;
}

/* python3, python3.12, python3.13t; Windows has Lib\ under Python312\, which says nothing here. */
static bool is_versioned(struct snapshot_text file, size_t at, size_t end)
{
    return end - at > 6 && memcmp(file.bytes + at, "python", 6) == 0 && file.bytes[at + 6] >= '0' &&
           file.bytes[at + 6] <= '9';
}

static bool has_suffix(struct snapshot_text text, const char *suffix)
{
    size_t length = strlen(suffix);
    return text.length > length && memcmp(text.bytes + text.length - length, suffix, length) == 0;
}

/* The first component from `at`, a module's suffix taken off. */
static struct snapshot_text top_level(struct snapshot_text file, size_t at)
{
    static const char *const suffixes[] = {".py", ".pyc", ".so", ".pyd"};
    size_t end = component_end(file, at);
    struct snapshot_text name = {file.bytes + at, end - at};
    for (size_t i = 0; end == file.length && i < sizeof suffixes / sizeof suffixes[0]; i++) {
        if (has_suffix(name, suffixes[i])) {
            name.length -= strlen(suffixes[i]);
            break;
        }
    }
    return name;
}

static struct snapshot_text folder(struct snapshot_text file)
{
    size_t length = file.length;
    while (length > 0 && !is_separator(file.bytes[length - 1])) {
        length--;
    }
    return length == 0   ? no_folder
           : length == 1 ? (struct snapshot_text){file.bytes, 1}
                         : (struct snapshot_text){file.bytes, length - 1};
}

struct snapshot_text snapshot_package(struct snapshot_text file)
{
    struct snapshot_text found = {NULL, 0};
    bool in_lib = false;
    if (file.length > 0 && file.bytes[0] == '<') {
        return file.length > 7 && memcmp(file.bytes, "<frozen ", 8) == 0 ? standard_library : file;
    }
    for (size_t at = 0; at < file.length;) {
        size_t end = component_end(file, at);
        bool more = end + 1 < file.length;
        if (more &&
            (component_is(file, at, end, "site-packages") || component_is(file, at, end, "dist-packages"))) {
            found = top_level(file, end + 1);
        } else if (more && found.bytes == NULL && in_lib && is_versioned(file, at, end)) {
            found = standard_library;
        }
        in_lib = component_is(file, at, end, "lib") || component_is(file, at, end, "lib64");
        at = end + 1;
    }
    return found.bytes != NULL && found.length > 0 ? found : folder(file);
}

static int by_package(const void *a, const void *b, void *owner)
{
    const struct snapshot_text *packages = owner;
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    int order = snapshot_text_compare(packages[x], packages[y]);
    return order != 0 ? order : (x > y) - (x < y);
}

enum snapshot_status snapshot_packages(const struct snapshot *snapshot, uint32_t **result)
{
    size_t count = snapshot->string_count;
    struct snapshot_text *packages = reallocarray(NULL, count + 1, sizeof *packages);
    uint32_t *order = reallocarray(NULL, count + 1, sizeof *order);
    uint32_t *first = reallocarray(NULL, count + 1, sizeof *first);
    if (packages == NULL || order == NULL || first == NULL) {
        free(packages);
        free(order);
        free(first);
        return SNAPSHOT_NO_MEMORY;
    }
    for (size_t i = 0; i < count; i++) {
        packages[i] = snapshot_package(snapshot->strings[i]);
        order[i] = (uint32_t)i;
    }
    qsort_r(order, count, sizeof *order, by_package, packages);
    for (size_t i = 0, begin = 0; i < count; i++) {
        if (snapshot_text_compare(packages[order[i]], packages[order[begin]]) != 0) {
            begin = i;
        }
        first[order[i]] = order[begin];
    }
    free(packages);
    free(order);
    *result = first;
    return SNAPSHOT_OK;
}
