/* utf8_kinds.h: kinds of character, shared by utf8.h and the program that makes its tables. */
#ifndef BASE_UTF8_KINDS_H
#define BASE_UTF8_KINDS_H

enum char_kind {
    CHAR_LETTER = 1,
    CHAR_UPPER = 2,
    CHAR_LOWER = 4,
    CHAR_DIGIT = 8,
    CHAR_SPACE = 16,
    CHAR_PUNCT = 32,
    CHAR_SYMBOL = 64,
    CHAR_MARK = 128,
    CHAR_HAN = 256,
    CHAR_QUOTE = 512,
    CHAR_DASH = 1024,
    CHAR_CONTROL = 2048,
    CHAR_CYRILLIC = 4096
};

#endif
