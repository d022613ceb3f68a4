/* The weights that are built in, as they are on disk. MODEL_FILE comes from the build. */
    .section .rodata
    .balign 64
    .global model_builtin
    .hidden model_builtin
    .global model_builtin_end
    .hidden model_builtin_end
model_builtin:
    .incbin MODEL_FILE
model_builtin_end:
    .byte 0
    .section .note.GNU-stack, "", %progbits
