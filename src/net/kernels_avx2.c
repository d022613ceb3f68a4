/* The kernels for x86-64 with AVX2; compiled for that alone. */
#if defined(__x86_64__)
#define KERNELS kernels_avx2
#define KERNELS_NAME "avx2"
#include "net/kernels_body.h"
#else
typedef int kernels_avx2_elsewhere;
#endif
