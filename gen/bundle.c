/*
 * gen_bundle FOLDER OUT.c OUT.bin NAME...: files of the web pages, one behind the other, and a table of where each is.
 *
 * The table is C source; the bytes are for the assembler to include.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

/* Copy a file; its size in *size and the FNV-1a hash of its bytes in *hash. */
static int copy(const char *path, FILE *out, size_t *size, uint64_t *hash)
{
    FILE *f = fopen(path, "rb");
    int c;
    if (!f) return 0;
    *size = 0;
    *hash = 0xCBF29CE484222325u;
    while ((c = getc(f)) != EOF) {
        putc(c, out);
        *hash = (*hash ^ (unsigned char)c) * 0x100000001B3u;
        ++*size;
    }
    fclose(f);
    return 1;
}

int main(int argc, char **argv)
{
    FILE *table = argc > 3 ? fopen(argv[2], "w") : NULL, *bytes = table ? fopen(argv[3], "wb") : NULL;
    size_t at = 0;
    if (!bytes) {
        fprintf(stderr, "usage: gen_bundle FOLDER OUT.c OUT.bin NAME...\n");
        return 2;
    }
    fprintf(table, "#include \"bundle.h\"\n\nconst struct bundle_file bundle_files[] = {\n");
    for (int i = 4; i < argc; i++) {
        char path[4096];
        size_t size;
        uint64_t hash;
        snprintf(path, sizeof path, "%s/%s", argv[1], argv[i]);
        if (!copy(path, bytes, &size, &hash)) {
            fprintf(stderr, "gen_bundle: %s cannot be read\n", path);
            return 1;
        }
        fprintf(table, "    { \"%s\", %zu, %zu, \"\\\"%016llx\\\"\" },\n", argv[i], at, size, (unsigned long long)hash);
        at += size;
    }
    fprintf(table, "    { NULL, 0, 0, NULL }\n};\n");
    putc(0, bytes); /* never empty */
    return fclose(table) || fclose(bytes) ? 1 : 0;
}
