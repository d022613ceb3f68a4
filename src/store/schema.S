/* The schema, as it is written in schema.sql, with a zero behind it. */
    .section .rodata
    .global store_schema
    .hidden store_schema
    .balign 8
store_schema:
    .incbin SCHEMA_FILE
    .byte 0
    .section .note.GNU-stack,"",%progbits
