/* The pages, as gen/bundle.c put them one behind the other. */
    .section .rodata
    .global bundle_bytes
    .hidden bundle_bytes
    .balign 16
bundle_bytes:
    .incbin BUNDLE_FILE
    .section .note.GNU-stack, "", @progbits
