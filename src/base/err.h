/*
 * err.h: errors that read as one sentence.
 *
 * The low level says what is wrong, the higher levels say what they were doing, before it:
 *
 *     return err_set(err, CHY_EINPUT, line, "a cue needs four columns, this one has %zu", n);
 *     return err_while(err, st, "%s:%zu", path, line);       // "cues.tsv:41: a cue needs four columns ..."
 *
 * err may be NULL everywhere.
 */
#ifndef BASE_ERR_H
#define BASE_ERR_H

#include "chancery/chancery.h"

chy_status err_set(chy_err *err, chy_status status, size_t at, const char *format, ...) __attribute__((format(printf, 4, 5)));
chy_status err_while(chy_err *err, chy_status status, const char *format, ...) __attribute__((format(printf, 3, 4)));
chy_status err_memory(chy_err *err, const char *doing); /* CHY_ENOMEM: "out of memory while <doing>" */

#endif
