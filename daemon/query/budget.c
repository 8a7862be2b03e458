/* SQLite's memory by query (budget.h). */
#include "daemon/query/budget.h"

#include <pthread.h>
#include <sqlite3.h>

#include "daemon/query/query.h"

static _Thread_local struct budget *current;
static sqlite3_mem_methods plain; /* SQLite's own; written once, before there is a second thread */
static bool installed;

struct budget *budget_enter(struct budget *budget)
{
    struct budget *previous = current;
    current = budget;
    return previous;
}

void budget_leave(struct budget *previous)
{
    current = previous;
}

static bool has_room(int more)
{
    if (!current || current->used + more <= current->limit)
        return true;
    current->refused = true;
    return false;
}

static void count(int change)
{
    if (!current)
        return;
    current->used += change;
    if (current->used > current->peak)
        current->peak = current->used;
}

static void *counted_malloc(int size)
{
    void *p = has_room(size) ? plain.xMalloc(size) : NULL;
    if (p)
        count(plain.xSize(p));
    return p;
}

static void counted_free(void *p)
{
    count(-plain.xSize(p));
    plain.xFree(p);
}

static void *counted_realloc(void *p, int size)
{
    int before = plain.xSize(p);
    void *moved = size <= before || has_room(size - before) ? plain.xRealloc(p, size) : NULL;
    if (moved)
        count(plain.xSize(moved) - before);
    return moved;
}

static void install(void)
{
    if (sqlite3_config(SQLITE_CONFIG_GETMALLOC, &plain) != SQLITE_OK || !plain.xMalloc)
        return;
    sqlite3_mem_methods counted = plain;
    counted.xMalloc = counted_malloc;
    counted.xFree = counted_free;
    counted.xRealloc = counted_realloc;
    installed = sqlite3_config(SQLITE_CONFIG_MALLOC, &counted) == SQLITE_OK;
}

bool query_limit_memory(void)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, install);
    return installed;
}
