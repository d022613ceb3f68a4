/* The schema and the steps to it from earlier versions, as they are written, each with a zero behind it. */
    .section .rodata
    .macro text name, file
    .global \name
    .hidden \name
    .balign 8
\name:
    .incbin "\file"
    .byte 0
    .endm

    text store_schema, schema.sql
    text store_migrate1, migrate1.sql
    text store_migrate2, migrate2.sql
    text store_migrate3, migrate3.sql
    text store_migrate4, migrate4.sql
    text store_migrate5, migrate5.sql
    text store_postgres_schema, schema_postgres.sql
    text store_postgres_numbers, numbers_postgres.sql
    .section .note.GNU-stack,"",%progbits
