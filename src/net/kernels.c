#include "net/kernels.h"

uint32_t kernels_all(const struct kernels *out[KERNELS_MOST])
{
    uint32_t n = 0;
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl") &&
        __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vnni"))
        out[n++] = &kernels_vnni;
    if (__builtin_cpu_supports("avx2")) out[n++] = &kernels_avx2;
#endif
    out[n++] = &kernels_portable;
    return n;
}

const struct kernels *kernels_best(void)
{
    const struct kernels *all[KERNELS_MOST];
    kernels_all(all);
    return all[0];
}
