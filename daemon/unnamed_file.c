/* Files without a name: see unnamed_file.h. */
#include "daemon/unnamed_file.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* File systems that know no files without a name have one with a name for a moment. */
static int open_named(const char *directory)
{
    char path[PATH_MAX];
    if ((size_t)snprintf(path, sizeof path, "%s/unnamed-XXXXXX", directory) >= sizeof path) {
        errno = ENAMETOOLONG;
        return -1;
    }
    int file = mkostemp(path, O_CLOEXEC);
    if (file >= 0)
        (void)unlink(path);
    return file;
}

int unnamed_file_open(const char *directory)
{
    int file = open(directory, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    bool unknown = file < 0 && (errno == EOPNOTSUPP || errno == EISDIR || errno == EINVAL);
    return unknown ? open_named(directory) : file;
}
