/* decode.h: bytes in any encoding -> UTF-8. */
#ifndef READ_DECODE_H
#define READ_DECODE_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/err.h"
#include "doc/origin.h"

/*
 * *out is bytes itself when they are UTF-8, else a conversion in mem: by byte-order mark, else by the encoding that is said ("": none is), else
 * as libuchardet guesses.
 * *from: where each byte of a conversion came from; no runs when *out has the bytes as they were. In mem; NULL when nobody asks.
 * Errors: CHY_EINPUT empty, binary (a file format of its own, or control bytes), undecodable; CHY_ENOMEM.
 */
chy_status decode_text(chy_str bytes, chy_str said, arena *mem, chy_str *out, origin_list *from, chy_err *err);

/* Do the bytes begin as a PDF does (its mark may stand behind a few other bytes)? */
bool decode_is_pdf(chy_str bytes);

/* Do the bytes begin as a page of the web does? */
bool decode_is_page(chy_str bytes);

/*
 * The same for a page of the web: UTF-8 when the bytes are (nearly) that, whatever the page says; else as is said, else as the page
 * says, else as guessed.
 * Zero bytes become spaces. Errors: CHY_EINPUT empty or undecodable; CHY_ENOMEM.
 */
chy_status decode_page(chy_str bytes, chy_str said, arena *mem, chy_str *out, origin_list *from, chy_err *err);

#endif
