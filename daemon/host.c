#include "daemon/host.h"
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

unsigned host_processors(void)
{
    cpu_set_t set;
    if (sched_getaffinity(0, sizeof set, &set) != 0)
        return 1;
    int count = CPU_COUNT(&set);
    return count > 0 ? (unsigned)count : 1;
}

/* The bound of one control group, or UINT64_MAX where it says "max" or cannot be read. */
static uint64_t group_bound(const char *group)
{
    char path[4200];
    unsigned long long bytes;
    snprintf(path, sizeof path, "/sys/fs/cgroup%s/memory.max", group);
    FILE *file = fopen(path, "re");
    if (!file)
        return UINT64_MAX;
    if (fscanf(file, "%llu", &bytes) != 1)
        bytes = UINT64_MAX;
    fclose(file);
    return bytes;
}

/* The smallest bound of this process's control group and those above it (version 2 of the interface). */
static uint64_t groups_bound(void)
{
    char group[4096] = "";
    uint64_t smallest = UINT64_MAX;
    FILE *file = fopen("/proc/self/cgroup", "re");
    if (!file)
        return smallest;
    if (fscanf(file, "0::%4095s", group) != 1)
        group[0] = '\0';
    fclose(file);
    for (char *end = group + strlen(group);; end = strrchr(group, '/')) {
        if (!end)
            return smallest;
        *end = '\0';
        uint64_t bound = group_bound(group);
        if (bound < smallest)
            smallest = bound;
    }
}

uint64_t host_memory(void)
{
    uint64_t machine = (uint64_t)sysconf(_SC_PHYS_PAGES) * (uint64_t)sysconf(_SC_PAGESIZE);
    uint64_t bound = groups_bound();
    return bound < machine ? bound : machine;
}
