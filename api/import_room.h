/* Arrays that grow while a file is imported. */
#ifndef API_IMPORT_ROOM_H
#define API_IMPORT_ROOM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>

enum { IMPORT_ROOM_FIRST = 64 };

/* Room for one element more behind `count`, of `element` bytes each: `array` is the address of the pointer.
 * False: no memory; nothing has changed. */
static inline bool import_room(void *array, size_t *room, size_t count, size_t element)
{
    if (count < *room)
        return true;
    size_t larger = *room < IMPORT_ROOM_FIRST ? IMPORT_ROOM_FIRST : *room * 2;
    void *moved = reallocarray(*(void **)array, larger, element);
    if (moved == NULL)
        return false;
    *(void **)array = moved;
    *room = larger;
    return true;
}

#endif
