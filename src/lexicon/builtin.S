/* The image that gen/lexicon.c packed from data/. */
    .section .rodata
    .hidden lexicon_builtin_image
    .hidden lexicon_builtin_end
    .global lexicon_builtin_image
    .global lexicon_builtin_end
    .balign 64
lexicon_builtin_image:
    .incbin LEXICON_FILE
lexicon_builtin_end:
    .byte 0
    .section .note.GNU-stack,"",%progbits
