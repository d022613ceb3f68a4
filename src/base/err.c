#include "base/err.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

chy_status err_set(chy_err *err, chy_status status, size_t at, const char *format, ...)
{
    if (!err) return status;
    err->status = status;
    err->at = at;
    va_list args;
    va_start(args, format);
    vsnprintf(err->text, sizeof err->text, format, args);
    va_end(args);
    return status;
}

chy_status err_while(chy_err *err, chy_status status, const char *format, ...)
{
    if (!err) return status;
    char before[sizeof err->text];
    va_list args;
    va_start(args, format);
    int n = vsnprintf(before, sizeof before, format, args);
    va_end(args);
    if (n < 0) return status;
    size_t head = (size_t)n < sizeof before ? (size_t)n : sizeof before - 1;
    if (head + 3 > sizeof err->text) return status;
    size_t tail = strlen(err->text);
    if (tail > sizeof err->text - head - 3) tail = sizeof err->text - head - 3;
    memmove(err->text + head + 2, err->text, tail);
    memcpy(err->text, before, head);
    memcpy(err->text + head, ": ", 2);
    err->text[head + 2 + tail] = 0;
    err->status = status;
    return status;
}

chy_status err_memory(chy_err *err, const char *doing) { return err_set(err, CHY_ENOMEM, 0, "out of memory while %s", doing); }
