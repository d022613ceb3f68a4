/* The pages, as gen/bundle.c put them one behind the other. */
    .section .rodata
    .global bundle_bytes
    .hidden bundle_bytes
    .balign 16
bundle_bytes:
    .incbin BUNDLE_FILE
/* The shapes of answers, for the description of the interface. */
    .global schemas_bytes
    .hidden schemas_bytes
    .global schemas_end
    .hidden schemas_end
schemas_bytes:
    .incbin SCHEMAS_FILE
schemas_end:
    .byte 0
    .section .note.GNU-stack, "", @progbits
