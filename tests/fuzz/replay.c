/* replay [-VARIANTS] FOLDER...: runs a fuzz target over the files of the folders, each also cut short and
 * with single bytes changed, at every place (of small files) or, with -VARIANTS, at about so many: the corpus
 * as a test. */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { SMALL = 2048 };

/* A buffer of exactly that size, so that the sanitizer sees every read beyond it. */
static void run_exact(const uint8_t *data, size_t size)
{
    uint8_t *copy = malloc(size != 0 ? size : 1);
    if (copy == NULL)
        abort();
    memcpy(copy, data, size);
    LLVMFuzzerTestOneInput(copy, size);
    free(copy);
}

static void run_variants(uint8_t *data, size_t size, size_t variants)
{
    size_t step = variants && size > variants ? size / variants : 1;
    static const uint8_t bytes[] = {0, '"', '\\', '{', ']', 0x80, 0xff, '9', ' '};
    for (size_t cut = 0; cut < size; cut += step)
        run_exact(data, cut);
    for (size_t at = 0; at < size; at += step) {
        uint8_t before = data[at];
        data[at] = bytes[at / step % sizeof bytes];
        run_exact(data, size);
        data[at] = before;
    }
}

static int run_file(const char *folder, const char *name, size_t variants)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "rb");
    if (file == NULL) {
        perror(path);
        return -1;
    }
    uint8_t *data = malloc(1 << 20);
    if (data == NULL)
        abort();
    size_t size = fread(data, 1, 1 << 20, file);
    fclose(file);
    run_exact(data, size);
    if (size <= SMALL)
        run_variants(data, size, variants);
    free(data);
    return 0;
}

int main(int argc, char **argv)
{
    int files = 0;
    size_t variants = 0;
    for (int i = 1; i < argc; i++) {
        if (argv[i][0] == '-') {
            variants = strtoull(argv[i] + 1, NULL, 10);
            continue;
        }
        DIR *folder = opendir(argv[i]);
        if (folder == NULL) {
            perror(argv[i]);
            return 1;
        }
        for (const struct dirent *entry; (entry = readdir(folder)) != NULL;) {
            if (entry->d_name[0] == '.')
                continue;
            if (run_file(argv[i], entry->d_name, variants) != 0)
                return 1;
            files++;
        }
        closedir(folder);
    }
    printf("%d files\n", files);
    return files == 0;
}
