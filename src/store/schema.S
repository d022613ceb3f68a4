/* The schema and the steps to it from earlier versions, as they are written, each with a zero behind it. */
    .section .rodata
    .global store_schema
    .hidden store_schema
    .balign 8
store_schema:
    .incbin SCHEMA_FILE
    .byte 0
    .global store_migrate1
    .hidden store_migrate1
    .balign 8
store_migrate1:
    .incbin MIGRATE1_FILE
    .byte 0
    .global store_migrate2
    .hidden store_migrate2
    .balign 8
store_migrate2:
    .incbin MIGRATE2_FILE
    .byte 0
    .global store_migrate3
    .hidden store_migrate3
    .balign 8
store_migrate3:
    .incbin MIGRATE3_FILE
    .byte 0
    .global store_migrate4
    .hidden store_migrate4
    .balign 8
store_migrate4:
    .incbin MIGRATE4_FILE
    .byte 0
    .global store_postgres_numbers
    .hidden store_postgres_numbers
    .balign 8
store_postgres_numbers:
    .incbin NUMBERS_FILE
    .byte 0
    .global store_postgres_schema
    .hidden store_postgres_schema
    .balign 8
store_postgres_schema:
    .incbin POSTGRES_SCHEMA_FILE
    .byte 0
    .section .note.GNU-stack,"",%progbits
