/* The weights that are built in, as they are on disk. PAGE_FILE comes from the build. */
    .section .rodata
    .balign 64
    .global page_builtin
    .hidden page_builtin
    .global page_builtin_end
    .hidden page_builtin_end
page_builtin:
    .incbin PAGE_FILE
page_builtin_end:
    .byte 0
    .section .note.GNU-stack, "", %progbits
