#include "daemon/datadir.h"
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char *folder_of_user(void)
{
    const char *state = getenv("XDG_STATE_HOME");
    const char *home = getenv("HOME");
    char *path = NULL;
    int length = -1;
    if (state && state[0] == '/') /* a relative one is to be ignored, says the specification */
        length = asprintf(&path, "%s/heapd", state);
    else if (home && home[0] == '/')
        length = asprintf(&path, "%s/.local/state/heapd", home);
    return length < 0 ? NULL : path;
}

/* Makes the folder and those above it; existing ones are left as they are. False with errno. */
static int make_folders(char *path)
{
    for (char *slash = strchr(path + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        int failed = mkdir(path, 0700) != 0 && errno != EEXIST;
        *slash = '/';
        if (failed)
            return 0;
    }
    return mkdir(path, 0700) == 0 || errno == EEXIST;
}

char *datadir_prepare(const char *configured, char *why, size_t why_size)
{
    struct stat status;
    char *path = *configured ? strdup(configured) : folder_of_user();
    if (!path) {
        snprintf(why, why_size,
                 "data: no folder is given, and neither XDG_STATE_HOME nor HOME says where one could be");
        return NULL;
    }
    while (strlen(path) > 1 && path[strlen(path) - 1] == '/')
        path[strlen(path) - 1] = '\0';
    if (!make_folders(path))
        snprintf(why, why_size, "data: %s cannot be made: %s", path, strerror(errno));
    else if (stat(path, &status) != 0 || !S_ISDIR(status.st_mode))
        snprintf(why, why_size, "data: %s is no folder", path);
    else if (access(path, R_OK | W_OK | X_OK) != 0)
        snprintf(why, why_size, "data: %s cannot be written: %s", path, strerror(errno));
    else
        return path;
    free(path);
    return NULL;
}
