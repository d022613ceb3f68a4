/* file.h: whole files, with errors that name them. */
#ifndef BASE_FILE_H
#define BASE_FILE_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/err.h"

/* The bytes of a file (a pipe or "-" for standard input works too) on the heap: free(*bytes). Directories and sizes over
 * `limit` are refused. Errors: CHY_EIO, CHY_E2BIG, CHY_ENOMEM, each naming path. */
chy_status file_read(const char *path, size_t limit, char **bytes, size_t *size, chy_err *err);

#endif
