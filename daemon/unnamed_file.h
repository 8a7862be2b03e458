/* Files that have no name, and so end with whoever has them open: what is too large for memory lies in them.
 */
#ifndef HEAPD_UNNAMED_FILE_H
#define HEAPD_UNNAMED_FILE_H

/* Makes one in the directory and opens it to read and write; -1: there can be none, errno says why. */
int unnamed_file_open(const char *directory);

#endif
