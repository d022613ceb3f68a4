/* Loaded before the libraries of a worker: a document that says so ends the process that looks at it. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <signal.h>
#include <string.h>

int crypto_hash_sha256(unsigned char *out, const unsigned char *in, unsigned long long size);

int crypto_hash_sha256(unsigned char *out, const unsigned char *in, unsigned long long size)
{
    int (*real)(unsigned char *, const unsigned char *, unsigned long long) = dlsym(RTLD_NEXT, "crypto_hash_sha256");
    if (memmem(in, size, "arsenic", 7)) raise(SIGSEGV);
    return real(out, in, size);
}
